package calendar_test

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/slakit/slakit/calendar"
)

// The oracle answers every question of package calendar a second time, from
// the decisions alone and with arithmetic of its own: no index, no clever
// search, only lists of the windows of dates. It is slow, and meant to be read
// as the specification.
//
// Instants are nanoseconds since 1970 in UTC, dates are days since 1970-01-01,
// local times are seconds since 1970-01-01 00:00 of the wall clock.

const (
	second  = int64(time.Second)
	dayLong = int64(86400)
)

// never is the oracle's answer when there is none.
const never = int64(-1 << 63)

// The range of T14.
var (
	rangeLo = time.Date(1920, 1, 1, 0, 0, 0, 0, time.UTC).UnixNano()
	rangeHi = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC).UnixNano()
)

// ---- local time (T2) ----

// A zone knows the stretches of constant offset of a location. It finds them
// by looking at the offset every three hours and halving where it differs.
type zone struct {
	loc    *time.Location
	mu     sync.Mutex
	chunks map[int64][]stretch
}

type stretch struct{ start, end, offset int64 }

const chunkLong = int64(1) << 20

var zones sync.Map

func zoneNamed(name string) *zone {
	if z, ok := zones.Load(name); ok {
		return z.(*zone)
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	z, _ := zones.LoadOrStore(name, &zone{loc: loc, chunks: map[int64][]stretch{}})
	return z.(*zone)
}

func (z *zone) offset(sec int64) int64 {
	_, offset := time.Unix(sec, 0).In(z.loc).Zone()
	return int64(offset)
}

// wall returns the wall clock at the instant.
func (z *zone) wall(sec int64) int64 { return sec + z.offset(sec) }

func (z *zone) stretches(k int64) []stretch {
	z.mu.Lock()
	defer z.mu.Unlock()
	if list, ok := z.chunks[k]; ok {
		return list
	}
	start, end := k*chunkLong, (k+1)*chunkLong
	list := []stretch{{start, end, z.offset(start)}}
	for at := start; at < end; at += 3 * 3600 {
		next := min(at+3*3600, end-1)
		last := &list[len(list)-1]
		if z.offset(next) == last.offset {
			continue
		}
		lo, hi := at, next // the offset is the old one at lo, another at hi
		for hi-lo > 1 {
			if mid := (lo + hi) / 2; z.offset(mid) == last.offset {
				lo = mid
			} else {
				hi = mid
			}
		}
		last.end = hi
		list = append(list, stretch{hi, end, z.offset(hi)})
	}
	z.chunks[k] = list
	return list
}

// first returns the first instant whose wall clock shows local or later (T2).
// No zone was ever a day and two hours away from UTC.
func (z *zone) first(local int64) int64 {
	for k := floorDiv(local-26*3600, chunkLong); ; k++ {
		for _, s := range z.stretches(k) {
			if at := max(s.start, local-s.offset); at < s.end {
				return at
			}
		}
	}
}

// date returns the d with first(d) <= sec < first(d+1) (T2).
func (z *zone) date(sec int64) int64 {
	d := floorDiv(z.wall(sec), dayLong) + 2
	for z.first(d*dayLong) > sec {
		d--
	}
	return d
}

// changes returns the instants in [from, to) at which the offset changes.
func (z *zone) changes(from, to int64) []int64 {
	var list []int64
	before := z.offset(from - 1)
	for k := floorDiv(from, chunkLong); k*chunkLong < to; k++ {
		for _, s := range z.stretches(k) {
			if s.start >= from && s.start < to && s.offset != before {
				list = append(list, s.start)
			}
			before = s.offset
		}
	}
	return list
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// ---- dates ----

func dateOf(y int, m time.Month, d int) int64 {
	return floorDiv(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix(), dayLong)
}

func ymd(d int64) (int, time.Month, int) { return time.Unix(d*dayLong, 0).UTC().Date() }

func weekday(d int64) time.Weekday { return time.Unix(d*dayLong, 0).UTC().Weekday() }

func dateText(d int64) string { return time.Unix(d*dayLong, 0).UTC().Format(time.DateOnly) }

func parseDate(s string) int64 {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return floorDiv(t.Unix(), dayLong)
}

// ---- definitions ----

type window struct{ open, close int64 } // seconds after midnight, close > open

// A dated is a season or an exception: the dates it applies to, and its hours.
type dated struct {
	from, until string // until "" for a single date or a version
	first, end  int64  // of dates that are not yearly
	yearly      [2]monthDay
	days        [7]bool
	hours       [7][]window
}

type monthDay struct {
	month time.Month
	day   int
}

func monthDayOf(s string) (md monthDay) {
	if _, err := fmt.Sscanf(s, "%d-%d", &md.month, &md.day); err != nil {
		panic(err)
	}
	return md
}

// in is the date of a year, 1 March for a 29 February that is missing.
func (md monthDay) in(year int) int64 { return dateOf(year, md.month, md.day) }

func newDated(from, until, days string, hours [7][]window) dated {
	x := dated{from: from, until: until, days: daysOf(days), hours: hours}
	if len(from) == len(time.DateOnly) {
		x.first = parseDate(from)
		x.end = x.first + 1
		if until != "" {
			x.end = parseDate(until)
		}
		return x
	}
	x.yearly[0] = monthDayOf(from)
	if until != "" {
		x.yearly[1] = monthDayOf(until)
	}
	return x
}

type oracle struct {
	def        calendar.Definition
	zone       *zone
	hours      [7][]window
	seasons    []dated
	exceptions []dated
	closed     map[int64]bool // dated holidays, those of sets included
	yearly     map[monthDay]bool

	// What was asked before.
	known         map[int64][]stretchOpen // windows of dates
	ahead, behind map[int64]answer        // next and previous
}

type answer struct {
	w  stretchOpen
	ok bool
}

func newOracle(def calendar.Definition, opts *calendar.Options) *oracle {
	o := &oracle{
		def: def, zone: zoneNamed(def.Zone), hours: weekOf(def.Hours),
		closed: map[int64]bool{}, yearly: map[monthDay]bool{},
		known: map[int64][]stretchOpen{}, ahead: map[int64]answer{}, behind: map[int64]answer{},
	}
	for _, s := range def.Seasons {
		o.seasons = append(o.seasons, newDated(s.From, s.Until, "daily", weekOf(s.Hours)))
	}
	for _, e := range def.Exceptions {
		var hours []window
		for _, w := range e.Hours {
			hours = append(hours, windowOf(w.Open, w.Close))
		}
		x := newDated(e.Date, e.Until, cmp.Or(e.Days, "daily"), [7][]window{})
		for i := range x.hours {
			x.hours[i] = hours
		}
		o.exceptions = append(o.exceptions, x)
	}
	for _, h := range def.Holidays {
		switch {
		case h.Set != "":
			o.closeSet(h, opts.HolidaySets[h.Set])
		case len(h.Date) == len("12-24"):
			o.yearly[monthDayOf(h.Date)] = true
		default:
			o.closed[parseDate(h.Date)] = true
		}
	}
	return o
}

// A setDay is a holiday of a set, with the date on which it is observed.
type setDay struct{ date, actual int64 }

// setDays keeps what sets yield, by name: the sets of these tests have one
// name each, and every holiday comes once, with both of its dates. The years
// for which a set has data are for show: what it yields, closes (T13).
var setDays sync.Map

func daysOfSet(name string, set calendar.HolidaySet) (days []setDay) {
	if known, ok := setDays.Load(name); ok {
		return known.([]setDay)
	}
	for y := 1919; y <= 2201; y++ {
		for day := range set.On(y) {
			days = append(days, setDay{parseDate(day.Date.String()), parseDate(day.Actual.String())})
		}
	}
	setDays.Store(name, days)
	return days
}

// closeSet closes the days of a set by T13.
func (o *oracle) closeSet(h calendar.Holiday, set calendar.HolidaySet) {
	from, until := int64(-1<<40), int64(1<<40)
	if h.From != "" {
		from = parseDate(h.From)
	}
	if h.Until != "" {
		until = parseDate(h.Until)
	}
	for _, day := range daysOfSet(h.Set, set) {
		if h.Observed != "observed" && from <= day.actual && day.actual < until {
			o.closed[day.actual] = true
		}
		if h.Observed != "actual" && from <= day.date && day.date < until {
			o.closed[day.date] = true
		}
	}
}

var dayNames = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

func daysOf(s string) (days [7]bool) {
	for part := range strings.SplitSeq(strings.ToLower(s), ",") {
		from, to, isRange := strings.Cut(strings.TrimSpace(part), "-")
		switch {
		case from == "daily":
			from, to = "sun", "sat"
		case !isRange:
			to = from
		}
		for i := slices.Index(dayNames, from); ; i = (i + 1) % 7 {
			days[i] = true
			if dayNames[i] == to {
				break
			}
		}
	}
	return days
}

func secondsOf(s string) int64 {
	var n int64
	for i, part := range strings.Split(s, ":") {
		v, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			panic(err)
		}
		n += v * []int64{3600, 60, 1}[i]
	}
	return n
}

// windowOf applies T3: a close that is not after the open is the next date's.
func windowOf(open, closing string) window {
	w := window{secondsOf(open), secondsOf(closing)}
	if w.close <= w.open {
		w.close += dayLong
	}
	return w
}

func weekOf(hours []calendar.Hours) (week [7][]window) {
	for _, h := range hours {
		for i, on := range daysOf(h.Days) {
			if on {
				week[i] = append(week[i], windowOf(h.Open, h.Close))
			}
		}
	}
	return week
}

// covers says whether d lies in [from, until), and how many dates that range
// has. Yearly bounds are tried in the years around.
func (x dated) covers(d int64) (length int64, ok bool) {
	if len(x.from) == len(time.DateOnly) {
		return x.end - x.first, x.first <= d && d < x.end
	}
	year, month, day := ymd(d)
	if x.until == "" {
		return 1, x.yearly[0] == monthDay{month, day} // a 29 February exists in leap years only
	}
	for y := year - 1; y <= year; y++ {
		from, until := x.yearly[0].in(y), x.yearly[1].in(y)
		if x.until <= x.from {
			until = x.yearly[1].in(y + 1)
		}
		if from <= d && d < until {
			return until - from, true
		}
	}
	return 0, false
}

// hoursOf gives the hours of a date by T5 and T12.
func (o *oracle) hoursOf(d int64) []window {
	best, rank := (*dated)(nil), int64(0)
	for i, x := range o.exceptions {
		length, ok := x.covers(d)
		if !ok || !x.days[weekday(d)] {
			continue
		}
		// A dated single date, a yearly one, then ranges by length.
		r := 2 + length
		switch {
		case x.until == "" && len(x.from) == len(time.DateOnly):
			r = 0
		case x.until == "":
			r = 1
		}
		if best == nil || r < rank {
			best, rank = &o.exceptions[i], r
		}
	}
	if best != nil {
		return best.hours[weekday(d)]
	}
	_, month, day := ymd(d)
	if o.closed[d] || o.yearly[monthDay{month, day}] {
		return nil
	}
	return o.pattern(d)[weekday(d)]
}

// pattern gives the weekly hours in force on a date (T12).
func (o *oracle) pattern(d int64) [7][]window {
	var bounded, yearly, version *dated
	for i := range o.seasons {
		s := &o.seasons[i]
		switch {
		case s.until == "":
			if s.first <= d && (version == nil || s.first > version.first) {
				version = s
			}
		case len(s.from) == len(time.DateOnly):
			if _, ok := s.covers(d); ok {
				bounded = s
			}
		default:
			if _, ok := s.covers(d); ok {
				yearly = s
			}
		}
	}
	for _, s := range []*dated{bounded, yearly, version} {
		if s != nil {
			return s.hours
		}
	}
	return o.hours
}

// ---- windows ----

type stretchOpen struct{ start, end int64 }

// windowsOf returns the windows that date d owns, in order, empty ones left
// out, clipped to the range.
func (o *oracle) windowsOf(d int64) []stretchOpen {
	if list, ok := o.known[d]; ok {
		return list
	}
	var list []stretchOpen
	for _, w := range o.hoursOf(d) {
		s := max(o.zone.first(d*dayLong+w.open)*second, rangeLo)
		e := min(o.zone.first(d*dayLong+w.close)*second, rangeHi)
		if s < e {
			list = append(list, stretchOpen{s, e})
		}
	}
	slices.SortFunc(list, func(a, b stretchOpen) int { return cmp.Compare(a.start, b.start) })
	o.known[d] = list
	return list
}

// open returns the maximal open stretches within [from, to), clipped to it.
func (o *oracle) open(from, to int64) []stretchOpen {
	from, to = max(from, rangeLo), min(to, rangeHi)
	if from >= to {
		return nil
	}
	var joined []stretchOpen
	for d, last := o.date(from)-2, o.date(to)+1; d <= last; d++ {
		for _, w := range o.windowsOf(d) {
			w.start, w.end = max(w.start, from), min(w.end, to)
			switch n := len(joined); {
			case w.start >= w.end:
			case n > 0 && w.start <= joined[n-1].end:
				joined[n-1].end = max(joined[n-1].end, w.end)
			default:
				joined = append(joined, w)
			}
		}
	}
	return joined
}

func (o *oracle) date(at int64) int64 { return o.zone.date(floorDiv(at, second)) }

// start is the first instant of a date.
func (o *oracle) start(d int64) int64 { return o.zone.first(d*dayLong) * second }

// neverOpen says that no window is written anywhere, which saves looking for
// one through 280 years.
func (o *oracle) neverOpen() bool {
	weeks := [][7][]window{o.hours}
	for _, x := range append(slices.Clone(o.seasons), o.exceptions...) {
		weeks = append(weeks, x.hours)
	}
	return !slices.ContainsFunc(weeks, func(week [7][]window) bool {
		return slices.ContainsFunc(week[:], func(list []window) bool { return len(list) > 0 })
	})
}

// around calls found with ever wider stretches of time about at, until it
// reports success or there is nothing wider.
func (o *oracle) around(at int64, found func(lo, hi int64) bool) {
	if o.neverOpen() {
		return
	}
	for n := int64(8); ; n *= 4 {
		lo, hi := rangeLo, rangeHi
		if from := o.date(at) - n; from > o.date(rangeLo) {
			lo = o.start(from)
		}
		if to := o.date(at) + n; to < o.date(rangeHi) {
			hi = o.start(to)
		}
		if found(lo, hi) || lo == rangeLo && hi == rangeHi {
			return
		}
	}
}

func inRange(at int64) bool { return rangeLo <= at && at < rangeHi }

func (o *oracle) isOpen(at int64) bool {
	if !inRange(at) {
		return false
	}
	for d, last := o.date(at)-2, o.date(at)+1; d <= last; d++ {
		for _, w := range o.windowsOf(d) {
			if w.start <= at && at < w.end {
				return true
			}
		}
	}
	return false
}

func measure(list []stretchOpen) (sum int64) {
	for _, w := range list {
		sum += w.end - w.start
	}
	return sum
}

func (o *oracle) between(from, to int64) int64 {
	if to < from {
		return -o.between(to, from)
	}
	return measure(o.open(from, to))
}

// add is T7 to T10.
func (o *oracle) add(at, d int64) (u int64) {
	if d == 0 {
		return at
	}
	u = never
	if !inRange(at) {
		return u
	}
	o.around(at, func(lo, hi int64) bool {
		left := max(d, -d)
		if d > 0 {
			for _, w := range o.open(at, hi) {
				if left <= w.end-w.start {
					u = w.start + left
					return true
				}
				left -= w.end - w.start
			}
			return false
		}
		for _, w := range slices.Backward(o.open(lo, at)) {
			if left <= w.end-w.start {
				u = w.end - left
				return true
			}
			left -= w.end - w.start
		}
		return false
	})
	return u
}

// next is T15: the first maximal stretch that ends after at.
func (o *oracle) next(at int64) (w stretchOpen, ok bool) {
	if !inRange(at) {
		return w, false
	}
	if known, ok := o.ahead[at]; ok {
		return known.w, known.ok
	}
	o.around(at, func(lo, hi int64) bool {
		for _, w = range o.open(lo, hi) {
			if w.end > at {
				ok = o.whole(w, lo, hi)
				return ok
			}
		}
		return false
	})
	o.ahead[at] = answer{w.unending(), ok}
	return w.unending(), ok
}

// previous is T15: the last maximal stretch that starts before at.
func (o *oracle) previous(at int64) (w stretchOpen, ok bool) {
	if !inRange(at) {
		return w, false
	}
	if known, ok := o.behind[at]; ok {
		return known.w, known.ok
	}
	o.around(at, func(lo, hi int64) bool {
		for _, w = range slices.Backward(o.open(lo, hi)) {
			if w.start < at {
				ok = o.whole(w, lo, hi)
				return ok
			}
		}
		return false
	})
	o.behind[at] = answer{w.unending(), ok}
	return w.unending(), ok
}

// whole says whether a stretch found in [lo, hi) is not cut off by it.
func (o *oracle) whole(w stretchOpen, lo, hi int64) bool {
	return (w.start > lo || lo == rangeLo) && (w.end < hi || hi == rangeHi)
}

func (w stretchOpen) unending() stretchOpen {
	if w.start <= rangeLo {
		w.start = never
	}
	if w.end >= rangeHi {
		w.end = never
	}
	return w
}
