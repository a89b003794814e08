package calendar_test

import (
	"encoding/json"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slakit/slakit/calendar"
)

// Fuzz targets. Texts: what is read is written and read again as the same
// value. Definitions: no text makes Compile panic, and what it accepts answers.
// Arithmetic: calendars drawn from the fuzzer's seed against the oracle.
//
//	go test ./calendar -fuzz FuzzAdd -fuzztime 60s

func FuzzDate(f *testing.F) {
	for _, s := range []string{"2026-02-28", "2024-02-29", "2023-02-29", "0001-01-01", "9999-12-31", "10000-01-01", "2026-2-8", "2026-13-01", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := calendar.ParseDate(s)
		if want, wantErr := time.Parse(time.DateOnly, s); (err == nil) != (wantErr == nil && want.Year() >= 1) {
			t.Fatalf("ParseDate(%q): %v, the standard library says %v", s, err, wantErr)
		}
		if err != nil {
			return
		}
		if d.String() != s {
			t.Fatalf("%q is written %q", s, d)
		}
		if next := d.Next(); !next.IsZero() && (next.Prev() != d || next.Sub(d) != 1 || next.Compare(d) != 1 || next.Weekday() != (d.Weekday()+1)%7) {
			t.Fatalf("the day after %s is %s", d, next)
		}
	})
}

func FuzzPeriod(f *testing.F) {
	for _, s := range []string{"P5D", "P1M", "P2W", "P1Y", "P1Y6M", "P1Y2M3W4D", "P0D", "PT8H", "P1DT4H", "P-1D", "P1.5D", "P99999999999999999999D", "P"} {
		f.Add(s)
	}
	from := mustDate(dateOf(2024, 1, 31))
	f.Fuzz(func(t *testing.T, s string) {
		p, err := calendar.ParsePeriod(s)
		if err != nil {
			return
		}
		q, err := calendar.ParsePeriod(p.String())
		if err != nil || q != p || q.String() != p.String() {
			t.Fatalf("%q is written %q and read as %v (%v)", s, p, q, err)
		}
		if to := from.AddPeriod(p); !to.IsZero() && to.Compare(from) < 0 {
			t.Fatalf("%s + %s = %s", from, p, to)
		}
	})
}

func FuzzDayRule(f *testing.F) {
	for _, s := range []string{
		"", "by close", "by open", "by 16:00", "by 16:00:30", "by close if before 10:00", "if before 10:00", "keep-clock",
		"keep-clock by open if before 09:30", "by", "by 25:00", "if before", "by close by open", "BY CLOSE", "by 24:00",
	} {
		f.Add(s)
	}
	c, err := calendar.Compile(nineToFive("Europe/Stockholm"), nil)
	if err != nil {
		f.Fatal(err)
	}
	at := time.Date(2025, 6, 5, 10, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		r, err := calendar.ParseDayRule(s)
		if err != nil {
			return
		}
		q, err := calendar.ParseDayRule(r.String())
		if err != nil || q != r || q.String() != r.String() {
			t.Fatalf("%q is written %q and read as %q (%v)", s, r, q, err)
		}
		if due := c.AddBusinessDays(at, 1, &r); due.Before(at) || due.After(at.AddDate(0, 0, 14)) {
			t.Fatalf("%q: one business day after %s is %s", s, at, due)
		}
	})
}

// FuzzHours reads hours through Compile and counts an ordinary week of UTC.
func FuzzHours(f *testing.F) {
	for _, s := range [][3]string{
		{"mon-fri", "08:30", "17:00"},
		{"sat,sun", "08:30:15", "24:00"},
		{"daily", "00:00", "00:00"},
		{"fri-mon", "22:00", "06:00"},
		{"MON", "9:00", "17:00"},
		{"mon-", "24:00", "24:00"},
		{"mon,mon", "09:00", "25:00"},
		{"", "09:60", "17:00"},
		{"mon–fri", "09:00", "17:00"},
	} {
		f.Add(s[0], s[1], s[2])
	}
	monday := time.Date(2025, 6, 2, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, days, open, closing string) {
		c, err := calendar.Compile(calendar.Definition{
			Name: "fuzz", Zone: "UTC", Hours: []calendar.Hours{{Days: days, Open: open, Close: closing}},
		}, nil)
		if err != nil {
			return
		}
		// What was accepted is so plain that the oracle's reader, which knows
		// no errors, reads it the same.
		w := windowOf(open, closing)
		if w.open < 0 || w.open >= dayLong || w.close > 2*dayLong || w.close-w.open > dayLong {
			t.Fatalf("%q to %q is accepted", open, closing)
		}
		var want time.Duration
		for _, on := range daysOf(strings.ReplaceAll(days, " ", "")) {
			if on {
				want += time.Duration(w.close-w.open) * time.Second
			}
		}
		// A week from the middle of nowhere holds each day's window once.
		if got := c.Between(monday, monday.AddDate(0, 0, 7)); got != want {
			t.Fatalf("%q %q to %q: %s a week, want %s", days, open, closing, got, want)
		}
	})
}

// FuzzCompile compiles definitions written as JSON.
func FuzzCompile(f *testing.F) {
	r := drawer{rand.New(rand.NewSource(1))}
	for range 20 {
		text, err := json.Marshal(r.world(pick(r, drawnZones)).Def)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(`{"zone":"../UTC","hours":[{"days":"mon","open":"x"}],"holidays":[{"date":"02-30"}],"exceptions":[{}],"seasons":[{}]}`))
	f.Add([]byte(`{"name":"x","zone":"Local","seasons":[{"from":"2025-01-01","until":"2024-01-01","hours":null}]}`))
	at := time.Date(2025, 6, 5, 10, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text []byte) {
		var def calendar.Definition
		if json.Unmarshal(text, &def) != nil {
			return
		}
		c, err := calendar.Compile(def, drawnOptions)
		if (c == nil) != (err != nil) {
			t.Fatalf("calendar %v, error %v", c, err)
		}
		if err != nil {
			if err.Error() == "" {
				t.Fatal("an error without words")
			}
			return
		}
		for _, d := range []time.Duration{time.Second, 100 * time.Hour, -100 * time.Hour} {
			u := c.Add(at, d)
			if !u.IsZero() && c.Between(at, u) != d {
				t.Fatalf("Add(%s) = %s, Between %s", d, u, c.Between(at, u))
			}
		}
		if s, ok := c.Next(at); ok && !s.End.IsZero() && !s.End.After(at) {
			t.Fatalf("Next = %s", s)
		}
	})
}

// fuzzWorld draws a calendar and an instant from what the fuzzer varies.
func fuzzWorld(seed, offset int64) (*world, int64) {
	r := drawer{rand.New(rand.NewSource(seed))}
	w := r.world(pick(r, drawnZones))
	const reach = 400 * 86400 * 1e9
	at := w.At[0] + offset%reach
	return w, min(max(at, rangeLo), rangeHi-1)
}

func fuzzSeeds(f *testing.F) {
	for _, seed := range []int64{1, 2, 3, 5, 8, 13, 21, 34} {
		f.Add(seed, int64(0), 3600*second)
		f.Add(seed, -7*dayLong*second, int64(1))
		f.Add(seed, 26*3600*second, 1000*3600*second)
	}
}

func FuzzAdd(f *testing.F) {
	fuzzSeeds(f)
	f.Fuzz(func(t *testing.T, seed, offset, d int64) {
		w, at := fuzzWorld(seed, offset)
		d %= 5000 * 3600 * second
		if got, want := w.add(at, d), w.o.add(at, d); got != want {
			t.Fatalf("Add(%s, %s) = %s, want %s\n%s", stamp(at), time.Duration(d), stamp(got), stamp(want), w)
		}
	})
}

func FuzzBetween(f *testing.F) {
	fuzzSeeds(f)
	f.Fuzz(func(t *testing.T, seed, offset, d int64) {
		w, at := fuzzWorld(seed, offset)
		to := min(max(at+d%(400*dayLong*second), rangeLo), rangeHi)
		if got, want := w.mu(at, to), w.o.between(at, to); got != want {
			t.Fatalf("Between(%s, %s) = %s, want %s\n%s", stamp(at), stamp(to), time.Duration(got), time.Duration(want), w)
		}
		if at < to {
			if got, want := windows(w.c, at, to), w.o.open(at, to); !slices.Equal(got, want) {
				t.Fatalf("Windows(%s, %s) = %v, want %v\n%s", stamp(at), stamp(to), got, want, w)
			}
		}
	})
}

func FuzzNext(f *testing.F) {
	fuzzSeeds(f)
	f.Fuzz(func(t *testing.T, seed, offset, _ int64) {
		w, at := fuzzWorld(seed, offset)
		s, ok := w.c.Next(instant(at))
		if want, wantOK := w.o.next(at); ok != wantOK || ok && (stretchOpen{nanos(s.Start), nanos(s.End)}) != want {
			t.Fatalf("Next(%s) = %s, %t, want %s, %t\n%s", stamp(at), s, ok, want, wantOK, w)
		}
		s, ok = w.c.Previous(instant(at))
		if want, wantOK := w.o.previous(at); ok != wantOK || ok && (stretchOpen{nanos(s.Start), nanos(s.End)}) != want {
			t.Fatalf("Previous(%s) = %s, %t, want %s, %t\n%s", stamp(at), s, ok, want, wantOK, w)
		}
	})
}
