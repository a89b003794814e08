package ical

import (
	"fmt"
	"time"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
)

// A span is how long an occurrence is.
type span struct {
	days    int   // whole days, if it is all of days; else days of the calendar
	seconds int64 // and then so many seconds
}

// prepare finds the zone and the length of an event. The event gets a Reason if
// it takes no time.
func (r *reader) prepare(e *event) (err error) {
	switch {
	case !e.has("DTSTART"):
		return faultf(slakit.ErrRequired, "the event has no DTSTART")
	case e.has("DTEND") && e.has("DURATION"):
		return fmt.Errorf("the event has DTEND and DURATION: want one of them")
	}
	if e.clock, err = r.clock(e.start, e.zones); err != nil {
		return err
	}
	s := stretch{e.start, e.end, e.length, e.has("DTEND") || e.has("DURATION")}
	e.span, e.whole, err = r.measure(e, s)
	if err == nil && e.span == (span{}) {
		e.Reason = "it takes no time: it begins and ends at " + e.start.String()
	}
	return err
}

// measure returns how long a stretch is, and whether it is whole days by its
// own clock: an end at 23:59 is meant to be midnight.
func (r *reader) measure(e *event, s stretch) (span, bool, error) {
	hasEnd := s.end != (moment{})
	if s.start.kind == allDay {
		switch {
		case !s.period:
			return span{days: 1}, true, nil
		case !hasEnd && s.length.exact:
			return span{}, false, fmt.Errorf("the event begins on a date, but its DURATION has hours: want days or weeks")
		case !hasEnd:
			return span{days: max(1, s.length.days)}, true, nil
		case s.end.kind != allDay:
			return span{}, false, fmt.Errorf("the event begins on a date, %s, but ends at a time, %s: want both of one sort", s.start, s.end)
		}
		n := s.end.date.Sub(s.start.date)
		if n < 0 {
			return span{}, false, fmt.Errorf("the event ends on %s, before it begins on %s", s.end, s.start)
		}
		return span{days: max(1, n)}, true, nil // many a program writes an end that is the start
	}
	if !hasEnd {
		n := int64(s.start.clock) + s.length.seconds
		if s.start.clock == 0 && n%daySeconds == 0 && s.length != (duration{}) {
			return span{days: s.length.days + int(n/daySeconds)}, true, nil
		}
		return span{s.length.days, s.length.seconds}, false, nil
	}
	if s.end.kind == allDay {
		return span{}, false, fmt.Errorf("the event begins at a time, %s, but ends on a date, %s: want both of one sort", s.start, s.end)
	}
	clock, err := r.clock(s.start, e.zones)
	if err != nil {
		return span{}, false, err
	}
	other, err := r.clock(s.end, e.zones)
	if err != nil {
		return span{}, false, err
	}
	from, to := clock.instant(s.start.wall()), other.instant(s.end.wall())
	if to < from {
		return span{}, false, fmt.Errorf("the event ends at %s, before it begins at %s", s.end, s.start)
	}
	days := clock.wall(to) - s.start.wall()
	if rest := days % daySeconds; rest == daySeconds-60 || rest == daySeconds-1 {
		days += daySeconds - rest
	}
	if s.start.clock == 0 && days%daySeconds == 0 && days > 0 {
		return span{days: int(days / daySeconds)}, true, nil
	}
	return span{seconds: to - from}, false, nil
}

// occurrences counts out an event: its start, rules and RDATEs, without EXDATEs
// and the occurrences that have events of their own. All are compared by what
// the clock of the start shows.
func (r *reader) occurrences(e *event, own []moment) error {
	if e.whole && e.days == 1 && len(e.rules) == 1 && len(e.more)+len(e.except)+len(own) == 0 && e.rules[0].onlyYearly(e.start.date) {
		return r.everyYear(e)
	}
	gone := map[int64]bool{} // readings, and dates from 00:00
	for _, m := range append(own, e.except...) {
		wall, err := r.reading(m, e)
		if err != nil {
			return err
		}
		gone[wall] = true
		if m.kind == allDay || e.start.kind == allDay {
			gone[wallOf(dateOf(wall), e.start.clock)] = true
		}
	}
	lasts := make([]int64, len(e.rules))
	for i, rule := range e.rules {
		var err error
		if lasts[i], err = r.last(rule, e); err != nil {
			return err
		}
	}
	type extra struct {
		wall  int64
		whole bool
		span
	}
	more := make([]extra, len(e.more))
	for i, s := range e.more {
		x := extra{whole: e.whole, span: e.span}
		var err error
		if x.wall, err = r.reading(s.start, e); err != nil {
			return err
		}
		if s.start.kind == allDay || e.start.kind == allDay {
			x.wall = wallOf(dateOf(x.wall), e.start.clock)
		}
		if s.period {
			if e.start.kind == allDay {
				return fmt.Errorf("an RDATE has a period of times, but the event begins on a date: want dates")
			}
			if x.span, x.whole, err = r.measure(e, s); err != nil {
				return err
			}
		}
		more[i] = x
	}

	// Nothing is wrong with the event.
	var failed error
	one := func(wall int64, s span, whole bool) bool {
		if !gone[wall] {
			gone[wall] = true // counts once
			failed = r.occur(e, wall, s, whole)
		}
		return failed == nil
	}
	if len(e.rules) == 0 {
		one(e.start.wall(), e.span, e.whole)
	}
	// A day more on both sides covers any two zones.
	from, until := r.from.AddDays(-e.days-int(e.seconds/daySeconds)-2), r.until.AddDays(1)
	for i, rule := range e.rules {
		if failed == nil && !rule.dates(e.start.date, from, until, &r.budget, func(d calendar.Date) bool {
			wall := wallOf(d, e.start.clock)
			return wall <= lasts[i] && one(wall, e.span, e.whole)
		}) {
			return errBudget
		}
	}
	for _, x := range more {
		if failed == nil {
			one(x.wall, x.span, x.whole)
		}
	}
	if failed == nil && !e.found {
		e.Reason = fmt.Sprintf("no occurrence from %s to before %s", r.from, r.until)
	}
	return failed
}

// reading returns what the clock of an event shows at a moment. A date, and
// anything of an event of dates, is taken as it is written.
func (r *reader) reading(m moment, e *event) (int64, error) {
	if m.kind == allDay || e.start.kind == allDay || m.kind == e.start.kind && m.zone == e.start.zone {
		return m.wall(), nil
	}
	c, err := r.clock(m, e.zones)
	if err != nil {
		return 0, err
	}
	return e.clock.wall(c.instant(m.wall())), nil
}

// last returns the latest reading of the event's clock at which a rule may give
// an occurrence.
func (r *reader) last(rule *rule, e *event) (int64, error) {
	for i, want := range [3]int{e.start.clock / 3600, e.start.clock / 60 % 60, e.start.clock % 60} {
		if rule.clock[i] >= 0 && (e.start.kind == allDay || rule.clock[i] != want) {
			return 0, fmt.Errorf("RRULE with a BYHOUR, BYMINUTE or BYSECOND other than the time of DTSTART is not understood")
		}
	}
	switch {
	case !rule.bounded:
		return wallOf(r.until, daySeconds), nil
	case rule.until.kind == allDay:
		return wallOf(rule.until.date, daySeconds-1), nil
	case rule.until.kind == inUTC && e.start.kind == allDay && rule.until.clock != 0:
		// No date, against the format: the day on which it is so late here.
		return r.desk.wall(rule.until.wall()), nil
	case rule.until.kind == inUTC && e.start.kind != allDay:
		return e.clock.wall(rule.until.wall()), nil
	default:
		return rule.until.wall(), nil
	}
}

// everyYear takes an event that is every year on one date, as a holiday of
// every year.
func (r *reader) everyYear(e *event) error {
	last, err := r.last(e.rules[0], e)
	if err != nil {
		return err
	}
	in := stayDates{e.start.date, r.opts.Until}
	if r.opts.From.Compare(in.from) > 0 {
		in.from = r.opts.From
	}
	if end := dateOf(last).Next(); e.rules[0].bounded && (in.until.IsZero() || end.Compare(in.until) < 0) {
		in.until = end
	}
	e.found = r.closed.everyYear(e.start.date, e.Name, in, stayDates{r.from, r.until})
	if !e.found {
		e.Reason = fmt.Sprintf("no occurrence from %s to before %s", r.from, r.until)
	}
	return nil
}

const timedSteps = 4 // asking what the clock of a zone shows

// occur closes what an occurrence closes: dates, of one of whole days as they
// are written, else those that lie in it by the clock of the calendar, and parts
// of dates.
func (r *reader) occur(e *event, wall int64, s span, whole bool) error {
	if whole {
		return r.days(e, dateOf(wall), dateOf(wall).AddDays(s.days))
	}
	if !r.spend(timedSteps) {
		return errBudget
	}
	from := e.clock.instant(wall)
	to := from + s.seconds
	if s.days > 0 {
		to = e.clock.instant(wall+int64(s.days)*daySeconds) + s.seconds
	}
	to = min(to, r.start(r.until.AddDays(2))) // no date that is taken goes on for longer, and no Date may be so late
	first, end := r.dateOf(from), r.dateOf(to-1).Next()
	if end.Compare(r.from) <= 0 || first.Compare(r.until) >= 0 {
		return nil
	}
	e.found = true
	if r.start(first) < from {
		first = first.Next()
	}
	if r.start(end) > to {
		end = end.Prev()
	}
	if first.Compare(end) < 0 {
		if err := r.days(e, first, end); err != nil {
			return err
		}
		if r.start(first) == from && r.start(end) == to {
			return nil
		}
	}
	if r.opts.Calendar == nil {
		e.Reason = fmt.Sprintf("a part of a day, on %s: without ReadOptions.Calendar only whole days are taken", r.dateOf(from))
		return nil
	}
	e.cut = true
	r.cuts = append(r.cuts, cut{e, from, to})
	return nil
}

// days closes the dates in [first, end).
func (r *reader) days(e *event, first, end calendar.Date) error {
	if first.Compare(r.from) < 0 {
		first = r.from
	}
	for d := first; !d.IsZero() && d.Compare(r.until) < 0 && (end.IsZero() || d.Compare(end) < 0); d = d.Next() {
		if !r.spend(1) {
			return errBudget
		}
		e.found = true
		r.closed.add(d, e.Name)
	}
	return nil
}

// dateOf and start are those of the calendar, in seconds.
func (r *reader) dateOf(sec int64) calendar.Date { return r.cal.DateOf(time.Unix(sec, 0)) }
func (r *reader) start(d calendar.Date) int64    { return r.cal.Start(d).Unix() }
