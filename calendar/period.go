package calendar

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A Period is an amount of calendar time, such as P1Y6M or P30D. How many
// hours it is depends on where it starts. The zero Period is P0D. Periods that
// differ as written differ as values: P12M is not P1Y, P7D is not P1W.
//
// [Date.AddPeriod] and [Calendar.AddPeriod] say how a period is added.
type Period struct {
	Years, Months, Weeks, Days int
}

const maxComponent = lastDate // more of anything leads out of the years 1 to 9999

// ParsePeriod reads an ISO 8601 duration of dates: P, then whole numbers of
// years Y, months M, weeks W and days D, each at most once and in this order,
// as in P5D, P1M, P2W, P1Y or P1Y6M. There is no sign, no fraction and no time
// part.
func ParsePeriod(s string) (Period, error) {
	bad := func(why string) (Period, error) { return Period{}, fmt.Errorf("%q is no period: %s", clip(s), why) }
	m := periodForm.FindStringSubmatch(s)
	switch {
	case s == "P" || !strings.HasPrefix(s, "P"):
		return bad("want P with years, months, weeks or days, as in P1Y6M or P5D")
	case m == nil && strings.Contains(s, "T"):
		return bad("it has a time part; hours and minutes are a duration such as 1h30m")
	case m == nil:
		return bad("want whole numbers, each before its unit, Y, M, W and D at most once and in this order")
	}
	var n [4]int
	for i, digits := range m[1:] {
		var err error
		if n[i], err = strconv.Atoi(cmp.Or(digits, "0")); err != nil || n[i] > maxComponent {
			return bad(fmt.Sprintf("a number is larger than %d", maxComponent))
		}
	}
	return Period{n[0], n[1], n[2], n[3]}, nil
}

var periodForm = regexp.MustCompile(`^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$`)

// IsZero reports whether p has no length.
func (p Period) IsZero() bool { return p == Period{} }

func (p Period) parts() [4]int { return [...]int{p.Years, p.Months, p.Weeks, p.Days} }

// valid reports whether sums with p cannot overflow.
func (p Period) valid() bool {
	parts := p.parts()
	return slices.Min(parts[:]) >= -maxComponent && slices.Max(parts[:]) <= maxComponent
}

// String returns the form that ParsePeriod reads, P0D for the zero Period. A
// negative number, which ParsePeriod refuses, keeps its sign.
func (p Period) String() string {
	if p.IsZero() {
		return "P0D"
	}
	b := []byte{'P'}
	for i, n := range p.parts() {
		if n != 0 {
			b = append(strconv.AppendInt(b, int64(n), 10), "YMWD"[i])
		}
	}
	return string(b)
}

// MarshalText returns the form of String. It fails if ParsePeriod would not
// read it: if a number is negative or too large.
func (p Period) MarshalText() ([]byte, error) {
	s := p.String()
	_, err := ParsePeriod(s)
	return []byte(s), err
}

// UnmarshalText reads what ParsePeriod reads.
func (p *Period) UnmarshalText(text []byte) error { return unmarshal(p, text, ParsePeriod) }
