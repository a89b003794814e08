package calendar

import (
	"slices"
	"time"
)

// This file is the only place where local time becomes instants. The rule is
// T2: a local time is reached at the first instant whose wall clock shows it
// or later. So a repeated time is its first occurrence, a skipped one is the
// instant of the jump, and the map never runs backwards. time.Date and AddDate
// follow no such rule and are not used.
//
// Local times are seconds of the wall clock, counted as if they were UTC.

// The range of T14: calendars answer for instants in [rangeStart, rangeEnd).
const (
	rangeStart = -1577923200 // 1920-01-01T00:00:00Z
	rangeEnd   = 7258118400  // 2200-01-01T00:00:00Z
)

// Range returns the instants for which calendars answer, in UTC: from 1920 to
// 2200. In these 280 years no amount of time overflows a [time.Duration]
// (T14).
func Range() Span {
	return Span{time.Unix(rangeStart, 0).UTC(), time.Unix(rangeEnd, 0).UTC()}
}

func inRange(sec int64) bool { return rangeStart <= sec && sec < rangeEnd }

// A zone maps between instants and local times. Stretch i has the offset
// offsets[i] from starts[i] to starts[i+1]; the first has no beginning, the
// last no end. Neighbours differ.
type zone struct {
	loc     *time.Location
	starts  []int64
	offsets []int32
}

const (
	margin    = 4 * daySeconds // of the table, beyond the range
	maxOffset = daySeconds     // no zone is further from UTC
)

// newZone finds the stretches of loc. [time.Time.ZoneBounds] only gives hints:
// its end may be no change at all, so offsets are compared; and on the last day
// of a leap year it may not be after the instant (golang/go#81583), so the day
// is stepped over.
func newZone(loc *time.Location) zone {
	z := zone{loc: loc}
	for at := int64(rangeStart - margin); at < rangeEnd+margin; {
		t := time.Unix(at, 0).In(loc)
		_, offset := t.Zone()
		if n := len(z.offsets); n == 0 || z.offsets[n-1] != int32(offset) {
			z.starts, z.offsets = append(z.starts, at), append(z.offsets, int32(offset))
		}
		_, end := t.ZoneBounds()
		switch {
		case end.IsZero():
			at = rangeEnd + margin
		case end.Unix() <= at:
			at += daySeconds
		default:
			at = end.Unix()
		}
	}
	z.starts, z.offsets = slices.Clone(z.starts), slices.Clone(z.offsets)
	return z
}

// find returns the number of the stretch that holds an instant.
func (z *zone) find(sec int64) int {
	lo, hi := 0, len(z.starts) // starts[lo] <= sec < starts[hi]
	for hi-lo > 1 {
		if m := int(uint(lo+hi) / 2); z.starts[m] <= sec {
			lo = m
		} else {
			hi = m
		}
	}
	return lo
}

// instant returns the first instant whose wall clock shows local or later, and
// whether it shows exactly local.
func (z *zone) instant(local int64) (sec int64, exact bool) {
	i := z.find(local - maxOffset) // no earlier stretch reaches local
	for i+1 < len(z.starts) && z.starts[i+1]+int64(z.offsets[i]) <= local {
		i++
	}
	sec = local - int64(z.offsets[i])
	if i > 0 && sec < z.starts[i] {
		return z.starts[i], false
	}
	return sec, true
}

// steady returns the offset of [from, to] if there is only one.
func (z *zone) steady(from, to int64) (int32, bool) {
	i := z.find(from)
	return z.offsets[i], z.find(to) == i
}

// wall returns what the wall clock shows at an instant.
func (z *zone) wall(sec int64) int64 { return sec + int64(z.offsets[z.find(sec)]) }

// start returns the first instant of a date.
func (z *zone) start(d Date) int64 {
	sec, _ := z.instant(d.unix())
	return sec
}

// date returns the d with start(d) <= sec < start(d+1). Where the clock goes
// back over midnight that is not the date the clock shows, but the later one.
func (z *zone) date(sec int64) Date {
	d := unixDate(z.wall(sec))
	for !d.Next().IsZero() && z.start(d.Next()) <= sec {
		d = d.Next()
	}
	return d
}

// clock returns how many seconds after 00:00 of d the wall clock shows.
func (z *zone) clock(sec int64, d Date) int64 { return max(0, z.wall(sec)-d.unix()) }

// time returns an instant as it is shown.
func (z *zone) time(sec, nsec int64) time.Time { return time.Unix(sec, nsec).In(z.loc) }
