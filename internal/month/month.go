// Package month finds the months of a zone.
package month

import (
	"time"

	"github.com/slakit/slakit/calendar"
)

// Of returns the month that holds at, in the zone of the calendar: from the
// first instant of its first date to that of the next month's (T2). It is for
// instants of [calendar.Range].
func Of(cal *calendar.Calendar, at time.Time) calendar.Span {
	d := cal.DateOf(at)
	first := d.AddDays(1 - d.Day())
	return calendar.Span{Start: cal.Start(first), End: cal.Start(first.AddPeriod(calendar.Period{Months: 1}))}
}
