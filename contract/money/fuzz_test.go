package money_test

import (
	"testing"

	"github.com/slakit/slakit/contract/money"
)

// FuzzParse: what is read is written in a form that reads back as the same.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"12500.00 SEK", "-0.0123 EUR", "7 JPY", "1E400000000 EUR", "0.5", "5%", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if m, err := money.Parse(s); err == nil {
			back, err := money.Parse(m.String())
			if err != nil || !back.Equal(m) {
				t.Fatalf("%q is written as %q, which reads as %v, %v", s, m, back, err)
			}
		}
		if share, err := money.ParsePercent(s); err == nil {
			back, err := money.ParsePercent(money.FormatPercent(share))
			if err != nil || !back.Equal(share) {
				t.Fatalf("%q is written as %q", s, money.FormatPercent(share))
			}
		}
	})
}
