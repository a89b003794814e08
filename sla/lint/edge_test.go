package lint_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/priority"
	"github.com/slakit/slakit/sla"
)

// TestNoTicketToShow checks definitions with faults of which no ticket can be
// drawn: the finding is made all the same.
func TestNoTicketToShow(t *testing.T) {
	impossible := match("site=hq", "site=!hq")
	for _, c := range []spoilt{
		{"an agreement that is hidden and that no ticket meets", agreements(sla.Agreement{ID: "any"}, sla.Agreement{ID: "none", Match: impossible}), []string{
			"never-true agreements[1].match false", "unreachable-agreement agreements[2] true",
		}},
		{"no default, under an agreement that no ticket meets", func(def *sla.Definition) {
			def.Agreements[0].Match = impossible
			def.ServiceLevels[0].DefaultPriority = ""
		}, []string{"no-priority serviceLevels[0].defaultPriority false", "never-true agreements[0].match false"}},
		{"an inversion, under an agreement that no ticket meets", func(def *sla.Definition) {
			def.Agreements[0].Match = impossible
			def.Matrices["plain"].Matrix[0] = []priority.Priority{"P2", "P1"}
		}, []string{"inversion matrices.plain.matrix[0][0] false", "never-true agreements[0].match false"}},
		{"hours of a target that never come", func(def *sla.Definition) {
			def.Calendars = append(def.Calendars, calendar.Definition{Name: "shut", Zone: "UTC"})
			early := def.ServiceLevels[0].Targets[0]
			early.OpenedIn, early.On = "shut", sla.On{Stop: []string{}}
			def.ServiceLevels[0].Targets = append([]sla.Target{early}, def.ServiceLevels[0].Targets...)
		}, []string{"never-stops serviceLevels[0].targets[0].on.stop false"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			def := office()
			c.spoil(&def)
			var got []string
			for _, f := range findings(t, def) {
				got = append(got, fmt.Sprintf("%s %s %t", f.Kind, f.Path, f.Ticket != nil))
				t.Log(f.Text)
			}
			require.Equal(t, c.want, got)
		})
	}
}
