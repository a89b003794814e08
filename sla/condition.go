package sla

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slakit/slakit"
)

// A term asks whether a fact has one of some values, or, negated, none of them.
type term struct {
	fact   int // in the engine's facts
	values []string
	not    bool
	under  bool // a value also matches those below it: hq matches hq/malmo
}

// A condition holds while all its terms do. It serves triggers, pauseWhile,
// when, raise and match alike; what differs is when it is asked.
type condition []term

func (c condition) holds(facts [][]string) bool {
	for i := range c {
		if !c[i].holds(facts) {
			return false
		}
	}
	return true
}

func (t *term) holds(facts [][]string) bool {
	for _, have := range facts[t.fact] {
		for _, want := range t.values {
			if have == want || t.under && isUnder(have, want) {
				return !t.not
			}
		}
	}
	return t.not
}

// key tells conditions apart.
func (c condition) key() string {
	var b strings.Builder
	for _, t := range c {
		fmt.Fprintf(&b, "%d %t %t %q;", t.fact, t.not, t.under, t.values)
	}
	return b.String()
}

// isUnder reports whether value lies below root in a hierarchy of names.
func isUnder(value, root string) bool {
	return len(value) > len(root) && value[len(root)] == '/' && value[:len(root)] == root
}

// condition compiles text such as "status=on hold & group!=network".
func (c *compiler) condition(text string) (condition, error) {
	var cond condition
	for part := range strings.SplitSeq(text, "&") {
		name, value, ok := strings.Cut(part, "=")
		name, not := strings.CutSuffix(name, "!")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if !ok || name == "" || value == "" {
			return nil, fmt.Errorf("%w: %.80q, want fact=value or fact!=value, joined by & where all must hold", slakit.ErrInvalid, text)
		}
		if err := c.checkFact(name, value); err != nil {
			return nil, err
		}
		cond = append(cond, term{fact: c.fact(name), values: []string{value}, not: not})
	}
	return cond, nil
}

// match compiles an object of facts and their possible values, where "!x" asks
// that x be absent. Problems are reported below path.
func (c *compiler) match(path string, match Facts, under bool) condition {
	if match == nil {
		return nil
	}
	if len(match) == 0 {
		c.problems.Add(path, slakit.ErrInvalid, "empty, which would match nothing in particular: leave it out to match every ticket")
	}
	var cond condition
	for _, name := range sortedKeys(match) {
		values := match[name]
		at := joinKey(path, name)
		if name == "" {
			c.problems.Add(path, slakit.ErrInvalid, "a fact without a name")
		}
		if len(values) == 0 {
			c.problems.Add(at, slakit.ErrInvalid, "no values, want at least one")
		}
		var is, isNot []string
		for _, v := range values {
			absent, not := strings.CutPrefix(v, "!")
			if v = absent; v == "" {
				c.problems.Add(at, slakit.ErrInvalid, "an empty value, want text")
				continue
			}
			if err := c.checkFact(name, v); err != nil && !under {
				c.add(at, err)
			} else if err := c.checkUnder(name, v); err != nil {
				c.add(at, err)
			}
			if not {
				isNot = append(isNot, v)
			} else {
				is = append(is, v)
			}
		}
		if len(is) > 0 {
			cond = append(cond, term{fact: c.fact(name), values: is, under: under})
		}
		if len(isNot) > 0 {
			cond = append(cond, term{fact: c.fact(name), values: isNot, not: true, under: under})
		}
	}
	return cond
}

// checkFact refuses a fact or value that the definition does not list, if it
// lists any.
func (c *compiler) checkFact(name, value string) error {
	return c.version.declared.check(name, value, func(known string) bool { return known == value })
}

// checkFactName refuses a fact that the definition does not list, if it lists
// any.
func (c *compiler) checkFactName(path, name string) {
	if _, listed := c.version.declared[name]; c.version.declared != nil && !listed && !isPriorityFact(name) {
		c.problems.Add(path, slakit.ErrUnknown, "fact %.80q%s, want one listed in facts", name, didYouMean(name, sortedKeys(c.version.declared)))
	}
}

// checkUnder is checkFact for a value that also matches what lies below it.
func (c *compiler) checkUnder(name, value string) error {
	return c.version.declared.check(name, value, func(known string) bool { return known == value || isUnder(known, value) })
}

// declaredFacts are the facts that a definition lists with their values; nil
// where it lists none and every fact is welcome.
type declaredFacts map[string][]string

func (d declaredFacts) check(name, value string, same func(known string) bool) error {
	if d == nil || isPriorityFact(name) {
		return nil
	}
	values, ok := d[name]
	if !ok {
		return fmt.Errorf("%w: fact %.80q%s, want one listed in facts", slakit.ErrUnknown, name, didYouMean(name, sortedKeys(d)))
	}
	if len(values) > 0 && !slices.ContainsFunc(values, same) {
		return fmt.Errorf("%w: value %.80q of fact %s%s, want one listed in facts", slakit.ErrUnknown, value, name, didYouMean(value, values))
	}
	return nil
}

// The facts from which a priority follows; the matrix checks their values.
const (
	factImpact   = "impact"
	factUrgency  = "urgency"
	factPriority = "priority"
)

func isPriorityFact(name string) bool {
	return name == factImpact || name == factUrgency || name == factPriority
}
