package calendar_test

import (
	"encoding/csv"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/slakit/slakit/calendar"
)

// TestZoneEdges goes through a table of difficult clock changes: the zone data
// at hand must show them as the table has them, and days must tile the time
// line around each (T2).
func TestZoneEdges(t *testing.T) {
	f, err := os.Open("../testdata/tz-edges/tz-edges.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 2 {
		t.Fatal("the table is empty")
	}
	calendars := map[string]*calendar.Calendar{}
	for _, row := range rows[1:] {
		zone, text := row[0], row[1]
		c := calendars[zone]
		if c == nil {
			c, err = calendar.Compile(calendar.Definition{
				Name: zone, Zone: zone, Hours: []calendar.Hours{{Days: "daily", Open: "00:00", Close: "24:00"}},
			}, nil)
			if err != nil {
				t.Fatal(err)
			}
			calendars[zone] = c
		}
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		minutes, err := strconv.Atoi(row[4])
		if err != nil {
			t.Fatal(err)
		}
		delta := time.Duration(minutes) * time.Minute
		loc := c.Location()

		// What the table says of the change.
		if got := at.Add(-time.Second).In(loc).Format("-07:00"); got != row[2] {
			t.Errorf("%s %s: offset before %s, want %s", zone, text, got, row[2])
		}
		if got := at.In(loc).Format("-07:00"); got != row[3] {
			t.Errorf("%s %s: offset after %s, want %s", zone, text, got, row[3])
		}
		before := at.Add(-time.Second).In(loc).Format("2006-01-02 15:04:05")
		wallBefore, err := time.Parse("2006-01-02 15:04", row[5])
		if err != nil {
			t.Fatal(err)
		}
		if got := wallBefore.Add(-time.Second).Format("2006-01-02 15:04:05"); got != before {
			t.Errorf("%s %s: a second before, the clock shows %s, want %s", zone, text, before, got)
		}
		if got := at.In(loc).Format("2006-01-02 15:04"); got != row[6] {
			t.Errorf("%s %s: the clock shows %s, want %s", zone, text, got, row[6])
		}

		// Days about the change tile the time line, and each is as long as the
		// distance between its start and the next.
		d := c.DateOf(at.Add(-36 * time.Hour))
		first, covered := c.Start(d), time.Duration(0)
		for range 4 {
			start, end := c.Start(d), c.Start(d.Next())
			if end.Before(start) {
				t.Fatalf("%s %s: %s starts at %s, the next date at %s", zone, text, d, start, end)
			}
			if start.Before(end) && (c.DateOf(start) != d || c.DateOf(end.Add(-1)) != d) {
				t.Errorf("%s %s: [%s, %s) is %s to %s, want %s", zone, text, start, end, c.DateOf(start), c.DateOf(end.Add(-1)), d)
			}
			if start.Equal(end) && c.DateOf(start) == d {
				t.Errorf("%s %s: %s is skipped, and yet has the instant %s", zone, text, d, start)
			}
			covered += end.Sub(start)
			d = d.Next()
		}
		// Four dates hold the change, so together they are as much shorter, or
		// longer, as the clock was moved.
		if want := 4*24*time.Hour - delta; covered != want || c.Between(first, c.Start(d)) != want {
			t.Errorf("%s %s: four days last %s, of them open %s, want %s", zone, text, covered, c.Between(first, c.Start(d)), want)
		}

		// A window is reached at the first instant that shows its opening or
		// later: at the change for one inside a gap, at the first occurrence
		// for one inside an overlap.
		inside, want := wallBefore.Add(delta/2), at
		if delta < 0 {
			want = at.Add(delta / 2)
		}
		w, err := calendar.Compile(calendar.Definition{Name: zone, Zone: zone, Exceptions: []calendar.Exception{{
			Date:  inside.Format(time.DateOnly),
			Hours: []calendar.Opening{{Open: inside.Format("15:04:05"), Close: inside.Add(-time.Second).Format("15:04:05")}},
		}}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if s, ok := w.Next(at.Add(-26 * time.Hour)); !ok || !s.Start.Equal(want) {
			t.Errorf("%s %s: a window from %s opens at %s, want %s", zone, text, inside.Format(time.DateTime), s.Start.UTC(), want)
		}
	}
}
