// Package problem collects what is wrong with a definition, so that every
// Compile reports all of it at once.
package problem

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/slakit/slakit"
)

// A List gathers problems in the order in which they are found. The zero List
// is empty and ready to use.
type List struct{ errs []error }

// Add records a problem of the given kind. The text says what was found and
// what would be accepted.
func (l *List) Add(path string, kind error, format string, args ...any) {
	l.errs = append(l.errs, &slakit.FieldError{
		Path: path,
		Err:  fmt.Errorf("%w: %s", kind, fmt.Sprintf(format, args...)),
	})
}

// Merge records every problem of err, found by another package, below path. An
// error that holds none is recorded as it is.
func (l *List) Merge(path string, err error) {
	problems := slakit.FieldErrors(err)
	if err != nil && len(problems) == 0 {
		problems = append(problems, &slakit.FieldError{Err: err})
	}
	for _, e := range problems {
		l.errs = append(l.errs, &slakit.FieldError{Path: Join(path, e.Path), Err: e.Err})
	}
}

// Append adds the problems of another list.
func (l *List) Append(o List) { l.errs = append(l.errs, o.errs...) }

// Len returns the number of problems so far.
func (l *List) Len() int { return len(l.errs) }

// Err returns all problems as one error, or nil if there are none.
func (l *List) Err() error { return errors.Join(l.errs...) }

// Join appends the path sub to path.
func Join(path, sub string) string {
	switch {
	case path == "":
		return sub
	case sub == "" || sub[0] == '[':
		return path + sub
	default:
		return path + "." + sub
	}
}

// Index appends an element number to path.
func Index(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// Key appends a map key to path, quoted if a dot or bracket would mislead.
func Key(path, key string) string {
	if plain(key) {
		return Join(path, key)
	}
	return path + "[" + strconv.Quote(key) + "]"
}

func plain(key string) bool {
	for _, r := range key {
		switch r {
		case '.', '[', ']', '"', ' ':
			return false
		}
	}
	return key != ""
}
