package calendar

import (
	"math/bits"
	"time"
)

// IsBusinessDay reports whether a date owns open time (A2): a night shift
// counts for the date on which it starts (T3). It is false outside [Range].
func (c *Calendar) IsBusinessDay(d Date) bool {
	return dateInRange(d) && c.rowOf(d).business>>d.Weekday()&1 != 0
}

func dateInRange(d Date) bool { return inRange(d.unix()) }

// rowOf returns the row of the week that holds a date of the range.
func (c *Calendar) rowOf(d Date) *row {
	ix := c.cover(d.unix(), d.unix())
	return &ix.rows[ix.weeks[(d.unix()-ix.first)/weekSeconds].row()]
}

// AddDays returns the n-th business day after d, or before d if n is negative;
// d itself need not be one and is not counted. For n == 0 it is d. The result
// is false if there is no such day, or if d or the result is not a date of
// [Range].
func (c *Calendar) AddDays(d Date, n int) (Date, bool) {
	if !dateInRange(d) || n > lastDate || n < -lastDate {
		return Date{}, false
	}
	if n == 0 {
		return d, true
	}
	sunday := d.AddDays(-int(d.Weekday()))
	if n > 0 {
		for mask := c.business(sunday) & (0xfe << d.Weekday()); ; mask = c.business(sunday) {
			days := bits.OnesCount8(mask)
			if n <= days {
				for ; n > 1; n-- {
					mask &= mask - 1
				}
				return sunday.AddDays(bits.TrailingZeros8(mask)), true
			}
			n -= days
			if sunday = sunday.AddDays(7); !dateInRange(sunday) {
				return Date{}, false
			}
		}
	}
	for mask := c.business(sunday) & (1<<d.Weekday() - 1); ; mask = c.business(sunday) {
		days := bits.OnesCount8(mask)
		if -n <= days {
			for ; n < -1; n++ {
				mask &^= 1 << (bits.Len8(mask) - 1)
			}
			return sunday.AddDays(bits.Len8(mask) - 1), true
		}
		n += days
		if sunday = sunday.AddDays(-7); sunday.unix() < weekZero {
			return Date{}, false
		}
	}
}

// business returns the business days of the week that begins on a Sunday.
func (c *Calendar) business(sunday Date) uint8 { return c.rowOf(sunday).business }

// AddBusinessDays returns the instant n business days after at, at the time of
// day that rule asks for; a nil rule is the zero [DayRule].
//
// Day 0 is the business day on which the count starts (A2): inside a window the
// date that owns it; else the date of at, if that is a business day and at lies
// before its last close; else the next business day. A start outside service
// hours is moved to the opening. Clock times are counted from the date that
// owns them: 02:00 in Friday's night shift is 26:00 of Friday. With "if before
// 10:00" a start at or after that makes the next business day day 0.
//
// The result is on the n-th business day after day 0 (A3): at the clock time of
// the start, and if that is closed at the next opening, but exactly at a close
// it stays; by close at the last close of that day; by open at its first
// opening; by a time of day at that time, clipped to these two. A result before
// at is at.
//
// With keep-clock (A4) a start on a date that is no business day moves to the
// same clock time on the next one; then a start at or after the last close of
// its day moves to the next opening of a business day. An early start keeps its
// clock time, and so does the result up to the last close of its day.
//
// A negative n is the mirror image: a start outside service hours is moved back
// to the preceding close, a result that is closed to the preceding close, and
// keep-clock and the cut-off have no effect. For n == 0 without a rule the
// result is at.
//
// Where there is no such instant, and for instants outside [Range], the result
// is the zero Time (T10, T14).
func (c *Calendar) AddBusinessDays(at time.Time, n int, rule *DayRule) time.Time {
	return c.addBusiness(at, n, rule, func(d Date) (Date, bool) { return c.AddDays(d, n) })
}

// AddBusinessWeeks is as [Calendar.AddBusinessDays], but the result is on the
// date n weeks after day 0, or if that is no business day on the next one; for
// a negative n, on the preceding one (A2).
func (c *Calendar) AddBusinessWeeks(at time.Time, n int, rule *DayRule) time.Time {
	return c.addBusiness(at, n, rule, func(d Date) (Date, bool) {
		if n > weekCount || n < -weekCount {
			return Date{}, false
		}
		d = d.AddDays(7 * n)
		if c.IsBusinessDay(d) {
			return d, true
		}
		if n < 0 {
			return c.AddDays(d, -1)
		}
		return c.AddDays(d, 1)
	})
}

// A moment is an instant in seconds and nanoseconds.
type moment struct{ sec, nsec int64 }

func (m moment) before(o moment) bool {
	return m.sec < o.sec || m.sec == o.sec && m.nsec < o.nsec
}

func (c *Calendar) addBusiness(at time.Time, n int, rule *DayRule, step func(Date) (Date, bool)) time.Time {
	var r DayRule
	if rule != nil {
		r = *rule
	}
	if n == 0 && r == (DayRule{}) {
		return c.same(at)
	}
	m := moment{at.Unix(), int64(at.Nanosecond())}
	if !inRange(m.sec) {
		return time.Time{}
	}
	var day Date
	var ok bool
	clock := moment{} // the time of day of the start
	switch {
	case n < 0:
		day, clock, ok = c.startBack(m)
	case r.keepClock:
		day, clock, ok = c.startKept(m)
	default:
		day, clock, ok = c.start(m)
	}
	if ok && n >= 0 && r.before > 0 && clock.sec >= int64(r.before) {
		day, ok = c.AddDays(day, 1)
	}
	if ok {
		day, ok = step(day)
	}
	if !ok {
		return time.Time{}
	}
	first, last := c.edges(day)
	var u moment
	switch r.end {
	case endOpen:
		u.sec = first
	case endClose:
		u.sec = last
	case endAt:
		u.sec, _ = c.zone.instant(day.unix() + int64(r.by))
		u.sec = min(max(u.sec, first), last)
	default:
		u = c.at(day, clock)
		if n < 0 {
			u, ok = c.backToOpen(u)
		} else if late := (moment{last, 0}).before(u); !r.keepClock || late {
			u, ok = c.onToOpen(u)
		}
		if !ok {
			return time.Time{}
		}
	}
	if n < 0 && m.before(u) || n >= 0 && u.before(m) {
		u = m
	}
	return c.zone.time(u.sec, u.nsec)
}

// at returns the instant at which the clock shows a time of day of d.
func (c *Calendar) at(d Date, clock moment) moment {
	sec, exact := c.zone.instant(d.unix() + clock.sec)
	if !exact {
		return moment{sec, 0}
	}
	return moment{sec, clock.nsec}
}

// edges returns the first opening and the last close of a business day.
func (c *Calendar) edges(d Date) (first, last int64) {
	first = rangeEnd
	c.owned(d, func(from, until int64) bool {
		first, last = min(first, from), until
		return true
	})
	return first, last
}

// owner returns the date that owns the open second s. Where the windows of two
// dates overlap it is the later one, whose date it is.
func (c *Calendar) owner(s int64) (Date, bool) {
	d := c.zone.date(s)
	found := false
	for range 2 {
		if dateInRange(d) {
			c.owned(d, func(from, until int64) bool {
				found = from <= s && s < until
				return !found
			})
		}
		if found {
			return d, true
		}
		d = d.Prev()
	}
	return Date{}, false
}

// start returns day 0 and the time of day of a start, by A2.
func (c *Calendar) start(m moment) (Date, moment, bool) {
	d, ok := c.owner(m.sec)
	if !ok {
		// The next opening is one of the date of m, if m lies before the last
		// close of a business day, else the first of the next business day.
		if m.sec, ok = c.openFrom(m.sec); !ok {
			return Date{}, m, false
		}
		m.nsec = 0
		d, ok = c.owner(m.sec)
	}
	return d, moment{c.zone.clock(m.sec, d), m.nsec}, ok
}

// startKept returns day 0 and the time of day of a start, by A4.
func (c *Calendar) startKept(m moment) (Date, moment, bool) {
	d, open := c.owner(m.sec)
	if !open {
		d = c.zone.date(m.sec)
	}
	clock := moment{c.zone.clock(m.sec, d), m.nsec}
	if !c.IsBusinessDay(d) {
		var ok bool
		if d, ok = c.AddDays(d, 1); !ok {
			return d, clock, false
		}
	}
	if _, last := c.edges(d); c.at(d, clock).before(moment{last, 0}) {
		return d, clock, true
	}
	d, ok := c.AddDays(d, 1)
	if !ok {
		return d, clock, false
	}
	first, _ := c.edges(d)
	return d, moment{c.zone.clock(first, d), 0}, true
}

// startBack returns day 0 and the time of day of a start from which days are
// counted back.
func (c *Calendar) startBack(m moment) (Date, moment, bool) {
	if d, ok := c.owner(m.sec); ok {
		return d, moment{c.zone.clock(m.sec, d), m.nsec}, true
	}
	s, ok := c.openBefore(m.sec)
	if !ok {
		return Date{}, m, false
	}
	d, ok := c.owner(s)
	return d, moment{c.zone.clock(s, d) + 1, 0}, ok
}

// openFrom returns the first open second from sec on.
func (c *Calendar) openFrom(sec int64) (int64, bool) {
	ix := c.cover(sec, sec)
	v, _ := ix.count(sec)
	return c.opens(ix, v, sec, rangeEnd)
}

// openBefore returns the last open second before sec.
func (c *Calendar) openBefore(sec int64) (int64, bool) {
	ix := c.cover(sec, sec)
	v, _ := ix.count(sec)
	return c.opens(ix, v-1, sec, rangeEnd)
}

// onToOpen moves a closed instant to the next opening, unless it is a close.
func (c *Calendar) onToOpen(m moment) (moment, bool) {
	if !inRange(m.sec) {
		return m, false
	}
	s, ok := c.openFrom(m.sec)
	if s == m.sec || m.nsec == 0 && m.sec > rangeStart && c.cover(m.sec-1, m.sec).open(m.sec-1) {
		return m, true
	}
	return moment{s, 0}, ok
}

// backToOpen moves a closed instant to the preceding close.
func (c *Calendar) backToOpen(m moment) (moment, bool) {
	if !inRange(m.sec) {
		return m, false
	}
	if c.cover(m.sec, m.sec).open(m.sec) {
		return m, true
	}
	s, ok := c.openBefore(m.sec)
	return moment{s + 1, 0}, ok
}
