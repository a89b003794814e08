package slakit_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
)

func TestFieldErrors(t *testing.T) {
	a := &slakit.FieldError{Path: "a", Err: fmt.Errorf("%w: first", slakit.ErrInvalid)}
	b := &slakit.FieldError{Path: "b[1]", Err: fmt.Errorf("%w: second", slakit.ErrUnknown)}
	c := &slakit.FieldError{Err: slakit.ErrLimit}
	all := fmt.Errorf("reading the file: %w", errors.Join(a, errors.Join(errors.New("another kind"), b), c))

	require.Equal(t, []*slakit.FieldError{a, b, c}, slakit.FieldErrors(all))
	require.ErrorIs(t, all, slakit.ErrUnknown)
	require.Equal(t, "b[1]: unknown: second", b.Error())
	require.Equal(t, "limit exceeded", c.Error(), "a document as a whole has no path")
	require.Nil(t, slakit.FieldErrors(nil))
	require.Nil(t, slakit.FieldErrors(errors.New("not one of ours")))
}

// Every problem of a definition comes in one error, each with its path.
func ExampleFieldErrors() {
	_, err := calendar.Compile(calendar.Definition{
		Name: "office", Zone: "Europe/Stokholm",
		Hours: []calendar.Hours{{Days: "mon-fri", Open: "8am", Close: "17:00"}},
	}, nil)
	for _, problem := range slakit.FieldErrors(err) {
		fmt.Println(problem.Path, errors.Is(problem, slakit.ErrUnknown), errors.Is(problem, slakit.ErrInvalid))
	}
	// Output:
	// zone true false
	// hours[0].open false true
}
