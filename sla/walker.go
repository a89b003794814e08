package sla

// A walker follows the facts of a ticket from event to event.
type walker struct {
	facts         [][]string // by number; nil where absent
	truth, before []bool     // of the conditions, after and before the event
	event         int        // number of the event's name; -1 if it fires nothing
	number        int32      // of the event in the ticket
	log           []change   // of the facts that a calendar follows
	begun, opened bool
	touched       bool // facts that the definition consults may have changed
	matches       bool // some on which the choice of agreements depends may have
}

// A change is what a fact became at a moment.
type change struct {
	at     moment
	fact   int
	values []string
}

func (w *walker) reset(e *Engine) {
	w.facts = resized(w.facts, len(e.facts))
	w.truth = resized(w.truth, len(e.conditions))
	w.before = resized(w.before, len(e.conditions))
	w.begun, w.opened, w.touched, w.log = false, false, false, w.log[:0]
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
func (w *walker) step(e *Engine, event *Event, c counted) (selects bool) {
	w.number, w.event = c.number, int(c.name)
	if w.touched {
		copy(w.before, w.truth)
	}
	w.touched, w.matches = !w.begun, !w.begun
	if len(event.Facts) == 0 && w.begun {
		w.repeated(event)
		return false
	}
	if len(e.names) <= 8 { // soon looked up one by one
		for n, name := range e.names {
			if values, changed := event.Facts[name]; changed {
				selects = w.take(e, n, values, c.at) || selects
			}
		}
	} else {
		for name, values := range event.Facts {
			if n, known := e.facts[name]; known {
				selects = w.take(e, n, values, c.at) || selects
			}
		}
	}
	if !w.begun { // what holds becomes true now, also that a fact is absent
		for cond := range e.conditions {
			w.truth[cond] = e.conditions[cond].holds(w.facts)
		}
		w.begun, selects = true, true
	}
	w.repeated(event)
	return selects
}

// take takes the new values of a fact into account and reports whether the fact
// matters for selection.
func (w *walker) take(e *Engine, fact int, values []string, at moment) (selects bool) {
	if len(values) == 0 || len(values) == 1 && values[0] == "" {
		values = nil
	}
	w.facts[fact], w.touched = values, true
	if e.following[fact] {
		w.log = append(w.log, change{at, fact, values})
	}
	for _, cond := range e.byFact[fact] {
		w.truth[cond] = e.conditions[cond].holds(w.facts)
	}
	w.matches = w.matches || e.matching[fact]
	return e.selecting[fact]
}

// repeated lets the opening count once (D7).
func (w *walker) repeated(event *Event) {
	if event.Name == Opened {
		if w.opened {
			w.event = -1
		}
		w.opened = true
	}
}

// first returns the first of the conditions that holds after the event, or -1.
func (w *walker) first(conditions []int) int {
	for _, c := range conditions {
		if w.truth[c] {
			return c
		}
	}
	return -1
}
