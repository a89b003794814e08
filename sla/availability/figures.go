package availability

import (
	"iter"
	"sort"
	"time"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/sla"
)

// Figures are what was measured over a period. Those of periods that tile a
// longer one add up to its own.
type Figures struct {
	// Over is the period, in the zone of the calendar.
	Over calendar.Span
	// Agreed is the agreed service time, without planned maintenance unless that
	// is service.
	Agreed time.Duration
	// Planned is the planned maintenance in service time.
	Planned time.Duration
	// Down is the downtime in service time, without its planned part.
	Down time.Duration
	// Failures is the number of outages whose first instant of downtime lies in
	// the period. An outage that lasts from one period into the next counts in
	// the first alone, while its downtime counts in both.
	Failures int
}

// Measure measures a service over a period: its agreed service time is that of
// the calendar. The period is clipped to [calendar.Range]; a zero side means
// all of it. For a period that is not over yet, end it at the instant up to
// which the record is known.
func Measure(cal *calendar.Calendar, over calendar.Span, r Record) Figures {
	l := newLedger(cal, r)
	return l.measure(clip(over, calendar.Range()))
}

// Monthly measures a service over each month of the calendar's zone that meets
// the period; the first and the last are clipped to it.
func Monthly(cal *calendar.Calendar, over calendar.Span, r Record) iter.Seq[Figures] {
	return func(yield func(Figures) bool) {
		l := newLedger(cal, r)
		over := clip(over, calendar.Range())
		for over.Start.Before(over.End) {
			part := clip(calendar.Span{Start: over.Start, End: monthEnd(cal, over.Start)}, over)
			if !yield(l.measure(part)) {
				return
			}
			over.Start = part.End
		}
	}
}

// monthEnd returns the end of the month that holds at, in the zone of the
// calendar: the first instant of the next month's first date (T2).
func monthEnd(cal *calendar.Calendar, at time.Time) time.Time {
	d := cal.DateOf(at)
	return cal.Start(d.AddDays(1 - d.Day()).AddPeriod(calendar.Period{Months: 1}))
}

func (l *ledger) measure(over calendar.Span) Figures {
	f := Figures{Over: calendar.Span{Start: over.Start.In(l.cal.Location()), End: over.End.In(l.cal.Location())}}
	if !over.Start.Before(over.End) {
		return f
	}
	f.Agreed = l.cal.Between(over.Start, over.End)
	f.Planned = l.service(l.maintenance, over)
	if !l.keep {
		f.Agreed -= f.Planned
	}
	for i := l.begin(over.Start); i < len(l.failures) && l.failures[i].parts[0].Start.Before(over.End); i++ {
		failure := &l.failures[i]
		f.Down += l.service(failure.parts, over)
		if over.Contains(failure.first) {
			f.Failures++
		}
	}
	return f
}

// begin returns the place of the first failure that ends after at.
func (l *ledger) begin(at time.Time) int {
	return sort.Search(len(l.failures), func(i int) bool {
		parts := l.failures[i].parts
		return parts[len(parts)-1].End.After(at)
	})
}

// Availability returns (Agreed - Down) / Agreed in nanoseconds, exactly. Den is
// 0 if there was no agreed service time.
func (f Figures) Availability() sla.Ratio {
	return sla.Ratio{Num: int64(f.Agreed - f.Down), Den: int64(f.Agreed)}
}

// MTRS returns the mean time to restore service: downtime for each failure. It
// reports false if there was no failure. All means are cut to the nanosecond.
func (f Figures) MTRS() (time.Duration, bool) { return f.mean(f.Down) }

// MTBF returns the mean time between failures: uptime for each failure. It
// reports false if there was no failure.
func (f Figures) MTBF() (time.Duration, bool) { return f.mean(f.Agreed - f.Down) }

// MTBSI returns the mean time between service incidents, from the start of one
// to the start of the next: agreed service time for each failure, which is
// MTRS + MTBF. It reports false if there was no failure.
func (f Figures) MTBSI() (time.Duration, bool) { return f.mean(f.Agreed) }

func (f Figures) mean(sum time.Duration) (time.Duration, bool) {
	if f.Failures == 0 {
		return 0, false
	}
	return sum / time.Duration(f.Failures), true
}
