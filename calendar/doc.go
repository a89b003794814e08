// Package calendar says when service is given and counts service time, exactly,
// across holidays and clock changes.
package calendar
