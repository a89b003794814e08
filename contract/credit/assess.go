package credit

import (
	"fmt"
	"slices"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/money"
	"github.com/slakit/slakit/internal/problem"
)

// Credits returns the credit of each period, in their order, which is that of
// time; start is the first day of the contract, from which contract years are
// counted. Periods that repeat, carry, earn back or share a year cap know of
// each other through the order only: give them all from the beginning.
//
// The error says which period cannot be assessed: one with a value of an unknown
// level or outside its range ([slakit.ErrUnknown], [slakit.ErrInvalid]), one
// that does not come after the one before it, one of another currency
// ([*money.MixedError]), or one without the YearBase that the year cap needs.
func (s *Schedule) Credits(start calendar.Date, periods []Period) ([]Credit, error) {
	credits := make([]Credit, 0, len(periods))
	var st state
	for i, p := range periods {
		if p.Days.Count() == 0 {
			return nil, fmt.Errorf("periods[%d]: %w", i, problem.New(slakit.ErrRequired, "want the days of the period"))
		}
		if i > 0 && p.Days.First.Compare(periods[i-1].Days.Last) <= 0 {
			return nil, fmt.Errorf("periods[%d]: %w", i, problem.New(slakit.ErrInvalid, "found %v, want a period after %v", p.Days, periods[i-1].Days))
		}
		if err := s.enterYear(&st, periods, i, credits, start); err != nil {
			return nil, fmt.Errorf("periods[%d]: %w", i, err)
		}
		p.Measured = slices.Clone(p.Measured)
		c, next, err := s.assess(p, st, nil)
		if err != nil {
			return nil, fmt.Errorf("periods[%d]: %w", i, err)
		}
		credits, st = append(credits, c), next
	}
	s.returnEarned(credits)
	return credits, nil
}

// Credit returns the credit of one period that stands alone.
func (s *Schedule) Credit(p Period) (Credit, error) {
	all, err := s.Credits(p.Days.First, []Period{p})
	if err != nil {
		return Credit{}, err
	}
	return all[0], nil
}

// A state is what a period knows of those before it.
type state struct {
	missed uint64 // bit i: rule i was missed in the period before
	lots   []lot  // carried over, the oldest first
	used   money.Money
	base   money.Exact // of the rolling year
	year   cost.Days
}

// A lot is an amount that is carried for so many periods more.
type lot struct {
	amount money.Money
	left   int
}

// enterYear sets what the year of period i has used up.
func (s *Schedule) enterYear(st *state, periods []Period, i int, credits []Credit, start calendar.Date) error {
	if s.year.unit == 0 {
		return nil
	}
	first := periods[i].Days.First
	var year cost.Days
	switch s.years {
	case "calendar":
		from, _ := calendar.NewDate(first.Year(), 1, 1)
		to, _ := calendar.NewDate(first.Year(), 12, 31)
		year = cost.Days{First: from, Last: to}
	case "rolling":
		last := periods[i].Days.Last
		year = cost.Days{First: last.Next().AddPeriod(calendar.Period{Years: -1}), Last: last}
	default:
		contract, _ := cost.NewPeriods("P1Y", "start")
		year = contract.Of(first, start)
	}
	st.used, st.base, st.year = money.Money{}, periods[i].Base, year
	for j := i - 1; j >= 0 && year.Contains(periods[j].Days.First); j-- {
		var err error
		if st.used, err = st.used.Add(credits[j].Amount); err != nil {
			return err
		}
		if st.base, err = st.base.Add(periods[j].Base); err != nil {
			return err
		}
	}
	return nil
}

// assess works out one period by M4, tells each step to tell unless that is nil,
// and returns the state for the period after it.
func (s *Schedule) assess(p Period, st state, tell func(Step)) (Credit, state, error) {
	c := Credit{Schedule: s.id, Days: p.Days, schedule: s, period: p, before: st}
	next := state{}
	total, err := s.value(p, st, &c, &next, tell)
	if err != nil {
		return Credit{}, state{}, err
	}
	c.good = c.Measured && next.missed == 0
	if s.claimed {
		c.ClaimBy = p.Days.Last.AddPeriod(s.claim)
	}
	if total.unit == points {
		c.Points = total.number.Round(money.MaxDigits, money.Down)
		return c, next, nil
	}
	if total.unit == ofBase {
		c.Share = total.number
	}
	computed, err := s.inMoney(p, total, tell)
	if err != nil {
		return Credit{}, state{}, err
	}
	err = s.limit(&c, computed, &next, tell)
	return c, next, err
}

// inMoney turns a share of the base into an amount.
func (s *Schedule) inMoney(p Period, total amount, tell func(Step)) (money.Exact, error) {
	if total.unit != ofBase {
		return money.Exact{Fraction: total.number, Currency: total.currency}, nil
	}
	base, err := s.base(p)
	if err != nil {
		return money.Exact{}, err
	}
	computed := base.Mul(total.number)
	if tell != nil {
		tell(Step{Name: "base", Text: show(base)})
		tell(Step{Name: "credit", Text: fmt.Sprintf("%v of %s is %s", total, show(base), show(computed))})
	}
	return computed, nil
}

// base returns what percentages of credits are taken of.
func (s *Schedule) base(p Period) (money.Exact, error) {
	base := p.Base
	if s.currency != "" && !base.IsZero() && base.Currency != s.currency {
		return money.Exact{}, &money.MixedError{A: base.Round(s.rounding), B: money.Exact{Currency: s.currency}.Round(s.rounding)}
	}
	if s.atRisk != nil {
		base = base.Mul(money.Whole(*s.atRisk))
	}
	return base, nil
}

// limit applies the caps, the invoice and the minimum, rounds, and divides what
// is over.
func (s *Schedule) limit(c *Credit, computed money.Exact, next *state, tell func(Step)) error {
	note := func(name, format string, args ...any) {
		if tell != nil {
			tell(Step{Name: name, Text: fmt.Sprintf(format, args...)})
		}
	}
	c.Computed = computed.Round(s.rounding)
	due, err := s.withLots(c, computed, note)
	if err != nil {
		return err
	}
	allowed := due
	lower := func(name string, most money.Exact, why string) error {
		if most.IsZero() && !allowed.IsZero() {
			most.Currency = allowed.Currency
		}
		if most.Currency != allowed.Currency && !allowed.IsZero() {
			return &money.MixedError{A: allowed.Round(s.rounding), B: most.Round(s.rounding)}
		}
		if allowed.Fraction.Cmp(most.Fraction) > 0 {
			note(name, "%s, so %s instead of %s", why, show(most), show(allowed))
			allowed = most
		}
		return nil
	}
	if err := s.caps(c, lower); err != nil {
		return err
	}
	if !c.period.Invoice.IsZero() {
		if err := lower("invoice", c.period.Invoice.Exact(), "not more than the invoice of "+c.period.Invoice.String()); err != nil {
			return err
		}
	}
	small := false
	if !s.minimum.IsZero() && allowed.Fraction.Sign() > 0 && allowed.Fraction.Cmp(s.minimum.Exact().Fraction) <= 0 {
		note("minimum", "%s is not greater than %v", show(allowed), s.minimum)
		small, allowed = true, money.Exact{Currency: allowed.Currency}
	}
	c.Amount = allowed.Round(s.rounding)
	if !c.Amount.Exact().Equal(allowed) {
		note("rounding", "%s is %v (%v)", show(allowed), c.Amount, s.rounding)
	}
	s.carryOver(c, small, next, note)
	return nil
}

// withLots adds what earlier periods carried over.
func (s *Schedule) withLots(c *Credit, computed money.Exact, note func(string, string, ...any)) (money.Exact, error) {
	var taken money.Money
	for _, l := range c.before.lots {
		var err error
		if taken, err = taken.Add(l.amount); err != nil {
			return money.Exact{}, err
		}
	}
	if taken.IsZero() {
		return computed, nil
	}
	c.Taken = taken
	due, err := computed.Add(taken.Exact())
	note("carried", "%v from earlier periods, so %s", taken, show(due))
	return due, err
}

// caps lowers a credit to what may be risked, and to the caps of the period and
// of the year, a cap in per cent being of the base of its own span.
func (s *Schedule) caps(c *Credit, lower func(string, money.Exact, string) error) error {
	base := c.period.Base
	if s.atRisk != nil {
		most := base.Mul(money.Whole(*s.atRisk))
		if err := lower("at risk", most, fmt.Sprintf("not more than the %s at risk", money.FormatPercent(*s.atRisk))); err != nil {
			return err
		}
	}
	if s.period.unit != 0 {
		most, why := s.period.of(base)
		if err := lower("period cap", most, "at most "+why); err != nil {
			return err
		}
	}
	if s.year.unit == 0 {
		return nil
	}
	yearly := c.before.base
	if s.years != "rolling" {
		yearly = c.period.YearBase
		if s.year.unit == ofBase && yearly.IsZero() && !base.IsZero() {
			return problem.New(slakit.ErrRequired, "the year cap of %v needs a YearBase", s.year)
		}
	}
	most, why := s.year.of(yearly)
	if !c.before.used.IsZero() {
		why += fmt.Sprintf(" from %s, of which %v are used", c.before.year.First, c.before.used)
		left, err := most.Add(c.before.used.Neg().Exact())
		if err != nil {
			return err
		}
		if most = left; most.Fraction.Sign() < 0 {
			most.Fraction = money.Fraction{}
		}
	}
	return lower("year cap", most, "at most "+why)
}

// of returns a cap in money, and in words.
func (a amount) of(base money.Exact) (money.Exact, string) {
	if a.unit == ofBase {
		return base.Mul(a.number), fmt.Sprintf("%v of %s", a, show(base))
	}
	return money.Exact{Fraction: a.number, Currency: a.currency}, a.String()
}

// carryOver divides what is not credited into what is carried and what is
// forfeited. The oldest amounts are credited first.
func (s *Schedule) carryOver(c *Credit, small bool, next *state, note func(string, string, ...any)) {
	credited := c.Amount
	for _, l := range append(slices.Clone(c.before.lots), lot{c.Computed, s.carry + 1}) {
		rest, _ := l.amount.Sub(credited) // one currency: they were added up before
		if rest.Sign() <= 0 {
			credited = rest.Neg()
			continue
		}
		credited = money.Money{}
		if l.left--; l.left > 0 && !small {
			next.lots = append(next.lots, lot{rest, l.left})
			c.Carried, _ = c.Carried.Add(rest)
		} else {
			c.Forfeited, _ = c.Forfeited.Add(rest)
		}
	}
	if !c.Carried.IsZero() {
		note("carried over", "%v", c.Carried)
	}
	if !c.Forfeited.IsZero() {
		note("forfeited", "%v", c.Forfeited)
	}
}

// returnEarned marks the credits that the periods after them earn back.
func (s *Schedule) returnEarned(credits []Credit) {
	if s.earnBack == nil {
		return
	}
	good := 0 // periods in a row, from the end
	for i := len(credits) - 1; i >= 0; i-- {
		c := &credits[i]
		if c.Amount.Sign() > 0 && good >= s.earnBack.periods {
			c.Returned = c.Amount.Exact().Mul(money.Whole(s.earnBack.share)).Round(s.rounding)
			c.ReturnedIn = credits[i+s.earnBack.periods].Days
		}
		if good++; !c.good {
			good = 0
		}
	}
}
