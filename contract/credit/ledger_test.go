package credit_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/contract/credit"
)

func TestState(t *testing.T) {
	claimable := credits(t, `{`+perBreach+`, "claim": "P30D"}`, months("", count(1)))[0] // January, by 2 March
	free := credits(t, `{`+perBreach+`}`, months("", count(1)))[0]
	none := credits(t, `{`+perBreach+`}`, months("", count(0)))[0]
	earned := credits(t, `{`+perBreach+`, "earnBack": {"percent": "100%", "periods": 1}}`, months("", count(1), count(0)))[0]
	move := func(kind, on string) credit.Move { return credit.Move{Kind: kind, On: day(on)} }
	tests := []struct {
		name  string
		c     credit.Credit
		moves []credit.Move
		on    string
		want  credit.State
	}{
		{"computed", claimable, nil, "2026-02-01", credit.Due},
		{"the last day to claim", claimable, nil, "2026-03-02", credit.Due},
		{"not claimed in time", claimable, nil, "2026-03-03", credit.Forfeited},
		{"claimed on the last day", claimable, []credit.Move{move("claim", "2026-03-02")}, "2026-05-01", credit.Claimed},
		{"not yet claimed", claimable, []credit.Move{move("claim", "2026-03-02")}, "2026-03-01", credit.Due},
		{"accepted", claimable, []credit.Move{move("claim", "2026-03-02"), move("accept", "2026-03-02")}, "2026-03-02", credit.Accepted},
		{"paid after a dispute", claimable, []credit.Move{move("claim", "2026-02-02"), move("dispute", "2026-02-03"), move("accept", "2026-02-04"), move("settle", "2026-04-01")}, "2026-04-01", credit.Settled},
		{"rejected", claimable, []credit.Move{move("claim", "2026-02-02"), move("reject", "2026-02-03")}, "2027-01-01", credit.Rejected},
		{"no claim needed", free, nil, "2030-01-01", credit.Due},
		{"set off at once", free, []credit.Move{move("settle", "2026-02-02")}, "2026-02-02", credit.Settled},
		{"nothing to pay", none, nil, "2026-02-02", credit.Void},
		{"before it is earned back", earned, nil, "2026-02-28", credit.Due},
		{"earned back", earned, nil, "2026-03-01", credit.Returned},
		{"paid before that", earned, []credit.Move{move("settle", "2026-02-20")}, "2026-03-01", credit.Settled},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.c.State(tt.moves, day(tt.on))
			require.NoError(t, err)
			require.Equal(t, tt.want, got)
		})
	}
	refused := []struct {
		c     credit.Credit
		moves []credit.Move
		want  string
	}{
		{claimable, []credit.Move{move("claim", "2026-03-03")}, "moves[0]: found claim on 2026-03-03, which a credit that is forfeited does not allow"},
		{claimable, []credit.Move{move("settle", "2026-02-03")}, "moves[0]: found settle on 2026-02-03, which a credit that is due does not allow"},
		{free, []credit.Move{move("acept", "2026-02-03")}, `moves[0]: found "acept" (did you mean "accept"?), want one of claim, accept, dispute, reject, settle`},
		{free, []credit.Move{move("accept", "2026-02-03"), move("settle", "2026-02-02")}, "moves[1]: found 2026-02-02, want a day from 2026-02-03 on"},
		{none, []credit.Move{move("claim", "2026-02-03")}, "moves[0]: found claim on 2026-02-03, which a credit that is void does not allow"},
		{earned, []credit.Move{move("settle", "2026-03-01")}, "moves[0]: found settle on 2026-03-01, which a credit that is returned does not allow"},
	}
	for _, tt := range refused {
		_, err := tt.c.State(tt.moves, day("2030-01-01"))
		require.True(t, errors.Is(err, slakit.ErrInvalid) || errors.Is(err, slakit.ErrUnknown))
		require.EqualError(t, err, tt.want)
	}
}
