package sla_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/sla"
)

// TestProfiles: the rules of other products, one definition for each, with
// their own examples. A ticket whose id begins with G and a number is one of
// the worked examples that the products' documentation gives.
func TestProfiles(t *testing.T) {
	cases := deskCases(t)
	run, shown := map[string]string{}, map[string]bool{}
	example := regexp.MustCompile(`^G\d+\b`)
	for _, name := range definitionsIn(t, "profiles") {
		t.Run(name, func(t *testing.T) {
			def, file := readWorked(t, "profiles", name)
			require.NotEmpty(t, def.Note, "the note names the product and its rules")
			for _, w := range file.Tickets {
				shown[example.FindString(w.Ticket.ID)] = true
				if w.Case != "" {
					run[w.Case] = name
				}
			}
			checkWorked(t, "profiles", def, file, cases)
		})
	}
	for _, id := range []string{"G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "G9", "G10", "G11", "G16", "G17", "G18"} {
		require.True(t, shown[id], "%s is shown", id)
	}
	for id, c := range cases {
		for product, name := range map[string]string{"zammad/zammad:": "zammad", "glpi-project/glpi:": "glpi"} {
			if strings.HasPrefix(c.Source, product) {
				require.Equal(t, name, run[id], "%s is run under the profile of its product", id)
			}
		}
	}
}

// deskCases are the tickets of the conformance suite by id.
func deskCases(t *testing.T) map[string]deskCase {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "testdata", "conformance", "desks.json"))
	require.NoError(t, err)
	var raw []json.RawMessage
	require.NoError(t, json.Unmarshal(data, &raw))
	cases := map[string]deskCase{}
	for _, r := range raw {
		var head struct{ ID, Kind string }
		require.NoError(t, json.Unmarshal(r, &head))
		if head.Kind == "sla" {
			cases[head.ID], err = readDeskCase(r)
			require.NoError(t, err)
		}
	}
	require.NotEmpty(t, cases)
	return cases
}

// sameAs lists what of the case is not in the report: what the product itself
// says, its quirks included, of the clocks that are not cancelled.
func (c deskCase) sameAs(report sla.Report) (all []string) {
	live := sla.Report{At: report.At}
	for _, r := range report.Readings {
		if r.State != sla.StateCancelled && r.State != sla.StateReplaced {
			r.Kind = sla.SLA // of an internal agreement too
			live.Readings = append(live.Readings, r)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(c.Want)) {
		if key != "escalations" {
			if p := c.check(&live, key, c.Want[key]); p != "" {
				all = append(all, key+": "+p)
			}
			continue
		}
		for _, e := range c.escalations() {
			due, err := deskInstant(e.Due, zoneNamed(c.TZ))
			r, _ := live.Reading(sla.Metric(e.Clock))
			if err != nil || !slices.ContainsFunc(r.Escalations, func(f sla.Firing) bool { return f.Nominal.Equal(due) }) {
				all = append(all, fmt.Sprintf("%s %s: none at %s", e.Clock, e.text(), e.Due))
			}
		}
	}
	return all
}

// TestProfilesPages: the pages about other products name tickets that exist,
// and every row that claims something that the engine does names one.
func TestProfilesPages(t *testing.T) {
	tickets := map[string]bool{}
	for _, folder := range []string{"organisations", "profiles"} {
		for _, name := range definitionsIn(t, folder) {
			_, file := readWorked(t, folder, name)
			for _, w := range file.Tickets {
				tickets[name+"#"+w.Ticket.ID] = true
			}
		}
	}
	reference := regexp.MustCompile("`([a-z0-9-]+#[^`]+)`")
	for _, page := range []string{filepath.Join("testdata", "profiles", "README.md"), filepath.Join("docs", "words.md")} {
		data, err := os.ReadFile(filepath.Join("..", page))
		require.NoError(t, err)
		rows := 0
		for n, line := range strings.Split(string(data), "\n") {
			found := reference.FindAllStringSubmatch(line, -1)
			for _, ref := range found {
				require.True(t, tickets[ref[1]], "%s:%d: there is no ticket %s", page, n+1, ref[1])
			}
			cells := strings.Split(line, "|")
			if len(cells) != 5 || strings.HasPrefix(cells[1], "-") || strings.TrimSpace(cells[3]) == "shown by" {
				continue
			}
			rows++
			if strings.Contains(page, "profiles") {
				verdict := strings.TrimSpace(cells[2])
				require.Regexp(t, "^(same|option|not modelled)", verdict, "%s:%d", page, n+1)
				if strings.HasPrefix(verdict, "not modelled") {
					require.Contains(t, verdict, "because", "%s:%d", page, n+1)
				}
			}
		}
		require.Greater(t, rows, 50, page)
	}
}
