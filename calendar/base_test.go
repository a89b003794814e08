package calendar_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
)

func TestCompileAll(t *testing.T) {
	all, err := calendar.CompileAll([]calendar.Definition{
		{
			Name: "vip", Base: "desk", Hours: hours("mon-fri 07:00-19:00"),
			Exceptions: []calendar.Exception{{Date: "2026-12-24", Name: "open for you", Hours: openings("08:00-12:00")}},
		},
		{Name: "helsinki", Base: "desk", Zone: "Europe/Helsinki", Holidays: []calendar.Holiday{{Date: "12-06", Name: "Independence Day"}}},
		{
			Name: "desk", Zone: "Europe/Stockholm", Hours: hours("mon-fri 08:00-17:00"),
			Seasons:    []calendar.Season{{Name: "summer", From: "07-01", Until: "08-01", Hours: hours("mon-fri 09:00-15:00")}},
			Holidays:   []calendar.Holiday{{Date: "06-06", Name: "National Day"}, {Date: "12-24", Name: "Christmas Eve"}},
			Exceptions: []calendar.Exception{{Date: "12-23", Name: "half day", Hours: openings("08:00-12:00")}},
		},
		{Name: "same", Base: "desk"},
		{Name: "autumn", Base: "desk", Seasons: []calendar.Season{{Name: "autumn", From: "10-01", Until: "11-01", Hours: hours("mon-fri 10:00-11:00")}}},
		{Name: "shut", Base: "vip", Hours: []calendar.Hours{}},
	}, nil)
	require.NoError(t, err)
	for _, tt := range []struct {
		calendar int
		date     string
		want     string
	}{
		{0, "2026-06-01", "07:00-19:00 hours hours  "},
		{0, "2026-07-01", "07:00-19:00 hours hours  "}, // the summer belongs to the hours that are replaced
		{0, "2028-06-06", " holiday holidays[0] desk National Day"},
		{0, "2026-12-23", "08:00-12:00 exception exceptions[0] desk half day"},
		{0, "2026-12-24", "08:00-12:00 exception exceptions[0]  open for you"},
		{1, "2027-12-06", " holiday holidays[0]  Independence Day"},
		{1, "2028-06-06", " holiday holidays[0] desk National Day"},
		{1, "2026-07-01", "09:00-15:00 season seasons[0] desk summer"},
		{3, "2026-07-01", "09:00-15:00 season seasons[0] desk summer"},
		{3, "2026-06-01", "08:00-17:00 hours hours desk "},
		{4, "2026-10-01", "10:00-11:00 season seasons[0]  autumn"},
		{4, "2026-07-01", "09:00-15:00 season seasons[0] desk summer"},
		{5, "2026-06-01", " hours hours  "},
		{5, "2026-12-24", "08:00-12:00 exception exceptions[0] vip open for you"},
		{5, "2026-12-23", "08:00-12:00 exception exceptions[0] desk half day"},
		{5, "2027-12-24", " holiday holidays[1] desk Christmas Eve"},
	} {
		day := all[tt.calendar].Day(date(t, tt.date))
		var windows []string
		for _, w := range day.Windows {
			windows = append(windows, w.Start.Format("15:04")+"-"+w.End.Format("15:04"))
		}
		assert.Equal(t, tt.want, fmt.Sprintf("%s %s %s %s %s", strings.Join(windows, " "), day.Source, day.Path, day.Calendar, day.Name),
			"%s on %s", all[tt.calendar].Name(), tt.date)
	}
	assert.Equal(t, "Europe/Stockholm", all[5].Zone())
	at := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	assert.Equal(t, time.Hour, all[2].Add(at, time.Hour).Sub(all[1].Add(at, time.Hour)), "Helsinki is an hour ahead")
	assert.NotEqual(t, all[2].Fingerprint(), all[3].Fingerprint())

	before := all[3].Fingerprint()
	all, err = calendar.CompileAll([]calendar.Definition{{Name: "same", Base: "desk"}, {Name: "desk", Zone: "Europe/Stockholm"}}, nil)
	require.NoError(t, err)
	assert.NotEqual(t, before, all[0].Fingerprint(), "the base has changed")
}

func TestCompileAllErrors(t *testing.T) {
	chain := []calendar.Definition{{Name: "0", Zone: "UTC"}}
	for i := range 33 {
		chain = append(chain, calendar.Definition{Name: fmt.Sprint(i + 1), Base: fmt.Sprint(i)})
	}
	good := calendar.Definition{Name: "desk", Zone: "UTC", Hours: hours("mon-fri 08:00-17:00")}
	many := make([]calendar.Holiday, 4096)
	for i := range many {
		many[i].Date = "12-24"
	}
	for _, tt := range []struct {
		name string
		defs []calendar.Definition
		want string // one problem a line
		nils []int
	}{
		{"none", nil, "", nil},
		{"unknown", []calendar.Definition{good, {Name: "vip", Base: "deks"}}, `[1].base: unknown: no calendar "deks" (did you mean "desk"?)`, []int{1}},
		{"itself", []calendar.Definition{{Name: "a", Base: "a"}, good}, `[0].base: invalid: a cycle: a based on a`, []int{0}},
		{
			"cycle with a tail",
			[]calendar.Definition{{Name: "z", Base: "a"}, {Name: "a", Base: "b"}, good, {Name: "b", Base: "a"}},
			`[3].base: invalid: a cycle: a based on b based on a`,
			[]int{0, 1, 3},
		},
		{
			"all problems of all, in order",
			[]calendar.Definition{
				{Name: "b", Base: "a", Hours: hours("mon 8-9")}, {Name: "a", Zone: "Mars"}, {Name: "c", Base: "a", Zone: "Venus"},
			},
			`[0].hours[0].open: invalid: "8" is no time of day: want HH:MM or HH:MM:SS, 00:00 to 24:00
[0].hours[0].close: invalid: "9" is no time of day: want HH:MM or HH:MM:SS, 00:00 to 24:00
[1].zone: unknown: no zone "Mars": want a name of the IANA time zone database, such as "Europe/Stockholm" or "UTC"
[2].zone: unknown: no zone "Venus": want a name of the IANA time zone database, such as "Europe/Stockholm" or "UTC"`,
			[]int{0, 1, 2},
		},
		{"twice", []calendar.Definition{good, good}, `[1].name: duplicate: another calendar is called "desk"`, nil},
		{"32 upon one another", chain[:33], "", nil},
		{"33", chain, `[33].base: limit exceeded: more than 32 calendars upon one another`, []int{33}},
		{"entries", []calendar.Definition{{Name: "a", Zone: "UTC", Holidays: many}, {Name: "b", Base: "a", Holidays: many}}, "", nil},
		{
			"one entry more",
			[]calendar.Definition{{Name: "a", Zone: "UTC", Holidays: many}, {Name: "b", Base: "a", Holidays: many, Hours: hours("mon 08:00-09:00")}},
			`[1]: limit exceeded: 8193 hours, seasons, holidays and exceptions; at most 8192`,
			[]int{1},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			all, err := calendar.CompileAll(tt.defs, nil)
			text := ""
			if err != nil {
				text = err.Error()
			}
			assert.Equal(t, tt.want, text)
			require.Len(t, all, len(tt.defs))
			for i, c := range all {
				assert.Equal(t, slices.Contains(tt.nils, i), c == nil, "calendar %d", i)
			}
		})
	}
	_, err := calendar.Compile(calendar.Definition{Name: "vip", Base: "desk"}, nil)
	require.ErrorIs(t, err, slakit.ErrUnknown)
	assert.EqualError(t, err, `base: unknown: no calendar "desk" here: want it beside this one, given to CompileAll`)
}

// What is written in a base may as well be written in the calendar itself.
func TestLawC30Base(t *testing.T) {
	law(t, drawnZones, func(w *world) string {
		w = w.close()
		r := w.drawer()
		base, child := w.Def, calendar.Definition{Name: "child", Base: "drawn"}
		whole := w.Def
		switch r.Intn(4) {
		case 0: // nothing of its own
		case 1:
			base.Holidays, base.Exceptions = nil, nil
			child.Holidays, child.Exceptions = w.Def.Holidays, w.Def.Exceptions
		case 2:
			base.Seasons, child.Seasons = nil, w.Def.Seasons
		case 3:
			child.Hours = r.week(zoneNamed(w.Def.Zone), floorDiv(w.At[0], second))
			whole.Hours = child.Hours
			if child.Hours == nil {
				child.Hours = []calendar.Hours{}
			}
			whole.Seasons = nil
		}
		if w.fault == losesHolidays && len(whole.Holidays) > 0 {
			whole.Holidays = whole.Holidays[1:]
		}
		all, err := calendar.CompileAll([]calendar.Definition{child, base}, drawnOptions)
		if err != nil {
			return err.Error()
		}
		o := newOracle(whole, drawnOptions)
		return w.eachPair(func(a, b int64) string {
			b = min(b+30*dayLong*second, a+90*dayLong*second)
			if got, want := windows(all[0], a, b), o.open(a, b); !slices.Equal(got, want) {
				return fmt.Sprintf("%s, want %s", got, want)
			}
			return ""
		})
	}, losesHolidays)
}

func ExampleCompileAll() {
	all, err := calendar.CompileAll([]calendar.Definition{
		{
			Name: "desk", Zone: "Europe/Stockholm",
			Hours:    []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}},
			Holidays: []calendar.Holiday{{Date: "12-24", Name: "Christmas Eve"}},
		},
		{Name: "vip", Base: "desk", Hours: []calendar.Hours{{Days: "mon-fri", Open: "07:00", Close: "19:00"}}},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	eve, _ := calendar.ParseDate("2026-12-24")
	for _, c := range all {
		fmt.Println(c.Name(), c.Day(eve.Prev()).Windows[0].Duration(), c.Day(eve).Name)
	}
	// Output:
	// desk 9h0m0s Christmas Eve
	// vip 12h0m0s Christmas Eve
}
