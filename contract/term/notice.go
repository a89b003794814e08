package term

import (
	"fmt"
	"sort"

	"github.com/slakit/slakit/calendar"
)

// A Notice is by when notice must be given to end something on its last day.
type Notice struct {
	// Latest is the latest day by the contract's rule, given on which notice is
	// in time (K6).
	Latest calendar.Date `json:"latest"`
	// Safe is the day on which to act (K7): in time by every rule that
	// [Rules.SafeOver] asks for, and a working day. It is never after Latest.
	Safe calendar.Date `json:"safe"`
	// Proof shows that Latest is right.
	Proof Proof `json:"proof"`
}

// A Proof shows that a day fits and the next one does not.
type Proof struct {
	// Last is the last day to be met, Period the notice, Rule how it is counted.
	Last   calendar.Date `json:"last"`
	Period Length        `json:"period"`
	Rule   NoticeRule    `json:"rule"`
	// Day is the latest day before any roll, and Reaches is Day + Period.
	Day     calendar.Date `json:"day"`
	Reaches calendar.Date `json:"reaches"`
	// NextReaches is where the day after Day leads. It is after Last, or after
	// the day before Last with clear days; with the backward rules it may not
	// be, because they lose a day or more. It is zero if it leads nowhere.
	NextReaches calendar.Date `json:"nextReaches,omitzero"`
	// Rolled is the day to which Rules.Roll moved Day, zero if it did not.
	Rolled calendar.Date `json:"rolled,omitzero"`
}

// String returns the proof as a line of text, "" for the zero Proof.
func (p Proof) String() string {
	if p.Day.IsZero() {
		return ""
	}
	limit, what := p.Last, ""
	if p.Rule == ClearDays {
		limit, what = p.Last.Prev(), ", the day before "+p.Last.String()
	}
	s := fmt.Sprintf("%v + %v = %v, not after %v%s", p.Day, p.Period, p.Reaches, limit, what)
	next := p.Day.Next()
	switch {
	case p.NextReaches.IsZero():
		s += fmt.Sprintf("; %v leads nowhere", next)
	case p.NextReaches.Compare(limit) > 0:
		s += fmt.Sprintf("; %v + %v = %v is too late", next, p.Period, p.NextReaches)
	default:
		s += fmt.Sprintf("; %v is too late when counted back from %v (%s)", next, p.Last, p.Rule)
	}
	if !p.Rolled.IsZero() {
		s += fmt.Sprintf("; moved to %v", p.Rolled)
	}
	return s
}

// Notice returns by when notice of a period must be given to end something on
// its last day. It is false if there is no such day: before the year 1, or
// outside the calendar where the period holds business days or the latest day
// is to be rolled.
func (c *Counter) Notice(last calendar.Date, period Length) (Notice, bool) {
	day, ok := c.day(c.notice, last, period)
	if !ok {
		return Notice{}, false
	}
	n := Notice{Latest: day, Proof: Proof{
		Last: last, Period: period, Rule: c.notice,
		Day: day, Reaches: c.Add(day, period), NextReaches: c.Add(day.Next(), period),
	}}
	if n.Latest, ok = c.rolled(day); !ok {
		return Notice{}, false
	}
	if n.Latest != day {
		n.Proof.Rolled = n.Latest
	}
	n.Safe = c.safeDay(day, n.Latest, last, period)
	return n, true
}

// Latest is [Notice.Latest] alone, which costs less.
func (c *Counter) Latest(last calendar.Date, period Length) (calendar.Date, bool) {
	day, ok := c.day(c.notice, last, period)
	if !ok {
		return calendar.Date{}, false
	}
	return c.rolled(day)
}

// NoticeDays returns the latest and the safe day alone, which costs less than
// [Counter.Notice].
func (c *Counter) NoticeDays(last calendar.Date, period Length) (latest, safe calendar.Date, ok bool) {
	day, ok := c.day(c.notice, last, period)
	if ok {
		latest, ok = c.rolled(day)
	}
	if !ok {
		return calendar.Date{}, calendar.Date{}, false
	}
	return latest, c.safeDay(day, latest, last, period), true
}

func (c *Counter) rolled(d calendar.Date) (calendar.Date, bool) {
	if c.roll == calendar.RollNone {
		return d, true
	}
	return c.cal.Roll(d, c.roll)
}

// safeDay returns the safe day, of a last day with a latest day before and
// after the roll.
func (c *Counter) safeDay(day, latest, last calendar.Date, period Length) calendar.Date {
	safe := earlier(day, latest)
	for _, rule := range c.safe {
		if d, ok := c.dayFrom(rule, day, last, period); ok {
			safe = earlier(safe, d)
		}
	}
	if c.cal != nil {
		if d, ok := c.cal.Roll(safe, calendar.RollPreceding); ok {
			safe = d
		}
	}
	return safe
}

// day returns the latest notice day by a rule, before any roll.
func (c *Counter) day(rule NoticeRule, last calendar.Date, period Length) (calendar.Date, bool) {
	forward, ok := c.forward(last, period)
	if !ok {
		return forward, false
	}
	return c.dayFrom(rule, forward, last, period)
}

// dayFrom is day where the forward day is known, or the earlier of both where
// the day by another rule is. No rule gives a later day than forward: counting
// back overshoots where the length depends on the direction, as with business
// days from a Sunday.
func (c *Counter) dayFrom(rule NoticeRule, forward, last calendar.Date, period Length) (calendar.Date, bool) {
	var d calendar.Date
	switch rule {
	case BackwardInclusive:
		d = c.Sub(last, period)
	case BackwardExclusive:
		d = c.Sub(last.Next(), period).Prev()
	case ClearDays:
		if c.reaches(forward, period, last) < 0 {
			return forward, true
		}
		return c.forward(last.Prev(), period)
	default:
		return forward, true
	}
	return earlier(d, forward), !d.IsZero()
}

// forward returns the latest day d with d + period <= last.
func (c *Counter) forward(last calendar.Date, period Length) (calendar.Date, bool) {
	if period.Empty() {
		return last, true
	}
	d := c.before(last, period, 1)
	return d, !d.IsZero()
}

// opens returns the first day d with d + period >= last.
func (c *Counter) opens(last calendar.Date, period Length) (calendar.Date, bool) {
	d := c.before(last, period, 0)
	if d.IsZero() {
		return d, false
	}
	return d.Next(), true
}

// before returns the day before the first one for which reaches gives at least
// sign; the zero Date if there is none, or if only the ends of all dates or of
// the calendar keep other days from it. Adding a length never runs backwards,
// so that day can be searched for; undoing the sum gives a day near it.
func (c *Counter) before(last calendar.Date, period Length, sign int) calendar.Date {
	under := func(d calendar.Date) bool { return !d.IsZero() && c.reaches(d, period, last) < sign }
	d := c.Sub(last, period)
	// It is a few days off at most, unless a closure of the calendar is near.
	var low, high calendar.Date
	if under(d) {
		for step := 1; under(d); step *= 2 {
			d, low = d.AddDays(step), d
		}
		high = d
	} else {
		for step := 1; !d.IsZero() && !under(d); step *= 2 {
			d, high = d.AddDays(-step), d
		}
		low = d
	}
	if low.IsZero() || c.Add(low, period).IsZero() {
		return calendar.Date{}
	}
	n := high.Prev().Sub(low)
	return low.AddDays(sort.Search(n, func(i int) bool { return !under(low.AddDays(i + 1)) }))
}

// reaches compares d + period with last: -1, 0 or +1. What leads beyond all
// days is after last.
func (c *Counter) reaches(d calendar.Date, period Length, last calendar.Date) int {
	reached := c.Add(d, period)
	if reached.IsZero() {
		return 1
	}
	return reached.Compare(last)
}

// A Window is a stretch of days, both ends inclusive.
type Window struct {
	Opens  calendar.Date `json:"opens"`
	Closes calendar.Date `json:"closes"`
}

// Window returns from when until when an option may be taken, or notice given,
// that must come not earlier than one length and not later than another before
// a last day (K11): from the first day d with d + notEarlier >= last, to the
// latest notice day. The backward rules and clear days count both ends their
// way. It is false if there is no such day; a window that opens after it closes
// is empty, and is returned as it is.
func (c *Counter) Window(last calendar.Date, notEarlier, notLater Length) (Window, bool) {
	opens, ok := c.Opens(last, notEarlier)
	if !ok {
		return Window{}, false
	}
	closes, ok := c.Latest(last, notLater)
	return Window{opens, closes}, ok
}

// Opens returns the first day that is not earlier than a length before a last
// day: see [Counter.Window].
func (c *Counter) Opens(last calendar.Date, notEarlier Length) (calendar.Date, bool) {
	switch c.notice {
	case BackwardInclusive:
		d := c.Sub(last, notEarlier)
		return d, !d.IsZero()
	case BackwardExclusive:
		d := c.Sub(last.Next(), notEarlier).Prev()
		return d, !d.IsZero()
	case ClearDays:
		return c.opens(last.Prev(), notEarlier)
	default:
		return c.opens(last, notEarlier)
	}
}

func earlier(a, b calendar.Date) calendar.Date {
	return a.AddDays(min(0, b.Sub(a)))
}
