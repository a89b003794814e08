package problem

import (
	"errors"
	"fmt"

	"github.com/slakit/slakit"
)

// A refusal is an error of a kind whose text does not repeat the kind.
type refusal struct {
	kind error
	text string
}

func (e *refusal) Error() string { return e.text }
func (e *refusal) Unwrap() error { return e.kind }

// New returns an error about one value: it wraps kind, and its text says only
// what was found and what would be accepted, so that [List.Refuse] can put the
// kind and a path before it.
func New(kind error, format string, args ...any) error {
	return &refusal{kind, fmt.Sprintf(format, args...)}
}

// Refuse records err, which is about the value at path. Its kind is the one
// that err wraps, else [slakit.ErrInvalid]. It does nothing for a nil error.
func (l *List) Refuse(path string, err error) {
	if err == nil {
		return
	}
	kind := slakit.ErrInvalid
	for _, k := range []error{slakit.ErrRequired, slakit.ErrDuplicate, slakit.ErrUnknown, slakit.ErrLimit} {
		if errors.Is(err, k) {
			kind = k
		}
	}
	l.Add(path, kind, "%v", err)
}
