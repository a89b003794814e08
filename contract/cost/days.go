package cost

import "github.com/slakit/slakit/calendar"

// Days are the days from First to Last, both included. A zero First or Last, or
// a Last before First, means no days.
type Days struct {
	First calendar.Date `json:"first"`
	Last  calendar.Date `json:"last"`
}

// IsZero reports whether d is the zero Days.
func (d Days) IsZero() bool { return d == Days{} }

// Count returns the number of days.
func (d Days) Count() int {
	if d.First.IsZero() || d.Last.IsZero() {
		return 0
	}
	return max(0, d.Last.Sub(d.First)+1)
}

// Contains reports whether day is one of d.
func (d Days) Contains(day calendar.Date) bool {
	return d.Count() > 0 && day.Compare(d.First) >= 0 && day.Compare(d.Last) <= 0
}

// Intersect returns the days that are in both, no days if there are none.
func (d Days) Intersect(e Days) Days {
	if d.Count() == 0 || e.Count() == 0 {
		return Days{}
	}
	both := Days{
		d.First.AddDays(max(0, e.First.Sub(d.First))),
		d.Last.AddDays(min(0, e.Last.Sub(d.Last))),
	}
	if both.Count() == 0 {
		return Days{}
	}
	return both
}

// String returns the days as in "2026-03-01 to 2026-03-31".
func (d Days) String() string { return d.First.String() + " to " + d.Last.String() }

// Terms are what a line has to know of its contract.
type Terms struct {
	Contract string // id
	Party    string
	Kind     string // of the contract: customer or supplier
	// Start is the first day of the contract: periods "from start" and the
	// steps of an index are counted from it.
	Start calendar.Date
	// First and Last bound the days on which the line is owed, both included: a
	// version of an amended contract has its own (K23). A zero First means
	// Start, a zero Last that there is no end.
	First, Last calendar.Date
	// Suspended are days on which nothing is owed, in any order; overlaps count
	// once (K19).
	Suspended []Days
}

// The days for which there are answers: those of package calendar (T14).
var (
	earliest, _ = calendar.NewDate(1920, 1, 1)
	latest, _   = calendar.NewDate(2199, 12, 31)
)

// life returns the days on which the line is owed, suspensions not regarded.
func (t Terms) life() Days {
	life := Days{t.Start, latest}
	if !t.First.IsZero() {
		life.First = t.First
	}
	if !t.Last.IsZero() {
		life.Last = t.Last
	}
	if life.First.IsZero() {
		return Days{}
	}
	return life.Intersect(Days{earliest, latest})
}

// owed returns the runs of days of d that are not suspended, in order.
func (t Terms) owed(d Days, suspended []Days) []Days {
	if d.Count() == 0 {
		return nil
	}
	var runs []Days
	for _, s := range suspended {
		if s = s.Intersect(d); s.Count() == 0 {
			continue
		}
		if before := (Days{d.First, s.First.Prev()}); before.Count() > 0 {
			runs = append(runs, before)
		}
		d.First = s.Last.Next()
		if d.Count() == 0 {
			return runs
		}
	}
	return append(runs, d)
}
