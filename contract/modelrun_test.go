package contract_test

import (
	"cmp"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/term"
)

var (
	lawCases   = flag.Int("laws", 1000, "cases per law")
	scopeDepth = flag.Int("scope", 4, "longest sequence of facts tried exhaustively")
	update     = flag.Bool("update", false, "rewrite the golden files")
)

func dateOf(day int) (d calendar.Date) {
	if day != 0 {
		d = calendarDay(modelDate(day))
	}
	return d
}

func calendarDay(t time.Time) calendar.Date {
	d, err := calendar.NewDate(t.Date())
	if err != nil {
		panic(err)
	}
	return d
}

func months(n int) term.Length { return term.Length{Period: calendar.Period{Months: n}} }

// entry writes the contract as a register does.
func (c modelContract) entry(id string) contract.Entry {
	e := contract.Entry{
		ID: id, Kind: contract.Supplier, Responsible: "erik", Start: dateOf(c.start), Term: months(c.months), Minimum: months(c.minimum),
		Renewal: contract.Renewal{
			Kind: contract.RenewalKind(c.kind), Term: months(c.renewal), Max: c.max, Then: c.then, Opens: months(c.opens), Closes: months(c.closes),
		},
		Rows: []contract.Row{{ID: "row", Service: "email", ServiceLevel: "gold"}},
	}
	e.Notice = c.notices()
	return e
}

func (c modelContract) notices() []contract.Notice {
	list := []contract.Notice{}
	for _, side := range []struct {
		by contract.Side
		n  modelNotice
	}{{contract.SideUs, c.us}, {contract.SideParty, c.party}} {
		if side.n.months > 0 {
			list = append(list, contract.Notice{By: side.by, Period: months(side.n.months), Exit: term.Exit(side.n.exit)})
		}
	}
	return list
}

// facts writes facts, recorded in their order.
func (c modelContract) facts(facts []modelFact) []contract.Fact {
	var list []contract.Fact
	for i, f := range facts {
		if f.kind == "withdraw-notice" && c.fault == forgetsWithdrawals {
			continue
		}
		w := contract.Fact{
			ID: fmt.Sprintf("f%02d", i), Kind: contract.FactKind(f.kind), On: dateOf(f.day), Recorded: modelDate(modelDay("2026-01-01")).Add(time.Duration(i) * time.Second),
			Side: contract.Side(f.side), Last: dateOf(f.last), MoveEnd: f.moves, Renegotiation: contract.Renegotiation(f.talks),
		}
		switch f.kind {
		case "replace":
			w.Successor = "successor"
		case "amend":
			w.Amend = &contract.Amendment{}
			if f.amendKind != "" {
				w.Amend.Renewal = &contract.Renewal{Kind: contract.RenewalKind(f.amendKind), Term: months(f.amendRenewal)}
			}
			if f.amendUs.months > 0 {
				after := c
				after.us = f.amendUs
				w.Amend.Notice = after.notices()
			}
			if f.amendKind == "" && f.amendUs.months == 0 {
				w.Amend.Party = &contract.Party{Name: "another"}
			}
		case "correct":
			w.Corrects = fmt.Sprintf("f%02d", f.last)
			w.Last = calendar.Date{}
		}
		list = append(list, w)
	}
	return list
}

func (f modelFact) String() string {
	s := dateOf(f.day).String() + " " + f.kind
	for _, more := range []string{f.side, f.talks, f.amendKind} {
		if more != "" {
			s += " " + more
		}
	}
	if f.last != 0 {
		s += " " + dateOf(f.last).String()
	}
	if f.moves {
		s += " moveEnd"
	}
	return s
}

// emptyRegister is one to which entries are added; its contract "successor" is
// there to be named.
func emptyRegister(t testing.TB) *contract.Register {
	t.Helper()
	r, err := contract.Compile(contract.Definition{Zone: "UTC", Owner: "anna", Contracts: []contract.Entry{{ID: "successor", Kind: contract.Supplier}}}, nil)
	require.NoError(t, err)
	return r
}

// compare lives a contract with its facts from a day to another and returns
// the first difference. Facts that correct others are carried out before.
func compare(r *contract.Register, c modelContract, facts []modelFact, from, until int) string {
	e := c.entry("x")
	e.Facts = c.facts(facts)
	with, err := r.With(e)
	if err != nil {
		return err.Error()
	}
	k, _ := with.Contract("x")
	refused := refusedFacts(with, dateOf(until))

	type numbered struct {
		modelFact
		id string
	}
	var live []numbered
	void := map[int]bool{}
	for i, f := range slices.Backward(facts) {
		if f.kind == "correct" && !void[i] {
			void[f.last] = true
		}
	}
	for i, f := range facts {
		if !void[i] && f.kind != "correct" {
			live = append(live, numbered{f, fmt.Sprintf("f%02d", i)})
		}
	}
	slices.SortStableFunc(live, func(a, b numbered) int { return cmp.Compare(a.day, b.day) })
	m := newModel(c, from)
	// The fourth fact multiplies the work: days on which nothing happens in the
	// model are then compared now and then only.
	sparse := len(facts) > 4
	seen := *m
	for {
		for len(live) > 0 && live[0].day <= m.day {
			f := live[0]
			live = live[1:]
			if f.kind == "acknowledge" {
				continue
			}
			if taken := m.apply(f.modelFact); taken == slices.Contains(refused, f.id) {
				return fmt.Sprintf("%v: the model takes it: %v, the contract refuses %v", f, taken, refused)
			}
		}
		if !sparse || m.day%8 == 0 || m.state != seen.state || m.last != seen.last || m.ends != seen.ends || m.day == until {
			if wrong := disagreement(m, k); wrong != "" {
				return wrong
			}
			seen = *m
		}
		if m.day >= until {
			return ""
		}
		m.tick()
	}
}

func refusedFacts(r *contract.Register, d calendar.Date) (ids []string) {
	for f := range r.Findings(d) {
		if f.Kind == contract.FindingRefused && f.Contract == "x" {
			ids = append(ids, f.Fact)
		}
	}
	return ids
}

func describe(c modelContract, facts []modelFact) string {
	var lines []string
	for _, f := range facts {
		lines = append(lines, "  "+f.String())
	}
	return fmt.Sprintf("%+v from %v\n%s", c, dateOf(c.start), strings.Join(lines, "\n"))
}
