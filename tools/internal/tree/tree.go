// Package tree finds the modules and packages of the project, for the programs
// that check it.
package tree

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Root returns the directory of the project: the nearest one above the working
// directory that holds the module of the library.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		name, err := moduleName(dir)
		if err == nil && name == Library {
			return dir, nil
		}
		if parent := filepath.Dir(dir); parent != dir {
			dir = parent
			continue
		}
		return "", errors.New("run this in a directory of the project")
	}
}

// Library is the path of the library's module.
const Library = "github.com/slakit/slakit"

func moduleName(dir string) (string, error) {
	data, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(string(data)) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "module "); ok {
			return name, nil
		}
	}
	return "", fmt.Errorf("%s/go.mod names no module", dir)
}

// Modules returns the directories with modules of their own, relative to root
// and in order; the first is ".", the library.
func Modules(root string) ([]string, error) {
	var dirs []string
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && skipped(d.Name()) && name != root:
			return fs.SkipDir
		case d.Name() == "go.mod":
			dir, err := filepath.Rel(root, filepath.Dir(name))
			dirs = append(dirs, filepath.ToSlash(dir))
			return err
		}
		return nil
	})
	slices.Sort(dirs)
	return dirs, err
}

func skipped(dir string) bool {
	return dir == "testdata" || strings.HasPrefix(dir, ".") || strings.HasPrefix(dir, "_")
}

// A Package is one directory with Go files.
type Package struct {
	// Dir is relative to the root; "." is the root.
	Dir string
	// Name is that of the package.
	Name string
	// Files are those of the package and Tests those of its tests, by name.
	Files, Tests map[string]*ast.File
	// Sources are the texts of both.
	Sources map[string][]byte
	// Fset places them.
	Fset *token.FileSet
}

// Internal reports whether users of the project cannot import the package.
func (p Package) Internal() bool {
	return p.Name == "main" || slices.Contains(strings.Split(p.Dir, "/"), "internal") || strings.HasPrefix(p.Dir, "tools")
}

// Packages parses every package of every module, in the order of directories.
func Packages(root string) ([]Package, error) {
	all := map[string]Package{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && skipped(d.Name()) && name != root:
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".go" || skipped(d.Name()):
			return nil
		}
		dir, err := filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return err
		}
		dir = filepath.ToSlash(dir)
		p, ok := all[dir]
		if !ok {
			p = Package{Dir: dir, Files: map[string]*ast.File{}, Tests: map[string]*ast.File{}, Sources: map[string][]byte{}, Fset: token.NewFileSet()}
		}
		if p.Sources[name], err = os.ReadFile(name); err != nil {
			return err
		}
		file, err := parser.ParseFile(p.Fset, name, p.Sources[name], parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		if strings.HasSuffix(name, "_test.go") {
			p.Tests[name] = file
		} else {
			p.Files[name], p.Name = file, file.Name.Name
		}
		all[dir] = p
		return nil
	})
	if err != nil {
		return nil, err
	}
	var list []Package
	for _, dir := range slices.Sorted(maps.Keys(all)) {
		list = append(list, all[dir])
	}
	return list, nil
}

// An Identifier is something exported: a constant, variable, type or function
// of a package, a method, or a field of a struct.
type Identifier struct {
	// Name is as in "Add" or "Calendar.Add".
	Name string
	// Kind is "const", "var", "type", "func", "method" or "field".
	Kind string
	// Doc is the comment that documents it: its own or that of its group; Own
	// tells which.
	Doc string
	Own bool
	// Pos is where it is declared.
	Pos token.Position
}

// Exported lists what a package exports, in the order of its files.
func (p Package) Exported() (all []Identifier) {
	for _, name := range slices.Sorted(maps.Keys(p.Files)) {
		for _, decl := range p.Files[name].Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				all = append(all, p.function(d)...)
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					all = append(all, p.spec(d, spec)...)
				}
			}
		}
	}
	return all
}

func (p Package) function(d *ast.FuncDecl) []Identifier {
	if !d.Name.IsExported() {
		return nil
	}
	found := Identifier{Name: d.Name.Name, Kind: "func", Doc: d.Doc.Text(), Own: true, Pos: p.Fset.Position(d.Pos())}
	if d.Recv != nil {
		of := receiver(d.Recv.List[0].Type)
		if !ast.IsExported(of) {
			return nil
		}
		found.Name, found.Kind = of+"."+found.Name, "method"
	}
	return []Identifier{found}
}

func receiver(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.StarExpr:
		return receiver(t.X)
	case *ast.IndexExpr:
		return receiver(t.X)
	case *ast.IndexListExpr:
		return receiver(t.X)
	case *ast.Ident:
		return t.Name
	}
	return ""
}

func (p Package) spec(group *ast.GenDecl, spec ast.Spec) (all []Identifier) {
	switch s := spec.(type) {
	case *ast.ValueSpec:
		for _, name := range s.Names {
			if !name.IsExported() {
				continue
			}
			found := Identifier{Name: name.Name, Kind: group.Tok.String(), Doc: s.Doc.Text() + s.Comment.Text(), Own: true, Pos: p.Fset.Position(name.Pos())}
			if s.Doc == nil && (group.Lparen.IsValid() || s.Comment == nil) {
				found.Doc, found.Own = group.Doc.Text(), !group.Lparen.IsValid()
			}
			all = append(all, found)
		}
	case *ast.TypeSpec:
		if !s.Name.IsExported() {
			return nil
		}
		found := Identifier{Name: s.Name.Name, Kind: "type", Doc: s.Doc.Text(), Own: true, Pos: p.Fset.Position(s.Pos())}
		if s.Doc == nil && !group.Lparen.IsValid() {
			found.Doc = group.Doc.Text()
		}
		all = append(all, found)
		if fields, ok := s.Type.(*ast.StructType); ok {
			for _, f := range fields.Fields.List {
				for _, name := range f.Names {
					if name.IsExported() {
						all = append(all, Identifier{Name: s.Name.Name + "." + name.Name, Kind: "field", Doc: f.Doc.Text() + f.Comment.Text(), Pos: p.Fset.Position(name.Pos())})
					}
				}
			}
		}
	}
	return all
}
