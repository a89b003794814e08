package main

import "github.com/slakit/slakit/examples/internal/program"

// A chapter is one replayed log as people read it: sheets, and in the HTML
// report plots.
type chapter struct {
	program.Chapter
	Plots []plotted
}

type sheet = program.Sheet

// percent shows a share to hundredths.
func percent(part, of int) string { return program.Percent(part, of, 2) }

// count shows a number of things.
func count(n int) string { return grouped(n) }
