package calendar

import (
	"fmt"
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
	var p Period
	fields := []struct {
		unit  byte
		value *int
	}{{'Y', &p.Years}, {'M', &p.Months}, {'W', &p.Weeks}, {'D', &p.Days}}
	bad := func(why string) (Period, error) {
		return Period{}, fmt.Errorf("%q is no period: %s", clip(s), why)
	}
	rest, ok := strings.CutPrefix(s, "P")
	if !ok || rest == "" {
		return bad("want P with years, months, weeks or days, as in P1Y6M or P5D")
	}
	for rest != "" {
		i := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
		switch {
		case i < 0:
			return bad("the last number lacks its unit Y, M, W or D")
		case rest[i] == 'T':
			return bad("it has a time part; hours and minutes are a duration such as 1h30m")
		case i == 0:
			return bad("want whole numbers, each before its unit, as in P1Y6M or P5D")
		}
		for len(fields) > 0 && fields[0].unit != rest[i] {
			fields = fields[1:]
		}
		if len(fields) == 0 {
			return bad("want the units Y, M, W and D, each at most once and in this order")
		}
		n, err := strconv.Atoi(rest[:i])
		if err != nil || n > maxComponent {
			return bad(fmt.Sprintf("a number is larger than %d", maxComponent))
		}
		*fields[0].value = n
		fields, rest = fields[1:], rest[i+1:]
	}
	return p, nil
}

// IsZero reports whether p has no length.
func (p Period) IsZero() bool { return p == Period{} }

// valid reports whether sums with p cannot overflow.
func (p Period) valid() bool {
	for _, n := range [...]int{p.Years, p.Months, p.Weeks, p.Days} {
		if n < -maxComponent || n > maxComponent {
			return false
		}
	}
	return true
}

// String returns the form that ParsePeriod reads, P0D for the zero Period. A
// negative number, which ParsePeriod refuses, keeps its sign.
func (p Period) String() string {
	if p.IsZero() {
		return "P0D"
	}
	b := []byte{'P'}
	add := func(n int, unit byte) {
		if n != 0 {
			b = append(strconv.AppendInt(b, int64(n), 10), unit)
		}
	}
	add(p.Years, 'Y')
	add(p.Months, 'M')
	add(p.Weeks, 'W')
	add(p.Days, 'D')
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
