package sla

import (
	"crypto/sha256"
	"encoding/json"
	"slices"

	"github.com/slakit/slakit/priority"
)

// Fingerprint tells engines apart by everything that their answers depend on:
// the definition but for its notes, the clock changes of its zones and the
// dates of its holiday sets. Engines with the same fingerprint give the same
// answers. A host that stores it beside what it computed can tell that the
// world's data changed when the fingerprint of the same definition does.
func (e *Engine) Fingerprint() [32]byte { return e.print }

// fingerprint computes the engine's fingerprint from its calendars and the JSON
// form of the definition, which has a fixed order.
func (c *compiler) fingerprint() {
	h := sha256.New()
	for _, name := range sortedKeys(c.calendars) {
		print := c.calendars[name].Fingerprint()
		h.Write(print[:])
	}
	if err := json.NewEncoder(h).Encode(c.def.withoutNotes()); err != nil {
		c.add("", err)
	}
	h.Sum(c.engine.print[:0])
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
			t := &l.Targets[j]
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
		}
	}
	return plain
}
