package calendar

import (
	"math"
	"time"
)

// A Span is a half-open stretch of time [Start, End): it holds Start and does
// not hold End (T1). A zero Start means that it has no beginning, a zero End
// that it never ends.
type Span struct {
	Start time.Time `json:"start,omitzero"`
	End   time.Time `json:"end,omitzero"`
}

// Duration returns End minus Start, and the largest Duration if the span has
// no beginning or no end.
func (s Span) Duration() time.Duration {
	if s.Start.IsZero() || s.End.IsZero() {
		return math.MaxInt64
	}
	return s.End.Sub(s.Start)
}

// Contains reports whether at lies in [Start, End).
func (s Span) Contains(at time.Time) bool {
	return (s.Start.IsZero() || !at.Before(s.Start)) && (s.End.IsZero() || at.Before(s.End))
}

// String returns the ISO 8601 form "start/end" with RFC 3339 instants; ".."
// stands for a side that never ends.
func (s Span) String() string { return side(s.Start) + "/" + side(s.End) }

func side(t time.Time) string {
	if t.IsZero() {
		return ".."
	}
	return t.Format(time.RFC3339Nano)
}
