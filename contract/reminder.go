package contract

import (
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/term"
)

// A Reminder is due to somebody on a day.
type Reminder struct {
	Contract string       `json:"contract"`
	Of       DeadlineKind `json:"of"`
	By       Side         `json:"by,omitzero"`
	// Deadline is the day aimed at: the safe day, or the latest where the plan
	// says so.
	Deadline calendar.Date `json:"deadline"`
	Latest   calendar.Date `json:"latest"`
	Last     calendar.Date `json:"last"`
	Lead     term.Length   `json:"lead"`
	Role     Role          `json:"role"`
	// Person is who has the role on that day, empty if nobody has.
	Person string `json:"person,omitzero"`
	// Day is the day on which it is due; Nominal is the deadline less the lead,
	// an earlier day if it came to be known late.
	Day     calendar.Date `json:"day"`
	Nominal calendar.Date `json:"nominal"`
}

// ID identifies the reminder: there is never another one with the same id
// (K12).
func (r Reminder) ID() string {
	return fmt.Sprintf("%s/%s/%s/%v/%v/%s", r.Contract, r.Of, r.By, r.Deadline, r.Lead, r.Role)
}

// Reminders yields the reminders that are due on the days from one to before
// another, by day, then in written order. What is due on a day depends only on
// what had been recorded by the end of that day, so that those of consecutive
// stretches of days are each reminder exactly once (K12):
//
//   - a reminder is due on its deadline less its lead, or, if the deadline was
//     not there on that day, on the first later day on which it is, unless its
//     latest day has passed;
//   - of several that are late on the same day, of one deadline and for one
//     role, only the one with the shortest lead is due;
//   - a deadline that moves is another one, and one that moves back is not new;
//   - a line with unless is not due for a deadline that has been acknowledged by
//     the end of the day.
func (r *Register) Reminders(from, until calendar.Date) iter.Seq[Reminder] {
	return func(yield func(Reminder) bool) {
		if from.IsZero() || until.IsZero() {
			return
		}
		all := make([]Reminder, 0, r.contracts.n/4)
		w := window{from: from, until: until}
		for _, page := range r.contracts.pages {
			w.fetch(page)
			for _, c := range page {
				all = c.reminders(all, &w)
			}
		}
		for _, i := range byDay(all) {
			if !yield(all[i]) {
				return
			}
		}
	}
}

// byDay returns the places of reminders in the order of their days, those of a
// day in the order given.
func byDay(all []Reminder) []int32 {
	first, last := lastDate, calendar.Date{}
	for i := range all {
		first, last = least(first, all[i].Day), later(last, all[i].Day)
	}
	begin := make([]int32, max(0, last.Sub(first))+2) // of the reminders of a day
	for i := range all {
		begin[all[i].Day.Sub(first)+1]++
	}
	for i := 1; i < len(begin); i++ {
		begin[i] += begin[i-1]
	}
	places := make([]int32, len(all))
	for i := range all {
		day := all[i].Day.Sub(first)
		places[begin[day]] = int32(i)
		begin[day]++
	}
	return places
}

// A view is what is known of a contract from a day on, until the next view.
type view struct {
	from calendar.Date
	s    *situation
}

// views returns what is known on the days before until, and how many of the
// views hold before from or on it: the facts by the day on which they were
// recorded, and of those that are known the ones whose day has come.
func (c *Contract) views(until calendar.Date) []view {
	var days []calendar.Date // on which something is recorded
	var ends []time.Time     // the first instant after each
	for i := range c.all {
		if d := c.set.zone.DateOf(c.all[i].Recorded); d.Compare(until) < 0 {
			days = append(days, d)
		}
	}
	slices.SortFunc(days, calendar.Date.Compare)
	days = slices.Compact(days)
	for _, d := range days {
		ends = append(ends, c.set.zone.Start(d.Next()).Add(-1))
	}
	views := []view{{s: c.initial()}}
	for i, d := range days {
		next := lastDate.Next() // the zero Date
		if i+1 < len(days) {
			next = days[i+1]
		}
		for _, sp := range c.asOf(ends[i]).spans {
			if !next.IsZero() && sp.from.Compare(next) >= 0 || sp.from.Compare(until) >= 0 {
				break
			}
			from := later(sp.from, d)
			switch top := &views[len(views)-1]; {
			case top.from == from:
				top.s = sp.s
			case top.s != sp.s:
				views = append(views, view{from, sp.s})
			}
		}
	}
	return views
}

// steady returns the situation that is known, and holds, on all days from one
// to before another, if it is one that the contract goes through anyway: what
// is recorded later comes after all that is known.
func (c *Contract) steady(from, until calendar.Date) (*situation, bool) {
	if c.settled.Compare(from) < 0 {
		return c.last, true
	}
	var known calendar.Date
	unknown := lastDate
	for i := range c.all {
		f := &c.all[i]
		switch recorded := c.set.zone.DateOf(f.Recorded); {
		case f.Kind == Correct:
			return nil, false
		case recorded.Compare(from) < 0 && f.On.Compare(from) < 0:
			known = later(known, f.On)
		case recorded.Compare(until) >= 0:
			unknown = least(unknown, f.On)
		default:
			return nil, false
		}
	}
	return at(c.spans, known).s, known.Compare(unknown) < 0
}

// reminders appends those of one contract.
func (c *Contract) reminders(all []Reminder, w *window) []Reminder {
	if s, ok := c.steady(w.from, w.until); ok {
		if kinds := w.kinds(c, s); kinds != 0 {
			c.walk(s, w.from, w.until, kinds, w, func(l *line, dl *Deadline, nominal calendar.Date) {
				all = c.dueOn(all, s, l, dl, nominal, w.from)
			})
		}
		return all
	}
	views := c.views(w.until)
	for i, v := range views {
		last := w.until
		if i+1 < len(views) {
			last = views[i+1].from
		}
		first := w.from
		if v.from.Compare(w.from) >= 0 {
			first = v.from
			all = c.late(all, views[:i+1])
		}
		all = c.due(all, v.s, first, last)
	}
	return all
}

// due appends the reminders of a situation whose nominal day is one of the days
// from one to before another.
func (c *Contract) due(all []Reminder, s *situation, from, until calendar.Date) []Reminder {
	c.visit(s, from, until, func(l *line, dl *Deadline, nominal calendar.Date) {
		all = c.dueOn(all, s, l, dl, nominal, from)
	})
	return all
}

func (c *Contract) dueOn(all []Reminder, s *situation, l *line, dl *Deadline, nominal, from calendar.Date) []Reminder {
	if nominal.Compare(from) >= 0 && !(l.unless && s.acknowledged(dl)) {
		all = append(all, c.reminder(s, l, dl, nominal, nominal))
	}
	return all
}

// late appends the reminders that are due on the first day of the last view,
// because it shows deadlines that were not there on their nominal days.
func (c *Contract) late(all []Reminder, views []view) []Reminder {
	now := views[len(views)-1]
	type group struct {
		of       DeadlineKind
		by       Side
		deadline calendar.Date
		role     Role
	}
	shortest := map[group]int{} // place in all
	leads := map[group]calendar.Date{}
	c.visit(now.s, now.from, now.from, func(l *line, dl *Deadline, nominal calendar.Date) {
		if dl.Latest.Compare(now.from) < 0 || l.unless && now.s.acknowledged(dl) {
			return
		}
		for i := range len(views) - 1 {
			if c.shows(views[i], views[i+1].from, nominal, l, dl) {
				return // it was due then
			}
		}
		g := group{dl.Kind, dl.By, aimed(l, dl), l.role}
		r := c.reminder(now.s, l, dl, nominal, now.from)
		switch place, ok := shortest[g]; {
		case !ok:
			shortest[g], leads[g] = len(all), nominal
			all = append(all, r)
		case nominal.Compare(leads[g]) > 0:
			all[place], leads[g] = r, nominal
		}
	})
	return all
}

// shows reports whether a line was due for a deadline in an earlier view, which
// holds until a day: on its nominal day, or on the first day of the view.
func (c *Contract) shows(v view, until, nominal calendar.Date, l *line, dl *Deadline) bool {
	day := later(nominal, v.from)
	found := false
	c.visit(v.s, day, until, func(other *line, before *Deadline, _ calendar.Date) {
		if other.before == l.before && other.role == l.role && before.Kind == dl.Kind && before.By == dl.By &&
			aimed(other, before) == aimed(l, dl) && before.Latest.Compare(day) >= 0 && !(other.unless && v.s.acknowledged(before)) {
			found = true
		}
	})
	return found
}

// visit calls do for the lines and deadlines of a situation that can matter to
// days from one to before another: deadlines that have not passed on the first
// of them, as far as some line is due before the second.
func (c *Contract) visit(s *situation, from, until calendar.Date, do func(l *line, dl *Deadline, nominal calendar.Date)) {
	c.walk(s, from, until, ^uint64(0), nil, do)
}

// walk is visit for the kinds of deadline whose first lines in the plan are
// among kinds. Where there is a window, it knows which terms to look at.
func (c *Contract) walk(s *situation, from, until calendar.Date, kinds uint64, w *window, do func(l *line, dl *Deadline, nominal calendar.Date)) {
	plan := c.planOf(s)
	for i := range plan {
		of := plan[i].of
		if kinds>>min(i, 63)&1 == 0 || slices.ContainsFunc(plan[:i], func(l line) bool { return l.of == of }) {
			continue // walked already
		}
		lines := func(src source) {
			// The days of one list never run backwards.
			var dl Deadline
			for soon := true; soon && src.next(&dl); {
				soon = false
				for j := i; j < len(plan); j++ {
					l := &plan[j]
					if l.of != of || of.sided() && !concerns(dl.By, l.by) || repeats(plan[i:j], l, &dl) {
						continue
					}
					if nominal := c.counter.Sub(aimed(l, &dl), l.before); !nominal.IsZero() && nominal.Compare(until) < 0 {
						soon = true
						do(l, &dl, nominal)
					}
				}
			}
		}
		if of != DeadlineNotice {
			for src := range c.sources(s, from, of) {
				lines(src)
			}
			continue
		}
		for k := range s.ver.notices {
			n := &s.ver.notices[k]
			if !concernsAny(plan[i:], of, n.By) {
				continue
			}
			if w == nil || !n.atTermEnd() {
				lines(c.noticeDays(s, n, from))
				continue
			}
			r := w.lastDays(DeadlineNotice, n.Period)
			src := c.noticeDays(s, n, later(from, r.from))
			src.near = r
			lines(src)
		}
	}
}

// planOf returns the lines that hold in a situation.
func (c *Contract) planOf(s *situation) []line {
	switch {
	case s.phase == Cancelled:
		return nil
	case s.ver.plan != nil:
		return s.ver.plan
	default:
		return c.set.plan
	}
}

// repeats reports whether an earlier line of a plan reminds of a deadline in
// the same way: a line for us and one for either do.
func repeats(plan []line, l *line, dl *Deadline) bool {
	return slices.ContainsFunc(plan, func(o line) bool {
		return o.of == l.of && o.before == l.before && o.role == l.role && aimed(&o, dl) == aimed(l, dl) && concerns(dl.By, o.by)
	})
}

// concerns reports whether the notice of a side is one that a plan asks about.
func concerns(by, asked Side) bool { return by == asked || by == SideEither || asked == SideEither }

// concernsAny reports whether a plan asks about the notice of a side.
func concernsAny(plan []line, of DeadlineKind, by Side) bool {
	return slices.ContainsFunc(plan, func(l line) bool { return l.of == of && concerns(by, l.by) })
}

func aimed(l *line, dl *Deadline) calendar.Date {
	if l.latest {
		return dl.Latest
	}
	return dl.Safe
}

func (s *situation) acknowledged(dl *Deadline) bool {
	return slices.Contains(s.acks, acknowledged{dl.Kind, dl.By, dl.Latest})
}

func (c *Contract) reminder(s *situation, l *line, dl *Deadline, nominal, day calendar.Date) Reminder {
	r := Reminder{
		Contract: c.entry.ID, Of: dl.Kind, By: dl.By, Deadline: aimed(l, dl), Latest: dl.Latest, Last: dl.Last,
		Lead: l.before, Role: l.role, Person: c.set.owner, Day: day, Nominal: nominal,
	}
	if l.role == RoleResponsible {
		r.Person = s.ver.responsible
	}
	return r
}
