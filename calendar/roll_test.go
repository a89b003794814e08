package calendar_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
)

// germany2024 has the nation-wide holidays of that year around which the cases
// lie.
func germany2024(t testing.TB) *calendar.Calendar {
	t.Helper()
	def := calendar.Definition{
		Name: "germany", Zone: "Europe/Berlin",
		Hours: []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}},
	}
	for _, d := range []string{"2024-01-01", "2024-03-29", "2024-04-01", "2024-05-01", "2024-05-09", "2024-05-20", "2024-10-03", "2024-12-25", "2024-12-26"} {
		def.Holidays = append(def.Holidays, calendar.Holiday{Date: d})
	}
	c, err := calendar.Compile(def, nil)
	require.NoError(t, err)
	return c
}

func rollDate(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	require.NoError(t, err)
	return d
}

func TestDecisionK8Rolls(t *testing.T) {
	c := germany2024(t)
	for _, tt := range []struct{ date, roll, want string }{
		{"2024-03-31", "none", "2024-03-31"},      // Easter Sunday
		{"2024-03-31", "following", "2024-04-02"}, // over Easter Monday
		{"2024-03-31", "preceding", "2024-03-28"}, // over Good Friday
		{"2024-03-31", "modified-following", "2024-03-28"},
		{"2024-03-30", "modified-following", "2024-03-28"},
		{"2024-03-23", "modified-following", "2024-03-25"},
		{"2024-06-01", "preceding", "2024-05-31"},
		{"2024-06-01", "modified-preceding", "2024-06-03"},
		{"2024-06-08", "modified-preceding", "2024-06-07"},
		{"2024-05-11", "nearest", "2024-05-10"}, // Saturday
		{"2024-05-12", "nearest", "2024-05-13"}, // Sunday
		{"2024-05-01", "nearest", "2024-05-02"}, // Wednesday between two business days
		{"2024-06-15", "half-month-modified-following", "2024-06-14"},
		{"2024-06-16", "half-month-modified-following", "2024-06-17"},
		{"2024-06-08", "half-month-modified-following", "2024-06-10"},
		{"2024-06-30", "half-month-modified-following", "2024-06-28"},
		{"2024-06-12", "half-month-modified-following", "2024-06-12"}, // a business day
		{"2024-03-28", "preceding", "2024-03-28"},
	} {
		r, err := calendar.ParseRoll(tt.roll)
		require.NoError(t, err)
		got, ok := c.Roll(rollDate(t, tt.date), r)
		require.True(t, ok, "%v", tt)
		require.Equal(t, tt.want, got.String(), "%v", tt)
	}
}

// A calendar that is open on two dates only: far from them, and beyond them on
// either side, a roll finds the one that is left or says that there is none.
func TestDecisionK8RollsWithoutDays(t *testing.T) {
	two, err := calendar.Compile(calendar.Definition{Name: "two", Zone: "UTC", Exceptions: []calendar.Exception{
		{Date: "2024-02-05", Hours: []calendar.Opening{{Open: "08:00", Close: "09:00"}}},
		{Date: "2024-08-05", Hours: []calendar.Opening{{Open: "08:00", Close: "09:00"}}},
	}}, nil)
	require.NoError(t, err)
	const none = ""
	for date, want := range map[string][7]string{
		"2023-12-24": {"2023-12-24", none, "2024-02-05", "2024-02-05", "2024-02-05", "2024-02-05", "2024-02-05"},
		"2024-02-20": {"2024-02-20", "2024-02-05", "2024-08-05", "2024-02-05", "2024-02-05", "2024-02-05", "2024-02-05"},
		"2024-05-06": {"2024-05-06", "2024-02-05", "2024-08-05", "2024-02-05", "2024-08-05", "2024-08-05", "2024-02-05"},
		"2024-12-24": {"2024-12-24", "2024-08-05", none, "2024-08-05", "2024-08-05", "2024-08-05", "2024-08-05"},
		"1919-12-31": {none, none, none, none, none, none, none},
		"2200-01-01": {none, none, none, none, none, none, none},
	} {
		for r, want := range want {
			got, ok := two.Roll(rollDate(t, date), calendar.Roll(r))
			require.Equal(t, want != none, ok, "%s %v", date, calendar.Roll(r))
			require.Equal(t, want, got.String(), "%s %v", date, calendar.Roll(r))
		}
	}
	_, ok := two.Roll(calendar.Date{}, calendar.RollNone)
	require.False(t, ok)
}

func TestRollText(t *testing.T) {
	for r := calendar.RollNone; r <= calendar.RollHalfMonth; r++ {
		data, err := json.Marshal(r)
		require.NoError(t, err)
		var back calendar.Roll
		require.NoError(t, json.Unmarshal(data, &back))
		require.Equal(t, r, back)
	}
	_, err := json.Marshal(calendar.Roll(7))
	require.Error(t, err)
	require.Equal(t, "Roll(7)", calendar.Roll(7).String())
	for _, s := range []string{"", "Following", "modified following", "Roll(7)"} {
		_, err := calendar.ParseRoll(s)
		require.ErrorContains(t, err, "want one of", "%q", s)
	}
}

func TestLastBusinessDay(t *testing.T) {
	c := germany2024(t)
	for date, want := range map[string]string{
		"2024-03-01": "2024-03-28", "2024-03-31": "2024-03-28", "2024-02-10": "2024-02-29", "2024-06-30": "2024-06-28", "2024-12-31": "2024-12-31",
	} {
		got, ok := c.LastBusinessDay(rollDate(t, date))
		require.True(t, ok)
		require.Equal(t, want, got.String(), date)
	}
	closed, err := calendar.Compile(calendar.Definition{Name: "closed", Zone: "UTC", Exceptions: []calendar.Exception{
		{Date: "2024-02-05", Hours: []calendar.Opening{{Open: "08:00", Close: "09:00"}}},
	}}, nil)
	require.NoError(t, err)
	for _, date := range []string{"2024-01-31", "2024-03-01", "1900-01-01"} {
		_, ok := closed.LastBusinessDay(rollDate(t, date))
		require.False(t, ok, date)
	}
}

// CountDays is the number of business days that one meets by walking, and the
// inverse of AddDays.
func TestLawCountDaysWalks(t *testing.T) {
	c := germany2024(t)
	for _, from := range []string{"2024-03-20", "2024-03-23", "2024-03-24", "2024-03-29", "2024-04-01"} {
		from := rollDate(t, from)
		until, n := from, 0
		for range 45 {
			require.Equal(t, n, c.CountDays(from, until), "%v %v", from, until)
			require.Equal(t, -n, c.CountDays(until, from), "%v %v", until, from)
			if c.IsBusinessDay(until) {
				n++
			}
			until = until.Next()
		}
		for n := 1; n < 30; n++ {
			d, ok := c.AddDays(from, n)
			require.True(t, ok)
			require.Equal(t, n, c.CountDays(from.Next(), d.Next()))
		}
	}
	require.Zero(t, c.CountDays(calendar.Date{}, rollDate(t, "2024-01-08")))
	all := c.CountDays(rollDate(t, "0001-01-01"), rollDate(t, "9999-12-31"))
	require.Equal(t, all, c.CountDays(rollDate(t, "1920-01-01"), rollDate(t, "2200-01-01")))
	require.Zero(t, c.CountDays(rollDate(t, "1800-01-01"), rollDate(t, "1919-12-31")))
}

func ExampleCalendar_Roll() {
	c, err := calendar.Compile(calendar.Definition{
		Name: "office", Zone: "Europe/Stockholm",
		Hours: []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}},
	}, nil)
	if err != nil {
		panic(err)
	}
	sunday, _ := calendar.NewDate(2028, time.April, 30)
	before, _ := c.Roll(sunday, calendar.RollPreceding)
	after, _ := c.Roll(sunday, calendar.RollFollowing)
	fmt.Println(before, after)
	// Output: 2028-04-28 2028-05-01
}
