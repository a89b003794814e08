package calendar_test

import (
	"fmt"
	"iter"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
)

// One table for each decision about time, in human time and worked out by
// hand. A question is written as it would be asked:
//
//	open T, add T D, between T T, next T, previous T, windows T T,
//	days T N RULE, weeks T N RULE, period T P, workday DATE N, date T, start DATE
//
// Instants are the wall clock of the calendar, by T2, unless they end in Z.
// Answers are read in the same clock, or in UTC where the answer ends in Z.
type question struct{ ask, want string }

func decide(t *testing.T, def calendar.Definition, questions []question) {
	t.Helper()
	c, err := calendar.Compile(def, decisionOptions)
	require.NoError(t, err)
	for _, q := range questions {
		assert.Equal(t, q.want, reply(t, c, q), "%s: %s", def.Zone, q.ask)
	}
}

// wallTime reads an instant of a question.
func wallTime(t *testing.T, c *calendar.Calendar, s string) time.Time {
	t.Helper()
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05"} {
		if at, err := time.Parse(layout+"Z", s); err == nil {
			return at
		}
		if at, err := time.Parse(layout, s); err == nil {
			return time.Unix(zoneNamed(c.Zone()).first(at.Unix()), 0)
		}
	}
	t.Fatalf("%q is no instant", s)
	return time.Time{}
}

func reply(t *testing.T, c *calendar.Calendar, q question) string {
	t.Helper()
	clock := func(at time.Time) string {
		if at.IsZero() {
			return "never"
		}
		layout, suffix := "Mon 2006-01-02 15:04", ""
		if strings.HasSuffix(q.want, "Z") {
			at, suffix = at.UTC(), "Z"
		}
		if at.Second() != 0 {
			layout += ":05"
		}
		return at.Format(layout) + suffix
	}
	span := func(s calendar.Span, ok bool) string {
		if !ok {
			return "none"
		}
		return clock(s.Start) + " - " + clock(s.End)
	}
	words := strings.Fields(q.ask)
	number := func(s string) int {
		n, err := strconv.Atoi(s)
		require.NoError(t, err)
		return n
	}
	at := func(i int) time.Time { return wallTime(t, c, words[i]) }
	switch words[0] {
	case "open":
		return fmt.Sprint(c.IsOpen(at(1)))
	case "add":
		d, err := time.ParseDuration(words[2])
		require.NoError(t, err)
		return clock(c.Add(at(1), d))
	case "between":
		return c.Between(at(1), at(2)).String()
	case "next":
		return span(c.Next(at(1)))
	case "previous":
		return span(c.Previous(at(1)))
	case "windows":
		var list []string
		for s := range c.Windows(at(1), at(2)) {
			list = append(list, span(s, true))
		}
		return strings.Join(list, ", ")
	case "days", "weeks":
		r, err := calendar.ParseDayRule(strings.Join(words[3:], " "))
		require.NoError(t, err)
		if words[0] == "weeks" {
			return clock(c.AddBusinessWeeks(at(1), number(words[2]), &r))
		}
		return clock(c.AddBusinessDays(at(1), number(words[2]), &r))
	case "period":
		p, err := calendar.ParsePeriod(words[2])
		require.NoError(t, err)
		return clock(c.AddPeriod(at(1), p))
	case "workday":
		d, err := calendar.ParseDate(words[1])
		require.NoError(t, err)
		next, ok := c.AddDays(d, number(words[2]))
		if !ok {
			return "none"
		}
		return next.String()
	case "date":
		return c.DateOf(at(1)).String()
	case "start":
		d, err := calendar.ParseDate(words[1])
		require.NoError(t, err)
		return clock(c.Start(d))
	}
	t.Fatalf("%q is no question", q.ask)
	return ""
}

// decisionOptions: a set with an own day that is kept on the Monday after, and
// a New Year's Day that is kept on the day before, in the old year.
var decisionOptions = &calendar.Options{HolidaySets: calendar.HolidaySets{
	"xx": {From: 2020, Until: 2030, On: func(year int) iter.Seq[calendar.SetDay] {
		return func(yield func(calendar.SetDay) bool) {
			days := map[int][]calendar.SetDay{
				2022: {{Date: mustDate(dateOf(2021, 12, 31)), Actual: mustDate(dateOf(2022, 1, 1)), Name: "New Year"}},
				2026: {{Date: mustDate(dateOf(2026, 8, 3)), Actual: mustDate(dateOf(2026, 8, 1)), Name: "Bank holiday"}},
			}
			for _, day := range days[year] {
				if !yield(day) {
					return
				}
			}
		}
	}},
}}

func nineToFive(zone string) calendar.Definition {
	return calendar.Definition{Name: "office", Zone: zone, Hours: []calendar.Hours{{Days: "mon-fri", Open: "09:00", Close: "17:00"}}}
}

func aroundTheClock(zone string) calendar.Definition {
	return calendar.Definition{Name: "always", Zone: zone, Hours: []calendar.Hours{{Days: "daily", Open: "00:00", Close: "24:00"}}}
}

// 6 June 2025 is a Friday.

func TestDecisionT01EndsOfIntervals(t *testing.T) {
	def := nineToFive("UTC")
	def.Exceptions = []calendar.Exception{{Date: "2025-06-10", Until: "2025-06-12", Name: "stocktaking"}}
	decide(t, def, []question{
		{"open 2025-06-06T08:59:59", "false"},
		{"open 2025-06-06T09:00", "true"},
		{"open 2025-06-06T16:59:59", "true"},
		{"open 2025-06-06T17:00", "false"},
		{"between 2025-06-06T16:00 2025-06-06T17:00", "1h0m0s"},
		{"between 2025-06-06T17:00 2025-06-09T09:00", "0s"},
		{"open 2025-06-10T10:00", "false"}, // the first date of the range
		{"open 2025-06-11T10:00", "false"}, // the last
		{"open 2025-06-12T10:00", "true"},  // until is the first date after
	})
}

func TestDecisionT02LocalTime(t *testing.T) {
	// golang/go#24551: a skipped time is the instant of the jump.
	spring := calendar.Definition{Name: "gap", Zone: "Europe/Stockholm", Hours: []calendar.Hours{{Days: "sun", Open: "02:30", Close: "05:00"}}}
	decide(t, spring, []question{
		{"next 2026-03-29T00:00", "Sun 2026-03-29 03:00 - Sun 2026-03-29 05:00"},
		{"between 2026-03-29T00:00 2026-03-30T00:00", "2h0m0s"},
		{"between 2026-03-22T00:00 2026-03-23T00:00", "2h30m0s"},
		// A repeated time is its first occurrence: 02:30 summer time.
		{"next 2026-10-25T00:00", "Sun 2026-10-25 00:30Z - Sun 2026-10-25 04:00Z"},
		{"between 2026-10-25T00:00 2026-10-26T00:00", "3h30m0s"},
	})
	decide(t, aroundTheClock("Europe/Stockholm"), []question{
		{"between 2026-03-29T00:00 2026-03-30T00:00", "23h0m0s"},
		{"between 2026-10-25T00:00 2026-10-26T00:00", "25h0m0s"},
		{"add 2026-03-28T12:00 24h", "Sun 2026-03-29 13:00"},
		{"period 2026-03-28T12:00 P1D", "Sun 2026-03-29 12:00"},
		{"period 2026-03-28T02:30 P1D", "Sun 2026-03-29 03:00"},
		{"period 2026-01-31T10:00 P1M", "Sat 2026-02-28 10:00"},
	})
	// Samoa had no 30 December 2011 (golang/go#29602).
	decide(t, aroundTheClock("Pacific/Apia"), []question{
		{"start 2011-12-30", "Sat 2011-12-31 00:00"},
		{"start 2011-12-31", "Sat 2011-12-31 00:00"},
		{"date 2011-12-30T09:59:59Z", "2011-12-29"},
		{"date 2011-12-30T10:00Z", "2011-12-31"},
		{"between 2011-12-29T00:00 2012-01-01T00:00", "48h0m0s"},
	})
	// Newfoundland turned 00:01 back to 23:01 of the day before. By T2 that
	// Sunday began at its first midnight and the date never runs backwards.
	decide(t, aroundTheClock("America/St_Johns"), []question{
		{"start 2006-10-29", "Sun 2006-10-29 02:30Z"},
		{"date 2006-10-29T02:29:59Z", "2006-10-28"},
		{"date 2006-10-29T02:45Z", "2006-10-29"}, // the clock shows 23:15 of the 28th again
		{"between 2006-10-28T00:00 2006-10-29T00:00", "24h0m0s"},
		{"between 2006-10-29T00:00 2006-10-30T00:00", "25h0m0s"},
	})
	// Havana turns midnight to one o'clock, Lord Howe by half an hour.
	decide(t, aroundTheClock("America/Havana"), []question{{"start 2026-03-08", "Sun 2026-03-08 01:00"}})
	decide(t, aroundTheClock("Australia/Lord_Howe"), []question{{"between 2026-04-05T00:00 2026-04-06T00:00", "24h30m0s"}})
}

func TestDecisionT03OverMidnight(t *testing.T) {
	def := calendar.Definition{Name: "night", Zone: "Europe/Stockholm", Hours: []calendar.Hours{{Days: "fri,sat", Open: "22:00", Close: "06:00"}}}
	def.Holidays = []calendar.Holiday{{Date: "2025-06-13"}, {Date: "2025-06-22"}}
	decide(t, def, []question{
		{"next 2025-06-06T12:00", "Fri 2025-06-06 22:00 - Sat 2025-06-07 06:00"},
		{"open 2025-06-08T05:59:59", "true"}, // Saturday's, on Sunday morning
		{"open 2025-06-14T02:00", "false"},   // Friday the 13th is a holiday, and its night with it
		{"open 2025-06-14T22:00", "true"},
		{"open 2025-06-22T02:00", "true"}, // the holiday does not remove Saturday's night
	})
	late := calendar.Definition{Name: "late", Zone: "UTC", Hours: []calendar.Hours{{Days: "fri", Open: "18:00", Close: "24:00"}, {Days: "sat", Open: "00:00", Close: "00:00"}}}
	decide(t, late, []question{
		{"next 2025-06-06T12:00", "Fri 2025-06-06 18:00 - Sun 2025-06-08 00:00"}, // no minute is missing at midnight
		{"between 2025-06-06T00:00 2025-06-09T00:00", "30h0m0s"},
	})
}

func TestDecisionT04DayStepping(t *testing.T) {
	decide(t, aroundTheClock("Pacific/Apia"), []question{
		{"workday 2011-12-29 1", "2011-12-31"}, // the 30th owns no open time
		{"workday 2011-12-31 -1", "2011-12-29"},
	})
	decide(t, aroundTheClock("America/Sao_Paulo"), []question{ // no midnight on 15 October 2017 (nats-io/nats-server#8543)
		{"workday 2017-10-14 1", "2017-10-15"},
		{"workday 2017-10-14 2", "2017-10-16"},
		{"start 2017-10-15", "Sun 2017-10-15 01:00"},
		{"days 2017-10-14T10:00 1", "Sun 2017-10-15 10:00"},
	})
	d, err := calendar.ParseDate("2011-12-29")
	require.NoError(t, err)
	assert.Equal(t, "2011-12-30", d.Next().String()) // a date is stepped as a date
}

func TestDecisionT05Precedence(t *testing.T) {
	def := nineToFive("UTC")
	def.Holidays = []calendar.Holiday{{Date: "12-24"}, {Date: "2025-12-25"}, {Date: "2025-12-29"}}
	def.Exceptions = []calendar.Exception{
		{Date: "2025-12-20", Until: "2026-01-05", Name: "long range", Hours: []calendar.Opening{{Open: "10:00", Close: "11:00"}}},
		{Date: "2025-12-22", Until: "2025-12-27", Name: "short range", Hours: []calendar.Opening{{Open: "10:00", Close: "12:00"}}},
		{Date: "12-23", Name: "yearly", Hours: []calendar.Opening{{Open: "10:00", Close: "13:00"}}},
		{Date: "12-24", Name: "yearly", Hours: []calendar.Opening{{Open: "10:00", Close: "13:00"}}},
		{Date: "2025-12-24", Name: "dated", Hours: []calendar.Opening{{Open: "10:00", Close: "14:00"}}},
		{Date: "2025-12-30", Name: "closed"},
	}
	decide(t, def, []question{
		{"between 2025-12-19T00:00 2025-12-20T00:00", "8h0m0s"}, // weekly hours
		{"between 2025-12-20T00:00 2025-12-21T00:00", "1h0m0s"}, // a Saturday with hours of its own
		{"between 2025-12-22T00:00 2025-12-23T00:00", "2h0m0s"}, // the shorter range
		{"between 2025-12-23T00:00 2025-12-24T00:00", "3h0m0s"}, // a yearly date beats ranges
		{"between 2025-12-24T00:00 2025-12-25T00:00", "4h0m0s"}, // a dated one beats it, and the holiday
		{"between 2025-12-25T00:00 2025-12-26T00:00", "2h0m0s"}, // a range beats the holiday
		{"between 2025-12-29T00:00 2025-12-30T00:00", "1h0m0s"},
		{"between 2025-12-30T00:00 2025-12-31T00:00", "0s"},
		{"between 2026-12-24T00:00 2026-12-25T00:00", "3h0m0s"},
	})
	for name, twice := range map[string][]calendar.Exception{
		"a date":      {{Date: "2025-12-24"}, {Date: "2025-12-24", Hours: []calendar.Opening{{Open: "10:00", Close: "14:00"}}}},
		"a yearly":    {{Date: "12-24"}, {Date: "12-24"}},
		"equal range": {{Date: "2025-12-20", Until: "2025-12-23"}, {Date: "2025-12-22", Until: "2025-12-25"}},
	} {
		def := nineToFive("UTC")
		def.Exceptions = twice
		_, err := calendar.Compile(def, nil)
		assert.Error(t, err, name)
	}
}

func TestDecisionT06OverlappingHours(t *testing.T) {
	for name, hours := range map[string][]calendar.Hours{
		"overlap": {{Days: "mon-fri", Open: "08:00", Close: "12:00"}, {Days: "wed", Open: "11:00", Close: "13:00"}},
		"twice":   {{Days: "mon-fri", Open: "08:00", Close: "12:00"}, {Days: "fri", Open: "08:00", Close: "12:00"}},
		"within":  {{Days: "wed", Open: "22:00", Close: "06:00"}, {Days: "wed", Open: "23:00", Close: "24:00"}},
	} {
		_, err := calendar.Compile(calendar.Definition{Name: name, Zone: "UTC", Hours: hours}, nil)
		if assert.Error(t, err, name) {
			assert.Contains(t, err.Error(), "hours[0]", name)
			assert.Contains(t, err.Error(), "hours[1]", name)
		}
	}
	decide(t, calendar.Definition{
		Name: "joined", Zone: "UTC",
		Hours: []calendar.Hours{
			{Days: "mon-fri", Open: "12:00", Close: "17:00"}, {Days: "mon-fri", Open: "08:00", Close: "12:00"}, // touching
			{Days: "fri", Open: "22:00", Close: "06:00"}, {Days: "sat", Open: "05:00", Close: "09:00"}, // a night's tail
		},
		Holidays: []calendar.Holiday{{Date: "2025-06-10"}, {Date: "06-10"}, {Date: "2025-06-10"}},
	}, []question{
		{"next 2025-06-05T12:00", "Thu 2025-06-05 08:00 - Thu 2025-06-05 17:00"},
		{"next 2025-06-06T21:00", "Fri 2025-06-06 22:00 - Sat 2025-06-07 09:00"},
		{"between 2025-06-06T21:00 2025-06-07T12:00", "11h0m0s"}, // the hour they share counts once
		{"between 2025-06-09T00:00 2025-06-12T00:00", "18h0m0s"}, // the holiday named three times, too
	})
}

func TestDecisionT07Add(t *testing.T) {
	decide(t, nineToFive("Europe/Stockholm"), []question{
		{"add 2025-06-06T16:00 1h", "Fri 2025-06-06 17:00"}, // it stays at the close
		{"add 2025-06-06T16:00 1h0m1s", "Mon 2025-06-09 09:00:01"},
		{"add 2025-06-06T20:00 8h", "Mon 2025-06-09 17:00"},
		{"add 2025-06-07T12:00 40h", "Fri 2025-06-13 17:00"},
		{"add 2025-06-06T09:00 400h", "Thu 2025-08-14 17:00"}, // fifty days of eight hours
	})
}

func TestDecisionT08AddNothing(t *testing.T) {
	decide(t, nineToFive("Europe/Stockholm"), []question{
		{"add 2025-06-06T12:00 0s", "Fri 2025-06-06 12:00"},
		{"add 2025-06-07T12:00 0s", "Sat 2025-06-07 12:00"}, // also while closed
		{"days 2025-06-07T12:00 0", "Sat 2025-06-07 12:00"},
	})
}

func TestDecisionT09AddBackwards(t *testing.T) {
	decide(t, nineToFive("Europe/Stockholm"), []question{
		{"add 2025-06-09T10:00 -1h", "Mon 2025-06-09 09:00"}, // the latest: it stays at the opening
		{"add 2025-06-09T10:00 -1h0m1s", "Fri 2025-06-06 16:59:59"},
		{"add 2025-06-08T12:00 -8h", "Fri 2025-06-06 09:00"},
		{"between 2025-06-09T10:00 2025-06-06T16:00", "-2h0m0s"},
	})
}

func TestDecisionT10NothingAhead(t *testing.T) {
	def := calendar.Definition{Name: "one day", Zone: "Europe/Stockholm", Exceptions: []calendar.Exception{
		{Date: "2025-06-06", Hours: []calendar.Opening{{Open: "09:00", Close: "17:00"}}},
	}}
	decide(t, def, []question{
		{"add 2025-06-06T12:00 5h", "Fri 2025-06-06 17:00"},
		{"add 2025-06-06T12:00 5h0m1s", "never"},
		{"add 2025-06-06T12:00 -3h0m1s", "never"},
		{"next 2025-06-06T17:00", "none"},
		{"previous 2025-06-06T09:00", "none"},
		{"workday 2025-06-06 1", "none"},
		{"workday 2025-06-06 -1", "none"},
		{"workday 2025-06-05 1", "2025-06-06"},
		{"days 2025-06-06T12:00 1", "never"},
		{"days 2025-06-06T18:00 0 by close", "never"},
		{"weeks 2025-06-06T12:00 1", "never"},
	})
	c, err := calendar.Compile(def, nil)
	require.NoError(t, err)
	assert.True(t, c.Add(time.Time{}, time.Hour).IsZero()) // never, and an hour later
}

func TestDecisionT11ZoneOfAnswers(t *testing.T) {
	c, err := calendar.Compile(nineToFive("Asia/Tokyo"), nil)
	require.NoError(t, err)
	asked := time.Date(2025, 6, 6, 0, 30, 0, 0, time.UTC).In(time.FixedZone("elsewhere", -3*3600))
	assert.Equal(t, "2025-06-06T10:30:00+09:00", c.Add(asked, time.Hour).Format(time.RFC3339))
	s, ok := c.Next(asked)
	require.True(t, ok)
	assert.Equal(t, "2025-06-06T09:00:00+09:00", s.Start.Format(time.RFC3339))
	assert.Equal(t, "2025-06-06", c.DateOf(asked).String())
	assert.Equal(t, "2025-06-06T00:30:00Z", calendar.AlwaysOpen().Add(asked, 0).UTC().Format(time.RFC3339))
	assert.Equal(t, "UTC", calendar.AlwaysOpen().Location().String())
}

func TestDecisionT12Seasons(t *testing.T) {
	def := nineToFive("Europe/Stockholm")
	short := func(open, closing string) []calendar.Hours {
		return []calendar.Hours{{Days: "mon-fri", Open: open, Close: closing}}
	}
	def.Seasons = []calendar.Season{
		{Name: "new hours", From: "2025-01-01", Hours: short("09:00", "16:00")},
		{Name: "newer hours", From: "2026-01-01", Hours: short("09:00", "15:00")},
		{Name: "summer", From: "06-15", Until: "08-16", Hours: short("09:00", "14:00")},
		{Name: "winter", From: "12-22", Until: "01-07", Hours: short("09:00", "13:00")},
		{Name: "once", From: "2026-07-01", Until: "2026-07-11", Hours: short("09:00", "12:00")},
		{Name: "February", From: "02-29", Until: "03-05", Hours: short("09:00", "10:00")},
	}
	def.Holidays = []calendar.Holiday{{Date: "2026-07-02"}, {Date: "02-29"}}
	def.Exceptions = []calendar.Exception{{Date: "2026-07-03", Hours: []calendar.Opening{{Open: "09:00", Close: "09:30"}}}}
	decide(t, def, []question{
		{"between 2024-11-05T00:00 2024-11-06T00:00", "8h0m0s"}, // before any version
		{"between 2025-11-05T00:00 2025-11-06T00:00", "7h0m0s"},
		{"between 2026-11-05T00:00 2026-11-06T00:00", "6h0m0s"},
		{"between 2025-06-13T00:00 2025-06-14T00:00", "7h0m0s"},
		{"between 2025-06-16T00:00 2025-06-17T00:00", "5h0m0s"}, // summer, every year
		{"between 2025-08-15T00:00 2025-08-16T00:00", "5h0m0s"},
		{"between 2025-08-18T00:00 2025-08-19T00:00", "7h0m0s"},
		{"between 2026-07-01T00:00 2026-07-02T00:00", "3h0m0s"}, // a dated season overrides it
		{"between 2026-07-02T00:00 2026-07-03T00:00", "0s"},     // holidays still win
		{"between 2026-07-03T00:00 2026-07-04T00:00", "30m0s"},  // and exceptions
		{"between 2026-07-13T00:00 2026-07-14T00:00", "5h0m0s"},
		{"between 2025-12-30T00:00 2025-12-31T00:00", "4h0m0s"}, // over New Year
		{"between 2026-01-06T00:00 2026-01-07T00:00", "4h0m0s"},
		{"between 2026-01-07T00:00 2026-01-08T00:00", "6h0m0s"},
		{"between 2028-02-29T00:00 2028-03-01T00:00", "0s"},     // a holiday in leap years only
		{"between 2027-03-01T00:00 2027-03-02T00:00", "1h0m0s"}, // as a bound: the first date not before it
		{"between 2027-02-26T00:00 2027-02-27T00:00", "6h0m0s"},
	})
	for name, seasons := range map[string][]calendar.Season{
		"equal bounds":        {{Name: "a", From: "06-15", Until: "06-15", Hours: short("09:00", "12:00")}},
		"yearly without end":  {{Name: "a", From: "06-15", Hours: short("09:00", "12:00")}},
		"dated and yearly":    {{Name: "a", From: "2025-06-15", Until: "08-16", Hours: short("09:00", "12:00")}},
		"sharing a date":      {{Name: "a", From: "06-15", Until: "08-16"}, {Name: "b", From: "08-15", Until: "09-01"}},
		"dated, sharing one":  {{Name: "a", From: "2025-06-15", Until: "2025-08-16"}, {Name: "b", From: "2025-08-15", Until: "2025-09-01"}},
		"versions of one day": {{Name: "a", From: "2025-01-01"}, {Name: "b", From: "2025-01-01"}},
	} {
		def := nineToFive("Europe/Stockholm")
		def.Seasons = seasons
		_, err := calendar.Compile(def, nil)
		assert.Error(t, err, name)
	}
}

func TestDecisionT13Holidays(t *testing.T) {
	week := func(h calendar.Holiday) calendar.Definition {
		def := aroundTheClock("UTC")
		def.Holidays = []calendar.Holiday{h}
		return def
	}
	// 1 August 2026 is a Saturday, kept on Monday the 3rd.
	decide(t, week(calendar.Holiday{Set: "xx"}), []question{
		{"windows 2026-07-31T00:00 2026-08-05T00:00", "Fri 2026-07-31 00:00 - Sat 2026-08-01 00:00, Sun 2026-08-02 00:00 - Mon 2026-08-03 00:00, Tue 2026-08-04 00:00 - Wed 2026-08-05 00:00"},
		{"open 2021-12-31T12:00", "false"}, // the next year's day, kept in this one
		{"open 2022-01-01T12:00", "false"},
		{"open 2031-08-01T12:00", "true"}, // nothing is known of 2031
	})
	decide(t, week(calendar.Holiday{Set: "xx", Observed: "actual"}), []question{
		{"open 2026-08-01T12:00", "false"}, {"open 2026-08-03T12:00", "true"}, {"open 2021-12-31T12:00", "true"},
	})
	decide(t, week(calendar.Holiday{Set: "xx", Observed: "observed"}), []question{
		{"open 2026-08-01T12:00", "true"}, {"open 2026-08-03T12:00", "false"}, {"open 2022-01-01T12:00", "true"},
	})
	decide(t, week(calendar.Holiday{Set: "xx", From: "2026-08-02", Until: "2026-08-04"}), []question{
		{"open 2026-08-01T12:00", "true"}, {"open 2026-08-03T12:00", "false"}, {"open 2022-01-01T12:00", "true"},
	})
	decide(t, week(calendar.Holiday{Set: "xx", Until: "2026-08-03"}), []question{
		{"open 2026-08-01T12:00", "false"}, {"open 2026-08-03T12:00", "true"},
	})
	c, err := calendar.Compile(week(calendar.Holiday{Set: "xx"}), decisionOptions)
	require.NoError(t, err)
	var years []int
	for y := range c.HolidayYears() {
		years = append(years, y)
	}
	assert.Equal(t, []int{2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027, 2028, 2029}, years)
}

func TestDecisionT14Range(t *testing.T) {
	assert.Equal(t, "1920-01-01T00:00:00Z", calendar.Range().Start.UTC().Format(time.RFC3339))
	assert.Equal(t, "2200-01-01T00:00:00Z", calendar.Range().End.UTC().Format(time.RFC3339))
	decide(t, aroundTheClock("UTC"), []question{
		{"open 1919-12-31T23:59:59", "false"},
		{"open 1920-01-01T00:00", "true"},
		{"open 2199-12-31T23:59:59", "true"},
		{"open 2200-01-01T00:00", "false"},
		{"between 1919-12-31T00:00 1920-01-02T00:00", "24h0m0s"}, // the part inside
		{"between 2199-12-31T00:00 2201-01-01T00:00", "24h0m0s"},
		{"between 1800-01-01T00:00 2400-01-01T00:00", "2454456h0m0s"}, // 102,269 days
		{"add 1919-12-31T12:00 1h", "never"},
		{"add 1919-12-31T12:00 0s", "Wed 1919-12-31 12:00"},
		{"add 2200-01-01T12:00 -1h", "never"},
		{"add 2199-12-31T12:00 12h0m1s", "never"},
		{"next 1919-12-31T12:00", "none"},
		{"previous 2200-01-02T12:00", "none"},
		{"workday 1919-12-30 1", "none"},
		{"days 1919-12-30T12:00 1", "never"},
	})
	// Dates have a range of their own.
	_, err := calendar.NewDate(9999, 12, 31)
	require.NoError(t, err)
	_, err = calendar.NewDate(1, 1, 1)
	require.NoError(t, err)
	_, err = calendar.NewDate(10000, 1, 1)
	require.Error(t, err)
	_, err = calendar.NewDate(0, 12, 31)
	require.Error(t, err)
}

func TestDecisionT15WindowsAskedFor(t *testing.T) {
	def := calendar.Definition{Name: "split", Zone: "UTC", Hours: []calendar.Hours{
		{Days: "mon-fri", Open: "09:00", Close: "12:00"},
		{Days: "mon-fri", Open: "13:00", Close: "17:00"},
		{Days: "sat,sun", Open: "00:00", Close: "24:00"},
		{Days: "fri", Open: "20:00", Close: "24:00"},
	}}
	decide(t, def, []question{
		{"next 2025-06-05T10:00", "Thu 2025-06-05 09:00 - Thu 2025-06-05 12:00"}, // the one that holds it
		{"next 2025-06-05T12:00", "Thu 2025-06-05 13:00 - Thu 2025-06-05 17:00"},
		{"next 2025-06-05T08:00", "Thu 2025-06-05 09:00 - Thu 2025-06-05 12:00"},
		{"next 2025-06-07T12:00", "Fri 2025-06-06 20:00 - Mon 2025-06-09 00:00"}, // joined over midnights and the week's end
		{"previous 2025-06-05T10:00", "Thu 2025-06-05 09:00 - Thu 2025-06-05 12:00"},
		{"previous 2025-06-05T09:00", "Wed 2025-06-04 13:00 - Wed 2025-06-04 17:00"},
		{"previous 2025-06-05T12:00", "Thu 2025-06-05 09:00 - Thu 2025-06-05 12:00"},
		{"previous 2025-06-09T08:00", "Fri 2025-06-06 20:00 - Mon 2025-06-09 00:00"},
		{"windows 2025-06-05T10:00 2025-06-05T14:00", "Thu 2025-06-05 10:00 - Thu 2025-06-05 12:00, Thu 2025-06-05 13:00 - Thu 2025-06-05 14:00"},
	})
	decide(t, aroundTheClock("Europe/Stockholm"), []question{{"next 2025-06-05T10:00", "never - never"}, {"previous 2025-06-05T10:00", "never - never"}})
	once := nineToFive("UTC")
	once.Seasons = []calendar.Season{{Name: "around the clock", From: "2025-06-01", Hours: aroundTheClock("UTC").Hours}}
	decide(t, once, []question{
		{"next 2025-06-05T10:00", "Sun 2025-06-01 00:00 - never"},
		{"previous 2025-06-05T10:00", "Sun 2025-06-01 00:00 - never"},
	})
}

func TestDecisionT16DaysInAPattern(t *testing.T) {
	// The week of Monday 2 June 2025.
	for days, want := range map[string]string{
		"mon-fri":      "mon tue wed thu fri",
		"fri-mon":      "mon fri sat sun", // wraps
		"sat,sun":      "sat sun",
		"daily":        "mon tue wed thu fri sat sun",
		"Mon-Wed,FRI":  "mon tue wed fri",
		"wed":          "wed",
		"sun-sat":      "mon tue wed thu fri sat sun",
		"tue,thu, sat": "tue thu sat",
	} {
		c, err := calendar.Compile(calendar.Definition{Name: days, Zone: "UTC", Hours: []calendar.Hours{{Days: days, Open: "09:00", Close: "17:00"}}}, nil)
		if !assert.NoError(t, err, days) {
			continue
		}
		var open []string
		for i := range 7 {
			at := time.Date(2025, 6, 2+i, 12, 0, 0, 0, time.UTC)
			if c.IsOpen(at) {
				open = append(open, strings.ToLower(at.Format("Mon")))
			}
		}
		assert.Equal(t, want, strings.Join(open, " "), days)
	}
	def := nineToFive("UTC")
	def.Exceptions = []calendar.Exception{
		{Date: "12-23", Days: "mon-sat", Name: "half day unless it is a Sunday", Hours: []calendar.Opening{{Open: "09:00", Close: "12:00"}}},
		{Date: "12-01", Until: "12-20", Days: "sat", Name: "Saturdays before Christmas", Hours: []calendar.Opening{{Open: "10:00", Close: "14:00"}}},
	}
	decide(t, def, []question{
		{"between 2025-12-23T00:00 2025-12-24T00:00", "3h0m0s"}, // a Tuesday
		{"between 2023-12-23T00:00 2023-12-24T00:00", "3h0m0s"}, // a Saturday
		{"between 2029-12-23T00:00 2029-12-24T00:00", "0s"},     // a Sunday
		{"between 2025-12-06T00:00 2025-12-07T00:00", "4h0m0s"}, // a Saturday in December
		{"between 2025-12-05T00:00 2025-12-06T00:00", "8h0m0s"}, // the Friday before keeps its hours
		{"between 2025-11-29T00:00 2025-11-30T00:00", "0s"},
		{"between 2026-12-12T00:00 2026-12-13T00:00", "4h0m0s"}, // every year
	})
}

func TestDecisionA2BusinessDays(t *testing.T) {
	split := calendar.Definition{Name: "split", Zone: "Europe/Stockholm", Hours: []calendar.Hours{
		{Days: "mon-fri", Open: "08:00", Close: "12:00"}, {Days: "mon-fri", Open: "13:00", Close: "17:00"},
	}}
	split.Holidays = []calendar.Holiday{{Date: "2025-06-09"}}
	decide(t, split, []question{
		{"days 2025-06-05T10:00 1", "Fri 2025-06-06 10:00"},
		{"days 2025-06-06T10:00 1", "Tue 2025-06-10 10:00"}, // over a weekend and a holiday
		{"days 2025-06-05T06:00 1", "Fri 2025-06-06 08:00"}, // before the first opening: that day
		{"days 2025-06-05T12:30 1", "Fri 2025-06-06 13:00"}, // in the lunch gap: that day, rolled
		{"days 2025-06-05T17:00 1", "Tue 2025-06-10 08:00"}, // at the last close: the next day is day 0
		{"days 2025-06-07T12:00 1", "Wed 2025-06-11 08:00"},
		{"days 2025-06-05T09:59 1 if before 10:00", "Fri 2025-06-06 09:59"},
		{"days 2025-06-05T10:00 1 by close if before 10:00", "Tue 2025-06-10 17:00"},
		{"days 2025-06-05T06:00 1 by close if before 08:00", "Tue 2025-06-10 17:00"}, // rolled to 08:00, which is not before
		{"days 2025-06-10T10:00 -1", "Fri 2025-06-06 10:00"},
		{"days 2025-06-10T06:00 -1", "Thu 2025-06-05 17:00"}, // from Friday's close
		{"days 2025-06-05T10:00 0", "Thu 2025-06-05 10:00"},
		{"days 2025-06-05T10:00 0 by close", "Thu 2025-06-05 17:00"},
		{"weeks 2025-06-05T10:00 1", "Thu 2025-06-12 10:00"},
		{"weeks 2025-06-02T10:00 1", "Tue 2025-06-10 10:00"}, // the 9th is a holiday
		{"weeks 2025-06-07T10:00 1 by close", "Tue 2025-06-17 17:00"},
	})
	night := calendar.Definition{Name: "night", Zone: "Europe/Stockholm", Hours: []calendar.Hours{{Days: "mon-fri", Open: "22:00", Close: "06:00"}}}
	decide(t, night, []question{
		{"days 2025-06-07T02:00 1", "Tue 2025-06-10 02:00"}, // 26:00 of Friday, then 26:00 of Monday
		{"days 2025-06-07T02:00 1 by close", "Tue 2025-06-10 06:00"},
		{"days 2025-06-07T02:00 0 by open", "Sat 2025-06-07 02:00"}, // due before the start is the start
		{"days 2025-06-07T06:00 1", "Tue 2025-06-10 22:00"},
	})
}

func TestDecisionA3TimesOfDay(t *testing.T) {
	def := calendar.Definition{Name: "short Fridays", Zone: "Europe/Stockholm", Hours: []calendar.Hours{
		{Days: "mon-thu", Open: "08:00", Close: "17:00"}, {Days: "fri", Open: "09:00", Close: "15:00"},
	}}
	decide(t, def, []question{
		{"days 2025-06-05T16:00 1", "Mon 2025-06-09 08:00"}, // closed then: the next opening
		{"days 2025-06-05T08:30 1", "Fri 2025-06-06 09:00"},
		{"days 2025-06-05T15:00 1", "Fri 2025-06-06 15:00"}, // exactly at a close it stays
		{"days 2025-06-05T10:00 1 by close", "Fri 2025-06-06 15:00"},
		{"days 2025-06-05T10:00 1 by open", "Fri 2025-06-06 09:00"},
		{"days 2025-06-05T10:00 1 by 16:00", "Fri 2025-06-06 15:00"}, // clipped to the day
		{"days 2025-06-05T10:00 1 by 06:00", "Fri 2025-06-06 09:00"},
		{"days 2025-06-05T10:00 1 by 12:00", "Fri 2025-06-06 12:00"},
		{"days 2025-06-05T10:00 0 by 09:00", "Thu 2025-06-05 10:00"},
	})
}

func TestDecisionA4KeepClock(t *testing.T) {
	decide(t, nineToFive("America/New_York"), []question{
		{"days 2025-06-05T07:12 1 keep-clock", "Fri 2025-06-06 07:12"}, // early, and so may the due time be
		{"days 2025-06-07T10:30 1 keep-clock", "Tue 2025-06-10 10:30"}, // Saturday moves to Monday, same clock
		{"days 2025-06-07T20:00 1 keep-clock", "Wed 2025-06-11 09:00"}, // then past Monday's close: Tuesday's opening
		{"days 2025-06-05T17:00 1 keep-clock", "Mon 2025-06-09 09:00"},
		{"days 2025-06-05T10:00 2 keep-clock", "Mon 2025-06-09 10:00"},
		{"days 2025-06-07T10:30 1", "Tue 2025-06-10 09:00"}, // and without: rolled to the opening
	})
}
