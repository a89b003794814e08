package ical_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/calendar/ical"
)

// told says in lines what was read.
func told(f ical.Feed, err error) string {
	var b strings.Builder
	for _, h := range f.Holidays {
		fmt.Fprintf(&b, "%s %s", h.Date, h.Name)
		if h.From != "" {
			fmt.Fprintf(&b, " [%s, %s)", h.From, h.Until)
		}
		b.WriteString("\n")
	}
	for _, e := range f.Exceptions {
		fmt.Fprintf(&b, "%s %s:", e.Date, e.Name)
		for _, o := range e.Hours {
			fmt.Fprintf(&b, " %s-%s", o.Open, o.Close)
		}
		b.WriteString("\n")
	}
	for _, e := range f.Skipped {
		fmt.Fprintf(&b, "skipped line %d: %s\n", e.Line, e.Reason)
	}
	b.WriteString(problems(err))
	return strings.TrimSpace(b.String())
}

// lines drops the indentation of a table's texts.
func lines(s string) string {
	var list []string
	for line := range strings.Lines(strings.TrimSpace(s)) {
		list = append(list, strings.TrimSpace(line))
	}
	return strings.Join(list, "\n")
}

func TestEvents(t *testing.T) {
	tests := []struct{ name, events, want string }{
		// Whole days.
		{"a date", "DTSTART;VALUE=DATE:20261225\nSUMMARY:Jul", "2026-12-25 Jul"},
		{"an end is exclusive (F47: one day too long)", "DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261226", "2026-12-25"},
		{"two days", "DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261227\nSUMMARY:Jul", "2026-12-25 Jul\n2026-12-26 Jul"},
		{"an end that is the start", "DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261225", "2026-12-25"},
		{"a week", "DTSTART;VALUE=DATE:20261230\nDURATION:P1W", "2026-12-30\n2026-12-31\n2027-01-01\n2027-01-02\n2027-01-03\n2027-01-04\n2027-01-05"},
		{"some days", "DTSTART;VALUE=DATE:20261225\nDURATION:P2D", "2026-12-25\n2026-12-26"},
		{"no VALUE", "DTSTART:20261225\nDTEND:20261226", "2026-12-25"},
		{"no name", "DTSTART:20261225", "2026-12-25"},
		{"names in lower case", "dtstart;value=date:20261225\nSummary:Jul", "2026-12-25 Jul"},
		{"a zone with a date means nothing", "DTSTART;VALUE=DATE;TZID=Asia/Tokyo:20261225", "2026-12-25"},
		{"transparent events close, as those of Google and gov.uk are", "DTSTART:20261225\nTRANSP:TRANSPARENT", "2026-12-25"},
		{"tentative ones too", "DTSTART:20261225\nSTATUS:TENTATIVE", "2026-12-25"},
		{"several languages: the first counts", "DTSTART:20260802\nSUMMARY;LANGUAGE=de:Tag\nSUMMARY;LANGUAGE=fr:Jour", "2026-08-02 Tag"},
		{"escaped text", `DTSTART:20260802` + "\n" + `SUMMARY:a\, b\; c\\n\nd\N\x "é" 日本`, "2026-08-02 a, b; c\\n\nd\n\\x \"é\" 日本"},
		{"names of all the letters there may be", "X-0A9Z-az:x\nDTSTART:20260802", "2026-08-02"},
		{"a colon and a semicolon in quotes", `DTSTART;X-A="a:b;c";VALUE=DATE:20260802`, "2026-08-02"},

		{"quotes and carets in a parameter", `DTSTART;X-A="^'^n^^";VALUE="DATE":20260802`, "2026-08-02"},
		{"a parameter that must not be quoted", "DTSTART;VALUE=\"DATE\":20260802T000000", `line 5: invalid: DTSTART "20260802T000000" with VALUE=DATE: want a date such as 20261224, or a date and time such as 20261224T080000`},

		// Midnight to midnight is whole days, whatever the zone (F47: shifted by a day).
		{"local midnights", "DTSTART:20261225T000000\nDTEND:20261226T000000", "2026-12-25"},
		{"midnights in a zone far off", "DTSTART;TZID=Pacific/Auckland:20261225T000000\nDTEND;TZID=Pacific/Auckland:20261227T000000", "2026-12-25\n2026-12-26"},
		{"midnights in UTC", "DTSTART:20261225T000000Z\nDTEND:20261226T000000Z", "2026-12-25"},
		{"midnights here, in UTC", "DTSTART:20261224T230000Z\nDTEND:20261225T230000Z", "2026-12-25"},
		{"midnights here, in another zone", "DTSTART;TZID=America/New_York:20261224T180000\nDTEND;TZID=America/New_York:20261225T180000", "2026-12-25"},
		{"across the clock change", "DTSTART;TZID=Europe/Stockholm:20260329T000000\nDTEND;TZID=Europe/Stockholm:20260330T000000", "2026-03-29"},
		{"in summer, in UTC", "DTSTART:20260605T220000Z\nDTEND:20260606T220000Z", "2026-06-06"},
		{"to a minute before", "DTSTART:20261225T000000\nDTEND:20261225T235900", "2026-12-25"},
		{"to a second before", "DTSTART:20261225T000000\nDTEND:20261226T235959", "2026-12-25\n2026-12-26"},
		{"two weeks, of which the range holds four days", "DTSTART:21991228\nDURATION:P2W", "2199-12-28\n2199-12-29\n2199-12-30\n2199-12-31"},
		{"as long as may be", "DTSTART:21991230\nDURATION:P3659634D", "2199-12-30\n2199-12-31"},
		{"as many hours", "DTSTART:21991231T120000\nDURATION:PT87831216H", "2199-12-31 : 08:00-12:00"},
		{"as many seconds", "DTSTART:21991231T120000\nDURATION:PT316192377600S", "2199-12-31 : 08:00-12:00"},
		{"to the end of all times", "DTSTART:21991231T120000\nDTEND:99991231T235959Z", "2199-12-31 : 08:00-12:00"},
		{"24 hours", "DTSTART:20261225T000000\nDURATION:PT24H", "2026-12-25"},
		{
			"more than a day: what lies in it", "DTSTART:20261224T130000\nDTEND:20261227T000000\nSUMMARY:Jul",
			"2026-12-25 Jul\n2026-12-26 Jul\n2026-12-24 Jul: 08:00-12:00 12:30-13:00",
		},

		// Parts of days.
		{"an afternoon", "DTSTART:20261223T130000\nDTEND:20261223T170000\nSUMMARY:Fest", "2026-12-23 Fest: 08:00-12:00 12:30-13:00"},
		{"a time within", "DTSTART:20261223T093000\nDURATION:PT45M5S\nSUMMARY:Möte", "2026-12-23 Möte: 08:00-09:30 10:15:05-12:00 12:30-17:00"},
		{"90 minutes", "DTSTART:20261223T093000\nDURATION:PT90M", "2026-12-23 : 08:00-09:30 11:00-12:00 12:30-17:00"},
		{"to the last second of an hour", "DTSTART:20261223T080000\nDTEND:20261223T085959", "2026-12-23 : 08:59:59-12:00 12:30-17:00"},
		{"no time at midnight", "DTSTART:20261223T000000", "skipped line 4: it takes no time: it begins and ends at 2026-12-23 00:00"},
		{"a leap second counts as the one before", "DTSTART:20261223T085960\nDTEND:20261223T090000", "2026-12-23 : 08:00-08:59:59 09:00-12:00 12:30-17:00"},
		{"all that is open", "DTSTART:20261223T070000\nDTEND:20261223T180000\nSUMMARY:Resa", "2026-12-23 Resa:"},
		{"nothing that is open", "DTSTART:20261223T180000\nDTEND:20261223T200000", "skipped line 4: it closes no hours of the calendar"},
		{"a Saturday", "DTSTART:20261219T080000\nDTEND:20261219T200000", "skipped line 4: it closes no hours of the calendar"},
		{"no time", "DTSTART:20261223T130000", "skipped line 4: it takes no time: it begins and ends at 2026-12-23 13:00"},
		{"no time, said twice", "DTSTART:20261223T130000Z\nDTEND:20261223T130000Z", "skipped line 4: it takes no time: it begins and ends at 2026-12-23 13:00"},
		{"from one zone to another", "DTSTART;TZID=Europe/Stockholm:20261223T140000\nDTEND;TZID=Europe/London:20261223T150000", "2026-12-23 : 08:00-12:00 12:30-14:00 16:00-17:00"},
		{"in UTC, in summer", "DTSTART:20260603T110000Z\nDTEND:20260603T130000Z", "2026-06-03 : 08:00-12:00 12:30-13:00 15:00-17:00"},
		{
			"every week, the wall clock counts", "DTSTART;TZID=Europe/Stockholm:20260325T150000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2;BYHOUR=15;BYMINUTE=0;BYSECOND=0",
			"2026-03-25 : 08:00-12:00 12:30-15:00 16:00-17:00\n2026-04-01 : 08:00-12:00 12:30-15:00 16:00-17:00",
		},

		// Recurrence.
		{"every year", "DTSTART:20201225\nRRULE:FREQ=YEARLY\nSUMMARY:Jul", "12-25 Jul [2020-12-25, )"},
		{"every year, said at length", "DTSTART:20201225\nRRULE:FREQ=YEARLY;INTERVAL=1;BYMONTH=12;BYMONTHDAY=25;WKST=SU", "12-25  [2020-12-25, )"},
		{"every year, to one", "DTSTART:20201225\nRRULE:FREQ=YEARLY;UNTIL=20251225", "12-25  [2020-12-25, 2025-12-26)"},
		{"every leap day", "DTSTART:20240229\nRRULE:FREQ=YEARLY", "02-29  [2024-02-29, )"},
		{"two days every other year", "DTSTART:20241231\nDURATION:P2D\nRRULE:FREQ=YEARLY;INTERVAL=2;UNTIL=20271231", "2024-12-31\n2025-01-01\n2026-12-31\n2027-01-01"},
		{"a number of years", "DTSTART:20251225\nRRULE:FREQ=YEARLY;COUNT=2", "2025-12-25\n2026-12-25"},
		{"without some", "DTSTART:20260101\nRRULE:FREQ=DAILY;COUNT=5\nEXDATE;VALUE=DATE:20260102,20260103\nEXDATE:20260105T000000", "2026-01-01\n2026-01-04"},
		{"without the first", "DTSTART:20260101\nRRULE:FREQ=DAILY;COUNT=2\nEXDATE:20260101", "2026-01-02"},
		{"without any", "DTSTART:20260101\nRRULE:FREQ=DAILY;COUNT=2\nEXDATE:20260101,20260102", "skipped line 4: no occurrence from 1920-01-01 to before 2200-01-01"},
		{"and some more", "DTSTART:20260101\nRDATE;VALUE=DATE:20260301,20260101\nRDATE:20260201", "2026-01-01\n2026-02-01\n2026-03-01"},
		{
			"and a period", "DTSTART:20260105T080000\nDTEND:20260105T090000\nRDATE;VALUE=PERIOD:20260106T080000/20260106T100000,20260107T080000/PT3H",
			"2026-01-05 : 09:00-12:00 12:30-17:00\n2026-01-06 : 10:00-12:00 12:30-17:00\n2026-01-07 : 11:00-12:00 12:30-17:00",
		},
		{
			"UNTIL in UTC counts the occurrence at it", "DTSTART;TZID=Europe/Stockholm:20260105T160000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20260106T150000Z",
			"2026-01-05 : 08:00-12:00 12:30-16:00\n2026-01-06 : 08:00-12:00 12:30-16:00",
		},
		{"and none after it", "DTSTART;TZID=Europe/Stockholm:20260105T160000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20260106T145959Z", "2026-01-05 : 08:00-12:00 12:30-16:00"},
		{"UNTIL at midnight here, of an event of dates", "DTSTART:20260105\nRRULE:FREQ=DAILY;UNTIL=20260106T230000Z", "2026-01-05\n2026-01-06\n2026-01-07"},
		{"EXDATE in UTC", "DTSTART;TZID=Europe/Stockholm:20260105T160000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\nEXDATE:20260105T150000Z", "2026-01-06 : 08:00-12:00 12:30-16:00"},
		{"EXDATE as a date", "DTSTART;TZID=Europe/Stockholm:20260105T160000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\nEXDATE;VALUE=DATE:20260105", "2026-01-06 : 08:00-12:00 12:30-16:00"},
		{"beyond the years of calendars", "DTSTART:18991231", "skipped line 4: no occurrence from 1920-01-01 to before 2200-01-01"},
		{"from before them", "DTSTART:18991231\nRRULE:FREQ=YEARLY;INTERVAL=100;COUNT=3", "1999-12-31\n2099-12-31"},

		// Several events.
		{"every year, twice is once", "UID:1\nDTSTART:20261225\nRRULE:FREQ=YEARLY\n--\nUID:2\nDTSTART:20261225\nRRULE:FREQ=YEARLY", "12-25  [2026-12-25, )"},
		{"a part of the first of such days", "DTSTART:20261223\nRRULE:FREQ=YEARLY\n--\nDTSTART:20261223T080000\nDTEND:20261223T100000\nSUMMARY:B", "12-23  [2026-12-23, )"},
		{"a part of a day that is closed every year", "DTSTART:20251223\nRRULE:FREQ=YEARLY\n--\nDTSTART:20261223T080000\nDTEND:20261223T100000\nSUMMARY:B", "12-23  [2025-12-23, )"},
		{
			"twice is once (F47: doubled)", "UID:1\nDTSTART:20261225\nSUMMARY:Jul\n--\nUID:2\nDTSTART:20261225\nSUMMARY:Jul\n--\nUID:3\nDTSTART:20261225\nSUMMARY:Noël",
			"2026-12-25 Jul\n2026-12-25 Noël",
		},
		{
			"an occurrence moved, another cancelled", "UID:1\nDTSTART:20260101\nRRULE:FREQ=DAILY;COUNT=4\n--\nUID:1\nRECURRENCE-ID:20260102\nDTSTART:20260110\nSUMMARY:moved\n--\nUID:1\nRECURRENCE-ID:20260103\nDTSTART:20260103\nSTATUS:CANCELLED",
			"2026-01-01\n2026-01-04\n2026-01-10 moved\nskipped line 15: cancelled",
		},
		{"an occurrence of a plain yearly event", "UID:1\nDTSTART:20260101\nRRULE:FREQ=YEARLY;UNTIL=20280101\n--\nUID:1\nRECURRENCE-ID:20270101\nDTSTART:20270104", "2026-01-01\n2027-01-04\n2028-01-01"},
		{
			"an occurrence by its time in UTC", "UID:1\nDTSTART;TZID=Europe/Stockholm:20260105T160000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\n--\nUID:1\nRECURRENCE-ID:20260106T150000Z\nDTSTART;TZID=Europe/Stockholm:20260106T080000\nDURATION:PT1H",
			"2026-01-05 : 08:00-12:00 12:30-16:00\n2026-01-06 : 09:00-12:00 12:30-17:00",
		},
		{"an occurrence whose series is not there", "UID:1\nRECURRENCE-ID:20260102\nDTSTART:20260110", "2026-01-10"},
		{
			"of several revisions the last", "UID:1\nSEQUENCE:2\nDTSTART:20260102\n--\nUID:1\nSEQUENCE:3\nDTSTART:20260103\n--\nUID:1\nSEQUENCE:1\nDTSTART:20260101",
			"2026-01-03\nskipped line 4: line 9 has a later revision of it: SEQUENCE 3\nskipped line 14: line 9 has a later revision of it: SEQUENCE 3",
		},
		{"one UID for all, as some write, loses none", "UID:1\nDTSTART:20260102\n--\nUID:1\nDTSTART:20260103\n--\nUID:2\nDTSTART:20260103", "2026-01-02\n2026-01-03"},
		{"cancelled", "DTSTART:20261225\nSTATUS:CANCELLED", "skipped line 4: cancelled"},
		{"a part of a day that is closed anyway", "DTSTART:20261223\nSUMMARY:A\n--\nDTSTART:20261223T080000\nDTEND:20261223T100000\nSUMMARY:B", "2026-12-23 A"},
		{
			"two parts of a day", "DTSTART:20261223T080000\nDURATION:PT1H\nSUMMARY:A\n--\nDTSTART:20261223T083000\nDURATION:PT1H\nSUMMARY:B\n--\nDTSTART:20261223T160000\nDURATION:PT1H\nSUMMARY:A",
			"2026-12-23 A; B: 09:30-12:00 12:30-16:00",
		},

		// Problems: each says where, what was found and what is wanted; the
		// other events are taken.
		{"no start", "UID:1\n--\nDTSTART:20260101", "2026-01-01\nline 4: required: the event has no DTSTART"},
		{"no such date", "DTSTART:20261301", "line 5: invalid: DTSTART: there is no 2026-13-01: want a day of the years 1 to 9999"},
		{"no date", "DTSTART:tomorrow", `line 5: invalid: DTSTART "tomorrow": want a date such as 20261224, or a date and time such as 20261224T080000`},
		{"a date with dashes", "DTSTART:2026-12-24", `line 5: invalid: DTSTART "2026-12-24": want a date such as 20261224, or a date and time such as 20261224T080000`},
		{"a time too short", "DTSTART:20261224T0800", `line 5: invalid: DTSTART "20261224T0800": after the T want a time of day such as 080000`},
		{"a second too many", "DTSTART:20261224T080061", `line 5: invalid: DTSTART "20261224T080061": after the T want a time of day such as 080000`},
		{"a time that is no date", "DTSTART;VALUE=DATE:20261224T080000", `line 5: invalid: DTSTART "20261224T080000" with VALUE=DATE: want a date such as 20261224, or a date and time such as 20261224T080000`},
		{"two starts", "DTSTART:20261224\nDTSTART:20261225", "line 6: duplicate: DTSTART twice"},
		{"an end before the start", "DTSTART:20261224\nDTEND:20261223", "line 4: invalid: the event ends on 2026-12-23, before it begins on 2026-12-24"},
		{"a time before the start", "DTSTART:20261224T120000Z\nDTEND:20261224T110000Z", "line 4: invalid: the event ends at 2026-12-24 11:00, before it begins at 2026-12-24 12:00"},
		{"an end of another sort", "DTSTART:20261224\nDTEND:20261225T120000", "line 4: invalid: the event begins on a date, 2026-12-24, but ends at a time, 2026-12-25 12:00: want both of one sort"},
		{"a start of another sort", "DTSTART:20261224T120000\nDTEND:20261225", "line 4: invalid: the event begins at a time, 2026-12-24 12:00, but ends on a date, 2026-12-25: want both of one sort"},
		{"end and duration", "DTSTART:20261224\nDTEND:20261225\nDURATION:P1D", "line 4: invalid: the event has DTEND and DURATION: want one of them"},
		{"hours of a date", "DTSTART:20261224\nDURATION:PT8H", "line 4: invalid: the event begins on a date, but its DURATION has hours: want days or weeks"},
		{"no duration", "DTSTART:20261224\nDURATION:1 day", `line 6: invalid: DURATION "1 day": want a duration such as P1D, P1W or PT8H30M`},
		{"a negative duration", "DTSTART:20261224\nDURATION:-P1D", `line 6: invalid: DURATION "-P1D": want a duration such as P1D, P1W or PT8H30M`},
		{
			"an unknown zone", "DTSTART;TZID=Central Standard Time:20261224T120000\nDTEND;TZID=Central Standard Time:20261224T130000",
			`line 4: unknown: no zone "Central Standard Time": want a name of the IANA time zone database, or a VTIMEZONE of that TZID`,
		},
		{"the zone of the host is no zone", "DTSTART;TZID=Local:20261224T120000\nDURATION:PT1H", `line 4: unknown: no zone "Local": want a name of the IANA time zone database, or a VTIMEZONE of that TZID`},
		{"a broken line", "DTSTART:20261224\nSUMMARY:a\nb\n--\nDTSTART:20260101", "2026-01-01\nline 7: invalid: \"b\" is no line of an iCalendar: want NAME:value"},
		{"a quoted text as long as may be", "DTSTART:" + strings.Repeat("x", 40), `line 5: invalid: DTSTART "` + strings.Repeat("x", 40) + `": want a date such as 20261224, or a date and time such as 20261224T080000`},
		{"a longer one", "DTSTART:" + strings.Repeat("x", 41), `line 5: invalid: DTSTART "` + strings.Repeat("x", 40) + `...": want a date such as 20261224, or a date and time such as 20261224T080000`},
		{"one that is cut before a character", "DTSTART:" + strings.Repeat("x", 37) + "日本", `line 5: invalid: DTSTART "` + strings.Repeat("x", 37) + `日...": want a date such as 20261224, or a date and time such as 20261224T080000`},
		{"one that is not cut inside it", "DTSTART:" + strings.Repeat("x", 38) + "日本", `line 5: invalid: DTSTART "` + strings.Repeat("x", 38) + `...": want a date such as 20261224, or a date and time such as 20261224T080000`},
		{"nor inside a longer one", "DTSTART:" + strings.Repeat("x", 37) + "😀", `line 5: invalid: DTSTART "` + strings.Repeat("x", 37) + `...": want a date such as 20261224, or a date and time such as 20261224T080000`},
		{"no colon", "DTSTART;20261224", `line 5: invalid: "DTSTART;20261224" has no colon: want NAME:value`},
		{"open quotes", `DTSTART;TZID="a:20261224`, `line 5: invalid: "DTSTART;TZID=\"a:20261224" has a parameter whose quotes do not end`},
		{"not UTF-8", "DTSTART:20261224\nSUMMARY:M\xe4rz", `line 6: invalid: "SUMMARY:M\xe4rz" is not UTF-8`},
		{"a rule of hours", "DTSTART:20260101T080000\nRRULE:FREQ=HOURLY", "line 6: invalid: RRULE: FREQ=HOURLY: want YEARLY, MONTHLY, WEEKLY or DAILY"},
		{"a rule without FREQ", "DTSTART:20260101\nRRULE:COUNT=2", "line 6: invalid: RRULE: no FREQ: want YEARLY, MONTHLY, WEEKLY or DAILY"},
		{"an unknown part", "DTSTART:20260101\nRRULE:FREQ=DAILY;BYEASTER=1", "line 6: invalid: RRULE: unknown part BYEASTER"},
		{"a part twice", "DTSTART:20260101\nRRULE:FREQ=DAILY;COUNT=1;COUNT=2", "line 6: invalid: RRULE has COUNT twice"},
		{"COUNT and UNTIL", "DTSTART:20260101\nRRULE:FREQ=DAILY;COUNT=1;UNTIL=20260101", "line 6: invalid: RRULE: COUNT and UNTIL: want one of them"},
		{"a count of nothing", "DTSTART:20260101\nRRULE:FREQ=DAILY;COUNT=0", "line 6: invalid: RRULE: COUNT=0: want a number from 1 to 1000000000"},
		{"a month too many", "DTSTART:20260101\nRRULE:FREQ=YEARLY;BYMONTH=13", "line 6: invalid: RRULE: BYMONTH=13: want a number from 1 to 12"},
		{"day zero", "DTSTART:20260101\nRRULE:FREQ=MONTHLY;BYMONTHDAY=0", "line 6: invalid: RRULE: BYMONTHDAY=0: want another number"},
		{"no day", "DTSTART:20260101\nRRULE:FREQ=WEEKLY;BYDAY=M", "line 6: invalid: RRULE: BYDAY=M: want days such as MO or 2MO"},
		{"a zeroth day", "DTSTART:20260101\nRRULE:FREQ=MONTHLY;BYDAY=0MO", "line 6: invalid: RRULE: BYDAY=0MO: want days such as MO or 2MO, numbers from -53 to 53 without 0"},
		{"a second Monday of the week", "DTSTART:20260101\nRRULE:FREQ=WEEKLY;BYDAY=2MO", "line 6: invalid: RRULE: BYDAY with numbers such as 2MO: only with FREQ=MONTHLY, or YEARLY without BYWEEKNO"},
		{"weeks of a month", "DTSTART:20260101\nRRULE:FREQ=MONTHLY;BYWEEKNO=2", "line 6: invalid: RRULE: BYWEEKNO: only with FREQ=YEARLY"},
		{"days of the year of a month", "DTSTART:20260101\nRRULE:FREQ=MONTHLY;BYYEARDAY=2", "line 6: invalid: RRULE: BYYEARDAY: only with FREQ=YEARLY"},
		{"days of the month of a week", "DTSTART:20260101\nRRULE:FREQ=WEEKLY;BYMONTHDAY=2", "line 6: invalid: RRULE: BYMONTHDAY: not with FREQ=WEEKLY"},
		{"positions of nothing", "DTSTART:20260101\nRRULE:FREQ=MONTHLY;BYSETPOS=2", "line 6: invalid: RRULE: BYSETPOS without another BY part"},
		{"another calendar", "DTSTART:20260101\nRRULE:RSCALE=CHINESE;FREQ=YEARLY", "line 6: invalid: RRULE: RSCALE=CHINESE: want GREGORIAN"},
		{"no first day", "DTSTART:20260101\nRRULE:FREQ=WEEKLY;WKST=XX", "line 6: invalid: RRULE: WKST=XX: want a day such as MO"},
		{"other hours than the start", "DTSTART:20260105T080000\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYHOUR=9;COUNT=2", "line 4: invalid: RRULE with a BYHOUR, BYMINUTE or BYSECOND other than the time of DTSTART is not understood"},
		{"this and future", "UID:1\nDTSTART:20260101\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260101", "line 7: invalid: RECURRENCE-ID with RANGE=THISANDFUTURE is not understood: want single occurrences"},
		{"EXRULE", "DTSTART:20260101\nEXRULE:FREQ=DAILY", "line 6: invalid: EXRULE is of an older format: want EXDATE"},
		{"a period without", "DTSTART:20260101\nEXDATE:20260101T000000/PT1H", `line 6: invalid: EXDATE "20260101T000000/PT1H": want dates or dates and times`},
		{"a period of dates", "DTSTART:20260101\nRDATE:20260101/P1D", `line 6: invalid: RDATE "20260101/P1D": want a period of times, or a date`},
		{"a period to a date", "DTSTART:20260101T000000\nRDATE:20260101T000000/20260102", `line 6: invalid: RDATE "20260101T000000/20260102": want a period of times, or a date`},
		{"a period of an event of dates", "DTSTART:20260101\nRDATE:20260101T000000/PT1H", "line 4: invalid: an RDATE has a period of times, but the event begins on a date: want dates"},
		{"a duration without its unit", "DTSTART:20261224\nDURATION:P1", `line 6: invalid: DURATION "P1": want a duration such as P1D, P1W or PT8H30M`},
		{"a duration in disorder", "DTSTART:20261224\nDURATION:P1D1W", `line 6: invalid: DURATION "P1D1W": want a duration such as P1D, P1W or PT8H30M`},
		{"a duration of fractions", "DTSTART:20261224\nDURATION:P1.5D", `line 6: invalid: DURATION "P1.5D": want a duration such as P1D, P1W or PT8H30M`},
		{"a duration of nothing", "DTSTART:20261224\nDURATION:P", `line 6: invalid: DURATION "P": want a duration such as P1D, P1W or PT8H30M`},
		{"a duration beyond all years", "DTSTART:20261224\nDURATION:P4000000D", `line 6: invalid: DURATION "P4000000D": want a duration such as P1D, P1W or PT8H30M`},
		{"a day beyond all years", "DTSTART:20261224\nDURATION:P3659635D", `line 6: invalid: DURATION "P3659635D": want a duration such as P1D, P1W or PT8H30M`},
		{"an hour beyond them", "DTSTART:20261224T120000\nDURATION:PT87831217H", `line 6: invalid: DURATION "PT87831217H": want a duration such as P1D, P1W or PT8H30M`},
		{"an end in an unknown zone", "DTSTART:20261224T080000Z\nDTEND;TZID=x:20261224T090000", `line 4: unknown: no zone "x": want a name of the IANA time zone database, or a VTIMEZONE of that TZID`},
		{"an EXDATE in an unknown zone", "DTSTART:20261224T080000Z\nDURATION:PT1H\nEXDATE;TZID=x:20261224T090000", `line 4: unknown: no zone "x": want a name of the IANA time zone database, or a VTIMEZONE of that TZID`},
		{"an RDATE in an unknown zone", "DTSTART:20261224T080000Z\nDURATION:PT1H\nRDATE;TZID=x:20261224T090000", `line 4: unknown: no zone "x": want a name of the IANA time zone database, or a VTIMEZONE of that TZID`},
		{"a yearly rule with hours", "DTSTART:20261224\nRRULE:FREQ=YEARLY;BYHOUR=8", "line 4: invalid: RRULE with a BYHOUR, BYMINUTE or BYSECOND other than the time of DTSTART is not understood"},
		{"no sequence", "DTSTART:20260101\nSEQUENCE:x", `line 6: invalid: SEQUENCE "x": want a number`},
		{"a name too long", "DTSTART:20260101\nSUMMARY:" + strings.Repeat("x", 4097), "line 6: limit exceeded: SUMMARY of 4097 bytes; at most 4096"},
		{"a name as long as may be", "DTSTART:20260101\nSUMMARY:" + strings.Repeat("x", 4096), "2026-01-01 " + strings.Repeat("x", 4096)},
		{"the first problem of an event only", "DTSTART:x\nDTEND:y\nRRULE:z", `line 5: invalid: DTSTART "x": want a date such as 20261224, or a date and time such as 20261224T080000`},
	}
	opts := &ical.ReadOptions{Calendar: office(t, "Europe/Stockholm")}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var events []string
			for e := range strings.SplitSeq(tt.events, "\n--\n") {
				events = append(events, event(e))
			}
			text := feed(events...)
			f, err := ical.Read(strings.NewReader(text), opts)
			require.Equal(t, lines(tt.want), lines(told(f, err)))
			require.Equal(t, len(events), f.Events)

			// With LF alone it is the same feed.
			other, err2 := ical.Read(strings.NewReader(strings.ReplaceAll(text, "\r\n", "\n")), opts)
			require.Equal(t, f, other)
			require.Equal(t, problems(err), problems(err2))
		})
	}
}

// Without a calendar only whole days are taken, and what is in UTC is read in
// UTC.
func TestEventsWithoutACalendar(t *testing.T) {
	f, err := ical.Read(strings.NewReader(feed(
		event("DTSTART:20261223T130000\nDTEND:20261223T170000"),
		event("DTSTART:20261224T120000Z\nDTEND:20261227T120000Z\nSUMMARY:Jul"),
		event("DTSTART;TZID=Europe/Stockholm:20260606T000000\nDTEND;TZID=Europe/Stockholm:20260607T000000\nSUMMARY:Nationaldag"),
	)), nil)
	require.NoError(t, err)
	require.Equal(t, lines(`2026-06-06 Nationaldag
		2026-12-25 Jul
		2026-12-26 Jul
		skipped line 4: a part of a day, on 2026-12-23: without ReadOptions.Calendar only whole days are taken
		skipped line 8: a part of a day, on 2026-12-24: without ReadOptions.Calendar only whole days are taken`), told(f, err))
}

func TestWindow(t *testing.T) {
	text := feed(
		event("DTSTART:20201225\nRRULE:FREQ=YEARLY\nSUMMARY:Jul"),
		event("DTSTART:20251228\nDURATION:P1W\nSUMMARY:Ferien"),
		event("DTSTART:20251127\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\nSUMMARY:Thanksgiving"),
		event("DTSTART:20251231\nSUMMARY:early"),
		event("DTSTART:20270101\nRRULE:FREQ=YEARLY\nSUMMARY:late"),
		event("DTSTART:20200101\nRRULE:FREQ=YEARLY;UNTIL=20250101\nSUMMARY:over"),
	)
	year := &ical.ReadOptions{From: date(t, "2026-01-01"), Until: date(t, "2027-01-01")}
	f, err := ical.Read(strings.NewReader(text), year)
	require.Equal(t, lines(`12-25 Jul [2026-01-01, 2027-01-01)
		2026-01-01 Ferien
		2026-01-02 Ferien
		2026-01-03 Ferien
		2026-11-26 Thanksgiving
		skipped line 19: no occurrence from 2026-01-01 to before 2027-01-01
		skipped line 23: no occurrence from 2026-01-01 to before 2027-01-01
		skipped line 28: no occurrence from 2026-01-01 to before 2027-01-01`), told(f, err))

	_, err = ical.Read(strings.NewReader(text), &ical.ReadOptions{From: date(t, "2026-01-01"), Until: date(t, "2026-01-01")})
	require.ErrorIs(t, err, slakit.ErrInvalid)
	require.Equal(t, "until: invalid: no date from 2026-01-01 to before 2026-01-01: want until after from, in the years 1920 to 2199", problems(err))

	// Nothing is taken outside the years for which calendars answer.
	f, err = ical.Read(strings.NewReader(feed(event("DTSTART:19190101\nRRULE:FREQ=YEARLY;BYYEARDAY=1"))),
		&ical.ReadOptions{From: date(t, "1900-01-01"), Until: date(t, "2300-01-01")})
	require.NoError(t, err)
	require.Len(t, f.Holidays, 280)
	require.Equal(t, "1920-01-01", f.Holidays[0].Date)
	require.Equal(t, "2199-01-01", f.Holidays[279].Date)
}

// A plain yearly event is taken if one of its dates lies in the years asked for.
func TestYearlyWindow(t *testing.T) {
	const none = "skipped line 4: no occurrence from "
	for _, tt := range []struct{ rule, from, until, want string }{
		{"", "2026-01-01", "2026-12-25", "12-24  [2026-01-01, 2026-12-25)"},
		{"", "2026-01-01", "2026-12-24", none + "2026-01-01 to before 2026-12-24"},
		{"", "2026-12-24", "2027-12-24", "12-24  [2026-12-24, 2027-12-24)"},
		{"", "2026-12-25", "2027-12-24", none + "2026-12-25 to before 2027-12-24"},
		{"", "2026-12-25", "2027-12-25", "12-24  [2026-12-25, 2027-12-25)"},
		{";UNTIL=20261224", "2026-01-01", "2030-01-01", "12-24  [2026-01-01, 2026-12-25)"},
		{";UNTIL=20261223", "2026-01-01", "2030-01-01", none + "2026-01-01 to before 2030-01-01"},
		{";UNTIL=20301224", "2026-01-01", "2030-01-01", "12-24  [2026-01-01, 2030-01-01)"},
	} {
		f, err := ical.Read(strings.NewReader(feed(event("DTSTART:20201224\nRRULE:FREQ=YEARLY"+tt.rule))),
			&ical.ReadOptions{From: date(t, tt.from), Until: date(t, tt.until)})
		require.Equal(t, tt.want, told(f, err), tt)
	}
}

func TestTake(t *testing.T) {
	text := feed(
		event("UID:1\nDTSTART:20261225\nSUMMARY:Juldagen\nDESCRIPTION:Public holiday\nCATEGORIES:a\\,b,c\nCATEGORIES:d"),
		event("UID:2\nDTSTART:20260531\nSUMMARY:Mors dag\nDESCRIPTION:Observance"),
		event("UID:3\nDTSTART:20260531\nSTATUS:CANCELLED"),
	)
	var asked []ical.Entry
	f, err := ical.Read(strings.NewReader(text), &ical.ReadOptions{Take: func(e ical.Entry) bool {
		asked = append(asked, e)
		return e.Note == "Public holiday"
	}})
	require.Equal(t, lines(`2026-12-25 Juldagen
		skipped line 12: not taken by ReadOptions.Take
		skipped line 18: cancelled`), told(f, err))
	require.Equal(t, []ical.Entry{
		{Line: 4, UID: "1", Name: "Juldagen", Note: "Public holiday", Categories: []string{"a,b", "c", "d"}},
		{Line: 12, UID: "2", Name: "Mors dag", Note: "Observance"},
	}, asked)
}

// What is no iCalendar is refused as a whole, at its line.
func TestNoCalendar(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"nothing", "", "line 1: required: the text is empty: want BEGIN:VCALENDAR"},
		{"blanks", "\n\r\n", "line 1: required: the text is empty: want BEGIN:VCALENDAR"},
		{"a page", "\n<!DOCTYPE html>\n<html>", `line 2: invalid: "<!DOCTYPE html>" is no line of an iCalendar: want NAME:value`},
		{"JSON", `{"england-and-wales":{}}`, `line 1: invalid: "{\"england-and-wales\":{}}" is no line of an iCalendar: want NAME:value`},
		{"a property", "VERSION:2.0", "line 1: invalid: VERSION: want BEGIN:VCALENDAR"},
		{"an event alone", "BEGIN:VEVENT\nEND:VEVENT", "line 1: invalid: BEGIN:VEVENT: want BEGIN:VCALENDAR"},
		{"vCalendar", "BEGIN:VCALENDAR\nVERSION:1.0\nEND:VCALENDAR", "line 2: invalid: VERSION 1.0 is vCalendar, an older format: want 2.0"},
		{"another calendar", "BEGIN:VCALENDAR\nCALSCALE:JULIAN\nEND:VCALENDAR", "line 2: invalid: CALSCALE JULIAN: want GREGORIAN"},
		{"cut off", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\nEND:VEVENT\n", "line 1: invalid: the VCALENDAR that begins here does not end: the text may be cut off"},
		{"cut off in an event", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:2026", "line 2: invalid: the VEVENT that begins here does not end: the text may be cut off"},
		{"an event that does not end", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nBEGIN:VEVENT\nEND:VEVENT\nEND:VEVENT\nEND:VCALENDAR", "line 3: invalid: BEGIN:VEVENT inside the VEVENT of line 2: want the END of that first"},
		{"a calendar in a calendar", "BEGIN:VCALENDAR\nBEGIN:VCALENDAR", "line 2: invalid: BEGIN:VCALENDAR inside the VCALENDAR of line 1: want the END of that first"},
		{"crossed ends", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR", "line 3: invalid: END:VCALENDAR before the END of the VEVENT of line 2"},
		{"an end too many", "BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR", "line 3: invalid: END:VCALENDAR without its BEGIN"},
		{"more after the end", "BEGIN:VCALENDAR\nEND:VCALENDAR\nDTSTART:20261225", "line 3: invalid: DTSTART: want BEGIN:VCALENDAR"},
		{"a broken line between events", "BEGIN:VCALENDAR\nhello\nEND:VCALENDAR", `line 2: invalid: "hello" is no line of an iCalendar: want NAME:value`},
		{"a long line", strings.Repeat("ä", 100), `line 1: invalid: "ääääääääääääääääääää..." is no line of an iCalendar: want NAME:value`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := ical.Read(strings.NewReader(tt.text), nil)
			require.Equal(t, tt.want, problems(err))
			require.Equal(t, ical.Feed{}, f)
		})
	}
}

func TestCalendars(t *testing.T) {
	f, err := ical.Read(strings.NewReader("\ufeffBEGIN:VCALENDAR\nX-WR-CALNAME:Helg\\, dagar\nNAME:other\n\n"+event("DTSTART:20261225")+
		"\nBEGIN:VTODO\nthis is not read\nEND:VTODO\nBEGIN:X-OWN\nBEGIN:X-PART\nEND:X-PART\nEND:X-OWN\nEND:VCALENDAR\n\n"+
		"begin:vcalendar\nMETHOD:CANCEL\nX-WR-CALNAME:second\n"+event("DTSTART:20261226")+"\nEND:vcalendar"), nil)
	require.Equal(t, lines(`2026-12-25
		skipped line 8: a VTODO is no event
		skipped line 11: a X-OWN is no event
		skipped line 20: cancelled: METHOD:CANCEL`), lines(told(f, err)))
	require.Equal(t, "Helg, dagar", f.Name)
	require.Equal(t, 2, f.Events)

	f, err = ical.Read(strings.NewReader("BEGIN:VCALENDAR\nEND:VCALENDAR"), nil)
	require.NoError(t, err)
	require.Equal(t, ical.Feed{}, f)

	failed := errors.New("no network")
	_, err = ical.Read(io.MultiReader(strings.NewReader("BEGIN:VCALENDAR\n"), iotest.ErrReader(failed)), nil)
	require.ErrorIs(t, err, failed)
}

// Folds count physical lines, lie anywhere, and are taken out before anything
// else is looked at.
func TestFolds(t *testing.T) {
	f, err := ical.Read(strings.NewReader("BEGIN:VCALENDAR\r\nBEGIN:VEV\r\n ENT\r\nDTST\r\n ART;VAL\r\n UE=DATE:2026\n 1225\r\nSUMMARY:p\xc3\r\n \xa5s\n\tk\r\n  dag\r\n \r\nEND:VEVENT\r\n"+
		"BEGIN:VEVENT\r\nSUM\r\n MARY:x\r\nDTSTART:1\r\nEND:VEVENT\r\nEND:VCALENDAR"), nil)
	require.Equal(t, lines(`2026-12-25 påsk dag
		line 17: invalid: DTSTART "1": want a date such as 20261224, or a date and time such as 20261224T080000`), told(f, err))
}

// What was read is what compiles: the plain way to use a feed.
func TestCompiles(t *testing.T) {
	f, err := ical.Read(strings.NewReader(feed(
		event("DTSTART:20201225\nRRULE:FREQ=YEARLY\nSUMMARY:Jul"),
		event("DTSTART:20261223T130000\nDTEND:20261223T170000\nSUMMARY:Fest"),
	)), &ical.ReadOptions{Calendar: office(t, "Europe/Stockholm")})
	require.NoError(t, err)
	c, err := calendar.Compile(calendar.Definition{
		Zone: "Europe/Stockholm", Hours: []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}},
		Holidays: f.Holidays, Exceptions: f.Exceptions,
	}, nil)
	require.NoError(t, err)
	require.Equal(t, "Jul", c.Day(date(t, "2030-12-25")).Name)
	require.Equal(t, "Fest", c.Day(date(t, "2026-12-23")).Name)
}
