package credit

import "github.com/slakit/slakit/internal/strictjson"

// Parse reads one schedule from JSON text of at most 1 MiB. The error lists
// every unknown, misspelt or repeated key and every wrong type with its path;
// what the values mean is checked by [Compile].
func Parse(data []byte) (Definition, error) {
	var def Definition
	err := strictjson.Decode(data, strictjson.DefaultLimit, &def)
	return def, err
}

// A Definition is one credit schedule as it is written. It either measures one
// thing, by its own [Rule], or several [Level]s. It is plain data; [Compile]
// checks it.
type Definition struct {
	ID   string `json:"id"`
	Name string `json:"name,omitzero"`
	// Rows names the rows of the contract that are measured together; none
	// means all of them. The package carries it, the register reads it.
	Rows []string `json:"rows,omitzero"`

	Rule
	// Levels are several things that are measured in one schedule; Combine says
	// which of the credits for one incident counts, "highest" (the default) or
	// their "sum".
	Levels  []Level `json:"levels,omitzero"`
	Combine string  `json:"combine,omitzero"`
	// Points turns the sum of the points of a period into a credit.
	Points *Rule `json:"points,omitzero"`

	// Every is the measured period: "P1M" (the default), or another.
	Every string `json:"every,omitzero"`
	// From is "calendar" (the default: calendar months) or "start" (M9).
	From string `json:"from,omitzero"`
	// Base names the cost lines of which percentages are taken; none means the
	// row's, else the contract's (M9).
	Base []string `json:"base,omitzero"`
	// AtRisk is the part of the base that is at risk, such as "10%":
	// percentages are of it, and credits never exceed it.
	AtRisk string `json:"atRisk,omitzero"`
	Caps   Caps   `json:"caps,omitzero"`
	// Minimum is an amount such as "1 USD": a credit that is not greater is not
	// issued.
	Minimum string `json:"minimum,omitzero"`
	// EarnBack returns credits after good periods.
	EarnBack *EarnBack `json:"earnBack,omitzero"`
	// Claim is the time after the last day of the measured period in which a
	// credit must be claimed, such as "P30D"; "" means that it need not be.
	Claim string `json:"claim,omitzero"`
	// Rounding names the rule by which a credit is rounded to the minor unit:
	// see money.Rounding. The default is "half-away".
	Rounding string `json:"rounding,omitzero"`
	// Allow accepts oddities of published schedules by name: "non-monotone".
	Allow []string `json:"allow,omitzero"`
	Note  string   `json:"note,omitzero"`
}

// A Level is one of several things that a schedule measures.
type Level struct {
	ID string `json:"id"`
	Rule
	Note string `json:"note,omitzero"`
}

// A Rule turns one measured value into a credit: by Tiers, by a Rate, or by
// the greater of both.
type Rule struct {
	// Measure says what the value is: "attainment" or "availability" (a share,
	// less is worse), "errors" (a share, more is worse), "downtime" or "lateness"
	// (a time), "breaches" or "points" (a number).
	Measure string `json:"measure,omitzero"`
	// Metric is the metric of package sla whose attainment is measured.
	Metric string `json:"metric,omitzero"`
	// RoundTo, where given, rounds the measured value, as in "0.1%" or "30m",
	// half away from zero, before anything is compared with it.
	RoundTo string `json:"roundTo,omitzero"`
	// Target is the value from which on nothing is due. Bands need it.
	Target string `json:"target,omitzero"`
	Tiers  []Tier `json:"tiers,omitzero"`
	Rate   *Rate  `json:"rate,omitzero"`
	// CreditTo, where given, rounds a credit in per cent, as in "1%", half away
	// from zero. Peers do so; by default nothing is rounded but money.
	CreditTo string `json:"creditTo,omitzero"`
	// Repeat multiplies the credit of a period that follows a missed one, as in
	// "2".
	Repeat string `json:"repeat,omitzero"`
	// Weight, such as "40%", is the share of the credit that counts.
	Weight string `json:"weight,omitzero"`
	// Cap is the most that this level gives, in per cent, points or money.
	Cap string `json:"cap,omitzero"`
}

// A Tier is one step: the credit for a value below, above, or from a threshold
// on (M2), or in the closed band from From to To, as contracts print it.
type Tier struct {
	Below string `json:"below,omitzero"`
	Above string `json:"above,omitzero"`
	From  string `json:"from,omitzero"`
	To    string `json:"to,omitzero"`
	// Credit is a share of the base ("10%"), an amount ("125.50 EUR") or points
	// ("3 points").
	Credit string `json:"credit"`
	Note   string `json:"note,omitzero"`
}

// A Rate gives a credit for each unit by which a value is worse than a bound.
type Rate struct {
	// Credit is given for each Per; it is written as in a Tier.
	Credit string `json:"credit"`
	Per    string `json:"per"`
	// Count says how a part of a unit counts: "full" (the default: not at all),
	// "started" (as a whole one) or "proportional".
	Count string `json:"count,omitzero"`
	// After is the part of a duration or count that is free, such as "10m".
	After string `json:"after,omitzero"`
	// Below is the share, such as "99.9%", below which units are counted.
	Below string `json:"below,omitzero"`
	Note  string `json:"note,omitzero"`
}

// Caps limit what a schedule gives. A cap in per cent is of the base of its own
// span (M4).
type Caps struct {
	Period string `json:"period,omitzero"`
	Year   string `json:"year,omitzero"`
	// Years is "contract" (the default), "calendar" or "rolling": the year for
	// which Year holds.
	Years string `json:"years,omitzero"`
	// Over is what becomes of the part over a cap: "forfeit" (the default) or
	// "carry", for Carry periods.
	Over  string `json:"over,omitzero"`
	Carry int    `json:"carry,omitzero"`
	Note  string `json:"note,omitzero"`
}

// An EarnBack returns Percent of a credit when the level is met in each of the
// next Periods periods.
type EarnBack struct {
	Percent string `json:"percent"`
	Periods int    `json:"periods"`
	Note    string `json:"note,omitzero"`
}
