package sla

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slakit/slakit/calendar"
)

// A writer turns legs into readings, in memory that is used again. Identities
// of firings are cut from large strings, so that few are allocated.
type writer struct {
	firings  []Firing
	workings []working
	ids      *strings.Builder
}

// reset makes room for another report; the one before is overwritten.
func (w *writer) reset() {
	w.firings = w.firings[:0]
	w.workings = w.workings[:0]
}

// report lets the clocks come to the instant asked about and writes r.
func (ev *evaluation) report(r *Report) {
	next := never
	legs := 0
	for s := range ev.slots {
		for c := range ev.slots[s].clocks {
			clock := &ev.slots[s].clocks[c]
			clock.finish(ev.at)
			next = min(next, clock.next())
			legs += len(clock.legs)
		}
	}
	if len(ev.engine.versions) > 1 {
		next = min(next, ev.lookAhead())
	}
	ev.writer.workings = slices.Grow(ev.writer.workings, legs) // never moved
	var loc *time.Location
	for s := range ev.slots {
		for c := range ev.slots[s].clocks {
			clock := &ev.slots[s].clocks[c]
			if len(clock.legs) == 0 && clock.fit.target != nil {
				r.Readings = append(r.Readings, ev.idle(clock))
			}
			for l := range clock.legs {
				r.Readings = append(r.Readings, ev.reading(clock, &clock.legs[l]))
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

func (ev *evaluation) reading(c *clock, l *leg) Reading {
	t := l.target
	r := Reading{
		Agreement: l.agreement.id, Kind: kinds[c.kind], Metric: ev.engine.metrics[c.metric],
		Target: t.name, Priority: l.priority, Cycle: l.cycle, State: l.state, Within: t.within,
		Breached: l.breachedAt != unset, Open: l.calendar().IsOpen(ev.at.time()),
		Elapsed: l.elapsed, Paused: l.paused, WallElapsed: l.wallElapsed, WallPaused: l.wallPaused,
		Version:     l.agreement.level.from.in(t.loc),
		OriginalDue: l.original.in(t.loc), BreachedAt: l.breachedAt.in(t.loc),
	}
	at, lineUpTo := l.endedAt, l.lineUpTo
	if l.state == "" {
		r.State, at, lineUpTo = c.phase, ev.at, len(c.line)
	}
	r.Remaining = l.remaining(at)
	if l.stopped {
		r.StoppedAt = at.in(t.loc)
	}
	switch {
	case r.State == StateCancelled || l.hidden:
	case r.Breached:
		r.Due = l.missed.in(t.loc)
	case r.State != StatePaused || l.manual != unset:
		due := l.dueNow()
		if l.state == "" && c.later != nil && due > c.laterFrom {
			due = c.later.leg().dueNow()
		}
		r.Due = due.in(t.loc)
	}
	if l.manual != unset && r.State != StateCancelled {
		r.ComputedDue = l.edged.in(t.loc)
	}
	for _, o := range l.overruns {
		r.Overruns = append(r.Overruns, Overrun{Limit: o.limit, At: o.at.in(t.loc)})
	}
	ev.writer.workings = append(ev.writer.workings, working{
		engine: ev.engine, ticket: &ev.asked, leg: l, line: c.line[l.lineFrom:lineUpTo],
	})
	r.working = &ev.writer.workings[len(ev.writer.workings)-1]
	r.Escalations = ev.escalations(&r, c, l)
	return r
}

// escalations lists the firings of a leg, and those ahead while it runs.
func (ev *evaluation) escalations(r *Reading, c *clock, l *leg) []Firing {
	w := &ev.writer
	from, until := len(w.firings), never
	ahead := r.State == StateRunning
	if ahead && c.later != nil {
		until = c.laterFrom
	}
	for i := range l.marks {
		switch k := &l.marks[i]; {
		case k.firedAt != unset:
			w.add(ev.asked.ID, r, l, i, k.firedAt)
		case ahead && !k.done && k.nominal != never && k.nominal <= until:
			w.add(ev.asked.ID, r, l, i, k.nominal)
		}
	}
	if until != never && c.later.phase == StateRunning {
		later := c.later.leg()
		for i := range later.marks {
			if k := &later.marks[i]; !k.done && k.nominal != never && k.nominal > until {
				w.add(ev.asked.ID, r, later, i, k.nominal)
			}
		}
	}
	fired := w.firings[from:len(w.firings):len(w.firings)]
	if len(fired) == 0 {
		return nil
	}
	slices.SortStableFunc(fired, func(a, b Firing) int {
		return cmp.Or(a.At.Compare(b.At), a.Nominal.Compare(b.Nominal))
	})
	return fired
}

// add lists step i of a leg.
func (w *writer) add(ticket string, r *Reading, l *leg, i int, at moment) {
	s, loc := &l.target.steps[i], l.target.loc
	w.firings = append(w.firings, Firing{
		ID: w.id(ticket, r, l, s), Agreement: l.agreement.id, Kind: r.Kind, Metric: r.Metric,
		Target: l.target.name, Cycle: l.cycle, Name: s.name, Repeat: s.repeat,
		At: at.in(loc), Nominal: l.marks[i].nominal.in(loc), Opens: opening(l.calendar(), at, loc),
	})
}

// opening returns the first instant from at on at which cal is open.
func opening(cal *calendar.Calendar, at moment, loc *time.Location) time.Time {
	next, ok := cal.Next(at.time())
	switch {
	case !ok:
		return time.Time{}
	case next.Start.IsZero():
		return at.in(loc)
	default:
		return max(at, momentOf(next.Start)).in(loc)
	}
}

// id writes the identity of a firing: ticket, agreement, kind, metric, cycle,
// target, restarts, name and repeat (D12).
func (w *writer) id(ticket string, r *Reading, l *leg, s *step) string {
	const most = 64 << 10
	need := 2*(len(ticket)+len(r.Agreement)+len(r.Kind)+len(r.Metric)+len(r.Target)+len(s.name)) + 80
	if w.ids == nil || w.ids.Cap()-w.ids.Len() < need {
		w.ids = &strings.Builder{}
		w.ids.Grow(max(need, min(most, 16*need)))
	}
	b := w.ids
	start := b.Len()
	var digits [20]byte
	for _, part := range [...]string{ticket, l.agreement.id, string(r.Kind), string(r.Metric)} {
		writePart(b, part)
	}
	b.Write(strconv.AppendInt(digits[:0], int64(l.cycle), 10))
	b.WriteByte('|')
	writePart(b, l.target.name)
	b.Write(strconv.AppendInt(digits[:0], int64(l.restarts), 10))
	b.WriteByte('|')
	writePart(b, s.name)
	b.Write(strconv.AppendInt(digits[:0], int64(s.repeat), 10))
	return b.String()[start:]
}

// writePart writes a name and a bar; bars inside it are escaped.
func writePart(b *strings.Builder, part string) {
	for i := range len(part) {
		if part[i] == '|' || part[i] == '\\' {
			b.WriteByte('\\')
		}
		b.WriteByte(part[i])
	}
	b.WriteByte('|')
}
