package credit

import (
	"github.com/slakit/slakit"
	"github.com/slakit/slakit/internal/problem"
)

// A Schedule is a compiled credit schedule. It is immutable and safe for
// concurrent use.
type Schedule struct {
	def Definition
}

// Compile checks the definition and returns its schedule. The error holds every
// problem as a slakit.FieldError, with a path such as "tiers[0].below".
func Compile(def Definition) (*Schedule, error) {
	var problems problem.List
	if def.ID == "" {
		problems.Add("id", slakit.ErrRequired, "want a name for the schedule")
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return &Schedule{def: def}, nil
}

// ID returns the schedule's id.
func (s *Schedule) ID() string { return s.def.ID }
