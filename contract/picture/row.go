package picture

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/term"
	"github.com/slakit/slakit/internal/svg"
)

// maxMarks bounds what is drawn of a contract: terms, and as many deadlines.
const maxMarks = 60

// A row is one contract of the timeline.
type row struct {
	name, state, next, title string
	paths                    []path
}

// A path is the marks of one class in a row, drawn at once.
type path struct {
	class string
	d     []byte
}

// mark adds to the path of a class.
func (r *row) mark(class, format string, args ...any) {
	i := slices.IndexFunc(r.paths, func(p path) bool { return p.class == class })
	if i < 0 {
		i, r.paths = len(r.paths), append(r.paths, path{class: class})
	}
	r.paths[i].d = fmt.Appendf(r.paths[i].d, format, args...)
}

// bar marks the days of a span as a bar; a span of less than a px is one wide.
func (r *row) bar(s scale, class string, d cost.Days, top, height int) {
	d = d.Intersect(cost.Days{First: s.from, Last: s.until.Prev()})
	if d.Count() == 0 {
		return
	}
	left, right := s.x(d.First), s.x(d.Last.Next())
	w := max(1, right-left-1) // one px apart from what follows
	r.mark(class, "M%d %dh%dv%dh%dz", left, top, w, height, -w)
}

// collect gathers the rows.
func collect(r *contract.Register, kind contract.Kind, day calendar.Date, s scale, opts *Options) []*row {
	suspended := map[string][]cost.Days{}
	for c := range r.Contracts(kind) {
		if c.On(s.from).State == contract.Suspended {
			suspended[c.ID()] = []cost.Days{{First: s.from, Last: s.until}}
		}
	}
	for ch := range r.Changes(s.from.Next(), s.until) {
		if ch.Kind != contract.ChangeState && ch.Before == ch.After {
			continue
		}
		list := suspended[ch.Contract]
		if ch.After == contract.Suspended {
			list = append(list, cost.Days{First: ch.Day, Last: s.until})
		} else if n := len(list); ch.Before == contract.Suspended && n > 0 {
			list[n-1].Last = ch.Day.Prev()
		}
		suspended[ch.Contract] = list
	}
	var rows []*row
	add := func(c *contract.Contract) {
		if c.Kind() == kind {
			rows = append(rows, newRow(c, day, s, suspended[c.ID()]))
		}
	}
	if opts.Contracts == nil {
		for c := range r.Contracts(kind) {
			add(c)
		}
	}
	for _, id := range opts.Contracts {
		if c, ok := r.Contract(id); ok {
			add(c)
		}
	}
	return rows
}

func newRow(c *contract.Contract, day calendar.Date, s scale, suspended []cost.Days) *row {
	e, on := c.Entry(), c.On(day)
	r := &row{name: e.Name, state: string(on.State)}
	if r.name == "" {
		r.name = e.ID
	}
	if e.Number != "" {
		r.name += " (" + e.Number + ")"
	}
	r.next = next(c, e, on, day)
	committed, bound := c.EndIfNotice(contract.SideUs, day)
	terms := r.terms(c, e, on, day, committed, s)
	for _, d := range suspended {
		r.hatch(s, d)
	}
	r.windows(c, on, day, s)
	r.title = fmt.Sprintf("%s: %s, %s", r.name, on.State, r.next)
	if terms != "" {
		r.title += ", " + terms
	}
	if bound && on.Tab == contract.Current {
		r.title += ", committed to " + committed.String()
	}
	return r
}

// terms marks the terms, and says in words which one runs.
func (r *row) terms(c *contract.Contract, e contract.Entry, on contract.Standing, day, committed calendar.Date, s scale) (words string) {
	if on.State == contract.Cancelled {
		return ""
	}
	n := 0
	var last calendar.Date
	for t := range c.Terms() {
		if t.First.Compare(s.until) >= 0 || n >= maxMarks {
			break
		}
		days := cost.Days{First: t.First, Last: t.Last}
		if t.Last.IsZero() {
			days.Last = s.until
		}
		if last = t.Last; days.Last.Compare(s.from) < 0 {
			continue
		}
		n++
		if t.First.Compare(day) <= 0 || n == 1 {
			words = fmt.Sprintf("term from %v", t.First)
			if !t.Last.IsZero() {
				words += fmt.Sprintf(" to %v", t.Last)
			}
		}
		r.term(t, days, on, day, committed, s)
	}
	if e.Renewal.Kind == contract.RenewalExpress && on.Ending.Kind == "" && on.Tab != contract.Past && !last.IsZero() {
		length := e.Renewal.Term
		if length.IsZero() {
			length = e.Term
		}
		r.bar(s, "pos", cost.Days{First: last.Next(), Last: last.Next().AddPeriod(length.Period).Prev()}, 4, 10)
	}
	return words
}

// term marks one term by what it is on the day.
func (r *row) term(t term.Term, d cost.Days, on contract.Standing, day, committed calendar.Date, s scale) {
	switch {
	case on.Tab == contract.Past:
		r.bar(s, "past", d, 4, 10)
	case on.Tab == contract.Preliminary && t.N == 0:
		r.bar(s, "pre", d, 4, 10)
	case t.Last.IsZero(): // agreed up to where we could leave
		until := committed
		if until.Compare(day) < 0 {
			until = day
		}
		r.bar(s, "run", d.Intersect(cost.Days{First: d.First, Last: until}), 4, 10)
		r.bar(s, "pos", cost.Days{First: until.Next(), Last: d.Last}, 4, 10)
		r.mark("lat", "M%d 4l8 5-8 5z", chartEnd-2)
	case d.First.Compare(day) <= 0 && on.Tab == contract.Current:
		r.bar(s, "run", d, 4, 10)
	case on.Tab == contract.Current && d.First.Compare(committed) <= 0:
		r.bar(s, "com", d, 4, 10)
	default:
		r.bar(s, "pos", d, 4, 10)
	}
}

// hatch marks a suspension over the bar.
func (r *row) hatch(s scale, d cost.Days) {
	d = d.Intersect(cost.Days{First: s.from, Last: s.until.Prev()})
	if d.Count() == 0 {
		return
	}
	left, right := s.x(d.First), s.x(d.Last.Next())
	for x := left; x < max(right-4, left+1); x += 8 {
		r.mark("sus", "M%d 14l6-10", x)
	}
}

// windows marks the time in which notice can be given or an option taken, up to
// its latest day, and the safe day.
func (r *row) windows(c *contract.Contract, on contract.Standing, day calendar.Date, s scale) {
	if on.Tab == contract.Past {
		return
	}
	opens, n := on.Term.First, 0
	mark := func(d contract.Deadline) bool {
		if d.Latest.Compare(s.until) >= 0 || n >= maxMarks {
			return false
		}
		from := d.Opens
		if from.IsZero() {
			from, opens = opens, d.Latest.Next()
		}
		if d.Latest.Compare(s.from) < 0 {
			return true
		}
		n++
		r.bar(s, "win", cost.Days{First: from, Last: d.Latest}, 16, 3)
		if s.shows(d.Safe) {
			r.mark("safe", "M%d 17.5a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z", s.x(d.Safe)-4)
		}
		r.mark("lat", "M%d 13l4.5 4.5-4.5 4.5-4.5-4.5z", s.x(d.Latest))
		return true
	}
	for d := range c.Deadlines(day) {
		if d.Latest.Compare(s.until) >= 0 {
			break
		}
		if ours(d) && !mark(d) {
			break
		}
	}
	for d := range c.Exits(contract.SideUs, day) { // a rolling one: the next is enough
		mark(d)
		break
	}
}

// ours reports whether the deadline is one of a window in which we can act.
func ours(d contract.Deadline) bool {
	return d.Kind == contract.DeadlineOption || d.Kind == contract.DeadlineNotice && d.By != contract.SideParty
}

// next says what is to be done or happens next.
func next(c *contract.Contract, e contract.Entry, on contract.Standing, day calendar.Date) string {
	switch {
	case len(on.Missing) > 0 && on.State == contract.Unknown:
		return "missing " + strings.Join(on.Missing, ", ")
	case on.State == contract.Cancelled:
		return "never in force"
	case on.Tab == contract.Past:
		return "ended " + on.Last.String()
	case on.Tab == contract.Preliminary && e.Start.Compare(day) > 0:
		return "starts " + e.Start.String()
	case on.Tab == contract.Preliminary:
		return "was to start " + e.Start.String()
	case on.Ending.Kind != "" && !on.Ending.Last.IsZero():
		return "ends " + on.Ending.Last.String()
	}
	n := 0
	for d := range c.Deadlines(day) {
		if n++; n > maxMarks {
			break
		}
		switch {
		case d.Latest.Compare(day) < 0:
		case d.Kind == contract.DeadlineOption && d.Opens.Compare(day) > 0:
			return "option from " + d.Opens.String()
		case d.Kind == contract.DeadlineOption:
			return "option by " + d.Safe.String()
		case ours(d):
			return "notice by " + d.Safe.String()
		case d.Kind == contract.DeadlineEnd:
			return "ends " + d.Latest.String()
		}
	}
	for d := range c.Exits(contract.SideUs, day) {
		return "notice by " + d.Safe.String()
	}
	if !on.Last.IsZero() {
		return "runs to " + on.Last.String()
	}
	return "open end"
}

// draw writes the row.
func (r *row) draw(c *svg.Picture, y int) {
	c.Put(`<g transform="translate(0,%d)"><title>%s</title>`, y, svg.Escape(r.title))
	c.Text(nameX, 15, stateX-nameX-8, "", r.name)
	c.Text(stateX, 15, nextX-stateX-8, "m", r.state)
	c.Text(nextX, 15, chartX-nextX-8, "", r.next)
	order := []string{"pos", "past", "pre", "run", "com", "sus", "win", "safe", "lat"}
	slices.SortFunc(r.paths, func(a, b path) int { return slices.Index(order, a.class) - slices.Index(order, b.class) })
	for i := range r.paths {
		c.Put(`<path class="%s" d="%s"/>`, r.paths[i].class, r.paths[i].d)
	}
	c.Put("</g>")
}

// describe says in words what the picture shows.
func describe(rows []*row, day calendar.Date, s scale) string {
	states := map[string]int{}
	var order []string
	for _, r := range rows {
		if states[r.state]++; states[r.state] == 1 {
			order = append(order, r.state)
		}
	}
	slices.Sort(order)
	var parts []string
	for _, state := range order {
		parts = append(parts, fmt.Sprintf("%d %s", states[state], state))
	}
	text := fmt.Sprintf("Timeline of %s as they stand on %v, drawn from %v to %v", plural(len(rows), "contract"), day, s.from, s.until.Prev())
	if len(parts) > 0 {
		text += ": " + strings.Join(parts, ", ")
	}
	return text + ". Each contract is a row with its name, state, next step and bars for its terms; its title says the same in words."
}
