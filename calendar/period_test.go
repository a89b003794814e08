package calendar_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
)

func TestParsePeriod(t *testing.T) {
	for s, want := range map[string]calendar.Period{
		"P5D":       {Days: 5},
		"P1M":       {Months: 1},
		"P2W":       {Weeks: 2},
		"P1Y":       {Years: 1},
		"P1Y6M":     {Years: 1, Months: 6},
		"P18M":      {Months: 18},
		"P1Y2M3W4D": {Years: 1, Months: 2, Weeks: 3, Days: 4},
		"P1Y4D":     {Years: 1, Days: 4},
		"P0D":       {},
		"P3652059D": {Days: 3652059},
	} {
		got, err := calendar.ParsePeriod(s)
		require.NoError(t, err, s)
		assert.Equal(t, want, got)
		assert.Equal(t, s, got.String())
		assert.Equal(t, s == "P0D", got.IsZero())
	}
	for s, why := range map[string]string{
		"":                              "want P with",
		"P":                             "want P with",
		"5D":                            "want P with",
		"p5d":                           "want P with",
		"PT8H":                          "time part",
		"P1DT4H":                        "time part",
		"P5":                            "whole numbers, each before its unit",
		"PD":                            "whole numbers",
		"P1.5D":                         "whole numbers, each before its unit",
		"P-1D":                          "whole numbers",
		"P1D1D":                         "whole numbers, each before its unit",
		"P1D1M":                         "whole numbers, each before its unit",
		"P1X":                           "whole numbers, each before its unit",
		"P3652060D":                     "larger than",
		"P99999999999999999999D":        "larger than",
		"P1D ":                          "whole numbers",
		"P1Y" + strings.Repeat("9", 99): "whole numbers, each before its unit",
	} {
		_, err := calendar.ParsePeriod(s)
		assert.ErrorContains(t, err, why, s)
	}
}

func TestPeriodText(t *testing.T) {
	type doc struct {
		P calendar.Period `json:"p,omitzero"`
	}
	text, err := json.Marshal(doc{calendar.Period{Years: 1, Months: 6}})
	require.NoError(t, err)
	assert.Equal(t, `{"p":"P1Y6M"}`, string(text))
	var back doc
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, calendar.Period{Years: 1, Months: 6}, back.P)
	assert.Error(t, json.Unmarshal([]byte(`{"p":"1 year"}`), &back))
	assert.Equal(t, calendar.Period{Years: 1, Months: 6}, back.P, "a failed UnmarshalText changes nothing")

	assert.Equal(t, "P-1M2D", calendar.Period{Months: -1, Days: 2}.String())
	_, err = json.Marshal(doc{calendar.Period{Months: -1}})
	assert.Error(t, err)
}
