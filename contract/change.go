package contract

import (
	"iter"
	"slices"

	"github.com/slakit/slakit/calendar"
)

// A Change is something that happens to a contract on a day, for whoever acts
// on it.
type Change struct {
	Contract string        `json:"contract"`
	Day      calendar.Date `json:"day"`
	Kind     ChangeKind    `json:"kind"`
	// Before and After are the states, different where the state changes.
	Before State `json:"before"`
	After  State `json:"after"`
	// Fact is the fact that made it; empty for what time alone did.
	Fact string `json:"fact,omitzero"`
	// Term is the number of the term that begins, or that a window belongs to.
	Term int `json:"term,omitzero"`
	// Deadline is the window that opens, or has closed the day before; zero for
	// other kinds.
	Deadline Deadline `json:"deadline,omitzero"`
}

// A ChangeKind says what happens.
type ChangeKind string

// The kinds of change.
const (
	ChangeState   ChangeKind = "state"   // the state changes
	ChangeFact    ChangeKind = "fact"    // a fact takes effect that leaves the state as it is
	ChangeRefused ChangeKind = "refused" // a fact has no effect
	ChangeRenewed ChangeKind = "renewed" // another term begins
	ChangeOpened  ChangeKind = "opened"  // the first day to take an option
	ChangeClosed  ChangeKind = "closed"  // the first day too late for an option or a notice
)

// Changes yields what happens on the days from one to before another, by day,
// then in written order, with all that is recorded.
func (r *Register) Changes(from, until calendar.Date) iter.Seq[Change] {
	return func(yield func(Change) bool) {
		if from.IsZero() || until.IsZero() {
			return
		}
		var all []Change
		for _, c := range r.contracts.all() {
			all = c.changes(all, from, until)
		}
		slices.SortStableFunc(all, func(a, b Change) int { return a.Day.Compare(b.Day) })
		for i := range all {
			if !yield(all[i]) {
				return
			}
		}
	}
}

// changes appends those of one contract, by day.
func (c *Contract) changes(all []Change, from, until calendar.Date) []Change {
	begin := len(all)
	last := c.spans[len(c.spans)-1]
	within := func(d calendar.Date) bool { return d.Compare(from) >= 0 && d.Compare(until) < 0 }
	if last.from.Compare(from) >= 0 || c.refused != nil {
		before := Draft
		c.fold(c.facts, func(sp span, f *fact, refused Guard) {
			ch := Change{Contract: c.entry.ID, Day: sp.from, Kind: ChangeState, Before: before, After: sp.state}
			if f != nil {
				ch.Fact = f.ID
			}
			switch {
			case refused != "":
				ch.Kind = ChangeRefused
			case before == sp.state:
				ch.Kind = ChangeFact
			}
			if before = sp.state; within(ch.Day) {
				all = append(all, ch)
			}
		})
	}
	for i := range c.spans {
		sp := &c.spans[i]
		if sp.state != Active && sp.state != Suspended {
			continue
		}
		first, end := later(sp.from, from), until
		if i+1 < len(c.spans) {
			end = least(c.spans[i+1].from, until)
		}
		if first.Compare(end) == -1 {
			all = c.windows(all, sp, first, end)
		}
	}
	slices.SortStableFunc(all[begin:], func(a, b Change) int { return a.Day.Compare(b.Day) })
	return all
}

// windows appends the renewals and the windows of a span, on the days from one
// to before another.
func (c *Contract) windows(all []Change, sp *span, from, until calendar.Date) []Change {
	// on reports whether later days may be asked about, too.
	on := func(d calendar.Date, kind ChangeKind, dl Deadline) bool {
		if d.Compare(until) >= 0 {
			return false
		}
		if d.Compare(from) >= 0 {
			ch := Change{Contract: c.entry.ID, Day: d, Kind: kind, Before: sp.state, After: sp.state, Term: dl.Term}
			if kind != ChangeRenewed {
				ch.Deadline = c.prove(sp.s, dl)
			}
			all = append(all, ch)
		}
		return true
	}
	for dl := range c.ahead(sp.s, from, DeadlineRenewal) {
		if !on(dl.Latest, ChangeRenewed, dl) {
			break
		}
	}
	for _, kind := range []DeadlineKind{DeadlineNotice, DeadlineOption} {
		for dl := range c.ahead(sp.s, from.Prev(), kind) {
			on(dl.Opens, ChangeOpened, dl)
			if !on(dl.Latest.Next(), ChangeClosed, dl) {
				break
			}
		}
	}
	return all
}
