package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/term"
)

// The columns that are read. start_date_london, end_date_london and those about
// terms are derived from the published instants, so they are not.
var ukColumns = []string{
	"ocid", "release_id", "tag", "release_date", "buyer", "title", "scope", "value_amount", "currency",
	"period_start", "period_end", "extension_text", "notice_url",
}

// A notice is a contract period as a public body published it.
type notice struct {
	Line     int           `json:"line"`
	ID       string        `json:"ocid"`
	Release  string        `json:"release"`
	Released time.Time     `json:"released"`
	Buyer    string        `json:"buyer"`
	Title    string        `json:"title"`
	Scope    string        `json:"scope"` // tender, lot or award
	Value    string        `json:"value,omitzero"`
	Currency string        `json:"currency,omitzero"`
	First    calendar.Date `json:"first"`
	Last     calendar.Date `json:"last"` // as published
	Text     string        `json:"text,omitzero"`
	URL      string        `json:"url,omitzero"`

	// Begins is the clock of the published start, if it is not midnight.
	Begins string `json:"begins,omitzero"`
	// Also lists the lines that publish the same period again.
	Also []int `json:"also,omitzero"`
	// Superseded reports that an award of the same process has another period.
	Superseded bool `json:"superseded,omitzero"`

	Option extension `json:"option,omitzero"`
	// EndOfFirst is the last day before any option is taken.
	EndOfFirst calendar.Date `json:"endOfFirst"`
	// Includes reports that the published end is that of all options.
	Includes bool `json:"includes,omitzero"`
	// Doubt says that the published end is neither that of the first term nor
	// that of all options; it is then taken for that of the first term.
	Doubt string `json:"doubt,omitzero"`
}

// A ukResult is what came of reading the notices.
type ukResult struct {
	File    string    `json:"file"`
	Rows    int       `json:"rows"`
	Notices []*notice `json:"notices"` // each period of a process once
	// Texts are the distinct texts about extension, in the order of the file.
	Texts    []*extensionText `json:"texts"`
	Read     int              `json:"read"` // of Texts
	Problems []problem        `json:"problems"`

	byText   map[string]*extensionText
	byPeriod map[string]int // in Notices
}

// An extensionText is a text and what it gives.
type extensionText struct {
	Text   string    `json:"text"`
	Lines  []int     `json:"lines"`
	Option extension `json:"option"`
}

func readUK(ctx context.Context, from choice) (*ukResult, error) {
	data, err := from.read(ctx)
	if err != nil {
		return nil, err
	}
	rows, problems, err := readRows(from.String(), data, ukColumns...)
	if err != nil {
		return nil, err
	}
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		return nil, err
	}
	dayBefore, err := term.Compile(term.Rules{}, nil)
	if err != nil {
		return nil, err
	}
	result := newUKResult(from.String(), len(rows), problems)
	for _, r := range rows {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		n, wrong := newNotice(result.File, r, london)
		result.Problems = append(result.Problems, wrong...)
		if wrong == nil {
			result.add(n)
		}
	}
	result.settle(dayBefore)
	return result, nil
}

func newUKResult(file string, rows int, problems []problem) *ukResult {
	return &ukResult{File: file, Rows: rows, Problems: problems, byText: map[string]*extensionText{}, byPeriod: map[string]int{}}
}

// settle decides what needs all the notices.
func (r *ukResult) settle(dayBefore *term.Counter) {
	awarded := map[string]bool{}
	for _, n := range r.Notices {
		awarded[n.ID] = awarded[n.ID] || n.Scope == "award"
	}
	for _, n := range r.Notices {
		n.Superseded = n.Scope != "award" && awarded[n.ID]
		n.settle(dayBefore)
		if n.Text != "" {
			r.byText[n.Text].Option = n.Option
		}
	}
	for _, t := range r.Texts {
		if t.Option.Reason == "" {
			r.Read++
		}
	}
}

// newNotice reads a row.
func newNotice(file string, r row, london *time.Location) (*notice, []problem) {
	n := &notice{
		Line: r.line, ID: r.fields["ocid"], Release: r.fields["release_id"], Buyer: tidy(r.fields["buyer"]), Title: tidy(r.fields["title"]),
		Scope: r.fields["scope"], Value: r.fields["value_amount"], Currency: r.fields["currency"],
		Text: tidy(r.fields["extension_text"]), URL: r.fields["notice_url"],
	}
	var wrong []problem
	instant := func(column string) time.Time {
		at, err := time.Parse(time.RFC3339, r.fields[column])
		if err != nil || at.Year() < 1950 || at.Year() > 2150 {
			wrong = append(wrong, problem{File: file, Line: r.line, Kind: badDate, Text: column + " is " + quoted(r.fields[column]) + ", want an instant such as 2025-04-01T00:00:00+01:00"})
		}
		return at.In(london)
	}
	start, end := instant("period_start"), instant("period_end")
	n.Released = instant("release_date")
	if n.ID == "" {
		wrong = append(wrong, problem{File: file, Line: r.line, Kind: badValue, Text: "ocid is empty"})
	}
	if !slices.Contains([]string{"tender", "lot", "award"}, n.Scope) {
		wrong = append(wrong, problem{File: file, Line: r.line, Kind: badValue, Text: "scope is " + quoted(n.Scope) + ", want tender, lot or award"})
	}
	if wrong != nil {
		return nil, wrong
	}
	n.First, n.Last = dateOf(start), dateOf(end)
	if clock := start.Format("15:04:05"); clock != "00:00:00" {
		n.Begins = clock
	}
	if n.Last.Compare(n.First) < 0 {
		return nil, []problem{{File: file, Line: r.line, Kind: badDate, Text: "the period ends on " + n.Last.String() + ", before it begins, " + n.First.String()}}
	}
	return n, nil
}

// dateOf returns the day on which an instant lies in its zone.
func dateOf(at time.Time) calendar.Date {
	d, _ := calendar.NewDate(at.Year(), at.Month(), at.Day())
	return d
}

// add files a notice: of those that publish the same period of a process an
// award counts, else the one that was released last.
func (r *ukResult) add(n *notice) {
	r.addText(n)
	period := fmt.Sprint(n.First, n.Last, n.ID)
	i, ok := r.byPeriod[period]
	if !ok {
		r.byPeriod[period] = len(r.Notices)
		r.Notices = append(r.Notices, n)
		return
	}
	old := r.Notices[i]
	better := n.Released.After(old.Released)
	if award := n.Scope == "award"; award != (old.Scope == "award") {
		better = award
	}
	if better {
		n.Also = append(slices.Clone(old.Also), old.Line)
		if n.Text == "" {
			n.Text = old.Text
		}
		r.Notices[i] = n
		return
	}
	old.Also = append(old.Also, n.Line)
	if old.Text == "" {
		old.Text = n.Text
	}
}

func (r *ukResult) addText(n *notice) {
	if n.Text == "" {
		return
	}
	t := r.byText[n.Text]
	if t == nil {
		t = &extensionText{Text: n.Text, Option: readExtension(n.Text)}
		r.byText[n.Text] = t
		r.Texts = append(r.Texts, t)
	}
	t.Lines = append(t.Lines, n.Line)
}

// settle decides what the published last day is: that of the first term, or
// that after all options. Buyers differ; the text may tell.
func (n *notice) settle(c *term.Counter) {
	n.EndOfFirst = n.Last
	if n.Text == "" {
		return
	}
	n.Option = readExtension(n.Text)
	o := &n.Option
	if o.Reason != "" {
		return
	}
	if !o.Until.IsZero() {
		if o.Until.Compare(n.Last) <= 0 {
			o.Reason = "the option ends on " + o.Until.String() + ", within the published period"
			return
		}
		o.Length = term.Length{Period: calendar.Period{Days: o.Until.Sub(n.Last)}}
		return
	}
	initial := o.InitialLast
	if initial.IsZero() && !o.Initial.IsZero() {
		initial = c.Last(n.First, o.Initial)
	}
	if initial.IsZero() || initial == n.Last {
		return
	}
	chain := c.ChainTo(n.First, initial, o.Length)
	if all, ok := chain.Term(o.Max); ok && all.Last == n.Last {
		n.EndOfFirst, n.Includes = initial, true
		return
	}
	n.Doubt = "by the text the first term would end on " + initial.String()
}
