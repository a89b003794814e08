package contract_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/term"
	"github.com/slakit/slakit/sla"
)

// Everything that is wrong is told at once, with its path and what would do.
func ExampleCompile() {
	def, err := contract.Parse([]byte(`{"zone": "Europe/Stockholm", "contracts": [
	  {"id": "print", "kind": "suplier", "start": "2026-02-01", "term": "P3Y", "last": "2029-01-31",
	   "renewal": {"kind": "tacit", "term": "P1Y", "opens": "P6M"},
	   "notice": [{"by": "us", "period": "5bd"}]}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = contract.Compile(def, nil)
	for _, e := range slakit.FieldErrors(err) {
		fmt.Println(e)
	}
	// Output:
	// contracts[0].kind: unknown: "suplier" (did you mean "supplier"?), want "customer" or "supplier"
	// contracts[0].last: invalid: the term P3Y gives the last day already, want one of term and last
	// contracts[0].renewal.opens: invalid: a renewal of kind "tacit" has none, only "express"
	// contracts[0].notice[0].period: required: "5bd" needs a calendar that says which days are business days
}

// What is, was believed earlier, too: the register as of an instant knows what
// had been recorded by then.
func ExampleRegister_AsOf() {
	r := exampleRegister()
	day, _ := calendar.ParseDate("2026-03-05")
	for _, at := range []time.Time{
		time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC), time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC),
	} {
		c, _ := r.AsOf(at).Contract("print")
		fmt.Printf("on %s print would have been %s on %v\n", at.Format("2 January"), c.On(day).State, day)
	}
	// Output:
	// on 15 January print would have been in-review on 2026-03-05
	// on 31 January print would have been active on 2026-03-05
}

// What happens to the contracts in a year?
func ExampleRegister_Changes() {
	from, _ := calendar.ParseDate("2026-01-01")
	until, _ := calendar.ParseDate("2027-01-01")
	for ch := range exampleRegister().Changes(from, until) {
		fmt.Println(ch.Day, ch.Contract, ch.Kind, ch.After)
	}
	// Output:
	// 2026-01-01 schools state active
	// 2026-01-12 print state in-review
	// 2026-01-20 print state approved
	// 2026-02-01 print state active
	// 2026-02-01 print-old state expired
	// 2026-03-02 phones state in-review
	// 2026-07-01 schools opened active
	// 2026-10-01 schools closed active
}

// Every row that could cover a ticket, and why it does or does not.
func ExampleRegister_Candidates() {
	facts := sla.Facts{"service": {"email"}, "department": {"education"}, "objectType": {"phone"}}
	for c := range exampleRegister().Candidates(facts, time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC)) {
		fmt.Printf("%t %s/%s (%s): %s\n", c.Taken, c.Contract, c.Row, c.State, c.Reason)
	}
	// Output:
	// true schools/email (active): service is email, department is education, objectType is phone; in force
	// true mail-hosting/mailboxes (active): service is email; in force
}

// The rows in force are agreements for an engine of package sla.
func ExampleRegister_Agreements() {
	for _, a := range exampleRegister().Agreements() {
		fmt.Println(a.ID, a.Kind, a.ServiceLevel, a.From, a.Until)
	}
	// Output:
	// print/printers-hq uc gold 2026-02-01T00:00:00+01:00 2031-02-01T00:00:00+01:00
	// schools/email sla gold 2026-01-01T00:00:00+01:00 2027-01-01T00:00:00+01:00
	// mail-hosting/mailboxes uc gold 2025-05-15T00:00:00+02:00
}

// Until when do we owe the contract if either side gives notice on a day? On the
// latest notice day the next term is not owed, on the day after it is.
func ExampleContract_EndIfNotice() {
	c, _ := exampleRegister().Contract("print")
	for _, s := range []string{"2028-07-31", "2028-08-01"} {
		day, _ := calendar.ParseDate(s)
		last, _ := c.EndIfNotice(contract.SideUs, day)
		fmt.Println("notice on", day, "ends it on", last)
	}
	// Output:
	// notice on 2028-07-31 ends it on 2029-01-31
	// notice on 2028-08-01 ends it on 2030-01-31
}

// What may be recorded today?
func ExampleContract_Permitted() {
	c, _ := exampleRegister().Contract("print")
	day, _ := calendar.ParseDate("2026-03-05")
	var kinds []string
	for kind := range c.Permitted(day) {
		kinds = append(kinds, string(kind))
	}
	fmt.Println(strings.Join(kinds, ", "))
	// Output:
	// suspend, notice, end, amend, extend, replace, renegotiate, acknowledge, correct
}

// The terms of a contract, those ahead included: this one renews itself twice.
func ExampleContract_Terms() {
	c, _ := exampleRegister().Contract("print")
	for t := range c.Terms() {
		fmt.Println(t.N, t.First, t.Last)
	}
	// Output:
	// 0 2026-02-01 2029-01-31
	// 1 2029-02-01 2030-01-31
	// 2 2030-02-01 2031-01-31
}

// What does the contract cost in a quarter?
func ExampleContract_Charges() {
	c, _ := exampleRegister().Contract("print")
	first, _ := calendar.ParseDate("2026-02-01")
	last, _ := calendar.ParseDate("2026-04-30")
	for charge := range c.Charges(cost.Days{First: first, Last: last}) {
		fmt.Println(charge.Line, charge.Period, charge.Amount)
	}
	// Output:
	// base 2026-02-01 to 2026-02-28 12500.00 SEK
	// base 2026-03-01 to 2026-03-31 12500.00 SEK
	// base 2026-04-01 to 2026-04-30 12500.00 SEK
}

// A contract without end: by when must notice be given for the next exits?
func ExampleContract_Exits() {
	c, _ := exampleRegister().Contract("mail-hosting")
	day, _ := calendar.ParseDate("2026-03-05")
	n := 0
	for d := range c.Exits(contract.SideUs, day) {
		fmt.Println("to end on", d.Last, "by", d.Latest)
		if n++; n == 2 {
			break
		}
	}
	// Output:
	// to end on 2026-06-30 by 2026-03-31
	// to end on 2026-07-31 by 2026-04-30
}

// A contract is added to a register, which itself does not change.
func ExampleRegister_With() {
	r := exampleRegister()
	start, _ := calendar.ParseDate("2026-09-01")
	next, err := r.With(contract.Entry{
		ID: "scanner", Kind: contract.Supplier, Start: start, Term: term.MustParseLength("P1Y"),
		Renewal: contract.Renewal{Kind: contract.RenewalNone}, Fields: map[string]string{"archiveNumber": "2026/117"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, before := r.Contract("scanner")
	_, after := next.Contract("scanner")
	fmt.Println(before, after)
	// Output:
	// false true
}

// The table that decides everything can be listed, and drawn.
func ExampleLifecycle() {
	for p := range contract.Lifecycle() {
		if p.From == contract.Suspended && p.To != p.From {
			fmt.Printf("%s to %s by %s%s\n", p.From, p.To, p.Fact, p.When)
		}
	}
	// Output:
	// suspended to active by resume
	// suspended to active by the day after the suspension
	// suspended to expired by the day after its last term
	// suspended to terminated by the day after notice or an agreed end takes effect
	// suspended to replaced by the first day of the successor
	// suspended to unknown by the day from which a missing field matters
}
