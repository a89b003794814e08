package priority

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/internal/problem"
)

const (
	maxLevels = 32  // impacts, urgencies, priorities: each
	maxName   = 256 // bytes
	maxHints  = 100 // suggestions worked out for one definition
)

// Compile checks the definition and returns its matrix, which shares nothing
// with it. The error holds every problem as a [slakit.FieldError]: a missing
// list or name ([slakit.ErrRequired]), a name that comes twice
// ([slakit.ErrDuplicate]), a cell with an undeclared priority
// ([slakit.ErrUnknown]), a matrix that has not exactly one row for each impact
// and one cell for each urgency, or a name that is not UTF-8
// ([slakit.ErrInvalid]), more than 32 levels in a list or more than 256 bytes
// in a name ([slakit.ErrLimit]).
func Compile(def Definition) (*Matrix, error) {
	var problems problem.List
	m := &Matrix{
		impacts:    levels(&problems, "impacts", def.Impacts),
		urgencies:  levels(&problems, "urgencies", def.Urgencies),
		priorities: levels(&problems, "priorities", def.Priorities),
	}
	m.cells = cells(&problems, def, m.priorities)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return m, nil
}

// levels returns the names, the highest first: the place of each is its rank.
// So few are found sooner in a list than in a map.
func levels[N ~string](problems *problem.List, path string, names []N) []N {
	switch {
	case len(names) == 0:
		problems.Add(path, slakit.ErrRequired, "want one name at least, the highest first")
		return nil
	case len(names) > maxLevels:
		problems.Add(path, slakit.ErrLimit, "found %d names, want at most %d", len(names), maxLevels)
		return nil
	}
	for i, name := range names {
		at := problem.Index(path, i)
		first := slices.Index(names, name)
		switch {
		case name == "":
			problems.Add(at, slakit.ErrRequired, "found an empty name")
		case len(name) > maxName:
			problems.Add(at, slakit.ErrLimit, "found a name of %d bytes, want at most %d", len(name), maxName)
		case !utf8.ValidString(string(name)):
			problems.Add(at, slakit.ErrInvalid, "found %q, want UTF-8", name)
		case first < i:
			problems.Add(at, slakit.ErrDuplicate, "%q is %s already", name, problem.Index(path, first))
		}
	}
	return slices.Clone(names)
}

// cells returns the matrix row by row, each cell as the rank of its priority.
func cells(problems *problem.List, def Definition, priorities []Priority) []int8 {
	switch {
	case len(def.Matrix) == 0:
		problems.Add("matrix", slakit.ErrRequired, "want a row for each impact, with a cell for each urgency")
		return nil
	case len(def.Matrix) > maxLevels:
		problems.Add("matrix", slakit.ErrLimit, "found %d rows, want at most %d", len(def.Matrix), maxLevels)
		return nil
	case len(def.Matrix) != len(def.Impacts):
		problems.Add("matrix", slakit.ErrInvalid, "found %s, want %d, one for each impact", count(len(def.Matrix), "row"), len(def.Impacts))
	}
	var all []int8
	for i, row := range def.Matrix {
		at := problem.Index("matrix", i)
		if len(row) > maxLevels {
			problems.Add(at, slakit.ErrLimit, "found %d cells, want at most %d", len(row), maxLevels)
			continue
		}
		if len(row) != len(def.Urgencies) {
			problems.Add(at, slakit.ErrInvalid, "found %s, want %d, one for each urgency", count(len(row), "cell"), len(def.Urgencies))
		}
		for j, p := range row {
			if p != "" && len(priorities) > 0 && !slices.Contains(priorities, p) {
				problems.Add(problem.Index(at, j), slakit.ErrUnknown, "%s", unknown(p, priorities, problems.Len() < maxHints))
			}
			all = append(all, int8(slices.Index(priorities, p)))
		}
	}
	return all
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// unknown says that name is none of those known.
func unknown[N ~string](name N, known []N, hint bool) string {
	if len(known) == 0 {
		return fmt.Sprintf("%q, none is declared", name)
	}
	var nearest string
	if hint {
		nearest = problem.DidYouMean(string(name), known)
	}
	if len(name) > maxName {
		name = name[:maxName] + "..."
	}
	return fmt.Sprintf("%q%s, want one of %s", name, nearest, list(known))
}

func list[N ~string](names []N) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = fmt.Sprintf("%q", name)
	}
	return strings.Join(quoted, ", ")
}
