package preset_test

import (
	"fmt"
	"time"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/sla"
	"github.com/slakit/slakit/sla/preset"
)

// A desk promises an answer to every message within two hours, and word every
// half hour on incidents of the highest priority.
func ExampleAll() {
	card := sla.ServiceLevel{ID: "gold", Calendar: "always"}
	for p := range preset.All() {
		target := p.Target
		switch p.Name {
		case "next reply":
			target.Within = "2h"
		case "periodic update":
			target.Within, target.Priorities = "30m", append(target.Priorities, "P1")
		default:
			continue
		}
		card.Targets = append(card.Targets, target)
	}
	engine, err := sla.Compile(sla.Definition{
		Calendars:     []calendar.Definition{{Name: "always", Zone: "UTC", Hours: []calendar.Hours{{Days: "daily", Open: "00:00", Close: "24:00"}}}},
		ServiceLevels: []sla.ServiceLevel{card},
		Agreements:    []sla.Agreement{{ID: "everybody", Kind: sla.SLA, ServiceLevel: "gold"}},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	nine := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	report, err := engine.Evaluate(sla.Ticket{ID: "T1", Events: []sla.Event{
		{At: nine, Name: sla.Opened, Facts: sla.Facts{"priority": {"P1"}}},
		{At: nine.Add(20 * time.Minute), Name: sla.Responded},
		{At: nine.Add(25 * time.Minute), Name: "message"},
		{At: nine.Add(40 * time.Minute), Name: "message"},
	}}, nine.Add(time.Hour))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range report.Readings {
		fmt.Println(r.Metric, r.Cycle, r.State, "due", r.Due.Format("15:04"), "breached", r.Breached)
	}
	// Output:
	// next-reply 1 running due 11:25 breached false
	// update 1 stopped due 09:30 breached false
	// update 2 running due 09:50 breached true
}
