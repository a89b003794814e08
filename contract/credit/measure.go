package credit

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/contract/money"
	"github.com/slakit/slakit/internal/problem"
	"github.com/slakit/slakit/sla"
)

// A dimension is what the values of a measure are.
type dimension uint8

const (
	share dimension = iota // a share of the whole, written "99.5%"
	span                   // a time, written "1h30m"
	count                  // a whole number, written "3"
)

// A measure is something that a rule can measure.
type measure struct {
	name string
	dim  dimension
	less bool // less is worse
	// within: a value is not more than the measured period
	within bool
}

// measures lists what can be measured. Every value of a measure is better or
// worse than another: less is worse in the first two, more in all others.
var measures = [...]measure{
	{name: "attainment", dim: share, less: true},   // readings that were met, of all
	{name: "availability", dim: share, less: true}, // agreed service time that was given
	{name: "errors", dim: share},                   // requests that failed, of all
	{name: "downtime", dim: span, within: true},    // time without service
	{name: "lateness", dim: span},                  // time after a due time
	{name: "breaches", dim: count},                 // readings that were not met
	{name: "points", dim: count},                   // points counted elsewhere
}

func measureNames() []string {
	names := make([]string, len(measures))
	for i, m := range measures {
		names[i] = m.name
	}
	return names
}

func findMeasure(problems *problem.List, path, name string) (measure, bool) {
	for _, m := range measures {
		if m.name == name {
			return m, true
		}
	}
	if name == "" {
		problems.Add(path, slakit.ErrRequired, "want one of %s", strings.Join(measureNames(), ", "))
	} else {
		problems.Add(path, slakit.ErrUnknown, "found %q%s, want one of %s", name, problem.DidYouMean(name, measureNames()), strings.Join(measureNames(), ", "))
	}
	return measure{}, false
}

// parse reads a value of the measure.
func (m measure) parse(s string) (decimal.Decimal, error) {
	switch m.dim {
	case share:
		d, err := money.ParsePercent(s)
		switch {
		case err != nil:
			return d, err
		case d.IsNegative() || d.GreaterThan(one):
			return d, problem.New(slakit.ErrInvalid, "found %s, want a share from 0%% to 100%%", s)
		}
		return d, nil
	case span:
		d, err := parseTime(s)
		return seconds(d), err
	default:
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || n < 0 || n > maxCount {
			return decimal.Decimal{}, problem.New(slakit.ErrInvalid, "found %q, want a whole number from 0 to %d", clip(s), maxCount)
		}
		return decimal.NewFromInt(n), nil
	}
}

const (
	maxCount = 1_000_000_000
	maxTime  = 10 * 366 * 24 * time.Hour
)

// parseTime reads hours, minutes and seconds, as in 1h30m.
func parseTime(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	plain := !strings.ContainsFunc(s, func(r rune) bool { return !strings.ContainsRune("0123456789hms", r) }) && !strings.Contains(s, "ms")
	switch {
	case err != nil || !plain || !strings.ContainsAny(s, "hms"):
		return 0, problem.New(slakit.ErrInvalid, "found %q, want hours, minutes and seconds such as 1h30m", clip(s))
	case d > maxTime:
		return 0, problem.New(slakit.ErrLimit, "found %s, want at most ten years", clip(s))
	}
	return d, nil
}

func seconds(d time.Duration) decimal.Decimal { return decimal.New(int64(d), -9) }

// show writes a value in the form that parse reads, as far as it has one.
func (m measure) show(v money.Fraction) string {
	switch m.dim {
	case share:
		return percentage(v)
	case span:
		if d := v.Mul(money.Int(int64(time.Second))).Round(0, money.Down); d.IsInteger() && d.BigInt().IsInt64() {
			return showTime(time.Duration(d.IntPart()))
		}
	}
	return v.String()
}

// showTime writes 1h30m0s as 1h30m.
func showTime(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// percentage writes a share as a percentage: exactly if that takes at most six
// decimal places, else cut off at six and marked.
func percentage(v money.Fraction) string {
	hundred := v.Mul(money.Int(100))
	short := hundred.Round(6, money.Down)
	if money.Whole(short).Equal(hundred) {
		return short.String() + "%"
	}
	return short.StringFixed(6) + "...%"
}

// A Measured is one value that was measured in a period. Of Share, Time and
// Count the one counts that the level measures.
type Measured struct {
	// Level names the level; "" is the schedule's own rule.
	Level string `json:"level,omitzero"`
	// Incident groups the values of one incident, of whose credits the highest
	// counts, or their sum. Values without one form a group, too.
	Incident string `json:"incident,omitzero"`
	// Share is an attainment, an availability or a share of errors. Den 0 means
	// that nothing was measured: no value, and no credit (M3).
	Share sla.Ratio `json:"share,omitzero"`
	// Time is a downtime or lateness.
	Time time.Duration `json:"time,omitzero"`
	// Count is a number of breaches or points.
	Count int64 `json:"count,omitzero"`
}

// value returns the value for a measure; ok is false if nothing was measured.
func (v Measured) value(m measure) (value money.Fraction, ok bool, err error) {
	given := [...]bool{share: v.Share != sla.Ratio{}, span: v.Time != 0, count: v.Count != 0}
	for dim, is := range given {
		if is && dimension(dim) != m.dim {
			return value, false, problem.New(slakit.ErrInvalid, "found a value of another kind than %s", m.name)
		}
	}
	switch m.dim {
	case share:
		if v.Share.Den == 0 {
			return value, false, nil
		}
		if v.Share.Num < 0 || v.Share.Den < v.Share.Num {
			return value, false, problem.New(slakit.ErrInvalid, "found the share %d of %d, want one from 0 to 1", v.Share.Num, v.Share.Den)
		}
		value, err = money.NewFraction(decimal.NewFromInt(v.Share.Num), decimal.NewFromInt(v.Share.Den))
		return value, err == nil, err
	case span:
		if v.Time < 0 {
			return value, false, problem.New(slakit.ErrInvalid, "found a time of %v, want 0 or more", v.Time)
		}
		return money.Whole(seconds(v.Time)), true, nil
	default:
		if v.Count < 0 {
			return value, false, problem.New(slakit.ErrInvalid, "found a count of %d, want 0 or more", v.Count)
		}
		return money.Int(v.Count), true, nil
	}
}

var one = decimal.NewFromInt(1)

// clip shortens a text that an error message quotes.
func clip(s string) string {
	if len(s) > 40 {
		return s[:40] + "..."
	}
	return s
}

func oneOf(problems *problem.List, path, found string, names ...string) {
	if found != "" && !slices.Contains(names, found) {
		problems.Add(path, slakit.ErrUnknown, "found %q, want one of %s", clip(found), strings.Join(names, ", "))
	}
}
