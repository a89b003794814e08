package availability_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/sla"
	"github.com/slakit/slakit/sla/availability"
)

func office(t testing.TB) *calendar.Calendar {
	cal, err := calendar.Compile(calendar.Definition{
		Name: "office", Zone: "Europe/Stockholm",
		Hours: []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}},
	}, nil)
	if t != nil {
		require.NoError(t, err)
	}
	return cal
}

// span reads local times of Stockholm, "2026-03-02 08:00 to 2026-03-02 17:00",
// where ".." is a side that never ends.
func span(t *testing.T, s string) calendar.Span {
	from, to := s[:len(s)/2-2], s[len(s)/2+2:]
	if s[:2] == ".." {
		from, to = "..", s[6:]
	} else if s[len(s)-2:] == ".." {
		from, to = s[:16], ".."
	}
	return calendar.Span{Start: side(t, from), End: side(t, to)}
}

func side(t *testing.T, s string) time.Time {
	if s == ".." {
		return time.Time{}
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", s, office(t).Location())
	require.NoError(t, err)
	return at
}

// TestMeasure is worked out by hand: a week of 45 hours from Monday, 2 March
// 2026.
func TestMeasure(t *testing.T) {
	const week = "2026-03-02 00:00 to 2026-03-09 00:00"
	for _, c := range []struct {
		name          string
		down, planned []string
		over          string
		isService     bool
		want          string // agreed, planned, down, failures
	}{
		{"nothing happened", nil, nil, week, false, "45h 0h 0h 0"},
		{"an outage of two hours", []string{"2026-03-02 10:00 to 2026-03-02 12:00"}, nil, week, false, "45h 0h 2h 1"},
		{"over night: what is closed costs nothing", []string{"2026-03-02 16:00 to 2026-03-03 09:00"}, nil, week, false, "45h 0h 2h 1"},
		{"in the night: no failure", []string{"2026-03-02 17:00 to 2026-03-03 08:00"}, nil, week, false, "45h 0h 0h 0"},
		{"touching outages are one", []string{"2026-03-02 10:00 to 2026-03-02 11:00", "2026-03-02 11:00 to 2026-03-02 12:00"}, nil, week, false, "45h 0h 2h 1"},
		{"apart by closed time: two", []string{"2026-03-02 16:00 to 2026-03-02 17:00", "2026-03-03 08:00 to 2026-03-03 09:00"}, nil, week, false, "45h 0h 2h 2"},
		{
			"planned work in the middle: one failure",
			[]string{"2026-03-02 10:00 to 2026-03-02 14:00"},
			[]string{"2026-03-02 11:00 to 2026-03-02 12:00"},
			week, false, "44h 1h 3h 1",
		},
		{
			"planned work as service",
			[]string{"2026-03-02 10:00 to 2026-03-02 14:00"},
			[]string{"2026-03-02 11:00 to 2026-03-02 12:00"},
			week, true, "45h 1h 3h 1",
		},
		{
			"all of it planned",
			[]string{"2026-03-02 11:00 to 2026-03-02 12:00"},
			[]string{"2026-03-02 10:00 to 2026-03-02 14:00"},
			week, false, "41h 4h 0h 0",
		},
		{"begun before the period: its downtime only", []string{"2026-02-27 16:00 to 2026-03-02 09:00"}, nil, week, false, "45h 0h 1h 0"},
		{"begun while closed before the period: its failure too", []string{"2026-02-27 17:00 to 2026-03-02 09:00"}, nil, week, false, "45h 0h 1h 1"},
		{"ended before the period", []string{"2026-02-27 16:00 to 2026-03-02 08:00"}, nil, week, false, "45h 0h 0h 0"},
		{"it lasts", []string{"2026-03-05 12:00 to .."}, nil, week, false, "45h 0h 14h 1"},
		{"it never worked", []string{".. to .."}, nil, week, false, "45h 0h 45h 0"},
		{"backwards and empty", []string{"2026-03-02 12:00 to 2026-03-02 10:00", "2026-03-02 12:00 to 2026-03-02 12:00"}, nil, week, false, "45h 0h 0h 0"},
		{"a weekend has no value", []string{"2026-03-02 10:00 to .."}, nil, "2026-03-07 00:00 to 2026-03-09 00:00", false, "0h 0h 0h 0"},
		{"a period that runs backwards", nil, nil, "2026-03-09 00:00 to 2026-03-02 00:00", false, "0h 0h 0h 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := availability.Record{MaintenanceIsService: c.isService}
			for _, s := range c.down {
				r.Downtimes = append(r.Downtimes, span(t, s))
			}
			for _, s := range c.planned {
				r.Maintenance = append(r.Maintenance, span(t, s))
			}
			f := availability.Measure(office(t), span(t, c.over), r)
			require.Equal(t, c.want, fmt.Sprintf("%gh %gh %gh %d", f.Agreed.Hours(), f.Planned.Hours(), f.Down.Hours(), f.Failures))
			if f.Agreed == 0 {
				require.Equal(t, sla.Ratio{}, f.Availability())
			}
		})
	}
}

// TestMeasureAllTime: sides that never end are those of the calendars.
func TestMeasureAllTime(t *testing.T) {
	f := availability.Measure(calendar.AlwaysOpen(), calendar.Span{}, availability.Record{})
	require.Equal(t, calendar.Range().Duration(), f.Agreed)
	require.True(t, f.Over.Start.Equal(calendar.Range().Start))
}

// TestMonthly: months are those of the zone, also where the clock changes, and
// those at the ends are clipped.
func TestMonthly(t *testing.T) {
	always, err := calendar.Compile(calendar.Definition{
		Name: "always", Zone: "Europe/Stockholm", Hours: []calendar.Hours{{Days: "daily", Open: "00:00", Close: "24:00"}},
	}, nil)
	require.NoError(t, err)
	r := availability.Record{Downtimes: []calendar.Span{span(t, "2026-03-31 23:00 to 2026-04-01 01:00")}}
	var got []string
	for f := range availability.Monthly(always, span(t, "2026-02-27 12:00 to 2026-05-01 00:00"), r) {
		got = append(got, fmt.Sprint(f.Over, " ", f.Agreed, " ", f.Down, " ", f.Failures))
	}
	require.Equal(t, []string{
		"2026-02-27T12:00:00+01:00/2026-03-01T00:00:00+01:00 36h0m0s 0s 0",
		"2026-03-01T00:00:00+01:00/2026-04-01T00:00:00+02:00 743h0m0s 1h0m0s 1",
		"2026-04-01T00:00:00+02:00/2026-05-01T00:00:00+02:00 720h0m0s 1h0m0s 0",
	}, got)
}

// TestLawMonths: months add up to the whole, in every zone.
func TestLawMonths(t *testing.T) {
	for seed := range int64(*cases / 10) {
		d := draw(seed)
		over := calendar.Span{Start: d.whole.Start.AddDate(0, -4, int(seed)%40), End: d.whole.End.AddDate(0, 3, 0)}
		all := availability.Measure(d.cal, over, d.r)
		var sum availability.Figures
		at := over.Start
		for f := range availability.Monthly(d.cal, over, d.r) {
			require.True(t, f.Over.Start.Equal(at), "%v", d)
			at = f.Over.End
			first, last := f.Over.Start, f.Over.End.Add(-1)
			require.Equal(t, first.Month(), last.Month())
			sum.Agreed, sum.Planned, sum.Down, sum.Failures = sum.Agreed+f.Agreed, sum.Planned+f.Planned, sum.Down+f.Down, sum.Failures+f.Failures
		}
		require.True(t, at.Equal(over.End), "%v", d)
		require.True(t, same(all, sum), "%v: %+v %+v", d, all, sum)
	}
}

func TestMonthlyStops(t *testing.T) {
	n := 0
	for range availability.Monthly(office(t), calendar.Span{}, availability.Record{}) {
		if n++; n == 3 {
			break
		}
	}
	require.Equal(t, 3, n)
	all := slices.Collect(availability.Monthly(office(t), calendar.Span{}, availability.Record{}))
	require.Len(t, all, 280*12+1, "from 1920 to 2199, and the hour that is 2200 in Stockholm")
}

func TestSeries(t *testing.T) {
	require.Nil(t, availability.Series(sla.Ratio{Num: 1, Den: 2}, sla.Ratio{}))
	require.Zero(t, big.NewRat(1, 1).Cmp(availability.Series()))
	month := sla.Ratio{Num: 2_591_999_999_999_999, Den: 2_592_000_000_000_000}
	require.Equal(t, 1, big.NewRat(1, 1).Cmp(availability.Series(month, month, month)), "exact, however long the numbers are")
}

// TestRecordJSON: a record reads back as it was written.
func TestRecordJSON(t *testing.T) {
	const text = `{"downtimes":[{"start":"2026-03-02T10:00:00+01:00"}],"maintenance":[{"start":"2026-03-02T10:00:00+01:00","end":"2026-03-02T11:00:00+01:00"}],"maintenanceIsService":true,"note":"x"}`
	var r availability.Record
	require.NoError(t, json.Unmarshal([]byte(text), &r))
	again, err := json.Marshal(r)
	require.NoError(t, err)
	require.JSONEq(t, text, string(again))
}
