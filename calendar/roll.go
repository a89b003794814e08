package calendar

import (
	"fmt"
	"math/bits"
)

// A Roll says to which business day a date that is none is moved (K8). The
// zero Roll moves nothing.
type Roll uint8

// The rolls. A business day is never moved.
const (
	// RollNone leaves the date where it is.
	RollNone Roll = iota
	// RollPreceding goes back to the last business day before it.
	RollPreceding
	// RollFollowing goes on to the first business day after it.
	RollFollowing
	// RollModifiedFollowing goes on, but back if that is in another month.
	RollModifiedFollowing
	// RollModifiedPreceding goes back, but on if that is in another month.
	RollModifiedPreceding
	// RollNearest goes to the nearer of both, on if both are as near.
	RollNearest
	// RollHalfMonth, half-month modified following, goes on, but back if that
	// is in another month or passes from the 15th or before to the 16th or
	// after.
	RollHalfMonth
)

var rollNames = [...]string{
	"none", "preceding", "following", "modified-following", "modified-preceding", "nearest", "half-month-modified-following",
}

// ParseRoll reads the name of a roll: none, preceding, following,
// modified-following, modified-preceding, nearest or
// half-month-modified-following.
func ParseRoll(s string) (Roll, error) {
	for r, name := range rollNames {
		if s == name {
			return Roll(r), nil
		}
	}
	return 0, fmt.Errorf("%q is no roll: want one of %q", clip(s), rollNames)
}

// String returns the name that ParseRoll reads.
func (r Roll) String() string {
	if int(r) < len(rollNames) {
		return rollNames[r]
	}
	return fmt.Sprintf("Roll(%d)", uint8(r))
}

// MarshalText returns the form of String. It fails for a value that is none of
// the rolls.
func (r Roll) MarshalText() ([]byte, error) {
	_, err := ParseRoll(r.String())
	return []byte(r.String()), err
}

// UnmarshalText reads what ParseRoll reads.
func (r *Roll) UnmarshalText(text []byte) error { return unmarshal(r, text, ParseRoll) }

// Roll returns d if it is a business day or r is [RollNone], else the business
// day to which r moves it. Where there is no business day on one side of d, the
// other side is used only by the rolls that look at both. The result is false
// if there is none, and for dates outside [Range].
func (c *Calendar) Roll(d Date, r Roll) (Date, bool) {
	if !dateInRange(d) {
		return Date{}, false
	}
	if r == RollNone || c.IsBusinessDay(d) {
		return d, true
	}
	var on, back Date
	var isOn, isBack bool
	if r != RollPreceding {
		on, isOn = c.AddDays(d, 1)
	}
	if r != RollFollowing {
		back, isBack = c.AddDays(d, -1)
	}
	first := isOn // whether on is taken
	switch r {
	case RollModifiedFollowing:
		first = isOn && (sameMonth(d, on) || !isBack)
	case RollModifiedPreceding:
		first = !isBack || isOn && !sameMonth(d, back)
	case RollNearest:
		first = isOn && (!isBack || on.Sub(d) <= d.Sub(back))
	case RollHalfMonth:
		first = isOn && (sameMonth(d, on) && !(d.Day() <= 15 && on.Day() > 15) || !isBack)
	}
	if first {
		return on, isOn
	}
	return back, isBack
}

func sameMonth(a, b Date) bool { return a.Month() == b.Month() && a.Year() == b.Year() }

// LastBusinessDay returns the last business day of the month of d; false if
// that month has none or is outside [Range].
func (c *Calendar) LastBusinessDay(d Date) (Date, bool) {
	if !dateInRange(d) {
		return Date{}, false
	}
	last := d.AddDays(monthDays(d.Year(), d.Month()) - d.Day())
	if last, ok := c.Roll(last, RollPreceding); ok && sameMonth(d, last) {
		return last, true
	}
	return Date{}, false
}

// CountDays returns how many business days there are in [from, until), negated
// if until is before from. Dates outside [Range] count as none, and so does
// the zero Date as either end.
func (c *Calendar) CountDays(from, until Date) int {
	if from.IsZero() || until.IsZero() {
		return 0
	}
	if from.Compare(until) > 0 {
		return -c.CountDays(until, from)
	}
	first, end := unixDate(rangeStart).n, unixDate(rangeEnd).n
	from, until = Date{min(max(from.n, first), end)}, Date{min(max(until.n, first), end)}
	n, left := 0, uint8(0xff)<<from.Weekday()
	for sunday := from.AddDays(-int(from.Weekday())); ; sunday = sunday.AddDays(7) {
		row := c.rowOf(sunday)
		if until.Sub(sunday) < 7 {
			return n + bits.OnesCount8(row.business&left&(1<<until.Weekday()-1))
		}
		n += bits.OnesCount8(row.business & left)
		left = 0xff
	}
}
