// Command size counts the library: for every package its lines without tests
// and blank lines, how many of those are code, the lines of its tests, and the
// names that it exports.
//
//	go run -C tools ./size
package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/slakit/slakit/tools/internal/command"
	"github.com/slakit/slakit/tools/internal/tree"
)

// core are the packages that an hour should suffice to read, and what they may
// come to.
var core = []string{"calendar", "priority", "sla"}

const (
	maxLines = 5000
	maxNames = 140
)

// A size is what is counted of a package.
type size struct {
	files, lines, code, tests int
	names, methods, fields    int
}

func (s *size) add(other size) {
	s.files += other.files
	s.lines += other.lines
	s.code += other.code
	s.tests += other.tests
	s.names += other.names
	s.methods += other.methods
	s.fields += other.fields
}

func main() { command.Main(run) }

func run(_ context.Context, args []string, stdout, stderr io.Writer) int {
	return command.New("size", "", 0, 0).Run(args, stderr, func([]string) error { return count(stdout) })
}

func count(out io.Writer) error {
	root, err := tree.Root()
	if err != nil {
		return err
	}
	packages, err := tree.Packages(root)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "files\tlines\tcode\ttests\tnames\tmethods\tfields\t package")
	var total, inCore size
	for _, p := range packages {
		s := measure(p)
		row(w, s, p.Dir)
		total.add(s)
		if slices.Contains(core, p.Dir) {
			inCore.add(s)
		}
	}
	row(w, total, "all")
	row(w, inCore, fmt.Sprintf("%s (at most %d lines, %d names)", strings.Join(core, ", "), maxLines, maxNames))
	return w.Flush()
}

func row(w *tabwriter.Writer, s size, name string) {
	fmt.Fprintf(w, "%d\t%d\t%d\t%d\t%d\t%d\t%d\t %s\n", s.files, s.lines, s.code, s.tests, s.names, s.methods, s.fields, name)
}

// measure counts a package. Names are the constants, variables, types and
// functions that it exports; methods and fields are counted beside them.
func measure(p tree.Package) (s size) {
	for _, name := range slices.Sorted(maps.Keys(p.Files)) {
		data := p.Sources[name]
		comments := map[int]bool{}
		for _, group := range p.Files[name].Comments {
			for _, c := range group.List {
				from, to := p.Fset.Position(c.Pos()), p.Fset.Position(c.End())
				alone := len(bytes.TrimSpace(data[from.Offset-(from.Column-1):from.Offset])) == 0
				for line := from.Line; alone && line <= to.Line; line++ {
					comments[line] = true
				}
			}
		}
		s.files++
		number := 0
		for line := range bytes.Lines(data) {
			number++
			if len(bytes.TrimSpace(line)) == 0 {
				continue
			}
			s.lines++
			if !comments[number] {
				s.code++
			}
		}
	}
	for name := range p.Tests {
		for line := range bytes.Lines(p.Sources[name]) {
			if len(bytes.TrimSpace(line)) > 0 {
				s.tests++
			}
		}
	}
	for _, x := range p.Exported() {
		switch x.Kind {
		case "method":
			s.methods++
		case "field":
			s.fields++
		default:
			s.names++
		}
	}
	return s
}
