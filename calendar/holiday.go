package calendar

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/internal/problem"
)

// A holiday is compiled from a [Holiday]: a date, a yearly date, or the days of
// a set or rule.
type holiday struct {
	name     string
	date     Date
	yearly   monthDay
	set      string
	days     HolidaySet
	observed string
	stay     stay // of a set or yearly date: the dates to which it is limited
}

// A closing is a date closed by a holiday.
type closing struct {
	date    Date
	holiday int // its number in the definition
	name    string
}

type holidays []holiday

// between returns the closings in [from, until), ordered by date, and on a date
// by number.
func (hs holidays) between(from, until Date) []closing {
	var list []closing
	for i, h := range hs {
		add := func(d Date, name string) {
			if from.Compare(d) <= 0 && d.Compare(until) < 0 && h.stay.has(d) {
				list = append(list, closing{d, i, name})
			}
		}
		first, last := from.Year(), until.Prev().Year()
		switch {
		case h.days.On != nil:
			// An observed day may lie in a neighbouring year.
			h.closings(first-1, last+1, add)
		case h.yearly != 0:
			for y := first; y <= last; y++ {
				if d := h.yearly.in(y); d.monthDay() == h.yearly {
					add(d, h.name)
				}
			}
		default:
			add(h.date, h.name)
		}
	}
	slices.SortStableFunc(list, func(a, b closing) int {
		return cmp.Or(a.date.Compare(b.date), cmp.Compare(a.holiday, b.holiday))
	})
	return list
}

// closings passes on the dates that the set closes by its rules of the years
// first to last. Days more than a year away from theirs are ignored, or the
// answer would depend on how far the index has been built.
func (h *holiday) closings(first, last int, add func(Date, string)) {
	var days []SetDay
	moved := map[SetDay]bool{} // days that are observed on another date, maybe of another year
	for y := first; y <= last; y++ {
		for d := range h.days.On(y) {
			if d.Actual.IsZero() {
				d.Actual = d.Date
			}
			if !near(d.Date, y) || !near(d.Actual, y) {
				continue
			}
			days = append(days, d)
			if d.Date != d.Actual {
				moved[SetDay{d.Actual, d.Actual, d.Name}] = true
			}
		}
	}
	for _, d := range days {
		if h.observed != "observed" {
			add(d.Actual, d.Name)
		}
		if h.observed != "actual" && !(h.observed == "observed" && moved[d]) {
			add(d.Date, d.Name)
		}
	}
}

func near(d Date, y int) bool { return d.Year() >= y-1 && d.Year() <= y+1 }

// HolidayYears yields the years, from 1920 to 2199, in which every holiday set
// of the calendar is known to be right. In any other year silence does not mean
// that there are no holidays (T13). A calendar without sets yields them all.
func (c *Calendar) HolidayYears() iter.Seq[int] {
	return func(yield func(int) bool) {
		for y := 1920; y < 2200; y++ {
			if c.covered(y) && !yield(y) {
				return
			}
		}
	}
}

// covered reports whether every set that may close dates of year y is known to
// be right in it.
func (c *Calendar) covered(y int) bool {
	first, last := monthDay(1).in(y), monthDay(yearDays).in(y)
	for _, l := range c.leaves {
		for _, h := range l.holidays {
			known := (h.days.From == 0 || y >= h.days.From) && (h.days.Until == 0 || y < h.days.Until)
			if !known && h.stay.from.Compare(last) <= 0 && (h.stay.until.IsZero() || first.Compare(h.stay.until) < 0) {
				return false
			}
		}
	}
	return true
}

func (k *checker) holidays(defs []Holiday) holidays {
	all := make(holidays, len(defs))
	for i, def := range defs {
		path := problem.Index("holidays", i)
		h := &all[i]
		h.name, h.set, h.observed = def.Name, def.Set, def.Observed
		dated := false
		var ways []string
		for _, way := range [...][2]string{{"date", def.Date}, {"set", def.Set}, {"rule", def.Rule}} {
			if way[1] != "" {
				ways = append(ways, fmt.Sprintf("%s %q", way[0], clip(way[1])))
			}
		}
		switch {
		case len(ways) > 1:
			k.Add(path, slakit.ErrInvalid, "%s: want one of them", strings.Join(ways, " and "))
		case def.Set != "":
			k.text(problem.Join(path, "set"), def.Set, maxID)
			h.days = k.set(problem.Join(path, "set"), def.Set)
		case def.Rule != "":
			h.days = k.yearly(path, "rule", def.Rule, def)
		case def.Date != "":
			h.date, h.yearly, _ = k.date(problem.Join(path, "date"), def.Date)
			dated = h.yearly == 0
			if h.yearly != 0 && def.Shift != "" {
				h.days = k.yearly(path, "date", def.Date, def)
			}
		default:
			k.Add(path, slakit.ErrRequired, "want a date such as 2026-12-24 or 12-24, a set, or a rule")
		}
		if def.Shift != "" && (dated || def.Set != "") {
			k.Add(problem.Join(path, "shift"), slakit.ErrInvalid, "%q without a rule: only a rule or a date of every year is shifted", clip(def.Shift))
		}
		k.text(problem.Join(path, "name"), def.Name, maxText)
		h.stay = k.limit(path, def, dated)
		switch def.Observed {
		case "", "both", "actual", "observed":
			if def.Observed != "" && def.Set == "" && def.Shift == "" {
				k.Add(problem.Join(path, "observed"), slakit.ErrInvalid, "%q without a set or shift: only these have observed days", def.Observed)
			}
		default:
			k.Add(problem.Join(path, "observed"), slakit.ErrUnknown, "%q: want both, actual or observed", clip(def.Observed))
		}
		k.text(problem.Join(path, "note"), def.Note, maxText)
	}
	return all
}

// yearly reads a rule and its shift.
func (k *checker) yearly(path, field, text string, def Holiday) HolidaySet {
	r, err := parseYearly(text)
	if err != nil {
		k.Add(problem.Join(path, field), slakit.ErrInvalid, "%v", err)
	}
	if def.Shift != "" {
		if r.shift, err = parseShift(def.Shift); err != nil {
			k.Add(problem.Join(path, "shift"), slakit.ErrInvalid, "%v", err)
		}
	}
	return HolidaySet{On: r.days(def.Name)}
}

// limit reads from and until of a holiday.
func (k *checker) limit(path string, def Holiday, dated bool) (s stay) {
	read := func(name, text string) Date {
		if text == "" {
			return Date{}
		}
		d, err := ParseDate(text)
		if err != nil {
			k.Add(problem.Join(path, name), slakit.ErrInvalid, "%v", err)
		} else if dated {
			k.Add(problem.Join(path, name), slakit.ErrInvalid, "%q on a single date: it limits a set, a rule or a date of every year", text)
		}
		return d
	}
	s.from, s.until = read("from", def.From), read("until", def.Until)
	if !s.until.IsZero() && s.from.Compare(s.until) >= 0 {
		k.Add(path, slakit.ErrInvalid, "until %s is not after from %s: until is the first date after", s.until, s.from)
	}
	return s
}

func (k *checker) set(path, name string) HolidaySet {
	set, ok := k.sets[name]
	switch {
	case ok && set.On == nil:
		k.Add(path, slakit.ErrInvalid, "the set %q of Options.HolidaySets has no On", clip(name))
	case ok:
	case len(k.sets) == 0:
		k.Add(path, slakit.ErrUnknown, "no set %q: none were passed in Options.HolidaySets; want for example those of holidays.All()", clip(name))
	default:
		names := slices.Collect(maps.Keys(k.sets))
		k.Add(path, slakit.ErrUnknown, "no set %q among the %d of Options.HolidaySets%s", clip(name), len(names), problem.DidYouMean(name, names))
	}
	return set
}
