package calendar_test

import (
	"iter"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
)

// newYear is a set with one holiday, 1 January, that is observed on the Friday
// before or the Monday after if it falls on a weekend. In the year 2022 it is
// observed in the year before.
func newYear(year int) iter.Seq[calendar.SetDay] {
	return func(yield func(calendar.SetDay) bool) {
		d, err := calendar.NewDate(year, 1, 1)
		if err != nil {
			return
		}
		observed := d
		switch d.Weekday() {
		case 6:
			observed = d.Prev()
		case 0:
			observed = d.Next()
		}
		if yield(calendar.SetDay{Date: observed, Actual: d, Name: "New Year"}) {
			// Nobody keeps this one: it is ten years away.
			yield(calendar.SetDay{Date: observed.AddDays(3653), Name: "far"})
		}
	}
}

func withSet(tb testing.TB, set calendar.HolidaySet, hs ...calendar.Holiday) *calendar.Calendar {
	tb.Helper()
	c, err := calendar.Compile(calendar.Definition{Zone: "UTC", Hours: hours("daily 08:00-09:00"), Holidays: hs},
		&calendar.Options{HolidaySets: calendar.HolidaySets{"x": set}})
	require.NoError(tb, err)
	return c
}

func closedDays(tb testing.TB, c *calendar.Calendar, from, until string) (days []string) {
	tb.Helper()
	for d := date(tb, from); d.Compare(date(tb, until)) < 0; d = d.Next() {
		if !c.IsBusinessDay(d) {
			days = append(days, d.String())
		}
		assert.Equal(tb, !c.IsBusinessDay(d), c.Day(d).Source == calendar.SourceHoliday, d)
	}
	return days
}

// TestDecisionT13: both the actual and the observed day close, unless the
// definition says otherwise; also across the end of a year (rickar/cal#84).
func TestDecisionT13(t *testing.T) {
	set := calendar.HolidaySet{On: newYear}
	for observed, want := range map[string][]string{
		"":         {"2021-01-01", "2021-12-31", "2022-01-01", "2023-01-01", "2023-01-02", "2024-01-01"},
		"both":     {"2021-01-01", "2021-12-31", "2022-01-01", "2023-01-01", "2023-01-02", "2024-01-01"},
		"actual":   {"2021-01-01", "2022-01-01", "2023-01-01", "2024-01-01"},
		"observed": {"2021-01-01", "2021-12-31", "2023-01-02", "2024-01-01"},
	} {
		c := withSet(t, set, calendar.Holiday{Set: "x", Observed: observed})
		assert.Equal(t, want, closedDays(t, c, "2020-06-01", "2024-06-01"), observed)
	}
	c := withSet(t, set, calendar.Holiday{Set: "x", From: "2022-01-01", Until: "2023-01-02"}, calendar.Holiday{Date: "06-06", Name: "national day", From: "2023-06-06"})
	assert.Equal(t, []string{"2022-01-01", "2023-01-01", "2023-06-06", "2024-06-06"}, closedDays(t, c, "2020-06-01", "2025-01-01"))

	day := c.Day(date(t, "2023-01-01"))
	assert.Equal(t, calendar.SourceHoliday, day.Source)
	assert.Equal(t, "holidays[0] New Year x", day.Path+" "+day.Name+" "+day.Set)
	day = c.Day(date(t, "2024-06-06"))
	assert.Equal(t, "holidays[1] national day ", day.Path+" "+day.Name+" "+day.Set)
}

// TestDecisionT13SetsInPieces: a set may yield an observed day beside the
// actual one, as rickar/cal's do, and leave Actual out.
func TestDecisionT13SetsInPieces(t *testing.T) {
	sat, mon := date(t, "2026-12-26"), date(t, "2026-12-28")
	set := calendar.HolidaySet{On: func(year int) iter.Seq[calendar.SetDay] {
		if year != 2026 {
			return noDays(year)
		}
		return slices.Values([]calendar.SetDay{
			{Date: sat, Actual: sat, Name: "Boxing Day"}, {Date: mon, Actual: sat, Name: "Boxing Day"}, {Date: date(t, "2026-06-19"), Name: "Midsummer"},
		})
	}}
	for observed, want := range map[string][]string{
		"":         {"2026-06-19", "2026-12-26", "2026-12-28"},
		"actual":   {"2026-06-19", "2026-12-26"},
		"observed": {"2026-06-19", "2026-12-28"},
	} {
		c := withSet(t, set, calendar.Holiday{Set: "x", Observed: observed})
		assert.Equal(t, want, closedDays(t, c, "2026-01-01", "2027-06-01"), observed)
	}
}

// TestDecisionT13Coverage: the calendar lists the years its sets cover.
func TestDecisionT13Coverage(t *testing.T) {
	set := calendar.HolidaySet{From: 1990, Until: 2030, On: newYear}
	c := withSet(t, set, calendar.Holiday{Set: "x"})
	years := slices.Collect(c.HolidayYears())
	assert.Len(t, years, 40)
	assert.Equal(t, 1990, years[0])
	assert.Equal(t, 2029, years[39])
	assert.True(t, c.Day(date(t, "2029-12-31")).Covered)
	assert.False(t, c.Day(date(t, "2030-01-01")).Covered)
	assert.False(t, c.Day(date(t, "1989-12-31")).Covered)

	c = withSet(t, set, calendar.Holiday{Set: "x", From: "1985-06-01", Until: "2031-01-01"})
	years = slices.Collect(c.HolidayYears())
	assert.Len(t, years, 280-5-1, "years outside the limits of a set need no cover: 1985 to 1989 and 2030 do")
	for y := range c.HolidayYears() {
		assert.Equal(t, 1920, y)
		break
	}
	assert.Len(t, slices.Collect(must(t, calendar.Definition{Zone: "UTC"}).HolidayYears()), 280)
}

// TestYearlyHolidayOnLeapDay: it exists in leap years only (F49).
func TestYearlyHolidayOnLeapDay(t *testing.T) {
	c := withSet(t, calendar.HolidaySet{On: noDays}, calendar.Holiday{Date: "02-29"})
	assert.Equal(t, []string{"2024-02-29", "2028-02-29"}, closedDays(t, c, "2023-01-01", "2029-01-01"))
	c = withSet(t, calendar.HolidaySet{On: noDays}, calendar.Holiday{Date: "12-31"}, calendar.Holiday{Date: "01-01"})
	assert.Equal(t, []string{"2023-01-01", "2023-12-31", "2024-01-01"}, closedDays(t, c, "2023-01-01", "2024-12-31"))
}
