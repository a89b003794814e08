package priority_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/priority"
)

func edit(change func(*priority.Definition)) priority.Definition {
	def := priority.ITIL()
	change(&def)
	return def
}

func many[N ~string](n int) []N {
	names := make([]N, n)
	for i := range names {
		names[i] = N(fmt.Sprintf("n%d", i))
	}
	return names
}

func table(rows, columns int) [][]priority.Priority {
	m := make([][]priority.Priority, rows)
	for i := range m {
		m[i] = make([]priority.Priority, columns)
	}
	return m
}

func TestCompileTellsEveryProblem(t *testing.T) {
	tests := []struct {
		name string
		def  priority.Definition
		want []string
	}{
		{"empty", priority.Definition{}, []string{
			"impacts: required: want one name at least, the highest first",
			"urgencies: required: want one name at least, the highest first",
			"priorities: required: want one name at least, the highest first",
			"matrix: required: want a row for each impact, with a cell for each urgency",
		}},
		{"names", edit(func(d *priority.Definition) {
			d.Impacts = []priority.Impact{"high", "", "high"}
			d.Urgencies[1] = "\xff"
			d.Priorities[4] = priority.Priority(strings.Repeat("x", 257))
			d.Matrix[2][2] = ""
		}), []string{
			"impacts[1]: required: found an empty name",
			`impacts[2]: duplicate: "high" is impacts[0] already`,
			`urgencies[1]: invalid: found "\xff", want UTF-8`,
			"priorities[4]: limit exceeded: found a name of 257 bytes, want at most 256",
		}},
		{"ragged", edit(func(d *priority.Definition) {
			d.Matrix[0] = d.Matrix[0][:1]
			d.Matrix[2] = append(d.Matrix[2], "P5", "p1")
		}), []string{
			"matrix[0]: invalid: found 1 cell, want 3, one for each urgency",
			"matrix[2]: invalid: found 5 cells, want 3, one for each urgency",
			`matrix[2][4]: unknown: "p1" (did you mean "P1"?), want one of "P1", "P2", "P3", "P4", "P5"`,
		}},
		{"rows", edit(func(d *priority.Definition) { d.Matrix = d.Matrix[:1] }), []string{
			"matrix: invalid: found 1 row, want 3, one for each impact",
		}},
		{"cells", edit(func(d *priority.Definition) {
			d.Matrix[0][0] = "P0"
			d.Matrix[1][1] = priority.Priority(strings.Repeat("x", 256))
			d.Matrix[1][2] = priority.Priority(strings.Repeat("x", 300))
		}), []string{
			`matrix[0][0]: unknown: "P0" (did you mean "P1"?), want one of "P1", "P2", "P3", "P4", "P5"`,
			`matrix[1][1]: unknown: "` + strings.Repeat("x", 256) + `", want one of "P1", "P2", "P3", "P4", "P5"`,
			`matrix[1][2]: unknown: "` + strings.Repeat("x", 256) + `...", want one of "P1", "P2", "P3", "P4", "P5"`,
		}},
		{"no priorities", edit(func(d *priority.Definition) { d.Priorities = nil }), []string{
			"priorities: required: want one name at least, the highest first",
		}},
		{"too large", priority.Definition{
			Impacts: many[priority.Impact](33), Urgencies: many[priority.Urgency](33),
			Priorities: many[priority.Priority](33), Matrix: table(33, 33),
		}, []string{
			"impacts: limit exceeded: found 33 names, want at most 32",
			"urgencies: limit exceeded: found 33 names, want at most 32",
			"priorities: limit exceeded: found 33 names, want at most 32",
			"matrix: limit exceeded: found 33 rows, want at most 32",
		}},
		{"a row too long", edit(func(d *priority.Definition) { d.Matrix[1] = table(1, 33)[0] }), []string{
			"matrix[1]: limit exceeded: found 33 cells, want at most 32",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := priority.Compile(tt.def)
			require.Nil(t, m)
			var got []string
			for _, e := range slakit.FieldErrors(err) {
				got = append(got, e.Error())
			}
			require.Equal(t, tt.want, got)
		})
	}
}

func TestCompileKinds(t *testing.T) {
	tests := []struct {
		change func(*priority.Definition)
		kind   error
	}{
		{func(d *priority.Definition) { d.Impacts = nil }, slakit.ErrRequired},
		{func(d *priority.Definition) { d.Impacts[1] = "high" }, slakit.ErrDuplicate},
		{func(d *priority.Definition) { d.Matrix[1][1] = "P9" }, slakit.ErrUnknown},
		{func(d *priority.Definition) { d.Matrix = d.Matrix[1:] }, slakit.ErrInvalid},
		{func(d *priority.Definition) { d.Priorities[0] = priority.Priority(strings.Repeat("x", 257)) }, slakit.ErrLimit},
	}
	for _, tt := range tests {
		_, err := priority.Compile(edit(tt.change))
		require.ErrorIs(t, err, tt.kind)
	}
}

func TestCompileAtTheLimits(t *testing.T) {
	def := priority.Definition{
		Impacts: many[priority.Impact](32), Urgencies: many[priority.Urgency](32),
		Priorities: many[priority.Priority](32), Matrix: table(32, 32),
	}
	def.Impacts[0] = priority.Impact(strings.Repeat("x", 256))
	def.Matrix[31][31] = "n31"
	m, err := priority.Compile(def)
	require.NoError(t, err)
	p, err := m.Lookup("n31", "n31")
	require.NoError(t, err)
	require.Equal(t, priority.Priority("n31"), p)
}

// Looking for the nearest name costs time: only the first 100 problems do it.
func TestCompileSuggestsHundredNames(t *testing.T) {
	def := priority.Definition{
		Impacts: many[priority.Impact](1), Urgencies: many[priority.Urgency](32),
		Priorities: []priority.Priority{"P1"}, Matrix: table(4, 32),
	}
	for i := range def.Matrix {
		for j := range def.Matrix[i] {
			def.Matrix[i][j] = "p1"
		}
	}
	_, err := priority.Compile(def)
	all := slakit.FieldErrors(err)
	require.Len(t, all, 129)
	require.Contains(t, all[99].Error(), `matrix[3][2]: unknown: "p1" (did you mean "P1"?)`)
	require.Contains(t, all[100].Error(), `matrix[3][3]: unknown: "p1", want one of "P1"`)
}

// Names that differ in case only are different names; anything may be a name.
func TestCompileTakesAnyName(t *testing.T) {
	m, err := priority.Compile(priority.Definition{
		Impacts: []priority.Impact{"Hög", "hög", " "}, Urgencies: []priority.Urgency{"1 - High"},
		Priorities: []priority.Priority{"P.1[x]"}, Matrix: [][]priority.Priority{{"P.1[x]"}, {""}, {""}},
	})
	require.NoError(t, err)
	p, err := m.Lookup("Hög", "1 - High")
	require.NoError(t, err)
	require.Equal(t, priority.Priority("P.1[x]"), p)
}

func TestMatrixSharesNothingWithItsDefinition(t *testing.T) {
	def := priority.ITIL()
	m, err := priority.Compile(def)
	require.NoError(t, err)
	def.Impacts[0], def.Urgencies[0], def.Priorities[0], def.Matrix[0][0] = "x", "x", "x", "x"
	p, err := m.Lookup("high", "high")
	require.NoError(t, err)
	require.Equal(t, priority.Priority("P1"), p)
	require.Equal(t, []priority.Impact{"high", "medium", "low"}, slices.Collect(m.Impacts()))
	require.Equal(t, priority.Priority("P1"), slices.Collect(m.Priorities())[0])
	require.Equal(t, priority.Priority("P1"), priority.ITIL().Matrix[0][0])
}

func FuzzCompile(f *testing.F) {
	for _, def := range []priority.Definition{priority.ITIL(), {}, edit(func(d *priority.Definition) { d.Matrix[0][0] = "P9" })} {
		text, err := json.Marshal(def)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text, "high", "P2", 1)
	}
	f.Fuzz(func(t *testing.T, text []byte, name, p string, by int) {
		var def priority.Definition
		if json.Unmarshal(text, &def) != nil {
			return
		}
		m, err := priority.Compile(def)
		if err != nil {
			if len(slakit.FieldErrors(err)) == 0 {
				t.Fatalf("an error without a path: %v", err)
			}
			return
		}
		if _, err := m.Lookup(priority.Impact(name), def.Urgencies[0]); (err == nil) != slices.Contains(def.Impacts, priority.Impact(name)) {
			t.Fatalf("Lookup(%q): %v", name, err)
		}
		if q := m.Raise(priority.Priority(p), by); m.Has(priority.Priority(p)) != m.Has(q) {
			t.Fatalf("Raise(%q, %d) = %q", p, by, q)
		}
		for range m.Check() {
			break
		}
		again, err := json.Marshal(def)
		if err != nil {
			t.Fatal(err)
		}
		var second priority.Definition
		if err := json.Unmarshal(again, &second); err != nil {
			t.Fatal(err)
		}
		n, err := priority.Compile(second)
		if err != nil || !slices.Equal(slices.Collect(n.Cells()), slices.Collect(m.Cells())) {
			t.Fatalf("differs after a round trip: %v", err)
		}
	})
}
