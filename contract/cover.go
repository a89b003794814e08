package contract

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/sla"
)

// A Candidate is a row whose coverage matches a ticket, and whether it covers
// it.
type Candidate struct {
	Contract string `json:"contract"`
	Row      string `json:"row"`
	Kind     Kind   `json:"kind"`
	// Agreement is the id of the sla agreement and AgreementKind its kind. The
	// id is empty if the row gives none on that day.
	Agreement     string   `json:"agreement,omitzero"`
	AgreementKind sla.Kind `json:"agreementKind"`
	ServiceLevel  string   `json:"serviceLevel,omitzero"`
	// State is the state of the contract, and Since the day from which it holds,
	// zero if it has always been so.
	State State         `json:"state"`
	Since calendar.Date `json:"since,omitzero"`
	// Taken reports that the row covers the ticket: it is the first of its kind
	// that is in force.
	Taken bool `json:"taken"`
	// Reason says why it matches and why it is taken, or not.
	Reason string `json:"reason"`
}

// Cover returns the row that covers a ticket with these facts which was opened
// at an instant: the first in the order of cover (K27) that is in force; of the
// contracts with customers if there is one, else of internal suppliers, else of
// others. It is false if none does, and for instants outside the range of
// package calendar.
//
// Of each kind it is the agreement that an sla engine with the agreements of
// this register chooses.
func (r *Register) Cover(f sla.Facts, at time.Time) (Candidate, bool) {
	if !calendar.Range().Contains(at) {
		return Candidate{}, false
	}
	d := r.Day(at)
	var space [16][]string
	facts := r.numbered(f, space[:0])
	for _, s := range r.chosen(facts, d, true) {
		if s != nil {
			return s.candidate(d, r.reasons(facts, s.row)), true
		}
	}
	return Candidate{}, false
}

// numbered returns the values of the facts that rows ask about, by number.
func (r *Register) numbered(f sla.Facts, into [][]string) [][]string {
	into = slices.Grow(into, len(r.facts))[:len(r.facts)]
	for name, n := range r.facts {
		values := f[name]
		if len(values) == 1 && values[0] == "" {
			values = nil // no value
		}
		into[n] = values
	}
	return into
}

// chosen returns, for each kind, the stretch that covers, or nil. Where one of
// any kind is enough it looks no further than the first kind that has one.
func (r *Register) chosen(facts [][]string, d calendar.Date, one bool) (chosen [3]*stretch) {
	var space [16]ask
	questions := make([]question, 0, 8)
	for _, l := range r.levels {
		known := facts[:len(l.ids)]
		q := question{facts: known, d: d, asks: space[:0:0]}
		if len(r.levels) == 1 {
			q.asks = space[:0]
		}
		questions = append(questions, l.number(q))
	}
	for kind := range slaKinds {
		for i, l := range r.levels {
			if s := l.first(kind, &questions[i], &r.contracts); s != nil && (chosen[kind] == nil || s.compare(chosen[kind]) == -1) {
				chosen[kind] = s
			}
		}
		if one && chosen[kind] != nil {
			break
		}
	}
	return chosen
}

func (r *row) holds(facts [][]string) bool {
	for i := range r.match {
		if !r.match[i].holds(facts) {
			return false
		}
	}
	return true
}

// candidate returns a stretch that is taken.
func (s *stretch) candidate(d calendar.Date, why string) Candidate {
	sp := at(s.c.spans, d)
	reason := "in force"
	if s.loose {
		reason = fmt.Sprintf("%s since %v, but no other row covers it", sp.state, sp.from)
	}
	if why != "" {
		reason = why + "; " + reason
	}
	return Candidate{
		Contract: s.c.entry.ID, Row: s.row.ID, Kind: s.c.entry.Kind,
		Agreement: s.id(), AgreementKind: slaKinds[s.kind], ServiceLevel: s.row.ServiceLevel,
		State: sp.state, Since: sp.from, Taken: true, Reason: reason,
	}
}

// reasons says which facts of a ticket a row matches.
func (r *Register) reasons(facts [][]string, row *row) string {
	var b strings.Builder
	for i := range row.match {
		w := &row.match[i]
		name := w.name(r)
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString(name)
		if w.not {
			b.WriteString(" is not " + strings.Join(w.values, " or "))
			continue
		}
		for _, have := range facts[w.fact] {
			if one := (wanted{fact: 0, values: w.values}); one.holds([][]string{{have}}) {
				b.WriteString(" is " + have)
				break
			}
		}
	}
	return b.String()
}

func (w *wanted) name(r *Register) string {
	for name, n := range r.facts {
		if n == w.fact {
			return name
		}
	}
	return ""
}

// Candidates yields every row whose coverage matches a ticket with these facts,
// in the order of cover (K27): those that cover it at an instant, those that
// others come before, and those that are preliminary, suspended or past or have
// no service level. It looks at all rows; [Register.Cover] does not.
func (r *Register) Candidates(f sla.Facts, at time.Time) iter.Seq[Candidate] {
	return func(yield func(Candidate) bool) {
		if !calendar.Range().Contains(at) {
			return
		}
		d := r.Day(at)
		facts := r.numbered(f, nil)
		taken := r.chosen(facts, d, false)
		var found []stretch
		for i, c := range r.contracts.all() {
			sp := spanAt(c, d)
			for j := range sp.s.ver.rows {
				if row := &sp.s.ver.rows[j]; row.holds(facts) {
					found = append(found, stretch{c: c, row: row, order: i, kind: c.slaKind(sp.s.ver), loose: sp.state.ended(), start: c.entry.Start})
				}
			}
		}
		slices.SortFunc(found, func(a, b stretch) int { return a.compare(&b) })
		for i := range found {
			if !yield(r.judge(&found[i], taken[found[i].kind], facts, d)) {
				return
			}
		}
	}
}

func spanAt(c *Contract, d calendar.Date) *span { return at(c.spans, d) }

// judge says whether a row covers where the stretch taken is known, and why.
func (r *Register) judge(s, taken *stretch, facts [][]string, d calendar.Date) Candidate {
	why := r.reasons(facts, s.row)
	if taken != nil && taken.c == s.c && taken.row.ID == s.row.ID {
		return taken.candidate(d, why)
	}
	sp := spanAt(s.c, d)
	c := Candidate{
		Contract: s.c.entry.ID, Row: s.row.ID, Kind: s.c.entry.Kind, AgreementKind: slaKinds[s.kind],
		ServiceLevel: s.row.ServiceLevel, State: sp.state, Since: sp.from,
	}
	switch {
	case sp.state != Active:
		c.Reason = "the contract is " + string(sp.state)
		if !sp.from.IsZero() {
			c.Reason += " since " + sp.from.String()
		}
	case s.row.ServiceLevel == "":
		c.Reason = "the row has no service level"
	default:
		c.Agreement = s.agreementID(d)
		c.Reason = fmt.Sprintf("%q comes before it", taken.id())
	}
	if why != "" {
		c.Reason = why + "; " + c.Reason
	}
	return c
}

// agreementID returns the id of the agreement of a row on a day on which it is
// in force.
func (s *stretch) agreementID(d calendar.Date) string {
	for _, one := range s.c.stretches(nil, 0) {
		if one.row.ID == s.row.ID && d.Compare(one.first) >= 0 && d.Compare(one.last) <= 0 {
			return one.id()
		}
	}
	return ""
}
