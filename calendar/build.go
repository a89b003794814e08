package calendar

import (
	"encoding/binary"
	"slices"
)

// cover returns an index that covers a and b, two instants in [weekZero,
// rangeEnd]. If the present one does not, it is extended.
func (c *Calendar) cover(a, b int64) *index {
	if ix := c.index.Load(); ix.covers(a) && ix.covers(b) {
		return ix
	}
	return c.extend(a, b)
}

func (c *Calendar) extend(a, b int64) *index {
	c.mu.Lock()
	defer c.mu.Unlock()
	old := c.index.Load()
	lo := int((min(a, b) - weekZero) / weekSeconds / chunk * chunk)
	hi := min(int((max(a, b)-weekZero)/weekSeconds/chunk*chunk+chunk), weekCount)
	if c.entries > manyEntries {
		lo, hi = 0, weekCount
	}
	from, until := lo, lo // what is there
	if len(old.weeks) > 1 {
		from = int((old.first - weekZero) / weekSeconds)
		until = from + len(old.weeks) - 1
		lo, hi = min(lo, from), max(hi, until)
	}
	build := builder{c: c, rows: slices.Clip(old.rows), known: map[string]int{}, weeks: map[weekKey]int{}}
	for id, r := range old.rows {
		build.known[r.key()] = id
	}
	head, tail := build.run(lo, from), build.run(until, hi)
	sum := old.weeks[0].sum()
	for _, id := range head {
		sum -= build.rows[id].total()
	}
	ix := &index{first: weekZero + int64(lo)*weekSeconds, weeks: make([]week, hi-lo+1), rows: slices.Clone(build.rows)}
	ix.fill(0, sum, head)
	copy(ix.weeks[from-lo:], old.weeks)
	ix.fill(until-lo, old.weeks[until-from].sum(), tail)
	if total := ix.weeks[hi-lo].sum() - ix.weeks[0].sum(); total > 0 {
		ix.pace = int64(hi-lo) << 32 / total
	}
	c.index.Store(ix)
	return ix
}

// fill writes weeks from week k on: those of the rows, the first with that sum,
// and after them the sum.
func (ix *index) fill(k int, sum int64, rows []int) {
	for _, id := range rows {
		ix.weeks[k] = newWeek(sum, id)
		sum += ix.rows[id].total()
		k++
	}
	ix.weeks[k] = newWeek(sum, 0)
}

// A builder makes the rows of weeks, beginning with those there are.
type builder struct {
	c     *Calendar
	rows  []row
	known map[string]int  // rows by their content
	weeks map[weekKey]int // rows by what leads to them

	buffer  []stretch // of the row that is being made
	reaches []reach
	edges   []edge
}

// A weekKey decides a week without clock changes: the shapes of every date that
// can own time of the week, and the offset. The first and the last week, which
// the range cuts, have keys of their own.
type weekKey struct {
	shapes [before + 7 + after]shapeID
	offset int32
	ends   [2]int
}

// A date owns time from a day before its first second in UTC, if it is far
// east, to three days after it, if it is far west.
const before, after = 2, 1

// run returns the numbers of the rows of weeks [lo, hi).
func (b *builder) run(lo, hi int) []int {
	if lo == hi {
		return nil
	}
	if b.c.op != "" {
		return b.combine(lo, hi)
	}
	first := unixDate(weekZero).AddDays(7*lo - before)
	until := unixDate(weekZero).AddDays(7*hi + after)
	shapes := make([]shapeID, until.Sub(first))
	closed := make([]bool, len(shapes))
	b.c.holidays.between(first, until, func(x closing) { closed[x.date.Sub(first)] = true })
	for i := range shapes {
		_, _, _, shapes[i] = b.c.rule(first.AddDays(i), closed[i])
	}
	ids := make([]int, hi-lo)
	for i := range ids {
		k := lo + i
		ids[i] = b.week(k, weekKey{shapes: [10]shapeID(shapes[7*i:]), ends: [2]int{min(k, 1), max(k, weekCount-2)}})
	}
	return ids
}

// week returns the number of the row of week k.
func (b *builder) week(k int, key weekKey) int {
	start := weekZero + int64(k)*weekSeconds
	var steady bool
	key.offset, steady = b.c.zone.steady(start-(before+1)*daySeconds, start+(7+after+1)*daySeconds)
	if id, ok := b.weeks[key]; steady && ok {
		return id
	}
	id := b.intern(b.row(start, key.shapes[:]))
	if steady {
		b.weeks[key] = id
	}
	return id
}

// intern returns the number of a row.
func (b *builder) intern(r row) int {
	content := r.key()
	id, ok := b.known[content]
	if !ok {
		id = len(b.rows)
		r.stretches = slices.Clone(r.stretches)
		b.rows = append(b.rows, r)
		b.known[content] = id
	}
	return id
}

// row makes the row of the week that begins at start, given the shapes of the
// dates from two days before. Its stretches are only lent, as are those of
// combined.
func (b *builder) row(start int64, shapes []shapeID) row {
	var r row
	copy(r.shapes[:], shapes[before:])
	first := unixDate(start).AddDays(-before)
	list := b.reaches[:0]
	for i, shape := range shapes {
		for _, w := range b.c.shapes[shape] {
			from, until := b.c.span(first.AddDays(i), w)
			if from >= until {
				continue
			}
			list = append(list, reach{from, until})
			if day := i - before; 0 <= day && day < 7 && dateInRange(first.AddDays(i)) {
				r.business |= 1 << day
			}
		}
	}
	b.reaches = list
	b.finish(&r, start, list)
	return r
}

// finish completes the row of the week that begins at start with what is open
// in it and around it, in order.
func (b *builder) finish(r *row, start int64, list []reach) {
	r.stretches = b.buffer[:0]
	for _, x := range list {
		from, until := max(x.from-start, 0), min(x.until-start, weekSeconds)
		if n := len(r.stretches); from >= until {
			continue
		} else if n > 0 && uint32(from) <= r.stretches[n-1].close {
			r.stretches[n-1].close = max(r.stretches[n-1].close, uint32(until))
		} else {
			r.stretches = append(r.stretches, stretch{open: uint32(from), close: uint32(until)})
		}
	}
	sum := uint32(0)
	for i := range r.stretches {
		r.stretches[i].sum = sum
		sum += r.stretches[i].close - r.stretches[i].open
	}
	r.stretches = append(r.stretches, stretch{open: weekSeconds, close: 1<<32 - 1, sum: sum})
	b.buffer = r.stretches
	i := 0
	for n := range r.byTime {
		for r.stretches[i].close <= uint32(n*daySeconds) {
			i++
		}
		r.byTime[n] = uint32(i)
	}
	i = 0
	for n := range r.byOpen {
		for i+1 < len(r.stretches) && r.stretches[i+1].sum <= uint32(n<<openShift) {
			i++
		}
		r.byOpen[n] = uint32(i)
	}
}

// total is the number of open seconds of the week.
func (r *row) total() int64 { return int64(r.stretches[len(r.stretches)-1].sum) }

// key is the content of r.
func (r *row) key() string {
	b := []byte{r.business}
	for _, s := range r.shapes {
		b = binary.LittleEndian.AppendUint16(b, uint16(s))
	}
	for _, s := range r.stretches {
		b = binary.LittleEndian.AppendUint32(b, s.open)
		b = binary.LittleEndian.AppendUint32(b, s.close)
	}
	return string(b)
}
