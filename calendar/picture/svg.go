package picture

import (
	"fmt"
	"strings"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/internal/svg"
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
		width = max(width, eventsX+min(svg.Width(m.events()), eventsW)+margin)
	}
	if !y.covered {
		height += 20
	}
	title := fmt.Sprintf("%s %d", y.name, number)
	var p svg.Picture
	p.Open(width, height, title, y.describe(), style)
	p.Text(margin, 30, (width-2*margin)*2/3, "h", title)
	p.Text(margin, 52, width-2*margin, "m", y.about)
	for d := 1; d <= 31; d++ {
		p.Text(gridX+(d-1)*step+cell/2, gridY-8, step+6, "m c", fmt.Sprint(d))
	}
	p.Text(daysX, gridY-8, 80, "m e", "days")
	p.Text(timeX, gridY-8, 80, "m e", "time")
	for i, m := range y.months {
		top := gridY + i*step
		p.Text(margin, top+baseline, gridX-margin, "", m.name)
		for j, x := range m.days {
			p.Put(`<g><title>%s</title>`, svg.Escape(x.describe()))
			x.draw(&p, gridX+j*step, top)
			p.Put(`</g>`)
		}
		p.Text(daysX, top+baseline, 80, "e", fmt.Sprint(m.business))
		p.Text(timeX, top+baseline, 80, "e", service(m.open))
		p.Text(eventsX, top+baseline, width-margin-eventsX, "m", m.events())
	}
	business, open := y.total()
	p.Text(daysX, gridY+12*step+baseline, 80, "e b", fmt.Sprint(business))
	p.Text(timeX, gridY+12*step+baseline, 80, "e b", service(open))
	x := gridX
	for _, k := range legend {
		k.draw(&p, x, legendY-baseline)
		p.Text(x+cell+6, legendY, 200, "", kinds[k.kind].name)
		x += cell + 6 + svg.Width(kinds[k.kind].name) + 14
	}
	if !y.covered {
		p.Text(margin, legendY+28, width-2*margin, "w", uncovered)
	}
	return p.Close()
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
func (x day) draw(p *svg.Picture, left, top int) {
	p.Put(`<rect class="%s" x="%d" y="%d" width="%d" height="%d" rx="3"/>`, classes[x.kind], left, top, cell, cell)
	if x.open > 0 {
		high := cell
		if x.open < x.usual {
			high = max(3, int(x.open*cell/x.usual))
		}
		p.Put(`<rect class="o" x="%d" y="%d" width="%d" height="%d" rx="3"/>`, left, top+cell-high, cell, high)
	}
	switch mid := left + cell/2; x.kind {
	case holiday:
		p.Put(`<text class="s c" x="%d" y="%d">H</text>`, mid, top+baseline)
	case shut:
		p.Put(`<path class="x" d="M%d %dl8 8m0-8l-8 8"/>`, mid-4, top+5)
	case exceptional:
		p.Put(`<rect class="r" x="%d" y="%d" width="%d" height="%d" rx="3"/>`, left, top, cell, cell)
		p.Put(`<circle class="d" cx="%d" cy="%d" r="3"/>`, mid, top+cell/2)
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

const style = `
.b{font-weight:600}.w{fill:var(--hd)}.o{fill:var(--op)}.hd{fill:var(--hd)}.sh{fill:var(--sh)}.s{fill:var(--on);font-weight:600}
.x{stroke:var(--on);stroke-width:2;fill:none}.r{fill:none;stroke:var(--sh);stroke-width:2}.d{fill:var(--sh);stroke:var(--bg)}
:root{--bg:#fff;--zb:#eaeef2;--fg:#1f2328;--mu:#59636e;--op:#54aeff;--hd:#cf222e;--sh:#9a6700;--on:#fff}
@media(prefers-color-scheme:dark){:root{--bg:#0d1117;--zb:#21262d;--fg:#e6edf3;--mu:#9198a1;--op:#1f6feb;--hd:#f85149;--sh:#d29922;--on:#0d1117}}
`
