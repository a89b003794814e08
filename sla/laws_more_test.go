package sla_test

import (
	"errors"
	"fmt"
	"math/rand"
	"slices"
	"testing"
	"time"

	"github.com/slakit/slakit/sla"
)

// TestLawS21Switch: going to another target and back at one instant changes
// nothing but what is told of the replaced ones.
func TestLawS21Switch(t *testing.T) {
	r := rand.New(rand.NewSource(21))
	whole := func(_ *rand.Rand, s *spec) {
		s.eachTarget(func(target *specTarget) { target.OnChange, target.Escalations, target.PauseWhile = "whole", nil, nil })
	}
	law(t, drawOptions{noManual: true, adapt: whole}, func(d drawn, engine *sla.Engine) string {
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
	})
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
	law(t, drawOptions{noManual: true, service: true, adapt: flap}, func(d drawn, engine *sla.Engine) string {
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
	})
}

// TestLawS23Allowances: a smaller allowance is due no later, and what breaches
// a larger one breaches it too. S24: more service time, no later due.
func TestLawS23Allowances(t *testing.T) {
	three := func(r *rand.Rand, s *spec) {
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
	law(t, drawOptions{plain: true, noManual: true, adapt: three}, func(d drawn, engine *sla.Engine) string {
		report := eval(t, engine, d.ticket, d.at)
		a, okA := live(report, "small")
		b, okB := live(report, "large")
		c, okC := live(report, "always")
		if okA != okB || okA != okC {
			return "not all of them have a reading"
		}
		if !okA {
			return skipCase
		}
		if a.Due.After(b.Due) && !b.Due.IsZero() || b.Breached && !a.Breached || a.OriginalDue.After(b.OriginalDue) {
			return fmt.Sprintf("the smaller is due %s (breached %v), the larger %s (breached %v)", show(a.Due), a.Breached, show(b.Due), b.Breached)
		}
		if c.OriginalDue.After(a.OriginalDue) {
			return fmt.Sprintf("with more service time due %s, else %s", show(c.Due), show(a.Due))
		}
		return ""
	})
}

// TestLawS25Freeze: after the stop nothing moves, whatever the hour and
// however often somebody pauses and resumes.
func TestLawS25Freeze(t *testing.T) {
	r := rand.New(rand.NewSource(25))
	law(t, drawOptions{}, func(d drawn, engine *sla.Engine) string {
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
	})
}

// TestLawS26Reopen: reopening by "resume" equals a pause from the stop to the
// reopening.
func TestLawS26Reopen(t *testing.T) {
	r := rand.New(rand.NewSource(26))
	law(t, drawOptions{plain: true}, func(d drawn, engine *sla.Engine) string {
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
	})
}

// TestLawS31Independence: clocks do not know of each other.
func TestLawS31Independence(t *testing.T) {
	only := perDefinition(func(d drawn) *sla.Engine {
		alone := d.spec.clone()
		for i := range alone.ServiceLevels {
			alone.ServiceLevels[i].Targets = slices.DeleteFunc(slices.Clone(alone.ServiceLevels[i].Targets), func(t specTarget) bool { return t.Metric != "resolution" })
		}
		return engineOf(t, alone)
	})
	law(t, drawOptions{noManual: true}, func(d drawn, engine *sla.Engine) string {
		all, one := eval(t, engine, d.ticket, d.at), eval(t, only(d), d.ticket, d.at)
		all.Readings = slices.DeleteFunc(all.Readings, func(r sla.Reading) bool { return r.Metric != sla.Resolution })
		all.Next, one.Next = time.Time{}, time.Time{}
		all.At, one.At = all.At.UTC(), one.At.UTC() // shown in the zone of some calendar
		return unequal("without the other clocks", text(all), text(one))
	})
}

// TestLawS33TimeTravel: asked about the past, a ticket answers as it did then.
// S29: events after the instant asked do not count.
func TestLawS33TimeTravel(t *testing.T) {
	r := rand.New(rand.NewSource(33))
	law(t, drawOptions{}, func(d drawn, engine *sla.Engine) string {
		past := d.ticket.Events[r.Intn(len(d.ticket.Events))].At.Add(time.Duration(r.Intn(200)) * time.Minute)
		then := sla.Ticket{ID: d.ticket.ID, Events: history(d.ticket, past)}
		return unequal("then and now", text(eval(t, engine, then, past)), text(eval(t, engine, d.ticket, past)))
	})
}

// TestLawR05OtherAgreements: an agreement that does not match changes nothing.
func TestLawR05OtherAgreements(t *testing.T) {
	with := perDefinition(func(d drawn) *sla.Engine {
		more := d.spec
		more.Agreements = append([]specAgreement{
			{ID: "elsewhere", Kind: "sla", ServiceLevel: "gold", Match: map[string][]string{"site": {"nowhere"}}},
			{ID: "ended", Kind: "sla", ServiceLevel: "gold", Until: "2020-01-01"},
			{ID: "to come", Kind: "sla", ServiceLevel: "silver", From: "2199-01-01"},
		}, d.spec.Agreements...)
		return engineOf(t, more)
	})
	law(t, drawOptions{}, func(d drawn, engine *sla.Engine) string {
		return unequal("with other agreements", text(eval(t, engine, d.ticket, d.at)), text(eval(t, with(d), d.ticket, d.at)))
	})
}

// TestLawS14LateEvent: an event that comes late gives what it would have given
// on time, and Diff tells exactly which firings that makes and unmakes.
func TestLawS14LateEvent(t *testing.T) {
	r := rand.New(rand.NewSource(14))
	law(t, drawOptions{}, func(d drawn, engine *sla.Engine) string {
		if len(d.ticket.Events) < 2 {
			return skipCase
		}
		i := 1 + r.Intn(len(d.ticket.Events)-1)
		late := d.ticket
		late.Events = slices.Delete(slices.Clone(d.ticket.Events), i, i+1)
		before, after := eval(t, engine, late, d.at), eval(t, engine, d.ticket, d.at)
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
	})
}

// TestLawS32Audit: the stretches of a reading follow each other without a gap
// from the start to the end, and those that count sum to what is shown.
func TestLawS32Audit(t *testing.T) {
	law(t, drawOptions{}, func(d drawn, engine *sla.Engine) string {
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
	})
}

// TestLawS28Range: instants at the ends of the range and beyond it are answered
// or refused, and never wrap.
func TestLawS28Range(t *testing.T) {
	far := []time.Time{
		{}, at("1900-01-01 00:00"), at("1919-12-31 23:59:59"), at("1920-01-01 00:00"), at("1920-01-02 00:00"),
		at("2199-12-30 00:00"), at("2199-12-31 23:59:59"), at("2200-01-01 00:00"), at("2262-04-12 00:00"), at("9999-12-31 23:59:59"),
	}
	r := rand.New(rand.NewSource(28))
	law(t, drawOptions{}, func(d drawn, engine *sla.Engine) string {
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
	})
}
