// Command api compares what the packages of the library export with what they
// exported when the files in testdata/api were written.
//
//	go run -C tools ./api                      report every change; fail on an incompatible one
//	go run -C tools ./api -write               write the files anew
//	go run -C tools ./api -write sla/chain     and one for another package
//
// A change that breaks importers is a decision: it comes with new files and
// with a line in CHANGELOG.md that says what to do.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"go/token"
	"go/types"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/exp/apidiff"
	"golang.org/x/tools/go/gcexportdata"
	"golang.org/x/tools/go/packages"

	"github.com/slakit/slakit/tools/internal/tree"
)

func main() {
	log.SetFlags(0)
	write := flag.Bool("write", false, "write the files anew")
	flag.Parse()
	if err := run(*write, flag.Args()); err != nil {
		log.Fatal(err)
	}
}

func run(write bool, more []string) error {
	root, err := tree.Root()
	if err != nil {
		return err
	}
	dir := filepath.Join(root, "testdata", "api")
	paths, err := kept(dir)
	if err != nil {
		return err
	}
	if write {
		paths = append(paths, more...)
		slices.Sort(paths)
		paths = slices.Compact(paths)
	}
	loaded, err := load(root, paths)
	if err != nil {
		return err
	}
	broken := 0
	for i, path := range paths {
		file := filepath.Join(dir, filepath.FromSlash(path)+".api")
		if write {
			if err := save(file, loaded[i]); err != nil {
				return err
			}
			continue
		}
		old, err := read(file)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		for _, change := range apidiff.Changes(old, loaded[i]).Changes {
			word := "added"
			if !change.Compatible {
				word = "BROKEN"
				broken++
			}
			fmt.Printf("%-6s %s: %s\n", word, path, change.Message)
		}
	}
	fmt.Printf("%d packages compared\n", len(paths))
	if broken > 0 {
		return fmt.Errorf("%d incompatible changes; if they are meant, tell them in CHANGELOG.md and write the files anew", broken)
	}
	return nil
}

// kept lists the packages that have a file, by their directories.
func kept(dir string) (paths []string, err error) {
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".api" {
			return err
		}
		path, err := filepath.Rel(dir, strings.TrimSuffix(name, ".api"))
		paths = append(paths, filepath.ToSlash(path))
		return err
	})
	return paths, err
}

// load type-checks packages of the library as they are now.
func load(root string, paths []string) ([]*types.Package, error) {
	patterns := make([]string, len(paths))
	for i, path := range paths {
		patterns[i] = tree.Library + "/" + path
	}
	mode := packages.NeedName | packages.NeedTypes | packages.NeedImports | packages.NeedDeps
	found, err := packages.Load(&packages.Config{Mode: mode, Dir: root}, patterns...)
	if err != nil {
		return nil, err
	}
	list := make([]*types.Package, len(paths))
	for _, p := range found {
		if len(p.Errors) > 0 {
			return nil, p.Errors[0]
		}
		list[slices.Index(patterns, p.PkgPath)] = p.Types
	}
	return list, nil
}

// save writes the export data of a package without positions, so that it says
// nothing of the machine and does not change with the lines.
func save(file string, p *types.Package) (err error) {
	if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
		return err
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := fmt.Fprintln(f, p.Path()); err != nil {
		return err
	}
	return gcexportdata.Write(f, nil, p)
}

func read(file string) (p *types.Package, err error) {
	f, err := os.Open(file)
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
