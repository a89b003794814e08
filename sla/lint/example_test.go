package lint_test

import (
	"fmt"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/sla"
	"github.com/slakit/slakit/sla/lint"
)

// A desk wants an answer on the same day, by noon. What of a ticket that comes
// after noon?
func ExampleCheck() {
	def := sla.Definition{
		Calendars: []calendar.Definition{{Name: "office", Zone: "Europe/Stockholm", Hours: []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}}}},
		ServiceLevels: []sla.ServiceLevel{{ID: "card", Calendar: "office", Targets: []sla.Target{
			{Metric: sla.Response, Within: "0bd by 12:00"},
			{Metric: sla.Resolution, Within: "3bd", On: sla.On{Stop: []string{"resolve"}}},
		}}},
		Agreements: []sla.Agreement{
			{ID: "customers", Kind: sla.SLA, ServiceLevel: "card"},
			{ID: "Volvo", Kind: sla.SLA, ServiceLevel: "card", Match: sla.Facts{"customer": {"volvo"}}},
		},
	}
	findings, err := lint.Check(def, &lint.Options{At: monday})
	if err != nil {
		fmt.Println(err)
		return
	}
	for f := range findings {
		fmt.Printf("%s %s:\n  %s\n", f.Path, f.Kind, f.Text)
		if f.Kind == lint.DueAtStart {
			fmt.Println("  as a ticket opened at", f.Ticket.Events[0].At.Format("15:04"))
		}
	}
	// Output:
	// serviceLevels[0].targets[0].within due-at-start:
	//   "0bd by 12:00" may lie before the start, and then the clock is due when it starts
	//   as a ticket opened at 12:30
	// serviceLevels[0].targets[1].on.stop[0] misspelt:
	//   "resolve" is an event of your own (did you mean "resolved"?): if it is meant, list it in events
	// agreements[1] unreachable-agreement:
	//   it never applies: "customers" (agreements[0]) matches every ticket that it does
	// agreements[1].match consulted:
	//   fact "customer" is consulted; known values are "volvo"
}
