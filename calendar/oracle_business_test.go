package calendar_test

import "strings"

// Business days by A2 to A4, counted on the windows of the oracle.

// An oracleRule is the oracle's reading of a day rule's text.
type oracleRule struct {
	keep   bool
	by     string // "", "close", "open" or a clock time
	before string // "" or a clock time
}

func ruleOf(text string) (r oracleRule) {
	if rest, ok := strings.CutPrefix(text, "keep-clock"); ok {
		r.keep, text = true, strings.TrimSpace(rest)
	}
	if head, cut, ok := strings.Cut(text, "if before "); ok {
		text, r.before = strings.TrimSpace(head), cut
	}
	r.by = strings.TrimPrefix(text, "by ")
	return r
}

// business says whether a date owns open time (A2).
func (o *oracle) business(d int64) bool { return len(o.windowsOf(d)) > 0 }

// businessAfter returns the n-th business day after d (before d, for n < 0).
// With n = 0 it is d.
func (o *oracle) businessAfter(d int64, n int) (int64, bool) {
	if n != 0 && o.neverOpen() {
		return 0, false
	}
	step, limitLo, limitHi := int64(1), o.date(rangeLo)-1, o.date(rangeHi)+1
	if n < 0 {
		step, n = -1, -n
	}
	for ; n > 0; n-- {
		for d += step; !o.business(d); d += step {
			if d < limitLo || d > limitHi {
				return 0, false
			}
		}
	}
	return d, true
}

func (o *oracle) opening(d int64) int64 { return o.windowsOf(d)[0].start }

func (o *oracle) closing(d int64) int64 {
	last := rangeLo
	for _, w := range o.windowsOf(d) {
		last = max(last, w.end)
	}
	return last
}

// at is the instant of a clock time, in nanoseconds, of a date (T2): with a
// part of a second only where the wall clock shows that second.
func (o *oracle) at(d, clock int64) int64 {
	sec := floorDiv(clock, second)
	at := o.zone.first(d*dayLong + sec)
	if o.zone.wall(at) > d*dayLong+sec {
		return at * second
	}
	return at*second + clock - sec*second
}

// clock is the clock time of an instant, counted from the start of a date.
func (o *oracle) clock(at, d int64) int64 {
	sec := floorDiv(at, second)
	return (o.zone.wall(sec)-d*dayLong)*second + at - sec*second
}

// owner returns the date whose window holds the instant; with ends, a window
// holds its close and not its open, as seen from the other side.
func (o *oracle) owner(at int64, ends bool) (int64, bool) {
	for d, last := o.date(at)-2, o.date(at)+1; d <= last; d++ {
		for _, w := range o.windowsOf(d) {
			if !ends && w.start <= at && at < w.end || ends && w.start < at && at <= w.end {
				return d, true
			}
		}
	}
	return 0, false
}

// nextOpening is the first opening at or after an instant that is closed, and
// the instant itself where it is open.
func (o *oracle) nextOpening(at int64) (int64, bool) {
	w, ok := o.next(at)
	return max(w.start, at), ok
}

func (o *oracle) previousClosing(at int64) (int64, bool) {
	w, ok := o.previous(at)
	if w.end == never || w.end > at {
		w.end = at
	}
	return w.end, ok
}

// addBusinessDays is A2 and A3, and A4 for rules that keep the clock; step
// finds the n-th day from day 0.
func (o *oracle) addBusinessDays(at int64, n int, text string) int64 {
	r := ruleOf(text)
	if n == 0 && r.by == "" && r.before == "" {
		return at
	}
	if !inRange(at) {
		return never
	}
	return o.dayForm(at, n < 0, r, func(day0 int64) (int64, bool) { return o.businessAfter(day0, n) })
}

// addBusinessWeeks goes 7n dates from day 0, or to the next business day
// there (the preceding one, for n < 0).
func (o *oracle) addBusinessWeeks(at int64, n int, text string) int64 {
	r := ruleOf(text)
	if n == 0 && r.by == "" && r.before == "" {
		return at
	}
	if !inRange(at) {
		return never
	}
	return o.dayForm(at, n < 0, r, func(day0 int64) (int64, bool) {
		d := day0 + 7*int64(n)
		if o.business(d) {
			return d, true
		}
		if n < 0 {
			return o.businessAfter(d, -1)
		}
		return o.businessAfter(d, 1)
	})
}

func (o *oracle) dayForm(at int64, back bool, r oracleRule, step func(int64) (int64, bool)) int64 {
	day0, clock, ok := o.dayZero(at, back, r)
	if !ok {
		return never
	}
	if r.before != "" && !back && clock >= secondsOf(r.before)*second {
		if day0, ok = o.businessAfter(day0, 1); !ok {
			return never
		}
	}
	day, ok := step(day0)
	if !ok {
		return never
	}
	var due int64
	switch r.by {
	case "open":
		due = o.opening(day)
	case "close":
		due = o.closing(day)
	case "":
		due, ok = o.atClock(day, clock, back, r.keep)
		if !ok {
			return never
		}
	default:
		due = min(max(o.at(day, secondsOf(r.by)*second), o.opening(day)), o.closing(day))
	}
	if back {
		return min(due, at)
	}
	return max(due, at)
}

// dayZero finds day 0 and the clock time there.
func (o *oracle) dayZero(at int64, back bool, r oracleRule) (day, clock int64, ok bool) {
	day, inside := o.owner(at, false)
	switch {
	case inside:
	case back:
		if at, ok = o.previousClosing(at); !ok {
			return 0, 0, false
		}
		// The clock is read just before the close, as it may jump there.
		day, _ = o.owner(at, true)
		return day, o.clock(at-1, day) + 1, true
	case r.keep:
		day = o.date(at)
		clock = o.clock(at, day)
		if !o.business(day) {
			if day, ok = o.businessAfter(day, 1); !ok {
				return 0, 0, false
			}
		}
		if o.at(day, clock) >= o.closing(day) {
			if day, ok = o.businessAfter(day, 1); !ok {
				return 0, 0, false
			}
			clock = o.clock(o.opening(day), day)
		}
		return day, clock, true
	default:
		// The date of the start if it lies before that day's last close, else
		// the next business day: either way the owner of the next opening.
		if at, ok = o.nextOpening(at); !ok {
			return 0, 0, false
		}
		day, _ = o.owner(at, false)
	}
	return day, o.clock(at, day), true
}

// atClock is A3 without by: the clock time on the day; if closed then, the
// next opening; at a close it stays. Kept clocks may be early (A4).
func (o *oracle) atClock(day, clock int64, back, keep bool) (int64, bool) {
	due := o.at(day, clock)
	if keep && due < o.closing(day) || due == rangeHi {
		return due, true
	}
	_, from := o.owner(due, false)
	_, to := o.owner(due, true)
	switch {
	case from || to:
		return due, true
	case back:
		return o.previousClosing(due)
	default:
		return o.nextOpening(due)
	}
}
