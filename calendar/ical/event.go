package ical

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/slakit/slakit"
)

// An event is a VEVENT as it was written, or another component with its Reason.
type event struct {
	Entry
	*scope   // nil if it is no event
	start    moment
	end      moment
	length   duration
	seen     map[string]bool
	status   string
	sequence int
	rules    []*rule
	more     []stretch // RDATE
	except   []moment  // EXDATE
	instance moment    // RECURRENCE-ID
	err      error     // the first problem, and its line
	errLine  int

	clock *clock // of the start
	whole bool   // the event is whole days by that clock
	span         // how long it is
	found bool   // an occurrence lies on the dates read
	cut   bool   // a part of a day is all that one closes
}

// A stretch is an occurrence with an end of its own, if it has one: a PERIOD.
type stretch struct {
	start, end moment
	length     duration
	period     bool
}

// fail records the first problem of the event.
func (e *event) fail(number int, err error) {
	if e.err == nil {
		e.err, e.errLine = err, number
	}
}

// has reports whether the event has a property of those that it may have once.
func (e *event) has(name string) bool { return e.seen[name] }

// property reads a line of the event.
func (e *event) property(l line, b *budget) (err error) {
	if e.err != nil {
		return nil
	}
	switch l.name {
	case "UID", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "STATUS", "SEQUENCE":
		if e.seen[l.name] {
			return faultf(slakit.ErrDuplicate, "%s twice", l.name)
		}
		fallthrough
	case "SUMMARY", "DESCRIPTION":
		if e.seen[l.name] {
			return nil // in another language: the first counts
		}
		if e.seen == nil {
			e.seen = map[string]bool{}
		}
		e.seen[l.name] = true
	}
	switch l.name {
	case "UID":
		e.UID = unescape(l.value)
	case "SUMMARY":
		if e.Name = unescape(l.value); len(e.Name) > maxName {
			err = faultf(slakit.ErrLimit, "SUMMARY of %d bytes; at most %d", len(e.Name), maxName)
		}
	case "DESCRIPTION":
		e.Note = unescape(l.value)
	case "CATEGORIES":
		if list := splitText(l.value, b.left); b.spend(len(list)) { // else the whole feed is refused
			e.Categories = append(e.Categories, list...)
		}
	case "STATUS":
		e.status = strings.ToUpper(strings.TrimSpace(l.value))
	case "SEQUENCE":
		if e.sequence, err = strconv.Atoi(strings.TrimSpace(l.value)); err != nil {
			err = fmt.Errorf("SEQUENCE %q: want a number", clip(l.value))
		}
	case "DTSTART":
		e.start, err = parseMoment(l.value, &l)
	case "DTEND":
		e.end, err = parseMoment(l.value, &l)
	case "DURATION":
		e.length, err = parseDuration(l.value, &l)
	case "RECURRENCE-ID":
		if e.instance, err = parseMoment(l.value, &l); err == nil && l.param("RANGE") != "" {
			err = fmt.Errorf("RECURRENCE-ID with RANGE=%s is not understood: want single occurrences", clip(l.param("RANGE")))
		}
	case "RRULE":
		var r *rule
		if r, err = parseRule(l); err == nil {
			e.rules = append(e.rules, r)
		}
	case "EXRULE":
		err = fmt.Errorf("EXRULE is of an older format: want EXDATE")
	case "EXDATE", "RDATE":
		err = e.list(l, b)
	}
	return err
}

// list reads EXDATE or RDATE. Of a spent budget the rest is not read: the whole
// feed is refused.
func (e *event) list(l line, b *budget) error {
	for item := range strings.SplitSeq(l.value, ",") {
		if !b.spend(1) {
			return nil
		}
		first, last, period := strings.Cut(item, "/")
		m, err := parseMoment(first, &l)
		if err != nil {
			return err
		}
		if l.name == "EXDATE" {
			if period {
				return fmt.Errorf("EXDATE %q: want dates or dates and times", clip(item))
			}
			e.except = append(e.except, m)
			continue
		}
		s := stretch{start: m, period: period}
		switch {
		case !period:
		case m.kind == allDay:
			err = fmt.Errorf("RDATE %q: want a period of times, or a date", clip(item))
		case strings.HasPrefix(last, "P") || strings.HasPrefix(last, "+"):
			s.length, err = parseDuration(last, &l)
		default:
			if s.end, err = parseMoment(last, &l); err == nil && s.end.kind == allDay {
				err = fmt.Errorf("RDATE %q: want a period of times, or a date", clip(item))
			}
		}
		if err != nil {
			return err
		}
		e.more = append(e.more, s)
	}
	return nil
}

// A key finds the events of a series.
type key struct {
	scope *scope
	uid   string
}

// series returns, by UID, the occurrences that have events of their own, and
// sets the Reason of events that a later revision replaces.
func (r *reader) series() map[key][]moment {
	type revision struct {
		key
		instance moment
		own      bool
	}
	own := map[key][]moment{}
	newest := map[revision]*event{}
	for _, e := range r.events {
		if e.scope == nil || e.UID == "" {
			continue
		}
		k := key{e.scope, e.UID}
		if e.has("RECURRENCE-ID") && e.instance != (moment{}) {
			own[k] = append(own[k], e.instance)
		}
		if e.err != nil {
			continue
		}
		rev := revision{k, e.instance, e.has("RECURRENCE-ID")}
		old := newest[rev]
		switch {
		case old == nil || old.sequence == e.sequence:
		case old.sequence > e.sequence:
			e.Reason = fmt.Sprintf("line %d has a later revision of it: SEQUENCE %d", old.Line, old.sequence)
			continue
		default:
			old.Reason = fmt.Sprintf("line %d has a later revision of it: SEQUENCE %d", e.Line, e.sequence)
		}
		newest[rev] = e
	}
	return own
}

// take accounts for an event: it closes dates, or has a Reason, or is a problem.
func (r *reader) take(e *event, series map[key][]moment) {
	switch {
	case e.err != nil:
		r.report(e.errLine, e.err)
		return
	case e.Reason != "":
		return
	case e.status == "CANCELLED":
		e.Reason = "cancelled"
		return
	case e.cancels:
		e.Reason = "cancelled: METHOD:CANCEL"
		return
	case r.opts.Take != nil && !r.opts.Take(e.Entry):
		e.Reason = "not taken by ReadOptions.Take"
		return
	}
	err := r.prepare(e)
	if err == nil && e.Reason == "" {
		var own []moment
		if !e.has("RECURRENCE-ID") {
			own = series[key{e.scope, e.UID}]
		}
		err = r.occurrences(e, own)
	}
	if err != nil && !errors.Is(err, errBudget) {
		r.report(e.Line, err)
	}
}
