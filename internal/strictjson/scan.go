package strictjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/slakit/slakit"
)

func fault(kind error, format string, args ...any) error {
	return &slakit.FieldError{Err: fmt.Errorf("%w: %s", kind, fmt.Sprintf(format, args...))}
}

func faultAt(data []byte, pos int, kind error, text string) error {
	line, column := position(data, pos)
	return fault(kind, "line %d, column %d: %s", line, column, text)
}

// position returns the line and the column, in characters, of an offset, both
// counted from 1.
func position(data []byte, pos int) (line, column int) {
	before := data[:min(pos, len(data))]
	start := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte{'\n'}) + 1, utf8.RuneCount(before[start:]) + 1
}

// check returns what makes the document malformed, with its place.
func check(data []byte) error {
	if bytes.HasPrefix(data, []byte("\uFEFF")) {
		return faultAt(data, 0, slakit.ErrInvalid, "found a byte order mark, want UTF-8 without one")
	}
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return faultAt(data, i, slakit.ErrInvalid, fmt.Sprintf("found the byte 0x%02x, want UTF-8", data[i]))
		}
		i += size
	}
	var raw json.RawMessage
	var syntax *json.SyntaxError
	if err := json.Unmarshal(data, &raw); errors.As(err, &syntax) {
		if strings.Contains(err.Error(), "exceeded max depth") {
			return fault(slakit.ErrLimit, "nested deeper than %d levels", maxDepth)
		}
		pos := int(syntax.Offset)
		if pos < len(data) || !strings.Contains(err.Error(), "unexpected end") {
			pos-- // the offset is that behind the offending byte
		}
		return faultAt(data, pos, slakit.ErrInvalid, syntax.Error())
	} else if err != nil {
		return fault(slakit.ErrInvalid, "%v", err)
	}
	return checkDepth(data)
}

// checkDepth finds nesting that is too deep and escapes that are no character,
// in a document whose syntax is right.
func checkDepth(data []byte) error {
	depth := 0
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '{', '[':
			if depth++; depth > maxDepth {
				return faultAt(data, i, slakit.ErrLimit, fmt.Sprintf("nested deeper than %d levels", maxDepth))
			}
		case '}', ']':
			depth--
		case '"':
			for i++; data[i] != '"'; i++ {
				if data[i] != '\\' {
					continue
				}
				if i++; data[i] != 'u' {
					continue
				}
				if !utf16.IsSurrogate(escaped(data[i-1:])) {
					continue
				}
				if utf16.DecodeRune(escaped(data[i-1:]), escaped(data[i+5:])) == utf8.RuneError {
					return faultAt(data, i-1, slakit.ErrInvalid, "found half of a surrogate pair, want a whole character")
				}
				i += 10
			}
		}
	}
	return nil
}

// escaped returns the code unit of an escape such as \u00e5, or -1.
func escaped(b []byte) rune {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return -1
	}
	n, _ := strconv.ParseUint(string(b[2:6]), 16, 16) // the syntax is right
	return rune(n)
}

// peek returns the first byte of the next value or mark.
func (d *decoder) peek() byte {
	for {
		switch c := d.data[d.pos]; c {
		case ' ', '\t', '\r', '\n':
			d.pos++
		default:
			return c
		}
	}
}

// rest returns the text from the next value on.
func (d *decoder) rest() []byte {
	d.peek()
	return d.data[d.pos:]
}

// number returns the number that text begins with, "" if it begins otherwise.
func number(text []byte) string {
	n := 0
	for n < len(text) && bytes.IndexByte([]byte("+-.0123456789eE"), text[n]) >= 0 {
		n++
	}
	return string(text[:n])
}

// str returns the next value, a string.
func (d *decoder) str() string {
	start := d.pos
	plain := true
	for d.pos++; d.data[d.pos] != '"'; d.pos++ {
		if d.data[d.pos] == '\\' {
			plain = false
			d.pos++
		}
	}
	d.pos++
	if plain {
		return string(d.data[start+1 : d.pos-1])
	}
	var s string
	if err := json.Unmarshal(d.data[start:d.pos], &s); err != nil {
		panic(err) // the document is well formed
	}
	return s
}

// members calls each for every member of the next value, an object, with the
// key and its offset; each consumes the member's value.
func (d *decoder) members(each func(key string, pos int)) {
	d.pos++
	for d.peek() != '}' {
		if d.data[d.pos] == ',' {
			d.pos++
			d.peek()
		}
		pos := d.pos
		key := d.str()
		d.peek()
		d.pos++ // the colon
		d.peek()
		each(key, pos)
	}
	d.pos++
}

// elements calls each for every element of the next value, an array.
func (d *decoder) elements(each func(i int)) {
	d.pos++
	for i := 0; d.peek() != ']'; i++ {
		if d.data[d.pos] == ',' {
			d.pos++
			d.peek()
		}
		each(i)
	}
	d.pos++
}

// skip passes over the next value and reports keys that are given twice in it.
func (d *decoder) skip(at *place) {
	switch d.peek() {
	case '{':
		first := map[string]int{}
		d.members(func(key string, pos int) {
			here := at.key(key)
			if before, twice := first[key]; twice {
				d.twice(here, before, pos)
			} else {
				first[key] = pos
			}
			d.skip(here)
		})
	case '[':
		d.elements(func(i int) { d.skip(at.index(i)) })
	case '"':
		d.str()
	case 't', 'n':
		d.pos += len("true")
	case 'f':
		d.pos += len("false")
	default:
		d.pos += len(number(d.rest()))
	}
}
