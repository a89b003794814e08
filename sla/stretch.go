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

// joins reports whether next goes on what s does.
func (s stretch) joins(next stretch) bool {
	return s.to == next.from && s.paused == next.paused && s.closed == next.closed && s.reason == next.reason
}

// A Stretch is a part of a clock's time, [Start, End), in one state.
type Stretch struct {
	Start, End time.Time
	// State is StateRunning or StatePaused.
	State State
	// Closed reports a pause between a stop and the reopening.
	Closed bool
	// Counted is the part of it in the target's measure: what a running
	// stretch adds to Elapsed and a pause to Paused.
	Counted time.Duration
}

// working is what a reading can tell beyond its figures.
type working struct {
	line    []stretch
	base    moment // nothing before it counts
	measure measure
	loc     *time.Location
}

// Timeline returns the stretches of the clock that this reading counts, in
// order and without gaps. Those that ran sum to Elapsed, unless time was
// carried over from an earlier target, and the others to Paused. A reading
// that was decoded from JSON yields none.
func (r Reading) Timeline() iter.Seq[Stretch] {
	return func(yield func(Stretch) bool) {
		if r.working == nil {
			return
		}
		w := r.working
		for _, s := range w.line {
			from := max(s.from, w.base)
			if from >= s.to {
				continue
			}
			state := StateRunning
			if s.paused {
				state = StatePaused
			}
			if !yield(Stretch{
				Start: from.in(w.loc), End: s.to.in(w.loc), State: state, Closed: s.closed,
				Counted: w.measure.between(from, s.to),
			}) {
				return
			}
		}
	}
}
