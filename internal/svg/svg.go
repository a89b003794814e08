// Package svg holds what the pictures of the library share: elements, labels
// that fit their room, and texts that cannot break them.
package svg

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Picture collects the elements of a picture, a line each. The zero Picture
// is empty.
type Picture struct{ b strings.Builder }

// Put adds an element.
func (p *Picture) Put(format string, args ...any) { fmt.Fprintf(&p.b, format+"\n", args...) }

// Open begins a picture of a size in px, with what people and programs that do
// not see it read, and its background.
func (p *Picture) Open(width, height int, title, desc, style string) {
	p.Put(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" aria-labelledby="title desc">`, width, height, width, height)
	p.Put(`<title id="title">%s</title>`, Escape(title))
	p.Put(`<desc id="desc">%s</desc>`, Escape(desc))
	p.Put(`<style>%s%s</style>`, labels, style)
	p.Put(`<rect class="bg" width="%d" height="%d"/>`, width, height)
}

// labels are the classes of labels and of the background, h a heading, m muted,
// e ending and c centred where they are put, in colours that a style names.
const labels = `
text{font:12px/1 system-ui,"Segoe UI",Helvetica,Arial,sans-serif;fill:var(--fg)}
.h{font-size:16px;font-weight:600}.m{fill:var(--mu)}.e{text-anchor:end}.c{text-anchor:middle}
.bg{fill:var(--bg)}.z{fill:var(--zb)}`

// Text writes a label that ends before the room is used up; class may be empty.
func (p *Picture) Text(x, y, room int, class, s string) {
	if class != "" {
		class = ` class="` + class + `"`
	}
	p.Put(`<text x="%d" y="%d"%s>%s</text>`, x, y, class, Escape(Fit(s, room)))
}

// Close ends the picture and returns it.
func (p *Picture) Close() []byte {
	p.Put(`</svg>`)
	return []byte(p.b.String())
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// Escape makes a text fit for XML, on one line.
func Escape(s string) string { return escaper.Replace(Line(s)) }

// Line makes a text fit for one line: line breaks become spaces, characters that
// XML does not allow U+FFFD, and so do marks that change the direction of what
// follows them.
func Line(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r == 0xFFFE, r == 0xFFFF, r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
			return utf8.RuneError
		}
		return r
	}, s)
}

const size = 12 // px of every label but a heading

// Width returns how wide a label of 12 px is at most: hundredths of an em of a
// wide typeface (DejaVu Sans, Verdana), added up.
func Width(s string) int {
	w := 0
	for _, r := range s {
		switch {
		case strings.ContainsRune("iIjl.,:;'|![]() ", r):
			w += 40
		case strings.ContainsRune("frt-/\"", r):
			w += 50
		case strings.ContainsRune("mwMW@%…", r) || r >= 0x2E80:
			w += 105
		case unicode.IsUpper(r) || strings.ContainsRune("+=<>~&#→", r):
			w += 84
		default:
			w += 68
		}
	}
	return (w*size + 99) / 100
}

// Fit cuts a label that is wider than the room.
func Fit(s string, room int) string {
	if Width(s) <= room {
		return s
	}
	cut := ""
	for _, r := range s {
		if Width(cut+string(r)+"…") > room {
			break
		}
		cut += string(r)
	}
	return strings.TrimRight(cut, " ") + "…"
}
