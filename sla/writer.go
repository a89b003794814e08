package sla

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slakit/slakit/calendar"
)

// A writer turns legs into readings, in memory that is used again. Identities
// of firings are cut from large strings, so that few are allocated.
type writer struct {
	firings []Firing
	steps   []listed
	common  []byte // of the identities of a leg
	ids     *strings.Builder
}

// reset makes room for another report; the one before is overwritten.
func (w *writer) reset() {
	w.firings = w.firings[:0]
}

// report lets the clocks come to the instant asked about and writes r.
func (ev *evaluation) report(r *Report) {
	next := never
	for s := range ev.slots {
		for c := range ev.slots[s].clocks {
			clock := &ev.slots[s].clocks[c]
			clock.finish(ev.at)
			next = min(next, clock.next())
		}
	}
	next = min(next, ev.lookAhead())
	var loc *time.Location
	for s := range ev.slots {
		for c := range ev.slots[s].clocks {
			clock := &ev.slots[s].clocks[c]
			if len(clock.legs) == 0 && clock.fit.target != nil {
				r.Readings = append(r.Readings, ev.idle(clock))
			}
			for l := range clock.legs {
				r.Readings = append(r.Readings, Reading{})
				ev.read(&r.Readings[len(r.Readings)-1], clock, &clock.legs[l])
			}
			if loc == nil && clock.fit.target != nil {
				loc = clock.fit.target.loc
			}
		}
	}
	if loc == nil {
		loc = time.UTC
	}
	r.At = ev.at.in(loc)
	r.Next = next.in(loc)
}

func (ev *evaluation) idle(c *clock) Reading {
	t := c.fit.target
	return Reading{
		Agreement: c.fit.agreement.id, Kind: kinds[c.kind], Metric: ev.engine.metrics[c.metric],
		Target: t.name, Priority: c.fit.priority, State: StateIdle, Within: t.within,
		Open: t.cal.IsOpen(ev.at.time()),
	}
}

// read writes the reading of a leg into r, which is zero.
func (ev *evaluation) read(r *Reading, c *clock, l *leg) {
	t := l.target // field by field, which is faster than a large literal
	r.Agreement, r.Kind, r.Metric = l.agreement.id, kinds[c.kind], ev.engine.metrics[c.metric]
	r.Target, r.Priority, r.Version = t.name, l.priority, l.agreement.level.from.in(t.loc)
	r.Cycle, r.Within = l.cycle, t.within
	r.Breached, r.Open = l.breachedAt != unset, l.calendar().IsOpen(ev.at.time())
	r.Elapsed, r.Paused, r.WallElapsed, r.WallPaused = l.elapsed, l.paused, l.wall.elapsed, l.wall.paused
	r.OriginalDue, r.BreachedAt = l.original.in(t.loc), l.breachedAt.in(t.loc)
	state, at, lineUpTo := l.state, l.endedAt, l.lineUpTo
	if l.state == 0 {
		state, at, lineUpTo = c.phase, ev.at, len(c.line)
	}
	r.State = states[state]
	r.Remaining = l.remaining(at)
	if l.stopped {
		r.StoppedAt = at.in(t.loc)
	}
	switch {
	case state == phaseCancelled || l.hidden:
	case r.Breached:
		r.Due = l.missed.in(t.loc)
	case state != phasePaused || l.manual != unset:
		due := l.dueNow()
		if l.state == 0 && c.later != nil && due >= c.laterFrom {
			due = c.later.leg().dueNow()
		}
		r.Due = due.in(t.loc)
	}
	if l.manual != unset && state != phaseCancelled {
		r.ComputedDue = l.edged.in(t.loc)
	}
	for _, o := range l.overruns {
		r.Overruns = append(r.Overruns, Overrun{Limit: o.limit, At: o.at.in(t.loc)})
	}
	l.engine, l.ticket, l.line = ev.engine, &ev.asked, c.line[l.lineFrom:lineUpTo]
	r.leg = l
	r.Escalations = ev.escalations(r, c, l)
}

// A due step is one that is listed: mark i of a leg, at its moment.
type listed struct {
	at, nominal moment
	leg         *leg
	i           int
}

// escalations lists the firings of a leg, and those ahead while it runs.
func (ev *evaluation) escalations(r *Reading, c *clock, l *leg) []Firing {
	w := &ev.writer
	steps := w.steps[:0]
	ahead, until := r.State == StateRunning, never
	if ahead && c.later != nil {
		until = c.laterFrom
	}
	for i := range l.marks {
		switch k := &l.marks[i]; {
		case k.firedAt != unset:
			steps = insert(steps, listed{k.firedAt, k.nominal, l, i})
		case ahead && !k.done && k.nominal < until:
			steps = insert(steps, listed{k.nominal, k.nominal, l, i})
		}
	}
	if until != never {
		later := c.later.leg()
		for i := range later.marks {
			if k := &later.marks[i]; !k.done && k.nominal != never && k.nominal >= until {
				steps = insert(steps, listed{k.nominal, k.nominal, later, i})
			}
		}
	}
	w.steps = steps
	if len(steps) == 0 {
		return nil
	}
	from := len(w.firings)
	w.firings = slices.Grow(w.firings, len(steps))[:from+len(steps)]
	for k := range steps {
		s := &steps[k]
		t := s.leg.target
		step := &t.steps[s.i]
		if k == 0 || s.leg != steps[k-1].leg {
			w.begin(ev, s.leg)
		}
		f := &w.firings[from+k]
		f.ID, f.Agreement, f.Kind, f.Metric = w.id(step), s.leg.agreement.id, r.Kind, r.Metric
		f.Target, f.Cycle, f.Name, f.Repeat = t.name, l.cycle, step.name, step.repeat
		f.At = s.at.in(t.loc)
		if f.Nominal = f.At; s.nominal != s.at {
			f.Nominal = s.nominal.in(t.loc)
		}
		f.Opens = opening(s.leg.calendar(), f.At)
	}
	return w.firings[from:len(w.firings):len(w.firings)]
}

// insert keeps the steps in order: by moment, nominal moment, and as written.
func insert(steps []listed, s listed) []listed {
	n := len(steps)
	steps = append(steps, s)
	for n > 0 && (s.at < steps[n-1].at || s.at == steps[n-1].at && s.nominal < steps[n-1].nominal) {
		steps[n] = steps[n-1]
		n--
	}
	steps[n] = s
	return steps
}

// opening returns the first instant from at on at which cal is open.
func opening(cal *calendar.Calendar, at time.Time) time.Time {
	if cal.IsOpen(at) {
		return at
	}
	next, ok := cal.Next(at)
	if !ok {
		return time.Time{}
	}
	return next.Start.In(at.Location())
}

// begin writes what the identities of a leg's firings have in common (D12):
// ticket, agreement, kind, metric, cycle, target and restarts.
func (w *writer) begin(ev *evaluation, l *leg) {
	b := w.common[:0]
	b = append(b, bars(ev.asked.ID)...)
	b = append(b, '|')
	b = append(b, l.agreement.part...)
	b = append(b, l.target.head...)
	b = strconv.AppendInt(b, int64(l.cycle), 10)
	b = append(b, l.target.part...)
	w.common = strconv.AppendInt(b, int64(l.restarts), 10)
}

// id writes the identity of a firing. Identities are cut from large strings, so
// that few are allocated.
func (w *writer) id(s *step) string {
	const most = 64 << 10
	need := len(w.common) + len(s.part)
	if w.ids == nil || w.ids.Cap()-w.ids.Len() < need {
		w.ids = &strings.Builder{}
		w.ids.Grow(max(need, min(most, 128*need)))
	}
	start := w.ids.Len()
	w.ids.Write(w.common)
	w.ids.WriteString(s.part)
	return w.ids.String()[start:]
}

// bars escapes the bars in a name, which separate the parts of an identity.
func bars(name string) string {
	if !strings.ContainsAny(name, `|\`) {
		return name
	}
	return strings.NewReplacer(`\`, `\\`, "|", `\|`).Replace(name)
}
