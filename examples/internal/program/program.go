// Package program holds what the example programs share: the frame of a command
// line with its exit codes, tables for a terminal, and problems in files.
package program

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// Main runs a program until it ends or is interrupted, and exits with its code.
func Main(run func(ctx context.Context, args []string, stdout, stderr io.Writer) int) {
	os.Exit(interruptible(run, os.Args[1:], os.Stdout, os.Stderr))
}

func interruptible(run func(ctx context.Context, args []string, stdout, stderr io.Writer) int, args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return run(ctx, args, stdout, stderr)
}

// A Checker is a command line that sees more than kong does.
type Checker interface{ Check() error }

// Run parses arguments into a command line and does the command that they name.
// It returns the exit code: 2 for a wrong command line, 130 if the program was
// interrupted, and 1 for anything else that went wrong.
func Run(name, about string, line any, args []string, stdout, stderr io.Writer, do func(command string) error) int {
	exit := -1
	parser, err := kong.New(line,
		kong.Name(name),
		kong.Description(about),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { exit = code }),
	)
	if err != nil {
		fmt.Fprintf(stderr, "%s: %v\n", name, err)
		return 2
	}
	command, err := parser.Parse(args)
	if exit >= 0 {
		return exit // it asked for help
	}
	if c, ok := line.(Checker); ok && err == nil {
		err = c.Check()
	}
	if err != nil {
		fmt.Fprintf(stderr, "%s: %v\nTry: %s --help\n", name, err, name)
		return 2
	}
	switch err := do(command.Command()); {
	case errors.Is(err, context.Canceled):
		fmt.Fprintf(stderr, "%s: interrupted\n", name)
		return 130
	case err != nil:
		fmt.Fprintf(stderr, "%s: %v\n", name, err)
		return 1
	}
	return 0
}

// WriteJSON prints an object for programs, and for people who look at it.
func WriteJSON(out io.Writer, object any) error {
	to := json.NewEncoder(out)
	to.SetEscapeHTML(false)
	to.SetIndent("", "  ")
	return to.Encode(object)
}

// A Problem is something in a file that is not as it should be, and where.
type Problem struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// Error says the problem in one line.
func (p Problem) Error() string {
	return fmt.Sprintf("%s:%d: %s: %s", p.File, p.Line, p.Kind, p.Text)
}
