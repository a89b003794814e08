package calendar_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/slakit/slakit/calendar"
)

// opensAt returns the first opening that a date owns, "" if there is none.
func opensAt(c *calendar.Calendar, d calendar.Date) string {
	for _, w := range c.Day(d).Windows {
		return w.Start.Format("15:04")
	}
	return ""
}

// TestDecisionT12: versions, yearly seasons and dated seasons. Each opens at an
// hour of its own.
func TestDecisionT12(t *testing.T) {
	c := must(t, calendar.Definition{
		Zone: "Europe/Stockholm", Hours: hours("daily 01:00-20:00"),
		Seasons: []calendar.Season{
			{Name: "v3", From: "2026-01-01", Hours: hours("daily 03:00-20:00")},
			{Name: "v2", From: "2020-01-01", Hours: hours("daily 02:00-20:00")},
			{Name: "summer", From: "06-15", Until: "08-16", Hours: hours("daily 04:00-20:00")},
			{Name: "winter", From: "12-20", Until: "01-10", Hours: hours("daily 05:00-20:00")},
			{Name: "fair", From: "2025-08-10", Until: "2025-08-20", Hours: hours("daily 06:00-20:00")},
			{Name: "spring", From: "02-29", Until: "03-10", Hours: hours("daily 07:00-20:00")},
			{Name: "rebuilding", From: "2027-06-15", Until: "2027-06-17"},
		},
		Holidays:   []calendar.Holiday{{Date: "06-20"}},
		Exceptions: []calendar.Exception{{Date: "2026-06-21", Hours: openings("09:00-10:00")}},
	})
	for d, want := range map[string]string{
		"1990-05-01": "01:00 hours", // before every version
		"2019-12-19": "01:00 hours",
		"2020-05-01": "02:00 v2",
		"2025-12-19": "02:00 v2",
		"2026-01-10": "03:00 v3",
		"2099-05-01": "03:00 v3",
		"1990-06-14": "01:00 hours",
		"1990-06-15": "04:00 summer", // a yearly one holds before all versions, too
		"2026-08-15": "04:00 summer",
		"2026-08-16": "03:00 v3", // until is the first date after
		"2025-08-09": "04:00 summer",
		"2025-08-10": "06:00 fair", // dated overrides yearly
		"2025-08-19": "06:00 fair",
		"2025-08-20": "02:00 v2",
		"2026-12-19": "03:00 v3",
		"2026-12-20": "05:00 winter",
		"2026-12-31": "05:00 winter", // over New Year
		"2027-01-01": "05:00 winter",
		"2027-01-09": "05:00 winter",
		"2027-01-10": "03:00 v3",
		"1920-01-01": "05:00 winter",
		"2199-12-31": "05:00 winter",
		"2027-02-28": "03:00 v3",
		"2027-03-01": "07:00 spring", // the first date not before 02-29
		"2028-02-28": "03:00 v3",
		"2028-02-29": "07:00 spring",
		"2028-03-09": "07:00 spring",
		"2028-03-10": "03:00 v3",
		"2026-06-20": " ", // holidays and exceptions still win
		"2026-06-21": "09:00 ",
		"2027-06-15": " rebuilding", // a season without hours is closed
		"2027-06-17": "04:00 summer",
	} {
		day := c.Day(date(t, d))
		name := day.Name
		if day.Source == calendar.SourceHours {
			name = "hours"
		}
		assert.Equal(t, want, opensAt(c, day.Date)+" "+name, d)
	}
}

// TestDecisionT12LeapSeason: a yearly season that ends on 02-29.
func TestDecisionT12LeapSeason(t *testing.T) {
	c := must(t, calendar.Definition{Zone: "UTC", Seasons: []calendar.Season{
		{From: "02-01", Until: "02-29", Hours: hours("daily 01:00-02:00")},
		{From: "02-29", Until: "03-02", Hours: hours("daily 03:00-04:00")},
	}})
	for d, want := range map[string]string{
		"2027-02-28": "01:00", "2027-03-01": "03:00", "2027-03-02": "",
		"2028-02-28": "01:00", "2028-02-29": "03:00", "2028-03-01": "03:00", "2028-03-02": "",
	} {
		assert.Equal(t, want, opensAt(c, date(t, d)), d)
	}
}
