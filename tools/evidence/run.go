package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/slakit/slakit/tools/internal/tree"
)

// outcomes are those of tests, by package and name as in "sla.TestLawModel":
// "pass", "fail" or "skip".
type outcomes map[string]string

func (o outcomes) names() []string { return slices.Sorted(maps.Keys(o)) }

func (o outcomes) passed() (n int) {
	for _, outcome := range o {
		if outcome == "pass" {
			n++
		}
	}
	return n
}

// results runs the tests of every module, each law with few cases, or reads
// what earlier runs have written.
func results(ctx context.Context, root string, recorded []string, progress io.Writer) (outcomes, error) {
	all := outcomes{}
	for _, name := range recorded {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		err = all.read(f)
		if err := errors.Join(err, f.Close()); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	if len(recorded) > 0 {
		return all, nil
	}
	modules, err := tree.Modules(root)
	if err != nil {
		return nil, err
	}
	for _, dir := range modules {
		if dir == "tools" {
			continue
		}
		test := exec.CommandContext(ctx, "go", "test", "-json", "-short", "./...")
		test.Dir, test.Stderr = filepath.Join(root, dir), progress
		out, err := test.StdoutPipe()
		if err != nil {
			return nil, err
		}
		if err := test.Start(); err != nil {
			return nil, err
		}
		err = errors.Join(all.read(out), test.Wait())
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			return nil, fmt.Errorf("go test in %s: %w; failed: %s", dir, err, strings.Join(all.failed(), ", "))
		}
	}
	return all, nil
}

func (o outcomes) failed() (names []string) {
	for _, name := range o.names() {
		if o[name] == "fail" {
			names = append(names, name)
		}
	}
	return names
}

// read reads what go test -json writes.
func (o outcomes) read(r io.Reader) error {
	d := json.NewDecoder(r)
	for {
		var event struct{ Action, Package, Test string }
		err := d.Decode(&event)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch event.Action {
		case "pass", "fail", "skip":
			if event.Test != "" {
				o[short(event.Package)+"."+event.Test] = event.Action
			}
		}
	}
}

// short is the path of a package in the project; that of the root is "slakit".
func short(path string) string {
	if path == tree.Library {
		return "slakit"
	}
	return strings.TrimPrefix(path, tree.Library+"/")
}

// readCases finds the cases of testdata/conformance that count, by file and
// name as in "edges/c06-ny-open-in-gap", with the test that runs each.
func readCases(dir string) (map[string]string, error) {
	all := map[string]string{}
	for _, file := range []string{"edges", "libraries", "desks"} {
		data, err := os.ReadFile(filepath.Join(dir, file+".json"))
		if err != nil {
			return nil, err
		}
		var cases []struct {
			ID, Kind, Note, Quirk string
			Ref, Exact            any
		}
		if err := json.Unmarshal(data, &cases); err != nil {
			return nil, fmt.Errorf("%s.json: %w", file, err)
		}
		for _, c := range cases {
			switch {
			case strings.HasPrefix(c.Note, "INTERPRETATION"), c.Quirk != "" && c.Ref == nil && c.Exact == nil:
			case c.Kind == "sla":
				all[file+"/"+c.ID] = "sla.TestConformanceDesks"
			default:
				all[file+"/"+c.ID] = "calendar.TestConformance/" + file + ".json"
			}
		}
	}
	return all, nil
}
