package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var rewrite = flag.Bool("update", false, "rewrite the golden files")

// replay runs the program and returns what it printed and its exit code.
func replay(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(context.Background(), args, &out, &errs)
	return out.String(), errs.String(), code
}

// object runs the program with --json, which must succeed without a word.
func object(t *testing.T, args ...string) map[string]any {
	t.Helper()
	stdout, stderr, code := replay(t, append(args, "--json")...)
	require.Zero(t, code, stderr)
	require.Empty(t, stderr)
	var o map[string]any
	require.NoError(t, json.Unmarshal([]byte(stdout), &o))
	return o
}

// settled takes out what differs from run to run, and lists, which are long.
func settled(v any) any {
	if o, ok := v.(map[string]any); ok {
		delete(o, "seconds")
		delete(o, "list")
		for _, part := range o {
			settled(part)
		}
	}
	return v
}

func TestReplayOfItsOwnData(t *testing.T) {
	got, err := json.MarshalIndent(settled(object(t)), "", "  ")
	require.NoError(t, err)
	golden := filepath.Join("testdata", "golden", "all.json")
	if *rewrite {
		require.NoError(t, os.MkdirAll(filepath.Dir(golden), 0o755))
		require.NoError(t, os.WriteFile(golden, append(got, '\n'), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.JSONEq(t, string(want), string(got))
}

// TestFigures holds the shares that the engine must reach whatever the golden
// file says.
func TestFigures(t *testing.T) {
	all := object(t)
	number := func(o any, path ...string) float64 {
		for _, key := range path {
			o = o.(map[string]any)[key]
		}
		return o.(float64)
	}
	service := all["servicenow"]
	require.Zero(t, number(service, "matrix", "disagree"))
	require.Equal(t, number(service, "events"), number(service, "matrix", "agree"))
	require.GreaterOrEqual(t, number(service, "madeSLA", "3", "agree")/number(service, "madeSLA", "3", "of"), 0.998)
	for set, least := range map[string]float64{"2011h2": 0.988, "2015": 0.968, "2013-2019-animal": 0.996, "2015-2024-sample": 0.988} {
		city := all["boston"].(map[string]any)[set]
		require.GreaterOrEqual(t, number(city, "within60")/number(city, "targets"), least, set)
		require.GreaterOrEqual(t, number(city, "within300"), number(city, "within60"), set)
		require.Zero(t, number(city, "flags", "disagree"), set)
		require.Equal(t, number(city, "rows"), number(city, "flags", "agree")+number(city, "flags", "blank"), set)
		own := number(city, "flagsOwn", "agree") + number(city, "flagsOwn", "disagree") + number(city, "flagsOwn", "blank")
		require.Equal(t, number(city, "targets"), own, set)
	}
}

func TestTablesSayWhatAManagerAsks(t *testing.T) {
	stdout, stderr, code := replay(t)
	require.Zero(t, code, stderr)
	for _, text := range []string{
		"2,493", "13,746", "Attainment by priority", "3 - Moderate", "made_sla explained",
		"Closed longest after the due time", "due Wed 23 Mar 2016 22:23, closed Wed 8 Feb 2017 18:07: used 2,127 h 44 min of 62 h, no pause",
		"Targets within 60 s", "within 300 s", "elapsed days", "business time", "business days, same clock",
		"2011h2", "2015-2024-sample", "Everything took ", "Inferred, not documented", `incident_state is "-100"`,
	} {
		require.Contains(t, stdout, text)
	}
}

// unpacked returns one of the program's own files, plain, as a path.
func unpacked(t *testing.T, name string) string {
	t.Helper()
	packed, err := own.Open("testdata/" + name)
	require.NoError(t, err)
	plain, err := gzip.NewReader(packed)
	require.NoError(t, err)
	data, err := io.ReadAll(plain)
	require.NoError(t, err)
	return file(t, strings.TrimSuffix(name, ".gz"), string(data))
}

// file writes a file and returns its path.
func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	return path
}

func TestPlainAndPackedGiveTheSame(t *testing.T) {
	plain := settled(object(t, "servicenow", "--data", unpacked(t, "incident_event_log-mod3.csv.gz")))
	require.Equal(t, settled(object(t, "servicenow")), plain)
	require.Equal(t,
		settled(object(t, "boston", "--dataset", "2015")),
		settled(object(t, "boston", "--dataset", "2015", "--data", unpacked(t, "boston-2015-mod3.csv.gz"),
			"--types", "testdata/types-inferred.csv", "--holidays", "testdata/holidays-honoured.csv")))
}

// TestRowsInAnyOrder turns the log upside down: all but the problems stays.
func TestRowsInAnyOrder(t *testing.T) {
	data, err := os.ReadFile(unpacked(t, "incident_event_log-mod3.csv.gz"))
	require.NoError(t, err)
	rows := strings.Split(strings.TrimSpace(string(data)), "\n")
	turned := rows[:1:1]
	for i := len(rows) - 1; i > 0; i-- {
		turned = append(turned, rows[i])
	}
	got := object(t, "servicenow", "--data", file(t, "turned.csv", strings.Join(turned, "\n")))
	want := object(t, "servicenow")
	require.Greater(t, got["problems"].(map[string]any)["count"], want["problems"].(map[string]any)["count"])
	for _, key := range []string{"incidents", "events", "matrix"} {
		require.Equal(t, want[key], got[key], key)
	}
	// Rows of the same minute are in the other order now, so that a few
	// incidents end with another row.
	three := func(o map[string]any) map[string]any { return o["madeSLA"].(map[string]any)["3"].(map[string]any) }
	require.InDelta(t, three(want)["of"].(float64), three(got)["of"].(float64), 5)
	require.InDelta(t, three(want)["agree"].(float64), three(got)["agree"].(float64), 40)
}

func TestWrongCommandLines(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		code int
		text string
	}{
		"unknown dataset":      {[]string{"boston", "--dataset", "2012"}, 2, `--dataset must be one of "2011h2","2015","2013-2019-animal","2015-2024-sample" but got "2012"`},
		"no dataset":           {[]string{"boston"}, 2, "--dataset"},
		"unknown command":      {[]string{"bostn"}, 2, "bostn"},
		"no such file":         {[]string{"servicenow", "--data", "nowhere.csv"}, 1, "nowhere.csv: no such file"},
		"a directory":          {[]string{"servicenow", "--data", "testdata"}, 1, "testdata"},
		"the other log":        {[]string{"servicenow", "--data", "testdata/boston-2015-mod3.csv.gz"}, 1, "boston-2015-mod3.csv.gz:1: no column number, incident_state"},
		"the other log too":    {[]string{"boston", "--dataset", "2015", "--data", "testdata/incident_event_log-mod3.csv.gz"}, 1, "is it a slice of the city's requests?"},
		"no definition":        {[]string{"servicenow", "--definition", "testdata/types-inferred.csv"}, 1, "testdata/types-inferred.csv:"},
		"no matrix":            {[]string{"servicenow", "--definition", "testdata/boston.json"}, 1, "no service level has a matrix"},
		"no table of types":    {[]string{"boston", "--dataset", "2015", "--types", "testdata/holidays-honoured.csv"}, 1, "no column dataset, type"},
		"no table of holidays": {[]string{"boston", "--dataset", "2015", "--holidays", "testdata/types-inferred.csv"}, 1, "no column date"},
		"a report in a file":   {[]string{"boston", "--dataset", "2011h2", "--report", "go.mod/x"}, 1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "a report in a file" {
				c.args[len(c.args)-1] = file(t, "file", "")
			}
			stdout, stderr, code := replay(t, c.args...)
			require.Equal(t, c.code, code)
			require.Empty(t, stdout)
			require.Contains(t, stderr, "replay: ")
			require.Contains(t, stderr, c.text)
		})
	}
}

// TestAnotherDatasetIsSaid: the rules of one copy cover nothing of another.
func TestAnotherDatasetIsSaid(t *testing.T) {
	stdout, stderr, code := replay(t, "boston", "--json", "--dataset", "2015", "--data", "testdata/boston-2011h2-mod3.csv.gz")
	require.Zero(t, code)
	require.Contains(t, stderr, "no request falls under a rule of dataset 2015; is it a slice of another one?")
	var o cityResult
	require.NoError(t, json.Unmarshal([]byte(stdout), &o))
	require.Equal(t, o.Targets, o.UnknownTypes)
	require.Zero(t, o.Within300)
	require.Zero(t, o.Flags.Disagree) // the city's own targets need no rule
}

func TestHelp(t *testing.T) {
	stdout, _, code := replay(t, "boston", "--help")
	require.Zero(t, code)
	require.Contains(t, stdout, "2013-2019-animal")
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, args := range [][]string{{}, {"servicenow"}, {"boston", "--dataset", "2011h2"}} {
		var out, errs bytes.Buffer
		require.Equal(t, 130, run(ctx, args, &out, &errs))
		require.Empty(t, out.String())
		require.Equal(t, "replay: interrupted\n", errs.String())
	}
}

func TestReportIsOnePageOfItsOwn(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "report")
	_, stderr, code := replay(t, "--report", dir)
	require.Zero(t, code, stderr)
	data, err := os.ReadFile(filepath.Join(dir, "index.html"))
	require.NoError(t, err)
	page := string(data)
	require.Equal(t, 15, strings.Count(page, "<svg "))
	require.Equal(t, 15, strings.Count(page, "</svg>"))
	for _, text := range []string{
		"Attainment by month of closure", "Used share of the allowance at closure", "Breaches by weekday and hour",
		"prefers-color-scheme: dark", "var(--ink)", "var(--series-1)", "3 - Moderate", "1,398 in all, on the clock of America/New_York",
	} {
		require.Contains(t, page, text)
	}
	for _, foreign := range []string{"http:", "https:", "//", "src=", "<script", "<link", "@import", "url(", "#010101", "#0A0A", "#1414"} {
		require.NotContains(t, page, foreign)
	}
}
