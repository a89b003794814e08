package main

import "time"

// days returns the days from 1 January 1970 to a date of the Gregorian
// calendar (year 1 or later). It counts years from March, so that the leap day
// comes last.
func days(year, month, day int) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	fromMarch := (153*(month-3) + 2) / 5
	return int64(365*year+year/4-year/100+year/400+fromMarch+day-1) - 719468
}

// daysIn returns the length of a month.
func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// number reads between least and most digits at the start of b and returns
// what follows them.
func number(b []byte, least, most int) (n int, rest []byte, ok bool) {
	i := 0
	for i < len(b) && i < most && b[i] >= '0' && b[i] <= '9' {
		n = n*10 + int(b[i]-'0')
		i++
	}
	return n, b[i:], i >= least
}

// skip returns what follows the byte c, which must come first.
func skip(b []byte, c byte) ([]byte, bool) {
	if len(b) == 0 || b[0] != c {
		return b, false
	}
	return b[1:], true
}

// Years outside these are no times of a ticket; the engine answers for a few
// more.
const (
	firstYear = 1930
	lastYear  = 2190
)

// civil gives a clock face as seconds from 1970 as if the clock had no zone.
func civil(year, month, day, hour, minute, second int) (int64, bool) {
	if year < firstYear || year > lastYear || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) ||
		hour > 23 || minute > 59 || second > 59 {
		return 0, false
	}
	return days(year, month, day)*86400 + int64(hour*3600+minute*60+second), true
}

// logClock reads the incident log's "d/m/yyyy HH:MM".
func logClock(b []byte) (int64, bool) {
	day, b, ok1 := number(b, 1, 2)
	b, ok2 := skip(b, '/')
	month, b, ok3 := number(b, 1, 2)
	b, ok4 := skip(b, '/')
	year, b, ok5 := number(b, 4, 4)
	b, ok6 := skip(b, ' ')
	hour, b, ok7 := number(b, 2, 2)
	b, ok8 := skip(b, ':')
	minute, b, ok9 := number(b, 2, 2)
	if !(ok1 && ok2 && ok3 && ok4 && ok5 && ok6 && ok7 && ok8 && ok9) || len(b) > 0 {
		return 0, false
	}
	return civil(year, month, day, hour, minute, 0)
}

// cityClock reads the city's "yyyy-mm-dd HH:MM:SS".
func cityClock(b []byte) (int64, bool) {
	year, b, ok1 := number(b, 4, 4)
	b, ok2 := skip(b, '-')
	month, b, ok3 := number(b, 2, 2)
	b, ok4 := skip(b, '-')
	day, b, ok5 := number(b, 2, 2)
	b, ok6 := skip(b, ' ')
	hour, b, ok7 := number(b, 2, 2)
	b, ok8 := skip(b, ':')
	minute, b, ok9 := number(b, 2, 2)
	b, okA := skip(b, ':')
	second, b, okB := number(b, 2, 2)
	if !(ok1 && ok2 && ok3 && ok4 && ok5 && ok6 && ok7 && ok8 && ok9 && okA && okB) || len(b) > 0 {
		return 0, false
	}
	return civil(year, month, day, hour, minute, second)
}

// A zone turns clock faces into instants.
type zone struct {
	loc  *time.Location
	days map[int64]int64 // the offset of each day on which the clock does not change
}

func newZone(loc *time.Location) *zone {
	return &zone{loc: loc, days: map[int64]int64{}}
}

// instant returns the first instant at which a clock in the zone shows the
// given face or a later one: a repeated time is its first occurrence, a
// skipped one the instant of the jump.
func (z *zone) instant(face int64) int64 {
	day := face / 86400
	if off, ok := z.days[day]; ok {
		return face - off
	}
	before, after := z.offset(face-36*3600), z.offset(face+36*3600)
	if before == after {
		// Whatever happens between, no clock change is undone within days.
		z.days[day] = before
		return face - before
	}
	first := face - before
	if z.offset(first) == before {
		return first
	}
	if second := face - after; z.offset(second) == after {
		return second
	}
	start, _ := time.Unix(first, 0).In(z.loc).ZoneBounds()
	return start.Unix()
}

func (z *zone) offset(at int64) int64 {
	_, off := time.Unix(at, 0).In(z.loc).Zone()
	return int64(off)
}
