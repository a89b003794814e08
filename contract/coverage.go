package contract

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/sla"
)

// lastDate is the last of all days.
var lastDate, _ = calendar.NewDate(9999, time.December, 31)

// A stretch is an unbroken run of days on which a row is in force: one
// agreement (K25).
type stretch struct {
	c           *Contract
	row         *row
	order       int // of the contract in the register
	n           int // of the stretches of the row
	kind        int // in slaKinds
	loose       bool
	first, last calendar.Date // last is zero if there is none
}

var slaKinds = []sla.Kind{sla.SLA, sla.OLA, sla.UC}

// slaKind returns the kind of the agreements of a contract, in slaKinds.
func (c *Contract) slaKind(v *sections) int {
	switch {
	case c.entry.Kind == Customer:
		return 0
	case v.party.Internal:
		return 1
	default:
		return 2
	}
}

// stretches appends the stretches of a contract's rows.
func (c *Contract) stretches(all []stretch, order int) []stretch {
	begin := len(all)
	for i := range c.spans {
		sp := &c.spans[i]
		loose := c.set.loose && sp.state.ended()
		if sp.state != Active && !loose {
			continue
		}
		var last calendar.Date
		if i+1 < len(c.spans) {
			last = c.spans[i+1].from.Prev()
		}
	rows:
		for j := range sp.s.ver.rows {
			r := &sp.s.ver.rows[j]
			if r.ServiceLevel == "" {
				continue
			}
			next := stretch{c: c, row: r, order: order, kind: c.slaKind(sp.s.ver), loose: loose, first: sp.from, last: last}
			for k := len(all) - 1; k >= begin; k-- {
				before := &all[k]
				if before.row.ID != r.ID {
					continue
				}
				if before.last.Next() == sp.from && before.loose == loose && before.kind == next.kind && before.row.same(r) {
					before.last = last
					continue rows
				}
				next.n = before.n + 1
				break
			}
			all = append(all, next)
		}
	}
	return all
}

// compare is the order of cover (K27): what is past last, then the most
// specific, the higher rank, the later start, and the ids.
func (s *stretch) compare(o *stretch) int {
	if s.loose != o.loose {
		if s.loose {
			return 1
		}
		return -1
	}
	if s.row.class != o.row.class {
		return cmp.Compare(s.row.class, o.row.class)
	}
	if s.row.Rank != o.row.Rank {
		return cmp.Compare(o.row.Rank, s.row.Rank)
	}
	if n := o.c.entry.Start.Compare(s.c.entry.Start); n != 0 {
		return n
	}
	if n := strings.Compare(s.c.entry.ID, o.c.entry.ID); n != 0 {
		return n
	}
	if n := strings.Compare(s.row.ID, o.row.ID); n != 0 {
		return n
	}
	return cmp.Compare(s.n, o.n)
}

// id is the name of the agreement: contract/row, and from the second stretch of
// a row on its number.
func (s *stretch) id() string {
	id := s.c.entry.ID + "/" + s.row.ID
	if s.n > 0 {
		id += fmt.Sprintf("#%d", s.n+1)
	}
	return id
}

func (s *stretch) holds(d calendar.Date) bool {
	return d.Compare(s.first) >= 0 && (s.last.IsZero() || d.Compare(s.last) <= 0)
}

// agreement returns the agreement of a stretch, false if it lies outside the
// years of the calendars (T14).
func (s *stretch) agreement() (sla.Agreement, bool) {
	zone, years := s.c.set.zone, calendar.Range()
	a := sla.Agreement{ID: s.id(), Kind: slaKinds[s.kind], ServiceLevel: s.row.ServiceLevel, Match: s.row.facts()}
	if from := zone.Start(s.first); !from.Before(years.End) {
		return a, false
	} else if from.After(years.Start) {
		a.From = from.Format(time.RFC3339)
	}
	if end := s.last.Next(); !end.IsZero() {
		switch until := zone.Start(end); {
		case !until.After(years.Start):
			return a, false
		case until.Before(years.End):
			a.Until = until.Format(time.RFC3339)
		}
	}
	return a, true
}

// Agreements returns the agreements of all rows that have a service level, one
// for each unbroken stretch in which the row is in force, in the order of cover
// (K27). They take their place in the definition of an sla engine, whose
// service levels they name.
//
// Their ids are contract/row, from the second stretch of a row on with its
// number, as in contract/row#2. Their bounds are instants: the first of the
// first day, and that of the day after the last, in the zone of the register.
func (r *Register) Agreements() []sla.Agreement {
	var all []sla.Agreement
	for s := range r.ordered() {
		if a, ok := s.agreement(); ok {
			all = append(all, a)
		}
	}
	return all
}

// A coverage finds the stretches that can match a ticket without looking at
// all the others. Each is filed under the values of one fact that its row asks
// for, the rarest; those that ask for none are always tried.
type coverage struct {
	stretches []stretch // in the order of cover
	kinds     [3]filed
}

// filed are the places of the stretches of one kind.
type filed struct {
	always []int32
	facts  []map[string][]int32 // by the number of the fact
}

// newCoverage orders and files stretches that ask about so many facts.
func newCoverage(stretches []stretch, facts int) *coverage {
	slices.SortFunc(stretches, func(a, b stretch) int { return a.compare(&b) })
	x := &coverage{stretches: stretches}
	counts := make([]map[string]int, facts)
	for i := range counts {
		counts[i] = map[string]int{}
	}
	for i := range stretches {
		for _, w := range stretches[i].row.match {
			if !w.not {
				for _, v := range w.values {
					counts[w.fact][v]++
				}
			}
		}
	}
	for k := range x.kinds {
		x.kinds[k].facts = make([]map[string][]int32, facts)
	}
	for i := range stretches {
		s := &stretches[i]
		var rarest *wanted
		least := 0
		for j := range s.row.match {
			w, n := &s.row.match[j], 0
			if w.not {
				continue
			}
			for _, v := range w.values {
				n += counts[w.fact][v]
			}
			if rarest == nil || n < least {
				rarest, least = w, n
			}
		}
		x.kinds[s.kind].file(rarest, int32(i))
	}
	return x
}

func (f *filed) file(w *wanted, place int32) {
	if w == nil {
		f.always = append(f.always, place)
		return
	}
	m := f.facts[w.fact]
	if m == nil {
		m = map[string][]int32{}
		f.facts[w.fact] = m
	}
	for _, v := range w.values {
		list := m[v]
		if n := len(list); n == 0 || list[n-1] != place {
			m[v] = append(list, place)
		}
	}
}
