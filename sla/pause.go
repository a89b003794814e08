package sla

import "time"

// pausing is why an active clock stands.
type pausing struct {
	held     bool  // between pause and resume
	heldBy   int32 // the event that paused it
	standing int   // the first pauseWhile state that holds; -1
	reasoned bool  // one of the reasons that the limits ask for holds

	resumeAt          moment // when the event's pause ends by itself; never
	singleAt, totalAt moment // when the pause comes over a limit; never
	inPause           bool   // a pause was begun and counted
	denied            bool   // and does not count, because limits are enforced
	begunAt           moment // when
}

var notPausing = pausing{resumeAt: never, singleAt: never, totalAt: never}

// reason says why the clock stands: the number of a condition, or -1 less the
// number of an event.
func (p *pausing) reason() int32 {
	if p.held {
		return -1 - p.heldBy
	}
	return int32(p.standing)
}

// stands reports whether there is a reason to stand.
func (p *pausing) stands() bool { return p.held || p.standing >= 0 }

// lasts forgets the pause that was begun, if there is no reason to stand any more.
func (p *pausing) lasts() {
	if !p.stands() {
		p.inPause, p.denied, p.singleAt, p.totalAt = false, false, never, never
	}
}

// trigger lets the pause and resume triggers of an event act.
func (p *pausing) trigger(do acts, w *walker, event *Event) {
	if do&actPause != 0 {
		p.held, p.heldBy, p.resumeAt = true, w.number, never
		if !event.Until.IsZero() {
			p.resumeAt = momentOf(event.Until)
		}
	}
	if do&actResume != 0 {
		p.held, p.resumeAt = false, never
	}
}

// limits are compiled PauseLimits; zero amounts are no limit.
type limits struct {
	count         int
	total, single time.Duration
	reasons       []int // conditions of which one must hold; nil asks for none
	beforeDue     bool
	enforce       bool
}

// An Overrun is a limit on pausing that a clock broke.
type Overrun struct {
	Limit PauseLimit `json:"limit"`
	// At is when: the start of the pause, or the instant at which it had lasted
	// as long as it may.
	At time.Time `json:"at"`
}

// A PauseLimit names one of the limits of [PauseLimits].
type PauseLimit string

// The limits that can be broken.
const (
	LimitCount     PauseLimit = "count"
	LimitTotal     PauseLimit = "total"
	LimitSingle    PauseLimit = "single"
	LimitReasons   PauseLimit = "reasons"
	LimitBeforeDue PauseLimit = "beforeDue"
)

type overrun struct {
	limit PauseLimit
	at    moment
}

// settle lets an active clock run or stand as its pauses say.
func (c *clock) settle() {
	if !c.active() {
		return
	}
	stands := c.stands()
	switch {
	case stands && !c.inPause:
		c.enterPause()
	case !stands && c.inPause:
		c.leavePause()
	}
	c.phase = phaseRunning
	doing := stretch{}
	if stands && !c.denied {
		c.phase = phasePaused
		doing = stretch{paused: true, reason: c.reason()}
	}
	if doing != c.doing {
		c.flush()
		c.doing = doing
	}
}

// enterPause counts a pause and holds it against the limits.
func (c *clock) enterPause() {
	c.inPause, c.begunAt = true, c.now
	c.pauses++
	l := c.leg()
	lim := l.target.limits
	if lim == nil {
		return
	}
	if lim.count > 0 && c.pauses > lim.count {
		c.over(LimitCount, c.now)
	}
	if lim.beforeDue && l.dueNow() <= c.now {
		c.over(LimitBeforeDue, c.now)
	}
	if !c.reasoned {
		c.over(LimitReasons, c.now)
	}
	if lim.single > 0 && !c.denied {
		c.singleAt = l.measure().add(c.now, lim.single)
	}
	if lim.total > 0 && !c.denied {
		c.totalAt = l.measure().add(c.now, max(0, lim.total-c.stood))
	}
}

// leavePause ends a pause. One without length never was (S11).
func (c *clock) leavePause() {
	c.inPause, c.denied, c.singleAt, c.totalAt = false, false, never, never
	if c.begunAt == c.now {
		c.pauses--
		l := c.leg()
		for n := len(l.overruns); n > 0 && l.overruns[n-1].at == c.now; n-- {
			l.overruns = l.overruns[:n-1]
		}
	}
}

// exceed notes that the pause is over a limit of length at the given moment.
func (c *clock) exceed(at moment) {
	if c.singleAt == at {
		c.singleAt = never
		c.over(LimitSingle, at)
	}
	if c.totalAt == at {
		c.totalAt = never
		c.over(LimitTotal, at)
	}
	c.settle()
}

// over notes that the clock broke a limit. Where limits are enforced the pause
// counts no longer.
func (c *clock) over(limit PauseLimit, at moment) {
	l := c.leg()
	l.overruns = append(l.overruns, overrun{limit, at})
	if l.target.limits.enforce {
		c.denied, c.singleAt, c.totalAt = true, never, never
	}
}

// endPause moves the due by the pause that ended now, if there was one.
func (c *clock) endPause() {
	if c.pauseFrom != unset {
		l := c.leg()
		l.pause(c.pauseFrom, l.paused-c.pausedBefore)
		c.pauseFrom = unset
	}
}
