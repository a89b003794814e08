package calendar_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
)

// Every text of a definition is taken at its limit and refused one byte above.
func TestLimitOfTexts(t *testing.T) {
	for _, tt := range []struct {
		path  string
		limit int
		field func(d *calendar.Definition) *string
	}{
		{"name", 256, func(d *calendar.Definition) *string { return &d.Name }},
		{"note", 4096, func(d *calendar.Definition) *string { return &d.Note }},
		{"hours[0].note", 4096, func(d *calendar.Definition) *string { return &d.Hours[0].Note }},
		{"seasons[0].name", 4096, func(d *calendar.Definition) *string { return &d.Seasons[0].Name }},
		{"seasons[0].hours[0].note", 4096, func(d *calendar.Definition) *string { return &d.Seasons[0].Hours[0].Note }},
		{"seasons[0].note", 4096, func(d *calendar.Definition) *string { return &d.Seasons[0].Note }},
		{"holidays[0].set", 256, func(d *calendar.Definition) *string { return &d.Holidays[0].Set }},
		{"holidays[0].name", 4096, func(d *calendar.Definition) *string { return &d.Holidays[0].Name }},
		{"holidays[0].note", 4096, func(d *calendar.Definition) *string { return &d.Holidays[0].Note }},
		{"exceptions[0].name", 4096, func(d *calendar.Definition) *string { return &d.Exceptions[0].Name }},
		{"exceptions[0].hours[0].note", 4096, func(d *calendar.Definition) *string { return &d.Exceptions[0].Hours[0].Note }},
		{"exceptions[0].note", 4096, func(d *calendar.Definition) *string { return &d.Exceptions[0].Note }},
	} {
		t.Run(tt.path, func(t *testing.T) {
			def := calendar.Definition{
				Zone: "UTC", Hours: hours("mon 08:00-17:00"),
				Seasons:    []calendar.Season{{From: "2030-01-01", Hours: hours("mon 08:00-17:00")}},
				Holidays:   []calendar.Holiday{{Set: "xx"}},
				Exceptions: []calendar.Exception{{Date: "12-23", Hours: openings("08:00-12:00")}},
			}
			field := tt.field(&def)
			sets := calendar.HolidaySets{"xx": {On: noDays}}
			for _, over := range []int{0, 1} {
				*field = strings.Repeat("x", tt.limit+over)
				sets[*field] = calendar.HolidaySet{On: noDays}
				_, err := calendar.Compile(def, &calendar.Options{HolidaySets: sets})
				if over == 0 {
					require.NoError(t, err)
					continue
				}
				problems := slakit.FieldErrors(err)
				require.Len(t, problems, 1)
				assert.ErrorIs(t, err, slakit.ErrLimit)
				assert.Equal(t, tt.path, problems[0].Path)
				assert.Regexp(t, `^limit exceeded: (257 bytes; at most 256|4097 bytes; at most 4096)$`, problems[0].Err.Error())
			}
		})
	}
}

// T14: years end where the range does, one second is in, the next is out.
func TestLimitOfYears(t *testing.T) {
	c := calendar.AlwaysOpen()
	r := calendar.Range()
	for at, in := range map[time.Time]bool{
		r.Start: true, r.Start.Add(-1): false, r.End.Add(-1): true, r.End: false,
	} {
		assert.Equal(t, in, c.IsOpen(at), at)
		assert.Equal(t, in, calendar.Union(c).IsOpen(at), at)
		assert.False(t, calendar.Complement(c).IsOpen(at), at)
	}
}

// A date is a business day only if it is one of the range's, although those
// beside it own time of the range in the west and in the east.
func TestLimitOfDates(t *testing.T) {
	for _, zone := range []string{"America/New_York", "UTC", "Asia/Tokyo"} {
		c := must(t, calendar.Definition{Zone: zone, Hours: hours("daily 00:00-24:00")})
		for _, c := range []*calendar.Calendar{c, calendar.Union(c)} {
			_, ok := c.AddDays(date(t, "1920-01-01"), -1)
			assert.False(t, ok, zone)
			_, ok = c.AddDays(date(t, "2199-12-31"), 1)
			assert.False(t, ok, zone)
			d, ok := c.AddDays(date(t, "2199-12-30"), 1)
			assert.True(t, ok, zone)
			assert.Equal(t, "2199-12-31", d.String(), zone)
		}
	}
}

// A calendar that is closed for a year, or for good, answers all the same.
func TestLimitOfClosure(t *testing.T) {
	never := must(t, calendar.Definition{Zone: "Europe/Stockholm"})
	long := must(t, calendar.Definition{
		Zone: "Europe/Stockholm", Hours: hours("mon-fri 08:00-17:00"),
		Exceptions: []calendar.Exception{{Date: "2026-01-01", Until: "2199-12-31"}},
	})
	at := time.Date(2025, 12, 31, 15, 30, 0, 0, time.UTC) // half an hour before the close
	for name, c := range map[string]*calendar.Calendar{
		"never": never, "difference": calendar.Difference(long, long), "intersection": calendar.Intersection(long, never),
	} {
		assert.True(t, c.Add(at, 1).IsZero(), name)
		assert.True(t, c.Add(at, -1).IsZero(), name)
		assert.True(t, c.AddBusinessDays(at, 1, nil).IsZero(), name)
		_, ok := c.Next(at)
		assert.False(t, ok, name)
		assert.Zero(t, c.Between(calendar.Range().Start, calendar.Range().End), name)
	}
	for name, c := range map[string]*calendar.Calendar{"long": long, "union": calendar.Union(never, long)} {
		assert.Equal(t, "2199-12-31T08:30:00+01:00", c.Add(at, time.Hour).Format(time.RFC3339), name)
		d, ok := c.AddDays(date(t, "2025-12-31"), 1)
		assert.True(t, ok, name)
		assert.Equal(t, "2199-12-31", d.String(), name)
	}
}

// Calendars made of many others, all of them as full as can be.
func TestLimitOfAlgebra(t *testing.T) {
	var list []*calendar.Calendar
	for i := range 200 {
		def := calendar.Definition{Zone: "UTC"}
		for m := range 48 {
			open := time.Unix(int64(1800*m+4*i), 0).UTC()
			def.Hours = append(def.Hours, calendar.Hours{Days: "daily", Open: open.Format(time.TimeOnly), Close: open.Add(2 * time.Second).Format(time.TimeOnly)})
		}
		list = append(list, must(t, def))
	}
	c := calendar.Union(list[0], list[1:]...)
	at := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	assert.Equal(t, 7*48*200*2*time.Second, c.Between(at, at.AddDate(0, 0, 7)))
	assert.True(t, at.Add(23*time.Hour+30*time.Minute+798*time.Second).Equal(c.Add(at, 48*200*2*time.Second)))
	assert.Len(t, c.Day(date(t, "2026-06-01")).Windows, 48*200)
}

// BenchmarkHostileAnswers asks calendars that are as bad as they can be: each figure is
// to stay below 10 ms.
func BenchmarkHostileAnswers(b *testing.B) {
	zone := "Europe/Stockholm"
	full := calendar.Definition{Zone: zone}
	for m := range 48 {
		open := time.Unix(int64(1800*m), 0).UTC()
		full.Hours = append(full.Hours, calendar.Hours{Days: "daily", Open: open.Format("15:04"), Close: open.Add(1200 * time.Second).Format("15:04")})
	}
	closed := calendar.Definition{Zone: zone, Hours: hours("mon-fri 08:00-17:00"), Exceptions: []calendar.Exception{{Date: "1921-01-01", Until: "2199-12-31"}}}
	compiled := must(b, full)
	for name, make := range map[string]func() *calendar.Calendar{
		"never":      func() *calendar.Calendar { return must(b, calendar.Definition{Zone: zone}) },
		"closed":     func() *calendar.Calendar { return must(b, closed) },
		"full":       func() *calendar.Calendar { return must(b, full) },
		"complement": func() *calendar.Calendar { return calendar.Complement(compiled) },
		"difference": func() *calendar.Calendar { return calendar.Difference(compiled, compiled) },
	} {
		r := calendar.Range()
		b.Run(name+"/whole", func(b *testing.B) { // the index of all 280 years
			for b.Loop() {
				b.StopTimer()
				c := make()
				b.StartTimer()
				c.Between(r.Start, r.End)
			}
		})
		b.Run(name+"/asked", func(b *testing.B) {
			c := make()
			c.Between(r.Start, r.End)
			d := c.DateOf(r.Start.AddDate(1, 0, 0))
			for b.Loop() {
				c.Add(r.Start, 1<<62)
				c.Next(r.Start)
				c.AddDays(d, 100_000)
				c.AddBusinessDays(r.Start, 100_000, nil)
			}
		})
	}
}
