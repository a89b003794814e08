// Package slakit is the front page of an embeddable engine for Service Level
// Management: it computes what was promised, by when, and whether it was kept.
//
// The work is done in packages that can be used alone:
//
//   - [github.com/slakit/slakit/calendar] says when service is given and counts
//     service time, exactly, across holidays and clock changes;
//   - [github.com/slakit/slakit/priority] derives a priority from impact and
//     urgency;
//   - [github.com/slakit/slakit/sla] evaluates a ticket's history against
//     agreements: running, paused, met, breached, escalated, and when to look
//     again;
//   - [github.com/slakit/slakit/contract] keeps the register of contracts that
//     those agreements come from: how each stands, by when notice must be given,
//     what it costs, and what a missed level gives back.
//
// They share one way of working. A definition is plain data, readable as JSON.
// Compile turns it into an immutable engine, or reports every problem in it at
// once, each as a [FieldError] with its path. Questions are pure functions that
// take the instant they are about: no package here reads a clock, starts a
// goroutine, logs, or keeps state.
//
// This package itself holds only the errors that all of them report.
package slakit
