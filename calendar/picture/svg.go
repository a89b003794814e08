package picture

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/slakit/slakit/calendar"
)

// Places, in pixels.
const (
	margin   = 16
	gridX    = 52
	gridY    = 84
	step     = 22 // from a day to the next
	cell     = 18 // of it the day
	daysX    = gridX + 31*step + 44
	timeX    = daysX + 66
	eventsX  = timeX + 14
	narrow   = 900 // the least width
	eventsW  = 560 // the greatest of the names
	legendY  = gridY + 12*step + 44
	baseline = 13 // of a label, from the top of its cell
)

// SVG returns a year as a picture: a row for each month with a cell for each
// day. A cell is filled as far as the day is open, compared with what is usual
// on that day of the week. It is nil unless the year is one of 1921 to 2198.
func SVG(c *calendar.Calendar, number int) []byte {
	y, ok := newYear(c, number)
	if !ok {
		return nil
	}
	width, height := narrow, legendY+20
	for _, m := range y.months {
		width = max(width, eventsX+min(measure(m.events()), eventsW)+margin)
	}
	if !y.covered {
		height += 20
	}
	var b strings.Builder
	put := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	text := func(x, y, room int, class, s string) {
		if class != "" {
			class = ` class="` + class + `"`
		}
		put(`<text x="%d" y="%d"%s>%s</text>`, x, y, class, escape(fit(s, room)))
	}
	title := fmt.Sprintf("%s %d", y.name, number)
	put(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" aria-labelledby="title desc">`, width, height, width, height)
	put(`<title id="title">%s</title>`, escape(title))
	put(`<desc id="desc">%s</desc>`, escape(y.describe()))
	put(`<style>%s</style>`, style)
	put(`<rect class="bg" width="%d" height="%d"/>`, width, height)
	text(margin, 30, (width-2*margin)*2/3, "h", title)
	text(margin, 52, width-2*margin, "m", y.about)
	for d := 1; d <= 31; d++ {
		text(gridX+(d-1)*step+cell/2, gridY-8, step+6, "m c", fmt.Sprint(d))
	}
	text(daysX, gridY-8, 80, "m e", "days")
	text(timeX, gridY-8, 80, "m e", "time")
	for i, m := range y.months {
		top := gridY + i*step
		text(margin, top+baseline, gridX-margin, "", m.name)
		for j, x := range m.days {
			put(`<g><title>%s</title>`, escape(x.describe()))
			x.draw(put, gridX+j*step, top)
			put(`</g>`)
		}
		text(daysX, top+baseline, 80, "e", fmt.Sprint(m.business))
		text(timeX, top+baseline, 80, "e", service(m.open))
		text(eventsX, top+baseline, width-margin-eventsX, "m", m.events())
	}
	business, open := y.total()
	text(daysX, gridY+12*step+baseline, 80, "e b", fmt.Sprint(business))
	text(timeX, gridY+12*step+baseline, 80, "e b", service(open))
	x := gridX
	for _, k := range legend {
		k.draw(put, x, legendY-baseline)
		text(x+cell+6, legendY, 200, "", kinds[k.kind].name)
		x += cell + 6 + measure(kinds[k.kind].name) + 14
	}
	if !y.covered {
		text(margin, legendY+28, width-2*margin, "w", uncovered)
	}
	put(`</svg>`)
	return []byte(b.String())
}

var legend = []day{
	{kind: open, open: 2, usual: 2},
	{kind: part, open: 1, usual: 2},
	{kind: exceptional, open: 1, usual: 2},
	{kind: holiday},
	{kind: shut},
	{kind: closed},
}

// draw puts the cell of a day.
func (x day) draw(put func(string, ...any), left, top int) {
	put(`<rect class="%s" x="%d" y="%d" width="%d" height="%d" rx="3"/>`, classes[x.kind], left, top, cell, cell)
	if x.open > 0 {
		high := cell
		if x.open < x.usual {
			high = max(3, int(x.open*cell/x.usual))
		}
		put(`<rect class="o" x="%d" y="%d" width="%d" height="%d" rx="3"/>`, left, top+cell-high, cell, high)
	}
	switch mid := left + cell/2; x.kind {
	case holiday:
		put(`<text class="s c" x="%d" y="%d">H</text>`, mid, top+baseline)
	case shut:
		put(`<path class="x" d="M%d %dl8 8m0-8l-8 8"/>`, mid-4, top+5)
	case exceptional:
		put(`<rect class="r" x="%d" y="%d" width="%d" height="%d" rx="3"/>`, left, top, cell, cell)
		put(`<circle class="d" cx="%d" cy="%d" r="3"/>`, mid, top+cell/2)
	}
}

var classes = [...]string{closed: "z", open: "z", part: "z", holiday: "hd", shut: "sh", exceptional: "z"}

// describe says what the day is, "Fri 2026-05-01: holiday May Day".
func (x day) describe() string {
	s := fmt.Sprintf("%s %s: %s", x.Date.Weekday().String()[:3], x.Date, kinds[x.kind].name)
	if x.Name != "" {
		s += " " + x.Name
	}
	if x.open > 0 {
		s += ", " + x.hours()
	}
	return s
}

// describe says in words what the picture shows.
func (y year) describe() string {
	business, open := y.total()
	var b strings.Builder
	fmt.Fprintf(&b, "%s. In %d there are %d business days with %s of service.", y.about, y.number, business, service(open))
	for _, m := range y.months {
		if events := m.events(); events != "" {
			fmt.Fprintf(&b, " %s: %s.", m.name, events)
		}
	}
	if !y.covered {
		b.WriteString(" " + uncovered)
	}
	return b.String()
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

func escape(s string) string { return escaper.Replace(line(s)) }

// line makes a text fit for one line and for XML: characters that are not
// become others, and so do marks that change the direction of what follows.
func line(s string) string {
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

// measure returns how wide a label of 12 px is at most, in a wide typeface.
func measure(s string) int {
	w := 0
	for _, r := range s {
		switch {
		case strings.ContainsRune("iIjl.,:;'|![]()frt-/ ", r):
			w += 5
		case strings.ContainsRune("mwMW@%…", r) || r >= 0x2E80:
			w += 13
		case unicode.IsUpper(r):
			w += 10
		default:
			w += 8
		}
	}
	return w
}

// fit cuts a label that is wider than the room.
func fit(s string, room int) string {
	if measure(s) <= room {
		return s
	}
	w, end := measure("…"), 0
	for i, r := range s {
		if w += measure(string(r)); w > room {
			break
		}
		end = i + utf8.RuneLen(r)
	}
	return strings.TrimRight(s[:min(end, len(s))], " ") + "…"
}

const style = `
text{font:12px/1 system-ui,"Segoe UI",Helvetica,Arial,sans-serif;fill:var(--fg)}
.h{font-size:16px;font-weight:600}.b{font-weight:600}.m{fill:var(--mu)}.w{fill:var(--hd)}.e{text-anchor:end}.c{text-anchor:middle}
.bg{fill:var(--bg)}.z{fill:var(--zb)}.o{fill:var(--op)}.hd{fill:var(--hd)}.sh{fill:var(--sh)}.s{fill:var(--on);font-weight:600}
.x{stroke:var(--on);stroke-width:2;fill:none}.r{fill:none;stroke:var(--sh);stroke-width:2}.d{fill:var(--sh);stroke:var(--bg)}
:root{--bg:#fff;--zb:#eaeef2;--fg:#1f2328;--mu:#59636e;--op:#54aeff;--hd:#cf222e;--sh:#9a6700;--on:#fff}
@media(prefers-color-scheme:dark){:root{--bg:#0d1117;--zb:#21262d;--fg:#e6edf3;--mu:#9198a1;--op:#1f6feb;--hd:#f85149;--sh:#d29922;--on:#0d1117}}
`
