package contract_test

import (
	"os"
	"path/filepath"
	"testing"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/calendar/holidays"
	"github.com/slakit/slakit/contract"
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

func TestX(t *testing.T) {
	r := office(t)
	d := day("2026-03-05")
	for _, k := range []contract.Kind{contract.Customer, contract.Supplier} {
		for c := range r.Contracts(k) {
			t.Logf("%v %+v", c, c.On(d))
			n := 0
			for dl := range c.Deadlines(d) {
				t.Logf("   %+v", dl)
				if n++; n > 3 {
					break
				}
			}
			l, ok := c.EndIfNotice("us", d)
			l2, by := c.EarliestExit(d)
			t.Log(l, ok, l2, by, c.Commitment(d))
			for s := range c.Why(d) {
				t.Logf("      %+v", s)
			}
		}
	}
	for _, a := range r.Agreements() {
		t.Logf("%+v", a)
	}
	for x := range r.Reminders(day("2026-01-01"), day("2027-01-01")) {
		t.Logf("%+v %s", x, x.ID())
	}
	for x := range r.Findings(d) {
		t.Logf("%+v", x)
	}
	for x := range r.Changes(day("2026-01-01"), day("2027-01-01")) {
		t.Logf("%+v", x)
	}
}
