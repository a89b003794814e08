package money

import (
	"cmp"
	"slices"
	"strings"
)

// A List is a sum over several currencies: one Money each, in the order of
// their codes (M6). Nil is the empty sum.
type List []Money

// Sum returns the sum of the amounts.
func Sum(amounts ...Money) List {
	var l List
	for _, m := range amounts {
		l = l.Add(m)
	}
	return l
}

// Add returns the list with m added; l is not changed. A currency whose
// amounts cancel out stays, with an amount of zero.
func (l List) Add(m Money) List {
	if m.IsZero() {
		return l
	}
	i, found := slices.BinarySearchFunc(l, m.currency, func(x Money, c Currency) int {
		return cmp.Compare(x.currency, c)
	})
	if !found {
		return slices.Insert(slices.Clone(l), i, m)
	}
	sum := slices.Clone(l)
	sum[i].amount = sum[i].amount.Add(m.amount)
	return sum
}

// AddList returns the sum of both lists.
func (l List) AddList(o List) List {
	for _, m := range o {
		l = l.Add(m)
	}
	return l
}

// Neg returns the list with every sign turned.
func (l List) Neg() List {
	neg := slices.Clone(l)
	for i := range neg {
		neg[i] = neg[i].Neg()
	}
	return neg
}

// In returns the amount of a currency, 0 of it if the list has none.
func (l List) In(c Currency) Money {
	for _, m := range l {
		if m.currency == c {
			return m
		}
	}
	return Money{currency: c}
}

// Equal reports whether both lists hold equal amounts of the same currencies.
func (l List) Equal(o List) bool { return slices.EqualFunc(l, o, Money.Equal) }

// String returns the amounts with commas between them, "" for none.
func (l List) String() string {
	parts := make([]string, len(l))
	for i, m := range l {
		parts[i] = m.String()
	}
	return strings.Join(parts, ", ")
}
