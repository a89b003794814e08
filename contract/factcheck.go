package contract

import (
	"slices"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/internal/problem"
)

// factsOf compiles the facts of a contract.
func (c *compiler) factsOf(path string, defs []Fact, k *Contract) []fact {
	if len(defs) == 0 || c.limit(path, len(defs), maxFacts, "facts") {
		return nil
	}
	facts := make([]fact, len(defs))
	seen := make(map[string]int, len(defs))
	for i := range slices.Backward(defs) {
		seen[defs[i].ID] = i // the first of those with the id
	}
	for i := range defs {
		at := c.index(path, i)
		facts[i] = c.compileFact(at, &defs[i], k, seen)
		if first := seen[defs[i].ID]; first != i && defs[i].ID != "" {
			c.problems.Add(c.at(at, ".id"), slakit.ErrDuplicate, "another fact has the id %.80q", defs[i].ID)
		}
	}
	return facts
}

// compileFact checks one fact. The ids of all facts are known.
func (c *compiler) compileFact(path string, f *Fact, k *Contract, ids map[string]int) fact {
	c.name(c.at(path, ".id"), f.ID)
	c.required(c.at(path, ".kind"), string(f.Kind), factNames)
	if f.On.IsZero() && f.Kind != Correct {
		c.problems.Add(c.at(path, ".on"), slakit.ErrRequired, "the day from which it has its effect")
	}
	if f.Recorded.IsZero() {
		c.problems.Add(c.at(path, ".recorded"), slakit.ErrRequired, "the instant at which it was recorded")
	}
	c.text(c.at(path, ".by"), f.By)
	c.text(c.at(path, ".cause"), f.Cause)
	c.text(c.at(path, ".reason"), f.Reason)
	c.text(c.at(path, ".note"), f.Note)
	c.belongs(path, f)
	k2 := fact{Fact: f}
	switch f.Kind {
	case GiveNotice, WithdrawNotice:
		c.required(c.at(path, ".side"), string(f.Side), sideOneNames)
	case Suspend:
		if !f.Last.IsZero() && f.Last.Compare(f.On) < 0 {
			c.problems.Add(c.at(path, ".last"), slakit.ErrInvalid, "%v is before the first day, %v", f.Last, f.On)
		}
	case Extend:
		if f.Last.IsZero() {
			c.problems.Add(c.at(path, ".last"), slakit.ErrRequired, "the new last day")
		}
	case Replace:
		if c.name(c.at(path, ".successor"), f.Successor) {
			c.successor(c.at(path, ".successor"), f.Successor, &k.entry)
		}
	case Renegotiate:
		c.required(c.at(path, ".renegotiation"), string(f.Renegotiation), renegotiationNames)
	case Acknowledge:
		c.deadlineKind(c.at(path, ".of"), f.Of, k.entry.Kind)
	case Amend:
		if f.Amend == nil {
			c.problems.Add(c.at(path, ".amend"), slakit.ErrRequired, "the sections that it replaces")
			break
		}
		k2.amend = c.amendment(c.at(path, ".amend"), f.Amend, k)
	case Correct:
		c.correction(path, f, k, ids, &k2)
	}
	return k2
}

// belongs refuses what a fact of its kind does not have.
func (c *compiler) belongs(path string, f *Fact) {
	for _, has := range [...]struct {
		key     string
		written bool
		kinds   []FactKind
	}{
		{".side", f.Side != "", []FactKind{GiveNotice, WithdrawNotice}},
		{".sent", !f.Sent.IsZero(), []FactKind{GiveNotice}},
		{".last", !f.Last.IsZero(), []FactKind{Suspend, End, Extend, Replace, Reinstate}},
		{".moveEnd", f.MoveEnd, []FactKind{Suspend}},
		{".cause", f.Cause != "", []FactKind{End}},
		{".successor", f.Successor != "", []FactKind{Replace}},
		{".renegotiation", f.Renegotiation != "", []FactKind{Renegotiate}},
		{".of", f.Of != "", []FactKind{Acknowledge}},
		{".amend", f.Amend != nil, []FactKind{Amend}},
		{".corrects", f.Corrects != "", []FactKind{Correct}},
		{".fact", f.Fact != nil, []FactKind{Correct}},
	} {
		if has.written && !slices.Contains(has.kinds, f.Kind) && slices.Contains(factKinds, f.Kind) {
			c.problems.Add(c.at(path, has.key), slakit.ErrInvalid, "a fact of kind %q has none, only %s", f.Kind, oneOf(names(has.kinds)))
		}
	}
}

func (c *compiler) successor(path, id string, e *Entry) {
	if id == e.ID {
		c.problems.Add(path, slakit.ErrInvalid, "the contract itself")
		return
	}
	if c.find == nil {
		return // With looks at others
	}
	switch next := c.find(id); {
	case next == nil:
		c.problems.Add(path, slakit.ErrUnknown, "contract %.80q", id)
	case next.Kind != e.Kind:
		c.problems.Add(path, slakit.ErrInvalid, "contract %.80q is of kind %q, want %q", id, next.Kind, e.Kind)
	}
}

// correction checks a fact that corrects another.
func (c *compiler) correction(path string, f *Fact, k *Contract, ids map[string]int, into *fact) {
	_, known := ids[f.Corrects]
	switch {
	case f.Corrects == "":
		c.problems.Add(c.at(path, ".corrects"), slakit.ErrRequired, "the id of the fact that it corrects")
	case f.Corrects == f.ID:
		c.problems.Add(c.at(path, ".corrects"), slakit.ErrInvalid, "the fact itself")
	case !known:
		c.problems.Add(c.at(path, ".corrects"), slakit.ErrUnknown, "fact %.80q%s", f.Corrects, problem.DidYouMean(f.Corrects, sortedKeys(ids)))
	}
	if f.Fact == nil {
		return
	}
	instead := *f.Fact
	at := c.at(path, ".fact")
	switch {
	case instead.Kind == Correct:
		c.problems.Add(c.at(at, ".kind"), slakit.ErrInvalid, "a correction, want the fact as it should have been")
		return
	case instead.ID != "" && instead.ID != f.Corrects:
		c.problems.Add(c.at(at, ".id"), slakit.ErrInvalid, "%.80q, want %.80q or none: it takes the place of that fact", instead.ID, f.Corrects)
	}
	instead.ID = f.Corrects
	if instead.Recorded.IsZero() {
		instead.Recorded = f.Recorded
	}
	if instead.ID == "" {
		return
	}
	compiled := c.compileFact(at, &instead, k, ids)
	into.instead = &compiled
}

// amendment compiles the sections that an amendment replaces.
func (c *compiler) amendment(path string, a *Amendment, k *Contract) *amendment {
	e := &k.entry
	into := &amendment{}
	if a.Party != nil {
		into.has.party, into.party = true, *a.Party
		c.name(c.at(path, ".party.name"), a.Party.Name)
	}
	if a.Responsible != nil {
		into.has.responsible, into.responsible = true, *a.Responsible
		c.responsible(c.at(path, ".responsible"), *a.Responsible)
	}
	if a.Renewal != nil {
		into.has.renewal, into.renewal = true, *a.Renewal
		c.required(c.at(path, ".renewal.kind"), string(a.Renewal.Kind), renewalNames)
		c.renewal(c.at(path, ".renewal"), a.Renewal)
	}
	if a.Notice != nil {
		into.has.notice, into.notices = true, c.notices(c.at(path, ".notice"), a.Notice)
	}
	costs, rows := e.Cost, e.Rows
	if a.Cost != nil {
		into.has.cost, into.costs, into.lines = true, a.Cost, c.lines(c.at(path, ".cost"), a.Cost)
		costs = a.Cost
	}
	if a.Rows != nil {
		into.has.rows, into.rows = true, c.rows(c.at(path, ".rows"), a.Rows, e)
		rows = a.Rows
	}
	if a.Credits != nil {
		into.has.credits, into.credits = true, a.Credits
		c.credits(c.at(path, ".credits"), a.Credits, rows, costs)
	}
	if a.Reminders != nil {
		into.has.reminders, into.reminders = true, a.Reminders
		into.plan = c.plan(c.at(path, ".reminders"), a.Reminders, e.Kind)
	}
	if into.has == (amendment{}).has {
		c.problems.Add(path, slakit.ErrRequired, "at least one section: party, responsible, renewal, notice, cost, rows, credits or reminders")
	}
	c.text(c.at(path, ".note"), a.Note)
	return into
}
