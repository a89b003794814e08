package holidays_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"
	"github.com/rickar/cal/v2/us"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/calendar/holidays"
)

// line writes a day as "2027-12-27 Mon Christmas Day", with "for 2027-12-25" if
// it is an observed day.
func line(d calendar.SetDay) string {
	s := d.Date.String() + " " + d.Date.Weekday().String()[:3] + " " + d.Name
	if d.Date != d.Actual {
		s += " for " + d.Actual.String()
	}
	return s
}

func list(set calendar.HolidaySet, years ...int) []string {
	var out []string
	for _, y := range years {
		for d := range set.On(y) {
			out = append(out, line(d))
		}
	}
	return out
}

func codes(sets calendar.HolidaySets) []string {
	var out []string
	for code := range sets {
		out = append(out, code)
	}
	slices.Sort(out)
	return out
}

// The days of lag 1989:253 with the three eves, from the Swedish almanac.
func TestSweden2026(t *testing.T) {
	require.Equal(t, []string{
		"2026-01-01 Thu Nyårsdagen",
		"2026-01-06 Tue Trettondedag jul",
		"2026-04-03 Fri Långfredagen",
		"2026-04-06 Mon Annandag påsk",
		"2026-05-01 Fri Första maj",
		"2026-05-14 Thu Kristi himmelsfärdsdag",
		"2026-06-06 Sat Sveriges nationaldag",
		"2026-06-19 Fri Midsommarafton",
		"2026-06-20 Sat Midsommardagen",
		"2026-10-31 Sat Alla helgons dag",
		"2026-12-24 Thu Julafton",
		"2026-12-25 Fri Juldagen",
		"2026-12-26 Sat Annandag jul",
		"2026-12-31 Thu Nyårsafton",
	}, list(holidays.All()["se"], 2026))
}

// Substitute days as www.gov.uk/bank-holidays lists them for England and Wales.
func TestBritishSubstitutes(t *testing.T) {
	got := list(holidays.All()["gb"], 2021, 2022)
	var moved []string
	for _, s := range got {
		if strings.Contains(s, " for ") {
			moved = append(moved, s)
		}
	}
	require.Equal(t, []string{
		"2021-12-27 Mon Christmas Day for 2021-12-25",
		"2021-12-28 Tue Boxing Day for 2021-12-26",
		"2022-01-03 Mon New Year's Day for 2022-01-01",
		"2022-12-26 Mon Christmas Day for 2022-12-25",
		"2022-12-27 Tue Boxing Day for 2022-12-26",
	}, moved)
	for _, actual := range []string{"2021-12-25 Sat Christmas Day", "2021-12-26 Sun Boxing Day", "2022-01-01 Sat New Year's Day"} {
		require.Contains(t, got, actual, "the actual day is yielded too")
	}
	require.Contains(t, got, "2022-06-02 Thu Spring Bank Holiday", "moved for the jubilee")
	require.Contains(t, got, "2022-06-03 Fri Platinum Jubilee Bank Holiday")
	require.NotContains(t, got, "2022-05-30 Mon Spring Bank Holiday")
}

// New Year's Day of 2022, a Saturday, is observed on the Friday before, which
// lies in 2021 (failure mode F50).
func TestObservedInTheYearBefore(t *testing.T) {
	set := holidays.All()["us"]
	year2021, year2022 := list(set, 2021), list(set, 2022)
	require.Equal(t, "2021-12-31 Fri New Year's Day for 2022-01-01", year2021[len(year2021)-1])
	require.Equal(t, "2022-01-01 Sat New Year's Day", year2022[0])
	require.Equal(t, "2022-01-17 Mon Martin Luther King Jr. Day", year2022[1])
	require.Equal(t, "2021-01-01 Fri New Year's Day", year2021[0])
}

func TestObservedInTheYearAfter(t *testing.T) {
	set := holidays.Of([]*cal.Holiday{{
		Name: "Eve", Month: time.December, Day: 31, Func: cal.CalcDayOfMonth,
		Observed: []cal.AltDay{{Day: time.Sunday, Offset: 1}},
	}})
	require.Equal(t, []string{"2023-12-31 Sun Eve"}, list(set, 2023))
	require.Equal(t, []string{"2024-01-01 Mon Eve for 2023-12-31", "2024-12-31 Tue Eve"}, list(set, 2024))
}

func TestOf(t *testing.T) {
	day := func(change func(*cal.Holiday)) *cal.Holiday {
		h := &cal.Holiday{Name: "Day", Month: time.July, Day: 4, Func: cal.CalcDayOfMonth}
		change(h)
		return h
	}
	plain := day(func(*cal.Holiday) {})
	tests := []struct {
		name  string
		rules []*cal.Holiday
		years []int
		want  []string
	}{
		{"none", nil, []int{2026}, nil},
		{"nil and without Func", []*cal.Holiday{nil, {Name: "x"}}, []int{2026}, nil},
		{
			"first and last year are included",
			[]*cal.Holiday{day(func(h *cal.Holiday) { h.StartYear, h.EndYear = 2021, 2022 })},
			[]int{2020, 2021, 2022, 2023},
			[]string{"2021-07-04 Sun Day", "2022-07-04 Mon Day"},
		},
		{
			"except",
			[]*cal.Holiday{day(func(h *cal.Holiday) { h.Except = []int{2021} })},
			[]int{2020, 2021, 2022},
			[]string{"2020-07-04 Sat Day", "2022-07-04 Mon Day"},
		},
		{"offset", []*cal.Holiday{us.DayAfterThanksgivingDay}, []int{2024}, []string{"2024-11-29 Fri Day After Thanksgiving Day"}},
		{"offset across the new year", []*cal.Holiday{aa.NewYear.Clone(nil), day(func(h *cal.Holiday) {
			h.Name, h.Month, h.Day, h.CalcOffset = "Eve", time.January, 1, -1
		})}, []int{2026}, []string{"2026-01-01 Thu New Year's Day", "2026-12-31 Thu Eve"}},
		{"the first matching substitution counts, by the day after the offset", []*cal.Holiday{day(func(h *cal.Holiday) {
			h.CalcOffset = 1
			h.Observed = []cal.AltDay{{Day: time.Saturday, Offset: 9}, {Day: time.Sunday, Offset: 1}, {Day: time.Sunday, Offset: 2}}
		})}, []int{2026}, []string{"2026-07-05 Sun Day", "2026-07-06 Mon Day for 2026-07-05"}},
		{"a substitution by nothing", []*cal.Holiday{day(func(h *cal.Holiday) {
			h.Observed = []cal.AltDay{{Day: time.Saturday, Offset: 0}}
		})}, []int{2026}, []string{"2026-07-04 Sat Day"}},
		{"no day this year", []*cal.Holiday{day(func(h *cal.Holiday) {
			h.CalcOffset = 3
			h.Func = func(_ *cal.Holiday, y int) time.Time {
				if y == 2026 {
					return time.Time{}
				}
				return cal.CalcDayOfMonth(h, y)
			}
		})}, []int{2025, 2026}, []string{"2025-07-07 Mon Day"}},
		{"a rule listed twice counts once", []*cal.Holiday{plain, plain}, []int{2026}, []string{"2026-07-04 Sat Day"}},
		{
			"two days on one date, in the order of the rules",
			[]*cal.Holiday{day(func(h *cal.Holiday) { h.Name = "B" }), day(func(h *cal.Holiday) { h.Name = "A" })},
			[]int{2026},
			[]string{"2026-07-04 Sat B", "2026-07-04 Sat A"},
		},
		{"a Func that gives noon", []*cal.Holiday{day(func(h *cal.Holiday) {
			h.Func = func(_ *cal.Holiday, y int) time.Time { return cal.WeekdayN(y, time.July, time.Monday, 1) }
		})}, []int{2026}, []string{"2026-07-06 Mon Day"}},
		{"a Func that gives a day of another year", []*cal.Holiday{day(func(h *cal.Holiday) {
			h.Func = func(_ *cal.Holiday, y int) time.Time { return time.Date(y+1, time.January, 2, 0, 0, 0, 0, time.UTC) }
		})}, []int{2026}, []string{"2026-01-02 Fri Day"}},
		{
			"29 February exists in leap years only if the rule says so",
			[]*cal.Holiday{day(func(h *cal.Holiday) { h.Month, h.Day = time.February, 29 })},
			[]int{2024, 2025},
			[]string{"2024-02-29 Thu Day", "2025-03-01 Sat Day"},
		},
		{"years without dates", []*cal.Holiday{plain}, []int{math.MinInt, -1, 0, 10000, math.MaxInt}, nil},
		{"the first and the last year", []*cal.Holiday{plain}, []int{1, 9999}, []string{"0001-07-04 Wed Day", "9999-07-04 Sun Day"}},
		{"a day beyond the last year", []*cal.Holiday{day(func(h *cal.Holiday) { h.CalcOffset = 200 })}, []int{9999}, []string{"9999-01-20 Wed Day"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			set := holidays.Of(tt.rules)
			require.Zero(t, set.From)
			require.Zero(t, set.Until)
			require.Equal(t, tt.want, list(set, tt.years...))
		})
	}
}

func TestOfCopiesItsRules(t *testing.T) {
	rule := &cal.Holiday{
		Name: "Day", Month: time.July, Day: 4, Func: cal.CalcDayOfMonth,
		Except: []int{2020}, Observed: []cal.AltDay{{Day: time.Saturday, Offset: 2}},
	}
	rules := []*cal.Holiday{rule}
	set := holidays.Of(rules)
	want := list(set, 2020, 2026)
	rule.Name, rule.Day, rule.Except[0], rule.Observed[0].Offset = "x", 5, 2026, 1
	rules[0] = nil
	require.Equal(t, want, list(set, 2020, 2026))
}

// Japan's Vernal Equinox Day writes to the rule that it is given.
func TestRulesOfTheLibraryAreNotWrittenTo(t *testing.T) {
	set := holidays.Of([]*cal.Holiday{{Name: "Day", Func: func(h *cal.Holiday, y int) time.Time {
		h.Day++
		return time.Date(y, time.May, h.Day, 0, 0, 0, 0, time.UTC)
	}}})
	require.Equal(t, []string{"2026-05-01 Fri Day"}, list(set, 2026))
	require.Equal(t, []string{"2026-05-01 Fri Day"}, list(set, 2026))
}

func TestOnStopsEarly(t *testing.T) {
	n := 0
	for range holidays.All()["se"].On(2026) {
		if n++; n == 3 {
			break
		}
	}
	require.Equal(t, 3, n)
}

func TestAll(t *testing.T) {
	sets := holidays.All()
	for _, code := range []string{"se", "gb", "us", "de", "de-BY", "au-NSW", "ch", "ch-ZH", "jp", "nc", "ecb"} {
		require.Contains(t, sets, code)
	}
	require.NotContains(t, sets, "aa")
	require.NotContains(t, sets, "au", "Australia has regional sets only")
	delete(sets, "se")
	require.Contains(t, holidays.All(), "se", "each call gives a new map")
}

// Every set, every year: in the year, sorted, named, near its actual day, no
// day twice, and the same when asked again.
func TestEverySetEveryYear(t *testing.T) {
	for code, set := range holidays.All() {
		for y := 1990; y <= 2060; y++ {
			days := slices.Collect(set.On(y))
			require.NotEmpty(t, days, "%s %d", code, y)
			require.Equal(t, days, slices.Collect(set.On(y)))
			seen := map[calendar.SetDay]bool{}
			for i, d := range days {
				at := fmt.Sprintf("%s %d: %s", code, y, line(d))
				require.Equal(t, y, d.Date.Year(), at)
				require.NotEmpty(t, d.Name, at)
				require.False(t, seen[d], at)
				seen[d] = true
				away := d.Date.Sub(d.Actual)
				require.True(t, -6 <= away && away <= 6, at)
				require.True(t, i == 0 || days[i-1].Date.Compare(d.Date) <= 0, at)
			}
			for _, d := range days {
				if d.Date != d.Actual && d.Actual.Year() == y {
					require.True(t, seen[calendar.SetDay{Date: d.Actual, Actual: d.Actual, Name: d.Name}], "%s: %s without its actual day", code, line(d))
				}
			}
		}
	}
}

func TestDecisionT13Coverage(t *testing.T) {
	sets := holidays.All()
	for code, years := range holidays.Coverage {
		require.Contains(t, sets, code)
		require.Equal(t, years[0], sets[code].From, code)
		require.Equal(t, years[1], sets[code].Until, code)
		require.True(t, years[1] == 0 || years[0] < years[1], code)
		require.NotEmpty(t, list(sets[code], max(years[0]-1, 1990)), "%s: days outside the years are given", code)
		require.NotEmpty(t, list(sets[code], max(years[1], 2060)), code)
	}
	require.Zero(t, sets["fr"].From, "nothing is known against it")
	require.Zero(t, sets["fr"].Until)
	// The days that end a coverage are missing indeed.
	for code, day := range map[string]string{
		"it": "2027-10-04", "nz": "2025-06-20", "lu": "2025-05-09", "de-MV": "2024-03-08", "gb": "2022-09-19", "lv": "2023-05-29",
		"za": "2024-05-29", "si": "2023-08-14", "pl": "2018-11-12", "de": "2017-10-31", "de-BE": "2025-05-08", "bg": "2024-05-01",
	} {
		d, err := calendar.ParseDate(day)
		require.NoError(t, err)
		for off := range sets[code].On(d.Year()) {
			require.NotEqual(t, d, off.Date, "%s: the library has %s now: the table needs a new look", code, day)
		}
	}
}

func BenchmarkOn(b *testing.B) {
	set := holidays.All()["se"]
	b.ReportAllocs()
	for b.Loop() {
		for d := range set.On(2026) {
			_ = d
		}
	}
}

func BenchmarkAll(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		holidays.All()
	}
}
