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
		n := s.ver.notice(by)
		if n == nil {
			return
		}
		src := c.exits(s, n, from)
		for dl := (Deadline{}); src.next(&dl); {
			if !yield(c.prove(s, dl)) {
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
		type list struct {
			source
			head Deadline
		}
		var lists []list
		for src := range c.sources(s, from, of) {
			var head Deadline
			if src.next(&head) {
				lists = append(lists, list{src, head})
			}
		}
		for len(lists) > 0 {
			first := 0
			for i := range lists {
				if lists[i].head.Latest.Compare(lists[first].head.Latest) < 0 {
					first = i
				}
			}
			if !yield(lists[first].head) {
				return
			}
			if !lists[first].next(&lists[first].head) {
				lists = append(lists[:first], lists[first+1:]...)
			}
		}
	}
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
