package contract

import (
	"time"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/credit"
)

// A Fact is something that happened to a contract or was decided about it.
// Facts are only ever added; a wrong one is corrected by another (K18). They
// apply by effective day, then recorded instant, then id (K17).
type Fact struct {
	// ID is unique in the contract.
	ID   string   `json:"id"`
	Kind FactKind `json:"kind"`
	// On is the day from which the fact has its effect: of a notice the day on
	// which it was received, of a suspension its first day, of a replacement
	// the first day of the successor.
	On calendar.Date `json:"on"`
	// Recorded is the instant at which it came to be known.
	Recorded time.Time `json:"recorded"`
	// By says who recorded it; kept and not interpreted.
	By string `json:"by,omitzero"`

	// Side gave or withdraws the notice: us or party.
	Side Side `json:"side,omitzero"`
	// Sent is the day on which a notice was sent, for contracts in which that
	// counts (K21).
	Sent calendar.Date `json:"sent,omitzero"`
	// Last is the last day: in force, of an end (by default the day itself), an
	// extension or a reinstatement; of a suspension (zero: until it is resumed).
	Last calendar.Date `json:"last,omitzero"`
	// MoveEnd adds the suspended days to the running term (K19).
	MoveEnd bool `json:"moveEnd,omitzero"`
	// Cause says why an end was agreed or declared; kept and not interpreted.
	Cause string `json:"cause,omitzero"`
	// Successor is the contract that replaces this one.
	Successor string `json:"successor,omitzero"`
	// Renegotiation is how a renegotiation stands: open, agreed or failed.
	Renegotiation Renegotiation `json:"renegotiation,omitzero"`
	// Of is the kind of deadline that is acknowledged; empty means all that are
	// next.
	Of DeadlineKind `json:"of,omitzero"`
	// Amend holds the sections that an amendment replaces.
	Amend *Amendment `json:"amend,omitzero"`
	// Corrects is the id of the fact that a correction voids, or replaces by
	// Fact. The replacement keeps that id and that recorded instant.
	Corrects string `json:"corrects,omitzero"`
	Fact     *Fact  `json:"fact,omitzero"`

	Reason string `json:"reason,omitzero"`
	Note   string `json:"note,omitzero"`
}

// An Amendment replaces whole sections of a contract from a day on (K23). A
// section that is not written stays; an empty list empties it.
type Amendment struct {
	Party       *Party              `json:"party,omitzero"`
	Responsible *string             `json:"responsible,omitzero"`
	Renewal     *Renewal            `json:"renewal,omitzero"`
	Notice      []Notice            `json:"notice,omitzero"`
	Cost        []cost.Definition   `json:"cost,omitzero"`
	Rows        []Row               `json:"rows,omitzero"`
	Credits     []credit.Definition `json:"credits,omitzero"`
	Reminders   []ReminderRule      `json:"reminders,omitzero"`
	Note        string              `json:"note,omitzero"`
}

// A FactKind says what happened.
type FactKind string

// The kinds of fact (K16).
const (
	Submit         FactKind = "submit"          // for review
	Return         FactKind = "return"          // from review, to be worked on
	Reject         FactKind = "reject"          // in review
	Approve        FactKind = "approve"         // it will be in force from its start
	Withdraw       FactKind = "withdraw"        // before its start
	Suspend        FactKind = "suspend"         // from a day on
	Resume         FactKind = "resume"          // what was suspended
	GiveNotice     FactKind = "notice"          // by one side
	WithdrawNotice FactKind = "withdraw-notice" // by the side that gave it
	End            FactKind = "end"             // agreed, or for cause
	TakeOption     FactKind = "option"          // renew expressly
	Amend          FactKind = "amend"           // replace sections
	Extend         FactKind = "extend"          // the running term to another last day
	Replace        FactKind = "replace"         // by a successor
	Reinstate      FactKind = "reinstate"       // what has ended
	Renegotiate    FactKind = "renegotiate"     // open, agreed or failed
	Acknowledge    FactKind = "acknowledge"     // a deadline ahead
	Correct        FactKind = "correct"         // another fact
)

var factKinds = []FactKind{
	Submit, Return, Reject, Approve, Withdraw, Suspend, Resume, GiveNotice, WithdrawNotice, End, TakeOption, Amend, Extend,
	Replace, Reinstate, Renegotiate, Acknowledge, Correct,
}

// A Renegotiation is how talks about a contract stand, beside its state.
type Renegotiation string

// How a renegotiation stands.
const (
	RenegotiationOpen   Renegotiation = "open"
	RenegotiationAgreed Renegotiation = "agreed"
	RenegotiationFailed Renegotiation = "failed"
)

var renegotiations = []Renegotiation{RenegotiationOpen, RenegotiationAgreed, RenegotiationFailed}
