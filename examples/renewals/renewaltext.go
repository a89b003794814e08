package main

import (
	"regexp"
	"strings"

	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/term"
)

// A renewalText is what a clause says about how a contract goes on.
type renewalText struct {
	Kind   contract.RenewalKind `json:"kind,omitzero"`
	Length term.Length          `json:"length,omitzero"`
	Max    int                  `json:"max,omitzero"`
	// AsFirst reports that no length is stated, so that a renewal is as long as
	// the first term.
	AsFirst bool   `json:"asFirst,omitzero"`
	Quote   string `json:"quote,omitzero"`
	Reason  string `json:"reason,omitzero"`
}

// A noticeText is by when a clause wants to be told.
type noticeText struct {
	Length term.Length `json:"length,omitzero"`
	Quote  string      `json:"quote,omitzero"`
	Reason string      `json:"reason,omitzero"`
}

var (
	regexpRenews = regexp.MustCompile(`(?i)\b(?:renew\w*|extend\w*|extension|continu\w*|prolong\w*|roll(?:s|ed)?\s+over)\b`)
	regexpTacit  = regexp.MustCompile(`(?i)\bautomatic\w*\b|\b(?:shall|will)\s+(?:then\s+|thereafter\s+|also\s+)?(?:be\s+)?(?:renew|continu|extend|be\s+deemed)\w*|\bunless\b[^.]{0,80}\bnotice\b|\b(?:year|month)[\s-]*(?:to|by)[\s-]*(?:year|month)\b`)
	// What one side may do alone.
	regexpRight  = regexp.MustCompile(`(?i)\bat\s+(?:its|their|his|\w+'s)\s+(?:sole\s+)?option\b|\boption\s+to\s+(?:renew|extend)|\bright\s+to\s+(?:renew|extend)`)
	regexpOption = regexp.MustCompile(`(?i)\b(?:option|may|right|elect\w*|entitled)\b`)
	regexpMutual = regexp.MustCompile(`(?i)\b(?:mutual\w*|written|both\s+parties?'?s?|joint\w*)\s+(?:\w+\s+){0,2}(?:agreement|consent)|\bagree\w*\s+(?:in\s+writing|upon)\b|\bmutually\s+agree`)
	regexpOpen   = regexp.MustCompile(`(?i)\b(?:continue\w*|renew\w*)\b[^.;]{0,60}\buntil\b[^.;]{0,40}\bterminat\w*|\buntil\s+(?:\w+\s+){0,4}(?:gives?|terminat\w*|cancel\w*)`)
	regexpYearly = regexp.MustCompile(`(?i)\b(?:from\s+)?year[\s-]*(?:to|by)[\s-]*year\b|\bannual(?:ly)?\b|\byearly\b|\beach year\b|\bevery year\b`)
	regexpMonths = regexp.MustCompile(`(?i)\b(?:from\s+)?month[\s-]*(?:to|by)[\s-]*month\b|\bmonthly\s+(?:basis|renewal|term|period)`)
	// "an additional year", "another year period", "one or more annual periods".
	regexpBare = regexp.MustCompile(`(?i)\b(?:additional|another|further|subsequent|successive|consecutive|each)\s+(year|month)s?\b`)
	// "the same duration", "like periods".
	regexpSame = regexp.MustCompile(`(?i)\b(?:same|like|equal|identical|similar)\s+(?:\w+\s+)?(?:duration|length|periods?)\b`)
	// "up to three additional", "one (1) additional", "two further".
	regexpCount = regexp.MustCompile(`(?i)(?:\b(` + cardinal + `)|\b(\d{1,2}))\s*(?:\(\s*\d{1,2}\s*\)\s*)?(?:additional|further|successive|consecutive|subsequent|separate|more|optional|renewal|extension)\b(?:\s+(?:successive|consecutive|renewal|optional|extension))*(?:\s+(?:terms?|periods?|options?))?`)
)

// readRenewal reads what follows the first term. The first passage that says
// how long a renewal is decides.
func readRenewal(passages []string) renewalText {
	none := renewalText{Reason: emptyClause}
	for _, text := range passages {
		r := renewalOf(text)
		if r.Reason == "" {
			return r
		}
		if none.Kind == "" {
			none = r
		}
	}
	return none
}

func renewalOf(text string) renewalText {
	at := regexpRenews.FindAllStringIndex(text, -1)
	if at == nil {
		at = regexpAgain.FindAllStringIndex(text, -1)
	}
	if at == nil {
		return renewalText{Reason: "it does not speak of renewal"}
	}
	r := renewalText{Kind: contract.RenewalExpress}
	switch {
	case regexpRight.MatchString(text):
	case regexpMutual.MatchString(text) && !strings.Contains(strings.ToLower(text), "automatic"):
		r.Kind = contract.RenewalNone // only by a new agreement
	case regexpTacit.MatchString(text) && !regexpOption.MatchString(firstOf(text, at[0])):
		r.Kind = contract.RenewalTacit
	}
	if found, ok := renewalLength(text); ok {
		r.Length, r.Quote = found.length, text[found.from:found.to]
		r.Max = renewalCount(text, found.span)
		return r
	}
	switch {
	case regexpOpen.MatchString(text):
		r.Kind, r.Quote = contract.RenewalEvergreen, regexpOpen.FindString(text)
	case r.Kind == contract.RenewalTacit, regexpSame.MatchString(text):
		r.AsFirst, r.Quote = true, text[at[0][0]:at[0][1]]
	default:
		r.Reason = "no length of a renewal is stated"
	}
	return r
}

// firstOf returns the words before a place that could make it an option.
func firstOf(text string, at []int) string {
	in := sentence(text, span{at[0], at[1]})
	return tail(text[in.from:at[0]], 60)
}

// renewalLength returns the length that a text gives to renewals: the first
// that stands after words of renewal in its sentence and is no notice. That the
// contract continues is only a word of renewal where no other is found.
func renewalLength(text string) (measure, bool) {
	for _, words := range []*regexp.Regexp{regexpAgain, regexpRenews} {
		var best *measure
		for _, m := range append(measures(text), idioms(text)...) {
			in := sentence(text, m.span)
			before, after := text[in.from:m.from], head(text[m.to:in.to], 60)
			if m.problem != "" || m.length.BusinessDays > 0 || m.length.IsZero() ||
				regexpLead.MatchString(before) || regexpFirst.MatchString(before) || regexpNoRenewal.MatchString(after) {
				continue
			}
			if !words.MatchString(before) && !words.MatchString(text[m.from:m.to]+head(after, 12)) {
				continue
			}
			if best == nil || m.from < best.from {
				best = &m
			}
		}
		if best != nil {
			return *best, true
		}
	}
	return measure{}, false
}

// idioms returns the lengths that are said without a number.
func idioms(text string) []measure {
	var all []measure
	for _, idiom := range []struct {
		re   *regexp.Regexp
		unit string
	}{{regexpYearly, "years"}, {regexpMonths, "months"}, {regexpBare, ""}} {
		for _, m := range idiom.re.FindAllStringSubmatchIndex(text, -1) {
			unit := idiom.unit
			if unit == "" {
				unit = text[m[2]:m[3]]
			}
			all = append(all, measure{span: span{m[0], m[1]}, length: lengthOf(1, unit, false)})
		}
	}
	return all
}

var (
	// What stands right before the length of a notice, or of the first term.
	regexpLead  = regexp.MustCompile(`(?i)\b(?:at\s+least|(?:not|no)\s+(?:less|later|fewer)\s+than|within|minimum\s+of|upon|more\s+than)\s*(?:an?\s+)?$`)
	regexpFirst = regexp.MustCompile(`(?i)\b(?:initial|original|first)\s+(?:term|period)?\s*(?:of)?\s*(?:the|an?)?\s*$|\b(?:such|said|that)\s*$`)
	// What stands right after a length that is not that of a renewal.
	regexpNoRenewal = regexp.MustCompile(`(?i)^\s*['’]?s?\s*(?:(?:prior|advance|written|calendar|days?)\s+){0,3}notice\b|^\s*['’]?\s*(?:prior|before|preceding|in\s+advance)\b|^\s+(?:initial\s+)?term\b[^.;]{0,20}\bor\b`)
	// Words of renewal; the idioms are such by themselves.
	regexpAgain = regexp.MustCompile(`(?i)\b(?:renew\w*|extend\w*|extensions?|prolong\w*|additional|another|further|successive|consecutive|subsequent|thereafter|successor|option\w*|(?:year|month)[\s-]*(?:to|by)[\s-]*(?:year|month))\b`)
)

// renewalCount returns how many renewals there can be, 0 if it is not said.
func renewalCount(text string, at span) int {
	in := sentence(text, at)
	m := regexpCount.FindStringSubmatchIndex(tail(text[in.from:at.from], 60))
	if m == nil {
		return 0
	}
	before := tail(text[in.from:at.from], 60)
	for i := 1; i <= 2; i++ {
		if m[2*i] >= 0 {
			n, _ := value(before[m[2*i]:m[2*i+1]])
			return n
		}
	}
	return 0
}

// readNotice reads how long before the end of a term it must be given to stop
// the next.
func readNotice(passages []string) noticeText {
	for _, text := range passages {
		for _, m := range measures(text) {
			in := sentence(text, m.span)
			before, after := text[in.from:m.from], text[m.to:in.to]
			if m.problem != "" || m.length.IsZero() || !regexpNotice.MatchString(text[in.from:in.to]) {
				continue
			}
			lead := regexpLead.MatchString(before)
			if regexpPrior.MatchString(after) || lead && regexpBeforeEnd.MatchString(after) || lead && regexpNotice.MatchString(tail(before, 60)) ||
				regexpNoticeOf.MatchString(before) {
				return noticeText{Length: m.length, Quote: text[m.from:m.to]}
			}
		}
	}
	return noticeText{Reason: "no notice to stop a renewal is stated"}
}

var (
	regexpNotice    = regexp.MustCompile(`(?i)\b(?:noti(?:ce|fi)\w*|notify|cancel\w*|terminat\w*|intent\w*)\b`)
	regexpNoticeOf  = regexp.MustCompile(`(?i)\bnotice\s+of\s*$`)
	regexpPrior     = regexp.MustCompile(`(?i)^\s*['’]?s?\s*(?:(?:prior|advance|written|calendar|days?)\s+){0,3}(?:notice|notification)\b|^\s*['’]?\s*(?:prior|before|preceding|in\s+advance)\b`)
	regexpBeforeEnd = regexp.MustCompile(`(?i)\b(?:prior|before|notice|of\s+the\s+end)\b`)
)
