package sla

import (
	"iter"
	"time"
)

// A stretch is a part of a cycle during which the clock did one thing.
type stretch struct {
	from, to moment
	paused   bool  // else it ran
	closed   bool  // between a stop and the reopening
	reason   int32 // of a pause: see pausing.reason
}

// lasts reports whether s is of the same pause as the stretch before it. The
// time between a stop and the reopening is a pause of its own (D5, D6).
func (s stretch) lasts(before stretch) bool {
	return s.paused && before.paused && before.closed == s.closed
}

// joins reports whether the next stretch goes on what s does.
func (s stretch) joins(next stretch) bool {
	return s.paused == next.paused && s.closed == next.closed && s.reason == next.reason
}

// A Stretch is a part of a clock's time, [Start, End), in one state.
type Stretch struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
	// State is StateRunning or StatePaused.
	State State `json:"state"`
	// Closed reports a pause between a stop and the reopening.
	Closed bool `json:"closed,omitzero"`
	// Reason is why the clock stood: the state of the definition that held, or
	// the name of the event that paused it.
	Reason string `json:"reason,omitzero"`
	// Counted is the part of it in the target's measure: what a running
	// stretch adds to Elapsed and a pause to Paused.
	Counted Amount `json:"counted,omitzero"`
}

// parts yields the stretches of the leg.
func (l *leg) parts() iter.Seq[stretch] {
	return func(yield func(stretch) bool) {
		for _, s := range l.line {
			if s.from = max(s.from, l.from); s.from < s.to && !yield(s) {
				return
			}
		}
	}
}

// reason says why the clock stood during a stretch.
func (l *leg) reason(s stretch) string {
	switch {
	case !s.paused:
		return ""
	case s.closed:
		return "stopped"
	case s.reason < 0:
		return string(l.ticket.Events[-1-s.reason].Name)
	default:
		return l.engine.texts[s.reason]
	}
}

// Timeline returns the stretches of the clock that this reading counts, in
// order and without gaps. Those that ran sum to Elapsed, unless time was
// carried over from an earlier target, and the others to Paused. A reading
// that was decoded from JSON yields none.
func (r Reading) Timeline() iter.Seq[Stretch] {
	return func(yield func(Stretch) bool) {
		if r.leg == nil {
			return
		}
		for s := range r.leg.parts() {
			if !yield(r.leg.stretch(s)) {
				return
			}
		}
	}
}

func (l *leg) stretch(s stretch) Stretch {
	loc := l.target.loc
	state := StateRunning
	if s.paused {
		state = StatePaused
	}
	return Stretch{
		Start: s.from.in(loc), End: s.to.in(loc), State: state, Closed: s.closed,
		Reason: l.reason(s), Counted: Amount(l.measured(s.from, s.to)),
	}
}
