package contract

import (
	"iter"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/term"
)

// A source is a list of deadlines of one kind and side, in order. Each next
// costs no memory, because reminders ask for many.
type source struct {
	c    *Contract
	s    *situation
	kind DeadlineKind
	n    *notice // of the notice days and exits of an entry
	// Of notice days and renewals: the next term, and the last if there is one.
	k, limit int
	limited  bool
	near     *periodRange // terms that end after it are of no interest; nil
	// Of exits: the next one. Of a single day: that, and whether it is to come.
	exit   calendar.Date
	single Deadline
	more   bool
}

// sources yields the lists of deadlines whose last day is not before a day: of
// one kind, or of those that [Contract.Deadlines] lists.
func (c *Contract) sources(s *situation, from calendar.Date, of DeadlineKind) iter.Seq[source] {
	return func(yield func(source) bool) {
		if of == "" || of == DeadlineNotice {
			for i := range s.ver.notices {
				if src := c.noticeDays(s, &s.ver.notices[i], from); src.more && !yield(src) {
					return
				}
			}
		}
		switch of {
		case "":
			if !yield(c.one(c.optionDay(s, from))) {
				return
			}
			yield(c.one(c.endDay(s, from)))
		case DeadlineNotice:
		case DeadlineOption:
			yield(c.one(c.optionDay(s, from)))
		case DeadlineEnd:
			yield(c.one(c.endDay(s, from)))
		case DeadlineExit:
			for i := range s.ver.notices {
				if !yield(c.exits(s, &s.ver.notices[i], from)) {
					return
				}
			}
		case DeadlineRenewal:
			yield(c.renewals(s, from))
		default:
			yield(c.one(c.plainDay(s, of, from)))
		}
	}
}

func (c *Contract) one(dl Deadline, ok bool) source { return source{c: c, single: dl, more: ok} }

// next puts the next deadline into dl and reports whether there is one.
func (src *source) next(dl *Deadline) bool {
	switch {
	case !src.more:
		return false
	case src.kind == DeadlineNotice:
		return src.nextNotice(dl)
	case src.kind == DeadlineRenewal:
		return src.nextRenewal(dl)
	case src.kind == DeadlineExit:
		return src.nextExit(dl)
	default:
		src.more = false
		*dl = src.single
		return true
	}
}

// noticeDays lists the notice days of an entry, for the terms that end on a day
// or later.
func (c *Contract) noticeDays(s *situation, n *notice, from calendar.Date) source {
	src := source{c: c, s: s, kind: DeadlineNotice, n: n}
	if s.phase != Approved || c.entry.Start.IsZero() || len(s.endings) > 0 || s.ver.renewal.Kind == "" {
		return src
	}
	src.limit, src.limited, _ = c.limit(s)
	src.k, _, src.more = s.chain.LastFrom(from)
	return src
}

func (src *source) nextNotice(dl *Deadline) bool {
	for ; !src.limited || src.k <= src.limit; src.k++ {
		end, ok := src.s.chain.Last(src.k)
		if !ok || src.near != nil && end.Compare(src.near.until) >= 0 {
			break
		}
		last, ok := src.c.lastExit(src.s, src.n, end)
		if !ok {
			continue // nobody can leave with this term
		}
		if last != end {
			if before, _ := src.s.chain.Last(src.k - 1); last.Compare(before) <= 0 {
				continue // it is an exit of the term before
			}
		}
		latest, safe, ok := src.near.noticeDays(src.c.counter, last, src.n.Period)
		if !ok {
			continue
		}
		*dl = Deadline{Kind: DeadlineNotice, By: src.n.By, Term: src.k, Latest: latest, Safe: safe, Last: last}
		src.k++
		return true
	}
	src.more = false
	return false
}

// lastExit returns the last exit of an entry that is not after the end of a
// term: that end, where it is one.
func (c *Contract) lastExit(s *situation, n *notice, end calendar.Date) (calendar.Date, bool) {
	last := end
	if n.Exit != term.TermEnd && n.Exit != "" && n.Exit != term.AnyDay {
		for d := end.AddDays(-366); ; {
			exit, ok := c.counter.Exit(n.Exit, s.chain, c.entry.Start, d)
			if !ok || exit.Compare(end) > 0 {
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
	case s.phase != Approved:
	case of == DeadlineStart:
		d = c.entry.Start
	case of == DeadlineMinimum:
		d = c.minimum
	}
	if !own && !s.end.IsZero() && s.end.Compare(d) < 0 {
		return Deadline{}, false // it does not come so far
	}
	return Deadline{Kind: of, Latest: d, Safe: d, Last: d}, !d.IsZero() && d.Compare(from) >= 0
}

// renewals lists the first days of the renewals that begin on a day or later.
func (c *Contract) renewals(s *situation, from calendar.Date) source {
	src := source{c: c, s: s, kind: DeadlineRenewal}
	if s.phase != Approved || c.entry.Start.IsZero() {
		return src
	}
	var open bool
	if src.limit, src.limited, open = c.limit(s); open {
		src.limit++
	}
	src.k, src.more = c.running(s, from.Prev()).N+1, true
	return src
}

func (src *source) nextRenewal(dl *Deadline) bool {
	last, ok := src.s.chain.Last(src.k - 1)
	if !ok || src.limited && src.k > src.limit || !src.s.end.IsZero() && src.s.end.Compare(last) <= 0 {
		src.more = false
		return false
	}
	first := last.Next()
	*dl = Deadline{Kind: DeadlineRenewal, Term: src.k, Latest: first, Safe: first, Last: first}
	src.k++
	return true
}

// exits lists the rolling deadlines of an entry of a contract without end.
func (c *Contract) exits(s *situation, n *notice, from calendar.Date) source {
	src := source{c: c, s: s, kind: DeadlineExit, n: n}
	if s.phase != Approved || c.entry.Start.IsZero() || !s.end.IsZero() || n.Exit == term.AnyDay || n.Exit == term.TermEnd || n.Exit == "" {
		return src
	}
	if _, limited, open := c.limit(s); limited && open {
		src.exit, src.more = c.effective(s, n, from)
	}
	return src
}

func (src *source) nextExit(dl *Deadline) bool {
	c := src.c
	now := src.exit
	latest, safe, ok := c.counter.NoticeDays(now, src.n.Period)
	if !ok {
		src.more = false
		return false
	}
	src.exit, src.more = c.counter.Exit(src.n.Exit, src.s.chain, c.entry.Start, now.Next())
	*dl = Deadline{Kind: DeadlineExit, By: src.n.By, Term: c.running(src.s, now).N, Latest: latest, Safe: safe, Last: now}
	return true
}
