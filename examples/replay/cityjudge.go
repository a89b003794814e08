package main

import (
	"slices"
	"time"

	"github.com/slakit/slakit/sla"
)

// A cityJudge evaluates requests one after the other.
type cityJudge struct {
	engines *cityEngines
	name    string // of the log
	types   []sla.Facts
	events  []sla.Event
	due     sla.ManualDue
	report  sla.Report

	flags    flags
	rules    []ruleResult
	outcomes []outcome
	bad      []problem
}

func newCityJudge(e *cityEngines, name string, types []sla.Facts) *cityJudge {
	return &cityJudge{engines: e, name: name, types: types, rules: newRuleResults()}
}

// judge evaluates a request twice: by the target that its type and the rules
// give, and by the target that the city gave. The first evaluation is made
// before the city's target is looked at.
func (j *cityJudge) judge(r *request) {
	if r.opened == noTime {
		return // named when it was read
	}
	j.events = append(j.events[:0], sla.Event{At: instant(r.opened), Name: sla.Opened, Facts: j.types[r.kind]})
	if r.closed != noTime {
		j.events = append(j.events, sla.Event{At: instant(r.closed), Name: sla.Closed})
	}
	own, ok := j.reading(j.engines.computed, r)
	if !ok {
		return
	}
	rule := slices.Index(algorithms, j.engines.algorithm[own.Agreement])
	if rule < 0 {
		rule = len(algorithms)
	}
	if !own.Due.IsZero() {
		o := outcome{id: r.id, group: rule, opened: instant(r.opened)}
		o.take(&own)
		j.outcomes = append(j.outcomes, o)
	}
	if r.target != noTime {
		j.rules[rule].compare(own.Due, r)
		j.rules[rule].judged.count(r.flag, own.Breached)
		j.due = sla.ManualDue{Metric: sla.Resolution, At: instant(r.target)}
		j.events[0].Due = &j.due
	}
	if city, ok := j.reading(j.engines.city, r); ok {
		j.flags.count(r.flag, city.Breached)
	}
}

// compare counts a computed due time against the city's target.
func (r *ruleResult) compare(due time.Time, q *request) {
	r.targets++
	if due.IsZero() {
		return
	}
	switch off := due.Sub(instant(q.target)).Abs(); {
	case off <= 60*time.Second:
		r.within60++
		r.within300++
	case off <= 300*time.Second:
		r.within300++
	}
}

// reading evaluates the events that were prepared.
func (j *cityJudge) reading(engine *sla.Engine, r *request) (sla.Reading, bool) {
	err := engine.EvaluateInto(&j.report, sla.Ticket{ID: r.id, Events: j.events}, j.engines.exported)
	if err != nil {
		j.bad = append(j.bad, problem{File: j.name, Line: int(r.line), Kind: notEvaluated, Text: r.id + ": " + err.Error()})
		return sla.Reading{}, false
	}
	reading, ok := j.report.Reading(sla.Resolution)
	if !ok {
		j.bad = append(j.bad, problem{File: j.name, Line: int(r.line), Kind: notEvaluated, Text: r.id + ": no target for its resolution"})
	}
	return reading, ok
}
