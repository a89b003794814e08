package credit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/internal/problem"
)

// A State is where a credit stands on its way to the customer.
type State string

// The states. Void, Forfeited, Rejected, Settled and Returned are final.
const (
	Void      State = "void"      // there is nothing to pay
	Due       State = "due"       // computed; to be claimed, where that is needed
	Claimed   State = "claimed"   // the customer asked for it in time
	Disputed  State = "disputed"  // one side does not agree
	Accepted  State = "accepted"  // both sides agree
	Rejected  State = "rejected"  // it is not paid
	Settled   State = "settled"   // paid, or set off against an invoice
	Forfeited State = "forfeited" // not claimed in time
	Returned  State = "returned"  // earned back in full before it was settled
)

// A Move is what somebody did about a credit on a day.
type Move struct {
	Kind string        `json:"kind"` // claim, accept, dispute, reject, settle
	On   calendar.Date `json:"on"`
	Note string        `json:"note,omitzero"`
}

// moves says what may be done in a state, and where it leads. A credit that
// need not be claimed can be accepted, disputed or settled at once.
var moves = map[State]map[string]State{
	Due:      {"claim": Claimed, "accept": Accepted, "dispute": Disputed, "settle": Settled},
	Claimed:  {"accept": Accepted, "dispute": Disputed, "reject": Rejected},
	Disputed: {"accept": Accepted, "reject": Rejected},
	Accepted: {"settle": Settled, "dispute": Disputed},
}

// State returns where the credit stands on a day, after the moves up to that
// day, in their order. The error names the first move that is not permitted:
// of an unknown kind ([slakit.ErrUnknown]), before the one before it, in a
// state that does not allow it, or a claim after ClaimBy ([slakit.ErrInvalid]).
func (c Credit) State(all []Move, on calendar.Date) (State, error) {
	state := Due
	if c.Amount.Sign() <= 0 {
		state = Void
	}
	for i, m := range all {
		switch {
		case i > 0 && m.On.Compare(all[i-1].On) < 0:
			return state, problem.New(slakit.ErrInvalid, "moves[%d]: found %v, want a day from %v on", i, m.On, all[i-1].On)
		case m.On.Compare(on) > 0:
			return c.aged(state, on), nil
		}
		next, err := c.move(c.aged(state, m.On), m)
		if err != nil {
			return state, fmt.Errorf("moves[%d]: %w", i, err)
		}
		state = next
	}
	return c.aged(state, on), nil
}

// aged returns the state that a day brings about by itself.
func (c Credit) aged(state State, on calendar.Date) State {
	open := slices.Contains([]State{Due, Claimed, Disputed, Accepted}, state)
	switch {
	case open && c.Returned.Equal(c.Amount) && on.Compare(c.ReturnedIn.Last) > 0:
		return Returned
	case state == Due && !c.ClaimBy.IsZero() && on.Compare(c.ClaimBy) > 0:
		return Forfeited
	}
	return state
}

func (c Credit) move(state State, m Move) (State, error) {
	kinds := []string{"claim", "accept", "dispute", "reject", "settle"}
	if !slices.Contains(kinds, m.Kind) {
		return state, problem.New(slakit.ErrUnknown, "found %q%s, want one of %s", clip(m.Kind), problem.DidYouMean(m.Kind, kinds), strings.Join(kinds, ", "))
	}
	next, ok := moves[state][m.Kind]
	if !ok || state == Due && m.Kind != "claim" && !c.ClaimBy.IsZero() {
		return state, problem.New(slakit.ErrInvalid, "found %s on %v, which a credit that is %s does not allow", m.Kind, m.On, state)
	}
	return next, nil
}
