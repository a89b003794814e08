package credit_test

import (
	"testing"

	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/credit"
	"github.com/slakit/slakit/contract/money"
	"github.com/slakit/slakit/sla"
)

// month is a schedule with a cap, and a contract whose fee is indexed.
func month(b *testing.B) (*credit.Schedule, *cost.Line, cost.Terms) {
	s, err := credit.Compile(credit.Definition{
		ID: "availability",
		Rule: credit.Rule{Measure: "availability", Tiers: []credit.Tier{
			{Below: "99.99%", Credit: "10%"}, {Below: "99%", Credit: "25%"}, {Below: "95%", Credit: "100%"},
		}},
		Caps: credit.Caps{Period: "50%"},
	})
	if err != nil {
		b.Fatal(err)
	}
	l, err := cost.Compile(cost.Definition{
		ID: "fee", Amount: "12500.00", Currency: "SEK", Every: "P1M",
		Index: &cost.Index{Kind: "fixed", Percent: "2%", Every: "P1Y"},
	})
	if err != nil {
		b.Fatal(err)
	}
	return s, l, cost.Terms{Start: day("2024-02-15")}
}

// BenchmarkCreditOfAMonth works out the base of a contract-month and its credit.
func BenchmarkCreditOfAMonth(b *testing.B) {
	s, l, terms := month(b)
	march := days("2026-03-01", "2026-03-31")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		_, err := s.Credit(credit.Period{
			Days: march, Base: l.Accrued(terms, march),
			Measured: []credit.Measured{{Share: sla.Ratio{Num: 44640 - int64(i%4000), Den: 44640}}},
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// Benchmark100000ContractMonths is the credit run of 100,000 distinct contracts,
// or of twelve months of some 8,000, with their total.
func Benchmark100000ContractMonths(b *testing.B) {
	s, l, terms := month(b)
	march := days("2026-03-01", "2026-03-31")
	b.ReportAllocs()
	for b.Loop() {
		total := money.Exact{}.Round(money.HalfAway)
		for i := range 100_000 {
			terms.Start = day("2024-02-15").AddDays(-i % 700)
			c, err := s.Credit(credit.Period{
				Days: march, Base: l.Accrued(terms, march),
				Measured: []credit.Measured{{Share: sla.Ratio{Num: 44640 - int64(i%4000), Den: 44640}}},
			})
			if err != nil {
				b.Fatal(err)
			}
			if total, err = total.Add(c.Amount); err != nil {
				b.Fatal(err)
			}
		}
	}
}
