package term_test

import (
	"flag"
	"fmt"
	"math/rand"
	"testing"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/prop"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/term"
)

var lawCases = flag.Int("laws", 1000, "cases per law")

func day(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func length(s string) term.Length { return term.MustParseLength(s) }

// counter compiles rules with the business days of Germany in 2024.
func counter(t testing.TB, r term.Rules) *term.Counter {
	t.Helper()
	c, err := term.Compile(r, germany(t))
	require.NoError(t, err)
	return c
}

func germany(t testing.TB) *calendar.Calendar {
	return workdays(t, []string{"Sat", "Sun"}, []string{
		"2024-01-01", "2024-03-29", "2024-04-01", "2024-05-01", "2024-05-09", "2024-05-20", "2024-10-03", "2024-12-25", "2024-12-26", "2025-01-01",
	})
}

// draw makes the dates and lengths of a case from a seed.
type draw struct {
	*rand.Rand
	fault fault
}

// date draws days of 1998 to 2036; one in three is near the end of a month.
func (r draw) date() calendar.Date {
	d := day("1998-01-01").AddDays(r.Intn(38 * 365))
	if r.Intn(3) == 0 {
		d = d.AddDays(1 - d.Day()).AddDays(r.Intn(5) - 4)
	}
	return d
}

// months and days, and sometimes business days.
func (r draw) length(business bool) (l term.Length) {
	switch r.Intn(5) {
	case 0:
		l.Years = r.Intn(5)
	case 1:
		l.Days = r.Intn(120)
	case 2:
		l.Months, l.Days = r.Intn(30), r.Intn(40)
	case 3:
		l.Weeks = r.Intn(15)
	default:
		l.Months = r.Intn(30)
	}
	if business && r.Intn(2) == 0 {
		l.BusinessDays = r.Intn(30)
	}
	return l
}

func (r draw) positive(business bool) term.Length {
	for {
		if l := r.length(business); !l.IsZero() {
			return l
		}
	}
}

func (r draw) rules() term.Rules {
	return term.Rules{
		Months:  pick(r, term.Clip, term.EndOfMonth),
		LastDay: pick(r, term.DayBefore, term.Anniversary, term.ExclusiveMinusOne, term.MonthAligned),
		Notice:  pick(r, term.Forward, term.BackwardInclusive, term.BackwardExclusive, term.ClearDays),
		Roll:    pick(r, "", "", "", "preceding", "following", "nearest"),
	}
}

func pick[T any](r draw, from ...T) T { return from[r.Intn(len(from))] }

// law checks a property, which says what is wrong or "", on drawn cases. Then it
// proves that the law bites: on answers with one of the faults it must fail.
func law(t *testing.T, property func(r draw) string, faults ...fault) {
	t.Helper()
	parameters := gopter.DefaultTestParametersWithSeed(20260305)
	parameters.MinSuccessfulTests = *lawCases
	seeds := func(p *gopter.GenParameters) *gopter.GenResult {
		return gopter.NewGenResult(p.NextInt64(), gopter.NoShrinker)
	}
	var wrong string
	result := prop.ForAll(func(seed int64) bool {
		wrong = property(draw{Rand: rand.New(rand.NewSource(seed))})
		return wrong == ""
	}, seeds).Check(parameters)
	require.True(t, result.Passed(), "%s %v", wrong, result.Error)
	for _, f := range faults {
		r, fails := draw{rand.New(rand.NewSource(20260305)), f}, false
		for n := 0; n < 1000 && !fails; n++ {
			fails = property(r) != ""
		}
		require.True(t, fails, "the law holds although %s", f)
	}
}

func differ(format string, args ...any) string { return fmt.Sprintf(format, args...) }
