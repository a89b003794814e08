package sla

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/internal/strictjson"
)

// A Ticket is the history of one piece of work: an incident, a request, a
// problem. Everything an engine says of it follows from this history (D1).
type Ticket struct {
	ID     string  `json:"id"`
	Events []Event `json:"events,omitzero"`
	Note   string  `json:"note,omitzero"`
}

// An Event is something that happened to a ticket. Events are ordered by time;
// those at the same instant keep the order in which they are given (D3).
type Event struct {
	// ID tells a repeated delivery: an ID that comes twice counts once, as it
	// came first. Events without one are always counted.
	ID string `json:"id,omitzero"`
	// At is the instant of the event.
	At time.Time `json:"at"`
	// Until ends the pause that this event begins without another event, at
	// that instant and before the events of that instant (D5). Zero: it stays.
	Until time.Time `json:"until,omitzero"`
	// Name is one of the built-in names, one used in a trigger of the
	// definition, or one listed in its events; any other is an error.
	Name EventName `json:"name"`
	// Facts are the facts that change. The first event carries all that are
	// known when the ticket opens.
	Facts Facts `json:"facts,omitzero"`
	// Due sets or clears a due time by hand (D14).
	Due *ManualDue `json:"due,omitzero"`
	// Actor says who did it; kept and not interpreted.
	Actor string `json:"actor,omitzero"`
	Note  string `json:"note,omitzero"`
}

// An EventName names a kind of event.
type EventName string

// The event names that are known without being declared.
const (
	Opened    EventName = "opened"
	Responded EventName = "responded"
	Paused    EventName = "paused"
	Resumed   EventName = "resumed"
	Resolved  EventName = "resolved"
	Reopened  EventName = "reopened"
	Closed    EventName = "closed"
	Cancelled EventName = "cancelled"
	Changed   EventName = "changed"
)

// builtinEvents begin with the most frequent.
var builtinEvents = []EventName{Changed, Opened, Paused, Resumed, Responded, Resolved, Closed, Reopened, Cancelled}

// A ManualDue is a due time that somebody set by hand for the newest cycle of a
// metric, in agreements of every kind (D14). The zero At clears it.
type ManualDue struct {
	Metric Metric    `json:"metric"`
	At     time.Time `json:"at,omitzero"`
	Note   string    `json:"note,omitzero"`
}

// Facts are named values known of a ticket: its service, branch, status,
// impact, and whatever else a definition asks about. A fact may have several
// values. No values, or one empty value, remove it. In JSON a fact is a string
// or an array of strings.
type Facts map[string][]string

// MarshalJSON writes single values as strings, several as arrays.
func (f Facts) MarshalJSON() ([]byte, error) {
	if f == nil {
		return []byte("null"), nil
	}
	plain := make(map[string]any, len(f))
	for name, values := range f {
		if len(values) == 1 {
			plain[name] = values[0]
		} else {
			plain[name] = append([]string{}, values...)
		}
	}
	return json.Marshal(plain)
}

// UnmarshalJSON reads an object whose values are strings or arrays of strings.
func (f *Facts) UnmarshalJSON(data []byte) error {
	var all map[string]factValues
	if err := strictjson.Decode(data, maxDocument, &all); err != nil {
		return err
	}
	*f = make(Facts, len(all))
	for name, values := range all {
		(*f)[name] = values
	}
	return nil
}

// factValues are the values of one fact, written as a string or an array.
type factValues []string

func (v *factValues) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(data, []byte{'"'}) {
		var one string
		if err := json.Unmarshal(data, &one); err != nil {
			return err
		}
		*v = factValues{one}
		return nil
	}
	var several []string
	if err := strictjson.Decode(data, maxDocument, &several); err != nil {
		if bytes.HasPrefix(data, []byte{'['}) {
			return err
		}
		return fmt.Errorf("%w: want a string or an array of strings", slakit.ErrInvalid)
	}
	*v = several
	return nil
}

// maxDocument is the largest definition or ticket that is read, in bytes.
const maxDocument = 1 << 20

// ParseTicket reads a ticket from JSON, strictly: every unknown or misspelt
// key, duplicate key and wrong type is reported, each as a
// [slakit.FieldError]. Whether names and values mean anything is for
// [Engine.Evaluate] to say.
func ParseTicket(data []byte) (Ticket, error) {
	var t Ticket
	if err := strictjson.Decode(data, maxDocument, &t); err != nil {
		return Ticket{}, err
	}
	return t, nil
}
