package sla_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/sla"
)

// TestFailures holds the ways in which service desks are known to have failed
// with clocks, by the numbers of testdata/README.md. Each case names the
// thread in which it was told.
func TestFailures(t *testing.T) {
	four, eight := specTarget{Within: "4h"}, specTarget{Within: "8h"}
	steps := func(within string, at ...string) specTarget {
		target := specTarget{Within: within}
		for i, s := range at {
			target.Escalations = append(target.Escalations, specEscalation{Name: fmt.Sprint("s", i+1), At: s})
		}
		return target
	}
	urgent := []specTarget{{Within: "4h", Priorities: []string{"P1"}}}
	pending := specTarget{Within: "8h", PauseWhile: []string{"status=pending"}}
	message := specTarget{Metric: "update", Within: "4h", On: specOn{Start: []string{"message"}, Stop: []string{"reply"}}}
	response := specTarget{Metric: "response", Within: "4h"}
	decide(t, []decided{
		// glpi-project/glpi#10594: the pause was measured around the clock, the
		// due time in service hours.
		{name: "F55 a pause over the weekend", target: eight, events: "Fri 15:00 opened; Fri 16:00 paused; +Mon 09:00 resumed", at: "+Mon 09:00", want: "paused 2h, wallPaused 65h, elapsed 1h, due +Mon 16:00"},
		// frappe/erpnext#49414, frappe/erpnext#52489, frappe/helpdesk#2449: the
		// hold was added as wall time, or twice.
		{name: "F56 a hold over the night", target: eight, events: "Mon 08:00 opened; Mon 10:00 paused; Tue 10:00 resumed", at: "Tue 10:00", want: "elapsed 2h, remaining 6h, due Tue 16:00"},
		{name: "F56 two holds", target: eight, events: "Mon 08:00 opened; Mon 09:00 paused; Mon 10:00 resumed; Mon 11:00 paused; Mon 12:00 resumed", at: "Mon 12:00", want: "paused 2h, remaining 6h, due Tue 09:00"},
		// glpi-project/glpi#6902, glpi-project/glpi#15605: the pause was lost.
		{name: "F57 another priority while on hold", target: eight, others: urgent, events: "Mon 08:00 opened; Mon 09:00 paused; Mon 10:00 changed priority=P1; Mon 11:00 resumed", at: "Mon 11:00", want: "elapsed 1h, paused 2h, due Mon 14:00, breached none"},
		// glpi-project/glpi#14148: it expired at once.
		{name: "F58 another way out of pending", target: pending, events: "Mon 08:00 opened; Mon 09:00 changed status=pending; Tue 09:00 changed status=planned", at: "Tue 10:00", want: "state running, breached none, elapsed 2h, due Tue 16:00"},
		{name: "F58 and to a person", target: pending, events: "Mon 08:00 opened; Mon 09:00 changed status=pending; Tue 09:00 changed status=assigned owner=eva", at: "Tue 10:00", want: "state running, breached none, elapsed 2h, due Tue 16:00"},
		// glpi-project/glpi#24481.
		{name: "F59 no breach while paused", target: four, events: "Mon 08:00 opened; Mon 11:00 paused", at: "Fri 12:00", want: "state paused, breached none, remaining 1h, next none"},
		// glpi-project/glpi#9082.
		{name: "F60 resumed before hours", target: four, events: "Mon 15:00 opened; Mon 16:00 paused; Tue 07:00 resumed", at: "Tue 07:00", want: "due Tue 11:00"},
		{name: "F60 resumed on a Saturday", target: four, events: "Fri 15:00 opened; Fri 16:00 paused; Sat 12:00 resumed", at: "Sat 12:00", want: "due +Mon 11:00"},
		// glpi-project/glpi#17186, glpi-project/glpi#23359.
		{name: "F61 a due time set by hand", target: eight, others: urgent, events: "Mon 08:00 opened due Mon 13:00; Mon 09:00 paused; Mon 10:00 resumed; Mon 11:00 changed priority=P1", at: "Mon 11:30", want: "due Mon 13:00, computed Mon 13:00"},
		{name: "F61 the time after the solution is no pause", target: eight, events: "Mon 08:00 opened; Mon 10:00 resolved", at: "Fri 12:00", want: "elapsed 2h, paused 0s"},
		// glpi-project/glpi#15948.
		{name: "F62 shares stand in a pause", target: steps("8h", "50%"), events: "Mon 08:00 opened; Mon 10:00 paused; Wed 10:00 resumed", at: "Wed 11:00", want: "elapsed 3h, fired s1 Wed 12:00"},
		// glpi-project/glpi#15357, #22678, #15429: at midnight, or at once.
		{name: "F63 steps by the hours of the target", target: steps("4h", "-2h", "+2h"), events: "Fri 16:00 opened", at: "Fri 16:00", want: "due +Mon 11:00, fired s1 +Mon 09:00, fired s2 +Mon 13:00"},
		// glpi-project/glpi#5319: only the first level ever came.
		{name: "F64 the first of three", target: steps("8h", "25%", "50%", "75%"), events: "Mon 08:00 opened", at: "Mon 10:00", want: "fired s1 Mon 10:00, next Mon 12:00"},
		{name: "F64 and the others", target: steps("8h", "25%", "50%", "75%"), events: "Mon 08:00 opened", at: "Mon 15:00", want: "fired s1 Mon 10:00, fired s2 Mon 12:00, fired s3 Mon 14:00, next Mon 16:00"},
		// zammad/zammad#188: closed time was known by the name of a state.
		{name: "F67 closed and open again", target: eight, events: "Mon 08:00 opened; Mon 10:00 closed; Tue 09:00 reopened", at: "Tue 10:00", want: "state running, elapsed 3h, due Tue 15:00"},
		// zammad/zammad#904, zammad/zammad#4353: merged, and still escalated.
		{name: "F68 merged into another", target: steps("4h", "50%"), events: "Mon 08:00 opened; Mon 09:00 cancelled", at: "Fri 12:00", want: "state cancelled, due none, breached none, fired s1 never, next none"},
		{name: "F68 no agreement any more", target: specTarget{Within: "4h", Priorities: []string{"P1"}}, events: "Mon 08:00 opened priority=P1; Mon 09:00 changed priority=P3", at: "Fri 12:00", want: "state cancelled, due none, breached none, next none"},
		// zammad/zammad#3140: it ran although the agent had answered last.
		{name: "F71 the agent answered last", target: message, events: "Mon 08:00 opened; Mon 09:00 message; Mon 10:00 reply; Mon 11:00 reply", at: "Fri 12:00", want: "state stopped, stopped Mon 10:00, met true, next none"},
		// zammad/zammad#2579, zammad/zammad#2082.
		{name: "F72 the first reply counts", target: response, events: "Mon 08:00 opened; Mon 09:00 responded; Mon 15:00 responded", at: "Mon 16:00", want: "stopped Mon 09:00, met true, elapsed 1h"},
		// fivetran/dbt_zendesk#116.
		{name: "F74 the first breach stays", target: four, events: "Mon 08:00 opened; Tue 10:00 resolved; Tue 11:00 reopened; Tue 12:00 paused; Tue 13:00 resumed; Wed 09:00 resolved", at: "Fri 12:00", want: "breached Mon 12:00, met false"},
		// fivetran/dbt_zendesk#136, fivetran/dbt_zendesk#134.
		{name: "F75 seconds count", target: four, events: "2026-03-02T08:00:30Z opened; 2026-03-02T12:00:45Z resolved", at: "Mon 13:00", want: "due 2026-03-02 12:00:30, breached 2026-03-02 12:00:30, elapsed 4h0m15s"},
		{name: "F75 closed without a reply", target: response, events: "Mon 08:00 opened; Mon 09:00 closed", at: "Fri 12:00", want: "state stopped, stopped Mon 09:00, met true"},
		// chatwoot/chatwoot#13392: one of two paths knew no business hours.
		{name: "F76 on Friday evening", target: steps("4h", "50%", "+1h"), events: "Fri 18:00 opened", at: "Fri 18:00", want: "due +Mon 12:00, fired s1 +Mon 10:00, fired s2 +Mon 13:00"},
		// promhippie/github_exporter#312: two events of one second.
		{name: "F79 at one instant, as given", target: eight, events: "Mon 08:00 opened; Mon 10:00 paused; Mon 10:00 resumed", at: "Mon 11:00", want: "state running, elapsed 3h"},
		{name: "F79 and the other way round", target: eight, events: "Mon 08:00 opened; Mon 10:00 resumed; Mon 10:00 paused", at: "Mon 11:00", want: "state paused, elapsed 2h"},
		// The documentation of ServiceNow on retroactive starts: without the
		// pauses of before, a late match breaches at once.
		{name: "F81 attached late, with its pauses", target: specTarget{Within: "4h", Priorities: []string{"P1"}}, events: "Mon 08:00 opened; Mon 09:00 paused; Mon 12:00 resumed; Mon 13:00 changed priority=P1", at: "Mon 13:00", want: "state running, breached none, elapsed 2h, paused 3h, due Mon 15:00"},
		// BetterDB-inc/monitor#124: undecided.
		{name: "F82 exactly at the limit", target: four, events: "Mon 08:00 opened; Mon 12:00 resolved", at: "Mon 13:00", want: "met true, breached none"},
		// Undefined in most products.
		{name: "F83 paused before the start", target: message, events: "Mon 08:00 opened; Mon 09:00 paused; Mon 10:00 message; Mon 11:00 resumed", at: "Mon 12:00", want: "state running, elapsed 1h, paused 1h"},
		{name: "F83 resumed without a pause", target: eight, events: "Mon 08:00 opened; Mon 09:00 resumed", at: "Mon 10:00", want: "state running, elapsed 2h, paused 0s"},
		{name: "F83 paused twice", target: eight, events: "Mon 08:00 opened; Mon 09:00 paused; Mon 10:00 paused; Mon 11:00 resumed", at: "Mon 12:00", want: "elapsed 2h, paused 2h"},
		{name: "F83 paused after the breach", target: four, events: "Mon 08:00 opened; Mon 13:00 paused", at: "Mon 16:00", want: "state paused, breached Mon 12:00, due Mon 12:00"},
		{name: "F83 completed twice", target: eight, events: "Mon 08:00 opened; Mon 09:00 resolved; Mon 10:00 resolved; Mon 11:00 closed", at: "Mon 12:00", want: "state stopped, stopped Mon 09:00, elapsed 1h"},
		{name: "F83 cancelled after the stop", target: eight, events: "Mon 08:00 opened; Mon 09:00 resolved; Mon 10:00 cancelled", at: "Mon 12:00", want: "state stopped, met true"},
		{name: "F84 up and down and up", target: eight, others: urgent, events: "Mon 08:00 opened; Mon 09:00 changed priority=P1; Mon 09:30 changed priority=P3; Mon 10:00 changed priority=P1; Mon 10:30 changed priority=P3", at: "Mon 11:00", want: "elapsed 3h, remaining 5h, due Mon 16:00"},
		// istio/istio#18359: so many nanoseconds times a percentage do not fit
		// into 64 bits.
		{name: "F86 shares of five years", target: steps("43920h elapsed", "50%", "99%"), events: "2026-03-02T00:00:00Z opened", at: "Mon 00:00", want: "due 2031-03-06 00:00, fired s1 2028-09-02 00:00, fired s2 2031-02-15 16:48:00"},
		// Cloudflare, "How and why the leap second affected Cloudflare DNS".
		{name: "F90 asked before the last event", target: eight, events: "Mon 08:00 opened; Mon 10:00 paused", at: "Mon 09:00", want: "state running, elapsed 1h"},
		// elastic/connectors#1465: due at the tick, and not selected.
		{name: "F92 asked at the very instant", target: steps("4h", "100%"), events: "Mon 08:00 opened", at: "Mon 12:00", want: "breached Mon 12:00, fired s1 Mon 12:00, remaining 0s"},
		// rq/rq-scheduler#269: now + interval drifts.
		{name: "F94 a ladder, looked at late", target: specTarget{Within: "1h", Escalations: []specEscalation{{Name: "s", At: "+1h", Every: "1h", Times: 4}}}, events: "Mon 08:00 opened", at: "2026-03-02 12:17:13", want: "fired s/1 Mon 10:00, fired s/3 Mon 12:00, fired s/4 Mon 13:00, next Mon 13:00"},
	})
}

// TestFailureF65OnceEach: the same level fired at every run, hundreds of mails
// (glpi-project/glpi#1996, #2408). However often one asks, each has one name
// and comes once; F93: and all that were missed come together
// (kubernetes/kubernetes#42649, #45825, #36311: after a hundred, never again).
func TestFailureF65F93OnceEach(t *testing.T) {
	engine := engineOf(t, officeSpec(specTarget{Metric: "resolution", Within: "1h", Escalations: []specEscalation{{Name: "s", At: "+10m", Every: "10m", Times: 32}}}))
	ticket := weekTicket(t, "Mon 08:00 opened")
	year, err := engine.Evaluate(ticket, weekTime(t, "Mon 08:00").AddDate(1, 0, 0))
	require.NoError(t, err)
	late := map[string]time.Time{}
	for f := range year.Fired(time.Time{}) {
		late[f.ID] = f.At
	}
	require.Len(t, late, 32)

	seen := map[string]bool{}
	asked := time.Time{}
	for now := weekTime(t, "Mon 08:00"); now.Before(weekTime(t, "Wed 08:00")); now = now.Add(7 * time.Minute) {
		for range 2 { // a run that is repeated
			report, err := engine.Evaluate(ticket, now)
			require.NoError(t, err)
			for f := range report.Fired(asked) {
				require.False(t, seen[f.ID], "%s again at %s", f.ID, show(now))
				require.True(t, late[f.ID].Equal(f.At), f.ID)
				seen[f.ID] = true
			}
			asked = now
		}
	}
	require.Len(t, seen, 32)
}

// TestFailureF66TwoDeadlinesOfADay: "once a day and type" swallowed the second
// one (zammad/zammad#4348).
func TestFailureF66TwoDeadlinesOfADay(t *testing.T) {
	engine := engineOf(t, officeSpec(specTarget{
		Metric: "update", Within: "1h", On: specOn{Start: []string{"message"}, Stop: []string{"reply"}},
		Escalations: []specEscalation{{Name: "late", At: "100%"}},
	}))
	report, err := engine.Evaluate(weekTicket(t, "Mon 08:00 opened; Mon 09:00 message; Mon 10:30 reply; Mon 11:00 message"), weekTime(t, "Mon 15:00"))
	require.NoError(t, err)
	var at []string
	ids := map[string]bool{}
	for f := range report.Fired(time.Time{}) {
		at = append(at, show(f.At))
		ids[f.ID] = true
	}
	require.Equal(t, []string{show(weekTime(t, "Mon 10:00")), show(weekTime(t, "Mon 12:00"))}, at)
	require.Len(t, ids, 2)
}

// TestFailureF69TheCalendarWasEdited: open tickets kept their old due times
// (zammad/zammad#534, frappe/helpdesk#2449). F26: or those that were stored
// did (roed314/seminars#827, intercom/intercom-ruby#495). Nothing is stored:
// the definition of now answers, and its fingerprint is another.
func TestFailureF69F26TheCalendarWasEdited(t *testing.T) {
	before := officeSpec(specTarget{Metric: "resolution", Within: "8h"})
	after := before
	after.Calendars = append([]specCalendar{}, before.Calendars...)
	after.Calendars[0].Holidays = []specHoliday{{Date: "2026-03-03"}}
	old, edited := engineOf(t, before), engineOf(t, after)
	ticket := weekTicket(t, "Mon 12:00 opened")
	for engine, due := range map[*sla.Engine]string{old: "Tue 11:00", edited: "Wed 11:00"} {
		report, err := engine.Evaluate(ticket, weekTime(t, "Mon 13:00"))
		require.NoError(t, err)
		check(t, &report, sla.Resolution, "due "+due)
	}
	require.NotEqual(t, old.Fingerprint(), edited.Fingerprint())
}

// TestFailureF70ClocksAreApart: the least due of all overruled the first
// response (zammad/zammad#5177).
func TestFailureF70ClocksAreApart(t *testing.T) {
	engine := engineOf(t, officeSpec(
		specTarget{Metric: "response", Within: "4h"},
		specTarget{Metric: "update", Within: "1h", On: specOn{Start: []string{"message"}, Stop: []string{"reply"}}},
	))
	report, err := engine.Evaluate(weekTicket(t, "Mon 08:00 opened; Mon 08:30 message"), weekTime(t, "Mon 09:00"))
	require.NoError(t, err)
	check(t, &report, sla.Response, "due Mon 12:00")
	check(t, &report, "update", "due Mon 09:30")
	check(t, &report, sla.Response, "next Mon 09:30")
}

// TestFailureF78RemindersAtNight: mails at midnight and on Sundays
// (zammad/zammad#4432). A firing tells when service is given next.
func TestFailureF78RemindersAtNight(t *testing.T) {
	engine := engineOf(t, officeSpec(specTarget{Metric: "resolution", Within: "24h elapsed", Escalations: []specEscalation{{Name: "due", At: "100%"}}}))
	for opened, want := range map[string][2]string{
		"Fri 20:00": {"Sat 20:00", "+Mon 08:00"},
		"Mon 10:00": {"Tue 10:00", "Tue 10:00"},
		"Mon 17:00": {"Tue 17:00", "Wed 08:00"},
	} {
		report, err := engine.Evaluate(weekTicket(t, opened+" opened"), weekTime(t, opened))
		require.NoError(t, err)
		f := report.Readings[0].Escalations[0]
		require.Equal(t, show(weekTime(t, want[0])), show(f.At), opened)
		require.Equal(t, show(weekTime(t, want[1])), show(f.Opens), opened)
	}
}

// TestFailureF85RepresentationOfInstants: comparing with ==, monotonic
// readings and zones lost in JSON (golang/go#17875, #10089, #12141, #19502,
// #22251, #22486, dominikh/go-tools#932).
func TestFailureF85RepresentationOfInstants(t *testing.T) {
	engine := engineOf(t, officeSpec(specTarget{Metric: "resolution", Within: "8h", Escalations: []specEscalation{{Name: "s", At: "50%"}}}))
	now := time.Now() // with a monotonic reading
	events := []sla.Event{{At: now, Name: sla.Opened}, {At: now.Add(time.Hour), Name: sla.Paused}, {At: now.Add(2 * time.Hour), Name: sla.Resumed}}
	plain, err := engine.Evaluate(sla.Ticket{ID: "T", Events: events}, now.Add(3*time.Hour))
	require.NoError(t, err)
	for _, in := range []*time.Location{time.UTC, time.FixedZone("", 9*3600), time.FixedZone("UTC", 0)} {
		other := make([]sla.Event, len(events))
		for i, e := range events {
			e.At = e.At.Round(0).In(in)
			other[i] = e
		}
		report, err := engine.Evaluate(sla.Ticket{ID: "T", Events: other}, now.Add(3*time.Hour).Round(0).In(in))
		require.NoError(t, err)
		require.Equal(t, text(plain), text(report))
		data, err := json.Marshal(sla.Ticket{ID: "T", Events: other})
		require.NoError(t, err)
		ticket, err := sla.ParseTicket(data)
		require.NoError(t, err)
		report, err = engine.Evaluate(ticket, now.Add(3*time.Hour))
		require.NoError(t, err)
		require.Equal(t, text(plain), text(report))
	}
}

// TestFailureF87AmountsDoNotWrap: seconds times a thousand million became
// negative, and the timer fired at once (hashicorp/go-retryablehttp#297,
// prometheus/common#285).
func TestFailureF87AmountsDoNotWrap(t *testing.T) {
	for _, s := range []string{"9223372037s", "2562048h", "153722868m", "9999999999999999999999s elapsed", "99999999999999999999bd", "P99999999999999999999D"} {
		_, err := sla.ParseAllowance(s)
		require.Error(t, err, s)
	}
	// What can be said is answered, or out of the range.
	for _, s := range []string{"43800h", "5000h elapsed", "1000bd", "P5Y"} {
		engine := engineOf(t, officeSpec(specTarget{Metric: "resolution", Within: s}))
		report, err := engine.Evaluate(weekTicket(t, "Mon 08:00 opened"), weekTime(t, "Mon 09:00"))
		require.NoError(t, err, s)
		r, ok := report.Reading(sla.Resolution)
		require.True(t, ok)
		require.True(t, r.Due.After(weekTime(t, "Mon 09:00")), s)
		require.Positive(t, r.Remaining, s)
		require.False(t, r.Breached, s)
	}
}

// TestFailureF90LeapSecond: the clock went back, and an elapsed time below
// zero ended the process.
func TestFailureF90LeapSecond(t *testing.T) {
	_, err := sla.ParseTicket([]byte(`{"id":"T","events":[{"at":"2016-12-31T23:59:60Z","name":"opened"}]}`))
	require.ErrorIs(t, err, slakit.ErrInvalid)
	require.Contains(t, err.Error(), "events[0].at")
	engine := engineOf(t, officeSpec(specTarget{Metric: "resolution", Within: "8h"}))
	ticket := weekTicket(t, "Mon 08:00 opened; Mon 10:00 paused")
	for _, now := range []string{"Mon 10:00", "2026-03-02 09:59:59", "Mon 08:00", "2026-03-02 07:59:59"} {
		report, err := engine.Evaluate(ticket, weekTime(t, now))
		require.NoError(t, err)
		for _, r := range report.Readings {
			require.GreaterOrEqual(t, r.Elapsed, time.Duration(0), now)
			require.GreaterOrEqual(t, r.Paused, time.Duration(0), now)
		}
	}
}
