package ical

import (
	"cmp"
	"slices"

	"github.com/slakit/slakit/calendar"
)

// closings are the dates that events close as a whole.
type closings struct {
	days   []closing
	every  []calendar.Holiday      // of every year
	dates  map[calendar.Date]bool  // made when they are first asked for
	yearly map[yearDay][]stayDates // of every
}

type closing struct {
	date calendar.Date
	name string
}

// A yearDay is a month and a day.
type yearDay struct{ month, day int }

func yearDayOf(d calendar.Date) yearDay { return yearDay{int(d.Month()), d.Day()} }

// stayDates are the dates in [from, until); a zero until is no end.
type stayDates struct{ from, until calendar.Date }

func (s stayDates) has(d calendar.Date) bool {
	return s.from.Compare(d) <= 0 && (s.until.IsZero() || d.Compare(s.until) < 0)
}

func (c *closings) add(d calendar.Date, name string) { c.days = append(c.days, closing{d, name}) }

// everyYear closes the month and day of a date on the dates in. It reports
// whether any of them is one of read.
func (c *closings) everyYear(d calendar.Date, name string, in, read stayDates) bool {
	for y := max(in.from.Year(), read.from.Year()); y <= read.until.Year(); y++ {
		found, err := calendar.NewDate(y, d.Month(), d.Day())
		if err != nil || !in.has(found) || !read.has(found) {
			continue
		}
		if c.yearly == nil {
			c.yearly = map[yearDay][]stayDates{}
		}
		c.yearly[yearDayOf(d)] = append(c.yearly[yearDayOf(d)], in)
		c.every = append(c.every, calendar.Holiday{Date: d.String()[len("2006-"):], Name: name, From: in.from.String(), Until: in.until.String()})
		return true
	}
	return false
}

// has reports whether a date is closed.
func (c *closings) has(d calendar.Date) bool {
	if c.dates == nil {
		c.dates = make(map[calendar.Date]bool, len(c.days))
		for _, day := range c.days {
			c.dates[day.date] = true
		}
	}
	return c.dates[d] || slices.ContainsFunc(c.yearly[yearDayOf(d)], func(in stayDates) bool { return in.has(d) })
}

// cost is that of has, in steps.
func (c *closings) cost(d calendar.Date) int { return len(c.yearly[yearDayOf(d)]) / 16 }

// holidays returns the closings, each once: those of every year, then dates.
func (c *closings) holidays() []calendar.Holiday {
	seen := map[calendar.Holiday]bool{}
	var list []calendar.Holiday
	for _, h := range c.every {
		if !seen[h] {
			seen[h] = true
			list = append(list, h)
		}
	}
	slices.SortStableFunc(list, func(a, b calendar.Holiday) int { return cmp.Compare(a.Date, b.Date) })
	slices.SortStableFunc(c.days, func(a, b closing) int { return a.date.Compare(b.date) })
	names := map[string]bool{}
	for i, day := range c.days {
		if i > 0 && c.days[i-1].date != day.date {
			clear(names)
		}
		if !names[day.name] {
			names[day.name] = true
			list = append(list, calendar.Holiday{Date: day.date.String(), Name: day.name})
		}
	}
	return list
}
