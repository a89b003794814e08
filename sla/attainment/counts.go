package attainment

import "github.com/slakit/slakit/sla"

// Counts are numbers of items.
type Counts struct {
	Met       int64 `json:"met"`
	Breached  int64 `json:"breached"`
	Open      int64 `json:"open"`
	Cancelled int64 `json:"cancelled"` // not part of the total
}

// Total returns the number of items that were met, breached or are open.
func (c Counts) Total() int64 { return c.Met + c.Breached + c.Open }

// Ratio returns the attainment: met of met and breached. Den is 0 if nothing
// is decided.
func (c Counts) Ratio() sla.Ratio { return sla.Ratio{Num: c.Met, Den: c.Met + c.Breached} }

// Add returns the sums of c and d. So the attainment of several months or
// agreements together is weighted by their counts, and not the mean of their
// ratios.
func (c Counts) Add(d Counts) Counts {
	return Counts{c.Met + d.Met, c.Breached + d.Breached, c.Open + d.Open, c.Cancelled + d.Cancelled}
}
