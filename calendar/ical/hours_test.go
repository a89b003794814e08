package ical_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/leanovate/gopter/gen"
	"github.com/leanovate/gopter/prop"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/calendar/ical"
)

// What timed events leave of the hours of a date.
func TestHours(t *testing.T) {
	night := calendar.Definition{Zone: "Europe/Stockholm", Hours: []calendar.Hours{{Days: "daily", Open: "22:00", Close: "06:00"}}}
	day := calendar.Definition{
		Zone: "Europe/Stockholm", Hours: []calendar.Hours{{Days: "mon-sat", Open: "08:00", Close: "18:00"}},
		Holidays:   []calendar.Holiday{{Date: "2026-12-25", Name: "Juldagen"}},
		Exceptions: []calendar.Exception{{Date: "2026-12-01", Until: "2026-12-24", Name: "Advent", Hours: []calendar.Opening{{Open: "08:00", Close: "20:00"}}}},
	}
	all := calendar.Definition{Zone: "Europe/Stockholm", Hours: []calendar.Hours{{Days: "daily", Open: "00:00", Close: "24:00"}}}
	tests := []struct {
		name   string
		def    calendar.Definition
		events string
		want   string
	}{
		{"a night shift from its start", night, "DTSTART:20260105T200000\nDTEND:20260106T000000", "line 4: invalid: on 2026-01-05 it leaves a window that begins after midnight, at 2026-01-06 00:00: that cannot be said of the date"},
		{"a night shift to its end", night, "DTSTART:20260106T040000\nDTEND:20260106T080000", "2026-01-05 : 22:00-04:00"},
		{"a night shift to midnight", night, "DTSTART:20260106T000000\nDTEND:20260106T080000", "2026-01-05 : 22:00-24:00"},
		{"a whole night shift", night, "DTSTART:20260105T210000\nDTEND:20260106T070000", "2026-01-05 :"},
		{"a day closed as a whole keeps the night before it (T3)", night, "DTSTART;VALUE=DATE:20260106", "2026-01-06"},
		{"a time that holds a whole day takes the night before it too", night, "DTSTART:20260105T230000\nDTEND:20260107T120000", "2026-01-06 \n2026-01-05 : 22:00-23:00"},
		{"of hours of an exception", day, "DTSTART:20261222T190000\nDTEND:20261222T210000\nSUMMARY:Fest", "2026-12-22 Fest: 08:00-19:00"},
		{"of a holiday nothing", day, "DTSTART:20261225T100000\nDTEND:20261225T110000", "skipped line 4: it closes no hours of the calendar"},
		{"at the clock change, before it", all, "DTSTART:20260329T010000\nDTEND:20260329T013000", "2026-03-29 : 00:00-01:00 01:30-24:00"},
		{"across the gap", all, "DTSTART:20260329T013000\nDTEND:20260329T033000", "2026-03-29 : 00:00-01:30 03:30-24:00"},
		{"across the repeated hour", all, "DTSTART:20261025T013000\nDTEND:20261025T033000", "2026-10-25 : 00:00-01:30 03:30-24:00"},
		{"from the first of two", all, "DTSTART:20261025T023000\nDTEND:20261025T040000", "2026-10-25 : 00:00-02:30 04:00-24:00"},
		{
			"from the second of two", all, "DTSTART:20261025T013000Z\nDTEND:20261025T030000Z",
			"line 4: invalid: on 2026-10-25 it leaves windows that cannot be said in local times: the clock changes",
		},
		{"all of a short day", all, "DTSTART:20260328T230000Z\nDTEND:20260329T220000Z", "2026-03-29"},
		{"all of a long day", all, "DTSTART;TZID=Europe/Stockholm:20261025T000000\nDURATION:PT25H", "2026-10-25"},
		{"a day of the calendar and an hour", all, "DTSTART;TZID=Europe/Stockholm:20260328T120000\nDURATION:P1DT1H", "2026-03-28 : 00:00-12:00\n2026-03-29 : 13:00-24:00"},
		{"25 hours", all, "DTSTART;TZID=Europe/Stockholm:20260328T120000\nDURATION:PT25H", "2026-03-28 : 00:00-12:00\n2026-03-29 : 14:00-24:00"},
		{"more than it says", all, "DTSTART;TZID=Europe/Stockholm:20261025T000000\nDURATION:PT26H", "2026-10-25 \n2026-10-26 : 01:00-24:00"},
		{"no calendar day is lost at the first instant of all", all, "DTSTART:19200101T020000Z\nDTEND:19200101T040000Z", "1920-01-01 : 01:00-03:00 05:00-24:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := calendar.Compile(tt.def, nil)
			require.NoError(t, err)
			got := told(ical.Read(strings.NewReader(feed(event(tt.events))), &ical.ReadOptions{Calendar: c}))
			require.Equal(t, tt.want, got)
		})
	}
}

// Far more windows than a date may have are refused, not given to Compile.
func TestHoursLimit(t *testing.T) {
	for n, want := range map[int]string{
		47: "",
		48: "line 4: limit exceeded: on 2026-01-05 it leaves 49 windows; at most 48",
	} {
		var events []string
		for i := range n {
			events = append(events, event(fmt.Sprintf("DTSTART:20260105T%02d%02d00\nDURATION:PT1M", 8+i/6, 5+10*(i%6))))
		}
		f, err := ical.Read(strings.NewReader(feed(events...)), &ical.ReadOptions{Calendar: always(t, "UTC")})
		require.Equal(t, want, problems(err))
		if want == "" {
			require.Len(t, f.Exceptions, 1)
			require.Len(t, f.Exceptions[0].Hours, 48)
		}
	}
}

// With its holidays and exceptions a calendar is open when it was open without
// them and no event closes it: whole dates for events of dates, the exact time
// for the others.
func TestLawTimedEventsCloseTheirTime(t *testing.T) {
	def := calendar.Definition{Zone: "Europe/London", Hours: []calendar.Hours{
		{Days: "mon-fri", Open: "08:00", Close: "12:15"}, {Days: "mon-thu", Open: "13:00", Close: "20:00"}, {Days: "sat", Open: "10:00", Close: "24:00"},
	}}
	c, err := calendar.Compile(def, nil)
	require.NoError(t, err)
	law(t, prop.ForAll(func(start, length []int) string {
		var events []string
		var spans []calendar.Span
		day := date(t, "2026-03-23")
		for i := range min(len(start), len(length)) {
			at := c.Start(day).Add(60e9 * 5 * time.Duration(start[i]))
			span := calendar.Span{Start: at, End: at.Add(60e9 * 5 * time.Duration(length[i]))}
			spans = append(spans, span)
			events = append(events, event("DTSTART:"+span.Start.UTC().Format("20060102T150405Z")+"\nDTEND:"+span.End.UTC().Format("20060102T150405Z")))
		}
		f, err := ical.Read(strings.NewReader(feed(events...)), &ical.ReadOptions{Calendar: c})
		if err != nil {
			return problems(err)
		}
		with := def
		with.Holidays, with.Exceptions = f.Holidays, f.Exceptions
		got, err := calendar.Compile(with, nil)
		if err != nil {
			return err.Error()
		}
		for at := c.Start(day.AddDays(-2)); at.Before(c.Start(day.AddDays(25))); at = at.Add(60e9 * 5) {
			want := c.IsOpen(at)
			for _, s := range spans {
				want = want && (at.Before(s.Start) || !at.Before(s.End))
			}
			if got.IsOpen(at) != want {
				return fmt.Sprintf("%v is open: %t\n%s", at, got.IsOpen(at), strings.Join(events, "\n"))
			}
		}
		return ""
	}, gen.SliceOfN(4, gen.IntRange(0, 12*288)), gen.SliceOfN(4, gen.IntRange(1, 500))))
}
