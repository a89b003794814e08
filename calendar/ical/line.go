package ical

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A line is a content line (RFC 5545, 3.1), unfolded.
type line struct {
	number int    // of the first of its physical lines, from 1
	name   string // in upper case
	params string // as written, without the first semicolon
	value  string
	err    error // why it is no content line
}

// A scanner reads content lines. Lines may end in CRLF or LF; empty ones count
// but are passed over.
type scanner struct {
	text string
	next int // number of the next physical line
}

// physical cuts off the next physical line.
func (s *scanner) physical() string {
	text, rest, _ := strings.Cut(s.text, "\n")
	s.text = rest
	s.next++
	return strings.TrimSuffix(text, "\r")
}

func (s *scanner) folded() bool {
	return s.text != "" && (s.text[0] == ' ' || s.text[0] == '\t')
}

// scan returns the next content line, false at the end.
func (s *scanner) scan() (line, bool) {
	for s.text != "" {
		number := s.next
		text := s.physical()
		if s.folded() {
			// A fold may lie inside a character, so that only the whole line
			// is text.
			var b strings.Builder
			b.WriteString(text)
			for s.folded() {
				b.WriteString(s.physical()[1:])
			}
			text = b.String()
		}
		if text != "" {
			l, err := parseLine(text)
			l.number, l.err = number, err
			return l, true
		}
	}
	return line{}, false
}

// parseLine takes a content line apart: name *(";" name "=" values) ":" value.
func parseLine(text string) (l line, err error) {
	if !utf8.ValidString(text) {
		return line{}, fmt.Errorf("%q is not UTF-8", clip(text))
	}
	i := len(text) - len(strings.TrimLeft(text, nameBytes))
	if i == 0 || i == len(text) || text[i] != ';' && text[i] != ':' {
		return line{}, fmt.Errorf("%q is no line of an iCalendar: want NAME:value", clip(text))
	}
	l.name = strings.ToUpper(text[:i])
	quoted := false
	for j := i; j < len(text); j++ {
		switch {
		case text[j] == '"':
			quoted = !quoted
		case text[j] == ':' && !quoted:
			l.params, l.value = strings.TrimPrefix(text[i:j], ";"), text[j+1:]
			return l, nil
		}
	}
	if quoted {
		return line{}, fmt.Errorf("%q has a parameter whose quotes do not end", clip(text))
	}
	return line{}, fmt.Errorf("%q has no colon: want NAME:value", clip(text))
}

const nameBytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"

// param returns the first parameter of that name, without quotes, "" if there
// is none.
func (l *line) param(name string) string {
	for rest := l.params; rest != ""; {
		var p string
		p, rest = cutUnquoted(rest, ';')
		if key, value, ok := strings.Cut(p, "="); ok && strings.EqualFold(key, name) {
			return unquote(value)
		}
	}
	return ""
}

// cutUnquoted cuts s at the first sep outside quotes.
func cutUnquoted(s string, sep byte) (before, after string) {
	quoted := false
	for i := range len(s) {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == sep && !quoted:
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}

// unquote takes off the quotes of a parameter value and undoes RFC 6868.
func unquote(s string) string {
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		s = s[1 : len(s)-1]
	}
	if strings.Contains(s, "^") {
		s = strings.NewReplacer("^^", "^", "^n", "\n", "^'", `"`).Replace(s)
	}
	return s
}

// unescape reads a TEXT value (RFC 5545, 3.3.11). A backslash before anything
// else stays.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	return strings.NewReplacer(`\\`, `\`, `\;`, ";", `\,`, ",", `\n`, "\n", `\N`, "\n").Replace(s)
}

// escape writes a TEXT value.
func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(s)
}

// splitText splits a list of TEXT values at the commas that are not escaped, into
// some more than most at most.
func splitText(s string, most int) (list []string) {
	start := 0
	for i := 0; i < len(s) && len(list) <= most; i++ {
		switch s[i] {
		case '\\':
			i++
		case ',':
			list, start = append(list, unescape(s[start:i])), i+1
		}
	}
	return append(list, unescape(s[start:]))
}

// clip shortens a text that a message quotes, at the end of a character.
func clip(s string) string {
	const most = 40
	if len(s) <= most {
		return s
	}
	n := most
	for n > most-utf8.UTFMax && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "..."
}
