package calendar_test

import (
	"math"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
)

// in reads "2026-06-01 08:30" or with seconds, as the clock of c shows it first.
func in(tb testing.TB, c *calendar.Calendar, s string) time.Time {
	tb.Helper()
	d := date(tb, s[:10])
	clock, err := time.Parse("15:04:05.999999999", (s + ":00")[11:19])
	if len(s) > 19 {
		clock, err = time.Parse("15:04:05.999999999", s[11:])
	}
	require.NoError(tb, err)
	at := c.Start(d)
	at = at.Add(clock.Sub(time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)))
	require.Equal(tb, s[11:16], at.Format("15:04"), "a clock change comes before %s", s)
	return at
}

func local(at time.Time) string {
	if at.IsZero() {
		return "never"
	}
	return at.Format("2006-01-02 15:04:05.999999999")[:16] + tail(at)
}

func tail(at time.Time) string {
	if at.Second() == 0 && at.Nanosecond() == 0 {
		return ""
	}
	return at.Format(":05.999999999")
}

const officeHours = "mon-fri 08:00-12:00 13:00-17:00"

// TestDecisionT7: the earliest instant; T8: nothing is nothing; T9: the latest.
func TestDecisionT7T8T9(t *testing.T) {
	c := must(t, calendar.Definition{Zone: "Europe/Stockholm", Hours: hours(officeHours)})
	for _, tt := range []struct{ at, d, want string }{
		// 2026-06-01 is a Monday.
		{"2026-06-01 08:00", "4h", "2026-06-01 12:00"}, // stays at the close
		{"2026-06-01 08:00", "4h1ns", "2026-06-01 13:00:00.000000001"},
		{"2026-06-01 08:00", "8h", "2026-06-01 17:00"},
		{"2026-06-01 12:00", "1ns", "2026-06-01 13:00:00.000000001"},
		{"2026-06-01 12:30", "1h", "2026-06-01 14:00"},
		{"2026-06-01 16:59:59.999999999", "1ns", "2026-06-01 17:00"},
		{"2026-06-01 16:59:59.999999999", "2ns", "2026-06-02 08:00:00.000000001"},
		{"2026-06-05 16:00", "2h", "2026-06-08 09:00"},
		{"2026-06-06 10:00:00.5", "1h", "2026-06-08 09:00"}, // a closed fraction counts nothing
		{"2026-06-01 09:00:00.5", "1h", "2026-06-01 10:00:00.5"},
		{"2026-06-01 09:00:00.75", "750ms", "2026-06-01 09:00:01.5"},
		{"2026-06-01 08:00", "40h", "2026-06-05 17:00"},
		{"2026-06-01 08:00", "4000h", "2028-04-28 17:00"},
		{"2026-06-01 12:30", "0s", "2026-06-01 12:30"},
		{"2026-06-06 12:30:00.5", "0s", "2026-06-06 12:30:00.5"},
		// back
		{"2026-06-01 17:00", "-4h", "2026-06-01 13:00"}, // stays at the opening
		{"2026-06-01 17:00", "-4h1ns", "2026-06-01 11:59:59.999999999"},
		{"2026-06-01 13:00", "-1ns", "2026-06-01 11:59:59.999999999"},
		{"2026-06-01 08:00:00.000000001", "-1ns", "2026-06-01 08:00"},
		{"2026-06-01 08:00", "-1ns", "2026-05-29 16:59:59.999999999"},
		{"2026-06-01 12:30:00.5", "-1h", "2026-06-01 11:00"},
		{"2026-06-01 09:00:00.25", "-500ms", "2026-06-01 08:59:59.75"},
		{"2026-06-08 09:00", "-2h", "2026-06-05 16:00"},
		{"2026-06-05 17:00", "-40h", "2026-06-01 08:00"},
	} {
		d, err := time.ParseDuration(tt.d)
		require.NoError(t, err)
		at := in(t, c, tt.at)
		got := c.Add(at, d)
		assert.Equal(t, tt.want, local(got), "%s + %s", tt.at, tt.d)
		if d > 0 {
			assert.Equal(t, d, c.Between(at, got), "%s + %s", tt.at, tt.d)
		} else {
			assert.Equal(t, -d, c.Between(got, at), "%s + %s", tt.at, tt.d)
		}
	}
}

func TestBetween(t *testing.T) {
	c := must(t, calendar.Definition{Zone: "Europe/Stockholm", Hours: hours(officeHours)})
	for _, tt := range []struct{ from, to, want string }{
		{"2026-06-01 08:00", "2026-06-01 17:00", "8h"},
		{"2026-06-01 07:00", "2026-06-01 18:00", "8h"},
		{"2026-06-01 12:00", "2026-06-01 13:00", "0s"},
		{"2026-06-01 11:59:59.999999999", "2026-06-01 13:00:00.000000001", "2ns"},
		{"2026-06-01 09:00:00.75", "2026-06-01 09:00:01.25", "500ms"},
		{"2026-06-01 07:59:59.5", "2026-06-01 08:00:00.5", "500ms"},
		{"2026-06-01 12:00", "2026-06-08 12:00", "40h"},
		{"2016-06-01 12:00", "2026-06-01 12:00", "20864h"}, // 2,608 weekdays
	} {
		d, err := time.ParseDuration(tt.want)
		require.NoError(t, err)
		from, to := in(t, c, tt.from), in(t, c, tt.to)
		assert.Equal(t, d, c.Between(from, to), "%s to %s", tt.from, tt.to)
		assert.Equal(t, -d, c.Between(to, from), "%s back to %s", tt.to, tt.from)
	}
}

// TestDecisionT1: a window holds its opening and not its close.
func TestDecisionT1(t *testing.T) {
	c := must(t, calendar.Definition{Zone: "Europe/Stockholm", Hours: hours("mon 08:00-12:00 12:00-13:00 14:00:15-14:00:16")})
	for at, want := range map[string]bool{
		"2026-06-01 07:59:59.999999999": false,
		"2026-06-01 08:00":              true,
		"2026-06-01 12:00":              true, // touching windows join
		"2026-06-01 12:59:59.999999999": true,
		"2026-06-01 13:00":              false,
		"2026-06-01 14:00:14.999999999": false,
		"2026-06-01 14:00:15":           true,
		"2026-06-01 14:00:15.999999999": true,
		"2026-06-01 14:00:16":           false,
	} {
		assert.Equal(t, want, c.IsOpen(in(t, c, at)), at)
	}
}

// TestDecisionT3: the date on which a window starts owns it.
func TestDecisionT3(t *testing.T) {
	c := must(t, calendar.Definition{
		Zone: "Europe/Stockholm", Hours: hours("mon-sun 22:00-06:00"),
		Holidays:   []calendar.Holiday{{Date: "2026-12-25"}},
		Exceptions: []calendar.Exception{{Date: "2026-12-31", Hours: openings("20:00-00:00")}, {Date: "2026-12-28", Hours: openings("12:00-12:00")}},
	})
	for at, want := range map[string]bool{
		"2026-12-25 05:59": true,  // of the 24th
		"2026-12-25 22:00": false, // the holiday's own
		"2026-12-26 05:59": false,
		"2026-12-26 22:00": true,
		"2026-12-31 05:00": true,
		"2026-12-31 20:00": true,
		"2026-12-31 23:59": true,
		"2027-01-01 00:00": false,
		"2026-12-28 11:59": false,
		"2026-12-28 12:00": true, // once around the clock
		"2026-12-29 11:59": true,
		"2026-12-29 12:00": false,
	} {
		assert.Equal(t, want, c.IsOpen(in(t, c, at)), at)
	}
	midnight := must(t, calendar.Definition{Zone: "UTC", Hours: hours("mon 18:00-24:00; tue 00:00-06:00")})
	w, ok := midnight.Next(in(t, midnight, "2026-06-01 12:00"))
	assert.True(t, ok)
	assert.Equal(t, "2026-06-01T18:00:00Z/2026-06-02T06:00:00Z", w.String())
}

// TestDecisionT6: a night's tail joins the next date's window; a date that is
// listed twice as a holiday counts once.
func TestDecisionT6(t *testing.T) {
	c := must(t, calendar.Definition{
		Zone: "UTC", Hours: hours("mon 22:00-06:00; tue 05:00-09:00; wed 05:00-09:00"),
		Holidays: []calendar.Holiday{{Date: "2026-06-03", Name: "a"}, {Date: "06-03", Name: "b"}, {Date: "2026-06-03", Name: "c"}},
	})
	from, to := in(t, c, "2026-06-01 00:00"), in(t, c, "2026-06-08 00:00")
	assert.Equal(t, 11*time.Hour, c.Between(from, to))
	w, _ := c.Next(from)
	assert.Equal(t, "2026-06-01T22:00:00Z/2026-06-02T09:00:00Z", w.String())
	assert.Equal(t, "a", c.Day(date(t, "2026-06-03")).Name)
}

// TestDecisionT10: nothing open ahead is an answer, at once.
func TestDecisionT10(t *testing.T) {
	never := must(t, calendar.Definition{Zone: "Europe/Stockholm"})
	once := must(t, calendar.Definition{Zone: "Europe/Stockholm", Exceptions: []calendar.Exception{{Date: "2026-06-01", Hours: openings("08:00-12:00")}}})
	at := utc(t, "2026-06-01T08:00:00Z") // 10:00
	for name, got := range map[string]time.Time{
		"never":               never.Add(at, 1),
		"never, back":         never.Add(at, -1),
		"never, days":         never.AddBusinessDays(at, 1, nil),
		"never, days back":    never.AddBusinessDays(at, -1, nil),
		"never, weeks":        never.AddBusinessWeeks(at, 1, nil),
		"never, kept":         never.AddBusinessDays(at, 1, rule(t, "keep-clock")),
		"never, close":        never.AddBusinessDays(at, 0, rule(t, "by close")),
		"too much":            once.Add(at, 2*time.Hour+1),
		"too much, back":      once.Add(at, -2*time.Hour-1),
		"the most":            once.Add(at, math.MaxInt64),
		"the most, back":      once.Add(at, math.MinInt64),
		"too many days":       once.AddBusinessDays(at, 1, nil),
		"too many days, back": once.AddBusinessDays(at, -1, nil),
		"the most days":       once.AddBusinessDays(at, math.MaxInt, nil),
		"the most days, back": once.AddBusinessDays(at, math.MinInt, nil),
		"the most weeks":      once.AddBusinessWeeks(at, math.MaxInt, nil),
		"the most weeks back": once.AddBusinessWeeks(at, math.MinInt, nil),
		"zero stays zero":     once.Add(time.Time{}, time.Hour),
		"zero and nothing":    once.Add(time.Time{}, 0),
		"zero and days":       once.AddBusinessDays(time.Time{}, 1, nil),
		"zero and no days":    once.AddBusinessDays(time.Time{}, 0, nil),
	} {
		assert.True(t, got.IsZero(), "%s: %s", name, got)
	}
	_, ok := never.Next(at)
	assert.False(t, ok)
	_, ok = never.Previous(at)
	assert.False(t, ok)
	_, ok = never.AddDays(date(t, "2026-06-01"), 1)
	assert.False(t, ok)
	assert.Zero(t, never.Between(utc(t, "1900-01-01T00:00:00Z"), utc(t, "2300-01-01T00:00:00Z")))
	for range never.Windows(utc(t, "1900-01-01T00:00:00Z"), utc(t, "2300-01-01T00:00:00Z")) {
		t.Error("a window")
	}
	assert.Equal(t, "2026-06-01 12:00", local(once.Add(at, 2*time.Hour)))
	assert.Equal(t, "2026-06-01 08:00", local(once.Add(at, -2*time.Hour)))
	_, ok = once.Next(utc(t, "2026-06-01T10:00:00Z"))
	assert.False(t, ok)
	_, ok = once.Previous(utc(t, "2026-06-01T06:00:00Z"))
	assert.False(t, ok)
	for _, n := range []int{math.MaxInt, math.MinInt} {
		_, ok = once.AddDays(date(t, "2026-06-01"), n)
		assert.False(t, ok)
	}
}

// TestDecisionT11: the zone of a question does not matter, nor a monotonic
// reading; answers are in the zone of the calendar.
func TestDecisionT11(t *testing.T) {
	c := must(t, calendar.Definition{Zone: "Asia/Tokyo", Hours: hours("mon-fri 09:00-17:00")})
	at := utc(t, "2026-06-01T01:30:00Z")
	for _, loc := range []*time.Location{time.UTC, time.Local, time.FixedZone("x", -36000), c.Location()} {
		q := at.In(loc)
		assert.Equal(t, "2026-06-02 10:30", local(c.Add(q, 8*time.Hour)))
		assert.Equal(t, "2026-06-01 10:30", local(c.Add(q, 0)))
		w, _ := c.Next(q)
		assert.Equal(t, "2026-06-01T09:00:00+09:00/2026-06-01T17:00:00+09:00", w.String())
	}
	now := time.Now() // has a monotonic reading
	assert.True(t, c.Add(now, time.Hour).Equal(c.Add(now.Round(0), time.Hour)))
	assert.NotContains(t, c.Add(now, 0).String(), "m=")
	assert.Equal(t, "UTC", calendar.AlwaysOpen().Add(at, 1).Location().String())
}

// TestDecisionT14: outside 1920 to 2200 there is nothing.
func TestDecisionT14(t *testing.T) {
	r := calendar.Range()
	assert.Equal(t, "1920-01-01T00:00:00Z/2200-01-01T00:00:00Z", r.String())
	c := calendar.AlwaysOpen()
	assert.Equal(t, r.Duration(), c.Between(r.Start, r.End))
	assert.Equal(t, r.Duration(), c.Between(time.Time{}, utc(t, "9999-01-01T00:00:00Z")))
	assert.Equal(t, -r.Duration(), c.Between(utc(t, "9999-01-01T00:00:00Z"), time.Time{}))
	assert.Zero(t, c.Between(utc(t, "2200-01-01T00:00:00Z"), utc(t, "2300-01-01T00:00:00Z")))
	assert.Equal(t, "2199-12-31 00:00", local(c.Add(r.Start, r.Duration()-24*time.Hour)))
	assert.True(t, c.Add(r.Start, r.Duration()).Equal(r.End), "the end itself can be reached")
	assert.True(t, c.Add(r.Start, r.Duration()+1).IsZero())
	assert.True(t, c.Add(r.End.Add(-1), -r.Duration()).IsZero())
	assert.True(t, c.Add(r.End.Add(-1), 1-r.Duration()).Equal(r.Start))
	for _, at := range []time.Time{r.Start.Add(-1), r.End, {}, utc(t, "9999-01-01T00:00:00Z"), time.Unix(1<<62, 0), time.Unix(-1<<62, 0)} {
		assert.False(t, c.IsOpen(at), at)
		_, ok := c.Next(at)
		assert.False(t, ok, at)
		_, ok = c.Previous(at)
		assert.False(t, ok, at)
		assert.True(t, c.Add(at, 1).IsZero(), at)
		assert.True(t, c.Add(at, -1).IsZero(), at)
		assert.True(t, c.Add(at, 0).Equal(at), at)
		assert.True(t, c.AddBusinessDays(at, 1, nil).IsZero(), at)
		assert.True(t, c.AddBusinessDays(at, 0, nil).Equal(at), at)
	}
	for _, at := range []time.Time{r.Start, r.End.Add(-1)} {
		assert.True(t, c.IsOpen(at), at)
		_, ok := c.Next(at)
		assert.True(t, ok, at)
		_, ok = c.Previous(at)
		assert.True(t, ok, at)
	}
	for _, s := range []string{"1919-12-31", "2200-01-01", "9999-12-31", "0001-01-01"} {
		_, ok := c.AddDays(date(t, s), 0)
		assert.False(t, ok, s)
		_, ok = c.AddDays(date(t, s), 1)
		assert.False(t, ok, s)
		assert.False(t, c.IsBusinessDay(date(t, s)))
		assert.Empty(t, c.Day(date(t, s)).Windows)
	}
	d, ok := c.AddDays(date(t, "1920-01-01"), 102268)
	assert.True(t, ok)
	assert.Equal(t, "2199-12-31", d.String())
	d, ok = c.AddDays(date(t, "2199-12-31"), -102268)
	assert.True(t, ok)
	assert.Equal(t, "1920-01-01", d.String())
	_, ok = c.AddDays(date(t, "1920-01-01"), 102269)
	assert.False(t, ok)
	_, ok = c.AddDays(date(t, "1920-01-01"), -1)
	assert.False(t, ok)
	_, ok = c.AddDays(calendar.Date{}, 1)
	assert.False(t, ok)
	var n int
	for w := range c.Windows(time.Time{}, utc(t, "9999-01-01T00:00:00Z")) {
		assert.Equal(t, r.String(), w.String())
		n++
	}
	assert.Equal(t, 1, n)
}

// TestDecisionT15: the first window that ends after, the last that starts
// before.
func TestDecisionT15(t *testing.T) {
	c := must(t, calendar.Definition{Zone: "UTC", Hours: hours("mon 08:00-12:00 13:00-17:00; sat 00:00-24:00; sun 00:00-24:00")})
	const morning, afternoon = "2026-06-01T08:00:00Z/2026-06-01T12:00:00Z", "2026-06-01T13:00:00Z/2026-06-01T17:00:00Z"
	const before, after = "2026-05-30T00:00:00Z/2026-06-01T00:00:00Z", "2026-06-06T00:00:00Z/2026-06-08T00:00:00Z"
	for _, tt := range []struct{ at, next, previous string }{
		{"2026-05-30 00:00", before, "2026-05-25T13:00:00Z/2026-05-25T17:00:00Z"},
		{"2026-05-30 00:00:00.000000001", before, before},
		{"2026-05-31 23:59:59.999999999", before, before},
		{"2026-06-01 00:00", morning, before},
		{"2026-06-01 08:00", morning, before},
		{"2026-06-01 08:00:00.000000001", morning, morning},
		{"2026-06-01 11:59:59.999999999", morning, morning},
		{"2026-06-01 12:00", afternoon, morning},
		{"2026-06-01 17:00", after, afternoon},
		{"2026-06-04 17:00", after, afternoon},
		{"2026-06-07 00:00", after, after},
	} {
		at := in(t, c, tt.at)
		next, ok := c.Next(at)
		assert.True(t, ok)
		assert.Equal(t, tt.next, next.String(), tt.at)
		previous, ok := c.Previous(at)
		assert.True(t, ok)
		assert.Equal(t, tt.previous, previous.String(), tt.at)
	}
}

// TestDecisionT15Ends: a side that never ends is the zero Time.
func TestDecisionT15Ends(t *testing.T) {
	at := utc(t, "2026-06-01T12:00:00Z")
	always := calendar.AlwaysOpen()
	for _, ask := range []func(time.Time) (calendar.Span, bool){always.Next, always.Previous} {
		w, ok := ask(at)
		assert.True(t, ok)
		assert.Equal(t, "../..", w.String())
	}
	c := must(t, calendar.Definition{Zone: "Asia/Tokyo", Hours: hours("daily 00:00-24:00"), Exceptions: []calendar.Exception{{Date: "2026-06-02"}, {Date: "1950-01-01"}}})
	w, _ := c.Next(at)
	assert.Equal(t, "1950-01-02T00:00:00+09:00/2026-06-02T00:00:00+09:00", w.String())
	w, _ = c.Next(w.End)
	assert.Equal(t, "2026-06-03T00:00:00+09:00/..", w.String())
	w, _ = c.Previous(utc(t, "1950-01-01T00:00:00Z"))
	assert.Equal(t, "../1950-01-01T00:00:00+09:00", w.String())
	// 09:00 in Tokyo is midnight in UTC: the range cuts a working day nowhere,
	// but a night.
	c = must(t, calendar.Definition{Zone: "Asia/Tokyo", Hours: hours("daily 20:00-10:00")})
	w, _ = c.Next(utc(t, "2199-12-31T23:00:00Z"))
	assert.Equal(t, "2199-12-31T20:00:00+09:00/..", w.String())
	w, _ = c.Previous(utc(t, "1920-01-01T00:30:00Z"))
	assert.Equal(t, "../1920-01-01T10:00:00+09:00", w.String())
}

func TestWindows(t *testing.T) {
	c := must(t, calendar.Definition{Zone: "UTC", Hours: hours(officeHours)})
	list := func(from, to string) (spans []string) {
		for w := range c.Windows(in(t, c, from), in(t, c, to)) {
			spans = append(spans, w.String())
		}
		return spans
	}
	assert.Equal(t, []string{
		"2026-06-05T09:00:00.5Z/2026-06-05T12:00:00Z", "2026-06-05T13:00:00Z/2026-06-05T17:00:00Z", "2026-06-08T08:00:00Z/2026-06-08T08:00:00.25Z",
	}, list("2026-06-05 09:00:00.5", "2026-06-08 08:00:00.25"))
	assert.Equal(t, []string{"2026-06-05T16:59:59.999999999Z/2026-06-05T17:00:00Z"}, list("2026-06-05 16:59:59.999999999", "2026-06-08 08:00"))
	assert.Equal(t, []string{"2026-06-05T09:00:00.1Z/2026-06-05T09:00:00.2Z"}, list("2026-06-05 09:00:00.1", "2026-06-05 09:00:00.2"))
	assert.Empty(t, list("2026-06-05 17:00", "2026-06-08 08:00"))
	assert.Empty(t, list("2026-06-05 09:00:00.2", "2026-06-05 09:00:00.1"))
	assert.Empty(t, list("2026-06-05 09:00", "2026-06-05 09:00"))
	assert.Empty(t, list("2026-06-08 09:00", "2026-06-05 09:00"))
	n := 0
	for range c.Windows(in(t, c, "2026-06-01 00:00"), in(t, c, "2026-06-08 00:00")) {
		if n++; n == 3 {
			break
		}
	}
	assert.Equal(t, 3, n)
}

func TestAlwaysOpen(t *testing.T) {
	c := calendar.AlwaysOpen()
	at := utc(t, "2026-06-01T12:00:00.5Z")
	assert.Equal(t, at.Add(1000*time.Hour), c.Add(at, 1000*time.Hour))
	assert.Equal(t, at.Add(-1000*time.Hour), c.Add(at, -1000*time.Hour))
	assert.Equal(t, "UTC", c.Zone())
	assert.NotEmpty(t, c.Name())
}

// TestOrderOfQuestions: the index grows in both directions from wherever the
// first question falls, and no answer depends on that.
func TestOrderOfQuestions(t *testing.T) {
	def := calendar.Definition{Zone: "America/New_York", Hours: hours("mon-fri 09:00-17:00"), Holidays: []calendar.Holiday{{Date: "07-04"}}}
	years := []int{2026, 1921, 2199, 1999, 2060, 1950, 2100}
	for first := range years {
		c := must(t, def)
		for i := range years {
			y := years[(first+i)%len(years)]
			at := time.Date(y, 7, 1, 16, 0, 0, 0, time.UTC)
			fresh := must(t, def)
			assert.True(t, fresh.Add(at, 100*time.Hour).Equal(c.Add(at, 100*time.Hour)), y)
			assert.Equal(t, fresh.Between(at, at.AddDate(0, 1, 0)), c.Between(at, at.AddDate(0, 1, 0)), y)
			assert.True(t, c.Add(at, 1000*time.Hour).Equal(c.Add(c.Add(at, 600*time.Hour), 400*time.Hour)))
		}
	}
	c := must(t, def)
	at := time.Date(2026, 7, 1, 16, 0, 0, 0, time.UTC)
	assert.True(t, c.Add(c.Add(at, 200000*time.Hour), -200000*time.Hour).Equal(at), "96 years there and back")
}

// TestLongClosure: years without service, and a calendar that opens for one
// hour in a decade (C40).
func TestLongClosure(t *testing.T) {
	def := calendar.Definition{Zone: "Europe/Stockholm"}
	for y := 1920; y < 2200; y += 10 {
		def.Exceptions = append(def.Exceptions, calendar.Exception{Date: time.Date(y, 6, 1, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), Hours: openings("08:00-09:00")})
	}
	c := must(t, def)
	at := in(t, c, "2026-06-01 12:00")
	assert.Equal(t, "2030-06-01 08:00:00.000000001", local(c.Add(at, 1)))
	assert.Equal(t, "2050-06-01 09:00", local(c.Add(at, 3*time.Hour)))
	assert.Equal(t, "1930-06-01 08:00", local(c.Add(at, -10*time.Hour)))
	assert.Equal(t, "2050-06-01 08:00", local(c.AddBusinessDays(at, 2, nil)))
	assert.Equal(t, "2010-06-01 09:00", local(c.AddBusinessDays(at, -1, nil)))
	assert.True(t, c.Add(at, 18*time.Hour).IsZero())
}

// TestAllocations: no question on the hot path allocates.
func TestAllocations(t *testing.T) {
	c, err := calendar.Compile(office, swedish)
	require.NoError(t, err)
	at := utc(t, "2026-06-01T12:00:00Z")
	to := at.AddDate(10, 0, 0)
	byClose := rule(t, "by close if before 10:00")
	c.Between(at.AddDate(-1, 0, 0), to)
	for name, f := range map[string]func(){
		"IsOpen":           func() { c.IsOpen(at) },
		"Between":          func() { c.Between(at, to) },
		"Add":              func() { c.Add(at, 4000*time.Hour) },
		"Add back":         func() { c.Add(at, -40*time.Hour) },
		"Next":             func() { c.Next(at) },
		"Previous":         func() { c.Previous(at) },
		"AddBusinessDays":  func() { c.AddBusinessDays(at, 3, byClose) },
		"AddBusinessWeeks": func() { c.AddBusinessWeeks(at, 2, nil) },
		"AddDays":          func() { c.AddDays(c.DateOf(at), 10) },
		"AddPeriod":        func() { c.AddPeriod(at, calendar.Period{Months: 1}) },
	} {
		assert.Zero(t, testing.AllocsPerRun(100, f), name)
	}
}

// TestConcurrentUse is for the race detector: 64 goroutines make one calendar
// build its index in every direction.
func TestConcurrentUse(t *testing.T) {
	c, err := calendar.Compile(office, swedish)
	require.NoError(t, err)
	want, err := calendar.Compile(office, swedish)
	require.NoError(t, err)
	var answers [64]time.Time
	at := func(i int) time.Time { return time.Date(1925+i*4, 6, 1, 12, 0, 0, 0, time.UTC) }
	var group sync.WaitGroup
	for i := range answers {
		group.Go(func() {
			for range 100 {
				answers[i] = c.Add(at(i), 40*time.Hour)
				c.Between(at(i), at(63-i))
				c.IsOpen(at(i))
				c.AddBusinessDays(at(i), 3, nil)
				c.Day(c.DateOf(at(i)))
			}
		})
	}
	group.Wait()
	for i, got := range answers {
		assert.True(t, want.Add(at(i), 40*time.Hour).Equal(got), at(i))
	}
}
