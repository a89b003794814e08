// Package page reads and writes the pages of docs in which a program lists what
// it found in each package, and people say why it is so.
package page

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
)

// A Page is what comes before the first section and the text of each section,
// by its title.
type Page struct {
	Head     string
	Sections map[string]string
}

// Read reads a page; one that does not exist is empty.
func Read(name string) (Page, error) {
	text, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Page{}, err
	}
	return parse(string(text)), nil
}

func parse(text string) Page {
	head, rest, found := strings.Cut("\n"+text, "\n## ")
	p := Page{Head: strings.TrimSpace(head), Sections: map[string]string{}}
	for found {
		var section string
		section, rest, found = strings.Cut(rest, "\n## ")
		title, body, _ := strings.Cut(section, "\n")
		p.Sections[strings.TrimSpace(title)] = strings.TrimSpace(body)
	}
	return p
}

// Write writes the page, its sections in the order of their titles.
func (p Page) Write(name string) error {
	return os.WriteFile(name, []byte(p.String()), 0o644)
}

// String is the page in Markdown.
func (p Page) String() string {
	var b strings.Builder
	b.WriteString(p.Head + "\n")
	for _, title := range slices.Sorted(maps.Keys(p.Sections)) {
		b.WriteString("\n## " + title + "\n\n" + p.Sections[title] + "\n")
	}
	return b.String()
}

// Row begins a row of a table, with the cells before the reason.
func Row(cells ...string) string { return "| " + strings.Join(cells, " | ") + " |" }

// Code shows a line of code in a cell.
func Code(line string) string {
	return "`" + strings.NewReplacer("|", "&#124;", "`", "'").Replace(line) + "`"
}

// Reason finds what follows the beginning of a row in a section: why it is so,
// or "".
func (p Page) Reason(title, row string) string {
	for line := range strings.Lines(p.Sections[title]) {
		if rest, ok := strings.CutPrefix(line, row); ok {
			return strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "|"))
		}
	}
	return ""
}
