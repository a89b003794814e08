// Package cost turns the cost lines of a contract into charges.
//
// A line says an amount, a quantity, how often it is charged and how it is
// indexed. It knows nothing of registers: who asks says from which day to which
// day the contract runs and on which days it was suspended.
package cost
