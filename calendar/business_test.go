package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/slakit/slakit/calendar"
)

// 2026-06-01 is a Monday. Friday closes early, Wednesday the 10th is a holiday,
// and there is a night shift from Thursday the 18th on.
func shifts(tb testing.TB) *calendar.Calendar {
	return must(tb, calendar.Definition{
		Zone: "Europe/Stockholm", Hours: hours("mon-thu 08:00-12:00 13:00-17:00; fri 08:00-15:00"),
		Holidays: []calendar.Holiday{{Date: "2026-06-10"}},
		Exceptions: []calendar.Exception{
			{Date: "2026-06-18", Hours: openings("22:00-06:00")},
			{Date: "2026-06-19", Hours: openings("22:00-06:00")},
			{Date: "2026-06-22", Hours: openings("22:00-06:00")},
		},
	})
}

// TestDecisionA2 has the day on which a count starts, A3 the time at which it
// ends.
func TestDecisionA2A3(t *testing.T) {
	c := shifts(t)
	for _, tt := range []struct {
		name, at string
		n        int
		rule     string
		want     string
	}{
		{"inside a window", "2026-06-01 10:00:00.5", 1, "", "2026-06-02 10:00:00.5"},
		{"over a holiday and a weekend", "2026-06-05 10:00", 4, "", "2026-06-12 10:00"},
		{"before opening: that day, at the opening", "2026-06-01 05:00", 1, "", "2026-06-02 08:00"},
		{"in the lunch gap: that day, at the next opening", "2026-06-01 12:30", 1, "", "2026-06-02 13:00"},
		{"at the close of the morning", "2026-06-01 12:00", 1, "", "2026-06-02 13:00"},
		{"at the last close: the next business day", "2026-06-01 17:00", 1, "", "2026-06-03 08:00"},
		{"after it", "2026-06-01 23:00", 1, "", "2026-06-03 08:00"},
		{"at the weekend", "2026-06-06 10:00", 1, "", "2026-06-09 08:00"},
		{"on the holiday", "2026-06-10 10:00", 1, "", "2026-06-12 08:00"},
		{"closed then: the next opening", "2026-06-04 16:00", 1, "", "2026-06-08 08:00"},
		{"exactly at a close it stays", "2026-06-04 15:00", 1, "", "2026-06-05 15:00"},
		{"a moment later it does not", "2026-06-04 15:00:00.000000001", 1, "", "2026-06-08 08:00"},
		{"nothing without a rule", "2026-06-06 10:00", 0, "", "2026-06-06 10:00"},

		{"Friday's night shift at 02:00 is 26:00 of Friday", "2026-06-20 02:00", 1, "", "2026-06-23 02:00"},
		{"its evening", "2026-06-19 23:00", 1, "", "2026-06-22 23:00"},
		{"after it, on Saturday", "2026-06-20 07:00", 1, "", "2026-06-24 08:00"}, // day 0 is Monday at 22:00, and Tuesday is shut by then
		{"by close, next morning", "2026-06-18 23:00", 1, "by close", "2026-06-20 06:00"},
		{"by open", "2026-06-18 23:00", 1, "by open", "2026-06-19 22:00"},
		{"by a time before the first opening", "2026-06-18 23:00", 1, "by 02:00", "2026-06-19 22:00"},
		{"by a time of the shift", "2026-06-18 23:00", 1, "by 23:30", "2026-06-19 23:30"},

		{"by close", "2026-06-01 10:00", 1, "by close", "2026-06-02 17:00"},
		{"by close of a short day", "2026-06-01 10:00", 4, "by close", "2026-06-05 15:00"},
		{"by close of this day", "2026-06-01 10:00", 0, "by close", "2026-06-01 17:00"},
		{"by close after it", "2026-06-01 17:00", 0, "by close", "2026-06-02 17:00"},
		{"by open", "2026-06-01 10:00", 1, "by open", "2026-06-02 08:00"},
		{"by open of this day: the start", "2026-06-01 10:00", 0, "by open", "2026-06-01 10:00"},
		{"by open before it", "2026-06-01 05:00", 0, "by open", "2026-06-01 08:00"},
		{"by a time", "2026-06-01 10:00", 1, "by 16:00", "2026-06-02 16:00"},
		{"in the lunch gap it stays", "2026-06-01 10:00", 1, "by 12:30", "2026-06-02 12:30"},
		{"clipped to the close", "2026-06-04 10:00", 1, "by 16:00", "2026-06-05 15:00"},
		{"clipped to the opening", "2026-06-04 10:00", 1, "by 06:00", "2026-06-05 08:00"},
		{"by a time that has passed: the start", "2026-06-01 10:00", 0, "by 09:00", "2026-06-01 10:00"},

		{"before the cut-off", "2026-06-01 09:59:59.999999999", 1, "by close if before 10:00", "2026-06-02 17:00"},
		{"at the cut-off", "2026-06-01 10:00", 1, "by close if before 10:00", "2026-06-03 17:00"},
		{"rolled to the opening, before it", "2026-06-01 19:00", 1, "by close if before 10:00", "2026-06-03 17:00"},
		{"rolled to the opening, at it", "2026-06-01 19:00", 1, "by close if before 08:00", "2026-06-04 17:00"},
		{"02:00 at night is 26:00", "2026-06-19 02:00", 1, "by close if before 10:00", "2026-06-23 06:00"},
		{"the cut-off alone keeps the clock time", "2026-06-01 11:00", 1, "if before 10:00", "2026-06-03 11:00"},

		{"back inside a window", "2026-06-12 10:00:00.5", -2, "", "2026-06-09 10:00:00.5"},
		{"back from an opening", "2026-06-02 08:00", -1, "", "2026-06-01 08:00"},
		{"back from a close: that day", "2026-06-02 17:00", -1, "", "2026-06-01 17:00"},
		{"back from the evening: from the close", "2026-06-02 20:00:00.5", -1, "", "2026-06-01 17:00"},
		{"back from lunch", "2026-06-02 12:30", -1, "", "2026-06-01 12:00"},
		{"back from the weekend", "2026-06-07 12:30", -1, "", "2026-06-04 15:00"},
		{"back to a time that is closed: the preceding close", "2026-06-08 16:00", -1, "", "2026-06-05 15:00"},
		{"back to the lunch of another day", "2026-06-05 12:30", -1, "", "2026-06-04 12:00"},
		{"back by close", "2026-06-08 16:00", -1, "by close", "2026-06-05 15:00"},
		{"back by open", "2026-06-08 16:00", -1, "by open if before 10:00", "2026-06-05 08:00"},
		{"back from the morning of a night shift", "2026-06-20 02:00", -1, "", "2026-06-19 02:00"},
		{"back from its close", "2026-06-20 06:00", -1, "", "2026-06-19 06:00"},
	} {
		got := c.AddBusinessDays(in(t, c, tt.at), tt.n, rule(t, tt.rule))
		assert.Equal(t, tt.want, local(got), "%s: %s %+d %s", tt.name, tt.at, tt.n, tt.rule)
		if tt.rule == "" {
			got := c.AddBusinessDays(in(t, c, tt.at), tt.n, nil)
			assert.Equal(t, tt.want, local(got), "%s, nil rule", tt.name)
		}
	}
}

// TestDecisionA2Weeks: the date n weeks after day 0, or the next business day.
func TestDecisionA2Weeks(t *testing.T) {
	c := shifts(t)
	for _, tt := range []struct {
		at   string
		n    int
		rule string
		want string
	}{
		{"2026-06-01 10:00", 1, "", "2026-06-08 10:00"},
		{"2026-06-01 10:00", 2, "by close", "2026-06-15 17:00"},
		{"2026-06-03 10:00", 1, "", "2026-06-11 10:00"}, // the 10th is a holiday
		{"2026-06-03 10:00", 1, "by open", "2026-06-11 08:00"},
		{"2026-06-06 10:00", 1, "", "2026-06-15 08:00"}, // day 0 is Monday
		{"2026-06-17 10:00", -1, "", "2026-06-09 10:00"},
		{"2026-06-03 10:00", 0, "", "2026-06-03 10:00"},
		{"2026-06-03 10:00", 0, "by close", "2026-06-03 17:00"},
		{"2026-06-03 10:00", 9000, "", "2198-11-28 10:00"},
		{"2026-06-03 10:00", 9100, "", "never"},
		{"2026-06-03 10:00", -6000, "", "never"},
	} {
		got := c.AddBusinessWeeks(in(t, c, tt.at), tt.n, rule(t, tt.rule))
		assert.Equal(t, tt.want, local(got), "%s %+d %s", tt.at, tt.n, tt.rule)
	}
}

// TestDecisionA4: the keep-clock reading of a start. The city of Boston's
// targets of 2011 follow it.
func TestDecisionA4(t *testing.T) {
	c := must(t, calendar.Definition{
		Zone: "America/New_York", Hours: hours("mon-fri 08:30-12:00 13:00-17:00"),
		Exceptions: []calendar.Exception{{Date: "2011-07-12", Hours: openings("08:30-15:00")}, {Date: "2011-07-14", Hours: openings("22:00-06:00")}},
	})
	for _, tt := range []struct {
		name, at string
		n        int
		rule     string
		want     string
	}{
		{"inside a window", "2011-07-05 10:00", 2, "keep-clock", "2011-07-07 10:00"},
		{"an early start keeps its clock time, and so does the due", "2011-07-05 06:15:30", 2, "keep-clock", "2011-07-07 06:15:30"},
		{"at lunch, too", "2011-07-05 12:30", 2, "keep-clock", "2011-07-07 12:30"},
		{"at the close: the next opening", "2011-07-05 17:00", 2, "keep-clock", "2011-07-08 08:30"},
		{"in the evening", "2011-07-05 22:00", 2, "keep-clock", "2011-07-08 08:30"},
		{"on a Saturday: Monday at that time", "2011-07-09 10:00", 2, "keep-clock", "2011-07-13 10:00"},
		{"early on a Saturday", "2011-07-09 04:00", 2, "keep-clock", "2011-07-13 04:00"},
		{"late on a Saturday: Monday is closed by then, so Tuesday", "2011-07-09 20:00", 1, "keep-clock", "2011-07-13 08:30"},
		{"early on a day that opens late", "2011-07-09 20:00", 2, "keep-clock", "2011-07-14 08:30"},
		{"the day has closed by then: the next opening", "2011-07-11 16:00", 1, "keep-clock", "2011-07-13 08:30"},
		{"exactly at its close it stays", "2011-07-11 15:00", 1, "keep-clock", "2011-07-12 15:00"},
		{"by close", "2011-07-09 20:00", 0, "keep-clock by close", "2011-07-12 15:00"},
		{"the cut-off is of the kept time", "2011-07-09 10:00", 1, "keep-clock by close if before 10:00", "2011-07-13 17:00"},
		{"before it", "2011-07-09 09:59", 1, "keep-clock by close if before 10:00", "2011-07-12 15:00"},
		{"nothing, but the start moves", "2011-07-09 10:00", 0, "keep-clock", "2011-07-11 10:00"},
		{"in a night shift", "2011-07-15 02:00", 1, "keep-clock by open", "2011-07-15 08:30"},
		{"back it has no effect", "2011-07-09 10:00", -1, "keep-clock", "2011-07-07 17:00"},
	} {
		got := c.AddBusinessDays(in(t, c, tt.at), tt.n, rule(t, tt.rule))
		assert.Equal(t, tt.want, local(got), "%s: %s %+d %s", tt.name, tt.at, tt.n, tt.rule)
	}
}

// TestBusinessDaysAcrossClockChanges: clock times by T2, never 24 hours.
func TestBusinessDaysAcrossClockChanges(t *testing.T) {
	c := must(t, calendar.Definition{Zone: "Europe/Stockholm", Hours: hours("daily 00:00-24:00")})
	for _, tt := range []struct{ at, want string }{
		{"2026-03-28T02:30:00.5+01:00", "2026-03-29T03:00:00+02:00"}, // into the gap
		{"2026-03-28T12:00:00+01:00", "2026-03-29T12:00:00+02:00"},
		{"2026-10-24T02:30:00.5+02:00", "2026-10-25T02:30:00.5+02:00"},
		{"2026-10-25T02:30:00+01:00", "2026-10-26T02:30:00+01:00"},
	} {
		assert.Equal(t, tt.want, show(c.AddBusinessDays(utc(t, tt.at), 1, nil)), tt.at)
	}
	// A window inside the gap makes no business day.
	c = must(t, calendar.Definition{Zone: "Europe/Stockholm", Hours: hours("daily 02:15-02:45")})
	assert.Equal(t, "2026-03-30T02:30:00+02:00", show(c.AddBusinessDays(utc(t, "2026-03-28T02:30:00+01:00"), 1, nil)))
}

func TestAddDays(t *testing.T) {
	c := shifts(t)
	for _, tt := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-06-05", 0, "2026-06-05"},
		{"2026-06-06", 0, "2026-06-06"},
		{"2026-06-05", 1, "2026-06-08"},
		{"2026-06-06", 1, "2026-06-08"},
		{"2026-06-07", 1, "2026-06-08"},
		{"2026-06-07", 2, "2026-06-09"},
		{"2026-06-07", 3, "2026-06-11"},
		{"2026-06-07", 5, "2026-06-15"},
		{"2026-06-08", -1, "2026-06-05"},
		{"2026-06-07", -1, "2026-06-05"},
		{"2026-06-06", -2, "2026-06-04"},
		{"2026-06-12", -3, "2026-06-08"},
		{"2026-06-12", -4, "2026-06-05"},
		{"2026-06-01", 1300, "2031-05-27"},
		{"2031-05-27", -1300, "2026-06-01"},
	} {
		got, ok := c.AddDays(date(t, tt.from), tt.n)
		assert.True(t, ok)
		assert.Equal(t, tt.want, got.String(), "%s %+d", tt.from, tt.n)
	}
}

// TestDecisionK8: rolls, each from a Saturday. The rules are those of ISDA.
func TestDecisionK8(t *testing.T) {
	c := must(t, calendar.Definition{Zone: "UTC", Hours: hours("mon-fri 08:00-17:00"), Holidays: []calendar.Holiday{{Date: "2026-05-18"}}})
	for _, tt := range []struct {
		day  string
		roll calendar.Roll
		want string
	}{
		{"2026-06-06", calendar.RollNone, "2026-06-06"},
		{"2026-06-05", calendar.RollFollowing, "2026-06-05"},
		{"2026-06-06", calendar.RollFollowing, "2026-06-08"},
		{"2026-06-06", calendar.RollPreceding, "2026-06-05"},
		{"2026-06-06", calendar.RollModifiedFollowing, "2026-06-08"},
		{"2026-05-30", calendar.RollModifiedFollowing, "2026-05-29"},
		{"2026-08-01", calendar.RollModifiedPreceding, "2026-08-03"},
		{"2026-08-08", calendar.RollModifiedPreceding, "2026-08-07"},
		{"2026-06-06", calendar.RollNearest, "2026-06-05"},
		{"2026-06-07", calendar.RollNearest, "2026-06-08"},
		{"2026-05-17", calendar.RollNearest, "2026-05-19"}, // two days either way: forward
		{"2026-05-16", calendar.RollHalfMonth, "2026-05-19"},
		{"2026-08-15", calendar.RollHalfMonth, "2026-08-14"},
		{"2026-05-30", calendar.RollHalfMonth, "2026-05-29"},
		{"2026-08-16", calendar.RollHalfMonth, "2026-08-17"},
	} {
		parsed, err := calendar.ParseRoll(tt.roll.String())
		assert.NoError(t, err)
		got, ok := c.Roll(date(t, tt.day), parsed)
		assert.True(t, ok)
		assert.Equal(t, tt.want, got.String(), "%s %s", tt.day, tt.roll)
	}
	_, err := calendar.ParseRoll("backwards")
	assert.ErrorContains(t, err, "modified-following")
	never := must(t, calendar.Definition{Zone: "UTC"})
	for _, r := range []calendar.Roll{calendar.RollFollowing, calendar.RollPreceding, calendar.RollNearest} {
		_, ok := never.Roll(date(t, "2026-06-06"), r)
		assert.False(t, ok)
	}
	_, ok := c.Roll(date(t, "2200-06-06"), calendar.RollNone)
	assert.False(t, ok)
	once := must(t, calendar.Definition{Zone: "UTC", Exceptions: []calendar.Exception{{Date: "2026-06-01", Hours: openings("08:00-09:00")}}})
	d, ok := once.Roll(date(t, "1930-01-01"), calendar.RollNearest)
	assert.True(t, ok)
	assert.Equal(t, "2026-06-01", d.String())
	d, ok = once.Roll(date(t, "2130-01-01"), calendar.RollNearest)
	assert.True(t, ok)
	assert.Equal(t, "2026-06-01", d.String())
}

// TestBusinessDaysAtTheEndsOfTheRange must not look outside.
func TestBusinessDaysAtTheEndsOfTheRange(t *testing.T) {
	c := calendar.AlwaysOpen()
	first, last := calendar.Range().Start, calendar.Range().End.Add(-time.Second)
	assert.True(t, c.AddBusinessDays(last, 1, nil).IsZero())
	assert.True(t, c.AddBusinessDays(first, -1, nil).IsZero())
	assert.Equal(t, "2199-12-30T23:59:59Z", show(c.AddBusinessDays(last, -1, nil)))
	assert.Equal(t, "1920-01-02T00:00:00Z", show(c.AddBusinessDays(first, 1, nil)))
	assert.Equal(t, "2200-01-01T00:00:00Z", show(c.AddBusinessDays(last, 0, rule(t, "by close"))))
	tokyo := must(t, calendar.Definition{Zone: "Asia/Tokyo", Hours: hours("daily 20:00-10:00")})
	assert.True(t, tokyo.AddBusinessDays(last, 1, nil).IsZero())
	assert.True(t, tokyo.AddBusinessDays(last, 1, rule(t, "keep-clock")).IsZero())
	// The first hour is of the night of 31 December 1919, a date outside.
	assert.True(t, tokyo.AddBusinessDays(first.Add(30*time.Minute), 1, nil).IsZero())
	assert.Equal(t, "1920-01-02T20:00:00+09:00", show(tokyo.AddBusinessDays(first.Add(90*time.Minute), 1, nil)))
	assert.True(t, tokyo.AddBusinessDays(first.Add(90*time.Minute), -1, nil).IsZero())
}

// TestDecisionT14BusinessDays: the last date of the range ends after it, and
// the first begins before it; a result that lies there is none.
func TestDecisionT14BusinessDays(t *testing.T) {
	night := must(t, calendar.Definition{Zone: "UTC", Hours: hours("daily 22:00-06:00")})
	at := utc(t, "2199-12-29T02:00:00Z") // 26:00 of the 28th
	assert.Equal(t, "2199-12-31 02:00", local(night.AddBusinessDays(at, 2, nil)))
	assert.True(t, night.AddBusinessDays(at, 3, nil).IsZero())
	early := must(t, calendar.Definition{Zone: "Asia/Tokyo", Hours: hours("daily 00:00-24:00")})
	at = utc(t, "1920-01-04T16:00:00Z") // 01:00 of the 5th
	assert.Equal(t, "1920-01-02 01:00", local(early.AddBusinessDays(at, -3, nil)))
	assert.True(t, early.AddBusinessDays(at, -4, nil).IsZero())
}
