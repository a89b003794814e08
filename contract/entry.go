package contract

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/credit"
	"github.com/slakit/slakit/contract/term"
	"github.com/slakit/slakit/internal/problem"
)

// A Contract is a compiled [Entry]: a list of days, each with its state and the
// sections that hold. It is immutable and safe for concurrent use.
type Contract struct {
	// What reminders of many contracts ask of each comes first, so that it lies
	// together.
	settled calendar.Date // the last day on which a fact was recorded or takes effect
	minimum calendar.Date // its last day, zero without
	last    *situation    // of the last span
	set     *settings
	counter *term.Counter

	entry   Entry
	first   *sections
	all     []fact // as written
	facts   []fact // that count, in their order
	spans   []span
	refused []refusal
}

// contract compiles an entry.
func (c *compiler) contract(path string, def *Entry) *Contract {
	entry := cloneEntry(def)
	var k *Contract
	c.quick = true
	found := c.apart(func() { k = c.contractAt("", &entry) })
	c.quick = false
	if found.Len() > 0 {
		c.contractAt(path, &entry) // once more, with the paths
	} else if c.problems.Len() == 0 {
		k.foldAll()
	}
	return k
}

// contractAt checks an entry, which the contract keeps.
func (c *compiler) contractAt(path string, entry *Entry) *Contract {
	k := &Contract{entry: *entry, set: c.set}
	e := &k.entry
	c.id(c.at(path, ".id"), e.ID)
	c.required(c.at(path, ".kind"), string(e.Kind), contractKindNames)
	for _, t := range [...]struct{ key, text string }{
		{".number", e.Number}, {".name", e.Name}, {".type", e.Type}, {".category", e.Category}, {".note", e.Note},
	} {
		c.text(c.at(path, t.key), t.text)
	}
	c.rules(c.at(path, ".rules"), k)
	c.party(c.at(path, ".party"), e.Party)
	c.responsible(c.at(path, ".responsible"), e.Responsible)
	c.dates(path, k)
	c.renewal(c.at(path, ".renewal"), &e.Renewal)
	k.first = &sections{
		party: e.Party, responsible: e.Responsible, renewal: e.Renewal,
		notices: c.notices(c.at(path, ".notice"), e.Notice),
		costs:   e.Cost, credits: e.Credits, reminders: e.Reminders,
	}
	k.first.lines = c.lines(c.at(path, ".cost"), e.Cost)
	k.first.rows = c.rows(c.at(path, ".rows"), e.Rows, e)
	c.credits(c.at(path, ".credits"), e.Credits, e.Rows, e.Cost)
	if e.Reminders != nil {
		k.first.plan = c.plan(c.at(path, ".reminders"), e.Reminders, e.Kind)
	}
	c.link(c.at(path, ".follows"), e.Follows, e, func(e *Entry) string { return e.Follows })
	c.link(c.at(path, ".childOf"), e.ChildOf, e, func(e *Entry) string { return e.ChildOf })
	c.papers(path, e)
	c.fields(c.at(path, ".fields"), e)
	k.all = c.factsOf(c.at(path, ".facts"), e.Facts, k)
	return k
}

func (c *compiler) rules(path string, k *Contract) {
	k.counter = c.set.counter
	if k.entry.Rules.IsZero() {
		return
	}
	rules := k.entry.Rules.Over(c.set.rules)
	rules.Note = ""
	key := fmt.Sprintf("%#v", rules)
	counter, ok := c.counters[key]
	if !ok {
		var err error
		if counter, err = term.Compile(rules, c.set.cal); err != nil {
			c.problems.Merge(path, err)
			return
		}
		c.counters[key] = counter
	}
	c.text(c.at(path, ".note"), k.entry.Rules.Note)
	k.counter = counter
}

func (c *compiler) party(path string, p Party) {
	if p != (Party{}) {
		c.name(c.at(path, ".name"), p.Name)
		c.text(c.at(path, ".reference"), p.Reference)
		c.text(c.at(path, ".note"), p.Note)
	}
}

func (c *compiler) responsible(path, who string) {
	if c.optional(path, who) && who != "" && c.set.people != nil {
		if _, ok := c.set.people[who]; !ok {
			c.problems.Add(path, slakit.ErrUnknown, "%.80q%s, want one of people", who, problem.DidYouMean(who, sortedKeys(c.set.people)))
		}
	}
}

func (c *compiler) dates(path string, k *Contract) {
	e := &k.entry
	c.termLength(c.at(path, ".term"), e.Term)
	switch {
	case e.Last.IsZero():
	case !e.Term.IsZero():
		c.problems.Add(c.at(path, ".last"), slakit.ErrInvalid, "the term %v gives the last day already, want one of term and last", e.Term)
	case !e.Start.IsZero() && e.Last.Compare(e.Start) < 0:
		c.problems.Add(c.at(path, ".last"), slakit.ErrInvalid, "%v is before the start, %v", e.Last, e.Start)
	}
	if c.length(c.at(path, ".minimum"), e.Minimum, false) && !e.Minimum.IsZero() {
		k.minimum = k.counter.Last(e.Start, e.Minimum)
	}
	if e.Renewal.Kind == RenewalEvergreen && (!e.Term.IsZero() || !e.Last.IsZero()) {
		c.problems.Add(c.at(path, ".renewal.kind"), slakit.ErrInvalid, "an evergreen contract has no last day, but term or last gives one: want minimum instead of it, or kind tacit with max and then evergreen")
	}
}

func (c *compiler) renewal(path string, r *Renewal) {
	if *r == (Renewal{}) {
		return
	}
	c.required(c.at(path, ".kind"), string(r.Kind), renewalNames)
	only := func(key string, written bool, kinds ...RenewalKind) {
		if written && !slices.Contains(kinds, r.Kind) {
			c.problems.Add(c.at(path, key), slakit.ErrInvalid, "a renewal of kind %q has none, only %s", r.Kind, oneOf(names(kinds)))
		}
	}
	c.termLength(c.at(path, ".term"), r.Term)
	only(".term", !r.Term.IsZero(), RenewalTacit, RenewalExpress)
	if r.Max < 0 || r.Max > maxRenewals {
		c.problems.Add(c.at(path, ".max"), slakit.ErrInvalid, "%d, want 1 to %d renewals, or leave it out for any number", r.Max, maxRenewals)
	}
	only(".max", r.Max != 0, RenewalTacit, RenewalExpress)
	c.choice(c.at(path, ".then"), r.Then, thenNames)
	only(".then", r.Then != "", RenewalTacit)
	if r.Then == thenEvergreen && r.Max == 0 && r.Kind == RenewalTacit {
		c.problems.Add(c.at(path, ".then"), slakit.ErrInvalid, "nothing follows a renewal without max")
	}
	c.length(c.at(path, ".opens"), r.Opens, true)
	c.length(c.at(path, ".closes"), r.Closes, true)
	only(".opens", !r.Opens.IsZero(), RenewalExpress)
	only(".closes", !r.Closes.IsZero(), RenewalExpress)
	c.text(c.at(path, ".note"), r.Note)
}

func (c *compiler) notices(path string, defs []Notice) []notice {
	if len(defs) == 0 || c.limit(path, len(defs), maxList, "entries") {
		return nil
	}
	list := make([]notice, len(defs))
	for i, def := range defs {
		at := c.index(path, i)
		list[i] = notice{def, c.set.cal}
		c.required(c.at(at, ".by"), string(def.By), sideNames)
		if slices.ContainsFunc(defs[:i], func(o Notice) bool { return concerns(o.By, def.By) }) {
			c.problems.Add(c.at(at, ".by"), slakit.ErrDuplicate, "%q has its entry already, want one a side", def.By)
		}
		if c.length(c.at(at, ".period"), def.Period, true) && def.Period.IsZero() {
			c.problems.Add(c.at(at, ".period"), slakit.ErrRequired, "a length such as P3M or 10bd; P0D if notice on the last day is in time")
		}
		c.choice(c.at(at, ".exit"), string(def.Exit), exitNames)
		if def.Calendar != "" {
			list[i].days = c.calendarNamed(c.at(at, ".calendar"), def.Calendar)
		}
		switch {
		case def.Grace < 0 || def.Grace > 31:
			c.problems.Add(c.at(at, ".grace"), slakit.ErrInvalid, "%d, want 1 to 31 business days", def.Grace)
		case def.Grace > 0 && list[i].days == nil && def.Calendar == "":
			c.problems.Add(c.at(at, ".grace"), slakit.ErrRequired, "needs a calendar that says which days are business days")
		}
		c.text(c.at(at, ".note"), def.Note)
	}
	return list
}

func (c *compiler) lines(path string, defs []cost.Definition) []*cost.Line {
	if len(defs) == 0 || c.limit(path, len(defs), maxLines, "cost lines") {
		return nil
	}
	lines := make([]*cost.Line, len(defs))
	for i, def := range defs {
		line, err := cost.Compile(def)
		c.problems.Merge(c.index(path, i), err)
		lines[i] = line
		if slices.ContainsFunc(defs[:i], func(d cost.Definition) bool { return d.ID == def.ID }) {
			c.problems.Add(c.at(c.index(path, i), ".id"), slakit.ErrDuplicate, "another cost line is called %.80q", def.ID)
		}
	}
	return lines
}

func (c *compiler) rows(path string, defs []Row, e *Entry) []row {
	if len(defs) == 0 || c.limit(path, len(defs), maxRows, "rows") {
		return nil
	}
	rows := make([]row, len(defs))
	seen := make(map[string]bool, len(defs))
	for i := range defs {
		at, r := c.index(path, i), &rows[i]
		r.Row = defs[i]
		if c.id(c.at(at, ".id"), r.ID) && seen[r.ID] {
			c.problems.Add(c.at(at, ".id"), slakit.ErrDuplicate, "another row is called %.80q", r.ID)
		}
		seen[r.ID] = true
		c.optional(c.at(at, ".service"), r.Service)
		c.optional(c.at(at, ".serviceLevel"), r.ServiceLevel)
		c.covers(at, r)
		r.lines = c.lines(c.at(at, ".cost"), r.Cost)
		if !c.limit(c.at(at, ".underpinnedBy"), len(r.UnderpinnedBy), maxList, "rows") {
			for j, name := range r.UnderpinnedBy {
				c.underpinned(c.index(c.at(at, ".underpinnedBy"), j), name, e)
			}
		}
		c.text(c.at(at, ".note"), r.Note)
	}
	return rows
}

// underpinned checks a link to a row of a supplier contract (M10).
func (c *compiler) underpinned(path, name string, from *Entry) {
	id, row, ok := strings.Cut(name, "/")
	if !ok {
		c.problems.Add(path, slakit.ErrInvalid, `%.80q, want "contract/row"`, name)
		return
	}
	if c.find == nil {
		return // With looks at others
	}
	switch e := c.find(id); {
	case e == nil:
		c.problems.Add(path, slakit.ErrUnknown, "contract %.80q", id)
	case e.Kind != Supplier || e.ID == from.ID:
		c.problems.Add(path, slakit.ErrInvalid, "%.80q is no other contract with a supplier", id)
	default:
		is := func(r Row) bool { return r.ID == row }
		if slices.ContainsFunc(e.Rows, is) {
			return
		}
		var rows []string
		for _, r := range e.Rows {
			rows = append(rows, r.ID)
		}
		for i := range e.Facts {
			if a := e.Facts[i].Amend; a != nil && slices.ContainsFunc(a.Rows, is) {
				return
			}
		}
		c.problems.Add(path, slakit.ErrUnknown, "row %.80q of contract %.80q%s", row, id, problem.DidYouMean(row, rows))
	}
}

// credits checks schedules, and that they name rows and cost lines that are
// there.
func (c *compiler) credits(path string, defs []credit.Definition, rows []Row, costs []cost.Definition) {
	if len(defs) == 0 || c.limit(path, len(defs), maxCredits, "credit schedules") {
		return
	}
	var rowIDs, lineIDs []string
	for _, d := range costs {
		lineIDs = append(lineIDs, d.ID)
	}
	for i := range rows {
		rowIDs = append(rowIDs, rows[i].ID)
		for _, d := range rows[i].Cost {
			lineIDs = append(lineIDs, d.ID)
		}
	}
	for i, def := range defs {
		at := c.index(path, i)
		_, err := credit.Compile(def)
		c.problems.Merge(at, err)
		if slices.ContainsFunc(defs[:i], func(d credit.Definition) bool { return d.ID == def.ID }) {
			c.problems.Add(c.at(at, ".id"), slakit.ErrDuplicate, "another schedule is called %.80q", def.ID)
		}
		known := func(key string, list, names []string, what string) {
			if c.limit(c.at(at, key), len(list), maxList, "names") {
				return
			}
			for j, name := range list {
				if !slices.Contains(names, name) {
					c.problems.Add(c.index(c.at(at, key), j), slakit.ErrUnknown, "%s %.80q%s", what, name, problem.DidYouMean(name, names))
				}
			}
		}
		known(".rows", def.Rows, rowIDs, "row")
		known(".base", def.Base, lineIDs, "cost line")
	}
}

// link checks that a contract names another one that exists.
func (c *compiler) link(path, id string, e *Entry, follow func(*Entry) string) {
	switch {
	case id == "":
	case id == e.ID:
		c.problems.Add(path, slakit.ErrInvalid, "the contract itself")
	case c.find(id) == nil:
		c.problems.Add(path, slakit.ErrUnknown, "contract %.80q", id)
	default:
		c.circle(path, id, e, follow)
	}
}

// circle refuses links that lead back to where they begin.
func (c *compiler) circle(path, id string, e *Entry, follow func(*Entry) string) {
	next := id
	for range maxDepth {
		switch e2 := c.find(next); {
		case next == e.ID:
			c.problems.Add(path, slakit.ErrInvalid, "a circle: %.80q leads back to %.80q", id, e.ID)
			return
		case e2 == nil || follow(e2) == "":
			return
		default:
			next = follow(e2)
		}
	}
	c.problems.Add(path, slakit.ErrLimit, "more than %d contracts in a line", maxDepth)
}

func (c *compiler) papers(path string, e *Entry) {
	if !c.limit(c.at(path, ".signatures"), len(e.Signatures), maxList, "signatures") {
		for i, s := range e.Signatures {
			at := c.index(c.at(path, ".signatures"), i)
			c.required(c.at(at, ".for"), string(s.For), sideOneNames)
			c.name(c.at(at, ".by"), s.By)
			c.text(c.at(at, ".note"), s.Note)
		}
	}
	if !c.limit(c.at(path, ".documents"), len(e.Documents), maxList, "documents") {
		for i, d := range e.Documents {
			at := c.index(c.at(path, ".documents"), i)
			c.name(c.at(at, ".name"), d.Name)
			c.text(c.at(at, ".reference"), d.Reference)
			c.text(c.at(at, ".note"), d.Note)
		}
	}
}
