package priority_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/priority"
)

func compile(t testing.TB, def priority.Definition) *priority.Matrix {
	t.Helper()
	m, err := priority.Compile(def)
	require.NoError(t, err)
	return m
}

func TestLookup(t *testing.T) {
	m := compile(t, edit(func(d *priority.Definition) {
		d.Impacts = []priority.Impact{"organisation", "department", "person"}
		d.Matrix[0][2] = ""
	}))
	p, err := m.Lookup("department", "low")
	require.NoError(t, err)
	require.Equal(t, priority.Priority("P4"), p)

	p, err = m.Lookup("organisation", "low")
	require.NoError(t, err, "an empty cell is legal")
	require.Empty(t, p)

	tests := []struct {
		impact  priority.Impact
		urgency priority.Urgency
		want    string
	}{
		{"departement", "high", `impact: unknown: "departement" (did you mean "department"?), want one of "organisation", "department", "person"`},
		{"person", "", `urgency: unknown: "", want one of "high", "medium", "low"`},
		{"high", "person", `impact: unknown: "high", want one of "organisation", "department", "person"` + "\n" +
			`urgency: unknown: "person", want one of "high", "medium", "low"`},
	}
	for _, tt := range tests {
		p, err := m.Lookup(tt.impact, tt.urgency)
		require.EqualError(t, err, tt.want)
		require.ErrorIs(t, err, slakit.ErrUnknown)
		require.NotEmpty(t, slakit.FieldErrors(err))
		require.Empty(t, p)
	}
}

func TestLookupDoesNotAllocate(t *testing.T) {
	m := compile(t, priority.ITIL())
	require.Zero(t, testing.AllocsPerRun(100, func() {
		if _, err := m.Lookup("medium", "low"); err != nil {
			t.Error(err)
		}
	}))
}

func TestZeroMatrix(t *testing.T) {
	var m priority.Matrix
	_, err := m.Lookup("high", "low")
	require.EqualError(t, err, "impact: unknown: \"high\", none is declared\nurgency: unknown: \"low\", none is declared")
	require.False(t, m.Has(""))
	require.Zero(t, m.Compare("a", "b"))
	require.Equal(t, priority.Priority("a"), m.Raise("a", 1))
	require.Empty(t, slices.Collect(m.Impacts()))
	require.Empty(t, slices.Collect(m.Urgencies()))
	require.Empty(t, slices.Collect(m.Priorities()))
	require.Empty(t, slices.Collect(m.Cells()))
	require.Empty(t, slices.Collect(m.Check()))
}

func TestCompare(t *testing.T) {
	// Names whose alphabetical order is not that of their rank.
	m := compile(t, priority.Definition{
		Impacts: []priority.Impact{"any"}, Urgencies: []priority.Urgency{"any"},
		Priorities: []priority.Priority{"urgent", "normal", "low"}, Matrix: [][]priority.Priority{{"low"}},
	})
	tests := []struct {
		a, b priority.Priority
		want int
	}{
		{"urgent", "normal", -1},
		{"low", "normal", 1},
		{"low", "low", 0},
		{"low", "nonsense", -1},
		{"", "low", 1},
		{"", "nonsense", 0},
	}
	for _, tt := range tests {
		require.Equal(t, tt.want, m.Compare(tt.a, tt.b), "%q %q", tt.a, tt.b)
	}
	list := []priority.Priority{"low", "", "urgent", "normal"}
	slices.SortFunc(list, m.Compare)
	require.Equal(t, []priority.Priority{"urgent", "normal", "low", ""}, list)
	require.True(t, m.Has("urgent"), "declared, though in no cell")
	require.False(t, m.Has("Urgent"))
	require.False(t, m.Has(""))
}

func TestRaise(t *testing.T) {
	m := compile(t, priority.ITIL())
	tests := []struct {
		p    priority.Priority
		by   int
		want priority.Priority
	}{
		{"P3", 1, "P2"},
		{"P3", 2, "P1"},
		{"P3", 3, "P1"},
		{"P3", math.MaxInt, "P1"},
		{"P3", 0, "P3"},
		{"P3", -1, "P4"},
		{"P3", -9, "P5"},
		{"P3", math.MinInt, "P5"},
		{"P1", math.MinInt, "P5"},
		{"P5", math.MaxInt, "P1"},
		{"P9", 1, "P9"},
		{"", 1, ""},
	}
	for _, tt := range tests {
		require.Equal(t, tt.want, m.Raise(tt.p, tt.by), "%q by %d", tt.p, tt.by)
	}
}

func TestIteratorsStopEarly(t *testing.T) {
	m := compile(t, edit(func(d *priority.Definition) { slices.Reverse(d.Matrix) }))
	for c := range m.Cells() {
		require.Equal(t, priority.Cell{Impact: "high", Urgency: "high", Priority: "P3"}, c)
		break
	}
	for v := range m.Check() {
		require.Equal(t, `"high" x "high" = "P3" is lower than "medium" x "high" = "P2"`, v.String())
		break
	}
}

func BenchmarkLookup(b *testing.B) {
	m := compile(b, priority.ITIL())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Lookup("medium", "low"); err != nil {
			b.Fatal(err)
		}
	}
}
