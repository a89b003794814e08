package contract_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/calendar/holidays"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/sla"
)

func day(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// office is the register of an IT department.
func office(t testing.TB) *contract.Register {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "register.json"))
	require.NoError(t, err)
	def, err := contract.Parse(data)
	require.NoError(t, err)
	r, err := contract.Compile(def, &contract.Options{HolidaySets: holidays.All()})
	require.NoError(t, err)
	return r
}

func officeContract(t testing.TB, id string) *contract.Contract {
	t.Helper()
	c, ok := office(t).Contract(id)
	require.True(t, ok)
	return c
}

var today = day("2026-03-05")

// TestRegisterTabs: on 5 March 2026 there is a contract in each tab, and the
// kinds are apart.
func TestRegisterTabs(t *testing.T) {
	r := office(t)
	tabs := map[contract.Kind]map[contract.Tab][]string{}
	for _, kind := range []contract.Kind{contract.Customer, contract.Supplier} {
		tabs[kind] = map[contract.Tab][]string{}
		for c := range r.Contracts(kind) {
			require.Equal(t, kind, c.Kind())
			s := c.On(today)
			require.Empty(t, s.Missing)
			tabs[kind][s.Tab] = append(tabs[kind][s.Tab], c.ID()+" "+string(s.State))
		}
	}
	require.Equal(t, map[contract.Kind]map[contract.Tab][]string{
		contract.Customer: {contract.Current: {"schools active"}},
		contract.Supplier: {
			contract.Preliminary: {"phones in-review"}, contract.Current: {"print active", "mail-hosting active"}, contract.Past: {"print-old expired"},
		},
	}, tabs)
	require.Equal(t, today, r.Day(time.Date(2026, 3, 4, 23, 30, 0, 0, time.UTC)), "half past midnight in Stockholm")
}

// TestRegisterPrint: by when notice must be given, and the proof.
func TestRegisterPrint(t *testing.T) {
	c := officeContract(t, "print")
	var got []string
	for dl := range c.Deadlines(today) {
		if dl.Term == 0 {
			got = append(got, fmt.Sprintf("%s %s: latest %s %v, safe %s %v, last %v", dl.Kind, dl.By, dl.Latest.Weekday(), dl.Latest, dl.Safe.Weekday(), dl.Safe, dl.Last), dl.Proof.String())
		}
		if dl.Kind == contract.DeadlineEnd {
			got = append(got, fmt.Sprintf("end %v", dl.Latest))
		}
	}
	require.Equal(t, []string{
		"notice party: latest Sunday 2028-04-30, safe Friday 2028-04-28, last 2029-01-31",
		"2028-04-30 + P9M = 2029-01-30, not after 2029-01-31; 2028-05-01 + P9M = 2029-02-01 is too late",
		"notice us: latest Monday 2028-07-31, safe Friday 2028-07-28, last 2029-01-31",
		"2028-07-31 + P6M = 2029-01-31, not after 2029-01-31; 2028-08-01 + P6M = 2029-02-01 is too late",
		"end 2031-01-31", // the first term and two renewals
	}, got)
	require.Equal(t, contract.RenewalPending, c.On(today).Renewal)
	// The cost of 35 months less four days, indexed by two per cent a year.
	commitment := c.Commitment(today)
	require.Equal(t, "2029-01-31", commitment.Last.String())
	require.Equal(t, "444947.10 SEK", commitment.Cost.String())
}

// TestRegisterSchools: the option and its window.
func TestRegisterSchools(t *testing.T) {
	c := officeContract(t, "schools")
	dl := slices.Collect(c.Deadlines(today))
	require.Len(t, dl, 2)
	require.Equal(t, contract.DeadlineOption, dl[0].Kind)
	require.Equal(t, "2026-07-01 to 2026-09-30", fmt.Sprint(dl[0].Opens, " to ", dl[0].Latest))
	require.Equal(t, "2026-12-31", dl[1].Latest.String())
	permits := func(d string) bool {
		return slices.Contains(slices.Collect(c.Permitted(day(d))), contract.TakeOption)
	}
	require.False(t, permits("2026-06-30"))
	require.True(t, permits("2026-07-01"))
	require.True(t, permits("2026-09-30"))
	require.False(t, permits("2026-10-01"))
	for d, want := range map[string]contract.RenewalStatus{
		"2026-06-30": contract.RenewalPending, "2026-07-01": contract.RenewalOption, "2026-10-01": contract.RenewalLapsed,
	} {
		require.Equal(t, want, c.On(day(d)).Renewal, d)
	}
}

// TestRegisterMailHosting: notice of an evergreen contract.
func TestRegisterMailHosting(t *testing.T) {
	c := officeContract(t, "mail-hosting")
	last, ok := c.EndIfNotice(contract.SideUs, today)
	require.True(t, ok)
	require.Equal(t, "2026-06-30", last.String())
	last, ok = c.EndIfNotice(contract.SideParty, today)
	require.True(t, ok)
	require.Equal(t, "2026-09-30", last.String())
	last, by := c.EarliestExit(today)
	require.Equal(t, "2026-06-30 us", fmt.Sprint(last, " ", by))
	require.Empty(t, slices.Collect(c.Deadlines(today)), "no last day, so no notice deadline (K22)")
	require.Equal(t, contract.RenewalOpenEnd, c.On(today).Renewal)
}

// TestRegisterPrintOldAndPhones: a past contract, with its follower at its
// heels, and a renewal that cannot be stopped.
func TestRegisterPrintOldAndPhones(t *testing.T) {
	r := office(t)
	old, _ := r.Contract("print-old")
	require.Equal(t, contract.Current, old.On(day("2026-01-31")).Tab, "the last day is current")
	require.Equal(t, contract.Past, old.On(day("2026-02-01")).Tab)
	var found []string
	for f := range r.Findings(today) {
		found = append(found, fmt.Sprintf("%s %s %s: %s", f.Kind, f.Contract, f.By, f.Text))
	}
	require.Equal(t, []string{
		"unstoppable phones either: the renewal from 2028-09-01 to 2028-11-30 cannot be stopped inside itself: notice of P3M by either would be due by 2028-08-31",
	}, found, "nothing else, and no gap")
}

// TestRegisterLoadsWithDefinition: the register's rows become agreements of the
// engine whose service levels they name.
func TestRegisterLoadsWithDefinition(t *testing.T) {
	r := office(t)
	data, err := os.ReadFile(filepath.Join("testdata", "definition.json"))
	require.NoError(t, err)
	def, err := sla.Parse(data)
	require.NoError(t, err)
	def.Agreements = r.Agreements()
	engine, err := sla.Compile(def, &sla.Options{HolidaySets: holidays.All()})
	require.NoError(t, err)
	at := time.Date(2026, 3, 5, 10, 0, 0, 0, time.UTC)
	facts := sla.Facts{"service": {"email"}, "department": {"education"}, "objectType": {"computer"}, "impact": {"person"}, "urgency": {"hindered"}}
	report, err := engine.Evaluate(sla.Ticket{ID: "1", Events: []sla.Event{{At: at, Name: sla.Opened, Facts: facts}}}, at)
	require.NoError(t, err)
	reading, ok := report.Reading(sla.Resolution)
	require.True(t, ok)
	require.Equal(t, "schools/email", reading.Agreement)
	cover, ok := r.Cover(facts, at)
	require.True(t, ok)
	require.Equal(t, reading.Agreement, cover.Agreement)
	golden(t, "agreements.json", asText(t, r.Agreements())+"\n")
	var lines []string
	for c := range r.Candidates(facts, at) {
		lines = append(lines, fmt.Sprintf("%s %s %v: %s", c.AgreementKind, c.Agreement, c.Taken, c.Reason))
	}
	require.Equal(t, []string{
		"sla schools/email true: service is email, department is education, objectType is computer; in force",
		"uc mail-hosting/mailboxes true: service is email; in force",
	}, lines)
}

// TestRegisterYearGolden: what a desk would send and do in a year.
func TestRegisterYearGolden(t *testing.T) {
	r := office(t)
	var b strings.Builder
	from, until := day("2026-01-01"), day("2029-03-01")
	for m := range r.Reminders(from, until) {
		fmt.Fprintf(&b, "%v remind %s (%s) of %s %s %s %v, latest %v: %s\n", m.Day, m.Person, m.Role, m.Contract, m.Of, m.By, m.Deadline, m.Latest, m.ID())
	}
	for ch := range r.Changes(from, until) {
		fmt.Fprintf(&b, "%v %s %s: %s to %s %s\n", ch.Day, ch.Kind, ch.Contract, ch.Before, ch.After, ch.Fact)
	}
	golden(t, "year.txt", b.String())
}

// TestRegisterRoundTrip: the document survives Parse and JSON.
func TestRegisterRoundTrip(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "register.json"))
	require.NoError(t, err)
	def, err := contract.Parse(data)
	require.NoError(t, err)
	text, err := json.Marshal(def)
	require.NoError(t, err)
	require.JSONEq(t, string(data), string(text))
}
