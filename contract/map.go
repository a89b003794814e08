package contract

import (
	"fmt"
	"strings"
)

// ProcessMap returns the lifecycle as a Mermaid state diagram, drawn from the
// table that decides it.
func ProcessMap() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	name := func(s State) string { return strings.ReplaceAll(string(s), "-", "_") }
	for _, s := range anyState {
		fmt.Fprintf(&b, "  state \"%s\" as %s\n", s, name(s))
	}
	fmt.Fprintf(&b, "  [*] --> %s\n", name(Draft))
	edge := func(from, to State, label string, guards []Guard) {
		for i, g := range guards {
			if label += ", "; i == 0 {
				label = strings.TrimSuffix(label, ", ") + " ["
			}
			label += string(g)
		}
		if len(guards) > 0 {
			label += "]"
		}
		fmt.Fprintf(&b, "  %s --> %s: %s\n", name(from), name(to), label)
	}
	for _, t := range table {
		if t.fact == Correct {
			continue // stands outside the states: it takes a fact away
		}
		for _, from := range t.from {
			to := t.to
			if to == "" {
				to = from
			}
			edge(from, to, string(t.fact), t.guards)
		}
	}
	for _, p := range passages {
		for _, from := range p.from {
			edge(from, p.to, p.when, nil)
		}
	}
	for _, s := range anyState {
		if s.tab(false) == Past {
			fmt.Fprintf(&b, "  %s --> [*]\n", name(s))
		}
	}
	return b.String()
}
