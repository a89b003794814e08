package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/slakit/slakit/examples/internal/program"
)

// maxLine is the longest line that is read; the logs stay below 500 bytes.
const maxLine = 64 << 10

// Lines are a CSV file read line by line: a record is a line, so that a torn
// line, a stray quotation mark included, damages itself alone. (The general
// reader of encoding/csv would read on to the next mark.) The fields of a
// record are valid until the next one is read.
type lines struct {
	name   string
	line   int
	in     *bufio.Reader
	header []string
	fields [][]byte
	loose  []byte // the text of quoted fields
}

// newLines reads the header.
func newLines(name string, in io.Reader) (*lines, error) {
	t := &lines{name: name, in: bufio.NewReaderSize(in, maxLine)}
	text, err := t.text()
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: the file is empty; want a CSV file with a header", name)
	}
	if err != nil {
		return nil, err
	}
	t.split(bytes.TrimPrefix(text, []byte("\ufeff")))
	for _, f := range t.fields {
		t.header = append(t.header, string(f))
	}
	return t, nil
}

// columns returns where the named columns are.
func (t *lines) columns(names ...string) ([]int, error) {
	at := make([]int, len(names))
	var missing []string
	for i, name := range names {
		at[i] = slices.Index(t.header, name)
		if at[i] < 0 {
			missing = append(missing, name)
		}
	}
	if missing != nil {
		return nil, fmt.Errorf("%s:1: no column %s; the header has %s",
			t.name, strings.Join(missing, ", "), program.Brief(strings.Join(t.header, ", "), 200))
	}
	return at, nil
}

// next returns the fields of the next line. The error is io.EOF at the end, a
// problem for a line that is no record, or the file's own.
func (t *lines) next() ([][]byte, error) {
	text, err := t.text()
	if err != nil {
		return nil, err
	}
	if !t.split(text) {
		return nil, t.problem(tornLine, "a quotation mark is never closed")
	}
	if len(t.fields) != len(t.header) {
		return nil, t.problem(tornLine, "%d fields where the header has %d", len(t.fields), len(t.header))
	}
	return t.fields, nil
}

// problem returns a problem of the present line.
func (t *lines) problem(kind, format string, args ...any) problem {
	return problem{File: t.name, Line: t.line, Kind: kind, Text: fmt.Sprintf(format, args...)}
}

// text returns the next line that is not empty, without its end.
func (t *lines) text() ([]byte, error) {
	for {
		text, err := t.in.ReadSlice('\n')
		t.line++
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			for errors.Is(err, bufio.ErrBufferFull) {
				_, err = t.in.ReadSlice('\n')
			}
			return nil, t.problem(tornLine, "the line is longer than %d bytes", maxLine)
		case err != nil && !errors.Is(err, io.EOF):
			return nil, fmt.Errorf("%s:%d: cannot read: %w", t.name, t.line, err)
		case err != nil && len(text) == 0:
			return nil, io.EOF
		}
		text = bytes.TrimSuffix(text, []byte("\n"))
		text = bytes.TrimSuffix(text, []byte("\r"))
		if len(text) > 0 {
			return text, nil
		}
	}
}

// split cuts a line into fields; false means an open quotation mark.
func (t *lines) split(text []byte) bool {
	t.fields, t.loose = t.fields[:0], t.loose[:0]
	for {
		if len(text) > 0 && text[0] == '"' {
			field, rest, ok := t.quoted(text[1:])
			if !ok {
				return false
			}
			t.fields = append(t.fields, field)
			if rest == nil {
				return true
			}
			text = rest
			continue
		}
		i := bytes.IndexByte(text, ',')
		if i < 0 {
			t.fields = append(t.fields, text)
			return true
		}
		t.fields = append(t.fields, text[:i])
		text = text[i+1:]
	}
}

// quoted reads a field up to its closing mark; rest is nil at the line's end.
func (t *lines) quoted(text []byte) (field, rest []byte, ok bool) {
	from := len(t.loose)
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] != '"':
			t.loose = append(t.loose, text[i])
		case i+1 == len(text):
			return t.loose[from:], nil, true
		case text[i+1] == '"':
			t.loose = append(t.loose, '"')
			i++
		case text[i+1] == ',':
			return t.loose[from:], text[i+2:], true
		default:
			return nil, nil, false
		}
	}
	return nil, nil, false
}
