package calendar

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A calendar of many entries is built whole by its first question; one of few,
// a stretch of years.
func TestManyEntriesAreBuiltByTheFirstQuestion(t *testing.T) {
	for _, tt := range []struct {
		entries int
		whole   bool
	}{{manyEntries, false}, {manyEntries + 1, true}} {
		def := Definition{Zone: "UTC"}
		for i := range tt.entries {
			def.Exceptions = append(def.Exceptions, Exception{Date: date(t, "2000-01-01").AddDays(i).String()})
		}
		c, err := Compile(def, nil)
		require.NoError(t, err)
		for _, c := range []*Calendar{c, Complement(c)} {
			c.IsOpen(time.Unix(1_700_000_000, 0))
			ix := c.index.Load()
			require.Equal(t, tt.whole, ix.covers(rangeStart) && ix.covers(rangeEnd-1), "%d entries, %s", tt.entries, c.Name())
		}
	}
}

func date(t *testing.T, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	require.NoError(t, err)
	return d
}
