package term_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/money"
	"github.com/slakit/slakit/contract/term"
)

// conformance holds the calendars of the file and answers its cases.
type conformance struct {
	calendars map[string]*calendar.Calendar
}

// A dateCase is a case as it is written, by key.
type dateCase map[string]json.RawMessage

// caseKeys say how each kind of case is asked. Any other kind, and any other
// key, makes the run fail.
var caseKeys = map[string]string{
	"add_period":                "start term convention",
	"term_end":                  "start term convention",
	"term_end_calendar_aligned": "start term convention",
	"renewal_chain":             "start term renewal renewals convention",
	"current_term_at":           "start term renewal max_renewals at convention",
	"notice_latest":             "end notice convention roll calendar",
	"business_days_before":      "event days calendar",
	"reminder":                  "start end term notice lead_days leads convention calendar roll",
	"notice_window":             "end not_earlier not_later convention",
	"notice_effective":          "given notice target minimum_until calendar start",
	"limit_end":                 "event term convention calendar",
	"roll":                      "date convention calendar",
	"advance":                   "start term convention end_of_month calendar",
	"day_count":                 "start end_exclusive convention",
	"status_at":                 "start end at convention",
	"succession":                "end successor_start convention",
	"suspend":                   "start end suspension convention",
	"co_term":                   "items convention",
}

// notRun are the kinds that other packages answer: credits, allocation and
// indexation in contract/credit, contract/cost and contract/money, availability
// in sla. They are listed so that an unknown kind fails here.
var notRun = strings.Fields(`
	tier_below availability_then_tier per_started_block per_step_below proportional shortfall_factor points_sequence
	points_table at_risk_pool combine cap_carry_forward earn_back allocate index availability`)

func TestConformanceContracts(t *testing.T) {
	dir := os.Getenv("SLAKIT_CONFORMANCE")
	if dir == "" {
		dir = filepath.Join("..", "..", "testdata", "conformance")
	}
	const file = "contracts.json"
	data, err := os.ReadFile(filepath.Join(dir, file))
	require.NoError(t, err)
	var doc struct {
		Meta struct {
			DateRules   map[string]string `json:"date_rules"`
			CreditKinds map[string]string `json:"credit_kinds"`
			Calendars   map[string]struct {
				Weekend    []string `json:"weekend"`
				NonWorking []string `json:"non_working"`
			} `json:"calendars"`
		} `json:"meta"`
		DateCases []dateCase `json:"date_cases"`
	}
	require.NoError(t, json.Unmarshal(data, &doc))
	for rule := range doc.Meta.DateRules {
		require.Contains(t, caseKeys, rule, "a kind without an answer")
	}
	for kind := range doc.Meta.CreditKinds {
		require.Contains(t, notRun, kind, "a kind without an answer")
	}

	c := conformance{map[string]*calendar.Calendar{}}
	for name, def := range doc.Meta.Calendars {
		c.calendars[name] = workdays(t, def.Weekend, def.NonWorking)
	}
	require.NotEmpty(t, doc.DateCases, "%s holds no dates", file)
	agree, marked := 0, 0
	for i, dc := range doc.DateCases {
		var head struct {
			ID, Rule, Source string
			Unsure           bool
			Want             any
		}
		for key, into := range map[string]any{"id": &head.ID, "rule": &head.Rule, "source": &head.Source, "unsure": &head.Unsure, "want": &head.Want} {
			require.NoError(t, json.Unmarshal(dc[key], into), "case %d: %s", i, key)
		}
		keys, ok := caseKeys[head.Rule]
		require.True(t, ok, "case %s: unknown kind %q", head.ID, head.Rule)
		for key := range dc {
			if !slices.Contains(strings.Fields("id rule source want unsure value_in_source note "+keys), key) {
				t.Errorf("case %s: unknown key %q", head.ID, key)
			}
		}
		got, err := c.answer(head.Rule, dc)
		switch want := head.Want; {
		case err != nil:
			t.Errorf("case %s (%s): %v", head.ID, head.Source, err)
		case !matches(want, got):
			t.Errorf("case %s (%s): want %v, got %v", head.ID, head.Source, want, got)
		case head.Unsure:
			marked++
			t.Logf("case %s is marked unsure; it holds under %s", head.ID, dc["convention"])
		default:
			agree++
		}
	}
	t.Logf("conformance %s: %d agree, %d marked", file, agree, marked)
}

// matches compares an answer with what is wanted: of an object only the keys
// that are asked for.
func matches(want, got any) bool {
	if w, ok := want.(map[string]any); ok {
		g, ok := got.(map[string]any)
		for key := range w {
			if value, known := g[key]; !known || !matches(w[key], value) {
				return false
			}
		}
		return ok
	}
	return fmt.Sprint(want) == fmt.Sprint(got)
}

// workdays returns the calendar of a weekend and other days off.
func workdays(t testing.TB, weekend, off []string) *calendar.Calendar {
	t.Helper()
	def := calendar.Definition{Name: "workdays", Zone: "UTC"}
	for day := time.Sunday; day <= time.Saturday; day++ {
		if name := day.String()[:3]; !slices.Contains(weekend, name) {
			def.Hours = append(def.Hours, calendar.Hours{Days: strings.ToLower(name), Open: "08:00", Close: "17:00"})
		}
	}
	for _, d := range off {
		def.Holidays = append(def.Holidays, calendar.Holiday{Date: d})
	}
	cal, err := calendar.Compile(def, nil)
	require.NoError(t, err)
	return cal
}

var errKey = errors.New("key")

// date, length, text and the like read a key; a missing one is the zero value.
func (dc dateCase) read(key string, into any) {
	if raw, ok := dc[key]; ok {
		if err := json.Unmarshal(raw, into); err != nil {
			panic(fmt.Errorf("%w %s: %w", errKey, key, err))
		}
	}
}

func (dc dateCase) date(key string) (d calendar.Date) {
	if string(dc[key]) != "null" {
		dc.read(key, &d)
	}
	return d
}

// length reads a term that may be negative; "4B" are business days.
func (dc dateCase) length(key string) (l term.Length, negative bool) {
	s, negative := strings.CutPrefix(dc.text(key), "-")
	if s == "" {
		return l, false
	}
	if days, ok := strings.CutSuffix(s, "B"); ok {
		n, err := strconv.Atoi(strings.TrimPrefix(days, "P"))
		if err != nil {
			panic(fmt.Errorf("%w %s: %w", errKey, key, err))
		}
		return term.Length{BusinessDays: n}, negative
	}
	l, err := term.ParseLength(s)
	if err != nil {
		panic(fmt.Errorf("%w %s: %w", errKey, key, err))
	}
	return l, negative
}

func (dc dateCase) text(key string) (s string) { dc.read(key, &s); return s }

// rules reads the conventions, which are joined by + or a comma.
func (dc dateCase) rules() (r term.Rules, rest []string, err error) {
	for _, name := range strings.FieldsFunc(dc.text("convention"), func(r rune) bool { return r == '+' || r == ',' }) {
		switch name {
		case "clip":
			r.Months = term.Clip
		case "eom":
			r.Months = term.EndOfMonth
		case "day-before-corresponding":
			r.LastDay = term.DayBefore
		case "exclusive-minus-one":
			r.LastDay = term.ExclusiveMinusOne
		case "exclusive-end":
			// The day after the last is called the end: the day that begins the
			// next year is taken as the last one.
			r.LastDay = term.Anniversary
		case "calendar-aligned", "month-aligned":
			r.LastDay = term.MonthAligned
		case "forward-latest":
			r.Notice = term.Forward
		case "backward-inclusive", "backward-exclusive", "clear-days":
			r.Notice = term.NoticeRule(name)
		case "inclusive-end", "anchored":
		default:
			rest = append(rest, name)
		}
	}
	if roll := dc.text("roll"); roll != "" {
		r.Roll = roll
	}
	return r, rest, nil
}

// answer returns what the package says to a case, in the shape of its want.
func (c conformance) answer(rule string, dc dateCase) (got any, err error) {
	defer func() {
		if failed := recover(); failed != nil {
			e, ok := failed.(error)
			if !ok || !errors.Is(e, errKey) {
				panic(failed)
			}
			err = e
		}
	}()
	cal := c.calendars[dc.text("calendar")]
	if cal == nil && dc.text("calendar") != "" {
		return nil, fmt.Errorf("unknown calendar %q", dc.text("calendar"))
	}
	switch rule {
	case "limit_end":
		return c.limit(dc, cal)
	case "roll", "advance":
		return c.roll(rule, dc, cal)
	case "day_count":
		return dayCount(dc)
	case "suspend", "co_term":
		return c.named(rule, dc)
	}
	rules, rest, err := dc.rules()
	if err != nil {
		return nil, err
	}
	if rule == "term_end_calendar_aligned" {
		rules.LastDay = term.MonthAligned
	}
	counter, err := term.Compile(rules, cal)
	if err != nil {
		return nil, err
	}
	if len(rest) > 0 && !(rest[0] == "iterative" && rule == "renewal_chain") && !(rest[0] == "overflow" && rule == "add_period") {
		return nil, fmt.Errorf("unknown convention %q", rest)
	}
	start, end := dc.date("start"), dc.date("end")
	length, _ := dc.length("term")
	notice, _ := dc.length("notice")
	switch rule {
	case "add_period":
		if rest != nil { // what AddDate of package time does; for contrast only
			t := time.Date(start.Year()+length.Years, start.Month()+time.Month(length.Months), start.Day()+7*length.Weeks+length.Days, 0, 0, 0, 0, time.UTC)
			return t.Format(time.DateOnly), nil
		}
		return counter.Add(start, length), nil
	case "term_end", "term_end_calendar_aligned":
		return counter.Last(start, length), nil
	case "renewal_chain":
		renewal, _ := dc.length("renewal")
		var renewals int
		dc.read("renewals", &renewals)
		return chain(counter, start, length, renewal, renewals, rest != nil), nil
	case "current_term_at":
		return c.currentTerm(counter, dc)
	case "notice_latest":
		n, ok := counter.Notice(end, notice)
		if !ok {
			return nil, errors.New("no notice day")
		}
		return n.Latest, nil
	case "business_days_before":
		var days int
		dc.read("days", &days)
		return counter.Sub(dc.date("event"), term.Length{BusinessDays: days}), nil
	case "reminder":
		return reminders(counter, dc)
	case "notice_window":
		earliest, _ := dc.length("not_earlier")
		latest, _ := dc.length("not_later")
		w, ok := counter.Window(end, earliest, latest)
		if !ok {
			return nil, errors.New("no window")
		}
		return map[string]any{"opens": w.Opens, "closes": w.Closes}, nil
	case "notice_effective":
		return effective(counter, dc, cal)
	case "status_at":
		names := []string{"preliminary", "current", "past"}
		return names[term.Term{First: start, Last: end}.Compare(dc.date("at"))+1], nil
	case "succession":
		switch gap := term.Gap(end, dc.date("successor_start")); {
		case gap > 0:
			return map[string]any{"kind": "gap", "days": gap}, nil
		case gap < 0:
			return map[string]any{"kind": "overlap", "days": -gap}, nil
		default:
			return map[string]any{"kind": "contiguous", "days": 0}, nil
		}
	}
	return nil, fmt.Errorf("unknown kind %q", rule)
}

// chain lists the first and last days of terms. The iterative way, for
// contrast, starts a chain of its own after every term.
func chain(c *term.Counter, start calendar.Date, length, renewal term.Length, renewals int, iterative bool) (list [][]calendar.Date) {
	ch := c.Chain(start, length, renewal)
	for n := range renewals + 1 {
		t, _ := ch.Term(n)
		if iterative {
			one := c.Chain(start, length, term.Length{})
			t, _ = one.Term(0)
			start, length = t.Last.Next(), renewal
		}
		list = append(list, []calendar.Date{t.First, t.Last})
	}
	return list
}

func (c conformance) currentTerm(counter *term.Counter, dc dateCase) (any, error) {
	length, _ := dc.length("term")
	renewal, _ := dc.length("renewal")
	ch := counter.Chain(dc.date("start"), length, renewal)
	at := dc.date("at")
	t, ok := ch.At(at)
	if !ok {
		return nil, errors.New("no term")
	}
	if dc["max_renewals"] != nil && string(dc["max_renewals"]) != "null" {
		var most int
		dc.read("max_renewals", &most)
		if t.N > most {
			t, _ = ch.Term(most)
		}
	}
	names := []string{"preliminary", "current", "past"}
	got := map[string]any{
		"state": names[t.Compare(at)+1], "renewals_done": t.N, "term": []calendar.Date{t.First, t.Last},
		"first": t.First, "last": t.Last, "start": t.First, "end": t.Last,
	}
	if t.Compare(at) > 0 {
		got["ended"] = t.Last
	}
	return got, nil
}

// reminders are leads before the notice day.
func reminders(c *term.Counter, dc dateCase) (any, error) {
	notice, _ := dc.length("notice")
	last := dc.date("end")
	if last.IsZero() {
		length, _ := dc.length("term")
		last = c.Last(dc.date("start"), length)
	}
	n, ok := c.Notice(last, notice)
	if !ok {
		return nil, errors.New("no notice day")
	}
	var leads []int
	dc.read("leads", &leads)
	if leads == nil {
		var lead int
		dc.read("lead_days", &lead)
		return n.Latest.AddDays(-lead), nil
	}
	var days []calendar.Date
	for _, lead := range leads {
		days = append(days, n.Latest.AddDays(-lead))
	}
	return days, nil
}

func effective(c *term.Counter, dc dateCase, cal *calendar.Calendar) (any, error) {
	notice, _ := dc.length("notice")
	given := dc.date("given")
	exit := term.Exit(dc.text("target"))
	switch exit {
	case "none":
		exit = term.AnyDay
	case "month-end-grace-3rd-working-day":
		if cal == nil {
			return nil, errors.New("no calendar")
		}
		// Saturdays count as working days here, whatever the calendar says.
		exit, given = term.MonthEnd, term.Graced(given, 3, withSaturdays(cal))
	}
	if !slices.Contains(term.Exits(), exit) {
		return nil, fmt.Errorf("unknown target %q", exit)
	}
	minimum := dc.date("minimum_until")
	last, ok := c.Effective(given, notice, func(d calendar.Date) (calendar.Date, bool) {
		if d.Compare(minimum) < 0 {
			d = minimum
		}
		return c.Exit(exit, &term.Chain{}, dc.date("start"), d)
	})
	if !ok {
		return nil, errors.New("no exit")
	}
	return last, nil
}

// withSaturdays returns the business days of 2024 to 2026 of a calendar and the
// Saturdays that are no holidays.
func withSaturdays(cal *calendar.Calendar) *calendar.Calendar {
	def := calendar.Definition{Name: "saturdays", Zone: "UTC", Hours: []calendar.Hours{{Days: "mon-sat", Open: "08:00", Close: "17:00"}}}
	first, _ := calendar.NewDate(2020, 1, 1)
	for d := first; d.Year() < 2030; d = d.Next() {
		if cal.Day(d).Source == calendar.SourceHoliday {
			def.Holidays = append(def.Holidays, calendar.Holiday{Date: d.String()})
		}
	}
	with, err := calendar.Compile(def, nil)
	if err != nil {
		panic(err)
	}
	return with
}

func (conformance) limit(dc dateCase, cal *calendar.Calendar) (any, error) {
	limit, ok := term.Statute(dc.text("convention"))
	if !ok {
		return nil, fmt.Errorf("unknown law %q", dc.text("convention"))
	}
	c, err := term.Compile(term.Rules{}, cal)
	if err != nil {
		return nil, err
	}
	length, back := dc.length("term")
	end := limit.End
	if back {
		end = limit.Start
	}
	d, ok := end(c, dc.date("event"), length)
	if !ok {
		return nil, errors.New("no such day")
	}
	return d, nil
}

// roll answers roll and advance: start plus a period, then the convention.
// Business days are added without it. At the end of a month the last business
// day, or unadjusted the last day, leads to the last one.
func (conformance) roll(rule string, dc dateCase, cal *calendar.Calendar) (any, error) {
	name := dc.text("convention")
	if name == "unadjusted" {
		name = "none"
	}
	roll, err := calendar.ParseRoll(name)
	if err != nil {
		return nil, err
	}
	var atEnd bool
	dc.read("end_of_month", &atEnd)
	start := dc.date("date")
	if rule == "advance" {
		start = dc.date("start")
	}
	length, back := dc.length("term")
	var rules term.Rules
	if atEnd && roll == calendar.RollNone {
		rules.Months = term.EndOfMonth
	}
	c, err := term.Compile(rules, cal)
	if err != nil {
		return nil, err
	}
	d := c.Add(start, length)
	if back {
		d = c.Sub(start, length)
	}
	if last, ok := cal.LastBusinessDay(start); atEnd && ok && start.Compare(last) >= 0 && length.Months+length.Years > 0 && roll != calendar.RollNone {
		d, _ = cal.LastBusinessDay(d)
		return d, nil
	}
	d, ok := cal.Roll(d, roll)
	if !ok {
		return nil, errors.New("no business day")
	}
	return d, nil
}

// dayCount asks package cost, which has the day counts.
func dayCount(dc dateCase) (any, error) {
	count, err := cost.ParseDayCount(dc.text("convention"))
	if err != nil {
		return nil, err
	}
	days := cost.Days{First: dc.date("start"), Last: dc.date("end_exclusive").Prev()}
	years, n := count.Years(days), days.Count()
	if count == cost.Thirty360 || count == cost.ThirtyE360 {
		twelfths := years.Mul(money.Int(360))
		n, err = strconv.Atoi(twelfths.String())
	}
	return map[string]any{"days": n, "fraction": years.Round(12, money.HalfAway).StringFixed(12)}, err
}

func (conformance) named(rule string, dc dateCase) (any, error) {
	switch name := dc.text("convention"); {
	case rule == "suspend" && name == "extend-by-suspended-days":
		var s []calendar.Date
		dc.read("suspension", &s)
		if len(s) != 2 {
			return nil, errors.New("want a suspension of two days")
		}
		c, err := term.Compile(term.Rules{}, nil)
		if err != nil {
			return nil, err
		}
		end := dc.date("end")
		one := c.ChainTo(dc.date("start"), end, term.Length{})
		moved := one.EndingOn(0, end.AddDays(term.Term{First: s[0], Last: s[1]}.Days()))
		t, _ := moved.Term(0)
		return map[string]any{"stopped": s[0].Prev(), "resumes": s[1].Next(), "new_end": t.Last}, nil
	case rule == "co_term" && (name == "floor" || name == "half-up"):
		var items []term.Share
		dc.read("items", &items)
		days, err := term.CoTerm(items, name == "half-up")
		return map[string]any{"days": days}, err
	default:
		return nil, fmt.Errorf("unknown convention %q", name)
	}
}
