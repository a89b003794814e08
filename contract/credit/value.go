package credit

import (
	"fmt"
	"strings"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/contract/money"
	"github.com/slakit/slakit/internal/problem"
)

// value applies the rules to what was measured and combines their credits: of
// one incident the highest counts, or the sum; incidents add up.
func (s *Schedule) value(p Period, st state, c *Credit, next *state, tell func(Step)) (amount, error) {
	var total amount
	var incidents []incident
	for i := range p.Measured {
		v := &p.Measured[i]
		n, err := s.level(v.Level)
		if err != nil {
			return amount{}, fmt.Errorf("measured[%d]: %w", i, err)
		}
		r := s.rules[n]
		value, ok, err := v.value(r.measure)
		if err != nil {
			return amount{}, fmt.Errorf("measured[%d]: %w", i, err)
		}
		if !ok {
			if tell != nil {
				tell(Step{Level: r.id, Name: "measured", Text: "nothing: no value and no credit"})
			}
			continue
		}
		c.Measured = true
		o := r.apply(value, st.missed>>n&1 == 1)
		if o.missed {
			next.missed |= 1 << n
		}
		if tell != nil {
			r.tell(v.Incident, o, tell)
		}
		a, err := s.common(p, o.amount)
		if err != nil {
			return amount{}, err
		}
		incidents = s.combine(incidents, v.Incident, a)
	}
	if len(incidents) == 0 {
		if len(p.Measured) == 0 && tell != nil {
			tell(Step{Name: "measured", Text: "nothing: no value and no credit"})
		}
		total = amount{unit: s.unit, currency: s.currency}
	}
	for i, in := range incidents {
		if i == 0 {
			total = in.amount
		} else {
			total.number = total.number.Add(in.amount.number)
		}
	}
	if tell != nil && len(p.Measured) > 1 && len(incidents) > 0 {
		tell(Step{Name: "combined", Text: s.how(len(incidents)) + ": " + total.String()})
	}
	if s.table == nil {
		return total, nil
	}
	c.Points = total.number.Round(money.MaxDigits, money.Down)
	o := s.table.apply(total.number, false)
	if tell != nil {
		s.table.tell("", o, tell)
	}
	return o.amount, nil
}

// An incident is what its values come to together.
type incident struct {
	id     string
	amount amount
}

// combine adds the credit of a value to those of its incident. Points of all
// values add up.
func (s *Schedule) combine(all []incident, id string, a amount) []incident {
	for i := range all {
		if all[i].id != id {
			continue
		}
		sum := &all[i].amount
		if s.highest {
			sum.number = greater(sum.number, a.number)
		} else {
			sum.number = sum.number.Add(a.number)
		}
		return all
	}
	return append(all, incident{id, a})
}

func (s *Schedule) how(incidents int) string {
	text := "the sum"
	if s.highest {
		text = "the highest"
	}
	if incidents > 1 {
		return fmt.Sprintf("%s of each of %d incidents, added up", text, incidents)
	}
	return text
}

// level returns the place of a level.
func (s *Schedule) level(id string) (int, error) {
	for i, r := range s.rules {
		if r.id == id {
			return i, nil
		}
	}
	known := make([]string, len(s.rules))
	for i, r := range s.rules {
		known[i] = r.id
	}
	if len(known) == 1 && known[0] == "" {
		return 0, problem.New(slakit.ErrUnknown, "found level %q, want none: the schedule measures one thing", clip(id))
	}
	return 0, problem.New(slakit.ErrUnknown, "found level %q%s, want one of %s", clip(id), problem.DidYouMean(id, known), strings.Join(known, ", "))
}

// common brings a credit to the unit of the schedule's rules.
func (s *Schedule) common(p Period, a amount) (amount, error) {
	if a.unit != ofBase || s.unit == ofBase {
		return a, nil
	}
	base, err := s.base(p)
	if err != nil {
		return amount{}, err
	}
	return amount{unit: sum, number: base.Fraction.Mul(a.number), currency: s.currency}, nil
}

// tell lists the steps from a value to its credit.
func (r *rule) tell(incident string, o outcome, tell func(Step)) {
	say := func(name, format string, args ...any) {
		tell(Step{Level: r.id, Name: name, Text: fmt.Sprintf(format, args...)})
	}
	what := r.measure.name + " " + r.measure.show(o.value)
	if incident != "" {
		what += ", incident " + incident
	}
	say("measured", "%s", what)
	if r.roundTo.IsPositive() {
		say("rounded", "%s, to %s", r.measure.show(o.read), r.measure.show(money.Whole(r.roundTo)))
	}
	switch {
	case o.kept:
		say("target", "%s is kept: %v", r.measure.show(money.Whole(*r.target)), o.amount)
		return
	case o.tier >= 0:
		t := r.tiers[o.tier]
		say("tier", "%s %s: %v", r.side(t.inclusive), r.measure.show(money.Whole(t.bound)), t.credit)
	case o.units.Sign() > 0:
		say("rate", "%s %s, %s x %v for each %s (%s): %v", r.side(false), r.measure.show(money.Whole(r.rate.bound)),
			short(o.units), r.rate.credit, r.measure.show(money.Whole(r.rate.per)), r.rate.count, o.raw)
	default:
		say("tier", "none: %v", o.amount)
	}
	if r.creditTo.IsPositive() && r.unit == ofBase {
		say("rounded", "to %s: %v", money.FormatPercent(r.creditTo), amount{unit: ofBase, number: o.raw.number.RoundTo(r.creditTo, money.HalfAway)})
	}
	if r.weight != nil {
		say("weight", "%s", money.FormatPercent(*r.weight))
	}
	if o.repeats {
		say("repeated", "missed in the period before, times %v", r.repeat)
	}
	if r.cap.unit != 0 {
		say("cap", "%v", r.cap)
	}
	if r.weight != nil || o.repeats || r.cap.unit != 0 {
		say("credit", "%v", o.amount)
	}
}

func (r *rule) side(inclusive bool) string {
	switch {
	case r.measure.less:
		return "below"
	case inclusive:
		return "from"
	}
	return "above"
}

// short writes a number of units: cut off at six decimal places.
func short(f money.Fraction) string {
	if d := f.Round(6, money.Down); money.Whole(d).Equal(f) {
		return d.String()
	}
	return f.Round(6, money.Down).StringFixed(6) + "..."
}
