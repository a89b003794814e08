package contract

import (
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/credit"
	"github.com/slakit/slakit/contract/term"
)

// Sections are the parts of a contract that amendments replace, as they read on
// some day (K23).
type Sections struct {
	// From is the day of the amendment that made this version, zero for the
	// first.
	From        calendar.Date       `json:"from,omitzero"`
	Party       Party               `json:"party,omitzero"`
	Responsible string              `json:"responsible,omitzero"`
	Renewal     Renewal             `json:"renewal,omitzero"`
	Notice      []Notice            `json:"notice,omitzero"`
	Cost        []cost.Definition   `json:"cost,omitzero"`
	Rows        []Row               `json:"rows,omitzero"`
	Credits     []credit.Definition `json:"credits,omitzero"`
	Reminders   []ReminderRule      `json:"reminders,omitzero"`
}

// sections are compiled Sections.
type sections struct {
	notices     []notice
	plan        []line // nil where the register's holds
	renewal     Renewal
	from        calendar.Date
	party       Party
	responsible string
	lines       []*cost.Line
	costs       []cost.Definition
	rows        []row
	credits     []credit.Definition
	reminders   []ReminderRule
}

// An amendment is a compiled [Amendment]: sections, and which of them it has.
type amendment struct {
	sections
	has struct{ party, responsible, renewal, notice, cost, rows, credits, reminders bool }
}

// over returns v with the sections of a replaced, from a day on.
func (a *amendment) over(v *sections, from calendar.Date) *sections {
	next := *v
	next.from = from
	if a.has.party {
		next.party = a.party
	}
	if a.has.responsible {
		next.responsible = a.responsible
	}
	if a.has.renewal {
		next.renewal = a.renewal
	}
	if a.has.notice {
		next.notices = a.notices
	}
	if a.has.cost {
		next.lines, next.costs = a.lines, a.costs
	}
	if a.has.rows {
		next.rows = a.rows
	}
	if a.has.credits {
		next.credits = a.credits
	}
	if a.has.reminders {
		next.reminders, next.plan = a.reminders, a.plan
	}
	return &next
}

// A notice is a compiled [Notice].
type notice struct {
	Notice
	days *calendar.Calendar // for Grace
}

// atTermEnd reports whether notice takes effect at the end of a term.
func (n *notice) atTermEnd() bool { return n.Exit == term.TermEnd || n.Exit == "" }

// notice returns the entry by which a side can end the contract, or nil.
func (v *sections) notice(side Side) *notice {
	for i := range v.notices {
		if n := &v.notices[i]; n.By == side || n.By == SideEither {
			return n
		}
	}
	return nil
}

// plain returns the sections as they are written, sharing nothing.
func (v *sections) plain() Sections {
	s := Sections{
		From: v.from, Party: v.party, Responsible: v.responsible, Renewal: v.renewal,
		Cost: cloneAll(v.costs), Credits: cloneAll(v.credits), Reminders: cloneReminders(v.reminders),
	}
	for _, n := range v.notices {
		s.Notice = append(s.Notice, n.Notice)
	}
	for i := range v.rows {
		s.Rows = append(s.Rows, cloneRow(&v.rows[i].Row))
	}
	return s
}
