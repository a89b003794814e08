package sla

import (
	"math"
	"time"

	"github.com/slakit/slakit/calendar"
)

// A moment is an instant inside the range of package calendar, in nanoseconds
// since 1970. It is what evaluation computes with; time.Time appears only in
// questions and answers.
type moment int64

const (
	never moment = math.MaxInt64 // after every instant; stays never when moved
	unset moment = math.MinInt64 // no instant at all
)

// momentOf returns t, or never for the zero Time that means "nothing ahead".
func momentOf(t time.Time) moment {
	if t.IsZero() {
		return never
	}
	return moment(t.UnixNano())
}

func (m moment) time() time.Time { return time.Unix(0, int64(m)) }

// in returns m in the given zone; the zero Time if it is never or unset.
func (m moment) in(loc *time.Location) time.Time {
	if m == never || m == unset {
		return time.Time{}
	}
	return m.time().In(loc)
}

func (m moment) plus(d time.Duration) moment {
	if m == never || m > never-moment(max(d, 0)) {
		return never
	}
	return m + moment(d)
}

func (m moment) minus(o moment) time.Duration { return time.Duration(m - o) }

// A measure counts time: service time of a calendar, or wall time where the
// calendar is nil.
type measure struct{ cal *calendar.Calendar }

func (m measure) between(from, to moment) time.Duration {
	if m.cal == nil {
		return to.minus(from)
	}
	return m.cal.Between(from.time(), to.time())
}

func (m measure) add(at moment, d time.Duration) moment {
	switch {
	case at == never || d == 0:
		return at
	case m.cal == nil:
		return at.plus(d)
	default:
		return momentOf(m.cal.Add(at.time(), d))
	}
}
