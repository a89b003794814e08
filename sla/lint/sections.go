package lint

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/internal/problem"
	"github.com/slakit/slakit/priority"
)

func (c *checker) calendarFindings(add func(Finding)) {
	used := map[string]bool{}
	years := map[string]map[int]bool{} // in use, by calendar
	for _, l := range c.levels {
		names := []string{l.Calendar}
		for _, t := range l.targets {
			names = append(names, t.Calendar, t.OpenedIn)
			if by := t.CalendarBy; by != nil {
				names = append(append(names, by.Default), slices.Collect(maps.Values(by.Calendars))...)
			}
		}
		for _, name := range names {
			used[name] = true
			if years[name] == nil {
				years[name] = map[int]bool{}
			}
			for _, a := range l.agreements {
				for from, until := c.years(a); from < until; from++ {
					years[name][from] = true
				}
			}
		}
	}
	for i, def := range c.def.Calendars {
		path := problem.Index("calendars", i)
		if !used[def.Name] {
			add(Finding{Path: path, Kind: Unused, Text: fmt.Sprintf("nothing uses calendar %q", def.Name)})
		}
		c.holidays(path, def, years[def.Name], add)
	}
}

// holidays finds sets that say nothing of years in use.
func (c *checker) holidays(path string, def calendar.Definition, years map[int]bool, add func(Finding)) {
	known := map[int]bool{}
	for year := range c.calendars[def.Name].HolidayYears() {
		known[year] = true
	}
	var unknown []string
	for _, year := range slices.Sorted(maps.Keys(years)) {
		if !known[year] && year > 0 {
			unknown = append(unknown, fmt.Sprint(year))
		}
	}
	if len(unknown) == 0 {
		return
	}
	at, names := "", []string{}
	for i, h := range def.Holidays {
		set := c.HolidaySets[h.Set]
		if h.Set == "" || set.From == 0 && set.Until == 0 {
			continue
		}
		if names = append(names, fmt.Sprintf("%q", h.Set)); at == "" {
			at = problem.Index(path+".holidays", i)
		}
	}
	add(Finding{
		Path: at, Kind: HolidaysUnknown,
		Text: fmt.Sprintf("the holidays of %s are not known for %s: due times then may count holidays as work", list(names), list(unknown)),
	})
}

func (c *checker) matrixFindings(add func(Finding)) {
	for _, name := range slices.Sorted(maps.Keys(c.matrices)) {
		path := problem.Key("matrices", name)
		using := slices.DeleteFunc(slices.Clone(c.levels), func(l *level) bool { return l.Matrix != name })
		if len(using) == 0 {
			add(Finding{Path: path, Kind: Unused, Text: fmt.Sprintf("no service level uses matrix %q", name)})
		}
		for v := range c.matrices[name].Check() {
			f := Finding{
				Path: c.cellPath(name, v.More), Kind: Inversion,
				Text: v.String() + ", although impact and urgency are not",
			}
			for _, l := range using {
				if f.Ticket == nil {
					f = c.showCell(l, v.More, f)
				}
			}
			add(f)
		}
	}
}

// showCell adds a ticket of the cell's impact and urgency.
func (c *checker) showCell(l *level, cell priority.Cell, f Finding) Finding {
	for _, e := range c.openings(l, "", nil) {
		e.ticket.Events[0].Facts = solved(e.facts).with(cellFacts(cell))
		report, err := c.engine.Evaluate(e.ticket, e.now)
		if err != nil {
			continue
		}
		for _, r := range report.Readings {
			if r.Agreement == e.agreement.ID && r.Priority == cell.Priority {
				return e.show(f, 0)
			}
		}
	}
	return f
}

func (c *checker) cellPath(matrix string, cell priority.Cell) string {
	def := c.def.Matrices[matrix]
	row := problem.Index(problem.Key("matrices", matrix)+".matrix", slices.Index(def.Impacts, cell.Impact))
	return problem.Index(row, slices.Index(def.Urgencies, cell.Urgency))
}

// mentions are the facts that a definition asks about, in the order in which
// it does.
type mentions struct {
	facts []*mention
	by    map[string]*mention
}

type mention struct {
	fact, path string
	values     []string
	known      map[string]bool
}

func (m *mentions) put(path, fact string, values ...string) {
	x := m.by[fact]
	if x == nil {
		x = &mention{fact: fact, path: path, known: map[string]bool{}}
		m.by[fact], m.facts = x, append(m.facts, x)
	}
	for _, v := range values {
		if !x.known[v] {
			x.known[v], x.values = true, append(x.values, v)
		}
	}
}

func (m *mentions) ask(path string, cond condition) {
	for _, t := range cond {
		m.put(path, t.fact, t.values...)
	}
}

// consulted lists the facts that the definition asks about.
func (c *checker) consulted(add func(Finding)) {
	all := &mentions{by: map[string]*mention{}}
	for _, l := range c.levels {
		if l.matrix != nil {
			all.put(l.path+".matrix", "impact", texts(l.matrix.Impacts())...)
			all.put(l.path+".matrix", "urgency", texts(l.matrix.Urgencies())...)
			all.put(l.path+".matrix", "priority", texts(l.matrix.Priorities())...)
		}
		for i, r := range l.Raise {
			all.ask(problem.Index(l.path+".raise", i)+".when", matching(r.When))
		}
		for _, t := range l.targets {
			all.askedBy(t)
		}
	}
	for _, a := range c.agreements {
		all.ask(a.path+".match", a.match)
	}
	for _, m := range all.facts {
		const most = 20
		text := fmt.Sprintf("fact %q is consulted", m.fact)
		var shown []string
		for _, v := range m.values[:min(len(m.values), most)] {
			shown = append(shown, strconv.Quote(v))
		}
		if len(shown) > 0 {
			text += "; known values are " + strings.Join(shown, ", ")
		}
		if more := len(m.values) - most; more > 0 {
			text += fmt.Sprintf(" and %d more", more)
		}
		add(Finding{Path: m.path, Kind: Consulted, Text: text})
	}
}

func texts[S ~string](all iter.Seq[S]) (plain []string) {
	for s := range all {
		plain = append(plain, string(s))
	}
	return plain
}

func (m *mentions) askedBy(t *target) {
	for i, p := range t.Priorities {
		m.put(problem.Index(t.path+".priorities", i), "priority", string(p))
	}
	m.ask(t.path+".when", t.when)
	if t.DueBy != "" {
		m.put(t.path+".dueBy", t.DueBy)
	}
	if by := t.CalendarBy; by != nil {
		m.put(t.path+".calendarBy", by.Fact, slices.Sorted(maps.Keys(by.Calendars))...)
	}
	for _, key := range keys {
		for _, trigger := range t.on[key] {
			m.ask(trigger.path, trigger.cond)
		}
	}
	for _, s := range t.pauseWhile {
		m.ask(s.path, s.cond)
	}
	if t.PauseLimits != nil {
		for i, text := range t.PauseLimits.Reasons {
			m.ask(problem.Index(t.path+".pauseLimits.reasons", i), parseCondition(text))
		}
	}
	for i, e := range t.Escalations {
		for j, text := range e.Unless {
			if trigger := parseTrigger("", text); trigger.cond != nil {
				m.ask(problem.Index(problem.Index(t.path+".escalations", i)+".unless", j), trigger.cond)
			}
		}
	}
}
