package calendar

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/internal/problem"
)

// Limits of a definition. Exceeding one is an error of kind
// [slakit.ErrLimit] that names it.
const (
	maxID      = 256  // bytes of the name of a calendar or set
	maxText    = 4096 // bytes of any other text
	maxEntries = 8192 // hours, seasons and their hours, holidays and exceptions of a calendar
	maxWindows = 48   // windows of a date
	maxBases   = 32   // calendars that one is based on, one on the other
)

// Compile checks a definition and returns its calendar. If anything is wrong
// the calendar is nil and the error holds every problem in document order, each
// a [slakit.FieldError] with its path in the definition, such as
// "hours[1].open".
//
// Limits: 8,192 hours, seasons, holidays and exceptions together, those of its
// base included; 48 windows a date; 256 bytes for the names of calendars and
// sets, 4,096 for other texts.
//
// A definition that names a base is compiled by [CompileAll] only. One without
// hours is legal; its calendar never opens, or only by its exceptions. Nothing
// of def is kept: changing it later has no effect.
func Compile(def Definition, opts *Options) (*Calendar, error) {
	k := newChecker(opts)
	if def.Base != "" {
		k.base.Add("base", slakit.ErrUnknown, "no calendar %q here: want it beside this one, given to CompileAll", clip(def.Base))
	}
	return k.compile(def, nil)
}

// AlwaysOpen returns the calendar that is open around the clock, in UTC.
func AlwaysOpen() *Calendar {
	c, _ := Compile(Definition{ // cannot fail
		Name: "always open", Zone: "UTC",
		Hours: []Hours{{Days: "daily", Open: "00:00", Close: "24:00"}},
	}, nil)
	return c
}

// A checker collects the problems of a definition and the shapes of dates.
type checker struct {
	problem.List
	sets   HolidaySets
	shapes [][]window
	ids    map[string]shapeID
	base   problem.List // what is wrong with the base
}

func newChecker(opts *Options) *checker {
	k := &checker{ids: map[string]shapeID{}}
	if opts != nil {
		k.sets = opts.HolidaySets
	}
	return k
}

// compile compiles a definition upon its base. Without the base that it names
// there is no calendar.
func (k *checker) compile(def Definition, base *Calendar) (*Calendar, error) {
	c := &Calendar{name: def.Name, base: base, patterned: def.Hours != nil, ownHolidays: len(def.Holidays)}
	if base != nil {
		c.depth, c.entries = base.depth+1, base.entries
		k.shapes = slices.Clone(base.shapes)
		for id, ws := range base.shapes {
			k.ids[fmt.Sprint(ws)] = shapeID(id)
		}
	}
	k.shape(nil)
	k.text("name", def.Name, maxID)
	k.Append(k.base)
	if c.depth > maxBases {
		k.Add("base", slakit.ErrLimit, "more than %d calendars upon one another", maxBases)
	}
	switch {
	case def.Zone != "" || def.Base == "":
		if loc := k.zone(def.Zone); loc != nil {
			c.zone = newZone(loc)
		}
	case base != nil:
		c.zone = base.zone
	}
	k.text("note", def.Note, maxText)
	n := len(def.Hours) + len(def.Seasons) + len(def.Holidays) + len(def.Exceptions)
	for _, s := range def.Seasons {
		n += len(s.Hours)
	}
	if c.entries += n; c.entries > maxEntries {
		k.Add("", slakit.ErrLimit, "%d hours, seasons, holidays and exceptions; at most %d", c.entries, maxEntries)
		return nil, k.Err()
	}
	c.week = k.week("hours", def.Hours)
	seasons := k.seasons(def.Seasons)
	c.holidays = k.holidays(def.Holidays)
	exceptions := k.exceptions(def.Exceptions)
	if err := k.Err(); err != nil || def.Base != "" && base == nil {
		return nil, err
	}
	text, _ := json.Marshal(def) // cannot fail: strings only
	c.shapes, c.seasons, c.exceptions = k.shapes, newOverrides(seasons), newOverrides(exceptions)
	if base != nil {
		text = append(text, base.hash[:]...)
		c.holidays = append(c.holidays, base.holidays...)
	}
	c.hash, c.leaves = sha256.Sum256(text), []*Calendar{c}
	c.index.Store(&index{weeks: []week{0}})
	return c, nil
}

func (k *checker) text(path, s string, limit int) {
	if len(s) > limit {
		k.Add(path, slakit.ErrLimit, "%d bytes; at most %d", len(s), limit)
	}
}

var zoneForm = regexp.MustCompile(`^[\w+-]+(/[\w+-]+)*$`)

// zone loads a zone. Names that [time.LoadLocation] takes but that are no
// names of zones are refused.
func (k *checker) zone(name string) *time.Location {
	const want = `want a name of the IANA time zone database, such as "Europe/Stockholm" or "UTC"`
	if name == "" {
		k.Add("zone", slakit.ErrRequired, want)
		return nil
	}
	dir, _, _ := strings.Cut(name, "/")
	if zoneForm.MatchString(name) && !slices.Contains([]string{"Local", "localtime", "posix", "posixrules", "right"}, dir) {
		if loc, err := time.LoadLocation(name); err == nil {
			return loc
		}
	}
	k.Add("zone", slakit.ErrUnknown, "no zone %q: %s", clip(name), want)
	return nil
}
