package sla

// A clock measures one metric of a ticket under one agreement, or, where only
// the first match of a kind applies, under whichever matches.
type clock struct {
	kind, metric int
	fit          fit // what applies
	want         fit // what applies from this event on
	phase        State
	lost         bool // cancelled because nothing fits
	final        bool // stopped or cancelled for good

	held     bool   // between pause and resume
	standing bool   // a pauseWhile state holds
	resumeAt moment // when the pause ends by itself; never
	before   struct {
		held, paused bool
		resumeAt     moment
	} // as it was at the stop

	cycle, restarts int
	start           moment // of the cycle
	now             moment // the figures are complete up to here
	pauseFrom       moment // start of a pause not yet counted in the due; unset
	manual          moment // due time set by hand for the cycle; unset
	original        moment // the due at the start of the cycle; unset

	line     []stretch
	lineFrom int  // of the cycle
	cut      bool // the next stretch is not joined to the last
	legs     []leg
}

// reset makes c the clock of another metric or ticket; its memory is reused.
func (c *clock) reset(kind, metric int) {
	*c = clock{
		kind: kind, metric: metric, phase: StateIdle,
		resumeAt: never, pauseFrom: unset, manual: unset, now: unset,
		line: c.line[:0], legs: c.legs[:0],
	}
}

func (c *clock) active() bool { return c.phase == StateRunning || c.phase == StatePaused }

// leg is the present one.
func (c *clock) leg() *leg { return &c.legs[len(c.legs)-1] }

// addLeg appends a leg for f; its memory is reused.
func (c *clock) addLeg(f fit) *leg {
	n := len(c.legs)
	if n < cap(c.legs) {
		c.legs = c.legs[:n+1]
	} else {
		c.legs = append(c.legs, leg{})
	}
	l := &c.legs[n]
	marks := l.marks[:0]
	*l = leg{
		fit: f, cycle: c.cycle, original: c.original, start: c.start, base: c.start, manual: c.manual,
		breachedAt: unset, endedAt: unset, first: never, due: never, edged: never, lineFrom: c.lineFrom,
	}
	for range f.target.steps {
		marks = append(marks, mark{firedAt: unset})
	}
	l.marks = marks
	return l
}

// advance lets time pass up to the given moment. A pause that ends by itself
// ends before the events of its moment (D5).
func (c *clock) advance(to moment) {
	if at := c.resumeAt; at <= to {
		c.run(at)
		c.held, c.resumeAt = false, never
		c.settle()
	}
	c.run(to)
}

// run lets time pass in the present phase.
func (c *clock) run(to moment) {
	if to <= c.now {
		return
	}
	if c.active() {
		l := c.leg()
		if c.phase == StateRunning {
			c.endPause()
			l.check(c.now, to)
		} else if c.pauseFrom == unset {
			c.pauseFrom = c.now
		}
		c.draw(stretch{from: c.now, to: to, paused: c.phase == StatePaused})
	}
	c.now = to
}

// draw appends a stretch to the line and counts it.
func (c *clock) draw(s stretch) {
	c.leg().count(s)
	if n := len(c.line) - 1; n >= c.lineFrom && !c.cut && c.line[n].to == s.from &&
		c.line[n].paused == s.paused && c.line[n].closed == s.closed {
		c.line[n].to = s.to
		return
	}
	c.line = append(c.line, s)
	c.cut = false
}

// endPause moves the due by the pause that ended now, if there was one.
func (c *clock) endPause() {
	if c.pauseFrom != unset {
		c.leg().pause(c.pauseFrom, c.now)
		c.pauseFrom = unset
	}
}

// settle lets an active clock run or stand as its pauses say.
func (c *clock) settle() {
	if !c.active() {
		return
	}
	c.phase = StateRunning
	if c.held || c.standing {
		c.phase = StatePaused
	}
}

// handle lets what fits now and the triggers of an event act on the clock, at
// the clock's present moment.
func (c *clock) handle(w *walker, event *Event) {
	t := c.fit.target
	if c.active() {
		if fired, final := w.fires(t.stop); fired {
			c.stop(StateStopped, final)
		} else if fired, final := w.fires(t.cancel); fired {
			c.stop(StateCancelled, final)
		} else if fired, _ := w.fires(t.reset); fired {
			c.stop(StateStopped, false)
			c.begin()
		}
	}
	if c.active() || c.phase == StateIdle {
		if fired, _ := w.fires(t.pause); fired {
			c.held, c.resumeAt = true, never
			if !event.Until.IsZero() {
				c.resumeAt = momentOf(event.Until)
			}
		}
		if fired, _ := w.fires(t.resume); fired {
			c.held, c.resumeAt = false, never
		}
	}
	c.standing = w.any(t.pauseWhile)
	if c.ended() && !c.final {
		if fired, _ := w.fires(t.reopen); fired {
			c.reopen()
		}
	}
	if !c.active() && !c.lost {
		if fired, _ := w.fires(t.start); fired {
			c.begin()
		}
	}
	c.settle()
}

// ended reports whether a trigger stopped or cancelled the clock.
func (c *clock) ended() bool {
	return !c.lost && (c.phase == StateStopped || c.phase == StateCancelled)
}

// note sets or clears the due time by hand, if the event does (D14).
func (c *clock) note(event *Event, e *Engine) {
	if event.Due == nil || event.Due.Metric != e.metrics[c.metric] {
		return
	}
	c.manual = unset
	if at := event.Due.At; !at.IsZero() {
		c.manual = momentOf(at)
	}
	if !c.active() {
		return
	}
	l := c.leg()
	l.manual = c.manual
	c.repause(l)
}

// begin starts a cycle.
func (c *clock) begin() {
	c.cycle++
	if c.cycle > 1 {
		c.manual = unset
	}
	c.restarts, c.start, c.pauseFrom, c.lineFrom, c.cut = 0, c.now, unset, len(c.line), true
	c.phase, c.final = StateRunning, false
	l := c.addLeg(c.fit)
	l.grant()
	l.place()
	c.original, l.original = l.edged, l.edged
	c.settle()
}

// stop ends the cycle: stopped or cancelled, for good or until it is reopened.
func (c *clock) stop(state State, final bool) {
	l := c.leg()
	c.before.held, c.before.paused, c.before.resumeAt = c.held, c.phase == StatePaused, c.resumeAt
	c.endPause()
	l.end(c.now, state)
	l.lineUpTo = len(c.line)
	c.phase, c.final = state, final
	c.held, c.resumeAt = false, never
}

// reopen lets a cycle that was ended go on (D6).
func (c *clock) reopen() {
	mode := c.fit.target.onReopen
	if mode == reopenNewCycle {
		c.begin()
		return
	}
	l := c.leg()
	ended := *l
	gap := stretch{from: l.endedAt, to: c.now, paused: true, closed: true}
	l.state, l.endedAt, l.stopped = "", unset, false
	c.phase = StateRunning
	if mode == reopenContinue {
		c.held, c.resumeAt = c.before.held, c.before.resumeAt
		gap.closed = false
		if gap.paused = c.before.paused; gap.paused && c.resumeAt <= c.now {
			until := c.resumeAt
			c.fill(stretch{from: gap.from, to: until, paused: true})
			c.held, c.resumeAt = false, never
			gap.from, gap.paused = until, false
		}
	}
	c.fill(gap)
	c.settle()
	if !l.same(c.fit) {
		n := len(c.legs) - 1
		c.change(c.fit)
		ended.state = StateReplaced
		c.legs[n] = ended // as it was when it stopped
	}
}

// fill draws a stretch of time that has passed.
func (c *clock) fill(s stretch) {
	if s.from >= s.to {
		return
	}
	c.draw(s)
	if s.paused {
		c.leg().pause(s.from, s.to)
	}
}

// lose cancels an active clock because no target fits it any more.
func (c *clock) lose() {
	c.closeLeg(StateCancelled)
	c.phase, c.lost, c.pauseFrom = StateCancelled, true, unset
}

// closeLeg ends the present leg but not the cycle.
func (c *clock) closeLeg(state State) {
	if c.phase == StateRunning {
		c.endPause()
	}
	l := c.leg()
	l.hidden = c.phase == StatePaused && l.breachedAt == unset && l.manual == unset
	l.lineUpTo = len(c.line)
	l.end(c.now, state)
}

// resumeFrom takes a clock up as g, which is active, stands: a clock that was
// lost goes on with what it had recorded, a first one begins now.
func (c *clock) resumeFrom(g *clock, first bool) {
	c.held, c.standing, c.resumeAt, c.manual = g.held, g.standing, g.resumeAt, g.manual
	c.fit = c.want
	if first {
		c.begin()
		return
	}
	for _, s := range g.line {
		if s.from = max(s.from, c.leg().endedAt); s.from < s.to {
			c.line = append(c.line, s)
		}
	}
	c.phase, c.lost = g.phase, false
	c.change(c.want)
}

// carriedFrom says how a clock comes under f after another fit (D8).
func (f fit) carriedFrom(was fit, kind int) carry {
	if !f.target.changes && f.agreement != was.agreement && kinds[kind] != SLA {
		return carryRestart
	}
	return f.target.onChange
}

// change brings a clock that has a leg under another target (D8).
func (c *clock) change(to fit) {
	if c.leg().state == StateCancelled {
		c.leg().state = StateReplaced // it was lost in between
	} else {
		c.closeLeg(StateReplaced)
	}
	c.cut = true
	was := *c.leg() // addLeg may move it
	mode := to.carriedFrom(was.fit, c.kind)
	if mode == carryShare && was.target.within.form == formNone {
		mode = carryElapsed
	}
	if mode == carryRestart {
		c.restarts++
	}
	l := c.addLeg(to)
	l.restarts = c.restarts
	switch mode {
	case carryRestart:
		l.start, l.base = c.now, c.now
		c.pauseFrom = unset
		l.grant()
	case carryElapsed, carryShare:
		c.pauseFrom = unset
		l.keep(&was, c.now, mode == carryShare)
	default:
		c.joinPause()
		l.grant()
		for _, s := range c.line[c.lineFrom:] {
			l.count(s)
		}
	}
	c.inherit(l)
	c.repause(l)
	if mode == carryEarliest && was.edged < l.edged {
		l.first, l.due, l.edged = was.edged, was.edged, was.edged
		l.within = l.elapsed + max(0, l.target.measure.between(c.now, was.edged))
		c.repause(l)
	}
}

// joinPause finds where a pause that lasts began, however many targets ago.
func (c *clock) joinPause() {
	if c.phase != StatePaused {
		return
	}
	for n := len(c.line) - 1; n >= c.lineFrom && c.line[n].paused; n-- {
		c.pauseFrom = c.line[n].from
	}
}

// repause puts the due and the marks of the present leg where the pauses so far
// have moved them.
func (c *clock) repause(l *leg) {
	if l.breachedAt == unset {
		l.setDue(l.first)
	}
	l.place()
	until := c.pauseFrom // a pause that lasts moves nothing yet
	if until == unset {
		until = never
	}
	line := c.line[c.lineFrom:]
	for i := 0; i < len(line); i++ {
		if from := line[i].from; line[i].paused && from < until {
			for i+1 < len(line) && line[i+1].paused && line[i+1].from == line[i].to && line[i+1].from < until {
				i++
			}
			l.pause(from, line[i].to)
		}
	}
}

// inherit marks the steps that fired before under the same identity: at most
// one firing each (D12).
func (c *clock) inherit(l *leg) {
	for i := range c.legs[:len(c.legs)-1] {
		earlier := &c.legs[i]
		if earlier.cycle != l.cycle || earlier.restarts != l.restarts || !earlier.same(l.fit) {
			continue
		}
		for j := range l.marks {
			l.marks[j].done = l.marks[j].done || earlier.marks[j].done
		}
	}
}
