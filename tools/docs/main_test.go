package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/slakit/slakit/tools/internal/tree"
	"github.com/slakit/slakit/tools/internal/treetest"
)

// TestProblems checks a package in which something is wrong everywhere.
func TestProblems(t *testing.T) {
	root := treetest.Chdir(t, map[string]string{
		"good.go": "// Package good is commented.\npackage good\n\n// A Thing is one.\ntype Thing struct{ Field int }\n\n// Do does.\nfunc (t *Thing) Do() {}\n" +
			"\n// These are the limits.\nconst (\n\tLow = 1\n\tHigh = 2\n)\n\nfunc hidden() {}\n",
		"bad.go":       "// Package good is commented twice.\npackage good\n\n// Something else.\ntype Other int\n\nfunc Undone() {}\n\nvar Loose = 1\n\nfunc (Other) Method() {}\n",
		"some_test.go": "package good\n\nfunc ExampleThing() {\n\t// no output\n}\n\nfunc ExampleThing_Do() {\n\t// Output:\n\t// 1\n}\n",
	})
	packages, err := tree.Packages(root)
	if err != nil || len(packages) != 1 {
		t.Fatal(packages, err)
	}
	problems, identifiers := undocumented(packages[0])
	found, examples := unchecked(packages[0])
	var got []string
	for _, p := range append(problems, found...) {
		got = append(got, strings.ReplaceAll(strings.ReplaceAll(p, root+string(filepath.Separator), ""), `\\`, `\`))
	}
	want := []string{
		`bad.go:5:6: the comment of type Other does not begin with its name: "Something else."`,
		"bad.go:7:1: func Undone has no doc comment",
		"bad.go:9:5: var Loose has no doc comment",
		"bad.go:11:1: method Other.Method has no doc comment",
		".: ExampleThing has no output",
	}
	if len(got) != 6 || !strings.Contains(got[0], "2 files with a package comment") || !slices.Equal(got[1:], want) {
		t.Errorf("got\n%s\nwant two package comments and\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if identifiers != 8 || examples != 2 {
		t.Errorf("%d identifiers and %d examples, want 8 and 2", identifiers, examples)
	}
}

func TestRun(t *testing.T) {
	const good = "// Package good is commented.\npackage good\n\n// Do does.\nfunc Do() {}\n"
	for name, tt := range map[string]struct {
		files          map[string]string
		args           []string
		code           int
		stdout, stderr string
	}{
		"all is well": {
			map[string]string{"good.go": good, "cmd/main.go": "// Command cmd does.\npackage main\n\nfunc Loose() {}\n", "good_test.go": "package good\n\nfunc ExampleDo() {\n\t// Output:\n}\n"},
			nil, 0, "2 packages, 1 exported identifiers, 1 examples\n", "",
		},
		"a comment is missing": {
			map[string]string{"a/good.go": good + "\nfunc Undone() {}\n"},
			nil, 1, "a/good.go:7:1: func Undone has no doc comment\n1 packages, 2 exported identifiers, 0 examples\n", "1 problems\n",
		},
		"a package comment is missing": {
			map[string]string{"a/good.go": "package good\n"},
			nil, 1, "a: 0 files with a package comment [], want one\n1 packages, 0 exported identifiers, 0 examples\n", "1 problems\n",
		},
		"an article": {
			map[string]string{"a.go": "// Package a is.\npackage a\n\n// A B is one.\ntype B int\n\n// A\ntype C int\n\n// D's are many.\ntype D int\n"},
			nil, 1, "a.go:8:6: the comment of type C does not begin with its name: \"A\"\n1 packages, 3 exported identifiers, 0 examples\n", "1 problems\n",
		},
		"an argument":        {nil, []string{"./calendar"}, 2, "", "docs: 1 arguments [\"./calendar\"]\nusage: go run -C tools ./docs\n"},
		"no Go":              {map[string]string{"a.go": "pack age a\n"}, nil, 1, "", "a.go:1:1: expected 'package', found pack\n"},
		"not in the project": {map[string]string{"go.mod": "module other\n"}, nil, 1, "", "run this in a directory of the project\n"},
	} {
		t.Run(name, func(t *testing.T) {
			treetest.Chdir(t, tt.files)
			var stdout, stderr strings.Builder
			code := run(t.Context(), tt.args, &stdout, &stderr)
			if code != tt.code || filepath.ToSlash(stdout.String()) != tt.stdout || !strings.HasSuffix(stderr.String(), tt.stderr) || tt.stderr == "" && stderr.Len() > 0 {
				t.Errorf("code %d\n%s\n%s", code, stdout.String(), stderr.String())
			}
		})
	}
}
