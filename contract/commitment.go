package contract

import (
	"iter"
	"slices"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/money"
)

// A Commitment is how long we are bound, from a day on, if we give notice on
// that day, and what it costs (K10).
type Commitment struct {
	// Last is the last day to which we are bound. It is zero if we are not, or
	// if there is no end to it.
	Last calendar.Date `json:"last,omitzero"`
	// Open reports that we are bound and there is no end to it.
	Open bool `json:"open,omitzero"`
	// Cost is what the days from the day asked about to Last cost, with the cost
	// lines of that day, one amount a currency. Nothing is counted where Open.
	Cost money.List `json:"cost,omitzero"`
}

// Commitment returns our commitment on a day: on the latest notice day the next
// term is not yet owed, the day after it is.
func (c *Contract) Commitment(d calendar.Date) Commitment {
	sp := at(c.spans, d)
	if !inLifeState(sp.state) {
		return Commitment{}
	}
	last, ok := c.EndIfNotice(SideUs, d)
	if !ok {
		return Commitment{Open: true}
	}
	terms := c.costTerms(sp.s.ver)
	terms.Last = last
	return Commitment{Last: last, Cost: cost.Sum(sp.s.ver.allLines(), terms, cost.Days{First: later(d, c.entry.Start), Last: last})}
}

// allLines returns the cost lines of the contract and of its rows.
func (v *sections) allLines() []*cost.Line {
	lines := slices.Clip(v.lines)
	for i := range v.rows {
		lines = append(lines, v.rows[i].lines...)
	}
	return lines
}

// costTerms returns what cost lines have to know of the contract.
func (c *Contract) costTerms(v *sections) cost.Terms {
	return cost.Terms{
		Contract: c.entry.ID, Party: v.party.Name, Kind: string(c.entry.Kind), Start: c.entry.Start, Suspended: c.suspended(),
	}
}

// suspended returns the days on which the contract is suspended; a suspension
// without end goes on to the end of the contract.
func (c *Contract) suspended() []cost.Days {
	var days []cost.Days
	for i := range c.spans {
		if c.spans[i].state == Suspended {
			last := lastDate
			if i+1 < len(c.spans) {
				last = c.spans[i+1].from.Prev()
			}
			days = append(days, cost.Days{First: c.spans[i].from, Last: last})
		}
	}
	return days
}

// Charges yields what the contract costs, or brings in, on the days asked
// about while it is in force: each version of its sections by its own cost
// lines.
func (c *Contract) Charges(days cost.Days) iter.Seq[cost.Charge] {
	return func(yield func(cost.Charge) bool) {
		for run := range c.inForce() {
			for charge := range cost.Charges(run.ver.allLines(), run.terms(c), days) {
				if !yield(charge) {
					return
				}
			}
		}
	}
}

// A run is an unbroken stretch of days in force, suspended ones included, under
// one version of the sections.
type run struct {
	ver  *sections
	days cost.Days // to the last of all days if there is no last
}

func (r run) terms(c *Contract) cost.Terms {
	t := c.costTerms(r.ver)
	t.First, t.Last = r.days.First, r.days.Last
	return t
}

// inForce yields the runs of the contract.
func (c *Contract) inForce() iter.Seq[run] {
	return func(yield func(run) bool) {
		var now run
		for i := range c.spans {
			sp := &c.spans[i]
			on := sp.state == Active || sp.state == Suspended
			if now.ver != nil && (!on || sp.s.ver != now.ver) {
				now.days.Last = sp.from.Prev()
				if !yield(now) {
					return
				}
				now = run{}
			}
			if on && now.ver == nil {
				now = run{sp.s.ver, cost.Days{First: sp.from, Last: lastDate}}
			}
		}
		if now.ver != nil {
			yield(now)
		}
	}
}
