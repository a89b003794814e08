package main

import (
	"fmt"
	"io"

	ics "github.com/arran4/golang-ical"

	"github.com/slakit/slakit/examples/internal/program"
)

// writeICS writes the reminders as a calendar, one all-day event each. An event
// has the identity of its reminder, so that a calendar that is read again has
// none twice.
func (v *view) writeICS(out io.Writer) error {
	cal := ics.NewCalendarFor("slakit renewals")
	cal.SetMethod(ics.MethodPublish)
	cal.SetName(program.Printable(v.Name))
	for _, m := range v.Reminders {
		e := cal.AddEvent(program.Printable(m.ID) + "@slakit")
		// The stamp is that of the day asked about: the same question gives
		// the same bytes.
		e.SetDtStampTime(instant(v.Day))
		e.SetAllDayStartAt(instant(m.Day))
		e.SetAllDayEndAt(instant(m.Day.Next()))
		e.SetTimeTransparency(ics.TransparencyTransparent)
		by := "on"
		if m.act() {
			by = "by"
		}
		e.SetSummary(program.Printable(fmt.Sprintf("%s: %s %s %s", m.Name, m.Of, by, weekday(m.Deadline))))
		e.SetDescription(m.words())
	}
	return cal.SerializeTo(out, ics.WithNewLineWindows)
}

// words says what a reminder is about.
func (m reminderLine) words() string {
	text := fmt.Sprintf("%s, %s.", m.Name, m.Party)
	if m.act() {
		text += fmt.Sprintf(" Act by %s, at the latest on %s.", weekday(m.Deadline), weekday(m.Latest))
	}
	if !m.Last.IsZero() {
		text += fmt.Sprintf(" The term ends on %s.", weekday(m.Last))
	}
	if m.Why != "" {
		text += " " + m.Why + "."
	}
	return program.Printable(text)
}
