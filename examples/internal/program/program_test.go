package program

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPercentIsNeverRoundedToAll(t *testing.T) {
	for _, tt := range []struct {
		part, of, places int
		want             string
	}{
		{20000, 20000, 2, "100.00 %"},
		{19999, 20000, 2, "99.99 %"}, // not whole
		{1, 1_000_000, 2, "0.01 %"},  // not nothing
		{0, 7, 2, "0.00 %"},
		{1, 7, 2, "14.29 %"},
		{1, 7, 1, "14.3 %"},
		{999, 1000, 1, "99.9 %"},
		{0, 0, 2, "–"},
	} {
		require.Equal(t, tt.want, Percent(tt.part, tt.of, tt.places))
	}
}

func TestChapterPrint(t *testing.T) {
	c := Chapter{Title: "A\x1b[31mchapter", Intro: strings.Repeat("word ", 30), Sheets: []Sheet{
		{Title: "Empty", Head: []string{"a"}},
		{Title: "Figures", Head: []string{"Name", "Number", "Why"}, Words: 1, Prose: 1, Rows: [][]string{{"one\nline", "1", "why"}, {"b", "1,000", ""}}},
		{Title: "Words", Head: []string{"Name", "Why"}, Words: AllWords, Prose: 1, Rows: [][]string{{strings.Repeat("name ", 8), strings.Repeat("sentence ", 10)}}},
		{Title: "Nothing", Note: "to see"},
	}}
	var out strings.Builder
	require.NoError(t, c.Print(&out))
	require.Equal(t, `A·[31mchapter
=============
word word word word word word word word word word word word word word word word word word word word
word word word word word word word word word word

Figures
 Name      Number  Why
───────────────────────
 one·line       1  why
 b          1,000

Words
 Name                                Why
────────────────────────────────────────────────────────────────────────────────────────────────────────────
 name name name name name name name  sentence sentence sentence sentence sentence sentence sentence
 name                                sentence sentence sentence

Nothing
to see

`, out.String())
}

type line struct {
	N   int      `help:"A number."`
	Do  struct{} `cmd:"" default:"1" help:"The work."`
	bad error
}

func (l *line) Check() error { return l.bad }

func TestRun(t *testing.T) {
	for _, tt := range []struct {
		args           []string
		err, bad       error
		code           int
		stdout, stderr string
	}{
		{nil, nil, nil, 0, "do", ""},
		{[]string{"--n", "x"}, nil, nil, 2, "", "Try: name --help"},
		{nil, nil, errors.New("too far"), 2, "", "name: too far\nTry: name --help"},
		{nil, errors.New("no file"), nil, 1, "do", "name: no file"},
		{nil, context.Canceled, nil, 130, "do", "name: interrupted"},
		{[]string{"--help"}, nil, nil, 0, "What it is.", ""},
	} {
		var stdout, stderr strings.Builder
		l := line{bad: tt.bad}
		code := Run("name", "What it is.", &l, tt.args, &stdout, &stderr, func(command string) error {
			stdout.WriteString(command)
			return tt.err
		})
		require.Equal(t, tt.code, code, "%v", tt)
		require.Contains(t, stdout.String(), tt.stdout)
		require.Contains(t, stderr.String(), tt.stderr)
		require.Equal(t, tt.stderr == "", stderr.String() == "", stderr.String())
	}
}

// A line that kong cannot read is told as any wrong one.
func TestNoCommandLine(t *testing.T) {
	var stderr strings.Builder
	code := Run("name", "What it is.", line{}, nil, io.Discard, &stderr, func(string) error {
		t.Error("the work was done")
		return nil
	})
	require.Equal(t, 2, code)
	require.Contains(t, stderr.String(), "name: ")
}

func TestInterruptibleHandsOn(t *testing.T) {
	var stdout, stderr strings.Builder
	code := interruptible(func(ctx context.Context, args []string, stdout, stderr io.Writer) int {
		fmt.Fprint(stdout, strings.Join(args, " "))
		fmt.Fprint(stderr, "no word")
		require.NoError(t, ctx.Err())
		return 3
	}, []string{"a", "b"}, &stdout, &stderr)
	require.Equal(t, []any{3, "a b", "no word"}, []any{code, stdout.String(), stderr.String()})
}

func TestWriteJSON(t *testing.T) {
	var out strings.Builder
	require.NoError(t, WriteJSON(&out, map[string]any{"a": "<&>", "b": []int{1}}))
	require.Equal(t, "{\n  \"a\": \"<&>\",\n  \"b\": [\n    1\n  ]\n}\n", out.String())
	require.Error(t, WriteJSON(&out, func() {}))
}

func TestProblem(t *testing.T) {
	var err error = Problem{File: "log.csv", Line: 3, Kind: "torn line", Text: "2 fields"}
	require.EqualError(t, err, "log.csv:3: torn line: 2 fields")
}

func TestBrief(t *testing.T) {
	require.Equal(t, "four", Brief("four", 4))
	require.Equal(t, "fou ...", Brief("four", 3))
	require.Equal(t, "à ...", Brief("ààà", 3)) // no half of a letter
}

// A full writer takes so many writes and no more.
type full int

func (f *full) Write(p []byte) (int, error) {
	if *f--; *f < 0 {
		return 0, errors.New("no space left")
	}
	return len(p), nil
}

func TestChapterPrintFails(t *testing.T) {
	c := Chapter{Title: "A", Sheets: []Sheet{{Title: "B", Note: "b"}, {Title: "C", Note: "c"}}}
	for writes := range full(3) {
		require.EqualError(t, c.Print(&writes), "no space left")
	}
	writes := full(3)
	require.NoError(t, c.Print(&writes))
}
