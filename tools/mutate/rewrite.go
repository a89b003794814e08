package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/tools/go/packages"
)

// A mutant is one change of one operator.
type mutant struct {
	id   int
	kind string
	pos  token.Position
	// line is the source line, trimmed.
	line string
}

func (m mutant) String() string {
	return fmt.Sprintf("%s:%d:%d %s", filepath.Base(m.pos.Filename), m.pos.Line, m.pos.Column, m.kind)
}

// rewrite puts, for every file of the package, one with all its mutants into
// scratch and returns them with the overlay that shows these files to go build.
func rewrite(dir string, files *regexp.Regexp, scratch string) ([]mutant, string, error) {
	loaded, err := packages.Load(&packages.Config{
		Dir:  dir,
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports | packages.NeedDeps,
	}, ".")
	if err != nil {
		return nil, "", err
	}
	pkg := loaded[0]
	if len(pkg.Errors) > 0 {
		return nil, "", pkg.Errors[0]
	}
	if len(pkg.Syntax) == 0 {
		return nil, "", fmt.Errorf("%s has no Go files", dir)
	}
	r := &rewriter{pkg: pkg}
	replace := map[string]string{}
	for i, f := range pkg.Syntax {
		name := pkg.CompiledGoFiles[i]
		if !files.MatchString(filepath.Base(name)) {
			continue
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return nil, "", err
		}
		replace[name] = filepath.Join(scratch, filepath.Base(name))
		if err := os.WriteFile(replace[name], r.file(f, string(src)), 0o644); err != nil {
			return nil, "", err
		}
	}
	chooser := filepath.Join(scratch, "zz_mutants.go")
	if err := os.WriteFile(chooser, []byte("package "+pkg.Name+choosing), 0o644); err != nil {
		return nil, "", err
	}
	replace[filepath.Join(dir, "zz_mutants.go")] = chooser
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return nil, "", err
	}
	name := filepath.Join(scratch, "overlay.json")
	return r.mutants, name, os.WriteFile(name, overlay, 0o644)
}

// A rewriter numbers the mutants of a package.
type rewriter struct {
	pkg     *packages.Package
	mutants []mutant
	lines   []string
	// What stands before and after offsets of the file, and how many bytes from
	// an offset are replaced, with what.
	before, after map[int]string
	cut           map[int]int
	instead       map[int]string
}

func (r *rewriter) file(f *ast.File, src string) []byte {
	r.lines = strings.Split(src, "\n")
	r.before, r.after, r.cut, r.instead = map[int]string{}, map[int]string{}, map[int]int{}, map[int]string{}
	ast.Inspect(f, r.visit)
	var b strings.Builder
	for at := 0; at <= len(src); at++ {
		b.WriteString(r.after[at])
		b.WriteString(r.before[at])
		if n, ok := r.cut[at]; ok {
			b.WriteString(r.instead[at])
			at += n - 1
		} else if at < len(src) {
			b.WriteByte(src[at])
		}
	}
	return []byte(b.String())
}

// add notes mutants at a place and returns the number of the first.
func (r *rewriter) add(at token.Pos, kinds ...string) int {
	first := len(r.mutants) + 1
	pos := r.pkg.Fset.Position(at)
	for _, k := range kinds {
		r.mutants = append(r.mutants, mutant{len(r.mutants) + 1, k, pos, strings.TrimSpace(r.lines[pos.Line-1])})
	}
	return first
}

// call makes an expression an argument of a function. Outer expressions come
// first: theirs are the outer brackets.
func (r *rewriter) call(e ast.Node, open string) {
	from, to := r.offset(e.Pos()), r.offset(e.End())
	r.before[from] += open
	r.after[to] = ")" + r.after[to]
}

func (r *rewriter) replace(at token.Pos, n int, with string) {
	r.cut[r.offset(at)], r.instead[r.offset(at)] = n, with
}

func (r *rewriter) offset(p token.Pos) int { return r.pkg.Fset.Position(p).Offset }

func (r *rewriter) is(e ast.Expr, what types.BasicInfo) bool {
	b, ok := r.pkg.TypesInfo.TypeOf(e).Underlying().(*types.Basic)
	return ok && b.Info()&what != 0
}

// The kinds have the names that gremlins gives them.
var arithmetic = map[token.Token]string{token.ADD: "mutantAdd", token.SUB: "mutantSub", token.MUL: "mutantMul", token.QUO: "mutantQuo", token.REM: "mutantRem"}

var ordering = map[token.Token]string{token.LSS: "mutantLss", token.LEQ: "mutantLeq", token.GTR: "mutantGtr", token.GEQ: "mutantGeq"}

func (r *rewriter) visit(n ast.Node) bool {
	if e, ok := n.(ast.Expr); ok && r.pkg.TypesInfo.Types[e].Value != nil {
		return false
	}
	switch n := n.(type) {
	case *ast.GenDecl:
		return n.Tok != token.CONST && n.Tok != token.TYPE
	case *ast.BinaryExpr:
		switch {
		case arithmetic[n.Op] != "" && r.is(n, types.IsNumeric):
			var as string // a shift of a constant takes its type from here
			if b, ok := r.pkg.TypesInfo.TypeOf(n).(*types.Basic); ok {
				as = "[" + b.Name() + "]"
			}
			r.call(n, fmt.Sprintf("%s%s(%d, ", arithmetic[n.Op], as, r.add(n.OpPos, "ARITHMETIC_BASE")))
			r.replace(n.OpPos, 1, ",")
		case ordering[n.Op] != "" && r.is(n.X, types.IsOrdered):
			r.call(n, fmt.Sprintf("%s(%d, ", ordering[n.Op], r.add(n.OpPos, "CONDITIONALS_BOUNDARY", "CONDITIONALS_NEGATION")))
			r.replace(n.OpPos, len(n.Op.String()), ",")
		case n.Op == token.EQL || n.Op == token.NEQ:
			r.call(n, fmt.Sprintf("mutantNot(%d, ", r.add(n.OpPos, "CONDITIONALS_NEGATION")))
		}
	case *ast.UnaryExpr:
		if n.Op == token.SUB {
			r.call(n, fmt.Sprintf("mutantNeg(%d, ", r.add(n.OpPos, "INVERT_NEGATIVES")))
			r.replace(n.OpPos, 1, "")
		}
	case *ast.IncDecStmt:
		if ix, ok := n.X.(*ast.IndexExpr); ok {
			if _, isMap := r.pkg.TypesInfo.TypeOf(ix.X).Underlying().(*types.Map); isMap {
				return true // an element of a map has no address
			}
		}
		by := map[token.Token]string{token.INC: "1", token.DEC: "-1"}[n.Tok]
		r.call(n, fmt.Sprintf("mutantInc(%d, %s, &", r.add(n.TokPos, "INCREMENT_DECREMENT"), by))
		r.replace(n.TokPos, 2, "")
	}
	return true
}

const choosing = `

import (
	"cmp"
	"os"
	"strconv"
)

var mutantChosen = func() int { n, _ := strconv.Atoi(os.Getenv("MUTANT")); return n }()

type mutantNumber interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr | ~float32 | ~float64
}

type mutantInteger interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr
}

func mutantAdd[T mutantNumber](n int, a, b T) T {
	if mutantChosen == n {
		return a - b
	}
	return a + b
}

func mutantSub[T mutantNumber](n int, a, b T) T {
	if mutantChosen == n {
		return a + b
	}
	return a - b
}

func mutantMul[T mutantNumber](n int, a, b T) T {
	if mutantChosen == n {
		return a / b
	}
	return a * b
}

func mutantQuo[T mutantNumber](n int, a, b T) T {
	if mutantChosen == n {
		return a * b
	}
	return a / b
}

func mutantRem[T mutantInteger](n int, a, b T) T {
	if mutantChosen == n {
		return a * b
	}
	return a % b
}

func mutantNeg[T mutantNumber](n int, a T) T {
	if mutantChosen == n {
		return a
	}
	return -a
}

func mutantNot(n int, a bool) bool { return a != (mutantChosen == n) }

func mutantLss[T cmp.Ordered](n int, a, b T) bool {
	switch mutantChosen {
	case n:
		return a <= b
	case n + 1:
		return a >= b
	}
	return a < b
}

func mutantLeq[T cmp.Ordered](n int, a, b T) bool {
	switch mutantChosen {
	case n:
		return a < b
	case n + 1:
		return a > b
	}
	return a <= b
}

func mutantGtr[T cmp.Ordered](n int, a, b T) bool {
	switch mutantChosen {
	case n:
		return a >= b
	case n + 1:
		return a <= b
	}
	return a > b
}

func mutantGeq[T cmp.Ordered](n int, a, b T) bool {
	switch mutantChosen {
	case n:
		return a > b
	case n + 1:
		return a < b
	}
	return a >= b
}

func mutantInc[T mutantNumber](n, by int, p *T) {
	if (by > 0) != (mutantChosen == n) {
		*p++
	} else {
		*p--
	}
}
`
