package calendar

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestYearlyText(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"last mon of may", "last mon of may"},
		{" First  TUE of Nov ", "first tue of nov"},
		{"fourth thu of nov+1", "fourth thu of nov+1"},
		{"fifth sun of feb-10", "fifth sun of feb-10"},
		{"sat on or after 06-20", "sat on or after 06-20"},
		{"mon on or before 05-24", "mon on or before 05-24"},
		{"mon on or before 02-29+366", "mon on or before 02-29+366"},
		{"easter", "easter"},
		{"easter+1", "easter+1"},
		{"Orthodox Easter-48", "orthodox easter-48"},
		{"12-25", "12-25"},
		{"12-25-7", "12-25-7"},
		{"easter-366", "EASTER-366"},
	} {
		r, err := parseYearly(tt.text)
		require.NoError(t, err)
		again, err := parseYearly(tt.want)
		require.NoError(t, err)
		assert.Equal(t, again, r)
	}
	for _, text := range []string{
		"", " ", "xmas", "mon", "may", "last mon of", "last mon of mai", "sixth mon of may", "last day of may", "mon of may", "last mon in may",
		"easter+", "easter+0", "easter+01", "easter++1", "easter 1", "easter + 1", "easter+367", "easter-367", "easter+1+1", "eastern", "julian easter",
		"the orthodox easter", "sat on or after 6-20", "sat on or after 06-31", "sat on or near 06-20", "sat after 06-20", "sat on and after 06-20",
		"first sat on or after 06-20", "13-01", "12-2", "2026-12-25", "last mon of mayday", "easter+99999999999999999999", "easter+1x",
	} {
		_, err := parseYearly(text)
		assert.ErrorContains(t, err, `is no yearly rule: want "last mon of may"`, text)
	}
}

func TestShiftText(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"sat-1,sun+1", "sat-1,sun+1"}, {"SUN+1, sat-1", "sat-1,sun+1"}, {"mon+6", "mon+6"}, {"tue-6", "TUE-6"},
	} {
		s, err := parseShift(tt.text)
		require.NoError(t, err)
		again, err := parseShift(tt.want)
		require.NoError(t, err)
		assert.Equal(t, again, s)
	}
	for _, text := range []string{"", "sat", "sat-0", "sat+7", "sat1", "sat-1,", "sat-1;sun+1", "sat-1,sat+1", "weekend+1", "sat-1 sun+1", "sat+-1", "sat+01"} {
		_, err := parseShift(text)
		assert.ErrorContains(t, err, "is no shift: want days of the week", text)
	}
}

// Dates of the United States Naval Observatory and of the Orthodox Church in
// America.
func TestEaster(t *testing.T) {
	for _, tt := range []struct {
		year             int
		western, eastern string
	}{
		{1920, "1920-04-04", "1920-04-11"},
		{1961, "1961-04-02", "1961-04-09"},
		{1981, "1981-04-19", "1981-04-26"},
		{2008, "2008-03-23", "2008-04-27"},
		{2014, "2014-04-20", "2014-04-20"},
		{2019, "2019-04-21", "2019-04-28"},
		{2024, "2024-03-31", "2024-05-05"},
		{2025, "2025-04-20", "2025-04-20"},
		{2026, "2026-04-05", "2026-04-12"},
		{2027, "2027-03-28", "2027-05-02"},
		{2038, "2038-04-25", "2038-04-25"},
		{2049, "2049-04-18", "2049-04-25"},
		{2076, "2076-04-19", "2076-04-26"},
	} {
		assert.Equal(t, tt.western, easterOf(tt.year).String())
		assert.Equal(t, tt.eastern, orthodoxEasterOf(tt.year).String())
	}
}

// The same Easter by another way: the anonymous rule of Nature, 20 April 1876.
func TestEasterByAnotherRule(t *testing.T) {
	for y := 1600; y <= 9999; y++ {
		a, b, c := y%19, y/100, y%100
		h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
		l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
		n := h + l - 7*((a+11*h+22*l)/451) + 114
		want, err := NewDate(y, time.Month(n/31), n%31+1)
		require.NoError(t, err)
		require.Equal(t, want, easterOf(y))
	}
}

// A rule's date is found by looking at every day of the year.
func TestYearlySlow(t *testing.T) {
	for y := 1990; y <= 2060; y++ {
		first, _ := NewDate(y, time.January, 1)
		for d := first; d.Year() == y; d = d.Next() {
			week, days := (d.Day()-1)/7+1, monthDays(y, d.Month())
			r := yearly{kind: nthOf, nth: week, month: d.Month(), weekday: d.Weekday()}
			require.Equal(t, d, r.on(y), r)
			if r.nth = last; d.Day()+7 > days {
				require.Equal(t, d, r.on(y), r)
			} else {
				require.NotEqual(t, d, r.on(y), r)
			}
			for n := range 7 {
				require.Equal(t, d, yearly{kind: onOrAfter, day: d.AddDays(-n).monthDay(), weekday: d.Weekday()}.on(d.AddDays(-n).Year()))
				require.Equal(t, d, yearly{kind: onOrBefore, day: d.AddDays(n).monthDay(), weekday: d.Weekday()}.on(d.AddDays(n).Year()))
			}
			require.Equal(t, d.AddDays(-3), yearly{kind: fixed, day: d.monthDay(), plus: -3}.on(y))
		}
	}
	assert.Zero(t, yearly{kind: nthOf, nth: 5, month: time.February, weekday: time.Monday}.on(2026))
	assert.Zero(t, yearly{kind: fixed, day: 60}.on(2026))
}

func FuzzYearly(f *testing.F) {
	for _, s := range []string{"last mon of may", "sat on or after 06-20", "mon on or before 05-24", "easter+1", "orthodox easter-2", "12-25", "02-29+1", ""} {
		f.Add(s, "sat-1,sun+1")
	}
	f.Fuzz(func(t *testing.T, text, moves string) {
		if r, err := parseYearly(text); err == nil {
			for _, y := range []int{1920, 2026, 2028, 2199} {
				if d := r.on(y); !d.IsZero() && (d.Year() < y-2 || d.Year() > y+2) {
					t.Fatalf("%q of %d is %s", text, y, d)
				}
			}
		}
		if h, err := parseShift(moves); err == nil {
			for d, n := range h {
				if n < -6 || n > 6 {
					t.Fatalf("%q moves %s by %d", moves, time.Weekday(d), n)
				}
			}
		}
	})
}
