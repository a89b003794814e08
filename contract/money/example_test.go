package money_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/slakit/slakit/contract/money"
)

// Ten of 31 days of a monthly fee: one fraction, one rounding.
func Example() {
	fee, err := money.Parse("12500.00 SEK")
	if err != nil {
		fmt.Println(err)
		return
	}
	share, err := money.NewFraction(decimal.NewFromInt(10), decimal.NewFromInt(31))
	if err != nil {
		fmt.Println(err)
		return
	}
	exact := fee.Exact().Mul(share)
	fmt.Println(exact, "is", exact.Round(money.HalfAway))
	// Output: 125000/31 SEK is 4032.26 SEK
}

func ExampleMoney_Allocate() {
	total, _ := money.Parse("1.00 EUR")
	weights := []decimal.Decimal{decimal.NewFromInt(92), decimal.NewFromInt(93), decimal.NewFromInt(70)}
	parts, err := total.Allocate(weights, money.LargestRemainder)
	fmt.Println(parts, err)
	// Output: [0.36 EUR 0.37 EUR 0.27 EUR] <nil>
}

func ExampleMoney_Add() {
	a, _ := money.Parse("1.00 EUR")
	b, _ := money.Parse("2.00 SEK")
	_, err := a.Add(b)
	fmt.Println(err)
	fmt.Println(money.Sum(b, a, a))
	// Output:
	// 1.00 EUR and 2.00 SEK are of different currencies
	// 2.00 EUR, 2.00 SEK
}

func ExampleCurrency_Withdrawn() {
	kuna, err := money.ParseCurrency("HRK")
	fmt.Println(kuna.Places(), kuna.Withdrawn(), err)
	// Output: 2 2023-01 <nil>
}

// The same amount by other rules, and in a currency of other units.
func ExampleMoney_Round() {
	price, _ := money.Parse("2.125 EUR")
	for _, rule := range []money.Rounding{money.HalfAway, money.HalfEven, money.Down} {
		fmt.Println(rule, price.Round(rule))
	}
	yen, _ := money.Parse("99.5 JPY")
	fmt.Println(yen.Round(money.HalfAway))
	// Output:
	// half-away 2.13 EUR
	// half-even 2.12 EUR
	// down 2.12 EUR
	// 100 JPY
}

// A third of a fee three times is the fee: nothing is rounded on the way.
func ExampleFraction() {
	third, _ := money.ParseFraction("1/3")
	fmt.Println(third, third.Round(2, money.HalfAway), third.Add(third).Add(third))
	// Output:
	// 1/3 0.33 1
}
