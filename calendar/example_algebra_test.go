package calendar_test

import (
	"fmt"
	"time"

	"github.com/slakit/slakit/calendar"
)

// Two desks follow the sun. The customer is served when either is open.
func ExampleUnion() {
	days := []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}}
	malmo, err := calendar.Compile(calendar.Definition{Name: "malmo", Zone: "Europe/Stockholm", Hours: days}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	chennai, err := calendar.Compile(calendar.Definition{Name: "chennai", Zone: "Asia/Kolkata", Hours: days}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	monday := time.Date(2026, 1, 12, 0, 0, 0, 0, malmo.Location())
	for _, c := range []*calendar.Calendar{
		calendar.Union(malmo, chennai),
		calendar.Intersection(malmo, chennai),
		calendar.Difference(malmo, chennai),
		calendar.Complement(malmo),
	} {
		w, _ := c.Next(monday)
		fmt.Println(c.Name()+":", w)
	}
	// Output:
	// malmo or chennai: 2026-01-12T03:30:00+01:00/2026-01-12T17:00:00+01:00
	// malmo and chennai: 2026-01-12T08:00:00+01:00/2026-01-12T12:30:00+01:00
	// malmo except chennai: 2026-01-12T12:30:00+01:00/2026-01-12T17:00:00+01:00
	// not malmo: 2026-01-09T17:00:00+01:00/2026-01-12T08:00:00+01:00
}

func ExampleIntersection() {
	open, _ := calendar.Compile(calendar.Definition{Zone: "UTC", Hours: []calendar.Hours{{Days: "daily", Open: "06:00", Close: "22:00"}}}, nil)
	staffed, _ := calendar.Compile(calendar.Definition{Zone: "UTC", Hours: []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "24:00"}}}, nil)
	c := calendar.Intersection(open, staffed)
	from := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	fmt.Println(c.Between(from, from.AddDate(0, 0, 7)))
	// Output: 70h0m0s
}

// Maintenance is announced for a night; the hours of service are the rest.
func ExampleDifference() {
	maintenance, err := calendar.Compile(calendar.Definition{
		Zone:       "UTC",
		Exceptions: []calendar.Exception{{Date: "2026-06-06", Hours: []calendar.Opening{{Open: "22:00", Close: "04:00"}}}},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	c := calendar.Difference(calendar.AlwaysOpen(), maintenance)
	fmt.Println(c.Add(time.Date(2026, 6, 6, 20, 0, 0, 0, time.UTC), 4*time.Hour))
	// Output: 2026-06-07 06:00:00 +0000 UTC
}

func ExampleComplement() {
	desk, _ := calendar.Compile(calendar.Definition{Zone: "UTC", Hours: []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}}}, nil)
	d, _ := calendar.ParseDate("2026-06-06") // on call over a Saturday
	for _, w := range calendar.Complement(desk).Day(d).Windows {
		fmt.Println(w)
	}
	// Output: 2026-06-06T00:00:00Z/2026-06-07T00:00:00Z
}
