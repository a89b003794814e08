package tree

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/slakit/slakit/tools/internal/treetest"
)

// resolved follows links: the directory of a test may be one.
func resolved(t *testing.T, dir string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestRoot(t *testing.T) {
	root := treetest.Chdir(t, map[string]string{
		"deep/go.mod":        "module github.com/slakit/slakit/deep\n",
		"nameless/go.mod":    "go 1.25.0\n",
		"deep/er/er.go":      "package er\n",
		"nameless/x/some.go": "package x\n",
	})
	for _, dir := range []string{".", "deep", "deep/er", "nameless/x"} {
		t.Chdir(filepath.Join(root, dir))
		if got, err := Root(); err != nil || resolved(t, got) != resolved(t, root) {
			t.Errorf("in %s the root is %q, %v", dir, got, err)
		}
	}
	t.Chdir(t.TempDir())
	if got, err := Root(); err == nil {
		t.Errorf("outside of the project the root is %q", got)
	}
}

func TestModules(t *testing.T) {
	root := treetest.Chdir(t, map[string]string{
		"b/go.mod": "module b\n", "a/b/go.mod": "module a\n", "testdata/go.mod": "module no\n", ".git/go.mod": "module no\n", "b/_x/go.mod": "module no\n",
	})
	if got, err := Modules(root); err != nil || !slices.Equal(got, []string{".", "a/b", "b"}) {
		t.Errorf("modules %q, %v", got, err)
	}
	none := filepath.Join(root, "none")
	if got, err := Modules(none); err == nil {
		t.Errorf("of no directory the modules are %q", got)
	}
	if got, err := Packages(none); err == nil {
		t.Errorf("of no directory the packages are %v", got)
	}
}

const things = `// Package things is commented.
package things

// Low is low.
const Low = 1

const (
	// High is high.
	High   = 2
	Higher = 3
	hidden = 4
)

// These are all.
var (
	One, two = 1, 2
	Three    int
)

var Four int // Four is last.

// A Thing is one.
type Thing struct {
	// Field is one.
	Field, other int
	Second       int // is another
	Thinglet
}

type (
	// A List has elements.
	List[T any]     []T
	Pair[K, V any]  struct{}
	Thinglet        struct{}
	unknown         struct{}
)

// Do does.
func (t *Thing) Do() {}

func (l List[T]) Len() int { return len(l) }

func (p *Pair[K, V]) Swap() {}

func (unknown) Seen() {}

func (t Thing) undo() {}

// New makes one.
func New() Thing { return Thing{} }

func small() {}
`

func TestPackages(t *testing.T) {
	root := treetest.Chdir(t, map[string]string{
		"things/things.go":          things,
		"things/testdata/broken.go": "package",
		"things/notes.txt":          "package",
		"things/_old.go":            "package",
		"things/things_test.go":     "package things\n\nfunc ExportedInTest() {}\n",
		"tools/go.mod":              "module github.com/slakit/slakit/tools\n",
		"tools/lib/lib.go":          "package lib\n",
		"cmd/main.go":               "package main\n",
		"a/internal/b/b.go":         "package b\n",
	})
	packages, err := Packages(root)
	if err != nil {
		t.Fatal(err)
	}
	var dirs []string
	for _, p := range packages {
		dirs = append(dirs, fmt.Sprintf("%s %s %t %d %d", p.Dir, p.Name, p.Internal(), len(p.Files), len(p.Tests)))
	}
	if want := []string{"a/internal/b b true 1 0", "cmd main true 1 0", "things things false 1 1", "tools/lib lib true 1 0"}; !slices.Equal(dirs, want) {
		t.Errorf("packages %q, want %q", dirs, want)
	}
	var got []string
	for _, x := range packages[2].Exported() {
		got = append(got, fmt.Sprintf("%d %s %s %t %s", x.Pos.Line, x.Kind, x.Name, x.Own, strings.TrimSpace(x.Doc)))
	}
	want := []string{
		"5 const Low true Low is low.",
		"9 const High true High is high.",
		"10 const Higher false ",
		"16 var One false These are all.",
		"17 var Three false These are all.",
		"20 var Four true Four is last.",
		"23 type Thing true A Thing is one.",
		"25 field Thing.Field false Field is one.",
		"26 field Thing.Second false is another",
		"32 type List true A List has elements.",
		"33 type Pair true ",
		"34 type Thinglet true ",
		"39 method Thing.Do true Do does.",
		"41 method List.Len true ",
		"43 method Pair.Swap true ",
		"50 func New true New makes one.",
	}
	if !slices.Equal(got, want) {
		t.Errorf("exported\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// Editors mark a file that is open with a link to nowhere, which Go skips.
	for link, skipped := range map[string]bool{"things/.#things.go": true, "things/things2.go": false} {
		if err := os.Symlink("someone@somewhere", link); err != nil {
			t.Fatal(err)
		}
		if got, err := Packages(root); (err == nil) != skipped {
			t.Errorf("with %s there are %d packages, %v", link, len(got), err)
		}
		if err := os.Remove(link); err != nil {
			t.Fatal(err)
		}
	}
	treetest.Write(t, root, map[string]string{"broken.go": "package"})
	if got, err := Packages(root); err == nil {
		t.Errorf("a file that cannot be parsed gave %d packages", len(got))
	}
}
