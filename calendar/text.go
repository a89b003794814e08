package calendar

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// ParseHours reads weekly hours in one line:
//
//	mon-fri 08:00-12:00 13:00-17:00; sat,sun 10:00-14:00
//
// Entries are apart by semicolons; each has its days, as in [Hours], and then
// its windows. The text with nothing in it is no hours. Whether windows overlap
// is for [Compile] to find.
func ParseHours(s string) ([]Hours, error) {
	var list []Hours
	if len(s) > maxEntries*len("mon 08:00-12:00;") {
		return nil, fmt.Errorf("%q are no hours: %d bytes are too many", clip(s), len(s))
	}
	if strings.TrimSpace(s) == "" {
		return nil, nil
	}
	for i, entry := range strings.Split(s, ";") {
		bad := func(why string) ([]Hours, error) {
			return nil, fmt.Errorf("entry %d, %q, is no opening hours: %s", i+1, clip(strings.TrimSpace(entry)), why)
		}
		n := strings.IndexAny(entry, "0123456789")
		if n < 0 {
			return bad(`want days and windows, as in "mon-fri 08:00-17:00"`)
		}
		days, err := parseDays(strings.TrimSpace(entry[:n]))
		if err != nil {
			return bad(err.Error())
		}
		for text := range strings.FieldsSeq(entry[n:]) {
			from, until, _ := strings.Cut(text, "-")
			open, err := parseClock(from)
			end, err2 := parseClock(until)
			if err = cmp.Or(err, err2); err != nil {
				return bad(err.Error())
			}
			if open == daySeconds {
				return bad(`"24:00" is a close only`)
			}
			list = append(list, Hours{Days: days.String(), Open: formatClock(open), Close: formatClock(end)})
		}
	}
	return list, nil
}

// FormatHours returns the form that [ParseHours] reads, days and times written
// in the usual way; notes are left out. What has a problem is written as it is.
func FormatHours(list []Hours) string {
	var entries []string
	before := ""
	for _, h := range list {
		text := h.Days
		if days, err := parseDays(text); err == nil {
			text = days.String()
		}
		window := " " + h.Open + "-" + h.Close
		if n := len(entries); n > 0 && text == before {
			entries[n-1] += window
		} else {
			entries, before = append(entries, text+window), text
		}
	}
	return strings.Join(entries, "; ")
}

// String returns the form that parseDays reads: daily, or days and ranges in
// the order of the week, Monday first; from three days on they are a range.
func (w weekdays) String() string {
	if w == everyDay {
		return "daily"
	}
	var list []string
	for i, first := range mondayFirst {
		run := mondayFirst[i:]
		if n := slices.IndexFunc(run, func(d time.Weekday) bool { return !w.has(d) }); n >= 0 {
			run = run[:n]
		}
		switch len(run) {
		case 0:
		case 1, 2:
			list = append(list, shortName(first))
		default:
			list = append(list, shortName(first)+"-"+shortName(run[len(run)-1]))
			for _, d := range run {
				w &^= 1 << d
			}
		}
	}
	return strings.Join(list, ",")
}

// String describes the calendar for people: its name, its zone and its weekly
// hours in the form of [ParseHours], then how much else there is. Of a
// calendar that is made of others, the name says how.
func (c *Calendar) String() string {
	s := c.name + ", " + c.Zone()
	if c.op != "" {
		return s
	}
	of := c
	for !of.patterned && of.base != nil {
		of = of.base
	}
	week := of.week
	var list []Hours
	for i, d := range mondayFirst {
		if slices.IndexFunc(mondayFirst[:], func(e time.Weekday) bool { return week[e] == week[d] }) < i {
			continue // written with the first day of the same windows
		}
		var days weekdays
		for e, shape := range week {
			if shape == week[d] {
				days |= 1 << e
			}
		}
		for _, w := range c.shapes[week[d]] {
			if w.close > daySeconds {
				w.close -= daySeconds
			}
			list = append(list, Hours{Days: days.String(), Open: formatClock(w.open), Close: formatClock(w.close)})
		}
	}
	s += ": " + cmp.Or(FormatHours(list), "closed")
	seasons, sets, exceptions := 0, 0, 0
	for l := c; l != nil; l = l.base {
		seasons, exceptions = seasons+len(l.seasons.all), exceptions+len(l.exceptions.all)
	}
	for _, h := range c.holidays {
		if h.set != "" {
			sets++
		}
	}
	for _, part := range [...]struct {
		n    int
		name string
	}{{seasons, "season"}, {sets, "holiday set"}, {len(c.holidays) - sets, "holiday"}, {exceptions, "exception"}} {
		if part.n > 1 {
			s += fmt.Sprintf("; %d %ss", part.n, part.name)
		} else if part.n == 1 {
			s += "; 1 " + part.name
		}
	}
	return s
}
