package main

import (
	"bytes"
	"fmt"
	"html/template"
	"image/color"
	"math"
	"regexp"
	"slices"
	"strconv"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// A plotted is a picture for the HTML report.
type plotted struct {
	Title   string
	Legend  []legend
	Caption string
	SVG     template.HTML
}

// A legend names one of the page's series colours.
type legend struct {
	Colour int // from 1 on
	Name   string
}

// Colours of the plots stand for colours of the page, which has others in the
// light and in the dark: see themed.
var (
	ink  = color.NRGBA{1, 1, 1, 255}
	grid = color.NRGBA{2, 2, 2, 255}
)

func series(n int) color.NRGBA { return color.NRGBA{10, 10, uint8(n), 255} }

// seriesColours is how many the page has.
const seriesColours = 5

// shade is a colour for a share of the whole, from 0 to 1.
func shade(share float64) color.NRGBA { return color.NRGBA{20, 20, uint8(10 + 55*share), 255} }

var plotColour = regexp.MustCompile(`#(0101|0202|0A0A|1414)([0-9A-F]{2})`)

// themed turns the colours of a plot into those of the page.
func themed(svg []byte) []byte {
	return plotColour.ReplaceAllFunc(svg, func(c []byte) []byte {
		switch string(c[1:5]) {
		case "0101":
			return []byte("var(--ink)")
		case "0202":
			return []byte("var(--grid)")
		case "1414":
			percent, _ := strconv.ParseUint(string(c[5:]), 16, 8)
			return fmt.Appendf(nil, "var(--series-2);fill-opacity:%.2f", float64(percent)/100)
		}
		return fmt.Appendf(nil, "var(--series-%c)", c[6])
	})
}

// plots draws what outcomes show, in the clock of a zone; a picture of nothing
// is left out.
func plots(outcomes []outcome, groups []string, loc *time.Location) []plotted {
	var all []plotted
	for _, draw := range []func([]outcome, []string, *time.Location) (plotted, bool){attainmentPlot, usedPlot, breachPlot} {
		if p, ok := draw(outcomes, groups, loc); ok {
			all = append(all, p)
		}
	}
	return all
}

// fewest is how many tickets make a point in the attainment plot.
const fewest = 5

// attainmentPlot shows, by month of closure and group, how many were in time.
func attainmentPlot(outcomes []outcome, groups []string, loc *time.Location) (plotted, bool) {
	const title = "Attainment by month of closure"
	type cell struct{ met, all int }
	cells := make([]map[int]cell, len(groups))
	first, last := math.MaxInt, math.MinInt
	for _, o := range outcomes {
		if !o.measured || o.stopped.IsZero() {
			continue
		}
		at := o.stopped.In(loc)
		month := at.Year()*12 + int(at.Month()) - 1
		if cells[o.group] == nil {
			cells[o.group] = map[int]cell{}
		}
		c := cells[o.group][month]
		c.all++
		if !o.breached {
			c.met++
		}
		cells[o.group][month] = c
	}
	p := newPlot()
	level(p)
	out := plotted{Title: title, Caption: fmt.Sprintf("Share met of the tickets closed in the month. Months with fewer than %d are left out.", fewest)}
	for g, months := range cells {
		var points plotter.XYs
		for month, c := range months {
			if c.all >= fewest {
				points = append(points, plotter.XY{X: float64(month), Y: 100 * float64(c.met) / float64(c.all)})
				first, last = min(first, month), max(last, month)
			}
		}
		if len(points) == 0 {
			continue
		}
		slices.SortFunc(points, func(a, b plotter.XY) int { return int(a.X - b.X) })
		line, dots, err := plotter.NewLinePoints(points)
		if err != nil {
			return plotted{}, false
		}
		colour := len(out.Legend)%seriesColours + 1
		line.Color, line.Width = series(colour), 1.5
		dots.GlyphStyle = draw.GlyphStyle{Color: series(colour), Radius: 2, Shape: draw.CircleGlyph{}}
		p.Add(line, dots)
		out.Legend = append(out.Legend, legend{colour, groups[g]})
	}
	if len(out.Legend) == 0 {
		return plotted{}, false
	}
	p.X.Min, p.X.Max = float64(first)-0.5, float64(last)+0.5
	p.Y.Min, p.Y.Max = 0, 101
	p.X.Tick.Marker = monthTicks(first, last)
	p.Y.Tick.Marker = labelled(0, 100, 25, "%.0f %%")
	return out.render(p, 3)
}

// monthTicks labels months, every one or as many as there is room for.
func monthTicks(first, last int) plot.ConstantTicks {
	step := 1
	for _, step = range []int{1, 2, 3, 6, 12, 24} {
		if (last-first)/step < 7 {
			break
		}
	}
	var ticks plot.ConstantTicks
	for month := first; month <= last; month++ {
		tick := plot.Tick{Value: float64(month)}
		if month%step == 0 || first == last {
			tick.Label = time.Date(month/12, time.Month(month%12+1), 1, 0, 0, 0, 0, time.UTC).Format("Jan 2006")
		}
		if tick.Label != "" || last-first < 48 {
			ticks = append(ticks, tick)
		}
	}
	return ticks
}

func labelled(from, to, step float64, format string) plot.ConstantTicks {
	var ticks plot.ConstantTicks
	for v := from; v <= to; v += step {
		ticks = append(ticks, plot.Tick{Value: v, Label: fmt.Sprintf(format, v)})
	}
	return ticks
}

// usedPlot shows how much of the allowance was used when tickets were closed.
func usedPlot(outcomes []outcome, _ []string, _ *time.Location) (plotted, bool) {
	const width, bins = 10, 30 // per cent; the last bin holds all above
	met, late := make(plotter.Values, bins), make(plotter.Values, bins)
	total := 0
	for _, o := range outcomes {
		share, ok := o.used()
		if !ok {
			continue
		}
		total++
		i := int(min(bins-1, max(0, math.Floor(share*100/width))))
		if o.breached {
			late[i]++
		} else {
			met[i]++
		}
	}
	if total == 0 {
		return plotted{}, false
	}
	p := newPlot()
	level(p)
	var highest float64
	for i := range bins {
		for part, values := range []plotter.Values{met, late} {
			below := 0.0
			if part == 1 {
				below = met[i]
			}
			if values[i] == 0 {
				continue
			}
			bar, err := plotter.NewPolygon(box(float64(i*width)+0.5, float64((i+1)*width)-0.5, below, below+values[i]))
			if err != nil {
				return plotted{}, false
			}
			bar.Color, bar.LineStyle.Width = series(part+1), 0
			p.Add(bar)
			highest = max(highest, below+values[i])
		}
	}
	due, err := plotter.NewLine(plotter.XYs{{X: 100, Y: 0}, {X: 100, Y: highest * 1.05}})
	if err != nil {
		return plotted{}, false
	}
	due.Color, due.Width, due.Dashes = ink, 1, []vg.Length{4, 3}
	p.Add(due)
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, bins*width, 0, highest*1.05
	ticks := labelled(0, bins*width-50, 50, "%.0f %%")
	ticks = append(ticks, plot.Tick{Value: bins * width, Label: "more"})
	p.X.Tick.Marker = ticks
	p.Y.Tick.Marker = counts{}
	out := plotted{
		Title:   "Used share of the allowance at closure",
		Legend:  []legend{{1, "met"}, {2, "breached"}},
		Caption: fmt.Sprintf("Tickets by the share used when the clock stopped, %s in all. The broken line is the due time; the last bar holds all beyond it.", count(total)),
	}
	return out.render(p, 3)
}

func box(x1, x2, y1, y2 float64) plotter.XYs {
	return plotter.XYs{{X: x1, Y: y1}, {X: x2, Y: y1}, {X: x2, Y: y2}, {X: x1, Y: y2}}
}

// counts ticks whole numbers, with a comma between thousands.
type counts struct{}

func (counts) Ticks(from, to float64) []plot.Tick {
	step := math.Pow(10, math.Floor(math.Log10(max(1, to-from))))
	for _, part := range []float64{5, 2, 1} {
		if (to-from)/(step/part) <= 6 && step/part >= 1 {
			step /= part
			break
		}
	}
	var ticks []plot.Tick
	for v := math.Ceil(from/step) * step; v <= to; v += step {
		ticks = append(ticks, plot.Tick{Value: v, Label: grouped(int64(v))})
	}
	return ticks
}

// breachPlot shows when clocks ran past their due time.
func breachPlot(outcomes []outcome, _ []string, loc *time.Location) (plotted, bool) {
	var cells [7][24]int // from Monday
	total, most := 0, 0
	for _, o := range outcomes {
		if o.breachedAt.IsZero() {
			continue
		}
		at := o.breachedAt.In(loc)
		c := &cells[(int(at.Weekday())+6)%7][at.Hour()]
		*c++
		total++
		most = max(most, *c)
	}
	if total == 0 {
		return plotted{}, false
	}
	p := newPlot()
	var names []string
	var places plotter.XYs
	for day, row := range cells {
		for hour, n := range row {
			x, y := float64(hour), float64(6-day)
			if n == 0 {
				continue
			}
			square, err := plotter.NewPolygon(box(x+0.03, x+0.97, y+0.03, y+0.97))
			if err != nil {
				return plotted{}, false
			}
			square.Color, square.LineStyle.Width = shade(math.Sqrt(float64(n)/float64(most))), 0
			p.Add(square)
			names = append(names, grouped(n))
			places = append(places, plotter.XY{X: x + 0.5, Y: y + 0.5})
		}
	}
	labels, err := plotter.NewLabels(plotter.XYLabels{XYs: places, Labels: names})
	if err != nil {
		return plotted{}, false
	}
	for i := range labels.TextStyle {
		labels.TextStyle[i] = textStyle(6.5)
		labels.TextStyle[i].XAlign, labels.TextStyle[i].YAlign = text.XCenter, text.YCenter
	}
	p.Add(labels)
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 24, 0, 7
	p.X.Tick.Marker = labelled(0, 24, 3, "%02.0f:00")
	var days plot.ConstantTicks
	for i, name := range []string{"Sun", "Sat", "Fri", "Thu", "Wed", "Tue", "Mon"} {
		days = append(days, plot.Tick{Value: float64(i) + 0.5, Label: name})
	}
	p.Y.Tick.Marker = days
	out := plotted{
		Title:   "Breaches by weekday and hour",
		Caption: fmt.Sprintf("When clocks passed their due time, %s in all, on the clock of %s.", count(total), loc),
	}
	return out.render(p, 2.6)
}

// newPlot returns an empty plot in the colours of the page.
func newPlot() *plot.Plot {
	p := plot.New()
	p.BackgroundColor = nil
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Color, axis.Width = grid, 0.5
		axis.Tick.Color, axis.Tick.Width, axis.Tick.Length = grid, 0.5, 3
		axis.Padding = 2
	}
	p.X.Tick.Label = textStyle(8)
	p.X.Tick.Label.XAlign, p.X.Tick.Label.YAlign = text.XCenter, text.YTop
	p.Y.Tick.Label = textStyle(8)
	p.Y.Tick.Label.XAlign, p.Y.Tick.Label.YAlign = text.XRight, text.YCenter
	return p
}

// level adds horizontal lines, below all that is added later.
func level(p *plot.Plot) {
	lines := plotter.NewGrid()
	lines.Vertical.Width = 0
	lines.Horizontal = draw.LineStyle{Color: grid, Width: 0.4}
	p.Add(lines)
}

func textStyle(size vg.Length) text.Style {
	return text.Style{
		Color:   ink,
		Font:    font.From(font.Font{Typeface: "Liberation", Variant: "Sans"}, size),
		Handler: plot.DefaultTextHandler,
	}
}

var (
	svgHead   = regexp.MustCompile(`(?s)^.*?<svg[^>]*viewBox="([^"]*)"[^>]*>`)
	svgFamily = regexp.MustCompile(`font-family:[^;"]*`)
)

// render draws a plot that is 7 inches wide, as markup to put into a page.
func (p plotted) render(from *plot.Plot, inches vg.Length) (plotted, bool) {
	canvas := vgsvg.New(7*vg.Inch, inches*vg.Inch)
	const margin = 16 // for half of the last label
	from.Draw(draw.Crop(draw.New(canvas), 0, -margin, 0, -4))
	var svg bytes.Buffer
	if _, err := canvas.WriteTo(&svg); err != nil {
		return plotted{}, false
	}
	text := themed(svg.Bytes())
	text = svgFamily.ReplaceAll(text, []byte("font-family:inherit"))
	text = svgHead.ReplaceAll(text, []byte(`<svg viewBox="$1" role="img" aria-label="`+template.HTMLEscapeString(p.Title)+`">`))
	p.SVG = template.HTML(text) //nolint:gosec // made above; it holds no text of the log
	return p, true
}
