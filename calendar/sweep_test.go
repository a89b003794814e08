package calendar_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slakit/slakit/calendar"
)

// The zone sweep: windows of twelve shapes around every clock change of every
// zone of the tz database, from 1970 to 2037 and, by the zones' rules, to
// 2100, each question compared with the oracle.
//
// By default each zone is swept at the first and the last change of each sort
// (from which offset to which, at what time of day); with -sweep at all:
//
//	go test ./calendar -run Sweep -sweep -v
//
// Zone data comes from where Go finds it: the system's, else the copy built
// into the tests. ZONEINFO chooses another, and both forms are worth a sweep:
//
//	ZONEINFO=/usr/share/zoneinfo go test ./calendar -run Sweep -sweep
//	ZONEINFO=$(go env GOROOT)/lib/time/zoneinfo.zip go test ./calendar -run Sweep -sweep
var sweepAll = flag.Bool("sweep", false, "sweep every clock change of every zone")

// zoneNames lists every zone name of the tz database.
func zoneNames(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/zones.txt")
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(strings.Fields(string(data)[strings.IndexByte(string(data), '\n'):]), func(s string) bool { return s == "" })
}

// transitions lists the changes of the offset in [from, to). ZoneBounds is
// only taken as a hint of where to look: in years served by a rule it may name
// changes that are none, or an end that is not ahead.
func (z *zone) transitions(from, to int64) (list []int64) {
	for at := from; at < to; {
		next := at + dayLong
		if _, end := time.Unix(at, 0).In(z.loc).ZoneBounds(); end.IsZero() {
			next = to
		} else if end.Unix() > at {
			next = end.Unix()
		}
		if z.offset(next-1) != z.offset(at) || z.offset(next) != z.offset(next-1) {
			list = append(list, z.changes(max(at+1, next-dayLong), next+1)...)
		}
		at = next
	}
	return slices.DeleteFunc(list, func(at int64) bool { return at >= to })
}

// sorts keeps the first and the last change of each sort.
func (z *zone) sorts(list []int64) (kept []int64) {
	type sort struct{ before, after, clock int64 }
	of := func(at int64) sort {
		return sort{z.offset(at - 1), z.offset(at), (at + z.offset(at-1)) % dayLong}
	}
	first, last := map[sort]int64{}, map[sort]int64{}
	for _, at := range list {
		if _, ok := first[of(at)]; !ok {
			first[of(at)] = at
		}
		last[of(at)] = at
	}
	for _, at := range list {
		if first[of(at)] == at || last[of(at)] == at {
			kept = append(kept, at)
		}
	}
	return kept
}

const sweepShapes = 12

// shape gives the windows of one of the twelve shapes, as local times, about
// a change at which the wall clock would have shown before and shows after.
func shape(n int, before, after int64) []window {
	lo, hi := min(before, after), max(before, after)
	width := hi - lo
	midnight := floorDiv(before-1, dayLong) * dayLong
	switch n {
	case 0: // the whole day
		return []window{{midnight, midnight + dayLong}}
	case 1: // ends where the clock is changed
		return []window{{before - 5*3600, before}}
	case 2: // starts there
		return []window{{before, before + 5*3600}}
	case 3: // ends where the clock is changed to
		return []window{{after - 5*3600, after}}
	case 4: // starts there
		return []window{{after, after + 5*3600}}
	case 5: // inside the gap or the repeated time
		return []window{{lo + width/4, hi - width/4}}
	case 6: // over its first edge
		return []window{{lo - 1800, lo + width/2}}
	case 7: // over its second edge
		return []window{{hi - width/2, hi + 1800}}
	case 8: // around it
		return []window{{lo - 1800, min(hi+1800, lo-1800+dayLong)}}
	case 9: // a night that ends inside
		return []window{{lo - 8*3600, lo + width/2}}
	case 10: // a night that starts inside
		return []window{{lo + width/2, lo + width/2 + 8*3600}}
	default: // a minute at each edge
		return []window{{before, before + 60}, {after - 60, after}}
	}
}

// A lane is one calendar of the sweep: changes far enough apart to be asked
// about one by one.
type lane struct {
	changes []int64
	dates   map[int64][]calendar.Opening
}

// lanes spreads the windows of a shape over as few calendars as possible.
func (z *zone) lanes(changes []int64, n int) (lanes []*lane) {
	for _, at := range changes {
		i := slices.IndexFunc(lanes, func(l *lane) bool { return at-l.changes[len(l.changes)-1] > 9*dayLong })
		if i < 0 {
			i, lanes = len(lanes), append(lanes, &lane{dates: map[int64][]calendar.Opening{}})
		}
		l := lanes[i]
		l.changes = append(l.changes, at)
		for _, w := range shape(n, at+z.offset(at-1), at+z.offset(at)) {
			d := floorDiv(w.open, dayLong)
			w.open, w.close = w.open-d*dayLong, w.close-d*dayLong
			if w.open < w.close {
				l.dates[d] = append(l.dates[d], written([]window{w})...)
			}
		}
	}
	return lanes
}

func TestSweep(t *testing.T) {
	names := zoneNames(t)
	type result struct {
		changes, questions int
	}
	seen := map[string]bool{}
	var sum result
	for _, name := range names {
		z := zoneNamed(name)
		changes := z.transitions(0, dateOf(2100, 1, 1)*dayLong)
		print := fmt.Sprint(z.offset(0), changes, z.offset(1e9))
		if seen[print] {
			continue // a link, or a zone that is the same since 1970
		}
		seen[print] = true
		if !*sweepAll {
			changes = z.sorts(changes)
		}
		sum.changes += len(changes)
		for n := range sweepShapes {
			for _, l := range z.lanes(changes, n) {
				questions, wrong := sweepLane(name, l)
				sum.questions += questions
				for _, s := range wrong {
					t.Errorf("shape %d: %s", n, s)
				}
			}
		}
		if len(seen) > 5 && t.Failed() {
			t.Fatal("stopped at the first zones that fail")
		}
	}
	t.Logf("%d names, %d zones, %d changes, %d questions", len(names), len(seen), sum.changes, sum.questions)
	if len(seen) < 200 || sum.changes < 1000 {
		t.Error("the sweep has lost its zones")
	}
}

// sweepLane asks one calendar about the surroundings of each of its changes.
func sweepLane(name string, l *lane) (questions int, wrong []string) {
	def := calendar.Definition{
		Name: "sweep", Zone: name, Hours: []calendar.Hours{{Days: "daily", Open: "11:00", Close: "13:00"}},
	}
	for d, list := range l.dates {
		def.Exceptions = append(def.Exceptions, calendar.Exception{Date: dateText(d), Hours: list})
	}
	slices.SortFunc(def.Exceptions, func(a, b calendar.Exception) int { return cmp.Compare(a.Date, b.Date) })
	c, err := calendar.Compile(def, nil)
	if err != nil {
		return 0, []string{fmt.Sprintf("%s: %v", name, err)}
	}
	o := newOracle(def, nil)
	for _, change := range l.changes {
		at := change * second
		s := sweeper{c: c, lo: at - 3*dayLong*second, hi: at + 3*dayLong*second}
		s.list = o.open(s.lo, s.hi)
		s.sweep(at)
		questions += s.asked
		for e := o.date(at) - 1; e <= o.date(at)+1; e++ {
			if got, want := nanos(c.Start(mustDate(e))), o.start(e); got != want {
				s.fail("Start(%s) = %s, want %s", dateText(e), stamp(got), stamp(want))
			}
		}
		for _, at := range []int64{at - 1, at} {
			if got, want := c.DateOf(instant(at)), mustDate(o.date(at)); got != want {
				s.fail("DateOf(%s) = %s, want %s", stamp(at), got, want)
			}
		}
		for _, w := range s.wrong {
			wrong = append(wrong, fmt.Sprintf("%s, change at %s: %s", name, stamp(at), w))
		}
	}
	return questions, wrong
}

// A sweeper compares a calendar with a list of its windows in [lo, hi), of
// which none reaches lo or hi.
type sweeper struct {
	c      *calendar.Calendar
	lo, hi int64
	list   []stretchOpen
	asked  int
	wrong  []string
}

func (s *sweeper) fail(format string, args ...any) {
	s.wrong = append(s.wrong, fmt.Sprintf(format, args...))
}

func (s *sweeper) sweep(change int64) {
	probes := []int64{change - second, change, change + second}
	for _, w := range s.list {
		if w.end > change-30*3600*second && w.start < change+30*3600*second {
			probes = append(probes, w.start-1, w.start, w.start+second, w.end-1, w.end, w.start+(w.end-w.start)/2)
		}
	}
	slices.Sort(probes)
	for i, at := range slices.Compact(probes) {
		s.ask(at)
		// An amount that ends at another probe, and one that ends nearby.
		s.between(at, change)
		s.between(at, s.hi)
		s.between(s.lo, at)
		s.add(s.lo, s.measure(s.lo, at)+int64(i%3))
		s.add(at, s.measure(at, change+3600*second)+1)
		s.back(s.hi, s.measure(at, s.hi)+int64(i%2))
	}
}

func (s *sweeper) measure(from, to int64) (sum int64) {
	for _, w := range s.list {
		sum += max(0, min(w.end, to)-max(w.start, from))
	}
	return sum
}

func (s *sweeper) ask(at int64) {
	s.asked += 3
	next := slices.IndexFunc(s.list, func(w stretchOpen) bool { return w.end > at })
	if got, want := s.c.IsOpen(instant(at)), s.list[next].start <= at; got != want {
		s.fail("IsOpen(%s) = %t, want %t", stamp(at), got, want)
	}
	if w, ok := s.c.Next(instant(at)); !ok || (stretchOpen{nanos(w.Start), nanos(w.End)}) != s.list[next] {
		s.fail("Next(%s) = %v, want %v", stamp(at), w, s.list[next])
	}
	previous := next
	if s.list[next].start >= at {
		previous--
	}
	if w, ok := s.c.Previous(instant(at)); !ok || (stretchOpen{nanos(w.Start), nanos(w.End)}) != s.list[previous] {
		s.fail("Previous(%s) = %v, want %v", stamp(at), w, s.list[previous])
	}
}

func (s *sweeper) between(from, to int64) {
	s.asked++
	want := s.measure(from, to)
	if to < from {
		want = -s.measure(to, from)
	}
	if got := int64(s.c.Between(instant(from), instant(to))); got != want {
		s.fail("Between(%s, %s) = %s, want %s", stamp(from), stamp(to), time.Duration(got), time.Duration(want))
	}
}

func (s *sweeper) add(from, d int64) {
	s.asked++
	if d <= 0 {
		return
	}
	left := d
	for _, w := range s.list {
		if w.start = max(w.start, from); w.start >= w.end {
			continue
		}
		if left <= w.end-w.start {
			if got := nanos(s.c.Add(instant(from), time.Duration(d))); got != w.start+left {
				s.fail("Add(%s, %s) = %s, want %s", stamp(from), time.Duration(d), stamp(got), stamp(w.start+left))
			}
			return
		}
		left -= w.end - w.start
	}
}

func (s *sweeper) back(from, d int64) {
	s.asked++
	if d <= 0 {
		return
	}
	left := d
	for _, w := range slices.Backward(s.list) {
		if left <= w.end-w.start {
			if got := nanos(s.c.Add(instant(from), -time.Duration(d))); got != w.end-left {
				s.fail("Add(%s, %s) = %s, want %s", stamp(from), -time.Duration(d), stamp(got), stamp(w.end-left))
			}
			return
		}
		left -= w.end - w.start
	}
}
