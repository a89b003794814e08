package contract

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/credit"
	"github.com/slakit/slakit/contract/money"
	"github.com/slakit/slakit/internal/problem"
)

// Base returns what the base lines of a schedule accrue on the days, exactly:
// the amount of which its credits are percentages (M9). Base lines are those
// that the schedule names, else those of its rows, else those of the contract.
// Days on which the contract is suspended or not in force carry nothing; a
// schedule of an amendment applies to the lines of the day.
//
// The error, if the lines are of several currencies, is a [*money.MixedError].
func (c *Contract) Base(s credit.Definition, days cost.Days) (money.Exact, error) {
	var sum, idle money.Exact // idle is nothing, of the currency of other days
	for run := range c.inForce() {
		part, err := cost.Accrued(run.ver.baseLines(s), run.terms(c), days)
		if run.days.Intersect(days).Count() == 0 {
			if err == nil && (idle.IsZero() || run.days.First.Compare(days.First) == -1) {
				idle = part
			}
			continue
		}
		if err != nil {
			return money.Exact{}, err
		}
		if sum, err = sum.Add(part); err != nil {
			return money.Exact{}, err
		}
	}
	if sum.IsZero() {
		return idle, nil
	}
	return sum, nil
}

// baseLines returns the cost lines of which a schedule takes percentages.
func (v *sections) baseLines(s credit.Definition) []*cost.Line {
	if len(s.Base) > 0 {
		var named []*cost.Line
		for _, l := range v.allLines() {
			if slices.Contains(s.Base, l.ID()) {
				named = append(named, l)
			}
		}
		return named
	}
	var ofRows []*cost.Line
	for i := range v.rows {
		if r := &v.rows[i]; len(s.Rows) == 0 || slices.Contains(s.Rows, r.ID) {
			ofRows = append(ofRows, r.lines...)
		}
	}
	if len(ofRows) > 0 {
		return ofRows
	}
	return v.lines
}

// Credits returns what a schedule of the contract gives for measured periods,
// in their order. A period's Base and YearBase are filled in unless they are
// given: see [Contract.Base]. It holds the version of the schedule that holds
// on the first day of the period (K23); a new version begins anew: it knows
// nothing of what the old one carried, used up or earned back.
//
// The error is a [slakit.ErrUnknown] for a schedule that the contract does not
// have on the first day of a period, and as of [credit.Schedule.Credits].
func (c *Contract) Credits(schedule string, periods []credit.Period) ([]credit.Credit, error) {
	var all []credit.Credit
	for begin := 0; begin < len(periods); {
		def, err := c.schedule(schedule, periods[begin].Days.First)
		if err != nil {
			return nil, fmt.Errorf("periods[%d]: %w", begin, err)
		}
		end := begin + 1
		for end < len(periods) {
			next, err := c.schedule(schedule, periods[end].Days.First)
			if err != nil || !reflect.DeepEqual(def, next) {
				break
			}
			end++
		}
		credits, err := c.assess(def, periods[begin:end])
		if err != nil {
			return nil, err
		}
		all, begin = append(all, credits...), end
	}
	return all, nil
}

// schedule returns a credit schedule as it reads on a day.
func (c *Contract) schedule(id string, d calendar.Date) (credit.Definition, error) {
	v := at(c.spans, d).s.ver
	var known []string
	for _, def := range v.credits {
		if def.ID == id {
			return def, nil
		}
		known = append(known, def.ID)
	}
	return credit.Definition{}, problem.New(slakit.ErrUnknown, "contract %s has no schedule %q on %v%s", c.entry.ID, id, d, problem.DidYouMean(id, known))
}

// assess works out periods of one version of a schedule.
func (c *Contract) assess(def credit.Definition, periods []credit.Period) ([]credit.Credit, error) {
	s, err := credit.Compile(def)
	if err != nil {
		return nil, err
	}
	filled := slices.Clone(periods)
	for i := range filled {
		p := &filled[i]
		if p.Base.IsZero() {
			if p.Base, err = c.Base(def, p.Days); err != nil {
				return nil, err
			}
		}
		if p.YearBase.IsZero() && def.Caps.Year != "" && def.Caps.Years != "rolling" {
			if p.YearBase, err = c.Base(def, s.Year(p.Days.First, c.entry.Start)); err != nil {
				return nil, err
			}
		}
	}
	return s.Credits(c.entry.Start, filled)
}
