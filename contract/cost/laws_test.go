package cost_test

import (
	"fmt"
	"math/big"
	"math/rand"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/money"
	"github.com/slakit/slakit/internal/lawtest"
)

// A fault is a mistake that is known from programs that bill by days, built
// into the answers of the package; "" is none.
type fault string

const (
	leavesLast  fault = "the last day is not counted"
	chargesOn   fault = "suspended days are charged"
	fixedYears  fault = "every year has 365 days"
	roundsRuns  fault = "what accrues is rounded"
	cutsCharges fault = "charges are cut off"
	roundsParts fault = "each part is rounded by itself"
	drifts      fault = "periods are counted from the one before"
)

func (f fault) accrued(l *cost.Line, terms cost.Terms, days cost.Days) money.Exact {
	switch f {
	case leavesLast:
		days.Last = days.Last.Prev()
	case chargesOn:
		terms.Suspended = nil
	}
	e := l.Accrued(terms, days)
	if f == roundsRuns {
		e = e.Round(money.HalfAway).Exact()
	}
	return e
}

// compile compiles the line of a model.
func (f fault) compile(m model) *cost.Line {
	if f == fixedYears {
		m.def.DayCount = cost.Act365.String()
	}
	l, err := cost.Compile(m.def)
	if err != nil {
		panic(err)
	}
	return l
}

func (f fault) amount(c cost.Charge, exact money.Exact) money.Money {
	if f == cutsCharges {
		return exact.Round(money.Down)
	}
	return c.Amount
}

// split returns the parts of a charge.
func (f fault) split(m model, c cost.Charge) (parts []money.Money) {
	for _, part := range c.Split() {
		parts = append(parts, part.Amount)
	}
	if f == roundsParts {
		share, err := money.NewFraction(decimal.NewFromInt(1), decimal.NewFromInt(int64(len(m.def.Centres))))
		if err != nil {
			panic(err)
		}
		for i := range parts {
			parts[i] = c.Amount.Exact().Mul(share).Round(money.HalfAway)
		}
	}
	return parts
}

// period returns the billing period of a day.
func (f fault) period(m model, p cost.Periods, d calendar.Date) cost.Days {
	if f != drifts || m.aligned {
		return p.Of(d, m.terms.Start)
	}
	for first := m.terms.Start; ; {
		next := first.AddPeriod(m.every)
		if next.Compare(d) > 0 {
			return cost.Days{First: first, Last: next.Prev()}
		}
		first = next
	}
}

func years(n int) calendar.Period { return calendar.Period{Years: n} }

// A model is a line as numbers, and the obvious way to price a day.
type model struct {
	def     cost.Definition
	every   calendar.Period
	aligned bool
	cents   int64
	percent int64 // hundredths, at every step
	step    calendar.Period
	simple  bool
	terms   cost.Terms
}

func drawn(r *rand.Rand) model {
	m := model{cents: r.Int63n(1_000_000) - 1000, aligned: r.Intn(2) == 0}
	m.def = cost.Definition{ID: "l", Amount: decimal.New(m.cents, -2).StringFixed(2), Currency: "EUR"}
	if m.aligned {
		m.every = calendar.Period{Months: []int{1, 2, 3, 4, 6, 12}[r.Intn(6)]}
	} else {
		m.def.From = "start"
		m.every = []calendar.Period{{Months: 1 + r.Intn(20)}, {Weeks: 1 + r.Intn(5)}, {Days: 1 + r.Intn(40)}, {Months: 1, Days: 3}, {Years: 1}}[r.Intn(5)]
	}
	m.def.Every = m.every.String()
	if r.Intn(2) == 0 {
		m.percent, m.step, m.simple = int64(r.Intn(900)), calendar.Period{Months: 1 + r.Intn(18)}, r.Intn(2) == 0
		m.def.Index = &cost.Index{Kind: "fixed", Percent: decimal.New(m.percent, -2).String() + "%", Every: m.step.String()}
		if m.simple {
			m.def.Index.Method = "simple"
		}
	}
	m.terms.Start = day("2023-01-01").AddDays(r.Intn(1500))
	if r.Intn(2) == 0 {
		m.terms.Last = m.terms.Start.AddDays(r.Intn(900))
	}
	if r.Intn(3) == 0 {
		m.terms.First = m.terms.Start.AddDays(r.Intn(100))
	}
	for range r.Intn(4) {
		first := m.terms.Start.AddDays(r.Intn(500) - 20)
		m.terms.Suspended = append(m.terms.Suspended, cost.Days{First: first, Last: first.AddDays(r.Intn(60))})
	}
	return m
}

// period steps from the start, or over months, until it holds the day.
func (m model) period(d calendar.Date) cost.Days {
	if m.aligned {
		first, err := calendar.NewDate(d.Year(), 1, 1)
		if err != nil {
			panic(err)
		}
		for {
			next := first.AddPeriod(m.every)
			if next.Compare(d) > 0 {
				return cost.Days{First: first, Last: next.Prev()}
			}
			first = next
		}
	}
	for n := 0; ; n++ {
		at := func(n int) calendar.Date {
			return m.terms.Start.AddPeriod(calendar.Period{Years: n * m.every.Years, Months: n * m.every.Months, Weeks: n * m.every.Weeks, Days: n * m.every.Days})
		}
		if at(n+1).Compare(d) > 0 {
			return cost.Days{First: at(n), Last: at(n + 1).Prev()}
		}
	}
}

// price counts the steps up to the day.
func (m model) price(d calendar.Date) *big.Rat {
	price := big.NewRat(m.cents, 100)
	if m.percent == 0 {
		return price
	}
	rise := big.NewRat(m.percent, 10_000)
	factor := big.NewRat(1, 1)
	for n := 1; m.terms.Start.AddPeriod(calendar.Period{Months: n * m.step.Months}).Compare(d) <= 0; n++ {
		if m.simple {
			factor.Add(factor, rise)
		} else {
			factor.Mul(factor, new(big.Rat).Add(big.NewRat(1, 1), rise))
		}
	}
	return price.Mul(price, factor)
}

// accrued goes day by day.
func (m model) accrued(days cost.Days) *big.Rat {
	sum := new(big.Rat)
	first := m.terms.Start
	if !m.terms.First.IsZero() {
		first = m.terms.First
	}
	for d := days.First; d.Compare(days.Last) <= 0; d = d.Next() {
		if d.Compare(first) < 0 || !m.terms.Last.IsZero() && d.Compare(m.terms.Last) > 0 {
			continue
		}
		owed := true
		for _, s := range m.terms.Suspended {
			owed = owed && !s.Contains(d)
		}
		if owed {
			share := new(big.Rat).Quo(m.price(d), big.NewRat(int64(m.period(d).Count()), 1))
			sum.Add(sum, share)
		}
	}
	return sum
}

func anyDays(r *rand.Rand, m model) cost.Days {
	first := m.terms.Start.AddDays(r.Intn(300) - 50)
	return cost.Days{First: first, Last: first.AddDays(r.Intn(200))}
}

func TestLawAccrualAgreesWithTheSumOfDays(t *testing.T) {
	lawtest.Law(t, "day by day", func(r *rand.Rand, f fault) error {
		m := drawn(r)
		days := anyDays(r, m)
		got, want := f.accrued(f.compile(m), m.terms, days), m.accrued(days)
		if got.Fraction.Rat().Cmp(want) != 0 {
			return fmt.Errorf("%+v in %v: got %v, want %v", m.def, days, got, want)
		}
		return nil
	}, leavesLast, chargesOn)
}

func TestLawSplittingDaysDoesNotChangeTheAccrual(t *testing.T) {
	lawtest.Law(t, "additive", func(r *rand.Rand, f fault) error {
		m := drawn(r)
		counts := []cost.DayCount{cost.PeriodDays, cost.WholePeriods, cost.ActActISDA, cost.Act365, cost.Act360}
		if m.every.Weeks != 0 || m.every.Days != 0 {
			counts = counts[:2]
		}
		m.def.DayCount = counts[r.Intn(len(counts))].String()
		l, days := f.compile(m), anyDays(r, m)
		cut := days.First.AddDays(r.Intn(days.Count()))
		a, b := f.accrued(l, m.terms, cost.Days{First: days.First, Last: cut}), f.accrued(l, m.terms, cost.Days{First: cut.Next(), Last: days.Last})
		sum, err := a.Add(b)
		if err != nil {
			return err
		}
		if whole := f.accrued(l, m.terms, days); !whole.Equal(sum) {
			return fmt.Errorf("%+v in %v, cut after %v: %v and %v", m.def, days, cut, whole, sum)
		}
		return nil
	}, leavesLast, roundsRuns)
}

// Charges are the accruals of their billing periods, each rounded once, and are
// less than a cent each from the exact sum.
func TestLawAChargeIsItsAccrualRoundedOnce(t *testing.T) {
	lawtest.Law(t, "rounded once", func(r *rand.Rand, f fault) error {
		m := drawn(r)
		l, days := f.compile(m), anyDays(r, m)
		var sum money.Exact
		for c := range l.Charges(m.terms, days) {
			exact := l.Accrued(m.terms, c.Period.Intersect(days))
			if !exact.Round(money.HalfAway).Equal(f.amount(c, exact)) {
				return fmt.Errorf("%v: %v for %v", c.Days, c.Amount, exact)
			}
			if got := m.period(c.Days.First); got != c.Period {
				return fmt.Errorf("%v: period %v, want %v", c.Days, c.Period, got)
			}
			var err error
			if sum, err = sum.Add(exact); err != nil {
				return err
			}
		}
		if whole := l.Accrued(m.terms, days); !sum.IsZero() && !sum.Equal(whole) {
			return fmt.Errorf("%v and %v", sum, whole)
		}
		return nil
	}, cutsCharges)
}

func TestLawAFullPeriodIsTheFee(t *testing.T) {
	lawtest.Law(t, "the fee", func(r *rand.Rand, f fault) error {
		m := drawn(r)
		m.def.Index, m.terms.Suspended, m.terms.First, m.terms.Last = nil, nil, calendar.Date{}, calendar.Date{}
		if f == fixedYears && (m.every.Weeks != 0 || m.every.Days != 0) {
			return nil // refused
		}
		l := f.compile(m)
		p := m.period(m.terms.Start.AddDays(800))
		if got := l.Accrued(m.terms, p); got.String() != (money.Exact{Fraction: money.Whole(decimal.New(m.cents, -2)), Currency: "EUR"}).String() {
			return fmt.Errorf("%v: %v", p, got)
		}
		return nil
	}, fixedYears)
}

func TestLawPartsOfAChargeSumToIt(t *testing.T) {
	lawtest.Law(t, "cost centres", func(r *rand.Rand, f fault) error {
		m := drawn(r)
		for i := range 2 + r.Intn(5) {
			m.def.Centres = append(m.def.Centres, cost.Share{Centre: fmt.Sprint(i), Weight: fmt.Sprint(1 + r.Intn(9))})
		}
		for c := range f.compile(m).Charges(m.terms, anyDays(r, m)) {
			var sum money.Money
			for _, part := range f.split(m, c) {
				var err error
				if sum, err = sum.Add(part); err != nil {
					return err
				}
			}
			if !sum.Equal(c.Amount) {
				return fmt.Errorf("%v and %v", sum, c.Amount)
			}
		}
		return nil
	}, roundsParts)
}

func TestLawPeriodsTileTheDays(t *testing.T) {
	lawtest.Law(t, "each day in one period, the next begins after it", func(r *rand.Rand, f fault) error {
		m := drawn(r)
		p, err := cost.NewPeriods(m.def.Every, m.def.From)
		if err != nil {
			return err
		}
		d := m.terms.Start.AddDays(r.Intn(4000))
		days := f.period(m, p, d)
		if !days.Contains(d) || days != m.period(d) {
			return fmt.Errorf("%v: %v", d, days)
		}
		if next := f.period(m, p, days.Last.Next()); next.First != days.Last.Next() || f.period(m, p, days.Last) != days || f.period(m, p, days.First) != days {
			return fmt.Errorf("%v: after %v comes %v", d, days, next)
		}
		return nil
	}, drifts)
}

func TestPeriodsAtTheEnds(t *testing.T) {
	monthly, err := cost.NewPeriods("P1M", "start")
	require.NoError(t, err)
	require.True(t, monthly.Of(day("2025-12-31"), day("2026-01-01")).IsZero(), "before the anchor")
	require.True(t, monthly.Of(calendar.Date{}, day("2026-01-01")).IsZero())
	require.True(t, monthly.Of(day("2026-01-01"), calendar.Date{}).IsZero())
	require.True(t, cost.Periods{}.Of(day("2026-01-01"), day("2026-01-01")).IsZero())
	require.Equal(t, "9999-12-15 to 9999-12-31", monthly.Of(day("9999-12-20"), day("2026-01-15")).String())
	long, err := cost.NewPeriods("P8000Y", "start")
	require.NoError(t, err)
	require.Equal(t, "2026-01-15 to 9999-12-31", long.Of(day("2026-01-20"), day("2026-01-15")).String())
	require.Equal(t, "P1M", monthly.Length().String())
}

// Nothing that is accepted makes an answer slow: monthly steps of eight digits
// for 280 years.
func TestHostileIndexIsBounded(t *testing.T) {
	l := compile(t, `{"amount": "999999999999999999999999999999", "currency": "EUR", "every": "P1M", "index": {"kind": "fixed", "percent": "99.999999%", "every": "P1M"}}`)
	require.Equal(t, 1, l.Accrued(cost.Terms{Start: day("1920-01-01")}, span("2199-12-01", "2199-12-31")).Fraction.Sign())
}

func BenchmarkHostileIndex(b *testing.B) {
	l, err := cost.Compile(cost.Definition{
		ID: "l", Amount: "999999999999999999999999999999", Currency: "EUR", Every: "P1M",
		Index: &cost.Index{Kind: "fixed", Percent: "99.999999%", Every: "P1M"},
	})
	require.NoError(b, err)
	for b.Loop() {
		l.Accrued(cost.Terms{Start: day("1920-01-01")}, span("2199-12-01", "2199-12-31"))
	}
}
