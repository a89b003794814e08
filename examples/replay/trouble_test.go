package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/vbauerster/mpb/v8"

	"github.com/slakit/slakit/sla"
)

const goodRequest = "1,x,Sign Repair,ONTIME,Closed,2015-03-02 10:00:00,2015-03-16 10:00:00,2015-03-03 10:00:00\n"

// TestTerminal: a bar is drawn where it can be seen, and changes no answer.
func TestTerminal(t *testing.T) {
	var drawn bytes.Buffer
	p := &progress{mpb.New(mpb.WithOutput(&drawn), mpb.WithAutoRefresh())}
	b := p.bar("log.csv", 4)
	read, err := io.ReadAll(b.count(strings.NewReader("text")))
	require.NoError(t, err)
	require.Equal(t, "text", string(read))
	b.done()
	p.wait()
	require.Contains(t, drawn.String(), "log.csv")

	pipe, to, err := os.Pipe()
	require.NoError(t, err)
	defer pipe.Close()
	defer to.Close()
	require.Nil(t, newProgress(to), "a pipe is no terminal")

	device, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	require.NoError(t, err)
	defer device.Close()
	require.NotNil(t, newProgress(device), "a device may be one")
	args := []string{"servicenow", "--json", "--data", file(t, "log.csv", incidentHead+row()+closing)}
	var shown, o bytes.Buffer
	require.Zero(t, run(context.Background(), args, &shown, device))
	require.Zero(t, run(context.Background(), args, &o, io.Discard))
	var got, want any
	require.NoError(t, json.Unmarshal(shown.Bytes(), &got))
	require.NoError(t, json.Unmarshal(o.Bytes(), &want))
	require.Equal(t, settled(want), settled(got))
}

// A fuse is a context that is canceled after some looks at it.
type fuse struct {
	context.Context
	looks atomic.Int64 // before it burns
	used  atomic.Int64
}

func (f *fuse) Err() error {
	if f.used.Add(1) > f.looks.Load() {
		return context.Canceled
	}
	return nil
}

// TestInterruptedAnywhere stops the program at every place where it looks.
func TestInterruptedAnywhere(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		from int64 // the looks at least, from which it is stopped
	}{
		"incidents":  {[]string{"servicenow", "--data", file(t, "log.csv", incidentHead+row()+closing)}, 0},
		"requests":   {[]string{"boston", "--dataset", "2015", "--data", file(t, "log.csv", requestHead+goodRequest)}, 0},
		"everything": {nil, -1},
	} {
		t.Run(name, func(t *testing.T) {
			whole := fuse{Context: context.Background()}
			whole.looks.Store(1 << 40)
			var out, errs bytes.Buffer
			require.Zero(t, run(&whole, c.args, &out, &errs), errs.String())
			looks := whole.used.Load()
			require.Greater(t, looks, int64(1))
			from := c.from
			if from < 0 {
				from = looks - 1 // the last one, in the last of the slices
			}
			for n := from; n < looks; n++ {
				f := fuse{Context: context.Background()}
				f.looks.Store(n)
				var out, errs bytes.Buffer
				require.Equal(t, 130, run(&f, c.args, &out, &errs), "after %d looks of %d", n, looks)
				require.Empty(t, out.String())
				require.Equal(t, "replay: interrupted\n", errs.String())
			}
		})
	}
}

// A full writer takes some bytes and no more.
type full struct{ room int }

var errFull = errors.New("no space left")

func (f *full) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestOutputThatIsFull(t *testing.T) {
	log := file(t, "log.csv", incidentHead+row()+closing)
	for _, args := range [][]string{{"servicenow", "--data", log}, {"servicenow", "--json", "--data", log}} {
		var out, errs bytes.Buffer
		require.Zero(t, run(context.Background(), args, &out, &errs))
		for _, room := range []int{0, out.Len() / 2, out.Len() - 1} {
			errs.Reset()
			require.Equal(t, 1, run(context.Background(), args, &full{room}, &errs), "%q with room for %d bytes", args, room)
			require.Equal(t, "replay: no space left\n", errs.String())
		}
	}
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "index.html"), 0o755))
	stdout, stderr, code := replay(t, "servicenow", "--data", log, "--report", dir)
	require.Equal(t, 1, code)
	require.Empty(t, stdout)
	require.Contains(t, stderr, "cannot write the report")
}

func TestFilesOfAnotherKind(t *testing.T) {
	const types = "dataset,type,valid_from,valid_to,algorithm,target_minutes\n"
	const rule = "2015,Sign Repair,2015-01-01 00:00:00,2016-01-01 00:00:00,elapsed,60\n"
	own, err := own.ReadFile("testdata/servicenow.json")
	require.NoError(t, err)
	changed := func(from, to string) string {
		require.Contains(t, string(own), from)
		return file(t, "rules.json", strings.ReplaceAll(string(own), from, to))
	}
	for name, c := range map[string]struct {
		args []string
		text string
	}{
		"an empty log":          {[]string{"boston", "--dataset", "2015", "--data", file(t, "log.csv", "")}, "log.csv: the file is empty; want a CSV file with a header"},
		"an empty table":        {[]string{"boston", "--dataset", "2015", "--types", file(t, "types.csv", "")}, "types.csv: the file is empty"},
		"a torn archive":        {[]string{"servicenow", "--data", file(t, "log.csv.gz", "\x1f\x8b\x07 no method")}, "log.csv.gz: not a gzip file after all"},
		"a rule twice":          {[]string{"boston", "--dataset", "2015", "--types", file(t, "types.csv", types+rule+rule)}, "types.csv:\nagreements[1].id: duplicate"},
		"no file of rules":      {[]string{"servicenow", "--definition", "nowhere.json"}, "nowhere.json"},
		"rules in a directory":  {[]string{"servicenow", "--definition", "testdata"}, "testdata: cannot read"},
		"rules of no zone":      {[]string{"servicenow", "--definition", changed(`"zone": "UTC"`, `"zone": "Mars/Tharsis"`)}, "rules.json:\ncalendars[0].zone: unknown"},
		"rules with a gap":      {[]string{"servicenow", "--definition", changed(`["1 - Critical", "2 - High", ""]`, `["1 - Critical", "2 - High"]`)}, "rules.json:\nmatrices.incidents.matrix[0]: invalid: found 2 cells"},
		"no table at all there": {[]string{"boston", "--dataset", "2015", "--holidays", "nowhere.csv"}, "nowhere.csv"},
	} {
		t.Run(name, func(t *testing.T) {
			stdout, stderr, code := replay(t, c.args...)
			require.Equal(t, 1, code)
			require.Empty(t, stdout)
			require.Contains(t, stderr, c.text)
		})
	}
}

// TestNotEvaluated: what the engine refuses is a problem of its line.
func TestNotEvaluated(t *testing.T) {
	data, err := own.ReadFile("testdata/servicenow.json")
	require.NoError(t, err)
	answered := strings.ReplaceAll(string(data), `"metric": "resolution"`, `"metric": "response"`)
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no such clock":   {[]string{"servicenow", "--definition", file(t, "rules.json", answered), "--data", file(t, "log.csv", incidentHead+row()+closing)}, "INC1: no target for its resolution"},
		"too many events": {[]string{"servicenow", "--data", file(t, "log.csv", incidentHead+strings.Repeat(row(), 10_001)+closing)}, "INC1: "},
	} {
		t.Run(name, func(t *testing.T) {
			stdout, stderr, code := replay(t, append(c.args, "--json")...)
			require.Zero(t, code, stderr)
			var o struct{ Problems problems }
			require.NoError(t, json.Unmarshal([]byte(stdout), &o))
			require.Equal(t, 1, o.Problems.Count, "%v", o.Problems.List)
			require.Equal(t, notEvaluated, o.Problems.List[0].Kind)
			require.Equal(t, 2, o.Problems.List[0].Line)
			require.Contains(t, o.Problems.List[0].Text, c.want)
			_, stderr, code = replay(t, append(c.args, "--strict")...)
			require.Equal(t, 1, code)
			require.Contains(t, stderr, "log.csv:2: not evaluated: "+c.want)
		})
	}
}

func TestSpan(t *testing.T) {
	for minutes, want := range map[int]string{30: "30m", 60: "1h", 90: "1h30m", 1440: "24h"} {
		require.Equal(t, want, span(minutes))
	}
}

func TestBaseDefinition(t *testing.T) {
	holidays := choice{own: "holidays-honoured.csv"}
	for path, want := range map[string]string{
		"nowhere.json":                              "nowhere.json",
		file(t, "base.json", "{"):                   "base.json:\n",
		file(t, "no.json", "{}"):                    "no.json: 0 calendars, want one",
		"testdata/types-inferred.csv":               "types-inferred.csv:\n",
		file(t, "unknown.json", `{"calendar": []}`): "unknown.json:\n",
	} {
		_, err := readBase(choice{path: path}, holidays)
		require.ErrorContains(t, err, want)
	}
}

func TestExplain(t *testing.T) {
	due := time.Date(2016, 3, 2, 15, 0, 0, 0, time.UTC)
	within, err := sla.ParseAllowance("4h")
	require.NoError(t, err)
	o := outcome{due: due, stopped: due.Add(time.Hour), elapsed: 5 * time.Hour, within: within}
	require.Equal(t, "due Wed 2 Mar 2016 15:00, closed Wed 2 Mar 2016 16:00: used 5 h of 4 h, no pause", o.explain())
	o.paused = 90 * time.Minute
	require.Equal(t, "due Wed 2 Mar 2016 15:00, closed Wed 2 Mar 2016 16:00: used 5 h of 4 h, paused 1 h 30 min", o.explain())
}
