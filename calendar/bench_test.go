package calendar_test

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/se"

	"github.com/slakit/slakit/calendar"
)

// The calendars of the benchmarks: Monday to Friday 9 to 17 in Stockholm with
// the Swedish holidays, the same with a lunch break, and around the clock.

var office = calendar.Definition{
	Name: "office", Zone: "Europe/Stockholm",
	Hours:    []calendar.Hours{{Days: "mon-fri", Open: "09:00", Close: "17:00"}},
	Holidays: []calendar.Holiday{{Set: "se"}},
}

var lunch = calendar.Definition{
	Name: "lunch", Zone: "Europe/Stockholm",
	Hours: []calendar.Hours{
		{Days: "mon-fri", Open: "08:00", Close: "12:00"},
		{Days: "mon-fri", Open: "13:00", Close: "17:00"},
	},
	Holidays: []calendar.Holiday{{Set: "se"}},
}

var always = calendar.Definition{
	Name: "always", Zone: "Europe/Stockholm",
	Hours: []calendar.Hours{{Days: "daily", Open: "00:00", Close: "24:00"}},
}

var swedish = &calendar.Options{HolidaySets: calendar.HolidaySets{"se": {On: onSwedish}}}

func onSwedish(year int) iter.Seq[calendar.SetDay] {
	return func(yield func(calendar.SetDay) bool) {
		for _, h := range se.Holidays {
			actual, _ := h.Calc(year)
			d, err := calendar.NewDate(actual.Date())
			if err == nil && !yield(calendar.SetDay{Date: d, Name: h.Name}) {
				return
			}
		}
	}
}

func compile(tb testing.TB, def calendar.Definition) *calendar.Calendar {
	tb.Helper()
	c, err := calendar.Compile(def, swedish)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

const instants = 4096

// scattered returns instants between 2014 and 2036.
func scattered(tb testing.TB) []time.Time {
	loc, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		tb.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	from := time.Date(2014, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	until := time.Date(2036, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	list := make([]time.Time, instants)
	for i := range list {
		list[i] = time.Unix(from+rng.Int64N(until-from), 0).In(loc)
	}
	return list
}

func calendars(b *testing.B, f func(*testing.B, *calendar.Calendar)) {
	for _, def := range []calendar.Definition{office, lunch, always} {
		c := compile(b, def)
		for _, at := range scattered(b) {
			c.Between(at, at.AddDate(10, 0, 0)) // builds the index
		}
		b.Run(def.Name, func(b *testing.B) { f(b, c) })
	}
}

// peer is the same office as a business calendar of rickar/cal, with its cache
// of holidays.
func peer(cache bool) *cal.BusinessCalendar {
	c := cal.NewBusinessCalendar()
	c.Cacheable = cache
	c.AddHoliday(se.Holidays...)
	return c
}

var (
	sinkTime     time.Time
	sinkDuration time.Duration
	sinkBool     bool
)

var amounts = []time.Duration{4 * time.Hour, 40 * time.Hour, 400 * time.Hour, 4000 * time.Hour}

func BenchmarkAdd(b *testing.B) {
	at := scattered(b)
	calendars(b, func(b *testing.B, c *calendar.Calendar) {
		for _, d := range append(amounts, -40*time.Hour) {
			b.Run(fmt.Sprintf("%dh", int(d.Hours())), func(b *testing.B) {
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					sinkTime = c.Add(at[i%instants], d)
				}
			})
		}
	})
	for _, d := range amounts {
		c := peer(true)
		b.Run(fmt.Sprintf("rickar-cal/%dh", int(d.Hours())), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				sinkTime = c.AddWorkHours(at[i%instants], d)
			}
		})
	}
}

var spans = []struct {
	name        string
	years, days int
}{{"week", 0, 7}, {"month", 0, 30}, {"year", 1, 0}, {"10years", 10, 0}}

func BenchmarkBetween(b *testing.B) {
	from := scattered(b)
	calendars(b, func(b *testing.B, c *calendar.Calendar) {
		for _, s := range spans {
			b.Run(s.name, func(b *testing.B) {
				to := ends(from, s.years, s.days)
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					sinkDuration = c.Between(from[i%instants], to[i%instants])
				}
			})
		}
	})
	for _, s := range spans {
		c := peer(true)
		b.Run("rickar-cal/"+s.name, func(b *testing.B) {
			to := ends(from, s.years, s.days)
			for i := 0; b.Loop(); i++ {
				sinkDuration = c.WorkHoursInRange(from[i%instants], to[i%instants])
			}
		})
	}
}

func ends(from []time.Time, years, days int) []time.Time {
	list := make([]time.Time, len(from))
	for i, at := range from {
		list[i] = at.AddDate(years, 0, days)
	}
	return list
}

func BenchmarkIsOpen(b *testing.B) {
	at := scattered(b)
	calendars(b, func(b *testing.B, c *calendar.Calendar) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			sinkBool = c.IsOpen(at[i%instants])
		}
	})
	c := peer(true)
	b.Run("rickar-cal", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			sinkBool = c.IsWorkTime(at[i%instants])
		}
	})
}

func BenchmarkNext(b *testing.B) {
	at := scattered(b)
	calendars(b, func(b *testing.B, c *calendar.Calendar) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			_, sinkBool = c.Next(at[i%instants])
		}
	})
}

func BenchmarkAddBusinessDays(b *testing.B) {
	at := scattered(b)
	byClose, err := calendar.ParseDayRule("by close")
	if err != nil {
		b.Fatal(err)
	}
	calendars(b, func(b *testing.B, c *calendar.Calendar) {
		for _, n := range []int{1, 10, 250} {
			b.Run(fmt.Sprint(n), func(b *testing.B) {
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					sinkTime = c.AddBusinessDays(at[i%instants], n, nil)
				}
			})
		}
		b.Run("3-by-close", func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				sinkTime = c.AddBusinessDays(at[i%instants], 3, &byClose)
			}
		})
	})
}

// BenchmarkFiftyYears compiles a calendar and asks one question in each of
// fifty years. It reports the memory that the calendar then holds.
func BenchmarkFiftyYears(b *testing.B) {
	var kept *calendar.Calendar
	for b.Loop() {
		kept = fiftyYears(b)
	}
	b.StopTimer()
	const copies = 20
	var before, after runtime.MemStats
	list := make([]*calendar.Calendar, copies)
	runtime.GC()
	runtime.ReadMemStats(&before)
	for i := range list {
		list[i] = fiftyYears(b)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/copies, "heldB")
	runtime.KeepAlive(list)
	runtime.KeepAlive(kept)
}

func fiftyYears(b *testing.B) *calendar.Calendar {
	c := compile(b, office)
	for year := 2000; year < 2050; year++ {
		sinkTime = c.Add(time.Date(year, 6, 1, 12, 0, 0, 0, time.UTC), 40*time.Hour)
	}
	return c
}

// BenchmarkFirst measures a calendar from its definition to its first answer.
func BenchmarkFirst(b *testing.B) {
	at := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	for _, def := range []calendar.Definition{office, always} {
		b.Run(def.Name, func(b *testing.B) {
			for b.Loop() {
				sinkTime = compile(b, def).Add(at, 40*time.Hour)
			}
		})
	}
	b.Run("never", func(b *testing.B) {
		for b.Loop() {
			sinkTime = compile(b, calendar.Definition{Zone: "Europe/Stockholm", Holidays: office.Holidays}).Add(at, 40*time.Hour)
		}
	})
}

// BenchmarkHostile measures the dearest definitions that are accepted, from
// the definition to the first answer and from there to the far end.
func BenchmarkHostile(b *testing.B) {
	first, err := calendar.ParseDate("1920-01-01")
	if err != nil {
		b.Fatal(err)
	}
	for name, exception := range map[string]func(i int) calendar.Exception{
		"dates": func(i int) calendar.Exception {
			return calendar.Exception{Date: first.AddDays(12 * i).String(), Hours: []calendar.Opening{{Open: "08:00", Close: "12:00"}}}
		},
		"nested": func(i int) calendar.Exception {
			return calendar.Exception{Date: first.AddDays(i).String(), Until: first.AddDays(100000 - i).String(), Days: "mon"}
		},
		"sidebyside": func(i int) calendar.Exception {
			return calendar.Exception{Date: first.AddDays(12 * i).String(), Until: first.AddDays(12*i + 12).String()}
		},
	} {
		def := calendar.Definition{Zone: "Europe/Stockholm"}
		for i := range 8192 {
			def.Exceptions = append(def.Exceptions, exception(i))
		}
		b.Run(name+"/first", func(b *testing.B) {
			for b.Loop() {
				sinkTime = compile(b, def).Add(time.Unix(0, 0), time.Second)
			}
		})
		b.Run(name+"/far", func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				c := compile(b, def)
				c.IsOpen(time.Unix(0, 0))
				b.StartTimer()
				_, sinkBool = c.Previous(time.Unix(7258118399, 0))
			}
		})
	}
}
