package term_test

import (
	"fmt"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/term"
)

// By when must notice be given to end a contract on its last day?
func Example() {
	office, err := calendar.Compile(calendar.Definition{
		Name: "office", Zone: "Europe/Stockholm",
		Hours: []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := term.Compile(term.Rules{}, office)
	if err != nil {
		fmt.Println(err)
		return
	}
	start, _ := calendar.ParseDate("2026-02-01")
	chain := c.Chain(start, term.MustParseLength("P3Y"), term.MustParseLength("P1Y"))
	first, _ := chain.Term(0)
	n, _ := c.Notice(first.Last, term.MustParseLength("P6M"))
	fmt.Println("first term to", first.Last)
	fmt.Println("latest", n.Latest, "safe", n.Safe)
	fmt.Println(n.Proof)
	// Output:
	// first term to 2029-01-31
	// latest 2028-07-31 safe 2028-07-28
	// 2028-07-31 + P6M = 2029-01-31, not after 2029-01-31; 2028-08-01 + P6M = 2029-02-01 is too late
}

// One day later can cost a quarter.
func ExampleCounter_Effective() {
	c, _ := term.Compile(term.Rules{}, nil)
	quarter := func(d calendar.Date) (calendar.Date, bool) {
		return c.Exit(term.QuarterEnd, &term.Chain{}, calendar.Date{}, d)
	}
	for _, given := range []string{"2024-03-31", "2024-04-01"} {
		d, _ := calendar.ParseDate(given)
		last, _ := c.Effective(d, term.MustParseLength("P3M"), quarter)
		fmt.Println("notice on", d, "ends it on", last)
	}
	// Output:
	// notice on 2024-03-31 ends it on 2024-06-30
	// notice on 2024-04-01 ends it on 2024-09-30
}

// Terms do not drift: each is counted from the start.
func ExampleChain_Terms() {
	c, _ := term.Compile(term.Rules{}, nil)
	start, _ := calendar.ParseDate("2024-01-31")
	month := term.MustParseLength("P1M")
	chain := c.Chain(start, month, month)
	for t := range chain.Terms(0) {
		if t.N == 4 {
			break
		}
		fmt.Println(t.N, t.First, t.Last)
	}
	// Output:
	// 0 2024-01-31 2024-02-29
	// 1 2024-03-01 2024-03-30
	// 2 2024-03-31 2024-04-30
	// 3 2024-05-01 2024-05-30
}

// Peers count back from the last day, courts forward from the day of notice: the
// safe day is in time for all of them.
func ExampleCounter_Notice() {
	last, _ := calendar.ParseDate("2026-02-28")
	for _, rule := range []term.NoticeRule{term.Forward, term.BackwardInclusive, term.BackwardExclusive, term.ClearDays} {
		c, _ := term.Compile(term.Rules{Notice: rule}, nil)
		n, _ := c.Notice(last, term.MustParseLength("P1M"))
		fmt.Println(rule, n.Latest, n.Safe)
	}
	// Output:
	// forward 2026-01-31 2026-01-27
	// backward-inclusive 2026-01-28 2026-01-27
	// backward-exclusive 2026-01-31 2026-01-27
	// clear-days 2026-01-27 2026-01-27
}

// Between six and three months before the end the option can be taken.
func ExampleCounter_Window() {
	c, _ := term.Compile(term.Rules{}, nil)
	last, _ := calendar.ParseDate("2026-12-31")
	w, ok := c.Window(last, term.MustParseLength("P6M"), term.MustParseLength("P3M"))
	fmt.Println(w.Opens, w.Closes, ok)
	// Output:
	// 2026-07-01 2026-09-30 true
}

// A period of a law is moved to a working day, which a contract is not.
func ExampleStatute() {
	office, _ := calendar.Compile(calendar.Definition{Zone: "Europe/Berlin", Hours: []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}}}, nil)
	c, _ := term.Compile(term.Rules{}, office)
	event, _ := calendar.ParseDate("2026-01-31")
	bgb, _ := term.Statute("de-bgb-193")
	end, _ := bgb.End(c, event, term.MustParseLength("P1M"))
	fmt.Println(c.Add(event, term.MustParseLength("P1M")).Weekday(), end)
	// Output:
	// Saturday 2026-03-02
}

// Ten licences with a hundred days left and thirty with twenty end together.
func ExampleCoTerm() {
	left, err := term.CoTerm([]term.Share{{Quantity: 10, Days: 100}, {Quantity: 30, Days: 20}}, false)
	fmt.Println(left, err)
	// Output:
	// 40 <nil>
}

// One contract ends on a Friday, the next begins on the Monday.
func ExampleGap() {
	last, _ := calendar.ParseDate("2026-07-31")
	next, _ := calendar.ParseDate("2026-08-03")
	fmt.Println(term.Gap(last, next), "days without a contract")
	// Output:
	// 2 days without a contract
}
