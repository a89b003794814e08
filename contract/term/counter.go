package term

import "github.com/slakit/slakit/calendar"

// Add returns the day one length after d: years and months first, in one step
// that is clipped to the end of the month, then weeks and days, then business
// days (K3). It is the zero Date if d is, or if the result is no date of the
// years 1 to 9999; with business days, if the calendar has no such day.
func (c *Counter) Add(d calendar.Date, l Length) calendar.Date {
	d = c.addMonths(d, l.months())
	if n := l.days(); n != 0 {
		d = d.AddDays(n)
	}
	return c.addBusiness(d, l.BusinessDays)
}

// Sub undoes Add as far as that can be done: business days back, then days and
// weeks, then months and years in one step.
func (c *Counter) Sub(d calendar.Date, l Length) calendar.Date {
	d = c.addBusiness(d, -l.BusinessDays)
	if n := l.days(); n != 0 {
		d = d.AddDays(-n)
	}
	return c.addMonths(d, -l.months())
}

func (c *Counter) addMonths(d calendar.Date, months int) calendar.Date {
	d, _ = c.correspond(d, months)
	return d
}

// correspond returns the day that so many months lead to, and whether it stands
// for one that the month does not have.
func (c *Counter) correspond(d calendar.Date, months int) (calendar.Date, bool) {
	if months == 0 || d.IsZero() {
		return d, false
	}
	month, day := civil(d)
	sticks := c.eom && day == monthDays(month)
	month = min(max(month+months, 0), lastMonth+1) // both lie beyond all dates
	last := monthDays(month)
	if sticks {
		return date(month, last), false
	}
	return date(month, min(day, last)), day > last
}

func (c *Counter) addBusiness(d calendar.Date, n int) calendar.Date {
	if n == 0 || d.IsZero() {
		return d
	}
	if c.cal == nil {
		return calendar.Date{}
	}
	d, _ = c.cal.AddDays(d, n)
	return d
}

// Last returns the last day of a term by its first day (K4). A term of months
// and days is so many days longer than the term of the months. It is the zero
// Date where Add gives none. Terms are periods: with business days in it, a
// length that is a day longer may end on the same day.
func (c *Counter) Last(first calendar.Date, l Length) calendar.Date {
	if first.IsZero() {
		return first
	}
	switch c.lastDay {
	case anniversary:
		return c.Add(first, l)
	case exclusiveMinusOne:
		return c.Add(first, l).Prev()
	case monthAligned:
		if l.months() > 0 {
			_, day := civil(first)
			return c.Add(first.AddDays(1-day), l).Prev()
		}
	}
	end, missing := c.correspond(first, l.months())
	if missing {
		end = end.Next()
	}
	end = end.AddDays(l.days())
	return c.addBusiness(end, l.BusinessDays).Prev()
}
