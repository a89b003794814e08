// Package term does the dates of contracts, without contracts: when a term
// ends, when it is renewed, by when notice must be given, and when notice takes
// effect. It knows no register, no clock and no money.
//
//	c, err := term.Compile(term.Rules{}, workdays)
//	chain := c.Chain(start, term.MustParseLength("P3Y"), term.MustParseLength("P1Y"))
//	t, ok := chain.Term(0)                       // its first and last day
//	n, ok := c.Notice(t.Last, term.MustParseLength("P6M"))
//	fmt.Println(n.Latest, n.Safe, n.Proof)
//
// # Conventions
//
// A [Length] is a sum: years and months are added first, in one step that is
// clipped to the end of the month, then weeks and days, then business days
// (K3). A term has a first and a last day, both inclusive; the next term begins
// on the day after (K4). The terms of a [Chain] are all counted from one anchor,
// never from the end of the term before, so that they do not drift (K5).
//
// Contracts and laws count differently, and so do other products. [Rules] names
// the convention of each step; the zero Rules are the ones that courts and
// drafters use: the day before the corresponding day, and notice counted
// forward from the day on which it is given, which is not counted itself (K6).
//
// For every last day there are two notice days: the latest one by the rules,
// with a [Proof] that it fits and the next day does not, and a safe one that is
// in time under every convention and is a working day (K7).
package term
