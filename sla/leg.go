package sla

import (
	"time"

	"github.com/slakit/slakit/priority"
)

// A fit is what applies to a clock: the agreement and its first target that
// fits. The target is nil where none does.
type fit struct {
	agreement *agreement
	target    *target
	priority  priority.Priority
}

func (f fit) same(o fit) bool { return f.agreement == o.agreement && f.target == o.target }

// A leg is the part of a cycle that is judged by one target: what becomes a
// reading.
type leg struct {
	fit
	cycle, restarts int
	event           int32  // at or before its beginning
	began           moment // not before the start
	carry           carry  // how it took over from the leg before
	tookOver        bool
	original        moment // the due at the start of the cycle
	state           phase  // empty while it is the clock's

	start   moment        // of the cycle, or of the restart
	from    moment        // what lies before it is not the leg's
	base    moment        // what lies before it is not counted again ...
	carried time.Duration // ... but for this much, used under the target before
	within  time.Duration // from the start to the due, in the target's measure
	first   moment        // the due without pauses, before endAt is applied
	due     moment        // with the pauses so far
	edged   moment        // after endAt is applied
	manual  moment        // set by hand; unset

	breachedAt, missed, endedAt moment // missed is the due of the breach
	sums                               // in the target's measure
	wall                        sums   // by the wall clock

	marks              []mark
	byUse              bool     // marks are told by the use of the whole cycle
	rulings            []ruling // where the calendar follows a fact
	overruns           []overrun
	lineFrom, lineUpTo int  // in the clock's line
	stopped            bool // endedAt is a stop
	hidden             bool // replaced while paused
	missedByHand       bool // the due of the breach was set by hand

	// What else a reading can tell, of the ticket as it was evaluated.
	engine *Engine
	ticket *Ticket
	line   []stretch
}

// grant gives the leg the allowance of its target, from its start.
func (l *leg) grant() {
	t := l.target
	l.first = t.due(l.calendar(), l.start)
	l.setDue(l.first)
	switch {
	case t.within.form == formService || t.within.form == formElapsed:
		l.within = t.within.amount
	case l.edged != never:
		l.within = l.measured(l.start, l.edged)
	}
}

// keep gives the leg what is left of its target's allowance, counted from now:
// after the time used under the leg before it, or in proportion to what was
// left of that.
func (l *leg) keep(was *leg, now moment, share bool) {
	l.grant()
	l.base, l.from = now, now
	l.carried = was.elapsed
	l.sums, l.wall = was.sums, was.wall
	if l.first == never {
		return
	}
	if share {
		left := max(0, was.within-was.elapsed)
		if was.breachedAt != unset || was.within == 0 {
			left = 0
		} else {
			left = mulDivUp(left, int64(l.within), int64(was.within))
		}
		l.within = was.elapsed + left
	}
	l.first = l.measure().add(now, l.within-l.carried)
	l.setDue(l.first)
}

func (l *leg) setDue(due moment) {
	l.due = due
	l.edged = l.target.atEdge(due)
}

// dueNow is the due time by which the leg is judged; after the breach it stays
// the one that was missed.
func (l *leg) dueNow() moment {
	switch {
	case l.breachedAt != unset:
		return l.missed
	case l.manual != unset:
		return l.manual
	default:
		return l.edged
	}
}

// byHand reports whether the due time by which the leg is judged was set by hand.
func (l *leg) byHand() bool {
	if l.breachedAt != unset {
		return l.missedByHand
	}
	return l.manual != unset
}

func (l *leg) breach(at, due moment) {
	l.breachedAt, l.missed, l.missedByHand = at, due, l.manual != unset
}

// count adds a stretch to the figures and returns its measure.
func (l *leg) count(s stretch) time.Duration {
	length := l.measured(s.from, s.to)
	l.add(s, length)
	l.wall.add(s, s.to.minus(s.from))
	return length
}

// pause moves the due, and the marks that are counted with it, by the measure
// of a pause, if they are not reached before it begins (A8).
func (l *leg) pause(from moment, length time.Duration) {
	m := l.measure()
	if l.breachedAt == unset && from <= l.edged {
		l.setDue(m.add(l.due, length))
	}
	for i := range l.marks {
		k, s := &l.marks[i], &l.target.steps[i]
		switch {
		case k.done:
		case l.byHand():
			// A due set by hand does not move, and what leads to it neither (D14).
			k.rough = k.rough || s.runsOn()
		case s.follows():
			k.nominal = l.nominal(s)
		case l.byUse:
			k.rough = true
		case from <= k.nominal:
			k.nominal = m.add(k.nominal, length)
		}
	}
}

// end ends the leg at a moment at which the clock ran or stood. One that stops
// later than its due is breached, one that is cancelled is not (D4).
func (l *leg) end(at moment, state phase) {
	l.state, l.endedAt, l.stopped = state, at, state == phaseStopped
	if due := l.dueNow(); state == phaseStopped && l.breachedAt == unset && due < at {
		l.breach(at, due)
	}
}

// remaining is what is left of the allowance at the given moment.
func (l *leg) remaining(at moment) time.Duration {
	switch {
	case l.manual != unset:
		return l.measure().between(at, l.manual)
	case l.target.within.form == formNone:
		return 0
	default:
		return l.within - l.elapsed
	}
}
