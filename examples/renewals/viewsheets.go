package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract"
)

// fewContracts is how many contracts a register has of which all are shown; of
// a larger one it is what concerns the days ahead, and so many lines beyond.
const fewContracts = 25

// chapter shows the view.
func (v *view) chapter() chapter {
	c := chapter{
		title: v.Name + " on " + weekday(v.Day),
		intro: fmt.Sprintf("%d contracts: %d preliminary, %d current, %d past. Days ahead are those up to %s.",
			len(v.Contracts), v.Tabs[string(contract.Preliminary)], v.Tabs[string(contract.Current)], v.Tabs[string(contract.Past)], weekday(v.Until.Prev())),
	}
	c.sheets = []sheet{v.standing(), v.expires(), v.renews(), v.toAct(), v.committed(), v.due(), v.findings()}
	return c
}

func (v *view) small() bool { return len(v.Contracts) <= fewContracts }

func (v *view) standing() sheet {
	s := sheet{title: "Contracts", head: []string{"Contract", "Name", "Kind", "Party", "Tab", "State", "Term", "Last day", "What follows"}}
	if !v.small() {
		return sheet{}
	}
	for _, tab := range []contract.Tab{contract.Preliminary, contract.Current, contract.Past} {
		for _, c := range v.Contracts {
			if c.Tab != tab {
				continue
			}
			state := string(c.State)
			if c.Missing != nil {
				state += ": " + strings.Join(c.Missing, ", ")
			}
			follows := strings.ReplaceAll(string(c.Renewal), "-", " ")
			if !c.Ending.Last.IsZero() {
				follows = fmt.Sprintf("ended by %s of %s", c.Ending.Kind, c.Ending.By)
			}
			term := ""
			if !c.Term.First.IsZero() {
				term = fmt.Sprintf("%s, from %v", ordinalTerm(c.Term.N), c.Term.First)
			}
			s.rows = append(s.rows, []string{c.Contract, c.Name, string(c.Kind), c.Party, string(c.Tab), state, term, day(c.Last), follows})
		}
	}
	return s
}

func ordinalTerm(n int) string {
	if n == 0 {
		return "first"
	}
	return "renewal " + itoa(n)
}

func day(d calendar.Date) string {
	if d.IsZero() {
		return "–"
	}
	return d.String()
}

// ahead cuts what is shown of a large register to the days ahead.
func (v *view) ahead(list []contractLine) (shown []contractLine, later int) {
	if v.small() {
		return list, 0
	}
	i := slices.IndexFunc(list, func(c contractLine) bool { return c.Last.Compare(v.Until) >= 0 })
	if i < 0 {
		return list, 0
	}
	return list[:i], len(list) - i
}

func more(n int, what string) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%d more %s later.", n, what)
}

func (v *view) expires() sheet {
	s := sheet{title: "What expires", head: []string{"Contract", "Name", "Party", "Last day", "In days", "Unless", "Responsible"}}
	shown, later := v.ahead(v.expiring())
	for _, c := range shown {
		unless := ""
		for _, d := range v.Deadlines {
			if d.Contract == c.Contract && d.Kind == contract.DeadlineOption {
				unless = fmt.Sprintf("the option is taken from %s to %s", day(d.Opens), day(d.Latest))
			}
		}
		s.rows = append(s.rows, []string{c.Contract, c.Name, c.Party, weekday(c.Last), itoa(c.Last.Sub(v.Day)), unless, c.Responsible})
	}
	s.note = more(later, "expire")
	if len(s.rows) == 0 && later == 0 {
		s.note = "Nothing."
	}
	return s
}

func (v *view) renews() sheet {
	s := sheet{title: "What renews", head: []string{"Contract", "Name", "Party", "Renewed on", "In days", "Can be stopped until", "Responsible"}}
	shown, later := v.ahead(v.renewing())
	for _, c := range shown {
		stop := "no longer"
		for _, d := range v.Deadlines {
			if d.Contract == c.Contract && d.Kind == contract.DeadlineNotice && d.Last == c.Last {
				stop = fmt.Sprintf("%s by %s", weekday(d.Latest), sideName(d.By))
				break
			}
		}
		first := c.Last.Next()
		s.rows = append(s.rows, []string{c.Contract, c.Name, c.Party, weekday(first), itoa(first.Sub(v.Day)), stop, c.Responsible})
	}
	s.note = more(later, "are renewed")
	if len(s.rows) == 0 && later == 0 {
		s.note = "Nothing."
	}
	return s
}

func sideName(s contract.Side) string {
	switch s {
	case contract.SideParty:
		return "the party"
	case contract.SideEither:
		return "either side"
	}
	return string(s)
}

// toAct lists by when notice must be given, or an option taken, and why.
func (v *view) toAct() sheet {
	s := sheet{
		title: "By when to act, and why",
		head:  []string{"Contract", "What", "By whom", "Act by", "Latest", "Else", "Why"},
		wide:  1,
		note:  "Act by the safe day: it is in time however days are counted, and a working day of the register's calendar.",
	}
	later := 0
	for _, d := range v.Deadlines {
		if !slices.Contains([]contract.DeadlineKind{contract.DeadlineNotice, contract.DeadlineOption, contract.DeadlineExit}, d.Kind) {
			continue
		}
		if !v.small() && d.Safe.Compare(v.Until) >= 0 {
			later++
			continue
		}
		what := string(d.Kind)
		if !d.Opens.IsZero() {
			what += ", from " + d.Opens.String()
		}
		s.rows = append(s.rows, []string{d.Contract, what, sideName(d.By), weekday(d.Safe), weekday(d.Latest), d.Then, d.Why})
	}
	if later > 0 {
		s.note += " " + more(later, "come")
	}
	if s.rows == nil {
		s.note = strings.TrimSpace("Nothing in the days ahead. " + more(later, "come"))
	}
	return s
}

func (v *view) committed() sheet {
	s := sheet{
		title: "What is committed",
		head:  []string{"Contract", "Name", "Ours ends", "Cost until then", "The party's ends", "Earliest exit"},
		note:  "If notice were given on this day.",
	}
	later := 0
	for _, c := range v.Commitments {
		ours := day(c.Last)
		if c.Open {
			ours = "no end"
		}
		if !v.small() && (c.Open || c.Last.Compare(v.Until) >= 0) {
			later++
			continue
		}
		exit := ""
		if !c.Earliest.IsZero() {
			exit = weekday(c.Earliest)
			if c.By != "" {
				exit += " by " + sideName(c.By)
			}
		}
		s.rows = append(s.rows, []string{c.Contract, c.Name, ours, cost(c.Cost), day(c.PartyLast), exit})
	}
	if later > 0 {
		s.note += " " + more(later, "end")
	}
	if s.rows == nil && later == 0 {
		s.note = "Nothing."
	}
	return s
}

func (v *view) due() sheet {
	s := sheet{title: "Reminders due", head: []string{"Day", "To", "Contract", "About", "Act by", "Latest", "Lead"}}
	for _, m := range v.Reminders {
		to := string(m.Role)
		if m.Person != "" {
			to = m.Person + ", " + to
		}
		s.rows = append(s.rows, []string{weekday(m.Day), to, m.Contract, string(m.Of), weekday(m.Deadline), weekday(m.Latest), inWords(m.Lead)})
	}
	if s.rows == nil {
		s.note = "None in the days ahead."
	}
	return s
}

func (v *view) findings() sheet {
	s := sheet{title: "Worth looking at", head: []string{"Contract", "Finding", "What"}, wide: 1}
	counts := map[contract.FindingKind]int{}
	for _, f := range v.Findings {
		counts[f.Kind]++
		if v.small() {
			s.rows = append(s.rows, []string{f.Contract, strings.ReplaceAll(string(f.Kind), "-", " "), f.Text})
		}
	}
	if !v.small() {
		var parts []string
		for kind, n := range counts {
			parts = append(parts, fmt.Sprintf("%s %d", strings.ReplaceAll(string(kind), "-", " "), n))
		}
		slices.Sort(parts)
		s.note = strings.Join(parts, ", ") + "."
	}
	return s
}
