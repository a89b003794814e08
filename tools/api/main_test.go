package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/slakit/slakit/tools/internal/treetest"
)

var project = map[string]string{
	"slakit.go":         "package slakit\n\nconst Low = 1\n",
	"a/a.go":            "package a\n\nimport \"github.com/slakit/slakit/internal/x\"\n\ntype Thing struct{ Field int }\n\nfunc (Thing) Do(int) x.X { return 0 }\n\nfunc New() Thing { return Thing{} }\n",
	"internal/x/x.go":   "package x\n\ntype X int\n\nfunc Hidden() {}\n",
	"cmd/main.go":       "package main\n\nfunc main() {}\n\nfunc Run() {}\n",
	"a/b/internal/i.go": "package internal\n\nfunc Hidden() {}\n",
}

func called(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errors strings.Builder
	code = run(t.Context(), args, &out, &errors)
	return code, out.String(), errors.String()
}

func TestCompare(t *testing.T) {
	const same, broken = "2 packages compared\n", " incompatible changes; if they are meant, tell them in CHANGELOG.md and write the files anew\n"
	for name, tt := range map[string]struct {
		change         map[string]string // the text of a file after the change; "" is none
		code           int
		stdout, stderr string
	}{
		"nothing":                 {nil, 0, same, ""},
		"inside":                  {map[string]string{"internal/x/x.go": "package x\n\ntype X int\n", "cmd/main.go": "package main\n\nfunc main() {}\n"}, 0, same, ""},
		"lines moved":             {map[string]string{"slakit.go": "package slakit\n\n\n\n// Low.\nconst Low = 1\n"}, 0, same, ""},
		"a name more":             {map[string]string{"slakit.go": "package slakit\n\nconst Low = 1\n\nfunc More() {}\n"}, 0, "added  slakit: More: added\n" + same, ""},
		"a name removed":          {map[string]string{"slakit.go": "package slakit\n"}, 1, "BROKEN slakit: Low: removed\n" + same, "1" + broken},
		"another value":           {map[string]string{"slakit.go": "package slakit\n\nconst Low = 2\n"}, 1, "BROKEN slakit: Low: value changed from 1 to 2\n" + same, "1" + broken},
		"a method and a field":    {map[string]string{"a/a.go": "package a\n\ntype Thing struct{}\n\nfunc (Thing) Do() {}\n\nfunc New() Thing { return Thing{} }\n"}, 1, "BROKEN a: ", "2" + broken},
		"a package more":          {map[string]string{"c/c.go": "package c\n"}, 1, "BROKEN c: the package has no file yet\n3 packages compared\n", "1" + broken},
		"a package less":          {map[string]string{"a/a.go": ""}, 1, "BROKEN a: the package is gone\n1 packages compared\n", "1" + broken},
		"it does not compile":     {map[string]string{"a/a.go": "package a\n\nvar A = b\n"}, 1, "", "a.go:3:9: undefined: b\n"},
		"a file cut after a line": {map[string]string{"testdata/api/a.api": "a\n"}, 1, "", "a.api: "},
		"an empty file":           {map[string]string{"testdata/api/a.api": "-"}, 1, "", "a.api: EOF\n"},
		"a directory":             {map[string]string{"testdata/api/a.api": "", "testdata/api/a.api/x": "x"}, 1, "", "a.api"},
	} {
		t.Run(name, func(t *testing.T) {
			root := treetest.Chdir(t, project)
			if code, stdout, stderr := called(t, "-write"); code != 0 {
				t.Fatal(code, stdout, stderr)
			}
			for name, text := range tt.change {
				if text == "" {
					if err := os.Remove(name); err != nil {
						t.Fatal(err)
					}
				}
			}
			for name, text := range tt.change {
				if text != "" {
					treetest.Write(t, root, map[string]string{name: strings.TrimPrefix(text, "-")})
				}
			}
			code, stdout, stderr := called(t)
			if code != tt.code || !strings.HasPrefix(stdout, tt.stdout) || tt.stdout == "" && stdout != "" || !strings.Contains(stderr, tt.stderr) || tt.stderr == "" && stderr != "" {
				t.Errorf("code %d\n%s\n%s", code, stdout, stderr)
			}
		})
	}
}

// Files of packages that are gone do not stay.
func TestWriteAnew(t *testing.T) {
	root := treetest.Chdir(t, project)
	treetest.Write(t, root, map[string]string{"testdata/api/old/er.api": "old/er\n"})
	if code, _, stderr := called(t); code != 1 || !strings.Contains(stderr, "3 incompatible changes") {
		t.Errorf("code %d: %s", code, stderr)
	}
	if code, _, stderr := called(t, "-write"); code != 0 {
		t.Errorf("code %d: %s", code, stderr)
	}
	var files []string
	err := filepath.WalkDir("testdata", func(name string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, filepath.ToSlash(name))
		}
		return err
	})
	if got := strings.Join(files, " "); err != nil || got != "testdata/api/a.api testdata/api/slakit.api" {
		t.Errorf("%v, wrote %s", err, got)
	}
}

func TestTroubles(t *testing.T) {
	for name, tt := range map[string]struct {
		files  map[string]string
		args   []string
		code   int
		stderr string
	}{
		"an argument":        {nil, []string{"sla"}, 2, "api: 1 arguments [\"sla\"]\nusage: go run -C tools ./api [-write]\n"},
		"not in the project": {map[string]string{"go.mod": "module other\n"}, nil, 1, "run this in a directory of the project"},
		"no files yet":       {map[string]string{"a.go": "package slakit\n"}, nil, 1, "testdata"},
		"a name like a file": {map[string]string{"a/a.go": "package a\n", "a.api/b/b.go": "package b\n"}, []string{"-write"}, 1, "a.api"},
		"no place for files": {map[string]string{"a.go": "package slakit\n", "testdata": ""}, []string{"-write"}, 1, "testdata"},
	} {
		t.Run(name, func(t *testing.T) {
			treetest.Chdir(t, tt.files)
			if code, stdout, stderr := called(t, tt.args...); code != tt.code || stdout != "" || !strings.Contains(stderr, tt.stderr) {
				t.Errorf("code %d\n%s\n%s", code, stdout, stderr)
			}
		})
	}
}
