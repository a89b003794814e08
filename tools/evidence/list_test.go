package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestSpeaksOf(t *testing.T) {
	for test, want := range map[string]string{
		"TestLawC08Inverse":                     "C8",
		"TestLawC34":                            "C34",
		"TestDecisionT7T8T9":                    "T7 T8 T9",
		"TestFailureF65F93OnceEach":             "F65 F93",
		"TestLaws/LawP1Total":                   "P1",
		"TestFailures/F12_back_over_midnight":   "F12",
		"TestFailures/F12_back_over_midnight/x": "",
		"TestCompile/F12":                       "",
		"TestLawModel":                          "",
		"TestDecisionFinePrintOpenedIn":         "",
		"TestDecisionD9Versions/piecewise_Mon":  "",
	} {
		if got := strings.Join(speaksOf(test), " "); got != want {
			t.Errorf("%s speaks of %q, want %q", test, got, want)
		}
	}
}

const someList = `# a comment
== Laws
C1 one
C2 two
    sla.TestOther
C3 three
    edges/case
    edges/left-out
D1 four
F1 five
    apart D1: so it is
F2 six
    apart D9: nobody decided
`

func TestJudge(t *testing.T) {
	name := filepath.Join(t.TempDir(), "evidence.txt")
	if err := os.WriteFile(name, []byte(someList), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := readList(name)
	if err != nil {
		t.Fatal(err)
	}
	tests := outcomes{
		"calendar.TestLawC1One": "pass", "sla.TestOther": "fail", "calendar.TestConformance/edges.json": "pass",
		"sla.TestDecisionD77New": "pass", "sla.TestDecisionD1Skipped": "skip",
	}
	got := l.judge(tests, map[string]string{"edges/case": "calendar.TestConformance/edges.json"})
	want := []string{
		"sla.TestDecisionD77New speaks of D77, which evidence.txt does not list",
		"evidence.txt:4: C2 names sla.TestOther: fail",
		"evidence.txt:4: no test holds C2: two",
		"evidence.txt:6: C3 names edges/left-out, which is no case, or one that is left out",
		"evidence.txt:9: no test holds D1: four",
		"evidence.txt:12: F2 does not apply, but by which decision?",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, row := range []string{
		"| C1 | one | `calendar.TestLawC1One` |", "| C2 | two | no test |", "| C3 | three | `edges/case` |", "| F1 | five | does not apply: D1: so it is |",
	} {
		if !strings.Contains(l.markdown(), row+"\n") {
			t.Errorf("no row %s in\n%s", row, l.markdown())
		}
	}
}

func TestReadListRefuses(t *testing.T) {
	for _, text := range []string{"C1 before a chapter\n", "== A\nC1 once\nC1 twice\n", "== A\nwhat is this\n"} {
		name := filepath.Join(t.TempDir(), "evidence.txt")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readList(name); err == nil {
			t.Errorf("%q was read", text)
		}
	}
}
