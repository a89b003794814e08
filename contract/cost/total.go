package cost

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/slakit/slakit/contract/money"
)

// A Total is the sum of the charges under one heading.
type Total struct {
	Key string     `json:"key"`
	Sum money.List `json:"sum"`
}

// Totals returns the sum of the charges under each heading that by gives, in
// the order of the headings: sums of rounded lines (M1). To total by cost
// centre, pass the charges through [Split].
func Totals(charges iter.Seq[Charge], by func(Charge) string) []Total {
	sums := map[string]money.List{}
	for c := range charges {
		key := by(c)
		sums[key] = sums[key].Add(c.Amount)
	}
	totals := make([]Total, 0, len(sums))
	for key, sum := range sums {
		totals = append(totals, Total{key, sum})
	}
	slices.SortFunc(totals, func(a, b Total) int { return strings.Compare(a.Key, b.Key) })
	return totals
}

// The headings for [Totals].

// ByParty returns the party of the charge.
func ByParty(c Charge) string { return c.Party }

// ByKind returns the kind of the line.
func ByKind(c Charge) string { return c.Kind }

// ByCentre returns the cost centre.
func ByCentre(c Charge) string { return c.Centre }

// ByYear returns the year of the first day that is charged.
func ByYear(c Charge) string { return fmt.Sprintf("%04d", c.Days.First.Year()) }

// Split divides each charge among the cost centres of its line.
func Split(charges iter.Seq[Charge]) iter.Seq[Charge] {
	return func(yield func(Charge) bool) {
		for c := range charges {
			for _, part := range c.Split() {
				if !yield(part) {
					return
				}
			}
		}
	}
}

// Charges returns the charges of several lines of a contract, line by line.
func Charges(lines []*Line, t Terms, days Days) iter.Seq[Charge] {
	return func(yield func(Charge) bool) {
		for _, l := range lines {
			for c := range l.Charges(t, days) {
				if !yield(c) {
					return
				}
			}
		}
	}
}

// Sum returns what the lines come to for the days: the sum of their rounded
// charges, one amount per currency. It is what a commitment costs (K10).
func Sum(lines []*Line, t Terms, days Days) money.List {
	var sum money.List
	for c := range Charges(lines, t, days) {
		sum = sum.Add(c.Amount)
	}
	return sum
}

// Accrued returns what the lines come to for the days, exactly. The error, if
// they are of several currencies, is a [*money.MixedError].
func Accrued(lines []*Line, t Terms, days Days) (money.Exact, error) {
	var sum money.Exact
	for _, l := range lines {
		var err error
		if sum, err = sum.Add(l.Accrued(t, days)); err != nil {
			return money.Exact{}, err
		}
	}
	return sum, nil
}
