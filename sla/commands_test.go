package sla_test

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"
	"time"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/commands"
	"github.com/leanovate/gopter/gen"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/sla"
)

// A commanded ticket is what commands act on: the state that the model knows.
type commanded struct {
	world  *commandWorld
	now    time.Time
	events []sla.Event
}

func (c commanded) ticket() sla.Ticket { return sla.Ticket{ID: "commanded", Events: c.events} }

// A commandWorld is a definition, for the model and for the engine.
type commandWorld struct {
	model *model
	spec  spec
	seen  map[string]int
}

// A command lets time pass, and then something happens, now or, told late, a
// while ago.
type command struct {
	pass, ago time.Duration
	event     sla.Event // without a name: only time passes
}

func (c command) apply(to commanded) commanded {
	to.now = to.now.Add(c.pass)
	if c.event.Name != "" {
		e := c.event
		e.At = to.now.Add(-c.ago)
		if c.event.Until.IsZero() {
			to.events = append(slices.Clip(to.events), e)
			return to
		}
		e.Until = e.At.Add(c.event.Until.Sub(time.Time{}))
		to.events = append(slices.Clip(to.events), e)
	}
	return to
}

// A commandDesk is the system: an engine that answers into one report, and the
// ticket as it has been told.
type commandDesk struct {
	engine desk
	report sla.Report
	ticket commanded
}

// said is an answer to compare with the model's.
type said struct {
	report sla.Report
	err    error
}

func (s said) Evaluate(sla.Ticket, time.Time) (sla.Report, error) { return s.report, s.err }

func (c command) Run(system commands.SystemUnderTest) commands.Result {
	d := system.(*commandDesk) //nolint:forcetypeassert // made below
	d.ticket = c.apply(d.ticket)
	err := d.engine.EvaluateInto(&d.report, d.ticket.ticket(), d.ticket.now)
	return said{d.report, err}
}

func (c command) NextState(state commands.State) commands.State {
	return c.apply(state.(commanded)) //nolint:forcetypeassert // made below
}

func (command) PreCondition(commands.State) bool { return true }

func (c command) PostCondition(state commands.State, result commands.Result) *gopter.PropResult {
	ticket, answer := state.(commanded), result.(said) //nolint:forcetypeassert // made above
	m := ticket.world.model
	difference := disagreement(m, answer, ticket.ticket(), ticket.now)
	if len(m.unsure) > 0 || difference == "" {
		for _, x := range answer.report.Readings {
			ticket.world.seen[string(x.State)]++
			if x.Breached {
				ticket.world.seen["breached"]++
			}
		}
		ticket.world.seen[string(c.event.Name)]++
		return &gopter.PropResult{Status: gopter.PropTrue}
	}
	return &gopter.PropResult{Status: gopter.PropFalse, Labels: []string{difference}}
}

func (c command) String() string {
	s := fmt.Sprintf("after %v", c.pass)
	if c.event.Name != "" {
		s += fmt.Sprintf(" %s %v", c.event.Name, c.event.Facts)
	}
	if !c.event.Until.IsZero() {
		s += fmt.Sprintf(" for %v", c.event.Until.Sub(time.Time{}))
	}
	if c.ago > 0 {
		s += fmt.Sprintf(", told %v late", c.ago)
	}
	return s
}

// commandFor draws a command: half of the time something happens at the next
// instant at which the clocks would change by themselves.
func commandFor(r *rand.Rand, ticket commanded) command {
	var c command
	switch r.Intn(6) {
	case 0, 1:
		if _, next, ok := ticket.world.model.evaluate(ticket.ticket(), ticket.now); ok && !next.IsZero() {
			c.pass = next.Sub(ticket.now)
		}
	case 2:
		c.pass = time.Duration(r.Intn(100)) * time.Minute
	case 3:
		c.pass = time.Duration(r.Intn(40)) * time.Hour
	}
	if len(ticket.events) == 0 && r.Intn(8) > 0 {
		c.event = sla.Event{Name: sla.Opened}
		return c
	}
	c.event.Name = pick(r, append([]sla.EventName{"", "", sla.Paused, sla.Resumed, sla.Reopened, sla.Changed, sla.Changed}, scopeKinds...)...)
	switch {
	case c.event.Name == sla.Changed && r.Intn(3) > 0:
		c.event.Facts = sla.Facts{"priority": {pick(r, scopePriorities...)}}
	case c.event.Name == sla.Changed:
		c.event.Facts = sla.Facts{"status": {pick(r, "waiting", "open", "")}}
	case c.event.Name == sla.Paused && r.Intn(3) == 0:
		c.event.Until = time.Time{}.Add(time.Duration(1+r.Intn(600)) * time.Minute)
	}
	if c.event.Name != "" && r.Intn(6) == 0 {
		c.ago = time.Duration(r.Intn(300)) * time.Minute
	}
	return c
}

// commandWorlds are the definition of the small scope, and the same with other
// rules for what goes on.
func commandWorlds(t *testing.T) (all []*commandWorld) {
	t.Helper()
	waits, again := scopeDefinition(), scopeDefinition()
	waits.eachTarget(func(target *specTarget) { target.OnReopen, target.PauseWhile = "continue", []string{"status=waiting"} })
	again.eachTarget(func(target *specTarget) {
		target.OnReopen, target.On.Start = "new-cycle", []string{"opened", "status=open"}
	})
	seen := map[string]int{}
	for _, s := range []spec{scopeDefinition(), waits, again} {
		all = append(all, &commandWorld{newModel(t, s), s, seen})
	}
	return all
}

// TestClockCommands: after each of a series of commands the clocks are where
// the model has them.
func TestClockCommands(t *testing.T) {
	t.Parallel()
	worlds := commandWorlds(t)
	run := func(f fault, series int) *gopter.TestResult {
		parameters := gopter.DefaultTestParametersWithSeed(*lawSeed)
		parameters.MinSuccessfulTests, parameters.MaxSize, parameters.MaxShrinkCount = series, 12, 60
		engines := map[*commandWorld]desk{}
		for _, w := range worlds {
			engines[w] = drawn{fault: f}.desk(t, w.spec)
		}
		return commands.Prop(&commands.ProtoCommands{
			NewSystemUnderTestFunc: func(state commands.State) commands.SystemUnderTest {
				ticket := state.(commanded) //nolint:forcetypeassert // made below
				return &commandDesk{engine: engines[ticket.world], ticket: ticket}
			},
			InitialStateGen: gen.Int64().Map(func(seed int64) commanded {
				r := rand.New(rand.NewSource(seed))
				return commanded{world: pick(r, worlds...), now: at(pick(r, drawDays...) + " 07:00").Add(time.Duration(r.Intn(2000)) * time.Minute)}
			}),
			GenCommandFunc: func(state commands.State) gopter.Gen {
				return func(p *gopter.GenParameters) *gopter.GenResult {
					return gopter.NewGenResult(commands.Command(commandFor(p.Rng, state.(commanded))), gopter.NoShrinker) //nolint:forcetypeassert // made above
				}
			},
		}).Check(parameters)
	}
	series := *lawCases
	if testing.Short() {
		series = min(series, 100)
	}
	result := run(fault{}, series)
	require.True(t, result.Passed(), "%s %v\n%v", result.Status, result.Labels, result.Args)
	seen := worlds[0].seen
	t.Logf("%d series; seen: %v", result.Succeeded, seen)
	for _, what := range []string{"idle", "running", "paused", "stopped", "cancelled", "replaced", "breached", ""} {
		require.True(t, seen[what] > 0 || !enoughCases(), what)
	}
	for _, name := range scopeKinds {
		require.True(t, seen[string(name)] > 0 || !enoughCases(), name)
	}
	for _, f := range []fault{countsInPauses, pausesNest, atTheNextLook, restartsAlways, asItArrives, eachEvent("to cancel is to stop", func(events []sla.Event, i int) {
		if events[i].Name == sla.Cancelled {
			events[i].Name = sla.Closed
		}
	})} {
		if run(f, 1000).Passed() {
			t.Errorf("the clocks are where the model has them although %s", f.what)
		}
	}
}
