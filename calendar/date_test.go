package calendar_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
)

func date(tb testing.TB, s string) calendar.Date {
	tb.Helper()
	d, err := calendar.ParseDate(s)
	require.NoError(tb, err)
	return d
}

func TestNewDate(t *testing.T) {
	d, err := calendar.NewDate(2024, time.February, 29)
	require.NoError(t, err)
	assert.Equal(t, "2024-02-29", d.String())
	assert.Equal(t, 2024, d.Year())
	assert.Equal(t, time.February, d.Month())
	assert.Equal(t, 29, d.Day())
	assert.Equal(t, time.Thursday, d.Weekday())
	for _, bad := range [][3]int{{2023, 2, 29}, {0, 1, 1}, {10000, 1, 1}, {2024, 0, 1}, {2024, 13, 1}, {2024, 1, 0}, {2024, 4, 31}, {-1, 1, 1}} {
		_, err := calendar.NewDate(bad[0], time.Month(bad[1]), bad[2])
		assert.Error(t, err, bad)
	}
}

func TestParseDate(t *testing.T) {
	for _, s := range []string{"0001-01-01", "1582-10-10", "1969-12-31", "1970-01-01", "2000-02-29", "9999-12-31"} {
		assert.Equal(t, s, date(t, s).String())
	}
	for _, s := range []string{
		"", "2026", "2026-1-02", "2026-01-2", "26-01-02", "2026/01/02", "2026-01-02T00:00:00Z", " 2026-01-02",
		"2026-00-01", "2026-13-01", "2026-02-30", "0000-01-01", "+026-01-01", "2026-0a-01", "20260102--",
	} {
		_, err := calendar.ParseDate(s)
		assert.Error(t, err, s)
	}
	_, err := calendar.ParseDate("2026-2-3")
	assert.EqualError(t, err, `"2026-2-3" is no date: want YYYY-MM-DD`)
	_, err = calendar.ParseDate("2026-02-30")
	assert.EqualError(t, err, `there is no 2026-02-30: want a day of the years 1 to 9999`)
}

func TestDateSteps(t *testing.T) {
	d := date(t, "2024-02-28")
	assert.Equal(t, "2024-02-29", d.Next().String())
	assert.Equal(t, "2024-03-01", d.Next().Next().String())
	assert.Equal(t, d, d.Next().Prev())
	assert.Equal(t, "2023-02-28", d.AddDays(-365).String())
	assert.Equal(t, 365, d.Sub(d.AddDays(-365)))
	assert.Equal(t, -1, d.Compare(d.Next()))
	assert.Equal(t, +1, d.Compare(d.Prev()))
	assert.Equal(t, 0, d.Compare(date(t, "2024-02-28")))
	assert.Equal(t, time.Monday, date(t, "0001-01-01").Weekday())

	first, last := date(t, "0001-01-01"), date(t, "9999-12-31")
	assert.Equal(t, last, first.AddDays(last.Sub(first)))
	for _, d := range []calendar.Date{
		first.Prev(), last.Next(),
		{},
		calendar.Date{}.Next(), calendar.Date{}.AddDays(5),
		d.AddDays(math.MaxInt), d.AddDays(math.MinInt), d.AddDays(3652059), calendar.Date{}.AddPeriod(calendar.Period{Days: 1}),
	} {
		assert.True(t, d.IsZero(), d)
		assert.Equal(t, calendar.Date{}, d)
	}
	assert.Zero(t, calendar.Date{}.Year())
	assert.Zero(t, calendar.Date{}.Month())
	assert.Zero(t, calendar.Date{}.Day())
	assert.Equal(t, -1, calendar.Date{}.Compare(first))
}

// TestDecisionK3: years and months in one step, clipped; then weeks and days.
func TestDecisionK3(t *testing.T) {
	for _, tt := range []struct{ from, period, want string }{
		{"2026-01-31", "P1M", "2026-02-28"},
		{"2024-01-31", "P1M", "2024-02-29"},
		{"2026-01-31", "P1M1D", "2026-03-01"},
		{"2024-02-29", "P1Y", "2025-02-28"},
		{"2024-02-29", "P1Y1M", "2025-03-29"}, // one step, not 28 February and then March
		{"2026-01-31", "P13M", "2027-02-28"},
		{"2026-11-30", "P3M", "2027-02-28"},
		{"2026-12-31", "P1Y6M2W1D", "2028-07-15"},
		{"2026-05-15", "P0D", "2026-05-15"},
		{"2026-05-15", "P12M", "2027-05-15"},
		{"2026-05-15", "P30D", "2026-06-14"},
		{"9999-12-31", "P1D", ""},
		{"9999-12-01", "P1M", ""},
		{"2026-01-01", "P9999Y", ""},
	} {
		p, err := calendar.ParsePeriod(tt.period)
		require.NoError(t, err)
		assert.Equal(t, tt.want, date(t, tt.from).AddPeriod(p).String(), "%s + %s", tt.from, tt.period)
	}
	march := date(t, "2026-03-31")
	assert.Equal(t, "2026-02-28", march.AddPeriod(calendar.Period{Months: -1}).String())
	assert.Equal(t, "2024-12-31", march.AddPeriod(calendar.Period{Years: -1, Months: -3}).String())
	assert.True(t, date(t, "0001-01-31").AddPeriod(calendar.Period{Months: -1}).IsZero())
	assert.True(t, march.AddPeriod(calendar.Period{Years: math.MaxInt}).IsZero())
	assert.True(t, march.AddPeriod(calendar.Period{Days: math.MinInt}).IsZero())
}

func TestDateText(t *testing.T) {
	type doc struct {
		On  calendar.Date                   `json:"on,omitzero"`
		Map map[calendar.Date]calendar.Date `json:"map,omitempty"`
	}
	d := date(t, "2026-06-01")
	text, err := json.Marshal(doc{On: d, Map: map[calendar.Date]calendar.Date{d: d.Next()}})
	require.NoError(t, err)
	assert.Equal(t, `{"on":"2026-06-01","map":{"2026-06-01":"2026-06-02"}}`, string(text))
	var back doc
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, d, back.On)
	assert.Equal(t, d.Next(), back.Map[d])

	text, err = json.Marshal(doc{})
	require.NoError(t, err)
	assert.Equal(t, `{}`, string(text))
	back.On = d
	require.NoError(t, json.Unmarshal([]byte(`{"on":""}`), &back))
	assert.True(t, back.On.IsZero())
	back.On = d
	assert.Error(t, json.Unmarshal([]byte(`{"on":"1 June"}`), &back))
	assert.Equal(t, d, back.On, "a failed UnmarshalText changes nothing")
}
