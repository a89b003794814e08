package sla

import (
	"sort"
	"time"

	"github.com/slakit/slakit/calendar"
)

// sums are how long a clock ran and stood.
type sums struct{ elapsed, paused time.Duration }

func (u *sums) add(s stretch, length time.Duration) {
	if s.paused {
		u.paused += length
	} else {
		u.elapsed += length
	}
}

// A tally holds the sums of a cycle's stretches by one calendar, or by the wall
// clock where it is nil, so that a target that measures the whole cycle need
// not count it again.
type tally struct {
	cal    *calendar.Calendar
	before []sums // each stretch of the cycle
	now    sums
	upTo   moment // what lies before it is counted
}

// tallyBy returns the sums by a calendar, as far as they are known.
func (c *clock) tallyBy(cal *calendar.Calendar) *tally {
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
		*t = tally{cal: cal, before: t.before[:0], upTo: c.start}
	}
	return &c.tallies[i]
}

// tally returns the sums by a calendar, up to the present end of the line.
func (c *clock) tally(cal *calendar.Calendar) *tally {
	t, line := c.tallyBy(cal), c.line[c.lineFrom:]
	for i := max(0, len(t.before)-1); i < len(line); i++ {
		s := line[i]
		if s.from = max(s.from, t.upTo); s.from < s.to {
			t.count(i, s, measure{cal}.between(s.from, s.to))
		}
	}
	return t
}

// count adds a stretch, or what it has become longer; i is its number.
func (t *tally) count(i int, s stretch, length time.Duration) {
	if i == len(t.before) {
		t.before = append(t.before, t.now)
	}
	t.now.add(s, length)
	t.upTo = s.to
}

// first returns the sums of the first n stretches.
func (t *tally) first(n int) sums {
	if n == len(t.before) {
		return t.now
	}
	return t.before[n]
}

// moved moves a moment that is reached when so much of the cycle is used by the
// first n of its stretches that are pauses, as far as they begin before it.
func (t *tally) moved(line []stretch, n int, at moment, used time.Duration, edge func(moment) moment) moment {
	if at == never {
		return never
	}
	m := measure{t.cal}
	// Pauses before so much is used begin before the moment.
	k := sort.Search(n, func(i int) bool { return t.first(i+1).elapsed >= used })
	at = m.add(at, t.first(k).paused)
	for i := k; i < n; i++ {
		s := line[i]
		lasting := i > k && s.lasts(line[i-1])
		if s.paused && !lasting && s.from > edge(at) {
			break
		}
		if s.paused {
			at = m.add(at, t.first(i+1).paused-t.first(i).paused)
		}
	}
	return at
}
