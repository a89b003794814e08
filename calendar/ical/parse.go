package ical

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/internal/problem"
)

// A fault is what is wrong with a part of a feed. Errors that are none are of
// kind [slakit.ErrInvalid].
type fault struct {
	kind error
	text string
}

func (f *fault) Error() string { return f.text }

func faultf(kind error, format string, args ...any) error {
	return &fault{kind, fmt.Sprintf(format, args...)}
}

func at(number int) string { return "line " + strconv.Itoa(number) }

// A scope is what the events of one VCALENDAR share.
type scope struct {
	zones   map[string]*timezone
	cancels bool // METHOD:CANCEL
}

// A parser finds the events and zones of a text.
type parser struct {
	*reader
	stack   []open
	scope   *scope // nil before the first calendar
	event   *event
	zone    *timezone
	part    *observance
	entries int
	named   bool
}

// An open is a component that has not ended.
type open struct {
	name   string
	number int
}

func (o open) String() string { return fmt.Sprintf("%s of line %d", clip(o.name), o.number) }

func (p *parser) top() open { return p.stack[len(p.stack)-1] }

// parse reads the text. False means that it is no iCalendar, or too large: then
// that is the only problem.
func (r *reader) parse(text string) bool {
	p := parser{reader: r}
	number, err := 1, error(nil)
	s := scanner{text: strings.TrimPrefix(text, "\ufeff"), next: 1}
	for l, ok := s.scan(); ok && err == nil; l, ok = s.scan() {
		number = l.number
		switch {
		case l.err != nil:
			err = p.broken(l)
		case l.name == "BEGIN":
			err = p.begin(l.number, strings.ToUpper(strings.TrimSpace(l.value)))
		case l.name == "END":
			err = p.end(strings.ToUpper(strings.TrimSpace(l.value)))
		default:
			err = p.property(l)
		}
	}
	switch {
	case err != nil:
	case len(p.stack) > 0:
		number = p.top().number
		err = fmt.Errorf("the %s that begins here does not end: the text may be cut off", clip(p.top().name))
	case p.scope == nil:
		err = faultf(slakit.ErrRequired, "the text is empty: want BEGIN:VCALENDAR")
	}
	if err != nil {
		r.List = problem.List{}
		r.report(number, err)
	}
	return err == nil
}

// broken deals with what is no content line: of an event or a zone it is the
// problem, of a component that is no matter it is none.
func (p *parser) broken(l line) error {
	switch {
	case p.event != nil:
		p.event.fail(l.number, l.err)
	case p.zone != nil:
		p.zone.fail(l.number, l.err)
	case len(p.stack) < 2:
		return l.err
	}
	return nil
}

func (p *parser) begin(number int, name string) error {
	switch depth := len(p.stack); {
	case depth == 0 && name != "VCALENDAR":
		return fmt.Errorf("BEGIN:%s: want BEGIN:VCALENDAR", clip(name))
	case depth > 0 && name == "VCALENDAR", depth > 1 && name == "VEVENT":
		return fmt.Errorf("BEGIN:%s inside the %s: want the END of that first", name, p.top())
	case depth == 0:
		p.scope = &scope{zones: map[string]*timezone{}}
	case depth == 1:
		if p.entries++; p.entries > maxEvents {
			return faultf(slakit.ErrLimit, "more than %d events and other components", maxEvents)
		}
		switch name {
		case "VEVENT":
			p.feed.Events++
			p.event = &event{Entry: Entry{Line: number}, scope: p.scope}
		case "VTIMEZONE":
			p.zone = &timezone{number: number}
		default:
			p.events = append(p.events, &event{Entry: Entry{Line: number, Reason: "a " + clip(name) + " is no event"}})
		}
	case depth == 2 && p.zone != nil && (name == "STANDARD" || name == "DAYLIGHT"):
		p.part = &observance{seen: map[string]bool{}}
	}
	p.stack = append(p.stack, open{name, number})
	return nil
}

func (p *parser) end(name string) error {
	if len(p.stack) == 0 {
		return fmt.Errorf("END:%s without its BEGIN", clip(name))
	}
	if name != p.top().name {
		return fmt.Errorf("END:%s before the END of the %s", clip(name), p.top())
	}
	p.stack = p.stack[:len(p.stack)-1]
	switch depth := len(p.stack); {
	case depth == 1 && p.event != nil:
		p.events = append(p.events, p.event)
		p.event = nil
	case depth == 1 && p.zone != nil:
		if twin := p.scope.zones[p.zone.id]; twin != nil {
			twin.fail(p.zone.number, fmt.Errorf("a second VTIMEZONE of the same TZID"))
		} else {
			p.scope.zones[p.zone.id] = p.zone
		}
		p.zone = nil
	case depth == 2 && p.part != nil:
		p.zone.parts = append(p.zone.parts, p.part)
		p.part = nil
	}
	return nil
}

func (p *parser) property(l line) error {
	switch depth := len(p.stack); {
	case depth == 0:
		return fmt.Errorf("%s: want BEGIN:VCALENDAR", clip(l.name))
	case depth == 1:
		return p.calendarProperty(l)
	case depth == 2 && p.event != nil:
		if err := p.event.property(l, &p.budget); err != nil {
			p.event.fail(l.number, err)
		}
	case depth == 2 && p.zone != nil && l.name == "TZID":
		p.zone.id = l.value
	case depth == 3 && p.part != nil:
		if err := p.part.property(l, &p.budget); err != nil {
			p.zone.fail(l.number, err)
		}
	}
	return nil
}

func (p *parser) calendarProperty(l line) error {
	value := strings.ToUpper(strings.TrimSpace(l.value))
	switch l.name {
	case "VERSION":
		if value == "1.0" {
			return fmt.Errorf("VERSION 1.0 is vCalendar, an older format: want 2.0")
		}
	case "CALSCALE":
		if value != "GREGORIAN" {
			return fmt.Errorf("CALSCALE %s: want GREGORIAN", clip(value))
		}
	case "METHOD":
		p.scope.cancels = value == "CANCEL"
	case "NAME", "X-WR-CALNAME":
		if !p.named {
			p.feed.Name, p.named = unescape(l.value), true
		}
	}
	return nil
}
