package attainment_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // zone facts after 2024 are needed whatever the system has

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"
	"github.com/leanovate/gopter/prop"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/priority"
	"github.com/slakit/slakit/sla"
	"github.com/slakit/slakit/sla/attainment"
)

var lawCases = flag.Int("laws", 1000, "cases of each law")

func always(zone string) *calendar.Calendar {
	cal, err := calendar.Compile(calendar.Definition{Name: "always", Zone: zone, Hours: []calendar.Hours{{Days: "daily", Open: "00:00", Close: "23:59"}}}, nil)
	if err != nil {
		panic(err)
	}
	return cal
}

var (
	stockholm = always("Europe/Stockholm")
	kiritimat = always("Pacific/Kiritimati")
	utc       = always("UTC")
)

// desk promises an answer, a solution and answers to messages, by priority.
var desk = func() *sla.Engine {
	def := sla.Definition{
		Calendars: []calendar.Definition{{Name: "days", Zone: "UTC", Hours: []calendar.Hours{{Days: "daily", Open: "06:00", Close: "22:00"}}}},
		ServiceLevels: []sla.ServiceLevel{
			{ID: "gold", Calendar: "days", Targets: []sla.Target{
				{Metric: sla.Response, Within: "2h"},
				{Metric: sla.Resolution, Within: "8h", Priorities: []priority.Priority{"P1"}},
				{Metric: sla.Resolution, Within: "40h"},
				{Metric: "next-reply", Within: "4h", On: sla.On{Start: []string{"message"}, Stop: []string{"responded", "resolved"}}},
			}},
			{ID: "inside", Calendar: "days", Targets: []sla.Target{{Metric: sla.Resolution, Within: "none"}, {Metric: sla.Response, Within: "P1D"}}},
		},
		Agreements: []sla.Agreement{
			{ID: "customers", Kind: sla.SLA, ServiceLevel: "gold"},
			{ID: "network", Kind: sla.OLA, ServiceLevel: "inside", Match: sla.Facts{"group": {"network"}}},
		},
	}
	engine, err := sla.Compile(def, nil)
	if err != nil {
		panic(err)
	}
	return engine
}()

// draw gives reports of tickets around the ends of months.
func draw(r *rand.Rand, n int) (reports []sla.Report) {
	pick := func(from ...string) string { return from[r.Intn(len(from))] }
	for i := range n {
		at := time.Date(2026, time.Month(1+r.Intn(5)), 28, r.Intn(24), r.Intn(60), 0, 0, time.UTC)
		ticket := sla.Ticket{ID: fmt.Sprint("T", i), Events: []sla.Event{{At: at, Name: sla.Opened, Facts: sla.Facts{"priority": {pick("P1", "P2")}}}}}
		for range r.Intn(8) {
			at = at.Add(time.Duration(r.Intn(30*60)) * time.Minute)
			e := sla.Event{At: at, Name: sla.EventName(pick("responded", "message", "message", "paused", "resumed", "resolved", "reopened", "cancelled", "changed", "changed"))}
			if e.Name == sla.Changed {
				e.Facts = sla.Facts{pick("priority", "priority", "group"): {pick("P1", "P2", "network")}}
			}
			ticket.Events = append(ticket.Events, e)
		}
		if r.Intn(6) == 0 {
			ticket.Events[0].Due = &sla.ManualDue{Metric: sla.Resolution, At: at.Add(time.Duration(r.Intn(99)) * time.Hour)}
		}
		report, err := desk.Evaluate(ticket, at.Add(time.Duration(r.Intn(200))*time.Hour))
		if err != nil {
			panic(err)
		}
		reports = append(reports, report)
	}
	return reports
}

// slow counts as the package comment says, in words that can be compared.
func slow(zone *time.Location, reports []sla.Report) map[string]int64 {
	counts := map[string]int64{}
	for _, report := range reports {
		for _, r := range report.Readings {
			at, what := time.Time{}, ""
			promised := r.Within.String() != "none" || !r.Due.IsZero()
			switch {
			case r.Breached:
				at, what = r.BreachedAt, "breached"
			case !promised:
			case r.Met():
				at, what = r.StoppedAt, "met"
			case r.State == sla.StateRunning || r.State == sla.StatePaused:
				at, what = report.At, "open"
			case r.State == sla.StateCancelled:
				at, what = r.OriginalDue, "cancelled"
			}
			if what != "" {
				counts[fmt.Sprintf("%s %s %s %s %s %s", at.In(zone).Format("2006-01"), r.Kind, r.Agreement, r.Metric, r.Priority, what)]++
			}
		}
	}
	return counts
}

func words(table attainment.Table) map[string]int64 {
	counts := map[string]int64{}
	for _, row := range table {
		for what, n := range map[string]int64{"met": row.Met, "breached": row.Breached, "open": row.Open, "cancelled": row.Cancelled} {
			if n > 0 {
				counts[fmt.Sprintf("%s %s %s %s %s %s", row.Month.String()[:7], row.Kind, row.Agreement, row.Metric, row.Priority, what)] = n
			}
		}
	}
	return counts
}

// counter is what the laws speak of: Count, or a faulty imitation that shows
// that a law bites.
type counter func(cal *calendar.Calendar, reports []sla.Report) attainment.Table

func count(cal *calendar.Calendar, reports []sla.Report) attainment.Table {
	return attainment.Count(cal, slices.Values(reports))
}

var seeds = gen.Int64().WithShrinker(gopter.NoShrinker)

// law checks a property on drawn reports, of which the first cut are one list
// and the others another; the answer is what is wrong.
func law(property func(cal *calendar.Calendar, reports []sla.Report, cut int) string) gopter.Prop {
	return prop.ForAll(func(seed int64) string {
		r := rand.New(rand.NewSource(seed))
		cal := []*calendar.Calendar{utc, stockholm, kiritimat}[r.Intn(3)]
		reports := draw(r, r.Intn(8))
		return property(cal, reports, r.Intn(len(reports)+1))
	}, seeds)
}

// lawCounts: the table says what counting by hand gives.
func lawCounts(c counter) gopter.Prop {
	return law(func(cal *calendar.Calendar, reports []sla.Report, _ int) string {
		got, want := words(c(cal, reports)), slow(cal.Location(), reports)
		if !maps.Equal(got, want) {
			return fmt.Sprintf("got %v\nwant %v", got, want)
		}
		return ""
	})
}

// lawTotal is R11: met, breached and open make the total, which is every
// reading that promised something and was neither cancelled nor replaced in
// time; and the ratio is of whole numbers.
func lawTotal(c counter) gopter.Prop {
	return law(func(cal *calendar.Calendar, reports []sla.Report, _ int) string {
		var items int64
		for _, report := range reports {
			for _, r := range report.Readings {
				left := r.State == sla.StateReplaced || r.State == sla.StateCancelled || r.State == sla.StateIdle || r.Within.String() == "none" && r.Due.IsZero()
				if r.Breached || !left {
					items++
				}
			}
		}
		sum := c(cal, reports).Sum(attainment.Key{})
		if sum.Total() != items || sum.Total() != sum.Met+sum.Breached+sum.Open || sum.Ratio() != (sla.Ratio{Num: sum.Met, Den: sum.Met + sum.Breached}) {
			return fmt.Sprintf("%+v of %d items", sum, items)
		}
		return ""
	})
}

// lawUnion is R11: the table of all tickets is that of some with that of the
// others, in any order, so that the attainment of a union is weighted by
// counts.
func lawUnion(c counter) gopter.Prop {
	return law(func(cal *calendar.Calendar, reports []sla.Report, cut int) string {
		all, some, others := c(cal, reports), c(cal, reports[:cut]), c(cal, reports[cut:])
		kept := slices.Clone(some)
		sum, mirror := some.With(others), others.With(some)
		a, b := some.Sum(attainment.Key{}).Ratio(), others.Sum(attainment.Key{}).Ratio()
		union := all.Sum(attainment.Key{}).Ratio()
		if !slices.Equal(all, sum) || !slices.Equal(all, mirror) || !slices.Equal(kept, some) ||
			union.Num != a.Num+b.Num || union.Den != a.Den+b.Den {
			return fmt.Sprintf("%v\n%v\n%v", all, some, others)
		}
		return ""
	})
}

// lawTrend: the months follow one another, and sum to the whole.
func lawTrend(c counter) gopter.Prop {
	return law(func(cal *calendar.Calendar, reports []sla.Report, _ int) string {
		table := c(cal, reports)
		for _, q := range []attainment.Key{{}, {Kind: sla.OLA}, {Metric: sla.Resolution, Priority: "P1"}, {Agreement: "nobody"}} {
			var sum attainment.Counts
			var last attainment.Point
			n := 0
			for p := range table.Trend(q) {
				if n > 0 && p.Month != last.Month.AddPeriod(calendar.Period{Months: 1}) || p.Month.Day() != 1 {
					return fmt.Sprintf("%v after %v", p.Month, last.Month)
				}
				sum, last, n = sum.Add(p.Counts), p, n+1
			}
			if sum != table.Sum(q) || n > 0 != (len(table) > 0) || n > 0 && last.Month != table[len(table)-1].Month {
				return fmt.Sprintf("%+v: %v, %v", q, sum, table)
			}
		}
		return ""
	})
}

var laws = []struct {
	name  string
	law   func(counter) gopter.Prop
	fault counter // breaks this law
}{
	{"LawCounts", lawCounts, func(_ *calendar.Calendar, reports []sla.Report) attainment.Table { return count(utc, reports) }},
	{"LawR11Total", lawTotal, func(cal *calendar.Calendar, reports []sla.Report) attainment.Table {
		table := count(cal, reports)
		for i := range table { // as products do that hide what is late
			table[i].Open, table[i].Breached = table[i].Open+table[i].Breached-min(table[i].Breached, 1), 0
		}
		return table
	}},
	{"LawR11Union", lawUnion, func(cal *calendar.Calendar, reports []sla.Report) attainment.Table {
		table := count(cal, reports)
		if len(reports) > 2 && len(table) > 0 {
			table = table[1:]
		}
		return table
	}},
	{"LawTrend", lawTrend, func(cal *calendar.Calendar, reports []sla.Report) attainment.Table {
		table := count(cal, reports)
		slices.Reverse(table)
		return table
	}},
}

func TestLaws(t *testing.T) {
	for _, l := range laws {
		t.Run(l.name, func(t *testing.T) {
			parameters := gopter.DefaultTestParametersWithSeed(20260305)
			parameters.MinSuccessfulTests = *lawCases
			result := l.law(count).Check(parameters)
			require.True(t, result.Passed(), "%v %v", result.Labels, result.Error)
			require.False(t, l.law(l.fault).Check(parameters).Passed(), "the law does not notice a fault")
		})
	}
}

// TestLawDecoded: reports that went through JSON count as they did.
func TestLawDecoded(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for range *lawCases / 50 {
		reports := draw(r, 6)
		data, err := json.Marshal(reports)
		require.NoError(t, err)
		var again []sla.Report
		require.NoError(t, json.Unmarshal(data, &again))
		require.Equal(t, count(stockholm, reports), count(stockholm, again))
	}
}

// TestCount: the rules, one by one. The desk is open from 8 to 24, local time of
// Stockholm in summer.
func TestCount(t *testing.T) {
	evaluate := func(asked string, events ...string) sla.Report {
		at := func(s string) time.Time {
			at, err := time.ParseInLocation("01-02 15:04", s, stockholm.Location())
			require.NoError(t, err)
			return at.AddDate(2026, 0, 0)
		}
		ticket := sla.Ticket{ID: "T"}
		for _, e := range events {
			name, fact, _ := strings.Cut(e[12:], " ")
			event := sla.Event{At: at(e[:11]), Name: sla.EventName(name)}
			if fact != "" {
				key, value, _ := strings.Cut(fact, "=")
				event.Facts = sla.Facts{key: {value}}
			}
			ticket.Events = append(ticket.Events, event)
		}
		report, err := desk.Evaluate(ticket, at(asked))
		require.NoError(t, err)
		return report
	}
	for _, c := range []struct {
		name   string
		report sla.Report
		metric sla.Metric
		want   []string // "2026-03 P2 met 1"
	}{
		{"met in the month of the stop", evaluate("06-01 12:00", "03-31 23:00 opened priority=P2", "04-01 08:30 responded"), sla.Response, []string{"2026-04 P2 met 1"}},
		{"breached in the month of the breach", evaluate("06-01 12:00", "03-31 12:00 opened priority=P2", "04-01 09:00 responded"), sla.Response, []string{"2026-03 P2 breached 1"}},
		{"breached and running", evaluate("04-02 12:00", "03-31 12:00 opened priority=P2"), sla.Response, []string{"2026-03 P2 breached 1"}},
		{"breached and cancelled", evaluate("04-02 12:00", "03-31 12:00 opened priority=P2", "04-01 12:00 cancelled"), sla.Response, []string{"2026-03 P2 breached 1"}},
		{"open in the month asked about", evaluate("04-01 00:00", "03-31 12:00 opened priority=P2"), sla.Resolution, []string{"2026-04 P2 open 1"}},
		{"paused is open", evaluate("05-01 00:00", "03-31 12:00 opened priority=P2", "03-31 12:30 paused"), sla.Resolution, []string{"2026-05 P2 open 1"}},
		{"cancelled in the month of its due", evaluate("06-01 12:00", "03-31 22:00 opened priority=P2", "03-31 22:10 cancelled"), sla.Response, []string{"2026-04 P2 cancelled 1"}},
		{
			"every cycle", evaluate("04-02 12:00", "03-31 12:00 opened priority=P2", "03-31 12:00 message", "03-31 13:00 responded", "03-31 13:10 message", "04-01 12:00 responded", "04-01 13:00 message"),
			"next-reply",
			[]string{"2026-03 P2 met 1", "2026-03 P2 breached 1", "2026-04 P2 breached 1"},
		},
		{"not started", evaluate("04-02 12:00", "03-31 12:00 opened priority=P2"), "next-reply", nil},
		{"replaced in time", evaluate("04-02 12:00", "03-31 12:00 opened priority=P1", "03-31 13:00 changed priority=P2", "03-31 14:00 resolved"), sla.Resolution, []string{"2026-03 P2 met 1"}},
		{
			"replaced after its breach", evaluate("04-02 12:00", "03-30 12:00 opened priority=P1", "03-31 13:00 changed priority=P2", "03-31 14:00 resolved"), sla.Resolution,
			[]string{"2026-03 P1 breached 1", "2026-03 P2 met 1"},
		},
		{"reopened: open again", evaluate("04-02 12:00", "03-31 12:00 opened priority=P2", "03-31 13:00 resolved", "04-01 13:00 reopened"), sla.Resolution, []string{"2026-04 P2 open 1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			table := count(stockholm, []sla.Report{c.report})
			var got []string
			for _, row := range table {
				require.Equal(t, "customers", row.Agreement)
				if row.Metric != c.metric {
					continue
				}
				for _, n := range []struct {
					what string
					n    int64
				}{{"met", row.Met}, {"breached", row.Breached}, {"open", row.Open}, {"cancelled", row.Cancelled}} {
					if n.n > 0 {
						got = append(got, fmt.Sprintf("%s %s %s %d", row.Month.String()[:7], row.Priority, n.what, n.n))
					}
				}
			}
			require.ElementsMatch(t, c.want, got)
		})
	}
}

// TestCountNoDeadline: a target without a deadline promises nothing, unless a
// due time was set by hand.
func TestCountNoDeadline(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	ticket := sla.Ticket{Events: []sla.Event{{At: at, Name: sla.Opened, Facts: sla.Facts{"priority": {"P2"}, "group": {"network"}}}}}
	inside := attainment.Key{Kind: sla.OLA, Metric: sla.Resolution}
	report, err := desk.Evaluate(ticket, at.Add(time.Hour))
	require.NoError(t, err)
	require.Zero(t, count(utc, []sla.Report{report}).Sum(inside))
	ticket.Events[0].Due = &sla.ManualDue{Metric: sla.Resolution, At: at.Add(30 * time.Minute)}
	report, err = desk.Evaluate(ticket, at.Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, attainment.Counts{Breached: 1}, count(utc, []sla.Report{report}).Sum(inside))
}

// TestDecisionM3Nothing: where nothing is decided there is no value (M3).
func TestDecisionM3Nothing(t *testing.T) {
	var table attainment.Table
	require.Equal(t, sla.Ratio{}, table.Sum(attainment.Key{}).Ratio())
	require.Equal(t, sla.Ratio{}, attainment.Counts{Open: 3, Cancelled: 1}.Ratio())
	require.Empty(t, slices.Collect(table.Trend(attainment.Key{})))
	require.Empty(t, table.With(nil))
}

// TestTableJSON: a table reads back as it was written; readers need no nesting.
func TestTableJSON(t *testing.T) {
	table := count(stockholm, draw(rand.New(rand.NewSource(7)), 5))
	data, err := json.Marshal(table)
	require.NoError(t, err)
	var again attainment.Table
	require.NoError(t, json.Unmarshal(data, &again))
	require.Equal(t, table, again)
	data, err = json.Marshal(table[0])
	require.NoError(t, err)
	require.JSONEq(t, `{"month":"`+table[0].Month.String()+`","kind":"`+string(table[0].Kind)+`","agreement":"`+table[0].Agreement+
		`","metric":"`+string(table[0].Metric)+`","priority":"`+string(table[0].Priority)+
		fmt.Sprintf(`","met":%d,"breached":%d,"open":%d,"cancelled":%d}`, table[0].Met, table[0].Breached, table[0].Open, table[0].Cancelled), string(data))
}

// TestTrendStops: also within a gap.
func TestTrendStops(t *testing.T) {
	january, err := calendar.ParseDate("2026-01-01")
	require.NoError(t, err)
	table := attainment.Table{{Month: january}, {Month: january.AddPeriod(calendar.Period{Months: 5})}}
	for most := 1; most < 7; most++ {
		n := 0
		for p := range table.Trend(attainment.Key{}) {
			require.Equal(t, time.Month(n+1), p.Month.Month())
			if n++; n == most {
				break
			}
		}
		require.Equal(t, min(most, 6), n)
	}
}

// TestSum: a question asks for what it names, and an empty field for any.
func TestSum(t *testing.T) {
	row := func(kind sla.Kind, agreement string, metric sla.Metric, p priority.Priority, n int64) attainment.Row {
		return attainment.Row{Key: attainment.Key{Kind: kind, Agreement: agreement, Metric: metric, Priority: p}, Counts: attainment.Counts{Met: n}}
	}
	table := attainment.Table{
		row(sla.SLA, "a", sla.Response, "P1", 1), row(sla.SLA, "a", sla.Resolution, "P2", 2),
		row(sla.SLA, "b", sla.Response, "P2", 4), row(sla.OLA, "a", sla.Response, "P1", 8),
	}
	for q, want := range map[attainment.Key]int64{
		{}: 15, {Kind: sla.SLA}: 7, {Agreement: "a"}: 11, {Metric: sla.Response}: 13, {Priority: "P2"}: 6,
		{Kind: sla.SLA, Agreement: "a"}: 3, {Agreement: "a", Priority: "P1"}: 9, {Kind: sla.UC}: 0,
	} {
		require.Equal(t, attainment.Counts{Met: want}, table.Sum(q), "%+v", q)
	}
}
