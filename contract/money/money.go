package money

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/internal/problem"
)

// A Money is an exact amount of a currency. The amount may be finer than the
// minor unit, as the price of a call is; what is charged is rounded. The zero
// Money is no amount of no currency: adding it changes nothing. Compare with
// Equal or Compare; == does not compile.
type Money struct {
	_        [0]func()
	amount   decimal.Decimal
	currency Currency
}

// New returns an amount of a currency of the table. The error is a
// [slakit.ErrUnknown] for another currency and a [slakit.ErrLimit] for an
// amount that does not fit into [MaxDigits] digits.
func New(amount decimal.Decimal, c Currency) (Money, error) {
	if _, err := ParseCurrency(string(c)); err != nil {
		return Money{}, err
	}
	if !bounded(amount) {
		return Money{}, problem.New(slakit.ErrLimit, "found a number of more than %d digits", MaxDigits)
	}
	return Money{amount: amount, currency: c}, nil
}

// Parse reads an amount and a code, with one space between them, as in
// "12500.00 SEK".
func Parse(s string) (Money, error) {
	number, code, ok := strings.Cut(s, " ")
	if !ok {
		return Money{}, problem.New(slakit.ErrInvalid, "found %q, want an amount and a currency such as 12500.00 SEK", clip(s))
	}
	amount, err := ParseDecimal(number)
	if err != nil {
		return Money{}, err
	}
	c, err := ParseCurrency(code)
	if err != nil {
		return Money{}, err
	}
	return Money{amount: amount, currency: c}, nil
}

// Amount returns the amount without its currency.
func (m Money) Amount() decimal.Decimal { return m.amount }

// Currency returns the currency, "" for the zero Money.
func (m Money) Currency() Currency { return m.currency }

// IsZero reports whether m is the zero Money; 0.00 EUR is not.
func (m Money) IsZero() bool { return m.currency == "" }

// Sign returns -1, 0 or +1 as the amount is negative, zero or positive.
func (m Money) Sign() int { return m.amount.Sign() }

// Neg returns the amount with the other sign.
func (m Money) Neg() Money { return Money{amount: m.amount.Neg(), currency: m.currency} }

// Add returns m + n, or a [*MixedError] if the currencies differ. The zero
// Money can be added to any.
func (m Money) Add(n Money) (Money, error) {
	switch {
	case m.IsZero():
		return n, nil
	case n.IsZero():
		return m, nil
	case m.currency != n.currency:
		return Money{}, &MixedError{m, n}
	}
	return Money{amount: m.amount.Add(n.amount), currency: m.currency}, nil
}

// Sub returns m - n, or a [*MixedError] if the currencies differ.
func (m Money) Sub(n Money) (Money, error) {
	if m.currency != n.currency && !m.IsZero() && !n.IsZero() {
		return Money{}, &MixedError{m, n}
	}
	return m.Add(n.Neg())
}

// Compare returns -1 if m is less than n, +1 if it is greater, else 0; a
// [*MixedError] if the currencies differ. The zero Money compares as zero of
// any currency.
func (m Money) Compare(n Money) (int, error) {
	if m.currency != n.currency && !m.IsZero() && !n.IsZero() {
		return 0, &MixedError{m, n}
	}
	return m.amount.Cmp(n.amount), nil
}

// Equal reports whether m and n are the same amount of the same currency:
// 2.30 EUR equals 2.3 EUR. The zero Money equals only itself.
func (m Money) Equal(n Money) bool { return m.currency == n.currency && m.amount.Equal(n.amount) }

// Round returns the amount rounded to the minor unit.
func (m Money) Round(r Rounding) Money { return m.Exact().Round(r) }

// Exact returns the amount for a calculation.
func (m Money) Exact() Exact { return Exact{Whole(m.amount), m.currency} }

// String returns the form that Parse reads, with at least the decimal places of
// the minor unit: "2.30 EUR". It is "" for the zero Money.
func (m Money) String() string {
	if m.IsZero() {
		return ""
	}
	return format(m.amount, m.currency.Places()) + " " + string(m.currency)
}

// format writes d with at least so many decimal places, and no zero beyond.
func format(d decimal.Decimal, places int) string {
	s := d.String()
	_, part, point := strings.Cut(s, ".")
	if len(part) >= places {
		return s
	}
	if !point {
		s += "."
	}
	return s + strings.Repeat("0", places-len(part))
}

// MarshalText returns the form of String.
func (m Money) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads what Parse reads; an empty text gives the zero Money.
func (m *Money) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*m = Money{}
		return nil
	}
	parsed, err := Parse(string(text))
	if err == nil {
		*m = parsed
	}
	return err
}

// A MixedError says that amounts of two currencies were to be added or
// compared.
type MixedError struct{ A, B Money }

// Error names both amounts.
func (e *MixedError) Error() string {
	return fmt.Sprintf("%v and %v are of different currencies", e.A, e.B)
}
