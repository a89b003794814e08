package main

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"github.com/slakit/slakit/examples/internal/program"
)

// A record of a CSV file may be several lines long, for texts hold ends of
// lines. It is no longer than this.
const (
	maxRecord = 64 << 10
	maxLines  = 200
	// maxTorn is how many lines that are no records are listed.
	maxTorn = 10_000
)

// A row is a record, with the line on which it begins.
type row struct {
	line   int
	fields map[string]string
}

// readRows reads a CSV file with the named columns, and others. A record that
// is none, because a quotation mark is never closed or it has too many fields or
// too few, is a problem with its line, and reading goes on with the next line.
func readRows(name string, data []byte, columns ...string) ([]row, []problem, error) {
	lines := strings.Split(strings.TrimPrefix(string(data), "\ufeff"), "\n")
	header, next, err := record(lines, 0)
	if err != nil || strings.TrimSpace(lines[0]) == "" {
		return nil, nil, fmt.Errorf("%s:1: no header; want a CSV file with the columns %s", name, strings.Join(columns, ", "))
	}
	var missing []string
	for _, c := range columns {
		if !slices.Contains(header, c) {
			missing = append(missing, c)
		}
	}
	if missing != nil {
		return nil, nil, fmt.Errorf("%s:1: no column %s; the header has %s", name, strings.Join(missing, ", "), program.Brief(strings.Join(header, ", "), 200))
	}
	var rows []row
	var problems []problem
	for i := next; i < len(lines); {
		if strings.TrimRight(lines[i], "\r") == "" {
			i++
			continue
		}
		fields, after, err := record(lines, i)
		if err == nil && len(fields) != len(header) {
			err = fmt.Errorf("%d fields where the header has %d", len(fields), len(header))
		}
		if err != nil {
			problems = append(problems, problem{File: name, Line: i + 1, Kind: tornLine, Text: err.Error()})
			if len(problems) > maxTorn {
				return nil, nil, fmt.Errorf("%s:%d: more than %d lines are no records; is it another file?", name, i+1, maxTorn)
			}
			i++
			continue
		}
		one := row{i + 1, make(map[string]string, len(columns))}
		for _, c := range columns {
			one.fields[c] = strings.ToValidUTF8(fields[slices.Index(header, c)], "\ufffd")
		}
		rows = append(rows, one)
		i = after
	}
	return rows, problems, nil
}

// record reads the record that begins on a line, and returns the line after it.
func record(lines []string, at int) (fields []string, next int, err error) {
	marks, size := 0, 0
	for next = at; next < len(lines) && next < at+maxLines && size <= maxRecord; {
		marks += strings.Count(lines[next], `"`)
		size += len(lines[next]) + 1
		next++
		if marks%2 == 0 {
			break
		}
	}
	switch {
	case size > maxRecord:
		return nil, next, fmt.Errorf("the record is longer than %d bytes", maxRecord)
	case marks%2 != 0:
		return nil, next, fmt.Errorf("a quotation mark is never closed")
	}
	fields, err = csv.NewReader(strings.NewReader(strings.Join(lines[at:next], "\n"))).Read()
	if err != nil {
		return nil, next, fmt.Errorf("a quotation mark stands where none can be")
	}
	return fields, next, nil
}
