package money

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/internal/problem"
)

// MaxDigits is the most digits, before and after the point together, that a
// number may have where one is read.
const MaxDigits = 30

// ParseDecimal reads a plain decimal such as "12500.00" or "-0.5": digits, and
// where there is a point digits on both sides of it; no exponent, plus sign,
// space or separator of thousands. The error is a [slakit.ErrLimit] for more
// than [MaxDigits] digits, else a [slakit.ErrInvalid].
func ParseDecimal(s string) (decimal.Decimal, error) {
	whole, part, point := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	if !digits(whole) || point && !digits(part) {
		return decimal.Decimal{}, problem.New(slakit.ErrInvalid, "found %q, want a decimal such as 12500.00", clip(s))
	}
	if n := len(whole) + len(part); n > MaxDigits {
		return decimal.Decimal{}, problem.New(slakit.ErrLimit, "found a number of %d digits, want at most %d", n, MaxDigits)
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		return decimal.Decimal{}, problem.New(slakit.ErrInvalid, "found %q, want a decimal such as 12500.00", clip(s))
	}
	return d, nil
}

// ParsePercent reads a decimal with a per cent sign, such as "99.95%", and
// returns the share, 0.9995. The errors are those of [ParseDecimal].
func ParsePercent(s string) (decimal.Decimal, error) {
	number, ok := strings.CutSuffix(s, "%")
	if !ok {
		return decimal.Decimal{}, problem.New(slakit.ErrInvalid, "found %q, want a percentage such as 99.5%%", clip(s))
	}
	d, err := ParseDecimal(number)
	return d.Shift(-2), err
}

// FormatPercent returns the form that [ParsePercent] reads.
func FormatPercent(share decimal.Decimal) string { return share.Shift(2).String() + "%" }

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// bounded reports whether d could have been written with MaxDigits digits.
func bounded(d decimal.Decimal) bool {
	exp := int(d.Exponent())
	return exp >= -MaxDigits && d.NumDigits() <= MaxDigits-max(0, exp)
}

// clip shortens a text that an error message quotes.
func clip(s string) string {
	if len(s) > 40 {
		return s[:40] + "..."
	}
	return s
}
