package calendar_test

import (
	"encoding/json"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
)

// must compiles a definition without sets.
func must(tb testing.TB, def calendar.Definition) *calendar.Calendar {
	tb.Helper()
	c, err := calendar.Compile(def, nil)
	require.NoError(tb, err)
	return c
}

// hours reads "mon-fri 08:00-12:00 13:00-17:00; sat 10:00-14:00".
func hours(s string) []calendar.Hours {
	var list []calendar.Hours
	for part := range strings.SplitSeq(s, ";") {
		words := strings.Fields(part)
		for _, w := range words[min(1, len(words)):] {
			open, end, _ := strings.Cut(w, "-")
			list = append(list, calendar.Hours{Days: words[0], Open: open, Close: end})
		}
	}
	return list
}

// openings reads "08:00-12:00 13:00-17:00".
func openings(s string) []calendar.Opening {
	var list []calendar.Opening
	for w := range strings.FieldsSeq(s) {
		open, end, _ := strings.Cut(w, "-")
		list = append(list, calendar.Opening{Open: open, Close: end})
	}
	return list
}

func noDays(int) iter.Seq[calendar.SetDay] { return func(func(calendar.SetDay) bool) {} }

func TestCompileErrors(t *testing.T) {
	long := strings.Repeat("x", 5000)
	for _, tt := range []struct {
		name string
		def  calendar.Definition
		want string // one problem a line
	}{
		{"empty", calendar.Definition{}, `
zone: required: want a name of the IANA time zone database, such as "Europe/Stockholm" or "UTC"`},
		{"unknown zone", calendar.Definition{Zone: "Europe/Stokholm"}, `
zone: unknown: no zone "Europe/Stokholm": want a name of the IANA time zone database, such as "Europe/Stockholm" or "UTC"`},
		{"hours", calendar.Definition{Zone: "UTC", Hours: []calendar.Hours{
			{},
			{Days: "mon-xyz", Open: "8", Close: "24:01"},
			{Days: "mon", Open: "24:00", Close: "08:60"},
		}}, `
hours[0].days: required: want days such as mon-fri, sat,sun or daily
hours[0].open: required: want a time of day such as 08:30
hours[0].close: required: want a time of day such as 08:30
hours[1].days: invalid: "mon-xyz" is no list of days: want mon, tue, wed, thu, fri, sat, sun, ranges such as mon-fri, or daily
hours[1].open: invalid: "8" is no time of day: want HH:MM or HH:MM:SS, 00:00 to 24:00
hours[1].close: invalid: "24:01" is no time of day: want HH:MM or HH:MM:SS, 00:00 to 24:00
hours[2].open: invalid: "24:00" is a close only: want "00:00" of the next date
hours[2].close: invalid: "08:60" is no time of day: want HH:MM or HH:MM:SS, 00:00 to 24:00`},
		{"T6 overlaps, each reported once", calendar.Definition{Zone: "UTC", Hours: hours("mon-fri 08:00-12:00 11:30-13:00; wed 12:00-13:00; sat 22:00-06:00 23:00-24:00")}, `
hours[1]: invalid: 11:30-13:00 overlaps 08:00-12:00 of hours[0] on mon: want windows apart, touching at most
hours[4]: invalid: 23:00-24:00 overlaps 22:00-30:00 of hours[3] on sat: want windows apart, touching at most`},
		{"seasons", calendar.Definition{Zone: "UTC", Seasons: []calendar.Season{
			{},
			{From: "06-15"},
			{From: "06-15", Until: "2026-08-16"},
			{From: "06-15", Until: "06-15"},
			{From: "2026-06-15", Until: "2026-06-15"},
			{From: "06-31", Until: "summer", Hours: hours("mon 1-2")},
		}}, `
seasons[0].from: required: want a date such as 2026-12-24, or 12-24 for every year
seasons[1].until: required: a yearly from needs one: want MM-DD
seasons[2]: invalid: from "06-15" and until "2026-08-16": want both with a year or both without
seasons[3]: invalid: from and until are both "06-15": until is the first date after, so nothing lies between
seasons[4]: invalid: until 2026-06-15 is not after from 2026-06-15: until is the first date after
seasons[5].from: invalid: "06-31" is no date of every year: want MM-DD, such as 12-24
seasons[5].until: invalid: "summer" is no date: want YYYY-MM-DD, or MM-DD for every year
seasons[5].hours[0].open: invalid: "1" is no time of day: want HH:MM or HH:MM:SS, 00:00 to 24:00
seasons[5].hours[0].close: invalid: "2" is no time of day: want HH:MM or HH:MM:SS, 00:00 to 24:00`},
		{"T12 two of one sort", calendar.Definition{Zone: "UTC", Seasons: []calendar.Season{
			{From: "2026-01-01"},
			{From: "2027-01-01"},
			{From: "2026-01-01"},
			{From: "2026-06-01", Until: "2026-07-01"},
			{From: "2026-06-30", Until: "2026-07-02"},
			{From: "11-15", Until: "02-01"},
			{From: "02-01", Until: "04-01"},
			{From: "01-20", Until: "01-25"},
		}}, `
seasons[2]: invalid: seasons[0], also a version, holds on 2026-01-01, too: want one for each date
seasons[4]: invalid: seasons[3], also a dated season, holds on 2026-06-30, too: want one for each date
seasons[7]: invalid: seasons[5], also a yearly season, holds on a 01-20, too: want one for each date`},
		{"holidays", calendar.Definition{Zone: "UTC", Holidays: []calendar.Holiday{
			{},
			{Date: "2026-12-24", Set: "se"},
			{Date: "24-12"},
			{Set: "se", Observed: "sometimes", From: "12-24"},
			{Date: "12-24", Observed: "both"},
			{Date: "2026-12-24", From: "2026-01-01", Until: "2026-01-01"},
		}}, `
holidays[0]: required: want a date such as 2026-12-24 or 12-24, a set, or a rule
holidays[1]: invalid: date "2026-12-24" and set "se": want one of them
holidays[2].date: invalid: "24-12" is no date of every year: want MM-DD, such as 12-24
holidays[3].set: unknown: no set "se": none were passed in Options.HolidaySets; want for example those of holidays.All()
holidays[3].from: invalid: "12-24" is no date: want YYYY-MM-DD
holidays[3].observed: unknown: "sometimes": want both, actual or observed
holidays[4].observed: invalid: "both" without a set or shift: only these have observed days
holidays[5].from: invalid: "2026-01-01" on a single date: it limits a set, a rule or a date of every year
holidays[5].until: invalid: "2026-01-01" on a single date: it limits a set, a rule or a date of every year
holidays[5]: invalid: until 2026-01-01 is not after from 2026-01-01: until is the first date after`},
		{"exceptions", calendar.Definition{Zone: "UTC", Exceptions: []calendar.Exception{
			{},
			{Date: "2026-02-30", Days: "someday", Hours: openings("08:00-12:00 11:00-13:00")},
			{Date: "2026-02-03", Until: "02-04"},
			{Date: "2026-02-03", Until: "2026-02-03"},
		}}, `
exceptions[0].date: required: want a date such as 2026-12-24, or 12-24 for every year
exceptions[1].date: invalid: there is no 2026-02-30: want a day of the years 1 to 9999, or MM-DD for every year
exceptions[1].days: invalid: "someday" is no list of days: want mon, tue, wed, thu, fri, sat, sun, ranges such as mon-fri, or daily
exceptions[1].hours[1]: invalid: 11:00-13:00 overlaps 08:00-12:00 of exceptions[1].hours[0]: want windows apart, touching at most
exceptions[2]: invalid: date "2026-02-03" and until "02-04": want both with a year or both without
exceptions[3]: invalid: until 2026-02-03 is not after date 2026-02-03: until is the first date after`},
		{"T5 equal ranks", calendar.Definition{Zone: "UTC", Exceptions: []calendar.Exception{
			{Date: "2026-12-24"},
			{Date: "2026-12-24"},
			{Date: "12-24"},
			{Date: "12-24", Days: "mon-wed"},
			{Date: "2026-12-20", Until: "2027-01-03"},
			{Date: "2027-01-02", Until: "2027-01-16"},
			{Date: "12-30", Until: "01-13"},
			{Date: "01-10", Until: "01-24", Days: "sat,sun"},
		}}, `
exceptions[1]: invalid: exceptions[0], also a single date, holds on 2026-12-24, too: want one for each date
exceptions[3]: invalid: exceptions[2], also a single date, holds on a 12-24, too: want one for each date
exceptions[5]: invalid: exceptions[4], also a range of this length, holds on 2027-01-02, too: want one for each date
exceptions[6]: invalid: exceptions[4], also a range of this length, holds on 2026-12-30, too: want one for each date
exceptions[7]: invalid: exceptions[5], also a range of this length, holds on 2027-01-10, too: want one for each date`},
		{"texts", calendar.Definition{
			Name: long, Zone: "UTC", Note: long,
			Hours:      []calendar.Hours{{Days: "mon", Open: "08:00", Close: "09:00", Note: long}},
			Seasons:    []calendar.Season{{Name: long, From: "2026-01-01", Note: long}},
			Holidays:   []calendar.Holiday{{Date: "12-24", Name: long, Note: long}},
			Exceptions: []calendar.Exception{{Date: "12-24", Name: long, Note: long, Hours: []calendar.Opening{{Open: "08:00", Close: "09:00", Note: long}}}},
		}, `
name: limit exceeded: 5000 bytes; at most 256
note: limit exceeded: 5000 bytes; at most 4096
hours[0].note: limit exceeded: 5000 bytes; at most 4096
seasons[0].name: limit exceeded: 5000 bytes; at most 4096
seasons[0].note: limit exceeded: 5000 bytes; at most 4096
holidays[0].name: limit exceeded: 5000 bytes; at most 4096
holidays[0].note: limit exceeded: 5000 bytes; at most 4096
exceptions[0].name: limit exceeded: 5000 bytes; at most 4096
exceptions[0].hours[0].note: limit exceeded: 5000 bytes; at most 4096
exceptions[0].note: limit exceeded: 5000 bytes; at most 4096`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := calendar.Compile(tt.def, nil)
			assert.Nil(t, c)
			require.Error(t, err)
			assert.Equal(t, strings.TrimPrefix(tt.want, "\n"), err.Error())
			assert.Len(t, slakit.FieldErrors(err), strings.Count(tt.want, "\n"))
		})
	}
}

func TestCompileHolidaySetErrors(t *testing.T) {
	def := calendar.Definition{Zone: "UTC", Holidays: []calendar.Holiday{{Set: "de-BV"}}}
	opts := &calendar.Options{HolidaySets: calendar.HolidaySets{"de-BY": {On: noDays}, "se": {On: noDays}}}
	_, err := calendar.Compile(def, opts)
	assert.EqualError(t, err, `holidays[0].set: unknown: no set "de-BV" among the 2 of Options.HolidaySets (did you mean "de-BY"?)`)
	assert.ErrorIs(t, err, slakit.ErrUnknown)
	opts.HolidaySets["de-BV"] = calendar.HolidaySet{}
	_, err = calendar.Compile(def, opts)
	assert.EqualError(t, err, `holidays[0].set: invalid: the set "de-BV" of Options.HolidaySets has no On`)
	def.Holidays[0].Set = strings.Repeat("x", 257)
	_, err = calendar.Compile(def, opts)
	assert.ErrorIs(t, err, slakit.ErrLimit)
}

// TestZoneNames: only names of the time zone database, never the zone of the
// machine (F17, F27).
func TestZoneNames(t *testing.T) {
	for _, name := range []string{"UTC", "Europe/Stockholm", "Etc/GMT+5", "America/Argentina/Buenos_Aires", "EST5EDT"} {
		c := must(t, calendar.Definition{Zone: name})
		assert.Equal(t, name, c.Zone())
		assert.Equal(t, name, c.Location().String())
	}
	for _, name := range []string{
		"", "Local", "localtime", "posixrules", "posix/Europe/Paris", "right/Europe/Paris", "../UTC", "/UTC", "Europe",
		"Europe//Paris", "Etc//UTC", "UTC/", // file systems may know these
		"Europe/Paris ", "CEST", "+01:00", "Europe/Åland", strings.Repeat("A", 65),
	} {
		_, err := calendar.Compile(calendar.Definition{Zone: name}, nil)
		assert.Error(t, err, name)
	}
}

func TestLimits(t *testing.T) {
	base := date(t, "2020-01-01")
	def := calendar.Definition{Zone: "UTC", Hours: hours("mon-fri 08:00-17:00")}
	for i := range 8191 {
		def.Exceptions = append(def.Exceptions, calendar.Exception{Date: base.AddDays(2 * i).String()})
	}
	c := must(t, def)
	assert.Equal(t, time.Duration(0), c.Between(c.Start(base), c.Start(base.Next())))
	assert.Equal(t, 9*time.Hour, c.Between(c.Start(base.AddDays(1)), c.Start(base.AddDays(2))))
	for _, more := range []func(*calendar.Definition){
		func(d *calendar.Definition) {
			d.Exceptions = append(d.Exceptions, calendar.Exception{Date: "1999-01-01"})
		},
		func(d *calendar.Definition) { d.Holidays = []calendar.Holiday{{Date: "1999-01-01"}} },
		func(d *calendar.Definition) { d.Hours = hours("mon-fri 08:00-17:00 18:00-19:00") },
		func(d *calendar.Definition) { d.Seasons = []calendar.Season{{From: "2020-01-01"}} },
	} {
		over := def
		more(&over)
		_, err := calendar.Compile(over, nil)
		assert.ErrorIs(t, err, slakit.ErrLimit)
		assert.EqualError(t, err, "limit exceeded: 8193 hours, seasons, holidays and exceptions; at most 8192")
	}
	def = calendar.Definition{Zone: "UTC", Seasons: []calendar.Season{{From: "2020-01-01", Hours: make([]calendar.Hours, 8192)}}}
	_, err := calendar.Compile(def, nil)
	assert.ErrorIs(t, err, slakit.ErrLimit)

	var many string
	for i := range 48 {
		many += fmt.Sprintf(" %02d:%02d-%02d:%02d", i/2, i%2*30, i/2, i%2*30+20)
	}
	def = calendar.Definition{Zone: "UTC", Hours: hours("mon" + many), Exceptions: []calendar.Exception{{Date: "2026-01-01", Hours: openings(many)}}}
	c = must(t, def)
	assert.Equal(t, 16*time.Hour, c.Between(c.Start(date(t, "2026-01-05")), c.Start(date(t, "2026-01-06"))))
	def.Hours = append(def.Hours, hours("mon-tue 23:50-23:55")...)
	def.Exceptions[0].Hours = append(def.Exceptions[0].Hours, openings("23:50-23:55")...)
	_, err = calendar.Compile(def, nil)
	assert.EqualError(t, err, "hours[48]: limit exceeded: more than 48 windows on mon\n"+
		"exceptions[0].hours[48]: limit exceeded: more than 48 windows")
	assert.ErrorIs(t, err, slakit.ErrLimit)

	def = calendar.Definition{Name: strings.Repeat("x", 256), Zone: "UTC", Note: strings.Repeat("x", 4096)}
	assert.Len(t, must(t, def).Name(), 256)
}

// TestHostile: the largest sets of ranges are resolved, or refused, like small
// ones.
func TestHostile(t *testing.T) {
	first := date(t, "1920-01-01")
	def := calendar.Definition{Zone: "Europe/Stockholm"}
	for i := range 8192 { // nested, the innermost opens last
		def.Exceptions = append(def.Exceptions, calendar.Exception{
			Date: first.AddDays(i).String(), Until: first.AddDays(100000 - i).String(),
			Days: "mon", Hours: openings(fmt.Sprintf("%02d:%02d-24:00", i/60%24, i%60)),
		})
	}
	c := must(t, def)
	assert.Equal(t, "exceptions[8191]", c.Day(date(t, "2030-01-07")).Path)
	assert.Equal(t, "exceptions[704]", c.Day(first.AddDays(704)).Path) // a Monday: ranges 0 to 704 hold it
	assert.Equal(t, "hours", c.Day(date(t, "2030-01-08")).Path)

	def.Exceptions = def.Exceptions[:0]
	for i := range 8192 { // side by side, all of one length
		def.Exceptions = append(def.Exceptions, calendar.Exception{
			Date: first.AddDays(12 * i).String(), Until: first.AddDays(12*i + 12).String(),
		})
	}
	c = must(t, def)
	assert.Equal(t, "exceptions[8191]", c.Day(first.AddDays(12*8192-1)).Path)
	assert.Equal(t, "hours", c.Day(first.AddDays(12*8192)).Path)

	def.Exceptions = def.Exceptions[:0]
	for i := range 8192 { // every year, each meeting its neighbours
		d := date(t, "2001-01-01").AddDays(i % 300)
		def.Exceptions = append(def.Exceptions, calendar.Exception{
			Date: d.String()[5:], Until: d.AddDays(2 + i/300).String()[5:],
		})
	}
	_, err := calendar.Compile(def, nil)
	assert.Greater(t, len(slakit.FieldErrors(err)), 8000, "all but the first of each length meet another")
}

func TestDefinitionRoundTrip(t *testing.T) {
	const text = `{
		"name": "office", "zone": "Europe/Stockholm",
		"hours": [{"days": "mon-fri", "open": "08:00", "close": "17:00", "note": "n"}],
		"seasons": [{"name": "summer", "from": "06-15", "until": "08-16", "hours": [{"days": "mon", "open": "08:00", "close": "15:00"}], "note": "n"}],
		"holidays": [{"set": "se", "from": "2020-01-01", "until": "2030-01-01", "observed": "actual"}, {"date": "12-24", "name": "eve", "note": "n"}],
		"exceptions": [
			{"date": "2026-12-23", "until": "2026-12-25", "name": "short", "days": "mon", "hours": [{"open": "08:00", "close": "12:00", "note": "n"}], "note": "n"},
			{"date": "2026-10-28"}
		],
		"note": "n"
	}`
	var def calendar.Definition
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	require.NoError(t, d.Decode(&def))
	back, err := json.Marshal(def)
	require.NoError(t, err)
	assert.JSONEq(t, text, string(back))

	back, err = json.Marshal(calendar.Definition{Name: "never", Zone: "UTC", Hours: []calendar.Hours{}})
	require.NoError(t, err)
	assert.Equal(t, `{"name":"never","zone":"UTC","hours":[]}`, string(back))
}

// TestLawC37: changing a definition after Compile has no effect.
func TestLawC37Immutable(t *testing.T) {
	def := calendar.Definition{
		Zone: "UTC", Hours: hours("mon-fri 08:00-17:00"),
		Seasons:    []calendar.Season{{From: "06-15", Until: "08-16", Hours: hours("mon-fri 08:00-15:00")}},
		Holidays:   []calendar.Holiday{{Date: "2026-01-01", Name: "new year"}, {Set: "x"}},
		Exceptions: []calendar.Exception{{Date: "2026-01-02", Hours: openings("08:00-09:00")}},
	}
	sets := calendar.HolidaySets{"x": {On: noDays}}
	c, err := calendar.Compile(def, &calendar.Options{HolidaySets: sets})
	require.NoError(t, err)
	def.Hours[0].Open, def.Seasons[0].Hours[0].Open = "00:00", "00:00"
	def.Holidays[0] = calendar.Holiday{Date: "2026-01-05"}
	def.Exceptions[0].Hours[0].Close = "24:00"
	delete(sets, "x")
	from, to := c.Start(date(t, "2026-01-01")), c.Start(date(t, "2026-01-06"))
	assert.Equal(t, 10*time.Hour, c.Between(from, to))
	assert.Equal(t, "new year", c.Day(date(t, "2026-01-01")).Name)

	day := c.Day(date(t, "2026-01-05"))
	day.Windows[0].Start = time.Time{}
	assert.False(t, c.Day(date(t, "2026-01-05")).Windows[0].Start.IsZero())
}

func TestErrorsAreFieldErrors(t *testing.T) {
	_, err := calendar.Compile(calendar.Definition{}, nil)
	var f *slakit.FieldError
	require.ErrorAs(t, err, &f)
	assert.Equal(t, "zone", f.Path)
	assert.ErrorIs(t, err, slakit.ErrRequired)
}
