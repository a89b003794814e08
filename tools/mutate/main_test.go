package main

import (
	"context"
	"io"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slakit/slakit/tools/internal/treetest"
)

const subject = `package subject

const Limit = 2 * 5

func Area(w, h int) int {
	n := 0
	for range h {
		n += w * 1
	}
	if n > Limit && -w != 3 {
		n--
	}
	return n + 1<<w
}
`

const subjectTest = `package subject

import "testing"

func TestNoArea(t *testing.T) {
	if n := Area(4, 0); n != 16 {
		t.Fatal(n)
	}
}

func TestArea(t *testing.T) {
	if n := Area(4, 4); n != 31 {
		t.Fatal(n)
	}
}
`

// subjectPage explains one of the mutants that live.
const subjectPage = "# Mutation\n\nWhat it is.\n\n## last\n\nkept\n\n## subject\n\nold\n\n| file | kind | line | why it lives |\n|---|---|---|---|\n" + subjectRow

const subjectRow = "| subject.go | CONDITIONALS_BOUNDARY | `if n > Limit && -w != 3 {` | no area of ten |\n"

func project() map[string]string {
	return map[string]string{"docs/mutation.md": subjectPage, "subject/subject.go": subject, "subject/subject_test.go": subjectTest}
}

func called(ctx context.Context, t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, progress strings.Builder
	code = run(ctx, args, &out, &progress)
	return code, out.String(), progress.String()
}

// The boundary at the limit lives: no test has an area of ten. So does the
// product with one, and what the loop and the limit are is left alone.
func TestMutants(t *testing.T) {
	treetest.Chdir(t, project())
	code, stdout, stderr := called(t.Context(), t, "-v", "-write", "-workers", "1", "./subject")
	const section = "## subject\n\n7 mutants: 4 killed, 3 live, 0 time out. Killed of those that end: 57.1 %.\n\n" +
		"| file | kind | line | why it lives |\n|---|---|---|---|\n" +
		"| subject.go | ARITHMETIC_BASE | `n += w * 1` |  |\n" + subjectRow +
		"| subject.go | INVERT_NEGATIVES | `if n > Limit && -w != 3 {` |  |\n"
	if code != 1 || stdout != section {
		t.Errorf("code %d,\n%s\nwant\n%s", code, stdout, section)
	}
	for _, want := range []string{
		"LIVED subject.go:8:10 ARITHMETIC_BASE\n", "KILLED subject.go:10:7 CONDITIONALS_NEGATION\n", "2 live without a reason in docs/mutation.md\n",
	} {
		if !strings.Contains(stderr, want) {
			t.Errorf("it said\n%s\nwithout\n%s", stderr, want)
		}
	}
	text, err := os.ReadFile("docs/mutation.md")
	if err == nil {
		err = os.WriteFile("docs/mutation.md", []byte(strings.ReplaceAll(string(text), "|  |\n", "| so it is |\n")), 0o600)
	}
	if code, _, stderr := called(t.Context(), t, "subject"); code != 0 {
		t.Errorf("with all explained: code %d, %s", code, stderr)
	}
	if want := "# Mutation\n\nWhat it is.\n\n## last\n\nkept\n\n" + section; err != nil || string(text) != want {
		t.Errorf("%v, wrote\n%s", err, text)
	}
}

// forms is each operator that is changed, in the places where that is difficult.
const forms = `package subject

var counts = map[string]int{}

type Length int

func All(a, b int, x float64, u uint8, l Length) (int, float64, bool, string) {
	counts["a"]++
	a--
	text := "a" + "b"
	text += "c" + text
	l = (l + 1) * (l - 1) / 2 % 5
	ok := a < b || a <= b || a > b || a >= b || a == b || text != "abcab"
	return a*b - int(u) + int(l) + counts["a"], -x * 2.5, ok && !(x < 0), text
}
`

const formsTest = `package subject

import (
	"flag"
	"testing"
	"time"
)

var laws = flag.Int("laws", 1, "")

func TestAll(t *testing.T) {
	if *laws != 30 {
		t.Fatal("without the arguments")
	}
	if n, x, ok, text := All(4, 3, 2, 3, 7); n != 11 || x != -5 || !ok || text != "abcab" {
		t.Fatal(n, x, ok, text)
	}
}

func TestSlow(t *testing.T) { time.Sleep(150 * time.Millisecond) }
`

func TestForms(t *testing.T) {
	treetest.Chdir(t, map[string]string{"docs/mutation.md": "", "subject/a.go": forms, "subject/b.go": subject, "subject/a_test.go": formsTest})
	code, stdout, stderr := called(t.Context(), t, "-only", "^a", "./subject")
	var rows []string
	for line := range strings.Lines(stdout) {
		if cells := strings.Split(line, " | "); strings.HasPrefix(line, "| a.go") {
			rows = append(rows, cells[1]+" "+cells[2][:7])
		}
	}
	// Of the comparisons one suffices, as one holds: that of a with itself.
	want := []string{
		"CONDITIONALS_BOUNDARY `ok := ", "CONDITIONALS_NEGATION `ok := ", "CONDITIONALS_BOUNDARY `ok := ", "CONDITIONALS_NEGATION `ok := ",
		"CONDITIONALS_BOUNDARY `ok := ", "CONDITIONALS_NEGATION `ok := ", "CONDITIONALS_BOUNDARY `ok := ", "CONDITIONALS_NEGATION `ok := ",
		"CONDITIONALS_NEGATION `ok := ", "CONDITIONALS_NEGATION `ok := ", "CONDITIONALS_BOUNDARY `return",
	}
	if code != 1 || !strings.Contains(stdout, "24 mutants: 13 killed, 11 live") || !slices.Equal(rows, want) {
		t.Errorf("code %d\n%s\n%s", code, stdout, stderr)
	}
}

const endless = `package subject

func Sum(n int) (sum int) {
	for i := 0; i != n; i++ {
		sum += i
	}
	return sum
}
`

const endlessTest = `package subject

import "testing"

func TestSum(t *testing.T) {
	if n := Sum(3); n != 3 {
		t.Fatal(n)
	}
}
`

// A loop that goes the other way ends with the patience.
func TestTimeOut(t *testing.T) {
	treetest.Chdir(t, map[string]string{"docs/mutation.md": "", "endless/a.go": endless, "endless/a_test.go": endlessTest})
	var out strings.Builder
	err := mutate(t.Context(), "endless", options{files: regexp.MustCompile(""), workers: 2, patience: time.Second, progress: io.Discard}, &out)
	if want := "2 mutants: 1 killed, 0 live, 1 time out. Killed of those that end: 100.0 %.\n"; err != nil || !strings.Contains(out.String(), want) {
		t.Errorf("%v, %s", err, out.String())
	}
}

// A stopper stops the work as soon as it is told of any.
type stopper struct{ stop context.CancelFunc }

func (s stopper) Write(p []byte) (int, error) { s.stop(); return len(p), nil }

func TestInterrupt(t *testing.T) {
	treetest.Chdir(t, project())
	for name, at := range map[string]bool{"at once": true, "after a mutant": false} {
		ctx, stop := context.WithCancel(t.Context())
		if at {
			stop()
		}
		var out strings.Builder
		if code := run(ctx, []string{"-v", "-write", "subject"}, &out, stopper{stop}); code != 130 || out.String() != "" {
			t.Errorf("%s: code %d\n%s", name, code, out.String())
		}
		if text, err := os.ReadFile("docs/mutation.md"); err != nil || string(text) != subjectPage {
			t.Errorf("%s: %v, the page is now\n%s", name, err, text)
		}
		stop()
	}
}

func TestTroubles(t *testing.T) {
	for name, tt := range map[string]struct {
		args   []string
		files  map[string]string
		code   int
		stderr string
	}{
		"no package":         {nil, nil, 2, "mutate: 0 arguments"},
		"no expression":      {[]string{"-only", "(", "subject"}, nil, 2, `invalid value "(" for flag -only: error parsing regexp`},
		"no workers":         {[]string{"-workers", "0", "subject"}, nil, 2, `invalid value "0" for flag -workers: want a number from 1`},
		"no directory":       {[]string{"./none"}, nil, 1, "the project has no directory none"},
		"a file":             {[]string{"go.mod"}, nil, 1, "the project has no directory go.mod"},
		"no files":           {[]string{"docs"}, nil, 1, "docs"},
		"no file of it":      {[]string{"-only", "none", "subject"}, nil, 1, `subject has no mutants in files that match "none"`},
		"only tests":         {[]string{"tests"}, map[string]string{"tests/x_test.go": "package x\n"}, 1, "tests"},
		"it does not build":  {[]string{"subject"}, map[string]string{"subject/x.go": "package subject\n\nvar x = y\n"}, 1, "undefined: y"},
		"tests do not build": {[]string{"subject"}, map[string]string{"subject/x_test.go": "package subject\n\nvar x = y\n"}, 1, "building the mutants: exit status 1"},
		"tests fail":         {[]string{"subject"}, map[string]string{"subject/subject_test.go": strings.Replace(subjectTest, "31", "32", 1)}, 1, "the tests fail without a mutant: exit status 1"},
		"no tests":           {[]string{"subject"}, map[string]string{"subject/subject_test.go": "package subject\n"}, 1, "the package has no tests"},
		"no page":            {[]string{"subject"}, map[string]string{"docs/mutation.md/x": ""}, 1, "mutation.md"},
		"no place for it":    {[]string{"-write", "subject"}, map[string]string{"docs/mutation.md": "-"}, 1, "mutation.md"},
	} {
		t.Run(name, func(t *testing.T) {
			files := project()
			for name, text := range tt.files {
				if delete(files, path.Dir(name)); text == "-" {
					delete(files, name)
					continue
				}
				files[name] = text
			}
			treetest.Chdir(t, files)
			if code, _, stderr := called(t.Context(), t, tt.args...); code != tt.code || !strings.Contains(stderr, tt.stderr) {
				t.Errorf("code %d: %s", code, stderr)
			}
		})
	}
	t.Run("elsewhere", func(t *testing.T) {
		t.Chdir(t.TempDir())
		if code, _, stderr := called(t.Context(), t, "subject"); code != 1 || !strings.Contains(stderr, "in a directory of the project") {
			t.Errorf("code %d: %s", code, stderr)
		}
	})
}
