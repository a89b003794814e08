package money

import (
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/internal/problem"
)

// A Fraction is an exact number, such as 10/31 or 0.05: what a calculation is
// made of until its one rounding (M1). The zero Fraction is 0. Compare with
// Equal or Cmp; == does not compile.
type Fraction struct {
	_   [0]func()
	num decimal.Decimal
	den decimal.Decimal // positive; zero stands for 1
}

// NewFraction returns num / den. The error, for a den of zero, is a
// [slakit.ErrInvalid].
func NewFraction(num, den decimal.Decimal) (Fraction, error) {
	switch den.Sign() {
	case 0:
		return Fraction{}, problem.New(slakit.ErrInvalid, "found a division by zero, want another denominator")
	case -1:
		num, den = num.Neg(), den.Neg()
	}
	return Fraction{num: num, den: den}, nil
}

// Whole returns d as a Fraction.
func Whole(d decimal.Decimal) Fraction { return Fraction{num: d} }

// Int returns n as a Fraction.
func Int(n int64) Fraction { return Fraction{num: decimal.NewFromInt(n)} }

func (f Fraction) whole() bool { return f.den.IsZero() }

func (f Fraction) over() decimal.Decimal {
	if f.whole() {
		return one
	}
	return f.den
}

// Add returns f + g.
func (f Fraction) Add(g Fraction) Fraction {
	switch {
	case f.whole() && g.whole():
		return Fraction{num: f.num.Add(g.num)}
	case f.whole():
		return Fraction{num: f.num.Mul(g.den).Add(g.num), den: g.den}
	case g.whole():
		return Fraction{num: f.num.Add(g.num.Mul(f.den)), den: f.den}
	case f.den.Equal(g.den):
		return Fraction{num: f.num.Add(g.num), den: f.den}
	}
	// In lowest terms long sums do not grow.
	r := Fraction{num: f.num.Mul(g.den).Add(g.num.Mul(f.den)), den: f.den.Mul(g.den)}.Rat()
	return Fraction{num: decimal.NewFromBigInt(r.Num(), 0), den: decimal.NewFromBigInt(r.Denom(), 0)}
}

// Sub returns f - g.
func (f Fraction) Sub(g Fraction) Fraction { return f.Add(g.Neg()) }

// Neg returns -f.
func (f Fraction) Neg() Fraction { return Fraction{num: f.num.Neg(), den: f.den} }

// Mul returns f times g.
func (f Fraction) Mul(g Fraction) Fraction {
	p := Fraction{num: f.num.Mul(g.num)}
	switch {
	case f.whole():
		p.den = g.den
	case g.whole():
		p.den = f.den
	default:
		p.den = f.den.Mul(g.den)
	}
	return p
}

// Quo returns f / g. The error, for a g of zero, is a [slakit.ErrInvalid].
func (f Fraction) Quo(g Fraction) (Fraction, error) {
	return NewFraction(f.num.Mul(g.over()), f.over().Mul(g.num))
}

// Cmp returns -1 if f is less than g, +1 if it is greater, else 0.
func (f Fraction) Cmp(g Fraction) int {
	switch {
	case f.whole() && g.whole():
		return f.num.Cmp(g.num)
	case f.whole():
		return f.num.Mul(g.den).Cmp(g.num)
	case g.whole():
		return f.num.Cmp(g.num.Mul(f.den))
	}
	return f.num.Mul(g.den).Cmp(g.num.Mul(f.den))
}

// Equal reports whether f and g are the same number.
func (f Fraction) Equal(g Fraction) bool { return f.Cmp(g) == 0 }

// Sign returns -1, 0 or +1.
func (f Fraction) Sign() int { return f.num.Sign() }

// Round returns f rounded to so many decimal places, from -30 to 30; places
// outside are taken as the nearer of the two.
func (f Fraction) Round(places int, r Rounding) decimal.Decimal {
	return divide(f.num, f.over(), int32(min(max(places, -MaxDigits), MaxDigits)), r)
}

// RoundTo returns the multiple of step to which f is rounded, f itself if step
// is not positive.
func (f Fraction) RoundTo(step decimal.Decimal, r Rounding) Fraction {
	if step.Sign() <= 0 {
		return f
	}
	return Fraction{num: divide(f.num, f.over().Mul(step), 0, r).Mul(step)}
}

// Rat returns f as a new [big.Rat].
func (f Fraction) Rat() *big.Rat { return new(big.Rat).Quo(f.num.Rat(), f.over().Rat()) }

// ParseFraction reads a decimal, "0.05", or two whole numbers, "10/31", within
// the limits of [ParseDecimal].
func ParseFraction(s string) (Fraction, error) {
	above, below, ok := strings.Cut(s, "/")
	num, err := ParseDecimal(above)
	if err != nil || !ok {
		return Whole(num), err
	}
	den, err := ParseDecimal(below)
	if err != nil {
		return Fraction{}, err
	}
	if !num.IsInteger() || !den.IsInteger() || !den.IsPositive() {
		return Fraction{}, problem.New(slakit.ErrInvalid, "found %q, want a fraction such as 10/31", clip(s))
	}
	return NewFraction(num, den)
}

// String returns f in lowest terms: as a decimal if it has at most [MaxDigits]
// decimal places, else as in "10/31".
func (f Fraction) String() string {
	if d := f.Round(MaxDigits, Down); Whole(d).Equal(f) {
		return d.Truncate(MaxDigits).String()
	}
	return f.Rat().String()
}

// MarshalText returns the form of String.
func (f Fraction) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText reads what ParseFraction reads.
func (f *Fraction) UnmarshalText(text []byte) error {
	parsed, err := ParseFraction(string(text))
	if err == nil {
		*f = parsed
	}
	return err
}

// IsZero reports whether f is 0.
func (f Fraction) IsZero() bool { return f.Sign() == 0 }
