package page

import (
	"os"
	"path/filepath"
	"testing"
)

const some = "# Title\n\nWhat it is.\n\n## a\n\n2 found.\n\n| file | line | why |\n|---|---|---|\n" +
	"| x.go | `if a &#124;&#124; b {` | it is so |\n| x.go | `raw('')` |  |\n\n## b/c\n\nnone found.\n"

func TestPage(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "page.md")
	if err := os.WriteFile(name, []byte(some), 0o644); err != nil {
		t.Fatal(err)
	}
	p, err := Read(name)
	if err != nil {
		t.Fatal(err)
	}
	if p.Head != "# Title\n\nWhat it is." || len(p.Sections) != 2 || p.Sections["b/c"] != "none found." {
		t.Errorf("read %q", p)
	}
	if got := p.String(); got != some {
		t.Errorf("written anew it is\n%s", got)
	}
	for _, tt := range []struct{ title, file, line, want string }{
		{"a", "x.go", "if a || b {", "it is so"},
		{"a", "x.go", "raw(``)", ""},
		{"a", "y.go", "if a || b {", ""},
		{"b/c", "x.go", "if a || b {", ""},
		{"d", "x.go", "if a || b {", ""},
	} {
		if got := p.Reason(tt.title, Row(tt.file, Code(tt.line))); got != tt.want {
			t.Errorf("%v: found %q", tt, got)
		}
	}
	p.Sections["aa"] = "new"
	p.Sections["b/c"] = "other"
	if err := p.Write(name); err != nil {
		t.Fatal(err)
	}
	if p, err = Read(name); err != nil || p.Sections["aa"] != "new" || p.Sections["b/c"] != "other" {
		t.Errorf("read back %q, %v", p, err)
	}
	if _, err := Read(dir); err == nil {
		t.Error("a directory was read")
	}
	if p, err := Read(filepath.Join(dir, "none.md")); err != nil || p.Head != "" || len(p.Sections) != 0 {
		t.Errorf("of no page %q, %v were read", p, err)
	}
}
