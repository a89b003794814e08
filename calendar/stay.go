package calendar

import (
	"time"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/internal/problem"
)

// A monthDay is a day of every year, as its number in a leap year: 1 is 01-01,
// 60 is 02-29, 366 is 12-31. 0 is none.
type monthDay int

const yearDays = 366

const leapDay monthDay = 60

// leapMonths are the days of a leap year before each month, by time.Month.
var leapMonths = [...]int{0, 0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335}

func (d Date) monthDay() monthDay {
	_, m, day := d.civil()
	return monthDay(leapMonths[m] + day)
}

// in returns the first date of year y that is not before m.
func (m monthDay) in(y int) Date {
	d, _ := NewDate(y, time.January, 1)
	if m > leapDay && monthDays(y, time.February) == 28 {
		m--
	}
	return d.AddDays(int(m) - 1)
}

// A stay is a set of dates in a row: [from, until), where a zero until is no
// end; or, if it is yearly, the days of every year in [first, last), which
// wraps around New Year if last is not after first. One that is not yearly has
// first and last, too.
type stay struct {
	yearly      bool
	from, until Date
	first, last monthDay
}

// days returns how many dates s has, in a leap year if it is yearly.
func (s *stay) days() int {
	if s.yearly {
		return (int(s.last-s.first)+yearDays-1)%yearDays + 1
	}
	return s.until.Sub(s.from)
}

// has reports whether d is one of the dates of s.
func (s *stay) has(d Date) bool {
	if s.yearly {
		return s.holds(d.monthDay())
	}
	return s.from.Compare(d) <= 0 && (s.until.IsZero() || d.Compare(s.until) < 0)
}

// holds reports whether m lies in the yearly dates from first to last.
func (s *stay) holds(m monthDay) bool {
	if s.first < s.last {
		return s.first <= m && m < s.last
	}
	return m >= s.first || m < s.last
}

// shared returns the first date, on one of the given days of the week, that a
// and b have in common; if both are yearly, that of a leap year. Both are
// bounded, and of the same length if only one is yearly.
func (a *stay) shared(b *stay, days weekdays) (Date, bool) {
	if a.yearly {
		a, b = b, a // now a is yearly only if both are
	}
	from, until := a.from, a.until
	switch {
	case days == 0:
		return Date{}, false
	case !b.yearly:
		from, until = Date{max(from.n, b.from.n)}, Date{min(until.n, b.until.n)}
	case a.yearly && b.holds(a.first): // one year on this day of the week, one on that
		return a.first.in(2000), true
	case a.yearly:
		return b.first.in(2000), a.holds(b.first)
	case !a.holds(b.first) && !b.holds(a.first): // this saves looking
		return Date{}, false
	}
	for d := from; d.Compare(until) < 0; d = d.Next() {
		if days.has(d.Weekday()) && b.has(d) {
			return d, true
		}
	}
	return Date{}, false
}

// date reads a date, "2026-12-24", or a date of every year, "12-24".
func (k *checker) date(path, s string) (d Date, m monthDay, ok bool) {
	if s == "" {
		k.Add(path, slakit.ErrRequired, "want a date such as 2026-12-24, or 12-24 for every year")
		return
	}
	if len(s) == len("12-24") {
		if d, err := ParseDate("2000-" + s); err == nil {
			return Date{}, d.monthDay(), true
		}
		k.Add(path, slakit.ErrInvalid, "%q is no date of every year: want MM-DD, such as 12-24", s)
		return
	}
	d, err := ParseDate(s)
	if err != nil {
		k.Add(path, slakit.ErrInvalid, "%v, or MM-DD for every year", err)
	}
	return d, 0, err == nil
}

// stay reads the dates from one bound to another; without an until they have
// no end if open is set, and are a single date if not.
func (k *checker) stay(path, name, from, until string, open bool) (stay, bool) {
	a, first, ok := k.date(problem.Join(path, name), from)
	b, last, yearly := Date{a.n + 1}, first%yearDays+1, first != 0
	switch {
	case until != "":
		var ok2 bool
		b, last, ok2 = k.date(problem.Join(path, "until"), until)
		ok = ok && ok2
	case open && yearly:
		k.Add(problem.Join(path, "until"), slakit.ErrRequired, "a yearly %s needs one: want MM-DD", name)
		return stay{}, false
	case open:
		b = Date{lastDate + 1}
	}
	switch {
	case !ok:
	case until != "" && yearly != (last != 0):
		k.Add(path, slakit.ErrInvalid, "%s %q and until %q: want both with a year or both without", name, from, until)
	case yearly && first == last:
		k.Add(path, slakit.ErrInvalid, "%s and until are both %q: until is the first date after, so nothing lies between", name, from)
	case !yearly && a.n >= b.n:
		k.Add(path, slakit.ErrInvalid, "until %s is not after %s %s: until is the first date after", until, name, from)
	case yearly:
		return stay{yearly: true, first: first, last: last}, true
	default:
		return stay{from: a, until: b, first: a.monthDay(), last: b.monthDay()}, true
	}
	return stay{}, false
}
