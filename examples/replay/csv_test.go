package main

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// records reads all that a file holds: fields joined by "|", or the problem.
func records(t *testing.T, text string) []string {
	t.Helper()
	in, err := newLines("f.csv", strings.NewReader(text))
	require.NoError(t, err)
	var all []string
	for {
		fields, err := in.next()
		if errors.Is(err, io.EOF) {
			return all
		}
		var bad problem
		if errors.As(err, &bad) {
			all = append(all, bad.Error())
			continue
		}
		require.NoError(t, err)
		parts := make([]string, len(fields))
		for i, f := range fields {
			parts[i] = string(f)
		}
		all = append(all, strings.Join(parts, "|"))
	}
}

func TestRecordsAreLines(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"plain":                {"a,b\n1,2\n3,4\n", []string{"1|2", "3|4"}},
		"no end of line":       {"a,b\n1,2", []string{"1|2"}},
		"windows, byte mark":   {"\ufeffa,b\r\n1,2\r\n", []string{"1|2"}},
		"empty fields, lines":  {"a,b\n\n,\n\n", []string{"|"}},
		"quoted":               {"a,b\n\"x, y\",\"say \"\"so\"\"\"\n\"\",2\n", []string{`x, y|say "so"`, "|2"}},
		"mark inside":          {"a,b\nx\"y,2\n", []string{`x"y|2`}},
		"torn in two":          {"a,b\n1\n2,3\n", []string{"f.csv:2: torn line: 1 fields where the header has 2", "2|3"}},
		"two lines in one":     {"a,b\n1,23,4\n", []string{"f.csv:2: torn line: 3 fields where the header has 2"}},
		"mark never closed":    {"a,b\n\"1,2\n3,4\n", []string{"f.csv:2: torn line: a quotation mark is never closed", "3|4"}},
		"after a mark":         {"a,b\n\"1\"x,2\n3,4\n", []string{"f.csv:2: torn line: a quotation mark is never closed", "3|4"}},
		"very long":            {"a,b\n" + strings.Repeat("x", 3*maxLine) + ",2\n3,4\n", []string{"f.csv:2: torn line: the line is longer than 65536 bytes", "3|4"}},
		"very long at the end": {"a,b\n3,4\n" + strings.Repeat("x", 3*maxLine), []string{"3|4", "f.csv:3: torn line: the line is longer than 65536 bytes"}},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.want, records(t, c.text)) })
	}
}

func TestColumnsAreFoundByName(t *testing.T) {
	in, err := newLines("f.csv", strings.NewReader("a,b,c\n"))
	require.NoError(t, err)
	at, err := in.columns("c", "a")
	require.NoError(t, err)
	require.Equal(t, []int{2, 0}, at)
	_, err = in.columns("c", "d", "e")
	require.EqualError(t, err, "f.csv:1: no column d, e; the header has a, b, c")
	_, err = newLines("f.csv", strings.NewReader(""))
	require.ErrorContains(t, err, "f.csv: the file is empty")
}

func FuzzLines(f *testing.F) {
	f.Add("a,b\n\"1\",2\n")
	f.Add("a\n\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		in, err := newLines("f.csv", strings.NewReader(text))
		if err != nil {
			return
		}
		for lines := 0; ; lines++ {
			require.LessOrEqual(t, lines, strings.Count(text, "\n")+1)
			fields, err := in.next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err == nil {
				require.Len(t, fields, len(in.header))
			}
		}
	})
}
