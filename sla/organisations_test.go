package sla_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/calendar/holidays"
	"github.com/slakit/slakit/internal/strictjson"
	"github.com/slakit/slakit/priority"
	"github.com/slakit/slakit/sla"
)

// A worked ticket has due times that were worked out by hand; the working is in
// its note.
type worked struct {
	Note string `json:"note"`
	// Shows names what the ticket is there for: pause, priority, holiday.
	Shows  []string   `json:"shows"`
	At     time.Time  `json:"at"`
	Ticket sla.Ticket `json:"ticket"`
	// Then are versions that follow the definition, each named by its file.
	Then []struct {
		From       time.Time     `json:"from"`
		Mode       sla.Migration `json:"mode"`
		Definition string        `json:"definition"`
	} `json:"then"`
	// Case names a case of the conformance suite that says what must hold, in
	// place of Readings.
	Case string `json:"case"`
	// Readings are all of the report's, in order, each with the keys that were
	// worked out; null means that the key must be absent.
	Readings []expected `json:"readings"`
	// Next is the report's, where it was worked out.
	Next time.Time `json:"next"`
}

// expected are keys of a reading, as they are in JSON.
type expected map[string]any

func (e *expected) UnmarshalJSON(data []byte) error {
	return json.Unmarshal(data, (*map[string]any)(e))
}

// A workedFile lies beside a definition: NAME.tickets.json beside NAME.json.
type workedFile struct {
	Note    string   `json:"note"`
	Tickets []worked `json:"tickets"`
}

const workedSuffix = ".tickets.json"

// TestOrganisations: the promises of real organisations, each with tickets whose
// due times were worked out by hand.
func TestOrganisations(t *testing.T) {
	files := definitionsIn(t, "organisations")
	require.GreaterOrEqual(t, len(files), 12, "one for each published matrix, the city and the municipality")
	for _, name := range files {
		t.Run(name, func(t *testing.T) {
			def, file := readWorked(t, "organisations", name)
			require.NotEmpty(t, def.Note, "the note names the source")
			require.GreaterOrEqual(t, len(file.Tickets), 3)
			var shown []string
			for _, w := range file.Tickets {
				shown = append(shown, w.Shows...)
			}
			require.NotEmpty(t, shown, "one ticket at least shows a pause, a change of priority or a holiday")
			checkWorked(t, "organisations", def, file, nil)
		})
	}
}

// TestOrganisationsMatrices: the matrices are the published ones.
func TestOrganisationsMatrices(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "testdata", "priority-matrices", "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		var want priority.Definition
		require.NoError(t, strictjson.Decode(data, strictjson.DefaultLimit, &want), file)
		want.Note = ""
		def, _ := readWorked(t, "organisations", strings.TrimSuffix(filepath.Base(file), ".json"))
		require.Len(t, def.Matrices, 1)
		for _, got := range def.Matrices {
			got.Note = ""
			require.Equal(t, want, got, file)
		}
	}
}

// definitionsIn names the definitions of a folder of testdata. It fails when
// there are none, or tickets without a definition.
func definitionsIn(t *testing.T, folder string) (names []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "testdata", folder, "*.json"))
	require.NoError(t, err)
	tickets := 0
	for _, file := range files {
		if strings.HasSuffix(file, workedSuffix) {
			tickets++
			continue
		}
		names = append(names, strings.TrimSuffix(filepath.Base(file), ".json"))
	}
	require.NotEmpty(t, names)
	require.Len(t, names, tickets, "a file of tickets beside each definition")
	return names
}

func readWorked(t *testing.T, folder, name string) (sla.Definition, workedFile) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "testdata", folder, name+".json"))
	require.NoError(t, err)
	def, err := sla.Parse(data)
	require.NoError(t, err)
	data, err = os.ReadFile(filepath.Join("..", "testdata", folder, name+workedSuffix))
	require.NoError(t, err)
	var file workedFile
	require.NoError(t, strictjson.Decode(data, strictjson.DefaultLimit, &file))
	require.NotEmpty(t, file.Tickets)
	return def, file
}

// checkWorked evaluates the tickets and compares each reading with what was
// worked out, or with the case that a ticket names.
func checkWorked(t *testing.T, folder string, def sla.Definition, file workedFile, cases map[string]deskCase) {
	t.Helper()
	options := &sla.Options{HolidaySets: holidays.All()}
	engine, err := sla.Compile(def, options)
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, w := range file.Tickets {
		t.Run(w.Ticket.ID, func(t *testing.T) {
			require.False(t, seen[w.Ticket.ID], "an id comes once")
			seen[w.Ticket.ID] = true
			require.NotEmpty(t, w.Note, "the note shows the working")
			engine := engine
			if len(w.Then) > 0 {
				versions := []sla.Version{{Definition: def}}
				for _, v := range w.Then {
					later, _ := readWorked(t, folder, v.Definition)
					versions = append(versions, sla.Version{From: v.From, Mode: v.Mode, Definition: later})
				}
				engine, err = sla.CompileVersions(versions, options)
				require.NoError(t, err)
			}
			report, err := engine.Evaluate(w.Ticket, w.At)
			require.NoError(t, err)
			var problems []string
			if w.Case == "" {
				problems = w.differences(t, report)
			} else {
				c, ok := cases[w.Case]
				require.True(t, ok, "case %s is not in the suite", w.Case)
				problems = c.sameAs(report)
			}
			for _, what := range w.Shows {
				if !w.doesShow(t, def, what) {
					problems = append(problems, "it does not show a "+what)
				}
			}
			if len(problems) > 0 {
				data, err := json.MarshalIndent(report, "", "  ")
				require.NoError(t, err)
				t.Errorf("%s\n%s", strings.Join(problems, "\n"), data)
			}
		})
	}
}

// differences lists what of the readings worked out is not in the report.
func (w worked) differences(t *testing.T, report sla.Report) (all []string) {
	t.Helper()
	if !w.Next.IsZero() && !w.Next.Equal(report.Next) {
		all = append(all, fmt.Sprintf("next: got %v, want %v", report.Next, w.Next))
	}
	if len(report.Readings) != len(w.Readings) {
		all = append(all, fmt.Sprintf("got %d readings, want %d", len(report.Readings), len(w.Readings)))
		return all
	}
	for i, want := range w.Readings {
		data, err := json.Marshal(report.Readings[i])
		require.NoError(t, err)
		var got map[string]any
		require.NoError(t, json.Unmarshal(data, &got))
		path := fmt.Sprintf("readings[%d]", i)
		for _, key := range []string{"agreement", "metric", "state", "due"} {
			if _, ok := want[key]; !ok {
				all = append(all, path+": the expectation does not say "+key)
			}
		}
		for key, value := range want {
			switch g, ok := got[key]; {
			case value == nil && ok:
				all = append(all, fmt.Sprintf("%s.%s: got %v, want none", path, key, g))
			case value != nil:
				all = append(all, missing(path, map[string]any{key: value}, got)...)
			}
		}
	}
	slices.Sort(all)
	return all
}

// doesShow reports whether the ticket holds what it is there for.
func (w worked) doesShow(t *testing.T, def sla.Definition, what string) bool {
	t.Helper()
	switch what {
	case "pause":
		return slices.ContainsFunc(w.Readings, func(r expected) bool { return r["paused"] != nil || r["state"] == "paused" })
	case "priority":
		return slices.ContainsFunc(w.Readings, func(r expected) bool { return r["state"] == "replaced" })
	case "holiday":
		for _, c := range def.Calendars {
			cal, err := calendar.Compile(c, &calendar.Options{HolidaySets: holidays.All()})
			require.NoError(t, err)
			last := cal.DateOf(w.At)
			for d := cal.DateOf(w.Ticket.Events[0].At); d.Compare(last) <= 0; d = d.Next() {
				if s := cal.Day(d).Source; s == calendar.SourceHoliday || s == calendar.SourceException {
					return true
				}
			}
		}
		return false
	}
	t.Errorf("%q, want pause, priority or holiday", what)
	return false
}
