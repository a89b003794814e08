package contract

import (
	"slices"
	"strings"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/contract/cost"
)

// The facts by which coverage is ordered, the most specific first (K27).
var coverOrder = []string{"object", "person", factService, "department", "branch", "objectType"}

const factService = "service"

// A row is a compiled [Row].
type row struct {
	Row
	match []wanted
	lines []*cost.Line
	class int // in coverOrder, its length for a row that asks for none of them
}

// wanted asks whether a fact has one of some values, or, negated, none of them.
type wanted struct {
	fact   int // number in the register
	values []string
	not    bool
}

// holds reports whether the facts, by their numbers, are as wanted. A value
// also matches those below it: hq matches hq/malmo.
func (w *wanted) holds(facts [][]string) bool {
	for _, have := range facts[w.fact] {
		for _, want := range w.values {
			if have == want || len(have) > len(want) && have[len(want)] == '/' && have[:len(want)] == want {
				return !w.not
			}
		}
	}
	return w.not
}

// facts returns what the row asks of a ticket, as an sla agreement does; nil if
// nothing.
func (r *row) facts() map[string][]string {
	if r.Covers == nil && r.Service == "" {
		return nil
	}
	facts := map[string][]string{}
	for name, values := range r.Covers {
		facts[name] = slices.Clone(values)
	}
	if r.Service != "" {
		facts[factService] = []string{r.Service}
	}
	return facts
}

// covers compiles what a row covers.
func (c *compiler) covers(path string, r *row) {
	r.class = len(coverOrder)
	at := c.at(path, ".covers")
	if r.Covers != nil && len(r.Covers) == 0 {
		c.problems.Add(at, slakit.ErrInvalid, "empty, which would cover nothing in particular: leave it out to cover everything")
	}
	if c.limit(at, len(r.Covers), maxFields, "facts") {
		return
	}
	if r.Service != "" {
		r.want(c, factService, []string{r.Service}, false)
	}
	for _, name := range sortedKeys(r.Covers) {
		values, key := r.Covers[name], c.key(at, name)
		for _, known := range coverOrder {
			if name != known && strings.EqualFold(name, known) {
				c.problems.Add(key, slakit.ErrUnknown, "no such fact, want %q: case matters", known)
			}
		}
		c.name(key, name)
		switch {
		case name == factService && r.Service != "":
			c.problems.Add(key, slakit.ErrDuplicate, "the row has the service %.80q already", r.Service)
		case len(values) == 0:
			c.problems.Add(key, slakit.ErrInvalid, "no values, want at least one")
		case c.limit(key, len(values), maxChoices, "values"):
			continue
		}
		var is, isNot []string
		for i, v := range values {
			absent, not := strings.CutPrefix(v, "!")
			switch {
			case !c.name(c.index(key, i), absent):
			case not:
				isNot = append(isNot, absent)
			default:
				is = append(is, v)
			}
		}
		r.want(c, name, is, false)
		r.want(c, name, isNot, true)
	}
}

func (r *row) want(c *compiler, name string, values []string, not bool) {
	if len(values) == 0 {
		return
	}
	r.match = append(r.match, wanted{c.fact(name), values, not})
	if n := slices.Index(coverOrder, name); n >= 0 && !not {
		r.class = min(r.class, n)
	}
}

// same reports whether two rows give the same agreement.
func (r *row) same(o *row) bool {
	return r == o || r.ID == o.ID && r.Service == o.Service && r.ServiceLevel == o.ServiceLevel && r.Rank == o.Rank &&
		slices.EqualFunc(r.match, o.match, func(a, b wanted) bool {
			return a.fact == b.fact && a.not == b.not && slices.Equal(a.values, b.values)
		})
}
