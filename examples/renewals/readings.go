package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slakit/slakit/contract/term"
)

// problemSheet lists what is wrong in a file, with its line.
func problemSheet(list []problem) sheet {
	s := sheet{title: "Problems in the file", head: []string{"Where", "Kind", "What"}, wide: 1}
	for _, p := range list {
		s.rows = append(s.rows, []string{fmt.Sprintf("%s:%d", p.File, p.Line), p.Kind, p.Text})
	}
	return s
}

// chapter shows what was read of CUAD, and every row that does not agree; in
// brief, not those that cannot be compared.
func (r *cuadResult) chapter(inBrief bool) chapter {
	all := tally{r.Lengths.Agree + r.Written.Agree, r.Lengths.Of + r.Written.Of}
	c := chapter{
		title: "Contract terms of CUAD",
		intro: "First terms, renewals and notice periods, read from the texts of clauses, beside what lawyers read in them: " + r.File + ".",
	}
	figures := sheet{title: "What was read", head: []string{"", "Rows", "As labelled", "Share"}}
	add := func(name string, t tally) {
		figures.rows = append(figures.rows, []string{name, itoa(t.Of), itoa(t.Agree), percent(t)})
	}
	figures.rows = append(figures.rows, []string{"Rows", itoa(r.Rows), "", ""}, []string{"with an effective and an expiration date", itoa(r.Dated), "", ""})
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
	figures.note = "The last day is as labelled if one of the conventions gives it: " + strings.Join(by, ", ") + ". Written: the clause writes the day itself."
	differ := sheet{title: "Rows that do not agree", head: []string{"Row", "Computed", "Labelled", "Why not", "Clause"}, wide: 1}
	silent := sheet{title: "Rows without two dates", head: []string{"Row", "Line", "Name", "Read", "What is missing"}}
	for _, d := range r.Deals {
		switch d.Verdict {
		case differs, unread:
			why := d.Reason
			if d.Quote != "" {
				why += ": " + quoted(d.Quote) + " from " + day(d.Start)
			}
			differ.rows = append(differ.rows, []string{d.Row, day(d.Last), day(d.Labelled), why, brief(d.Clause, 600)})
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
			silent.rows = append(silent.rows, []string{d.Row, itoa(d.Line), brief(d.Name, 60), read, d.Reason})
		}
	}
	terms := sheet{title: "Renewals and notice periods that do not agree", head: []string{"Row", "What", "Read", "Labelled", "Why not"}}
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
			terms.rows = append(terms.rows, []string{d.Row, x.what, read, inWords(x.labelled), why})
		}
	}
	if inBrief {
		silent = sheet{title: silent.title, note: fmt.Sprintf("%d. The command cuad lists them.", len(silent.rows))}
	}
	c.sheets = []sheet{figures, differ, terms, silent, problemSheet(r.Problems)}
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
		title: "Contracts of UK public bodies",
		intro: "First and last days in London, from the published instants, and the options in the texts: " + r.File + ".",
	}
	figures := sheet{title: "What was read", head: []string{"", "Number"}, rows: [][]string{
		{"Rows", itoa(r.Rows)},
		{"Periods of a process, each once", itoa(len(r.Notices))},
		{"Rows that publish one again", itoa(again)},
		{"Periods of a tender that an award has replaced", itoa(superseded)},
		{"Starts that are not at midnight", itoa(odd)},
		{"Distinct texts about extension", itoa(len(r.Texts))},
		{"of which became options", itoa(r.Read)},
		{"Published ends that hold the options already", itoa(included)},
	}}
	texts := sheet{title: "Texts that became options", head: []string{"Lines", "Options", "First term", "Text"}, wide: 1}
	rest := sheet{title: "Texts that did not", head: []string{"Lines", "Why not", "Text"}, wide: 1}
	for _, t := range r.Texts {
		lines := make([]string, len(t.Lines))
		for i, l := range t.Lines {
			lines[i] = itoa(l)
		}
		at := strings.Join(lines, " ")
		if t.Option.Reason != "" {
			rest.rows = append(rest.rows, []string{at, t.Option.Reason, brief(t.Text, 400)})
			continue
		}
		texts.rows = append(texts.rows, []string{at, t.Option.words(), r.firstTerm(t), brief(t.Text, 400)})
	}
	gone := sheet{title: "Periods that were left out", head: []string{"Line", "Title", "Period", "Why"}}
	for _, n := range r.Notices {
		if n.Superseded {
			gone.rows = append(gone.rows, []string{itoa(n.Line), brief(n.Title, 60), n.First.String() + " to " + n.Last.String(), "an award of the same process has another"})
		}
	}
	c.sheets = []sheet{figures, texts, rest, gone, problemSheet(r.Problems)}
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
