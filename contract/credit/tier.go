package credit

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/contract/money"
	"github.com/slakit/slakit/internal/problem"
)

const (
	maxTiers  = 64
	maxLevels = 64
)

// A tier gives its credit to every value that is worse than its bound, unless a
// worse tier does.
type tier struct {
	index     int // as written
	bound     decimal.Decimal
	inclusive bool
	credit    amount

	// Bands end on both sides.
	band  bool
	other decimal.Decimal // the worse end of a band
	open  bool            // the band has no worse end
}

// compileTiers reads the tiers of a rule: all thresholds, or bands with a last
// threshold.
func (r *rule) compileTiers(problems *problem.List, path string, def Rule, longest decimal.Decimal, allow map[string]bool) {
	if len(def.Tiers) > maxTiers {
		problems.Add(path, slakit.ErrLimit, "found %d tiers, want at most %d", len(def.Tiers), maxTiers)
		return
	}
	before := problems.Len()
	bands := false
	for i, t := range def.Tiers {
		compiled := r.threshold(problems, problem.Index(path, i), t)
		compiled.index = i
		bands = bands || compiled.band
		r.tiers = append(r.tiers, compiled)
	}
	if problems.Len() > before {
		return
	}
	slices.SortStableFunc(r.tiers, r.milder)
	if bands {
		r.joinBands(problems, path, def)
	}
	if problems.Len() > before {
		return
	}
	r.checkOrder(problems, path, def, allow)
	r.checkReach(problems, path, def, longest)
}

// milder orders tiers from the one that the mildest value reaches.
func (r *rule) milder(a, b tier) int {
	c := a.bound.Cmp(b.bound)
	if r.measure.less {
		c = -c
	}
	if c == 0 && a.inclusive != b.inclusive {
		if a.inclusive {
			return -1
		}
		return 1
	}
	return c
}

// threshold reads one tier.
func (r *rule) threshold(problems *problem.List, path string, def Tier) tier {
	at := func(field string) string { return problem.Join(path, field) }
	t := tier{credit: r.credit(problems, at("credit"), def.Credit)}
	given := 0
	for _, s := range [...]string{def.Below, def.Above, def.From} {
		if s != "" {
			given++
		}
	}
	switch {
	case given == 0 && def.To == "":
		problems.Add(path, slakit.ErrRequired, "want a threshold: %s", r.wanted())
	case given > 1 || def.To != "" && def.From == "":
		problems.Add(path, slakit.ErrInvalid, "want one threshold, %s, or a band with from and to", r.wanted())
	case def.To != "":
		low, high := r.number(problems, at("from"), def.From), r.number(problems, at("to"), def.To)
		if low.GreaterThan(high) {
			problems.Add(at("to"), slakit.ErrInvalid, "found %s, want at least the %s of from", def.To, def.From)
		}
		t.band, t.inclusive, t.bound, t.other = true, true, low, high
		if r.measure.less {
			t.bound, t.other = high, low
		}
	case r.measure.less && def.Below != "":
		t.bound, t.open = r.number(problems, at("below"), def.Below), true
	case !r.measure.less && def.Above != "":
		t.bound, t.open = r.number(problems, at("above"), def.Above), true
		if r.measure.dim == count {
			t.bound, t.inclusive = t.bound.Add(one), true // above 2 is from 3
		}
	case !r.measure.less && def.From != "":
		t.bound, t.inclusive, t.open = r.number(problems, at("from"), def.From), true, true
	case def.Below != "":
		problems.Add(at("below"), slakit.ErrInvalid, "%s is worse when it is more, want %s", r.measure.name, r.wanted())
	case def.Above != "":
		problems.Add(at("above"), slakit.ErrInvalid, "%s is worse when it is less, want %s", r.measure.name, r.wanted())
	default:
		problems.Add(at("from"), slakit.ErrInvalid, "%s is worse when it is less, want %s", r.measure.name, r.wanted())
	}
	return t
}

func (r *rule) wanted() string {
	if r.measure.less {
		return `"below"`
	}
	return `"above" or "from"`
}

// joinBands turns bands into thresholds, which is right only if no value can lie
// between two of them: each must begin one step of the rounding after the one
// before it (M2).
func (r *rule) joinBands(problems *problem.List, path string, def Rule) {
	step := r.roundTo
	if r.measure.dim == count && step.IsZero() {
		step = one
	}
	show := func(d decimal.Decimal) string { return r.measure.show(money.Whole(d)) }
	towards := func(d decimal.Decimal) decimal.Decimal { // one step to the worse
		if r.measure.less {
			return d.Sub(step)
		}
		return d.Add(step)
	}
	for i := range r.tiers {
		t := &r.tiers[i]
		at := problem.Index(path, t.index)
		last := i == len(r.tiers)-1
		if t.open && !last {
			problems.Add(at, slakit.ErrInvalid, "it overlaps the bands that are worse, want a band with from and to")
			return
		}
		var end decimal.Decimal // where the tier before it ends
		switch {
		case i > 0:
			end = r.tiers[i-1].other
		case r.target != nil && r.measure.less:
			end = *r.target
		case r.measure.less:
			problems.Add(path, slakit.ErrInvalid, "bands leave open what is due above %s, want a target or thresholds: \"below\"", show(t.bound))
			return
		default:
			continue // values below the first band earn nothing
		}
		if step.IsPositive() && !t.bound.Mod(step).IsZero() {
			problems.Add(at, slakit.ErrInvalid, "%s is no multiple of the rounding to %s", show(t.bound), show(step))
			return
		}
		first := t.bound
		if !t.inclusive { // below 96 begins one step under it
			first = towards(first)
		}
		switch c := first.Cmp(towards(end)); {
		case c == 0 && t.inclusive && step.IsZero():
			problems.Add(at, slakit.ErrInvalid, "it holds %s, as the one before it does, want each value in one band", show(end))
			return
		case c == 0:
		case (c == -1) == r.measure.less:
			r.hole(problems, path, show(end), show(t.bound), def)
			return
		default:
			problems.Add(at, slakit.ErrInvalid, "it overlaps %s, want each value in one band", show(end))
			return
		}
		if r.measure.less { // at most first is below end
			t.bound, t.inclusive = end, false
		}
	}
	if worst := r.tiers[len(r.tiers)-1]; !worst.open {
		limit := decimal.Decimal{}
		if r.measure.less && worst.other.GreaterThan(limit) {
			r.hole(problems, path, show(worst.other), show(limit), def)
		} else if !r.measure.less {
			problems.Add(path, slakit.ErrInvalid, "no tier holds values above %s, want a last one with \"from\" only", show(worst.other))
		}
	}
}

func (r *rule) hole(problems *problem.List, path, a, b string, def Rule) {
	how := "thresholds"
	if def.RoundTo == "" {
		how += ", or a rounding of the measure (roundTo) under which the bands meet"
	}
	problems.Add(path, slakit.ErrInvalid, "no tier holds the values between %s and %s, want %s", a, b, how)
}

// checkOrder refuses equal thresholds and a smaller credit for a worse value
// (M8).
func (r *rule) checkOrder(problems *problem.List, path string, def Rule, allow map[string]bool) {
	for i := 1; i < len(r.tiers); i++ {
		mild, bad := r.tiers[i-1], r.tiers[i]
		at := problem.Index(path, bad.index)
		if mild.bound.Equal(bad.bound) && mild.inclusive == bad.inclusive {
			problems.Add(at, slakit.ErrDuplicate, "its threshold is that of %s already", problem.Index(path, mild.index))
		} else if bad.credit.number.Cmp(mild.credit.number) < 0 && !allow[nonMonotone] {
			problems.Add(problem.Join(at, "credit"), slakit.ErrInvalid, "a worse value gives %s, less than the %s of %s; want at least as much, or allow %q",
				def.Tiers[bad.index].Credit, def.Tiers[mild.index].Credit, problem.Index(path, mild.index), nonMonotone)
		}
	}
}

// checkReach refuses tiers that no value reaches (M8).
func (r *rule) checkReach(problems *problem.List, path string, def Rule, longest decimal.Decimal) {
	for i, t := range r.tiers {
		at := problem.Index(path, t.index)
		bound := r.measure.show(money.Whole(t.bound))
		switch {
		case r.measure.less && !t.bound.IsPositive():
			problems.Add(at, slakit.ErrInvalid, "no value is below %s, want a threshold that can be reached", bound)
		case r.measure.less && r.target != nil && t.bound.GreaterThan(*r.target):
			problems.Add(at, slakit.ErrInvalid, "nothing is due from the target of %s on, want a threshold of at most that", def.Target)
		case !r.measure.less && r.target != nil && t.bound.LessThan(*r.target):
			problems.Add(at, slakit.ErrInvalid, "nothing is due up to the target of %s, want a threshold of at least that", def.Target)
		case r.measure.dim == share && !r.measure.less && t.bound.Equal(one) && !t.inclusive,
			r.measure.within && longest.IsPositive() && (t.bound.GreaterThan(longest) || t.bound.Equal(longest) && !t.inclusive):
			problems.Add(at, slakit.ErrInvalid, "no value of a period is beyond %s, want a threshold that can be reached", bound)
		case r.roundTo.IsPositive() && i+1 < len(r.tiers) && r.skipped(t, r.tiers[i+1]):
			problems.Add(at, slakit.ErrInvalid, "no value that is rounded to %s lies between its threshold and the next, want a threshold that can be reached", def.RoundTo)
		}
	}
}

// skipped reports whether no rounded value is worse than t but not than the next
// tier.
func (r *rule) skipped(t, next tier) bool {
	// The mildest multiple of the step that reaches t.
	n := t.bound.DivRound(r.roundTo, 0)
	v := n.Mul(r.roundTo)
	step := r.roundTo
	if r.measure.less {
		step = step.Neg()
	}
	for range 2 { // DivRound may be a step off on either side
		if prev := v.Sub(step); r.worse(money.Whole(prev), t.bound, t.inclusive) {
			v = prev
		}
		if !r.worse(money.Whole(v), t.bound, t.inclusive) {
			v = v.Add(step)
		}
	}
	return r.worse(money.Whole(v), next.bound, next.inclusive)
}
