package sla_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/sla"
)

// deskCase is a whole ticket from the test suite of another service desk.
type deskCase struct {
	ID         string                          `json:"id"`
	Source     string                          `json:"source"`
	Also       json.RawMessage                 `json:"also"`
	Kind       string                          `json:"kind"`
	TZ         string                          `json:"tz"`
	Weekly     map[string][][2]string          `json:"weekly"`
	Holidays   struct{ Yearly, Once []string } `json:"holidays"`
	Exceptions map[string][][2]string          `json:"exceptions"`
	Start      string                          `json:"start"`
	At         string                          `json:"at"`
	Events     []struct{ At, Set string }      `json:"events"`
	Targets    map[string]*int64               `json:"targets"`
	TargetsBy  map[string]map[string]*int64    `json:"targets_by"`
	Policy     struct {
		PauseAffects []string `json:"pause_affects"`
		EndRule      string   `json:"end_rule"`
	} `json:"policy"`
	Want      map[string]json.RawMessage `json:"want"`
	Exact     map[string]json.RawMessage `json:"exact"`
	Ref       map[string]json.RawMessage `json:"ref"`
	Note      string                     `json:"note"`
	Quirk     string                     `json:"quirk"`
	QuirkKind string                     `json:"quirk_kind"`
	Boundary  json.RawMessage            `json:"boundary"`
}

type deskEscalation struct {
	Clock      string `json:"clock"`
	OffsetS    *int64 `json:"offset_s"`
	OffsetDays *int64 `json:"offset_days"`
	Due        string `json:"due"`
}

// calendarKinds are answered by the runner of package calendar.
var calendarKinds = []string{"add", "between", "isopen", "nextopen", "nextclose", "prevopen", "prevclose"}

var deskMetrics = []string{"response", "update", "resolution"}

func TestConformanceDesks(t *testing.T) {
	dir := os.Getenv("SLAKIT_CONFORMANCE")
	if dir == "" {
		dir = filepath.Join("..", "testdata", "conformance")
	}
	const file = "desks.json"
	data, err := os.ReadFile(filepath.Join(dir, file))
	require.NoError(t, err)
	var raw []json.RawMessage
	require.NoError(t, json.Unmarshal(data, &raw))

	agree, marked, seen := 0, 0, 0
	for i, r := range raw {
		var head struct{ ID, Kind string }
		require.NoError(t, json.Unmarshal(r, &head), "case %d", i)
		if slices.Contains(calendarKinds, head.Kind) {
			continue
		}
		require.Equal(t, "sla", head.Kind, "case %s: unknown kind", head.ID)
		seen++
		c, err := readDeskCase(r)
		if err != nil {
			t.Errorf("case %s: %v", head.ID, err)
			continue
		}
		if strings.HasPrefix(c.Note, "INTERPRETATION") || c.Quirk != "" && c.Exact == nil && c.Ref == nil {
			marked++
			continue
		}
		maps.Copy(c.Want, c.Exact)
		maps.Copy(c.Want, c.Ref)
		if problems := c.run(t); len(problems) > 0 {
			t.Errorf("case %s (%s):\n\t%s", c.ID, c.Source, strings.Join(problems, "\n\t"))
			continue
		}
		agree++
	}
	require.NotZero(t, seen, "%s holds no ticket", file)
	t.Logf("conformance %s: %d agree, %d marked", file, agree, marked)
}

func readDeskCase(data []byte) (deskCase, error) {
	dec := json.NewDecoder(strings.NewReader(string(data)))
	dec.DisallowUnknownFields()
	var c deskCase
	err := dec.Decode(&c)
	for key := range c.Targets {
		if err == nil {
			_, _, err = deskTarget(key)
		}
	}
	for _, plan := range c.TargetsBy {
		for key := range plan {
			if err == nil {
				_, _, err = deskTarget(key)
			}
		}
	}
	if err == nil && c.Policy.EndRule != "" && c.Policy.EndRule != "end_of_working_day" {
		err = fmt.Errorf("unknown end_rule %q", c.Policy.EndRule)
	}
	return c, err
}

// deskTarget splits "response_s" into its metric and unit.
func deskTarget(key string) (metric, unit string, err error) {
	metric, unit, _ = strings.Cut(key, "_")
	if !slices.Contains(deskMetrics, metric) || unit != "s" && unit != "days" {
		return "", "", fmt.Errorf("unknown target %q", key)
	}
	return metric, unit, nil
}

// run evaluates the case and lists what differs.
func (c deskCase) run(t *testing.T) (problems []string) {
	def, err := c.definition()
	if err != nil {
		return []string{err.Error()}
	}
	data, err := json.Marshal(def)
	require.NoError(t, err)
	parsed, err := sla.Parse(data)
	if err != nil {
		return []string{err.Error()}
	}
	engine, err := sla.Compile(parsed, nil)
	if err != nil {
		if c.neverOpen() {
			return nil // a calendar without hours may be refused
		}
		return []string{err.Error()}
	}
	ticket, at, err := c.ticket()
	if err != nil {
		return []string{err.Error()}
	}
	report, err := engine.Evaluate(ticket, at)
	if err != nil {
		return []string{err.Error()}
	}
	for _, key := range slices.Sorted(maps.Keys(c.Want)) {
		if p := c.check(&report, key, c.Want[key]); p != "" {
			problems = append(problems, key+": "+p)
		}
	}
	return problems
}

func (c deskCase) neverOpen() bool {
	for _, windows := range c.Weekly {
		if len(windows) > 0 {
			return false
		}
	}
	for key, want := range c.Want {
		if strings.HasSuffix(key, "_due") && string(want) != "null" {
			return false
		}
	}
	return true
}

// definition writes the case as its author would write it for this engine.
func (c deskCase) definition() (spec, error) {
	cal := specCalendar{Name: "desk", Zone: c.TZ, Hours: []specHours{}}
	for _, day := range slices.Sorted(maps.Keys(c.Weekly)) {
		hours, err := joined(c.Weekly[day])
		if err != nil {
			return spec{}, err
		}
		for _, h := range hours {
			h.Days = day
			cal.Hours = append(cal.Hours, h)
		}
	}
	for _, date := range slices.Concat(c.Holidays.Yearly, c.Holidays.Once) {
		cal.Holidays = append(cal.Holidays, specHoliday{Date: date})
	}
	for _, date := range slices.Sorted(maps.Keys(c.Exceptions)) {
		hours, err := joined(c.Exceptions[date])
		if err != nil {
			return spec{}, err
		}
		cal.Exceptions = append(cal.Exceptions, specException{Date: date, Hours: hours})
	}
	def := spec{Calendars: []specCalendar{cal}, Events: []string{"customer_message", "agent_reply"}}

	// One agreement for each plan that an event may choose, the plain one last.
	for _, plan := range slices.Sorted(maps.Keys(c.TargetsBy)) {
		targets := maps.Clone(c.Targets)
		if targets == nil {
			targets = map[string]*int64{}
		}
		maps.Copy(targets, c.TargetsBy[plan])
		fact, value, _ := strings.Cut(plan, "=")
		def.ServiceLevels = append(def.ServiceLevels, c.level(plan, targets))
		def.Agreements = append(def.Agreements, specAgreement{
			ID: plan, Kind: "sla", ServiceLevel: plan, Match: map[string][]string{fact: {value}},
		})
	}
	def.ServiceLevels = append(def.ServiceLevels, c.level("plain", c.Targets))
	def.Agreements = append(def.Agreements, specAgreement{ID: "plain", Kind: "sla", ServiceLevel: "plain"})
	return def, nil
}

func (c deskCase) level(id string, targets map[string]*int64) specLevel {
	level := specLevel{ID: id, Calendar: "desk", Targets: []specTarget{}}
	for _, metric := range deskMetrics {
		target := specTarget{Metric: metric}
		for key, amount := range targets {
			switch m, unit, _ := deskTarget(key); {
			case m != metric || amount == nil || *amount == 0:
			case unit == "s":
				target.Within = fmt.Sprintf("%ds", *amount)
			case c.Policy.EndRule != "":
				target.Within = fmt.Sprintf("%dbd by close", *amount)
			default:
				target.Within = fmt.Sprintf("%dbd", *amount)
			}
		}
		if target.Within == "" && c.expectsElapsed(metric) {
			target.Within = "none"
		}
		if target.Within == "" {
			continue
		}
		if metric == "update" {
			target.On.Start, target.On.Stop = []string{"customer_message"}, []string{"agent_reply", "resolved"}
		}
		if c.Policy.PauseAffects != nil && !slices.Contains(c.Policy.PauseAffects, metric) {
			target.On.Pause = []string{}
		}
		for i, e := range c.escalations() {
			if e.Clock == metric {
				target.Escalations = append(target.Escalations, specEscalation{Name: fmt.Sprint("step ", i), At: e.text()})
			}
		}
		level.Targets = append(level.Targets, target)
	}
	return level
}

func (c deskCase) expectsElapsed(metric string) bool {
	_, ok := c.Want[metric+"_elapsed_s"]
	_, short := c.Want["elapsed_s"]
	return ok || short && metric == "resolution"
}

func (c deskCase) escalations() (all []deskEscalation) {
	if err := json.Unmarshal(c.Want["escalations"], &all); err != nil {
		return nil // check reports it
	}
	return all
}

func (e deskEscalation) text() string {
	switch {
	case e.OffsetDays != nil:
		return fmt.Sprintf("%+dbd", *e.OffsetDays)
	case e.OffsetS == nil || *e.OffsetS == 0:
		return "100%"
	default:
		return fmt.Sprintf("%+ds", *e.OffsetS)
	}
}

// ticket turns what was set into events.
func (c deskCase) ticket() (sla.Ticket, time.Time, error) {
	zone, err := time.LoadLocation(c.TZ)
	if err != nil {
		return sla.Ticket{}, time.Time{}, err
	}
	last, err := deskInstant(c.Start, zone)
	if err != nil {
		return sla.Ticket{}, time.Time{}, err
	}
	ticket := sla.Ticket{ID: c.ID, Events: []sla.Event{{At: last, Name: sla.Opened}}}
	resolved := false
	for _, e := range c.Events {
		event := sla.Event{}
		if event.At, err = deskInstant(e.At, zone); err != nil {
			return sla.Ticket{}, time.Time{}, err
		}
		switch e.Set {
		case "paused", "responded", "resolved", "agent_reply", "customer_message":
			event.Name = sla.EventName(e.Set)
			resolved = resolved || e.Set == "resolved"
		case "running":
			event.Name = sla.Resumed
			if resolved {
				event.Name, resolved = sla.Reopened, false
			}
		default:
			fact, value, ok := strings.Cut(e.Set, "=")
			if !ok {
				return sla.Ticket{}, time.Time{}, fmt.Errorf("unknown event %q", e.Set)
			}
			event.Name, event.Facts = sla.Changed, sla.Facts{fact: {value}}
		}
		ticket.Events = append(ticket.Events, event)
		last = event.At
	}
	if c.At != "" {
		last, err = deskInstant(c.At, zone)
	}
	return ticket, last, err
}

// deskInstant reads wall clock time of the zone, unless it has an offset.
func deskInstant(s string, zone *time.Location) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t, nil
	}
	wall, err := time.Parse("2006-01-02T15:04:05", s)
	if err != nil {
		return time.Time{}, err
	}
	return firstShowing(wall, zone), nil
}

// check compares one key of what is wanted; "" means that it agrees.
func (c deskCase) check(report *sla.Report, key string, want json.RawMessage) string {
	switch key {
	case "breached":
		breached := slices.ContainsFunc(report.Readings, func(r sla.Reading) bool { return r.Breached && string(r.State) != "replaced" })
		return differs(want, breached)
	case "elapsed_s":
		key = "resolution_elapsed_s"
	case "waiting_s":
		r, _ := report.Reading(sla.Resolution)
		return differs(want, int64(r.Paused/time.Second))
	case "escalations":
		return c.checkEscalations(report, want)
	}
	metric, what, _ := strings.Cut(key, "_")
	if !slices.Contains(deskMetrics, metric) {
		return "unknown key"
	}
	r, ok := report.Reading(sla.Metric(metric))
	switch what {
	case "elapsed_s":
		if !ok {
			return "no reading"
		}
		return differs(want, int64(r.Elapsed/time.Second))
	case "breached":
		return differs(want, r.Breached)
	case "due":
		return c.checkDue(r, want)
	}
	return "unknown key"
}

func differs[T comparable](want json.RawMessage, got T) string {
	var w T
	if err := json.Unmarshal(want, &w); err != nil {
		return err.Error()
	}
	if w != got {
		return fmt.Sprintf("got %v, want %v", got, w)
	}
	return ""
}

func (c deskCase) checkDue(r sla.Reading, want json.RawMessage) string {
	var text *string
	if err := json.Unmarshal(want, &text); err != nil {
		return err.Error()
	}
	if text == nil {
		counts := string(r.State) == "running" || string(r.State) == "paused"
		if !r.Due.IsZero() && (counts || r.Metric != "update") {
			return fmt.Sprintf("got %v, want none", r.Due)
		}
		return ""
	}
	w, err := deskInstant(*text, zoneNamed(c.TZ))
	if err != nil {
		return err.Error()
	}
	if !r.Due.Equal(w) {
		return fmt.Sprintf("got %v, want %v", r.Due, w)
	}
	return ""
}

func (c deskCase) checkEscalations(report *sla.Report, want json.RawMessage) string {
	dec := json.NewDecoder(strings.NewReader(string(want)))
	dec.DisallowUnknownFields()
	var all []deskEscalation
	err := dec.Decode(&all)
	for i, e := range all {
		w, parseErr := deskInstant(e.Due, zoneNamed(c.TZ))
		err = errors.Join(err, parseErr)
		r, _ := report.Reading(sla.Metric(e.Clock))
		found := slices.IndexFunc(r.Escalations, func(f sla.Firing) bool { return f.Name == fmt.Sprint("step ", i) })
		switch {
		case found < 0:
			err = errors.Join(err, fmt.Errorf("%s %s is not listed", e.Clock, e.text()))
		case !r.Escalations[found].At.Equal(w):
			err = errors.Join(err, fmt.Errorf("%s %s: got %v, want %v", e.Clock, e.text(), r.Escalations[found].At, w))
		}
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// joined unites overlapping and touching windows of a date, which a
// definition may not list (T6).
func joined(windows [][2]string) ([]specHours, error) {
	type window struct{ open, close int }
	var all []window
	for _, w := range windows {
		open, err := secondOfDay(w[0])
		if err != nil {
			return nil, err
		}
		end, err := secondOfDay(w[1])
		if err != nil {
			return nil, err
		}
		if end <= open { // into the next date
			end += 86400
		}
		all = append(all, window{open, end})
	}
	slices.SortFunc(all, func(a, b window) int { return a.open - b.open })
	var hours []specHours
	for i := 0; i < len(all); i++ {
		w := all[i]
		for i+1 < len(all) && all[i+1].open <= w.close {
			i++
			w.close = max(w.close, all[i].close)
		}
		if w.close > 86400 {
			w.close -= 86400
		}
		hours = append(hours, specHours{Open: timeOfDay(w.open), Close: timeOfDay(w.close)})
	}
	return hours, nil
}

func secondOfDay(s string) (int, error) {
	if len(s) == len("15:04") {
		s += ":00"
	}
	if s == "24:00:00" {
		return 86400, nil
	}
	t, err := time.Parse("15:04:05", s)
	if err != nil {
		return 0, err
	}
	return t.Hour()*3600 + t.Minute()*60 + t.Second(), nil
}

func timeOfDay(s int) string {
	text := fmt.Sprintf("%02d:%02d", s/3600, s/60%60)
	if s%60 > 0 {
		text += fmt.Sprintf(":%02d", s%60)
	}
	return text
}

func zoneNamed(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}
