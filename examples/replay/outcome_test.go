package main

import (
	"testing"
	"time"

	"github.com/slakit/slakit/sla"
	"github.com/stretchr/testify/require"
)

func TestAmountsAreReadable(t *testing.T) {
	require.Equal(t, "0 h", hours(0))
	require.Equal(t, "40 h", hours(40*time.Hour))
	require.Equal(t, "1,000 h 05 min", hours(1000*time.Hour+5*time.Minute+29*time.Second))
	require.Equal(t, "-1 h 30 min", hours(-90*time.Minute))
	require.Equal(t, "47 h", wall(47*time.Hour))
	require.Equal(t, "2 d 1 h", wall(49*time.Hour))
	require.Equal(t, "1,234,567", grouped(1234567))
	require.Equal(t, "-123", grouped(-123))
	for text, want := range map[string]string{
		"62h": "62 h", "8h30m": "8 h 30 min", "208h47m elapsed": "208 h 47 min elapsed",
		"P1D": "1 day", "P365D": "365 days", "2bd": "2 business days", "none": "none", "1bd by close": "1bd by close",
	} {
		a, err := sla.ParseAllowance(text)
		require.NoError(t, err)
		require.Equal(t, want, promised(a))
	}
}
