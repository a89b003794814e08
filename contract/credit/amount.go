package credit

import (
	"errors"
	"slices"
	"strings"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/contract/money"
	"github.com/slakit/slakit/internal/problem"
)

// A unit is what a credit is counted in.
type unit uint8

const (
	ofBase unit = iota + 1 // a share of the base, written "10%"
	points                 // written "3 points"
	sum                    // an amount of money, written "125.50 EUR"
)

func (u unit) String() string {
	return [...]string{"nothing", "per cent", "points", "money"}[u]
}

// An amount is a credit or a cap before it is known of what.
type amount struct {
	unit     unit // 0 for none
	number   money.Fraction
	currency money.Currency
}

// parseAmount reads "10%", "3 points" or "125.50 EUR".
func parseAmount(s string) (amount, error) {
	if strings.HasSuffix(s, "%") {
		d, err := money.ParsePercent(s)
		if err == nil && d.IsNegative() {
			err = problem.New(slakit.ErrInvalid, "found %s, want 0%% or more", clip(s))
		}
		return amount{unit: ofBase, number: money.Whole(d)}, err
	}
	number, name, _ := strings.Cut(s, " ")
	if name == "point" || name == "points" {
		d, err := money.ParseDecimal(number)
		if err == nil && (d.IsNegative() || !d.IsInteger()) {
			err = problem.New(slakit.ErrInvalid, "found %s, want a whole number of points, 0 or more", clip(s))
		}
		return amount{unit: points, number: money.Whole(d)}, err
	}
	m, err := money.Parse(s)
	switch {
	case errors.Is(err, slakit.ErrLimit) || errors.Is(err, slakit.ErrUnknown):
		return amount{}, err
	case err != nil:
		return amount{}, problem.New(slakit.ErrInvalid, `found %q, want a percentage, points or an amount of money: "10%%", "3 points", "125.50 EUR"`, clip(s))
	case m.Sign() < 0:
		return amount{}, problem.New(slakit.ErrInvalid, "found %v, want 0 or more", m)
	}
	return amount{unit: sum, number: money.Whole(m.Amount()), currency: m.Currency()}, nil
}

// String writes the amount as parseAmount reads it, as far as it has that form.
func (a amount) String() string {
	switch a.unit {
	case ofBase:
		return percentage(a.number)
	case points:
		if a.number.Equal(money.Int(1)) {
			return "1 point"
		}
		return a.number.String() + " points"
	case sum:
		return show(money.Exact{Fraction: a.number, Currency: a.currency})
	}
	return "nothing"
}

// times returns the amount times a factor.
func (a amount) times(f money.Fraction) amount {
	a.number = a.number.Mul(f)
	return a
}

func greater(a, b money.Fraction) money.Fraction {
	return slices.MaxFunc([]money.Fraction{a, b}, money.Fraction.Cmp)
}

// show writes an exact amount: as money if it is a decimal, else rounded down
// to six places and marked.
func show(e money.Exact) string {
	if e.IsZero() {
		return "nothing"
	}
	short := e.Fraction.Round(6, money.Down)
	if m, err := money.New(short, e.Currency); err == nil && m.Exact().Equal(e) {
		return m.String()
	}
	return short.StringFixed(6) + "... " + string(e.Currency)
}
