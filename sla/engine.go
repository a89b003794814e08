package sla

import (
	"fmt"
	"time"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/priority"
)

// An Engine is a compiled definition. It is immutable, shares nothing with the
// definition it was compiled from, and is safe for concurrent use.
type Engine struct {
	print      [32]byte
	first, end int64 // the seconds for which calendars answer

	events map[EventName]int // numbers used by triggers
	facts  map[string]int    // the facts that the definition consults
	names  []string          // of them, by number
	heard  []bool            // the events that do anything to a clock
	again  []bool            // the metrics whose clocks may start after a stop for good

	conditions []condition     // of triggers and states; numbered
	texts      []string        // of the conditions, as written
	byFact     [][]int         // the conditions that a fact takes part in
	matching   []bool          // the facts on which the choice of agreements depends
	selecting  []bool          // these, and those on which priority and target depend
	following  []bool          // the facts that a calendar follows
	dues       map[string]bool // the facts that give a due time
	priorityOf [3]int          // the facts impact, urgency and priority

	metrics  []Metric
	versions []version
}

// A level is a compiled service level.
type level struct {
	from     moment // of its version; unset for the first
	id       string
	cal      *calendar.Calendar
	matrix   *priority.Matrix // nil: priorities come from the fact alone
	fallback priority.Priority
	needs    bool // a target asks for the priority
	raises   []raise
	byMetric [][]*target // targets of each metric in written order
}

type raise struct {
	when condition
	by   int
	to   priority.Priority
}

// An agreement is a compiled Agreement.
type agreement struct {
	id          string
	part        string // of the identity of firings
	order       int    // in written order
	kind        int    // in kinds
	level       *level
	from, until moment // unset and never where open
	match       condition
}

// A target is a compiled Target.
type target struct {
	name       string
	head, part string   // of the identity of firings, before and after the cycle
	print      [32]byte // of its content, where there are versions
	metric     int
	priorities []priority.Priority
	when       condition
	openedIn   *calendar.Calendar

	within  Allowance
	rule    *calendar.DayRule // of business days and weeks
	endAt   edge
	dueFact int // gives the due time; -1
	cal     *calendar.Calendar
	loc     *time.Location
	measure measure
	byFact  *byFact // the calendar follows a fact; nil

	again      bool   // its clocks may start after a stop for good
	onEvent    []acts // by number, as far as events do anything
	onTrue     []onTrue
	pauseWhile []int // conditions
	limits     *limits
	onChange   carry
	changes    bool // onChange is written
	onReopen   reopening
	steps      []step
}

// A trigger fires on an event, or on the event that makes a condition true.
type trigger struct {
	event     int // -1: condition
	condition int
}

// acts are what triggers do to a clock.
type acts uint64

const (
	actStart acts = 1 << iota
	actPause
	actResume
	actStop
	actStopFinal // and for good
	actReopen
	actReset
	actCancel
	actCancelFinal
	actAnswer // the first step; the next bits, the steps after it
)

// onTrue is what the event does that makes a condition true.
type onTrue struct {
	condition int
	acts      acts
}

// on lets triggers do something to the target's clocks.
func (t *target) on(triggers []trigger, do acts) {
	for _, tr := range triggers {
		if tr.event < 0 {
			t.onTrue = append(t.onTrue, onTrue{tr.condition, do})
			continue
		}
		short := tr.event + 1 - len(t.onEvent)
		t.onEvent = append(t.onEvent, make([]acts, max(0, short))...)
		t.onEvent[tr.event] |= do
	}
}

// acts returns what the event does to the target's clocks.
func (t *target) acts(w *walker) (do acts) {
	if uint(w.event) < uint(len(t.onEvent)) {
		do = t.onEvent[w.event]
	}
	if w.touched {
		for _, on := range t.onTrue {
			if w.truth[on.condition] && !w.before[on.condition] {
				do |= on.acts
			}
		}
	}
	return do
}

// edge says where a due time on an edge of service time is moved (A5).
type edge uint8

const (
	edgeStay edge = iota
	edgeNextOpen
	edgeClose
)

// carry says how a running clock comes under another target (D8).
type carry uint8

const (
	carryWhole carry = iota
	carryRestart
	carryElapsed
	carryShare
	carryEarliest
)

var carryNames = []string{"whole", "restart", "keep-elapsed", "keep-share", "earliest-of-both"}

// reopening says how a stopped clock goes on (D6).
type reopening uint8

const (
	reopenResume reopening = iota
	reopenContinue
	reopenNewCycle
)

var reopeningNames = []string{"resume", "continue", "new-cycle"}

// selectMode says which matching agreements of a kind apply (D11).
type selectMode uint8

const (
	selectFirst selectMode = iota
	selectAll
	selectSpecific
)

var selectNames = []string{"first", "all", "specific"}

// due returns the instant at which t, started at start and counted by cal, is
// due if nothing pauses it.
func (t *target) due(cal *calendar.Calendar, start moment) moment {
	return t.within.due(cal, t.rule, start)
}

// dueOf returns the due time that the values of a fact give, or unset. It is
// moved into service time if the target has an endAt (A5).
func (t *target) dueOf(values []string) moment {
	at, err := parseDue(one(values))
	if err != nil || at.IsZero() {
		return unset
	}
	if t.endAt != edgeStay && !t.cal.IsOpen(at) {
		switch t.endAt {
		case edgeNextOpen:
			if next, ok := t.cal.Next(at); ok {
				at = next.Start
			}
		case edgeClose:
			if before, ok := t.cal.Previous(at); ok {
				at = before.End
			}
		}
	}
	return momentOf(at)
}

// parseDue reads the value of a fact that gives a due time; empty is none.
func parseDue(value string) (time.Time, error) {
	if value == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, value)
	if err == nil && !calendar.Range().Contains(at) {
		err = fmt.Errorf("%w: due at %s", ErrRange, value)
	} else if err != nil {
		err = fmt.Errorf("%w: due time %.80q, want an instant such as 2026-03-02T16:00:00+01:00", slakit.ErrInvalid, value)
	}
	return at, err
}

// atEdge applies endAt to a due time.
func (t *target) atEdge(due moment) moment {
	if t.endAt == edgeStay || due == never {
		return due
	}
	at := due.time()
	switch t.endAt {
	case edgeNextOpen:
		if closed, ok := t.cal.Previous(at); ok && closed.End.Equal(at) {
			next, _ := t.cal.Next(at)
			return momentOf(next.Start)
		}
	case edgeClose:
		if opened, ok := t.cal.Next(at); ok && opened.Start.Equal(at) {
			if before, ok := t.cal.Previous(at); ok {
				return momentOf(before.End)
			}
		}
	}
	return due
}
