package attainment_test

import (
	"fmt"
	"iter"
	"time"

	"github.com/slakit/slakit/sla"
	"github.com/slakit/slakit/sla/attainment"
)

// tickets are those of a small spring.
var tickets = []sla.Ticket{
	ticket("2026-03-02T09:00:00Z", "P1", 3*time.Hour),
	ticket("2026-03-09T09:00:00Z", "P1", 9*time.Hour), // an hour too late
	ticket("2026-03-12T09:00:00Z", "P2", 9*time.Hour),
	ticket("2026-05-04T09:00:00Z", "P1", 2*time.Hour),
	ticket("2026-05-29T09:00:00Z", "P2", 0), // not resolved yet
}

func ticket(opened, p string, after time.Duration) sla.Ticket {
	at, err := time.Parse(time.RFC3339, opened)
	if err != nil {
		panic(err)
	}
	t := sla.Ticket{ID: opened, Events: []sla.Event{{At: at, Name: sla.Opened, Facts: sla.Facts{"priority": {p}}}}}
	if after > 0 {
		t.Events = append(t.Events, sla.Event{At: at.Add(after), Name: sla.Resolved})
	}
	return t
}

// reports evaluates one ticket after the other into the same memory.
func reports(at time.Time) iter.Seq[sla.Report] {
	return func(yield func(sla.Report) bool) {
		var report sla.Report
		for _, t := range tickets {
			if err := desk.EvaluateInto(&report, t, at); err != nil {
				fmt.Println(t.ID, err)
				continue
			}
			if !yield(report) {
				return
			}
		}
	}
}

func ExampleCount() {
	table := attainment.Count(stockholm, reports(time.Date(2026, 5, 30, 12, 0, 0, 0, time.UTC)))
	for _, row := range table {
		if row.Metric == sla.Resolution {
			fmt.Println(row.Month, row.Agreement, row.Priority, "met", row.Met, "breached", row.Breached, "open", row.Open)
		}
	}
	credits := table.Sum(attainment.Key{Metric: sla.Resolution, Priority: "P1"}).Ratio()
	fmt.Println("P1:", credits.Num, "of", credits.Den)
	// Output:
	// 2026-03-01 customers P1 met 1 breached 1 open 0
	// 2026-03-01 customers P2 met 1 breached 0 open 0
	// 2026-05-01 customers P1 met 1 breached 0 open 0
	// 2026-05-01 customers P2 met 0 breached 0 open 1
	// P1: 2 of 3
}

func ExampleTable_Trend() {
	table := attainment.Count(stockholm, reports(time.Date(2026, 5, 30, 12, 0, 0, 0, time.UTC)))
	for p := range table.Trend(attainment.Key{Metric: sla.Resolution}) {
		fmt.Printf("%s %6s %d of %d\n", p.Month, p.Ratio().Percent(1), p.Met, p.Met+p.Breached)
	}
	// Output:
	// 2026-03-01  66.7% 2 of 3
	// 2026-04-01        0 of 0
	// 2026-05-01 100.0% 1 of 1
}
