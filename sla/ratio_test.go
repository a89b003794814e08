package sla_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/sla"
)

// TestDecisionM3Percent: no value where nothing was measured; else rounded half
// away from zero, for people only.
func TestDecisionM3Percent(t *testing.T) {
	for _, c := range []struct {
		num, den int64
		places   int
		want     string
	}{
		{0, 0, 2, ""},
		{0, 7, 1, "0.0%"},
		{19, 20, 0, "95%"},
		{19, 20, -1, "95%"},
		{2, 3, 2, "66.67%"},
		{199995, 200000, 2, "100.00%"},
		{1, 1 << 62, 3, "0.000%"},
		{-1, 8, 0, "-13%"},
		{9_223_372_036_854_775_807, 9_223_372_036_854_775_807, 1, "100.0%"},
	} {
		require.Equal(t, c.want, sla.Ratio{Num: c.num, Den: c.den}.Percent(c.places))
	}
}
