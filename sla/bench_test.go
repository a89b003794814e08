package sla_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/priority"
	"github.com/slakit/slakit/sla"
)

// benchDefinition has two targets with four escalations each, and as many
// further agreements, which match no ticket, as asked for.
func benchDefinition(further int) sla.Definition {
	escalations := []sla.Escalation{
		{Name: "half", At: "50%"}, {Name: "soon", At: "-30m"}, {Name: "due", At: "100%"}, {Name: "late", At: "+4h"},
	}
	var targets []sla.Target
	for _, metric := range []sla.Metric{sla.Response, sla.Resolution} {
		for i, p := range []priority.Priority{"P1", "P2", "P3", "P4", "P5"} {
			targets = append(targets, sla.Target{
				Metric: metric, Priorities: []priority.Priority{p}, Within: fmt.Sprintf("%dh", 4*(i+1)), Escalations: escalations,
			})
		}
	}
	def := sla.Definition{
		Calendars: []calendar.Definition{{
			Name: "office", Zone: "Europe/Stockholm", Hours: []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}},
		}},
		Matrices:      map[string]priority.Definition{"standard": priority.ITIL()},
		ServiceLevels: []sla.ServiceLevel{{ID: "gold", Matrix: "standard", Calendar: "office", DefaultPriority: "P4", Targets: targets}},
	}
	for i := range further {
		def.Agreements = append(def.Agreements, sla.Agreement{
			ID: fmt.Sprintf("branch %d", i), Kind: sla.SLA, ServiceLevel: "gold", Match: sla.Facts{"branch": {fmt.Sprintf("b%d", i)}},
		})
	}
	def.Agreements = append(def.Agreements, sla.Agreement{ID: "everyone", Kind: sla.SLA, ServiceLevel: "gold"})
	return def
}

// benchTickets have the given number of events each: opening, a response, a
// pause, a re-prioritisation, and notes.
func benchTickets(n, events int, random *rand.Rand) ([]sla.Ticket, []time.Time) {
	tickets, at := make([]sla.Ticket, n), make([]time.Time, n)
	start := time.Date(2026, time.January, 5, 8, 0, 0, 0, time.UTC)
	for i := range tickets {
		now := start.Add(time.Duration(random.Int64N(int64(365 * 24 * time.Hour))))
		list := []sla.Event{{At: now, Name: sla.Opened, Facts: sla.Facts{
			"impact": {"medium"}, "urgency": {"medium"}, "branch": {"malmo"},
		}}}
		for len(list) < events {
			now = now.Add(time.Duration(random.Int64N(int64(3 * time.Hour))))
			e := sla.Event{At: now, Name: sla.Changed}
			switch len(list) % 10 {
			case 2:
				e.Name = sla.Responded
			case 4:
				e.Name = sla.Paused
			case 5:
				e.Name = sla.Resumed
			case 7:
				e.Facts = sla.Facts{"urgency": {[]string{"high", "low"}[len(list)/10%2]}}
			}
			list = append(list, e)
		}
		tickets[i] = sla.Ticket{ID: fmt.Sprintf("INC%07d", i), Events: list}
		at[i] = now.Add(time.Duration(random.Int64N(int64(3 * time.Hour))))
	}
	random.Shuffle(n, func(i, j int) {
		tickets[i], tickets[j] = tickets[j], tickets[i]
		at[i], at[j] = at[j], at[i]
	})
	return tickets, at
}

// BenchmarkEvaluate has ten events and no further agreement where the name says
// nothing else; the time is that of one ticket.
func BenchmarkEvaluate(b *testing.B) {
	for _, c := range []struct {
		name            string
		events, further int
	}{
		{"events=10", 10, 0},
		{"events=100", 100, 0},
		{"events=1000", 1000, 0},
		{"agreements=10", 10, 10},
		{"agreements=100", 10, 100},
		{"agreements=1000", 10, 1000},
	} {
		b.Run(c.name, func(b *testing.B) {
			engine, err := sla.Compile(benchDefinition(c.further), nil)
			require.NoError(b, err)
			tickets, at := benchTickets(40960/c.events, c.events, rand.New(rand.NewPCG(1, 2)))
			var report sla.Report
			for i := range tickets {
				require.NoError(b, engine.EvaluateInto(&report, tickets[i], at[i]))
			}
			b.ReportAllocs()
			b.ResetTimer()
			for i := 0; b.Loop(); i++ {
				k := i % len(tickets)
				if err := engine.EvaluateInto(&report, tickets[k], at[k]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkReevaluate is what a change of rules costs: every open ticket is
// evaluated again, under the new definition. The time is that of a million
// distinct tickets of four events on one core.
func BenchmarkReevaluate(b *testing.B) {
	engine, err := sla.Compile(benchDefinition(0), nil)
	require.NoError(b, err)
	tickets, at := benchTickets(1_000_000, 4, rand.New(rand.NewPCG(3, 4)))
	now := at[0]
	for i := range at {
		if at[i].After(now) {
			now = at[i]
		}
	}
	var report sla.Report
	for b.Loop() {
		for i := range tickets {
			if err := engine.EvaluateInto(&report, tickets[i], now); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// TestEvaluateIntoAllocates nothing once its memory has grown.
func TestEvaluateIntoAllocates(t *testing.T) {
	engine, err := sla.Compile(benchDefinition(10), nil)
	require.NoError(t, err)
	tickets, at := benchTickets(256, 10, rand.New(rand.NewPCG(1, 2)))
	var report sla.Report
	i := 0
	evaluate := func() {
		k := i % len(tickets)
		i++
		if err := engine.EvaluateInto(&report, tickets[k], at[k]); err != nil {
			t.Fatal(err)
		}
	}
	for range tickets {
		evaluate()
	}
	require.Zero(t, testing.AllocsPerRun(1024, evaluate))
}
