// Command mutate tries how much the tests of a package notice: it changes one
// operator at a time (arithmetic, boundary, negation, increment, sign; never
// inside a constant) and runs the package's tests in their short form.
//
//	go run -C tools ./mutate [flags] ./calendar
//
// All mutants are built into one test binary, which takes the one to run from
// its environment: building each on its own takes hours. What lives is printed
// with the reason that docs/mutation.md gives for it; the exit status is 1 where
// one has none.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/slakit/slakit/tools/internal/command"
	"github.com/slakit/slakit/tools/internal/page"
	"github.com/slakit/slakit/tools/internal/tree"
)

func main() { command.Main(run) }

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	opts := options{files: regexp.MustCompile(""), workers: 2, patience: 20 * time.Second, progress: stderr}
	line := command.New("mutate", "[flags] PACKAGE, a directory of the project such as ./calendar", 1, 1)
	line.Func("only", "mutate only files whose name matches this `regular expression`", func(s string) (err error) {
		opts.files, err = regexp.Compile(s)
		return err
	})
	line.Func("workers", "how many `mutants` run at a time (default 2)", func(s string) (err error) {
		if opts.workers, err = strconv.Atoi(s); err != nil || opts.workers < 1 {
			return errors.New("want a number from 1")
		}
		return nil
	})
	arguments := line.String("args", "-laws 30", "arguments for the tests, where they know them")
	line.BoolVar(&opts.write, "write", false, "write the package's section of docs/mutation.md")
	line.BoolVar(&opts.verbose, "v", false, "print every mutant as it ends")
	return line.Run(args, stderr, func(args []string) error {
		opts.args = strings.Fields(*arguments)
		return mutate(ctx, args[0], opts, stdout)
	})
}

type options struct {
	files          *regexp.Regexp
	workers        int
	args           []string
	write, verbose bool
	// patience is how much longer than ten times their time tests may run.
	patience time.Duration
	progress io.Writer
}

func mutate(ctx context.Context, dir string, opts options, out io.Writer) error {
	root, err := tree.Root()
	if err != nil {
		return err
	}
	dir = filepath.ToSlash(filepath.Clean(dir))
	if about, err := os.Stat(filepath.Join(root, dir)); err != nil || !about.IsDir() {
		return fmt.Errorf("the project has no directory %s", dir)
	}
	scratch, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	mutants, overlay, err := rewrite(filepath.Join(root, dir), opts.files, scratch)
	if err != nil {
		return err
	}
	if len(mutants) == 0 {
		return fmt.Errorf("%s has no mutants in files that match %q", dir, opts.files)
	}
	b, err := build(ctx, filepath.Join(root, dir), overlay, scratch, opts)
	if err != nil {
		return err
	}
	results, err := b.runAll(ctx, mutants, opts)
	if err != nil {
		return err
	}
	name := filepath.Join(root, "docs", "mutation.md")
	p, err := page.Read(name)
	if err != nil {
		return err
	}
	s, unexplained := section(dir, mutants, results, p)
	fmt.Fprintf(out, "## %s\n\n%s\n", dir, s)
	if opts.write {
		p.Sections[dir] = s
		if err := p.Write(name); err != nil {
			return err
		}
	}
	if unexplained > 0 {
		return fmt.Errorf("%d live without a reason in docs/mutation.md", unexplained)
	}
	return nil
}
