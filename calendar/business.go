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
func (c *Calendar) rowOf(d Date) *row { return c.rowAt(d.unix()) }

// rowAt returns the row of the week that holds an instant from weekZero to the
// end of the range.
func (c *Calendar) rowAt(sec int64) *row {
	ix := c.cover(sec, sec)
	return &ix.rows[ix.weeks[(sec-ix.first)/weekSeconds].row()]
}

// AddDays returns the n-th business day after d, or before d if n is negative;
// d itself need not be one and is not counted. For n == 0 it is d. The result
// is false if there is no such day, or if d or the result is not a date of
// [Range].
func (c *Calendar) AddDays(d Date, n int) (Date, bool) {
	if !dateInRange(d) {
		return Date{}, false
	}
	var step int
	var left uint8 // the days that count of the week, Sunday in the lowest bit
	switch {
	case n > 0:
		step, left = 1, 0xfe<<d.Weekday()
	case n < 0:
		step, left, n = -1, 1<<d.Weekday()-1, -max(n, -lastDate)
	default:
		return d, true
	}
	for k := int((d.unix() - weekZero) / weekSeconds); 0 <= k && k < weekCount; k += step {
		start := weekZero + int64(k)*weekSeconds
		mask := c.rowAt(start).business & left
		days := bits.OnesCount8(mask)
		if n > days {
			n, left = n-days, 0xff
			continue
		}
		if step == -1 {
			n = days - n + 1 // from the other end
		}
		for range n - 1 {
			mask &= mask - 1
		}
		return unixDate(start).AddDays(bits.TrailingZeros8(mask)), true
	}
	return Date{}, false
}

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
// A negative n is the mirror image: a start or a result outside service hours is
// moved back to the preceding close, and keep-clock and the cut-off have no
// effect. For n == 0 without a rule the result is at.
//
// Where there is no such instant, and for instants outside [Range], the result
// is the zero Time (T10, T14).
func (c *Calendar) AddBusinessDays(at time.Time, n int, rule *DayRule) time.Time {
	return c.addBusiness(at, n, rule, false)
}

// AddBusinessWeeks is as [Calendar.AddBusinessDays], but the result is on the
// date n weeks after day 0, or if that is no business day on the next one; for
// a negative n, on the preceding one (A2).
func (c *Calendar) AddBusinessWeeks(at time.Time, n int, rule *DayRule) time.Time {
	return c.addBusiness(at, n, rule, true)
}

// A moment is an instant in seconds and nanoseconds.
type moment struct{ sec, nsec int64 }

func (m moment) before(o moment) bool {
	return m.sec < o.sec || m.sec == o.sec && m.nsec < o.nsec
}

func (c *Calendar) addBusiness(at time.Time, n int, rule *DayRule, weeks bool) time.Time {
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
	n, back := min(max(n, -lastDate), lastDate), n < 0 // no day is further away
	var day Date
	var clock moment // the time of day of the start
	var ok bool
	if r.keepClock && !back {
		day, clock, ok = c.startKept(m)
	} else {
		day, clock, ok = c.start(m, back)
	}
	if ok && !back && r.before > 0 && clock.sec >= int64(r.before) {
		day, ok = c.AddDays(day, 1)
	}
	switch {
	case !ok:
	case !weeks:
		day, ok = c.AddDays(day, n)
	case back:
		day, ok = c.Roll(day.AddDays(7*n), RollPreceding)
	default:
		day, ok = c.Roll(day.AddDays(7*n), RollFollowing)
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
		if back || !r.keepClock || (moment{last, 0}).before(u) {
			if u, ok = c.toOpen(u, back); !ok {
				return time.Time{}
			}
		}
	}
	if back && m.before(u) || !back && u.before(m) {
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

// start returns day 0 and the time of day of a start, by A2; if days are counted
// back, by its mirror image.
func (c *Calendar) start(m moment, back bool) (Date, moment, bool) {
	d, ok := c.owner(m.sec)
	if ok {
		return d, moment{c.zone.clock(m.sec, d), m.nsec}, true
	}
	var s, after int64
	if back {
		s, ok = c.openBefore(m.sec)
		after = 1 // the close is after the last open second
	} else {
		s, ok = c.openFrom(m.sec, rangeEnd)
	}
	if !ok {
		return Date{}, m, false
	}
	d, ok = c.owner(s)
	return d, moment{c.zone.clock(s, d) + after, 0}, ok
}

// startKept returns day 0 and the time of day of a start, by A4.
func (c *Calendar) startKept(m moment) (Date, moment, bool) {
	d, ok := c.owner(m.sec)
	if !ok {
		d = c.zone.date(m.sec)
	}
	clock := moment{c.zone.clock(m.sec, d), m.nsec}
	if d, ok = c.Roll(d, RollFollowing); !ok {
		return d, clock, false
	}
	if _, last := c.edges(d); c.at(d, clock).before(moment{last, 0}) {
		return d, clock, true
	}
	if d, ok = c.AddDays(d, 1); ok {
		first, _ := c.edges(d)
		clock = moment{c.zone.clock(first, d), 0}
	}
	return d, clock, ok
}

// openAt reports whether a second, of the range or the one before it, is open.
func (c *Calendar) openAt(sec int64) bool { return c.cover(sec, sec).open(sec) }

// openFrom returns the first open second from sec on. From until on it need not
// be found.
func (c *Calendar) openFrom(sec, until int64) (int64, bool) {
	ix := c.cover(sec, sec)
	v, _ := ix.count(sec)
	return c.opens(ix, v, sec, until)
}

// openBefore returns the last open second before sec.
func (c *Calendar) openBefore(sec int64) (int64, bool) {
	ix := c.cover(sec, sec)
	v, _ := ix.count(sec)
	return c.opens(ix, v-1, sec, rangeEnd)
}

// toOpen moves a closed instant to the next opening, unless it is a close, or
// back to the preceding close.
func (c *Calendar) toOpen(m moment, back bool) (moment, bool) {
	switch {
	case !inRange(m.sec):
		return m, false
	case c.openAt(m.sec):
		return m, true
	case back:
		s, ok := c.openBefore(m.sec)
		return moment{s + 1, 0}, ok
	case m.nsec == 0 && c.openAt(m.sec-1):
		return m, true
	}
	s, ok := c.openFrom(m.sec, rangeEnd)
	return moment{s, 0}, ok
}
