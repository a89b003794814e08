package sla_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/priority"
	"github.com/slakit/slakit/sla"
)

// goodDefinition is one in which the cases below break one thing each. Its
// service level has a matrix, and the target of the metric "update" says itself
// what starts and stops it.
func goodDefinition(t *testing.T) sla.Definition {
	t.Helper()
	update := specTarget{Metric: "update", Within: "4h", On: specOn{Start: []string{"message"}, Stop: []string{"reply"}}}
	return definitionOf(t, officeSpec(specTarget{Metric: "resolution", Within: "8h"}, update))
}

// many is a list of n things.
func many[T any](n int, make func(i int) T) (all []T) {
	for i := range n {
		all = append(all, make(i))
	}
	return all
}

func named(i int) string { return fmt.Sprint("n", i) }

// TestCompileRefuses: what is wrong with a definition is told with its place
// and with what would do. Limits are tried at the limit and one above.
func TestCompileRefuses(t *testing.T) {
	type change func(def *sla.Definition, target *sla.Target, level *sla.ServiceLevel)
	long := strings.Repeat("x", 257)
	ladder := func(e sla.Escalation) change {
		return func(_ *sla.Definition, target *sla.Target, _ *sla.ServiceLevel) {
			e.Name = "e"
			target.Escalations = []sla.Escalation{e}
		}
	}
	within := func(s string) change {
		return func(_ *sla.Definition, target *sla.Target, _ *sla.ServiceLevel) { target.Within = s }
	}
	raise := func(r sla.Raise) change {
		return func(_ *sla.Definition, _ *sla.Target, level *sla.ServiceLevel) { level.Raise = []sla.Raise{r} }
	}
	limits := func(l sla.PauseLimits) change {
		return func(_ *sla.Definition, target *sla.Target, _ *sla.ServiceLevel) { target.PauseLimits = &l }
	}
	vip := sla.Facts{"vip": {"yes"}}
	const target, level = "serviceLevels[0].targets[0]", "serviceLevels[0]"
	for _, c := range []struct {
		path, text string
		kind       error
		change     change
	}{
		{"agreements", "at least one agreement", slakit.ErrRequired, func(d *sla.Definition, _ *sla.Target, _ *sla.ServiceLevel) { d.Agreements = nil }},
		{"agreements[1].id", `agreements[0] is called "all" too`, slakit.ErrDuplicate, func(d *sla.Definition, _ *sla.Target, _ *sla.ServiceLevel) {
			d.Agreements = append(d.Agreements, d.Agreements[0])
		}},
		{"agreements[0].id", "a name", slakit.ErrRequired, func(d *sla.Definition, _ *sla.Target, _ *sla.ServiceLevel) { d.Agreements[0].ID = "" }},
		{"agreements[0].id", "257 bytes, at most 256", slakit.ErrLimit, func(d *sla.Definition, _ *sla.Target, _ *sla.ServiceLevel) { d.Agreements[0].ID = long }},
		{"agreements[0].id", "begins or ends with a space", slakit.ErrInvalid, func(d *sla.Definition, _ *sla.Target, _ *sla.ServiceLevel) { d.Agreements[0].ID = "all " }},
		{"agreements[0].from", "want a date such as 2026-01-31", slakit.ErrInvalid, func(d *sla.Definition, _ *sla.Target, _ *sla.ServiceLevel) { d.Agreements[0].From = "31/01/2026" }},
		{"agreements[0].from", "outside the years from 1920 to 2199", slakit.ErrInvalid, func(d *sla.Definition, _ *sla.Target, _ *sla.ServiceLevel) { d.Agreements[0].From = "1919-12-31" }},
		{"agreements[0].until", "outside the years from 1920 to 2199", slakit.ErrInvalid, func(d *sla.Definition, _ *sla.Target, _ *sla.ServiceLevel) {
			d.Agreements[0].Until = "2200-01-01T00:00:00Z"
		}},
		{"agreements[0].until", `"2200-01-01" is outside the years`, slakit.ErrInvalid, func(d *sla.Definition, _ *sla.Target, _ *sla.ServiceLevel) { d.Agreements[0].Until = "2200-01-01" }},
		{"agreements[0].until", `"2026-03-01" is not after from, "2026-03-01"`, slakit.ErrInvalid, func(d *sla.Definition, _ *sla.Target, _ *sla.ServiceLevel) {
			d.Agreements[0].From, d.Agreements[0].Until = "2026-03-01", "2026-03-01"
		}},
		{`agreements[0].match.site`, "no values", slakit.ErrInvalid, func(d *sla.Definition, _ *sla.Target, _ *sla.ServiceLevel) {
			d.Agreements[0].Match = sla.Facts{"site": {}}
		}},
		{`agreements[0].match.site`, "an empty value", slakit.ErrInvalid, func(d *sla.Definition, _ *sla.Target, _ *sla.ServiceLevel) {
			d.Agreements[0].Match = sla.Facts{"site": {"!"}}
		}},
		{"agreements[0].match", "a fact without a name", slakit.ErrInvalid, func(d *sla.Definition, _ *sla.Target, _ *sla.ServiceLevel) {
			d.Agreements[0].Match = sla.Facts{"": {"x"}}
		}},
		{"agreements[0].serviceLevel", ", but none is defined", slakit.ErrUnknown, func(d *sla.Definition, _ *sla.Target, _ *sla.ServiceLevel) { d.ServiceLevels = nil }},
		{level + ".calendar", "the name of a calendar", slakit.ErrRequired, func(_ *sla.Definition, _ *sla.Target, l *sla.ServiceLevel) { l.Calendar = "" }},
		{level + ".calendar", "want one of the 13 that are defined", slakit.ErrUnknown, func(d *sla.Definition, _ *sla.Target, l *sla.ServiceLevel) {
			d.Calendars = append(d.Calendars, many(10, func(i int) calendar.Definition {
				return calendar.Definition{Name: named(i), Zone: "UTC", Hours: []calendar.Hours{{Days: "mon", Open: "08:00", Close: "09:00"}}}
			})...)
			l.Calendar = "somewhere else"
		}},
		{level + ".calendar", `, want "always" or "late" or "n0" or "n1" or "n2" or "n3" or "n4" or "office"`, slakit.ErrUnknown, func(d *sla.Definition, _ *sla.Target, l *sla.ServiceLevel) {
			d.Calendars = append(d.Calendars, many(5, func(i int) calendar.Definition { return calendar.Definition{Name: named(i), Zone: "UTC"} })...)
			l.Calendar = "somewhere else"
		}},
		{level + ".targets[2]", `can never apply: "resolution", target 1 of metric resolution`, slakit.ErrInvalid, func(_ *sla.Definition, _ *sla.Target, l *sla.ServiceLevel) {
			l.Targets = append(l.Targets, sla.Target{Metric: "resolution", Within: "4h", Priorities: []priority.Priority{"P1"}})
		}},
		{"calendars", "257 calendars, at most 256", slakit.ErrLimit, func(d *sla.Definition, _ *sla.Target, _ *sla.ServiceLevel) {
			d.Calendars = many(257, func(i int) calendar.Definition { return calendar.Definition{Name: named(i), Zone: "UTC"} })
		}},
		{"matrices", "257 matrices, at most 256", slakit.ErrLimit, func(d *sla.Definition, _ *sla.Target, _ *sla.ServiceLevel) {
			d.Matrices = map[string]priority.Definition{}
			for i := range 257 {
				d.Matrices[named(i)] = priority.Definition{}
			}
		}},
		{"serviceLevels", "1025 service levels, at most 1024", slakit.ErrLimit, func(d *sla.Definition, _ *sla.Target, _ *sla.ServiceLevel) {
			d.ServiceLevels = many(1025, func(i int) sla.ServiceLevel { return sla.ServiceLevel{ID: named(i), Calendar: "office"} })
		}},
		{level + ".targets", "257 targets, at most 256", slakit.ErrLimit, func(_ *sla.Definition, _ *sla.Target, l *sla.ServiceLevel) {
			l.Targets = many(257, func(i int) sla.Target { return sla.Target{Name: named(i), Metric: "resolution", Within: "8h"} })
		}},
		{level + ".targets[16].metric", "metric number 17, at most 16", slakit.ErrLimit, func(_ *sla.Definition, _ *sla.Target, l *sla.ServiceLevel) {
			l.Targets = many(17, func(i int) sla.Target {
				return sla.Target{Metric: sla.Metric(named(i)), Within: "8h", On: sla.On{Start: []string{"opened"}, Stop: []string{"resolved"}}}
			})
		}},
		{target + ".metric", "a name", slakit.ErrRequired, func(_ *sla.Definition, x *sla.Target, _ *sla.ServiceLevel) { x.Metric = "" }},
		{target + ".priorities[0]", "a priority", slakit.ErrRequired, func(_ *sla.Definition, x *sla.Target, _ *sla.ServiceLevel) { x.Priorities = []priority.Priority{""} }},
		{target + ".priorities[1]", `priority "P1" is listed before`, slakit.ErrDuplicate, func(_ *sla.Definition, x *sla.Target, _ *sla.ServiceLevel) {
			x.Priorities = []priority.Priority{"P1", "P1"}
		}},
		{target + ".within", `an allowance such as 8h, or "none"`, slakit.ErrRequired, within("")},
		{target + ".within", "write 2bw for business weeks or P2W for calendar weeks", slakit.ErrInvalid, within("2w")},
		{target + ".within", "longer than the five years allowed", slakit.ErrLimit, within("P6Y")},
		{target + ".within", "longer than the five years allowed", slakit.ErrLimit, within("P61M")},
		{target + ".within", "longer than the five years allowed", slakit.ErrLimit, within("P266W")},
		{target + ".within", "longer than the five years allowed", slakit.ErrLimit, within("P1831D")},
		{target + ".within", "longer than the five years allowed", slakit.ErrLimit, within("1831bd")},
		{target + ".within", "longer than the five years allowed", slakit.ErrLimit, within("266bw")},
		{target + ".within", "longer than the 43920 hours allowed", slakit.ErrLimit, within("43920h1s")},
		{target + ".within", "has a fraction", slakit.ErrInvalid, within("1.5m")},
		{target + ".within", "has a fraction", slakit.ErrInvalid, within("0.5s")},
		{target + ".within", "has a fraction", slakit.ErrInvalid, within("1.5d")},
		{target + ".within", `write 4h30m for service time or "4h30m elapsed" for the wall clock`, slakit.ErrInvalid, within("PT4H30M")},
		{target + ".within", "P1D for calendar days alone", slakit.ErrInvalid, within("P1DT4X")},
		{target + ".within", "by noon\" is no day rule", slakit.ErrInvalid, within("3bd by noon")},
		{target + ".within", `"startAt": "keep-clock"`, slakit.ErrInvalid, within("3bd keep-clock")},
		{target + ".endAt", `want "next-open" or "close"`, slakit.ErrInvalid, func(_ *sla.Definition, x *sla.Target, _ *sla.ServiceLevel) { x.EndAt = "opening" }},
		{target + ".on.stop[1]", `"done" is listed before`, slakit.ErrDuplicate, func(_ *sla.Definition, x *sla.Target, _ *sla.ServiceLevel) { x.On.Stop = []string{"done", "done"} }},
		{target + ".on.stop[0]", "want the name of an event alone", slakit.ErrInvalid, func(_ *sla.Definition, x *sla.Target, _ *sla.ServiceLevel) { x.On.Stop = []string{"!done"} }},
		{target + ".on.final[1]", `"changed" neither stops nor cancels the clock`, slakit.ErrInvalid, func(_ *sla.Definition, x *sla.Target, _ *sla.ServiceLevel) { x.On.Final = []string{"!done", "changed"} }},
		{target + ".on.stop", "1025 triggers, at most 1024", slakit.ErrLimit, func(_ *sla.Definition, x *sla.Target, _ *sla.ServiceLevel) { x.On.Stop = many(1025, named) }},
		{target + ".pauseWhile", "1025 states, at most 1024", slakit.ErrLimit, func(_ *sla.Definition, x *sla.Target, _ *sla.ServiceLevel) {
			x.PauseWhile = many(1025, func(i int) string { return "status=" + named(i) })
		}},
		{target + ".calendarBy", "not counted in hours of service", slakit.ErrInvalid, func(_ *sla.Definition, x *sla.Target, _ *sla.ServiceLevel) {
			x.Within, x.CalendarBy = "3bd", &sla.CalendarBy{Fact: "team", Calendars: map[string]string{"a": "office"}}
		}},
		{target + ".calendarBy.calendars", "the calendar of each value", slakit.ErrRequired, func(_ *sla.Definition, x *sla.Target, _ *sla.ServiceLevel) {
			x.CalendarBy = &sla.CalendarBy{Fact: "team", Default: "late"}
		}},
		{target + ".calendarBy.calendars.z", "value \"z\" of fact team", slakit.ErrUnknown, func(d *sla.Definition, x *sla.Target, _ *sla.ServiceLevel) {
			d.Facts = map[string][]string{"team": {"a"}}
			x.CalendarBy = &sla.CalendarBy{Fact: "team", Calendars: map[string]string{"z": "office"}}
		}},
		{target + ".calendarBy.fact", `fact "tema" (did you mean "team"?)`, slakit.ErrUnknown, func(d *sla.Definition, x *sla.Target, _ *sla.ServiceLevel) {
			d.Facts = map[string][]string{"team": {"a"}}
			x.CalendarBy = &sla.CalendarBy{Fact: "tema", Calendars: map[string]string{"a": "office"}}
		}},
		{target + ".when.site", `fact "site", want one listed in facts`, slakit.ErrUnknown, func(d *sla.Definition, x *sla.Target, _ *sla.ServiceLevel) {
			d.Facts, x.When = map[string][]string{"team": {"a"}}, sla.Facts{"site": {"hq"}}
		}},
		{target + ".pauseLimits.count", "want the number of pauses", slakit.ErrInvalid, limits(sla.PauseLimits{Count: -1})},
		{target + ".pauseLimits", "a limit: count, total", slakit.ErrRequired, limits(sla.PauseLimits{Enforce: true})},
		{target + ".pauseLimits.total", "allows no pause at all", slakit.ErrInvalid, limits(sla.PauseLimits{Total: "0h"})},
		{target + ".pauseLimits.single", "want an amount of hours", slakit.ErrInvalid, limits(sla.PauseLimits{Single: "1d"})},
		{target + ".pauseLimits.reasons", "an empty list", slakit.ErrInvalid, limits(sla.PauseLimits{Reasons: []string{}})},
		{target + ".escalations[1].name", `"e", each escalation of a target needs a name of its own`, slakit.ErrDuplicate, func(_ *sla.Definition, x *sla.Target, _ *sla.ServiceLevel) {
			x.Escalations = []sla.Escalation{{Name: "e", At: "50%"}, {Name: "e", At: "75%"}}
		}},
		{target + ".escalations", "33 firings with their repeats, at most 32", slakit.ErrLimit, func(_ *sla.Definition, x *sla.Target, _ *sla.ServiceLevel) {
			x.Escalations = []sla.Escalation{{Name: "one", At: "50%"}, {Name: "many", At: "+1h", Every: "1h", Times: 32}}
		}},
		{target + ".escalations[0].late", `want "all", "last" or "none"`, slakit.ErrInvalid, ladder(sla.Escalation{At: "50%", Late: "first"})},
		{target + ".escalations[0].every", "the distance of the 3 repeats", slakit.ErrRequired, ladder(sla.Escalation{At: "50%", Times: 3})},
		{target + ".escalations[0].times", "from 2 to 32", slakit.ErrInvalid, ladder(sla.Escalation{At: "50%", Every: "10%", Times: 1})},
		{target + ".escalations[0].times", "from 2 to 32", slakit.ErrInvalid, ladder(sla.Escalation{At: "50%", Every: "10%", Times: 33})},
		{target + ".escalations[0].every", "without a sign", slakit.ErrInvalid, ladder(sla.Escalation{At: "+1h", Every: "+1h", Times: 3})},
		{target + ".escalations[0].every", "in another unit", slakit.ErrInvalid, ladder(sla.Escalation{At: "+1h", Every: "1bd", Times: 3})},
		{target + ".escalations[0].at", "want a share", slakit.ErrInvalid, ladder(sla.Escalation{At: "soon", Every: "1h", Times: 3})},
		{target + ".escalations[0].at", "want a share", slakit.ErrInvalid, ladder(sla.Escalation{At: "+0bd"})},
		{target + ".escalations[0].at", "want a share", slakit.ErrInvalid, ladder(sla.Escalation{At: "+1831bd"})},
		{target + ".escalations[0].at", "longer than the 43920 hours allowed", slakit.ErrLimit, ladder(sla.Escalation{At: "+99999h"})},
		{target + ".escalations[0].at", "above 0 and at most 1000", slakit.ErrInvalid, ladder(sla.Escalation{At: "1000.0001%"})},
		{target + ".escalations[0].every", "without a sign", slakit.ErrInvalid, ladder(sla.Escalation{At: "+1h", Every: "0h", Times: 3})},
		{target + ".escalations[0].every", "without a sign", slakit.ErrInvalid, ladder(sla.Escalation{At: "50%", Every: "-10%", Times: 3})},
		{target + ".escalations[0].at", "want a share", slakit.ErrInvalid, ladder(sla.Escalation{At: "+1d"})},
		{target + ".escalations[0].at", "is the due itself, write 100%", slakit.ErrInvalid, ladder(sla.Escalation{At: "+0h"})},
		{target + ".escalations[0].at", "at most four decimals", slakit.ErrInvalid, ladder(sla.Escalation{At: "33.33333%"})},
		{level + ".raise", "only where the service level has a matrix", slakit.ErrInvalid, func(_ *sla.Definition, _ *sla.Target, l *sla.ServiceLevel) {
			l.Matrix, l.Raise = "", []sla.Raise{{When: vip, By: 1}}
		}},
		{level + ".raise", "1025 rules, at most 1024", slakit.ErrLimit, func(_ *sla.Definition, _ *sla.Target, l *sla.ServiceLevel) {
			l.Raise = many(1025, func(int) sla.Raise { return sla.Raise{When: vip, By: 1} })
		}},
		{level + ".raise[0].when", "the facts for which", slakit.ErrRequired, raise(sla.Raise{By: 1})},
		{level + ".raise[0]", `both "by" and "to"`, slakit.ErrInvalid, raise(sla.Raise{When: vip, By: 1, To: "P1"})},
		{level + ".raise[0]", `"by", a number of steps, or "to"`, slakit.ErrRequired, raise(sla.Raise{When: vip})},
		{level + ".raise[0].by", "want a positive number", slakit.ErrInvalid, raise(sla.Raise{When: vip, By: -1})},
		{level + ".raise[0].to", `priority "P9"`, slakit.ErrUnknown, raise(sla.Raise{When: vip, To: "P9"})},
		{"facts.team[1]", `value "a" is listed before`, slakit.ErrDuplicate, func(d *sla.Definition, _ *sla.Target, _ *sla.ServiceLevel) {
			d.Facts = map[string][]string{"team": {"a", "a"}}
		}},
		{`facts[""]`, "a name", slakit.ErrRequired, func(d *sla.Definition, _ *sla.Target, _ *sla.ServiceLevel) { d.Facts = map[string][]string{"": nil} }},
		{"events[3]", `event "message" is listed before`, slakit.ErrDuplicate, func(d *sla.Definition, _ *sla.Target, _ *sla.ServiceLevel) { d.Events = append(d.Events, "message") }},
		{"events", "1025 events, at most 1024", slakit.ErrLimit, func(d *sla.Definition, _ *sla.Target, _ *sla.ServiceLevel) {
			d.Events = many(1025, func(i int) sla.EventName { return sla.EventName(named(i)) })
		}},
		{"select.slo", `want "sla", "ola" or "uc"`, slakit.ErrUnknown, func(d *sla.Definition, _ *sla.Target, _ *sla.ServiceLevel) {
			d.Select = map[sla.Kind]string{"slo": "first"}
		}},
	} {
		t.Run(c.path+" "+c.text, func(t *testing.T) {
			def := goodDefinition(t)
			c.change(&def, &def.ServiceLevels[0].Targets[0], &def.ServiceLevels[0])
			_, err := sla.Compile(def, nil)
			for _, p := range slakit.FieldErrors(err) {
				if p.Path == c.path && strings.Contains(p.Err.Error(), c.text) {
					require.ErrorIs(t, p, c.kind)
					return
				}
			}
			t.Errorf("refused by %v", err)
		})
	}
}

// TestCompileRefusesOnce: what is wrong with a name is told once, and nothing
// is told that follows from it.
func TestCompileRefusesOnce(t *testing.T) {
	paths := func(targets ...sla.Target) (all []string) {
		def := goodDefinition(t)
		def.ServiceLevels[0].Targets = targets
		_, err := sla.Compile(def, nil)
		for _, p := range slakit.FieldErrors(err) {
			all = append(all, p.Path)
		}
		return all
	}
	on := sla.On{Start: []string{"opened"}, Stop: []string{"resolved"}}
	nameless := func(i int) sla.Target { return sla.Target{Name: named(i), Within: "8h", On: on} }
	require.Equal(t, []string{"serviceLevels[0].targets[0].metric", "serviceLevels[0].targets[1].metric", "serviceLevels[0].targets[2].metric"},
		paths(many(3, nameless)...))
	numbered := func(i int) sla.Target { return sla.Target{Metric: sla.Metric(named(i)), Within: "8h", On: on} }
	require.Equal(t, []string{"serviceLevels[0].targets[16].metric", "serviceLevels[0].targets[17].metric"}, paths(many(18, numbered)...))
}

// TestCompileAccepts: at the limits a definition is good.
func TestCompileAccepts(t *testing.T) {
	def := goodDefinition(t)
	def.Events = many(1024, func(i int) sla.EventName { return sla.EventName(named(i)) })
	def.Agreements[0].ID = strings.Repeat("x", 256)
	level := &def.ServiceLevels[0]
	level.Targets[0].Escalations = []sla.Escalation{{Name: "e", At: "+1h", Every: "1h", Times: 32}}
	level.Targets[0].On.Stop = many(1024, named)
	level.Targets = append(level.Targets, many(14, func(i int) sla.Target {
		return sla.Target{Metric: sla.Metric(named(i)), Within: "1830bd", On: sla.On{Start: []string{"opened"}, Stop: []string{"resolved"}}}
	})...)
	level.Raise = many(1024, func(int) sla.Raise { return sla.Raise{When: sla.Facts{"vip": {"yes"}}, By: 1} })
	for i := range 253 {
		def.Calendars = append(def.Calendars, calendar.Definition{Name: named(i), Zone: "UTC", Hours: []calendar.Hours{{Days: "mon", Open: "08:00", Close: "09:00"}}})
	}
	def.Agreements[0].From, def.Agreements[0].Until = "1920-01-01", "2199-12-31"
	_, err := sla.Compile(def, nil)
	require.NoError(t, err)

	for _, within := range []string{"P5Y", "P60M", "P265W", "P1830D", "1830bd", "265bw", "43920h", "43920h elapsed"} {
		def := goodDefinition(t)
		def.ServiceLevels[0].Targets[0].Within = within
		_, err := sla.Compile(def, nil)
		require.NoError(t, err, within)
	}
	for _, step := range []string{"0.0001%", "33.3333%", "1000%", "+1830bd", "-1830bd", "+43920h", "-43920h elapsed"} {
		def := goodDefinition(t)
		def.ServiceLevels[0].Targets[0].Escalations = []sla.Escalation{{Name: "e", At: step}}
		_, err := sla.Compile(def, nil)
		require.NoError(t, err, step)
	}
	// Service was given long ago, and is not any more.
	def = goodDefinition(t)
	def.Calendars[0].Hours = nil
	def.Calendars[0].Exceptions = []calendar.Exception{{Date: "1999-03-02", Hours: []calendar.Opening{{Open: "08:00", Close: "17:00"}}}}
	_, err = sla.Compile(def, nil)
	require.NoError(t, err)

	def, versions := goodDefinition(t), make([]sla.Version, 256)
	for i := range versions {
		versions[i] = sla.Version{From: at("2026-03-01 00:00").AddDate(0, 0, i), Definition: def}
	}
	_, err = sla.CompileVersions(versions, nil)
	require.NoError(t, err)
}

// TestCompileVersionsRefuses: the versions of a definition come in order, with
// a mode that is known, and what is wrong with one is told with its place.
func TestCompileVersionsRefuses(t *testing.T) {
	good := goodDefinition(t)
	bad := goodDefinition(t)
	bad.ServiceLevels[0].Targets[0].Within = "1d"
	march, april := at("2026-03-01 00:00"), at("2026-04-01 00:00")
	for _, c := range []struct {
		name, want string
		versions   []sla.Version
	}{
		{"none", "at least one version", nil},
		{"too many", "257 versions, at most 256 are allowed", make([]sla.Version, 257)},
		{"backwards", "[2].from: invalid: 2026-03-01T00:00:00Z is not after the version before it", []sla.Version{{Definition: good}, {From: april, Definition: good}, {From: march, Definition: good}}},
		{"twice", "[2].from", []sla.Version{{Definition: good}, {From: april, Definition: good}, {From: april, Definition: good}}},
		{"mode", `[1].mode: invalid: "forget", want "grandfather", "piecewise" or "recompute"`, []sla.Version{{Definition: good}, {From: april, Mode: "forget", Definition: good}}},
		{"definition", "[1].definition.serviceLevels[0].targets[0].within", []sla.Version{{Definition: good}, {From: april, Definition: bad}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			engine, err := sla.CompileVersions(c.versions, nil)
			require.ErrorContains(t, err, c.want)
			require.Nil(t, engine)
		})
	}
}

// TestEvaluateRefuses: what makes no sense in a ticket is told with the place
// of the event.
func TestEvaluateRefuses(t *testing.T) {
	def := goodDefinition(t)
	def.Facts = map[string][]string{"team": {"a", "b"}, "vip": nil, "promised": nil}
	def.ServiceLevels[0].DefaultPriority = ""
	def.ServiceLevels[0].Targets[0].Priorities = []priority.Priority{"P1", "P2", "P3"}
	def.ServiceLevels[0].Targets[0].DueBy = "promised"
	engine, err := sla.Compile(def, nil)
	require.NoError(t, err)
	opened := weekTime(t, "Mon 08:00")
	for _, c := range []struct {
		name, want string
		kind       error
		event      sla.Event
	}{
		{"until before", "events[1]: invalid: until 2026-03-02T09:00:00Z is not after the event", slakit.ErrInvalid, sla.Event{Name: sla.Paused, Until: weekTime(t, "Mon 09:00")}},
		{"due of a metric", `events[1]: unknown: due of metric "repair", want "resolution" or "update"`, slakit.ErrUnknown, sla.Event{Name: sla.Changed, Due: &sla.ManualDue{Metric: "repair"}}},
		{"due out of range", "events[1]: instant out of range: due at 2300", sla.ErrRange, sla.Event{Name: sla.Changed, Due: &sla.ManualDue{Metric: sla.Resolution, At: at("2300-01-01 00:00")}}},
		{"fact", `events[1]: unknown: fact "tema" (did you mean "team"?)`, slakit.ErrUnknown, sla.Event{Name: sla.Changed, Facts: sla.Facts{"tema": {"a"}}}},
		{"value", `events[1]: unknown: value "c" of fact team`, slakit.ErrUnknown, sla.Event{Name: sla.Changed, Facts: sla.Facts{"team": {"c"}}}},
		{"due by a fact", `events[1]: invalid: due time "tomorrow", want an instant`, slakit.ErrInvalid, sla.Event{Name: sla.Changed, Facts: sla.Facts{"promised": {"tomorrow"}}}},
		{"due by a fact, out of range", "events[1]: instant out of range", sla.ErrRange, sla.Event{Name: sla.Changed, Facts: sla.Facts{"promised": {"2300-01-01T00:00:00Z"}}}},
		{"impact", `events[1]: `, slakit.ErrUnknown, sla.Event{Name: sla.Changed, Facts: sla.Facts{"priority": {""}, "impact": {"huge"}, "urgency": {"high"}}}},
		{"priority", `events[1]: unknown: priority "P9"`, slakit.ErrUnknown, sla.Event{Name: sla.Changed, Facts: sla.Facts{"priority": {"P9"}}}},
		{"no priority", `events[1]: no priority: service level "gold" has no default`, sla.ErrNoPriority, sla.Event{Name: sla.Changed, Facts: sla.Facts{"priority": {""}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.event.At = weekTime(t, "Mon 09:00")
			ticket := sla.Ticket{ID: "T", Events: []sla.Event{{At: opened, Name: sla.Opened, Facts: sla.Facts{"priority": {"P3"}, "team": {"a", ""}}}, c.event}}
			report, err := engine.Evaluate(ticket, weekTime(t, "Mon 10:00"))
			require.ErrorIs(t, err, c.kind)
			require.ErrorContains(t, err, c.want)
			require.Empty(t, report.Readings)
			// Before the event, nothing is wrong.
			_, err = engine.Evaluate(ticket, weekTime(t, "Mon 08:30"))
			require.NoError(t, err)
		})
	}

	events := many(10_000, func(i int) sla.Event { return sla.Event{At: opened.Add(time.Duration(i)), Name: sla.Changed} })
	events[0].Facts = sla.Facts{"priority": {"P1"}}
	_, err = engine.Evaluate(sla.Ticket{ID: "T", Events: events}, opened.AddDate(0, 0, 1))
	require.NoError(t, err)
	_, err = engine.Evaluate(sla.Ticket{ID: "T", Events: append(events, sla.Event{At: opened, Name: sla.Closed})}, opened)
	require.ErrorIs(t, err, slakit.ErrLimit)
	require.ErrorContains(t, err, "events: limit exceeded: 10001 events, at most 10000 are allowed")
}

// TestReadRefuses: reports, amounts and facts that were not written by this
// package are refused, and what is written reads back.
func TestReadRefuses(t *testing.T) {
	var report sla.Report
	require.ErrorIs(t, json.Unmarshal([]byte(`{"ticket":"T","at":"yesterday"}`), &report), slakit.ErrInvalid)
	require.ErrorIs(t, json.Unmarshal([]byte(`{"ticket":"T","readings":[{"elapsed":"1d"}]}`), &report), slakit.ErrInvalid)
	var reading sla.Reading
	require.ErrorIs(t, json.Unmarshal([]byte(`{"metrik":"resolution"}`), &reading), slakit.ErrUnknown)
	var amount sla.Amount
	require.ErrorIs(t, amount.UnmarshalText([]byte("soon")), slakit.ErrInvalid)
	assert.Equal(t, "0s", sla.Amount(0).String())

	for text, want := range map[string]string{
		`{"team":1}`:                       "want a string or an array of strings",
		`{"team":["a",1]}`:                 "team[1]: invalid: found a number (1), want a string",
		`{"team":"a","team":"b"}`:          "",
		`{"team":{"a":"b"}}`:               "want a string or an array of strings",
		`["a"]`:                            "",
		`{"team":"\ud800"}` + "\x00":       "",
		`{"site":"hq","team":["a", null]}`: "",
	} {
		var facts sla.Facts
		err := json.Unmarshal([]byte(text), &facts)
		require.Error(t, err, text)
		require.ErrorContains(t, err, want, text)
	}
	data, err := json.Marshal(sla.Facts(nil))
	require.NoError(t, err)
	assert.Equal(t, "null", string(data))
}
