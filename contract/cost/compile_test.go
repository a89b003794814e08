package cost_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/internal/strictjson"
)

func parsed(t *testing.T, text string) cost.Definition {
	t.Helper()
	var def cost.Definition
	require.NoError(t, strictjson.Decode([]byte(text), strictjson.DefaultLimit, &def))
	return def
}

func compile(t *testing.T, text string) *cost.Line {
	t.Helper()
	l, err := cost.Compile(parsed(t, strings.Replace(text, "{", `{"id": "l", `, 1)))
	require.NoError(t, err)
	return l
}

func TestCompileTellsEveryProblem(t *testing.T) {
	tests := []struct {
		name string
		text string
		want []string
	}{
		{"empty", `{}`, []string{
			"id: required: want a name for the line",
			"amount: required: want a decimal such as 12500.00",
			"currency: required: want an ISO 4217 code such as EUR",
			`every: required: want a period such as P1M, or "once"`,
		}},
		{"malformed", `{"id": "l", "amount": "12.500,00", "currency": "kr", "quantity": "-1", "every": "1M", "from": "begin", "on": "2026-02-30",
			"dayCount": "act", "rounding": "x", "whileSuspended": "half"}`, []string{
			`amount: invalid: found "12.500,00", want a decimal such as 12500.00`,
			`currency: unknown: found "kr", want an ISO 4217 code such as EUR`,
			"quantity: invalid: found -1, want 0 or more; a discount is a line with a negative amount",
			`every: invalid: "1M" is no period: want P with years, months, weeks or days, as in P1Y6M or P5D`,
			"on: invalid: there is no 2026-02-30: want a day of the years 1 to 9999",
			`on: invalid: only a line that is charged every "once" reads it`,
			`dayCount: unknown: found "act", want one of period-days, whole-periods, act/act-isda, act/365-fixed, act/360, 30/360-bond, 30e/360`,
			`rounding: unknown: found "x", want one of half-away, half-even, half-down, up, down, ceiling, floor`,
			`whileSuspended: unknown: found "half", want one of free, charged`,
		}},
		{"years of no period", `{"id": "l", "amount": "1", "currency": "EUR", "every": "P2", "dayCount": "act/360"}`, []string{
			`every: invalid: "P2" is no period: want whole numbers, each before its unit, Y, M, W and D at most once and in this order`,
		}},
		{"periods", `{"id": "l", "amount": "1", "currency": "EUR", "every": "P1M", "from": "begin"}`, []string{
			`from: unknown: found "begin", want calendar or start`,
		}},
		{"odd periods", `{"id": "l", "amount": "1", "currency": "EUR", "every": "P2W"}`, []string{
			`every: invalid: P2W is no part of a calendar year, want P1M, P2M, P3M, P4M, P6M or P1Y, or periods from "start"`,
		}},
		{"no length", `{"id": "l", "amount": "1", "currency": "EUR", "every": "P0D", "from": "start"}`, []string{
			"every: invalid: P0D has no length, want a period such as P1M",
		}},
		{"years of weeks", `{"id": "l", "amount": "1", "currency": "EUR", "every": "P2W", "from": "start", "dayCount": "act/act-isda"}`, []string{
			"dayCount: invalid: act/act-isda counts years, want a billing period of months or years",
		}},
		{"once", `{"id": "l", "amount": "1", "currency": "EUR", "every": "once", "from": "start", "dayCount": "act/360", "index": {"kind": "fixed", "percent": "2%", "every": "P1Y"}}`, []string{
			"from: invalid: a line that is charged once does not read it",
			"dayCount: invalid: a line that is charged once does not read it",
			"index: invalid: a line that is charged once has no steps, want no index",
		}},
		{"centres", `{"id": "l", "amount": "1", "currency": "EUR", "every": "P1M", "centre": "a", "centres": [{"centre": "b", "weight": "1"}]}`, []string{
			"centres: invalid: found both centre and centres, want one of them",
		}},
		{"shares", `{"id": "l", "amount": "1", "currency": "EUR", "every": "P1M", "centres": [{"centre": "", "weight": "-1"}, {"centre": "b", "weight": "x"}, {"centre": "b", "weight": "0"}]}`, []string{
			"centres[0].centre: required: want the name of a cost centre",
			"centres[0].weight: invalid: found -1, want 0 or more",
			`centres[1].weight: invalid: found "x", want a decimal such as 12500.00`,
			`centres[2].centre: duplicate: "b" is centres[1] already`,
			"centres: invalid: found no weight above 0",
		}},
		{"index", `{"id": "l", "amount": "1", "currency": "EUR", "every": "P1M", "index": {"kind": "", "every": "", "from": "x", "cap": "2%", "floor": "3%", "method": "m", "round": "r", "roundTo": "0%"}}`, []string{
			"index.kind: required: want one of fixed, steps, series",
			"index.every: required: want a period such as P1Y",
			`index.from: invalid: "x" is no date: want YYYY-MM-DD`,
			`index.roundTo: invalid: found "0%", want a step above 0%, such as 0.1%`,
			"index.floor: invalid: found 3%, want at most the cap of 2%",
			`index.method: unknown: found "m", want one of compound, simple`,
			`index.round: unknown: found "r", want one of charge, step`,
		}},
		{"fixed", `{"id": "l", "amount": "1", "currency": "EUR", "every": "P1M", "index": {"kind": "fixed", "every": "P1D", "percents": ["1%"], "series": "cpi", "values": {}, "lag": "P1M", "margin": "1%"}}`, []string{
			"index.percent: required: want the percentage of every step, such as 2%",
			`index.percents: invalid: an index of kind "fixed" does not read it, one of kind "steps" does`,
			`index.series: invalid: an index of kind "fixed" does not read it, one of kind "series" does`,
			`index.values: invalid: an index of kind "fixed" does not read it, one of kind "series" does`,
			`index.lag: invalid: an index of kind "fixed" does not read it, one of kind "series" does`,
			`index.margin: invalid: an index of kind "fixed" does not read it, one of kind "series" does`,
			"index.every: invalid: found P1D, want months or years, such as P1Y",
		}},
		{"steps", `{"id": "l", "amount": "1", "currency": "EUR", "every": "P1M", "index": {"kind": "steps", "every": "P1Y", "percent": "1%"}}`, []string{
			"index.percents: required: want the percentage of each step, such as 2%",
			`index.percent: invalid: an index of kind "steps" does not read it, one of kind "fixed" does`,
		}},
		{"percentages", `{"id": "l", "amount": "1", "currency": "EUR", "every": "P1M", "index": {"kind": "steps", "every": "P1Y", "percents": ["-100%", "10001%", "1.234567891%", "2"]}}`, []string{
			"index.percents[0]: invalid: found -100%, want more than -100% and at most 10000%",
			"index.percents[1]: invalid: found 10001%, want more than -100% and at most 10000%",
			"index.percents[2]: limit exceeded: found a percentage of more than 8 digits",
			`index.percents[3]: invalid: found "2", want a percentage such as 99.5%`,
		}},
		{"series", `{"id": "l", "amount": "1", "currency": "EUR", "every": "P1M", "index": {"kind": "series", "every": "P1Y", "values": {"2025-13": "1", "2025-1": "1", "2025-02": "0", "2025-03": "x", "2025-04": "123456789", "2025-05": "12345678"}, "percent": "1%"}}`, []string{
			"index.values.2025-02: invalid: found 0, want an index value above 0",
			`index.values.2025-03: invalid: found "x", want a decimal such as 12500.00`,
			"index.values.2025-04: limit exceeded: found an index value of more than 8 digits",
			`index.values.2025-1: invalid: found month "2025-1", want one such as 2025-10`,
			`index.values.2025-13: invalid: found month "2025-13", want one such as 2025-10`,
			`index.percent: invalid: an index of kind "series" does not read it, one of kind "fixed" does`,
		}},
		{"an empty series", `{"id": "l", "amount": "1", "currency": "EUR", "every": "P1M", "index": {"kind": "cpi", "every": "P1Y"}}`, []string{
			`index.kind: unknown: found "cpi", want one of fixed, steps, series`,
		}},
		{"no values", `{"id": "l", "amount": "1", "currency": "EUR", "every": "P1M", "index": {"kind": "series", "every": "P1Y"}}`, []string{
			`index.values: required: want the values of the price index by month, as in {"2025-10": "129.9"}`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := cost.Compile(parsed(t, tt.text))
			require.Error(t, err)
			require.Equal(t, tt.want, strings.Split(err.Error(), "\n"))
			require.Len(t, slakit.FieldErrors(err), len(tt.want))
		})
	}
}

// Every limit at the limit and one above.
func TestLimits(t *testing.T) {
	base := cost.Definition{ID: "l", Amount: "1", Currency: "EUR", Every: "P1M"}
	tests := []struct {
		name  string
		def   func(n int) cost.Definition
		limit int
	}{
		{"id", func(n int) cost.Definition { d := base; d.ID = strings.Repeat("x", n); return d }, 256},
		{"kind", func(n int) cost.Definition { d := base; d.Kind = strings.Repeat("x", n); return d }, 256},
		{"digits", func(n int) cost.Definition { d := base; d.Amount = strings.Repeat("9", n); return d }, 30},
		{"centres", func(n int) cost.Definition {
			d := base
			for i := range n {
				d.Centres = append(d.Centres, cost.Share{Centre: fmt.Sprint(i), Weight: "1"})
			}
			return d
		}, 256},
		{"steps", func(n int) cost.Definition {
			d := base
			d.Index = &cost.Index{Kind: "steps", Every: "P1Y"}
			for range n {
				d.Index.Percents = append(d.Index.Percents, "1%")
			}
			return d
		}, 200},
		{"months of a series", func(n int) cost.Definition {
			d := base
			d.Index = &cost.Index{Kind: "series", Every: "P1Y", Values: map[string]string{}}
			for i := range n {
				d.Index.Values[fmt.Sprintf("%04d-%02d", 1900+i/12, i%12+1)] = "100"
			}
			return d
		}, 3600},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := cost.Compile(tt.def(tt.limit))
			require.NoError(t, err)
			_, err = cost.Compile(tt.def(tt.limit + 1))
			require.ErrorIs(t, err, slakit.ErrLimit)
		})
	}
}

func TestDefinitionRoundTrips(t *testing.T) {
	const text = `{"id":"base","amount":"12500.00","currency":"SEK","quantity":"2","every":"P1M","from":"start","dayCount":"act/360","rounding":"half-even","whileSuspended":"charged","kind":"licence","centres":[{"centre":"a","weight":"1","note":"n"}],"index":{"kind":"series","every":"P1Y","from":"2027-01-01","series":"cpi","values":{"2025-10":"129.9"},"lag":"P3M","margin":"0.5%","roundTo":"0.1%","cap":"3%","floor":"0%","method":"simple","round":"step","note":"n"},"note":"n"}`
	def := parsed(t, text)
	_, err := cost.Compile(def)
	require.NoError(t, err)
	data, err := json.Marshal(def)
	require.NoError(t, err)
	require.Equal(t, text, string(data))
}
