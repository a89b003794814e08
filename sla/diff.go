package sla

import "iter"

// A Delta is one way in which the firings of two reports of a ticket differ.
type Delta struct {
	Change DeltaChange
	Firing Firing
}

// A DeltaChange says what became of a firing.
type DeltaChange string

// What a correction of the history can do to a firing.
const (
	DeltaFired     DeltaChange = "fired"     // had not fired before
	DeltaRetracted DeltaChange = "retracted" // fired before, and should not have
	DeltaRearmed   DeltaChange = "re-armed"  // fired before, and lies ahead now
)

// Diff compares the firings of two reports of one ticket, before and after its
// history or the definition was corrected, by their identities (D12): first
// those that before had made and after has not, then those made only now. A
// firing at another instant is no difference: it was made once.
func Diff(before, after Report) iter.Seq[Delta] {
	return func(yield func(Delta) bool) {
		old, now := before.firings(), after.firings()
		for _, f := range before.inOrder() {
			change := DeltaRetracted
			if made, listed := now[f.ID]; made {
				continue
			} else if listed {
				change = DeltaRearmed
			}
			if !yield(Delta{Change: change, Firing: f}) {
				return
			}
		}
		for _, f := range after.inOrder() {
			if !old[f.ID] && !yield(Delta{Change: DeltaFired, Firing: f}) {
				return
			}
		}
	}
}

// firings tells by identity which firings the report lists, and which of them
// it has made.
func (r *Report) firings() map[string]bool {
	made := map[string]bool{}
	for i := range r.Readings {
		for _, f := range r.Readings[i].Escalations {
			made[f.ID] = made[f.ID] || !f.At.After(r.At)
		}
	}
	return made
}
