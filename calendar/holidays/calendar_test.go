package holidays_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/calendar/holidays"
)

// A calendar closes the actual day, the observed one, or both (T13), also where
// they lie in different years.
func TestDecisionT13ObservedAcrossTheNewYear(t *testing.T) {
	friday := time.Date(2021, time.December, 31, 15, 0, 0, 0, time.UTC) // observed
	saturday := friday.AddDate(0, 0, 1)                                 // New Year's Day
	tests := []struct {
		observed         string
		friday, saturday bool // open
	}{
		{"", false, false},
		{"both", false, false},
		{"actual", true, false},
		{"observed", false, true},
	}
	for _, tt := range tests {
		c, err := calendar.Compile(calendar.Definition{
			Name: "daily", Zone: "UTC",
			Hours:    []calendar.Hours{{Days: "daily", Open: "08:00", Close: "18:00"}},
			Holidays: []calendar.Holiday{{Set: "us", Observed: tt.observed}},
		}, &calendar.Options{HolidaySets: holidays.All()})
		require.NoError(t, err)
		require.Equal(t, tt.friday, c.IsOpen(friday), "%q: Friday", tt.observed)
		require.Equal(t, tt.saturday, c.IsOpen(saturday), "%q: Saturday", tt.observed)
	}
}

// Outside the years in which a set is known to be right it still closes what it
// has, and HolidayYears leaves those years out.
func TestDecisionT13OutsideTheCoverage(t *testing.T) {
	c, err := calendar.Compile(calendar.Definition{
		Name: "office", Zone: "Europe/London",
		Hours:    []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "18:00"}},
		Holidays: []calendar.Holiday{{Set: "gb"}},
	}, &calendar.Options{HolidaySets: holidays.All()})
	require.NoError(t, err)
	require.False(t, c.IsOpen(time.Date(2021, time.December, 28, 12, 0, 0, 0, time.UTC)), "Boxing Day, observed")
	for y := range c.HolidayYears() {
		require.Equal(t, 2023, y)
		break
	}
}
