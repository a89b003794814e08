package availability_test

import (
	"fmt"
	"time"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/sla"
	"github.com/slakit/slakit/sla/availability"
)

func stockholm(s string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", s, office(nil).Location())
	if err != nil {
		panic(err)
	}
	return at
}

// A web shop promises service on weekdays from 8 to 17. It was down from
// Thursday afternoon to Friday morning, and for a planned change at lunch.
func ExampleMeasure() {
	record := availability.Record{
		Downtimes: []calendar.Span{
			{Start: stockholm("2026-03-05 16:30"), End: stockholm("2026-03-06 08:15")},
			{Start: stockholm("2026-03-10 12:00"), End: stockholm("2026-03-10 13:00")},
		},
		Maintenance: []calendar.Span{
			{Start: stockholm("2026-03-10 12:00"), End: stockholm("2026-03-10 13:00")},
		},
	}
	march := calendar.Span{Start: stockholm("2026-03-01 00:00"), End: stockholm("2026-04-01 00:00")}
	f := availability.Measure(office(nil), march, record)
	mtbf, _ := f.MTBF()
	mtrs, _ := f.MTRS()
	fmt.Println("agreed", f.Agreed, "planned", f.Planned, "down", f.Down)
	fmt.Println("available", f.Availability().Percent(2), "failures", f.Failures, "MTBF", mtbf, "MTRS", mtrs)
	// Output:
	// agreed 197h0m0s planned 1h0m0s down 45m0s
	// available 99.62% failures 1 MTBF 196h15m0s MTRS 45m0s
}

// An outage over the end of a month is a failure of the first one; its downtime
// counts where it was.
func ExampleMonthly() {
	record := availability.Record{Downtimes: []calendar.Span{
		{Start: stockholm("2026-03-31 16:00"), End: stockholm("2026-04-01 10:00")},
	}}
	spring := calendar.Span{Start: stockholm("2026-03-01 00:00"), End: stockholm("2026-06-01 00:00")}
	for f := range availability.Monthly(office(nil), spring, record) {
		fmt.Println(f.Over.Start.Format("January"), f.Availability().Percent(2), f.Failures)
	}
	// Output:
	// March 99.49% 1
	// April 98.99% 0
	// May 100.00% 0
}

// A shop that needs its server and its network, both up 98 % of the time.
func ExampleSeries() {
	both := availability.Series(sla.Ratio{Num: 98, Den: 100}, sla.Ratio{Num: 98, Den: 100})
	fmt.Println(both, both.FloatString(4))
	// Output:
	// 2401/2500 0.9604
}
