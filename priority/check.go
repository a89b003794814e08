package priority

import (
	"fmt"
	"iter"
)

// A Cell is one place of a matrix.
type Cell struct {
	Impact   Impact   `json:"impact"`
	Urgency  Urgency  `json:"urgency"`
	Priority Priority `json:"priority,omitzero"` // "" for an empty cell
}

// String returns the cell as in `"high" x "low" = "P3"`.
func (c Cell) String() string {
	return fmt.Sprintf("%q x %q = %q", string(c.Impact), string(c.Urgency), string(c.Priority))
}

// Cells returns every cell, row by row, empty ones included.
func (m *Matrix) Cells() iter.Seq[Cell] {
	return func(yield func(Cell) bool) {
		for i := range m.impacts {
			for u := range m.urgencies {
				if !yield(m.at(i, u)) {
					return
				}
			}
		}
	}
}

func (m *Matrix) at(i, u int) Cell {
	return Cell{m.impacts[i], m.urgencies[u], m.cell(i, u)}
}

// An Inversion is a pair of cells in which more impact or urgency lowers the
// priority: More has at least the impact and at least the urgency of Less, yet
// its priority is lower.
type Inversion struct {
	More Cell `json:"more"`
	Less Cell `json:"less"`
}

// String returns both cells in one line.
func (v Inversion) String() string {
	return v.More.String() + " is lower than " + v.Less.String()
}

// Check returns the pairs of cells in which more impact or urgency lowers the
// priority, row by row. Of cells that are not empty it compares neighbours: two
// between which, in the rectangle that they span, no other stands. That is
// enough: the matrix is monotone if and only if there is no such pair.
//
// An inversion is legal; often it is a slip, and sometimes the order of the
// levels, not a cell, is what is wrong.
func (m *Matrix) Check() iter.Seq[Inversion] {
	return func(yield func(Inversion) bool) {
		for i := range m.impacts {
			for u := range m.urgencies {
				if !m.checkBelow(i, u, yield) {
					return
				}
			}
		}
	}
}

// checkBelow compares a cell with its neighbours of less impact and urgency.
func (m *Matrix) checkBelow(i, u int, yield func(Inversion) bool) bool {
	// An empty cell ranks below no other.
	more := m.rank(i, u)
	// Cells at or beyond this column are hidden by one in a row before.
	hidden := len(m.urgencies)
	for li := i; li < len(m.impacts); li++ {
		for lu := u; lu < hidden; lu++ {
			less := m.rank(li, lu)
			if less < 0 || li == i && lu == u {
				continue
			}
			if more > less && !yield(Inversion{m.at(i, u), m.at(li, lu)}) {
				return false
			}
			hidden = lu
		}
	}
	return true
}
