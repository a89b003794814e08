package sla_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/sla"
)

// TestExplain: what a person needs to check a due time by hand, word for word.
func TestExplain(t *testing.T) {
	for _, c := range []struct {
		name, events, at, want string
		change                 func(s *spec)
	}{
		{
			name: "the rule that matched, and a pause", events: "Mon 15:00 opened site=hq/malmo priority=P1; Mon 16:00 paused; Tue 09:00 resumed", at: "Tue 10:00",
			change: func(s *spec) {
				s.Agreements[0].Match = map[string][]string{"site": {"lund", "hq"}, "caller": {"!vip"}, "priority": {"P1"}}
			},
			want: `resolution of ticket T under all (sla, gold), target resolution
  matches: caller is not vip
  matches: priority is P1
  matches: site is hq/malmo, under hq
  priority P1 by set
8h from Mon 2 Mar 2026 15:00
Mon 2 Mar 2026 15:00 to Mon 2 Mar 2026 16:00: running, 1h
  Mon 2026-03-02 15:00-16:00: 1h (hours)
Mon 2 Mar 2026 16:00 to Tue 3 Mar 2026 09:00: paused (paused), 2h
  Mon 2026-03-02 16:00-17:00: 1h (hours)
  Tue 2026-03-03 08:00-09:00: 1h (hours)
Tue 3 Mar 2026 09:00 to Tue 3 Mar 2026 10:00: running, 1h
  Tue 2026-03-03 09:00-10:00: 1h (hours)
due Tue 3 Mar 2026 14:00: by allowance
due Tue 3 Mar 2026 16:00: moved by 2h of pause
used 2h, paused 2h
`,
		},
		{
			name: "a holiday, the end moved, and a due time by hand", events: "Mon 16:00 opened due Wed 12:00", at: "Wed 10:00",
			change: func(s *spec) {
				s.Calendars[0].Holidays = []specHoliday{{Date: "2026-03-03"}}
				s.ServiceLevels[0].Targets[0].Within, s.ServiceLevels[0].Targets[0].EndAt = "1h", "next-open"
			},
			want: `resolution of ticket T under all (sla, gold), target resolution
  priority P3 by default
1h from Mon 2 Mar 2026 16:00
Mon 2 Mar 2026 16:00 to Wed 4 Mar 2026 10:00: running, 3h
  Mon 2026-03-02 16:00-17:00: 1h (hours)
  Tue 2026-03-03 closed: 0s (holiday)
  Wed 2026-03-04 08:00-10:00: 2h (hours)
due Mon 2 Mar 2026 17:00: by allowance
due Wed 4 Mar 2026 08:00: by endAt
due Wed 4 Mar 2026 12:00: by hand
used 3h, paused 0s
`,
		},
		{
			name: "in place of another", events: "Mon 08:00 opened; Mon 10:00 changed priority=P1", at: "Mon 11:00",
			change: func(s *spec) {
				urgent := specTarget{Name: "urgent", Metric: "resolution", Within: "4h", Priorities: []string{"P1"}, OnChange: "keep-elapsed"}
				s.ServiceLevels[0].Targets = append([]specTarget{urgent}, s.ServiceLevels[0].Targets...)
			},
			want: `resolution of ticket T under all (sla, gold), target urgent
  priority P1 by set
4h from Mon 2 Mar 2026 08:00
  in place of another target since Mon 2 Mar 2026 10:00: keep-elapsed, 2h carried over
Mon 2 Mar 2026 10:00 to Mon 2 Mar 2026 11:00: running, 1h
  Mon 2026-03-02 10:00-11:00: 1h (hours)
due Mon 2 Mar 2026 12:00: by allowance
used 3h, paused 0s
`,
		},
		{
			name: "handed over, for a moment to a third team", events: "Mon 12:00 opened team=a; Mon 15:00 changed team=c; Mon 15:00 changed team=b", at: "Mon 18:00",
			change: func(s *spec) {
				s.ServiceLevels[0].Targets[0].CalendarBy = &specCalendarBy{Fact: "team", Calendars: map[string]string{"b": "late", "c": "early"}}
				s.Calendars = append(s.Calendars, specCalendar{Name: "early", Zone: "UTC", Hours: []specHours{{Days: "mon-fri", Open: "05:00", Close: "13:00"}}})
			},
			want: `resolution of ticket T under all (sla, gold), target resolution
  priority P3 by default
8h from Mon 2 Mar 2026 12:00
Mon 2 Mar 2026 12:00 to Mon 2 Mar 2026 15:00: running, 3h
  Mon 2026-03-02 12:00-15:00: 3h (hours)
Mon 2 Mar 2026 15:00 to Mon 2 Mar 2026 18:00: running, 3h
  Mon 2026-03-02 15:00-18:00: 3h (hours)
due Mon 2 Mar 2026 20:00: by calendar
used 6h, paused 0s
`,
		},
		{
			name: "pauses from midnight to midnight, over days without service", events: "Mon 16:00 opened; Tue 00:00 paused; Wed 00:00 resumed; Thu 00:00 paused", at: "Thu 09:00",
			change: func(s *spec) {
				s.Calendars[0].Holidays = []specHoliday{{Date: "2026-03-03"}}
				s.Calendars[0].Exceptions = []specException{{Date: "2026-03-04"}}
			},
			want: `resolution of ticket T under all (sla, gold), target resolution
  priority P3 by default
8h from Mon 2 Mar 2026 16:00
Mon 2 Mar 2026 16:00 to Tue 3 Mar 2026 00:00: running, 1h
  Mon 2026-03-02 16:00-17:00: 1h (hours)
Tue 3 Mar 2026 00:00 to Wed 4 Mar 2026 00:00: paused (paused), 0s
  Tue 2026-03-03 closed: 0s (holiday)
Wed 4 Mar 2026 00:00 to Thu 5 Mar 2026 00:00: running, 0s
  Wed 2026-03-04 closed: 0s (exception)
Thu 5 Mar 2026 00:00 to Thu 5 Mar 2026 09:00: paused (paused), 1h
  Thu 2026-03-05 08:00-09:00: 1h (hours)
due Thu 5 Mar 2026 15:00: by allowance
due Thu 5 Mar 2026 15:00: moved by 0s of pause
due Thu 5 Mar 2026 16:00: moved by 1h of pause
used 1h, paused 1h
`,
		},
		{
			name: "a pause that begins as service does not", events: "Mon 08:00 opened; Mon 12:00 paused", at: "Mon 14:00",
			change: func(s *spec) {
				s.Calendars[0].Hours = []specHours{{Days: "mon-fri", Open: "08:00", Close: "12:00"}, {Days: "mon-fri", Open: "13:00", Close: "17:00"}}
			},
			want: `resolution of ticket T under all (sla, gold), target resolution
  priority P3 by default
8h from Mon 2 Mar 2026 08:00
Mon 2 Mar 2026 08:00 to Mon 2 Mar 2026 12:00: running, 4h
  Mon 2026-03-02 08:00-12:00: 4h (hours)
Mon 2 Mar 2026 12:00 to Mon 2 Mar 2026 14:00: paused (paused), 1h
  Mon 2026-03-02 13:00-14:00: 1h (hours)
due Mon 2 Mar 2026 17:00: by allowance
due Tue 3 Mar 2026 09:00: moved by 1h of pause
used 4h, paused 1h
`,
		},
		{
			name: "one team alone", events: "Mon 08:00 opened team=a", at: "Mon 09:00",
			change: func(s *spec) {
				s.ServiceLevels[0].Targets[0].CalendarBy = &specCalendarBy{Fact: "team", Calendars: map[string]string{"a": "office", "b": "late"}}
			},
			want: `resolution of ticket T under all (sla, gold), target resolution
  priority P3 by default
8h from Mon 2 Mar 2026 08:00
Mon 2 Mar 2026 08:00 to Mon 2 Mar 2026 09:00: running, 1h
  Mon 2026-03-02 08:00-09:00: 1h (hours)
due Mon 2 Mar 2026 16:00: by allowance
used 1h, paused 0s
`,
		},
		{
			name: "handed over in a pause", events: "Mon 08:00 opened team=a; Mon 11:00 paused; Mon 12:00 changed team=b; Mon 15:00 resumed", at: "Mon 16:00",
			change: func(s *spec) {
				s.ServiceLevels[0].Targets[0].CalendarBy = &specCalendarBy{Fact: "team", Calendars: map[string]string{"a": "office", "b": "late"}}
			},
			want: `resolution of ticket T under all (sla, gold), target resolution
  priority P3 by default
8h from Mon 2 Mar 2026 08:00
Mon 2 Mar 2026 08:00 to Mon 2 Mar 2026 11:00: running, 3h
  Mon 2026-03-02 08:00-11:00: 3h (hours)
Mon 2 Mar 2026 11:00 to Mon 2 Mar 2026 12:00: paused (paused), 1h
  Mon 2026-03-02 11:00-12:00: 1h (hours)
Mon 2 Mar 2026 12:00 to Mon 2 Mar 2026 15:00: paused (paused), 1h
  Mon 2026-03-02 14:00-15:00: 1h (hours)
Mon 2 Mar 2026 15:00 to Mon 2 Mar 2026 16:00: running, 1h
  Mon 2026-03-02 15:00-16:00: 1h (hours)
due Mon 2 Mar 2026 19:00: by calendar
due Mon 2 Mar 2026 20:00: moved by 1h of pause
used 4h, paused 2h
`,
		},
		{
			name: "handed over on a holiday", events: "Mon 16:00 opened team=a; Tue 10:00 changed team=b", at: "Tue 15:00",
			change: func(s *spec) {
				s.ServiceLevels[0].Targets[0].CalendarBy = &specCalendarBy{Fact: "team", Calendars: map[string]string{"a": "office", "b": "late"}}
				s.Calendars[0].Holidays, s.Calendars[1].Holidays = []specHoliday{{Date: "2026-03-03"}}, []specHoliday{{Date: "2026-03-03"}}
			},
			want: `resolution of ticket T under all (sla, gold), target resolution
  priority P3 by default
8h from Mon 2 Mar 2026 16:00
Mon 2 Mar 2026 16:00 to Tue 3 Mar 2026 10:00: running, 1h
  Mon 2026-03-02 16:00-17:00: 1h (hours)
  Tue 2026-03-03 closed: 0s (holiday)
Tue 3 Mar 2026 10:00 to Tue 3 Mar 2026 15:00: running, 0s
  Tue 2026-03-03 closed: 0s (holiday)
due Wed 4 Mar 2026 21:00: by calendar
used 1h, paused 0s
`,
		},
		{
			name: "a pause that begins at the due", events: "Mon 09:00 opened; Mon 17:00 paused; Tue 09:00 resumed", at: "Tue 09:00",
			change: func(_ *spec) {},
			want: `resolution of ticket T under all (sla, gold), target resolution
  priority P3 by default
8h from Mon 2 Mar 2026 09:00
Mon 2 Mar 2026 09:00 to Mon 2 Mar 2026 17:00: running, 8h
  Mon 2026-03-02 09:00-17:00: 8h (hours)
Mon 2 Mar 2026 17:00 to Tue 3 Mar 2026 09:00: paused (paused), 1h
  Tue 2026-03-03 08:00-09:00: 1h (hours)
due Mon 2 Mar 2026 17:00: by allowance
due Tue 3 Mar 2026 09:00: moved by 1h of pause
used 8h, paused 1h
`,
		},
		{
			name: "a pause after a due time by hand was missed", events: "Mon 08:00 opened; Mon 09:00 changed due Mon 10:00; Mon 11:00 paused; Mon 12:00 resumed", at: "Mon 13:00",
			change: func(_ *spec) {},
			want: `resolution of ticket T under all (sla, gold), target resolution
  priority P3 by default
8h from Mon 2 Mar 2026 08:00
Mon 2 Mar 2026 08:00 to Mon 2 Mar 2026 11:00: running, 3h
  Mon 2026-03-02 08:00-11:00: 3h (hours)
Mon 2 Mar 2026 11:00 to Mon 2 Mar 2026 12:00: paused (paused), 1h
  Mon 2026-03-02 11:00-12:00: 1h (hours)
Mon 2 Mar 2026 12:00 to Mon 2 Mar 2026 13:00: running, 1h
  Mon 2026-03-02 12:00-13:00: 1h (hours)
due Mon 2 Mar 2026 16:00: by allowance
due Mon 2 Mar 2026 10:00: by hand
used 4h, paused 1h
`,
		},
		{
			name: "stopped, reopened into a state, and paused besides", events: "Mon 08:00 opened; Mon 10:00 resolved; Mon 11:00 changed status=waiting; Mon 12:00 reopened; Mon 13:00 paused", at: "Mon 14:00",
			change: func(s *spec) {
				s.ServiceLevels[0].Targets[0].PauseWhile = []string{"status=waiting"}
			},
			want: `resolution of ticket T under all (sla, gold), target resolution
  priority P3 by default
8h from Mon 2 Mar 2026 08:00
Mon 2 Mar 2026 08:00 to Mon 2 Mar 2026 10:00: running, 2h
  Mon 2026-03-02 08:00-10:00: 2h (hours)
Mon 2 Mar 2026 10:00 to Mon 2 Mar 2026 12:00: paused (stopped), 2h
  Mon 2026-03-02 10:00-12:00: 2h (hours)
Mon 2 Mar 2026 12:00 to Mon 2 Mar 2026 13:00: paused (status=waiting), 1h
  Mon 2026-03-02 12:00-13:00: 1h (hours)
Mon 2 Mar 2026 13:00 to Mon 2 Mar 2026 14:00: paused (paused), 1h
  Mon 2026-03-02 13:00-14:00: 1h (hours)
due Mon 2 Mar 2026 16:00: by allowance
due Tue 3 Mar 2026 09:00: moved by 2h of pause
due Tue 3 Mar 2026 10:00: moved by 1h of pause
due Tue 3 Mar 2026 11:00: moved by 1h of pause
used 2h, paused 4h
`,
		},
		{
			name: "reopened after a due time by hand was missed at the stop", events: "Mon 08:00 opened; Mon 09:00 changed due Mon 14:00; Mon 10:00 paused; Mon 15:00 resolved; Tue 09:00 reopened", at: "Tue 10:00",
			change: func(_ *spec) {},
			want: `resolution of ticket T under all (sla, gold), target resolution
  priority P3 by default
8h from Mon 2 Mar 2026 08:00
Mon 2 Mar 2026 08:00 to Mon 2 Mar 2026 10:00: running, 2h
  Mon 2026-03-02 08:00-10:00: 2h (hours)
Mon 2 Mar 2026 10:00 to Mon 2 Mar 2026 15:00: paused (paused), 5h
  Mon 2026-03-02 10:00-15:00: 5h (hours)
Mon 2 Mar 2026 15:00 to Tue 3 Mar 2026 09:00: paused (stopped), 3h
  Mon 2026-03-02 15:00-17:00: 2h (hours)
  Tue 2026-03-03 08:00-09:00: 1h (hours)
Tue 3 Mar 2026 09:00 to Tue 3 Mar 2026 10:00: running, 1h
  Tue 2026-03-03 09:00-10:00: 1h (hours)
due Mon 2 Mar 2026 16:00: by allowance
due Tue 3 Mar 2026 12:00: moved by 5h of pause
due Mon 2 Mar 2026 14:00: by hand
used 3h, paused 8h
`,
		},
		{
			name: "no deadline, and no calendar", events: "Mon 08:00 opened", at: "Mon 11:00",
			change: func(s *spec) { s.ServiceLevels[0].Targets[0].Within = "none" },
			want: `resolution of ticket T under all (sla, gold), target resolution
  priority P3 by default
none from Mon 2 Mar 2026 08:00
Mon 2 Mar 2026 08:00 to Mon 2 Mar 2026 11:00: running, 3h
  Mon 2026-03-02 08:00-11:00: 3h (hours)
used 3h, paused 0s
`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := officeSpec(specTarget{Metric: "resolution", Within: "8h"})
			c.change(&s)
			report, err := engineOf(t, s).Evaluate(weekTicket(t, c.events), weekTime(t, c.at))
			require.NoError(t, err)
			r, ok := report.Reading(sla.Resolution)
			require.True(t, ok)
			require.Equal(t, c.want, r.Explain().String())
			// Who looks only for the first stretch or day may stop there.
			for range r.Timeline() {
				break
			}
		})
	}
	require.Empty(t, sla.Reading{}.Explain().Parts)
	for range (sla.Reading{}).Timeline() {
		t.Fatal("a reading that was not evaluated has no stretches")
	}
}

// TestSequencesStop: who has seen enough of what is told one by one may stop.
func TestSequencesStop(t *testing.T) {
	s := officeSpec(specTarget{Metric: "resolution", Within: "4h", Escalations: []specEscalation{{Name: "a", At: "50%"}, {Name: "b", At: "75%"}}})
	s.Agreements = append(s.Agreements, specAgreement{ID: "second", Kind: "sla", ServiceLevel: "gold"})
	engine := engineOf(t, s)
	before, err := engine.Evaluate(weekTicket(t, "Mon 08:00 opened"), weekTime(t, "Mon 08:30"))
	require.NoError(t, err)
	after, err := engine.Evaluate(weekTicket(t, "Mon 08:00 opened"), weekTime(t, "Mon 16:00"))
	require.NoError(t, err)
	first := func(what string, each func(stop func() bool)) {
		seen := 0
		each(func() bool { seen++; return false })
		require.Equal(t, 1, seen, what)
	}
	first("fired", func(stop func() bool) { after.Fired(time.Time{})(func(sla.Firing) bool { return stop() }) })
	first("made", func(stop func() bool) { sla.Diff(before, after)(func(sla.Delta) bool { return stop() }) })
	first("taken back", func(stop func() bool) { sla.Diff(after, before)(func(sla.Delta) bool { return stop() }) })
	first("candidates", func(stop func() bool) {
		engine.Candidates(nil, weekTime(t, "Mon 08:00"))(func(sla.Candidate) bool { return stop() })
	})
	_, ok := after.Reading(sla.Response)
	require.False(t, ok, "nothing is promised about the response")
}

// TestNamesWithBars: names may hold the signs that part an identity.
func TestNamesWithBars(t *testing.T) {
	ids := map[string]bool{}
	for _, names := range [][2]string{{"a|b", "c"}, {"a", "b|c"}, {`a\`, `b|c`}, {`a\|b`, "c"}, {"a", `|b\|c`}, {`\`, "|"}, {"|", `\`}} {
		s := officeSpec(specTarget{Name: names[1], Metric: "resolution", Within: "1h", Escalations: []specEscalation{{Name: "e", At: "50%"}}})
		s.Agreements[0].ID = names[0]
		report, err := engineOf(t, s).Evaluate(weekTicket(t, "Mon 08:00 opened"), weekTime(t, "Mon 10:00"))
		require.NoError(t, err)
		for f := range report.Fired(time.Time{}) {
			require.False(t, ids[f.ID], "%s twice", f.ID)
			ids[f.ID] = true
			require.Equal(t, 1, strings.Count(f.ID, "resolution"))
		}
	}
	require.Len(t, ids, 7)
}
