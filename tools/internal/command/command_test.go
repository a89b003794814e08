package command

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

func TestRun(t *testing.T) {
	const usage = "usage: go run -C tools ./name [-yes] FILE...\n  -yes\n    \tit is so\n"
	for _, tt := range []struct {
		args   []string
		err    error
		code   int
		stderr string
		done   string
	}{
		{[]string{"a"}, nil, 0, "", "no a"},
		{[]string{"-yes", "a", "b"}, nil, 0, "", "yes a b"},
		{[]string{"a"}, errors.New("a is wrong"), 1, "a is wrong\n", "no a"},
		{[]string{"a"}, context.Canceled, 130, "name: interrupted, nothing is written\n", "no a"},
		{[]string{"-h"}, nil, 0, usage, ""},
		{nil, nil, 2, "name: 0 arguments []\n" + usage, ""},
		{[]string{"a", "b", "c"}, nil, 2, "name: 3 arguments [\"a\" \"b\" \"c\"]\n" + usage, ""},
		{[]string{"-no", "a"}, nil, 2, "flag provided but not defined: -no\n" + usage, ""},
	} {
		l := New("name", "[-yes] FILE...", 1, 2)
		yes := l.Bool("yes", false, "it is so")
		var stderr strings.Builder
		done := ""
		code := l.Run(tt.args, &stderr, func(args []string) error {
			done = map[bool]string{false: "no ", true: "yes "}[*yes] + strings.Join(args, " ")
			return tt.err
		})
		if code != tt.code || stderr.String() != tt.stderr || done != tt.done {
			t.Errorf("%q: code %d, done %q, said\n%s\nwant %d, %q,\n%s", tt.args, code, done, stderr.String(), tt.code, tt.done, tt.stderr)
		}
	}
}

func TestInterrupt(t *testing.T) {
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	code := interruptible(func(ctx context.Context, _ []string, _, _ io.Writer) int {
		if err := self.Signal(os.Interrupt); err != nil {
			t.Error(err)
		}
		select {
		case <-ctx.Done():
			return 130
		case <-time.After(time.Minute):
			return 0
		}
	}, nil, io.Discard, io.Discard)
	if code != 130 {
		t.Error("the interrupt did not reach the program")
	}
}
