package calendar_test

import (
	"encoding/json"
	"fmt"
	"iter"
	"math/rand"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/leanovate/gopter"

	"github.com/slakit/slakit/calendar"
)

// drawnZones are the zones that laws are tried in: every width and direction
// of clock change, changes at and over midnight, at noon and on Fridays, days
// that were skipped or lived twice, odd offsets, and zones without changes.
var drawnZones = []string{
	"Africa/Abidjan", "Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "Africa/Juba",
	"Africa/Monrovia", "Africa/Sao_Tome", "Africa/Windhoek", "America/Adak", "America/Asuncion",
	"America/Caracas", "America/Havana", "America/Los_Angeles", "America/New_York", "America/Nuuk",
	"America/Santiago", "America/Sao_Paulo", "America/Scoresbysund", "America/St_Johns", "Antarctica/Casey",
	"Antarctica/Troll", "Asia/Amman", "Asia/Beirut", "Asia/Gaza", "Asia/Kathmandu",
	"Asia/Kolkata", "Asia/Manila", "Asia/Pyongyang", "Asia/Tehran", "Asia/Tokyo",
	"Atlantic/Azores", "Australia/Adelaide", "Australia/Lord_Howe", "Australia/Sydney", "Etc/GMT+5",
	"Europe/Berlin", "Europe/Dublin", "Europe/Istanbul", "Europe/Lisbon", "Europe/London",
	"Europe/Moscow", "Europe/Stockholm", "Europe/Volgograd", "Pacific/Apia", "Pacific/Auckland",
	"Pacific/Chatham", "Pacific/Fakaofo", "Pacific/Guam", "Pacific/Kiritimati", "Pacific/Kwajalein", "UTC",
}

// fixedZones never change their clocks after 1950 (C27).
var fixedZones = []string{"UTC", "Etc/GMT+5", "Etc/GMT-14", "Asia/Kolkata", "Africa/Abidjan", "America/Panama"}

// A world is one drawn case: a calendar, some instants and some amounts, all
// of them near one another more often than not.
type world struct {
	Def calendar.Definition
	At  []int64 // nanoseconds since 1970
	D   []int64 // positive amounts

	c     *calendar.Calendar
	o     *oracle
	fault fault
	asked *atomic.Int64 // the instant of the question before, for a fault
}

const (
	instantsDrawn = 4
	amountsDrawn  = 2
)

// String shows a counterexample so that it can be put into a table.
func (w *world) String() string {
	def, err := json.Marshal(w.Def)
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\nat:", def)
	for _, at := range w.At {
		fmt.Fprintf(&b, " %s", instant(at).Format(time.RFC3339Nano))
	}
	b.WriteString("\namounts:")
	for _, d := range w.D {
		fmt.Fprintf(&b, " %s", time.Duration(d))
	}
	return b.String()
}

// instant and nanos carry instants between the oracle and the package.
func instant(at int64) time.Time { return time.Unix(0, at).UTC() }

func nanos(t time.Time) int64 {
	if t.IsZero() {
		return never
	}
	return t.UnixNano()
}

func stamp(at int64) string {
	if at == never {
		return "never"
	}
	return instant(at).Format(time.RFC3339Nano)
}

// newWorld compiles a drawn definition; every definition drawn is meant to be
// a good one.
func newWorld(def calendar.Definition, at, d []int64) (*world, error) {
	c, err := calendar.Compile(def, drawnOptions)
	if err != nil {
		return nil, err
	}
	return &world{Def: def, At: at, D: d, c: c, o: newOracle(def, drawnOptions), asked: new(atomic.Int64)}, nil
}

// drawnOptions holds one set of holidays: a fixed day that is observed on the
// following Monday, a movable one, and a New Year's Day that is observed in
// the year before when it is a Saturday.
var drawnOptions = &calendar.Options{HolidaySets: calendar.HolidaySets{
	"xx": {From: 1950, Until: 2150, On: drawnSet},
}}

func drawnSet(year int) iter.Seq[calendar.SetDay] {
	return func(yield func(calendar.SetDay) bool) {
		fixed := dateOf(year, time.June, 10)
		observed := fixed
		for weekday(observed) == time.Saturday || weekday(observed) == time.Sunday {
			observed++
		}
		third := dateOf(year, time.March, 15)
		for weekday(third) != time.Thursday {
			third++
		}
		newYear := dateOf(year, time.January, 1)
		eve := newYear
		if weekday(newYear) == time.Saturday {
			eve--
		}
		for _, day := range [][2]int64{{eve, newYear}, {third, third}, {observed, fixed}} {
			if !yield(calendar.SetDay{Date: mustDate(day[0]), Actual: mustDate(day[1]), Name: "drawn"}) {
				return
			}
		}
	}
}

func mustDate(d int64) calendar.Date {
	date, err := calendar.NewDate(ymd(d))
	if err != nil {
		panic(err)
	}
	return date
}

// changesOf lists the clock changes of a zone from 1960 to 2110.
func changesOf(name string) []int64 {
	if list, ok := changeLists.Load(name); ok {
		return list.([]int64)
	}
	list := zoneNamed(name).changes(-315619200, 4417977600)
	changeLists.Store(name, list)
	return list
}

var changeLists sync.Map

// A drawer draws worlds.
type drawer struct{ *rand.Rand }

func (r drawer) chance(percent int) bool { return r.Intn(100) < percent }

func (r drawer) between(lo, hi int64) int64 { return lo + r.Int63n(hi-lo) }

func pick[T any](r drawer, list []T) T { return list[r.Intn(len(list))] }

// anchor draws a zone's instant, in seconds, about which all else is drawn:
// six times in ten a clock change.
func (r drawer) anchor(zone string) int64 {
	if list := changesOf(zone); len(list) > 0 && r.chance(60) {
		recent := slices.DeleteFunc(slices.Clone(list), func(at int64) bool { return at < 1577836800 || at > 1893456000 })
		if len(recent) > 0 && r.chance(40) {
			return pick(r, recent)
		}
		return pick(r, list)
	}
	year := r.between(2020, 2031)
	switch r.Intn(10) {
	case 0, 1:
		year = r.between(1922, 2100)
	case 2:
		year = r.between(2100, 2198)
	case 3, 4:
		year = r.between(1970, 2038)
	}
	return dateOf(int(year), 1, 1)*dayLong + r.Int63n(365*dayLong)
}

// clock draws a clock time, rounded more often than not. With an anchor, four
// times in ten it is a reading of the wall clock about the clock change.
func (r drawer) clock(z *zone, anchor int64) int64 {
	if r.chance(40) {
		reading := z.wall(anchor - r.Int63n(2))
		return (floorDiv(reading, 60)*60 + 60*pick(r, []int64{-60, -30, -15, -1, 0, 0, 1, 15, 30, 60, 90})) - floorDiv(reading, dayLong)*dayLong
	}
	switch r.Intn(4) {
	case 0:
		return r.Int63n(24) * 3600
	case 1:
		return r.Int63n(dayLong)
	default:
		return r.Int63n(96) * 900
	}
}

func clockText(sec int64) string {
	text := fmt.Sprintf("%02d:%02d", sec/3600, sec/60%60)
	if sec%60 != 0 {
		text += fmt.Sprintf(":%02d", sec%60)
	}
	return text
}

// windows draws one to three windows of a date that do not meet (T6).
func (r drawer) windows(z *zone, anchor int64) []calendar.Opening {
	switch r.Intn(10) {
	case 0:
		return []calendar.Opening{{Open: "00:00", Close: "24:00"}}
	case 1:
		return []calendar.Opening{{Open: "09:00", Close: "12:00"}, {Open: "13:00", Close: "17:00"}}
	case 2:
		return []calendar.Opening{{Open: "22:00", Close: "06:00"}}
	}
	var edges []int64
	for range 2 * (1 + r.Intn(3)) {
		edge := r.clock(z, anchor)
		if edge < 0 || edge > dayLong || slices.Contains(edges, edge) {
			edge = 60 * r.Int63n(1440)
		}
		if !slices.Contains(edges, edge) {
			edges = append(edges, edge)
		}
	}
	slices.Sort(edges)
	if len(edges) < 2 {
		return []calendar.Opening{{Open: "08:00", Close: "16:00"}}
	}
	var list []calendar.Opening
	if r.chance(25) { // the last one runs over midnight
		if edges[len(edges)-1] == dayLong {
			edges[len(edges)-1]--
		}
		for i := 1; i+2 < len(edges); i += 2 {
			list = append(list, opening(edges[i], edges[i+1]))
		}
		return append(list, opening(edges[len(edges)-1], min(edges[0], edges[len(edges)-1])))
	}
	for i := 0; i+1 < len(edges); i += 2 {
		list = append(list, opening(edges[i], edges[i+1]))
	}
	return list
}

func opening(open, closing int64) calendar.Opening {
	return calendar.Opening{Open: clockText(open), Close: clockText(closing)}
}

// week draws a weekly pattern: runs of days, each with its windows.
func (r drawer) week(z *zone, anchor int64) []calendar.Hours {
	var hours []calendar.Hours
	use := func(days string) {
		for _, w := range r.windows(z, anchor) {
			hours = append(hours, calendar.Hours{Days: days, Open: w.Open, Close: w.Close})
		}
	}
	switch r.Intn(18) {
	case 0:
		use("daily")
	case 1:
		use("fri-mon")
		if r.chance(50) {
			use("tue,thu")
		}
	case 2:
		return nil
	case 3:
		return []calendar.Hours{{Days: "MON-Sun", Open: "00:00", Close: "24:00"}}
	case 4:
		for _, day := range dayNames {
			if r.chance(80) {
				use(day)
			}
		}
	case 5, 6:
		use("daily")
	default:
		use("mon-fri")
		if r.chance(40) {
			use("sat,sun")
		}
	}
	return hours
}

// near draws a date about the anchor, mostly within a fortnight.
func (r drawer) near(d int64) int64 {
	switch r.Intn(10) {
	case 0:
		return d + r.between(-400, 400)
	case 1, 2, 3:
		return d + r.between(-1, 2)
	default:
		return d + r.between(-14, 15)
	}
}

func (r drawer) definition(name string, anchor int64) calendar.Definition {
	z := zoneNamed(name)
	d := z.date(anchor)
	def := calendar.Definition{Name: "drawn", Zone: name, Hours: r.week(z, anchor)}
	if r.chance(30) {
		def.Seasons = r.seasons(z, anchor, d)
	}
	if r.chance(50) {
		def.Holidays = r.holidays(d)
	}
	if len(def.Hours) == 0 || r.chance(50) {
		def.Exceptions = r.exceptions(z, anchor, d)
	}
	if r.chance(12) { // closed for months; longer than any other range
		from := d - r.between(10, 60)
		def.Exceptions = append(def.Exceptions, calendar.Exception{
			Date: dateText(from), Until: dateText(from + r.between(200, 300)), Name: "closed for months",
		})
	}
	return def
}

func (r drawer) seasons(z *zone, anchor, d int64) (list []calendar.Season) {
	if r.chance(60) {
		from := r.near(d)
		list = append(list, calendar.Season{Name: "version", From: dateText(from), Hours: r.week(z, anchor)})
		if r.chance(30) {
			list = append(list, calendar.Season{Name: "later", From: dateText(from + r.between(1, 60)), Hours: r.week(z, anchor)})
		}
	}
	if r.chance(50) {
		from := r.near(d)
		list = append(list, calendar.Season{
			Name: "once", From: dateText(from), Until: dateText(from + r.between(1, 40)), Hours: r.week(z, anchor),
		})
	}
	if r.chance(50) {
		from := r.near(d)
		until := from + r.between(1, 120)
		list = append(list, calendar.Season{
			Name: "yearly", From: dateText(from)[5:], Until: dateText(until)[5:], Hours: r.week(z, anchor),
		})
	}
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

func (r drawer) holidays(d int64) (list []calendar.Holiday) {
	seen := map[string]bool{}
	for range 1 + r.Intn(6) {
		text := dateText(r.near(d))
		if r.chance(30) {
			text = text[5:]
		}
		if !seen[text] {
			seen[text] = true
			list = append(list, calendar.Holiday{Date: text, Name: "drawn"})
		}
	}
	if r.chance(40) {
		h := calendar.Holiday{Set: "xx", Observed: pick(r, []string{"", "both", "actual", "observed"})}
		if r.chance(30) {
			h.From = dateText(r.near(d))
		}
		if r.chance(30) {
			h.Until = dateText(d + r.between(401, 2000))
		}
		list = append(list, h)
	}
	return list
}

// exceptions draws single dates, yearly ones and ranges of different lengths,
// so that T5 always knows which one wins.
func (r drawer) exceptions(z *zone, anchor, d int64) (list []calendar.Exception) {
	hours := func() []calendar.Opening {
		if r.chance(40) {
			return nil
		}
		return r.windows(z, anchor)
	}
	days := func() string {
		if r.chance(75) {
			return ""
		}
		return pick(r, []string{"sat", "mon-fri", "fri-mon", "tue,thu"})
	}
	seen := map[string]bool{}
	for range 1 + r.Intn(5) {
		text := dateText(r.near(d))
		if r.chance(25) {
			text = text[5:]
		}
		if seen[text] || text == "02-29" {
			continue
		}
		seen[text] = true
		list = append(list, calendar.Exception{Date: text, Name: "drawn", Days: days(), Hours: hours()})
	}
	lengths := map[int64]bool{}
	for range r.Intn(3) {
		from, length := r.near(d), r.between(2, 12)
		if r.chance(25) {
			length = r.between(35, 200) // a long closure
		}
		if lengths[length] {
			continue
		}
		lengths[length] = true
		e := calendar.Exception{Date: dateText(from), Until: dateText(from + length), Name: "range", Days: days(), Hours: hours()}
		if length > 34 {
			e.Days, e.Hours = "", nil
		}
		list = append(list, e)
	}
	if from := 20 + r.between(dateOf(2023, 3, 1), dateOf(2023, 10, 1)); r.chance(20) {
		// Thirteen to thirty dates every year, never with a leap day within.
		list = append(list, calendar.Exception{
			Date: dateText(from)[5:], Until: dateText(from + r.between(13, 31))[5:], Name: "every year", Days: days(), Hours: hours(),
		})
	}
	return list
}

// instants draws instants: within a day and a half of the anchor, on and
// beside edges of windows, and some days away.
func (r drawer) instants(o *oracle, anchor int64, n int) []int64 {
	base := anchor * second
	var edges []int64
	for _, w := range o.open(base-3*dayLong*second, base+4*dayLong*second) {
		edges = append(edges, w.start, w.end)
	}
	list := make([]int64, n)
	for i := range list {
		switch k := r.Intn(20); {
		case k < 6 && len(edges) > 0:
			list[i] = pick(r, edges) + pick(r, []int64{0, 0, 0, -1, 1, -second, second})
		case k < 8:
			list[i] = base + pick(r, []int64{0, -1, 1, -second, second, -3600 * second, 3600 * second})
		case k < 15:
			list[i] = base + r.between(-36*3600, 36*3600)*second
		default:
			list[i] = base + r.between(-30*dayLong, 30*dayLong)*second
		}
		if r.chance(15) {
			list[i] += r.Int63n(second)
		}
	}
	return list
}

// amounts draws amounts from nanoseconds to a year, and some that end on an
// edge when counted from one of the instants.
func (r drawer) amounts(o *oracle, at []int64, n int) []int64 {
	list := make([]int64, n)
	for i := range list {
		switch k := r.Intn(20); {
		case k < 1:
			list[i] = 1 + r.Int63n(1000)
		case k < 6:
			list[i] = o.between(at[0], at[0]+r.between(1, 6*dayLong)*second)
		case k < 14:
			list[i] = r.between(1, dayLong) * second
		case k < 18:
			list[i] = r.between(1, 200*3600) * second
		default:
			list[i] = r.between(1, 2000*3600) * second
		}
		list[i] = max(list[i], 1)
	}
	return list
}

// inOrder returns the instants of a world in ascending order.
func (w *world) inOrder() []int64 { return slices.Sorted(slices.Values(w.At)) }

func (r drawer) world(name string) *world {
	anchor := r.anchor(name)
	def := r.definition(name, anchor)
	o := newOracle(def, drawnOptions)
	at := r.instants(o, anchor, instantsDrawn)
	d := r.amounts(o, at, amountsDrawn)
	w, err := newWorld(def, at, d)
	if err != nil {
		panic(fmt.Sprintf("a drawn definition is refused: %v\n%s", err, (&world{Def: def})))
	}
	return w
}

// worlds generates worlds in the given zones, and makes counterexamples small.
func worlds(names []string) gopter.Gen {
	return func(p *gopter.GenParameters) *gopter.GenResult {
		r := drawer{p.Rng}
		return gopter.NewGenResult(r.world(pick(r, names)), shrinkWorld)
	}
}

// shrinkWorld tries a world without one of its parts.
func shrinkWorld(value any) gopter.Shrink {
	w := value.(*world)
	var list []*world
	try := func(change func(def *calendar.Definition, at, d []int64)) {
		def := w.Def
		def.Hours, def.Seasons = slices.Clone(def.Hours), slices.Clone(def.Seasons)
		def.Holidays, def.Exceptions = slices.Clone(def.Holidays), slices.Clone(def.Exceptions)
		at, d := slices.Clone(w.At), slices.Clone(w.D)
		change(&def, at, d)
		if smaller, err := newWorld(def, at, d); err == nil {
			list = append(list, smaller)
		}
	}
	for i := range w.Def.Seasons {
		try(func(def *calendar.Definition, _, _ []int64) { def.Seasons = slices.Delete(def.Seasons, i, i+1) })
	}
	for i := range w.Def.Holidays {
		try(func(def *calendar.Definition, _, _ []int64) { def.Holidays = slices.Delete(def.Holidays, i, i+1) })
	}
	for i := range w.Def.Exceptions {
		try(func(def *calendar.Definition, _, _ []int64) { def.Exceptions = slices.Delete(def.Exceptions, i, i+1) })
	}
	for i := range w.Def.Hours {
		try(func(def *calendar.Definition, _, _ []int64) { def.Hours = slices.Delete(def.Hours, i, i+1) })
	}
	if w.Def.Zone != "UTC" {
		try(func(def *calendar.Definition, _, _ []int64) { def.Zone = "UTC" })
	}
	for _, unit := range []int64{60 * second, second} {
		for i, at := range w.At {
			if at%unit != 0 {
				try(func(_ *calendar.Definition, at, _ []int64) { at[i] = floorDiv(at[i], unit) * unit })
			}
		}
		for i, d := range w.D {
			if d%unit != 0 && d > unit {
				try(func(_ *calendar.Definition, _, d []int64) { d[i] = d[i] / unit * unit })
			}
		}
	}
	return func() (any, bool) {
		if len(list) == 0 {
			return nil, false
		}
		smaller := list[0]
		list = list[1:]
		return smaller, true
	}
}

// TestDrawnWorlds asserts that what is drawn meets the hard places: a law that
// is only tried where nothing happens proves nothing.
func TestDrawnWorlds(t *testing.T) {
	r := drawer{rand.New(rand.NewSource(1))}
	var instants, nearChange, onEdge, inClosure int
	drawn := map[string]bool{}
	for range 2000 {
		name := pick(r, drawnZones)
		w := r.world(name)
		drawn[name] = true
		changes := changesOf(name)
		for _, at := range w.At {
			instants++
			sec := floorDiv(at, second)
			if slices.ContainsFunc(changes, func(c int64) bool { return sec >= c-36*3600 && sec <= c+36*3600 }) {
				nearChange++
			}
			if w.o.isOpen(at-2*second) != w.o.isOpen(at+2*second) {
				onEdge++
			}
			if len(w.o.open(at-15*dayLong*second, at+15*dayLong*second)) == 0 {
				inClosure++
			}
		}
	}
	t.Logf("%d zones, %d instants: %d near a clock change, %d on an edge, %d in a long closure",
		len(drawn), instants, nearChange, onEdge, inClosure)
	for _, share := range []struct {
		what           string
		got, atLeast   int
		outOf, percent int
	}{
		{"zones", len(drawn), 40, 100, 40},
		{"near a clock change", nearChange, 0, instants, 30},
		{"on an edge", onEdge, 0, instants, 10},
		{"in a long closure", inClosure, 0, instants, 5},
	} {
		if 100*share.got < share.percent*share.outOf {
			t.Errorf("%s: %d of %d, want %d %%", share.what, share.got, share.outOf, share.percent)
		}
	}
}
