package term_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/term"
)

// TestLawAddIsCalendars: without business days Add is the period arithmetic of
// package calendar, on every day of 400 years and on the edges of all dates.
func TestLawAddIsCalendars(t *testing.T) {
	c := counter(t, term.Rules{})
	law(t, func(r draw) string {
		d, p := r.date(), r.length(false).Period
		if got, want := r.add(c, d, p), d.AddPeriod(p); got != want {
			return differ("%v and %v: %v, want %v", d, p, got, want)
		}
		return ""
	}, overflows)
	for d := day("1899-12-25"); d.Year() < 2302; d = d.AddDays(1 + d.Day()%3) {
		for _, p := range []calendar.Period{{Months: 1}, {Months: -1}, {Years: 1, Days: 3}, {Months: 13, Weeks: 1}} {
			require.Equal(t, d.AddPeriod(p), c.Add(d, term.Length{Period: p}), "%v %v", d, p)
		}
	}
	for _, d := range []string{"0001-01-01", "0001-01-31", "0004-02-29", "9999-12-31", "9999-11-30", "9996-02-29"} {
		for months := -14; months <= 14; months++ {
			p := calendar.Period{Months: months}
			require.Equal(t, day(d).AddPeriod(p), c.Add(day(d), term.Length{Period: p}), "%v %v", d, p)
		}
	}
}

// TestDecisionK3Order: years and months in one step, then weeks and days, then
// business days; Sub undoes them in reverse.
func TestDecisionK3Order(t *testing.T) {
	c := counter(t, term.Rules{})
	eom := counter(t, term.Rules{Months: term.EndOfMonth})
	for _, tt := range []struct {
		c              *term.Counter
		from, add, got string
	}{
		{c, "2023-01-31", "P1M", "2023-02-28"},
		{c, "2023-01-31", "P1M1D", "2023-03-01"},
		{c, "2024-02-29", "P1Y1M", "2025-03-29"}, // not by way of 28 February
		{c, "2024-03-28", "1bd", "2024-04-02"},   // over Easter
		{c, "2024-02-27", "P1M+1bd", "2024-03-28"},
		{c, "2024-02-28", "P1M1D+1bd", "2024-04-02"},
		{eom, "2023-02-28", "P1M", "2023-03-31"},
		{eom, "2024-02-28", "P1M", "2024-03-28"},
		{eom, "2024-04-30", "P1M1D", "2024-06-01"},
		{c, "9999-12-01", "P1M", ""},
		{c, "2190-01-01", "5000bd", ""},
		{c, "", "P1M", ""},
	} {
		var from calendar.Date
		if tt.from != "" {
			from = day(tt.from)
		}
		require.Equal(t, tt.got, tt.c.Add(from, length(tt.add)).String(), "%v", tt)
	}
	require.Equal(t, "2024-02-27", c.Sub(day("2024-04-02"), length("P1M1D+1bd")).String()) // 28 March, 27 March, 27 February
	bare, err := term.Compile(term.Rules{}, nil)
	require.NoError(t, err)
	require.True(t, bare.Add(day("2024-01-01"), length("1bd")).IsZero())
}

// TestDecisionK4LastDay: the day before the corresponding day, or the last of
// the month where that is missing, and the options.
func TestDecisionK4LastDay(t *testing.T) {
	for _, tt := range []struct {
		rule                term.LastDayRule
		first, length, last string
	}{
		{"", "2024-01-01", "P1Y", "2024-12-31"},
		{"", "2023-01-31", "P1M", "2023-02-28"},
		{"", "2023-01-31", "P1M1D", "2023-03-01"}, // a day longer than the term of a month
		{"", "2024-02-29", "P1Y", "2025-02-28"},
		{term.ExclusiveMinusOne, "2023-01-31", "P1M", "2023-02-27"},
		{term.Anniversary, "2024-06-21", "P1Y", "2025-06-21"},
		{term.MonthAligned, "2024-06-21", "P1Y", "2025-05-31"},
		{term.MonthAligned, "2024-06-21", "P30D", "2024-07-20"}, // without months as by day-before
	} {
		require.Equal(t, tt.last, counter(t, term.Rules{LastDay: tt.rule}).Last(day(tt.first), length(tt.length)).String(), "%v", tt)
	}
}

// slowLatest is the definition of K6 word for word, day by day.
func slowLatest(c *term.Counter, rule term.NoticeRule, last calendar.Date, l term.Length) calendar.Date {
	forward := func(limit calendar.Date) calendar.Date {
		for d := limit; ; d = d.Prev() {
			if reached := c.Add(d, l); !reached.IsZero() && reached.Compare(limit) <= 0 {
				return d
			}
		}
	}
	switch d := forward(last); rule {
	case term.BackwardInclusive:
		return least(d, c.Sub(last, l))
	case term.BackwardExclusive:
		return least(d, c.Sub(last.Next(), l).Prev())
	case term.ClearDays:
		return forward(last.Prev())
	default:
		return d
	}
}

func least(a, b calendar.Date) calendar.Date {
	if a.Compare(b) < 0 {
		return a
	}
	return b
}

// TestLawK6Latest: the latest day is what the definition says, whatever is
// drawn.
func TestLawK6Latest(t *testing.T) {
	cal := germany(t)
	law(t, func(r draw) string {
		rules := r.rules()
		rules.Roll = ""
		c, err := term.Compile(rules, cal)
		require.NoError(t, err)
		last, l := r.date(), r.length(true)
		n, ok := r.notice(c, last, l)
		want := slowLatest(c, rules.Notice, last, l)
		if !ok || n.Latest != want {
			return differ("%v: %v before %v: %v, want %v", rules, l, last, n.Latest, want)
		}
		return ""
	}, undoes)
}

// TestLawK6Forward: d fits and d+1 does not; for sums of months and days
// without end-of-month, forward is the later of the two backward days.
func TestLawK6Forward(t *testing.T) {
	cal := germany(t)
	later := 0
	law(t, func(r draw) string {
		rules := term.Rules{Months: pick(r, term.Clip, term.EndOfMonth)}
		last, l := r.date(), r.length(true)
		day := map[term.NoticeRule]calendar.Date{}
		for _, rule := range []term.NoticeRule{term.Forward, term.BackwardInclusive, term.BackwardExclusive} {
			rules.Notice = rule
			c, err := term.Compile(rules, cal)
			require.NoError(t, err)
			n, ok := r.notice(c, last, l)
			require.True(t, ok)
			day[rule] = n.Latest
			if n.Latest.Compare(day[term.Forward]) > 0 {
				return differ("%v before %v: %s gives %v, forward %v", l, last, rule, n.Latest, day[term.Forward])
			}
			if p := n.Proof; p.Reaches.Compare(last) > 0 || rule == term.Forward && p.NextReaches.Compare(last) <= 0 {
				return differ("no proof: %v", p)
			}
			if c.Add(n.Latest, l) != n.Proof.Reaches || c.Add(n.Latest.Next(), l) != n.Proof.NextReaches {
				return differ("a wrong proof: %v", n.Proof)
			}
		}
		if rules.Months == term.Clip && l.BusinessDays == 0 {
			most := day[term.BackwardInclusive]
			if day[term.BackwardExclusive].Compare(most) > 0 {
				most = day[term.BackwardExclusive]
			}
			if day[term.Forward] != most {
				return differ("%v before %v: %v", l, last, day)
			}
			if day[term.BackwardInclusive] != day[term.BackwardExclusive] {
				later++
			}
		}
		return ""
	}, undoes)
	if *lawCases >= 1000 {
		require.NotZero(t, later, "no case in which the backward days differ")
	}
}

// TestLawK7Safe: the safe day is in time by every rule, no later than the
// latest day, a working day, and no working day between it and the earliest of
// the rules is left out.
func TestLawK7Safe(t *testing.T) {
	cal := germany(t)
	law(t, func(r draw) string {
		rules := r.rules()
		c, err := term.Compile(rules, cal)
		require.NoError(t, err)
		last, l := r.date(), r.length(true)
		n, ok := r.notice(c, last, l)
		if !ok {
			return differ("no day: %v %v %v", rules, last, l)
		}
		want := n.Latest
		for _, rule := range []term.NoticeRule{term.Forward, term.BackwardInclusive, term.BackwardExclusive, term.ClearDays} {
			want = least(want, slowLatest(c, rule, last, l))
		}
		for !cal.IsBusinessDay(want) {
			want = want.Prev()
		}
		latest, safe, ok := c.NoticeDays(last, l)
		if n.Safe != want || safe != want || latest != n.Latest || !ok {
			return differ("%v: %v before %v: safe %v, want %v", rules, l, last, n.Safe, want)
		}
		return ""
	}, ownRule)
}

// TestLawK5Terms: terms are contiguous and none is empty; each is counted from
// the anchor; any day finds its own; renewing and re-anchoring keep what is
// past.
func TestLawK5Terms(t *testing.T) {
	cal := germany(t)
	law(t, func(r draw) string {
		c, err := term.Compile(r.rules(), cal)
		require.NoError(t, err)
		first, initial, renewal := r.date(), r.positive(false), r.positive(false)
		ch, anchor, total := c.Chain(first, initial, renewal), first, initial
		if r.Intn(3) == 0 {
			last := first.AddDays(r.Intn(500))
			ch, anchor, total = c.ChainTo(first, last, renewal), last.Next(), term.Length{}
		}
		next := first
		for n := range 30 {
			u, ok := r.term(c, ch, n, renewal)
			if !ok || u.N != n || u.First != next || u.Last.Compare(u.First) < 0 {
				return differ("term %d of %v: %v after %v", n, []term.Length{initial, renewal}, u, next.Prev())
			}
			if want := c.Last(anchor, total); n <= 20 && anchor.Compare(u.Last) < 0 && u.Last != want {
				return differ("term %d of %v, counted from %v: the last day is %v, want %v", n, renewal, anchor, u.Last, want)
			}
			total = plus(total, renewal)
			for _, d := range []calendar.Date{u.First, u.Last, u.First.AddDays(r.Intn(u.Days()))} {
				if at, ok := ch.At(d); !ok || at != u {
					return differ("%v finds %v, not %v", d, at, u)
				}
				if n, last, ok := ch.LastFrom(d); !ok || n != u.N || last != u.Last {
					return differ("%v finds the last day %v, not %v", d, last, u.Last)
				}
			}
			if next = u.Last.Next(); n == 8 || n == 12 {
				ch = ch.Renewed(n, renewal)
			}
			if n == 20 {
				ch = ch.EndingOn(20, u.Last.AddDays(40))
				next = u.Last.AddDays(41)
			}
		}
		return ""
	}, sharesDays, fromPrevious)
}

// plus adds lengths part by part.
func plus(a, b term.Length) term.Length {
	return term.Length{Period: calendar.Period{
		Years: a.Years + b.Years, Months: a.Months + b.Months, Weeks: a.Weeks + b.Weeks, Days: a.Days + b.Days,
	}}
}

// TestChainAfterABreak: terms go on from another day, with another number.
func TestChainAfterABreak(t *testing.T) {
	c := counter(t, term.Rules{})
	ch := c.Chain(day("2024-01-01"), length("P1Y"), length("P6M"))
	_, ok := ch.Term(-1)
	require.False(t, ok)
	again := ch.From(1, day("2025-03-01"), day("2025-04-30"))
	require.Equal(t, 1, again.N())
	require.Equal(t, length("P6M"), again.Renewal())
	first, _ := again.Term(1)
	require.Equal(t, term.Term{N: 1, First: day("2025-03-01"), Last: day("2025-04-30")}, first)
	require.Equal(t, []int{-1, 0, 1}, []int{first.Compare(day("2025-02-28")), first.Compare(day("2025-04-30")), first.Compare(day("2025-05-01"))})
	last, ok := again.Last(2)
	require.True(t, ok)
	require.Equal(t, "2025-10-31", last.String())
	_, ok = again.Last(0)
	require.False(t, ok)
	once := c.Chain(day("2024-01-01"), length("P1Y"), term.Length{})
	_, ok = once.Last(1)
	require.False(t, ok)
	_, _, ok = once.LastFrom(day("2025-01-01"))
	require.False(t, ok)
	require.Equal(t, term.Chain{}, once.Renewed(1, length("P1Y")), "there is no such term")
	require.Equal(t, term.Chain{}, once.EndingOn(1, day("2025-01-01")))
	for _, tt := range []struct {
		exit term.Exit
		want string
	}{{term.MonthEnd, "2024-02-29"}, {term.QuarterEnd, "2024-03-31"}, {term.HalfYearEnd, "2024-06-30"}, {term.YearEnd, "2024-12-31"}, {term.ContractYearEnd, "2024-04-14"}, {term.AnyDay, "2024-02-10"}, {"", "2024-12-31"}} {
		exit, ok := c.Exit(tt.exit, &once, day("2023-04-15"), day("2024-02-10"))
		require.True(t, ok)
		require.Equal(t, tt.want, exit.String(), tt.exit)
		exit, ok = c.Exit(tt.exit, &term.Chain{}, day("2023-04-15"), calendar.Date{})
		require.False(t, ok, "%s %v", tt.exit, exit)
	}
	require.Equal(t, day("2024-05-06"), term.Graced(day("2024-05-06"), 0, germany(t)))
	require.Equal(t, day("2024-04-30"), term.Graced(day("2024-05-06"), 3, germany(t)), "1 May is a holiday: the 6th is the third working day")
	require.Equal(t, day("2024-05-07"), term.Graced(day("2024-05-07"), 3, germany(t)))
}

// TestLawK9Effective: what a notice ends is an exit for which its day is in
// time, and for no exit between is it: so the latest day ends the term, and the
// day after it the next.
func TestLawK9Effective(t *testing.T) {
	cal := germany(t)
	law(t, func(r draw) string {
		rules := r.rules()
		c, err := term.Compile(rules, cal)
		require.NoError(t, err)
		start := r.date()
		ch := c.Chain(start, r.positive(false), r.positive(false))
		exit, notice := pick(r, term.Exits()...), r.length(true)
		given := start.AddDays(r.Intn(900))
		next := func(d calendar.Date) (calendar.Date, bool) { return c.Exit(exit, &ch, start, d) }
		last, ok := r.effective(c, given, notice, next)
		if !ok {
			return differ("%v %v: no exit after %v", rules, exit, given)
		}
		for d := given; ; d = d.Next() {
			e, ok := next(d)
			require.True(t, ok)
			if d = e; d.Compare(last) > 0 {
				return differ("%v is no exit (%s)", last, exit)
			}
			latest, ok := c.Latest(e, notice)
			if in := ok && given.Compare(latest) <= 0; in && e != last {
				return differ("%v %s: notice of %v on %v ends on %v, but is in time for %v", rules, exit, notice, given, last, e)
			} else if e == last {
				if !in {
					return differ("%v %s: notice of %v on %v ends on %v, but is too late for it", rules, exit, notice, given, last)
				}
				return ""
			}
		}
	}, missesLatest)
}

// TestLawK11Window: the window opens on the first day that is not too early.
func TestLawK11Window(t *testing.T) {
	c := counter(t, term.Rules{})
	law(t, func(r draw) string {
		last, l := r.date(), r.length(true)
		opens, ok := r.opens(c, last, l)
		if !ok || c.Add(opens, l).Compare(last) < 0 || c.Add(opens.Prev(), l).Compare(last) >= 0 {
			return differ("%v before %v opens on %v", l, last, opens)
		}
		return ""
	}, undoes)
}

// TestLawLengthText: every length reads back from its text.
func TestLawLengthText(t *testing.T) {
	law(t, func(r draw) string {
		l := r.positive(true)
		back, err := term.ParseLength(r.text(l))
		if err != nil || back != l {
			return differ("%v reads back as %v: %v", l, back, err)
		}
		return ""
	}, thirtyDays)
	for _, s := range []string{"", "P", "5", "5BD", "bd", "+bd", "-5bd", "+5bd", "P1M+", "P1M5bd", "5bd+P1M", "P1M+P1D", "P1M+1bd+1bd", "1.5bd", "9999999bd", "PT8H", "1d", "P1M +5bd"} {
		_, err := term.ParseLength(s)
		require.Error(t, err, "%q", s)
	}
	for _, s := range []string{"P0D", "0bd", "P1Y2M3W4D+5bd", "P0D+2bd"} {
		_, err := term.ParseLength(s)
		require.NoError(t, err, s)
	}
	nothing := length("P0M")
	require.Equal(t, length("0bd"), nothing)
	require.NotEqual(t, term.Length{}, nothing)
	require.True(t, nothing.Empty() && !nothing.IsZero() && term.Length{}.Empty() && term.Length{}.IsZero())
	require.Equal(t, "P0D", nothing.String())
	_, err := term.Length{BusinessDays: -1}.MarshalText()
	require.Error(t, err)
	require.Equal(t, 1<<20, length("1048576bd").BusinessDays)
	_, err = term.ParseLength("1048577bd")
	require.ErrorContains(t, err, `"1048577bd" is no length`)
}
