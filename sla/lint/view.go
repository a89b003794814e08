package lint

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/internal/problem"
	"github.com/slakit/slakit/priority"
	"github.com/slakit/slakit/sla"
	"github.com/slakit/slakit/sla/preset"
)

// A checker holds a definition that compiles, with its defaults filled in.
type checker struct {
	Options
	def        sla.Definition
	engine     *sla.Engine
	calendars  map[string]*calendar.Calendar
	matrices   map[string]*priority.Matrix
	levels     []*level
	agreements []*agreement
}

type level struct {
	*sla.ServiceLevel
	path       string
	cal        *calendar.Calendar
	matrix     *priority.Matrix // nil if there is none
	targets    []*target
	agreements []*agreement
}

type target struct {
	*sla.Target
	path, name string
	when       condition
	openedIn   *calendar.Calendar
	cal        *calendar.Calendar
	on         map[string][]trigger // by the keys of on
	pauseWhile []state
}

// A trigger fires on an event or, if that is empty, on the event that makes the
// condition true.
type trigger struct {
	path, text string
	event      sla.EventName
	cond       condition
}

type state struct {
	path, text string
	cond       condition
}

func (t trigger) same(o trigger) bool { return t.event == o.event && t.cond.same(o.cond) }

type agreement struct {
	*sla.Agreement
	path        string
	level       *level
	match       condition
	from, until time.Time
}

func newChecker(def sla.Definition, opts Options) (*checker, error) {
	engine, err := sla.Compile(def, &sla.Options{HolidaySets: opts.HolidaySets})
	if err != nil {
		return nil, err
	}
	c := &checker{
		Options: opts, def: def, engine: engine,
		calendars: map[string]*calendar.Calendar{}, matrices: map[string]*priority.Matrix{},
	}
	calendars, err := calendar.CompileAll(def.Calendars, &calendar.Options{HolidaySets: opts.HolidaySets})
	if err != nil {
		return nil, err
	}
	for i, d := range def.Calendars {
		c.calendars[d.Name] = calendars[i]
	}
	for name, d := range def.Matrices {
		if c.matrices[name], err = priority.Compile(d); err != nil {
			return nil, err
		}
	}
	byID := map[string]*level{}
	for i := range def.ServiceLevels {
		l := &level{ServiceLevel: &def.ServiceLevels[i], path: problem.Index("serviceLevels", i)}
		l.cal, l.matrix = c.calendars[l.Calendar], c.matrices[l.Matrix]
		for j := range l.Targets {
			l.targets = append(l.targets, c.target(l, j))
		}
		c.levels = append(c.levels, l)
		byID[l.ID] = l
	}
	for i := range def.Agreements {
		d := &def.Agreements[i]
		a := &agreement{Agreement: d, path: problem.Index("agreements", i), level: byID[d.ServiceLevel], match: matching(d.Match)}
		a.from, a.until = calendar.Range().Start, calendar.Range().End
		if d.From != "" {
			a.from = bound(d.From, a.level.cal)
		}
		if d.Until != "" {
			a.until = bound(d.Until, a.level.cal)
		}
		a.level.agreements = append(a.level.agreements, a)
		c.agreements = append(c.agreements, a)
	}
	return c, nil
}

// bound reads an end of an agreement, which compiled: an instant or a date.
func bound(text string, cal *calendar.Calendar) time.Time {
	if d, err := calendar.ParseDate(text); err == nil {
		return cal.Start(d)
	}
	at, _ := time.Parse(time.RFC3339, text)
	return at
}

// The keys of on, and their defaults beside those of start and stop.
var (
	keys     = []string{"start", "pause", "resume", "stop", "final", "reopen", "reset", "cancel"}
	defaults = map[string][]string{
		"pause": {string(sla.Paused)}, "resume": {string(sla.Resumed)}, "reopen": {string(sla.Reopened)},
		"cancel": {string(sla.Cancelled)}, "final": {string(sla.Responded)},
	}
)

func written(on *sla.On, key string) []string {
	switch key {
	case "start":
		return on.Start
	case "pause":
		return on.Pause
	case "resume":
		return on.Resume
	case "stop":
		return on.Stop
	case "final":
		return on.Final
	case "reopen":
		return on.Reopen
	case "reset":
		return on.Reset
	default:
		return on.Cancel
	}
}

func (c *checker) target(l *level, i int) *target {
	t := &target{Target: &l.Targets[i], path: problem.Index(l.path+".targets", i), cal: l.cal, on: map[string][]trigger{}}
	t.name = t.Name
	if n := count(l.Targets[:i+1], t.Metric); t.name == "" && n == 1 {
		t.name = string(t.Metric)
	} else if t.name == "" {
		t.name = fmt.Sprintf("%s#%d", t.Metric, n)
	}
	t.when, t.openedIn = matching(t.When), c.calendars[t.OpenedIn]
	if t.Calendar != "" {
		t.cal = c.calendars[t.Calendar]
	}
	usual := usualTriggers(t.Metric)
	for _, key := range keys {
		texts, path := written(&t.On, key), t.path+".on."+key
		for i, text := range texts {
			t.on[key] = append(t.on[key], parseTrigger(problem.Index(path, i), text))
		}
		if texts == nil {
			for _, text := range append(defaults[key], written(&usual, key)...) {
				t.on[key] = append(t.on[key], parseTrigger("", text))
			}
		}
	}
	path, texts := t.path+".pauseWhile", t.PauseWhile
	if texts == nil {
		path, texts = l.path+".pauseWhile", l.PauseWhile
	}
	for i, text := range texts {
		t.pauseWhile = append(t.pauseWhile, state{problem.Index(path, i), text, parseCondition(text)})
	}
	return t
}

func count(targets []sla.Target, m sla.Metric) (n int) {
	for i := range targets {
		if targets[i].Metric == m {
			n++
		}
	}
	return n
}

// usualTriggers are what starts and stops the metrics that have a default.
func usualTriggers(m sla.Metric) sla.On {
	if m == sla.Response || m == sla.Resolution {
		for p := range preset.All() {
			if p.Target.Metric == m {
				return p.Target.On
			}
		}
	}
	return sla.On{}
}

func parseTrigger(path, text string) trigger {
	if strings.Contains(text, "=") {
		return trigger{path: path, text: text, cond: parseCondition(text)}
	}
	return trigger{path: path, text: text, event: sla.EventName(text)}
}

// find returns the trigger of a key that is the same as t.
func (t *target) find(key string, like trigger) (trigger, bool) {
	i := slices.IndexFunc(t.on[key], like.same)
	if i < 0 {
		return trigger{}, false
	}
	return t.on[key][i], true
}
