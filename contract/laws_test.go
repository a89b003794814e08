package contract_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/commands"
	"github.com/leanovate/gopter/gen"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/term"
	"github.com/slakit/slakit/sla"
)

// TestLawModel: a contract is what the model lives, whatever is drawn.
func TestLawModel(t *testing.T) {
	r := emptyRegister(t)
	law(t, 1, func(d draw) string {
		c := d.modelContract()
		facts := append([]modelFact{{kind: "approve", day: modelDay("2025-12-15")}}, d.modelFacts(7)...)
		if wrong := compare(r, c, facts, modelDay("2025-12-01"), modelDay("2027-03-01")); wrong != "" {
			return wrong + "\n" + describe(c, facts)
		}
		return ""
	}, forgetsWithdrawals)
}

// A history is what commands have recorded so far.
type history struct {
	c     modelContract
	facts []modelFact
}

// addFact records one more fact, on any day.
type addFact struct{ seed int64 }

func (a addFact) fact(h history) modelFact {
	d := newDraw(a.seed)
	return d.modelFact(modelDay("2025-12-20")+d.Intn(300), len(h.facts))
}

func (a addFact) Run(sut commands.SystemUnderTest) commands.Result {
	s := sut.(*recorded)
	s.history.facts = append(s.history.facts, a.fact(s.history))
	return compare(s.r, s.history.c, s.history.facts, modelDay("2025-12-01"), modelDay("2026-12-31"))
}

func (a addFact) NextState(state commands.State) commands.State {
	h := state.(history)
	h.facts = append(slices.Clone(h.facts), a.fact(h))
	return h
}

func (addFact) PreCondition(commands.State) bool { return true }

func (addFact) PostCondition(_ commands.State, result commands.Result) *gopter.PropResult {
	if wrong := result.(string); wrong != "" {
		return &gopter.PropResult{Status: gopter.PropFalse, Labels: []string{wrong}}
	}
	return &gopter.PropResult{Status: gopter.PropTrue}
}

func (a addFact) String() string { return fmt.Sprintf("fact %d", a.seed) }

// recorded is the register that commands act on.
type recorded struct {
	r       *contract.Register
	history history
}

// TestLawCommands: after each of a series of facts, in any order of days, the
// contract is what the model lives.
func TestLawCommands(t *testing.T) {
	r := emptyRegister(t)
	parameters := gopter.DefaultTestParametersWithSeed(20260305)
	parameters.MinSuccessfulTests = max(*lawCases/10, 1)
	parameters.MaxSize = 12
	prototype := &commands.ProtoCommands{
		NewSystemUnderTestFunc: func(initial commands.State) commands.SystemUnderTest {
			return &recorded{r, initial.(history)}
		},
		InitialStateGen: gen.Int64().Map(func(seed int64) history {
			return history{newDraw(seed).modelContract(), []modelFact{{kind: "approve", day: modelDay("2025-12-10")}}}
		}),
		GenCommandFunc: func(commands.State) gopter.Gen {
			return gen.Int64().Map(func(seed int64) commands.Command { return addFact{seed} })
		},
	}
	properties := gopter.NewProperties(parameters)
	properties.Property("the contract is what the model lives", commands.Prop(prototype))
	properties.TestingRun(t)
	require.True(t, bites(forgetsWithdrawals, 1000, func(d draw) string {
		s := &recorded{r, history{d.modelContract(), []modelFact{{kind: "approve", day: modelDay("2025-12-10")}}}}
		for range 12 {
			if wrong := (addFact{d.Int63()}).Run(s); wrong != "" {
				return wrong.(string)
			}
		}
		return ""
	}), "the law holds although %s", forgetsWithdrawals)
}

// TestLawOrderOfFacts: it does not matter in which order facts are given, and
// there is exactly one tab on any day, which moves forward unless a contract is
// reinstated.
func TestLawOrderOfFacts(t *testing.T) {
	base := compile(t, newDraw(1).definition())
	law(t, 1, func(d draw) string {
		e := d.entry("x")
		_, ca := d.with(t, base, e)
		shuffled := e
		shuffled.Facts = slices.Clone(e.Facts)
		d.Shuffle(len(shuffled.Facts), func(i, j int) {
			shuffled.Facts[i], shuffled.Facts[j] = shuffled.Facts[j], shuffled.Facts[i]
		})
		_, cb := d.with(t, base, shuffled)
		tabs := []contract.Tab{contract.Preliminary, contract.Current, contract.Past}
		before := 0
		for day := day("2025-11-20"); day.Compare(epoch.AddDays(modelDay("2027-06-01"))) < 0; day = day.AddDays(3) {
			sa, sb := ca.On(day), cb.On(day)
			if fmt.Sprint(sa) != fmt.Sprint(sb) {
				return fmt.Sprintf("%v: %v or %v\n%s", day, sa, sb, factLines(&e))
			}
			tab := slices.Index(tabs, d.tab(sa))
			reinstated := slices.ContainsFunc(e.Facts, func(f contract.Fact) bool { return f.Kind == contract.Reinstate })
			if tab < 0 || tab < before && !reinstated {
				return fmt.Sprintf("%v: %s after %s\n%s", day, sa.Tab, tabs[before], factLines(&e))
			}
			before = tab
		}
		return ""
	}, ordersByArrival, revives)
}

// TestLawTerms: terms follow each other without gap or overlap, except where a
// contract was out of force and reinstated; the running term is one of them;
// the last one ends on the last day in force.
func TestLawTerms(t *testing.T) {
	base := compile(t, newDraw(1).definition())
	law(t, 1, func(d draw) string {
		e := d.entry("x")
		_, c := d.with(t, base, e)
		reinstated := slices.ContainsFunc(e.Facts, func(f contract.Fact) bool { return f.Kind == contract.Reinstate })
		var terms []term.Term
		for t := range d.terms(c) {
			if n := len(terms); n > 0 && !reinstated && (t.First != terms[n-1].Last.Next() || t.N != terms[n-1].N+1) {
				return fmt.Sprintf("%v after %v\n%s", t, terms[n-1], factLines(&e))
			}
			if !t.Last.IsZero() && t.Last.Compare(t.First) < 0 {
				return fmt.Sprintf("an empty term, %v\n%s", t, factLines(&e))
			}
			if terms = append(terms, t); len(terms) == 40 {
				break
			}
		}
		for on := day("2026-01-01"); on.Year() < 2027; on = on.AddDays(7) {
			s := c.On(on)
			if s.State != contract.Active || len(terms) == 0 || reinstated {
				continue
			}
			i := slices.IndexFunc(terms, func(t term.Term) bool { return t.Compare(on) == 0 })
			if i < 0 || terms[i].N != s.Term.N || terms[i].First != s.Term.First {
				return fmt.Sprintf("%v: the running term %v is none of %v\n%s", on, s.Term, terms, factLines(&e))
			}
		}
		return ""
	}, startsOnLast)
}

// TestLawNotice: what EndIfNotice says is what a notice does; on the latest
// notice day the next term is not owed, the day after it is (K10).
func TestLawNotice(t *testing.T) {
	base := compile(t, newDraw(1).definition())
	checked := 0
	law(t, 1, func(d draw) string {
		c := d.modelContract()
		e := c.entry("x")
		e.Facts = c.facts([]modelFact{{kind: "approve", day: modelDay("2025-12-15")}})
		_, k := d.with(t, base, e)
		on := epoch.AddDays(modelDay("2025-12-20") + d.Intn(400))
		side := pick(d, contract.SideUs, contract.SideParty)
		last, ok := d.endIfNotice(k, side, on)
		given, err := k.Record(contract.Fact{ID: "n", Kind: contract.GiveNotice, Side: side, On: on, Recorded: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err == nil {
			after, err := base.With(given)
			require.NoError(t, err)
			k, _ := after.Contract("x")
			s := k.On(on)
			// What ends on the last day of a term is not an earlier end of it.
			if !ok || s.Ending.Last != last {
				return fmt.Sprintf("notice by %s on %v: %v %v, but it ends on %v\n%s", side, on, last, ok, s.Ending.Last, factLines(&e))
			}
		}
		for dl := range k.Deadlines(on) {
			if dl.Latest.Sub(on) > 800 {
				break
			}
			if dl.Kind != contract.DeadlineNotice || dl.By != side {
				continue
			}
			in, _ := d.endIfNotice(k, side, dl.Latest)
			late, okLate := d.endIfNotice(k, side, dl.Latest.Next())
			state := k.On(dl.Latest.Next()).State
			next, _ := d.endIfNotice(k, side, dl.Latest)
			if state != contract.Active && state != contract.Approved {
				break
			}
			if in.Compare(dl.Last) > 0 || next != in {
				return fmt.Sprintf("%+v: notice on the latest day ends it on %v\n%s", dl, in, factLines(&e))
			}
			if s := k.On(dl.Latest); okLate && late.Compare(dl.Last) <= 0 && s.Renewal != contract.RenewalEnds && s.Renewal != contract.RenewalLapsed && e.Renewal.Kind == contract.RenewalTacit && e.Renewal.Max == 0 {
				return fmt.Sprintf("%+v: notice a day late still ends it on %v\n%s", dl, late, factLines(&e))
			}
			checked++
			break
		}
		return ""
	}, missesLatest)
	require.NotZero(t, checked)
}

// TestLawCoverIsEvaluate: of each kind the register and an sla engine with its
// agreements choose the same row (K27).
func TestLawCoverIsEvaluate(t *testing.T) {
	covered, bare := 0, 0
	law(t, 10, func(d draw) string {
		def := d.definition()
		for i := range 3 + d.Intn(12) {
			def.Contracts = append(def.Contracts, d.entry(fmt.Sprintf("c%d", i)))
		}
		r := compile(t, def)
		if len(r.Agreements()) == 0 {
			return "" // an engine wants one
		}
		engine, err := sla.Compile(sla.Definition{
			Calendars: []calendar.Definition{{Name: "always", Zone: pick(d, "UTC", "Asia/Tokyo"), Hours: []calendar.Hours{{Days: "daily", Open: "00:00", Close: "24:00"}}}},
			ServiceLevels: []sla.ServiceLevel{
				{ID: "gold", Calendar: "always", Targets: []sla.Target{{Metric: sla.Resolution, Within: "4h"}}},
				{ID: "silver", Calendar: "always", Targets: []sla.Target{{Metric: sla.Resolution, Within: "8h"}}},
			},
			Agreements: r.Agreements(),
		}, nil)
		require.NoError(t, err)
		for range 10 {
			at := time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(d.Intn(400*24*60)) * time.Minute)
			if d.Intn(3) == 0 { // the first instant of a day, and the one before it
				at = at.Truncate(24 * time.Hour).Add(-time.Duration(d.Intn(4)) * time.Hour).Add(-time.Duration(d.Intn(2)))
			}
			facts := d.ticketFacts()
			report, err := engine.Evaluate(sla.Ticket{ID: "t", Events: []sla.Event{{At: at, Name: sla.Opened, Facts: facts}}}, at)
			if err != nil && !errors.Is(err, sla.ErrNoAgreement) {
				return err.Error()
			}
			chosen := map[sla.Kind]string{}
			for _, reading := range report.Readings {
				chosen[reading.Kind] = reading.Agreement
			}
			taken := map[sla.Kind]string{}
			for c := range r.Candidates(facts, d.at(at)) {
				if c.Taken {
					taken[c.AgreementKind] = c.Agreement
				}
			}
			if fmt.Sprint(chosen) != fmt.Sprint(taken) {
				return fmt.Sprintf("%v at %v: sla chooses %v, the register %v", facts, at, chosen, taken)
			}
			first := ""
			for _, kind := range []sla.Kind{sla.SLA, sla.OLA, sla.UC} {
				if first == "" {
					first = chosen[kind]
				}
			}
			if c, ok := r.Cover(facts, d.at(at)); c.Agreement != first || ok != (first != "") {
				return fmt.Sprintf("%v at %v: sla chooses %v, Cover says %+v", facts, at, chosen, c)
			}
			if first == "" {
				bare++
			} else {
				covered++
			}
		}
		return ""
	}, otherDay)
	require.Greater(t, covered, bare/10)
	t.Logf("%d tickets covered, %d not", covered, bare)
}

// TestLawWithIsCompile: a register to which entries were given one after the
// other is the one compiled from all, also after many.
func TestLawWithIsCompile(t *testing.T) {
	law(t, 10, func(d draw) string {
		def := d.definition()
		r := compile(t, def)
		for i := range 4 + d.Intn(100) {
			e := d.entry(fmt.Sprintf("c%d", d.Intn(i+1)))
			r, _ = d.with(t, r, e)
			if place := slices.IndexFunc(def.Contracts, func(o contract.Entry) bool { return o.ID == e.ID }); place >= 0 {
				def.Contracts[place] = e
			} else {
				def.Contracts = append(def.Contracts, e)
			}
		}
		whole := compile(t, def)
		if d.Intn(2) == 0 {
			at := time.Date(2026, 1+time.Month(d.Intn(10)), 1+d.Intn(28), d.Intn(24), 0, 0, 0, time.UTC)
			for i := range def.Contracts {
				e := &def.Contracts[i]
				e.Facts = slices.DeleteFunc(slices.Clone(e.Facts), func(f contract.Fact) bool { return f.Recorded.After(at) })
				// A fact recorded before what it corrects is no fact of that time.
				e.Facts = slices.DeleteFunc(e.Facts, func(f contract.Fact) bool {
					return f.Kind == contract.Correct && !slices.ContainsFunc(e.Facts, func(o contract.Fact) bool { return o.ID == f.Corrects })
				})
			}
			r, whole = r.AsOf(at), compile(t, def)
		}
		if a, b := asText(t, r.Agreements()), asText(t, whole.Agreements()); a != b {
			return a + "\n-- and --\n" + b
		}
		facts, at := d.ticketFacts(), time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
		a, okA := r.Cover(facts, at)
		b, okB := whole.Cover(facts, at)
		if okA != okB || a != b {
			return fmt.Sprintf("%+v and %+v", a, b)
		}
		on := day("2026-06-01")
		if a, b := asText(t, slices.Collect(r.Findings(on))), asText(t, slices.Collect(whole.Findings(on))); a != b {
			return a + "\n-- and --\n" + b
		}
		return ""
	}, keepsOld)
}

func asText(t testing.TB, v any) string {
	t.Helper()
	data, err := json.MarshalIndent(v, "", " ")
	require.NoError(t, err)
	return string(data)
}

// TestLawSharesNothing: neither changing the definition after Compile, nor what
// was returned, changes a register, and an entry survives JSON.
func TestLawSharesNothing(t *testing.T) {
	law(t, 10, func(d draw) string {
		def := d.definition()
		def.Contracts = append(def.Contracts, d.entry("x"))
		r := compile(t, def)
		c, _ := r.Contract("x")
		before := asText(t, d.entryOf(c, &def.Contracts[2]))
		var back contract.Definition
		text, err := json.Marshal(def)
		require.NoError(t, err)
		back, err = contract.Parse(text)
		require.NoError(t, err, string(text))
		if again := asText(t, back); again != asText(t, def) {
			return "JSON does not survive\n" + again
		}
		for _, e := range []*contract.Entry{&def.Contracts[2], ptr(d.entryOf(c, &def.Contracts[2]))} {
			e.Name = "changed"
			for i := range e.Rows {
				e.Rows[i].ID = "changed"
				for name := range e.Rows[i].Covers {
					e.Rows[i].Covers[name][0] = "changed"
				}
			}
			for i := range e.Facts {
				e.Facts[i].ID = "changed"
				if a := e.Facts[i].Amend; a != nil && a.Renewal != nil {
					a.Renewal.Kind = "changed"
				}
			}
		}
		if after := asText(t, d.entryOf(c, &def.Contracts[2])); after != before {
			return after
		}
		return ""
	}, aliases)
}

func ptr[T any](v T) *T { return &v }
