package availability_test

import (
	"flag"
	"fmt"
	"math/rand"
	"slices"
	"testing"
	"time"
	_ "time/tzdata" // zone facts after 2024 are needed whatever the system has

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"
	"github.com/leanovate/gopter/prop"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/sla/availability"
)

var cases = flag.Int("laws", 1000, "cases of each law")

// seeds do not shrink: a smaller one is not simpler.
var seeds = gen.Int64().WithShrinker(gopter.NoShrinker)

// measurer is what the laws speak of: Measure, or a faulty imitation that shows
// that a law bites.
type measurer func(*calendar.Calendar, calendar.Span, availability.Record) availability.Figures

// drawn is a service of some hours around an awkward instant.
type drawn struct {
	cal   *calendar.Calendar
	whole calendar.Span // holds everything
	over  calendar.Span
	r     availability.Record
}

// Instants at which clocks or months change, or desks open and close.
var awkward = []string{
	"2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", "2026-04-04T14:30:00Z", "2026-11-01T05:00:00Z", "2026-01-31T22:00:00Z",
	"2026-06-30T23:00:00Z", "2026-03-02T07:00:00Z", "2026-03-06T16:00:00Z", "2027-01-01T00:00:00Z",
}

var zones = []string{"UTC", "Europe/Stockholm", "America/Havana", "Australia/Lord_Howe", "Asia/Tokyo", "America/St_Johns"}

var weeks = [][]calendar.Hours{
	{{Days: "daily", Open: "00:00", Close: "24:00"}},
	{{Days: "mon-fri", Open: "08:00", Close: "17:00"}},
	{{Days: "mon-fri", Open: "22:00", Close: "06:00"}},
	{{Days: "daily", Open: "01:30", Close: "02:30"}, {Days: "daily", Open: "03:00:30", Close: "23:59:59"}},
	{{Days: "sat", Open: "10:00", Close: "11:00"}},
	nil,
}

var calendars = func() (all []*calendar.Calendar) {
	for _, zone := range zones {
		for _, hours := range weeks {
			cal, err := calendar.Compile(calendar.Definition{Name: "drawn", Zone: zone, Hours: hours}, nil)
			if err != nil {
				panic(err)
			}
			all = append(all, cal)
		}
	}
	return all
}()

func draw(seed int64) drawn {
	r := rand.New(rand.NewSource(seed))
	at, err := time.Parse(time.RFC3339, awkward[r.Intn(len(awkward))])
	if err != nil {
		panic(err)
	}
	cal := calendars[r.Intn(len(calendars))]
	const hours = 4
	d := drawn{cal: cal, whole: calendar.Span{Start: at.Add(-hours * time.Hour / 2), End: at.Add(hours * time.Hour / 2)}}
	// Few distinct seconds, so that spans touch and share edges.
	instant := func() time.Time {
		switch r.Intn(8) {
		case 0:
			return at
		case 1:
			return d.whole.Start.Add(time.Duration(r.Intn(hours*3600)) * time.Second)
		default:
			return d.whole.Start.Add(time.Duration(r.Intn(hours*4)) * 15 * time.Minute)
		}
	}
	span := func() calendar.Span {
		s := calendar.Span{Start: instant(), End: instant()}
		if s.End.Before(s.Start) && r.Intn(8) > 0 {
			s.Start, s.End = s.End, s.Start
		}
		return s
	}
	d.over = span()
	for range r.Intn(6) {
		d.r.Downtimes = append(d.r.Downtimes, span())
	}
	for range r.Intn(3) {
		d.r.Maintenance = append(d.r.Maintenance, span())
	}
	d.r.MaintenanceIsService = r.Intn(4) == 0
	return d
}

func (d drawn) String() string {
	return fmt.Sprintf("%s over %s: down %v, planned %v, service %t", d.cal.Zone(), d.over, d.r.Downtimes, d.r.Maintenance, d.r.MaintenanceIsService)
}

// count is the slow and obvious answer: it looks at every second.
func count(cal *calendar.Calendar, whole, over calendar.Span, r availability.Record) availability.Figures {
	in := func(spans []calendar.Span, at time.Time) bool {
		return slices.ContainsFunc(spans, func(s calendar.Span) bool { return s.Start.Before(s.End) && s.Contains(at) })
	}
	f := availability.Figures{Over: over}
	failing, counted := false, false // in an outage, whose first instant of downtime was seen
	for at := whole.Start; at.Before(whole.End); at = at.Add(time.Second) {
		down, planned, open := in(r.Downtimes, at), in(r.Maintenance, at), cal.IsOpen(at)
		inside := over.Start.Before(over.End) && over.Contains(at)
		if failing = down; !failing {
			counted = false
		}
		if failing && open && !planned && !counted {
			counted = true
			if inside {
				f.Failures++
			}
		}
		if !open || !inside {
			continue
		}
		switch {
		case planned:
			f.Planned += time.Second
			if r.MaintenanceIsService {
				f.Agreed += time.Second
			}
		default:
			f.Agreed += time.Second
			if down {
				f.Down += time.Second
			}
		}
	}
	return f
}

func same(a, b availability.Figures) bool {
	a.Over, b.Over = calendar.Span{}, calendar.Span{}
	return a == b
}

// lawCount: the figures are what counting seconds gives.
func lawCount(measure measurer) gopter.Prop {
	return prop.ForAll(func(seed int64) string {
		d := draw(seed)
		got, want := measure(d.cal, d.over, d.r), count(d.cal, d.whole, d.over, d.r)
		if !same(got, want) {
			return fmt.Sprintf("%v\ngot %+v\nwant %+v", d, got, want)
		}
		return ""
	}, seeds)
}

// lawOrder: order, repeats, and cutting a span in two change nothing.
func lawOrder(measure measurer) gopter.Prop {
	return prop.ForAll(func(seed int64) string {
		d := draw(seed)
		r := rand.New(rand.NewSource(^seed))
		other := d.r
		scramble := func(spans []calendar.Span) []calendar.Span {
			all := slices.Clone(spans)
			if len(all) > 0 {
				i := r.Intn(len(all))
				all = append(all, all[i])
				if cut := all[i].Start.Add(all[i].Duration() / 2); all[i].Start.Before(all[i].End) {
					all = append(all, calendar.Span{Start: cut, End: all[i].End})
					all[i].End = cut
					all[len(spans)] = all[i]
				}
			}
			r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
			return all
		}
		other.Downtimes, other.Maintenance = scramble(d.r.Downtimes), scramble(d.r.Maintenance)
		a, b := measure(d.cal, d.over, d.r), measure(d.cal, d.over, other)
		if !same(a, b) {
			return fmt.Sprintf("%v\n%+v\n%v\n%+v", d, a, other.Downtimes, b)
		}
		return ""
	}, seeds)
}

// lawTiles: the figures of periods that tile a longer one add up to its own.
func lawTiles(measure measurer) gopter.Prop {
	return prop.ForAll(func(seed int64, share int) string {
		d := draw(seed)
		if !d.over.Start.Before(d.over.End) {
			d.over = d.whole
		}
		cut := d.over.Start.Add(d.over.Duration() * time.Duration(share) / 8)
		all := measure(d.cal, d.over, d.r)
		a := measure(d.cal, calendar.Span{Start: d.over.Start, End: cut}, d.r)
		b := measure(d.cal, calendar.Span{Start: cut, End: d.over.End}, d.r)
		sum := availability.Figures{Agreed: a.Agreed + b.Agreed, Planned: a.Planned + b.Planned, Down: a.Down + b.Down, Failures: a.Failures + b.Failures}
		if !same(all, sum) {
			return fmt.Sprintf("%v\n%+v\n%+v\n%+v", d, all, a, b)
		}
		return ""
	}, seeds, gen.IntRange(0, 8))
}

// lawWorse: downtime lies between nothing and the agreed time, another outage
// never makes the service look better, and maintenance never makes downtime.
func lawWorse(measure measurer) gopter.Prop {
	return prop.ForAll(func(seed int64) string {
		d := draw(seed)
		before := measure(d.cal, d.over, d.r)
		down, planned := d.r, d.r
		more := draw(^seed).r
		down.Downtimes = append(slices.Clone(d.r.Downtimes), more.Downtimes...)
		planned.Maintenance = append(slices.Clone(d.r.Maintenance), more.Downtimes...)
		worse, excused := measure(d.cal, d.over, down), measure(d.cal, d.over, planned)
		if before.Down < 0 || before.Down > before.Agreed || worse.Agreed != before.Agreed || worse.Down < before.Down || excused.Down > before.Down {
			return fmt.Sprintf("%v\n%+v\n%+v\n%+v", d, before, worse, excused)
		}
		return ""
	}, seeds)
}

// lawMeans: MTRS and MTBF make MTBSI, to the nanosecond that each may lose, and
// the ratio is uptime of agreed time.
func lawMeans(measure measurer) gopter.Prop {
	return prop.ForAll(func(seed int64) string {
		d := draw(seed)
		f := measure(d.cal, d.over, d.r)
		ratio := f.Availability()
		mtrs, ok1 := f.MTRS()
		mtbf, ok2 := f.MTBF()
		mtbsi, ok3 := f.MTBSI()
		lost := mtbsi - mtrs - mtbf
		measured := f.Failures > 0
		if ok1 != measured || ok2 != measured || ok3 != measured || lost < 0 || lost > 1 ||
			ratio.Den != int64(f.Agreed) || ratio.Den-ratio.Num != int64(f.Down) {
			return fmt.Sprintf("%v\n%+v: %v %v %v %v", d, f, mtrs, mtbf, mtbsi, ratio)
		}
		return ""
	}, seeds)
}

var laws = []struct {
	name string
	law  func(measurer) gopter.Prop
	// fault is a measurer that breaks this law.
	fault measurer
}{
	{"LawCountsSeconds", lawCount, func(cal *calendar.Calendar, over calendar.Span, r availability.Record) availability.Figures {
		r.MaintenanceIsService = false
		return availability.Measure(cal, over, r)
	}},
	{"LawOrder", lawOrder, func(cal *calendar.Calendar, over calendar.Span, r availability.Record) availability.Figures {
		f := availability.Measure(cal, over, availability.Record{})
		for _, s := range r.Downtimes { // not merged
			f.Down += availability.Measure(cal, over, availability.Record{Downtimes: []calendar.Span{s}}).Down
		}
		return f
	}},
	{"LawTiles", lawTiles, func(cal *calendar.Calendar, over calendar.Span, r availability.Record) availability.Figures {
		f := availability.Measure(cal, over, r)
		if f.Down > 0 && f.Failures == 0 {
			f.Failures = 1 // an outage counted again where it lasts
		}
		return f
	}},
	{"LawWorse", lawWorse, func(cal *calendar.Calendar, over calendar.Span, r availability.Record) availability.Figures {
		f := availability.Measure(cal, over, r)
		f.Agreed -= f.Down
		return f
	}},
	{"LawMeans", lawMeans, func(cal *calendar.Calendar, over calendar.Span, r availability.Record) availability.Figures {
		f := availability.Measure(cal, over, r)
		f.Failures = -f.Failures
		return f
	}},
}

// few is the number of cases, less in a hurry.
func few() int {
	if testing.Short() {
		return min(*cases, 200)
	}
	return *cases
}

func TestLaws(t *testing.T) {
	for _, l := range laws {
		t.Run(l.name, func(t *testing.T) {
			parameters := gopter.DefaultTestParametersWithSeed(20260305)
			parameters.MinSuccessfulTests = few()
			result := l.law(availability.Measure).Check(parameters)
			require.True(t, result.Passed(), "%v %v", result.Labels, result.Error)
			require.False(t, l.law(l.fault).Check(parameters).Passed(), "the law does not notice a fault")
		})
	}
}
