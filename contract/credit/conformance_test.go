package credit_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/credit"
	"github.com/slakit/slakit/contract/money"
	"github.com/slakit/slakit/sla"
)

// A creditCase is one of the credit_cases of contracts.json; which fields it has
// depends on its kind.
type creditCase struct {
	ID            string          `json:"id"`
	Source        string          `json:"source"`
	Kind          string          `json:"kind"`
	Note          string          `json:"note"`
	Unsure        bool            `json:"unsure"`
	ValueInSource bool            `json:"value_in_source"`
	Want          json.RawMessage `json:"want"`

	Schedule []struct {
		Below     string `json:"below"`
		CreditPct string `json:"credit_pct"`
	} `json:"schedule"`
	Measured         json.RawMessage `json:"measured"`
	Fee              string          `json:"fee"`
	Rounding         string          `json:"rounding"`
	MeasuredRounding string          `json:"measured_rounding"`
	TotalMinutes     string          `json:"total_minutes"`
	DowntimeMinutes  string          `json:"downtime_minutes"`
	PctPerBlock      string          `json:"pct_per_block"`
	BlockMinutes     string          `json:"block_minutes"`
	GraceMinutes     string          `json:"grace_minutes"`
	CapPct           *string         `json:"cap_pct"`
	FloorPct         *string         `json:"floor_pct"`
	Target           string          `json:"target"`
	Step             string          `json:"step"`
	PctPerStep       string          `json:"pct_per_step"`
	StepRounding     string          `json:"step_rounding"`
	Lost             string          `json:"lost"`
	Of               string          `json:"of"`
	Multiplier       string          `json:"multiplier"`
	RatioRounding    string          `json:"ratio_rounding"`
	Factor           string          `json:"factor"`
	AllOver          string          `json:"all_when_shortfall_over"`
	Bands            []struct {
		Min    string  `json:"min"`
		Points int     `json:"points"`
		UpTo   *string `json:"up_to"`
		From   int     `json:"from"`
		Pct    string  `json:"pct"`
	} `json:"bands"`
	RepeatMultiplier json.Number `json:"repeat_multiplier"`
	Table            []struct {
		Points int64  `json:"points"`
		Pct    string `json:"pct"`
	} `json:"table"`
	Points            int64           `json:"points"`
	Invoice           string          `json:"invoice"`
	AtRiskPct         string          `json:"at_risk_pct"`
	Defaults          [][2]string     `json:"defaults"`
	Pcts              []string        `json:"pcts"`
	Unavailable       string          `json:"unavailable"`
	Breaches          int64           `json:"breaches"`
	Credits           []string        `json:"credits"`
	How               string          `json:"how"`
	Computed          json.RawMessage `json:"computed"`
	NextInvoice       string          `json:"next_invoice"`
	GreaterThan       string          `json:"greater_than"`
	Credit            string          `json:"credit"`
	EarnBackPct       string          `json:"earn_back_pct"`
	ConsecutiveNeeded int             `json:"consecutive_needed"`
	FollowingMet      []bool          `json:"following_met"`
	LateMinutes       string          `json:"late_minutes"`
	PerStartedHour    string          `json:"per_started_hour"`
	Cap               *string         `json:"cap"`
	Amount            string          `json:"amount"`
	Total             string          `json:"total"`
	Weights           []string        `json:"weights"`
	Method            string          `json:"method"`
	Places            *int            `json:"places"`
	UsedDays          int             `json:"used_days"`
	PeriodDays        int             `json:"period_days"`
	AnnualFee         string          `json:"annual_fee"`
	Start             string          `json:"start"`
	EndExclusive      string          `json:"end_exclusive"`
	Convention        string          `json:"convention"`
	Base              string          `json:"base"`
	IndexNew          string          `json:"index_new"`
	IndexOld          string          `json:"index_old"`
	PctRounding       string          `json:"pct_rounding"`
	RoundEach         bool            `json:"round_each"`
	Value             string          `json:"value"`
	Mode              string          `json:"mode"`
	Numerator         string          `json:"numerator"`
	Denominator       string          `json:"denominator"`
}

// slaKinds are availability figures, which package sla answers.
var slaKinds = []string{
	"availability", "availability_excl_downtime_only", "availability_series",
	"outage_union", "outage_in_window", "mttr_mtbf",
}

// options says, for cases that a contract can mean in several ways, under which
// option of this package they hold.
var options = map[string]string{
	"points_sequence":   `roundTo "0.1%" (none by default)`,
	"points_table":      `tiers "from": the row at or below`,
	"earn_back":         "earnBack: each of the next periods is kept",
	"per_started_block": `count "started"`,
}

func TestConformanceCreditCases(t *testing.T) {
	dir, elsewhere := os.LookupEnv("SLAKIT_CONFORMANCE")
	if !elsewhere {
		dir = filepath.Join("..", "..", "testdata", "conformance")
	}
	const file = "contracts.json"
	data, err := os.ReadFile(filepath.Join(dir, file))
	require.NoError(t, err)
	var doc struct {
		CreditCases []json.RawMessage `json:"credit_cases"`
	}
	require.NoError(t, json.Unmarshal(data, &doc))
	require.NotEmpty(t, doc.CreditCases, "%s holds no case", file)

	agree, marked := 0, 0
	for _, raw := range doc.CreditCases {
		var head struct{ ID, Kind string }
		require.NoError(t, json.Unmarshal(raw, &head))
		if slices.Contains(slaKinds, head.Kind) {
			continue
		}
		answer, known := creditKinds[head.Kind]
		if !known {
			t.Errorf("case %s: unknown kind %q", head.ID, head.Kind)
			continue
		}
		var c creditCase
		dec := json.NewDecoder(bytes.NewReader(raw))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&c); err != nil {
			t.Errorf("case %s: %v", head.ID, err)
			continue
		}
		got, err := try(answer, c)
		if err != nil {
			t.Errorf("case %s (%s): %v", c.ID, c.Source, err)
			continue
		}
		if want := words(c.Want); c.Unsure && elsewhere && !slices.EqualFunc(got, want, sameNumber) {
			t.Logf("case %s is marked unsure: got %v, want %v", c.ID, got, want)
			marked++
			continue
		} else if !slices.EqualFunc(got, want, sameNumber) {
			t.Errorf("case %s (%s): got %v, want %v", c.ID, c.Source, got, want)
			continue
		}
		if c.Unsure {
			if !elsewhere {
				require.Contains(t, options, c.Kind, "case %s is marked unsure: under which option does it hold?", c.ID)
			}
			t.Logf("case %s is marked unsure and holds under %s", c.ID, cmp.Or(options[c.Kind], "the defaults"))
			marked++
			continue
		}
		agree++
	}
	require.NotZero(t, agree)
	t.Logf("conformance %s: %d agree, %d marked", file, agree, marked)
}

// A badCase ends the answer to a case; see check and mustDecimal.
type badCase struct{ error }

func check(err error) {
	if err != nil {
		panic(badCase{err})
	}
}

func try(answer func(creditCase) []string, c creditCase) (got []string, err error) {
	defer func() {
		if r := recover(); r != nil {
			bad, ok := r.(badCase)
			if !ok {
				panic(r)
			}
			err = bad
		}
	}()
	return answer(c), nil
}

// words reads a string, a number or a list of them.
func words(raw json.RawMessage) []string {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		list = []json.RawMessage{raw}
	}
	var all []string
	for _, r := range list {
		all = append(all, strings.Trim(string(r), `"`))
	}
	return all
}

func sameNumber(a, b string) bool {
	x, err := decimal.NewFromString(a)
	y, err2 := decimal.NewFromString(b)
	return err == nil && err2 == nil && x.Equal(y)
}

var creditKinds = map[string]func(creditCase) []string{
	"tier_below":             tierBelow,
	"availability_then_tier": tierBelow,
	"per_started_block":      startedBlock,
	"per_step_below":         stepBelow,
	"proportional":           proportional,
	"shortfall_factor":       shortfallFactor,
	"points_sequence":        pointsSequence,
	"points_table":           pointsTable,
	"at_risk_pool":           atRiskPool,
	"sum_pct":                sumPct,
	"duration_band":          durationBand,
	"breach_count":           breachCount,
	"combine":                combine,
	"invoice_cap":            invoiceCap,
	"minimum_credit":         minimumCredit,
	"cap_carry_forward":      carryForward,
	"earn_back":              earnBack,
	"late_hours":             lateHours,
	"fixed_per_breach":       fixedPerBreach,
	"allocate":               allocate,
	"prorate_days":           prorateDays,
	"prorate_fraction":       prorateFraction,
	"index":                  indexOnce,
	"index_series":           indexSeries,
	"round":                  roundValue,
	"ratio_round":            roundRatio,
}

func dec(s string) decimal.Decimal {
	d, err := money.ParseDecimal(s)
	check(err)
	return d
}

// percentRatio turns "99.95" into an exact share.
func percentRatio(s string) sla.Ratio { return ratio(dec(s), decimal.NewFromInt(100)) }

// ratio turns decimals into an exact share.
func ratio(num, den decimal.Decimal) sla.Ratio {
	places := max(0, -num.Exponent(), -den.Exponent())
	return sla.Ratio{Num: num.Shift(places).IntPart(), Den: den.Shift(places).IntPart()}
}

func minutes(s string) time.Duration {
	return time.Duration(dec(s).Mul(decimal.NewFromInt(int64(time.Minute))).IntPart())
}

var modes = map[string]string{
	"": "", "half_up": "half-away", "half_even": "half-even", "half_down": "half-down",
	"up": "up", "down": "down", "truncate": "down", "ceiling": "ceiling", "floor": "floor",
}

func mode(name string) string {
	m, ok := modes[name]
	if !ok {
		check(fmt.Errorf("unknown rounding %q", name))
	}
	return m
}

// step turns "half_up:2" into the step of a rounding to so many places.
func step(rounding string, unit int32) string {
	if rounding == "" || rounding == "none" {
		return ""
	}
	name, places, ok := strings.Cut(rounding, ":")
	if name != "half_up" || !ok {
		check(fmt.Errorf("unknown rounding %q", rounding))
	}
	return decimal.New(1, unit-int32(dec(places).IntPart())).String() + "%"
}

func feePeriod(fee string, values ...credit.Measured) credit.Period {
	return credit.Period{Days: days("2026-03-01", "2026-03-31"), Base: exact(fee + " EUR"), Measured: values}
}

// assess compiles the schedule and returns the credit of one period.
func assess(def credit.Definition, p credit.Period) credit.Credit {
	def.ID = "case"
	s, err := credit.Compile(def)
	check(err)
	c, err := s.Credit(p)
	check(err)
	return c
}

// paid is the amount credited, 0 where there is nothing.
func paid(c credit.Credit) []string { return []string{c.Amount.Amount().String()} }

func capOf(c creditCase) credit.Caps {
	if c.CapPct == nil {
		return credit.Caps{}
	}
	return credit.Caps{Period: *c.CapPct + "%"}
}

func tierBelow(c creditCase) []string {
	rule := credit.Rule{Measure: "availability", RoundTo: step(c.MeasuredRounding, 0)}
	for _, t := range c.Schedule {
		rule.Tiers = append(rule.Tiers, credit.Tier{Below: t.Below + "%", Credit: t.CreditPct + "%"})
	}
	value := credit.Measured{}
	if c.Kind == "tier_below" {
		value.Share = percentRatio(words(c.Measured)[0])
	} else {
		value.Share = ratio(dec(c.TotalMinutes).Sub(dec(c.DowntimeMinutes)), dec(c.TotalMinutes))
	}
	return paid(assess(credit.Definition{Rule: rule, Rounding: mode(c.Rounding)}, feePeriod(c.Fee, value)))
}

func startedBlock(c creditCase) []string {
	return paid(assess(credit.Definition{
		Rule: credit.Rule{Measure: "downtime", Rate: &credit.Rate{
			Credit: c.PctPerBlock + "%", Per: minutes(c.BlockMinutes).String(), Count: "started", After: minutes(c.GraceMinutes).String(),
		}},
		Caps: capOf(c), Rounding: mode(c.Rounding),
	}, feePeriod(c.Fee, credit.Measured{Time: minutes(c.DowntimeMinutes)})))
}

func stepBelow(c creditCase) []string {
	return paid(assess(credit.Definition{
		Rule: credit.Rule{Measure: "availability", RoundTo: step(c.MeasuredRounding, 0), Rate: &credit.Rate{
			Credit: c.PctPerStep + "%", Per: c.Step + "%", Count: c.StepRounding, Below: c.Target + "%",
		}},
		Caps: capOf(c), Rounding: mode(c.Rounding),
	}, feePeriod(c.Fee, credit.Measured{Share: percentRatio(words(c.Measured)[0])})))
}

func proportional(c creditCase) []string {
	return paid(assess(credit.Definition{
		Rule: credit.Rule{Measure: "availability", CreditTo: step(c.RatioRounding, 2), Rate: &credit.Rate{
			Credit: c.Multiplier + "%", Per: "1%", Count: "proportional", Below: "100%",
		}},
		Caps: capOf(c), Rounding: mode(c.Rounding),
	}, feePeriod(c.Fee, credit.Measured{Share: ratio(dec(c.Of).Sub(dec(c.Lost)), dec(c.Of))})))
}

func shortfallFactor(c creditCase) []string {
	all := dec(c.Target).Sub(dec(c.AllOver)).String() + "%"
	return paid(assess(credit.Definition{
		Rule: credit.Rule{
			Measure: "availability",
			Tiers:   []credit.Tier{{Below: all, Credit: "100%"}},
			Rate:    &credit.Rate{Credit: c.Factor + "%", Per: "1%", Count: "proportional", Below: c.Target + "%"},
		},
		Caps: credit.Caps{Period: "100%"}, Rounding: mode(c.Rounding),
	}, feePeriod(c.Fee, credit.Measured{Share: percentRatio(words(c.Measured)[0])})))
}

func pointsSequence(c creditCase) []string {
	def := credit.Definition{ID: "case", Rule: credit.Rule{
		Measure: "availability", Target: c.Bands[0].Min + "%", RoundTo: step(c.MeasuredRounding, 0), Repeat: string(c.RepeatMultiplier),
	}}
	for i, b := range c.Bands[1:] {
		def.Tiers = append(def.Tiers, credit.Tier{Below: c.Bands[i].Min + "%", Credit: fmt.Sprintf("%d points", b.Points)})
	}
	s, err := credit.Compile(def)
	check(err)
	var periods []credit.Period
	first := day("2026-01-01")
	for _, m := range words(c.Measured) {
		month := s.Period(first, first)
		periods = append(periods, credit.Period{Days: month, Measured: []credit.Measured{{Share: percentRatio(m)}}})
		first = month.Last.Next()
	}
	credits, err := s.Credits(day("2026-01-01"), periods)
	check(err)
	var got []string
	for _, c := range credits {
		got = append(got, c.Points.String())
	}
	return got
}

func pointsTable(c creditCase) []string {
	rule := credit.Rule{Measure: "points"}
	for _, row := range c.Table {
		rule.Tiers = append(rule.Tiers, credit.Tier{From: fmt.Sprint(row.Points), Credit: row.Pct + "%"})
	}
	return paid(assess(credit.Definition{Rule: rule, Rounding: mode(c.Rounding)}, feePeriod(c.Fee, credit.Measured{Count: c.Points})))
}

func atRiskPool(c creditCase) []string {
	def := credit.Definition{Combine: "sum", AtRisk: c.AtRiskPct + "%", Rounding: mode(c.Rounding)}
	p := feePeriod(c.Invoice)
	for i, d := range c.Defaults {
		id := fmt.Sprint("level ", i)
		def.Levels = append(def.Levels, credit.Level{ID: id, Rule: credit.Rule{
			Measure: "breaches", Weight: d[1] + "%", Tiers: []credit.Tier{{From: "1", Credit: d[0] + "%"}},
		}})
		p.Measured = append(p.Measured, credit.Measured{Level: id, Count: 1})
	}
	return paid(assess(def, p))
}

// levels are one breach each of levels that give the credits.
func levels(c creditCase, how string, credits []string, unit string) []string {
	def := credit.Definition{Combine: how, Caps: capOf(c), Rounding: mode(c.Rounding)}
	p := feePeriod(c.Fee)
	for i, s := range credits {
		id := fmt.Sprint("level ", i)
		def.Levels = append(def.Levels, credit.Level{ID: id, Rule: credit.Rule{
			Measure: "breaches", Rate: &credit.Rate{Credit: s + unit, Per: "1"},
		}})
		p.Measured = append(p.Measured, credit.Measured{Level: id, Count: 1})
	}
	return paid(assess(def, p))
}

func sumPct(c creditCase) []string { return levels(c, "sum", c.Pcts, "%") }

func combine(c creditCase) []string {
	how, ok := map[string]string{"highest_only": "highest", "sum": "sum"}[c.How]
	if !ok {
		check(fmt.Errorf("unknown combination %q", c.How))
	}
	return levels(c, how, c.Credits, " EUR")
}

func clock(s string) time.Duration {
	var h, m, sec time.Duration
	_, err := fmt.Sscanf(s, "%d:%d:%d", &h, &m, &sec)
	check(err)
	return h*time.Hour + m*time.Minute + sec*time.Second
}

func durationBand(c creditCase) []string {
	rule := credit.Rule{Measure: "downtime"}
	for i, b := range c.Bands[1:] {
		rule.Tiers = append(rule.Tiers, credit.Tier{Above: clock(*c.Bands[i].UpTo).String(), Credit: b.Pct + "%"})
	}
	return paid(assess(credit.Definition{Rule: rule, Rounding: mode(c.Rounding)}, feePeriod(c.Fee, credit.Measured{Time: clock(c.Unavailable)})))
}

func breachCount(c creditCase) []string {
	rule := credit.Rule{Measure: "breaches"}
	for _, b := range c.Bands {
		rule.Tiers = append(rule.Tiers, credit.Tier{From: fmt.Sprint(b.From), Credit: b.Pct + "%"})
	}
	return paid(assess(credit.Definition{Rule: rule, Rounding: mode(c.Rounding)}, feePeriod(c.Fee, credit.Measured{Count: c.Breaches})))
}

// flat is a schedule that gives an amount for a breach.
func flat(amount string) credit.Rule {
	return credit.Rule{Measure: "breaches", Rate: &credit.Rate{Credit: amount + " EUR", Per: "1"}}
}

func invoiceCap(c creditCase) []string {
	p := feePeriod("0", credit.Measured{Count: 1})
	p.Invoice = exact(c.NextInvoice + " EUR").Round(money.HalfAway)
	return paid(assess(credit.Definition{Rule: flat(words(c.Computed)[0]), Rounding: mode(c.Rounding)}, p))
}

func minimumCredit(c creditCase) []string {
	return paid(assess(credit.Definition{Rule: flat(words(c.Computed)[0]), Minimum: c.GreaterThan + " EUR", Rounding: mode(c.Rounding)},
		feePeriod("0", credit.Measured{Count: 1})))
}

// carryForward: what is over the cap of one period is set off in the next.
func carryForward(c creditCase) []string {
	def := credit.Definition{ID: "case", Rule: flat("0.01"), Caps: capOf(c)}
	if c.Cap != nil {
		def.Caps.Period = *c.Cap + " EUR"
	}
	def.Caps.Over, def.Caps.Carry = "carry", 1
	s, err := credit.Compile(def)
	check(err)
	amounts := words(c.Computed)
	if len(c.Credits) > 0 {
		amounts = c.Credits
	}
	var periods []credit.Period
	first := day("2026-01-01")
	for _, a := range amounts {
		p := credit.Period{Days: s.Period(first, first), Measured: []credit.Measured{{Count: dec(a).Shift(2).IntPart()}}}
		if c.Fee != "" {
			p.Base = exact(c.Fee + " EUR")
		}
		periods = append(periods, p)
		first = p.Days.Last.Next()
	}
	credits, err := s.Credits(day("2026-01-01"), periods)
	check(err)
	var got []string
	for _, c := range credits {
		got = append(got, c.Amount.Amount().String())
	}
	return got
}

func earnBack(c creditCase) []string {
	s, err := credit.Compile(credit.Definition{
		ID: "case", Rule: flat(c.Credit), EarnBack: &credit.EarnBack{Percent: c.EarnBackPct + "%", Periods: c.ConsecutiveNeeded},
	})
	check(err)
	first := day("2026-01-01")
	var periods []credit.Period
	for _, met := range append([]bool{false}, c.FollowingMet...) {
		p := credit.Period{Days: s.Period(first, first), Measured: []credit.Measured{{Count: 1}}}
		if met {
			p.Measured[0].Count = 0
		}
		periods = append(periods, p)
		first = p.Days.Last.Next()
	}
	credits, err := s.Credits(day("2026-01-01"), periods)
	check(err)
	left, err := credits[0].Amount.Sub(credits[0].Returned)
	check(err)
	return []string{left.Amount().String()}
}

func lateHours(c creditCase) []string {
	def := credit.Definition{Rule: credit.Rule{
		Measure: "lateness", Rate: &credit.Rate{Credit: c.PerStartedHour + " EUR", Per: "1h", Count: "started"},
	}, Rounding: mode(c.Rounding)}
	if c.Cap != nil {
		def.Caps.Period = *c.Cap + " EUR"
	}
	return paid(assess(def, feePeriod("0", credit.Measured{Time: minutes(c.LateMinutes)})))
}

func fixedPerBreach(c creditCase) []string {
	def := credit.Definition{Rule: flat(c.Amount), Rounding: mode(c.Rounding)}
	if c.Cap != nil {
		def.Caps.Period = *c.Cap + " EUR"
	}
	return paid(assess(def, feePeriod("0", credit.Measured{Count: c.Breaches})))
}

// withPlaces is a currency whose minor unit has so many places.
func withPlaces(n *int) money.Currency {
	if n == nil {
		return "EUR"
	}
	c, ok := map[int]money.Currency{0: "JPY", 2: "EUR", 3: "KWD", 4: "CLF"}[*n]
	if !ok {
		check(fmt.Errorf("no currency has %d places", *n))
	}
	return c
}

func allocate(c creditCase) []string {
	method, err := money.ParseMethod(strings.ReplaceAll(c.Method, "_", "-"))
	check(err)
	total, err := money.New(dec(c.Total), withPlaces(c.Places))
	check(err)
	var weights []decimal.Decimal
	for _, w := range c.Weights {
		weights = append(weights, dec(w))
	}
	parts, err := total.Allocate(weights, method)
	check(err)
	var got []string
	for _, p := range parts {
		got = append(got, p.Amount().String())
	}
	return got
}

func line(def cost.Definition) *cost.Line {
	def.ID, def.Currency = "case", "EUR"
	l, err := cost.Compile(def)
	check(err)
	return l
}

func prorateDays(c creditCase) []string {
	l := line(cost.Definition{Amount: c.Fee, Every: fmt.Sprintf("P%dD", c.PeriodDays), From: "start", Rounding: mode(c.Rounding)})
	start := day("2026-01-01")
	used := cost.Days{First: start, Last: start.AddDays(c.UsedDays - 1)}
	sum := cost.Sum([]*cost.Line{l}, cost.Terms{Start: start}, used)
	return []string{sum.In("EUR").Amount().String()}
}

func prorateFraction(c creditCase) []string {
	l := line(cost.Definition{Amount: c.AnnualFee, Every: "P1Y", From: "start", DayCount: c.Convention})
	used := cost.Days{First: day(c.Start), Last: day(c.EndExclusive).Prev()}
	return []string{l.Accrued(cost.Terms{Start: used.First}, used).Round(money.HalfAway).Amount().String()}
}

// prices are what the line costs on the anniversaries of its start.
func prices(l *cost.Line, from, until int) []string {
	start := day("2020-01-01")
	var got []string
	for i := from; i <= until; i++ {
		first := start.AddPeriod(calendar.Period{Years: i})
		year := cost.Days{First: first, Last: first.AddPeriod(calendar.Period{Years: 1}).Prev()}
		got = append(got, cost.Sum([]*cost.Line{l}, cost.Terms{Start: start}, year).In("EUR").Amount().String())
	}
	return got
}

func indexOnce(c creditCase) []string {
	x := &cost.Index{
		Kind: "series", Every: "P1Y", RoundTo: step(c.PctRounding, 0),
		Values: map[string]string{"2020-01": c.IndexOld, "2021-01": c.IndexNew},
	}
	if c.CapPct != nil {
		x.Cap = *c.CapPct + "%"
	}
	if c.FloorPct != nil {
		x.Floor = *c.FloorPct + "%"
	}
	return prices(line(cost.Definition{Amount: c.Base, Every: "P1Y", Index: x}), 1, 1)
}

func indexSeries(c creditCase) []string {
	x := &cost.Index{Kind: "steps", Every: "P1Y", Method: c.How, Round: "charge"}
	if c.RoundEach {
		x.Round = "step"
	}
	for _, p := range c.Pcts {
		x.Percents = append(x.Percents, p+"%")
	}
	return prices(line(cost.Definition{Amount: c.Base, Every: "P1Y", Index: x}), 1, len(c.Pcts))
}

func rounded(f money.Fraction, c creditCase) []string {
	r, err := money.ParseRounding(mode(c.Mode))
	check(err)
	if c.Places == nil {
		check(fmt.Errorf("no places"))
	}
	return []string{f.Round(*c.Places, r).String()}
}

func roundValue(c creditCase) []string { return rounded(money.Whole(dec(c.Value)), c) }

func roundRatio(c creditCase) []string {
	f, err := money.NewFraction(dec(c.Numerator), dec(c.Denominator))
	check(err)
	return rounded(f, c)
}
