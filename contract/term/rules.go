package term

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/internal/problem"
)

// Rules name the conventions by which dates are counted. A key that is not
// written has its default; the zero Rules are the defaults of all. [Compile]
// checks them.
type Rules struct {
	// Months says what becomes of a day that the month reached does not have
	// (K3): "clip" (the default).
	Months MonthRule `json:"months,omitzero"`
	// LastDay says which day is the last of a term (K4): "day-before" (the
	// default).
	LastDay LastDayRule `json:"lastDay,omitzero"`
	// Notice says which day is the latest for giving notice (K6): "forward"
	// (the default).
	Notice NoticeRule `json:"notice,omitzero"`
	// SafeOver lists the rules of which the safe notice day obeys all, besides
	// Notice itself (K7). Nil means all four.
	SafeOver []NoticeRule `json:"safeOver,omitzero"`
	// Roll moves a latest notice day that is no business day (K8): the name of
	// a [calendar.Roll], "none" by default. Rolling on shortens the time of
	// whoever receives the notice; few contracts allow it.
	Roll string `json:"roll,omitzero"`
	// Counts says which day counts as the day of notice (K21): "on-receipt"
	// (the default), "on-sending", or "deemed 3bd": so many business days after
	// sending.
	Counts string `json:"counts,omitzero"`
	// Note is for people and has no effect.
	Note string `json:"note,omitzero"`
}

// A MonthRule says to which day of the month a number of months leads (K3).
type MonthRule string

// The rules for months.
const (
	// Clip keeps the number of the day, or takes the last day of a month that
	// is too short.
	Clip MonthRule = "clip"
	// EndOfMonth is Clip, but from the last day of a month it always leads to
	// the last day.
	EndOfMonth MonthRule = "end-of-month"
)

// A LastDayRule says which day is the last of a term (K4).
type LastDayRule string

// The rules for last days. The corresponding day has the number of the first
// day, in the month that the term reaches.
const (
	// DayBefore is the day before the corresponding day, or the last day of
	// the month where that day is missing.
	DayBefore LastDayRule = "day-before"
	// Anniversary is the corresponding day itself.
	Anniversary LastDayRule = "anniversary"
	// ExclusiveMinusOne is the day before first day + length: a day less than
	// DayBefore where the corresponding day is missing.
	ExclusiveMinusOne LastDayRule = "exclusive-minus-one"
	// MonthAligned counts from the first day of the month in which the term
	// begins, so that a term of whole months ends with a month. A term without
	// months is counted as by DayBefore.
	MonthAligned LastDayRule = "month-aligned"
)

// A NoticeRule says which day is the latest for giving notice (K6).
type NoticeRule string

// The rules for notice days.
const (
	// Forward is the latest day d with d + notice <= last day. The day itself
	// is not counted.
	Forward NoticeRule = "forward"
	// BackwardInclusive is last day - notice.
	BackwardInclusive NoticeRule = "backward-inclusive"
	// BackwardExclusive is the day before (last day + 1 day) - notice.
	BackwardExclusive NoticeRule = "backward-exclusive"
	// ClearDays is the latest day d with d + notice <= last day - 1 day:
	// neither the day of notice nor the last day is counted.
	ClearDays NoticeRule = "clear-days"
)

var (
	monthRules   = []MonthRule{Clip, EndOfMonth}
	lastDayRules = []LastDayRule{DayBefore, Anniversary, ExclusiveMinusOne, MonthAligned}
	noticeRules  = []NoticeRule{Forward, BackwardInclusive, BackwardExclusive, ClearDays}
)

// The places of the rules for last days.
const (
	anniversary       = 1
	exclusiveMinusOne = 2
	monthAligned      = 3
)

// Over returns r with the keys that it does not write taken from base, so that
// a contract can differ from its register in one convention.
func (r Rules) Over(base Rules) Rules {
	r.Months = orElse(r.Months, base.Months)
	r.LastDay = orElse(r.LastDay, base.LastDay)
	r.Notice = orElse(r.Notice, base.Notice)
	r.Roll = orElse(r.Roll, base.Roll)
	r.Counts = orElse(r.Counts, base.Counts)
	if r.SafeOver == nil {
		r.SafeOver = base.SafeOver
	}
	return r
}

// IsZero reports whether r writes nothing.
func (r Rules) IsZero() bool {
	return r.Months == "" && r.LastDay == "" && r.Notice == "" && r.SafeOver == nil && r.Roll == "" && r.Counts == "" && r.Note == ""
}

func orElse[S ~string](s, other S) S {
	if s == "" {
		return other
	}
	return s
}

// A Counter counts dates by [Rules]. It is immutable and safe for concurrent
// use.
type Counter struct {
	cal     *calendar.Calendar // nil: no business days
	eom     bool
	lastDay int          // in lastDayRules
	notice  NoticeRule   // the contract's own
	safe    []NoticeRule // the others that a safe day obeys
	roll    calendar.Roll
	counts  counting
	deemed  int
}

type counting uint8

const (
	onReceipt counting = iota
	onSending
	deemedAfter
)

const maxNote = 4096 // bytes

// Compile checks the rules and returns their counter. Business days are those
// of cal; where it is nil, lengths that hold business days have no result, and
// safe days are not moved. The error holds every problem as a
// [slakit.FieldError] with its path, such as "safeOver[1]".
func Compile(r Rules, cal *calendar.Calendar) (*Counter, error) {
	var problems problem.List
	c := &Counter{cal: cal}
	c.eom = monthRules[choice(&problems, "months", r.Months, monthRules)] == EndOfMonth
	c.lastDay = choice(&problems, "lastDay", r.LastDay, lastDayRules)
	c.notice = noticeRules[choice(&problems, "notice", r.Notice, noticeRules)]
	over := r.SafeOver
	if over == nil {
		over = noticeRules
	}
	for i, rule := range over {
		path := problem.Index("safeOver", i)
		if rule == "" {
			problems.Add(path, slakit.ErrRequired, "want %s", oneOf(noticeRules))
			continue
		}
		rule = noticeRules[choice(&problems, path, rule, noticeRules)]
		if r.SafeOver != nil && slices.Contains(r.SafeOver[:i], r.SafeOver[i]) {
			problems.Add(path, slakit.ErrDuplicate, "%q is listed before", rule)
		}
		if rule != c.notice {
			c.safe = append(c.safe, rule)
		}
	}
	if r.Roll != "" {
		roll, err := calendar.ParseRoll(r.Roll)
		if err != nil {
			problems.Add("roll", slakit.ErrUnknown, "%v", err)
		}
		if c.roll = roll; roll != calendar.RollNone && cal == nil {
			problems.Add("roll", slakit.ErrRequired, "%q needs a calendar that says which days are business days", r.Roll)
		}
	}
	switch days, deemed := strings.CutPrefix(r.Counts, "deemed "); {
	case deemed:
		l, err := ParseLength(days)
		if err != nil || !l.Period.IsZero() || l.BusinessDays == 0 {
			problems.Add("counts", slakit.ErrInvalid, `%q, want business days after "deemed", as in "deemed 3bd"`, clip(r.Counts))
		}
		if cal == nil {
			problems.Add("counts", slakit.ErrRequired, "%q needs a calendar that says which days are business days", clip(r.Counts))
		}
		c.counts, c.deemed = deemedAfter, l.BusinessDays
	case r.Counts == "" || r.Counts == "on-receipt":
	case r.Counts == "on-sending":
		c.counts = onSending
	default:
		known := []string{"on-receipt", "on-sending", "deemed 3bd"}
		problems.Add("counts", slakit.ErrInvalid, "%q%s, want %s", clip(r.Counts), problem.DidYouMean(r.Counts, known), oneOf(known))
	}
	if len(r.Note) > maxNote {
		problems.Add("note", slakit.ErrLimit, "%d bytes, want at most %d", len(r.Note), maxNote)
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return c, nil
}

// choice returns the place of text in names, of which the first is the default.
func choice[S ~string](problems *problem.List, path string, text S, names []S) int {
	if text == "" {
		return 0
	}
	n := slices.Index(names, text)
	if n < 0 {
		problems.Add(path, slakit.ErrUnknown, "%q%s, want %s", clip(string(text)), problem.DidYouMean(string(text), names), oneOf(names))
	}
	return max(n, 0)
}

func oneOf[S ~string](names []S) string {
	var b strings.Builder
	for i, name := range names {
		switch {
		case i == 0:
		case i == len(names)-1:
			b.WriteString(" or ")
		default:
			b.WriteString(", ")
		}
		b.WriteString(strconv.Quote(string(name)))
	}
	return b.String()
}

// Check returns an error if l holds business days and c has no calendar, or if
// a number of l is negative or too large: then nothing can be counted with it.
func (c *Counter) Check(l Length) error {
	if !l.valid() {
		_, err := l.MarshalText()
		return fmt.Errorf("%w: %w", slakit.ErrInvalid, err)
	}
	if l.BusinessDays != 0 && c.cal == nil {
		return fmt.Errorf("%w: %q needs a calendar that says which days are business days", slakit.ErrRequired, l)
	}
	return nil
}

// Counted returns the day that counts as the day of notice (K21), of a notice
// that was sent on one day and received on another. A zero sent means the day
// it was received, a zero received means the day it was sent. It is the zero
// Date if the calendar has no such day.
func (c *Counter) Counted(sent, received calendar.Date) calendar.Date {
	if sent.IsZero() {
		sent = received
	}
	if received.IsZero() {
		received = sent
	}
	switch c.counts {
	case onSending:
		return sent
	case deemedAfter:
		d, _ := c.cal.AddDays(sent, c.deemed)
		return d
	default:
		return received
	}
}
