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
		{},
		at("1900-01-01 00:00"), at("1919-12-31 23:59:59"), at("1920-01-01 00:00"), at("1920-01-02 00:00"),
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
