package contract_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/term"
)

// tableDay is the day on which each fact is tried.
const tableDay = "2026-05-31"

// tableContracts are contracts in each state on that day, with the facts that
// led there.
func tableContracts() map[string]contract.Entry {
	entry := func(start string, facts ...contract.Fact) contract.Entry {
		e := contract.Entry{
			ID: "x", Kind: contract.Supplier, Term: months(12),
			Renewal: contract.Renewal{Kind: contract.RenewalExpress, Opens: months(14)},
			Notice:  []contract.Notice{{By: contract.SideUs, Period: months(1), Exit: term.MonthEnd}},
			Fields:  map[string]string{"reviewed": "2026-12-01"},
		}
		if start != "" {
			e.Start = day(start)
		}
		for i, f := range facts {
			e.Facts = append(e.Facts, numberedFact(i, f))
		}
		return e
	}
	submit := contract.Fact{Kind: contract.Submit, On: day("2025-01-01")}
	approve := contract.Fact{Kind: contract.Approve, On: day("2025-01-02")}
	end := contract.Fact{Kind: contract.End, On: day("2026-05-01"), Last: day("2026-05-20")}
	all := map[string]contract.Entry{
		"draft":      entry("2026-06-01", contract.Fact{Kind: contract.Submit, On: day("2025-01-01")}, contract.Fact{Kind: contract.Return, On: day("2025-01-02")}),
		"in-review":  entry("2026-06-01", submit),
		"approved":   entry("2026-06-01", submit, approve),
		"active":     entry("2025-06-01", submit, approve),
		"suspended":  entry("2025-06-01", submit, approve, contract.Fact{Kind: contract.Suspend, On: day("2026-05-10")}),
		"expired":    entry("2025-05-01", submit, approve),
		"terminated": entry("2025-06-01", submit, approve, end),
		"replaced":   entry("2025-06-01", submit, approve, contract.Fact{Kind: contract.Replace, On: day("2026-05-20"), Successor: "successor"}),
		"cancelled":  entry("2026-06-01", submit, contract.Fact{Kind: contract.Reject, On: day("2025-01-03")}),
		"unknown":    entry("2025-06-01", submit, approve),
		"startless":  entry("", approve),
	}
	unknown := all["unknown"]
	unknown.Term = term.Length{}
	all["unknown"] = unknown
	return all
}

func numberedFact(i int, f contract.Fact) contract.Fact {
	f.ID = string(rune('a' + i))
	f.Recorded = time.Date(2025, 1, 1, 8, i, 0, 0, time.UTC)
	return f
}

// tableFacts are the facts, said so that every guard lets them pass where one
// can.
func tableFacts(e *contract.Entry) map[contract.FactKind]contract.Fact {
	of := contract.DeadlineKind("fields.reviewed")
	last := ""
	if n := len(e.Facts); n > 0 {
		last = e.Facts[n-1].ID
	}
	return map[contract.FactKind]contract.Fact{
		contract.GiveNotice:     {Side: contract.SideUs},
		contract.WithdrawNotice: {Side: contract.SideUs},
		contract.Extend:         {Last: day("2028-01-31")},
		contract.Replace:        {Successor: "successor"},
		contract.Reinstate:      {Last: day("2026-12-31")},
		contract.Renegotiate:    {Renegotiation: contract.RenegotiationOpen},
		contract.Acknowledge:    {Of: of},
		contract.Amend:          {Amend: &contract.Amendment{Notice: []contract.Notice{}}},
		contract.Correct:        {Corrects: last},
	}
}

// TestDecisionK16StateTable holds every cell of the matrix, which is written by hand.
func TestDecisionK16StateTable(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "states.txt"))
	require.NoError(t, err)
	var states []string
	cells := 0
	contracts := tableContracts()
	r := emptyRegister(t)
	for line := range strings.Lines(string(data)) {
		cell := strings.Fields(line)
		switch {
		case len(cell) == 0 || cell[0] == "#":
			continue
		case states == nil:
			states = cell[1:]
			require.Len(t, states, len(contracts))
			continue
		}
		require.Len(t, cell, len(states)+1, line)
		kind := contract.FactKind(cell[0])
		for i, state := range states {
			e, want := contracts[state], cell[i+1]
			if kind == contract.WithdrawNotice {
				// There is a notice to withdraw.
				given := numberedFact(len(e.Facts), contract.Fact{Kind: contract.GiveNotice, Side: contract.SideUs, On: day("2026-05-05")})
				e.Facts = append(slices.Clip(e.Facts), given)
			}
			with, err := r.With(e)
			require.NoError(t, err)
			c, _ := with.Contract("x")
			before := c.On(day(tableDay))
			if known := strings.Replace(state, "startless", "unknown", 1); string(before.State) != known {
				t.Fatalf("%s: the contract is %s", state, before.State)
			}
			f := tableFacts(&e)[kind]
			f.ID, f.Kind, f.On, f.Recorded = "z", kind, day(tableDay), time.Date(2026, 5, 31, 8, 0, 0, 0, time.UTC)
			permitted := false
			for k := range c.Permitted(day(tableDay)) {
				permitted = permitted || k == kind
			}
			got := "."
			after, err := c.Record(f)
			var refused *contract.RefusedError
			switch {
			case err == nil:
				with, err := with.With(after)
				require.NoError(t, err)
				c, _ := with.Contract("x")
				got = string(c.On(day(tableDay)).State)
				require.True(t, permitted || kind == contract.Acknowledge, "%s in state %s is taken, but not permitted", kind, state)
			case !errors.As(err, &refused):
				t.Fatalf("%s in state %s: %v", kind, state, err)
			default:
				require.Equal(t, before.State, refused.State)
				require.NotEmpty(t, refused.Guard)
				require.False(t, permitted, "%s in state %s is permitted, but refused: %v", kind, state, err)
			}
			if got != want {
				t.Errorf("%s in state %s: got %s, want %s (%v)", kind, state, got, want, err)
			}
			cells++
		}
	}
	require.Equal(t, 18*11, cells)
	t.Logf("%d cells", cells)
}

// TestDecisionK18Guards: each guard refuses by its name.
func TestDecisionK18Guards(t *testing.T) {
	start, approve := day("2026-01-01"), contract.Fact{Kind: contract.Approve, On: day("2025-12-01")}
	tacit := contract.Entry{
		Term: months(12), Renewal: contract.Renewal{Kind: contract.RenewalTacit},
		Notice: []contract.Notice{{By: contract.SideUs, Period: months(3)}},
	}
	express := contract.Entry{Term: months(12), Renewal: contract.Renewal{Kind: contract.RenewalExpress, Max: 1, Opens: months(6), Closes: months(3)}}
	evergreen := contract.Entry{Renewal: contract.Renewal{Kind: contract.RenewalEvergreen}}
	unclear := contract.Entry{Term: months(12), Notice: []contract.Notice{{By: contract.SideUs, Period: months(3)}}}
	on := func(kind contract.FactKind, d string, f contract.Fact) contract.Fact {
		f.Kind, f.On = kind, day(d)
		return f
	}
	us, party := contract.Fact{Side: contract.SideUs}, contract.Fact{Side: contract.SideParty}
	talks := func(r contract.Renegotiation) contract.Fact { return contract.Fact{Renegotiation: r} }
	last := func(d string) contract.Fact { return contract.Fact{Last: day(d)} }
	startless := tacit
	startless.Name = "startless"
	for _, tt := range []struct {
		guard contract.Guard
		e     contract.Entry
		facts []contract.Fact
	}{
		{contract.GuardState, tacit, []contract.Fact{on(contract.Resume, "2026-02-01", contract.Fact{})}},
		{contract.GuardState, tacit, []contract.Fact{on(contract.Withdraw, "2026-02-01", contract.Fact{})}},
		{contract.GuardNotBegun, contract.Entry{Renewal: contract.Renewal{Kind: contract.RenewalNone}}, []contract.Fact{on(contract.Withdraw, "2026-02-01", contract.Fact{})}},
		{contract.GuardNotBegun, contract.Entry{Renewal: contract.Renewal{Kind: contract.RenewalNone}}, []contract.Fact{on(contract.Withdraw, "2026-01-01", contract.Fact{})}},
		{contract.GuardRight, tacit, []contract.Fact{on(contract.GiveNotice, "2026-02-01", party)}},
		{contract.GuardNoneGiven, tacit, []contract.Fact{on(contract.GiveNotice, "2026-02-01", us), on(contract.GiveNotice, "2026-02-02", us)}},
		{contract.GuardGiven, tacit, []contract.Fact{on(contract.WithdrawNotice, "2026-02-01", us)}},
		{contract.GuardExit, unclear, []contract.Fact{on(contract.GiveNotice, "2026-11-01", us)}},
		{contract.GuardNotPast, tacit, []contract.Fact{on(contract.End, "2026-02-01", last("2026-01-31"))}},
		{contract.GuardNotPast, tacit, []contract.Fact{on(contract.End, "2026-02-01", contract.Fact{}), on(contract.Reinstate, "2026-03-01", last("2026-02-28"))}},
		{contract.GuardNotLater, express, []contract.Fact{on(contract.End, "2026-02-01", last("2027-01-01"))}},
		{contract.GuardNotLater, express, []contract.Fact{on(contract.Replace, "2026-02-01", contract.Fact{Successor: "successor", Last: day("2027-01-01")})}},
		{contract.GuardLater, tacit, []contract.Fact{on(contract.Extend, "2026-02-01", last("2026-12-31"))}},
		{contract.GuardLater, tacit, []contract.Fact{on(contract.End, "2026-02-01", last("2027-08-31")), on(contract.Extend, "2026-03-01", last("2027-08-31"))}},
		{contract.GuardLater, contract.Entry{Renewal: contract.Renewal{Kind: contract.RenewalNone}}, []contract.Fact{on(contract.End, "2026-02-01", last("2026-08-31")), on(contract.Extend, "2026-03-01", last("2026-08-31"))}},
		{contract.GuardHasTerm, evergreen, []contract.Fact{on(contract.Extend, "2026-02-01", last("2026-12-31"))}},
		{contract.GuardHasTerm, express, []contract.Fact{on(contract.Reinstate, "2027-02-01", contract.Fact{})}},
		{contract.GuardExpress, tacit, []contract.Fact{on(contract.TakeOption, "2026-07-01", contract.Fact{})}},
		{contract.GuardNotEnding, express, []contract.Fact{on(contract.End, "2026-02-01", last("2026-11-30")), on(contract.TakeOption, "2026-07-01", contract.Fact{})}},
		{contract.GuardWindow, express, []contract.Fact{on(contract.TakeOption, "2026-06-30", contract.Fact{})}},
		{contract.GuardWindow, express, []contract.Fact{on(contract.TakeOption, "2026-10-01", contract.Fact{})}},
		{contract.GuardLeft, express, []contract.Fact{on(contract.TakeOption, "2026-07-01", contract.Fact{}), on(contract.TakeOption, "2027-07-01", contract.Fact{})}},
		{contract.GuardKeepsEnd, evergreen, []contract.Fact{on(contract.Amend, "2026-02-01", contract.Fact{Amend: &contract.Amendment{Renewal: &contract.Renewal{Kind: contract.RenewalNone}}})}},
		{contract.GuardNoneOpen, tacit, []contract.Fact{on(contract.Renegotiate, "2026-02-01", talks("open")), on(contract.Renegotiate, "2026-02-02", talks("open"))}},
		{contract.GuardOpen, tacit, []contract.Fact{on(contract.Renegotiate, "2026-02-01", talks("agreed"))}},
		{contract.GuardDeadline, evergreen, []contract.Fact{on(contract.Acknowledge, "2026-02-01", contract.Fact{})}},
		{contract.GuardHasTerm, startless, []contract.Fact{on(contract.Extend, "2026-02-01", last("2027-12-31"))}},
	} {
		e := tt.e
		if e.ID, e.Kind = "x", contract.Supplier; e.Name != "startless" {
			e.Start = start
		}
		for i, f := range append([]contract.Fact{approve}, tt.facts...) {
			e.Facts = append(e.Facts, numberedFact(i, f))
		}
		f := e.Facts[len(e.Facts)-1]
		// The register keeps it and says why it has no effect.
		with, err := emptyRegister(t).With(e)
		require.NoError(t, err, "%s", tt.guard)
		found := ""
		for x := range with.Findings(day("2030-01-01")) {
			if x.Kind == contract.FindingRefused {
				found += x.Fact + " " + x.Text + "\n"
			}
		}
		require.Contains(t, found, f.ID+" ", "%s is not refused", f.Kind)
		require.Contains(t, found, ": "+string(tt.guard)+"\n")
		require.Equal(t, 1, strings.Count(found, "\n"), found)
		// Record refuses it before it is stored.
		e.Facts = e.Facts[:len(e.Facts)-1]
		with, err = emptyRegister(t).With(e)
		require.NoError(t, err)
		c, _ := with.Contract("x")
		before := c.On(f.On)
		_, err = c.Record(f)
		var refused *contract.RefusedError
		require.ErrorAs(t, err, &refused)
		require.Equal(t, tt.guard, refused.Guard)
		if tt.guard != contract.GuardState {
			require.Regexp(t, ": "+string(f.Kind)+` \[[^]]*\b`+string(tt.guard)+`\b`, contract.ProcessMap(), "the table names the guard")
		}
		require.Equal(t, before, c.On(f.On), "the contract has changed")
	}
}

// TestProcessMapGolden: the diagram is drawn from the table.
func TestProcessMapGolden(t *testing.T) { golden(t, "process.mmd", contract.ProcessMap()) }

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}
