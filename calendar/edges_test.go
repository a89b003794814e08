package calendar_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
)

// Values at an edge, and the first ones beyond.

// TestDecisionT14Fractions: the range holds its first instant and not its last,
// to the nanosecond.
func TestDecisionT14Fractions(t *testing.T) {
	c, r := calendar.AlwaysOpen(), calendar.Range()
	half := 500 * time.Millisecond
	assert.Equal(t, half, c.Between(r.Start.Add(half), r.Start.Add(2*half)))
	assert.Equal(t, half, c.Between(r.Start.Add(-half), r.Start.Add(half)))
	assert.Equal(t, half, c.Between(r.End.Add(-half), r.End.Add(half)))
	for _, span := range []calendar.Span{{Start: r.End.Add(-half), End: r.End.Add(half)}, {Start: r.Start.Add(-half), End: r.Start.Add(half)}} {
		windows := slices.Collect(c.Windows(span.Start, span.End))
		require.Len(t, windows, 1)
		assert.Equal(t, half, windows[0].Duration(), span)
	}
	assert.Empty(t, slices.Collect(c.Windows(r.End, r.End.Add(half))))
	assert.Empty(t, slices.Collect(c.Windows(r.Start.Add(-half), r.Start)))
}

func TestDateEdges(t *testing.T) {
	for _, tt := range []struct {
		from string
		p    calendar.Period
		want string
	}{
		{"0001-02-01", calendar.Period{Months: -1}, "0001-01-01"},
		{"0001-01-01", calendar.Period{Months: -1}, ""},
		{"9998-06-01", calendar.Period{Years: 1}, "9999-06-01"},
		{"9999-11-30", calendar.Period{Months: 1}, "9999-12-30"},
		{"9999-12-01", calendar.Period{Months: 1}, ""},
		{"9999-12-30", calendar.Period{Days: 1}, "9999-12-31"},
		{"9999-12-31", calendar.Period{Days: 1}, ""},
		{"0001-01-02", calendar.Period{Days: -1}, "0001-01-01"},
		{"2026-01-01", calendar.Period{Years: 3652060}, ""},
		{"2026-01-01", calendar.Period{Days: -3652060}, ""},
	} {
		assert.Equal(t, tt.want, date(t, tt.from).AddPeriod(tt.p).String(), tt)
	}
}

func TestClockEdges(t *testing.T) {
	for text, ok := range map[string]bool{
		"00:00": true, "23:59": true, "24:00": true, "08:00:59": true, "24:00:00": true,
		"08:60": false, "08:00:60": false, "24:00:01": false, "24:01": false, "25:00": false, "8:00": false, "08:000": false, "08-00": false, "08:00-59": false,
	} {
		_, err := calendar.ParseDayRule("by " + text)
		assert.Equal(t, ok, err == nil, text)
	}
}

// A text that a message quotes is cut after 40 bytes.
func TestQuotedTexts(t *testing.T) {
	for n, want := range map[int]string{40: strings.Repeat("x", 40), 41: strings.Repeat("x", 40) + "..."} {
		_, err := calendar.ParseDate(strings.Repeat("x", n))
		assert.EqualError(t, err, `"`+want+`" is no date: want YYYY-MM-DD`)
	}
}
