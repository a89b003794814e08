package ical_test

import (
	"bytes"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/calendar/ical"
)

// A feed closes days of a service desk.
func Example() {
	const feed = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//EN
BEGIN:VEVENT
UID:1@example.com
DTSTART;VALUE=DATE:20200606
DTEND;VALUE=DATE:20200607
RRULE:FREQ=YEARLY
SUMMARY:Nationaldagen
END:VEVENT
BEGIN:VEVENT
UID:2@example.com
DTSTART;TZID=Europe/Stockholm:20261223T120000
DTEND;TZID=Europe/Stockholm:20261223T170000
SUMMARY:Julbord
END:VEVENT
END:VCALENDAR
`
	def := calendar.Definition{
		Name: "helpdesk", Zone: "Europe/Stockholm",
		Hours: []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}},
	}
	plain, err := calendar.Compile(def, nil)
	if err != nil {
		log.Fatal(err)
	}
	read, err := ical.Read(strings.NewReader(feed), &ical.ReadOptions{Calendar: plain})
	if err != nil {
		log.Fatal(err)
	}
	def.Holidays, def.Exceptions = read.Holidays, read.Exceptions
	c, err := calendar.Compile(def, nil)
	if err != nil {
		log.Fatal(err)
	}

	tuesday := time.Date(2026, time.December, 22, 16, 0, 0, 0, c.Location())
	fmt.Println("due", c.Add(tuesday, 8*time.Hour).Format("Mon 2 Jan 15:04"))
	for w := range c.Windows(tuesday, tuesday.AddDate(0, 0, 2)) {
		fmt.Println(w.Start.Format("Mon 15:04"), "to", w.End.Format("15:04"))
	}
	national, _ := calendar.ParseDate("2029-06-06")
	fmt.Println(national, c.Day(national).Name)
	// Output:
	// due Thu 24 Dec 11:00
	// Tue 16:00 to 17:00
	// Wed 08:00 to 12:00
	// Thu 08:00 to 16:00
	// 2029-06-06 Nationaldagen
}

// Every event is taken, or listed with the reason, or a problem.
func ExampleRead() {
	feed, err := ical.Read(strings.NewReader(`BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261224
DTEND;VALUE=DATE:20261227
SUMMARY:Jul
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260501
STATUS:CANCELLED
SUMMARY:Första maj
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260631
SUMMARY:Bokslut
END:VEVENT
END:VCALENDAR
`), nil)
	for _, h := range feed.Holidays {
		fmt.Println(h.Date, h.Name)
	}
	for _, e := range feed.Skipped {
		fmt.Printf("line %d: %s: %s\n", e.Line, e.Name, e.Reason)
	}
	fmt.Println(err)
	// Output:
	// 2026-12-24 Jul
	// 2026-12-25 Jul
	// 2026-12-26 Jul
	// line 7: Första maj: cancelled
	// line 13: invalid: DTSTART: there is no 2026-06-31: want a day of the years 1 to 9999
}

// Some days of a feed are no days off.
func ExampleReadOptions() {
	text, err := os.ReadFile("testdata/feeds/google.ics")
	if err != nil {
		log.Fatal(err)
	}
	feed, err := ical.Read(bytes.NewReader(text), &ical.ReadOptions{Take: func(e ical.Entry) bool { return e.Note == "Public holiday" }})
	if err != nil {
		log.Fatal(err)
	}
	for _, h := range feed.Holidays {
		fmt.Println(h.Date, h.Name)
	}
	fmt.Println("not:")
	for _, e := range feed.Skipped {
		fmt.Println(e.Name)
	}
	// Output:
	// 2026-04-03 Långfredagen
	// 2026-04-06 Annandag påsk
	// 2026-06-06 Sveriges nationaldag
	// 2026-12-25 Juldagen
	// 2026-12-26 Annandag jul
	// not:
	// Valborgsmässoafton
	// Mors dag
	// Midsommarafton
}

func ExampleWrite() {
	until, _ := calendar.ParseDate("2026-04-01")
	notice := func(yield func(ical.AllDay) bool) {
		yield(ical.AllDay{UID: "contract-7-notice@example.com", Date: until.Prev(), Name: "Contract 7: last day of notice"})
	}
	revised := time.Date(2026, time.January, 5, 9, 30, 0, 0, time.UTC)
	var b strings.Builder
	if err := ical.Write(&b, revised, notice, &ical.WriteOptions{Name: "Contracts"}); err != nil {
		log.Fatal(err)
	}
	fmt.Print(strings.ReplaceAll(b.String(), "\r\n", "\n"))
	// Output:
	// BEGIN:VCALENDAR
	// VERSION:2.0
	// PRODID:-//slakit//calendar/ical//EN
	// CALSCALE:GREGORIAN
	// NAME:Contracts
	// X-WR-CALNAME:Contracts
	// BEGIN:VEVENT
	// UID:contract-7-notice@example.com
	// DTSTAMP:20260105T093000Z
	// DTSTART;VALUE=DATE:20260331
	// DTEND;VALUE=DATE:20260401
	// SUMMARY:Contract 7: last day of notice
	// TRANSP:TRANSPARENT
	// END:VEVENT
	// END:VCALENDAR
}

func ExampleClosedDays() {
	c, err := calendar.Compile(calendar.Definition{
		Name: "helpdesk", Zone: "Europe/Stockholm",
		Hours:      []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}},
		Holidays:   []calendar.Holiday{{Date: "06-06", Name: "Nationaldagen"}},
		Exceptions: []calendar.Exception{{Date: "2026-12-28", Until: "2026-12-30", Name: "Inventering"}},
	}, nil)
	if err != nil {
		log.Fatal(err)
	}
	from, _ := calendar.ParseDate("2026-01-01")
	until, _ := calendar.ParseDate("2028-01-01")
	for e := range ical.ClosedDays(c, from, until) {
		fmt.Println(e.Date, e.Name)
	}
	// Output:
	// 2026-06-06 Nationaldagen
	// 2026-12-28 Inventering
	// 2026-12-29 Inventering
	// 2027-06-06 Nationaldagen
}
