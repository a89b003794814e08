package calendar

import (
	"fmt"
	"strings"
)

// A DayRule says which day a count of business days begins with and at what
// time of its last day it ends. It is a small comparable value; the zero
// DayRule keeps the clock time of the start. [Calendar.AddBusinessDays] gives
// the meaning.
type DayRule struct {
	keepClock bool
	end       dayEnd
	by        int32 // for endAt, seconds from 00:00
	before    int32 // the cut-off, 0 is none
}

type dayEnd uint8

const (
	endClock dayEnd = iota // at the clock time of the start
	endOpen                // at the first opening
	endClose               // at the last close
	endAt                  // at a time of day
)

// ParseDayRule reads a rule:
//
//	[keep-clock] [by close | by open | by 16:00] [if before 10:00]
//
// Each part may be left out, and the empty text is the zero DayRule. With "by"
// the count ends at the last close, the first opening or a time of day of its
// last day, else at the clock time of the start. With "if before" a start at or
// after that time counts from the next business day. "keep-clock" is the other
// reading of a start outside service hours (A4).
func ParseDayRule(s string) (DayRule, error) {
	var r DayRule
	words := strings.Fields(s)
	bad := func() (DayRule, error) {
		return DayRule{}, fmt.Errorf("%q is no day rule: want [keep-clock] [by close | by open | by 16:00] [if before 10:00]", clip(s))
	}
	if len(words) > 0 && words[0] == "keep-clock" {
		r.keepClock, words = true, words[1:]
	}
	if len(words) > 0 && words[0] == "by" {
		if len(words) < 2 {
			return bad()
		}
		switch words[1] {
		case "open":
			r.end = endOpen
		case "close":
			r.end = endClose
		default:
			by, err := parseClock(words[1])
			if err != nil {
				return DayRule{}, fmt.Errorf("%q is no day rule: after by want close, open or a time of day: %w", clip(s), err)
			}
			r.end, r.by = endAt, by
		}
		words = words[2:]
	}
	if len(words) > 0 {
		if len(words) != 3 || words[0] != "if" || words[1] != "before" {
			return bad()
		}
		before, err := parseClock(words[2])
		if err != nil {
			return DayRule{}, fmt.Errorf("%q is no day rule: %w", clip(s), err)
		}
		if before == 0 {
			return DayRule{}, fmt.Errorf("%q is no day rule: nothing is before 00:00", clip(s))
		}
		r.before = before
	}
	return r, nil
}

// String returns the form that ParseDayRule reads, "" for the zero DayRule.
func (r DayRule) String() string {
	var words []string
	if r.keepClock {
		words = append(words, "keep-clock")
	}
	switch r.end {
	case endOpen:
		words = append(words, "by open")
	case endClose:
		words = append(words, "by close")
	case endAt:
		words = append(words, "by "+formatClock(r.by))
	}
	if r.before > 0 {
		words = append(words, "if before "+formatClock(r.before))
	}
	return strings.Join(words, " ")
}

// MarshalText returns the form of String.
func (r DayRule) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what ParseDayRule reads.
func (r *DayRule) UnmarshalText(text []byte) error {
	parsed, err := ParseDayRule(string(text))
	if err == nil {
		*r = parsed
	}
	return err
}
