package main

import (
	"errors"

	"github.com/slakit/slakit/examples/internal/program"
)

// The kinds of problem that a line of a log can have.
const (
	tornLine     = "torn line"
	missingTime  = "missing time"
	badTime      = "bad time"
	unknownState = "unknown state"
	unknownValue = "unknown value"
	outOfOrder   = "out of order"
	notEvaluated = "not evaluated"
)

// A problem is something in a log that is not as it should be, where it is,
// and what was made of it.
type problem = program.Problem

// mostProblems bounds the list, not the count.
const mostProblems = 100_000

// Problems are all those of a log, in the order in which they were met.
type problems struct {
	Count int       `json:"count"`
	List  []problem `json:"list"`

	strict bool
}

// add notes a problem. It returns it when problems are fatal, and hands back
// any other error as it is.
func (p *problems) add(err error) error {
	var one problem
	if !errors.As(err, &one) || p.strict {
		return err
	}
	p.Count++
	if len(p.List) < mostProblems {
		p.List = append(p.List, one)
	}
	return nil
}

// kinds returns how many problems of each kind are listed, in the order in
// which the kinds were met.
func (p *problems) kinds() (kinds []string, counts map[string]int) {
	counts = map[string]int{}
	for _, one := range p.List {
		if counts[one.Kind] == 0 {
			kinds = append(kinds, one.Kind)
		}
		counts[one.Kind]++
	}
	return kinds, counts
}
