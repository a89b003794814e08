package cost_test

import (
	"fmt"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/cost"
)

func day(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// A fee that rises by two per cent on every anniversary, which falls inside a
// month: one line of the invoice, one rounding.
func Example() {
	line, err := cost.Compile(cost.Definition{
		ID: "base", Amount: "12500.00", Currency: "SEK", Every: "P1M",
		Index: &cost.Index{Kind: "fixed", Percent: "2%", Every: "P1Y"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	terms := cost.Terms{Start: day("2026-02-15"), Last: day("2029-02-14")}
	for c := range line.Charges(terms, cost.Days{First: day("2027-01-01"), Last: day("2027-02-28")}) {
		fmt.Println(c.Period, c.Amount)
		for s := range c.Steps() {
			fmt.Println(" ", s)
		}
	}
	// Output:
	// 2027-01-01 to 2027-01-31 12500.00 SEK
	//   2027-01-01 to 2027-01-31: whole period x 12500 SEK
	//   sum 12500.00 SEK
	// 2027-02-01 to 2027-02-28 12625.00 SEK
	//   2027-02-01 to 2027-02-14: 14 of 28 days x 12500 SEK
	//   2027-02-15 to 2027-02-28: 14 of 28 days x 12750 SEK, indexed by 2% on 2027-02-15
	//   sum 12625.00 SEK
}

func ExampleTotals() {
	compile := func(def cost.Definition) *cost.Line {
		l, err := cost.Compile(def)
		if err != nil {
			panic(err)
		}
		return l
	}
	lines := []*cost.Line{
		compile(cost.Definition{ID: "licences", Amount: "100.00", Currency: "EUR", Every: "P1M", Centres: []cost.Share{
			{Centre: "4711", Weight: "1"}, {Centre: "4712", Weight: "2"},
		}}),
		compile(cost.Definition{ID: "setup", Amount: "900.00", Currency: "SEK", Every: "once", Centre: "4711"}),
	}
	year := cost.Days{First: day("2026-01-01"), Last: day("2026-12-31")}
	charges := cost.Split(cost.Charges(lines, cost.Terms{Start: day("2026-01-01")}, year))
	for _, total := range cost.Totals(charges, cost.ByCentre) {
		fmt.Println(total.Key, total.Sum)
	}
	// Output:
	// 4711 399.96 EUR, 900.00 SEK
	// 4712 800.04 EUR
}

// Every problem of a line is told, with the place.
func ExampleCompile() {
	_, err := cost.Compile(cost.Definition{ID: "base", Amount: "12 500", Currency: "SKR", Every: "P1M", From: "month"})
	fmt.Println(err)
	// Output:
	// amount: invalid: found "12 500", want a decimal such as 12500.00
	// currency: unknown: found "SKR", want an ISO 4217 code such as EUR
	// from: unknown: found "month", want calendar or start
}

// What ten days of a month accrue is exact; it is rounded when it is charged.
func ExampleLine_Accrued() {
	line, err := cost.Compile(cost.Definition{ID: "base", Amount: "100.00", Currency: "EUR", Every: "P1M"})
	if err != nil {
		fmt.Println(err)
		return
	}
	terms := cost.Terms{Start: day("2026-01-22")}
	january := cost.Days{First: day("2026-01-01"), Last: day("2026-01-31")}
	fmt.Println(line.Accrued(terms, january))
	for c := range line.Charges(terms, january) {
		fmt.Println(c.Amount)
	}
	// Output:
	// 1000/31 EUR
	// 32.26 EUR
}

// Billing periods from the 31st: each is counted from the start, none drifts.
func ExampleNewPeriods() {
	monthly, err := cost.NewPeriods("P1M", "start")
	if err != nil {
		fmt.Println(err)
		return
	}
	start := day("2026-01-31")
	for _, d := range []string{"2026-02-10", "2026-03-10", "2026-04-10"} {
		fmt.Println(monthly.Of(day(d), start))
	}
	// Output:
	// 2026-01-31 to 2026-02-27
	// 2026-02-28 to 2026-03-30
	// 2026-03-31 to 2026-04-29
}
