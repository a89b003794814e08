package sla

import "slices"

// lose cancels an active clock because no target fits it any more.
func (c *clock) lose() {
	c.closeLeg(phaseCancelled)
	c.leg().hidden = true
	c.phase, c.lost, c.pauseFrom = phaseCancelled, true, unset
	c.pausing = notPausing
}

// closeLeg ends the present leg but not the cycle.
func (c *clock) closeLeg(state phase) {
	c.flush()
	if c.phase == phaseRunning {
		c.endPause()
	}
	l := c.leg()
	l.hidden = c.phase == phasePaused && l.breachedAt == unset && l.manual == unset
	l.lineUpTo = len(c.line)
	l.end(c.now, state)
}

// resumeFrom takes a clock up as g, which is active, stands: a clock that was
// lost goes on with what it had recorded, a first one begins now.
func (c *clock) resumeFrom(g *clock, first bool, w *walker) {
	c.pausing, c.manual = g.pausing, g.manual
	c.fit, c.lost = c.want, false
	if first {
		c.begin(w)
		c.settle()
		return
	}
	for _, s := range g.line {
		if s.from = max(s.from, c.leg().endedAt); s.from < s.to {
			c.line = append(c.line, s)
			c.wall.add(s, s.to.minus(s.from))
		}
	}
	c.phase = g.phase
	c.doing, c.drawn = g.doing, c.now
	c.change(c.want, w, c.want.carriedFrom(c.leg().fit, c.kind))
}

// adopt lets a clock that was lost go on with the present cycle of g as one of
// its own. What g is made of is copied, because its memory is used again.
func (c *clock) adopt(g *clock) {
	n, l := len(c.line), *g.leg()
	l.cycle, l.lineFrom, l.began = c.cycle+1, n, c.now
	l.marks, l.rulings, l.overruns = slices.Clone(l.marks), slices.Clone(l.rulings), slices.Clone(l.overruns)
	line, legs := slices.Concat(c.line, g.line[g.lineFrom:]), slices.Concat(c.legs, []leg{l})
	gap, tallies := c.gap[:0], c.tallies[:0]
	*c = *g
	c.cycle, c.silent, c.cut = l.cycle, false, true
	c.line, c.lineFrom, c.legs, c.gap, c.tallies = line, n, legs, gap, tallies
}

// carriedFrom says how a clock comes under f after another fit (D8).
func (f fit) carriedFrom(was fit, kind int) carry {
	if !f.target.changes && f.agreement != was.agreement && kinds[kind] != SLA {
		return carryRestart
	}
	return f.target.onChange
}

// change brings a clock that has a leg under another target (D8).
func (c *clock) change(to fit, w *walker, mode carry) {
	if c.leg().state == phaseCancelled {
		c.leg().state = phaseReplaced // it was lost in between
	} else {
		c.closeLeg(phaseReplaced)
	}
	c.cut = true
	if c.inPause { // it is held against the limits of the new target, from now on
		c.inPause, c.denied, c.singleAt, c.totalAt = false, false, never, never
		c.pauses--
	}
	l := c.addLeg(to, w)
	was := &c.legs[len(c.legs)-2]
	if mode == carryShare && was.target.within.form == formNone {
		mode = carryElapsed
	}
	if mode == carryRestart {
		c.restarts++
	}
	l.restarts, l.carry, l.tookOver = c.restarts, mode, true
	l.event, l.began = w.number, c.now
	l.rule(w)
	switch mode {
	case carryRestart:
		l.start, l.base, l.from = c.now, c.now, c.now
		c.pauseFrom = unset
		l.grant()
	case carryElapsed, carryShare:
		c.pauseFrom = unset
		l.keep(was, c.now, mode == carryShare)
	default:
		c.joinPause()
		l.grant()
		if to.target.byFact == nil {
			t := c.tally(l.measure().cal)
			l.sums, l.wall = t.now, c.wall
			_, n := c.past()
			c.pausedBefore = t.first(n).paused
		} else {
			for _, s := range c.line[c.lineFrom:] {
				l.count(s)
			}
			l.rebase(c)
		}
	}
	c.inherit(l)
	c.repause(l)
	if mode == carryEarliest && was.edged < l.edged {
		from := c.now // the pauses before have moved the old due, but for one that lasts
		if c.pauseFrom != unset {
			from = c.pauseFrom
		}
		l.first, l.base, l.carried = was.edged, from, l.elapsed
		l.within = l.elapsed + max(0, l.measured(from, was.edged))
		c.repause(l)
	}
}

// joinPause finds where a pause that lasts began, however many targets ago.
func (c *clock) joinPause() {
	if c.phase != phasePaused {
		return
	}
	for _, s := range slices.Backward(c.line[c.lineFrom:]) {
		if !s.paused || s.closed {
			return
		}
		c.pauseFrom = s.from
	}
}

// repause puts the due and the marks of the present leg where the pauses so far
// have moved them.
func (c *clock) repause(l *leg) {
	if l.breachedAt == unset {
		l.setDue(l.first)
	}
	line, n := c.past()
	whole := c.whole(l)
	if whole && l.breachedAt == unset {
		l.setDue(c.tally(l.measure().cal).moved(line, n, l.first, l.within, l.target.atEdge))
	}
	c.place(l)
	if whole {
		return
	}
	for i := 0; i < n; i++ {
		if from := line[i].from; line[i].paused {
			for i+1 < n && line[i+1].lasts(line[i]) {
				i++
			}
			if from, to := max(from, l.base), line[i].to; from < to {
				l.pause(from, l.measured(from, to))
			}
		}
	}
}

// past returns the line of the cycle, and how many of its stretches are past: a
// pause that lasts moves nothing yet.
func (c *clock) past() (line []stretch, n int) {
	line = c.line[c.lineFrom:]
	n = len(line)
	for n > 0 && c.pauseFrom != unset && line[n-1].from >= c.pauseFrom {
		n--
	}
	return line, n
}

// inherit marks the steps that fired before under the same identity: at most
// one firing each (D12).
func (c *clock) inherit(l *leg) {
	for i := len(c.legs) - 2; i >= 0; i-- {
		earlier := &c.legs[i]
		if earlier.cycle != l.cycle || earlier.restarts != l.restarts {
			return
		}
		if !earlier.identical(l.fit) {
			continue
		}
		for j := range l.marks {
			for k := range earlier.marks {
				a, b := &l.target.steps[j], &earlier.target.steps[k]
				if earlier.marks[k].done && a.name == b.name && a.repeat == b.repeat {
					l.marks[j].done = true
				}
			}
		}
		return // it has what those before it had
	}
}
