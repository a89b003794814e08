package calendar

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/internal/problem"
)

// A holiday is compiled from a [Holiday]: a date, or the days of a set or rule.
type holiday struct {
	name     string
	date     Date
	set      string
	days     HolidaySet
	observed string
	stay     stay // the dates to which a set or rule is limited
}

// A closing is a date closed by a holiday.
type closing struct {
	date    Date
	holiday int // its number in the definition
	name    string
}

type holidays []holiday

// between passes on the closings in [from, until), holiday by holiday, some more
// than once. Days of a set more than a year away from theirs are ignored, or
// the answer would depend on how far the index has been built.
func (hs holidays) between(from, until Date, use func(closing)) {
	first, last := from.Year()-1, until.Prev().Year()+1 // observed days may lie in a neighbouring year
	for i, h := range hs {
		add := func(d Date, name string) {
			if from.Compare(d) <= 0 && d.Compare(until) < 0 && h.stay.has(d) {
				use(closing{d, i, name})
			}
		}
		if h.days.On == nil {
			add(h.date, h.name)
			continue
		}
		each := func(use func(SetDay)) {
			for y := first; y <= last; y++ {
				for d := range h.days.On(y) {
					if d.Actual.IsZero() {
						d.Actual = d.Date
					}
					if near(d.Date, y) && near(d.Actual, y) {
						use(d)
					}
				}
			}
		}
		moved := map[SetDay]bool{} // days that are observed on another date, maybe of another year
		if h.observed == "observed" {
			each(func(d SetDay) {
				if d.Date != d.Actual {
					moved[SetDay{d.Actual, d.Actual, d.Name}] = true
				}
			})
		}
		each(func(d SetDay) {
			if h.observed != "observed" {
				add(d.Actual, d.Name)
			}
			if h.observed != "actual" && !moved[d] {
				add(d.Date, d.Name)
			}
		})
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
		at := func(field string) string { return problem.Join(path, field) }
		h := &all[i]
		h.name, h.set, h.observed = def.Name, def.Set, def.Observed
		single := false
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
			k.text(at("set"), def.Set, maxID)
			h.days = k.set(at("set"), def.Set)
		case def.Rule != "":
			h.days = k.yearly(path, "rule", def.Rule, def)
		case def.Date != "":
			var day monthDay
			if h.date, day, _ = k.date(at("date"), def.Date); day != 0 {
				h.days = k.yearly(path, "date", def.Date, def)
			}
			single = day == 0
		default:
			k.Add(path, slakit.ErrRequired, "want a date such as 2026-12-24 or 12-24, a set, or a rule")
		}
		if def.Shift != "" && (single || def.Set != "") {
			k.Add(at("shift"), slakit.ErrInvalid, "%q without a rule: only a rule or a date of every year is shifted", clip(def.Shift))
		}
		k.text(at("name"), def.Name, maxText)
		for _, bound := range [...]struct {
			name, text string
			to         *Date
		}{{"from", def.From, &h.stay.from}, {"until", def.Until, &h.stay.until}} {
			if bound.text == "" {
				continue
			}
			var err error
			if *bound.to, err = ParseDate(bound.text); err != nil {
				k.Add(at(bound.name), slakit.ErrInvalid, "%v", err)
			} else if single {
				k.Add(at(bound.name), slakit.ErrInvalid, "%q on a single date: it limits a set, a rule or a date of every year", bound.text)
			}
		}
		if from, until := h.stay.from, h.stay.until; !until.IsZero() && from.Compare(until) >= 0 {
			k.Add(path, slakit.ErrInvalid, "until %s is not after from %s: until is the first date after", until, from)
		}
		if !slices.Contains([]string{"", "both", "actual", "observed"}, def.Observed) {
			k.Add(at("observed"), slakit.ErrUnknown, "%q: want both, actual or observed", clip(def.Observed))
		} else if def.Observed != "" && def.Set == "" && def.Shift == "" {
			k.Add(at("observed"), slakit.ErrInvalid, "%q without a set or shift: only these have observed days", def.Observed)
		}
		k.text(at("note"), def.Note, maxText)
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
