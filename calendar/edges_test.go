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
		{"2026-01-15", calendar.Period{Years: -304338, Months: 3652059}, "2026-04-15"},
		{"2026-01-15", calendar.Period{Years: 304338, Months: -3652059}, "2025-10-15"},
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

// A count of no days begins on the next business day after the cut-off, and
// keeps an early clock time if the rule says so (A2, A4).
func TestDecisionA2NoDays(t *testing.T) {
	list, err := calendar.ParseHours("mon 08:00-17:00; tue 14:00-18:00")
	require.NoError(t, err)
	c := must(t, calendar.Definition{Zone: "UTC", Hours: list})
	for _, tt := range []struct{ at, rule, want string }{
		{"2026-06-01T11:00:00Z", "if before 10:00", "2026-06-02 14:00"}, // at 11:00 it is closed
		{"2026-06-01T09:00:00Z", "if before 10:00", "2026-06-01 09:00"},
		{"2026-06-01T06:00:00Z", "keep-clock", "2026-06-01 06:00"},
		{"2026-06-01T06:00:00Z", "if before 10:00", "2026-06-01 08:00"},
		{"2026-06-01T18:00:00Z", "keep-clock", "2026-06-02 14:00"},
	} {
		rule, err := calendar.ParseDayRule(tt.rule)
		require.NoError(t, err)
		assert.Equal(t, tt.want, local(c.AddBusinessDays(utc(t, tt.at), 0, &rule)), tt)
	}
}

// Of two yearly seasons, the first date that both have is named (T12).
func TestDecisionT12YearlySeasonsMeet(t *testing.T) {
	for _, tt := range []struct{ a, b, want string }{
		{"12-20 01-10", "12-25 12-28", "12-25"},
		{"12-20 01-10", "12-20 01-05", "12-20"},
		{"12-20 01-10", "01-09 02-01", "01-09"},
		{"12-20 01-10", "12-01 12-21", "12-20"},
		{"12-20 01-10", "11-01 01-01", "12-20"},
		{"12-20 01-10", "01-10 02-01", ""},
		{"12-20 01-10", "12-01 12-20", ""},
		{"06-01 07-01", "06-01 06-02", "06-01"},
		{"06-01 07-01", "06-30 07-02", "06-30"},
		{"06-01 07-01", "07-01 08-01", ""},
	} {
		season := func(s string) calendar.Season {
			from, until, _ := strings.Cut(s, " ")
			return calendar.Season{From: from, Until: until}
		}
		for _, seasons := range [][]calendar.Season{{season(tt.a), season(tt.b)}, {season(tt.b), season(tt.a)}} {
			_, err := calendar.Compile(calendar.Definition{Zone: "UTC", Seasons: seasons}, nil)
			if tt.want == "" {
				assert.NoError(t, err, tt)
			} else {
				assert.ErrorContains(t, err, "seasons[0], also a yearly season, holds on a "+tt.want, tt)
			}
		}
	}
}

// A yearly single date beats a range of one date on any day of the year (T5).
func TestDecisionT5LastDayOfYear(t *testing.T) {
	c := must(t, calendar.Definition{Zone: "UTC", Exceptions: []calendar.Exception{
		{Date: "2026-12-31", Until: "2027-01-01"}, {Date: "12-31"}, {Date: "2026-01-01", Until: "2026-01-02"}, {Date: "01-01"}, {Date: "2027-12-31"},
	}})
	for d, want := range map[string]string{
		"2026-12-31": "exceptions[1]", "2026-01-01": "exceptions[3]", "2027-12-31": "exceptions[4]", "2028-12-31": "exceptions[1]",
	} {
		assert.Equal(t, want, c.Day(date(t, d)).Path, d)
	}
}

// TestDecisionK8HalfMonth: only a step from the first half to the second turns
// back, and the 15th is of the first.
func TestDecisionK8HalfMonth(t *testing.T) {
	c := must(t, calendar.Definition{Zone: "UTC", Hours: hours("mon-fri 08:00-17:00")})
	for d, want := range map[string]string{"2026-06-14": "2026-06-15", "2026-08-15": "2026-08-14", "2026-05-16": "2026-05-18", "2026-05-31": "2026-05-29"} {
		got, ok := c.Roll(date(t, d), calendar.RollHalfMonth)
		assert.True(t, ok)
		assert.Equal(t, want, got.String(), d)
	}
}

func TestHoursTextEdges(t *testing.T) {
	long := strings.Repeat("mon 08:00-09:00;", 100) + "tue 08:00-09:00"
	list, err := calendar.ParseHours(long)
	require.NoError(t, err)
	assert.Len(t, list, 101)
	_, err = calendar.ParseHours(strings.Repeat(" ", 8192*16))
	require.NoError(t, err)
	_, err = calendar.ParseHours(strings.Repeat(" ", 8192*16+1))
	require.ErrorContains(t, err, "131073 bytes are too many")
	assert.Equal(t, " 08:00-09:00", calendar.FormatHours([]calendar.Hours{{Open: "08:00", Close: "09:00"}}), "what has a problem is written as it is")
}
