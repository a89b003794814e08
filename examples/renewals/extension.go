package main

import (
	"regexp"
	"strings"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/term"
)

// An extension is the option that a notice speaks of.
type extension struct {
	// Length is that of one renewal, Max how many there are.
	Length term.Length `json:"length,omitzero"`
	Max    int         `json:"max,omitzero"`
	// UpTo reports that the length is the most that can be agreed.
	UpTo bool `json:"upTo,omitzero"`
	// Until is the last day of the option where the text writes that instead.
	Until calendar.Date `json:"until,omitzero"`
	// Initial is the length of the first term, and InitialLast its last day,
	// where the text writes them.
	Initial     term.Length   `json:"initial,omitzero"`
	InitialLast calendar.Date `json:"initialLast,omitzero"`
	Quote       string        `json:"quote,omitzero"`
	Reason      string        `json:"reason,omitzero"`
}

var (
	// "3+1", "1+1 year", "2 + 1 + 1".
	regexpPlus = regexp.MustCompile(`(?i)\b(\d{1,2})((?:\s*\+\s*\d{1,2})+)\b\s*(years?|months?)?`)
	// "2 x 12 months", "two x one year".
	regexpTimes = regexp.MustCompile(`(?i)\b(` + cardinal + `|\d{1,2})\s*[x×*]\s*$`)
	// "a further two (2) one (1) year periods": a count right before a length.
	regexpTwo = regexp.MustCompile(`(?i)\b(` + cardinal + `|\d{1,2})\s*(?:\(\s*\d{1,2}\s*\)\s*)?(?:(?:further|additional|separate|optional|successive|consecutive|extension)\s+)*(?:(?:periods?|extensions?|options?|terms?)\s+)?(?:(?:of|each|for)\s+)*(?:up\s+to\s+)?(?:an?\s+)?$`)
	// What stands before the length of an option.
	regexpOptional = regexp.MustCompile(`(?i)\b(?:option\w*|extend\w*|extension\w*|possib\w*|potential|renewed|renew|renewals?\s+(?:options?|periods?|terms?)|additional|further)\b[^.]{0,120}$`)
	regexpExtAfter = regexp.MustCompile(`(?i)^\s*(?:'s?|s')?\s*(?:\w+\s+)?extensions?\b`)
	regexpMore     = regexp.MustCompile(`(?i)\b(?:additional|further|extension)\b`)
	regexpUpTo     = regexp.MustCompile(`(?i)\b(?:up\s+to|maximum(?:\s+of)?|a\s+maximum\s+further|any\s+period)\b[^.]{0,30}$`)
	regexpTotal    = regexp.MustCompile(`(?i)\btotal\b[^.]{0,60}$`)
	regexpUntil    = regexp.MustCompile(`(?i)\bextend\w*\b[^.]{0,60}\b(?:until|till|to)\s*$`)
	regexpHas      = regexp.MustCompile(`(?i)\b(?:has|have|was|were|been|is\s+hereby)\s+(?:been\s+)?extended\b`)
	regexpSpeaks   = regexp.MustCompile(`(?i)\b(?:options?\s+(?:to|of|for)\s+(?:\w+\s+){0,2}(?:exten\w*|renew\w*|prolong\w*|year\w*)|extend\w*|extension\w*|renewed|renew|renewals?\s+(?:options?|periods?|terms?))\b`)
)

// readExtension reads the option out of the text of a notice.
func readExtension(text string) extension {
	e := extension{}
	for _, d := range dates(text, false) {
		if regexpUntil.MatchString(text[:d.from]) && !regexpHas.MatchString(text) {
			e.Until, e.Max, e.Quote = d.day, 1, text[d.from:d.to]
			return e
		}
		if isEnd(text, d.span, false) && e.InitialLast.IsZero() {
			e.InitialLast = d.day
		}
	}
	if m := regexpPlus.FindStringSubmatchIndex(text); m != nil && regexpSpeaks.MatchString(text) {
		if plus, ok := readPlus(text, m); ok {
			plus.InitialLast = e.InitialLast
			return plus
		}
	}
	var option *measure
	for _, m := range measures(text) {
		in := sentence(text, m.span)
		before, after := text[in.from:m.from], text[m.to:in.to]
		if m.problem != "" || m.length.BusinessDays > 0 || m.length.Empty() {
			continue
		}
		optional := regexpOptional.MatchString(before) || regexpExtAfter.MatchString(after) || regexpMore.MatchString(text[m.from:m.to])
		switch {
		case regexpTotal.MatchString(before):
		case optional && option == nil:
			option = &m
			e.Max, e.Length, e.Quote = 1, m.length, text[m.from:m.to]
			for _, count := range []*regexp.Regexp{regexpTimes, regexpTwo} {
				if c := count.FindStringSubmatchIndex(before); c != nil {
					e.Max, _ = value(before[c[2]:c[3]])
					e.Quote = before[c[0]:] + e.Quote
					break
				}
			}
			e.UpTo = regexpUpTo.MatchString(before)
		case !optional && e.Initial.IsZero():
			e.Initial = m.length
		}
	}
	switch {
	case option == nil && regexpHas.MatchString(text):
		return extension{Reason: "it has been extended already; no option is stated"}
	case option == nil && !regexpSpeaks.MatchString(text):
		return extension{Reason: "it does not speak of extending the contract"}
	case option == nil:
		return extension{Reason: "it speaks of an extension, but states no length and no last day"}
	case !regexpSpeaks.MatchString(text):
		return extension{Reason: "it does not speak of extending the contract"}
	case e.Max < 1 || e.Max > 100:
		return extension{Reason: "the number of options is " + itoa(e.Max)}
	}
	return e
}

// readPlus reads "3+1": a first term and options of the same length, in years
// unless months are said. Where the first term is stated apart, as in "three
// years with 1+1 years", all numbers are options.
func readPlus(text string, m []int) (extension, bool) {
	numbers := strings.Split(text[m[2]:m[5]], "+")
	unit := "years"
	if m[6] >= 0 {
		unit = text[m[6]:m[7]]
	}
	var values []int
	for _, n := range numbers {
		v, ok := value(strings.TrimSpace(n))
		if !ok || v == 0 {
			return extension{}, false
		}
		values = append(values, v)
	}
	e := extension{Quote: text[m[0]:m[1]]}
	for _, first := range measures(text[:m[0]]) {
		if in := sentence(text, first.span); !regexpOptional.MatchString(text[in.from:first.from]) {
			e.Initial = first.length
			break
		}
	}
	if e.Initial.IsZero() || sameLength(e.Initial, lengthOf(values[0], unit, false)) && !regexpOptional.MatchString(tail(text[:m[0]], 40)) ||
		sameLength(e.Initial, lengthOf(values[0], unit, false)) && len(values) > 1 && values[0] != values[1] {
		e.Initial = lengthOf(values[0], unit, false)
		values = values[1:]
	}
	for _, v := range values {
		if v != values[0] {
			return extension{Reason: "the options of " + quoted(e.Quote) + " differ in length"}, true
		}
	}
	e.Length, e.Max = lengthOf(values[0], unit, false), len(values)
	return e, true
}
