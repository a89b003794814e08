package calendar_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
)

func rule(tb testing.TB, s string) *calendar.DayRule {
	tb.Helper()
	r, err := calendar.ParseDayRule(s)
	require.NoError(tb, err)
	return &r
}

func TestParseDayRule(t *testing.T) {
	seen := map[calendar.DayRule]string{}
	for _, keep := range []string{"", "keep-clock"} {
		for _, by := range []string{"", "by close", "by open", "by 16:00", "by 00:00", "by 24:00", "by 16:30:15"} {
			for _, before := range []string{"", "if before 10:00", "if before 24:00"} {
				s := ""
				for _, part := range []string{keep, by, before} {
					if s != "" && part != "" {
						s += " "
					}
					s += part
				}
				r := *rule(t, s)
				assert.Equal(t, s, r.String())
				assert.Empty(t, seen[r], "%q is another rule", s)
				seen[r] = s
			}
		}
	}
	assert.Equal(t, calendar.DayRule{}, *rule(t, ""))
	assert.Equal(t, *rule(t, "by close if before 10:00"), *rule(t, "  by  close if\tbefore 10:00 "))
	for _, s := range []string{
		"by", "close", "by noon", "by 16", "by 25:00", "by close by open", "if", "if before", "if before noon",
		"if before 00:00", "by close if before 10:00 today", "by close keep-clock", "keep-clock keep-clock",
		"By close", "if after 10:00", "when before 10:00", "3bd",
	} {
		_, err := calendar.ParseDayRule(s)
		assert.ErrorContains(t, err, "no day rule", s)
	}
}

func TestDayRuleText(t *testing.T) {
	type doc struct {
		R calendar.DayRule `json:"r,omitzero"`
	}
	text, err := json.Marshal(doc{*rule(t, "keep-clock by 16:00 if before 10:00")})
	require.NoError(t, err)
	assert.Equal(t, `{"r":"keep-clock by 16:00 if before 10:00"}`, string(text))
	var back doc
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, *rule(t, "keep-clock by 16:00 if before 10:00"), back.R)
	assert.Error(t, json.Unmarshal([]byte(`{"r":"by noon"}`), &back))
	assert.Equal(t, *rule(t, "keep-clock by 16:00 if before 10:00"), back.R, "a failed UnmarshalText changes nothing")
	text, err = json.Marshal(doc{})
	require.NoError(t, err)
	assert.Equal(t, `{}`, string(text))
}
