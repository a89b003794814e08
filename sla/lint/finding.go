package lint

import (
	"time"

	"github.com/slakit/slakit/sla"
)

// A Finding is one thing that the author of a definition should look at.
type Finding struct {
	// Path leads to it, as in "serviceLevels[2].targets[0].on.stop[1]".
	Path string `json:"path"`
	Kind Kind   `json:"kind"`
	// Text says what happens, for people.
	Text string `json:"text"`
	// Ticket shows it when evaluated At; nil where no ticket could.
	Ticket *sla.Ticket `json:"ticket,omitzero"`
	At     time.Time   `json:"at,omitzero"`
}

// A Kind says what sort of thing was found.
type Kind string

// Triggers and states that contradict each other. An event acts in the order
// stop, cancel, reset, pause, resume, reopen, start (D3), so of two that fire
// together one is lost.
const (
	StartAndStop       Kind = "start-and-stop"       // what ends the clock starts it again at once
	StartsPaused       Kind = "starts-paused"        // what starts the clock pauses it, too
	PauseAndResume     Kind = "pause-and-resume"     // what pauses the clock lets it go on at once
	PauseWithoutResume Kind = "pause-without-resume" // a pause never ends
	ResumeWithoutPause Kind = "resume-without-pause" // there is nothing to resume
	StopAndReopen      Kind = "stop-and-reopen"      // what ends the clock reopens it at once
	Overruled          Kind = "overruled"            // a trigger never acts, as another acts before it
	AlwaysPaused       Kind = "always-paused"        // of two states one always holds
	NeverStarts        Kind = "never-starts"         // nothing starts the clock
	NeverStops         Kind = "never-stops"          // nothing stops the clock: it is never met
	NeverTrue          Kind = "never-true"           // a condition that no ticket can meet
	NeverFires         Kind = "never-fires"          // escalations without a deadline
	Misspelt           Kind = "misspelt"             // an event almost named as a built-in one
)

// Agreements, targets and priorities that never meet.
const (
	UnreachableAgreement Kind = "unreachable-agreement" // an earlier one matches everything it does
	UnreachableTarget    Kind = "unreachable-target"    // an earlier one fits wherever it does
	MissingTarget        Kind = "missing-target"        // tickets to which no target of a metric applies
	NoPriority           Kind = "no-priority"           // tickets that fail for want of a priority
	UnknownPriority      Kind = "unknown-priority"      // a target's priority that only a hand can set
	Inversion            Kind = "inversion"             // more impact or urgency lowers the priority
	Unused               Kind = "unused"                // nothing refers to it
)

// Times that are hardly meant.
const (
	DueAtStart      Kind = "due-at-start"     // a clock that is due when it starts
	ResponseLonger  Kind = "response-longer"  // the answer is due after the solution
	HolidaysUnknown Kind = "holidays-unknown" // a holiday set says nothing of a year in use
	Ended           Kind = "ended"            // an agreement that has ended
)

// Consulted is no problem but a list: the facts that the definition asks about,
// each with the values that it knows. A name that is spelt in two ways shows
// here.
const Consulted Kind = "consulted"
