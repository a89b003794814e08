package sla

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/internal/problem"
)

// compileTarget returns the compiled target, or nil if its metric is unusable.
func (c *compiler) compileTarget(path string, card *ServiceLevel, l *level, def *Target, names map[string]bool) *target {
	t := &target{name: def.Name, metric: c.metric(path+".metric", def.Metric)}
	if t.name == "" {
		t.name = defaultName(card.Targets, def)
	} else {
		c.checkID(path+".name", t.name)
	}
	if names[t.name] {
		c.problems.Add(path+".name", slakit.ErrDuplicate, "another target of the service level is called %.80q", t.name)
	}
	names[t.name] = true
	t.head, t.part = bars(string(def.Metric))+"|", "|"+bars(t.name)+"|"
	c.limit(path+".priorities", len(def.Priorities), maxNames, "priorities")
	for i, p := range def.Priorities {
		at := problem.Index(path+".priorities", i)
		switch {
		case p == "":
			c.problems.Add(at, slakit.ErrRequired, "a priority")
		case slices.Contains(def.Priorities[:i], p):
			c.problems.Add(at, slakit.ErrDuplicate, "priority %.80q is listed before", p)
		default:
			c.checkPriority(at, l, p)
		}
	}
	t.priorities = slices.Clone(def.Priorities)
	t.when = c.match(path+".when", def.When, false)
	if def.OpenedIn != "" {
		t.openedIn = c.calendarNamed(path+".openedIn", def.OpenedIn)
	}
	c.compileAllowance(path, l, def, t)
	c.compileTriggers(path+".on", def, t)
	pauseWhile := def.PauseWhile
	if pauseWhile == nil {
		pauseWhile = card.PauseWhile
		for _, text := range pauseWhile { // reported with the card
			if cond, err := c.condition(text); err == nil {
				t.pauseWhile = append(t.pauseWhile, c.numbered(cond, text))
			}
		}
	} else {
		t.pauseWhile = c.conditionNumbers(path+".pauseWhile", pauseWhile)
	}
	t.limits = c.pauseLimits(path+".pauseLimits", def.PauseLimits)
	t.onChange = carry(c.choice(path+".onChange", def.OnChange, carryNames))
	t.changes = def.OnChange != ""
	t.onReopen = reopening(c.choice(path+".onReopen", def.OnReopen, reopeningNames))
	t.steps = c.steps(path+".escalations", def.Escalations)
	for i := range t.steps {
		t.on(t.steps[i].unless, actAnswer<<i)
	}
	if t.metric < 0 {
		return nil
	}
	if c.several {
		t.print = c.targetPrint(card, def, t)
	}
	return t
}

// metric returns the number of a metric, or -1 if its name is unusable.
func (c *compiler) metric(path string, name Metric) int {
	if !c.checkID(path, string(name)) {
		return -1
	}
	if n := slices.Index(c.engine.metrics, name); n >= 0 {
		return n
	}
	if len(c.engine.metrics) == maxClocks {
		c.problems.Add(path, slakit.ErrLimit, "%.80q is metric number %d, at most %d are allowed", name, maxClocks+1, maxClocks)
		return -1
	}
	c.engine.metrics = append(c.engine.metrics, name)
	return len(c.engine.metrics) - 1
}

// defaultName is the metric and, from its second target on, the position
// among the metric's targets.
func defaultName(targets []Target, def *Target) string {
	n := 1
	for i := range targets {
		if &targets[i] == def {
			break
		}
		if targets[i].Metric == def.Metric {
			n++
		}
	}
	if n == 1 {
		return string(def.Metric)
	}
	return fmt.Sprintf("%s#%d", def.Metric, n)
}

func (c *compiler) compileAllowance(path string, l *level, def *Target, t *target) {
	t.cal = l.cal
	var err error
	if def.Within == "" {
		c.problems.Add(path+".within", slakit.ErrRequired, `an allowance such as 8h, or "none" if there is no deadline`)
	} else if t.within, err = ParseAllowance(def.Within); err != nil {
		c.add(path+".within", err)
	}
	known := err == nil && def.Within != ""
	switch def.StartAt {
	case "", "next-open":
	case "keep-clock":
		if known && !t.within.days() {
			c.problems.Add(path+".startAt", slakit.ErrInvalid, `"keep-clock" is for business days such as 3bd, not for %q`, def.Within)
		}
	default:
		c.problems.Add(path+".startAt", slakit.ErrInvalid, `%.80q, want "next-open" or "keep-clock"`, def.StartAt)
	}
	if t.within.days() {
		t.rule = &t.within.rule
		if def.StartAt == "keep-clock" {
			rule, err := calendar.ParseDayRule(strings.TrimSpace("keep-clock " + t.within.rule.String()))
			if err != nil {
				c.add(path+".within", err)
			}
			t.rule = &rule
		}
	}
	switch def.EndAt {
	case "":
	case "next-open":
		t.endAt = edgeNextOpen
	case "close":
		t.endAt = edgeClose
	default:
		c.problems.Add(path+".endAt", slakit.ErrInvalid, `%.80q, want "next-open" or "close"`, def.EndAt)
	}
	t.dueFact = -1
	if def.DueBy != "" && c.checkID(path+".dueBy", def.DueBy) {
		c.checkFactName(path+".dueBy", def.DueBy)
		t.dueFact = c.fact(def.DueBy)
		if c.engine.dues == nil {
			c.engine.dues = map[string]bool{}
		}
		c.engine.dues[def.DueBy] = true
	}
	if t.endAt != edgeStay && known && t.dueFact == -1 && t.within.form != formService && !t.within.days() {
		c.problems.Add(path+".endAt", slakit.ErrInvalid, "%q is not counted in service time, so its end cannot lie on an edge of it", def.Within)
	}
	if def.Calendar != "" {
		t.cal = c.calendarNamed(path+".calendar", def.Calendar)
	}
	c.compileCalendarBy(path+".calendarBy", def, t, known)
	if t.cal == nil {
		return // reported where the calendar is
	}
	t.loc = t.cal.Location()
	if t.within.wall() {
		return
	}
	t.measure = measure{t.cal}
	if t.within.form != formNone && neverOpens(t.cal) {
		c.problems.Add(path+".within", slakit.ErrInvalid, "%q can never be used up: calendar %q never opens", def.Within, t.cal.Name())
	}
}

// neverOpens reports whether a calendar gives no service at all. It looks from
// the middle of its range, to which tickets are near.
func neverOpens(cal *calendar.Calendar) bool {
	middle := time.Unix(1_700_000_000, 0)
	return cal.Add(middle, 1).IsZero() && cal.Add(middle, -1).IsZero()
}

// compileCalendarBy compiles the calendars that follow a fact.
func (c *compiler) compileCalendarBy(path string, def *Target, t *target, known bool) {
	by := def.CalendarBy
	if by == nil {
		return
	}
	if known && t.within.form != formService && t.within.form != formNone {
		c.problems.Add(path, slakit.ErrInvalid, "%q is not counted in hours of service, so no calendar can follow the work", def.Within)
	}
	if c.checkID(path+".fact", by.Fact) {
		c.checkFactName(path+".fact", by.Fact)
	}
	if len(by.Calendars) == 0 {
		c.problems.Add(path+".calendars", slakit.ErrRequired, "the calendar of each value of the fact")
	}
	c.limit(path+".calendars", len(by.Calendars), maxNames, "calendars")
	t.byFact = &byFact{fact: c.fact(by.Fact), calendars: make(map[string]*calendar.Calendar, len(by.Calendars))}
	for _, value := range sortedKeys(by.Calendars) {
		at := joinKey(path+".calendars", value)
		t.byFact.calendars[value] = c.calendarNamed(at, by.Calendars[value])
		if err := c.checkFact(by.Fact, value); by.Fact != "" && err != nil {
			c.add(at, err)
		}
	}
	if by.Default != "" {
		t.cal = c.calendarNamed(path+".default", by.Default)
	}
}

// pauseLimits compiles the limits on pausing.
func (c *compiler) pauseLimits(path string, def *PauseLimits) *limits {
	if def == nil {
		return nil
	}
	if def.Count < 0 {
		c.problems.Add(path+".count", slakit.ErrInvalid, "%d, want the number of pauses allowed", def.Count)
	}
	if def.Count == 0 && def.Total == "" && def.Single == "" && def.Reasons == nil && !def.BeforeDue {
		c.problems.Add(path, slakit.ErrRequired, "a limit: count, total, single, reasons or beforeDue")
	}
	l := &limits{count: def.Count, beforeDue: def.BeforeDue, enforce: def.Enforce}
	for _, amount := range [...]struct {
		key, text string
		into      *time.Duration
	}{{".total", def.Total, &l.total}, {".single", def.Single, &l.single}} {
		if amount.text == "" {
			continue
		}
		d, err := parseAmount(amount.text)
		if err == nil && d == 0 {
			err = fmt.Errorf("%w: %q allows no pause at all", slakit.ErrInvalid, amount.text)
		}
		if err != nil {
			c.add(path+amount.key, err)
		}
		*amount.into = d
	}
	if def.Reasons != nil {
		if len(def.Reasons) == 0 {
			c.problems.Add(path+".reasons", slakit.ErrInvalid, "an empty list, which would allow no pause at all")
		}
		l.reasons = c.conditionNumbers(path+".reasons", def.Reasons)
	}
	return l
}

// The default triggers of every metric, and what starts and stops the two that
// have a default for it.
var (
	defaultPause  = []string{string(Paused)}
	defaultResume = []string{string(Resumed)}
	defaultReopen = []string{string(Reopened)}
	defaultCancel = []string{string(Cancelled)}
	defaultFinal  = []string{string(Responded)}
	defaultStart  = []string{string(Opened)}
	defaultStops  = map[Metric][]string{
		Response:   {string(Responded), string(Resolved), string(Closed)},
		Resolution: {string(Resolved), string(Closed)},
	}
)

func (c *compiler) compileTriggers(path string, def *Target, t *target) {
	on := def.On
	stops, known := defaultStops[def.Metric]
	if !known && def.Metric != "" {
		for _, key := range []struct {
			name  string
			value []string
		}{{"start", on.Start}, {"stop", on.Stop}} {
			if key.value == nil {
				c.problems.Add(problem.Join(path, key.name), slakit.ErrRequired,
					"what makes the clock of metric %.80q %s; only response and resolution have a default", def.Metric, key.name)
			}
		}
	}
	start := defaultStart
	if !known {
		start = nil
	}
	final := on.Final
	if final == nil {
		final = defaultFinal
	}
	starts := c.triggers(path+".start", on.Start, start)
	t.on(starts, actStart)
	opened := trigger{event: c.event(Opened)}
	t.again = slices.ContainsFunc(starts, func(f trigger) bool { return f != opened }) // a ticket is opened once
	t.on(c.triggers(path+".pause", on.Pause, defaultPause), actPause)
	t.on(c.triggers(path+".resume", on.Resume, defaultResume), actResume)
	stop := c.triggers(path+".stop", on.Stop, stops)
	finals := c.triggers(path+".final", on.Final, final)
	t.on(c.triggers(path+".reopen", on.Reopen, defaultReopen), actReopen)
	t.on(c.triggers(path+".reset", on.Reset, nil), actReset)
	cancel := c.triggers(path+".cancel", on.Cancel, defaultCancel)
	t.on(stop, actStop)
	t.on(cancel, actCancel)
	for i, f := range finals {
		var do acts
		if slices.Contains(stop, f) {
			do = actStopFinal
		}
		if slices.Contains(cancel, f) {
			do |= actCancelFinal
		}
		t.on([]trigger{f}, do)
		if do == 0 && on.Final != nil && f != refused {
			c.problems.Add(problem.Index(path+".final", i), slakit.ErrInvalid, "%.80q neither stops nor cancels the clock", on.Final[i])
		}
	}
}

// refused stands for a trigger that is a problem.
var refused = trigger{event: -2}

// triggers compiles a list of triggers, or the default where it is nil.
func (c *compiler) triggers(path string, texts, byDefault []string) []trigger {
	if texts == nil {
		texts = byDefault
	}
	if c.limit(path, len(texts), maxNames, "triggers") {
		return nil
	}
	triggers := make([]trigger, len(texts))
	for i, text := range texts {
		at := problem.Index(path, i)
		triggers[i] = refused
		switch {
		case slices.Contains(texts[:i], text):
			c.problems.Add(at, slakit.ErrDuplicate, "%.80q is listed before", text)
		case strings.Contains(text, "="):
			cond, err := c.condition(text)
			if err != nil {
				c.add(at, err)
				continue
			}
			triggers[i] = trigger{event: -1, condition: c.numbered(cond, text)}
		case strings.ContainsAny(text, "&!"):
			c.problems.Add(at, slakit.ErrInvalid, "%.80q, want the name of an event alone, or a fact such as status=new", text)
		case c.checkID(at, text):
			triggers[i] = trigger{event: c.event(EventName(text))}
		}
	}
	return triggers
}

// conditionNumbers compiles a list of states.
func (c *compiler) conditionNumbers(path string, texts []string) []int {
	if c.limit(path, len(texts), maxNames, "states") {
		return nil
	}
	var numbers []int
	for i, text := range texts {
		cond, err := c.condition(text)
		if err != nil {
			c.add(problem.Index(path, i), err)
			continue
		}
		numbers = append(numbers, c.numbered(cond, text))
	}
	return numbers
}
