package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/slakit/slakit/tools/internal/page"
)

type result int

const (
	lived result = iota
	killed
	// A mutant that makes the tests run for ever counts neither way, as in
	// gremlins.
	timedOut
)

func (r result) String() string { return [...]string{"LIVED", "KILLED", "TIMED OUT"}[r] }

// A binary is the package's tests with all its mutants, and the tests in groups
// that are run one after the other until one fails: the quick ones first.
type binary struct {
	name, dir string
	args      []string
	patience  time.Duration
	groups    []group
}

type group struct {
	tests string
	took  time.Duration
}

func build(ctx context.Context, dir, overlay, scratch string, opts options) (*binary, error) {
	b := &binary{name: filepath.Join(scratch, "tests"), dir: dir, patience: opts.patience}
	build := exec.CommandContext(ctx, "go", "test", "-c", "-overlay", overlay, "-o", b.name, ".")
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		return nil, errors.Join(ctx.Err(), fmt.Errorf("building the mutants: %w\n%s", err, out))
	}
	// Not every package has the flags.
	help, _ := exec.CommandContext(ctx, b.name, "-help").CombinedOutput()
	if len(opts.args) > 0 && bytes.Contains(help, []byte("\n  "+opts.args[0]+" ")) {
		b.args = opts.args
	}
	out, err := b.command(ctx, 0, "-test.v").CombinedOutput()
	if err != nil {
		return nil, errors.Join(ctx.Err(), fmt.Errorf("the tests fail without a mutant: %w\n%s", err, out))
	}
	b.groups = groups(string(out))
	if len(b.groups) == 0 {
		return nil, errors.New("the package has no tests")
	}
	return b, nil
}

var passed = regexp.MustCompile(`(?m)^--- PASS: (\S+) \(([0-9.]+)s\)$`)

// groups reads how long each test took.
func groups(out string) []group {
	var quick, slow group
	for _, m := range passed.FindAllStringSubmatch(out, -1) {
		seconds, _ := strconv.ParseFloat(m[2], 64)
		g := &quick
		if seconds > 0.1 {
			g = &slow
		}
		if g.tests != "" {
			g.tests += "|"
		}
		g.tests += m[1]
		g.took += time.Duration(seconds * float64(time.Second))
	}
	var all []group
	for _, g := range []group{quick, slow} {
		if g.tests != "" {
			all = append(all, g)
		}
	}
	return all
}

func (b *binary) command(ctx context.Context, mutant int, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, b.name, append(append([]string{"-test.short", "-test.failfast"}, args...), b.args...)...)
	c.Dir = b.dir
	c.Env = append(os.Environ(), "MUTANT="+strconv.Itoa(mutant))
	c.WaitDelay = time.Second
	return c
}

func (b *binary) run(ctx context.Context, m mutant) (result, error) {
	for _, g := range b.groups {
		// Others run beside it: ten times what it takes is no endless loop yet.
		limited, cancel := context.WithTimeout(ctx, b.patience+10*g.took)
		err := b.command(limited, m.id, "-test.run", "^("+g.tests+")$").Run()
		hung := limited.Err() != nil
		cancel()
		var exit *exec.ExitError
		switch {
		case ctx.Err() != nil:
			return lived, ctx.Err()
		case hung:
			return timedOut, nil
		case errors.As(err, &exit):
			return killed, nil
		case err != nil:
			return lived, err
		}
	}
	return lived, nil
}

// runAll runs the mutants, so many at a time, and returns their results in order.
func (b *binary) runAll(ctx context.Context, mutants []mutant, opts options) ([]result, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	results := make([]result, len(mutants))
	next := make(chan int)
	var wg sync.WaitGroup
	var printing sync.Mutex
	for range opts.workers {
		wg.Go(func() {
			for i := range next {
				r, err := b.run(ctx, mutants[i])
				if err != nil {
					cancel(err)
				}
				results[i] = r
				if opts.verbose {
					printing.Lock()
					fmt.Fprintln(opts.progress, r, mutants[i])
					printing.Unlock()
				}
			}
		})
	}
	for i := range mutants {
		next <- i
	}
	close(next)
	wg.Wait()
	if cause := context.Cause(ctx); cause != nil {
		return nil, cause
	}
	return results, nil
}

// section writes the package's section of docs/mutation.md and counts what lives
// without a reason.
func section(dir string, mutants []mutant, results []result, reasons page.Page) (string, int) {
	n := map[result]int{}
	for _, r := range results {
		n[r]++
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d mutants: %d killed, %d live, %d time out. Killed of those that end: %.1f %%.\n",
		len(mutants), n[killed], n[lived], n[timedOut], 100*float64(n[killed])/float64(max(1, n[killed]+n[lived])))
	if n[lived] > 0 {
		b.WriteString("\n| file | kind | line | why it lives |\n|---|---|---|---|\n")
	}
	unexplained := 0
	for i, m := range mutants {
		if results[i] != lived {
			continue
		}
		row := page.Row(filepath.Base(m.pos.Filename), m.kind, page.Code(m.line))
		reason := reasons.Reason(dir, row)
		if reason == "" {
			unexplained++
		}
		fmt.Fprintf(&b, "%s %s |\n", row, reason)
	}
	return strings.TrimSpace(b.String()), unexplained
}
