package calendar_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/slakit/slakit/calendar"
)

func TestSpan(t *testing.T) {
	at := time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)
	s := calendar.Span{Start: at, End: at.Add(time.Hour)}
	assert.Equal(t, time.Hour, s.Duration())
	assert.Equal(t, "2026-06-01T08:00:00Z/2026-06-01T09:00:00Z", s.String())
	// T1: the start belongs to it, the end does not.
	assert.True(t, s.Contains(at))
	assert.False(t, s.Contains(at.Add(-1)))
	assert.True(t, s.Contains(at.Add(time.Hour-1)))
	assert.False(t, s.Contains(at.Add(time.Hour)))

	until, from := calendar.Span{End: at}, calendar.Span{Start: at}
	assert.True(t, until.Contains(time.Time{}))
	assert.False(t, until.Contains(at))
	assert.True(t, from.Contains(at))
	assert.False(t, from.Contains(at.Add(-1)))
	assert.Equal(t, "../2026-06-01T08:00:00Z", until.String())
	assert.Equal(t, "2026-06-01T08:00:00Z/..", from.String())
	for _, s := range []calendar.Span{until, from, {}} {
		assert.Equal(t, time.Duration(math.MaxInt64), s.Duration())
	}
}
