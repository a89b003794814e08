package slakit

import "errors"

// The kinds of problem a definition can have. Test for them with [errors.Is];
// the error that carries one says where, what was found and what would be
// accepted.
var (
	// ErrRequired means that something is missing.
	ErrRequired = errors.New("required")
	// ErrInvalid means that a value is malformed or contradicts another one.
	ErrInvalid = errors.New("invalid")
	// ErrDuplicate means that something is given twice.
	ErrDuplicate = errors.New("duplicate")
	// ErrUnknown means that a name refers to nothing.
	ErrUnknown = errors.New("unknown")
	// ErrLimit means that a documented limit on size or count is exceeded.
	ErrLimit = errors.New("limit exceeded")
)

// A FieldError is one problem of a definition.
type FieldError struct {
	// Path leads to the field, as in "serviceLevels[2].targets[0].within".
	// It is empty for the document as a whole.
	Path string
	// Err wraps one of the kinds above and says what was found and what would
	// be accepted.
	Err error
}

// Error returns the path and the problem in one line.
func (e *FieldError) Error() string {
	if e.Path == "" {
		return e.Err.Error()
	}
	return e.Path + ": " + e.Err.Error()
}

// Unwrap returns e.Err.
func (e *FieldError) Unwrap() error { return e.Err }

// FieldErrors returns every [FieldError] that err holds, in document order. It
// is nil for a nil error and for one that holds none.
func FieldErrors(err error) []*FieldError {
	switch e := err.(type) { //nolint:errorlint // walks the tree itself
	case nil:
		return nil
	case *FieldError:
		return []*FieldError{e}
	case interface{ Unwrap() []error }:
		var all []*FieldError
		for _, part := range e.Unwrap() {
			all = append(all, FieldErrors(part)...)
		}
		return all
	default:
		return FieldErrors(errors.Unwrap(err))
	}
}
