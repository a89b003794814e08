package term

import (
	"fmt"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
)

// Gap returns the number of days between a last day and the first day of what
// follows: 0 if it follows at once, negative if they overlap by so many days
// (K13).
func Gap(last, next calendar.Date) int { return next.Sub(last) - 1 }

// A Share is a number of things with the days that each has left.
type Share struct {
	Quantity int `json:"quantity"`
	Days     int `json:"days"`
}

const maxShare = 1 << 20 // of things, and of days

// CoTerm returns the days that all things have left if they are made to end
// together: the sum of quantity x days by the sum of the quantities, rounded
// down, or if half is set to the nearest whole day, halves up. Vendors do
// either. Numbers must lie between 0 and 1,048,576 and some quantity above 0.
func CoTerm(shares []Share, half bool) (int, error) {
	var days, quantity int64
	for i, s := range shares {
		if s.Quantity < 0 || s.Days < 0 || s.Quantity > maxShare || s.Days > maxShare || i >= maxShare {
			return 0, fmt.Errorf("%w: share %d: found %d x %d days, want numbers from 0 to %d", slakit.ErrInvalid, i, s.Quantity, s.Days, maxShare)
		}
		days += int64(s.Quantity) * int64(s.Days)
		quantity += int64(s.Quantity)
	}
	if quantity == 0 {
		return 0, fmt.Errorf("%w: nothing to share out, want a quantity above 0", slakit.ErrInvalid)
	}
	if half {
		return int((2*days + quantity) / (2 * quantity)), nil
	}
	return int(days / quantity), nil
}
