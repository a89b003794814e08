package credit_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/credit"
	"github.com/slakit/slakit/contract/money"
	"github.com/slakit/slakit/internal/lawtest"
	"github.com/slakit/slakit/sla"
)

// A fault is a mistake that is known from sheets and programs that work out
// credits, built into the answers of the package; "" is none.
type fault string

const (
	roundsBase  fault = "the base is rounded first"
	dropsCapped fault = "a credit over its cap is dropped, not lowered"
	readsAbove  fault = "from is read as above"
	takesAnyCap fault = "a cap is not looked at"
	losesRest   fault = "what is over a cap is not told"
	forgets     fault = "no period knows of those before it"
	mapOrder    fault = "steps are told in the order of a map"
)

func (f fault) compile(def credit.Definition) (*credit.Schedule, error) {
	switch f {
	case readsAbove:
		for i, t := range def.Tiers {
			def.Tiers[i].From, def.Tiers[i].Above = "", cmp.Or(t.Above, t.From)
		}
	case takesAnyCap:
		def.Caps.Period = ""
	}
	return credit.Compile(def)
}

func (f fault) credit(s *credit.Schedule, p credit.Period) (credit.Credit, error) {
	if f == roundsBase {
		p.Base = p.Base.Round(money.HalfAway).Exact()
	}
	c, err := s.Credit(p)
	if f == dropsCapped && c.Forfeited.Sign() > 0 {
		c.Amount = money.Money{}
	}
	return c, err
}

func (f fault) credits(s *credit.Schedule, start calendar.Date, periods []credit.Period) ([]credit.Credit, error) {
	all, err := s.Credits(start, periods)
	for i := range all {
		switch f {
		case losesRest:
			all[i].Forfeited = money.Money{}
		case forgets:
			if all[i], err = s.Credit(periods[i]); err != nil {
				return nil, err
			}
		}
	}
	return all, err
}

// accrued is the base as a sum of lines.
func (f fault) accrued(l *cost.Line, terms cost.Terms, days cost.Days) money.Exact {
	e := l.Accrued(terms, days)
	if f == roundsBase {
		e = e.Round(money.HalfAway).Exact()
	}
	return e
}

func (f fault) text(s *credit.Schedule, periods []credit.Period) (string, error) {
	text, err := bytesOf(s, periods)
	if f == mapOrder {
		lines := map[string]bool{}
		for line := range strings.Lines(text) {
			lines[line] = true
		}
		text = ""
		for line := range lines {
			text += line
		}
	}
	return text, err
}

// A model is a rule as a list of numbers, and the obvious way to apply it.
type model struct {
	measure string
	tiers   []modelTier // written in any order
	rate    bool
	per     *big.Rat
	bound   *big.Rat
	each    *big.Rat // per cent for each unit
	count   string
}

type modelTier struct {
	bound     *big.Rat
	inclusive bool
	percent   *big.Rat
}

func (m model) less() bool { return m.measure == "availability" || m.measure == "attainment" }

// percent applies every tier and the rate, and takes the greatest.
func (m model) percent(v *big.Rat) *big.Rat {
	best := new(big.Rat)
	for _, s := range m.tiers {
		c := v.Cmp(s.bound)
		if m.less() {
			c = -c
		}
		if (c > 0 || c == 0 && s.inclusive) && s.percent.Cmp(best) > 0 {
			best = s.percent
		}
	}
	if m.rate {
		excess := new(big.Rat).Sub(v, m.bound)
		if m.less() {
			excess.Neg(excess)
		}
		if excess.Sign() > 0 {
			units := excess.Quo(excess, m.per)
			if m.count != "proportional" {
				whole := new(big.Int).Quo(units.Num(), units.Denom())
				if m.count == "started" && !units.IsInt() {
					whole.Add(whole, big.NewInt(1))
				}
				units = new(big.Rat).SetInt(whole)
			}
			if by := units.Mul(units, m.each); by.Cmp(best) > 0 {
				best = by
			}
		}
	}
	return best
}

// drawn is a schedule with its model.
func drawn(r *rand.Rand) (credit.Definition, model) {
	m := model{measure: []string{"availability", "attainment", "downtime", "lateness", "breaches", "errors"}[r.Intn(6)]}
	rule := credit.Rule{Measure: m.measure}
	if r.Intn(4) > 0 {
		m.tiers, rule.Tiers = drawnTiers(r, m)
	}
	if len(m.tiers) == 0 || r.Intn(3) == 0 {
		m.rate, m.count = true, []string{"full", "started", "proportional"}[r.Intn(3)]
		m.each = new(big.Rat).SetFrac64(int64(1+r.Intn(400)), 100)
		rate := &credit.Rate{Credit: m.each.FloatString(2) + "%", Count: m.count}
		bound, per := drawnBound(r, m), int64(1+r.Intn(50))
		switch text := ""; {
		case m.measure == "breaches":
			m.bound, m.per = big.NewRat(bound, 1), big.NewRat(per, 1)
			rate.Per, text = fmt.Sprint(per), fmt.Sprint(bound)
			rate.After = text
		case m.less():
			m.bound, m.per = big.NewRat(bound, 1000), big.NewRat(per, 1000)
			rate.Per, rate.Below = tenths(per), tenths(bound)
		case m.measure == "errors":
			m.bound, m.per = big.NewRat(bound, 1000), big.NewRat(per, 1000)
			rate.Per, rate.After = tenths(per), tenths(bound)
		default:
			m.bound, m.per = big.NewRat(60*bound, 1), big.NewRat(60*per, 1)
			rate.Per, rate.After = (time.Duration(per) * time.Minute).String(), (time.Duration(bound) * time.Minute).String()
		}
		rule.Rate = rate
	}
	return credit.Definition{ID: "drawn", Rule: rule}, m
}

// drawnBound is a bound in the unit in which the measure is written here:
// thousandths, minutes or a number.
func drawnBound(r *rand.Rand, m model) int64 {
	if m.measure == "breaches" {
		return int64(1 + r.Intn(30))
	}
	return int64(1 + r.Intn(999))
}

func tenths(n int64) string { return decimal.New(n, -1).String() + "%" }

func drawnTiers(r *rand.Rand, m model) ([]modelTier, []credit.Tier) {
	seen := map[int64]bool{}
	var bounds []int64
	for range 1 + r.Intn(5) {
		if b := drawnBound(r, m); !seen[b] {
			seen[b] = true
			bounds = append(bounds, b)
		}
	}
	slices.Sort(bounds)
	if m.less() {
		slices.Reverse(bounds)
	}
	percent := int64(r.Intn(3))
	var steps []modelTier
	var tiers []credit.Tier
	for _, b := range bounds {
		percent += int64(r.Intn(40))
		s := modelTier{percent: big.NewRat(percent, 1)}
		tier := credit.Tier{Credit: fmt.Sprintf("%d%%", percent)}
		text := tenths(b)
		s.bound = big.NewRat(b, 1000)
		switch m.measure {
		case "breaches":
			text, s.bound = fmt.Sprint(b), big.NewRat(b, 1)
		case "downtime", "lateness":
			text, s.bound = (time.Duration(b) * time.Minute).String(), big.NewRat(60*b, 1)
		}
		switch {
		case m.less():
			tier.Below = text
		case m.measure != "breaches" && r.Intn(2) == 0: // above 2 is from 3: they could be equal
			tier.Above = text
		default:
			tier.From, s.inclusive = text, true
		}
		steps, tiers = append(steps, s), append(tiers, tier)
	}
	r.Shuffle(len(tiers), func(i, j int) { tiers[i], tiers[j] = tiers[j], tiers[i] })
	return steps, tiers
}

// value draws a value, often one at a bound or next to it.
func value(r *rand.Rand, m model) (credit.Measured, *big.Rat) {
	near := new(big.Rat)
	if len(m.tiers) > 0 {
		near = m.tiers[r.Intn(len(m.tiers))].bound
	} else if m.bound != nil {
		near = m.bound
	}
	switch m.measure {
	case "breaches":
		n := int64(r.Intn(40))
		if r.Intn(2) == 0 {
			n = max(0, near.Num().Int64()+int64(r.Intn(3)-1))
		}
		return credit.Measured{Count: n}, big.NewRat(n, 1)
	case "downtime", "lateness":
		d := time.Duration(r.Intn(1200)) * time.Minute
		if r.Intn(2) == 0 {
			d = max(0, time.Duration(near.Num().Int64())*time.Second+time.Duration(r.Intn(3)-1))
		}
		return credit.Measured{Time: d}, big.NewRat(int64(d), int64(time.Second))
	}
	den := []int64{1, 7, 1000, 44640, 1_000_000}[r.Intn(5)]
	num := r.Int63n(den + 1)
	if r.Intn(2) == 0 {
		den = 1_000_000
		num = new(big.Rat).Mul(near, big.NewRat(den, 1)).Num().Int64() + int64(r.Intn(3)-1)
		num = min(max(num, 0), den)
	}
	return credit.Measured{Share: sla.Ratio{Num: num, Den: den}}, big.NewRat(num, den)
}

// fee draws a base, and of what percentages are taken: a rebate may leave less
// than nothing, which counts as nothing (M11).
func fee(r *rand.Rand) (money.Exact, *big.Rat) {
	cents := r.Int63n([]int64{10_000, 1_000_000, 100_000_000}[r.Intn(3)])
	if r.Intn(20) == 0 {
		cents = -cents
	}
	days := int64(1 + r.Intn(31))
	f, err := money.NewFraction(decimal.New(cents*days, -2), decimal.NewFromInt(31))
	if err != nil {
		panic(err)
	}
	return money.Exact{Fraction: f, Currency: "EUR"}, big.NewRat(max(cents, 0)*days, 3100)
}

func period(base money.Exact, v ...credit.Measured) credit.Period {
	return credit.Period{Days: days("2026-03-01", "2026-03-31"), Base: base, Measured: v}
}

func percentOf(base, percent *big.Rat) *big.Rat {
	return new(big.Rat).Mul(new(big.Rat).Mul(base, percent), big.NewRat(1, 100))
}

// Rounding once, at the end: the credit is the exact fraction, rounded half away
// from zero to cents.
func TestLawTheCreditIsTheExactAmountRoundedOnce(t *testing.T) {
	lawtest.Law(t, "the oracle of integers agrees", func(r *rand.Rand, f fault) error {
		def, m := drawn(r)
		s, err := f.compile(def)
		if err != nil {
			return err
		}
		v, exactly := value(r, m)
		base, rat := fee(r)
		c, err := f.credit(s, period(base, v))
		if err != nil {
			return err
		}
		cents := percentOf(rat, m.percent(exactly))
		cents.Mul(cents, big.NewRat(200, 1)).Add(cents, big.NewRat(1, 1)) // twice the cents, plus one
		half := new(big.Int).Quo(cents.Num(), new(big.Int).Mul(cents.Denom(), big.NewInt(2)))
		if want := decimal.NewFromBigInt(half, -2); !c.Amount.Amount().Equal(want) {
			return fmt.Errorf("%+v of %v: got %v, want %v", v, base, c.Amount, want)
		}
		return nil
	}, roundsBase)
}

func TestLawM8AWorseValueNeverGivesLess(t *testing.T) {
	lawtest.Law(t, "monotone, within the caps", func(r *rand.Rand, f fault) error {
		def, m := drawn(r)
		def.Minimum = "5 EUR"
		if r.Intn(2) == 0 {
			def.Caps.Period = "30 EUR"
		}
		s, err := f.compile(def)
		if err != nil {
			return err
		}
		v, x := value(r, m)
		w, y := value(r, m)
		if m.less() == (x.Cmp(y) < 0) {
			v, w = w, v // w is worse
		}
		base, _ := fee(r)
		mild, err := f.credit(s, period(base, v))
		if err != nil {
			return err
		}
		bad, err := f.credit(s, period(base, w))
		if err != nil {
			return err
		}
		if order, err := mild.Amount.Compare(bad.Amount); err != nil || order > 0 {
			return fmt.Errorf("%+v gives %v, the worse %+v only %v", v, mild.Amount, w, bad.Amount)
		}
		if bad.Amount.Sign() < 0 || def.Caps.Period != "" && bad.Amount.Amount().GreaterThan(decimal.NewFromInt(30)) {
			return fmt.Errorf("%v is not within the cap", bad.Amount)
		}
		return nil
	}, dropsCapped)
}

// Every tier of an accepted schedule has a value that gives its credit, and so
// has the cap.
func TestLawM8EveryTierAndTheCapIsReached(t *testing.T) {
	lawtest.Law(t, "reached", func(r *rand.Rand, f fault) error {
		def, m := drawn(r)
		def.Rate = nil
		if len(def.Tiers) == 0 {
			return nil
		}
		m.rate = false
		worst := m.tiers[len(m.tiers)-1].percent
		if worst.Sign() > 0 {
			def.Caps.Period = worst.FloatString(0) + "%"
		}
		s, err := f.compile(def)
		if err != nil {
			return err
		}
		reached := map[string]bool{}
		for i, tier := range m.tiers {
			at := new(big.Rat).Set(tier.bound)
			if !tier.inclusive { // a little beyond it
				at.Mul(at, big.NewRat(1_000_000, 1))
				if m.less() {
					at.Sub(at, big.NewRat(1, 1))
				} else {
					at.Add(at, big.NewRat(1, 1))
				}
				at.Quo(at, big.NewRat(1_000_000, 1))
			}
			v := credit.Measured{Share: sla.Ratio{Num: at.Num().Int64(), Den: at.Denom().Int64()}}
			switch m.measure {
			case "breaches":
				v = credit.Measured{Count: at.Num().Int64()}
			case "downtime", "lateness":
				v = credit.Measured{Time: time.Duration(new(big.Rat).Mul(at, big.NewRat(int64(time.Second), 1)).Num().Int64())}
			}
			c, err := f.credit(s, period(exact("100 EUR"), v))
			if err != nil {
				return err
			}
			if got, want := c.Amount.Amount().String(), tier.percent.FloatString(0); got != want {
				return fmt.Errorf("tier %d: %+v gives %s, want %s", i, v, got, want)
			}
			reached[c.Amount.Amount().String()] = true
		}
		if !reached[worst.FloatString(0)] {
			return fmt.Errorf("the cap of %v is not reached", worst)
		}
		return nil
	}, readsAbove)
}

// A cap above what the values of a period can reach is refused.
func TestLawM8AnUnreachableCapIsRefused(t *testing.T) {
	lawtest.Law(t, "refused", func(r *rand.Rand, f fault) error {
		def, m := drawn(r)
		if m.rate || !m.less() {
			return nil
		}
		def.Caps.Period = new(big.Rat).Add(m.tiers[len(m.tiers)-1].percent, big.NewRat(1, 10)).FloatString(1) + "%"
		if _, err := f.compile(def); err == nil {
			return fmt.Errorf("the cap of %s is accepted", def.Caps.Period)
		}
		return nil
	}, takesAnyCap)
}

// several draws a schedule with caps, and periods for it.
func several(r *rand.Rand) (credit.Definition, []credit.Period) {
	def, m := drawn(r)
	def.Caps = credit.Caps{Period: []string{"", "40 EUR", "200 EUR"}[r.Intn(3)], Year: []string{"", "90 EUR", "700 EUR"}[r.Intn(3)]}
	def.Caps.Years = []string{"", "contract", "calendar", "rolling"}[r.Intn(4)]
	if r.Intn(2) == 0 {
		def.Caps.Over, def.Caps.Carry = "carry", 1+r.Intn(4)
	}
	if r.Intn(4) == 0 {
		def.Minimum = "3 EUR"
	}
	if r.Intn(3) == 0 {
		def.Repeat = "1.5"
	}
	if r.Intn(4) == 0 {
		def.EarnBack = &credit.EarnBack{Percent: "75%", Periods: 1 + r.Intn(2)}
	}
	def.Rounding = money.Rounding(r.Intn(7)).String()
	var periods []credit.Period
	first := day("2026-01-01").AddDays(r.Intn(400))
	months, err := cost.NewPeriods("P1M", "")
	if err != nil {
		panic(err)
	}
	for range 1 + r.Intn(16) {
		p := credit.Period{Days: months.Of(first, first)}
		p.Base, _ = fee(r)
		if r.Intn(5) > 0 {
			v, _ := value(r, m)
			p.Measured = append(p.Measured, v)
		}
		if r.Intn(6) == 0 {
			p.Invoice = exact("25 EUR").Round(money.HalfAway)
		}
		periods, first = append(periods, p), p.Days.Last.Next()
	}
	return def, periods
}

func add(a, b money.Money) money.Money {
	sum, err := a.Add(b)
	if err != nil {
		panic(err)
	}
	return sum
}

func TestLawNothingIsLost(t *testing.T) {
	lawtest.Law(t, "computed + taken = amount + carried + forfeited, and what is carried is taken", func(r *rand.Rand, f fault) error {
		def, periods := several(r)
		s, err := f.compile(def)
		if err != nil {
			return err
		}
		all, err := f.credits(s, day("2026-01-01"), periods)
		if err != nil {
			return err
		}
		var before money.Money
		for i, c := range all {
			in, out := add(c.Computed, c.Taken), add(add(c.Amount, c.Carried), c.Forfeited)
			if !in.Amount().Equal(out.Amount()) {
				return fmt.Errorf("period %d: %v in, %v out", i, in, out)
			}
			if !c.Taken.Amount().Equal(before.Amount()) {
				return fmt.Errorf("period %d: %v taken, %v carried to it", i, c.Taken, before)
			}
			if def.Caps.Over != "carry" && c.Carried.Sign() != 0 {
				return fmt.Errorf("period %d carries %v", i, c.Carried)
			}
			if !c.Amount.IsZero() && !c.Amount.Round(money.HalfAway).Equal(c.Amount) {
				return fmt.Errorf("period %d: %v is not rounded", i, c.Amount)
			}
			before = c.Carried
		}
		return nil
	}, losesRest, forgets)
}

func TestLawAYearStaysWithinItsCap(t *testing.T) {
	lawtest.Law(t, "contract, calendar and rolling years", func(r *rand.Rand, f fault) error {
		def, periods := several(r)
		def.Caps.Year, def.Rounding = "90 EUR", "half-away"
		s, err := f.compile(def)
		if err != nil {
			return err
		}
		start := periods[0].Days.First.AddDays(-r.Intn(300))
		all, err := f.credits(s, start, periods)
		if err != nil {
			return err
		}
		years, err := cost.NewPeriods("P1Y", "start")
		if err != nil {
			return err
		}
		for i, c := range all {
			var sum money.Money
			for _, d := range all[:i+1] {
				var same bool
				switch def.Caps.Years {
				case "rolling":
					same = c.Days.Last.Sub(d.Days.First) < 366 && d.Days.First.AddPeriod(years.Length()).Compare(c.Days.Last) > 0
				case "calendar":
					same = c.Days.First.Year() == d.Days.First.Year()
				default:
					same = years.Of(c.Days.First, start) == years.Of(d.Days.First, start)
				}
				if same {
					sum = add(sum, d.Amount)
				}
			}
			if sum.Amount().GreaterThan(decimal.NewFromInt(90)) {
				return fmt.Errorf("period %d: the year comes to %v", i, sum)
			}
		}
		return nil
	}, forgets)
}

// Splitting a period into lines: the base as a sum of lines, or of runs of days,
// gives the same credit.
func TestLawSplittingTheBaseIntoLinesDoesNotChangeTheCredit(t *testing.T) {
	lawtest.Law(t, "one credit, however the base is written", func(r *rand.Rand, f fault) error {
		def, m := drawn(r)
		s, err := f.compile(def)
		if err != nil {
			return err
		}
		v, _ := value(r, m)
		whole, err := cost.Compile(cost.Definition{ID: "fee", Amount: "1000.01", Currency: "EUR", Every: "P1Y", Index: &cost.Index{Kind: "fixed", Percent: "3%", Every: "P1Y"}})
		if err != nil {
			return err
		}
		terms := cost.Terms{Start: day("2024-03-09").AddDays(r.Intn(300))}
		month := days("2026-03-01", "2026-03-31")
		var base money.Exact
		for d := month.First; d.Compare(month.Last) <= 0; {
			last := d.AddDays(r.Intn(10))
			part := cost.Days{First: d, Last: last}.Intersect(month)
			if base, err = base.Add(f.accrued(whole, terms, part)); err != nil {
				return err
			}
			d = last.Next()
		}
		a, err := f.credit(s, period(whole.Accrued(terms, month), v))
		if err != nil {
			return err
		}
		b, err := f.credit(s, period(base, v))
		if err != nil {
			return err
		}
		if !a.Amount.Equal(b.Amount) {
			return fmt.Errorf("%v and %v", a.Amount, b.Amount)
		}
		return nil
	}, roundsBase)
}

func bytesOf(s *credit.Schedule, periods []credit.Period) (string, error) {
	all, err := s.Credits(day("2026-01-01"), periods)
	if err != nil {
		return "", err
	}
	data, err := json.Marshal(all)
	text := string(data)
	for _, c := range all {
		for step := range c.Steps() {
			text += "\n" + step.String()
		}
	}
	return text, err
}

func TestLawSameInputSameBytes(t *testing.T) {
	lawtest.Law(t, "credits and steps", func(r *rand.Rand, f fault) error {
		def, periods := several(r)
		text, err := json.Marshal(def)
		if err != nil {
			return err
		}
		back, err := credit.Parse(text)
		if err != nil {
			return err
		}
		s, err := f.compile(def)
		if err != nil {
			return err
		}
		again, err := credit.Compile(back)
		if err != nil {
			return err
		}
		a, err := f.text(s, periods)
		if err != nil {
			return err
		}
		b, err := f.text(again, periods)
		if err == nil && a != b {
			err = fmt.Errorf("%s\nand\n%s", a, b)
		}
		return err
	}, mapOrder)
}

func TestScheduleIsSafeForConcurrentUse(t *testing.T) {
	def, periods := several(rand.New(rand.NewSource(3)))
	s, err := credit.Compile(def)
	require.NoError(t, err)
	want, err := bytesOf(s, periods)
	require.NoError(t, err)
	var wg sync.WaitGroup
	got := make([]string, 16)
	for i := range got {
		wg.Go(func() { got[i], _ = bytesOf(s, periods) })
	}
	wg.Wait()
	for _, g := range got {
		require.Equal(t, want, g)
	}
}

// What the caller does with its slices afterwards changes nothing.
func TestCreditSharesNothing(t *testing.T) {
	s := compile(t, parsed(t, `{`+perBreach+`}`))
	periods := months("", count(2))
	c, err := s.Credits(day("2026-01-01"), periods)
	require.NoError(t, err)
	periods[0].Measured[0].Count = 9
	var steps []string
	for step := range c[0].Steps() {
		steps = append(steps, step.String())
	}
	require.Equal(t, "measured: breaches 2", steps[0])
}
