package main

import (
	"strings"
	"time"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/term"
	"github.com/slakit/slakit/examples/internal/program"
)

// register turns what was read of CUAD into a register: the contracts as those
// see it who filed them, which we are not; so the party is the filer, and every
// contract one with a supplier. Lawyers put the end of a term on the anniversary
// of its start, unless a clause names the last day. Nothing that they labelled
// but the first days goes into it.
func (r *cuadResult) register() contract.Definition {
	def := contract.Definition{
		Zone: "America/New_York", Owner: "contracts",
		Calendar: "office", Calendars: workdays("office", "America/New_York", "us"),
		Rules: term.Rules{LastDay: term.Anniversary},
		Reminders: []contract.ReminderRule{
			{Of: contract.DeadlineNotice, By: contract.SideEither, Before: term.MustParseLength("P30D"), To: []contract.Role{contract.RoleOwner}},
			{Of: contract.DeadlineOption, Before: term.MustParseLength("P30D"), To: []contract.Role{contract.RoleOwner}},
			{Of: contract.DeadlineEnd, Before: term.MustParseLength("P30D"), To: []contract.Role{contract.RoleOwner}},
		},
	}
	taken := map[string]bool{}
	for _, d := range r.Deals {
		if e, ok := d.entry(); ok {
			e.ID = unused(taken, "cuad-"+idOf(d.Row), d.Line)
			def.Contracts = append(def.Contracts, e)
		}
	}
	return def
}

// unused returns an id that no other contract has: with the line where need be.
func unused(taken map[string]bool, id string, line int) string {
	if taken[id] {
		id += ".line" + itoa(line)
	}
	taken[id] = true
	return id
}

// workdays are those of a country, on which safe days lie.
func workdays(name, zone, holidays string) []calendar.Definition {
	return []calendar.Definition{{
		Name: name, Zone: zone,
		Hours:    []calendar.Hours{{Days: "mon-fri", Open: "09:00", Close: "17:00"}},
		Holidays: []calendar.Holiday{{Set: holidays}},
	}}
}

// entry returns the contract of a row. It is false if the row gives none: its
// first day or its first term is not known.
func (d *deal) entry() (contract.Entry, bool) {
	if d.Start.IsZero() || d.Start.Compare(d.Last) > 0 && !d.Last.IsZero() || d.Last.IsZero() && !d.Open {
		return contract.Entry{}, false
	}
	e := contract.Entry{
		Number: named(d.Row, 40), Kind: contract.Supplier,
		Name: named(d.Name, 100), Party: contract.Party{Name: named(d.Party, 100)}, Responsible: "contracts", Start: d.Start,
	}
	approved := d.Start
	if !d.Agreed.IsZero() && d.Agreed.Compare(approved) < 0 {
		approved = d.Agreed
	}
	e.Facts = []contract.Fact{{ID: "1", Kind: contract.Approve, On: approved, Recorded: noon(approved)}}
	renewal := contract.Renewal{Kind: d.Renewal.Kind, Term: d.Renewal.Length, Max: d.Renewal.Max, Note: named(d.Renewal.Quote, 200)}
	if renewal.Kind == "" && d.Renewal.Reason == emptyClause {
		renewal.Kind = contract.RenewalNone // it is not renewed
	}
	switch {
	case d.Open:
		renewal = contract.Renewal{Kind: contract.RenewalEvergreen}
	case renewal.Kind == contract.RenewalEvergreen:
		e.Minimum = d.Length
		if d.Length.IsZero() {
			e.Minimum = term.Length{Period: calendar.Period{Days: d.Last.Sub(d.Start)}} // by anniversary
		}
		renewal = contract.Renewal{Kind: contract.RenewalEvergreen, Note: renewal.Note}
	case !d.Written.IsZero():
		e.Last = d.Written
	case d.Exact == dayBefore:
		e.Term, e.Rules.LastDay = d.Length, term.DayBefore
	case d.Exact == endOfMonth:
		e.Last = d.Last
	default:
		e.Term = d.Length
	}
	if renewal.Kind == contract.RenewalNone || renewal.Kind == "" {
		renewal.Term, renewal.Max = term.Length{}, 0
	}
	if renewal.Kind == "" {
		renewal = contract.Renewal{}
	}
	if !d.Notice.Length.IsZero() {
		switch renewal.Kind {
		case contract.RenewalTacit:
			e.Notice = []contract.Notice{{By: contract.SideEither, Period: d.Notice.Length, Note: named(d.Notice.Quote, 200)}}
		case contract.RenewalEvergreen:
			e.Notice = []contract.Notice{{By: contract.SideEither, Period: d.Notice.Length, Exit: term.AnyDay, Note: named(d.Notice.Quote, 200)}}
		case contract.RenewalExpress:
			renewal.Closes = d.Notice.Length
		}
	}
	e.Renewal = renewal
	return e, true
}

// register turns the notices into a register: the contracts as those see it who
// supply the public bodies. A tender is a contract in review, an award an
// approved one.
func (r *ukResult) register() contract.Definition {
	def := contract.Definition{
		Zone: "Europe/London", Owner: "bids",
		Calendar: "office", Calendars: workdays("office", "Europe/London", "gb"),
		Reminders: []contract.ReminderRule{
			{Of: contract.DeadlineOption, Before: term.MustParseLength("P90D"), To: []contract.Role{contract.RoleOwner}},
			{Of: contract.DeadlineEnd, Before: term.MustParseLength("P60D"), To: []contract.Role{contract.RoleOwner}},
		},
	}
	taken := map[string]bool{}
	for _, n := range r.Notices {
		if n.Superseded {
			continue
		}
		// The first part of the number after the publisher's prefix will do.
		id, _, _ := strings.Cut(strings.TrimPrefix(idOf(n.ID), "ocds-b5fd17-"), "-")
		def.Contracts = append(def.Contracts, n.entry(unused(taken, idOf(id), n.Line)))
	}
	return def
}

func (n *notice) entry(id string) contract.Entry {
	e := contract.Entry{
		ID: id, Number: "line " + itoa(n.Line), Kind: contract.Customer,
		Name: named(n.Title, 100), Party: contract.Party{Name: named(n.Buyer, 100)}, Responsible: "bids",
		Start: n.First, Last: n.EndOfFirst, Renewal: contract.Renewal{Kind: contract.RenewalNone},
	}
	if n.URL != "" {
		e.Documents = []contract.Document{{Name: "Notice", Reference: named(n.URL, 200)}}
	}
	if o := n.Option; o.Max > 0 && o.Reason == "" {
		e.Renewal = contract.Renewal{Kind: contract.RenewalExpress, Term: o.Length, Max: o.Max, Note: named(o.Quote, 200)}
	}
	released := dateOf(n.Released)
	e.Facts = []contract.Fact{{ID: "1", Kind: contract.Submit, On: earlier(released, n.First), Recorded: n.Released}}
	if n.Scope == "award" {
		e.Facts[0].Kind = contract.Approve
	}
	return e
}

func earlier(a, b calendar.Date) calendar.Date {
	if b.Compare(a) < 0 {
		return b
	}
	return a
}

// noon is an instant of a day that lies on it in every zone of the data.
func noon(d calendar.Date) time.Time {
	return time.Date(d.Year(), d.Month(), d.Day(), 17, 0, 0, 0, time.UTC)
}

// idOf makes a text of a file the id of a contract.
func idOf(s string) string {
	return strings.NewReplacer("/", "-", "#", "-").Replace(named(s, 60))
}

// named makes a text of a file one that can name something in a register.
func named(s string, most int) string {
	s = strings.ToValidUTF8(program.Printable(s), "?")
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "")
	}
	if s = strings.TrimSpace(s); s == "" {
		return "-"
	}
	return s
}
