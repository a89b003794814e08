package sla_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/sla"
)

// A decided case is worked out by hand from one written decision. The office is
// open Monday to Friday, 08:00 to 17:00 UTC, the late shift 14:00 to 22:00; weekdays are those of the week of
// 2 March 2026, "+Mon" the week after.
type decided struct {
	name   string
	target specTarget   // the resolution target, or the one of another metric
	others []specTarget // tried before it
	events string       // "Mon 09:00 opened priority=P1; Mon 12:00 paused until Mon 14:00"
	at     string
	want   string // "state running, due Mon 16:00, elapsed 2h"
}

func officeSpec(targets ...specTarget) spec {
	return spec{
		Events: []string{"message", "reply", "restarted"},
		Calendars: []specCalendar{
			{Name: "office", Zone: "UTC", Hours: []specHours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}}},
			{Name: "late", Zone: "UTC", Hours: []specHours{{Days: "mon-fri", Open: "14:00", Close: "22:00"}}},
			{Name: "always", Zone: "UTC", Hours: []specHours{{Days: "daily", Open: "00:00", Close: "24:00"}}},
		},
		Matrices: fourPriorities(),
		ServiceLevels: []specLevel{{
			ID: "gold", Calendar: "office", Matrix: "four", DefaultPriority: "P3", Targets: targets,
		}},
		Agreements: []specAgreement{{ID: "all", Kind: "sla", ServiceLevel: "gold"}},
	}
}

func decide(t *testing.T, cases []decided) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if c.target.Metric == "" {
				c.target.Metric = "resolution"
			}
			for i := range c.others {
				c.others[i].Metric = c.target.Metric
			}
			engine := engineOf(t, officeSpec(append(c.others, c.target)...))
			report, err := engine.Evaluate(weekTicket(t, c.events), weekTime(t, c.at))
			require.NoError(t, err)
			for part := range strings.SplitSeq(c.want, ", ") {
				check(t, &report, sla.Metric(c.target.Metric), part)
			}
			if t.Failed() {
				t.Logf("%s", text(report))
			}
		})
	}
}

// check compares one part of what is wanted, such as "due Mon 16:00"; a part
// that begins with "replaced" speaks of the last replaced reading.
func check(t *testing.T, report *sla.Report, metric sla.Metric, part string) {
	t.Helper()
	r, ok := report.Reading(metric)
	require.True(t, ok, "no reading")
	if rest, found := strings.CutPrefix(part, "replaced "); found {
		part, ok = rest, false
		for _, x := range report.Readings {
			if x.State == "replaced" && x.Metric == metric {
				r, ok = x, true
			}
		}
		require.True(t, ok, "nothing replaced")
	}
	key, want, _ := strings.Cut(part, " ")
	var got string
	instant := func(i time.Time) {
		switch {
		case want == "none":
			want = "none"
		default:
			want = show(weekTime(t, want))
		}
		got = show(i)
	}
	span := func(d time.Duration) {
		w, err := time.ParseDuration(want)
		require.NoError(t, err)
		want, got = w.String(), d.String()
	}
	switch key {
	case "state":
		got = string(r.State)
	case "target":
		got = r.Target
	case "met":
		got = fmt.Sprint(r.Met())
	case "cycle":
		got = fmt.Sprint(r.Cycle)
	case "readings":
		got = fmt.Sprint(len(report.Readings))
	case "due":
		instant(r.Due)
	case "original":
		instant(r.OriginalDue)
	case "computed":
		instant(r.ComputedDue)
	case "breached":
		instant(r.BreachedAt)
		require.Equal(t, r.Breached, !r.BreachedAt.IsZero())
	case "stopped":
		instant(r.StoppedAt)
	case "next":
		instant(report.Next)
	case "elapsed":
		span(r.Elapsed)
	case "remaining":
		span(r.Remaining)
	case "paused":
		span(r.Paused)
	case "wallElapsed":
		span(r.WallElapsed)
	case "wallPaused":
		span(r.WallPaused)
	case "overrun": // "overrun count Mon 12:00", or "overrun none"
		got = "none"
		for _, o := range r.Overruns {
			got = string(o.Limit) + " " + show(o.At)
		}
		if limit, when, ok := strings.Cut(want, " "); ok {
			want = limit + " " + show(weekTime(t, when))
		}
	case "fired": // "fired lead Mon 12:00", or "fired lead never", with "from" the nominal instant
		name, when, _ := strings.Cut(want, " ")
		when, nominal, _ := strings.Cut(when, " from ")
		want, got = when, "never"
		for _, f := range r.Escalations {
			if fmt.Sprintf("%s/%d", f.Name, f.Repeat) == name || f.Name == name && f.Repeat == 1 {
				want, got = show(weekTime(t, when)), show(f.At)
				if nominal != "" {
					want, got = want+" from "+show(weekTime(t, nominal)), got+" from "+show(f.Nominal)
				}
			}
		}
	default:
		t.Fatalf("unknown %q", part)
	}
	if got != want {
		t.Errorf("%s: got %s, want %s", part, got, want)
	}
}

// weekTime reads "Mon 09:00", "+Tue 10:30:15" or a full instant.
func weekTime(t *testing.T, s string) time.Time {
	t.Helper()
	if strings.HasPrefix(s, "20") {
		return at(s)
	}
	week := len(s) - len(strings.TrimLeft(s, "+"))
	name, clock, _ := strings.Cut(strings.TrimLeft(s, "+"), " ")
	day := strings.Index("MonTueWedThuFriSatSun", name)
	require.True(t, day >= 0 && len(name) == 3, "weekday %q", s)
	return at(fmt.Sprintf("2026-03-%02d %s", 2+day/3+7*week, clock))
}

// weekTicket reads events, separated by semicolons.
func weekTicket(t *testing.T, s string) sla.Ticket {
	t.Helper()
	ticket := sla.Ticket{ID: "T"}
	for part := range strings.SplitSeq(s, "; ") {
		words := strings.Fields(part)
		take := 2
		if strings.HasPrefix(part, "20") && strings.Contains(words[0], "T") {
			take = 1
		}
		e := sla.Event{At: weekTime(t, strings.Join(words[:take], " ")), Name: sla.EventName(words[take])}
		for i := take + 1; i < len(words); i++ {
			switch name, value, fact := strings.Cut(words[i], "="); {
			case fact:
				if e.Facts == nil {
					e.Facts = sla.Facts{}
				}
				e.Facts[name] = []string{value}
			case words[i] == "until":
				e.Until = weekTime(t, words[i+1]+" "+words[i+2])
				i += 2
			case words[i] == "due":
				e.Due = &sla.ManualDue{Metric: sla.Resolution, At: weekTime(t, words[i+1]+" "+words[i+2])}
				i += 2
			case words[i] == "undue":
				e.Due = &sla.ManualDue{Metric: sla.Resolution}
			default:
				t.Fatalf("cannot read %q", part)
			}
		}
		ticket.Events = append(ticket.Events, e)
	}
	return ticket
}

func TestDecisionA2BusinessDays(t *testing.T) {
	due := func(within, opened, due string) decided {
		return decided{
			name: within + " from " + opened, target: specTarget{Within: within},
			events: opened + " opened", at: opened, want: "due " + due + ", original " + due,
		}
	}
	decide(t, []decided{
		due("1bd", "Mon 10:00", "Tue 10:00"),
		due("1bd", "Sat 12:00", "+Tue 08:00"),
		due("1bd", "Fri 17:00", "+Tue 08:00"), // at the last close: the next business day
		due("1bd", "Fri 16:59", "+Mon 16:59"),
		due("1bd", "Mon 06:00", "Tue 08:00"), // before the first opening counts
		due("3bd by close", "Thu 15:00", "+Tue 17:00"),
		due("3bd by open", "Thu 15:00", "+Tue 08:00"),
		due("1bd by 16:00 if before 10:00", "Mon 09:59", "Tue 16:00"),
		due("1bd by 16:00 if before 10:00", "Mon 10:00", "Wed 16:00"),
		due("1bd by 20:00", "Mon 10:00", "Tue 17:00"), // clipped to the day's hours
		due("0bd by close", "Mon 10:00", "Mon 17:00"),
		due("1bw", "Mon 10:00", "+Mon 10:00"),
		due("1bw by close", "Sat 10:00", "++Mon 17:00"),
	})
}

func TestDecisionA3DueBeforeStart(t *testing.T) {
	decide(t, []decided{{
		name: "0bd by 09:00 from 10:00", target: specTarget{Within: "0bd by 09:00"},
		events: "Mon 10:00 opened", at: "Mon 10:00", want: "due Mon 10:00, breached Mon 10:00, remaining 0s",
	}})
}

func TestDecisionA4KeepClock(t *testing.T) {
	due := func(opened, due string) decided {
		return decided{name: opened, target: specTarget{Within: "1bd", StartAt: "keep-clock"}, events: opened + " opened", at: opened, want: "due " + due}
	}
	decide(t, []decided{
		due("Mon 10:00", "Tue 10:00"),
		due("Sat 12:00", "+Tue 12:00"), // the same clock time on Monday, then a day
		due("Mon 06:00", "Tue 06:00"),  // an early start keeps its clock time
		due("Mon 18:00", "Wed 08:00"),  // after the close: Tuesday's opening, then a day
		due("Sat 18:00", "+Wed 08:00"), // Monday 18:00 is after the close
	})
}

func TestDecisionA5EndAt(t *testing.T) {
	end := func(within, endAt, events, due string) decided {
		return decided{name: within + " " + endAt + " " + events, target: specTarget{Within: within, EndAt: endAt}, events: events, at: "Mon 09:30", want: "due " + due}
	}
	decide(t, []decided{
		end("9h", "", "Mon 08:00 opened", "Mon 17:00"),
		end("9h", "close", "Mon 08:00 opened", "Mon 17:00"),
		end("9h", "next-open", "Mon 08:00 opened", "Tue 08:00"),
		end("1bd by open", "", "Mon 08:00 opened", "Tue 08:00"),
		end("1bd by open", "close", "Mon 08:00 opened", "Mon 17:00"),
		end("1bd by close", "next-open", "Mon 08:00 opened", "Wed 08:00"),
		end("8h", "next-open", "Mon 08:00 opened; Mon 08:30 paused; Mon 09:30 resumed", "Tue 08:00"), // pauses included
	})
}

func TestDecisionA6StoppedAtDue(t *testing.T) {
	decide(t, []decided{
		{name: "stopped at due", target: specTarget{Within: "8h"}, events: "Mon 08:00 opened; Mon 16:00 resolved", at: "Tue 09:00", want: "state stopped, met true, breached none, due Mon 16:00, elapsed 8h, remaining 0s"},
		{name: "running at due", target: specTarget{Within: "8h"}, events: "Mon 08:00 opened", at: "Mon 16:00", want: "state running, breached Mon 16:00, due Mon 16:00, remaining 0s"},
		{name: "running at due, closed", target: specTarget{Within: "9h"}, events: "Mon 08:00 opened", at: "Mon 17:00", want: "breached Mon 17:00, due Mon 17:00"},
		{name: "stopped in closed time after due at the close", target: specTarget{Within: "9h"}, events: "Mon 08:00 opened; Mon 20:00 resolved", at: "Tue 09:00", want: "met false, breached Mon 17:00, elapsed 9h"},
		{name: "a second before", target: specTarget{Within: "8h"}, events: "Mon 08:00 opened", at: "2026-03-02 15:59:59", want: "breached none, remaining 1s"},
	})
}

func TestDecisionA8PauseMovesDue(t *testing.T) {
	decide(t, []decided{
		{name: "service time", target: specTarget{Within: "8h"}, events: "Mon 08:00 opened; Mon 15:00 paused; Tue 09:00 resumed", at: "Tue 09:00", want: "due Tue 10:00, paused 3h, wallPaused 18h, elapsed 7h, remaining 1h"},
		{name: "business days", target: specTarget{Within: "1bd by close"}, events: "Mon 08:00 opened; Mon 15:00 paused; Tue 09:00 resumed", at: "Tue 09:00", want: "due Wed 11:00, paused 3h, remaining 11h"},
		{name: "elapsed", target: specTarget{Within: "24h elapsed"}, events: "Mon 08:00 opened; Mon 15:00 paused; Tue 09:00 resumed", at: "Tue 09:00", want: "due Wed 02:00, paused 18h, elapsed 7h, remaining 17h"},
		{name: "calendar day", target: specTarget{Within: "P1D"}, events: "Mon 08:00 opened; Mon 15:00 paused; Tue 09:00 resumed", at: "Tue 09:00", want: "due Wed 02:00, paused 18h, elapsed 7h, remaining 17h"},
		{name: "outside service time", target: specTarget{Within: "8h"}, events: "Mon 12:00 opened; Mon 18:00 paused; Tue 07:00 resumed", at: "Tue 08:00", want: "due Tue 11:00, paused 0s, wallPaused 13h"},
		{name: "after the breach", target: specTarget{Within: "4h"}, events: "Mon 08:00 opened; Mon 13:00 paused; Mon 14:00 resumed", at: "Mon 15:00", want: "due Mon 12:00, breached Mon 12:00, elapsed 6h, paused 1h, remaining -2h"},
	})
}

func TestDecisionA8Months(t *testing.T) {
	decide(t, []decided{
		{name: "clipped", target: specTarget{Within: "P1M"}, events: "2026-01-31 10:00 opened", at: "2026-01-31 10:00", want: "due 2026-02-28 10:00"},
		{name: "years and months in one step", target: specTarget{Within: "P1Y1M"}, events: "2027-01-31 10:00 opened", at: "2027-01-31 10:00", want: "due 2028-02-29 10:00"},
		{name: "not rolled to an opening", target: specTarget{Within: "P5D"}, events: "Mon 07:00 opened", at: "Mon 07:00", want: "due Sat 07:00"},
	})
}

func TestDecisionD2Conditions(t *testing.T) {
	waiting := specTarget{Within: "8h", PauseWhile: []string{"status=waiting"}}
	facts := specTarget{Within: "8h", On: specOn{Stop: []string{"status=done & checked=yes"}}}
	decide(t, []decided{
		{name: "starts inside the state", target: waiting, events: "Mon 08:00 opened status=waiting; Mon 10:00 changed status=open", at: "Mon 11:00", want: "elapsed 1h, paused 2h, due Tue 09:00"},
		{name: "state or event", target: waiting, events: "Mon 08:00 opened; Mon 09:00 paused; Mon 10:00 changed status=waiting; Mon 11:00 resumed; Mon 12:00 changed status=open", at: "Mon 13:00", want: "elapsed 2h, paused 3h"},
		{name: "both facts", target: facts, events: "Mon 08:00 opened; Mon 09:00 changed status=done; Mon 10:00 changed checked=yes", at: "Mon 11:00", want: "state stopped, stopped Mon 10:00"},
		{name: "fires on the event that makes it true", target: specTarget{Within: "8h", On: specOn{Reset: []string{"team=b"}}}, events: "Mon 08:00 opened team=a; Mon 09:00 changed team=b; Mon 10:00 changed team=b", at: "Mon 11:00", want: "cycle 2, elapsed 2h"},
		{name: "not equal", target: specTarget{Within: "8h", PauseWhile: []string{"team!=a"}}, events: "Mon 08:00 opened team=a; Mon 09:00 changed team=b; Mon 10:00 changed team=a", at: "Mon 11:00", want: "elapsed 2h, paused 1h"},
		{name: "changed is an event", target: specTarget{Within: "8h", On: specOn{Reset: []string{"changed"}}}, events: "Mon 08:00 opened; Mon 09:00 changed", at: "Mon 11:00", want: "cycle 2, elapsed 2h"},
	})
}

func TestDecisionD3Order(t *testing.T) {
	decide(t, []decided{
		{name: "as given", target: specTarget{Within: "8h"}, events: "Mon 08:00 opened; Mon 09:00 resolved; Mon 09:00 reopened", at: "Mon 10:00", want: "state running, elapsed 2h"},
		{name: "by time", target: specTarget{Within: "8h"}, events: "Mon 10:00 resumed; Mon 09:00 paused; Mon 08:00 opened", at: "Mon 11:00", want: "elapsed 2h, paused 1h"},
		{name: "later ones are ignored", target: specTarget{Within: "8h"}, events: "Mon 08:00 opened; Mon 12:00 resolved", at: "Mon 11:00", want: "state running, elapsed 3h"},
		{name: "facts before the stop", target: specTarget{Within: "8h"}, others: []specTarget{{Within: "1h", Priorities: []string{"P1"}}}, events: "Mon 08:00 opened; Mon 10:00 resolved priority=P1", at: "Mon 11:00", want: "state stopped, breached Mon 10:00, due Mon 09:00, target resolution, replaced breached none"},
	})
}

func TestDecisionD4Breach(t *testing.T) {
	decide(t, []decided{
		{name: "paused at its due", target: specTarget{Within: "4h"}, events: "Mon 08:00 opened; Mon 12:00 paused", at: "Mon 15:00", want: "state paused, breached none, due none, remaining 0s, next none"},
		{name: "and resumed", target: specTarget{Within: "4h"}, events: "Mon 08:00 opened; Mon 12:00 paused; Mon 15:00 resumed", at: "Mon 15:00", want: "state running, breached Mon 15:00, due Mon 15:00"},
		{name: "and stopped", target: specTarget{Within: "4h"}, events: "Mon 08:00 opened; Mon 12:00 paused; Mon 15:00 resolved", at: "Mon 16:00", want: "state stopped, met true, due Mon 15:00"},
		{name: "a change breaches at its own instant", target: specTarget{Within: "8h"}, others: []specTarget{{Within: "1h", Priorities: []string{"P1"}}}, events: "Mon 08:00 opened; Mon 10:00 changed priority=P1", at: "Mon 11:00", want: "breached Mon 10:00, due Mon 09:00, remaining -2h"},
		{name: "overdue only between two events of an instant", target: specTarget{Within: "8h"}, others: []specTarget{{Within: "1h", Priorities: []string{"P1"}}}, events: "Mon 08:00 opened; Mon 10:00 changed priority=P1; Mon 10:00 changed priority=P3", at: "Mon 11:00", want: "breached none, replaced breached none, due Mon 16:00"},
	})
}

func TestDecisionD5Pauses(t *testing.T) {
	eight := specTarget{Within: "8h"}
	decide(t, []decided{
		{name: "due is absent, remaining answers", target: eight, events: "Mon 08:00 opened; Mon 10:00 paused", at: "Mon 15:00", want: "state paused, due none, remaining 6h, elapsed 2h, paused 5h, original Mon 16:00"},
		{name: "after the breach it stays", target: eight, events: "Mon 08:00 opened; Mon 16:30 paused", at: "Tue 15:00", want: "state paused, due Mon 16:00, breached Mon 16:00, remaining -30m"},
		{name: "begun while idle", target: eight, events: "Mon 08:00 paused; Mon 09:00 opened; Mon 10:00 resumed", at: "Mon 11:00", want: "elapsed 1h, paused 1h, due Tue 09:00, original Mon 17:00"},
		{name: "ends at the stop", target: eight, events: "Mon 08:00 opened; Mon 10:00 paused; Mon 11:00 resolved; Mon 12:00 reopened", at: "Mon 13:00", want: "state running, elapsed 3h, paused 2h"},
		{name: "automatic resume", target: eight, events: "Mon 08:00 opened; Mon 10:00 paused until Mon 12:00", at: "Mon 11:00", want: "state paused, next Mon 12:00"},
		{name: "automatic resume done", target: eight, events: "Mon 08:00 opened; Mon 10:00 paused until Mon 12:00", at: "Mon 13:00", want: "state running, elapsed 3h, paused 2h, due Tue 09:00"},
		{name: "replaced by a later pause", target: eight, events: "Mon 08:00 opened; Mon 10:00 paused until Mon 12:00; Mon 11:00 paused", at: "Mon 15:00", want: "state paused, next none"},
		{name: "before the events of its instant", target: eight, events: "Mon 08:00 opened; Mon 10:00 paused until Mon 12:00; Mon 12:00 paused", at: "Mon 15:00", want: "state paused, elapsed 2h, paused 5h"},
		{name: "does not end a state", target: specTarget{Within: "8h", PauseWhile: []string{"status=waiting"}}, events: "Mon 08:00 opened; Mon 10:00 paused status=waiting until Mon 12:00", at: "Mon 15:00", want: "state paused, next none, paused 5h"},
		{name: "stopped", target: eight, events: "Mon 08:00 opened; Mon 10:00 paused; Mon 11:00 resumed; Mon 12:00 resolved", at: "Tue 15:00", want: "state stopped, due Mon 17:00, remaining 5h, next none"},
		{name: "cancelled", target: eight, events: "Mon 08:00 opened; Mon 10:00 cancelled", at: "Tue 15:00", want: "state cancelled, due none, met false, breached none, elapsed 2h"},
		{name: "and does not announce it", target: specTarget{Within: "8h", PauseWhile: []string{"status=waiting"}}, events: "Mon 08:00 opened; Mon 10:00 paused status=waiting until Mon 12:00", at: "Mon 11:00", want: "state paused, next none"},
	})
}

func TestDecisionD6Reopen(t *testing.T) {
	pausedAtDue := "Mon 13:00 opened; Mon 17:00 paused; Mon 17:00 resolved; Mon 20:00 changed; Tue 07:00 reopened; Tue 10:00 resumed"
	decide(t, []decided{
		{name: "resume", target: specTarget{Within: "8h"}, events: "Mon 08:00 opened; Mon 10:00 resolved; Mon 13:00 reopened", at: "Mon 14:00", want: "state running, cycle 1, elapsed 3h, paused 3h, due Tue 10:00, stopped none"},
		{name: "continue", target: specTarget{Within: "8h", OnReopen: "continue"}, events: "Mon 08:00 opened; Mon 10:00 resolved; Mon 13:00 reopened", at: "Mon 14:00", want: "state running, elapsed 6h, paused 0s, due Mon 16:00"},
		{name: "continue, overdue", target: specTarget{Within: "4h", OnReopen: "continue", Escalations: []specEscalation{{Name: "lead", At: "50%"}, {Name: "near", At: "75%"}}}, events: "Mon 08:00 opened; Mon 10:30 resolved; Mon 13:00 reopened", at: "Mon 14:00", want: "due Mon 12:00, breached Mon 13:00, fired lead Mon 10:00 from Mon 10:00, fired near Mon 13:00 from Mon 11:00"},
		{name: "new cycle", target: specTarget{Within: "8h", OnReopen: "new-cycle"}, events: "Mon 08:00 opened; Mon 10:00 resolved; Mon 13:00 reopened", at: "Mon 14:00", want: "state running, cycle 2, elapsed 1h, due Tue 12:00, readings 2"},
		{name: "an answer given stays given", target: specTarget{Metric: "response", Within: "8h"}, events: "Mon 08:00 opened; Mon 10:00 responded; Mon 13:00 reopened", at: "Mon 14:00", want: "state stopped, elapsed 2h"},
		{name: "a response stopped by the solution is reopened", target: specTarget{Metric: "response", Within: "8h"}, events: "Mon 08:00 opened; Mon 10:00 resolved; Mon 13:00 reopened", at: "Mon 14:00", want: "state running, elapsed 3h"},
		{name: "cancelled", target: specTarget{Within: "8h"}, events: "Mon 08:00 opened; Mon 10:00 cancelled; Mon 13:00 reopened", at: "Mon 14:00", want: "state running, elapsed 3h, paused 3h, due Tue 10:00"},
		{name: "under the target that then fits", target: specTarget{Within: "8h"}, others: []specTarget{{Within: "4h", Priorities: []string{"P1"}}}, events: "Mon 08:00 opened; Mon 10:00 resolved; Mon 11:00 changed priority=P1; Mon 13:00 reopened", at: "Mon 14:00", want: "state running, target resolution, elapsed 3h, paused 3h, due Mon 15:00"},
		{name: "pause while stopped, reopened", target: specTarget{Within: "4h"}, events: "Mon 08:00 opened; Mon 10:00 resolved; Mon 11:00 paused; Mon 12:00 reopened", at: "Mon 13:00", want: "state running"},
		{name: "continue restores a pause", target: specTarget{Within: "4h", OnReopen: "continue"}, events: "Mon 08:00 opened; Mon 09:00 paused; Mon 10:00 resolved; Mon 12:00 reopened", at: "Mon 13:00", want: "state paused, elapsed 1h, paused 4h"},
		{name: "continue with a pause and resume while stopped", target: specTarget{Within: "4h", OnReopen: "continue"}, events: "Mon 08:00 opened; Mon 09:00 resolved; Mon 10:00 paused; Mon 11:00 resumed; Mon 12:00 reopened", at: "Mon 13:00", want: "state running, elapsed 4h, paused 1h"},
		// As if it had never stopped: one pause, which begins at the due.
		{name: "continue with a pause at the due", target: specTarget{Within: "4h", OnReopen: "continue"}, events: pausedAtDue, at: "Tue 10:00", want: "state running, elapsed 4h, paused 2h, wallPaused 17h, due Tue 10:00, breached Tue 10:00, original Mon 17:00"},
		{name: "continue with a pause at the due, after it", target: specTarget{Within: "4h", OnReopen: "continue"}, events: pausedAtDue, at: "Tue 09:00", want: "state paused, elapsed 4h, paused 1h, remaining 0s, due none, breached none"},
		{name: "continue with a pause at the due, around the clock", target: specTarget{Within: "4h", Calendar: "always", OnReopen: "continue"}, events: pausedAtDue, at: "Tue 10:00", want: "elapsed 4h, paused 17h, due Tue 10:00, breached Tue 10:00"},
		{name: "continue with a pause at the due, by the wall", target: specTarget{Within: "4h elapsed", OnReopen: "continue"}, events: pausedAtDue, at: "Tue 10:00", want: "elapsed 4h, paused 17h, due Tue 10:00, breached Tue 10:00"},
		{name: "cancelled for good", target: specTarget{Within: "8h", On: specOn{Final: []string{"cancelled"}}}, events: "Mon 08:00 opened; Mon 10:00 cancelled; Mon 13:00 reopened", at: "Mon 14:00", want: "state cancelled, elapsed 2h"},
		{name: "cancelled or stopped for good", target: specTarget{Within: "8h", On: specOn{Stop: []string{"resolved", "reply"}, Final: []string{"reply", "cancelled"}}}, events: "Mon 08:00 opened; Mon 10:00 resolved; Mon 11:00 reopened; Mon 12:00 reply; Mon 13:00 reopened", at: "Mon 14:00", want: "state stopped, stopped Mon 12:00"},
		// The closed time is a pause of its own, which begins at the due; the
		// next begins after it (A8).
		{name: "into a pause after the due", target: specTarget{Within: "4h", PauseWhile: []string{"status=waiting"}}, events: "Mon 13:00 opened; Mon 17:00 resolved; Mon 18:00 changed status=waiting; Mon 20:00 reopened; Tue 10:00 changed status=open", at: "Tue 10:00", want: "elapsed 4h, paused 2h, due Mon 17:00, breached Tue 10:00"},
	})
}

func TestDecisionD7Cycles(t *testing.T) {
	update := specTarget{Metric: "update", Within: "4h", On: specOn{Start: []string{"message"}, Stop: []string{"reply"}}}
	decide(t, []decided{
		{name: "idle", target: update, events: "Mon 08:00 opened", at: "Mon 14:00", want: "state idle, cycle 0, due none, elapsed 0s, remaining 0s, next none"},
		{name: "the oldest message counts", target: update, events: "Mon 08:00 opened; Mon 09:00 message; Mon 10:00 message", at: "Mon 11:00", want: "state running, cycle 1, due Mon 13:00"},
		{name: "next reply", target: update, events: "Mon 08:00 opened; Mon 09:00 message; Mon 10:00 reply; Mon 11:00 message", at: "Mon 12:00", want: "state running, cycle 2, elapsed 1h, due Mon 15:00, original Mon 15:00, readings 2"},
		{name: "opened counts once", target: specTarget{Within: "4h"}, events: "Mon 08:00 opened; Mon 09:00 resolved; Mon 10:00 opened", at: "Mon 11:00", want: "state stopped, cycle 1, stopped Mon 09:00"},
		{name: "reset", target: specTarget{Within: "4h", On: specOn{Reset: []string{"restarted"}}}, events: "Mon 08:00 opened; Mon 10:00 restarted", at: "Mon 11:00", want: "state running, cycle 2, elapsed 1h, due Mon 14:00, readings 2"},
		{name: "start on a cancelled clock", target: specTarget{Metric: "update", Within: "4h", On: specOn{Start: []string{"message"}, Stop: []string{"reply"}}}, events: "Mon 08:00 opened; Mon 09:00 message; Mon 10:00 cancelled; Mon 12:00 message", at: "Mon 13:00", want: "state running, cycle 2"},
		{name: "pause while stopped, new cycle", target: specTarget{Metric: "update", Within: "4h", On: specOn{Start: []string{"message"}, Stop: []string{"reply"}}}, events: "Mon 08:00 opened; Mon 09:00 message; Mon 10:00 reply; Mon 11:00 paused; Mon 12:00 message", at: "Mon 13:00", want: "state paused, cycle 2"},
		{name: "pause, stop, new cycle", target: specTarget{Metric: "update", Within: "4h", On: specOn{Start: []string{"message"}, Stop: []string{"reply"}}}, events: "Mon 08:00 opened; Mon 09:00 message; Mon 09:30 paused; Mon 10:00 reply; Mon 12:00 message", at: "Mon 13:00", want: "state running, cycle 2"},
		{name: "reset while paused", target: specTarget{Within: "4h", On: specOn{Reset: []string{"restarted"}}}, events: "Mon 08:00 opened; Mon 09:00 paused; Mon 10:00 restarted", at: "Mon 13:00", want: "state running, cycle 2"},
		{name: "reset when stopped", target: specTarget{Within: "4h", On: specOn{Reset: []string{"restarted"}}}, events: "Mon 08:00 opened; Mon 09:00 resolved; Mon 10:00 restarted", at: "Mon 13:00", want: "state stopped, cycle 1"},
		{name: "started again after a stop for good", target: specTarget{Metric: "update", Within: "4h", On: specOn{Start: []string{"message"}, Stop: []string{"reply"}, Final: []string{"reply"}}}, events: "Mon 08:00 opened; Mon 09:00 message; Mon 10:00 reply; Mon 11:00 message", at: "Mon 12:00", want: "state running, cycle 2"},
		{name: "started again by a fact", target: specTarget{Metric: "update", Within: "4h", On: specOn{Start: []string{"team=b"}, Stop: []string{"reply"}, Final: []string{"reply"}}}, events: "Mon 08:00 opened team=b; Mon 09:00 reply; Mon 10:00 changed team=a; Mon 11:00 changed team=b", at: "Mon 12:00", want: "state running, cycle 2, elapsed 1h"},
	})
}

func TestDecisionD8Changes(t *testing.T) {
	to := func(name, within, onChange, events, at, want string) decided {
		return decided{name: name, target: specTarget{Within: "8h"}, others: []specTarget{{Name: "urgent", Within: within, Priorities: []string{"P1"}, OnChange: onChange}}, events: events, at: at, want: want}
	}
	raise := "Mon 08:00 opened; Mon 11:00 changed priority=P1"
	paused := "Mon 08:00 opened; Mon 09:00 paused; Mon 10:00 resumed; Mon 11:00 changed priority=P1"
	decide(t, []decided{
		to("whole", "4h", "", raise, "Mon 11:00", "target urgent, elapsed 3h, remaining 1h, due Mon 12:00, original Mon 16:00, replaced due Mon 16:00, replaced remaining 5h, replaced elapsed 3h"),
		to("whole with its pauses", "4h", "whole", paused, "Mon 11:00", "elapsed 2h, paused 1h, due Mon 13:00, original Mon 16:00, replaced due Mon 17:00"),
		to("restart", "4h", "restart", paused, "Mon 12:00", "elapsed 1h, paused 0s, due Mon 15:00, remaining 3h, original Mon 16:00"),
		to("keep-elapsed", "4h", "keep-elapsed", paused, "Mon 12:00", "due Mon 13:00, remaining 1h"),
		to("keep-share", "4h", "keep-share", "Mon 08:00 opened; Mon 10:00 changed priority=P1", "Mon 11:00", "due Mon 13:00, remaining 2h"),
		to("keep-share after the breach", "4h", "keep-share", "Mon 08:00 opened; Tue 08:30 changed priority=P1", "Tue 09:00", "breached Tue 08:30, replaced breached Mon 16:00"),
		to("earliest of both: the old", "20h", "earliest-of-both", "Mon 08:00 opened; Mon 10:00 changed priority=P1; Mon 14:00 paused; Mon 15:00 resumed", "Mon 15:00", "due Mon 17:00"),
		to("earliest of both: the old, with the pauses before", "20h", "earliest-of-both", "Mon 08:00 opened; Mon 09:00 paused; Mon 10:00 resumed; Mon 11:00 changed priority=P1", "Mon 11:00", "elapsed 2h, paused 1h, remaining 6h, due Mon 17:00"),
		to("earliest of both: the old, in a pause", "20h", "earliest-of-both", "Mon 08:00 opened; Mon 09:00 paused; Mon 10:00 changed priority=P1; Mon 11:00 resumed", "Mon 12:00", "elapsed 2h, paused 2h, remaining 6h, due Tue 09:00"),
		to("earliest of both: the new", "4h", "earliest-of-both", raise, "Mon 11:00", "due Mon 12:00"),
		to("lowering hides no breach", "2h", "", "Mon 08:00 opened priority=P1; Mon 12:00 changed priority=P3", "Mon 13:00", "target resolution#2, breached none, due Mon 16:00, original Mon 10:00, replaced breached Mon 10:00, replaced due Mon 10:00, replaced state replaced"),
		to("a stopped clock keeps its target", "4h", "", "Mon 08:00 opened; Mon 10:00 resolved; Mon 11:00 changed priority=P1", "Mon 12:00", "state stopped, target resolution#2, due Mon 16:00, readings 1"),
		to("there and back", "4h", "", "Mon 08:00 opened; Mon 10:00 changed priority=P1; Mon 10:00 changed priority=P3", "Mon 11:00", "target resolution#2, elapsed 3h, due Mon 16:00"),
		{name: "no target fits", target: specTarget{Within: "8h", Priorities: []string{"P3"}}, events: "Mon 08:00 opened; Mon 10:00 changed priority=P1", at: "Mon 11:00", want: "state cancelled, due none"},
		{name: "and fits again", target: specTarget{Within: "8h", Priorities: []string{"P3"}}, events: "Mon 08:00 opened; Mon 10:00 changed priority=P1; Mon 12:00 changed priority=P3", at: "Mon 13:00", want: "state running, elapsed 5h, due Mon 16:00"},
		{name: "first match", target: specTarget{Within: "4h", Priorities: []string{"P1"}, Escalations: []specEscalation{{Name: "s", At: "50%"}}}, events: "Mon 08:00 opened; Mon 14:00 changed priority=P1", at: "Mon 15:00", want: "state running, due Mon 12:00, breached Mon 14:00, elapsed 7h, fired s Mon 14:00 from Mon 10:00"},
		{name: "first match, before the due", target: specTarget{Within: "8h", Priorities: []string{"P1"}, Escalations: []specEscalation{{Name: "s", At: "50%"}}}, events: "Mon 08:00 opened; Mon 14:00 changed priority=P1", at: "Mon 15:00", want: "state running, due Mon 16:00, original Mon 16:00, elapsed 7h, fired s Mon 14:00 from Mon 12:00"},
		{name: "first match with pauses", target: specTarget{Within: "8h", Priorities: []string{"P1"}}, events: "Mon 08:00 opened; Mon 09:00 paused; Mon 10:00 resumed; Mon 14:00 changed priority=P1", at: "Mon 15:00", want: "due Mon 17:00, elapsed 6h, paused 1h"},
		{name: "first match, restart", target: specTarget{Within: "8h", Priorities: []string{"P1"}, OnChange: "restart"}, events: "Mon 08:00 opened; Mon 14:00 changed priority=P1", at: "Mon 15:00", want: "elapsed 1h, due Tue 13:00"},
		{name: "fits no more, then stop", target: specTarget{Within: "8h", Priorities: []string{"P3"}}, events: "Mon 08:00 opened; Mon 10:00 changed priority=P1; Mon 11:00 resolved", at: "Mon 15:00", want: "state cancelled"},
		{name: "fits no more, overdue, fits again", target: specTarget{Within: "4h", Priorities: []string{"P3"}, Escalations: []specEscalation{{Name: "s", At: "50%"}}}, events: "Mon 08:00 opened; Mon 09:00 changed priority=P1; Mon 14:00 changed priority=P3", at: "Mon 15:00", want: "state running, due Mon 12:00, breached Mon 14:00, fired s Mon 14:00 from Mon 10:00"},
		{name: "fits again in another cycle", target: specTarget{Within: "4h", Priorities: []string{"P3"}, OnReopen: "new-cycle"}, events: "Mon 08:00 opened; Mon 09:00 changed priority=P1; Mon 10:00 resolved; Mon 12:00 reopened; Mon 14:00 changed priority=P3", at: "Mon 15:00", want: "state running, cycle 2, elapsed 3h, due Mon 16:00, original Mon 16:00"},
		{name: "there and back after the breach", target: specTarget{Within: "4h", Escalations: []specEscalation{{Name: "s", At: "+1h"}}}, others: []specTarget{{Name: "urgent", Within: "2h", Priorities: []string{"P1"}}}, events: "Mon 08:00 opened; Mon 09:00 paused; Mon 11:00 resumed; Mon 14:10 changed priority=P1; Mon 14:20 changed priority=P3", at: "Mon 15:30", want: "due Mon 14:00, fired s Mon 15:00 from Mon 15:00"},
		{name: "fits no more, paused by the same event, and fits again", target: specTarget{Within: "8h", Priorities: []string{"P3"}, PauseWhile: []string{"status=waiting"}}, events: "Mon 08:00 opened; Mon 10:00 changed priority=P1 status=waiting; Mon 11:00 changed status=open; Mon 12:00 changed priority=P3", at: "Mon 13:00", want: "state running, elapsed 4h, paused 1h, due Mon 17:00"},
		// The pause begins after the due that the new target has, counted anew.
		{name: "whole, with a pause after its due in closed time", target: specTarget{Within: "20h"}, others: []specTarget{{Within: "4h", Priorities: []string{"P1"}}}, events: "Mon 13:00 opened; Mon 20:00 paused; Tue 09:00 resumed; Tue 10:00 changed priority=P1", at: "Tue 10:00", want: "elapsed 5h, paused 1h, due Mon 17:00, breached Tue 10:00"},
		{name: "fits no more at once, and fits again", target: specTarget{Within: "8h", Priorities: []string{"P3"}}, events: "Mon 08:00 opened; Mon 08:00 changed priority=P1; Mon 12:00 changed priority=P3", at: "Mon 13:00", want: "state running, cycle 1, elapsed 5h, due Mon 16:00"},
	})
}

func TestDecisionD12Escalations(t *testing.T) {
	with := func(within string, steps ...specEscalation) specTarget {
		return specTarget{Within: within, Escalations: steps}
	}
	step := func(at string) specEscalation { return specEscalation{Name: "s", At: at} }
	overtaken := []specEscalation{{Name: "a", At: "25%", Every: "25%", Times: 3}}
	late := func(how string) []specTarget {
		return []specTarget{{Within: "4h", Priorities: []string{"P1"}, Escalations: []specEscalation{{Name: "a", At: "25%", Every: "25%", Times: 3, Late: how}}}}
	}
	decide(t, []decided{
		{name: "share", target: with("8h", step("75%")), events: "Mon 08:00 opened", at: "Mon 08:00", want: "fired s Mon 14:00, next Mon 14:00"},
		{name: "share and a pause", target: with("8h", step("75%")), events: "Mon 08:00 opened; Mon 09:00 paused; Mon 10:00 resumed", at: "Mon 10:00", want: "fired s Mon 15:00"},
		{name: "before", target: with("8h", step("-30m")), events: "Mon 08:00 opened", at: "Mon 08:00", want: "fired s Mon 15:30"},
		{name: "before, over the weekend", target: with("8h", step("-90m")), events: "Fri 10:00 opened", at: "Fri 10:00", want: "due +Mon 09:00, fired s Fri 16:30"},
		{name: "before, longer than the allowance", target: with("20m", step("-30m")), events: "Mon 08:00 opened", at: "Mon 08:00", want: "fired s Mon 08:00"},
		{name: "after", target: with("8h", step("+2h")), events: "Mon 08:00 opened", at: "Mon 08:00", want: "fired s Tue 09:00"},
		{name: "after, by running time", target: with("4h", step("+2h")), events: "Mon 08:00 opened; Mon 13:00 paused; Mon 15:00 resumed", at: "Mon 15:00", want: "fired s Mon 16:00"},
		{name: "after, by the wall", target: with("8h", step("+2h elapsed")), events: "Mon 08:00 opened", at: "Mon 08:00", want: "fired s Mon 18:00"},
		{name: "after, by the wall, in a pause", target: with("8h", step("+1h elapsed")), events: "Mon 08:00 opened; Mon 16:30 paused; Mon 18:00 resumed", at: "Tue 09:00", want: "fired s Mon 18:00 from Mon 17:00"},
		{name: "nothing fires while paused", target: with("8h", step("+1h elapsed")), events: "Mon 08:00 opened; Mon 16:30 paused", at: "Tue 09:00", want: "fired s never, next none"},
		{name: "business days after, due at a close", target: with("9h", step("+1bd")), events: "Mon 08:00 opened", at: "Mon 08:00", want: "due Mon 17:00, fired s Tue 17:00"},
		{name: "business days after", target: with("8h", step("+3bd")), events: "Wed 08:00 opened", at: "Wed 08:00", want: "fired s +Mon 16:00"},
		{name: "business days before", target: with("12h", step("-1bd")), events: "Mon 08:00 opened", at: "Mon 08:00", want: "due Tue 11:00, fired s Mon 11:00"},
		{name: "never before the start", target: with("12h", step("-2bd")), events: "Mon 09:00 opened", at: "Mon 09:00", want: "due Tue 12:00, fired s Mon 09:00"},
		{name: "a ladder", target: with("8h", specEscalation{Name: "s", At: "+1h", Every: "30m", Times: 3}), events: "Mon 08:00 opened", at: "Tue 12:00", want: "fired s/1 Mon 17:00, fired s/2 Tue 08:30, fired s/3 Tue 09:00, fired s/4 never"},
		{name: "not after the stop", target: with("8h", step("75%")), events: "Mon 08:00 opened; Mon 14:00 resolved", at: "Tue 12:00", want: "fired s never"},
		{name: "not for a deadline that is none", target: with("none"), events: "Mon 08:00 opened", at: "Tue 12:00", want: "due none, remaining 0s, breached none, elapsed 13h, next none"},
		{name: "overtaken", target: with("8h", overtaken...), others: late(""), events: "Mon 08:00 opened; Mon 11:30 changed priority=P1", at: "Mon 11:30", want: "fired a/1 Mon 11:30 from Mon 09:00, fired a/2 Mon 11:30 from Mon 10:00, fired a/3 Mon 11:30 from Mon 11:00"},
		{name: "overtaken, the last", target: with("8h", overtaken...), others: late("last"), events: "Mon 08:00 opened; Mon 11:30 changed priority=P1", at: "Mon 11:30", want: "fired a/1 never, fired a/2 never, fired a/3 Mon 11:30 from Mon 11:00"},
		{name: "overtaken, none", target: with("8h", overtaken...), others: late("none"), events: "Mon 08:00 opened; Mon 11:30 changed priority=P1", at: "Mon 11:45", want: "fired a/1 never, fired a/2 never, fired a/3 never"},
		{name: "one is overtaken, the rest comes", target: with("8h", overtaken...), others: late("none"), events: "Mon 08:00 opened; Mon 09:30 changed priority=P1", at: "Mon 11:30", want: "fired a/1 never, fired a/2 Mon 10:00, fired a/3 Mon 11:00"},
		{name: "overtaken in closed time, the last", target: with("8h", overtaken...), others: late("last"), events: "Mon 14:00 opened; Mon 18:00 changed priority=P1", at: "Mon 18:00", want: "fired a/1 never, fired a/2 never, fired a/3 Mon 18:00 from Mon 17:00"},
		{name: "a share beyond the due, which lies after all service so far", target: with("0bd by open", step("120%")), events: "Sat 12:00 opened", at: "Sat 12:00", want: "due +Mon 08:00, fired s +Mon 08:00"},
		{name: "what is left of a share, and a pause that begins at it", target: specTarget{Within: "8h"}, others: []specTarget{{Within: "4h", Priorities: []string{"P1"}, OnChange: "keep-elapsed", Escalations: []specEscalation{step("75%")}}}, events: "Mon 08:00 opened; Mon 09:00 changed priority=P1; Mon 11:00 paused; Mon 12:00 resumed", at: "Mon 12:00", want: "due Mon 13:00, fired s Mon 12:00 from Mon 12:00"},
	})
}

func TestDecisionD14ManualDue(t *testing.T) {
	eight := specTarget{Within: "8h", Escalations: []specEscalation{{Name: "s", At: "50%"}}}
	set := "Mon 08:00 opened; Mon 09:00 changed due Mon 14:00"
	decide(t, []decided{
		{name: "judged by it", target: eight, events: set, at: "Mon 15:00", want: "due Mon 14:00, breached Mon 14:00, computed Mon 16:00, original Mon 16:00"},
		{name: "shares run to it", target: eight, events: set, at: "Mon 10:00", want: "fired s Mon 11:00, next Mon 11:00"},
		{name: "a pause does not hide it", target: eight, events: set + "; Mon 10:00 paused", at: "Mon 11:00", want: "state paused, due Mon 14:00"},
		{name: "nor move it", target: eight, events: set + "; Mon 10:00 paused; Mon 13:00 resumed", at: "Mon 13:30", want: "due Mon 14:00, computed Tue 10:00"},
		{name: "overrun while paused", target: eight, events: set + "; Mon 10:00 paused; Mon 15:00 resumed", at: "Mon 16:00", want: "breached Mon 15:00, due Mon 14:00"},
		{name: "stopped while paused after it", target: eight, events: set + "; Mon 10:00 paused; Mon 15:00 resolved", at: "Mon 16:00", want: "state stopped, breached Mon 15:00, due Mon 14:00"},
		{name: "cleared", target: eight, events: set + "; Mon 10:00 changed undue", at: "Mon 11:00", want: "due Mon 16:00, computed none"},
		{name: "carried by the opening", target: eight, events: "Mon 08:00 opened due Mon 12:00", at: "Mon 09:00", want: "due Mon 12:00, computed Mon 16:00"},
		{name: "survives a change of target", target: eight, others: []specTarget{{Within: "4h", Priorities: []string{"P1"}}}, events: set + "; Mon 10:00 changed priority=P1", at: "Mon 11:00", want: "due Mon 14:00, computed Mon 12:00, breached none"},
		{name: "ends with the cycle", target: specTarget{Within: "8h", On: specOn{Reset: []string{"restarted"}}}, events: set + "; Mon 10:00 restarted", at: "Mon 11:00", want: "cycle 2, due Tue 09:00, computed none"},
		{name: "given to a measure without a deadline", target: specTarget{Within: "none"}, events: set, at: "Mon 15:00", want: "due Mon 14:00, breached Mon 14:00, computed none"},
		{name: "manual due after the breach", target: specTarget{Within: "4h"}, events: "Mon 08:00 opened; Mon 14:00 changed due Mon 16:00", at: "Mon 15:00", want: "breached Mon 12:00"},
		{name: "manual due while paused", target: specTarget{Within: "4h"}, events: "Mon 08:00 opened; Mon 09:00 paused; Mon 10:00 changed due Mon 16:00", at: "Mon 15:00", want: "state paused, breached none, due Mon 16:00"},
		{name: "manual due in the past", target: specTarget{Within: "4h"}, events: "Mon 08:00 opened; Mon 10:00 changed due Mon 09:00", at: "Mon 11:00", want: "breached Mon 10:00, due Mon 09:00"},
		{name: "manual due when stopped", target: specTarget{Within: "4h"}, events: "Mon 08:00 opened; Mon 10:00 resolved; Mon 11:00 changed due Mon 09:00", at: "Mon 12:00", want: "state stopped, breached none, due Mon 12:00"},
		{name: "manual due with the stop", target: specTarget{Within: "4h"}, events: "Mon 08:00 opened; Mon 10:00 resolved due Mon 09:00", at: "Mon 12:00", want: "state stopped, breached none"},
		{name: "an hour of running time after it", target: specTarget{Within: "8h", Escalations: []specEscalation{{Name: "s", At: "+1h"}}}, events: "Mon 08:00 opened; Mon 09:00 changed due Mon 14:00; Mon 14:30 paused; Mon 16:00 resumed", at: "Mon 16:00", want: "due Mon 14:00, fired s Mon 16:30"},
		{name: "set when stopped, in force when reopened", target: specTarget{Within: "4h"}, events: "Mon 08:00 opened; Mon 10:00 resolved; Mon 11:00 changed due Mon 16:00; Mon 12:00 reopened", at: "Mon 13:00", want: "state running, due Mon 16:00"},
		{name: "an hour of running time after it, as a pause begins", target: specTarget{Within: "8h", Escalations: []specEscalation{{Name: "s", At: "+1h"}}}, events: "Mon 08:00 opened; Mon 09:00 changed due Mon 14:00; Mon 15:00 paused; Mon 16:00 resumed", at: "Mon 16:00", want: "fired s Mon 16:00 from Mon 16:00"},
		{name: "a step at it that a ladder comes to, as a pause begins", target: specTarget{Within: "8h", Escalations: []specEscalation{{Name: "s", At: "-1h", Every: "1h", Times: 2}}}, events: "Mon 08:00 opened; Mon 09:00 changed due Mon 14:00; Mon 14:00 paused; Mon 15:00 resumed", at: "Mon 15:00", want: "fired s/1 Mon 13:00, fired s/2 Mon 15:00 from Mon 14:00"},
		{name: "in twelve years", target: specTarget{Within: "24h elapsed", Escalations: []specEscalation{{Name: "s", At: "50%"}}}, events: "Mon 08:00 opened due 2038-03-02 08:00", at: "Mon 09:00", want: "due 2038-03-02 08:00, fired s 2032-03-01 20:00"},
		{name: "in 58 years, ten times as far", target: specTarget{Within: "24h elapsed", Escalations: []specEscalation{{Name: "s", At: "1000%"}}}, events: "Mon 08:00 opened due 2084-08-14 17:45", at: "Mon 09:00", want: "due 2084-08-14 17:45, fired s never"},
		{name: "set before the clock starts", target: specTarget{Within: "8h", On: specOn{Start: []string{"message"}}}, events: "Mon 08:00 opened due Mon 14:00; Mon 09:00 message", at: "Mon 10:00", want: "due Mon 14:00, computed Mon 17:00"},
	})
}

func TestDecisionD11Agreements(t *testing.T) {
	day := specTarget{Metric: "resolution", Within: "8h"}
	base := officeSpec(day)
	base.Calendars[0].Zone = "Europe/Stockholm"
	for _, c := range []struct {
		name, want string
		choose     map[string]string
		rows       []specAgreement
		facts      sla.Facts
		opened     string
	}{
		{name: "first in written order", rows: []specAgreement{{ID: "a", Match: map[string][]string{"site": {"hq"}}}, {ID: "b"}}, facts: sla.Facts{"site": {"hq"}}, want: "a"},
		{name: "prefix at a slash", rows: []specAgreement{{ID: "a", Match: map[string][]string{"site": {"hq"}}}, {ID: "b"}}, facts: sla.Facts{"site": {"hq/malmo"}}, want: "a"},
		{name: "no prefix elsewhere", rows: []specAgreement{{ID: "a", Match: map[string][]string{"site": {"hq"}}}, {ID: "b"}}, facts: sla.Facts{"site": {"hqx"}}, want: "b"},
		{name: "one of several values", rows: []specAgreement{{ID: "a", Match: map[string][]string{"site": {"x", "hq"}}}, {ID: "b"}}, facts: sla.Facts{"site": {"y", "hq"}}, want: "a"},
		{name: "absence", rows: []specAgreement{{ID: "a", Match: map[string][]string{"caller": {"!vip"}}}, {ID: "b"}}, facts: sla.Facts{"caller": {"vip"}}, want: "b"},
		{name: "absence of all", rows: []specAgreement{{ID: "a", Match: map[string][]string{"caller": {"!vip"}}}, {ID: "b"}}, want: "a"},
		{name: "all", choose: map[string]string{"sla": "all"}, rows: []specAgreement{{ID: "a"}, {ID: "b"}}, want: "a b"},
		{name: "most specific", choose: map[string]string{"sla": "specific"}, rows: []specAgreement{{ID: "a"}, {ID: "b", Match: map[string][]string{"site": {"hq"}}}}, facts: sla.Facts{"site": {"hq"}}, want: "b"},
		{name: "of two as specific, the first", choose: map[string]string{"sla": "specific"}, rows: []specAgreement{{ID: "a", Match: map[string][]string{"site": {"hq"}}}, {ID: "b", Match: map[string][]string{"team": {"x"}}}, {ID: "c"}}, facts: sla.Facts{"site": {"hq"}, "team": {"x"}}, want: "a"},
		{name: "one of several values is empty", rows: []specAgreement{{ID: "a", Match: map[string][]string{"site": {"hq"}}}, {ID: "b"}}, facts: sla.Facts{"site": {"", "hq"}}, want: "a"},
		{name: "the root of a path", rows: []specAgreement{{ID: "a", Match: map[string][]string{"site": {"hq"}}}, {ID: "b"}}, facts: sla.Facts{"site": {"/hq"}}, want: "b"},
		{name: "from is the first instant of its date in the zone", rows: []specAgreement{{ID: "a", From: "2026-03-03"}}, opened: "2026-03-02T23:00:00Z", want: "a"},
		{name: "a second before", rows: []specAgreement{{ID: "a", From: "2026-03-03"}, {ID: "b"}}, opened: "2026-03-02T22:59:59Z", want: "b"},
		{name: "until is not included", rows: []specAgreement{{ID: "a", Until: "2026-03-03"}, {ID: "b"}}, opened: "2026-03-02T23:00:00Z", want: "b"},
		{name: "an instant", rows: []specAgreement{{ID: "a", Until: "2026-03-02T10:00:00+01:00"}, {ID: "b"}}, opened: "2026-03-02T09:00:00Z", want: "b"},
		{name: "each kind", rows: []specAgreement{{ID: "o", Kind: "ola"}, {ID: "a"}, {ID: "u", Kind: "uc"}}, want: "a o u"},
		{name: "none", rows: []specAgreement{{ID: "a", Match: map[string][]string{"site": {"hq"}}}}, want: "no agreement"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := base
			s.Select = c.choose
			for _, row := range c.rows {
				row.ServiceLevel = "gold"
				if row.Kind == "" {
					row.Kind = "sla"
				}
				s.Agreements = append(slices.Clip(s.Agreements), row)
			}
			s.Agreements = s.Agreements[1:]
			opened := at("2026-03-02 09:00")
			if c.opened != "" {
				opened = at(c.opened)
			}
			ticket := sla.Ticket{ID: "T", Events: []sla.Event{{At: opened, Name: sla.Opened, Facts: c.facts}}}
			report, err := engineOf(t, s).Evaluate(ticket, opened)
			if errors.Is(err, sla.ErrNoAgreement) {
				require.Equal(t, c.want, "no agreement")
				require.Empty(t, report.Readings)
				return
			}
			require.NoError(t, err)
			var got []string
			for _, r := range report.Readings {
				got = append(got, r.Agreement)
			}
			require.Equal(t, c.want, strings.Join(got, " "))
		})
	}
}

// TestDecisionD3EmptyBefore: asked about an instant before the first event, a
// report is empty.
func TestDecisionD3EmptyBefore(t *testing.T) {
	report, err := engineOf(t, officeSpec(specTarget{Metric: "resolution", Within: "8h"})).
		Evaluate(weekTicket(t, "Mon 08:00 opened"), weekTime(t, "Mon 07:59"))
	require.NoError(t, err)
	require.Empty(t, report.Readings)
	require.True(t, report.Next.IsZero())
}

// TestDecisionD9Versions: from Monday noon the office is open from 10:00 to
// 15:00 only.
func TestDecisionD9Versions(t *testing.T) {
	define := func(s spec) sla.Definition {
		data, err := json.Marshal(s)
		require.NoError(t, err)
		def, err := sla.Parse(data)
		require.NoError(t, err)
		return def
	}
	before := officeSpec(specTarget{Metric: "resolution", Within: "8h"})
	after := officeSpec(specTarget{Metric: "resolution", Within: "8h"})
	after.Calendars[0].Hours = []specHours{{Days: "mon-fri", Open: "10:00", Close: "15:00"}}
	for _, c := range []struct{ mode, events, due string }{
		{"grandfather", "Mon 08:00 opened", "Mon 16:00"},
		{"", "Mon 08:00 opened", "Mon 16:00"},
		{"recompute", "Mon 08:00 opened", "Tue 13:00"}, // five hours on Monday, three on Tuesday
		{"piecewise", "Mon 08:00 opened", "Tue 11:00"}, // four are used at noon, three more that day
		{"grandfather", "Tue 10:00 opened", "Wed 13:00"},
		{"grandfather", "Mon 12:00 opened", "Tue 15:00"},                   // from its very instant
		{"piecewise", "Mon 08:00 opened; Mon 11:00 resolved", "Mon 16:00"}, // stopped before: unchanged
	} {
		t.Run(c.mode+" "+c.events, func(t *testing.T) {
			engine, err := sla.CompileVersions([]sla.Version{
				{From: at("2020-01-01 00:00"), Definition: define(before)},
				{From: weekTime(t, "Mon 12:00"), Mode: sla.Migration(c.mode), Definition: define(after)},
			}, nil)
			require.NoError(t, err)
			report, err := engine.Evaluate(weekTicket(t, c.events), weekTime(t, "Tue 10:30"))
			require.NoError(t, err)
			check(t, &report, sla.Resolution, "due "+c.due)
			if c.events != "Mon 08:00 opened" {
				return
			}
			// Known in advance: through the boundary, at which readings change.
			report, err = engine.Evaluate(weekTicket(t, c.events), weekTime(t, "Mon 09:00"))
			require.NoError(t, err)
			check(t, &report, sla.Resolution, "due "+c.due)
			next := "Mon 12:00"
			if c.mode == "grandfather" || c.mode == "" {
				next = "Mon 16:00"
			}
			require.True(t, report.Next.Equal(weekTime(t, next)), report.Next)
		})
	}
}

func TestDecisionD5Limits(t *testing.T) {
	limit := func(l specPauseLimits) specTarget { return specTarget{Within: "8h", PauseLimits: &l} }
	twice := "Mon 08:00 opened; Mon 09:00 paused; Mon 10:00 resumed; Mon 11:00 paused; Mon 12:00 resumed"
	decide(t, []decided{
		{name: "count, reported", target: limit(specPauseLimits{Count: 1}), events: twice, at: "Mon 13:00", want: "elapsed 3h, paused 2h, overrun count Mon 11:00"},
		{name: "count, enforced", target: limit(specPauseLimits{Count: 1, Enforce: true}), events: twice, at: "Mon 13:00", want: "elapsed 4h, paused 1h, due Mon 17:00, overrun count Mon 11:00"},
		{name: "not broken", target: limit(specPauseLimits{Count: 2, Enforce: true}), events: twice, at: "Mon 13:00", want: "elapsed 3h, paused 2h, overrun none"},
		{name: "single, enforced", target: limit(specPauseLimits{Single: "30m", Enforce: true}), events: "Mon 08:00 opened; Mon 09:00 paused; Mon 10:00 resumed", at: "Mon 13:00", want: "elapsed 4h30m, paused 30m, overrun single Mon 09:30"},
		{name: "single, next", target: limit(specPauseLimits{Single: "30m", Enforce: true}), events: "Mon 08:00 opened; Mon 09:00 paused", at: "Mon 09:10", want: "state paused, next Mon 09:30, overrun none"},
		{name: "total, enforced", target: limit(specPauseLimits{Total: "90m", Enforce: true}), events: twice, at: "Mon 13:00", want: "elapsed 3h30m, paused 1h30m, overrun total Mon 11:30"},
		{name: "reasons", target: limit(specPauseLimits{Reasons: []string{"status=waiting"}, Enforce: true}), events: twice, at: "Mon 13:00", want: "elapsed 5h, paused 0s, overrun reasons Mon 11:00"},
		{name: "a good reason", target: limit(specPauseLimits{Reasons: []string{"status=waiting"}, Enforce: true}), events: "Mon 08:00 opened; Mon 09:00 paused status=waiting; Mon 10:00 resumed", at: "Mon 13:00", want: "elapsed 4h, paused 1h, overrun none"},
		{name: "only before the due", target: limit(specPauseLimits{BeforeDue: true, Enforce: true}), events: "Mon 08:00 opened; Mon 16:30 paused; Tue 09:00 resumed", at: "Tue 09:00", want: "elapsed 10h, paused 0s, overrun beforeDue Mon 16:30"},
		{name: "single, ended by itself just then", target: limit(specPauseLimits{Single: "30m"}), events: "Mon 08:00 opened; Mon 09:00 paused until Mon 09:30", at: "Mon 13:00", want: "elapsed 4h30m, paused 30m, overrun none"},
		{name: "single, ended by an event just then", target: limit(specPauseLimits{Single: "30m"}), events: "Mon 08:00 opened; Mon 09:00 paused; Mon 09:30 resumed", at: "Mon 13:00", want: "elapsed 4h30m, paused 30m, overrun none"},
		{name: "single, asked just then", target: limit(specPauseLimits{Single: "30m"}), events: "Mon 08:00 opened; Mon 09:00 paused", at: "Mon 09:30", want: "state paused, overrun single Mon 09:30, next none"},
		{name: "a pause under another target is one", target: specTarget{Within: "8h"}, others: []specTarget{{Within: "4h", Priorities: []string{"P1"}, PauseLimits: &specPauseLimits{Count: 1}}}, events: "Mon 08:00 opened; Mon 09:00 paused; Mon 10:00 changed priority=P1; Mon 11:00 resumed", at: "Mon 12:00", want: "paused 2h, overrun none"},
		{name: "total over another target", target: specTarget{Within: "8h"}, others: []specTarget{{Within: "4h", Priorities: []string{"P1"}, PauseLimits: &specPauseLimits{Total: "90m"}}}, events: "Mon 08:00 opened; Mon 09:00 paused; Mon 10:00 resumed; Mon 10:00 changed priority=P1; Mon 11:00 paused", at: "Mon 12:00", want: "paused 2h, overrun total Mon 11:30"},
		{name: "only before the due, and begun at it", target: limit(specPauseLimits{BeforeDue: true}), events: "Mon 08:00 opened; Mon 16:00 paused", at: "Mon 16:30", want: "state paused, overrun beforeDue Mon 16:00"},
	})
}

// TestDecisionD6LimitsContinue: a clock that goes on as if it had not been
// stopped holds a pause that outlives the stop against the limits once; what it
// breaks while stopped is broken at the reopening.
func TestDecisionD6LimitsContinue(t *testing.T) {
	limit := func(l specPauseLimits) specTarget {
		return specTarget{Within: "8h", OnReopen: "continue", PauseLimits: &l}
	}
	const lasts = "Mon 08:00 opened; Mon 09:00 paused; Mon 10:00 resolved; Mon 12:00 reopened"
	decide(t, []decided{
		{name: "one pause", target: limit(specPauseLimits{Count: 1}), events: lasts, at: "Mon 13:00", want: "state paused, elapsed 1h, paused 4h, overrun none"},
		{name: "another, begun while stopped", target: limit(specPauseLimits{Count: 1}), events: "Mon 08:00 opened; Mon 09:00 paused; Mon 10:00 resolved; Mon 10:30 resumed; Mon 11:00 paused; Mon 12:00 reopened", at: "Mon 13:00", want: "state paused, elapsed 1h30m, paused 3h30m, overrun count Mon 12:00"},
		{name: "single, from its beginning", target: limit(specPauseLimits{Single: "5h"}), events: lasts, at: "Mon 15:00", want: "paused 6h, overrun single Mon 14:00"},
		{name: "single, broken while stopped", target: limit(specPauseLimits{Single: "90m"}), events: lasts, at: "Mon 13:00", want: "paused 4h, overrun single Mon 12:00"},
		{name: "total, broken while stopped", target: limit(specPauseLimits{Total: "90m"}), events: lasts, at: "Mon 13:00", want: "paused 4h, overrun total Mon 12:00"},
		{name: "total, with what passed while stopped", target: limit(specPauseLimits{Total: "4h"}), events: lasts + "; Mon 12:30 resumed; Mon 13:00 paused", at: "Mon 14:00", want: "paused 4h30m, overrun total Mon 13:30"},
		{name: "enforced from the reopening", target: limit(specPauseLimits{Single: "90m", Enforce: true}), events: lasts, at: "Mon 13:00", want: "state running, elapsed 2h, paused 3h, overrun single Mon 12:00"},
		{name: "enforced before the stop", target: limit(specPauseLimits{Single: "30m", Enforce: true}), events: lasts, at: "Mon 13:00", want: "state running, elapsed 4h30m, paused 30m, overrun single Mon 09:30"},
		{name: "enforced before the stop, another begun while stopped", target: limit(specPauseLimits{Single: "30m", Enforce: true}), events: "Mon 08:00 opened; Mon 09:00 paused; Mon 10:00 resolved; Mon 10:30 resumed; Mon 11:45 paused; Mon 12:00 reopened", at: "Mon 12:20", want: "state paused, elapsed 3h15m, paused 1h5m"},
	})
}

func TestDecisionD10CalendarFollows(t *testing.T) {
	follow := specTarget{Within: "8h", CalendarBy: &specCalendarBy{Fact: "team", Calendars: map[string]string{"a": "office", "b": "late"}}}
	decide(t, []decided{
		{name: "one calendar", target: follow, events: "Mon 08:00 opened team=b", at: "Mon 15:00", want: "elapsed 1h, due Mon 22:00"},
		{name: "handed over", target: follow, events: "Mon 08:00 opened team=a; Mon 12:00 changed team=b", at: "Mon 15:00", want: "elapsed 5h, remaining 3h, due Mon 18:00, original Mon 16:00"},
		{name: "and back", target: follow, events: "Mon 08:00 opened team=a; Mon 12:00 changed team=b; Mon 16:00 changed team=a", at: "Tue 08:00", want: "elapsed 7h, due Tue 09:00"},
		{name: "the target's own without the fact", target: follow, events: "Mon 08:00 opened", at: "Mon 09:00", want: "due Mon 16:00"},
		{name: "with a pause", target: follow, events: "Mon 08:00 opened team=a; Mon 11:00 paused; Mon 12:00 changed team=b; Mon 15:00 resumed", at: "Mon 15:00", want: "elapsed 3h, due Mon 20:00"},
		{name: "not before the clock starts", target: specTarget{Within: "8h", On: specOn{Start: []string{"message"}}, CalendarBy: follow.CalendarBy}, events: "Mon 08:00 opened team=a; Mon 09:00 changed team=b; Mon 13:00 message; Mon 15:00 paused; Mon 16:00 resumed", at: "Mon 17:00", want: "elapsed 2h, paused 1h, due Tue 15:00, original Mon 22:00"},
		{name: "in place of one that follows nothing", target: specTarget{Within: "8h"}, others: []specTarget{{Within: "8h", Priorities: []string{"P1"}, CalendarBy: follow.CalendarBy}}, events: "Mon 08:00 opened team=b; Mon 15:00 changed priority=P1", at: "Mon 15:00", want: "elapsed 1h, due Mon 22:00, replaced elapsed 7h"},
		{name: "and the other way round", target: specTarget{Within: "8h"}, others: []specTarget{{Within: "8h", Priorities: []string{"P1"}, CalendarBy: follow.CalendarBy}}, events: "Mon 08:00 opened team=b priority=P1; Mon 15:00 changed priority=P3", at: "Mon 15:00", want: "elapsed 7h, due Mon 16:00, replaced elapsed 1h"},
		{name: "handed over as a pause ends", target: follow, events: "Mon 08:00 opened team=a; Mon 11:00 paused; Mon 15:00 resumed; Mon 15:00 changed team=b", at: "Mon 16:00", want: "elapsed 4h, paused 4h, due Mon 20:00"},
		// One pause, for two reasons one after the other, begins at the due; what
		// it moves is found anew when the due by hand goes.
		{name: "with a pause at the due", target: specTarget{Within: "4h", PauseWhile: []string{"status=waiting"}, CalendarBy: follow.CalendarBy}, events: "Mon 08:00 opened team=b; Mon 13:00 changed team=a; Mon 17:00 changed status=waiting; Mon 20:00 paused; Mon 21:00 changed status=open due Wed 12:00; Tue 10:00 resumed; Tue 11:00 changed undue", at: "Tue 11:00", want: "elapsed 5h, paused 2h, due Tue 10:00, breached Tue 11:00"},
	})
}

func TestDecisionFinePrintOpenedIn(t *testing.T) {
	inHours := []specTarget{{Within: "1h", OpenedIn: "office", Calendar: "office"}}
	decide(t, []decided{
		{name: "in hours", target: specTarget{Within: "8h"}, others: inHours, events: "Mon 09:00 opened", at: "Mon 09:30", want: "target resolution, due Mon 10:00"},
		{name: "out of hours", target: specTarget{Within: "8h"}, others: inHours, events: "Mon 07:59 opened", at: "Mon 09:30", want: "target resolution#2, due Mon 16:00"},
		{name: "at the close", target: specTarget{Within: "8h"}, others: inHours, events: "Mon 17:00 opened", at: "Mon 18:00", want: "target resolution#2"},
	})
}
