package sla_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar/holidays"
	"github.com/slakit/slakit/sla"
)

func exampleFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "example", name))
	require.NoError(t, err)
	return data
}

// TestExampleDesk: the documents of the example load as they stand, and the
// ticket gives what was worked out by hand.
func TestExampleDesk(t *testing.T) {
	def, err := sla.Parse(exampleFile(t, "definition.json"))
	require.NoError(t, err)
	engine, err := sla.Compile(def, &sla.Options{HolidaySets: holidays.All()})
	require.NoError(t, err)
	ticket, err := sla.ParseTicket(exampleFile(t, "ticket.json"))
	require.NoError(t, err)

	var want map[string]any
	require.NoError(t, json.Unmarshal(exampleFile(t, "report.json"), &want))
	asked, err := time.Parse(time.RFC3339, want["at"].(string)) //nolint:forcetypeassert // our own file
	require.NoError(t, err)
	report, err := engine.Evaluate(ticket, asked)
	require.NoError(t, err)
	data, err := json.Marshal(report)
	require.NoError(t, err)
	var got map[string]any
	require.NoError(t, json.Unmarshal(data, &got))

	delete(want, "note")
	for _, d := range missing("report", want, got) {
		t.Error(d)
	}
	if t.Failed() {
		t.Logf("%s", data)
	}

	// The report reads back as it was written.
	var back sla.Report
	require.NoError(t, json.Unmarshal(data, &back))
	again, err := json.Marshal(back)
	require.NoError(t, err)
	require.JSONEq(t, string(data), string(again))
}

// missing lists what of want is not in got. Lists must be of one length, and
// texts that are instants mean the instant.
func missing(path string, want, got any) (all []string) {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return []string{path + " is no object"}
		}
		for key, value := range w {
			if _, ok := g[key]; !ok {
				all = append(all, path+"."+key+" is missing")
				continue
			}
			all = append(all, missing(path+"."+key, value, g[key])...)
		}
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			return []string{fmt.Sprintf("%s: got %v, want %d elements", path, got, len(w))}
		}
		for i := range w {
			all = append(all, missing(fmt.Sprintf("%s[%d]", path, i), w[i], g[i])...)
		}
	case string:
		g, _ := got.(string) //nolint:errcheck // differs below
		a, errA := time.Parse(time.RFC3339, w)
		b, errB := time.Parse(time.RFC3339, g)
		if errA == nil && errB == nil && a.Equal(b) || w == g {
			return nil
		}
		all = append(all, fmt.Sprintf("%s: got %v, want %v", path, got, want))
	default:
		if want != got {
			all = append(all, fmt.Sprintf("%s: got %v, want %v", path, got, want))
		}
	}
	return all
}
