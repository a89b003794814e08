package calendar_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/slakit/slakit/calendar"
)

// A conformanceCase is one case of testdata/conformance; its README says how
// it reads.
type conformanceCase struct {
	ID       string                 `json:"id"`
	Kind     string                 `json:"kind"`
	TZ       string                 `json:"tz"`
	Weekly   map[string][][2]string `json:"weekly"`
	Holidays struct {
		Yearly []string `json:"yearly"`
		Once   []string `json:"once"`
	} `json:"holidays"`
	Exceptions map[string][][2]string `json:"exceptions"`
	Start      string                 `json:"start"`
	End        string                 `json:"end"`
	AmountS    *float64               `json:"amount_s"`
	AmountDays *int                   `json:"amount_days"`
	EndRule    string                 `json:"end_rule"`
	Land       string                 `json:"land"`
	Mode       string                 `json:"mode"`
	Note       string                 `json:"note"`
	Quirk      string                 `json:"quirk"`
	Want       json.RawMessage        `json:"want"`
	Ref        json.RawMessage        `json:"ref"`
	Exact      json.RawMessage        `json:"exact"`
}

// conformanceFiles are the files the calendar's cases lie in.
var conformanceFiles = []string{"libraries.json", "edges.json", "desks.json"}

func conformanceCases(t *testing.T, file string) []conformanceCase {
	t.Helper()
	dir := cmp.Or(os.Getenv("SLAKIT_CONFORMANCE"), filepath.Join("..", "testdata", "conformance"))
	data, err := os.ReadFile(filepath.Join(dir, file))
	if err != nil {
		t.Fatal(err)
	}
	var cases []conformanceCase
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		t.Fatalf("%s holds no cases", file)
	}
	return cases
}

func TestConformance(t *testing.T) {
	for _, file := range conformanceFiles {
		t.Run(file, func(t *testing.T) {
			agree, marked := runConformance(t, file, func(def calendar.Definition) (engine, error) {
				c, err := calendar.Compile(def, nil)
				return calendarEngine{c}, err
			})
			t.Logf("conformance %s: %d agree, %d marked", file, agree, marked)
		})
	}
}

// TestOracleCases holds the oracle to the same cases: it is the measure of all
// else.
func TestOracleCases(t *testing.T) {
	for _, file := range conformanceFiles {
		t.Run(file, func(t *testing.T) {
			runConformance(t, file, func(def calendar.Definition) (engine, error) { return newOracle(def, nil), nil })
		})
	}
}

func runConformance(t *testing.T, file string, compile func(calendar.Definition) (engine, error)) (agree, marked int) {
	for _, c := range conformanceCases(t, file) {
		if c.Kind == "sla" {
			continue // a whole ticket: package sla runs it
		}
		want, ok := c.wanted()
		if !ok {
			marked++
			continue
		}
		got, err := c.ask(compile)
		switch {
		case err != nil:
			t.Errorf("%s (%s): %v", c.ID, c.Kind, err)
		case got != want:
			t.Errorf("%s (%s): got %s, want %s", c.ID, c.Kind, got, want)
		default:
			agree++
		}
	}
	return agree, marked
}

// wanted returns the answer that holds here, normalised like those of ask. It
// is false for cases that are left out.
func (c conformanceCase) wanted() (string, bool) {
	if strings.HasPrefix(c.Note, "INTERPRETATION") {
		return "", false
	}
	raw := c.Want
	switch {
	case len(c.Ref) > 0 && string(c.Ref) != "null":
		raw = c.Ref
	case len(c.Exact) > 0 && string(c.Exact) != "null":
		raw = c.Exact
	case c.Quirk != "":
		return "", false
	}
	if len(raw) == 0 || string(raw) == "null" {
		return "never", true
	}
	var text string
	var seconds float64
	switch {
	case json.Unmarshal(raw, &seconds) == nil:
		return secondsText(seconds), true
	case json.Unmarshal(raw, &text) != nil:
		return string(raw), true // a truth value
	}
	at, err := c.instant(text)
	if err != nil {
		return err.Error(), true
	}
	return stamp(at), true
}

func secondsText(seconds float64) string { return strconv.FormatFloat(seconds, 'f', -1, 64) }

// instant reads an instant: local times by T2.
func (c conformanceCase) instant(s string) (int64, error) {
	if local, err := time.Parse("2006-01-02T15:04:05", s); err == nil {
		return zoneNamed(cmp.Or(c.TZ, "UTC")).first(local.Unix()) * second, nil
	}
	at, err := time.Parse(time.RFC3339Nano, s)
	return at.UnixNano(), err
}

// definition writes the case's calendar.
func (c conformanceCase) definition() (calendar.Definition, error) {
	def := calendar.Definition{Name: c.ID, Zone: cmp.Or(c.TZ, "UTC")}
	for day, list := range c.Weekly {
		joined, err := joinWindows(list)
		if err != nil {
			return def, err
		}
		for _, w := range joined {
			def.Hours = append(def.Hours, calendar.Hours{Days: day, Open: w.Open, Close: w.Close})
		}
	}
	for _, d := range append(c.Holidays.Yearly, c.Holidays.Once...) {
		def.Holidays = append(def.Holidays, calendar.Holiday{Date: d})
	}
	for d, list := range c.Exceptions {
		joined, err := joinWindows(list)
		if err != nil {
			return def, err
		}
		def.Exceptions = append(def.Exceptions, calendar.Exception{Date: d, Hours: joined})
	}
	return def, nil
}

// joinWindows joins windows of one day that overlap or touch.
func joinWindows(list [][2]string) ([]calendar.Opening, error) {
	var all, joined []window
	for _, w := range list {
		all = append(all, windowOf(w[0], w[1]))
	}
	slices.SortFunc(all, func(a, b window) int { return cmp.Compare(a.open, b.open) })
	for _, w := range all {
		if n := len(joined); n > 0 && w.open <= joined[n-1].close {
			joined[n-1].close = max(joined[n-1].close, w.close)
			continue
		}
		joined = append(joined, w)
	}
	for _, w := range joined {
		if w.close-w.open > dayLong {
			return nil, fmt.Errorf("windows %v join to more than a day, which no definition can say", list)
		}
	}
	return written(joined), nil
}

// An engine answers the questions of conformance cases: a calendar, the
// oracle, or a calendar without hours that was refused.
type engine interface {
	isOpen(at int64) bool
	between(from, to int64) int64
	add(at, d int64) int64
	addBusinessDays(at int64, n int, rule string) int64
	next(at int64) (stretchOpen, bool)
	previous(at int64) (stretchOpen, bool)
}

type calendarEngine struct{ c *calendar.Calendar }

func (e calendarEngine) isOpen(at int64) bool { return e.c.IsOpen(instant(at)) }

func (e calendarEngine) between(from, to int64) int64 {
	return int64(e.c.Between(instant(from), instant(to)))
}

func (e calendarEngine) add(at, d int64) int64 {
	return nanos(e.c.Add(instant(at), time.Duration(d)))
}

func (e calendarEngine) addBusinessDays(at int64, n int, text string) int64 {
	if text == "" {
		return nanos(e.c.AddBusinessDays(instant(at), n, nil))
	}
	rule, err := calendar.ParseDayRule(text)
	if err != nil {
		panic(err)
	}
	return nanos(e.c.AddBusinessDays(instant(at), n, &rule))
}

func (e calendarEngine) next(at int64) (stretchOpen, bool) {
	s, ok := e.c.Next(instant(at))
	return stretchOpen{nanos(s.Start), nanos(s.End)}, ok
}

func (e calendarEngine) previous(at int64) (stretchOpen, bool) {
	s, ok := e.c.Previous(instant(at))
	return stretchOpen{nanos(s.Start), nanos(s.End)}, ok
}

// A closedEngine answers for a calendar that is never open.
type closedEngine struct{}

func (closedEngine) isOpen(int64) bool          { return false }
func (closedEngine) between(int64, int64) int64 { return 0 }
func (closedEngine) add(at, d int64) int64 {
	if d == 0 {
		return at
	}
	return never
}

func (closedEngine) addBusinessDays(at int64, n int, rule string) int64 {
	if n == 0 && rule == "" {
		return at
	}
	return never
}
func (closedEngine) next(int64) (w stretchOpen, ok bool)     { return w, false }
func (closedEngine) previous(int64) (w stretchOpen, ok bool) { return w, false }

// ask puts the case's question.
func (c conformanceCase) ask(compile func(calendar.Definition) (engine, error)) (string, error) {
	if c.Mode != "" && c.Mode != "strict" {
		return "", fmt.Errorf("unknown mode %q", c.Mode)
	}
	def, err := c.definition()
	if err != nil {
		return "", err
	}
	e, err := compile(def)
	if err != nil {
		if len(def.Hours) > 0 || slices.ContainsFunc(def.Exceptions, func(x calendar.Exception) bool { return len(x.Hours) > 0 }) {
			return "", err
		}
		e = closedEngine{} // no hours: refusing the definition is an answer, too
	}
	at, err := c.instant(c.Start)
	if err != nil {
		return "", err
	}
	switch c.Kind {
	case "add":
		u, err := c.sum(e, at)
		return stamp(u), err
	case "between":
		to, err := c.instant(c.End)
		if err != nil {
			return "", err
		}
		return secondsText(time.Duration(e.between(at, to)).Seconds()), nil
	case "isopen":
		return fmt.Sprint(e.isOpen(at)), nil
	case "nextopen", "nextclose":
		w, ok := e.next(at)
		if c.Mode == "strict" && ok && (w.start == never || w.start <= at) {
			w, ok = e.next(w.end)
		}
		switch {
		case !ok:
			return "never", nil
		case c.Kind == "nextopen":
			return stamp(max(w.start, at)), nil
		default:
			return stamp(w.end), nil
		}
	case "prevopen", "prevclose":
		w, ok := e.previous(at)
		if c.Mode == "strict" && ok && (w.end == never || w.end >= at) {
			w, ok = e.previous(w.start)
		}
		switch {
		case !ok:
			return "never", nil
		case c.Kind == "prevopen":
			return stamp(w.start), nil
		case w.end == never:
			return stamp(at), nil
		default:
			return stamp(min(w.end, at)), nil
		}
	default:
		return "", fmt.Errorf("unknown kind %q", c.Kind)
	}
}

// sum answers an add, and lands it as the case says.
func (c conformanceCase) sum(e engine, at int64) (int64, error) {
	var u int64
	var back bool
	switch {
	case c.AmountDays != nil:
		rule := ""
		switch c.EndRule {
		case "":
		case "end_of_working_day":
			rule = "by close"
		default:
			return 0, fmt.Errorf("unknown end_rule %q", c.EndRule)
		}
		u, back = e.addBusinessDays(at, *c.AmountDays, rule), *c.AmountDays < 0
	case c.AmountS != nil:
		whole, part := math.Modf(*c.AmountS)
		u, back = e.add(at, int64(whole)*second+int64(math.Round(part*1e9))), *c.AmountS < 0
	default:
		return 0, fmt.Errorf("an add without an amount")
	}
	switch {
	case c.Land == "" || u == never:
		return u, nil
	case c.Land != "roll":
		return 0, fmt.Errorf("unknown land %q", c.Land)
	case back:
		if w, ok := e.next(u); ok && w.start == u { // on an opening edge
			w, ok = e.previous(u)
			if !ok {
				return never, nil
			}
			return w.end, nil
		}
	default:
		if w, ok := e.previous(u); ok && w.end == u { // on a closing edge
			w, ok = e.next(u)
			if !ok {
				return never, nil
			}
			return w.start, nil
		}
	}
	return u, nil
}
