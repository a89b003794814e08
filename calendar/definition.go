package calendar

import "iter"

// A Definition says when service is given. It is plain data: write it as a
// literal or decode it from JSON. [Compile] checks all of it.
type Definition struct {
	// Name is how agreements refer to the calendar; at most 256 bytes.
	Name string `json:"name"`
	// Base is the name of another calendar, on which this one is based; see
	// [CompileAll].
	Base string `json:"base,omitzero"`
	// Zone is a name of the IANA time zone database, such as
	// "Europe/Stockholm" or "UTC". Every local time below is read in it, those
	// of a base, too. With a base it may be left out; then it is the base's.
	Zone string `json:"zone"`
	// Hours is the weekly pattern; none is closed. With a base, nil leaves the
	// base's.
	Hours []Hours `json:"hours,omitzero"`
	// Seasons replace the weekly pattern on their dates.
	Seasons []Season `json:"seasons,omitzero"`
	// Holidays close dates.
	Holidays []Holiday `json:"holidays,omitzero"`
	// Exceptions give single dates or ranges of dates hours of their own.
	Exceptions []Exception `json:"exceptions,omitzero"`
	// Note is for people and has no effect.
	Note string `json:"note,omitzero"`
}

// Hours is one window on some days of the week. Several entries may share a
// day if they do not overlap; touching ones join (T6).
type Hours struct {
	// Days is a list such as "mon-fri", "sat,sun", "fri-mon" or "daily", in any
	// letter case (T16).
	Days string `json:"days"`
	// Open is the first instant of the window, "08:30" or "08:30:15".
	Open string `json:"open"`
	// Close is the first instant after the window; "24:00" is allowed. A Close
	// that is not after Open is on the next date (T3).
	Close string `json:"close"`
	// Note is for people and has no effect.
	Note string `json:"note,omitzero"`
}

// A Season replaces the whole weekly pattern on its dates (T12):
//
//   - From a date without Until, a version, until the next version.
//   - From and Until are dates: on those dates only.
//   - From and Until are yearly, as 06-15 and 08-16: every year, also over New
//     Year. A bound of 02-29 is the first date not before it.
//
// A dated season overrides a yearly one, both override versions. Two of the
// same sort that share a date are an error. A season without hours is closed.
type Season struct {
	Name string `json:"name,omitzero"`
	// From is the first date, "2026-06-15" or every year "06-15".
	From string `json:"from"`
	// Until is the first date after the season, written as From is.
	Until string `json:"until,omitzero"`
	// Hours is the weekly pattern on these dates.
	Hours []Hours `json:"hours,omitzero"`
	// Note is for people and has no effect.
	Note string `json:"note,omitzero"`
}

// A Holiday closes a date: it removes the windows that start on it (T3). Write
// one of Date, Set and Rule. A date that several holidays name counts once.
type Holiday struct {
	// Date is one date, "2026-12-24", or a date of every year, "12-24"; a
	// yearly "02-29" exists in leap years only (T12).
	Date string `json:"date,omitzero"`
	// Set names one of [Options].HolidaySets.
	Set string `json:"set,omitzero"`
	// Rule finds a date in every year:
	//
	//	last mon of may          or first, second, third, fourth, fifth
	//	sat on or after 06-20    or mon on or before 05-24
	//	easter                   of the western churches; or orthodox easter
	//	12-25                    as Date has it
	//
	// Each may end in a number of days, as in easter-2 or fourth thu of nov+1.
	Rule string `json:"rule,omitzero"`
	// Shift says when a Rule or yearly Date that falls on some days of the week
	// is observed: "sat-1,sun+1" is the nearest of Friday and Monday. Observed
	// decides whether the day itself is closed, too.
	Shift string `json:"shift,omitzero"`
	// Name is what the holiday is called; the days of a set bring their own.
	Name string `json:"name,omitzero"`
	// From and Until, dates, limit a set, a rule or a yearly date to [From, Until).
	From  string `json:"from,omitzero"`
	Until string `json:"until,omitzero"`
	// Observed says which day closes when a holiday of a set, or one with a
	// Shift, is observed on another day than its own: "actual", "observed", or
	// by default "both" (T13).
	Observed string `json:"observed,omitzero"`
	// Note is for people and has no effect.
	Note string `json:"note,omitzero"`
}

// An Exception gives dates hours of their own, also on holidays. Between
// exceptions on one date, a dated single date beats a yearly one, that beats
// ranges, and of ranges the shorter wins; a yearly range counts with the
// length it has in a leap year. Equals that share a date are an error (T5).
type Exception struct {
	// Date is the date, "2026-12-23" or every year "12-23", or with Until the
	// first date.
	Date string `json:"date"`
	// Until, written as Date is, makes the exception a range: it is the first
	// date after it.
	Until string `json:"until,omitzero"`
	Name  string `json:"name,omitzero"`
	// Days limits the exception to some days of the week (T16); empty means
	// every day.
	Days string `json:"days,omitzero"`
	// Hours are the windows of each such date; none means closed.
	Hours []Opening `json:"hours,omitzero"`
	// Note is for people and has no effect.
	Note string `json:"note,omitzero"`
}

// An Opening is a window of an [Exception]; its fields are as in [Hours].
type Opening struct {
	Open  string `json:"open"`
	Close string `json:"close"`
	// Note is for people and has no effect.
	Note string `json:"note,omitzero"`
}

// HolidaySets are the sets of holidays that a definition may name.
type HolidaySets map[string]HolidaySet

// A HolidaySet is a source of holidays.
type HolidaySet struct {
	// From and Until are the years [From, Until) in which the set is known to
	// be right; 0 leaves a side open. What it yields outside closes days, too
	// (T13).
	From, Until int
	// On yields the holidays of a year, in any order. It is called by questions,
	// more than once and by several goroutines, and must yield the same days
	// each time without using the calendar. Days more than a year away are
	// ignored.
	On func(year int) iter.Seq[SetDay]
}

// A SetDay is a holiday of a set.
type SetDay struct {
	// Date is the date on which the holiday is kept.
	Date Date
	// Actual is the date on which it falls by its rule. If it differs from
	// Date, Date is an observed day. Zero means the same as Date.
	Actual Date
	// Name is what the holiday is called.
	Name string
}

// Options supply what a definition refers to but cannot hold. A nil *Options
// supplies nothing.
type Options struct {
	HolidaySets HolidaySets
}
