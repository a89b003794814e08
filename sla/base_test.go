package sla_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/sla"
)

// A calendar may be based on one that is written after it.
func TestCalendarWithBase(t *testing.T) {
	def, err := sla.Parse([]byte(`{
		"calendars": [
			{"name": "vip", "base": "desk", "hours": [{"days": "mon-fri", "open": "07:00", "close": "19:00"}]},
			{"name": "desk", "zone": "Europe/Stockholm", "hours": [{"days": "mon-fri", "open": "08:00", "close": "17:00"}],
			 "holidays": [{"date": "12-24"}]}
		],
		"serviceLevels": [{"id": "gold", "calendar": "vip", "defaultPriority": "P1", "targets": [{"metric": "resolution", "within": "2h"}]}],
		"agreements": [{"id": "all", "kind": "sla", "serviceLevel": "gold"}]
	}`))
	require.NoError(t, err)
	engine, err := sla.Compile(def, nil)
	require.NoError(t, err)
	at := time.Date(2026, 12, 23, 17, 0, 0, 0, time.UTC) // 18:00
	report, err := engine.Evaluate(sla.Ticket{ID: "1", Events: []sla.Event{{At: at, Name: "opened"}}}, at)
	require.NoError(t, err)
	require.Len(t, report.Readings, 1)
	assert.Equal(t, "2026-12-25T08:00:00+01:00", report.Readings[0].Due.Format(time.RFC3339))

	def.Calendars[1].Base = "vip"
	_, err = sla.Compile(def, nil)
	assert.EqualError(t, err, "calendars[1].base: invalid: a cycle: vip based on desk based on vip")
}
