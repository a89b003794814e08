package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"
	"github.com/stretchr/testify/require"
)

var rewrite = flag.Bool("update", false, "rewrite the golden files")

// renewals runs the program and returns what it printed and its exit code.
func renewals(args ...string) (stdout, stderr string, code int) {
	var out, errs bytes.Buffer
	code = run(context.Background(), args, &out, &errs)
	return out.String(), errs.String(), code
}

// printed runs the program, which must succeed without a word.
func printed(t *testing.T, args ...string) string {
	t.Helper()
	stdout, stderr, code := renewals(args...)
	require.Zero(t, code, stderr)
	require.Empty(t, stderr)
	return stdout
}

// object runs the program with --json.
func object[T any](t *testing.T, args ...string) T {
	t.Helper()
	var o T
	require.NoError(t, json.Unmarshal([]byte(printed(t, append(args, "--json")...)), &o))
	return o
}

// golden compares a text with a file.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *rewrite {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

// file writes a file and returns its path.
func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	return path
}

func TestGoldens(t *testing.T) {
	golden(t, "all.txt", printed(t))
	golden(t, "cuad.txt", printed(t, "cuad"))
	golden(t, "uk.txt", printed(t, "uk"))
	golden(t, "credit.txt", printed(t, "credit"))
	golden(t, "register.json", printed(t, "--json", "--register", "testdata/register.json", "--day", "2026-03-05"))
	golden(t, "credit.json", printed(t, "credit", "--json"))
}

// TestFiguresOfCUAD holds what must be reached whatever the golden files say.
func TestFiguresOfCUAD(t *testing.T) {
	o := object[cuadResult](t, "cuad")
	require.Equal(t, 408, o.Rows)
	require.Equal(t, 162, o.Dated)
	require.GreaterOrEqual(t, o.Lengths.Of, 100)
	require.GreaterOrEqual(t, 100*o.Lengths.Agree, 93*o.Lengths.Of)
	require.GreaterOrEqual(t, 100*o.Computed.Agree, 93*o.Computed.Of)
	require.GreaterOrEqual(t, 100*(o.Lengths.Agree+o.Written.Agree), 93*(o.Lengths.Of+o.Written.Of))
	require.GreaterOrEqual(t, 100*o.Renewals.Agree, 95*o.Renewals.Of)
	require.GreaterOrEqual(t, 100*o.Notices.Agree, 95*o.Notices.Of)
	require.Empty(t, o.Problems)
	require.Len(t, o.Deals, o.Rows)

	// Every row that does not agree is printed with clause and both days.
	stdout := printed(t, "cuad")
	listed := 0
	for _, d := range o.Deals {
		if d.Verdict == differs || d.Verdict == unread {
			listed++
			require.Contains(t, stdout, " "+d.Row+" ")
			require.Contains(t, stdout, d.Labelled.String())
			require.NotEmpty(t, d.Reason)
		}
	}
	require.Equal(t, o.Dated, listed+o.Lengths.Agree+o.Written.Agree)
}

// TestDerivedColumnsAreNotRead takes the columns that hold the answer out of the
// file, and the answer itself: what is read from the clauses stays.
func TestDerivedColumnsAreNotRead(t *testing.T) {
	want := object[cuadResult](t, "cuad")
	data, err := choice{"", "cuad-terms.csv.gz"}.read(context.Background())
	require.NoError(t, err)
	rows, _, err := readRows("terms", data, cuadColumns...)
	require.NoError(t, err)
	text := strings.Join(cuadColumns, ",") + "\n"
	for _, r := range rows {
		for i, c := range cuadColumns {
			if i > 0 {
				text += ","
			}
			if c != "expiration_iso" && c != "renewal_n" && c != "renewal_unit" && c != "notice_n" && c != "notice_unit" && c != "expiration_kind" {
				text += `"` + strings.ReplaceAll(r.fields[c], `"`, `""`) + `"`
			}
		}
		text += "\n"
	}
	got := object[cuadResult](t, "cuad", "--data", file(t, "terms.csv", text))
	require.Len(t, got.Deals, len(want.Deals))
	for i, d := range got.Deals {
		w := want.Deals[i]
		require.Equal(t, w.Row, d.Row)
		require.Equal(t, []any{w.Length, w.Written, w.Start, w.Renewal, w.Notice, w.Open}, []any{d.Length, d.Written, d.Start, d.Renewal, d.Notice, d.Open}, w.Row)
	}
}

func TestFiguresOfUKNotices(t *testing.T) {
	o := object[ukResult](t, "uk")
	require.Equal(t, 276, o.Rows)
	require.Len(t, o.Notices, 160)
	require.Len(t, o.Texts, 19)
	require.GreaterOrEqual(t, o.Read, 10)
	for _, text := range o.Texts {
		if text.Option.Reason == "" {
			require.Positive(t, text.Option.Max, text.Text)
			require.False(t, text.Option.Length.IsZero(), text.Text)
		}
	}
	again := 0
	for _, n := range o.Notices {
		again += len(n.Also)
	}
	require.Equal(t, o.Rows, len(o.Notices)+again)

	// The days are those that the data set derived, which are not read.
	data, err := choice{"", "uk-contracts.csv.gz"}.read(context.Background())
	require.NoError(t, err)
	rows, _, err := readRows("contracts", data, "start_date_london", "end_date_london")
	require.NoError(t, err)
	derived := map[int]map[string]string{}
	for _, r := range rows {
		derived[r.line] = r.fields
	}
	for _, n := range o.Notices {
		for _, line := range append(n.Also, n.Line) {
			require.Equal(t, derived[line]["start_date_london"], n.First.String(), line)
			require.Equal(t, derived[line]["end_date_london"], n.Last.String(), line)
		}
	}
}

// TestTheExampleRegister holds the days that the register was written for.
func TestTheExampleRegister(t *testing.T) {
	v := object[view](t, "--register", "testdata/register.json", "--day", "2026-03-05")
	require.Equal(t, map[string]int{"preliminary": 1, "current": 3, "past": 1}, v.Tabs)
	days := map[string]string{}
	for _, d := range v.Deadlines {
		days[d.Contract+" "+string(d.Kind)+" "+string(d.By)] = d.Opens.String() + " " + d.Safe.String() + " " + d.Latest.String()
	}
	require.Equal(t, " 2028-07-28 2028-07-31", days["print notice us"])
	require.Equal(t, " 2028-04-28 2028-04-30", days["print notice party"])
	require.True(t, strings.HasPrefix(days["schools option "], "2026-07-01 ") && strings.HasSuffix(days["schools option "], " 2026-09-30"))
	for _, c := range v.Commitments {
		if c.Contract == "mail-hosting" {
			require.Equal(t, "2026-06-30", c.Last.String())
			require.Equal(t, "2026-09-30", c.PartyLast.String())
		}
	}
	require.Contains(t, printed(t, "--register", "testdata/register.json", "--day", "2026-03-05"), "cannot be stopped inside")
}

func TestCalendarIsReadBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "reminders.ics")
	v := object[view](t, "--register", "testdata/register.json", "--day", "2026-03-05", "--within", "P3Y", "--ics", path)
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	golden(t, "reminders.ics", string(data))
	for line := range strings.SplitSeq(strings.TrimSuffix(string(data), "\r\n"), "\r\n") {
		require.NotContains(t, line, "\n")
		require.LessOrEqual(t, len(line), 75)
	}
	cal, err := ics.ParseCalendar(bytes.NewReader(data))
	require.NoError(t, err)
	require.Len(t, cal.Events(), len(v.Reminders))
	require.NotEmpty(t, v.Reminders)
	ids := map[string]bool{}
	for i, e := range cal.Events() {
		require.Equal(t, v.Reminders[i].ID+"@slakit", e.Id())
		require.False(t, ids[e.Id()], "twice")
		ids[e.Id()] = true
		start, err := e.GetAllDayStartAt()
		require.NoError(t, err)
		require.Equal(t, v.Reminders[i].Day.String(), start.Format("2006-01-02"))
	}

	// The same reminder has the same identity, whenever it is asked for.
	require.NoError(t, os.Remove(path))
	printed(t, "--register", "testdata/register.json", "--day", "2026-05-01", "--within", "P3Y", "--ics", path)
	data, err = os.ReadFile(path)
	require.NoError(t, err)
	require.Contains(t, string(data), v.Reminders[0].ID[:40])
}

func TestMails(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "mails")
	v := object[view](t, "--register", "testdata/register.json", "--day", "2026-03-05", "--within", "P3Y", "--mail", dir)
	for _, l := range []string{"en", "sv"} {
		names, err := filepath.Glob(filepath.Join(dir, "*."+l+".txt"))
		require.NoError(t, err)
		require.Len(t, names, len(v.Reminders))
		var all strings.Builder
		for _, name := range names {
			data, err := os.ReadFile(name)
			require.NoError(t, err)
			all.WriteString("=== " + filepath.Base(name) + "\n" + string(data))
		}
		golden(t, "mails."+l+".txt", all.String())
	}
}

func TestPictures(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "pictures")
	printed(t, "--svg", dir)
	for _, name := range []string{"timeline-customer.svg", "timeline-supplier.svg", "lifecycle.svg"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		require.True(t, bytes.HasPrefix(data, []byte("<svg ")), name)
	}
}

func TestPlainAndPackedGiveTheSame(t *testing.T) {
	for command, name := range map[string]string{"cuad": "cuad-terms.csv.gz", "uk": "uk-contracts.csv.gz"} {
		data, err := choice{"", name}.read(context.Background())
		require.NoError(t, err)
		path := file(t, "plain.csv", string(data))
		want := printed(t, command, "--day", "2020-02-29")
		got := printed(t, command, "--day", "2020-02-29", "--data", path)
		require.Equal(t, want, strings.ReplaceAll(strings.ReplaceAll(got, path, "testdata/"+name), strings.Repeat("=", len(path)), strings.Repeat("=", len(name)+9)))
	}
}

func TestWrongCommandLines(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		code int
		text string
	}{
		"unknown command":     {[]string{"cuadd"}, 2, "cuadd"},
		"unknown flag":        {[]string{"--registry", "x"}, 2, "--registry"},
		"no day":              {[]string{"--day", "2026-02-30"}, 2, "2026-02-30"},
		"no length":           {[]string{"--within", "soon"}, 2, "soon"},
		"nothing ahead":       {[]string{"--within", "P0D"}, 2, "--within is P0D"},
		"business days":       {[]string{"--within", "5bd"}, 2, "--within is 5bd"},
		"too far ahead":       {[]string{"--within", "P51Y"}, 2, "50 years at most"},
		"beyond all days":     {[]string{"--day", "9999-12-01"}, 1, "leads beyond all days"},
		"no such file":        {[]string{"--register", "nowhere.json"}, 1, "nowhere.json: no such file"},
		"a directory":         {[]string{"cuad", "--data", "testdata"}, 1, "testdata"},
		"another file":        {[]string{"cuad", "--data", "testdata/measured.csv"}, 1, "measured.csv:1: no column row, filename"},
		"the other data":      {[]string{"uk", "--data", "testdata/cuad-terms.csv.gz"}, 1, "cuad-terms.csv.gz:1: no column ocid"},
		"no register":         {[]string{"--register", "testdata/measured.csv"}, 1, "measured.csv: "},
		"no measured values":  {[]string{"credit", "--measured", "testdata/register.json"}, 1, "register.json:1: no column contract"},
		"mails in a file":     {[]string{"--mail", "renewals_test.go/x"}, 1, "cannot write the mails"},
		"pictures in a file":  {[]string{"--svg", "renewals_test.go/x"}, 1, "cannot draw"},
		"a calendar nowhere":  {[]string{"--ics", "nowhere/x.ics"}, 1, "nowhere/x.ics"},
		"a flag of the other": {[]string{"cuad", "--register", "x"}, 2, "--register"},
	} {
		t.Run(name, func(t *testing.T) {
			stdout, stderr, code := renewals(c.args...)
			require.Equal(t, c.code, code, stderr)
			require.Empty(t, stdout)
			require.Contains(t, stderr, "renewals: ")
			require.Contains(t, stderr, c.text)
		})
	}
}

func TestHelp(t *testing.T) {
	stdout, _, code := renewals("credit", "--help")
	require.Zero(t, code)
	require.Contains(t, stdout, "--measured")
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, args := range [][]string{{}, {"cuad"}, {"uk"}, {"credit"}} {
		var out, errs bytes.Buffer
		require.Equal(t, 130, run(ctx, args, &out, &errs))
		require.Empty(t, out.String())
		require.Equal(t, "renewals: interrupted\n", errs.String())
	}
}

// files returns the files of a directory.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	all := map[string]string{}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		require.NoError(t, err)
		all[e.Name()] = string(data)
	}
	return all
}

// TestTheRegisterOfCUADComesFromTheClauses: the labels decide nothing in it.
func TestTheRegisterOfCUADComesFromTheClauses(t *testing.T) {
	with, err := readCUAD(context.Background(), choice{"", "cuad-terms.csv.gz"})
	require.NoError(t, err)
	counters, err := newCounters()
	require.NoError(t, err)
	data, err := choice{"", "cuad-terms.csv.gz"}.read(context.Background())
	require.NoError(t, err)
	rows, _, err := readRows("terms", data, cuadColumns...)
	require.NoError(t, err)
	without := &cuadResult{Conventions: map[string]int{}}
	for _, r := range rows {
		for _, label := range []string{"expiration_iso", "renewal_n", "renewal_unit", "notice_n", "notice_unit"} {
			r.fields[label] = ""
		}
		d, wrong := newDeal("terms", r)
		require.Nil(t, wrong)
		d.judge(counters, r.fields)
		without.add(d)
	}
	require.Equal(t, without.register(), with.register())
}
