// Package credit turns measured service into service credits: what the
// supplier of a contract owes when a level was missed, explained to the cent.
//
// It knows no register: who asks gives the measured values of each period and
// the charges they are a share of.
package credit
