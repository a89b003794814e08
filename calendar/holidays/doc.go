// Package holidays gives calendars the public holidays of some fifty countries
// and their regions, from the rules of github.com/rickar/cal/v2.
//
//	c, err := calendar.Compile(def, &calendar.Options{HolidaySets: holidays.All()})
//
// A definition then names a set by its code: {"set": "se"}. [All] has every set
// of the library; [Of] makes one of any list of its rules. Importing this
// package is a choice: package calendar itself needs no holiday data.
//
// # What is taken from the library
//
// Rules, and nothing else: which day a holiday is in a given year. Substitute
// days, exceptions and years of validity are reckoned here with dates, so that
// the zone of the host and its clock changes have no influence.
//
// # What to expect of the data
//
// A set is the library's reading of a law, projected into all years. Days that
// are proclaimed for one year (elections, mourning), moved by decree (Russia,
// Hungary) or sighted by the moon (Thailand, Kenya) are missing, and some sets
// hold days that custom keeps but no law. HolidaySet.From and Until say from
// when to when a set is known to be right; where nothing is known they are open.
// Correct a date with an exception or a holiday of your own in the definition,
// or make a set of the parts that fit:
//
//	rules := append(slices.Clone(gb.Holidays), &cal.Holiday{ ... })
//	sets["gb"] = holidays.Of(rules)
package holidays
