package sla

// A walker follows the facts of a ticket from event to event.
type walker struct {
	facts         [][]string // by number; nil where absent
	truth, before []bool     // of the conditions, after and before the event
	event         int        // number of the event's name; -1 if it fires nothing
	begun, opened bool
}

func (w *walker) reset(e *Engine) {
	w.facts = resized(w.facts, len(e.facts))
	w.truth = resized(w.truth, len(e.conditions))
	w.before = resized(w.before, len(e.conditions))
	w.begun, w.opened = false, false
}

// resized returns a slice of n zero elements, in the memory of s if it suffices.
func resized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// step takes the facts of an event into account. It reports whether one that
// matters for selection changed.
func (w *walker) step(e *Engine, event *Event) (selects bool) {
	copy(w.before, w.truth)
	for name, values := range event.Facts {
		n, known := e.facts[name]
		if !known {
			continue
		}
		if len(values) == 0 || len(values) == 1 && values[0] == "" {
			values = nil
		}
		w.facts[n] = values
		selects = selects || e.selecting[n]
		for _, c := range e.byFact[n] {
			w.truth[c] = e.conditions[c].holds(w.facts)
		}
	}
	if !w.begun { // what holds becomes true now, also that a fact is absent
		for c := range e.conditions {
			w.truth[c] = e.conditions[c].holds(w.facts)
		}
		w.begun, selects = true, true
	}
	w.event = e.events[event.Name]
	if event.Name == Opened {
		if w.opened {
			w.event = -1 // counts once (D7)
		}
		w.opened = true
	}
	return selects
}

// fires reports whether one of the triggers fires on the event, and whether
// one that does is final.
func (w *walker) fires(triggers []trigger) (fired, final bool) {
	for i := range triggers {
		t := &triggers[i]
		if t.event >= 0 && t.event == w.event || t.event < 0 && w.truth[t.condition] && !w.before[t.condition] {
			fired, final = true, final || t.final
		}
	}
	return fired, final
}

// any reports whether one of the conditions holds after the event.
func (w *walker) any(conditions []int) bool {
	for _, c := range conditions {
		if w.truth[c] {
			return true
		}
	}
	return false
}
