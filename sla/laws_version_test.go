package sla_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/sla"
)

// definitionOf parses a definition that must be good.
func definitionOf(t testing.TB, s spec) sla.Definition {
	t.Helper()
	data, err := json.Marshal(s)
	require.NoError(t, err)
	def, err := sla.Parse(data)
	require.NoError(t, err, "%s", data)
	return def
}

// refused are the problems that a desk has with a definition.
func (d drawn) refused(t testing.TB, s spec) []*slakit.FieldError {
	t.Helper()
	_, err := sla.Compile(definitionOf(t, d.fault.reads(s)), nil)
	return slakit.FieldErrors(err)
}

// TestLawS27Zero: an allowance of zero, or of less, is refused where it is
// written, whatever else is promised.
func TestLawS27Zero(t *testing.T) {
	r := rand.New(rand.NewSource(27))
	law(t, drawOptions{}, func(d drawn, _ desk) string {
		s := d.spec.clone()
		level := r.Intn(len(s.ServiceLevels))
		targets := s.ServiceLevels[level].Targets
		i := r.Intn(len(targets))
		targets[i].Escalations = nil
		targets[i].Within = pick(r, "0h", "0m", "0s", "0h0m", "0s elapsed", "0h elapsed", "P0D", "P0M", "0bd", "0bw", "-1h", "-30m elapsed", "-2bd", "-P1D")
		path := fmt.Sprintf("serviceLevels[%d].targets[%d].within", level, i)
		for _, problem := range d.refused(t, s) {
			if problem.Path == path && errors.Is(problem, slakit.ErrInvalid) {
				return ""
			}
		}
		return targets[i].Within + " is not refused"
	}, eachPromise("a second is the least", func(_ *spec, target *specTarget) {
		if form := target.Within; form == "0s" || form == "0h" || form == "0m" {
			target.Within = "1s"
		}
	}))
}

// TestLawR04Published: what a version says of the tickets that fall under it
// stays said, whatever is published after it, or done to the definition that
// was compiled.
func TestLawR04Published(t *testing.T) {
	r := rand.New(rand.NewSource(104))
	law(t, drawOptions{noManual: true}, func(d drawn, _ desk) string {
		def := definitionOf(t, d.spec)
		first, err := sla.Compile(def, nil)
		require.NoError(t, err)
		want := text(eval(t, first, d.ticket, d.at))

		versions := []sla.Version{
			{Definition: def},
			{From: d.ticket.Events[0].At.Add(time.Duration(1 + r.Int63n(int64(90*time.Hour)))), Definition: definitionOf(t, officeSpec(specTarget{Metric: "resolution", Within: "1m"}))},
		}
		if r.Intn(3) == 0 {
			versions[1].Mode = sla.Grandfather
		}
		if d.fault.versions != nil {
			d.fault.versions(versions)
		}
		later, err := sla.CompileVersions(versions, nil)
		require.NoError(t, err)
		def.ServiceLevels[0].Targets[0].Within = "1s"
		def.Calendars[0].Hours[0].Open = "11:11"
		def.Agreements[0].ServiceLevel = "?"
		if wrong := unequal("after the definition was changed", want, text(eval(t, first, d.ticket, d.at))); wrong != "" {
			return wrong
		}
		return unequal("after another version was published", want, text(eval(t, later, d.ticket, d.at)))
	}, fault{what: "a version recomputes what was opened before", versions: func(v []sla.Version) { v[1].Mode = sla.Recompute }},
		fault{what: "the second version is the only one", versions: func(v []sla.Version) { v[0].Definition = v[1].Definition }})
}

// based puts a calendar over another, and one over that.
func based(r *rand.Rand, s *spec) {
	middle, top := drawCalendar(r, "middle"), drawCalendar(r, "top")
	for i, c := range []*specCalendar{&middle, &top} {
		c.Base = []string{"first", "middle"}[i]
		if r.Intn(2) == 0 {
			c.Zone = ""
		}
		if r.Intn(2) == 0 {
			c.Hours = nil
		}
	}
	s.Calendars = append([]specCalendar{top, middle}, s.Calendars...)
	for i := range s.ServiceLevels {
		s.ServiceLevels[i].Calendar = "top"
	}
}

// over is a calendar with its base written out: its own exceptions win, the
// holidays are those of both, and its own hours and zone stand if it has any.
func (c specCalendar) over(base specCalendar) specCalendar {
	flat := specCalendar{Name: c.Name, Base: base.Base, Zone: base.Zone, Hours: base.Hours}
	if c.Zone != "" {
		flat.Zone = c.Zone
	}
	if c.Hours != nil {
		flat.Hours = c.Hours
	}
	flat.Exceptions = append(flat.Exceptions, c.Exceptions...)
	for _, e := range base.Exceptions {
		if !slices.ContainsFunc(c.Exceptions, func(own specException) bool { return own.Date == e.Date }) {
			flat.Exceptions = append(flat.Exceptions, e)
		}
	}
	for _, h := range append(slices.Clone(c.Holidays), base.Holidays...) {
		if !slices.Contains(flat.Holidays, h) {
			flat.Holidays = append(flat.Holidays, h)
		}
	}
	return flat
}

// flat writes out what calendars are based on.
func (s spec) flat() spec {
	s.Calendars = slices.Clone(s.Calendars)
	for i := range s.Calendars {
		for c := &s.Calendars[i]; c.Base != ""; {
			base := slices.IndexFunc(s.Calendars, func(other specCalendar) bool { return other.Name == c.Base })
			*c = c.over(s.Calendars[base])
		}
	}
	return s
}

// TestLawR08Inheritance: a calendar over another is that calendar with what is
// its own put over it, whichever of three is written out first; one that says
// nothing is its base; a circle is refused.
func TestLawR08Inheritance(t *testing.T) {
	written := map[string]func(d drawn) desk{}
	for name, change := range map[string]func(top, middle, bottom *specCalendar){
		"from below": func(top, middle, bottom *specCalendar) {
			*middle = middle.over(*bottom)
			*top = top.over(*middle)
		},
		"from above": func(top, middle, _ *specCalendar) { *top = top.over(*middle) },
		"one more over": func(top, middle, _ *specCalendar) {
			*top, *middle = specCalendar{Name: "top", Base: "middle"}, top.over(*middle)
		},
	} {
		written[name] = perDefinition(func(d drawn) desk {
			s := d.spec
			s.Calendars = slices.Clone(s.Calendars)
			change(&s.Calendars[0], &s.Calendars[1], &s.Calendars[2])
			s.Calendars[1].Name = "middle"
			return desk{Engine: engineOf(t, s)}
		})
	}
	circles := perDefinition(func(d drawn) []*slakit.FieldError {
		circle := d.spec
		circle.Calendars = slices.Clone(circle.Calendars)
		circle.Calendars[2].Base = "top"
		return d.refused(t, circle)
	})
	law(t, drawOptions{adapt: based}, func(d drawn, engine desk) string {
		want := text(eval(t, engine, d.ticket, d.at))
		for name, other := range written {
			if wrong := unequal(name, want, text(eval(t, other(d), d.ticket, d.at))); wrong != "" {
				return wrong
			}
		}
		if len(circles(d)) == 0 {
			return "a circle is not refused"
		}
		return ""
	}, fault{what: "hours of the base win", read: func(s *spec) {
		s.Calendars = slices.Clone(s.Calendars)
		s.Calendars[0].Hours, s.Calendars[1].Hours = nil, nil
	}}, fault{what: "holidays of the base are forgotten", read: func(s *spec) {
		s.Calendars = slices.Clone(s.Calendars)
		s.Calendars[2].Holidays = nil
	}})
}

// TestLawR10Days: a business day is a day and not so many hours: a and b
// business days are a+b of them, by the openings and closings of days that may
// have any length.
func TestLawR10Days(t *testing.T) {
	byDays := func(a, b int) func(d drawn) desk {
		return perDefinition(func(d drawn) desk {
			s := d.spec.clone()
			s.eachTarget(func(target *specTarget) { target.StartAt, target.Escalations = "", nil })
			first := specTarget{Metric: "a", Within: fmt.Sprintf("%dbd by open", a), On: specOn{Start: []string{"opened"}, Stop: []string{}}}
			second, both := first, first
			second.Metric, second.Within = "b", fmt.Sprintf("%dbd by close", b)
			both.Metric, both.Within = "both", fmt.Sprintf("%dbd by close", a+b)
			s.ServiceLevels[0].Targets = []specTarget{first, second, both}
			return d.desk(t, s)
		})
	}
	var engines []func(d drawn) desk
	for _, n := range [][2]int{{1, 0}, {1, 1}, {2, 3}, {5, 2}, {9, 11}} {
		engines = append(engines, byDays(n[0], n[1]))
	}
	r := rand.New(rand.NewSource(110))
	law(t, drawOptions{plain: true}, func(d drawn, _ desk) string {
		engine := engines[r.Intn(len(engines))](d)
		due := func(start time.Time, metric sla.Metric) time.Time {
			x, _ := live(eval(t, engine, openedAt(start), start), metric)
			return x.OriginalDue
		}
		start := d.ticket.Events[0].At
		if opens := due(start, "a"); !due(opens, "b").Equal(due(start, "both")) {
			return fmt.Sprintf("from %s and on from %s by %s, at once by %s", show(start), show(opens), show(due(opens, "b")), show(due(start, "both")))
		}
		return ""
	}, eachPromise("a business day is eight hours", func(_ *spec, target *specTarget) {
		if form := parseForm(target.Within); form.kind == "days" {
			target.Within = fmt.Sprintf("%dh", 8*form.n+1)
		}
	}))
}

// TestLawR12Refused: a calendar without a zone, with an unknown one, or that
// never opens is refused with the place.
func TestLawR12Refused(t *testing.T) {
	r := rand.New(rand.NewSource(112))
	law(t, drawOptions{}, func(d drawn, _ desk) string {
		s := d.spec.clone()
		s.Calendars = slices.Clone(s.Calendars)
		i := r.Intn(len(s.Calendars))
		// Some target counts service hours by either calendar.
		s.ServiceLevels[0].Targets = append(s.ServiceLevels[0].Targets, specTarget{
			Metric: "counted", Calendar: s.Calendars[i].Name, Within: "8h", On: specOn{Start: []string{"opened"}, Stop: []string{"resolved"}},
		})
		path, kind := fmt.Sprintf("calendars[%d].zone", i), slakit.ErrUnknown
		switch c := &s.Calendars[i]; r.Intn(3) {
		case 0:
			c.Zone, kind = "", slakit.ErrRequired
		case 1:
			c.Zone = pick(r, "Europe/Stokholm", "local", "../UTC", "CEST5")
		case 2:
			c.Hours, c.Exceptions = nil, nil
			path, kind = fmt.Sprintf("serviceLevels[0].targets[%d].within", len(s.ServiceLevels[0].Targets)-1), slakit.ErrInvalid
		}
		problems := d.refused(t, s)
		for _, problem := range problems {
			if problem.Path == path && errors.Is(problem, kind) {
				return ""
			}
		}
		return fmt.Sprintf("want %v at %s, found %v", kind, path, problems)
	}, fault{what: "UTC stands in for a zone that is not known", read: func(s *spec) {
		for i := range s.Calendars {
			if _, err := time.LoadLocation(s.Calendars[i].Zone); err != nil {
				s.Calendars[i].Zone = "UTC"
			}
		}
	}}, fault{what: "a calendar without hours is open", read: func(s *spec) {
		for i := range s.Calendars {
			if len(s.Calendars[i].Hours) == 0 {
				s.Calendars[i].Hours = drawWeeks[2]
			}
		}
	}})
}

// TestLawR13WhatIf: a change of one promise affects no ticket but those that
// are or were read under it, so that these are all that need be evaluated anew;
// and what it does to what was sent is told exactly.
func TestLawR13WhatIf(t *testing.T) {
	changed := perDefinition(func(d drawn) desk {
		s := d.spec.clone()
		target := &s.ServiceLevels[0].Targets[0]
		target.Within, target.Escalations = "3h7m", []specEscalation{{Name: "a", At: "50%"}, {Name: "new", At: "100%"}}
		return d.desk(t, s)
	})
	affected, same := 0, 0
	law(t, drawOptions{}, func(d drawn, engine desk) string {
		before, after := eval(t, engine, d.ticket, d.at), eval(t, changed(d), d.ticket, d.at)
		metric := sla.Metric(d.spec.ServiceLevels[0].Targets[0].Metric)
		under := func(x sla.Reading) bool {
			return x.Agreement == "all" && x.Metric == metric && x.Target == string(metric)
		}
		candidate := slices.ContainsFunc(before.Readings, under)
		before.Next, after.Next = time.Time{}, time.Time{}
		switch difference := unequal("before and after", text(before), text(after)); {
		case difference != "" && !candidate:
			return "affected, but not read under the promise: " + difference
		case difference != "":
			affected++
		default:
			same++
		}
		made := map[string]int{}
		for f := range after.Fired(time.Time{}) {
			made[f.ID]++
		}
		for f := range before.Fired(time.Time{}) {
			made[f.ID]--
		}
		for delta := range sla.Diff(before, after) {
			if delta.Change == sla.DeltaFired {
				made[delta.Firing.ID]--
			} else {
				made[delta.Firing.ID]++
			}
		}
		for id, n := range made {
			if n != 0 {
				return fmt.Sprintf("the difference does not tell of %s: %d", id, n)
			}
		}
		return ""
	}, fault{what: "the first promise of a metric is made to all", read: func(s *spec) {
		first := s.ServiceLevels[0].Targets[0]
		s.eachTarget(func(target *specTarget) {
			if target.Metric == first.Metric {
				target.Within, target.Escalations = first.Within, first.Escalations
			}
		})
	}}, eachReading("what was replaced is not told", func(_ *sla.Report, x *sla.Reading) {
		if x.State == sla.StateReplaced {
			x.Target = "?"
		}
	}), namesAlone)
	require.True(t, affected > 0 && same > 0 || !enoughCases())
}
