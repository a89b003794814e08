package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// A chapter is a register as people read it.
type chapter struct {
	title  string
	intro  string
	sheets []sheet
}

// A sheet is a table with a title.
type sheet struct {
	title string
	head  []string
	rows  [][]string
	note  string
	// wide is how many columns from the last hold sentences.
	wide int
}

// proseWidth is the width at which sentences are broken.
const proseWidth = 70

// print writes the chapter for a terminal. Sheets without rows are left out,
// unless they have a note.
func (c chapter) print(out io.Writer) error {
	if _, err := fmt.Fprintf(out, "%s\n%s\n%s\n\n", printable(c.title), strings.Repeat("=", len([]rune(c.title))), wrapped(c.intro)); err != nil {
		return err
	}
	for _, s := range c.sheets {
		if err := s.print(out); err != nil {
			return err
		}
	}
	return nil
}

func (s sheet) print(out io.Writer) error {
	if len(s.rows) == 0 && s.note == "" {
		return nil
	}
	shown := ""
	if len(s.rows) > 0 {
		shown = s.table() + "\n"
	}
	note := ""
	if s.note != "" {
		note = wrapped(s.note) + "\n"
	}
	_, err := fmt.Fprintf(out, "%s\n%s%s\n", printable(s.title), shown, note)
	return err
}

func (s sheet) table() string {
	w := table.NewWriter()
	style := table.StyleLight
	style.Format.Header = text.FormatDefault
	style.Options.SeparateColumns = false
	style.Options.DrawBorder = false
	w.SetStyle(style)
	head := make(table.Row, len(s.head))
	var columns []table.ColumnConfig
	for i, title := range s.head {
		head[i] = title
		one := table.ColumnConfig{Number: i + 1, WidthMax: 34, WidthMaxEnforcer: text.WrapSoft}
		if i >= len(s.head)-s.wide {
			one.WidthMax = proseWidth
		}
		columns = append(columns, one)
	}
	w.AppendHeader(head)
	w.SetColumnConfigs(columns)
	for _, row := range s.rows {
		cells := make(table.Row, len(row))
		for i, cell := range row {
			cells[i] = printable(cell)
		}
		w.AppendRow(cells)
	}
	var lines []string
	for line := range strings.Lines(w.Render()) {
		lines = append(lines, strings.TrimRight(line, " \n"))
	}
	return strings.Join(lines, "\n")
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

// printable keeps what a register holds from steering the terminal, or adding
// lines to a calendar or a mail.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029' {
			return '·'
		}
		return r
	}, s)
}

// percent shows a share; never 100 % unless it is whole, nor 0 % unless it is
// nothing.
func percent(t tally) string {
	if t.Of == 0 {
		return "–"
	}
	tenths := (t.Agree*1000 + t.Of/2) / t.Of
	if t.Agree < t.Of {
		tenths = min(tenths, 999)
	}
	if t.Agree > 0 {
		tenths = max(tenths, 1)
	}
	return fmt.Sprintf("%d.%d %%", tenths/10, tenths%10)
}
