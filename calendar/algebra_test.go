package calendar_test

import (
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
)

// Names of calendars that are made of others keep to the limit of names.
func TestUnionName(t *testing.T) {
	for n, want := range map[int]int{251: 255, 252: 256, 253: 256} {
		c := must(t, calendar.Definition{Name: strings.Repeat("n", n), Zone: "UTC"})
		name := calendar.Complement(c).Name()
		assert.Len(t, name, want)
		assert.Equal(t, n > 252, strings.HasSuffix(name, "..."))
	}
	a := must(t, calendar.Definition{Name: strings.Repeat("å", 128), Zone: "UTC"})
	assert.True(t, strings.HasSuffix(calendar.Complement(a).Name(), "å..."), "no rune is cut")
}

// The windows that a date of a union owns, by the words of [calendar.Union].
func TestUnionOwns(t *testing.T) {
	for _, tt := range []struct {
		name, hours string
		want        string // business days of the week that begins on Monday 2026-06-01
	}{
		{"exactly a day is one window", "mon 08:00-08:00", "x......"},
		{"a second more is cut at midnight", "mon 08:00-08:00; tue 08:00-08:01", "xx....."},
		{"an opening at midnight", "tue 00:00-08:00", ".x....."},
		{"a close at midnight", "tue 16:00-24:00", ".x....."},
		{"a night", "tue 22:00-06:00", ".x....."},
		{"a night that joins a day", "tue 22:00-06:00; wed 06:00-21:00", ".x....."},
		{"two nights and the day between", "tue 22:00-06:00; wed 06:00-23:00", ".xx...."},
	} {
		list, err := calendar.ParseHours(tt.hours)
		require.NoError(t, err)
		for _, zone := range []string{"Europe/Stockholm", "America/Los_Angeles", "Pacific/Kiritimati"} {
			c := calendar.Union(must(t, calendar.Definition{Zone: zone, Hours: list}))
			got := ""
			for d, end := date(t, "2026-06-01"), date(t, "2026-06-08"); d != end; d = d.Next() {
				mark := "."
				if c.IsBusinessDay(d) {
					mark = "x"
				}
				assert.Equal(t, c.IsBusinessDay(d), len(c.Day(d).Windows) > 0, d)
				got += mark
			}
			assert.Equal(t, tt.want, got, "%s, %s", tt.name, zone)
		}
	}
}

// Dates are those of the first calendar's zone, whose clocks may change while
// the others open at the same instants of every week.
func TestUnionOfClockChanges(t *testing.T) {
	first := must(t, calendar.Definition{Zone: "Europe/Stockholm"})
	late := must(t, calendar.Definition{Zone: "UTC", Hours: hours("mon 22:30-23:00")})
	for _, days := range [][]string{
		{"2026-01-05 x", "2026-01-06 .", "2026-07-06 .", "2026-07-07 x"},
		{"2026-07-06 .", "2026-07-07 x", "2026-01-05 x", "2026-01-06 ."},
	} {
		c := calendar.Union(first, late)
		for _, day := range days {
			d, want, _ := strings.Cut(day, " ")
			assert.Equal(t, want == "x", c.IsBusinessDay(date(t, d)), d)
		}
	}
}

// An index is built 256 weeks at a time, from Sunday 1919-12-28 on. What is open
// across such a border is owned as anywhere else.
func TestUnionAcrossBuilds(t *testing.T) {
	zero := date(t, "1919-12-28")
	for border := zero.AddDays(7 * 256); border.Year() < 2195; border = border.AddDays(7 * 256) {
		// Closed weeks come first, so that what is not known yet looks closed.
		def := calendar.Definition{Zone: "America/New_York", Exceptions: []calendar.Exception{
			{Date: border.AddDays(-2).String(), Hours: openings("23:00-24:00")},
			{Date: border.AddDays(-1).String(), Until: border.AddDays(9).String(), Hours: openings("00:00-24:00")},
			{Date: border.AddDays(20).String(), Hours: openings("10:00-11:00")},
		}}
		for from := -3; from <= 10; from++ {
			c := calendar.Union(must(t, def)) // neither has an index yet
			d := border.AddDays(from)
			want := from >= -2 && from < 9
			assert.Equal(t, want, c.IsBusinessDay(d), d)
			windows := c.Day(d).Windows
			require.Equal(t, want, len(windows) == 1, d)
			if want && from > -2 {
				assert.True(t, windows[0].Start.Equal(c.Start(d)), d)
			}
			if want {
				assert.True(t, windows[0].End.Equal(c.Start(d.Next())), d)
			}
		}
	}
}

// What lies across the beginning of an index is found whole.
func TestBeginningOfIndex(t *testing.T) {
	night := must(t, calendar.Definition{Zone: "UTC", Hours: hours("sat 20:00-03:00")})
	zero := date(t, "1919-12-28")
	for border := zero.AddDays(7 * 256); border.Year() < 2195; border = border.AddDays(7 * 256) {
		assert.Empty(t, calendar.Union(night).Day(border).Windows, border)
		saturday := calendar.Union(night).Day(border.Prev()).Windows
		require.Len(t, saturday, 1)
		assert.Equal(t, 7*time.Hour, saturday[0].Duration())

		always := calendar.AlwaysOpen()
		at := always.Start(border)
		list := slices.Collect(always.Windows(at, at.Add(time.Hour)))
		require.Len(t, list, 1)
		assert.Equal(t, time.Hour, list[0].Duration())
		union := calendar.Union(always)
		union.IsOpen(at.AddDate(20, 0, 0))
		whole := union.Day(border.AddDays(5)).Windows
		require.Len(t, whole, 1)
		assert.Equal(t, 24*time.Hour, whole[0].Duration())
		for _, later := range []time.Time{at.AddDate(30, 0, 0), at, at.AddDate(-5, 0, 0)} { // the index grows back
			if span, ok := always.Next(later); calendar.Range().Contains(later) {
				assert.True(t, ok)
				assert.Equal(t, calendar.Span{}, span, "open without end")
			}
		}
	}
}

// A window that a clock change skips is none: neither does it make a business
// day nor is it the first of one.
func TestSkippedWindow(t *testing.T) {
	rule := func(s string) *calendar.DayRule {
		r, err := calendar.ParseDayRule(s)
		require.NoError(t, err)
		return &r
	}
	for _, text := range []string{"daily 02:15-02:45 10:00-12:00", "daily 01:00-01:30 02:15-02:45"} {
		list, err := calendar.ParseHours(text)
		require.NoError(t, err)
		c := must(t, calendar.Definition{Zone: "Europe/Stockholm", Hours: list})
		for _, c := range []*calendar.Calendar{c, calendar.Union(c)} {
			windows := c.Day(date(t, "2026-03-29")).Windows
			require.Len(t, windows, 1)
			at := time.Date(2026, 3, 28, 0, 15, 0, 0, time.UTC) // 01:15 of the day before
			assert.True(t, windows[0].Start.Equal(c.AddBusinessDays(at, 1, rule("by open"))), text)
			assert.True(t, windows[0].End.Equal(c.AddBusinessDays(at, 1, rule("by close"))), text)
		}
	}
	only := must(t, calendar.Definition{Zone: "Europe/Stockholm", Hours: hours("daily 02:15-02:45")})
	assert.False(t, only.IsBusinessDay(date(t, "2026-03-29")))
}

// Weeks that look alike are built once, Sunday to Saturday in UTC. A window that
// a clock change skips just outside of its week, in the far west or east, makes
// the week another one.
func TestSkippedWindowBesideItsWeek(t *testing.T) {
	for _, tt := range []struct{ zone, hours, skipped, like string }{
		{"America/Nuuk", "sat 23:15-23:45", "2026-03-28", "2026-03-21"},     // 23:00 to 24:00, Sunday 01:00 in UTC
		{"Pacific/Auckland", "sun 02:15-02:45", "2026-09-27", "2026-09-20"}, // 02:00 to 03:00, Saturday 14:00 in UTC
	} {
		list, err := calendar.ParseHours(tt.hours)
		require.NoError(t, err)
		c := must(t, calendar.Definition{Zone: tt.zone, Hours: list})
		assert.True(t, c.IsBusinessDay(date(t, tt.like)), tt.zone)
		assert.False(t, c.IsBusinessDay(date(t, tt.skipped)), tt.zone)
		assert.Empty(t, c.Day(date(t, tt.skipped)).Windows, tt.zone)
	}
}

// The first question builds some years about it, not the centuries between.
func TestFirstQuestionBuildsFewYears(t *testing.T) {
	for _, year := range []int{1930, 2026, 2150} {
		asked := 0
		set := calendar.HolidaySet{On: func(int) iter.Seq[calendar.SetDay] {
			asked++
			return noDays(0)
		}}
		c, err := calendar.Compile(calendar.Definition{Zone: "UTC", Hours: hours("daily 08:00-17:00"), Holidays: []calendar.Holiday{{Set: "x"}}},
			&calendar.Options{HolidaySets: calendar.HolidaySets{"x": set}})
		require.NoError(t, err)
		assert.True(t, c.IsOpen(time.Date(year, 6, 1, 9, 0, 0, 0, time.UTC)))
		assert.LessOrEqual(t, asked, 10, year)
	}
}
