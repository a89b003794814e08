package holidays_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/gb"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/calendar/holidays"
)

func Example() {
	office, err := calendar.Compile(calendar.Definition{
		Name: "office", Zone: "Europe/Stockholm",
		Hours:    []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}},
		Holidays: []calendar.Holiday{{Set: "se"}},
	}, &calendar.Options{HolidaySets: holidays.All()})
	if err != nil {
		fmt.Println(err)
		return
	}
	wednesday := time.Date(2026, time.December, 23, 15, 0, 0, 0, time.UTC) // 16:00 in Stockholm
	fmt.Println(office.Add(wednesday, 4*time.Hour).Format("Mon 2 Jan 15:04"))
	// Output:
	// Mon 28 Dec 11:00
}

func ExampleAll() {
	for day := range holidays.All()["us"].On(2021) {
		if day.Date != day.Actual {
			fmt.Println(day.Date, day.Name, "observed for", day.Actual)
		}
	}
	// Output:
	// 2021-06-18 Juneteenth observed for 2021-06-19
	// 2021-07-05 Independence Day observed for 2021-07-04
	// 2021-12-24 Christmas Day observed for 2021-12-25
	// 2021-12-31 New Year's Day observed for 2022-01-01
}

// Scotland has its summer holiday at the beginning of August and no Easter
// Monday.
func ExampleOf() {
	rules := slices.DeleteFunc(slices.Clone(gb.Holidays), func(h *cal.Holiday) bool {
		return h == gb.SummerHoliday || h == gb.EasterMonday
	})
	rules = append(rules, gb.SummerHolidayScotland, &cal.Holiday{
		Name: "St Andrew's Day", Month: time.November, Day: 30, Func: cal.CalcDayOfMonth,
		Observed: []cal.AltDay{{Day: time.Saturday, Offset: 2}, {Day: time.Sunday, Offset: 1}},
	})
	sets := holidays.All()
	sets["gb-SCT"] = holidays.Of(rules)
	for day := range sets["gb-SCT"].On(2025) {
		fmt.Println(day.Date, day.Name)
	}
	// Output:
	// 2025-01-01 New Year's Day
	// 2025-04-18 Good Friday
	// 2025-05-05 Early May
	// 2025-05-26 Spring Bank Holiday
	// 2025-08-04 Summer Bank Holiday
	// 2025-11-30 St Andrew's Day
	// 2025-12-01 St Andrew's Day
	// 2025-12-25 Christmas Day
	// 2025-12-26 Boxing Day
}
