package sla_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/priority"
	"github.com/slakit/slakit/sla"
)

// A ticket that keeps the old version must have a priority under it, whatever
// the new one has as its default.
func TestNoPriorityUnderTheOldVersion(t *testing.T) {
	def := sla.Definition{
		Calendars: []calendar.Definition{{Name: "always", Zone: "UTC", Hours: []calendar.Hours{{Days: "daily", Open: "00:00", Close: "24:00"}}}},
		Matrices: map[string]priority.Definition{"m": {
			Impacts: []priority.Impact{"many", "one"}, Urgencies: []priority.Urgency{"now"},
			Priorities: []priority.Priority{"P1", "P2"}, Matrix: [][]priority.Priority{{"P1"}, {"P2"}},
		}},
		ServiceLevels: []sla.ServiceLevel{{
			ID: "card", Calendar: "always", Matrix: "m",
			Targets: []sla.Target{{Metric: sla.Resolution, Within: "4h", Priorities: []priority.Priority{"P1"}}, {Metric: sla.Resolution, Within: "8h"}},
		}},
		Agreements: []sla.Agreement{{ID: "all", Kind: sla.SLA, ServiceLevel: "card"}},
	}
	later := def
	later.ServiceLevels = []sla.ServiceLevel{def.ServiceLevels[0]}
	later.ServiceLevels[0].DefaultPriority = "P2"
	engine, err := sla.CompileVersions([]sla.Version{{Definition: def}, {From: at("2026-03-02T12:00:00Z"), Mode: sla.Grandfather, Definition: later}}, nil)
	require.NoError(t, err)
	for opened, want := range map[string]error{"2026-03-02T11:00:00Z": sla.ErrNoPriority, "2026-03-02T12:00:00Z": nil} {
		ticket := sla.Ticket{ID: "1", Events: []sla.Event{
			{At: at(opened), Name: sla.Opened, Facts: sla.Facts{"impact": {"many"}, "urgency": {"now"}}},
			{At: at("2026-03-02T13:00:00Z"), Name: sla.Changed, Facts: sla.Facts{"impact": {""}}},
		}}
		report, err := engine.Evaluate(ticket, at("2026-03-02T12:30:00Z"))
		require.NoError(t, err)
		require.Len(t, report.Readings, 1)
		_, err = engine.Evaluate(ticket, at("2026-03-02T14:00:00Z"))
		require.ErrorIs(t, err, want, "opened at %s", opened)
	}
}
