package ical

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
)

// A cut is an occurrence that closes parts of dates, in seconds.
type cut struct {
	event    *event
	from, to int64
}

// A rest is what is left of the windows of a date.
type rest struct {
	windows []calendar.Span
	events  []*event // that took something of it
}

const daySteps = 5 // asking a calendar about a date reckons its holiday sets

// cutHours turns the cuts into exceptions: the windows that a date owns without
// what is cut out of them. A night shift may be cut on the next date.
func (r *reader) cutHours() {
	rests := map[calendar.Date]*rest{}
	effect := map[*event]bool{}
	for _, c := range r.cuts {
		first, last := r.dateOf(c.from), r.dateOf(c.to-1)
		dates := []calendar.Date{first.Prev(), first, last} // those between are closed
		for _, d := range slices.Compact(dates) {
			if d.Compare(r.from) < 0 || d.Compare(r.until) >= 0 {
				continue
			}
			if rests[d] == nil {
				if !r.spend(daySteps + r.closed.cost(d)) {
					return
				}
				rests[d] = &rest{windows: r.cal.Day(d).Windows}
			}
			if !r.spend(1 + len(rests[d].windows)/16) {
				return
			}
			if rests[d].cut(c) {
				effect[c.event] = true
			}
		}
	}
	for _, e := range r.events {
		if e.cut && !effect[e] && e.Reason == "" {
			e.Reason = "it closes no hours of the calendar"
		}
	}
	var all []calendar.Exception
	var left []*rest
	for _, d := range slices.SortedFunc(maps.Keys(rests), calendar.Date.Compare) {
		rest := rests[d]
		if len(rest.events) == 0 || r.closed.has(d) {
			continue
		}
		hours, err := r.openings(d, rest.windows)
		if err != nil {
			r.report(rest.events[0].Line, err)
			continue
		}
		all, left = append(all, calendar.Exception{Date: d.String(), Name: names(rest.events), Hours: hours}), append(left, rest)
	}
	r.feed.Exceptions = r.proven(all, left)
}

// cut takes c out of the windows and reports whether there was anything to take.
func (s *rest) cut(c cut) bool {
	from, to := time.Unix(c.from, 0), time.Unix(c.to, 0)
	var left []calendar.Span
	for _, w := range s.windows {
		if !w.Start.Before(to) || !from.Before(w.End) {
			left = append(left, w)
			continue
		}
		if w.Start.Before(from) {
			left = append(left, calendar.Span{Start: w.Start, End: from.In(w.Start.Location())})
		}
		if to.Before(w.End) {
			left = append(left, calendar.Span{Start: to.In(w.Start.Location()), End: w.End})
		}
	}
	changed := !slices.EqualFunc(s.windows, left, same)
	if changed {
		s.windows = left
		s.events = append(s.events, c.event)
	}
	return changed
}

func same(a, b calendar.Span) bool { return a.Start.Equal(b.Start) && a.End.Equal(b.End) }

// names joins the names of events, each once, as far as there is room.
func names(events []*event) string {
	var list []string
	size := 0
	for _, e := range events {
		if e.Name != "" && !slices.Contains(list, e.Name) && size+len(e.Name) <= maxName {
			list = append(list, e.Name)
			size += len(e.Name) + len("; ")
		}
	}
	return strings.Join(list, "; ")
}

// openings says windows of a date in local times.
func (r *reader) openings(d calendar.Date, windows []calendar.Span) ([]calendar.Opening, error) {
	if len(windows) > maxWindows {
		return nil, faultf(slakit.ErrLimit, "on %s it leaves %d windows; at most %d", d, len(windows), maxWindows)
	}
	var list []calendar.Opening
	for _, w := range windows {
		if r.cal.DateOf(w.Start) != d {
			return nil, fmt.Errorf("on %s it leaves a window that begins after midnight, at %s: that cannot be said of the date",
				d, w.Start.Format("2006-01-02 15:04"))
		}
		o := calendar.Opening{Open: local(w.Start), Close: local(w.End)}
		if w.End.Equal(r.cal.Start(d.Next())) {
			o.Close = "24:00"
		}
		list = append(list, o)
	}
	return list, nil
}

const maxWindows = 48 // of a date, as calendar.Compile takes them

func local(t time.Time) string {
	if t.Second() != 0 {
		return t.Format(time.TimeOnly)
	}
	return t.Format("15:04")
}

// proven returns those exceptions that mean, when compiled, what is left of
// their dates, and reports the others: beside a clock change local times may
// not be able to say it.
func (r *reader) proven(all []calendar.Exception, left []*rest) []calendar.Exception {
	const most = 4096 // in one definition
	var list []calendar.Exception
	for len(all) > 0 {
		n := min(len(all), most)
		c, err := calendar.Compile(calendar.Definition{Zone: r.cal.Zone(), Exceptions: all[:n]}, nil)
		for i := range n {
			problem := err
			if err == nil {
				d, _ := calendar.ParseDate(all[i].Date)
				if slices.EqualFunc(c.Day(d).Windows, left[i].windows, same) {
					list = append(list, all[i])
					continue
				}
				problem = fmt.Errorf("on %s it leaves windows that cannot be said in local times: the clock changes", d)
			}
			r.report(left[i].events[0].Line, problem)
		}
		all, left = all[n:], left[n:]
	}
	return list
}
