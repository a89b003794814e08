package credit_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/contract/credit"
)

// parsed reads a definition whose text lacks only its id.
func parsed(t *testing.T, text string) credit.Definition {
	t.Helper()
	def, err := credit.Parse([]byte(strings.Replace(text, "{", `{"id": "s", `, 1)))
	require.NoError(t, err)
	return def
}

func TestCompileTellsEveryProblem(t *testing.T) {
	tests := []struct {
		name string
		text string
		want []string
	}{
		{"empty", `{"note": ""}`, []string{
			"measure: required: want one of attainment, availability, errors, downtime, lateness, breaches, points",
		}},
		{"no tiers", `{"measure": "downtime"}`, []string{"tiers: required: want tiers or a rate"}},
		{"names", `{"measure": "availabilty", "combine": "most", "allow": ["all"], "caps": {"years": "x", "over": "y"}, "rounding": "up2", "rows": ["a", "", "a"]}`, []string{
			`allow[0]: unknown: found "all", want one of non-monotone`,
			`combine: unknown: found "most", want one of highest, sum`,
			`measure: unknown: found "availabilty" (did you mean "availability"?), want one of attainment, availability, errors, downtime, lateness, breaches, points`,
			`caps.years: unknown: found "x", want one of contract, calendar, rolling`,
			`caps.over: unknown: found "y", want one of forfeit, carry`,
			`rounding: unknown: found "up2", want one of half-away, half-even, half-down, up, down, ceiling, floor`,
			`rows[1]: required: want a name`,
			`rows[2]: duplicate: "a" is listed already`,
		}},
		{"direction of less", `{"measure": "availability", "tiers": [{"above": "99%", "credit": "1%"}, {"from": "98%", "credit": "2%"}], "rate": {"credit": "1%", "per": "1%", "after": "1%"}}`, []string{
			`tiers[0].above: invalid: availability is worse when it is less, want "below"`,
			`tiers[1].from: invalid: availability is worse when it is less, want "below"`,
			`rate.after: invalid: availability is worse when it is less, want "below"`,
		}},
		{"direction of more", `{"measure": "downtime", "tiers": [{"below": "1h", "credit": "1%"}], "rate": {"credit": "1%", "per": "1h", "below": "1h"}}`, []string{
			`tiers[0].below: invalid: downtime is worse when it is more, want "above" or "from"`,
			`rate.below: invalid: downtime is worse when it is more, want "after"`,
		}},
		{"thresholds", `{"measure": "availability", "tiers": [{"credit": "1%"}, {"below": "99%", "above": "1%", "credit": "2%"}, {"to": "98%", "credit": "3%"}, {"below": "101%", "credit": "4%"}, {"below": "99.5", "credit": "5%"}, {"below": "95%"}]}`, []string{
			`tiers[0]: required: want a threshold: "below"`,
			`tiers[1]: invalid: want one threshold, "below", or a band with from and to`,
			`tiers[2]: invalid: want one threshold, "below", or a band with from and to`,
			`tiers[3].below: invalid: found 101%, want a share from 0% to 100%`,
			`tiers[4].below: invalid: found "99.5", want a percentage such as 99.5%`,
			`tiers[5].credit: required: want a percentage, points or an amount of money: "10%", "3 points", "125.50 EUR"`,
		}},
		{"credits", `{"measure": "breaches", "tiers": [{"from": "1", "credit": "5%"}, {"from": "2", "credit": "7 EUR"}, {"from": "3", "credit": "-1%"}, {"from": "4", "credit": "x"}, {"from": "5", "credit": "1.5 points"}, {"from": "6", "credit": "1 ABC"}]}`, []string{
			"tiers[1].credit: invalid: found money, want per cent as before it",
			"tiers[2].credit: invalid: found -1%, want 0% or more",
			`tiers[3].credit: invalid: found "x", want a percentage, points or an amount of money: "10%", "3 points", "125.50 EUR"`,
			"tiers[4].credit: invalid: found 1.5 points, want a whole number of points, 0 or more",
			`tiers[5].credit: unknown: found "ABC", want an ISO 4217 code such as EUR`,
		}},
		{"currencies", `{"measure": "breaches", "tiers": [{"from": "1", "credit": "5 EUR"}, {"from": "2", "credit": "7 SEK"}], "minimum": "1 USD", "caps": {"period": "9 NOK", "year": "3 points"}}`, []string{
			"tiers[1].credit: invalid: found SEK, want EUR as before it",
			"caps.period: invalid: found an amount in NOK, want EUR as before it",
			"caps.year: invalid: found 3 points, want a percentage or an amount of money",
			"minimum: invalid: found an amount in USD, want EUR as before it",
		}},
		{"equal thresholds", `{"measure": "breaches", "tiers": [{"from": "3", "credit": "5%"}, {"above": "2", "credit": "7%"}]}`, []string{
			"tiers[1]: duplicate: its threshold is that of tiers[0] already",
		}},
		{"non-monotone", `{"measure": "availability", "tiers": [{"below": "99%", "credit": "10%"}, {"below": "98%", "credit": "5%"}]}`, []string{
			`tiers[1].credit: invalid: a worse value gives 5%, less than the 10% of tiers[0]; want at least as much, or allow "non-monotone"`,
		}},
		{"tiers out of reach", `{"measure": "downtime", "target": "10m", "tiers": [{"above": "5m", "credit": "1%"}, {"above": "800h", "credit": "5%"}]}`, []string{
			"tiers[0]: invalid: nothing is due up to the target of 10m, want a threshold of at least that",
			"tiers[1]: invalid: no value of a period is beyond 800h, want a threshold that can be reached",
		}},
		{"shares out of reach", `{"measure": "availability", "target": "99%", "tiers": [{"below": "99.5%", "credit": "1%"}, {"below": "0%", "credit": "5%"}]}`, []string{
			"tiers[0]: invalid: nothing is due from the target of 99% on, want a threshold of at most that",
			"tiers[1]: invalid: no value is below 0%, want a threshold that can be reached",
		}},
		{"errors out of reach", `{"measure": "errors", "tiers": [{"above": "100%", "credit": "1%"}]}`, []string{
			"tiers[0]: invalid: no value of a period is beyond 100%, want a threshold that can be reached",
		}},
		{"out of reach by rounding", `{"measure": "availability", "roundTo": "1%", "tiers": [{"below": "98.9%", "credit": "1%"}, {"below": "98.8%", "credit": "5%"}]}`, []string{
			"tiers[0]: invalid: no value that is rounded to 1% lies between its threshold and the next, want a threshold that can be reached",
		}},
		{"caps out of reach", `{"measure": "availability", "tiers": [{"below": "99%", "credit": "10%"}], "caps": {"period": "11%", "year": "10.5%"}}`, []string{
			"caps.period: invalid: found 11%, want at most the 10% that the values of a period can reach",
			"caps.year: invalid: found 10.5%, want at most the 10% that the values of a period can reach",
		}},
		{"caps of a table out of reach", `{"measure": "breaches", "rate": {"credit": "1 point", "per": "1"}, "points": {"tiers": [{"from": "1", "credit": "20%"}], "cap": "10%"}, "caps": {"period": "10.5%"}}`, []string{
			"caps.period: invalid: found 10.5%, want at most the 10% that the values of a period can reach",
		}},
		{"caps of levels out of reach", `{"levels": [
			{"id": "a", "measure": "availability", "tiers": [{"below": "99%", "credit": "10%"}], "cap": "8%"},
			{"id": "b", "measure": "availability", "tiers": [{"below": "99%", "credit": "5%"}]}], "caps": {"period": "8.5%"}}`, []string{
			"caps.period: invalid: found 8.5%, want at most the 8% that the values of a period can reach",
		}},
		{"caps of a sum out of reach", `{"combine": "sum", "levels": [
			{"id": "a", "measure": "availability", "tiers": [{"below": "99%", "credit": "10%"}]},
			{"id": "b", "measure": "availability", "tiers": [{"below": "99%", "credit": "5%"}]}], "caps": {"period": "15%", "year": "15.5%"}}`, []string{
			"caps.year: invalid: found 15.5%, want at most the 15% that the values of a period can reach",
		}},
		{"a cap beyond a hundred years", `{"measure": "downtime", "every": "P100Y", "from": "start", "rate": {"credit": "1%", "per": "1h"}, "cap": "878402%"}`, []string{
			"cap: invalid: found 878402%, want at most the 878401% that a value can reach",
		}},
		{"beyond weeks and days", `{"measure": "downtime", "every": "P2W3D", "from": "start", "tiers": [{"above": "408h", "credit": "1%"}, {"above": "409h", "credit": "5%"}]}`, []string{
			"tiers[1]: invalid: no value of a period is beyond 409h, want a threshold that can be reached",
		}},
		{"beyond nothing", `{"measure": "downtime", "every": "P0D", "from": "start", "tiers": [{"above": "2h", "credit": "1%"}]}`, []string{
			"every: invalid: P0D has no length, want a period such as P1M",
		}},
		{"currencies of levels", `{"levels": [
			{"id": "a", "measure": "breaches", "rate": {"credit": "1 EUR", "per": "1"}}, {"id": "b", "measure": "breaches", "rate": {"credit": "1 SEK", "per": "1"}}]}`, []string{
			"levels[1]: invalid: found an amount in SEK, want EUR as before it",
		}},
		{"numbers", `{"measure": "breaches", "tiers": [{"from": "1000000001", "credit": "1%"}, {"from": "1234567890123456789012345678901234567890", "credit": "1%"}, {"from": "12345678901234567890123456789012345678901", "credit": "1%"}]}`, []string{
			`tiers[0].from: invalid: found "1000000001", want a whole number from 0 to 1000000000`,
			`tiers[1].from: invalid: found "1234567890123456789012345678901234567890", want a whole number from 0 to 1000000000`,
			`tiers[2].from: invalid: found "1234567890123456789012345678901234567890...", want a whole number from 0 to 1000000000`,
		}},
		{"level caps", `{"levels": [
			{"id": "a", "measure": "availability", "tiers": [{"below": "99%", "credit": "10%"}], "cap": "11%"},
			{"id": "b", "measure": "breaches", "rate": {"credit": "2%", "per": "1"}, "cap": "1 EUR"}]}`, []string{
			"levels[0].cap: invalid: found 11%, want at most the 10% that a value can reach",
			"levels[1].cap: invalid: found 1 EUR, want it in the unit of the credits: 100%",
		}},
		{"bands that overlap", `{"measure": "breaches", "tiers": [{"from": "1", "to": "2", "credit": "5%"}, {"from": "2", "to": "4", "credit": "10%"}, {"from": "5", "credit": "15%"}]}`, []string{
			"tiers[1]: invalid: it overlaps 2, want each value in one band",
		}},
		{"bands that touch", `{"measure": "availability", "target": "100%", "tiers": [{"from": "99%", "to": "100%", "credit": "0%"}, {"below": "99%", "credit": "10%"}]}`, []string{
			"tiers[0]: invalid: it holds 100%, as the one before it does, want each value in one band",
		}},
		{"bands without an end", `{"measure": "breaches", "tiers": [{"from": "1", "to": "2", "credit": "5%"}, {"from": "3", "to": "4", "credit": "10%"}]}`, []string{
			`tiers: invalid: no tier holds values above 4, want a last one with "from" only`,
		}},
		{"bands without a target", `{"measure": "availability", "roundTo": "0.1%", "tiers": [{"from": "98%", "to": "98.9%", "credit": "5%"}]}`, []string{
			`tiers: invalid: bands leave open what is due above 98.9%, want a target or thresholds: "below"`,
		}},
		{"bands off the grid", `{"measure": "availability", "roundTo": "0.1%", "target": "99%", "tiers": [{"from": "98%", "to": "98.95%", "credit": "5%"}]}`, []string{
			"tiers[0]: invalid: 98.95% is no multiple of the rounding to 0.1%",
		}},
		{"bands in the middle", `{"measure": "breaches", "tiers": [{"from": "1", "credit": "5%"}, {"from": "2", "to": "4", "credit": "10%"}]}`, []string{
			"tiers[0]: invalid: it overlaps the bands that are worse, want a band with from and to",
		}},
		{"the wrong way round", `{"measure": "breaches", "tiers": [{"from": "4", "to": "2", "credit": "10%"}]}`, []string{
			"tiers[0].to: invalid: found 2, want at least the 4 of from",
		}},
		{"rates", `{"measure": "lateness", "rate": {"credit": "1 point", "per": "0h", "count": "proportional", "after": "1d"}}`, []string{
			"rate.per: invalid: found 0h, want a unit above 0",
			"rate.count: invalid: points are whole numbers, want full or started",
			`rate.after: invalid: found "1d", want hours, minutes and seconds such as 1h30m`,
		}},
		{"an empty rate", `{"measure": "availability", "rate": {"credit": "", "per": "", "count": "all"}}`, []string{
			`rate.credit: required: want a percentage, points or an amount of money: "10%", "3 points", "125.50 EUR"`,
			"rate.per: required: want the unit that is credited, such as 30m or 0.1%",
			`rate.count: unknown: found "all", want one of full, started, proportional`,
			"rate.below: required: want the share below which units are credited",
		}},
		{"factors", `{"measure": "breaches", "rate": {"credit": "1%", "per": "1"}, "repeat": "0.5", "weight": "101%", "creditTo": "0%", "roundTo": "0", "atRisk": "101%"}`, []string{
			"roundTo: invalid: found 0, want a step above it, such as 1",
			"creditTo: invalid: found 0%, want more than 0%",
			"repeat: invalid: found 0.5, want 1 or more",
			"weight: invalid: found 101%, want more than 0% and at most 100%",
			"atRisk: invalid: found 101%, want at most 100%",
		}},
		{"points", `{"measure": "breaches", "rate": {"credit": "1 point", "per": "1"}, "combine": "highest", "caps": {"period": "10%"}}`, []string{
			`combine: invalid: points are added up, want "sum" or nothing`,
		}},
		{"caps of points", `{"measure": "breaches", "rate": {"credit": "1 point", "per": "1"}, "caps": {"period": "10%"}}`, []string{
			"caps: invalid: the schedule gives points and no money, want no caps and no minimum, or a rule that turns points into a credit",
		}},
		{"a table without points", `{"measure": "breaches", "rate": {"credit": "1%", "per": "1"}, "points": {"rate": {"credit": "1 point", "per": "1"}}}`, []string{
			"points: invalid: points give points, want a percentage or an amount of money",
			`points: invalid: nothing gives points, want credits such as "3 points"`,
		}},
		{"a table of something else", `{"measure": "breaches", "rate": {"credit": "1 point", "per": "1"}, "points": {"measure": "downtime", "rate": {"credit": "1%", "per": "1h"}}}`, []string{
			`points.measure: invalid: found "downtime", want "points" or nothing`,
		}},
		{"mixed levels", `{"levels": [{"id": "a", "measure": "breaches", "rate": {"credit": "1 point", "per": "1"}}, {"id": "a", "measure": "breaches", "rate": {"credit": "1%", "per": "1"}}]}`, []string{
			`levels[1].id: duplicate: "a" is levels[0] already`,
		}},
		{"units of levels", `{"levels": [{"id": "a", "measure": "breaches", "rate": {"credit": "1 point", "per": "1"}}, {"id": "b", "measure": "breaches", "rate": {"credit": "1%", "per": "1"}}]}`, []string{
			"levels: invalid: some levels give points and others do not, want one or the other",
		}},
		{"a rule and levels", `{"measure": "breaches", "rate": {"credit": "1%", "per": "1"}, "levels": [{"id": "a"}]}`, []string{
			"levels: invalid: the schedule has a rule of its own, want levels or a rule",
		}},
		{"the rest", `{"measure": "breaches", "rate": {"credit": "1%", "per": "1"}, "every": "P5M", "caps": {"carry": 2}, "minimum": "-1 EUR", "claim": "30d", "earnBack": {"percent": "", "periods": 0}}`, []string{
			`every: invalid: P5M is no part of a calendar year, want P1M, P2M, P3M, P4M, P6M or P1Y, or periods from "start"`,
			`caps.carry: invalid: only over "carry" reads it`,
			"minimum: invalid: found -1.00 EUR, want 0 or more",
			"earnBack.percent: required: want the part that is returned, such as 100%",
			"earnBack.periods: invalid: found 0, want the number of good periods, from 1 to 120",
			`claim: invalid: "30d" is no period: want P with years, months, weeks or days, as in P1Y6M or P5D`,
		}},
		{"too many good periods", `{"measure": "breaches", "rate": {"credit": "1%", "per": "1"}, "earnBack": {"percent": "100%", "periods": 121}}`, []string{
			"earnBack.periods: invalid: found 121, want the number of good periods, from 1 to 120",
		}},
		{"carry", `{"measure": "breaches", "rate": {"credit": "1%", "per": "1"}, "caps": {"period": "10%", "over": "carry", "carry": 121}, "earnBack": {"percent": "101%", "periods": 3}}`, []string{
			"caps.carry: invalid: found 121, want the number of periods, from 1 to 120",
			"earnBack.percent: invalid: found 101%, want at most 100%",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := credit.Compile(parsed(t, tt.text))
			require.Error(t, err)
			require.Equal(t, tt.want, strings.Split(err.Error(), "\n"))
			require.Len(t, slakit.FieldErrors(err), len(tt.want))
		})
	}
}

func TestCompileTakesWhatIsAtTheLimit(t *testing.T) {
	for _, text := range []string{
		`{"measure": "breaches", "tiers": [{"from": "1", "credit": "0 EUR"}, {"from": "1000000000", "credit": "1 EUR"}], "minimum": "0 EUR"}`,
		`{"measure": "lateness", "tiers": [{"above": "87840h", "credit": "1%"}]}`,
		`{"measure": "availability", "tiers": [{"below": "99%", "credit": "10%"}], "cap": "10%", "caps": {"period": "10%", "over": "carry", "carry": 120}, "earnBack": {"percent": "100%", "periods": 120}}`,
		`{"levels": [{"id": "a", "measure": "breaches", "tiers": [{"from": "1", "credit": "10 EUR"}]}, {"id": "b", "measure": "breaches", "tiers": [{"from": "1", "credit": "10%"}]}], "caps": {"period": "50%"}}`,
	} {
		compile(t, parsed(t, text))
	}
}

// Every limit at the limit and one above.
func TestLimits(t *testing.T) {
	rate := credit.Rule{Measure: "breaches", Rate: &credit.Rate{Credit: "1%", Per: "1"}}
	tiers := func(n int) credit.Definition {
		rule := credit.Rule{Measure: "breaches"}
		for i := range n {
			rule.Tiers = append(rule.Tiers, credit.Tier{From: fmt.Sprint(i + 1), Credit: fmt.Sprintf("%d%%", i)})
		}
		return credit.Definition{ID: "s", Rule: rule}
	}
	levels := func(n int) credit.Definition {
		def := credit.Definition{ID: "s"}
		for i := range n {
			def.Levels = append(def.Levels, credit.Level{ID: fmt.Sprint(i), Rule: rate})
		}
		return def
	}
	rows := func(n int) credit.Definition {
		def := credit.Definition{ID: "s", Rule: rate}
		for i := range n {
			def.Rows = append(def.Rows, fmt.Sprint(i))
		}
		return def
	}
	id := func(n int) credit.Definition { return credit.Definition{ID: strings.Repeat("x", n), Rule: rate} }
	tests := []struct {
		name  string
		def   func(int) credit.Definition
		limit int
	}{{"tiers", tiers, 64}, {"levels", levels, 64}, {"rows", rows, 256}, {"id", id, 256}}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := credit.Compile(tt.def(tt.limit))
			require.NoError(t, err)
			_, err = credit.Compile(tt.def(tt.limit + 1))
			require.ErrorIs(t, err, slakit.ErrLimit)
		})
	}
	_, err := credit.Compile(credit.Definition{ID: "s", Rule: credit.Rule{Measure: "lateness", Rate: &credit.Rate{Credit: "1%", Per: "87841h"}}})
	require.EqualError(t, err, "rate.per: limit exceeded: found 87841h, want at most ten years")
	_, err = credit.Compile(credit.Definition{})
	require.ErrorIs(t, err, slakit.ErrRequired)
}
