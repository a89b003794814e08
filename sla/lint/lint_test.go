package lint_test

import (
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // zone facts after 2024 are needed whatever the system has

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/calendar/holidays"
	"github.com/slakit/slakit/priority"
	"github.com/slakit/slakit/sla"
	"github.com/slakit/slakit/sla/lint"
)

// monday is the instant for which definitions are checked.
var monday = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// office is a definition without any finding: the cases spoil it.
func office() sla.Definition {
	return sla.Definition{
		Calendars: []calendar.Definition{{Name: "office", Zone: "Europe/Stockholm", Hours: []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}}}},
		Matrices: map[string]priority.Definition{"plain": {
			Impacts: []priority.Impact{"many", "one"}, Urgencies: []priority.Urgency{"now", "later"},
			Priorities: []priority.Priority{"P1", "P2", "P3"},
			Matrix:     [][]priority.Priority{{"P1", "P2"}, {"P2", "P3"}},
		}},
		ServiceLevels: []sla.ServiceLevel{{
			ID: "card", Calendar: "office", Matrix: "plain", DefaultPriority: "P3",
			Targets: []sla.Target{
				{Metric: sla.Response, Within: "1h"},
				{Metric: sla.Resolution, Within: "4h", Priorities: []priority.Priority{"P1"}},
				{Metric: sla.Resolution, Within: "8h"},
			},
		}},
		Agreements: []sla.Agreement{{ID: "all", Kind: sla.SLA, ServiceLevel: "card"}},
	}
}

// A spoilt definition has these findings, as "kind path", beside the facts
// consulted.
type spoilt struct {
	name  string
	spoil func(def *sla.Definition)
	want  []string
}

// on changes the triggers of the response.
func on(change func(on *sla.On)) func(def *sla.Definition) {
	return func(def *sla.Definition) { change(&def.ServiceLevels[0].Targets[0].On) }
}

// response changes the response.
func response(change func(t *sla.Target)) func(def *sla.Definition) {
	return func(def *sla.Definition) { change(&def.ServiceLevels[0].Targets[0]) }
}

// alone changes the response and leaves nothing else.
func alone(change func(t *sla.Target)) func(def *sla.Definition) {
	return func(def *sla.Definition) {
		def.ServiceLevels[0].Targets = def.ServiceLevels[0].Targets[:1]
		response(change)(def)
	}
}

// card changes the service level.
func card(change func(l *sla.ServiceLevel)) func(def *sla.Definition) {
	return func(def *sla.Definition) { change(&def.ServiceLevels[0]) }
}

// agreements puts some before the one for all.
func agreements(more ...sla.Agreement) func(def *sla.Definition) {
	return func(def *sla.Definition) {
		for i := range more {
			if more[i].ServiceLevel = "card"; more[i].Kind == "" {
				more[i].Kind = sla.SLA
			}
		}
		def.Agreements = append(more, def.Agreements...)
	}
}

func match(facts ...string) sla.Facts {
	all := sla.Facts{}
	for _, f := range facts {
		name, value, _ := strings.Cut(f, "=")
		all[name] = append(all[name], value)
	}
	return all
}

const first = "serviceLevels[0].targets[0]"

var cases = []spoilt{
	{"nothing", func(*sla.Definition) {}, nil},

	// Triggers.
	{
		"start and stop by an event", on(func(on *sla.On) { on.Start, on.Stop = []string{"opened", "taken"}, []string{"responded", "taken"} }),
		[]string{"start-and-stop " + first + ".on.stop[1]"},
	},
	{"start and stop by a fact, in another order", on(func(on *sla.On) {
		on.Start, on.Stop = []string{"status=new & group!=desk"}, []string{"responded", "group!=desk & status=new"}
	}), []string{"start-and-stop " + first + ".on.stop[1]"}},
	{"opened stops", on(func(on *sla.On) { on.Stop = []string{"responded", "opened"} }), []string{"start-and-stop " + first + ".on.stop[1]"}},
	{
		"start and cancel", on(func(on *sla.On) { on.Start, on.Cancel = []string{"opened", "taken"}, []string{"taken"} }),
		[]string{"start-and-stop " + first + ".on.cancel[0]"},
	},
	{
		"the default of cancel starts", on(func(on *sla.On) { on.Start = []string{"opened", "cancelled"} }),
		[]string{"start-and-stop " + first + ".on.start[1]"},
	},
	{"start pauses", on(func(on *sla.On) { on.Pause = []string{"opened"} }), []string{"starts-paused " + first + ".on.pause[0]"}},
	{
		"start pauses for good", on(func(on *sla.On) { on.Pause, on.Resume = []string{"opened"}, []string{} }),
		[]string{"starts-paused " + first + ".on.pause[0]", "pause-without-resume " + first + ".on.resume"},
	},
	{"starts in a state in which it stands", response(func(t *sla.Target) {
		t.On.Start, t.PauseWhile = []string{"status=new & group=desk"}, []string{"status=waiting", "status=new"}
	}), []string{"starts-paused " + first + ".on.start[0]"}},
	{"starts in the first state in which it stands", response(func(t *sla.Target) {
		t.On.Start, t.PauseWhile = []string{"status=new & group=desk"}, []string{"status=new", "status=waiting"}
	}), []string{"starts-paused " + first + ".on.start[0]"}},
	{"starts in another state", response(func(t *sla.Target) {
		t.On.Start, t.PauseWhile = []string{"status=new"}, []string{"status=waiting", "status=new & group=desk"}
	}), nil},
	{"pause and resume", on(func(on *sla.On) { on.Pause = []string{"paused", "resumed"} }), []string{"pause-and-resume " + first + ".on.pause[1]"}},
	{"nothing resumes", on(func(on *sla.On) { on.Resume = []string{} }), []string{"pause-without-resume " + first + ".on.resume"}},
	{"neither pauses nor resumes", on(func(on *sla.On) { on.Pause, on.Resume = []string{}, []string{} }), nil},
	{"nothing to resume", on(func(on *sla.On) { on.Pause, on.Resume = []string{}, []string{"back"} }), []string{"resume-without-pause " + first + ".on.resume[0]"}},
	{"never paused", on(func(on *sla.On) { on.Pause = []string{} }), nil},
	{"stop and reopen", on(func(on *sla.On) { on.Reopen = []string{"reopened", "resolved"} }), []string{"stop-and-reopen " + first + ".on.reopen[1]"}},
	{"cancel and reopen", on(func(on *sla.On) { on.Reopen = []string{"reopened", "cancelled"} }), []string{"stop-and-reopen " + first + ".on.reopen[1]"}},
	{"stop and reopen, but final", on(func(on *sla.On) { on.Reopen = []string{"reopened", "responded"} }), nil},
	{"start, stop and reopen: it is reopened before it could start", on(func(on *sla.On) {
		on.Start, on.Stop, on.Reopen = []string{"opened", "taken"}, []string{"responded", "taken"}, []string{"taken"}
	}), []string{"stop-and-reopen " + first + ".on.reopen[0]"}},
	{"stop by default and reset", on(func(on *sla.On) { on.Reset = []string{"responded"} }), []string{"overruled " + first + ".on.reset[0]"}},
	{"stop and reset", on(func(on *sla.On) { on.Reset = []string{"resolved"} }), []string{"overruled " + first + ".on.reset[0]"}},
	{"cancel and reset", on(func(on *sla.On) { on.Reset = []string{"cancelled"} }), []string{"overruled " + first + ".on.reset[0]"}},
	{"stop and cancel", on(func(on *sla.On) { on.Cancel = []string{"cancelled", "closed"} }), []string{"overruled " + first + ".on.cancel[1]"}},
	{"nothing starts", on(func(on *sla.On) { on.Start = []string{} }), []string{"never-starts " + first + ".on.start"}},
	{"nothing stops", on(func(on *sla.On) { on.Stop = []string{} }), []string{"never-stops " + first + ".on.stop"}},
	{
		"of two states one always holds", response(func(t *sla.Target) { t.PauseWhile = []string{"status=a", "group=b", "status!=a"} }),
		[]string{"always-paused " + first + ".pauseWhile[2]"},
	},
	{
		"the same of the service level", func(def *sla.Definition) { def.ServiceLevels[0].PauseWhile = []string{"status=a", "status!=a"} },
		[]string{"always-paused serviceLevels[0].pauseWhile[1]"},
	},
	{
		"a state that nothing can be in", response(func(t *sla.Target) { t.PauseWhile = []string{"status=a & status!=a"} }),
		[]string{"never-true " + first + ".pauseWhile[0]"},
	},
	{
		"the same of the service level, once", func(def *sla.Definition) { def.ServiceLevels[0].PauseWhile = []string{"status=a & status!=a"} },
		[]string{"never-true serviceLevels[0].pauseWhile[0]"},
	},
	{"a trigger that never fires", on(func(on *sla.On) { on.Reset = []string{"status!=a & status=a"} }), []string{"never-true " + first + ".on.reset[0]"}},
	{"a value may stand beside another", on(func(on *sla.On) { on.Reset = []string{"status!=a & status=b"} }), nil},
	{"almost a built-in event that stops", on(func(on *sla.On) { on.Stop = []string{"responded", "resolvd"} }), []string{"misspelt " + first + ".on.stop[1]"}},
	{"almost a built-in event that resets", on(func(on *sla.On) { on.Reset = []string{"change"} }), []string{"misspelt " + first + ".on.reset[0]"}},
	{"almost a built-in event, and meant", func(def *sla.Definition) {
		def.ServiceLevels[0].Targets[0].On.Reset, def.Events = []string{"change"}, []sla.EventName{"change"}
	}, nil},
	{
		"escalations without a deadline", response(func(t *sla.Target) { t.Within, t.Escalations = "none", []sla.Escalation{{Name: "x", At: "50%"}} }),
		[]string{"never-fires " + first + ".escalations"},
	},
	{"escalations without a deadline, of a clock that starts later", response(func(t *sla.Target) {
		t.Within, t.Escalations, t.On.Start = "none", []sla.Escalation{{Name: "x", At: "50%"}}, []string{"message"}
	}), []string{"never-fires " + first + ".escalations"}},
	{"escalations without a deadline, of the second target", card(func(l *sla.ServiceLevel) {
		l.Targets[2].Within, l.Targets[2].Escalations = "none", []sla.Escalation{{Name: "x", At: "50%"}}
	}), []string{"never-fires serviceLevels[0].targets[2].escalations"}},
	{"escalations without a deadline, of a target with a name", card(func(l *sla.ServiceLevel) {
		l.Targets[2].Name, l.Targets[2].Within, l.Targets[2].Escalations = "slow", "none", []sla.Escalation{{Name: "x", At: "50%"}}
	}), []string{"never-fires serviceLevels[0].targets[2].escalations"}},
	{"a deadline by a fact", response(func(t *sla.Target) {
		t.Within, t.DueBy, t.Escalations = "none", "promised", []sla.Escalation{{Name: "x", At: "50%"}}
	}), nil},
	{"a share over the whole is legal", response(func(t *sla.Target) { t.Escalations = []sla.Escalation{{Name: "x", At: "150%"}} }), nil},

	// Priorities and targets.
	{"no default", card(func(l *sla.ServiceLevel) { l.DefaultPriority = "" }), []string{"no-priority serviceLevels[0].defaultPriority"}},
	{"no default, and nobody asks", card(func(l *sla.ServiceLevel) { l.DefaultPriority, l.Targets = "", l.Targets[:1] }), nil},
	{"empty cells", func(def *sla.Definition) {
		def.Matrices["plain"].Matrix[1][0] = ""
		def.ServiceLevels[0].DefaultPriority = ""
	}, []string{"no-priority serviceLevels[0].defaultPriority", "no-priority matrices.plain.matrix[1][0]"}},
	{"empty cells with a default", func(def *sla.Definition) { def.Matrices["plain"].Matrix[1][0] = "" }, nil},
	{"a priority that no cell holds", func(def *sla.Definition) {
		p := def.Matrices["plain"]
		p.Priorities = append(p.Priorities, "P4")
		def.Matrices["plain"] = p
		def.ServiceLevels[0].Targets[1].Priorities = []priority.Priority{"P1", "P4"}
	}, []string{"unknown-priority serviceLevels[0].targets[1].priorities[1]"}},
	{"but a raise gives", func(def *sla.Definition) {
		p := def.Matrices["plain"]
		p.Priorities = append([]priority.Priority{"P0"}, p.Priorities...)
		def.Matrices["plain"] = p
		def.ServiceLevels[0].Raise = []sla.Raise{{When: match("vip=yes"), By: 1}}
		def.ServiceLevels[0].Targets[1].Priorities = []priority.Priority{"P0"}
	}, nil},
	{"or raises to", func(def *sla.Definition) {
		p := def.Matrices["plain"]
		p.Priorities = append([]priority.Priority{"P0"}, p.Priorities...)
		def.Matrices["plain"] = p
		def.ServiceLevels[0].Raise = []sla.Raise{{When: match("vip=yes", "vip=!yes"), To: "P0"}}
		def.ServiceLevels[0].Targets[1].Priorities = []priority.Priority{"P0"}
	}, []string{"never-true serviceLevels[0].raise[0].when"}},
	{
		"a metric without a target at a priority", card(func(l *sla.ServiceLevel) { l.Targets[2].Priorities = []priority.Priority{"P2"} }),
		[]string{"missing-target serviceLevels[0].targets"},
	},
	{"nothing at all for a priority", card(func(l *sla.ServiceLevel) {
		l.Targets[0].Priorities, l.Targets[2].Priorities = []priority.Priority{"P1", "P2"}, []priority.Priority{"P2"}
	}), []string{"missing-target serviceLevels[0].targets"}},
	{"only on conditions", card(func(l *sla.ServiceLevel) { l.Targets[0].When = match("vip=yes") }), []string{"missing-target serviceLevels[0].targets"}},
	{"on conditions of which one holds", card(func(l *sla.ServiceLevel) {
		other := l.Targets[0]
		l.Targets[0].When, other.When = match("vip=yes"), match("vip=!yes")
		l.Targets = append(l.Targets, other)
	}), nil},
	{"without a matrix", card(func(l *sla.ServiceLevel) {
		l.Matrix, l.DefaultPriority, l.Targets[2].Priorities = "", "", []priority.Priority{"P2"}
	}), []string{"unused matrices.plain", "missing-target serviceLevels[0].targets"}},
	{"without a matrix, and a target for whatever priority is left", card(func(l *sla.ServiceLevel) { l.Matrix, l.DefaultPriority = "", "" }), []string{"unused matrices.plain"}},
	{"only on conditions, beside an agreement of another kind", func(def *sla.Definition) {
		agreements(sla.Agreement{ID: "inside", Kind: sla.OLA})(def)
		def.ServiceLevels[0].Targets[0].When = match("vip=yes")
	}, []string{"missing-target serviceLevels[0].targets"}},
	{"only in some hours", func(def *sla.Definition) {
		def.Calendars = append(def.Calendars, calendar.Definition{Name: "evening", Zone: "Europe/Stockholm", Hours: []calendar.Hours{{Days: "mon-fri", Open: "18:00", Close: "20:00"}}})
		def.ServiceLevels[0].Targets[0].OpenedIn = "evening"
	}, []string{"missing-target serviceLevels[0].targets"}},
	{"only on conditions, under an agreement for a weekend", func(def *sla.Definition) {
		def.Agreements[0].From, def.Agreements[0].Until = "2026-03-07", "2026-03-09"
		def.ServiceLevels[0].Targets[0].When = match("vip=yes")
	}, []string{"missing-target serviceLevels[0].targets"}},
	{"only on conditions, under an agreement that asks for a value and forbids it elsewhere", func(def *sla.Definition) {
		def.Agreements[0].Match = match("caller=!yes", "vip=yes")
		def.ServiceLevels[0].Targets[0].When = match("site=hq")
	}, []string{"missing-target serviceLevels[0].targets"}},
	{"a target hidden by conditions", card(func(l *sla.ServiceLevel) {
		early, late := l.Targets[0], l.Targets[0]
		early.When, late.When, late.Within = match("vip=yes"), match("site=hq", "vip=yes"), "30m"
		l.Targets = append([]sla.Target{early, late}, l.Targets...)
	}), []string{"unreachable-target serviceLevels[0].targets[1]"}},
	{"a target hidden by two others", card(func(l *sla.ServiceLevel) {
		l.Targets[2].Priorities = []priority.Priority{"P2", "P3"}
		l.Targets = append(l.Targets, sla.Target{Metric: sla.Resolution, Within: "9h"})
	}), []string{"unreachable-target serviceLevels[0].targets[3]"}},
	{"a target seen by its hours", card(func(l *sla.ServiceLevel) {
		early := l.Targets[0]
		early.OpenedIn, early.When = "office", match("vip=yes")
		late := l.Targets[0]
		late.When = match("vip=yes", "site=hq")
		l.Targets = append([]sla.Target{early, late}, l.Targets...)
	}), nil},
	{"a condition that no ticket can meet", card(func(l *sla.ServiceLevel) {
		l.Targets = append([]sla.Target{{Metric: sla.Response, Within: "2h", When: match("site=hq", "site=!hq")}}, l.Targets...)
	}), []string{"never-true serviceLevels[0].targets[0].when"}},
	{
		"an inversion", func(def *sla.Definition) { def.Matrices["plain"].Matrix[0][0] = "P3" },
		[]string{"inversion matrices.plain.matrix[0][0]", "inversion matrices.plain.matrix[0][0]", "unknown-priority serviceLevels[0].targets[1].priorities[0]"},
	},

	{"an inversion in the second of two service levels that has an agreement", func(def *sla.Definition) {
		def.Matrices["plain"].Matrix[1] = []priority.Priority{"P3", "P2"}
		def.ServiceLevels = append([]sla.ServiceLevel{{ID: "spare", Calendar: "office", Matrix: "plain", DefaultPriority: "P1"}}, def.ServiceLevels...)
	}, []string{"inversion matrices.plain.matrix[1][0]", "unused serviceLevels[0]"}},

	// Agreements.
	{"hidden by one for all", agreements(sla.Agreement{ID: "any"}), []string{"unreachable-agreement agreements[1]"}},
	{"hidden by a wider one", agreements(
		sla.Agreement{ID: "wide", Match: match("site=hq", "site=lund")},
		sla.Agreement{ID: "narrow", Match: match("site=hq/malmo", "service=mail")}), []string{"unreachable-agreement agreements[1]"}},
	{"not hidden by a narrower one", agreements(
		sla.Agreement{ID: "narrow", Match: match("site=hq", "service=mail")},
		sla.Agreement{ID: "wide", Match: match("site=hq", "site=lund")}), nil},
	{"hidden by one that forbids less", agreements(
		sla.Agreement{ID: "most", Match: match("site=!hq/malmo")},
		sla.Agreement{ID: "fewer", Match: match("site=!hq", "service=mail")}), []string{"unreachable-agreement agreements[1]"}},
	{"not hidden by one that forbids more", agreements(
		sla.Agreement{ID: "fewer", Match: match("site=!hq")},
		sla.Agreement{ID: "most", Match: match("site=!hq/malmo")}), nil},
	{"hidden, where only values below are declared", func(def *sla.Definition) {
		agreements(sla.Agreement{ID: "wide", Match: match("site=hq")}, sla.Agreement{ID: "narrow", Match: match("site=hq", "service=mail")})(def)
		def.Facts = map[string][]string{"site": {"hq/malmo"}, "service": {"post", "mail"}}
	}, []string{"unreachable-agreement agreements[1]"}},
	{"another kind", agreements(sla.Agreement{ID: "inside", Kind: sla.OLA}), nil},
	{"all apply", func(def *sla.Definition) {
		agreements(sla.Agreement{ID: "any"})(def)
		def.Select = map[sla.Kind]string{sla.SLA: "all"}
	}, nil},
	{"the more specific applies", func(def *sla.Definition) {
		agreements(sla.Agreement{ID: "any"}, sla.Agreement{ID: "hq", Match: match("site=hq")})(def)
		def.Select = map[sla.Kind]string{sla.SLA: "specific"}
	}, []string{"unreachable-agreement agreements[2]"}},
	{"in force for longer", agreements(sla.Agreement{ID: "old", Match: match("site=hq"), From: "2026-01-01", Until: "2027-01-01"},
		sla.Agreement{ID: "new", Match: match("site=hq"), From: "2026-06-01", Until: "2026-09-01"}), []string{"unreachable-agreement agreements[1]"}},
	{"in force afterwards", agreements(sla.Agreement{ID: "old", Match: match("site=hq"), From: "2026-01-01", Until: "2027-01-01"},
		sla.Agreement{ID: "new", Match: match("site=hq"), From: "2026-06-01", Until: "2027-06-01"}), nil},
	{"an instant is not the date", agreements(sla.Agreement{ID: "old", Match: match("site=hq"), Until: "2027-01-01"},
		sla.Agreement{ID: "new", Match: match("site=hq"), Until: "2027-01-01T00:00:00Z"}), nil},
	{"ended", agreements(sla.Agreement{ID: "old", Until: "2026-03-02"}), []string{"ended agreements[0].until"}},
	{"ends tomorrow", agreements(sla.Agreement{ID: "old", Until: "2026-03-03"}), nil},
	{"matches nothing", agreements(sla.Agreement{ID: "nobody", Match: match("site=hq/malmo", "site=!hq")}), []string{"never-true agreements[0].match"}},

	// Times.
	{"due before the start", alone(func(t *sla.Target) { t.Within = "0bd by open" }), []string{"due-at-start " + first + ".within"}},
	{"due before the start in the afternoon", alone(func(t *sla.Target) { t.Within = "0bd by 12:00" }), []string{"due-at-start " + first + ".within"}},
	{"due before the start, unless cut off", alone(func(t *sla.Target) { t.Within = "0bd by 12:00 if before 12:00" }), nil},
	{"due before the start, cut off too late", alone(func(t *sla.Target) { t.Within = "0bd by 12:00 if before 14:00" }), []string{"due-at-start " + first + ".within"}},
	{"due before the start in the morning alone", alone(func(t *sla.Target) { t.Within = "0bd by 10:00 if before 10:30" }), []string{"due-at-start " + first + ".within"}},
	{"due before the start in the late afternoon alone", alone(func(t *sla.Target) { t.Within = "0bd by 15:00 if before 16:30" }), []string{"due-at-start " + first + ".within"}},
	{"the answer after the solution, in the evening", card(func(l *sla.ServiceLevel) { l.Targets[1].Within, l.Targets[2].Within = "14h elapsed", "24h elapsed" }), []string{
		"response-longer " + first + ".within", "response-longer " + first + ".within",
	}},
	{"the answer after the solution, on a condition", card(func(l *sla.ServiceLevel) {
		early := l.Targets[0]
		early.Within, early.When = "9h", match("vip=yes")
		l.Targets = append([]sla.Target{early}, l.Targets...)
	}), []string{"response-longer " + first + ".within"}},
	{"due at the close", response(func(t *sla.Target) { t.Within = "0bd by close" }), []string{"response-longer " + first + ".within", "response-longer " + first + ".within"}},
	{"the answer after the solution", card(func(l *sla.ServiceLevel) { l.Targets[0].Within = "5h" }), []string{"response-longer " + first + ".within"}},
	{"the answer after the solution in some hours", card(func(l *sla.ServiceLevel) { l.Targets[0].Within = "3h elapsed"; l.Targets[1].Within = "3h" }), nil},
	{
		"the solution by the wall clock", card(func(l *sla.ServiceLevel) { l.Targets[0].Within = "3h"; l.Targets[1].Within = "4h elapsed" }),
		[]string{"response-longer " + first + ".within"},
	},

	// What nothing refers to.
	{"a calendar", func(def *sla.Definition) {
		def.Calendars = append(def.Calendars, calendar.Definition{Name: "spare", Zone: "UTC"})
	}, []string{"unused calendars[1]"}},
	{"calendars in all places", func(def *sla.Definition) {
		for _, name := range []string{"a", "b", "c", "d"} {
			def.Calendars = append(def.Calendars, calendar.Definition{Name: name, Zone: "UTC", Hours: def.Calendars[0].Hours})
		}
		l := &def.ServiceLevels[0]
		l.Targets[0].CalendarBy = &sla.CalendarBy{Fact: "group", Calendars: map[string]string{"x": "a"}, Default: "b"}
		l.Targets[1].Calendar = "c"
		l.Targets[1].OpenedIn = "d"
	}, nil},
	{"a service level", func(def *sla.Definition) {
		def.ServiceLevels = append(def.ServiceLevels, sla.ServiceLevel{ID: "spare", Calendar: "office", Matrix: "plain", DefaultPriority: "P1"})
	}, []string{"unused serviceLevels[1]"}},
	{"a service level with faults: there is no ticket to show", func(def *sla.Definition) {
		def.ServiceLevels = append(def.ServiceLevels, def.ServiceLevels[0])
		def.ServiceLevels[1].ID, def.ServiceLevels[1].Targets = "spare", []sla.Target{
			{Metric: sla.Response, Within: "none", Priorities: []priority.Priority{"P1"}, On: sla.On{Stop: []string{}}, Escalations: []sla.Escalation{{Name: "x", At: "50%"}}},
		}
	}, []string{"unused serviceLevels[1]", "never-stops serviceLevels[1].targets[0].on.stop", "never-fires serviceLevels[1].targets[0].escalations", "missing-target serviceLevels[1].targets"}},
	{
		"holidays of the past", func(def *sla.Definition) { def.Calendars[0].Holidays = []calendar.Holiday{{Set: "ua"}} },
		[]string{"holidays-unknown calendars[0].holidays[0]"},
	},
	{"holidays that are known", func(def *sla.Definition) {
		def.Calendars[0].Holidays = []calendar.Holiday{{Date: "12-24"}, {Set: "se"}}
	}, nil},
}

// silent are the kinds that no ticket can show.
var silent = []lint.Kind{lint.NeverTrue, lint.UnknownPriority, lint.Unused, lint.HolidaysUnknown, lint.Ended, lint.ResumeWithoutPause}

func findings(t *testing.T, def sla.Definition) []lint.Finding {
	t.Helper()
	all, err := lint.Check(def, &lint.Options{HolidaySets: holidays.All(), At: monday})
	require.NoError(t, err)
	return slices.DeleteFunc(slices.Collect(all), func(f lint.Finding) bool { return f.Kind == lint.Consulted })
}

func TestCheck(t *testing.T) {
	seen := map[lint.Kind]bool{lint.Consulted: true}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			def := office()
			c.spoil(&def)
			engine, err := sla.Compile(def, &sla.Options{HolidaySets: holidays.All()})
			require.NoError(t, err)
			var got []string
			for _, f := range findings(t, def) {
				seen[f.Kind] = true
				got = append(got, string(f.Kind)+" "+f.Path)
				t.Logf("%s: %s", f.Path, f.Text)
				require.NotEmpty(t, f.Text)
				switch {
				case f.Ticket != nil:
					shows(t, def, engine, f)
				case slices.Contains(silent, f.Kind), strings.Contains(c.name, "no ticket"):
				case f.Kind == lint.Misspelt && !strings.Contains(f.Path, ".stop"):
				default:
					t.Errorf("%s %s has no ticket", f.Kind, f.Path)
				}
			}
			require.Equal(t, c.want, got)
		})
	}
	kinds, err := os.ReadFile("finding.go")
	require.NoError(t, err)
	for _, m := range regexp.MustCompile(`Kind = "([a-z-]+)"`).FindAllStringSubmatch(string(kinds), -1) {
		require.True(t, seen[lint.Kind(m[1])], "no case finds %s", m[1])
	}
}

var place = regexp.MustCompile(`^serviceLevels\[(\d+)\](?:\.targets\[(\d+)\])?`)

func index(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

// misses reports whether a finding says that the metric has no target.
func misses(f lint.Finding, m sla.Metric) bool {
	words := strings.Fields(f.Text)
	return words[0] == "nothing" || words[1] == string(m)
}

// shows fails if the ticket of a finding, evaluated, does not show it.
func shows(t *testing.T, def sla.Definition, engine *sla.Engine, f lint.Finding) {
	t.Helper()
	report, err := engine.Evaluate(*f.Ticket, f.At)
	if f.Kind == lint.NoPriority {
		require.ErrorIs(t, err, sla.ErrNoPriority)
		return
	}
	require.NoError(t, err)
	// The service level and target that the path names; of the first agreement
	// that is in force with it.
	var metric sla.Metric
	at := place.FindStringSubmatch(f.Path)
	if at != nil && index(at[2]) >= 0 {
		metric = def.ServiceLevels[index(at[1])].Targets[index(at[2])].Metric
	} else if f.Kind == lint.AlwaysPaused {
		metric = sla.Response
	}
	var r sla.Reading
	if metric != "" {
		found := false
		for _, x := range report.Readings {
			if x.Metric == metric {
				r, found = x, true
			}
		}
		require.True(t, found, "no reading of %s", metric)
	}
	detail := fmt.Sprintf("%s %s: %s\n%+v\n%+v", f.Path, f.Kind, f.Text, *f.Ticket, r)
	last := f.Ticket.Events[len(f.Ticket.Events)-1]
	running := r.State == sla.StateRunning || r.State == sla.StatePaused
	switch f.Kind {
	case lint.StartAndStop:
		require.True(t, running, detail)
		// But for the first event, which only comes once, it has just been stopped.
		require.True(t, last.Name == sla.Opened || r.Cycle > 1, detail)
	case lint.StopAndReopen:
		require.True(t, running, detail)
		require.Greater(t, len(f.Ticket.Events), 1)
	case lint.NeverStops:
		require.True(t, running, detail)
		require.Equal(t, sla.Closed, last.Name)
	case lint.Misspelt:
		require.True(t, running, detail)
		require.Contains(t, f.Text, fmt.Sprintf("did you mean %q", last.Name))
	case lint.StartsPaused, lint.AlwaysPaused:
		require.Equal(t, sla.StatePaused, r.State, detail)
		require.Zero(t, r.WallElapsed, detail)
	case lint.PauseWithoutResume:
		require.Equal(t, sla.StatePaused, r.State, detail)
		require.True(t, report.Next.IsZero() || len(report.Readings) > 1)
		require.Equal(t, sla.Resumed, last.Name)
	case lint.PauseAndResume:
		require.Equal(t, sla.StateRunning, r.State, detail)
		require.Zero(t, r.WallPaused, detail)
	case lint.Overruled:
		require.Contains(t, []sla.State{sla.StateStopped, sla.StateCancelled}, r.State, detail)
	case lint.NeverStarts:
		require.Equal(t, sla.StateIdle, r.State, detail)
	case lint.NeverFires:
		require.Empty(t, r.Escalations)
		require.Equal(t, sla.StateRunning, r.State)
		require.Greater(t, f.At.Sub(last.At), 300*24*time.Hour)
	case lint.UnreachableAgreement:
		a := def.Agreements[index(strings.TrimSuffix(strings.TrimPrefix(f.Path, "agreements["), "]"))]
		for c := range engine.Candidates(f.Ticket.Events[0].Facts, f.Ticket.Events[0].At) {
			if c.Agreement == a.ID {
				require.False(t, c.Taken)
				require.Contains(t, c.Reason, "matches too")
			}
		}
	case lint.UnreachableTarget:
		name := def.ServiceLevels[index(at[1])].Targets[index(at[2])].Within
		within, err := sla.ParseAllowance(name)
		require.NoError(t, err)
		require.NotEqual(t, within, r.Within, "the cases give it another allowance, or the same to one before it")
	case lint.MissingTarget:
		for _, x := range report.Readings {
			require.False(t, misses(f, x.Metric), "%s: %+v", f.Text, x)
		}
	case lint.Inversion:
		facts := f.Ticket.Events[0].Facts
		require.Contains(t, f.Text, fmt.Sprintf("%q x %q = %q is lower", facts["impact"][0], facts["urgency"][0], string(report.Readings[0].Priority)))
	case lint.DueAtStart:
		require.True(t, r.OriginalDue.Equal(last.At), detail)
		require.True(t, r.Breached, detail)
	case lint.ResponseLonger:
		response, _ := report.Reading(sla.Response)
		resolution, _ := report.Reading(sla.Resolution)
		require.True(t, response.OriginalDue.After(resolution.OriginalDue))
	default:
		t.Errorf("nothing says how a ticket shows %s", f.Kind)
	}
}

// TestCheckExample: a definition that people wrote with care is clean, and its
// facts are listed.
func TestCheckExample(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "testdata", "example", "definition.json"))
	require.NoError(t, err)
	def, err := sla.Parse(data)
	require.NoError(t, err)
	require.Empty(t, findings(t, def))
	all, err := lint.Check(def, &lint.Options{HolidaySets: holidays.All()})
	require.NoError(t, err)
	var facts []string
	for f := range all {
		require.Equal(t, lint.Consulted, f.Kind)
		facts = append(facts, strings.Fields(f.Text)[1])
	}
	require.Equal(t, []string{`"impact"`, `"urgency"`, `"priority"`, `"status"`, `"branch"`, `"service"`}, facts)
}

// TestCheckOrganisations: what is found in the definitions of real
// organisations and products is shown by tickets that can be evaluated.
func TestCheckOrganisations(t *testing.T) {
	checked := 0
	for _, folder := range []string{"organisations", "profiles"} {
		files, err := filepath.Glob(filepath.Join("..", "..", "testdata", folder, "*.json"))
		require.NoError(t, err)
		for _, file := range files {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			def, err := sla.Parse(data)
			if err != nil {
				continue // the tickets beside a definition
			}
			checked++
			engine, err := sla.Compile(def, &sla.Options{HolidaySets: holidays.All()})
			require.NoError(t, err, file)
			for _, f := range findings(t, def) {
				t.Logf("%s: %s %s", filepath.Base(file), f.Path, f.Text)
				if f.Ticket != nil {
					_, err := engine.Evaluate(*f.Ticket, f.At)
					require.Equal(t, f.Kind == lint.NoPriority, errors.Is(err, sla.ErrNoPriority), file)
					require.True(t, err == nil || f.Kind == lint.NoPriority, "%s: %v", file, err)
				}
			}
		}
	}
	require.Greater(t, checked, 20)
}

// TestCheckRefused: what Compile refuses is its error.
func TestCheckRefused(t *testing.T) {
	def := office()
	def.ServiceLevels[0].Targets[0].Within = "1d"
	_, err := lint.Check(def, nil)
	require.ErrorIs(t, err, slakit.ErrInvalid)
	var field *slakit.FieldError
	require.ErrorAs(t, err, &field)
	require.Equal(t, first+".within", field.Path)
}

// TestCheckStops: a caller may stop at any finding.
func TestCheckStops(t *testing.T) {
	all, err := lint.Check(office(), nil)
	require.NoError(t, err)
	n := 0
	for range all {
		n++
		break
	}
	require.Equal(t, 1, n)
}

// TestYears: which years must be known follows from the agreements and the
// instant asked about.
func TestYears(t *testing.T) {
	sets := calendar.HolidaySets{"x": {From: 2026, Until: 2028, On: holidays.All()["se"].On}}
	for _, c := range []struct {
		from, until string
		at          time.Time
		want        string
	}{
		{"", "", monday, ""},
		{"", "", monday.AddDate(1, 0, 0), "2028"},
		{"", "", monday.AddDate(-1, 0, 0), "2025"},
		{"2024-07-01", "", monday, ""},
		{"2024-07-01", "2028-01-01", monday, ""},
		{"2024-07-01", "2028-01-02", monday, "2028"},
		{"2028-05-01", "2030-01-01", monday, "2028 and 2029"},
		{"2027-05-01", "", monday, "2028"},
		{"2020-01-01", "2021-01-01", monday, ""},
		{"", "", time.Time{}, ""},
		{"2024-07-01", "2026-07-01", time.Time{}, "2024 and 2025"},
		{"2024-07-01", "", time.Time{}, "2024"},
		{"", "2028-07-01", time.Time{}, "2028"},
	} {
		def := office()
		def.Calendars[0].Holidays = []calendar.Holiday{{Date: "01-01"}, {Set: "x"}}
		def.Agreements[0].From, def.Agreements[0].Until = c.from, c.until
		all, err := lint.Check(def, &lint.Options{HolidaySets: sets, At: c.at})
		require.NoError(t, err)
		got := ""
		for f := range all {
			if f.Kind == lint.HolidaysUnknown {
				require.Equal(t, "calendars[0].holidays[1]", f.Path)
				got = f.Text
			}
		}
		want := ""
		if c.want != "" {
			want = `the holidays of "x" are not known for ` + c.want + ": due times then may count holidays as work"
		}
		require.Equal(t, want, got, "%+v", c)
	}
}

// TestHolidaysKnown: sets that say something of every year are not named.
func TestHolidaysKnown(t *testing.T) {
	on := func(int) iter.Seq[calendar.SetDay] { return func(func(calendar.SetDay) bool) {} }
	def := office()
	def.Calendars[0].Holidays = []calendar.Holiday{{Set: "open"}, {Set: "from"}, {Set: "until"}}
	all, err := lint.Check(def, &lint.Options{
		HolidaySets: calendar.HolidaySets{"open": {On: on}, "from": {From: 2027, On: on}, "until": {Until: 2026, On: on}}, At: monday,
	})
	require.NoError(t, err)
	for f := range all {
		if f.Kind == lint.HolidaysUnknown {
			require.Equal(t, "calendars[0].holidays[1]", f.Path)
			require.Contains(t, f.Text, `"from" and "until"`)
			return
		}
	}
	t.Fatal("nothing was found")
}

// TestConsulted: every place that asks about a fact counts, long lists are cut.
func TestConsulted(t *testing.T) {
	def := office()
	l := &def.ServiceLevels[0]
	l.Matrix, l.DefaultPriority, l.Raise = "", "", nil
	l.Targets = []sla.Target{{
		Metric: sla.Response, Within: "1h", DueBy: "promised", When: match("vip=yes"), Priorities: []priority.Priority{"P1"},
		CalendarBy:  &sla.CalendarBy{Fact: "group", Calendars: map[string]string{"b": "office", "a": "office"}},
		On:          sla.On{Start: []string{"status=new"}},
		PauseWhile:  []string{"status=waiting"},
		PauseLimits: &sla.PauseLimits{Reasons: []string{"reason=customer"}},
		Escalations: []sla.Escalation{{Name: "x", At: "50%", Unless: []string{"seen", "acknowledged=yes"}}},
	}}
	var many []string
	for i := range 25 {
		many = append(many, fmt.Sprintf("site=s%d", i))
	}
	for _, n := range []int{20, 25} {
		def.Agreements[0].Match = match(many[:n]...)
		requireConsulted(t, def, n-20)
	}
}

func requireConsulted(t *testing.T, def sla.Definition, more int) {
	t.Helper()
	all, err := lint.Check(def, nil)
	require.NoError(t, err)
	var got []string
	for f := range all {
		if f.Kind == lint.Consulted {
			got = append(got, f.Path+": "+f.Text)
		}
	}
	require.Equal(t, []string{
		first + `.priorities[0]: fact "priority" is consulted; known values are "P1"`,
		first + `.when: fact "vip" is consulted; known values are "yes"`,
		first + `.dueBy: fact "promised" is consulted`,
		first + `.calendarBy: fact "group" is consulted; known values are "a", "b"`,
		first + `.on.start[0]: fact "status" is consulted; known values are "new", "waiting"`,
		first + `.pauseLimits.reasons[0]: fact "reason" is consulted; known values are "customer"`,
		first + `.escalations[0].unless[1]: fact "acknowledged" is consulted; known values are "yes"`,
		`agreements[0].match: fact "site" is consulted; known values are "s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "s12", "s13", "s14", "s15", "s16", "s17", "s18", "s19"` + map[int]string{5: " and 5 more"}[more],
	}, got)
}

// TestMissingTargetTexts: the text says for which tickets a target is missing.
func TestMissingTargetTexts(t *testing.T) {
	for _, c := range []struct {
		want  string
		spoil func(l *sla.ServiceLevel)
	}{
		{`metric resolution has no target for "P3"`, func(l *sla.ServiceLevel) { l.Targets[2].Priorities = []priority.Priority{"P2"} }},
		{`metric response has no target for "P1", "P2" and "P3" where none of their conditions holds`, func(l *sla.ServiceLevel) { l.Targets[0].When = match("vip=yes") }},
		{`metric resolution has no target for "P1" where none of their conditions holds`, func(l *sla.ServiceLevel) {
			l.Targets[1].When, l.Targets[2].Priorities = match("vip=yes"), []priority.Priority{"P2", "P3"}
		}},
		{"metric resolution has no target for tickets without a priority", func(l *sla.ServiceLevel) {
			l.Matrix, l.DefaultPriority, l.Targets[2].Priorities = "", "", []priority.Priority{"P2"}
		}},
		{`nothing at all is promised for "P3"`, func(l *sla.ServiceLevel) {
			l.Targets[0].Priorities, l.Targets[2].Priorities = []priority.Priority{"P1", "P2"}, []priority.Priority{"P2"}
		}},
	} {
		def := office()
		c.spoil(&def.ServiceLevels[0])
		require.Equal(t, []string{c.want}, textsOf(t, def, lint.MissingTarget))
	}
	// Long lists are cut.
	for n, want := range map[int]string{6: `"P1", "P2", "P3", "P4" and "P5"`, 7: `"P1", "P2", "P3", "P4", "P5" and 1 more`, 9: `"P1", "P2", "P3", "P4", "P5" and 3 more`} {
		def := office()
		m := priority.Definition{Impacts: []priority.Impact{"one"}, Matrix: [][]priority.Priority{nil}}
		for i := range n {
			m.Urgencies = append(m.Urgencies, priority.Urgency(fmt.Sprint(i)))
			m.Priorities = append(m.Priorities, priority.Priority(fmt.Sprint("P", i)))
		}
		m.Matrix[0], def.Matrices["plain"] = m.Priorities, m
		def.ServiceLevels[0].Targets = []sla.Target{{Metric: sla.Resolution, Within: "1h", Priorities: []priority.Priority{"P0"}}}
		require.Equal(t, []string{"metric resolution has no target for " + want}, textsOf(t, def, lint.MissingTarget))
	}
}

func textsOf(t *testing.T, def sla.Definition, kind lint.Kind) (all []string) {
	t.Helper()
	for _, f := range findings(t, def) {
		if f.Kind == kind {
			all = append(all, f.Text)
		}
	}
	return all
}

// TestClashTexts: the text says what a trigger under two keys comes to.
func TestClashTexts(t *testing.T) {
	for _, c := range []struct {
		kind  lint.Kind
		want  string
		spoil func(on *sla.On)
	}{
		{lint.StartsPaused, `"opened" starts the clock and pauses it, too`, func(on *sla.On) { on.Pause = []string{"opened"} }},
		{lint.StartsPaused, `"opened" starts the clock and pauses it, too, and nothing resumes it`, func(on *sla.On) { on.Pause, on.Resume = []string{"opened"}, []string{} }},
		{lint.StartAndStop, `"opened" starts the clock and comes only once (D7): it never ends it`, func(on *sla.On) { on.Stop = []string{"responded", "opened"} }},
		{lint.StartAndStop, `"taken" stops the clock and starts it again at once`, func(on *sla.On) {
			on.Start, on.Stop, on.Pause, on.Resume = []string{"opened", "taken"}, []string{"responded", "taken"}, []string{}, []string{}
		}},
		{lint.StartAndStop, `"taken" cancels the clock and starts it again at once`, func(on *sla.On) { on.Start, on.Cancel = []string{"opened", "taken"}, []string{"taken"} }},
		{lint.StopAndReopen, `"resolved" stops the clock and reopens it at once`, func(on *sla.On) { on.Reopen = []string{"reopened", "resolved"} }},
		{lint.Overruled, `"resolved" stops the clock and so never resets it`, func(on *sla.On) { on.Reset = []string{"resolved"} }},
	} {
		def := office()
		on(c.spoil)(&def)
		require.Equal(t, []string{c.want}, textsOf(t, def, c.kind))
	}
}

// TestExampleByMatrix: the ticket of a finding has its priority by the matrix,
// as tickets do, where a cell gives it.
func TestExampleByMatrix(t *testing.T) {
	def := office()
	def.ServiceLevels[0].Targets[1].Within, def.ServiceLevels[0].Targets[1].Escalations = "none", []sla.Escalation{{Name: "x", At: "50%"}}
	for _, f := range findings(t, def) {
		if f.Kind == lint.NeverFires {
			require.Equal(t, "example", f.Ticket.ID)
			require.Equal(t, sla.Facts{"impact": {"many"}, "urgency": {"now"}}, f.Ticket.Events[0].Facts)
			return
		}
	}
	t.Fatal("nothing was found")
}

// TestExampleIsShort: the ticket of a finding has no event that it does not need.
func TestExampleIsShort(t *testing.T) {
	def := office()
	target := &def.ServiceLevels[0].Targets[0]
	target.Within, target.Escalations, target.On.Start = "none", []sla.Escalation{{Name: "x", At: "50%"}}, []string{"message"}
	for _, f := range findings(t, def) {
		var names []sla.EventName
		for _, e := range f.Ticket.Events {
			names = append(names, e.Name)
		}
		require.Equal(t, []sla.EventName{sla.Opened, "message"}, names)
	}
}
