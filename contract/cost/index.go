package cost

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/money"
	"github.com/slakit/slakit/internal/problem"
)

const (
	maxPercents    = 200
	maxValues      = 3600 // months of a price index
	maxIndexDigits = 8    // of a percentage or of an index value: factors multiply
)

// An index is a compiled Index.
type index struct {
	kind     string
	percent  decimal.Decimal
	percents []decimal.Decimal
	every    calendar.Period
	from     calendar.Date
	values   map[string]decimal.Decimal
	lag      calendar.Period
	margin   decimal.Decimal
	roundTo  decimal.Decimal
	cap      *decimal.Decimal
	floor    *decimal.Decimal
	simple   bool
	perStep  bool
}

func compileIndex(problems *problem.List, def Index) *index {
	x := &index{kind: def.Kind, simple: def.Method == "simple", perStep: def.Round == "step"}
	switch def.Kind {
	case "fixed":
		if def.Percent == "" {
			problems.Add("index.percent", slakit.ErrRequired, "want the percentage of every step, such as 2%%")
		} else {
			x.percent = percent(problems, "index.percent", def.Percent)
		}
	case "steps":
		x.percents = percents(problems, def.Percents)
	case "series":
		x.values = values(problems, def.Values)
	case "":
		problems.Add("index.kind", slakit.ErrRequired, "want one of fixed, steps, series")
	default:
		problems.Add("index.kind", slakit.ErrUnknown, "found %q, want one of fixed, steps, series", def.Kind)
	}
	refuseOthers(problems, def)
	x.every = indexPeriod(problems, "index.every", def.Every)
	if def.From != "" {
		var err error
		x.from, err = calendar.ParseDate(def.From)
		problems.Refuse("index.from", err)
	}
	if def.Lag != "" {
		x.lag = indexPeriod(problems, "index.lag", def.Lag)
	}
	x.margin = optionalPercent(problems, "index.margin", def.Margin)
	x.roundTo = optionalPercent(problems, "index.roundTo", def.RoundTo)
	if def.RoundTo != "" && x.roundTo.Sign() <= 0 {
		problems.Add("index.roundTo", slakit.ErrInvalid, "found %q, want a step above 0%%, such as 0.1%%", def.RoundTo)
	}
	if def.Cap != "" {
		c := percent(problems, "index.cap", def.Cap)
		x.cap = &c
	}
	if def.Floor != "" {
		f := percent(problems, "index.floor", def.Floor)
		x.floor = &f
	}
	if x.cap != nil && x.floor != nil && x.floor.GreaterThan(*x.cap) {
		problems.Add("index.floor", slakit.ErrInvalid, "found %s, want at most the cap of %s", def.Floor, def.Cap)
	}
	oneOf(problems, "index.method", def.Method, "", "compound", "simple")
	oneOf(problems, "index.round", def.Round, "", "charge", "step")
	return x
}

// refuseOthers reports fields that the kind does not read.
func refuseOthers(problems *problem.List, def Index) {
	unread := func(path string, given bool, kind string) {
		if given && def.Kind != kind && (def.Kind == "fixed" || def.Kind == "steps" || def.Kind == "series") {
			problems.Add(path, slakit.ErrInvalid, "an index of kind %q does not read it, one of kind %q does", def.Kind, kind)
		}
	}
	unread("index.percent", def.Percent != "", "fixed")
	unread("index.percents", def.Percents != nil, "steps")
	unread("index.series", def.Series != "", "series")
	unread("index.values", def.Values != nil, "series")
	unread("index.lag", def.Lag != "", "series")
	unread("index.margin", def.Margin != "", "series")
}

func oneOf(problems *problem.List, path, found string, names ...string) {
	if slices.Contains(names, found) {
		return
	}
	if names[0] == "" {
		names = names[1:]
	}
	problems.Add(path, slakit.ErrUnknown, "found %q, want one of %s", found, strings.Join(names, ", "))
}

// percent reads a percentage above -100 % of few digits: factors multiply.
func percent(problems *problem.List, path, s string) decimal.Decimal {
	p, err := money.ParsePercent(s)
	switch {
	case err != nil:
		problems.Refuse(path, err)
	case p.NumDigits() > maxIndexDigits || p.Exponent() < -maxIndexDigits:
		problems.Add(path, slakit.ErrLimit, "found a percentage of more than %d digits", maxIndexDigits)
	case p.LessThanOrEqual(decimal.NewFromInt(-1)) || p.GreaterThan(decimal.NewFromInt(100)):
		problems.Add(path, slakit.ErrInvalid, "found %s, want more than -100%% and at most 10000%%", s)
	}
	return p
}

func optionalPercent(problems *problem.List, path, s string) decimal.Decimal {
	if s == "" {
		return decimal.Decimal{}
	}
	return percent(problems, path, s)
}

func percents(problems *problem.List, list []string) []decimal.Decimal {
	switch {
	case len(list) == 0:
		problems.Add("index.percents", slakit.ErrRequired, "want the percentage of each step, such as 2%%")
	case len(list) > maxPercents:
		problems.Add("index.percents", slakit.ErrLimit, "found %d steps, want at most %d", len(list), maxPercents)
		return nil
	}
	all := make([]decimal.Decimal, len(list))
	for i, s := range list {
		all[i] = percent(problems, problem.Index("index.percents", i), s)
	}
	return all
}

func values(problems *problem.List, byMonth map[string]string) map[string]decimal.Decimal {
	switch {
	case len(byMonth) == 0:
		problems.Add("index.values", slakit.ErrRequired, `want the values of the price index by month, as in {"2025-10": "129.9"}`)
	case len(byMonth) > maxValues:
		problems.Add("index.values", slakit.ErrLimit, "found %d months, want at most %d", len(byMonth), maxValues)
		return nil
	}
	months := make([]string, 0, len(byMonth))
	for m := range byMonth {
		months = append(months, m)
	}
	sort.Strings(months)
	all := make(map[string]decimal.Decimal, len(byMonth))
	for _, m := range months {
		path := problem.Key("index.values", m)
		if _, err := time.Parse("2006-01", m); err != nil {
			problems.Add(path, slakit.ErrInvalid, "found month %q, want one such as 2025-10", m)
			continue
		}
		v, err := money.ParseDecimal(byMonth[m])
		switch {
		case err != nil:
			problems.Refuse(path, err)
		case v.NumDigits() > maxIndexDigits:
			problems.Add(path, slakit.ErrLimit, "found an index value of more than %d digits", maxIndexDigits)
		case v.Sign() <= 0:
			problems.Add(path, slakit.ErrInvalid, "found %s, want an index value above 0", byMonth[m])
		}
		all[m] = v
	}
	return all
}

// indexPeriod reads a period of months and years.
func indexPeriod(problems *problem.List, path, s string) calendar.Period {
	if s == "" {
		problems.Add(path, slakit.ErrRequired, "want a period such as P1Y")
		return calendar.Period{}
	}
	p, err := calendar.ParsePeriod(s)
	switch {
	case err != nil:
		problems.Refuse(path, err)
	case p.Years == 0 && p.Months == 0 || p.Weeks != 0 || p.Days != 0:
		problems.Add(path, slakit.ErrInvalid, "found %s, want months or years, such as P1Y", s)
	}
	return p
}

// step returns the day of step n; step 0 is where the amount is the written
// one.
func (x *index) step(n int, start calendar.Date) calendar.Date {
	if !x.from.IsZero() {
		start, n = x.from, n-1
	}
	return start.AddPeriod(times(x.every, n))
}

// A price is the amount of a unit from a day on.
type price struct {
	from    calendar.Date
	amount  money.Fraction
	percent money.Fraction // of the step that began it
	missing string         // the month without an index value, from which on nothing is known
}

// prices returns the prices from the start to a day.
func (x *index) prices(amount decimal.Decimal, places int, rounding money.Rounding, start, until calendar.Date) []price {
	list := []price{{from: start, amount: money.Whole(amount)}}
	if x == nil {
		return list
	}
	first := list[0].amount
	current := first
	for n := 1; ; n++ {
		from := x.step(n, start)
		if from.IsZero() || from.Compare(until) > 0 || x.kind == "steps" && n > len(x.percents) {
			return list
		}
		change, missing := x.change(n, start)
		if missing != "" {
			return append(list, price{from: from, amount: current, missing: missing})
		}
		change = x.bound(change)
		if x.simple {
			current = current.Add(first.Mul(change))
		} else {
			current = current.Mul(unity.Add(change))
		}
		if x.perStep {
			current = money.Whole(current.Round(places, rounding))
		}
		if current.Sign() == -amount.Sign() {
			current = money.Fraction{} // simple steps down do not turn the sign
		}
		list = append(list, price{from: from, amount: current, percent: change})
	}
}

// change returns by what share step n changes the amount, before its bounds, or
// the month of the index value that is missing.
func (x *index) change(n int, start calendar.Date) (change money.Fraction, missing string) {
	switch x.kind {
	case "fixed":
		return money.Whole(x.percent), ""
	case "steps":
		return money.Whole(x.percents[n-1]), ""
	}
	now, before := x.month(n, start), x.month(n-1, start)
	value, ok := x.values[now]
	if !ok {
		return money.Fraction{}, now
	}
	old, ok := x.values[before]
	if !ok {
		return money.Fraction{}, before
	}
	ratio, _ := money.NewFraction(value, old)
	return ratio.Sub(unity).Add(money.Whole(x.margin)), ""
}

// month returns the month that step n compares.
func (x *index) month(n int, start calendar.Date) string {
	d := x.step(n, start).AddPeriod(times(x.lag, -1))
	return fmt.Sprintf("%04d-%02d", d.Year(), int(d.Month()))
}

// bound rounds the change of a step and puts it between floor and cap.
func (x *index) bound(change money.Fraction) money.Fraction {
	change = change.RoundTo(x.roundTo, money.HalfAway)
	if x.cap != nil {
		change = slices.MinFunc([]money.Fraction{change, money.Whole(*x.cap)}, money.Fraction.Cmp)
	}
	if x.floor != nil {
		change = slices.MaxFunc([]money.Fraction{change, money.Whole(*x.floor)}, money.Fraction.Cmp)
	}
	return change
}

var unity = money.Int(1)
