package calendar_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
)

// utc reads an RFC 3339 instant.
func utc(tb testing.TB, s string) time.Time {
	tb.Helper()
	at, err := time.Parse(time.RFC3339Nano, s)
	require.NoError(tb, err)
	return at
}

func show(at time.Time) string {
	if at.IsZero() {
		return "never"
	}
	return at.Format(time.RFC3339Nano)
}

// TestDecisionT2: windows around clock changes of many kinds. Each case has one
// window on one date; the instants are from the zone's own transitions.
func TestDecisionT2(t *testing.T) {
	for _, tt := range []struct{ name, zone, day, window, want string }{
		{"plain", "Europe/Stockholm", "2026-03-28", "08:00-17:00", "2026-03-28T08:00:00+01:00/2026-03-28T17:00:00+01:00"},
		{"across the gap, an hour shorter", "Europe/Stockholm", "2026-03-29", "00:00-08:00", "2026-03-29T00:00:00+01:00/2026-03-29T08:00:00+02:00"},
		{"opens in the gap", "Europe/Stockholm", "2026-03-29", "02:30-08:00", "2026-03-29T03:00:00+02:00/2026-03-29T08:00:00+02:00"},
		{"closes in the gap", "Europe/Stockholm", "2026-03-29", "01:00-02:30", "2026-03-29T01:00:00+01:00/2026-03-29T03:00:00+02:00"},
		{"inside the gap: never", "Europe/Stockholm", "2026-03-29", "02:15-02:45", ""},
		{"across the repeated hour, an hour longer", "Europe/Stockholm", "2026-10-25", "00:00-08:00", "2026-10-25T00:00:00+02:00/2026-10-25T08:00:00+01:00"},
		{"opens in the repeated hour", "Europe/Stockholm", "2026-10-25", "02:30-08:00", "2026-10-25T02:30:00+02:00/2026-10-25T08:00:00+01:00"},
		{"closes in the repeated hour", "Europe/Stockholm", "2026-10-25", "01:00-02:30", "2026-10-25T01:00:00+02:00/2026-10-25T02:30:00+02:00"},
		{"night shift across the gap", "Europe/Stockholm", "2026-03-28", "22:00-06:00", "2026-03-28T22:00:00+01:00/2026-03-29T06:00:00+02:00"},
		{"west of Greenwich (golang/go#24551)", "America/New_York", "2025-03-09", "02:30-17:00", "2025-03-09T03:00:00-04:00/2025-03-09T17:00:00-04:00"},
		{"no midnight (JodaOrg/joda-time#155)", "America/Havana", "2025-03-09", "00:00-12:00", "2025-03-09T01:00:00-04:00/2025-03-09T12:00:00-04:00"},
		{"midnight twice", "America/Havana", "2025-11-02", "00:00-12:00", "2025-11-02T00:00:00-04:00/2025-11-02T12:00:00-05:00"},
		{"half an hour", "Australia/Lord_Howe", "2025-04-06", "01:00-03:00", "2025-04-06T01:00:00+11:00/2025-04-06T03:00:00+10:30"},
		{"two hours", "Antarctica/Troll", "2025-03-30", "00:00-04:00", "2025-03-30T00:00:00Z/2025-03-30T04:00:00+02:00"},
		{"a date that does not exist (golang/go#29602)", "Pacific/Apia", "2011-12-30", "00:00-24:00", ""},
		{"before it", "Pacific/Apia", "2011-12-29", "00:00-24:00", "2011-12-29T00:00:00-10:00/2011-12-31T00:00:00+14:00"},
		{"into it", "Pacific/Apia", "2011-12-29", "22:00-06:00", "2011-12-29T22:00:00-10:00/2011-12-31T00:00:00+14:00"},
		{"an offset with seconds", "Africa/Monrovia", "1972-01-06", "08:00-17:00", "1972-01-06T08:00:00-00:44/1972-01-06T17:00:00-00:44"},
		{"its end", "Africa/Monrovia", "1972-01-07", "00:00-24:00", "1972-01-07T00:44:30Z/1972-01-08T00:00:00Z"},
		{"rules after 2037", "Europe/Stockholm", "2099-03-29", "00:00-08:00", "2099-03-29T00:00:00+01:00/2099-03-29T08:00:00+02:00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := must(t, calendar.Definition{Zone: tt.zone, Exceptions: []calendar.Exception{{Date: tt.day, Hours: openings(tt.window)}}})
			var got string
			for _, w := range c.Day(date(t, tt.day)).Windows {
				got += w.String()
			}
			assert.Equal(t, tt.want, got)
			var open time.Duration
			for w := range c.Windows(utc(t, "1960-01-01T00:00:00Z"), utc(t, "2110-01-01T00:00:00Z")) {
				assert.Equal(t, tt.want, w.String())
				open += w.Duration()
			}
			assert.Equal(t, open, c.Between(utc(t, "1960-01-01T00:00:00Z"), utc(t, "2110-01-01T00:00:00Z")))
			assert.Equal(t, tt.want != "", c.IsBusinessDay(date(t, tt.day)))
		})
	}
}

// TestDecisionT2Dates: the date of an instant is the d with f(d) <= t < f(d+1).
func TestDecisionT2Dates(t *testing.T) {
	for _, tt := range []struct{ name, zone, at, want string }{
		{"plain", "Europe/Stockholm", "2026-06-01T22:00:00Z", "2026-06-02"},
		{"just before", "Europe/Stockholm", "2026-06-01T21:59:59.999999999Z", "2026-06-01"},
		{"before 1970", "America/New_York", "1969-07-20T03:59:59Z", "1969-07-19"},
		{"the hour before midnight comes again, after the date has begun", "America/St_Johns", "2010-11-07T02:31:00Z", "2010-11-07"},
		{"a minute after midnight", "America/St_Johns", "2010-11-07T02:30:30Z", "2010-11-07"},
		{"the second 23:30", "America/St_Johns", "2010-11-07T03:00:00Z", "2010-11-07"},
		{"across the skipped date", "Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29"},
		{"after it", "Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31"},
		{"after the range", "Asia/Tokyo", "2300-01-01T15:00:00Z", "2300-01-02"},
		{"before the years", "UTC", "0000-12-31T23:59:59Z", ""},
		{"the zero Time", "UTC", "0001-01-01T00:00:00Z", "0001-01-01"},
		{"the zero Time, west", "America/New_York", "0001-01-01T00:00:00Z", ""},
	} {
		c := must(t, calendar.Definition{Zone: tt.zone})
		assert.Equal(t, tt.want, c.DateOf(utc(t, tt.at)).String(), tt.name)
	}
	c := must(t, calendar.Definition{Zone: "UTC"})
	assert.True(t, c.DateOf(time.Unix(1<<62, 0)).IsZero())
	assert.True(t, c.DateOf(time.Unix(-1<<62, 0)).IsZero())
}

func TestStart(t *testing.T) {
	for _, tt := range []struct{ zone, day, want string }{
		{"Europe/Stockholm", "2026-06-01", "2026-06-01T00:00:00+02:00"},
		{"America/Havana", "2025-03-09", "2025-03-09T01:00:00-04:00"},
		{"America/Sao_Paulo", "2018-11-04", "2018-11-04T01:00:00-02:00"},
		{"Pacific/Apia", "2011-12-30", "2011-12-31T00:00:00+14:00"},
		{"Pacific/Apia", "2011-12-31", "2011-12-31T00:00:00+14:00"},
		{"UTC", "0001-01-01", "0001-01-01T00:00:00Z"},
		{"UTC", "9999-12-31", "9999-12-31T00:00:00Z"},
	} {
		c := must(t, calendar.Definition{Zone: tt.zone})
		assert.Equal(t, tt.want, c.Start(date(t, tt.day)).Format(time.RFC3339), tt)
	}
	assert.True(t, must(t, calendar.Definition{Zone: "UTC"}).Start(calendar.Date{}).IsZero())
}

// TestLawC34: the whole days of consecutive dates tile the time line, and
// DateOf finds them, in zones of every kind; the rule years after 2037 hold the
// fault of golang/go#81583 every leap year.
func TestLawC34(t *testing.T) {
	zones := []string{"UTC", "Europe/Stockholm", "Pacific/Apia", "America/Havana", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca"}
	step := 1
	if testing.Short() {
		step = 3
	}
	for _, zone := range zones {
		t.Run(zone, func(t *testing.T) {
			c := must(t, calendar.Definition{Zone: zone})
			last, day := date(t, "2200-01-02"), date(t, "1919-12-30")
			for ; day.Compare(last) < 0; day = day.AddDays(step) {
				from, until := c.Start(day), c.Start(day.Next())
				if until.Before(from) {
					t.Fatalf("%s ends before it starts", day)
				}
				if from.Equal(until) {
					continue // the date does not exist
				}
				if d := c.DateOf(from); d != day {
					t.Fatalf("the start of %s is of %s", day, d)
				}
				if d := c.DateOf(until.Add(-1)); d != day {
					t.Fatalf("the end of %s is of %s", day, d)
				}
			}
		})
	}
}

// TestLawC33: a day around the clock is as long as the date.
func TestLawC33(t *testing.T) {
	for _, tt := range []struct {
		zone, day string
		hours     float64
	}{
		{"Europe/Stockholm", "2026-03-29", 23},
		{"Europe/Stockholm", "2026-10-25", 25},
		{"Australia/Lord_Howe", "2025-04-06", 24.5},
		{"Antarctica/Troll", "2025-03-30", 22},
		{"Pacific/Apia", "2011-12-30", 0},
		{"America/St_Johns", "2010-11-07", 25},
		{"Europe/Stockholm", "2096-12-31", 24},
	} {
		c := must(t, calendar.Definition{Zone: tt.zone, Hours: hours("daily 00:00-24:00")})
		d := date(t, tt.day)
		assert.Equal(t, time.Duration(tt.hours*float64(time.Hour)), c.Between(c.Start(d), c.Start(d.Next())), fmt.Sprint(tt))
	}
}

// TestLawC28: links of one zone give the same answers.
func TestLawC28(t *testing.T) {
	a := must(t, calendar.Definition{Zone: "Asia/Calcutta", Hours: hours("mon-fri 09:00-17:30")})
	b := must(t, calendar.Definition{Zone: "Asia/Kolkata", Hours: hours("mon-fri 09:00-17:30")})
	at := utc(t, "2026-05-01T00:00:00Z")
	for range 100 {
		assert.True(t, a.Add(at, 7*time.Hour).Equal(b.Add(at, 7*time.Hour)))
		at = at.Add(31 * time.Hour)
	}
}

// TestAddPeriod: the same local time of day, by T2, on the date of K3.
func TestAddPeriod(t *testing.T) {
	for _, tt := range []struct{ name, zone, at, period, want string }{
		{"a day across the gap is 23 hours", "Europe/Stockholm", "2026-03-28T12:00:00+01:00", "P1D", "2026-03-29T12:00:00+02:00"},
		{"30 days are not 720 hours", "Europe/Stockholm", "2026-03-10T12:00:00+01:00", "P30D", "2026-04-09T12:00:00+02:00"},
		{"into the gap", "Europe/Stockholm", "2026-03-28T02:30:00.5+01:00", "P1D", "2026-03-29T03:00:00+02:00"},
		{"into the repeated hour", "Europe/Stockholm", "2026-10-24T02:30:00.5+02:00", "P1D", "2026-10-25T02:30:00.5+02:00"},
		{"from its second pass", "Europe/Stockholm", "2026-10-25T02:30:00+01:00", "P1D", "2026-10-26T02:30:00+01:00"},
		{"nothing", "Europe/Stockholm", "2026-10-25T02:30:00+01:00", "P0D", "2026-10-25T02:30:00+01:00"},
		{"a month, clipped", "Asia/Tokyo", "2026-01-31T09:00:00+09:00", "P1M", "2026-02-28T09:00:00+09:00"},
		{"asked in another zone", "Asia/Tokyo", "2026-01-31T00:00:00Z", "P1M", "2026-02-28T09:00:00+09:00"},
		{"the clock goes back over midnight", "America/St_Johns", "2010-11-07T03:00:00Z", "P1D", "2010-11-08T00:00:00-03:30"},
		{"onto a date that does not exist", "Pacific/Apia", "2011-12-29T08:00:00-10:00", "P1D", "2011-12-31T00:00:00+14:00"},
		{"out of the range", "UTC", "2199-12-31T12:00:00Z", "P1D", "never"},
		{"far out of it", "UTC", "2026-12-31T12:00:00Z", "P9000Y", "never"},
		{"from outside", "UTC", "2200-01-01T00:00:00Z", "P1D", "never"},
		{"nothing, outside", "UTC", "2200-01-01T00:00:00Z", "P0D", "2200-01-01T00:00:00Z"},
	} {
		p, err := calendar.ParsePeriod(tt.period)
		require.NoError(t, err)
		c := must(t, calendar.Definition{Zone: tt.zone})
		assert.Equal(t, tt.want, show(c.AddPeriod(utc(t, tt.at), p)), tt.name)
	}
	c := must(t, calendar.Definition{Zone: "UTC"})
	assert.True(t, c.AddPeriod(time.Time{}, calendar.Period{}).IsZero())
	assert.True(t, c.AddPeriod(time.Time{}, calendar.Period{Days: 1}).IsZero())
	assert.Equal(t, "2026-05-30T12:00:00Z", show(c.AddPeriod(utc(t, "2026-06-30T12:00:00Z"), calendar.Period{Months: -1})))
}
