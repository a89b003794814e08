package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/slakit/slakit/calendar"
)

// TestDecisionT5: exception, holiday, weekly hours; and between exceptions a
// dated single date, a yearly one, a shorter range, a longer one.
func TestDecisionT5(t *testing.T) {
	c := must(t, calendar.Definition{
		Zone: "UTC", Hours: hours("daily 08:00-20:00"),
		Holidays: []calendar.Holiday{{Date: "12-24"}, {Date: "2026-05-01"}, {Date: "12-26"}},
		Exceptions: []calendar.Exception{
			{Date: "2026-12-01", Until: "2027-01-01", Hours: openings("05:00-06:00")},
			{Date: "12-20", Until: "12-30", Hours: openings("04:00-06:00")},
			{Date: "2026-12-22", Until: "2026-12-26", Hours: openings("03:00-06:00")},
			{Date: "12-23", Hours: openings("02:00-06:00")},
			{Date: "2026-12-24", Hours: openings("01:00-06:00")},
			{Date: "2026-12-25"},
			{Date: "2026-12-29", Until: "2026-12-30"},
			{Date: "12-31", Until: "01-02", Hours: openings("07:00-08:00")},
		},
	})
	for d, want := range map[string]string{
		"2026-11-30": "hours",
		"2026-05-01": "holidays[1]",
		"2027-12-24": "exceptions[1]", // an exception beats the holiday
		"2025-12-26": "exceptions[1]",
		"2026-12-01": "exceptions[0]",
		"2026-12-19": "exceptions[0]",
		"2026-12-20": "exceptions[1]", // shorter, though yearly
		"2026-12-22": "exceptions[2]", // shorter still
		"2026-12-23": "exceptions[3]", // a single date beats ranges
		"2026-12-24": "exceptions[4]", // dated beats yearly
		"2026-12-25": "exceptions[5]",
		"2026-12-28": "exceptions[1]",
		"2026-12-29": "exceptions[6]", // a range of one date is a range
		"2026-12-30": "exceptions[0]",
		"2026-12-31": "exceptions[7]",
		"2027-01-01": "exceptions[7]",
		"2027-01-02": "hours",
		"2027-12-23": "exceptions[3]",
		"2027-12-30": "hours",
	} {
		assert.Equal(t, want, c.Day(date(t, d)).Path, d)
	}
	assert.Empty(t, c.Day(date(t, "2026-12-25")).Windows, "no hours is closed")
}

// TestDecisionT16: days of an exception: "half day on the eve unless it is a
// Sunday" and "Saturdays of December".
func TestDecisionT16(t *testing.T) {
	c := must(t, calendar.Definition{
		Zone: "Europe/Stockholm", Hours: hours("MON-Fri 08:00-17:00"),
		Exceptions: []calendar.Exception{
			{Date: "04-30", Days: "mon-sat", Hours: openings("08:00-12:00")},
			{Date: "04-30", Days: "sun", Hours: openings("10:00-11:00")},
			{Date: "12-01", Until: "01-01", Days: "Sat", Hours: openings("10:00-16:00")},
			{Date: "2026-12-01", Until: "2027-01-01", Days: "sun", Hours: openings("12:00-16:00")},
			{Date: "2026-07-01", Days: "thu", Hours: openings("12:00-16:00")}, // it is a Wednesday
		},
	})
	for d, want := range map[string]string{
		"2026-04-30": "exceptions[0]", // Thursday
		"2028-04-30": "exceptions[1]", // Sunday
		"2026-12-05": "exceptions[2]",
		"2027-12-04": "exceptions[2]",
		"2026-12-04": "hours",
		"2026-12-06": "exceptions[3]",
		"2027-12-05": "hours",
		"2026-07-01": "hours",
	} {
		assert.Equal(t, want, c.Day(date(t, d)).Path, d)
	}
	monday := date(t, "2026-06-01")
	for days, want := range map[string]string{
		"mon-fri": "1111100", "fri-mon": "1000111", "daily": "1111111", "sat,sun": "0000011",
		"Mon, WED-thu ,sun": "1011001", "sun-sat": "1111111", "mon-mon": "1000000", "tue,tue": "0100000", "wed,daily": "1111111",
	} {
		c := must(t, calendar.Definition{Zone: "UTC", Hours: []calendar.Hours{{Days: days, Open: "08:00", Close: "09:00"}}})
		got := ""
		for i := range 7 {
			if c.IsBusinessDay(monday.AddDays(i)) {
				got += "1"
			} else {
				got += "0"
			}
		}
		assert.Equal(t, want, got, days)
	}
	for _, days := range []string{"-", "mon-", "-mon", "mon,,tue", "monday", "mon-tue-wed", "1-5", "weekdays"} {
		_, err := calendar.Compile(calendar.Definition{Zone: "UTC", Hours: []calendar.Hours{{Days: days, Open: "08:00", Close: "09:00"}}}, nil)
		assert.ErrorContains(t, err, "hours[0].days", days)
	}
}

// TestExceptionLeapDay: a yearly 02-29 exists in leap years only; ranges take
// it as the first date not before it.
func TestExceptionLeapDay(t *testing.T) {
	c := must(t, calendar.Definition{
		Zone: "UTC",
		Exceptions: []calendar.Exception{
			{Date: "02-29", Hours: openings("08:00-09:00")},
			{Date: "02-28", Until: "02-29", Hours: openings("10:00-11:00")},
		},
	})
	for d, want := range map[string]string{
		"2027-02-28": "exceptions[1]", "2027-03-01": "hours",
		"2028-02-28": "exceptions[1]", "2028-02-29": "exceptions[0]", "2028-03-01": "hours",
	} {
		assert.Equal(t, want, c.Day(date(t, d)).Path, d)
	}
	assert.Equal(t, time.Hour, c.Between(utc(t, "2028-02-29T00:00:00Z"), utc(t, "2029-02-28T00:00:00Z")))
}

// TestEqualRanksThatMeetNowhere: these are no errors.
func TestEqualRanksThatMeetNowhere(t *testing.T) {
	must(t, calendar.Definition{Zone: "UTC", Exceptions: []calendar.Exception{
		{Date: "2026-12-21", Until: "2026-12-28", Days: "mon-fri"},
		{Date: "2026-12-21", Until: "2026-12-28", Days: "sat,sun"},
		{Date: "12-24", Days: "sat"},
		{Date: "12-24", Days: "sun"},
		{Date: "2026-12-24", Days: "mon"}, // a Thursday
		{Date: "2026-12-24", Days: "thu"},
		{Date: "12-28", Until: "01-04"},
		{Date: "2027-01-04", Until: "2027-01-11"},
		{Date: "2027-02-28", Until: "2027-03-01", Days: "sun"},
		{Date: "02-29", Until: "03-01"}, // one date in leap years, none in others
	}})
	_, err := calendar.Compile(calendar.Definition{Zone: "UTC", Exceptions: []calendar.Exception{
		{Date: "01-01", Until: "12-31"},
		{Date: "2027-01-01", Until: "2028-01-01"},
	}}, nil)
	assert.EqualError(t, err, "exceptions[1]: invalid: exceptions[0], also a range of this length, holds on 2027-01-01, too: want one for each date")
	_, err = calendar.Compile(calendar.Definition{Zone: "UTC", Exceptions: []calendar.Exception{
		{Date: "03-02", Until: "03-01"}, // every date but 1 March
		{Date: "2025-03-01", Until: "2026-03-01"},
	}}, nil)
	assert.EqualError(t, err, "exceptions[1]: invalid: exceptions[0], also a range of this length, holds on 2025-03-02, too: want one for each date")
}

// TestLastDates: the last date there is may be written, alone and as the end.
func TestLastDates(t *testing.T) {
	c := must(t, calendar.Definition{
		Zone: "UTC", Hours: hours("daily 08:00-09:00"),
		Seasons: []calendar.Season{{From: "9999-12-31"}, {From: "0001-01-01", Until: "9999-12-31"}},
		Exceptions: []calendar.Exception{
			{Date: "9999-12-31"}, {Date: "9999-12-30", Until: "9999-12-31"}, {Date: "0001-01-01"}, {Date: "0001-01-01", Until: "9999-12-31", Days: "sun"},
		},
	})
	for d, want := range map[string]string{
		"9999-12-31": "exceptions[0]", "9999-12-30": "exceptions[1]", "0001-01-01": "exceptions[2]", "2026-06-07": "exceptions[3]", "2026-06-08": "seasons[1]",
	} {
		assert.Equal(t, want, c.Day(date(t, d)).Path, d)
	}
}
