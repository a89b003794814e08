package calendar_test

import (
	"encoding/json"
	"fmt"
	"iter"
	"math/rand"
	"slices"
	"testing"
	"time"

	"github.com/slakit/slakit/calendar"
)

// Laws about definitions: what may be written differently, and what each part
// of a definition changes.

// without joins the windows of all dates, those of one date replaced.
func (o *oracle) without(d int64, instead []stretchOpen, from, to int64) (joined []stretchOpen) {
	for e, last := o.date(from)-2, o.date(to)+1; e <= last; e++ {
		list := o.windowsOf(e)
		if e == d {
			list = instead
		}
		for _, w := range list {
			w.start, w.end = max(w.start, from), min(w.end, to)
			switch n := len(joined); {
			case w.start >= w.end:
			case n > 0 && w.start <= joined[n-1].end:
				joined[n-1].end = max(joined[n-1].end, w.end)
			default:
				joined = append(joined, w)
			}
		}
	}
	return joined
}

// written writes the windows of a date as an exception has them.
func written(list []window) (texts []calendar.Opening) {
	for _, w := range list {
		closing := w.close
		if closing > dayLong {
			closing -= dayLong
		}
		texts = append(texts, opening(w.open, closing))
	}
	return texts
}

func TestLawC30NormalForm(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		r := drawer{rand.New(rand.NewSource(w.At[0]))}
		def := w.Def
		var hours []calendar.Hours
		for _, h := range def.Hours {
			x := windowOf(h.Open, h.Close)
			mid := x.open + (x.close-x.open)/2
			switch {
			case h.Close == "24:00" && r.chance(50):
				hours = append(hours, calendar.Hours{Days: h.Days, Open: h.Open, Close: "00:00"})
			case x.close <= dayLong && mid > x.open && r.chance(50): // split at an inner point
				hours = append(hours,
					calendar.Hours{Days: h.Days, Open: clockText(mid), Close: h.Close},
					calendar.Hours{Days: h.Days, Open: h.Open, Close: clockText(mid)})
			default:
				hours = append(hours, h)
			}
		}
		def.Hours, def.Seasons = hours, slices.Clone(def.Seasons)
		def.Holidays, def.Exceptions = slices.Clone(def.Holidays), slices.Clone(def.Exceptions)
		r.Shuffle(len(def.Hours), func(i, j int) { def.Hours[i], def.Hours[j] = def.Hours[j], def.Hours[i] })
		r.Shuffle(len(def.Seasons), func(i, j int) { def.Seasons[i], def.Seasons[j] = def.Seasons[j], def.Seasons[i] })
		r.Shuffle(len(def.Holidays), func(i, j int) { def.Holidays[i], def.Holidays[j] = def.Holidays[j], def.Holidays[i] })
		r.Shuffle(len(def.Exceptions), func(i, j int) { def.Exceptions[i], def.Exceptions[j] = def.Exceptions[j], def.Exceptions[i] })
		if wrong := w.same(w.compile(def)); wrong != "" {
			return "written differently: " + wrong
		}
		if len(def.Hours) > 0 {
			def.Hours = append(def.Hours, pick(r, def.Hours))
			if _, err := calendar.Compile(def, drawnOptions); err == nil {
				return "overlapping hours are accepted"
			}
		}
		return ""
	}, losesHours)
}

func TestLawC31Holiday(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		at := w.inOrder()
		d := w.o.date(w.At[0]) + w.D[0]%5 - 2
		if slices.ContainsFunc(w.Def.Holidays, func(h calendar.Holiday) bool { return h.Date == dateText(d) }) {
			return ""
		}
		def := w.Def
		def.Holidays = append(slices.Clone(def.Holidays), calendar.Holiday{Date: dateText(d), Name: "one more"})
		v := w.compile(def)
		var left []stretchOpen
		if w.excepted(d) {
			left = w.o.windowsOf(d) // T5: the exception wins
		}
		from, to := at[0]-9*dayLong*second, at[len(at)-1]+9*dayLong*second
		if got, want := windows(v.c, from, to), w.o.without(d, left, from, to); !slices.Equal(got, want) {
			return fmt.Sprintf("without the windows of %s: %v, want %v", dateText(d), got, want)
		}
		return w.eachPair(func(a, b int64) string {
			if v.mu(a, b) > w.mu(a, b) {
				return "a holiday more, and mu grows"
			}
			return ""
		})
	}, losesHolidays)
}

// excepted says whether an exception decides about a date.
func (w *world) excepted(d int64) bool {
	return slices.ContainsFunc(w.o.exceptions, func(x dated) bool {
		_, ok := x.covers(d)
		return ok && x.days[weekday(d)]
	})
}

func TestLawC32Exception(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		at := w.inOrder()
		d := w.o.date(w.At[0]) + w.D[0]%5 - 2
		if slices.ContainsFunc(w.Def.Exceptions, func(e calendar.Exception) bool { return e.Date == dateText(d) && e.Until == "" }) {
			return ""
		}
		from, to := at[0]-9*dayLong*second, at[len(at)-1]+9*dayLong*second
		def := w.Def
		with := func(e calendar.Exception) *world {
			e.Date, e.Name = dateText(d), "one more"
			def.Exceptions = append(slices.Clone(w.Def.Exceptions), e)
			return w.compile(def)
		}
		neutral := with(calendar.Exception{Hours: written(w.o.hoursOf(d))})
		if wrong := w.same(neutral); wrong != "" {
			return fmt.Sprintf("%s written as it is: %s", dateText(d), wrong)
		}
		other := with(calendar.Exception{Hours: []calendar.Opening{{Open: "03:00", Close: "04:30"}, {Open: "23:00", Close: "01:00"}}})
		if got, want := windows(other.c, from, to), w.o.without(d, newOracle(def, drawnOptions).windowsOf(d), from, to); !slices.Equal(got, want) {
			return fmt.Sprintf("%s replaced: %v, want %v", dateText(d), got, want)
		}
		def.Exceptions = append(def.Exceptions, def.Exceptions[len(def.Exceptions)-1])
		if _, err := calendar.Compile(def, drawnOptions); err == nil {
			return "an exception given twice is accepted" // T5: equal is an error
		}
		return ""
	}, losesExceptions)
}

func TestLawC35Locality(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		at := w.inOrder()
		a, b := at[0], at[len(at)-1]
		before, after := w.o.date(a)-2, w.o.date(b)+3
		def := w.Def
		def.Exceptions = append(slices.Clone(def.Exceptions),
			calendar.Exception{Date: dateText(before - 401), Until: dateText(before), Name: "long before"},
			calendar.Exception{
				Date: dateText(after), Until: dateText(after + 402), Name: "long after",
				Hours: []calendar.Opening{{Open: "05:00", Close: "04:00"}},
			})
		def.Holidays = append(slices.Clone(def.Holidays),
			calendar.Holiday{Date: dateText(before - 402)}, calendar.Holiday{Date: dateText(after + 403)})
		def.Seasons = append(slices.Clone(def.Seasons), calendar.Season{
			Name: "new hours", From: dateText(after + 61),
			Hours: []calendar.Hours{{Days: "sun", Open: "10:00", Close: "11:00"}},
		})
		if slices.ContainsFunc(w.Def.Seasons, func(s calendar.Season) bool { return s.From == dateText(after+61) }) {
			return ""
		}
		v := w.compile(def)
		if got, want := windows(v.c, a, b), windows(w.c, a, b); !slices.Equal(got, want) {
			return fmt.Sprintf("windows %v, want %v", got, want)
		}
		return w.eachPair(func(a, b int64) string {
			if v.mu(a, b) != w.mu(a, b) || v.isOpen(a) != w.isOpen(a) {
				return fmt.Sprintf("mu %s, want %s", time.Duration(v.mu(a, b)), time.Duration(w.mu(a, b)))
			}
			return ""
		})
	}, losesHours)
}

func TestLawC38CanonicalForm(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		text, err := json.Marshal(w.Def)
		if err != nil {
			return err.Error()
		}
		var def calendar.Definition
		if err := json.Unmarshal(text, &def); err != nil {
			return err.Error()
		}
		again, err := json.Marshal(def)
		if err != nil || string(again) != string(text) {
			return fmt.Sprintf("printed %s, read and printed again %s (%v)", text, again, err)
		}
		d := mustDate(w.o.date(w.At[0]))
		if e, err := calendar.ParseDate(d.String()); err != nil || e != d {
			return fmt.Sprintf("date %s is read as %s (%v)", d, e, err)
		}
		return w.same(w.compile(def))
	}, losesHours)
}

func TestLawC40Progress(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		return w.eachInstant(func(at int64) string {
			forward, backward := at, at
			for range 50 {
				s, ok := w.next(forward)
				if ok && (s.end != never && s.end <= forward || s.end != never && s.start != never && s.start >= s.end) {
					return fmt.Sprintf("Next(%s) = %v", stamp(forward), s)
				}
				if !ok || s.end == never {
					break
				}
				forward = s.end
			}
			for range 50 {
				s, ok := w.previous(backward)
				if ok && s.start != never && s.start >= backward {
					return fmt.Sprintf("Previous(%s) = %v", stamp(backward), s)
				}
				if !ok || s.start == never {
					break
				}
				backward = s.start
			}
			return ""
		})
	}, staysPut)
}

// The other half of C40: a calendar that is open on one date of 280 years, or
// on a few, does not give up early, and builds no year twice.
func TestLawC40Hostile(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		r := w.drawer()
		def, dates := w.hostile(r)
		asked := 0 // years of the set
		opts := &calendar.Options{HolidaySets: calendar.HolidaySets{"all": {On: func(y int) iter.Seq[calendar.SetDay] {
			asked++
			return allBut(dates, y)
		}}}}
		v := &world{fault: w.fault, o: newOracle(calendar.Definition{Zone: def.Zone, Hours: hostileHours}, nil)}
		all, at := []stretchOpen(nil), append([]int64{rangeLo + 2*dayLong*second, rangeHi - 2*dayLong*second}, w.At...)
		for _, d := range dates {
			all = append(all, v.o.windowsOf(d)...)
		}
		for _, x := range all[:min(len(all), 2)] {
			at = append(at, x.start, x.start-1, x.end, x.end-1)
		}
		for round := range 2 {
			for i, at := range at {
				if i == 0 && round == 0 || w.fault == buildsAnew {
					c, err := calendar.Compile(def, opts)
					if err != nil {
						return err.Error()
					}
					v.c = c
				}
				if wrong := v.askHostile(at, all); wrong != "" {
					return fmt.Sprintf("%+v at %s: %s", def, stamp(at), wrong)
				}
			}
			if limit := 3 * 280; asked > limit {
				return fmt.Sprintf("%+v: %d years were built, at most %d expected", def, asked, limit)
			}
		}
		return ""
	}, staysPut, givesUp, buildsAnew)
}

var hostileHours = []calendar.Hours{{Days: "daily", Open: "10:00", Close: "11:00"}}

// hostile draws a definition in the zone of w, and the dates on which alone it
// is open, by hostileHours.
func (w *world) hostile(r drawer) (calendar.Definition, []int64) {
	d := r.between(dateOf(1922, 1, 1), dateOf(2198, 1, 1))
	def := calendar.Definition{Name: "hostile", Zone: w.Def.Zone}
	day, next := dateText(d), dateText(d+1)
	openings := []calendar.Opening{{Open: hostileHours[0].Open, Close: hostileHours[0].Close}}
	switch r.Intn(16) {
	case 0: // a set that closes every other date
		def.Hours, def.Holidays = hostileHours, []calendar.Holiday{{Set: "all"}}
	case 1, 2, 3: // on some leap days
		def.Exceptions = []calendar.Exception{{Date: "02-29", Days: dayNames[weekday(d)], Hours: openings}}
		var dates []int64
		for y := 1920; y < 2200; y += 4 {
			if leap := dateOf(y, 2, 29); weekday(leap) == weekday(d) && y != 2100 {
				dates = append(dates, leap)
			}
		}
		return def, dates
	case 4, 5, 6, 7: // closed for centuries, then again
		def.Hours = hostileHours
		def.Exceptions = []calendar.Exception{{Date: "1900-01-01", Until: day}, {Date: next, Until: "2300-01-01"}}
	case 8, 9, 10, 11: // versions that never open
		def.Hours = hostileHours
		def.Seasons = []calendar.Season{{From: "1900-01-01"}, {From: day, Until: next, Hours: hostileHours}, {From: next}}
	default:
		def.Exceptions = []calendar.Exception{{Date: day, Hours: openings}}
	}
	return def, []int64{d}
}

// allBut yields the dates of a year that are none of the given ones.
func allBut(dates []int64, y int) iter.Seq[calendar.SetDay] {
	return func(yield func(calendar.SetDay) bool) {
		for d := dateOf(y, 1, 1); d < dateOf(y+1, 1, 1); d++ {
			if !slices.Contains(dates, d) && !yield(calendar.SetDay{Date: mustDate(d)}) {
				return
			}
		}
	}
}

// askHostile compares the answers about an instant with all that there is.
func (w *world) askHostile(at int64, all []stretchOpen) string {
	next, previous := stretchOpen{never, never}, stretchOpen{never, never}
	var later, earlier []int64 // business days
	today, left := w.o.date(at), int64(0)
	for _, x := range slices.Backward(all) {
		if x.end > at {
			next = x
		}
		if d := w.o.date(x.start); d < today {
			earlier = append(earlier, d)
		}
	}
	for _, x := range all {
		left += x.end - min(x.end, max(x.start, at))
		if x.start < at {
			previous = x
		}
		if d := w.o.date(x.start); d > today {
			later = append(later, d)
		}
	}
	if got, ok := w.next(at); got != next || ok != (next.end != never) {
		return fmt.Sprintf("Next = %s, %t, want %s", got, ok, next)
	}
	if got, ok := w.previous(at); got != previous || ok != (previous.end != never) {
		return fmt.Sprintf("Previous = %s, %t, want %s", got, ok, previous)
	}
	if got := w.mu(at, rangeHi); got != left {
		return fmt.Sprintf("%s lie ahead, want %s", time.Duration(got), time.Duration(left))
	}
	if got := nanos(w.c.AddBusinessDays(instant(at), 0, &byClose)); got != next.end {
		return fmt.Sprintf("by close = %s, want %s", stamp(got), stamp(next.end))
	}
	for _, d := range []int64{1, 1800 * second, 3600 * second, 3600*second + 1, 3 * 3600 * second, 100_000 * 3600 * second} {
		forth, back, rest := never, never, d
		for _, x := range all {
			x.start = max(x.start, at)
			if rest > 0 && x.start < x.end && rest <= x.end-x.start {
				forth = x.start + rest
			}
			rest -= max(x.end-x.start, 0)
		}
		rest = d
		for _, x := range slices.Backward(all) {
			x.end = min(x.end, at)
			if rest > 0 && x.start < x.end && rest <= x.end-x.start {
				back = x.end - rest
			}
			rest -= max(x.end-x.start, 0)
		}
		if got := w.add(at, d); got != forth {
			return fmt.Sprintf("Add(%s) = %s, want %s", time.Duration(d), stamp(got), stamp(forth))
		}
		if got := w.add(at, -d); got != back {
			return fmt.Sprintf("Add(-%s) = %s, want %s", time.Duration(d), stamp(got), stamp(back))
		}
	}
	for n := 1; n <= 3; n++ {
		for sign, days := range map[int][]int64{1: later, -1: earlier} {
			got, ok := w.addDays(today, sign*n)
			if ok != (n <= len(days)) || ok && got != days[n-1] {
				return fmt.Sprintf("%d business days after %s: %s, %t", sign*n, dateText(today), dateText(got), ok)
			}
		}
	}
	return ""
}
