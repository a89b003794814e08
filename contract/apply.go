package contract

import (
	"slices"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/term"
)

// apply returns the situation after a fact in a state, or the guard that
// refuses it.
func (c *Contract) apply(before *situation, state State, f *fact) (*situation, Guard) {
	t := permitted(f.Kind, state)
	if t == nil {
		return before, GuardState
	}
	s := *before
	var guard Guard
	switch f.Kind {
	case Submit, Return, Reject, Approve, Withdraw:
		if s.phase == Approved && !c.entry.Start.IsZero() && f.On.Compare(c.entry.Start) >= 0 {
			return before, GuardNotBegun
		}
		s.phase = t.to
	case Suspend:
		c.suspend(&s, f)
	case Resume:
		c.resume(&s, f.On)
	case GiveNotice:
		guard = c.giveNotice(&s, f)
	case WithdrawNotice:
		n := len(s.endings)
		s.endings = slices.DeleteFunc(slices.Clone(s.endings), func(e Ending) bool { return e.Kind == GiveNotice && e.By == f.Side })
		if len(s.endings) == n {
			guard = GuardGiven
		}
	case End, Replace:
		guard = c.endBy(&s, f)
	case TakeOption:
		guard = c.takeOption(&s, f.On)
	case Amend:
		guard = c.amend(&s, f)
	case Extend:
		guard = c.extend(&s, state, f)
	case Reinstate:
		guard = c.reinstate(&s, f)
	case Renegotiate:
		switch open := s.talks == RenegotiationOpen; {
		case f.Renegotiation == RenegotiationOpen && open:
			guard = GuardNoneOpen
		case f.Renegotiation != RenegotiationOpen && !open:
			guard = GuardOpen
		}
		s.talks = f.Renegotiation
	case Acknowledge:
		guard = c.acknowledge(&s, f)
	}
	if guard != "" {
		return before, guard
	}
	c.settle(&s)
	return &s, ""
}

// suspend begins a suspension (K19). With moveEnd the running term ends so many
// days later, and has no end while the suspension has none.
func (c *Contract) suspend(s *situation, f *fact) {
	susp := suspension{first: f.On, last: f.Last}
	if t := c.running(s, f.On); f.MoveEnd && !t.Last.IsZero() {
		susp.moves, susp.n, susp.was = true, t.N, t.Last
	}
	s.susp = &susp
	c.moveEnd(s)
}

// moveEnd puts the end of the suspended term, and what ends with it, where the
// suspension moves it. The days of the term are counted anew from there (K5).
func (c *Contract) moveEnd(s *situation) {
	if !s.susp.moves {
		return
	}
	t, ok := s.chain.Term(s.susp.n)
	if !ok {
		return
	}
	var to calendar.Date
	if !s.susp.last.IsZero() {
		to = s.susp.was.AddDays(s.susp.last.Sub(s.susp.first) + 1)
	}
	chain := s.chain.EndingOn(s.susp.n, to)
	s.chain = &chain
	s.endings = slices.Clone(s.endings)
	for i := range s.endings {
		if s.endings[i].Last == t.Last {
			s.endings[i].Last = to
		}
	}
}

func (c *Contract) resume(s *situation, on calendar.Date) {
	susp := *s.susp
	if t, ok := s.chain.Term(susp.n); susp.moves && ok && !t.Last.IsZero() {
		// An extension meanwhile moved it as well.
		susp.was = t.Last.AddDays(susp.first.Sub(susp.last) - 1)
	}
	susp.last = on.Prev()
	s.susp = &susp
	c.moveEnd(s)
	s.susp = nil
}

func (c *Contract) giveNotice(s *situation, f *fact) Guard {
	n := s.ver.notice(f.Side)
	if n == nil {
		return GuardRight
	}
	for _, e := range s.endings {
		if e.Kind == GiveNotice && e.By == f.Side {
			return GuardNoneGiven
		}
	}
	last, ok := c.effective(s, n, c.counter.Counted(f.Sent, f.On))
	if !ok {
		return GuardExit
	}
	s.endings = append(slices.Clip(s.endings), Ending{GiveNotice, f.Side, last, f.ID})
	return ""
}

// effective returns the last day in force after notice on a day (K9).
func (c *Contract) effective(s *situation, n *notice, given calendar.Date) (calendar.Date, bool) {
	if n.Grace > 0 {
		given = term.Graced(given, n.Grace, n.days)
	}
	floor := later(c.entry.Start, c.minimum)
	last, ok := c.counter.Effective(given, n.Period, func(d calendar.Date) (calendar.Date, bool) {
		return c.exit(s, n.Exit, later(d, floor))
	})
	if end, ends, _ := c.natural(s); ends && (!ok || least(end, last) == end) {
		return end, true // it ends by itself before notice could
	}
	return last, ok
}

// exit returns the first day on d or later on which notice can take effect. A
// term without end ends on any day.
func (c *Contract) exit(s *situation, e term.Exit, d calendar.Date) (calendar.Date, bool) {
	if e != term.TermEnd && e != "" {
		return c.counter.Exit(e, s.chain, c.entry.Start, d)
	}
	t := c.running(s, d)
	if t.Last.IsZero() {
		return d, c.endless(s, t)
	}
	return t.Last, d.Compare(t.Last) <= 0
}

func (c *Contract) endBy(s *situation, f *fact) Guard {
	last := f.Last
	if last.IsZero() {
		if last = f.On; f.Kind == Replace {
			last = last.Prev()
		}
	}
	if f.Kind == End && last.Compare(f.On) < 0 {
		return GuardNotPast
	}
	if !s.end.IsZero() && last.Compare(s.end) > 0 {
		return GuardNotLater
	}
	s.endings = slices.DeleteFunc(slices.Clone(s.endings), func(e Ending) bool { return e.Kind == f.Kind })
	s.endings = append(s.endings, Ending{f.Kind, SideEither, last, f.ID})
	return ""
}

func (c *Contract) takeOption(s *situation, on calendar.Date) Guard {
	r := &s.ver.renewal
	switch t, ok := s.chain.Term(s.final); {
	case r.Kind != RenewalExpress:
		return GuardExpress
	case len(s.endings) > 0:
		return GuardNotEnding
	case r.Max > 0 && s.final >= r.Max:
		return GuardLeft
	case !ok || t.Last.IsZero() || s.chain.Renewal().IsZero():
		return GuardHasTerm
	default:
		w, ok := c.optionWindow(r, t)
		if !ok || on.Compare(w.Opens) < 0 || on.Compare(w.Closes) > 0 {
			return GuardWindow
		}
		s.final++
		return ""
	}
}

// optionWindow returns the days on which the renewal after a term can be taken
// expressly (K11). Where the contract does not say when it opens or closes,
// that is the first or the last day of the term.
func (c *Contract) optionWindow(r *Renewal, t term.Term) (w term.Window, ok bool) {
	w, ok = term.Window{Opens: t.First, Closes: t.Last}, true
	if !r.Opens.IsZero() {
		w.Opens, ok = c.counter.Opens(t.Last, r.Opens)
	}
	if !r.Closes.IsZero() && ok {
		w.Closes, ok = c.counter.Latest(t.Last, r.Closes)
	}
	return w, ok
}

// amend replaces sections from a day on (K23). Another renewal begins after the
// running term, whose last day stays.
func (c *Contract) amend(s *situation, f *fact) Guard {
	next := f.amend.over(s.ver, f.On)
	if f.amend.has.renewal {
		t := c.running(s, f.On)
		if c.endless(s, t) && next.renewal.Kind != RenewalEvergreen {
			return GuardKeepsEnd
		}
		chain := *s.chain
		if t.Last.IsZero() {
			chain = chain.From(t.N, t.First, t.Last) // it may have come after the terms of the chain
		}
		chain = chain.Renewed(t.N, c.renewalLength(next))
		if !t.First.IsZero() {
			s.chain, s.final = &chain, t.N
		}
	}
	s.ver = next
	return ""
}

// extend moves the last day of the running term, and what was to end before the
// new one, to a later day.
func (c *Contract) extend(s *situation, state State, f *fact) Guard {
	t := c.running(s, f.On)
	var chain term.Chain
	switch {
	case c.entry.Start.IsZero():
		return GuardHasTerm
	case t.Last.IsZero() && state == Unknown:
		if f.Last.Compare(f.On) < 0 || !s.end.IsZero() && f.Last.Compare(s.end) <= 0 {
			return GuardLater
		}
		chain = c.counter.ChainTo(c.entry.Start, f.Last, s.chain.Renewal())
	case t.Last.IsZero():
		return GuardHasTerm
	case f.Last.Compare(t.Last) <= 0 || !s.end.IsZero() && f.Last.Compare(s.end) <= 0 || f.Last.Compare(f.On) < 0:
		return GuardLater
	default:
		chain = s.chain.EndingOn(t.N, f.Last)
	}
	s.chain = &chain
	s.endings = slices.Clone(s.endings)
	for i := range s.endings {
		s.endings[i].Last = later(s.endings[i].Last, f.Last)
	}
	return ""
}

// reinstate puts a contract that has ended in force again: in a term of its own
// to the last day given, else in the terms as if it had not ended. A suspension
// is over then; the days until then still move the end of its term.
func (c *Contract) reinstate(s *situation, f *fact) Guard {
	if c.entry.Start.IsZero() {
		return GuardHasTerm
	}
	s.endings = nil
	if !f.Last.IsZero() {
		first := later(f.On, c.entry.Start)
		if f.Last.Compare(first) < 0 {
			return GuardNotPast
		}
		last := c.running(s, s.end)
		n := last.N + 1
		if s.end.Compare(last.First) < 0 {
			n = last.N // it ended before its first day
		}
		chain := s.chain.From(n, first, f.Last)
		s.chain, s.final, s.susp = &chain, n, nil
		return ""
	}
	if s.susp != nil && (s.susp.last.IsZero() || s.susp.last.Compare(f.On) >= 0) {
		c.resume(s, f.On)
	}
	if end, ends, _ := c.natural(s); ends && end.Compare(f.On) < 0 {
		return GuardHasTerm
	}
	return ""
}

// acknowledge marks the next deadline of each side, of one kind or of all that
// are listed.
func (c *Contract) acknowledge(s *situation, f *fact) Guard {
	n := len(s.acks)
	s.acks = slices.Clip(s.acks)
	for src := range c.sources(s, f.On, f.Of) {
		var dl Deadline
		ok := src.next(&dl)
		for ok && dl.Latest.Compare(f.On) < 0 {
			ok = src.next(&dl)
		}
		if ok {
			s.acks = append(s.acks, acknowledged{dl.Kind, dl.By, dl.Latest})
		}
	}
	if len(s.acks) == n {
		return GuardDeadline
	}
	return ""
}
