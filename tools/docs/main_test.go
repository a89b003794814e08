package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/slakit/slakit/tools/internal/tree"
)

// TestProblems checks a package in which something is wrong everywhere.
func TestProblems(t *testing.T) {
	root := t.TempDir()
	for name, text := range map[string]string{
		"good.go": "// Package good is commented.\npackage good\n\n// A Thing is one.\ntype Thing struct{ Field int }\n\n// Do does.\nfunc (t *Thing) Do() {}\n" +
			"\n// These are the limits.\nconst (\n\tLow = 1\n\tHigh = 2\n)\n\nfunc hidden() {}\n",
		"bad.go":       "// Package good is commented twice.\npackage good\n\n// Something else.\ntype Other int\n\nfunc Undone() {}\n\nvar Loose = 1\n\nfunc (Other) Method() {}\n",
		"some_test.go": "package good\n\nfunc ExampleThing() {\n\t// no output\n}\n\nfunc ExampleThing_Do() {\n\t// Output:\n\t// 1\n}\n",
	} {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
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
