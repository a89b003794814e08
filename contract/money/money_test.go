package money_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/contract/money"
)

func parse(t *testing.T, s string) money.Money {
	t.Helper()
	m, err := money.Parse(s)
	require.NoError(t, err)
	return m
}

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func TestParse(t *testing.T) {
	tests := []struct{ in, want string }{
		{"12500.00 SEK", "12500.00 SEK"},
		{"12500 SEK", "12500.00 SEK"},
		{"0 EUR", "0.00 EUR"},
		{"-0.00 EUR", "0.00 EUR"},
		{"-2.3 EUR", "-2.30 EUR"},
		{"0.0123 EUR", "0.0123 EUR"}, // the price of one call
		{"0.0120 EUR", "0.012 EUR"},
		{"7 JPY", "7 JPY"},
		{"7.5 JPY", "7.5 JPY"},
		{"1 KWD", "1.000 KWD"},
		{"1 CLF", "1.0000 CLF"},
		{"3 DEM", "3.00 DEM"},
		{strings.Repeat("9", 30) + " EUR", strings.Repeat("9", 30) + ".00 EUR"},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) { require.Equal(t, tt.want, parse(t, tt.in).String()) })
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct {
		in   string
		kind error
		want string
	}{
		{"", slakit.ErrInvalid, `found "", want an amount and a currency such as 12500.00 SEK`},
		{"12500.00SEK", slakit.ErrInvalid, `found "12500.00SEK", want an amount and a currency such as 12500.00 SEK`},
		{"12,500.00 SEK", slakit.ErrInvalid, `found "12,500.00", want a decimal such as 12500.00`},
		{"1. SEK", slakit.ErrInvalid, `found "1.", want a decimal such as 12500.00`},
		{".5 SEK", slakit.ErrInvalid, `found ".5", want a decimal such as 12500.00`},
		{"+1 SEK", slakit.ErrInvalid, `found "+1", want a decimal such as 12500.00`},
		{"--1 SEK", slakit.ErrInvalid, `found "--1", want a decimal such as 12500.00`},
		{"1E30 SEK", slakit.ErrInvalid, `found "1E30", want a decimal such as 12500.00`},
		{"1  SEK", slakit.ErrUnknown, `found " SEK", want an ISO 4217 code such as EUR`},
		{"1 sek", slakit.ErrUnknown, `found "sek", want an ISO 4217 code such as EUR`},
		{"1 XAU", slakit.ErrUnknown, `found "XAU", want an ISO 4217 code such as EUR`}, // gold
		{"1 XTS", slakit.ErrUnknown, `found "XTS", want an ISO 4217 code such as EUR`}, // for tests
		{strings.Repeat("9", 31) + " EUR", slakit.ErrLimit, "found a number of 31 digits, want at most 30"},
		{"0." + strings.Repeat("9", 30) + " EUR", slakit.ErrLimit, "found a number of 31 digits, want at most 30"},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			_, err := money.Parse(tt.in)
			require.ErrorIs(t, err, tt.kind)
			require.EqualError(t, err, tt.want)
			_, err = json.Marshal(tt.in)
			require.NoError(t, err)
		})
	}
}

func TestNewIsBounded(t *testing.T) {
	eur := money.Currency("EUR")
	for _, ok := range []decimal.Decimal{decimal.New(1, 29), decimal.New(1, -30), decimal.New(-999, 27), {}} {
		m, err := money.New(ok, eur)
		require.NoError(t, err)
		require.True(t, m.Amount().Equal(ok))
	}
	for _, bad := range []decimal.Decimal{decimal.New(1, 30), decimal.New(1, 1<<30), decimal.New(1, -31), decimal.New(1000, 27)} {
		_, err := money.New(bad, eur)
		require.ErrorIs(t, err, slakit.ErrLimit)
	}
	_, err := money.New(dec("1"), "EURO")
	require.ErrorIs(t, err, slakit.ErrUnknown)
}

func TestDecisionM6CurrenciesDoNotMix(t *testing.T) {
	a, b := parse(t, "1 EUR"), parse(t, "2 SEK")
	check := func(err error) {
		t.Helper()
		var mixed *money.MixedError
		require.ErrorAs(t, err, &mixed)
		require.True(t, mixed.A.Equal(a) && mixed.B.Equal(b))
		require.EqualError(t, err, "1.00 EUR and 2.00 SEK are of different currencies")
	}
	_, err := a.Add(b)
	check(err)
	_, err = a.Sub(b)
	check(err)
	_, err = a.Compare(b)
	check(err)
	_, err = a.Exact().Add(b.Exact())
	check(err)
	require.False(t, a.Equal(b))
	require.False(t, a.Exact().Equal(b.Exact()))
}

func TestZeroMoney(t *testing.T) {
	var none money.Money
	a := parse(t, "2.30 EUR")
	require.True(t, none.IsZero())
	require.False(t, parse(t, "0 EUR").IsZero())
	require.False(t, none.Equal(parse(t, "0 EUR")))
	require.Empty(t, none.String())
	require.Empty(t, none.Exact().String())
	require.True(t, none.Round(money.Up).Equal(none))
	for _, sum := range []func() (money.Money, error){
		func() (money.Money, error) { return none.Add(a) },
		func() (money.Money, error) { return a.Add(none) },
		func() (money.Money, error) { return a.Sub(none) },
	} {
		got, err := sum()
		require.NoError(t, err)
		require.True(t, got.Equal(a))
	}
	got, err := none.Sub(a)
	require.NoError(t, err)
	require.Equal(t, "-2.30 EUR", got.String())
	order, err := none.Compare(a)
	require.NoError(t, err)
	require.Equal(t, -1, order)
}

func TestMoneyJSON(t *testing.T) {
	var got struct {
		Fee  money.Money `json:"fee,omitzero"`
		None money.Money `json:"none,omitzero"`
		Sum  money.List  `json:"sum"`
	}
	const text = `{"fee":"2.30 EUR","sum":["1.00 EUR","2.00 SEK"]}`
	require.NoError(t, json.Unmarshal([]byte(`{"fee": "2.3 EUR", "none": "", "sum": ["1 EUR", "2 SEK"]}`), &got))
	data, err := json.Marshal(got)
	require.NoError(t, err)
	require.Equal(t, text, string(data))
	require.Error(t, json.Unmarshal([]byte(`{"fee": "2.3"}`), &got))
	require.Equal(t, "2.30 EUR", got.Fee.String())
}

func TestPercent(t *testing.T) {
	for in, want := range map[string]string{"99.95%": "0.9995", "0%": "0", "100%": "1", "-2.5%": "-0.025"} {
		got, err := money.ParsePercent(in)
		require.NoError(t, err)
		require.True(t, got.Equal(dec(want)), in)
		require.Equal(t, in, money.FormatPercent(got))
	}
	for _, bad := range []string{"", "%", "5", "5 %", "5%%", "1e1%"} {
		_, err := money.ParsePercent(bad)
		require.ErrorIs(t, err, slakit.ErrInvalid, bad)
	}
}

func TestRounding(t *testing.T) {
	rules := []money.Rounding{money.HalfAway, money.HalfEven, money.HalfDown, money.Up, money.Down, money.Ceiling, money.Floor}
	tests := []struct {
		in   string
		want [7]string // in the order of the rules
	}{
		{"2.341", [7]string{"2.34", "2.34", "2.34", "2.35", "2.34", "2.35", "2.34"}},
		{"2.345", [7]string{"2.35", "2.34", "2.34", "2.35", "2.34", "2.35", "2.34"}},
		{"2.355", [7]string{"2.36", "2.36", "2.35", "2.36", "2.35", "2.36", "2.35"}},
		{"2.346", [7]string{"2.35", "2.35", "2.35", "2.35", "2.34", "2.35", "2.34"}},
		{"-2.345", [7]string{"-2.35", "-2.34", "-2.34", "-2.35", "-2.34", "-2.34", "-2.35"}},
		{"-2.341", [7]string{"-2.34", "-2.34", "-2.34", "-2.35", "-2.34", "-2.34", "-2.35"}},
		{"0.005", [7]string{"0.01", "0.00", "0.00", "0.01", "0.00", "0.01", "0.00"}},
		{"2.34", [7]string{"2.34", "2.34", "2.34", "2.34", "2.34", "2.34", "2.34"}},
		{"0", [7]string{"0.00", "0.00", "0.00", "0.00", "0.00", "0.00", "0.00"}},
	}
	for _, tt := range tests {
		for i, r := range rules {
			require.Equal(t, tt.want[i]+" EUR", parse(t, tt.in+" EUR").Round(r).String(), "%s %v", tt.in, r)
		}
	}
	require.Equal(t, "3 JPY", parse(t, "2.5 JPY").Round(money.HalfAway).String())
	require.Equal(t, "2 JPY", parse(t, "2.5 JPY").Round(money.HalfEven).String())
	require.Equal(t, "0.001 KWD", parse(t, "0.0005 KWD").Round(money.HalfAway).String())
}

// A division that is cut at 16 places and rounded after that gives 0.01.
func TestDecisionM1RoundsOnce(t *testing.T) {
	f, err := money.NewFraction(dec("4999999999999999999"), dec("1000000000000000000000"))
	require.NoError(t, err)
	require.Equal(t, "0", f.Round(2, money.HalfAway).String())

	third, err := money.NewFraction(dec("1"), dec("3"))
	require.NoError(t, err)
	require.True(t, money.Int(100).Mul(third).Mul(money.Int(3)).Equal(money.Int(100)))
	require.Equal(t, "100.00 EUR", parse(t, "100 EUR").Exact().Mul(third).Mul(money.Int(3)).Round(money.Down).String())
}

func TestFraction(t *testing.T) {
	f := func(num, den string) money.Fraction {
		f, err := money.NewFraction(dec(num), dec(den))
		require.NoError(t, err)
		return f
	}
	var zero money.Fraction
	tests := []struct {
		got  money.Fraction
		want string
	}{
		{zero, "0"},
		{f("10", "31"), "10/31"},
		{f("10", "-30"), "-1/3"},
		{f("0.2", "4"), "0.05"},
		{f("1", "3").Add(f("1", "6")), "0.5"},
		{f("1", "3").Sub(f("1", "3")), "0"},
		{f("1", "3").Add(money.Int(1)), "4/3"},
		{money.Int(1).Sub(f("2", "3")), "1/3"},
		{f("2", "3").Mul(f("3", "4")), "0.5"},
		{zero.Add(f("1", "7")), "1/7"},
		{f("7", "10").RoundTo(dec("0.5"), money.HalfAway), "0.5"},
		{f("3", "4").RoundTo(dec("0.5"), money.HalfAway), "1"},
		{f("3", "4").RoundTo(zero.Round(0, money.Up), money.HalfAway), "0.75"},
		{money.Whole(dec("0." + strings.Repeat("0", 29) + "1")), "0." + strings.Repeat("0", 29) + "1"},
	}
	for _, tt := range tests {
		require.Equal(t, tt.want, tt.got.String())
	}
	q, err := f("1", "3").Quo(f("-2", "3"))
	require.NoError(t, err)
	require.Equal(t, "-0.5", q.String())
	_, err = f("1", "3").Quo(zero)
	require.ErrorIs(t, err, slakit.ErrInvalid)
	_, err = money.NewFraction(dec("1"), dec("0"))
	require.EqualError(t, err, "found a division by zero, want another denominator")
	require.Equal(t, "1000", f("1499", "1").Round(-3, money.HalfAway).String())
	require.Equal(t, "0", f("1", "3").Round(-1<<40, money.HalfAway).String())
}

func TestFractionText(t *testing.T) {
	for in, want := range map[string]string{"10/31": "10/31", "0.05": "0.05", "-4/6": "-2/3", "4/2": "2", "0/7": "0"} {
		var f money.Fraction
		require.NoError(t, f.UnmarshalText([]byte(in)))
		text, err := f.MarshalText()
		require.NoError(t, err)
		require.Equal(t, want, string(text))
		require.Equal(t, want == "0", f.IsZero())
	}
	for in, want := range map[string]string{
		"1/0":                      `found "1/0", want a fraction such as 10/31`,
		"1/-2":                     `found "1/-2", want a fraction such as 10/31`,
		"1.5/2":                    `found "1.5/2", want a fraction such as 10/31`,
		"x":                        `found "x", want a decimal such as 12500.00`,
		"1/x":                      `found "x", want a decimal such as 12500.00`,
		strings.Repeat("long", 10): `found "longlonglonglonglonglonglonglonglonglong", want a decimal such as 12500.00`,
		strings.Repeat("long", 20): `found "longlonglonglonglonglonglonglonglonglong...", want a decimal such as 12500.00`,
	} {
		var f money.Fraction
		err := f.UnmarshalText([]byte(in))
		require.ErrorIs(t, err, slakit.ErrInvalid)
		require.EqualError(t, err, want)
	}
}

func TestExactAdds(t *testing.T) {
	var none money.Exact
	e := parse(t, "2.30 EUR").Exact()
	for _, sum := range []func() (money.Exact, error){
		func() (money.Exact, error) { return none.Add(e) },
		func() (money.Exact, error) { return e.Add(none) },
	} {
		got, err := sum()
		require.NoError(t, err)
		require.True(t, got.Equal(e))
	}
	twice, err := e.Add(e)
	require.NoError(t, err)
	require.Equal(t, "4.6 EUR", twice.String())
	require.True(t, none.Round(money.HalfAway).IsZero())
}

// Long sums do not grow: the denominators of days stay divisors of a small
// number.
func TestFractionStaysSmall(t *testing.T) {
	var sum money.Fraction
	for i := range 10_000 {
		day, err := money.NewFraction(dec("1"), decimal.NewFromInt(int64(28+i%4)))
		require.NoError(t, err)
		sum = sum.Add(day)
	}
	require.LessOrEqual(t, sum.Rat().Denom().BitLen(), 32)
	require.Less(t, len(sum.String()), 64)
}

func TestAllocate(t *testing.T) {
	tests := []struct {
		total   string
		weights string
		method  money.Method
		want    string
	}{
		{"100 EUR", "1 1 1", money.LargestRemainder, "33.34 EUR, 33.33 EUR, 33.33 EUR"},
		{"-100 EUR", "1 1 1", money.LargestRemainder, "-33.34 EUR, -33.33 EUR, -33.33 EUR"},
		{"0.05 EUR", "70 30", money.RemainderToFirst, "0.04 EUR, 0.01 EUR"}, // moneyphp/money
		{"0.05 EUR", "30 70", money.RemainderToFirst, "0.02 EUR, 0.03 EUR"}, // moneyphp/money
		{"1 EUR", "92 93 70", money.LargestRemainder, "0.36 EUR, 0.37 EUR, 0.27 EUR"},
		{"10 JPY", "1 2 3", money.LargestRemainder, "2 JPY, 3 JPY, 5 JPY"},
		{"10 EUR", "0 1 0", money.RemainderToFirst, "0.00 EUR, 10.00 EUR, 0.00 EUR"},
		{"0.005 EUR", "1 1", money.LargestRemainder, "0.003 EUR, 0.002 EUR"}, // finer than the minor unit
		{"0 EUR", "1 1", money.LargestRemainder, "0.00 EUR, 0.00 EUR"},
		{"1 EUR", "0.5 0.25 0.25", money.LargestRemainder, "0.50 EUR, 0.25 EUR, 0.25 EUR"},
	}
	for _, tt := range tests {
		t.Run(tt.total+" over "+tt.weights, func(t *testing.T) {
			var weights []decimal.Decimal
			for w := range strings.FieldsSeq(tt.weights) {
				weights = append(weights, dec(w))
			}
			parts, err := parse(t, tt.total).Allocate(weights, tt.method)
			require.NoError(t, err)
			require.Equal(t, tt.want, money.List(parts).String())
		})
	}
}

func TestAllocateRefuses(t *testing.T) {
	tests := []struct {
		weights []decimal.Decimal
		kind    error
		want    string
	}{
		{nil, slakit.ErrInvalid, "found no weight above 0"},
		{[]decimal.Decimal{dec("0")}, slakit.ErrInvalid, "found no weight above 0"},
		{[]decimal.Decimal{dec("1"), dec("-1")}, slakit.ErrInvalid, "found weight 1 of -1, want 0 or more"},
		{[]decimal.Decimal{decimal.New(1, 1<<20)}, slakit.ErrLimit, "found weight 0 of more than 30 digits"},
	}
	for _, tt := range tests {
		_, err := parse(t, "1 EUR").Allocate(tt.weights, money.LargestRemainder)
		require.ErrorIs(t, err, tt.kind)
		require.EqualError(t, err, tt.want)
	}
}

func TestList(t *testing.T) {
	l := money.Sum(parse(t, "2 SEK"), money.Money{}, parse(t, "1 EUR"), parse(t, "3 SEK"), parse(t, "1 NOK"))
	require.Equal(t, "1.00 EUR, 1.00 NOK, 5.00 SEK", l.String())
	require.Equal(t, "5.00 SEK", l.In("SEK").String())
	require.Equal(t, "0.00 USD", l.In("USD").String())
	before := l.String()
	require.Equal(t, "0.00 EUR, 0.00 NOK, 0.00 SEK", l.AddList(l.Neg()).String())
	require.Equal(t, before, l.String(), "adding changes neither list")
	require.True(t, l.Equal(money.Sum(l...)))
	require.False(t, l.Equal(l[1:]))
	require.Nil(t, money.Sum())
}

func TestCurrency(t *testing.T) {
	tests := []struct {
		code      money.Currency
		places    int
		withdrawn string
	}{
		{"EUR", 2, ""},
		{"SEK", 2, ""},
		{"JPY", 0, ""},
		{"KWD", 3, ""},
		{"CLF", 4, ""},
		{"AED", 2, ""},
		{"ZWG", 2, ""},
		{"XCG", 2, ""},
		{"HRK", 2, "2023-01"},
		{"BGN", 2, "2026-01"},
		{"ITL", 0, "2002-03"},
		{"SLL", 2, "2023-12"},
		{"XXX", 2, ""},
	}
	for _, tt := range tests {
		require.Equal(t, tt.places, tt.code.Places(), tt.code)
		require.Equal(t, tt.withdrawn, tt.code.Withdrawn(), tt.code)
	}
}

func TestCurrenciesAreInOrder(t *testing.T) {
	var last money.Currency
	n := 0
	for c := range money.Currencies() {
		n++
		require.Less(t, last, c)
		require.Len(t, string(c), 3)
		require.LessOrEqual(t, c.Places(), 4)
		_, err := money.ParseCurrency(string(c))
		require.NoError(t, err)
		if w := c.Withdrawn(); w != "" {
			require.Regexp(t, `^(19|20)\d\d-(0[1-9]|1[0-2])$`, w)
		}
		last = c
	}
	require.Greater(t, n, 200)
	for range money.Currencies() {
		break
	}
}

func TestNames(t *testing.T) {
	for r := money.HalfAway; r <= money.Floor; r++ {
		text, err := r.MarshalText()
		require.NoError(t, err)
		var back money.Rounding
		require.NoError(t, back.UnmarshalText(text))
		require.Equal(t, r, back)
	}
	for m := money.LargestRemainder; m <= money.RemainderToFirst; m++ {
		text, err := m.MarshalText()
		require.NoError(t, err)
		var back money.Method
		require.NoError(t, back.UnmarshalText(text))
		require.Equal(t, m, back)
	}
	r, err := money.ParseRounding("")
	require.NoError(t, err)
	require.Equal(t, money.HalfAway, r)
	m, err := money.ParseMethod("")
	require.NoError(t, err)
	require.Equal(t, money.LargestRemainder, m)
	_, err = money.ParseRounding("banker")
	require.EqualError(t, err, `found "banker", want one of half-away, half-even, half-down, up, down, ceiling, floor`)
	_, err = money.ParseMethod("x")
	require.ErrorIs(t, err, slakit.ErrUnknown)
	_, err = money.Rounding(7).MarshalText()
	require.EqualError(t, err, "Rounding(7) is no rounding")
	_, err = money.Method(2).MarshalText()
	require.EqualError(t, err, "Method(2) is no method of allocation")
}
