package sla

import (
	"fmt"
	"strings"
	"time"

	"github.com/slakit/slakit/calendar"
)

// An Explanation says how the figures of a reading came about, in a form that
// can be checked by hand: the counted parts sum to what is shown. Nothing is
// rounded anywhere.
type Explanation struct {
	Ticket       string `json:"ticket"`
	Agreement    string `json:"agreement"`
	Kind         Kind   `json:"kind"`
	ServiceLevel string `json:"serviceLevel"`
	// Matched says, fact by fact, why the agreement matches; it is empty where
	// it matches every ticket.
	Matched []string `json:"matched,omitzero"`
	// Priority lists the steps towards the priority.
	Priority []PriorityStep `json:"priority,omitzero"`
	Metric   Metric         `json:"metric"`
	Target   string         `json:"target"`
	Within   Allowance      `json:"within"`
	Cycle    int            `json:"cycle"`
	// Start is the instant from which the allowance counts.
	Start time.Time `json:"start,omitzero"`
	// Began is when the target came into force; Carry says how it took over
	// from the one before it, and Carried what had been used by then. They are
	// absent for the first target of a cycle.
	Began   time.Time `json:"began,omitzero"`
	Carry   string    `json:"carry,omitzero"`
	Carried Amount    `json:"carried,omitzero"`
	// Parts are the stretches of the clock. Those that ran sum, with Carried,
	// to Elapsed, the others to Paused, unless that was carried over too.
	Parts []Part `json:"parts,omitzero"`
	// Due lists the steps to the due time in force, the first without pauses.
	Due     []DueStep `json:"due,omitzero"`
	Elapsed Amount    `json:"elapsed,omitzero"`
	Paused  Amount    `json:"paused,omitzero"`
}

// A Part is a stretch with the days that it spans.
type Part struct {
	Stretch
	// Days are the dates with service in the stretch, and those on which a
	// holiday or an exception gives none. Their Counted sum to that of the
	// stretch. There are none where the wall clock counts.
	Days []DayPart `json:"days,omitzero"`
}

// A DayPart is what a date gives to a stretch.
type DayPart struct {
	Date     calendar.Date   `json:"date"`
	Calendar string          `json:"calendar"`
	Windows  []calendar.Span `json:"windows,omitzero"` // clipped to the stretch
	Counted  Amount          `json:"counted,omitzero"`
	// Source is the part of the calendar's definition that decides the date,
	// and Name that of the holiday, season or exception.
	Source calendar.Source `json:"source"`
	Name   string          `json:"name,omitzero"`
}

// A DueStep is one step to the due time.
type DueStep struct {
	// By says what moved it: "allowance", "pause", "calendar", "endAt", "hand".
	By string `json:"by"`
	// From, To and Counted are the pause and its effective part.
	From    time.Time `json:"from,omitzero"`
	To      time.Time `json:"to,omitzero"`
	Counted Amount    `json:"counted,omitzero"`
	// Due is the due time after the step.
	Due time.Time `json:"due,omitzero"`
}

// Explain says how the reading came about. It refers to the ticket as it was
// evaluated: it is to be called before the ticket's events are changed and, for
// [Engine.EvaluateInto], before the report is used again. An idle reading, and
// one that was decoded from JSON, give the zero Explanation.
func (r Reading) Explain() Explanation {
	l := r.leg
	if l == nil {
		return Explanation{}
	}
	x := Explanation{
		Ticket: l.ticket.ID, Agreement: r.Agreement, Kind: r.Kind, ServiceLevel: l.agreement.level.id,
		Metric: r.Metric, Target: r.Target, Within: r.Within, Cycle: r.Cycle,
		Start: l.start.in(l.target.loc), Elapsed: Amount(r.Elapsed), Paused: Amount(r.Paused),
	}
	facts := l.facts()
	for i := range l.agreement.match {
		x.Matched = append(x.Matched, l.engine.matched(&l.agreement.match[i], facts))
	}
	_, _ = l.agreement.level.priority(facts, &l.engine.priorityOf, &x.Priority) // it was told before
	if l.tookOver {
		x.Began = l.began.in(l.target.loc)
		x.Carry = carryNames[l.carry]
		if l.from == l.base {
			x.Carried = Amount(l.carried)
		}
	}
	for s := range l.parts() {
		part := Part{Stretch: l.stretch(s)}
		part.Days = l.days(s)
		x.Parts = append(x.Parts, part)
	}
	x.Due = l.dueSteps()
	return x
}

// facts returns the facts as they were when the leg began.
func (l *leg) facts() [][]string {
	var walk walker
	walk.reset(l.engine)
	var ev evaluation
	ev.engine, ev.asked, ev.at = l.engine, *l.ticket, momentOf(l.ticket.Events[l.event].At)
	if err := ev.order(); err != nil {
		return walk.facts
	}
	for _, e := range ev.events {
		walk.step(l.engine, &l.ticket.Events[e.number], e)
		if e.number == l.event {
			break
		}
	}
	return walk.facts
}

// matched says why a term holds.
func (e *Engine) matched(t *term, facts [][]string) string {
	name := e.names[t.fact]
	if t.not {
		return fmt.Sprintf("%s is not %s", name, strings.Join(t.values, " or "))
	}
	for _, have := range facts[t.fact] {
		for _, want := range t.values {
			switch {
			case have == want:
				return fmt.Sprintf("%s is %s", name, have)
			case t.under && isUnder(have, want):
				return fmt.Sprintf("%s is %s, under %s", name, have, want)
			}
		}
	}
	return name
}

// days are what each date gives to a stretch, by the calendars that counted
// then.
func (l *leg) days(s stretch) (list []DayPart) {
	if cal := l.target.measure.cal; len(l.rulings) == 0 && cal != nil {
		return appendDays(nil, cal, s.from, s.to)
	}
	for i, r := range l.rulings {
		from, to := max(s.from, r.from), s.to
		if i+1 < len(l.rulings) {
			to = min(to, l.rulings[i+1].from)
		}
		if from < to {
			list = appendDays(list, r.cal, from, to)
		}
	}
	return list
}

func appendDays(list []DayPart, cal *calendar.Calendar, from, to moment) []DayPart {
	// A window can reach into the two dates after its own.
	last := cal.DateOf(to.time())
	covered := from
	for d := cal.DateOf(from.time()).AddDays(-2); d.Compare(last) <= 0 && !d.IsZero(); d = d.Next() {
		day := cal.Day(d)
		part := DayPart{Date: d, Calendar: cal.Name(), Source: day.Source, Name: day.Name}
		for _, w := range day.Windows {
			begin, end := max(covered, momentOf(w.Start)), min(to, momentOf(w.End))
			if begin < end {
				part.Windows = append(part.Windows, calendar.Span{Start: begin.in(cal.Location()), End: end.in(cal.Location())})
				part.Counted += Amount(end.minus(begin))
				covered = end
			}
		}
		special := day.Source == calendar.SourceHoliday || day.Source == calendar.SourceException
		special = special && momentOf(cal.Start(d)) < to && momentOf(cal.Start(d.Next())) > from && len(day.Windows) == 0
		if part.Counted > 0 || special {
			list = append(list, part)
		}
	}
	return list
}

// dueSteps lists how the due came about.
func (l *leg) dueSteps() []DueStep {
	if l.first == never && l.manual == unset {
		return nil
	}
	loc := l.target.loc
	due := l.first
	steps := []DueStep{{By: "allowance", Due: due.in(loc)}}
	if n := len(l.rulings); n > 0 && l.base > l.start {
		steps[0].By = "calendar"
	}
	for s := range l.parts() {
		from := max(s.from, l.base)
		if !s.paused || from >= s.to || from > l.target.atEdge(due) || l.missed != unset && l.breachedAt <= from {
			continue
		}
		length := l.measured(from, s.to)
		due = l.measure().add(due, length)
		steps = append(steps, DueStep{By: "pause", From: from.in(loc), To: s.to.in(loc), Counted: Amount(length), Due: due.in(loc)})
	}
	if edged := l.target.atEdge(due); edged != due {
		steps = append(steps, DueStep{By: "endAt", Due: edged.in(loc)})
	}
	if l.manual != unset {
		steps = append(steps, DueStep{By: "hand", Due: l.manual.in(loc)})
	}
	return steps
}

// String writes the explanation for people, one statement a line.
func (x Explanation) String() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	const instant, clock = "Mon 2 Jan 2006 15:04", "15:04"
	line("%s of ticket %s under %s (%s, %s), target %s", x.Metric, x.Ticket, x.Agreement, x.Kind, x.ServiceLevel, x.Target)
	for _, m := range x.Matched {
		line("  matches: %s", m)
	}
	for _, p := range x.Priority {
		line("  priority %s by %s", p.Priority, p.By)
	}
	line("%s from %s", x.Within, x.Start.Format(instant))
	if x.Carry != "" {
		line("  in place of another target since %s: %s, %s carried over", x.Began.Format(instant), x.Carry, x.Carried)
	}
	for _, p := range x.Parts {
		what := string(p.State)
		if p.Reason != "" {
			what += " (" + p.Reason + ")"
		}
		line("%s to %s: %s, %s", p.Start.Format(instant), p.End.Format(instant), what, p.Counted)
		for _, d := range p.Days {
			var windows []string
			for _, w := range d.Windows {
				windows = append(windows, w.Start.Format(clock)+"-"+w.End.Format(clock))
			}
			if len(windows) == 0 {
				windows = append(windows, "closed")
			}
			name := d.Name
			if name == "" {
				name = string(d.Source)
			}
			line("  %s %s %s: %s (%s)", d.Date.Weekday().String()[:3], d.Date, strings.Join(windows, ", "), d.Counted, name)
		}
	}
	for _, s := range x.Due {
		switch s.By {
		case "pause":
			line("due %s: moved by %s of pause", s.Due.Format(instant), s.Counted)
		default:
			line("due %s: by %s", s.Due.Format(instant), s.By)
		}
	}
	line("used %s, paused %s", x.Elapsed, x.Paused)
	return b.String()
}
