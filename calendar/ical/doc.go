// Package ical reads iCalendar feeds of holidays into the definitions of a
// calendar, and writes closed days and other events of whole days as iCalendar
// (RFC 5545).
//
//	feed, err := ical.Read(resp.Body, nil)      // or every problem, with its line
//	def.Holidays = append(def.Holidays, feed.Holidays...)
//	c, err := calendar.Compile(def, nil)
//
// It is a module of its own:
//
//	go get github.com/slakit/slakit/calendar/ical
//
// # Reading
//
// [Read] gives holidays, which close whole dates, and exceptions, which leave a
// part of the hours. Nothing is dropped in silence: every VEVENT closes
// something, or is listed in [Feed].Skipped with the reason, or is a problem of
// the error, with its line. A broken event does not hinder the others: what
// could be read is returned beside the error. A text that is cut off or no
// iCalendar at all gives only the error.
//
// A feed often holds days that are no days off, such as Mother's Day: look at
// Name, Note and Categories in [ReadOptions].Take. Events that are marked as
// transparent close all the same, because holidays usually are.
//
// Pass the calendar without the feed in [ReadOptions].Calendar if the feed may
// have timed events: its zone says when they are here, and its hours what is
// left of a day of which they close a part. Read the feed again when those
// hours change.
//
// The definitions are plain data; keep them with the source and the time of
// reading, so that a day that vanishes from the feed is noticed.
//
// # What an event closes
//
//   - A DATE is a date: no zone moves it. DTEND is the first date after the
//     event; one that is the start itself, as some programs write, is one day.
//   - From midnight to midnight by its own clock, in any zone or none or UTC, is
//     whole days too, the dates that the clock shows. An end at 23:59 means
//     midnight.
//   - Any other time closes the dates that lie in it wholly, by the clock of the
//     calendar, and its share of the hours of the others. A night shift belongs
//     to the date on which it starts (T3): a date that is closed as a whole keeps
//     the tail of the night before, a time does not. What cannot be said as
//     hours of a date, such as a window from the second 02:30 of a night on
//     which the clock goes back, is a problem.
//   - A time that a clock shows twice is the first of the two, one that it skips
//     is read by the offset before the gap (RFC 5545, 3.3.5).
//   - The same name on the same date counts once.
//
// An exception beats a holiday and must be alone on its date (T5): if the
// calendar has an exception of its own for a date of which a timed event closes
// a part, Compile says so.
//
// # Recurrence
//
// RRULE with FREQ from DAILY to YEARLY and every BY part but hours, minutes and
// seconds that differ from the start; RDATE, EXDATE, RECURRENCE-ID. Of events
// with one UID the highest SEQUENCE counts, and equal ones all do. The start
// counts always, as the format says. What is not understood (EXRULE, RANGE,
// RSCALE, unknown parts) is a problem of the event, because leaving it out would
// give other dates.
//
// A plain yearly event becomes one holiday of every year. All else is counted
// out from [ReadOptions].From to Until: give them for feeds whose events have no
// end, or one weekly closing becomes thousands of holidays, more than a
// definition may have.
//
// # Zones
//
// A TZID that is a name of the IANA database is that zone, whatever the feed
// says about it; another one is read from its VTIMEZONE. Programs that read
// feeds need zone data: import time/tzdata where the system may have none.
//
// # Writing
//
// [Write] writes events of whole days, such as those of [ClosedDays] or your
// own: notice dates, maintenance, leave. The instant of revision is an argument,
// and the same arguments give the same bytes, so that a feed that did not change
// can be seen not to have changed. Give events a UID if they may change: it is
// what other programs know them by.
//
// # Design
//
// The reader is this package's own. Libraries that parse iCalendar do not say on
// which line a value is wrong, or turn it into the year 1; the one library that
// expands rules looks for dates to the year 9999, whatever is asked, and panics
// at some legal rules, which a stranger's feed must not bring about. Both are
// good witnesses: the tests compare rules with the one and written feeds with
// the other.
package ical
