package contract

import (
	"fmt"
	"iter"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/term"
)

// A Standing is how a contract stands on a day.
type Standing struct {
	State State `json:"state"`
	Tab   Tab   `json:"tab"`
	// Missing names the fields that are not known; with state unknown they are
	// why (K1).
	Missing []string `json:"missing,omitzero"`
	// Term is the running term: the first before it begins, the last after it.
	// It is zero without a start.
	Term term.Term `json:"term,omitzero"`
	// Last is the last day in force as it stands: of the running term, or an
	// earlier one if the contract ends there. It is zero if there is none, or it
	// is not known.
	Last calendar.Date `json:"last,omitzero"`
	// Ending is the decision by which the contract ends, or ended; zero while
	// there is none.
	Ending Ending `json:"ending,omitzero"`
	// Renewal is what will follow the running term.
	Renewal RenewalStatus `json:"renewal,omitzero"`
	// Renegotiation is how talks about the contract stand; empty without any.
	Renegotiation Renegotiation `json:"renegotiation,omitzero"`
}

// A RenewalStatus says what will follow the running term.
type RenewalStatus string

// What will follow. It is empty unless the contract is in life.
const (
	RenewalEnds      RenewalStatus = "ends"      // nothing: it ends
	RenewalPending   RenewalStatus = "pending"   // a renewal, unless notice is given; or an option that opens later
	RenewalOption    RenewalStatus = "option"    // a renewal, if the option is taken, which is open
	RenewalCommitted RenewalStatus = "committed" // a renewal, which nobody can stop any more
	RenewalLapsed    RenewalStatus = "lapsed"    // nothing: the option was not taken
	RenewalOpenEnd   RenewalStatus = "open-end"  // it goes on without end
)

// On returns how the contract stands on a day, with all that is recorded.
func (c *Contract) On(d calendar.Date) Standing {
	sp := at(c.spans, d)
	s := sp.s
	st := Standing{State: sp.state, Tab: c.tabOf(sp, d), Missing: c.missing(s), Renegotiation: s.talks}
	if s.phase == Cancelled || s.phase != Approved && len(st.Missing) > 0 || c.entry.Start.IsZero() {
		return st
	}
	day := d
	if sp.state.ended() {
		day = s.end
	}
	st.Term = c.running(s, day)
	st.Last = st.Term.Last
	if s.phase != Approved {
		return st
	}
	st.Ending, _ = s.ending()
	if !s.end.IsZero() && (st.Last.IsZero() || least(s.end, st.Last) == s.end || sp.state.ended()) {
		st.Last = s.end
	}
	if !sp.state.ended() && sp.state != Unknown {
		st.Renewal = c.renewalStatus(s, st.Term, d)
	}
	return st
}

func (c *Contract) tabOf(sp *span, d calendar.Date) Tab {
	return sp.state.tab(!c.entry.Start.IsZero() && d.Compare(c.entry.Start) >= 0)
}

// ending returns the decision that ends the contract: the one with the
// earliest last day, of equal ones a replacement.
func (s *situation) ending() (first Ending, ok bool) {
	for _, e := range s.endings {
		if !ok || first.Last.IsZero() || !e.Last.IsZero() && (e.Last.Compare(first.Last) < 0 || e.Last == first.Last && e.Kind == Replace) {
			first, ok = e, true
		}
	}
	return first, ok
}

func (c *Contract) renewalStatus(s *situation, t term.Term, d calendar.Date) RenewalStatus {
	n, limited, open := c.limit(s)
	last := limited && t.N >= n
	switch {
	case len(s.endings) > 0 || last && !open && s.ver.renewal.Kind != RenewalExpress:
		return RenewalEnds
	case t.Last.IsZero():
		return RenewalOpenEnd
	case s.ver.renewal.Kind == "":
		return ""
	case s.ver.renewal.Kind != RenewalExpress:
		if open && last && s.ver.renewal.Kind == RenewalEvergreen || !c.stoppable(s, t, d) {
			return RenewalCommitted
		}
		return RenewalPending
	case !last:
		return RenewalCommitted
	case s.ver.renewal.Max > 0 && t.N >= s.ver.renewal.Max:
		return RenewalEnds
	}
	w, ok := c.optionWindow(&s.ver.renewal, t)
	switch {
	case !ok || d.Compare(w.Closes) > 0:
		return RenewalLapsed
	case d.Compare(w.Opens) < 0:
		return RenewalPending
	default:
		return RenewalOption
	}
}

// stoppable reports whether some side can still give notice that ends the
// contract with the running term.
func (c *Contract) stoppable(s *situation, t term.Term, d calendar.Date) bool {
	for i := range s.ver.notices {
		if last, ok := c.effective(s, &s.ver.notices[i], d); ok && last.Compare(t.Last) <= 0 {
			return true
		}
	}
	return false
}

// Terms yields the terms of the contract as it stands with all that is
// recorded, from the first on, for as long as nobody ends it: a tacit renewal
// without a maximum goes on to the year 9999. The last term of a contract that
// ends is cut on its last day. A contract whose start or term is not known has
// none.
func (c *Contract) Terms() iter.Seq[term.Term] {
	return func(yield func(term.Term) bool) {
		s := c.last
		if c.entry.Start.IsZero() {
			return
		}
		// Earlier situations know the terms before the last anchor.
		n := 0
		for i := range c.spans {
			if before := c.spans[i].s; before.chain.N() > n {
				if !c.yieldTerms(c.spans[i-1].s, n, before.chain.N(), yield) {
					return
				}
				n = before.chain.N()
			}
		}
		c.yieldTerms(s, n, -1, yield)
	}
}

// yieldTerms yields the terms from one number to before another, all for -1, and
// reports whether more are wanted. The term before a situation in which the
// chain begins anew ends before it.
func (c *Contract) yieldTerms(s *situation, from, until int, yield func(term.Term) bool) bool {
	for n := from; n != until; n++ {
		t, ok := s.chain.Term(n)
		limit, limited, open := c.limit(s)
		switch {
		case limited && n == limit+1 && open:
			t, ok = c.running(s, lastDate), true
		case limited && n > limit:
			ok = false
		}
		if !ok || t.Last.IsZero() && !open && !s.frozen() {
			return true
		}
		if !s.end.IsZero() && (t.Last.IsZero() || least(s.end, t.Last) == s.end) {
			t.Last = s.end
			return t.Last.Compare(t.First) < 0 || yield(t)
		}
		if !yield(t) {
			return false
		}
		if t.Last.IsZero() {
			return true
		}
	}
	return true
}

// EndIfNotice returns the last day in force if a side gives notice on a day:
// the day that counts, by the version of the contract on it (K10, K23). A
// contract that ends anyway ends then at the latest. It is false if the
// contract is not in life on that day, or would have no last day: because the
// side has no right to give notice, or something is missing.
func (c *Contract) EndIfNotice(by Side, d calendar.Date) (last calendar.Date, ok bool) {
	sp := at(c.spans, d)
	if by == SideEither {
		last, _ = c.EarliestExit(d)
		return last, !last.IsZero()
	}
	if !inLifeState(sp.state) || by != SideUs && by != SideParty {
		return calendar.Date{}, false
	}
	last = sp.s.end
	if n := sp.s.ver.notice(by); n != nil {
		if exit, ok := c.effective(sp.s, n, d); ok && (last.IsZero() || least(exit, last) == exit) {
			last = exit
		}
	}
	return last, !last.IsZero()
}

func inLifeState(s State) bool { return s == Approved || s == Active || s == Suspended }

// EarliestExit returns the earlier of the last days on which notice of either
// side, given on a day, would end the contract, and the side that could: either
// if both could, or if it ends on that day by itself. It is the zero Date and
// no side if there is none.
func (c *Contract) EarliestExit(d calendar.Date) (last calendar.Date, by Side) {
	us, okUs := c.EndIfNotice(SideUs, d)
	party, okParty := c.EndIfNotice(SideParty, d)
	switch {
	case okUs && okParty && us == party:
		return us, SideEither
	case okUs && (!okParty || least(us, party) == us):
		return us, SideUs
	case okParty:
		return party, SideParty
	}
	return calendar.Date{}, ""
}

// Why yields the steps that led to the state on a day, in order: facts, refused
// ones too, and what time did by itself.
func (c *Contract) Why(d calendar.Date) iter.Seq[Step] {
	return func(yield func(Step) bool) {
		var steps []Step
		c.fold(c.facts, func(sp span, f *fact, refused Guard) {
			if sp.from.Compare(d) > 0 {
				return
			}
			steps = append(steps, c.step(sp, f, refused))
		})
		for _, s := range steps {
			if !yield(s) {
				return
			}
		}
		if s := at(c.spans, d); s.state == Unknown {
			for _, name := range c.missing(s.s) {
				if !yield(Step{On: s.from, State: Unknown, Text: name + " is missing"}) {
					return
				}
			}
		}
	}
}

func (c *Contract) step(sp span, f *fact, refused Guard) Step {
	st := Step{On: sp.from, State: sp.state, Refused: refused}
	switch {
	case f == nil && sp.state == Active && sp.from == c.entry.Start:
		st.Text = "its first day"
	case f == nil && sp.state == Active:
		st.Text = "the suspension is over"
	case f == nil && sp.state == Expired:
		st.Text = fmt.Sprintf("its last day, %v, has passed", sp.s.end)
	case f == nil && sp.state == Unknown:
		st.Text = "it is not known how it goes on"
	case f == nil:
		e, _ := sp.s.ending()
		st.Text = fmt.Sprintf("%v was its last day, by fact %s (%s)", sp.s.end, e.Fact, e.Kind)
	default:
		st.Fact, st.Kind = f.ID, f.Kind
		st.Text = string(f.Kind)
		if f.Side != "" {
			st.Text += " by " + string(f.Side)
		}
		if !f.Last.IsZero() {
			st.Text += " to " + f.Last.String()
		}
		if refused != "" {
			st.Text += fmt.Sprintf(", refused in state %s: %s", sp.state, refused)
		} else if e, ok := sp.s.ending(); ok && e.Fact == f.ID && !e.Last.IsZero() {
			st.Text += ": the last day is " + e.Last.String()
		}
	}
	return st
}
