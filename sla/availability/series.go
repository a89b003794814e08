package availability

import (
	"math/big"

	"github.com/slakit/slakit/sla"
)

// Series returns the availability of a service that needs all of its parts: the
// exact product of theirs. That is what remains if their outages have nothing
// to do with each other. It is nil if one of the parts measured nothing, and 1
// if there are none.
func Series(parts ...sla.Ratio) *big.Rat {
	product := big.NewRat(1, 1)
	for _, p := range parts {
		if p.Den == 0 {
			return nil
		}
		product.Mul(product, big.NewRat(p.Num, p.Den))
	}
	return product
}
