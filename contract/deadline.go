package contract

import (
	"iter"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/term"
)

// A Deadline is a day by which something must be done, or on which something
// happens.
type Deadline struct {
	Kind DeadlineKind `json:"kind"`
	// By is the side that can act: us, party or either. It is empty for what
	// belongs to no side.
	By Side `json:"by,omitzero"`
	// Term is the number of the term that the deadline belongs to.
	Term int `json:"term"`
	// Opens is the first day on which an option can be taken; zero for other
	// kinds, whose windows are open before.
	Opens calendar.Date `json:"opens,omitzero"`
	// Latest is the day itself; Safe the day on which to act (K7), the same for
	// what is only a date.
	Latest calendar.Date `json:"latest"`
	Safe   calendar.Date `json:"safe"`
	// Last is the last day in force that it is about.
	Last calendar.Date `json:"last"`
	// Proof shows that a notice or the taking of an option on the latest day is
	// in time; zero for other kinds.
	Proof term.Proof `json:"proof,omitzero"`
}

// Deadlines yields the deadlines of the contract as it stands on a day, in the
// order of their latest days: to give notice for each term that ends on that
// day or later, to take the next option, and the last day in force. The notice
// day of the running term is among them also when it has passed. Where tacit
// renewals have no maximum they go on for ever.
//
// There are no notice days once the end is decided, and none in a contract
// without end: for those see [Contract.Exits].
func (c *Contract) Deadlines(from calendar.Date) iter.Seq[Deadline] {
	return func(yield func(Deadline) bool) {
		s := at(c.spans, from).s
		for dl := range c.ahead(s, from, "") {
			if !yield(c.prove(s, dl)) {
				return
			}
		}
	}
}

// Exits yields, for a contract without end, the rolling deadlines of a side at
// each of its exits, from the first for which notice on a day is in time (K22).
// There are none for exits on any day: every day is one.
func (c *Contract) Exits(by Side, from calendar.Date) iter.Seq[Deadline] {
	return func(yield func(Deadline) bool) {
		s := at(c.spans, from).s
		for next := c.exits(s, by, from); ; {
			dl, ok := next()
			if !ok || !yield(c.prove(s, dl)) {
				return
			}
		}
	}
}

// ahead yields the deadlines of a situation whose last day is not before a day,
// of one kind or of those that [Contract.Deadlines] lists, without their
// proofs.
func (c *Contract) ahead(s *situation, from calendar.Date, of DeadlineKind) iter.Seq[Deadline] {
	return func(yield func(Deadline) bool) {
		sources := c.sources(s, from, of)
		for len(sources) > 0 {
			first := 0
			for i := range sources {
				if sources[i].head.Latest.Compare(sources[first].head.Latest) < 0 {
					first = i
				}
			}
			if !yield(sources[first].head) {
				return
			}
			if dl, ok := sources[first].next(); ok {
				sources[first].head = dl
			} else {
				sources = append(sources[:first], sources[first+1:]...)
			}
		}
	}
}

// sources returns the lists of which ahead is made: one for each kind and side.
func (c *Contract) sources(s *situation, from calendar.Date, of DeadlineKind) (sources []source) {
	add := func(next func() (Deadline, bool)) {
		if dl, ok := next(); ok {
			sources = append(sources, source{dl, next})
		}
	}
	one := func(dl Deadline, ok bool) {
		add(func() (Deadline, bool) {
			now := ok
			ok = false
			return dl, now
		})
	}
	if of == "" || of == DeadlineNotice {
		for i := range s.ver.notices {
			add(c.noticeDays(s, &s.ver.notices[i], from))
		}
	}
	if of == "" || of == DeadlineOption {
		one(c.optionDay(s, from))
	}
	if of == "" || of == DeadlineEnd {
		one(c.endDay(s, from))
	}
	switch of {
	case "", DeadlineNotice, DeadlineOption, DeadlineEnd:
	case DeadlineExit:
		for i := range s.ver.notices {
			add(c.exits(s, s.ver.notices[i].By, from))
		}
	case DeadlineRenewal:
		add(c.renewals(s, from))
	default:
		one(c.plainDay(s, of, from))
	}
	return sources
}

// A source is a list of deadlines in order, with its head.
type source struct {
	head Deadline
	next func() (Deadline, bool)
}

// prove adds the proof to a deadline that has one.
func (c *Contract) prove(s *situation, dl Deadline) Deadline {
	var period term.Length
	switch dl.Kind {
	case DeadlineNotice, DeadlineExit:
		period = s.ver.notice(dl.By).Period
	case DeadlineOption:
		if period = s.ver.renewal.Closes; period.IsZero() {
			return dl
		}
	default:
		return dl
	}
	n, _ := c.counter.Notice(dl.Last, period)
	dl.Proof = n.Proof
	return dl
}

// noticeDays yields the notice days of an entry, for the terms that end on a
// day or later.
func (c *Contract) noticeDays(s *situation, n *notice, from calendar.Date) func() (Deadline, bool) {
	no := func() (Deadline, bool) { return Deadline{}, false }
	if s.phase != Approved || c.entry.Start.IsZero() || len(s.endings) > 0 || s.ver.renewal.Kind == "" {
		return no
	}
	t := c.running(s, from)
	if t.Last.IsZero() || t.Last.Compare(from) < 0 {
		return no
	}
	limit, limited, _ := c.limit(s)
	k := t.N
	return func() (Deadline, bool) {
		for ; !limited || k <= limit; k++ {
			t, ok := s.chain.Term(k)
			if !ok || t.Last.IsZero() {
				return Deadline{}, false
			}
			last, ok := c.lastExit(s, n, t)
			if !ok {
				continue // nobody can leave with this term
			}
			latest, safe, ok := c.counter.NoticeDays(last, n.Period)
			if !ok {
				continue
			}
			k++
			return Deadline{Kind: DeadlineNotice, By: n.By, Term: t.N, Latest: latest, Safe: safe, Last: last}, true
		}
		return Deadline{}, false
	}
}

// lastExit returns the last exit of an entry that is not after a term: the end
// of the term, where that is one.
func (c *Contract) lastExit(s *situation, n *notice, t term.Term) (calendar.Date, bool) {
	last := t.Last
	if n.Exit != term.TermEnd && n.Exit != "" && n.Exit != term.AnyDay {
		for d := t.Last.AddDays(-366); ; {
			exit, ok := c.counter.Exit(n.Exit, s.chain, c.entry.Start, d)
			if !ok || exit.Compare(t.Last) > 0 {
				break
			}
			last, d = exit, exit.Next()
		}
	}
	return last, last.Compare(c.minimum) >= 0 && last.Compare(c.entry.Start) >= 0
}

// optionDay returns the deadline of the next option that can be taken.
func (c *Contract) optionDay(s *situation, from calendar.Date) (Deadline, bool) {
	r := &s.ver.renewal
	t, ok := s.chain.Term(s.final)
	if s.phase != Approved || r.Kind != RenewalExpress || len(s.endings) > 0 || !ok || t.Last.IsZero() || t.Last.Compare(from) < 0 ||
		r.Max > 0 && s.final >= r.Max || s.chain.Renewal().IsZero() {
		return Deadline{}, false
	}
	w, ok := c.optionWindow(r, t)
	if !ok || w.Opens.Compare(w.Closes) > 0 {
		return Deadline{}, false
	}
	dl := Deadline{Kind: DeadlineOption, Term: t.N, Opens: w.Opens, Latest: w.Closes, Safe: w.Closes, Last: t.Last}
	if !r.Closes.IsZero() {
		if _, safe, ok := c.counter.NoticeDays(t.Last, r.Closes); ok && safe.Compare(w.Opens) >= 0 {
			dl.Safe = safe
		}
	}
	return dl, true
}

// endDay returns the last day in force, if there is one.
func (c *Contract) endDay(s *situation, from calendar.Date) (Deadline, bool) {
	if s.phase != Approved || s.end.IsZero() || s.end.Compare(from) < 0 {
		return Deadline{}, false
	}
	dl := Deadline{Kind: DeadlineEnd, Latest: s.end, Safe: s.end, Last: s.end}
	if !c.entry.Start.IsZero() {
		dl.Term = c.running(s, s.end).N
	}
	return dl, true
}

// plainDay returns a day that is only a date: the start, the minimum or an own
// field.
func (c *Contract) plainDay(s *situation, of DeadlineKind, from calendar.Date) (Deadline, bool) {
	var d calendar.Date
	name, own := of.field()
	switch {
	case own:
		d = c.date(name)
	case s.phase != Approved || !s.end.IsZero() && s.end.Compare(from) < 0:
	case of == DeadlineStart:
		d = c.entry.Start
	case of == DeadlineMinimum:
		d = c.minimum
	}
	dl := Deadline{Kind: of, Latest: d, Safe: d, Last: d}
	return dl, !d.IsZero() && d.Compare(from) >= 0
}

// renewals yields the first days of the renewals that begin on a day or later.
func (c *Contract) renewals(s *situation, from calendar.Date) func() (Deadline, bool) {
	limit, limited, open := c.limit(s)
	k := 0
	if s.phase == Approved && !c.entry.Start.IsZero() {
		k = c.running(s, from.Prev()).N + 1
	}
	return func() (Deadline, bool) {
		if k == 0 || s.phase != Approved {
			return Deadline{}, false
		}
		t, ok := s.chain.Term(k - 1)
		if !ok || t.Last.IsZero() || limited && (k > limit+1 || k == limit+1 && !open) || !s.end.IsZero() && s.end.Compare(t.Last) <= 0 {
			return Deadline{}, false
		}
		first := t.Last.Next()
		dl := Deadline{Kind: DeadlineRenewal, Term: k, Latest: first, Safe: first, Last: first}
		k++
		return dl, true
	}
}

// exits yields the rolling deadlines of a contract without end.
func (c *Contract) exits(s *situation, by Side, from calendar.Date) func() (Deadline, bool) {
	n := s.ver.notice(by)
	no := func() (Deadline, bool) { return Deadline{}, false }
	if n == nil || s.phase != Approved || c.entry.Start.IsZero() || !s.end.IsZero() || n.Exit == term.AnyDay || n.Exit == term.TermEnd || n.Exit == "" {
		return no
	}
	if _, limited, open := c.limit(s); !limited || !open {
		return no
	}
	last, ok := c.effective(s, n, from)
	return func() (Deadline, bool) {
		for range 2 { // the first may be out of reach of a safe day
			if !ok {
				break
			}
			now := last
			last, ok = c.counter.Exit(n.Exit, s.chain, c.entry.Start, now.Next())
			if latest, safe, found := c.counter.NoticeDays(now, n.Period); found {
				t := c.running(s, now)
				return Deadline{Kind: DeadlineExit, By: n.By, Term: t.N, Latest: latest, Safe: safe, Last: now}, true
			}
		}
		return Deadline{}, false
	}
}
