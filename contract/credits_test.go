package contract_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar/holidays"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/credit"
	"github.com/slakit/slakit/contract/money"
	"github.com/slakit/slakit/sla"
)

func days(first, last string) cost.Days { return cost.Days{First: day(first), Last: day(last)} }

// registerWith compiles the example register with one contract's text replaced
// in places.
func registerWith(t *testing.T, pairs ...string) *contract.Register {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "register.json"))
	require.NoError(t, err)
	text := string(data)
	for i := 0; i < len(pairs); i += 2 {
		require.Contains(t, text, pairs[i])
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	def, err := contract.Parse([]byte(text))
	require.NoError(t, err)
	r, err := contract.Compile(def, &contract.Options{HolidaySets: holidays.All()})
	require.NoError(t, err)
	return r
}

func contractOf(t *testing.T, r *contract.Register, id string) *contract.Contract {
	t.Helper()
	c, ok := r.Contract(id)
	require.True(t, ok)
	return c
}

func TestDecisionM9Base(t *testing.T) {
	r := registerWith(t)
	tests := []struct {
		name     string
		contract string
		schedule credit.Definition
		days     cost.Days
		want     string
	}{
		{"a month", "print", credit.Definition{Base: []string{"base"}}, days("2026-03-01", "2026-03-31"), "12500 SEK"},
		{"after indexation", "print", credit.Definition{}, days("2027-02-01", "2027-02-28"), "12750 SEK"},
		{"over an anniversary", "print", credit.Definition{}, days("2027-01-31", "2027-02-01"), "372625/434 SEK"}, // 12500/31 + 12750/28
		{"before the contract", "print", credit.Definition{}, days("2026-01-01", "2026-01-31"), "0 SEK"},
		{"the row's", "schools", credit.Definition{Rows: []string{"email"}}, days("2026-03-01", "2026-03-31"), "8000 SEK"},
		{"all rows'", "schools", credit.Definition{}, days("2026-03-01", "2026-03-31"), "8000 SEK"},
		{"the contract's, as the row has none", "mail-hosting", credit.Definition{Rows: []string{"mailboxes"}}, days("2025-05-01", "2025-05-31"), "16065/31 EUR"}, // 17 of 31 days
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := contractOf(t, r, tt.contract).Base(tt.schedule, tt.days)
			require.NoError(t, err)
			require.Equal(t, tt.want, got.String())
		})
	}
	suspended := registerWith(t, `"by": "anna"}
      ]
    },
    {
      "id": "print-old"`, `"by": "anna"},
        {"id": "3", "kind": "suspend", "on": "2026-03-11", "last": "2026-03-20", "recorded": "2026-03-10T09:00:00+01:00"}
      ]
    },
    {
      "id": "print-old"`)
	got, err := contractOf(t, suspended, "print").Base(credit.Definition{}, days("2026-03-01", "2026-03-31"))
	require.NoError(t, err)
	require.Equal(t, "262500/31 SEK", got.String(), "21 of 31 days")
	mixed := registerWith(t, `"cost": [{"id": "email", "amount": "8000.00", "currency": "SEK", "every": "P1M"}]`,
		`"cost": [{"id": "email", "amount": "8000.00", "currency": "SEK", "every": "P1M"}, {"id": "licence", "amount": "80.00", "currency": "EUR", "every": "P1M"}]`)
	_, err = contractOf(t, mixed, "schools").Base(credit.Definition{}, days("2026-03-01", "2026-03-31"))
	require.ErrorAs(t, err, new(*money.MixedError))
}

func TestCreditsOfAContract(t *testing.T) {
	r := registerWith(t)
	share := func(num, den int64) []credit.Measured {
		return []credit.Measured{{Share: sla.Ratio{Num: num, Den: den}}}
	}
	// Ten per cent of the year: 15,000 SEK less than what five bad months would give.
	print := contractOf(t, r, "print")
	var periods []credit.Period
	for _, m := range []string{"2026-02", "2026-03", "2026-04", "2026-05", "2026-06", "2026-07"} {
		first := day(m + "-01")
		last := day(m + "-28")
		for last.Next().Month() == first.Month() {
			last = last.Next()
		}
		periods = append(periods, credit.Period{Days: cost.Days{First: first, Last: last}, Measured: share(94, 100)})
	}
	all, err := print.Credits("availability", periods)
	require.NoError(t, err)
	var got []string
	for _, c := range all {
		got = append(got, c.Amount.String())
	}
	require.Equal(t, []string{"3125.00 SEK", "3125.00 SEK", "3125.00 SEK", "3125.00 SEK", "2500.00 SEK", "0.00 SEK"}, got)

	mail, err := contractOf(t, r, "mail-hosting").Credits("downtime", []credit.Period{{Days: days("2026-03-01", "2026-03-31"), Measured: []credit.Measured{{Time: 41 * time.Minute}}}})
	require.NoError(t, err)
	require.Equal(t, "94.50 EUR", mail[0].Amount.String())

	_, err = print.Credits("availabilty", periods)
	require.ErrorIs(t, err, slakit.ErrUnknown)
	require.EqualError(t, err, `periods[0]: contract print has no schedule "availabilty" on 2026-02-01 (did you mean "availability"?)`)
	_, err = print.Credits("availability", []credit.Period{{Days: periods[1].Days, Measured: share(2, 1)}})
	require.ErrorIs(t, err, slakit.ErrInvalid)
}

func TestDecisionK23CreditsOfAnAmendedContract(t *testing.T) {
	r := registerWith(t, `"by": "anna"}
      ]
    },
    {
      "id": "print-old"`, `"by": "anna"},
        {"id": "3", "kind": "amend", "on": "2026-04-01", "recorded": "2026-03-10T09:00:00+01:00", "amend": {
          "cost": [{"id": "base", "amount": "20000.00", "currency": "SEK", "every": "P1M"}],
          "credits": [{"id": "availability", "measure": "availability", "base": ["base"], "tiers": [{"below": "99%", "credit": "50%"}]}]
        }}
      ]
    },
    {
      "id": "print-old"`)
	bad := []credit.Measured{{Share: sla.Ratio{Num: 94, Den: 100}}}
	all, err := contractOf(t, r, "print").Credits("availability", []credit.Period{
		{Days: days("2026-03-01", "2026-03-31"), Measured: bad}, {Days: days("2026-04-01", "2026-04-30"), Measured: bad},
	})
	require.NoError(t, err)
	require.Equal(t, "3125.00 SEK", all[0].Amount.String())
	require.Equal(t, "10000.00 SEK", all[1].Amount.String())
}
