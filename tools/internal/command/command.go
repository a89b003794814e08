// Package command is how the programs that check the project begin and end.
package command

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
)

// Main runs a program until it ends or is interrupted, and exits with its code.
func Main(run func(ctx context.Context, args []string, stdout, stderr io.Writer) int) {
	os.Exit(interruptible(run, os.Args[1:], os.Stdout, os.Stderr))
}

func interruptible(run func(ctx context.Context, args []string, stdout, stderr io.Writer) int, args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	return run(ctx, args, stdout, stderr)
}

// A Line is the command line of a program: its flags, and how many arguments
// may follow them.
type Line struct {
	flag.FlagSet
	least, most int
}

// New begins the command line of tools/name. Takes says what follows the name.
func New(name, takes string, least, most int) *Line {
	l := &Line{least: least, most: most}
	l.Init(name, flag.ContinueOnError)
	l.Usage = func() {
		fmt.Fprintln(l.Output(), strings.TrimSpace("usage: go run -C tools ./"+name+" "+takes))
		l.PrintDefaults()
	}
	return l
}

// Run reads the arguments and does the work. It returns the exit code: 2 for a
// wrong command line, 130 if the work was interrupted, and 1 for anything else
// that is wrong.
func (l *Line) Run(args []string, stderr io.Writer, do func(args []string) error) int {
	l.SetOutput(stderr)
	switch err := l.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2 // it is told already
	}
	if n := l.NArg(); n < l.least || n > l.most {
		fmt.Fprintf(stderr, "%s: %d arguments %q\n", l.Name(), n, l.Args())
		l.Usage()
		return 2
	}
	switch err := do(l.Args()); {
	case errors.Is(err, context.Canceled):
		fmt.Fprintf(stderr, "%s: interrupted, nothing is written\n", l.Name())
		return 130
	case err != nil:
		fmt.Fprintln(stderr, err)
		return 1
	}
	return 0
}
