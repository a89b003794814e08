package contract

import "slices"

// A transition is a line of the one table of the lifecycle (K16): what a fact
// does in some states. Where to is empty the state stays what the days make
// it. The guards are asked in their order.
type transition struct {
	fact   FactKind
	from   []State
	to     State
	guards []Guard
}

// A Guard is a condition on a fact; one that fails refuses it (K18).
type Guard string

// The guards. GuardState is the table itself: the fact has no place in the
// state.
const (
	GuardState     Guard = "state"
	GuardNotBegun  Guard = "not-begun"     // the contract has not begun
	GuardRight     Guard = "right"         // the side may end the contract by notice
	GuardNoneGiven Guard = "none-given"    // no notice of the side stands
	GuardGiven     Guard = "given"         // a notice of the side stands
	GuardExit      Guard = "exit"          // there is a day on which notice takes effect
	GuardNotPast   Guard = "not-past"      // the last day is not before the day of the fact
	GuardNotLater  Guard = "not-later"     // the last day is not after the present one
	GuardLater     Guard = "later"         // the last day is after the present one
	GuardHasTerm   Guard = "has-term"      // there is a running term with a last day, or the fact gives one
	GuardExpress   Guard = "express"       // the renewal is express
	GuardNotEnding Guard = "not-ending"    // no notice stands, and no end is agreed
	GuardLeft      Guard = "renewals-left" // fewer renewals than the maximum
	GuardWindow    Guard = "window"        // from the day the option opens to the day it closes
	GuardKeepsEnd  Guard = "keeps-end"     // a contract without end is not given terms
	GuardNoneOpen  Guard = "none-open"     // no renegotiation is open
	GuardOpen      Guard = "open"          // a renegotiation is open
	GuardDeadline  Guard = "deadline"      // there is such a deadline ahead
)

var (
	inLife   = []State{Approved, Active, Suspended}
	allLife  = []State{Approved, Active, Suspended, Unknown}
	anyState = []State{Draft, InReview, Approved, Active, Suspended, Expired, Terminated, Replaced, Cancelled, Unknown}
)

// table is the lifecycle.
var table = []transition{
	{Submit, []State{Draft}, InReview, nil},
	{Return, []State{InReview}, Draft, nil},
	{Reject, []State{InReview}, Cancelled, nil},
	{Approve, []State{Draft, InReview}, Approved, nil},
	{Withdraw, []State{Draft, InReview, Approved, Unknown}, Cancelled, []Guard{GuardNotBegun}},
	{Suspend, []State{Active}, Suspended, nil},
	{Resume, []State{Suspended}, Active, nil},
	{GiveNotice, inLife, "", []Guard{GuardRight, GuardNoneGiven, GuardExit}},
	{WithdrawNotice, inLife, "", []Guard{GuardGiven}},
	{End, allLife, "", []Guard{GuardNotPast, GuardNotLater}},
	{TakeOption, inLife, "", []Guard{GuardExpress, GuardNotEnding, GuardLeft, GuardHasTerm, GuardWindow}},
	{Amend, allLife, "", []Guard{GuardKeepsEnd}},
	{Extend, allLife, "", []Guard{GuardHasTerm, GuardLater}},
	{Replace, allLife, "", []Guard{GuardNotLater}},
	{Reinstate, []State{Expired, Terminated, Replaced}, Active, []Guard{GuardNotPast, GuardHasTerm}},
	{Renegotiate, allLife, "", []Guard{GuardNoneOpen, GuardOpen}},
	{Acknowledge, allLife, "", []Guard{GuardDeadline}},
	{Correct, anyState, "", nil},
}

// passages are the lines of the lifecycle that time alone writes.
var passages = []struct {
	from []State
	to   State
	when string
}{
	{[]State{Approved}, Active, "its first day"},
	{[]State{Suspended}, Active, "the day after the suspension"},
	{[]State{Active, Suspended}, Expired, "the day after its last term"},
	{allLife, Terminated, "the day after notice or an agreed end takes effect"},
	{allLife, Replaced, "the first day of the successor"},
	{inLife, Unknown, "the day from which a missing field matters"},
}

// permitted returns the line of the table for a fact in a state, or nil.
func permitted(k FactKind, s State) *transition {
	for i := range table {
		if t := &table[i]; t.fact == k {
			if slices.Contains(t.from, s) {
				return t
			}
			return nil
		}
	}
	return nil
}
