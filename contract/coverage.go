package contract

import (
	"cmp"
	"fmt"
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
	first, last calendar.Date // last is the last of all days if there is none
	start       calendar.Date // of the contract, for the order
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
		last := lastDate
		if i+1 < len(c.spans) {
			last = c.spans[i+1].from.Prev()
		}
	rows:
		for j := range sp.s.ver.rows {
			r := &sp.s.ver.rows[j]
			if r.ServiceLevel == "" {
				continue
			}
			next := stretch{c: c, row: r, order: order, kind: c.slaKind(sp.s.ver), loose: loose, first: sp.from, last: last, start: c.entry.Start}
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
	if n := o.start.Compare(s.start); n != 0 {
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
