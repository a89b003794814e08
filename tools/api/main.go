// Command api compares what the packages of the library export with what they
// exported when the files in testdata/api were written.
//
//	go run -C tools ./api            report every change; fail on an incompatible one
//	go run -C tools ./api -write     write the files anew
//
// A change that breaks importers is a decision: it comes with new files and
// with a line in CHANGELOG.md that says what to do.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/exp/apidiff"
	"golang.org/x/tools/go/gcexportdata"
	"golang.org/x/tools/go/packages"

	"github.com/slakit/slakit/tools/internal/command"
	"github.com/slakit/slakit/tools/internal/tree"
)

func main() { command.Main(run) }

func run(_ context.Context, args []string, stdout, stderr io.Writer) int {
	line := command.New("api", "[-write]", 0, 0)
	write := line.Bool("write", false, "write the files anew")
	return line.Run(args, stderr, func([]string) error { return compare(*write, stdout) })
}

func compare(write bool, out io.Writer) error {
	root, err := tree.Root()
	if err != nil {
		return err
	}
	now, err := load(root)
	if err != nil {
		return err
	}
	dir := filepath.Join(root, "testdata", "api")
	if write {
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
		for _, path := range slices.Sorted(maps.Keys(now)) {
			if err := save(file(dir, path), now[path]); err != nil {
				return err
			}
		}
		return nil
	}
	gone, err := kept(dir)
	if err != nil {
		return err
	}
	broken := 0
	say := func(compatible bool, path, message string) {
		word := "added"
		if !compatible {
			word = "BROKEN"
			broken++
		}
		fmt.Fprintf(out, "%-6s %s: %s\n", word, path, message)
	}
	for _, path := range slices.Sorted(maps.Keys(now)) {
		delete(gone, path)
		old, err := read(file(dir, path))
		if errors.Is(err, fs.ErrNotExist) {
			say(false, path, "the package has no file yet")
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", file(dir, path), err)
		}
		for _, change := range apidiff.Changes(old, now[path]).Changes {
			say(change.Compatible, path, change.Message)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(gone)) {
		say(false, path, "the package is gone")
	}
	fmt.Fprintf(out, "%d packages compared\n", len(now))
	if broken > 0 {
		return fmt.Errorf("%d incompatible changes; if they are meant, tell them in CHANGELOG.md and write the files anew", broken)
	}
	return nil
}

func file(dir, path string) string { return filepath.Join(dir, filepath.FromSlash(path)+".api") }

// kept finds the packages that have a file, by their directories.
func kept(dir string) (paths map[string]bool, err error) {
	paths = map[string]bool{}
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".api" {
			return err
		}
		path, err := filepath.Rel(dir, strings.TrimSuffix(name, ".api"))
		paths[filepath.ToSlash(path)] = true
		return err
	})
	return paths, err
}

// load type-checks the packages of the library as they are now, by their
// directories, the root as slakit; those that importers cannot reach are left
// out.
func load(root string) (map[string]*types.Package, error) {
	mode := packages.NeedName | packages.NeedTypes | packages.NeedImports | packages.NeedDeps
	found, err := packages.Load(&packages.Config{Mode: mode, Dir: root}, "./...")
	if err != nil {
		return nil, err
	}
	list := map[string]*types.Package{}
	for _, p := range found {
		if len(p.Errors) > 0 {
			return nil, p.Errors[0]
		}
		path := strings.TrimPrefix(strings.TrimPrefix(p.PkgPath, tree.Library), "/")
		switch {
		case path == "":
			list["slakit"] = p.Types
		case p.Name != "main" && !slices.Contains(strings.Split(path, "/"), "internal"):
			list[path] = p.Types
		}
	}
	return list, nil
}

// save writes the export data of a package without positions, so that it says
// nothing of the machine and does not change with the lines.
func save(name string, p *types.Package) (err error) {
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		return err
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := fmt.Fprintln(f, p.Path()); err != nil {
		return err
	}
	return gcexportdata.Write(f, nil, p)
}

func read(name string) (p *types.Package, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	r := bufio.NewReader(f)
	path, err := r.ReadString('\n')
	if err != nil {
		return nil, err
	}
	return gcexportdata.Read(r, token.NewFileSet(), map[string]*types.Package{}, strings.TrimSpace(path))
}
