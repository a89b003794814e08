package lint

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slakit/slakit/priority"
	"github.com/slakit/slakit/sla"
)

func (c *checker) agreementFindings(add func(Finding)) {
	earlier := map[sla.Kind]*shelf{sla.SLA: {}, sla.OLA: {}, sla.UC: {}}
	rarity := map[[2]string]int{}
	for _, a := range c.agreements {
		a.match.each(func(fact, value string) { rarity[[2]string{fact, value}]++ })
	}
	for _, a := range c.agreements {
		shelf := earlier[a.Kind]
		switch by := shelf.covering(a, c.def.Select[a.Kind]); {
		case a.match.never(true):
			add(Finding{Path: a.path + ".match", Kind: NeverTrue, Text: "no ticket can meet it: it asks for a value and forbids it"})
		case by != nil:
			add(c.hidden(a, by))
		default:
			shelf.put(a, rarity)
		}
		if !c.At.IsZero() && !c.At.Before(a.until) {
			add(Finding{
				Path: a.path + ".until", Kind: Ended,
				Text: fmt.Sprintf("agreement %q ended on %s: only tickets opened before are under it", a.ID, a.Until),
			})
		}
	}
}

// hidden reports an agreement that never applies.
func (c *checker) hidden(a, by *agreement) Finding {
	f := Finding{
		Path: a.path, Kind: UnreachableAgreement,
		Text: fmt.Sprintf("it never applies: %q (%s) matches every ticket that it does", by.ID, by.path),
	}
	for _, p := range append([]priority.Priority{""}, a.level.yields()...) {
		for _, e := range c.openingsUnder(a, p, nil) {
			report, err := c.engine.Evaluate(e.ticket, e.now)
			if err == nil && !slices.ContainsFunc(report.Readings, func(r sla.Reading) bool { return r.Agreement == a.ID }) {
				return e.show(f, 0)
			}
		}
	}
	return f
}

// covers reports whether a applies to every ticket that matches the later
// agreement, under the rule of selection.
func (a *agreement) covers(later *agreement, rule string) bool {
	return !a.from.After(later.from) && !a.until.Before(later.until) &&
		(rule != "specific" || len(a.Match) >= len(later.Match)) && later.match.implies(a.match, true)
}

// A shelf holds the agreements of a kind seen so far, each filed under the
// rarest value that it asks for, so that a long list costs little.
type shelf struct {
	any   []*agreement
	filed map[[2]string][]*agreement
}

func (s *shelf) put(a *agreement, rarity map[[2]string]int) {
	asked := slices.DeleteFunc(slices.Clone(a.match), func(t term) bool { return t.not })
	if len(asked) == 0 {
		s.any = append(s.any, a)
		return
	}
	uses := func(t term) (n int) {
		for _, v := range t.values {
			n += rarity[[2]string{t.fact, v}]
		}
		return n
	}
	rarest := slices.MinFunc(asked, func(a, b term) int { return cmp.Compare(uses(a), uses(b)) })
	if s.filed == nil {
		s.filed = map[[2]string][]*agreement{}
	}
	for _, v := range rarest.values {
		key := [2]string{rarest.fact, v}
		s.filed[key] = append(s.filed[key], a)
	}
}

// covering returns an agreement that covers the later one, or nil.
func (s *shelf) covering(later *agreement, rule string) *agreement {
	if rule == "all" {
		return nil
	}
	covers := func(list []*agreement) *agreement {
		if i := slices.IndexFunc(list, func(a *agreement) bool { return a.covers(later, rule) }); i >= 0 {
			return list[i]
		}
		return nil
	}
	by := covers(s.any)
	for _, t := range later.match {
		if t.not || by != nil {
			continue
		}
		// All values of the fact are covered: look under the first and above it.
		for v := t.values[0]; by == nil; {
			by = covers(s.filed[[2]string{t.fact, v}])
			slash := strings.LastIndexByte(v, '/')
			if slash == -1 {
				break
			}
			v = v[:slash]
		}
	}
	return by
}

// each calls f with every value that a match asks for.
func (c condition) each(f func(fact, value string)) {
	for _, t := range c {
		for _, v := range t.values {
			if !t.not {
				f(t.fact, v)
			}
		}
	}
}

// years are the years in use by an agreement: those in which tickets may be
// opened and due, as far as they are known.
func (c *checker) years(a *agreement) (from, until int) {
	year := func(written string, at time.Time) int {
		if written == "" {
			return 0
		}
		return a.level.cal.DateOf(at).Year()
	}
	from, until = year(a.From, a.from), year(a.Until, a.until.Add(-1))
	if c.At.IsZero() {
		if from == 0 {
			from = until
		}
		return from, max(from, until) + 1
	}
	now := a.level.cal.DateOf(c.At).Year()
	if from = max(from, now); until == 0 {
		until = from + 1 // a clock that starts now may be due then
	}
	return from, until + 1
}
