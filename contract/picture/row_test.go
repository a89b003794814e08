package picture_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/picture"
)

// one compiles a register of one supplier contract, with the id c and the
// fields that are given.
func one(t *testing.T, fields string) *contract.Register {
	t.Helper()
	def, err := contract.Parse([]byte(`{"zone": "Europe/Stockholm", "contracts": [{"id": "c", "kind": "supplier", "party": {"name": "P"}, ` + fields + `}]}`))
	require.NoError(t, err)
	return compile(t, def)
}

var title = regexp.MustCompile(`<g [^>]*><title>(.*?)</title>`)

// TestRows says in words what a row shows, from the state to the next step, and
// counts its marks.
func TestRows(t *testing.T) {
	const approved = `"facts": [{"id": "1", "kind": "approve", "on": "2023-12-01", "recorded": "2023-12-01T12:00:00Z"}`
	for name, tt := range map[string]struct {
		fields string
		day    string
		opts   picture.Options
		want   string
		marks  map[string]int // by class
	}{
		"an option that opens": {
			`"start": "2024-01-01", "term": "P3Y", "renewal": {"kind": "express", "max": 1, "opens": "P6M", "closes": "P3M"}, ` + approved + `]`, "2026-03-05",
			picture.Options{},
			"c: active, option from 2026-07-01, term from 2024-01-01 to 2026-12-31, committed to 2026-12-31",
			map[string]int{"run": 1, "pos": 1, "win": 1, "safe": 1, "lat": 1},
		},
		"an option that is open": {
			`"start": "2024-01-01", "term": "P3Y", "renewal": {"kind": "express", "term": "P1Y", "max": 1, "opens": "P6M", "closes": "P3M"}, ` + approved + `]`, "2026-07-05",
			picture.Options{},
			"c: active, option by 2026-09-30, term from 2024-01-01 to 2026-12-31, committed to 2026-12-31",
			map[string]int{"run": 1, "pos": 1, "win": 1, "safe": 1, "lat": 1},
		},
		"no way to leave": {
			`"start": "2024-01-01", "renewal": {"kind": "evergreen"}, "notice": [{"by": "party", "period": "P1M", "exit": "month-end"}], ` + approved + `]`, "2026-03-05",
			picture.Options{},
			"c: active, open end, term from 2024-01-01",
			map[string]int{"run": 1, "pos": 1, "win": 0, "lat": 1},
		},
		"only the party can stop many terms": {
			`"start": "2024-01-01", "term": "P1M", "renewal": {"kind": "tacit", "term": "P1M"}, "notice": [{"by": "party", "period": "P7D"}], ` + approved + `]`, "2026-03-05",
			picture.Options{},
			"c: active, runs to 2026-03-31, term from 2026-03-01 to 2026-03-31",
			map[string]int{"win": 0, "safe": 0},
		},
		"not approved in time": {
			`"start": "2026-02-01", "term": "P1Y", "responsible": "r", "renewal": {"kind": "none"}, "facts": [{"id": "1", "kind": "submit", "on": "2026-01-01", "recorded": "2026-01-01T12:00:00Z"}]`, "2026-03-05",
			picture.Options{},
			"c: in-review, was to start 2026-02-01, term from 2026-02-01 to 2027-01-31",
			map[string]int{"pre": 1, "run": 0},
		},
		"windows before what is drawn": {
			`"start": "2024-01-01", "term": "P1Y", "renewal": {"kind": "tacit", "term": "P1Y"}, "notice": [{"by": "us", "period": "P3M"}], ` + approved + `]`, "2024-03-05",
			picture.Options{From: day("2025-06-01"), Until: day("2026-03-01")},
			"c: active, notice by 2024-09-30, term from 2025-01-01 to 2025-12-31, committed to 2024-12-31",
			map[string]int{"win": 1, "lat": 1, "safe": 1},
		},
		"the last of all days": {
			`"start": "9990-01-01", "renewal": {"kind": "evergreen"}, "notice": [{"by": "us", "period": "P1M", "exit": "month-end"}], ` + approved + `]`, "9999-03-05",
			picture.Options{From: day("9999-02-01")},
			"c: active, notice by 9999-03-29, term from 9990-01-01, committed to 9999-04-30",
			map[string]int{"run": 1, "pos": 1},
		},
		"notice was given": {
			`"start": "2024-01-01", "term": "P3Y", "renewal": {"kind": "tacit", "term": "P1Y"}, "notice": [{"by": "us", "period": "P3M"}], ` + approved + `, {"id": "2", "kind": "notice", "side": "us", "on": "2026-02-01", "recorded": "2026-02-01T12:00:00Z"}]`, "2026-03-05",
			picture.Options{},
			"c: active, ends 2026-12-31, term from 2024-01-01 to 2026-12-31, committed to 2026-12-31",
			map[string]int{"run": 1, "pos": 0, "win": 0},
		},
		"suspended, not in what is drawn": {
			`"start": "2024-01-01", "term": "P3Y", "renewal": {"kind": "none"}, ` + approved + `, {"id": "2", "kind": "suspend", "on": "2025-02-01", "last": "2025-03-31", "recorded": "2025-01-01T12:00:00Z"}]`, "2026-03-05",
			picture.Options{From: day("2026-01-01"), Until: day("2027-01-01")},
			"c: active, ends 2026-12-31, term from 2024-01-01 to 2026-12-31, committed to 2026-12-31",
			map[string]int{"run": 1, "sus": 0},
		},
		"suspended, in what is drawn": {
			`"start": "2024-01-01", "term": "P3Y", "renewal": {"kind": "none"}, ` + approved + `, {"id": "2", "kind": "suspend", "on": "2025-12-01", "last": "2026-01-31", "recorded": "2025-11-01T12:00:00Z"}]`, "2026-03-05",
			picture.Options{From: day("2026-01-01"), Until: day("2027-01-01")},
			"c: active, ends 2026-12-31, term from 2024-01-01 to 2026-12-31, committed to 2026-12-31",
			map[string]int{"run": 1, "sus": 11},
		},
	} {
		t.Run(name, func(t *testing.T) {
			svg := string(picture.Timeline(one(t, tt.fields), contract.Supplier, day(tt.day), &tt.opts))
			checkLabels(t, []byte(svg))
			found := title.FindStringSubmatchIndex(svg)
			require.NotNil(t, found, svg)
			require.Equal(t, tt.want, svg[found[2]:found[3]])
			row, _, _ := strings.Cut(svg[found[3]:], "</g>")
			for class, want := range tt.marks {
				marks := 0
				if _, path, ok := strings.Cut(row, `<path class="`+class+`" d="`); ok {
					path, _, _ = strings.Cut(path, `"`)
					marks = strings.Count(path, "M")
				}
				require.Equal(t, want, marks, "%s in %s", class, row)
			}
		})
	}
}

// Half years divide a chart of ten years, and its rows are still apart.
func TestHalfYears(t *testing.T) {
	svg := picture.Timeline(hundred(t), contract.Supplier, day("2026-03-05"), &picture.Options{From: day("2020-01-01"), Until: day("2030-01-01")})
	checkLabels(t, svg)
	require.Equal(t, 10, strings.Count(string(svg), ">H1</text>"))
	require.Equal(t, 10, strings.Count(string(svg), ">H2</text>"))
	require.NotContains(t, string(svg), ">Q1</text>")
}
