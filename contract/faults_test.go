package contract_test

import (
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/term"
)

// A fault is a mistake that registers of contracts are known to make, built
// into the answers that a law is tried on; "" is none. Every law is shown to
// fail on some of them.
type fault string

const (
	forgetsWithdrawals fault = "a notice that was withdrawn still ends the contract"
	ordersByArrival    fault = "facts of a day apply in the order in which they were given"
	revives            fault = "what has expired waits for its renewal as preliminary"
	startsOnLast       fault = "the last day of a term is the first of the next"
	missesLatest       fault = "notice on the latest day is late"
	otherDay           fault = "a day begins when it does in another zone"
	keepsOld           fault = "an entry that is there stays as it is"
	aliases            fault = "what was given to a register is what it returns"
	looksTwice         fault = "the last day of a look is looked at again"
	losesLate          fault = "what came to be known late is not said"
)

// bites returns whether a law fails on answers with a fault.
func bites(f fault, cases int, property func(r draw) string) bool {
	for seed := range int64(cases) {
		r := newDraw(seed)
		r.fault = f
		if property(r) != "" {
			return true
		}
	}
	return false
}

// with adds an entry to a register.
func (r draw) with(t testing.TB, to *contract.Register, e contract.Entry) (*contract.Register, *contract.Contract) {
	t.Helper()
	if _, there := to.Contract(e.ID); there && r.fault == keepsOld {
		return to, nil
	}
	if r.fault == ordersByArrival {
		e.Facts = slices.Clone(e.Facts)
		for i := range e.Facts {
			e.Facts[i].Recorded = time.Date(2026, 1, 1, 0, 0, i, 0, time.UTC)
		}
	}
	with, err := to.With(e)
	require.NoError(t, err, factLines(&e))
	c, ok := with.Contract(e.ID)
	require.True(t, ok)
	return with, c
}

func (r draw) tab(s contract.Standing) contract.Tab {
	if r.fault == revives && s.State == contract.Expired {
		return contract.Preliminary
	}
	return s.Tab
}

func (r draw) terms(c *contract.Contract) iter.Seq[term.Term] {
	return func(yield func(term.Term) bool) {
		for t := range c.Terms() {
			if r.fault == startsOnLast && !t.Last.IsZero() {
				t.Last = t.Last.Next()
			}
			if !yield(t) {
				return
			}
		}
	}
}

func (r draw) endIfNotice(c *contract.Contract, by contract.Side, d calendar.Date) (calendar.Date, bool) {
	if r.fault == missesLatest {
		d = d.Next()
	}
	return c.EndIfNotice(by, d)
}

// at is the instant that a register is asked about.
func (r draw) at(at time.Time) time.Time {
	if r.fault == otherDay {
		return at.Add(3 * time.Hour)
	}
	return at
}

// entryOf returns the entry of the contract that was compiled from given.
func (r draw) entryOf(c *contract.Contract, given *contract.Entry) contract.Entry {
	if r.fault == aliases {
		return *given
	}
	return c.Entry()
}

func (r draw) reminders(of *contract.Register, from, until calendar.Date) iter.Seq[contract.Reminder] {
	if r.fault == looksTwice {
		from = from.Prev()
	}
	return func(yield func(contract.Reminder) bool) {
		for x := range of.Reminders(from, until) {
			if r.fault == losesLate && x.Day != x.Nominal {
				continue
			}
			if !yield(x) {
				return
			}
		}
	}
}
