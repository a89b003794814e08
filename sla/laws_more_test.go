package sla_test

import (
	"errors"
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

// hasReplacedTimes is how often the metric of a live reading has changed its
// target.
func hasReplacedTimes(report sla.Report, r sla.Reading) (n int) {
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
			for range hasReplacedTimes(*r, r.Readings[i]) {
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

// TestLawS25Freeze: after the stop nothing moves, whatever the hour and
// however often somebody pauses and resumes.
func TestLawS25Freeze(t *testing.T) {
	r := rand.New(rand.NewSource(25))
	law(t, drawOptions{}, func(d drawn, engine desk) string {
		last := d.ticket.Events[len(d.ticket.Events)-1].At
		ended := d.ticket
		ended.Events = append(slices.Clone(d.ticket.Events), sla.Event{At: last, Name: sla.Resolved})
		now := eval(t, engine, ended, last)
		for range 1 + r.Intn(4) {
			last = last.Add(time.Duration(r.Intn(9000)) * time.Minute)
			ended.Events = append(ended.Events, sla.Event{At: last, Name: pick(r, sla.Paused, sla.Resumed, sla.Changed)})
		}
		then := eval(t, engine, ended, last.Add(time.Duration(r.Intn(9000))*time.Minute))
		for _, report := range []*sla.Report{&now, &then} {
			for i := range report.Readings {
				report.Readings[i].Open = false // it shows the hour
				if report.Readings[i].State == "idle" {
					report.Readings[i] = sla.Reading{}
				}
			}
		}
		return unequal("after the stop", readingsText(now), readingsText(then))
	}, eachReading("a pause goes on after the stop", func(r *sla.Report, x *sla.Reading) {
		if x.State == sla.StateStopped {
			x.WallPaused += r.At.Sub(x.StoppedAt)
		}
	}))
}

// TestLawS26Reopen: reopening by "resume" equals a pause from the stop to the
// reopening.
func TestLawS26Reopen(t *testing.T) {
	r := rand.New(rand.NewSource(26))
	law(t, drawOptions{plain: true}, func(d drawn, engine desk) string {
		u, p, q, _, ok := pauseCase(t, d, engine, r)
		if !ok || !byDefault(u.target) {
			return skipCase
		}
		start, asked := d.ticket.Events[0].At, q.Add(time.Duration(r.Intn(5000))*time.Minute)
		a := eval(t, engine, openedAt(start, sla.Event{At: p, Name: sla.Resolved}, sla.Event{At: q, Name: sla.Reopened}), asked)
		b := eval(t, engine, openedAt(start, sla.Event{At: p, Name: sla.Paused}, sla.Event{At: q, Name: sla.Resumed}), asked)
		x, _ := live(a, sla.Resolution)
		y, _ := live(b, sla.Resolution)
		a.Readings, b.Readings = []sla.Reading{x}, []sla.Reading{y}
		a.Next, b.Next = time.Time{}, time.Time{}
		return unequal("reopened, and paused", text(a), text(b))
	}, eachPromise("the time between stop and reopening is used", func(_ *spec, target *specTarget) { target.OnReopen = "continue" }))
}

// TestLawS31Independence: clocks do not know of each other.
func TestLawS31Independence(t *testing.T) {
	only := perDefinition(func(d drawn) desk {
		alone := d.spec.clone()
		for i := range alone.ServiceLevels {
			alone.ServiceLevels[i].Targets = slices.DeleteFunc(slices.Clone(alone.ServiceLevels[i].Targets), func(t specTarget) bool { return t.Metric != "resolution" })
		}
		return d.desk(t, alone)
	})
	law(t, drawOptions{noManual: true}, func(d drawn, engine desk) string {
		all, one := eval(t, engine, d.ticket, d.at), eval(t, only(d), d.ticket, d.at)
		all.Readings = slices.DeleteFunc(all.Readings, func(r sla.Reading) bool { return r.Metric != sla.Resolution })
		all.Next, one.Next = time.Time{}, time.Time{}
		all.At, one.At = all.At.UTC(), one.At.UTC() // shown in the zone of some calendar
		return unequal("without the other clocks", text(all), text(one))
	}, fault{what: "the clock that is due first overrules the others", answer: func(_ sla.Ticket, r *sla.Report) {
		var first time.Time
		for _, x := range r.Readings {
			if !x.Due.IsZero() && (first.IsZero() || x.Due.Before(first)) {
				first = x.Due
			}
		}
		for i := range r.Readings {
			if x := &r.Readings[i]; !x.Due.IsZero() {
				x.Due = first
			}
		}
	}})
}

// TestLawS29Skew: no amount is ever below zero, and what is yet to come, or is
// said to come, does not count.
func TestLawS29Skew(t *testing.T) {
	r := rand.New(rand.NewSource(29))
	law(t, drawOptions{}, func(d drawn, engine desk) string {
		now := d.ticket.Events[r.Intn(len(d.ticket.Events))].At.Add(time.Duration(r.Intn(300)-100) * time.Minute)
		report := eval(t, engine, d.ticket, now)
		for _, x := range report.Readings {
			if x.Elapsed < 0 || x.Paused < 0 || x.WallElapsed < 0 || x.WallPaused < 0 {
				return "less than nothing was used: " + text(report)
			}
		}
		other := sla.Ticket{ID: d.ticket.ID, Events: slices.Clone(d.ticket.Events)}
		for i := range other.Events {
			if e := &other.Events[i]; e.At.After(now) {
				*e = sla.Event{At: e.At.Add(time.Hour), Name: pick(r, sla.Resolved, sla.Paused, sla.Cancelled)}
			}
		}
		return unequal("with another future", text(report), text(eval(t, engine, other, now)))
	}, futureCounts, fault{what: "time is counted to the last event", answer: func(ticket sla.Ticket, r *sla.Report) {
		last := ticket.Events[len(ticket.Events)-1].At
		for i := range r.Readings {
			if x := &r.Readings[i]; x.State == sla.StateRunning {
				x.WallElapsed += last.Sub(r.At)
			}
		}
	}})
}

// TestLawS33TimeTravel: asked about the past, a ticket answers as it did then.
func TestLawS33TimeTravel(t *testing.T) {
	r := rand.New(rand.NewSource(33))
	law(t, drawOptions{}, func(d drawn, engine desk) string {
		past := d.ticket.Events[r.Intn(len(d.ticket.Events))].At.Add(time.Duration(r.Intn(200)) * time.Minute)
		then := sla.Ticket{ID: d.ticket.ID, Events: history(d.ticket, past)}
		return unequal("then and now", text(eval(t, engine, then, past)), text(eval(t, engine, d.ticket, past)))
	}, futureCounts)
}

// TestLawR05OtherAgreements: an agreement that does not match changes nothing.
func TestLawR05OtherAgreements(t *testing.T) {
	with := perDefinition(func(d drawn) desk {
		more := d.spec
		more.Agreements = append([]specAgreement{
			{ID: "elsewhere", Kind: "sla", ServiceLevel: "gold", Match: map[string][]string{"site": {"nowhere"}}},
			{ID: "ended", Kind: "sla", ServiceLevel: "gold", Until: "2020-01-01"},
			{ID: "to come", Kind: "sla", ServiceLevel: "silver", From: "2199-01-01"},
		}, d.spec.Agreements...)
		return d.desk(t, more)
	})
	law(t, drawOptions{}, func(d drawn, engine desk) string {
		return unequal("with other agreements", text(eval(t, engine, d.ticket, d.at)), text(eval(t, with(d), d.ticket, d.at)))
	}, fault{what: "agreements that have ended apply", read: func(s *spec) {
		s.Agreements = slices.Clone(s.Agreements)
		for i := range s.Agreements {
			s.Agreements[i].Until = ""
		}
	}})
}

// TestLawS14LateEvent: an event that comes late gives what it would have given
// on time, and Diff tells exactly which firings that makes and unmakes.
func TestLawS14LateEvent(t *testing.T) {
	r := rand.New(rand.NewSource(14))
	law(t, drawOptions{}, func(d drawn, engine desk) string {
		if len(d.ticket.Events) < 2 {
			return skipCase
		}
		i := 1 + r.Intn(len(d.ticket.Events)-1)
		e, late := d.ticket.Events[i], d.ticket
		late.Events = slices.Delete(slices.Clone(d.ticket.Events), i, i+1)
		before := eval(t, engine, late, d.at)
		if !slices.ContainsFunc(late.Events, func(o sla.Event) bool { return o.At.Equal(e.At) }) {
			late.Events = append(late.Events, e)
		} else {
			late = d.ticket // which of the two came first must be told
		}
		after := eval(t, engine, late, d.at)
		if wrong := unequal("late, and on time", text(after), text(eval(t, engine, d.ticket, d.at))); wrong != "" {
			return wrong
		}
		fired := map[string]bool{}
		for f := range before.Fired(time.Time{}) {
			fired[f.ID] = true
		}
		for delta := range sla.Diff(before, after) {
			switch id := delta.Firing.ID; delta.Change {
			case sla.DeltaFired:
				if fired[id] {
					return "fired again: " + id
				}
				fired[id] = true
			case sla.DeltaRetracted, sla.DeltaRearmed:
				if !fired[id] {
					return "taken back without having fired: " + id
				}
				delete(fired, id)
			default:
				return "unknown change " + string(delta.Change)
			}
		}
		for f := range after.Fired(time.Time{}) {
			if !fired[f.ID] {
				return "the difference does not tell of " + f.ID
			}
			delete(fired, f.ID)
		}
		if len(fired) > 0 {
			return fmt.Sprintf("the difference leaves %v", fired)
		}
		for delta := range sla.Diff(after, after) {
			return "a report differs from itself by " + delta.Firing.ID
		}
		return ""
	}, asItArrives, namesAlone)
}

// TestLawS32Audit: the stretches of a reading follow each other without a gap
// from the start to the end, and those that count sum to what is shown.
func TestLawS32Audit(t *testing.T) {
	law(t, drawOptions{}, func(d drawn, engine desk) string {
		told := false
		for _, r := range eval(t, engine, d.ticket, d.at).Readings {
			var elapsed, paused, wallElapsed, wallPaused time.Duration
			var end time.Time
			for s := range r.Timeline() {
				if !end.IsZero() && !s.Start.Equal(end) || s.End.Before(s.Start) {
					return fmt.Sprintf("a stretch from %s to %s follows %s", show(s.Start), show(s.End), show(end))
				}
				end, told = s.End, true
				if s.State == sla.StateRunning {
					elapsed, wallElapsed = elapsed+time.Duration(s.Counted), wallElapsed+s.End.Sub(s.Start)
				} else {
					paused, wallPaused = paused+time.Duration(s.Counted), wallPaused+s.End.Sub(s.Start)
				}
			}
			if elapsed != r.Elapsed || paused != r.Paused || wallElapsed != r.WallElapsed || wallPaused != r.WallPaused {
				return fmt.Sprintf("%s %s: stretches sum to %v and %v (wall %v and %v), shown %v and %v (wall %v and %v)", r.Metric, r.State,
					elapsed, paused, wallElapsed, wallPaused, r.Elapsed, r.Paused, r.WallElapsed, r.WallPaused)
			}
			if r.WallElapsed+r.WallPaused == 0 {
				continue // nothing has passed
			}
			if (r.State == "running" || r.State == "paused") && !end.Equal(d.at) {
				return fmt.Sprintf("%s %s: the last stretch ends at %s", r.Metric, r.State, show(end))
			}
			if r.State == "stopped" && !end.Equal(r.StoppedAt) {
				return fmt.Sprintf("%s stopped at %s, the last stretch ends at %s", r.Metric, show(r.StoppedAt), show(end))
			}
		}
		if !told {
			return skipCase
		}
		return ""
	}, countsByWall)
}

// TestLawS28Range: instants at the ends of the range and beyond it are answered
// or refused, and never wrap.
func TestLawS28Range(t *testing.T) {
	far := []time.Time{
		{}, at("1900-01-01 00:00"), at("1919-12-31 23:59:59"), at("1920-01-01 00:00"), at("1920-01-02 00:00"),
		at("2199-12-30 00:00"), at("2199-12-31 23:59:59"), at("2200-01-01 00:00"), at("2262-04-12 00:00"), at("9999-12-31 23:59:59"),
	}
	r := rand.New(rand.NewSource(28))
	law(t, drawOptions{}, func(d drawn, engine desk) string {
		ticket := d.ticket
		ticket.Events = slices.Clone(d.ticket.Events)
		for i := range ticket.Events {
			ticket.Events[i].Until = time.Time{} // it must lie after its event
		}
		asked := d.at
		switch r.Intn(3) {
		case 0:
			asked = pick(r, far...)
		case 1:
			ticket.Events[0].At = pick(r, far...)
		case 2:
			ticket.Events[len(ticket.Events)-1].At = pick(r, far...)
			asked = pick(r, far...)
		}
		report, err := engine.Evaluate(ticket, asked)
		if outside := asked.Before(at("1920-01-01 00:00")) || !asked.Before(at("2200-01-01 00:00")); outside && !errors.Is(err, sla.ErrRange) {
			return fmt.Sprintf("asked at %s: error %v", show(asked), err)
		}
		if err != nil {
			if !errors.Is(err, sla.ErrRange) && !errors.Is(err, sla.ErrNoAgreement) || len(report.Readings) > 0 {
				return fmt.Sprintf("error %v with %d readings", err, len(report.Readings))
			}
			return ""
		}
		for _, x := range report.Readings {
			if x.Elapsed < 0 || x.Paused < 0 || x.WallElapsed < x.Elapsed || x.WallPaused < x.Paused {
				return "an amount is wrong: " + text(report)
			}
		}
		if !report.Next.IsZero() && !report.Next.After(asked) {
			return "next is not ahead"
		}
		return ""
	}, fault{what: "instants beyond the range are taken for its ends", told: func(_ *sla.Ticket, at *time.Time) {
		*at = minTime(*at, time.Date(2199, 12, 31, 0, 0, 0, 0, time.UTC))
	}}, eachReading("amounts are kept in 32 bits, in milliseconds", func(_ *sla.Report, x *sla.Reading) {
		x.Elapsed = time.Duration(int32(x.Elapsed.Milliseconds())) * time.Millisecond //nolint:gosec // the fault
	}))
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
				if p.Before(q) {
					return skipCase
				}
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
