package lint

import (
	"maps"
	"slices"
	"strings"

	"github.com/slakit/slakit/sla"
)

// A term asks whether a fact has one of some values, or, negated, none of them.
type term struct {
	fact   string
	values []string
	not    bool
}

// A condition holds while all its terms do.
type condition []term

// parseCondition reads "status=on hold & group!=network" as it compiled.
func parseCondition(text string) (cond condition) {
	for part := range strings.SplitSeq(text, "&") {
		name, value, _ := strings.Cut(part, "=")
		name, not := strings.CutSuffix(name, "!")
		cond = append(cond, term{strings.TrimSpace(name), []string{strings.TrimSpace(value)}, not})
	}
	return cond
}

// matching reads an object of facts and their possible values.
func matching(facts sla.Facts) (cond condition) {
	for _, name := range slices.Sorted(maps.Keys(facts)) {
		var is, isNot []string
		for _, v := range facts[name] {
			if absent, not := strings.CutPrefix(v, "!"); not {
				isNot = append(isNot, absent)
			} else {
				is = append(is, v)
			}
		}
		if len(is) > 0 {
			cond = append(cond, term{name, is, false})
		}
		if len(isNot) > 0 {
			cond = append(cond, term{name, isNot, true})
		}
	}
	return cond
}

// within reports whether value is root or, where names form a hierarchy, lies
// below it.
func within(value, root string, under bool) bool {
	return value == root || under && strings.HasPrefix(value, root+"/")
}

// every reports whether each of values is within one of roots.
func every(values, roots []string, under bool) bool {
	for _, v := range values {
		if !slices.ContainsFunc(roots, func(root string) bool { return within(v, root, under) }) {
			return false
		}
	}
	return true
}

// implies reports whether other holds wherever c does, whatever values a fact
// has. It may say no although it does.
func (c condition) implies(other condition, under bool) bool {
	for _, want := range other {
		if !slices.ContainsFunc(c, func(have term) bool {
			if have.fact != want.fact || have.not != want.not {
				return false
			}
			if want.not {
				return every(want.values, have.values, under)
			}
			return every(have.values, want.values, under)
		}) {
			return false
		}
	}
	return true
}

// never reports whether no ticket can meet c: a term asks for what another
// forbids.
func (c condition) never(under bool) bool {
	for _, have := range c {
		for _, not := range c {
			if !have.not && not.not && have.fact == not.fact && every(have.values, not.values, under) {
				return true
			}
		}
	}
	return false
}

// same reports whether c and other are one condition, in any order.
func (c condition) same(other condition) bool {
	return len(c) == len(other) && c.implies(other, false) && other.implies(c, false)
}

// opposite reports whether one of c and other always holds.
func (c condition) opposite(other condition) bool {
	return len(c) == 1 && len(other) == 1 && c[0].fact == other[0].fact && c[0].not != other[0].not &&
		slices.Equal(c[0].values, other[0].values)
}
