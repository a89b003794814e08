package credit

import (
	"iter"

	"github.com/shopspring/decimal"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/money"
)

// A Period is one measured period of a contract: what was measured in it, and
// what the credit is taken of.
type Period struct {
	// Days are the measured period: see [Schedule.Period].
	Days cost.Days
	// Base is what the base lines accrued for the period (M9): see
	// [cost.Accrued]. Without one, or below zero, percentages come to nothing.
	Base money.Exact
	// YearBase is what they accrue for the whole year in which the period
	// begins. Only a year cap in per cent of a contract or calendar year reads
	// it.
	YearBase money.Exact
	// Invoice is the invoice against which the credit is set off; the zero
	// Money means that it is not limited by one.
	Invoice money.Money
	// Measured are the values, in any order; a level without one measured
	// nothing (M3).
	Measured []Measured
}

// A Credit is what a schedule gives for one measured period: what the supplier
// of the contract owes (M11).
//
// Computed + Taken = Amount + Carried + Forfeited.
type Credit struct {
	Schedule string    `json:"schedule"`
	Days     cost.Days `json:"days"`
	// Measured reports whether anything was measured (M3).
	Measured bool `json:"measured"`
	// Points and Share are what the measured values come to before any cap, in
	// the unit in which the schedule gives it; 0 if it gives another.
	Points decimal.Decimal `json:"points"`
	Share  money.Fraction  `json:"share"`
	// Computed is the credit before caps, rounded.
	Computed money.Money `json:"computed,omitzero"`
	// Taken was carried over from earlier periods.
	Taken money.Money `json:"taken,omitzero"`
	// Amount is the credit: the line of the credit note.
	Amount money.Money `json:"amount,omitzero"`
	// Carried is what is over a cap and goes to later periods, Forfeited what is
	// lost.
	Carried   money.Money `json:"carried,omitzero"`
	Forfeited money.Money `json:"forfeited,omitzero"`
	// Returned is the part of Amount that was earned back by good periods, and
	// ReturnedIn the last of them.
	Returned   money.Money `json:"returned,omitzero"`
	ReturnedIn cost.Days   `json:"returnedIn,omitzero"`
	// ClaimBy is the last day on which the credit can be claimed; the zero Date
	// if it need not be.
	ClaimBy calendar.Date `json:"claimBy,omitzero"`

	schedule *Schedule
	period   Period
	before   state
	good     bool // measured, and nothing due
}

// Steps returns how the credit came about, in the order of M4: measured, tier
// or rate, base, caps, rounding (M7). A credit that was decoded from text
// yields none.
func (c Credit) Steps() iter.Seq[Step] {
	return func(yield func(Step) bool) {
		if c.schedule == nil {
			return
		}
		more := true
		// The steps are those of the calculation itself, made once more.
		_, _, _ = c.schedule.assess(c.period, c.before, func(s Step) {
			more = more && yield(s)
		})
		if more && !c.Returned.IsZero() {
			yield(Step{Name: "earned back", Text: c.Returned.String() + " by good periods until " + c.ReturnedIn.Last.String()})
		}
	}
}

// A Step is one line of the explanation of a credit.
type Step struct {
	// Level names the level that the step is about, "" for the schedule.
	Level string `json:"level,omitzero"`
	// Name is the step's: measured, rounded, tier, rate, weight, repeated, cap,
	// points, combined, base, credit, carried, period cap, year cap, invoice,
	// minimum, rounding.
	Name string `json:"name"`
	Text string `json:"text"`
}

// String returns the step in one line.
func (s Step) String() string {
	if s.Level == "" {
		return s.Name + ": " + s.Text
	}
	return s.Level + ": " + s.Name + ": " + s.Text
}
