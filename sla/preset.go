package sla

import "iter"

// A Preset is a usual way to measure something, as a target without an
// allowance: copy it, say how much time there is, and change what differs.
type Preset struct {
	// Name is what people call it.
	Name string `json:"name"`
	// Kind is the kind of agreement in which it is usually promised.
	Kind Kind `json:"kind"`
	// Target lacks Within, which [Compile] demands.
	Target Target `json:"target"`
	// Events are the events that tickets must carry for it beside the built-in
	// ones. Being triggers, they need not be declared.
	Events []EventName `json:"events,omitzero"`
	// Facts are the facts that it looks at.
	Facts []string `json:"facts,omitzero"`
	// Note says what the clock does, for people.
	Note string `json:"note,omitzero"`
}

// Presets returns the presets. Every call yields new values, free to be
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
func Presets() iter.Seq[Preset] {
	return func(yield func(Preset) bool) {
		for _, make := range presets {
			if !yield(make()) {
				return
			}
		}
	}
}

var presets = [...]func() Preset{
	func() Preset {
		return Preset{
			Name: "response", Kind: SLA,
			Target: Target{Metric: Response, On: On{
				Start: []string{"opened"},
				Stop:  []string{"responded", "resolved", "closed"},
			}},
			Note: "The first answer. These are the defaults of the metric.",
		}
	},
	func() Preset {
		return Preset{
			Name: "resolution", Kind: SLA,
			Target: Target{Metric: Resolution, On: On{
				Start: []string{"opened"},
				Stop:  []string{"resolved", "closed"},
			}},
			Note: "From opening to solution. These are the defaults of the metric.",
		}
	},
	func() Preset {
		return Preset{
			Name: "next reply", Kind: SLA,
			Target: Target{
				Metric: "next-reply",
				On: On{
					Start: []string{"message"},
					Stop:  []string{"responded", "resolved", "closed"},
					Pause: []string{},
				},
				PauseWhile: []string{},
			},
			Events: []EventName{"message"},
			Note: "An answer to the oldest message that has none: further messages do not move it, " +
				"the first after an answer begins a new cycle. Messages before the first answer count, too; " +
				"send none for those that the response covers.",
		}
	},
	func() Preset {
		return Preset{
			Name: "periodic update", Kind: SLA,
			Target: Target{
				Metric: "update",
				On: On{
					Start: []string{"opened"},
					Stop:  []string{"resolved", "closed"},
					Reset: []string{"responded"},
					Pause: []string{},
				},
				PauseWhile: []string{},
			},
			Note: "Never longer than this without word from the desk. Every answer ends a cycle, met or breached, " +
				"and begins the next.",
		}
	},
	func() Preset {
		return Preset{
			Name: "pausable update", Kind: SLA,
			Target: Target{
				Metric: "pausable-update",
				On: On{
					Start: []string{"opened"},
					Stop:  []string{"resolved", "closed"},
					Reset: []string{"responded"},
				},
				PauseWhile: []string{"status=pending"},
			},
			Facts: []string{"status"},
			Note:  "A periodic update that is not owed while the desk waits for the requester.",
		}
	},
	func() Preset {
		return Preset{
			Name: "requester wait", Kind: SLA,
			Target: Target{
				Metric: "requester-wait",
				On: On{
					Start: []string{"opened"},
					Stop:  []string{"resolved", "closed"},
				},
				PauseWhile: []string{"status=pending"},
			},
			Facts: []string{"status"},
			Note:  "The time for which the requester waits: all of it but that for which the desk waits for the requester.",
		}
	},
	func() Preset {
		return Preset{
			Name: "agent work", Kind: SLA,
			Target: Target{
				Metric: "agent-work",
				On: On{
					Start: []string{"opened"},
					Stop:  []string{"resolved", "closed"},
				},
				PauseWhile: []string{"status=pending", "status=on hold"},
			},
			Facts: []string{"status"},
			Note:  "The time for which the work lies with the desk itself.",
		}
	},
	func() Preset {
		return Preset{
			Name: "ownership", Kind: OLA,
			Target: Target{
				Metric: "ownership",
				On: On{
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
		}
	},
	func() Preset {
		return Preset{
			Name: "supplier time", Kind: UC,
			Target: Target{
				Metric: "supplier",
				On: On{
					Start: []string{"status=on hold"},
					Stop:  []string{"resolved", "closed"},
				},
				PauseWhile: []string{"status!=on hold"},
			},
			Facts: []string{"status"},
			Note: "The time for which a supplier has the ticket, all orders together: the mirror image of a clock that " +
				"stands while the ticket is on hold. To give every order the whole allowance, stop at status!=on hold and write no pauseWhile.",
		}
	},
	func() Preset {
		return Preset{
			Name: "on-site", Kind: SLA,
			Target: Target{Metric: "on-site", On: On{
				Start: []string{"opened"},
				Stop:  []string{"arrived", "resolved", "closed"},
				Final: []string{"arrived"},
			}},
			Events: []EventName{"arrived"},
			Note:   "Somebody is there.",
		}
	},
	func() Preset {
		return Preset{
			Name: "workaround", Kind: SLA,
			Target: Target{Metric: "workaround", On: On{
				Start: []string{"opened"},
				Stop:  []string{"workaround", "resolved", "closed"},
				Final: []string{"workaround"},
			}},
			Events: []EventName{"workaround"},
			Note:   "Work can go on, if by another way.",
		}
	},
}
