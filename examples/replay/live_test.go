package main

import (
	"context"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/sla"
)

// TestLiveView asks about every incident at every one of its events, as a desk
// would while it runs, and compares with the one question at the end: breaches
// and stops are what they were, and firings are given exactly once. It also
// holds Next: just before it nothing has changed, at it something has. Another
// slice of the log is read with REPLAY_INCIDENTS=FILE.
func TestLiveView(t *testing.T) {
	rules, err := readIncidentRules(choice{own: "servicenow.json"})
	require.NoError(t, err)
	data := choice{own: "incident_event_log-mod3.csv.gz", path: os.Getenv("REPLAY_INCIDENTS")}
	var log *incidentLog
	err = data.stream(nil, func(in io.Reader) (err error) {
		log, err = readIncidents(context.Background(), data.String(), in, rules, &problems{})
		return err
	})
	require.NoError(t, err)
	tickets := ticketer{log: log, facts: map[facts]sla.Facts{}}
	questions, wakes := 0, 0
	for i := range log.incidents {
		one := &log.incidents[i]
		if one.opened == noTime || len(one.updates) == 0 {
			continue
		}
		tickets.tell(one)
		ticket := sla.Ticket{ID: one.id, Events: tickets.events}
		final, err := rules.engine.Evaluate(ticket, instant(log.last))
		require.NoError(t, err)
		want, _ := final.Reading(sla.Resolution)
		fired := map[string]bool{}
		through := instant(one.opened).Add(-1)
		for _, event := range tickets.events {
			live, err := rules.engine.Evaluate(ticket, event.At)
			require.NoError(t, err)
			r, ok := live.Reading(sla.Resolution)
			require.True(t, ok, one.id)
			if r.Breached && len(final.Readings) == len(live.Readings) {
				require.True(t, want.Breached, one.id)
				require.True(t, want.BreachedAt.Equal(r.BreachedAt), one.id)
			}
			if event.At.After(through) {
				for f := range live.Fired(through) {
					require.False(t, fired[f.ID], f.ID)
					fired[f.ID] = true
				}
				through = event.At
			}
			questions++
			if live.Next.IsZero() {
				continue
			}
			wakes++
			present := ticket // as it was known then
			present.Events = nil
			for _, e := range ticket.Events {
				if !e.At.After(event.At) {
					present.Events = append(present.Events, e)
				}
			}
			before, err := rules.engine.Evaluate(present, live.Next.Add(-1))
			require.NoError(t, err)
			require.Equal(t, shape(live), shape(before), one.id)
			at, err := rules.engine.Evaluate(present, live.Next)
			require.NoError(t, err)
			require.NotEqual(t, shape(live), shape(at), one.id)
		}
		for f := range final.Fired(through) {
			fired[f.ID] = true
		}
		for f := range final.Fired(instant(one.opened).Add(-1)) {
			require.True(t, fired[f.ID], f.ID)
			delete(fired, f.ID)
		}
		require.Empty(t, fired, one.id)
	}
	t.Logf("%d questions, %d of them with an instant at which to look again", questions, wakes)
	require.NotZero(t, wakes)
}

// shape is what Next is about: states, breaches and firings, not amounts.
func shape(r sla.Report) []any {
	var parts []any
	for _, reading := range r.Readings {
		parts = append(parts, reading.Agreement, reading.Target, reading.Cycle, reading.State, reading.Breached)
	}
	for f := range r.Fired(r.At.AddDate(-100, 0, 0)) {
		parts = append(parts, f.ID)
	}
	return parts
}
