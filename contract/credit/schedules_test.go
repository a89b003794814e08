package credit_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/credit"
	"github.com/slakit/slakit/sla"
)

var schedules = filepath.Join("..", "..", "testdata", "schedules")

// A published schedule, as its numbers were written down from the source.
type published struct {
	ID    string `json:"id"`
	Tiers []struct {
		Below  string `json:"below"`
		Credit string `json:"credit_percent"`
	} `json:"tiers"`
	PerUnit *struct {
		Unit   string `json:"unit"`
		Credit string `json:"credit_percent"`
		Cap    string `json:"cap_percent"`
	} `json:"per_unit"`
	ServicePoints *struct {
		Target string `json:"target"`
		Bands  []struct {
			From   string `json:"from"`
			To     string `json:"to"`
			Below  string `json:"below"`
			Points int    `json:"points"`
		} `json:"bands"`
		Repeat int `json:"repeat_failure_multiplier"`
	} `json:"service_points"`
	Linear  string `json:"linear"`
	Cap     string `json:"cap"`
	Minimum string `json:"minimum"`
}

func readJSON(t *testing.T, into any, path ...string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(append([]string{schedules}, path...)...))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, into))
}

func load(t *testing.T, id string) credit.Definition {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(schedules, id+".json"))
	require.NoError(t, err)
	def, err := credit.Parse(data)
	require.NoError(t, err)
	require.Equal(t, id, def.ID)
	require.Contains(t, def.Note, "Source: http")
	return def
}

func compile(t *testing.T, def credit.Definition) *credit.Schedule {
	t.Helper()
	s, err := credit.Compile(def)
	require.NoError(t, err)
	return s
}

// share returns what the schedule gives for one value, in per cent of the base.
func shareOf(t *testing.T, s *credit.Schedule, v credit.Measured) decimal.Decimal {
	t.Helper()
	c, err := s.Credit(credit.Period{Days: days("2026-03-01", "2026-03-31"), Base: exact("100000000 USD"), Measured: []credit.Measured{v}})
	require.NoError(t, err)
	return c.Amount.Amount().Shift(-6)
}

// Every published schedule is a definition, and gives what the published numbers
// give, for every hundredth of a per cent (every minute of downtime).
func TestPublishedSchedules(t *testing.T) {
	var all []published
	readJSON(t, &all, "published", "schedules.json")
	files, err := filepath.Glob(filepath.Join(schedules, "*.json"))
	require.NoError(t, err)
	require.Len(t, files, len(all))
	require.Len(t, all, 14)
	for _, p := range all {
		t.Run(p.ID, func(t *testing.T) {
			s := compile(t, load(t, p.ID))
			switch {
			case p.ServicePoints != nil:
				p.comparePoints(t, s)
			case p.PerUnit != nil && strings.Contains(p.PerUnit.Unit, "minutes of downtime"):
				for m := range 1500 {
					got := shareOf(t, s, credit.Measured{Time: time.Duration(m) * time.Minute})
					require.True(t, got.Equal(p.downtime(t, m)), "%d minutes: %v", m, got)
				}
			default:
				for n := int64(0); n <= 10_000; n += 1 + 9*(max(0, 9_000-n)/9_000) {
					got := shareOf(t, s, credit.Measured{Share: sla.Ratio{Num: n, Den: 10_000}})
					require.True(t, got.Equal(p.percent(t, n)), "%d of 10,000: %v", n, got)
				}
			}
			if p.Minimum != "" {
				p.compareMinimum(t, s)
			}
		})
	}
}

// percent reads the credit for n hundredths of a per cent off the published
// numbers.
func (p published) percent(t *testing.T, n int64) decimal.Decimal {
	v := decimal.New(n, -2)
	switch {
	case p.Linear != "":
		require.Equal(t, "required % minus achieved % = credit % of the charges", p.Linear)
		return decimal.Max(decimal.Zero, decimal.NewFromInt(98).Sub(v)) // of a level of 98 %
	case p.PerUnit != nil:
		require.Equal(t, "0.1% or portion thereof below target", p.PerUnit.Unit)
		steps := decimal.Max(decimal.Zero, dec("99.9").Sub(v)).Shift(1).Ceil() // of a target of 99.9 %
		return decimal.Min(decimal.NewFromInt(100_000_000), steps.Mul(dec(p.PerUnit.Credit)))
	}
	var got decimal.Decimal
	for _, tier := range p.Tiers {
		if v.LessThan(dec(tier.Below)) {
			got = dec(tier.Credit)
		}
	}
	return got
}

// downtime reads the credit for minutes off the published numbers.
func (p published) downtime(t *testing.T, minutes int) decimal.Decimal {
	require.Equal(t, "30 minutes of downtime", p.PerUnit.Unit)
	halves := int64((minutes + 15) / 30) // to the nearest half hour
	return decimal.Min(dec(p.PerUnit.Cap), decimal.NewFromInt(halves).Mul(dec(p.PerUnit.Credit)))
}

func (p published) comparePoints(t *testing.T, s *credit.Schedule) {
	for n := int64(9_000); n <= 10_000; n += 10 { // tenths: what is printed
		v := decimal.New(n, -2)
		want := 0
		for _, b := range p.ServicePoints.Bands {
			if b.From != "" && !v.LessThan(dec(b.From)) && !v.GreaterThan(dec(b.To)) || b.Below != "" && v.LessThan(dec(b.Below)) {
				want = b.Points
			}
		}
		c, err := s.Credits(day("2026-01-01"), []credit.Period{
			{Days: days("2026-01-01", "2026-01-31"), Measured: []credit.Measured{{Share: sla.Ratio{Num: n, Den: 10_000}}}},
			{Days: days("2026-02-01", "2026-02-28"), Measured: []credit.Measured{{Share: sla.Ratio{Num: n, Den: 10_000}}}},
		})
		require.NoError(t, err)
		require.True(t, c[0].Points.Equal(decimal.NewFromInt(int64(want))), "%v", v)
		require.True(t, c[1].Points.Equal(decimal.NewFromInt(int64(want*p.ServicePoints.Repeat))), "%v again", v)
	}
}

func (p published) compareMinimum(t *testing.T, s *credit.Schedule) {
	require.Equal(t, "credit issued only if greater than 1 USD", p.Minimum)
	for fee, want := range map[string]string{"50": "0", "50.10": "1.00"} { // 2 % of them
		c, err := s.Credit(credit.Period{Days: days("2026-03-01", "2026-03-31"), Base: exact(fee + " USD"), Measured: []credit.Measured{{Share: sla.Ratio{Num: 995, Den: 1000}}}})
		require.NoError(t, err)
		require.True(t, c.Amount.Amount().Equal(dec(want)), fee)
	}
}

// The exact values between the printed bands.
func TestDecisionM2BandsWithHoles(t *testing.T) {
	def := load(t, "uk-model-services-agreement")
	printed := def
	printed.RoundTo = ""
	_, err := credit.Compile(printed)
	require.ErrorIs(t, err, slakit.ErrInvalid)
	require.EqualError(t, err, "tiers: invalid: no tier holds the values between 99% and 98.9%, want thresholds, or a rounding of the measure (roundTo) under which the bands meet")

	s := compile(t, def)
	for value, want := range map[int64]string{98_950: "0", 98_949: "1", 97_950: "1", 97_949: "2", 95_950: "3", 95_949: "4"} {
		c, err := s.Credit(credit.Period{Days: days("2026-03-01", "2026-03-31"), Measured: []credit.Measured{{Share: sla.Ratio{Num: value, Den: 100_000}}}})
		require.NoError(t, err)
		require.Equal(t, want, c.Points.String(), "%d", value)
	}
}

// A workedExample is a published example with numbers in and a credit out.
type workedExample struct {
	Schedule        string   `json:"schedule"`
	Charge          string   `json:"monthly_charge"`
	Currency        string   `json:"currency"`
	Uptime          string   `json:"uptime_percent"`
	Credit          string   `json:"expected_credit"`
	Percent         string   `json:"credit_percent"`
	WantPercent     string   `json:"expected_credit_percent"`
	Hours           string   `json:"downtime_hours"`
	Achieved        []string `json:"achieved_by_period"`
	Points          []int    `json:"expected_points_by_period"`
	Required        string   `json:"required_percent"`
	AchievedPercent string   `json:"achieved_percent"`
	TotalMinutes    int64    `json:"total_minutes"`
	DowntimeMinutes int64    `json:"downtime_minutes"`
	WantUptime      string   `json:"expected_uptime_percent"`
}

func TestWorkedExamples(t *testing.T) {
	var all []workedExample
	readJSON(t, &all, "published", "worked-examples.json")
	require.Len(t, all, 10)
	reproduced, arithmetic, availability := 0, 0, 0
	for i, e := range all {
		t.Run(fmt.Sprint(i+1), func(t *testing.T) {
			switch {
			case e.Schedule != "":
				e.reproduce(t)
				reproduced++
			case e.Percent != "": // the tiers are not published: only the share of the fee
				rule := credit.Rule{Measure: "breaches", Rate: &credit.Rate{Credit: e.Percent + "%", Per: "1"}}
				c, err := compile(t, credit.Definition{ID: "case", Rule: rule}).Credit(credit.Period{
					Days: days("2026-03-01", "2026-03-31"), Base: exact(e.Charge + " " + e.Currency), Measured: []credit.Measured{{Count: 1}},
				})
				require.NoError(t, err)
				require.True(t, c.Amount.Amount().Equal(dec(e.Credit)))
				arithmetic++
			default:
				e.compareRounding(t)
				availability++
			}
		})
	}
	require.Equal(t, []int{5, 4, 1}, []int{reproduced, arithmetic, availability})
	t.Logf("worked examples: %d reproduced by their schedule, %d as arithmetic only, %d an availability", reproduced, arithmetic, availability)
}

func (e workedExample) reproduce(t *testing.T) {
	s := compile(t, load(t, e.Schedule))
	switch {
	case e.Uptime != "":
		c, err := s.Credit(credit.Period{
			Days: days("2026-03-01", "2026-03-31"), Base: exact(e.Charge + " " + e.Currency), Measured: []credit.Measured{{Share: percentRatio(e.Uptime)}},
		})
		require.NoError(t, err)
		require.True(t, c.Amount.Amount().Equal(dec(e.Credit)), "%v", c.Amount)
	case e.Hours != "":
		got := shareOf(t, s, credit.Measured{Time: time.Duration(dec(e.Hours).Shift(1).IntPart()) * 6 * time.Minute})
		require.True(t, got.Equal(dec(e.WantPercent)), "%v", got)
	case e.Required != "":
		require.Equal(t, "98", e.Required)
		got := shareOf(t, s, credit.Measured{Share: percentRatio(e.AchievedPercent)})
		require.True(t, got.Equal(dec(e.WantPercent)), "%v", got)
	default:
		var periods []credit.Period
		first := day("2026-01-01")
		for _, a := range e.Achieved {
			p := credit.Period{Days: s.Period(first, first), Measured: []credit.Measured{{Share: percentRatio(a)}}}
			periods, first = append(periods, p), p.Days.Last.Next()
		}
		credits, err := s.Credits(day("2026-01-01"), periods)
		require.NoError(t, err)
		require.Len(t, e.Points, len(credits))
		for i, c := range credits {
			require.True(t, c.Points.Equal(decimal.NewFromInt(int64(e.Points[i]))))
		}
	}
}

// compareRounding: rounded to two places, the value hides a breach of 99.98 %.
func (e workedExample) compareRounding(t *testing.T) {
	rule := credit.Rule{Measure: "availability", Tiers: []credit.Tier{{Below: e.WantUptime + "%", Credit: "10%"}}}
	value := credit.Measured{Share: sla.Ratio{Num: e.TotalMinutes - e.DowntimeMinutes, Den: e.TotalMinutes}}
	require.True(t, shareOf(t, compile(t, credit.Definition{ID: "exact", Rule: rule}), value).Equal(decimal.NewFromInt(10)))
	rule.RoundTo = "0.01%"
	require.True(t, shareOf(t, compile(t, credit.Definition{ID: "rounded", Rule: rule}), value).IsZero())
}

// The cost and credits sections of a register, as their author writes them.
func TestSectionsOfARegister(t *testing.T) {
	for _, text := range []string{
		`{"id": "availability", "rows": ["printers-hq"], "measure": "availability", "every": "P1M", "base": ["base"],
		  "tiers": [{"below": "99.5%", "credit": "5%"}, {"below": "99%", "credit": "10%"}, {"below": "95%", "credit": "25%"}],
		  "caps": {"year": "10%", "over": "forfeit"}}`,
		`{"id": "resolution", "rows": ["email"], "measure": "attainment", "metric": "resolution", "every": "P1M", "base": ["email"],
		  "tiers": [{"below": "95%", "credit": "5%"}, {"below": "90%", "credit": "10%"}]}`,
		`{"id": "downtime", "rows": ["mailboxes"], "measure": "downtime", "every": "P1M", "base": ["mailboxes"],
		  "rate": {"credit": "5%", "per": "30m", "count": "started", "after": "10m"}, "caps": {"period": "100%"}}`,
	} {
		def, err := credit.Parse([]byte(text))
		require.NoError(t, err)
		compile(t, def)
		again, err := json.Marshal(def)
		require.NoError(t, err)
		back, err := credit.Parse(again)
		require.NoError(t, err)
		require.Equal(t, def, back)
		require.JSONEq(t, text, string(again))
	}
	for _, text := range []string{
		`{"id": "base", "amount": "12500.00", "currency": "SEK", "every": "P1M", "index": {"kind": "fixed", "percent": "2%", "every": "P1Y"}}`,
		`{"id": "mailboxes", "amount": "2.10", "currency": "EUR", "quantity": "450", "every": "P1M"}`,
	} {
		var def cost.Definition
		require.NoError(t, json.Unmarshal([]byte(text), &def))
		l, err := cost.Compile(def)
		require.NoError(t, err)
		require.Equal(t, def.ID, l.ID())
		again, err := json.Marshal(def)
		require.NoError(t, err)
		require.JSONEq(t, text, string(again))
	}
}
