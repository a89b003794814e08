package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/slakit/slakit/contract/term"
)

// A span is where something stands in a text.
type span struct{ from, to int }

// A measure is a length that a text states, and where.
type measure struct {
	span
	length term.Length
	// problem says why the number cannot be trusted, such as words and digits
	// that differ.
	problem string
	// exact reports that the text names the day before an anniversary, or the
	// end of a month, so that the convention is not open.
	exact string
}

// regexpLength finds "two (2) years", "24 months", "a further one-year",
// "thirty (30) days", "FIVE (5) year", "two years (2)", "half a year".
var regexpLength = regexp.MustCompile(`(?i)\b(?:(` + cardinal + `)|(\d{1,4}))` +
	`\s*(?:\(\s*([^()]{1,24}?)\s*\))?` +
	`[\s\-~\x{2010}-\x{2014}]*(?:(?:full|whole|complete|entire|consecutive|successive|additional|further|calendar|contract|renewal|business|working|[a-z]+ing)\s+){0,2}` +
	`(years?|yrs?|months?|mths?|weeks?|days?|annum)\b(?:\(s\))?` +
	`(?:\s*\((\d{1,4})\))?`)

var (
	regexpHalf     = regexp.MustCompile(`(?i)\bhalf\s+(?:a\s+)?year|\bhalf-year|\bsix-monthly`)
	regexpBusiness = regexp.MustCompile(`(?i)\b(?:business|working)\s+days?`)
	regexpOf       = regexp.MustCompile(`(?i)^\s*(?:and|,)\s*$`)
)

// measures returns the lengths that a text states, in order, but not those of
// anniversaries. Two that are joined by "and", years first, are one.
func measures(text string) []measure {
	var all []measure
	taken := regexpAnniversary.FindAllStringIndex(text, -1)
	for _, m := range regexpLength.FindAllStringSubmatchIndex(text, -1) {
		group := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return text[m[2*i]:m[2*i+1]]
		}
		one := measure{span: span{m[0], m[1]}}
		n, ok := value(group(1) + group(2))
		if !ok || slices.ContainsFunc(taken, func(a []int) bool { return a[0] <= m[0] && m[1] <= a[1] }) {
			continue
		}
		for _, again := range []string{group(3), group(5)} {
			if other, err := strconv.Atoi(again); err == nil && other != n {
				one.problem = fmt.Sprintf("%q says %d and %d", strings.TrimSpace(text[m[0]:m[1]]), n, other)
			}
		}
		one.length = lengthOf(n, group(4), regexpBusiness.MatchString(text[m[0]:m[1]]))
		if last := len(all) - 1; last >= 0 && joins(all[last], one, text) {
			all[last].to = one.to
			all[last].length.Months += one.length.Months
			all[last].length.Days += one.length.Days
			continue
		}
		all = append(all, one)
	}
	for _, m := range regexpHalf.FindAllStringIndex(text, -1) {
		all = append(all, measure{span: span{m[0], m[1]}, length: lengthOf(6, "months", false)})
	}
	return all
}

// joins reports whether a second length is the rest of the first, as in "one
// year and six months".
func joins(a, b measure, text string) bool {
	return a.length.Years > 0 && a.length.Months == 0 && a.length.Days == 0 && b.length.Years == 0 && b.length.Weeks == 0 &&
		b.length.BusinessDays == 0 && regexpOf.MatchString(text[a.to:b.from])
}

// lengthOf returns n units, of which only the first letter counts.
func lengthOf(n int, unit string, business bool) term.Length {
	var l term.Length
	switch strings.ToLower(unit)[0] {
	case 'y', 'a':
		l.Years = n
	case 'm':
		l.Months = n
	case 'w':
		l.Weeks = n
	default:
		l.Days = n
		if business {
			l.Days, l.BusinessDays = 0, n
		}
	}
	return l
}

// regexpAnniversary finds "the third anniversary", "the four (4) year
// anniversary", "the fifth (5th) anniversary", and what stands before it when
// that is the day before.
var regexpAnniversary = regexp.MustCompile(`(?i)(\bday\s+(?:immediately\s+)?(?:prior\s+to|before|preceding)\s+)?(?:the\s+)?\b(?:(` + ordinal + `|` + cardinal + `)|(\d{1,3})\s*(?:st|nd|rd|th)?)` +
	`\s*(?:\([^()]{1,16}\))?[\s-]*(?:years?[\s-]*)?(?:\(\d{1,3}\)\s*)?anniversary`)

// anniversaries returns the anniversaries that a text names, as lengths.
func anniversaries(text string) []measure {
	var all []measure
	for _, m := range regexpAnniversary.FindAllStringSubmatchIndex(text, -1) {
		number := ""
		for i := 2; i <= 3; i++ {
			if m[2*i] >= 0 {
				number = text[m[2*i]:m[2*i+1]]
			}
		}
		n, ok := value(number)
		if !ok {
			continue
		}
		one := measure{span: span{m[0], m[1]}, length: lengthOf(n, "years", false)}
		if m[2] >= 0 {
			one.exact = dayBefore
		}
		all = append(all, one)
	}
	return all
}

// The ways in which a text can leave no choice of convention.
const (
	dayBefore  = "the day before"
	endOfMonth = "the last day of the month"
)

// inWords returns a length as people say it.
func inWords(l term.Length) string {
	var parts []string
	for _, p := range []struct {
		n    int
		unit string
	}{{l.Years, "year"}, {l.Months, "month"}, {l.Weeks, "week"}, {l.Days, "day"}, {l.BusinessDays, "business day"}} {
		switch {
		case p.n == 1:
			parts = append(parts, "1 "+p.unit)
		case p.n > 1:
			parts = append(parts, fmt.Sprintf("%d %ss", p.n, p.unit))
		}
	}
	if parts == nil {
		return "0 days"
	}
	return strings.Join(parts, " and ")
}

// plain returns a length of one unit: what the lists of answers hold.
func plain(l term.Length) (months, days int) {
	return 12*l.Years + l.Months, 7*l.Weeks + l.Days
}

// sameLength reports whether two lengths are the same, whatever they are
// written in.
func sameLength(a, b term.Length) bool {
	am, ad := plain(a)
	bm, bd := plain(b)
	return am == bm && ad == bd && a.BusinessDays == b.BusinessDays
}
