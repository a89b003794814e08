package ical

import (
	"fmt"
	"strings"
	"time"

	"github.com/slakit/slakit/calendar"
)

const daySeconds = 86400

var epoch, _ = calendar.NewDate(1970, time.January, 1)

// wallOf returns the seconds from 1970-01-01 00:00 to a reading of a wall
// clock.
func wallOf(d calendar.Date, clock int) int64 {
	return int64(d.Sub(epoch))*daySeconds + int64(clock)
}

// dateOf returns the date that a wall clock shows, the zero Date outside the
// years 1 to 9999.
func dateOf(wall int64) calendar.Date {
	n := wall / daySeconds
	if wall%daySeconds < 0 {
		n--
	}
	return epoch.AddDays(int(n))
}

// A moment is a value of type DATE or DATE-TIME: what a wall clock shows.
type moment struct {
	date  calendar.Date
	clock int // seconds from 00:00
	kind  momentKind
	zone  string // TZID, of kind zoned
}

type momentKind uint8

const (
	allDay   momentKind = iota // a DATE
	floating                   // local time, wherever that is
	inUTC
	zoned
)

func (m moment) wall() int64 { return wallOf(m.date, m.clock) }

func (m moment) String() string {
	if m.kind == allDay {
		return m.date.String()
	}
	return fmt.Sprintf("%s %02d:%02d", m.date, m.clock/3600, m.clock/60%60)
}

// parseMoment reads a DATE, 20261224, or a DATE-TIME, 20261224T080000 or
// 20261224T080000Z. A missing VALUE=DATE is forgiven, a wrong one is not.
func parseMoment(s string, l *line) (moment, error) {
	day, rest, timed := strings.Cut(s, "T")
	switch value := strings.ToUpper(l.param("VALUE")); {
	case value == "DATE" && timed, value == "DATE-TIME" && !timed,
		value != "" && value != "DATE" && value != "DATE-TIME" && value != "PERIOD":
		return moment{}, fmt.Errorf("%s %q with VALUE=%s: want a date such as 20261224, or a date and time such as 20261224T080000", l.name, clip(s), clip(value))
	}
	y, ok1 := digits(day, 0, 4)
	mo, ok2 := digits(day, 4, 2)
	d, ok3 := digits(day, 6, 2)
	if !ok1 || !ok2 || !ok3 || len(day) != 8 {
		return moment{}, fmt.Errorf("%s %q: want a date such as 20261224, or a date and time such as 20261224T080000", l.name, clip(s))
	}
	date, err := calendar.NewDate(y, time.Month(mo), d)
	if err != nil {
		return moment{}, fmt.Errorf("%s: %w", l.name, err)
	}
	if !timed {
		return moment{date: date}, nil
	}
	m := moment{date: date, kind: floating}
	if clock, ok := strings.CutSuffix(rest, "Z"); ok {
		m.kind, rest = inUTC, clock
	} else if zone := l.param("TZID"); zone != "" {
		m.kind, m.zone = zoned, zone
	}
	h, ok1 := digits(rest, 0, 2)
	mi, ok2 := digits(rest, 2, 2)
	sec, ok3 := digits(rest, 4, 2)
	if !ok1 || !ok2 || !ok3 || len(rest) != 6 || h > 23 || mi > 59 || sec > 60 {
		return moment{}, fmt.Errorf("%s %q: after the T want a time of day such as 080000", l.name, clip(s))
	}
	m.clock = 3600*h + 60*mi + min(sec, 59) // a leap second counts as the one before
	return m, nil
}

// A duration is a value of type DURATION that is not negative: whole days of
// the calendar, then exact seconds.
type duration struct {
	days    int
	seconds int64
	exact   bool // it has a time part
}

// parseDuration reads P1W, P1DT12H, PT30M and the like.
func parseDuration(s string, l *line) (duration, error) {
	bad := fmt.Errorf("%s %q: want a duration such as P1D, P1W or PT8H30M", l.name, clip(s))
	rest, ok := strings.CutPrefix(strings.TrimPrefix(s, "+"), "P")
	if !ok {
		return duration{}, bad
	}
	const most = 9999 * 366 * daySeconds
	var d duration
	units := "WD"
	for parts := 0; rest != "" || parts == 0; parts++ {
		if tail, ok := strings.CutPrefix(rest, "T"); ok && !d.exact {
			rest, units, d.exact = tail, "HMS", true
		}
		i, n := 0, 0
		for i < len(rest) && '0' <= rest[i] && rest[i] <= '9' && n <= most {
			n = 10*n + int(rest[i]-'0')
			i++
		}
		if i == 0 || i == len(rest) || n > most {
			return duration{}, bad
		}
		k := strings.IndexByte(units, rest[i])
		if k < 0 {
			return duration{}, bad
		}
		switch rest[i] {
		case 'W':
			d.days += 7 * n
		case 'D':
			d.days += n
		case 'H':
			d.seconds += 3600 * int64(n)
		case 'M':
			d.seconds += 60 * int64(n)
		case 'S':
			d.seconds += int64(n)
		}
		units, rest = units[k+1:], rest[i+1:]
	}
	if d.days > 9999*366 || d.seconds > most {
		return duration{}, bad
	}
	return d, nil
}

// parseOffset reads a UTC offset such as +0100 or -033000, in seconds.
func parseOffset(l *line) (int64, error) {
	s := l.value
	bad := fmt.Errorf("%s %q: want an offset such as +0100", l.name, clip(s))
	if len(s) != 5 && len(s) != 7 {
		return 0, bad
	}
	h, ok1 := digits(s, 1, 2)
	m, ok2 := digits(s, 3, 2)
	sec, ok3 := 0, true
	if len(s) == 7 {
		sec, ok3 = digits(s, 5, 2)
	}
	if !ok1 || !ok2 || !ok3 || h > 23 || m > 59 || sec > 59 {
		return 0, bad
	}
	n := int64(3600*h + 60*m + sec)
	switch s[0] {
	case '+':
		return n, nil
	case '-':
		return -n, nil
	}
	return 0, bad
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
