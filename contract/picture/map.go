package picture

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/internal/svg"
)

// The places of the map, in px.
const (
	mapWidth  = 1040
	boxX      = 24
	boxEnd    = 190
	labelX    = 212
	labelEnd  = 760
	laneX     = 790
	laneWidth = 24
	lineStep  = 20
)

// ProcessMap draws the lifecycle of contracts from the one table that decides
// it (K16): each state with what leads out of it, facts and time, and a lane to
// the state that it leads to. Facts that leave the state as it is are listed
// below it. Nil options are those of the zero Options, of which only Title is
// read.
func ProcessMap(opts *Options) []byte {
	if opts == nil {
		opts = &Options{}
	}
	title := opts.Title
	if title == "" {
		title = "The life of a contract"
	}
	m := newMap()
	var c svg.Picture
	c.Open(mapWidth, m.height, title, m.describe(), style+mapStyle)
	c.Put(`<text x="%d" y="32" class="h">%s</text>`, boxX, svg.Escape(svg.Fit(title, 800)))
	m.lanes(&c)
	for _, s := range m.states {
		s.draw(&c)
	}
	return c.Close()
}

const mapStyle = `
.box{fill:var(--zb);stroke-width:1.5}.l{fill:none;stroke-width:1.5}.n{font-weight:600}.i{font-style:italic}.u{stroke:var(--gr);fill:none}
.preliminary{stroke:var(--pre)}.current{stroke:var(--run)}.past{stroke:var(--past)}
.d.preliminary{fill:var(--pre)}.d.current{fill:var(--run)}.d.past{fill:var(--past)}
`

// A place is a state on the map.
type place struct {
	state   contract.State
	tab     contract.Tab
	heading string // of the first state of a tab
	top     int
	height  int
	enter   int // y at which others lead in, 0 if none do
	lane    int // x of the lane that leads in
	exits   []exit
	stays   []string // lines
}

// An exit is one way out of a state.
type exit struct {
	to    contract.State
	label string
	time  bool // not a fact
	y     int
}

type processMap struct {
	states []*place
	height int
}

func newMap() *processMap {
	m := &processMap{}
	for s := range contract.States() {
		m.states = append(m.states, &place{state: s, tab: s.Tab()})
	}
	tabs := []contract.Tab{contract.Preliminary, contract.Current, contract.Past}
	slices.SortStableFunc(m.states, func(a, b *place) int { return slices.Index(tabs, a.tab) - slices.Index(tabs, b.tab) })
	stays := map[contract.State][]string{}
	for p := range contract.Lifecycle() {
		label := string(p.Fact)
		if p.Fact == "" {
			label = p.When
		}
		if p.To == p.From {
			stays[p.From] = append(stays[p.From], label)
			continue
		}
		if len(p.Guards) > 0 {
			var guards []string
			for _, g := range p.Guards {
				guards = append(guards, string(g))
			}
			label += " [" + strings.Join(guards, ", ") + "]"
		}
		from := m.find(p.From)
		from.exits = append(from.exits, exit{to: p.To, label: label, time: p.Fact == ""})
	}
	m.layout(stays)
	return m
}

func (m *processMap) find(s contract.State) *place {
	i := slices.IndexFunc(m.states, func(p *place) bool { return p.state == s })
	return m.states[i]
}

// layout places the states one below the other, and gives each that is led into
// a lane of its own.
func (m *processMap) layout(stays map[contract.State][]string) {
	entered := map[contract.State]bool{}
	for _, s := range m.states {
		for _, e := range s.exits {
			entered[e.to] = true
		}
	}
	y, lane := 56, laneX
	var tab contract.Tab
	for _, s := range m.states {
		if s.tab != tab {
			tab, s.heading = s.tab, strings.ToUpper(string(s.tab[:1]))+string(s.tab[1:])
			y += 26
		}
		s.top = y
		line := y + 16
		if entered[s.state] {
			s.enter, s.lane = y+12, lane
			lane, line = lane+laneWidth, line+14
		}
		for i := range s.exits {
			s.exits[i].y = line
			line += lineStep
		}
		if list := stays[s.state]; len(list) > 0 {
			s.stays = wrap("stays "+string(s.state)+": "+strings.Join(list, ", "), labelEnd-labelX)
		}
		s.height = max(34, line+16*len(s.stays)-y-6)
		y += s.height + 14
	}
	m.height = y + 16
}

// wrap breaks a text between words into lines that fit.
func wrap(s string, room int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(s) {
		if line != "" && svg.Width(line+" "+word) > room {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimLeft(line+" "+word, " ")
	}
	return append(lines, line)
}

// lanes draws the ways from state to state, below the labels.
func (m *processMap) lanes(c *svg.Picture) {
	for _, to := range m.states {
		if to.enter == 0 {
			continue
		}
		top, bottom := to.enter, to.enter
		for _, from := range m.states {
			for _, e := range from.exits {
				if e.to != to.state {
					continue
				}
				top, bottom = min(top, e.y+4), max(bottom, e.y+4)
				c.Put(`<path class="l %s" d="M%d %dH%d"/>`, to.tab, boxEnd, e.y+4, to.lane)
				c.Put(`<path class="d %s" d="M%d %dm-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z"/>`, to.tab, to.lane, e.y+4)
			}
		}
		c.Put(`<path class="l %s" d="M%d %dV%dM%d %dH%d"/>`, to.tab, to.lane, top, bottom, to.lane, to.enter, boxEnd+8)
		c.Put(`<path class="d %s" d="M%d %dl9-5v10z"/>`, to.tab, boxEnd+1, to.enter)
	}
}

func (s *place) draw(c *svg.Picture) {
	if s.heading != "" {
		c.Put(`<text x="%d" y="%d" class="m">%s</text>`, boxX, s.top-10, s.heading)
	}
	c.Put(`<rect class="box %s" x="%d" y="%d" width="%d" height="%d" rx="6"/>`, s.tab, boxX, s.top, boxEnd-boxX, s.height)
	c.Text(boxX+12, s.top+21, boxEnd-boxX-24, "n", string(s.state))
	y := s.top + 16
	if s.enter != 0 {
		y += 14
	}
	for _, e := range s.exits {
		class := ""
		if e.time {
			class = "i"
		}
		c.Text(labelX, e.y, labelEnd-labelX, class, e.label+" → "+string(e.to))
		y = e.y + lineStep
	}
	for i, line := range s.stays {
		c.Text(labelX, y+16*i, labelEnd-labelX, "m", line)
	}
}

// describe lists every way in words.
func (m *processMap) describe() string {
	var parts []string
	for _, s := range m.states {
		for _, e := range s.exits {
			parts = append(parts, fmt.Sprintf("from %s by %s to %s", s.state, e.label, e.to))
		}
	}
	return "The states of a contract and what leads from one to another: " + strings.Join(parts, "; ") + "."
}
