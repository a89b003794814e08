package calendar_test

import (
	"flag"
	"fmt"
	"hash/fnv"
	"math/rand"
	"runtime/debug"
	"strings"
	"sync"
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
//
// With -short each law is tried a hundred times.
var (
	lawCases = flag.Int("laws", 1000, "cases for each law")
	lawSeed  = flag.Int64("lawseed", 1, "seed of the cases of the laws")
)

// law tries a law on drawn worlds. check returns what is wrong, or "". Then it
// proves that the law bites: on worlds that answer with one of the faults, the
// check must find something wrong.
func law(t *testing.T, names []string, check func(w *world) string, faults ...fault) {
	t.Helper()
	t.Parallel()
	lawInOrder(t, names, *lawCases, check, faults...)
}

// lawInOrder is law for checks that may not run beside others.
func lawInOrder(t *testing.T, names []string, cases int, check func(w *world) string, faults ...fault) {
	t.Helper()
	collectLess()
	p := gopter.DefaultTestParametersWithSeed(seedOf(t))
	if testing.Short() {
		cases = min(cases, 100)
	}
	p.MinSuccessfulTests = cases
	p.MaxShrinkCount = 60 // each step compiles a calendar
	properties := gopter.NewProperties(p)
	properties.Property(t.Name(), prop.ForAll(check, worlds(names)))
	properties.TestingRun(t)
	for _, f := range faults {
		if !bites(t, names, check, f) {
			t.Errorf("the law holds although %s", f)
		}
	}
}

// collectLess makes the laws faster: worlds are much garbage and little memory.
var collectLess = sync.OnceFunc(func() { debug.SetGCPercent(400) })

// seedOf lets every law draw worlds of its own.
func seedOf(t *testing.T) int64 {
	h := fnv.New64a()
	h.Write([]byte(t.Name()))
	return *lawSeed ^ int64(h.Sum64())
}

func bites(t *testing.T, names []string, check func(w *world) string, f fault) bool {
	r := drawer{rand.New(rand.NewSource(seedOf(t)))}
	for range 1000 {
		w := r.world(pick(r, names))
		w.fault = f
		if check(w) != "" {
			return true
		}
	}
	return false
}

// A fault is a mistake that calendars are known to make, built into the
// answers of a world.
type fault string

const (
	closesLate      fault = "a closing instant still is open"
	opensEarly      fault = "windows open a tick early"
	countsMore      fault = "a tick too many is counted"
	forgetsDays     fault = "only ten hours can be counted"
	dropsSign       fault = "the sign of a reversed span is dropped"
	rollsOn         fault = "an amount that ends at a close moves to the next opening"
	addsMore        fault = "a tick too many is added"
	truncates       fault = "amounts are cut to minutes"
	alternates      fault = "starts in odd seconds are an hour late"
	evenWeeks       fault = "even weeks are a tick longer"
	namesMatter     fault = "the name of the zone decides"
	wallClock       fault = "amounts that are never reached count by the wall"
	staysPut        fault = "the next window is the one before"
	unjoined        fault = "windows end at midnight"
	losesHours      fault = "the last hours are lost"
	losesHolidays   fault = "the last holiday is lost"
	losesExceptions fault = "the last exception is lost"
	calendarDays    fault = "business days are calendar days"
	localMidnight   fault = "days start where time.Date has midnight"
	addDate         fault = "periods are added by Time.AddDate"
	readsWall       fault = "the wall clock of the question's zone is taken for UTC"
	seesMonotonic   fault = "an instant with a monotonic reading is another one"
	keepsZone       fault = "answers are in the zone of the question"
	hostZone        fault = "the zone of the host replaces that of the definition"
	hostClock       fault = "answers move with the zone of the host"
	mapOrder        fault = "the order of a map decides"
	keepsDefinition fault = "the definition is kept and not copied"
	remembers       fault = "an answer depends on the question before"
	givesUp         fault = "a search ends after ten years"
	buildsAnew      fault = "every question builds the index anew"
)

// The questions of the package, in the oracle's terms.

func (w *world) isOpen(at int64) bool {
	return w.c.IsOpen(instant(at)) || w.fault == closesLate && w.c.IsOpen(instant(at-1))
}

// seen is the instant that the calendar takes a question to be about.
func (w *world) seen(at time.Time) time.Time {
	switch {
	case w.fault == readsWall:
		_, offset := at.Zone()
		return at.Add(time.Duration(offset) * time.Second)
	case w.fault == seesMonotonic && at != at.Round(0): // != is meant: it compares the readings, too
		return at.Add(time.Hour)
	}
	return at
}

func (w *world) mu(from, to int64) int64 {
	mu := int64(w.c.Between(instant(from), instant(to)))
	switch {
	case w.fault == countsMore && mu > 0:
		mu++
	case w.fault == forgetsDays:
		mu %= 10 * 3600 * second
	case w.fault == dropsSign:
		mu = max(mu, -mu)
	}
	return mu
}

func (w *world) add(at, d int64) int64 {
	if w.fault == truncates {
		d -= d % (60 * second)
	}
	u := nanos(w.c.Add(instant(at), time.Duration(d)))
	switch {
	case u == never && w.fault == wallClock:
		return at + d
	case u == never || d <= 0:
	case w.fault == addsMore,
		w.fault == evenWeeks && floorDiv(at, 7*dayLong*second)%2 == 0,
		w.fault == namesMatter && !strings.Contains(w.Def.Zone, "/"):
		u++
	case w.fault == alternates && floorDiv(at, second)%2 != 0:
		u += 3600 * second
	case w.fault == rollsOn && !w.c.IsOpen(instant(u)):
		u = w.nextOpen(u)
	case w.fault == hostClock:
		_, offset := time.Unix(0, at).Zone()
		u += int64(offset) * second
	case w.fault == mapOrder:
		for more := range map[int64]bool{0: true, 1: true} {
			u += more
			break
		}
	case w.fault == remembers && w.asked.Swap(at) > at:
		u++
	case w.fault == givesUp && u-at > tenYears:
		return never
	}
	return u
}

func (w *world) next(at int64) (stretchOpen, bool) {
	s, ok := w.c.Next(instant(at))
	if w.fault == staysPut {
		s, ok = w.c.Previous(instant(at))
	}
	if w.fault == givesUp {
		ok = ok && nanos(s.Start)-at <= tenYears
	}
	return stretchOpen{nanos(s.Start), nanos(s.End)}, ok
}

const tenYears = 3653 * dayLong * second

func (w *world) previous(at int64) (stretchOpen, bool) {
	s, ok := w.c.Previous(instant(at))
	return stretchOpen{nanos(s.Start), nanos(s.End)}, ok
}

func (w *world) addDays(d int64, n int) (int64, bool) {
	to, ok := w.c.AddDays(mustDate(d), n)
	if !ok {
		return 0, false
	}
	if w.fault == calendarDays {
		return d + int64(n), true
	}
	return parseDate(to.String()), true
}

func (w *world) addBusinessDays(at int64, n int, r *calendar.DayRule) int64 {
	u := nanos(w.c.AddBusinessDays(instant(at), n, r))
	if w.fault == calendarDays && u != never {
		return at + int64(n)*dayLong*second
	}
	return u
}

func (w *world) start(d int64) int64 {
	if w.fault == localMidnight {
		y, m, day := ymd(d)
		return time.Date(y, m, day, 0, 0, 0, 0, w.c.Location()).UnixNano()
	}
	return nanos(w.c.Start(mustDate(d)))
}

func (w *world) addPeriod(at int64, p calendar.Period) int64 {
	if w.fault == addDate {
		return instant(at).In(w.c.Location()).AddDate(p.Years, p.Months, 7*p.Weeks+p.Days).UnixNano()
	}
	return nanos(w.c.AddPeriod(instant(at), p))
}

// nextOpen is the first open instant at or after at.
func (w *world) nextOpen(at int64) int64 {
	s, ok := w.c.Next(instant(at))
	switch {
	case !ok:
		return never
	case w.fault == opensEarly && nanos(s.Start) > at:
		return nanos(s.Start) - 1
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

func (w *world) windows(from, to int64) (list []stretchOpen) {
	for _, s := range windows(w.c, from, to) {
		midnight := (floorDiv(s.start, dayLong*second) + 1) * dayLong * second
		if w.fault == unjoined && s.start < midnight && midnight < s.end {
			list = append(list, stretchOpen{s.start, midnight})
			s.start = midnight
		}
		list = append(list, s)
	}
	return list
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
	}, closesLate)
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
	}, countsMore)
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
	}, countsMore)
}

func TestLawC04Bounds(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachPair(func(a, b int64) string {
			if mu := w.mu(a, b); mu < 0 || mu > b-a || w.mu(a, a) != 0 {
				return fmt.Sprintf("mu = %s", time.Duration(mu))
			}
			return ""
		})
	}, countsMore)
}

func TestLawC05Monotonicity(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		at := w.inOrder()
		if inner, outer := w.mu(at[1], at[2]), w.mu(at[0], at[3]); inner > outer {
			return fmt.Sprintf("mu of [%s, %s) is %s, of a wider stretch %s", stamp(at[1]), stamp(at[2]), time.Duration(inner), time.Duration(outer))
		}
		return ""
	}, forgetsDays)
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
	}, forgetsDays)
}

func TestLawC07Reversal(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachPair(func(a, b int64) string {
			if forth, back := w.mu(a, b), w.mu(b, a); back != -forth {
				return fmt.Sprintf("mu = %s, reversed %s", time.Duration(forth), time.Duration(back))
			}
			return ""
		})
	}, dropsSign)
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
	}, addsMore)
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
	}, rollsOn)
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
	}, rollsOn)
}

func TestLawC11Composition(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachAmount(func(at, d int64) string {
			for _, sign := range []int64{1, -1} {
				a, b := sign*d, sign*w.D[0]
				whole, parts := w.add(at, a+b), w.add(at, a)
				if parts != never {
					parts = w.add(parts, b)
				}
				if whole != parts {
					return fmt.Sprintf("%s at once %s, after %s %s", time.Duration(a+b), stamp(whole), time.Duration(a), stamp(parts))
				}
			}
			return ""
		})
	}, addsMore)
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
	}, truncates)
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
	}, alternates)
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
	}, addsMore)
}

func TestLawC15RoundTrip(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachPair(func(a, b int64) string {
			// The last instant in [a, b] that ends an open tick, or a.
			want := a
			if s, ok := w.previous(b); ok && a < b {
				if s.end == never {
					s.end = b
				}
				want = max(a, min(b, s.end))
			}
			if got := w.add(a, w.mu(a, b)); got != want {
				return fmt.Sprintf("Add(mu) = %s, want %s", stamp(got), stamp(want))
			}
			return ""
		})
	}, rollsOn)
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
	}, addsMore)
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
	}, opensEarly)
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
	}, closesLate)
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
	}, addsMore)
}

func TestLawC20Transitions(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachPair(func(a, b int64) string {
			list := w.windows(a, b)
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
	}, countsMore, unjoined)
}
