package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract"
	costs "github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/credit"
	"github.com/slakit/slakit/contract/exposure"
	"github.com/slakit/slakit/examples/internal/program"
	"github.com/slakit/slakit/sla"
)

var measuredColumns = []string{"contract", "schedule", "first", "last", "level", "incident", "good", "total", "time", "count"}

// A measuredSet is what was measured for a schedule of a contract in a period.
type measuredSet struct {
	contract, schedule string
	days               costs.Days
	line               int
	values             []credit.Measured
}

// A creditResult is the credit notes that measured values give.
type creditResult struct {
	Register string          `json:"register"`
	Measured string          `json:"measured"`
	Notes    []creditNote    `json:"notes"`
	Lines    []exposure.Line `json:"backToBack"`
	Problems []problem       `json:"problems"`
}

// A creditNote is the credit of a schedule for a period, with its steps.
type creditNote struct {
	Contract string        `json:"contract"`
	Kind     contract.Kind `json:"kind"`
	Name     string        `json:"name"`
	Party    string        `json:"party"`
	credit.Credit
	Steps []credit.Step `json:"steps"`
}

// readMeasured reads measured values. A row that holds none is a problem.
func readMeasured(name string, data []byte) ([]measuredSet, []problem, error) {
	rows, problems, err := readRows(name, data, measuredColumns...)
	if err != nil {
		return nil, nil, err
	}
	var sets []measuredSet
	at := map[string]int{} // in sets
	for _, r := range rows {
		one, wrong := measuredOf(name, r)
		problems = append(problems, wrong...)
		if wrong != nil {
			continue
		}
		key := fmt.Sprintf("%q %q %v", one.contract, one.schedule, one.days)
		i, ok := at[key]
		if !ok {
			at[key] = len(sets)
			sets = append(sets, one)
			continue
		}
		sets[i].values = append(sets[i].values, one.values...)
	}
	slices.SortStableFunc(sets, func(a, b measuredSet) int { return a.days.First.Compare(b.days.First) })
	return sets, problems, nil
}

func measuredOf(name string, r row) (measuredSet, []problem) {
	f := r.fields
	var wrong []problem
	bad := func(kind, format string, args ...any) {
		wrong = append(wrong, problem{File: name, Line: r.line, Kind: kind, Text: fmt.Sprintf(format, args...)})
	}
	one := measuredSet{contract: f["contract"], schedule: f["schedule"], line: r.line}
	for column, to := range map[string]*calendar.Date{"first": &one.days.First, "last": &one.days.Last} {
		d, err := calendar.ParseDate(f[column])
		if err != nil {
			bad(badDate, "%s is %s, want a date such as 2026-03-31", column, quoted(f[column]))
			continue
		}
		*to = d
	}
	number := func(column string) int64 {
		if f[column] == "" {
			return 0
		}
		n, err := strconv.ParseInt(f[column], 10, 64)
		if err != nil || n < 0 {
			bad(badValue, "%s is %s, want a whole number, 0 or more", column, quoted(f[column]))
		}
		return n
	}
	m := credit.Measured{Level: f["level"], Incident: f["incident"], Count: number("count")}
	m.Share = sla.Ratio{Num: number("good"), Den: number("total")}
	if m.Share.Num > m.Share.Den {
		bad(badValue, "good is %d of a total of %d", m.Share.Num, m.Share.Den)
	}
	if f["time"] != "" {
		d, err := time.ParseDuration(f["time"])
		if err != nil || d < 0 {
			bad(badValue, "time is %s, want a duration such as 1h47m", quoted(f["time"]))
		}
		m.Time = d
	}
	one.values = []credit.Measured{m}
	return one, wrong
}

// assess turns measured values into credit notes: for each schedule of a
// contract, period by period.
func assess(ctx context.Context, r *contract.Register, name string, sets []measuredSet, problems []problem) (*creditResult, error) {
	result := &creditResult{Measured: name, Problems: problems}
	var all []exposure.Assessed
	bySchedule := map[[2]string][]measuredSet{}
	var order [][2]string
	for _, s := range sets {
		key := [2]string{s.contract, s.schedule}
		if bySchedule[key] == nil {
			order = append(order, key)
		}
		bySchedule[key] = append(bySchedule[key], s)
	}
	for _, key := range order {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		mine := bySchedule[key]
		first := mine[0]
		bad := func(err error) {
			result.Problems = append(result.Problems, problem{File: name, Line: first.line, Kind: badValue, Text: fmt.Sprintf("%s of %s: %v", quoted(first.schedule), quoted(first.contract), err)})
		}
		c, ok := r.Contract(first.contract)
		if !ok {
			result.Problems = append(result.Problems, problem{File: name, Line: first.line, Kind: noContract, Text: "the register has no contract " + quoted(first.contract)})
			continue
		}
		periods := make([]credit.Period, len(mine))
		for i, s := range mine {
			periods[i] = credit.Period{Days: s.days, Measured: s.values}
		}
		credits, err := c.Credits(first.schedule, periods)
		if err != nil {
			bad(err)
			continue
		}
		for _, one := range credits {
			result.Notes = append(result.Notes, creditNote{
				c.ID(), c.Kind(), nameOf(c), c.Sections(one.Days.First).Party.Name, one, slices.Collect(one.Steps()),
			})
			all = append(all, exposure.Assessed{Contract: c.ID(), Credit: one})
		}
	}
	slices.SortStableFunc(result.Problems, func(a, b problem) int { return cmp.Compare(a.Line, b.Line) })
	lines, err := exposure.Lines(r, all)
	if err != nil {
		return nil, err
	}
	result.Lines = lines
	return result, nil
}

func (r *creditResult) chapter() chapter {
	c := chapter{Title: "Credit notes", Intro: "What measured values give by the schedules of the contracts, and what is recovered from suppliers of what is paid to customers."}
	notes := sheet{Words: program.AllWords, Title: "Credits", Head: []string{"Contract", "Name", "Party", "Schedule", "Period", "Credit", "Who pays"}}
	for _, n := range r.Notes {
		who := "the party"
		if n.Kind == contract.Customer {
			who = "we"
		}
		amount := n.Amount.String()
		switch {
		case !n.Measured:
			amount, who = "nothing measured", ""
		case n.Amount.Sign() == 0:
			amount, who = "none", ""
		}
		notes.Rows = append(notes.Rows, []string{n.Contract, n.Name, n.Party, n.Schedule, n.Days.String(), amount, who})
	}
	c.Sheets = append(c.Sheets, notes)
	for _, n := range r.Notes {
		s := sheet{Words: program.AllWords, Title: fmt.Sprintf("How %s of %s came about, %s", n.Schedule, n.Contract, n.Days), Head: []string{"Step", "What"}, Prose: 1}
		for _, step := range n.Steps {
			s.Rows = append(s.Rows, []string{step.Name, step.Text})
		}
		c.Sheets = append(c.Sheets, s)
	}
	back := sheet{Words: program.AllWords, Title: "Back to back", Head: []string{"Rows", "Period", "Paid out", "Recoverable", "Difference", "Why"}, Prose: 1}
	for _, l := range r.Lines {
		rows, why := "", ""
		for _, x := range l.Rows {
			rows = join(rows, x.String(), ", ")
		}
		for w := range l.Why() {
			why = join(why, w, "; ")
		}
		back.Rows = append(back.Rows, []string{rows, l.Days.String(), l.PaidOut.String(), l.Recoverable.String(), l.Difference.String(), why})
	}
	c.Sheets = append(c.Sheets, back, problemSheet(r.Problems))
	return c
}

func join(a, b, by string) string {
	if a == "" {
		return b
	}
	return a + by + b
}
