package contract

import (
	"slices"
	"strings"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/contract/term"
	"github.com/slakit/slakit/internal/problem"
)

// A DeadlineKind says what a day is about.
type DeadlineKind string

// The kinds of deadline. Any own date field is one, too, as "fields.reviewed".
const (
	DeadlineNotice  DeadlineKind = "notice"  // to give notice
	DeadlineOption  DeadlineKind = "option"  // to take the option
	DeadlineEnd     DeadlineKind = "end"     // the last day in force
	DeadlineRenewal DeadlineKind = "renewal" // the first day of a renewal
	DeadlineStart   DeadlineKind = "start"   // the first day in force
	DeadlineMinimum DeadlineKind = "minimum" // the last day of the minimum
	DeadlineExit    DeadlineKind = "exit"    // to leave a contract without end at an exit
)

const fieldPrefix = "fields."

var deadlineKinds = []DeadlineKind{
	DeadlineNotice, DeadlineOption, DeadlineEnd, DeadlineRenewal, DeadlineStart, DeadlineMinimum, DeadlineExit,
}

// field returns the name of the own field that the kind stands for.
func (k DeadlineKind) field() (string, bool) { return strings.CutPrefix(string(k), fieldPrefix) }

// sided reports whether deadlines of the kind belong to one side.
func (k DeadlineKind) sided() bool { return k == DeadlineNotice || k == DeadlineExit }

// A line is one line of a compiled plan: a [ReminderRule] for one role.
type line struct {
	of     DeadlineKind
	by     Side // us, party or either, for what belongs to a side
	before term.Length
	role   Role
	unless bool // acknowledged
	latest bool // aims at the latest day
}

// plan compiles the reminders of a contract of a kind, or of the register.
func (c *compiler) plan(path string, rules []ReminderRule, kind Kind) []line {
	if c.limit(path, len(rules), maxReminders, "reminders") {
		return nil
	}
	plan := make([]line, 0, len(rules))
	for i, rule := range rules {
		at := c.index(path, i)
		l := line{of: rule.Of, by: rule.By, before: rule.Before, unless: rule.Unless != "", latest: rule.Aim == aimLatest}
		if rule.Of == "" {
			c.problems.Add(c.at(at, ".of"), slakit.ErrRequired, "want %s, or fields. and the name of a date field", oneOf(deadlineNames))
		} else {
			c.deadlineKind(c.at(at, ".of"), rule.Of, kind)
		}
		c.choice(c.at(at, ".by"), string(rule.By), sideNames)
		switch {
		case rule.By != "" && !rule.Of.sided():
			c.problems.Add(c.at(at, ".by"), slakit.ErrInvalid, "only notice and exit belong to a side")
		case rule.By == "" && rule.Of.sided():
			l.by = SideUs
		}
		if c.length(c.at(at, ".before"), rule.Before, true); rule.Before.Empty() {
			l.before = term.Length{}
		}
		c.choice(c.at(at, ".unless"), rule.Unless, []string{"acknowledged"})
		c.choice(c.at(at, ".aim"), rule.Aim, []string{aimSafe, aimLatest})
		if len(rule.To) == 0 {
			c.problems.Add(c.at(at, ".to"), slakit.ErrRequired, "want at least one of %s", oneOf(roleNames))
		}
		for j, role := range rule.To {
			l.role = role
			c.required(c.index(c.at(at, ".to"), j), string(role), roleNames)
			if slices.ContainsFunc(plan, l.same) {
				c.problems.Add(c.index(c.at(at, ".to"), j), slakit.ErrDuplicate, "%q is told so long before already", role)
			}
			plan = append(plan, l)
		}
		c.text(c.at(at, ".note"), rule.Note)
	}
	return plan
}

const (
	aimSafe   = "safe"
	aimLatest = "latest"
)

// same reports whether two lines would remind of the same at the same time.
func (l line) same(o line) bool {
	l.unless = o.unless
	return l == o
}

// deadlineKind checks the name of a deadline; of a register's, kind is empty.
func (c *compiler) deadlineKind(path string, k DeadlineKind, kind Kind) {
	name, own := k.field()
	if !own {
		c.choice(path, string(k), deadlineNames)
		return
	}
	free := true // without a schema
	var dates []string
	for _, of := range contractKinds {
		s := c.set.schemas[of]
		if s == nil || kind != "" && of != kind {
			continue
		}
		free = false
		for i := range s.fields {
			if f := &s.fields[i]; f.Type == fieldDate {
				dates = append(dates, f.Name)
			}
		}
	}
	if !free && !slices.Contains(dates, name) {
		c.problems.Add(path, slakit.ErrUnknown, "date field %.80q%s", name, problem.DidYouMean(name, dates))
	}
}
