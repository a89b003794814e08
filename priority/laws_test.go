package priority_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand"
	"slices"
	"testing"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"
	"github.com/leanovate/gopter/prop"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/priority"
)

var cases = flag.Int("laws", 1000, "cases of each law")

// A subject is what the laws speak of: the methods of a Matrix, or a faulty
// imitation that shows that a law bites.
type subject struct {
	lookup func(*priority.Matrix, priority.Impact, priority.Urgency) (priority.Priority, error)
	raise  func(*priority.Matrix, priority.Priority, int) priority.Priority
	check  func(*priority.Matrix) []priority.Inversion
}

var right = subject{
	lookup: (*priority.Matrix).Lookup,
	raise:  (*priority.Matrix).Raise,
	check:  func(m *priority.Matrix) []priority.Inversion { return slices.Collect(m.Check()) },
}

// definition draws a matrix of any shape: sorted cells half of the time, so
// that monotone ones occur, and empty cells a third of the time.
func definition(seed int64) priority.Definition {
	r := rand.New(rand.NewSource(seed))
	def := priority.Definition{
		Impacts:    shuffled[priority.Impact](r, 1+r.Intn(5)),
		Urgencies:  shuffled[priority.Urgency](r, 1+r.Intn(5)),
		Priorities: shuffled[priority.Priority](r, 1+r.Intn(5)),
	}
	sorted, sparse := r.Intn(2) == 0, r.Intn(3) == 0
	for i := range def.Impacts {
		var row []priority.Priority
		for j := range def.Urgencies {
			p := r.Intn(len(def.Priorities))
			if sorted {
				p = min((i+j)/2, len(def.Priorities)-1)
			}
			cell := def.Priorities[p]
			if sparse && r.Intn(3) == 0 {
				cell = ""
			}
			row = append(row, cell)
		}
		def.Matrix = append(def.Matrix, row)
	}
	return def
}

func shuffled[N ~string](r *rand.Rand, n int) []N {
	var names []N
	for _, i := range r.Perm(n) {
		names = append(names, N(fmt.Sprintf("level %d", i)))
	}
	return names
}

func mustCompile(def priority.Definition) *priority.Matrix {
	m, err := priority.Compile(def)
	if err != nil {
		panic(err)
	}
	return m
}

// P1: total on the declared domain, a typed error outside.
func lawP1(s subject) gopter.Prop {
	return prop.ForAll(func(seed int64, name string) bool {
		def := definition(seed)
		m := mustCompile(def)
		for _, i := range def.Impacts {
			for _, u := range def.Urgencies {
				if _, err := s.lookup(m, i, u); err != nil {
					return false
				}
			}
		}
		_, errI := s.lookup(m, priority.Impact(name), def.Urgencies[0])
		_, errU := s.lookup(m, def.Impacts[0], priority.Urgency(name))
		return len(slakit.FieldErrors(errI)) == 1 && len(slakit.FieldErrors(errU)) == 1
	}, gen.Int64(), gen.AlphaString())
}

// P2: the same definition gives the same matrix, also after a round trip
// through its JSON, and each cell is what the definition says.
func lawP2(s subject) gopter.Prop {
	return prop.ForAll(func(seed int64) bool {
		def := definition(seed)
		text, err := json.Marshal(def)
		if err != nil {
			return false
		}
		var again priority.Definition
		if json.Unmarshal(text, &again) != nil {
			return false
		}
		m, n := mustCompile(def), mustCompile(again)
		for i, impact := range def.Impacts {
			for u, urgency := range def.Urgencies {
				a, _ := s.lookup(m, impact, urgency)
				b, _ := s.lookup(n, impact, urgency)
				if a != b || a != def.Matrix[i][u] {
					return false
				}
			}
		}
		return slices.Equal(s.check(m), s.check(n))
	}, gen.Int64())
}

// P3: Check returns true inversions only, and none if and only if more impact
// and urgency never lower the priority (seen by comparing all pairs).
func lawP3(s subject) gopter.Prop {
	return prop.ForAll(func(seed int64) bool {
		def := definition(seed)
		m := mustCompile(def)
		all := map[priority.Inversion]bool{}
		cells := slices.Collect(m.Cells())
		for _, more := range cells {
			for _, less := range cells {
				above := slices.Index(def.Impacts, more.Impact) <= slices.Index(def.Impacts, less.Impact) &&
					slices.Index(def.Urgencies, more.Urgency) <= slices.Index(def.Urgencies, less.Urgency)
				if above && more.Priority != "" && less.Priority != "" && m.Compare(more.Priority, less.Priority) > 0 {
					all[priority.Inversion{More: more, Less: less}] = true
				}
			}
		}
		found := s.check(m)
		for _, v := range found {
			if !all[v] {
				return false
			}
		}
		return (len(found) == 0) == (len(all) == 0)
	}, gen.Int64())
}

// P5: renaming levels and priorities consistently commutes with looking up.
func lawP5(s subject) gopter.Prop {
	return prop.ForAll(func(seed int64) bool {
		def := definition(seed)
		renamed := definition(seed)
		rename(renamed.Impacts)
		rename(renamed.Urgencies)
		rename(renamed.Priorities)
		for _, row := range renamed.Matrix {
			rename(row)
		}
		m, n := mustCompile(def), mustCompile(renamed)
		for i, impact := range def.Impacts {
			for u, urgency := range def.Urgencies {
				a, _ := s.lookup(m, impact, urgency)
				b, _ := s.lookup(n, renamed.Impacts[i], renamed.Urgencies[u])
				list := []priority.Priority{a}
				if rename(list); list[0] != b {
					return false
				}
			}
		}
		return len(s.check(m)) == len(s.check(n))
	}, gen.Int64())
}

// rename reverses the alphabetical order of names and leaves "" alone.
func rename[N ~string](names []N) {
	for i, name := range names {
		if name != "" {
			last := name[len(name)-1]
			names[i] = N(fmt.Sprintf("%c %s", 'z'-rune(last-'0'), name))
		}
	}
}

// P6: the result is one of the declared priorities, or "" where the definition
// leaves the cell empty.
func lawP6(s subject) gopter.Prop {
	return prop.ForAll(func(seed int64) bool {
		def := definition(seed)
		m := mustCompile(def)
		for i, impact := range def.Impacts {
			for u, urgency := range def.Urgencies {
				p, _ := s.lookup(m, impact, urgency)
				if p == "" && def.Matrix[i][u] != "" || p != "" && !slices.Contains(def.Priorities, p) {
					return false
				}
			}
		}
		return true
	}, gen.Int64())
}

// P7: raise saturates: raise(raise(p, a), b) = raise(p, a+b) = the a+b-th
// above p, or the top. Lowering mirrors it.
func lawP7(s subject) gopter.Prop {
	return prop.ForAll(func(seed int64, a, b int) bool {
		def := definition(seed)
		m := mustCompile(def)
		top, bottom := def.Priorities[0], def.Priorities[len(def.Priorities)-1]
		for rank, p := range def.Priorities {
			want := def.Priorities[max(0, rank-a-b)]
			if s.raise(m, s.raise(m, p, a), b) != want || s.raise(m, p, a+b) != want {
				return false
			}
			if s.raise(m, s.raise(m, p, -a), -b) != s.raise(m, p, -a-b) {
				return false
			}
			if s.raise(m, p, len(def.Priorities)) != top || s.raise(m, p, -len(def.Priorities)) != bottom {
				return false
			}
		}
		return true
	}, gen.Int64(), gen.IntRange(0, 6), gen.IntRange(0, 6))
}

// law checks a law, and that it bites: on each faulty subject it fails.
func law(t *testing.T, of func(subject) gopter.Prop, faults map[string]subject) {
	t.Helper()
	t.Parallel()
	parameters := gopter.DefaultTestParameters()
	parameters.MinSuccessfulTests = *cases
	properties := gopter.NewProperties(parameters)
	properties.Property(t.Name(), of(right))
	properties.TestingRun(t)
	for what, faulty := range faults {
		parameters := gopter.DefaultTestParameters()
		parameters.MinSuccessfulTests = 1000
		if result := of(faulty).Check(parameters); result.Status != gopter.TestFailed {
			t.Errorf("the law holds although %s", what)
		}
	}
}

type lookup func(*priority.Matrix, priority.Impact, priority.Urgency) (priority.Priority, error)

// looks, raises and checks are subjects with one faulty method.
func looks(f lookup) subject { return subject{lookup: f, raise: right.raise, check: right.check} }

func raises(f func(m *priority.Matrix, p priority.Priority, by int) priority.Priority) subject {
	return subject{lookup: right.lookup, raise: f, check: right.check}
}

func checks(f func(m *priority.Matrix) []priority.Inversion) subject {
	return subject{lookup: right.lookup, raise: right.raise, check: f}
}

func TestLawP01Total(t *testing.T) {
	law(t, lawP1, map[string]subject{
		"an unknown level is read as an empty cell": looks(func(m *priority.Matrix, i priority.Impact, u priority.Urgency) (priority.Priority, error) {
			p, _ := m.Lookup(i, u)
			return p, nil
		}),
		"an empty cell is an error": looks(func(m *priority.Matrix, i priority.Impact, u priority.Urgency) (priority.Priority, error) {
			p, err := m.Lookup(i, u)
			if p == "" && err == nil {
				err = slakit.ErrRequired
			}
			return p, err
		}),
	})
}

func TestLawP02Deterministic(t *testing.T) {
	n := 0
	law(t, lawP2, map[string]subject{
		"now and then the order of a map decides": looks(func(m *priority.Matrix, i priority.Impact, u priority.Urgency) (priority.Priority, error) {
			p, err := m.Lookup(i, u)
			if n++; n%7 == 0 {
				p = m.Raise(p, 1)
			}
			return p, err
		}),
	})
}

func TestLawP03Monotone(t *testing.T) {
	law(t, lawP3, map[string]subject{
		"only rows are looked at": checks(func(m *priority.Matrix) []priority.Inversion {
			return slices.DeleteFunc(right.check(m), func(v priority.Inversion) bool { return v.More.Impact != v.Less.Impact })
		}),
		"what is told is turned round": checks(func(m *priority.Matrix) []priority.Inversion {
			found := right.check(m)
			for i, v := range found {
				found[i] = priority.Inversion{More: v.Less, Less: v.More}
			}
			return found
		}),
	})
}

func TestLawP05Renaming(t *testing.T) {
	law(t, lawP5, map[string]subject{
		"names are put in the order of the alphabet": looks(func(m *priority.Matrix, i priority.Impact, u priority.Urgency) (priority.Priority, error) {
			p, err := m.Lookup(i, u)
			for q := range m.Priorities() {
				if p != "" && q < p {
					return q, err
				}
			}
			return p, err
		}),
	})
}

func TestLawP06Declared(t *testing.T) {
	law(t, lawP6, map[string]subject{
		"names are changed": looks(func(m *priority.Matrix, i priority.Impact, u priority.Urgency) (priority.Priority, error) {
			p, err := m.Lookup(i, u)
			return "x" + p, err
		}),
		"the lowest is left empty": looks(func(m *priority.Matrix, i priority.Impact, u priority.Urgency) (priority.Priority, error) {
			p, err := m.Lookup(i, u)
			if all := slices.Collect(m.Priorities()); p == all[len(all)-1] {
				p = ""
			}
			return p, err
		}),
	})
}

func TestLawP07Raise(t *testing.T) {
	law(t, lawP7, map[string]subject{
		"it stays where it is instead of stopping at the end": raises(func(m *priority.Matrix, p priority.Priority, by int) priority.Priority {
			all := slices.Collect(m.Priorities())
			i := slices.Index(all, p) - by
			if i < 0 || i >= len(all) {
				return p
			}
			return all[i]
		}),
		"the first step counts twice": raises(func(m *priority.Matrix, p priority.Priority, by int) priority.Priority {
			if by > 0 {
				by++
			}
			return m.Raise(p, by)
		}),
	})
}
