package sla

import "math/big"

// Percent writes the ratio as a percentage with so many decimal places, rounded
// half away from zero, as in "99.86%". It is for people only: 99.995 % may be
// written "100.00%" and is still a breach of 100 % (A7), so compare the ratio
// itself. Where nothing was measured it is empty, never 100 % or 0 % (M3).
func (r Ratio) Percent(places int) string {
	if r.Den == 0 {
		return ""
	}
	share := new(big.Rat).SetFrac64(r.Num, r.Den)
	return share.Mul(share, big.NewRat(100, 1)).FloatString(max(places, 0)) + "%"
}
