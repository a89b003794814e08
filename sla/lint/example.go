package lint

import (
	"slices"
	"strings"
	"time"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/priority"
	"github.com/slakit/slakit/sla"
)

// An example is a ticket under construction.
type example struct {
	c         *checker
	agreement *agreement
	target    *target // nil where none is meant
	ticket    sla.Ticket
	now       time.Time // of the last event
	facts     sla.Facts // as they are now
}

const (
	step     = time.Minute // between the events of an example
	attempts = 24          // agreements tried to reach a service level
)

// base is where examples are placed if the options do not say: an ordinary
// Monday.
var base = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// openings returns tickets just opened that may come under the service level,
// with facts that meet the conditions and have the priority.
func (c *checker) openings(l *level, p priority.Priority, openedIn *calendar.Calendar, conditions ...condition) (all []*example) {
	for _, a := range l.agreements[:min(len(l.agreements), attempts)] {
		all = append(all, c.openingsUnder(a, p, openedIn, conditions...)...)
	}
	return all
}

// openingsUnder is openings for one agreement.
func (c *checker) openingsUnder(a *agreement, p priority.Priority, openedIn *calendar.Calendar, conditions ...condition) (all []*example) {
	at, ok := c.opening(a, openedIn)
	if !ok {
		return nil
	}
	facts, ok := c.solve(append([]condition{a.match}, conditions...)...)
	if !ok {
		return nil
	}
	for _, more := range a.level.priorityFacts(p) {
		e := &example{c: c, agreement: a, facts: facts.with(more)}
		e.event(at, sla.Opened, facts.with(more))
		all = append(all, e)
	}
	return all
}

// opening returns an instant in service time, if there is one, at which a
// ticket may be opened under the agreement.
func (c *checker) opening(a *agreement, openedIn *calendar.Calendar) (time.Time, bool) {
	at := base
	if !c.At.IsZero() {
		at = c.At
	}
	if !at.Before(a.until) {
		at = a.until.Add(-step)
	}
	if at.Before(a.from) {
		at = a.from
	}
	cal := openedIn
	if cal == nil {
		cal = a.level.cal
	}
	if cal.IsOpen(at) {
		return at, true
	}
	open, ok := cal.Next(at)
	if ok && open.Start.Before(a.until) {
		return open.Start, true
	}
	return at, openedIn == nil
}

// priorityFacts are the ways in which a ticket gets a priority under the
// service level: by a cell of its matrix, or by hand.
func (l *level) priorityFacts(p priority.Priority) (ways []sla.Facts) {
	if p == "" {
		return []sla.Facts{nil}
	}
	if l.matrix != nil {
		for cell := range l.matrix.Cells() {
			if cell.Priority == p {
				ways = append(ways, cellFacts(cell))
				break
			}
		}
	}
	return append(ways, sla.Facts{"priority": {string(p)}})
}

func cellFacts(cell priority.Cell) sla.Facts {
	return sla.Facts{"impact": {string(cell.Impact)}, "urgency": {string(cell.Urgency)}}
}

// facts that are solved for.
type solved sla.Facts

func (s solved) with(more sla.Facts) sla.Facts {
	all := sla.Facts{}
	for name, values := range s {
		all[name] = slices.Clone(values)
	}
	for name, values := range more {
		all[name] = slices.Clone(values)
	}
	return all
}

// solve returns facts that meet all the conditions.
func (c *checker) solve(conditions ...condition) (solved, bool) {
	facts := solved{}
	all := slices.Concat(conditions...)
	for _, t := range all {
		if t.not || slices.ContainsFunc(facts[t.fact], t.has) {
			continue
		}
		i := slices.IndexFunc(t.values, func(v string) bool { return !forbidden(all, t.fact, v) })
		if i < 0 {
			return nil, false
		}
		facts[t.fact] = append(facts[t.fact], c.declared(t.fact, t.values[i]))
	}
	for name, values := range facts {
		if slices.ContainsFunc(values, func(v string) bool { return forbidden(all, name, v) }) {
			return nil, false
		}
	}
	return facts, true
}

func (t term) has(value string) bool {
	return slices.ContainsFunc(t.values, func(root string) bool { return within(value, root, true) })
}

func forbidden(all condition, fact, value string) bool {
	return slices.ContainsFunc(all, func(t term) bool { return t.not && t.fact == fact && t.has(value) })
}

// declared returns the value, or one below it if the definition lists only
// those.
func (c *checker) declared(fact, value string) string {
	known := c.def.Facts[fact]
	if slices.Contains(known, value) {
		return value
	}
	for _, v := range known {
		if strings.HasPrefix(v, value+"/") {
			return v
		}
	}
	return value
}

// event appends an event.
func (e *example) event(at time.Time, name sla.EventName, facts sla.Facts) {
	e.ticket.ID, e.now = "example", at
	e.ticket.Events = append(e.ticket.Events, sla.Event{At: at, Name: name, Facts: facts})
}

// fork returns an example with the same history.
func (e *example) fork() *example {
	f := *e
	f.ticket.Events = slices.Clone(e.ticket.Events)
	f.facts = solved(e.facts).with(nil)
	return &f
}

// happen lets a named event happen.
func (e *example) happen(name sla.EventName) { e.event(e.now.Add(step), name, nil) }

// fire lets a trigger fire at a new event.
func (e *example) fire(t trigger) {
	if t.event != "" {
		e.happen(t.event)
		return
	}
	if e.holds(t.cond) {
		e.change(t.cond[0], false)
	}
	for _, part := range t.cond[1:] {
		e.change(part, true)
	}
	e.change(t.cond[0], true)
}

func (e *example) holds(c condition) bool {
	return !slices.ContainsFunc(c, func(t term) bool { return slices.ContainsFunc(e.facts[t.fact], t.is) == t.not })
}

func (t term) is(value string) bool { return slices.Contains(t.values, value) }

// change makes a term true or false by an event, if it is not so already.
func (e *example) change(t term, hold bool) {
	if e.holds(condition{t}) == hold {
		return
	}
	var values []string
	if t.not == hold {
		values = slices.DeleteFunc(slices.Clone(e.facts[t.fact]), t.is)
	} else {
		values = []string{t.values[0]}
	}
	e.facts[t.fact] = values
	if len(values) == 0 {
		values = []string{""}
	}
	e.event(e.now.Add(step), sla.Changed, sla.Facts{t.fact: values})
}

// reading evaluates the example after its last event. It returns the newest
// cycle of the target's clock, and false if another target applies.
func (e *example) reading(after time.Duration) (sla.Reading, bool) {
	report, err := e.c.engine.Evaluate(e.ticket, e.now.Add(after))
	if err != nil {
		return sla.Reading{}, false
	}
	for _, r := range slices.Backward(report.Readings) {
		if r.Agreement == e.agreement.ID && r.Metric == e.target.Metric {
			return r, r.Target == e.target.name
		}
	}
	return sla.Reading{}, false
}

// show adds the example to a finding.
func (e *example) show(f Finding, after time.Duration) Finding {
	f.Ticket, f.At = &e.ticket, e.now.Add(after)
	return f
}

// under returns a ticket just opened to which the target applies, or nil.
func (c *checker) under(l *level, t *target) *example {
	for _, e := range c.candidates(l, t) {
		if _, ok := e.reading(0); ok {
			return e
		}
	}
	return nil
}

// candidates returns tickets to which the target would apply if no other went
// before it.
func (c *checker) candidates(l *level, t *target) (all []*example) {
	priorities := t.Priorities
	if len(priorities) == 0 {
		priorities = append([]priority.Priority{""}, l.yields()...)
	}
	for _, p := range priorities {
		for _, e := range c.openings(l, p, t.openedIn, t.when) {
			e.target = t
			all = append(all, e)
		}
	}
	return all
}

// started returns a ticket on which the last event started the clock by the
// trigger, or nil. A clock that another trigger started before is stopped
// first.
func (c *checker) started(l *level, t *target, start trigger) *example {
	e := c.under(l, t)
	if e == nil {
		return nil
	}
	before, _ := e.reading(0)
	if start.event == sla.Opened || start.event == "" && e.holds(start.cond) {
		if before.Cycle == 0 {
			return nil
		}
		return e
	}
	if active(before) {
		if len(t.on["stop"]) == 0 {
			return nil
		}
		e.fire(t.on["stop"][0])
		before, _ = e.reading(0)
	}
	e.fire(start)
	if r, ok := e.reading(0); !ok || r.Cycle == before.Cycle {
		return nil
	}
	return e
}

// running returns a ticket whose clock runs, or nil.
func (c *checker) running(l *level, t *target) *example {
	for _, start := range t.on["start"] {
		if e := c.started(l, t, start); e != nil {
			if r, _ := e.reading(0); r.State == sla.StateRunning {
				return e
			}
		}
	}
	return nil
}
