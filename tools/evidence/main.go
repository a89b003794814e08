// Command evidence says which tests hold the laws, the decisions and the
// failure modes of the project, from a run of the tests of every module.
//
//	go run -C tools ./evidence          check, and compare the table in testdata/README.md
//	go run -C tools ./evidence -write   check, and write the table
//	go run -C tools ./evidence FILE...  as the first, from the output of earlier runs with go test -json
//
// testdata/evidence.txt lists what is to be held. Tests are found by their
// names, TestLawC08Inverse or TestFailures/F12_back_over_midnight, and where
// the name of a test does not tell, that list names it. It is an error if
// something is held by no test that passes, if a test is named that does not
// exist or fails, or if the name of a test speaks of something that the list
// does not have.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/slakit/slakit/tools/internal/command"
	"github.com/slakit/slakit/tools/internal/tree"
)

func main() { command.Main(run) }

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	line := command.New("evidence", "[-write] [FILE...], which go test -json has written", 0, math.MaxInt)
	write := line.Bool("write", false, "write the table into testdata/README.md")
	return line.Run(args, stderr, func(recorded []string) error {
		return check(ctx, *write, recorded, stdout, stderr)
	})
}

func check(ctx context.Context, write bool, recorded []string, stdout, stderr io.Writer) error {
	root, err := tree.Root()
	if err != nil {
		return err
	}
	list, err := readList(filepath.Join(root, "testdata", "evidence.txt"))
	if err != nil {
		return err
	}
	tests, err := results(ctx, root, recorded, stderr)
	if err != nil {
		return err
	}
	cases, err := readCases(filepath.Join(root, "testdata", "conformance"))
	if err != nil {
		return err
	}
	problems := list.judge(tests, cases)
	if err := table(filepath.Join(root, "testdata", "README.md"), list, write); err != nil {
		problems = append(problems, err.Error())
	}
	held, apart := 0, 0
	for _, x := range list.items {
		switch {
		case x.apart != "":
			apart++
		case len(x.held) > 0:
			held++
		}
	}
	fmt.Fprintf(stdout, "%d tests passed; of %d laws, decisions and failure modes %d are held, %d do not apply\n",
		tests.passed(), len(list.items), held, apart)
	if len(problems) > 0 {
		return errors.New(strings.Join(problems, "\n"))
	}
	return nil
}

const (
	tableBegins = "<!-- evidence -->\n"
	tableEnds   = "<!-- /evidence -->\n"
)

// table compares the table in the README with what was found, or writes it.
func table(name string, l *list, write bool) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	before, rest, begun := strings.Cut(string(data), tableBegins)
	_, after, ended := strings.Cut(rest, tableEnds)
	if !begun || !ended {
		return fmt.Errorf("%s: want a line %s and a line %s", name, strings.TrimSpace(tableBegins), strings.TrimSpace(tableEnds))
	}
	text := before + tableBegins + "\n" + l.markdown() + "\n" + tableEnds + after
	switch {
	case text == string(data):
		return nil
	case write:
		return os.WriteFile(name, []byte(text), 0o600)
	}
	return errors.New("testdata/README.md: the table is not what the tests say: go run -C tools ./evidence -write")
}

// markdown writes one table for each chapter.
func (l *list) markdown() string {
	var b strings.Builder
	chapter := ""
	for _, x := range l.items {
		if x.chapter != chapter {
			chapter = x.chapter
			fmt.Fprintf(&b, "\n## %s\n\n| | what | held by |\n|---|---|---|\n", chapter)
		}
		held := "no test"
		switch {
		case x.apart != "":
			held = "does not apply: " + x.apart
		case len(x.held) > 0:
			slices.Sort(x.held)
			held = strings.Join(slices.Compact(x.held), "<br>")
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", x.id, strings.ReplaceAll(x.title, "|", `\|`), held)
	}
	return strings.TrimPrefix(b.String(), "\n")
}
