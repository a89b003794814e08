package cost

// A Definition is one cost line as it is written, the Amount charged for each
// period. It is plain data; [Compile] checks it.
type Definition struct {
	ID string `json:"id"`
	// Amount is the price of one unit for one period of Every, a decimal such
	// as "12500.00"; Currency its ISO 4217 code.
	Amount   string `json:"amount"`
	Currency string `json:"currency"`
	// Quantity is the number of units, a decimal; "" means 1.
	Quantity string `json:"quantity,omitzero"`
	// Every is the billing period, such as "P1M", or "once".
	Every string `json:"every"`
	// From says where billing periods begin: "calendar" (the default) with the
	// calendar's months, quarters, half-years and years, "start" on the day
	// the contract starts and every period after it.
	From string `json:"from,omitzero"`
	// On is the day of a line that is charged once, "2026-03-01"; "" means the
	// first day of the contract.
	On string `json:"on,omitzero"`
	// DayCount says what is charged for a part of a billing period: see
	// [DayCount]. The default, "period-days", is the days used of the days of
	// that billing period.
	DayCount string `json:"dayCount,omitzero"`
	// Rounding names the rule by which a charge is rounded to the minor unit:
	// see money.Rounding. The default is "half-away".
	Rounding string `json:"rounding,omitzero"`
	// WhileSuspended is "free" (the default) or "charged" (K19).
	WhileSuspended string `json:"whileSuspended,omitzero"`
	// Kind is a heading under which the line is totalled, such as "licence".
	Kind string `json:"kind,omitzero"`
	// Centre is the cost centre that bears the line, Centres are several that
	// share each charge.
	Centre  string  `json:"centre,omitzero"`
	Centres []Share `json:"centres,omitzero"`
	// Index raises the amount in steps.
	Index *Index `json:"index,omitzero"`
	Note  string `json:"note,omitzero"`
}

// A Share is the part of a cost centre: its Weight, a decimal, of the sum of all
// weights.
type Share struct {
	Centre string `json:"centre"`
	Weight string `json:"weight"`
	Note   string `json:"note,omitzero"`
}

// An Index raises an amount in steps, the first of them one period of Every
// after the contract's start.
type Index struct {
	// Kind is "fixed" (Percent at every step), "steps" (one of Percents at each
	// step, none after the last) or "series" (the change of a price index).
	Kind     string   `json:"kind"`
	Percent  string   `json:"percent,omitzero"`
	Percents []string `json:"percents,omitzero"`
	// Every is the time between steps, such as "P1Y".
	Every string `json:"every"`
	// From, a date, is the day of the first step, where it is not one period
	// of Every after the start.
	From string `json:"from,omitzero"`
	// Series names the price index, for people; Values holds its values by
	// month, as in {"2025-10": "129.9"}. A step compares the month that lies
	// Lag, such as "P3M", before the step with the month one step earlier.
	Series string            `json:"series,omitzero"`
	Values map[string]string `json:"values,omitzero"`
	Lag    string            `json:"lag,omitzero"`
	// Margin is added to the change of a series.
	Margin string `json:"margin,omitzero"`
	// RoundTo rounds the percentage of a step, as in "0.1%", half away from
	// zero, before Cap and Floor bound it.
	RoundTo string `json:"roundTo,omitzero"`
	Cap     string `json:"cap,omitzero"`
	Floor   string `json:"floor,omitzero"`
	// Method is "compound" (the default: each step on the amount before it) or
	// "simple" (each step on the first amount).
	Method string `json:"method,omitzero"`
	// Round is "charge" (the default: only charges are rounded) or "step" (the
	// unit's amount is rounded at every step).
	Round string `json:"round,omitzero"`
	Note  string `json:"note,omitzero"`
}
