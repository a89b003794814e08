package calendar

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"github.com/slakit/slakit/internal/problem"
)

// A Source is the part of a definition that decides a date.
type Source string

// The sources, weakest first (T5, T12).
const (
	SourceHours     Source = "hours"
	SourceSeason    Source = "season"
	SourceHoliday   Source = "holiday"
	SourceException Source = "exception"
)

// A Day explains a date: what it is and why.
type Day struct {
	Date Date `json:"date"`
	// Windows are the windows that the date owns, in order and apart; a night
	// shift belongs to the date on which it starts (T3). A date without any is
	// no business day (A2).
	Windows []Span `json:"windows,omitempty"`
	// Source is the part of the definition that decided; Path leads to it, as
	// in "exceptions[2]".
	Source Source `json:"source"`
	Path   string `json:"path,omitzero"`
	// Calendar is the name of the calendar to whose definition Path belongs, if
	// that is not the one that was asked.
	Calendar string `json:"calendar,omitzero"`
	// Name is that of the season, holiday or exception.
	Name string `json:"name,omitzero"`
	// Set is the holiday set that the holiday comes from.
	Set string `json:"set,omitzero"`
	// Covered reports whether every holiday set is known to be right in the year
	// (T13).
	Covered bool `json:"covered"`
	// Parts are the days of the same date in the compiled calendars that a
	// calendar such as a [Union] comes from, each in its own zone.
	Parts []Day `json:"parts,omitempty"`
}

// Day returns why a date is as it is. The windows end where [Range] ends.
func (c *Calendar) Day(d Date) Day {
	day := Day{Date: d, Source: SourceHours, Path: "hours", Covered: c.covered(d.Year())}
	if c.op != "" {
		day.Source, day.Path = c.op, ""
		for _, l := range c.leaves {
			part := l.Day(d)
			part.Calendar = cmp.Or(part.Calendar, l.name)
			day.Parts = append(day.Parts, part)
		}
		if dateInRange(d) {
			c.owned(d, func(from, until int64) bool {
				day.Windows = append(day.Windows, Span{c.zone.time(from, 0), c.zone.time(until, 0)})
				return true
			})
		}
		return day
	}
	if d.IsZero() {
		return day
	}
	var by *closing // the first holiday that closes the date
	c.holidays.between(d, d.Next(), func(x closing) {
		if by == nil {
			by = &x
		}
	})
	of, source, i, shape := c.rule(d, by != nil)
	day.Source = source
	switch source {
	case SourceException:
		day.Name = of.exceptions.all[i].name
	case SourceHoliday:
		day.Name, day.Set = by.name, c.holidays[by.holiday].set
		for i = by.holiday; i >= of.ownHolidays; of = of.base {
			i -= of.ownHolidays
		}
	case SourceSeason:
		day.Name = of.seasons.all[i].name
	}
	if source != SourceHours {
		day.Path = problem.Index(string(source)+"s", i)
	}
	if of != c {
		day.Calendar = of.name
	}
	for _, w := range c.shapes[shape] {
		if from, until := c.span(d, w); from < until {
			day.Windows = append(day.Windows, Span{c.zone.time(from, 0), c.zone.time(until, 0)})
		}
	}
	return day
}

// rule is the order of precedence T5: it returns what decides a date, first the
// calendar, c or one of its bases, its number among its kind, and the shape of
// the date.
func (c *Calendar) rule(d Date, closed bool) (*Calendar, Source, int, shapeID) {
	for of := c; of != nil; of = of.base {
		if i := of.exceptions.on(d); i >= 0 {
			return of, SourceException, i, of.exceptions.all[i].week[d.Weekday()]
		}
	}
	if closed {
		return c, SourceHoliday, 0, 0
	}
	for of := c; ; of = of.base {
		if i := of.seasons.on(d); i >= 0 {
			return of, SourceSeason, i, of.seasons.all[i].week[d.Weekday()]
		}
		if of.patterned || of.base == nil {
			return of, SourceHours, 0, of.week[d.Weekday()]
		}
	}
}

// span returns the instants of a window of d, cut to the range: empty if from
// is not before until.
func (c *Calendar) span(d Date, w window) (from, until int64) {
	from, _ = c.zone.instant(d.unix() + int64(w.open))
	until, _ = c.zone.instant(d.unix() + int64(w.close))
	return max(from, rangeStart), min(until, rangeEnd)
}

// Fingerprint identifies everything that answers depend on: the definition, the
// clock changes of the zone and the dates of the holiday sets. Calendars with
// the same fingerprint give the same answers, also where zone or holiday data
// are of different releases.
func (c *Calendar) Fingerprint() [32]byte {
	h := sha256.New()
	h.Write(c.hash[:])
	number := func(n int64) { h.Write(binary.LittleEndian.AppendUint64(nil, uint64(n))) }
	for _, l := range c.leaves {
		number(int64(len(l.zone.starts)))
		for i, start := range l.zone.starts {
			number(start)
			number(int64(l.zone.offsets[i]))
		}
		var closings []closing
		l.holidays.between(unixDate(rangeStart).Prev(), unixDate(rangeEnd).Next(), func(x closing) { closings = append(closings, x) })
		slices.SortFunc(closings, func(a, b closing) int {
			return cmp.Or(a.date.Compare(b.date), cmp.Compare(a.holiday, b.holiday), cmp.Compare(a.name, b.name))
		})
		for _, day := range slices.Compact(closings) {
			number(int64(day.date.n))
			number(int64(day.holiday))
			number(int64(len(day.name)))
			h.Write([]byte(day.name))
		}
		for year := range l.HolidayYears() {
			number(int64(year))
		}
	}
	return [32]byte(h.Sum(nil))
}
