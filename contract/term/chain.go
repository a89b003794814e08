package term

import (
	"iter"
	"sort"

	"github.com/slakit/slakit/calendar"
)

// A Term is an unbroken stretch of days for which a contract was agreed.
type Term struct {
	// N is its number: 0 for the first term, n for the n-th renewal.
	N int `json:"n"`
	// First and Last are its ends, both inclusive. Last is zero for a term
	// without end.
	First calendar.Date `json:"first"`
	Last  calendar.Date `json:"last,omitzero"`
}

// Compare returns -1 if d is before the term, 0 if it is one of its days, +1 if
// it is after it.
func (t Term) Compare(d calendar.Date) int {
	switch {
	case d.Compare(t.First) < 0:
		return -1
	case !t.Last.IsZero() && d.Compare(t.Last) > 0:
		return 1
	default:
		return 0
	}
}

// Days returns the number of days of the term, 0 for a term without end.
func (t Term) Days() int {
	if t.Last.IsZero() {
		return 0
	}
	return t.Last.Sub(t.First) + 1
}

// A Chain is a first term and its renewals. All of them are counted from one
// day, the anchor, in one addition each (K5), so any of them is found without
// the others. A Chain is an immutable value; its zero value holds no terms. Its
// lengths are positive and hold no business days.
type Chain struct {
	c       *Counter
	n       int           // of its first term
	first   calendar.Date // first day of its first term
	anchor  calendar.Date // from which the terms are counted
	base    Length        // from the anchor to the end of the first term
	end     calendar.Date // of the first term, zero if open
	renewal Length        // zero if it is not renewed
}

// Chain returns the terms of a contract that begins on a day with a term of
// the length initial and goes on in terms of the length renewal. A zero
// renewal means that there is one term only; a zero initial that it has no end.
func (c *Counter) Chain(first calendar.Date, initial, renewal Length) Chain {
	ch := Chain{c: c, first: first, anchor: first, base: initial, renewal: renewal}
	if !initial.Empty() {
		ch.end = c.Last(first, initial)
	}
	return ch
}

// ChainTo is Chain for a first term that is given by its last day. Its
// renewals are counted from the day after that.
func (c *Counter) ChainTo(first, last calendar.Date, renewal Length) Chain {
	return Chain{c: c, first: first, anchor: last.Next(), end: last, renewal: renewal}
}

// last returns the last day of a term, zero if there is none.
func (ch *Chain) last(n int) calendar.Date {
	switch {
	case n > ch.n && !ch.end.IsZero() && !ch.renewal.Empty():
		return ch.c.Last(ch.anchor, ch.base.plus(ch.renewal.times(n-ch.n)))
	case n == ch.n:
		return ch.end
	default:
		return calendar.Date{}
	}
}

// Term returns a term by its number. It is false if the chain has none: before
// its first, after the only one, or where a term would end after all days.
func (ch *Chain) Term(n int) (Term, bool) {
	if n == ch.n {
		return Term{n, ch.first, ch.end}, !ch.first.IsZero()
	}
	last := ch.last(n)
	if last.IsZero() {
		return Term{}, false
	}
	return Term{n, ch.last(n - 1).Next(), last}, true
}

// Last returns the last day of a term by its number, which costs less than the
// term. It is false where Term is, and for a term without end.
func (ch *Chain) Last(n int) (calendar.Date, bool) {
	last := ch.last(n)
	return last, !last.IsZero()
}

// Terms yields the terms from a number on. It ends with the only term of a
// chain without renewal, else with the last that is a date.
func (ch *Chain) Terms(n int) iter.Seq[Term] {
	return func(yield func(Term) bool) {
		for n := max(n, ch.n); ; n++ {
			t, ok := ch.Term(n)
			if !ok || !yield(t) {
				return
			}
		}
	}
}

// At returns the first term that ends on a day or later: the one that holds d,
// or the first if d lies before it. It is false after the last.
func (ch *Chain) At(d calendar.Date) (Term, bool) {
	n, _ := ch.place(d)
	return ch.Term(n)
}

// LastFrom returns the number and the last day of the term that At finds, which
// costs less. It is false where At is, and for a term without end.
func (ch *Chain) LastFrom(d calendar.Date) (n int, last calendar.Date, ok bool) {
	n, last = ch.place(d)
	return n, last, !last.IsZero()
}

// place returns the number and the last day of the term that At finds.
func (ch *Chain) place(d calendar.Date) (int, calendar.Date) {
	over := func(k int) bool {
		last := ch.last(ch.n + k)
		return last.IsZero() || last.Compare(d) >= 0
	}
	if ch.first.IsZero() || over(0) {
		return ch.n, ch.end
	}
	k := 1
	for !over(k) {
		k *= 2
	}
	n := ch.n + sort.Search(k, over)
	return n, ch.last(n)
}

// Renewed returns the chain from term n on, which stays as it is, with renewals
// of another length after it; they are counted from the same anchor. A zero
// renewal means that term n is the last.
func (ch *Chain) Renewed(n int, renewal Length) Chain {
	t, ok := ch.Term(n)
	if !ok {
		return Chain{}
	}
	next := *ch
	next.n, next.first, next.end = n, t.First, t.Last
	next.base = ch.base.plus(ch.renewal.times(n - ch.n))
	next.renewal = renewal
	return next
}

// EndingOn returns the chain from term n on, with another last day of term n.
// Its renewals are counted from the day after that (K5). A zero last day means
// that term n has no end.
func (ch *Chain) EndingOn(n int, last calendar.Date) Chain {
	t, ok := ch.Term(n)
	if !ok {
		return Chain{}
	}
	return Chain{c: ch.c, n: n, first: t.First, anchor: last.Next(), end: last, renewal: ch.renewal}
}

// From returns the chain that goes on as term n on another day, after a break
// in which the contract was not in force: its term n runs from first to last
// (zero: without end).
func (ch *Chain) From(n int, first, last calendar.Date) Chain {
	return Chain{c: ch.c, n: n, first: first, anchor: last.Next(), end: last, renewal: ch.renewal}
}

// N returns the number of the first term of the chain.
func (ch *Chain) N() int { return ch.n }

// Renewal returns the length of its renewals, zero if it has none.
func (ch *Chain) Renewal() Length { return ch.renewal }
