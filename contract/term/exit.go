package term

import (
	"github.com/slakit/slakit/calendar"
)

// An Exit says on which days notice may take effect: the last days in force
// (K9).
type Exit string

// The exits.
const (
	// TermEnd is the last day of a term: the default.
	TermEnd Exit = "term-end"
	// AnyDay is every day.
	AnyDay Exit = "any-day"
	// MonthEnd and the like are the last days of calendar months, quarters,
	// half-years and years.
	MonthEnd    Exit = "month-end"
	QuarterEnd  Exit = "quarter-end"
	HalfYearEnd Exit = "half-year-end"
	YearEnd     Exit = "year-end"
	// ContractYearEnd is the last day of each year counted from the first day
	// of the contract.
	ContractYearEnd Exit = "contract-year-end"
)

// Exits lists them, the default first.
func Exits() []Exit {
	return []Exit{TermEnd, AnyDay, MonthEnd, QuarterEnd, HalfYearEnd, YearEnd, ContractYearEnd}
}

var year = Length{Period: calendar.Period{Years: 1}}

// Exit returns the first exit on d or later, for a contract with this chain of
// terms. For [TermEnd] that is the end of a term; it is false after the last
// one and in a term without end. It is false, too, for an unknown exit and
// where there is no such date.
func (c *Counter) Exit(e Exit, chain *Chain, start, d calendar.Date) (calendar.Date, bool) {
	var exit calendar.Date
	if d.IsZero() {
		return d, false
	}
	switch e {
	case TermEnd, "":
		t, _ := chain.At(d)
		exit = t.Last
	case AnyDay:
		exit = d
	case MonthEnd:
		exit = periodEnd(d, 1)
	case QuarterEnd:
		exit = periodEnd(d, 3)
	case HalfYearEnd:
		exit = periodEnd(d, 6)
	case YearEnd:
		exit = periodEnd(d, 12)
	case ContractYearEnd:
		years := c.Chain(start, year, year)
		t, _ := years.At(d)
		exit = t.Last
	}
	return exit, !exit.IsZero()
}

// periodEnd returns the last day of the calendar's stretch of so many months
// that holds d.
func periodEnd(d calendar.Date, months int) calendar.Date {
	month, _ := civil(d)
	month += (months - (month+3)%months) % months // it is in March that month is 0
	return date(month, monthDays(month))
}

// Effective returns the last day in force of what is ended by a notice of a
// period, given on a day: the first exit for which that day is in time, so that
// notice on the latest day ends it there, and a day later at the next exit
// (K9). next returns the first exit on a day or later. The result is false if
// there is none.
func (c *Counter) Effective(given calendar.Date, period Length, next func(calendar.Date) (calendar.Date, bool)) (calendar.Date, bool) {
	d := given
	if c.roll != calendar.RollNone {
		// What is rolled on to the day of notice may lie before it.
		if before, ok := c.cal.AddDays(given, -1); ok {
			d = before.Next()
		}
	}
	if d = c.Add(d, period); c.notice == ClearDays {
		d = d.Next()
	}
	for !d.IsZero() {
		exit, ok := next(d)
		if !ok || exit.Compare(d) < 0 {
			break
		}
		if latest, ok := c.Latest(exit, period); ok && given.Compare(latest) <= 0 {
			return exit, true
		}
		d = exit.Next()
	}
	return calendar.Date{}, false
}

// Graced returns the day as which a day of notice counts where notice up to the
// n-th business day of a month lets that month count: the last day of the month
// before, else the day itself. Business days are those of cal; in some laws
// Saturdays are among them.
func Graced(given calendar.Date, n int, cal *calendar.Calendar) calendar.Date {
	if given.IsZero() {
		return given
	}
	_, day := civil(given)
	first := given.AddDays(1 - day)
	if cal.CountDays(first, given) < n && !first.Prev().IsZero() {
		return first.Prev()
	}
	return given
}
