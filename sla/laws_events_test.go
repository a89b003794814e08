package sla_test

import (
	"cmp"
	"fmt"
	"math/rand"
	"slices"
	"testing"
	"time"

	"github.com/slakit/slakit/sla"
)

// pauseCase is a ticket with one pause, drawn between the start and the due.
func pauseCase(t *testing.T, d drawn, engine desk, r *rand.Rand) (u *muse, p, q, due time.Time, ok bool) {
	t.Helper()
	u = calendarOf(d, sla.Resolution)
	start := d.ticket.Events[0].At
	plain := sla.Ticket{ID: "p", Events: []sla.Event{{At: start, Name: sla.Opened, Facts: sla.Facts{"team": {"a"}}}}}
	reading, found := live(eval(t, engine, plain, start), sla.Resolution)
	due = reading.Due
	if !found || due.IsZero() || due.Sub(start) < 2*time.Minute || reading.State != "running" {
		return nil, p, q, due, false
	}
	length := due.Sub(start) / time.Minute
	p = start.Add(time.Duration(r.Int63n(int64(length)+1)) * time.Minute)
	q = p.Add(time.Duration(r.Intn(5000)) * time.Minute)
	return u, p, q, due, true
}

func openedAt(start time.Time, more ...sla.Event) sla.Ticket {
	first := sla.Event{At: start, Name: sla.Opened, Facts: sla.Facts{"team": {"a"}}}
	return sla.Ticket{ID: "p", Events: append([]sla.Event{first}, more...)}
}

// TestLawS08Pause: a pause moves the due by its own length in the target's
// measure.
func TestLawS08Pause(t *testing.T) {
	r := rand.New(rand.NewSource(8))
	law(t, drawOptions{plain: true}, func(d drawn, engine desk) string {
		u, p, q, due, ok := pauseCase(t, d, engine, r)
		if !ok || !byDefault(u.target) {
			return skipCase
		}
		start := d.ticket.Events[0].At
		ticket := openedAt(start, sla.Event{At: p, Name: sla.Paused}, sla.Event{At: q, Name: sla.Resumed})
		moved, _ := live(eval(t, engine, ticket, q), sla.Resolution)
		wall := u.wall
		if got, want := u.between(due, moved.Due, wall), u.between(p, q, wall); got != want {
			return fmt.Sprintf("a pause of %v from %s to %s moved the due by %v, from %s to %s", want, show(p), show(q), got, show(due), show(moved.Due))
		}
		if moved.Paused != u.between(p, q, wall) || moved.WallPaused != q.Sub(p) {
			return fmt.Sprintf("paused %v, by the wall %v", moved.Paused, moved.WallPaused)
		}
		return ""
	}, pausesByWall)
}

// TestLawS09PauseOutside: a pause outside service time does not move the due.
func TestLawS09PauseOutside(t *testing.T) {
	r := rand.New(rand.NewSource(9))
	long := func(r *rand.Rand, s *spec) { // beyond the next close
		s.eachTarget(func(target *specTarget) {
			target.Within, target.PauseWhile, target.OnReopen = fmt.Sprintf("%dh", 10+r.Intn(40)), nil, ""
		})
	}
	law(t, drawOptions{plain: true, service: true, adapt: long}, func(d drawn, engine desk) string {
		u, p, _, due, ok := pauseCase(t, d, engine, r)
		if !ok || !byDefault(u.target) {
			return skipCase
		}
		if w, found := u.cal.Next(p); found && u.cal.IsOpen(p) {
			p = w.End
		}
		opens, found := u.cal.Next(p)
		if !found || p.IsZero() || p.After(due) || p.Before(d.ticket.Events[0].At) {
			return skipCase // open around the clock, or until the due
		}
		q := p.Add(time.Duration(r.Int63n(int64(opens.Start.Sub(p)) + 1)))
		ticket := openedAt(d.ticket.Events[0].At, sla.Event{At: p, Name: sla.Paused}, sla.Event{At: q, Name: sla.Resumed})
		moved, _ := live(eval(t, engine, ticket, q), sla.Resolution)
		if !moved.Due.Equal(due) || moved.Paused != 0 {
			return fmt.Sprintf("a pause from %s to %s, when nothing is open, moved the due from %s to %s", show(p), show(q), show(due), show(moved.Due))
		}
		return ""
	}, pausesByWall)
}

// byDefault tells whether the target pauses, stops and reopens as targets do
// that say nothing of it.
func byDefault(t specTarget) bool {
	return t.On.Pause == nil && len(t.PauseWhile) == 0 && t.On.Stop == nil && t.OnReopen == ""
}

// TestLawS10Repeats: an event delivered twice counts once, and repeating what
// was just said changes nothing.
func TestLawS10Repeats(t *testing.T) {
	r := rand.New(rand.NewSource(10))
	law(t, drawOptions{}, func(d drawn, engine desk) string {
		want := text(eval(t, engine, d.ticket, d.at))
		twice := d.ticket
		twice.Events = nil
		for i, e := range d.ticket.Events {
			e.ID = fmt.Sprint("e", i)
			twice.Events = append(twice.Events, e)
		}
		again := twice.Events[r.Intn(len(twice.Events))]
		late := twice
		late.Events = append(slices.Clone(twice.Events), again)
		if wrong := unequal("an event came twice", want, text(eval(t, engine, late, d.at))); wrong != "" {
			return wrong
		}
		i := r.Intn(len(d.ticket.Events))
		if d.ticket.Events[i].Name == "restarted" {
			return skipCase
		}
		twice.Events = slices.Insert(slices.Clone(d.ticket.Events), i, d.ticket.Events[i])
		return unequal("an event was repeated", want, text(eval(t, engine, twice, d.at)))
	}, repeatsCount, pausesNest)
}

// TestLawS11ZeroPause: pausing and resuming at one instant is neutral where
// nothing stands.
func TestLawS11ZeroPause(t *testing.T) {
	r := rand.New(rand.NewSource(11))
	law(t, drawOptions{oneShot: true}, func(d drawn, engine desk) string {
		i := r.Intn(len(d.ticket.Events))
		now := d.ticket.Events[i].At.Add(time.Duration(1+r.Intn(30)) * time.Second)
		if slices.ContainsFunc(d.ticket.Events, func(e sla.Event) bool { return e.At.Equal(now) }) {
			return skipCase
		}
		for _, reading := range eval(t, engine, d.ticket, now).Readings {
			if reading.State != "running" && reading.State != "replaced" {
				return skipCase
			}
		}
		asked := later(d.at, now)
		with := d.ticket
		with.Events = append(slices.Clone(d.ticket.Events), sla.Event{At: now, Name: sla.Paused}, sla.Event{At: now, Name: sla.Resumed})
		return unequal("a pause of no length", text(eval(t, engine, d.ticket, asked)), text(eval(t, engine, with, asked)))
	}, eachEvent("a pause lasts a second at least", func(events []sla.Event, i int) {
		if i > 0 && events[i].Name == sla.Resumed && events[i-1].Name == sla.Paused && events[i].At.Equal(events[i-1].At) {
			events[i].At = events[i].At.Add(time.Second)
		}
	}))
}

// TestLawS12Permutation: the order of delivery does not matter. Events of one
// instant stay in order (S13).
func TestLawS12Permutation(t *testing.T) {
	r := rand.New(rand.NewSource(12))
	law(t, drawOptions{}, func(d drawn, engine desk) string {
		shuffled := d.ticket
		shuffled.Events = nil
		groups := map[int64][]sla.Event{}
		var times []int64
		for _, e := range d.ticket.Events {
			if groups[e.At.UnixNano()] == nil {
				times = append(times, e.At.UnixNano())
			}
			groups[e.At.UnixNano()] = append(groups[e.At.UnixNano()], e)
		}
		r.Shuffle(len(times), func(i, j int) { times[i], times[j] = times[j], times[i] })
		for _, at := range times {
			shuffled.Events = append(shuffled.Events, groups[at]...)
		}
		return unequal("another order of delivery", text(eval(t, engine, d.ticket, d.at)), text(eval(t, engine, shuffled, d.at)))
	}, asItArrives)
}

// TestLawS13Ties: events of one instant act in the order in which they are
// given, whatever comes before and after (D3).
func TestLawS13Ties(t *testing.T) {
	law(t, drawOptions{ties: true}, func(d drawn, engine desk) string {
		difference := disagreement(d.model, engine, d.ticket, d.at)
		if len(d.model.unsure) > 0 {
			return skipCase
		}
		return difference
	}, fault{what: "events of one instant act in the order of their names", told: func(ticket *sla.Ticket, _ *time.Time) {
		slices.SortStableFunc(ticket.Events, func(a, b sla.Event) int {
			return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Name, b.Name))
		})
	}})
}
