package ical_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"github.com/leanovate/gopter/gen"
	"github.com/leanovate/gopter/prop"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/calendar/ical"
)

var stamp = time.Date(2026, time.January, 5, 10, 30, 15, 999, time.FixedZone("", 3600))

func write(t testing.TB, opts *ical.WriteOptions, events ...ical.AllDay) string {
	var b bytes.Buffer
	require.NoError(t, ical.Write(&b, stamp, slices.Values(events), opts))
	return b.String()
}

// some are events with everything that must be escaped and folded.
func some(t testing.TB) []ical.AllDay {
	return []ical.AllDay{
		{UID: "contract-7-notice@example.com", Date: date(t, "2026-03-31"), Name: "Avtal 7: sista dag för uppsägning", Note: "Läs § 4; 3 månader, skriftligt.\nSe C:\\avtal"},
		{Date: date(t, "2026-12-24"), Until: date(t, "2027-01-02"), Name: "Jul" + strings.Repeat("å", 60) + " slut"},
		{Date: date(t, "2026-08-13"), Name: strings.Repeat("お盆休み、", 20)},
		{Date: date(t, "2026-05-01")},
		{Date: date(t, "9999-12-31"), Name: " the last of all\t"},
	}
}

func TestWriteGolden(t *testing.T) {
	const path = "testdata/written.ics"
	got := write(t, &ical.WriteOptions{Name: "Stängt, Malmö"}, some(t)...)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

// What every line must be: RFC 5545, 3.1.
func checkLines(text string) error {
	if !strings.HasSuffix(text, "\r\n") {
		return errors.New("the last line has no end")
	}
	for i, line := range strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		switch {
		case strings.ContainsAny(line, "\r\n"):
			return fmt.Errorf("line %d has a bare line end", i+1)
		case len(line) > 75:
			return fmt.Errorf("line %d has %d octets", i+1, len(line))
		case !utf8.ValidString(line):
			return fmt.Errorf("line %d is cut inside a character", i+1)
		case line == "":
			return fmt.Errorf("line %d is empty", i+1)
		}
	}
	return nil
}

func TestFoldsAt75Octets(t *testing.T) {
	for n := range 200 {
		for _, text := range []string{strings.Repeat("x", n), strings.Repeat("å", n), "x" + strings.Repeat("漢", n), strings.Repeat("🎄", n), strings.Repeat("\\;", n)} {
			got := write(t, nil, ical.AllDay{Date: date(t, "2026-12-24"), Name: text})
			require.NoError(t, checkLines(got))
			f, err := ical.Read(strings.NewReader(got), nil)
			require.NoError(t, err)
			require.Equal(t, text, f.Holidays[0].Name)
		}
	}
}

func TestWriteProblems(t *testing.T) {
	d := date(t, "2026-12-24")
	var b bytes.Buffer
	err := ical.Write(&b, time.Time{}, slices.Values([]ical.AllDay{
		{UID: "a"},
		{UID: "b", Date: d, Until: d},
		{UID: "a", Date: d, Name: "x\x07", Note: "\xff"},
		{Date: d},
		{Date: d, UID: "a\rb"},
		{Date: d},
	}), &ical.WriteOptions{Name: "\x00"})
	require.Zero(t, b.Len())
	require.Equal(t, lines(`stamp: required: want the instant of the last revision, in the years 1 to 9999
		name: invalid: "\x00" has a control character: want tab and newline only
		events[0].date: required: want the first date of the event
		events[1].until: invalid: 2026-12-24 is not after date 2026-12-24: until is the first date after the event
		events[2].uid: duplicate: "a" is also that of events[0]
		events[2].name: invalid: "x\a" has a control character: want tab and newline only
		events[2].note: invalid: "\xff" is not UTF-8
		events[4].uid: invalid: "a\rb" has a control character: want tab and newline only
		events[5].uid: duplicate: "fdb612192862259291c6c36f@slakit" is also that of events[3]`), lines(problems(err)))
	require.ErrorIs(t, err, slakit.ErrDuplicate)

	failed := errors.New("disk full")
	require.ErrorIs(t, ical.Write(failing{failed}, stamp, slices.Values(some(t)), nil), failed)
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// Another library reads what is written: the same events with the same fields.
func TestAnotherLibraryReadsWhatIsWritten(t *testing.T) {
	events := some(t)
	c, err := ics.ParseCalendar(strings.NewReader(write(t, &ical.WriteOptions{Name: "Stängt, Malmö"}, events...)))
	require.NoError(t, err)
	var names []string
	for _, p := range c.CalendarProperties {
		if p.IANAToken == "X-WR-CALNAME" || p.IANAToken == "NAME" {
			names = append(names, ics.FromText(p.Value))
		}
	}
	require.Equal(t, []string{"Stängt, Malmö", "Stängt, Malmö"}, names)
	read := c.Events()
	require.Len(t, read, len(events))
	for i, e := range events {
		text := func(p ics.ComponentProperty) string {
			if p := read[i].GetProperty(p); p != nil {
				return ics.FromText(p.Value)
			}
			return ""
		}
		require.Equal(t, e.Name, text(ics.ComponentPropertySummary))
		require.Equal(t, e.Note, text(ics.ComponentPropertyDescription))
		if e.UID != "" {
			require.Equal(t, e.UID, read[i].Id())
		}
		start, err := read[i].GetAllDayStartAt()
		require.NoError(t, err)
		require.Equal(t, e.Date.String(), start.Format(time.DateOnly))
		dtstamp, err := read[i].GetDtStampTime()
		require.NoError(t, err)
		require.True(t, dtstamp.Equal(stamp.Truncate(time.Second)))
		if i == len(events)-1 {
			continue // no date follows the last
		}
		if e.Until.IsZero() {
			e.Until = e.Date.Next()
		}
		end, err := read[i].GetAllDayEndAt()
		require.NoError(t, err)
		require.Equal(t, e.Until.String(), end.Format(time.DateOnly))
	}
}

// What is written is read again: the dates and names of every event. The same
// events give the same bytes, and a UID that is given stays.
func TestLawRoundTrip(t *testing.T) {
	text := gen.OneGenOf(gen.AnyString(), gen.SliceOf(gen.OneConstOf("å", "\\", ";", ",", "\n", "n", " ", "漢字", "🎄", "\"", ":", "\t", "\u2028")).Map(func(list []string) string { return strings.Join(list, "") })).
		SuchThat(func(s string) bool {
			return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' || r == 0x7f })
		})
	law(t, prop.ForAll(func(starts, lengths []int, texts []string) string {
		var events []ical.AllDay
		want := map[string]bool{}
		for i := range min(len(starts), len(lengths), len(texts)) {
			e := ical.AllDay{Date: date(t, "1960-01-01").AddDays(starts[i]), Name: texts[i], Note: texts[len(texts)-1-i]}
			if i%2 == 0 {
				e.UID = fmt.Sprint("event-", i, texts[i])
			}
			if lengths[i] > 0 {
				e.Until = e.Date.AddDays(lengths[i])
			}
			if slices.Contains(events, e) {
				continue
			}
			events = append(events, e)
			for d := range max(1, lengths[i]) {
				want[e.Date.AddDays(d).String()+" "+e.Name] = true
			}
		}
		written := write(t, &ical.WriteOptions{Name: texts[0]}, events...)
		if written != write(t, &ical.WriteOptions{Name: texts[0]}, events...) {
			return "not the same bytes"
		}
		if err := checkLines(written); err != nil {
			return err.Error()
		}
		for _, e := range events {
			if e.UID != "" && !strings.Contains(strings.ReplaceAll(written, "\r\n ", ""), "UID:event-") {
				return "no UID"
			}
		}
		var notes []string
		f, err := ical.Read(strings.NewReader(written), &ical.ReadOptions{Take: func(e ical.Entry) bool { notes = append(notes, e.Note); return true }})
		if err != nil {
			return problems(err)
		}
		got := map[string]bool{}
		for _, h := range f.Holidays {
			got[h.Date+" "+h.Name] = true
		}
		if len(got) != len(want) || len(f.Holidays) != len(got) {
			return fmt.Sprintf("%v, want %v", got, want)
		}
		for day := range want {
			if !got[day] {
				return "lost " + day
			}
		}
		for i, e := range events {
			if notes[i] != e.Note {
				return fmt.Sprintf("note %q, want %q", notes[i], e.Note)
			}
		}
		if f.Name != texts[0] {
			return fmt.Sprintf("name %q, want %q", f.Name, texts[0])
		}
		return ""
	}, gen.SliceOfN(5, gen.IntRange(0, 60000)), gen.SliceOfN(5, gen.IntRange(0, 9)), gen.SliceOfN(5, text)))
}

func TestClosedDays(t *testing.T) {
	def := calendar.Definition{
		Name: "helpdesk", Zone: "Europe/Stockholm",
		Hours: []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}},
		Seasons: []calendar.Season{
			{Name: "Industrisemester", From: "2026-07-13", Until: "2026-07-17"},
			{Name: "Sommar", From: "06-15", Until: "08-16", Hours: []calendar.Hours{{Days: "mon-thu", Open: "09:00", Close: "15:00"}}},
		},
		Holidays: []calendar.Holiday{{Date: "2026-06-06", Name: "Nationaldagen"}, {Date: "12-25", Name: "Juldagen"}, {Date: "2026-01-06"}},
		Exceptions: []calendar.Exception{
			{Date: "2026-12-23", Name: "Half day", Hours: []calendar.Opening{{Open: "08:00", Close: "12:00"}}},
			{Date: "2026-12-28", Until: "2027-01-02", Name: "Stängt"},
			{Date: "2026-06-19", Name: "Midsommarafton"},
		},
	}
	c, err := calendar.Compile(def, nil)
	require.NoError(t, err)
	var got []string
	uids := map[string]bool{}
	for e := range ical.ClosedDays(c, date(t, "2026-01-01"), date(t, "2027-01-01")) {
		require.True(t, e.Until.IsZero())
		uids[e.UID] = true
		got = append(got, e.Date.String()+" "+e.Name)
	}
	require.Equal(t, []string{
		"2026-01-06 Closed", "2026-06-06 Nationaldagen", "2026-06-19 Midsommarafton",
		"2026-07-13 Industrisemester", "2026-07-14 Industrisemester", "2026-07-15 Industrisemester", "2026-07-16 Industrisemester",
		"2026-12-25 Juldagen", "2026-12-28 Stängt", "2026-12-29 Stängt", "2026-12-30 Stängt", "2026-12-31 Stängt",
	}, got)
	require.Len(t, uids, len(got))

	// The days of a part are the same events as those of the whole.
	part := slices.Collect(ical.ClosedDays(c, date(t, "2026-12-29"), date(t, "2027-03-01")))
	require.Len(t, part, 4)
	require.True(t, uids[part[0].UID])
	require.Equal(t, "2027-01-01", part[3].Date.String())
	for range ical.ClosedDays(c, date(t, "2026-01-01"), date(t, "2027-01-01")) {
		break
	}
	require.Empty(t, slices.Collect(ical.ClosedDays(c, date(t, "2026-01-07"), date(t, "2026-01-07"))))
	require.Empty(t, slices.Collect(ical.ClosedDays(calendar.AlwaysOpen(), date(t, "2026-01-01"), date(t, "2027-01-01"))))

	// Another calendar has other events, on the same dates.
	def.Name = "workshop"
	other, err := calendar.Compile(def, nil)
	require.NoError(t, err)
	for e := range ical.ClosedDays(other, date(t, "2026-01-01"), date(t, "2027-01-01")) {
		require.False(t, uids[e.UID])
	}
}

// A calendar that is written and read closes the same dates (F47).
func TestClosedDaysRoundTrip(t *testing.T) {
	for _, zone := range []string{"Europe/Stockholm", "Pacific/Apia", "America/Havana", "Asia/Tokyo"} {
		def := calendar.Definition{Zone: zone, Hours: []calendar.Hours{{Days: "daily", Open: "08:00", Close: "17:00"}}}
		with := def
		with.Holidays = []calendar.Holiday{{Date: "01-01", Name: "New Year"}, {Date: "2011-12-31", Name: "the day after the one that Apia skipped"}, {Date: "02-29", Name: "leap"}}
		c, err := calendar.Compile(with, nil)
		require.NoError(t, err)
		from, until := date(t, "2000-01-01"), date(t, "2041-01-01")
		text := write(t, nil, slices.Collect(ical.ClosedDays(c, from, until))...)
		f, err := ical.Read(strings.NewReader(text), nil)
		require.NoError(t, err)
		def.Holidays = f.Holidays
		again, err := calendar.Compile(def, nil)
		require.NoError(t, err)
		for d := from; d.Compare(until) < 0; d = d.Next() {
			require.Equal(t, c.Day(d).Source, again.Day(d).Source, d)
			require.Equal(t, c.Day(d).Name, again.Day(d).Name, d)
		}
	}
}
