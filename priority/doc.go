// Package priority derives the priority of a ticket from its impact and its
// urgency.
//
// A [Definition] is a table: a row for each impact, a column for each urgency,
// both from the highest to the lowest, and a priority in each cell. Levels are
// any names, tables are of any shape: real ones are 3x3, 5x5, 4x5 and 5x3.
// [Compile] checks it as a whole and gives an immutable [Matrix].
//
//	m, err := priority.Compile(priority.ITIL())
//	p, err := m.Lookup("high", "medium") // P2
//
// # Decisions
//
// A level that the table does not have is an error that names the nearest one;
// it is never read as the lowest. A cell may be left empty: then the pair has no
// priority of its own, and whoever asks falls back to a default.
//
// More impact or more urgency should not lower the priority, but real
// organisations publish tables in which it does. Such a table compiles, and
// [Matrix.Check] names the cells.
package priority
