package main

import (
	"strings"
	"testing"

	"github.com/slakit/slakit/tools/internal/treetest"
)

var project = map[string]string{
	"doc.go": "// Package slakit is.\npackage slakit\n",
	"sla/sla.go": `// Package sla is.
//
// And more.
package sla

/* Low is low,

and no more. */
const Low = 1 // the lowest

// A Thing is one.
type Thing struct {
	// Field is one.
	Field int
	other int /* with
	words */
}

// Do does.
func (Thing) Do() {}

var (
	One = 1
	two = 2
)
`,
	"sla/sla_test.go": "package sla\n\n// Two lines count.\n",
}

func TestRun(t *testing.T) {
	for name, tt := range map[string]struct {
		files          map[string]string
		args           []string
		code           int
		stdout, stderr string
	}{
		"counted": {project, nil, 0, `
files lines code tests names methods fields package
1 2 1 0 0 0 0 .
1 20 12 2 3 1 1 sla
2 22 13 2 3 1 1 all
1 20 12 2 3 1 1 calendar, priority, sla (at most 5000 lines, 140 names)
`, ""},
		"an argument":        {project, []string{"sla"}, 2, "", "size: 1 arguments [\"sla\"]\nusage: go run -C tools ./size\n"},
		"no Go":              {map[string]string{"a.go": "pack age a\n"}, nil, 1, "", "a.go:1:1: expected 'package', found pack\n"},
		"not in the project": {map[string]string{"go.mod": "module other\n"}, nil, 1, "", "run this in a directory of the project\n"},
	} {
		t.Run(name, func(t *testing.T) {
			treetest.Chdir(t, tt.files)
			var stdout, stderr strings.Builder
			code := run(t.Context(), tt.args, &stdout, &stderr)
			var got strings.Builder
			for line := range strings.Lines(stdout.String()) {
				got.WriteString("\n" + strings.Join(strings.Fields(line), " "))
			}
			if code != tt.code || strings.TrimSpace(got.String()) != strings.TrimSpace(tt.stdout) || !strings.HasSuffix(stderr.String(), tt.stderr) || tt.stderr == "" && stderr.Len() > 0 {
				t.Errorf("code %d\n%s\n%s", code, got.String(), stderr.String())
			}
		})
	}
}
