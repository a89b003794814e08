package credit

import (
	"github.com/shopspring/decimal"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/contract/money"
	"github.com/slakit/slakit/internal/problem"
)

// most returns the greatest credit that the rule gives for one value, before
// its cap; ok is false if there is none.
func (r *rule) most(longest decimal.Decimal) (most money.Fraction, ok bool) {
	for _, t := range r.tiers {
		most = greater(most, t.credit.number)
	}
	if r.rate != nil {
		var worst money.Fraction
		switch {
		case r.measure.dim == share && r.measure.less:
		case r.measure.dim == share:
			worst = money.Int(1)
		case r.measure.within && longest.IsPositive():
			worst = money.Whole(longest)
		default:
			return most, false
		}
		most = greater(most, r.rate.credit.number.Mul(r.rate.units(r.measure, worst)))
	}
	if r.weight != nil {
		most = most.Mul(money.Whole(*r.weight))
	}
	if r.repeat != nil {
		most = most.Mul(money.Whole(*r.repeat))
	}
	return most, true
}

// capped is most after the cap, which is never more (M8).
func (r *rule) capped(longest decimal.Decimal) (most money.Fraction, ok bool) {
	if r.cap.unit != 0 {
		return r.cap.number, true
	}
	return r.most(longest)
}

// checkCap refuses a level's cap of another unit, and one that no value reaches
// (M8).
func (r *rule) checkCap(problems *problem.List, path string, def Rule, longest decimal.Decimal, sound bool) {
	if !sound || r.unit == 0 {
		return
	}
	if r.cap.unit != r.unit || r.cap.currency != r.currency {
		problems.Add(path, slakit.ErrInvalid, "found %s, want it in the unit of the credits: %v", def.Cap, amount{unit: r.unit, number: money.Int(1), currency: r.currency})
		return
	}
	if most, ok := r.most(longest); ok && most.Cmp(r.cap.number) < 0 {
		problems.Add(path, slakit.ErrInvalid, "found %s, want at most the %v that a value can reach", def.Cap, amount{unit: r.unit, number: most, currency: r.currency})
	}
}
