package calendar

import "fmt"

// A Roll moves a date that is no business day to one that is (K8). The zero
// Roll leaves every date where it is.
type Roll string

const (
	RollFollowing         Roll = "following"                     // the next business day
	RollPreceding         Roll = "preceding"                     // the one before
	RollModifiedFollowing Roll = "modified-following"            // following, unless that is in another month, then preceding
	RollModifiedPreceding Roll = "modified-preceding"            // preceding, unless that is in another month, then following
	RollNearest           Roll = "nearest"                       // the nearer one; following if both are as near
	RollHalfMonth         Roll = "half-month-modified-following" // modified following, also unless it leaves the first 15 days
)

// ParseRoll reads the name of a roll; the empty text is no roll.
func ParseRoll(s string) (Roll, error) {
	switch r := Roll(s); r {
	case "", RollFollowing, RollPreceding, RollModifiedFollowing, RollModifiedPreceding, RollNearest, RollHalfMonth:
		return r, nil
	}
	return "", fmt.Errorf("%q is no roll: want %s, %s, %s, %s, %s or %s", clip(s), RollFollowing, RollPreceding,
		RollModifiedFollowing, RollModifiedPreceding, RollNearest, RollHalfMonth)
}

// Roll returns d if it is a business day, else the business day to which r
// moves it. The result is false if there is none in [Range], and for dates
// outside.
func (c *Calendar) Roll(d Date, r Roll) (Date, bool) {
	if !dateInRange(d) {
		return Date{}, false
	}
	if r == "" || c.IsBusinessDay(d) {
		return d, true
	}
	next, ok1 := c.AddDays(d, 1)
	prev, ok2 := c.AddDays(d, -1)
	back := false
	switch r {
	case RollPreceding:
		back = true
	case RollModifiedFollowing:
		back = next.Month() != d.Month()
	case RollModifiedPreceding:
		back = prev.Month() == d.Month()
	case RollNearest:
		back = ok2 && (!ok1 || d.Sub(prev) < next.Sub(d))
	case RollHalfMonth:
		back = next.Month() != d.Month() || d.Day() <= 15 && next.Day() > 15
	}
	if back {
		return prev, ok2
	}
	return next, ok1
}
