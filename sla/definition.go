package sla

import (
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/internal/strictjson"
	"github.com/slakit/slakit/priority"
)

// A Definition is everything that was promised: when service is given, how bad
// a ticket is, how fast each service level works, and for whom it holds. It is
// plain data with a JSON form; [Compile] checks it.
type Definition struct {
	Schema        string                         `json:"$schema,omitzero"`
	Calendars     []calendar.Definition          `json:"calendars,omitzero"`
	Matrices      map[string]priority.Definition `json:"matrices,omitzero"`
	ServiceLevels []ServiceLevel                 `json:"serviceLevels,omitzero"`
	Agreements    []Agreement                    `json:"agreements,omitzero"`
	// Events lists event names that tickets may carry although no trigger uses
	// them.
	Events []EventName `json:"events,omitzero"`
	// Facts, where given, lists the facts and their values that tickets may
	// carry; any other is then an error. A fact without values may have any.
	Facts map[string][]string `json:"facts,omitzero"`
	// Select says, for each kind, which of the matching agreements apply:
	// "first" in written order (the default), "all", or "specific", the one
	// with most facts in its match (D11).
	Select map[Kind]string `json:"select,omitzero"`
	Note   string          `json:"note,omitzero"`
}

// A ServiceLevel is a card such as Gold, Silver or Bronze: targets that any
// number of agreements can promise.
type ServiceLevel struct {
	ID   string `json:"id"`
	Name string `json:"name,omitzero"`
	// Matrix names the matrix that gives the priority. Without one it is the
	// fact "priority", else DefaultPriority.
	Matrix string `json:"matrix,omitzero"`
	// Calendar names the service hours of targets that name none themselves.
	Calendar string `json:"calendar"`
	// DefaultPriority is used where impact or urgency is not known or their
	// cell is empty.
	DefaultPriority priority.Priority `json:"defaultPriority,omitzero"`
	// Raise lifts the priority of some tickets, one rule after the other.
	Raise []Raise `json:"raise,omitzero"`
	// Targets are tried in written order: of each metric the first that fits
	// applies. A service level without targets measures nothing.
	Targets []Target `json:"targets,omitzero"`
	// PauseWhile stops every clock whose target does not write its own.
	PauseWhile []string `json:"pauseWhile,omitzero"`
	Note       string   `json:"note,omitzero"`
}

// A Raise lifts the priority while its facts hold: By so many steps towards
// the highest, or To at least a named one. It needs a matrix.
type Raise struct {
	When Facts             `json:"when"`
	By   int               `json:"by,omitzero"`
	To   priority.Priority `json:"to,omitzero"`
	Note string            `json:"note,omitzero"`
}

// An Agreement promises a service level to the tickets that it matches: it is
// one row of a contract.
type Agreement struct {
	ID           string `json:"id"`
	Kind         Kind   `json:"kind"`
	ServiceLevel string `json:"serviceLevel"`
	// From and Until bound the instants at which a ticket must have been opened,
	// From included and Until not. Each is a date, which means its first instant
	// in the zone of the service level's calendar, or an RFC 3339 instant.
	From  string `json:"from,omitzero"`
	Until string `json:"until,omitzero"`
	// Match lists, for each fact that matters, the values of which one must be
	// present. "hq" matches "hq/malmo" too; "!vip" matches where vip is absent.
	// Values with and without "!" are asked for apart: ["P1", "P2", "!P3"] means
	// that P1 or P2 is present and P3 is absent. Nil matches every ticket.
	Match Facts  `json:"match,omitzero"`
	Note  string `json:"note,omitzero"`
}

// A Kind of agreement.
type Kind string

// The kinds of agreement, in the order in which reports list them.
const (
	SLA Kind = "sla" // service level agreement: with a customer
	OLA Kind = "ola" // operational level agreement: between internal teams
	UC  Kind = "uc"  // underpinning contract: with a supplier
)

var kinds = []Kind{SLA, OLA, UC}

// A Metric names what a clock measures.
type Metric string

// The metrics whose triggers have defaults. Any other name can be used; its
// targets must say what starts and stops the clock.
const (
	Response   Metric = "response"
	Resolution Metric = "resolution"
)

// A Target is one promise of a service level: so much time for this metric.
type Target struct {
	// Name identifies the target. Without one it is the metric and, from the
	// second target of the metric on, its position: "resolution#2".
	Name   string `json:"name,omitzero"`
	Metric Metric `json:"metric"`
	// Priorities, When and OpenedIn restrict the tickets to which the target
	// applies: to some priorities, to those whose facts hold, to those opened
	// in the service time of a calendar.
	Priorities []priority.Priority `json:"priorities,omitzero"`
	When       Facts               `json:"when,omitzero"`
	OpenedIn   string              `json:"openedIn,omitzero"`
	// Within is the allowance: see [Allowance] for its forms.
	Within string `json:"within"`
	// StartAt is "next-open" (the default) or, for business days,
	// "keep-clock": how a start outside service hours is counted (A4).
	StartAt string `json:"startAt,omitzero"`
	// EndAt moves a due time that lies on an edge of service time: "next-open"
	// one at a closing to the next opening, "close" one at an opening to the
	// preceding closing (A5). Empty leaves it. A due time that a fact gives is
	// moved wherever it lies outside service time.
	EndAt string `json:"endAt,omitzero"`
	// DueBy names a fact that gives the due time, an RFC 3339 instant, in place
	// of the allowance; a due time set by hand goes before it.
	DueBy string `json:"dueBy,omitzero"`
	// Calendar names the service hours, if not those of the service level.
	Calendar string `json:"calendar,omitzero"`
	// CalendarBy lets the calendar follow a fact, such as the group that works
	// on the ticket (D10).
	CalendarBy *CalendarBy `json:"calendarBy,omitzero"`
	On         On          `json:"on,omitzero"`
	// PauseWhile lists states in which the clock stands, such as
	// "status=on hold". Nil means those of the service level, an empty list
	// none.
	PauseWhile []string `json:"pauseWhile,omitzero"`
	// PauseLimits bound the pauses of a cycle. Nil bounds nothing.
	PauseLimits *PauseLimits `json:"pauseLimits,omitzero"`
	// OnChange says how much time is left when a running clock comes under
	// this target in place of another: "whole" (the default), "restart",
	// "keep-elapsed", "keep-share" or "earliest-of-both" (D8).
	OnChange string `json:"onChange,omitzero"`
	// OnReopen says how a stopped clock goes on: "resume" (the default),
	// "continue" or "new-cycle" (D6).
	OnReopen    string       `json:"onReopen,omitzero"`
	Escalations []Escalation `json:"escalations,omitzero"`
	Note        string       `json:"note,omitzero"`
}

// CalendarBy chooses the calendar of a target by a fact: each stretch of a
// running clock is counted by the calendar then in force, and the due by the
// present one onward. It serves allowances of service hours.
type CalendarBy struct {
	Fact      string            `json:"fact"`
	Calendars map[string]string `json:"calendars,omitzero"` // by value of the fact
	// Default is the calendar for other values; empty means the target's own.
	Default string `json:"default,omitzero"`
	Note    string `json:"note,omitzero"`
}

// PauseLimits say how much pausing a target allows in a cycle, in its measure.
// A pause beyond a limit is reported; with Enforce it also counts as running
// time from there on. The time between a stop and a reopening is no pause here,
// unless the clock goes on as if it had not been stopped: then a pause that
// lasts is one, and what it breaks meanwhile is broken at the reopening (D6).
type PauseLimits struct {
	Count  int    `json:"count,omitzero"`  // pauses in all; 0 is no limit
	Total  string `json:"total,omitzero"`  // their time in all, such as 16h
	Single string `json:"single,omitzero"` // the time of one
	// Reasons lists states of which one must hold when a pause begins.
	Reasons []string `json:"reasons,omitzero"`
	// BeforeDue asks that a pause begin before the due.
	BeforeDue bool   `json:"beforeDue,omitzero"`
	Enforce   bool   `json:"enforce,omitzero"`
	Note      string `json:"note,omitzero"`
}

// On lists the triggers of a clock. A trigger is the name of an event, or a
// condition on facts that fires on the event which makes it true: "status=on
// hold", "status!=new", "status=new & group=network". Nil keeps the default of
// the key, an empty list means never.
type On struct {
	Start  []string `json:"start,omitzero"`
	Pause  []string `json:"pause,omitzero"`
	Resume []string `json:"resume,omitzero"`
	Stop   []string `json:"stop,omitzero"`
	// Final lists those triggers of Stop and Cancel after which the clock is
	// not reopened.
	Final  []string `json:"final,omitzero"`
	Reopen []string `json:"reopen,omitzero"`
	Reset  []string `json:"reset,omitzero"`
	Cancel []string `json:"cancel,omitzero"`
	Note   string   `json:"note,omitzero"`
}

// An Escalation is something to be done when a clock comes so far.
type Escalation struct {
	Name string `json:"name"`
	// At is a share of the allowance ("75%"), a time before the due ("-30m",
	// "-2bd") or after it ("+1h", "+1h elapsed", "+3bd").
	At string `json:"at"`
	// Every repeats it at this distance, in the unit of At, Times in all.
	Every string `json:"every,omitzero"`
	Times int    `json:"times,omitzero"`
	// Late says which steps fire when one event overtakes several: "all" (the
	// default), "last" or "none".
	Late string `json:"late,omitzero"`
	// Unless lists triggers, such as "acknowledged", that take off what has not
	// fired yet in the cycle.
	Unless []string `json:"unless,omitzero"`
	Note   string   `json:"note,omitzero"`
}

// Parse reads a definition from JSON, strictly: every unknown or misspelt key,
// duplicate key and wrong type is reported at once, each as a
// [slakit.FieldError] with its path. Whether the definition makes sense is for
// [Compile] to say.
func Parse(data []byte) (Definition, error) {
	var def Definition
	if err := strictjson.Decode(data, maxDocument, &def); err != nil {
		return Definition{}, err
	}
	return def, nil
}
