package sla_test

import (
	"encoding/json"
	"flag"
	"slices"
	"testing"
	"time"
	_ "time/tzdata" // zone facts after 2024 are needed whatever the system has

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/sla"
)

var (
	lawCases   = flag.Int("laws", 1000, "cases per law")
	lawSeed    = flag.Int64("seed", 20260305, "seed of the cases of the laws")
	scopeDepth = flag.Int("scope", 5, "longest sequence of events tried exhaustively")
	update     = flag.Bool("update", false, "rewrite the golden files")
)

// The types below are a definition as its author writes it. Tests go through
// this text form, so that the model shares no type with the engine.
type (
	spec struct {
		Events        []string              `json:"events,omitempty"`
		Calendars     []specCalendar        `json:"calendars"`
		Matrices      map[string]specMatrix `json:"matrices,omitempty"`
		ServiceLevels []specLevel           `json:"serviceLevels"`
		Agreements    []specAgreement       `json:"agreements"`
		Select        map[string]string     `json:"select,omitempty"`
	}
	specCalendar struct {
		Name       string          `json:"name"`
		Base       string          `json:"base,omitempty"`
		Zone       string          `json:"zone,omitempty"`
		Hours      []specHours     `json:"hours,omitempty"`
		Holidays   []specHoliday   `json:"holidays,omitempty"`
		Exceptions []specException `json:"exceptions,omitempty"`
	}
	specHours struct {
		Days  string `json:"days,omitempty"`
		Open  string `json:"open"`
		Close string `json:"close"`
	}
	specHoliday struct {
		Date string `json:"date"`
	}
	specException struct {
		Date  string      `json:"date"`
		Hours []specHours `json:"hours,omitempty"`
	}
	specMatrix struct {
		Impacts    []string   `json:"impacts"`
		Urgencies  []string   `json:"urgencies"`
		Priorities []string   `json:"priorities"`
		Matrix     [][]string `json:"matrix"`
	}
	specLevel struct {
		ID              string       `json:"id"`
		Calendar        string       `json:"calendar"`
		Matrix          string       `json:"matrix,omitempty"`
		DefaultPriority string       `json:"defaultPriority,omitempty"`
		Raise           []specRaise  `json:"raise,omitempty"`
		PauseWhile      []string     `json:"pauseWhile,omitempty"`
		Targets         []specTarget `json:"targets"`
	}
	specRaise struct {
		When map[string][]string `json:"when"`
		By   int                 `json:"by,omitempty"`
		To   string              `json:"to,omitempty"`
	}
	specTarget struct {
		Name        string              `json:"name,omitempty"`
		Metric      string              `json:"metric"`
		Priorities  []string            `json:"priorities,omitempty"`
		When        map[string][]string `json:"when,omitempty"`
		Within      string              `json:"within"`
		StartAt     string              `json:"startAt,omitempty"`
		EndAt       string              `json:"endAt,omitempty"`
		DueBy       string              `json:"dueBy,omitempty"`
		Calendar    string              `json:"calendar,omitempty"`
		CalendarBy  *specCalendarBy     `json:"calendarBy,omitempty"`
		OpenedIn    string              `json:"openedIn,omitempty"`
		PauseLimits *specPauseLimits    `json:"pauseLimits,omitempty"`
		On          specOn              `json:"on,omitzero"`
		PauseWhile  []string            `json:"pauseWhile,omitempty"`
		OnChange    string              `json:"onChange,omitempty"`
		OnReopen    string              `json:"onReopen,omitempty"`
		Escalations []specEscalation    `json:"escalations,omitempty"`
	}
	// A nil list leaves the default, an empty one means never.
	specOn struct {
		Start  []string `json:"start,omitzero"`
		Pause  []string `json:"pause,omitzero"`
		Resume []string `json:"resume,omitzero"`
		Stop   []string `json:"stop,omitzero"`
		Final  []string `json:"final,omitzero"`
		Reopen []string `json:"reopen,omitzero"`
		Reset  []string `json:"reset,omitzero"`
		Cancel []string `json:"cancel,omitzero"`
	}
	specCalendarBy struct {
		Fact      string            `json:"fact"`
		Calendars map[string]string `json:"calendars"`
		Default   string            `json:"default,omitempty"`
	}
	specPauseLimits struct {
		Count     int      `json:"count,omitempty"`
		Total     string   `json:"total,omitempty"`
		Single    string   `json:"single,omitempty"`
		Reasons   []string `json:"reasons,omitempty"`
		BeforeDue bool     `json:"beforeDue,omitempty"`
		Enforce   bool     `json:"enforce,omitempty"`
	}
	specEscalation struct {
		Name  string `json:"name"`
		At    string `json:"at"`
		Every string `json:"every,omitempty"`
		Times int    `json:"times,omitempty"`
		Late  string `json:"late,omitempty"`
	}
	specAgreement struct {
		ID           string              `json:"id"`
		Kind         string              `json:"kind"`
		ServiceLevel string              `json:"serviceLevel"`
		From         string              `json:"from,omitempty"`
		Until        string              `json:"until,omitempty"`
		Match        map[string][]string `json:"match,omitempty"`
	}
)

// fourPriorities is a matrix whose only purpose is to declare P1 to P4: tests
// set the fact "priority".
func fourPriorities() map[string]specMatrix {
	return map[string]specMatrix{"four": {
		Impacts: []string{"high"}, Urgencies: []string{"high"},
		Priorities: []string{"P1", "P2", "P3", "P4"}, Matrix: [][]string{{"P3"}},
	}}
}

// clone copies what a test may change: the levels and their targets.
func (s spec) clone() spec {
	s.ServiceLevels = slices.Clone(s.ServiceLevels)
	for i := range s.ServiceLevels {
		s.ServiceLevels[i].Targets = slices.Clone(s.ServiceLevels[i].Targets)
	}
	return s
}

func (s *spec) eachTarget(do func(target *specTarget)) {
	for i := range s.ServiceLevels {
		for j := range s.ServiceLevels[i].Targets {
			do(&s.ServiceLevels[i].Targets[j])
		}
	}
}

// engineOf parses and compiles a definition that must be good.
func engineOf(t testing.TB, s spec) *sla.Engine {
	t.Helper()
	data, err := json.Marshal(s)
	require.NoError(t, err)
	def, err := sla.Parse(data)
	require.NoError(t, err, "%s", data)
	engine, err := sla.Compile(def, nil)
	require.NoError(t, err, "%s", data)
	return engine
}

// calendarsOf compiles the calendars of a definition for the model.
func calendarsOf(t testing.TB, s spec) map[string]*calendar.Calendar {
	t.Helper()
	all := map[string]*calendar.Calendar{}
	for _, c := range s.Calendars {
		data, err := json.Marshal(c)
		require.NoError(t, err)
		var def calendar.Definition
		require.NoError(t, json.Unmarshal(data, &def))
		all[c.Name], err = calendar.Compile(def, nil)
		require.NoError(t, err, "%s", data)
	}
	return all
}

// at reads an instant written as "2026-03-05 15:30" or with seconds, UTC.
func at(s string) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05", "2006-01-02 15:04"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	panic("bad instant in a test: " + s)
}
