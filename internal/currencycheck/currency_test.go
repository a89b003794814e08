// Package currencycheck compares the currency table of contract/money with a
// maintained library. It is a module of its own, so that nobody who imports the
// library inherits what it needs. Run it in this directory:
//
//	go test ./...
package currencycheck

import (
	"slices"
	"testing"

	"github.com/bojanz/currency"

	"github.com/slakit/slakit/contract/money"
)

// TestDecisionM6EveryCurrentCode: the current codes of both tables are the
// same, with the same minor units.
func TestDecisionM6EveryCurrentCode(t *testing.T) {
	theirs := currency.GetCurrencyCodes()
	if len(theirs) < 150 {
		t.Fatalf("the library knows %d codes only", len(theirs))
	}
	for _, code := range theirs {
		c, err := money.ParseCurrency(code)
		if err != nil {
			t.Errorf("%s is not in the table", code)
			continue
		}
		if w := c.Withdrawn(); w != "" {
			t.Errorf("%s is withdrawn since %s here, and current there", code, w)
		}
		if digits, ok := currency.GetDigits(code); !ok || int(digits) != c.Places() {
			t.Errorf("%s has %d places here, %d there", code, c.Places(), digits)
		}
	}
	current := 0
	for c := range money.Currencies() {
		if c.Withdrawn() != "" {
			if slices.Contains(theirs, string(c)) {
				t.Errorf("%s is withdrawn here, and current there", c)
			}
			continue
		}
		current++
		if !slices.Contains(theirs, string(c)) {
			t.Errorf("%s is current here, and unknown there", c)
		}
	}
	t.Logf("%d current codes compared, CLDR %s", current, currency.CLDRVersion)
}
