package priority

import (
	"cmp"
	"iter"
	"slices"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/internal/problem"
)

// A Matrix gives priorities for pairs of impact and urgency. It is immutable
// and safe for concurrent use; [Compile] makes one. The zero Matrix knows no
// levels and no priorities.
type Matrix struct {
	impacts    []Impact
	urgencies  []Urgency
	priorities []Priority
	cells      []int8 // row by row, ranks of priorities, -1 if empty
}

// Lookup returns the priority of the pair, "" if its cell is empty. A level
// that the matrix does not have is an error of kind [slakit.ErrUnknown] that
// names the nearest level and all that are known, with the path "impact" or
// "urgency"; an absent level, "", is such a level. It does not allocate unless
// it fails.
func (m *Matrix) Lookup(impact Impact, urgency Urgency) (Priority, error) {
	i, u := slices.Index(m.impacts, impact), slices.Index(m.urgencies, urgency)
	if i < 0 || u < 0 {
		var problems problem.List
		if i < 0 {
			problems.Add("impact", slakit.ErrUnknown, "%s", unknown(impact, m.impacts, true))
		}
		if u < 0 {
			problems.Add("urgency", slakit.ErrUnknown, "%s", unknown(urgency, m.urgencies, true))
		}
		return "", problems.Err()
	}
	return m.cell(i, u), nil
}

func (m *Matrix) cell(impact, urgency int) Priority {
	rank := m.rank(impact, urgency)
	if rank < 0 {
		return ""
	}
	return m.priorities[rank]
}

func (m *Matrix) rank(impact, urgency int) int {
	return int(m.cells[impact*len(m.urgencies)+urgency])
}

// Has reports whether p is one of the declared priorities.
func (m *Matrix) Has(p Priority) bool {
	return slices.Contains(m.priorities, p)
}

// Compare orders priorities by rank, not by name: it is negative if a is higher
// than b, zero if they rank alike, positive if a is lower, so that
// [slices.SortFunc] puts the highest first. Undeclared priorities, "" among
// them, come after all declared ones and rank alike.
func (m *Matrix) Compare(a, b Priority) int {
	return cmp.Compare(m.place(a), m.place(b))
}

func (m *Matrix) place(p Priority) int {
	if rank := slices.Index(m.priorities, p); rank >= 0 {
		return rank
	}
	return len(m.priorities)
}

// Raise returns the priority that is by steps higher than p, the highest if
// there are fewer steps; a negative by lowers it in the same way. An undeclared
// priority, "" among them, is returned as it is.
func (m *Matrix) Raise(p Priority, by int) Priority {
	rank := slices.Index(m.priorities, p)
	if rank < 0 {
		return p
	}
	lowest := len(m.priorities) - 1
	by = min(max(by, -lowest), lowest)
	return m.priorities[min(max(rank-by, 0), lowest)]
}

// Impacts returns the levels of impact, the highest first.
func (m *Matrix) Impacts() iter.Seq[Impact] { return slices.Values(m.impacts) }

// Urgencies returns the levels of urgency, the highest first.
func (m *Matrix) Urgencies() iter.Seq[Urgency] { return slices.Values(m.urgencies) }

// Priorities returns the declared priorities, the highest first.
func (m *Matrix) Priorities() iter.Seq[Priority] { return slices.Values(m.priorities) }
