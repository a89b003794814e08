package sla_test

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slakit/slakit/calendar"
)

// agreement is the first of a kind that matches the facts in force and was in
// force when the ticket opened (D11).
func (m *model) agreement(kind string) (specAgreement, bool) {
	for _, a := range m.def.Agreements {
		if a.Kind == kind && m.inForce(a) && matches(a.Match, m.facts, true) {
			return a, true
		}
	}
	return specAgreement{}, false
}

func (m *model) anyAgreement() bool {
	return slices.ContainsFunc(m.def.Agreements, func(a specAgreement) bool {
		_, ok := m.agreement(a.Kind)
		return ok
	})
}

func (m *model) inForce(a specAgreement) bool {
	cal := m.calendars[m.level(a.ServiceLevel).Calendar]
	if a.From != "" && m.opened.Before(boundary(a.From, cal)) {
		return false
	}
	return a.Until == "" || m.opened.Before(boundary(a.Until, cal))
}

// boundary is an instant, or the first instant of a date in the calendar's
// zone.
func boundary(s string, cal *calendar.Calendar) time.Time {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t
	}
	d, err := time.Parse("2006-01-02", s)
	if err != nil {
		panic("bad boundary " + s)
	}
	return firstShowing(d, zoneOf(cal))
}

// matches tells whether every wanted fact has one of the wanted values; with
// prefix, "hq/malmo" counts as "hq".
func matches(want, facts map[string][]string, prefix bool) bool {
	for name, values := range want {
		has := func(v string) bool {
			return slices.ContainsFunc(facts[name], func(have string) bool {
				return have == v || prefix && strings.HasPrefix(have, v+"/")
			})
		}
		if !slices.ContainsFunc(values, func(v string) bool {
			if absent, ok := strings.CutPrefix(v, "!"); ok && prefix {
				return !has(absent)
			}
			return has(v)
		}) {
			return false
		}
	}
	return true
}

// fitting is the target that applies to a metric by the facts in force, or nil.
func (m *model) fitting(c *mclock) *muse {
	a, ok := m.agreement(c.kind)
	if !ok {
		return nil
	}
	level := m.level(a.ServiceLevel)
	priority := level.DefaultPriority
	if p := m.facts["priority"]; len(p) > 0 {
		priority = p[0]
	}
	position := 0
	for i := range level.Targets {
		target := &level.Targets[i]
		if target.Metric != c.metric {
			continue
		}
		position++
		if len(target.Priorities) > 0 && !slices.Contains(target.Priorities, priority) || !matches(target.When, m.facts, false) {
			continue
		}
		key := museKey{a.ID, target}
		if m.uses[key] == nil {
			m.uses[key] = m.newUse(a, level, *target, position)
		}
		return m.uses[key]
	}
	return nil
}

// museKey is an agreement and one of the targets that it promises.
type museKey struct {
	agreement string
	target    *specTarget
}

func (m *model) newUse(a specAgreement, level specLevel, target specTarget, position int) *muse {
	u := &muse{agreement: a, level: level, target: target, name: target.Name, form: parseForm(target.Within)}
	if u.name == "" { // D8: known by metric and, from the second on, position
		u.name = target.Metric
		if position > 1 {
			u.name += "#" + strconv.Itoa(position)
		}
	}
	u.cal = m.calendars[cmp.Or(target.Calendar, level.Calendar)]
	u.wall = u.form.kind == "elapsed" || u.form.kind == "calendar"
	for _, e := range target.Escalations {
		u.steps = append(u.steps, parseSteps(e)...)
	}
	return u
}

func (u *muse) id() string { return u.agreement.ID + " " + u.name }

// on is the list of triggers of the target for a key, or its default.
func (u *muse) on(key string) []string {
	o := u.target.On
	var written []string
	switch key {
	case "start":
		written = o.Start
	case "pause":
		written = o.Pause
	case "resume":
		written = o.Resume
	case "stop":
		written = o.Stop
	case "final":
		written = o.Final
	case "reopen":
		written = o.Reopen
	case "reset":
		written = o.Reset
	case "cancel":
		written = o.Cancel
	}
	switch {
	case written != nil:
		return written
	case key == "stop" && u.target.Metric == "response":
		return responseStops
	}
	return onDefaults[key]
}

var (
	responseStops = []string{"responded", "resolved", "closed"}
	onDefaults    = map[string][]string{
		"start": {"opened"}, "stop": {"resolved", "closed"}, "final": {"responded"}, "pause": {"paused"}, "resume": {"resumed"},
		"reopen": {"reopened"}, "cancel": {"cancelled"},
	}
)

func (u *muse) pauseWhile() []string {
	if u.target.PauseWhile != nil {
		return u.target.PauseWhile
	}
	return u.level.PauseWhile
}

// holds tells whether a condition such as "status=on hold & team!=b" is true.
func holds(condition string, facts map[string][]string) bool {
	for part := range strings.SplitSeq(condition, "&") {
		part = strings.TrimSpace(part)
		name, value, not := strings.Cut(part, "!=")
		if !not {
			name, value, _ = strings.Cut(part, "=")
		}
		if slices.Contains(facts[strings.TrimSpace(name)], strings.TrimSpace(value)) == not {
			return false
		}
	}
	return true
}
