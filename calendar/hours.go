package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A window is open from one local time to another, in seconds from 00:00 of
// the date that owns it: 0 <= open < close <= open + 24 h.
type window struct{ open, close int32 }

// newWindow applies T3: a close that is not after the open is on the next date.
func newWindow(open, close int32) window {
	if close <= open {
		close += daySeconds
	}
	return window{open, close}
}

func (w window) String() string { return formatClock(w.open) + "-" + formatClock(w.close) }

func (w window) overlaps(v window) bool { return w.open < v.close && v.open < w.close }

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
	h, ok1 := digits(s, 0, 2)
	m, ok2 := digits(s, 3, 2)
	ok := len(s) >= 5 && s[2] == ':' && ok1 && ok2
	sec := 0
	if ok && len(s) != 5 {
		sec, ok = digits(s, 6, 2)
		ok = ok && len(s) == 8 && s[5] == ':'
	}
	if n := 3600*h + 60*m + sec; ok && m < 60 && sec < 60 && n <= daySeconds {
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
			set = everyDay
			continue
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
