package sla

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/priority"
)

// ErrNoAgreement reports that no agreement of any kind matches a ticket as it
// was opened (D11).
var ErrNoAgreement = errors.New("no agreement matches")

// ErrNoPriority reports that a target depends on the priority and there is
// none: impact or urgency is not known or their cell is empty, and the service
// level has no default.
var ErrNoPriority = errors.New("no priority")

// inForce reports whether a ticket opened at the given moment can fall under
// the agreement.
func (a *agreement) inForce(opened moment) bool { return a.from <= opened && opened < a.until }

// chosen returns the agreement of a kind that applies where only one does, or
// nil.
func (v *version) chosen(s *search, kind int, facts [][]string, opened moment) *agreement {
	x := &v.indexes[kind]
	s.begin(x, facts)
	best := s.next(x, facts, opened)
	if best == nil || v.selects[kind] != selectSpecific {
		return best
	}
	for a := s.next(x, facts, opened); a != nil; a = s.next(x, facts, opened) {
		if a.specificity() > best.specificity() {
			best = a
		}
	}
	return best
}

// specificity is the number of facts that the agreement asks about.
func (a *agreement) specificity() int {
	n := 0
	for i := range a.match {
		if i == 0 || a.match[i].fact != a.match[i-1].fact {
			n++
		}
	}
	return n
}

// A PriorityStep is one step towards the priority of a ticket.
type PriorityStep struct {
	// By is "matrix", "default", "raise" or "set", by hand.
	By       string            `json:"by"`
	Priority priority.Priority `json:"priority"`
}

// priority returns the priority of a ticket under the service level: the fact
// if it is set, else what the matrix says of impact and urgency or the default,
// raised by the rules that hold. Each step is appended to steps, if not nil.
func (l *level) priority(w [][]string, facts *[3]int, steps *[]PriorityStep) (priority.Priority, error) {
	tell := func(by string, p priority.Priority) {
		if steps != nil {
			*steps = append(*steps, PriorityStep{by, p})
		}
	}
	impact, urgency, set := one(w[facts[0]]), one(w[facts[1]]), priority.Priority(one(w[facts[2]]))
	p, by := l.fallback, "default"
	if l.matrix != nil && impact != "" && urgency != "" {
		found, err := l.matrix.Lookup(priority.Impact(impact), priority.Urgency(urgency))
		if err != nil {
			return "", err
		}
		if found != "" {
			p, by = found, "matrix"
		}
	}
	switch {
	case set != "" && l.matrix != nil && !l.matrix.Has(set):
		return "", fmt.Errorf("%w: priority %.80q%s", slakit.ErrUnknown, set, choices(set, slices.Collect(l.matrix.Priorities())))
	case set != "":
		tell("set", set)
		return set, nil
	case p == "" && l.matrix != nil && l.needs:
		return "", fmt.Errorf("%w: service level %q has no default for impact %q and urgency %q", ErrNoPriority, l.id, impact, urgency)
	case p == "":
		return "", nil
	}
	tell(by, p)
	for i := range l.raises {
		r := &l.raises[i]
		raised := p
		switch {
		case !r.when.holds(w):
		case r.to == "":
			raised = l.matrix.Raise(p, r.by)
		case l.matrix.Compare(r.to, p) < 0:
			raised = r.to
		}
		if raised != p {
			p = raised
			tell("raise", p)
		}
	}
	return p, nil
}

// one returns the first value of a fact, or "".
func one(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// fits reports whether the target applies to a ticket of this priority, with
// these facts, opened at this moment.
func (t *target) fits(p priority.Priority, facts [][]string, opened moment) bool {
	return (len(t.priorities) == 0 || slices.Contains(t.priorities, p)) &&
		t.when.holds(facts) &&
		(t.openedIn == nil || t.openedIn.IsOpen(opened.time()))
}

// A Candidate is an agreement with the reason why it applies to a ticket, or
// why not.
type Candidate struct {
	Agreement    string
	Kind         Kind
	ServiceLevel string
	// Taken reports that the agreement applies.
	Taken bool
	// Reason says why, for people.
	Reason string
}

// Candidates returns every agreement, in written order, with the reason why it
// applies to a ticket with these facts that was opened at this instant, or why
// not, by the version of the definition that was in force then. It answers for
// every agreement alone; a priority that cannot be told does not matter to it.
func (e *Engine) Candidates(f Facts, opened time.Time) iter.Seq[Candidate] {
	return func(yield func(Candidate) bool) {
		var w walker
		w.reset(e)
		w.step(e, &Event{Facts: f}, counted{})
		at := momentOf(opened)
		v := &e.versions[e.at(at)]
		var s search
		var taken [3]*agreement
		for kind := range kinds {
			taken[kind] = v.chosen(&s, kind, w.facts, at)
		}
		for i := range v.agreements {
			a := &v.agreements[i]
			c := Candidate{Agreement: a.id, Kind: kinds[a.kind], ServiceLevel: a.level.id}
			c.Taken, c.Reason = e.judge(v, a, taken[a.kind], w.facts, at)
			if !yield(c) {
				return
			}
		}
	}
}

// judge says whether a applies where the one taken is known, and why.
func (e *Engine) judge(v *version, a, taken *agreement, facts [][]string, opened moment) (bool, string) {
	switch {
	case opened < a.from:
		return false, "opened before it takes effect on " + a.from.in(a.level.cal.Location()).Format(time.RFC3339)
	case opened >= a.until:
		return false, "opened after it ended on " + a.until.in(a.level.cal.Location()).Format(time.RFC3339)
	}
	for i := range a.match {
		if t := &a.match[i]; !t.holds(facts) {
			return false, e.mismatch(t, facts[t.fact])
		}
	}
	switch {
	case a == taken || v.selects[a.kind] == selectAll:
		return true, "matches"
	case v.selects[a.kind] == selectSpecific:
		return false, fmt.Sprintf("%q matches too and is more specific or written before it", taken.id)
	default:
		return false, fmt.Sprintf("%q matches too and is written before it", taken.id)
	}
}

func (e *Engine) mismatch(t *term, have []string) string {
	found := "not known"
	if len(have) > 0 {
		found = strings.Join(have, ", ")
	}
	want := strings.Join(t.values, " or ")
	if t.not {
		want = "anything but " + want
	}
	return fmt.Sprintf("%s is %s, want %s", e.names[t.fact], found, want)
}
