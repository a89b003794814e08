// Package preset has the usual ways to measure what a desk does, as targets
// to copy: first answers, next replies, updates, the work of an agent, the
// wait for a supplier. Only the allowance is missing from each.
package preset

import (
	"iter"

	"github.com/slakit/slakit/sla"
)

// A Preset is a usual way to measure something, as a target without an
// allowance: copy it, say how much time there is, and change what differs.
type Preset struct {
	// Name is what people call it.
	Name string `json:"name"`
	// Kind is the kind of agreement in which it is usually promised.
	Kind sla.Kind `json:"kind"`
	// Target lacks Within, which [sla.Compile] demands.
	Target sla.Target `json:"target"`
	// Events are the events that tickets must carry for it beside the built-in
	// ones. Being triggers, they need not be declared.
	Events []sla.EventName `json:"events,omitzero"`
	// Facts are the facts that it looks at.
	Facts []string `json:"facts,omitzero"`
	// Note says what the clock does, for people.
	Note string `json:"note,omitzero"`
}

// All returns the presets. Every call yields new values, free to be
// edited.
//
//	metric           starts                  stops                    stands
//	response         opened                  an answer, the end       as the service level says
//	resolution       opened                  the end                  as the service level says
//	next-reply       message                 an answer, the end       never
//	update           opened, every answer    the end                  never
//	pausable-update  opened, every answer    the end                  pending
//	requester-wait   opened                  the end                  pending
//	agent-work       opened                  the end                  pending, on hold
//	ownership        the group gets it       the group loses it       never
//	supplier         the first time on hold  the end                  unless on hold
//	on-site          opened                  arrived, the end         as the service level says
//	workaround       opened                  workaround, the end      as the service level says
//
// An answer is the event responded, the end one of resolved and closed. They
// ask for little else: the events message (the requester wrote), arrived and
// workaround, the fact group, and the fact status with the values "pending"
// (waits for the requester), "on hold" (waits for a third party), "resolved"
// and "closed". What a name is called is easily changed: it is data.
//
// Where the table says as the service level says, or names states, the clock
// also stands between the events paused and resumed; where it says never, it
// does not. All but ownership go on when a ticket is reopened, the time since
// the stop not counted, unless an answer, an arrival or a workaround had
// stopped them: what was given stays given (D6).
func All() iter.Seq[Preset] {
	return func(yield func(Preset) bool) {
		for _, p := range presets() {
			if !yield(p) {
				return
			}
		}
	}
}

// presets makes them anew.
func presets() []Preset {
	return []Preset{
		{
			Name: "response", Kind: sla.SLA,
			Target: sla.Target{Metric: sla.Response, On: sla.On{
				Start: []string{"opened"},
				Stop:  []string{"responded", "resolved", "closed"},
			}},
			Note: "The first answer. These are the defaults of the metric.",
		},
		{
			Name: "resolution", Kind: sla.SLA,
			Target: sla.Target{Metric: sla.Resolution, On: sla.On{
				Start: []string{"opened"},
				Stop:  []string{"resolved", "closed"},
			}},
			Note: "From opening to solution. These are the defaults of the metric.",
		},
		{
			Name: "next reply", Kind: sla.SLA,
			Target: sla.Target{
				Metric: "next-reply",
				On: sla.On{
					Start: []string{"message"},
					Stop:  []string{"responded", "resolved", "closed"},
					Pause: []string{},
				},
				PauseWhile: []string{},
			},
			Events: []sla.EventName{"message"},
			Note: "An answer to the oldest message that has none: further messages do not move it, " +
				"the first after an answer begins a new cycle. Messages before the first answer count, too; " +
				"send none for those that the response covers.",
		},
		{
			Name: "periodic update", Kind: sla.SLA,
			Target: sla.Target{
				Metric: "update",
				On: sla.On{
					Start: []string{"opened"},
					Stop:  []string{"resolved", "closed"},
					Reset: []string{"responded"},
					Pause: []string{},
				},
				PauseWhile: []string{},
			},
			Note: "Never longer than this without word from the desk. Every answer ends a cycle, met or breached, " +
				"and begins the next.",
		},
		{
			Name: "pausable update", Kind: sla.SLA,
			Target: sla.Target{
				Metric: "pausable-update",
				On: sla.On{
					Start: []string{"opened"},
					Stop:  []string{"resolved", "closed"},
					Reset: []string{"responded"},
				},
				PauseWhile: []string{"status=pending"},
			},
			Facts: []string{"status"},
			Note:  "A periodic update that is not owed while the desk waits for the requester.",
		},
		{
			Name: "requester wait", Kind: sla.SLA,
			Target: sla.Target{
				Metric: "requester-wait",
				On: sla.On{
					Start: []string{"opened"},
					Stop:  []string{"resolved", "closed"},
				},
				PauseWhile: []string{"status=pending"},
			},
			Facts: []string{"status"},
			Note:  "The time for which the requester waits: all of it but that for which the desk waits for the requester.",
		},
		{
			Name: "agent work", Kind: sla.SLA,
			Target: sla.Target{
				Metric: "agent-work",
				On: sla.On{
					Start: []string{"opened"},
					Stop:  []string{"resolved", "closed"},
				},
				PauseWhile: []string{"status=pending", "status=on hold"},
			},
			Facts: []string{"status"},
			Note:  "The time for which the work lies with the desk itself.",
		},
		{
			Name: "ownership", Kind: sla.OLA,
			Target: sla.Target{
				Metric: "ownership",
				On: sla.On{
					Start:  []string{"group=network & status!=resolved & status!=closed"},
					Stop:   []string{"group!=network", "status=resolved", "status=closed", "resolved", "closed"},
					Pause:  []string{},
					Reopen: []string{},
				},
				PauseWhile: []string{},
			},
			Facts: []string{"group", "status"},
			Note: "For how long a group, here network, has the ticket. Every assignment, and every reopening that changes " +
				"the status, begins a new cycle. Write one target for each group, with a metric of its own.",
		},
		{
			Name: "supplier time", Kind: sla.UC,
			Target: sla.Target{
				Metric: "supplier",
				On: sla.On{
					Start: []string{"status=on hold"},
					Stop:  []string{"resolved", "closed"},
				},
				PauseWhile: []string{"status!=on hold"},
			},
			Facts: []string{"status"},
			Note: "The time for which a supplier has the ticket, all orders together: the mirror image of a clock that " +
				"stands while the ticket is on hold. To give every order the whole allowance, stop at status!=on hold and write no pauseWhile.",
		},
		{
			Name: "on-site", Kind: sla.SLA,
			Target: sla.Target{Metric: "on-site", On: sla.On{
				Start: []string{"opened"},
				Stop:  []string{"arrived", "resolved", "closed"},
				Final: []string{"arrived"},
			}},
			Events: []sla.EventName{"arrived"},
			Note:   "Somebody is there.",
		},
		{
			Name: "workaround", Kind: sla.SLA,
			Target: sla.Target{Metric: "workaround", On: sla.On{
				Start: []string{"opened"},
				Stop:  []string{"workaround", "resolved", "closed"},
				Final: []string{"workaround"},
			}},
			Events: []sla.EventName{"workaround"},
			Note:   "Work can go on, if by another way.",
		},
	}
}
