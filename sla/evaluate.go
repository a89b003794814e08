package sla

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/internal/problem"
	"github.com/slakit/slakit/priority"
)

// ErrRange reports an instant outside the years for which calendars answer,
// 1920 to 2199.
var ErrRange = errors.New("instant out of range")

// maxEvents bounds the history of one ticket.
const maxEvents = 10_000

// Evaluate says how a ticket stands at the given instant. Events after it are
// ignored, so that any past instant can be asked about (D1, D3). Before the
// first event the report has no readings.
//
// The error is [ErrNoAgreement], [ErrNoPriority] or [ErrRange], or a
// [slakit.FieldError] that names what is wrong with an event: an unknown name,
// fact, impact or urgency, or too many events. The report beside an error is
// usable and has no readings.
func (e *Engine) Evaluate(t Ticket, at time.Time) (Report, error) {
	var r Report
	err := e.EvaluateInto(&r, t, at)
	r.scratch = nil
	return r, err
}

// EvaluateInto is [Engine.Evaluate] into a report whose memory is used again:
// in the steady state nothing is allocated. What the report held before,
// readings and their escalations included, is overwritten.
func (e *Engine) EvaluateInto(r *Report, t Ticket, at time.Time) error {
	ev := r.scratch
	if ev == nil {
		ev = &evaluation{}
	}
	r.Ticket, r.At, r.Next, r.Readings, r.Note, r.scratch = t.ID, at, time.Time{}, r.Readings[:0], "", ev
	now, ok := e.moment(at)
	if !ok {
		return fmt.Errorf("%w: asked about %s", ErrRange, at.Format(time.RFC3339))
	}
	ev.reset(e, t, now)
	if err := ev.order(); err != nil {
		return err
	}
	if err := ev.replay(); err != nil {
		return err
	}
	if n := len(ev.events); n > 0 {
		if err := ev.migrateUntil(ev.at, n-1); err != nil {
			return fieldError(ev.events[n-1].number, err)
		}
	}
	ev.report(r)
	return nil
}

// An evaluation is the working memory of one question.
type evaluation struct {
	engine *Engine
	asked  Ticket // about which the question is
	at     moment
	opened moment // of the first event

	version *version // in force for the ticket
	number  int      // of it

	events []counted // those up to at, in order
	seen   map[string]bool

	walk, past walker // past is that of takeUp
	search     search
	slots      []slot
	ghost      clock // that of takeUp

	writer writer
}

// A counted event is one that is not later than the instant asked about.
type counted struct {
	at     moment
	number int32 // in the ticket
	name   int32 // in the engine
	quiet  bool  // means nothing to any clock
}

// A slot holds the clocks of a kind of which one agreement applies, or those of
// one agreement.
type slot struct {
	kind   int
	owner  string // the agreement's id; empty where only one of the kind applies
	order  int    // of the owner
	chosen *agreement
	clocks []clock // one for each metric
}

func (ev *evaluation) reset(e *Engine, t Ticket, at moment) {
	ev.engine, ev.asked, ev.at, ev.opened = e, t, at, unset
	ev.events = ev.events[:0]
	ev.slots = ev.slots[:0]
	ev.walk.reset(e)
	ev.writer.reset()
}

// order lists the events that count, by time and then as given, each id once.
func (ev *evaluation) order() error {
	events := ev.asked.Events
	if len(events) > maxEvents {
		return &slakit.FieldError{Path: "events", Err: fmt.Errorf("%w: %d events, at most %d are allowed", slakit.ErrLimit, len(events), maxEvents)}
	}
	sorted, ids := true, false
	for i := range events {
		event := &events[i]
		at, ok := ev.engine.moment(event.At)
		if ok && at > ev.at || !ok && event.At.After(ev.at.time()) {
			continue
		}
		number, known := slices.Index(builtinEvents, event.Name), true
		if number == -1 {
			number, known = ev.engine.events[event.Name]
		}
		if err := ev.check(event, known, at, ok); err != nil {
			return &slakit.FieldError{Path: problem.Index("events", i), Err: err}
		}
		if n := len(ev.events); n > 0 && at < ev.events[n-1].at {
			sorted = false
		}
		ids = ids || event.ID != ""
		quiet := len(event.Facts) == 0 && event.Due == nil && !ev.engine.heard[number]
		ev.events = append(ev.events, counted{at: at, number: int32(i), name: int32(number), quiet: quiet})
	}
	if !sorted {
		slices.SortStableFunc(ev.events, func(a, b counted) int { return cmp.Compare(a.at, b.at) })
	}
	if ids {
		ev.dropRepeats()
	}
	return nil
}

// moment returns an instant, and whether it is one for which calendars answer.
func (e *Engine) moment(t time.Time) (moment, bool) {
	if sec := t.Unix(); sec < e.first || sec >= e.end {
		return unset, false
	}
	return moment(t.UnixNano()), true
}

// dropRepeats keeps the first event of every id.
func (ev *evaluation) dropRepeats() {
	if ev.seen == nil {
		ev.seen = map[string]bool{}
	}
	clear(ev.seen)
	ev.events = slices.DeleteFunc(ev.events, func(e counted) bool {
		id := ev.asked.Events[e.number].ID
		if id == "" {
			return false
		}
		twice := ev.seen[id]
		ev.seen[id] = true
		return twice
	})
}

// check refuses an event that makes no sense to the engine.
func (ev *evaluation) check(event *Event, known bool, at moment, inRange bool) error {
	e := ev.engine
	if !inRange {
		return fmt.Errorf("%w: at %s", ErrRange, event.At.Format(time.RFC3339))
	}
	if !known {
		return fmt.Errorf("%w: event %.80q%s, want one that is built in, used in a trigger or listed in events",
			slakit.ErrUnknown, event.Name, didYouMean(string(event.Name), slices.Collect(maps.Keys(e.events))))
	}
	if !event.Until.IsZero() {
		switch until, ok := e.moment(event.Until); {
		case !ok:
			return fmt.Errorf("%w: until %s", ErrRange, event.Until.Format(time.RFC3339))
		case until <= at:
			return fmt.Errorf("%w: until %s is not after the event", slakit.ErrInvalid, event.Until.Format(time.RFC3339))
		}
	}
	if event.Facts != nil {
		if err := e.checkFacts(event.Facts, at); err != nil {
			return err
		}
	}
	if due := event.Due; due != nil {
		if !slices.Contains(e.metrics, due.Metric) {
			return fmt.Errorf("%w: due of metric %.80q%s", slakit.ErrUnknown, due.Metric, choices(due.Metric, e.metrics))
		}
		if _, ok := e.moment(due.At); !ok && !due.At.IsZero() {
			return fmt.Errorf("%w: due at %s", ErrRange, due.At.Format(time.RFC3339))
		}
	}
	return nil
}

// checkFacts refuses facts that the definition does not list, if it lists any,
// and due times that cannot be read.
func (e *Engine) checkFacts(facts Facts, at moment) error {
	if declared := e.versions[e.at(at)].declared; declared != nil {
		for name, values := range facts {
			for _, v := range values {
				if v == "" {
					continue
				}
				if err := declared.check(name, v, func(known string) bool { return known == v }); err != nil {
					return err
				}
			}
		}
	}
	if len(e.dues) == 0 {
		return nil
	}
	for name := range e.dues {
		if _, err := parseDue(one(facts[name])); err != nil {
			return err
		}
	}
	return nil
}

// replay lets the events act on the clocks, one after the other.
func (ev *evaluation) replay() error {
	for k, e := range ev.events {
		event, now, i := &ev.asked.Events[e.number], e.at, e.number
		if k == 0 {
			ev.opened = now
			ev.number = ev.engine.at(now)
			ev.version = &ev.engine.versions[ev.number]
		} else if err := ev.migrateUntil(now, k-1); err != nil {
			return fieldError(i, err)
		}
		if e.quiet && k > 0 {
			continue
		}
		if ev.walk.step(ev.engine, event, e) {
			if err := ev.choose(now, ev.walk.matches); err != nil {
				return fieldError(i, err)
			}
			if k == 0 && len(ev.slots) == 0 {
				return ErrNoAgreement
			}
		}
		for s := range ev.slots {
			for c := range ev.slots[s].clocks {
				switch c := &ev.slots[s].clocks[c]; {
				case c.final && !ev.engine.again[c.metric]:
					c.fit = c.want
				case !c.ignores(&ev.walk, event):
					c.advance(now)
					ev.act(c, event, k)
				}
			}
		}
	}
	return nil
}

func fieldError(event int32, err error) error {
	return &slakit.FieldError{Path: problem.Index("events", int(event)), Err: err}
}

// choose decides anew which target fits each clock, and, if their choice may
// have changed, of which agreement.
func (ev *evaluation) choose(now moment, agreements bool) error {
	if agreements {
		ev.chooseAgreements(now)
	}
	for i := range ev.slots {
		s := &ev.slots[i]
		p, err := ev.priority(s.chosen)
		if err != nil {
			return err
		}
		for m := range s.clocks {
			if c := &s.clocks[m]; c.pin == nil {
				c.want = ev.fitting(s.chosen, p, m)
			} else if err := ev.fitPinned(s, c); err != nil {
				return err
			}
		}
	}
	return nil
}

func (ev *evaluation) chooseAgreements(now moment) {
	v, facts := ev.version, ev.walk.facts
	for i := range ev.slots {
		ev.slots[i].chosen = nil
	}
	for kind := range kinds {
		x := &v.indexes[kind]
		if x.empty() {
			continue
		}
		if v.selects[kind] == selectAll {
			ev.search.begin(x, facts)
			for a := ev.search.next(x, facts, ev.opened); a != nil; a = ev.search.next(x, facts, ev.opened) {
				ev.slot(kind, a, now).chosen = a
			}
		} else if a := v.chosen(&ev.search, kind, facts, ev.opened); a != nil {
			ev.slot(kind, nil, now).chosen = a
		}
	}
}

// fitPinned finds what fits a clock that stays under an earlier version.
func (ev *evaluation) fitPinned(s *slot, c *clock) error {
	a := c.pin.chosen(&ev.search, c.kind, ev.walk.facts, ev.opened)
	if s.owner != "" {
		if a = c.fit.agreement; a == nil || !a.match.holds(ev.walk.facts) {
			a = nil
		}
	}
	p, err := ev.priority(a)
	c.want = ev.fitting(a, p, c.metric)
	return err
}

// priority returns the ticket's priority under an agreement.
func (ev *evaluation) priority(a *agreement) (priority.Priority, error) {
	if a == nil {
		return "", nil
	}
	return a.level.priority(ev.walk.facts, &ev.engine.priorityOf, nil)
}

// fitting returns the first target of an agreement that fits a metric.
func (ev *evaluation) fitting(a *agreement, p priority.Priority, metric int) fit {
	if a != nil {
		for _, t := range a.level.byMetric[metric] {
			if t.fits(p, ev.walk.facts, ev.opened) {
				return fit{agreement: a, target: t, priority: p}
			}
		}
	}
	return fit{}
}

// slot returns the slot of a kind and owner, in the order of reports.
func (ev *evaluation) slot(kind int, owner *agreement, now moment) *slot {
	fresh := slot{kind: kind}
	if owner != nil {
		fresh.owner, fresh.order = owner.id, owner.order
	}
	at := 0
	for at < len(ev.slots) && ev.slots[at].before(&fresh) {
		at++
	}
	if at < len(ev.slots) && ev.slots[at].kind == kind && ev.slots[at].owner == fresh.owner {
		return &ev.slots[at]
	}
	n := len(ev.slots)
	if n < cap(ev.slots) {
		ev.slots = ev.slots[:n+1]
	} else {
		ev.slots = append(ev.slots, slot{})
	}
	fresh.clocks = ev.slots[n].clocks
	copy(ev.slots[at+1:], ev.slots[at:n])
	metrics := len(ev.engine.metrics)
	if cap(fresh.clocks) < metrics {
		fresh.clocks = make([]clock, metrics)
	}
	fresh.clocks = fresh.clocks[:metrics]
	for m := range fresh.clocks {
		fresh.clocks[m].reset(kind, m)
		fresh.clocks[m].now = now
	}
	ev.slots[at] = fresh
	return &ev.slots[at]
}

// before reports whether s comes before another slot in reports.
func (s *slot) before(o *slot) bool {
	return s.kind < o.kind || s.kind == o.kind && s.order < o.order
}

// ignores reports whether an event means nothing to a clock. It then need not
// come to the moment of the event: time that passes in parts passes as in one.
func (c *clock) ignores(w *walker, event *Event) bool {
	switch {
	case w.touched || event.Due != nil || !c.fit.same(c.want):
		return false
	case c.want.target == nil:
		return !c.active()
	default:
		return !c.lost && c.want.target.acts(w) == 0
	}
}

// act lets the event of number k among those that count act on a clock.
func (ev *evaluation) act(c *clock, event *Event, k int) {
	switch {
	case c.want.target == nil:
		if c.active() {
			c.lose()
		}
		c.fit = c.want
	case k > 0 && (c.lost || c.phase == phaseIdle && c.fit.target == nil):
		ev.takeUp(c, k, ev.events[k].at)
		return // with the event itself
	default:
		if c.active() && !c.fit.same(c.want) {
			c.change(c.want, &ev.walk, c.want.carriedFrom(c.fit, c.kind))
		}
		c.fit = c.want
		c.handle(&ev.walk, event)
	}
	c.note(&ev.walk, event, ev.engine)
}

// takeUp brings a clock under a target that fits for the first time, or again
// after none did (D8). How the clock would stand had the target always applied
// is found by following the events so far, up to number k, a second time.
func (ev *evaluation) takeUp(c *clock, k int, now moment) {
	g := &ev.ghost
	g.reset(c.kind, c.metric)
	g.fit, g.want, g.silent = c.want, c.want, true
	ev.past.reset(ev.engine)
	for n, e := range ev.events[:k+1] {
		event := &ev.asked.Events[e.number]
		if n == 0 {
			g.now = e.at
		}
		g.advance(e.at)
		ev.past.step(ev.engine, event, e)
		g.handle(&ev.past, event)
		g.note(&ev.past, event, ev.engine)
	}
	g.advance(now)
	g.flush()
	first := len(c.legs) == 0
	mode := c.want.carriedFrom(fit{}, c.kind)
	whole := mode == carryWhole || mode == carryEarliest
	over := !first && g.start > c.leg().endedAt // another cycle began since the clock was lost
	switch {
	case first && (!g.active() || whole):
		*c, *g = *g, *c
		c.silent = false
		for i := range c.legs { // no breach is earlier than what caused it
			if l := &c.legs[i]; l.breachedAt != unset {
				l.breachedAt = c.now
			}
		}
	case !g.active():
		c.fit = fit{} // it stays lost
		c.manual = g.manual
	case over && whole:
		c.adopt(g)
	default:
		c.resumeFrom(g, first || over, &ev.walk)
	}
}
