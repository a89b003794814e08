// Package calendar says when service is given and counts service time, exactly,
// across holidays and clock changes.
//
// A [Definition] is plain data: weekly hours, seasons, holidays and exceptions
// in one zone. [Compile] turns it into a [Calendar] or reports everything that
// is wrong with it. The questions are then
//
//	c.IsOpen(at)            is service given now?
//	c.Add(at, 8*time.Hour)  when are eight hours of service over?
//	c.Between(from, to)     how much service lies between?
//	c.Next(at)              when does it open, and when does it close?
//
// [Calendar.AddBusinessDays] counts in business days, [Calendar.AddPeriod] in
// calendar days and months, [Calendar.Windows] lists what a sum consists of, and
// [Calendar.Day] explains a date.
//
// # Intervals
//
// Every interval is half-open: it holds its start and not its end (T1). A
// window from 08:00 to 17:00 is open at 08:00:00 and closed at 17:00:00, and
// the until of a season, holiday or exception is the first date after it. So
// parts never overlap and always sum to the whole.
//
// # Local time
//
// A local time is reached at the first instant whose wall clock shows it or
// later (T2). So of a repeated time the first occurrence counts, a skipped time
// is the instant of the jump, and a window is always one contiguous stretch.
// Amounts are elapsed time: a window that holds a repeated hour is an hour
// longer, and a day around the clock has 23, 24 or 25 hours. Whole days tile
// the time line, also where midnight or a whole date does not exist.
//
// A window whose close is not after its open ends on the next date (T3). The
// date on which it starts owns it: that date decides whether a holiday or an
// exception removes it, and whether a date is a business day (A2).
//
// # What decides a date
//
// An [Exception], else a [Holiday], else the hours of the [Season] (T5, T12);
// each says which of several wins. A definition may be based on another:
// [CompileAll] says what then decides.
//
// # Calendars of calendars
//
// A calendar is a set of instants: [Union], [Intersection], [Difference] and
// [Complement] make calendars that answer like any other, also across zones.
//
// # Identities
//
// For instants of [Range] and amounts whose sums exist:
//
//   - Between(a, b) + Between(b, c) == Between(a, c), and Between(b, a) is
//     -Between(a, b).
//   - Between(at, Add(at, d)) == d.
//   - Add(Add(at, d), e) == Add(at, d+e) if d and e have the same sign.
//   - The durations of Windows(a, b) sum to Between(a, b).
//
// Add(Add(at, d), -d) is not always at: closed time may lie between.
//
// # No answer
//
// Where nothing opens any more, Add gives the zero Time and Next gives false,
// at once (T10). The same holds outside [Range], the years 1920 to 2199 (T14).
// Nothing here returns an error after Compile, and nothing panics.
//
// # Speed
//
// The first question builds an index of the years it is about. After that a
// question costs the same for an hour as for decades, some tens of nanoseconds,
// and allocates nothing.
//
// # Zones
//
// Zone data come from package time. Programs that run where none is installed
// import time/tzdata. [Calendar.Fingerprint] tells whether two programs compute
// with the same rules.
package calendar
