package sla_test

import (
	"math/rand"
	"slices"
	"sort"
	"testing"
	"time"

	"github.com/leanovate/gopter"

	"github.com/slakit/slakit/sla"
)

// A fault is a mistake that an engine could make: in how it reads definitions,
// in what it makes of a question, or in what it answers. A law proves that it
// bites on a desk with the fault.
type fault struct {
	what     string
	read     func(s *spec)                           // how a definition is read
	versions func(v []sla.Version)                   // and a sequence of them
	told     func(ticket *sla.Ticket, at *time.Time) // what is heard of a question
	answer   func(ticket sla.Ticket, r *sla.Report)  // what is said
	text     func(data []byte) []byte                // how what was written is read again
	print    func(text []byte) [32]byte              // how definitions are told apart
}

// A desk answers as the engine does, but for its fault.
type desk struct {
	*sla.Engine
	fault fault
}

// desk compiles a definition as the desk of the case would.
func (d drawn) desk(t testing.TB, s spec) desk {
	t.Helper()
	return desk{Engine: engineOf(t, d.fault.reads(s)), fault: d.fault}
}

// reads is a definition as it is read.
func (f fault) reads(s spec) spec {
	if f.read != nil {
		s = s.clone()
		f.read(&s)
	}
	return s
}

// reread is a text as it is read again.
func (f fault) reread(data []byte) []byte {
	if f.text != nil {
		return f.text(data)
	}
	return data
}

func (d desk) Evaluate(ticket sla.Ticket, at time.Time) (sla.Report, error) {
	ticket, heard := d.hear(ticket, at)
	r, err := d.Engine.Evaluate(ticket, heard)
	d.say(ticket, at, heard, &r)
	return r, err
}

func (d desk) EvaluateInto(r *sla.Report, ticket sla.Ticket, at time.Time) error {
	ticket, heard := d.hear(ticket, at)
	err := d.Engine.EvaluateInto(r, ticket, heard)
	d.say(ticket, at, heard, r)
	return err
}

func (d desk) hear(ticket sla.Ticket, at time.Time) (sla.Ticket, time.Time) {
	if d.fault.told != nil {
		ticket.Events = slices.Clone(ticket.Events)
		d.fault.told(&ticket, &at)
	}
	return ticket, at
}

func (d desk) say(ticket sla.Ticket, asked, heard time.Time, r *sla.Report) {
	if !heard.Equal(asked) {
		r.At = asked
	}
	if d.fault.answer != nil {
		d.fault.answer(ticket, r)
	}
}

// bites reports whether the property finds the fault on drawn cases.
func bites(t *testing.T, o drawOptions, property func(d drawn, engine desk) string, f fault) bool {
	t.Helper()
	parameters := gopter.DefaultGenParameters().CloneWithSeed(*lawSeed)
	generate := draws(t, o, f)
	for range 1000 {
		d := generate(parameters).Result.(drawn) //nolint:forcetypeassert // the generator made it
		if wrong := property(d, d.engine); wrong != "" && wrong != skipCase {
			return true
		}
	}
	return false
}

// seeded checks a property that draws its cases itself.
func seeded(t *testing.T, property func(r *rand.Rand, f fault) string, faults ...fault) {
	t.Helper()
	law(t, drawOptions{plain: true}, func(d drawn, _ desk) string {
		return property(rand.New(rand.NewSource(d.at.UnixNano()+int64(len(d.ticket.Events)))), d.fault)
	}, faults...)
}

// eachReading is a fault in every reading.
func eachReading(what string, spoil func(r *sla.Report, x *sla.Reading)) fault {
	return fault{what: what, answer: func(_ sla.Ticket, r *sla.Report) {
		for i := range r.Readings {
			spoil(r, &r.Readings[i])
		}
	}}
}

// eachFiring is a fault in every escalation.
func eachFiring(what string, spoil func(r *sla.Report, x *sla.Reading, f *sla.Firing)) fault {
	return eachReading(what, func(r *sla.Report, x *sla.Reading) {
		for i := range x.Escalations {
			spoil(r, x, &x.Escalations[i])
		}
	})
}

// eachEvent is a fault in what is heard of every event.
func eachEvent(what string, spoil func(events []sla.Event, i int)) fault {
	return fault{what: what, told: func(ticket *sla.Ticket, _ *time.Time) {
		for i := range ticket.Events {
			spoil(ticket.Events, i)
		}
	}}
}

// eachPromise is a fault in how every target is read.
func eachPromise(what string, spoil func(s *spec, target *specTarget)) fault {
	return fault{what: what, read: func(s *spec) {
		s.eachTarget(func(target *specTarget) { spoil(s, target) })
	}}
}

// Faults that several laws find.
var (
	countsByWall = eachReading("time outside service hours is counted", func(_ *sla.Report, x *sla.Reading) {
		x.Elapsed = x.WallElapsed
	})
	countsInPauses = eachReading("a pause counts until it ends", func(_ *sla.Report, x *sla.Reading) {
		if x.State == sla.StatePaused {
			x.Elapsed += x.Paused
		}
	})
	remainsByWall = eachReading("what remains is added by the wall clock", func(r *sla.Report, x *sla.Reading) {
		if x.State == sla.StateRunning && x.Remaining > 0 {
			x.Due = r.At.Add(x.Remaining)
		}
	})
	pausesByWall = eachReading("pauses move the due by the wall clock", func(_ *sla.Report, x *sla.Reading) {
		if !x.Due.IsZero() {
			x.Due = x.Due.Add(x.WallPaused - x.Paused)
		}
	})
	namesAlone = eachFiring("a firing is known by its name, whatever the cycle and repeat", func(_ *sla.Report, _ *sla.Reading, f *sla.Firing) {
		f.ID = f.Agreement + " " + f.Target + " " + f.Name
	})
	asItArrives = eachEvent("an event that comes late counts from when it comes", func(events []sla.Event, i int) {
		if e := &events[i]; i > 0 && e.At.Before(events[i-1].At) {
			if !e.Until.IsZero() {
				e.Until = e.Until.Add(events[i-1].At.Sub(e.At))
			}
			e.At = events[i-1].At
		}
	})
	repeatsCount = eachEvent("events are counted as often as they come", func(events []sla.Event, i int) {
		events[i].ID = ""
	})
	pausesNest = fault{what: "every pause waits for an end of its own", told: func(ticket *sla.Ticket, _ *time.Time) {
		sort.SliceStable(ticket.Events, func(i, j int) bool { return ticket.Events[i].At.Before(ticket.Events[j].At) })
		open := 0
		for i := range ticket.Events {
			switch e := &ticket.Events[i]; e.Name {
			case sla.Paused:
				open++
			case sla.Resumed:
				if open > 1 {
					e.Name = sla.Changed
				}
				open = max(0, open-1)
			}
		}
	}}
	atTheNextLook = eachReading("a breach is told from when it is noticed", func(r *sla.Report, x *sla.Reading) {
		if x.Breached && x.State == sla.StateRunning {
			x.BreachedAt = r.At
		}
	})
	futureCounts = fault{what: "events to come count", told: func(ticket *sla.Ticket, at *time.Time) {
		for _, e := range ticket.Events {
			*at = later(*at, e.At)
		}
	}}
	restartsAlways = eachPromise("another target starts anew", func(_ *spec, target *specTarget) { target.OnChange = "restart" })
)
