package lint

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slakit/slakit/internal/problem"
	"github.com/slakit/slakit/priority"
	"github.com/slakit/slakit/sla"
)

func (c *checker) levelFindings(add func(Finding)) {
	for _, l := range c.levels {
		if len(l.agreements) == 0 {
			add(Finding{Path: l.path, Kind: Unused, Text: fmt.Sprintf("no agreement promises service level %q", l.ID)})
		}
		c.withoutPriority(l, add)
		for i, r := range l.Raise {
			when := problem.Index(l.path+".raise", i) + ".when"
			neverTrue(when, matching(r.When), add)
		}
		for i, t := range l.targets {
			neverTrue(t.path+".when", t.when, add)
			c.unreachableTarget(l, i, add)
			c.unknownPriorities(l, t, add)
			c.triggerFindings(l, t, add)
			c.dueAtStart(l, t, add)
			c.neverFires(l, t, add)
		}
		c.missingTargets(l, add)
		c.responseLonger(l, add)
	}
}

// yields are the priorities that tickets get without a hand: from the matrix,
// the default and the raises; without a matrix those that the level speaks of.
func (l *level) yields() (all []priority.Priority) {
	put := func(p priority.Priority) {
		if p != "" && !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	if l.matrix == nil {
		put(l.DefaultPriority)
		for _, t := range l.targets {
			for _, p := range t.Priorities {
				put(p)
			}
		}
		return all
	}
	for cell := range l.matrix.Cells() {
		put(cell.Priority)
	}
	put(l.DefaultPriority)
	for _, r := range l.Raise {
		for _, p := range slices.Clone(all) {
			if r.To == "" {
				put(l.matrix.Raise(p, r.By))
			} else {
				put(slices.MinFunc([]priority.Priority{r.To, p}, l.matrix.Compare))
			}
		}
	}
	return all
}

// needs reports whether a target asks for the priority.
func (l *level) needs() bool {
	return slices.ContainsFunc(l.targets, func(t *target) bool { return len(t.Priorities) > 0 })
}

// withoutPriority finds tickets that fail because they have no priority.
func (c *checker) withoutPriority(l *level, add func(Finding)) {
	if l.matrix == nil || l.DefaultPriority != "" || !l.needs() {
		return
	}
	fails := func(f Finding, more sla.Facts) Finding {
		for _, e := range c.openings(l, "", nil) {
			e.ticket.Events[0].Facts = solved(e.facts).with(more)
			if _, err := c.engine.Evaluate(e.ticket, e.now); errors.Is(err, sla.ErrNoPriority) {
				return e.show(f, 0)
			}
		}
		return f
	}
	add(fails(Finding{
		Path: l.path + ".defaultPriority", Kind: NoPriority,
		Text: "there is no default: a ticket whose impact or urgency is not known cannot be evaluated",
	}, nil))
	var empty []priority.Cell
	for cell := range l.matrix.Cells() {
		if cell.Priority == "" {
			empty = append(empty, cell)
		}
	}
	if len(empty) == 0 {
		return
	}
	names := make([]string, len(empty))
	for i, cell := range empty {
		names[i] = fmt.Sprintf("%q x %q", string(cell.Impact), string(cell.Urgency))
	}
	add(fails(Finding{
		Path: c.cellPath(l.Matrix, empty[0]), Kind: NoPriority,
		Text: fmt.Sprintf("no priority for %s, and service level %q has no default: such a ticket cannot be evaluated", list(names), l.ID),
	}, cellFacts(empty[0])))
}

// unknownPriorities finds priorities of a target that only a hand can set.
func (c *checker) unknownPriorities(l *level, t *target, add func(Finding)) {
	if l.matrix == nil {
		return
	}
	yields := l.yields()
	for i, p := range t.Priorities {
		if !slices.Contains(yields, p) {
			add(Finding{
				Path: problem.Index(t.path+".priorities", i), Kind: UnknownPriority,
				Text: fmt.Sprintf("no cell of matrix %q, no raise and no default gives %q: only a ticket whose priority is set by hand has it", l.Matrix, p),
			})
		}
	}
}

// unreachableTarget finds a target that an earlier one of its metric hides.
func (c *checker) unreachableTarget(l *level, i int, add func(Finding)) {
	t := l.targets[i]
	left := slices.Clone(t.Priorities)
	if len(left) == 0 && l.matrix != nil {
		left = slices.Collect(l.matrix.Priorities()) // a ticket without any is an error
	}
	for j, earlier := range l.targets[:i] {
		if earlier.Metric != t.Metric || !t.when.implies(earlier.when, false) || earlier.openedIn != nil && earlier.openedIn != t.openedIn {
			continue
		}
		all := len(earlier.Priorities) == 0
		left = slices.DeleteFunc(left, func(p priority.Priority) bool { return all || slices.Contains(earlier.Priorities, p) })
		if !all && len(left) > 0 || !all && len(t.Priorities) == 0 && l.matrix == nil {
			continue
		}
		f := Finding{
			Path: t.path, Kind: UnreachableTarget,
			Text: fmt.Sprintf("it never applies: targets[%d], or one before it, fits wherever this one would", j),
		}
		for _, e := range c.candidates(l, t) {
			r, mine := e.reading(0)
			if !mine && r.Target != "" {
				f = e.show(f, 0)
				break
			}
		}
		add(f)
		return
	}
}

// missingTargets finds tickets to which no target of a metric of the level
// applies.
func (c *checker) missingTargets(l *level, add func(Finding)) {
	var metrics []sla.Metric
	for _, t := range l.targets {
		if !slices.Contains(metrics, t.Metric) {
			metrics = append(metrics, t.Metric)
		}
	}
	priorities := l.yields()
	if l.matrix == nil && l.DefaultPriority == "" || !l.needs() {
		priorities = append(priorities, "")
	}
	without := map[priority.Priority][]sla.Metric{}
	examples := map[priority.Priority]map[sla.Metric]*example{}
	for _, p := range priorities {
		examples[p] = map[sla.Metric]*example{}
		for _, m := range metrics {
			if e, ok := c.lacks(l, m, p); ok {
				without[p] = append(without[p], m)
				examples[p][m] = e
			}
		}
	}
	report := func(text string, metrics []sla.Metric, missing func(priority.Priority) bool) {
		none := slices.DeleteFunc(slices.Clone(priorities), func(p priority.Priority) bool { return !missing(p) })
		if len(none) == 0 {
			return
		}
		text += list(priorityNames(none))
		if slices.ContainsFunc(metrics, func(m sla.Metric) bool { return conditional(l, m, none) }) {
			text += " where none of their conditions holds"
		}
		f := Finding{Path: l.path + ".targets", Kind: MissingTarget, Text: text}
		for _, p := range none {
			if e := examples[p][metrics[0]]; e != nil && f.Ticket == nil {
				f = e.show(f, 0)
			}
		}
		add(f)
	}
	if len(metrics) > 1 {
		report("nothing at all is promised for ", metrics, func(p priority.Priority) bool { return len(without[p]) == len(metrics) })
	}
	for _, m := range metrics {
		report(fmt.Sprintf("metric %s has no target for ", m), []sla.Metric{m}, func(p priority.Priority) bool {
			return slices.Contains(without[p], m) && (len(without[p]) < len(metrics) || len(metrics) == 1)
		})
	}
}

func priorityNames(priorities []priority.Priority) (names []string) {
	for _, p := range priorities {
		name := "tickets without a priority"
		if p != "" {
			name = fmt.Sprintf("%q", p)
		}
		names = append(names, name)
	}
	return names
}

// conditional reports whether targets of the metric are there for the
// priorities, but only on conditions.
func conditional(l *level, m sla.Metric, priorities []priority.Priority) bool {
	return slices.ContainsFunc(l.targets, func(t *target) bool {
		return t.Metric == m && (len(t.Priorities) == 0 || slices.ContainsFunc(priorities, func(p priority.Priority) bool {
			return slices.Contains(t.Priorities, p)
		}))
	})
}

// lacks reports whether a ticket of the priority can have no target of the
// metric, with an example if there is an agreement.
func (c *checker) lacks(l *level, m sla.Metric, p priority.Priority) (*example, bool) {
	fits := false
	for _, t := range l.targets {
		if t.Metric == m && (len(t.Priorities) == 0 || p != "" && slices.Contains(t.Priorities, p)) {
			if len(t.when) == 0 && t.openedIn == nil {
				return nil, false
			}
			fits = true
		}
	}
	for _, e := range c.openings(l, p, nil) {
		e.target = &target{Target: &sla.Target{Metric: m}}
		report, err := c.engine.Evaluate(e.ticket, e.now)
		if err != nil {
			continue
		}
		// The agreement must be the one that applies, and the priority that which
		// was meant.
		spoilt := func(r sla.Reading) bool {
			mine := r.Agreement == e.agreement.ID
			return !mine && r.Kind == e.agreement.Kind || mine && (r.Metric == m || r.Priority != p)
		}
		if !slices.ContainsFunc(report.Readings, spoilt) {
			return e, true
		}
	}
	return nil, !fits
}

// neverFires finds escalations of a target without a deadline.
func (c *checker) neverFires(l *level, t *target, add func(Finding)) {
	if t.Within != "none" || t.DueBy != "" || len(t.Escalations) == 0 {
		return
	}
	f := Finding{
		Path: t.path + ".escalations", Kind: NeverFires,
		Text: "the target has no deadline: they fire only for a due time that is set by hand",
	}
	const long = 365 * 24 * time.Hour
	if e := c.running(l, t); e != nil {
		if r, ok := e.reading(long); ok && len(r.Escalations) == 0 {
			f = e.show(f, long)
		}
	}
	add(f)
}

// neverTrue finds a condition that no ticket can meet.
func neverTrue(path string, cond condition, add func(Finding)) {
	if cond.never(false) {
		add(Finding{Path: path, Kind: NeverTrue, Text: "no ticket can meet it: it asks for a value and forbids it"})
	}
}

// list joins names for people.
func list(names []string) string {
	const most = 5
	if len(names) > most {
		names = append(slices.Clone(names[:most]), fmt.Sprintf("%d more", len(names)-most))
	}
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
