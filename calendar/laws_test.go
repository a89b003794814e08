package calendar_test

import (
	"flag"
	"fmt"
	"hash/fnv"
	"testing"
	"time"
	_ "time/tzdata" // zone rules of recent years, wherever the tests run

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/prop"

	"github.com/slakit/slakit/calendar"
)

// The laws of service time. In their names mu is Between, a tick is a
// nanosecond and never is the zero Time.
//
//	go test ./calendar -run Law -laws 100000 -lawseed 7
var (
	lawCases = flag.Int("laws", 1000, "cases for each law")
	lawSeed  = flag.Int64("lawseed", 1, "seed of the cases of the laws")
)

// law tries a law on drawn worlds. check returns what is wrong, or "".
func law(t *testing.T, names []string, check func(w *world) string) {
	t.Helper()
	t.Parallel()
	lawInOrder(t, names, *lawCases, check)
}

func lawInOrder(t *testing.T, names []string, cases int, check func(w *world) string) {
	t.Helper()
	h := fnv.New64a() // every law draws worlds of its own
	h.Write([]byte(t.Name()))
	p := gopter.DefaultTestParametersWithSeed(*lawSeed ^ int64(h.Sum64()))
	p.MinSuccessfulTests = cases
	p.MaxShrinkCount = 60 // each step compiles a calendar
	properties := gopter.NewProperties(p)
	properties.Property(t.Name(), prop.ForAll(check, worlds(names)))
	properties.TestingRun(t)
}

// The questions of the package, in the oracle's terms.

func (w *world) isOpen(at int64) bool { return w.c.IsOpen(instant(at)) }

func (w *world) mu(from, to int64) int64 { return int64(w.c.Between(instant(from), instant(to))) }

func (w *world) add(at, d int64) int64 { return nanos(w.c.Add(instant(at), time.Duration(d))) }

// nextOpen is the first open instant at or after at.
func (w *world) nextOpen(at int64) int64 {
	s, ok := w.c.Next(instant(at))
	if !ok {
		return never
	}
	return max(nanos(s.Start), at)
}

// nextClose is the first closed instant at or after at.
func (w *world) nextClose(at int64) int64 {
	if !w.isOpen(at) {
		return at
	}
	s, _ := w.c.Next(instant(at))
	return nanos(s.End)
}

// windows lists the open stretches within [from, to).
func windows(c *calendar.Calendar, from, to int64) (list []stretchOpen) {
	for s := range c.Windows(instant(from), instant(to)) {
		list = append(list, stretchOpen{nanos(s.Start), nanos(s.End)})
	}
	return list
}

func (s stretchOpen) String() string { return "[" + stamp(s.start) + ", " + stamp(s.end) + ")" }

// eachAmount tries a check on every instant with every amount.
func (w *world) eachAmount(check func(at, d int64) string) string {
	for _, at := range w.At {
		for _, d := range w.D {
			if wrong := check(at, d); wrong != "" {
				return fmt.Sprintf("at %s, %s: %s", stamp(at), time.Duration(d), wrong)
			}
		}
	}
	return ""
}

// eachPair tries a check on every two instants a <= b.
func (w *world) eachPair(check func(a, b int64) string) string {
	at := w.inOrder()
	for i, a := range at {
		for _, b := range at[i:] {
			if wrong := check(a, b); wrong != "" {
				return fmt.Sprintf("from %s to %s: %s", stamp(a), stamp(b), wrong)
			}
		}
	}
	return ""
}

// eachInstant tries a check on every instant.
func (w *world) eachInstant(check func(at int64) string) string {
	for _, at := range w.At {
		if wrong := check(at); wrong != "" {
			return "at " + stamp(at) + ": " + wrong
		}
	}
	return ""
}

func TestLawC01Membership(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachInstant(func(at int64) string {
			for _, at := range []int64{at - second, at - 1, at, at + 1, at + second} {
				if got, want := w.isOpen(at), w.o.isOpen(at); got != want {
					return fmt.Sprintf("IsOpen(%s) = %t, want %t", stamp(at), got, want)
				}
			}
			return ""
		})
	})
}

func TestLawC02Refinement(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		at := floorDiv(w.At[0], second) * second
		from, to := at-150*second, at+150*second
		var want int64
		for tick := from; tick < to; tick += second {
			if w.o.isOpen(tick) {
				want += second
			}
		}
		if got := w.mu(from, to); got != want {
			return fmt.Sprintf("mu(%s, %s) = %s, the ticks count %s", stamp(from), stamp(to), time.Duration(got), time.Duration(want))
		}
		return ""
	})
}

func TestLawC03Additivity(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		at := w.inOrder()
		for i := 0; i+2 < len(at); i++ {
			a, b, c := at[i], at[i+1], at[i+2]
			if whole, parts := w.mu(a, c), w.mu(a, b)+w.mu(b, c); whole != parts {
				return fmt.Sprintf("mu(%s, %s, %s) = %s, its parts %s", stamp(a), stamp(b), stamp(c), time.Duration(whole), time.Duration(parts))
			}
		}
		return ""
	})
}

func TestLawC04Bounds(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachPair(func(a, b int64) string {
			if mu := w.mu(a, b); mu < 0 || mu > b-a || w.mu(a, a) != 0 {
				return fmt.Sprintf("mu = %s", time.Duration(mu))
			}
			return ""
		})
	})
}

func TestLawC05Monotonicity(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		at := w.inOrder()
		if inner, outer := w.mu(at[1], at[2]), w.mu(at[0], at[3]); inner > outer {
			return fmt.Sprintf("mu of [%s, %s) is %s, of a wider stretch %s", stamp(at[1]), stamp(at[2]), time.Duration(inner), time.Duration(outer))
		}
		return ""
	})
}

func TestLawC06Lipschitz(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachPair(func(a, b int64) string {
			from := w.At[0]
			diff := w.mu(from, b) - w.mu(from, a)
			if diff < 0 || diff > b-a {
				return fmt.Sprintf("mu from %s grows by %s in %s", stamp(from), time.Duration(diff), time.Duration(b-a))
			}
			return ""
		})
	})
}

func TestLawC07Reversal(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachPair(func(a, b int64) string {
			if forth, back := w.mu(a, b), w.mu(b, a); back != -forth {
				return fmt.Sprintf("mu = %s, reversed %s", time.Duration(forth), time.Duration(back))
			}
			return ""
		})
	})
}

func TestLawC08Inverse(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachAmount(func(at, d int64) string {
			if u := w.add(at, d); u != never && (u < at || w.mu(at, u) != d) {
				return fmt.Sprintf("Add = %s, mu to it %s", stamp(u), time.Duration(w.mu(at, u)))
			}
			if v := w.add(at, -d); v != never && (v > at || w.mu(v, at) != d) {
				return fmt.Sprintf("Add back = %s, mu from it %s", stamp(v), time.Duration(w.mu(v, at)))
			}
			return ""
		})
	})
}

func TestLawC09Tightness(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachAmount(func(at, d int64) string {
			if u := w.add(at, d); u != never && !w.isOpen(u-1) {
				return fmt.Sprintf("Add = %s, closed just before", stamp(u))
			}
			if v := w.add(at, -d); v != never && !w.isOpen(v) {
				return fmt.Sprintf("Add back = %s, closed there", stamp(v))
			}
			return ""
		})
	})
}

func TestLawC10Galois(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachPair(func(a, b int64) string {
			for _, d := range append([]int64{max(w.mu(a, b), 1), w.mu(a, b) + 1}, w.D...) {
				u := w.add(a, d)
				if reached, fits := u != never && u <= b, d <= w.mu(a, b); reached != fits {
					return fmt.Sprintf("Add(%s) = %s, but mu = %s", time.Duration(d), stamp(u), time.Duration(w.mu(a, b)))
				}
			}
			return ""
		})
	})
}

func TestLawC11Composition(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachAmount(func(at, d int64) string {
			for _, sign := range []int64{1, -1} {
				a, b := sign*d, sign*w.D[0]
				whole := w.c.Add(instant(at), time.Duration(a+b))
				parts := w.c.Add(w.c.Add(instant(at), time.Duration(a)), time.Duration(b))
				if !whole.Equal(parts) {
					return fmt.Sprintf("%s at once %s, after %s %s", time.Duration(a+b), whole, time.Duration(a), parts)
				}
			}
			return ""
		})
	})
}

func TestLawC12Strictness(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachAmount(func(at, d int64) string {
			less := d - 1 - w.D[0]%d/2
			if u, v := w.add(at, less), w.add(at, d); v != never && u >= v {
				return fmt.Sprintf("Add(%s) = %s, but %s for more", time.Duration(less), stamp(u), stamp(v))
			}
			return ""
		})
	})
}

func TestLawC13MonotonicityInStart(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachPair(func(a, b int64) string {
			for _, d := range append(w.D, -w.D[0]) {
				u, v := w.add(a, d), w.add(b, d)
				if d > 0 && (u == never && v != never || v != never && u > v) || d < 0 && (v == never && u != never || v != never && u > v) {
					return fmt.Sprintf("Add(%s) = %s, then %s", time.Duration(d), stamp(u), stamp(v))
				}
			}
			return ""
		})
	})
}

func TestLawC14LowerBound(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachAmount(func(at, d int64) string {
			u := w.add(at, d)
			if u == never {
				return ""
			}
			if allOpen := w.mu(at, at+d) == d; u < at+d || (u == at+d) != allOpen {
				return fmt.Sprintf("Add = %s, wholly open: %t", stamp(u), allOpen)
			}
			return ""
		})
	})
}

func TestLawC15RoundTrip(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachPair(func(a, b int64) string {
			// The last instant in [a, b] that ends an open tick, or a.
			want := a
			if s, ok := w.c.Previous(instant(b)); ok && a < b {
				end := nanos(s.End)
				if end == never {
					end = b
				}
				want = max(a, min(b, end))
			}
			if got := w.add(a, w.mu(a, b)); got != want {
				return fmt.Sprintf("Add(mu) = %s, want %s", stamp(got), stamp(want))
			}
			return ""
		})
	})
}

func TestLawC16Duality(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachAmount(func(at, d int64) string {
			u := w.add(at, d)
			if u == never {
				return ""
			}
			if v := w.add(u, -d); v < at || w.mu(at, v) != 0 {
				return fmt.Sprintf("there %s and back %s, %s away", stamp(u), stamp(v), time.Duration(w.mu(at, v)))
			}
			return ""
		})
	})
}

func TestLawC17NextOpening(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachInstant(func(at int64) string {
			u := w.nextOpen(at)
			if u != never && (u < at || !w.isOpen(u) || w.mu(at, u) != 0 || w.nextOpen(u) != u) {
				return fmt.Sprintf("next opening %s, open %t, mu %s, then %s", stamp(u), w.isOpen(u), time.Duration(w.mu(at, u)), stamp(w.nextOpen(u)))
			}
			return ""
		})
	})
}

func TestLawC18NextClosing(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachInstant(func(at int64) string {
			u := w.nextClose(at)
			if u != never && (u < at || w.isOpen(u) || w.mu(at, u) != u-at || w.nextClose(u) != u) {
				return fmt.Sprintf("next closing %s, open %t, mu %s, then %s", stamp(u), w.isOpen(u), time.Duration(w.mu(at, u)), stamp(w.nextClose(u)))
			}
			return ""
		})
	})
}

func TestLawC19Bridge(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachInstant(func(at int64) string {
			u, v := w.nextOpen(at), w.add(at, 1)
			if u == never && v != never || u != never && v != u+1 {
				return fmt.Sprintf("next opening %s, the first tick ends at %s", stamp(u), stamp(v))
			}
			return ""
		})
	})
}

func TestLawC20Transitions(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachPair(func(a, b int64) string {
			list := windows(w.c, a, b)
			for i, s := range list {
				if s.start >= s.end || s.start < a || s.end > b || i > 0 && s.start <= list[i-1].end {
					return fmt.Sprintf("windows %v", list)
				}
			}
			if sum := measure(list); sum != w.mu(a, b) {
				return fmt.Sprintf("windows %v sum to %s, mu %s", list, time.Duration(sum), time.Duration(w.mu(a, b)))
			}
			return ""
		})
	})
}
