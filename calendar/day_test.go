package calendar_test

import (
	"encoding/json"
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
)

func TestDay(t *testing.T) {
	c := shifts(t)
	text, err := json.Marshal(c.Day(date(t, "2026-06-18")))
	require.NoError(t, err)
	assert.JSONEq(t, `{
		"date": "2026-06-18", "source": "exception", "path": "exceptions[0]", "covered": true,
		"windows": [{"start": "2026-06-18T22:00:00+02:00", "end": "2026-06-19T06:00:00+02:00"}]
	}`, string(text))
	var back calendar.Day
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, "exceptions[0]", back.Path)

	day := c.Day(date(t, "2026-06-01"))
	assert.Len(t, day.Windows, 2, "windows of a day stay apart")
	assert.Equal(t, calendar.SourceHours, day.Source)
	assert.Equal(t, "hours", day.Path)

	day = c.Day(calendar.Date{})
	assert.Empty(t, day.Windows)
	assert.True(t, day.Date.IsZero())
}

func TestFingerprint(t *testing.T) {
	def := calendar.Definition{Zone: "Europe/Stockholm", Hours: hours("mon-fri 08:00-17:00"), Holidays: []calendar.Holiday{{Set: "x"}}}
	print := func(def calendar.Definition, set calendar.HolidaySet) [32]byte {
		c, err := calendar.Compile(def, &calendar.Options{HolidaySets: calendar.HolidaySets{"x": set}})
		require.NoError(t, err)
		f := c.Fingerprint()
		assert.Equal(t, f, c.Fingerprint())
		return f
	}
	set := calendar.HolidaySet{On: newYear}
	first := print(def, set)
	assert.Equal(t, first, print(def, set))
	seen := map[[32]byte]string{first: "first"}
	other := func(name string, def calendar.Definition, set calendar.HolidaySet) {
		f := print(def, set)
		assert.Empty(t, seen[f], name)
		seen[f] = name
	}
	other("no holidays", def, calendar.HolidaySet{On: noDays})
	other("other coverage", def, calendar.HolidaySet{Until: 2030, On: newYear})
	other("one year", def, calendar.HolidaySet{On: func(y int) iter.Seq[calendar.SetDay] {
		if y == 2150 {
			return newYear(y)
		}
		return noDays(y)
	}})
	def.Zone = "Europe/Copenhagen"
	other("other zone", def, set)
	def.Hours[0].Open = "09:00"
	other("other hours", def, set)
}
