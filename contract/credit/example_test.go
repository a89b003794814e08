package credit_test

import (
	"fmt"
	"time"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/credit"
	"github.com/slakit/slakit/contract/money"
	"github.com/slakit/slakit/sla"
)

func days(first, last string) cost.Days {
	return cost.Days{First: day(first), Last: day(last)}
}

func day(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func exact(s string) money.Exact {
	m, err := money.Parse(s)
	if err != nil {
		panic(err)
	}
	return m.Exact()
}

// Five minutes of downtime in a month of 31 days.
func Example() {
	schedule, err := credit.Compile(credit.Definition{
		ID: "availability",
		Rule: credit.Rule{Measure: "availability", Tiers: []credit.Tier{
			{Below: "99.99%", Credit: "10%"}, {Below: "99%", Credit: "30%"}, {Below: "95%", Credit: "100%"},
		}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := schedule.Credit(credit.Period{
		Days:     days("2026-03-01", "2026-03-31"),
		Base:     exact("812.45 EUR"),
		Measured: []credit.Measured{{Share: sla.Ratio{Num: 44635, Den: 44640}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Amount)
	for step := range c.Steps() {
		fmt.Println(" ", step)
	}
	// Output:
	// 81.25 EUR
	//   measured: availability 99.988799...%
	//   tier: below 99.99%: 10%
	//   base: 812.45 EUR
	//   credit: 10% of 812.45 EUR is 81.245 EUR
	//   rounding: 81.245 EUR is 81.25 EUR (half-away)
}

// Started half-hours of downtime after ten free minutes, at most the fee; what
// is over 15 % of the contract year is lost.
func ExampleSchedule_Credits() {
	schedule, err := credit.Compile(credit.Definition{
		ID: "downtime",
		Rule: credit.Rule{
			Measure: "downtime",
			Rate:    &credit.Rate{Credit: "5%", Per: "30m", Count: "started", After: "10m"},
		},
		Caps: credit.Caps{Period: "100%", Year: "15%"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fee, year := exact("945.00 EUR"), exact("11340.00 EUR")
	credits, err := schedule.Credits(day("2026-01-01"), []credit.Period{
		{Days: days("2026-01-01", "2026-01-31"), Base: fee, YearBase: year, Measured: []credit.Measured{{Time: 41 * time.Minute}}},
		{Days: days("2026-02-01", "2026-02-28"), Base: fee, YearBase: year, Measured: []credit.Measured{{Time: 12 * time.Hour}}},
		{Days: days("2026-03-01", "2026-03-31"), Base: fee, YearBase: year, Measured: []credit.Measured{{Time: 11 * time.Hour}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range credits {
		fmt.Println(c.Days.First, c.Amount)
	}
	for step := range credits[2].Steps() {
		fmt.Println(" ", step)
	}
	// Output:
	// 2026-01-01 94.50 EUR
	// 2026-02-01 945.00 EUR
	// 2026-03-01 661.50 EUR
	//   measured: downtime 11h
	//   rate: above 10m, 22 x 5% for each 30m (started): 110%
	//   base: 945.00 EUR
	//   credit: 110% of 945.00 EUR is 1039.50 EUR
	//   period cap: at most 100% of 945.00 EUR, so 945.00 EUR instead of 1039.50 EUR
	//   year cap: at most 15% of 11340.00 EUR from 2026-01-01, of which 1039.50 EUR are used, so 661.50 EUR instead of 945.00 EUR
	//   forfeited: 378.00 EUR
}

// A definition that cannot work says why, with the place.
func ExampleCompile() {
	_, err := credit.Compile(credit.Definition{
		ID: "availability",
		Rule: credit.Rule{Measure: "availability", Tiers: []credit.Tier{
			{Below: "99.9%", Credit: "25%"}, {Below: "99%", Credit: "10%"}, {Above: "95%", Credit: "100%"},
		}},
	})
	fmt.Println(err)
	// Output:
	// tiers[2].above: invalid: availability is worse when it is less, want "below"
}

// A credit that must be claimed within thirty days, and is not.
func ExampleCredit_State() {
	s, err := credit.Compile(credit.Definition{
		ID: "breaches", Claim: "P30D",
		Rule: credit.Rule{Measure: "breaches", Rate: &credit.Rate{Credit: "100 EUR", Per: "1"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := s.Credit(credit.Period{Days: days("2026-03-01", "2026-03-31"), Measured: []credit.Measured{{Count: 2}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	late, _ := c.State(nil, day("2026-05-01"))
	claimed, _ := c.State([]credit.Move{{Kind: "claim", On: day("2026-04-10")}}, day("2026-05-01"))
	fmt.Println(c.Amount, "by", c.ClaimBy, late, claimed)
	// Output:
	// 200.00 EUR by 2026-04-30 forfeited claimed
}
