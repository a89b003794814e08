package sla_test

import (
	"cmp"
	"slices"
	"time"

	"github.com/slakit/slakit/calendar"
)

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

// ranAfter is the first instant at which the clock has run for d since t. What
// is not reached before a pause begins comes after it (A8).
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
		if ran > d {
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
