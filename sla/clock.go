package sla

import "time"

// A clock measures one metric of a ticket under one agreement, or, where only
// the first match of a kind applies, under whichever matches.
type clock struct {
	kind, metric int
	fit          fit      // what applies
	want         fit      // what applies from this event on
	pin          *version // that of the cycle, where a later one leaves it; nil
	later        *clock   // as it will be at a version to come; nil
	laterFrom    moment   // which takes effect then
	phase        phase
	lost         bool // cancelled because nothing fits
	final        bool // stopped or cancelled for good
	silent       bool // nothing is breached or fired: it is only followed

	pausing         // why it stands, if it does
	before  pausing // as if it had not been stopped
	since   pausing // of what came after the stop alone

	cycle, restarts int
	pauses          int           // of the cycle
	stood           time.Duration // in them
	wall            sums          // of the cycle
	doing           stretch       // what it does since drawn
	drawn           moment        // the line is drawn up to here
	start           moment        // of the cycle
	now             moment        // the figures are complete up to here
	pauseFrom       moment        // start of a pause not yet counted in the due; unset
	pausedBefore    time.Duration // by the leg, when it began
	manual          moment        // due time set by hand for the cycle; unset
	original        moment        // the due at the start of the cycle; unset

	gap      []stretch // since the stop, as if it had not been
	line     []stretch
	lineFrom int     // of the cycle
	cut      bool    // the next stretch is not joined to the last
	tallies  []tally // of the cycle
	legs     []leg
}

// A phase is the number of a state; the zero phase of a leg is that of its clock.
type phase uint8

const (
	phaseIdle phase = iota + 1
	phaseRunning
	phasePaused
	phaseStopped
	phaseCancelled
	phaseReplaced
)

var states = [...]State{"", StateIdle, StateRunning, StatePaused, StateStopped, StateCancelled, StateReplaced}

// reset makes c the clock of another metric or ticket; its memory is reused.
func (c *clock) reset(kind, metric int) {
	gap, line, tallies, legs := c.gap[:0], c.line[:0], c.tallies[:0], c.legs[:0]
	*c = clock{}
	c.gap, c.line, c.tallies, c.legs = gap, line, tallies, legs
	c.kind, c.metric, c.phase, c.pausing = kind, metric, phaseIdle, notPausing
	c.pauseFrom, c.manual, c.now = unset, unset, unset
}

func (c *clock) active() bool { return c.phase == phaseRunning || c.phase == phasePaused }

// leg is the present one.
func (c *clock) leg() *leg { return &c.legs[len(c.legs)-1] }

// addLeg appends a leg for f; its memory is reused.
func (c *clock) addLeg(f fit, w *walker) *leg {
	n := len(c.legs)
	if n < cap(c.legs) {
		c.legs = c.legs[:n+1]
	} else {
		c.legs = append(c.legs, leg{})
	}
	l := &c.legs[n]
	marks, rulings, overruns := l.marks[:0], l.rulings[:0], l.overruns[:0]
	*l = leg{}
	l.fit, l.cycle, l.original, l.manual, l.lineFrom = f, c.cycle, c.original, c.dueSet(f.target, w), c.lineFrom
	l.start, l.from, l.base = c.start, c.start, c.start
	l.breachedAt, l.missed, l.endedAt = unset, unset, unset
	l.first, l.due, l.edged = never, never, never
	for range f.target.steps {
		marks = append(marks, mark{firedAt: unset})
	}
	l.marks, l.rulings, l.overruns = marks, rulings, overruns
	return l
}

// advance lets time pass up to the given moment. A pause that ends by itself
// ends before the events of its moment (D5); one that has just lasted as long
// as it may is over the limit only if it lasts on.
func (c *clock) advance(to moment) {
	if c.ended() && c.before.resumeAt <= to {
		c.run(c.before.resumeAt)
		c.before.held, c.before.resumeAt = false, never
		c.before.lasts()
	}
	for {
		limit := min(c.singleAt, c.totalAt)
		switch {
		case c.resumeAt <= to && c.resumeAt <= limit:
			c.run(c.resumeAt)
			c.held, c.resumeAt = false, never
			c.settle()
		case limit < to:
			c.run(limit)
			c.exceed(limit)
		default:
			c.run(to)
			return
		}
	}
}

// finish lets the clock come to the instant asked about, which counts.
func (c *clock) finish(at moment) {
	if !c.active() {
		return
	}
	c.advance(at)
	if limit := min(c.singleAt, c.totalAt); limit <= at {
		c.exceed(limit)
	}
	c.flush()
	if c.phase == phaseRunning {
		c.endPause()
		c.check(at, at+1)
	}
}

// next is the first moment at which the clock changes without an event (D13).
func (c *clock) next() moment {
	switch c.phase {
	case phaseRunning:
		return c.ahead()
	case phasePaused:
		next := min(c.singleAt, c.totalAt)
		if c.standing < 0 {
			next = min(next, c.resumeAt)
		}
		return next
	default:
		return never
	}
}

// run lets time pass in the present phase.
func (c *clock) run(to moment) {
	if to <= c.now {
		return
	}
	switch {
	case c.phase == phaseRunning:
		c.endPause()
		if !c.silent {
			c.check(c.now, to)
		}
	case c.phase == phasePaused:
		if c.pauseFrom == unset {
			c.pauseFrom, c.pausedBefore = c.now, c.leg().paused
		}
	case c.ended() && !c.final:
		c.gap = append(c.gap, stretch{from: c.now, to: to, paused: c.before.stands() && !c.before.denied, reason: c.before.reason()})
	}
	c.now = to
}

// flush draws what has passed since the clock last began to do something else.
// It comes before anything that changes what the clock does, or how it counts.
func (c *clock) flush() {
	if c.active() && c.drawn < c.now {
		s := c.doing
		s.from, s.to = c.drawn, c.now
		if length := c.draw(s); s.paused {
			c.stood += length
		}
	}
	c.drawn = c.now
}

// draw appends a stretch to the line and counts it. It returns its measure.
func (c *clock) draw(s stretch) time.Duration {
	l := c.leg()
	length := l.count(s)
	c.wall.add(s, s.to.minus(s.from))
	if n := len(c.line) - 1; !c.cut && c.line[n].joins(s) {
		c.line[n].to = s.to
	} else {
		c.line = append(c.line, s)
	}
	c.cut = false
	if len(l.rulings) == 0 {
		if t := c.tallyBy(l.target.measure.cal); t.upTo == s.from {
			t.count(len(c.line)-1-c.lineFrom, s, length)
		}
	}
	return length
}

// fill draws a stretch of time that has passed.
func (c *clock) fill(s stretch) {
	if s.from >= s.to {
		return
	}
	if length := c.draw(s); s.paused {
		c.leg().pause(s.from, length)
		if !s.closed {
			c.stood += length
		}
	}
}

// handle lets what fits now and the triggers of an event act on the clock, at
// the clock's present moment.
func (c *clock) handle(w *walker, event *Event) {
	t := c.fit.target
	do := t.acts(w)
	if c.active() {
		c.leg().follow(c, w)
		switch {
		case do&actStop != 0:
			c.stop(phaseStopped, do&actStopFinal != 0)
		case do&actCancel != 0:
			c.stop(phaseCancelled, do&actCancelFinal != 0)
		case do&actReset != 0:
			c.stop(phaseStopped, false)
			c.begin(w)
		default:
			c.leg().answer(do)
		}
	}
	if c.ended() {
		c.before.trigger(do, w, event)
		c.before.standing = w.first(t.pauseWhile)
		c.before.lasts()
		c.since.trigger(do, w, event)
	} else {
		c.pausing.trigger(do, w, event)
	}
	c.standing = w.first(t.pauseWhile)
	c.reasoned = t.limits == nil || t.limits.reasons == nil || w.first(t.limits.reasons) >= 0
	if do&actReopen != 0 && c.ended() && !c.final {
		c.reopen(w)
	}
	if do&actStart != 0 && !c.active() && !c.lost {
		if c.ended() {
			c.held, c.heldBy, c.resumeAt = c.since.held, c.since.heldBy, c.since.resumeAt
		}
		c.begin(w)
	}
	c.settle()
}

// ended reports whether a trigger stopped or cancelled the clock.
func (c *clock) ended() bool {
	return !c.lost && (c.phase == phaseStopped || c.phase == phaseCancelled)
}

// note sets or clears the due time by hand, if the event does (D14).
func (c *clock) note(w *walker, event *Event, e *Engine) {
	if event.Due != nil && event.Due.Metric == e.metrics[c.metric] {
		c.manual = unset
		if at := event.Due.At; !at.IsZero() {
			c.manual = momentOf(at)
		}
	}
	if c.active() {
		c.dueBy(c.leg(), w)
	}
}

// dueSet is the due time set by hand, or else that which a fact gives; unset.
func (c *clock) dueSet(t *target, w *walker) moment {
	if c.manual == unset && t.dueFact != -1 {
		return t.dueOf(w.facts[t.dueFact])
	}
	return c.manual
}

// dueBy brings a leg under the due time that is set now.
func (c *clock) dueBy(l *leg, w *walker) {
	if due := c.dueSet(l.target, w); due != l.manual {
		c.flush()
		l.manual = due
		c.repause(l)
	}
}

// begin starts a cycle.
func (c *clock) begin(w *walker) {
	c.cycle++
	if c.cycle > 1 {
		c.manual = unset
	}
	c.restarts, c.start, c.pauseFrom, c.lineFrom, c.cut = 0, c.now, unset, len(c.line), true
	c.doing, c.drawn = stretch{}, c.now
	c.phase, c.final, c.pauses, c.stood, c.inPause, c.pin = phaseRunning, false, 0, 0, false, nil
	c.wall, c.tallies = sums{}, c.tallies[:0]
	l := c.addLeg(c.fit, w)
	l.event, l.began = w.number, c.now
	l.rule(w)
	l.grant()
	c.place(l)
	c.original, l.original = l.edged, l.edged
}

// stop ends the cycle: stopped or cancelled, for good or until it is reopened.
func (c *clock) stop(state phase, final bool) {
	c.flush()
	l := c.leg()
	c.before, c.since, c.gap = c.pausing, notPausing, c.gap[:0]
	c.endPause()
	l.end(c.now, state)
	l.lineUpTo, c.cut = len(c.line), true
	c.phase, c.final = state, final
	c.pausing = notPausing
}

// reopen lets a cycle that was ended go on (D6).
func (c *clock) reopen(w *walker) {
	mode := c.fit.target.onReopen
	if mode == reopenNewCycle {
		c.begin(w)
		return
	}
	l := c.leg()
	ended := *l
	gap := stretch{from: l.endedAt, to: c.now, paused: true, closed: true}
	l.state, l.endedAt, l.stopped = 0, unset, false
	c.phase = phaseRunning
	if mode == reopenContinue {
		b := &c.before
		c.held, c.heldBy, c.resumeAt = b.held, b.heldBy, b.resumeAt
		c.inPause, c.denied, c.begunAt, c.singleAt, c.totalAt = b.inPause, b.denied, b.begunAt, max(b.singleAt, c.now), max(b.totalAt, c.now)
		for _, s := range c.gap {
			c.fill(s)
		}
	} else {
		c.fill(gap)
	}
	c.doing, c.drawn = stretch{}, c.now
	c.dueBy(l, w)
	c.settle()
	if mode == reopenContinue { // a pause that lasts is one, before the stop and after
		if c.joinPause(); c.pauseFrom != unset {
			c.pauseFrom = max(c.pauseFrom, l.base)
			c.pausedBefore = l.paused - l.measured(c.pauseFrom, c.now)
		}
		c.repause(l)
	}
	if !l.same(c.fit) {
		n := len(c.legs) - 1
		c.change(c.fit, w, c.fit.carriedFrom(l.fit, c.kind))
		ended.hidden = ended.state == phaseCancelled
		ended.state = phaseReplaced
		c.legs[n] = ended // as it was when it ended
	}
}
