package contract_test

import (
	"fmt"
	"os"
	"time"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/calendar/holidays"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/sla"
)

// exampleRegister loads the register of an IT department.
func exampleRegister() *contract.Register {
	data, err := os.ReadFile("testdata/register.json")
	if err != nil {
		panic(err)
	}
	def, err := contract.Parse(data)
	if err != nil {
		panic(err)
	}
	r, err := contract.Compile(def, &contract.Options{HolidaySets: holidays.All()})
	if err != nil {
		panic(err)
	}
	return r
}

// Which contracts are preliminary, current and past?
func Example() {
	r := exampleRegister()
	today := r.Day(time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC))
	for c := range r.Contracts(contract.Supplier) {
		s := c.On(today)
		fmt.Println(s.Tab, s.State, s.Last, c.ID())
	}
	// Output:
	// current active 2029-01-31 print
	// past expired 2026-01-31 print-old
	// current active  mail-hosting
	// preliminary in-review 2028-08-31 phones
}

// By when must somebody act, and why?
func ExampleContract_Deadlines() {
	c, _ := exampleRegister().Contract("print")
	today, _ := calendar.ParseDate("2026-03-05")
	for d := range c.Deadlines(today) {
		fmt.Printf("%s by %s to end on %v: safe %v, latest %v\n", d.Kind, d.By, d.Last, d.Safe, d.Latest)
		fmt.Println(" ", d.Proof)
		if d.By == contract.SideUs {
			break // the renewals follow
		}
	}
	// Output:
	// notice by party to end on 2029-01-31: safe 2028-04-28, latest 2028-04-30
	//   2028-04-30 + P9M = 2029-01-30, not after 2029-01-31; 2028-05-01 + P9M = 2029-02-01 is too late
	// notice by us to end on 2029-01-31: safe 2028-07-28, latest 2028-07-31
	//   2028-07-31 + P6M = 2029-01-31, not after 2029-01-31; 2028-08-01 + P6M = 2029-02-01 is too late
}

// What are we bound to if we give notice today?
func ExampleContract_Commitment() {
	c, _ := exampleRegister().Contract("mail-hosting")
	today, _ := calendar.ParseDate("2026-03-05")
	bound := c.Commitment(today)
	fmt.Println(bound.Last, bound.Cost)
	last, by := c.EarliestExit(today)
	fmt.Println(last, by)
	// Output:
	// 2026-06-30 3658.06 EUR
	// 2026-06-30 us
}

// A fact is checked before it is stored, and then gives another register.
func ExampleContract_Record() {
	r := exampleRegister()
	c, _ := r.Contract("print")
	today, _ := calendar.ParseDate("2026-03-05")
	now := time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC)
	entry, err := c.Record(contract.Fact{ID: "3", Kind: contract.GiveNotice, Side: contract.SideUs, On: today, Recorded: now, By: "erik"})
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err = r.With(entry)
	if err != nil {
		fmt.Println(err)
		return
	}
	c, _ = r.Contract("print")
	fmt.Println(c.On(today).Ending.Last)
	_, err = c.Record(contract.Fact{ID: "4", Kind: contract.Approve, On: today, Recorded: now})
	fmt.Println(err)
	for step := range c.Why(today) {
		fmt.Println(step.On, step.State, "-", step.Text)
	}
	// Output:
	// 2029-01-31
	// contract print: fact 4: approve is refused in state active
	// 2026-01-12 in-review - submit
	// 2026-01-20 approved - approve
	// 2026-02-01 active - its first day
	// 2026-03-05 active - notice by us: the last day is 2029-01-31
}

// What is to be sent on a day? Ask for each day once, and nothing is sent twice.
func ExampleRegister_Reminders() {
	from, _ := calendar.ParseDate("2026-07-01")
	until, _ := calendar.ParseDate("2027-01-01")
	for m := range exampleRegister().Reminders(from, until) {
		fmt.Printf("%v: tell %s of the %s of %s, %v\n", m.Day, m.Person, m.Of, m.Contract, m.Deadline)
	}
	// Output:
	// 2026-08-01: tell maria of the option of schools, 2026-09-30
	// 2026-12-01: tell maria of the end of schools, 2026-12-31
}

// Which contract covers a ticket, and why?
func ExampleRegister_Cover() {
	facts := sla.Facts{"service": {"email"}, "department": {"education"}, "objectType": {"phone"}}
	c, ok := exampleRegister().Cover(facts, time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC))
	fmt.Println(ok, c.Agreement, c.ServiceLevel)
	fmt.Println(c.Reason)
	// Output:
	// true schools/email gold
	// service is email, department is education, objectType is phone; in force
}

// What should somebody look at?
func ExampleRegister_Findings() {
	day, _ := calendar.ParseDate("2026-08-20")
	for f := range exampleRegister().Findings(day) {
		fmt.Println(f.Contract, f.Kind)
	}
	// Output:
	// schools option-open
	// phones unstoppable
}
