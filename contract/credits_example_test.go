package contract_test

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/calendar/holidays"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/credit"
	"github.com/slakit/slakit/sla"
)

// From the tickets of a month to the credit note: the agreements of a register
// take their place in an engine of package sla, the share of resolutions in time
// is the measured value, and the schedule of the contract turns it into a
// credit.
func ExampleContract_Credits() {
	read := func(name string) []byte {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			panic(err)
		}
		return data
	}
	sets := holidays.All()
	registry, err := contract.Parse(read("register.json"))
	if err != nil {
		panic(err)
	}
	register, err := contract.Compile(registry, &contract.Options{HolidaySets: sets})
	if err != nil {
		panic(err)
	}
	desk, err := sla.Parse(read("definition.json"))
	if err != nil {
		panic(err)
	}
	desk.Agreements = register.Agreements()
	engine, err := sla.Compile(desk, &sla.Options{HolidaySets: sets})
	if err != nil {
		panic(err)
	}

	// Ten tickets of the schools; two of them took ten days.
	march, _ := calendar.ParseDate("2026-03-01")
	month := cost.Days{First: march, Last: march.AddDays(30)}
	var attained sla.Ratio
	for i := range 10 {
		opened := time.Date(2026, time.March, 2+i, 9, 0, 0, 0, time.UTC)
		resolved := opened.Add(5 * time.Hour)
		if i%5 == 0 {
			resolved = opened.AddDate(0, 0, 10)
		}
		report, err := engine.Evaluate(sla.Ticket{ID: fmt.Sprint("INC-", i), Events: []sla.Event{
			{At: opened, Name: "opened", Facts: sla.Facts{"service": {"email"}, "department": {"education"}, "objectType": {"computer"}}},
			{At: resolved, Name: "resolved"},
		}}, time.Date(2026, time.April, 1, 0, 0, 0, 0, time.UTC))
		if err != nil {
			panic(err)
		}
		reading, ok := report.Reading(sla.Resolution)
		if !ok || !strings.HasPrefix(reading.Agreement, "schools/email") || !month.Contains(register.Day(reading.StoppedAt)) {
			continue
		}
		attained.Den++
		if reading.Met() {
			attained.Num++
		}
	}

	schools, _ := register.Contract("schools")
	credits, err := schools.Credits("resolution", []credit.Period{
		{Days: month, Measured: []credit.Measured{{Share: attained}}},
	})
	if err != nil {
		panic(err)
	}
	fmt.Println("credit note for", month, credits[0].Amount)
	for step := range credits[0].Steps() {
		fmt.Println(" ", step)
	}
	// Output:
	// credit note for 2026-03-01 to 2026-03-31 800.00 SEK
	//   measured: attainment 80%
	//   tier: below 90%: 10%
	//   base: 8000.00 SEK
	//   credit: 10% of 8000.00 SEK is 800.00 SEK
}
