package sla

import (
	"crypto/sha256"
	"encoding/json"
	"io"
	"slices"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/priority"
)

// Fingerprint tells engines apart by everything that their answers depend on:
// the definition but for its notes, the clock changes of its zones and the
// dates of its holiday sets. Engines with the same fingerprint give the same
// answers. A host that stores it beside what it computed can tell that the
// world's data changed when the fingerprint of the same definition does.
func (e *Engine) Fingerprint() [32]byte { return e.print }

// fingerprint adds what the compiled definition says to h: its calendars, and
// its JSON form, which has a fixed order.
func (c *compiler) fingerprint(h io.Writer) {
	for _, name := range sortedKeys(c.calendars) {
		if cal := c.calendars[name]; cal != nil {
			print := cal.Fingerprint()
			_, _ = h.Write(print[:]) // a hash never fails
		}
	}
	_ = json.NewEncoder(h).Encode(c.def.withoutNotes()) // of strings and numbers
}

// withoutNotes returns a copy that lacks what no answer depends on, and the
// calendars.
func (d *Definition) withoutNotes() Definition {
	plain := *d
	plain.Schema, plain.Note, plain.Calendars = "", "", nil
	plain.Matrices = make(map[string]priority.Definition, len(d.Matrices))
	for name, m := range d.Matrices {
		m.Note = ""
		plain.Matrices[name] = m
	}
	plain.Agreements = slices.Clone(d.Agreements)
	for i := range plain.Agreements {
		plain.Agreements[i].Note = ""
	}
	plain.ServiceLevels = slices.Clone(d.ServiceLevels)
	for i := range plain.ServiceLevels {
		l := &plain.ServiceLevels[i]
		l.Note = ""
		l.Raise = slices.Clone(l.Raise)
		for j := range l.Raise {
			l.Raise[j].Note = ""
		}
		l.Targets = slices.Clone(l.Targets)
		for j := range l.Targets {
			l.Targets[j] = l.Targets[j].withoutNotes()
		}
	}
	return plain
}

func (t Target) withoutNotes() Target {
	t.Note, t.On.Note = "", ""
	if t.CalendarBy != nil {
		by := *t.CalendarBy
		by.Note, t.CalendarBy = "", &by
	}
	if t.PauseLimits != nil {
		limits := *t.PauseLimits
		limits.Note, t.PauseLimits = "", &limits
	}
	t.Escalations = slices.Clone(t.Escalations)
	for k := range t.Escalations {
		t.Escalations[k].Note = ""
	}
	return t
}

// targetPrint identifies what a target says together with what it takes from
// its service level and calendars.
func (c *compiler) targetPrint(card *ServiceLevel, def *Target, t *target) (print [32]byte) {
	h := sha256.New()
	cals := []*calendar.Calendar{t.cal, t.openedIn}
	if t.byFact != nil {
		for _, value := range sortedKeys(t.byFact.calendars) {
			cals = append(cals, t.byFact.calendars[value])
		}
	}
	for _, cal := range cals {
		if cal != nil {
			print := cal.Fingerprint()
			h.Write(print[:])
		}
	}
	_ = json.NewEncoder(h).Encode([]any{def.withoutNotes(), card.PauseWhile}) // of strings and numbers
	h.Sum(print[:0])
	return print
}
