package sla_test

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/sla"
)

// chosenAt are the agreements under which a ticket is read when it opens, and
// those of the candidates that are taken.
func chosenAt(engine desk, ticket sla.Ticket) (chosen, taken []string, err error) {
	opened := ticket.Events[0]
	report, err := engine.Evaluate(sla.Ticket{ID: "o", Events: ticket.Events[:1]}, opened.At)
	for _, r := range report.Readings {
		if !slices.Contains(chosen, r.Agreement) {
			chosen = append(chosen, r.Agreement)
		}
	}
	for c := range engine.Candidates(opened.Facts, opened.At) {
		if c.Taken {
			taken = append(taken, c.Agreement)
		}
		if c.Reason == "" {
			err = errors.Join(err, fmt.Errorf("no reason why %s", c.Agreement))
		}
	}
	return chosen, taken, err
}

// someAgreements draws rows that match by site, team and status, or always.
func someAgreements(r *rand.Rand, s *spec) {
	s.Agreements = nil
	for i := range 1 + r.Intn(5) {
		a := specAgreement{ID: fmt.Sprint("row", i), Kind: "sla", ServiceLevel: pick(r, "gold", "silver"), Match: map[string][]string{}}
		for _, fact := range []struct {
			name, not string
			values    []string
		}{{"site", "!hq", []string{"hq", "lund"}}, {"team", "!c", []string{"a", "b"}}, {"priority", "!P3", []string{"P1", "P2"}}} {
			switch r.Intn(5) {
			case 0:
				a.Match[fact.name] = []string{fact.not}
			case 1:
				a.Match[fact.name] = []string{pick(r, fact.values...)}
			case 2:
				a.Match[fact.name] = fact.values
			}
		}
		if len(a.Match) == 0 {
			a.Match = nil
		}
		s.Agreements = append(s.Agreements, a)
	}
	if mode := pick(r, "", "first", "specific", "all"); mode != "" {
		s.Select = map[string]string{"sla": mode}
	}
}

// TestLawR01Total: there is an answer or a typed error, the same each time, and
// the list of candidates says which.
func TestLawR01Total(t *testing.T) {
	calls, chosen, none := 0, 0, 0
	law(t, drawOptions{adapt: someAgreements}, func(d drawn, engine desk) string {
		first, taken, err := chosenAt(engine, d.ticket)
		if none++; err == nil {
			none, chosen = none-1, chosen+1
		}
		if errors.Is(err, sla.ErrNoAgreement) != (len(taken) == 0) || err != nil && len(taken) > 0 || !slices.Equal(first, taken) {
			return fmt.Sprintf("%q of the candidates taken, read under %q, error %v", taken, first, err)
		}
		for range 3 {
			if again, _, _ := chosenAt(engine, d.ticket); !slices.Equal(first, again) {
				return fmt.Sprintf("%q, then %q", first, again)
			}
		}
		return ""
	}, fault{what: "the order of a map decides", told: func(ticket *sla.Ticket, _ *time.Time) {
		if calls++; calls%2 == 0 {
			ticket.Events[0].Facts = sla.Facts{"team": ticket.Events[0].Facts["team"]}
		}
	}})
	require.True(t, chosen > 0 && none > 0 || !enoughCases())
}

// TestLawR02MostSpecific: of those that match the first written applies, or
// that with most facts in its match, or all.
func TestLawR02MostSpecific(t *testing.T) {
	law(t, drawOptions{adapt: someAgreements}, func(d drawn, engine desk) string {
		var want []string
		facts := 0
		for _, a := range d.spec.Agreements {
			switch mode := d.spec.Select["sla"]; {
			case !matches(a.Match, d.ticket.Events[0].Facts, true):
			case want == nil || mode == "specific" && len(a.Match) > facts:
				want, facts = []string{a.ID}, len(a.Match)
			case mode == "all":
				want = append(want, a.ID)
			}
		}
		got, _, _ := chosenAt(engine, d.ticket)
		if slices.Sort(got); !slices.Equal(got, want) {
			return fmt.Sprintf("chosen %q, want %q", got, want)
		}
		return ""
	}, fault{what: "the last that matches wins", read: func(s *spec) {
		s.Agreements = slices.Clone(s.Agreements)
		slices.Reverse(s.Agreements)
	}}, fault{what: "values are counted, not facts", read: func(s *spec) {
		if s.Select["sla"] == "specific" {
			s.Agreements = slices.Clone(s.Agreements)
			slices.SortStableFunc(s.Agreements, func(a, b specAgreement) int { return len(b.Match["site"]) - len(a.Match["site"]) })
		}
	}})
}

// TestLawR03HalfOpen: of two agreements, of which one ends when the other takes
// effect, exactly one holds at any instant: from the first instant of a date
// on, or from an instant on, the second.
func TestLawR03HalfOpen(t *testing.T) {
	handOver := func(r *rand.Rand, s *spec) {
		day, err := time.Parse("2006-01-02", pick(r, drawDays...))
		if err != nil {
			panic(err)
		}
		when := day.AddDate(0, 0, r.Intn(4)).Format("2006-01-02")
		if r.Intn(3) == 0 {
			when += pick(r, "T08:00:00Z", "T23:30:00+01:00", "T02:30:00-05:00")
		}
		s.Agreements = []specAgreement{
			{ID: "before", Kind: "sla", ServiceLevel: "gold", Until: when},
			{ID: "after", Kind: "sla", ServiceLevel: "gold", From: when},
		}
	}
	r := rand.New(rand.NewSource(103))
	law(t, drawOptions{adapt: handOver}, func(d drawn, engine desk) string {
		edge := boundary(d.spec.Agreements[0].Until, d.model.calendars["first"])
		for _, off := range []time.Duration{-1, 0, 1, -time.Duration(r.Intn(1e15)), time.Duration(r.Intn(1e15))} {
			ticket := openedAt(edge.Add(off))
			want := "before"
			if off >= 0 {
				want = "after"
			}
			if got, _, _ := chosenAt(engine, ticket); len(got) != 1 || got[0] != want {
				return fmt.Sprintf("opened at %s: chosen %q, want %q", show(ticket.Events[0].At), got, want)
			}
		}
		return ""
	}, fault{what: "the last day is included", read: func(s *spec) {
		s.Agreements = slices.Clone(s.Agreements)
		if day, err := time.Parse("2006-01-02", s.Agreements[0].Until); err == nil {
			s.Agreements[0].Until = day.AddDate(0, 0, 1).Format("2006-01-02")
		}
	}}, fault{what: "dates begin at midnight UTC", read: func(s *spec) {
		s.Agreements = slices.Clone(s.Agreements)
		if len(s.Agreements[0].Until) == len("2006-01-02") {
			s.Agreements[0].Until += "T00:00:00Z"
			s.Agreements[1].From += "T00:00:00Z"
		}
	}})
}

// TestLawR06NotChosen: an agreement that was never chosen can be taken away.
func TestLawR06NotChosen(t *testing.T) {
	without := map[string]func(d drawn) desk{}
	for _, id := range []string{"vip", "all"} {
		without[id] = perDefinition(func(d drawn) desk {
			less := d.spec
			less.Agreements = slices.DeleteFunc(slices.Clone(d.spec.Agreements), func(a specAgreement) bool { return a.ID == id })
			return d.desk(t, less)
		})
	}
	law(t, drawOptions{}, func(d drawn, engine desk) string {
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
	}, fault{what: "the card of the first row is used", read: func(s *spec) {
		s.Agreements = slices.Clone(s.Agreements)
		for i := range s.Agreements {
			s.Agreements[i].ServiceLevel = s.Agreements[0].ServiceLevel
		}
	}})
}

// TestLawR07LastResort: an agreement without a match is chosen exactly where
// none of those before it matches.
func TestLawR07LastResort(t *testing.T) {
	law(t, drawOptions{}, func(d drawn, engine desk) string {
		site := strings.Join(d.ticket.Events[0].Facts["site"], "")
		want := "all"
		if site == "hq" || strings.HasPrefix(site, "hq/") {
			want = "vip"
		}
		if got, _, _ := chosenAt(engine, d.ticket); len(got) != 1 || got[0] != want {
			return fmt.Sprintf("site %q: chosen %q, want %q", site, got, want)
		}
		return ""
	}, fault{what: "hq is taken to match hqx", read: func(s *spec) {
		s.Agreements = slices.Clone(s.Agreements)
		s.Agreements[0].Match = map[string][]string{"site": {"hq", "hqx"}}
	}})
}

// TestLawR09Spelling: the order of keys, blanks and notes of a definition do
// not matter to its fingerprint; what counts does.
func TestLawR09Spelling(t *testing.T) {
	verdict := perDefinition(func(d drawn) string {
		data, err := json.Marshal(d.spec)
		require.NoError(t, err)
		var loose map[string]any
		require.NoError(t, json.Unmarshal(data, &loose))
		annotate(loose)
		respelled, err := json.MarshalIndent(loose, " ", "\t") // keys in the order of the alphabet
		require.NoError(t, err)
		print := func(text []byte) [32]byte {
			def, err := sla.Parse(text)
			require.NoError(t, err)
			engine, err := sla.Compile(def, nil)
			require.NoError(t, err)
			if d.fault.print != nil {
				return d.fault.print(text)
			}
			return engine.Fingerprint()
		}
		if print(respelled) != print(data) {
			return "another spelling has another fingerprint"
		}
		other := d.spec.clone()
		other.ServiceLevels[0].Targets[0].Within = "7h59m59s"
		changed, err := json.Marshal(other)
		require.NoError(t, err)
		if other.ServiceLevels[0].Targets[0].Within != d.spec.ServiceLevels[0].Targets[0].Within && print(changed) == print(data) {
			return "another allowance has the same fingerprint"
		}
		return ""
	})
	law(t, drawOptions{}, func(d drawn, _ desk) string { return verdict(d) },
		fault{what: "the fingerprint is that of the text", print: sha256.Sum256},
		fault{what: "the fingerprint is that of the calendars", print: func([]byte) [32]byte { return [32]byte{} }})
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
