package sla

import (
	"cmp"
	"encoding/json"
	"iter"
	"slices"
	"time"

	"github.com/slakit/slakit/internal/strictjson"
	"github.com/slakit/slakit/priority"
)

// A Report says how a ticket stands at an instant. It is plain data and round
// trips through JSON.
type Report struct {
	Ticket string
	// At is the instant asked about.
	At time.Time
	// Next is the first instant after At at which anything changes if no event
	// arrives: a breach, a firing, the end of a pause (D13). Zero: only an
	// event can change anything.
	Next time.Time
	// Readings are those of all clocks: by kind, agreement, metric and cycle,
	// replaced ones before the one that took their place.
	Readings []Reading
	Note     string

	scratch *evaluation // of EvaluateInto, reused
}

// A State is what a clock does.
type State string

// The states of a clock. A clock is met if it is stopped and not breached.
const (
	StateIdle      State = "idle"      // not started
	StateRunning   State = "running"   // counting, whether or not service is given now
	StatePaused    State = "paused"    // waiting for somebody else
	StateStopped   State = "stopped"   // done
	StateCancelled State = "cancelled" // ended without a result
	StateReplaced  State = "replaced"  // went on under another target
)

// A Reading is how one clock stood under one target. Durations are in the
// target's measure: service time, or wall time where the allowance is one of
// wall time; those that begin with Wall are wall time always.
type Reading struct {
	Agreement string
	Kind      Kind
	Metric    Metric
	// Target is the target's name, or the metric and position that stand in
	// for one.
	Target string
	// Priority is that under which the target was chosen; empty where none was
	// known.
	Priority priority.Priority
	// Version is the instant from which the deciding version of the definition
	// applies; zero for the first or only one.
	Version time.Time
	// Cycle counts the runs of the clock from 1; 0 while it is idle.
	Cycle int
	State State
	// Within is the allowance.
	Within Allowance
	// Breached reports that the clock ran at or after its due (A6, D4).
	Breached bool
	// Open reports that service is given at the report's instant; it does not
	// pause or run the clock.
	Open bool
	// Elapsed is the time used and Paused the time that did not count.
	Elapsed, Paused         time.Duration
	WallElapsed, WallPaused time.Duration
	// Remaining is what is left: negative after the due, zero while idle and
	// where there is no deadline.
	Remaining time.Duration
	// Due is the due time in force, zero where there is none: while idle,
	// while paused before the breach, when cancelled, and without a deadline
	// (D5). OriginalDue is that at the start of the cycle and never
	// changes. ComputedDue is set beside a due time that was set by hand
	// (D14).
	Due, OriginalDue, ComputedDue time.Time
	// BreachedAt and StoppedAt are zero if it was not.
	BreachedAt, StoppedAt time.Time
	// Overruns are the limits on pausing that were broken.
	Overruns []Overrun
	// Escalations are those that fired, in order, and while the clock runs
	// those ahead of it.
	Escalations []Firing

	leg *leg // of which Timeline and Explain tell; nil if decoded
}

// A Firing is one escalation made, or ahead.
type Firing struct {
	// ID tells this firing from every other, of any ticket: a recomputation
	// gives the same one (D12).
	ID        string `json:"id"`
	Agreement string `json:"agreement"`
	Kind      Kind   `json:"kind"`
	Metric    Metric `json:"metric"`
	Target    string `json:"target"`
	Cycle     int    `json:"cycle"`
	Name      string `json:"name"`
	// Repeat counts the firings of a ladder from 1.
	Repeat int `json:"repeat"`
	// At is when it fires: the later of Nominal, where it belongs, and the
	// event that made it reachable.
	At      time.Time `json:"at"`
	Nominal time.Time `json:"nominal"`
	// Opens is the first instant from At on at which the target's calendar
	// gives service, for hosts that deliver in service hours only; zero if
	// there is none.
	Opens time.Time `json:"opens,omitzero"`
}

// A Ratio is an exact share, such as 19 of 20. Den 0 means that nothing was
// measured.
type Ratio struct {
	Num int64 `json:"num"`
	Den int64 `json:"den"`
}

// Met reports whether the clock stopped in time.
func (r Reading) Met() bool { return r.State == StateStopped && !r.Breached }

// Reading returns the reading of a metric that matters most: its newest cycle
// under an agreement of kind sla, one that is not replaced or cancelled if
// there is such, else the first in order. It reports whether there is any of
// that kind and metric.
func (r *Report) Reading(m Metric) (Reading, bool) {
	best := -1
	for i := range r.Readings {
		c := &r.Readings[i]
		if c.Kind == SLA && c.Metric == m && (best < 0 || c.outranks(&r.Readings[best])) {
			best = i
		}
	}
	if best < 0 {
		return Reading{}, false
	}
	return r.Readings[best], true
}

func (r *Reading) outranks(o *Reading) bool {
	return r.Cycle > o.Cycle || r.Cycle == o.Cycle && r.live() && !o.live()
}

func (r *Reading) live() bool { return r.State != StateReplaced && r.State != StateCancelled }

// Fired returns the escalations that fired after the given instant, up to and
// including r.At, in the order in which they did. Asked each time with the At
// of the report delivered before, it gives each exactly once (D12).
func (r *Report) Fired(after time.Time) iter.Seq[Firing] {
	return func(yield func(Firing) bool) {
		for _, f := range r.inOrder() {
			if f.At.After(after) && !yield(f) {
				return
			}
		}
	}
}

// inOrder returns the firings made up to the report's instant, as they fired.
func (r *Report) inOrder() []Firing {
	var fired []Firing
	for i := range r.Readings {
		for _, f := range r.Readings[i].Escalations {
			if !f.At.After(r.At) {
				fired = append(fired, f)
			}
		}
	}
	slices.SortStableFunc(fired, func(a, b Firing) int {
		return cmp.Or(a.At.Compare(b.At), a.Nominal.Compare(b.Nominal))
	})
	return fired
}

// reportJSON and readingJSON are the JSON forms; durations are texts there.
type reportJSON struct {
	Ticket   string    `json:"ticket"`
	At       time.Time `json:"at"`
	Next     time.Time `json:"next,omitzero"`
	Readings []Reading `json:"readings"`
	Note     string    `json:"note,omitzero"`
}

type readingJSON struct {
	Agreement   string            `json:"agreement"`
	Kind        Kind              `json:"kind"`
	Metric      Metric            `json:"metric"`
	Target      string            `json:"target,omitzero"`
	Priority    priority.Priority `json:"priority,omitzero"`
	Version     time.Time         `json:"version,omitzero"`
	Cycle       int               `json:"cycle"`
	State       State             `json:"state"`
	Within      Allowance         `json:"within,omitzero"`
	Breached    bool              `json:"breached"`
	Open        bool              `json:"open,omitzero"`
	Elapsed     Amount            `json:"elapsed,omitzero"`
	Remaining   Amount            `json:"remaining,omitzero"`
	Paused      Amount            `json:"paused,omitzero"`
	WallElapsed Amount            `json:"wallElapsed,omitzero"`
	WallPaused  Amount            `json:"wallPaused,omitzero"`
	Due         time.Time         `json:"due,omitzero"`
	OriginalDue time.Time         `json:"originalDue,omitzero"`
	ComputedDue time.Time         `json:"computedDue,omitzero"`
	BreachedAt  time.Time         `json:"breachedAt,omitzero"`
	StoppedAt   time.Time         `json:"stoppedAt,omitzero"`
	Overruns    []Overrun         `json:"overruns,omitzero"`
	Escalations []Firing          `json:"escalations,omitzero"`
	Note        string            `json:"note,omitzero"`
}

// MarshalJSON writes instants as RFC 3339 and durations as "1h30m"; what is
// zero is left out.
func (r Report) MarshalJSON() ([]byte, error) {
	return json.Marshal(reportJSON{Ticket: r.Ticket, At: r.At, Next: r.Next, Readings: append([]Reading{}, r.Readings...), Note: r.Note})
}

// UnmarshalJSON reads what MarshalJSON writes, strictly.
func (r *Report) UnmarshalJSON(data []byte) error {
	var j reportJSON
	if err := strictjson.Decode(data, 16*maxDocument, &j); err != nil {
		return err
	}
	*r = Report{Ticket: j.Ticket, At: j.At, Next: j.Next, Readings: j.Readings, Note: j.Note}
	return nil
}

// MarshalJSON writes the reading's part of a report.
func (r Reading) MarshalJSON() ([]byte, error) {
	return json.Marshal(readingJSON{
		Agreement: r.Agreement, Kind: r.Kind, Metric: r.Metric, Target: r.Target, Priority: r.Priority, Version: r.Version,
		Cycle: r.Cycle, State: r.State, Within: r.Within, Breached: r.Breached, Open: r.Open,
		Elapsed: Amount(r.Elapsed), Remaining: Amount(r.Remaining), Paused: Amount(r.Paused),
		WallElapsed: Amount(r.WallElapsed), WallPaused: Amount(r.WallPaused),
		Due: r.Due, OriginalDue: r.OriginalDue, ComputedDue: r.ComputedDue,
		BreachedAt: r.BreachedAt, StoppedAt: r.StoppedAt, Overruns: r.Overruns, Escalations: r.Escalations,
	})
}

// UnmarshalJSON reads what MarshalJSON writes, strictly.
func (r *Reading) UnmarshalJSON(data []byte) error {
	var j readingJSON
	if err := strictjson.Decode(data, 16*maxDocument, &j); err != nil {
		return err
	}
	*r = Reading{
		Agreement: j.Agreement, Kind: j.Kind, Metric: j.Metric, Target: j.Target, Priority: j.Priority, Version: j.Version,
		Cycle: j.Cycle, State: j.State, Within: j.Within, Breached: j.Breached, Open: j.Open,
		Elapsed: time.Duration(j.Elapsed), Remaining: time.Duration(j.Remaining), Paused: time.Duration(j.Paused),
		WallElapsed: time.Duration(j.WallElapsed), WallPaused: time.Duration(j.WallPaused),
		Due: j.Due, OriginalDue: j.OriginalDue, ComputedDue: j.ComputedDue,
		BreachedAt: j.BreachedAt, StoppedAt: j.StoppedAt, Overruns: j.Overruns, Escalations: j.Escalations,
	}
	return nil
}
