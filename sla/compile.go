package sla

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/internal/problem"
	"github.com/slakit/slakit/priority"
)

// Limits on what a definition may hold; beyond one, [Compile] reports
// [slakit.ErrLimit] and names it.
const (
	maxVersions   = 256
	maxCalendars  = 256
	maxMatrices   = 256
	maxLevels     = 1024
	maxTargets    = 256     // of a service level
	maxAgreements = 1 << 19 // every row of a large contract register
	maxClocks     = 16      // metrics of a definition
	maxNames      = 1024    // events, facts, values, triggers of a list
	maxID         = 256     // bytes
)

// Options adapt [Compile]. Nil options are those of the zero Options.
type Options struct {
	// HolidaySets are the sets that calendars may name, for example those of
	// package holidays.
	HolidaySets calendar.HolidaySets
}

// Compile checks def and returns its engine, or every problem that def has, in
// document order, each as a [slakit.FieldError].
func Compile(def Definition, opts *Options) (*Engine, error) {
	e := newEngine()
	e.versions = []version{{from: unset}}
	c := newCompiler(e, opts)
	if err := c.compile(&def, &e.versions[0], false); err != nil {
		return nil, err
	}
	e.index()
	h := sha256.New()
	c.fingerprint(h)
	h.Sum(e.print[:0])
	return e, nil
}

func newEngine() *Engine {
	r := calendar.Range()
	return &Engine{
		events: map[EventName]int{}, facts: map[string]int{},
		first: r.Start.Unix(), end: r.End.Unix(),
	}
}

// A compiler holds what Compile knows so far. Each method adds the problems
// that it finds and goes on. What is numbered is numbered for all versions;
// the rest is of one.
type compiler struct {
	engine  *Engine
	sets    calendar.HolidaySets
	numbers map[string]int // of conditions, by their content

	def       *Definition
	version   *version
	several   bool // versions
	problems  problem.List
	calendars map[string]*calendar.Calendar // nil where it did not compile
	matrices  map[string]*priority.Matrix   // nil where it did not compile
	levels    map[string]int                // in version.levels
}

func newCompiler(e *Engine, opts *Options) *compiler {
	c := &compiler{engine: e, numbers: map[string]int{}}
	if opts != nil {
		c.sets = opts.HolidaySets
	}
	for _, name := range builtinEvents {
		c.event(name)
	}
	for _, name := range []string{factImpact, factUrgency, factPriority} {
		c.fact(name)
	}
	return c
}

// compile compiles one definition into v.
func (c *compiler) compile(def *Definition, v *version, several bool) error {
	c.def, c.version, c.several, c.problems = def, v, several, problem.List{}
	c.calendars = map[string]*calendar.Calendar{}
	c.matrices = map[string]*priority.Matrix{}
	c.levels = map[string]int{}
	c.compileFacts()
	c.compileCalendars()
	c.compileMatrices()
	c.compileLevels()
	c.compileAgreements()
	c.compileEvents()
	c.checkFacts()
	c.compileSelect()
	return c.problems.Err()
}

// add reports err, which carries its kind and text, at path.
func (c *compiler) add(path string, err error) {
	c.problems.Merge("", &slakit.FieldError{Path: path, Err: err})
}

func (c *compiler) limit(path string, n, most int, what string) bool {
	if n > most {
		c.problems.Add(path, slakit.ErrLimit, "%d %s, at most %d are allowed", n, what, most)
	}
	return n > most
}

// checkID refuses an empty or overlong name.
func (c *compiler) checkID(path, id string) bool {
	switch {
	case id == "":
		c.problems.Add(path, slakit.ErrRequired, "a name")
	case len(id) > maxID:
		c.problems.Add(path, slakit.ErrLimit, "a name of %d bytes, at most %d are allowed", len(id), maxID)
	case strings.TrimSpace(id) != id:
		c.problems.Add(path, slakit.ErrInvalid, "%q begins or ends with a space", id)
	default:
		return true
	}
	return false
}

// event and fact return the number under which a name is known, a new one if
// need be.
func (c *compiler) event(name EventName) int { return number(c.engine.events, name) }
func (c *compiler) fact(name string) int     { return number(c.engine.facts, name) }

func number[K comparable](numbers map[K]int, name K) int {
	n, ok := numbers[name]
	if !ok {
		n = len(numbers)
		numbers[name] = n
	}
	return n
}

// numbered returns the number of a condition, shared by all with its text.
func (c *compiler) numbered(cond condition, text string) int {
	key := cond.key()
	n, ok := c.numbers[key]
	if !ok {
		n = len(c.engine.conditions)
		c.numbers[key] = n
		c.engine.conditions = append(c.engine.conditions, cond)
		c.engine.texts = append(c.engine.texts, text)
	}
	return n
}

func (c *compiler) compileFacts() {
	if c.def.Facts == nil {
		return
	}
	c.version.declared = make(declaredFacts, len(c.def.Facts))
	for name, values := range c.def.Facts {
		c.version.declared[name] = slices.Clone(values)
	}
}

func (c *compiler) checkFacts() {
	c.limit("facts", len(c.def.Facts), maxNames, "facts")
	for _, name := range sortedKeys(c.def.Facts) {
		path := joinKey("facts", name)
		if name == "" {
			c.problems.Add(path, slakit.ErrRequired, "a name")
		}
		values := c.def.Facts[name]
		c.limit(path, len(values), maxNames, "values")
		for i, v := range values {
			if c.checkID(problem.Index(path, i), v) && slices.Contains(values[:i], v) {
				c.problems.Add(problem.Index(path, i), slakit.ErrDuplicate, "value %.80q is listed before", v)
			}
		}
	}
}

func (c *compiler) compileCalendars() {
	if c.limit("calendars", len(c.def.Calendars), maxCalendars, "calendars") {
		return
	}
	list, err := calendar.CompileAll(c.def.Calendars, &calendar.Options{HolidaySets: c.sets})
	c.problems.Merge("calendars", err)
	for i, def := range c.def.Calendars {
		if _, twice := c.calendars[def.Name]; !twice {
			c.calendars[def.Name] = list[i]
		}
	}
}

func (c *compiler) compileMatrices() {
	if c.limit("matrices", len(c.def.Matrices), maxMatrices, "matrices") {
		return
	}
	for _, name := range sortedKeys(c.def.Matrices) {
		path := joinKey("matrices", name)
		m, err := priority.Compile(c.def.Matrices[name])
		c.problems.Merge(path, err)
		c.checkID(path, name)
		c.matrices[name] = m
	}
}

// calendarNamed looks a calendar up. It returns nil, and reports it, for an
// unknown one; nil without report for one that did not compile.
func (c *compiler) calendarNamed(path, name string) *calendar.Calendar {
	cal, ok := c.calendars[name]
	switch {
	case name == "":
		c.problems.Add(path, slakit.ErrRequired, "the name of a calendar")
	case !ok:
		c.problems.Add(path, slakit.ErrUnknown, "calendar %.80q%s", name, choices(name, sortedKeys(c.calendars)))
	}
	return cal
}

func (c *compiler) compileLevels() {
	if c.limit("serviceLevels", len(c.def.ServiceLevels), maxLevels, "service levels") {
		return
	}
	c.version.levels = make([]level, len(c.def.ServiceLevels))
	for i := range c.def.ServiceLevels {
		def := &c.def.ServiceLevels[i]
		path := problem.Index("serviceLevels", i)
		if _, twice := c.levels[def.ID]; twice {
			c.problems.Add(path+".id", slakit.ErrDuplicate, "another service level is called %.80q", def.ID)
		} else if c.checkID(path+".id", def.ID) {
			c.levels[def.ID] = i
		}
		c.compileLevel(path, def, &c.version.levels[i])
	}
}

func (c *compiler) compileLevel(path string, def *ServiceLevel, l *level) {
	l.id, l.from = def.ID, c.version.from
	l.fallback = def.DefaultPriority
	if def.Matrix != "" {
		m, ok := c.matrices[def.Matrix]
		if !ok {
			c.problems.Add(path+".matrix", slakit.ErrUnknown, "matrix %.80q%s", def.Matrix, choices(def.Matrix, sortedKeys(c.matrices)))
		}
		l.matrix = m
	}
	l.cal = c.calendarNamed(path+".calendar", def.Calendar)
	c.checkPriority(path+".defaultPriority", l, def.DefaultPriority)
	l.raises = c.raises(path+".raise", l, def)
	if c.limit(path+".targets", len(def.Targets), maxTargets, "targets") {
		return
	}
	names := map[string]bool{}
	for i := range def.Targets {
		at := problem.Index(path+".targets", i)
		t := c.compileTarget(at, def, l, &def.Targets[i], names)
		if t == nil {
			continue
		}
		for len(l.byMetric) <= t.metric {
			l.byMetric = append(l.byMetric, nil)
		}
		for j, earlier := range l.byMetric[t.metric] {
			if earlier.covers(t) {
				c.problems.Add(at, slakit.ErrInvalid, "can never apply: %q, target %d of metric %s, applies wherever this one would",
					earlier.name, j+1, def.Targets[i].Metric)
				break
			}
		}
		l.byMetric[t.metric] = append(l.byMetric[t.metric], t)
		l.needs = l.needs || len(t.priorities) > 0
	}
	// Reported last, as it stands last in the document; compiled with each
	// target.
	c.conditionNumbers(path+".pauseWhile", def.PauseWhile)
}

// covers reports whether t fits every ticket that later fits.
func (t *target) covers(later *target) bool {
	for _, p := range later.priorities {
		if len(t.priorities) > 0 && !slices.Contains(t.priorities, p) {
			return false
		}
	}
	return (len(t.priorities) == 0 || len(later.priorities) > 0) &&
		(t.openedIn == nil || t.openedIn == later.openedIn) &&
		(t.when == nil || t.when.key() == later.when.key())
}

func (c *compiler) checkPriority(path string, l *level, p priority.Priority) bool {
	if p == "" || l.matrix == nil || l.matrix.Has(p) {
		return true
	}
	c.problems.Add(path, slakit.ErrUnknown, "priority %.80q%s", p, choices(p, slices.Collect(l.matrix.Priorities())))
	return false
}

func (c *compiler) raises(path string, l *level, def *ServiceLevel) []raise {
	if len(def.Raise) > 0 && def.Matrix == "" {
		c.problems.Add(path, slakit.ErrInvalid, "a priority can be raised only where the service level has a matrix")
		return nil
	}
	if c.limit(path, len(def.Raise), maxNames, "rules") {
		return nil
	}
	var raises []raise
	for i, r := range def.Raise {
		at := problem.Index(path, i)
		if r.When == nil {
			c.problems.Add(at+".when", slakit.ErrRequired, "the facts for which the priority is raised")
		}
		when := c.match(at+".when", r.When, false)
		switch {
		case r.By != 0 && r.To != "":
			c.problems.Add(at, slakit.ErrInvalid, `both "by" and "to", want one of them`)
		case r.By == 0 && r.To == "":
			c.problems.Add(at, slakit.ErrRequired, `"by", a number of steps, or "to", a priority`)
		case r.By < 0:
			c.problems.Add(at+".by", slakit.ErrInvalid, "%d, want a positive number of steps towards the highest", r.By)
		}
		c.checkPriority(at+".to", l, r.To)
		raises = append(raises, raise{when: when, by: r.By, to: r.To})
	}
	return raises
}

func (c *compiler) compileAgreements() {
	if c.limit("agreements", len(c.def.Agreements), maxAgreements, "agreements") {
		return
	}
	if len(c.def.Agreements) == 0 {
		c.problems.Add("agreements", slakit.ErrRequired, "at least one agreement, so that tickets can fall under it")
	}
	ids := make(map[string]int, len(c.def.Agreements))
	for i := range c.def.Agreements {
		def := &c.def.Agreements[i]
		path := problem.Index("agreements", i)
		if j, twice := ids[def.ID]; twice {
			c.problems.Add(path+".id", slakit.ErrDuplicate, "agreements[%d] is called %.80q too", j, def.ID)
		} else if c.checkID(path+".id", def.ID) {
			ids[def.ID] = i
		}
		a := agreement{id: def.ID, order: i, kind: slices.Index(kinds, def.Kind), from: unset, until: never}
		if a.kind < 0 {
			c.problems.Add(path+".kind", slakit.ErrUnknown, `%.80q, want "sla", "ola" or "uc"`, def.Kind)
		}
		if n, ok := c.levels[def.ServiceLevel]; ok {
			a.level = &c.version.levels[n]
		} else {
			c.problems.Add(path+".serviceLevel", slakit.ErrUnknown, "service level %.80q%s", def.ServiceLevel, choices(def.ServiceLevel, sortedKeys(c.levels)))
		}
		a.from = c.bound(path+".from", def.From, a.level, unset)
		a.until = c.bound(path+".until", def.Until, a.level, never)
		if a.until <= a.from {
			c.problems.Add(path+".until", slakit.ErrInvalid, "%q is not after from, %q", def.Until, def.From)
		}
		a.match = c.match(path+".match", def.Match, true)
		a.part = bars(def.ID) + "|" + string(def.Kind) + "|"
		c.version.agreements = append(c.version.agreements, a)
	}
}

// bound reads an end of an agreement: a date in the zone of its service level
// or an instant.
func (c *compiler) bound(path, text string, l *level, open moment) moment {
	if text == "" {
		return open
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		if !calendar.Range().Contains(at) {
			c.problems.Add(path, slakit.ErrInvalid, "%q is outside the years from 1920 to 2199", text)
			return open
		}
		return momentOf(at)
	}
	d, err := calendar.ParseDate(text)
	switch {
	case err != nil:
		c.problems.Add(path, slakit.ErrInvalid, "%.80q, want a date such as 2026-01-31 or an instant such as 2026-01-31T08:00:00+01:00", text)
	case d.Year() < 1920 || d.Year() >= 2200:
		c.problems.Add(path, slakit.ErrInvalid, "%q is outside the years from 1920 to 2199", text)
	case l != nil && l.cal != nil:
		return momentOf(l.cal.Start(d))
	}
	return open
}

func (c *compiler) compileEvents() {
	c.limit("events", len(c.def.Events), maxNames, "events")
	for i, name := range c.def.Events {
		path := problem.Index("events", i)
		if c.checkID(path, string(name)) && slices.Contains(c.def.Events[:i], name) {
			c.problems.Add(path, slakit.ErrDuplicate, "event %.80q is listed before", name)
		}
		c.event(name)
	}
}

func (c *compiler) compileSelect() {
	for _, kind := range sortedKeys(c.def.Select) {
		path, n := joinKey("select", kind), slices.Index(kinds, kind)
		if n < 0 {
			c.problems.Add(path, slakit.ErrUnknown, `kind %.80q, want "sla", "ola" or "uc"`, kind)
			continue
		}
		c.version.selects[n] = selectMode(c.choice(path, c.def.Select[kind], selectNames))
	}
}

// choice returns the place of text in names, the first of which is the default.
func (c *compiler) choice(path, text string, names []string) int {
	if text == "" {
		return 0
	}
	n := slices.Index(names, text)
	if n < 0 {
		c.problems.Add(path, slakit.ErrInvalid, "%.80q%s, want %s", text, didYouMean(text, names), oneOf(names))
	}
	return max(n, 0)
}

func oneOf(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = `"` + name + `"`
	}
	last := len(quoted) - 1
	return strings.Join(quoted[:last], ", ") + " or " + quoted[last]
}

// choices says which name could be meant, or which there are.
func choices[S ~string](name S, known []S) string {
	const most = 8
	if near := didYouMean(string(name), known); near != "" {
		return near
	}
	switch n := len(known); {
	case n == 0:
		return ", but none is defined"
	case n > most:
		return fmt.Sprintf(", want one of the %d that are defined", n)
	default:
		quoted := make([]string, n)
		for i, name := range known {
			quoted[i] = strconv.Quote(string(name))
		}
		return ", want " + strings.Join(quoted, " or ")
	}
}

func didYouMean[S ~string](name string, known []S) string { return problem.DidYouMean(name, known) }

func joinKey[S ~string](path string, key S) string { return problem.Key(path, string(key)) }

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
