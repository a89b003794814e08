package calendar

import (
	"cmp"
	"slices"
	"sort"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/internal/problem"
)

// An override is compiled from a [Season] or an [Exception]: dates with hours
// of their own.
type override struct {
	stay
	days weekdays
	rank int        // on a date the lowest decides; equals share no date
	week [7]shapeID // by time.Weekday
	name string
}

// overrides finds the one that decides a date.
type overrides struct {
	all    []override
	order  []int                   // their numbers, the weakest first, after the -1 of none
	yearly *[yearDays + 1]dayTable // by monthDay; nil if none is yearly
	dated  []dateTable             // cut where a dated one begins or ends
}

// A dayTable holds, by time.Weekday, the places in the order.
type dayTable struct {
	best [7]int16
	full weekdays // not 0
}

// A dateTable is the dayTable from a date to the next cut.
type dateTable struct {
	from Date
	dayTable
}

func newOverrides(all []override) overrides {
	o := overrides{all: all, order: []int{-1}}
	for i, x := range all {
		o.order = append(o.order, i)
		if x.yearly {
			o.yearly = new([yearDays + 1]dayTable)
		} else {
			o.dated = append(o.dated, dateTable{from: x.from}, dateTable{from: x.until})
		}
	}
	slices.SortStableFunc(o.order[1:], func(i, j int) int { return cmp.Compare(all[j].rank, all[i].rank) })
	slices.SortFunc(o.dated, func(a, b dateTable) int { return a.from.Compare(b.from) })
	o.dated = slices.Compact(o.dated)
	for place := len(all); place > 0; place-- {
		x := &all[o.order[place]]
		if x.yearly {
			for n, m := 0, x.first; n < x.stay.days(); n, m = n+1, m%yearDays+1 {
				o.yearly[m].enter(place, x.days)
			}
			continue
		}
		for k := o.cut(x.from); o.dated[k].from != x.until; k++ {
			o.dated[k].enter(place, x.days)
		}
	}
	return o
}

// enter enters a place on those of the days that are free.
func (t *dayTable) enter(place int, days weekdays) {
	if days &^= t.full; days == 0 {
		return
	}
	t.full |= days
	for _, d := range mondayFirst {
		if days.has(d) {
			t.best[d] = int16(place)
		}
	}
}

// cut returns the last cut that is not after d, -1 if d is before all.
func (o *overrides) cut(d Date) int {
	return sort.Search(len(o.dated), func(k int) bool { return o.dated[k].from.Compare(d) > 0 }) - 1
}

// on returns the number of the override that decides d, -1 if there is none.
func (o *overrides) on(d Date) int {
	var yearly, dated int16
	if o.yearly != nil {
		yearly = o.yearly[d.monthDay()].best[d.Weekday()]
	}
	if k := o.cut(d); k >= 0 {
		dated = o.dated[k].best[d.Weekday()]
	}
	return o.order[max(yearly, dated)]
}

// seasons reads seasons (T12). The rank of a version is unique to its first
// date; no two dated ones may meet, and no two yearly ones.
func (k *checker) seasons(defs []Season) []override {
	all, ranks := make([]override, len(defs)), map[int][]int{}
	for i, def := range defs {
		path := problem.Index("seasons", i)
		k.text(problem.Join(path, "name"), def.Name, maxText)
		dates, ok := k.stay(path, "from", def.From, def.Until, true)
		x := override{stay: dates, days: everyDay, week: k.week(problem.Join(path, "hours"), def.Hours), name: def.Name}
		k.text(problem.Join(path, "note"), def.Note, maxText)
		sort := "a dated season"
		if x.yearly {
			x.rank, sort = 1, "a yearly season"
		} else if def.Until == "" {
			x.rank, sort = 2+x.until.Sub(x.from), "a version"
		}
		if all[i] = x; ok {
			k.rank("seasons", all, i, ranks, sort)
		}
	}
	return all
}

// exceptions reads exceptions (T5). The rank of a range is its length, those of
// single dates are negative and unique to the date.
func (k *checker) exceptions(defs []Exception) []override {
	all, ranks := make([]override, len(defs)), map[int][]int{}
	for i, def := range defs {
		path := problem.Index("exceptions", i)
		dates, ok := k.stay(path, "date", def.Date, def.Until, false)
		x := override{stay: dates, days: everyDay, rank: dates.days(), name: def.Name}
		sort := "a range of this length"
		if def.Until == "" {
			sort = "a single date"
			if x.rank = -yearDays - 1; x.yearly {
				x.rank += int(x.first)
			} else {
				x.rank -= int(x.from.n)
			}
		}
		k.text(problem.Join(path, "name"), def.Name, maxText)
		if def.Days != "" {
			set, known := read(k, problem.Join(path, "days"), def.Days, wantDays, parseDays)
			x.days, ok = set, ok && known
		}
		shape := k.openings(problem.Join(path, "hours"), def.Hours)
		for d := range x.week {
			x.week[d] = shape
		}
		k.text(problem.Join(path, "note"), def.Note, maxText)
		if all[i] = x; ok {
			k.rank("exceptions", all, i, ranks, sort)
		}
	}
	return all
}

// rank reports the first override of the same rank that shares a date with
// override i.
func (k *checker) rank(list string, all []override, i int, ranks map[int][]int, sort string) {
	x := &all[i]
	for _, j := range ranks[x.rank] {
		y := &all[j]
		if d, shared := y.stay.shared(&x.stay, x.days&y.days); shared {
			when := d.String()
			if x.yearly && y.yearly {
				when = "a " + when[len("2006-"):]
			}
			k.Add(problem.Index(list, i), slakit.ErrInvalid, "%s, also %s, holds on %s, too: want one for each date", problem.Index(list, j), sort, when)
			break
		}
	}
	ranks[x.rank] = append(ranks[x.rank], i)
}

func (k *checker) openings(path string, hours []Opening) shapeID {
	var list []placed
	for i, h := range hours {
		at := problem.Index(path, i)
		w, ok := k.window(at, h.Open, h.Close)
		k.text(problem.Join(at, "note"), h.Note, maxText)
		if ok {
			list, _ = k.place(path, list, placed{w, i}, "")
		}
	}
	return k.shape(list)
}
