package exposure_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	_ "time/tzdata"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"
	"github.com/leanovate/gopter/prop"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/credit"
	"github.com/slakit/slakit/contract/exposure"
	"github.com/slakit/slakit/contract/money"
)

func day(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func days(first, last string) cost.Days { return cost.Days{First: day(first), Last: day(last)} }

// A desk with one customer whose mail rests on two suppliers, and one whose
// telephony rests on nobody. Credits are an amount for each breach.
const desk = `{"zone": "Europe/Stockholm", "contracts": [
  {"id": "schools", "kind": "customer", "party": {"name": "Schools"}, "start": "2026-01-01", "last": "2030-12-31", "renewal": {"kind": "none"},
   "rows": [{"id": "mail", "underpinnedBy": ["hosting/boxes", "net/line"]}, {"id": "phones"}],
   "credits": [
     {"id": "mail", "rows": ["mail"], "measure": "breaches", "rate": {"credit": "100 SEK", "per": "1"}},
     {"id": "phones", "rows": ["phones"], "measure": "breaches", "rate": {"credit": "40 SEK", "per": "1"}}],
   "facts": [{"id": "1", "kind": "approve", "on": "2025-12-01", "recorded": "2025-12-01T09:00:00Z"}]},
  {"id": "hosting", "kind": "supplier", "party": {"name": "Hosting AB"}, "start": "2026-01-01", "last": "2030-12-31", "renewal": {"kind": "none"},
   "rows": [{"id": "boxes"}], "credits": [{"id": "down", "measure": "breaches", "rate": {"credit": "30 SEK", "per": "1"}, "caps": {"period": "60 SEK"}, "every": "P3M"}],
   "facts": [{"id": "1", "kind": "approve", "on": "2025-12-01", "recorded": "2025-12-01T09:00:00Z"}]},
  {"id": "net", "kind": "supplier", "party": {"name": "Net GmbH"}, "start": "2026-01-01", "last": "2030-12-31", "renewal": {"kind": "none"},
   "rows": [{"id": "line"}, {"id": "spare"}], "credits": [{"id": "line", "rows": ["line"], "measure": "breaches", "rate": {"credit": "5 EUR", "per": "1"}}],
   "facts": [{"id": "1", "kind": "approve", "on": "2025-12-01", "recorded": "2025-12-01T09:00:00Z"}]}
]}`

func register(t *testing.T, text string) *contract.Register {
	t.Helper()
	def, err := contract.Parse([]byte(text))
	require.NoError(t, err)
	r, err := contract.Compile(def, nil)
	require.NoError(t, err)
	return r
}

func assess(t *testing.T, r *contract.Register, id, schedule string, span cost.Days, breaches int64) exposure.Assessed {
	t.Helper()
	c, ok := r.Contract(id)
	require.True(t, ok)
	p := credit.Period{Days: span}
	if breaches >= 0 {
		p.Measured = []credit.Measured{{Count: breaches}}
	}
	credits, err := c.Credits(schedule, []credit.Period{p})
	require.NoError(t, err)
	return exposure.Assessed{Contract: id, Credit: credits[0]}
}

func TestDecisionM10BackToBack(t *testing.T) {
	r := register(t, desk)
	jan, feb, quarter := days("2026-01-01", "2026-01-31"), days("2026-02-01", "2026-02-28"), days("2026-01-01", "2026-03-31")
	lines, err := exposure.Lines(r, []exposure.Assessed{
		assess(t, r, "net", "line", feb, 2),
		assess(t, r, "schools", "phones", jan, 1),
		assess(t, r, "schools", "mail", jan, 1),
		assess(t, r, "schools", "mail", feb, 2),
		assess(t, r, "hosting", "down", quarter, 3),
		assess(t, r, "schools", "phones", feb, -1),
	})
	require.NoError(t, err)
	var got []string
	for _, l := range lines {
		got = append(got, fmt.Sprintf("%v %v: %v - %v = %v", l.Rows, l.Days, l.Recoverable, l.PaidOut, l.Difference))
		for why := range l.Why() {
			got = append(got, "  "+why)
		}
	}
	require.Equal(t, []string{
		"[hosting/boxes net/line schools/mail] 2026-01-01 to 2026-03-31: 10.00 EUR - 0.00 EUR = 10.00 EUR",
		"  10.00 EUR from Net GmbH: net, line, 2026-02-01 to 2026-02-28: computed 10.00 EUR",
		"[hosting/boxes net/line schools/mail] 2026-01-01 to 2026-03-31: 60.00 SEK - 300.00 SEK = -240.00 SEK",
		"  100.00 SEK to Schools: schools, mail, 2026-01-01 to 2026-01-31: computed 100.00 SEK",
		"  200.00 SEK to Schools: schools, mail, 2026-02-01 to 2026-02-28: computed 200.00 SEK",
		"  60.00 SEK from Hosting AB: hosting, down, 2026-01-01 to 2026-03-31: computed 90.00 SEK, 30.00 SEK over a cap or below the minimum",
		"  240.00 SEK are not recovered",
		"[schools/phones] 2026-01-01 to 2026-01-31: 0.00 SEK - 40.00 SEK = -40.00 SEK",
		"  40.00 SEK to Schools: schools, phones, 2026-01-01 to 2026-01-31: computed 40.00 SEK",
		"  no supplier row underpins it",
		"[schools/phones] 2026-02-01 to 2026-02-28: 0.00 SEK - 0.00 SEK = 0.00 SEK",
		"  0.00 SEK to Schools: schools, phones, 2026-02-01 to 2026-02-28: nothing was measured",
		"  no supplier row underpins it",
	}, got)
	for _, l := range lines {
		for range l.Why() {
			break
		}
		data, err := json.Marshal(l)
		require.NoError(t, err)
		var back exposure.Line
		require.NoError(t, json.Unmarshal(data, &back))
		again, err := json.Marshal(back)
		require.NoError(t, err)
		require.Equal(t, string(data), string(again))
	}
}

// The same credit is paid out under a contract with a customer and recovered
// under one with a supplier: the kind alone decides, and the amount has no sign
// that could.
func TestDecisionM11TheKindSaysWhoPays(t *testing.T) {
	jan := days("2026-01-01", "2026-01-31")
	swapped := strings.NewReplacer(`"kind": "customer"`, `"kind": "supplier"`, `"kind": "supplier"`, `"kind": "customer"`).
		Replace(strings.Replace(desk, `, "underpinnedBy": ["hosting/boxes", "net/line"]`, "", 1))
	for _, tt := range []struct{ text, id, schedule, paid, recovered string }{
		{desk, "schools", "phones", "80.00 SEK", "0.00 SEK"},
		{swapped, "schools", "phones", "0.00 SEK", "80.00 SEK"},
		{desk, "net", "line", "0.00 EUR", "10.00 EUR"},
		{swapped, "net", "line", "10.00 EUR", "0.00 EUR"},
	} {
		r := register(t, tt.text)
		given := assess(t, r, tt.id, tt.schedule, jan, 2)
		require.Equal(t, 1, given.Credit.Amount.Sign())
		lines, err := exposure.Lines(r, []exposure.Assessed{given})
		require.NoError(t, err)
		require.Len(t, lines, 1)
		l := lines[0]
		require.Equal(t, []string{tt.paid, tt.recovered}, []string{l.PaidOut.String(), l.Recoverable.String()}, "%s, %v", tt.id, l.Items[0].Kind)
		difference, err := l.Recoverable.Sub(l.PaidOut)
		require.NoError(t, err)
		require.True(t, l.Difference.Equal(difference))
	}
}

func TestLinesSayWhy(t *testing.T) {
	r := register(t, desk)
	jan := days("2026-01-01", "2026-01-31")
	paid := assess(t, r, "schools", "mail", jan, 3)
	paid.Credit.Returned, _ = money.Parse("100 SEK")
	lines, err := exposure.Lines(r, []exposure.Assessed{paid})
	require.NoError(t, err)
	require.Len(t, lines, 1)
	require.Equal(t, "-200.00 SEK", lines[0].Difference.String())
	require.Equal(t, []string{
		"200.00 SEK to Schools: schools, mail, 2026-01-01 to 2026-01-31: computed 300.00 SEK, 100.00 SEK earned back",
		"no credit of a supplier is given",
	}, slices.Collect(lines[0].Why()))

	// A schedule without an amount has no currency: it says why beside the other.
	percent := register(t, strings.Replace(desk, `"rate": {"credit": "5 EUR", "per": "1"}`, `"tiers": [{"from": "1", "credit": "5%"}]`, 1))
	lines, err = exposure.Lines(percent, []exposure.Assessed{assess(t, percent, "schools", "mail", jan, 0), assess(t, percent, "net", "line", jan, 0)})
	require.NoError(t, err)
	require.Len(t, lines, 1)
	require.Equal(t, []string{
		"0.00 SEK to Schools: schools, mail, 2026-01-01 to 2026-01-31: the level was kept",
		"nothing from Net GmbH: net, line, 2026-01-01 to 2026-01-31: the level was kept",
	}, slices.Collect(lines[0].Why()))
}

// Periods that share a day are one line, those that touch are two.
func TestDecisionM10PeriodsThatOverlap(t *testing.T) {
	r := register(t, desk)
	customer := assess(t, r, "schools", "mail", days("2026-01-01", "2026-01-31"), 1)
	for first, want := range map[string]string{
		"2026-01-31": "2026-01-01 to 2026-02-27: -70.00 SEK; ",
		"2026-02-01": "2026-01-01 to 2026-01-31: -100.00 SEK; 2026-02-01 to 2026-02-27: 30.00 SEK; ",
	} {
		lines, err := exposure.Lines(r, []exposure.Assessed{customer, assess(t, r, "hosting", "down", days(first, "2026-02-27"), 1)})
		require.NoError(t, err)
		got := ""
		for _, l := range lines {
			got += fmt.Sprintf("%v: %v; ", l.Days, l.Difference)
		}
		require.Equal(t, want, got, first)
	}
}

// A schedule that measures several rows together makes them one group.
func TestScheduleJoinsItsRows(t *testing.T) {
	r := register(t, strings.Replace(desk, `"rows": ["mail"], "measure"`, `"measure"`, 1))
	lines, err := exposure.Lines(r, []exposure.Assessed{assess(t, r, "schools", "mail", days("2026-01-01", "2026-01-31"), 1)})
	require.NoError(t, err)
	require.Equal(t, "[hosting/boxes net/line schools/mail schools/phones]", fmt.Sprint(lines[0].Rows))
}

func TestLinesRefuses(t *testing.T) {
	r := register(t, desk)
	jan := days("2026-01-01", "2026-01-31")
	one := assess(t, r, "schools", "mail", jan, 1)
	_, err := exposure.Lines(r, []exposure.Assessed{one, one})
	require.ErrorIs(t, err, slakit.ErrDuplicate)
	require.EqualError(t, err, "credits[1]: the credit of schools, mail for 2026-01-01 to 2026-01-31 is given twice")
	other := one
	other.Contract = "school"
	_, err = exposure.Lines(r, []exposure.Assessed{other})
	require.ErrorIs(t, err, slakit.ErrUnknown)
	require.EqualError(t, err, `credits[0]: the register has no contract "school"`)
	other = one
	other.Credit.Schedule = "mial"
	_, err = exposure.Lines(r, []exposure.Assessed{other})
	require.EqualError(t, err, `credits[0]: contract schools has no schedule "mial" on 2026-01-01 (did you mean "mail"?)`)
	var row exposure.Row
	require.ErrorIs(t, row.UnmarshalText([]byte("mail")), slakit.ErrInvalid)
	lines, err := exposure.Lines(r, nil)
	require.NoError(t, err)
	require.Empty(t, lines)
}

// Every credit is counted once, and the order in which they are given does not
// matter.
func TestLawM10EachCreditIsCountedOnce(t *testing.T) {
	r := register(t, desk)
	params := gopter.DefaultTestParametersWithSeed(5)
	params.MinSuccessfulTests = *cases
	if testing.Short() {
		params.MinSuccessfulTests = min(*cases, 100)
	}
	props := gopter.NewProperties(params)
	props.Property("once, in any order", prop.ForAll(func(seed int64) string {
		return countedOnce(t, r, rand.New(rand.NewSource(seed)), exposure.Lines)
	}, gen.Int64()))
	props.TestingRun(t)
	// The law bites: lines that count a credit for each row that it is linked
	// with, or list credits as they are given, do not hold it.
	for what, lines := range map[string]func(*contract.Register, []exposure.Assessed) ([]exposure.Line, error){
		"a credit counts for every row of its group": func(r *contract.Register, all []exposure.Assessed) ([]exposure.Line, error) {
			lines, err := exposure.Lines(r, all)
			for i := range lines {
				for range lines[i].Rows[1:] {
					lines[i].PaidOut, _ = lines[i].PaidOut.Add(lines[i].PaidOut)
				}
			}
			return lines, err
		},
		"items are in the order in which they were given": func(r *contract.Register, all []exposure.Assessed) ([]exposure.Line, error) {
			lines, err := exposure.Lines(r, all)
			for i := range lines {
				place := func(x exposure.Item) int {
					return slices.IndexFunc(all, func(a exposure.Assessed) bool {
						return a.Contract == x.Contract && a.Credit.Schedule == x.Schedule && a.Credit.Days == x.Days
					})
				}
				slices.SortFunc(lines[i].Items, func(a, b exposure.Item) int { return place(a) - place(b) })
			}
			return lines, err
		},
	} {
		rnd, fails := rand.New(rand.NewSource(5)), false
		for n := 0; n < 1000 && !fails; n++ {
			fails = countedOnce(t, r, rnd, lines) != ""
		}
		require.True(t, fails, "the law holds although %s", what)
	}
}

var cases = flag.Int("laws", 1000, "cases of each law")

// countedOnce draws credits and says what is wrong with their lines, or "".
func countedOnce(t *testing.T, r *contract.Register, rnd *rand.Rand, linesOf func(*contract.Register, []exposure.Assessed) ([]exposure.Line, error)) string {
	var all []exposure.Assessed
	var paid, received money.List
	first := day("2026-01-01")
	for range 1 + rnd.Intn(6) {
		span := cost.Days{First: first, Last: first.AddDays(rnd.Intn(60))}
		for _, s := range [][2]string{{"schools", "mail"}, {"schools", "phones"}, {"hosting", "down"}, {"net", "line"}} {
			if rnd.Intn(3) == 0 {
				continue
			}
			a := assess(t, r, s[0], s[1], span, int64(rnd.Intn(4)))
			all = append(all, a)
			if s[0] == "schools" {
				paid = paid.Add(a.Credit.Amount)
			} else {
				received = received.Add(a.Credit.Amount)
			}
		}
		first = span.Last.Next()
	}
	lines, err := linesOf(r, all)
	require.NoError(t, err)
	before, err := json.Marshal(lines)
	require.NoError(t, err)
	var out, in money.List
	items := 0
	for _, l := range lines {
		out, in, items = out.Add(l.PaidOut), in.Add(l.Recoverable), items+len(l.Items)
	}
	for _, c := range []money.Currency{"EUR", "SEK"} {
		if !out.In(c).Equal(paid.In(c)) || !in.In(c).Equal(received.In(c)) {
			return fmt.Sprintf("%v paid and %v received; the lines have %v and %v", paid, received, out, in)
		}
	}
	if items != len(all) {
		return fmt.Sprintf("%d credits, %d items", len(all), items)
	}
	rnd.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	lines, err = linesOf(r, all)
	require.NoError(t, err)
	after, err := json.Marshal(lines)
	require.NoError(t, err)
	if string(before) != string(after) {
		return fmt.Sprintf("%s\nor, in another order,\n%s", before, after)
	}
	return ""
}
