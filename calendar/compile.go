package calendar

import (
	"crypto/sha256"
	"encoding/json"
	"maps"
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
)

// Compile checks a definition and returns its calendar. If anything is wrong
// the calendar is nil and the error holds every problem in document order, each
// a [slakit.FieldError] with its path in the definition, such as
// "hours[1].open".
//
// Limits: 8,192 hours, seasons, holidays and exceptions together; 48 windows a
// date; 256 bytes for the names of calendars and sets, 4,096 for other texts.
//
// A definition without hours is legal; its calendar never opens, or only by
// its exceptions. Nothing of def is kept: changing it later has no effect.
func Compile(def Definition, opts *Options) (*Calendar, error) {
	k := checker{ids: map[string]shapeID{}}
	if opts != nil {
		k.sets = opts.HolidaySets
	}
	k.shape(nil)
	k.text("name", def.Name, maxID)
	loc := k.zone(def.Zone)
	k.text("note", def.Note, maxText)
	n := len(def.Hours) + len(def.Seasons) + len(def.Holidays) + len(def.Exceptions)
	for _, s := range def.Seasons {
		n += len(s.Hours)
	}
	if n > maxEntries {
		k.Add("", slakit.ErrLimit, "%d hours, seasons, holidays and exceptions; at most %d", n, maxEntries)
		return nil, k.Err()
	}
	seasons := k.seasons(def)
	hs := k.holidays(def.Holidays)
	exceptions := k.exceptions(def.Exceptions)
	if err := k.Err(); err != nil {
		return nil, err
	}
	text, _ := json.Marshal(def) // cannot fail: strings only
	c := &Calendar{
		name:       def.Name,
		zone:       newZone(loc),
		shapes:     k.shapes,
		seasons:    newSeasons(seasons),
		holidays:   hs,
		exceptions: newExceptions(exceptions),
		hash:       sha256.Sum256(text),
	}
	c.index.Store(&index{weeks: []week{0}})
	return c, nil
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
}

func (k *checker) text(path, s string, limit int) {
	if len(s) > limit {
		k.Add(path, slakit.ErrLimit, "%d bytes; at most %d", len(s), limit)
	}
}

// zone loads a zone. Names that [time.LoadLocation] takes but that are no
// names of zones are refused.
func (k *checker) zone(name string) *time.Location {
	const want = `want a name of the IANA time zone database, such as "Europe/Stockholm" or "UTC"`
	if name == "" {
		k.Add("zone", slakit.ErrRequired, want)
		return nil
	}
	valid := len(name) <= 64
	for _, r := range name {
		valid = valid && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_+-/", r))
	}
	dir, _, _ := strings.Cut(name, "/")
	switch dir {
	case "Local", "localtime", "posix", "posixrules", "right":
		valid = false
	}
	if valid {
		if loc, err := time.LoadLocation(name); err == nil {
			return loc
		}
	}
	k.Add("zone", slakit.ErrUnknown, "no zone %q: %s", clip(name), want)
	return nil
}

// shape returns the number of a list of windows, which it joins.
func (k *checker) shape(ws []window) shapeID {
	ws = join(ws)
	key := ""
	for _, w := range ws {
		key += w.String()
	}
	id, ok := k.ids[key]
	if !ok {
		id = shapeID(len(k.shapes))
		k.shapes, k.ids[key] = append(k.shapes, ws), id
	}
	return id
}

// window reads a pair of times; false means that it has a problem.
func (k *checker) window(path, open, close string) (window, bool) {
	from, ok1 := k.clock(problem.Join(path, "open"), open)
	if ok1 && from == daySeconds {
		k.Add(problem.Join(path, "open"), slakit.ErrInvalid, `"24:00" is a close only: want "00:00" of the next date`)
		ok1 = false
	}
	to, ok2 := k.clock(problem.Join(path, "close"), close)
	return newWindow(from, to), ok1 && ok2
}

func (k *checker) clock(path, s string) (int32, bool) {
	if s == "" {
		k.Add(path, slakit.ErrRequired, "want a time of day such as 08:30")
		return 0, false
	}
	n, err := parseClock(s)
	if err != nil {
		k.Add(path, slakit.ErrInvalid, "%v", err)
	}
	return n, err == nil
}

// A placed is a window with the number of its entry.
type placed struct {
	window
	entry int
}

// place adds a window to those of one date unless there is a problem: an
// overlap (T6) or too many of them.
func (k *checker) place(path string, list []placed, p placed, on string) ([]placed, bool) {
	for _, q := range list {
		if p.overlaps(q.window) {
			k.Add(problem.Index(path, p.entry), slakit.ErrInvalid, "%s overlaps %s of %s%s: want windows apart, touching at most",
				p.window, q.window, problem.Index(path, q.entry), on)
			return list, false
		}
	}
	if len(list) == maxWindows {
		k.Add(problem.Index(path, p.entry), slakit.ErrLimit, "more than %d windows%s", maxWindows, on)
		return list, false
	}
	return append(list, p), true
}

func (k *checker) shapeOf(list []placed) shapeID {
	ws := make([]window, len(list))
	for i, p := range list {
		ws[i] = p.window
	}
	return k.shape(ws)
}

// week reads a weekly pattern. An entry is reported for one overlap at most.
func (k *checker) week(path string, hours []Hours) (week [7]shapeID) {
	var days [7][]placed
	for i, h := range hours {
		at := problem.Index(path, i)
		set, ok1 := k.days(problem.Join(at, "days"), h.Days)
		w, ok2 := k.window(at, h.Open, h.Close)
		k.text(problem.Join(at, "note"), h.Note, maxText)
		ok := ok1 && ok2
		for _, d := range mondayFirst {
			if ok && set.has(d) {
				days[d], ok = k.place(path, days[d], placed{w, i}, " on "+shortName(d))
			}
		}
	}
	for d, list := range days {
		week[d] = k.shapeOf(list)
	}
	return week
}

func (k *checker) days(path, s string) (weekdays, bool) {
	if s == "" {
		k.Add(path, slakit.ErrRequired, "want days such as mon-fri, sat,sun or daily")
		return 0, false
	}
	set, err := parseDays(s)
	if err != nil {
		k.Add(path, slakit.ErrInvalid, "%v", err)
	}
	return set, err == nil
}

// date reads a date, "2026-12-24", or a date of every year, "12-24".
func (k *checker) date(path, s string) (d Date, m monthDay, ok bool) {
	if s == "" {
		k.Add(path, slakit.ErrRequired, "want a date such as 2026-12-24, or 12-24 for every year")
		return
	}
	if len(s) == len("12-24") {
		if d, err := ParseDate("2000-" + s); err == nil {
			return Date{}, d.monthDay(), true
		}
		k.Add(path, slakit.ErrInvalid, "%q is no date of every year: want MM-DD, such as 12-24", s)
		return
	}
	d, err := ParseDate(s)
	if err != nil {
		k.Add(path, slakit.ErrInvalid, "%v, or MM-DD for every year", err)
	}
	return d, 0, err == nil
}

// stay reads the dates from one bound to another; without an until they have
// no end if open is set, and are a single date if not.
func (k *checker) stay(path, name, from, until string, open bool) (s stay, ok bool) {
	a, am, ok1 := k.date(problem.Join(path, name), from)
	if until == "" {
		switch {
		case !ok1:
			return stay{}, false
		case open && am != 0:
			k.Add(problem.Join(path, "until"), slakit.ErrRequired, "a yearly %s needs one: want MM-DD", name)
			return stay{}, false
		case open:
			return stay{from: a}, true
		case am != 0:
			return stay{yearly: true, first: am, last: am%yearDays + 1}, true
		default:
			return stay{from: a, until: a.Next(), first: a.monthDay(), last: a.monthDay()%yearDays + 1}, true
		}
	}
	b, bm, ok2 := k.date(problem.Join(path, "until"), until)
	switch {
	case !ok1 || !ok2:
		return stay{}, false
	case (am == 0) != (bm == 0):
		k.Add(path, slakit.ErrInvalid, "%s %q and until %q: want both with a year or both without", name, from, until)
	case am != 0 && am == bm:
		k.Add(path, slakit.ErrInvalid, "%s and until are both %q: until is the first date after, so nothing lies between", name, from)
	case am == 0 && a.Compare(b) >= 0:
		k.Add(path, slakit.ErrInvalid, "until %s is not after %s %s: until is the first date after", until, name, from)
	case am != 0:
		return stay{yearly: true, first: am, last: bm}, true
	default:
		return stay{from: a, until: b, first: a.monthDay(), last: b.monthDay()}, true
	}
	return stay{}, false
}

// seasons reads the weekly pattern and the seasons, which follow it.
func (k *checker) seasons(def Definition) []season {
	all := []season{{week: k.week("hours", def.Hours)}}
	sorts := map[string][]int{} // seasons of one sort share no date
	for i, s := range def.Seasons {
		path := problem.Index("seasons", i)
		k.text(problem.Join(path, "name"), s.Name, maxText)
		stay, ok := k.stay(path, "from", s.From, s.Until, true)
		all = append(all, season{stay, s.Name, k.week(problem.Join(path, "hours"), s.Hours)})
		k.text(problem.Join(path, "note"), s.Note, maxText)
		if !ok {
			continue
		}
		sort := "a version"
		if stay.yearly {
			sort = "a yearly season"
		} else if !stay.until.IsZero() {
			sort = "a dated season"
		}
		for _, j := range sorts[sort] {
			other := &all[j+1].stay
			d, clash := other.from, other.from == stay.from
			if sort != "a version" {
				d, clash = other.shared(&stay, everyDay)
			}
			if clash {
				k.clash(path, "seasons", j, sort, d, stay.yearly)
				break
			}
		}
		sorts[sort] = append(sorts[sort], i)
	}
	return all
}

// clash reports that an entry of the same rank holds on the same date.
func (k *checker) clash(path, list string, other int, rank string, d Date, yearly bool) {
	when := d.String()
	if yearly {
		when = "a " + when[len("2006-"):]
	}
	k.Add(path, slakit.ErrInvalid, "%s, also %s, holds on %s, too: want one for each date",
		problem.Index(list, other), rank, when)
}

func (k *checker) holidays(defs []Holiday) holidays {
	all := make(holidays, len(defs))
	for i, def := range defs {
		path := problem.Index("holidays", i)
		h := &all[i]
		h.name, h.set, h.observed = def.Name, def.Set, def.Observed
		dated := false
		switch {
		case def.Date != "" && def.Set != "":
			k.Add(path, slakit.ErrInvalid, "date %q and set %q: want one of them", clip(def.Date), clip(def.Set))
		case def.Set != "":
			k.text(problem.Join(path, "set"), def.Set, maxID)
			h.days = k.set(problem.Join(path, "set"), def.Set)
		case def.Date != "":
			h.date, h.yearly, _ = k.date(problem.Join(path, "date"), def.Date)
			dated = h.yearly == 0
		default:
			k.Add(path, slakit.ErrRequired, "want a date such as 2026-12-24 or 12-24, or a set")
		}
		k.text(problem.Join(path, "name"), def.Name, maxText)
		h.stay = k.limit(path, def, dated)
		switch def.Observed {
		case "", "both", "actual", "observed":
			if def.Observed != "" && def.Set == "" {
				k.Add(problem.Join(path, "observed"), slakit.ErrInvalid, "%q without a set: only sets have observed days", def.Observed)
			}
		default:
			k.Add(problem.Join(path, "observed"), slakit.ErrUnknown, "%q: want both, actual or observed", clip(def.Observed))
		}
		k.text(problem.Join(path, "note"), def.Note, maxText)
	}
	return all
}

// limit reads from and until of a holiday.
func (k *checker) limit(path string, def Holiday, dated bool) (s stay) {
	read := func(name, text string) Date {
		if text == "" {
			return Date{}
		}
		d, err := ParseDate(text)
		if err != nil {
			k.Add(problem.Join(path, name), slakit.ErrInvalid, "%v", err)
		} else if dated {
			k.Add(problem.Join(path, name), slakit.ErrInvalid, "%q on a single date: it limits a set or a date of every year", text)
		}
		return d
	}
	s.from, s.until = read("from", def.From), read("until", def.Until)
	if !s.until.IsZero() && s.from.Compare(s.until) >= 0 {
		k.Add(path, slakit.ErrInvalid, "until %s is not after from %s: until is the first date after", s.until, s.from)
	}
	return s
}

func (k *checker) set(path, name string) HolidaySet {
	set, ok := k.sets[name]
	switch {
	case ok && set.On == nil:
		k.Add(path, slakit.ErrInvalid, "the set %q of Options.HolidaySets has no On", clip(name))
	case ok:
	case len(k.sets) == 0:
		k.Add(path, slakit.ErrUnknown, "no set %q: none were passed in Options.HolidaySets; want for example those of holidays.All()", clip(name))
	default:
		names := slices.Collect(maps.Keys(k.sets))
		k.Add(path, slakit.ErrUnknown, "no set %q among the %d of Options.HolidaySets%s", clip(name), len(names), problem.DidYouMean(name, names))
	}
	return set
}

func (k *checker) exceptions(defs []Exception) []exception {
	type group struct { // those that may be equals
		rank int
		from Date
		day  monthDay
	}
	all := make([]exception, len(defs))
	groups := map[group][]int{}
	for i, def := range defs {
		path := problem.Index("exceptions", i)
		stay, ok := k.stay(path, "date", def.Date, def.Until, false)
		k.text(problem.Join(path, "name"), def.Name, maxText)
		days := everyDay
		if def.Days != "" {
			set, ok1 := k.days(problem.Join(path, "days"), def.Days)
			days, ok = set, ok && ok1
		}
		all[i] = exception{stay, def.Until == "", days, k.openings(problem.Join(path, "hours"), def.Hours), def.Name}
		k.text(problem.Join(path, "note"), def.Note, maxText)
		if !ok {
			continue
		}
		e := &all[i]
		g := group{rank: e.rank()}
		if e.single {
			g.from, g.day = e.from, e.first
		}
		for _, j := range groups[g] {
			other := &all[j]
			if d, clash := other.stay.shared(&e.stay, other.days&e.days); clash {
				rank := "a range of this length"
				if e.single {
					rank = "a single date"
				}
				k.clash(path, "exceptions", j, rank, d, e.yearly && other.yearly)
				break
			}
		}
		groups[g] = append(groups[g], i)
	}
	return all
}

func (k *checker) openings(path string, hours []Opening) shapeID {
	var list []placed
	for i, h := range hours {
		at := problem.Index(path, i)
		w, ok := k.window(at, h.Open, h.Close)
		k.text(problem.Join(at, "note"), h.Note, maxText)
		if ok {
			list, _ = k.place(path, list, placed{w, i}, "")
		}
	}
	return k.shapeOf(list)
}
