package strictjson

import (
	"reflect"
	"strconv"
	"unicode/utf8"

	"github.com/slakit/slakit/internal/problem"
)

// A place is where in the document a value stands. Its text is made only when
// there is something to report; nil is the document itself.
type place struct {
	above *place
	name  string
	i     int // for an element; -1 for a member
}

func (p *place) key(name string) *place { return &place{p, name, -1} }
func (p *place) index(i int) *place     { return &place{p, "", i} }

func (p *place) String() string {
	switch {
	case p == nil:
		return ""
	case p.i >= 0:
		return problem.Index(p.above.String(), p.i)
	default:
		return problem.Key(p.above.String(), abbreviate(p.name, 200))
	}
}

// abbreviate cuts s to about n bytes, so that a hostile document cannot fill
// the memory with its own echo.
func abbreviate(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "..."
}

// found describes the next value.
func (d *decoder) found() string {
	switch d.peek() {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case '"':
		ahead := decoder{data: d.data, pos: d.pos}
		return "a string (" + strconv.Quote(abbreviate(ahead.str(), 40)) + ")"
	case 't':
		return "true"
	case 'f':
		return "false"
	case 'n':
		return "null"
	default:
		return "a number (" + abbreviate(number(d.rest()), 40) + ")"
	}
}

// wanted describes what a type accepts.
func wanted(t reflect.Type) string {
	pointer := reflect.PointerTo(t)
	switch {
	case t == instantType:
		return wantInstant
	case pointer.Implements(jsonType):
		return "a value"
	case pointer.Implements(textType):
		return "a string"
	}
	switch t.Kind() {
	case reflect.Struct:
		return "an object"
	case reflect.Map:
		if t.Key().Kind() == reflect.String {
			return "an object"
		}
	case reflect.Slice:
		if t.Elem().Kind() != reflect.Uint8 {
			return "an array"
		}
	case reflect.String:
		return "a string"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int64:
		return "a whole number"
	case reflect.Int8, reflect.Int16, reflect.Int32:
		top := int64(1) << (t.Bits() - 1)
		return "a whole number from " + strconv.FormatInt(-top, 10) + " to " + strconv.FormatInt(top-1, 10)
	case reflect.Uint, reflect.Uint64:
		return "a whole number from 0"
	case reflect.Uint8, reflect.Uint16, reflect.Uint32:
		return "a whole number from 0 to " + strconv.FormatUint(1<<t.Bits()-1, 10)
	}
	return "nothing: values of type " + t.String() + " cannot be given as JSON"
}
