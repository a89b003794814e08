package money_test

import (
	"flag"
	"math/big"
	"math/rand"
	"testing"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"
	"github.com/leanovate/gopter/prop"
	"github.com/shopspring/decimal"

	"github.com/slakit/slakit/contract/money"
)

var cases = flag.Int("laws", 1000, "cases of each law")

func law(t *testing.T, name string, holds func(r *rand.Rand) bool) {
	t.Helper()
	params := gopter.DefaultTestParametersWithSeed(7)
	params.MinSuccessfulTests = *cases
	if testing.Short() {
		params.MinSuccessfulTests = min(*cases, 100)
	}
	props := gopter.NewProperties(params)
	props.Property(name, prop.ForAll(func(seed int64) bool {
		return holds(rand.New(rand.NewSource(seed)))
	}, gen.Int64()))
	props.TestingRun(t)
}

// number draws a decimal of up to 12 digits, often a tie or near zero.
func number(r *rand.Rand) decimal.Decimal {
	switch r.Intn(4) {
	case 0:
		return decimal.New(int64(r.Intn(2001)-1000)*5, -3)
	case 1:
		return decimal.New(int64(r.Intn(21)-10), -int32(r.Intn(3)))
	default:
		return decimal.New(r.Int63n(2e12)-1e12, -int32(r.Intn(7)))
	}
}

func amount(r *rand.Rand, c money.Currency) money.Money {
	m, err := money.New(number(r), c)
	if err != nil {
		panic(err)
	}
	return m
}

func fraction(r *rand.Rand) money.Fraction {
	den := number(r)
	for den.IsZero() {
		den = number(r)
	}
	f, err := money.NewFraction(number(r), den)
	if err != nil {
		panic(err)
	}
	return f
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestLawMoneyIsAGroup(t *testing.T) {
	law(t, "associative, commutative, zero, inverse", func(r *rand.Rand) bool {
		a, b, c := amount(r, "EUR"), amount(r, "EUR"), amount(r, "EUR")
		zero := money.List{}.In("EUR")
		return must(must(a.Add(b)).Add(c)).Equal(must(a.Add(must(b.Add(c))))) &&
			must(a.Add(b)).Equal(must(b.Add(a))) &&
			must(a.Add(zero)).Equal(a) && must(a.Add(money.Money{})).Equal(a) &&
			must(a.Add(a.Neg())).Equal(zero) &&
			must(a.Sub(b)).Equal(must(a.Add(b.Neg())))
	})
}

func TestLawOrderAgreesWithDifference(t *testing.T) {
	law(t, "a < b iff a - b < 0", func(r *rand.Rand) bool {
		a, b := amount(r, "SEK"), amount(r, "SEK")
		return must(a.Compare(b)) == must(a.Sub(b)).Sign() && must(a.Compare(b)) == -must(b.Compare(a)) &&
			a.Equal(b) == (must(a.Compare(b)) == 0)
	})
}

func TestLawTextRoundTrips(t *testing.T) {
	law(t, "Parse(String) is the same amount", func(r *rand.Rand) bool {
		m := amount(r, []money.Currency{"EUR", "JPY", "KWD"}[r.Intn(3)])
		back := must(money.Parse(m.String()))
		return back.Equal(m) && back.String() == m.String()
	})
}

func TestLawPartsSumToTheTotal(t *testing.T) {
	law(t, "parts sum, mirror, are in proportion and give nothing to weight 0", func(r *rand.Rand) bool {
		total := amount(r, []money.Currency{"EUR", "JPY", "KWD"}[r.Intn(3)])
		weights := make([]decimal.Decimal, 1+r.Intn(8))
		sum := decimal.Zero
		for i := range weights {
			weights[i] = decimal.New(int64(r.Intn(50)), -int32(r.Intn(3)))
			sum = sum.Add(weights[i])
		}
		method := money.Method(r.Intn(2))
		parts, err := total.Allocate(weights, method)
		if sum.IsZero() {
			return err != nil
		}
		mirror := must(total.Neg().Allocate(weights, method))
		unit := decimal.New(1, max(-int32(total.Currency().Places()), total.Amount().Exponent()))
		back := money.Money{}
		for i, p := range parts {
			back = must(back.Add(p))
			exact := must(money.NewFraction(total.Amount().Mul(weights[i]), sum))
			off := money.Whole(p.Amount()).Sub(exact)
			if !mirror[i].Equal(p.Neg()) || weights[i].IsZero() && p.Sign() != 0 ||
				off.Cmp(money.Whole(unit)) >= 0 || off.Cmp(money.Whole(unit.Neg())) <= 0 {
				return false
			}
		}
		return back.Equal(total)
	})
}

// The oracle of rounding works on integers: it scales, divides by twice the
// denominator and looks at the remainder.
func TestLawRoundingIsTheNearest(t *testing.T) {
	law(t, "rounding agrees with integers", func(r *rand.Rand) bool {
		f, places := fraction(r), r.Intn(5)-1
		rat := f.Rat()
		scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places+1)), nil))
		rat.Mul(rat, scale).Quo(rat, big.NewRat(10, 1)) // in units of the last place
		floor := new(big.Int).Div(rat.Num(), rat.Denom())
		rest := new(big.Rat).Sub(rat, new(big.Rat).SetInt(floor)) // in [0, 1)
		half, whole, odd := rest.Cmp(big.NewRat(1, 2)), rest.Sign() == 0, floor.Bit(0) == 1
		positive := rat.Sign() > 0
		up := map[money.Rounding]bool{
			money.HalfAway: half > 0 || half == 0 && positive,
			money.HalfEven: half > 0 || half == 0 && odd,
			money.HalfDown: half > 0 || half == 0 && !positive,
			money.Up:       !whole && positive,
			money.Down:     !whole && !positive,
			money.Ceiling:  !whole,
			money.Floor:    false,
		}
		for rule, one := range up {
			want := new(big.Int).Set(floor)
			if one {
				want.Add(want, big.NewInt(1))
			}
			if !f.Round(places, rule).Equal(decimal.NewFromBigInt(want, -int32(places))) {
				return false
			}
		}
		return true
	})
}

func TestLawRoundingTwiceIsRoundingOnce(t *testing.T) {
	law(t, "a rounded amount stays", func(r *rand.Rand) bool {
		m, rule := amount(r, "EUR"), money.Rounding(r.Intn(7))
		once := m.Round(rule)
		return once.Round(rule).Equal(once)
	})
}

func TestLawFractionsAreExact(t *testing.T) {
	law(t, "agrees with big.Rat", func(r *rand.Rand) bool {
		f, g := fraction(r), fraction(r)
		if r.Intn(4) == 0 {
			f = money.Whole(number(r))
		}
		x, y := f.Rat(), g.Rat()
		ok := f.Add(g).Rat().Cmp(new(big.Rat).Add(x, y)) == 0 &&
			f.Sub(g).Rat().Cmp(new(big.Rat).Sub(x, y)) == 0 &&
			f.Mul(g).Rat().Cmp(new(big.Rat).Mul(x, y)) == 0 &&
			f.Cmp(g) == x.Cmp(y) && f.Equal(g) == (x.Cmp(y) == 0) && f.Sign() == x.Sign()
		if g.Sign() != 0 {
			ok = ok && must(f.Quo(g)).Rat().Cmp(new(big.Rat).Quo(x, y)) == 0
		}
		return ok
	})
}

func TestLawSumDoesNotDependOnOrder(t *testing.T) {
	law(t, "lists", func(r *rand.Rand) bool {
		var all []money.Money
		for range r.Intn(12) {
			all = append(all, amount(r, []money.Currency{"EUR", "JPY", "SEK"}[r.Intn(3)]))
		}
		a := money.Sum(all...)
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		cut := 0
		if len(all) > 0 {
			cut = r.Intn(len(all))
		}
		return a.Equal(money.Sum(all...)) && a.Equal(money.Sum(all[:cut]...).AddList(money.Sum(all[cut:]...)))
	})
}
