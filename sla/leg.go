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
	state           State  // empty while it is the clock's

	start   moment        // of the cycle, or of the restart
	from    moment        // what lies before it is not the leg's
	base    moment        // what lies before it is not counted again ...
	carried time.Duration // ... but for this much, used under the target before
	within  time.Duration // from the start to the due, in the target's measure
	first   moment        // the due without pauses, before endAt is applied
	due     moment        // with the pauses so far
	edged   moment        // after endAt is applied
	manual  moment        // set by hand; unset

	breachedAt, missed, endedAt              moment // missed is the due of the breach
	elapsed, paused, wallElapsed, wallPaused time.Duration

	marks              []mark
	rulings            []ruling // where the calendar follows a fact
	overruns           []overrun
	lineFrom, lineUpTo int  // in the clock's line
	stopped            bool // endedAt is a stop
	hidden             bool // replaced while paused
}

// A mark is where a step of the target's escalations lies.
type mark struct {
	nominal moment
	firedAt moment // unset
	done    bool   // fired, fired before under the same identity, or left out
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
	l.elapsed, l.paused, l.wallElapsed, l.wallPaused = was.elapsed, was.paused, was.wallElapsed, was.wallPaused
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

// count adds a stretch to the figures.
func (l *leg) count(s stretch) {
	from := max(s.from, l.from)
	if from >= s.to {
		return
	}
	measured, wall := l.measured(from, s.to), s.to.minus(from)
	if s.paused {
		l.paused += measured
		l.wallPaused += wall
	} else {
		l.elapsed += measured
		l.wallElapsed += wall
	}
}

// pause moves the due, and the marks that are counted with it, by the measure
// of a pause, if they are not reached before it begins (A8).
func (l *leg) pause(from, to moment) {
	from = max(from, l.base)
	if from >= to {
		return
	}
	m := l.measure()
	length := l.measured(from, to)
	if l.breachedAt == unset && from <= l.edged {
		l.setDue(m.add(l.due, length))
	}
	for i := range l.marks {
		k, s := &l.marks[i], &l.target.steps[i]
		switch {
		case k.done:
		case l.manual != unset:
			// A due set by hand does not move, and what leads to it neither
			// (D14); only time that runs after it stands in a pause.
			after := max(from, l.manual)
			if s.unit == unitRunning && s.amount > 0 && after < to && after <= k.nominal {
				k.nominal = m.add(k.nominal, l.measured(after, to))
			}
		case s.follows():
			k.nominal = l.nominal(s)
		case from <= k.nominal:
			k.nominal = m.add(k.nominal, length)
		}
	}
}

// follows reports whether the step's place is told from the due itself and not
// by the amount used.
func (s *step) follows() bool {
	return s.unit == unitWall || s.unit == unitDays || s.unit == unitShare && s.amount == wholeShare
}

// place puts the marks that are not done where they lie without pauses.
func (l *leg) place() {
	for i := range l.marks {
		if k := &l.marks[i]; !k.done {
			k.nominal = l.nominal(&l.target.steps[i])
		}
	}
}

// nominal is where a step lies without the pauses, or, for one that follows the
// due, with them.
func (l *leg) nominal(s *step) moment {
	due, m := l.dueNow(), l.measure()
	if due == never {
		return never
	}
	at := due
	switch {
	case s.unit == unitWall:
		at = due.plus(time.Duration(s.amount))
	case s.unit == unitDays:
		at = businessDays(l.calendar(), due, int(s.amount))
	case s.follows():
	case l.manual != unset && s.unit == unitRunning && s.amount > 0:
		at = m.add(due, time.Duration(s.amount))
	default:
		within, carried := l.within, l.carried
		if l.manual != unset {
			within, carried = max(0, m.between(l.base, due)), 0
		}
		at = m.add(l.base, s.of(within)-carried)
		if s.unit == unitShare && s.amount > wholeShare || s.unit == unitRunning && s.amount > 0 {
			at = max(at, due) // also where no service lies before the due
		}
	}
	return max(at, l.start)
}

// of is how much of an allowance is used where the step lies.
func (s *step) of(within time.Duration) time.Duration {
	if s.unit == unitShare {
		return shareOf(within, s.amount)
	}
	return max(0, within+time.Duration(s.amount))
}

// check finds the breach and the firings of a clock that runs during
// [from, to).
func (l *leg) check(from, to moment) {
	if due := l.dueNow(); l.breachedAt == unset && due < to {
		l.breachedAt, l.missed = max(due, from), due
	}
	for i := range l.marks {
		k := &l.marks[i]
		if k.done || k.nominal >= to {
			continue
		}
		k.done = true
		if k.nominal < from && l.skips(i, from) {
			continue
		}
		k.firedAt = max(k.nominal, from)
	}
}

// skips reports whether step i, which an event at the given moment overtook,
// is left out by its late rule.
func (l *leg) skips(i int, at moment) bool {
	s := &l.target.steps[i]
	next := i + 1
	return s.late == lateNone || s.late == lateLast && next < len(l.marks) &&
		l.target.steps[next].ladder == s.ladder && l.marks[next].nominal < at
}

// end ends the leg at a moment at which the clock ran or stood. One that stops
// later than its due is breached, one that is cancelled is not (D4).
func (l *leg) end(at moment, state State) {
	l.state, l.endedAt, l.stopped = state, at, state == StateStopped
	if due := l.dueNow(); state == StateStopped && l.breachedAt == unset && due < at {
		l.breachedAt, l.missed = at, due
	}
}

// answer takes the steps off whose escalation an event answers.
func (l *leg) answer(w *walker) {
	for i := range l.target.steps {
		if unless := l.target.steps[i].unless; unless != nil && !l.marks[i].done {
			l.marks[i].done, _ = w.fires(unless)
		}
	}
}

// next is the first moment after at that changes a running leg.
func (l *leg) next(at moment) moment {
	next := never
	if due := l.dueNow(); l.breachedAt == unset && due > at {
		next = due
	}
	for i := range l.marks {
		if k := &l.marks[i]; !k.done && k.nominal > at {
			next = min(next, k.nominal)
		}
	}
	return next
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
