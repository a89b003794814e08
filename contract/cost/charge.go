package cost

import (
	"fmt"
	"iter"
	"slices"
	"sort"
	"strings"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/money"
)

// A Charge is one line of an invoice: what a cost line comes to for a billing
// period, or for the part of it that was asked about.
type Charge struct {
	Contract string `json:"contract,omitzero"`
	Party    string `json:"party,omitzero"`
	// ContractKind is the kind of the contract, Kind that of the line, Centre
	// the cost centre, where there is just one.
	ContractKind string `json:"contractKind,omitzero"`
	Line         string `json:"line"`
	Kind         string `json:"kind,omitzero"`
	Centre       string `json:"centre,omitzero"`
	// Period is the whole billing period, Days the days from the first to the
	// last that is charged.
	Period Days        `json:"period"`
	Days   Days        `json:"days"`
	Amount money.Money `json:"amount"`
	// Missing is the month of the index value that was not known, as in
	// "2027-08": the price is then the last one known.
	Missing string `json:"missing,omitzero"`

	line  *Line
	parts []part
}

// A part is a run of days of one price.
type part struct {
	days     Days
	price    price
	used, of int            // days; of is 0 where years are counted
	share    money.Fraction // of the price
}

// exact returns the amount of the part, before rounding.
func (p part) exact(l *Line) money.Fraction {
	amount := p.price.amount
	if l.several {
		amount = amount.Mul(money.Whole(l.quantity))
	}
	return amount.Mul(p.share)
}

// Charges returns a charge for every billing period of which a day of days is
// owed, in order, each rounded to the minor unit (M1). Periods are cut at both
// ends of days. There are no charges before 1920 and after 2199 (T14).
func (l *Line) Charges(t Terms, days Days) iter.Seq[Charge] {
	return func(yield func(Charge) bool) {
		l.walk(t, days, func(period Days, parts []part) bool {
			return yield(l.charge(t, period, parts))
		})
	}
}

func (l *Line) charge(t Terms, period Days, parts []part) Charge {
	c := Charge{
		Contract: t.Contract, Party: t.Party, ContractKind: t.Kind, Line: l.id, Kind: l.kind,
		Period: period,
		Days:   Days{parts[0].days.First, parts[len(parts)-1].days.Last},
		line:   l, parts: parts,
	}
	if len(l.centres) == 1 {
		c.Centre = l.centres[0]
	}
	for _, p := range parts {
		if p.price.missing != "" {
			c.Missing = p.price.missing
		}
	}
	c.Amount = l.sum(parts).Round(l.rounding)
	return c
}

// sum adds up the parts without rounding.
func (l *Line) sum(parts []part) money.Exact {
	var sum money.Fraction
	for _, p := range parts {
		sum = sum.Add(p.exact(l))
	}
	return money.Exact{Fraction: sum, Currency: l.currency}
}

// Accrued returns what the line comes to for the days, exactly: the base of a
// credit (M9). Suspended days and days on which the line is not owed carry
// nothing. Days that are split anywhere accrue the same in sum.
func (l *Line) Accrued(t Terms, days Days) money.Exact {
	sum := money.Exact{Currency: l.currency}
	l.walk(t, days, func(_ Days, parts []part) bool {
		sum.Fraction = sum.Fraction.Add(l.sum(parts).Fraction)
		return true
	})
	return sum
}

// walk visits the billing periods of which a day of days is owed.
func (l *Line) walk(t Terms, days Days, visit func(period Days, parts []part) bool) {
	life := t.life()
	days = days.Intersect(life)
	if days.Count() == 0 {
		return
	}
	if l.once {
		on := l.on
		if on.IsZero() {
			on = t.Start
		}
		if days.Contains(on) {
			day := Days{on, on}
			visit(day, []part{{days: day, price: price{amount: money.Whole(l.amount)}, used: 1, of: 1, share: unity}})
		}
		return
	}
	prices := l.index.prices(l.amount, l.currency.Places(), l.rounding, t.Start, days.Last)
	suspended := l.suspended(t)
	for d := days.First; ; {
		period := l.periods.Of(d, t.Start)
		if period.Count() == 0 {
			return
		}
		if parts := l.parts(t, period, life, days, prices, suspended); len(parts) > 0 && !visit(period, parts) {
			return
		}
		d = period.Last.Next()
		if d.IsZero() || d.Compare(days.Last) > 0 {
			return
		}
	}
}

// suspended returns the days on which nothing is owed, in order.
func (l *Line) suspended(t Terms) []Days {
	if l.charged || len(t.Suspended) == 0 {
		return nil
	}
	return slices.SortedFunc(slices.Values(t.Suspended), func(a, b Days) int { return a.First.Compare(b.First) })
}

// parts cuts what is asked of a billing period into runs of days of one price.
func (l *Line) parts(t Terms, period, life, days Days, prices []price, suspended []Days) []part {
	var parts []part
	for _, run := range t.owed(period.Intersect(days), suspended) {
		for i := at(prices, run.First); run.Count() > 0; i++ {
			span := run
			if i+1 < len(prices) && prices[i+1].from.Compare(run.Last) <= 0 {
				span.Last = prices[i+1].from.Prev()
			}
			parts = append(parts, part{days: span, price: prices[i], used: span.Count(), of: period.Count()})
			run.First = span.Last.Next()
		}
	}
	var whole int
	first := price{}
	if l.count == WholePeriods && len(parts) > 0 {
		owed := t.owed(period.Intersect(life), suspended)
		for _, run := range owed {
			whole += run.Count()
		}
		first = prices[at(prices, owed[0].First)]
	}
	for i := range parts {
		p := &parts[i]
		switch {
		case l.count == PeriodDays:
			p.share = fraction(p.used, p.of)
		case l.count == WholePeriods:
			p.of, p.price = whole, first
			p.share = fraction(p.used, p.of)
		default:
			num, den, _ := l.periods.perYear()
			p.of = 0
			p.share = l.count.Years(p.days).Mul(fraction(num, den))
		}
	}
	return parts
}

// at returns the place of the price of a day: the first price holds before its
// day, too.
func at(prices []price, day calendar.Date) int {
	return sort.Search(len(prices)-1, func(i int) bool { return prices[i+1].from.Compare(day) > 0 })
}

// Split divides a charge among the cost centres of its line, so that the parts
// sum to it (M5). Without cost centres it returns the charge itself. A charge
// that was decoded from text is not divided.
func (c Charge) Split() []Charge {
	if c.line == nil || len(c.line.centres) < 2 {
		return []Charge{c}
	}
	amounts, err := c.Amount.Allocate(c.line.weights, money.LargestRemainder)
	if err != nil {
		return []Charge{c} // weights are checked, so there is none
	}
	parts := make([]Charge, len(amounts))
	for i, m := range amounts {
		parts[i] = c
		parts[i].Centre, parts[i].Amount = c.line.centres[i], m
	}
	return parts
}

// Steps returns how the amount came about: a line for each run of days of one
// price, then the rounding (M7). A charge that was decoded from text yields
// none.
func (c Charge) Steps() iter.Seq[string] {
	return func(yield func(string) bool) {
		if c.line == nil {
			return
		}
		for _, p := range c.parts {
			if !yield(p.describe(c.line)) {
				return
			}
		}
		exact := c.line.sum(c.parts)
		text := fmt.Sprintf("%v rounded %v to %v", exact, c.line.rounding, exact.Round(c.line.rounding))
		if money.Whole(exact.Round(c.line.rounding).Amount()).Equal(exact.Fraction) {
			text = "sum " + exact.Round(c.line.rounding).String()
		}
		yield(text)
	}
}

func (p part) describe(l *Line) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%v: ", p.days)
	switch {
	case p.used == p.of:
		b.WriteString("whole period")
	case p.of > 0:
		fmt.Fprintf(&b, "%d of %d days", p.used, p.of)
	default:
		fmt.Fprintf(&b, "%v of a year (%v)", l.count.Years(p.days), l.count)
		if num, den, _ := l.periods.perYear(); num != den {
			fmt.Fprintf(&b, " x %v", fraction(num, den))
		}
	}
	fmt.Fprintf(&b, " x %v", money.Exact{Fraction: p.price.amount, Currency: l.currency})
	if l.several {
		fmt.Fprintf(&b, " x %v", l.quantity)
	}
	if p.price.percent.Sign() != 0 {
		fmt.Fprintf(&b, ", indexed by %v%% on %v", p.price.percent.Mul(money.Int(100)), p.price.from)
	}
	if p.price.missing != "" {
		fmt.Fprintf(&b, ", the index value of %s is not known", p.price.missing)
	}
	return b.String()
}
