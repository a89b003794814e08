package calendar

import (
	"iter"
	"sync"
	"sync/atomic"
	"time"
)

// A Calendar is a set of instants at which service is given, compiled from a
// [Definition]. It is immutable as seen from outside, shares nothing with its
// definition, and is safe for concurrent use.
//
// Instants may be given in any zone, with or without a monotonic reading;
// answers are in the zone of the calendar (T11). Calendars answer for the
// instants of [Range]; each method says what it does outside (T14).
type Calendar struct {
	name    string
	zone    zone
	hash    [32]byte    // of the definition, or of what it is made of
	entries int         // of the definition and its bases
	leaves  []*Calendar // the compiled ones that it comes from: c, if it is one

	// Of a compiled calendar.
	shapes      [][]window // the windows of a date, sorted and apart; shape 0 is closed
	week        [7]shapeID // the weekly hours, by time.Weekday
	seasons     overrides
	holidays    holidays
	exceptions  overrides
	base        *Calendar // nil if there is none; its shapes are the first of shapes
	depth       int       // the number of bases, one on the other
	patterned   bool      // the definition gives weekly hours
	ownHolidays int       // the holidays that are not of the base

	op    Source // of a calendar that is made of others
	parts []*Calendar

	mu    sync.Mutex // held while the index is extended
	index atomic.Pointer[index]
}

// A shapeID is the number of a list of windows. A definition has fewer than
// 2^16 of them: at most seven for each entry.
type shapeID uint16

// Name returns the name given in the definition.
func (c *Calendar) Name() string { return c.name }

// Zone returns the IANA name of the zone.
func (c *Calendar) Zone() string { return c.zone.loc.String() }

// Location returns the zone, in which answers are given.
func (c *Calendar) Location() *time.Location { return c.zone.loc }

// DateOf returns the date of an instant in the zone of the calendar: the d with
// Start(d) <= at < Start(d+1) (T2). It is the zero Date outside the years 1 to
// 9999; outside [Range] the offsets at its ends are used.
func (c *Calendar) DateOf(at time.Time) Date { return c.zone.date(at.Unix()) }

// Start returns the first instant of a date in the zone of the calendar (T2):
// midnight, or the jump of the clock that skips it. It is the zero Time for the
// zero Date; outside [Range] the offsets at its ends are used.
func (c *Calendar) Start(d Date) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return c.zone.time(c.zone.start(d), 0)
}

// IsOpen reports whether service is given at an instant. It is false outside
// [Range].
func (c *Calendar) IsOpen(at time.Time) bool {
	sec := at.Unix()
	ix := c.index.Load()
	if !ix.covers(sec) {
		return inRange(sec) && c.openAt(sec)
	}
	return ix.open(sec)
}

// Between returns the service time in [from, to): the sum of the open
// stretches, in elapsed time. It is negative if to is before from, and counts
// only what lies in [Range].
func (c *Calendar) Between(from, to time.Time) time.Duration {
	a, an := clamp(from)
	b, bn := clamp(to)
	ix := c.index.Load()
	if !ix.covers(a) || !ix.covers(b) {
		ix = c.cover(a, b)
	}
	av, open := ix.count(a)
	if !open {
		an = 0
	}
	bv, open := ix.count(b)
	if !open {
		bn = 0
	}
	return time.Duration((bv-av)*1e9 + bn - an)
}

// clamp returns an instant in seconds and nanoseconds, moved into the range.
func clamp(at time.Time) (sec, nsec int64) {
	sec = at.Unix()
	if !inRange(sec) {
		return min(max(sec, rangeStart), rangeEnd), 0
	}
	return sec, int64(at.Nanosecond())
}

// Add returns the instant that is d of service time after at.
//
// For d > 0 it is the earliest instant u with Between(at, u) == d: at a closing
// time it stays at the close (T7). For d < 0 it is the latest u with
// Between(u, at) == -d: at an opening it stays there (T9). For d == 0 it is at
// itself (T8). If there is no such instant, or if at lies outside [Range], it
// is the zero Time, which stays zero (T10, T14).
func (c *Calendar) Add(at time.Time, d time.Duration) time.Time {
	var least int64 // nanoseconds of a result: a whole second ends an open one going forward, and starts one going back
	switch {
	case d > 0:
		least = 1
	case d == 0:
		return c.same(at)
	}
	sec := at.Unix()
	if !inRange(sec) {
		return time.Time{}
	}
	ix := c.index.Load()
	if !ix.covers(sec) {
		ix = c.cover(sec, sec)
	}
	v, open := ix.count(sec)
	n := int64(d % 1e9)
	if open {
		n += int64(at.Nanosecond())
	}
	v += int64(d / 1e9)
	switch { // carry; then least <= n < least + 1e9
	case n < least:
		v, n = v-1, n+1e9
	case n >= least+1e9:
		v, n = v+1, n-1e9
	}
	u, ok := c.opens(ix, v, sec, rangeEnd)
	if !ok {
		return time.Time{}
	}
	return c.zone.time(u, n)
}

// same returns at as an answer.
func (c *Calendar) same(at time.Time) time.Time {
	if at.IsZero() {
		return time.Time{}
	}
	return at.Round(0).In(c.zone.loc)
}

// opens returns the open second s with F(s) == v. The index is extended as far
// as needed, forward up to until; if v is not there it returns false. Extending
// doubles the index, so that far searches copy little.
func (c *Calendar) opens(ix *index, v, near, until int64) (int64, bool) {
	for v >= ix.weeks[len(ix.weeks)-1].sum() {
		if ix.covers(until) {
			return 0, false
		}
		ix = c.cover(near, min(ix.end()+ix.len(), until))
	}
	for v < ix.weeks[0].sum() {
		if ix.covers(rangeStart) {
			return 0, false
		}
		ix = c.cover(max(ix.first-ix.len(), rangeStart), near)
	}
	return ix.opens(v, near), true
}

// around returns the maximal open stretch that holds the open second s. Its
// sides are exact inside [from, until], beyond them only known to be outside.
func (c *Calendar) around(s, from, until int64) (int64, int64) {
	for ix := c.cover(s, s); ; {
		v, _ := ix.count(s)
		v = s - v // the closed seconds before s, from before to after in the index
		start, end := ix.first, ix.end()
		before, after := start-ix.weeks[0].sum(), end-ix.weeks[len(ix.weeks)-1].sum()
		switch {
		case v >= after && !ix.covers(until):
			ix = c.cover(s, min(end+ix.len(), until))
		case v <= before && !ix.covers(from):
			ix = c.cover(max(start-ix.len(), from), s)
		default:
			if v > before {
				start = ix.closes(v-1, s) + 1
			}
			if v < after {
				end = ix.closes(v, s)
			}
			return start, end
		}
	}
}

// Next returns the first window that ends after at: the one that holds at, or
// the next (T15). Windows are maximal open stretches, joined across midnight;
// one that is open to an end of [Range] has the zero Time there. The result is
// false if there is none, and for instants outside [Range].
func (c *Calendar) Next(at time.Time) (Span, bool) {
	if !inRange(at.Unix()) {
		return Span{}, false
	}
	return c.window(c.openFrom(at.Unix(), rangeEnd))
}

// Previous returns the last window that starts before at: the one that holds
// the time just before at, or the one before. It is the mirror image of Next
// (T15).
func (c *Calendar) Previous(at time.Time) (Span, bool) {
	sec := at.Unix()
	if !inRange(sec) {
		return Span{}, false
	}
	if at.Nanosecond() > 0 || sec == rangeStart {
		sec++
	}
	return c.window(c.openBefore(sec))
}

// window returns the window that holds the open second s, if there is one.
func (c *Calendar) window(s int64, ok bool) (w Span, _ bool) {
	if !ok {
		return w, false
	}
	start, end := c.around(s, rangeStart, rangeEnd)
	if start > rangeStart {
		w.Start = c.zone.time(start, 0)
	}
	if end < rangeEnd {
		w.End = c.zone.time(end, 0)
	}
	return w, true
}

// Windows yields what is open in [from, to), clipped to it, in order: the
// spans whose durations sum to Between(from, to). It yields nothing if to is
// not after from, and nothing outside [Range].
func (c *Calendar) Windows(from, to time.Time) iter.Seq[Span] {
	return func(yield func(Span) bool) {
		if !from.Before(to) {
			return
		}
		a, an := clamp(from)
		b, bn := clamp(to)
		until := b // the first whole second not before to
		if bn > 0 {
			until++
		}
		for at := a; ; {
			s, ok := c.openFrom(at, until)
			if !ok || s >= until {
				return
			}
			_, end := c.around(s, s, until)
			at = end
			w := Span{c.zone.time(s, 0), c.zone.time(end, 0)}
			if s == a {
				w.Start = c.zone.time(a, an)
			}
			if end >= until {
				w.End = c.zone.time(b, bn)
			}
			if !yield(w) {
				return
			}
		}
	}
}

// AddPeriod returns at moved by a period of calendar time: the same local time
// of day, by T2, on the date that [Date.AddPeriod] gives. So a day across a
// clock change is not 24 hours. A zero period gives at itself; the result is
// the zero Time if it or at lies outside [Range].
func (c *Calendar) AddPeriod(at time.Time, p Period) time.Time {
	if p.IsZero() {
		return c.same(at)
	}
	m := moment{at.Unix(), int64(at.Nanosecond())}
	if !inRange(m.sec) {
		return time.Time{}
	}
	from := c.zone.date(m.sec)
	u := c.at(from.AddPeriod(p), moment{c.zone.clock(m.sec, from), m.nsec})
	if !inRange(u.sec) { // no more is the zero Date
		return time.Time{}
	}
	return c.zone.time(u.sec, u.nsec)
}
