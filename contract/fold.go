package contract

import (
	"cmp"
	"slices"
	"sort"

	"github.com/slakit/slakit/calendar"
)

// A fact is a compiled [Fact].
type fact struct {
	*Fact
	amend   *amendment // what Amend says
	instead *fact      // Corrects by Fact
}

// effective returns the facts that count, in the order of K17: corrections are
// carried out, the latest first, because a correction can be corrected too.
func effective(all []fact) []fact {
	var corrections []fact
	for _, f := range all {
		if f.Kind == Correct {
			corrections = append(corrections, f)
		}
	}
	slices.SortFunc(corrections, func(a, b fact) int {
		return cmp.Or(b.Recorded.Compare(a.Recorded), cmp.Compare(b.ID, a.ID))
	})
	corrected := map[string]*fact{} // the correction that counts, by the id it corrects
	for i := range corrections {
		if f := &corrections[i]; corrected[f.ID] == nil && corrected[f.Corrects] == nil {
			corrected[f.Corrects] = f
		}
	}
	facts := make([]fact, 0, len(all))
	for _, f := range all {
		switch by := corrected[f.ID]; {
		case f.Kind == Correct:
		case by == nil:
			facts = append(facts, f)
		case by.instead != nil:
			instead := *by.instead
			replacement := *instead.Fact
			replacement.ID, replacement.Recorded = f.ID, f.Recorded
			instead.Fact = &replacement
			facts = append(facts, instead)
		}
	}
	sortFacts(facts)
	return facts
}

func sortFacts(facts []fact) {
	slices.SortFunc(facts, func(a, b fact) int {
		return cmp.Or(a.On.Compare(b.On), a.Recorded.Compare(b.Recorded), cmp.Compare(a.ID, b.ID))
	})
}

// A Step is a moment in the life of a contract, and why it came.
type Step struct {
	// On is the day; the state holds from then on.
	On    calendar.Date `json:"on"`
	State State         `json:"state"`
	// Fact is the fact that made it, empty for what time alone did.
	Fact string   `json:"fact,omitzero"`
	Kind FactKind `json:"kind,omitzero"`
	// Refused is the guard that refused the fact, which then had no effect.
	Refused Guard `json:"refused,omitzero"`
	// Text says it in words.
	Text string `json:"text"`
}

// A refusal is a fact that the table refuses, and why.
type refusal struct {
	fact  fact
	state State
	guard Guard
}

// fold turns the facts into ranges of days. It calls visit, which may be nil,
// for every step.
func (c *Contract) fold(facts []fact, visit func(span, *fact, Guard)) (spans []span, refused []refusal) {
	spans = append(make([]span, 0, len(facts)+3), span{state: Draft, s: c.initial()})
	push := func(next span) {
		if top := &spans[len(spans)-1]; top.from == next.from {
			*top = next
		} else {
			spans = append(spans, next)
		}
	}
	pass := func(until calendar.Date) {
		top := spans[len(spans)-1]
		for d := c.boundary(top.s, top.from); !d.IsZero() && (until.IsZero() || d.Compare(until) <= 0); d = c.boundary(top.s, d) {
			if next := (span{d, c.state(top.s, d), top.s}); next.state != spans[len(spans)-1].state {
				push(next)
				if visit != nil {
					visit(next, nil, "")
				}
			}
		}
	}
	for i := range facts {
		f := &facts[i]
		pass(f.On)
		top := spans[len(spans)-1]
		s, guard := c.apply(top.s, top.state, f)
		next := span{f.On, top.state, s}
		if guard == "" {
			next.state = c.state(s, f.On)
			push(next)
		} else {
			refused = append(refused, refusal{*f, top.state, guard})
		}
		if visit != nil {
			visit(next, f, guard)
		}
	}
	pass(calendar.Date{})
	return spans, refused
}

// foldAll folds the facts of the contract.
func (c *Contract) foldAll() {
	c.facts = effective(c.all)
	c.spans, c.refused = c.fold(c.facts, nil)
	c.last, c.settled = c.spans[len(c.spans)-1].s, calendar.Date{}
	for i := range c.all {
		f := &c.all[i]
		for _, d := range [...]calendar.Date{f.On, c.set.zone.DateOf(f.Recorded)} {
			c.settled = later(c.settled, d)
		}
		if f.instead != nil {
			c.settled = later(c.settled, f.instead.On)
		}
	}
}

// at returns the span that holds a day.
func at(spans []span, d calendar.Date) *span {
	return &spans[sort.Search(len(spans)-1, func(i int) bool { return spans[i+1].from.Compare(d) > 0 })]
}
