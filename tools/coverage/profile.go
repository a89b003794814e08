package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/cover"

	"github.com/slakit/slakit/tools/internal/tree"
)

// A pkg is how much the tests run of a package.
type pkg struct {
	// dir is the directory in the project; that of the library is "slakit".
	dir             string
	statements, run int
	missed          []block
}

// A block is a stretch of statements that no test runs.
type block struct {
	file string
	// line is the number of the line with which it begins, and code says what
	// it is: that line.
	line int
	code string
}

// floor is how many of 100 statements must be run.
func (p *pkg) floor() int {
	if p.dir == "calendar" || p.dir == "sla" {
		return 97
	}
	return 95
}

func (p *pkg) low() bool { return p.run*100 < p.floor()*p.statements }

// share is how many statements of 100 are run, never rounded up.
func (p *pkg) share() string {
	n := p.run * 1000 / p.statements
	return fmt.Sprintf("%d.%d %%", n/10, n%10)
}

// read reads profiles. What one of them runs is run.
func read(root string, profiles []string) ([]*pkg, error) {
	all := bytes.NewBufferString("mode: set\n")
	for _, name := range profiles {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		mode, blocks, _ := bytes.Cut(data, []byte("\n"))
		if !bytes.HasPrefix(mode, []byte("mode: ")) {
			return nil, fmt.Errorf("%s: it begins with %.40q; want what go test -coverprofile writes", name, mode)
		}
		all.Write(blocks)
	}
	files, err := cover.ParseProfilesFromReader(all)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", strings.Join(profiles, ", "), err)
	}
	var packages []*pkg
	for _, f := range files {
		name, ok := strings.CutPrefix(f.FileName, tree.Library+"/")
		if !ok {
			return nil, fmt.Errorf("%s is no file of the project", f.FileName)
		}
		dir := path.Dir(name)
		if dir == "." {
			dir = "slakit"
		}
		i := slices.IndexFunc(packages, func(p *pkg) bool { return p.dir == dir })
		if i < 0 {
			i = len(packages)
			packages = append(packages, &pkg{dir: dir})
		}
		if err := packages[i].add(filepath.Join(root, name), f.Blocks); err != nil {
			return nil, err
		}
	}
	packages = slices.DeleteFunc(packages, func(p *pkg) bool { return p.statements == 0 })
	slices.SortFunc(packages, func(a, b *pkg) int { return strings.Compare(a.dir, b.dir) })
	if len(packages) == 0 {
		return nil, fmt.Errorf("%s: no statements", strings.Join(profiles, ", "))
	}
	return packages, nil
}

func (p *pkg) add(name string, blocks []cover.ProfileBlock) error {
	lines, err := readLines(name)
	if err != nil {
		return err
	}
	for _, b := range blocks {
		p.statements += b.NumStmt
		switch {
		case b.StartLine < 1 || b.StartLine > len(lines):
			return fmt.Errorf("%s has no line %d: the profile is of another version", name, b.StartLine)
		case b.Count > 0:
			p.run += b.NumStmt
		case b.NumStmt > 0:
			p.missed = append(p.missed, block{filepath.Base(name), b.StartLine, code(lines, b.StartLine)})
		}
	}
	return nil
}

func readLines(name string) (lines []string, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		lines = append(lines, strings.TrimSpace(s.Text()))
	}
	return lines, s.Err()
}

// code is what a line says. One that only asks for an error says whose it is
// with the line before, and a default what it does with the line after.
func code(lines []string, n int) string {
	line := lines[n-1]
	switch {
	case line == "if err != nil {" && n > 1:
		return lines[n-2] + "; " + line
	case line == "default:" && n < len(lines):
		return line + " " + lines[n]
	}
	return line
}
