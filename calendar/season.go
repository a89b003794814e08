package calendar

import (
	"slices"
	"sort"

	"github.com/slakit/slakit/internal/problem"
)

// A season is compiled from a [Season]; number 0 is the weekly pattern of the
// definition itself.
type season struct {
	stay
	name string
	week [7]shapeID // by time.Weekday
}

// seasons finds the season of a date (T12). The lists hold numbers of seasons
// in the order of their first dates; those of one list share no date.
type seasons struct {
	all                     []season
	versions, dated, yearly []int
}

func newSeasons(all []season) seasons {
	s := seasons{all: all}
	for i := 1; i < len(all); i++ {
		switch {
		case all[i].yearly:
			s.yearly = append(s.yearly, i)
		case all[i].until.IsZero():
			s.versions = append(s.versions, i)
		default:
			s.dated = append(s.dated, i)
		}
	}
	byDate := func(i, j int) int { return all[i].from.Compare(all[j].from) }
	slices.SortFunc(s.versions, byDate)
	slices.SortFunc(s.dated, byDate)
	slices.SortFunc(s.yearly, func(i, j int) int { return int(all[i].first - all[j].first) })
	return s
}

// on returns the number of the season of d.
func (s *seasons) on(d Date) int {
	if len(s.all) == 1 {
		return 0
	}
	if i := s.last(s.dated, d); i > 0 && s.all[i].has(d) {
		return i
	}
	if n := len(s.yearly); n > 0 {
		m := d.monthDay()
		k := sort.Search(n, func(k int) bool { return s.all[s.yearly[k]].first > m })
		if i := s.yearly[(k+n-1)%n]; s.all[i].holds(m) {
			return i
		}
	}
	return s.last(s.versions, d)
}

// last returns the last season of a list that begins no later than d, else 0.
func (s *seasons) last(list []int, d Date) int {
	k := sort.Search(len(list), func(k int) bool { return s.all[list[k]].from.Compare(d) > 0 })
	if k == 0 {
		return 0
	}
	return list[k-1]
}

// seasons reads the weekly pattern and the seasons, which follow it.
func (k *checker) seasons(def Definition) []season {
	all := []season{{week: k.week("hours", def.Hours)}}
	sorts := map[string][]int{} // seasons of one sort share no date
	for i, s := range def.Seasons {
		path := problem.Index("seasons", i)
		k.text(problem.Join(path, "name"), s.Name, maxText)
		stay, ok := k.stay(path, "from", s.From, s.Until, true)
		all = append(all, season{stay, s.Name, k.week(problem.Join(path, "hours"), s.Hours)})
		k.text(problem.Join(path, "note"), s.Note, maxText)
		if !ok {
			continue
		}
		sort := "a version"
		if stay.yearly {
			sort = "a yearly season"
		} else if !stay.until.IsZero() {
			sort = "a dated season"
		}
		for _, j := range sorts[sort] {
			other := &all[j+1].stay
			d, clash := other.from, other.from == stay.from
			if sort != "a version" {
				d, clash = other.shared(&stay, everyDay)
			}
			if clash {
				k.clash(path, "seasons", j, sort, d, stay.yearly)
				break
			}
		}
		sorts[sort] = append(sorts[sort], i)
	}
	return all
}
