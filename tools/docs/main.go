// Command docs checks the documentation of every module: each package has one
// package comment, each exported constant, variable, type, function and method
// has a doc comment that begins with its name, and each Example has an output
// that go test compares.
//
//	go run -C tools ./docs
package main

import (
	"context"
	"fmt"
	"go/ast"
	"go/doc"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/slakit/slakit/tools/internal/command"
	"github.com/slakit/slakit/tools/internal/tree"
)

func main() { command.Main(run) }

func run(_ context.Context, args []string, stdout, stderr io.Writer) int {
	return command.New("docs", "", 0, 0).Run(args, stderr, func([]string) error { return check(stdout) })
}

func check(out io.Writer) error {
	root, err := tree.Root()
	if err != nil {
		return err
	}
	packages, err := tree.Packages(root)
	if err != nil {
		return err
	}
	var problems []string
	identifiers, examples := 0, 0
	for _, p := range packages {
		found, n := undocumented(p)
		problems, identifiers = append(problems, found...), identifiers+n
		found, n = unchecked(p)
		problems, examples = append(problems, found...), examples+n
	}
	for _, problem := range problems {
		fmt.Fprintln(out, strings.TrimPrefix(problem, root+string(filepath.Separator)))
	}
	fmt.Fprintf(out, "%d packages, %d exported identifiers, %d examples\n", len(packages), identifiers, examples)
	if len(problems) > 0 {
		return fmt.Errorf("%d problems", len(problems))
	}
	return nil
}

// undocumented tells which comments of a package are missing or begin with
// another word, and how many identifiers were looked at. Fields are explained
// by the comment of their type or by their own, in any words.
func undocumented(p tree.Package) (problems []string, n int) {
	var commented []string
	for name, file := range p.Files {
		if file.Doc != nil {
			commented = append(commented, name)
		}
	}
	if len(p.Files) > 0 && len(commented) != 1 {
		slices.Sort(commented)
		problems = append(problems, fmt.Sprintf("%s: %d files with a package comment %q, want one", p.Dir, len(commented), commented))
	}
	if p.Name == "main" {
		return problems, 0 // nobody imports it
	}
	for _, x := range p.Exported() {
		if x.Kind == "field" {
			continue
		}
		n++
		name := x.Name[strings.LastIndexByte(x.Name, '.')+1:]
		switch {
		case x.Doc == "":
			problems = append(problems, fmt.Sprintf("%s: %s %s has no doc comment", x.Pos, x.Kind, x.Name))
		case x.Own && !begins(x.Doc, name):
			first, _, _ := strings.Cut(x.Doc, "\n")
			problems = append(problems, fmt.Sprintf("%s: the comment of %s %s does not begin with its name: %q", x.Pos, x.Kind, x.Name, first))
		}
	}
	return problems, n
}

// begins reports whether a comment begins with a name, or with an article and
// the name.
func begins(comment, name string) bool {
	words := strings.Fields(comment)
	if slices.Contains([]string{"A", "An", "The"}, words[0]) && len(words) > 1 {
		words = words[1:]
	}
	return strings.TrimRight(words[0], ",.:") == name || strings.HasPrefix(words[0], name+"'")
}

// unchecked tells which examples of a package go test does not run or compare.
func unchecked(p tree.Package) (problems []string, n int) {
	var files []*ast.File
	for _, name := range slices.Sorted(maps.Keys(p.Tests)) {
		files = append(files, p.Tests[name])
	}
	for _, e := range doc.Examples(files...) {
		n++
		if e.Output == "" && !e.EmptyOutput {
			problems = append(problems, fmt.Sprintf("%s: Example%s has no output", p.Dir, e.Name))
		}
	}
	return problems, n
}
