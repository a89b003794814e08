package calendar_test

import (
	"encoding/json"
	"fmt"
	"iter"
	"time"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
)

// officeCalendar is the calendar of the examples.
func officeCalendar() *calendar.Calendar {
	c, err := calendar.Compile(calendar.Definition{
		Name: "office",
		Zone: "Europe/Stockholm",
		Hours: []calendar.Hours{
			{Days: "mon-thu", Open: "08:00", Close: "12:00"},
			{Days: "mon-thu", Open: "13:00", Close: "17:00"},
			{Days: "fri", Open: "08:00", Close: "15:00"},
		},
		Seasons: []calendar.Season{{Name: "summer", From: "06-15", Until: "08-16", Hours: []calendar.Hours{
			{Days: "mon-fri", Open: "08:00", Close: "15:00"},
		}}},
		Holidays: []calendar.Holiday{{Date: "12-24", Name: "Christmas Eve"}, {Date: "12-25", Name: "Christmas Day"}},
		Exceptions: []calendar.Exception{{Date: "2026-12-23", Name: "short day", Hours: []calendar.Opening{
			{Open: "08:00", Close: "12:00"},
		}}},
	}, nil)
	if err != nil {
		panic(err)
	}
	return c
}

// clock is an instant as the office's wall clock shows it.
func clock(s string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", s, officeCalendar().Location())
	if err != nil {
		panic(err)
	}
	return at
}

func Example() {
	c := officeCalendar()
	opened := clock("2026-12-22 16:00") // a Tuesday
	fmt.Println("eight hours of service:", c.Add(opened, 8*time.Hour).Format("Mon 2 Jan 15:04"))
	fmt.Println("service until Friday:  ", c.Between(opened, clock("2026-12-25 16:00")))
	fmt.Println("open on Wednesday 13h: ", c.IsOpen(clock("2026-12-23 13:00")))
	// Output:
	// eight hours of service: Mon 28 Dec 11:00
	// service until Friday:   5h0m0s
	// open on Wednesday 13h:  false
}

func ExampleCompile() {
	_, err := calendar.Compile(calendar.Definition{
		Name:     "office",
		Zone:     "Europe/Stokholm",
		Hours:    []calendar.Hours{{Days: "mon-fri", Open: "8", Close: "17:00"}},
		Holidays: []calendar.Holiday{{Set: "se"}},
	}, nil)
	for _, problem := range slakit.FieldErrors(err) {
		fmt.Println(problem.Path)
	}
	fmt.Println(slakit.FieldErrors(err)[1])
	// Output:
	// zone
	// hours[0].open
	// holidays[0].set
	// hours[0].open: invalid: "8" is no time of day: want HH:MM or HH:MM:SS, 00:00 to 24:00
}

func ExampleCompile_json() {
	var def calendar.Definition
	err := json.Unmarshal([]byte(`{
		"name": "night shift", "zone": "America/New_York",
		"hours": [{"days": "mon-fri", "open": "22:00", "close": "06:00"}],
		"exceptions": [{"date": "12-24", "days": "mon-fri", "name": "home early", "hours": [{"open": "20:00", "close": "24:00"}]}]
	}`), &def)
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := calendar.Compile(def, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	w, _ := c.Next(time.Date(2026, 12, 24, 12, 0, 0, 0, time.UTC))
	fmt.Println(w)
	// Output: 2026-12-24T20:00:00-05:00/2026-12-25T00:00:00-05:00
}

func ExampleOptions() {
	// A set of one's own: the founder's day. Package calendar/holidays has the
	// sets of many countries.
	founder := func(year int) iter.Seq[calendar.SetDay] {
		return func(yield func(calendar.SetDay) bool) {
			d, err := calendar.NewDate(year, time.May, 4)
			if err == nil {
				yield(calendar.SetDay{Date: d, Name: "Founder's Day"})
			}
		}
	}
	c, err := calendar.Compile(calendar.Definition{
		Zone:     "UTC",
		Hours:    []calendar.Hours{{Days: "daily", Open: "08:00", Close: "16:00"}},
		Holidays: []calendar.Holiday{{Set: "ours"}},
	}, &calendar.Options{HolidaySets: calendar.HolidaySets{"ours": {On: founder}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	d, _ := calendar.NewDate(2026, time.May, 4)
	fmt.Println(c.IsBusinessDay(d), c.Day(d).Name)
	// Output: false Founder's Day
}

func ExampleAlwaysOpen() {
	c := calendar.AlwaysOpen()
	fmt.Println(c.Add(time.Date(2026, 2, 28, 20, 0, 0, 0, time.UTC), 8*time.Hour))
	// Output: 2026-03-01 04:00:00 +0000 UTC
}

func ExampleCalendar_Add() {
	c := officeCalendar()
	monday := clock("2026-06-01 08:00")
	fmt.Println(c.Add(monday, 4*time.Hour).Format("Mon 15:04"))             // stays at the close
	fmt.Println(c.Add(monday, 4*time.Hour+time.Minute).Format("Mon 15:04")) // after the lunch break
	fmt.Println(c.Add(monday, -time.Hour).Format("Mon 15:04"))              // the Friday before
	// Output:
	// Mon 12:00
	// Mon 13:01
	// Fri 14:00
}

func ExampleCalendar_Between() {
	c := officeCalendar()
	fmt.Println(c.Between(clock("2026-06-01 08:00"), clock("2026-06-08 08:00")))
	fmt.Println(c.Between(clock("2026-06-08 08:00"), clock("2026-06-01 08:00")))
	// Output:
	// 39h0m0s
	// -39h0m0s
}

func ExampleCalendar_Next() {
	c := officeCalendar()
	at := clock("2026-06-05 16:00") // after the close of a Friday
	w, ok := c.Next(at)
	fmt.Println(w.Start.Format("Mon 15:04"), w.End.Format("Mon 15:04"), ok)
	w, ok = c.Previous(at)
	fmt.Println(w.Start.Format("Mon 15:04"), w.End.Format("Mon 15:04"), ok)
	// Output:
	// Mon 08:00 Mon 12:00 true
	// Fri 08:00 Fri 15:00 true
}

func ExampleCalendar_Windows() {
	c := officeCalendar()
	for w := range c.Windows(clock("2026-06-04 10:00"), clock("2026-06-05 10:00")) {
		fmt.Println(w.Start.Format("Mon 15:04"), w.End.Format("Mon 15:04"), w.Duration())
	}
	// Output:
	// Thu 10:00 Thu 12:00 2h0m0s
	// Thu 13:00 Thu 17:00 4h0m0s
	// Fri 08:00 Fri 10:00 2h0m0s
}

func ExampleCalendar_AddBusinessDays() {
	c := officeCalendar()
	friday := clock("2026-06-05 11:00")
	fmt.Println(c.AddBusinessDays(friday, 2, nil).Format("Mon 15:04"))
	for _, s := range []string{"by close", "by 14:00", "by close if before 10:00"} {
		rule, err := calendar.ParseDayRule(s)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(c.AddBusinessDays(friday, 2, &rule).Format("Mon 15:04"), rule)
	}
	// Output:
	// Tue 11:00
	// Tue 17:00 by close
	// Tue 14:00 by 14:00
	// Wed 17:00 by close if before 10:00
}

func ExampleCalendar_AddBusinessWeeks() {
	c := officeCalendar()
	fmt.Println(c.AddBusinessWeeks(clock("2026-12-17 10:00"), 1, nil).Format("Mon 2 Jan 15:04")) // the 24th is closed
	// Output: Mon 28 Dec 10:00
}

func ExampleCalendar_AddDays() {
	c := officeCalendar()
	d, _ := calendar.ParseDate("2026-12-22")
	fmt.Println(c.AddDays(d, 2))
	fmt.Println(c.AddDays(d, -2))
	// Output:
	// 2026-12-28 true
	// 2026-12-18 true
}

func ExampleCalendar_AddPeriod() {
	c := officeCalendar()
	p, err := calendar.ParsePeriod("P1M")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.AddPeriod(clock("2026-03-01 09:00"), p)) // 743 hours: the clock changes
	fmt.Println(c.AddPeriod(clock("2026-01-31 09:00"), p))
	// Output:
	// 2026-04-01 09:00:00 +0200 CEST
	// 2026-02-28 09:00:00 +0100 CET
}

func ExampleCalendar_Day() {
	c := officeCalendar()
	for _, s := range []string{"2026-06-05", "2026-07-03", "2026-12-23", "2026-12-24"} {
		d, _ := calendar.ParseDate(s)
		day := c.Day(d)
		fmt.Println(day.Date, day.Path, len(day.Windows), day.Name+".")
	}
	// Output:
	// 2026-06-05 hours 1 .
	// 2026-07-03 seasons[0] 1 summer.
	// 2026-12-23 exceptions[0] 1 short day.
	// 2026-12-24 holidays[0] 0 Christmas Eve.
}

func ExampleCalendar_Roll() {
	c := officeCalendar()
	d, _ := calendar.ParseDate("2026-05-31") // a Sunday
	fmt.Println(c.Roll(d, calendar.RollFollowing))
	fmt.Println(c.Roll(d, calendar.RollModifiedFollowing))
	// Output:
	// 2026-06-01 true
	// 2026-05-29 true
}

func ExampleCalendar_Start() {
	c, err := calendar.Compile(calendar.Definition{Zone: "America/Havana"}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	d, _ := calendar.ParseDate("2025-03-09") // the clock skips midnight
	fmt.Println(c.Start(d))
	fmt.Println(c.DateOf(c.Start(d)), c.DateOf(c.Start(d).Add(-1)))
	// Output:
	// 2025-03-09 01:00:00 -0400 CDT
	// 2025-03-09 2025-03-08
}

func ExampleCalendar_HolidayYears() {
	set := calendar.HolidaySet{From: 2000, Until: 2003, On: newYear}
	c, err := calendar.Compile(calendar.Definition{Zone: "UTC", Holidays: []calendar.Holiday{{Set: "x"}}},
		&calendar.Options{HolidaySets: calendar.HolidaySets{"x": set}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for year := range c.HolidayYears() {
		fmt.Println(year)
	}
	// Output:
	// 2000
	// 2001
	// 2002
}

func ExampleDate_AddPeriod() {
	d, _ := calendar.ParseDate("2026-01-31")
	for _, s := range []string{"P1M", "P1M1D", "P30D", "P1Y6M"} {
		p, _ := calendar.ParsePeriod(s)
		fmt.Println(s, d.AddPeriod(p))
	}
	// Output:
	// P1M 2026-02-28
	// P1M1D 2026-03-01
	// P30D 2026-03-02
	// P1Y6M 2027-07-31
}

func ExampleParseDayRule() {
	r, err := calendar.ParseDayRule("by 16:00 if before 10:00")
	fmt.Println(r, err)
	_, err = calendar.ParseDayRule("by noon")
	fmt.Println(err)
	// Output:
	// by 16:00 if before 10:00 <nil>
	// "by noon" is no day rule: after by want close, open or a time of day: "noon" is no time of day: want HH:MM or HH:MM:SS, 00:00 to 24:00
}
