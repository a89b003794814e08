package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
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

func TestArea(t *testing.T) {
	if n := Area(4, 4); n != 31 {
		t.Fatal(n)
	}
}
`

// The boundary at the limit lives: no test has an area of ten. So does the
// product with one, and what the loop and the limit are is left alone.
func TestMutants(t *testing.T) {
	dir, scratch := t.TempDir(), t.TempDir()
	for name, text := range map[string]string{"go.mod": "module subject\n\ngo 1.25.0\n", "subject.go": subject, "subject_test.go": subjectTest} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	mutants, overlay, err := rewrite(dir, regexp.MustCompile(""), scratch)
	if err != nil {
		t.Fatal(err)
	}
	b, err := build(t.Context(), dir, overlay, scratch, []string{"-laws", "30"})
	if err != nil {
		t.Fatal(err)
	}
	results, err := b.runAll(t.Context(), mutants, 2, false)
	if err != nil {
		t.Fatal(err)
	}
	const text = "# Mutation\n\n## other\n\n## subject\n\nold\n\n## last\n"
	const row = "| subject.go | CONDITIONALS_BOUNDARY | `if n > Limit && -w != 3 {` | no area of ten |\n"
	got, unexplained := section("subject", mutants, results, reasons("## subject\n"+row))
	want := "## subject\n\n7 mutants: 4 killed, 3 live, 0 time out. Killed of those that end: 57.1 %.\n\n" +
		"| file | kind | line | why it lives |\n|---|---|---|---|\n" +
		"| subject.go | ARITHMETIC_BASE | `n += w * 1` |  |\n" + row +
		"| subject.go | INVERT_NEGATIVES | `if n > Limit && -w != 3 {` |  |\n"
	if got != want || unexplained != 2 {
		t.Errorf("%d unexplained:\n%s", unexplained, got)
	}
	if got := replaceSection(text, "subject", "## subject\n\nnew\n"); got != strings.Replace(text, "old", "new", 1) {
		t.Errorf("section replaced: %q", got)
	}
}
