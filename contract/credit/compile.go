package credit

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/money"
	"github.com/slakit/slakit/internal/problem"
)

const (
	maxName  = 256 // bytes
	maxNames = 256
	maxCarry = 120
	maxGood  = 120

	nonMonotone = "non-monotone"
)

// A Schedule is a compiled credit schedule. It is immutable and safe for
// concurrent use.
type Schedule struct {
	id       string
	rules    []*rule
	highest  bool  // of one incident the highest credit counts, not the sum
	table    *rule // from points to a credit
	unit     unit  // of what the rules give, money if they differ
	currency money.Currency
	periods  cost.Periods
	atRisk   *decimal.Decimal
	period   amount // caps
	year     amount
	years    string
	carry    int // periods, 0 for forfeit
	minimum  money.Money
	earnBack *earnBack
	claim    calendar.Period
	claimed  bool // credits must be claimed
	rounding money.Rounding
}

type earnBack struct {
	share   decimal.Decimal
	periods int
}

// Compile checks the definition and returns its schedule, which shares nothing
// with it. The error holds every problem as a slakit.FieldError with a path
// such as "tiers[0].below": something missing ([slakit.ErrRequired]), an
// unknown name or currency ([slakit.ErrUnknown]), a level or threshold that
// comes twice ([slakit.ErrDuplicate]), a list or number too long
// ([slakit.ErrLimit]), else a [slakit.ErrInvalid]: among them holes between
// bands, thresholds of the wrong direction (M2), a smaller credit for a worse
// value, and tiers and caps that no value reaches (M8).
func Compile(def Definition) (*Schedule, error) {
	var problems problem.List
	s := &Schedule{id: def.ID, highest: def.Combine != "sum", years: def.Caps.Years}
	name(&problems, "id", def.ID)
	allow := map[string]bool{}
	for i, a := range def.Allow {
		oneOf(&problems, problem.Index("allow", i), a, nonMonotone)
		allow[a] = true
	}
	every := def.Every
	if every == "" {
		every = "P1M"
	}
	var err error
	s.periods, err = cost.NewPeriods(every, def.From)
	if err != nil {
		problems.Refuse("every", err)
	}
	longest := longest(every)
	s.compileRules(&problems, def, longest, allow)
	s.compileTable(&problems, def, allow)
	if len(s.rules) > 0 {
		s.oneCurrency(&problems)
	}
	if def.AtRisk != "" {
		d := optionalShare(&problems, "atRisk", def.AtRisk)
		if d.GreaterThan(one) {
			problems.Add("atRisk", slakit.ErrInvalid, "found %s, want at most 100%%", def.AtRisk)
		}
		s.atRisk = &d
	}
	s.compileCaps(&problems, def, longest)
	s.compileRest(&problems, def)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return s, nil
}

func name(problems *problem.List, path, s string) {
	switch {
	case s == "":
		problems.Add(path, slakit.ErrRequired, "want a name")
	case len(s) > maxName:
		problems.Add(path, slakit.ErrLimit, "found a name of %d bytes, want at most %d", len(s), maxName)
	case !utf8.ValidString(s):
		problems.Add(path, slakit.ErrInvalid, "found %q, want UTF-8", s)
	}
}

// longest returns the most seconds that a period has, 0 if every is malformed.
// A day of a clock change has an hour more.
func longest(every string) decimal.Decimal {
	p, err := calendar.ParsePeriod(every)
	if err != nil {
		return decimal.Decimal{}
	}
	days := 366*p.Years + 31*p.Months + 7*p.Weeks + p.Days
	if days <= 0 || days > 100*366 {
		return decimal.Decimal{}
	}
	return seconds(time.Duration(days)*24*time.Hour + time.Hour)
}

// compileRules reads the schedule's own rule or its levels.
func (s *Schedule) compileRules(problems *problem.List, def Definition, longest decimal.Decimal, allow map[string]bool) {
	oneOf(problems, "combine", def.Combine, "highest", "sum")
	own := def.Measure != "" || len(def.Tiers) > 0 || def.Rate != nil
	switch {
	case len(def.Levels) > maxLevels:
		problems.Add("levels", slakit.ErrLimit, "found %d levels, want at most %d", len(def.Levels), maxLevels)
		return
	case own && len(def.Levels) > 0:
		problems.Add("levels", slakit.ErrInvalid, "the schedule has a rule of its own, want levels or a rule")
		return
	case len(def.Levels) == 0:
		s.rules = []*rule{compileRule(problems, "", def.Rule, longest, allow)}
		return
	}
	seen := map[string]int{}
	for i, l := range def.Levels {
		at := problem.Index("levels", i)
		name(problems, problem.Join(at, "id"), l.ID)
		if first, twice := seen[l.ID]; twice {
			problems.Add(problem.Join(at, "id"), slakit.ErrDuplicate, "%q is %s already", l.ID, problem.Index("levels", first))
		}
		seen[l.ID] = i
		r := compileRule(problems, at, l.Rule, longest, allow)
		r.id = l.ID
		s.rules = append(s.rules, r)
	}
}

// compileTable reads what turns points into a credit.
func (s *Schedule) compileTable(problems *problem.List, def Definition, allow map[string]bool) {
	before := problems.Len()
	if def.Points != nil {
		table := *def.Points
		if table.Measure == "" {
			table.Measure = "points"
		}
		s.table = compileRule(problems, "points", table, decimal.Decimal{}, allow)
		switch {
		case table.Measure != "points":
			problems.Add("points.measure", slakit.ErrInvalid, `found %q, want "points" or nothing`, clip(table.Measure))
		case s.table.unit == points:
			problems.Add("points", slakit.ErrInvalid, "points give points, want a percentage or an amount of money")
		}
	}
	if before > 0 {
		return
	}
	giving := 0
	for _, r := range s.rules {
		if r.unit == points {
			giving++
		}
	}
	switch {
	case giving > 0 && giving < len(s.rules):
		problems.Add("levels", slakit.ErrInvalid, "some levels give points and others do not, want one or the other")
	case giving == 0 && def.Points != nil:
		problems.Add("points", slakit.ErrInvalid, "nothing gives points, want credits such as \"3 points\"")
	case giving > 0 && def.Combine == "highest":
		problems.Add("combine", slakit.ErrInvalid, "points are added up, want \"sum\" or nothing")
	case giving > 0:
		s.highest = false
	}
}

// oneCurrency refuses amounts of money in several currencies (M6).
func (s *Schedule) oneCurrency(problems *problem.List) {
	s.unit = s.rules[0].unit
	for i, r := range s.rules {
		if r.unit != s.unit {
			s.unit = sum
		}
		s.takeCurrency(problems, problem.Index("levels", i), r.currency)
	}
	if s.table != nil {
		s.takeCurrency(problems, "points", s.table.currency)
	}
}

func (s *Schedule) takeCurrency(problems *problem.List, path string, c money.Currency) {
	switch {
	case c == "" || c == s.currency:
	case s.currency == "":
		s.currency = c
	default:
		problems.Add(path, slakit.ErrInvalid, "found an amount in %s, want %s as before it", c, s.currency)
	}
}

// giving returns the unit of the credits of the schedule, and the most it gives
// for one value of each level; ok is false if there is no such limit.
func (s *Schedule) giving(longest decimal.Decimal) (u unit, most money.Fraction, ok bool) {
	if s.table != nil {
		most, ok = s.table.capped(decimal.Decimal{})
		return s.table.unit, most, ok
	}
	ok = true
	for _, r := range s.rules {
		m, bounded := r.capped(longest)
		if u != 0 && u != r.unit || r.measure.dim == span { // incidents add up
			bounded = false
		}
		u, ok = r.unit, ok && bounded
		if s.highest {
			most = greater(most, m)
		} else {
			most = most.Add(m)
		}
	}
	return u, most, ok
}

func (s *Schedule) compileCaps(problems *problem.List, def Definition, longest decimal.Decimal) {
	sound := problems.Len() == 0
	s.period = s.cap(problems, "caps.period", def.Caps.Period)
	s.year = s.cap(problems, "caps.year", def.Caps.Year)
	oneOf(problems, "caps.years", def.Caps.Years, "contract", "calendar", "rolling")
	if s.years == "" {
		s.years = "contract"
	}
	oneOf(problems, "caps.over", def.Caps.Over, "forfeit", "carry")
	switch {
	case def.Caps.Over != "carry" && def.Caps.Carry != 0:
		problems.Add("caps.carry", slakit.ErrInvalid, `only over "carry" reads it`)
	case def.Caps.Over == "carry" && (def.Caps.Carry < 1 || def.Caps.Carry > maxCarry):
		problems.Add("caps.carry", slakit.ErrInvalid, "found %d, want the number of periods, from 1 to %d", def.Caps.Carry, maxCarry)
	}
	s.carry = def.Caps.Carry
	if !sound {
		return
	}
	u, most, ok := s.giving(longest)
	if s.table == nil && u == points && (s.period.unit != 0 || s.year.unit != 0 || def.Minimum != "") {
		problems.Add("caps", slakit.ErrInvalid, "the schedule gives points and no money, want no caps and no minimum, or a rule that turns points into a credit")
		return
	}
	if !ok || u != ofBase {
		return
	}
	for _, c := range [...]struct {
		path string
		cap  amount
	}{{"caps.period", s.period}, {"caps.year", s.year}} {
		if c.cap.unit == ofBase && c.cap.number.Cmp(most) > 0 {
			problems.Add(c.path, slakit.ErrInvalid, "found %v, want at most the %s that the values of a period can reach", c.cap, percentage(most))
		}
	}
}

func (s *Schedule) cap(problems *problem.List, path, text string) amount {
	if text == "" {
		return amount{}
	}
	a, err := parseAmount(text)
	if err == nil && a.unit == points {
		err = problem.New(slakit.ErrInvalid, "found %s, want a percentage or an amount of money", clip(text))
	}
	problems.Refuse(path, err)
	if err == nil && a.unit == sum {
		s.takeCurrency(problems, path, a.currency)
	}
	return a
}

func (s *Schedule) compileRest(problems *problem.List, def Definition) {
	var err error
	if def.Minimum != "" {
		s.minimum, err = money.Parse(def.Minimum)
		if err == nil && s.minimum.Sign() < 0 {
			err = problem.New(slakit.ErrInvalid, "found %v, want 0 or more", s.minimum)
		}
		problems.Refuse("minimum", err)
		s.takeCurrency(problems, "minimum", s.minimum.Currency())
	}
	if e := def.EarnBack; e != nil {
		s.earnBack = &earnBack{share: optionalShare(problems, "earnBack.percent", e.Percent), periods: e.Periods}
		if e.Percent == "" {
			problems.Add("earnBack.percent", slakit.ErrRequired, "want the part that is returned, such as 100%%")
		} else if s.earnBack.share.GreaterThan(one) {
			problems.Add("earnBack.percent", slakit.ErrInvalid, "found %s, want at most 100%%", e.Percent)
		}
		if e.Periods < 1 || e.Periods > maxGood {
			problems.Add("earnBack.periods", slakit.ErrInvalid, "found %d, want the number of good periods, from 1 to %d", e.Periods, maxGood)
		}
	}
	if def.Claim != "" {
		s.claimed = true
		s.claim, err = calendar.ParsePeriod(def.Claim)
		problems.Refuse("claim", err)
	}
	s.rounding, err = money.ParseRounding(def.Rounding)
	problems.Refuse("rounding", err)
	for _, list := range [...]struct {
		path  string
		names []string
	}{{"rows", def.Rows}, {"base", def.Base}} {
		if len(list.names) > maxNames {
			problems.Add(list.path, slakit.ErrLimit, "found %d names, want at most %d", len(list.names), maxNames)
			continue
		}
		for i, n := range list.names {
			at := problem.Index(list.path, i)
			name(problems, at, n)
			if slices.Contains(list.names[:i], n) {
				problems.Add(at, slakit.ErrDuplicate, "%q is listed already", clip(strings.ToValidUTF8(n, "?")))
			}
		}
	}
}

// ID returns the schedule's id.
func (s *Schedule) ID() string { return s.id }

// Period returns the measured period that contains day, for a contract that
// starts on start.
func (s *Schedule) Period(day, start calendar.Date) cost.Days { return s.periods.Of(day, start) }

// Year returns the year to whose cap a period belongs that begins on day: of
// the contract, which starts on start, or of the calendar. A rolling year is the
// one that ends with the period, which is not this one.
func (s *Schedule) Year(day, start calendar.Date) cost.Days {
	if s.years == "calendar" {
		return calendarYears.Of(day, start)
	}
	return contractYears.Of(day, start)
}

var (
	calendarYears, _ = cost.NewPeriods("P1Y", "calendar")
	contractYears, _ = cost.NewPeriods("P1Y", "start")
)
