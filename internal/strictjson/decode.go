// Package strictjson decodes the JSON text of definitions and says everything
// that is wrong with it in one go.
//
// encoding/json stops at the first wrong type, takes "ID" for "id", lets the
// last of two equal keys win, and can refuse unknown keys only one at a time.
// A person who maintains a definition needs the whole list, with paths.
package strictjson

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/internal/problem"
)

// DefaultLimit is the size in bytes that suits a definition.
const DefaultLimit = 1 << 20

const (
	maxDepth    = 32   // nested objects and arrays
	maxProblems = 1000 // listed for one document

	wantInstant = "an instant such as 2026-03-02T08:00:00+01:00 (RFC 3339)"
)

// Decode reads one JSON document of at most limit bytes into the value that
// into, a non-nil pointer, points to.
//
// A malformed document (syntax, trailing data, invalid UTF-8, a lone surrogate,
// nesting deeper than 32) gives one error with line and column. Of a
// well-formed one every unknown key, key in the wrong case, duplicate key,
// value of the wrong type, and null that is not for a pointer is reported as a
// [slakit.FieldError], in document order (after 1,000 problems only that there
// are more); into then holds what could be decoded.
//
// It supports structs by their json tags (embedded structs included; a name
// must be unique at its depth), slices, maps
// with keys of string kind, strings, booleans, integers, pointers, [time.Time]
// as RFC 3339, and types that implement [json.Unmarshaler] or
// [encoding.TextUnmarshaler], whose errors are reported below their path. What
// Decode accepts, [json.Unmarshal] accepts with the same result, except that an
// instant keeps its written offset and never becomes [time.Local].
func Decode(data []byte, limit int, into any) error {
	if len(data) > limit {
		return fault(slakit.ErrLimit, "the document has %d bytes, want at most %d", len(data), limit)
	}
	if err := check(data); err != nil {
		return err
	}
	d := decoder{data: data, structs: map[reflect.Type]*fields{}}
	d.value(reflect.ValueOf(into).Elem(), nil)
	return d.problems.Err()
}

// decoder walks a document that is known to be well formed: no step below
// checks syntax again.
type decoder struct {
	data     []byte
	pos      int
	problems problem.List
	full     bool // maxProblems are reached, and that is reported
	structs  map[reflect.Type]*fields
}

func (d *decoder) add(at *place, kind error, format string, args ...any) {
	switch {
	case d.problems.Len() < maxProblems:
		d.problems.Add(at.String(), kind, format, args...)
	case !d.full:
		d.full = true
		d.problems.Add("", slakit.ErrLimit, "more than %d problems, the others are not listed", maxProblems)
	}
}

var (
	instantType = reflect.TypeFor[time.Time]()
	jsonType    = reflect.TypeFor[json.Unmarshaler]()
	textType    = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// value decodes the next value into v, which is settable.
func (d *decoder) value(v reflect.Value, at *place) {
	null := d.peek() == 'n'
	if v.Kind() == reflect.Pointer {
		if null {
			d.pos += len("null")
			v.SetZero()
			return
		}
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		d.value(v.Elem(), at)
		return
	}
	pointer := reflect.PointerTo(v.Type())
	switch {
	case null:
		d.mismatch(at, wanted(v.Type()))
	case v.Type() == instantType:
		d.instant(v, at)
	case pointer.Implements(jsonType):
		d.delegate(v, at)
	case pointer.Implements(textType):
		if s, ok := d.text(at, "a string"); ok {
			d.refuse(at, v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(s)), nil)
		}
	default:
		d.plain(v, at)
	}
}

// plain decodes a value by its kind.
func (d *decoder) plain(v reflect.Value, at *place) {
	switch first := d.peek(); v.Kind() {
	case reflect.Struct:
		if first != '{' {
			d.mismatch(at, wanted(v.Type()))
			return
		}
		d.object(v, at)
	case reflect.Map:
		if first != '{' || v.Type().Key().Kind() != reflect.String {
			d.mismatch(at, wanted(v.Type()))
			return
		}
		d.table(v, at)
	case reflect.Slice:
		if first != '[' || v.Type().Elem().Kind() == reflect.Uint8 {
			d.mismatch(at, wanted(v.Type()))
			return
		}
		d.array(v, at)
	case reflect.String:
		if s, ok := d.text(at, "a string"); ok {
			v.SetString(s)
		}
	case reflect.Bool:
		if first != 't' && first != 'f' {
			d.mismatch(at, wanted(v.Type()))
			return
		}
		d.skip(at)
		v.SetBool(first == 't')
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n, err := strconv.ParseInt(number(d.rest()), 10, v.Type().Bits())
		if err != nil {
			d.mismatch(at, wanted(v.Type()))
			return
		}
		d.skip(at)
		v.SetInt(n)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		n, err := strconv.ParseUint(number(d.rest()), 10, v.Type().Bits())
		if err != nil {
			d.mismatch(at, wanted(v.Type()))
			return
		}
		d.skip(at)
		v.SetUint(n)
	default:
		d.mismatch(at, wanted(v.Type()))
	}
}

// object decodes a struct.
func (d *decoder) object(v reflect.Value, at *place) {
	known := d.fields(v.Type())
	first := make(map[string]int, len(known.names)) // where a key was first given
	d.members(func(key string, pos int) {
		here := at.key(key)
		f, ok := known.index[key]
		if !ok {
			d.unknown(key, known, here)
			return
		}
		if before, twice := first[key]; twice {
			d.twice(here, before, pos)
			d.value(reflect.New(f.typ).Elem(), here)
			return
		}
		first[key] = pos
		d.value(f.of(v), here)
	})
}

// unknown reports a key that the struct does not have. A key in the wrong case
// is decoded all the same, so that the problems inside it are told as well.
func (d *decoder) unknown(key string, known *fields, at *place) {
	if d.full {
		d.skip(at)
		return
	}
	for _, name := range known.names {
		if strings.EqualFold(name, key) {
			d.add(at, slakit.ErrUnknown, "no such key, want %q: case matters", name)
			d.value(reflect.New(known.index[name].typ).Elem(), at)
			return
		}
	}
	want := "no key is expected here"
	if len(known.names) > 0 {
		want = "want one of " + strings.Join(known.names, ", ")
	}
	d.add(at, slakit.ErrUnknown, "no such key%s, %s", problem.DidYouMean(key, known.names), want)
	d.skip(at)
}

// table decodes a map.
func (d *decoder) table(v reflect.Value, at *place) {
	if v.IsNil() {
		v.Set(reflect.MakeMap(v.Type()))
	}
	first := map[string]int{}
	d.members(func(key string, pos int) {
		here := at.key(key)
		before, twice := first[key]
		if twice {
			d.twice(here, before, pos)
		} else {
			first[key] = pos
		}
		k := reflect.New(v.Type().Key())
		if text, ok := reflect.TypeAssert[encoding.TextUnmarshaler](k); ok {
			d.refuse(here, text.UnmarshalText([]byte(key)), nil)
		} else {
			k.Elem().SetString(key)
		}
		element := reflect.New(v.Type().Elem()).Elem()
		d.value(element, here)
		if !twice {
			v.SetMapIndex(k.Elem(), element)
		}
	})
}

// array decodes a slice; [] gives an empty one that is not nil.
func (d *decoder) array(v reflect.Value, at *place) {
	list := reflect.MakeSlice(v.Type(), 0, 0)
	d.elements(func(i int) {
		element := reflect.New(v.Type().Elem()).Elem()
		d.value(element, at.index(i))
		list = reflect.Append(list, element)
	})
	v.Set(list)
}

// instant decodes a time.Time and keeps it clear of the host's zone, into which
// UnmarshalJSON puts an instant whose offset happens to agree.
func (d *decoder) instant(v reflect.Value, at *place) {
	if d.peek() != '"' {
		d.mismatch(at, wantInstant)
		return
	}
	start := d.pos
	found := d.found()
	d.skip(at)
	var t time.Time
	if err := t.UnmarshalJSON(d.data[start:d.pos]); err != nil {
		d.add(at, slakit.ErrInvalid, "found %s, want %s", found, wantInstant)
		return
	}
	if _, offset := t.Zone(); offset == 0 {
		t = t.UTC()
	} else {
		t = t.In(time.FixedZone("", offset))
	}
	v.Set(reflect.ValueOf(t))
}

// delegate hands the next value to its own UnmarshalJSON. Keys that are given
// twice in it are wrong whether or not the type looks; if it does, what is said
// here is better, because it knows the lines.
func (d *decoder) delegate(v reflect.Value, at *place) {
	inner := decoder{data: d.data, pos: d.pos}
	inner.skip(at)
	raw := d.data[d.pos:inner.pos]
	d.pos = inner.pos
	twice := map[string]bool{}
	for _, e := range slakit.FieldErrors(inner.problems.Err()) {
		twice[e.Path] = true
		d.merge(e)
	}
	err := v.Addr().Interface().(json.Unmarshaler).UnmarshalJSON(raw)
	d.refuse(at, err, twice)
}

// refuse records the error of a type's own unmarshalling, if there is one,
// except duplicates at paths where they are known.
func (d *decoder) refuse(at *place, err error, twice map[string]bool) {
	if err == nil {
		return
	}
	fields := slakit.FieldErrors(err)
	for _, e := range fields {
		path := problem.Join(at.String(), e.Path)
		if !twice[path] || !errors.Is(e.Err, slakit.ErrDuplicate) {
			d.merge(&slakit.FieldError{Path: path, Err: e.Err})
		}
	}
	if len(fields) > 0 {
		return
	}
	for _, kind := range []error{slakit.ErrRequired, slakit.ErrInvalid, slakit.ErrDuplicate, slakit.ErrUnknown, slakit.ErrLimit} {
		if errors.Is(err, kind) {
			d.merge(&slakit.FieldError{Path: at.String(), Err: err})
			return
		}
	}
	d.merge(&slakit.FieldError{Path: at.String(), Err: fmt.Errorf("%w: %w", slakit.ErrInvalid, err)})
}

func (d *decoder) merge(e *slakit.FieldError) {
	if d.problems.Len() < maxProblems {
		d.problems.Merge("", e)
		return
	}
	d.add(nil, slakit.ErrLimit, "")
}

// text decodes a string, or reports that there is something else.
func (d *decoder) text(at *place, want string) (string, bool) {
	if d.peek() != '"' {
		d.mismatch(at, want)
		return "", false
	}
	return d.str(), true
}

// mismatch reports that the next value is not what is wanted, and skips it.
func (d *decoder) mismatch(at *place, want string) {
	if !d.full {
		d.add(at, slakit.ErrInvalid, "found %s, want %s", d.found(), want)
	}
	d.skip(at)
}

func (d *decoder) twice(at *place, before, pos int) {
	if d.full {
		return
	}
	line, _ := position(d.data, before)
	again, _ := position(d.data, pos)
	d.add(at, slakit.ErrDuplicate, "the key is given in line %d and again in line %d, want it once", line, again)
}
