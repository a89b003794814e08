package ical

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/internal/problem"
)

// AllDay is an event of whole days: what Write writes.
type AllDay struct {
	// UID identifies the event for ever: a program that reads the feed again
	// knows it by that. Empty means one that is made of the other fields, so
	// that a changed event is another event.
	UID string `json:"uid,omitzero"`
	// Date is the first date.
	Date calendar.Date `json:"date"`
	// Until is the first date after the event; zero means that it is Date
	// alone.
	Until calendar.Date `json:"until,omitzero"`
	// Name becomes the SUMMARY, Note the DESCRIPTION; empty means none.
	Name string `json:"name,omitzero"`
	Note string `json:"note,omitzero"`
}

// WriteOptions say how to write. A nil *WriteOptions is the zero one.
type WriteOptions struct {
	// Name is what programs call the calendar.
	Name string
}

// Write writes events as an iCalendar, in their order: lines that end in CRLF
// and are folded at 75 octets, never inside a character. Stamp is when the
// events were last revised (DTSTAMP), to the second; it must lie in the years 1
// to 9999. The same arguments give the same bytes.
//
// The error holds every problem, each a [slakit.FieldError] with its path, as
// in "events[3].until", and nothing is written then: a missing date, an Until
// that is not after Date, a UID that is given twice, a text that is not UTF-8
// or has control characters other than tab and newline. An error of w is
// returned as it is.
func Write(w io.Writer, stamp time.Time, events iter.Seq[AllDay], opts *WriteOptions) error {
	if opts == nil {
		opts = &WriteOptions{}
	}
	var k problem.List
	var out writer
	if y := stamp.UTC().Year(); stamp.IsZero() || y < 1 || y > 9999 {
		k.Add("stamp", slakit.ErrRequired, "want the instant of the last revision, in the years 1 to 9999")
	}
	checkText(&k, "name", opts.Name)
	out.line("BEGIN", "VCALENDAR")
	out.line("VERSION", "2.0")
	out.line("PRODID", "-//slakit//calendar/ical//EN")
	out.line("CALSCALE", "GREGORIAN")
	if opts.Name != "" {
		out.line("NAME", escape(opts.Name)) // RFC 7986
		out.line("X-WR-CALNAME", escape(opts.Name))
	}
	seen := map[string]int{}
	i := 0
	for e := range events {
		e.check(&k, problem.Index("events", i), seen, i)
		if k.Len() == 0 {
			out.event(e, stamp)
		}
		i++
	}
	out.line("END", "VCALENDAR")
	if err := k.Err(); err != nil {
		return err
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// check reports what is wrong with an event, and gives it a UID.
func (e *AllDay) check(k *problem.List, path string, seen map[string]int, i int) {
	checkText(k, problem.Join(path, "uid"), e.UID)
	if e.UID == "" {
		e.UID = hash(e.Date.String(), e.Until.String(), e.Name, e.Note) + "@slakit"
	}
	if first, ok := seen[e.UID]; ok {
		k.Add(problem.Join(path, "uid"), slakit.ErrDuplicate, "%q is also that of events[%d]", clip(e.UID), first)
	}
	seen[e.UID] = i
	if e.Date.IsZero() {
		k.Add(problem.Join(path, "date"), slakit.ErrRequired, "want the first date of the event")
	} else if !e.Until.IsZero() && e.Until.Compare(e.Date) <= 0 {
		k.Add(problem.Join(path, "until"), slakit.ErrInvalid, "%s is not after date %s: until is the first date after the event", e.Until, e.Date)
	}
	checkText(k, problem.Join(path, "name"), e.Name)
	checkText(k, problem.Join(path, "note"), e.Note)
}

func checkText(k *problem.List, path, s string) {
	if !utf8.ValidString(s) {
		k.Add(path, slakit.ErrInvalid, "%q is not UTF-8", clip(s))
	} else if i := strings.IndexFunc(s, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f }); i >= 0 {
		k.Add(path, slakit.ErrInvalid, "%q has a control character: want tab and newline only", clip(s))
	}
}

// hash returns a short name of some texts.
func hash(texts ...string) string {
	h := sha256.New()
	for _, s := range texts {
		fmt.Fprintf(h, "%d:%s", len(s), s)
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// A writer writes content lines.
type writer struct{ strings.Builder }

func (w *writer) event(e AllDay, stamp time.Time) {
	w.line("BEGIN", "VEVENT")
	w.line("UID", escape(e.UID))
	w.line("DTSTAMP", stamp.UTC().Format("20060102T150405Z"))
	w.line("DTSTART;VALUE=DATE", basic(e.Date))
	if e.Until.IsZero() {
		e.Until = e.Date.Next()
	}
	if !e.Until.IsZero() { // else it is the last of all Dates
		w.line("DTEND;VALUE=DATE", basic(e.Until))
	}
	if e.Name != "" {
		w.line("SUMMARY", escape(e.Name))
	}
	if e.Note != "" {
		w.line("DESCRIPTION", escape(e.Note))
	}
	w.line("TRANSP", "TRANSPARENT") // nobody is busy because of it
	w.line("END", "VEVENT")
}

// basic returns the form 20261224 of a date.
func basic(d calendar.Date) string { return strings.ReplaceAll(d.String(), "-", "") }

// line writes a content line, folded (RFC 5545, 3.1).
func (w *writer) line(name, value string) {
	const most = 75 // octets of a physical line
	s := name + ":" + value
	for room := most; len(s) > room; room = most - len(" ") {
		n := room
		for !utf8.RuneStart(s[n]) {
			n--
		}
		w.WriteString(s[:n])
		w.WriteString("\r\n ")
		s = s[n:]
	}
	w.WriteString(s)
	w.WriteString("\r\n")
}

// ClosedDays yields the dates in [from, until) on which a calendar is closed
// and would not be by its weekly hours alone: those that a holiday or an
// exception closes, and those of a season that does not open within a week.
// Each date is an event of its own, called by the name of the holiday, exception
// or season, or "Closed", so that it stays the same event whatever becomes of
// its neighbours: its UID is made of the date and the name of the calendar.
// Dates on which a part of the hours is left are not closed.
func ClosedDays(c *calendar.Calendar, from, until calendar.Date) iter.Seq[AllDay] {
	return func(yield func(AllDay) bool) {
		for d := from; !d.IsZero() && d.Compare(until) < 0; d = d.Next() {
			day := c.Day(d)
			if len(day.Windows) > 0 || day.Source == calendar.SourceHours || day.Source == calendar.SourceSeason && opens(c, day) {
				continue
			}
			e := AllDay{UID: basic(d) + "-" + hash(c.Name()) + "@slakit", Date: d, Name: day.Name}
			if strings.TrimFunc(e.Name, unicode.IsSpace) == "" {
				e.Name = "Closed"
			}
			if !yield(e) {
				return
			}
		}
	}
}

// opens reports whether the season of a day opens within a week of it.
func opens(c *calendar.Calendar, day calendar.Day) bool {
	for d, n := day.Date.AddDays(-6), 13; n > 0; d, n = d.Next(), n-1 {
		if other := c.Day(d); other.Path == day.Path && len(other.Windows) > 0 {
			return true
		}
	}
	return false
}
