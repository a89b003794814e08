package strictjson

import (
	"iter"
	"reflect"
	"slices"
	"strings"
)

// fields are the members that a struct accepts.
type fields struct {
	names []string // in the order of the struct
	index map[string]field
}

// A field is a member of a struct, or of one embedded in it.
type field struct {
	path []int
	typ  reflect.Type
}

// of returns the field in v and makes the embedded structs on the way to it.
func (f field) of(v reflect.Value) reflect.Value {
	for i, n := range f.path {
		if i > 0 && v.Kind() == reflect.Pointer {
			if v.IsNil() {
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		v = v.Field(n)
	}
	return v
}

// fields returns the members of a struct type. As in encoding/json a field
// hides those of its name that are embedded deeper.
func (d *decoder) fields(t reflect.Type) *fields {
	if known, ok := d.structs[t]; ok {
		return known
	}
	known := &fields{index: map[string]field{}}
	d.structs[t] = known
	seen := map[reflect.Type]bool{t: true}
	for level := []field{{typ: t}}; len(level) > 0; {
		var below []field
		for _, outer := range level {
			for f := range members(outer.typ) {
				path := append(slices.Clone(outer.path), f.Index...)
				name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
				if inner := embedded(f); inner != nil && name == "" {
					if !seen[inner] {
						seen[inner] = true
						below = append(below, field{path, inner})
					}
					continue
				}
				if name == "" {
					name = f.Name
				}
				if _, hidden := known.index[name]; !hidden {
					known.names = append(known.names, name)
					known.index[name] = field{path, f.Type}
				}
			}
		}
		level = below
	}
	return known
}

// members yields the fields of a struct type that JSON can reach.
func members(t reflect.Type) iter.Seq[reflect.StructField] {
	return func(yield func(reflect.StructField) bool) {
		for i := range t.NumField() {
			f := t.Field(i)
			// The exported fields of an unexported embedded struct count too.
			reachable := f.IsExported() || f.Anonymous && f.Type.Kind() == reflect.Struct
			if reachable && f.Tag.Get("json") != "-" && !yield(f) {
				return
			}
		}
	}
}

// embedded returns the struct type that f embeds, nil if it embeds none.
func embedded(f reflect.StructField) reflect.Type {
	t := f.Type
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if !f.Anonymous || t.Kind() != reflect.Struct {
		return nil
	}
	return t
}
