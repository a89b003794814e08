package sla_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/sla"
)

// This file is a recipe: how a service desk lives with an engine that keeps no
// state and starts no timer. A map stands for the database.
//
// A host stores the events of a ticket, and of what was computed only this:
//
//	tickets.through  the At of the last evaluation whose firings are delivered
//	tickets.next     its Report.Next: when to look again; null if never
//	                 (an index on it finds what is due)
//	firings.id       Firing.ID, the key of the outbox, unique
//
// Each step below is one transaction, so that a host that dies in between has
// lost nothing and repeats nothing:
//
//   - When next has come, evaluate at the present instant, write what
//     Fired(through) gives to the outbox, and store the new through and next.
//     A host that was away for a night does the same in the morning: every
//     firing tells when it should have been.
//   - When an event arrives, or an old one is corrected, compare how things
//     stood at through with the list as it was and as it is now. For an event
//     that is later than through there is no difference. For a late one Diff
//     names the firings that have to be caught up on, and those to be taken
//     back. Then look at once.
//   - When a definition changes, do the same for every open ticket, with the
//     engines of before and after.
//
// Between these steps the host sleeps until the least next, but never for
// long: clocks are set, and computers sleep, too. The outbox is sent by
// whatever sends mail; a message that goes out twice carries the same id.

// A host runs clocks of tickets.
type host struct {
	ask  func(t sla.Ticket, at time.Time) (sla.Report, error) // the engine
	nap  time.Duration                                        // the longest sleep
	wake chan struct{}                                        // an event has arrived; holds one
	told func(at time.Time, what string, f sla.Firing)

	mu     sync.Mutex // stands for transactions
	rows   map[string]*row
	outbox map[string]sla.Firing // by id
}

// A row is what is stored of a ticket.
type row struct {
	ticket        sla.Ticket
	through, next time.Time
}

func newHost(engine *sla.Engine, told func(time.Time, string, sla.Firing)) *host {
	return &host{
		ask: engine.Evaluate, nap: time.Minute, wake: make(chan struct{}, 1), told: told,
		rows: map[string]*row{}, outbox: map[string]sla.Firing{},
	}
}

// run is the loop: it looks at what is due and sleeps until something is.
func (h *host) run(ctx context.Context) {
	for {
		now := time.Now()
		wait := h.nap
		if next := h.tick(now); !next.IsZero() {
			wait = min(wait, next.Sub(now))
		}
		select {
		case <-ctx.Done():
			return
		case <-h.wake:
		case <-time.After(wait):
		}
	}
}

// tick looks at every ticket whose next has come, and returns the least next
// of all; zero if there is none.
func (h *host) tick(now time.Time) (least time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, r := range h.rows {
		if !r.next.IsZero() && !r.next.After(now) {
			h.look(r, now)
		}
		if next := r.next; !next.IsZero() && (least.IsZero() || next.Before(least)) {
			least = next
		}
	}
	return least
}

// look evaluates a ticket at the present instant and delivers what fired since
// the last time.
func (h *host) look(r *row, now time.Time) {
	if now.Before(r.through) { // the clock was set back: its time comes again
		r.next = r.through
		return
	}
	report, err := h.evaluate(r.ticket, now)
	if err != nil {
		r.next = time.Time{} // until somebody mends the ticket
		fmt.Println(r.ticket.ID, err)
		return
	}
	for f := range report.Fired(r.through) {
		h.deliver(now, f)
	}
	r.through, r.next = now, report.Next
}

// evaluate lets a ticket stand to which no agreement applies: the report is
// usable and empty.
func (h *host) evaluate(t sla.Ticket, at time.Time) (sla.Report, error) {
	report, err := h.ask(t, at)
	if errors.Is(err, sla.ErrNoAgreement) {
		err = nil
	}
	return report, err
}

// deliver puts a firing into the outbox, once.
func (h *host) deliver(now time.Time, f sla.Firing) {
	if _, sent := h.outbox[f.ID]; !sent {
		h.outbox[f.ID] = f
		h.told(now, "deliver", f)
	}
}

// edit changes the list of a ticket's events: one has arrived, in order or
// late, or was corrected. What makes no sense to the engine is refused before
// it is stored.
func (h *host) edit(now time.Time, id string, change func([]sla.Event) []sla.Event) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := h.rows[id]
	if r == nil {
		r = &row{ticket: sla.Ticket{ID: id}}
	}
	edited := r.ticket
	edited.Events = change(append([]sla.Event{}, r.ticket.Events...))
	if _, err := h.evaluate(edited, now); err != nil {
		return err
	}
	if !r.through.IsZero() {
		before, err := h.evaluate(r.ticket, r.through)
		if err != nil {
			return err
		}
		after, err := h.evaluate(edited, r.through)
		if err != nil {
			return err
		}
		for d := range sla.Diff(before, after) {
			switch d.Change {
			case sla.DeltaFired:
				h.deliver(now, d.Firing)
			case sla.DeltaRetracted, sla.DeltaRearmed: // it may fire again
				delete(h.outbox, d.Firing.ID)
				h.told(now, "withdraw", d.Firing)
			}
		}
	}
	r.ticket, r.next = edited, now
	h.rows[id] = r
	select {
	case h.wake <- struct{}{}:
	default:
	}
	return nil
}

// receive takes an event; one that comes twice counts once, by its id.
func (h *host) receive(now time.Time, ticket string, e sla.Event) error {
	return h.edit(now, ticket, func(events []sla.Event) []sla.Event { return append(events, e) })
}

// The host of this example is driven by hand; its test runs the loop.
func Example_host() {
	engine, err := sla.Compile(sla.Definition{
		Calendars: []calendar.Definition{{
			Name: "office", Zone: "Europe/Stockholm", Hours: []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}},
		}},
		ServiceLevels: []sla.ServiceLevel{{ID: "gold", Calendar: "office", Targets: []sla.Target{{
			Metric: sla.Resolution, Within: "4h",
			Escalations: []sla.Escalation{{Name: "tell the team lead", At: "50%"}, {Name: "tell the manager", At: "100%"}},
		}}}},
		Agreements: []sla.Agreement{{ID: "everybody", Kind: sla.SLA, ServiceLevel: "gold"}},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	clock := func(s string) time.Time {
		at, err := time.Parse(time.RFC3339, "2026-03-02T"+s+":00+01:00")
		if err != nil {
			fmt.Println(err)
		}
		return at
	}
	h := newHost(engine, func(at time.Time, what string, f sla.Firing) {
		fmt.Println(at.Format("15:04"), what, f.Name, "of", f.At.Format("15:04"))
	})
	must := func(err error) {
		if err != nil {
			fmt.Println(err)
		}
	}

	must(h.receive(clock("09:00"), "INC-1", sla.Event{ID: "1", At: clock("09:00"), Name: sla.Opened}))
	fmt.Println("look again at", h.tick(clock("09:00")).Format("15:04"))
	fmt.Println("look again at", h.tick(clock("11:00")).Format("15:04"))
	// The host was down from 12:00 to 14:00, and so was the mail server: an
	// event of 10:30 arrives only now.
	fmt.Println("look again at", h.tick(clock("14:00")).IsZero())
	must(h.receive(clock("14:10"), "INC-1", sla.Event{ID: "2", At: clock("10:30"), Until: clock("13:30"), Name: sla.Paused}))
	fmt.Println("look again at", h.tick(clock("14:10")).Format("15:04"))
	// Output:
	// look again at 11:00
	// 11:00 deliver tell the team lead of 11:00
	// look again at 13:00
	// 14:00 deliver tell the manager of 13:00
	// look again at true
	// 14:10 withdraw tell the manager of 13:00
	// look again at 16:00
}
