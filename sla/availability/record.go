package availability

import (
	"slices"
	"sort"
	"time"

	"github.com/slakit/slakit/calendar"
)

// A Record is what happened to a service. Its spans may come in any order and
// may overlap or touch; one that is empty or runs backwards holds no instant
// and counts nothing. A zero side never ends: an outage without End lasts.
type Record struct {
	// Downtimes are the outages. Those that overlap or touch are one.
	Downtimes []calendar.Span `json:"downtimes"`
	// Maintenance is work that was planned and announced. Downtime in it does
	// not count.
	Maintenance []calendar.Span `json:"maintenance,omitempty"`
	// MaintenanceIsService takes planned maintenance as service that was given,
	// instead of leaving it out of the agreed service time: the rule of
	// contracts that excuse the downtime only.
	MaintenanceIsService bool   `json:"maintenanceIsService,omitzero"`
	Note                 string `json:"note,omitzero"`
}

// A failure is an outage without its planned part.
type failure struct {
	parts []calendar.Span
	first time.Time // its first instant in agreed service time; zero if it has none
}

// A ledger is a record put in order for one calendar.
type ledger struct {
	cal         *calendar.Calendar
	maintenance []calendar.Span // in order and apart
	failures    []failure       // in order
	keep        bool            // maintenance is service
}

func newLedger(cal *calendar.Calendar, r Record) ledger {
	l := ledger{cal: cal, maintenance: union(r.Maintenance), keep: r.MaintenanceIsService}
	for _, down := range union(r.Downtimes) {
		f := failure{parts: subtract(down, l.maintenance)}
		for _, part := range f.parts {
			if open, ok := cal.Next(part.Start); ok && f.first.IsZero() && open.Start.Before(part.End) {
				f.first = later(open.Start, part.Start)
			}
		}
		if !f.first.IsZero() {
			l.failures = append(l.failures, f)
		}
	}
	return l
}

// union returns the spans in order, clipped to the range of calendars, those
// that overlap or touch as one.
func union(spans []calendar.Span) []calendar.Span {
	var sorted []calendar.Span
	for _, s := range spans {
		if s = clip(s, calendar.Range()); s.Start.Before(s.End) {
			sorted = append(sorted, s)
		}
	}
	slices.SortFunc(sorted, func(a, b calendar.Span) int { return a.Start.Compare(b.Start) })
	var apart []calendar.Span
	for _, s := range sorted {
		if n := len(apart) - 1; n >= 0 && !apart[n].End.Before(s.Start) {
			apart[n].End = later(apart[n].End, s.End)
			continue
		}
		apart = append(apart, s)
	}
	return apart
}

// subtract returns what of s lies in none of the spans, which are in order and
// apart.
func subtract(s calendar.Span, spans []calendar.Span) []calendar.Span {
	var left []calendar.Span
	for _, out := range from(spans, s.Start) {
		if !out.Start.Before(s.End) {
			break
		}
		if s.Start.Before(out.Start) {
			left = append(left, calendar.Span{Start: s.Start, End: out.Start})
		}
		s.Start = out.End
	}
	if s.Start.Before(s.End) {
		left = append(left, s)
	}
	return left
}

// from returns those of the spans, which are in order and apart, that end after
// at.
func from(spans []calendar.Span, at time.Time) []calendar.Span {
	return spans[sort.Search(len(spans), func(i int) bool { return spans[i].End.After(at) }):]
}

// service returns the agreed service time in those parts of the spans, which
// are in order and apart, that lie in over.
func (l *ledger) service(spans []calendar.Span, over calendar.Span) (sum time.Duration) {
	for _, s := range from(spans, over.Start) {
		if !s.Start.Before(over.End) {
			break
		}
		s = clip(s, over)
		sum += l.cal.Between(s.Start, s.End)
	}
	return sum
}

// clip returns the part of s in bounds, which has both sides. It is empty or
// runs backwards if there is none.
func clip(s, bounds calendar.Span) calendar.Span {
	s.Start = later(s.Start, bounds.Start)
	if s.End.IsZero() || s.End.After(bounds.End) {
		s.End = bounds.End
	}
	return s
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
