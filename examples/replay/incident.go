package main

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/slakit/slakit/sla"
)

// An incidentResult is what replaying an incident log shows. Its JSON form is
// stable.
type incidentResult struct {
	Incidents int              `json:"incidents"`
	Events    int              `json:"events"`
	Matrix    tally            `json:"matrix"`
	MadeSLA   map[string]share `json:"madeSLA"` // by the digit of the priority
	Problems  *problems        `json:"problems"`
	Seconds   float64          `json:"seconds"`

	name     string
	note     string // of the definition
	groups   []string
	outcomes []outcome
	flags    []share // the log's own: made_sla true, of closed incidents
	explains []share // as MadeSLA, by group
}

type tally struct {
	Agree    int `json:"agree"`
	Disagree int `json:"disagree"`
}

type share struct {
	Agree int `json:"agree"`
	Of    int `json:"of"`
}

// replayIncidents reads a log and evaluates its incidents as they stood at the
// last instant in it.
func replayIncidents(ctx context.Context, data, definition choice, show *progress, strict bool) (*incidentResult, error) {
	begun := time.Now()
	rules, err := readIncidentRules(definition)
	if err != nil {
		return nil, err
	}
	found := &problems{List: []problem{}, strict: strict}
	var log *incidentLog
	err = data.stream(show, func(in io.Reader) (err error) {
		log, err = readIncidents(ctx, data.String(), in, rules, found)
		return err
	})
	if err != nil {
		return nil, err
	}
	result := &incidentResult{
		Incidents: len(log.incidents),
		Events:    log.rows,
		Matrix:    tally{log.agree, log.disagree},
		MadeSLA:   map[string]share{},
		Problems:  found,
		name:      log.name,
		note:      rules.def.Note,
		groups:    append(log.priorities, "unknown"),
		outcomes:  make([]outcome, len(log.incidents)),
	}
	result.explains = make([]share, len(result.groups))
	result.flags = make([]share, len(result.groups))
	bad := make([][]problem, workers())
	err = spread(ctx, len(log.incidents), func(ctx context.Context, part, from, to int) error {
		t := ticketer{log: log, facts: map[facts]sla.Facts{}}
		for i := from; i < to; i++ {
			if i%256 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			if err := t.evaluate(rules.engine, &log.incidents[i], &result.outcomes[i]); err != nil {
				bad[part] = append(bad[part], *err)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, part := range bad {
		for _, one := range part {
			if err := found.add(one); err != nil {
				return nil, err
			}
		}
	}
	result.compare(log)
	result.Seconds = time.Since(begun).Seconds()
	return result, nil
}

// compare counts how often made_sla is what the engine says.
func (r *incidentResult) compare(log *incidentLog) {
	for i := range log.incidents {
		one, o := &log.incidents[i], &r.outcomes[i]
		last, ok := one.end()
		if !ok || !one.ended() {
			continue
		}
		r.flags[o.group].Of++
		if last.made {
			r.flags[o.group].Agree++
		}
		if !one.steady() {
			continue
		}
		e := &r.explains[o.group]
		e.Of++
		if o.state == sla.StateStopped && last.made == !o.breached {
			e.Agree++
		}
	}
	for i, e := range r.explains {
		if e.Of > 0 {
			digit, _, _ := strings.Cut(r.groups[i], " - ")
			r.MadeSLA[digit] = e
		}
	}
}

// end returns the last update.
func (o *incident) end() (update, bool) {
	if len(o.updates) == 0 {
		return update{}, false
	}
	return o.updates[len(o.updates)-1], true
}

// ended says whether the incident is closed in the end.
func (o *incident) ended() bool {
	last, ok := o.end()
	return ok && last.facts.state == closedState
}

// steady says whether the incident had one priority throughout.
func (o *incident) steady() bool {
	for _, u := range o.updates {
		if u.facts.priority != o.updates[0].facts.priority {
			return false
		}
	}
	return true
}

// The positions of two states in the list of them.
var (
	resolvedState = place(states, []byte(stateResolved))
	closedState   = place(states, []byte(stateClosed))
)

// A ticketer turns incidents into tickets and evaluates them. It reuses its
// memory, and shares the facts of all events that say the same.
type ticketer struct {
	log    *incidentLog
	events []sla.Event
	facts  map[facts]sla.Facts
	report sla.Report
}

// evaluate fills in the outcome of an incident. An error is a problem.
func (t *ticketer) evaluate(engine *sla.Engine, one *incident, o *outcome) *problem {
	o.id, o.group = one.id, len(t.log.priorities)
	if last, ok := one.end(); ok && last.facts.priority != 0 {
		o.group = int(last.facts.priority) - 1
	}
	if one.opened == noTime || len(one.updates) == 0 {
		return nil // named when it was read
	}
	o.opened = instant(one.opened)
	t.tell(one)
	err := engine.EvaluateInto(&t.report, sla.Ticket{ID: one.id, Events: t.events}, instant(t.log.last))
	if err != nil {
		return &problem{File: t.log.name, Line: int(one.line), Kind: notEvaluated, Text: one.id + ": " + err.Error()}
	}
	reading, ok := t.report.Reading(sla.Resolution)
	if !ok {
		return &problem{File: t.log.name, Line: int(one.line), Kind: notEvaluated, Text: one.id + ": no target for its resolution"}
	}
	o.take(&reading)
	return nil
}

func instant(at int64) time.Time { return time.Unix(at, 0).UTC() }

// tell writes the events of an incident: its opening, and one for each row.
// What a row repeats from the end of the story (closed_at, resolved_at) is told
// only when the story comes to it.
func (t *ticketer) tell(one *incident) {
	before := facts{state: one.updates[0].facts.state, impact: one.updates[0].facts.impact, urgency: one.updates[0].facts.urgency}
	t.events = append(t.events[:0], sla.Event{At: instant(one.opened), Name: sla.Opened, Facts: t.factsOf(before)})
	if one.ended() && one.resolved != noTime && !one.was(resolvedState) {
		t.events = append(t.events, sla.Event{At: instant(one.resolved), Name: sla.Resolved})
	}
	final := one.closing()
	state := uint8(0)
	for i, u := range one.updates {
		now := facts{impact: u.facts.impact, urgency: u.facts.urgency, state: u.facts.state}
		event := sla.Event{At: instant(u.at), Name: name(state, now.state)}
		if now.state == 0 {
			event.Name, now.state = sla.Changed, state
		}
		if now != before {
			event.Facts, before = t.factsOf(now), now
		}
		state = now.state
		if i == final && one.closed != noTime && one.closed != u.at {
			event.Name = sla.Changed
			t.events = append(t.events, event, sla.Event{At: instant(one.closed), Name: sla.Closed})
			continue
		}
		t.events = append(t.events, event)
	}
}

// closing returns the index of the update that closed the incident for good,
// or -1.
func (o *incident) closing() int {
	i := len(o.updates)
	for i > 0 && o.updates[i-1].facts.state == closedState {
		i--
	}
	if i == len(o.updates) {
		return -1
	}
	return i
}

// was says whether the incident was ever in a state.
func (o *incident) was(state uint8) bool {
	for _, u := range o.updates {
		if u.facts.state == state {
			return true
		}
	}
	return false
}

// name tells what a step from one state to another is.
func name(from, to uint8) sla.EventName {
	switch {
	case from == to:
		return sla.Changed
	case to == closedState:
		return sla.Closed
	case from == closedState:
		return sla.Reopened
	case to == resolvedState:
		return sla.Resolved
	case from == resolvedState:
		return sla.Reopened
	}
	return sla.Changed
}

// factsOf returns the facts of an event: those that are known.
func (t *ticketer) factsOf(f facts) sla.Facts {
	if known, ok := t.facts[f]; ok {
		return known
	}
	known := sla.Facts{}
	if f.impact != 0 {
		known["impact"] = []string{t.log.impacts[f.impact-1]}
	}
	if f.urgency != 0 {
		known["urgency"] = []string{t.log.urgencies[f.urgency-1]}
	}
	if f.state != 0 {
		known["status"] = []string{states[f.state-1]}
	}
	t.facts[f] = known
	return known
}
