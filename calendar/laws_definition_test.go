package calendar_test

import (
	"encoding/json"
	"fmt"
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
			calendar.Exception{Date: dateText(after), Until: dateText(after + 402), Name: "long after",
				Hours: []calendar.Opening{{Open: "05:00", Close: "04:00"}}})
		def.Holidays = append(slices.Clone(def.Holidays),
			calendar.Holiday{Date: dateText(before - 402)}, calendar.Holiday{Date: dateText(after + 403)})
		def.Seasons = append(slices.Clone(def.Seasons), calendar.Season{Name: "new hours", From: dateText(after + 61),
			Hours: []calendar.Hours{{Days: "sun", Open: "10:00", Close: "11:00"}}})
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

// TestLawC40Hostile asks calendars that are almost never open: nothing may
// hang or give up early.
func TestLawC40Hostile(t *testing.T) {
	t.Parallel()
	const far = "2198-06-03"
	for name, def := range map[string]calendar.Definition{
		"one window far ahead": {Exceptions: []calendar.Exception{
			{Date: far, Hours: []calendar.Opening{{Open: "10:00", Close: "11:00"}}},
		}},
		"closed for centuries": {
			Hours:      []calendar.Hours{{Days: "daily", Open: "10:00", Close: "11:00"}},
			Exceptions: []calendar.Exception{{Date: "1900-01-01", Until: far}, {Date: "2198-06-04", Until: "2300-01-01"}},
		},
		"on a leap day that is a Sunday": {
			Exceptions: []calendar.Exception{{Date: "02-29", Days: "sun", Hours: []calendar.Opening{{Open: "10:00", Close: "11:00"}}}},
		},
		"a version that never opens, then one that does": {
			Seasons: []calendar.Season{
				{Name: "closed", From: "1930-01-01"},
				{Name: "open", From: far, Until: "2198-06-04", Hours: []calendar.Hours{{Days: "daily", Open: "10:00", Close: "11:00"}}},
			},
		},
	} {
		for _, zone := range []string{"UTC", "Pacific/Apia", "America/St_Johns", "Europe/Stockholm"} {
			def.Name, def.Zone = name, zone
			c, err := calendar.Compile(def, nil)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			o := newOracle(def, nil)
			w := &world{c: c, o: o}
			for _, at := range []int64{
				rangeLo + 800*dayLong*second, time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC).UnixNano(), rangeHi - 800*dayLong*second,
			} {
				next, ok := c.Next(instant(at))
				wantNext, wantOK := o.next(at)
				if ok != wantOK || ok && (stretchOpen{nanos(next.Start), nanos(next.End)}) != wantNext {
					t.Errorf("%s, %s: Next(%s) = %v, %t, want %v, %t", name, zone, stamp(at), next, ok, wantNext, wantOK)
				}
				previous, ok := c.Previous(instant(at))
				wantPrevious, wantOK := o.previous(at)
				if ok != wantOK || ok && (stretchOpen{nanos(previous.Start), nanos(previous.End)}) != wantPrevious {
					t.Errorf("%s, %s: Previous(%s) = %v, %t, want %v, %t", name, zone, stamp(at), previous, ok, wantPrevious, wantOK)
				}
				for _, d := range []int64{1, 1800 * second, 3600 * second, 3600*second + 1, 1000 * 3600 * second} {
					for _, d := range []int64{d, -d} {
						if got, want := w.add(at, d), o.add(at, d); got != want {
							t.Errorf("%s, %s: Add(%s, %s) = %s, want %s", name, zone, stamp(at), time.Duration(d), stamp(got), stamp(want))
						}
					}
				}
				for _, n := range []int{1, -1, 3, -3, 100000, -100000} {
					want := o.addBusinessDays(at, n, "")
					if got := nanos(c.AddBusinessDays(instant(at), n, nil)); got != want {
						t.Errorf("%s, %s: AddBusinessDays(%s, %d) = %s, want %s", name, zone, stamp(at), n, stamp(got), stamp(want))
					}
				}
			}
			if got, want := w.mu(rangeLo, rangeHi), o.between(rangeLo, rangeHi); got != want {
				t.Errorf("%s, %s: open for %s in all, want %s", name, zone, time.Duration(got), time.Duration(want))
			}
		}
	}
}
