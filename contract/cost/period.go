package cost

import (
	"sort"
	"time"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/internal/problem"
)

// Periods tile the days: by the calendar, or from an anchor. The zero Periods
// are none.
type Periods struct {
	every calendar.Period
	// months is the length of periods that lie in the calendar, 0 for those
	// counted from an anchor.
	months int
}

// NewPeriods returns the periods of length every. From "calendar" (or "") they
// are the calendar's months, quarters, half-years or years and of length P1M,
// P2M, P3M, P4M, P6M or P1Y; from "start" they are of any length and counted
// from the anchor, each in one addition (K5). The error wraps a kind of slakit.
func NewPeriods(every, from string) (Periods, error) {
	p, err := calendar.ParsePeriod(every)
	switch {
	case err != nil:
		return Periods{}, problem.New(slakit.ErrInvalid, "%v", err)
	case p.IsZero():
		return Periods{}, problem.New(slakit.ErrInvalid, "%s has no length, want a period such as P1M", every)
	}
	switch from {
	case "start":
		return Periods{every: p}, nil
	case "", "calendar":
		months := 12*p.Years + p.Months
		if months < 1 || months > 12 || 12%months != 0 || p.Weeks != 0 || p.Days != 0 {
			return Periods{}, problem.New(slakit.ErrInvalid, `%s is no part of a calendar year, want P1M, P2M, P3M, P4M, P6M or P1Y, or periods from "start"`, every)
		}
		return Periods{every: p, months: months}, nil
	}
	return Periods{}, problem.New(slakit.ErrUnknown, "found %q, want calendar or start", from)
}

// Of returns the period that contains day; no days if day is the zero Date or
// lies before the anchor. Periods of the calendar have no anchor.
func (p Periods) Of(day, anchor calendar.Date) Days {
	switch {
	case day.IsZero():
		return Days{}
	case p.months > 0:
		return p.aligned(day)
	case anchor.IsZero() || day.Compare(anchor) < 0 || p.every.IsZero():
		return Days{}
	}
	// The first period after which one begins later than day.
	n := sort.Search(day.Sub(anchor), func(i int) bool {
		begin := p.begin(i+1, anchor)
		return begin.IsZero() || begin.Compare(day) > 0
	})
	days := Days{p.begin(n, anchor), p.begin(n+1, anchor).Prev()}
	if days.Last.IsZero() {
		days.Last, _ = calendar.NewDate(9999, time.December, 31)
	}
	return days
}

// begin returns the first day of period n, counted from 0.
func (p Periods) begin(n int, anchor calendar.Date) calendar.Date {
	return anchor.AddPeriod(times(p.every, n))
}

// times returns n times p, or a period that no date can be added to.
func times(p calendar.Period, n int) calendar.Period {
	return calendar.Period{Years: n * p.Years, Months: n * p.Months, Weeks: n * p.Weeks, Days: n * p.Days}
}

func (p Periods) aligned(day calendar.Date) Days {
	month := (int(day.Month()) - 1) / p.months * p.months
	first, _ := calendar.NewDate(day.Year(), time.Month(month+1), 1)
	return Days{first, first.AddPeriod(calendar.Period{Months: p.months}).Prev()}
}

// perYear returns the number of periods of a year, as a fraction of months; ok
// is false for periods that hold weeks or days.
func (p Periods) perYear() (num, den int, ok bool) {
	months := 12*p.every.Years + p.every.Months
	return 12, months, p.every.Weeks == 0 && p.every.Days == 0
}

// Length returns the length of a period as it was written.
func (p Periods) Length() calendar.Period { return p.every }
