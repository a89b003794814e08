// Package lawtest tries laws on drawn cases, for the tests of this module.
package lawtest

import (
	"flag"
	"math/rand"
	"testing"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"
	"github.com/leanovate/gopter/prop"
	"github.com/stretchr/testify/require"
)

var cases = flag.Int("laws", 1000, "cases of each law")

// Law tries a law on drawn cases, a hundred of them with -short. Then it proves
// that the law bites: on answers with one of the faults it must fail. The zero
// fault is none.
func Law[F ~string](t *testing.T, name string, holds func(r *rand.Rand, f F) error, faults ...F) {
	t.Helper()
	params := gopter.DefaultTestParametersWithSeed(7)
	params.MinSuccessfulTests = *cases
	if testing.Short() {
		params.MinSuccessfulTests = min(*cases, 100)
	}
	props := gopter.NewProperties(params)
	props.Property(name, prop.ForAll(func(seed int64) (string, error) {
		return "", holds(rand.New(rand.NewSource(seed)), "")
	}, gen.Int64()))
	props.TestingRun(t)
	require.Empty(t, unseen(holds, faults), "%s: it holds although", name)
}

// unseen returns the faults with which a law holds all the same.
func unseen[F ~string](holds func(r *rand.Rand, f F) error, faults []F) (list []F) {
	for _, f := range faults {
		r, fails := rand.New(rand.NewSource(7)), false
		for n := 0; n < 1000 && !fails; n++ {
			fails = holds(r, f) != nil
		}
		if !fails {
			list = append(list, f)
		}
	}
	return list
}
