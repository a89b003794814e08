package sla

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/slakit/slakit"
)

// longest bounds every amount in a definition.
const longest = 5 * 366 * 24 * time.Hour

// formatDuration writes d as "1h30m", leaving out what is zero: the form in
// which definitions and reports show amounts. Fractions of a second are kept.
func formatDuration(d time.Duration) string {
	var buf [32]byte
	b := buf[:0]
	u := uint64(d)
	if d < 0 {
		b = append(b, '-')
		u = -u
	}
	const hour, minute, second = uint64(time.Hour), uint64(time.Minute), uint64(time.Second)
	if h := u / hour; h > 0 {
		b = append(strconv.AppendUint(b, h, 10), 'h')
	}
	if m := u % hour / minute; m > 0 {
		b = append(strconv.AppendUint(b, m, 10), 'm')
	}
	s, frac := u%minute/second, u%second
	if s > 0 || frac > 0 || u == 0 {
		b = strconv.AppendUint(b, s, 10)
		if frac > 0 {
			b = append(b, strings.TrimRight(fmt.Sprintf(".%09d", frac), "0")...)
		}
		b = append(b, 's')
	}
	return string(b)
}

// parseAmount reads whole hours, minutes and seconds, in this order and each
// at most once, as in "8h", "1h30m" or "14400s".
func parseAmount(s string) (time.Duration, error) {
	var d time.Duration
	rest := s
	for _, unit := range [...]struct {
		letter byte
		length time.Duration
	}{{'h', time.Hour}, {'m', time.Minute}, {'s', time.Second}} {
		digits := 0
		for digits < len(rest) && '0' <= rest[digits] && rest[digits] <= '9' {
			digits++
		}
		if digits == 0 || digits == len(rest) || rest[digits] != unit.letter {
			continue
		}
		n, err := strconv.ParseInt(rest[:digits], 10, 64)
		if err != nil || n > int64(longest/unit.length) {
			return 0, fmt.Errorf("%w: %.40q is longer than the %d hours allowed", slakit.ErrLimit, s, longest/time.Hour)
		}
		d += time.Duration(n) * unit.length
		rest = rest[digits+1:]
	}
	if s == "" || rest != "" {
		return 0, fmt.Errorf("%w: %.40q, want an amount of hours, minutes and seconds such as 8h, 1h30m or 90s", slakit.ErrInvalid, s)
	}
	if d > longest {
		return 0, fmt.Errorf("%w: %.40q is longer than the %d hours allowed", slakit.ErrLimit, s, longest/time.Hour)
	}
	return d, nil
}

// parseDuration is the inverse of formatDuration.
func parseDuration(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil {
		return 0, fmt.Errorf("%w: %.40q, want a duration such as 1h30m", slakit.ErrInvalid, s)
	}
	return d, nil
}

// An Amount is a duration whose text form is that of definitions, "1h30m".
type Amount time.Duration

// String returns the text form, with what is zero left out.
func (a Amount) String() string { return formatDuration(time.Duration(a)) }

// MarshalText returns the text form.
func (a Amount) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads the text form.
func (a *Amount) UnmarshalText(text []byte) error {
	d, err := parseDuration(string(text))
	if err == nil {
		*a = Amount(d)
	}
	return err
}
