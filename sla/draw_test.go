package sla_test

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/prop"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/sla"
)

// drawn is a definition, a ticket and an instant, as a generator gives them.
type drawn struct {
	spec   spec
	ticket sla.Ticket
	at     time.Time
	model  *model
	engine desk
	fault  fault
}

func (d drawn) String() string {
	data, _ := json.Marshal(d.spec) //nolint:errchkjson // printed for people
	return string(data) + "\n" + describe(d.ticket, d.at)
}

// drawOptions leave out what a law does not speak about.
type drawOptions struct {
	service  bool // only service-time allowances
	measured bool // no day forms: service or wall time
	plain    bool // one target for each metric and no changes of it
	noManual bool
	noUntil  bool
	oneShot  bool // distinct instants, one event each
	ties     bool // many events at one instant
	adapt    func(r *rand.Rand, s *spec)
}

var drawZones = []string{
	"UTC", "Europe/Stockholm", "America/New_York", "Australia/Lord_Howe", "America/Havana", "Asia/Tokyo",
	"Africa/Cairo", "America/St_Johns", "Africa/Casablanca", "Europe/Dublin", "Asia/Kathmandu", "Pacific/Chatham",
}

// drawDays lie before clock changes, year ends and on ordinary days.
var drawDays = []string{
	"2026-03-07", "2026-03-27", "2026-04-04", "2026-10-23", "2026-10-31", "2026-04-23", "2026-02-13", "2026-12-30",
	"2028-02-28", "2026-06-10", "2026-08-20", "2026-05-11", "2026-01-30",
}

var drawWeeks = [][]specHours{
	{{Days: "mon-fri", Open: "08:00", Close: "17:00"}},
	{{Days: "mon-thu", Open: "08:00", Close: "12:00"}, {Days: "mon-thu", Open: "13:00", Close: "17:00"}, {Days: "fri", Open: "08:00", Close: "15:00"}},
	{{Days: "daily", Open: "00:00", Close: "24:00"}},
	{{Days: "mon-fri", Open: "22:00", Close: "06:00"}},
	{{Days: "tue", Open: "10:00", Close: "11:30"}, {Days: "sat,sun", Open: "01:00", Close: "04:00"}},
	{{Days: "mon-sat", Open: "02:30", Close: "23:45"}},
	{{Days: "mon-fri", Open: "06:00", Close: "06:00"}},
}

func pick[T any](r *rand.Rand, from ...T) T { return from[r.Intn(len(from))] }

func drawCalendar(r *rand.Rand, name string) specCalendar {
	c := specCalendar{Name: name, Zone: pick(r, drawZones...), Hours: pick(r, drawWeeks...)}
	for range r.Intn(3) {
		day, err := time.Parse("2006-01-02", pick(r, drawDays...))
		if err != nil {
			panic(err)
		}
		date := day.AddDate(0, 0, r.Intn(6)).Format("2006-01-02")
		if r.Intn(2) == 0 {
			c.Holidays = append(c.Holidays, specHoliday{Date: date})
		} else if !slices.ContainsFunc(c.Exceptions, func(e specException) bool { return e.Date == date }) {
			c.Exceptions = append(c.Exceptions, specException{Date: date, Hours: []specHours{{Open: "10:15", Close: "14:00"}}})
		}
	}
	return c
}

func drawWithin(r *rand.Rand, o drawOptions) string {
	forms := []string{
		fmt.Sprintf("%dm", 1+r.Intn(900)), fmt.Sprintf("%dh%dm", r.Intn(30)+1, r.Intn(60)), "8h", "1h", "30m", fmt.Sprintf("%ds", 1+r.Intn(40000)),
	}
	if !o.service {
		forms = append(forms, "24h elapsed", fmt.Sprintf("%dm elapsed", 1+r.Intn(3000)), "P1D", "P2D", "P1W", "P1M")
		if !o.measured {
			forms = append(forms, "1bd", "2bd", "1bw", "1bd by close", "2bd by 16:00", "1bd by open", "0bd by close",
				"1bd by 12:30 if before 10:00", "3bd by close if before 12:00", "none")
		}
	}
	return pick(r, forms...)
}

func drawEscalations(r *rand.Rand, within string) (all []specEscalation) {
	if within == "none" {
		return nil
	}
	steps := []specEscalation{
		{At: "50%"},
		{At: "75%"},
		{At: "100%"},
		{At: "33%"},
		{At: "-30m"},
		{At: "-4h"},
		{At: "+1h"},
		{At: "+90m"},
		{At: "+1h elapsed"},
		{At: "+30m elapsed"},
		{At: "+1bd"},
		{At: "+2bd"},
		{At: "-1bd"},
		{At: "120%"},
		{At: "50%", Every: "25%", Times: 3},
		{At: "+1h", Every: "30m", Times: 3},
		{At: "+1bd", Every: "1bd", Times: 2},
		{At: "+1h elapsed", Every: "2h elapsed", Times: 2},
	}
	for i := range r.Intn(4) {
		e := pick(r, steps...)
		e.Name = string(rune('a' + i))
		all = append(all, e)
	}
	return all
}

func drawTarget(r *rand.Rand, metric string, o drawOptions) specTarget {
	t := specTarget{Metric: metric, Within: drawWithin(r, o)}
	t.Escalations = drawEscalations(r, t.Within)
	t.OnReopen = pick(r, "", "", "", "continue", "new-cycle")
	if r.Intn(3) == 0 {
		t.Calendar = "second"
	}
	if r.Intn(3) == 0 {
		t.PauseWhile = pick(r, []string{"status=waiting"}, []string{"status=waiting", "status=parked & team=a"}, []string{"team!=a"})
	}
	switch metric {
	case "update":
		t.On.Start, t.On.Stop = []string{"message"}, []string{"reply", "resolved"}
		if r.Intn(2) == 0 {
			t.On.Reset = []string{"restarted"}
		}
	case "resolution":
		switch r.Intn(6) {
		case 0:
			t.On.Stop = []string{"status=done", "resolved"}
		case 1:
			t.On.Reset = []string{"restarted"}
		case 2:
			t.On.Pause, t.On.Resume = []string{"team=b"}, []string{"team=a"}
		}
	}
	return t
}

func drawSpec(r *rand.Rand, o drawOptions) spec {
	s := spec{
		Events:    []string{"message", "reply", "restarted"},
		Calendars: []specCalendar{drawCalendar(r, "first"), drawCalendar(r, "second")},
		Matrices:  fourPriorities(),
	}
	for _, id := range []string{"gold", "silver"} {
		level := specLevel{ID: id, Calendar: "first", Matrix: "four", DefaultPriority: pick(r, "P2", "P3")}
		if r.Intn(3) == 0 {
			level.PauseWhile = []string{"status=parked"}
		}
		for _, metric := range []string{"response", "resolution", "update"} {
			if metric == "update" && r.Intn(2) == 0 {
				continue
			}
			last := drawTarget(r, metric, o)
			if !o.plain {
				// Triggers stay the same: what a change of them means to the past
				// is a question of its own.
				for _, priority := range []string{"P1", "P2"} {
					if r.Intn(2) == 0 {
						continue
					}
					t := drawTarget(r, metric, o)
					t.On, t.Priorities = last.On, []string{priority}
					t.OnChange = pick(r, "", "", "whole", "restart")
					level.Targets = append(level.Targets, t)
				}
			}
			level.Targets = append(level.Targets, last)
		}
		s.ServiceLevels = append(s.ServiceLevels, level)
	}
	s.Agreements = []specAgreement{{ID: "vip", Kind: "sla", ServiceLevel: "silver", Match: map[string][]string{"site": {"hq"}}}}
	if o.plain {
		s.Agreements = nil
		s.ServiceLevels = s.ServiceLevels[:1]
	} else {
		// The same triggers in both levels, for the same reason.
		for i := range s.ServiceLevels[1].Targets {
			for _, t := range s.ServiceLevels[0].Targets {
				if t.Metric == s.ServiceLevels[1].Targets[i].Metric {
					s.ServiceLevels[1].Targets[i].On = t.On
				}
			}
		}
	}
	s.Agreements = append(s.Agreements, specAgreement{ID: "all", Kind: "sla", ServiceLevel: "gold"})
	return s
}

// drawTicket places events on edges of the calendar, on the instants at which
// the clocks change by themselves, and between. It asks the model for those.
func drawTicket(r *rand.Rand, m *model, o drawOptions) (sla.Ticket, time.Time) {
	day, err := time.Parse("2006-01-02", pick(r, drawDays...))
	if err != nil {
		panic(err)
	}
	cal := m.calendars[pick(r, "first", "second")]
	now := day.Add(time.Duration(r.Intn(3*24*60)) * time.Minute)
	if r.Intn(3) == 0 {
		if w, ok := cal.Next(now); ok && !w.Start.IsZero() {
			now = w.Start
		}
	}
	now = now.UTC()
	ticket := sla.Ticket{ID: "drawn", Events: []sla.Event{{
		At: now, Name: sla.Opened, Facts: sla.Facts{"team": {"a"}, "priority": {pick(r, "P1", "P2", "P3")}},
	}}}
	if r.Intn(3) == 0 {
		ticket.Events[0].Facts["site"] = []string{pick(r, "hq", "hq/malmo", "hqx")}
	}
	step := func() time.Time {
		next := now
		if o.ties && r.Intn(2) == 0 {
			return now
		}
		switch r.Intn(8) {
		case 0:
			if !o.oneShot {
				return now
			}
			next = now.Add(time.Second)
		case 1:
			if w, ok := cal.Next(now); ok {
				next = pick(r, w.Start, w.End)
			}
		case 2, 3:
			if _, at, ok := m.evaluate(ticket, now); ok && !at.IsZero() && at.Before(now.AddDate(0, 1, 0)) {
				next = at
			}
		case 4:
			next = now.Add(time.Duration(r.Intn(72*60)) * time.Minute)
		}
		if !next.After(now) {
			next = now.Add(time.Duration(1+r.Intn(600)) * time.Minute)
		}
		return next.UTC()
	}
	for range r.Intn(9) {
		now = step()
		e := sla.Event{At: now, Name: pick(r, sla.Responded, sla.Paused, sla.Paused, sla.Resumed, sla.Resumed, sla.Resolved,
			sla.Reopened, sla.Reopened, sla.Closed, sla.Cancelled, sla.Changed, sla.Changed, sla.Changed, sla.Changed,
			"message", "message", "reply", "restarted", sla.Opened)}
		if e.Name == sla.Changed {
			e.Facts = sla.Facts{}
			for range 1 + r.Intn(2) {
				switch r.Intn(5) {
				case 0, 1:
					e.Facts["priority"] = []string{pick(r, "P1", "P2", "P3")}
				case 2:
					e.Facts["status"] = []string{pick(r, "waiting", "parked", "open", "done", "")}
				case 3:
					e.Facts["team"] = []string{pick(r, "a", "b")}
				case 4:
					e.Facts["site"] = []string{pick(r, "hq", "lund", "")}
				}
			}
		}
		if e.Name == sla.Paused && !o.noUntil && r.Intn(3) == 0 {
			e.Until = now.Add(time.Duration(1+r.Intn(2000)) * time.Minute)
		}
		if !o.noManual && r.Intn(12) == 0 {
			e.Due = &sla.ManualDue{Metric: pick(r, sla.Resolution, sla.Response), At: now.Add(time.Duration(1+r.Intn(3000)) * time.Minute)}
		}
		ticket.Events = append(ticket.Events, e)
	}
	asked := step()
	if r.Intn(5) == 0 {
		asked = ticket.Events[r.Intn(len(ticket.Events))].At
	}
	return ticket, asked
}

// draws generates cases; they shrink by losing events. A few tickets share a
// definition, which is what takes the time.
func draws(t testing.TB, o drawOptions, f fault) gopter.Gen {
	d := drawn{fault: f}
	uses := 0
	return func(p *gopter.GenParameters) *gopter.GenResult {
		if uses++; uses%8 == 1 {
			d.spec = drawSpec(p.Rng, o)
			if o.adapt != nil {
				o.adapt(p.Rng, &d.spec)
			}
			d.model, d.engine = newModel(t, d.spec.flat()), d.desk(t, d.spec)
		}
		d.ticket, d.at = drawTicket(p.Rng, d.model, o)
		return &gopter.GenResult{Result: d, ResultType: reflect.TypeOf(d), Shrinker: shrinkDrawn(t)}
	}
}

func shrinkDrawn(t testing.TB) gopter.Shrinker {
	return func(v any) gopter.Shrink {
		d := v.(drawn) //nolint:forcetypeassert // the generator made it
		i := len(d.ticket.Events)
		bare := false
		return func() (any, bool) {
			if !bare {
				bare = true
				if less := d; less.spec.dropEscalations() {
					less.model, less.engine = newModel(t, less.spec), less.desk(t, less.spec)
					return less, true
				}
			}
			if i--; i < 1 { // the first event stays
				return nil, false
			}
			less := d
			less.ticket.Events = slices.Delete(slices.Clone(d.ticket.Events), i, i+1)
			return less, true
		}
	}
}

// perDefinition remembers what make gives for the definition of the latest
// case, since a few cases in a row share it.
func perDefinition[T any](make func(d drawn) T) func(d drawn) T {
	var latest *sla.Engine
	var made T
	return func(d drawn) T {
		if d.engine.Engine != latest {
			latest, made = d.engine.Engine, make(d)
		}
		return made
	}
}

// dropEscalations reports whether there were any.
func (s *spec) dropEscalations() (had bool) {
	*s = s.clone()
	s.eachTarget(func(target *specTarget) {
		had = had || len(target.Escalations) > 0
		target.Escalations = nil
	})
	return had
}

// law checks a property on drawn cases: the answer is what is wrong, or "".
// Cases that a law does not speak about answer skipCase. Then it proves that
// the law bites: a desk with one of the faults is found out.
func law(t *testing.T, o drawOptions, property func(d drawn, engine desk) string, faults ...fault) {
	t.Helper()
	t.Parallel()
	checked, cases := 0, *lawCases
	if testing.Short() {
		cases = min(cases, 100)
	}
	parameters := gopter.DefaultTestParametersWithSeed(*lawSeed)
	parameters.MinSuccessfulTests = cases
	var last string
	result := prop.ForAll(func(d drawn) bool {
		wrong := property(d, d.engine)
		switch {
		case wrong == skipCase:
			return true
		case wrong != "":
			last = strings.TrimSpace(wrong) + "\n" + d.String()
			return false
		}
		checked++
		return true
	}, draws(t, o, fault{})).Check(parameters)
	require.True(t, result.Passed(), "%s\n%v", last, result.Error)
	if enoughCases() {
		require.Greater(t, checked, cases/5, "too many cases say nothing about the law")
	}
	t.Logf("%d cases of %d", checked, cases)
	for _, f := range faults {
		if !bites(t, o, property, f) {
			t.Errorf("the law holds although %s", f.what)
		}
	}
}

const skipCase = "skip"

// enoughCases: with fewer than usual, what is rare may not be drawn at all.
func enoughCases() bool { return *lawCases >= 1000 && !testing.Short() }
