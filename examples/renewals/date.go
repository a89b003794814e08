package main

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slakit/slakit/calendar"
)

// A dated is a date that a text writes, and where.
type dated struct {
	span
	day calendar.Date
}

const monthName = `jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?`

// The forms of dates. The letters after a number are sometimes torn by the
// scan, as in "17t h".
var (
	regexpMonthDay = regexp.MustCompile(`(?i)\b(` + monthName + `)\.?\s+(\d{1,2})\s?(?:s\s?t|n\s?d|r\s?d|t\s?h)?\s*,?\s*(?:of\s+)?(\d{4})\b`)
	regexpDayMonth = regexp.MustCompile(`(?i)\b(\d{1,2})\s?(?:s\s?t|n\s?d|r\s?d|t\s?h)?\s+(?:day\s+)?(?:of\s+)?(` + monthName + `)\.?\s*,?\s*(\d{4})\b`)
	regexpMonthEnd = regexp.MustCompile(`(?i)\b(last\s+day|end)\s+(?:of|in)\s+(` + monthName + `)\s*,?\s*(\d{4})\b`)
	regexpISO      = regexp.MustCompile(`\b(\d{4})-(\d{2})-(\d{2})\b`)
	regexpNumeric  = regexp.MustCompile(`\b(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})\b`)
)

// dates returns the dates that a text writes, in order. In dates of three
// numbers the month comes first if american is set, else the day.
func dates(text string, american bool) []dated {
	var all []dated
	add := func(at []int, year, month, day string) {
		y, _ := strconv.Atoi(year)
		if len(year) == 2 {
			y += 2000
			if y > 2050 {
				y -= 100
			}
		}
		m, err := strconv.Atoi(month)
		if err != nil {
			m = monthOf(month)
		}
		d, err := strconv.Atoi(day)
		if err != nil {
			d = daysIn(y, m)
		}
		if date, err := calendar.NewDate(y, time.Month(m), d); err == nil {
			all = append(all, dated{span{at[0], at[1]}, date})
		}
	}
	for _, form := range []struct {
		re               *regexp.Regexp
		year, month, day int
	}{{regexpMonthDay, 3, 1, 2}, {regexpDayMonth, 3, 2, 1}, {regexpMonthEnd, 3, 2, 1}, {regexpISO, 1, 2, 3}, {regexpNumeric, 3, 2, 1}} {
		for _, m := range form.re.FindAllStringSubmatchIndex(text, -1) {
			part := func(i int) string { return text[m[2*i]:m[2*i+1]] }
			year, month, day := part(form.year), part(form.month), part(form.day)
			if form.re == regexpNumeric && american {
				month, day = day, month
			}
			add(m, year, month, day)
		}
	}
	slices.SortStableFunc(all, func(a, b dated) int { return a.from - b.from })
	return all
}

func monthOf(name string) int {
	return 1 + strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", strings.ToLower(name)[:3])/3
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
