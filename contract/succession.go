package contract

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/term"
)

// A subject is what several contracts of a kind can be for, one after the other
// or at once: a party, a service, an object, or a service for the same.
type subject struct {
	kind       Kind
	what, name string
}

// The subjects. Contracts with one party, or for one service, run beside each
// other as a rule, so overlaps are looked for only where they cover the same.
const (
	ofParty   = "party"
	ofService = "service"
	ofObject  = "object"
	ofSame    = "the same coverage"
)

// An interval is a stretch of days in force, suspended or not, of a contract.
type interval struct {
	c           *Contract
	order       int
	first, last calendar.Date // last is the last of all days if there is none
}

// successions yields the gaps and overlaps that are not over by a day (K13):
// between contracts that are linked as following, and over everything that
// covers the same party, service or object.
func (r *Register) successions(d calendar.Date) iter.Seq[Finding] {
	return func(yield func(Finding) bool) {
		seen := map[Finding]bool{}
		report := func(f Finding) bool {
			if f.Last.Compare(d) < 0 {
				return true
			}
			key := Finding{Kind: f.Kind, Contract: f.Contract, Other: f.Other}
			if seen[key] {
				return true
			}
			seen[key] = true
			return yield(f)
		}
		if !r.followers(report) {
			return
		}
		groups := r.subjects()
		keys := make([]subject, 0, len(groups))
		for key, list := range groups {
			if len(list) != 1 {
				keys = append(keys, key)
			}
		}
		slices.SortFunc(keys, func(a, b subject) int {
			return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.what, b.what), cmp.Compare(a.name, b.name))
		})
		for _, key := range keys {
			if !sweep(key, groups[key], report) {
				return
			}
		}
	}
}

// sweep reports the gaps, and where it matters the overlaps, of one subject.
func sweep(key subject, list []interval, report func(Finding) bool) bool {
	slices.SortStableFunc(list, func(a, b interval) int { return a.first.Compare(b.first) })
	reach := list[0] // ends last of those before
	for _, next := range list[1:] {
		f := Finding{Contract: reach.c.entry.ID, Other: next.c.entry.ID}
		switch gap := term.Gap(reach.last, next.first); {
		case gap > 0:
			f.Kind, f.First, f.Last = FindingGap, reach.last.Next(), next.first.Prev()
			f.Text = fmt.Sprintf("nothing is in force from %v to %v for %s", f.First, f.Last, key)
			if !report(f) {
				return false
			}
		case gap < 0 && (key.what == ofObject || key.what == ofSame):
			f.Kind, f.First, f.Last = FindingOverlap, next.first, least(reach.last, next.last)
			f.Text = fmt.Sprintf("both are in force from %v%s for %s", f.First, to(f.Last), key)
			if !report(f) {
				return false
			}
		}
		if next.last.Compare(reach.last) > 0 {
			reach = next
		}
	}
	return true
}

func (s subject) String() string {
	if s.what == ofSame {
		return s.what
	}
	return s.what + " " + s.name
}

func to(last calendar.Date) string {
	if last == lastDate {
		return " on"
	}
	return " to " + last.String()
}

func least(a, b calendar.Date) calendar.Date { return a.AddDays(min(0, b.Sub(a))) }

// followers reports gaps and overlaps between contracts that follow another.
func (r *Register) followers(report func(Finding) bool) bool {
	for i, c := range r.contracts.all() {
		if c.entry.Follows == "" {
			continue
		}
		before, ok := r.Contract(c.entry.Follows)
		if !ok {
			continue
		}
		a, b := before.intervals(nil, 0), c.intervals(nil, i)
		if len(a) == 0 || len(b) == 0 {
			continue
		}
		f := Finding{Contract: before.entry.ID, Other: c.entry.ID}
		last, first := a[len(a)-1].last, b[0].first
		switch gap := term.Gap(last, first); {
		case gap > 0:
			f.Kind, f.First, f.Last = FindingGap, last.Next(), first.Prev()
			f.Text = fmt.Sprintf("%s follows it, but nothing is in force from %v to %v", c.entry.ID, f.First, f.Last)
		case gap < 0:
			f.Kind, f.First, f.Last = FindingOverlap, first, least(last, b[len(b)-1].last)
			f.Text = fmt.Sprintf("%s follows it, but both are in force from %v%s", c.entry.ID, f.First, to(f.Last))
		default:
			continue
		}
		if !report(f) {
			return false
		}
	}
	return true
}

// intervals appends the stretches of days on which a contract is in force,
// suspended or not.
func (c *Contract) intervals(all []interval, order int) []interval {
	begin := len(all)
	for run := range c.inForce() {
		if n := len(all); n > begin && all[n-1].last.Next() == run.days.First {
			all[n-1].last = run.days.Last
			continue
		}
		all = append(all, interval{c, order, run.days.First, run.days.Last})
	}
	return all
}

// subjects groups the contracts by what they are for, each with the rows of its
// last version.
func (r *Register) subjects() map[subject][]interval {
	groups := map[subject][]interval{}
	var days []interval
	for i, c := range r.contracts.all() {
		if days = c.intervals(days[:0], i); len(days) == 0 {
			continue
		}
		kind, ver := c.entry.Kind, c.spans[len(c.spans)-1].s.ver
		add := func(what, name string) {
			key := subject{kind, what, name}
			list := groups[key]
			if n := len(list); name == "" || n > 0 && list[n-1].c == c {
				return
			}
			groups[key] = append(list, days...)
		}
		add(ofParty, ver.party.Name)
		for j := range ver.rows {
			row := &ver.rows[j]
			add(ofService, row.Service)
			add(ofSame, row.text())
			for _, object := range row.Covers["object"] {
				if !strings.HasPrefix(object, "!") {
					add(ofObject, object)
				}
			}
		}
	}
	return groups
}

// text tells rows apart that cover different things.
func (r *row) text() string {
	var b strings.Builder
	b.WriteString(r.Service)
	for _, name := range sortedKeys(r.Covers) {
		fmt.Fprintf(&b, "\x00%s", name)
		for _, v := range slices.Sorted(slices.Values(r.Covers[name])) {
			fmt.Fprintf(&b, "\x01%s", v)
		}
	}
	return b.String()
}
