package ical_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/calendar/ical"
)

var (
	update   = flag.Bool("update", false, "write the golden files anew")
	lawCases = flag.Int("laws", 1000, "cases for each law")
)

// office is open on working days, with a break at noon.
func office(t testing.TB, zone string) *calendar.Calendar {
	c, err := calendar.Compile(calendar.Definition{Name: "office", Zone: zone, Hours: []calendar.Hours{
		{Days: "mon-fri", Open: "08:00", Close: "12:00"},
		{Days: "mon-fri", Open: "12:30", Close: "17:00"},
	}}, nil)
	require.NoError(t, err)
	return c
}

func date(t testing.TB, s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	require.NoError(t, err)
	return d
}

// problems returns every problem of an error, one a line.
func problems(err error) string {
	var list []string
	for _, e := range slakit.FieldErrors(err) {
		list = append(list, e.Error())
	}
	if err != nil && list == nil {
		return "no FieldError: " + err.Error()
	}
	return strings.Join(list, "\n")
}

// feed makes a calendar of components: LF becomes CRLF.
func feed(components ...string) string {
	text := "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//example//EN\n" + strings.Join(components, "\n") + "\nEND:VCALENDAR\n"
	return strings.ReplaceAll(text, "\n", "\r\n")
}

func event(lines string) string { return "BEGIN:VEVENT\n" + strings.TrimSpace(lines) + "\nEND:VEVENT" }

// Feeds in the shapes that calendars on the web and desktop programs write.
func TestGoldens(t *testing.T) {
	files, err := filepath.Glob("testdata/feeds/*.ics")
	require.NoError(t, err)
	require.Len(t, files, 4)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			f, err := ical.Read(strings.NewReader(string(data)), &ical.ReadOptions{Calendar: office(t, "Europe/Vienna")})
			golden := struct {
				ical.Feed
				Problems []string `json:"problems,omitempty"`
			}{f, strings.FieldsFunc(problems(err), func(r rune) bool { return r == '\n' })}
			got, err := json.MarshalIndent(golden, "", " ")
			require.NoError(t, err)
			path := strings.TrimSuffix(file, "ics") + "golden"
			if *update {
				require.NoError(t, os.WriteFile(path, append(got, '\n'), 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, string(want), string(got)+"\n")

			// What was read compiles.
			_, err = calendar.Compile(calendar.Definition{Zone: "Europe/Vienna", Holidays: f.Holidays, Exceptions: f.Exceptions}, nil)
			require.NoError(t, err)
		})
	}
}
