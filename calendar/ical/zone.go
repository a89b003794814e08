package ical

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
)

// A timezone is a VTIMEZONE.
type timezone struct {
	id     string
	number int // of its line
	parts  []*observance
	err    error
}

// An observance is a STANDARD or DAYLIGHT part of a VTIMEZONE.
type observance struct {
	start    moment
	from, to int64 // offsets from UTC before and after the start, in seconds
	rules    []*rule
	more     []moment // RDATE
	seen     map[string]bool
}

// fail records the first problem, found on a line.
func (z *timezone) fail(number int, err error) {
	if z.err == nil {
		z.err = fmt.Errorf("line %d: %w", number, err)
	}
}

// property reads a line of an observance.
func (o *observance) property(l line, b *budget) (err error) {
	switch l.name {
	case "DTSTART", "TZOFFSETFROM", "TZOFFSETTO":
		if o.seen[l.name] {
			return faultf(slakit.ErrDuplicate, "%s twice", l.name)
		}
		o.seen[l.name] = true
	}
	switch l.name {
	case "DTSTART":
		o.start, err = parseMoment(l.value, &l)
		if err == nil && o.start.kind == allDay {
			err = fmt.Errorf("DTSTART %q: want a date and time", clip(l.value))
		}
	case "TZOFFSETFROM":
		o.from, err = parseOffset(&l)
	case "TZOFFSETTO":
		o.to, err = parseOffset(&l)
	case "RRULE":
		var r *rule
		if r, err = parseRule(l); err == nil {
			o.rules = append(o.rules, r)
		}
	case "RDATE":
		for item := range strings.SplitSeq(l.value, ",") {
			m, err := parseMoment(item, &l)
			if err != nil {
				return err
			}
			if b.spend(1) { // else the whole feed is refused
				o.more = append(o.more, m)
			}
		}
	}
	return err
}

// A clock maps between instants and the readings of wall clocks, both in
// seconds from 1970-01-01 00:00, of one zone. The zero clock shows UTC.
type clock struct {
	loc    *time.Location
	onsets []onset // if loc is nil, of a VTIMEZONE, by time
}

// An onset is the instant from which an offset from UTC holds.
type onset struct{ at, from, to int64 }

func (c *clock) offset(at int64) int64 {
	switch {
	case c.loc != nil:
		_, offset := time.Unix(at, 0).In(c.loc).Zone()
		return int64(offset)
	case len(c.onsets) == 0:
		return 0
	}
	i, found := slices.BinarySearchFunc(c.onsets, at, func(o onset, at int64) int { return cmp.Compare(o.at, at) })
	for found && i+1 < len(c.onsets) && c.onsets[i+1].at == at {
		i++
	}
	switch {
	case found:
		return c.onsets[i].to
	case i == 0:
		return c.onsets[0].from
	default:
		return c.onsets[i-1].to
	}
}

func (c *clock) wall(at int64) int64 { return at + c.offset(at) }

// instant returns when the clock shows a reading: the first time of two, and
// by the offset before the gap if it never does (RFC 5545, 3.3.5).
func (c *clock) instant(wall int64) int64 {
	first := wall - c.offset(wall-daySeconds)
	second := wall - c.offset(wall+daySeconds)
	if c.wall(first) != wall && c.wall(second) == wall {
		return second
	}
	return first
}

// clock returns the clock of a moment. Of a TZID the IANA database is asked
// first, then the VTIMEZONEs of the calendar.
func (r *reader) clock(m moment, zones map[string]*timezone) (*clock, error) {
	switch m.kind {
	case inUTC:
		return &clock{}, nil
	case zoned:
	default:
		return r.desk, nil
	}
	if c, ok := r.iana[m.zone]; ok && c != nil {
		return c, nil
	} else if !ok {
		if !r.spend(zoneSteps) {
			return nil, errBudget
		}
		c := location(m.zone)
		r.iana[m.zone] = c
		if c != nil {
			return c, nil
		}
	}
	z := zones[m.zone]
	if z == nil {
		return nil, faultf(slakit.ErrUnknown, "no zone %q: want a name of the IANA time zone database, or a VTIMEZONE of that TZID", clip(m.zone))
	}
	if c, ok := r.own[z]; ok {
		return c, nil
	}
	c, err := r.observances(z)
	if err == nil {
		r.own[z] = c
	}
	return c, err
}

const zoneSteps = 50 // looking for a zone may touch the disk

var zoneForm = regexp.MustCompile(`^[\w+-]+(/[\w+-]+)*$`)

// location finds a zone of the IANA database, also under a name made unique by
// a prefix, such as "/example.org/20260101_1/Europe/Stockholm"; nil if there is
// none.
func location(name string) *clock {
	names := []string{name}
	if strings.HasPrefix(name, "/") {
		names = nil
		parts := strings.Split(name[1:], "/")
		for n := min(3, len(parts)); n >= 1; n-- {
			names = append(names, strings.Join(parts[len(parts)-n:], "/"))
		}
	}
	for _, name := range names {
		valid := zoneForm.MatchString(name)
		dir, _, _ := strings.Cut(name, "/")
		switch dir {
		case "Local", "localtime", "posix", "posixrules", "right":
			valid = false
		}
		if valid {
			if loc, err := time.LoadLocation(name); err == nil {
				return &clock{loc: loc}
			}
		}
	}
	return nil
}

// observances makes the clock of a VTIMEZONE, to the end of the dates read.
func (r *reader) observances(z *timezone) (*clock, error) {
	bad := func(err error) (*clock, error) {
		return nil, fmt.Errorf("the VTIMEZONE %q of line %d is of no use: %w", clip(z.id), z.number, err)
	}
	if z.err != nil {
		return bad(z.err)
	}
	if len(z.parts) == 0 {
		return bad(fmt.Errorf("want a STANDARD or DAYLIGHT part"))
	}
	c := &clock{}
	end := r.until.AddDays(2)
	for _, o := range z.parts {
		if !o.seen["DTSTART"] || !o.seen["TZOFFSETFROM"] || !o.seen["TZOFFSETTO"] {
			return bad(fmt.Errorf("want DTSTART, TZOFFSETFROM and TZOFFSETTO in each part"))
		}
		add := func(wall int64) { c.onsets = append(c.onsets, onset{wall - o.from, o.from, o.to}) }
		add(o.start.wall())
		for _, m := range o.more {
			add(m.wall())
		}
		for _, rule := range o.rules {
			last := int64(math.MaxInt64)
			if rule.bounded {
				last = rule.until.wall()
			}
			if rule.bounded && rule.until.kind == inUTC {
				last += o.from
			}
			ok := rule.dates(o.start.date, o.start.date, end, &r.budget, func(d calendar.Date) bool {
				wall := wallOf(d, o.start.clock)
				if wall > last {
					return false
				}
				add(wall)
				return true
			})
			if !ok {
				return nil, errBudget
			}
		}
	}
	slices.SortStableFunc(c.onsets, func(a, b onset) int { return cmp.Compare(a.at, b.at) })
	return c, nil
}
