package sla_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/sla"
)

// The laws are numbered as in the list that the project keeps; they hold for
// one target, a replaced one is kept apart (D8).

// TestLawModel: the engine and the slow model agree on any drawn case.
func TestLawModel(t *testing.T) {
	silent := map[string]int{}
	law(t, drawOptions{}, func(d drawn, engine *sla.Engine) string {
		difference := disagreement(d.model, engine, d.ticket, d.at)
		if len(d.model.unsure) > 0 {
			silent[d.model.unsure[0]]++
			return skipCase
		}
		return difference
	})
	t.Logf("not compared: %v", silent)
}

// eval evaluates and fails the law on an error.
func eval(t *testing.T, engine *sla.Engine, ticket sla.Ticket, at time.Time) sla.Report {
	t.Helper()
	r, err := engine.Evaluate(ticket, at)
	require.NoError(t, err, "%s", describe(ticket, at))
	return r
}

// text is a report as JSON, to be compared as a whole.
func text(r sla.Report) string {
	data, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// readingsText leaves out the instant asked about and what hangs on it.
func readingsText(r sla.Report) string {
	r.At, r.Next = time.Time{}, time.Time{}
	return text(r)
}

func unequal(what, a, b string) string {
	if a == b {
		return ""
	}
	la, lb := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(la), len(lb)) {
		if la[i] != lb[i] {
			from := max(0, i-12)
			return fmt.Sprintf("%s: line %d\n%s\n-- and --\n%s", what, i, strings.Join(la[from:i+1], "\n"), strings.Join(lb[from:i+1], "\n"))
		}
	}
	return what + ": one is longer\n" + a + "\n-- and --\n" + b
}

// live is the reading of a metric that is not replaced or cancelled.
func live(r sla.Report, m sla.Metric) (sla.Reading, bool) {
	for _, reading := range slices.Backward(r.Readings) {
		if reading.Metric == m && reading.State != "replaced" && reading.State != "cancelled" {
			return reading, true
		}
	}
	return sla.Reading{}, false
}

// calendarOf is what the only target of a metric counts with.
func calendarOf(d drawn, metric sla.Metric) *muse {
	level := d.spec.ServiceLevels[0]
	for _, target := range level.Targets {
		if target.Metric == string(metric) {
			form := parseForm(target.Within)
			return &muse{
				target: target, level: level, cal: d.model.calendars[cmp.Or(target.Calendar, level.Calendar)],
				form: form, wall: form.kind == "elapsed" || form.kind == "calendar",
			}
		}
	}
	return nil
}

// TestLawS02Refinement: what is used is the number of minutes at which the
// clock runs and service is given (or any, by the wall clock), counted one by
// one. S03: it never falls, and stands while the clock does not run.
func TestLawS02Refinement(t *testing.T) {
	resume := func(_ *rand.Rand, s *spec) { // "continue" makes up for time at once
		s.eachTarget(func(target *specTarget) { target.OnReopen = "" })
	}
	law(t, drawOptions{plain: true, noManual: true, adapt: resume}, func(d drawn, engine *sla.Engine) string {
		u := calendarOf(d, sla.Resolution)
		if slices.ContainsFunc(d.ticket.Events, func(e sla.Event) bool { return !e.At.Equal(e.At.Truncate(time.Minute)) }) {
			return skipCase // the count goes by whole minutes
		}
		from := d.ticket.Events[len(d.ticket.Events)/2].At.Add(-time.Hour).Truncate(time.Minute)
		if from.Before(d.ticket.Events[0].At) {
			from = d.ticket.Events[0].At
		}
		before, ok := live(eval(t, engine, d.ticket, from), sla.Resolution)
		if !ok {
			return skipCase
		}
		used := before.Elapsed
		for now := from; now.Before(from.Add(4 * time.Hour)); now = now.Add(time.Minute) {
			r, ok := live(eval(t, engine, d.ticket, now), sla.Resolution)
			if !ok || r.Cycle != before.Cycle {
				return skipCase
			}
			if r.Elapsed != used {
				return fmt.Sprintf("at %s: %v used, counted %v", show(now), r.Elapsed, used)
			}
			if r.State == "running" && (u.wall || u.cal.IsOpen(now)) {
				used += time.Minute
			}
		}
		return ""
	})
}

// TestLawS04Remaining: used and remaining are the allowance, exactly. S05:
// while the clock runs before its due, the due is what remains added to now.
// S06: the due does not hang on the instant asked.
func TestLawS04Remaining(t *testing.T) {
	law(t, drawOptions{plain: true, noManual: true, measured: true}, func(d drawn, engine *sla.Engine) string {
		u := calendarOf(d, sla.Resolution)
		report := eval(t, engine, d.ticket, d.at)
		r, ok := live(report, sla.Resolution)
		if !ok || r.Cycle != 1 {
			return skipCase
		}
		start := d.ticket.Events[0].At
		if w := u.between(start, r.OriginalDue, u.wall); r.Elapsed+r.Remaining != w {
			return fmt.Sprintf("%v used and %v remaining of %v", r.Elapsed, r.Remaining, w)
		}
		if r.State != "running" {
			return ""
		}
		if r.Remaining > 0 {
			if due := u.add(d.at, r.Remaining); !due.Equal(r.Due) {
				return fmt.Sprintf("due %s, but what remains ends at %s", show(r.Due), show(due))
			}
		}
		later := d.at.Add(17 * time.Minute)
		for _, e := range d.ticket.Events {
			if e.At.After(d.at) || e.Until.After(d.at) {
				return ""
			}
		}
		again, _ := live(eval(t, engine, d.ticket, later), sla.Resolution)
		if !again.Due.Equal(r.Due) {
			return fmt.Sprintf("asked later, due %s became %s", show(r.Due), show(again.Due))
		}
		return ""
	})
}

// TestLawS07BreachIsFinal: later events never move a breach, and one that is
// stopped at its due is met (A6).
func TestLawS07BreachIsFinal(t *testing.T) {
	law(t, drawOptions{}, func(d drawn, engine *sla.Engine) string {
		d.ticket.Events = history(d.ticket, d.ticket.Events[len(d.ticket.Events)-1].At)
		cut := d.ticket.Events[len(d.ticket.Events)/2].At
		before, after := eval(t, engine, d.ticket, cut), eval(t, engine, d.ticket, d.at.Add(1000*time.Hour))
		breaches := 0
		for _, r := range before.Readings {
			if !r.Breached {
				continue
			}
			breaches++
			// The same breach is still told, by that target or as replaced.
			if !slices.ContainsFunc(after.Readings, func(x sla.Reading) bool {
				return x.Agreement == r.Agreement && x.Metric == r.Metric && x.Target == r.Target && x.Cycle == r.Cycle && x.BreachedAt.Equal(r.BreachedAt)
			}) {
				return fmt.Sprintf("the breach of %s %s at %s is gone\n%s", r.Metric, r.Target, show(r.BreachedAt), text(after))
			}
		}
		for _, r := range after.Readings {
			if r.State == "stopped" && r.StoppedAt.Equal(r.Due) && r.ComputedDue.IsZero() && r.Breached && r.BreachedAt.Equal(r.Due) {
				return fmt.Sprintf("%s stopped at its due %s and is breached", r.Metric, show(r.Due))
			}
		}
		if breaches == 0 {
			return skipCase
		}
		return ""
	})
}

// pauseCase is a ticket with one pause, drawn between the start and the due.
func pauseCase(t *testing.T, d drawn, engine *sla.Engine, r *rand.Rand) (u *muse, p, q, due time.Time, ok bool) {
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
// measure, S09: not at all if nothing of it is service time. S11: a pause of
// no length is neutral.
func TestLawS08Pause(t *testing.T) {
	r := rand.New(rand.NewSource(8))
	law(t, drawOptions{plain: true}, func(d drawn, engine *sla.Engine) string {
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
		if u.between(p, q, wall) == 0 && !moved.Due.Equal(due) {
			return "a pause outside service time moved the due"
		}
		if moved.Paused != u.between(p, q, wall) || moved.WallPaused != q.Sub(p) {
			return fmt.Sprintf("paused %v, by the wall %v", moved.Paused, moved.WallPaused)
		}
		return ""
	})
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
	law(t, drawOptions{}, func(d drawn, engine *sla.Engine) string {
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
	})
}

// TestLawS11ZeroPause: pausing and resuming at one instant is neutral where
// nothing stands.
func TestLawS11ZeroPause(t *testing.T) {
	r := rand.New(rand.NewSource(11))
	law(t, drawOptions{oneShot: true}, func(d drawn, engine *sla.Engine) string {
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
	})
}

// TestLawS12Permutation: the order of delivery does not matter. S13: among
// events of one instant the given order counts (D3), so those stay in order.
func TestLawS12Permutation(t *testing.T) {
	r := rand.New(rand.NewSource(12))
	law(t, drawOptions{}, func(d drawn, engine *sla.Engine) string {
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
	})
}

// TestLawS15Shares: of two shares the smaller fires first, and no identity
// fires twice. S16: the share of 100 % is the breach.
func TestLawS15Shares(t *testing.T) {
	shares := func(_ *rand.Rand, s *spec) {
		s.eachTarget(func(target *specTarget) {
			target.Escalations = nil
			if target.Within != "none" {
				target.Escalations = []specEscalation{{Name: "10", At: "10%"}, {Name: "50", At: "50%"}, {Name: "99", At: "99%"}, {Name: "100", At: "100%"}, {Name: "150", At: "150%"}}
			}
		})
	}
	law(t, drawOptions{noManual: true, adapt: shares}, func(d drawn, engine *sla.Engine) string {
		report := eval(t, engine, d.ticket, d.at)
		seen := map[string]bool{}
		for _, r := range report.Readings {
			at := map[string]time.Time{}
			for _, f := range r.Escalations {
				if seen[f.ID] {
					return "fired twice: " + f.ID
				}
				seen[f.ID] = true
				at[f.Name] = f.At
			}
			for _, pair := range [][2]string{{"10", "50"}, {"50", "99"}, {"99", "100"}, {"100", "150"}} {
				a, b := at[pair[0]], at[pair[1]]
				if !b.IsZero() && (a.IsZero() || a.After(b)) && r.State != "replaced" && !hasReplaced(report, r) {
					return fmt.Sprintf("%s %%: %s, %s %%: %s\n%s", pair[0], show(a), pair[1], show(b), text(report))
				}
			}
			fired := at["100"]
			if slices.ContainsFunc(d.ticket.Events, func(e sla.Event) bool { return e.Name == sla.Reopened && e.At.Equal(fired) }) {
				continue // a clock that stood past its due is breached by the stop, and fires when it runs
			}
			if !fired.IsZero() && !fired.After(d.at) && !fired.Equal(r.BreachedAt) && !hasReplaced(report, r) {
				return fmt.Sprintf("100 %% at %s, breached at %s\n%s", show(fired), show(r.BreachedAt), text(report))
			}
		}
		return ""
	})
}

// hasReplaced tells whether an earlier reading may have fired for r.
func hasReplaced(report sla.Report, r sla.Reading) bool {
	return slices.ContainsFunc(report.Readings, func(x sla.Reading) bool { return x.State == "replaced" && x.Metric == r.Metric })
}

// TestLawS17BeforeDue: "x before the due" leaves x of service (or wall) time.
func TestLawS17BeforeDue(t *testing.T) {
	before := func(_ *rand.Rand, s *spec) {
		s.eachTarget(func(target *specTarget) { target.Escalations = []specEscalation{{Name: "x", At: "-40m"}} })
	}
	law(t, drawOptions{plain: true, measured: true, adapt: before}, func(d drawn, engine *sla.Engine) string {
		start := d.ticket.Events[0].At
		u := calendarOf(d, sla.Resolution)
		r, ok := live(eval(t, engine, openedAt(start), start), sla.Resolution)
		if !ok || r.State != "running" {
			return skipCase
		}
		if len(r.Escalations) != 1 {
			return "not one escalation"
		}
		f := r.Escalations[0]
		w := u.between(start, r.Due, u.wall)
		if got, want := u.between(f.At, r.Due, u.wall), min(w, 40*time.Minute); got != want || f.At.After(r.Due) || f.At.Before(start) {
			return fmt.Sprintf("fires at %s, due %s: %v before", show(f.At), show(r.Due), got)
		}
		return ""
	})
}
