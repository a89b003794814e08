package money

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/internal/problem"
)

// A Rounding is a rule for the digits that do not fit. Its text form is its
// name, such as "half-even".
type Rounding uint8

// The rules. HalfAway, the zero Rounding, is the default everywhere (M1).
const (
	HalfAway Rounding = iota // nearest, ties away from zero: "half-away"
	HalfEven                 // nearest, ties to the even digit: "half-even"
	HalfDown                 // nearest, ties towards zero: "half-down"
	Up                       // away from zero: "up"
	Down                     // towards zero: "down"
	Ceiling                  // towards positive infinity: "ceiling"
	Floor                    // towards negative infinity: "floor"
)

var roundingNames = [...]string{"half-away", "half-even", "half-down", "up", "down", "ceiling", "floor"}

// ParseRounding reads the name of a rule; "" is HalfAway.
func ParseRounding(s string) (Rounding, error) {
	if s == "" {
		return HalfAway, nil
	}
	if i := slices.Index(roundingNames[:], s); i >= 0 {
		return Rounding(i), nil
	}
	return 0, problem.New(slakit.ErrUnknown, "found %q, want one of %s", clip(s), strings.Join(roundingNames[:], ", "))
}

// String returns the name of the rule.
func (r Rounding) String() string {
	if int(r) < len(roundingNames) {
		return roundingNames[r]
	}
	return fmt.Sprintf("Rounding(%d)", uint8(r))
}

// MarshalText returns the name of the rule. It fails for a number that is none.
func (r Rounding) MarshalText() ([]byte, error) {
	if int(r) >= len(roundingNames) {
		return nil, fmt.Errorf("%v is no rounding", r)
	}
	return []byte(r.String()), nil
}

// UnmarshalText reads what ParseRounding reads.
func (r *Rounding) UnmarshalText(text []byte) error {
	parsed, err := ParseRounding(string(text))
	if err == nil {
		*r = parsed
	}
	return err
}

// away reports whether a quotient that was cut off towards zero moves one unit
// away from zero. half compares what was cut off, which is not zero, with half
// a unit; odd is about the last digit kept; negative is about the number.
func (r Rounding) away(half int, odd, negative bool) bool {
	switch r {
	case HalfEven:
		return half > 0 || half == 0 && odd
	case HalfDown:
		return half > 0
	case Up:
		return true
	case Down:
		return false
	case Ceiling:
		return !negative
	case Floor:
		return negative
	default:
		return half >= 0
	}
}

// divide returns num / den, rounded to so many decimal places; den is positive.
func divide(num, den decimal.Decimal, places int32, r Rounding) decimal.Decimal {
	quotient, rest := num.QuoRem(den, places)
	if rest.IsZero() {
		return quotient
	}
	half := rest.Abs().Mul(two).Cmp(den.Shift(-places))
	if r.away(half, quotient.Coefficient().Bit(0) == 1, rest.IsNegative()) {
		quotient = quotient.Add(decimal.New(int64(rest.Sign()), -places))
	}
	return quotient
}

var (
	one = decimal.NewFromInt(1)
	two = decimal.NewFromInt(2)
)
