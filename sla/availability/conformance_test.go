package availability_test

import (
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/sla"
	"github.com/slakit/slakit/sla/availability"
)

// outageCase is one of the cases C149 to C158. The others of the file are about
// dates and credits.
type outageCase struct {
	ID       string          `json:"id"`
	Kind     string          `json:"kind"`
	Agreed   string          `json:"agreed_minutes"`
	Excluded string          `json:"excluded_minutes"`
	Downtime string          `json:"downtime_minutes"`
	Places   int             `json:"places"`
	Parts    []string        `json:"parts"`
	Outages  [][2]string     `json:"outages"`
	Window   [2]string       `json:"window"`
	Days     []string        `json:"window_days"`
	Outage   [2]string       `json:"outage"`
	Total    string          `json:"total_minutes"`
	Lengths  []string        `json:"outages_minutes"`
	Want     json.RawMessage `json:"want"`
}

func TestConformanceContracts(t *testing.T) {
	dir := os.Getenv("SLAKIT_CONFORMANCE")
	if dir == "" {
		dir = filepath.Join("..", "..", "testdata", "conformance")
	}
	const file = "contracts.json"
	data, err := os.ReadFile(filepath.Join(dir, file))
	require.NoError(t, err)
	var all struct {
		Cases []json.RawMessage `json:"credit_cases"`
	}
	require.NoError(t, json.Unmarshal(data, &all))

	agree, seen := 0, 0
	for _, raw := range all.Cases {
		var head struct{ ID string }
		require.NoError(t, json.Unmarshal(raw, &head))
		if head.ID < "C149" || head.ID > "C158" || len(head.ID) != len("C149") {
			continue
		}
		seen++
		t.Run(head.ID, func(t *testing.T) {
			var c outageCase
			require.NoError(t, json.Unmarshal(raw, &c))
			c.check(t)
			if !t.Failed() {
				agree++
			}
		})
	}
	require.NotZero(t, seen, "%s holds no case about availability", file)
	t.Logf("conformance %s: %d agree, %d marked", file, agree, 0)
}

// day is a Friday; every calendar is in UTC.
var day = time.Date(2024, 5, 17, 0, 0, 0, 0, time.UTC)

func (c outageCase) check(t *testing.T) {
	after := func(at time.Time, minutes string) calendar.Span {
		return calendar.Span{Start: at, End: at.Add(parseMinutes(t, minutes))}
	}
	switch c.Kind {
	case "availability", "availability_excl_downtime_only":
		over := after(day, c.Agreed)
		r := availability.Record{MaintenanceIsService: c.Kind == "availability_excl_downtime_only"}
		if c.Excluded != "" {
			r.Maintenance = []calendar.Span{after(day, c.Excluded)}
			// The downtime of the case lies outside planned work; what lies inside
			// must not matter.
			r.Downtimes = []calendar.Span{after(day, c.Excluded), after(day.Add(parseMinutes(t, c.Excluded)), c.Downtime)}
		} else {
			r.Maintenance = []calendar.Span{after(day, "120")}
			r.Downtimes = []calendar.Span{after(day.Add(time.Hour), "60"), after(day.Add(2*time.Hour), c.Downtime)}
		}
		got := availability.Measure(calendar.AlwaysOpen(), over, r).Availability()
		require.Equal(t, c.text(t)+"%", got.Percent(c.Places))
	case "availability_series":
		var parts []sla.Ratio
		for _, p := range c.Parts {
			percent, ok := new(big.Rat).SetString(p)
			require.True(t, ok, "part %q", p)
			percent.Quo(percent, big.NewRat(100, 1))
			parts = append(parts, sla.Ratio{Num: percent.Num().Int64(), Den: percent.Denom().Int64()})
		}
		got := availability.Series(parts...)
		require.Equal(t, c.text(t), got.Mul(got, big.NewRat(100, 1)).FloatString(c.Places))
	case "outage_union":
		var r availability.Record
		for _, o := range c.Outages {
			r.Downtimes = append(r.Downtimes, calendar.Span{Start: clockTime(t, o[0]), End: clockTime(t, o[1])})
		}
		got := availability.Measure(calendar.AlwaysOpen(), calendar.Span{Start: day, End: day.AddDate(0, 0, 1)}, r)
		require.Equal(t, parseMinutes(t, c.text(t)), got.Down)
		require.Equal(t, 1, got.Failures)
	case "outage_in_window":
		def := calendar.Definition{Name: "window", Zone: "UTC"}
		for _, d := range c.Days {
			def.Hours = append(def.Hours, calendar.Hours{Days: d, Open: c.Window[0], Close: c.Window[1]})
		}
		cal, err := calendar.Compile(def, nil)
		require.NoError(t, err)
		var outage calendar.Span
		outage.Start, err = time.Parse("2006-01-02T15:04", c.Outage[0])
		require.NoError(t, err)
		outage.End, err = time.Parse("2006-01-02T15:04", c.Outage[1])
		require.NoError(t, err)
		got := availability.Measure(cal, outage, availability.Record{Downtimes: []calendar.Span{outage}})
		require.Equal(t, parseMinutes(t, c.text(t)), got.Down)
	case "mttr_mtbf":
		var want map[string]string
		require.NoError(t, json.Unmarshal(c.Want, &want))
		require.Len(t, want, 3)
		var r availability.Record
		at := day
		for _, minutes := range c.Lengths {
			at = at.AddDate(0, 0, 1)
			r.Downtimes = append(r.Downtimes, after(at, minutes))
		}
		got := availability.Measure(calendar.AlwaysOpen(), after(day, c.Total), r)
		for key, mean := range map[string]func() (time.Duration, bool){"mttr": got.MTRS, "mtbf": got.MTBF, "mtbsi": got.MTBSI} {
			d, ok := mean()
			require.True(t, ok)
			require.Equal(t, parseMinutes(t, want[key]), d, key)
		}
	default:
		t.Errorf("unknown kind %q", c.Kind)
	}
}

func (c outageCase) text(t *testing.T) (s string) {
	require.NoError(t, json.Unmarshal(c.Want, &s))
	return s
}

func parseMinutes(t *testing.T, s string) time.Duration {
	n, err := strconv.Atoi(s)
	require.NoError(t, err)
	return time.Duration(n) * time.Minute
}

func clockTime(t *testing.T, s string) time.Time {
	at, err := time.Parse("15:04", s)
	require.NoError(t, err)
	return day.Add(time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute)
}
