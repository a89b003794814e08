package contract_test

import (
	"testing"
)

// scopeContracts are contracts with short terms, so that a few months hold
// renewals, windows and ends.
var scopeContracts = []modelContract{
	{start: modelDay("2026-01-31"), months: 2, kind: "tacit", renewal: 1, us: modelNotice{1, "term-end"}, party: modelNotice{2, "month-end"}},
	{start: modelDay("2026-02-01"), months: 2, kind: "express", max: 2, opens: 2, closes: 1, us: modelNotice{1, "any-day"}},
	{start: modelDay("2026-02-05"), kind: "evergreen", minimum: 2, us: modelNotice{1, "month-end"}, party: modelNotice{1, ""}},
	{start: modelDay("2026-01-20"), months: 1, kind: "tacit", max: 2, then: "evergreen", us: modelNotice{1, "term-end"}},
	{start: modelDay("2026-02-01"), months: 3, kind: "none", us: modelNotice{1, "month-end"}},
	{start: modelDay("2026-02-01"), months: 2, kind: "", us: modelNotice{1, "term-end"}},
	{start: modelDay("2026-02-10"), kind: "tacit", renewal: 1, us: modelNotice{1, "term-end"}},
	{kind: "tacit", months: 1, us: modelNotice{1, "term-end"}},
}

// scopeFacts are all kinds of fact, those that say something with one way or
// several of saying it. Last days are counted from the day of the fact.
var scopeFacts = []modelFact{
	{kind: "submit"},
	{kind: "return"},
	{kind: "reject"},
	{kind: "approve"},
	{kind: "withdraw"},
	{kind: "suspend"},
	{kind: "suspend", last: 20, moves: true},
	{kind: "suspend", moves: true},
	{kind: "resume"},
	{kind: "notice", side: "us"},
	{kind: "notice", side: "party"},
	{kind: "withdraw-notice", side: "us"},
	{kind: "end", last: 12},
	{kind: "end"},
	{kind: "option"},
	{kind: "amend", amendKind: "none"},
	{kind: "amend", amendKind: "evergreen"},
	{kind: "amend", amendKind: "tacit", amendRenewal: 2, amendUs: modelNotice{2, "term-end"}},
	{kind: "extend", last: 40},
	{kind: "replace"},
	{kind: "reinstate"},
	{kind: "reinstate", last: 30},
	{kind: "renegotiate", talks: "open"},
	{kind: "renegotiate", talks: "agreed"},
	{kind: "renegotiate", talks: "failed"},
	{kind: "acknowledge"},
	{kind: "correct"},
}

// scopeDays place the facts: close together, a few weeks apart, all on one day,
// and out of order.
var scopeDays = [][]int{
	{modelDay("2026-01-15"), modelDay("2026-02-20"), modelDay("2026-03-05"), modelDay("2026-03-25"), modelDay("2026-04-02")},
	{modelDay("2026-01-15"), modelDay("2026-01-31"), modelDay("2026-02-28"), modelDay("2026-03-31"), modelDay("2026-05-01")},
	{modelDay("2026-02-25"), modelDay("2026-02-25"), modelDay("2026-02-25"), modelDay("2026-02-25"), modelDay("2026-02-25")},
	{modelDay("2026-01-10"), modelDay("2026-04-20"), modelDay("2026-03-10"), modelDay("2026-02-15"), modelDay("2026-02-14")},
}

// scopeKinds are the places of scopeFacts by kind.
func scopeKinds() (kinds [][]int) {
	for i, f := range scopeFacts {
		if i > 0 && scopeFacts[i-1].kind == f.kind {
			kinds[len(kinds)-1] = append(kinds[len(kinds)-1], i)
		} else {
			kinds = append(kinds, []int{i})
		}
	}
	return kinds
}

// TestSmallScope tries every sequence of a few facts of all kinds: a lifecycle
// that errs usually errs on a short history. Up to two facts are tried in every
// way of saying them, with every contract and every placing, and three in every
// way with one contract and placing each, in turn. From four on there is one
// way, contract and placing for each sequence of kinds, in turn. Contracts are
// approved before, so that facts have something to act on; up to two facts are
// tried without that as well.
func TestSmallScope(t *testing.T) {
	depth := *scopeDepth
	if testing.Short() {
		depth = min(depth, 2)
	}
	r := emptyRegister(t)
	from, until := modelDay("2026-01-01"), modelDay("2026-08-05")
	tried, failures, turn := 0, 0, 0
	try := func(c modelContract, days []int, list []int, approved bool) {
		var facts []modelFact
		if approved {
			facts = append(facts, modelFact{kind: "approve", day: modelDay("2026-01-05")})
		}
		for i, n := range list {
			f := scopeFacts[n]
			f.day = days[i]
			switch {
			case f.kind == "correct":
				if len(facts) == 0 {
					return // nothing to correct
				}
				f.last = len(facts) - 1
			case f.last != 0:
				f.last += f.day
			}
			facts = append(facts, f)
		}
		tried++
		if wrong := compare(r, c, facts, from, until); wrong != "" {
			t.Errorf("%s\n%s", wrong, describe(c, facts))
			failures++
		}
	}
	inTurn := func(list []int) {
		turn++
		try(scopeContracts[turn%len(scopeContracts)], scopeDays[turn/len(scopeContracts)%len(scopeDays)], list, true)
	}
	var extend func(list []int)
	extend = func(list []int) {
		for n := range scopeFacts {
			if failures >= 5 {
				return
			}
			if list := append(list, n); len(list) <= 2 {
				for _, c := range scopeContracts {
					for _, days := range scopeDays {
						try(c, days, list, true)
						try(c, days, list, false)
					}
				}
				if depth > len(list) {
					extend(list)
				}
			} else {
				inTurn(list)
			}
		}
	}
	extend(make([]int, 0, 3))
	kinds := scopeKinds()
	var long func(list []int)
	long = func(list []int) {
		for i, ways := range kinds {
			if failures >= 5 {
				return
			}
			list := append(list, ways[(turn+i)%len(ways)])
			if len(list) >= 4 {
				inTurn(list)
			}
			if len(list) < min(depth, len(scopeDays[0])) {
				long(list)
			}
		}
	}
	if depth >= 4 {
		long(make([]int, 0, depth))
	}
	t.Logf("%d histories of up to %d facts agreed", tried-failures, depth)
}
