package contract_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/term"
	"github.com/slakit/slakit/sla"
)

// What happens on a day that decides is in time: the tests below ask on that
// day, and on the one before or after it.

// TestFactsOnTheDayThatDecides: a fact may give its own day as the last one, and
// comes in time on the last day of what it changes.
func TestFactsOnTheDayThatDecides(t *testing.T) {
	fixed := contract.Entry{Start: day("2026-01-01"), Last: day("2026-12-31"), Renewal: contract.Renewal{Kind: contract.RenewalNone}}
	endless := contract.Entry{Start: day("2026-01-01"), Renewal: contract.Renewal{Kind: contract.RenewalNone}}
	unclear := contract.Entry{Start: day("2026-01-01"), Term: length("P1Y")}
	oneDay := contract.Entry{Start: day("2026-01-01"), Last: day("2026-01-01"), Renewal: contract.Renewal{Kind: contract.RenewalNone}}
	with := func(e contract.Entry, facts ...contract.Fact) contract.Entry {
		e.Facts = facts
		return e
	}
	for _, tt := range []struct {
		name string
		e    contract.Entry
		want map[string]string // state, last day and term by day
	}{
		{"a contract of a day", oneDay, map[string]string{"2026-01-01": "active 2026-01-01 0", "2026-01-02": "expired 2026-01-01 0"}},
		{"suspended for a day", with(fixed, fact("1", contract.Suspend, "2026-02-01", until("2026-02-01"))), map[string]string{"2026-02-01": "suspended 2026-12-31 0", "2026-02-02": "active 2026-12-31 0"}},
		{"an end that was not known", with(endless, fact("1", contract.Extend, "2026-02-01", until("2026-02-01"))), map[string]string{"2026-02-01": "active 2026-02-01 0", "2026-02-02": "expired 2026-02-01 0"}},
		{"after the last day that was known", with(unclear, fact("1", contract.Extend, "2027-02-01", until("2027-02-01"))), map[string]string{"2027-01-31": "unknown 2026-12-31 0", "2027-02-01": "active 2027-02-01 0", "2027-02-02": "unknown 2027-02-01 0"}},
		{
			"reinstated for a day", with(fixed, fact("1", contract.End, "2026-06-30"), fact("2", contract.Reinstate, "2026-08-01", until("2026-08-01"))),
			map[string]string{"2026-07-31": "terminated 2026-06-30 0", "2026-08-01": "active 2026-08-01 1", "2026-08-02": "expired 2026-08-01 1"},
		},
		{"ended on its first day", with(fixed, fact("1", contract.End, "2026-01-01"), fact("2", contract.Reinstate, "2026-03-01", until("2026-12-31"))), map[string]string{"2026-03-01": "active 2026-12-31 1"}},
		{
			"replaced from its first day on", with(fixed, fact("1", contract.Replace, "2026-01-01", func(f *contract.Fact) { f.Successor = "y" }), fact("2", contract.Reinstate, "2026-03-01", until("2026-12-31"))),
			map[string]string{"2026-03-01": "active 2026-12-31 0"},
		},
		{"reinstated on the last day of its term", with(fixed, fact("1", contract.End, "2026-11-30"), fact("2", contract.Reinstate, "2026-12-31")), map[string]string{"2026-12-30": "terminated 2026-11-30 0", "2026-12-31": "active 2026-12-31 0"}},
		{
			"reinstated on the last day of a suspension", with(fixed, fact("1", contract.Suspend, "2026-04-01", until("2026-04-30"), moving), fact("2", contract.End, "2026-04-15"), fact("3", contract.Reinstate, "2026-04-30")),
			map[string]string{"2026-04-29": "terminated 2026-04-15 0", "2026-04-30": "active 2027-01-29 0"},
		},
		{
			"reinstated after a suspension", with(fixed, fact("1", contract.Suspend, "2026-04-01", until("2026-04-30"), moving), fact("2", contract.End, "2026-06-15"), fact("3", contract.Reinstate, "2026-07-05")),
			map[string]string{"2026-07-04": "terminated 2026-06-15 0", "2026-07-05": "active 2027-01-30 0"},
		},
	} {
		def := contract.Definition{Zone: "UTC", Contracts: []contract.Entry{approvedEntry("x", tt.e), {ID: "y", Kind: contract.Supplier}}}
		c, _ := compile(t, def).Contract("x")
		for d, want := range tt.want {
			s := c.On(day(d))
			require.Equal(t, want, fmt.Sprint(s.State, " ", s.Last, " ", s.Term.N), "%s: %s", tt.name, d)
		}
	}
}

// An end that is agreed leaves a notice as it is: it can still be withdrawn.
func TestAgreedEndLeavesNotice(t *testing.T) {
	_, c := peer(t, yearly(
		fact("1", contract.GiveNotice, "2026-02-01", bySide(contract.SideUs)), fact("2", contract.End, "2026-03-01", until("2026-08-31")),
		fact("3", contract.End, "2026-03-02", until("2026-07-31")), fact("4", contract.WithdrawNotice, "2026-04-01", bySide(contract.SideUs)),
	))
	s := c.On(day("2026-04-01"))
	require.Equal(t, contract.Ending{Kind: contract.End, By: contract.SideEither, Last: day("2026-07-31"), Fact: "3"}, s.Ending)
	for step := range c.Why(day("2026-04-01")) {
		require.Empty(t, step.Refused, "%v", step)
	}
}

// Who has seen to a deadline on its latest day has seen to that one, not to the
// next.
func TestDecisionK12AcknowledgedOnTheLatestDay(t *testing.T) {
	line := plan(contract.DeadlineNotice, "P0D", "latest")
	line.Unless = "acknowledged"
	r, _ := peer(t, yearly(fact("1", contract.Acknowledge, "2026-09-30")), line)
	require.Equal(t, []string{"2027-09-30"}, remindersOf(r, "2026-01-01", "2028-01-01"))
	r, _ = peer(t, yearly(fact("1", contract.Acknowledge, "2026-10-01")), line)
	require.Equal(t, []string{"2026-09-30"}, remindersOf(r, "2026-01-01", "2028-01-01"))
}

// TestChangesByDay: those of a stretch of days are those of its days.
func TestChangesByDay(t *testing.T) {
	closes := yearly(fact("1", contract.Suspend, "2026-09-15", until("2026-10-15")), fact("2", contract.Resume, "2027-11-01"))
	closes.Notice = append(closes.Notice, contract.Notice{By: contract.SideParty, Period: length("P13M")})
	own, _ := peer(t, closes)
	for _, r := range []*contract.Register{own, office(t)} {
		from, until := day("2025-12-01"), day("2029-03-01")
		whole := slices.Collect(r.Changes(from, until))
		var days []contract.Change
		for d := from; d.Compare(until) < 0; d = d.Next() {
			days = slices.AppendSeq(days, r.Changes(d, d.Next()))
		}
		require.Equal(t, asText(t, whole), asText(t, days))
		for _, ch := range whole {
			windows := ch.Kind == contract.ChangeOpened || ch.Kind == contract.ChangeClosed
			require.Equal(t, windows, ch.Deadline.Kind != "", "%+v", ch)
		}
	}
	var got []string
	for ch := range own.Changes(day("2025-12-01"), day("2027-12-31")) {
		got = append(got, fmt.Sprint(ch.Day, " ", ch.Kind, " ", ch.Before, " ", ch.After, " ", ch.Fact, ch.Deadline.By))
	}
	require.Equal(t, []string{
		"2025-12-31 state draft approved approved", "2026-01-01 state approved active ", // the party's notice for the first term was due before
		"2026-09-15 state active suspended 1", "2026-10-01 closed suspended suspended us", "2026-10-16 state suspended active ",
		"2026-12-01 closed active active party", "2027-01-01 renewed active active ",
		"2027-10-01 closed active active us", "2027-11-01 refused active active 2", "2027-12-01 closed active active party",
	}, got)
}

// TestDecisionK20DeadlinesOfOneDay come in written order.
func TestDecisionK20DeadlinesOfOneDay(t *testing.T) {
	e := yearly()
	e.Notice = []contract.Notice{{By: contract.SideParty, Period: length("P3M")}, {By: contract.SideUs, Period: length("P3M")}}
	_, c := peer(t, e)
	var got []string
	for dl := range c.Deadlines(day("2026-01-01")) {
		if got = append(got, fmt.Sprint(dl.Latest, " ", dl.By)); len(got) == 4 {
			break
		}
	}
	require.Equal(t, []string{"2026-09-30 party", "2026-09-30 us", "2027-09-30 party", "2027-09-30 us"}, got)
}

// A suspension without end has no fee for ever.
func TestDecisionK19OpenSuspensionIsFree(t *testing.T) {
	e := yearly(fact("1", contract.Suspend, "2026-04-01"))
	e.Cost = []cost.Definition{{ID: "fee", Amount: "30.00", Currency: "EUR", Every: "P1M"}}
	_, c := peer(t, e)
	var charges []string
	for ch := range c.Charges(days("2026-03-01", "2026-06-30")) {
		charges = append(charges, ch.Days.String())
	}
	require.Equal(t, []string{"2026-03-01 to 2026-03-31"}, charges)
}

// TestCandidatesSayWhy: of those that others come before the agreement is named
// on each day on which it holds, and why they match.
func TestCandidatesSayWhy(t *testing.T) {
	e := yearly(fact("1", contract.Suspend, "2026-04-01", until("2026-04-30")))
	e.Rows = []contract.Row{{ID: "a", Service: "email", ServiceLevel: "gold", Rank: 1}, {ID: "b", Service: "email", ServiceLevel: "gold"}, {ID: "c", ServiceLevel: "gold"}}
	r, _ := peer(t, e)
	for d, want := range map[string][]string{
		"2026-01-01": {"x/a service is email; in force", `x/b service is email; "x/a" comes before it`, `x/c "x/a" comes before it`},
		"2026-03-31": {"x/a service is email; in force", `x/b service is email; "x/a" comes before it`, `x/c "x/a" comes before it`},
		"2026-04-01": {" service is email; the contract is suspended since 2026-04-01", " service is email; the contract is suspended since 2026-04-01", " the contract is suspended since 2026-04-01"},
		"2026-05-01": {"x/a#2 service is email; in force", `x/b#2 service is email; "x/a#2" comes before it`, `x/c#2 "x/a#2" comes before it`},
		"2030-01-01": {"x/a#2 service is email; in force", `x/b#2 service is email; "x/a#2" comes before it`, `x/c#2 "x/a#2" comes before it`},
	} {
		var got []string
		for c := range r.Candidates(sla.Facts{"service": {"email"}}, noon(day(d))) {
			got = append(got, c.Agreement+" "+c.Reason)
		}
		require.Equal(t, want, got, d)
	}
}

// TestDecisionK23StretchesOfRows: an amendment begins another agreement of a row
// only where it changes what the row gives.
func TestDecisionK23StretchesOfRows(t *testing.T) {
	row := contract.Row{ID: "r", Service: "email", ServiceLevel: "gold", Rank: 1, Covers: map[string][]string{"branch": {"hq", "!lund"}}}
	for name, tt := range map[string]struct {
		change func(*contract.Row)
		want   []string
	}{
		"nothing": {func(*contract.Row) {}, []string{"x/r"}},
		"a note":  {func(r *contract.Row) { r.Note = "n" }, []string{"x/r"}},
		"its id":  {func(r *contract.Row) { r.ID = "s" }, []string{"x/s", "x/r"}},
		"service": {func(r *contract.Row) { r.Service = "print" }, []string{"x/r", "x/r#2"}},
		"level":   {func(r *contract.Row) { r.ServiceLevel = "silver" }, []string{"x/r", "x/r#2"}},
		"rank":    {func(r *contract.Row) { r.Rank = 2 }, []string{"x/r#2", "x/r"}},
		"values":  {func(r *contract.Row) { r.Covers = map[string][]string{"branch": {"malmo", "!lund"}} }, []string{"x/r", "x/r#2"}},
		"negated": {func(r *contract.Row) { r.Covers = map[string][]string{"branch": {"hq", "lund"}} }, []string{"x/r", "x/r#2"}},
		"facts":   {func(r *contract.Row) { r.Covers = map[string][]string{"team": {"hq", "!lund"}} }, []string{"x/r", "x/r#2"}},
	} {
		after := row
		tt.change(&after)
		e := yearly(fact("1", contract.Amend, "2026-06-01", func(f *contract.Fact) { f.Amend = &contract.Amendment{Rows: []contract.Row{after}} }))
		e.Rows = []contract.Row{row}
		r, _ := peer(t, e)
		var got []string
		for _, a := range r.Agreements() {
			got = append(got, a.ID)
		}
		slices.Sort(got)
		slices.Sort(tt.want)
		require.Equal(t, tt.want, got, name)
	}
}

// TestValuesBelow: a value covers those below it, after a slash, whether a row is
// found by its values or asked itself.
func TestValuesBelow(t *testing.T) {
	for _, values := range [][]string{{"hq"}, {"hq", "!lund"}, {"hq", "a", "b", "c", "d"}} {
		e := yearly()
		e.Rows = []contract.Row{{ID: "r", ServiceLevel: "gold", Covers: map[string][]string{"branch": values}}}
		r, _ := peer(t, e)
		for value, want := range map[string]bool{"hq": true, "hq/malmo": true, "hq/malmo/1": true, "hqx": false, "h": false, "malmo/hq": false, "ab/malmo": false, "": false} {
			facts := sla.Facts{"branch": {value}}
			_, ok := r.Cover(facts, noon(today))
			require.Equal(t, want, ok, "%q in %q", value, values)
			require.Len(t, slices.Collect(r.Candidates(facts, noon(today))), map[bool]int{true: 1}[want], "%q in %q", value, values)
		}
	}
}

// TestRecordAmendedRows: whether what an amendment rests on is there, With says.
func TestRecordAmendedRows(t *testing.T) {
	r := compile(t, contract.Definition{Zone: "UTC", Contracts: []contract.Entry{
		{ID: "c", Kind: contract.Customer, Start: day("2026-01-01"), Term: length("P1Y"), Renewal: contract.Renewal{Kind: contract.RenewalNone}, Facts: []contract.Fact{fact("1", contract.Approve, "2025-12-01")}},
		{ID: "s", Kind: contract.Supplier, Rows: []contract.Row{{ID: "r"}}},
	}})
	rests := func(id, on string) contract.Fact {
		return fact("2", contract.Amend, "2026-02-01", func(f *contract.Fact) {
			f.ID, f.Amend = id, &contract.Amendment{Rows: []contract.Row{{ID: "row", UnderpinnedBy: []string{on}}}}
		})
	}
	c, _ := r.Contract("c")
	e, err := c.Record(rests("2", "s/r"))
	require.NoError(t, err)
	with, err := r.With(e)
	require.NoError(t, err)
	c, _ = with.Contract("c")
	require.Equal(t, []string{"s/r"}, c.Sections(day("2026-02-01")).Rows[0].UnderpinnedBy)
	_, err = c.Record(rests("3", "s"))
	require.EqualError(t, err, `facts[2].amend.rows[0].underpinnedBy[0]: invalid: "s", want "contract/row"`)
	e, err = c.Record(rests("3", "s/t"))
	require.NoError(t, err)
	_, err = with.With(e)
	require.ErrorContains(t, err, `entries[0].facts[2].amend.rows[0].underpinnedBy[0]: unknown: row "t" of contract "s"`)
	// A correction needs a fact.
	c, _ = r.Contract("s")
	require.NotContains(t, slices.Collect(c.Permitted(today)), contract.Correct)
	c, _ = r.Contract("c")
	require.Contains(t, slices.Collect(c.Permitted(today)), contract.Correct)
}

// TestDateFieldsOfPlans: a plan names date fields that its contracts can have.
func TestDateFieldsOfPlans(t *testing.T) {
	fields := func(date string) contract.Schema {
		return contract.Schema{Fields: []contract.Field{{Name: "archive"}, {Name: date, Type: "date"}}}
	}
	supplier := map[contract.Kind]contract.Schema{contract.Supplier: fields("reviewed")}
	both := map[contract.Kind]contract.Schema{contract.Supplier: fields("reviewed"), contract.Customer: fields("audited")}
	for _, tt := range []struct {
		schemas map[contract.Kind]contract.Schema
		kind    contract.Kind // of the contract with a plan of its own, else of the register
		of      string
		want    string
	}{
		{nil, "", "fields.any", ""},
		{nil, contract.Supplier, "fields.any", ""},
		{supplier, "", "fields.reviewed", ""},
		{supplier, "", "fields.audited", `reminders[0].of: unknown: date field "audited"`},
		{supplier, contract.Supplier, "fields.reviewed", ""},
		{supplier, contract.Supplier, "fields.archive", `contracts[0].reminders[0].of: unknown: date field "archive"`},
		{supplier, contract.Customer, "fields.any", ""},
		{both, "", "fields.audited", ""},
		{both, contract.Customer, "fields.audited", ""},
		{both, contract.Customer, "fields.reviewed2", `contracts[0].reminders[0].of: unknown: date field "reviewed2"`},
		{both, contract.Supplier, "fields.audited", `contracts[0].reminders[0].of: unknown: date field "audited"`},
		{both, contract.Supplier, "fields.reviewed2", `contracts[0].reminders[0].of: unknown: date field "reviewed2" (did you mean "reviewed"?)`},
	} {
		def := contract.Definition{Zone: "UTC", Schemas: tt.schemas}
		lines := []contract.ReminderRule{{Of: contract.DeadlineKind(tt.of), To: []contract.Role{contract.RoleOwner}}}
		if tt.kind == "" {
			def.Reminders = lines
		} else {
			def.Contracts = []contract.Entry{{ID: "x", Kind: tt.kind, Reminders: lines}}
		}
		_, err := contract.Compile(def, nil)
		if tt.want == "" {
			require.NoError(t, err, "%+v", tt)
		} else {
			require.EqualError(t, err, tt.want, "%+v", tt)
		}
	}
}

// TestNumbersAtTheEdge: what is refused one above.
func TestNumbersAtTheEdge(t *testing.T) {
	week := calendar.Definition{Name: "w", Zone: "UTC", Hours: []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}}}
	for _, tt := range []struct {
		renewals, grace int
		want            string
	}{
		{1 << 16, 31, ""},
		{1<<16 + 1, 31, "contracts[0].renewal.max: invalid: 65537, want 1 to 65536 renewals, or leave it out for any number"},
		{1, 32, "contracts[0].notice[0].grace: invalid: 32, want 1 to 31 business days"},
	} {
		e := yearly()
		e.ID, e.Kind = "x", contract.Supplier
		e.Renewal.Max = tt.renewals
		e.Notice = []contract.Notice{{By: contract.SideUs, Period: length("P1M"), Exit: term.MonthEnd, Grace: tt.grace}}
		_, err := contract.Compile(contract.Definition{Zone: "UTC", Calendar: "w", Calendars: []calendar.Definition{week}, Contracts: []contract.Entry{e}}, nil)
		if tt.want == "" {
			require.NoError(t, err)
		} else {
			require.EqualError(t, err, tt.want)
		}
	}
}

// sameByDay: the reminders of a stretch of days are those of its days.
func sameByDay(t *testing.T, r *contract.Register, from, until string) {
	t.Helper()
	var byDay []contract.Reminder
	for d := day(from); d.Compare(day(until)) < 0; d = d.Next() {
		byDay = slices.AppendSeq(byDay, r.Reminders(d, d.Next()))
	}
	require.Equal(t, asText(t, slices.Collect(r.Reminders(day(from), day(until)))), asText(t, byDay))
}

// TestRemindersOfDays: a contract is reminded of days that come, and of no
// others.
func TestRemindersOfDays(t *testing.T) {
	oneDay := contract.Entry{Start: day("2026-01-01"), Last: day("2026-01-01"), Renewal: contract.Renewal{Kind: contract.RenewalNone}}
	then := tacit("2026-01-01", "P1Y", "P1Y", "P3M")
	then.Renewal.Max, then.Renewal.Then = 1, "evergreen"
	minimum := yearly()
	minimum.Minimum = length("P18M")
	ended := minimum
	ended.Facts = []contract.Fact{fact("1", contract.End, "2026-02-01", until("2027-06-29"))}
	lasting := minimum
	lasting.Facts = []contract.Fact{fact("1", contract.End, "2026-02-01", until("2027-06-30"))}
	for _, tt := range []struct {
		name string
		e    contract.Entry
		of   contract.DeadlineKind
		want []string
	}{
		{"the first day, which is the last", oneDay, contract.DeadlineStart, []string{"2026-01-01"}},
		{"the last day, which is the first", oneDay, contract.DeadlineEnd, []string{"2026-01-01"}},
		{"the last day of the minimum", minimum, contract.DeadlineMinimum, []string{"2027-06-30"}},
		{"a minimum that is not reached", ended, contract.DeadlineMinimum, nil},
		{"a minimum that is reached", lasting, contract.DeadlineMinimum, []string{"2027-06-30"}},
		{"renewals, the last one without end", then, contract.DeadlineRenewal, []string{"2027-01-01", "2028-01-01"}},
		{"no renewal after an end with the term", yearly(fact("1", contract.End, "2026-02-01", until("2026-12-31"))), contract.DeadlineRenewal, nil},
		{"a renewal before an end", yearly(fact("1", contract.End, "2026-02-01", until("2027-01-01"))), contract.DeadlineRenewal, []string{"2027-01-01"}},
		{"notice of the first term that reaches the minimum", minimum, contract.DeadlineNotice, []string{"2027-09-30", "2028-09-30"}},
	} {
		r, _ := peer(t, tt.e, plan(tt.of, "P0D", "latest"))
		require.Equal(t, tt.want, remindersOf(r, "2025-12-01", "2029-01-01"), tt.name)
		sameByDay(t, r, "2025-12-01", "2029-01-01")
	}
	// One that is replaced before it begins does not begin.
	e := approvedEntry("x", contract.Entry{Start: day("2026-01-01"), Term: length("P1Y"), Renewal: contract.Renewal{Kind: contract.RenewalNone}})
	e.Facts = append(e.Facts, fact("1", contract.Replace, "2026-01-01", func(f *contract.Fact) { f.Successor, f.Recorded = "y", noon(day("2025-06-01")) }))
	r := compile(t, contract.Definition{Zone: "UTC", Reminders: []contract.ReminderRule{plan(contract.DeadlineStart, "P0D", "")}, Contracts: []contract.Entry{e, {ID: "y", Kind: contract.Supplier}}})
	require.Empty(t, remindersOf(r, "2025-12-01", "2026-02-01"))
	sameByDay(t, r, "2025-12-01", "2026-02-01")
}

// TestDecisionK12LinesThatRepeat: lines of us and of either remind once of what
// is ours, unless they aim at other days.
func TestDecisionK12LinesThatRepeat(t *testing.T) {
	e := yearly()
	e.Notice = []contract.Notice{{By: contract.SideUs, Period: length("P3M")}, {By: contract.SideParty, Period: length("P6M")}}
	either := func(aim string) contract.ReminderRule {
		line := plan(contract.DeadlineNotice, "P10D", aim)
		line.By = contract.SideEither
		return line
	}
	for _, tt := range []struct {
		rules term.Rules
		plan  []contract.ReminderRule
		want  []string
	}{
		{term.Rules{}, []contract.ReminderRule{plan(contract.DeadlineNotice, "P10D", ""), either("")}, []string{"2026-06-20 party", "2026-09-20 us"}},
		{term.Rules{}, []contract.ReminderRule{plan(contract.DeadlineEnd, "P10D", ""), either(""), plan(contract.DeadlineNotice, "P10D", "latest")}, []string{"2026-06-20 party", "2026-09-20 us"}},
		{term.Rules{LastDay: term.Anniversary}, []contract.ReminderRule{plan(contract.DeadlineNotice, "P10D", ""), either("latest")}, []string{"2026-06-21 party", "2026-09-20 us", "2026-09-21 us"}},
	} {
		e := e
		e.Rules = tt.rules
		if tt.rules.LastDay != "" {
			e.Notice = []contract.Notice{{By: contract.SideUs, Period: length("P92D")}, {By: contract.SideParty, Period: length("P6M")}}
			e.Rules.SafeOver = []term.NoticeRule{term.ClearDays}
		}
		r, _ := peer(t, e, tt.plan...)
		var got []string
		for m := range r.Reminders(day("2026-01-01"), day("2026-12-31")) {
			got = append(got, fmt.Sprint(m.Day, " ", m.By))
		}
		require.Equal(t, tt.want, got, "%v", tt.rules)
	}
}

// TestDecisionK9ExitsOfTerms: notice for a term is for its last exit.
func TestDecisionK9ExitsOfTerms(t *testing.T) {
	for _, tt := range []struct {
		start, term, minimum string
		exit                 term.Exit
		want                 []string
	}{
		{"2026-01-01", "P1Y", "", term.QuarterEnd, []string{"2026-12-31", "2027-12-31"}},
		{"2026-02-01", "P1Y", "", term.QuarterEnd, []string{"2026-12-31", "2027-12-31"}},
		{"2026-01-01", "P1Y", "P1Y", term.TermEnd, []string{"2026-12-31", "2027-12-31"}},
		{"2026-01-01", "P1Y", "P1Y1D", term.TermEnd, []string{"2027-12-31", "2028-12-31"}},
		{"2026-03-31", "P20D", "", term.MonthEnd, []string{"2026-03-31", "2026-04-30"}}, // the first day is an exit
		{"2026-03-31", "P1M", "", term.MonthEnd, []string{"2026-04-30", "2026-06-30"}},  // the second term, 1 to 30 May, has none
		{"2026-04-01", "P1M", "", term.QuarterEnd, []string{"2026-06-30", "2026-09-30"}},
	} {
		e := tacit(tt.start, tt.term, tt.term, "P1D")
		e.Notice[0].Exit = tt.exit
		if tt.minimum != "" {
			e.Minimum = length(tt.minimum)
		}
		_, c := peer(t, e)
		var got []string
		for dl := range c.Deadlines(day(tt.start)) {
			if got = append(got, dl.Last.String()); len(got) == 2 {
				break
			}
		}
		require.Equal(t, tt.want, got, "%+v", tt)
	}
}

// TestDecisionK11OptionDays: an option has a window of a day at least, and its
// safe day lies in it.
func TestDecisionK11OptionDays(t *testing.T) {
	week := calendar.Definition{Name: "w", Zone: "UTC", Hours: []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}}}
	for _, tt := range []struct{ opens, closes, want string }{
		{"P92D", "P92D", "2026-09-30 2026-09-30 2026-09-30"},
		{"P91D", "P92D", ""},
		{"P90D", "P88D", "2026-10-02 2026-10-04 2026-10-02"}, // to a Sunday: the Friday is safe
		{"P89D", "P88D", "2026-10-03 2026-10-04 2026-10-04"}, // from the Saturday on no day is
	} {
		e := approvedEntry("x", contract.Entry{
			Start: day("2026-01-01"), Term: length("P1Y"), Renewal: contract.Renewal{Kind: contract.RenewalExpress, Max: 1, Opens: length(tt.opens), Closes: length(tt.closes)},
			Rules: term.Rules{SafeOver: []term.NoticeRule{}},
		})
		def := contract.Definition{Zone: "UTC", Calendar: "w", Calendars: []calendar.Definition{week}, Contracts: []contract.Entry{e}}
		option := func(on string) (got string) {
			c, _ := compile(t, def).Contract("x")
			for dl := range c.Deadlines(day(on)) {
				if dl.Kind == contract.DeadlineOption {
					got = fmt.Sprint(dl.Opens, " ", dl.Latest, " ", dl.Safe)
				}
			}
			return got
		}
		require.Equal(t, tt.want, option("2026-12-31"), "%+v", tt)
		require.Empty(t, option("2027-01-01"))
		if tt.want != "" {
			def.Contracts[0].Facts = append(def.Contracts[0].Facts, fact("1", contract.TakeOption, tt.want[:10]))
			require.Empty(t, option("2026-12-01"), "it can be taken once")
		}
	}
}

// TestTermsOfADay: a contract that ends on the first day of a term has that
// term, and what was not known before it was reinstated is none.
func TestTermsOfADay(t *testing.T) {
	terms := func(e contract.Entry) (got []string) {
		_, c := peer(t, e)
		for t := range c.Terms() {
			got = append(got, fmt.Sprint(t.N, " ", t.First, " ", t.Last))
		}
		return got
	}
	require.Equal(t, []string{"0 2026-01-01 2026-12-31", "1 2027-01-01 2027-01-01"}, terms(yearly(fact("1", contract.End, "2026-02-01", until("2027-01-01")))))
	require.Equal(t, []string{"0 2026-01-01 2026-12-31"}, terms(yearly(fact("1", contract.End, "2026-02-01", until("2026-12-31")))))
	unknown := contract.Entry{Start: day("2026-01-01"), Renewal: contract.Renewal{Kind: contract.RenewalNone}}
	unknown.Facts = []contract.Fact{fact("1", contract.End, "2026-06-30"), fact("2", contract.Reinstate, "2026-08-01", until("2026-12-31"))}
	require.Equal(t, []string{"1 2026-08-01 2026-12-31"}, terms(unknown))
}

// TestManyContracts: places are right on every page of a large register.
func TestManyContracts(t *testing.T) {
	def := contract.Definition{Zone: "UTC", Contracts: repeat(1100, func(i int) contract.Entry {
		f := fact("1", contract.Approve, "2025-12-01")
		if i == 700 {
			f.Recorded = noon(day("2026-03-01"))
		}
		return contract.Entry{ID: fmt.Sprint(i), Kind: contract.Supplier, Start: day("2026-01-01"), Term: length("P1Y"), Renewal: contract.Renewal{Kind: contract.RenewalNone}, Facts: []contract.Fact{f}}
	})}
	r := compile(t, def)
	then := r.AsOf(noon(day("2026-02-01")))
	for i := range 1100 {
		before, _ := then.Contract(fmt.Sprint(i))
		require.Equal(t, fmt.Sprint(i), before.ID())
		require.Equal(t, i != 700, before.On(day("2026-02-01")).State == contract.Active, i)
	}
	now, _ := r.Contract("700")
	require.Equal(t, contract.Active, now.On(day("2026-02-01")).State)
}

// TestDecisionK13NeighboursOfOneKind: contracts that follow each other at once
// leave nothing to say; the rest says for what, and from when to when.
func TestDecisionK13NeighboursOfOneKind(t *testing.T) {
	one := func(id, start, last, object, follows string) contract.Entry {
		e := contract.Entry{Start: day(start), Renewal: contract.Renewal{Kind: contract.RenewalNone}, Follows: follows}
		if last == "" {
			e.Renewal.Kind = contract.RenewalEvergreen
		} else {
			e.Last = day(last)
		}
		if object != "" {
			e.Rows = []contract.Row{{ID: "r", ServiceLevel: "gold", Covers: map[string][]string{"object": {object}}}}
		}
		return approvedEntry(id, e)
	}
	again := one("a", "2026-01-01", "2026-12-31", "pc", "")
	again.Facts = append(again.Facts, fact("1", contract.End, "2026-04-30"), fact("2", contract.Reinstate, "2026-06-01", until("2026-12-31")))
	amended := one("a", "2026-01-01", "2026-12-31", "pc", "")
	amended.Facts = append(amended.Facts, fact("1", contract.Amend, "2026-06-01", func(f *contract.Fact) { f.Amend = &contract.Amendment{Party: &contract.Party{Name: "P"}} }))
	for _, tt := range []struct {
		name      string
		contracts []contract.Entry
		want      []string
	}{
		{"at once", []contract.Entry{one("a", "2026-01-01", "2026-06-30", "pc", ""), one("b", "2026-07-01", "2026-12-31", "pc", "")}, nil},
		{"a day between", []contract.Entry{one("a", "2026-01-01", "2026-06-30", "pc", ""), one("b", "2026-07-02", "2026-12-31", "pc", "")}, []string{"a b nothing is in force from 2026-07-01 to 2026-07-01 for object pc"}},
		{"a day of both", []contract.Entry{one("a", "2026-01-01", "2026-06-30", "pc", ""), one("b", "2026-06-30", "2026-12-31", "pc", "")}, []string{"a b both are in force from 2026-06-30 to 2026-06-30 for object pc"}},
		{"without end", []contract.Entry{one("a", "2026-01-01", "", "pc", ""), one("b", "2026-06-30", "", "pc", "")}, []string{"a b both are in force from 2026-06-30 on for object pc"}},
		{
			"two that end together",
			[]contract.Entry{one("a", "2026-01-01", "2026-06-30", "pc", ""), one("b", "2026-02-01", "2026-06-30", "pc", ""), one("c", "2026-08-01", "2026-12-31", "pc", "")},
			[]string{"a b both are in force from 2026-02-01 to 2026-06-30 for object pc", "a c nothing is in force from 2026-07-01 to 2026-07-31 for object pc"},
		},
		{"follows at once", []contract.Entry{one("a", "2026-01-01", "2026-06-30", "", ""), one("b", "2026-07-01", "2026-12-31", "", "a")}, nil},
		{"follows a day later", []contract.Entry{one("a", "2026-01-01", "2026-06-30", "", ""), one("b", "2026-07-02", "2026-12-31", "", "a")}, []string{"a b b follows it, but nothing is in force from 2026-07-01 to 2026-07-01"}},
		{"follows a day too early", []contract.Entry{one("a", "2026-01-01", "2026-06-30", "", ""), one("b", "2026-06-30", "", "", "a")}, []string{"a b b follows it, but both are in force from 2026-06-30 to 2026-06-30"}},
		{"a contract that was out of force", []contract.Entry{again}, []string{"a a nothing is in force from 2026-05-01 to 2026-05-31 for object pc"}},
		{"an amended one", []contract.Entry{amended}, nil},
	} {
		var got []string
		for f := range compile(t, contract.Definition{Zone: "UTC", Owner: "a", Contracts: tt.contracts}).Findings(day("2026-03-05")) {
			if f.Kind == contract.FindingGap || f.Kind == contract.FindingOverlap {
				got = append(got, f.Contract+" "+f.Other+" "+f.Text)
			}
		}
		require.Equal(t, tt.want, got, tt.name)
	}
	same := contract.Definition{Zone: "UTC", Owner: "a", Contracts: []contract.Entry{one("a", "2026-01-01", "", "", ""), one("b", "2026-06-30", "", "", "")}}
	for i := range same.Contracts {
		same.Contracts[i].Rows = []contract.Row{{ID: "r", Service: "email", ServiceLevel: "gold", Covers: map[string][]string{"branch": {"hq"}}}}
	}
	var got []string
	for f := range compile(t, same).Findings(day("2026-03-05")) {
		got = append(got, f.Text)
	}
	require.Equal(t, []string{"both are in force from 2026-06-30 on for the same coverage"}, got)
}

// TestRemindersOfDifferentContracts: each is reminded as if it were alone,
// whatever plan and conventions the one before it has.
func TestRemindersOfDifferentContracts(t *testing.T) {
	var all []contract.Entry
	express := contract.Entry{Start: day("2026-01-30"), Term: length("P13M"), Renewal: contract.Renewal{Kind: contract.RenewalExpress, Opens: length("P3M"), Closes: length("P1M")}}
	for i, lines := range [][]contract.ReminderRule{
		nil,
		{plan(contract.DeadlineNotice, "P20D", "latest")},
		{plan(contract.DeadlineEnd, "P1M", ""), plan(contract.DeadlineNotice, "P7D", ""), plan(contract.DeadlineOption, "P9D", "")},
	} {
		for j, rules := range []term.Rules{{}, {Notice: term.BackwardInclusive}, {}, {Notice: term.ClearDays}, {LastDay: term.Anniversary}} {
			for k, e := range []contract.Entry{tacit("2026-01-30", "P13M", "P1M", "P1M"), tacit("2026-01-30", "P13M", "P1M", "P3M"), express} {
				if e.Rules, e.Reminders = rules, lines; k < 2 {
					e.Renewal.Max = 5
				}
				all = append(all, approvedEntry(fmt.Sprint(i, j, k), e))
			}
		}
	}
	list := func(contracts []contract.Entry) (got []string) {
		r := compile(t, contract.Definition{Zone: "UTC", Reminders: []contract.ReminderRule{plan(contract.DeadlineNotice, "P10D", "latest"), plan(contract.DeadlineOption, "P19D", "latest")}, Contracts: contracts})
		for d := day("2026-11-01"); d.Compare(day("2027-08-01")) < 0; d = d.Next() {
			for m := range r.Reminders(d, d.Next()) {
				got = append(got, m.Day.String()+" "+m.ID())
			}
		}
		return got
	}
	var alone []string
	for i := range all {
		alone = append(alone, list(all[i:i+1])...)
	}
	slices.Sort(alone)
	require.NotEmpty(t, alone)
	for seed := range int64(3) {
		together := list(all)
		slices.Sort(together)
		require.Equal(t, alone, together)
		newDraw(seed).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	}
}
