package main

import (
	"regexp"
	"strings"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/term"
)

// passages reads a list of texts as it stands in a field, ['..', ".."], each
// with its white space made single. A field that is no list is one text.
func passages(field string) []string {
	field = strings.TrimSpace(field)
	inner, ok := strings.CutPrefix(field, "[")
	if !ok || !strings.HasSuffix(inner, "]") {
		if field == "" {
			return nil
		}
		return []string{tidy(field)}
	}
	inner = strings.TrimSuffix(inner, "]")
	var all []string
	for inner != "" {
		mark := inner[0]
		if mark != '\'' && mark != '"' {
			inner = inner[1:]
			continue
		}
		var text strings.Builder
		i := 1
		for i < len(inner) && inner[i] != mark {
			if inner[i] == '\\' && i+1 < len(inner) {
				i++
				if strings.IndexByte("nrt", inner[i]) >= 0 {
					text.WriteByte(' ')
					i++
					continue
				}
			}
			text.WriteByte(inner[i])
			i++
		}
		all = append(all, tidy(text.String()))
		inner = inner[min(i+1, len(inner)):]
	}
	return all
}

// tidy makes white space single and takes out what scans and omissions leave.
func tidy(text string) string {
	text = strings.NewReplacer("<omitted>", " ", "\u200b", "", "\u00a0", " ", "\u2019", "'", "\u201c", `"`, "\u201d", `"`).Replace(text)
	text = regexpDashes.ReplaceAllString(text, " ")
	return strings.Join(strings.Fields(text), " ")
}

var regexpDashes = regexp.MustCompile(`[-_]{4,}`)

// sentence returns the bounds of the sentence around a place: it ends with a
// full stop, a semicolon or an end of the text. The stop of "Inc." and the like
// ends one, too: sentences are only ever made too short.
func sentence(text string, at span) span {
	in := span{max(0, at.from-maxSentence), min(len(text), at.to+maxSentence)}
	if i := strings.LastIndexAny(text[in.from:at.from], ".;"); i >= 0 {
		in.from += i + 1
	}
	if i := strings.IndexAny(text[at.to:in.to], ".;"); i >= 0 {
		in.to = at.to + i
	}
	return in
}

// maxSentence bounds what is looked at to either side.
const maxSentence = 2000

// tail and head cut a text to so many bytes at the end or the beginning.
func tail(text string, n int) string { return text[max(0, len(text)-n):] }
func head(text string, n int) string { return text[:min(n, len(text))] }

// signing names the day of an agreement.
const signing = `date hereof|date of this agreement|date of (?:the )?agreement|date of (?:the )?(?:execution|signing|signature)(?: of this agreement| hereof)?|date (?:and year )?first|execution of this agreement|date of its execution`

// What stands before or after a length that is not the length of a term.
var (
	regexpNotBefore = regexp.MustCompile(`(?i)(?:` +
		`\b(?:renew\w*|additional|successive|subsequent|further|another|extensions?|extended|cured?|survive\w*|each of the|every|increments of)\b[^,;:]{0,50}` +
		`|\bextend\s+(?:the\s+term|this\s+agreement|the\s+agreement|it)\b[^;:]{0,80}` +
		`|\b(?:notice|notify|notif\w+|notifies)\b[^;:]{0,80}` +
		`|\bfirst\s*` +
		`|\bwithin\s+(?:the|an?)?\s*(?:period\s+of\s+)?` +
		`|\b(?:not|no)\s+(?:less|later|earlier|fewer|more)\s+than\s*` +
		`|\b(?:minimum|maximum)\s+of\s*` +
		`|\binto\s+\w+\s*` +
		`)$`)
	regexpNotAfter = regexp.MustCompile(`(?i)^(?:` +
		`\s*['’]?s?\s*(?:(?:prior|advance|written|calendar|days?)\s+){0,3}notice\b` +
		`|\s*['’]?\s*(?:prior|before|preceding)\b` +
		`|[^,.;\d]{0,40}\b(?:after|following|from|of)\s+(?:(?:the|such|any|an?|said|its|date|of|receipt|written|prior|giving|delivery|day)\s+){0,5}(?:notice|terminat\w*|expir\w*|request|breach|receipt)\b` +
		`|\s*(?:renewal|extension|cure|grace|notice)\b` +
		`|\s+(?:additional|successive)\b` +
		`)`)
	// What a sentence about the term speaks of.
	regexpTermWords = regexp.MustCompile(`(?i)\b(?:term|effect\w*|force|continu\w*|remain\w*|commenc\w*|duration|valid\w*|period|begin\w*|start\w*|expir\w*|terminat\w*|end\w*|operation|initial|lasts?)\b`)
	regexpEndBefore = regexp.MustCompile(`(?i)\b(until|till|through|thru|to|end|ends|ending|expire\w*|expiring|expiration|expiry|terminat\w*|conclud\w*|conclusion|cease\w*|up to|ended)\b`)
	regexpStarts    = regexp.MustCompile(`(?i)\b(from|commenc\w*|begin\w*|effective|takes?\s+effect|start\w*|dated|entered into|between|on or before|made|no later than|not later than)\b`)
	// Which day a length is counted from.
	regexpSigning   = regexp.MustCompile(`(?i)^\s*(?:of|from|after|following)\s+(?:the\s+)?(?:` + signing + `)`)
	regexpAnchor    = regexp.MustCompile(`(?i)\b(?:(effective date)|(` + signing + `))\b`)
	regexpMonthLast = regexp.MustCompile(`(?i)\b(?:last day|end) of (?:the|that|such) (?:calendar )?month\b`)
)

// A reading is what the clause about the end of a contract says.
type reading struct {
	// Text is the passage it was read from, Quote the words of it.
	text, quote string
	// length is that of the first term, zero if only its last day is written.
	length term.Length
	// last is the last day as it is written, zero if it is not.
	last calendar.Date
	// start is the first day as the clause writes it, zero if it does not.
	start calendar.Date
	// fromSigning reports that the length is counted from the date of the
	// agreement.
	fromSigning bool
	// exact is the convention that the clause leaves no choice of.
	exact string
	// open reports that there is no end.
	open bool
	// reason is why nothing could be read.
	reason string
}

// readTerm reads the first term from the passages of a clause. The first length
// or last day counts that the clause states as such; of a last day that is
// written beside a length both are kept.
func readTerm(passages []string) reading {
	reason, open := emptyClause, false
	for _, text := range passages {
		r := readPassage(text)
		if r.reason == "" {
			return r
		}
		if regexpUnlimited.MatchString(text) {
			return reading{reason: noEnd, open: true}
		}
		open = open || regexpForever.MatchString(text) && !regexpThereafter.MatchString(text)
		if reason == emptyClause || r.reason != nothingStated {
			reason = r.reason
		}
	}
	if open && reason == nothingStated {
		return reading{reason: noEnd, open: true}
	}
	return reading{reason: reason}
}

// Why a clause gives no first term.
const (
	emptyClause   = "the clause is empty"
	nothingStated = "no length and no last day are stated"
	noEnd         = "it has no end until somebody ends it"
)

// regexpForever finds that a contract goes on; what does so only thereafter has
// a first term.
var (
	regexpUnlimited  = regexp.MustCompile(`(?i)\b(?:continue\w*|remain\w*|effect|force|term|period|valid)\b[^.;]{0,40}\b(?:perpetual\w*|perpetuity|indefinitely)\b|\b(?:perpetual|unlimited|indefinite)\s+(?:term|period|duration)\b`)
	regexpForever    = regexp.MustCompile(`(?i)\b(?:effect\w*|force|continu\w*|remain\w*)\s+(?:\w+\s+){0,4}(?:unless\s+and\s+)?until\s+(?:(?:it|this\s+agreement)\s+(?:is|has\s+been|shall\s+be)\s+)?(?:earlier\s+|sooner\s+|otherwise\s+)?(?:terminated|cancell?ed)\b`)
	regexpThereafter = regexp.MustCompile(`(?i)\bthereafter\b|\bfirst\b|\binitial\b|\bend\s+of\s+the\b`)
)

func readPassage(text string) reading {
	found := dates(text, true)
	var lasts, starts []dated
	for _, d := range found {
		switch {
		case isEnd(text, d.span, len(found) == 1):
			lasts = append(lasts, d)
		case isStart(text, d.span):
			starts = append(starts, d)
		}
	}
	var best *measure
	reason := nothingStated
	for _, m := range append(anniversaries(text), measures(text)...) {
		if !states(text, m.span) {
			continue
		}
		if m.problem != "" {
			reason = m.problem
			continue
		}
		if m.length.BusinessDays > 0 || m.length.Empty() {
			continue
		}
		if best == nil || m.from < best.from {
			best = &m
		}
	}
	r := reading{text: text}
	switch {
	case best == nil && len(lasts) == 0:
		r.reason = reason
		return r
	case best == nil || len(lasts) > 0 && lasts[0].from < best.from && !near(text, best.span, lasts[0].span):
		r.last = lasts[0].day
		r.quote = text[lasts[0].from:lasts[0].to]
		r.start = startBy(text, lasts[0].span, starts)
		return r
	}
	r.length, r.exact, r.quote = best.length, best.exact, text[best.from:best.to]
	around := sentence(text, best.span)
	if regexpMonthLast.MatchString(text[around.from:around.to]) {
		r.exact = endOfMonth
	}
	if r.fromSigning = regexpSigning.MatchString(head(text[best.to:around.to], 80)); !r.fromSigning {
		r.start = startBy(text, best.span, starts)
		r.fromSigning = r.start.IsZero() && countsFromSigning(text, best.span, around)
	}
	for _, d := range lasts {
		if near(text, best.span, d.span) {
			r.last = d.day
			break
		}
	}
	return r
}

// near reports whether two places stand in the same sentence.
func near(text string, a, b span) bool {
	in := sentence(text, span{min(a.from, b.from), min(a.to, b.to)})
	return max(a.to, b.to) <= in.to
}

// states reports whether a length is that of the term.
func states(text string, at span) bool {
	in := sentence(text, at)
	before, after := tail(text[in.from:at.from], 110), head(text[at.to:in.to], 90)
	if regexpNotBefore.MatchString(before) || regexpNotAfter.MatchString(after) {
		return false
	}
	return regexpTermWords.MatchString(text[in.from:in.to])
}

// isEnd reports whether a date is a last day: of the words before it the
// nearest speaks of an end. A date that stands alone is one, too.
func isEnd(text string, at span, alone bool) bool {
	before := tail(text[:at.from], 70)
	end, start := lastOf(regexpEndBefore, before), lastOf(regexpStarts, before)
	if alone && strings.TrimSpace(before) == "" {
		return true
	}
	return end >= 0 && end > start
}

func isStart(text string, at span) bool {
	before := tail(text[:at.from], 70)
	end, start := lastOf(regexpEndBefore, before), lastOf(regexpStarts, before)
	return start >= 0 && start > end
}

func lastOf(re *regexp.Regexp, text string) int {
	all := re.FindAllStringIndex(text, -1)
	if all == nil {
		return -1
	}
	return all[len(all)-1][0]
}

// startBy returns the first day that is written in the sentence of a length or
// last day.
func startBy(text string, at span, starts []dated) calendar.Date {
	for _, s := range starts {
		if near(text, at, s.span) {
			return s.day
		}
	}
	return calendar.Date{}
}

// countsFromSigning reports whether the day that a length is counted from is
// the date of the agreement: the nearest day named after the length, else the
// nearest before it, decides.
func countsFromSigning(text string, at, in span) bool {
	if m := regexpAnchor.FindStringSubmatchIndex(head(text[at.to:in.to], 80)); m != nil {
		return m[4] >= 0
	}
	all := regexpAnchor.FindAllStringSubmatchIndex(text[in.from:at.from], -1)
	return all != nil && all[len(all)-1][4] >= 0
}
