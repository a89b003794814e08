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
	year := s.Year(periods[i].Days.First, start)
	if s.years == "rolling" {
		last := periods[i].Days.Last
		year = cost.Days{First: last.Next().AddPeriod(calendar.Period{Years: -1}), Last: last}
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
	return notBelowZero(base), nil
}

// notBelowZero makes nothing of a base or a cap below zero, as a rebate or a
// credit note may leave it: nobody owes for what was not kept (M11).
func notBelowZero(e money.Exact) money.Exact {
	if e.Fraction.Sign() == -1 {
		e.Fraction = money.Fraction{}
	}
	return e
}

// limit applies the caps, the invoice and the minimum, rounds, and divides what
// is over.
func (s *Schedule) limit(c *Credit, computed money.Exact, next *state, tell func(Step)) error {
	c.Computed = computed.Round(s.rounding)
	due, err := s.withLots(c, computed, tell)
	if err != nil {
		return err
	}
	allowed, lowered := due, false
	lower := func(name string, most money.Exact, why func() string) error {
		if most = notBelowZero(most); most.IsZero() && !allowed.IsZero() {
			most.Currency = allowed.Currency
		}
		if most.Currency != allowed.Currency && !allowed.IsZero() {
			return &money.MixedError{A: allowed.Round(s.rounding), B: most.Round(s.rounding)}
		}
		if allowed.Fraction.Cmp(most.Fraction) > 0 {
			if tell != nil {
				tell(Step{Name: name, Text: fmt.Sprintf("%s, so %s instead of %s", why(), show(most), show(allowed))})
			}
			allowed, lowered = most, true
		}
		return nil
	}
	if err := s.caps(c, lower); err != nil {
		return err
	}
	if !c.period.Invoice.IsZero() {
		why := func() string { return "not more than the invoice of " + c.period.Invoice.String() }
		if err := lower("invoice", c.period.Invoice.Exact(), why); err != nil {
			return err
		}
	}
	small := false
	if !s.minimum.IsZero() && allowed.Fraction.Sign() > 0 && allowed.Fraction.Cmp(s.minimum.Exact().Fraction) <= 0 {
		if tell != nil {
			tell(Step{Name: "minimum", Text: fmt.Sprintf("%s is not greater than %v", show(allowed), s.minimum)})
		}
		small, lowered, allowed = true, true, money.Exact{Currency: allowed.Currency}
	}
	if !lowered && len(c.before.lots) == 0 {
		c.Amount = c.Computed
	} else {
		c.Amount = allowed.Round(s.rounding)
		s.carryOver(c, small, next)
	}
	if tell != nil {
		s.tellRest(*c, allowed, tell)
	}
	return nil
}

// tellRest lists the rounding, and what became of the part over a cap.
func (s *Schedule) tellRest(c Credit, allowed money.Exact, tell func(Step)) {
	if !c.Amount.Exact().Equal(allowed) {
		tell(Step{Name: "rounding", Text: fmt.Sprintf("%s is %v (%v)", show(allowed), c.Amount, s.rounding)})
	}
	if !c.Carried.IsZero() {
		tell(Step{Name: "carried over", Text: c.Carried.String()})
	}
	if !c.Forfeited.IsZero() {
		tell(Step{Name: "forfeited", Text: c.Forfeited.String()})
	}
}

// withLots adds what earlier periods carried over.
func (s *Schedule) withLots(c *Credit, computed money.Exact, tell func(Step)) (money.Exact, error) {
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
	if tell != nil && err == nil {
		tell(Step{Name: "carried", Text: fmt.Sprintf("%v from earlier periods, so %s", taken, show(due))})
	}
	return due, err
}

// caps lowers a credit to what may be risked, and to the caps of the period and
// of the year, a cap in per cent being of the base of its own span.
func (s *Schedule) caps(c *Credit, lower func(string, money.Exact, func() string) error) error {
	base := c.period.Base
	if s.atRisk != nil {
		most := base.Mul(money.Whole(*s.atRisk))
		why := func() string { return "not more than the " + money.FormatPercent(*s.atRisk) + " at risk" }
		if err := lower("at risk", most, why); err != nil {
			return err
		}
	}
	if s.period.unit != 0 {
		why := func() string { return "at most " + s.period.words(base) }
		if err := lower("period cap", s.period.of(base), why); err != nil {
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
	most := s.year.of(yearly)
	why := func() string {
		text := "at most " + s.year.words(yearly)
		if !c.before.used.IsZero() {
			text += fmt.Sprintf(" from %s, of which %v are used", c.before.year.First, c.before.used)
		}
		return text
	}
	if !c.before.used.IsZero() {
		left, err := most.Add(c.before.used.Neg().Exact())
		if err != nil {
			return err
		}
		most = left
	}
	return lower("year cap", most, why)
}

// of returns a cap in money.
func (a amount) of(base money.Exact) money.Exact {
	if a.unit == ofBase {
		return base.Mul(a.number)
	}
	return money.Exact{Fraction: a.number, Currency: a.currency}
}

// words returns a cap as the steps tell it.
func (a amount) words(base money.Exact) string {
	if a.unit == ofBase {
		return fmt.Sprintf("%v of %s", a, show(base))
	}
	return a.String()
}

// carryOver divides what is not credited into what is carried and what is
// forfeited. The oldest amounts are credited first.
func (s *Schedule) carryOver(c *Credit, small bool, next *state) {
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
