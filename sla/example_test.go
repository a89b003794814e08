package sla_test

import (
	"fmt"
	"os"
	"time"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/calendar/holidays"
	"github.com/slakit/slakit/priority"
	"github.com/slakit/slakit/sla"
)

// office is a small definition that the examples share: office hours, two
// targets, one agreement for everybody.
func office() sla.Definition {
	return sla.Definition{
		Calendars: []calendar.Definition{{
			Name: "office", Zone: "Europe/Stockholm",
			Hours: []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}},
		}},
		ServiceLevels: []sla.ServiceLevel{{ID: "gold", Calendar: "office", Targets: []sla.Target{
			{Metric: sla.Response, Within: "2h"},
			{
				Metric: sla.Resolution, Within: "8h", PauseWhile: []string{"status=waiting for user"},
				Escalations: []sla.Escalation{{Name: "team lead", At: "75%"}, {Name: "duty manager", At: "+1h"}},
			},
		}}},
		Agreements: []sla.Agreement{{ID: "everyone", Kind: sla.SLA, ServiceLevel: "gold"}},
	}
}

func compiled(def sla.Definition) *sla.Engine {
	engine, err := sla.Compile(def, nil)
	if err != nil {
		panic(err)
	}
	return engine
}

// march is a time of day in Stockholm, in March 2026; the 5th is a Thursday.
func march(day, hour, minute int) time.Time {
	return time.Date(2026, time.March, day, hour, minute, 0, 0, time.FixedZone("CET", 3600))
}

func incident() sla.Ticket {
	return sla.Ticket{ID: "INC-1042", Events: []sla.Event{
		{At: march(5, 15, 0), Name: sla.Opened},
		{At: march(5, 15, 30), Name: sla.Responded},
		{At: march(5, 16, 0), Name: sla.Changed, Facts: sla.Facts{"status": {"waiting for user"}}},
		{At: march(6, 9, 0), Name: sla.Changed, Facts: sla.Facts{"status": {"in progress"}}},
	}}
}

// A definition file, a ticket file, and how the ticket stands.
func Example() {
	data, err := os.ReadFile("testdata/example/definition.json")
	if err != nil {
		fmt.Println(err)
		return
	}
	def, err := sla.Parse(data)
	if err != nil {
		fmt.Println(err) // every unknown key and wrong type, with its path
		return
	}
	engine, err := sla.Compile(def, &sla.Options{HolidaySets: holidays.All()})
	if err != nil {
		fmt.Println(err) // every other problem, with its path
		return
	}
	if data, err = os.ReadFile("testdata/example/ticket.json"); err != nil {
		fmt.Println(err)
		return
	}
	ticket, err := sla.ParseTicket(data)
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := engine.Evaluate(ticket, march(10, 9, 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range report.Readings {
		fmt.Println(r.Metric, r.Priority, r.State, "met:", r.Met(), "within", r.Within, "used", sla.Amount(r.Elapsed), "due", r.Due.Format("Mon 15:04"))
	}
	// Output:
	// response P2 stopped met: true within 2h used 40m due Fri 08:30
	// resolution P2 replaced met: false within 8h used 4h50m due Mon 16:30
	// resolution P1 stopped met: true within 4h used 3h5m due Mon 17:35
}

// All problems of a definition come at once.
func ExampleCompile_problems() {
	def := office()
	def.ServiceLevels[0].Targets[0].Within = "1d"
	def.ServiceLevels[0].Targets[1].Escalations[0].At = "three quarters"
	def.Agreements[0].ServiceLevel = "glod"
	_, err := sla.Compile(def, nil)
	for _, problem := range slakit.FieldErrors(err) {
		fmt.Println(problem.Path)
	}
	fmt.Println(slakit.FieldErrors(err)[2])
	// Output:
	// serviceLevels[0].targets[0].within
	// serviceLevels[0].targets[1].escalations[0].at
	// agreements[0].serviceLevel
	// agreements[0].serviceLevel: unknown: service level "glod" (did you mean "gold"?)
}

// A change of hours that was announced on Monday and holds from then on.
func ExampleCompileVersions() {
	shorter := office()
	shorter.Calendars[0].Hours[0].Close = "15:00"
	engine, err := sla.CompileVersions([]sla.Version{
		{Definition: office()},
		{From: march(6, 12, 0), Mode: sla.Piecewise, Definition: shorter},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := engine.Evaluate(incident(), march(6, 10, 0)) // already known, not yet in force
	if err != nil {
		fmt.Println(err)
		return
	}
	r, _ := report.Reading(sla.Resolution)
	fmt.Println("due", r.Due.Format("Mon 15:04")) // three hours on Friday morning, three until 15:00, one on Monday
	// Output: due Mon 09:00
}

func ExampleParseAllowance() {
	for _, text := range []string{"1h30m", "24h elapsed", "P1M", "3bd by close", "none", "1d"} {
		a, err := sla.ParseAllowance(text)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(a)
	}
	// Output:
	// 1h30m
	// 24h elapsed
	// P1M
	// 3bd by close
	// none
	// invalid: "1d" has several meanings: write 1bd for business days, P1D for calendar days, "24h elapsed" for hours on the wall clock, or service hours such as 8h
}

func ExampleEngine_Evaluate() {
	engine := compiled(office())
	report, err := engine.Evaluate(incident(), march(6, 11, 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	r, _ := report.Reading(sla.Resolution)
	fmt.Println(r.State, "due", r.Due.Format("Mon 15:04"), "remaining", r.Remaining)
	fmt.Println("look again at", report.Next.Format("Mon 15:04"))
	// Output:
	// running due Fri 16:00 remaining 5h0m0s
	// look again at Fri 14:00
}

// Evaluating many tickets into one report allocates nothing in the steady
// state.
func ExampleEngine_EvaluateInto() {
	engine := compiled(office())
	var report sla.Report
	breached := 0
	for _, ticket := range []sla.Ticket{incident(), {ID: "INC-1043", Events: incident().Events[:1]}} {
		if err := engine.EvaluateInto(&report, ticket, march(6, 15, 0)); err != nil {
			fmt.Println(err)
			return
		}
		if r, ok := report.Reading(sla.Response); ok && r.Breached {
			breached++
		}
	}
	fmt.Println(breached)
	// Output: 1
}

// Why an agreement applies, and why the others do not.
func ExampleEngine_Candidates() {
	def := office()
	def.Agreements = append([]sla.Agreement{
		{ID: "email", Kind: sla.SLA, ServiceLevel: "gold", Match: sla.Facts{"service": {"email"}, "branch": {"hq"}}},
		{ID: "next year", Kind: sla.SLA, ServiceLevel: "gold", From: "2027-01-01"},
	}, def.Agreements...)
	for c := range compiled(def).Candidates(sla.Facts{"service": {"email"}, "branch": {"lund"}}, march(5, 9, 0)) {
		fmt.Println(c.Agreement, c.Taken, c.Reason)
	}
	// Output:
	// email false branch is lund, want hq
	// next year false opened before it takes effect on 2027-01-01T00:00:00+01:00
	// everyone true matches
}

func ExampleEngine_Fingerprint() {
	def := office()
	before := compiled(def).Fingerprint()
	def.Note = "a note changes no answer"
	fmt.Println(compiled(def).Fingerprint() == before)
	def.ServiceLevels[0].Targets[0].Within = "1h"
	fmt.Println(compiled(def).Fingerprint() == before)
	// Output:
	// true
	// false
}

// Delivering escalations: each evaluation gives those since the one before.
func ExampleReport_Fired() {
	engine := compiled(office())
	through := march(5, 15, 0)
	for _, now := range []time.Time{march(6, 14, 0), march(6, 14, 30), march(9, 9, 0)} {
		report, err := engine.Evaluate(incident(), now)
		if err != nil {
			fmt.Println(err)
			return
		}
		for f := range report.Fired(through) {
			fmt.Println("tell the", f.Name, "on", f.At.Format("Mon 15:04"))
		}
		through = now // what a host stores
	}
	// Output:
	// tell the team lead on Fri 14:00
	// tell the duty manager on Fri 17:00
}

// A corrected history takes firings back.
func ExampleDiff() {
	engine := compiled(office())
	ticket, now := incident(), march(6, 14, 30)
	before, err := engine.Evaluate(ticket, now)
	if err != nil {
		fmt.Println(err)
		return
	}
	ticket.Events = append(ticket.Events, sla.Event{At: march(6, 13, 0), Name: sla.Resolved}) // entered late
	after, err := engine.Evaluate(ticket, now)
	if err != nil {
		fmt.Println(err)
		return
	}
	for d := range sla.Diff(before, after) {
		fmt.Println(d.Change, d.Firing.Name)
	}
	// Output: retracted team lead
}

func ExampleReading_Timeline() {
	report, err := compiled(office()).Evaluate(incident(), march(6, 11, 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	r, _ := report.Reading(sla.Resolution)
	for s := range r.Timeline() {
		fmt.Printf("%s to %s %s %s %q\n", s.Start.Format("Mon 15:04"), s.End.Format("Mon 15:04"), s.State, s.Counted, s.Reason)
	}
	// Output:
	// Thu 15:00 to Thu 16:00 running 1h ""
	// Thu 16:00 to Fri 09:00 paused 2h "status=waiting for user"
	// Fri 09:00 to Fri 11:00 running 2h ""
}

// Why it is due then, in a form that can be checked by hand.
func ExampleReading_Explain() {
	report, err := compiled(office()).Evaluate(incident(), march(6, 11, 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	r, _ := report.Reading(sla.Resolution)
	fmt.Print(r.Explain())
	// Output:
	// resolution of ticket INC-1042 under everyone (sla, gold), target resolution
	// 8h from Thu 5 Mar 2026 15:00
	// Thu 5 Mar 2026 15:00 to Thu 5 Mar 2026 16:00: running, 1h
	//   Thu 2026-03-05 15:00-16:00: 1h (hours)
	// Thu 5 Mar 2026 16:00 to Fri 6 Mar 2026 09:00: paused (status=waiting for user), 2h
	//   Thu 2026-03-05 16:00-17:00: 1h (hours)
	//   Fri 2026-03-06 08:00-09:00: 1h (hours)
	// Fri 6 Mar 2026 09:00 to Fri 6 Mar 2026 11:00: running, 2h
	//   Fri 2026-03-06 09:00-11:00: 2h (hours)
	// due Fri 6 Mar 2026 14:00: by allowance
	// due Fri 6 Mar 2026 16:00: moved by 2h of pause
	// used 3h, paused 2h
}

// A due time that somebody promised by hand.
func ExampleManualDue() {
	ticket := incident()
	ticket.Events = append(ticket.Events, sla.Event{
		At: march(6, 10, 0), Name: sla.Changed, Due: &sla.ManualDue{Metric: sla.Resolution, At: march(10, 12, 0)},
	})
	report, err := compiled(office()).Evaluate(ticket, march(6, 11, 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	r, _ := report.Reading(sla.Resolution)
	fmt.Println("due", r.Due.Format("Mon 15:04"), "instead of", r.ComputedDue.Format("Mon 15:04"))
	// Output: due Tue 12:00 instead of Fri 16:00
}

// Priorities come from impact and urgency, and a rule lifts those of some.
func ExampleServiceLevel() {
	def := office()
	def.Matrices = map[string]priority.Definition{"standard": priority.ITIL()}
	def.ServiceLevels[0].Matrix = "standard"
	def.ServiceLevels[0].DefaultPriority = "P4"
	def.ServiceLevels[0].Raise = []sla.Raise{{When: sla.Facts{"requester": {"vip"}}, By: 1}}
	ticket := incident()
	ticket.Events[0].Facts = sla.Facts{"impact": {"medium"}, "urgency": {"medium"}, "requester": {"vip"}}
	report, err := compiled(def).Evaluate(ticket, march(6, 11, 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	r, _ := report.Reading(sla.Resolution)
	fmt.Println(r.Priority, r.Explain().Priority)
	// Output: P2 [{matrix P3} {raise P2}]
}
