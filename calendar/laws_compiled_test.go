package calendar_test

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"
	"time"

	"github.com/slakit/slakit/calendar"
)

// Law C41: the fast path answers like the oracle, question by question.

func TestLawC41Between(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachPair(func(a, b int64) string {
			for _, pair := range [][2]int64{{a, b}, {b, a}, {a, b + w.D[0]}} {
				if got, want := w.mu(pair[0], pair[1]), w.o.between(pair[0], pair[1]); got != want {
					return fmt.Sprintf("Between(%s, %s) = %s, want %s", stamp(pair[0]), stamp(pair[1]), time.Duration(got), time.Duration(want))
				}
			}
			return ""
		})
	}, countsMore)
}

func TestLawC41Add(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachAmount(func(at, d int64) string {
			for _, d := range []int64{d, -d, 0} {
				if got, want := w.add(at, d), w.o.add(at, d); got != want {
					return fmt.Sprintf("Add(%s, %s) = %s, want %s", stamp(at), time.Duration(d), stamp(got), stamp(want))
				}
			}
			return ""
		})
	}, rollsOn, truncates)
}

func TestLawC41NextAndPrevious(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachInstant(func(at int64) string {
			want, wantOK := w.o.next(at)
			if got, ok := w.next(at); ok != wantOK || ok && got != want {
				return fmt.Sprintf("Next = %v, %t, want %v, %t", got, ok, want, wantOK)
			}
			want, wantOK = w.o.previous(at)
			if got, ok := w.previous(at); ok != wantOK || ok && got != want {
				return fmt.Sprintf("Previous = %v, %t, want %v, %t", got, ok, want, wantOK)
			}
			return ""
		})
	}, staysPut)
}

func TestLawC41Windows(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachPair(func(a, b int64) string {
			if got, want := w.windows(a, b), w.o.open(a, b); !slices.Equal(got, want) {
				return fmt.Sprintf("windows %v, want %v", got, want)
			}
			for s := range w.c.Windows(instant(a), instant(b)) { // a caller may stop early
				_ = s
				break
			}
			return ""
		})
	}, unjoined)
}

func TestLawC41AddDays(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachInstant(func(at int64) string {
			d := w.o.date(at)
			for _, n := range []int{1, -1, 2, -2, int(w.D[0] % 40), -int(w.D[0] % 300)} {
				got, ok := w.addDays(d, n)
				want, wantOK := w.o.businessAfter(d, n)
				if ok != wantOK || ok && got != want {
					return fmt.Sprintf("AddDays(%s, %d) = %s, %t, want %s, %t", dateText(d), n, dateText(got), ok, dateText(want), wantOK)
				}
			}
			return ""
		})
	}, calendarDays)
}

// apart says whether no window runs into one that another date owns, so that
// every instant has one owner (A2).
func (w *world) apart() bool {
	at := w.inOrder()
	from, to := w.o.date(at[0])-40, w.o.date(at[len(at)-1])+40
	for d := from; d < to; d++ {
		today, tomorrow := w.o.windowsOf(d), w.o.windowsOf(d+1)
		if len(today) > 0 && len(tomorrow) > 0 && today[len(today)-1].end > tomorrow[0].start {
			return false
		}
	}
	return true
}

// readable says whether the wall clock names the instant by its own date: not
// so where a clock change lets the date run backwards.
func (w *world) readable(at int64) bool {
	sec := floorDiv(at, second)
	return floorDiv(w.o.zone.wall(sec), dayLong) == w.o.zone.date(sec)
}

func (w *world) dayForms(rules []string, counts []int, usable func(at int64) bool) string {
	return w.eachInstant(func(at int64) string {
		if !usable(at) {
			return ""
		}
		for _, text := range rules {
			rule, err := calendar.ParseDayRule(text)
			if err != nil {
				return err.Error()
			}
			for _, n := range counts {
				got, want := w.addBusinessDays(at, n, &rule), w.o.addBusinessDays(at, n, text)
				if got != want {
					return fmt.Sprintf("%d days %q: %s, want %s", n, text, stamp(got), stamp(want))
				}
				got, want = nanos(w.c.AddBusinessWeeks(instant(at), n, &rule)), w.o.addBusinessWeeks(at, n, text)
				if got != want {
					return fmt.Sprintf("%d weeks %q: %s, want %s", n, text, stamp(got), stamp(want))
				}
				if text != "" {
					continue
				}
				got, want = w.addBusinessDays(at, n, nil), w.o.addBusinessDays(at, n, "")
				if got != want {
					return fmt.Sprintf("%d days without a rule: %s, want %s", n, stamp(got), stamp(want))
				}
			}
		}
		return ""
	})
}

func TestLawC41BusinessDays(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		if !w.apart() {
			return ""
		}
		r := drawer{rand.New(rand.NewSource(w.At[0]))}
		rules := []string{
			"", "by close", "by open", "by " + clockText(60*r.Int63n(1440)), "if before " + clockText(60+60*r.Int63n(1439)),
			pick(r, []string{"by close", "by open", "by 16:00"}) + " if before " + clockText(60+60*r.Int63n(1439)),
		}
		return w.dayForms(rules, []int{r.Intn(2), 1 + r.Intn(12)}, w.readable)
	}, calendarDays)
}

func TestLawC41BusinessDaysBack(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		if !w.apart() {
			return ""
		}
		r := drawer{rand.New(rand.NewSource(w.At[0]))}
		return w.dayForms([]string{"", "by close", "by open", "by 12:00"}, []int{-1, -1 - r.Intn(12)}, w.readable)
	}, calendarDays)
}

func TestLawC41KeepClock(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		if !w.apart() {
			return ""
		}
		r := drawer{rand.New(rand.NewSource(w.At[0]))}
		rules := []string{"keep-clock", "keep-clock by close", "keep-clock by 16:00", "keep-clock if before 12:00"}
		return w.dayForms(rules, []int{1, 1 + r.Intn(12)}, w.readable)
	}, calendarDays)
}

func TestLawC41AddPeriod(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		r := drawer{rand.New(rand.NewSource(w.At[0]))}
		years, months, weeks, days := r.Intn(3), r.Intn(14), r.Intn(3), r.Intn(40)
		period, err := calendar.ParsePeriod(fmt.Sprintf("P%dY%dM%dW%dD", years, months, weeks, days))
		if err != nil {
			return err.Error()
		}
		return w.eachInstant(func(at int64) string {
			if !w.readable(at) {
				return ""
			}
			d := w.o.date(at)
			// K3: years and months in one step, clipped, then weeks and days.
			y, m, day := ymd(d)
			month := dateOf(y+years, m+time.Month(months), 1)
			length := dateOf(y+years, m+time.Month(months)+1, 1) - month
			to := month + min(int64(day), length) - 1 + int64(7*weeks+days)
			if got := mustDate(d).AddPeriod(period); got != mustDate(to) {
				return fmt.Sprintf("%s + %s = %s, want %s", dateText(d), period, got, dateText(to))
			}
			if years+months+weeks+days == 0 {
				return ""
			}
			if got, want := w.addPeriod(at, period), w.o.at(to, w.o.clock(at, d)); got != want && inRange(want) {
				return fmt.Sprintf("AddPeriod(%s) = %s, want %s", period, stamp(got), stamp(want))
			}
			return ""
		})
	}, addDate)
}
