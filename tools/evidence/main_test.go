package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/slakit/slakit/tools/internal/treetest"
)

const readme = "# Data\n\n<!-- evidence -->\nold\n<!-- /evidence -->\n\nafter\n"

// project has a law that its name holds, one that a case holds, and a failure
// mode that does not apply.
func project() map[string]string {
	return map[string]string{
		"testdata/evidence.txt":               "== Laws\nC1 one\nC2 two | more\n    edges/case\n\n== Failures\nF1 not ours\n    apart C1: so it is\n",
		"testdata/README.md":                  readme,
		"testdata/conformance/edges.json":     `[{"id": "case"}, {"id": "open", "note": "INTERPRETATION: who knows"}, {"id": "odd", "quirk": "q"}, {"id": "ruled", "quirk": "q", "exact": 1}]`,
		"testdata/conformance/libraries.json": `[]`,
		"testdata/conformance/desks.json":     `[{"id": "desk", "kind": "sla"}]`,
		"slakit_test.go":                      "package slakit\n\nimport \"testing\"\n\nfunc TestNothing(*testing.T) {}\n",
		"calendar/calendar_test.go": `package calendar

import "testing"

func TestLawC01One(*testing.T) {}

func TestConformance(t *testing.T) { t.Run("edges.json", func(*testing.T) {}) }
`,
		"run":             event("pass", "TestLawC01One") + event("pass", "TestConformance/edges.json"),
		"tools/go.mod":    "module github.com/slakit/slakit/tools\n",
		"tools/t_test.go": "package tools\n\nimport \"testing\"\n\nfunc TestTool(t *testing.T) { t.Error() }\n",
	}
}

const made = `# Data

<!-- evidence -->

## Laws

| | what | held by |
|---|---|---|
` + "| C1 | one | `calendar.TestLawC01One` |\n| C2 | two \\| more | `edges/case` |\n" + `
## Failures

| | what | held by |
|---|---|---|
| F1 | not ours | does not apply: C1: so it is |

<!-- /evidence -->

after
`

const passes = "4 tests passed; of 3 laws, decisions and failure modes 2 are held, 1 do not apply\n"

const stale = "testdata/README.md: the table is not what the tests say: go run -C tools ./evidence -write\n"

func called(ctx context.Context, args ...string) (code int, stdout, stderr string) {
	var out, errors strings.Builder
	code = run(ctx, args, &out, &errors)
	return code, out.String(), errors.String()
}

func TestEveryModule(t *testing.T) {
	treetest.Chdir(t, project())
	for _, tt := range []struct {
		args         []string
		code         int
		stderr, then string
	}{
		{nil, 1, stale, readme},
		{[]string{"-write"}, 0, "", made},
		{nil, 0, "", made},
	} {
		code, stdout, stderr := called(t.Context(), tt.args...)
		if code != tt.code || stdout != passes || stderr != tt.stderr {
			t.Errorf("%q: code %d\n%s\n%s", tt.args, code, stdout, stderr)
		}
		if text, err := os.ReadFile("testdata/README.md"); err != nil || string(text) != tt.then {
			t.Errorf("%q: %v, the page is\n%s", tt.args, err, text)
		}
	}
}

func event(action, test string) string {
	return `{"Action": "` + action + `", "Package": "github.com/slakit/slakit/calendar", "Test": "` + test + `"}` + "\n"
}

func TestRecorded(t *testing.T) {
	one, conformance := event("run", "TestLawC01One")+event("pass", "TestLawC01One"), event("pass", "TestConformance/edges.json")
	for name, tt := range map[string]struct {
		files          []string
		code           int
		stdout, stderr string
	}{
		"two runs":                 {[]string{one, conformance}, 0, "2 tests passed; of 3 laws, decisions and failure modes 2 are held, 1 do not apply\n", ""},
		"a test is missing":        {[]string{one}, 1, "1 tests passed; of 3 laws, decisions and failure modes 1 are held, 1 do not apply\n", "evidence.txt:3: C2 names edges/case, which did not run\nevidence.txt:3: no test holds C2: two | more\n" + stale},
		"a test is skipped":        {[]string{one, event("skip", "TestConformance/edges.json")}, 1, "1 tests", "C2 names edges/case: skip"},
		"a test of something else": {[]string{one, conformance, event("pass", "TestLawC77New")}, 1, "3 tests", "calendar.TestLawC77New speaks of C77, which evidence.txt does not list"},
		"no output of tests":       {[]string{one, "ok calendar 1.0s\n"}, 1, "", "run1: invalid character 'o'"},
	} {
		t.Run(name, func(t *testing.T) {
			files := project()
			files["testdata/README.md"] = made
			var args []string
			for i, text := range tt.files {
				args = append(args, "run"+string(rune('0'+i)))
				files[args[i]] = text
			}
			treetest.Chdir(t, files)
			code, stdout, stderr := called(t.Context(), args...)
			if code != tt.code || !strings.HasPrefix(stdout, tt.stdout) || tt.stdout == "" && stdout != "" || !strings.Contains(stderr, tt.stderr) || tt.stderr == "" && stderr != "" {
				t.Errorf("code %d\n%s\n%s", code, stdout, stderr)
			}
		})
	}
}

func TestTroubles(t *testing.T) {
	for name, tt := range map[string]struct {
		args   []string
		files  map[string]string // "-" is no such file
		code   int
		stderr string
	}{
		"a wrong flag":          {[]string{"-x"}, nil, 2, "usage: go run -C tools ./evidence [-write] [FILE...]"},
		"no recorded run":       {[]string{"none"}, nil, 1, "none"},
		"not in the project":    {nil, map[string]string{"go.mod": "module other\n"}, 1, "run this in a directory of the project"},
		"no list":               {nil, map[string]string{"testdata/evidence.txt": "-"}, 1, "evidence.txt"},
		"no list of that":       {nil, map[string]string{"testdata/evidence.txt": "what is this\n"}, 1, `evidence.txt:1: cannot read "what is this"`},
		"a test fails":          {nil, map[string]string{"calendar/b_test.go": "package calendar\n\nimport \"testing\"\n\nfunc TestBad(t *testing.T) { t.Error() }\n"}, 1, "go test in .: exit status 1; failed: calendar.TestBad\n"},
		"no cases":              {[]string{"run"}, map[string]string{"testdata/conformance/desks.json": "-"}, 1, "desks.json"},
		"cases are no list":     {[]string{"run"}, map[string]string{"testdata/conformance/desks.json": "{}"}, 1, "desks.json: json: cannot unmarshal object"},
		"no page":               {[]string{"run"}, map[string]string{"testdata/README.md": "-"}, 1, "README.md"},
		"no place for a table":  {[]string{"run"}, map[string]string{"testdata/README.md": "<!-- evidence -->\n"}, 1, "want a line <!-- evidence --> and a line <!-- /evidence -->"},
		"no reason not to hold": {[]string{"run"}, map[string]string{"testdata/evidence.txt": "== Failures\nF1 one\n"}, 1, "evidence.txt:2: no test holds F1: one"},
		"too many do not apply": {[]string{"run"}, map[string]string{"testdata/evidence.txt": "== Laws\nC1 one\n== Failures\n" + apart(13)}, 1, "13 failure modes do not apply, want at most 12"},
		"but for other things":  {[]string{"run"}, map[string]string{"testdata/evidence.txt": "== Laws\nC1 one\n== Decisions\n" + strings.ReplaceAll(apart(13), "F", "D")}, 1, stale},
	} {
		t.Run(name, func(t *testing.T) {
			files := project()
			for name, text := range tt.files {
				if files[name] = text; text == "-" {
					delete(files, name)
				}
			}
			treetest.Chdir(t, files)
			if code, _, stderr := called(t.Context(), tt.args...); code != tt.code || !strings.Contains(stderr, tt.stderr) || strings.Contains(stderr, "at most") != strings.Contains(tt.stderr, "at most") {
				t.Errorf("code %d: %s", code, stderr)
			}
		})
	}
	t.Run("interrupted", func(t *testing.T) {
		treetest.Chdir(t, project())
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if code, stdout, stderr := called(ctx, "-write"); code != 130 || stdout != "" {
			t.Errorf("code %d\n%s\n%s", code, stdout, stderr)
		}
	})
}

// apart are so many items that do not apply.
func apart(n int) (list string) {
	for i := range n {
		list += fmt.Sprintf("F%d x\n    apart C1: y\n", i+1)
	}
	return list
}
