package cost_test

import (
	"encoding/json"
	"testing"

	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/internal/strictjson"
)

// FuzzCompile: any text is read or refused; what is accepted survives a round
// trip, and its charges are those of its accruals.
func FuzzCompile(f *testing.F) {
	for _, text := range []string{
		`{"id":"base","amount":"12500.00","currency":"SEK","every":"P1M","index":{"kind":"fixed","percent":"2%","every":"P1Y"}}`,
		`{"id":"boxes","amount":"2.10","currency":"EUR","quantity":"450","every":"P3M","from":"start","dayCount":"act/act-isda"}`,
		`{"id":"l","amount":"-1","currency":"JPY","every":"once","on":"2026-05-01"}`,
		`{"id":"l","amount":"1","currency":"EUR","every":"P1W","from":"start","dayCount":"whole-periods","centres":[{"centre":"a","weight":"1"}],"index":{"kind":"series","every":"P1Y","lag":"P3M","values":{"2025-10":"100","2026-10":"104"},"cap":"3%"}}`,
	} {
		f.Add([]byte(text), 400)
	}
	f.Fuzz(func(t *testing.T, data []byte, n int) {
		var def cost.Definition
		if strictjson.Decode(data, strictjson.DefaultLimit, &def) != nil {
			return
		}
		l, err := cost.Compile(def)
		if err != nil {
			return
		}
		text, err := json.Marshal(def)
		if err != nil {
			t.Fatal(err)
		}
		var back cost.Definition
		if err := strictjson.Decode(text, strictjson.DefaultLimit, &back); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if _, err := cost.Compile(back); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		start := day("2026-02-15")
		days := cost.Days{First: start.AddDays(-20), Last: start.AddDays(min(max(n, -30), 800))}
		terms := cost.Terms{Start: start, Suspended: []cost.Days{{First: start.AddDays(10), Last: start.AddDays(40)}}}
		for c := range l.Charges(terms, days) {
			if c.Days.Count() == 0 || c.Amount.Currency() != l.Currency() {
				t.Fatalf("%s: %+v", text, c)
			}
			for range c.Steps() {
			}
			c.Split()
		}
		l.Accrued(terms, days)
	})
}
