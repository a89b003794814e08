package picture

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A canvas collects the elements of a picture.
type canvas struct{ strings.Builder }

func (c *canvas) put(format string, args ...any) { fmt.Fprintf(c, format+"\n", args...) }

// open begins a picture of a size with its title and description.
func (c *canvas) open(width, height int, title, desc, style string) {
	c.put(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" aria-labelledby="title desc">`, width, height, width, height)
	c.put(`<title id="title">%s</title>`, escape(title))
	c.put(`<desc id="desc">%s</desc>`, escape(desc))
	c.put(`<style>%s</style>`, style)
	c.put(`<rect class="bg" width="%d" height="%d"/>`, width, height)
}

// text writes a label that ends before the room is used up; class may be empty.
func (c *canvas) text(x, y, room int, class, s string) {
	if class != "" {
		class = ` class="` + class + `"`
	}
	c.put(`<text x="%d" y="%d"%s>%s</text>`, x, y, class, escape(fit(s, room)))
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// escape makes a text fit for XML: characters that it does not allow, and line
// breaks, become others.
func escape(s string) string {
	return escaper.Replace(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r == utf8.RuneError, r == 0xFFFE, r == 0xFFFF, bidi(r):
			return utf8.RuneError
		}
		return r
	}, s))
}

// bidi reports marks that change the direction of what follows them.
func bidi(r rune) bool { return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 }

const size = 12 // px of every label but the title

// width returns how wide a label of 12 px is at most: hundredths of an em of a
// wide typeface (DejaVu Sans, Verdana), added up.
func width(s string) int {
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

// fit cuts a label that is wider than the room.
func fit(s string, room int) string {
	if width(s) <= room {
		return s
	}
	cut := ""
	for _, r := range s {
		if width(cut+string(r)+"…") > room {
			break
		}
		cut += string(r)
	}
	return strings.TrimRight(cut, " ") + "…"
}

// style is shared by both pictures: colours for light and for dark.
const style = `
text{font:12px/1 system-ui,"Segoe UI",Helvetica,Arial,sans-serif;fill:var(--fg)}
.h{font-size:16px;font-weight:600}.m{fill:var(--mu)}.e{text-anchor:end}.c{text-anchor:middle}
.bg{fill:var(--bg)}.z{fill:var(--zb)}.g{stroke:var(--gr);fill:none}
:root{--bg:#fff;--zb:#f6f8fa;--fg:#1f2328;--mu:#59636e;--gr:#d1d9e0;--run:#0969da;--com:#54aeff;--pos:#0969da;--past:#9aa4af;--pre:#8250df;--win:#bf8700;--now:#cf222e}
@media(prefers-color-scheme:dark){:root{--bg:#0d1117;--zb:#151b23;--fg:#e6edf3;--mu:#9198a1;--gr:#3d444d;--run:#4493f8;--com:#1f4f8f;--pos:#4493f8;--past:#656c76;--pre:#ab7df8;--win:#d29922;--now:#f85149}}
`
