package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slakit/slakit/contract/term"
	"github.com/slakit/slakit/examples/internal/program"
)

// problemSheet lists what is wrong in a file, with its line.
func problemSheet(list []problem) sheet {
	s := sheet{Words: program.AllWords, Title: "Problems in the file", Head: []string{"Where", "Kind", "What"}, Prose: 1}
	for _, p := range list {
		s.Rows = append(s.Rows, []string{fmt.Sprintf("%s:%d", p.File, p.Line), p.Kind, p.Text})
	}
	return s
}

// chapter shows what was read of CUAD, and every row that does not agree; in
// brief, not those that cannot be compared.
func (r *cuadResult) chapter(inBrief bool) chapter {
	all := tally{r.Lengths.Agree + r.Written.Agree, r.Lengths.Of + r.Written.Of}
	c := chapter{
		Title: "Contract terms of CUAD",
		Intro: "First terms, renewals and notice periods, read from the texts of clauses, beside what lawyers read in them: " + r.File + ".",
	}
	figures := sheet{Words: program.AllWords, Title: "What was read", Head: []string{"", "Rows", "As labelled", "Share"}}
	add := func(name string, t tally) {
		figures.Rows = append(figures.Rows, []string{name, itoa(t.Of), itoa(t.Agree), percent(t)})
	}
	figures.Rows = append(figures.Rows, []string{"Rows", itoa(r.Rows), "", ""}, []string{"with an effective and an expiration date", itoa(r.Dated), "", ""})
	add("whose clause states the length of a term", r.Lengths)
	add("and by that length alone", r.Computed)
	add("whose clause states only the last day", r.Written)
	add("length or last day", all)
	add("Renewal terms that lawyers gave as one length", r.Renewals)
	add("Notice periods that lawyers gave as one length", r.Notices)
	var by []string
	for _, name := range sortedKeys(r.Conventions) {
		by = append(by, fmt.Sprintf("%s %d", name, r.Conventions[name]))
	}
	figures.Note = "The last day is as labelled if one of the conventions gives it: " + strings.Join(by, ", ") + ". Written: the clause writes the day itself."
	differ := sheet{Words: program.AllWords, Title: "Rows that do not agree", Head: []string{"Row", "Computed", "Labelled", "Why not", "Clause"}, Prose: 1}
	silent := sheet{Words: program.AllWords, Title: "Rows without two dates", Head: []string{"Row", "Line", "Name", "Read", "What is missing"}}
	for _, d := range r.Deals {
		switch d.Verdict {
		case differs, unread:
			why := d.Reason
			if d.Quote != "" {
				why += ": " + quoted(d.Quote) + " from " + day(d.Start)
			}
			differ.Rows = append(differ.Rows, []string{d.Row, day(d.Last), day(d.Labelled), why, program.Brief(d.Clause, 600)})
		case unlabeled:
			read := "nothing"
			switch {
			case d.Open:
				read = "no end"
			case !d.Last.IsZero():
				read = "to " + d.Last.String()
			case !d.Length.IsZero():
				read = inWords(d.Length)
			}
			silent.Rows = append(silent.Rows, []string{d.Row, itoa(d.Line), program.Brief(d.Name, 60), read, d.Reason})
		}
	}
	terms := sheet{Words: program.AllWords, Title: "Renewals and notice periods that do not agree", Head: []string{"Row", "What", "Read", "Labelled", "Why not"}}
	for _, d := range r.Deals {
		for _, x := range []struct {
			what           string
			read, labelled term.Length
			quote, reason  string
		}{
			{"renewal", d.Renewal.Length, d.renewalLabel, d.Renewal.Quote, d.Renewal.Reason},
			{"notice", d.Notice.Length, d.noticeLabel, d.Notice.Quote, d.Notice.Reason},
		} {
			if x.labelled.IsZero() || sameLength(x.read, x.labelled) {
				continue
			}
			read := "nothing"
			if !x.read.IsZero() {
				read = inWords(x.read)
			}
			why := x.reason
			if x.quote != "" {
				why = "it says " + quoted(x.quote)
			}
			terms.Rows = append(terms.Rows, []string{d.Row, x.what, read, inWords(x.labelled), why})
		}
	}
	if inBrief {
		silent = sheet{Words: program.AllWords, Title: silent.Title, Note: fmt.Sprintf("%d. The command cuad lists them.", len(silent.Rows))}
	}
	c.Sheets = []sheet{figures, differ, terms, silent, problemSheet(r.Problems)}
	return c
}

// chapter shows what was read of the notices.
func (r *ukResult) chapter() chapter {
	again, superseded, odd, included := 0, 0, 0, 0
	for _, n := range r.Notices {
		again += len(n.Also)
		if n.Superseded {
			superseded++
		}
		if n.Begins != "" {
			odd++
		}
		if n.Includes {
			included++
		}
	}
	c := chapter{
		Title: "Contracts of UK public bodies",
		Intro: "First and last days in London, from the published instants, and the options in the texts: " + r.File + ".",
	}
	figures := sheet{Words: program.AllWords, Title: "What was read", Head: []string{"", "Number"}, Rows: [][]string{
		{"Rows", itoa(r.Rows)},
		{"Periods of a process, each once", itoa(len(r.Notices))},
		{"Rows that publish one again", itoa(again)},
		{"Periods of a tender that an award has replaced", itoa(superseded)},
		{"Starts that are not at midnight", itoa(odd)},
		{"Distinct texts about extension", itoa(len(r.Texts))},
		{"of which became options", itoa(r.Read)},
		{"Published ends that hold the options already", itoa(included)},
	}}
	texts := sheet{Words: program.AllWords, Title: "Texts that became options", Head: []string{"Lines", "Options", "First term", "Text"}, Prose: 1}
	rest := sheet{Words: program.AllWords, Title: "Texts that did not", Head: []string{"Lines", "Why not", "Text"}, Prose: 1}
	for _, t := range r.Texts {
		lines := make([]string, len(t.Lines))
		for i, l := range t.Lines {
			lines[i] = itoa(l)
		}
		at := strings.Join(lines, " ")
		if t.Option.Reason != "" {
			rest.Rows = append(rest.Rows, []string{at, t.Option.Reason, program.Brief(t.Text, 400)})
			continue
		}
		texts.Rows = append(texts.Rows, []string{at, t.Option.words(), r.firstTerm(t), program.Brief(t.Text, 400)})
	}
	gone := sheet{Words: program.AllWords, Title: "Periods that were left out", Head: []string{"Line", "Title", "Period", "Why"}}
	for _, n := range r.Notices {
		if n.Superseded {
			gone.Rows = append(gone.Rows, []string{itoa(n.Line), program.Brief(n.Title, 60), n.First.String() + " to " + n.Last.String(), "an award of the same process has another"})
		}
	}
	c.Sheets = []sheet{figures, texts, rest, gone, problemSheet(r.Problems)}
	return c
}

// words says what an option is.
func (e extension) words() string {
	if !e.Until.IsZero() {
		return "one, until " + e.Until.String()
	}
	upTo := ""
	if e.UpTo {
		upTo = "up to "
	}
	return fmt.Sprintf("%d of %s%s", e.Max, upTo, inWords(e.Length))
}

// firstTerm says what the published end of the notices with a text is.
func (r *ukResult) firstTerm(t *extensionText) string {
	i := slices.IndexFunc(r.Notices, func(n *notice) bool { return n.Text == t.Text })
	if i < 0 {
		return ""
	}
	n := r.Notices[i]
	switch {
	case n.Includes:
		return fmt.Sprintf("to %v; published with all options, to %v", n.EndOfFirst, n.Last)
	case n.Doubt != "":
		return fmt.Sprintf("to %v, as published; %s", n.Last, n.Doubt)
	}
	return fmt.Sprintf("to %v, as published", n.Last)
}

func sortedKeys(m map[string]int) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
