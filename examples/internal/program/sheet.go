package program

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// A Chapter is what people read of one thing: sheets under a title.
type Chapter struct {
	Title  string
	Intro  string
	Sheets []Sheet
}

// A Sheet is a table with a title, to be shown in a terminal or a browser.
type Sheet struct {
	Title string
	Head  []string
	Rows  [][]string
	Note  string
	Words int // so many columns, from the first, hold words; those after them figures
	Prose int // and so many, up to the last, sentences
}

// AllWords as the Words of a sheet says that it has no figures.
const AllWords = math.MaxInt

// The widths at which cells of words and of sentences are broken where there
// are no figures, and texts between the tables.
const (
	wordsWidth = 34
	proseWidth = 70
	textWidth  = 100
)

// Class says what a column holds: "" figures, "text" words, "prose" sentences.
func (s Sheet) Class(column int) string {
	switch {
	case column >= len(s.Head)-s.Prose:
		return "prose"
	case column < s.Words:
		return "text"
	}
	return ""
}

// Print writes the chapter for a terminal. Sheets without rows are left out,
// unless they have a note.
func (c Chapter) Print(out io.Writer) error {
	if _, err := fmt.Fprintf(out, "%s\n%s\n%s\n\n", Printable(c.Title), strings.Repeat("=", len([]rune(c.Title))), wrapped(c.Intro)); err != nil {
		return err
	}
	for _, s := range c.Sheets {
		if len(s.Rows) == 0 && s.Note == "" {
			continue
		}
		shown, note := "", ""
		if len(s.Rows) > 0 {
			shown = s.table() + "\n"
		}
		if s.Note != "" {
			note = wrapped(s.Note) + "\n"
		}
		if _, err := fmt.Fprintf(out, "%s\n%s%s\n", Printable(s.Title), shown, note); err != nil {
			return err
		}
	}
	return nil
}

func (s Sheet) table() string {
	w := table.NewWriter()
	style := table.StyleLight
	style.Format.Header = text.FormatDefault
	style.Options.SeparateColumns = false
	style.Options.DrawBorder = false
	w.SetStyle(style)
	columns := make([]table.ColumnConfig, len(s.Head))
	for i := range columns {
		c := table.ColumnConfig{Number: i + 1, WidthMaxEnforcer: text.WrapSoft}
		switch class := s.Class(i); {
		case class == "":
			c.Align, c.AlignHeader = text.AlignRight, text.AlignRight
		case s.Words != AllWords: // the figures keep them short
		case class == "prose":
			c.WidthMax = proseWidth
		default:
			c.WidthMax = wordsWidth
		}
		columns[i] = c
	}
	w.SetColumnConfigs(columns)
	w.AppendHeader(cells(s.Head))
	for _, row := range s.Rows {
		w.AppendRow(cells(row))
	}
	return trimmed(w.Render())
}

func cells(texts []string) table.Row {
	row := make(table.Row, len(texts))
	for i, s := range texts {
		row[i] = Printable(s)
	}
	return row
}

// wrapped breaks a text into lines.
func wrapped(s string) string { return trimmed(text.WrapSoft(Printable(s), textWidth)) }

// trimmed takes away the blanks that fill lines up.
func trimmed(s string) string {
	var lines []string
	for line := range strings.Lines(s) {
		lines = append(lines, strings.TrimRight(line, " \n"))
	}
	return strings.Join(lines, "\n")
}

// Printable keeps what a file holds from steering the terminal, or adding lines
// to a calendar or a mail.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029' {
			return '·'
		}
		return r
	}, s)
}

// Brief cuts a text that is too long to be shown.
func Brief(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + " ..."
}

// Percent shows a share to some decimal places; never 100 % unless it is whole,
// nor 0 % unless it is nothing.
func Percent(part, of, places int) string {
	if of == 0 {
		return "–"
	}
	scale := 1
	for range places {
		scale *= 10
	}
	n := (part*100*scale + of/2) / of
	if part < of {
		n = min(n, 100*scale-1)
	}
	if part > 0 {
		n = max(n, 1)
	}
	return fmt.Sprintf("%d.%0*d %%", n/scale, places, n%scale)
}
