package term

import (
	"time"

	"github.com/slakit/slakit/calendar"
)

// Chains and notice days add months by the million, so the year, month and day
// of a date are computed here in integers, and not by way of package time.

// dayOne is 0001-01-01, day number 1.
var dayOne, _ = calendar.NewDate(1, time.January, 1)

const (
	lastYear = 9999
	lastDay  = 3652059 // the day number of its end, and the most of any unit in a length
)

// number returns the day number of a date that is not zero.
func number(d calendar.Date) int { return d.Sub(dayOne) + 1 }

// dated returns the date of a day number, the zero Date outside the years 1 to
// 9999.
func dated(n int) calendar.Date { return dayOne.AddDays(n - 1) }

// The calendar repeats every 400 years of 146,097 days. Years begin on 1 March
// here, so that a leap day is the last of its year; 0000-03-01 is 305 days
// before day number 0.
const (
	eraYears = 400
	eraDays  = 146097
	shift    = 305
)

// civil returns the year, month and day of a date that is not zero.
func civil(d calendar.Date) (year, month, day int) {
	n := number(d) + shift
	era, n := n/eraDays, n%eraDays
	year = (n - n/1460 + n/36524 - n/146096) / 365
	n -= 365*year + year/4 - year/100
	m := (5*n + 2) / 153 // from March
	day = n - (153*m+2)/5 + 1
	year += era * eraYears
	if month = m + 3; month > 12 {
		month, year = month-12, year+1
	}
	return year, month, day
}

// date returns a day of the years 1 to 9999 that exists.
func date(year, month, day int) calendar.Date {
	m := month - 3
	if m < 0 {
		m, year = m+12, year-1
	}
	era, y := year/eraYears, year%eraYears
	return dated(era*eraDays + 365*y + y/4 - y/100 + (153*m+2)/5 + day - 1 - shift)
}

// monthDays returns the number of days of a month.
func monthDays(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	default:
		return 31
	}
}

// monthsOn returns the month that lies so many months after another, and
// whether it is one of the years 1 to 9999.
func monthsOn(year, month, months int) (y, m int, ok bool) {
	total := 12*year + month - 1 + months
	if total < 12 || total > 12*lastYear+11 {
		return 0, 0, false
	}
	return total / 12, total%12 + 1, true
}
