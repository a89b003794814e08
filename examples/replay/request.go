package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
)

// A request is one row of the city's log. Instants are seconds since 1970.
type request struct {
	id     string
	line   int32
	kind   int32 // index of its type
	opened int64 // noTime: the row cannot be evaluated
	target int64 // the city's own; only the comparison looks at it
	closed int64
	flag   verdict
}

// A verdict is the city's own verdict.
type verdict uint8

const (
	blank verdict = iota
	onTime
	overdue
)

// A requestLog is a whole log in memory.
type requestLog struct {
	name     string
	kinds    []string
	requests []request
}

var requestColumns = []string{"case_enquiry_id", "type", "on_time", "open_local", "target_local", "closed_local", "case_status"}

// The fields of a row, in the order of requestColumns.
const (
	colID = iota
	colType
	colFlag
	colOpenLocal
	colTargetLocal
	colClosedLocal
	colStatus
)

// readRequests reads a log.
func readRequests(ctx context.Context, name string, in io.Reader, z *zone, found *problems) (*requestLog, error) {
	t, err := newLines(name, in)
	if err != nil {
		return nil, err
	}
	at, err := t.columns(requestColumns...)
	if err != nil {
		return nil, fmt.Errorf("%w; is it a slice of the city's requests?", err)
	}
	r := requestReader{log: &requestLog{name: name}, in: t, zone: z, found: found, kinds: map[string]int32{}}
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		fields, err := t.next()
		if errors.Is(err, io.EOF) {
			return r.log, nil
		}
		if err == nil {
			for i, column := range at {
				r.row[i] = fields[column]
			}
			err = r.add()
		} else {
			err = found.add(err)
		}
		if err != nil {
			return nil, err
		}
	}
}

// A requestReader adds rows to a log.
type requestReader struct {
	log   *requestLog
	in    *lines
	zone  *zone
	found *problems
	kinds map[string]int32
	row   [7][]byte
}

// note adds a problem of the present row.
func (r *requestReader) note(kind, format string, args ...any) error {
	return r.found.add(r.in.problem(kind, "%s: %s", r.row[colID], fmt.Sprintf(format, args...)))
}

// add takes the present row into the log. An error is fatal.
func (r *requestReader) add() error {
	if len(r.row[colID]) == 0 || len(r.row[colType]) == 0 {
		return r.found.add(r.in.problem(tornLine, "the row has no number or no type"))
	}
	one := request{id: string(r.row[colID]), line: int32(r.in.line)}
	kind, ok := r.kinds[string(r.row[colType])]
	if !ok {
		kind = int32(len(r.log.kinds))
		r.log.kinds = append(r.log.kinds, string(r.row[colType]))
		r.kinds[r.log.kinds[kind]] = kind
	}
	one.kind = kind
	switch text := string(r.row[colFlag]); text {
	case "ONTIME":
		one.flag = onTime
	case "OVERDUE":
		one.flag = overdue
	case "":
	default:
		if err := r.note(unknownValue, "on_time is %q, want ONTIME, OVERDUE or nothing; taken as nothing", text); err != nil {
			return err
		}
	}
	var err error
	if one.opened, err = r.time(colOpenLocal); err != nil {
		return err
	}
	if one.target, err = r.time(colTargetLocal); err != nil {
		return err
	}
	if one.closed, err = r.time(colClosedLocal); err != nil {
		return err
	}
	if one.closed == noTime && string(r.row[colStatus]) == "Closed" {
		err = r.note(missingTime, "it is closed and closed_local is %q: taken as still open", r.row[colClosedLocal])
		if err != nil {
			return err
		}
	}
	if one.opened == noTime {
		err = r.note(missingTime, "open_local is %q: the request is counted and not evaluated", r.row[colOpenLocal])
	} else if one.closed != noTime && one.closed < one.opened {
		err = r.note(outOfOrder, "closed %s, before it was opened %s; taken as closed at once", r.row[colClosedLocal], r.row[colOpenLocal])
		one.closed = one.opened
	}
	r.log.requests = append(r.log.requests, one)
	return err
}

// time reads a time of the present row; none, or "?", is noTime.
func (r *requestReader) time(col int) (int64, error) {
	text := r.row[col]
	if len(text) == 0 || bytes.Equal(text, []byte("?")) {
		return noTime, nil
	}
	face, ok := cityClock(text)
	if !ok {
		return noTime, r.note(badTime, "%s is %q, want yyyy-mm-dd HH:MM:SS; taken as unknown", requestColumns[col], text)
	}
	return r.zone.instant(face), nil
}
