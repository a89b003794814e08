package cost

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/money"
	"github.com/slakit/slakit/internal/problem"
)

// A DayCount says what is charged for a part of a billing period. Its text form
// is its name.
type DayCount uint8

// The day counts. PeriodDays, the zero DayCount, is the default. All but the
// first two charge a full period, too, by the fraction of a year that its days
// are: the twelve charges of a year then differ.
const (
	PeriodDays   DayCount = iota // days used of the days of that period: "period-days"
	WholePeriods                 // a period that has begun is charged whole: "whole-periods"
	ActActISDA                   // days of 365, in leap years of 366: "act/act-isda"
	Act365                       // days of 365: "act/365-fixed"
	Act360                       // days of 360: "act/360"
	Thirty360                    // months of 30 days, bond basis: "30/360-bond"
	ThirtyE360                   // months of 30 days, every 31st is a 30th: "30e/360"
)

var dayCountNames = [...]string{
	"period-days", "whole-periods", "act/act-isda", "act/365-fixed", "act/360", "30/360-bond", "30e/360",
}

// ParseDayCount reads the name of a day count; "" is PeriodDays.
func ParseDayCount(s string) (DayCount, error) {
	if s == "" {
		return PeriodDays, nil
	}
	if i := slices.Index(dayCountNames[:], s); i >= 0 {
		return DayCount(i), nil
	}
	return 0, problem.New(slakit.ErrUnknown, "found %q, want one of %s", s, strings.Join(dayCountNames[:], ", "))
}

// String returns the name of the day count.
func (c DayCount) String() string {
	if int(c) < len(dayCountNames) {
		return dayCountNames[c]
	}
	return fmt.Sprintf("DayCount(%d)", uint8(c))
}

// MarshalText returns the name of the day count. It fails for a number that is
// none.
func (c DayCount) MarshalText() ([]byte, error) {
	if int(c) >= len(dayCountNames) {
		return nil, fmt.Errorf("%v is no day count", c)
	}
	return []byte(c.String()), nil
}

// UnmarshalText reads what ParseDayCount reads.
func (c *DayCount) UnmarshalText(text []byte) error {
	parsed, err := ParseDayCount(string(text))
	if err == nil {
		*c = parsed
	}
	return err
}

// yearly reports whether the count takes fractions of years.
func (c DayCount) yearly() bool { return c >= ActActISDA }

// Years returns the days as a fraction of a year; 0 for no days, and for
// PeriodDays and WholePeriods, which know no years.
func (c DayCount) Years(d Days) money.Fraction {
	if d.Count() == 0 {
		return money.Fraction{}
	}
	switch c {
	case ActActISDA:
		return actAct(d)
	case Act365:
		return fraction(d.Count(), 365)
	case Act360:
		return fraction(d.Count(), 360)
	case Thirty360, ThirtyE360:
		return fraction(c.thirty(d.First, d.Last.Next()), 360)
	}
	return money.Fraction{}
}

// actAct counts the days of leap years and of others apart.
func actAct(d Days) money.Fraction {
	var leap, other int
	for d.Count() != 0 {
		first, _ := calendar.NewDate(d.First.Year(), 1, 1)
		last, _ := calendar.NewDate(d.First.Year(), 12, 31)
		year := Days{first, last}
		if year.Count() == 366 {
			leap += year.Intersect(d).Count()
		} else {
			other += year.Intersect(d).Count()
		}
		d.First = last.Next()
	}
	return fraction(other, 365).Add(fraction(leap, 366))
}

// thirty counts the days from a to b, b not included, in months of 30 days.
func (c DayCount) thirty(a, b calendar.Date) int {
	d1, d2 := min(a.Day(), 30), b.Day()
	if c == ThirtyE360 || d1 == 30 {
		d2 = min(d2, 30)
	}
	return 360*(b.Year()-a.Year()) + 30*(int(b.Month())-int(a.Month())) + d2 - d1
}

// fraction returns n / of; of is not zero.
func fraction(n, of int) money.Fraction {
	if n == of {
		return unity
	}
	f, _ := money.NewFraction(decimal.NewFromInt(int64(n)), decimal.NewFromInt(int64(of)))
	return f
}
