package calendar

import (
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"
)

// A yearly is a rule that gives at most one date a year, compiled from
// [Holiday].Rule and [Holiday].Shift.
type yearly struct {
	kind    yearlyKind
	day     monthDay // of fixed, onOrAfter and onOrBefore
	nth     int      // of nthOf: 1 to 5, or last
	month   time.Month
	weekday time.Weekday
	plus    int // days to add
	shift   shift
}

type yearlyKind uint8

const (
	fixed      yearlyKind = iota // 12-25
	nthOf                        // last mon of may
	onOrAfter                    // sat on or after 06-20
	onOrBefore                   // mon on or before 05-24
	easter
	orthodoxEaster
)

// A shift is the number of days by which a holiday that falls on a day of the
// week is observed later.
type shift [7]int8

const last = 6

var ordinals = [...]string{1: "first", "second", "third", "fourth", "fifth", last: "last"}

func monthName(m time.Month) string { return strings.ToLower(m.String()[:3]) }

// on returns the date of year y, zero if there is none.
func (r yearly) on(y int) Date {
	var d Date
	switch r.kind {
	case fixed:
		if d = r.day.in(y); d.monthDay() != r.day {
			return Date{} // 02-29
		}
	case nthOf:
		first, _ := NewDate(y, r.month, 1)
		d = first.onOrAfter(r.weekday).AddDays(7 * (r.nth - 1))
		if r.nth == last {
			d = first.AddDays(monthDays(y, r.month) - 7).onOrAfter(r.weekday)
		} else if d.Month() != r.month {
			return Date{} // no fifth
		}
	case onOrAfter:
		d = r.day.in(y).onOrAfter(r.weekday)
	case onOrBefore:
		d = r.day.in(y).AddDays(-6).onOrAfter(r.weekday)
	case easter:
		d = easterOf(y)
	case orthodoxEaster:
		d = orthodoxEasterOf(y)
	}
	return d.AddDays(r.plus)
}

func (d Date) onOrAfter(w time.Weekday) Date { return d.AddDays(int(w-d.Weekday()+7) % 7) }

// easterOf returns Easter Sunday of the western churches, by the tables of the
// Gregorian calendar: J.-M. Oudin, in Explanatory Supplement to the
// Astronomical Almanac, 1992.
func easterOf(y int) Date {
	c := y / 100
	n := y % 19
	i := c - c/4 - (c-(c-17)/25)/3 + 19*n + 15
	i %= 30
	i -= i / 28 * (1 - i/28*(29/(i+1))*((21-n)/11))
	j := (y + y/4 + i + 2 - c + c/4) % 7
	march, _ := NewDate(y, time.March, 1)
	return march.AddDays(i - j + 27)
}

// orthodoxEasterOf returns Easter Sunday by the Julian calendar, as a date of
// the Gregorian one: J. Meeus, Astronomical Algorithms, chapter 8.
func orthodoxEasterOf(y int) Date {
	d := (19*(y%19) + 15) % 30
	e := (2*(y%4) + 4*(y%7) - d + 34) % 7
	march, _ := NewDate(y, time.March, 1)
	return march.AddDays(d + e + 21 + y/100 - y/400 - 2)
}

// days yields the holidays of the rule as a set does.
func (r yearly) days(name string) func(int) iter.Seq[SetDay] {
	return func(y int) iter.Seq[SetDay] {
		return func(yield func(SetDay) bool) {
			if d := r.on(y); !d.IsZero() {
				yield(SetDay{Date: d.AddDays(int(r.shift[d.Weekday()])), Actual: d, Name: name})
			}
		}
	}
}

const yearlyForms = `want "last mon of may", "sat on or after 06-20", "mon on or before 05-24", "easter+1", "orthodox easter-2" or "12-25"; each may end in + or - days`

// parseYearly reads what String writes, in any letter case.
func parseYearly(s string) (r yearly, err error) {
	bad := fmt.Errorf("%q is no yearly rule: %s", clip(s), yearlyForms)
	words := strings.Fields(strings.ToLower(s))
	if len(words) == 0 || len(words) > 5 {
		return r, bad
	}
	name, rest, ok := words[len(words)-1], "", false
	cut := func(n int) {
		if len(name) > n {
			name, rest = name[:n], name[n:]
		}
	}
	switch words = words[:len(words)-1]; {
	case strings.HasPrefix(name, "easter"):
		r.kind, ok = easter, len(words) == 0
		if len(words) == 1 && words[0] == "orthodox" {
			r.kind, ok = orthodoxEaster, true
		}
		cut(len("easter"))
	case len(words) == 3 && words[2] == "of":
		r.kind = nthOf
		for i, o := range ordinals {
			if words[0] == o && i > 0 {
				r.nth = i
			}
		}
		r.weekday, ok = parseDay(words[1])
		cut(len("may"))
		for m := time.January; m <= time.December; m++ {
			if name == monthName(m) {
				r.month = m
			}
		}
		ok = ok && r.nth > 0 && r.month > 0
	case len(words) == 0, len(words) == 4 && words[1] == "on" && words[2] == "or":
		cut(len("12-25"))
		d, err := ParseDate("2000-" + name)
		r.day, ok = d.monthDay(), err == nil
		if len(words) > 0 && ok {
			r.weekday, ok = parseDay(words[0])
			switch words[3] {
			case "after":
				r.kind = onOrAfter
			case "before":
				r.kind = onOrBefore
			default:
				ok = false
			}
		}
	}
	if ok && rest != "" {
		r.plus, ok = parsePlus(rest, yearDays)
	}
	if !ok {
		return yearly{}, bad
	}
	return r, nil
}

// parsePlus reads +1 or -1, up to most in size and not 0.
func parsePlus(s string, most int) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && (s[0] == '+' || s[0] == '-') && s[1] != '0' && -most <= n && n <= most
}

// String returns the form of the definition, without the shift.
func (r yearly) String() string {
	_, month, day := r.day.in(2000).civil()
	s := fmt.Sprintf("%02d-%02d", int(month), day)
	switch r.kind {
	case nthOf:
		s = ordinals[r.nth] + " " + shortName(r.weekday) + " of " + monthName(r.month)
	case onOrAfter:
		s = shortName(r.weekday) + " on or after " + s
	case onOrBefore:
		s = shortName(r.weekday) + " on or before " + s
	case easter:
		s = "easter"
	case orthodoxEaster:
		s = "orthodox easter"
	}
	if r.plus != 0 {
		s += fmt.Sprintf("%+d", r.plus)
	}
	return s
}

// parseShift reads what String writes: "sat-1,sun+1".
func parseShift(s string) (h shift, err error) {
	for item := range strings.SplitSeq(strings.ToLower(s), ",") {
		item = strings.TrimSpace(item)
		n, ok := 0, len(item) > 4
		var d time.Weekday
		if ok {
			d, ok = parseDay(item[:3])
		}
		if ok {
			n, ok = parsePlus(item[3:], 6)
		}
		if !ok || h[d] != 0 {
			return shift{}, fmt.Errorf("%q is no shift: want days of the week, each at most once, with 1 to 6 days to add or take, such as sat-1,sun+1", clip(s))
		}
		h[d] = int8(n)
	}
	return h, nil
}

func (h shift) String() string {
	var list []string
	for _, d := range mondayFirst {
		if h[d] != 0 {
			list = append(list, fmt.Sprintf("%s%+d", shortName(d), h[d]))
		}
	}
	return strings.Join(list, ",")
}
