package sla

import (
	"crypto/sha256"
	"encoding/json"
	"slices"
	"time"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/internal/problem"
	"github.com/slakit/slakit/priority"
)

// A Version is a definition with the instant from which it applies (D9).
type Version struct {
	// From is the instant; that of the first version does not matter, because it
	// also holds for what came before.
	From time.Time `json:"from,omitzero"`
	// Mode says what becomes of tickets that were opened before.
	Mode       Migration  `json:"mode,omitzero"`
	Definition Definition `json:"definition"`
	Note       string     `json:"note,omitzero"`
}

// A Migration says what a new version of a definition does to tickets that were
// opened before it applies. Clocks that have stopped by then never change.
type Migration string

// The migrations.
const (
	// Grandfather leaves them under the version that applied when they were
	// opened, for all their cycles. It is the default.
	Grandfather Migration = "grandfather"
	// Piecewise counts what lies before the instant by the old version and what
	// lies after it by the new one. Clocks whose allowance is one of business
	// days stay under the old version until their cycle ends.
	Piecewise Migration = "piecewise"
	// Recompute counts running clocks as if the new version had always applied.
	Recompute Migration = "recompute"
)

// A version is a compiled Version. Numbers of events, facts, conditions and
// metrics are those of the engine, the same in all versions.
type version struct {
	from       moment // unset for the first
	mode       Migration
	declared   declaredFacts
	levels     []level
	agreements []agreement
	indexes    [3]index      // by kind
	selects    [3]selectMode // by kind, in the order of kinds
}

// CompileVersions compiles a sequence of definitions with the instants from
// which they apply, in ascending order. A ticket falls under the version in
// force at its first event; later versions change it as their mode says. Where
// such a version is known to come, due times that lie beyond it are computed
// through it.
//
// A calendar that changes on a date needs no version: its own seasons say so
// (T12). A closure that is announced afterwards, so that deadlines already
// computed are to move, is a Recompute version from the instant of the
// announcement, with the closure among the calendar's exceptions.
//
// Problems are reported as by [Compile], with paths that begin with
// "[1].definition".
func CompileVersions(versions []Version, opts *Options) (*Engine, error) {
	e := newEngine()
	var problems problem.List
	if len(versions) == 0 {
		problems.Add("", slakit.ErrRequired, "at least one version")
	}
	if len(versions) > maxVersions {
		problems.Add("", slakit.ErrLimit, "%d versions, at most %d are allowed", len(versions), maxVersions)
		return nil, problems.Err()
	}
	c := newCompiler(e, opts)
	h := sha256.New()
	for i := range versions {
		v := &versions[i]
		path := problem.Index("", i)
		compiled := version{from: unset, mode: v.Mode}
		if i > 0 {
			if !v.From.After(versions[i-1].From) {
				problems.Add(path+".from", slakit.ErrInvalid, "%s is not after the version before it", v.From.Format(time.RFC3339))
			}
			compiled.from = momentOf(v.From)
		}
		switch v.Mode {
		case "", Grandfather, Piecewise, Recompute:
		default:
			problems.Add(path+".mode", slakit.ErrInvalid, `%.80q, want "grandfather", "piecewise" or "recompute"`, v.Mode)
		}
		problems.Merge(path+".definition", c.compile(&v.Definition, &compiled, true))
		if err := json.NewEncoder(h).Encode([]any{compiled.from, v.Mode}); err != nil {
			problems.Add(path, slakit.ErrInvalid, "%v", err)
		}
		c.fingerprint(h)
		e.versions = append(e.versions, compiled)
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	e.index()
	h.Sum(e.print[:0])
	return e, nil
}

// at returns the number of the version in force at a moment.
func (e *Engine) at(m moment) int {
	n := len(e.versions) - 1
	for e.versions[n].from > m {
		n--
	}
	return n
}

// index notes which facts matter where, once all versions are compiled.
func (e *Engine) index() {
	e.names = make([]string, len(e.facts))
	for name, n := range e.facts {
		e.names[n] = name
	}
	e.byFact = make([][]int, len(e.facts))
	for i, cond := range e.conditions {
		for _, t := range cond {
			if !slices.Contains(e.byFact[t.fact], i) {
				e.byFact[t.fact] = append(e.byFact[t.fact], i)
			}
		}
	}
	e.heard, e.again = make([]bool, len(e.events)), make([]bool, len(e.metrics))
	e.matching, e.selecting, e.following = make([]bool, len(e.facts)), make([]bool, len(e.facts)), make([]bool, len(e.facts))
	for i, name := range [...]string{factImpact, factUrgency, factPriority} {
		e.priorityOf[i] = e.facts[name]
		e.selecting[e.facts[name]] = true
	}
	for i := range e.versions {
		e.versions[i].index(e)
	}
}

func (v *version) index(e *Engine) {
	selecting := func(cond condition) {
		for _, t := range cond {
			e.selecting[t.fact] = true
		}
	}
	for kind := range kinds {
		v.indexes[kind] = newIndex(v.agreements, kind)
	}
	for i := range v.agreements {
		selecting(v.agreements[i].match)
		for _, t := range v.agreements[i].match {
			e.matching[t.fact] = true
		}
	}
	for i := range v.levels {
		l := &v.levels[i]
		byMetric := make([][]*target, len(e.metrics))
		copy(byMetric, l.byMetric)
		l.byMetric = byMetric
		for _, r := range l.raises {
			selecting(r.when)
		}
		for _, targets := range l.byMetric {
			for _, t := range targets {
				selecting(t.when)
				for n, do := range t.onEvent {
					e.heard[n] = e.heard[n] || do != 0
				}
				e.again[t.metric] = e.again[t.metric] || t.again
				if t.byFact != nil {
					e.following[t.byFact.fact] = true
				}
			}
		}
	}
}

// ahead returns the number of the first version after n that changes tickets
// opened before it, or that of no version.
func (e *Engine) ahead(n int) int {
	for n++; n < len(e.versions); n++ {
		if mode := e.versions[n].mode; mode == Piecewise || mode == Recompute {
			break
		}
	}
	return n
}

// migrateUntil lets the versions that take effect up to a moment change the
// clocks; last is the number of the last event that was followed.
func (ev *evaluation) migrateUntil(until moment, last int) error {
	for {
		n := ev.engine.ahead(ev.number)
		if n == len(ev.engine.versions) || ev.engine.versions[n].from > until {
			return nil
		}
		if err := ev.migrate(n, last); err != nil {
			return err
		}
	}
}

// migrate brings the clocks under the version of number n.
func (ev *evaluation) migrate(n, last int) error {
	old := ev.version
	ev.number, ev.version = n, &ev.engine.versions[n]
	now, mode := ev.version.from, carryWhole
	if ev.version.mode == Piecewise {
		mode = carryElapsed
	}
	for s := range ev.slots {
		for i := range ev.slots[s].clocks {
			c := &ev.slots[s].clocks[i]
			c.advance(now)
			if mode == carryElapsed && c.active() && c.leg().target.within.days() && c.pin == nil {
				c.pin = old
			}
		}
	}
	if err := ev.choose(now, true); err != nil {
		return err
	}
	for s := range ev.slots {
		for i := range ev.slots[s].clocks {
			c := &ev.slots[s].clocks[i]
			switch {
			case c.lost && c.want.target != nil:
				ev.takeUp(c, last, now)
				continue
			case c.active() && c.want.target == nil:
				c.lose()
			case c.active() && c.fit.alike(c.want):
				c.leg().agreement, c.leg().target = c.want.agreement, c.want.target
			case c.active():
				c.change(c.want, &ev.walk, mode)
				c.settle()
			}
			c.fit = c.want
		}
	}
	return nil
}

// alike reports whether another version has the fit, too, unchanged.
func (f fit) alike(o fit) bool {
	return f.same(o) || f.identical(o) && f.target.print == o.target.print
}

// identical reports whether firings under both fits have one identity.
func (f fit) identical(o fit) bool {
	return f.agreement.id == o.agreement.id && f.target.name == o.target.name
}

// lookAhead finds how clocks go on through versions that are known to come: the
// readings of running ones tell due times beyond the first of them from there.
// It returns the moment of the first that changes anything.
func (ev *evaluation) lookAhead() moment {
	n := ev.engine.ahead(ev.number)
	if n == len(ev.engine.versions) || ev.opened == unset {
		return never
	}
	then := &evaluation{}
	then.reset(ev.engine, ev.asked, ev.at)
	last := len(ev.events) - 1
	if then.order() != nil || then.replay() != nil || then.migrateUntil(ev.at, last) != nil {
		return never
	}
	first, next := ev.engine.versions[n].from, never
	for ; n < len(ev.engine.versions); n = ev.engine.ahead(n) {
		boundary := ev.engine.versions[n].from
		before := then.standings(boundary)
		err := then.migrateUntil(boundary, last)
		if next == never && (err != nil || !slices.Equal(before, then.standings(boundary))) {
			next = boundary
		}
		if err != nil {
			return next
		}
	}
	for s := range ev.slots {
		for i := range ev.slots[s].clocks {
			c := &ev.slots[s].clocks[i]
			for t := range then.slots {
				if then.slots[t].kind == ev.slots[s].kind && then.slots[t].owner == ev.slots[s].owner && c.phase == phaseRunning {
					if later := &then.slots[t].clocks[i]; later.active() {
						c.later, c.laterFrom = later, first
						later.next() // puts its marks where they lie
					}
				}
			}
		}
	}
	return next
}

// A standing is what a version can change of a clock.
type standing struct {
	kind, metric int
	owner        string
	legs         int
	phase        phase
	agreement    *agreement // of one that runs or stands
	idle         [2]string  // agreement and target of one that does not yet
	within       Allowance
	priority     priority.Priority
}

// standings returns those of all clocks that readings tell of, at a moment.
func (ev *evaluation) standings(at moment) (all []standing) {
	for s := range ev.slots {
		for i := range ev.slots[s].clocks {
			c := &ev.slots[s].clocks[i]
			c.advance(at)
			st := standing{kind: c.kind, metric: c.metric, owner: ev.slots[s].owner, legs: len(c.legs), phase: c.phase}
			switch {
			case c.active():
				st.agreement = c.leg().agreement
			case len(c.legs) > 0:
			case c.fit.target != nil:
				st.idle, st.within, st.priority = [2]string{c.fit.agreement.id, c.fit.target.name}, c.fit.target.within, c.fit.priority
			default:
				continue
			}
			all = append(all, st)
		}
	}
	return all
}
