package main

import (
	"context"
	"slices"
	"strings"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/term"
)

// The columns that are read. term_months and term_convention are derived from
// the answers, so they are not.
var cuadColumns = []string{
	"row", "filename", "document_name", "agreement_iso", "effective_iso", "expiration_iso", "expiration_kind",
	"renewal_n", "renewal_unit", "notice_n", "notice_unit",
	"expiration_clause", "renewal_clause", "notice_clause",
}

// A deal is a row of CUAD: a contract, what its clauses say, and what lawyers
// read in them.
type deal struct {
	Row       string        `json:"row"`
	Line      int           `json:"line"`
	Name      string        `json:"name"`
	Party     string        `json:"party"`
	Agreed    calendar.Date `json:"agreed,omitzero"`
	Effective calendar.Date `json:"effective,omitzero"`
	Labelled  calendar.Date `json:"labelled,omitzero"`
	Clause    string        `json:"clause,omitzero"`
	Quote     string        `json:"quote,omitzero"`

	// Start is the first day, Length the length of the first term, Written its
	// last day where the clause writes one, Last the one that was computed.
	Start      calendar.Date `json:"start,omitzero"`
	Length     term.Length   `json:"length,omitzero"`
	Written    calendar.Date `json:"written,omitzero"`
	Last       calendar.Date `json:"last,omitzero"`
	Convention string        `json:"convention,omitzero"`
	// Exact is the convention that the clause names itself.
	Exact   string `json:"exact,omitzero"`
	Verdict string `json:"verdict"`
	Reason  string `json:"reason,omitzero"`

	// Open reports that the clause states that there is no end.
	Open bool `json:"open,omitzero"`

	Renewal renewalText `json:"renewal,omitzero"`
	Notice  noticeText  `json:"notice,omitzero"`

	renewalLabel, noticeLabel term.Length
	// byLength reports that a convention gives the labelled day from the length.
	byLength bool
}

// The verdicts about a row.
const (
	agrees    = "agrees"    // the computed last day is the labelled one
	differs   = "differs"   // it is another
	unread    = "unread"    // no first term could be read
	unlabeled = "no labels" // a date that lawyers would have to give is missing
)

// conventions are the rules for last days, in the order in which they are
// tried.
var conventions = []term.LastDayRule{term.DayBefore, term.Anniversary, term.ExclusiveMinusOne, term.MonthAligned}

// written is the convention of a last day that is written as a date.
const written = "written"

func readCUAD(ctx context.Context, from choice) (*cuadResult, error) {
	data, err := from.read(ctx)
	if err != nil {
		return nil, err
	}
	rows, problems, err := readRows(from.String(), data, cuadColumns...)
	if err != nil {
		return nil, err
	}
	counters, err := newCounters()
	if err != nil {
		return nil, err
	}
	result := &cuadResult{File: from.String(), Problems: problems, Conventions: map[string]int{}}
	seen := map[string]int{}
	for _, r := range rows {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		d, wrong := newDeal(result.File, r)
		if wrong == nil && seen[d.Row] > 0 {
			wrong = []problem{{File: result.File, Line: r.line, Kind: twice, Text: "row " + d.Row + " stands on line " + itoa(seen[d.Row]) + ", too"}}
		}
		result.Problems = append(result.Problems, wrong...)
		if wrong != nil {
			continue
		}
		seen[d.Row] = r.line
		d.judge(counters, r.fields)
		result.add(d)
	}
	return result, nil
}

// newCounters returns a counter for each convention.
func newCounters() (map[term.LastDayRule]*term.Counter, error) {
	counters := map[term.LastDayRule]*term.Counter{}
	for _, rule := range conventions {
		c, err := term.Compile(term.Rules{LastDay: rule}, nil)
		if err != nil {
			return nil, err
		}
		counters[rule] = c
	}
	return counters, nil
}

// newDeal reads the columns of a row that are not clauses.
func newDeal(file string, r row) (*deal, []problem) {
	d := &deal{Row: r.fields["row"], Line: r.line, Name: r.fields["document_name"], Party: partyOf(r.fields["filename"])}
	var wrong []problem
	if d.Row == "" {
		wrong = append(wrong, problem{File: file, Line: r.line, Kind: badValue, Text: "row is empty, want a number"})
	}
	for column, to := range map[string]*calendar.Date{"agreement_iso": &d.Agreed, "effective_iso": &d.Effective, "expiration_iso": &d.Labelled} {
		text := r.fields[column]
		if text == "" {
			continue
		}
		day, err := calendar.ParseDate(text)
		if err != nil {
			wrong = append(wrong, problem{File: file, Line: r.line, Kind: badDate, Text: column + " is " + quoted(text) + ", want a date such as 2019-03-27"})
			continue
		}
		*to = day
	}
	var ok bool
	if d.renewalLabel, ok = answer(r.fields["renewal_n"], r.fields["renewal_unit"]); !ok {
		wrong = append(wrong, problem{File: file, Line: r.line, Kind: badValue, Text: "renewal_n and renewal_unit are " + quoted(r.fields["renewal_n"]) + " and " + quoted(r.fields["renewal_unit"])})
	}
	if d.noticeLabel, ok = answer(r.fields["notice_n"], r.fields["notice_unit"]); !ok {
		wrong = append(wrong, problem{File: file, Line: r.line, Kind: badValue, Text: "notice_n and notice_unit are " + quoted(r.fields["notice_n"]) + " and " + quoted(r.fields["notice_unit"])})
	}
	return d, wrong
}

// answer reads a labelled quantity; an empty one is zero.
func answer(n, unit string) (term.Length, bool) {
	if n == "" && unit == "" {
		return term.Length{}, true
	}
	if n == "0.5" && unit == "year" {
		return lengthOf(6, "month", false), true
	}
	number, ok := value(n)
	if !ok || !slices.Contains([]string{"year", "month", "week", "day"}, unit) {
		return term.Length{}, false
	}
	return lengthOf(number, unit, false), true
}

// partyOf returns the filer's name, with which the name of a file begins.
func partyOf(filename string) string {
	name, _, _ := strings.Cut(filename, "_")
	return strings.TrimSpace(strings.TrimSuffix(strings.ToValidUTF8(name, "?"), ".pdf"))
}

// judge reads the clauses and compares the last day with the labelled one.
func (d *deal) judge(counters map[term.LastDayRule]*term.Counter, fields map[string]string) {
	all := passages(fields["expiration_clause"])
	d.Clause = strings.Join(all, " / ")
	d.Renewal = readRenewal(passages(fields["renewal_clause"]))
	d.Notice = readNotice(append(passages(fields["notice_clause"]), passages(fields["renewal_clause"])...))
	r := readTerm(all)
	d.Quote, d.Length, d.Written, d.Reason, d.Open, d.Exact = r.quote, r.length, r.last, r.reason, r.open, r.exact
	if d.Renewal.AsFirst {
		d.Renewal.Length = r.length
	}
	d.Start = d.Effective
	if r.fromSigning && !d.Agreed.IsZero() {
		d.Start = d.Agreed
	}
	if !r.start.IsZero() {
		d.Start = r.start
	}
	both := !d.Effective.IsZero() && !d.Labelled.IsZero()
	switch {
	case r.reason != "":
		d.Verdict = unread
	case d.Start.IsZero() && d.Written.IsZero():
		d.Verdict, d.Reason = unread, "the first day is not known"
	default:
		d.Last, d.Convention = d.Written, written
		if !d.Length.IsZero() && !d.Start.IsZero() {
			last, convention := d.lastDay(counters)
			d.byLength = last == d.Labelled && !last.IsZero()
			if d.Written.IsZero() || d.Written != d.Labelled {
				d.Last, d.Convention = last, convention
			}
		}
		switch {
		case d.Last.IsZero():
			d.Verdict, d.Reason = unread, "it would end after all days"
		case d.Last == d.Labelled:
			d.Verdict = agrees
		case d.Last.Compare(d.Start) < 0:
			d.Verdict, d.Reason = differs, "the last day lies before the first"
		default:
			d.Verdict, d.Reason = differs, "no convention gives the labelled day"
		}
	}
	if !both {
		d.Verdict = unlabeled
		if d.Reason == "" || !d.Last.IsZero() {
			d.Reason = strings.Join(d.without(), ", ")
		}
	}
}

func (d *deal) without() []string {
	var none []string
	if d.Effective.IsZero() {
		none = append(none, "no effective date is labelled")
	}
	if d.Labelled.IsZero() {
		none = append(none, "no expiration date is labelled")
	}
	return none
}

// lastDay computes the last day of the first term from its length: by the
// convention that the clause names, else by one that gives the labelled day,
// else by that of the register.
func (d *deal) lastDay(counters map[term.LastDayRule]*term.Counter) (calendar.Date, string) {
	switch d.Exact {
	case dayBefore:
		return counters[term.DayBefore].Last(d.Start, d.Length), string(term.DayBefore)
	case endOfMonth:
		day := counters[term.Anniversary].Last(d.Start, d.Length)
		if day.IsZero() {
			return day, ""
		}
		last, _ := calendar.NewDate(day.Year(), day.Month(), daysIn(day.Year(), int(day.Month())))
		return last, endOfMonth
	}
	for _, rule := range conventions {
		if day := counters[rule].Last(d.Start, d.Length); day == d.Labelled {
			return day, string(rule)
		}
	}
	return counters[term.Anniversary].Last(d.Start, d.Length), string(term.Anniversary)
}
