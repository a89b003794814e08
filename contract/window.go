package contract

import (
	"slices"
	"sort"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/term"
)

// A window is the days of which reminders are asked for. It finds the
// contracts that cannot have any without working out their deadlines: the days
// of deadlines never run backwards as last days go on, so for each notice
// period there is a range of last days outside which no reminder is due, and
// one search finds it for all contracts.
type window struct {
	from, until calendar.Date
	// What the ranges hold for: a plan, counted by a counter.
	counter *term.Counter
	plan    *line // its first
	asked   []asked
	days    [3]dayRange // in which a notice, an option or an end must lie
	ranges  []*periodRange
	fetched int
}

// An asked is a kind of deadline that lines of the plan ask about, of one side
// where it has sides, and the place of the first line of the kind.
type asked struct {
	of   int // in windowKinds, -1 for others
	by   Side
	line int
}

// A dayRange is the days from one to before another.
type dayRange struct{ from, until calendar.Date }

func (r dayRange) holds(d calendar.Date) bool {
	return d.Compare(r.from) >= 0 && d.Compare(r.until) < 0
}

// windowKinds are the kinds for which a window knows more than that a reminder
// may be due, by their places in days.
var windowKinds = []DeadlineKind{DeadlineNotice, DeadlineOption, DeadlineEnd}

// A periodRange is the last days of terms whose notice days, or options, by a
// period can lie in the days of the window.
type periodRange struct {
	kind   DeadlineKind
	period term.Length
	dayRange
	known map[calendar.Date]known // the notice days of those last days, as far as asked for
}

// known are the notice days of a last day.
type known struct {
	latest, safe calendar.Date
	ok           bool
}

// noticeDays returns those of a last day. Many contracts of a register share
// the few in a range.
func (r *periodRange) noticeDays(c *term.Counter, last calendar.Date, period term.Length) (latest, safe calendar.Date, ok bool) {
	if r == nil {
		return c.NoticeDays(last, period)
	}
	k, asked := r.known[last]
	if !asked {
		k.latest, k.safe, k.ok = c.NoticeDays(last, period)
		r.known[last] = k
	}
	return k.latest, k.safe, k.ok
}

// fetch looks at contracts that lie apart in memory, one independent of the
// other, so that the machine brings many at once. The count keeps the look.
func (w *window) fetch(page []*Contract) {
	for _, c := range page {
		w.fetched += c.last.chain.N()
	}
}

// kinds returns the kinds of deadline for which a reminder can be due in a
// situation that holds throughout the window, as a set of places in its plan.
// It errs on the safe side only.
func (w *window) kinds(c *Contract, s *situation) (kinds uint64) {
	plan := c.planOf(s)
	if len(plan) == 0 {
		return 0
	}
	if w.counter != c.counter || w.plan != &plan[0] {
		w.aim(c.counter, plan)
	}
	for _, a := range w.asked {
		bit := uint64(1) << min(a.line, 63)
		if kinds&bit != 0 {
			continue
		}
		may := true
		switch a.of {
		case 0:
			may = w.notice(s, a.by)
		case 1:
			may = w.option(s)
		case 2:
			may = w.days[2].holds(s.end)
		}
		if may {
			kinds |= bit
		}
	}
	return kinds
}

func (w *window) notice(s *situation, by Side) bool {
	if s.phase != Approved || len(s.endings) > 0 {
		return false
	}
	for i := range s.ver.notices {
		n := &s.ver.notices[i]
		switch {
		case !concerns(n.By, by):
			continue
		case !n.atTermEnd():
			return s.ver.renewal.Kind != RenewalEvergreen
		}
		r := w.lastDays(DeadlineNotice, n.Period)
		if _, last, ok := s.chain.LastFrom(r.from); ok && last.Compare(r.until) < 0 {
			return true
		}
	}
	return false
}

func (w *window) option(s *situation) bool {
	if s.ver.renewal.Kind != RenewalExpress || len(s.endings) > 0 {
		return false
	}
	last, ok := s.chain.Last(s.final)
	switch {
	case !ok || last.Compare(w.days[1].from) < 0:
		return false
	case s.ver.renewal.Closes.IsZero():
		return true
	}
	return last.Compare(w.lastDays(DeadlineOption, s.ver.renewal.Closes).until) < 0
}

// aim finds the days in which a deadline must lie for a line of a plan to be due
// in the window.
func (w *window) aim(counter *term.Counter, plan []line) {
	w.counter, w.plan, w.ranges = counter, &plan[0], w.ranges[:0]
	for i := range w.days {
		w.days[i] = dayRange{from: lastDate}
	}
	w.asked = w.asked[:0]
	for i := range plan {
		of, by := plan[i].of, plan[i].by
		k := slices.Index(windowKinds, of)
		if !slices.ContainsFunc(plan[:i], func(l line) bool { return l.of == of && l.by == by }) {
			w.asked = append(w.asked, asked{k, by, slices.IndexFunc(plan, func(l line) bool { return l.of == of })})
		}
		if k < 0 {
			continue
		}
		before, days := plan[i].before, &w.days[k]
		days.from = least(days.from, firstDay(w.from, func(d calendar.Date) bool { return counter.Sub(d, before).Compare(w.from) >= 0 }))
		days.until = later(days.until, firstDay(w.until, func(d calendar.Date) bool { return counter.Sub(d, before).Compare(w.until) >= 0 }))
	}
}

// lastDays returns the range of last days for a period.
func (w *window) lastDays(kind DeadlineKind, period term.Length) *periodRange {
	for i := range w.ranges {
		if r := w.ranges[i]; r.period == period && r.kind == kind {
			return r
		}
	}
	days := w.days[slices.Index(windowKinds, kind)]
	r := &periodRange{kind: kind, period: period, known: map[calendar.Date]known{}}
	r.from = firstDay(days.from, func(d calendar.Date) bool {
		latest, _, _ := w.counter.NoticeDays(d, period)
		return latest.Compare(days.from) >= 0
	})
	r.until = firstDay(days.until, func(d calendar.Date) bool {
		_, safe, _ := w.counter.NoticeDays(d, period)
		return safe.Compare(days.until) >= 0
	})
	w.ranges = append(w.ranges, r)
	return r
}

func later(a, b calendar.Date) calendar.Date {
	if least(a, b) == a {
		return b
	}
	return a
}

// firstDay returns the first day from one on for which ok holds; from then on
// it holds always. It is the last of all days if there is none.
func firstDay(from calendar.Date, ok func(calendar.Date) bool) calendar.Date {
	n := 1
	for ; !ok(from.AddDays(n)); n *= 2 {
		if from.AddDays(n).IsZero() {
			return lastDate
		}
	}
	return from.AddDays(sort.Search(n, func(i int) bool { return ok(from.AddDays(i)) }))
}
