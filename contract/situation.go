package contract

import (
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/term"
)

// A situation is what the facts up to some day make of a contract. Which state
// that is depends on the day as well: see [Contract.state]. It is never
// changed once it is part of a span.
type situation struct {
	ver     *sections
	chain   *term.Chain
	phase   State // Draft, InReview, Cancelled, or Approved: in life
	final   int   // the last term that is certain, where none is added in silence
	endings []Ending
	susp    *suspension
	talks   Renegotiation
	acks    []acknowledged

	// What follows from the fields above.
	end     calendar.Date // the last day in force, zero if it is open
	endedAs State         // from the day after it on
	known   calendar.Date // the last day whose state is known, zero if all are
}

// A suspension is a stretch of days. With moves it belongs to term n, whose
// last day would be was without it.
type suspension struct {
	first, last calendar.Date // last is zero while open
	moves       bool
	n           int
	was         calendar.Date
}

// An acknowledged deadline is one that somebody has seen to.
type acknowledged struct {
	kind DeadlineKind
	side Side
	day  calendar.Date // its latest day
}

// An Ending is a decision by which a contract ends, beside its state while the
// last day is ahead.
type Ending struct {
	// Kind is the kind of fact: notice, end or replace.
	Kind FactKind `json:"kind"`
	// By is the side that gave notice, either for what both agreed.
	By Side `json:"by"`
	// Last is the last day in force. It is zero while a suspension without end
	// moves it.
	Last calendar.Date `json:"last,omitzero"`
	// Fact is the id of the fact.
	Fact string `json:"fact"`
}

func (e Ending) state() State {
	if e.Kind == Replace {
		return Replaced
	}
	return Terminated
}

// span is a range of days with one situation and one state: from a day to the
// day before the next span. The first has no beginning.
type span struct {
	from  calendar.Date
	state State
	s     *situation
}

// initial returns the situation before all facts.
func (c *Contract) initial() *situation {
	e := &c.entry
	s := situation{phase: Draft, ver: c.first}
	renewal := c.renewalLength(s.ver)
	var chain term.Chain
	if e.Last.IsZero() {
		chain = c.counter.Chain(e.Start, e.Term, renewal)
	} else {
		chain = c.counter.ChainTo(e.Start, e.Last, renewal)
	}
	s.chain = &chain
	c.settle(&s)
	return &s
}

// renewalLength is the length of each renewal, zero if there is none or it is
// not known.
func (c *Contract) renewalLength(v *sections) term.Length {
	switch r := &v.renewal; {
	case r.Kind != RenewalTacit && r.Kind != RenewalExpress:
		return term.Length{}
	case r.Term.IsZero():
		return c.entry.Term
	default:
		return r.Term
	}
}

// limit returns the number of the last term that has a last day, whether it is
// known, and whether the contract goes on without end after it. Where it does
// not, nor end, there is no limit: it is renewed for ever.
func (c *Contract) limit(s *situation) (n int, known, open bool) {
	switch r := &s.ver.renewal; r.Kind {
	case RenewalEvergreen:
		return s.final, true, true
	case RenewalNone, RenewalExpress:
		return s.final, true, false
	case RenewalTacit:
		if r.Max > 0 {
			return max(r.Max, s.final), true, r.Then == thenEvergreen
		}
	}
	return 0, false, false
}

const (
	thenEnd       = "end"
	thenEvergreen = "evergreen"
)

// endless reports whether a term has no end, and not only for now.
func (c *Contract) endless(s *situation, t term.Term) bool {
	n, _, open := c.limit(s)
	return open && (t.N == n+1 || s.ver.renewal.Kind == RenewalEvergreen) && t.Last.IsZero() && !c.entry.Start.IsZero() && !s.frozen()
}

// settle works out what follows from the other fields of a situation.
func (c *Contract) settle(s *situation) {
	s.end, s.endedAs, s.known = calendar.Date{}, "", calendar.Date{}
	if s.phase != Approved {
		return
	}
	if e, _ := s.ending(); !e.Last.IsZero() {
		s.end, s.endedAs = e.Last, e.state()
	}
	last, ends, known := c.natural(s)
	switch {
	case !known:
		if s.known = last; last.IsZero() {
			s.known = c.entry.Start.Prev()
		}
	case ends && (s.end.IsZero() || last.Compare(s.end) < 0):
		s.end, s.endedAs = last, Expired
	}
}

// natural returns the last day of the last term and whether there is one. If
// that is not known it is the last day that is, zero if none is.
func (c *Contract) natural(s *situation) (last calendar.Date, ends, known bool) {
	t, _ := s.chain.Term(s.chain.N())
	kind := s.ver.renewal.Kind
	switch {
	case c.entry.Start.IsZero():
		return last, false, false
	case t.Last.IsZero() && (kind == RenewalEvergreen || s.frozen()):
		return last, false, true
	case t.Last.IsZero() || kind == "":
		return t.Last, false, false
	}
	n, limited, open := c.limit(s)
	if goesOn := !limited || n > t.N; goesOn && s.chain.Renewal().IsZero() {
		return t.Last, false, false
	}
	if !limited || open {
		return last, false, true
	}
	t, ok := s.chain.Term(n)
	return t.Last, ok, true
}

// frozen reports whether the running term has no end for now, because a
// suspension without end moves it.
func (s *situation) frozen() bool { return s.susp != nil && s.susp.moves && s.susp.last.IsZero() }

// missing lists the fields without which the contract is not known.
func (c *Contract) missing(s *situation) []string {
	var fields []string
	r := &s.ver.renewal
	if c.entry.Start.IsZero() {
		fields = append(fields, "start")
	}
	t, _ := s.chain.Term(s.chain.N())
	if r.Kind != RenewalEvergreen && !s.frozen() && c.entry.Term.IsZero() && c.entry.Last.IsZero() && t.Last.IsZero() {
		fields = append(fields, "term")
	}
	switch {
	case r.Kind == "":
		fields = append(fields, "renewal")
	case (r.Kind == RenewalTacit || r.Kind == RenewalExpress) && s.chain.Renewal().IsZero() && !c.entry.Last.IsZero():
		fields = append(fields, "renewal.term")
	}
	return fields
}

// state returns the state on a day of a situation.
func (c *Contract) state(s *situation, d calendar.Date) State {
	switch start := c.entry.Start; {
	case s.phase != Approved:
		return s.phase
	case !s.end.IsZero() && d.Compare(s.end) > 0:
		return s.endedAs
	case start.IsZero():
		return Unknown
	case d.Compare(start) < 0:
		return Approved
	case !s.known.IsZero() && d.Compare(s.known) > 0:
		return Unknown
	case s.susp != nil && d.Compare(s.susp.first) >= 0 && (s.susp.last.IsZero() || d.Compare(s.susp.last) <= 0):
		return Suspended
	default:
		return Active
	}
}

// boundary returns the first day after d on which time alone may change the
// state, the zero Date if there is none.
func (c *Contract) boundary(s *situation, d calendar.Date) calendar.Date {
	var first calendar.Date
	if s.phase != Approved {
		return first
	}
	candidate := func(b calendar.Date) {
		if b.Compare(d) > 0 && (first.IsZero() || least(first, b) == b) {
			first = b
		}
	}
	candidate(c.entry.Start)
	candidate(s.end.Next())
	candidate(s.known.Next())
	if s.susp != nil {
		candidate(s.susp.last.Next())
	}
	return first
}

// running returns the term that holds a day: the first if the day is before it,
// the last if it is after it. It has no last day where the contract has none.
func (c *Contract) running(s *situation, d calendar.Date) term.Term {
	t, ok := s.chain.At(d)
	n, limited, open := c.limit(s)
	if ok && (!limited || t.N <= n) {
		return t
	}
	if first := s.chain.N(); !limited || n > first && s.chain.Renewal().Empty() {
		n, open = first, false // it is not known how it goes on
	}
	t, _ = s.chain.Term(n)
	if open && !t.Last.IsZero() {
		return term.Term{N: n + 1, First: t.Last.Next()}
	}
	return t
}
