// Package contract keeps a register of contracts with customers and suppliers:
// which are preliminary, current and past, when each is renewed, by when notice
// must be given, what we are bound to, and what covers a ticket.
//
//	def, err := contract.Parse(data)                   // JSON, read strictly
//	register, err := contract.Compile(def, nil)        // or every problem, with paths
//	c, ok := register.Contract("print")
//	today := register.Day(now)                         // in the register's zone
//	fmt.Println(c.On(today).State)                     // how it stands
//	for d := range c.Deadlines(today) { ... }          // by when to act, with the proof
//	for m := range register.Reminders(today, today.Next()) { ... }
//
// That is all a contract manager needs to begin with; the rest of this page is
// for the questions that come later.
//
// # Contracts
//
// An [Entry] is what was agreed at first; [Fact]s are what happened since. They
// are only ever added, and each has two times: the day from which it has its
// effect and the instant at which it was recorded. A contract is then a list of
// days: the facts fold once, in the order of their days, into ranges of days,
// each with its state and the version of its sections. There is no nightly job,
// nothing computed is stored, and any day can be asked about, also as it was
// believed at an earlier instant ([Register.AsOf]).
//
// # States
//
// Which fact leads from which state to which is one table, drawn by
// [ProcessMap]. A fact that the table or a guard refuses is kept, has no effect
// and is a finding; [Contract.Record] refuses it before it is stored. What is
// ending, renewed or talked about stands beside the state ([Standing]). From the
// day on which a missing field decides how a contract goes on, its state is
// unknown, and it says which field.
//
// # Terms
//
// A contract has a first term, or a last day, and a [Renewal]. How days are
// counted is for package term to say, by the rules of the register or of the
// contract. Notice is for each side to give; what it does follows from the
// version of the contract on the day it is given.
//
// # Coverage
//
// The rows of a contract promise services at service levels to some. Each
// unbroken stretch of days in force is an agreement for an engine of package
// sla ([Register.Agreements]), and [Register.Cover] names the one that such an
// engine chooses.
//
// # Money
//
// [Contract.Charges] are the lines of its invoices, [Contract.Commitment] is what
// we owe if we give notice on a day, and [Contract.Credits] turns what was
// measured into service credits. Packages cost, credit and money say how.
//
// # Errors
//
// [Parse] and [Compile] report all problems at once, each as a
// [slakit.FieldError]. After that no question about days fails. [Contract.Record]
// refuses facts, and [Contract.Base] and [Contract.Credits] fail for amounts of
// several currencies.
//
// # What this package does not do
//
// It reads no clock, sends nothing and stores nothing. Reminders, findings and
// changes are data for whoever does.
package contract
