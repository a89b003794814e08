package sla

import "time"

// A mark is where a step of the target's escalations lies.
type mark struct {
	nominal moment
	firedAt moment // unset
	done    bool   // fired, fired before under the same identity, or left out
	rough   bool   // nominal is not later than where it lies
}

// follows reports whether the step's place is told from the due itself and not
// by the amount used.
func (s *step) follows() bool {
	return s.unit == unitWall || s.unit == unitDays || s.unit == unitShare && s.amount == wholeShare
}

// afterDue reports whether the step is told by an amount beyond the allowance.
func (s *step) afterDue() bool {
	return s.unit == unitShare && s.amount > wholeShare || s.unit == unitRunning && s.amount > 0
}

// whole reports whether the leg counts the whole cycle by one calendar towards
// a due time of its own.
func (c *clock) whole(l *leg) bool {
	return l.base == c.start && len(l.rulings) == 0 && l.manual == unset
}

// place puts the marks of a leg that are not done where they lie without
// pauses. Where the line of the clock tells later, when a mark may be reached, a
// rough place is enough: time of service is not shorter than its measure.
func (c *clock) place(l *leg) {
	whole, due := c.whole(l), l.dueNow()
	for i := range l.marks {
		k, s := &l.marks[i], &l.target.steps[i]
		switch {
		case k.done:
		case whole && due != never && !s.follows():
			k.nominal, k.rough = l.base.plus(s.of(l.within)), true
			if s.afterDue() {
				k.nominal = max(k.nominal, due)
			}
		default:
			k.nominal, k.rough = l.nominal(s), false
		}
	}
}

// exact puts a rough mark where the pauses so far have moved it.
func (c *clock) exact(l *leg, i int) {
	k, s := &l.marks[i], &l.target.steps[i]
	if k.rough {
		used := s.of(l.within)
		at := max(l.start, l.measure().add(l.base, used))
		if s.afterDue() {
			at = max(at, l.target.atEdge(l.first)) // also where no service lies before the due
		}
		line, n := c.past()
		k.nominal = c.tally(l.measure().cal).moved(line, n, at, used, func(at moment) moment { return at })
		k.rough = false
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
		l.breachedAt, l.missed = max(due, from), due
	}
	for i := range l.marks {
		k := &l.marks[i]
		if k.done || k.nominal >= to {
			continue
		}
		if c.exact(l, i); k.nominal >= to {
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
	c.exact(l, next)
	return l.marks[next].nominal < at
}

// answer takes the steps off whose escalation an event answers.
func (l *leg) answer(w *walker) {
	for i := range l.target.steps {
		if unless := l.target.steps[i].unless; unless != nil && !l.marks[i].done {
			l.marks[i].done, _ = w.fires(unless)
		}
	}
}

// ahead puts the marks of the present leg, which runs, where they lie, and
// returns the first moment after now that changes it.
func (c *clock) ahead() moment {
	l, next := c.leg(), never
	if due := l.dueNow(); l.breachedAt == unset && due > c.now {
		next = due
	}
	for i := range l.marks {
		c.exact(l, i)
		if k := &l.marks[i]; !k.done && k.nominal > c.now {
			next = min(next, k.nominal)
		}
	}
	return next
}
