package lint_test

import (
	"flag"
	"fmt"
	"maps"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"
	"github.com/leanovate/gopter/prop"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/priority"
	"github.com/slakit/slakit/sla"
	"github.com/slakit/slakit/sla/lint"
)

var lawCases = flag.Int("laws", 1000, "cases of each law")

// checker is what the laws speak of: Check, or a faulty imitation that shows
// that a law bites.
type checker func(def sla.Definition) []lint.Finding

func right(def sla.Definition) []lint.Finding {
	all, err := lint.Check(def, nil)
	if err != nil {
		panic(err)
	}
	return slices.Collect(all)
}

// seeds do not shrink: a smaller one is not simpler.
var seeds = gen.Int64().WithShrinker(gopter.NoShrinker)

func pick[T any](r *rand.Rand, from ...T) T { return from[r.Intn(len(from))] }

// drawMatch draws conditions on two facts with few values, a hierarchy among
// them.
func drawMatch(r *rand.Rand, mixed bool) sla.Facts {
	m := sla.Facts{}
	for _, fact := range []string{"f", "g"} {
		if r.Intn(2) == 0 {
			continue
		}
		sign := pick(r, "", "", "!")
		for range 1 + r.Intn(2) {
			if mixed {
				sign = pick(r, "", "", "!")
			}
			if v := sign + pick(r, "a", "a/x", "b"); !slices.Contains(m[fact], v) {
				m[fact] = append(m[fact], v)
			}
		}
	}
	if len(m) == 0 {
		return nil
	}
	return m
}

// worlds are all facts that the drawn conditions can tell apart.
func worlds(yield func(sla.Facts) bool) {
	sets := [][]string{nil, {"a"}, {"a/x"}, {"a/y"}, {"b"}, {"a", "b"}, {"a/x", "b"}}
	for _, f := range sets {
		for _, g := range sets {
			if !yield(sla.Facts{"f": f, "g": g}) {
				return
			}
		}
	}
}

var days = []string{"", "2026-01-01", "2026-02-01", "2026-03-01"}

func small() sla.Definition {
	return sla.Definition{
		Calendars:     []calendar.Definition{{Name: "days", Zone: "UTC", Hours: []calendar.Hours{{Days: "daily", Open: "00:00", Close: "23:00"}}}},
		ServiceLevels: []sla.ServiceLevel{{ID: "card", Calendar: "days", Targets: []sla.Target{{Metric: sla.Response, Within: "1h"}}}},
	}
}

func drawAgreements(r *rand.Rand, mixed bool) sla.Definition {
	def := small()
	for i := range 2 + r.Intn(4) {
		a := sla.Agreement{ID: fmt.Sprint(i), Kind: pick(r, sla.SLA, sla.SLA, sla.OLA), ServiceLevel: "card", Match: drawMatch(r, mixed)}
		if from := r.Intn(len(days)); r.Intn(3) == 0 {
			a.From = days[from]
			if until := from + 1 + r.Intn(2); until < len(days) {
				a.Until = days[until]
			}
		}
		def.Agreements = append(def.Agreements, a)
	}
	if r.Intn(2) == 0 {
		def.Select = map[sla.Kind]string{sla.SLA: pick(r, "first", "specific", "all")}
	}
	return def
}

func instants() (all []time.Time) {
	for _, day := range []string{"2025-12-31T12:00:00Z", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"} {
		at, err := time.Parse(time.RFC3339, day)
		if err != nil {
			panic(err)
		}
		all = append(all, at)
	}
	return all
}

// agreementLaw draws agreements. It compares which of them Check calls
// unreachable with all tickets there can be: with those never taken, or with
// those of which each matching ticket also matches one and the same that goes
// before it.
func agreementLaw(check checker, mixed bool, compare func(found, never, hidden map[string]bool) bool) gopter.Prop {
	return prop.ForAll(func(seed int64) string {
		def := drawAgreements(rand.New(rand.NewSource(seed)), mixed)
		engine, err := sla.Compile(def, nil)
		if err != nil {
			return err.Error()
		}
		found, never, hidden := map[string]bool{}, map[string]bool{}, map[string]bool{}
		for _, f := range check(def) {
			if f.Kind == lint.UnreachableAgreement || f.Kind == lint.NeverTrue {
				found[strings.TrimSuffix(strings.TrimPrefix(strings.TrimSuffix(f.Path, ".match"), "agreements["), "]")] = true
			}
		}
		before := map[string]map[string]bool{} // those that went before it whenever it matched
		matched := map[string]bool{}
		for _, a := range def.Agreements {
			never[a.ID] = true
		}
		for _, at := range instants() {
			for facts := range worlds {
				taken := map[sla.Kind]string{}
				var matching []sla.Candidate
				for c := range engine.Candidates(facts, at) {
					if c.Taken {
						taken[c.Kind] = c.Agreement
						delete(never, c.Agreement)
					}
					if c.Taken || strings.Contains(c.Reason, "matches too") {
						matching = append(matching, c)
					}
				}
				for _, c := range matching {
					rivals := map[string]bool{}
					for _, o := range matching {
						rivals[o.Agreement] = o.Kind == c.Kind && goesBefore(def, o, c)
					}
					if !matched[c.Agreement] {
						matched[c.Agreement], before[c.Agreement] = true, rivals
					}
					for id := range before[c.Agreement] {
						if !rivals[id] {
							delete(before[c.Agreement], id)
						}
					}
				}
			}
		}
		for _, a := range def.Agreements {
			hidden[a.ID] = !matched[a.ID] || len(before[a.ID]) > 0
		}
		if !compare(found, never, hidden) {
			return fmt.Sprintf("%+v\nfound %v, never %v, hidden %v", def.Agreements, found, never, hidden)
		}
		return ""
	}, seeds)
}

// goesBefore is the rule of selection between two that match.
func goesBefore(def sla.Definition, o, c sla.Candidate) bool {
	facts := func(id string) int {
		i := slices.IndexFunc(def.Agreements, func(a sla.Agreement) bool { return a.ID == id })
		return len(def.Agreements[i].Match)
	}
	switch def.Select[c.Kind] {
	case "all":
		return false
	case "specific":
		if n, m := facts(o.Agreement), facts(c.Agreement); n != m {
			return n > m
		}
	}
	return o.Agreement < c.Agreement // ids are in written order
}

// lawSound: an agreement that is called unreachable is never taken.
func lawSound(check checker) gopter.Prop {
	return agreementLaw(check, true, func(found, never, _ map[string]bool) bool {
		for id := range found {
			if !never[id] {
				return false
			}
		}
		return true
	})
}

// lawComplete: an agreement before which one and the same always goes is found.
func lawComplete(check checker) gopter.Prop {
	return agreementLaw(check, false, func(found, _, hidden map[string]bool) bool {
		for id, is := range hidden {
			if is && !found[id] {
				return false
			}
		}
		return true
	})
}

// lawTargets: a target that is called unreachable never applies, and every
// ticket that comes with a finding shows it.
func lawTargets(check checker) gopter.Prop {
	return prop.ForAll(func(seed int64) string {
		r := rand.New(rand.NewSource(seed))
		def := small()
		def.Agreements = []sla.Agreement{{ID: "all", Kind: sla.SLA, ServiceLevel: "card"}}
		l := &def.ServiceLevels[0]
		if r.Intn(3) > 0 {
			def.Matrices = map[string]priority.Definition{"m": {
				Impacts: []priority.Impact{"i"}, Urgencies: []priority.Urgency{"u", "v"}, Priorities: []priority.Priority{"P1", "P2"},
				Matrix: [][]priority.Priority{{pick(r, priority.Priority("P1"), "P2", ""), "P1"}},
			}}
			l.Matrix = "m"
		}
		l.DefaultPriority = pick(r, priority.Priority("P2"), "P1", "")
		l.Targets = nil
		for i := range 1 + r.Intn(4) {
			t := sla.Target{
				Name: fmt.Sprint("t", i), Metric: pick(r, sla.Response, sla.Resolution),
				Within: fmt.Sprintf("%dh", i+1), When: drawMatch(r, true), // when knows no hierarchy
			}
			if r.Intn(2) == 0 {
				t.Priorities = []priority.Priority{pick(r, priority.Priority("P1"), "P2")}
			}
			l.Targets = append(l.Targets, t)
		}
		engine, err := sla.Compile(def, nil)
		if err != nil {
			return "" // Compile finds the plainest cases itself
		}
		applied := map[string]bool{}
		reached := func(more sla.Facts) {
			for facts := range worlds {
				maps.Copy(facts, more)
				report, err := engine.Evaluate(sla.Ticket{Events: []sla.Event{{At: monday, Name: sla.Opened, Facts: facts}}}, monday)
				if err == nil {
					for _, r := range report.Readings {
						applied[r.Target] = true
					}
				}
			}
		}
		for _, more := range []sla.Facts{nil, {"priority": {"P1"}}, {"priority": {"P2"}}, {"impact": {"i"}, "urgency": {"u"}}, {"impact": {"i"}, "urgency": {"v"}}} {
			reached(more)
		}
		for _, f := range check(def) {
			if f.Kind == lint.UnreachableTarget {
				i := index(place.FindStringSubmatch(f.Path)[2])
				if applied[l.Targets[i].Name] {
					return fmt.Sprintf("%+v: %s applies", def, f.Path)
				}
			}
			if f.Ticket == nil {
				continue
			}
			report, err := engine.Evaluate(*f.Ticket, f.At)
			switch f.Kind {
			case lint.NoPriority:
				if err == nil {
					return fmt.Sprintf("%+v: %+v", def, f)
				}
			case lint.MissingTarget:
				if slices.ContainsFunc(report.Readings, func(r sla.Reading) bool { return misses(f, r.Metric) }) {
					return fmt.Sprintf("%+v: %+v", def, f)
				}
			}
		}
		return ""
	}, seeds)
}

var laws = []struct {
	name string
	law  func(checker) gopter.Prop
	// fault is a checker that breaks this law.
	fault checker
}{
	{"LawUnreachableSound", lawSound, func(def sla.Definition) []lint.Finding {
		last := fmt.Sprintf("agreements[%d]", len(def.Agreements)-1)
		return append(right(def), lint.Finding{Path: last, Kind: lint.UnreachableAgreement})
	}},
	{"LawUnreachableComplete", lawComplete, func(def sla.Definition) []lint.Finding {
		return slices.DeleteFunc(right(def), func(f lint.Finding) bool { return f.Path == "agreements[2]" })
	}},
	{"LawTargets", lawTargets, func(def sla.Definition) []lint.Finding {
		return append(right(def), lint.Finding{Path: "serviceLevels[0].targets[0]", Kind: lint.UnreachableTarget})
	}},
}

// few is the number of cases, less in a hurry.
func few() int {
	if testing.Short() {
		return min(*lawCases, 200)
	}
	return *lawCases
}

func TestLaws(t *testing.T) {
	for _, l := range laws {
		t.Run(l.name, func(t *testing.T) {
			parameters := gopter.DefaultTestParametersWithSeed(20260305)
			parameters.MinSuccessfulTests = few()
			result := l.law(right).Check(parameters)
			require.True(t, result.Passed(), "%v %v", result.Labels, result.Error)
			require.False(t, l.law(l.fault).Check(parameters).Passed(), "the law does not notice a fault")
		})
	}
}

// TestLawRandomTriggers: whatever triggers a target has, Check neither panics
// nor shows a ticket that does not show what it says.
func TestLawRandomTriggers(t *testing.T) {
	r := rand.New(rand.NewSource(5))
	words := []string{"opened", "responded", "paused", "resumed", "resolved", "reopened", "cancelled", "taken", "f=a", "f!=a", "f=a & g=b", "g!=b", "f=b"}
	list := func() []string {
		if r.Intn(2) == 0 {
			return nil
		}
		all := []string{}
		for range r.Intn(3) {
			if w := pick(r, words...); !slices.Contains(all, w) {
				all = append(all, w)
			}
		}
		return all
	}
	found := 0
	for range few() {
		def := small()
		def.Agreements = []sla.Agreement{{ID: "all", Kind: sla.SLA, ServiceLevel: "card"}}
		target := &def.ServiceLevels[0].Targets[0]
		target.On = sla.On{Start: list(), Pause: list(), Resume: list(), Stop: list(), Reopen: list(), Reset: list(), Cancel: list()}
		target.PauseWhile = pick(r, nil, nil, []string{"f=a"}, []string{"g=b", "f=b"}, []string{"f=a", "f!=a"})
		engine, err := sla.Compile(def, nil)
		require.NoError(t, err)
		for _, f := range right(def) {
			if f.Ticket != nil {
				shows(t, def, engine, f)
				found++
			}
		}
	}
	require.Greater(t, found, few()/2)
}
