package sla_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/sla"
	"github.com/slakit/slakit/sla/preset"
)

// presetDefinition is a desk that is always open and promises four hours of
// each of the presets.
func presetDefinition(presets ...preset.Preset) sla.Definition {
	def := sla.Definition{
		Calendars:     []calendar.Definition{{Name: "always", Zone: "UTC", Hours: []calendar.Hours{{Days: "daily", Open: "00:00", Close: "24:00"}}}},
		ServiceLevels: []sla.ServiceLevel{{ID: "card", Calendar: "always", PauseWhile: []string{"status=parked"}}},
		Agreements:    []sla.Agreement{{ID: "all", Kind: sla.SLA, ServiceLevel: "card"}},
	}
	for _, p := range presets {
		p.Target.Within = "4h"
		def.ServiceLevels[0].Targets = append(def.ServiceLevels[0].Targets, p.Target)
	}
	return def
}

// TestPresets: each preset does what its documentation says, in a small
// history. In a fact "_" is a space.
func TestPresets(t *testing.T) {
	type history struct{ events, at, want string }
	histories := map[sla.Metric][]history{
		sla.Response: {
			{"Mon 08:00 opened; Mon 09:00 responded; Mon 10:00 resolved; Mon 11:00 reopened", "Mon 12:00", "state stopped, elapsed 1h, due Mon 12:00"},
			{"Mon 08:00 opened; Mon 09:00 changed status=parked", "Mon 10:00", "state paused, elapsed 1h"},
			{"Mon 08:00 opened; Mon 10:00 closed; Mon 11:00 reopened", "Mon 12:00", "state running, elapsed 3h"},
		},
		sla.Resolution: {
			{"Mon 08:00 opened; Mon 09:00 responded; Mon 10:00 resolved; Mon 11:00 reopened", "Mon 12:00", "state running, cycle 1, elapsed 3h, due Mon 13:00"},
			{"Mon 08:00 opened; Mon 09:00 changed status=parked", "Mon 10:00", "state paused, elapsed 1h"},
		},
		"next-reply": {
			{"Mon 08:00 opened", "Mon 09:00", "state idle, cycle 0"},
			{"Mon 08:00 opened; Mon 09:00 message; Mon 10:00 message", "Mon 11:00", "state running, cycle 1, due Mon 13:00"},
			{"Mon 08:00 opened; Mon 09:00 message; Mon 10:00 responded; Mon 10:30 responded; Mon 11:00 message; Mon 12:00 message", "Mon 12:30", "state running, cycle 2, due Mon 15:00, readings 2"},
			{"Mon 08:00 opened; Mon 09:00 message; Mon 10:00 responded; Mon 11:00 resolved; Mon 12:00 reopened", "Mon 13:00", "state stopped, cycle 1, elapsed 1h"},
			{"Mon 08:00 opened; Mon 09:00 message; Mon 10:00 resolved; Mon 11:00 reopened", "Mon 12:00", "state running, cycle 1, elapsed 2h, due Mon 14:00"},
			{"Mon 08:00 opened; Mon 09:00 message status=parked; Mon 10:00 paused", "Mon 11:00", "state running, elapsed 2h"},
		},
		"update": {
			{"Mon 08:00 opened; Mon 10:00 responded; Mon 11:00 responded", "Mon 12:00", "state running, cycle 3, due Mon 15:00, readings 3"},
			{"Mon 08:00 opened; Mon 10:00 resolved; Mon 11:00 responded", "Mon 12:00", "state stopped, cycle 1, elapsed 2h"},
			{"Mon 08:00 opened; Mon 09:00 changed status=pending; Mon 10:00 paused", "Mon 12:00", "state running, elapsed 4h"},
		},
		"pausable-update": {
			{"Mon 08:00 opened; Mon 10:00 responded; Mon 11:00 changed status=pending", "Mon 12:00", "state paused, cycle 2, elapsed 1h, due none"},
			{"Mon 08:00 opened; Mon 10:00 changed status=pending; Mon 11:00 responded; Mon 12:00 changed status=open", "Mon 13:00", "state running, cycle 2, elapsed 1h, paused 1h, due Mon 16:00"},
			{"Mon 08:00 opened; Mon 09:00 changed status=on_hold", "Mon 10:00", "state running, elapsed 2h"},
		},
		"requester-wait": {
			{"Mon 08:00 opened status=new; Mon 09:00 changed status=pending; Mon 10:00 changed status=on_hold", "Mon 11:00", "state running, elapsed 2h, paused 1h, due Mon 13:00"},
			{"Mon 08:00 opened; Mon 09:00 responded; Mon 10:00 resolved", "Mon 11:00", "state stopped, elapsed 2h, met true"},
		},
		"agent-work": {
			{"Mon 08:00 opened status=new; Mon 09:00 changed status=pending; Mon 10:00 changed status=on_hold; Mon 11:00 changed status=open", "Mon 12:00", "state running, elapsed 2h, paused 2h"},
		},
		"ownership": {
			{"Mon 08:00 opened group=desk", "Mon 09:00", "state idle, cycle 0"},
			{"Mon 08:00 opened group=desk; Mon 09:00 changed group=network; Mon 10:00 changed status=pending; Mon 11:00 paused", "Mon 12:00", "state running, cycle 1, due Mon 13:00, elapsed 3h"},
			{"Mon 08:00 opened group=network; Mon 09:00 changed group=desk; Mon 10:00 changed group=network", "Mon 11:00", "state running, cycle 2, due Mon 14:00, readings 2"},
			{"Mon 08:00 opened group=network; Mon 09:00 resolved status=resolved; Mon 10:00 closed status=closed", "Mon 11:00", "state stopped, cycle 1, elapsed 1h"},
			{"Mon 08:00 opened group=network; Mon 09:00 resolved status=resolved; Mon 10:00 reopened status=open", "Mon 11:00", "state running, cycle 2, elapsed 1h"},
			{"Mon 08:00 opened group=network; Mon 09:00 resolved status=resolved; Mon 09:30 changed group=desk; Mon 10:00 reopened status=open", "Mon 11:00", "state stopped, cycle 1, elapsed 1h"},
		},
		"supplier": {
			{"Mon 08:00 opened status=open", "Mon 09:00", "state idle, cycle 0"},
			{"Mon 08:00 opened status=open; Mon 09:00 changed status=on_hold; Mon 10:00 changed status=open; Mon 11:00 changed status=on_hold", "Mon 12:00", "state running, cycle 1, elapsed 2h, paused 1h, due Mon 14:00"},
			{"Mon 08:00 opened status=open; Mon 09:00 changed status=on_hold; Mon 10:00 changed status=open; Mon 11:00 resolved", "Mon 12:00", "state stopped, elapsed 1h, met true"},
		},
		"on-site": {
			{"Mon 08:00 opened; Mon 09:00 responded; Mon 10:00 arrived; Mon 11:00 resolved; Mon 12:00 reopened", "Mon 13:00", "state stopped, elapsed 2h"},
			{"Mon 08:00 opened; Mon 09:00 resolved; Mon 10:00 reopened", "Mon 11:00", "state running, elapsed 2h"},
		},
		"workaround": {
			{"Mon 08:00 opened; Mon 10:00 workaround; Mon 11:00 resolved; Mon 12:00 reopened", "Mon 13:00", "state stopped, elapsed 2h"},
			{"Mon 08:00 opened; Mon 09:00 changed status=parked", "Mon 11:00", "state paused, elapsed 1h"},
		},
	}
	all := slices.Collect(preset.All())
	require.Len(t, all, len(histories))
	for _, p := range all {
		t.Run(string(p.Target.Metric), func(t *testing.T) {
			engine, err := sla.Compile(presetDefinition(p), nil)
			require.NoError(t, err)
			require.NotEmpty(t, histories[p.Target.Metric])
			for _, h := range histories[p.Target.Metric] {
				ticket := weekTicket(t, h.events)
				for _, e := range ticket.Events {
					for _, values := range e.Facts {
						values[0] = strings.ReplaceAll(values[0], "_", " ")
					}
				}
				report, err := engine.Evaluate(ticket, weekTime(t, h.at))
				require.NoError(t, err, h.events)
				for part := range strings.SplitSeq(h.want, ", ") {
					check(t, &report, p.Target.Metric, part)
				}
				if t.Failed() {
					t.Fatalf("%s\n%s", h.events, text(report))
				}
			}
		})
	}
}

// TestPresetsTogether: all fit into one definition, name what they need, and
// are free to be edited.
func TestPresetsTogether(t *testing.T) {
	all := slices.Collect(preset.All())
	def := presetDefinition(all...)
	builtin := []sla.EventName{sla.Opened, sla.Responded, sla.Paused, sla.Resumed, sla.Resolved, sla.Reopened, sla.Closed, sla.Cancelled, sla.Changed}
	facts := map[string][]string{}
	for _, p := range all {
		require.NotEmpty(t, p.Name)
		require.NotEmpty(t, p.Note)
		on := p.Target.On
		var needed []string
		for _, triggers := range [][]string{on.Start, on.Pause, on.Resume, on.Stop, on.Final, on.Reopen, on.Reset, on.Cancel} {
			for _, trigger := range triggers {
				if !strings.Contains(trigger, "=") && !slices.Contains(builtin, sla.EventName(trigger)) && !slices.Contains(needed, trigger) {
					needed = append(needed, trigger)
				}
			}
		}
		require.Len(t, p.Events, len(needed), p.Name)
		for _, e := range p.Events {
			require.Contains(t, needed, string(e), p.Name)
		}
		for _, f := range p.Facts {
			facts[f] = []string{}
		}
	}
	facts["status"] = []string{}
	def.Facts = facts // any fact that is not listed is refused
	_, err := sla.Compile(def, nil)
	require.NoError(t, err)

	// The JSON of a definition made of presets reads back.
	data, err := json.Marshal(def)
	require.NoError(t, err)
	again, err := sla.Parse(data)
	require.NoError(t, err)
	require.Equal(t, def, again)

	for p := range preset.All() {
		for _, list := range [][]string{p.Target.On.Start, p.Target.On.Stop, p.Target.PauseWhile} {
			for i := range list {
				list[i] = "spoilt"
			}
		}
	}
	require.Equal(t, all, slices.Collect(preset.All()))
	for range preset.All() {
		break
	}
}

// TestPresetsMirror: the time of the supplier and the wait of the requester,
// if that stands while the ticket is on hold, make the whole.
func TestPresetsMirror(t *testing.T) {
	var supplier, wait preset.Preset
	for p := range preset.All() {
		switch p.Target.Metric {
		case "supplier":
			supplier = p
		case "requester-wait":
			wait = p
		}
	}
	wait.Target.PauseWhile = []string{"status=on hold"}
	engine, err := sla.Compile(presetDefinition(supplier, wait), nil)
	require.NoError(t, err)
	ticket := weekTicket(t, "Mon 08:00 opened status=open")
	for i, status := range []string{"on hold", "open", "on hold", "pending", "on hold", "open"} {
		ticket.Events = append(ticket.Events, sla.Event{
			At: weekTime(t, "Mon 08:00").Add(time.Duration(i*i+1) * 17 * time.Minute), Name: sla.Changed, Facts: sla.Facts{"status": {status}},
		})
	}
	for at := weekTime(t, "Mon 08:30"); at.Before(weekTime(t, "Mon 20:00")); at = at.Add(7 * time.Minute) {
		report, err := engine.Evaluate(ticket, at)
		require.NoError(t, err)
		a, _ := report.Reading("supplier")
		b, _ := report.Reading("requester-wait")
		require.Equal(t, at.Sub(ticket.Events[0].At), a.Elapsed+b.Elapsed)
	}
}
