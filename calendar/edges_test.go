package calendar_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
)

// Values at an edge, and the first ones beyond.

// TestDecisionT14Fractions: the range holds its first instant and not its last,
// to the nanosecond.
func TestDecisionT14Fractions(t *testing.T) {
	c, r := calendar.AlwaysOpen(), calendar.Range()
	half := 500 * time.Millisecond
	assert.Equal(t, half, c.Between(r.Start.Add(half), r.Start.Add(2*half)))
	assert.Equal(t, half, c.Between(r.Start.Add(-half), r.Start.Add(half)))
	assert.Equal(t, half, c.Between(r.End.Add(-half), r.End.Add(half)))
	for _, span := range []calendar.Span{{Start: r.End.Add(-half), End: r.End.Add(half)}, {Start: r.Start.Add(-half), End: r.Start.Add(half)}} {
		windows := slices.Collect(c.Windows(span.Start, span.End))
		require.Len(t, windows, 1)
		assert.Equal(t, half, windows[0].Duration(), span)
	}
	assert.Empty(t, slices.Collect(c.Windows(r.End, r.End.Add(half))))
	assert.Empty(t, slices.Collect(c.Windows(r.Start.Add(-half), r.Start)))
}

func TestDateEdges(t *testing.T) {
	for _, tt := range []struct {
		from string
		p    calendar.Period
		want string
	}{
		{"0001-02-01", calendar.Period{Months: -1}, "0001-01-01"},
		{"0001-01-01", calendar.Period{Months: -1}, ""},
		{"9998-06-01", calendar.Period{Years: 1}, "9999-06-01"},
		{"9999-11-30", calendar.Period{Months: 1}, "9999-12-30"},
		{"9999-12-01", calendar.Period{Months: 1}, ""},
		{"9999-12-30", calendar.Period{Days: 1}, "9999-12-31"},
		{"9999-12-31", calendar.Period{Days: 1}, ""},
		{"0001-01-02", calendar.Period{Days: -1}, "0001-01-01"},
		{"2026-01-01", calendar.Period{Years: 3652060}, ""},
		{"2026-01-01", calendar.Period{Days: -3652060}, ""},
	} {
		assert.Equal(t, tt.want, date(t, tt.from).AddPeriod(tt.p).String(), tt)
	}
}

func TestClockEdges(t *testing.T) {
	for text, ok := range map[string]bool{
		"00:00": true, "23:59": true, "24:00": true, "08:00:59": true, "24:00:00": true,
		"08:60": false, "08:00:60": false, "24:00:01": false, "24:01": false, "25:00": false, "8:00": false, "08:000": false, "08-00": false, "08:00-59": false,
	} {
		_, err := calendar.ParseDayRule("by " + text)
		assert.Equal(t, ok, err == nil, text)
	}
}

// A text that a message quotes is cut after 40 bytes.
func TestQuotedTexts(t *testing.T) {
	for n, want := range map[int]string{40: strings.Repeat("x", 40), 41: strings.Repeat("x", 40) + "..."} {
		_, err := calendar.ParseDate(strings.Repeat("x", n))
		assert.EqualError(t, err, `"`+want+`" is no date: want YYYY-MM-DD`)
	}
}

// A year is covered if every set is known to be right in it, or its limits leave
// the year alone (T13).
func TestHolidayYearsLimits(t *testing.T) {
	for _, tt := range []struct {
		from, until string
		covered     string // of 2024 to 2031; the set is known in 2026 and 2027
	}{
		{"", "", "..xx...."},
		{"2028-12-31", "", "xxxx...."},
		{"2029-01-01", "", "xxxxx..."},
		{"", "2025-01-01", ".xxxxxxx"},
		{"", "2025-01-02", "..xxxxxx"},
		{"2026-06-01", "2027-06-01", "xxxxxxxx"},
	} {
		c, err := calendar.Compile(calendar.Definition{Zone: "UTC", Holidays: []calendar.Holiday{{Set: "x", From: tt.from, Until: tt.until}}},
			&calendar.Options{HolidaySets: calendar.HolidaySets{"x": {From: 2026, Until: 2028, On: noDays}}})
		require.NoError(t, err)
		years := slices.Collect(c.HolidayYears())
		got := ""
		for y := 2024; y < 2032; y++ {
			mark := "."
			if slices.Contains(years, y) {
				mark = "x"
			}
			assert.Equal(t, mark == "x", c.Day(date(t, time.Date(y, 5, 5, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))).Covered)
			got += mark
		}
		assert.Equal(t, tt.covered, got, tt)
	}
}

// A local time that the clock jumps to is reached exactly, with its fractions;
// one that is jumped over is the instant of the jump.
func TestFractionsAtJump(t *testing.T) {
	c := must(t, calendar.Definition{Zone: "Europe/Stockholm", Hours: hours("daily 00:00-24:00")})
	day := calendar.Period{Days: 1}
	for from, want := range map[string]string{
		"2026-03-28T02:00:00.5Z": "2026-03-29T01:00:00.5Z", // 03:00:00.5, the first of the new offset
		"2026-03-28T01:59:59.5Z": "2026-03-29T01:00:00Z",   // 02:59:59.5 does not exist
		"2026-03-28T00:59:59.5Z": "2026-03-29T00:59:59.5Z",
	} {
		assert.Equal(t, want, c.AddPeriod(utc(t, from), day).UTC().Format(time.RFC3339Nano), from)
		assert.Equal(t, want, c.AddBusinessDays(utc(t, from), 1, nil).UTC().Format(time.RFC3339Nano), from)
	}
}
