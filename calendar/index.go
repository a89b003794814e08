package calendar

import "sort"

// An index holds what is open in a stretch of weeks, in UTC seconds. Let F(t)
// be the open seconds from a fixed instant, the anchor, to t, and C(t) the
// closed seconds. F, its inverse and the inverse of C answer every question
// about instants, each with a look-up and a short search.
//
// An index never changes. A calendar replaces its index by a longer one when a
// question leaves it; sums stay what they were, because they are counted from
// the anchor, the beginning of the first stretch that was built.
type index struct {
	first int64  // start of weeks[0]; a whole number of weeks from weekZero
	weeks []week // one more than there are: the last only has a sum
	rows  []row
	pace  int64 // weeks per open second, times 2^32
}

const (
	weekSeconds = 7 * daySeconds

	// Weeks begin on Sunday 00:00 UTC: then office hours cross their border
	// hardly anywhere on earth.
	weekZero  = rangeStart - 4*daySeconds // 1919-12-28
	weekCount = (rangeEnd - weekZero + weekSeconds - 1) / weekSeconds

	chunk = 256 // weeks are built at least so many at a time

	// Calendars of more entries, whose weeks take long, are built whole by their
	// first question, so that no later one waits.
	manyEntries = 512
)

// A week is F at its start, shifted left by 16, and the number of its row.
// Weeks that look the same share a row; there are fewer than 2^14 weeks and
// fewer than 2^34 seconds.
type week int64

func newWeek(sum int64, row int) week { return week(sum<<16 | int64(row)) }

func (w week) sum() int64 { return int64(w >> 16) }
func (w week) row() int   { return int(uint16(w)) }

// A row is what happens in a week.
type row struct {
	stretches []stretch                          // and a last one that begins where the week ends
	byTime    [7]uint32                          // the first stretch that ends after day n begins
	byOpen    [weekSeconds>>openShift + 1]uint32 // the first that ends after n<<openShift open seconds
	shapes    [7]shapeID                         // of the dates of the week
	business  uint8                              // the dates that own open time, Sunday in the lowest bit
}

const openShift = 15 // about nine hours

// A stretch is open from one second of the week to another. The sum counts the
// open seconds of the week before it.
type stretch struct{ open, close, sum uint32 }

func (ix *index) len() int64 { return int64(len(ix.weeks)-1) * weekSeconds }

// end is the first second after the index.
func (ix *index) end() int64 { return ix.first + ix.len() }

// covers reports whether sec lies in the index.
func (ix *index) covers(sec int64) bool { return uint64(sec-ix.first) < uint64(ix.len()) }

// between returns the weeks that begin in [from, until), two borders of weeks
// that the index covers.
func (ix *index) between(from, until int64) []week {
	return ix.weeks[(from-ix.first)/weekSeconds : (until-ix.first)/weekSeconds]
}

// count returns F(sec) and whether sec is open.
func (ix *index) count(sec int64) (int64, bool) {
	off := uint64(sec - ix.first)
	w := ix.weeks[off/weekSeconds]
	x := uint32(off % weekSeconds)
	r := &ix.rows[w.row()]
	i := int(r.byTime[x/daySeconds])
	for x >= r.stretches[i].close {
		i++
	}
	s := &r.stretches[i]
	return w.sum() + int64(s.sum+max(x, s.open)-s.open), x >= s.open
}

// open reports whether sec is open.
func (ix *index) open(sec int64) bool {
	_, open := ix.count(sec)
	return open
}

// opens returns the open second s with F(s) == v. There must be one in the
// index; near is a second of the index from which the search begins.
func (ix *index) opens(v, near int64) int64 {
	k := ix.guess(v, near)
	if sum := ix.weeks[k].sum(); uint64(v-sum) >= uint64(ix.weeks[k+1].sum()-sum) {
		k = ix.search(k, func(k int) bool { return ix.weeks[k].sum() > v })
	}
	w := ix.weeks[k]
	x := uint32(v - w.sum())
	r := &ix.rows[w.row()]
	i := int(r.byOpen[x>>openShift])
	for r.stretches[i+1].sum <= x {
		i++
	}
	s := &r.stretches[i]
	return ix.first + int64(k)*weekSeconds + int64(s.open+x-s.sum)
}

// guess returns the week, or one near it, that holds the open second s with
// F(s) == v, if the calendar is regular.
func (ix *index) guess(v, near int64) int {
	k := int(uint64(near-ix.first) / weekSeconds)
	k += int((v - ix.weeks[k].sum()) * ix.pace >> 32)
	k = min(max(k, 0), len(ix.weeks)-2)
	// A week back, none, or one on, without a jump that is hard to foresee.
	return k + 1 - less(v, ix.weeks[k].sum()) - less(v, ix.weeks[k+1].sum())
}

// less returns 1 if a < b, else 0.
func less(a, b int64) int { return int(uint64(a-b) >> 63) }

// closes returns the closed second s with C(s) == v. There must be one in the
// index; near is a second of the index from which the search begins.
func (ix *index) closes(v, near int64) int64 {
	before := func(k int) int64 { return ix.first + int64(k)*weekSeconds - ix.weeks[k].sum() }
	k := ix.search(int((near-ix.first)/weekSeconds), func(k int) bool { return before(k) > v })
	x := uint32(v - before(k))
	s := ix.rows[ix.weeks[k].row()].stretches
	i := 0
	for s[i].open-s[i].sum <= x {
		i++
	}
	return ix.first + int64(k)*weekSeconds + int64(x+s[i].sum)
}

// search returns the last k for which over(k) is false. There are weeks for
// which it is false and, after them, others. It tries some neighbours of k
// before it halves.
func (ix *index) search(k int, over func(int) bool) int {
	for range 4 {
		switch {
		case over(k):
			k--
		case !over(k + 1):
			k++
		default:
			return k
		}
	}
	return sort.Search(len(ix.weeks), over) - 1
}
