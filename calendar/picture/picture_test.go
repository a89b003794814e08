package picture_test

import (
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	_ "time/tzdata"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/calendar/holidays"
	"github.com/slakit/slakit/calendar/picture"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got), "%s: run with -update and look at it", path)
}

func compile(tb testing.TB, defs ...calendar.Definition) []*calendar.Calendar {
	tb.Helper()
	list, err := calendar.CompileAll(defs, &calendar.Options{HolidaySets: holidays.All()})
	require.NoError(tb, err)
	return list
}

func hours(tb testing.TB, s string) []calendar.Hours {
	list, err := calendar.ParseHours(s)
	require.NoError(tb, err)
	return list
}

func desk(tb testing.TB) calendar.Definition {
	return calendar.Definition{
		Name: "Service desk", Zone: "Europe/Stockholm", Hours: hours(tb, "mon-thu 08:00-17:00; fri 08:00-16:00"),
		Seasons:  []calendar.Season{{Name: "summer", From: "06-15", Until: "08-16", Hours: hours(tb, "mon-fri 09:00-15:00")}},
		Holidays: []calendar.Holiday{{Set: "se"}},
		Exceptions: []calendar.Exception{
			{Date: "12-23", Name: "Half day", Hours: []calendar.Opening{{Open: "08:00", Close: "12:00"}}},
			{Date: "2026-10-10", Name: "Release", Hours: []calendar.Opening{{Open: "08:00", Close: "20:00"}}},
			{Date: "2026-11-19", Until: "2026-11-21", Name: "Moving house"},
		},
	}
}

func TestGoldens(t *testing.T) {
	always := compile(t, calendar.Definition{Name: "around the clock", Zone: "Europe/Stockholm", Hours: hours(t, "daily 00:00-24:00")})[0]
	office := compile(t, desk(t))[0]
	for name, c := range map[string]*calendar.Calendar{
		"desk": office, "always": always, "oncall": calendar.Difference(always, office),
		"never": compile(t, calendar.Definition{Zone: "UTC"})[0],
	} {
		golden(t, name+".txt", []byte(picture.Text(c, 2026)))
		svg := picture.SVG(c, 2026)
		wellFormed(t, svg)
		golden(t, name+".svg", svg)
		require.Equal(t, svg, picture.SVG(c, 2026))
	}
}

func wellFormed(t *testing.T, svg []byte) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(string(svg)))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err)
	}
}

// The days of the picture are those of the calendar.
func TestMarks(t *testing.T) {
	c := compile(t, desk(t))[0]
	for _, year := range []int{1921, 2000, 2024, 2026, 2198} {
		rows := strings.Split(picture.Text(c, year), "\n")[4:16]
		d, err := calendar.NewDate(year, 1, 1)
		require.NoError(t, err)
		for _, row := range rows {
			marks, month := strings.Fields(row)[1], d.Month()
			for _, m := range marks {
				require.Equal(t, month, d.Month(), "%s has days of the next month", row)
				require.Equal(t, c.IsBusinessDay(d), strings.ContainsRune("#-E", m), "%s is %c", d, m)
				require.Equal(t, c.Day(d).Source == calendar.SourceHoliday, m == 'H', "%s is %c", d, m)
				d = d.Next()
			}
			require.NotEqual(t, month, d.Month(), "%s has too few days", row)
		}
		assert.Equal(t, year+1, d.Year())
	}
}

// Clock changes make no day shorter: 23 hours around the clock are a whole day.
func TestClockChange(t *testing.T) {
	c := compile(t, calendar.Definition{Zone: "Europe/Stockholm", Hours: hours(t, "daily 00:00-24:00")})[0]
	rows := strings.Split(picture.Text(c, 2026), "\n")
	assert.Equal(t, "Mar  "+strings.Repeat("#", 31), strings.TrimSpace(rows[6][:37]))
	assert.Contains(t, rows[6], " 743 h")
}

func TestYears(t *testing.T) {
	c := calendar.AlwaysOpen()
	for _, year := range []int{-1, 0, 1920, 2199, 10000} {
		assert.Empty(t, picture.Text(c, year))
		assert.Nil(t, picture.SVG(c, year))
	}
	for _, year := range []int{1921, 2198} {
		assert.NotEmpty(t, picture.Text(c, year))
		wellFormed(t, picture.SVG(c, year))
	}
}

// What a definition says cannot break the picture.
func TestHostileNames(t *testing.T) {
	evil := "</text><script>alert(1)</script>&\"'\x00\n\u202e\xff" + strings.Repeat("W", 200)
	c := compile(t, calendar.Definition{
		Name: evil[:200], Zone: "UTC",
		Exceptions: []calendar.Exception{{Date: "05-01", Name: strings.Repeat(evil, 10)}},
	})[0]
	svg := picture.SVG(c, 2026)
	wellFormed(t, svg)
	assert.NotContains(t, string(svg), "<script")
	assert.NotContains(t, picture.Text(c, 2026), "\x00")
}

func TestUncovered(t *testing.T) {
	set := calendar.HolidaySet{From: 2000, Until: 2010, On: func(int) iter.Seq[calendar.SetDay] { return func(func(calendar.SetDay) bool) {} }}
	c, err := calendar.Compile(calendar.Definition{Zone: "UTC", Holidays: []calendar.Holiday{{Set: "x"}}},
		&calendar.Options{HolidaySets: calendar.HolidaySets{"x": set}})
	require.NoError(t, err)
	const text = "The holiday sets are not known to be right"
	assert.Contains(t, picture.Text(c, 2010), text)
	assert.NotContains(t, picture.Text(c, 2009), text)
	assert.Equal(t, 2, strings.Count(string(picture.SVG(c, 2010)), text)) // in words and in the picture
	assert.NotContains(t, string(picture.SVG(c, 2009)), text)
}

func ExampleText() {
	days, _ := calendar.ParseHours("mon-fri 08:00-17:00")
	c, err := calendar.Compile(calendar.Definition{
		Name: "desk", Zone: "Europe/Stockholm", Hours: days,
		Holidays:   []calendar.Holiday{{Date: "05-01", Name: "May Day"}},
		Exceptions: []calendar.Exception{{Date: "12-23", Name: "half day", Hours: []calendar.Opening{{Open: "08:00", Close: "12:00"}}}},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(picture.Text(c, 2026))
	// Output:
	// desk 2026
	// Europe/Stockholm: mon-fri 08:00-17:00; 1 holiday; 1 exception
	//
	//      1...5....10...15...20...25...30.  days     time
	// Jan  ##..#####..#####..#####..#####.     22      198 h
	// Feb  .#####..#####..#####..#####.        20      180 h
	// Mar  .#####..#####..#####..#####..##     22      198 h
	// Apr  ###..#####..#####..#####..####      22      198 h
	// May  H..#####..#####..#####..#####..     20      180 h  1 May Day
	// Jun  #####..#####..#####..#####..##      22      198 h
	// Jul  ###..#####..#####..#####..#####     23      207 h
	// Aug  ..#####..#####..#####..#####..#     21      189 h
	// Sep  ####..#####..#####..#####..###      22      198 h
	// Oct  ##..#####..#####..#####..#####.     22      198 h
	// Nov  .#####..#####..#####..#####..#      21      189 h
	// Dec  ####..#####..#####..##E##..####     23      202 h  23 half day
	// 2026                                    260     2335 h
	//
	// # open
	// - open, shorter than usual
	// E hours by exception
	// H holiday
	// x closed by exception
	// . closed
}

func ExampleSVG() {
	svg := picture.SVG(calendar.AlwaysOpen(), 2026)
	fmt.Println(strings.Contains(string(svg), "365 business days with 8760 h of service"))
	// Output: true
}

// Windows are written to the second where they have seconds, and amounts to the
// minute where they have minutes.
func TestSecondsAndMinutes(t *testing.T) {
	c := compile(t, calendar.Definition{Name: "odd", Zone: "UTC", Hours: hours(t, "mon-fri 08:00:30-12:30")})[0]
	svg := string(picture.SVG(c, 2026))
	assert.Contains(t, svg, "08:00:30-12:30")
	row := strings.Split(picture.Text(c, 2026), "\n")[4]
	assert.Regexp(t, `^Jan .* 98:49 h$`, row) // 22 days of 4:29:30
}

// A day that one of two calendars closes says why.
func TestReasonOfAPart(t *testing.T) {
	list := compile(t, desk(t), calendar.Definition{Name: "always", Zone: "Europe/Stockholm", Hours: hours(t, "daily 00:00-24:00")})
	for name, c := range map[string]*calendar.Calendar{"the desk first": calendar.Intersection(list[0], list[1]), "the desk last": calendar.Intersection(list[1], list[0])} {
		rows := strings.Split(picture.Text(c, 2026), "\n")
		assert.Regexp(t, `^Jan  H`, rows[4], name)
		assert.Contains(t, rows[4], "1 Nyårsdagen", name)
		assert.Regexp(t, `^Nov  .{18}xx`, rows[14], name)
		assert.Contains(t, rows[14], "19-20 Moving house", name)
	}
}
