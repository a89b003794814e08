package ical

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"
	"time"

	"github.com/slakit/slakit/calendar"
)

// A rule is a value of type RECUR (RFC 5545, 3.3.10) that gives dates: from
// daily to yearly. The time of day is that of the start.
type rule struct {
	line      line
	freq      frequency
	interval  int
	count     int // 0 is none
	until     moment
	bounded   bool // until is given
	months    numbers
	monthDays numbers
	yearDays  numbers
	weeks     numbers
	positions numbers
	days      [7]numbers // by weekday, the ordinals; 0 is every one
	byDay     bool       // days is given
	ordinals  bool       // and has ordinals
	ofMonth   [4]uint32  // as bits, the days that monthDays admits in months of 28 to 31 days
	clock     [3]int     // hour, minute, second of BYHOUR and so on, -1 is none
	weekStart time.Weekday
}

type frequency uint8

const (
	yearly frequency = iota + 1
	monthly
	weekly
	daily
)

var frequencies = map[string]frequency{"YEARLY": yearly, "MONTHLY": monthly, "WEEKLY": weekly, "DAILY": daily}

var weekdays = map[string]time.Weekday{"SU": 0, "MO": 1, "TU": 2, "WE": 3, "TH": 4, "FR": 5, "SA": 6}

// numbers is a set of numbers from -366 to 366.
type numbers struct {
	bits  [12]uint64
	given bool
}

func (s *numbers) add(n int) {
	s.given = true
	s.bits[uint(n+366)/64] |= 1 << (uint(n+366) % 64)
}

func (s *numbers) has(n int) bool { return s.bits[uint(n+366)/64]>>(uint(n+366)%64)&1 != 0 }

// parseRule reads a rule. What it does not understand is an error: to leave a
// part of a rule out would give other dates.
func parseRule(l line) (*rule, error) {
	r := &rule{line: l, interval: 1, weekStart: time.Monday, clock: [3]int{-1, -1, -1}}
	seen := map[string]bool{}
	for part := range strings.SplitSeq(strings.TrimSuffix(l.value, ";"), ";") {
		key, value, _ := strings.Cut(part, "=")
		key, value = strings.ToUpper(key), strings.ToUpper(value)
		if seen[key] {
			return nil, fmt.Errorf("%s has %s twice", l.name, clip(key))
		}
		seen[key] = true
		if err := r.part(key, value); err != nil {
			return nil, fmt.Errorf("%s: %w", l.name, err)
		}
	}
	var err error
	switch {
	case r.freq == 0:
		err = fmt.Errorf("no FREQ: want YEARLY, MONTHLY, WEEKLY or DAILY")
	case r.count > 0 && r.bounded:
		err = fmt.Errorf("COUNT and UNTIL: want one of them")
	case r.weeks.given && r.freq != yearly:
		err = fmt.Errorf("BYWEEKNO: only with FREQ=YEARLY")
	case r.yearDays.given && r.freq != yearly:
		err = fmt.Errorf("BYYEARDAY: only with FREQ=YEARLY")
	case r.monthDays.given && r.freq == weekly:
		err = fmt.Errorf("BYMONTHDAY: not with FREQ=WEEKLY")
	case r.ordinals && (r.freq > monthly || r.weeks.given):
		err = fmt.Errorf("BYDAY with numbers such as 2MO: only with FREQ=MONTHLY, or YEARLY without BYWEEKNO")
	case r.positions.given && !r.months.given && !r.monthDays.given && !r.yearDays.given && !r.weeks.given && !r.byDay:
		err = fmt.Errorf("BYSETPOS without another BY part")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", l.name, err)
	}
	return r, nil
}

func (r *rule) part(key, value string) (err error) {
	switch key {
	case "FREQ":
		freq, ok := frequencies[value]
		if !ok {
			return fmt.Errorf("FREQ=%s: want YEARLY, MONTHLY, WEEKLY or DAILY", clip(value))
		}
		r.freq = freq
	case "INTERVAL":
		r.interval, err = number(key, value, 1, 1e9)
	case "COUNT":
		r.count, err = number(key, value, 1, 1e9)
	case "UNTIL":
		r.until, err = parseMoment(value, &line{name: key})
		r.bounded = true
	case "BYMONTH":
		err = list(key, value, 1, 12, &r.months)
	case "BYMONTHDAY":
		err = list(key, value, -31, 31, &r.monthDays)
	case "BYYEARDAY":
		err = list(key, value, -366, 366, &r.yearDays)
	case "BYWEEKNO":
		err = list(key, value, -53, 53, &r.weeks)
	case "BYSETPOS":
		err = list(key, value, -366, 366, &r.positions)
	case "BYDAY":
		r.byDay = true
		for item := range strings.SplitSeq(value, ",") {
			day, ok := weekdays[item[max(0, len(item)-2):]]
			if !ok {
				return fmt.Errorf("BYDAY=%s: want days such as MO or 2MO", clip(value))
			}
			n := 0
			if item = item[:len(item)-2]; item != "" {
				r.ordinals = true
				if n, err = number(key, item, -53, 53); err != nil || n == 0 {
					return fmt.Errorf("BYDAY=%s: want days such as MO or 2MO, numbers from -53 to 53 without 0", clip(value))
				}
			}
			r.days[day].add(n)
		}
	case "WKST":
		day, ok := weekdays[value]
		if !ok {
			return fmt.Errorf("WKST=%s: want a day such as MO", clip(value))
		}
		r.weekStart = day
	case "BYHOUR":
		r.clock[0], err = number(key, value, 0, 23)
	case "BYMINUTE":
		r.clock[1], err = number(key, value, 0, 59)
	case "BYSECOND":
		r.clock[2], err = number(key, value, 0, 59)
	case "RSCALE":
		if value != "GREGORIAN" {
			return fmt.Errorf("RSCALE=%s: want GREGORIAN", clip(value))
		}
	default:
		return fmt.Errorf("unknown part %s", clip(key))
	}
	return err
}

func number(key, s string, least, most int) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most {
		return 0, fmt.Errorf("%s=%s: want a number from %d to %d", key, clip(s), least, most)
	}
	return n, nil
}

func list(key, value string, least, most int, set *numbers) error {
	for item := range strings.SplitSeq(value, ",") {
		n, err := number(key, item, least, most)
		if err == nil && n == 0 {
			err = fmt.Errorf("%s=0: want another number", key)
		}
		if err != nil {
			return err
		}
		set.add(n)
	}
	return nil
}

// onlyYearly reports whether the rule is every year on the date of the start,
// and nothing more.
func (r *rule) onlyYearly(start calendar.Date) bool {
	months, days := numbers{}, numbers{}
	months.add(int(start.Month()))
	days.add(start.Day())
	return r.freq == yearly && r.interval == 1 && r.count == 0 && r.monthDays.given == r.months.given &&
		(!r.months.given || r.months == months && r.monthDays == days) &&
		!r.yearDays.given && !r.weeks.given && !r.byDay && !r.positions.given
}

// fill takes from the start what the rule does not say, and sums up monthDays.
func (r *rule) fill(start calendar.Date) {
	switch {
	case r.byDay || r.monthDays.given || r.yearDays.given:
	case r.weeks.given || r.freq == weekly:
		r.days[start.Weekday()].add(0)
		r.byDay = true
	case r.freq == yearly && !r.months.given:
		r.months.add(int(start.Month()))
		r.monthDays.add(start.Day())
	case r.freq == yearly || r.freq == monthly:
		r.monthDays.add(start.Day())
	}
	for n := range r.ofMonth {
		for day := 1; day <= n+28; day++ {
			if !r.monthDays.given || r.monthDays.has(day) || r.monthDays.has(day-n-29) {
				r.ofMonth[n] |= 1 << day
			}
		}
	}
}

// A budget is what is left of the steps of a feed.
type budget struct{ left int }

// spend takes n steps; false means that there are not so many left.
func (b *budget) spend(n int) bool {
	b.left -= n
	return b.left >= 0
}

// dates calls yield with the start and every later date of the rule before
// until, in order, while it returns true; of a rule without COUNT those before
// from may be left out. The start always counts as the first (RFC 5545,
// 3.8.5.3). A step is a part of a month looked at. False means that the budget is
// spent.
func (r *rule) dates(start, from, until calendar.Date, b *budget, yield func(calendar.Date) bool) bool {
	if start.Compare(until) >= 0 || !yield(start) {
		return true
	}
	r.fill(start)
	left := r.count - 1
	k := 0
	if r.count == 0 && start.Compare(from) < 0 {
		k = r.elapsed(start, from) / r.interval
	}
	var found []calendar.Date
	for ; ; k++ {
		first, next := r.period(start, k*r.interval)
		if first.IsZero() || first.Compare(until) >= 0 {
			return true
		}
		found = found[:0]
		for d := first; d.Compare(next) < 0; {
			at := part{y: d.Year(), m: d.Month(), day: d.Day()}
			at.inMonth = monthDays(at.y, at.m)
			at.n = min(at.inMonth-at.day+1, next.Sub(d))
			if r.freq == yearly && r.months.given && !r.months.has(int(at.m)) {
				d = r.nextMonth(at, next)
				continue
			}
			if !b.spend(1) {
				return false
			}
			found = r.match(found, d, at)
			d = d.AddDays(at.n)
		}
		for i, d := range found {
			if r.positions.given && !r.positions.has(i+1) && !r.positions.has(i-len(found)) || d.Compare(start) <= 0 {
				continue
			}
			if r.count > 0 && left == 0 || d.Compare(until) >= 0 {
				return true
			}
			left--
			if !yield(d) {
				return true
			}
		}
	}
}

// nextMonth returns the first date after a part that BYMONTH admits, or end, the
// first of the next year.
func (r *rule) nextMonth(at part, end calendar.Date) calendar.Date {
	for m := at.m + 1; m <= time.December; m++ {
		if r.months.has(int(m)) {
			return firstOf(12*at.y + int(m) - 1)
		}
	}
	return end
}

// elapsed returns the number of years, months, weeks or days that end between
// start and d.
func (r *rule) elapsed(start, d calendar.Date) int {
	switch r.freq {
	case yearly:
		return d.Year() - start.Year()
	case monthly:
		return months(d) - months(start)
	case weekly:
		return (d.Sub(start) + r.dayOfWeek(start.Weekday())) / 7
	default:
		return d.Sub(start)
	}
}

// period returns the first date of the n-th year, month, week or day after that
// of start, and the first date after it; zero if it is past the years of
// Dates.
func (r *rule) period(start calendar.Date, n int) (first, next calendar.Date) {
	switch r.freq {
	case yearly:
		return firstOf(months(start)/12*12 + 12*n), firstOf(months(start)/12*12 + 12*n + 12)
	case monthly:
		return firstOf(months(start) + n), firstOf(months(start) + n + 1)
	case weekly:
		first = start.AddDays(7*n - r.dayOfWeek(start.Weekday()))
		next = start.AddDays(7*n - r.dayOfWeek(start.Weekday()) + 7)
		if n == 0 && first.IsZero() { // the week in which the year 1 begins
			first = start
		}
		return first, next
	default:
		return start.AddDays(n), start.AddDays(n + 1)
	}
}

// dayOfWeek returns 0 for the day with which weeks begin, to 6.
func (r *rule) dayOfWeek(d time.Weekday) int { return int(d-r.weekStart+7) % 7 }

// months numbers the months; firstOf returns the first date of one.
func months(d calendar.Date) int { return 12*d.Year() + int(d.Month()) - 1 }

func firstOf(month int) calendar.Date {
	d, _ := calendar.NewDate(month/12, time.Month(month%12+1), 1)
	return d
}

func monthDays(y int, m time.Month) int {
	switch {
	case m == time.February && yearDays(y) == 366:
		return 29
	case m == time.February:
		return 28
	case m == time.April || m == time.June || m == time.September || m == time.November:
		return 30
	default:
		return 31
	}
}

func yearDays(y int) int {
	if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
		return 366
	}
	return 365
}

// A part is n dates of one month.
type part struct {
	y       int
	m       time.Month
	day     int // of the first of them
	n       int
	inMonth int // days
}

// match appends those dates of a part, which begins with first, that every BY
// part admits.
func (r *rule) match(found []calendar.Date, first calendar.Date, at part) []calendar.Date {
	if r.months.given && !r.months.has(int(at.m)) {
		return found
	}
	inYear := yearDays(at.y)
	weekday, ofYear := first.Weekday(), 0
	if r.yearDays.given || r.weeks.given || r.ordinals {
		ofYear = first.Sub(firstOf(12*at.y)) + 1
	}
	left := r.ofMonth[at.inMonth-28] &^ (1<<at.day - 1)
	for ; left != 0; left &= left - 1 {
		day := bits.TrailingZeros32(left)
		i := day - at.day
		if i >= at.n {
			break
		}
		ofYear, weekday := ofYear+i, (weekday+time.Weekday(i))%7
		if (!r.yearDays.given || r.yearDays.has(ofYear) || r.yearDays.has(ofYear-inYear-1)) &&
			(!r.byDay || r.weekday(weekday, day, at.inMonth, ofYear, inYear)) &&
			(!r.weeks.given || r.week(weekday, at.y, ofYear)) {
			found = append(found, first.AddDays(i))
		}
	}
	return found
}

// weekday reports whether BYDAY admits a day: of numbers such as 2MO, the second
// Monday of the month, or of the year in a yearly rule without BYMONTH.
func (r *rule) weekday(d time.Weekday, day, inMonth, ofYear, inYear int) bool {
	set := &r.days[d]
	if !r.ordinals || set.has(0) {
		return set.has(0)
	}
	if r.freq == yearly && !r.months.given {
		day, inMonth = ofYear, inYear
	}
	return set.has((day-1)/7+1) || set.has(-(inMonth-day)/7-1)
}

// week reports whether BYWEEKNO admits a day. A week belongs to the year in
// which at least four of its days lie.
func (r *rule) week(d time.Weekday, y, ofYear int) bool {
	middle := ofYear + 3 - r.dayOfWeek(d) // the fourth day of the week
	switch {
	case middle < 1:
		y--
		middle += yearDays(y)
	case middle > yearDays(y):
		middle -= yearDays(y)
		y++
	}
	week := (middle-1)/7 + 1
	last := (middle-1)%7 + 1 // the fourth day of the first week of that year
	weeks := (yearDays(y)-last)/7 + 1
	return r.weeks.has(week) || r.weeks.has(week-weeks-1)
}
