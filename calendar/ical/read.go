package ical

import (
	"errors"
	"io"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/internal/problem"
)

// Limits of a feed. Exceeding one is an error of kind [slakit.ErrLimit] that
// names it.
const (
	maxBytes  = 5 << 20
	maxEvents = 10_000 // with the other components of a calendar
	maxSteps  = 50_000 // of reckoning recurrences, and dates found
	maxName   = 4096   // bytes, as calendar.Compile takes them
)

// A Feed is what Read made of an iCalendar.
type Feed struct {
	// Name is that of the first calendar: NAME or X-WR-CALNAME.
	Name string `json:"name,omitzero"`
	// Holidays are the dates that events close as a whole, in the order of
	// their texts, each date and name once. A plain yearly event is one holiday
	// of every year.
	Holidays []calendar.Holiday `json:"holidays,omitempty"`
	// Exceptions give the dates of which events close a part the hours that are
	// left, by date. Without [ReadOptions].Calendar there are none.
	Exceptions []calendar.Exception `json:"exceptions,omitempty"`
	// Skipped are the entries that were read but not taken, or not wholly, each
	// with its Reason, in the order of the feed.
	Skipped []Entry `json:"skipped,omitempty"`
	// Events is the number of VEVENTs in the feed. Each has closed something, or
	// is in Skipped, or is a problem of the error.
	Events int `json:"events"`
}

// An Entry is a VEVENT, or another component that is no event.
type Entry struct {
	// Line is where the entry begins, from 1.
	Line int `json:"line"`
	// UID identifies the event; the occurrences of a series share it.
	UID string `json:"uid,omitzero"`
	// Name is the SUMMARY, Note the DESCRIPTION; of several the first.
	Name string `json:"name,omitzero"`
	Note string `json:"note,omitzero"`
	// Categories are those of the event.
	Categories []string `json:"categories,omitempty"`
	// Reason says why an entry of [Feed].Skipped was not taken.
	Reason string `json:"reason,omitzero"`
}

// ReadOptions say what to make of a feed. A nil *ReadOptions is the zero one.
type ReadOptions struct {
	// Calendar is the calendar for which the feed is read, without the feed.
	// Its zone is that of events in UTC or without a zone; its hours are those
	// of which timed events close a part. Nil means UTC, and no hours: then
	// only whole days are taken.
	Calendar *calendar.Calendar
	// From and Until limit the dates taken to [From, Until). Zero means the
	// years from 1920 to 2199, for which calendars answer.
	From, Until calendar.Date
	// Take says which events to take: a feed may hold observances that are no
	// days off. It is called once for each that has not been cancelled. Nil
	// takes all.
	Take func(Entry) bool
}

// Read reads an iCalendar: the whole of r, up to 5 MiB.
//
// Every event is accounted for: it closes dates or parts of dates, or it is
// listed in [Feed].Skipped with the reason, or it is a problem. The error holds
// every problem, each a [slakit.FieldError] whose path is the line, as in "line
// 12". An event that is a problem closes nothing, and the rest of the feed is
// returned beside the error.
//
// Where the text is no iCalendar, or a limit is exceeded, the error says that
// alone and the feed is empty. Limits: 5 MiB; 10,000 events and other
// components; 50,000 steps of reckoning, where a step is a part of a month that
// is looked at for a recurrence, a date that is closed, or an item of a list; what
// asks a clock or a calendar counts as some steps more. An error of r is returned
// as it is.
func Read(r io.Reader, opts *ReadOptions) (Feed, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return Feed{}, err
	}
	rd := reader{iana: map[string]*clock{}, own: map[*timezone]*clock{}}
	rd.budget.left = maxSteps
	if len(data) > maxBytes {
		rd.Add("", slakit.ErrLimit, "more than %d bytes", maxBytes)
		return Feed{}, rd.Err()
	}
	if opts != nil {
		rd.opts = *opts
	}
	if err := rd.window(); err != nil {
		return Feed{}, err
	}
	if !rd.parse(string(data)) || !rd.resolve() {
		return Feed{}, rd.Err()
	}
	return rd.feed, rd.Err()
}

// A reader is the state of Read.
type reader struct {
	problem.List
	budget
	opts        ReadOptions
	from, until calendar.Date      // the dates taken
	cal         *calendar.Calendar // opts.Calendar, or UTC
	desk        *clock             // of cal
	events      []*event           // of the feed, in its order
	iana        map[string]*clock  // by TZID; nil if it is no name of a zone
	own         map[*timezone]*clock
	closed      closings
	cuts        []cut
	feed        Feed
}

// errBudget stops everything: what it means is said once.
var errBudget = errors.New("the steps are spent")

func (r *reader) window() error {
	all := calendar.Range()
	utc := calendar.AlwaysOpen()
	r.from, r.until = utc.DateOf(all.Start), utc.DateOf(all.End)
	if r.opts.From.Compare(r.from) > 0 {
		r.from = r.opts.From
	}
	if !r.opts.Until.IsZero() && r.opts.Until.Compare(r.until) < 0 {
		r.until = r.opts.Until
	}
	if r.from.Compare(r.until) >= 0 {
		r.Add("until", slakit.ErrInvalid, "no date from %s to before %s: want until after from, in the years 1920 to 2199", r.from, r.until)
		return r.Err()
	}
	r.cal, r.desk = utc, &clock{}
	if r.opts.Calendar != nil {
		r.cal, r.desk = r.opts.Calendar, &clock{loc: r.opts.Calendar.Location()}
	}
	return nil
}

// resolve turns the events into holidays and exceptions. False means that the
// budget is spent.
func (r *reader) resolve() bool {
	series := r.series()
	for _, e := range r.events {
		if r.left < 0 {
			break
		}
		r.take(e, series)
	}
	if r.left >= 0 {
		r.cutHours()
	}
	if r.left < 0 {
		r.List = problem.List{}
		r.Add("", slakit.ErrLimit, "more than %d steps of reckoning: want a shorter time from ReadOptions.From to Until, or a smaller feed", maxSteps)
		return false
	}
	r.feed.Holidays = r.closed.holidays()
	for _, e := range r.events {
		if e.Reason != "" {
			r.feed.Skipped = append(r.feed.Skipped, e.Entry)
		}
	}
	return true
}

// report records a problem of a line.
func (r *reader) report(number int, err error) {
	kind := slakit.ErrInvalid
	if f := (*fault)(nil); errors.As(err, &f) {
		kind = f.kind
	}
	r.Add(at(number), kind, "%v", err)
}
