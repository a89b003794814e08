package sla

import (
	"encoding"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
)

// An Allowance is the time that a target grants. Its text forms are
//
//	8h, 1h30m, 14400s    service time in the target's calendar
//	24h elapsed          time on the wall clock
//	P5D, P2W, P1M, P1Y   calendar days, weeks, months or years: the same local
//	                     time of day in the calendar's zone
//	3bd, 2bw             business days or weeks: the clock time of the start
//	3bd by close         the n-th business day at its last closing, at its
//	1bd by 16:00         first opening (by open) or at a time of day; with
//	0bd by open          "if before 10:00" a start at or after ten counts from
//	                     the next business day
//	none                 no deadline: the clock only measures
//
// Forms with more than one meaning in the field, such as 1d, PT8H or 1.5h, are
// refused with a message that shows what could be meant. The zero Allowance is
// no allowance at all; its text is empty. Allowances can be compared with ==.
type Allowance struct {
	form   form
	amount time.Duration   // service, elapsed
	period calendar.Period // period
	count  int             // business days or weeks
	rule   calendar.DayRule
}

type form uint8

const (
	formUnset form = iota
	formService
	formElapsed
	formPeriod
	formDays
	formWeeks
	formNone
)

var (
	_ encoding.TextMarshaler   = Allowance{}
	_ encoding.TextUnmarshaler = (*Allowance)(nil)
)

// ParseAllowance reads one of the forms listed at [Allowance]. Its errors have
// the kind [slakit.ErrInvalid], or [slakit.ErrLimit] for more than five years.
func ParseAllowance(s string) (Allowance, error) {
	if s == "none" {
		return Allowance{form: formNone}, nil
	}
	if amount, ok := strings.CutSuffix(s, " elapsed"); ok {
		d, err := parseAllowed(amount)
		return Allowance{form: formElapsed, amount: d}.or(err)
	}
	if strings.HasPrefix(s, "P") {
		return parsePeriodAllowance(s)
	}
	if n, f, rule, ok := cutDays(s); ok {
		return parseDayAllowance(s, n, f, rule)
	}
	d, err := parseAllowed(s)
	return Allowance{form: formService, amount: d}.or(err)
}

// or returns a, or the zero Allowance and err if there is one.
func (a Allowance) or(err error) (Allowance, error) {
	if err != nil {
		return Allowance{}, err
	}
	return a, nil
}

func parseAllowed(s string) (time.Duration, error) {
	d, err := parseAmount(s)
	switch {
	case err != nil && errors.Is(err, slakit.ErrInvalid):
		return 0, ambiguous(s)
	case err != nil:
		return 0, err
	case d == 0:
		return 0, fmt.Errorf("%w: an allowance of zero (%.40q); write \"none\" if there is no deadline", slakit.ErrInvalid, s)
	}
	return d, nil
}

// ambiguous explains why s is no allowance and what could be meant.
func ambiguous(s string) error {
	const forms = `want 8h (service time), "24h elapsed", P5D (calendar days), 3bd (business days), "3bd by close" or none`
	number := strings.TrimRight(s, "abcdefghijklmnopqrstuvwxyz ")
	_, notWhole := strconv.Atoi(number)
	whole := number != "" && notWhole == nil && !strings.HasPrefix(number, "-") && !strings.HasPrefix(number, "+")
	switch unit := s[len(number):]; {
	case whole && unit == "d":
		return fmt.Errorf("%w: %.40q has several meanings: write %sbd for business days, P%sD for calendar days, "+
			`"24h elapsed" for hours on the wall clock, or service hours such as 8h`, slakit.ErrInvalid, s, number, number)
	case whole && unit == "w":
		return fmt.Errorf("%w: %.40q has several meanings: write %sbw for business weeks or P%sW for calendar weeks",
			slakit.ErrInvalid, s, number, number)
	case strings.Contains(number, ".") && (unit == "h" || unit == "m" || unit == "s" || unit == "d"):
		return fmt.Errorf("%w: %.40q has a fraction: write whole hours, minutes and seconds, as in 1h30m", slakit.ErrInvalid, s)
	default:
		return fmt.Errorf("%w: %.40q is no allowance; %s", slakit.ErrInvalid, s, forms)
	}
}

func parsePeriodAllowance(s string) (Allowance, error) {
	if date, clock, ok := strings.Cut(s, "T"); ok {
		return Allowance{}, fmt.Errorf("%w: %.40q mixes calendar days with a time of day: write %s",
			slakit.ErrInvalid, s, withoutT(date, clock))
	}
	p, err := calendar.ParsePeriod(s)
	if err != nil {
		return Allowance{}, fmt.Errorf("%w: %w", slakit.ErrInvalid, err)
	}
	if p.IsZero() {
		return Allowance{}, fmt.Errorf("%w: an allowance of zero (%.40q); write \"none\" if there is no deadline", slakit.ErrInvalid, s)
	}
	if p.Years > 5 || p.Months > 5*12 || p.Weeks > 5*53 || p.Days > 5*366 {
		return Allowance{}, fmt.Errorf("%w: %.40q is longer than the five years allowed", slakit.ErrLimit, s)
	}
	return Allowance{form: formPeriod, period: p}, nil
}

// withoutT says what PT8H and P1DT4H could mean.
func withoutT(date, clock string) string {
	amount := strings.ToLower(clock)
	if _, err := parseAmount(amount); err != nil {
		amount = "8h"
	}
	if date == "P" {
		return fmt.Sprintf(`%s for service time or "%s elapsed" for the wall clock`, amount, amount)
	}
	return fmt.Sprintf(`%.20s for calendar days alone, or hours such as %s or "%s elapsed"`, date, amount, amount)
}

// cutDays splits "3bd by close" into 3, formDays and "by close".
func cutDays(s string) (number string, f form, rule string, ok bool) {
	head, rule, _ := strings.Cut(s, " ")
	if number, ok = strings.CutSuffix(head, "bd"); ok {
		return number, formDays, rule, true
	}
	number, ok = strings.CutSuffix(head, "bw")
	return number, formWeeks, rule, ok
}

func parseDayAllowance(s, number string, f form, text string) (Allowance, error) {
	n, err := strconv.ParseUint(number, 10, 31)
	if err != nil || len(number) > 1 && number[0] == '0' {
		return Allowance{}, fmt.Errorf("%w: %.40q, want a whole number of business days or weeks such as 3bd or 2bw", slakit.ErrInvalid, s)
	}
	if f == formDays && n > 5*366 || f == formWeeks && n > 5*53 {
		return Allowance{}, fmt.Errorf("%w: %.40q is longer than the five years allowed", slakit.ErrLimit, s)
	}
	rule, err := calendar.ParseDayRule(text)
	switch {
	case err != nil:
		return Allowance{}, fmt.Errorf("%w: %w", slakit.ErrInvalid, err)
	case strings.HasPrefix(text, "keep-clock"):
		return Allowance{}, fmt.Errorf("%w: %.40q: the clock is kept by the target's \"startAt\": \"keep-clock\"", slakit.ErrInvalid, s)
	case n == 0 && !strings.HasPrefix(text, "by "):
		return Allowance{}, fmt.Errorf("%w: %.40q says no time: write \"0bd by close\", \"0bd by 16:00\" or none", slakit.ErrInvalid, s)
	}
	return Allowance{form: f, count: int(n), rule: rule}, nil
}

// IsZero reports whether a is the zero Allowance: none was stated.
func (a Allowance) IsZero() bool { return a == Allowance{} }

// String returns the text form, which [ParseAllowance] reads back.
func (a Allowance) String() string {
	switch a.form {
	case formService:
		return formatDuration(a.amount)
	case formElapsed:
		return formatDuration(a.amount) + " elapsed"
	case formPeriod:
		return a.period.String()
	case formDays, formWeeks:
		s := strconv.Itoa(a.count) + "bd"
		if a.form == formWeeks {
			s = strconv.Itoa(a.count) + "bw"
		}
		if rule := a.rule.String(); rule != "" {
			s += " " + rule
		}
		return s
	case formNone:
		return "none"
	default:
		return ""
	}
}

// MarshalText returns the text form; that of the zero Allowance is empty.
func (a Allowance) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText is [ParseAllowance]; an empty text gives the zero Allowance.
func (a *Allowance) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*a = Allowance{}
		return nil
	}
	parsed, err := ParseAllowance(string(text))
	if err == nil {
		*a = parsed
	}
	return err
}

// wall reports whether the form is counted on the wall clock rather than in
// service time.
func (a Allowance) wall() bool { return a.form == formElapsed || a.form == formPeriod }

// days reports whether the form counts business days or weeks.
func (a Allowance) days() bool { return a.form == formDays || a.form == formWeeks }

// due returns the instant at which the allowance that starts at start is used
// up when nothing pauses it: never for none, and where no service is ahead.
func (a Allowance) due(cal *calendar.Calendar, rule *calendar.DayRule, start moment) moment {
	at := start.time()
	switch a.form {
	case formService:
		return momentOf(cal.Add(at, a.amount))
	case formElapsed:
		return start.plus(a.amount)
	case formPeriod:
		return momentOf(cal.AddPeriod(at, a.period))
	case formDays:
		return max(start, momentOf(cal.AddBusinessDays(at, a.count, rule)))
	case formWeeks:
		return max(start, momentOf(cal.AddBusinessWeeks(at, a.count, rule)))
	default:
		return never
	}
}
