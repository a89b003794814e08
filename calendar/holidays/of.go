package holidays

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"github.com/rickar/cal/v2"

	"github.com/slakit/slakit/calendar"
)

// Of returns a set of the given rules, which it copies: any list of
// github.com/rickar/cal/v2, or one made up of its rules and your own. From and
// Until are left open.
//
// On(y) yields every day off whose Date falls in year y, sorted by Date: the
// day of each rule itself and, where the rule moves it, the observed day too,
// with the same Actual. A day observed in the year before or after its own is
// found: rules are asked about the years y-1 to y+1 (T13). A rule holds from
// its StartYear to its EndYear, both included, and not in its Except years.
// Outside the years 1 to 9999 there are no days.
//
// A rule's Func must depend on its arguments only. It gets a copy of its rule,
// because one of the library's writes to it. The zone of the host has no
// influence, unless it skipped a whole date: on a host on Kiritimati no Func can
// tell 1 January 1995 from its neighbours.
func Of(list []*cal.Holiday) calendar.HolidaySet {
	rules := make([]cal.Holiday, 0, len(list))
	for _, h := range list {
		if h != nil && h.Func != nil {
			rule := *h
			rule.Except = slices.Clone(h.Except)
			rule.Observed = slices.Clone(h.Observed)
			rules = append(rules, rule)
		}
	}
	return calendar.HolidaySet{On: func(year int) iter.Seq[calendar.SetDay] {
		return func(yield func(calendar.SetDay) bool) {
			for _, d := range daysOff(rules, year) {
				if !yield(d) {
					return
				}
			}
		}
	}}
}

// daysOff returns the days off of a year, by date, then actual date, then the
// order of the rules.
func daysOff(rules []cal.Holiday, year int) []calendar.SetDay {
	if year < 1 || year > 9999 {
		return nil
	}
	days := make([]calendar.SetDay, 0, len(rules)+4)
	add := func(d calendar.SetDay) {
		if d.Date.Year() == year && !slices.Contains(days, d) {
			days = append(days, d)
		}
	}
	for _, rule := range rules {
		for y := year - 1; y <= year+1; y++ {
			if date := actual(rule, y); !date.IsZero() {
				add(calendar.SetDay{Date: date, Actual: date, Name: rule.Name})
				add(calendar.SetDay{Date: observed(rule, date), Actual: date, Name: rule.Name})
			}
		}
	}
	slices.SortStableFunc(days, func(a, b calendar.SetDay) int {
		return cmp.Or(a.Date.Compare(b.Date), a.Actual.Compare(b.Actual))
	})
	return days
}

// actual returns the rule's own date in a year, zero if there is none. Of the
// rule's way of reckoning only Func is used: the library's Calc steps through
// midnights in the host's zone, some of which do not exist.
func actual(rule cal.Holiday, year int) calendar.Date {
	if year < rule.StartYear || rule.EndYear > 0 && year > rule.EndYear || slices.Contains(rule.Except, year) {
		return calendar.Date{}
	}
	start := rule.Func(&rule, year)
	if start.IsZero() {
		return calendar.Date{}
	}
	// Func should give the start of the day in the host's zone. Where the clock
	// skips midnight that may be late the evening before, and some functions of
	// the library give noon: six hours on, either shows the right date.
	date, err := calendar.NewDate(start.Add(6 * time.Hour).Date())
	if err != nil {
		return calendar.Date{} // beyond the years 1 to 9999
	}
	return date.AddDays(rule.CalcOffset)
}

// observed returns the date on which a rule's day is taken off, by the first of
// its substitutions for that weekday.
func observed(rule cal.Holiday, date calendar.Date) calendar.Date {
	for _, alternative := range rule.Observed {
		if alternative.Day == date.Weekday() {
			return date.AddDays(alternative.Offset)
		}
	}
	return date
}
