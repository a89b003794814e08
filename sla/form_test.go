package sla_test

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/slakit/slakit/calendar"
)

// mform is an allowance as the model reads it.
type mform struct {
	kind                string // service, elapsed, calendar, days, weeks, none
	d                   time.Duration
	n                   int // business days or weeks
	years, months, days int
	rule                string // "by close", "by 16:00 if before 10:00", ...
}

var periodText = regexp.MustCompile(`^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$`)

// parseForm reads the forms of the table of allowances.
func parseForm(s string) mform {
	head, rest, _ := strings.Cut(s, " ")
	switch {
	case s == "none":
		return mform{kind: "none"}
	case strings.HasSuffix(head, "bd"):
		return mform{kind: "days", n: number(strings.TrimSuffix(head, "bd")), rule: rest}
	case strings.HasSuffix(head, "bw"):
		return mform{kind: "weeks", n: number(strings.TrimSuffix(head, "bw")), rule: rest}
	case periodText.MatchString(head):
		part := periodText.FindStringSubmatch(head)
		return mform{kind: "calendar", years: number(part[1]), months: number(part[2]), days: 7*number(part[3]) + number(part[4])}
	case rest == "elapsed":
		return mform{kind: "elapsed", d: amount(head)}
	default:
		return mform{kind: "service", d: amount(head)}
	}
}

func number(s string) int {
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	return n
}

func amount(s string) time.Duration {
	d, err := time.ParseDuration(s) // the units h, m and s mean the same there
	if err != nil {
		panic(err)
	}
	return d
}

// due is what the form gives a clock that starts at t.
func (f mform) due(t time.Time, cal *calendar.Calendar, startAt string) time.Time {
	switch f.kind {
	case "service":
		return cal.Add(t, f.d)
	case "elapsed":
		return t.Add(f.d)
	case "calendar":
		return f.calendarDue(t, zoneOf(cal))
	case "days", "weeks":
		text := f.rule
		if startAt == "keep-clock" {
			text = strings.TrimSpace("keep-clock " + text)
		}
		rule, err := calendar.ParseDayRule(text)
		if err != nil {
			panic(err)
		}
		n := f.n
		if f.kind == "weeks" {
			n = weeksInDays(t, f.n, cal, text)
		}
		return cal.AddBusinessDays(t, n, &rule)
	}
	return time.Time{}
}

// weeksInDays is the number of business days to the date n weeks after day 0,
// or the next business day (A2). A day is known by its first opening, which
// lies on its own date; day 0 is the one before day 1.
func weeksInDays(t time.Time, n int, cal *calendar.Calendar, rule string) int {
	first := "by open"
	if _, before, ok := strings.Cut(rule, "if before"); ok {
		first += " if before" + before
	}
	if strings.HasPrefix(rule, "keep-clock") {
		first = "keep-clock " + first
	}
	byOpen, err := calendar.ParseDayRule(first)
	if err != nil {
		panic(err)
	}
	dayOf := func(k int) calendar.Date {
		y, m, d := cal.AddBusinessDays(t, k, &byOpen).Date()
		date, err := calendar.NewDate(y, m, d)
		if err != nil {
			panic(err)
		}
		return date
	}
	zero, ok := cal.AddDays(dayOf(1), -1)
	if !ok {
		panic("no business day before " + dayOf(1).String())
	}
	for range 7 * n {
		zero = zero.Next()
	}
	for k := 1; ; k++ {
		if dayOf(k).Compare(zero) >= 0 {
			return k
		}
	}
}

// calendarDue keeps the local clock time: years and months in one step,
// clipped to the month's end (K3), then days.
func (f mform) calendarDue(t time.Time, zone *time.Location) time.Time {
	local := t.In(zone)
	y, mon, d := local.Date()
	first := time.Date(y+f.years, mon+time.Month(f.months), 1, 0, 0, 0, 0, time.UTC)
	for d > 28 && first.AddDate(0, 0, d-1).Month() != first.Month() {
		d--
	}
	h, min, s := local.Clock()
	wall := time.Date(first.Year(), first.Month(), d+f.days, h, min, s, local.Nanosecond(), time.UTC)
	return firstShowing(wall, zone)
}

// firstShowing is the first instant whose wall clock in the zone shows the
// given local time or later (T2), found minute by minute. wall carries the
// local time in UTC.
func firstShowing(wall time.Time, zone *time.Location) time.Time {
	key := shownIn{wall.UnixNano(), zone}
	if t, ok := shown.Load(key); ok {
		return t.(time.Time) //nolint:forcetypeassert // stored below
	}
	for t := wall.Add(-15 * time.Hour); ; t = t.Add(time.Minute) {
		l := t.In(zone)
		if !time.Date(l.Year(), l.Month(), l.Day(), l.Hour(), l.Minute(), l.Second(), l.Nanosecond(), time.UTC).Before(wall) {
			shown.Store(key, t)
			return t
		}
	}
}

type shownIn struct {
	wall int64
	zone *time.Location
}

var shown sync.Map // by shownIn, since the model asks again and again

// mstep is one firing of an escalation as it is written.
type mstep struct {
	name    string
	repeat  int
	kind    string // share, before, after, elapsed, days
	percent int64
	d       time.Duration
	days    int
}

// parseSteps reads an escalation and unrolls its ladder: every is added times-1
// times, in the unit of at.
func parseSteps(e specEscalation) []mstep {
	first := parseStep(e.At)
	first.name, first.repeat = e.Name, 1
	all := []mstep{first}
	for i := 2; i <= e.Times; i++ {
		s := all[len(all)-1]
		s.repeat = i
		every := parseStep(e.Every)
		switch s.kind {
		case "share":
			s.percent += every.percent
		case "before":
			s.d -= every.d
			if s.d < 0 {
				s.kind, s.d = "after", -s.d
			}
		case "days":
			s.days += every.days
		default:
			s.d += every.d
		}
		all = append(all, s)
	}
	return all
}

func parseStep(text string) mstep {
	body := strings.TrimPrefix(text, "+")
	switch {
	case strings.HasSuffix(text, "%"):
		return mstep{kind: "share", percent: int64(number(strings.TrimSuffix(text, "%")))}
	case strings.HasSuffix(text, "bd"):
		return mstep{kind: "days", days: number(strings.TrimSuffix(body, "bd"))}
	case strings.HasSuffix(text, " elapsed"):
		return mstep{kind: "elapsed", d: amount(strings.TrimSuffix(body, " elapsed"))}
	case strings.HasPrefix(text, "-"):
		return mstep{kind: "before", d: amount(text[1:])}
	default:
		return mstep{kind: "after", d: amount(body)}
	}
}

// zoneOf is the zone in which a calendar answers (T11).
func zoneOf(cal *calendar.Calendar) *time.Location {
	return cal.Add(at("2026-01-01 00:00"), time.Minute).Location()
}
