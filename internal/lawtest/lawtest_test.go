package lawtest

import (
	"errors"
	"math/rand"
	"testing"

	"github.com/stretchr/testify/require"
)

type fault string

const (
	always fault = "it is always one too much"
	rarely fault = "it is one too much for one in fifty"
	never  fault = "it is as it should be"
)

// doubled says that a number doubled is the number and itself.
func doubled(r *rand.Rand, f fault) error {
	n := r.Intn(50)
	double := 2 * n
	if f == always || f == rarely && n == 0 {
		double++
	}
	if double != n+n {
		return errors.New("it is not")
	}
	return nil
}

func TestLaw(t *testing.T) {
	drawn := 0
	Law(t, "doubled", func(r *rand.Rand, f fault) error {
		if f == "" {
			drawn++
		}
		return doubled(r, f)
	}, always, rarely)
	want := *cases
	if testing.Short() {
		want = min(want, 100)
	}
	require.Equal(t, want, drawn)
}

func TestUnseen(t *testing.T) {
	require.Equal(t, []fault{never}, unseen(doubled, []fault{always, never, rarely}))
	require.Empty(t, unseen(doubled, nil))
}
