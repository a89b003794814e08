// Command coverage says how much of every package its tests run, and lists what
// they do not run.
//
//	go run -C tools ./coverage           run the tests of every module in their short form
//	go run -C tools ./coverage PROFILE...  or read what runs with go test -coverprofile have written
//
// With -write it writes docs/coverage.md, of which it keeps the reasons: why a
// block is not run. With profiles it writes the sections of the packages in
// them. The exit status is 1 where a package is below its figure: of the
// statements of packages calendar and sla 97 of 100 must be run, elsewhere 95.
package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/slakit/slakit/tools/internal/command"
	"github.com/slakit/slakit/tools/internal/page"
	"github.com/slakit/slakit/tools/internal/tree"
)

func main() { command.Main(run) }

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	line := command.New("coverage", "[-write] [PROFILE...], which go test -coverprofile has written", 0, math.MaxInt)
	write := line.Bool("write", false, "write docs/coverage.md")
	return line.Run(args, stderr, func(profiles []string) error {
		return coverage(ctx, profiles, *write, stdout, stderr)
	})
}

func coverage(ctx context.Context, profiles []string, write bool, stdout, stderr io.Writer) error {
	root, err := tree.Root()
	if err != nil {
		return err
	}
	name := filepath.Join(root, "docs", "coverage.md")
	p, err := page.Read(name)
	if err != nil {
		return err
	}
	anew := len(profiles) == 0
	if anew {
		scratch, err := os.MkdirTemp("", "coverage")
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(scratch) }()
		if profiles, err = test(ctx, root, scratch, stderr); err != nil {
			return err
		}
	}
	packages, err := read(root, profiles)
	if err != nil {
		return err
	}
	low := report(stdout, packages, p)
	if write {
		if err := rewritten(p, packages, anew).Write(name); err != nil {
			return err
		}
	}
	if len(low) > 0 {
		return fmt.Errorf("too little is run in %s", strings.Join(low, ", "))
	}
	return nil
}

// test runs the tests of every module and returns the profiles.
func test(ctx context.Context, root, scratch string, progress io.Writer) (profiles []string, err error) {
	modules, err := tree.Modules(root)
	if err != nil {
		return nil, err
	}
	for i, dir := range modules {
		name := filepath.Join(scratch, fmt.Sprint(i))
		c := exec.CommandContext(ctx, "go", "test", "-short", "-count=1", "-coverprofile", name, "./...")
		c.Dir, c.Stdout, c.Stderr = filepath.Join(root, dir), progress, progress
		if err := c.Run(); err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			return nil, fmt.Errorf("go test in %s: %w", dir, err)
		}
		profiles = append(profiles, name)
	}
	return profiles, nil
}
