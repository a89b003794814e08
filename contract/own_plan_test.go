package contract_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/contract"
)

// TestDecisionK12OwnReminders: a contract's own lines take the place of the
// register's, and those of an amendment theirs from its day on (K23); an empty
// list reminds of nothing.
func TestDecisionK12OwnReminders(t *testing.T) {
	for _, tt := range []struct {
		name  string
		own   []contract.ReminderRule
		amend []contract.ReminderRule // from 1 June 2026
		want  []string
	}{
		// Notice of three months: the latest days are 30 September 2026 and 2027.
		{"the register's", nil, nil, []string{"2026-08-31", "2027-08-31"}},
		{"its own", []contract.ReminderRule{plan(contract.DeadlineNotice, "P10D", "latest")}, nil, []string{"2026-09-20", "2027-09-20"}},
		{"none", []contract.ReminderRule{}, nil, nil},
		{"amended", nil, []contract.ReminderRule{plan(contract.DeadlineNotice, "P20D", "latest")}, []string{"2026-09-10", "2027-09-10"}},
		{"both", []contract.ReminderRule{plan(contract.DeadlineNotice, "P150D", "latest")}, []contract.ReminderRule{plan(contract.DeadlineNotice, "P20D", "latest")}, []string{"2026-05-03", "2026-09-10", "2027-09-10"}},
	} {
		e := yearly(fact("1", contract.Approve, "2025-12-01"))
		e.ID, e.Kind, e.Reminders = "x", contract.Supplier, tt.own
		if tt.amend != nil {
			e.Facts = append(e.Facts, fact("2", contract.Amend, "2026-06-01", func(f *contract.Fact) {
				f.Amend = &contract.Amendment{Reminders: tt.amend}
			}))
		}
		r := compile(t, contract.Definition{
			Zone: "UTC", Owner: "anna", Contracts: []contract.Entry{e},
			Reminders: []contract.ReminderRule{plan(contract.DeadlineNotice, "P30D", "latest")},
		})
		require.Equal(t, tt.want, remindersOf(r, "2026-01-01", "2028-01-01"), tt.name)
	}
}

// TestEndIfNoticeOfEither: what either side could do is the earlier of what each
// could.
func TestEndIfNoticeOfEither(t *testing.T) {
	e := yearly(fact("1", contract.Approve, "2025-12-01"))
	e.Notice = append(e.Notice, contract.Notice{By: contract.SideParty, Period: length("P6M")})
	_, c := peer(t, e)
	for on, want := range map[string]string{"2026-06-30": "2026-12-31", "2026-09-30": "2026-12-31", "2026-10-01": "2027-12-31"} {
		last, ok := c.EndIfNotice(contract.SideEither, day(on))
		require.True(t, ok)
		require.Equal(t, want, last.String(), on)
	}
	_, ok := c.EndIfNotice("nobody", day("2026-06-30"))
	require.False(t, ok)
	_, ok = c.EndIfNotice(contract.SideEither, day("2025-11-01"))
	require.False(t, ok)
}

// TestWhyTellsWhatTimeDid: the end of a suspension, and of a contract by what
// was agreed or because its term was over.
func TestWhyTellsWhatTimeDid(t *testing.T) {
	fixed := func(facts ...contract.Fact) contract.Entry {
		return contract.Entry{
			Start: day("2026-01-01"), Last: day("2026-12-31"), Renewal: contract.Renewal{Kind: contract.RenewalNone},
			Facts: append([]contract.Fact{fact("1", contract.Approve, "2025-12-01")}, facts...),
		}
	}
	for _, tt := range []struct {
		name string
		e    contract.Entry
		want string // the last step
	}{
		{"expired", fixed(), "2027-01-01 expired its last day, 2026-12-31, has passed"},
		{"ended", fixed(fact("2", contract.End, "2026-06-01", until("2026-06-30"))), "2026-07-01 terminated 2026-06-30 was its last day, by fact 2 (end)"},
		{"suspended", fixed(fact("2", contract.Suspend, "2026-06-01", until("2026-12-31"))), "2027-01-01 expired its last day, 2026-12-31, has passed"},
	} {
		_, c := peer(t, tt.e)
		steps := slices.Collect(c.Why(day("2027-02-01")))
		last := steps[len(steps)-1]
		require.Equal(t, tt.want, last.On.String()+" "+string(last.State)+" "+last.Text, tt.name)
	}
	_, c := peer(t, fixed(fact("2", contract.Suspend, "2026-06-01", until("2026-06-30"))))
	steps := slices.Collect(c.Why(day("2026-07-01")))
	require.Equal(t, "the suspension is over", steps[len(steps)-1].Text)
	require.Equal(t, "suspend to 2026-06-30", steps[len(steps)-2].Text)
}
