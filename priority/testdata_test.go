package priority_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/internal/strictjson"
	"github.com/slakit/slakit/priority"
)

const folder = "../testdata/priority-matrices"

func load(t *testing.T, path string) priority.Definition {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	var def priority.Definition
	require.NoError(t, strictjson.Decode(text, strictjson.DefaultLimit, &def), path)
	return def
}

// A published table as its source prints it: the levels of the rows, those of
// the columns, and the cells; "-" is a pair that has no priority.
type published struct {
	file        string
	urgencyRows bool
	rows        []string
	columns     []string
	cells       []string // one string a row, cells separated by blanks
}

var high = []string{"1 - High", "2 - Medium", "3 - Low"}

// Entered by hand from the sources that the files name, in their orientation,
// so that a table turned wrongly does not pass.
var tables = []published{
	{
		file: "servicenow-docs-default", rows: high, columns: high,
		cells: []string{"1-Critical 2-High 3-Moderate", "2-High 3-Moderate 4-Low", "3-Moderate 4-Low 5-Planning"},
	},
	{
		file: "uci-servicenow-log", rows: high, columns: high,
		cells: []string{"1-Critical 2-High -", "2-High 3-Moderate 4-Low", "3-Moderate 4-Low 4-Low"},
	},
	{
		file:    "slu",
		rows:    []string{"Affects User", "Affects Group", "Affects Dept./Clinic/School", "Affects University", "Affects Classroom"},
		columns: []string{"Low", "Medium", "High"},
		cells:   []string{"Low Low Medium", "Medium Medium High", "Medium High Emergency", "Medium High Emergency", "Medium High Emergency"},
	},
	{
		file: "bu",
		rows: []string{"Campus", "Multiple Groups", "Group", "Individual"}, columns: []string{"Critical", "High", "Moderate", "Low"},
		cells: []string{"P1 P1 P2 P2", "P1 P2 P2 P3", "P2 P2 P3 P3", "P2 P3 P3 P4"},
	},
	{
		file: "cardiff", urgencyRows: true,
		rows: []string{
			"Service totally unavailable", "Performance poor or unacceptably slow", "Interferes with normal completion of work",
			"Tasks are made more difficult", "Interferes with non-business related use",
		},
		columns: []string{"University-wide and beyond", "Campus / Site", "School / Directorate", "Team / floor", "Individual"},
		cells:   []string{"P1 P1 P1 P2 P3", "P1 P1 P2 P3 P4", "P1 P2 P3 P4 P5", "P2 P3 P4 P5 P5", "P3 P4 P5 P5 P5"},
	},
	{
		file: "conncoll", urgencyRows: true,
		rows: []string{
			"Mission critical service unavailable", "Unable to normally complete work",
			"Unable to normally complete work (work around is available)", "Interferes with normal completion of work",
			"Would assist with the completion of work",
		},
		columns: []string{"Campus Wide", "Building", "Department", "Individual"},
		cells:   []string{"1 1 1 2", "1 2 2 2", "2 2 3 3", "2 3 3 3", "4 4 4 4"},
	},
	{
		file: "newcastle-au", urgencyRows: true,
		rows: []string{"High", "Medium", "Low"}, columns: []string{"None", "Low", "Medium", "High"},
		cells: []string{"4 3 2 1", "4 4 3 2", "5 4 4 3"},
	},
	{
		file: "axs-ict",
		rows: []string{"Groot", "Gemiddeld", "Klein"}, columns: []string{"Hoog", "Normaal", "Laag"},
		cells: []string{"1 2 3", "2 3 4", "3 4 4"},
	},
}

func TestPublishedMatrices(t *testing.T) {
	files, err := filepath.Glob(folder + "/*.json")
	require.NoError(t, err)
	require.Len(t, files, len(tables), "each file has its expectation")
	for _, table := range tables {
		t.Run(table.file, func(t *testing.T) {
			def := load(t, filepath.Join(folder, table.file+".json"))
			require.NotEmpty(t, def.Note, "the note names the source")
			m := compile(t, def)
			levels := [2]int{len(table.rows), len(table.columns)}
			if table.urgencyRows {
				slices.Reverse(levels[:])
			}
			require.Equal(t, [2]int{len(def.Impacts), len(def.Urgencies)}, levels)
			for i, row := range table.rows {
				cells := strings.Fields(table.cells[i])
				require.Len(t, cells, len(table.columns))
				for j, column := range table.columns {
					impact, urgency := row, column
					if table.urgencyRows {
						impact, urgency = urgency, impact
					}
					got, err := m.Lookup(priority.Impact(impact), priority.Urgency(urgency))
					require.NoError(t, err)
					want := cells[j]
					if want == "-" {
						want = ""
					}
					require.Equal(t, want, strings.ReplaceAll(string(got), " ", ""), "%s x %s", impact, urgency)
				}
			}
			require.Empty(t, slices.Collect(m.Check()), "no published matrix lowers a priority")
		})
	}
}

// Written down in the order in which it is published, the lowest impact first,
// a matrix is legal, and Check tells that something is upside down.
func TestPublishedMatrixUpsideDown(t *testing.T) {
	def := load(t, folder+"/newcastle-au.json")
	slices.Reverse(def.Impacts)
	slices.Reverse(def.Matrix)
	found := slices.Collect(compile(t, def).Check())
	require.Len(t, found, 7)
	require.Equal(t, `"None" x "High" = "4" is lower than "Low" x "High" = "3"`, found[0].String())
}
