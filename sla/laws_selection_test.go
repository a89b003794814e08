package sla_test

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/priority"
	"github.com/slakit/slakit/sla"
)

// chosenAt is the agreement under which a ticket is read when it opens.
func chosenAt(t *testing.T, engine *sla.Engine, ticket sla.Ticket) string {
	t.Helper()
	opened := ticket.Events[0].At
	report := eval(t, engine, sla.Ticket{ID: "o", Events: ticket.Events[:1]}, opened)
	require.NotEmpty(t, report.Readings)
	for _, r := range report.Readings {
		require.Equal(t, report.Readings[0].Agreement, r.Agreement)
	}
	return report.Readings[0].Agreement
}

// TestLawR01Selection: there is always an answer, the same each time, and the
// list of candidates says which. R7: the one without a match is chosen exactly
// where nothing before it matches.
func TestLawR01R07Selection(t *testing.T) {
	law(t, drawOptions{}, func(d drawn, engine *sla.Engine) string {
		site := strings.Join(d.ticket.Events[0].Facts["site"], "")
		want := "all"
		if site == "hq" || strings.HasPrefix(site, "hq/") {
			want = "vip"
		}
		if got := chosenAt(t, engine, d.ticket); got != want {
			return fmt.Sprintf("site %q: chosen %q, want %q", site, got, want)
		}
		taken := ""
		for c := range engine.Candidates(d.ticket.Events[0].Facts, d.ticket.Events[0].At) {
			if c.Reason == "" {
				return "no reason why " + c.Agreement
			}
			if c.Taken {
				taken += c.Agreement
			}
		}
		if taken != want {
			return fmt.Sprintf("site %q: %q of the candidates taken, want %q", site, taken, want)
		}
		return ""
	})
}

// TestLawR06NotChosen: an agreement that was never chosen can be taken away.
func TestLawR06NotChosen(t *testing.T) {
	without := map[string]func(d drawn) *sla.Engine{}
	for _, id := range []string{"vip", "all"} {
		without[id] = perDefinition(func(d drawn) *sla.Engine {
			less := d.spec
			less.Agreements = slices.DeleteFunc(slices.Clone(d.spec.Agreements), func(a specAgreement) bool { return a.ID == id })
			return engineOf(t, less)
		})
	}
	law(t, drawOptions{}, func(d drawn, engine *sla.Engine) string {
		later := d.ticket.Events[1:]
		if d.at.Before(d.ticket.Events[0].At) || slices.ContainsFunc(later, func(e sla.Event) bool { _, ok := e.Facts["site"]; return ok }) {
			return skipCase // another may be chosen where it leaves no reading
		}
		report := eval(t, engine, d.ticket, d.at)
		chosen := map[string]bool{}
		for _, r := range report.Readings {
			chosen[r.Agreement] = true
		}
		if len(chosen) != 1 {
			return skipCase
		}
		other := "vip"
		if chosen["vip"] {
			other = "all"
		}
		return unequal("without "+other, text(report), text(eval(t, without[other](d), d.ticket, d.at)))
	})
}

// TestLawR09Spelling: the order of keys, blanks and notes of a definition do
// not matter to its fingerprint; what counts does.
func TestLawR09Spelling(t *testing.T) {
	law(t, drawOptions{}, func(d drawn, engine *sla.Engine) string {
		data, err := json.Marshal(d.spec)
		require.NoError(t, err)
		var loose map[string]any
		require.NoError(t, json.Unmarshal(data, &loose))
		annotate(loose)
		respelled, err := json.MarshalIndent(loose, " ", "\t") // keys in the order of the alphabet
		require.NoError(t, err)
		def, err := sla.Parse(respelled)
		require.NoError(t, err)
		again, err := sla.Compile(def, nil)
		require.NoError(t, err)
		if again.Fingerprint() != engine.Fingerprint() {
			return "another spelling has another fingerprint"
		}
		other := d.spec.clone()
		other.ServiceLevels[0].Targets[0].Within = "7h59m59s"
		if other.ServiceLevels[0].Targets[0].Within != d.spec.ServiceLevels[0].Targets[0].Within && engineOf(t, other).Fingerprint() == engine.Fingerprint() {
			return "another allowance has the same fingerprint"
		}
		return ""
	})
}

// annotate gives every service level and target a note.
func annotate(definition map[string]any) {
	definition["note"] = "as agreed"
	for _, level := range definition["serviceLevels"].([]any) {
		level := level.(map[string]any)
		level["note"] = "a card"
		for _, target := range level["targets"].([]any) {
			target.(map[string]any)["note"] = "a promise"
		}
	}
}

// raising is a definition with a matrix, rules that raise the priority, and a
// target for each.
func raising(t *testing.T, raise []sla.Raise) *sla.Engine {
	t.Helper()
	var targets []sla.Target
	for _, p := range []priority.Priority{"P1", "P2", "P3", "P4", "P5"} {
		targets = append(targets, sla.Target{Metric: sla.Resolution, Priorities: []priority.Priority{p}, Within: "8h"})
	}
	engine, err := sla.Compile(sla.Definition{
		Calendars: []calendar.Definition{{Name: "office", Zone: "UTC", Hours: []calendar.Hours{{Days: "daily", Open: "08:00", Close: "17:00"}}}},
		Matrices: map[string]priority.Definition{"m": {
			Impacts: []priority.Impact{"high", "low"}, Urgencies: []priority.Urgency{"high", "low"},
			Priorities: []priority.Priority{"P1", "P2", "P3", "P4", "P5"},
			Matrix:     [][]priority.Priority{{"P2", "P3"}, {"P4", "P5"}},
		}},
		ServiceLevels: []sla.ServiceLevel{{
			ID: "gold", Calendar: "office", Matrix: "m", DefaultPriority: "P4", Raise: raise,
			Targets: targets,
		}},
		Agreements: []sla.Agreement{{ID: "all", Kind: sla.SLA, ServiceLevel: "gold"}},
	}, nil)
	require.NoError(t, err)
	return engine
}

// TestLawP4Override: a priority set by hand holds until it is cleared, setting
// it again changes nothing, and then the matrix counts as if it had never been.
func TestLawP4Override(t *testing.T) {
	engine := raising(t, nil)
	matrix := map[string]priority.Priority{"high high": "P2", "high low": "P3", "low high": "P4", "low low": "P5"}
	r := rand.New(rand.NewSource(*lawSeed))
	for range *lawCases {
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
		reading, ok := live(eval(t, engine, ticket, now), sla.Resolution)
		require.True(t, ok)
		require.Equal(t, want, reading.Priority, "%s", describe(ticket, now))
	}
}

// TestLawP8Steps: the steps towards a priority are those of the rules that
// count: without the others nothing changes, without one of them something
// does.
func TestLawP8Steps(t *testing.T) {
	r := rand.New(rand.NewSource(*lawSeed))
	told, compared := func(engine *sla.Engine, ticket sla.Ticket) []sla.PriorityStep {
		reading, ok := live(eval(t, engine, ticket, ticket.Events[0].At), sla.Resolution)
		require.True(t, ok)
		steps := reading.Explain().Priority
		require.Equal(t, reading.Priority, steps[len(steps)-1].Priority, "the last step is the priority")
		return steps
	}, 0
	for range *lawCases / 4 {
		var rules []sla.Raise
		for range 1 + r.Intn(4) {
			rule := sla.Raise{When: sla.Facts{pick(r, "vip", "outage"): {"yes"}}, By: 1 + r.Intn(2)}
			if r.Intn(3) == 0 {
				rule.By, rule.To = 0, pick[priority.Priority](r, "P1", "P2", "P3")
			}
			rules = append(rules, rule)
		}
		facts := sla.Facts{"impact": {pick(r, "high", "low")}, "urgency": {pick(r, "high", "low")}, pick(r, "vip", "outage"): {"yes"}}
		ticket := sla.Ticket{ID: "T", Events: []sla.Event{{At: at("2026-03-02 09:00"), Name: sla.Opened, Facts: facts}}}
		all := told(raising(t, rules), ticket)
		require.Equal(t, "matrix", all[0].By)
		for i, rule := range rules {
			holds := false
			for fact := range rule.When {
				holds = facts[fact] != nil
			}
			less := told(raising(t, slices.Delete(slices.Clone(rules), i, i+1)), ticket)
			raises := func(steps []sla.PriorityStep) int { return len(steps) - 1 }
			switch {
			case !holds:
				require.Equal(t, all, less, "a rule that does not hold changed something")
				compared++
			case raises(all) == len(rules): // every rule counts
				require.NotEqual(t, all, less, "a rule that counts changed nothing")
				compared++
			}
		}
	}
	require.Greater(t, compared, *lawCases/8)
}

// TestDecisionA1Ambiguous: each of these has silently meant several things in
// products; the message says what could be meant.
func TestDecisionA1Ambiguous(t *testing.T) {
	for s, hint := range map[string][]string{
		"1d":     {"1bd", "P1D", "24h elapsed"},
		"3 days": {"3bd", "P5D"},
		"PT8H":   {"8h", "8h elapsed"},
		"P1DT4H": {"h"},
		"1.5h":   {"1h30m"},
		"8":      {"8h"},
		"1bd4h":  {"bd"},
	} {
		_, err := sla.ParseAllowance(s)
		require.Error(t, err, s)
		for _, h := range hint {
			require.Contains(t, err.Error(), h, s)
		}
	}
}

// TestDecisionA7ExactShares: what was used is told to the nanosecond, in
// service time and by the wall, and so is a share of it.
func TestDecisionA7ExactShares(t *testing.T) {
	decide(t, []decided{
		{name: "a nanosecond before the due", target: specTarget{Within: "8h"}, events: "Mon 08:00 opened", at: "2026-03-02T15:59:59.999999999Z", want: "elapsed 7h59m59.999999999s, remaining 1ns, breached none"},
		{name: "both measures", target: specTarget{Within: "8h"}, events: "Mon 16:00 opened; Tue 09:00 paused; Wed 09:00 resumed", at: "Wed 10:00", want: "elapsed 3h, wallElapsed 18h, paused 9h, wallPaused 24h"},
		{name: "99.995 % is no breach", target: specTarget{Within: "20000s", Escalations: []specEscalation{{Name: "all", At: "100%"}}}, events: "Mon 08:00 opened; 2026-03-02T13:33:19Z resolved", at: "Mon 17:00", want: "elapsed 5h33m19s, met true, fired all never"},
		{name: "a third", target: specTarget{Within: "1s", Escalations: []specEscalation{{Name: "third", At: "33%"}}}, events: "Mon 08:00 opened", at: "Mon 08:00", want: "fired third 2026-03-02T08:00:00.33Z"},
	})
}
