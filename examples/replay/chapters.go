package main

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/slakit/slakit/examples/internal/program"
)

// longest is how many of the longest breaches are listed, first how many
// problems.
const (
	longest       = 5
	firstProblems = 10
)

// chapter shows a replayed incident log.
func (r *incidentResult) chapter() chapter {
	c := chapter{Plots: plots(r.outcomes, r.groups, time.UTC)}
	c.Title, c.Intro = "Incidents of a ServiceNow log", r.note
	c.Sheets = nonEmpty(
		r.overview(),
		r.attainment(),
		breaches(r.outcomes, r.groups, "Incident", "Priority"),
		r.Problems.sheet(),
	)
	return c
}

func (r *incidentResult) overview() sheet {
	return sheet{
		Title: "What was replayed: " + r.name,
		Head:  []string{"", "Number", "Share"},
		Words: 1,
		Rows: [][]string{
			{"Incidents", count(r.Incidents), ""},
			{"Events", count(r.Events), ""},
			{"Events whose priority is what the matrix gives", count(r.Matrix.Agree), percent(r.Matrix.Agree, r.Events)},
			{"Events whose priority differs", count(r.Matrix.Disagree), percent(r.Matrix.Disagree, r.Events)},
			{"Problems in the log", count(r.Problems.Count), ""},
			{"Time taken", fmt.Sprintf("%.2f s", r.Seconds), ""},
		},
	}
}

func (r *incidentResult) attainment() sheet {
	s := sheet{
		Title: "Attainment by priority",
		Head:  []string{"Priority", "Closed", "Met", "Breached", "Attainment", "By the log's own made_sla", "made_sla explained", "of"},
		Words: 1,
		Note: "Explained: how often the engine's verdict is the log's own, among closed incidents that had this one priority throughout. " +
			"A priority counts where the incident ended.",
	}
	for i, group := range r.groups {
		met, breached := 0, 0
		for _, o := range r.outcomes {
			if o.group == i && !o.stopped.IsZero() {
				if o.breached {
					breached++
				} else {
					met++
				}
			}
		}
		closed := met + breached
		if closed+r.explains[i].Of == 0 {
			continue
		}
		s.Rows = append(s.Rows, []string{
			group, count(closed), count(met), count(breached), percent(met, closed),
			percent(r.flags[i].Agree, r.flags[i].Of),
			percent(r.explains[i].Agree, r.explains[i].Of), count(r.explains[i].Of),
		})
	}
	return s
}

// breaches lists those tickets that were closed longest after their due.
func breaches(outcomes []outcome, groups []string, ticket, group string) sheet {
	s := sheet{
		Title: "Closed longest after the due time",
		Head:  []string{ticket, group, "Late by", "Why"},
		Words: 2,
		Prose: 1,
	}
	late := make([]*outcome, 0, len(outcomes))
	for i := range outcomes {
		if outcomes[i].late() > 0 {
			late = append(late, &outcomes[i])
		}
	}
	slices.SortStableFunc(late, func(a, b *outcome) int { return cmp.Compare(b.late(), a.late()) })
	for _, o := range late[:min(longest, len(late))] {
		s.Rows = append(s.Rows, []string{o.id, groups[o.group], wall(o.late()), o.explain()})
	}
	return s
}

// chapterOf shows replayed slices of the city's log, side by side.
func chapterOf(results []*cityResult) chapter {
	var c chapter
	c.Title, c.Intro = "Requests to the City of Boston", results[0].note
	c.Sheets = append(c.Sheets, cityOverview(results), cityAgreement(results), cityByRule(results))
	for _, r := range results {
		s := breaches(r.outcomes, ruleNames, "Request", "Rule")
		s.Title += ", " + r.dataset
		c.Sheets = append(c.Sheets, s)
	}
	for _, r := range results {
		c.Sheets = append(c.Sheets, r.Problems.sheet())
	}
	c.Sheets = nonEmpty(c.Sheets...)
	for _, r := range results {
		for _, p := range plots(r.outcomes, ruleNames, cityZone(r)) {
			p.Title += ", " + r.dataset
			c.Plots = append(c.Plots, p)
		}
	}
	return c
}

// cityZone returns the zone in which the engine answered.
func cityZone(r *cityResult) *time.Location {
	if len(r.outcomes) == 0 {
		return time.UTC
	}
	return r.outcomes[0].due.Location()
}

func cityOverview(results []*cityResult) sheet {
	s := sheet{
		Title: "What was replayed",
		Head:  []string{"Dataset", "File", "Requests", "With a target", "Of unknown type", "Problems", "Time taken"},
		Words: 2,
	}
	for _, r := range results {
		s.Rows = append(s.Rows, []string{
			r.dataset, r.name, count(r.Rows), count(r.Targets), count(r.UnknownTypes), count(r.Problems.Count), fmt.Sprintf("%.2f s", r.Seconds),
		})
	}
	return s
}

func cityAgreement(results []*cityResult) sheet {
	s := sheet{
		Title: "The city's own targets and flags, reproduced",
		Head: []string{
			"Dataset", "Targets within 60 s", "within 300 s",
			"Flags by the city's target", "differ", "Flags by the computed target", "differ",
		},
		Words: 1,
		Note: "Targets are computed from the opening, the type and the rules alone. Flags: met or overdue as the city says, " +
			"first for all requests by the city's own target, then for those with a target by the computed one.",
	}
	for _, r := range results {
		s.Rows = append(s.Rows, []string{
			r.dataset, percent(r.Within60, r.Targets), percent(r.Within300, r.Targets),
			percent(r.Flags.Agree, r.Flags.Agree+r.Flags.Disagree), count(r.Flags.Disagree),
			percent(r.FlagsOwn.Agree, r.FlagsOwn.Agree+r.FlagsOwn.Disagree), count(r.FlagsOwn.Disagree),
		})
	}
	return s
}

func cityByRule(results []*cityResult) sheet {
	s := sheet{
		Title: "The same by the way in which targets are computed",
		Head:  []string{"Dataset", "Rule", "Targets", "within 60 s", "within 300 s", "Flags by the computed target"},
		Words: 2,
	}
	for _, r := range results {
		for _, rule := range r.rules {
			if rule.targets == 0 {
				continue
			}
			s.Rows = append(s.Rows, []string{
				r.dataset, rule.name, count(rule.targets), percent(rule.within60, rule.targets), percent(rule.within300, rule.targets),
				percent(rule.judged.Agree, rule.judged.Agree+rule.judged.Disagree),
			})
		}
	}
	return s
}

// sheet lists the first problems and counts the kinds.
func (p *problems) sheet() sheet {
	s := sheet{
		Title: "Problems",
		Head:  []string{"Line", "Kind", "What"},
		Words: 2,
		Prose: 1,
	}
	if p.Count == 0 {
		return s
	}
	s.Title = "Problems of " + p.List[0].File
	for _, one := range p.List[:min(firstProblems, len(p.List))] {
		s.Rows = append(s.Rows, []string{fmt.Sprint(one.Line), one.Kind, program.Brief(one.Text, 160)})
	}
	kinds, counts := p.kinds()
	for i, kind := range kinds {
		if i > 0 {
			s.Note += ", "
		}
		s.Note += fmt.Sprintf("%s %s", count(counts[kind]), kind)
	}
	s.Note = fmt.Sprintf("%s in all: %s.", count(p.Count), s.Note)
	if p.Count > firstProblems {
		s.Note += " The first are shown; --json lists all."
	}
	return s
}

// nonEmpty drops sheets without rows.
func nonEmpty(sheets ...sheet) []sheet {
	return slices.DeleteFunc(sheets, func(s sheet) bool { return len(s.Rows) == 0 })
}
