package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/examples/internal/program"
)

// fewContracts is how many contracts a register has of which all are shown; of
// a larger one it is what concerns the days ahead, and so many lines beyond.
const fewContracts = 25

// chapter shows the view.
func (v *view) chapter() chapter {
	c := chapter{
		Title: v.Name + " on " + weekday(v.Day),
		Intro: fmt.Sprintf("%d contracts: %d preliminary, %d current, %d past. Days ahead are those up to %s.",
			len(v.Contracts), v.Tabs[string(contract.Preliminary)], v.Tabs[string(contract.Current)], v.Tabs[string(contract.Past)], weekday(v.Until.Prev())),
	}
	c.Sheets = []sheet{v.standing(), v.expires(), v.renews(), v.toAct(), v.committed(), v.due(), v.findings()}
	return c
}

func (v *view) small() bool { return len(v.Contracts) <= fewContracts }

func (v *view) standing() sheet {
	s := sheet{Words: program.AllWords, Title: "Contracts", Head: []string{"Contract", "Name", "Kind", "Party", "Tab", "State", "Term", "Last day", "What follows"}}
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
			s.Rows = append(s.Rows, []string{c.Contract, c.Name, string(c.Kind), c.Party, string(c.Tab), state, term, day(c.Last), follows})
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
	s := sheet{Words: program.AllWords, Title: "What expires", Head: []string{"Contract", "Name", "Party", "Last day", "In days", "Unless", "Responsible"}}
	shown, later := v.ahead(v.expiring())
	for _, c := range shown {
		unless := ""
		for _, d := range v.Deadlines {
			if d.Contract == c.Contract && d.Kind == contract.DeadlineOption {
				unless = fmt.Sprintf("the option is taken from %s to %s", day(d.Opens), day(d.Latest))
			}
		}
		s.Rows = append(s.Rows, []string{c.Contract, c.Name, c.Party, weekday(c.Last), itoa(c.Last.Sub(v.Day)), unless, c.Responsible})
	}
	s.Note = more(later, "expire")
	if len(s.Rows) == 0 && later == 0 {
		s.Note = "Nothing."
	}
	return s
}

func (v *view) renews() sheet {
	s := sheet{Words: program.AllWords, Title: "What renews", Head: []string{"Contract", "Name", "Party", "Renewed on", "In days", "Can be stopped until", "Responsible"}}
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
		s.Rows = append(s.Rows, []string{c.Contract, c.Name, c.Party, weekday(first), itoa(first.Sub(v.Day)), stop, c.Responsible})
	}
	s.Note = more(later, "are renewed")
	if len(s.Rows) == 0 && later == 0 {
		s.Note = "Nothing."
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
		Words: program.AllWords,
		Title: "By when to act, and why",
		Head:  []string{"Contract", "What", "By whom", "Act by", "Latest", "Else", "Why"},
		Prose: 1,
		Note:  "Act by the safe day: it is in time however days are counted, and a working day of the register's calendar.",
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
		s.Rows = append(s.Rows, []string{d.Contract, what, sideName(d.By), weekday(d.Safe), weekday(d.Latest), d.Then, d.Why})
	}
	if later > 0 {
		s.Note += " " + more(later, "come")
	}
	if s.Rows == nil {
		s.Note = strings.TrimSpace("Nothing in the days ahead. " + more(later, "come"))
	}
	return s
}

func (v *view) committed() sheet {
	s := sheet{
		Words: program.AllWords,
		Title: "What is committed",
		Head:  []string{"Contract", "Name", "Ours ends", "Cost until then", "The party's ends", "Earliest exit"},
		Note:  "If notice were given on this day.",
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
		s.Rows = append(s.Rows, []string{c.Contract, c.Name, ours, cost(c.Cost), day(c.PartyLast), exit})
	}
	if later > 0 {
		s.Note += " " + more(later, "end")
	}
	if s.Rows == nil && later == 0 {
		s.Note = "Nothing."
	}
	return s
}

func (v *view) due() sheet {
	s := sheet{Words: program.AllWords, Title: "Reminders due", Head: []string{"Day", "To", "Contract", "About", "Act by", "Latest", "Lead"}}
	for _, m := range v.Reminders {
		to := string(m.Role)
		if m.Person != "" {
			to = m.Person + ", " + to
		}
		s.Rows = append(s.Rows, []string{weekday(m.Day), to, m.Contract, string(m.Of), weekday(m.Deadline), weekday(m.Latest), inWords(m.Lead)})
	}
	if s.Rows == nil {
		s.Note = "None in the days ahead."
	}
	return s
}

func (v *view) findings() sheet {
	s := sheet{Words: program.AllWords, Title: "Worth looking at", Head: []string{"Contract", "Finding", "What"}, Prose: 1}
	counts := map[contract.FindingKind]int{}
	for _, f := range v.Findings {
		counts[f.Kind]++
		if v.small() {
			s.Rows = append(s.Rows, []string{f.Contract, strings.ReplaceAll(string(f.Kind), "-", " "), f.Text})
		}
	}
	if !v.small() {
		var parts []string
		for kind, n := range counts {
			parts = append(parts, fmt.Sprintf("%s %d", strings.ReplaceAll(string(kind), "-", " "), n))
		}
		slices.Sort(parts)
		s.Note = strings.Join(parts, ", ") + "."
	}
	return s
}
