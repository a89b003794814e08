package main

import "github.com/slakit/slakit/examples/internal/program"

type (
	// A chapter is a register as people read it.
	chapter = program.Chapter
	sheet   = program.Sheet
)

// percent shows a share to tenths.
func percent(t tally) string { return program.Percent(t.Agree, t.Of, 1) }
