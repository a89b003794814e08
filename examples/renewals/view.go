package main

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/money"
	"github.com/slakit/slakit/contract/term"
)

// A view is a register on a day, as a contract manager asks about it.
type view struct {
	Name string        `json:"register"`
	Day  calendar.Date `json:"day"`
	// Until is the first day that is no longer looked at.
	Until     calendar.Date  `json:"until"`
	Tabs      map[string]int `json:"tabs"`
	Contracts []contractLine `json:"contracts"`
	// Deadlines are the next ones of each contract, by the day on which to act.
	Deadlines   []deadlineLine     `json:"deadlines"`
	Commitments []commitmentLine   `json:"commitments"`
	Reminders   []reminderLine     `json:"reminders"`
	Findings    []contract.Finding `json:"findings"`
}

// A contractLine is how a contract stands.
type contractLine struct {
	Contract    string        `json:"contract"`
	Kind        contract.Kind `json:"kind"`
	Number      string        `json:"number,omitzero"`
	Name        string        `json:"name"`
	Party       string        `json:"party"`
	Responsible string        `json:"responsible,omitzero"`
	contract.Standing
}

// A deadlineLine is a day by which something must be done about a contract, and
// why that day.
type deadlineLine struct {
	Contract string `json:"contract"`
	Name     string `json:"name"`
	contract.Deadline
	// Then is what happens if nobody acts.
	Then string `json:"then"`
	Why  string `json:"why,omitzero"`
}

// A commitmentLine is what we are bound to.
type commitmentLine struct {
	Contract string        `json:"contract"`
	Name     string        `json:"name"`
	Kind     contract.Kind `json:"kind"`
	contract.Commitment
	// PartyLast is the last day if the party gave notice on the day.
	PartyLast calendar.Date `json:"partyLast,omitzero"`
	Earliest  calendar.Date `json:"earliestExit,omitzero"`
	By        contract.Side `json:"earliestBy,omitzero"`
}

// A reminderLine is a reminder, with the contract that it is about.
type reminderLine struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Number string `json:"number,omitzero"`
	Party  string `json:"party"`
	contract.Reminder
	Why string `json:"why,omitzero"`

	proof term.Proof
}

// act reports whether something must be done by the day, which otherwise only
// comes.
func (m reminderLine) act() bool {
	return slices.Contains([]contract.DeadlineKind{contract.DeadlineNotice, contract.DeadlineOption, contract.DeadlineExit}, m.Of)
}

// look asks a register about a day and the time after it.
func look(ctx context.Context, name string, r *contract.Register, day, until calendar.Date) (*view, error) {
	v := &view{Name: name, Day: day, Until: until, Tabs: map[string]int{}}
	for _, kind := range []contract.Kind{contract.Customer, contract.Supplier} {
		for c := range r.Contracts(kind) {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			v.contract(c)
		}
	}
	slices.SortStableFunc(v.Deadlines, func(a, b deadlineLine) int { return a.Safe.Compare(b.Safe) })
	for m := range r.Reminders(day, until) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		c, _ := r.Contract(m.Contract)
		e := c.Entry()
		line := reminderLine{ID: m.ID(), Name: nameOf(c), Number: e.Number, Party: c.Sections(m.Day).Party.Name, Reminder: m}
		for d := range c.Deadlines(m.Day) {
			if d.Latest.Compare(m.Latest) > 0 {
				break
			}
			if d.Kind == m.Of && d.Latest == m.Latest && (d.By == m.By || m.By == "" || d.By == contract.SideEither) {
				line.Why, line.proof = d.Proof.String(), d.Proof
			}
		}
		v.Reminders = append(v.Reminders, line)
	}
	v.Findings = slices.Collect(r.Findings(day))
	return v, ctx.Err()
}

func nameOf(c *contract.Contract) string {
	e := c.Entry()
	return cmp.Or(e.Name, e.Number, e.ID)
}

func (v *view) contract(c *contract.Contract) {
	e, s := c.Entry(), c.On(v.Day)
	now := c.Sections(v.Day)
	name := nameOf(c)
	v.Tabs[string(s.Tab)]++
	v.Contracts = append(v.Contracts, contractLine{e.ID, c.Kind(), e.Number, name, now.Party.Name, now.Responsible, s})
	if s.Tab == contract.Past {
		return
	}
	v.deadlines(c, name, s, now)
	if s.Tab != contract.Current {
		return
	}
	line := commitmentLine{Contract: e.ID, Name: name, Kind: c.Kind(), Commitment: c.Commitment(v.Day)}
	line.PartyLast, _ = c.EndIfNotice(contract.SideParty, v.Day)
	line.Earliest, line.By = c.EarliestExit(v.Day)
	v.Commitments = append(v.Commitments, line)
}

// deadlines adds the next deadline of each kind and side, and the rolling ones
// of a contract without end.
func (v *view) deadlines(c *contract.Contract, name string, s contract.Standing, now contract.Sections) {
	type key struct {
		kind contract.DeadlineKind
		by   contract.Side
	}
	seen := map[key]bool{}
	add := func(d contract.Deadline) {
		if k := (key{d.Kind, d.By}); d.Latest.Compare(v.Day) >= 0 && !seen[k] {
			seen[k] = true
			v.Deadlines = append(v.Deadlines, deadlineLine{c.ID(), name, d, consequence(d, s), d.Proof.String()})
		}
	}
	// Tacit renewals may go on for ever: two terms ahead is far enough.
	for d := range c.Deadlines(v.Day) {
		if d.Term > s.Term.N+2 {
			break
		}
		add(d)
	}
	for _, n := range now.Notice {
		for d := range c.Exits(n.By, v.Day) {
			add(d)
			break
		}
	}
}

// consequence says what follows if a deadline passes.
func consequence(d contract.Deadline, s contract.Standing) string {
	switch d.Kind {
	case contract.DeadlineNotice:
		return "renewed on " + d.Last.Next().String()
	case contract.DeadlineOption:
		return "ends on " + d.Last.String()
	case contract.DeadlineExit:
		return "runs on to the next exit"
	case contract.DeadlineEnd:
		if s.Renewal == contract.RenewalEnds || s.Renewal == contract.RenewalLapsed {
			return "ends"
		}
		return "the running term ends"
	}
	return ""
}

// expiring returns the contracts that end before a day, as they stand.
func (v *view) expiring() []contractLine {
	return v.lines(func(c contractLine) bool {
		ends := c.Renewal == contract.RenewalEnds || c.Renewal == contract.RenewalLapsed || c.Renewal == contract.RenewalOption || c.expressAhead(v)
		return c.Tab == contract.Current && ends
	})
}

// expressAhead reports that a contract ends unless an option is taken whose
// window opens later.
func (c contractLine) expressAhead(v *view) bool {
	return c.Renewal == contract.RenewalPending && slices.ContainsFunc(v.Deadlines, func(d deadlineLine) bool {
		return d.Contract == c.Contract && d.Kind == contract.DeadlineOption
	})
}

// renewing returns the contracts of which another term begins before a day if
// nobody acts.
func (v *view) renewing() []contractLine {
	return v.lines(func(c contractLine) bool {
		return c.Tab == contract.Current && (c.Renewal == contract.RenewalCommitted || c.Renewal == contract.RenewalPending && !c.expressAhead(v))
	})
}

func (v *view) lines(keep func(contractLine) bool) []contractLine {
	var kept []contractLine
	for _, c := range v.Contracts {
		if keep(c) {
			kept = append(kept, c)
		}
	}
	slices.SortStableFunc(kept, func(a, b contractLine) int { return a.Last.Compare(b.Last) })
	return kept
}

// cost says an amount, or nothing.
func cost(l money.List) string {
	if len(l) == 0 {
		return ""
	}
	return l.String()
}

// weekday says a day with its weekday.
func weekday(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.Weekday().String()[:3] + " " + d.String()
}

// instant is the first of a day in UTC.
func instant(d calendar.Date) time.Time {
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC)
}
