package calendar_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/calendar/holidays"
)

// closed lists the dates of [1990, 2060] that a definition of holidays closes.
func closed(t *testing.T, list ...calendar.Holiday) (dates []string) {
	t.Helper()
	c, err := calendar.Compile(calendar.Definition{Zone: "UTC", Hours: hours("daily 00:00-24:00"), Holidays: list},
		&calendar.Options{HolidaySets: holidays.All()})
	require.NoError(t, err)
	for d, end := date(t, "1990-01-01"), date(t, "2061-01-01"); d != end; d = d.Next() {
		if !c.IsBusinessDay(d) {
			dates = append(dates, d.String())
		}
	}
	return dates
}

// The rules give what the sets of the countries have.
func TestYearlyRulesOfCountries(t *testing.T) {
	rules := func(list ...string) (all []calendar.Holiday) {
		for _, s := range list {
			all = append(all, calendar.Holiday{Rule: s})
		}
		return all
	}
	shifted := func(shift string, list ...string) (all []calendar.Holiday) {
		for _, s := range list {
			all = append(all, calendar.Holiday{Rule: s, Shift: shift})
		}
		return all
	}
	for _, tt := range []struct {
		set   string
		rules []calendar.Holiday
		extra []string // dates of the set by no rule
		not   []string // and those that it leaves out
	}{
		{"se", rules("01-01", "01-06", "easter-2", "easter+1", "05-01", "easter+39", "fri on or after 06-19",
			"sat on or after 06-20", "sat on or after 10-31", "06-06", "12-24", "12-25", "12-26", "12-31"), nil, nil},
		{"us", slices.Concat(rules("third mon of jan", "third mon of feb", "last mon of may", "first mon of sep", "second mon of oct", "fourth thu of nov"),
			shifted("sat-1,sun+1", "01-01", "07-04", "11-11", "12-25"),
			[]calendar.Holiday{{Rule: "06-19", Shift: "sat-1,sun+1", From: "2021-01-01"}}), nil, nil},
		{
			"gb", slices.Concat(rules("easter-2", "easter+1", "first mon of may", "last mon of may", "last mon of aug"),
				shifted("sat+2,sun+1", "01-01", "12-25"), shifted("sat+2,sun+2,mon+1", "12-26")),
			[]string{"2020-05-08", "2022-06-02", "2022-06-03", "2023-05-08"},
			[]string{"2020-05-04", "2022-05-30"},
		},
	} {
		t.Run(tt.set, func(t *testing.T) {
			got := slices.DeleteFunc(closed(t, tt.rules...), func(d string) bool { return slices.Contains(tt.not, d) })
			got = append(got, tt.extra...)
			want := closed(t, calendar.Holiday{Set: tt.set})
			for _, d := range want {
				assert.True(t, slices.Contains(got, d), "%s is of the set only", d)
			}
			for _, d := range got {
				assert.True(t, slices.Contains(want, d), "%s is of the rules only", d)
			}
		})
	}
}

func TestYearlyRules(t *testing.T) {
	assert.Equal(t, []string{"2026-11-27"}, year(closed(t, calendar.Holiday{Rule: "fourth thu of nov+1"}), "2026"))
	// Orthodox Easter Monday and the Monday of the Holy Spirit, Greece.
	assert.Equal(t, []string{"2026-04-13", "2026-06-01"}, year(closed(t, calendar.Holiday{Rule: "orthodox easter+1"}, calendar.Holiday{Rule: "orthodox easter+50"}), "2026"))
	// Buß- und Bettag in Saxony.
	assert.Equal(t, []string{"2026-11-18"}, year(closed(t, calendar.Holiday{Rule: "wed on or before 11-22"}), "2026"))
	// T12: without a leap day, 02-29 is 1 March. 28 February 2026 is a Saturday.
	assert.Equal(t, []string{"2026-03-07"}, year(closed(t, calendar.Holiday{Rule: "sat on or after 02-29"}), "2026"))
	// T13: a shift may close the day, the observed one, or both. 4 July 2026 is a Saturday.
	for observed, want := range map[string][]string{
		"": {"2026-07-03", "2026-07-04"}, "both": {"2026-07-03", "2026-07-04"}, "actual": {"2026-07-04"}, "observed": {"2026-07-03"},
	} {
		assert.Equal(t, want, year(closed(t, calendar.Holiday{Date: "07-04", Shift: "sat-1,sun+1", Observed: observed}), "2026"), observed)
	}
	// New Year's Day 2028 is a Saturday; the limit is on the date that closes.
	h := calendar.Holiday{Rule: "01-01", Shift: "sat-1", From: "2028-01-01", Until: "2029-01-01"}
	assert.Equal(t, []string{"2028-01-01"}, closed(t, h))
	h.From = "2027-06-01"
	assert.Equal(t, []string{"2027-12-31", "2028-01-01"}, closed(t, h))

	c := must(t, calendar.Definition{Zone: "UTC", Holidays: []calendar.Holiday{{Rule: "last mon of may", Name: "Spring"}}})
	day := c.Day(date(t, "2026-05-25"))
	assert.Equal(t, "Spring holidays[0] ", fmt.Sprintf("%s %s %s", day.Name, day.Path, day.Set))
}

func year(dates []string, year string) []string {
	return slices.DeleteFunc(dates, func(d string) bool { return d[:4] != year })
}

func TestYearlyErrors(t *testing.T) {
	_, err := calendar.Compile(calendar.Definition{Zone: "UTC", Holidays: []calendar.Holiday{
		{Rule: "easter", Set: "se", Date: "12-24"},
		{Rule: "pentecost"},
		{Rule: "easter+1", Shift: "weekend"},
		{Date: "2026-12-24", Shift: "sat-1"},
		{Date: "12-24", Shift: "sat-1", Observed: "never"},
		{Date: "12-24", Shift: "sat1"},
	}}, nil)
	assert.EqualError(t, err, `holidays[0]: invalid: date "12-24" and set "se" and rule "easter": want one of them
holidays[1].rule: invalid: "pentecost" is no yearly rule: want "last mon of may", "sat on or after 06-20", "mon on or before 05-24", "easter+1", "orthodox easter-2" or "12-25"; each may end in + or - days
holidays[2].shift: invalid: "weekend" is no shift: want days of the week, each at most once, with 1 to 6 days to add or take, such as sat-1,sun+1
holidays[3].shift: invalid: "sat-1" without a rule: only a rule or a date of every year is shifted
holidays[4].observed: unknown: "never": want both, actual or observed
holidays[5].shift: invalid: "sat1" is no shift: want days of the week, each at most once, with 1 to 6 days to add or take, such as sat-1,sun+1`)
}

func ExampleHoliday_rule() {
	c, err := calendar.Compile(calendar.Definition{
		Zone:  "Europe/Stockholm",
		Hours: []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}},
		Holidays: []calendar.Holiday{
			{Name: "Midsummer's Eve", Rule: "fri on or after 06-19"},
			{Name: "Easter Monday", Rule: "easter+1"},
			{Name: "Founders' Day", Rule: "03-14", Shift: "sat-1,sun+1"},
		},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range []string{"2026-03-13", "2026-04-06", "2026-06-19"} {
		d, _ := calendar.ParseDate(s)
		fmt.Println(s, c.Day(d).Name)
	}
	// Output:
	// 2026-03-13 Founders' Day
	// 2026-04-06 Easter Monday
	// 2026-06-19 Midsummer's Eve
}
