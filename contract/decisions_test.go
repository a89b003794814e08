package contract_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/term"
	"github.com/slakit/slakit/sla"
)

// Each test holds a decision of the semantics, by its number.

// fact writes a fact that is recorded at noon of its day.
func fact(id string, kind contract.FactKind, on string, more ...func(*contract.Fact)) contract.Fact {
	f := contract.Fact{ID: id, Kind: kind, On: day(on), Recorded: noon(day(on))}
	for _, m := range more {
		m(&f)
	}
	return f
}

func bySide(s contract.Side) func(*contract.Fact) { return func(f *contract.Fact) { f.Side = s } }
func until(s string) func(*contract.Fact)         { return func(f *contract.Fact) { f.Last = day(s) } }
func moving(f *contract.Fact)                     { f.MoveEnd = true }

func yearly(facts ...contract.Fact) contract.Entry {
	e := tacit("2026-01-01", "P1Y", "P1Y", "P3M")
	e.Facts = facts
	return e
}

func TestDecisionK1UnknownIsNotGuessed(t *testing.T) {
	for _, tt := range []struct {
		e       contract.Entry
		on      string
		state   contract.State
		tab     contract.Tab
		missing []string
	}{
		{contract.Entry{Start: day("2026-01-01"), Term: length("P1Y")}, "2026-06-01", contract.Active, contract.Current, []string{"renewal"}},
		{contract.Entry{Start: day("2026-01-01"), Term: length("P1Y")}, "2027-01-01", contract.Unknown, contract.Current, []string{"renewal"}},
		{contract.Entry{Start: day("2026-01-01"), Renewal: contract.Renewal{Kind: contract.RenewalNone}}, "2025-12-31", contract.Approved, contract.Preliminary, []string{"term"}},
		{contract.Entry{Start: day("2026-01-01"), Renewal: contract.Renewal{Kind: contract.RenewalNone}}, "2026-01-01", contract.Unknown, contract.Current, []string{"term"}},
		{contract.Entry{Start: day("2026-01-01"), Renewal: contract.Renewal{Kind: contract.RenewalEvergreen}}, "2099-01-01", contract.Active, contract.Current, nil},
		{contract.Entry{Start: day("2026-01-01"), Last: day("2026-12-31"), Renewal: contract.Renewal{Kind: contract.RenewalTacit}}, "2027-01-01", contract.Unknown, contract.Current, []string{"renewal.term"}},
	} {
		_, c := peer(t, tt.e)
		s := c.On(day(tt.on))
		require.Equal(t, []any{tt.state, tt.tab, tt.missing}, []any{s.State, s.Tab, s.Missing}, "%+v", tt)
	}
	// Without a start a contract stays preliminary for ever.
	r := compile(t, contract.Definition{Zone: "UTC", Contracts: []contract.Entry{{
		ID: "x", Kind: contract.Supplier, Term: length("P1Y"), Renewal: contract.Renewal{Kind: contract.RenewalNone}, Facts: []contract.Fact{fact("1", contract.Approve, "2026-01-01")},
	}}})
	c, _ := r.Contract("x")
	s := c.On(day("2030-01-01"))
	require.Equal(t, []any{contract.Unknown, contract.Preliminary, []string{"start"}}, []any{s.State, s.Tab, s.Missing})
	var why []string
	for step := range c.Why(day("2030-01-01")) {
		why = append(why, step.Text)
	}
	require.Equal(t, []string{"approve", "start is missing"}, why)
}

func TestDecisionK2LastDayIsCurrent(t *testing.T) {
	_, c := peer(t, contract.Entry{Start: day("2026-01-01"), Last: day("2026-12-31"), Renewal: contract.Renewal{Kind: contract.RenewalNone}})
	for d, tab := range map[string]contract.Tab{
		"2025-12-30": contract.Preliminary, "2025-12-31": contract.Preliminary, "2026-01-01": contract.Current, "2026-12-31": contract.Current, "2027-01-01": contract.Past,
	} {
		require.Equal(t, tab, c.On(day(d)).Tab, d)
	}
}

func TestDecisionK5Anchors(t *testing.T) {
	e := tacit("2024-01-31", "P1M", "P1M", "P14D")
	firsts := func(e contract.Entry) (list []string) {
		_, c := peer(t, e)
		for t := range c.Terms() {
			if list = append(list, t.First.String()); len(list) == 4 {
				break
			}
		}
		return list
	}
	require.Equal(t, []string{"2024-01-31", "2024-03-01", "2024-03-31", "2024-05-01"}, firsts(e))
	e.Rules.LastDay = term.ExclusiveMinusOne
	require.Equal(t, []string{"2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"}, firsts(e))
	// After an extension the anchor is the day after the new end.
	e.Rules.LastDay = ""
	e.Facts = []contract.Fact{fact("1", contract.Extend, "2024-02-10", until("2024-03-15"))}
	require.Equal(t, []string{"2024-01-31", "2024-03-16", "2024-04-16", "2024-05-16"}, firsts(e))
}

func TestDecisionK8Roll(t *testing.T) {
	def := contract.Definition{
		Zone: "UTC", Calendar: "work", Rules: term.Rules{Roll: "following"},
		Calendars: []calendar.Definition{{Name: "work", Zone: "UTC", Hours: []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}}}},
	}
	e := tacit("2026-01-01", "P1Y", "P1Y", "P30D")
	e.ID, e.Kind = "x", contract.Supplier
	e.Facts = []contract.Fact{fact("1", contract.Approve, "2025-12-01")}
	def.Contracts = []contract.Entry{e}
	c, _ := compile(t, def).Contract("x")
	dl := nextNotice(t, c, "2028-01-01") // ends Sunday 31 December 2028: 1 December is a Friday
	require.Equal(t, "2028-12-01", dl.Latest.String())
	dl = nextNotice(t, c, "2026-01-01") // 1 December 2026 is a Tuesday
	require.Equal(t, "2026-12-01 2026-11-30", fmt.Sprint(dl.Latest, " ", dl.Safe))
	dl = nextNotice(t, c, "2029-01-01") // 1 December 2029 is a Saturday
	require.Equal(t, "2029-12-03 2029-11-30", fmt.Sprint(dl.Latest, " ", dl.Safe))
	require.Contains(t, dl.Proof.String(), "moved to 2029-12-03")
	last, _ := c.EndIfNotice(contract.SideUs, day("2029-12-03"))
	require.Equal(t, "2029-12-31", last.String(), "what is rolled is in time")
	last, _ = c.EndIfNotice(contract.SideUs, day("2029-12-04"))
	require.Equal(t, "2030-12-31", last.String())
}

func TestDecisionK9LateNoticeSkipsTerms(t *testing.T) {
	_, c := peer(t, tacit("2026-01-01", "P1M", "P1M", "P75D"))
	last, _ := c.EndIfNotice(contract.SideUs, day("2026-03-10"))
	require.Equal(t, "2026-05-31", last.String())
	e := tacit("2026-01-01", "P1M", "P1M", "P14D")
	e.Minimum = length("P6M")
	_, c = peer(t, e)
	last, _ = c.EndIfNotice(contract.SideUs, day("2026-01-02"))
	require.Equal(t, "2026-06-30", last.String(), "not before the minimum")
	e = tacit("2025-01-01", "P1Y", "P1Y", "P3M")
	e.Notice[0].Exit, e.Notice[0].Grace, e.Notice[0].Calendar = term.MonthEnd, 3, "six"
	e.ID, e.Kind, e.Facts = "x", contract.Supplier, []contract.Fact{fact("1", contract.Approve, "2024-12-01")}
	c, _ = compile(t, contract.Definition{Zone: "UTC", Contracts: []contract.Entry{e}, Calendars: []calendar.Definition{{
		Name: "six", Zone: "UTC", Hours: []calendar.Hours{{Days: "mon-sat", Open: "08:00", Close: "17:00"}}, Holidays: []calendar.Holiday{{Date: "05-01"}},
	}}}).Contract("x")
	last, _ = c.EndIfNotice(contract.SideUs, day("2025-05-05"))
	require.Equal(t, "2025-07-31", last.String(), "the third working day, Saturdays counted")
	last, _ = c.EndIfNotice(contract.SideUs, day("2025-05-06"))
	require.Equal(t, "2025-08-31", last.String())
}

func TestDecisionK10Commitment(t *testing.T) {
	e := yearly()
	e.Cost = []cost.Definition{{ID: "fee", Amount: "100.00", Currency: "EUR", Every: "P1M"}}
	e.Notice = append(e.Notice, contract.Notice{By: contract.SideParty, Period: length("P1M")})
	_, c := peer(t, e)
	for d, want := range map[string]string{
		"2025-12-31": "2026-12-31 1200.00 EUR", "2026-09-30": "2026-12-31 303.33 EUR", "2026-10-01": "2027-12-31 1500.00 EUR",
	} {
		got := c.Commitment(day(d))
		require.Equal(t, want, fmt.Sprint(got.Last, " ", got.Cost), d)
	}
	last, by := c.EarliestExit(day("2026-11-01"))
	require.Equal(t, "2026-12-31 party", fmt.Sprint(last, " ", by))
	last, by = c.EarliestExit(day("2026-09-01"))
	require.Equal(t, "2026-12-31 either", fmt.Sprint(last, " ", by))
	_, evergreen := peer(t, contract.Entry{Start: day("2026-01-01"), Renewal: contract.Renewal{Kind: contract.RenewalEvergreen}})
	require.Equal(t, contract.Commitment{Open: true}, evergreen.Commitment(day("2026-02-01")))
	require.Equal(t, contract.Commitment{}, evergreen.Commitment(day("2025-01-01")), "a draft commits nobody")
	last, by = evergreen.EarliestExit(day("2026-02-01"))
	require.True(t, last.IsZero() && by == "")
}

func TestDecisionK11Renewals(t *testing.T) {
	_, c := peer(t, contract.Entry{
		Start: day("2026-01-01"), Term: length("P1Y"), Renewal: contract.Renewal{Kind: contract.RenewalTacit, Max: 2, Then: "evergreen"},
		Notice: []contract.Notice{{By: contract.SideUs, Period: length("P1M")}},
	})
	require.Equal(t, contract.RenewalPending, c.On(day("2028-11-30")).Renewal, "notice stops it from going on without end")
	s := c.On(day("2029-01-01"))
	require.Equal(t, "3 2029-01-01 ", fmt.Sprint(s.Term.N, " ", s.Term.First, " ", s.Term.Last))
	require.Equal(t, contract.RenewalOpenEnd, s.Renewal)
	last, _ := c.EndIfNotice(contract.SideUs, day("2029-03-10"))
	require.Equal(t, "2029-04-10", last.String(), "a term without end ends on any day")
	// Express: taken within its window, up to the maximum.
	e := contract.Entry{Start: day("2026-01-01"), Term: length("P1Y"), Renewal: contract.Renewal{Kind: contract.RenewalExpress, Term: length("P6M"), Max: 1, Opens: length("P6M"), Closes: length("P3M")}}
	e.Facts = []contract.Fact{fact("1", contract.TakeOption, "2026-07-01")}
	_, c = peer(t, e)
	require.Equal(t, contract.RenewalCommitted, c.On(day("2026-07-01")).Renewal)
	require.Equal(t, "2027-06-30", c.On(day("2027-01-01")).Last.String())
	require.Equal(t, contract.RenewalEnds, c.On(day("2027-01-01")).Renewal)
	require.Equal(t, contract.Expired, c.On(day("2027-07-01")).State)
}

func TestDecisionK12Reminders(t *testing.T) {
	line := contract.ReminderRule{Of: contract.DeadlineNotice, Before: length("P30D"), To: []contract.Role{contract.RoleResponsible, contract.RoleOwner}}
	second := contract.ReminderRule{Of: contract.DeadlineNotice, Before: length("P7D"), To: []contract.Role{contract.RoleOwner}, Unless: "acknowledged"}
	of := func(e contract.Entry) (list []string) {
		e.Responsible = "erik"
		r, _ := peer(t, e, line, second)
		for m := range r.Reminders(day("2026-01-01"), day("2027-01-01")) {
			list = append(list, fmt.Sprintf("%v %s %v", m.Day, m.Person, m.Lead))
		}
		return list
	}
	require.Equal(t, []string{"2026-08-31 erik P30D", "2026-08-31 anna P30D", "2026-09-23 anna P7D"}, of(yearly()))
	require.Equal(t, []string{"2026-08-31 erik P30D", "2026-08-31 anna P30D"}, of(yearly(fact("1", contract.Acknowledge, "2026-09-02"))))
	require.Empty(t, of(yearly(fact("1", contract.GiveNotice, "2026-08-01", bySide(contract.SideUs)))), "a notice decides it")
	// Recorded late: on that day, and of two that are late only the shorter.
	late := yearly()
	late.Facts = []contract.Fact{{ID: "1", Kind: contract.Amend, On: day("2026-01-10"), Recorded: noon(day("2026-09-28")), Amend: &contract.Amendment{Notice: []contract.Notice{{By: contract.SideUs, Period: length("P92D")}}}}}
	require.Equal(t, []string{
		"2026-08-31 erik P30D", "2026-08-31 anna P30D", "2026-09-23 anna P7D", // of the deadline as it was known
		"2026-09-28 erik P30D", "2026-09-28 anna P7D",
	}, of(late))
	// A deadline that moves away and back is not announced twice.
	back := yearly(
		fact("1", contract.GiveNotice, "2026-09-10", bySide(contract.SideUs)), fact("2", contract.WithdrawNotice, "2026-09-15", bySide(contract.SideUs)),
	)
	require.Equal(t, []string{"2026-08-31 erik P30D", "2026-08-31 anna P30D", "2026-09-23 anna P7D"}, of(back))
	// Any date, own fields too.
	e := yearly()
	e.Fields = map[string]string{"reviewed": "2026-05-20"}
	e.Minimum = length("P1M")
	var got []string
	r, _ := peer(t, e, plan("fields.reviewed", "P5D", ""), plan(contract.DeadlineStart, "P0D", ""), plan(contract.DeadlineMinimum, "P1D", ""), plan(contract.DeadlineRenewal, "P1D", ""))
	for m := range r.Reminders(day("2025-12-01"), day("2028-02-01")) {
		got = append(got, fmt.Sprintf("%v %s", m.Day, m.Of))
	}
	require.Equal(t, []string{"2026-01-01 start", "2026-01-30 minimum", "2026-05-15 fields.reviewed", "2026-12-31 renewal", "2027-12-31 renewal"}, got)
	sameByDay(t, r, "2025-12-01", "2028-02-01")
}

func TestDecisionK13GapsAndOverlaps(t *testing.T) {
	contractOf := func(id, start, last, party, object string) contract.Entry {
		return contract.Entry{
			ID: id, Kind: contract.Supplier, Responsible: "erik", Party: contract.Party{Name: party}, Start: day(start), Last: day(last), Renewal: contract.Renewal{Kind: contract.RenewalNone},
			Rows:  []contract.Row{{ID: "r", Service: "cars", ServiceLevel: "gold", Covers: map[string][]string{"object": {object}}}},
			Facts: []contract.Fact{fact("1", contract.Approve, "2025-01-01")},
		}
	}
	a := contractOf("a", "2025-01-01", "2026-06-30", "A", "car7")
	b := contractOf("b", "2026-07-11", "2027-06-30", "B", "car7")
	c := contractOf("c", "2027-06-01", "2027-12-31", "B", "car7")
	d := contractOf("d", "2027-06-01", "2027-12-31", "C", "car8")
	d.Follows = "a"
	r := compile(t, contract.Definition{Zone: "UTC", Owner: "anna", Contracts: []contract.Entry{a, b, c, d}})
	var got []string
	for f := range r.Findings(day("2026-03-05")) {
		if f.Kind == contract.FindingGap || f.Kind == contract.FindingOverlap {
			got = append(got, fmt.Sprintf("%s %s %s %v %v", f.Kind, f.Contract, f.Other, f.First, f.Last))
		}
	}
	require.Equal(t, []string{
		"gap a d 2026-07-01 2027-05-31", // linked
		"gap a b 2026-07-01 2026-07-10",
		"overlap b c 2027-06-01 2027-06-30",
	}, got)
	ofAB := func(on string) bool {
		return slices.ContainsFunc(slices.Collect(r.Findings(day(on))), func(f contract.Finding) bool { return f.Kind == contract.FindingGap && f.Other == "b" })
	}
	require.True(t, ofAB("2026-07-10"))
	require.False(t, ofAB("2026-07-11"), "gaps that are over are no findings")
}

func TestDecisionK14TwoTimes(t *testing.T) {
	e := yearly(contract.Fact{ID: "1", Kind: contract.GiveNotice, Side: contract.SideUs, On: day("2026-04-01"), Recorded: time.Date(2026, 5, 1, 21, 59, 0, 0, time.UTC)})
	r, c := peer(t, e)
	require.Equal(t, "2026-12-31", c.On(day("2026-04-01")).Ending.Last.String())
	before, _ := r.AsOf(time.Date(2026, 5, 1, 21, 58, 0, 0, time.UTC)).Contract("x")
	require.Zero(t, before.On(day("2026-04-01")).Ending, "what was believed then of April")
	require.Len(t, before.Entry().Facts, 1)
	require.Equal(t, day("2026-05-01"), r.Day(time.Date(2026, 5, 1, 21, 59, 0, 0, time.UTC)), "a minute before midnight in Paris")
	require.Equal(t, day("2026-05-02"), r.Day(time.Date(2026, 5, 1, 22, 0, 0, 0, time.UTC)))
}

// What is ending, renewed or talked about stands beside the state.
func TestDecisionK15BesideTheState(t *testing.T) {
	talks := func(r contract.Renegotiation) func(*contract.Fact) {
		return func(f *contract.Fact) { f.Renegotiation = r }
	}
	_, c := peer(t, yearly(
		fact("1", contract.Renegotiate, "2026-02-01", talks(contract.RenegotiationOpen)), fact("2", contract.GiveNotice, "2026-03-01", bySide(contract.SideUs)),
		fact("3", contract.Renegotiate, "2026-04-01", talks(contract.RenegotiationFailed)),
	))
	for _, tt := range []struct {
		on      string
		state   contract.State
		talks   contract.Renegotiation
		ending  string
		renewal contract.RenewalStatus
	}{
		{"2026-01-31", contract.Active, "", "", contract.RenewalPending},
		{"2026-02-01", contract.Active, contract.RenegotiationOpen, "", contract.RenewalPending},
		{"2026-03-01", contract.Active, contract.RenegotiationOpen, "2026-12-31", contract.RenewalEnds},
		{"2026-12-31", contract.Active, contract.RenegotiationFailed, "2026-12-31", contract.RenewalEnds},
		{"2027-01-01", contract.Terminated, contract.RenegotiationFailed, "2026-12-31", ""},
	} {
		s := c.On(day(tt.on))
		require.Equal(t, []any{tt.state, tt.talks, tt.ending, tt.renewal}, []any{s.State, s.Renegotiation, s.Ending.Last.String(), s.Renewal}, tt.on)
	}
}

func TestDecisionK17Order(t *testing.T) {
	same := func(id string, kind contract.FactKind, second int) contract.Fact {
		f := fact(id, kind, "2026-03-01")
		f.Recorded = f.Recorded.Add(time.Duration(second) * time.Second)
		return f
	}
	_, c := peer(t, yearly(same("b", contract.Resume, 0), same("a", contract.Suspend, 0)))
	require.Equal(t, contract.Active, c.On(day("2026-03-01")).State, "of one instant the id decides")
	_, c = peer(t, yearly(same("b", contract.Resume, 0), same("a", contract.Suspend, 1)))
	require.Equal(t, contract.Suspended, c.On(day("2026-03-01")).State, "the later recorded comes after")
}

func TestDecisionK18Corrections(t *testing.T) {
	notice := fact("n", contract.GiveNotice, "2026-04-01", bySide(contract.SideUs))
	correct := contract.Fact{ID: "c", Kind: contract.Correct, Recorded: noon(day("2026-06-01")), Corrects: "n"}
	r, c := peer(t, yearly(notice, correct))
	require.Zero(t, c.On(day("2026-05-01")).Ending, "void")
	then, _ := r.AsOf(noon(day("2026-05-31"))).Contract("x")
	require.NotZero(t, then.On(day("2026-05-01")).Ending, "earlier views still show it")
	instead := correct
	instead.Fact = &contract.Fact{Kind: contract.GiveNotice, Side: contract.SideUs, On: day("2026-11-02")}
	_, c = peer(t, yearly(notice, instead))
	require.Zero(t, c.On(day("2026-05-01")).Ending)
	require.Equal(t, "2027-12-31", c.On(day("2026-11-02")).Ending.Last.String(), "replaced by a later one")
	again := contract.Fact{ID: "d", Kind: contract.Correct, Recorded: noon(day("2026-06-02")), Corrects: "c"}
	_, c = peer(t, yearly(notice, correct, again))
	require.NotZero(t, c.On(day("2026-05-01")).Ending, "a correction can be corrected")
}

func TestDecisionK19Suspension(t *testing.T) {
	e := yearly(fact("1", contract.Suspend, "2026-04-01", until("2026-04-30")))
	_, c := peer(t, e)
	for d, state := range map[string]contract.State{"2026-03-31": contract.Active, "2026-04-01": contract.Suspended, "2026-04-30": contract.Suspended, "2026-05-01": contract.Active} {
		require.Equal(t, state, c.On(day(d)).State, d)
	}
	require.Equal(t, "2026-12-31", c.On(day("2026-06-01")).Last.String(), "terms run on")
	_, c = peer(t, yearly(fact("1", contract.Suspend, "2026-04-01", until("2026-04-30"), moving)))
	require.Equal(t, "2027-01-30", c.On(day("2026-06-01")).Last.String())
	require.Equal(t, "2027-01-31", c.On(day("2027-02-01")).Term.First.String(), "and terms are counted from there")
	require.Equal(t, "2028-01-30", c.On(day("2027-02-01")).Last.String())
	_, c = peer(t, yearly(fact("1", contract.Suspend, "2026-04-01", until("2026-04-30"), moving), fact("2", contract.Resume, "2026-04-11")))
	require.Equal(t, "2027-01-10", c.On(day("2026-06-01")).Last.String(), "resuming shortens it")
	_, c = peer(t, yearly(fact("1", contract.Suspend, "2026-04-01", moving)))
	require.Equal(t, contract.Suspended, c.On(day("2030-01-01")).State, "no end while it moves the end")
	_, c = peer(t, yearly(fact("1", contract.GiveNotice, "2026-03-01", bySide(contract.SideUs)), fact("2", contract.Suspend, "2026-04-01", until("2026-04-10"), moving)))
	require.Equal(t, "2027-01-10", c.On(day("2026-06-01")).Ending.Last.String(), "what ends with the term moves with it")
	// No fee, unless the line says so.
	e.Cost = []cost.Definition{{ID: "fee", Amount: "30.00", Currency: "EUR", Every: "P1M"}, {ID: "rent", Amount: "10.00", Currency: "EUR", Every: "P1M", WhileSuspended: "charged"}}
	_, c = peer(t, e)
	var charges []string
	for ch := range c.Charges(cost.Days{First: day("2026-03-01"), Last: day("2026-05-31")}) {
		charges = append(charges, fmt.Sprint(ch.Line, " ", ch.Period.First, " ", ch.Amount))
	}
	slices.Sort(charges)
	require.Equal(t, []string{"fee 2026-03-01 30.00 EUR", "fee 2026-05-01 30.00 EUR", "rent 2026-03-01 10.00 EUR", "rent 2026-04-01 10.00 EUR", "rent 2026-05-01 10.00 EUR"}, charges)
}

func TestDecisionK20TwoSides(t *testing.T) {
	e := yearly()
	e.Notice = []contract.Notice{{By: contract.SideUs, Period: length("P1M"), Exit: term.QuarterEnd}, {By: contract.SideParty, Period: length("P3M")}}
	e.Facts = []contract.Fact{fact("1", contract.GiveNotice, "2026-02-01", bySide(contract.SideParty)), fact("2", contract.GiveNotice, "2026-03-10", bySide(contract.SideUs))}
	_, c := peer(t, e)
	require.Equal(t, contract.Ending{Kind: contract.GiveNotice, By: contract.SideParty, Last: day("2026-12-31"), Fact: "1"}, c.On(day("2026-02-01")).Ending)
	require.Equal(t, contract.Ending{Kind: contract.GiveNotice, By: contract.SideUs, Last: day("2026-06-30"), Fact: "2"}, c.On(day("2026-03-10")).Ending)
	require.Equal(t, contract.Terminated, c.On(day("2026-07-01")).State)
	// Of notices that end it on one day the first counts, before both a replacement.
	e = yearly(fact("1", contract.GiveNotice, "2026-02-01", bySide(contract.SideParty)), fact("2", contract.GiveNotice, "2026-03-10", bySide(contract.SideUs)))
	e.Notice = []contract.Notice{{By: contract.SideEither, Period: length("P3M")}}
	_, c = peer(t, e)
	require.Equal(t, "1", c.On(day("2026-03-10")).Ending.Fact)
	for _, on := range []string{"2026-01-15", "2026-05-01"} {
		replaced := fact("3", contract.Replace, on, until("2026-12-31"), func(f *contract.Fact) { f.Successor = "y" })
		replaced.Recorded = noon(day("2026-05-01"))
		with := approvedEntry("x", e)
		with.Facts = append(slices.Clone(with.Facts), replaced)
		c, _ = compile(t, contract.Definition{Zone: "UTC", Contracts: []contract.Entry{with, {ID: "y", Kind: contract.Supplier}}}).Contract("x")
		require.Equal(t, "replace 3 replaced", fmt.Sprint(c.On(day("2026-05-01")).Ending.Kind, " ", c.On(day("2026-05-01")).Ending.Fact, " ", c.On(day("2027-01-01")).State))
	}
}

func TestDecisionK21WhenNoticeCounts(t *testing.T) {
	for counts, want := range map[string]string{"": "2027-12-31", "on-receipt": "2027-12-31", "on-sending": "2026-12-31", "deemed 2bd": "2026-12-31", "deemed 3bd": "2027-12-31"} {
		e := tacit("2026-01-01", "P1Y", "P1Y", "P3M")
		e.ID, e.Kind, e.Rules.Counts = "x", contract.Supplier, counts
		e.Facts = []contract.Fact{
			fact("1", contract.Approve, "2025-12-01"),
			fact("2", contract.GiveNotice, "2026-10-05", bySide(contract.SideUs), func(f *contract.Fact) { f.Sent = day("2026-09-28") }), // Monday
		}
		c, _ := compile(t, contract.Definition{
			Zone: "UTC", Calendar: "w", Contracts: []contract.Entry{e},
			Calendars: []calendar.Definition{{Name: "w", Zone: "UTC", Hours: []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}}}},
		}).Contract("x")
		require.Equal(t, want, c.On(day("2026-10-05")).Ending.Last.String(), "%q", counts)
	}
}

func TestDecisionK22Evergreen(t *testing.T) {
	e := contract.Entry{
		Start: day("2025-05-15"), Minimum: length("P1Y"), Renewal: contract.Renewal{Kind: contract.RenewalEvergreen},
		Notice: []contract.Notice{{By: contract.SideUs, Period: length("P3M"), Exit: term.MonthEnd}},
	}
	r, c := peer(t, e, plan(contract.DeadlineNotice, "P30D", ""))
	require.Empty(t, slices.Collect(c.Deadlines(day("2026-01-01"))))
	require.Empty(t, remindersOf(r, "2025-06-01", "2030-01-01"))
	var exits []string
	for dl := range c.Exits(contract.SideUs, day("2026-01-01")) {
		if exits = append(exits, fmt.Sprint(dl.Latest, " for ", dl.Last)); len(exits) == 3 {
			break
		}
	}
	require.Equal(t, []string{"2026-02-28 for 2026-05-31", "2026-03-31 for 2026-06-30", "2026-04-30 for 2026-07-31"}, exits, "from the minimum on, 14 May")
	r, _ = peer(t, e, plan(contract.DeadlineExit, "P10D", ""))
	require.Equal(t, []string{"2026-02-18", "2026-03-19", "2026-04-20"}, remindersOf(r, "2026-01-01", "2026-05-01"), "only where a plan names it")
}

func TestDecisionK23Amendments(t *testing.T) {
	amend := func(id, on string, a contract.Amendment) contract.Fact {
		return fact(id, contract.Amend, on, func(f *contract.Fact) { f.Amend = &a })
	}
	e := yearly(
		amend("1", "2026-03-01", contract.Amendment{Notice: []contract.Notice{{By: contract.SideUs, Period: length("P6M")}}}),
		amend("2", "2026-08-01", contract.Amendment{Renewal: &contract.Renewal{Kind: contract.RenewalTacit, Term: length("P6M")}, Responsible: ptr("maria")}),
	)
	_, c := peer(t, e)
	last, _ := c.EndIfNotice(contract.SideUs, day("2026-02-28"))
	require.Equal(t, "2026-12-31", last.String())
	require.Equal(t, "2026-09-30", nextNotice(t, c, "2026-02-28").Latest.String(), "by the version of the day")
	require.Equal(t, "2026-06-30", nextNotice(t, c, "2026-03-01").Latest.String())
	require.Equal(t, "2026-12-31", c.On(day("2026-08-01")).Last.String(), "the running term ends when it did")
	require.Equal(t, "2027-06-30", c.On(day("2027-01-01")).Last.String(), "the next is shorter")
	require.Empty(t, c.Sections(day("2026-07-31")).Responsible)
	require.Equal(t, "maria", c.Sections(day("2026-08-01")).Responsible)
	require.Equal(t, "2026-08-01", c.Sections(day("2026-09-01")).From.String())
}

func TestDecisionK24Zones(t *testing.T) {
	e := contract.Entry{
		ID: "x", Kind: contract.Customer, Start: day("2026-03-29"), Last: day("2026-10-25"), Renewal: contract.Renewal{Kind: contract.RenewalNone},
		Rows: []contract.Row{{ID: "r", ServiceLevel: "gold"}}, Facts: []contract.Fact{fact("1", contract.Approve, "2026-01-01")},
	}
	for zone, want := range map[string]string{
		"Europe/Stockholm": "2026-03-29T00:00:00+01:00 2026-10-26T00:00:00+01:00",
		"Asia/Beirut":      "2026-03-29T01:00:00+03:00 2026-10-26T00:00:00+02:00", // midnight does not exist
		"Asia/Tokyo":       "2026-03-29T00:00:00+09:00 2026-10-26T00:00:00+09:00",
	} {
		r := compile(t, contract.Definition{Zone: zone, Contracts: []contract.Entry{e}})
		a := r.Agreements()
		require.Equal(t, want, a[0].From+" "+a[0].Until, zone)
		from, err := time.Parse(time.RFC3339, a[0].From)
		require.NoError(t, err)
		_, ok := r.Cover(sla.Facts{}, from)
		require.True(t, ok)
		_, ok = r.Cover(sla.Facts{}, from.Add(-1))
		require.False(t, ok)
		until, err := time.Parse(time.RFC3339, a[0].Until)
		require.NoError(t, err)
		_, ok = r.Cover(sla.Facts{}, until.Add(-1))
		require.True(t, ok)
		_, ok = r.Cover(sla.Facts{}, until)
		require.False(t, ok)
	}
}

func TestDecisionK25Cover(t *testing.T) {
	e := yearly(fact("1", contract.Suspend, "2026-04-01", until("2026-04-30")), fact("2", contract.End, "2026-08-01", until("2026-08-31")))
	e.Rows = []contract.Row{{ID: "r", Service: "email", ServiceLevel: "gold"}, {ID: "bare", Service: "email"}}
	r, _ := peer(t, e)
	var got []string
	for _, a := range r.Agreements() {
		got = append(got, fmt.Sprint(a.ID, " ", a.Kind, " ", a.From[:10], " ", a.Until[:10]))
	}
	require.Equal(t, []string{"x/r uc 2026-01-01 2026-04-01", "x/r#2 uc 2026-05-01 2026-09-01"}, got)
	facts := sla.Facts{"service": {"email"}}
	reasons := func(d string) (list []string) {
		for c := range r.Candidates(facts, noon(day(d))) {
			list = append(list, fmt.Sprint(c.Row, " ", c.State, " ", c.Taken, " ", c.Since))
		}
		return list
	}
	require.Equal(t, []string{"bare suspended false 2026-04-01", "r suspended false 2026-04-01"}, reasons("2026-04-10"))
	require.Equal(t, []string{"bare active false 2026-05-01", "r active true 2026-05-01"}, reasons("2026-06-10"))
	require.Equal(t, []string{"bare terminated false 2026-09-01", "r terminated false 2026-09-01"}, reasons("2026-10-10"))
	_, ok := r.Cover(facts, noon(day("2026-10-10")))
	require.False(t, ok)
	// Internal suppliers give agreements of kind ola.
	e.Party = contract.Party{Name: "Us", Internal: true}
	r, _ = peer(t, e)
	require.Equal(t, sla.OLA, r.Agreements()[0].Kind)
	// A past row covers when nothing else does, where the register is loose.
	e.ID, e.Kind = "x", contract.Supplier
	e.Facts = append([]contract.Fact{fact("0", contract.Approve, "2025-12-31")}, e.Facts...)
	loose := compile(t, contract.Definition{Zone: "UTC", Loose: true, Contracts: []contract.Entry{e}})
	c, ok := loose.Cover(facts, noon(day("2026-10-10")))
	require.True(t, ok)
	require.Equal(t, "x/r#3 service is email; terminated since 2026-09-01, but no other row covers it", c.Agreement+" "+c.Reason)
}

// End, suspension and amendment change no running clock: the row is chosen among
// those in force when the ticket opened.
func TestDecisionK26OpenTickets(t *testing.T) {
	e := yearly(
		fact("1", contract.Suspend, "2026-04-01", until("2026-04-30")),
		fact("2", contract.Amend, "2026-06-01", func(f *contract.Fact) {
			f.Amend = &contract.Amendment{Rows: []contract.Row{{ID: "r", Service: "email", ServiceLevel: "silver"}}}
		}),
		fact("3", contract.End, "2026-08-01", until("2026-08-31")),
	)
	e.Rows = []contract.Row{{ID: "r", Service: "email", ServiceLevel: "gold"}}
	r, _ := peer(t, e)
	always := []calendar.Definition{{Name: "always", Zone: "Europe/Paris", Hours: []calendar.Hours{{Days: "daily", Open: "00:00", Close: "24:00"}}}}
	level := func(id string) sla.ServiceLevel {
		return sla.ServiceLevel{ID: id, Calendar: "always", Targets: []sla.Target{{Metric: sla.Resolution, Within: "P60D"}}}
	}
	engine, err := sla.Compile(sla.Definition{Calendars: always, ServiceLevels: []sla.ServiceLevel{level("gold"), level("silver")}, Agreements: r.Agreements()}, nil)
	require.NoError(t, err)
	for opened, want := range map[string]string{"2026-03-20": "x/r", "2026-05-20": "x/r#2", "2026-08-20": "x/r#3"} {
		ticket := sla.Ticket{ID: "1", Events: []sla.Event{
			{At: noon(day(opened)), Name: sla.Opened, Facts: sla.Facts{"service": {"email"}}},
			{At: noon(day(opened).AddDays(20)), Name: sla.Changed, Facts: sla.Facts{"status": {"waiting"}}},
		}}
		report, err := engine.Evaluate(ticket, noon(day(opened).AddDays(30)))
		require.NoError(t, err)
		require.Len(t, report.Readings, 1)
		require.Equal(t, want+" running", report.Readings[0].Agreement+" "+string(report.Readings[0].State), opened)
	}
}

func TestDecisionK27Order(t *testing.T) {
	row := func(id string, rank int, covers map[string][]string) contract.Row {
		return contract.Row{ID: id, ServiceLevel: "gold", Rank: rank, Covers: covers}
	}
	one := func(id, start string, rows ...contract.Row) contract.Entry {
		return contract.Entry{
			ID: id, Kind: contract.Customer, Start: day(start), Renewal: contract.Renewal{Kind: contract.RenewalEvergreen}, Rows: rows,
			Facts: []contract.Fact{fact("1", contract.Approve, "2025-01-01")},
		}
	}
	service := row("service", 0, nil)
	service.Service = "email"
	r := compile(t, contract.Definition{Zone: "UTC", Contracts: []contract.Entry{
		one("b", "2025-06-01", row("nothing", 0, nil), row("later", 0, map[string][]string{"branch": {"hq"}})),
		one("a", "2025-02-01",
			row("type", 0, map[string][]string{"objectType": {"pc"}}), row("branch", 0, map[string][]string{"branch": {"hq"}}), row("ranked", 1, map[string][]string{"branch": {"hq"}}),
			row("department", 0, map[string][]string{"department": {"it"}}), service, row("person", 0, map[string][]string{"person": {"eva"}}),
			row("object", 0, map[string][]string{"object": {"pc1"}, "branch": {"hq"}}), row("nothing", 0, nil), row("other", 0, map[string][]string{"team": {"a"}}),
		),
	}})
	var order []string
	for _, a := range r.Agreements() {
		order = append(order, a.ID)
	}
	require.Equal(t, []string{
		"a/object", "a/person", "a/service", "a/department", "a/ranked", "b/later", "a/branch", "a/type", "b/nothing", "a/nothing", "a/other",
	}, order)
}
