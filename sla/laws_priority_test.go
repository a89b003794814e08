package sla_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/priority"
	"github.com/slakit/slakit/sla"
)

// raising is a definition with a matrix, rules that raise the priority, and a
// target for each.
func raising(t *testing.T, raise []specRaise, f fault) desk {
	t.Helper()
	level := specLevel{ID: "gold", Calendar: "office", Matrix: "m", DefaultPriority: "P4", Raise: raise}
	for _, p := range []string{"P1", "P2", "P3", "P4", "P5"} {
		level.Targets = append(level.Targets, specTarget{Metric: "resolution", Priorities: []string{p}, Within: "8h"})
	}
	s := officeSpec()
	s.ServiceLevels = []specLevel{level}
	s.Matrices = map[string]specMatrix{"m": {
		Impacts: []string{"high", "low"}, Urgencies: []string{"high", "low"},
		Priorities: []string{"P1", "P2", "P3", "P4", "P5"}, Matrix: [][]string{{"P2", "P3"}, {"P4", "P5"}},
	}}
	return drawn{fault: f}.desk(t, s)
}

// TestLawP04Override: a priority set by hand holds until it is cleared, setting
// it again changes nothing, and then the matrix counts as if it had never been.
func TestLawP04Override(t *testing.T) {
	matrix := map[string]priority.Priority{"high high": "P2", "high low": "P3", "low high": "P4", "low low": "P5"}
	seeded(t, func(r *rand.Rand, f fault) string {
		now := at("2026-03-02 09:00")
		impact, urgency, set := pick(r, "", "high", "low"), pick(r, "", "high", "low"), ""
		ticket := sla.Ticket{ID: "T", Events: []sla.Event{{At: now, Name: sla.Opened, Facts: sla.Facts{"impact": {impact}, "urgency": {urgency}}}}}
		for range r.Intn(6) {
			now = now.Add(time.Minute)
			facts := sla.Facts{}
			switch r.Intn(4) {
			case 0:
				impact = pick(r, "", "high", "low")
				facts["impact"] = []string{impact}
			case 1:
				urgency = pick(r, "", "high", "low")
				facts["urgency"] = []string{urgency}
			case 2:
				set = pick(r, "", "P1", "P5")
				facts["priority"] = []string{set}
			case 3:
				facts["priority"] = []string{set} // again
			}
			ticket.Events = append(ticket.Events, sla.Event{At: now, Name: sla.Changed, Facts: facts})
		}
		want, known := matrix[impact+" "+urgency]
		if !known {
			want = "P4"
		}
		if set != "" {
			want = priority.Priority(set)
		}
		reading, _ := live(eval(t, raising(t, nil, f), ticket, now), sla.Resolution)
		if reading.Priority != want {
			return fmt.Sprintf("priority %s, want %s\n%s", reading.Priority, want, describe(ticket, now))
		}
		return ""
	}, eachEvent("what was set by hand is never cleared", func(events []sla.Event, i int) {
		if p := events[i].Facts["priority"]; len(p) == 1 && p[0] == "" {
			events[i].Facts = nil
		}
	}), eachEvent("impact and urgency clear what was set by hand", func(events []sla.Event, i int) {
		if events[i].Facts["impact"] != nil && i > 0 {
			events[i].Facts = sla.Facts{"impact": events[i].Facts["impact"], "priority": {""}}
		}
	}))
}

// TestLawP08Steps: the steps towards a priority are those of the rules that
// count: without the others nothing changes, without one of them something
// does.
func TestLawP08Steps(t *testing.T) {
	compared := 0
	seeded(t, func(r *rand.Rand, f fault) string {
		var rules []specRaise
		for range 1 + r.Intn(4) {
			rule := specRaise{When: map[string][]string{pick(r, "vip", "outage"): {"yes"}}, By: 1 + r.Intn(2)}
			if r.Intn(3) == 0 {
				rule.By, rule.To = 0, pick(r, "P1", "P2", "P3")
			}
			rules = append(rules, rule)
		}
		facts := sla.Facts{"impact": {pick(r, "high", "low")}, "urgency": {pick(r, "high", "low")}, pick(r, "vip", "outage"): {"yes"}}
		ticket := sla.Ticket{ID: "T", Events: []sla.Event{{At: at("2026-03-02 09:00"), Name: sla.Opened, Facts: facts}}}
		told := func(rules []specRaise) []sla.PriorityStep {
			reading, _ := live(eval(t, raising(t, rules, f), ticket, ticket.Events[0].At), sla.Resolution)
			return append(reading.Explain().Priority, sla.PriorityStep{By: "in all", Priority: reading.Priority})
		}
		all := told(rules)
		last := all[len(all)-1]
		if all[0].By != "matrix" || all[len(all)-2].Priority != last.Priority {
			return fmt.Sprintf("the steps %v do not lead to %s", all, last.Priority)
		}
		for i, rule := range rules {
			holds := false
			for fact := range rule.When {
				holds = facts[fact] != nil
			}
			less := told(slices.Delete(slices.Clone(rules), i, i+1))
			switch {
			case !holds && !slices.Equal(all, less):
				return fmt.Sprintf("rule %d of %v does not hold, but %v became %v", i, rules, all, less)
			case holds && len(all)-2 == len(rules) && slices.Equal(all, less): // every rule counts
				return fmt.Sprintf("rule %d of %v counts, but %v is the same without it", i, rules, all)
			case !holds || len(all)-2 == len(rules):
				compared++
			}
		}
		return ""
	}, fault{what: "a rule raises whatever its facts", read: func(s *spec) {
		level := &s.ServiceLevels[0]
		level.Raise = slices.Clone(level.Raise)
		for i := range level.Raise {
			level.Raise[i].When = map[string][]string{"impact": {"high", "low"}}
		}
	}})
	require.True(t, compared > 0 || !enoughCases())
}

// TestDecisionFinePrintRaise: rules lift the priority one after the other, by
// steps or to at least a named one, and never what was set by hand.
func TestDecisionFinePrintRaise(t *testing.T) {
	by := func(n int) specRaise { return specRaise{When: map[string][]string{"vip": {"yes"}}, By: n} }
	to := func(p string) specRaise { return specRaise{When: map[string][]string{"vip": {"yes"}}, To: p} }
	other := specRaise{When: map[string][]string{"vip": {"no"}}, To: "P1"}
	for _, c := range []struct {
		impact, urgency, set, want string
		rules                      []specRaise
	}{
		{"low", "low", "", "matrix P5, raise P4", []specRaise{by(1)}},
		{"high", "high", "", "matrix P2, raise P1", []specRaise{by(2)}}, // there is none above
		{"low", "high", "", "matrix P4, raise P2", []specRaise{to("P2")}},
		{"high", "low", "", "matrix P3", []specRaise{to("P3")}},
		{"high", "high", "", "matrix P2", []specRaise{to("P3")}}, // it has more already
		{"low", "low", "", "matrix P5, raise P4, raise P2, raise P1", []specRaise{by(1), other, to("P2"), to("P3"), by(1)}},
		{"low", "", "", "default P4, raise P3", []specRaise{by(1)}},
		{"low", "low", "P5", "set P5", []specRaise{by(1), to("P1")}},
	} {
		facts := sla.Facts{"impact": {c.impact}, "urgency": {c.urgency}, "priority": {c.set}, "vip": {"yes"}}
		ticket := sla.Ticket{ID: "T", Events: []sla.Event{{At: at("2026-03-02 09:00"), Name: sla.Opened, Facts: facts}}}
		reading, _ := live(eval(t, raising(t, c.rules, fault{}), ticket, ticket.Events[0].At), sla.Resolution)
		var got []string
		for _, s := range reading.Explain().Priority {
			got = append(got, s.By+" "+string(s.Priority))
		}
		require.Equal(t, c.want, strings.Join(got, ", "))
	}
}
