package picture_test

import (
	"bytes"
	"fmt"
	"os"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/calendar/holidays"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/picture"
)

// The title of each row says in words what it shows.
func ExampleTimeline() {
	data, err := os.ReadFile("../testdata/register.json")
	if err != nil {
		panic(err)
	}
	def, err := contract.Parse(data)
	if err != nil {
		panic(err)
	}
	register, err := contract.Compile(def, &contract.Options{HolidaySets: holidays.All()})
	if err != nil {
		panic(err)
	}
	today, _ := calendar.ParseDate("2026-03-05")
	svg := picture.Timeline(register, contract.Supplier, today, nil)
	for line := range bytes.Lines(svg) {
		if _, title, ok := bytes.Cut(line, []byte("<title>")); ok {
			text, _, _ := bytes.Cut(title, []byte("</title>"))
			fmt.Println(string(text))
		}
	}
	// Output:
	// Print service (K-2026-014): active, notice by 2028-07-28, term from 2026-02-01 to 2029-01-31, committed to 2029-01-31
	// Print service (old) (K-2023-003): expired, ended 2026-01-31, term from 2023-02-01 to 2026-01-31
	// Mail hosting (K-2025-031): active, notice by 2026-03-27, term from 2025-05-15, committed to 2026-06-30
	// Mobile telephony (K-2026-021): in-review, starts 2026-09-01, term from 2026-09-01 to 2028-08-31
}

// The map is drawn from the table that decides the lifecycle.
func ExampleProcessMap() {
	svg := picture.ProcessMap(&picture.Options{Title: "Contracts"})
	fmt.Println(bytes.Contains(svg, []byte("suspend → suspended")))
	// Output: true
}
