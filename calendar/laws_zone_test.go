package calendar_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slakit/slakit/calendar"
)

// Laws about zones, instants and what a calendar may depend on.

// compile makes another world about the same instants and amounts.
func (w *world) compile(def calendar.Definition) *world {
	switch {
	case w.fault == losesHours && len(def.Hours) > 0:
		def.Hours = def.Hours[:len(def.Hours)-1]
	case w.fault == losesHolidays && len(def.Holidays) > 0:
		def.Holidays = def.Holidays[:len(def.Holidays)-1]
	case w.fault == losesExceptions && len(def.Exceptions) > 0:
		def.Exceptions = def.Exceptions[:len(def.Exceptions)-1]
	case w.fault == hostZone:
		def.Zone = time.Local.String()
	}
	v, err := newWorld(def, w.At, w.D)
	if err != nil {
		panic(err)
	}
	v.fault = w.fault
	return v
}

// same compares two calendars from 20 days before the first to 20 days after
// the last instant, and on every question about the instants.
func (w *world) same(v *world) string {
	at := w.inOrder()
	from, to := at[0]-20*dayLong*second, at[len(at)-1]+20*dayLong*second
	if a, b := w.windows(from, to), v.windows(from, to); !slices.Equal(a, b) {
		return fmt.Sprintf("windows %v and %v", a, b)
	}
	for _, at := range w.At {
		if a, b := w.isOpen(at), v.isOpen(at); a != b {
			return fmt.Sprintf("IsOpen(%s): %t and %t", stamp(at), a, b)
		}
		for _, d := range w.D {
			if a, b := w.add(at, d), v.add(at, d); a != b {
				return fmt.Sprintf("Add(%s, %s): %s and %s", stamp(at), time.Duration(d), stamp(a), stamp(b))
			}
		}
		n := int(w.D[0]%23) - 11
		if a, b := w.addBusinessDays(at, n, nil), v.addBusinessDays(at, n, nil); a != b {
			return fmt.Sprintf("AddBusinessDays(%s, %d): %s and %s", stamp(at), n, stamp(a), stamp(b))
		}
	}
	return ""
}

func TestLawC25AlwaysOpen(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		daily := w.compile(calendar.Definition{
			Name: "daily", Zone: w.Def.Zone, Hours: []calendar.Hours{{Days: "daily", Open: "00:00", Close: "24:00"}},
		})
		for _, c := range []*calendar.Calendar{calendar.AlwaysOpen(), daily.c} {
			v := &world{At: w.At, D: w.D, c: c, fault: w.fault}
			wrong := v.eachAmount(func(at, d int64) string {
				if u, b := v.add(at, d), v.add(at, -d); u != at+d || b != at-d || !v.isOpen(at) {
					return fmt.Sprintf("Add = %s, back %s, open %t", stamp(u), stamp(b), v.isOpen(at))
				}
				return ""
			})
			if wrong == "" {
				wrong = v.eachPair(func(a, b int64) string {
					if mu := v.mu(a, b); mu != b-a {
						return fmt.Sprintf("mu = %s", time.Duration(mu))
					}
					return ""
				})
			}
			if wrong != "" {
				return wrong
			}
		}
		return ""
	}, addsMore)
}

func TestLawC26NeverOpen(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		def := calendar.Definition{Name: "closed", Zone: w.Def.Zone, Holidays: w.Def.Holidays}
		c, err := calendar.Compile(def, drawnOptions)
		if err != nil {
			// A calendar without any hours may be refused, which is as good.
			def.Hours = []calendar.Hours{{Days: "daily", Open: "09:00", Close: "17:00"}}
			def.Exceptions = []calendar.Exception{{Date: "1900-01-01", Until: "2300-01-01", Name: "closed"}}
			if c, err = calendar.Compile(def, drawnOptions); err != nil {
				return err.Error()
			}
		}
		v := &world{At: w.At, D: w.D, c: c, fault: w.fault}
		return v.eachAmount(func(at, d int64) string {
			_, next := c.Next(instant(at))
			_, previous := c.Previous(instant(at))
			_, days := c.AddDays(c.DateOf(instant(at)), 1)
			switch {
			case next || previous || days || v.isOpen(at):
				return "something is open"
			case v.mu(at, at+d) != 0:
				return "mu is not zero"
			case v.add(at, d) != never || v.add(at, -d) != never:
				return "an amount is reached"
			case v.add(at, 0) != at:
				return "adding nothing is not the instant itself"
			case !c.AddBusinessDays(instant(at), 1, nil).IsZero():
				return "a business day is reached"
			}
			return ""
		})
	}, wallClock)
}

func TestLawC27WeekShift(t *testing.T) {
	const week = 7 * 86400 * second
	check := func(w *world, calm func(from, to int64) bool) string {
		def := calendar.Definition{Name: "weekly", Zone: w.Def.Zone, Hours: w.Def.Hours}
		if len(def.Hours) == 0 {
			def.Hours = []calendar.Hours{{Days: "mon-fri", Open: "09:00", Close: "17:00"}}
		}
		w = w.compile(def)
		return w.eachAmount(func(at, d int64) string {
			u := w.add(at, d)
			if u == never || !calm(at-3*dayLong*second, u+week+3*dayLong*second) {
				return ""
			}
			if v := w.add(at+week, d); v != u+week {
				return fmt.Sprintf("Add = %s, a week later %s", stamp(u), stamp(v))
			}
			return ""
		})
	}
	t.Run("fixed offset", func(t *testing.T) {
		law(t, fixedZones, func(w *world) string {
			return check(w, func(int64, int64) bool { return true })
		}, evenWeeks)
	})
	t.Run("any zone", func(t *testing.T) {
		law(t, drawnZones, func(w *world) string {
			z := zoneNamed(w.Def.Zone)
			return check(w, func(from, to int64) bool { return len(z.changes(from/second, to/second)) == 0 })
		}, evenWeeks)
	})
}

func TestLawC28OffsetExtensionality(t *testing.T) {
	links := [][2]string{
		{"Asia/Calcutta", "Asia/Kolkata"},
		{"US/Eastern", "America/New_York"},
		{"Australia/LHI", "Australia/Lord_Howe"},
		{"GB", "Europe/London"},
		{"Asia/Katmandu", "Asia/Kathmandu"},
		{"Cuba", "America/Havana"},
		{"Egypt", "Africa/Cairo"},
		{"Eire", "Europe/Dublin"},
		{"Japan", "Asia/Tokyo"},
		{"NZ", "Pacific/Auckland"},
		{"America/Godthab", "America/Nuuk"},
		{"Canada/Newfoundland", "America/St_Johns"},
		{"Chile/Continental", "America/Santiago"},
		{"Etc/UTC", "UTC"},
	}
	var names []string
	other := map[string]string{}
	for _, link := range links {
		names = append(names, link[0])
		other[link[0]] = link[1]
	}
	law(t, names, func(w *world) string {
		def := w.Def
		def.Zone = other[def.Zone]
		if def.Zone == "" {
			return "" // a counterexample made smaller
		}
		return w.same(w.compile(def))
	}, namesMatter)
}

func TestLawC29Representation(t *testing.T) {
	base := time.Now() // for its monotonic reading; the date does not matter
	law(t, drawnZones, func(w *world) string {
		r := w.drawer()
		// answers are those to every kind of question about an instant.
		answers := func(at time.Time, d time.Duration) string {
			at = w.seen(at)
			next, isNext := w.c.Next(at)
			previous, isPrevious := w.c.Previous(at)
			return fmt.Sprintln(w.c.IsOpen(at), w.c.DateOf(at), next, isNext, previous, isPrevious, w.c.Add(at, d), w.c.Add(at, -d),
				w.c.Between(at, instant(w.At[0])), w.c.Between(instant(w.At[0]), at), w.c.AddBusinessDays(at, 2, nil),
				w.c.AddBusinessWeeks(at, -1, nil), w.c.AddPeriod(at, calendar.Period{Months: 1}), slices.Collect(w.c.Windows(at, at.Add(d))))
		}
		return w.eachAmount(func(at, d int64) string {
			plain := instant(at)
			elsewhere := zoneNamed(pick(r, drawnZones)).loc
			monotonic := base.Add(plain.Sub(base.Round(0)))
			want := answers(plain, time.Duration(d%(40*dayLong*second)))
			for _, form := range []time.Time{
				plain.In(elsewhere), plain.In(w.c.Location()), plain.In(time.FixedZone("odd", 12345)), plain.Round(0), monotonic, monotonic.In(elsewhere),
			} {
				if !form.Equal(plain) {
					continue // too far from today for a monotonic reading
				}
				if got := answers(form, time.Duration(d%(40*dayLong*second))); got != want {
					return fmt.Sprintf("of %s:\n%sof %s:\n%s", plain, want, form, got)
				}
			}
			// T11: answers are given in the calendar's zone.
			asked := w.seen(plain.In(elsewhere))
			for _, answer := range []time.Time{
				w.c.Add(asked, time.Duration(d)), w.c.Add(asked, 0), w.c.AddBusinessDays(asked, 1, nil), w.c.AddPeriod(asked, calendar.Period{}),
			} {
				if w.fault == keepsZone {
					answer = answer.In(elsewhere)
				}
				if !answer.IsZero() && answer.Location().String() != w.Def.Zone {
					return fmt.Sprintf("%s is not in the calendar's zone", answer)
				}
			}
			return ""
		})
	}, readsWall, seesMonotonic, keepsZone)
}

func TestLawC33DayLength(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachInstant(func(at int64) string {
			d := w.o.date(at) + w.D[0]%3
			v := w.compile(calendar.Definition{Name: "one day", Zone: w.Def.Zone, Exceptions: []calendar.Exception{
				{Date: dateText(d), Hours: []calendar.Opening{{Open: "00:00", Close: "24:00"}}},
			}})
			// The sum of the stretches that this day has, by the definition of f.
			want := w.o.start(d+1) - w.o.start(d)
			got := v.mu(at-9*dayLong*second, at+9*dayLong*second)
			starts := v.start(d+1) - v.start(d)
			if got != want || starts != want {
				return fmt.Sprintf("%s lasts %s, starts are %s apart, want %s", dateText(d), time.Duration(got), time.Duration(starts), time.Duration(want))
			}
			return ""
		})
	}, localMidnight)
}

func TestLawC34Tiling(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachInstant(func(at int64) string {
			d := w.o.date(at)
			if got := w.c.DateOf(instant(at)); got != mustDate(d) {
				return fmt.Sprintf("date %s, want %s", got, dateText(d))
			}
			for e := d - 2; e <= d+2; e++ {
				start, end := w.start(e), w.start(e+1)
				if start != w.o.start(e) || start > end || (start <= at && at < end) != (e == d) {
					return fmt.Sprintf("%s is [%s, %s), want from %s", dateText(e), stamp(start), stamp(end), stamp(w.o.start(e)))
				}
			}
			return ""
		})
	}, localMidnight)
}

func TestLawC36Purity(t *testing.T) {
	// Not parallel: it changes what the process calls local time.
	local := time.Local
	defer func() { time.Local = local }()
	t.Setenv("TZ", "Pacific/Apia")
	lawInOrder(t, drawnZones, max(*lawCases/3, 100), func(w *world) string {
		time.Local = time.UTC
		v := w.compile(w.Def)
		for _, name := range []string{"Pacific/Apia", "Australia/Lord_Howe", "America/Havana"} {
			time.Local = zoneNamed(name).loc
			if wrong := v.same(w.compile(w.Def)); wrong != "" {
				return "with local time of " + name + ": " + wrong
			}
			for _, at := range w.At {
				// time.Unix gives instants in local time.
				if got := nanos(v.c.Add(time.Unix(0, at), time.Duration(w.D[0]))); got != w.o.add(at, w.D[0]) {
					return fmt.Sprintf("with local time of %s: Add(%s) = %s", name, stamp(at), stamp(got))
				}
				if got := v.add(at, w.D[0]); got != w.o.add(at, w.D[0]) {
					return fmt.Sprintf("with local time of %s: Add(%s) = %s", name, stamp(at), stamp(got))
				}
			}
		}
		return ""
	}, hostZone, hostClock, mapOrder)
}

func TestLawC37Immutability(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		text, err := json.Marshal(w.Def)
		if err != nil {
			return err.Error()
		}
		var def calendar.Definition
		if err := json.Unmarshal(text, &def); err != nil {
			return err.Error()
		}
		sets := calendar.HolidaySets{"xx": drawnOptions.HolidaySets["xx"]}
		opts := &calendar.Options{HolidaySets: sets}
		c, err := calendar.Compile(def, opts)
		if err != nil {
			return err.Error()
		}
		for i := range def.Hours {
			def.Hours[i] = calendar.Hours{Days: "sun", Open: "03:00", Close: "03:01"}
		}
		for i := range def.Seasons {
			for j := range def.Seasons[i].Hours {
				def.Seasons[i].Hours[j] = calendar.Hours{Days: "sun", Open: "03:00", Close: "03:01"}
			}
			def.Seasons[i].From = "2001-01-01"
		}
		for i := range def.Holidays {
			def.Holidays[i] = calendar.Holiday{Date: "2001-01-01"}
		}
		for i := range def.Exceptions {
			for j := range def.Exceptions[i].Hours {
				def.Exceptions[i].Hours[j] = calendar.Opening{Open: "03:00", Close: "03:01"}
			}
			def.Exceptions[i].Date = "2001-01-01"
		}
		delete(sets, "xx")
		opts.HolidaySets = nil
		if w.fault == keepsDefinition {
			def.Hours, def.Seasons, def.Exceptions = def.Hours[:min(len(def.Hours), 1)], nil, nil
			c = w.compile(def).c
		}
		return w.same(&world{At: w.At, D: w.D, c: c})
	}, keepsDefinition)
}

// 64 goroutines ask one calendar, whose index is not built yet, each in an
// order of its own; all must get the answers given to one who asks in order.
// It means most with the race detector.
func TestLawC37Concurrency(t *testing.T) {
	type answers struct {
		add, back, mu  int64
		open, is       bool
		next           stretchOpen
		business, days int64
		path           string
	}
	law(t, drawnZones, func(w *world) string {
		r := w.drawer()
		at := w.inOrder()
		for range 4 { // far ahead and back, so that the index grows on both sides
			at = append(at, r.between(rangeLo+400*dayLong*second, rangeHi-400*dayLong*second))
		}
		slices.Sort(at)
		ask := func(v *world, i int) (a answers) {
			d := w.D[i%len(w.D)]
			a.add, a.back, a.mu, a.open = v.add(at[i], d), v.add(at[i], -d), v.mu(at[i], at[len(at)-1-i]), v.isOpen(at[i])
			a.next, a.is = v.next(at[i])
			a.business = v.addBusinessDays(at[i], 3, nil)
			a.days, _ = v.addDays(w.o.date(at[i]), -2)
			a.path = v.c.Day(mustDate(w.o.date(at[i]))).Path
			return a
		}
		mixed := r.chance(20) // then the calendar is made of others, which build their indexes when it does
		fresh := func() *world {
			v := w.compile(w.Def)
			if mixed {
				v.c = calendar.Union(v.c, v.operands(w.drawer())[1].c)
			}
			return v
		}
		inOrder := fresh()
		want := make([]answers, len(at))
		for i := range at {
			want[i] = ask(inOrder, i)
		}
		shared := fresh()
		wrong := make([]string, 64)
		var group sync.WaitGroup
		for g := range wrong {
			group.Go(func() {
				for i := range len(at) / 2 {
					i = (i*(1+2*(g%2)) + g) % len(at)
					if got := ask(shared, i); got != want[i] {
						wrong[g] = fmt.Sprintf("at %s: %+v, want %+v", stamp(at[i]), got, want[i])
						return
					}
				}
			})
		}
		group.Wait()
		return strings.Join(slices.DeleteFunc(wrong, func(s string) bool { return s == "" }), "\n")
	}, remembers)
}
