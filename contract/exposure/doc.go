// Package exposure says what the credits that we owe our customers recover from
// our suppliers.
//
// It follows written links only: a row of a contract with a customer names the
// supplier rows that underpin it. Rows that are linked form a group, and of
// each group, period and currency the package gives what is paid out, what is
// recoverable, the difference, and why (M10).
package exposure
