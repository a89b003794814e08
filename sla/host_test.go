package sla_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/sla"
)

// start runs the loop of a host until the returned function stops it: a
// process that may be started again.
func start(h *host) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() { h.run(ctx) })
	return func() {
		cancel()
		done.Wait()
	}
}

// sleepUntil lets the time of the bubble pass.
func sleepUntil(at time.Time) {
	time.Sleep(time.Until(at))
	synctest.Wait()
}

func hostSpec() spec {
	return officeSpec(specTarget{Metric: "resolution", Within: "4h", Escalations: []specEscalation{
		{Name: "half", At: "50%"}, {Name: "due", At: "100%"}, {Name: "late", At: "+1h", Every: "1h", Times: 3},
	}})
}

// TestHostSleepsUntilNext: every firing is delivered at its very instant, the
// ticket is looked at only then, and an event wakes the loop.
func TestHostSleepsUntilNext(t *testing.T) {
	engine := engineOf(t, hostSpec())
	synctest.Test(t, func(t *testing.T) {
		var got []string
		h := newHost(engine, func(at time.Time, what string, f sla.Firing) {
			got = append(got, fmt.Sprintf("%s %s %s/%d", show(at), what, f.Name, f.Repeat))
			require.True(t, at.Equal(f.At), "%s is not delivered when it fires", f.Name)
		})
		sleepUntil(weekTime(t, "Mon 00:00"))
		stop := start(h)
		defer stop()
		for _, e := range weekTicket(t, "Mon 15:00 opened; Tue 09:00 paused; Tue 11:00 resumed; Tue 14:30 resolved").Events {
			sleepUntil(e.At)
			require.NoError(t, h.receive(time.Now(), "T", e))
		}
		sleepUntil(weekTime(t, "Fri 12:00"))
		require.Equal(t, []string{
			show(weekTime(t, "Mon 17:00")) + " deliver half/1",
			show(weekTime(t, "Tue 12:00")) + " deliver due/1",
			show(weekTime(t, "Tue 13:00")) + " deliver late/1",
			show(weekTime(t, "Tue 14:00")) + " deliver late/2",
		}, got)
		require.True(t, h.rows["T"].next.IsZero())
	})
}

// TestHostAway: what fell due while the host was down is delivered when it
// comes back, each once, with the instants at which it should have been.
func TestHostAway(t *testing.T) {
	engine := engineOf(t, hostSpec())
	synctest.Test(t, func(t *testing.T) {
		var got []string
		h := newHost(engine, func(at time.Time, _ string, f sla.Firing) {
			got = append(got, fmt.Sprintf("%s %s/%d of %s", show(at), f.Name, f.Repeat, show(f.At)))
		})
		sleepUntil(weekTime(t, "Mon 08:00"))
		stop := start(h)
		require.NoError(t, h.receive(time.Now(), "T", sla.Event{At: time.Now(), Name: sla.Opened}))
		sleepUntil(weekTime(t, "Mon 10:30"))
		stop()
		sleepUntil(weekTime(t, "Mon 13:30"))
		start(h)() // and down again
		stop = start(h)
		sleepUntil(weekTime(t, "Mon 14:30"))
		stop()
		at := func(s string) string { return show(weekTime(t, s)) }
		require.Equal(t, []string{
			at("Mon 10:00") + " half/1 of " + at("Mon 10:00"),
			at("Mon 13:30") + " due/1 of " + at("Mon 12:00"),
			at("Mon 13:30") + " late/1 of " + at("Mon 13:00"),
			at("Mon 14:00") + " late/2 of " + at("Mon 14:00"),
		}, got)
	})
}

// TestHostCorrection: a correction takes back what should not have been, and
// what lies ahead again is delivered again.
func TestHostCorrection(t *testing.T) {
	engine := engineOf(t, hostSpec())
	synctest.Test(t, func(t *testing.T) {
		var got []string
		h := newHost(engine, func(_ time.Time, what string, f sla.Firing) { got = append(got, what+" "+f.Name) })
		sleepUntil(weekTime(t, "Mon 08:00"))
		stop := start(h)
		defer stop()
		events := weekTicket(t, "Mon 08:00 opened; Mon 09:00 paused; Mon 10:00 resumed").Events
		require.NoError(t, h.receive(time.Now(), "T", events[0]))
		sleepUntil(weekTime(t, "Mon 10:30"))
		require.NoError(t, h.receive(time.Now(), "T", events[1])) // late: half is ahead again, and the clock stands
		require.NoError(t, h.receive(time.Now(), "T", events[2])) // late, too
		sleepUntil(weekTime(t, "Mon 11:30"))
		require.NoError(t, h.edit(time.Now(), "T", func([]sla.Event) []sla.Event { return events[:1] })) // it never paused
		sleepUntil(weekTime(t, "Mon 12:30"))
		require.NoError(t, h.receive(time.Now(), "T", sla.Event{At: weekTime(t, "Mon 09:30"), Name: sla.Resolved})) // and was long resolved
		sleepUntil(weekTime(t, "Tue 12:30"))
		require.Equal(t, []string{"deliver half", "withdraw half", "deliver half", "deliver due", "withdraw half", "withdraw due"}, got)
		require.Empty(t, h.outbox)
	})
}

// TestHostRefuses: an event that makes no sense is not stored, and a ticket
// without an agreement may stand.
func TestHostRefuses(t *testing.T) {
	desk := hostSpec()
	desk.Agreements[0].Match = map[string][]string{"site": {"hq"}}
	engine := engineOf(t, desk)
	synctest.Test(t, func(t *testing.T) {
		var got []string
		h := newHost(engine, func(_ time.Time, what string, f sla.Firing) { got = append(got, what+" "+f.Name) })
		sleepUntil(weekTime(t, "Mon 08:00"))
		opened := sla.Event{At: time.Now(), Name: sla.Opened}
		require.ErrorIs(t, h.receive(time.Now(), "T", sla.Event{At: time.Now(), Name: "opend"}), slakit.ErrUnknown)
		require.Empty(t, h.rows)
		require.NoError(t, h.receive(time.Now(), "T", opened))
		require.True(t, h.tick(time.Now()).IsZero())
		// It was forgotten to say where.
		opened.Facts = sla.Facts{"site": {"hq"}}
		sleepUntil(weekTime(t, "Mon 11:00"))
		require.NoError(t, h.edit(time.Now(), "T", func([]sla.Event) []sla.Event { return []sla.Event{opened} }))
		require.True(t, h.tick(time.Now()).Equal(weekTime(t, "Mon 12:00")))
		require.ErrorIs(t, h.receive(time.Now(), "T", sla.Event{At: time.Now(), Name: "resolvd"}), slakit.ErrUnknown)
		require.Len(t, h.rows["T"].ticket.Events, 1)
		require.Equal(t, []string{"deliver half"}, got)
		// A clock that is set back waits for its time to come again.
		h.rows["T"].next = weekTime(t, "Mon 10:00")
		require.True(t, h.tick(weekTime(t, "Mon 10:00")).Equal(weekTime(t, "Mon 11:00")))
		require.True(t, h.rows["T"].through.Equal(weekTime(t, "Mon 11:00")))
	})
}

// TestLawHost: whatever order events arrive in, however late and how often,
// and however often the host is started anew: in the end the outbox holds what
// the whole history has made, and nothing is ever delivered twice unless it was
// withdrawn in between.
func TestLawHost(t *testing.T) {
	r := rand.New(rand.NewSource(*lawSeed))
	fired, withdrawn := 0, 0
	law(t, drawOptions{}, func(d drawn, engine desk) (wrong string) {
		synctest.Test(t, func(*testing.T) {
			standing := map[string]bool{}
			h := newHost(engine.Engine, func(_ time.Time, what string, f sla.Firing) {
				if standing[f.ID] == (what == "deliver") {
					wrong += fmt.Sprintf("%s %s, twice\n", what, f.ID)
				}
				standing[f.ID] = what == "deliver"
				if fired++; what == "withdraw" {
					withdrawn++
				}
			})
			h.ask, h.nap = engine.Evaluate, 6*time.Hour
			sleepUntil(d.ticket.Events[0].At)
			stop := start(h)
			for _, a := range arrivals(r, d.ticket.Events) {
				sleepUntil(a.at)
				if r.Intn(4) == 0 {
					stop()
					stop = start(h)
				}
				if err := h.receive(time.Now(), d.ticket.ID, a.event); err != nil {
					wrong += err.Error()
				}
			}
			time.Sleep(time.Duration(r.Intn(100)) * time.Hour)
			stop()
			// What fell due at this very instant may wait for the next start.
			start(h)()
			report, err := d.engine.Engine.Evaluate(h.rows[d.ticket.ID].ticket, time.Now())
			if err != nil {
				wrong += err.Error()
			}
			var want []string
			for f := range report.Fired(time.Time{}) {
				want = append(want, f.ID)
			}
			slices.Sort(want)
			if got := slices.Sorted(maps.Keys(h.outbox)); !slices.Equal(got, want) {
				wrong += fmt.Sprintf("delivered %q\nfired %q\n", got, want)
			}
		})
		return wrong
	}, asItArrives, fault{what: "it is told a day late when to look again", answer: func(_ sla.Ticket, r *sla.Report) {
		if !r.Next.IsZero() {
			r.Next = r.Next.AddDate(0, 0, 1)
		}
	}})
	require.True(t, withdrawn > 0 || !enoughCases())
	t.Logf("%d messages, of which %d withdraw one", fired, withdrawn)
}

type arrival struct {
	at    time.Time
	event sla.Event
}

// arrivals lets the first event come in time, the others often late and
// sometimes twice.
func arrivals(r *rand.Rand, events []sla.Event) (all []arrival) {
	for i, e := range events {
		e.ID = fmt.Sprint(i)
		late := time.Duration(0)
		if i > 0 && r.Intn(3) == 0 {
			late = time.Duration(r.Intn(72*60)) * time.Minute
		}
		all = append(all, arrival{e.At.Add(late), e})
		if r.Intn(6) == 0 {
			all = append(all, arrival{e.At.Add(late + time.Duration(r.Intn(600))*time.Minute), e})
		}
	}
	slices.SortStableFunc(all, func(a, b arrival) int { return a.at.Compare(b.at) })
	return all
}
