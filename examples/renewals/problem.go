package main

import "github.com/slakit/slakit/examples/internal/program"

// The kinds of problem that a line of a file can have.
const (
	tornLine   = "torn line"
	badDate    = "bad date"
	badValue   = "bad value"
	twice      = "twice"
	noContract = "no contract"
)

// A problem is something in a file that is not as it should be, and where.
type problem = program.Problem
