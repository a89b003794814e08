package contract

// A State is where a contract stands in its life (K15).
type State string

// The states. A contract that is about to end, or is talked about, is still
// active: that is said beside the state.
const (
	Draft      State = "draft"
	InReview   State = "in-review"
	Approved   State = "approved" // agreed, and begins later
	Active     State = "active"
	Suspended  State = "suspended"
	Expired    State = "expired"    // its last day has passed
	Terminated State = "terminated" // ended by notice or agreement, or for cause
	Replaced   State = "replaced"   // by a successor
	Cancelled  State = "cancelled"  // never came into force
	Unknown    State = "unknown"    // a field is missing (K1)
)

// A Tab is the list in which a contract is shown: exactly one on any day (K2).
type Tab string

// The tabs.
const (
	Preliminary Tab = "preliminary"
	Current     Tab = "current"
	Past        Tab = "past"
)

// tab returns the tab of a state; of an unknown one the last that is certain.
func (s State) tab(begun bool) Tab {
	switch s {
	case Draft, InReview, Approved:
		return Preliminary
	case Active, Suspended:
		return Current
	case Unknown:
		if begun {
			return Current
		}
		return Preliminary
	default:
		return Past
	}
}

// ended reports whether the contract was in life and is over.
func (s State) ended() bool { return s == Expired || s == Terminated || s == Replaced }
