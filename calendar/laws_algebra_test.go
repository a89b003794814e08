package calendar_test

import (
	"cmp"
	"fmt"
	"math/rand"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
)

// Faults of calendars that are made of others.
const (
	countsTwice   fault = "a union counts what both give twice"
	countsAll     fault = "a complement counts open time, too"
	ignoresFirst  fault = "an operation leaves out its first operand"
	wholeDates    fault = "what is open at the start of a date belongs to it"
	oneTickTooFar fault = "the larger calendar is a tick slower"
)

// A sum is a calendar made of others, as the oracle has it: what is open is
// found edge by edge, asking every compiled calendar anew.
type sum struct {
	op    string // "" is the calendar of o
	o     *oracle
	parts []*sum
	c     *calendar.Calendar
}

func (s *sum) isOpen(at int64) bool {
	switch s.op {
	case "union":
		return slices.ContainsFunc(s.parts, func(p *sum) bool { return p.isOpen(at) })
	case "intersection":
		return !slices.ContainsFunc(s.parts, func(p *sum) bool { return !p.isOpen(at) })
	case "difference":
		return s.parts[0].isOpen(at) && !slices.ContainsFunc(s.parts[1:], func(p *sum) bool { return p.isOpen(at) })
	case "complement":
		return inRange(at) && !s.parts[0].isOpen(at)
	}
	return s.o.isOpen(at)
}

// edges lists the instants in (from, to) at which anything opens or closes.
func (s *sum) edges(from, to int64) (list []int64) {
	if s.op == "" {
		for _, w := range s.o.open(from, to) {
			list = append(list, w.start, w.end)
		}
	}
	for _, p := range s.parts {
		list = append(list, p.edges(from, to)...)
	}
	return list
}

func (s *sum) open(from, to int64) (list []stretchOpen) {
	from, to = max(from, rangeLo), min(to, rangeHi)
	if from >= to {
		return nil
	}
	edges := append(s.edges(from, to), from, to)
	slices.Sort(edges)
	edges = slices.Compact(edges)
	for i, at := range edges[:len(edges)-1] {
		switch n := len(list); {
		case !s.isOpen(at):
		case n > 0 && list[n-1].end == at:
			list[n-1].end = edges[i+1]
		default:
			list = append(list, stretchOpen{at, edges[i+1]})
		}
	}
	return list
}

// owned returns the windows that a date owns by the words of Union.
func (s *sum) owned(d int64) (list []stretchOpen) {
	z := zoneNamed(s.c.Zone())
	first, next := z.first(d*dayLong)*second, z.first((d+1)*dayLong)*second
	for _, w := range s.open(first-4*dayLong*second, next+4*dayLong*second) {
		from := floorDiv(w.start, second)
		switch same := z.first(z.wall(from)+dayLong) * second; {
		case w.end > same:
			if w.start, w.end = max(w.start, first), min(w.end, next); w.start < w.end {
				list = append(list, w)
			}
		case first <= w.start && w.start < next:
			list = append(list, w)
		}
	}
	return list
}

func made(op string, parts ...*sum) *sum {
	s := &sum{op: op, parts: parts}
	list := make([]*calendar.Calendar, len(parts))
	for i, p := range parts {
		list[i] = p.c
	}
	switch op {
	case "union":
		s.c = calendar.Union(list[0], list[1:]...)
	case "intersection":
		s.c = calendar.Intersection(list[0], list[1:]...)
	case "difference":
		s.c = calendar.Difference(list[0], list[1:]...)
	default:
		s.c = calendar.Complement(list[0])
	}
	return s
}

// operands are the calendar of the world and two others about the same time,
// in other zones half of the time.
func (w *world) operands(r drawer) []*sum {
	list := []*sum{{o: w.o, c: w.c}}
	for range 2 {
		name := w.Def.Zone
		if r.chance(50) {
			name = pick(r, drawnZones)
		}
		def := r.definition(name, floorDiv(w.At[0], second))
		c, err := calendar.Compile(def, drawnOptions)
		if err != nil {
			panic(err)
		}
		list = append(list, &sum{o: newOracle(def, drawnOptions), c: c})
	}
	return list
}

// close returns the world without the instants that are years away from the
// first: calendars made of others are slow to build.
func (w *world) close() *world {
	near := *w
	near.At = slices.DeleteFunc(slices.Clone(w.At), func(at int64) bool { return max(at-w.At[0], w.At[0]-at) > 800*dayLong*second })
	return &near
}

func (w *world) drawer() drawer { return drawer{rand.New(rand.NewSource(w.At[0]))} }

// tree draws an expression of the operands.
func (w *world) tree(r drawer, operands []*sum, depth int) *sum {
	if depth == 0 || r.chance(25) {
		return pick(r, operands)
	}
	op := pick(r, []string{"union", "union", "intersection", "intersection", "difference", "difference", "complement"})
	if op == "complement" {
		return made(op, w.tree(r, operands, depth-1))
	}
	parts := []*sum{w.tree(r, operands, depth-1), w.tree(r, operands, depth-1)}
	if r.chance(20) {
		parts = append(parts, pick(r, operands))
	}
	s := made(op, parts...)
	if w.fault == ignoresFirst {
		s.c = made(op, parts[1:]...).c
	}
	return s
}

func muOf(c *calendar.Calendar, from, to int64) int64 {
	return int64(c.Between(instant(from), instant(to)))
}

// The calendars answer as the oracle does, which has neither rows nor weeks.
func TestLawC41Algebra(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		w = w.close()
		r := w.drawer()
		operands := w.operands(r)
		s := made("union", w.tree(r, operands, 3))
		if wrong := w.eachPair(func(a, b int64) string {
			b = min(b, a+60*dayLong*second)
			list := s.open(a, b)
			if got := windows(s.c, a, b); !slices.Equal(got, list) {
				return fmt.Sprintf("%s: windows %s, want %s", s.c.Name(), got, list)
			}
			if got, want := muOf(s.c, a, b), measure(list); got != want {
				return fmt.Sprintf("%s: %d, want %d", s.c.Name(), got, want)
			}
			for _, d := range w.D { // C6 and T7
				if d %= measure(list) + 1; d == 0 {
					continue
				}
				u := nanos(s.c.Add(instant(a), time.Duration(d)))
				if measure(s.open(a, u)) != d || measure(s.open(a, u-1)) != d-1 {
					return fmt.Sprintf("%s: %s after %s is %s", s.c.Name(), time.Duration(d), stamp(a), stamp(u))
				}
			}
			return ""
		}); wrong != "" {
			return wrong
		}
		return w.eachInstant(func(at int64) string {
			if s.c.IsOpen(instant(at)) != s.isOpen(at) {
				return s.c.Name() + " is open"
			}
			day := second * dayLong
			if x, ok := s.c.Next(instant(at)); ok && !x.Start.IsZero() && !x.End.IsZero() && x.Duration() < time.Duration(60*day) && nanos(x.Start) < at+60*day {
				whole := s.open(min(at, nanos(x.Start)-1), nanos(x.End)+1)
				if !slices.Contains(whole, stretchOpen{nanos(x.Start), nanos(x.End)}) || whole[len(whole)-1].end != nanos(x.End) {
					return fmt.Sprintf("%s: next is %s of %s", s.c.Name(), x, whole)
				}
			} else if list := s.open(at, at+60*day); !ok && len(list) > 0 {
				return fmt.Sprintf("%s: nothing is next, want %s", s.c.Name(), list[0])
			}
			return ""
		})
	}, ignoresFirst)
}

// A date owns what Union says.
func TestLawC41AlgebraDays(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		w = w.close()
		r := w.drawer()
		s := made("union", w.tree(r, w.operands(r), 2))
		return w.eachInstant(func(at int64) string {
			today := s.dateOf(at)
			for d := today - 2; d <= today+2; d++ {
				var got []stretchOpen
				if !inRange(d * dayLong * second) {
					continue
				}
				date := mustDate(d)
				for _, x := range s.c.Day(date).Windows {
					got = append(got, stretchOpen{nanos(x.Start), nanos(x.End)})
				}
				if w.fault == wholeDates && len(got) > 0 {
					got[0].start = nanos(s.c.Start(date))
				}
				if want := s.owned(d); !slices.Equal(got, want) {
					return fmt.Sprintf("%s: %s owns %s, want %s", s.c.Name(), date, got, want)
				}
				if s.c.IsBusinessDay(date) != (len(got) > 0) {
					return fmt.Sprintf("%s: %s is a business day: %t", s.c.Name(), date, len(got) == 0)
				}
				for _, x := range got {
					u := s.c.AddBusinessDays(instant(x.start), 0, &byClose)
					if last := got[len(got)-1].end; nanos(u) != last {
						return fmt.Sprintf("%s: by close of %s is %s, want %s", s.c.Name(), date, u, stamp(last))
					}
				}
			}
			return ""
		})
	}, wholeDates)
}

var byClose, _ = calendar.ParseDayRule("by close")

func (s *sum) dateOf(at int64) int64 {
	return zoneNamed(s.c.Zone()).date(floorDiv(at, second))
}

// A union of one is the calendar itself, business days included, if windows
// start on the dates that own them and none runs into the next date's.
func TestLawC23Alone(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		at := w.inOrder()
		from, to := w.o.date(at[0])-40, w.o.date(at[len(at)-1])+40
		for d := from; d < to; d++ {
			for _, x := range w.o.windowsOf(d) {
				if w.o.date(x.start) != d {
					return "" // a date that was skipped owns time of the next one
				}
			}
			list := append(slices.Clone(w.o.windowsOf(d)), w.o.windowsOf(d+1)...)
			for i := range list[:max(len(list)-1, 0)] {
				if list[i].end >= list[i+1].start {
					return "" // windows join
				}
			}
		}
		c := calendar.Union(w.c)
		return w.eachInstant(func(at int64) string {
			for _, n := range []int{-2, 1, 3} {
				d := mustDate(w.o.date(at))
				a, okA := w.c.AddDays(d, n)
				b, okB := c.AddDays(d, n)
				if w.fault == calendarDays {
					b = d.AddDays(n)
				}
				if far := mustDate(to); a.Compare(far) < 0 && a.Compare(mustDate(from)) > 0 && (a != b || okA != okB) {
					return fmt.Sprintf("%d days after %s: %s, want %s", n, d, b, a)
				} else if a.Compare(far) < 0 && a.Compare(mustDate(from)) > 0 && w.readable(at) {
					u, v := w.c.AddBusinessDays(instant(at), n, nil), c.AddBusinessDays(instant(at), n, nil)
					if !u.Equal(v) && nanos(u) < to*dayLong*second && nanos(u) > from*dayLong*second {
						return fmt.Sprintf("%d business days: %s, want %s", n, v, u)
					}
				}
			}
			return ""
		})
	}, calendarDays)
}

func TestLawC21InclusionExclusion(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		w = w.close()
		list := w.operands(w.drawer())
		a, b := list[0].c, list[1].c
		union, both, difference := calendar.Union(a, b), calendar.Intersection(a, b), calendar.Difference(a, b)
		return w.eachPair(func(from, to int64) string {
			u, n := muOf(union, from, to), muOf(both, from, to)
			if w.fault == countsTwice {
				u += n
			}
			if want := muOf(a, from, to) + muOf(b, from, to); u+n != want {
				return fmt.Sprintf("%d + %d, want %d", u, n, want)
			}
			if diff := muOf(difference, from, to); diff+n != muOf(a, from, to) {
				return fmt.Sprintf("difference %d and intersection %d, want %d", diff, n, muOf(a, from, to))
			}
			return ""
		})
	}, countsTwice)
}

func TestLawC22Complement(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		w = w.close()
		not := calendar.Complement(w.c)
		return w.eachPair(func(a, b int64) string {
			got, want := muOf(not, a, b), b-a-w.mu(a, b)
			if w.fault == countsAll {
				got = b - a
			}
			if got != want {
				return fmt.Sprintf("%d, want %d", got, want)
			}
			if w.c.IsOpen(instant(a)) == not.IsOpen(instant(a)) {
				return "both are open or closed"
			}
			return ""
		})
	}, countsAll)
}

func TestLawC23Lattice(t *testing.T) {
	type cal = *calendar.Calendar
	or := func(a, b cal) cal { return calendar.Union(a, b) }
	and := func(a, b cal) cal { return calendar.Intersection(a, b) }
	not, except := calendar.Complement, func(a, b cal) cal { return calendar.Difference(a, b) }
	laws := []struct {
		name        string
		left, right func(a, b, c cal) cal
	}{
		{"union commutes", func(a, b, _ cal) cal { return or(a, b) }, func(a, b, _ cal) cal { return or(b, a) }},
		{"intersection commutes", func(a, b, _ cal) cal { return and(a, b) }, func(a, b, _ cal) cal { return and(b, a) }},
		{"union associates", func(a, b, c cal) cal { return or(a, or(b, c)) }, func(a, b, c cal) cal { return or(or(a, b), c) }},
		{"intersection associates", func(a, b, c cal) cal { return and(a, and(b, c)) }, func(a, b, c cal) cal { return calendar.Intersection(a, b, c) }},
		{"union is idempotent", func(a, _, _ cal) cal { return or(a, a) }, func(a, _, _ cal) cal { return a }},
		{"intersection is idempotent", func(a, _, _ cal) cal { return and(a, a) }, func(a, _, _ cal) cal { return a }},
		{"union absorbs", func(a, b, _ cal) cal { return or(a, and(a, b)) }, func(a, _, _ cal) cal { return a }},
		{"intersection absorbs", func(a, b, _ cal) cal { return and(a, or(a, b)) }, func(a, _, _ cal) cal { return a }},
		{"union distributes", func(a, b, c cal) cal { return or(a, and(b, c)) }, func(a, b, c cal) cal { return and(or(a, b), or(a, c)) }},
		{"intersection distributes", func(a, b, c cal) cal { return and(a, or(b, c)) }, func(a, b, c cal) cal { return or(and(a, b), and(a, c)) }},
		{"De Morgan of a union", func(a, b, _ cal) cal { return not(or(a, b)) }, func(a, b, _ cal) cal { return and(not(a), not(b)) }},
		{"De Morgan of an intersection", func(a, b, _ cal) cal { return not(and(a, b)) }, func(a, b, _ cal) cal { return or(not(a), not(b)) }},
		{"twice the complement", func(a, _, _ cal) cal { return not(not(a)) }, func(a, _, _ cal) cal { return a }},
		{"difference", func(a, b, c cal) cal { return calendar.Difference(a, b, c) }, func(a, b, c cal) cal { return except(except(a, b), c) }},
		{"difference by complement", func(a, b, _ cal) cal { return except(a, b) }, func(a, b, _ cal) cal { return and(a, not(b)) }},
	}
	law(t, drawnZones, func(w *world) string {
		r := w.drawer()
		list := w.operands(r)
		for range 2 {
			tt := pick(r, laws)
			left, right := tt.left(list[0].c, list[1].c, list[2].c), tt.right(list[0].c, list[1].c, list[2].c)
			if w.fault == ignoresFirst {
				left = tt.left(list[1].c, list[2].c, list[1].c)
			}
			at := w.At[0]
			const reach = 40 * int64(24*time.Hour)
			if a, b := windows(left, at-reach, at+reach), windows(right, at-reach, at+reach); !slices.Equal(a, b) {
				return fmt.Sprintf("%s: %s, but %s", tt.name, a, b)
			}
		}
		return ""
	}, ignoresFirst)
}

func TestLawC24Inclusion(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		w = w.close()
		list := w.operands(w.drawer())
		big := calendar.Union(list[0].c, list[1].c)
		if wrong := w.eachPair(func(a, b int64) string {
			if small, large := muOf(w.c, a, b), muOf(big, a, b); small > large {
				return fmt.Sprintf("%d is more than %d", small, large)
			}
			return ""
		}); wrong != "" {
			return wrong
		}
		return w.eachAmount(func(at, d int64) string {
			u, v := nanos(w.c.Add(instant(at), time.Duration(d))), nanos(big.Add(instant(at), time.Duration(d)))
			if w.fault == oneTickTooFar && v != never {
				v++
			}
			if u != never && (v == never || v > u) {
				return fmt.Sprintf("%s, but %s of what is open longer", stamp(u), stamp(v))
			}
			return ""
		})
	}, oneTickTooFar)
}

func TestAlgebra(t *testing.T) {
	desk := must(t, calendar.Definition{
		Name: "desk", Zone: "Europe/Stockholm", Hours: hours("mon-fri 08:00-17:00"),
		Holidays: []calendar.Holiday{{Date: "2026-05-01", Name: "May Day"}},
	})
	night := must(t, calendar.Definition{Name: "night", Zone: "Asia/Tokyo", Hours: hours("mon-fri 09:00-18:00")})
	both := calendar.Union(desk, night)
	assert.Equal(t, "desk or night", both.Name())
	assert.Equal(t, "Europe/Stockholm", both.Zone())
	assert.Equal(t, "not (desk or night)", calendar.Complement(both).Name())
	assert.Equal(t, "unnamed", calendar.Union(must(t, calendar.Definition{Zone: "UTC"})).Name())
	day := both.Day(date(t, "2026-05-01"))
	assert.Equal(t, calendar.SourceUnion, day.Source)
	require.Len(t, day.Windows, 1) // 02:00 to 11:00 in Stockholm
	require.Len(t, day.Parts, 2)
	assert.Equal(t, "desk", day.Parts[0].Calendar)
	assert.Equal(t, "May Day", day.Parts[0].Name)
	assert.Empty(t, day.Parts[0].Windows)
	assert.Equal(t, "night", day.Parts[1].Calendar)
	assert.Equal(t, day.Windows[0].Duration(), day.Parts[1].Windows[0].Duration())

	outside := date(t, "1900-01-01")
	assert.Empty(t, both.Day(outside).Windows)
	assert.False(t, both.IsBusinessDay(outside))
	assert.Equal(t, calendar.SourceUnion, both.Day(calendar.Date{}).Source)
}

// Around the clock, every date is a business day of its own.
func TestDecisionA2AroundTheClock(t *testing.T) {
	always := must(t, calendar.Definition{Zone: "Europe/Stockholm", Hours: hours("daily 00:00-24:00")})
	weekend := calendar.Difference(always, must(t, calendar.Definition{Zone: "Europe/Stockholm", Hours: hours("mon-fri 08:00-17:00")}))
	for from, want := range map[string]string{"2026-06-05": "2026-06-06", "2026-06-06": "2026-06-07", "2026-06-07": "2026-06-08"} {
		got, ok := weekend.AddDays(date(t, from), 1)
		assert.True(t, ok)
		assert.Equal(t, want, got.String())
	}
	friday := weekend.Day(date(t, "2026-06-05")).Windows
	require.Len(t, friday, 1) // Thursday's night is Thursday's
	assert.Equal(t, 7*time.Hour, friday[0].Duration())
	assert.Equal(t, calendar.Range().End.Sub(calendar.Range().Start), calendar.Union(always).Between(calendar.Range().Start, calendar.Range().End))
	_, ok := calendar.Complement(always).Next(calendar.Range().Start)
	assert.False(t, ok)
}

func TestAlgebraFingerprint(t *testing.T) {
	a := must(t, calendar.Definition{Name: "a", Zone: "UTC", Hours: hours("mon-fri 08:00-17:00")})
	b := must(t, calendar.Definition{Name: "b", Zone: "UTC", Hours: hours("sat 08:00-17:00")})
	list := []*calendar.Calendar{
		a, b, calendar.Union(a), calendar.Union(a, b), calendar.Union(b, a), calendar.Intersection(a, b),
		calendar.Difference(a, b), calendar.Complement(a), calendar.Union(a, b, b), calendar.Union(calendar.Union(a), b),
	}
	seen := map[[32]byte]string{}
	for _, c := range list {
		assert.Empty(t, seen[c.Fingerprint()])
		seen[c.Fingerprint()] = c.Name()
	}
	assert.NotEmpty(t, seen[calendar.Union(a, b).Fingerprint()], "the same again")
}

// Doubling a calendar forty times must not take 2^40 steps.
func TestAlgebraOfItself(t *testing.T) {
	set := calendar.HolidaySet{From: 2000, Until: 2010, On: noDays}
	c, err := calendar.Compile(calendar.Definition{Name: "desk", Zone: "UTC", Hours: hours("mon-fri 08:00-17:00"), Holidays: []calendar.Holiday{{Set: "x"}}},
		&calendar.Options{HolidaySets: calendar.HolidaySets{"x": set}})
	require.NoError(t, err)
	at := time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)
	want := c.Add(at, 90*time.Hour)
	for range 40 {
		c = calendar.Union(c, c)
	}
	assert.True(t, want.Equal(c.Add(at, 90*time.Hour)))
	assert.NotZero(t, c.Fingerprint())
	assert.Len(t, slices.Collect(c.HolidayYears()), 10)
	assert.Len(t, c.Day(date(t, "2026-06-01")).Parts, 1)
	assert.LessOrEqual(t, len(c.Name()), 256)
}

func TestAlgebraAllocatesNothing(t *testing.T) {
	a := must(t, calendar.Definition{Zone: "Europe/Stockholm", Hours: hours("mon-fri 08:00-17:00")})
	b := must(t, calendar.Definition{Zone: "Asia/Tokyo", Hours: hours("mon-fri 09:00-18:00")})
	c := calendar.Union(a, b)
	at := time.Date(2026, 6, 3, 8, 0, 0, 0, time.UTC)
	d := c.DateOf(at)
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		c.Add(at, 4000*time.Hour)
		c.Between(at, at.Add(90*24*time.Hour))
		c.IsOpen(at)
		c.Next(at)
		c.AddDays(d, 3)
		c.AddBusinessDays(at, 3, &byClose)
	}))
}

func BenchmarkAlgebra(b *testing.B) {
	at := time.Date(2026, 6, 3, 8, 0, 0, 0, time.UTC)
	zones := []string{"Europe/Stockholm", "America/New_York", "Asia/Tokyo"}
	var list []*calendar.Calendar
	for _, z := range zones {
		list = append(list, must(b, calendar.Definition{Zone: z, Hours: hours("mon-fri 08:00-17:00")}))
	}
	for _, c := range []*calendar.Calendar{list[0], calendar.Union(list[0], list[1:]...)} {
		b.Run("Add/"+cmp.Or(c.Name(), "one"), func(b *testing.B) {
			for b.Loop() {
				c.Add(at, 4000*time.Hour)
			}
		})
	}
	b.Run("Build", func(b *testing.B) {
		for b.Loop() {
			calendar.Union(list[0], list[1:]...).IsOpen(at)
		}
	})
}
