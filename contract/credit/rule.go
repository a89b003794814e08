package credit

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/contract/money"
	"github.com/slakit/slakit/internal/problem"
)

// A rule is a compiled Rule: from a value to a credit.
type rule struct {
	id       string // of the level, "" for the schedule's own
	measure  measure
	unit     unit
	currency money.Currency
	roundTo  decimal.Decimal
	target   *decimal.Decimal
	tiers    []tier // from the mildest to the worst
	rate     *rate
	creditTo decimal.Decimal
	repeat   *decimal.Decimal
	weight   *decimal.Decimal
	cap      amount
}

// A rate is a compiled Rate.
type rate struct {
	credit   amount
	per      decimal.Decimal
	count    string
	bound    decimal.Decimal
	rounding money.Rounding
}

// compileRule reads a rule; base is the path of the object it stands in, and
// longest the most seconds of a measured period.
func compileRule(problems *problem.List, base string, def Rule, longest decimal.Decimal, allow map[string]bool) *rule {
	at := func(field string) string { return problem.Join(base, field) }
	r := &rule{}
	before := problems.Len()
	m, ok := findMeasure(problems, at("measure"), def.Measure)
	if !ok {
		return r
	}
	r.measure = m
	if def.RoundTo != "" {
		r.roundTo = r.number(problems, at("roundTo"), def.RoundTo)
		if r.roundTo.IsZero() && problems.Len() == before {
			problems.Add(at("roundTo"), slakit.ErrInvalid, "found %s, want a step above it, such as %s", def.RoundTo, map[dimension]string{share: "0.1%", span: "30m", count: "1"}[m.dim])
		}
	}
	if def.Target != "" {
		t := r.number(problems, at("target"), def.Target)
		r.target = &t
	}
	if len(def.Tiers) == 0 && def.Rate == nil {
		problems.Add(at("tiers"), slakit.ErrRequired, "want tiers or a rate")
	}
	r.compileTiers(problems, at("tiers"), def, longest, allow)
	if def.Rate != nil {
		r.compileRate(problems, at("rate"), *def.Rate)
	}
	r.creditTo = optionalShare(problems, at("creditTo"), def.CreditTo)
	r.multipliers(problems, at, def)
	if def.Cap != "" {
		var err error
		r.cap, err = parseAmount(def.Cap)
		problems.Refuse(at("cap"), err)
		if err == nil {
			r.checkCap(problems, at("cap"), def, longest, problems.Len() == before)
		}
	}
	return r
}

// number reads a value of what the rule measures.
func (r *rule) number(problems *problem.List, path, s string) decimal.Decimal {
	d, err := r.measure.parse(s)
	problems.Refuse(path, err)
	return d
}

func optionalShare(problems *problem.List, path, s string) decimal.Decimal {
	if s == "" {
		return decimal.Decimal{}
	}
	d, err := money.ParsePercent(s)
	if err == nil && !d.IsPositive() {
		err = problem.New(slakit.ErrInvalid, "found %s, want more than 0%%", s)
	}
	problems.Refuse(path, err)
	return d
}

func (r *rule) multipliers(problems *problem.List, at func(string) string, def Rule) {
	if def.Repeat != "" {
		d, err := money.ParseDecimal(def.Repeat)
		if err == nil && d.LessThan(one) {
			err = problem.New(slakit.ErrInvalid, "found %s, want 1 or more", def.Repeat)
		}
		problems.Refuse(at("repeat"), err)
		r.repeat = &d
	}
	if def.Weight != "" {
		d, err := money.ParsePercent(def.Weight)
		if err == nil && (!d.IsPositive() || d.GreaterThan(one)) {
			err = problem.New(slakit.ErrInvalid, "found %s, want more than 0%% and at most 100%%", def.Weight)
		}
		problems.Refuse(at("weight"), err)
		r.weight = &d
	}
}

// credit reads the credit of a tier or rate, which must be of the unit of those
// before it.
func (r *rule) credit(problems *problem.List, path, s string) amount {
	if s == "" {
		problems.Add(path, slakit.ErrRequired, `want a percentage, points or an amount of money: "10%%", "3 points", "125.50 EUR"`)
		return amount{}
	}
	a, err := parseAmount(s)
	switch {
	case err != nil:
		problems.Refuse(path, err)
		return amount{}
	case r.unit == 0:
		r.unit, r.currency = a.unit, a.currency
	case r.unit != a.unit:
		problems.Add(path, slakit.ErrInvalid, "found %v, want %v as before it", a.unit, r.unit)
	case r.currency != a.currency:
		problems.Add(path, slakit.ErrInvalid, "found %v, want %v as before it", a.currency, r.currency)
	}
	return a
}

func (r *rule) compileRate(problems *problem.List, path string, def Rate) {
	at := func(field string) string { return problem.Join(path, field) }
	before := problems.Len()
	rt := &rate{count: def.Count}
	rt.credit = r.credit(problems, at("credit"), def.Credit)
	if def.Per == "" {
		problems.Add(at("per"), slakit.ErrRequired, "want the unit that is credited, such as 30m or 0.1%%")
	} else {
		rt.per = r.number(problems, at("per"), def.Per)
		if problems.Len() == before && !rt.per.IsPositive() {
			problems.Add(at("per"), slakit.ErrInvalid, "found %s, want a unit above 0", def.Per)
		}
	}
	oneOf(problems, at("count"), def.Count, "full", "started", "proportional")
	switch def.Count {
	case "":
		rt.count = "full"
	case "proportional":
		if rt.credit.unit == points {
			problems.Add(at("count"), slakit.ErrInvalid, "points are whole numbers, want full or started")
		}
	}
	rt.rounding = map[string]money.Rounding{"started": money.Up}[rt.count]
	if rt.count == "full" {
		rt.rounding = money.Down
	}
	switch {
	case r.measure.less && def.After != "":
		problems.Add(at("after"), slakit.ErrInvalid, `%s is worse when it is less, want "below"`, r.measure.name)
	case !r.measure.less && def.Below != "":
		problems.Add(at("below"), slakit.ErrInvalid, `%s is worse when it is more, want "after"`, r.measure.name)
	case r.measure.less && def.Below == "":
		problems.Add(at("below"), slakit.ErrRequired, "want the share below which units are credited")
	case r.measure.less:
		rt.bound = r.number(problems, at("below"), def.Below)
	case def.After != "":
		rt.bound = r.number(problems, at("after"), def.After)
	}
	r.rate = rt
}

// An outcome is what a rule gives for a value, with what the steps tell.
type outcome struct {
	value   money.Fraction // as measured
	read    money.Fraction // as it was compared
	kept    bool           // the target was met
	missed  bool           // it was not; without a target, something is due
	tier    int            // index in the rule's tiers, -1 for none
	units   money.Fraction // of the rate, 0 for none
	raw     amount         // the greater of tier and rate
	repeats bool
	amount  amount // after rounding, weight, repetition and the level's cap
}

// apply returns the outcome of a value; missed says that the level was missed
// in the period before.
func (r *rule) apply(value money.Fraction, missed bool) outcome {
	o := outcome{value: value, read: value.RoundTo(r.roundTo, money.HalfAway), tier: -1}
	o.raw = amount{unit: r.unit, currency: r.currency}
	if r.target != nil && !r.worse(o.read, *r.target, false) {
		o.kept = true
		o.amount = o.raw
		return o
	}
	for i, t := range r.tiers {
		if !r.worse(o.read, t.bound, t.inclusive) {
			break
		}
		o.tier, o.raw.number = i, t.credit.number
	}
	if r.rate != nil {
		o.units = r.rate.units(r.measure, o.read)
		if byRate := r.rate.credit.number.Mul(o.units); byRate.Cmp(o.raw.number) > 0 {
			o.tier, o.raw.number = -1, byRate
		}
	}
	o.missed = r.target != nil || o.raw.number.Sign() > 0
	o.amount = o.raw
	if !r.creditTo.IsZero() && r.unit == ofBase {
		o.amount.number = o.amount.number.RoundTo(r.creditTo, money.HalfAway)
	}
	if r.weight != nil {
		o.amount = o.amount.times(money.Whole(*r.weight))
	}
	if r.repeat != nil && missed && !o.amount.number.IsZero() {
		o.repeats, o.amount = true, o.amount.times(money.Whole(*r.repeat))
	}
	if r.cap.unit != 0 {
		o.amount.number = slices.MinFunc([]money.Fraction{o.amount.number, r.cap.number}, money.Fraction.Cmp)
	}
	return o
}

// worse reports whether v is beyond the bound on the bad side, or at it where
// that counts.
func (r *rule) worse(v money.Fraction, bound decimal.Decimal, inclusive bool) bool {
	c := v.Cmp(money.Whole(bound))
	if r.measure.less {
		c = -c
	}
	return c > 0 || c == 0 && inclusive
}

// units returns how many units of the rate a value is worth.
func (rt *rate) units(m measure, v money.Fraction) money.Fraction {
	excess := v.Sub(money.Whole(rt.bound))
	if m.less {
		excess = excess.Neg()
	}
	if excess.Sign() != 1 {
		return money.Fraction{}
	}
	units, err := excess.Quo(money.Whole(rt.per))
	if err != nil {
		return money.Fraction{}
	}
	if rt.count == "proportional" {
		return units
	}
	return money.Whole(units.Round(0, rt.rounding))
}
