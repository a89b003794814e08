package picture

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/slakit/slakit/calendar"
)

// A kind is what a day is shown as.
type kind int

const (
	closed      kind = iota
	open             // as long as usual, or longer
	part             // shorter than usual
	holiday          // closed by a holiday
	shut             // closed by an exception
	exceptional      // open by an exception
)

// kinds has the mark of each kind in text, and what it is called.
var kinds = [...]struct{ mark, name string }{
	closed: {".", "closed"}, open: {"#", "open"}, part: {"-", "open, shorter than usual"},
	holiday: {"H", "holiday"}, shut: {"x", "closed by exception"}, exceptional: {"E", "hours by exception"},
}

type day struct {
	calendar.Day
	kind kind
	open time.Duration // by the wall clock
	// usual is how long such a day of the week is open most often in the year.
	usual time.Duration
}

type month struct {
	name     string
	days     []day
	business int
	open     time.Duration
}

type year struct {
	number int
	name   string // of the calendar
	about  string // the calendar in words, without its name
	months [12]month
	// covered reports whether the holiday sets are known to be right.
	covered bool
}

// newYear is false if not all of the year lies in the range of calendars.
func newYear(c *calendar.Calendar, number int) (year, bool) {
	if number < 1921 || number > 2198 {
		return year{}, false // on 1 January 1920 the east is beyond the range
	}
	y := year{number: number, name: c.Name(), covered: true}
	y.about = strings.TrimPrefix(strings.TrimPrefix(c.String(), c.Name()), ", ")
	if y.name == "" {
		y.name = "unnamed"
	}
	counts := [7]map[time.Duration]int{}
	d, _ := calendar.NewDate(number, time.January, 1)
	for ; d.Year() == number; d = d.Next() {
		m := &y.months[d.Month()-1]
		x := newDay(c.Day(d))
		y.covered = y.covered && x.Covered
		if len(m.days) == 0 {
			m.name = d.Month().String()[:3]
			m.open = c.Between(c.Start(d), c.Start(d.AddPeriod(calendar.Period{Months: 1})))
		}
		if len(x.Windows) > 0 {
			m.business++
		}
		if w := d.Weekday(); x.kind == open {
			if counts[w] == nil {
				counts[w] = map[time.Duration]int{}
			}
			counts[w][x.open]++
		}
		m.days = append(m.days, x)
	}
	var usual [7]time.Duration
	most := time.Duration(0)
	for w, lengths := range counts {
		for length, n := range lengths {
			if best := lengths[usual[w]]; n > best || n == best && length > usual[w] {
				usual[w] = length
			}
		}
		most = max(most, usual[w])
	}
	for i := range y.months {
		for j := range y.months[i].days {
			x := &y.months[i].days[j]
			if x.usual = usual[x.Date.Weekday()]; x.usual == 0 {
				x.usual = most
			}
			if x.kind == open && x.open < x.usual {
				x.kind = part
			}
		}
	}
	return y, true
}

func newDay(d calendar.Day) day {
	x := day{Day: d}
	for _, w := range d.Windows {
		x.open += wall(w.End).Sub(wall(w.Start))
	}
	// What closes a part of a calendar that is made of others is told, too.
	source := x.Source
	for _, p := range d.Parts {
		if x.open == 0 && (p.Source == calendar.SourceHoliday || p.Source == calendar.SourceException) {
			source, x.Name = p.Source, p.Name
			break
		}
	}
	switch {
	case source == calendar.SourceHoliday:
		x.kind = holiday
	case source == calendar.SourceException && x.open == 0:
		x.kind = shut
	case source == calendar.SourceException:
		x.kind = exceptional
	case x.open > 0:
		x.kind = open
	}
	return x
}

// wall returns what the clock shows as if it were UTC, so that a day with a
// clock change is as long as any other.
func wall(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

// hours writes the windows, "08:00-12:00 13:00-17:00".
func (x day) hours() string {
	var list []string
	for _, w := range x.Windows {
		list = append(list, clock(w.Start)+"-"+clock(w.End))
	}
	return strings.Join(list, " ")
}

func clock(t time.Time) string {
	if t.Second() > 0 {
		return t.Format("15:04:05")
	}
	return t.Format("15:04")
}

// special reports whether the day is named beside its month.
func (x day) special() bool { return x.kind >= holiday }

// events names the special days of the month, "1 New Year's Day, 19-20 Moving".
func (m month) events() string {
	var list []string
	for i := 0; i < len(m.days); i++ {
		x, first := m.days[i], i
		if !x.special() {
			continue
		}
		for i+1 < len(m.days) && m.days[i+1].special() && m.days[i+1].label() == x.label() {
			i++
		}
		when := fmt.Sprint(first + 1)
		if i > first {
			when += fmt.Sprintf("-%d", i+1)
		}
		list = append(list, when+" "+x.label())
	}
	return strings.Join(list, ", ")
}

func (x day) label() string { return cmp.Or(x.Name, kinds[x.kind].name) }

// service writes an amount as "189 h" or "188:30 h".
func service(d time.Duration) string {
	if m := d / time.Minute % 60; m > 0 {
		return fmt.Sprintf("%d:%02d h", d/time.Hour, m)
	}
	return fmt.Sprintf("%d h", d/time.Hour)
}

func (y year) total() (business int, open time.Duration) {
	for _, m := range y.months {
		business, open = business+m.business, open+m.open
	}
	return business, open
}

const uncovered = "The holiday sets are not known to be right in this year: days may be missing."
