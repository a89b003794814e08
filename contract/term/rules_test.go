package term_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/term"
)

func TestCompileTellsEveryProblem(t *testing.T) {
	_, err := term.Compile(term.Rules{
		Months: "overflow", LastDay: "day-befor", Notice: "back", SafeOver: []term.NoticeRule{"forward", "", "forward", "never"}, Roll: "up", Counts: "deemed P3D", Note: strings.Repeat("x", 4097),
	}, nil)
	var got []string
	for _, e := range slakit.FieldErrors(err) {
		got = append(got, e.Error())
	}
	require.Equal(t, []string{
		`months: unknown: "overflow", want "clip" or "end-of-month"`,
		`lastDay: unknown: "day-befor" (did you mean "day-before"?), want "day-before", "anniversary", "exclusive-minus-one" or "month-aligned"`,
		`notice: unknown: "back", want "forward", "backward-inclusive", "backward-exclusive" or "clear-days"`,
		`safeOver[1]: required: want "forward", "backward-inclusive", "backward-exclusive" or "clear-days"`,
		`safeOver[2]: duplicate: "forward" is listed before`,
		`safeOver[3]: unknown: "never", want "forward", "backward-inclusive", "backward-exclusive" or "clear-days"`,
		`roll: unknown: "up" is no roll: want one of ["none" "preceding" "following" "modified-following" "modified-preceding" "nearest" "half-month-modified-following"]`,
		`counts: invalid: "deemed P3D", want business days after "deemed", as in "deemed 3bd"`,
		`counts: required: "deemed P3D" needs a calendar that says which days are business days`,
		`note: limit exceeded: 4097 bytes, want at most 4096`,
	}, got)
	_, err = term.Compile(term.Rules{Roll: "following", Counts: "on-arrival"}, nil)
	require.EqualError(t, err, "roll: required: \"following\" needs a calendar that says which days are business days\ncounts: invalid: \"on-arrival\", want \"on-receipt\", \"on-sending\" or \"deemed 3bd\"")
	_, err = term.Compile(term.Rules{Roll: "none", Counts: "on-sending", Note: strings.Repeat("x", 4096)}, nil)
	require.NoError(t, err)
}

func TestRulesOver(t *testing.T) {
	base := term.Rules{LastDay: term.Anniversary, Notice: term.ClearDays, SafeOver: []term.NoticeRule{term.Forward}, Counts: "on-sending", Roll: "preceding", Months: term.EndOfMonth}
	require.Equal(t, base, term.Rules{}.Over(base))
	own := term.Rules{LastDay: term.DayBefore, SafeOver: []term.NoticeRule{}}
	got := own.Over(base)
	require.Equal(t, term.Rules{LastDay: term.DayBefore, Notice: term.ClearDays, SafeOver: []term.NoticeRule{}, Counts: "on-sending", Roll: "preceding", Months: term.EndOfMonth}, got)
	require.True(t, term.Rules{}.IsZero())
	require.False(t, own.IsZero())
}

// TestDecisionK7SafeOver: the list narrows the rules, but the contract's own is
// always obeyed.
func TestDecisionK7SafeOver(t *testing.T) {
	safe := func(r term.Rules) string {
		c, err := term.Compile(r, nil)
		require.NoError(t, err)
		n, ok := c.Notice(day("2018-02-28"), length("P6M"))
		require.True(t, ok)
		return fmt.Sprint(n.Latest, " ", n.Safe)
	}
	require.Equal(t, "2017-08-31 2017-08-27", safe(term.Rules{})) // clear days: 27 August + 6 months is 27 February
	require.Equal(t, "2017-08-31 2017-08-31", safe(term.Rules{SafeOver: []term.NoticeRule{}}))
	require.Equal(t, "2017-08-31 2017-08-28", safe(term.Rules{SafeOver: []term.NoticeRule{term.BackwardInclusive}}))
	require.Equal(t, "2017-08-27 2017-08-27", safe(term.Rules{Notice: term.ClearDays, SafeOver: []term.NoticeRule{term.Forward}}))
}

func TestDecisionK21Counted(t *testing.T) {
	sent, received := day("2024-03-28"), day("2024-04-03")
	for counts, want := range map[string][3]string{
		"":           {"2024-04-03", "2024-03-28", "2024-04-03"},
		"on-sending": {"2024-03-28", "2024-03-28", "2024-04-03"},
		"deemed 2bd": {"2024-04-03", "2024-04-03", "2024-04-05"}, // over Easter
	} {
		c := counter(t, term.Rules{Counts: counts})
		require.Equal(t, want, [3]string{c.Counted(sent, received).String(), c.Counted(sent, calendar.Date{}).String(), c.Counted(calendar.Date{}, received).String()}, counts)
	}
}

func TestDecisionK8Statutes(t *testing.T) {
	c := counter(t, term.Rules{})
	for _, tt := range []struct{ law, event, length, end, start string }{
		{"eu-1182-71", "2024-03-27", "P2D", "2024-04-02", "2024-03-25"}, // holds two working days over Easter
		{"eu-1182-71", "2024-03-28", "P1D", "2024-04-02", "2024-03-27"},
		{"nl-atw", "2024-03-28", "P2D", "2024-04-02", "2024-03-26"}, // shorter than three days: only moved
		{"nl-atw", "2024-03-28", "P3D", "2024-04-03", "2024-03-25"},
		{"de-bgb-193", "2024-03-28", "P1D", "2024-04-02", "2024-03-27"},
		{"us-rule-6", "2024-04-02", "P3D", "2024-04-05", "2024-03-28"}, // counted back to a Saturday
		{"se-1930-173", "2024-04-02", "P3D", "2024-04-05", "2024-04-02"},
	} {
		l, ok := term.Statute(tt.law)
		require.True(t, ok)
		end, ok := l.End(c, day(tt.event), length(tt.length))
		require.True(t, ok)
		require.Equal(t, tt.end, end.String(), "%v", tt)
		start, ok := l.Start(c, day(tt.event), length(tt.length))
		require.True(t, ok)
		require.Equal(t, tt.start, start.String(), "%v", tt)
	}
	_, ok := term.Statute("nowhere")
	require.False(t, ok)
	bare, err := term.Compile(term.Rules{}, nil)
	require.NoError(t, err)
	end, ok := term.Limit{Roll: calendar.RollFollowing}.End(bare, day("2024-03-28"), length("P1D"))
	require.True(t, ok)
	require.Equal(t, "2024-03-29", end.String(), "without a calendar nothing is moved")
	_, ok = term.Limit{}.End(c, day("9999-12-31"), length("P1D"))
	require.False(t, ok)
}

func TestCoTermLimits(t *testing.T) {
	for _, shares := range [][]term.Share{nil, {{Quantity: 0, Days: 5}}, {{Quantity: -1, Days: 5}}, {{Quantity: 1, Days: -5}}, {{Quantity: 1<<20 + 1, Days: 1}}, {{Quantity: 1, Days: 1<<20 + 1}}} {
		_, err := term.CoTerm(shares, false)
		require.ErrorIs(t, err, slakit.ErrInvalid, "%v", shares)
	}
	most := make([]term.Share, 1<<20) // of which all but one are nothing
	most[0] = term.Share{Quantity: 1 << 20, Days: 1 << 20}
	n, err := term.CoTerm(most, true)
	require.NoError(t, err)
	require.Equal(t, 1<<20, n)
	_, err = term.CoTerm(append(most, term.Share{}), true)
	require.ErrorIs(t, err, slakit.ErrInvalid)
}

func TestCheck(t *testing.T) {
	bare, err := term.Compile(term.Rules{}, nil)
	require.NoError(t, err)
	require.NoError(t, bare.Check(length("P1Y2M")))
	require.ErrorIs(t, bare.Check(length("5bd")), slakit.ErrRequired)
	require.ErrorIs(t, bare.Check(term.Length{BusinessDays: -1}), slakit.ErrInvalid)
	require.NoError(t, bare.Check(length("P3652059D")))
	require.ErrorIs(t, bare.Check(term.Length{Period: calendar.Period{Days: 3652060}}), slakit.ErrInvalid)
	require.NoError(t, counter(t, term.Rules{}).Check(length("1048576bd")))
	require.ErrorIs(t, counter(t, term.Rules{}).Check(term.Length{BusinessDays: 1048577}), slakit.ErrInvalid)
	require.NoError(t, counter(t, term.Rules{}).Check(length("5bd")))
}

// TestEdges: at the ends of all dates and of the calendar there is no day, and
// no panic.
func TestEdges(t *testing.T) {
	c := counter(t, term.Rules{})
	for _, tt := range []struct{ last, period string }{
		{"0001-01-01", "P1D"}, {"0001-03-01", "P3M"}, {"9999-12-31", "P1M"}, {"1920-01-01", "5bd"}, {"2199-12-31", "5bd"}, {"2300-01-01", "5bd"}, {"0001-01-01", "P0D"},
	} {
		n, ok := c.Notice(day(tt.last), length(tt.period))
		require.Equal(t, ok, !n.Latest.IsZero(), "%v", tt)
		c.Opens(day(tt.last), length(tt.period))
		c.Window(day(tt.last), length(tt.period), length(tt.period))
	}
	ch := c.Chain(day("9990-01-01"), length("P3Y"), length("P3Y"))
	n := 0
	for range ch.Terms(0) {
		n++
	}
	require.Equal(t, 3, n, "the fourth term would end after all days")
	_, ok := ch.At(day("9999-12-31"))
	require.False(t, ok)
	_, ok = (&term.Chain{}).At(day("2024-01-01"))
	require.False(t, ok)
	_, ok = c.Effective(day("9999-12-01"), length("P3M"), func(d calendar.Date) (calendar.Date, bool) { return d, true })
	require.False(t, ok)
	require.Empty(t, term.Proof{}.String())
	_, ok = c.Exit("never", &ch, day("2024-01-01"), day("2024-01-01"))
	require.False(t, ok)
	open := c.Chain(day("2024-01-01"), term.Length{}, term.Length{})
	u, ok := open.At(day("2500-01-01"))
	require.True(t, ok)
	require.True(t, u.Last.IsZero() && u.Days() == 0 && u.Compare(day("2500-01-01")) == 0)
}

// TestDecisionK11OpensByRule: from which day on is not too early, counted as the
// rule of notice counts.
func TestDecisionK11OpensByRule(t *testing.T) {
	for rule, want := range map[term.NoticeRule]string{
		term.Forward:           "2024-03-01", // 29 February and a month are 29 March
		term.BackwardInclusive: "2024-02-29", term.BackwardExclusive: "2024-02-29", term.ClearDays: "2024-03-01",
	} {
		c := counter(t, term.Rules{Notice: rule})
		opens, ok := c.Opens(day("2024-03-31"), length("P1M"))
		require.True(t, ok)
		require.Equal(t, want, opens.String(), rule)
		w, ok := c.Window(day("2024-03-31"), length("P1M"), length("P1M"))
		require.True(t, ok)
		require.Equal(t, opens, w.Opens)
		_, ok = c.Window(day("0001-01-01"), length("P1M"), length("P1M"))
		require.False(t, ok)
	}
}

// TestDecisionK6ProofByRule: the proof says why no later day would do.
func TestDecisionK6ProofByRule(t *testing.T) {
	for _, tt := range []struct {
		rules        term.Rules
		last, period string
		want         string
	}{
		{term.Rules{}, "2024-03-31", "P1M", "2024-02-29 + P1M = 2024-03-29, not after 2024-03-31; 2024-03-01 + P1M = 2024-04-01 is too late"},
		{term.Rules{Notice: term.ClearDays}, "2024-03-31", "P1M", "2024-02-29 + P1M = 2024-03-29, not after 2024-03-30, the day before 2024-03-31; 2024-03-01 + P1M = 2024-04-01 is too late"},
		{term.Rules{Notice: term.BackwardInclusive}, "2024-02-29", "P1M", "2024-01-29 + P1M = 2024-02-29, not after 2024-02-29; 2024-01-30 is too late when counted back from 2024-02-29 (backward-inclusive)"},
		{term.Rules{Roll: "preceding"}, "2024-03-31", "P1W", "2024-03-24 + P1W = 2024-03-31, not after 2024-03-31; 2024-03-25 + P1W = 2024-04-01 is too late; moved to 2024-03-22"},
		{term.Rules{}, "9999-12-31", "P1D", "9999-12-30 + P1D = 9999-12-31, not after 9999-12-31; 9999-12-31 leads nowhere"},
	} {
		c, err := term.Compile(tt.rules, germany(t))
		require.NoError(t, err)
		n, _ := c.Notice(day(tt.last), length(tt.period))
		require.Equal(t, tt.want, n.Proof.String())
	}
}

func TestLengthJSON(t *testing.T) {
	var l term.Length
	require.NoError(t, l.UnmarshalText([]byte("P1Y+5bd")))
	require.Equal(t, length("P1Y+5bd"), l)
	long := "P1Y+" + strings.Repeat("5", 34) + "bd"
	require.ErrorContains(t, l.UnmarshalText([]byte(long)), `"`+long+`" is no length`)
	require.ErrorContains(t, l.UnmarshalText([]byte(long+"s")), `"`+long+`..." is no length`, "more than 40 bytes are cut in the message")
	require.Equal(t, length("P1Y+5bd"), l, "what cannot be read changes nothing")
}
