package money_test

import (
	"errors"
	"math/big"
	"math/rand"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/slakit/slakit/contract/money"
	"github.com/slakit/slakit/internal/lawtest"
)

// law tries a law that says no more than whether it holds.
func law(t *testing.T, name string, holds func(r *rand.Rand, f fault) bool, faults ...fault) {
	t.Helper()
	lawtest.Law(t, name, func(r *rand.Rand, f fault) error {
		if !holds(r, f) {
			return errors.New("it does not hold")
		}
		return nil
	}, faults...)
}

// A fault is a mistake that is known from programs that handle money, built
// into the answers of the package; "" is none.
type fault string

const (
	addsFloats    fault = "amounts are added as binary floats"
	comparesText  fault = "amounts are compared as texts"
	cutsText      fault = "a text has no more places than the minor unit"
	roundsParts   fault = "each part is rounded by itself"
	firstTakesAll fault = "the first part takes what is left"
	roundsHalfUp  fault = "a half is rounded by adding it and cutting off"
	stepsAnyway   fault = "rounding up moves what is whole"
	dividesEarly  fault = "quotients are cut off at sixteen places"
	roundsSums    fault = "every running total is rounded"
)

func (f fault) add(a, b money.Money) money.Money {
	sum := must(a.Add(b))
	if f == addsFloats {
		x, _ := a.Amount().Float64()
		y, _ := b.Amount().Float64()
		sum = must(money.New(decimal.NewFromFloat(x+y), "EUR"))
	}
	return sum
}

func (f fault) compare(a, b money.Money) int {
	if f == comparesText {
		return strings.Compare(a.String(), b.String())
	}
	return must(a.Compare(b))
}

func (f fault) text(m money.Money) string {
	if f == cutsText {
		return m.Amount().Truncate(int32(m.Currency().Places())).String() + " " + string(m.Currency())
	}
	return m.String()
}

func (f fault) allocate(m money.Money, weights []decimal.Decimal, method money.Method) ([]money.Money, error) {
	parts, err := m.Allocate(weights, method)
	if f != roundsParts && f != firstTakesAll || err != nil {
		return parts, err
	}
	sum, left := decimal.Sum(decimal.Zero, weights...), m
	for i, w := range weights {
		parts[i] = m.Exact().Mul(must(money.NewFraction(w, sum))).Round(money.Down)
		left = must(left.Sub(parts[i]))
	}
	if f == firstTakesAll {
		parts[0] = must(parts[0].Add(left))
	}
	return parts, nil
}

func (f fault) round(x money.Fraction, places int, r money.Rounding) decimal.Decimal {
	switch rounded := x.Round(places, r); {
	case f == roundsHalfUp && r == money.HalfAway:
		return x.Add(money.Whole(decimal.New(5, -int32(places)-1))).Round(places, money.Floor)
	case f == stepsAnyway && r == money.Up && money.Whole(rounded).Equal(x):
		return rounded.Add(decimal.New(1, -int32(places)))
	default:
		return rounded
	}
}

func (f fault) exact(x money.Fraction) *big.Rat {
	if f == dividesEarly {
		x = money.Whole(x.Round(16, money.HalfAway))
	}
	return x.Rat()
}

func (f fault) sum(all ...money.Money) money.List {
	if f != roundsSums {
		return money.Sum(all...)
	}
	var l money.List
	for _, m := range all {
		for i := range l {
			l[i] = l[i].Round(money.HalfAway)
		}
		l = l.Add(m)
	}
	return l
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
	law(t, "associative, commutative, zero, inverse", func(r *rand.Rand, f fault) bool {
		a, b, c := amount(r, "EUR"), amount(r, "EUR"), amount(r, "EUR")
		zero := money.List{}.In("EUR")
		return f.add(f.add(a, b), c).Equal(f.add(a, f.add(b, c))) &&
			f.add(a, b).Equal(f.add(b, a)) &&
			f.add(a, zero).Equal(a) && f.add(a, money.Money{}).Equal(a) &&
			f.add(a, a.Neg()).Equal(zero) &&
			must(a.Sub(b)).Equal(f.add(a, b.Neg()))
	}, addsFloats)
}

func TestLawOrderAgreesWithDifference(t *testing.T) {
	law(t, "a < b iff a - b < 0", func(r *rand.Rand, f fault) bool {
		a, b := amount(r, "SEK"), amount(r, "SEK")
		return f.compare(a, b) == must(a.Sub(b)).Sign() && f.compare(a, b) == -f.compare(b, a) &&
			a.Equal(b) == (f.compare(a, b) == 0)
	}, comparesText)
}

func TestLawTextRoundTrips(t *testing.T) {
	law(t, "Parse(String) is the same amount", func(r *rand.Rand, f fault) bool {
		m := amount(r, []money.Currency{"EUR", "JPY", "KWD"}[r.Intn(3)])
		back := must(money.Parse(f.text(m)))
		return back.Equal(m) && f.text(back) == f.text(m)
	}, cutsText)
}

func TestLawPartsSumToTheTotal(t *testing.T) {
	law(t, "parts sum, mirror, are in proportion and give nothing to weight 0", func(r *rand.Rand, f fault) bool {
		total := amount(r, []money.Currency{"EUR", "JPY", "KWD"}[r.Intn(3)])
		weights := make([]decimal.Decimal, 1+r.Intn(8))
		sum := decimal.Zero
		for i := range weights {
			weights[i] = decimal.New(int64(r.Intn(50)), -int32(r.Intn(3)))
			sum = sum.Add(weights[i])
		}
		method := money.Method(r.Intn(2))
		parts, err := f.allocate(total, weights, method)
		if sum.IsZero() {
			return err != nil
		}
		mirror := must(f.allocate(total.Neg(), weights, method))
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
	}, roundsParts, firstTakesAll)
}

// The oracle of rounding works on integers: it scales, divides by twice the
// denominator and looks at the remainder.
func TestLawRoundingIsTheNearest(t *testing.T) {
	law(t, "rounding agrees with integers", func(r *rand.Rand, f fault) bool {
		x, places := fraction(r), r.Intn(5)-1
		rat := x.Rat()
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
			if !f.round(x, places, rule).Equal(decimal.NewFromBigInt(want, -int32(places))) {
				return false
			}
		}
		return true
	}, roundsHalfUp, stepsAnyway)
}

func TestLawRoundingTwiceIsRoundingOnce(t *testing.T) {
	law(t, "a rounded amount stays", func(r *rand.Rand, f fault) bool {
		x, rule := money.Whole(number(r)), money.Rounding(r.Intn(7))
		once := f.round(x, 2, rule)
		return f.round(money.Whole(once), 2, rule).Equal(once)
	}, stepsAnyway)
}

func TestLawFractionsAreExact(t *testing.T) {
	law(t, "agrees with big.Rat", func(r *rand.Rand, f fault) bool {
		a, b := fraction(r), fraction(r)
		if r.Intn(4) == 0 {
			a = money.Whole(number(r))
		}
		x, y := a.Rat(), b.Rat()
		ok := f.exact(a.Add(b)).Cmp(new(big.Rat).Add(x, y)) == 0 &&
			f.exact(a.Sub(b)).Cmp(new(big.Rat).Sub(x, y)) == 0 &&
			f.exact(a.Mul(b)).Cmp(new(big.Rat).Mul(x, y)) == 0 &&
			a.Cmp(b) == x.Cmp(y) && a.Equal(b) == (x.Cmp(y) == 0) && a.Sign() == x.Sign()
		if b.Sign() != 0 {
			ok = ok && f.exact(must(a.Quo(b))).Cmp(new(big.Rat).Quo(x, y)) == 0
		}
		return ok
	}, dividesEarly)
}

func TestLawSumDoesNotDependOnOrder(t *testing.T) {
	law(t, "lists", func(r *rand.Rand, f fault) bool {
		var all []money.Money
		for range r.Intn(12) {
			all = append(all, amount(r, []money.Currency{"EUR", "JPY", "SEK"}[r.Intn(3)]))
		}
		a := f.sum(all...)
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		cut := 0
		if len(all) > 0 {
			cut = r.Intn(len(all))
		}
		return a.Equal(f.sum(all...)) && a.Equal(f.sum(all[:cut]...).AddList(f.sum(all[cut:]...)))
	}, roundsSums)
}
