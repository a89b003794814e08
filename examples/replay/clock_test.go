package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestLogClock(t *testing.T) {
	for text, want := range map[string]string{
		"29/2/2016 07:08":   "2016-02-29 07:08",
		"1/1/1970 00:00":    "1970-01-01 00:00",
		"31/12/1969 23:59":  "1969-12-31 23:59",
		"01/03/2100 23:59":  "2100-03-01 23:59",
		"9/11/2016 00:00":   "2016-11-09 00:00",
		"":                  "",
		"?":                 "",
		"29/2/2015 07:08":   "", // no leap year
		"29/2/2100 07:08":   "",
		"0/1/2016 07:08":    "",
		"1/13/2016 07:08":   "",
		"1/1/2016 24:00":    "",
		"1/1/2016 07:60":    "",
		"1/1/16 07:08":      "",
		"1/1/2016 7:08":     "",
		"1/1/2016 07:08:09": "",
		"1/1/2016":          "",
		"-1/1/2016 07:08":   "",
		"1/1/2016T07:08":    "",
		"1/1/9999 07:08":    "",
		"1/1/0001 07:08":    "",
	} {
		at, ok := logClock([]byte(text))
		require.Equal(t, want != "", ok, text)
		if ok {
			require.Equal(t, want, time.Unix(at, 0).UTC().Format("2006-01-02 15:04"), text)
		}
	}
}

func TestCityClock(t *testing.T) {
	for text, want := range map[string]bool{
		"2015-02-16 13:00:00":  true,
		"2015-02-16 23:59:59":  true,
		"2015-02-29 13:00:00":  false,
		"2015-02-16 13:00":     false,
		"2015-2-16 13:00:00":   false,
		"2015-02-16T13:00:00":  false,
		"2015-02-16 13:00:60":  false,
		"2015-02-16 13:00:00 ": false,
	} {
		at, ok := cityClock([]byte(text))
		require.Equal(t, want, ok, text)
		if ok {
			require.Equal(t, text, time.Unix(at, 0).UTC().Format(time.DateTime), text)
		}
	}
}

// TestDays counts every day of four centuries as package time does.
func TestDays(t *testing.T) {
	for at := time.Date(1801, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2202; at = at.Add(24 * time.Hour) {
		require.Equal(t, at.Unix()/86400, days(at.Year(), int(at.Month()), at.Day()), at)
		require.LessOrEqual(t, at.Day(), daysIn(at.Year(), int(at.Month())), at)
	}
}

func TestInstantAtClockChanges(t *testing.T) {
	loc, err := time.LoadLocation("America/New_York")
	require.NoError(t, err)
	z := newZone(loc)
	for face, want := range map[string]string{
		"2015-02-16 13:00:00": "2015-02-16T13:00:00-05:00",
		"2015-07-01 00:00:00": "2015-07-01T00:00:00-04:00",
		"2015-03-08 01:59:59": "2015-03-08T01:59:59-05:00",
		"2015-03-08 02:30:00": "2015-03-08T03:00:00-04:00", // skipped: the instant of the jump
		"2015-03-08 03:00:00": "2015-03-08T03:00:00-04:00",
		"2015-11-01 00:59:59": "2015-11-01T00:59:59-04:00",
		"2015-11-01 01:00:00": "2015-11-01T01:00:00-04:00", // repeated: the first occurrence
		"2015-11-01 01:59:59": "2015-11-01T01:59:59-04:00",
		"2015-11-01 02:00:00": "2015-11-01T02:00:00-05:00",
	} {
		at, ok := cityClock([]byte(face))
		require.True(t, ok, face)
		for range 2 { // the second time from memory
			require.Equal(t, want, time.Unix(z.instant(at), 0).In(loc).Format(time.RFC3339), face)
		}
	}
}

// TestInstantAgainstSearch compares with the first instant, found by search in
// steps of a quarter of an hour, whose clock shows the face or a later one.
func TestInstantAgainstSearch(t *testing.T) {
	for _, name := range []string{"America/New_York", "Australia/Lord_Howe", "Europe/Stockholm"} {
		loc, err := time.LoadLocation(name)
		require.NoError(t, err)
		z := newZone(loc)
		const step = 900
		first := time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
		at, latest := first-86400, int64(-1<<62)
		for face := first; face < first+366*86400; face += step {
			for latest < face {
				at += step
				latest = max(latest, at+z.offset(at))
			}
			require.Equal(t, at, z.instant(face), "%s %s", name, faceTime(face))
		}
	}
}
