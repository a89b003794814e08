package sla

import (
	"sort"
	"time"

	"github.com/slakit/slakit/calendar"
)

// A tally holds the sums of a cycle's stretches by one calendar, or by the wall
// clock where it is nil: those up to and including stretch i of the cycle. So a
// target that measures the whole cycle need not count it again.
type tally struct {
	cal             *calendar.Calendar
	elapsed, paused []time.Duration
}

// tally returns the sums by a calendar, up to the present end of the line.
func (c *clock) tally(cal *calendar.Calendar) *tally {
	i := 0
	for i < len(c.tallies) && c.tallies[i].cal != cal {
		i++
	}
	if i == len(c.tallies) {
		if i < cap(c.tallies) {
			c.tallies = c.tallies[:i+1]
		} else {
			c.tallies = append(c.tallies, tally{})
		}
		t := &c.tallies[i]
		*t = tally{cal: cal, elapsed: t.elapsed[:0], paused: t.paused[:0]}
	}
	t := &c.tallies[i]
	elapsed, paused := t.sums(len(t.elapsed))
	for _, s := range c.line[c.lineFrom+len(t.elapsed):] {
		if length := (measure{cal}).between(s.from, s.to); s.paused {
			paused += length
		} else {
			elapsed += length
		}
		t.elapsed, t.paused = append(t.elapsed, elapsed), append(t.paused, paused)
	}
	return t
}

// keep drops the sums of all but the first n stretches.
func (t *tally) keep(n int) {
	t.elapsed, t.paused = t.elapsed[:min(n, len(t.elapsed))], t.paused[:min(n, len(t.paused))]
}

// sums returns those of the first n stretches.
func (t *tally) sums(n int) (elapsed, paused time.Duration) {
	if n == 0 {
		return 0, 0
	}
	return t.elapsed[n-1], t.paused[n-1]
}

// moved moves a moment that is reached when so much of the cycle is used by the
// first n of its stretches that are pauses, as far as they begin before it.
func (t *tally) moved(line []stretch, n int, at moment, used time.Duration, edge func(moment) moment) moment {
	if at == never {
		return never
	}
	m := measure{t.cal}
	// Pauses before so much is used begin before the moment.
	k := sort.Search(n, func(i int) bool { return t.elapsed[i] >= used })
	_, paused := t.sums(k)
	at = m.add(at, paused)
	for i := k; i < n; i++ {
		s := line[i]
		lasting := i > k && s.lasts(line[i-1])
		if s.paused && !lasting && s.from > edge(at) {
			break
		}
		if s.paused {
			at = m.add(at, m.between(s.from, s.to))
		}
	}
	return at
}
