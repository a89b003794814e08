package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/slakit/slakit/priority"
	"github.com/slakit/slakit/sla"
)

// The states of an incident that mean something to the replay. The log has
// others; they are status facts like these, but no events of their own.
const (
	stateResolved = "Resolved"
	stateClosed   = "Closed"
)

// states are all those that are known. Anything else in the column, such as
// the bare code -100, is a problem.
var states = []string{
	"New", "Active", "Awaiting User Info", "Awaiting Problem", "Awaiting Vendor", "Awaiting Evidence",
	stateResolved, stateClosed,
}

// noTime marks an instant that the log does not know.
const noTime = -1 << 63

// An update is one row of the log: how the incident stood from then on.
type update struct {
	at    int64 // seconds since 1970 on the log's clock
	line  int32
	facts facts
	made  bool // made_sla of the row
}

// facts are the facts of a row as positions in the lists of values, from 1 on;
// 0 is a value that is not in the list.
type facts struct{ impact, urgency, state, priority uint8 }

// An incident is all its rows.
type incident struct {
	id       string
	line     int32 // of its first row
	opened   int64
	resolved int64 // final, as repeated on every row
	closed   int64
	updates  []update
}

// An incidentLog is a whole log in memory, and the vocabulary of its facts.
type incidentLog struct {
	name       string
	impacts    []string
	urgencies  []string
	priorities []string
	incidents  []incident
	rows       int
	agree      int   // rows whose priority is what the matrix gives
	disagree   int   // the others
	last       int64 // the latest instant in the log
}

// incidentColumns are the columns of the log that are read.
var incidentColumns = []string{
	"number", "incident_state", "made_sla", "opened_at", "sys_updated_at", "impact", "urgency", "priority",
	"resolved_at", "closed_at",
}

// readIncidents reads a log. Rows of one incident are brought together even
// where others stand between them.
func readIncidents(ctx context.Context, name string, in io.Reader, rules *incidentRules, found *problems) (*incidentLog, error) {
	t, err := newLines(name, in)
	if err != nil {
		return nil, err
	}
	at, err := t.columns(incidentColumns...)
	if err != nil {
		return nil, fmt.Errorf("%w; is it an incident event log?", err)
	}
	log := &incidentLog{
		name:       name,
		impacts:    words(rules.names.Impacts),
		urgencies:  words(rules.names.Urgencies),
		priorities: words(rules.names.Priorities),
		last:       noTime,
	}
	r := incidentReader{log: log, in: t, rules: rules, found: found, byID: map[string]int{}, present: -1}
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		fields, err := t.next()
		if errors.Is(err, io.EOF) {
			break
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
	return log, r.check()
}

// words returns values as plain strings.
func words[T ~string](values []T) []string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = string(v)
	}
	return list
}

// place returns the position of a value in a list, from 1 on, else 0.
func place(list []string, value []byte) uint8 {
	for i, word := range list {
		if word == string(value) {
			return uint8(i + 1)
		}
	}
	return 0
}

// An incidentReader adds rows to a log.
type incidentReader struct {
	log     *incidentLog
	in      *lines
	rules   *incidentRules
	found   *problems
	byID    map[string]int
	present int // the incident of the latest row
	row     [10][]byte
}

// The fields of a row, in the order of incidentColumns.
const (
	colNumber = iota
	colState
	colMadeSLA
	colOpened
	colUpdated
	colImpact
	colUrgency
	colPriority
	colResolved
	colClosed
)

// note adds a problem of the present row.
func (r *incidentReader) note(kind, format string, args ...any) error {
	return r.found.add(r.in.problem(kind, "%s: %s", r.row[colNumber], fmt.Sprintf(format, args...)))
}

// add takes the present row into the log. An error is fatal.
func (r *incidentReader) add() error {
	if len(r.row[colNumber]) == 0 {
		return r.found.add(r.in.problem(tornLine, "the row has no number"))
	}
	r.log.rows++
	u := update{line: int32(r.in.line), made: string(r.row[colMadeSLA]) == "true"}
	if !u.made && string(r.row[colMadeSLA]) != "false" {
		if err := r.note(unknownValue, "made_sla is %q, want true or false; taken as false", r.row[colMadeSLA]); err != nil {
			return err
		}
	}
	if err := r.facts(&u.facts); err != nil {
		return err
	}
	one, err := r.incident()
	if err != nil {
		return err
	}
	u.at, err = r.time(colUpdated)
	if err != nil {
		return err
	}
	if u.at == noTime {
		return r.note(missingTime, "sys_updated_at is %q: the update cannot be placed in time and is left out", r.row[colUpdated])
	}
	r.log.last = max(r.log.last, u.at)
	if n := len(one.updates); n > 0 && u.at < one.updates[n-1].at {
		if err := r.note(outOfOrder, "updated at %s, before the row above it; put where its time says", logTime(u.at)); err != nil {
			return err
		}
	}
	if one.opened != noTime && u.at < one.opened {
		if err := r.note(outOfOrder, "updated at %s, before it was opened at %s; kept as it is", logTime(u.at), logTime(one.opened)); err != nil {
			return err
		}
	}
	one.updates = append(one.updates, u)
	return nil
}

// facts reads the facts of the present row and compares its priority with what
// the matrix gives.
func (r *incidentReader) facts(f *facts) error {
	*f = facts{
		impact:   place(r.log.impacts, r.row[colImpact]),
		urgency:  place(r.log.urgencies, r.row[colUrgency]),
		state:    place(states, r.row[colState]),
		priority: place(r.log.priorities, r.row[colPriority]),
	}
	if f.impact != 0 && f.urgency != 0 && f.priority != 0 && r.rules.priorityOf(*f) == f.priority {
		r.log.agree++
	} else {
		r.log.disagree++
	}
	if f.state == 0 {
		if err := r.note(unknownState, "incident_state is %q; the status stays as it was", r.row[colState]); err != nil {
			return err
		}
	}
	for _, one := range []struct {
		place uint8
		col   int
	}{{f.impact, colImpact}, {f.urgency, colUrgency}, {f.priority, colPriority}} {
		if one.place == 0 {
			if err := r.note(unknownValue, "%s is %q, which the matrix does not have", incidentColumns[one.col], r.row[one.col]); err != nil {
				return err
			}
		}
	}
	return nil
}

// incident returns the one that the present row belongs to.
func (r *incidentReader) incident() (*incident, error) {
	if r.present >= 0 && r.log.incidents[r.present].id == string(r.row[colNumber]) {
		return &r.log.incidents[r.present], nil
	}
	if i, ok := r.byID[string(r.row[colNumber])]; ok {
		r.present = i
		return &r.log.incidents[i], nil
	}
	one := incident{id: string(r.row[colNumber]), line: int32(r.in.line)}
	var err error
	if one.opened, err = r.time(colOpened); err != nil {
		return nil, err
	}
	if one.resolved, err = r.time(colResolved); err != nil {
		return nil, err
	}
	if one.closed, err = r.time(colClosed); err != nil {
		return nil, err
	}
	r.log.last = max(r.log.last, one.opened, one.resolved, one.closed)
	r.present = len(r.log.incidents)
	r.byID[one.id] = r.present
	r.log.incidents = append(r.log.incidents, one)
	return &r.log.incidents[r.present], nil
}

// time reads a time of the present row; "?" is noTime.
func (r *incidentReader) time(col int) (int64, error) {
	text := r.row[col]
	if len(text) == 0 || bytes.Equal(text, []byte("?")) {
		return noTime, nil
	}
	at, ok := logClock(text)
	if !ok {
		return noTime, r.note(badTime, "%s is %q, want d/m/yyyy HH:MM; taken as unknown", incidentColumns[col], text)
	}
	return at, nil
}

// check puts the rows of each incident in order of time and names what its
// incidents lack.
func (r *incidentReader) check() error {
	for i := range r.log.incidents {
		one := &r.log.incidents[i]
		slices.SortStableFunc(one.updates, func(a, b update) int { return int(min(1, max(-1, a.at-b.at))) })
		ended := len(one.updates) > 0 && one.updates[len(one.updates)-1].facts.state == place(states, []byte(stateClosed))
		text := ""
		switch {
		case one.opened == noTime:
			text = "opened_at is not known: no clock can be started"
		case ended && one.closed == noTime:
			text = "closed_at is not known; closed when the row says Closed"
		case ended && one.resolved == noTime:
			text = "resolved_at is not known; nothing depends on it"
		}
		if text == "" {
			continue
		}
		err := r.found.add(problem{File: r.log.name, Line: int(one.line), Kind: missingTime, Text: one.id + ": " + text})
		if err != nil {
			return err
		}
	}
	return nil
}

// logTime shows an instant on the log's clock.
func logTime(at int64) string { return time.Unix(at, 0).UTC().Format("2 Jan 2006 15:04") }

// incidentRules are the rules under which incidents are replayed.
type incidentRules struct {
	def    sla.Definition
	engine *sla.Engine
	names  priority.Definition // of the matrix
	table  [][]uint8           // the matrix, in positions from 1 on
}

// readIncidentRules reads and compiles a definition.
func readIncidentRules(from choice) (*incidentRules, error) {
	data, err := from.read()
	if err != nil {
		return nil, err
	}
	def, err := sla.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("%v:\n%w", from, err)
	}
	engine, err := sla.Compile(def, nil)
	if err != nil {
		return nil, fmt.Errorf("%v:\n%w", from, err)
	}
	rules := &incidentRules{def: def, engine: engine}
	for _, level := range def.ServiceLevels {
		if level.Matrix != "" {
			rules.names = def.Matrices[level.Matrix]
			err := rules.fill()
			return rules, err
		}
	}
	return nil, fmt.Errorf("%v: no service level has a matrix, so that no priority can be compared with the log's", from)
}

// fill asks the matrix for every cell.
func (r *incidentRules) fill() error {
	matrix, err := priority.Compile(r.names)
	if err != nil {
		return err
	}
	for _, impact := range r.names.Impacts {
		row := make([]uint8, len(r.names.Urgencies))
		for i, urgency := range r.names.Urgencies {
			p, err := matrix.Lookup(impact, urgency)
			if err != nil {
				return err
			}
			row[i] = place(words(r.names.Priorities), []byte(p))
		}
		r.table = append(r.table, row)
	}
	return nil
}

// priorityOf returns the priority that impact and urgency give, 0 for none.
func (r *incidentRules) priorityOf(f facts) uint8 { return r.table[f.impact-1][f.urgency-1] }
