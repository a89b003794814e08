package main

import "fmt"

// The kinds of problem that a line of a file can have.
const (
	tornLine   = "torn line"
	badDate    = "bad date"
	badValue   = "bad value"
	twice      = "twice"
	noContract = "no contract"
)

// A problem is something in a file that is not as it should be, and where.
type problem struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Kind string `json:"kind"`
	Text string `json:"text"`
}

func (p problem) Error() string {
	return fmt.Sprintf("%s:%d: %s: %s", p.File, p.Line, p.Kind, p.Text)
}
