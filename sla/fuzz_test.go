package sla_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar/holidays"
	"github.com/slakit/slakit/sla"
)

// seeds adds the files of testdata, below the size at which a fuzzer crawls.
func seeds(f *testing.F, pattern string) {
	f.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", pattern))
	require.NoError(f, err)
	require.NotEmpty(f, files)
	for _, name := range files {
		data, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(data)
	}
}

// FuzzParse: no document makes Parse or Compile panic or hang; what parses
// round-trips; every problem has a kind.
func FuzzParse(f *testing.F) {
	seeds(f, "example/definition.json")
	seeds(f, "bad/*.json")
	f.Add([]byte(`{"calendars":[],"serviceLevels":[],"agreements":[]}`))
	f.Add([]byte(`{"calendars":null,"note":1}`))
	f.Add([]byte(`{}`))
	sets := holidays.All()
	f.Fuzz(func(t *testing.T, data []byte) {
		def, err := sla.Parse(data)
		if err != nil {
			requireKinds(t, err)
			return
		}
		printed, err := json.Marshal(def)
		require.NoError(t, err)
		again, err := sla.Parse(printed)
		require.NoError(t, err, "%s", printed)
		reprinted, err := json.Marshal(again)
		require.NoError(t, err)
		require.Equal(t, string(printed), string(reprinted))
		engine, err := sla.Compile(def, &sla.Options{HolidaySets: sets})
		if err != nil {
			requireKinds(t, err)
			return
		}
		opened := sla.Ticket{ID: "f", Events: []sla.Event{{At: at("2026-03-05 09:00"), Name: sla.Opened}}}
		if _, err := engine.Evaluate(opened, at("2026-03-06 09:00")); err != nil && !errors.Is(err, sla.ErrNoAgreement) {
			t.Logf("evaluation refused: %v", err)
		}
	})
}

// requireKinds: a definition error is a list of field errors of known kinds.
func requireKinds(t *testing.T, err error) {
	t.Helper()
	problems := slakit.FieldErrors(err)
	require.NotEmpty(t, problems, "%v", err)
	for _, p := range problems {
		require.NotEmpty(t, kindOf(p), "%v", p)
	}
}

// FuzzParseTicket: what parses round-trips.
func FuzzParseTicket(f *testing.F) {
	seeds(f, "example/ticket.json")
	f.Add([]byte(`{}`))
	f.Add([]byte(`{"id":"x","events":[{"at":"2026-03-05T15:30:00+01:00","until":"2026-03-06T00:00:00Z","name":"paused","facts":{"a":["b","c"],"d":"","e":[]},"due":{"metric":"response"}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		ticket, err := sla.ParseTicket(data)
		if err != nil {
			requireKinds(t, err)
			return
		}
		printed, err := json.Marshal(ticket)
		if err != nil {
			return // an instant beyond the year 9999 has no text form
		}
		again, err := sla.ParseTicket(printed)
		require.NoError(t, err, "%s", printed)
		reprinted, err := json.Marshal(again)
		require.NoError(t, err)
		require.Equal(t, string(printed), string(reprinted))
	})
}

// FuzzEvaluate feeds histories of any events at any instants. Each byte pair of
// data is an event: what happens and how long after the one before.
func FuzzEvaluate(f *testing.F) {
	f.Add([]byte{0, 0, 2, 40, 3, 90, 4, 200, 5, 3}, int64(1772700000), int64(0))
	f.Add([]byte{0, 0, 8, 1, 8, 1, 6, 255, 7, 0, 5, 9}, int64(1774746000), int64(3600))
	f.Add([]byte{0, 0, 1, 1}, int64(-1577923200), int64(-1))
	f.Add([]byte{0, 0, 9, 1}, int64(7258118400), int64(1))
	f.Add([]byte("\x80\x00"), int64(7258118371), int64(5)) // a pause that ends beyond the range
	engine := engineOf(f, scopeDefinition())
	names := append([]sla.EventName{}, scopeKinds...)
	f.Fuzz(func(t *testing.T, data []byte, start, asked int64) {
		now := time.Unix(start, 0)
		ticket := sla.Ticket{ID: "f"}
		changes := 0
		for i := 0; i+1 < len(data) && i < 200; i += 2 {
			now = now.Add(time.Duration(data[i+1]) * time.Duration(data[i+1]) * time.Minute)
			e := sla.Event{At: now, Name: names[int(data[i])%len(names)]}
			if e.Name == sla.Changed {
				e.Facts = sla.Facts{"priority": {scopePriorities[changes%len(scopePriorities)]}}
				changes++
			}
			if e.Name == sla.Paused && data[i] >= 128 {
				e.Until = now.Add(time.Duration(data[i]) * time.Minute)
			}
			ticket.Events = append(ticket.Events, e)
		}
		when := time.Unix(start, 0).Add(time.Duration(asked%1e7) * time.Second)
		report, err := engine.Evaluate(ticket, when)
		if err != nil {
			require.Empty(t, report.Readings)
			require.True(t, errors.Is(err, sla.ErrRange) || errors.Is(err, sla.ErrNoAgreement), "%v", err)
			return
		}
		require.True(t, report.Next.IsZero() || report.Next.After(when))
		for _, r := range report.Readings {
			require.False(t, r.Elapsed < 0 || r.Paused < 0 || r.WallElapsed < r.Elapsed || r.WallPaused < r.Paused, "%+v", r)
			require.Equal(t, r.Breached, !r.BreachedAt.IsZero())
			require.False(t, r.BreachedAt.After(when))
			require.False(t, r.State != "running" && r.Breached && r.BreachedAt.Before(r.OriginalDue) && r.Target == "")
		}
		printed, err := json.Marshal(report)
		require.NoError(t, err)
		var back sla.Report
		require.NoError(t, json.Unmarshal(printed, &back))
	})
}

// FuzzAllowance: printing and reading are one pair.
func FuzzAllowance(f *testing.F) {
	for _, s := range []string{
		"8h", "1h30m", "14400s", "24h elapsed", "P5D", "P1M", "P2W", "P1Y", "P1Y2M3W4D", "3bd", "2bw", "3bd by close", "1bd by 16:00",
		"0bd by open", "1bd by close if before 10:00", "2bw by 12:30:15", "none", "1d", "PT8H", "1.5h", "-1h", "0h", "", "9999999h", "1h 30m",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var a sla.Allowance
		if err := a.UnmarshalText([]byte(s)); err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		printed := a.String()
		var b sla.Allowance
		require.NoError(t, b.UnmarshalText([]byte(printed)), "%q prints as %q", s, printed)
		require.Equal(t, printed, b.String())
		marshalled, err := a.MarshalText()
		require.NoError(t, err)
		require.Equal(t, printed, string(marshalled))
	})
}
