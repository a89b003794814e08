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
