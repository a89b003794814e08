package contract_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/term"
)

// The cases below are bugs that users of other systems reported; the numbers
// are those of github.com/glpi-project/glpi.

// peer compiles a contract that was approved before its start, with a plan.
func peer(t *testing.T, e contract.Entry, plan ...contract.ReminderRule) (*contract.Register, *contract.Contract) {
	t.Helper()
	e.ID, e.Kind = "x", contract.Supplier
	approved := e.Start.AddDays(-1)
	e.Facts = append([]contract.Fact{{ID: "approved", Kind: contract.Approve, On: approved, Recorded: noon(approved)}}, e.Facts...)
	r := compile(t, contract.Definition{Zone: "Europe/Paris", Owner: "anna", Reminders: plan, Contracts: []contract.Entry{e}})
	c, ok := r.Contract("x")
	require.True(t, ok)
	return r, c
}

func noon(d calendar.Date) time.Time {
	return time.Date(d.Year(), d.Month(), d.Day(), 11, 0, 0, 0, time.UTC)
}

func tacit(start, first, renewal, notice string) contract.Entry {
	return contract.Entry{
		Start: day(start), Term: length(first), Renewal: contract.Renewal{Kind: contract.RenewalTacit, Term: length(renewal)},
		Notice: []contract.Notice{{By: contract.SideUs, Period: length(notice)}},
	}
}

func plan(of contract.DeadlineKind, before, aim string) contract.ReminderRule {
	return contract.ReminderRule{Of: of, Before: length(before), To: []contract.Role{contract.RoleOwner}, Aim: aim}
}

// nextNotice is the first notice day that Deadlines gives.
func nextNotice(t *testing.T, c *contract.Contract, on string) contract.Deadline {
	t.Helper()
	for dl := range c.Deadlines(day(on)) {
		if dl.Kind == contract.DeadlineNotice {
			return dl
		}
	}
	t.Fatalf("no notice day on %s", on)
	return contract.Deadline{}
}

func remindersOf(r *contract.Register, from, until string) (days []string) {
	for m := range r.Reminders(day(from), day(until)) {
		days = append(days, m.Day.String())
	}
	return days
}

// 23084: the notice day of a contract that has been renewed was counted from
// its first end.
func TestGLPI23084NoticeOfRenewedTerm(t *testing.T) {
	e := tacit("2024-08-29", "P12M", "P12M", "P2M")
	e.Term, e.Last = term.Length{}, day("2025-08-28")
	_, c := peer(t, e)
	s := c.On(day("2026-02-11"))
	require.Equal(t, contract.Active, s.State)
	require.Equal(t, "2026-08-28", s.Last.String())
	require.Equal(t, "2026-06-28", nextNotice(t, c, "2026-02-11").Latest.String())
}

// 15893: 36 months with renewals of 12 were shown as two times 36.
func TestGLPI15893FirstTermIsNotTheRenewal(t *testing.T) {
	_, c := peer(t, tacit("2020-08-01", "P36M", "P12M", "P3M"))
	for on, last := range map[string]string{
		"2020-08-01": "2023-07-31", "2023-07-31": "2023-07-31", "2023-08-01": "2024-07-31", "2024-08-01": "2025-07-31",
	} {
		require.Equal(t, last, c.On(day(on)).Last.String(), on)
	}
}

// 17725: 60 months with renewals of 12 were shown as two times 60.
func TestGLPI17725RenewalOfOtherLength(t *testing.T) {
	_, c := peer(t, tacit("2019-01-01", "P60M", "P12M", "P3M"))
	require.Equal(t, "2023-12-31", c.On(day("2023-12-31")).Last.String())
	require.Equal(t, "2024-12-31", c.On(day("2024-01-01")).Last.String())
	require.Equal(t, "2024-09-30", nextNotice(t, c, "2024-01-01").Latest.String())
	for term := range c.Terms() {
		require.NotEqual(t, "2028-12-31", term.First.String())
		if term.N == 1 {
			require.Equal(t, "2024-12-31", term.Last.String())
			break
		}
	}
}

// 6004: the reminder left out the first term. With that product's conventions
// (an end that is the anniversary, notice counted back from it, the reminder at
// the latest day) it comes on the day that its users expect.
func TestGLPI6004ReminderCountsTheFirstTerm(t *testing.T) {
	e := tacit("2018-09-27", "P36M", "P12M", "P3M")
	e.Rules.LastDay, e.Rules.Notice = "anniversary", "backward-inclusive"
	r, c := peer(t, e, plan(contract.DeadlineNotice, "P21D", "latest"))
	require.Equal(t, "2021-06-27", nextNotice(t, c, "2018-10-01").Latest.String())
	require.Equal(t, []string{"2021-06-06"}, remindersOf(r, "2018-09-01", "2022-01-01"))
}

// 4571: after the dates were moved, no reminder was sent any more.
func TestGLPI4571MovedStartReminds(t *testing.T) {
	line := plan(contract.DeadlineEnd, "P30D", "")
	e := contract.Entry{Start: day("2025-01-01"), Term: length("P1Y"), Renewal: contract.Renewal{Kind: contract.RenewalNone}}
	r, _ := peer(t, e, line)
	require.Equal(t, []string{"2025-12-01"}, remindersOf(r, "2025-01-01", "2027-01-01"))
	e.Start = day("2025-03-01")
	moved, _ := peer(t, e, line)
	require.Equal(t, []string{"2026-01-29"}, remindersOf(moved, "2025-01-01", "2027-01-01"))
	var a, b string
	for m := range r.Reminders(day("2025-01-01"), day("2027-01-01")) {
		a = m.ID()
	}
	for m := range moved.Reminders(day("2025-01-01"), day("2027-01-01")) {
		b = m.ID()
	}
	require.NotEqual(t, a, b, "a reminder of another day is another one")
	// The same as a fact: an extension after the first reminder.
	e.Start = day("2025-01-01")
	e.Facts = []contract.Fact{{ID: "extended", Kind: contract.Extend, On: day("2025-12-10"), Recorded: noon(day("2025-12-10")), Last: day("2026-06-30")}}
	extended, _ := peer(t, e, line)
	require.Equal(t, []string{"2025-12-01", "2026-05-31"}, remindersOf(extended, "2025-01-01", "2027-01-01"))
}

// 18954: once the notice day had passed, a wrong one was shown.
func TestGLPI18954NoticeDayStays(t *testing.T) {
	_, c := peer(t, tacit("2024-01-01", "P12M", "P12M", "P3M"))
	for _, on := range []string{"2024-02-01", "2024-09-30", "2024-10-01", "2024-12-31"} {
		require.Equal(t, "2024-09-30", nextNotice(t, c, on).Latest.String(), on)
	}
	require.Equal(t, "2025-09-30", nextNotice(t, c, "2025-01-01").Latest.String())
}

// 2596: the mail about the end named the start.
func TestGLPI2596EndReminderCountsTheTerm(t *testing.T) {
	e := contract.Entry{Start: day("2017-01-01"), Term: length("P12M"), Renewal: contract.Renewal{Kind: contract.RenewalNone}}
	r, _ := peer(t, e, plan(contract.DeadlineEnd, "P30D", ""))
	for m := range r.Reminders(day("2017-01-01"), day("2018-12-31")) {
		require.Equal(t, "2017-12-31", m.Last.String())
		require.Equal(t, "2017-12-01", m.Day.String())
	}
	require.Len(t, remindersOf(r, "2017-01-01", "2018-12-31"), 1)
}

// 9090: a contract that is renewed in silence was past after its first term.
func TestGLPI9090TacitIsNotPast(t *testing.T) {
	_, c := peer(t, tacit("2018-01-01", "P12M", "P12M", "P1M"))
	for _, on := range []string{"2018-12-31", "2019-01-01", "2026-03-05", "2199-12-31", "2300-01-01"} {
		require.Equal(t, contract.Current, c.On(day(on)).Tab, on)
	}
}

// 6164: contracts that are not renewed got no reminder, neither of their notice
// day nor of their end.
func TestGLPI6164NonRenewingIsReminded(t *testing.T) {
	e := tacit("2018-12-30", "P12M", "P12M", "P21D")
	e.Renewal = contract.Renewal{Kind: contract.RenewalNone}
	r, _ := peer(t, e, plan(contract.DeadlineNotice, "P0D", "latest"), plan(contract.DeadlineEnd, "P21D", ""))
	require.Equal(t, []string{"2019-12-08", "2019-12-08"}, remindersOf(r, "2019-01-01", "2020-12-31"))
}

// 24274: a renewal of 0 months was an endless loop.
func TestGLPI24274RenewalOfNothing(t *testing.T) {
	e := tacit("2024-01-01", "P12M", "P0M", "P1M")
	e.ID, e.Kind = "x", contract.Supplier
	_, err := contract.Compile(contract.Definition{Zone: "UTC", Contracts: []contract.Entry{e}}, nil)
	require.ErrorIs(t, err, slakit.ErrInvalid)
	require.EqualError(t, err, "contracts[0].renewal.term: invalid: a term of nothing, want at least P1D, or leave it out")
	// Where nothing says how long, that is unknown, and said so.
	e.Term, e.Renewal.Term, e.Last = term.Length{}, term.Length{}, day("2024-12-31")
	_, c := peer(t, e)
	s := c.On(day("2025-01-01"))
	require.Equal(t, contract.Unknown, s.State)
	require.Equal(t, []string{"renewal.term"}, s.Missing)
	n := 0
	for range c.Terms() {
		n++
	}
	require.Equal(t, 1, n)
}

// OCA's contracts (17.0) count each term from the end of the one before, so
// that month-end starts drift to the 28th; here they stay.
func TestOCADrift(t *testing.T) {
	e := tacit("2024-01-31", "P1M", "P1M", "P14D")
	e.Rules.LastDay = "exclusive-minus-one"
	_, c := peer(t, e)
	var firsts []string
	for term := range c.Terms() {
		if firsts = append(firsts, term.First.String()); len(firsts) == 6 {
			break
		}
	}
	require.Equal(t, "2024-01-31 2024-02-29 2024-03-31 2024-04-30 2024-05-31 2024-06-30", strings.Join(firsts, " "))
}

// OCA's contracts renew while notice can still be given: when notice day <=
// today.
func TestOCARenewsADayEarly(t *testing.T) {
	_, c := peer(t, tacit("2024-01-01", "P12M", "P12M", "P3M"))
	require.Equal(t, "2024-12-31", c.Commitment(day("2024-09-30")).Last.String(), "on the latest day nothing more is owed")
	require.Equal(t, contract.RenewalPending, c.On(day("2024-09-30")).Renewal)
	require.Equal(t, "2025-12-31", c.Commitment(day("2024-10-01")).Last.String())
	require.Equal(t, contract.RenewalCommitted, c.On(day("2024-10-01")).Renewal)
}
