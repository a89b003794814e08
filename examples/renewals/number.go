package main

import (
	"regexp"
	"strconv"
	"strings"
)

// Numbers of contracts are written in words, in digits, or in both.
var (
	units = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	tens  = strings.Fields("- - twenty thirty forty fifty sixty seventy eighty ninety")
	// ordinals of units; those of the others are made by adding "th".
	ordinals = strings.Fields("zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth")
)

// words holds every number word, cardinal and ordinal, with its value.
var words = func() map[string]int {
	all := map[string]int{"hundred": 100, "hundredth": 100}
	for i, w := range units {
		all[w] = i
		all[ordinals[i]] = i
	}
	for i, w := range tens {
		if i >= 2 {
			all[w] = 10 * i
			all[strings.TrimSuffix(w, "y")+"ieth"] = 10 * i
		}
	}
	return all
}()

const (
	unitWord    = `one|two|three|four|five|six|seven|eight|nine`
	teenWord    = `ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen`
	tensWord    = `twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety`
	below100    = `(?:(?:` + tensWord + `)(?:[\s-]+(?:` + unitWord + `))?|` + teenWord + `|` + unitWord + `)`
	ordinalWord = `first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|fortieth|fiftieth`
	// cardinal is a number in words: "ninety", "twenty-four", "one hundred and
	// twenty".
	cardinal = `(?:(?:` + below100 + `[\s-]+)?hundred(?:[\s-]+(?:and[\s-]+)?` + below100 + `)?|` + below100 + `|zero)`
	ordinal  = `(?:(?:` + tensWord + `)[\s-]+)?(?:` + ordinalWord + `)`
)

// wordValue returns the value of a number in words.
func wordValue(text string) (int, bool) {
	total, seen := 0, false
	for _, w := range regexpWord.FindAllString(strings.ToLower(text), -1) {
		n, ok := words[w]
		switch {
		case w == "and":
			continue
		case !ok:
			return 0, false
		case w == "hundred" || w == "hundredth":
			total = max(total, 1) * 100
		default:
			total += n
		}
		seen = true
	}
	return total, seen
}

var regexpWord = regexp.MustCompile(`[a-z]+`)

// value returns the value of a number in words or digits.
func value(text string) (int, bool) {
	if n, ok := wordValue(text); ok {
		return n, true
	}
	n, err := strconv.Atoi(strings.Trim(text, "() "))
	return n, err == nil
}
