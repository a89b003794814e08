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
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/slakit/slakit/tools/internal/tree"
)

func main() {
	log.SetFlags(0)
	var (
		only    = flag.String("only", "", "mutate only files whose name matches this regular expression")
		workers = flag.Int("workers", 2, "how many mutants run at a time")
		args    = flag.String("args", "-laws 30", "arguments for the tests, where they know them")
		write   = flag.Bool("write", false, "write the package's section of docs/mutation.md")
		verbose = flag.Bool("v", false, "print every mutant as it ends")
	)
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: go run -C tools ./mutate [flags] PACKAGE, a directory of the project such as ./calendar")
		flag.PrintDefaults()
	}
	flag.Parse()
	files, err := regexp.Compile(*only)
	if err != nil {
		log.Fatalf("-only: %v", err)
	}
	if flag.NArg() != 1 || *workers < 1 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err = mutate(ctx, flag.Arg(0), options{files: files, workers: *workers, args: strings.Fields(*args), write: *write, verbose: *verbose})
	switch {
	case errors.Is(err, context.Canceled):
		log.Fatal("interrupted: nothing is written")
	case err != nil:
		log.Fatal(err)
	}
}

type options struct {
	files          *regexp.Regexp
	workers        int
	args           []string
	write, verbose bool
}

func mutate(ctx context.Context, dir string, opts options) error {
	root, err := tree.Root()
	if err != nil {
		return err
	}
	dir = filepath.ToSlash(filepath.Clean(dir))
	scratch, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	mutants, overlay, err := rewrite(filepath.Join(root, dir), opts.files, scratch)
	if err != nil {
		return err
	}
	if len(mutants) == 0 {
		return fmt.Errorf("%s has no mutants in files that match %q", dir, opts.files)
	}
	b, err := build(ctx, filepath.Join(root, dir), overlay, scratch, opts.args)
	if err != nil {
		return err
	}
	results, err := b.runAll(ctx, mutants, opts.workers, opts.verbose)
	if err != nil {
		return err
	}
	name := filepath.Join(root, "docs", "mutation.md")
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	s, unexplained := section(dir, mutants, results, reasons(string(text)))
	fmt.Print(s)
	if opts.write {
		if err := os.WriteFile(name, []byte(replaceSection(string(text), dir, s)), 0o644); err != nil {
			return err
		}
	}
	if unexplained > 0 {
		return fmt.Errorf("%d live without a reason in docs/mutation.md", unexplained)
	}
	return nil
}
