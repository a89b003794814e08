package calendar

import (
	"errors"
	"fmt"
	"regexp"
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
	bad := func(err error) (DayRule, error) { return DayRule{}, fmt.Errorf("%q is no day rule: %w", clip(s), err) }
	m := dayRuleForm.FindStringSubmatch(strings.Join(append(strings.Fields(s), ""), " "))
	if m == nil {
		return bad(errors.New("want [keep-clock] [by close | by open | by 16:00] [if before 10:00]"))
	}
	r := DayRule{keepClock: m[1] != ""}
	var err error
	switch m[2] {
	case "":
	case "open":
		r.end = endOpen
	case "close":
		r.end = endClose
	default:
		r.end = endAt
		if r.by, err = parseClock(m[2]); err != nil {
			return bad(fmt.Errorf("after by want close, open or a time of day: %w", err))
		}
	}
	if m[3] != "" {
		if r.before, err = parseClock(m[3]); err != nil {
			return bad(err)
		}
		if r.before == 0 {
			return bad(errors.New("nothing is before 00:00"))
		}
	}
	return r, nil
}

var dayRuleForm = regexp.MustCompile(`^(keep-clock )?(?:by (\S+) )?(?:if before (\S+) )?$`)

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
func (r *DayRule) UnmarshalText(text []byte) error { return unmarshal(r, text, ParseDayRule) }
