package sla_test

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/sla"
)

// A mode is one of several rules that a definition can choose. Law S18 is held
// under each, and a case counts for a mode only if the ticket reads differently
// under every other one.
type modes struct {
	all     []string
	of      func(s spec) string // "" where targets differ
	set     func(s *spec, mode string)
	counted map[string]int
}

func (m *modes) count(t *testing.T, d drawn, others map[string]desk) {
	mine := m.of(d.spec)
	if mine == "" {
		return
	}
	have := text(eval(t, d.engine, d.ticket, d.at))
	for mode, other := range others {
		if mode != mine && text(eval(t, other, d.ticket, d.at)) == have {
			return
		}
	}
	m.counted[mine]++
}

// engines are those of the definition under each mode.
func (m *modes) engines(t *testing.T) func(d drawn) map[string]desk {
	return perDefinition(func(d drawn) map[string]desk {
		all := map[string]desk{}
		for _, mode := range m.all {
			s := d.spec.clone()
			m.set(&s, mode)
			all[mode] = desk{Engine: engineOf(t, s)}
		}
		return all
	})
}

func (m *modes) require(t *testing.T) {
	t.Helper()
	t.Logf("it mattered: %v", m.counted)
	for _, mode := range m.all {
		require.True(t, m.counted[mode] > 0 || !enoughCases(), "%s never mattered", mode)
	}
}

// onChanges are the five of D8, onReopens the three of D6.
func onChanges() *modes {
	return &modes{
		all: []string{"whole", "restart", "keep-elapsed", "keep-share", "earliest-of-both"}, counted: map[string]int{},
		of:  func(s spec) string { return theOne(s, func(target specTarget) string { return target.OnChange }) },
		set: func(s *spec, mode string) { s.eachTarget(func(target *specTarget) { target.OnChange = mode }) },
	}
}

func onReopens() *modes {
	return &modes{
		all: []string{"resume", "continue", "new-cycle"}, counted: map[string]int{},
		of:  func(s spec) string { return theOne(s, func(target specTarget) string { return target.OnReopen }) },
		set: func(s *spec, mode string) { s.eachTarget(func(target *specTarget) { target.OnReopen = mode }) },
	}
}

func theOne(s spec, of func(target specTarget) string) string {
	one := of(s.ServiceLevels[0].Targets[0])
	s.eachTarget(func(target *specTarget) {
		if of(*target) != one {
			one = ""
		}
	})
	return one
}

// drawModes draws a mode for all targets, or one for each.
func (m *modes) draw(r *rand.Rand, s *spec) {
	if r.Intn(4) > 0 {
		m.set(s, pick(r, m.all...))
		return
	}
	s.eachTarget(func(target *specTarget) {
		one := spec{ServiceLevels: []specLevel{{Targets: []specTarget{*target}}}}
		m.set(&one, pick(r, m.all...))
		*target = one.ServiceLevels[0].Targets[0]
	})
}

// more draws what tickets go through beside changes: limits on pausing (D5),
// calendars that follow the team (D10), and agreements of another kind, which
// start anew when they change (D8).
func more(r *rand.Rand, s *spec) {
	s.eachTarget(func(target *specTarget) {
		if r.Intn(3) == 0 {
			target.PauseLimits = &specPauseLimits{Count: 1 + r.Intn(3), BeforeDue: r.Intn(2) == 0, Enforce: r.Intn(2) == 0}
			if parseForm(target.Within).kind != "none" {
				target.PauseLimits.Single, target.PauseLimits.Total = pick(r, "", "30m", "2h"), pick(r, "", "3h")
			}
		}
		if parseForm(target.Within).kind == "service" && r.Intn(3) == 0 {
			target.CalendarBy = &specCalendarBy{Fact: "team", Calendars: map[string]string{"a": "first", "b": "second"}}
		}
		for i := range target.Escalations {
			target.Escalations[i].Late = pick(r, "", "all", "last", "none")
		}
	})
	if r.Intn(4) == 0 {
		for i := range s.Agreements {
			s.Agreements[i].Kind = "ola"
		}
	}
}

// TestLawS18NextModes: the law of Next under every way in which a running clock
// comes under another target, and in which a stopped one goes on.
func TestLawS18NextModes(t *testing.T) {
	r := rand.New(rand.NewSource(118))
	changes, reopens := onChanges(), onReopens()
	changed, reopened := changes.engines(t), reopens.engines(t)
	adapt := func(r *rand.Rand, s *spec) {
		more(r, s)
		changes.draw(r, s)
		reopens.draw(r, s)
	}
	law(t, drawOptions{adapt: adapt}, func(d drawn, engine desk) string {
		if engine.fault.what == "" {
			changes.count(t, d, changed(d))
			reopens.count(t, d, reopened(d))
		}
		return walk(t, r, engine, d.ticket, d.at)
	}, nextIsDue, nextIsLate)
	changes.require(t)
	reopens.require(t)
}

// weeksLater moves a ticket and the instant asked about by whole weeks, so that
// the ticket opens in the week before a boundary.
func weeksLater(d drawn, boundary time.Time) (sla.Ticket, time.Time) {
	week := 7 * 24 * time.Hour
	by := boundary.Sub(d.ticket.Events[0].At).Truncate(week)
	if boundary.Before(d.ticket.Events[0].At) {
		by -= week
	}
	ticket := sla.Ticket{ID: d.ticket.ID, Events: slices.Clone(d.ticket.Events)}
	for i := range ticket.Events {
		e := &ticket.Events[i]
		e.At = e.At.Add(by)
		if !e.Until.IsZero() {
			e.Until = e.Until.Add(by)
		}
		if e.Due != nil {
			e.Due = &sla.ManualDue{Metric: e.Due.Metric, At: e.Due.At.Add(by)}
		}
	}
	return ticket, d.at.Add(by)
}

// TestLawS18NextVersions: the law of Next across the instants from which other
// versions apply, whatever these do to what was opened before (D9).
func TestLawS18NextVersions(t *testing.T) {
	type versioned struct {
		mode     sla.Migration
		boundary time.Time
		engines  map[sla.Migration]desk
	}
	all := []sla.Migration{sla.Grandfather, sla.Piecewise, sla.Recompute}
	r, counted := rand.New(rand.NewSource(218)), map[sla.Migration]int{}
	o := drawOptions{noManual: true}
	sequence := perDefinition(func(d drawn) versioned {
		v := versioned{mode: pick(r, all...), engines: map[sla.Migration]desk{}}
		v.boundary = at(pick(r, drawDays...) + " 00:00").Add(time.Duration(r.Intn(7*24*60)) * time.Minute)
		later := []spec{d.spec.clone()}
		for range 1 + r.Intn(2) {
			next := drawSpec(r, o)
			more(r, &next)
			onChanges().draw(r, &next)
			if r.Intn(3) == 0 { // only some promises change
				next = d.spec.clone()
				next.ServiceLevels[0].Targets[r.Intn(len(next.ServiceLevels[0].Targets))].Within = drawWithin(r, drawOptions{service: true})
			}
			later = append(later, next)
		}
		for _, mode := range all {
			versions := make([]sla.Version, len(later))
			for i, s := range later {
				versions[i] = sla.Version{Mode: mode, Definition: definitionOf(t, s)}
				versions[i].From = v.boundary.Add(time.Duration(i-1) * 31 * time.Hour)
			}
			engine, err := sla.CompileVersions(versions, nil)
			require.NoError(t, err)
			v.engines[mode] = desk{Engine: engine, fault: d.fault}
		}
		return v
	})
	law(t, o, func(d drawn, _ desk) string {
		v := sequence(d)
		ticket, asked := weeksLater(d, v.boundary)
		if d.fault.what == "" {
			have, differs := text(eval(t, v.engines[v.mode], ticket, asked)), true
			for mode, other := range v.engines {
				differs = differs && (mode == v.mode || text(eval(t, other, ticket, asked)) != have)
			}
			if differs {
				counted[v.mode]++
			}
		}
		wrong := walk(t, r, v.engines[v.mode], ticket, asked)
		if wrong != "" && wrong != skipCase {
			return fmt.Sprintf("%s at %s\n%s\n%s", v.mode, show(v.boundary), wrong, describe(ticket, asked))
		}
		return wrong
	}, nextIsDue, nextIsLate)
	t.Logf("it mattered: %v", counted)
	for _, mode := range all {
		require.True(t, counted[mode] > 0 || !enoughCases(), "%s never mattered", mode)
	}
}
