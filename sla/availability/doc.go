// Package availability measures how much of the agreed service time a service
// was up: availability, failures, and the mean times between them.
//
//	figures := availability.Measure(cal, august, availability.Record{Downtimes: outages})
//	fmt.Println(figures.Availability().Percent(2))
//
// Agreed service time (AST) is the open time of a calendar. Downtime counts
// where it meets agreed service time, so that a night without service costs a
// desk with office hours nothing. Planned maintenance is left out of both:
//
//	availability = (AST - downtime) / AST
//
// The result is an exact [sla.Ratio] of nanoseconds, which the service credits
// of a contract take as it is. Where there was no agreed service time nothing
// was measured, and the ratio has no value: never 100 % and never 0 % (M3).
//
// All spans are half-open (T1). Everything is a pure function of its arguments;
// outages come from whoever watches the service.
package availability
