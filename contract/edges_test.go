package contract_test

import (
	"fmt"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/credit"
	"github.com/slakit/slakit/contract/term"
	"github.com/slakit/slakit/sla"
)

// TestLifecycle: the table that is drawn and printed names every state, and each
// is led into; what is past is left by reinstate alone.
func TestLifecycle(t *testing.T) {
	states := slices.Collect(contract.States())
	require.Len(t, states, 10)
	entered := map[contract.State]bool{}
	for p := range contract.Lifecycle() {
		require.Contains(t, states, p.From)
		require.Contains(t, states, p.To)
		require.NotEqual(t, p.Fact == "", p.When == "", "%+v", p)
		require.NotEqual(t, contract.Correct, p.Fact)
		if p.From != p.To {
			entered[p.To] = true
			require.True(t, p.From.Tab() != contract.Past || p.Fact == contract.Reinstate, "%+v", p)
		}
	}
	for _, s := range states {
		require.True(t, entered[s], "%s", s)
	}
	var tabs []string
	for _, s := range states {
		tabs = append(tabs, fmt.Sprintf("%s %s", s, s.Tab()))
	}
	require.Equal(t, []string{
		"draft preliminary", "in-review preliminary", "approved preliminary", "active current", "suspended current",
		"expired past", "terminated past", "replaced past", "cancelled past", "unknown current",
	}, tabs)
}

// stops checks that an iterator which is left early has yielded the beginning
// of what it yields, and no more.
func stops[T any](t *testing.T, name string, seq iter.Seq[T]) {
	t.Helper()
	var all []string
	for v := range seq {
		if all = append(all, asText(t, v)); len(all) == 30 {
			break
		}
	}
	require.NotEmpty(t, all, name)
	for n := range all {
		var some []string
		for v := range seq {
			if some = append(some, asText(t, v)); len(some) == n+1 {
				break
			}
		}
		require.Equal(t, all[:n+1], some, name)
	}
}

// TestIteratorsCanBeLeft: every one, after any element, and asked again.
func TestIteratorsCanBeLeft(t *testing.T) {
	r := office(t)
	print := officeContract(t, "print")
	stops(t, "states", contract.States())
	stops(t, "lifecycle", contract.Lifecycle())
	stops(t, "contracts", r.Contracts(contract.Supplier))
	stops(t, "changes", r.Changes(day("2025-01-01"), day("2027-01-01")))
	stops(t, "reminders", r.Reminders(day("2025-01-01"), day("2027-01-01")))
	stops(t, "candidates", r.Candidates(sla.Facts{"service": {"email"}, "branch": {"schools"}}, noon(today)))
	for c := range r.Contracts(contract.Supplier) {
		stops(t, "terms", c.Terms())
		stops(t, "why", c.Why(today))
	}
	_, again := peer(t, yearly(fact("1", contract.End, "2026-06-30"), fact("2", contract.Reinstate, "2026-08-01", until("2026-12-31"))))
	stops(t, "terms of a contract that was reinstated", again.Terms())
	stops(t, "deadlines", print.Deadlines(today))
	stops(t, "permitted", print.Permitted(today))
	stops(t, "charges", print.Charges(days("2026-01-01", "2027-01-01")))
	// Findings of every sort.
	def := contract.Definition{Zone: "UTC", Contracts: []contract.Entry{
		approvedEntry("a", contract.Entry{Start: day("2026-01-01"), Last: day("2026-06-30"), Renewal: contract.Renewal{Kind: contract.RenewalNone}, Rows: []contract.Row{{ID: "r", ServiceLevel: "x", Covers: map[string][]string{"object": {"pc1", "pc2"}}}}}),
		approvedEntry("b", contract.Entry{Start: day("2026-09-01"), Last: day("2026-12-31"), Renewal: contract.Renewal{Kind: contract.RenewalNone}, Follows: "a", Rows: []contract.Row{{ID: "r", ServiceLevel: "x", Covers: map[string][]string{"object": {"pc1", "pc3"}}}}}),
		approvedEntry("c", contract.Entry{Start: day("2026-12-01"), Term: length("P1Y"), Renewal: contract.Renewal{Kind: contract.RenewalEvergreen}, Follows: "b", Rows: []contract.Row{{ID: "r", Covers: map[string][]string{"object": {"pc3"}}}}}),
		{ID: "d", Kind: contract.Supplier, Start: day("2026-01-01"), Facts: []contract.Fact{fact("0", contract.Approve, "2025-01-01"), fact("1", contract.Resume, "2025-02-01")}},
	}}
	def.Contracts[2].Term = term.Length{}
	stops(t, "findings", compile(t, def).Findings(day("2026-03-01")))
	unknown, _ := compile(t, def).Contract("d")
	stops(t, "why it is unknown", unknown.Why(day("2026-03-01")))
}

// TestOutsideTheRange: instants and days that no calendar knows get an answer,
// not a guess (T14).
func TestOutsideTheRange(t *testing.T) {
	r := office(t)
	for _, at := range []time.Time{{}, time.Date(1800, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2300, 1, 1, 0, 0, 0, 0, time.UTC)} {
		_, ok := r.Cover(sla.Facts{"service": {"email"}}, at)
		require.False(t, ok, at)
		require.Empty(t, slices.Collect(r.Candidates(sla.Facts{"service": {"email"}}, at)), at)
	}
	require.Empty(t, slices.Collect(r.Changes(calendar.Date{}, today)))
	require.Empty(t, slices.Collect(r.Changes(today, calendar.Date{})))
	require.Empty(t, slices.Collect(r.Reminders(calendar.Date{}, today)))
	require.Empty(t, slices.Collect(r.Reminders(today, calendar.Date{})))
	// Agreements of other centuries are cut to the years that sla knows, or are
	// none.
	row := []contract.Row{{ID: "r", ServiceLevel: "x"}}
	none := contract.Renewal{Kind: contract.RenewalNone}
	old := func(id, start, last string) contract.Entry {
		return contract.Entry{
			ID: id, Kind: contract.Supplier, Start: day(start), Last: day(last), Renewal: none, Rows: row,
			Facts: []contract.Fact{fact("0", contract.Approve, "1700-01-01")},
		}
	}
	got := map[string]string{}
	for _, a := range compile(t, contract.Definition{Zone: "UTC", Contracts: []contract.Entry{
		old("past", "1800-01-01", "1850-12-31"), old("long", "1800-01-01", "2500-12-31"), old("ahead", "2400-01-01", "2500-12-31"),
	}}).Agreements() {
		got[a.ID] = a.From + " " + a.Until
	}
	require.Equal(t, map[string]string{"long/r": " "}, got)
}

// TestMoreProblems: what wrong.json does not hold.
func TestMoreProblems(t *testing.T) {
	none := contract.Renewal{Kind: contract.RenewalNone}
	schedule := credit.Definition{ID: "s", Rule: credit.Rule{Measure: "breaches", Rate: &credit.Rate{Credit: "1 EUR", Per: "1"}}}
	correct := func(change func(*contract.Fact)) contract.Fact {
		return fact("2", contract.Correct, "2026-02-01", func(f *contract.Fact) { f.Corrects, f.On = "0", calendar.Date{} }, change)
	}
	for want, e := range map[string]contract.Entry{
		"last: invalid: 2025-12-31 is before the start, 2026-01-01":                                   {Start: day("2026-01-01"), Last: day("2025-12-31"), Renewal: none},
		"notice[0].grace: required: needs a calendar that says which days are business days":          {Notice: []contract.Notice{{By: contract.SideUs, Period: length("P1M"), Grace: 3}}},
		"notice[0].period: required: \"5bd\" needs a calendar that says which days are business days": {Notice: []contract.Notice{{By: contract.SideUs, Period: length("5bd")}}},
		"credits[1].id: duplicate: another schedule is called \"s\"":                                  {Credits: []credit.Definition{schedule, schedule}},
		"credits[0].rows[0]: unknown: row \"r\"":                                                      {Credits: []credit.Definition{{ID: "s", Rows: []string{"r"}, Rule: schedule.Rule}}},
		"rows[0].underpinnedBy[0]: unknown: row \"tow\" of contract \"y\" (did you mean \"two\"?)":    {Kind: contract.Customer, Rows: []contract.Row{{ID: "r", UnderpinnedBy: []string{"y/tow"}}}},
		"facts[0].of: unknown: \"noticed\" (did you mean \"notice\"?), want":                          {Facts: []contract.Fact{fact("0", contract.Acknowledge, "2026-01-01", func(f *contract.Fact) { f.Of = "noticed" })}},
		"facts[0].successor: invalid: the contract itself":                                            {Facts: []contract.Fact{fact("0", contract.Replace, "2026-01-01", func(f *contract.Fact) { f.Successor = "x" })}},
		"facts[0].successor: unknown: contract \"z\"":                                                 {Facts: []contract.Fact{fact("0", contract.Replace, "2026-01-01", func(f *contract.Fact) { f.Successor = "z" })}},
		"facts[0].corrects: required: the id of the fact that it corrects":                            {Facts: []contract.Fact{correct(func(f *contract.Fact) { f.Corrects = "" })}},
		"facts[0].corrects: invalid: the fact itself":                                                 {Facts: []contract.Fact{correct(func(f *contract.Fact) { f.Corrects = "2" })}},
		"facts[0].fact.id: invalid: \"7\", want \"0\" or none: it takes the place of that fact":       {Facts: []contract.Fact{correct(func(f *contract.Fact) { f.Fact = &contract.Fact{ID: "7", Kind: contract.Approve} })}},
	} {
		if e.ID = "x"; e.Kind == "" {
			e.Kind = contract.Supplier
		}
		def := contract.Definition{Zone: "UTC", Contracts: []contract.Entry{e, {ID: "y", Kind: contract.Supplier, Rows: []contract.Row{{ID: "one"}, {ID: "two"}}}}}
		_, err := contract.Compile(def, nil)
		require.ErrorContains(t, err, "contracts[0]."+want)
	}
	// A row that only an amendment brings is one, too.
	def := contract.Definition{Zone: "UTC", Contracts: []contract.Entry{
		{ID: "x", Kind: contract.Customer, Rows: []contract.Row{{ID: "r", UnderpinnedBy: []string{"y/later"}}}},
		{ID: "y", Kind: contract.Supplier, Facts: []contract.Fact{fact("0", contract.Amend, "2026-01-01", func(f *contract.Fact) {
			f.Amend = &contract.Amendment{Rows: []contract.Row{{ID: "later"}}}
		})}},
	}}
	_, err := contract.Compile(def, nil)
	require.NoError(t, err)
	def.Calendars = make([]calendar.Definition, 5000)
	_, err = contract.Compile(def, nil)
	require.ErrorIs(t, err, slakit.ErrLimit)
}

// TestBaseIsOfOneCurrency: the error reaches whoever asks for credits (M6).
func TestBaseIsOfOneCurrency(t *testing.T) {
	line := func(id, currency string) cost.Definition {
		return cost.Definition{ID: id, Amount: "100", Currency: currency, Every: "P1M"}
	}
	e := approvedEntry("x", contract.Entry{
		Start: day("2026-01-01"), Last: day("2026-12-31"), Renewal: contract.Renewal{Kind: contract.RenewalNone},
		Cost:    []cost.Definition{line("a", "EUR")},
		Credits: []credit.Definition{{ID: "s", Rule: credit.Rule{Measure: "breaches", Tiers: []credit.Tier{{From: "1", Credit: "10%"}}}}},
	})
	e.Facts = append(e.Facts, fact("1", contract.Amend, "2026-02-15", func(f *contract.Fact) {
		f.Amend = &contract.Amendment{Cost: []cost.Definition{line("b", "SEK")}}
	}))
	c, _ := compile(t, contract.Definition{Zone: "UTC", Contracts: []contract.Entry{e}}).Contract("x")
	_, err := c.Credits("s", []credit.Period{{Days: days("2026-02-01", "2026-02-28"), Measured: []credit.Measured{{Count: 1}}}})
	require.EqualError(t, err, "50.00 EUR and 50.00 SEK are of different currencies")
	all, err := c.Credits("s", []credit.Period{{Days: days("2026-03-01", "2026-03-31"), Measured: []credit.Measured{{Count: 1}}}})
	require.NoError(t, err)
	require.Equal(t, "10.00 SEK", all[0].Amount.String())
	// A day is enough, and none leaves the currency of the lines before it.
	for first, want := range map[string]string{"2025-12-31": "0 EUR", "2026-02-14": "25/7 EUR", "2026-02-15": "25/7 SEK", "2026-12-31": "100/31 SEK", "2027-01-01": "0 SEK"} {
		base, err := c.Base(e.Credits[0], days(first, first))
		require.NoError(t, err)
		require.Equal(t, want, base.String(), first)
	}
	_, err = c.Base(e.Credits[0], days("2026-02-01", "2026-02-15"))
	require.Error(t, err)
}
