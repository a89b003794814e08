package cost_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/money"
)

func span(first, last string) cost.Days { return cost.Days{First: day(first), Last: day(last)} }

// charged lists the charges as in "2026-02-15 to 2026-02-28: 12.00 EUR".
func charged(l *cost.Line, terms cost.Terms, days cost.Days) []string {
	var list []string
	for c := range l.Charges(terms, days) {
		list = append(list, c.Days.String()+": "+c.Amount.String())
	}
	return list
}

func TestPeriods(t *testing.T) {
	for _, tt := range []struct{ every, from, anchor, day, want string }{
		{"P1M", "calendar", "", "2024-02-01", "2024-02-01 to 2024-02-29"},
		{"P1M", "calendar", "", "2024-02-29", "2024-02-01 to 2024-02-29"},
		{"P3M", "calendar", "", "2024-11-30", "2024-10-01 to 2024-12-31"},
		{"P4M", "calendar", "", "2024-08-31", "2024-05-01 to 2024-08-31"},
		{"P1Y", "calendar", "", "2024-12-31", "2024-01-01 to 2024-12-31"},
		{"P1M", "start", "2024-01-31", "2024-01-31", "2024-01-31 to 2024-02-28"},
		{"P1M", "start", "2024-01-31", "2024-02-29", "2024-02-29 to 2024-03-30"},
		{"P1M", "start", "2024-01-31", "2024-03-30", "2024-02-29 to 2024-03-30"},
		{"P1M", "start", "2024-01-31", "2024-03-31", "2024-03-31 to 2024-04-29"},
		{"P1D", "start", "2024-01-31", "2024-03-31", "2024-03-31 to 2024-03-31"},
	} {
		p, err := cost.NewPeriods(tt.every, tt.from)
		require.NoError(t, err)
		var anchor calendar.Date
		require.NoError(t, anchor.UnmarshalText([]byte(tt.anchor)))
		require.Equal(t, tt.want, p.Of(day(tt.day), anchor).String(), "%v", tt)
	}
	require.False(t, cost.Days{Last: day("2024-03-31")}.Contains(day("2024-03-31")), "without a first day there are none")
}

func TestCharges(t *testing.T) {
	whole := cost.Days{First: day("2026-01-01"), Last: day("2026-12-31")}
	tests := []struct {
		name  string
		text  string
		terms cost.Terms
		days  cost.Days
		want  string
	}{
		{
			"calendar months, cut at both ends of the contract", `{"amount": "310", "currency": "EUR", "every": "P1M"}`,
			cost.Terms{Start: day("2026-01-22"), Last: day("2026-03-10")},
			whole,
			"2026-01-22 to 2026-01-31: 100.00 EUR, 2026-02-01 to 2026-02-28: 310.00 EUR, 2026-03-01 to 2026-03-10: 100.00 EUR",
		},
		{
			"months from the start", `{"amount": "310", "currency": "EUR", "every": "P1M", "from": "start"}`,
			cost.Terms{Start: day("2026-01-31"), Last: day("2026-03-30")},
			whole,
			"2026-01-31 to 2026-02-27: 310.00 EUR, 2026-02-28 to 2026-03-30: 310.00 EUR",
		},
		{
			"quarters", `{"amount": "900", "currency": "EUR", "every": "P3M"}`,
			cost.Terms{Start: day("2026-02-15")},
			span("2026-01-01", "2026-06-30"),
			"2026-02-15 to 2026-03-31: 450.00 EUR, 2026-04-01 to 2026-06-30: 900.00 EUR",
		},
		{
			"years from the start", `{"amount": "365", "currency": "EUR", "every": "P1Y", "from": "start"}`,
			cost.Terms{Start: day("2025-07-01")},
			whole,
			"2026-01-01 to 2026-06-30: 181.00 EUR, 2026-07-01 to 2026-12-31: 184.00 EUR",
		},
		{
			"weeks", `{"amount": "7", "currency": "EUR", "every": "P1W", "from": "start"}`,
			cost.Terms{Start: day("2026-01-01"), Last: day("2026-01-10")},
			whole,
			"2026-01-01 to 2026-01-07: 7.00 EUR, 2026-01-08 to 2026-01-10: 3.00 EUR",
		},
		{"once", `{"amount": "5", "currency": "EUR", "every": "once"}`, cost.Terms{Start: day("2026-01-22")}, whole, "2026-01-22 to 2026-01-22: 5.00 EUR"},
		{"once, on a day", `{"amount": "5", "currency": "EUR", "every": "once", "on": "2026-05-01"}`, cost.Terms{Start: day("2026-01-22")}, whole, "2026-05-01 to 2026-05-01: 5.00 EUR"},
		{"once, outside", `{"amount": "5", "currency": "EUR", "every": "once", "on": "2027-05-01"}`, cost.Terms{Start: day("2026-01-22")}, whole, ""},
		{"quantity", `{"amount": "2.10", "currency": "EUR", "quantity": "450", "every": "P1M"}`, cost.Terms{Start: day("2026-12-01")}, whole, "2026-12-01 to 2026-12-31: 945.00 EUR"},
		{"a discount", `{"amount": "-310", "currency": "EUR", "every": "P1M"}`, cost.Terms{Start: day("2026-12-22")}, whole, "2026-12-22 to 2026-12-31: -100.00 EUR"},
		{"whole periods", `{"amount": "310", "currency": "EUR", "every": "P1M", "dayCount": "whole-periods"}`, cost.Terms{Start: day("2026-12-22")}, whole, "2026-12-22 to 2026-12-31: 310.00 EUR"},
		{"half of a whole period", `{"amount": "310", "currency": "EUR", "every": "P1M", "dayCount": "whole-periods"}`, cost.Terms{Start: day("2026-12-22")}, span("2026-12-01", "2026-12-26"), "2026-12-22 to 2026-12-26: 155.00 EUR"},
		{
			"a whole period has the price of its first day that is owed", `{"amount": "310", "currency": "EUR", "every": "P1M", "dayCount": "whole-periods", "index": {"kind": "fixed", "percent": "10%", "every": "P1Y"}}`,
			cost.Terms{Start: day("2025-12-05"), Suspended: []cost.Days{span("2026-12-01", "2026-12-05")}},
			span("2026-12-01", "2026-12-31"),
			"2026-12-06 to 2026-12-31: 341.00 EUR",
		},
		{
			"days of the year", `{"amount": "100", "currency": "EUR", "every": "P1M", "dayCount": "act/365-fixed"}`,
			cost.Terms{Start: day("2026-01-01")},
			span("2026-01-01", "2026-02-28"),
			"2026-01-01 to 2026-01-31: 101.92 EUR, 2026-02-01 to 2026-02-28: 92.05 EUR",
		},
		{
			"months of thirty days", `{"amount": "100", "currency": "EUR", "every": "P1M", "dayCount": "30/360-bond"}`,
			cost.Terms{Start: day("2026-01-16")},
			span("2026-01-01", "2026-02-28"),
			"2026-01-16 to 2026-01-31: 50.00 EUR, 2026-02-01 to 2026-02-28: 100.00 EUR",
		},
		{"yen", `{"amount": "1000", "currency": "JPY", "every": "P1M", "rounding": "down"}`, cost.Terms{Start: day("2026-12-15")}, whole, "2026-12-15 to 2026-12-31: 548 JPY"},
		{
			"suspended", `{"amount": "310", "currency": "EUR", "every": "P1M"}`,
			cost.Terms{Start: day("2026-01-01"), Suspended: []cost.Days{span("2026-01-20", "2026-01-25"), span("2026-01-11", "2026-01-22"), span("2025-01-01", "2025-12-31")}},
			span("2026-01-01", "2026-01-31"),
			"2026-01-01 to 2026-01-31: 160.00 EUR",
		},
		{
			"suspended but charged", `{"amount": "310", "currency": "EUR", "every": "P1M", "whileSuspended": "charged"}`,
			cost.Terms{Start: day("2026-01-01"), Suspended: []cost.Days{span("2026-01-11", "2026-01-22")}},
			span("2026-01-01", "2026-01-31"),
			"2026-01-01 to 2026-01-31: 310.00 EUR",
		},
		{
			"suspended throughout", `{"amount": "310", "currency": "EUR", "every": "P1M"}`,
			cost.Terms{Start: day("2026-01-01"), Suspended: []cost.Days{span("2025-12-01", "2026-02-14")}},
			span("2026-01-01", "2026-02-28"),
			"2026-02-15 to 2026-02-28: 155.00 EUR",
		},
		{
			"a version of an amended contract", `{"amount": "310", "currency": "EUR", "every": "P1M"}`,
			cost.Terms{Start: day("2025-01-01"), First: day("2026-01-22"), Last: day("2026-01-31")},
			whole, "2026-01-22 to 2026-01-31: 100.00 EUR",
		},
		{"no terms", `{"amount": "310", "currency": "EUR", "every": "P1M"}`, cost.Terms{}, whole, ""},
		{"no days", `{"amount": "310", "currency": "EUR", "every": "P1M"}`, cost.Terms{Start: day("2026-01-01")}, span("2026-02-01", "2026-01-01"), ""},
		{"after 2199", `{"amount": "310", "currency": "EUR", "every": "P1M"}`, cost.Terms{Start: day("2026-01-01")}, span("2199-12-31", "9999-12-31"), "2199-12-31 to 2199-12-31: 10.00 EUR"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, strings.Join(charged(compile(t, tt.text), tt.terms, tt.days), ", "))
		})
	}
}

func TestDecisionM1TotalsAreSumsOfRoundedLines(t *testing.T) {
	l := compile(t, `{"amount": "10", "currency": "EUR", "every": "P1M"}`)
	terms := cost.Terms{Start: day("2026-01-01")}
	third := span("2026-01-01", "2026-01-10") // 3.2258...
	require.Equal(t, "100/31 EUR", l.Accrued(terms, third).String())
	require.Equal(t, "3.23 EUR", cost.Sum([]*cost.Line{l}, terms, third).String())
	require.Equal(t, "9.69 EUR", cost.Sum([]*cost.Line{l, l, l}, terms, third).String())
}

func TestIndex(t *testing.T) {
	tests := []struct {
		name  string
		index string
		start string
		want  string // the first charge of each year from 2026 on
	}{
		{"fixed", `{"kind": "fixed", "percent": "5%", "every": "P1Y"}`, "2026-01-01", "1000.00 1050.00 1102.50 1157.63"},
		{"simple", `{"kind": "fixed", "percent": "5%", "every": "P1Y", "method": "simple"}`, "2026-01-01", "1000.00 1050.00 1100.00 1150.00"},
		{"rounded at each step", `{"kind": "fixed", "percent": "5.05%", "every": "P1Y", "round": "step"}`, "2026-01-01", "1000.00 1050.50 1103.55 1159.28"},
		{"not rounded", `{"kind": "fixed", "percent": "5.05%", "every": "P1Y"}`, "2026-01-01", "1000.00 1050.50 1103.55 1159.28"},
		{"simple and rounded", `{"kind": "fixed", "percent": "3.3333%", "every": "P1Y", "method": "simple", "round": "step"}`, "2026-01-01", "1000.00 1033.33 1066.66 1099.99"},
		{"steps that end", `{"kind": "steps", "percents": ["10%", "-10%"], "every": "P1Y"}`, "2026-01-01", "1000.00 1100.00 990.00 990.00"},
		{"from a day", `{"kind": "fixed", "percent": "10%", "every": "P1Y", "from": "2028-01-01"}`, "2026-01-01", "1000.00 1000.00 1100.00 1210.00"},
		{"every second year", `{"kind": "fixed", "percent": "10%", "every": "P2Y"}`, "2026-01-01", "1000.00 1000.00 1100.00 1100.00"},
		{"series", `{"kind": "series", "every": "P1Y", "lag": "P3M", "values": {"2025-10": "100", "2026-10": "104", "2027-10": "103", "2028-10": "110"}}`, "2026-01-01", "1000.00 1040.00 1030.00 1100.00"},
		{"series with bounds", `{"kind": "series", "every": "P1Y", "lag": "P3M", "cap": "3%", "floor": "0%", "values": {"2025-10": "100", "2026-10": "104", "2027-10": "103", "2028-10": "103.8"}}`, "2026-01-01", "1000.00 1030.00 1030.00 1038.00"},
		{"percentage rounded first", `{"kind": "series", "every": "P1Y", "roundTo": "0.1%", "values": {"2026-01": "129.9", "2027-01": "136.0"}}`, "2026-01-01", "1000.00 1047.00 1047.00 1047.00"},
		{"margin", `{"kind": "series", "every": "P1Y", "margin": "1%", "values": {"2026-01": "100", "2027-01": "102"}}`, "2026-01-01", "1000.00 1030.00 1030.00 1030.00"},
		{"never below nought", `{"kind": "fixed", "percent": "-60%", "every": "P1Y", "method": "simple"}`, "2026-01-01", "1000.00 400.00 0.00 0.00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := compile(t, `{"amount": "1000", "currency": "EUR", "every": "P1M", "index": `+tt.index+`}`)
			var got []string
			for y := range 4 {
				first := day("2026-01-01").AddPeriod(years(y))
				for c := range l.Charges(cost.Terms{Start: day(tt.start)}, cost.Days{First: first, Last: first.AddDays(30)}) {
					got = append(got, c.Amount.Amount().StringFixed(2))
				}
			}
			require.Equal(t, tt.want, strings.Join(got, " "))
		})
	}
}

// The day of a step has its price, even where it is the last one.
func TestIndexStepOnTheLastDay(t *testing.T) {
	l := compile(t, `{"amount": "310", "currency": "EUR", "every": "P1M", "index": {"kind": "fixed", "percent": "10%", "every": "P1Y"}}`)
	terms := cost.Terms{Start: day("2025-01-31")}
	require.Equal(t, []string{"2026-01-01 to 2026-01-31: 311.00 EUR"}, charged(l, terms, span("2026-01-01", "2026-01-31")))
	require.Equal(t, []string{"2026-01-31 to 2026-01-31: 11.00 EUR"}, charged(l, terms, span("2026-01-31", "2026-01-31")))
	free := compile(t, `{"amount": "0", "currency": "EUR", "every": "P1M", "index": {"kind": "fixed", "percent": "10%", "every": "P1Y"}}`)
	require.Equal(t, []string{"2026-02-01 to 2026-02-28: 0.00 EUR"}, charged(free, terms, span("2026-02-01", "2026-02-28")))
}

// Where the index value is not known yet, the last price stands and the charge
// says so.
func TestIndexValueMissing(t *testing.T) {
	l := compile(t, `{"amount": "1000", "currency": "EUR", "every": "P1M", "index": {"kind": "series", "every": "P1Y", "lag": "P3M", "values": {"2025-10": "100", "2026-10": "104"}}}`)
	var missing []string
	for c := range l.Charges(cost.Terms{Start: day("2026-01-01")}, span("2027-12-01", "2028-01-31")) {
		missing = append(missing, c.Amount.String()+" "+c.Missing)
		if c.Missing != "" {
			steps := slices.Collect(c.Steps())
			require.Equal(t, "2028-01-01 to 2028-01-31: whole period x 1040 EUR, the index value of 2027-10 is not known", steps[0])
		}
	}
	require.Equal(t, []string{"1040.00 EUR ", "1040.00 EUR 2027-10"}, missing)
	l = compile(t, `{"amount": "1000", "currency": "EUR", "every": "P1M", "index": {"kind": "series", "every": "P1Y", "values": {"2027-01": "104"}}}`)
	for c := range l.Charges(cost.Terms{Start: day("2026-01-01")}, span("2027-01-01", "2027-01-31")) {
		require.Equal(t, "2026-01", c.Missing)
	}
}

func TestDecisionM5CostCentres(t *testing.T) {
	l := compile(t, `{"amount": "100", "currency": "EUR", "every": "P1M", "kind": "licence", "centres": [{"centre": "b", "weight": "1"}, {"centre": "a", "weight": "1"}, {"centre": "c", "weight": "1"}]}`)
	terms := cost.Terms{Contract: "k1", Party: "p", Kind: "supplier", Start: day("2025-12-01")}
	both := span("2025-12-01", "2026-01-31")
	total := func(by func(cost.Charge) string) string {
		var list []string
		for _, total := range cost.Totals(cost.Split(cost.Charges([]*cost.Line{l}, terms, both)), by) {
			list = append(list, total.Key+": "+total.Sum.String())
		}
		return strings.Join(list, "; ")
	}
	require.Equal(t, "a: 66.66 EUR; b: 66.68 EUR; c: 66.66 EUR", total(cost.ByCentre))
	require.Equal(t, "2025: 100.00 EUR; 2026: 100.00 EUR", total(cost.ByYear))
	require.Equal(t, "p: 200.00 EUR", total(cost.ByParty))
	require.Equal(t, "licence: 200.00 EUR", total(cost.ByKind))
	require.Equal(t, "supplier: 200.00 EUR", total(func(c cost.Charge) string { return c.ContractKind }))
	require.Empty(t, cost.Totals(func(func(cost.Charge) bool) {}, cost.ByYear))
	require.Equal(t, "0000", cost.ByYear(cost.Charge{}))
	for range cost.Split(cost.Charges([]*cost.Line{l, l}, terms, both)) {
		break
	}
}

func TestDecisionM6BaseOfOneCurrency(t *testing.T) {
	eur, sek := compile(t, `{"amount": "1", "currency": "EUR", "every": "P1M"}`), compile(t, `{"amount": "1", "currency": "SEK", "every": "P1M"}`)
	terms, month := cost.Terms{Start: day("2026-01-01")}, span("2026-01-01", "2026-01-31")
	_, err := cost.Accrued([]*cost.Line{eur, sek}, terms, month)
	var mixed *money.MixedError
	require.ErrorAs(t, err, &mixed)
	require.Equal(t, "1.00 EUR, 1.00 SEK", cost.Sum([]*cost.Line{sek, eur}, terms, month).String())
	require.Equal(t, money.Currency("SEK"), sek.Currency())
	both, err := cost.Accrued([]*cost.Line{eur, eur}, terms, month)
	require.NoError(t, err)
	require.Equal(t, "2 EUR", both.String())
}

func TestChargeJSON(t *testing.T) {
	l := compile(t, `{"amount": "100", "currency": "EUR", "every": "P1M", "centres": [{"centre": "a", "weight": "1"}, {"centre": "b", "weight": "1"}]}`)
	for c := range l.Charges(cost.Terms{Start: day("2026-01-22")}, span("2026-01-01", "2026-01-31")) {
		data, err := json.Marshal(c)
		require.NoError(t, err)
		require.Equal(t, `{"line":"l","period":{"first":"2026-01-01","last":"2026-01-31"},"days":{"first":"2026-01-22","last":"2026-01-31"},"amount":"32.26 EUR"}`, string(data))
		var back cost.Charge
		require.NoError(t, json.Unmarshal(data, &back))
		require.True(t, back.Amount.Equal(c.Amount))
		require.Len(t, back.Split(), 1)
		require.Empty(t, slices.Collect(back.Steps()))
		require.Equal(t, []string{"2026-01-22 to 2026-01-31: 10 of 31 days x 100 EUR", "1000/31 EUR rounded half-away to 32.26 EUR"}, slices.Collect(c.Steps()))
		for range c.Steps() {
			break
		}
	}
	l = compile(t, `{"amount": "100", "currency": "EUR", "quantity": "3", "every": "P1M", "dayCount": "act/360"}`)
	for c := range l.Charges(cost.Terms{Start: day("2026-01-01")}, span("2026-01-01", "2026-01-31")) {
		require.Equal(t, []string{"2026-01-01 to 2026-01-31: 31/360 of a year (act/360) x 12 x 100 EUR x 3", "sum 310.00 EUR"}, slices.Collect(c.Steps()))
	}
}

// The days are those of the examples of the ISDA memo of 1998 (QuantLib, test
// suite, day counters), and of the market conventions.
func TestDayCount(t *testing.T) {
	tests := []struct {
		count       string
		first, last string // last is the day before the end
		want        string // to twelve places
	}{
		{"act/act-isda", "2003-11-01", "2004-04-30", "0.497724380567"},
		{"act/act-isda", "1999-02-01", "1999-06-30", "0.410958904110"},
		{"act/act-isda", "2002-08-15", "2003-07-14", "0.915068493151"},
		{"act/act-isda", "1999-07-30", "2000-01-29", "0.503892506924"},
		{"act/act-isda", "2000-01-30", "2000-06-29", "0.415300546448"},
		{"act/act-isda", "1999-07-01", "2000-06-30", "1.001377348604"},
		{"act/365-fixed", "2000-01-01", "2000-12-31", "1.002739726027"},
		{"act/360", "2026-01-01", "2026-01-31", "0.086111111111"},
		{"30/360-bond", "2006-09-30", "2006-10-30", "0.083333333333"},
		{"30/360-bond", "2006-08-31", "2007-02-27", "0.494444444444"},
		{"30/360-bond", "2006-08-20", "2007-02-19", "0.500000000000"},
		{"30/360-bond", "2026-01-15", "2026-01-30", "0.044444444444"}, // to the 31st, from the 15th
		{"30e/360", "2026-01-15", "2026-01-30", "0.041666666667"},
		{"period-days", "2026-01-01", "2026-01-31", "0.000000000000"},
	}
	for _, tt := range tests {
		c, err := cost.ParseDayCount(tt.count)
		require.NoError(t, err)
		require.Equal(t, tt.want, c.Years(span(tt.first, tt.last)).Round(12, money.HalfAway).StringFixed(12), "%s %s", tt.count, tt.first)
		require.True(t, c.Years(cost.Days{}).IsZero())
		text, err := c.MarshalText()
		require.NoError(t, err)
		var back cost.DayCount
		require.NoError(t, back.UnmarshalText(text))
		require.Equal(t, c, back)
	}
	_, err := cost.DayCount(7).MarshalText()
	require.EqualError(t, err, "DayCount(7) is no day count")
	var c cost.DayCount
	require.Error(t, c.UnmarshalText([]byte("actual")))
}
