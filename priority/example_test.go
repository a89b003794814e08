package priority_test

import (
	"errors"
	"fmt"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/priority"
)

func Example() {
	m, err := priority.Compile(priority.Definition{
		Impacts:    []priority.Impact{"organisation", "department", "person"},
		Urgencies:  []priority.Urgency{"cannot work", "can wait"},
		Priorities: []priority.Priority{"P1", "P2", "P3"},
		Matrix: [][]priority.Priority{
			{"P1", "P2"},
			{"P1", "P3"},
			{"P2", "P3"},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := m.Lookup("department", "can wait")
	fmt.Println(p, err)
	fmt.Println("for a VIP:", m.Raise(p, 1))

	_, err = m.Lookup("persons", "can wait")
	fmt.Println(err)
	// Output:
	// P3 <nil>
	// for a VIP: P2
	// impact: unknown: "persons" (did you mean "person"?), want one of "organisation", "department", "person"
}

func ExampleCompile() {
	def := priority.ITIL()
	def.Impacts[1] = "high"
	def.Matrix[0] = []priority.Priority{"P1", "P2"}
	def.Matrix[2][0] = "Q3"

	_, err := priority.Compile(def)
	for _, e := range slakit.FieldErrors(err) {
		fmt.Println(e)
	}
	fmt.Println(errors.Is(err, slakit.ErrDuplicate))
	// Output:
	// impacts[1]: duplicate: "high" is impacts[0] already
	// matrix[0]: invalid: found 2 cells, want 3, one for each urgency
	// matrix[2][0]: unknown: "Q3" (did you mean "P3"?), want one of "P1", "P2", "P3", "P4", "P5"
	// true
}

func ExampleMatrix_Check() {
	def := priority.ITIL()
	def.Matrix[1] = []priority.Priority{"P2", "P4", "P3"} // two cells swapped
	m, err := priority.Compile(def)
	if err != nil {
		fmt.Println(err)
		return
	}
	for v := range m.Check() {
		fmt.Println(v)
	}
	// Output:
	// "medium" x "medium" = "P4" is lower than "medium" x "low" = "P3"
}

func ExampleMatrix_Cells() {
	m, err := priority.Compile(priority.ITIL())
	if err != nil {
		fmt.Println(err)
		return
	}
	for urgency := range m.Urgencies() {
		fmt.Print("\t", urgency)
	}
	for cell := range m.Cells() {
		if cell.Urgency == "high" {
			fmt.Print("\n", cell.Impact)
		}
		fmt.Print("\t", cell.Priority)
	}
	// Output:
	// 	high	medium	low
	// high	P1	P2	P3
	// medium	P2	P3	P4
	// low	P3	P4	P5
}
