package contract_test

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"
	"time"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/prop"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/sla"
)

// draw makes a case from a seed.
type draw struct {
	*rand.Rand
	fault fault
}

func pick[T any](r draw, from ...T) T { return from[r.Intn(len(from))] }

// law checks a property, which says what is wrong or "", on drawn cases. A part
// of the cases is enough for the costly ones. Then it proves that the law bites:
// on answers with one of the faults the property must fail.
func law(t *testing.T, part int, property func(r draw) string, faults ...fault) {
	t.Helper()
	parameters := gopter.DefaultTestParametersWithSeed(20260305)
	cases := *lawCases
	if testing.Short() {
		cases = min(cases, 100)
	}
	parameters.MinSuccessfulTests = max(cases/part, min(cases, 30))
	seeds := func(p *gopter.GenParameters) *gopter.GenResult {
		return gopter.NewGenResult(p.NextInt64(), gopter.NoShrinker)
	}
	var wrong string
	result := prop.ForAll(func(seed int64) bool {
		wrong = property(newDraw(seed))
		return wrong == ""
	}, seeds).Check(parameters)
	require.True(t, result.Passed(), "%s %v", wrong, result.Error)
	for _, f := range faults {
		require.True(t, bites(f, 1000, property), "the law holds although %s", f)
	}
}

// modelContract draws what was agreed, with terms of a few months.
func (r draw) modelContract() modelContract {
	c := modelContract{fault: r.fault, start: modelDay("2026-01-01") + r.Intn(120), kind: pick(r, "none", "express", "tacit", "tacit", "tacit", "evergreen", "")}
	if c.kind != "evergreen" && r.Intn(12) > 0 {
		c.months = 1 + r.Intn(5)
	}
	if r.Intn(30) == 0 {
		c.start = 0
	}
	if c.kind == "tacit" || c.kind == "express" {
		c.renewal, c.max = pick(r, 0, 1, 2, 4), pick(r, 0, 0, 1, 3)
	}
	if c.kind == "tacit" && c.max > 0 {
		c.then = pick(r, "", "end", "evergreen")
	}
	if c.kind == "express" {
		c.opens, c.closes = pick(r, 0, 2, 3), pick(r, 0, 1, 2)
	}
	c.minimum = pick(r, 0, 0, 0, 3)
	exit := func() string { return pick(r, "", "term-end", "term-end", "month-end", "any-day") }
	if r.Intn(5) > 0 {
		c.us = modelNotice{1 + r.Intn(4), exit()}
	}
	if r.Intn(3) > 0 {
		c.party = modelNotice{1 + r.Intn(4), exit()}
	}
	return c
}

// modelFact draws a fact on a day, of a contract that has so many already.
func (r draw) modelFact(day, before int) modelFact {
	f := scopeFacts[r.Intn(len(scopeFacts))]
	if before == 0 && r.Intn(4) > 0 {
		f = modelFact{kind: "approve"}
	}
	f.day = day
	switch {
	case f.kind == "correct":
		if before == 0 {
			return modelFact{kind: "submit", day: day}
		}
		f.last = r.Intn(before)
	case f.last != 0:
		f.last = day + r.Intn(90)
	}
	if f.kind == "notice" || f.kind == "withdraw-notice" {
		f.side = pick(r, "us", "party")
	}
	return f
}

func (r draw) modelFacts(most int) (facts []modelFact) {
	for range r.Intn(most + 1) {
		day := modelDay("2025-12-20") + r.Intn(300)
		if len(facts) > 0 && r.Intn(4) == 0 { // several facts of a day
			day = facts[len(facts)-1].day
		}
		facts = append(facts, r.modelFact(day, len(facts)))
	}
	return facts
}

var drawnServices = []string{"email", "print", "phones"}

// row draws a row with some of the facts that tickets have.
func (r draw) row(id string) contract.Row {
	row := contract.Row{ID: id, ServiceLevel: pick(r, "gold", "silver", ""), Rank: r.Intn(2)}
	if r.Intn(4) > 0 {
		row.Service = pick(r, drawnServices...)
	}
	values := map[string][]string{
		"object": {"pc1", "pc2", "car/7"}, "person": {"eva", "!vip", "per"}, "department": {"it", "schools"},
		"branch": {"hq", "hq/malmo", "!lund"}, "objectType": {"computer", "phone"}, "team": {"a", "b"},
	}
	for _, name := range []string{"object", "person", "department", "branch", "objectType", "team"} {
		if r.Intn(6) == 0 {
			if row.Covers == nil {
				row.Covers = map[string][]string{}
			}
			row.Covers[name] = append(row.Covers[name], pick(r, values[name]...))
			if other := pick(r, values[name]...); r.Intn(3) == 0 && other != row.Covers[name][0] {
				row.Covers[name] = append(row.Covers[name], other)
			}
		}
	}
	return row
}

// entry draws a whole contract with facts.
func (r draw) entry(id string) contract.Entry {
	c := r.modelContract()
	e := c.entry(id)
	facts := r.modelFacts(5)
	if r.Intn(4) > 0 {
		facts = append([]modelFact{{kind: "approve", day: modelDay("2025-12-01") + r.Intn(60)}}, facts...)
	}
	e.Facts = c.facts(facts)
	e.Kind = pick(r, contract.Customer, contract.Supplier)
	e.Party = contract.Party{Name: pick(r, "A", "B"), Internal: r.Intn(2) == 0}
	rows := func() (list []contract.Row) {
		list = []contract.Row{}
		for i := range r.Intn(4) {
			list = append(list, r.row(fmt.Sprintf("r%d", i)))
		}
		return list
	}
	e.Rows = rows()
	for i := range e.Facts {
		f := &e.Facts[i]
		f.Recorded = modelDate(f.On.Sub(epoch)).Add(time.Duration(r.Intn(40)-20) * 24 * time.Hour).Add(time.Duration(r.Intn(86400)) * time.Second)
		switch {
		case f.Amend != nil && r.Intn(2) == 0:
			f.Amend.Rows = rows()
		case f.Amend != nil && r.Intn(3) == 0:
			f.Amend.Party = &contract.Party{Name: pick(r, "A", "B"), Internal: r.Intn(2) == 0}
		case f.Kind == contract.Replace && e.Kind == contract.Customer:
			f.Successor = "successor-c"
		}
	}
	return e
}

func (r draw) ticketFacts() sla.Facts {
	f := sla.Facts{"service": {pick(r, drawnServices...)}}
	for _, choice := range []struct {
		name   string
		values []string
	}{
		{"branch", []string{"hq", "hq/malmo", "lund"}},
		{"department", []string{"it", "schools"}},
		{"object", []string{"pc1", "pc2", "car/7", "car"}},
		{"objectType", []string{"computer", "phone"}},
		{"other", []string{"x"}},
		{"person", []string{"eva", "vip", "per"}},
		{"team", []string{"a", "b", ""}},
	} {
		if r.Intn(2) == 0 {
			f[choice.name] = append(f[choice.name], pick(r, choice.values...))
			if r.Intn(4) == 0 {
				f[choice.name] = append(f[choice.name], pick(r, choice.values...))
			}
		}
	}
	return f
}

// definition is a register in a zone with a clock change, with a working week.
func (r draw) definition() contract.Definition {
	return contract.Definition{
		Zone: pick(r, "Europe/Stockholm", "America/Havana", "Asia/Beirut"), Owner: "anna", Calendar: "office", Loose: r.Intn(3) == 0,
		Calendars: []calendar.Definition{{Name: "office", Zone: "Europe/Stockholm", Hours: []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}}}},
		Contracts: []contract.Entry{{ID: "successor", Kind: contract.Supplier}, {ID: "successor-c", Kind: contract.Customer}},
	}
}

func compile(t testing.TB, def contract.Definition) *contract.Register {
	t.Helper()
	r, err := contract.Compile(def, nil)
	require.NoError(t, err)
	return r
}

func factLines(e *contract.Entry) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%v %v %v %+v %+v\n", e.Start, e.Term, e.Last, e.Renewal, e.Notice)
	for i := range e.Facts {
		f := &e.Facts[i]
		fmt.Fprintf(&b, "  %s %s on %v recorded %s %s %v %v %v\n", f.ID, f.Kind, f.On, f.Recorded.Format(time.RFC3339), f.Side, f.Last, f.MoveEnd, f.Corrects)
	}
	return b.String()
}

func newDraw(seed int64) draw { return draw{Rand: rand.New(rand.NewSource(seed))} }
