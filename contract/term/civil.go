package term

import (
	"time"

	"github.com/slakit/slakit/calendar"
)

// Chains and notice days add months by the million, so the year, month and day
// of a date are computed here in integers, and not by way of package time.

// dayOne is 0001-01-01, day number 1.
var dayOne, _ = calendar.NewDate(1, time.January, 1)

// lastDay is the day number of the last date, and the most of any unit in a
// length.
const lastDay = 3652059

// Months are numbered from March of the year 0. So a year of 12 months ends with
// its leap day, and the month in which all dates end is the month 119,997.
const lastMonth = 119997

// The calendar repeats every 400 years of 146,097 days. 0000-03-01 is 306 days
// before 0001-01-01.
const (
	eraYears = 400
	eraDays  = 146097
	shift    = 306
)

// civil returns the month and the day of a date that is not zero.
func civil(d calendar.Date) (month, day int) {
	n := d.Sub(dayOne) + shift
	era, n := n/eraDays, n%eraDays
	year := (n - n/1460 + n/36524 - n/146096) / 365
	n -= 365*year + year/4 - year/100
	month = (5*n + 2) / 153
	day = n - (153*month+2)/5 + 1
	return month + 12*(year+era*eraYears), day
}

// date returns a day of a month, the zero Date outside the years 1 to 9999.
func date(month, day int) calendar.Date {
	year, m := month/12, month%12
	return dayOne.AddDays(365*year + year/4 - year/100 + year/400 + (153*m+2)/5 + day - 1 - shift)
}

// monthDays returns the number of days of a month.
func monthDays(month int) int {
	days := [...]int{31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28}[month%12]
	if year := month/12 + 1; days == 28 && year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		return 29
	}
	return days
}
