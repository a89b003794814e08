package sla_test

import (
	"testing"
	"time"

	"github.com/slakit/slakit/sla"
)

// scopeKinds are the nine things that can happen to a ticket.
var scopeKinds = []sla.EventName{
	sla.Opened, sla.Responded, sla.Paused, sla.Resumed, sla.Resolved, sla.Reopened, sla.Closed, sla.Cancelled, sla.Changed,
}

// scopePriorities are what the first, second, third change of priority says.
var scopePriorities = []string{"P1", "P3", "P2"}

func scopeDefinition() spec {
	steps := []specEscalation{
		{Name: "half", At: "50%"},
		{Name: "near", At: "-30m"},
		{Name: "due", At: "100%"},
		{Name: "over", At: "+1h"},
		{Name: "wall", At: "+1h elapsed"},
		{Name: "day", At: "+1bd"},
	}
	return spec{
		Calendars: []specCalendar{{
			Name: "office", Zone: "Europe/Stockholm",
			Hours: []specHours{
				{Days: "mon-fri", Open: "08:00", Close: "12:00"},
				{Days: "mon-thu", Open: "13:00", Close: "17:00"},
				{Days: "fri", Open: "13:00", Close: "15:00"},
			},
		}},
		Matrices: fourPriorities(),
		ServiceLevels: []specLevel{{
			ID: "gold", Calendar: "office", Matrix: "four", DefaultPriority: "P2",
			Targets: []specTarget{
				{Metric: "response", Priorities: []string{"P1"}, Within: "1h", OnChange: "restart", Escalations: steps},
				{Metric: "response", Within: "2h", Escalations: steps},
				{Metric: "resolution", Priorities: []string{"P1"}, Within: "4h", Escalations: steps},
				{Metric: "resolution", Priorities: []string{"P2"}, Within: "24h elapsed", Escalations: steps},
				{Metric: "resolution", Within: "1bd by 16:00", Escalations: steps},
			},
		}},
		Agreements: []specAgreement{{ID: "all", Kind: "sla", ServiceLevel: "gold"}},
	}
}

// scopeTimes place the events: on the edges of the calendar and of the
// allowances, between them, all at once, and around a clock change.
var scopeTimes = [][]time.Time{
	instants("2026-03-02T08:00:00+01:00", "2026-03-02T10:00:00+01:00", "2026-03-02T12:00:00+01:00", "2026-03-02T13:00:00+01:00", "2026-03-02T17:00:00+01:00", "2026-03-03T08:00:00+01:00"),
	instants("2026-03-03T07:10:00+01:00", "2026-03-03T08:40:00+01:00", "2026-03-03T12:30:00+01:00", "2026-03-03T14:05:00+01:00", "2026-03-04T09:00:00+01:00", "2026-03-06T16:00:00+01:00"),
	instants("2026-03-04T11:00:00+01:00", "2026-03-04T11:00:00+01:00", "2026-03-04T11:00:00+01:00", "2026-03-04T11:00:00+01:00", "2026-03-04T11:00:00+01:00", "2026-03-04T11:00:00+01:00"),
	instants("2026-03-27T14:00:00+01:00", "2026-03-27T15:00:00+01:00", "2026-03-29T03:00:00+02:00", "2026-03-30T08:00:00+02:00", "2026-03-30T16:00:00+02:00", "2026-03-31T16:00:00+02:00"),
	instants("2026-03-05T11:30:00+01:00", "2026-03-05T14:30:00+01:00", "2026-03-05T14:30:00+01:00", "2026-03-06T11:30:00+01:00", "2026-03-06T14:30:00+01:00", "2026-03-09T11:30:00+01:00"),
}

func instants(texts ...string) (all []time.Time) {
	for _, s := range texts {
		all = append(all, at(s))
	}
	return all
}

// TestSmallScope tries every sequence of a few events. An engine that errs
// usually errs on a short history.
func TestSmallScope(t *testing.T) {
	t.Parallel()
	m, engine := newModel(t, scopeDefinition()), &reusing{Engine: engineOf(t, scopeDefinition())}
	agreed, silent, failures := 0, map[string]int{}, 0
	depth := min(*scopeDepth, len(scopeTimes[0]))
	if testing.Short() {
		depth = min(depth, 4)
	}
	kinds := make([]int, 0, depth)
	var extend func()
	extend = func() {
		for _, times := range scopeTimes {
			if len(kinds) == 0 || failures >= 5 {
				break
			}
			ticket := scopeTicket(kinds, times)
			last := ticket.Events[len(kinds)-1].At
			for _, at := range []time.Time{last, last.Add(45 * time.Minute), last.Add(9 * 24 * time.Hour)} {
				difference := disagreement(m, engine, ticket, at)
				switch {
				case len(m.unsure) > 0:
					silent[m.unsure[0]]++
				case difference != "":
					t.Errorf("%s", difference)
					failures++
				default:
					agreed++
				}
			}
		}
		if len(kinds) == depth {
			return
		}
		for kind := range scopeKinds {
			kinds = append(kinds, kind)
			extend()
			kinds = kinds[:len(kinds)-1]
		}
	}
	extend()
	t.Logf("%d histories agreed; not compared: %v", agreed, silent)
}

// reusing answers into one report, as a program that evaluates a lot would.
type reusing struct {
	*sla.Engine
	report sla.Report
}

func (e *reusing) Evaluate(ticket sla.Ticket, at time.Time) (sla.Report, error) {
	err := e.EvaluateInto(&e.report, ticket, at)
	return e.report, err
}

func scopeTicket(kinds []int, times []time.Time) sla.Ticket {
	ticket := sla.Ticket{ID: "scope"}
	changes := 0
	for i, kind := range kinds {
		e := sla.Event{At: times[i], Name: scopeKinds[kind]}
		if e.Name == sla.Changed {
			e.Facts = sla.Facts{"priority": {scopePriorities[changes%len(scopePriorities)]}}
			changes++
		}
		ticket.Events = append(ticket.Events, e)
	}
	return ticket
}
