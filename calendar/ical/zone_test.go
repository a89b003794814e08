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

// always is a calendar open around the clock, so that what an event closes
// shows its instants.
func always(t testing.TB, zone string) *calendar.Calendar {
	c, err := calendar.Compile(calendar.Definition{Zone: zone, Hours: []calendar.Hours{{Days: "daily", Open: "00:00", Close: "24:00"}}}, nil)
	require.NoError(t, err)
	return c
}

const central = `BEGIN:VTIMEZONE
TZID:Mitte
BEGIN:STANDARD
DTSTART:19961027T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19810329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE`

// What an event of one hour closes of a day in UTC.
func TestZones(t *testing.T) {
	const lord = "BEGIN:VTIMEZONE\nTZID:X\n"
	tests := []struct{ name, zones, start, want string }{
		{"an IANA name", "", ";TZID=Europe/Stockholm:20260105T160000", "2026-01-05 : 00:00-15:00 16:00-24:00"},
		{"in quotes", "", `;TZID="Europe/Stockholm":20260105T160000`, "2026-01-05 : 00:00-15:00 16:00-24:00"},
		{"a name made unique", "", ";TZID=/freeassociation.sourceforge.net/Europe/Stockholm:20260705T160000", "2026-07-05 : 00:00-14:00 15:00-24:00"},
		{"of three parts", "", ";TZID=/mozilla.org/20050126_1/America/Argentina/Buenos_Aires:20260105T160000", "2026-01-05 : 00:00-19:00 20:00-24:00"},
		{"UTC as a name", "", ";TZID=UTC:20260105T160000", "2026-01-05 : 00:00-16:00 17:00-24:00"},
		{"the database before the feed", strings.ReplaceAll(central, "Mitte", "Asia/Tokyo"), ";TZID=Asia/Tokyo:20260105T160000", "2026-01-05 : 00:00-07:00 08:00-24:00"},
		{"a VTIMEZONE in winter", central, ";TZID=Mitte:20260105T160000", "2026-01-05 : 00:00-15:00 16:00-24:00"},
		{"in summer", central, ";TZID=Mitte:20260705T160000", "2026-07-05 : 00:00-14:00 15:00-24:00"},
		{"before its first change", central, ";TZID=Mitte:19700705T160000", "1970-07-05 : 00:00-15:00 16:00-24:00"},
		{"a time that comes twice: the first", central, ";TZID=Mitte:20261025T023000", "2026-10-25 : 00:00-00:30 01:30-24:00"},
		{"a time that the clock skips: by the offset before", central, ";TZID=Mitte:20260329T023000", "2026-03-29 : 00:00-01:30 02:30-24:00"},
		{"twice, by the database", "", ";TZID=Europe/Stockholm:20261025T023000", "2026-10-25 : 00:00-00:30 01:30-24:00"},
		{"skipped, by the database", "", ";TZID=Europe/Stockholm:20260329T023000", "2026-03-29 : 00:00-01:30 02:30-24:00"},
		{"half an hour twice", "", ";TZID=Australia/Lord_Howe:20260405T014500", "2026-04-04 : 00:00-14:45 15:45-24:00"},
		{"half an hour skipped", "", ";TZID=Australia/Lord_Howe:20261004T021500", "2026-10-03 : 00:00-15:45 16:45-24:00"},
		{
			"RDATEs, an end of a rule, seconds", lord + "BEGIN:STANDARD\nDTSTART:20000101T000000\nTZOFFSETFROM:-013045\nTZOFFSETTO:+0200\nRDATE:20250101T000000,20270101T000000\nEND:STANDARD\n" +
				"BEGIN:DAYLIGHT\nDTSTART:20000601T000000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0300\nRRULE:FREQ=YEARLY;UNTIL=20250531T220000Z\nEND:DAYLIGHT\nEND:VTIMEZONE",
			";TZID=X:20260105T160000", "2026-01-05 : 00:00-13:00 14:00-24:00",
		},
		{"one offset", lord + "BEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:-0330\nTZOFFSETTO:-0330\nEND:STANDARD\nEND:VTIMEZONE", ";TZID=X:20260105T160000", "2026-01-05 : 00:00-19:30 20:30-24:00"},
		{"no parts", lord + "END:VTIMEZONE", ";TZID=X:20260105T160000", `line 7: invalid: the VTIMEZONE "X" of line 4 is of no use: want a STANDARD or DAYLIGHT part`},
		{
			"a part of a part", lord + "BEGIN:STANDARD\nDTSTART:16010101T000000\nEND:STANDARD\nEND:VTIMEZONE", ";TZID=X:20260105T160000",
			`line 10: invalid: the VTIMEZONE "X" of line 4 is of no use: want DTSTART, TZOFFSETFROM and TZOFFSETTO in each part`,
		},
		{
			"a part with something twice", lord + "BEGIN:STANDARD\nTZOFFSETTO:+0100\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE", ";TZID=X:20260105T160000",
			`line 11: duplicate: the VTIMEZONE "X" of line 4 is of no use: line 8: TZOFFSETTO twice`,
		},
		{
			"a wrong offset", lord + "BEGIN:STANDARD\nTZOFFSETTO:1\nEND:STANDARD\nEND:VTIMEZONE", ";TZID=X:20260105T160000",
			`line 10: invalid: the VTIMEZONE "X" of line 4 is of no use: line 7: TZOFFSETTO "1": want an offset such as +0100`,
		},
		{
			"a date", lord + "BEGIN:STANDARD\nDTSTART:20260101\nEND:STANDARD\nEND:VTIMEZONE", ";TZID=X:20260105T160000",
			`line 10: invalid: the VTIMEZONE "X" of line 4 is of no use: line 7: DTSTART "20260101": want a date and time`,
		},
		{
			"a wrong rule", lord + "BEGIN:STANDARD\nRRULE:x\nEND:STANDARD\nEND:VTIMEZONE", ";TZID=X:20260105T160000",
			`line 10: invalid: the VTIMEZONE "X" of line 4 is of no use: line 7: RRULE: unknown part X`,
		},
		{
			"a wrong RDATE", lord + "BEGIN:STANDARD\nRDATE:x\nEND:STANDARD\nEND:VTIMEZONE", ";TZID=X:20260105T160000",
			`line 10: invalid: the VTIMEZONE "X" of line 4 is of no use: line 7: RDATE "x": want a date such as 20261224, or a date and time such as 20261224T080000`,
		},
		{
			"a broken line", lord + "hello\nEND:VTIMEZONE", ";TZID=X:20260105T160000",
			`line 8: invalid: the VTIMEZONE "X" of line 4 is of no use: line 6: "hello" is no line of an iCalendar: want NAME:value`,
		},
		{
			"two of one name", central + "\n" + central, ";TZID=Mitte:20260105T160000",
			`line 34: invalid: the VTIMEZONE "Mitte" of line 4 is of no use: line 19: a second VTIMEZONE of the same TZID`,
		},
		{"one that nobody uses does no harm", lord + "hello\nEND:VTIMEZONE", ":20260105T160000Z", "2026-01-05 : 00:00-16:00 17:00-24:00"},
	}
	opts := &ical.ReadOptions{Calendar: always(t, "UTC")}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := event("DTSTART" + tt.start + "\nDURATION:PT1H")
			if tt.zones != "" {
				e = tt.zones + "\n" + e
			}
			require.Equal(t, tt.want, told(ical.Read(strings.NewReader(feed(e)), opts)))
		})
	}
}

// The zones of one calendar are not those of the next.
func TestZonesOfEachCalendar(t *testing.T) {
	e := event("DTSTART;TZID=Mitte:20260105T160000\nDURATION:PT1H")
	west := strings.ReplaceAll(central, ":+0", ":-0")
	f, err := ical.Read(strings.NewReader(feed(e, central)+feed(west, strings.ReplaceAll(e, "0105", "0106"))+feed(e)), &ical.ReadOptions{Calendar: always(t, "UTC")})
	require.Equal(t, lines(`2026-01-05 : 00:00-15:00 16:00-24:00
		2026-01-06 : 00:00-17:00 18:00-24:00
		line 50: unknown: no zone "Mitte": want a name of the IANA time zone database, or a VTIMEZONE of that TZID`), lines(told(f, err)))
}

// A VTIMEZONE with the rules of a zone is that zone: an event closes the same,
// whichever it names.
func TestLawVTimezoneIsItsZone(t *testing.T) {
	zones := []struct{ name, own string }{
		{"Europe/Berlin", central},
		{"America/New_York", `BEGIN:VTIMEZONE
TZID:Mitte
BEGIN:DAYLIGHT
DTSTART:20070311T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20071104T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
END:VTIMEZONE`},
		{"Australia/Lord_Howe", `BEGIN:VTIMEZONE
TZID:Mitte
BEGIN:DAYLIGHT
DTSTART:20081005T020000
TZOFFSETFROM:+1030
TZOFFSETTO:+1100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=SU;BYSETPOS=1
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20080406T020000
TZOFFSETFROM:+1100
TZOFFSETTO:+1030
RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU
END:STANDARD
END:VTIMEZONE`},
	}
	opts := &ical.ReadOptions{Calendar: always(t, "UTC"), From: date(t, "2008-01-01"), Until: date(t, "2038-01-01")}
	law(t, prop.ForAll(func(zone int, at, minutes int64, near bool) string {
		z := zones[zone%len(zones)]
		wall := time.Unix(at, 0).UTC()
		if near { // within hours of a clock change
			loc, err := time.LoadLocation(z.name)
			if err != nil {
				return err.Error()
			}
			_, change := wall.In(loc).ZoneBounds()
			change = change.In(loc)
			wall = time.Date(change.Year(), change.Month(), change.Day(), int(at%6), int(at%60), 0, 0, time.UTC)
		}
		read := func(zone string) string {
			return told(ical.Read(strings.NewReader(feed(z.own, event(fmt.Sprintf("DTSTART;TZID=%s:%s\nDURATION:PT%dM", zone, wall.Format("20060102T150405"), minutes)))), opts))
		}
		if own, iana := read("Mitte"), read(z.name); own != iana {
			return fmt.Sprintf("%s %v: %s, want %s", z.name, wall, own, iana)
		}
		return ""
	}, gen.IntRange(0, len(zones)-1), gen.Int64Range(1229040000, 2114380800), gen.Int64Range(1, 5000), gen.Bool()))
}
