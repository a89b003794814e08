package main

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/slakit/slakit/tools/internal/treetest"
)

// Half is tested, Third is not; and the module below is all tested.
var project = map[string]string{
	"docs/coverage.md": "# Old\n\n## gone\n\n50.0 % of 2 statements.\n\n## slakit\n\n| file | line | why it is not run |\n|---|---|---|\n" +
		"| half.go | `func Third(n int) (int, error) {` | nobody needs thirds |\n",
	"half.go": `package slakit

import "strconv"

func Half(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	if n < 0 || n == 0 {
		return 0
	}
	return n / 2
}

func Third(n int) (int, error) {
	switch {
	case n%3 == 0:
		return n / 3, nil
	default:
		return 0, nil
	}
}
`,
	"half_test.go": `package slakit

import "testing"

func TestHalf(t *testing.T) {
	if n := Half("4"); n != 2 {
		t.Error(n)
	}
}
`,
	"below/go.mod":   "module github.com/slakit/slakit/below\n\ngo 1.25.0\n",
	"below/empty.go": "package below\n",
	"below/a/a.go":   "package a\n\nfunc One() int { return 1 }\n",
	"below/a/a_test.go": `package a

import "testing"

func TestOne(t *testing.T) {
	if One() != 1 {
		t.Error()
	}
}
`,
}

const found = `  44.4 %  slakit, below 95 %
          half.go:7  n, err := strconv.Atoi(s); if err != nil {  (no reason given)
          half.go:10  if n < 0 || n == 0 {  (no reason given)
          half.go:16  func Third(n int) (int, error) {  (nobody needs thirds)
          half.go:18  case n%3 == 0:  (no reason given)
          half.go:20  default: return 0, nil  (no reason given)
`

const written = `
## slakit

44.4 % of 9 statements.

| file | line | why it is not run |
|---|---|---|
` + "| half.go | `n, err := strconv.Atoi(s); if err != nil {` |  |\n" +
	"| half.go | `if n < 0 &#124;&#124; n == 0 {` |  |\n" +
	"| half.go | `func Third(n int) (int, error) {` | nobody needs thirds |\n" +
	"| half.go | `case n%3 == 0:` |  |\n" +
	"| half.go | `default: return 0, nil` |  |\n"

func TestEveryModule(t *testing.T) {
	treetest.Chdir(t, project)
	var stdout, stderr strings.Builder
	code := run(t.Context(), []string{"-write"}, &stdout, &stderr)
	if code != 1 || !strings.HasSuffix(stderr.String(), "too little is run in slakit\n") {
		t.Errorf("code %d, %s", code, stderr.String())
	}
	if want := " 100.0 %  below/a\n" + found + "  50.0 %  of 10 statements; blocks without a reason: 4\n"; stdout.String() != want {
		t.Errorf("got\n%s\nwant\n%s", stdout.String(), want)
	}
	text, err := os.ReadFile("docs/coverage.md")
	if want := head + "\n\n## below/a\n\n100.0 % of 1 statements.\n" + written; err != nil || string(text) != want {
		t.Errorf("%v, wrote\n%s\nwant\n%s", err, text, want)
	}
}

const profile = `mode: count
github.com/slakit/slakit/half.go:5.25,7.16 2 3
github.com/slakit/slakit/half.go:7.16,9.3 1 0
github.com/slakit/slakit/half.go:10.22,12.3 1 0
github.com/slakit/slakit/half.go:13.2,13.14 1 3
github.com/slakit/slakit/half.go:16.32,17.9 1 0
github.com/slakit/slakit/half.go:18.15,19.20 1 0
github.com/slakit/slakit/half.go:20.10,21.16 1 0
`

func TestProfiles(t *testing.T) {
	const file = "github.com/slakit/slakit/half.go:"
	all := "mode: set\n"
	for line := range strings.Lines(strings.TrimPrefix(profile, "mode: count\n")) {
		all += strings.Replace(line, " 0\n", " 1\n", 1)
	}
	for name, tt := range map[string]struct {
		profiles, remove []string
		code             int
		stdout, stderr   string
	}{
		"one":          {[]string{profile}, nil, 1, "  37.5 %  slakit, below 95 %\n", "too little is run in slakit"},
		"two together": {[]string{profile, all}, nil, 0, " 100.0 %  slakit\n", ""},
		"no profile":   {[]string{"half\n"}, nil, 1, "", `profile0: it begins with "half"; want what go test -coverprofile writes`},
		"empty":        {[]string{""}, nil, 1, "", `profile0: it begins with ""`},
		"no line":      {[]string{profile, "mode: set\nhalf\n"}, nil, 1, "", "profile1: line "},
		"no statement": {[]string{"mode: set\n"}, nil, 1, "", "profile0: no statements"},
		"other module": {[]string{"mode: set\ngithub.com/other/x.go:1.2,3.4 1 1\n"}, nil, 1, "", "github.com/other/x.go is no file of the project"},
		"other file":   {[]string{profile}, []string{"half.go"}, 1, "", "half.go"},
		"other text":   {[]string{"mode: set\n" + file + "99.1,99.2 1 0\n"}, nil, 1, "", "half.go has no line 99: the profile is of another version"},
	} {
		t.Run(name, func(t *testing.T) {
			root := treetest.Chdir(t, project)
			var args []string
			for i, p := range tt.profiles {
				args = append(args, "profile"+string(rune('0'+i)))
				treetest.Write(t, root, map[string]string{args[i]: p})
			}
			for _, name := range tt.remove {
				if err := os.Remove(name); err != nil {
					t.Fatal(err)
				}
			}
			var stdout, stderr strings.Builder
			code := run(t.Context(), args, &stdout, &stderr)
			if code != tt.code || !strings.HasPrefix(stdout.String(), tt.stdout) || !strings.Contains(stderr.String(), tt.stderr) {
				t.Errorf("code %d\n%s\n%s", code, stdout.String(), stderr.String())
			}
			if (tt.stdout == "") != (stdout.String() == "") || (tt.stderr == "") != (stderr.String() == "") {
				t.Errorf("it said\n%s\n%s", stdout.String(), stderr.String())
			}
		})
	}
}

// Sections of packages that the profiles do not speak of stay.
func TestWriteFromProfile(t *testing.T) {
	root := treetest.Chdir(t, project)
	treetest.Write(t, root, map[string]string{"p": profile})
	var stdout, stderr strings.Builder
	if code := run(t.Context(), []string{"-write", "p"}, &stdout, &stderr); code != 1 {
		t.Errorf("code %d: %s", code, stderr.String())
	}
	text, err := os.ReadFile("docs/coverage.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{head + "\n\n## gone\n\n50.0 % of 2 statements.\n\n## slakit\n\n37.5 % of 8 statements.\n", "`func Third(n int) (int, error) {` | nobody needs thirds |\n"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("wrote\n%s\nwithout\n%s", text, want)
		}
	}
}

func TestTroubles(t *testing.T) {
	for name, tt := range map[string]struct {
		args   []string
		files  map[string]string
		code   int
		stderr string
	}{
		"a wrong flag":        {[]string{"-x"}, nil, 2, "usage: go run -C tools ./coverage [-write] [PROFILE...]"},
		"no such profile":     {[]string{"none"}, nil, 1, "none"},
		"tests fail":          {nil, map[string]string{"half_test.go": "package slakit\n\nimport \"testing\"\n\nfunc TestHalf(t *testing.T) { t.Error(5) }\n"}, 1, "go test in .: exit status 1"},
		"the page is no file": {[]string{"p"}, map[string]string{"p": profile, "docs/coverage.md/x": ""}, 1, "coverage.md"},
		"docs is no place":    {[]string{"p"}, map[string]string{"p": profile, "docs": ""}, 1, "docs"},
		"there is no docs":    {[]string{"-write", "p"}, map[string]string{"p": profile}, 1, "coverage.md"},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"half.go": project["half.go"]}
			maps.Copy(files, tt.files)
			treetest.Chdir(t, files)
			var stdout, stderr strings.Builder
			if code := run(t.Context(), tt.args, &stdout, &stderr); code != tt.code || !strings.Contains(stderr.String(), tt.stderr) {
				t.Errorf("code %d: %s", code, stderr.String())
			}
		})
	}
	t.Run("interrupted", func(t *testing.T) {
		treetest.Chdir(t, project)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		var stdout, stderr strings.Builder
		if code := run(ctx, nil, &stdout, &stderr); code != 130 || stdout.String() != "" {
			t.Errorf("code %d: %s", code, stdout.String())
		}
	})
	t.Run("elsewhere", func(t *testing.T) {
		t.Chdir(t.TempDir())
		var stdout, stderr strings.Builder
		if code := run(t.Context(), nil, &stdout, &stderr); code != 1 || !strings.Contains(stderr.String(), "run this in a directory of the project") {
			t.Errorf("code %d: %s", code, stderr.String())
		}
	})
}

func TestFloor(t *testing.T) {
	for _, tt := range []struct {
		dir     string
		run, of int
		low     bool
		share   string
	}{
		{"calendar", 97, 100, false, "97.0 %"},
		{"calendar", 969, 1000, true, "96.9 %"},
		{"sla", 96, 100, true, "96.0 %"},
		{"sla/lint", 95, 100, false, "95.0 %"},
		{"sla/lint", 9499, 10000, true, "94.9 %"},
		{"slakit", 9999, 10000, false, "99.9 %"},
		{"slakit", 3, 3, false, "100.0 %"},
	} {
		p := pkg{dir: tt.dir, run: tt.run, statements: tt.of}
		if p.low() != tt.low || p.share() != tt.share {
			t.Errorf("%s, %d of %d: low %t, share %s", tt.dir, tt.run, tt.of, p.low(), p.share())
		}
	}
	if got := filepath.ToSlash(head); !strings.Contains(got, "at least 97 %") || !strings.Contains(got, "any other 95 %") {
		t.Error("the page speaks of other figures")
	}
}
