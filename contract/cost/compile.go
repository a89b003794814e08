package cost

import (
	"github.com/slakit/slakit"
	"github.com/slakit/slakit/internal/problem"
)

// A Line is a compiled cost line. It is immutable and safe for concurrent use.
type Line struct {
	def Definition
}

// Compile checks the definition and returns its line. The error holds every
// problem as a slakit.FieldError, with a path such as "index.percent".
func Compile(def Definition) (*Line, error) {
	var problems problem.List
	if def.ID == "" {
		problems.Add("id", slakit.ErrRequired, "want a name for the line")
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return &Line{def: def}, nil
}

// ID returns the line's id.
func (l *Line) ID() string { return l.def.ID }
