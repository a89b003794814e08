package credit_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/credit"
	"github.com/slakit/slakit/contract/money"
	"github.com/slakit/slakit/sla"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// months are periods from January 2026 on, of a fee, each with its values.
func months(fee string, values ...[]credit.Measured) []credit.Period {
	var all []credit.Period
	periods, err := cost.NewPeriods("P1M", "")
	if err != nil {
		panic(err)
	}
	first := day("2026-01-01")
	for _, v := range values {
		p := credit.Period{Days: periods.Of(first, first), Measured: v}
		if fee != "" {
			p.Base = exact(fee)
			p.YearBase = p.Base.Mul(money.Int(12))
		}
		all, first = append(all, p), p.Days.Last.Next()
	}
	return all
}

func one(v credit.Measured) []credit.Measured { return []credit.Measured{v} }

func count(n int64) []credit.Measured { return one(credit.Measured{Count: n}) }

// credits compiles the text and returns the credits of the periods.
func credits(t *testing.T, text string, periods []credit.Period) []credit.Credit {
	t.Helper()
	all, err := compile(t, parsed(t, text)).Credits(day("2026-01-01"), periods)
	require.NoError(t, err)
	return all
}

// column lists one figure of the credits.
func column(all []credit.Credit, figure func(credit.Credit) money.Money) string {
	var list []string
	for _, c := range all {
		s := strings.TrimSuffix(figure(c).String(), " EUR")
		if s == "" {
			s = "-"
		}
		list = append(list, s)
	}
	return strings.Join(list, " ")
}

func amounts(c credit.Credit) money.Money   { return c.Amount }
func forfeited(c credit.Credit) money.Money { return c.Forfeited }
func carried(c credit.Credit) money.Money   { return c.Carried }

const perBreach = `"measure": "breaches", "rate": {"credit": "100 EUR", "per": "1"}`

func TestDecisionM2EqualKeepsTheBetterTier(t *testing.T) {
	tests := []struct {
		name  string
		text  string
		value credit.Measured
		want  string
	}{
		{"below is strict", `{"measure": "availability", "tiers": [{"below": "99%", "credit": "10%"}]}`, credit.Measured{Share: sla.Ratio{Num: 99, Den: 100}}, "0%"},
		{"just below", `{"measure": "availability", "tiers": [{"below": "99%", "credit": "10%"}]}`, credit.Measured{Share: sla.Ratio{Num: 98_999_999, Den: 100_000_000}}, "10%"},
		{"above is strict", `{"measure": "downtime", "tiers": [{"above": "5m", "credit": "10%"}]}`, credit.Measured{Time: 5 * time.Minute}, "0%"},
		{"just above", `{"measure": "downtime", "tiers": [{"above": "5m", "credit": "10%"}]}`, credit.Measured{Time: 5*time.Minute + 1}, "10%"},
		{"from is inclusive", `{"measure": "downtime", "tiers": [{"from": "5m", "credit": "10%"}]}`, credit.Measured{Time: 5 * time.Minute}, "10%"},
		{"from and above the same", `{"measure": "downtime", "tiers": [{"from": "5m", "credit": "10%"}, {"above": "5m", "credit": "20%"}]}`, credit.Measured{Time: 5 * time.Minute}, "10%"},
		{"errors", `{"measure": "errors", "tiers": [{"from": "1%", "credit": "10%"}, {"above": "50%", "credit": "90%"}]}`, credit.Measured{Share: sla.Ratio{Num: 1, Den: 2}}, "10%"},
		{"lateness may exceed the period", `{"measure": "lateness", "tiers": [{"above": "800h", "credit": "10%"}]}`, credit.Measured{Time: 900 * time.Hour}, "10%"},
		{"bands of numbers", `{"measure": "breaches", "tiers": [{"from": "1", "to": "2", "credit": "5%"}, {"from": "3", "to": "4", "credit": "10%"}, {"from": "5", "credit": "15%"}]}`, credit.Measured{Count: 4}, "10%"},
		{"bands of time", `{"measure": "downtime", "roundTo": "1m", "tiers": [{"from": "1m", "to": "5m", "credit": "5%"}, {"from": "6m", "to": "9m", "credit": "10%"}, {"above": "9m", "credit": "15%"}]}`, credit.Measured{Time: 5*time.Minute + 30*time.Second}, "10%"},
		{"written in any order", `{"measure": "availability", "tiers": [{"below": "95%", "credit": "30%"}, {"below": "99%", "credit": "10%"}]}`, credit.Measured{Share: sla.Ratio{Num: 96, Den: 100}}, "10%"},
		{"the greater of tier and rate", `{"measure": "availability", "tiers": [{"below": "84%", "credit": "100%"}], "rate": {"credit": "3%", "per": "1%", "count": "proportional", "below": "99%"}}`, credit.Measured{Share: sla.Ratio{Num: 84, Den: 100}}, "45%"},
		{"allowed oddity", `{"measure": "availability", "tiers": [{"below": "99%", "credit": "10%"}, {"below": "98%", "credit": "5%"}], "allow": ["non-monotone"]}`, credit.Measured{Share: sla.Ratio{Num: 97, Den: 100}}, "5%"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := credits(t, tt.text, months("100 EUR", one(tt.value)))[0]
			require.Equal(t, tt.want, money.FormatPercent(c.Share.Round(9, money.Down)))
		})
	}
}

func TestDecisionM3NothingMeasured(t *testing.T) {
	for name, values := range map[string][]credit.Measured{"no value": nil, "a share of nothing": one(credit.Measured{})} {
		c := credits(t, `{"measure": "availability", "target": "100%", "tiers": [{"below": "99%", "credit": "10%"}]}`, months("100 EUR", values))[0]
		require.False(t, c.Measured, name)
		require.Zero(t, c.Amount.Sign(), name)
		var steps []string
		for s := range c.Steps() {
			steps = append(steps, s.String())
		}
		require.Equal(t, "measured: nothing: no value and no credit", steps[0], name)
	}
	c := credits(t, `{`+perBreach+`}`, months("", count(0)))[0]
	require.True(t, c.Measured, "a count of nought is a value")
	both := credits(t, `{"levels": [{"id": "a", "measure": "availability", "tiers": [{"below": "99%", "credit": "10%"}]}, {"id": "b", "measure": "errors", "tiers": [{"above": "1%", "credit": "10%"}]}]}`,
		months("100 EUR", []credit.Measured{{Level: "a"}, {Level: "b"}}))[0]
	var steps []string
	for s := range both.Steps() {
		steps = append(steps, s.String())
	}
	require.Equal(t, []string{"a: measured: nothing: no value and no credit", "b: measured: nothing: no value and no credit"}, steps[:2])
	require.NotContains(t, strings.Join(steps, "\n"), "combined")
}

func TestDecisionM4Order(t *testing.T) {
	many := [][]credit.Measured{count(5), count(5), count(5), count(0)}
	tests := []struct {
		name   string
		text   string
		fee    string
		values [][]credit.Measured
		want   string
		lost   string
	}{
		{"no cap", `{` + perBreach + `}`, "", many, "500.00 500.00 500.00 0.00", "- - - -"},
		{"period cap", `{` + perBreach + `, "caps": {"period": "300 EUR"}}`, "", many, "300.00 300.00 300.00 0.00", "200.00 200.00 200.00 -"},
		{"period cap in per cent", `{` + perBreach + `, "caps": {"period": "30%"}}`, "1000 EUR", many, "300.00 300.00 300.00 0.00", "200.00 200.00 200.00 -"},
		{"year cap", `{` + perBreach + `, "caps": {"year": "1200 EUR"}}`, "", many, "500.00 500.00 200.00 0.00", "- - 300.00 -"},
		{"year cap in per cent of the year's base", `{` + perBreach + `, "caps": {"year": "10%"}}`, "1000 EUR", many, "500.00 500.00 200.00 0.00", "- - 300.00 -"},
		{"both caps", `{` + perBreach + `, "caps": {"period": "450 EUR", "year": "1000 EUR"}}`, "", many, "450.00 450.00 100.00 0.00", "50.00 50.00 400.00 -"},
		{"carry one period", `{` + perBreach + `, "caps": {"period": "600 EUR", "over": "carry", "carry": 1}}`, "", [][]credit.Measured{count(9), count(2), count(0)}, "600.00 500.00 0.00", "- - -"},
		{"carry that runs out", `{` + perBreach + `, "caps": {"period": "400 EUR", "over": "carry", "carry": 1}}`, "", [][]credit.Measured{count(9), count(2), count(0)}, "400.00 400.00 200.00", "- 100.00 -"},
		{"carry two periods", `{` + perBreach + `, "caps": {"period": "400 EUR", "over": "carry", "carry": 2}}`, "", [][]credit.Measured{count(9), count(2), count(0)}, "400.00 400.00 300.00", "- - -"},
		{
			"level cap before the sum", `{"combine": "sum", "levels": [
			{"id": "a", ` + perBreach + `, "cap": "150 EUR"}, {"id": "b", "measure": "breaches", "rate": {"credit": "10 EUR", "per": "1"}}]}`, "",
			[][]credit.Measured{{{Level: "a", Count: 5}, {Level: "b", Count: 5}}},
			"200.00", "-",
		},
		{
			"highest by default", `{"levels": [
			{"id": "a", ` + perBreach + `}, {"id": "b", "measure": "breaches", "rate": {"credit": "10 EUR", "per": "1"}}]}`, "",
			[][]credit.Measured{{{Level: "a", Count: 5}, {Level: "b", Count: 5}}},
			"500.00", "-",
		},
		{
			"incidents add up", `{"levels": [
			{"id": "a", ` + perBreach + `}, {"id": "b", "measure": "breaches", "rate": {"credit": "10 EUR", "per": "1"}}]}`, "",
			[][]credit.Measured{{{Level: "a", Incident: "1", Count: 1}, {Level: "b", Incident: "1", Count: 1}, {Level: "b", Incident: "2", Count: 2}}},
			"120.00", "-",
		},
		{
			"per cent and money", `{"combine": "sum", "levels": [
			{"id": "a", ` + perBreach + `}, {"id": "b", "measure": "breaches", "rate": {"credit": "10%", "per": "1"}}]}`, "1000 EUR",
			[][]credit.Measured{{{Level: "a", Count: 1}, {Level: "b", Count: 1}}},
			"200.00", "-",
		},
		{"the minimum is on the unrounded amount", `{"measure": "breaches", "rate": {"credit": "0.01%", "per": "1"}, "minimum": "1 EUR"}`, "10000.40 EUR", [][]credit.Measured{count(1), count(2)}, "1.00 2.00", "- -"},
		{"not greater than the minimum", `{"measure": "breaches", "rate": {"credit": "0.01%", "per": "1"}, "minimum": "1 EUR"}`, "10000 EUR", [][]credit.Measured{count(1), count(2)}, "0.00 2.00", "1.00 -"},
		{"a cap below what is at risk", `{"measure": "breaches", "rate": {"credit": "40%", "per": "1"}, "atRisk": "10%", "caps": {"period": "5%"}}`, "1000 EUR", [][]credit.Measured{count(1), count(3)}, "40.00 50.00", "- 70.00"},
		{"at risk", `{"measure": "breaches", "rate": {"credit": "40%", "per": "1"}, "atRisk": "10%"}`, "1000 EUR", [][]credit.Measured{count(1), count(3)}, "40.00 100.00", "- 20.00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			all := credits(t, tt.text, months(tt.fee, tt.values...))
			require.Equal(t, tt.want, column(all, amounts))
			require.Equal(t, tt.lost, column(all, forfeited))
		})
	}
}

// Only what is over a cap is lowered: an amount equal to it tells of none.
func TestDecisionM4CapThatIsReached(t *testing.T) {
	var names []string
	for s := range credits(t, `{`+perBreach+`, "caps": {"period": "300 EUR"}}`, months("", count(3)))[0].Steps() {
		names = append(names, s.Name)
	}
	require.Equal(t, []string{"measured", "rate"}, names)
}

func TestDecisionM4Invoice(t *testing.T) {
	periods := months("", count(3), count(0))
	periods[0].Invoice, periods[1].Invoice = exact("120 EUR").Round(money.HalfAway), exact("500 EUR").Round(money.HalfAway)
	require.Equal(t, "120.00 0.00", column(credits(t, `{`+perBreach+`}`, periods), amounts))
	all := credits(t, `{`+perBreach+`, "caps": {"over": "carry", "carry": 1}}`, periods)
	require.Equal(t, "120.00 180.00", column(all, amounts))
	require.Equal(t, "180.00 -", column(all, carried))
}

func TestDecisionM4Years(t *testing.T) {
	values := make([][]credit.Measured, 15)
	for i := range values {
		values[i] = count(1)
	}
	tests := []struct{ years, start, want string }{
		// The year begins with the contract, in February: January is the last month of another.
		{"contract", "2025-02-01", "100 100 100 100 100 50 0 0 0 0 0 0 0 100 100"},
		{"calendar", "2025-02-01", "100 100 100 100 100 50 0 0 0 0 0 0 100 100 100"},
		{"rolling", "2025-02-01", "100 100 100 100 100 50 0 0 0 0 0 0 100 100 100"},
	}
	for _, tt := range tests {
		t.Run(tt.years, func(t *testing.T) {
			all, err := compile(t, parsed(t, `{`+perBreach+`, "caps": {"year": "550 EUR", "years": "`+tt.years+`"}}`)).Credits(day(tt.start), months("", values...))
			require.NoError(t, err)
			want := tt.want
			if tt.years == "contract" {
				want = "100 100 100 100 100 100 50 0 0 0 0 0 0 100 100"
			}
			require.Equal(t, want, strings.ReplaceAll(column(all, amounts), ".00", ""))
		})
	}
	// The base of a rolling year is what its periods had.
	all := credits(t, `{`+perBreach+`, "caps": {"year": "5%", "years": "rolling"}}`, months("1000 EUR", values...))
	require.Equal(t, "50 50 50 50 50 50 50 50 50 50 50 50 50 50 50", strings.ReplaceAll(column(all, amounts), ".00", ""))
}

func TestDecisionM7Steps(t *testing.T) {
	tests := []struct {
		name    string
		text    string
		periods []credit.Period
	}{
		{
			"points with a table", `{"combine": "sum", "levels": [
			{"id": "availability", "measure": "availability", "target": "99%", "roundTo": "0.1%", "repeat": "2", "tiers": [
				{"from": "98%", "to": "98.9%", "credit": "1 point"}, {"below": "98%", "credit": "4 points"}]},
			{"id": "answers", "measure": "attainment", "metric": "response", "tiers": [{"below": "95%", "credit": "2 points"}]}],
			"points": {"tiers": [{"from": "5", "credit": "2%"}, {"from": "10", "credit": "5%"}]}, "caps": {"year": "4%"}}`,
			months("8000.00 EUR",
				[]credit.Measured{{Level: "availability", Share: sla.Ratio{Num: 974, Den: 1000}}, {Level: "answers", Share: sla.Ratio{Num: 9, Den: 10}}},
				[]credit.Measured{{Level: "availability", Share: sla.Ratio{Num: 974, Den: 1000}}, {Level: "answers"}},
				[]credit.Measured{{Level: "availability", Share: sla.Ratio{Num: 1, Den: 1}}}),
		},
		{
			"caps, carry and earn-back", `{"measure": "downtime", "rate": {"credit": "2.5%", "per": "1h", "count": "proportional", "after": "30m"}, "creditTo": "0.5%",
			"cap": "20%", "weight": "80%", "caps": {"period": "10%", "over": "carry", "carry": 1}, "minimum": "1 EUR", "rounding": "half-even", "claim": "P30D",
			"earnBack": {"percent": "50%", "periods": 1}}`,
			months("1234.56 EUR",
				[]credit.Measured{{Incident: "INC-1", Time: 5 * time.Hour}, {Incident: "INC-2", Time: 100 * time.Minute}},
				one(credit.Measured{Time: 40 * time.Minute}), one(credit.Measured{})),
		},
	}
	var b strings.Builder
	for _, tt := range tests {
		b.WriteString("# " + tt.name + "\n")
		for _, c := range credits(t, tt.text, tt.periods) {
			b.WriteString("\n" + c.Days.String() + "\n")
			for s := range c.Steps() {
				b.WriteString("  " + s.String() + "\n")
			}
			data, err := json.MarshalIndent(c, "  ", "  ")
			require.NoError(t, err)
			b.WriteString("  " + string(data) + "\n")
			for range c.Steps() {
				break
			}
		}
		b.WriteString("\n")
	}
	golden := filepath.Join("testdata", "steps.golden")
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(golden, []byte(b.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), b.String())
}

// Where the rate gives no more than the tier, the tier is told.
func TestDecisionM7TierBeforeRate(t *testing.T) {
	const text = `{"measure": "availability", "tiers": [{"below": "99%", "credit": "10%"}], "rate": {"credit": "1%", "per": "1%", "below": "99%"}}`
	for num, want := range map[int64]string{89: "tier: below 99%: 10%", 88: "rate: below 99%, 11 x 1% for each 1% (full): 11%"} {
		c := credits(t, text, months("100 EUR", one(credit.Measured{Share: sla.Ratio{Num: num, Den: 100}})))[0]
		require.Equal(t, want, slices.Collect(c.Steps())[1].String())
	}
}

// A credit is what the supplier owes and never less than nothing: values far
// better than asked for earn nothing and set nothing off, be it against another
// level or another period, and neither does a base, a cap or an invoice below
// zero turn a credit into a debt of the customer.
func TestDecisionM11NeverOwedByTheCustomer(t *testing.T) {
	rule := `"measure": "availability", "tiers": [{"below": "99%", "credit": "10%"}, {"below": "95%", "credit": "25%"}]`
	share := func(level string, num int64) credit.Measured {
		return credit.Measured{Level: level, Share: sla.Ratio{Num: num, Den: 100}}
	}
	for _, tt := range []struct {
		name, text string
		change     func(*credit.Period)
		values     [][]credit.Measured
		want       string
	}{
		{"good periods set nothing off", `{` + rule + `}`, nil, [][]credit.Measured{one(share("", 100)), one(share("", 98)), one(share("", 100))}, "0.00 10.00 0.00"},
		{"good levels set nothing off", `{"levels": [{"id": "a", ` + rule + `}, {"id": "b", ` + rule + `}], "combine": "sum"}`, nil, [][]credit.Measured{{share("a", 100), share("b", 94)}}, "25.00"},
		{"a base below zero", `{` + rule + `}`, func(p *credit.Period) { p.Base = exact("-100 EUR") }, [][]credit.Measured{one(share("", 98)), one(share("", 90))}, "0.00 0.00"},
		{"a cap of such a base", `{"measure": "breaches", "rate": {"credit": "5 EUR", "per": "1"}, "caps": {"period": "10%"}}`, func(p *credit.Period) { p.Base = exact("-100 EUR") }, [][]credit.Measured{count(1)}, "0.00"},
		{"a year's cap of such a base", `{"measure": "breaches", "rate": {"credit": "5 EUR", "per": "1"}, "caps": {"year": "10%"}}`, func(p *credit.Period) { p.YearBase = exact("-100 EUR") }, [][]credit.Measured{count(1)}, "0.00"},
		{"an invoice below zero", `{` + perBreach + `}`, func(p *credit.Period) { p.Invoice = exact("-30 EUR").Round(money.HalfAway) }, [][]credit.Measured{count(1)}, "0.00"},
	} {
		periods := months("100 EUR", tt.values...)
		for i := range periods {
			if tt.change != nil {
				tt.change(&periods[i])
			}
		}
		require.Equal(t, tt.want, column(credits(t, tt.text, periods), amounts), tt.name)
	}
	for _, text := range []string{
		`{"measure": "availability", "tiers": [{"below": "99%", "credit": "-10%"}]}`,
		`{"measure": "breaches", "rate": {"credit": "-5 EUR", "per": "1"}}`,
	} {
		_, err := credit.Compile(parsed(t, text))
		require.ErrorIs(t, err, slakit.ErrInvalid, text)
	}
}

// Only credits are earned back, and only amounts are repeated.
func TestNothingIsNeitherEarnedBackNorRepeated(t *testing.T) {
	all := credits(t, `{`+perBreach+`, "repeat": "2", "earnBack": {"percent": "100%", "periods": 1}}`, months("", count(1), count(0), count(0)))
	require.Equal(t, "2026-02-01 to 2026-02-28", all[0].ReturnedIn.String())
	require.True(t, all[1].Returned.IsZero() && all[1].ReturnedIn.IsZero())
	for s := range all[1].Steps() {
		require.NotEqual(t, "repeated", s.Name)
	}
}

func TestCreditRoundTrips(t *testing.T) {
	c := credits(t, `{`+perBreach+`, "caps": {"period": "150 EUR"}, "claim": "P1M"}`, months("", count(3)))[0]
	data, err := json.Marshal(c)
	require.NoError(t, err)
	var back credit.Credit
	require.NoError(t, json.Unmarshal(data, &back))
	again, err := json.Marshal(back)
	require.NoError(t, err)
	require.Equal(t, string(data), string(again))
	require.Equal(t, "2026-02-28", back.ClaimBy.String())
	for range back.Steps() {
		t.Fatal("a credit that was decoded has no steps")
	}
}

func TestCreditsRefuses(t *testing.T) {
	share := func(num, den int64) []credit.Measured {
		return one(credit.Measured{Share: sla.Ratio{Num: num, Den: den}})
	}
	unordered, overlapping := months("", count(1), count(1)), months("", count(1), count(1))
	unordered[1].Days = unordered[0].Days
	overlapping[1].Days.First = overlapping[0].Days.Last
	tests := []struct {
		name    string
		text    string
		periods []credit.Period
		kind    error
		want    string
	}{
		{
			"unknown level", `{"levels": [{"id": "first", ` + perBreach + `}]}`, months("", one(credit.Measured{Level: "frist"})), slakit.ErrUnknown,
			`periods[0]: measured[0]: found level "frist" (did you mean "first"?), want one of first`,
		},
		{
			"no level", `{` + perBreach + `}`, months("", one(credit.Measured{Level: "x"})), slakit.ErrUnknown,
			`periods[0]: measured[0]: found level "x", want none: the schedule measures one thing`,
		},
		{
			"another kind of value", `{` + perBreach + `}`, months("", share(1, 2)), slakit.ErrInvalid,
			"periods[0]: measured[0]: found a value of another kind than breaches",
		},
		{
			"more than the whole", `{"measure": "availability", "tiers": [{"below": "99%", "credit": "1%"}]}`, months("", share(3, 2)), slakit.ErrInvalid,
			"periods[0]: measured[0]: found the share 3 of 2, want one from 0 to 1",
		},
		{
			"less than nothing", `{"measure": "availability", "tiers": [{"below": "99%", "credit": "1%"}]}`, months("", share(-1, 2)), slakit.ErrInvalid,
			"periods[0]: measured[0]: found the share -1 of 2, want one from 0 to 1",
		},
		{
			"negative time", `{"measure": "downtime", "rate": {"credit": "1%", "per": "1h"}}`, months("", one(credit.Measured{Time: -1})), slakit.ErrInvalid,
			"periods[0]: measured[0]: found a time of -1ns, want 0 or more",
		},
		{
			"negative count", `{` + perBreach + `}`, months("", count(-1)), slakit.ErrInvalid,
			"periods[0]: measured[0]: found a count of -1, want 0 or more",
		},
		{"no days", `{` + perBreach + `}`, []credit.Period{{}}, slakit.ErrRequired, "periods[0]: want the days of the period"},
		{
			"not in order", `{` + perBreach + `}`, unordered, slakit.ErrInvalid,
			"periods[1]: found 2026-01-01 to 2026-01-31, want a period after 2026-01-01 to 2026-01-31",
		},
		{
			"on the last day of the one before", `{` + perBreach + `}`, overlapping, slakit.ErrInvalid,
			"periods[1]: found 2026-01-31 to 2026-02-28, want a period after 2026-01-01 to 2026-01-31",
		},
		{"no base of the year", `{` + perBreach + `, "caps": {"year": "10%"}}`, func() []credit.Period {
			p := months("100 EUR", count(1))
			p[0].YearBase = money.Exact{}
			return p
		}(), slakit.ErrRequired, "periods[0]: the year cap of 10% needs a YearBase"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := compile(t, parsed(t, tt.text)).Credits(day("2026-01-01"), tt.periods)
			require.ErrorIs(t, err, tt.kind)
			require.EqualError(t, err, tt.want)
		})
	}
	_, err := compile(t, parsed(t, `{`+perBreach+`}`)).Credit(credit.Period{})
	require.ErrorIs(t, err, slakit.ErrRequired)
}

func TestDecisionM6OneCurrency(t *testing.T) {
	invoice := months("", count(1))
	invoice[0].Invoice = exact("1 SEK").Round(money.HalfAway)
	two := months("100 EUR", count(1), count(1))
	two[1].Base = exact("100 SEK")
	for name, tt := range map[string]struct {
		text    string
		periods []credit.Period
	}{
		"invoice":        {`{` + perBreach + `}`, invoice},
		"cap":            {`{` + perBreach + `, "caps": {"period": "10%"}}`, months("100 SEK", count(1))},
		"per cent":       {`{"measure": "breaches", "rate": {"credit": "10%", "per": "1"}, "caps": {"period": "1 EUR"}}`, months("100 SEK", count(1))},
		"rolling year":   {`{"measure": "breaches", "rate": {"credit": "10%", "per": "1"}, "caps": {"year": "5%", "years": "rolling"}}`, two},
		"mixed levels":   {`{"combine": "sum", "levels": [{"id": "a", ` + perBreach + `}, {"id": "b", "measure": "breaches", "rate": {"credit": "10%", "per": "1"}}]}`, months("100 SEK", []credit.Measured{{Level: "a", Count: 1}, {Level: "b", Count: 1}})},
		"carried amount": {`{"measure": "breaches", "rate": {"credit": "10%", "per": "1"}, "caps": {"period": "5%", "over": "carry", "carry": 3}}`, two},
	} {
		_, err := compile(t, parsed(t, tt.text)).Credits(day("2026-01-01"), tt.periods)
		var mixed *money.MixedError
		require.ErrorAs(t, err, &mixed, name)
	}
}
