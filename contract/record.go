package contract

import (
	"fmt"
	"iter"

	"github.com/slakit/slakit/calendar"
)

// A RefusedError is a fact that the lifecycle refuses (K18).
type RefusedError struct {
	Contract string
	Fact     string // its id
	Kind     FactKind
	State    State // in which it was to apply
	Guard    Guard
}

// Error says which guard refused which fact in which state.
func (e *RefusedError) Error() string {
	if e.Guard == GuardState {
		return fmt.Sprintf("contract %s: fact %s: %s is refused in state %s", e.Contract, e.Fact, e.Kind, e.State)
	}
	return fmt.Sprintf("contract %s: fact %s: %s is refused in state %s by guard %s", e.Contract, e.Fact, e.Kind, e.State, e.Guard)
}

// Record returns the entry with a fact added, to be stored and given to
// [Register.With]. The error is a *[RefusedError] if the lifecycle refuses the
// fact where it stands in the order of K17, or holds the problems of a
// malformed fact, each as a [slakit.FieldError]. Facts that other facts make
// void later are not looked at.
func (c *Contract) Record(f Fact) (Entry, error) {
	e := c.Entry()
	e.Facts = append(e.Facts, cloneFact(&f))
	check := newCompiler()
	check.set, check.find = c.set, nil
	k := *c
	k.entry = e
	k.all = check.factsOf("facts", e.Facts, &k)
	if err := check.problems.Err(); err != nil {
		return Entry{}, err
	}
	_, refused := k.fold(effective(k.all), nil)
	for _, r := range refused {
		if r.fact.ID == f.ID {
			return Entry{}, &RefusedError{c.entry.ID, f.ID, f.Kind, r.state, r.guard}
		}
	}
	return e, nil
}

// Permitted yields the kinds of fact that may be recorded on a day, as far as
// that does not depend on what the fact says, in the order of the lifecycle:
// those for which the table has a line and no guard stands in the way.
func (c *Contract) Permitted(d calendar.Date) iter.Seq[FactKind] {
	return func(yield func(FactKind) bool) {
		sp := at(c.spans, d)
		for _, kind := range factKinds {
			if c.permits(sp, kind, d) && !yield(kind) {
				return
			}
		}
	}
}

func (c *Contract) permits(sp *span, kind FactKind, d calendar.Date) bool {
	if permitted(kind, sp.state) == nil {
		return false
	}
	try := func(f Fact) bool {
		f.Kind, f.On = kind, d
		compiled := fact{Fact: &f, amend: &amendment{}}
		_, guard := c.apply(sp.s, sp.state, &compiled)
		return guard == ""
	}
	switch kind {
	case GiveNotice, WithdrawNotice:
		return try(Fact{Side: SideUs}) || try(Fact{Side: SideParty})
	case Extend, Reinstate:
		return try(Fact{Last: lastDate})
	case Renegotiate:
		return try(Fact{Renegotiation: RenegotiationOpen}) || try(Fact{Renegotiation: RenegotiationAgreed})
	case Correct:
		return len(c.all) > 0
	default:
		return try(Fact{})
	}
}
