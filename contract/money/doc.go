// Package money holds exact amounts of money.
//
// A [Money] is a decimal and an ISO 4217 currency. It has no float in it, and
// amounts of different currencies never mix: adding them is a [MixedError],
// which carries both, and a sum over several currencies is a [List].
//
//	fee, err := money.Parse("12500.00 SEK")
//
// Whatever needs a division is worked out as a [Fraction] and rounded once, at
// the end (M1). An amount that is not rounded yet is an [Exact]:
//
//	share, err := money.NewFraction(decimal.NewFromInt(10), decimal.NewFromInt(31))
//	charge := fee.Exact().Mul(share).Round(money.HalfAway) // 4032.26 SEK
//
// [Money.Allocate] divides an amount into parts that always sum to it (M5).
//
// The package sets nothing in the decimal library and depends on none of its
// settings. It does not convert between currencies.
package money
