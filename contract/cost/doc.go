// Package cost turns the cost lines of a contract into charges.
//
//	line, err := cost.Compile(def)                 // or every problem, with paths
//	for c := range line.Charges(terms, days) { ... } // lines of an invoice
//	base := line.Accrued(terms, days)              // exactly: the base of a credit
//
// A line says an amount, a quantity, how often it is charged and how it is
// indexed. It knows nothing of registers: who asks says from which day to which
// the contract runs and on which days it was suspended ([Terms]). All days are
// inclusive.
//
// # Periods
//
// Billing periods lie in the calendar, or are counted from the start in one
// addition, so that they never drift ([Periods], K5). A part of a period is
// charged by days used of the days of that period unless the line names another
// [DayCount].
//
// # Rounding
//
// A [Charge] is one fraction and one rounding, however many runs of days and
// prices it has; totals are sums of rounded charges (M1). What accrues is not
// rounded: however days are split, they accrue the same in sum (M9).
//
// # Indexation
//
// An [Index] has steps, anchored like terms: a fixed percentage, a list of them,
// or the change of a price index with margin, rounding, cap and floor; compound
// or simple. The unrounded chain of factors is kept unless the contract rounds
// each step. Where an index value is not known yet, the last price stands and
// the charge says which month is missing.
package cost
