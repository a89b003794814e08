package money

import (
	"iter"
	"slices"
	"strings"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/internal/problem"
)

// A Currency is an ISO 4217 code, such as "SEK". Codes of the table of this
// package, current and withdrawn, are made by [ParseCurrency]; any other string
// is no currency. The zero Currency is none.
type Currency string

// ParseCurrency reads a code in capital letters. The error, for a code that is
// not in the table, is a [slakit.ErrUnknown].
//
// The table holds the currencies in use, and those withdrawn since 1997, which
// old contracts still name. Metals, bond units, testing codes and codes of no
// currency are not in it.
func ParseCurrency(s string) (Currency, error) {
	if _, ok := find(s); !ok {
		return "", problem.New(slakit.ErrUnknown, "found %q, want an ISO 4217 code such as EUR", clip(s))
	}
	return Currency(s), nil
}

// Places returns the number of decimal places of the minor unit: 2 for EUR, 0
// for JPY, 3 for KWD. It is 2 for a string that is no currency.
func (c Currency) Places() int {
	if e, ok := find(string(c)); ok {
		return int(e[3] - '0')
	}
	return 2
}

// Withdrawn returns the month in which the code ceased to be a current one, as
// in "2026-01", or "" if it is current or no currency.
func (c Currency) Withdrawn() string {
	if e, ok := find(string(c)); ok && len(e) > 4 {
		return e[5:]
	}
	return ""
}

// Currencies returns every code of the table in alphabetical order.
func Currencies() iter.Seq[Currency] {
	return func(yield func(Currency) bool) {
		for _, e := range currencies {
			if !yield(Currency(e[:3])) {
				return
			}
		}
	}
}

// find returns the entry of a code.
func find(code string) (string, bool) {
	i, ok := slices.BinarySearchFunc(currencies[:], code, func(e, code string) int { return strings.Compare(e[:3], code) })
	if !ok {
		return "", false
	}
	return currencies[i], true
}
