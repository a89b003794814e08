package calendar

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"
)

// The sources of the dates of calendars that are made of others.
const (
	SourceUnion        Source = "union"
	SourceIntersection Source = "intersection"
	SourceDifference   Source = "difference"
	SourceComplement   Source = "complement"
)

// Union returns the calendar that is open when any of the given ones is.
//
// This and the next three functions work on sets of instants, so the calendars
// may be of different zones; the one returned has the zone of the first. No
// argument may be nil.
//
// Its windows are what is open in a row, whichever calendar gave it. A date owns
// the windows that start on it; but a window that goes on beyond the same time
// of the next date is cut where dates begin, so that each date it touches is a
// business day (A2).
func Union(first *Calendar, others ...*Calendar) *Calendar {
	return combine(SourceUnion, " or ", first, others)
}

// Intersection returns the calendar that is open when all of the given ones
// are. [Union] tells its zone, windows and days.
func Intersection(first *Calendar, others ...*Calendar) *Calendar {
	return combine(SourceIntersection, " and ", first, others)
}

// Difference returns the calendar that is open when the first is and none of
// the others is. [Union] tells its zone, windows and days.
func Difference(first *Calendar, others ...*Calendar) *Calendar {
	return combine(SourceDifference, " except ", first, others)
}

// Complement returns the calendar that is open, inside [Range], when c is not.
// [Union] tells its zone, windows and days.
func Complement(c *Calendar) *Calendar { return combine(SourceComplement, "", c, nil) }

func combine(op Source, word string, first *Calendar, others []*Calendar) *Calendar {
	c := &Calendar{op: op, parts: append([]*Calendar{first}, others...), zone: first.zone}
	names := make([]string, len(c.parts))
	h := sha256.New()
	h.Write([]byte(op))
	for i, p := range c.parts {
		c.entries += p.entries
		names[i] = cmp.Or(p.name, "unnamed")
		if p.op != "" {
			names[i] = "(" + names[i] + ")"
		}
		h.Write(p.hash[:])
		for _, l := range p.leaves {
			n := slices.Index(c.leaves, l)
			if n == -1 {
				n, c.leaves = len(c.leaves), append(c.leaves, l)
			}
			h.Write(binary.LittleEndian.AppendUint32(nil, uint32(n)))
		}
	}
	c.hash = [32]byte(h.Sum(nil))
	c.name = strings.Join(names, word)
	if op == SourceComplement {
		c.name = "not " + c.name
	}
	if len(c.name) > maxID {
		c.name = strings.ToValidUTF8(c.name[:maxID-3], "") + "..."
	}
	c.index.Store(&index{weeks: []week{0}})
	return c
}

// tests say what is open where count of the parts are, the first among them if
// first is 1.
var tests = map[Source]func(count, first, parts int) bool{
	SourceUnion:        func(count, _, _ int) bool { return count > 0 },
	SourceIntersection: func(count, _, parts int) bool { return count == parts },
	SourceDifference:   func(count, first, _ int) bool { return first == 1 && count == 1 },
	SourceComplement:   func(count, _, _ int) bool { return count == 0 },
}

// combine returns the numbers of the rows of weeks [lo, hi), made of the rows
// of the parts. Those of the neighbours are used, too: how far a window reaches
// decides which dates own it.
func (b *builder) combine(lo, hi int) []int {
	begin := func(k int) int64 { return weekZero + int64(min(max(k, 0), weekCount))*weekSeconds }
	parts := make([]*index, len(b.c.parts))
	for i, p := range b.c.parts {
		parts[i] = p.cover(begin(lo-1), min(begin(hi), rangeEnd))
	}
	known := map[string]int{} // rows by what leads to them
	ids := make([]int, hi-lo)
	z := &b.c.zone
	var key []byte
	for i := range ids {
		k := lo + i
		from, until := begin(k-1), begin(k+2)
		// The key holds the number of a week beside an end of the range, the
		// offsets of these weeks, and the rows of the parts.
		key = binary.LittleEndian.AppendUint16(key[:0], uint16(min(k, 2)))
		key = binary.LittleEndian.AppendUint16(key, uint16(max(k, weekCount-3)))
		n := z.find(from)
		for j, at := range z.starts[n : z.find(until)+1] {
			key = binary.LittleEndian.AppendUint32(key, uint32(max(at-from, 0)))
			key = binary.LittleEndian.AppendUint32(key, uint32(z.offsets[n+j]))
		}
		for _, ix := range parts {
			for _, w := range ix.between(from, until) {
				key = binary.LittleEndian.AppendUint16(key, uint16(w.row()))
			}
		}
		id, ok := known[string(key)]
		if !ok {
			id = b.intern(b.combined(begin(k), b.sweep(parts, from, until)))
			known[string(key)] = id
		}
		ids[i] = id
	}
	return ids
}

// A reach is an open stretch of the time line, in seconds.
type reach struct{ from, until int64 }

// An edge is an instant at which a part opens, if add is 1, or closes.
type edge struct {
	at        int64
	part, add int
}

// sweep returns what is open from the start of one week to that of another. It
// is only lent.
func (b *builder) sweep(parts []*index, from, until int64) []reach {
	edges := b.edges[:0]
	for i, ix := range parts {
		for k, w := range ix.between(from, until) {
			at := from + int64(k)*weekSeconds
			list := ix.rows[w.row()].stretches
			for _, s := range list[:len(list)-1] {
				edges = append(edges, edge{at + int64(s.open), i, 1}, edge{at + int64(s.close), i, -1})
			}
		}
	}
	// The last edge is where the sweep ends.
	edges = append(edges, edge{max(from, rangeStart), 0, 0}, edge{min(until, rangeEnd), 0, 0})
	slices.SortFunc(edges, func(a, b edge) int { return cmp.Compare(a.at, b.at) })
	list := b.reaches[:0]
	var count, first int // parts that are open; is the first
	open := false
	for i, e := range edges {
		count += e.add
		if e.part == 0 {
			first += e.add
		}
		last := i == len(edges)-1
		if !last && edges[i+1].at == e.at {
			continue
		}
		is := tests[b.c.op](count, first, len(parts)) && !last
		if is && !open {
			list = append(list, reach{e.at, 0})
		} else if !is && open {
			list[len(list)-1].until = e.at
		}
		open = is
	}
	b.edges, b.reaches = edges, list
	return list
}

// combined makes the row of the week that begins at start. The list holds what
// is open from the week before to the week after.
func (b *builder) combined(start int64, list []reach) row {
	var r row
	for day := range 7 {
		d := unixDate(start).AddDays(day)
		first, next := b.c.zone.start(d), b.c.zone.start(d.Next())
		for _, x := range list {
			if x.from >= next {
				break
			}
			if from, until := b.c.zone.share(x, first, next); from < until && dateInRange(d) {
				r.business |= 1 << day
			}
		}
	}
	b.finish(&r, start, list)
	return r
}

// share returns the part of an open stretch that the date [first, next) owns,
// empty if from is not before until. The stretch begins before next; if it is
// of several days the ends need not be exact.
func (z *zone) share(x reach, first, next int64) (from, until int64) {
	if same, _ := z.instant(z.wall(x.from) + daySeconds); x.until > same {
		return max(x.from, first), min(x.until, next)
	}
	if x.from < first {
		return 0, 0
	}
	return x.from, x.until
}

// owned passes on the windows that a date of the range owns, in order, as long
// as yield returns true.
func (c *Calendar) owned(d Date, yield func(from, until int64) bool) {
	if c.op == "" {
		for _, w := range c.shapes[c.rowOf(d).shapes[d.Weekday()]] {
			if from, until := c.span(d, w); from < until && !yield(from, until) {
				return
			}
		}
		return
	}
	const some = 3 * daySeconds
	first, next := c.zone.start(d), c.zone.start(d.Next())
	from, until := max(first-some, rangeStart), min(next+some, rangeEnd)
	for at := max(first, rangeStart); ; {
		s, ok := c.openFrom(at, until)
		if !ok || s >= next {
			return
		}
		var x reach
		x.from, x.until = c.around(s, from, until)
		if a, b := c.zone.share(x, first, next); a < b && !yield(a, b) {
			return
		}
		at = x.until
	}
}
