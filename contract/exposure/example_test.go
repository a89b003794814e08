package exposure_test

import (
	"fmt"

	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/credit"
	"github.com/slakit/slakit/contract/exposure"
)

// A customer's mail rests on a supplier's mailboxes: of 200 SEK that we owe the
// customer, 30 are recovered.
func Example() {
	def, err := contract.Parse([]byte(desk))
	if err != nil {
		panic(err)
	}
	register, err := contract.Compile(def, nil)
	if err != nil {
		panic(err)
	}
	january := days("2026-01-01", "2026-01-31")
	var all []exposure.Assessed
	for _, m := range []struct {
		contract, schedule string
		breaches           int64
	}{{"schools", "mail", 2}, {"hosting", "down", 1}} {
		c, _ := register.Contract(m.contract)
		credits, err := c.Credits(m.schedule, []credit.Period{{Days: january, Measured: []credit.Measured{{Count: m.breaches}}}})
		if err != nil {
			panic(err)
		}
		all = append(all, exposure.Assessed{Contract: m.contract, Credit: credits[0]})
	}
	lines, err := exposure.Lines(register, all)
	if err != nil {
		panic(err)
	}
	for _, l := range lines {
		fmt.Println(l.Rows, l.Days)
		fmt.Println("paid out", l.PaidOut, "recoverable", l.Recoverable, "difference", l.Difference)
		for why := range l.Why() {
			fmt.Println(" ", why)
		}
	}
	// Output:
	// [hosting/boxes net/line schools/mail] 2026-01-01 to 2026-01-31
	// paid out 200.00 SEK recoverable 30.00 SEK difference -170.00 SEK
	//   200.00 SEK to Schools: schools, mail, 2026-01-01 to 2026-01-31: computed 200.00 SEK
	//   30.00 SEK from Hosting AB: hosting, down, 2026-01-01 to 2026-01-31: computed 30.00 SEK
	//   170.00 SEK are not recovered
}
