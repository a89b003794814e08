package sla_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/sla"
)

// model is the slow, obvious evaluation that the engine is compared with. It
// replays a ticket instant by instant and computes every figure anew from the
// list of spans a clock has gone through. Service time comes from package
// calendar, which has an oracle of its own.
type model struct {
	def       spec
	calendars map[string]*calendar.Calendar
	uses      map[museKey]*muse // as they were first needed
	facts     map[string][]string
	opened    time.Time // the instant of the first event
	hasOpened bool
	past      []sla.Event // applied so far
	clocks    []*mclock
	done      []mreading // replaced targets and earlier cycles, as they were
	unsure    []string   // questions on which the written decisions are silent
}

type mstate string

const (
	idle      mstate = "idle"
	running   mstate = "running"
	paused    mstate = "paused"
	stopped   mstate = "stopped"
	cancelled mstate = "cancelled"
	replaced  mstate = "replaced"
)

// mclock is what one metric of one kind of agreement goes through.
type mclock struct {
	kind, metric string
	use          *muse // the target in force; nil before a first one fits
	unfit        bool  // D8: no target fits, since unfitAt
	unfitAt      time.Time
	cycle        int
	state        mstate // idle, running (also paused), stopped, cancelled
	held         bool   // between pause and resume
	heldUntil    time.Time
	start        time.Time // of the cycle
	base         time.Time // what is measured from: start, or the last restart
	restarts     int
	spans        []mspan
	wouldBe      []mspan // from a stop on: what the spans would be without it
	wouldBeHeld  bool
	stoppedAt    time.Time
	final        bool // D6: stopped by a trigger of on.final
	breachedAt   time.Time
	missed       time.Time // the due that was breached
	missedManual time.Time // the same, if it was set by hand
	stopDue      time.Time // the due in force at the stop
	strayed      bool      // since the stop another target fitted
	touching     bool      // a stop ended a pause in which the due, or a step, was reached
	originalDue  time.Time
	manual       time.Time // D14
	endManual    time.Time // the one in force at the end
	fired        []mfiring
	told         int // so many of fired are listed by the targets that were replaced
}

// muse is a target as an agreement promises it.
type muse struct {
	agreement specAgreement
	level     specLevel
	target    specTarget
	name      string
	cal       *calendar.Calendar
	form      mform
	wall      bool // measured by the wall clock, not in service time
	steps     []mstep
}

// mspan is a stretch of a cycle; the last one has no end.
type mspan struct {
	from, to time.Time
	kind     string // "run", "pause" or "shut" (from a stop to its reopening)
}

type mfiring struct {
	use         string // identity of the target
	cycle       int
	restarts    int
	name        string
	repeat      int
	at, nominal time.Time
}

// mreading is the part of a sla.Reading that the model speaks about.
type mreading struct {
	agreement, kind, metric, target string
	cycle                           int
	state                           mstate
	within                          string
	breached                        bool
	elapsed, remaining, paused      time.Duration
	wallElapsed, wallPaused         time.Duration
	due, originalDue                time.Time
	breachedAt, stoppedAt           time.Time
	escalations                     []mfiring
	order                           int // agreement and metric, in written order
}

// newModel prepares a definition for the model.
func newModel(t testing.TB, def spec) *model {
	return &model{def: def, calendars: calendarsOf(t, def), uses: map[museKey]*muse{}}
}

// evaluate gives the expected readings and the expected Next. ok is false if
// no agreement of any kind matches at opening.
func (m *model) evaluate(ticket sla.Ticket, at time.Time) (readings []mreading, next time.Time, ok bool) {
	*m = model{def: m.def, calendars: m.calendars, uses: m.uses, facts: map[string][]string{}}
	events := history(ticket, at)
	if len(events) == 0 {
		return nil, time.Time{}, true
	}
	m.opened = events[0].At
	m.createClocks()

	from := m.opened
	for len(events) > 0 || !m.nextResume(at).IsZero() {
		// The next instant at which the history says something.
		now := m.nextResume(at)
		if len(events) > 0 && (now.IsZero() || !events[0].At.After(now)) {
			now = events[0].At
		}
		m.judge(from, now)
		for _, c := range m.clocks {
			m.resume(c, now)
		}
		for len(events) > 0 && events[0].At.Equal(now) {
			m.apply(events[0])
			if len(m.past) == 1 && !m.anyAgreement() {
				return nil, time.Time{}, false
			}
			events = events[1:]
		}
		from = now
	}
	m.judge(from, at.Add(1))
	readings, next = m.report(at), m.next(at)
	for _, c := range m.clocks {
		if c.touching {
			m.silent("whether a stop and its reopening prolong the pause that it ended")
		}
	}
	return readings, next, true
}

// history is what counts of a ticket at an instant: D3, events in order of
// time, then as given; an id that comes twice counts once.
func history(ticket sla.Ticket, at time.Time) []sla.Event {
	seen := map[string]bool{}
	var events []sla.Event
	for _, e := range ticket.Events {
		if e.At.After(at) || e.ID != "" && seen[e.ID] {
			continue
		}
		seen[e.ID] = true
		events = append(events, e)
	}
	slices.SortStableFunc(events, func(a, b sla.Event) int { return a.At.Compare(b.At) })
	return events
}

// createClocks makes one clock for every kind and metric that any level
// promises, in written order.
func (m *model) createClocks() {
	for _, a := range m.def.Agreements {
		for _, target := range m.level(a.ServiceLevel).Targets {
			if !slices.ContainsFunc(m.clocks, func(c *mclock) bool { return c.kind == a.Kind && c.metric == target.Metric }) {
				m.clocks = append(m.clocks, &mclock{kind: a.Kind, metric: target.Metric, state: idle})
			}
		}
	}
}

func (m *model) level(id string) specLevel {
	for _, l := range m.def.ServiceLevels {
		if l.ID == id {
			return l
		}
	}
	panic("no service level " + id)
}

// apply lets an event act on every clock.
func (m *model) apply(e sla.Event) {
	before := m.facts
	m.facts = factsAfter(before, e)
	opens := e.Name == "opened" && !m.hasOpened // it counts once (D7)
	m.hasOpened = m.hasOpened || opens
	for _, c := range m.clocks {
		m.choose(c, e.At)
		if c.use != nil {
			m.act(c, e, before, opens)
		}
	}
	m.past = append(m.past, e)
}

func factsAfter(before map[string][]string, e sla.Event) map[string][]string {
	if len(e.Facts) == 0 {
		return before // never written to
	}
	after := maps.Clone(before)
	for name, values := range e.Facts {
		if len(values) == 0 || len(values) == 1 && values[0] == "" {
			delete(after, name)
		} else {
			after[name] = values
		}
	}
	return after
}

// act lets an event act on one clock. D3: its facts have taken effect; then
// stop, cancel, reset, pause, resume, reopen, start; D14: its manual due last.
func (m *model) act(c *mclock, e sla.Event, before map[string][]string, opens bool) {
	now := e.At
	if c.unfit && e.Name != "changed" {
		m.silent("an event while no target fits")
	}
	fires := func(key string) bool {
		return slices.ContainsFunc(c.use.on(key), func(trigger string) bool {
			if !strings.Contains(trigger, "=") {
				return trigger == string(e.Name)
			}
			// A fact fires on the event that makes it true; at "opened" all facts
			// become true.
			return holds(trigger, m.facts) && (opens || !holds(trigger, before))
		})
	}
	if c.state == running && fires("stop") {
		m.stop(c, now, fires("final"))
	}
	if c.state == running && fires("cancel") {
		c.end(now, cancelled)
	}
	if c.state == running && fires("reset") {
		m.stop(c, now, false)
		m.begin(c, now, c.use)
	}
	if fires("pause") {
		c.held, c.heldUntil, c.wouldBeHeld = true, e.Until, true
	}
	if fires("resume") {
		c.held, c.heldUntil, c.wouldBeHeld = false, time.Time{}, false
	}
	if (c.state == stopped || c.state == cancelled) && !c.final && fires("reopen") {
		m.reopen(c, now)
	}
	if fires("start") && (e.Name != "opened" || opens) {
		switch c.state {
		case idle:
			m.begin(c, now, c.use)
		case stopped, cancelled: // a new cycle, of the target that now fits
			if use := m.fitting(c); use != nil {
				m.begin(c, now, use)
			}
		}
	}
	m.settle(c, now)
	if e.Due != nil && string(e.Due.Metric) == c.metric && c.cycle > 0 {
		c.manual = e.Due.At
	}
}

// silent notes a question on which the written decisions are silent; such a
// case is not compared.
func (m *model) silent(question string) { m.unsure = append(m.unsure, question) }

// choose applies D8: the facts may have changed the target.
func (m *model) choose(c *mclock, now time.Time) {
	if c.state == stopped || c.state == cancelled { // only a reopen re-targets it
		next := m.fitting(c)
		c.strayed = c.strayed || next == nil || next.id() != c.use.id()
		return
	}
	m.take(c, m.fitting(c), now)
}

func (m *model) take(c *mclock, next *muse, now time.Time) {
	switch {
	case next == nil && c.state == idle:
		c.use = nil // nothing to tell of
		return
	case next == nil:
		if !c.unfit {
			c.unfit, c.unfitAt = true, now
		}
		return
	case c.use == nil && len(m.past) > 0:
		m.firstMatch(c, next, now)
	case c.use == nil || c.state == idle:
		c.use = next
	case next.id() != c.use.id() || c.unfit: // also the same one, after none
		m.done = append(m.done, m.reading(c, now, replaced))
		c.told = len(c.fired)
		m.carry(c, next, now, next.agreement.ID != c.use.agreement.ID && next.agreement.Kind != "sla")
	}
	c.unfit = false
}

// carry puts a live clock under another target (D8).
func (m *model) carry(c *mclock, next *muse, now time.Time, restarts bool) {
	change := next.target.OnChange
	if change == "" && restarts {
		change = "restart"
	}
	c.use, c.breachedAt, c.missed, c.missedManual = next, time.Time{}, time.Time{}, time.Time{}
	switch change {
	case "", "whole":
		c.base = c.start
	case "restart":
		c.base = now
		c.restarts++
	default:
		m.silent("the model does not know onChange " + change)
	}
}

// firstMatch replays the past as if the target had always applied; what that
// makes overdue happens now (D4, D12).
func (m *model) firstMatch(c *mclock, next *muse, now time.Time) {
	present := m.facts
	m.facts, m.hasOpened = map[string][]string{}, false
	c.use = next
	for _, e := range m.past {
		m.resume(c, e.At)
		before := m.facts
		m.facts = factsAfter(before, e)
		opens := e.Name == "opened" && !m.hasOpened
		m.hasOpened = m.hasOpened || opens
		m.act(c, e, before, opens)
	}
	m.resume(c, now)
	if c.state == stopped || c.state == cancelled || c.cycle > 1 {
		m.silent("a first match after the end")
	}
	m.facts = present
	if c.state == running {
		m.carry(c, next, now, false)
		if next.target.OnChange == "restart" { // the cycle begins with the match
			c.start, c.originalDue = now, next.endAt(next.formDue(now))
		}
	}
}

// resume ends a pause that was to last until no later than now. D5: that comes
// before the events of its instant.
func (m *model) resume(c *mclock, now time.Time) {
	if u := c.heldUntil; !u.IsZero() && !u.After(now) {
		c.held, c.wouldBeHeld, c.heldUntil = false, false, time.Time{}
		m.settle(c, u)
	}
}

// begin opens a cycle. A hold that began while idle counts from the start.
func (m *model) begin(c *mclock, now time.Time, use *muse) {
	if c.cycle > 0 {
		m.done = append(m.done, m.reading(c, now, ""))
	}
	*c = mclock{
		kind: c.kind, metric: c.metric, use: use, held: c.held, heldUntil: c.heldUntil,
		cycle: c.cycle + 1, state: running, start: now, base: now, fired: c.fired, told: len(c.fired),
	}
	c.originalDue = c.use.endAt(c.use.formDue(now))
}

// stop ends a running or paused clock: A6, D4.
func (m *model) stop(c *mclock, now time.Time, final bool) {
	due := c.due(now)
	if c.breachedAt.IsZero() && !due.IsZero() && now.After(due) {
		c.breachedAt, c.missed, c.missedManual = now, due, c.manual
	}
	c.stopDue, c.stoppedAt, c.final = due, now, final
	c.end(now, stopped)
}

// end closes the last span. D5: a pause ends at the stop. What the clock would
// go through if it had never stopped is kept for "continue".
func (c *mclock) end(now time.Time, state mstate) {
	c.state, c.endManual = state, c.manual
	last := &c.spans[len(c.spans)-1]
	last.to = now
	c.wouldBe = []mspan{{from: now, kind: last.kind}}
	c.wouldBeHeld, c.held = c.held, false
}

// reopen applies D6, by the target that then fits.
func (m *model) reopen(c *mclock, now time.Time) {
	next := m.fitting(c)
	if next == nil {
		return
	}
	switch next.target.OnReopen {
	case "new-cycle":
		c.held, c.heldUntil = false, time.Time{}
		m.begin(c, now, next)
		return
	case "continue":
		if c.strayed {
			m.silent("continuing after another target fitted")
		}
		gone := c.wouldBe
		gone[len(gone)-1].to = now
		m.take(c, next, now) // the one that is replaced is told as it was: stopped
		c.spans = append(c.spans, gone...)
		c.held = c.wouldBeHeld
	default:
		m.take(c, next, now)
		c.spans = append(c.spans, mspan{from: c.wouldBe[0].from, to: now, kind: "shut"})
		c.held, c.heldUntil = false, time.Time{}
	}
	c.state, c.stoppedAt, c.stopDue, c.strayed = running, time.Time{}, time.Time{}, false
}

// settle lets the last span follow whether the clock is paused (D2).
func (m *model) settle(c *mclock, now time.Time) {
	if c.use == nil || c.state == idle {
		return
	}
	spans, held := &c.spans, c.held
	if c.state != running {
		spans, held = &c.wouldBe, c.wouldBeHeld
	}
	kind := "run"
	if held || m.inPauseState(c) {
		kind = "pause"
	}
	if n := len(*spans); n > 0 && (*spans)[n-1].to.IsZero() {
		if (*spans)[n-1].kind == kind {
			return
		}
		(*spans)[n-1].to = now
	}
	*spans = append(*spans, mspan{from: now, kind: kind})
}

func (m *model) isPaused(c *mclock) bool { return c.held || m.inPauseState(c) }

func (m *model) inPauseState(c *mclock) bool {
	return slices.ContainsFunc(c.use.pauseWhile(), func(s string) bool { return holds(s, m.facts) })
}
