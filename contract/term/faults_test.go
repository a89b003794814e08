package term_test

import (
	"strings"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/term"
)

// A fault is a mistake that reckoning with terms is known for, built into the
// answers that a law is tried on; "" is none. Every law is shown to fail on one.
type fault string

const (
	overflows    fault = "a day that a month does not have is one of the next month"
	undoes       fault = "the latest day is found by taking the notice from the last day"
	ownRule      fault = "the safe day looks at one rule only"
	sharesDays   fault = "the last day of a term is the first of the next"
	fromPrevious fault = "terms are counted from the term before"
	missesLatest fault = "notice on the latest day is late"
	thirtyDays   fault = "a month is written as thirty days"
)

// add adds a period to a day.
func (r draw) add(c *term.Counter, d calendar.Date, p calendar.Period) calendar.Date {
	if r.fault == overflows {
		end := d.AddDays(1 - d.Day()).AddPeriod(calendar.Period{Years: p.Years, Months: p.Months})
		return end.AddDays(d.Day() - 1 + 7*p.Weeks + p.Days)
	}
	return c.Add(d, term.Length{Period: p})
}

func (r draw) notice(c *term.Counter, last calendar.Date, l term.Length) (term.Notice, bool) {
	n, ok := c.Notice(last, l)
	switch r.fault {
	case undoes:
		n.Latest = c.Sub(last, l)
	case ownRule:
		n.Safe = n.Latest
	}
	return n, ok
}

func (r draw) opens(c *term.Counter, last calendar.Date, l term.Length) (calendar.Date, bool) {
	if r.fault == undoes {
		return c.Sub(last, l), true
	}
	return c.Opens(last, l)
}

// term returns a term of a chain, renewed by a length.
func (r draw) term(c *term.Counter, ch term.Chain, n int, renewal term.Length) (term.Term, bool) {
	t, ok := ch.Term(n)
	switch {
	case n == 0 || !ok:
	case r.fault == sharesDays:
		t.First = t.First.Prev()
	case r.fault == fromPrevious:
		before, _ := r.term(c, ch, n-1, renewal)
		t.First = before.Last.Next()
		t.Last = c.Last(t.First, renewal)
	}
	return t, ok
}

func (r draw) effective(c *term.Counter, given calendar.Date, notice term.Length, next func(calendar.Date) (calendar.Date, bool)) (calendar.Date, bool) {
	if r.fault == missesLatest {
		given = given.Next()
	}
	return c.Effective(given, notice, next)
}

func (r draw) text(l term.Length) string {
	if r.fault == thirtyDays {
		return strings.Replace(l.String(), "1M", "30D", 1)
	}
	return l.String()
}
