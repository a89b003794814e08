package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/term"
)

// A fuse is a context that is canceled after some looks at it.
type fuse struct {
	context.Context
	left, used atomic.Int64
}

func (f *fuse) Err() error {
	f.used.Add(1)
	if f.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

// interrupted runs the program until it has looked so often.
func interrupted(looks int64, args []string) (f *fuse, stdout, stderr string, code int) {
	f = &fuse{Context: context.Background()}
	f.left.Store(looks)
	var out, errs bytes.Buffer
	code = run(f, args, &out, &errs)
	return f, out.String(), errs.String(), code
}

// TestInterruptedAnywhere stops the program at every place where it looks, or
// with much data at some.
func TestInterruptedAnywhere(t *testing.T) {
	cuad := file(t, "cuad.csv", strings.Join(cuadColumns, ",")+"\n"+cuadRow())
	uk := file(t, "uk.csv", strings.Join(ukColumns, ",")+"\n"+ukRow())
	dir := t.TempDir()
	for name, args := range map[string][]string{
		"a register":  {"--register", "testdata/register.json", "--day", "2026-03-05"},
		"clauses":     {"cuad", "--data", cuad, "--day", "2020-02-29"},
		"notices":     {"uk", "--data", uk, "--day", "2026-02-28"},
		"credits":     {"credit", "--svg", dir, "--mail", dir},
		"all at once": {},
	} {
		t.Run(name, func(t *testing.T) {
			whole, _, stderr, code := interrupted(1<<40, args)
			require.Zero(t, code, stderr)
			looks := whole.used.Load()
			require.Greater(t, looks, int64(1))
			step := int64(1)
			if len(args) == 0 {
				step = looks/3 + 1
			}
			for n := looks - 1; n >= 0; n -= step {
				_, stdout, stderr, code := interrupted(n, args)
				require.Equal(t, 130, code, "after %d looks of %d: %s", n, looks, stderr)
				require.Empty(t, stdout)
				require.Equal(t, "renewals: interrupted\n", stderr)
			}
		})
	}
}

// A full writer takes some bytes and no more.
type full struct{ room int }

func (f *full) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, errors.New("no space left")
	}
	return len(p), nil
}

func TestOutputThatIsFull(t *testing.T) {
	for _, args := range [][]string{{"credit"}, {"credit", "--json"}} {
		size := len(printed(t, args...))
		for _, room := range []int{0, size / 2, size - 1} {
			var errs bytes.Buffer
			require.Equal(t, 1, run(context.Background(), args, &full{room}, &errs), "%q with room for %d bytes", args, room)
			require.Equal(t, "renewals: no space left\n", errs.String())
		}
	}
}

// TestFilesInTheWay: a directory stands where a file is to be written.
func TestFilesInTheWay(t *testing.T) {
	dir := t.TempDir()
	args := []string{"--register", "testdata/register.json", "--day", "2026-03-05", "--svg", dir, "--mail", dir}
	printed(t, args...)
	written := files(t, dir)
	var mail string
	for name := range written {
		if strings.HasSuffix(name, ".en.txt") {
			mail = name
		}
	}
	require.NotEmpty(t, mail)
	for name, want := range map[string]string{"lifecycle.svg": "cannot draw", mail: "cannot write the mails"} {
		require.NoError(t, os.Remove(filepath.Join(dir, name)))
		require.NoError(t, os.Mkdir(filepath.Join(dir, name), 0o755))
		stdout, stderr, code := renewals(args...)
		require.Equal(t, 1, code)
		require.Empty(t, stdout)
		require.Contains(t, stderr, "renewals: "+want)
		require.NoError(t, os.Remove(filepath.Join(dir, name)))
	}
	printed(t, args...)
	require.Equal(t, written, files(t, dir))
}

func TestFileTooLarge(t *testing.T) {
	var packed bytes.Buffer
	to := gzip.NewWriter(&packed)
	block := make([]byte, 1<<20)
	for range maxFile>>20 + 1 {
		_, err := to.Write(block)
		require.NoError(t, err)
	}
	require.NoError(t, to.Close())
	_, stderr, code := renewals("cuad", "--data", file(t, "zeros.csv.gz", packed.String()))
	require.Equal(t, 1, code)
	require.Contains(t, stderr, "zeros.csv.gz: larger than 64 MiB")
}

// TestCreditsAreWritten writes what is due besides the notes themselves.
func TestCreditsAreWritten(t *testing.T) {
	dir := t.TempDir()
	stdout := printed(t, "credit", "--svg", dir, "--mail", dir, "--ics", filepath.Join(dir, "x.ics"))
	require.Equal(t, printed(t, "credit"), stdout)
	require.Contains(t, files(t, dir), "lifecycle.svg")
	require.Contains(t, files(t, dir), "x.ics")
	_, stderr, code := renewals("credit", "--svg", dir, "--day", "9999-12-01")
	require.Equal(t, 1, code)
	require.Contains(t, stderr, "leads beyond all days")
}

// TestMeasuredTogether: rows of the same days are one measurement, here of the
// worst of two incidents; what is in order costs nothing; and problems come in
// the order of lines.
func TestMeasuredTogether(t *testing.T) {
	path := file(t, "measured.csv", strings.Join(measuredColumns, ",")+"\n"+
		measuredRow("good=100")+
		measuredRow("contract=nobody")+
		measuredRow("contract=mail-hosting", "schedule=downtime", "good=", "total=", "time=40m")+
		measuredRow("contract=mail-hosting", "schedule=downtime", "good=", "total=", "time=1h7m")+
		measuredRow("contract=no one")+
		measuredRow("good=x"))
	o := object[result](t, "credit", "--measured", path)
	var lines []int
	for _, p := range o.Problems {
		lines = append(lines, p.Line)
	}
	require.Equal(t, []int{3, 6, 7}, lines)
	require.Len(t, o.Notes, 2)
	stdout := printed(t, "credit", "--measured", path)
	require.Regexp(t, `(?m)^ print .* 2026-03-31 +none *$`, stdout)
	apart := file(t, "measured.csv", strings.Join(measuredColumns, ",")+"\n"+measuredRow("contract=mail-hosting", "schedule=downtime", "good=", "total=", "time=1h7m"))
	amounts := func(path string) any { return object[result](t, "credit", "--measured", path).Notes }
	require.Equal(t, noteOf(t, amounts(apart), "mail-hosting")["amount"], noteOf(t, amounts(path), "mail-hosting")["amount"])
}

func noteOf(t *testing.T, notes any, id string) map[string]any {
	t.Helper()
	for _, n := range notes.([]any) {
		if n := n.(map[string]any); n["contract"] == id {
			return n
		}
	}
	t.Fatalf("no note of %s", id)
	return nil
}

func date(t *testing.T, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	require.NoError(t, err)
	return d
}

func TestYearsOfTwoDigits(t *testing.T) {
	for text, want := range map[string]string{
		"until 12/31/19": "2019-12-31", "until 1-2-50": "2050-01-02", "until 12/31/51": "1951-12-31", "until 12/31/99": "1999-12-31", "until 2/29/00": "2000-02-29",
	} {
		found := dates(text, true)
		require.Len(t, found, 1, text)
		require.Equal(t, want, found[0].day.String(), text)
	}
	require.Empty(t, dates("until 2/29/01", true))
}

func TestWordsOfMails(t *testing.T) {
	en, sv := languages[0], languages[1]
	require.Empty(t, en.date(calendar.Date{}))
	require.Equal(t, "torsdag 2026-03-05", sv.date(date(t, "2026-03-05")))
	length := func(s string) (l term.Length) {
		require.NoError(t, l.UnmarshalText([]byte(s)))
		return l
	}
	for of, want := range map[string]string{"P1Y2M": "1 year and 2 months", "P1W": "1 week", "P30D": "30 days", "1bd": "1 business day"} {
		require.Equal(t, want, en.length(length(of)))
	}
	require.Equal(t, "0 dagar", sv.length(term.Length{}))
	require.Empty(t, en.why(term.Proof{}))
	require.Equal(t, "2026-03-31 is the latest day by the rule backward", en.why(term.Proof{Day: date(t, "2026-03-31"), Rule: "backward"}))
	for l, want := range map[*language]string{&en: "A date of the contract is near.", &sv: "Ett av avtalets datum närmar sig."} {
		text, err := reminderLine{Reminder: contract.Reminder{Of: "something new"}}.mail(*l)
		require.NoError(t, err)
		require.Contains(t, text, want)
	}
	_, err := reminderLine{}.mail(language{name: "la"})
	require.ErrorContains(t, err, "reminder.la.txt")
}

// TestStandings shows contracts in states that the example register has none of.
func TestStandings(t *testing.T) {
	const rest = `"responsible": "erik", "party": {"name": "P"}, "facts": [{"id": "1", "kind": "approve", "on": "2024-12-01", "recorded": "2024-12-01T12:00:00Z"}`
	register := file(t, "r.json", `{"zone": "Europe/Stockholm", "owner": "anna", "contracts": [
		{"id": "ended", "kind": "supplier", "name": "Ended", "start": "2025-01-01", "term": "P1Y", "renewal": {"kind": "tacit", "term": "P1Y"}, `+rest+`,
		 {"id": "2", "kind": "end", "on": "2026-01-10", "recorded": "2026-01-02T12:00:00Z", "last": "2026-06-30"}]},
		{"id": "renewed", "kind": "supplier", "name": "Renewed", "start": "2024-01-01", "term": "P1Y", "renewal": {"kind": "tacit", "term": "P1Y"}, `+strings.ReplaceAll(rest, "2024-12", "2023-12")+`]},
		{"id": "draft", "kind": "supplier", "name": "Draft", "start": "2026-05-01", "term": "P1Y", "party": {"name": "P"}},
		{"id": "ahead", "kind": "customer", "name": "Ahead", "start": "2026-05-01", "term": "P1Y", `+rest+`]}
	]}`)
	stdout := printed(t, "--register", register, "--day", "2026-03-05")
	for _, want := range []string{
		`(?m)^ ended .*2026-06-30 +ended by `,
		`(?m)^ renewed .*renewal 2, from 2026-01-01 +2026-12-31`,
		`(?m)^ draft .*draft: renewal`,
		`(?m)^ ahead .*first, from 2026-05-01`,
	} {
		require.Regexp(t, want, stdout)
	}
}

func TestConsequences(t *testing.T) {
	last := date(t, "2026-12-31")
	for kind, want := range map[contract.DeadlineKind]string{
		contract.DeadlineNotice: "renewed on 2027-01-01", contract.DeadlineOption: "ends on 2026-12-31", contract.DeadlineExit: "runs on to the next exit",
		contract.DeadlineEnd: "the running term ends", contract.DeadlineStart: "", contract.DeadlineMinimum: "",
	} {
		require.Equal(t, want, consequence(contract.Deadline{Kind: kind, Last: last}, contract.Standing{}), kind)
	}
	require.Equal(t, "ends", consequence(contract.Deadline{Kind: contract.DeadlineEnd, Last: last}, contract.Standing{Renewal: contract.RenewalEnds}))
	require.Empty(t, weekday(calendar.Date{}))
	require.Equal(t, "Thu 2026-03-05", weekday(date(t, "2026-03-05")))
}

// TestClausesAtTheEdge: counts of nothing, and a minimum that only its last day
// tells.
func TestClausesAtTheEdge(t *testing.T) {
	require.Equal(t, "it speaks of an extension, but states no length and no last day", readExtension("Option to extend 0+1").Reason)
	path := file(t, "cuad.csv", strings.Join(cuadColumns, ",")+"\n"+cuadRow(
		"expiration_clause=['This Agreement continues until December 31, 2020.']",
		"renewal_clause=['Thereafter it shall continue until either party gives six (6) months notice.']",
	))
	o := object[result](t, "cuad", "--data", path, "--day", "2020-06-01")
	require.Len(t, o.View.Contracts, 1)
	require.Equal(t, "2020-12-31", o.View.Commitments[0].Last.String())
}
