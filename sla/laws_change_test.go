package sla_test

import (
	"fmt"
	"math/big"
	"math/rand"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/sla"
)

// TestLawS21Switch: going to another target and back at one instant changes
// nothing but what is told of the replaced ones.
func TestLawS21Switch(t *testing.T) {
	r := rand.New(rand.NewSource(21))
	whole := func(_ *rand.Rand, s *spec) {
		s.eachTarget(func(target *specTarget) { target.OnChange, target.Escalations, target.PauseWhile = "whole", nil, nil })
	}
	law(t, drawOptions{noManual: true, adapt: whole}, func(d drawn, engine desk) string {
		e := d.ticket.Events[r.Intn(len(d.ticket.Events))]
		priority := "P2"
		for _, x := range history(d.ticket, e.At) {
			if p := x.Facts["priority"]; len(p) == 1 {
				priority = p[0]
			}
		}
		if slices.ContainsFunc(d.ticket.Events, func(x sla.Event) bool { return x.At.Equal(e.At.Add(1)) }) {
			return skipCase
		}
		other := "P1"
		if priority == "P1" {
			other = "P3"
		}
		now := e.At.Add(time.Second)
		for _, x := range d.ticket.Events {
			if !x.At.After(now) && x.At.After(e.At) || x.Until.Equal(now) {
				return skipCase
			}
		}
		with := d.ticket
		with.Events = append(slices.Clone(d.ticket.Events),
			sla.Event{At: now, Name: sla.Changed, Facts: sla.Facts{"priority": {other}}},
			sla.Event{At: now, Name: sla.Changed, Facts: sla.Facts{"priority": {priority}}})
		if slices.ContainsFunc(eval(t, engine, d.ticket, now).Readings, func(r sla.Reading) bool { return r.State == "paused" && r.Breached }) {
			return skipCase // the clock that comes back breaches only when it runs
		}
		asked := later(d.at, now)
		a, b := eval(t, engine, d.ticket, asked), eval(t, engine, with, asked)
		a.Readings, b.Readings = current(a), current(b)
		for i := range min(len(a.Readings), len(b.Readings)) {
			// A breach by an overdue target happens anew at the change (D4).
			x, y := &a.Readings[i], &b.Readings[i]
			x.Priority, y.Priority = "", "" // that of the latest choice
			if x.Breached && y.Breached && !x.BreachedAt.After(now) {
				x.BreachedAt, y.BreachedAt = time.Time{}, time.Time{}
			}
		}
		return unequal("there and back", text(a), text(b))
	}, restartsAlways)
}

// timesChanged is how often the metric of a live reading has changed its
// target.
func timesChanged(report sla.Report, r sla.Reading) (n int) {
	for _, x := range report.Readings {
		if x.State == sla.StateReplaced && x.Metric == r.Metric && r.State != sla.StateReplaced {
			n++
		}
	}
	return n
}

func current(r sla.Report) (all []sla.Reading) {
	for _, reading := range r.Readings {
		if reading.State != "replaced" {
			all = append(all, reading)
		}
	}
	return all
}

// TestLawS22Flapping: with one calendar and one measure, what was used does not
// depend on how often the target changed, for "whole" and "keep-elapsed".
func TestLawS22Flapping(t *testing.T) {
	flap := func(r *rand.Rand, s *spec) {
		how := pick(r, "whole", "keep-elapsed")
		for i := range s.ServiceLevels {
			s.ServiceLevels[i].PauseWhile = nil
		}
		s.eachTarget(func(target *specTarget) {
			target.OnChange, target.OnReopen, target.Calendar, target.PauseWhile, target.On.Reset = how, "", "", nil, nil
		})
	}
	law(t, drawOptions{noManual: true, service: true, adapt: flap}, func(d drawn, engine desk) string {
		calm := d.ticket
		calm.Events = nil
		for i, e := range d.ticket.Events {
			if i > 0 {
				facts := sla.Facts{}
				for name, values := range e.Facts {
					if name != "priority" && name != "site" {
						facts[name] = values
					}
				}
				e.Facts = facts
			}
			calm.Events = append(calm.Events, e)
		}
		a, okA := live(eval(t, engine, d.ticket, d.at), sla.Resolution)
		b, okB := live(eval(t, engine, calm, d.at), sla.Resolution)
		if !okA || !okB || a.Cycle != b.Cycle {
			return skipCase
		}
		if a.Elapsed != b.Elapsed || a.Paused != b.Paused {
			return fmt.Sprintf("%v used and %v paused, without changes %v and %v", a.Elapsed, a.Paused, b.Elapsed, b.Paused)
		}
		return ""
	}, fault{what: "every change loses a second", answer: func(_ sla.Ticket, r *sla.Report) {
		for i := range r.Readings {
			for range timesChanged(*r, r.Readings[i]) {
				r.Readings[i].Elapsed -= time.Second
			}
		}
	}}, restartsAlways)
}

// threeTargets are a smaller allowance, a larger one, and the smaller one
// around the clock.
func threeTargets(r *rand.Rand, s *spec) {
	small := 1 + r.Intn(2000)
	target := specTarget{Metric: "small", Within: fmt.Sprintf("%dm", small), On: specOn{
		Start: []string{"opened"}, Stop: []string{"resolved", "reply"}, Reopen: []string{"reopened"},
	}}
	large, always := target, target
	large.Metric, large.Within = "large", fmt.Sprintf("%dm", small+r.Intn(2000))
	always.Metric, always.Calendar = "always", "always"
	s.Calendars = append(s.Calendars, specCalendar{Name: "always", Zone: "UTC", Hours: []specHours{{Days: "daily", Open: "00:00", Close: "24:00"}}})
	s.ServiceLevels[0].Targets = []specTarget{target, large, always}
}

// TestLawS23Allowances: a smaller allowance is due no later, and what breaches
// a larger one breaches it too.
func TestLawS23Allowances(t *testing.T) {
	law(t, drawOptions{plain: true, noManual: true, adapt: threeTargets}, func(d drawn, engine desk) string {
		report := eval(t, engine, d.ticket, d.at)
		a, okA := live(report, "small")
		b, okB := live(report, "large")
		if okA != okB {
			return "not both of them have a reading"
		}
		if !okA {
			return skipCase
		}
		if a.Due.After(b.Due) && !b.Due.IsZero() || b.Breached && !a.Breached || a.OriginalDue.After(b.OriginalDue) {
			return fmt.Sprintf("the smaller is due %s (breached %v), the larger %s (breached %v)", show(a.Due), a.Breached, show(b.Due), b.Breached)
		}
		return ""
	}, eachPromise("more than a day is counted by the wall clock", func(_ *spec, target *specTarget) {
		if form := parseForm(target.Within); form.kind == "service" && form.d > 24*time.Hour {
			target.Within += " elapsed"
		}
	}))
}

// TestLawS24Calendars: where more service is given, nothing is due later.
func TestLawS24Calendars(t *testing.T) {
	law(t, drawOptions{plain: true, noManual: true, adapt: threeTargets}, func(d drawn, engine desk) string {
		report := eval(t, engine, d.ticket, d.at)
		a, okA := live(report, "small")
		b, okB := live(report, "always")
		if okA != okB {
			return "not both of them have a reading"
		}
		if !okA {
			return skipCase
		}
		if b.OriginalDue.After(a.OriginalDue) {
			return fmt.Sprintf("around the clock due %s, else %s", show(b.OriginalDue), show(a.OriginalDue))
		}
		return ""
	}, fault{what: "the last minute before midnight is closed", read: func(s *spec) {
		s.Calendars = slices.Clone(s.Calendars)
		for i := range s.Calendars {
			c := &s.Calendars[i]
			c.Hours = slices.Clone(c.Hours)
			for j := range c.Hours {
				if c.Hours[j].Close == "24:00" {
					c.Hours[j].Close = "23:59"
				}
			}
		}
	}})
}

// TestLawS21Carry: what a clock that comes under another target has used, what
// remains of it, and when it is due, for every way of D8. Of two targets the
// second takes over at a drawn instant, after a drawn pause.
func TestLawS21Carry(t *testing.T) {
	r, all, counted := rand.New(rand.NewSource(121)), onChanges(), map[string]int{}
	two := func(r *rand.Rand, s *spec) {
		s.ServiceLevels[0].PauseWhile = nil
		s.ServiceLevels[0].Targets = nil
		for _, priorities := range [][]string{{"P1"}, nil} {
			s.ServiceLevels[0].Targets = append(s.ServiceLevels[0].Targets, specTarget{
				Metric: "resolution", Within: drawWithin(r, drawOptions{measured: true}), Priorities: priorities, Calendar: pick(r, "first", "second"),
			})
		}
		all.set(s, pick(r, all.all...))
	}
	law(t, drawOptions{plain: true, adapt: two}, func(d drawn, engine desk) string {
		start := d.ticket.Events[0].At
		p := start.Add(time.Duration(r.Intn(3000)) * time.Minute)
		q := p.Add(time.Duration(r.Intn(2000)) * time.Minute)
		s := q.Add(time.Duration(r.Intn(3000)) * time.Minute)
		ticket := openedAt(start, sla.Event{At: p, Name: sla.Paused}, sla.Event{At: q, Name: sla.Resumed}, sla.Event{At: s, Name: sla.Changed, Facts: sla.Facts{"priority": {"P1"}}})
		old, _ := live(eval(t, engine, sla.Ticket{ID: "p", Events: ticket.Events[:3]}, s), sla.Resolution)
		now, _ := live(eval(t, engine, ticket, s), sla.Resolution)
		// The whole cycle by the new target, and one that starts now.
		u := d.model.newUse(d.spec.Agreements[0], d.spec.ServiceLevels[0], d.spec.ServiceLevels[0].Targets[0], 1)
		w2 := u.between(start, u.formDue(start), u.wall)
		used := u.between(start, p, u.wall) + u.between(q, s, u.wall)
		whole := u.formDue(start)
		if !p.After(whole) {
			whole = u.add(whole, u.between(p, q, u.wall))
		}
		elapsed, remaining, due := used, w2-used, whole
		mode := d.spec.ServiceLevels[0].Targets[0].OnChange
		switch mode {
		case "restart":
			due = u.formDue(s)
			elapsed, remaining = 0, u.between(s, due, u.wall)
		case "keep-elapsed":
			elapsed, remaining = old.Elapsed, w2-old.Elapsed
			due = u.add(s, remaining)
		case "keep-share":
			w1 := old.Elapsed + old.Remaining
			left := new(big.Int).Mul(big.NewInt(int64(max(0, old.Remaining))), big.NewInt(int64(w2)))
			left, rest := left.QuoRem(left, big.NewInt(int64(w1)), new(big.Int))
			if rest.Sign() > 0 {
				left.Add(left, big.NewInt(1))
			}
			elapsed, remaining = old.Elapsed, time.Duration(left.Int64())
			due = u.add(s, remaining)
		case "earliest-of-both":
			if old.Due.Before(due) {
				due = old.Due
				if remaining = 0; due.After(s) {
					remaining = u.between(s, due, u.wall)
				}
			}
		}
		if now.Elapsed != elapsed {
			return fmt.Sprintf("%s: %v used, want %v", mode, now.Elapsed, elapsed)
		}
		if due.After(s) && (now.Remaining != remaining || !now.Due.Equal(due)) {
			return fmt.Sprintf("%s: %v remaining and due %s, want %v and %s", mode, now.Remaining, show(now.Due), remaining, show(due))
		}
		if now.Breached == due.After(s) {
			return fmt.Sprintf("%s: due %s, breached %v at %s\n%s", mode, show(due), now.Breached, show(s), text(eval(t, engine, ticket, s)))
		}
		if due.After(s) {
			counted[mode]++
		}
		return ""
	}, restartsAlways, eachPromise("whatever is written, the whole cycle counts", func(_ *spec, target *specTarget) { target.OnChange = "whole" }),
		eachPromise("a share is taken for an amount", func(_ *spec, target *specTarget) {
			if target.OnChange == "keep-share" {
				target.OnChange = "keep-elapsed"
			}
		}))
	for _, mode := range all.all {
		require.True(t, counted[mode] > 0 || !enoughCases(), mode)
	}
}
