package main

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/slakit/slakit/sla"
)

// An outcome is how one ticket ended: what tables and plots need of its
// reading, which itself holds its whole history.
type outcome struct {
	id     string
	group  int // its priority or rule, an index
	opened time.Time

	measured           bool // there is a deadline
	state              sla.State
	breached           bool
	elapsed, remaining time.Duration
	paused             time.Duration
	within             sla.Allowance
	due, stopped       time.Time
	breachedAt         time.Time
}

// take copies what is needed of a reading.
func (o *outcome) take(r *sla.Reading) {
	o.measured = !r.Due.IsZero()
	o.state, o.breached = r.State, r.Breached
	o.elapsed, o.remaining, o.paused = r.Elapsed, r.Remaining, r.Paused
	o.within = r.Within
	o.due, o.stopped, o.breachedAt = r.Due, r.StoppedAt, r.BreachedAt
}

// late returns how long after its due the clock was stopped, by the wall;
// zero if it was in time or still runs.
func (o *outcome) late() time.Duration {
	if !o.breached || o.stopped.IsZero() || o.due.IsZero() {
		return 0
	}
	return o.stopped.Sub(o.due)
}

// used returns the share of the allowance that was used, for a picture.
func (o *outcome) used() (share float64, ok bool) {
	allowed := o.elapsed + o.remaining
	if !o.measured || o.stopped.IsZero() || allowed <= 0 {
		return 0, false
	}
	return float64(o.elapsed) / float64(allowed), true
}

// explain says in one line how the verdict came about.
func (o *outcome) explain() string {
	const day = "Mon 2 Jan 2006 15:04"
	paused := "no pause"
	if o.paused > 0 {
		paused = "paused " + o.amount(o.paused)
	}
	return fmt.Sprintf("due %s, closed %s: used %s of %s, %s",
		o.due.Format(day), o.stopped.In(o.due.Location()).Format(day), o.amount(o.elapsed), promised(o.within), paused)
}

// amount shows an amount in the measure of the allowance: days only where it
// is wall time, since a day of service time would be of unclear length.
func (o *outcome) amount(d time.Duration) string {
	if text := o.within.String(); strings.HasPrefix(text, "P") || strings.HasSuffix(text, "elapsed") {
		return wall(d)
	}
	return hours(d)
}

// promised puts an allowance into words.
func promised(a sla.Allowance) string {
	text := a.String()
	if n, ok := strings.CutSuffix(text, "bd"); ok {
		return plural(n, "business day")
	}
	if n, ok := strings.CutPrefix(text, "P"); ok && strings.HasSuffix(n, "D") {
		return plural(strings.TrimSuffix(n, "D"), "day")
	}
	return strings.Join(strings.Fields(strings.NewReplacer("h", " h ", "m", " min ").Replace(text)), " ")
}

func plural(n, what string) string {
	if n == "1" {
		return n + " " + what
	}
	return n + " " + what + "s"
}

// wall shows an amount of wall time in days and hours if it is long.
func wall(d time.Duration) string {
	const day = 24 * time.Hour
	if d < 2*day {
		return hours(d)
	}
	d = d.Round(time.Hour)
	return fmt.Sprintf("%s d %d h", grouped(int64(d/day)), d%day/time.Hour)
}

// hours shows an amount in hours and minutes.
func hours(d time.Duration) string {
	sign := ""
	if d < 0 {
		sign, d = "-", -d
	}
	d = d.Round(time.Minute)
	h, m := int64(d/time.Hour), int64(d%time.Hour/time.Minute)
	if m == 0 {
		return sign + grouped(h) + " h"
	}
	return fmt.Sprintf("%s%s h %02d min", sign, grouped(h), m)
}

// grouped writes a count with a comma between thousands.
func grouped[N int | int64](n N) string {
	digits := strconv.FormatInt(int64(n), 10)
	var out strings.Builder
	for i, c := range digits {
		if i > 0 && digits[i-1] != '-' && (len(digits)-i)%3 == 0 {
			out.WriteByte(',')
		}
		out.WriteRune(c)
	}
	return out.String()
}

// spread calls work for consecutive parts of n things, one part per processor,
// at the same time. It returns the first part's error.
func spread(ctx context.Context, n int, work func(ctx context.Context, part, from, to int) error) error {
	parts := workers()
	errs := make([]error, parts)
	var all sync.WaitGroup
	for part := range parts {
		all.Go(func() { errs[part] = work(ctx, part, n*part/parts, n*(part+1)/parts) })
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func workers() int { return min(8, runtime.GOMAXPROCS(0)) }
