package lint

import (
	"fmt"
	"strings"
	"time"

	"github.com/slakit/slakit/sla"
)

// dueAtStart finds business days whose time of day can lie before the start.
func (c *checker) dueAtStart(l *level, t *target, add func(Finding)) {
	if !strings.HasPrefix(t.Within, "0b") { // a later day is always later
		return
	}
	first := c.running(l, t)
	if first == nil {
		return
	}
	for _, at := range c.moments(t, first.now) {
		e := first.fork()
		e.move(at)
		r, ok := e.reading(0)
		if ok && r.OriginalDue.Equal(e.now) {
			add(e.show(Finding{
				Path: t.path + ".within", Kind: DueAtStart,
				Text: fmt.Sprintf("%q may lie before the start, and then the clock is due when it starts", t.Within),
			}, 0))
			return
		}
	}
}

// moments are places in the windows of the next days at which a clock may
// start.
func (c *checker) moments(t *target, from time.Time) (all []time.Time) {
	cal := t.cal
	if t.openedIn != nil {
		cal = t.openedIn
	}
	for w := range cal.Windows(from, from.AddDate(0, 0, 8)) {
		length := w.Duration()
		all = append(all, w.Start, w.Start.Add(length/4), w.Start.Add(length/2), w.Start.Add(length-length/8))
		if t.openedIn == nil {
			all = append(all, w.End.Add(time.Hour))
		}
	}
	return all
}

// move shifts all events so that the last is at the given instant.
func (e *example) move(at time.Time) {
	by := at.Sub(e.now)
	for i := range e.ticket.Events {
		e.ticket.Events[i].At = e.ticket.Events[i].At.Add(by)
	}
	e.now = at
}

// responseLonger finds tickets whose answer is due after their solution.
func (c *checker) responseLonger(l *level, add func(Finding)) {
	said := map[[2]string]bool{}
	paths := map[string]string{}
	for _, t := range l.targets {
		paths[t.name] = t.path
	}
	for _, t := range l.targets {
		if t.Metric != sla.Response && t.Metric != sla.Resolution {
			continue
		}
		first := c.under(l, t)
		if first == nil {
			continue
		}
		for _, at := range c.moments(t, first.now) {
			e := first.fork()
			e.move(at)
			answer, solution := e.pair()
			pair := [2]string{answer.Target, solution.Target}
			if !answer.OriginalDue.After(solution.OriginalDue) || solution.OriginalDue.IsZero() || said[pair] {
				continue
			}
			said[pair] = true
			add(e.show(Finding{
				Path: paths[answer.Target] + ".within", Kind: ResponseLonger,
				Text: fmt.Sprintf("an answer within %s can be due after the solution, within %s by %s", answer.Within, solution.Within, solution.Target),
			}, 0))
		}
	}
}

// pair returns the readings of response and resolution.
func (e *example) pair() (answer, solution sla.Reading) {
	report, err := e.c.engine.Evaluate(e.ticket, e.now)
	if err != nil {
		return answer, solution
	}
	for _, r := range report.Readings {
		switch {
		case r.Agreement != e.agreement.ID || r.Cycle == 0:
		case r.Metric == sla.Response:
			answer = r
		case r.Metric == sla.Resolution:
			solution = r
		}
	}
	return answer, solution
}
