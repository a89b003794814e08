package contract_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/slakit/slakit/calendar/holidays"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/term"
	"github.com/slakit/slakit/sla"
)

// FuzzParse: whatever parses survives JSON, and whatever compiles answers.
func FuzzParse(f *testing.F) {
	for _, name := range []string{"register.json", "wrong.json"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"zone": "UTC", "contracts": [{"id": "x", "kind": "supplier", "start": "9999-12-01", "term": "P1M", "renewal": {"kind": "tacit"}, "notice": [{"by": "us", "period": "P9999Y"}], "facts": [{"id": "1", "kind": "approve", "on": "0001-01-01", "recorded": "0001-01-01T00:00:00Z"}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		def, err := contract.Parse(data)
		if err != nil {
			return
		}
		text, err := json.Marshal(def)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := contract.Parse(text); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		r, err := contract.Compile(def, &contract.Options{HolidaySets: holidays.All()})
		if err != nil {
			return
		}
		ask(r)
	})
}

// ask asks a register everything; nothing may fail or hang.
func ask(r *contract.Register) {
	d := day("2026-03-05")
	at := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	for _, kind := range []contract.Kind{contract.Customer, contract.Supplier} {
		for c := range r.Contracts(kind) {
			for _, d := range []string{"0001-01-01", "2026-03-05", "2199-12-31", "9999-12-31"} {
				d := day(d)
				c.On(d)
				c.EarliestExit(d)
				c.Commitment(d)
				c.Sections(d)
				for range c.Why(d) {
				}
				for range c.Permitted(d) {
				}
				n := 0
				for range c.Deadlines(d) {
					if n++; n == 50 {
						break
					}
				}
				for range c.Exits(contract.SideUs, d) {
					if n++; n > 100 {
						break
					}
				}
			}
			n := 0
			for range c.Terms() {
				if n++; n == 50 {
					break
				}
			}
			_, _ = c.Record(contract.Fact{ID: "fuzz", Kind: contract.GiveNotice, Side: contract.SideUs, On: d, Recorded: at})
		}
	}
	for range r.Findings(d) {
	}
	for range r.Reminders(d, d.AddDays(400)) {
	}
	for range r.Changes(d, d.AddDays(400)) {
	}
	facts := sla.Facts{"service": {"email"}}
	r.Cover(facts, at)
	for range r.Candidates(facts, at) {
	}
	r.Agreements()
	r.AsOf(at)
}

// FuzzFacts: any facts in any order agree with the model.
func FuzzFacts(f *testing.F) {
	f.Add(int64(1), []byte{3, 9, 15})
	f.Add(int64(7), []byte{5, 8, 20, 21, 9})
	r := emptyRegister(f)
	f.Fuzz(func(t *testing.T, seed int64, kinds []byte) {
		d := newDraw(seed)
		c := d.modelContract()
		facts := []modelFact{{kind: "approve", day: modelDay("2025-12-15")}}
		for _, k := range kinds[:min(len(kinds), 12)] {
			fact := scopeFacts[int(k)%len(scopeFacts)]
			fact.day = modelDay("2025-12-20") + d.Intn(300)
			switch {
			case fact.kind == "correct":
				fact.last = d.Intn(len(facts))
			case fact.last != 0:
				fact.last += fact.day
			}
			facts = append(facts, fact)
		}
		if wrong := compare(r, c, facts, modelDay("2025-12-01"), modelDay("2027-01-01")); wrong != "" {
			t.Fatalf("%s\n%s", wrong, describe(c, facts))
		}
	})
}

func FuzzLength(f *testing.F) {
	for _, s := range []string{"P1Y2M3W4D+5bd", "5bd", "P0D", "P1M+", "bd"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		l, err := term.ParseLength(s)
		if err != nil {
			return
		}
		back, err := term.ParseLength(l.String())
		if err != nil || back != l {
			t.Fatalf("%q: %v, then %v: %v", s, l, back, err)
		}
	})
}
