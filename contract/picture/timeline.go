package picture

import (
	"cmp"
	"fmt"
	"time"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/internal/svg"
)

// Options adapt a picture. Nil options are those of the zero Options.
type Options struct {
	// Title stands above the picture; "" gives one that fits.
	Title string
	// From and Until bound the days that are drawn, Until not included. By
	// default they are the year before the day asked about and the four after
	// it. At most 50 years are drawn.
	From, Until calendar.Date
	// Contracts, where not nil, lists the ids of the contracts to draw, in this
	// order; those of the other kind and unknown ones are left out.
	Contracts []string
}

// The places of the timeline, in px.
const (
	timelineWidth = 1600
	nameX         = 16
	stateX        = 316
	nextX         = 402
	chartX        = 582
	chartEnd      = 1584
	firstRow      = 110
	rowHeight     = 22
	footHeight    = 90
)

// Timeline draws the contracts of a kind as they stand on a day: their terms,
// what we are committed to and what may follow, suspensions, and the windows in
// which notice can be given or an option taken, each with its latest and its
// safe day (K6, K7). The lists of the two kinds do not mix. 100 contracts are
// 1,600 by 2,400 px.
func Timeline(r *contract.Register, kind contract.Kind, day calendar.Date, opts *Options) []byte {
	if opts == nil {
		opts = &Options{}
	}
	s := newScale(day, opts)
	rows := collect(r, kind, day, s, opts)
	height := firstRow + rowHeight*len(rows) + footHeight
	title := opts.Title
	if title == "" {
		title = map[contract.Kind]string{contract.Customer: "Contracts with customers", contract.Supplier: "Contracts with suppliers"}[kind]
	}
	var c svg.Picture
	c.Open(timelineWidth, height, title, describe(rows, day, s), style+timelineStyle)
	c.Put(`<text x="%d" y="28" class="h">%s</text>`, nameX, svg.Escape(svg.Fit(title, 1000)))
	c.Text(nameX, 50, 1000, "m", fmt.Sprintf("%s on %v, %v to %v", plural(len(rows), "contract"), day, s.from, s.until.Prev()))
	for i := 1; i < len(rows); i += 2 {
		c.Put(`<rect class="z" y="%d" width="%d" height="%d"/>`, firstRow+rowHeight*i, timelineWidth, rowHeight)
	}
	s.axis(&c, firstRow+rowHeight*len(rows))
	c.Text(nameX, 96, stateX-nameX-8, "m", "Contract")
	c.Text(stateX, 96, nextX-stateX-8, "m", "State")
	c.Text(nextX, 96, chartX-nextX-8, "m", "Next")
	for i, row := range rows {
		row.draw(&c, firstRow+rowHeight*i)
	}
	s.today(&c, day, firstRow+rowHeight*len(rows))
	legend(&c, firstRow+rowHeight*len(rows)+30)
	return c.Close()
}

// style is shared by both pictures: what is drawn, in colours for light and
// for dark.
const style = `
.g{stroke:var(--gr);fill:none}
:root{--bg:#fff;--zb:#f6f8fa;--fg:#1f2328;--mu:#59636e;--gr:#d1d9e0;--run:#0969da;--com:#54aeff;--pos:#0969da;--past:#9aa4af;--pre:#8250df;--win:#bf8700;--now:#cf222e}
@media(prefers-color-scheme:dark){:root{--bg:#0d1117;--zb:#151b23;--fg:#e6edf3;--mu:#9198a1;--gr:#3d444d;--run:#4493f8;--com:#1f4f8f;--pos:#4493f8;--past:#656c76;--pre:#ab7df8;--win:#d29922;--now:#f85149}}
`

const timelineStyle = `
.run{fill:var(--run)}.com{fill:var(--com)}.pos{fill:var(--bg);stroke:var(--pos);stroke-dasharray:3 2}.past{fill:var(--past)}.pre{fill:none;stroke:var(--pre);stroke-width:1.5}
.sus{stroke:var(--bg);stroke-width:2;fill:none}.win{fill:var(--win);opacity:.55}.lat{fill:var(--win);stroke:var(--bg);stroke-width:.5}.safe{fill:var(--bg);stroke:var(--win);stroke-width:1.5}
.now{stroke:var(--now);stroke-width:1.5;fill:none}.nowt{fill:var(--now);text-anchor:middle}
`

func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// A scale turns days into places.
type scale struct {
	from, until calendar.Date
	days        int
}

func newScale(day calendar.Date, opts *Options) scale {
	s := scale{from: opts.From, until: opts.Until}
	if s.from.IsZero() {
		s.from, _ = calendar.NewDate(max(1, day.Year()-1), day.Month(), 1)
	}
	years := func(n int) calendar.Date {
		last, _ := calendar.NewDate(9999, time.December, 31)
		return cmp.Or(s.from.AddPeriod(calendar.Period{Years: n}), last)
	}
	if s.until.IsZero() {
		s.until = years(5)
	}
	if longest := years(50); s.until.Compare(longest) > 0 {
		s.until = longest
	}
	if s.until.Compare(s.from) <= 0 {
		s.until = years(1)
	}
	s.days = max(1, s.until.Sub(s.from))
	return s
}

// x returns the place of the beginning of a day, at most the end of the chart.
func (s scale) x(d calendar.Date) int {
	n := min(max(d.Sub(s.from), 0), s.days)
	return chartX + n*(chartEnd-chartX)/s.days
}

// shows reports whether a day is drawn.
func (s scale) shows(d calendar.Date) bool {
	return d.Compare(s.from) >= 0 && d.Compare(s.until) < 0
}

// axis draws the years and what divides them.
func (s scale) axis(c *svg.Picture, bottom int) {
	months := 0
	for _, n := range [...]int{1, 3, 6} {
		if 30*n*(chartEnd-chartX)/s.days >= 34 {
			months = n
			break
		}
	}
	year := func(d calendar.Date) calendar.Date {
		first, _ := calendar.NewDate(d.Year(), time.January, 1)
		return first
	}
	for d := year(s.from); !d.IsZero() && d.Compare(s.until) < 0; d = d.AddPeriod(calendar.Period{Years: 1}) {
		s.tick(c, d, d.AddPeriod(calendar.Period{Years: 1}), 80, bottom, fmt.Sprintf("%04d", d.Year()))
	}
	if months == 0 {
		return
	}
	for d := year(s.from); !d.IsZero() && d.Compare(s.until) < 0; d = d.AddPeriod(calendar.Period{Months: months}) {
		name := d.Month().String()[:3]
		if months == 3 {
			name = fmt.Sprintf("Q%d", (int(d.Month())+2)/3)
		}
		if months == 6 {
			name = fmt.Sprintf("H%d", (int(d.Month())+5)/6)
		}
		s.tick(c, d, d.AddPeriod(calendar.Period{Months: months}), 96, bottom, name)
	}
}

// tick draws a line at a day and a label in the middle of what it begins, if
// the label fits there.
func (s scale) tick(c *svg.Picture, d, next calendar.Date, y, bottom int, label string) {
	left, right := s.x(d), chartEnd
	if !next.IsZero() {
		right = s.x(next)
	}
	if s.shows(d) {
		c.Put(`<path class="g" d="M%d %dV%d"/>`, left, y+4, bottom)
	}
	if right-left > svg.Width(label)+4 {
		c.Put(`<text x="%d" y="%d" class="m c">%s</text>`, (left+right)/2, y, label)
	}
}

// today draws the day asked about.
func (s scale) today(c *svg.Picture, day calendar.Date, bottom int) {
	if !s.shows(day) {
		return
	}
	x := s.x(day)
	half := svg.Width(day.String())/2 + 1
	c.Put(`<path class="now" d="M%d 68V%d"/>`, x, bottom)
	c.Put(`<text x="%d" y="64" class="nowt">%v</text>`, min(max(x, chartX+half), chartEnd-half), day)
}

// legend explains the marks.
func legend(c *svg.Picture, y int) {
	items := []struct{ class, path, text string }{
		{"run", "M0-10h26v10h-26z", "agreed"},
		{"com", "M0-10h26v10h-26z", "renewal that is committed"},
		{"pos", "M0-10h26v10h-26z", "renewal or term that may follow"},
		{"pre", "M0-10h26v10h-26z", "not begun"},
		{"past", "M0-10h26v10h-26z", "past"},
		{"run", "M0-10h26v10h-26z", "suspended"},
		{"win", "M0-6h26v3h-26z", "time for notice or an option"},
		{"safe", "M4-5a4 4 0 1 0 8 0a4 4 0 1 0-8 0z", "safe day"},
		{"lat", "M8-10l5 5-5 5-5-5z", "latest day"},
		{"now", "M8-12v14", "the day asked about"},
	}
	x := nameX
	for _, i := range items {
		need := 34 + svg.Width(i.text) + 8
		c.Put(`<path class="%s" transform="translate(%d,%d)" d="%s"/>`, i.class, x, y, i.path)
		if i.text == "suspended" {
			c.Put(`<path class="sus" transform="translate(%d,%d)" d="M2 0l6-10M10 0l6-10M18 0l6-10"/>`, x, y)
		}
		c.Text(x+34, y, need, "", i.text)
		x += need
	}
}
