package sla

import (
	"time"

	"github.com/slakit/slakit/calendar"
)

// byFact is a compiled CalendarBy.
type byFact struct {
	fact      int
	calendars map[string]*calendar.Calendar
}

// A ruling is a calendar that counts a leg's time from a moment on.
type ruling struct {
	from moment
	cal  *calendar.Calendar
}

// calendar returns the calendar that the values of the fact ask for, or the
// target's own.
func (t *target) calendar(values []string) *calendar.Calendar {
	for _, v := range values {
		if cal, listed := t.byFact.calendars[v]; listed {
			return cal
		}
	}
	return t.cal
}

// rule finds which calendars counted the leg's cycle so far, if they follow a
// fact (D10).
func (l *leg) rule(w *walker) {
	l.rulings = l.rulings[:0]
	t := l.target
	if t.byFact == nil {
		return
	}
	l.rulings = append(l.rulings, ruling{from: unset, cal: t.cal})
	for _, change := range w.log {
		if change.fact == t.byFact.fact {
			l.ruleFrom(change.at, t.calendar(change.values))
		}
	}
}

// ruleFrom lets another calendar count from a moment on.
func (l *leg) ruleFrom(at moment, cal *calendar.Calendar) {
	last := &l.rulings[len(l.rulings)-1]
	switch {
	case last.cal == cal:
	case last.from == at:
		last.cal = cal
	default:
		l.rulings = append(l.rulings, ruling{from: at, cal: cal})
	}
}

// follow counts by another calendar from now on, if the fact says so. What was
// used stays used, and what is left is counted by the new calendar.
func (l *leg) follow(c *clock, w *walker) {
	t := l.target
	if t.byFact == nil || l.measure().cal == t.calendar(w.facts[t.byFact.fact]) {
		return
	}
	c.flush()
	l.ruleFrom(c.now, t.calendar(w.facts[t.byFact.fact]))
	c.cut = true
	l.rebase(c)
	c.repause(l)
}

// rebase lets what is left of the allowance count from now.
func (l *leg) rebase(c *clock) {
	c.pauseFrom = unset
	l.base, l.carried = c.now, l.elapsed
	if l.first != never {
		l.first = l.measure().add(c.now, l.within-l.elapsed)
	}
}

// measure is the one that counts now.
func (l *leg) measure() measure {
	if n := len(l.rulings); n > 0 {
		return measure{l.rulings[n-1].cal}
	}
	return l.target.measure
}

// calendar is the one of which it is told whether it is open now.
func (l *leg) calendar() *calendar.Calendar {
	if n := len(l.rulings); n > 0 {
		return l.rulings[n-1].cal
	}
	return l.target.cal
}

// measured counts [from, to) by the calendars that counted then.
func (l *leg) measured(from, to moment) time.Duration {
	if len(l.rulings) == 0 {
		return l.target.measure.between(from, to)
	}
	var sum time.Duration
	for i, r := range l.rulings {
		begin, end := max(from, r.from), to
		if i+1 < len(l.rulings) {
			end = min(end, l.rulings[i+1].from)
		}
		sum += measure{r.cal}.between(begin, max(begin, end))
	}
	return sum
}
