package ical_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"
	"github.com/leanovate/gopter/prop"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/calendar/ical"
)

// drawn makes a feed of lines that events may have, good and bad.
func drawn(seed int64) string {
	p := gopter.DefaultGenParameters()
	p.Rng.Seed(seed)
	pick := func(list ...string) string { return list[p.Rng.Intn(len(list))] }
	when := func() string {
		return fmt.Sprintf("2026%02d%02d", 1+p.Rng.Intn(12), 1+p.Rng.Intn(29)) + pick("", "", "T000000", "T083000Z", "T120000", "x")
	}
	var events []string
	for range 1 + p.Rng.Intn(6) {
		var l []string
		maybe := func(of int, line string) {
			if p.Rng.Intn(of) == 0 {
				l = append(l, line)
			}
		}
		l = append(l, "SUMMARY:"+pick("Jul", "Påsk", "休日", "a\\, b"))
		maybe(2, "UID:"+pick("1", "2", "3"))
		if p.Rng.Intn(8) > 0 {
			l = append(l, "DTSTART"+pick("", ";VALUE=DATE", ";TZID=Europe/Paris", ";TZID=nowhere")+":"+when())
		}
		maybe(3, "DTEND:"+when())
		maybe(4, "DURATION:"+pick("P1D", "PT3H", "P1W", "P", "P3DT1H"))
		maybe(3, "RRULE:FREQ="+pick("DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY")+pick("", ";COUNT=3", ";UNTIL="+when(), ";BYDAY=MO", ";BYMONTHDAY=1"))
		maybe(6, "EXDATE:"+when())
		maybe(6, "RDATE:"+when()+","+when())
		maybe(5, "RECURRENCE-ID:"+when())
		maybe(6, "STATUS:"+pick("CANCELLED", "CONFIRMED"))
		maybe(6, "SEQUENCE:"+pick("1", "2", "x"))
		maybe(12, "no line")
		events = append(events, event(strings.Join(l, "\n")))
	}
	if p.Rng.Intn(4) == 0 {
		events = append(events, "BEGIN:VTODO\nEND:VTODO")
	}
	return feed(events...)
}

// Every VEVENT closes something, or is listed with a reason, or is a problem
// with its line; what is not a VEVENT is listed. Alone, it is the same.
func TestLawEveryEventIsAccountedFor(t *testing.T) {
	opts := &ical.ReadOptions{Calendar: office(t, "Europe/Stockholm"), From: date(t, "2025-01-01"), Until: date(t, "2029-01-01")}
	law(t, prop.ForAll(func(seed int64) string {
		text := drawn(seed)
		f, err := ical.Read(strings.NewReader(text), opts)
		if errors.Is(err, slakit.ErrLimit) { // long events of every day
			return ""
		}
		type lines struct{ begin, end int }
		var entries []lines
		events := 0
		for i, line := range strings.Split(text, "\r\n") {
			switch line {
			case "BEGIN:VEVENT":
				events++
				fallthrough
			case "BEGIN:VTODO":
				entries = append(entries, lines{begin: i + 1})
			case "END:VEVENT", "END:VTODO":
				entries[len(entries)-1].end = i + 1
			}
		}
		if f.Events != events {
			return fmt.Sprintf("%d events, want %d", f.Events, events)
		}
		inside := func(e lines, text string) bool {
			n := 0
			_, scanErr := fmt.Sscanf(text, "line %d", &n)
			return scanErr == nil && e.begin <= n && n <= e.end
		}
		accounted := map[lines]bool{}
		for _, e := range entries {
			for _, s := range f.Skipped {
				if s.Line == e.begin {
					accounted[e] = s.Reason != ""
				}
			}
			for _, p := range slakit.FieldErrors(err) {
				if inside(e, p.Path) {
					accounted[e] = true
				}
			}
		}
		for _, p := range slakit.FieldErrors(err) {
			found := false
			for _, e := range entries {
				found = found || inside(e, p.Path)
			}
			if !found {
				return "a problem of no event: " + p.Error()
			}
		}
		if strings.Contains(text, "UID:") { // alone, an event of a series is another
			return ""
		}
		for _, e := range entries {
			if accounted[e] {
				continue
			}
			alone := "BEGIN:VCALENDAR\r\n" + strings.Join(strings.Split(text, "\r\n")[e.begin-1:e.end], "\r\n") + "\r\nEND:VCALENDAR\r\n"
			g, err := ical.Read(strings.NewReader(alone), opts)
			if err != nil || len(g.Holidays)+len(g.Exceptions) == 0 || len(g.Skipped) > 0 {
				return fmt.Sprintf("line %d has vanished:\n%s", e.begin, text)
			}
			for _, h := range g.Holidays {
				if !slices.Contains(f.Holidays, h) {
					return fmt.Sprintf("%v has vanished:\n%s", h, text)
				}
			}
		}
		return ""
	}, gen.Int64()))
}

// Folding and line ends say nothing: a feed folded anywhere, even inside
// characters, is the same feed but for its line numbers.
func TestLawFoldsSayNothing(t *testing.T) {
	opts := &ical.ReadOptions{Calendar: office(t, "Europe/Stockholm"), From: date(t, "2025-01-01"), Until: date(t, "2029-01-01")}
	law(t, prop.ForAll(func(seed int64, width int, crlf, tab bool) string {
		text := drawn(seed)
		end, indent := "\n", " "
		if crlf {
			end = "\r\n"
		}
		if tab {
			indent = "\t"
		}
		var b strings.Builder
		number := []int{0} // the logical line of each physical one
		for i, line := range strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n") {
			for first := true; first || line != ""; first = false {
				n := min(width, len(line))
				if !first {
					b.WriteString(indent)
				}
				b.WriteString(line[:n])
				b.WriteString(end)
				number = append(number, i+1)
				line = line[n:]
			}
		}
		unfold := func(s string) string {
			for _, sep := range []string{"line "} {
				var out strings.Builder
				for {
					before, after, ok := strings.Cut(s, sep)
					out.WriteString(before)
					if !ok {
						break
					}
					n, digits := 0, 0
					for digits < len(after) && after[digits] >= '0' && after[digits] <= '9' {
						n = 10*n + int(after[digits]-'0')
						digits++
					}
					if digits > 0 && n < len(number) {
						n = number[n]
						fmt.Fprintf(&out, "line %d", n)
					} else {
						out.WriteString(sep + after[:digits])
					}
					s = after[digits:]
				}
				s = out.String()
			}
			return s
		}
		want := told(ical.Read(strings.NewReader(text), opts))
		got := unfold(told(ical.Read(strings.NewReader(b.String()), opts)))
		if got != want {
			return fmt.Sprintf("%s\nwant\n%s\n%s", got, want, b.String())
		}
		return ""
	}, gen.Int64(), gen.IntRange(1, 40), gen.Bool(), gen.Bool()))
}

// Feeds at the limits, and one above.
func TestLimits(t *testing.T) {
	pad := func(n int) string { // of n bytes
		const begin, end = "BEGIN:VCALENDAR\r\nX-PAD:", "\r\nEND:VCALENDAR\r\n"
		return begin + strings.Repeat("x", n-len(begin)-len(end)) + end
	}
	events := func(n int) string {
		return feed(strings.TrimSuffix(strings.Repeat("BEGIN:VEVENT\nDTSTART:20261225\nEND:VEVENT\n", n), "\n"))
	}
	rule := func(n int) string { return feed(event(fmt.Sprintf("DTSTART:20260101\nRRULE:FREQ=DAILY;COUNT=%d", n))) }
	const steps = "limit exceeded: more than 50000 steps of reckoning: want a shorter time from ReadOptions.From to Until, or a smaller feed"
	tests := []struct{ name, text, want string }{
		{"5 MiB", pad(5 << 20), ""},
		{"and a byte", pad(5<<20 + 1), "limit exceeded: more than 5242880 bytes"},
		{"10,000 events", events(10_000), ""},
		{"and one", events(10_001), "line 30004: limit exceeded: more than 10000 events and other components"},
		{"as many steps as may be", rule(24_999), ""}, // each date is looked at and closed
		{"and one", rule(25_000), steps},
		{"excluded dates", feed(event("DTSTART:20260101\nEXDATE:20260102" + strings.Repeat(",20260102", 49_998))), ""},
		{"and one", feed(event("DTSTART:20260101\nEXDATE:20260102" + strings.Repeat(",20260102", 50_000))), steps},
	}
	for _, tt := range tests {
		f, err := ical.Read(strings.NewReader(tt.text), nil)
		require.Equal(t, tt.want, problems(err), tt.name)
		if tt.want != "" {
			require.ErrorIs(t, err, slakit.ErrLimit)
			require.Equal(t, ical.Feed{}, f)
		}
	}
}

// hostile are feeds that ask for work without end.
func hostile() map[string]string {
	many := func(n int, lines string) string {
		return feed(strings.TrimSuffix(strings.Repeat(event(lines)+"\n", n), "\n"))
	}
	var zones strings.Builder
	for i := range 9000 {
		fmt.Fprintf(&zones, "\nBEGIN:VEVENT\nDTSTART;TZID=Europe/X%d:20260101T080000\nEND:VEVENT", i)
	}
	return map[string]string{
		"every day for ever":     many(1, "DTSTART:19000101\nRRULE:FREQ=DAILY"),
		"a day that never comes": many(1, "DTSTART:19000101\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
		"never, many times":      many(200, "DTSTART:19000101\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
		"never, in every month":  many(50, "DTSTART:19000101\nRRULE:FREQ=YEARLY;BYMONTHDAY=31;BYYEARDAY=60"),
		"a long count":           many(1, "DTSTART:00010101\nRRULE:FREQ=DAILY;COUNT=1000000000"),
		"a long interval":        many(1, "DTSTART:20260101\nRRULE:FREQ=MONTHLY;INTERVAL=1000000000"),
		"a long event":           many(1, "DTSTART:00010101\nDTEND:99991231"),
		"a long time":            many(1, "DTSTART:00010101T000001\nDTEND:99991231T000000"),
		"a long duration":        many(1, "DTSTART:20260101T080000\nDURATION:P3000000DT99999999999S"),
		"long events, every day": many(1, "DTSTART:20260101\nDURATION:P5000W\nRRULE:FREQ=DAILY"),
		"parts of every day":     many(1, "DTSTART:20260101T080000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=50000"),
		"yearly, many times":     many(9000, "DTSTART:20260101\nRRULE:FREQ=YEARLY"),
		"one series, many exclusions": many(1, "UID:1\nDTSTART:20260101\nRRULE:FREQ=DAILY;COUNT=100") +
			many(9000, "UID:1\nRECURRENCE-ID:20260102\nDTSTART:20260102"),
		"many zones":     feed(zones.String()[1:]),
		"many rules":     feed(event("DTSTART:20260101" + strings.Repeat("\nRRULE:FREQ=DAILY;BYSETPOS=1,-1;BYDAY=MO,TU,WE,TH,FR,SA,SU", 5000))),
		"deep":           "BEGIN:VCALENDAR\n" + strings.Repeat("BEGIN:X\n", 200_000),
		"one long line":  "BEGIN:VCALENDAR\nX:" + strings.Repeat("\n x", 1_000_000),
		"many fields":    feed(event("DTSTART:20260101\nCATEGORIES:" + strings.Repeat(",", 2_000_000))),
		"only quotes":    feed(event("DTSTART" + strings.Repeat(`;A="`, 500_000) + ":1")),
		"only params":    feed(event("DTSTART" + strings.Repeat(`;A=B`, 500_000) + ":20260101")),
		"only line ends": strings.Repeat("\r\n", 2_000_000),
		"a zone of many": feed("BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:00010101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100"+
			strings.Repeat("\nRRULE:FREQ=DAILY", 100)+"\nEND:STANDARD\nEND:VTIMEZONE", event("DTSTART;TZID=X:20260101T080000\nDURATION:PT1H")),
	}
}

// None of them hangs: the work is bounded by the steps, which BenchmarkHostile
// measures.
func TestHostileFeeds(t *testing.T) {
	for name, text := range hostile() {
		f, err := ical.Read(strings.NewReader(text), &ical.ReadOptions{Calendar: office(t, "Europe/Stockholm")})
		require.LessOrEqual(t, len(f.Holidays)+len(f.Exceptions), 50_000, name)
		require.LessOrEqual(t, len(slakit.FieldErrors(err)), 10_000, name)
	}
}

func BenchmarkHostile(b *testing.B) {
	opts := &ical.ReadOptions{Calendar: office(b, "Europe/Stockholm")}
	for name, text := range hostile() {
		b.Run(strings.ReplaceAll(name, " ", "-"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = ical.Read(strings.NewReader(text), opts)
			}
		})
	}
}

// A feed at the limits: 10,000 events, 5 MiB, nearly all the steps.
func BenchmarkAtTheLimits(b *testing.B) {
	e := event("UID:%d@example.com\nDTSTART;VALUE=DATE:2026%02d%02d\nDURATION:P3D\nSUMMARY:%d\nDESCRIPTION:" + strings.Repeat("å", 180))
	var list []string
	for i := range 10_000 {
		list = append(list, fmt.Sprintf(e, i, 1+i%12, 1+i%28, i))
	}
	text := feed(list...)
	require.Less(b, len(text), 5<<20)
	opts := &ical.ReadOptions{Calendar: office(b, "Europe/Stockholm")}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		f, err := ical.Read(strings.NewReader(text), opts)
		if err != nil || len(f.Holidays) != 30_000 {
			b.Fatal(len(f.Holidays), err)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	text := feed(event("DTSTART:20201225\nRRULE:FREQ=YEARLY\nSUMMARY:Jul"), event("DTSTART:20260101\nSUMMARY:Nyårsdagen"))
	b.ReportAllocs()
	for b.Loop() {
		_, _ = ical.Read(strings.NewReader(text), nil)
	}
}

func BenchmarkClosedDays(b *testing.B) {
	c := office(b, "Europe/Stockholm")
	from, until := date(b, "2026-01-01"), date(b, "2036-01-01")
	for b.Loop() {
		for range ical.ClosedDays(c, from, until) {
		}
	}
}

// Read never panics and never hangs; what it takes compiles; its problems have
// lines; what is closed can be written and read again.
func FuzzRead(f *testing.F) {
	for seed := range int64(20) {
		f.Add([]byte(drawn(seed)))
	}
	f.Add([]byte(feed(central, event("DTSTART;TZID=Mitte:20260105T160000\nDTEND;TZID=Mitte:20260105T170000"))))
	f.Add([]byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\nRRULE:FREQ=YEARLY;BYWEEKNO=1,-1;BYDAY=MO;BYSETPOS=-1;WKST=SU\nSUMMARY:\xc3\n \xa5\nEND:VEVENT\nEND:VCALENDAR"))
	c := office(f, "Europe/Stockholm")
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, opts := range []*ical.ReadOptions{nil, {Calendar: c, From: date(t, "2020-01-01"), Until: date(t, "2040-01-01")}} {
			feed, err := ical.Read(strings.NewReader(string(data)), opts)
			for _, p := range slakit.FieldErrors(err) {
				n := 0
				if _, scanErr := fmt.Sscanf(p.Path, "line %d", &n); (scanErr != nil || n < 1 || n > strings.Count(string(data), "\n")+1) && p.Path != "" {
					t.Fatalf("path %q", p.Path)
				}
				if !utf8.ValidString(p.Error()) {
					t.Fatalf("message %q", p.Error())
				}
			}
			if len(feed.Holidays)+len(feed.Exceptions) > 8192 {
				continue // too many for one definition
			}
			def := calendar.Definition{Zone: "Europe/Stockholm", Holidays: feed.Holidays, Exceptions: feed.Exceptions}
			if _, err := calendar.Compile(def, nil); err != nil {
				t.Fatalf("does not compile: %v", err)
			}
			var events []ical.AllDay
			for i, h := range feed.Holidays {
				if len(h.Date) == len("2006-01-02") {
					events = append(events, ical.AllDay{UID: fmt.Sprint(i), Date: date(t, h.Date), Name: strings.Map(printable, h.Name)})
				}
			}
			var b strings.Builder
			if err := ical.Write(&b, stamp, func(yield func(ical.AllDay) bool) {
				for _, e := range events {
					if !yield(e) {
						return
					}
				}
			}, nil); err != nil {
				t.Fatal(err)
			}
			again, err := ical.Read(strings.NewReader(b.String()), nil)
			if err != nil || again.Events != len(events) {
				t.Fatal(again.Events, len(events), err)
			}
		}
	})
}

func printable(r rune) rune {
	if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
		return -1
	}
	return r
}

// The zone of the host and the clock have no influence.
func TestZoneOfTheHostHasNoInfluence(t *testing.T) {
	text := feed(event("DTSTART:20261225T000000\nDTEND:20261226T000000\nSUMMARY:Jul"), event("DTSTART:20260606\nSUMMARY:Nationaldag"),
		event("DTSTART:20261223T120000\nDTEND:20261223T130000Z"))
	opts := &ical.ReadOptions{Calendar: office(t, "Europe/Stockholm")}
	want := told(ical.Read(strings.NewReader(text), opts))
	local := time.Local
	defer func() { time.Local = local }()
	for _, name := range []string{"Asia/Tokyo", "America/Havana", "Pacific/Apia"} {
		loc, err := time.LoadLocation(name)
		require.NoError(t, err)
		time.Local = loc
		require.Equal(t, want, told(ical.Read(strings.NewReader(text), opts)), name)
	}
}
