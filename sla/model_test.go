package sla_test

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
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
	return &model{def: def, calendars: calendarsOf(t, def)}
}

// evaluate gives the expected readings and the expected Next. ok is false if
// no agreement of any kind matches at opening.
func (m *model) evaluate(ticket sla.Ticket, at time.Time) (readings []mreading, next time.Time, ok bool) {
	*m = model{def: m.def, calendars: m.calendars, facts: map[string][]string{}}
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

// agreement is the first of a kind that matches the facts in force and was in
// force when the ticket opened (D11).
func (m *model) agreement(kind string) (specAgreement, bool) {
	for _, a := range m.def.Agreements {
		if a.Kind == kind && m.inForce(a) && matches(a.Match, m.facts, true) {
			return a, true
		}
	}
	return specAgreement{}, false
}

func (m *model) anyAgreement() bool {
	return slices.ContainsFunc(m.def.Agreements, func(a specAgreement) bool {
		_, ok := m.agreement(a.Kind)
		return ok
	})
}

func (m *model) inForce(a specAgreement) bool {
	cal := m.calendars[m.level(a.ServiceLevel).Calendar]
	if a.From != "" && m.opened.Before(boundary(a.From, cal)) {
		return false
	}
	return a.Until == "" || m.opened.Before(boundary(a.Until, cal))
}

// boundary is an instant, or the first instant of a date in the calendar's
// zone.
func boundary(s string, cal *calendar.Calendar) time.Time {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t
	}
	d, err := time.Parse("2006-01-02", s)
	if err != nil {
		panic("bad boundary " + s)
	}
	return firstShowing(d, zoneOf(cal))
}

// matches tells whether every wanted fact has one of the wanted values; with
// prefix, "hq/malmo" counts as "hq".
func matches(want, facts map[string][]string, prefix bool) bool {
	for name, values := range want {
		has := func(v string) bool {
			return slices.ContainsFunc(facts[name], func(have string) bool {
				return have == v || prefix && strings.HasPrefix(have, v+"/")
			})
		}
		if !slices.ContainsFunc(values, func(v string) bool {
			if absent, ok := strings.CutPrefix(v, "!"); ok && prefix {
				return !has(absent)
			}
			return has(v)
		}) {
			return false
		}
	}
	return true
}

// fitting is the target that applies to a metric by the facts in force, or nil.
func (m *model) fitting(c *mclock) *muse {
	a, ok := m.agreement(c.kind)
	if !ok {
		return nil
	}
	level := m.level(a.ServiceLevel)
	priority := level.DefaultPriority
	if p := m.facts["priority"]; len(p) > 0 {
		priority = p[0]
	}
	position := 0
	for _, target := range level.Targets {
		if target.Metric != c.metric {
			continue
		}
		position++
		if len(target.Priorities) > 0 && !slices.Contains(target.Priorities, priority) || !matches(target.When, m.facts, false) {
			continue
		}
		u := &muse{agreement: a, level: level, target: target, name: target.Name, form: parseForm(target.Within)}
		if u.name == "" { // D8: known by metric and, from the second on, position
			u.name = c.metric
			if position > 1 {
				u.name += "#" + strconv.Itoa(position)
			}
		}
		u.cal = m.calendars[cmp.Or(target.Calendar, level.Calendar)]
		u.wall = u.form.kind == "elapsed" || u.form.kind == "calendar"
		for _, e := range target.Escalations {
			u.steps = append(u.steps, parseSteps(e)...)
		}
		return u
	}
	return nil
}

func (u *muse) id() string { return u.agreement.ID + " " + u.name }

// on is the list of triggers of the target for a key, or its default.
func (u *muse) on(key string) []string {
	o := u.target.On
	written := map[string][]string{
		"start": o.Start, "pause": o.Pause, "resume": o.Resume, "stop": o.Stop, "final": o.Final,
		"reopen": o.Reopen, "reset": o.Reset, "cancel": o.Cancel,
	}[key]
	if written != nil {
		return written
	}
	switch key {
	case "pause":
		return []string{"paused"}
	case "resume":
		return []string{"resumed"}
	case "reopen":
		return []string{"reopened"}
	case "cancel":
		return []string{"cancelled"}
	case "final":
		return []string{"responded"}
	case "start":
		return []string{"opened"}
	case "stop":
		if u.target.Metric == "response" {
			return []string{"responded", "resolved", "closed"}
		}
		return []string{"resolved", "closed"}
	}
	return nil
}

func (u *muse) pauseWhile() []string {
	if u.target.PauseWhile != nil {
		return u.target.PauseWhile
	}
	return u.level.PauseWhile
}

// holds tells whether a condition such as "status=on hold & team!=b" is true.
func holds(condition string, facts map[string][]string) bool {
	for _, part := range strings.Split(condition, "&") {
		part = strings.TrimSpace(part)
		name, value, not := strings.Cut(part, "!=")
		if !not {
			name, value, _ = strings.Cut(part, "=")
		}
		if slices.Contains(facts[strings.TrimSpace(name)], strings.TrimSpace(value)) == not {
			return false
		}
	}
	return true
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
	if c.state == stopped || c.state == cancelled {
		return // only a reopen re-targets it
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
		if next.id() != c.use.id() {
			m.silent("continuing under another target")
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
	c.state, c.stoppedAt, c.stopDue = running, time.Time{}, time.Time{}
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

// judge finds the breaches and firings of the instants in [from, to), over
// which nothing is said: D4, D12. Only a clock that runs breaches or fires.
func (m *model) judge(from, to time.Time) {
	if !from.Before(to) {
		return
	}
	for _, c := range m.clocks {
		if c.use == nil || c.unfit || c.state != running || m.isPaused(c) {
			continue
		}
		due := c.due(from)
		if c.breachedAt.IsZero() && !due.IsZero() {
			if b := later(due, from); b.Before(to) {
				c.breachedAt, c.missed, c.missedManual = b, due, c.manual
			}
		}
		for _, f := range c.steps(from) {
			if f.at = later(f.nominal, from); f.at.Before(to) && !c.hasFired(f) {
				c.fired = append(c.fired, f)
			}
		}
	}
}

func (c *mclock) hasFired(f mfiring) bool {
	return slices.ContainsFunc(c.fired, func(g mfiring) bool {
		return f.use == g.use && f.cycle == g.cycle && f.restarts == g.restarts && f.name == g.name && f.repeat == g.repeat
	})
}

// nextResume is the first automatic resume not after at.
func (m *model) nextResume(at time.Time) time.Time {
	var first time.Time
	for _, c := range m.clocks {
		if u := c.heldUntil; !u.IsZero() && !u.After(at) && (first.IsZero() || u.Before(first)) {
			first = u
		}
	}
	return first
}

// amount sums the spans of the given kinds since base, in the target's measure
// or by the wall clock.
func (c *mclock) amount(at time.Time, wall bool, kinds ...string) time.Duration {
	var sum time.Duration
	for _, s := range c.spans {
		if !slices.Contains(kinds, s.kind) {
			continue
		}
		from, to := later(s.from, c.base), s.to
		if to.IsZero() || to.After(at) {
			to = at
		}
		if from.Before(to) {
			sum += c.use.between(from, to, wall)
		}
	}
	return sum
}

func (u *muse) between(from, to time.Time, wall bool) time.Duration {
	if wall {
		return to.Sub(from)
	}
	return u.cal.Between(from, to)
}

func (u *muse) add(t time.Time, d time.Duration) time.Time {
	if t.IsZero() {
		return t
	}
	if u.wall {
		return t.Add(d)
	}
	return u.cal.Add(t, d)
}

// formDue is what the form promises to a clock that starts at t and is never
// paused (A2 to A4).
func (u *muse) formDue(t time.Time) time.Time { return u.form.due(t, u.cal, u.target.StartAt) }

// endAt is A5: it moves a service-time due that lies on an edge.
func (u *muse) endAt(due time.Time) time.Time {
	if due.IsZero() {
		return due
	}
	switch u.target.EndAt {
	case "next-open":
		if u.cal.IsOpen(due.Add(-1)) && !u.cal.IsOpen(due) {
			if w, ok := u.cal.Next(due); ok {
				return w.Start
			}
		}
	case "close":
		if !u.cal.IsOpen(due.Add(-1)) && u.cal.IsOpen(due) {
			if w, ok := u.cal.Previous(due); ok {
				return w.End
			}
		}
	}
	return due
}

// moved carries an instant past the pauses that begin no later than the
// instant so reached (A8).
func (c *mclock) moved(t, at time.Time) time.Time {
	var counted time.Time // the end of the last pause that counted
	for i := 0; i < len(c.spans); i++ {
		if c.spans[i].kind == "run" || t.IsZero() {
			continue
		}
		from := later(c.spans[i].from, c.base)
		// A pause that is taken up again at the instant of its end is one pause;
		// one that ends at a stop is over (D5).
		for kind := c.spans[i].kind; i+1 < len(c.spans) && (c.spans[i+1].kind == kind || c.spans[i+1].empty()); {
			i++
		}
		to := c.spans[i].to
		if to.IsZero() || to.After(at) {
			to = at
		}
		switch {
		case !from.Before(to):
		case !from.After(c.use.endAt(t)):
			t = c.use.add(t, c.use.between(from, to, c.use.wall))
			counted = to
		case from.Equal(counted):
			c.touching = true
		}
	}
	return t
}

func (s mspan) empty() bool { return s.to.Equal(s.from) }

// computedDue is the due by form and pauses, due the one that is judged.
func (c *mclock) computedDue(at time.Time) time.Time {
	return c.use.endAt(c.moved(c.use.formDue(c.base), at))
}

func (c *mclock) due(at time.Time) time.Time {
	if !c.breachedAt.IsZero() {
		return c.missed
	}
	if !c.manual.IsZero() {
		return c.manual
	}
	return c.computedDue(at)
}

// allowance is W of A8: from the start of what is measured to the form's due.
// A manual due takes the place of the form's (D14).
func (c *mclock) allowance() time.Duration {
	if !c.manual.IsZero() {
		return c.use.signed(c.base, c.manual)
	}
	return c.use.between(c.base, c.use.formDue(c.base), c.use.wall)
}

// steps lists every firing the target could make, fired or not, with its
// nominal instant by the history so far.
func (c *mclock) steps(at time.Time) []mfiring {
	if c.use.form.kind == "none" && c.manual.IsZero() {
		return nil
	}
	if !c.breachedAt.IsZero() { // steps go by the due that was missed
		set := c.manual
		c.manual = c.missedManual
		defer func() { c.manual = set }()
	}
	w := c.allowance()
	reach := func(x time.Duration) time.Time { // the first instant at which x has run
		if !c.manual.IsZero() {
			return c.use.add(c.base, max(x, 0))
		}
		return c.moved(c.use.add(c.base, max(x, 0)), at)
	}
	var all []mfiring
	for _, s := range c.use.steps {
		f := mfiring{use: c.use.id(), cycle: c.cycle, restarts: c.restarts, name: s.name, repeat: s.repeat}
		switch s.kind {
		case "share":
			if s.percent == 100 {
				f.nominal = c.due(at)
			} else {
				f.nominal = reach(ceilShare(w, s.percent))
			}
			if s.percent > 100 {
				f.nominal = later(f.nominal, c.due(at)) // where W is nothing
			}
		case "before":
			f.nominal = reach(w - s.d)
		case "after":
			if c.manual.IsZero() {
				f.nominal = c.moved(c.use.add(c.use.formDue(c.base), s.d), at)
			} else {
				f.nominal = c.ranAfter(c.manual, s.d)
			}
		case "elapsed":
			f.nominal = c.due(at).Add(s.d)
		case "days":
			f.nominal = daysFrom(c.use.cal, c.due(at), s.days)
		}
		f.nominal = later(f.nominal, c.base) // never before the start
		all = append(all, f)
	}
	return all
}

// ranAfter is the first instant at which the clock has run for d since t.
func (c *mclock) ranAfter(t time.Time, d time.Duration) time.Time {
	for _, s := range c.spans {
		from := later(s.from, t)
		if s.kind != "run" || !s.to.IsZero() && !s.to.After(from) {
			continue
		}
		if s.to.IsZero() {
			return c.use.add(from, d)
		}
		ran := c.use.between(from, s.to, c.use.wall)
		if ran >= d {
			return c.use.add(from, d)
		}
		d -= ran
	}
	return c.use.add(t, d) // not while it stands
}

// daysFrom steps business days by A2, except that a due at a close belongs to
// that day (D12): it is asked about a tick earlier.
func daysFrom(cal *calendar.Calendar, due time.Time, n int) time.Time {
	if n < 0 || cal.IsOpen(due) || !cal.IsOpen(due.Add(-1)) {
		return cal.AddBusinessDays(due, n, nil)
	}
	u := cal.AddBusinessDays(due.Add(-1), n, nil)
	if cal.IsOpen(u) && !cal.IsOpen(u.Add(-1)) {
		return u // closed at that clock time: the next opening
	}
	return u.Add(1)
}

func ceilShare(w time.Duration, percent int64) time.Duration {
	hours, rest := w/time.Hour, w%time.Hour // keeps the products small
	x := hours*time.Duration(percent)*(time.Hour/100) + rest*time.Duration(percent)/100
	if rest*time.Duration(percent)%100 > 0 {
		x++
	}
	return x
}

// reading is what a clock shows at an instant; state "" means its own.
func (m *model) reading(c *mclock, at time.Time, state mstate) mreading {
	r := mreading{
		agreement: c.use.agreement.ID, kind: c.kind, metric: c.metric, target: c.use.name, within: c.use.target.Within,
		cycle: c.cycle, state: state, order: slices.Index(m.clocks, c),
		breached: !c.breachedAt.IsZero(), breachedAt: c.breachedAt, originalDue: c.originalDue, stoppedAt: c.stoppedAt,
	}
	live := c.state == running && !c.unfit
	if c.unfit && c.unfitAt.Before(at) {
		at = c.unfitAt // nothing counts from there on
	}
	if state == "" {
		r.state = c.state
		switch {
		case c.unfit && c.state == running:
			r.state = cancelled
		case live && m.isPaused(c):
			r.state = paused
		}
	}
	if c.cycle == 0 {
		return r
	}
	if c.state == stopped || c.state == cancelled {
		// A due that is set after the end shows when the clock is reopened.
		set := c.manual
		c.manual = c.endManual
		defer func() { c.manual = set }()
	}
	r.elapsed = c.amount(at, c.use.wall, "run")
	r.paused = c.amount(at, c.use.wall, "pause", "shut")
	r.wallElapsed = c.amount(at, true, "run")
	r.wallPaused = c.amount(at, true, "pause", "shut")
	hasDue := c.use.form.kind != "none" || !c.manual.IsZero()
	if hasDue && c.manual.IsZero() {
		r.remaining = c.allowance() - r.elapsed
	} else if hasDue {
		// D14: pauses do not move a manual due, so they do not stop the time left.
		end := at
		if n := len(c.spans); n > 0 && !c.spans[n-1].to.IsZero() {
			end = c.spans[n-1].to // stopped or cancelled
		}
		r.remaining = c.use.signed(end, c.manual)
	}
	if hasDue {
		isPaused := state == "" && r.state == paused || state == replaced && m.lastSpan(c) == "pause"
		switch {
		case c.state == cancelled || r.state == cancelled || c.unfit:
		case c.state == stopped:
			r.due = c.stopDue
		case isPaused && !r.breached && c.manual.IsZero():
		default:
			r.due = c.due(at)
		}
	}
	for _, f := range c.fired[c.told:] { // D12: no identity is told twice
		if f.use == c.use.id() && f.cycle == c.cycle && f.restarts == c.restarts {
			r.escalations = append(r.escalations, f)
		}
	}
	if r.state == running {
		for _, f := range c.steps(at) {
			if f.at = later(f.nominal, at); !c.hasFired(f) {
				r.escalations = append(r.escalations, f)
			}
		}
	}
	slices.SortStableFunc(r.escalations, func(a, b mfiring) int {
		return cmp.Or(a.at.Compare(b.at), a.nominal.Compare(b.nominal))
	})
	return r
}

func (m *model) lastSpan(c *mclock) string {
	if len(c.spans) == 0 {
		return ""
	}
	return c.spans[len(c.spans)-1].kind
}

func (u *muse) signed(from, to time.Time) time.Duration {
	if to.Before(from) {
		return -u.between(to, from, u.wall)
	}
	return u.between(from, to, u.wall)
}

// report lists the readings: by kind and metric in written order, and as they
// came about.
func (m *model) report(at time.Time) []mreading {
	all := slices.Clone(m.done)
	for _, c := range m.clocks {
		if c.use != nil {
			all = append(all, m.reading(c, at, ""))
		}
	}
	slices.SortStableFunc(all, func(a, b mreading) int { return a.order - b.order })
	return all
}

// next is D13: the least instant ahead at which a state, a breach or a firing
// changes without an event.
func (m *model) next(at time.Time) time.Time {
	var least time.Time
	consider := func(t time.Time) {
		if t.After(at) && (least.IsZero() || t.Before(least)) {
			least = t
		}
	}
	for _, c := range m.clocks {
		if c.use == nil || c.unfit || c.state != running {
			continue
		}
		if m.isPaused(c) {
			if c.held && !m.inPauseState(c) {
				consider(c.heldUntil)
			}
			continue
		}
		if c.breachedAt.IsZero() {
			consider(c.due(at))
		}
		for _, f := range c.steps(at) {
			if !c.hasFired(f) {
				consider(f.nominal)
			}
		}
	}
	return least
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
