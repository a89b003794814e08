package attainment

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/priority"
	"github.com/slakit/slakit/sla"
)

// A Key says what was promised. In a question an empty field means any.
type Key struct {
	Kind      sla.Kind          `json:"kind"`
	Agreement string            `json:"agreement"`
	Metric    sla.Metric        `json:"metric"`
	Priority  priority.Priority `json:"priority,omitzero"`
}

// matches reports whether k is among those that q asks for.
func (k Key) matches(q Key) bool {
	return (q.Kind == "" || q.Kind == k.Kind) && (q.Agreement == "" || q.Agreement == k.Agreement) &&
		(q.Metric == "" || q.Metric == k.Metric) && (q.Priority == "" || q.Priority == k.Priority)
}

// compare orders kinds as reports do: sla, ola, uc.
func (k Key) compare(o Key) int {
	order := func(kind sla.Kind) int { return slices.Index([]sla.Kind{sla.SLA, sla.OLA, sla.UC}, kind) }
	return cmp.Or(cmp.Compare(order(k.Kind), order(o.Kind)), cmp.Compare(k.Agreement, o.Agreement),
		cmp.Compare(k.Metric, o.Metric), cmp.Compare(k.Priority, o.Priority))
}

// A Row holds the counts of what was promised by one key in one month.
type Row struct {
	// Month is the first date of the month.
	Month calendar.Date `json:"month"`
	Key
	Counts
}

// A Point holds the counts of one month.
type Point struct {
	// Month is the first date of the month.
	Month calendar.Date `json:"month"`
	Counts
}

// A Table holds a row for each month and key that has items, ordered by month,
// kind, agreement, metric and priority.
type Table []Row

// Count counts the readings of reports, each of another ticket, in the months
// of the calendar's zone. A report may be reused by its producer once the next
// is asked for, as [sla.Engine.EvaluateInto] does.
func Count(cal *calendar.Calendar, reports iter.Seq[sla.Report]) Table {
	type cell struct {
		month calendar.Date
		key   Key
	}
	sums := map[cell]Counts{}
	for report := range reports {
		for i := range report.Readings {
			r := &report.Readings[i]
			at, item, ok := verdict(r, report.At)
			if !ok || !calendar.Range().Contains(at) {
				continue
			}
			d := cal.DateOf(at)
			c := cell{d.AddDays(1 - d.Day()), Key{r.Kind, r.Agreement, r.Metric, r.Priority}}
			sums[c] = sums[c].Add(item)
		}
	}
	table := make(Table, 0, len(sums))
	for c, counts := range sums {
		table = append(table, Row{c.month, c.key, counts})
	}
	table.sort()
	return table
}

// verdict counts a reading, and says at which instant. It returns false if the
// reading is no item.
func verdict(r *sla.Reading, asked time.Time) (time.Time, Counts, bool) {
	switch {
	case r.Breached:
		return r.BreachedAt, Counts{Breached: 1}, true
	case r.State == sla.StateIdle, r.State == sla.StateReplaced, noDeadline(r):
		return time.Time{}, Counts{}, false
	case r.State == sla.StateStopped:
		return r.StoppedAt, Counts{Met: 1}, true
	case r.State == sla.StateCancelled:
		return r.OriginalDue, Counts{Cancelled: 1}, true
	default:
		return asked, Counts{Open: 1}, true
	}
}

var none = func() sla.Allowance {
	a, err := sla.ParseAllowance("none")
	if err != nil {
		panic(err)
	}
	return a
}()

// noDeadline reports whether nothing was promised: the allowance is none, and
// no due time was given by hand or by a fact.
func noDeadline(r *sla.Reading) bool {
	return r.Within == none && r.Due.IsZero() && r.OriginalDue.IsZero()
}

func (t Table) sort() {
	slices.SortFunc(t, func(a, b Row) int {
		return cmp.Or(a.Month.Compare(b.Month), a.Key.compare(b.Key))
	})
}

// With returns the table of the tickets of both, which must be different ones
// and counted in the same zone.
func (t Table) With(o Table) Table {
	all := slices.Concat(t, o)
	all.sort()
	sum := all[:0]
	for _, row := range all {
		if n := len(sum) - 1; n >= 0 && sum[n].Month == row.Month && sum[n].Key == row.Key {
			sum[n].Counts = sum[n].Add(row.Counts)
			continue
		}
		sum = append(sum, row)
	}
	return sum
}

// Sum returns the counts of all months for the keys asked for.
func (t Table) Sum(q Key) (sum Counts) {
	for i := range t {
		if t[i].Key.matches(q) {
			sum = sum.Add(t[i].Counts)
		}
	}
	return sum
}

// Trend yields the counts month by month for the keys asked for: every month
// from the first of the table to the last, also those without an item.
func (t Table) Trend(q Key) iter.Seq[Point] {
	return func(yield func(Point) bool) {
		rows := t
		for len(rows) > 0 {
			p := Point{Month: rows[0].Month}
			for len(rows) > 0 && rows[0].Month == p.Month {
				if rows[0].Key.matches(q) {
					p.Counts = p.Add(rows[0].Counts)
				}
				rows = rows[1:]
			}
			for more := true; more; {
				if !yield(p) {
					return
				}
				p = Point{Month: p.Month.AddPeriod(calendar.Period{Months: 1})}
				more = len(rows) > 0 && p.Month != rows[0].Month
			}
		}
	}
}
