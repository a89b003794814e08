// Package sla evaluates tickets against service level agreements. Given a
// definition, the history of a ticket and an instant, it says which agreement
// applies, when response and resolution are due, whether they were kept, which
// escalations are to be made, and when to look again.
//
//	def, err := sla.Parse(data)                 // JSON, read strictly
//	engine, err := sla.Compile(def, nil)        // or every problem, with paths
//	report, err := engine.Evaluate(ticket, at)  // a pure function
//	r, ok := report.Reading(sla.Resolution)
//	fmt.Println(r.State, r.Due, r.Remaining, r.Met())
//
// That is all a service desk needs to begin with; the rest of this page is for
// the questions that come later.
//
// # Tickets
//
// A [Ticket] is a list of events: it was opened, somebody responded, its status
// changed. Events carry the facts that change with them: service, branch,
// status, impact, urgency, and whatever else a definition asks about. The list
// is the truth: nothing computed is stored, a late or corrected event needs no
// repair, and any past instant can be asked about. Events are ordered by time,
// then as given; those after the instant asked about are ignored; an event ID
// that comes twice counts once. Within one event its facts take effect first,
// then stop, cancel, reset, pause, resume, reopen and start.
//
// # Definitions
//
// A [Definition] names calendars (when service is given), matrices (how bad a
// ticket is), service levels (cards with targets) and agreements (who is
// promised which card). Of the agreements of a kind the first that matches
// applies, of the targets of a metric the first that fits. Both are chosen
// anew by every event that changes a fact they depend on.
//
// A [Target] says how much time there is ([Allowance]), what moves its clock
// ([On]), in which states the clock stands (pauseWhile), and whom to tell on
// the way ([Escalation]). Response and resolution have defaults for what starts
// and stops them; any other metric says so itself.
//
// # Clocks
//
// A clock is idle, running, paused, stopped, cancelled, or replaced. It runs
// also while no service is given; it only counts nothing then, and
// [Reading.Open] tells. A pause moves the due by its length in the target's
// measure: service time, or wall time for an allowance of wall time.
//
// A clock that stops at its due is met; one that still runs at its due is
// breached. A breach is never taken back by later events.
//
// When priority or agreement change in mid-flight, the new target measures the
// whole cycle unless its onChange says otherwise, and the target it replaces
// stays in the report as a reading of its own, so that lowering a priority
// never hides a breach.
//
// # Looking again
//
// [Report.Next] is the first instant at which anything changes if no event
// comes: sleep until then, evaluate, deliver [Report.Fired] since the last
// evaluation, and nothing is missed or made twice.
//
// A host stores two columns beside a ticket's events: next, and through, the At
// of the last evaluation it delivered; and an outbox with [Firing.ID] as its
// unique key. When next has come it evaluates, delivers Fired(through) and
// stores both. When an event arrives late or is corrected, [Diff] of the
// reports at through, before and after, says what to catch up on and what to
// take back. The example Host is that loop.
//
// # Definitions that change
//
// [CompileVersions] takes definitions with the instants from which they apply,
// and what each does to tickets that were opened before. A calendar's own
// seasons need no version. [Reading.Explain] says which stretches were counted
// by which calendar, day by day, so that a customer can check a due time by
// hand.
//
// # Errors
//
// [Parse] and [Compile] report all problems at once, each as a
// [slakit.FieldError]. After that, evaluation fails only because of the
// question: an unknown event name, fact or level, no agreement, no priority, or
// an instant out of range.
//
// # What this package does not do
//
// It reads no clock, sends nothing and stores nothing.
package sla
