package calendar

import (
	"cmp"
	"slices"
	"sort"

	"github.com/slakit/slakit/internal/problem"
)

// An exception is compiled from an [Exception].
type exception struct {
	stay
	single bool
	days   weekdays
	shape  shapeID
	name   string
}

// rank orders exceptions: on a date the lowest decides (T5). Equal ranks share
// no date.
func (e *exception) rank() int {
	switch {
	case !e.single:
		return 2 + e.stay.days()
	case e.yearly:
		return 1
	default:
		return 0
	}
}

// exceptions finds the exception of a date. Tables hold numbers of exceptions
// plus one; 0 is none.
type exceptions struct {
	all    []exception
	dates  map[Date]int16          // dated single dates
	yearly *[yearDays + 1][7]int16 // yearly dates and ranges, by monthDay and weekday; nil if there are none
	ranges []rangeDays             // dated ranges, cut where one begins or ends
}

// rangeDays are the dates from one cut to the next.
type rangeDays struct {
	from Date
	best [7]int16 // by weekday
}

func newExceptions(all []exception) exceptions {
	es := exceptions{all: all}
	var cuts []Date
	order := make([]int, len(all))
	for i, e := range all {
		order[i] = i
		if !e.single && !e.yearly {
			cuts = append(cuts, e.from, e.until)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(all[i].rank(), all[j].rank()) })
	slices.SortFunc(cuts, Date.Compare)
	cuts = slices.Compact(cuts)
	es.ranges = make([]rangeDays, len(cuts))
	for i, d := range cuts {
		es.ranges[i].from = d
	}
	full := make([]weekdays, len(cuts))
	for _, i := range order {
		switch e := &all[i]; {
		case e.single && !e.yearly:
			if es.dates == nil {
				es.dates = make(map[Date]int16)
			}
			if e.days.has(e.from.Weekday()) {
				es.dates[e.from] = int16(i + 1)
			}
		case e.yearly:
			if es.yearly == nil {
				es.yearly = new([yearDays + 1][7]int16)
			}
			m := e.first
			for range e.stay.days() {
				mark(&es.yearly[m], e.days, i)
				m = m%yearDays + 1
			}
		default:
			for k := es.cut(e.from); es.ranges[k].from != e.until; k++ {
				if left := e.days &^ full[k]; left != 0 {
					full[k] |= left
					mark(&es.ranges[k].best, left, i)
				}
			}
		}
	}
	return es
}

// mark enters exception i on those of the days that are free.
func mark(cells *[7]int16, days weekdays, i int) {
	for _, d := range mondayFirst {
		if days.has(d) && cells[d] == 0 {
			cells[d] = int16(i + 1)
		}
	}
}

// cut returns the last cut that is not after d, -1 if d is before all.
func (es *exceptions) cut(d Date) int {
	return sort.Search(len(es.ranges), func(k int) bool { return es.ranges[k].from.Compare(d) > 0 }) - 1
}

// on returns the number of the exception that decides d, -1 if there is none.
func (es *exceptions) on(d Date) int {
	if len(es.all) == 0 {
		return -1
	}
	if i := es.dates[d]; i > 0 {
		return int(i - 1)
	}
	yearly, dated := int16(0), int16(0)
	if es.yearly != nil {
		yearly = es.yearly[d.monthDay()][d.Weekday()]
	}
	if k := es.cut(d); k >= 0 {
		dated = es.ranges[k].best[d.Weekday()]
	}
	if dated == 0 || yearly != 0 && es.all[yearly-1].rank() < es.all[dated-1].rank() {
		return int(yearly - 1)
	}
	return int(dated - 1)
}

func (k *checker) exceptions(defs []Exception) []exception {
	type group struct { // those that may be equals
		rank int
		from Date
		day  monthDay
	}
	all := make([]exception, len(defs))
	groups := map[group][]int{}
	for i, def := range defs {
		path := problem.Index("exceptions", i)
		stay, ok := k.stay(path, "date", def.Date, def.Until, false)
		k.text(problem.Join(path, "name"), def.Name, maxText)
		days := everyDay
		if def.Days != "" {
			set, ok1 := k.days(problem.Join(path, "days"), def.Days)
			days, ok = set, ok && ok1
		}
		all[i] = exception{stay, def.Until == "", days, k.openings(problem.Join(path, "hours"), def.Hours), def.Name}
		k.text(problem.Join(path, "note"), def.Note, maxText)
		if !ok {
			continue
		}
		e := &all[i]
		g := group{rank: e.rank()}
		if e.single {
			g.from, g.day = e.from, e.first
		}
		for _, j := range groups[g] {
			other := &all[j]
			if d, clash := other.stay.shared(&e.stay, other.days&e.days); clash {
				rank := "a range of this length"
				if e.single {
					rank = "a single date"
				}
				k.clash(path, "exceptions", j, rank, d, e.yearly && other.yearly)
				break
			}
		}
		groups[g] = append(groups[g], i)
	}
	return all
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
