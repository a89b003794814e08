package contract

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/term"
	"github.com/slakit/slakit/internal/problem"
)

// Limits on what a definition may hold; beyond one, [Compile] reports
// [slakit.ErrLimit] and names it.
const (
	maxDocument  = 1 << 28 // bytes
	maxContracts = 1 << 18
	maxCalendars = 256
	maxPeople    = 1 << 16
	maxRows      = 1024 // of a contract
	maxFacts     = 1000 // of a contract
	maxLines     = 1024 // cost lines of a contract or row
	maxCredits   = 256
	maxReminders = 64 // of a plan
	maxFields    = 256
	maxChoices   = 1024
	maxList      = 1024 // signatures, documents, links
	maxRenewals  = 1 << 16
	maxDepth     = 64 // contracts in a line of followers or children
	maxProblems  = 10000
	maxID        = 120  // bytes; contract/row#n is the id of an agreement
	maxName      = 256  // bytes of other names
	maxText      = 4096 // bytes of any other text
)

// Options adapt [Compile]. Nil options are those of the zero Options.
type Options struct {
	// HolidaySets are the sets that calendars may name, for example those of
	// package holidays.
	HolidaySets calendar.HolidaySets
}

// Compile checks def and returns its register, or every problem that def has,
// in document order, each as a [slakit.FieldError]. After 10,000 problems only
// that there are more is reported.
//
// A fact that the lifecycle refuses is no problem: it is kept, has no effect,
// and is a finding (K18).
func Compile(def Definition, opts *Options) (*Register, error) {
	c := newCompiler()
	var sets calendar.HolidaySets
	if opts != nil {
		sets = opts.HolidaySets
	}
	c.settings(&def, sets)
	if c.limit("contracts", len(def.Contracts), maxContracts, "contracts") {
		return nil, c.problems.Err()
	}
	r := &Register{set: c.set, byID: make(map[string]int, len(def.Contracts))}
	for i := range def.Contracts {
		if _, twice := r.byID[def.Contracts[i].ID]; !twice {
			r.byID[def.Contracts[i].ID] = i
		}
	}
	c.find = func(id string) *Entry {
		if i, ok := r.byID[id]; ok {
			return &def.Contracts[i]
		}
		return nil
	}
	for i := range def.Contracts {
		path := problem.Index("contracts", i)
		if j := r.byID[def.Contracts[i].ID]; j != i {
			c.problems.Add(path+".id", slakit.ErrDuplicate, "contracts[%d] is called %.80q too", j, def.Contracts[i].ID)
		}
		r.contracts.put(i, c.contract(path, &def.Contracts[i]))
		if c.problems.Len() > maxProblems {
			c.problems.Add("contracts", slakit.ErrLimit, "more than %d problems, the others are not listed", maxProblems)
			break
		}
	}
	if err := c.problems.Err(); err != nil {
		return nil, err
	}
	r.facts = c.facts
	places := make([]int, r.contracts.n)
	for i := range places {
		places[i] = i
	}
	r.index(places)
	return r, nil
}

// A compiler holds what Compile knows so far. Each method adds the problems
// that it finds and goes on.
type compiler struct {
	problems problem.List
	quick    bool // paths are empty: most contracts are right, and need none
	set      *settings
	facts    map[string]int         // numbers of the facts that rows ask about
	find     func(id string) *Entry // any contract of the register
	counters map[string]*term.Counter
}

func newCompiler() *compiler {
	return &compiler{set: &settings{}, facts: map[string]int{}, counters: map[string]*term.Counter{}}
}

// settings hold what is the same for all contracts of a register.
type settings struct {
	zone      *calendar.Calendar // for the days of the register, never open
	cal       *calendar.Calendar // working days; nil without
	calendars map[string]*calendar.Calendar
	owner     string
	rules     term.Rules
	counter   *term.Counter
	plan      []line
	schemas   map[Kind]*schema
	people    map[string]calendar.Date // their last day; nil where nobody is listed
	soon      term.Length
	loose     bool
}

var quarter = term.Length{Period: calendar.Period{Days: 90}}

// settings compiles all of a definition but its contracts.
func (c *compiler) settings(def *Definition, sets calendar.HolidaySets) {
	s := c.set
	var err error
	if s.zone, err = calendar.Compile(calendar.Definition{Zone: def.Zone}, nil); err != nil {
		c.problems.Merge("", err)
	}
	s.owner = def.Owner
	c.optional("owner", def.Owner)
	calendars := c.apart(func() { c.calendars(def.Calendars, sets) })
	if def.Calendar != "" {
		if s.cal = c.calendarNamed("calendar", def.Calendar); s.cal == nil {
			s.cal = calendar.AlwaysOpen() // to find what else is wrong
		}
	}
	c.problems.Append(calendars)
	s.rules = def.Rules
	s.rules.SafeOver = slices.Clone(def.Rules.SafeOver)
	if s.counter, err = term.Compile(def.Rules, s.cal); err != nil {
		c.problems.Merge("rules", err)
		s.counter, _ = term.Compile(term.Rules{}, s.cal)
	}
	s.schemas = make(map[Kind]*schema, len(def.Schemas))
	schemas := c.apart(func() {
		for _, kind := range sortedKeys(def.Schemas) {
			path := problem.Key("schemas", string(kind))
			c.choice(path, string(kind), contractKindNames)
			s.schemas[kind] = c.schema(path, def.Schemas[kind])
		}
	})
	s.plan = c.plan("reminders", def.Reminders, "")
	c.problems.Append(schemas)
	c.people(def.People)
	if s.soon = def.Soon; s.soon.IsZero() {
		s.soon = quarter
	}
	c.length("soon", s.soon, true)
	s.loose = def.Loose
	c.text("note", def.Note)
}

// apart runs a check and returns what it finds, for its place in the document.
func (c *compiler) apart(check func()) problem.List {
	before := c.problems
	c.problems = problem.List{}
	check()
	found := c.problems
	c.problems = before
	return found
}

func (c *compiler) calendars(defs []calendar.Definition, sets calendar.HolidaySets) {
	c.set.calendars = make(map[string]*calendar.Calendar, len(defs))
	if c.limit("calendars", len(defs), maxCalendars, "calendars") {
		return
	}
	list, err := calendar.CompileAll(defs, &calendar.Options{HolidaySets: sets})
	c.problems.Merge("calendars", err)
	for i, d := range defs {
		if _, twice := c.set.calendars[d.Name]; !twice {
			c.set.calendars[d.Name] = list[i]
		}
	}
}

func (c *compiler) people(people []Person) {
	if people == nil || c.limit("people", len(people), maxPeople, "people") {
		return
	}
	c.set.people = make(map[string]calendar.Date, len(people))
	for i, p := range people {
		path := problem.Index("people", i)
		if c.name(path+".id", p.ID) {
			if _, twice := c.set.people[p.ID]; twice {
				c.problems.Add(path+".id", slakit.ErrDuplicate, "%.80q is listed before", p.ID)
			}
		}
		c.text(path+".name", p.Name)
		c.text(path+".note", p.Note)
		c.set.people[p.ID] = p.Last
	}
}

func (c *compiler) calendarNamed(path, name string) *calendar.Calendar {
	cal, ok := c.set.calendars[name]
	if !ok {
		c.problems.Add(path, slakit.ErrUnknown, "calendar %.80q%s", name, problem.DidYouMean(name, sortedKeys(c.set.calendars)))
	}
	return cal
}

// fact returns the number under which a fact is known.
func (c *compiler) fact(name string) int {
	n, ok := c.facts[name]
	if !ok {
		n = len(c.facts)
		c.facts[name] = n
	}
	return n
}

// at, index and key build paths, unless nobody wants them.
func (c *compiler) at(path, sub string) string {
	if c.quick {
		return ""
	}
	return path + sub
}

func (c *compiler) index(path string, i int) string {
	if c.quick {
		return ""
	}
	return problem.Index(path, i)
}

func (c *compiler) key(path, key string) string {
	if c.quick {
		return ""
	}
	return problem.Key(path, key)
}

func (c *compiler) limit(path string, n, most int, what string) bool {
	if n <= most {
		return false
	}
	c.problems.Add(path, slakit.ErrLimit, "%d %s, at most %d are allowed", n, what, most)
	return true
}

// id refuses what cannot be part of the id of an agreement.
func (c *compiler) id(path, id string) bool {
	switch {
	case len(id) > maxID:
		c.problems.Add(path, slakit.ErrLimit, "a name of %d bytes, at most %d are allowed", len(id), maxID)
		return false
	case strings.ContainsAny(id, "/#"):
		c.problems.Add(path, slakit.ErrInvalid, "%q holds / or #, which stand between the parts of longer names", id)
		return false
	}
	return c.name(path, id)
}

// name refuses an empty or overlong name, optional an overlong one.
func (c *compiler) name(path, name string) bool {
	switch {
	case name == "":
		c.problems.Add(path, slakit.ErrRequired, "a name")
	case len(name) > maxName:
		c.problems.Add(path, slakit.ErrLimit, "a name of %d bytes, at most %d are allowed", len(name), maxName)
	case strings.TrimSpace(name) != name:
		c.problems.Add(path, slakit.ErrInvalid, "%q begins or ends with a space", name)
	default:
		return true
	}
	return false
}

func (c *compiler) optional(path, name string) bool { return name == "" || c.name(path, name) }

func (c *compiler) text(path, text string) {
	if len(text) > maxText {
		c.problems.Add(path, slakit.ErrLimit, "%d bytes, at most %d are allowed", len(text), maxText)
	}
}

// length checks a length; days of business only where they are allowed.
func (c *compiler) length(path string, l term.Length, business bool) bool {
	before := c.problems.Len()
	if err := c.set.counter.Check(l); err != nil {
		kind := slakit.ErrInvalid
		if errors.Is(err, slakit.ErrRequired) {
			kind = slakit.ErrRequired
		}
		c.problems.Add(path, kind, "%s", strings.TrimPrefix(err.Error(), kind.Error()+": "))
	} else if l.BusinessDays != 0 && !business {
		c.problems.Add(path, slakit.ErrInvalid, "%q, want years, months, weeks or days, as in P3Y", l)
	}
	return c.problems.Len() == before
}

// termLength checks the length of a term, which is not nothing: a contract
// would be renewed for ever on one day.
func (c *compiler) termLength(path string, l term.Length) {
	if c.length(path, l, false) && l.Empty() && !l.IsZero() {
		c.problems.Add(path, slakit.ErrInvalid, "a term of nothing, want at least P1D, or leave it out")
	}
}

// choice returns the place of text in names, 0 for none.
func (c *compiler) choice(path, text string, names []string) int {
	if text == "" {
		return 0
	}
	n := slices.Index(names, text)
	if n < 0 {
		c.problems.Add(path, slakit.ErrUnknown, "%.80q%s, want %s", text, problem.DidYouMean(text, names), oneOf(names))
	}
	return max(n, 0)
}

// required is choice for what must be written.
func (c *compiler) required(path, text string, names []string) {
	if text == "" {
		c.problems.Add(path, slakit.ErrRequired, "want %s", oneOf(names))
		return
	}
	c.choice(path, text, names)
}

func oneOf(names []string) string {
	var b strings.Builder
	for i, name := range names {
		switch {
		case i == 0:
		case i == len(names)-1:
			b.WriteString(" or ")
		default:
			b.WriteString(", ")
		}
		b.WriteString(strconv.Quote(name))
	}
	return b.String()
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	keys := slices.AppendSeq(make([]K, 0, len(m)), maps.Keys(m))
	slices.Sort(keys)
	return keys
}

func names[S ~string](values []S) []string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = string(v)
	}
	return all
}

var (
	contractKindNames  = names(contractKinds)
	sideNames          = names(sides)
	sideOneNames       = names([]Side{SideUs, SideParty})
	renewalNames       = names(renewalKinds)
	factNames          = names(factKinds)
	renegotiationNames = names(renegotiations)
	roleNames          = names(roles)
	exitNames          = names(term.Exits())
	deadlineNames      = names(deadlineKinds)
	thenNames          = []string{thenEnd, thenEvergreen}
)
