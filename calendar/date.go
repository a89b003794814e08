package calendar

import (
	"cmp"
	"fmt"
	"time"
)

// A Date is a day of the Gregorian calendar, from 0001-01-01 to 9999-12-31,
// without a time of day and without a zone. Dates are comparable values. The
// zero Date is no date; every step from it, and every step out of the years 1
// to 9999, gives the zero Date.
//
// Dates are stepped as dates, never by 24 hours and never through local
// midnight, which may not exist (T4). The instants of a date are a matter of
// zones: see [Calendar.Start] and [Calendar.DateOf].
type Date struct {
	n int32 // 1 is 0001-01-01
}

const (
	lastDate  = 3652059 // 9999-12-31
	unixEpoch = 719163  // 1970-01-01

	daySeconds = 86400
)

// NewDate returns the date of a year from 1 to 9999, a month and a day of that
// month. Unlike [time.Date] it refuses a day that does not exist.
func NewDate(y int, m time.Month, d int) (Date, error) {
	t := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	if ty, tm, td := t.Date(); y < 1 || y > 9999 || ty != y || tm != m || td != d {
		return Date{}, fmt.Errorf("there is no %04d-%02d-%02d: want a day of the years 1 to 9999", y, int(m), d)
	}
	return unixDate(t.Unix()), nil
}

// ParseDate reads the ISO 8601 form "2006-01-02".
func ParseDate(s string) (Date, error) {
	y, ok1 := digits(s, 0, 4)
	m, ok2 := digits(s, 5, 2)
	d, ok3 := digits(s, 8, 2)
	if len(s) != 10 || s[4] != '-' || s[7] != '-' || !ok1 || !ok2 || !ok3 {
		return Date{}, fmt.Errorf("%q is no date: want YYYY-MM-DD", clip(s))
	}
	return NewDate(y, time.Month(m), d)
}

// unixDate returns the date in UTC of an instant of the years 1 to 9999, else
// the zero Date.
func unixDate(sec int64) Date {
	n := floorDiv(sec, daySeconds) + unixEpoch
	if n < 1 || n > lastDate {
		return Date{}
	}
	return Date{int32(n)}
}

// unix returns the seconds from the Unix epoch to 00:00 of d in UTC.
func (d Date) unix() int64 { return (int64(d.n) - unixEpoch) * daySeconds }

// civil returns the year, month and day, all 0 for the zero Date.
func (d Date) civil() (y int, m time.Month, day int) {
	if !d.IsZero() {
		y, m, day = time.Unix(d.unix(), 0).UTC().Date()
	}
	return y, m, day
}

// IsZero reports whether d is the zero Date.
func (d Date) IsZero() bool { return d.n == 0 }

// Year returns the year, 0 for the zero Date.
func (d Date) Year() int {
	y, _, _ := d.civil()
	return y
}

// Month returns the month, 0 for the zero Date.
func (d Date) Month() time.Month {
	_, m, _ := d.civil()
	return m
}

// Day returns the day of the month, 0 for the zero Date.
func (d Date) Day() int {
	_, _, day := d.civil()
	return day
}

// Weekday returns the day of the week; it means nothing for the zero Date.
func (d Date) Weekday() time.Weekday { return time.Weekday(d.n % 7) }

// Next returns the day after d.
func (d Date) Next() Date { return d.AddDays(1) }

// Prev returns the day before d.
func (d Date) Prev() Date { return d.AddDays(-1) }

// AddDays returns the date n days after d, before it if n is negative.
func (d Date) AddDays(n int) Date {
	n = min(max(n, -lastDate), lastDate) + int(d.n) // no overflow
	if d.IsZero() || n < 1 || n > lastDate {
		return Date{}
	}
	return Date{int32(n)}
}

// AddPeriod returns the date one period after d: years and months first, in
// one step that is clipped to the end of the month, then weeks and days (K3).
// So P1M after 31 January is the last of February, and P1M1D is the day after
// that.
func (d Date) AddPeriod(p Period) Date {
	if d.IsZero() || !p.valid() {
		return Date{}
	}
	if p.Years != 0 || p.Months != 0 {
		y, m, day := d.civil()
		months := 12*(y+p.Years) + int(m) - 1 + p.Months
		y, m = months/12, time.Month(months%12+1)
		if months < 12 || y > 9999 {
			return Date{}
		}
		d, _ = NewDate(y, m, min(day, monthDays(y, m)))
	}
	return d.AddDays(7*p.Weeks + p.Days)
}

// Sub returns the number of days from e to d: negative if d is before e. It
// means nothing if either is the zero Date.
func (d Date) Sub(e Date) int { return int(d.n) - int(e.n) }

// Compare returns -1 if d is before e, +1 if it is after, else 0. The zero
// Date is before every other.
func (d Date) Compare(e Date) int { return cmp.Compare(d.n, e.n) }

// String returns the ISO 8601 form "2006-01-02", "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	y, m, day := d.civil()
	return fmt.Sprintf("%04d-%02d-%02d", y, int(m), day)
}

// MarshalText returns the form of String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the form of String; an empty text gives the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	return unmarshal(d, text, ParseDate)
}

// unmarshal reads a text into a value, which keeps what it is if that fails.
func unmarshal[T any](to *T, text []byte, parse func(string) (T, error)) error {
	v, err := parse(string(text))
	if err == nil {
		*to = v
	}
	return err
}

func monthDays(y int, m time.Month) int {
	return time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// digits reads the n decimal digits of s that begin at i.
func digits(s string, i, n int) (int, bool) {
	if len(s) < i+n {
		return 0, false
	}
	v := 0
	for _, c := range []byte(s[i : i+n]) {
		if c < '0' || c > '9' {
			return 0, false
		}
		v = 10*v + int(c-'0')
	}
	return v, true
}

// clip shortens a text that an error message quotes.
func clip(s string) string {
	if len(s) > 40 {
		return s[:40] + "..."
	}
	return s
}
