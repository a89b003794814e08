package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// A chapter is one replayed log as people read it: sheets, and in the HTML
// report plots.
type chapter struct {
	Title  string
	Intro  string // what the rules are based on
	Sheets []sheet
	Plots  []plotted
}

// A sheet is a table with a title, to be shown in a terminal or a browser.
type sheet struct {
	Title string
	Head  []string
	Rows  [][]string
	Note  string
	Left  int // so many columns, from the first, hold words; those after them figures
	Prose int // and so many, up to the last, sentences
}

// Class says what a column holds: "" figures, "text" words, "prose" sentences.
func (s sheet) Class(column int) string {
	switch {
	case column < s.Left:
		return "text"
	case column >= len(s.Head)-s.Prose:
		return "prose"
	}
	return ""
}

// print writes the sheet for a terminal.
func (s sheet) print(out io.Writer) error {
	w := table.NewWriter()
	style := table.StyleLight
	style.Format.Header = text.FormatDefault
	style.Options.SeparateColumns = false
	style.Options.DrawBorder = false
	w.SetStyle(style)
	head := make(table.Row, len(s.Head))
	columns := make([]table.ColumnConfig, len(s.Head))
	for i, title := range s.Head {
		head[i] = title
		columns[i] = table.ColumnConfig{Number: i + 1, Align: text.AlignRight, AlignHeader: text.AlignRight}
		if s.Class(i) != "" {
			columns[i].Align, columns[i].AlignHeader = text.AlignLeft, text.AlignLeft
		}
	}
	w.AppendHeader(head)
	w.SetColumnConfigs(columns)
	for _, row := range s.Rows {
		cells := make(table.Row, len(row))
		for i, cell := range row {
			cells[i] = printable(cell)
		}
		w.AppendRow(cells)
	}
	note := ""
	if s.Note != "" {
		note = wrapped(s.Note) + "\n"
	}
	_, err := fmt.Fprintf(out, "%s\n%s\n%s\n", s.Title, w.Render(), note)
	return err
}

// wrapped breaks a text into lines, without the blanks that fill them up.
func wrapped(s string) string {
	var out strings.Builder
	for line := range strings.Lines(text.WrapSoft(printable(s), 100)) {
		out.WriteString(strings.TrimRight(line, " \n"))
		out.WriteByte('\n')
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// printable keeps what a log holds from steering the terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return '·'
		}
		return r
	}, s)
}

// print writes the chapter for a terminal.
func (c chapter) print(out io.Writer) error {
	_, err := fmt.Fprintf(out, "%s\n%s\n%s\n\n", c.Title, strings.Repeat("=", len([]rune(c.Title))), wrapped(c.Intro))
	if err != nil {
		return err
	}
	for _, s := range c.Sheets {
		if err := s.print(out); err != nil {
			return err
		}
	}
	return nil
}

// percent shows a share; never 100 % unless it is whole, nor 0 % unless it is
// nothing.
func percent(part, of int) string {
	if of == 0 {
		return "–"
	}
	hundredths := (part*10000 + of/2) / of
	if part < of {
		hundredths = min(hundredths, 9999)
	}
	if part > 0 {
		hundredths = max(hundredths, 1)
	}
	return fmt.Sprintf("%d.%02d %%", hundredths/100, hundredths%100)
}

// count shows a number of things.
func count(n int) string { return grouped(n) }
