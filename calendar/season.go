package calendar

import (
	"slices"
	"sort"
	"time"
)

// A monthDay is a day of every year, as its number in a leap year: 1 is 01-01,
// 60 is 02-29, 366 is 12-31. 0 is none.
type monthDay int

const yearDays = 366

func newMonthDay(m time.Month, d int) monthDay {
	return monthDay(time.Date(2000, m, d, 0, 0, 0, 0, time.UTC).YearDay())
}

func (d Date) monthDay() monthDay {
	_, m, day := d.civil()
	return newMonthDay(m, day)
}

// in returns the first date of year y that is not before m.
func (m monthDay) in(y int) Date {
	_, mm, dd := time.Date(2000, 1, int(m), 0, 0, 0, 0, time.UTC).Date()
	return unixDate(time.Date(y, mm, dd, 0, 0, 0, 0, time.UTC).Unix()) // 02-29 becomes 03-01
}

// A stay is a set of dates in a row: [from, until), where a zero until is no
// end; or, if it is yearly, the days of every year in [first, last), which
// wraps around New Year if last is not after first. A bounded one that is not
// yearly has first and last, too.
type stay struct {
	yearly      bool
	from, until Date
	first, last monthDay
}

// days returns how many dates s has, in a leap year if it is yearly.
func (s stay) days() int {
	if s.yearly {
		return (int(s.last-s.first)+yearDays-1)%yearDays + 1
	}
	return s.until.Sub(s.from)
}

// has reports whether d is one of the dates of s, which is not yearly.
func (s stay) has(d Date) bool {
	return s.from.Compare(d) <= 0 && (s.until.IsZero() || d.Compare(s.until) < 0)
}

// holds reports whether m lies in the yearly dates from first to last.
func (s stay) holds(m monthDay) bool {
	if s.first < s.last {
		return s.first <= m && m < s.last
	}
	return m >= s.first || m < s.last
}

// year returns the dates of s that begin in year y: all of them if it is not
// yearly.
func (s stay) year(y int) stay {
	if !s.yearly {
		return s
	}
	end := y
	if s.last <= s.first {
		end++
	}
	return stay{from: s.first.in(y), until: s.last.in(end)}
}

// apart reports, fast, that a and b share no date; if it is false they may
// still share none. Both are bounded.
func (a *stay) apart(b *stay) bool {
	if !a.yearly && !b.yearly {
		return a.until.n <= b.from.n || b.until.n <= a.from.n
	}
	return !a.holds(b.first) && !b.holds(a.first) && a.days() < 365 && b.days() < 365
}

// shared returns the first date, on one of the given days of the week, that a
// and b have in common. Both are bounded.
func (a *stay) shared(b *stay, days weekdays) (Date, bool) {
	if days == 0 || a.apart(b) {
		return Date{}, false
	}
	first, last := 1920, 2199
	for _, s := range [...]*stay{a, b} {
		if !s.yearly {
			first, last = s.from.Year()-1, s.until.Year()
		}
	}
	for y := first; y <= last; y++ {
		for z := y - 1; z <= y+1; z++ {
			s, t := a.year(y), b.year(z)
			d, end := later(s.from, t.from), earlier(s.until, t.until)
			for ; d.Compare(end) < 0; d = d.Next() {
				if days.has(d.Weekday()) {
					return d, true
				}
			}
		}
	}
	return Date{}, false
}

func later(a, b Date) Date {
	if a.Compare(b) < 0 {
		return b
	}
	return a
}

func earlier(a, b Date) Date {
	if a.Compare(b) < 0 {
		return a
	}
	return b
}

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
