package sla

import "time"

// A mark is where a step of the target's escalations lies.
type mark struct {
	nominal moment
	use     time.Duration // of the leg's allowance, where it lies, if it is told by that
	firedAt moment        // unset
	done    bool          // fired, fired before under the same identity, or left out
	rough   bool          // nominal is still to be found, from the use
}

// follows reports whether the step's place is told from the due itself and not
// by the amount used.
func (s *step) follows() bool {
	return s.unit == unitWall || s.unit == unitDays || s.unit == unitShare && s.amount == wholeShare
}

// afterDue reports whether the step is told by an amount beyond the allowance.
func (s *step) afterDue() bool {
	return s.unit == unitShare && s.amount > wholeShare || s.runsOn()
}

// runsOn reports whether the step comes when the clock has run on after the due.
func (s *step) runsOn() bool { return s.unit == unitRunning && s.amount > 0 }

// whole reports whether the leg counts the whole cycle by one calendar towards
// a due time of its own.
func (c *clock) whole(l *leg) bool {
	return l.base == c.start && !l.byHand()
}

// place puts the marks of a leg that are not done where they lie, without
// pauses if these still move them.
func (c *clock) place(l *leg) {
	l.byUse = c.whole(l) && l.first != never
	for i := range l.marks {
		k, s := &l.marks[i], &l.target.steps[i]
		switch {
		case k.done:
		case l.byUse && !s.follows():
			k.use, k.rough = s.of(l.within), true
		case l.byHand() && s.runsOn():
			k.use, k.rough = 0, true
		default:
			k.nominal, k.rough = l.nominal(s), false
		}
	}
}

// reached reports whether a mark of the present leg, which runs, lies before a
// moment.
func (c *clock) reached(l *leg, i int, before moment) bool {
	k := &l.marks[i]
	if left := k.use - l.elapsed; k.rough && left > 0 && left >= before.minus(c.drawn) {
		return false // service takes no less time than it measures
	}
	return c.exact(l, i) < before
}

// exact returns where a mark of the present leg lies, which runs.
func (c *clock) exact(l *leg, i int) moment {
	k, s := &l.marks[i], &l.target.steps[i]
	if !k.rough {
		return k.nominal
	}
	k.rough = false
	m := l.measure()
	if l.byHand() {
		k.nominal = max(l.start, c.ranOn(l, time.Duration(s.amount)))
		return k.nominal
	}
	if left := k.use - l.elapsed; left > 0 {
		k.nominal = m.add(c.drawn, left)
		return k.nominal
	}
	at := max(l.start, m.add(l.base, k.use))
	if s.afterDue() {
		at = max(at, l.target.atEdge(l.first)) // also where no service lies before the due
	}
	line, n := c.past()
	k.nominal = c.tally(m.cal).moved(line, n, at, k.use, func(at moment) moment { return at })
	return k.nominal
}

// ranOn is when the clock has run for so long after the due. What it comes to
// as a pause begins is reached after that (A8).
func (c *clock) ranOn(l *leg, d time.Duration) moment {
	due, m := l.dueNow(), l.measure()
	for _, s := range c.line[c.lineFrom:] {
		if from := max(s.from, due); !s.paused && from < s.to {
			ran := l.measured(from, s.to)
			if ran > d {
				return m.add(from, d)
			}
			d -= ran
		}
	}
	return m.add(max(c.drawn, due), d)
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
	default:
		within, carried := l.within, l.carried
		if l.byHand() {
			within, carried = max(0, m.between(l.base, due)), 0
		}
		at = m.add(l.base, s.of(within)-carried)
		if s.afterDue() {
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

// check finds the breach and the firings of the present leg while the clock runs
// during [from, to).
func (c *clock) check(from, to moment) {
	l := c.leg()
	if due := l.dueNow(); l.breachedAt == unset && due < to {
		l.breach(max(due, from), due)
	}
	for i := range l.marks {
		k := &l.marks[i]
		if k.done || !c.reached(l, i, to) {
			continue
		}
		k.done = true
		if k.nominal < from && c.skips(l, i, from) {
			continue
		}
		k.firedAt = max(k.nominal, from)
	}
}

// skips reports whether step i, which an event at the given moment overtook,
// is left out by its late rule.
func (c *clock) skips(l *leg, i int, at moment) bool {
	s, next := &l.target.steps[i], i+1
	switch {
	case s.late == lateNone:
		return true
	case s.late != lateLast || next == len(l.marks) || l.target.steps[next].ladder != s.ladder:
		return false
	}
	return c.reached(l, next, at)
}

// answer takes the steps off whose escalation an event answers.
func (l *leg) answer(do acts) {
	for i := 0; do>>i >= actAnswer; i++ {
		if do>>i&actAnswer != 0 {
			l.marks[i].done = true
		}
	}
}

// ahead puts the marks of the present leg, which runs, where they lie, and
// returns the first moment after now that changes it.
func (c *clock) ahead() moment {
	l, next := c.leg(), never
	if l.breachedAt == unset {
		next = l.dueNow()
	}
	for i := range l.marks {
		if !l.marks[i].done {
			next = min(next, c.exact(l, i))
		}
	}
	return next
}
