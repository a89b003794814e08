package contract

import "iter"

// A Passage is a way from one state to another, or one that leaves the state as
// it is, in the lifecycle (K16).
type Passage struct {
	From State `json:"from"`
	To   State `json:"to"`
	// Fact is what makes it; empty for what time alone does, which When says.
	Fact FactKind `json:"fact,omitzero"`
	When string   `json:"when,omitzero"`
	// Guards are the conditions, asked in their order.
	Guards []Guard `json:"guards,omitzero"`
}

// Lifecycle yields every passage of the one table that decides it: those of
// facts, in the order of the table, then those of time. Correct stands outside
// the states and is not among them.
func Lifecycle() iter.Seq[Passage] {
	return func(yield func(Passage) bool) {
		for _, t := range table {
			if t.fact == Correct {
				continue
			}
			for _, from := range t.from {
				to := t.to
				if to == "" {
					to = from
				}
				if !yield(Passage{From: from, To: to, Fact: t.fact, Guards: append([]Guard(nil), t.guards...)}) {
					return
				}
			}
		}
		for _, p := range passages {
			for _, from := range p.from {
				if !yield(Passage{From: from, To: p.to, When: p.when}) {
					return
				}
			}
		}
	}
}

// States yields every state in the order of the lifecycle.
func States() iter.Seq[State] {
	return func(yield func(State) bool) {
		for _, s := range anyState {
			if !yield(s) {
				return
			}
		}
	}
}

// Tab returns the list in which a contract in the state is shown; of an unknown
// one Current, though before its start it is Preliminary (K2).
func (s State) Tab() Tab { return s.tab(true) }
