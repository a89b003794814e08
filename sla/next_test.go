package sla_test

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/sla"
)

// mark is what D13 speaks about: states, breaches, firings and selection, and
// not the seconds counted or whether service is given.
func mark(r sla.Report) string {
	var s string
	for _, x := range r.Readings {
		s += fmt.Sprintf("%s %s %s %s %v %s %d %s breached %v at %s by %s, %d limits broken:",
			x.Kind, x.Agreement, x.Metric, x.Target, x.Within, x.Priority, x.Cycle, x.State, x.Breached, show(x.BreachedAt), show(x.Version), len(x.Overruns))
		for _, f := range x.Escalations {
			if !f.At.After(r.At) {
				s += fmt.Sprintf(" %s/%d", f.Name, f.Repeat)
			}
		}
		s += "\n"
	}
	return s
}

// TestLawS18Next: nothing changes before Next, something does at it, and with
// no Next nothing ever does.
func TestLawS18Next(t *testing.T) {
	r := rand.New(rand.NewSource(18))
	law(t, drawOptions{}, func(d drawn, engine desk) string {
		return walk(t, r, engine, d.ticket, d.at)
	}, nextIsDue, nextIsLate, everyMinute)
}

// walk goes from Next to Next. Events that come after the first instant do not
// count: they may bring something earlier.
func walk(t *testing.T, r *rand.Rand, engine desk, ticket sla.Ticket, now time.Time) string {
	t.Helper()
	if ticket.Events = history(ticket, now); len(ticket.Events) == 0 {
		return skipCase
	}
	report := eval(t, engine, ticket, now)
	for steps := range 90 {
		next := report.Next
		if next.IsZero() {
			if far := eval(t, engine, ticket, now.AddDate(5, 0, 0)); mark(far) != mark(report) {
				return fmt.Sprintf("at %s there is no next, but\n%sbecomes\n%s", show(now), mark(report), mark(far))
			}
			if steps == 0 {
				return skipCase
			}
			return ""
		}
		if !next.After(now) {
			return fmt.Sprintf("next %s is not after %s", show(next), show(now))
		}
		between := now.Add(time.Duration(r.Int63n(int64(next.Sub(now)))))
		for _, at := range []time.Time{between, next.Add(-1)} {
			early := eval(t, engine, ticket, at)
			if mark(early) != mark(report) {
				return fmt.Sprintf("asked at %s, next is %s, but at %s\n%sbecame\n%s", show(now), show(next), show(at), mark(report), mark(early))
			}
			if !early.Next.Equal(next) {
				return fmt.Sprintf("next %s became %s at %s", show(next), show(early.Next), show(at))
			}
		}
		after := eval(t, engine, ticket, next)
		if mark(after) == mark(report) {
			return fmt.Sprintf("asked at %s, nothing changes at next %s:\n%s", show(now), show(next), mark(report))
		}
		now, report = next, after
	}
	return "more than 90 steps"
}

var (
	nextIsDue = fault{what: "only the due wakes", answer: func(_ sla.Ticket, r *sla.Report) {
		r.Next = time.Time{}
		for _, x := range r.Readings {
			if x.Due.After(r.At) && (r.Next.IsZero() || x.Due.Before(r.Next)) {
				r.Next = x.Due
			}
		}
	}}
	nextIsLate = fault{what: "next is told in whole minutes", answer: func(_ sla.Ticket, r *sla.Report) {
		if !r.Next.IsZero() {
			r.Next = r.Next.Add(time.Minute - 1).Truncate(time.Minute)
		}
	}}
)

// TestLawS19Waking: waking early changes nothing and gives the same Next,
// waking twice equals once, and waking late tells what happened with the
// instants at which it did.
func TestLawS19Waking(t *testing.T) {
	r := rand.New(rand.NewSource(19))
	law(t, drawOptions{}, func(d drawn, engine desk) string {
		d.ticket.Events = history(d.ticket, d.at)
		next := eval(t, engine, d.ticket, d.at).Next
		if next.IsZero() {
			return skipCase
		}
		early := d.at.Add(time.Duration(r.Int63n(int64(next.Sub(d.at)))))
		if again := eval(t, engine, d.ticket, early).Next; !again.Equal(next) {
			return fmt.Sprintf("asked at %s next is %s, asked at %s it is %s", show(d.at), show(next), show(early), show(again))
		}
		on := eval(t, engine, d.ticket, next)
		if wrong := unequal("twice", text(on), text(eval(t, engine, d.ticket, next))); wrong != "" {
			return wrong
		}
		late := eval(t, engine, d.ticket, next.Add(time.Duration(1+r.Intn(3000))*time.Minute))
		var then, now []string
		for f := range on.Fired(time.Time{}) {
			then = append(then, f.ID+" "+show(f.At))
		}
		for f := range late.Fired(time.Time{}) {
			if !f.At.After(next) {
				now = append(now, f.ID+" "+show(f.At))
			}
		}
		if !slices.Equal(then, now) {
			return fmt.Sprintf("in time %q\nlate    %q", then, now)
		}
		for i, x := range on.Readings {
			if x.Breached && !late.Readings[i].BreachedAt.Equal(x.BreachedAt) {
				return fmt.Sprintf("breached at %s, but told late %s", show(x.BreachedAt), show(late.Readings[i].BreachedAt))
			}
		}
		return ""
	}, atTheNextLook, everyMinute)
}

// everyMinute wakes for nothing.
var everyMinute = fault{what: "next is a minute after now", answer: func(_ sla.Ticket, r *sla.Report) {
	if !r.Next.IsZero() {
		r.Next = minTime(r.Next, r.At.Add(time.Minute))
	}
}}

// TestLawS20Fired: consecutive questions give every firing exactly once,
// however far apart they are.
func TestLawS20Fired(t *testing.T) {
	r := rand.New(rand.NewSource(20))
	law(t, drawOptions{}, func(d drawn, engine desk) string {
		end := d.ticket.Events[len(d.ticket.Events)-1].At.Add(time.Duration(r.Intn(300)) * time.Hour)
		final := eval(t, engine, d.ticket, end)
		var want, got []string
		for f := range final.Fired(time.Time{}) {
			want = append(want, f.ID+" "+show(f.At))
		}
		var asked time.Time
		for now := d.ticket.Events[0].At; ; now = now.Add(time.Duration(1+r.Intn(4000)) * time.Minute) {
			now = minTime(now, end)
			report := eval(t, engine, d.ticket, now)
			for f := range report.Fired(asked) {
				if f.At.After(now) || !f.At.After(asked) {
					return fmt.Sprintf("%s fired outside of (%s, %s]", show(f.At), show(asked), show(now))
				}
				got = append(got, f.ID+" "+show(f.At))
			}
			asked = now
			if now.Equal(end) {
				break
			}
		}
		if len(want) == 0 && len(got) == 0 {
			return skipCase
		}
		if !slices.Equal(want, got) {
			return fmt.Sprintf("one by one %q\nat once    %q", got, want)
		}
		return ""
	}, fault{what: "only the escalations of the last day are told", answer: func(_ sla.Ticket, r *sla.Report) {
		for i := range r.Readings {
			x := &r.Readings[i]
			x.Escalations = slices.DeleteFunc(x.Escalations, func(f sla.Firing) bool { return f.At.Before(r.At.AddDate(0, 0, -1)) })
		}
	}}, eachFiring("an escalation fires when somebody looks", func(r *sla.Report, _ *sla.Reading, f *sla.Firing) {
		if !f.At.After(r.At) {
			f.At = r.At
		}
	}))
}

func minTime(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// TestLawS30RoundTrips: definitions, tickets, events and reports survive JSON,
// and what comes back behaves the same.
func TestLawS30RoundTrips(t *testing.T) {
	again := perDefinition(func(d drawn) desk {
		data, err := json.Marshal(d.spec)
		require.NoError(t, err)
		def, err := sla.Parse(data)
		require.NoError(t, err)
		first, err := json.Marshal(def)
		require.NoError(t, err)
		def, err = sla.Parse(first)
		require.NoError(t, err, "%s", first)
		second, err := json.Marshal(def)
		require.NoError(t, err)
		require.Equal(t, string(first), string(second))
		engine, err := sla.Compile(def, nil)
		require.NoError(t, err)
		return desk{Engine: engine, fault: d.fault}
	})
	law(t, drawOptions{}, func(d drawn, engine desk) string {
		report := eval(t, engine, d.ticket, d.at)
		data, err := json.Marshal(report)
		require.NoError(t, err)
		var back sla.Report
		require.NoError(t, json.Unmarshal(d.fault.reread(data), &back), "%s", data)
		reprinted, err := json.Marshal(back)
		require.NoError(t, err)
		if wrong := unequal("a report", string(data), string(reprinted)); wrong != "" {
			return wrong
		}
		a, b := slices.Collect(report.Fired(time.Time{})), slices.Collect(back.Fired(time.Time{}))
		if len(a) != len(b) {
			return "a decoded report fires differently"
		}

		other := again(d)
		if other.Fingerprint() != engine.Fingerprint() {
			return "the fingerprint of a definition that was read again differs"
		}

		ticketData, err := json.Marshal(d.ticket)
		require.NoError(t, err)
		ticket, err := sla.ParseTicket(d.fault.reread(ticketData))
		require.NoError(t, err, "%s", ticketData)
		ticketAgain, err := json.Marshal(ticket)
		require.NoError(t, err)
		if wrong := unequal("a ticket", string(ticketData), string(ticketAgain)); wrong != "" {
			return wrong
		}
		return unequal("a ticket that was read again", text(report), text(eval(t, other, ticket, d.at)))
	}, fault{what: "seconds are lost", text: func(data []byte) []byte {
		return regexp.MustCompile(`:[0-5]\d(Z|[+-]\d\d:\d\d)"`).ReplaceAll(data, []byte(`:00$1"`))
	}}, fault{what: "offsets are lost", text: func(data []byte) []byte {
		return regexp.MustCompile(`(T[0-9:.]*)[+-]\d\d:\d\d"`).ReplaceAll(data, []byte(`${1}Z"`))
	}})
}

// TestLawEvaluateInto: reusing a report gives the same as a fresh one.
func TestLawEvaluateInto(t *testing.T) {
	var reused sla.Report
	law(t, drawOptions{}, func(d drawn, engine desk) string {
		require.NoError(t, engine.EvaluateInto(&reused, d.ticket, d.at))
		return unequal("a reused report", text(eval(t, engine, d.ticket, d.at)), text(reused))
	}, neverForgets())
}

// neverForgets is a desk whose report keeps what it last said of the firings.
func neverForgets() fault {
	var last []sla.Firing
	return eachReading("a reading keeps the escalations of another", func(_ *sla.Report, x *sla.Reading) {
		if len(x.Escalations) == 0 {
			x.Escalations = slices.Clone(last)
		}
		last = slices.Clone(x.Escalations)
	})
}
