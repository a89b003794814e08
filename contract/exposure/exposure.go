package exposure

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/credit"
	"github.com/slakit/slakit/contract/money"
	"github.com/slakit/slakit/internal/problem"
)

// An Assessed is a credit of a contract of the register, such as
// [contract.Contract.Credits] gives.
type Assessed struct {
	Contract string        `json:"contract"`
	Credit   credit.Credit `json:"credit"`
}

// A Row names a row of a contract, in text "contract/row".
type Row struct {
	Contract string
	Row      string
}

// String returns the text form.
func (r Row) String() string { return r.Contract + "/" + r.Row }

// MarshalText returns the text form.
func (r Row) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the text form.
func (r *Row) UnmarshalText(text []byte) error {
	c, row, ok := strings.Cut(string(text), "/")
	if !ok {
		return problem.New(slakit.ErrInvalid, `found %q, want "contract/row"`, text)
	}
	*r = Row{c, row}
	return nil
}

// A Line is what a group of linked rows comes to in a period, in one currency.
type Line struct {
	// Rows are the rows of the group, in order of their names.
	Rows []Row `json:"rows"`
	// Days run from the first day of the periods that it sums to the last.
	Days     cost.Days      `json:"days"`
	Currency money.Currency `json:"currency"`
	// PaidOut is what we owe our customers, Recoverable what suppliers owe us,
	// and Difference what is recovered beyond what is paid out: negative where
	// we bear a loss.
	PaidOut     money.Money `json:"paidOut"`
	Recoverable money.Money `json:"recoverable"`
	Difference  money.Money `json:"difference"`
	// Items are the credits that it sums, those to customers first; each credit
	// is an item of one line only.
	Items []Item `json:"items"`
}

// An Item is one credit.
type Item struct {
	Contract string        `json:"contract"`
	Party    string        `json:"party,omitzero"`
	Kind     contract.Kind `json:"kind"`
	Schedule string        `json:"schedule"`
	Days     cost.Days     `json:"days"`
	// Amount is the credit less what is earned back; zero if nothing is due.
	Amount money.Money `json:"amount,omitzero"`
	// Why says how it came about, or why there is nothing.
	Why string `json:"why"`
}

// Lines works out the lines of a register from the credits of its contracts:
// by the first row of the group, then by period and currency.
//
// A credit belongs to the rows that its schedule measures, on the first day of
// its period; a schedule that measures several rows together puts them into
// one group. Periods of a group that overlap are one line, so that three months
// of a customer stand beside the quarter of a supplier. A credit without an
// amount stands in every currency of its line, or in none.
//
// The error names a credit of an unknown contract or schedule
// ([slakit.ErrUnknown]), or one that is given twice ([slakit.ErrDuplicate]).
func Lines(r *contract.Register, credits []Assessed) ([]Line, error) {
	g := groups{parent: map[Row]Row{}}
	days := make([]calendar.Date, 0, len(credits))
	for _, a := range credits {
		days = append(days, a.Credit.Days.First)
	}
	slices.SortFunc(days, calendar.Date.Compare)
	for kind := range kinds() {
		for c := range r.Contracts(kind) {
			g.link(c, slices.Compact(days))
		}
	}
	type key struct {
		contract, schedule string
		days               cost.Days
	}
	seen := map[key]bool{}
	var all []found
	for i, a := range credits {
		k := key{a.Contract, a.Credit.Schedule, a.Credit.Days}
		if seen[k] {
			return nil, fmt.Errorf("credits[%d]: %w", i, problem.New(slakit.ErrDuplicate, "the credit of %s, %s for %v is given twice", k.contract, k.schedule, k.days))
		}
		seen[k] = true
		f, err := find(r, a)
		if err != nil {
			return nil, fmt.Errorf("credits[%d]: %w", i, err)
		}
		g.join(f.rows)
		all = append(all, f)
	}
	return g.lines(all), nil
}

func kinds() iter.Seq[contract.Kind] {
	return slices.Values([]contract.Kind{contract.Customer, contract.Supplier})
}

// A found is a credit with what the register says about it.
type found struct {
	item     Item
	rows     []Row
	currency money.Currency // "" without an amount
}

// find looks a credit up in the register.
func find(r *contract.Register, a Assessed) (found, error) {
	c, ok := r.Contract(a.Contract)
	if !ok {
		return found{}, problem.New(slakit.ErrUnknown, "the register has no contract %q", a.Contract)
	}
	sections := c.Sections(a.Credit.Days.First)
	var known []string
	for _, s := range sections.Credits {
		if known = append(known, s.ID); s.ID != a.Credit.Schedule {
			continue
		}
		f := found{
			item: Item{Contract: a.Contract, Party: sections.Party.Name, Kind: c.Kind(), Schedule: s.ID, Days: a.Credit.Days},
			rows: measured(a.Contract, s, sections.Rows),
		}
		f.item.Amount, f.item.Why = due(a.Credit)
		f.currency = f.item.Amount.Currency()
		return f, nil
	}
	return found{}, problem.New(slakit.ErrUnknown, "contract %s has no schedule %q on %v%s",
		a.Contract, a.Credit.Schedule, a.Credit.Days.First, problem.DidYouMean(a.Credit.Schedule, known))
}

// due returns what a credit still comes to, and why.
func due(c credit.Credit) (money.Money, string) {
	amount := c.Amount
	var why []string
	switch {
	case !c.Measured:
		why = append(why, "nothing was measured")
	case c.Computed.Sign() == 0 && c.Taken.Sign() == 0:
		why = append(why, "the level was kept")
	default:
		why = append(why, "computed "+c.Computed.String())
	}
	for _, part := range [...]struct {
		text   string
		amount money.Money
	}{{"carried to it", c.Taken}, {"carried on", c.Carried}, {"over a cap or below the minimum", c.Forfeited}} {
		if part.amount.Sign() != 0 {
			why = append(why, part.amount.String()+" "+part.text)
		}
	}
	if c.Returned.Sign() != 0 {
		if left, err := amount.Sub(c.Returned); err == nil {
			amount = left
		}
		why = append(why, c.Returned.String()+" earned back")
	}
	return amount, strings.Join(why, ", ")
}

// measured returns the rows that a schedule measures: those it names, else all.
// A contract without rows stands for itself.
func measured(id string, s credit.Definition, rows []contract.Row) []Row {
	var list []Row
	for _, r := range rows {
		if len(s.Rows) == 0 || slices.Contains(s.Rows, r.ID) {
			list = append(list, Row{id, r.ID})
		}
	}
	if list == nil {
		list = []Row{{Contract: id}}
	}
	return list
}

// groups are sets of rows; each is known by one of them.
type groups struct{ parent map[Row]Row }

func (g *groups) root(r Row) Row {
	for {
		up, ok := g.parent[r]
		if !ok {
			g.parent[r] = r
			return r
		}
		if up == r {
			return r
		}
		g.parent[r] = g.parent[up]
		r = up
	}
}

// join makes one group of the rows.
func (g *groups) join(rows []Row) {
	root := g.root(rows[0])
	for _, r := range rows[1:] {
		g.parent[g.root(r)] = root
	}
}

// link follows the links of a contract's rows on the days.
func (g *groups) link(c *contract.Contract, days []calendar.Date) {
	for _, d := range days {
		for _, r := range c.Sections(d).Rows {
			rows := []Row{{c.ID(), r.ID}}
			for _, name := range r.UnderpinnedBy {
				id, row, _ := strings.Cut(name, "/")
				rows = append(rows, Row{id, row})
			}
			g.join(rows)
		}
	}
}

// lines sums the credits of each group.
func (g *groups) lines(all []found) []Line {
	rows := map[Row][]Row{}
	for r := range g.parent {
		root := g.root(r)
		rows[root] = append(rows[root], r)
	}
	byGroup := map[Row][]found{}
	for _, f := range all {
		root := g.root(f.rows[0])
		byGroup[root] = append(byGroup[root], f)
	}
	var lines []Line
	for root, all := range byGroup {
		members := rows[root]
		slices.SortFunc(members, compareRows)
		for _, part := range overlapping(all) {
			lines = append(lines, sum(members, part)...)
		}
	}
	slices.SortFunc(lines, func(a, b Line) int {
		return cmp.Or(compareRows(a.Rows[0], b.Rows[0]), a.Days.First.Compare(b.Days.First), cmp.Compare(a.Currency, b.Currency))
	})
	return lines
}

func compareRows(a, b Row) int {
	return cmp.Or(strings.Compare(a.Contract, b.Contract), strings.Compare(a.Row, b.Row))
}

// overlapping divides credits into those whose periods overlap.
func overlapping(all []found) [][]found {
	slices.SortFunc(all, func(a, b found) int {
		return cmp.Or(a.item.Days.First.Compare(b.item.Days.First), strings.Compare(string(a.item.Kind), string(b.item.Kind)),
			strings.Compare(a.item.Contract, b.item.Contract), strings.Compare(a.item.Schedule, b.item.Schedule))
	})
	var parts [][]found
	var last calendar.Date
	for _, f := range all {
		if len(parts) == 0 || f.item.Days.First.Compare(last) > 0 {
			parts, last = append(parts, nil), f.item.Days.Last
		}
		n := len(parts) - 1
		parts[n] = append(parts[n], f)
		last = last.AddDays(max(0, f.item.Days.Last.Sub(last)))
	}
	return parts
}

// sum makes a line for each currency of credits whose periods overlap.
func sum(rows []Row, all []found) []Line {
	var currencies []money.Currency
	days := all[0].item.Days
	for _, f := range all {
		if f.currency != "" {
			currencies = append(currencies, f.currency)
		}
		days.Last = days.Last.AddDays(max(0, f.item.Days.Last.Sub(days.Last)))
	}
	slices.Sort(currencies)
	var lines []Line
	for _, c := range slices.Compact(currencies) {
		l := Line{Rows: rows, Days: days, Currency: c}
		var out, in money.List
		for _, f := range all {
			switch {
			case f.currency != "" && f.currency != c:
				continue
			case f.item.Kind == contract.Customer:
				out = out.Add(f.item.Amount)
			default:
				in = in.Add(f.item.Amount)
			}
			l.Items = append(l.Items, f.item)
		}
		slices.SortStableFunc(l.Items, func(a, b Item) int { return strings.Compare(string(a.Kind), string(b.Kind)) })
		l.PaidOut, l.Recoverable = out.In(c), in.In(c)
		l.Difference, _ = l.Recoverable.Sub(l.PaidOut) // of one currency
		lines = append(lines, l)
	}
	return lines
}

// Why says in words what a line's difference comes from.
func (l Line) Why() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, i := range l.Items {
			side := "to " + i.Party
			if i.Kind == contract.Supplier {
				side = "from " + i.Party
			}
			amount := i.Amount.String()
			if amount == "" {
				amount = "nothing"
			}
			if !yield(fmt.Sprintf("%s %s: %s, %s, %v: %s", amount, side, i.Contract, i.Schedule, i.Days, i.Why)) {
				return
			}
		}
		given := slices.ContainsFunc(l.Items, func(i Item) bool { return i.Kind == contract.Supplier })
		linked := slices.ContainsFunc(l.Rows, func(r Row) bool { return r.Contract != l.Rows[0].Contract })
		switch {
		case !given && !linked:
			yield("no supplier row underpins it")
		case !given:
			yield("no credit of a supplier is given")
		case l.Difference.Sign() < 0:
			yield(fmt.Sprintf("%v are not recovered", l.Difference.Neg()))
		}
	}
}
