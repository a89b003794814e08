package priority_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/priority"
)

// square is a matrix with levels a, b, c and priorities 1 to 3; rows are
// written as words, '.' for an empty cell.
func square(rows ...string) priority.Definition {
	def := priority.Definition{
		Impacts:    []priority.Impact{"a", "b", "c"}[:len(rows)],
		Urgencies:  []priority.Urgency{"x", "y", "z"}[:len(rows[0])],
		Priorities: []priority.Priority{"1", "2", "3"},
	}
	for _, row := range rows {
		var cells []priority.Priority
		for _, c := range row {
			cells = append(cells, priority.Priority(map[bool]string{true: "", false: string(c)}[c == '.']))
		}
		def.Matrix = append(def.Matrix, cells)
	}
	return def
}

func TestCheck(t *testing.T) {
	tests := []struct {
		name string
		rows []string
		want []string
	}{
		{"monotone", []string{"123", "223", "333"}, nil},
		{"constant", []string{"222", "222"}, nil},
		{"one cell", []string{"3"}, nil},
		{"empty", []string{"...", "..."}, nil},
		{"a row falls", []string{"132"}, []string{`"a" x "y" = "3" is lower than "a" x "z" = "2"`}},
		{"a column falls", []string{"1", "3", "2"}, []string{`"b" x "x" = "3" is lower than "c" x "x" = "2"`}},
		{"one wrong cell", []string{"311", "111"}, []string{
			`"a" x "x" = "3" is lower than "a" x "y" = "1"`,
			`"a" x "x" = "3" is lower than "b" x "x" = "1"`,
		}},
		{"across an empty cell", []string{"2.1"}, []string{`"a" x "x" = "2" is lower than "a" x "z" = "1"`}},
		{"across empty corners", []string{"2.", ".1"}, []string{`"a" x "x" = "2" is lower than "b" x "y" = "1"`}},
		{"no neighbours on the other diagonal", []string{".1", "2."}, nil},
		{"a chain of falls names each step", []string{"321"}, []string{
			`"a" x "x" = "3" is lower than "a" x "y" = "2"`,
			`"a" x "y" = "2" is lower than "a" x "z" = "1"`,
		}},
		{"staircase of empty cells", []string{"3.1", "...", ".2."}, []string{
			`"a" x "x" = "3" is lower than "a" x "z" = "1"`,
			`"a" x "x" = "3" is lower than "c" x "y" = "2"`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for v := range compile(t, square(tt.rows...)).Check() {
				got = append(got, v.String())
			}
			require.Equal(t, tt.want, got)
		})
	}
}

func TestCheckReturnsBothCells(t *testing.T) {
	got := slices.Collect(compile(t, square("21")).Check())
	require.Equal(t, []priority.Inversion{{
		More: priority.Cell{Impact: "a", Urgency: "x", Priority: "2"},
		Less: priority.Cell{Impact: "a", Urgency: "y", Priority: "1"},
	}}, got)
}
