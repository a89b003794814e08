package sla_test

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/slakit/slakit/sla"
)

// disagreement evaluates the ticket both ways and tells how the answers
// differ; "" means that they agree.
func disagreement(m *model, engine interface {
	Evaluate(ticket sla.Ticket, at time.Time) (sla.Report, error)
}, ticket sla.Ticket, at time.Time,
) string {
	want, next, ok := m.evaluate(ticket, at)
	got, err := engine.Evaluate(ticket, at)
	if !ok {
		if !errors.Is(err, sla.ErrNoAgreement) {
			return fmt.Sprintf("error %v, want ErrNoAgreement", err)
		}
		return ""
	}
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	if len(want) != len(got.Readings) {
		fmt.Fprintf(&b, "%d readings, want %d\n", len(got.Readings), len(want))
	}
	for i := range min(len(want), len(got.Readings)) {
		if d := want[i].differs(got.Readings[i]); d != "" {
			fmt.Fprintf(&b, "reading %d (%s %s %s, cycle %d, %s): %s\n",
				i, want[i].agreement, want[i].metric, want[i].target, want[i].cycle, want[i].state, d)
		}
	}
	if !next.Equal(got.Next) {
		fmt.Fprintf(&b, "next %s, want %s\n", show(got.Next), show(next))
	}
	if b.Len() == 0 {
		return ""
	}
	return b.String() + describe(ticket, at)
}

// differs compares everything the model speaks about.
func (w mreading) differs(g sla.Reading) string {
	var b strings.Builder
	unequal := func(what string, want, got any) { fmt.Fprintf(&b, "\n\t%s: got %v, want %v", what, got, want) }
	check := func(what, want, got string) {
		if want != got {
			unequal(what, want, got)
		}
	}
	whether := func(what string, want, got bool) {
		if want != got {
			unequal(what, want, got)
		}
	}
	amount := func(what string, want, got time.Duration) {
		if want != got {
			unequal(what, want, got)
		}
	}
	instant := func(what string, want, got time.Time) {
		if !want.Equal(got) {
			fmt.Fprintf(&b, "\n\t%s: got %s, want %s", what, show(got), show(want))
		}
	}
	check("agreement", w.agreement, g.Agreement)
	check("kind", w.kind, string(g.Kind))
	check("metric", w.metric, string(g.Metric))
	check("target", w.target, g.Target)
	if w.cycle != g.Cycle {
		unequal("cycle", w.cycle, g.Cycle)
	}
	check("state", string(w.state), string(g.State))
	if text := g.Within.String(); text != w.within && parseForm(w.within) != parseForm(text) {
		unequal("within", w.within, text)
	}
	whether("breached", w.breached, g.Breached)
	whether("met", w.state == stopped && !w.breached, g.Met())
	amount("elapsed", w.elapsed, g.Elapsed)
	amount("remaining", w.remaining, g.Remaining)
	amount("paused", w.paused, g.Paused)
	amount("wall elapsed", w.wallElapsed, g.WallElapsed)
	amount("wall paused", w.wallPaused, g.WallPaused)
	instant("due", w.due, g.Due)
	instant("original due", w.originalDue, g.OriginalDue)
	instant("breached at", w.breachedAt, g.BreachedAt)
	instant("stopped at", w.stoppedAt, g.StoppedAt)
	if len(w.escalations) != len(g.Escalations) {
		fmt.Fprintf(&b, "\n\t%d escalations, want %d:", len(g.Escalations), len(w.escalations))
		for _, f := range g.Escalations {
			fmt.Fprintf(&b, "\n\t\tgot  %s/%d at %s, nominal %s", f.Name, f.Repeat, show(f.At), show(f.Nominal))
		}
		for _, f := range w.escalations {
			fmt.Fprintf(&b, "\n\t\twant %s/%d at %s, nominal %s", f.name, f.repeat, show(f.at), show(f.nominal))
		}
		return b.String()
	}
	for i, f := range w.escalations {
		e := g.Escalations[i]
		if f.name != e.Name || f.repeat != e.Repeat || !f.at.Equal(e.At) || !f.nominal.Equal(e.Nominal) {
			unequal("escalation", fmt.Sprintf("%s/%d at %s, nominal %s", f.name, f.repeat, show(f.at), show(f.nominal)),
				fmt.Sprintf("%s/%d at %s, nominal %s", e.Name, e.Repeat, show(e.At), show(e.Nominal)))
		}
	}
	return b.String()
}

func show(t time.Time) string {
	if t.IsZero() {
		return "none"
	}
	return t.UTC().Format("Mon 2006-01-02 15:04:05.999999999")
}

func describe(ticket sla.Ticket, at time.Time) string {
	var b strings.Builder
	for _, e := range ticket.Events {
		fmt.Fprintf(&b, "  %s %s", show(e.At), e.Name)
		if len(e.Facts) > 0 {
			fmt.Fprintf(&b, " %v", map[string][]string(e.Facts))
		}
		if !e.Until.IsZero() {
			fmt.Fprintf(&b, " until %s", show(e.Until))
		}
		if e.Due != nil {
			fmt.Fprintf(&b, " due %s %s", e.Due.Metric, show(e.Due.At))
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "  %s asked", show(at))
	return b.String()
}
