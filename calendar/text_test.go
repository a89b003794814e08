package calendar_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
)

func TestHoursText(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"mon-fri 08:00-17:00; sat 10:00-14:00", "mon-fri 08:00-17:00; sat 10:00-14:00"},
		{" MON-FRI 08:00-12:00\t13:00-17:00 ;sat , sun 10:00-14:00 ", "mon-fri 08:00-12:00 13:00-17:00; sat,sun 10:00-14:00"},
		{"mon,tue,wed,thu,fri 08:00-17:00", "mon-fri 08:00-17:00"},
		{"mon,tue 08:00-17:00:00; sun,mon 20:00-21:00:30", "mon,tue 08:00-17:00; mon,sun 20:00-21:00:30"},
		{"fri-mon 22:00-06:00", "mon,fri-sun 22:00-06:00"},
		{"mon-sun 00:00-24:00", "daily 00:00-24:00"},
		{"mon 08:00-09:00; mon 10:00-11:00; tue 08:00-09:00", "mon 08:00-09:00 10:00-11:00; tue 08:00-09:00"},
		{"tue-sat,mon 08:00-09:00", "mon-sat 08:00-09:00"},
		{"mon,tue,wed,fri,sat,sun 08:00-09:00", "mon-wed,fri-sun 08:00-09:00"},
		{"", ""},
		{"  ", ""},
	} {
		list, err := calendar.ParseHours(tt.text)
		require.NoError(t, err, tt.text)
		assert.Equal(t, tt.want, calendar.FormatHours(list))
	}
	for text, want := range map[string]string{
		"mon-fri":                    `entry 1, "mon-fri", is no opening hours: want days and windows, as in "mon-fri 08:00-17:00"`,
		"mon 08:00-09:00;":           `entry 2, "", is no opening hours: want days and windows, as in "mon-fri 08:00-17:00"`,
		"08:00-17:00":                `entry 1, "08:00-17:00", is no opening hours: "" is no list of days: want mon, tue, wed, thu, fri, sat, sun, ranges such as mon-fri, or daily`,
		"mon 8-17":                   `entry 1, "mon 8-17", is no opening hours: "8" is no time of day: want HH:MM or HH:MM:SS, 00:00 to 24:00`,
		"mon 08:00":                  `entry 1, "mon 08:00", is no opening hours: "" is no time of day: want HH:MM or HH:MM:SS, 00:00 to 24:00`,
		"mon 08:00-09:00 sat":        `entry 1, "mon 08:00-09:00 sat", is no opening hours: "sat" is no time of day: want HH:MM or HH:MM:SS, 00:00 to 24:00`,
		"mon 24:00-09:00":            `entry 1, "mon 24:00-09:00", is no opening hours: "24:00" is a close only`,
		"mon 08:00-09:00; day 08:00": `entry 2, "day 08:00", is no opening hours: "day" is no list of days: want mon, tue, wed, thu, fri, sat, sun, ranges such as mon-fri, or daily`,
	} {
		_, err := calendar.ParseHours(text)
		assert.EqualError(t, err, want)
	}
	_, err := calendar.ParseHours(strings.Repeat("mon 08:00-12:00;", 8193))
	assert.ErrorContains(t, err, "bytes are too many")
	assert.Equal(t, "whenever 8-17", calendar.FormatHours([]calendar.Hours{{Days: "whenever", Open: "8", Close: "17"}}))
}

// What Compile takes is written so that it is read as the same calendar.
func TestLawHoursText(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		text := calendar.FormatHours(w.Def.Hours)
		def := w.Def
		list, err := calendar.ParseHours(text)
		if err != nil {
			return err.Error()
		}
		if w.fault == losesHours {
			list = list[:max(len(list)-1, 0)]
		}
		def.Hours = list
		c, err := calendar.Compile(def, drawnOptions)
		if err != nil {
			return err.Error()
		}
		at := w.At[0]
		if a, b := windows(c, at-20*dayLong*second, at+20*dayLong*second), windows(w.c, at-20*dayLong*second, at+20*dayLong*second); !slices.Equal(a, b) {
			return fmt.Sprintf("%q: %s, want %s", text, a, b)
		}
		return ""
	}, losesHours)
}

func FuzzHoursText(f *testing.F) {
	for _, s := range []string{"mon-fri 08:00-17:00; sat 10:00-14:00", "daily 00:00-24:00", "fri-mon 22:00-06:00:30 10:00-11:00", "", ";", "mon"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		list, err := calendar.ParseHours(s)
		if err != nil {
			return
		}
		text := calendar.FormatHours(list)
		again, err := calendar.ParseHours(text)
		if err != nil || !slices.Equal(list, again) || calendar.FormatHours(again) != text {
			t.Fatalf("%q is written %q and read as %v (%v)", s, text, again, err)
		}
	})
}

func TestCalendarString(t *testing.T) {
	desk := calendar.Definition{
		Name: "desk", Zone: "Europe/Stockholm", Hours: hours("mon-thu 08:00-12:00 13:00-17:00; fri 08:00-15:00; sat,sun 22:00-06:00"),
		Seasons:    []calendar.Season{{From: "07-01", Until: "08-01"}},
		Holidays:   []calendar.Holiday{{Date: "12-24"}, {Rule: "easter+1"}},
		Exceptions: []calendar.Exception{{Date: "12-23"}},
	}
	assert.Equal(t, "desk, Europe/Stockholm: mon-thu 08:00-12:00 13:00-17:00; fri 08:00-15:00; sat,sun 22:00-06:00; 1 season; 2 holidays; 1 exception", must(t, desk).String())
	assert.Equal(t, "always open, UTC: daily 00:00-24:00", calendar.AlwaysOpen().String())
	assert.Equal(t, "never, UTC: closed", must(t, calendar.Definition{Name: "never", Zone: "UTC"}).String())
	all, err := calendar.CompileAll([]calendar.Definition{desk, {Name: "child", Base: "desk", Exceptions: []calendar.Exception{{Date: "12-22"}}}}, nil)
	require.NoError(t, err)
	assert.Equal(t, "child, Europe/Stockholm: mon-thu 08:00-12:00 13:00-17:00; fri 08:00-15:00; sat,sun 22:00-06:00; 1 season; 2 holidays; 2 exceptions", all[1].String())
	c, err := calendar.Compile(calendar.Definition{Name: "off", Zone: "UTC", Holidays: []calendar.Holiday{{Set: "xx"}, {Date: "12-24"}, {Set: "xx", Until: "2026-01-01"}}}, drawnOptions)
	require.NoError(t, err)
	assert.Equal(t, "off, UTC: closed; 2 holiday sets; 1 holiday", c.String())
	assert.Equal(t, "not desk, Europe/Stockholm", calendar.Complement(all[0]).String())
}

func ExampleParseHours() {
	list, err := calendar.ParseHours("mon-fri 08:00-12:00 13:00-17:00; sat 10:00-14:00")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, h := range list {
		fmt.Println(h.Days, h.Open, h.Close)
	}
	_, err = calendar.ParseHours("mon-fri 8-17")
	fmt.Println(err)
	// Output:
	// mon-fri 08:00 12:00
	// mon-fri 13:00 17:00
	// sat 10:00 14:00
	// entry 1, "mon-fri 8-17", is no opening hours: "8" is no time of day: want HH:MM or HH:MM:SS, 00:00 to 24:00
}

func ExampleFormatHours() {
	fmt.Println(calendar.FormatHours([]calendar.Hours{
		{Days: "mon,tue,wed,thu,fri", Open: "08:00", Close: "12:00"},
		{Days: "mon-fri", Open: "13:00", Close: "17:00"},
	}))
	// Output: mon-fri 08:00-12:00 13:00-17:00
}

func ExampleCalendar_String() {
	c, err := calendar.Compile(calendar.Definition{
		Name: "desk", Zone: "Europe/Stockholm",
		Hours:    []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}},
		Holidays: []calendar.Holiday{{Date: "12-24"}},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c)
	// Output: desk, Europe/Stockholm: mon-fri 08:00-17:00; 1 holiday
}
