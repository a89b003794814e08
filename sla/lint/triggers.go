package lint

import (
	"fmt"
	"slices"

	"github.com/slakit/slakit/internal/problem"
	"github.com/slakit/slakit/sla"
)

var builtin = []sla.EventName{
	sla.Opened, sla.Responded, sla.Paused, sla.Resumed, sla.Resolved, sla.Reopened, sla.Closed, sla.Cancelled, sla.Changed,
}

// A clash is a pair of keys that must not share a trigger.
type clash struct {
	one, other string
	kind       Kind
	text       string
	// shows tells by the reading after the trigger fired whether it is so.
	shows func(sla.Reading) bool
}

func active(r sla.Reading) bool { return r.State == sla.StateRunning || r.State == sla.StatePaused }
func ended(r sla.Reading) bool  { return r.State == sla.StateStopped || r.State == sla.StateCancelled }

var clashes = []clash{
	{"start", "stop", StartAndStop, "%q stops the clock and starts it again at once", active},
	{"start", "cancel", StartAndStop, "%q cancels the clock and starts it again at once", active},
	{"start", "pause", StartsPaused, "%q starts the clock and pauses it, too", func(r sla.Reading) bool { return r.State == sla.StatePaused }},
	{"pause", "resume", PauseAndResume, "%q pauses the clock and lets it go on at once: it does nothing", func(r sla.Reading) bool {
		return r.State == sla.StateRunning && r.WallPaused == 0
	}},
	{"stop", "reopen", StopAndReopen, "%q stops the clock and reopens it at once", active},
	{"cancel", "reopen", StopAndReopen, "%q cancels the clock and reopens it at once", active},
	{"stop", "cancel", Overruled, "%q stops the clock and so never cancels it", ended},
	{"stop", "reset", Overruled, "%q stops the clock and so never resets it", ended},
	{"cancel", "reset", Overruled, "%q cancels the clock and so never resets it", ended},
}

func (c *checker) triggerFindings(l *level, t *target, add func(Finding)) {
	for _, key := range keys {
		for _, trigger := range t.on[key] {
			if trigger.path != "" {
				neverTrue(trigger.path, trigger.cond, add)
				c.misspelt(l, t, key, trigger, add)
			}
		}
	}
	for i, s := range t.pauseWhile {
		neverTrue(s.path, s.cond, add)
		if j := slices.IndexFunc(t.pauseWhile[:i], func(o state) bool { return o.cond.opposite(s.cond) }); j >= 0 {
			f := Finding{Path: s.path, Kind: AlwaysPaused, Text: fmt.Sprintf("%q or this always holds: the clock never runs", t.pauseWhile[j].text)}
			add(c.prove(l, t, f, func(r sla.Reading) bool { return r.State == sla.StatePaused }))
		}
	}
	for _, clash := range clashes {
		c.clash(l, t, clash, add)
	}
	c.startsInside(l, t, add)
	c.missingTriggers(l, t, add)
}

// prove adds a ticket whose clock has started, if the reading shows what was
// found.
func (c *checker) prove(l *level, t *target, f Finding, shows func(sla.Reading) bool, events ...trigger) Finding {
	for _, start := range t.on["start"] {
		e := c.started(l, t, start)
		if e == nil {
			continue
		}
		for _, trigger := range events {
			e.fire(trigger)
		}
		if r, ok := e.reading(step); ok && shows(r) {
			return e.show(f, step)
		}
	}
	return f
}

func (c *checker) clash(l *level, t *target, clash clash, add func(Finding)) {
	for _, one := range t.on[clash.one] {
		other, both := t.find(clash.other, one)
		if !both {
			continue
		}
		reopens := false
		if _, final := t.find("final", one); !final {
			_, reopens = t.find("reopen", one)
		}
		if reopens != (clash.kind == StopAndReopen) && (clash.kind == StartAndStop || clash.kind == StopAndReopen) {
			continue // it is not reopened, or reopened before it is started
		}
		path := other.path
		if path == "" {
			path = one.path
		}
		f := Finding{Path: path, Kind: clash.kind, Text: fmt.Sprintf(clash.text, one.text)}
		if clash.kind == StartsPaused && !t.resumes(one) {
			f.Text += ", and nothing resumes it"
		}
		if clash.kind == StartAndStop && one.event == sla.Opened {
			f.Text = fmt.Sprintf("%q starts the clock and comes only once (D7): it never ends it", one.text)
		}
		if clash.one == "start" {
			// The first time it only starts the clock; opened comes only once.
			if e := c.started(l, t, one); e != nil {
				if one.event != sla.Opened && clash.kind == StartAndStop {
					e.fire(one)
				}
				if r, ok := e.reading(step); ok && clash.shows(r) {
					f = e.show(f, step)
				}
			}
		} else {
			f = c.prove(l, t, f, clash.shows, one)
		}
		add(f)
	}
}

// resumes reports whether a trigger other than the given one resumes the clock.
func (t *target) resumes(but trigger) bool {
	return slices.ContainsFunc(t.on["resume"], func(r trigger) bool { return !r.same(but) })
}

// startsInside finds clocks that start in a state in which they stand.
func (c *checker) startsInside(l *level, t *target, add func(Finding)) {
	for _, start := range t.on["start"] {
		if start.cond == nil {
			continue
		}
		i := slices.IndexFunc(t.pauseWhile, func(s state) bool { return start.cond.implies(s.cond, false) })
		if i < 0 {
			continue
		}
		f := Finding{
			Path: start.path, Kind: StartsPaused,
			Text: fmt.Sprintf("%q starts the clock in the state %q, in which it stands", start.text, t.pauseWhile[i].text),
		}
		if e := c.started(l, t, start); e != nil {
			if r, ok := e.reading(step); ok && r.State == sla.StatePaused {
				f = e.show(f, step)
			}
		}
		add(f)
	}
}

// missingTriggers finds keys that need another one.
func (c *checker) missingTriggers(l *level, t *target, add func(Finding)) {
	on := t.path + ".on."
	if len(t.on["start"]) == 0 {
		f := Finding{Path: on + "start", Kind: NeverStarts, Text: "nothing starts the clock"}
		if e := c.under(l, t); e != nil {
			if r, ok := e.reading(step); ok && r.State == sla.StateIdle {
				f = e.show(f, step)
			}
		}
		add(f)
	}
	if len(t.on["stop"]) == 0 {
		f := Finding{Path: on + "stop", Kind: NeverStops, Text: "nothing stops the clock: it is never met"}
		add(c.prove(l, t, f, active, trigger{event: sla.Resolved}, trigger{event: sla.Closed}))
	}
	pauses, resumes := t.on["pause"], t.on["resume"]
	if len(pauses) > 0 && len(resumes) == 0 {
		path := on + "resume"
		f := Finding{
			Path: path, Kind: PauseWithoutResume,
			Text: fmt.Sprintf("%q pauses the clock and nothing resumes it, unless the event says until when", pauses[0].text),
		}
		add(c.prove(l, t, f, func(r sla.Reading) bool { return r.State == sla.StatePaused }, pauses[0], trigger{event: sla.Resumed}))
	}
	if len(pauses) == 0 && len(resumes) > 0 && t.On.Resume != nil {
		add(Finding{
			Path: problem.Index(on+"resume", 0), Kind: ResumeWithoutPause,
			Text: fmt.Sprintf("%q has nothing to resume: no trigger pauses the clock, and a state of pauseWhile ends by itself", resumes[0].text),
		})
	}
}

// misspelt finds a trigger that is almost a built-in event.
func (c *checker) misspelt(l *level, t *target, key string, x trigger, add func(Finding)) {
	if x.event == "" || slices.Contains(builtin, x.event) || slices.Contains(c.def.Events, x.event) {
		return
	}
	near := ""
	for _, name := range builtin {
		if problem.DidYouMean(string(x.event), []sla.EventName{name}) != "" {
			near = string(name)
			break
		}
	}
	if near == "" {
		return
	}
	f := Finding{
		Path: x.path, Kind: Misspelt,
		Text: fmt.Sprintf("%q is an event of your own (did you mean %q?): if it is meant, list it in events", x.event, near),
	}
	if key == "stop" {
		f = c.prove(l, t, f, active, trigger{event: sla.EventName(near)})
	}
	add(f)
}
