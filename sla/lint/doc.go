// Package lint finds what a definition allows and its author hardly meant:
// clocks that never run, agreements that never apply, tickets that nothing
// promises anything.
//
//	findings, err := lint.Check(def, &lint.Options{At: today})
//	for f := range findings {
//		fmt.Println(f.Path, f.Kind, f.Text)
//	}
//
// What [sla.Compile] refuses is not repeated; it is the error of [Check].
// Everything found is legal, and sometimes right: silence is no proof and a
// finding no verdict. Where it helps, a finding brings an example: a ticket
// that shows the problem when it is evaluated. Such a finding was made by
// evaluating that ticket.
package lint
