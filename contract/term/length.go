package term

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/slakit/slakit/calendar"
)

// A Length is a sum of calendar time and business days: the length of a term,
// of a notice period, of the lead of a reminder. It is a comparable value; the
// zero Length means that none is written; a written P0D or 0bd differs from it,
// so that "at once" is not "not said". Lengths that differ as written differ as
// values, except that all written lengths of nothing are the same.
//
// [Counter.Add] says how it is added (K3).
type Length struct {
	calendar.Period
	// BusinessDays are added last, in the calendar of the [Counter].
	BusinessDays int
	nothing      bool // written as P0D or the like
}

const maxBusinessDays = 1 << 20 // more than there are in any calendar

// ParseLength reads a period such as "P3M" or "P1Y6M", business days such as
// "5bd", or the sum of both, "P1M+5bd".
func ParseLength(s string) (Length, error) {
	var l Length
	period, days, sum := strings.Cut(s, "+")
	if !sum && strings.HasSuffix(s, "bd") {
		period, days = "", s
	}
	if period != "" || sum {
		p, err := calendar.ParsePeriod(period)
		if err != nil {
			return Length{}, fmt.Errorf("%w; business days are written 5bd, and a sum of both P1M+5bd", err)
		}
		l.Period = p
	}
	if days != "" || sum || period == "" {
		digits, ok := strings.CutSuffix(days, "bd")
		n, err := strconv.Atoi(digits)
		if !ok || err != nil || n < 0 || digits[0] == '+' || n > maxBusinessDays {
			return Length{}, fmt.Errorf("%q is no length: want a period such as P3M, business days such as 5bd, or a sum such as P1M+5bd", clip(s))
		}
		l.BusinessDays = n
	}
	l.nothing = l.Empty()
	return l, nil
}

// MustParseLength is ParseLength for texts that are known to be right, in
// tests and in definitions written in Go; it panics for others.
func MustParseLength(s string) Length {
	l, err := ParseLength(s)
	if err != nil {
		panic(err)
	}
	return l
}

// IsZero reports whether l is the zero Length: none is written.
func (l Length) IsZero() bool { return l == Length{} }

// Empty reports whether l has no length, written or not.
func (l Length) Empty() bool { return l.Period.IsZero() && l.BusinessDays == 0 }

// valid reports whether ParseLength reads what String returns.
func (l Length) valid() bool {
	for _, n := range [...]int{l.Years, l.Months, l.Weeks, l.Days} {
		if n < 0 || n > lastDay {
			return false
		}
	}
	return l.BusinessDays >= 0 && l.BusinessDays <= maxBusinessDays
}

// String returns the form that ParseLength reads, P0D for the zero Length.
func (l Length) String() string {
	switch days := strconv.Itoa(l.BusinessDays) + "bd"; {
	case l.BusinessDays == 0:
		return l.Period.String()
	case l.Period.IsZero():
		return days
	default:
		return l.Period.String() + "+" + days
	}
}

// MarshalText returns the form of String. It fails if ParseLength would not
// read it: if a number is negative or too large.
func (l Length) MarshalText() ([]byte, error) {
	s := l.String()
	_, err := ParseLength(s)
	return []byte(s), err
}

// UnmarshalText reads what ParseLength reads.
func (l *Length) UnmarshalText(text []byte) error {
	parsed, err := ParseLength(string(text))
	if err == nil {
		*l = parsed
	}
	return err
}

// plus returns the sum, and times the multiple, part by part: terms are added
// up before they are added to a date (K5).
func (l Length) plus(o Length) Length {
	l.nothing = false
	l.Years += o.Years
	l.Months += o.Months
	l.Weeks += o.Weeks
	l.Days += o.Days
	l.BusinessDays += o.BusinessDays
	return l
}

func (l Length) times(n int) Length {
	l.Years *= n
	l.Months *= n
	l.Weeks *= n
	l.Days *= n
	l.BusinessDays *= n
	return l
}

// months and days are the two steps in which the period is added.
func (l Length) months() int { return 12*l.Years + l.Months }
func (l Length) days() int   { return 7*l.Weeks + l.Days }

// clip shortens a text that an error message quotes.
func clip(s string) string {
	if len(s) > 40 {
		return s[:40] + "..."
	}
	return s
}
