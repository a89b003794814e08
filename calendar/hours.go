package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/internal/problem"
)

// A window is open from one local time to another, in seconds from 00:00 of
// the date that owns it: 0 <= open < close <= open + 24 h.
type window struct{ open, close int32 }

func (w window) String() string { return formatClock(w.open) + "-" + formatClock(w.close) }

// join sorts windows that do not overlap and joins those that touch.
func join(ws []window) []window {
	slices.SortFunc(ws, func(a, b window) int { return int(a.open - b.open) })
	joined := ws[:0]
	for _, w := range ws {
		if n := len(joined); n > 0 && joined[n-1].close == w.open {
			joined[n-1].close = w.close
		} else {
			joined = append(joined, w)
		}
	}
	return joined
}

// parseClock reads a time of day, "08:30" or "08:30:15", up to "24:00".
func parseClock(s string) (int32, error) {
	t := s
	if len(t) == len("08:30") {
		t += ":00"
	}
	h, ok1 := digits(t, 0, 2)
	m, ok2 := digits(t, 3, 2)
	sec, ok3 := digits(t, 6, 2)
	n := 3600*h + 60*m + sec
	if ok1 && ok2 && ok3 && len(t) == 8 && t[2] == ':' && t[5] == ':' && m < 60 && sec < 60 && n <= daySeconds {
		return int32(n), nil
	}
	return 0, fmt.Errorf("%q is no time of day: want HH:MM or HH:MM:SS, 00:00 to 24:00", clip(s))
}

// formatClock is the inverse of parseClock; it also shows times past 24:00.
func formatClock(n int32) string {
	s := fmt.Sprintf("%02d:%02d", n/3600, n/60%60)
	if n%60 != 0 {
		s += fmt.Sprintf(":%02d", n%60)
	}
	return s
}

// weekdays is a set of days of the week.
type weekdays uint8

const everyDay weekdays = 1<<7 - 1

func (w weekdays) has(d time.Weekday) bool { return w>>d&1 != 0 }

// mondayFirst lists the days of the week in the order messages use.
var mondayFirst = [7]time.Weekday{1, 2, 3, 4, 5, 6, 0}

func shortName(d time.Weekday) string { return strings.ToLower(d.String()[:3]) }

// parseDays reads a list of days and ranges of days, such as "mon-thu,sat", in
// any letter case; a range may wrap ("fri-mon"), "daily" is every day (T16).
func parseDays(s string) (weekdays, error) {
	var set weekdays
	for item := range strings.SplitSeq(s, ",") {
		item = strings.ToLower(strings.TrimSpace(item))
		if item == "daily" {
			item = "mon-sun"
		}
		first, last, isRange := strings.Cut(item, "-")
		if !isRange {
			last = first
		}
		from, ok1 := parseDay(first)
		to, ok2 := parseDay(last)
		if !ok1 || !ok2 {
			return 0, fmt.Errorf("%q is no list of days: want mon, tue, wed, thu, fri, sat, sun, ranges such as mon-fri, or daily", clip(s))
		}
		for d := from; ; d = (d + 1) % 7 {
			set |= 1 << d
			if d == to {
				break
			}
		}
	}
	return set, nil
}

func parseDay(s string) (time.Weekday, bool) {
	for _, d := range mondayFirst {
		if s == shortName(d) {
			return d, true
		}
	}
	return 0, false
}

// shape returns the number of the windows of a date.
func (k *checker) shape(list []placed) shapeID {
	ws := make([]window, len(list))
	for i, p := range list {
		ws[i] = p.window
	}
	ws = join(ws)
	key := fmt.Sprint(ws)
	id, ok := k.ids[key]
	if !ok {
		id = shapeID(len(k.shapes))
		k.shapes, k.ids[key] = append(k.shapes, ws), id
	}
	return id
}

// window reads a pair of times; false means that it has a problem.
func (k *checker) window(path, open, close string) (window, bool) {
	from, ok1 := read(k, problem.Join(path, "open"), open, wantClock, parseClock)
	if ok1 && from == daySeconds {
		k.Add(problem.Join(path, "open"), slakit.ErrInvalid, `"24:00" is a close only: want "00:00" of the next date`)
		ok1 = false
	}
	to, ok2 := read(k, problem.Join(path, "close"), close, wantClock, parseClock)
	if to <= from {
		to += daySeconds // T3
	}
	return window{from, to}, ok1 && ok2
}

// read reads a text that may not be empty; false means that it has a problem.
func read[T any](k *checker, path, s, want string, parse func(string) (T, error)) (v T, ok bool) {
	if s == "" {
		k.Add(path, slakit.ErrRequired, "want %s", want)
		return v, false
	}
	v, err := parse(s)
	if err != nil {
		k.Add(path, slakit.ErrInvalid, "%v", err)
	}
	return v, err == nil
}

const (
	wantClock = "a time of day such as 08:30"
	wantDays  = "days such as mon-fri, sat,sun or daily"
)

// A placed is a window with the number of its entry.
type placed struct {
	window
	entry int
}

// place adds a window to those of one date unless there is a problem: an
// overlap (T6) or too many of them.
func (k *checker) place(path string, list []placed, p placed, on string) ([]placed, bool) {
	for _, q := range list {
		if p.open < q.close && q.open < p.close {
			k.Add(problem.Index(path, p.entry), slakit.ErrInvalid, "%s overlaps %s of %s%s: want windows apart, touching at most",
				p.window, q.window, problem.Index(path, q.entry), on)
			return list, false
		}
	}
	if len(list) == maxWindows {
		k.Add(problem.Index(path, p.entry), slakit.ErrLimit, "more than %d windows%s", maxWindows, on)
		return list, false
	}
	return append(list, p), true
}

// week reads a weekly pattern. An entry is reported for one overlap at most.
func (k *checker) week(path string, hours []Hours) (week [7]shapeID) {
	var days [7][]placed
	for i, h := range hours {
		at := problem.Index(path, i)
		set, ok1 := read(k, problem.Join(at, "days"), h.Days, wantDays, parseDays)
		w, ok2 := k.window(at, h.Open, h.Close)
		k.text(problem.Join(at, "note"), h.Note, maxText)
		ok := ok1 && ok2
		for _, d := range mondayFirst {
			if ok && set.has(d) {
				days[d], ok = k.place(path, days[d], placed{w, i}, " on "+shortName(d))
			}
		}
	}
	for d, list := range days {
		week[d] = k.shape(list)
	}
	return week
}
