package money

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/internal/problem"
)

// A Method says who gets the units that are left when an amount does not
// divide evenly. Its text form is its name.
type Method uint8

// The methods. LargestRemainder, the zero Method, is the default (M5).
const (
	// LargestRemainder gives one unit each by falling remainder, ties to the
	// earlier part: "largest-remainder".
	LargestRemainder Method = iota
	// RemainderToFirst gives one unit each from the first part on:
	// "remainder-to-first".
	RemainderToFirst
)

var methodNames = [...]string{"largest-remainder", "remainder-to-first"}

// ParseMethod reads the name of a method; "" is LargestRemainder.
func ParseMethod(s string) (Method, error) {
	if s == "" {
		return LargestRemainder, nil
	}
	if i := slices.Index(methodNames[:], s); i >= 0 {
		return Method(i), nil
	}
	return 0, problem.New(slakit.ErrUnknown, "found %q, want one of %s", clip(s), strings.Join(methodNames[:], ", "))
}

// String returns the name of the method.
func (m Method) String() string {
	if int(m) < len(methodNames) {
		return methodNames[m]
	}
	return fmt.Sprintf("Method(%d)", uint8(m))
}

// MarshalText returns the name of the method. It fails for a number that is
// none.
func (m Method) MarshalText() ([]byte, error) {
	if int(m) >= len(methodNames) {
		return nil, fmt.Errorf("%v is no method of allocation", m)
	}
	return []byte(m.String()), nil
}

// UnmarshalText reads what ParseMethod reads.
func (m *Method) UnmarshalText(text []byte) error {
	parsed, err := ParseMethod(string(text))
	if err == nil {
		*m = parsed
	}
	return err
}

// Allocate divides m into one part for each weight. The parts are in
// proportion to the weights, in minor units (in the units in which m is
// written, if those are finer), and always sum to m. A part of weight 0 is 0;
// the parts of -m are those of m with the other sign.
//
// The error is a [slakit.ErrInvalid] if there is no weight above 0 or one below
// it, and a [slakit.ErrLimit] for a weight that does not fit into [MaxDigits]
// digits.
func (m Money) Allocate(weights []decimal.Decimal, method Method) ([]Money, error) {
	var total decimal.Decimal
	for i, w := range weights {
		switch {
		case !bounded(w):
			return nil, problem.New(slakit.ErrLimit, "found weight %d of more than %d digits", i, MaxDigits)
		case w.IsNegative():
			return nil, problem.New(slakit.ErrInvalid, "found weight %d of %v, want 0 or more", i, w)
		}
		total = total.Add(w)
	}
	if total.IsZero() {
		return nil, problem.New(slakit.ErrInvalid, "found no weight above 0")
	}
	unit := min(-int32(m.currency.Places()), m.amount.Exponent())
	units := m.amount.Abs().Shift(-unit)
	parts, rests := make([]decimal.Decimal, len(weights)), make([]decimal.Decimal, len(weights))
	left := units
	for i, w := range weights {
		parts[i], rests[i] = units.Mul(w).QuoRem(total, 0)
		left = left.Sub(parts[i])
	}
	for _, i := range order(weights, rests, method) {
		if left.IsZero() {
			break
		}
		parts[i], left = parts[i].Add(one), left.Sub(one)
	}
	result := make([]Money, len(parts))
	for i, p := range parts {
		result[i] = Money{amount: p.Shift(unit), currency: m.currency}
		if m.amount.IsNegative() {
			result[i] = result[i].Neg()
		}
	}
	return result, nil
}

// order returns the parts in the order in which they get a unit that is left.
func order(weights, rests []decimal.Decimal, method Method) []int {
	var idx []int
	for i, w := range weights {
		if w.IsPositive() {
			idx = append(idx, i)
		}
	}
	if method == LargestRemainder {
		slices.SortStableFunc(idx, func(a, b int) int {
			return cmp.Or(rests[b].Cmp(rests[a]), cmp.Compare(a, b))
		})
	}
	return idx
}
