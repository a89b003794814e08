package sla_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/sla"
)

// TestDecisionA5DueBy: a due time that a fact gives is moved into service time
// wherever it lies outside.
func TestDecisionA5DueBy(t *testing.T) {
	by := func(endAt string) specTarget { return specTarget{Within: "8h", DueBy: "promised", EndAt: endAt} }
	decide(t, []decided{
		{name: "as it is", target: by(""), events: "Mon 08:00 opened promised=2026-03-07T12:00:00Z", at: "Mon 09:00", want: "due Sat 12:00"},
		{name: "the close before", target: by("close"), events: "Mon 08:00 opened promised=2026-03-07T12:00:00Z", at: "Mon 09:00", want: "due Fri 17:00"},
		{name: "the next opening", target: by("next-open"), events: "Mon 08:00 opened promised=2026-03-07T12:00:00Z", at: "Mon 09:00", want: "due +Mon 08:00"},
		{name: "in service time", target: by("close"), events: "Mon 08:00 opened promised=2026-03-06T12:00:00Z", at: "Mon 09:00", want: "due Fri 12:00"},
		{name: "removed", target: by("close"), events: "Mon 08:00 opened promised=2026-03-07T12:00:00Z; Mon 10:00 changed promised=", at: "Mon 11:00", want: "due Mon 16:00"},
	})
}

// TestDecisionD8DueBy: the due time that a fact gives is in force from the
// instant on at which the target is, however that came (D8, D9).
func TestDecisionD8DueBy(t *testing.T) {
	by := func(onChange string) specTarget {
		return specTarget{Name: "urgent", Within: "8h", DueBy: "promised", Priorities: []string{"P1"}, OnChange: onChange}
	}
	const promised = " opened promised=2026-03-07T12:00:00Z"
	first := "Mon 08:00" + promised + "; Mon 10:00 changed priority=P1"
	again := "Mon 08:00" + promised + " priority=P1; Mon 10:00 changed priority=P2; Mon 11:00 changed priority=P1"
	var cases []decided
	for _, mode := range []string{"whole", "restart", "keep-elapsed", "keep-share"} {
		cases = append(cases,
			decided{name: "first match, " + mode, target: by(mode), events: first, at: "Mon 12:00", want: "due Sat 12:00"},
			decided{name: "again, " + mode, target: by(mode), events: again, at: "Mon 12:00", want: "due Sat 12:00"},
			decided{name: "in place of another, " + mode, target: specTarget{Within: "4h"}, others: []specTarget{by(mode)}, events: first, at: "Mon 12:00", want: "due Sat 12:00, replaced due Mon 12:00"})
	}
	decide(t, cases)

	before, after := by(""), by("")
	before.Metric, before.Priorities, after.Metric, after.Priorities, after.Within = "resolution", nil, "resolution", nil, "7h"
	for _, mode := range []sla.Migration{sla.Piecewise, sla.Recompute} {
		engine, err := sla.CompileVersions([]sla.Version{
			{Definition: definitionOf(t, officeSpec(before))},
			{From: weekTime(t, "Mon 12:00"), Mode: mode, Definition: definitionOf(t, officeSpec(after))},
		}, nil)
		require.NoError(t, err)
		for _, now := range []string{"Mon 09:00", "Mon 12:00", "Mon 13:00"} {
			report, err := engine.Evaluate(weekTicket(t, "Mon 08:00"+promised), weekTime(t, now))
			require.NoError(t, err)
			check(t, &report, sla.Resolution, "due Sat 12:00")
		}
	}
}

// TestDecisionD5NoLength: a pause of no length is none, and breaks no limit.
func TestDecisionD5NoLength(t *testing.T) {
	once := specTarget{Within: "8h", PauseLimits: &specPauseLimits{Count: 1, Enforce: true}}
	decide(t, []decided{
		{name: "the second", target: once, events: "Mon 08:00 opened; Mon 09:00 paused; Mon 10:00 resumed; Mon 11:00 paused; Mon 11:00 resumed", at: "Mon 12:00", want: "elapsed 3h, paused 1h, overrun none"},
		{name: "and a second with length", target: specTarget{Within: "8h", PauseLimits: &specPauseLimits{Count: 2}}, events: "Mon 08:00 opened; Mon 09:00 paused; Mon 10:00 resumed; Mon 11:00 paused; Mon 11:00 resumed; Mon 12:00 paused", at: "Mon 13:00", want: "elapsed 3h, paused 2h, overrun none"},
		{name: "and a third with length", target: once, events: "Mon 08:00 opened; Mon 09:00 paused; Mon 10:00 resumed; Mon 11:00 paused; Mon 11:00 resumed; Mon 12:00 paused", at: "Mon 13:00", want: "elapsed 4h, paused 1h, overrun count Mon 12:00"},
	})
}

// TestDecisionD3SomeIDs: events without an id are always counted, also beside
// others that come twice.
func TestDecisionD3SomeIDs(t *testing.T) {
	engine := engineOf(t, officeSpec(specTarget{Metric: "resolution", Within: "8h", On: specOn{Reset: []string{"restarted"}}}))
	ticket := weekTicket(t, "Mon 08:00 opened; Mon 09:00 restarted; Mon 10:00 restarted; Mon 11:00 restarted")
	ticket.Events[1].ID, ticket.Events[2].ID = "r", "r"
	report, err := engine.Evaluate(ticket, weekTime(t, "Mon 12:00"))
	require.NoError(t, err)
	check(t, &report, sla.Resolution, "cycle 3")
	check(t, &report, sla.Resolution, "elapsed 1h")

	// Where every event has one, too.
	ticket.Events[0].ID, ticket.Events[3].ID = "o", "s"
	report, err = engine.Evaluate(ticket, weekTime(t, "Mon 12:00"))
	require.NoError(t, err)
	check(t, &report, sla.Resolution, "cycle 3")
}

// TestDecisionD12NeverOpen: where no service is given any more, a firing says
// so, and one that is told by business days never comes.
func TestDecisionD12NeverOpen(t *testing.T) {
	s := officeSpec(specTarget{Metric: "resolution", Within: "24h elapsed", Calendar: "closed", Escalations: []specEscalation{{Name: "due", At: "100%"}, {Name: "day", At: "+1bd"}}})
	s.Calendars = append(s.Calendars, specCalendar{Name: "closed", Zone: "UTC"})
	engine := engineOf(t, s)
	report, err := engine.Evaluate(weekTicket(t, "Mon 08:00 opened"), weekTime(t, "Mon 09:00"))
	require.NoError(t, err)
	check(t, &report, sla.Resolution, "due Tue 08:00")
	var names []string
	for _, f := range report.Readings[0].Escalations {
		names = append(names, f.Name)
		require.True(t, f.Opens.IsZero())
	}
	require.Equal(t, []string{"due"}, names)
	require.True(t, report.Next.Equal(weekTime(t, "Tue 08:00")))
}

// TestDecisionD9Refused: a ticket whose priority a later version does not know
// is refused from the instant on from which that version counts it.
func TestDecisionD9Refused(t *testing.T) {
	before, after := officeSpec(specTarget{Metric: "resolution", Within: "8h"}), officeSpec(specTarget{Metric: "resolution", Within: "4h"})
	after.Matrices = map[string]specMatrix{"four": {Impacts: []string{"high"}, Urgencies: []string{"high"}, Priorities: []string{"P1", "P3"}, Matrix: [][]string{{"P3"}}}}
	for _, mode := range []sla.Migration{sla.Piecewise, sla.Recompute} {
		engine, err := sla.CompileVersions([]sla.Version{
			{Definition: definitionOf(t, before)},
			{From: weekTime(t, "Mon 12:00"), Mode: mode, Definition: definitionOf(t, after)},
		}, nil)
		require.NoError(t, err)
		ticket := weekTicket(t, "Mon 08:00 opened priority=P2; Mon 13:00 changed priority=P1")
		for _, now := range []string{"Mon 09:00", "2026-03-02 11:59:59"} {
			report, err := engine.Evaluate(ticket, weekTime(t, now))
			require.NoError(t, err, now)
			check(t, &report, sla.Resolution, "due Mon 16:00")
			require.True(t, report.Next.Equal(weekTime(t, "Mon 12:00")))
		}
		for now, want := range map[string]string{"Mon 12:00": "events[0]", "Mon 14:00": "events[1]"} {
			_, err := engine.Evaluate(ticket, weekTime(t, now))
			require.ErrorContains(t, err, want+`: unknown: priority "P2"`, now)
		}
	}
}

// TestDecisionD9PiecewiseDays: clocks of business days stay under the version
// of their start, each under its own agreement, until their cycle ends.
func TestDecisionD9PiecewiseDays(t *testing.T) {
	before := officeSpec(specTarget{Metric: "resolution", Within: "2bd by close", Priorities: []string{"P3"}}, specTarget{Metric: "resolution", Within: "1bd by close"})
	before.Select = map[string]string{"sla": "all"}
	before.Agreements = []specAgreement{
		{ID: "hq", Kind: "sla", ServiceLevel: "gold", Match: map[string][]string{"site": {"hq"}}},
		{ID: "all", Kind: "sla", ServiceLevel: "gold"},
	}
	after := before.clone()
	after.ServiceLevels[0].Targets = []specTarget{{Metric: "resolution", Within: "5bd by close"}}
	engine, err := sla.CompileVersions([]sla.Version{
		{Definition: definitionOf(t, before)},
		{From: weekTime(t, "Mon 12:00"), Mode: sla.Piecewise, Definition: definitionOf(t, after)},
	}, nil)
	require.NoError(t, err)
	dues := func(events, now string) map[string]string {
		report, err := engine.Evaluate(weekTicket(t, events), weekTime(t, now))
		require.NoError(t, err)
		all := map[string]string{}
		for _, r := range report.Readings {
			if r.State != sla.StateReplaced {
				all[r.Agreement] = show(r.Due)
			}
		}
		return all
	}
	at := func(s string) string { return show(weekTime(t, s)) }
	opened := "Mon 08:00 opened site=hq"
	require.Equal(t, map[string]string{"hq": at("Wed 17:00"), "all": at("Wed 17:00")}, dues(opened, "Mon 13:00"))
	require.Equal(t, map[string]string{"hq": at("Tue 17:00"), "all": at("Tue 17:00")}, dues(opened+"; Mon 14:00 changed priority=P1", "Mon 15:00"))
	require.Equal(t, map[string]string{"hq": show(time.Time{}), "all": at("Wed 17:00")}, dues(opened+"; Mon 14:00 changed site=lund", "Mon 15:00"))
	require.Equal(t, map[string]string{"hq": at("+Mon 17:00"), "all": at("+Mon 17:00")}, dues("Mon 13:00 opened site=hq", "Mon 15:00"))
}

// TestDecisionD9LookAhead: where a version is known to come, due times, firings
// and the next instant are those that a question after its start finds, too.
func TestDecisionD9LookAhead(t *testing.T) {
	target := specTarget{Metric: "resolution", Within: "20h", Escalations: []specEscalation{
		{Name: "early", At: "25%"}, {Name: "lead", At: "90%"}, {Name: "late", At: "+1h"},
	}}
	longer := target
	longer.Within = "30h"
	engine, err := sla.CompileVersions([]sla.Version{
		{Definition: definitionOf(t, officeSpec(target))},
		{From: weekTime(t, "Tue 12:00"), Mode: sla.Recompute, Definition: definitionOf(t, officeSpec(longer))},
	}, nil)
	require.NoError(t, err)
	var ids [][]string
	for _, c := range []struct{ now, next string }{
		{"Mon 10:00", "Mon 15:00"}, // nine hours a day: 5 h
		{"Mon 15:00", "Tue 12:00"}, // the version
		{"2026-03-03 11:59:59", "Tue 12:00"},
		{"Tue 12:00", "Thu 10:00"}, // 27 h, which under the old version were 18, Wed 10:00
		{"Wed 10:00", "Thu 10:00"},
		{"Thu 10:00", "Thu 13:00"}, // 30 h
		{"Thu 13:00", "Thu 14:00"},
		{"Thu 14:00", "none"},
	} {
		report, err := engine.Evaluate(weekTicket(t, "Mon 10:00 opened"), weekTime(t, c.now))
		require.NoError(t, err)
		for _, part := range []string{"due Thu 13:00", "fired early Mon 15:00", "fired lead Thu 10:00", "fired late Thu 14:00", "next " + c.next} {
			if part == "fired early Mon 15:00" && !weekTime(t, c.now).Before(weekTime(t, "Tue 12:00")) {
				part = "replaced " + part // it fired under the old version, once
			}
			check(t, &report, sla.Resolution, part)
		}
		fired := map[string]bool{}
		var listed []string
		for f := range report.Fired(time.Time{}) {
			require.False(t, fired[f.ID], "%s twice", f.ID)
			fired[f.ID] = true
		}
		for _, r := range report.Readings {
			for _, f := range r.Escalations {
				listed = append(listed, f.ID)
				require.Equal(t, !f.At.After(report.At), fired[f.ID])
			}
		}
		ids = append(ids, listed)
	}
	for _, other := range ids[1:] {
		require.Equal(t, ids[0], other)
	}
}

// TestDecisionD9AtTheInstant: a version applies from its very instant on, so
// that a due time and firings that would lie there lie where it says.
func TestDecisionD9AtTheInstant(t *testing.T) {
	target := specTarget{Name: "old", Metric: "resolution", Within: "8h", Escalations: []specEscalation{
		{Name: "half", At: "50%"}, {Name: "three", At: "75%"}, {Name: "due", At: "100%"},
	}}
	longer := target
	longer.Name, longer.Within = "new", "16h"
	for _, c := range []struct{ from, want string }{
		// 4 h of 8 h are used on Monday at noon, 8 h of 16 h on Monday at 16:00.
		{"Mon 16:00", "due Tue 15:00, fired half Mon 16:00, fired three Tue 11:00, fired due Tue 15:00"},
		{"Mon 12:00", "due Tue 15:00, fired half Mon 16:00, fired three Tue 11:00, fired due Tue 15:00"},
	} {
		engine, err := sla.CompileVersions([]sla.Version{
			{Definition: definitionOf(t, officeSpec(target))},
			{From: weekTime(t, c.from), Mode: sla.Recompute, Definition: definitionOf(t, officeSpec(longer))},
		}, nil)
		require.NoError(t, err)
		ahead := map[string]string{}
		for _, now := range []string{"Mon 09:00", c.from} {
			report, err := engine.Evaluate(weekTicket(t, "Mon 08:00 opened"), weekTime(t, now))
			require.NoError(t, err)
			check(t, &report, sla.Resolution, "breached none")
			for part := range strings.SplitSeq(c.want, ", ") {
				check(t, &report, sla.Resolution, part)
			}
			require.True(t, report.Next.Equal(weekTime(t, map[string]string{"Mon 09:00": "Mon 12:00", "Mon 12:00": "Mon 16:00", "Mon 16:00": "Tue 11:00"}[now])), report.Next)
			// The firings from there on are told by the name of the new target.
			for _, r := range report.Readings {
				for _, f := range r.Escalations {
					if !f.At.Before(weekTime(t, c.from)) {
						require.Equal(t, "new", f.Target)
						ahead[now] += f.ID + " " + show(f.At) + "; "
					}
				}
			}
		}
		require.Equal(t, ahead["Mon 09:00"], ahead[c.from])
	}
}

// TestDecisionD9TakenUp: a clock that fits no target is taken up by a version
// under which it does, with the events until then and no other.
func TestDecisionD9TakenUp(t *testing.T) {
	before, after := officeSpec(specTarget{Metric: "resolution", Within: "8h", Priorities: []string{"P3"}}), officeSpec(specTarget{Metric: "resolution", Within: "8h"})
	engine, err := sla.CompileVersions([]sla.Version{
		{Definition: definitionOf(t, before)},
		{From: weekTime(t, "Mon 12:00"), Mode: sla.Recompute, Definition: definitionOf(t, after)},
	}, nil)
	require.NoError(t, err)
	ticket := weekTicket(t, "Mon 08:00 opened; Mon 10:00 changed priority=P1; Mon 13:00 paused; Mon 14:00 resumed; Mon 15:00 changed")
	for now, want := range map[string]string{
		"Mon 11:00": "state cancelled, next Mon 12:00",
		"Mon 12:30": "state running, elapsed 4h30m, due Mon 16:00",
		"Mon 13:30": "state paused, elapsed 5h, paused 30m",
		"Mon 15:30": "state running, elapsed 6h30m, paused 1h, due Mon 17:00",
	} {
		report, err := engine.Evaluate(ticket, weekTime(t, now))
		require.NoError(t, err)
		for part := range strings.SplitSeq(want, ", ") {
			check(t, &report, sla.Resolution, part)
		}
	}
	// A version changes nothing of a ticket that is not there yet.
	var report sla.Report
	for range 2 {
		require.NoError(t, engine.EvaluateInto(&report, weekTicket(t, "Tue 08:00 opened"), weekTime(t, "Mon 13:00")))
		require.Empty(t, report.Readings)
		require.True(t, report.Next.IsZero())
		require.NoError(t, engine.EvaluateInto(&report, ticket, weekTime(t, "Mon 13:00")))
	}
}

// TestDecisionT14Range: the first instant for which calendars answer can be
// asked about, the instant after the last cannot.
func TestDecisionT14Range(t *testing.T) {
	engine := engineOf(t, officeSpec(specTarget{Metric: "resolution", Within: "8h"}))
	for text, kind := range map[string]error{
		"1920-01-01T00:00:00Z":           nil,
		"1919-12-31T23:59:59.999999999Z": sla.ErrRange,
		"2199-12-31T23:59:59.999999999Z": nil,
		"2200-01-01T00:00:00Z":           sla.ErrRange,
	} {
		report, err := engine.Evaluate(sla.Ticket{ID: "T", Events: []sla.Event{{At: at(text), Name: sla.Opened}}}, at(text))
		require.ErrorIs(t, err, kind, text)
		require.Equal(t, kind == nil, len(report.Readings) == 1)
	}
}

// TestDecisionD11Candidates: every agreement is told with the reason, by the
// instant at which the ticket was opened.
func TestDecisionD11Candidates(t *testing.T) {
	s := officeSpec(specTarget{Metric: "resolution", Within: "8h"})
	s.Agreements = []specAgreement{
		{ID: "march", From: "2026-03-03", Until: "2026-04-01"},
		{ID: "hq", Match: map[string][]string{"site": {"hq", "lund"}}},
		{ID: "nobody", Match: map[string][]string{"caller": {"!vip"}}},
		{ID: "rest"},
	}
	for i := range s.Agreements {
		s.Agreements[i].Kind, s.Agreements[i].ServiceLevel = "sla", "gold"
	}
	for _, c := range []struct {
		choose, opened string
		facts          sla.Facts
		want           []string
	}{
		{"first", "2026-03-03 00:00", sla.Facts{"site": {""}}, []string{
			"march true matches",
			"hq false site is not known, want hq or lund",
			`nobody false "march" matches too and is written before it`,
			`rest false "march" matches too and is written before it`,
		}},
		{"specific", "2026-04-01 00:00", sla.Facts{"site": {"malmo", "hq/2"}, "caller": {"vip", "new"}}, []string{
			"march false opened after it ended on 2026-04-01T00:00:00Z",
			"hq true matches",
			"nobody false caller is vip, new, want anything but vip",
			`rest false "hq" matches too and is more specific or written before it`,
		}},
		{"all", "2026-03-02 23:59:59", sla.Facts{"site": {"malmo"}}, []string{
			"march false opened before it takes effect on 2026-03-03T00:00:00Z",
			"hq false site is malmo, want hq or lund",
			"nobody true matches",
			"rest true matches",
		}},
	} {
		s.Select = map[string]string{"sla": c.choose}
		var got []string
		for x := range engineOf(t, s).Candidates(c.facts, at(c.opened)) {
			got = append(got, fmt.Sprint(x.Agreement, " ", x.Taken, " ", x.Reason))
		}
		require.Equal(t, c.want, got, c.choose)
	}
}

// TestDecisionD12Identity: what identifies a firing is its parts, and hosts
// store it: it stays as it is. A change of target back and forth restarts twice.
func TestDecisionD12Identity(t *testing.T) {
	step := []specEscalation{{Name: "tell", At: "50%", Every: "25%", Times: 2}}
	restart := func(name, priority string) specTarget {
		return specTarget{Name: name, Metric: "resolution", Within: "1h", Priorities: []string{priority}, OnChange: "restart", Escalations: step}
	}
	s := officeSpec(restart("a", "P1"), restart("b", "P2"))
	report, err := engineOf(t, s).Evaluate(weekTicket(t, "Mon 08:00 opened priority=P1; Mon 09:00 changed priority=P2; Mon 10:00 changed priority=P1; Mon 10:40 resolved"), weekTime(t, "Mon 12:00"))
	require.NoError(t, err)
	var ids []string
	for f := range report.Fired(time.Time{}) {
		ids = append(ids, f.ID)
	}
	require.Equal(t, []string{
		"T|all|sla|resolution|1|a|0|tell|1", "T|all|sla|resolution|1|a|0|tell|2",
		"T|all|sla|resolution|1|b|1|tell|1", "T|all|sla|resolution|1|b|1|tell|2",
		"T|all|sla|resolution|1|a|2|tell|1",
	}, ids)
}

// TestReadingInOrder: of readings that matter as much the first is told.
func TestReadingInOrder(t *testing.T) {
	s := officeSpec(specTarget{Metric: "resolution", Within: "8h"})
	s.Select = map[string]string{"sla": "all"}
	s.Agreements = append(s.Agreements, specAgreement{ID: "second", Kind: "sla", ServiceLevel: "gold"})
	report, err := engineOf(t, s).Evaluate(weekTicket(t, "Mon 08:00 opened"), weekTime(t, "Mon 09:00"))
	require.NoError(t, err)
	require.Len(t, report.Readings, 2)
	r, ok := report.Reading(sla.Resolution)
	require.True(t, ok)
	require.Equal(t, "all", r.Agreement)
}
