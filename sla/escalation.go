package sla

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
	"strconv"
	"strings"
	"time"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/internal/problem"
)

// maxSteps bounds the firings that one clock can make in a cycle.
const maxSteps = 32

// A step is one firing of an escalation: a repeat is a step of its own.
type step struct {
	name   string
	repeat int // from 1
	unit   stepUnit
	amount int64 // millionths of the allowance, nanoseconds or business days
	late   late
	ladder int // which escalation of the target it belongs to
	unless []trigger
	part   string // of the identity of firings
}

// A stepUnit says what the amount of a step is and from where it is counted.
type stepUnit uint8

const (
	unitShare   stepUnit = iota // of the allowance
	unitRunning                 // from the due, in the target's measure, while running
	unitWall                    // from the due, by the wall clock
	unitDays                    // from the due, in business days
)

const wholeShare = 1_000_000

// late says which steps fire when one event overtakes several.
type late uint8

const (
	lateAll late = iota
	lateLast
	lateNone
)

// steps compiles the escalations of a target.
func (c *compiler) steps(path string, escalations []Escalation) []step {
	var steps []step
	names := map[string]bool{}
	for i, e := range escalations {
		at := problem.Index(path, i)
		c.checkID(at+".name", e.Name)
		if names[e.Name] && e.Name != "" {
			c.problems.Add(at+".name", slakit.ErrDuplicate, "%.80q, each escalation of a target needs a name of its own", e.Name)
		}
		names[e.Name] = true
		steps = append(steps, c.ladder(at, e, i)...)
	}
	for i := range steps {
		steps[i].part = "|" + bars(steps[i].name) + "|" + strconv.Itoa(steps[i].repeat)
	}
	if len(steps) > maxSteps {
		c.problems.Add(path, slakit.ErrLimit, "%d firings with their repeats, at most %d are allowed", len(steps), maxSteps)
		return nil
	}
	return steps
}

// ladder compiles one escalation with its repeats.
func (c *compiler) ladder(path string, e Escalation, number int) []step {
	unit, amount, err := parseStep(e.At)
	if err != nil {
		c.add(path+".at", err)
	}
	first := step{name: e.Name, repeat: 1, unit: unit, amount: amount, ladder: number}
	first.unless = c.triggers(path+".unless", e.Unless, nil)
	switch e.Late {
	case "", "all":
	case "last":
		first.late = lateLast
	case "none":
		first.late = lateNone
	default:
		c.problems.Add(path+".late", slakit.ErrInvalid, `%.80q, want "all", "last" or "none"`, e.Late)
	}
	switch {
	case e.Every == "" && e.Times == 0:
		return []step{first}
	case e.Every == "":
		c.problems.Add(path+".every", slakit.ErrRequired, "the distance of the %d repeats, such as 30m", e.Times)
		return nil
	case e.Times < 2 || e.Times > maxSteps:
		c.problems.Add(path+".times", slakit.ErrInvalid, "%d, want the number of firings in all, from 2 to %d", e.Times, maxSteps)
		return nil
	}
	everyUnit, every, everyErr := parseStep("+" + e.Every)
	if strings.HasSuffix(e.Every, "%") {
		everyUnit, every, everyErr = parseStep(e.Every)
	}
	switch {
	case err != nil:
		return nil
	case everyErr != nil || strings.HasPrefix(e.Every, "+"):
		c.problems.Add(path+".every", slakit.ErrInvalid, `%.80q, want a distance in the unit of "at", without a sign, such as 10%%, 30m, "1h elapsed" or 1bd`, e.Every)
		return nil
	case everyUnit != unit:
		c.problems.Add(path+".every", slakit.ErrInvalid, `%.80q is in another unit than "at" (%.80q)`, e.Every, e.At)
		return nil
	}
	ladder := []step{first}
	for len(ladder) < e.Times {
		next := ladder[len(ladder)-1]
		next.repeat++
		next.amount += every
		ladder = append(ladder, next)
	}
	return ladder
}

var errStep = fmt.Errorf(`%w: want a share such as 75%%, a time before the due such as -30m or -2bd, or after it such as +1h, "+1h elapsed" or +3bd`,
	slakit.ErrInvalid)

// parseStep reads the place of a step: "75%", "-30m", "+1h elapsed", "-2bd".
func parseStep(s string) (stepUnit, int64, error) {
	if share, ok := strings.CutSuffix(s, "%"); ok {
		amount, err := parseShare(share)
		return unitShare, amount, err
	}
	var sign int64
	switch {
	case strings.HasPrefix(s, "+"):
		sign = 1
	case strings.HasPrefix(s, "-"):
		sign = -1
	default:
		return 0, 0, fmt.Errorf("%w, found %.80q", errStep, s)
	}
	if days, ok := strings.CutSuffix(s[1:], "bd"); ok {
		n, err := strconv.ParseUint(days, 10, 16)
		if err != nil || n == 0 || n > 5*366 {
			return 0, 0, fmt.Errorf("%w, found %.80q", errStep, s)
		}
		return unitDays, sign * int64(n), nil
	}
	text, wall := strings.CutSuffix(s[1:], " elapsed")
	d, err := parseAmount(text)
	switch {
	case errors.Is(err, slakit.ErrLimit):
		return 0, 0, err
	case err != nil:
		return 0, 0, fmt.Errorf("%w, found %.80q", errStep, s)
	case d == 0:
		return 0, 0, fmt.Errorf("%w: %.80q is the due itself, write 100%%", slakit.ErrInvalid, s)
	case wall:
		return unitWall, sign * int64(d), nil
	default:
		return unitRunning, sign * int64(d), nil
	}
}

// parseShare reads a percentage with up to four decimals as millionths.
func parseShare(s string) (int64, error) {
	whole, fraction, dot := strings.Cut(s, ".")
	if len(fraction) > 4 || dot && fraction == "" {
		return 0, fmt.Errorf("%w: share %.80q%%, want a percentage with at most four decimals", slakit.ErrInvalid, s)
	}
	n, err := strconv.ParseUint(whole+(fraction + "0000")[:4], 10, 31)
	if err != nil || n == 0 || n > 10*wholeShare || whole == "" {
		return 0, fmt.Errorf("%w: share %.80q%%, want a percentage above 0 and at most 1000", slakit.ErrInvalid, s)
	}
	return int64(n), nil
}

// shareOf returns the given millionths of d, rounded up to the nanosecond.
func shareOf(d time.Duration, millionths int64) time.Duration {
	return mulDivUp(d, millionths, wholeShare)
}

// mulDivUp returns d*num/den rounded up, for amounts that are not negative.
func mulDivUp(d time.Duration, num, den int64) time.Duration {
	hi, lo := bits.Mul64(uint64(d), uint64(num))
	if hi >= uint64(den) {
		return math.MaxInt64 // no clock can run so long
	}
	q, r := bits.Div64(hi, lo, uint64(den))
	if r > 0 {
		q++
	}
	return time.Duration(min(q, math.MaxInt64))
}

// businessDays moves at by n business days of cal. A moment at a closing
// belongs to the day that closes (D12).
func businessDays(cal *calendar.Calendar, at moment, n int) moment {
	if at == never {
		return never
	}
	t := at.time()
	if n > 0 && !cal.IsOpen(t) {
		if last, ok := cal.Previous(t); ok && last.End.Equal(t) {
			// One nanosecond earlier lies inside the day. Edges are whole
			// seconds, so an answer that kept its clock time ends in the
			// same fraction and is moved back.
			moved := cal.AddBusinessDays(t.Add(-1), n, nil)
			if moved.Nanosecond() == 1e9-1 {
				moved = moved.Add(1)
			}
			return momentOf(moved)
		}
	}
	return momentOf(cal.AddBusinessDays(t, n, nil))
}
