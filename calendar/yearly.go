package calendar

import (
	"fmt"
	"iter"
	"regexp"
	"slices"
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

const last = 6 // of the ordinals

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

const (
	ordinals     = "first|second|third|fourth|fifth|last"
	weekdayNames = "sun|mon|tue|wed|thu|fri|sat"
	months       = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
)

var yearlyForm = regexp.MustCompile(`^(?:(` + ordinals + `) (` + weekdayNames + `) of (` + months +
	`)|(?:(` + weekdayNames + `) on or (after|before) )?(\d\d-\d\d)|(orthodox )?easter)([+-][1-9]\d*)?$`)

// parseYearly reads a rule in any letter case.
func parseYearly(s string) (r yearly, err error) {
	m := yearlyForm.FindStringSubmatch(strings.Join(strings.Fields(strings.ToLower(s)), " "))
	ok := m != nil
	switch {
	case !ok:
	case m[1] != "":
		r.kind, r.nth = nthOf, slices.Index(strings.Split(ordinals, "|"), m[1])+1
		r.weekday, _ = parseDay(m[2])
		r.month = time.Month(strings.Index(months, m[3])/len("jan|") + 1)
	case m[6] != "":
		d, err := ParseDate("2000-" + m[6])
		r.day, ok = d.monthDay(), err == nil
		r.kind = map[string]yearlyKind{"": fixed, "after": onOrAfter, "before": onOrBefore}[m[5]]
		r.weekday, _ = parseDay(m[4])
	case m[7] != "":
		r.kind = orthodoxEaster
	default:
		r.kind = easter
	}
	if ok && m[8] != "" {
		r.plus, err = strconv.Atoi(m[8])
		ok = err == nil && -yearDays <= r.plus && r.plus <= yearDays
	}
	if !ok {
		return yearly{}, fmt.Errorf(`%q is no yearly rule: want "last mon of may", "sat on or after 06-20", "mon on or before 05-24", "easter+1", "orthodox easter-2" or "12-25"; each may end in + or - days`, clip(s))
	}
	return r, nil
}

var shiftForm = regexp.MustCompile(`^(` + weekdayNames + `)([+-][1-6])$`)

// parseShift reads a shift such as "sat-1,sun+1".
func parseShift(s string) (h shift, err error) {
	for item := range strings.SplitSeq(strings.ToLower(s), ",") {
		m := shiftForm.FindStringSubmatch(strings.TrimSpace(item))
		var d time.Weekday
		if m != nil {
			d, _ = parseDay(m[1])
		}
		if m == nil || h[d] != 0 {
			return shift{}, fmt.Errorf("%q is no shift: want days of the week, each at most once, with 1 to 6 days to add or take, such as sat-1,sun+1", clip(s))
		}
		n, _ := strconv.Atoi(m[2])
		h[d] = int8(n)
	}
	return h, nil
}
