package credit_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/slakit/slakit/contract/credit"
	"github.com/slakit/slakit/sla"
)

// FuzzCompile: any text is read or refused; what is accepted survives a round
// trip and answers.
func FuzzCompile(f *testing.F) {
	files, err := filepath.Glob(filepath.Join(schedules, "*.json"))
	if err != nil || len(files) == 0 {
		f.Fatal("no schedules", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, int64(995), int64(1000))
	}
	f.Add([]byte(`{"id":"s","levels":[{"id":"a","measure":"breaches","rate":{"credit":"1 point","per":"1"}}],"points":{"tiers":[{"from":"5","credit":"2%"}]}}`), int64(7), int64(0))
	f.Fuzz(func(t *testing.T, data []byte, num, den int64) {
		def, err := credit.Parse(data)
		if err != nil {
			return
		}
		s, err := credit.Compile(def)
		if err != nil {
			return
		}
		text, err := json.Marshal(def)
		if err != nil {
			t.Fatal(err)
		}
		back, err := credit.Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if _, err := credit.Compile(back); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		for _, v := range []credit.Measured{{Share: sla.Ratio{Num: num, Den: den}}, {Time: time.Duration(num)}, {Count: num}} {
			if len(def.Levels) > 0 {
				v.Level = def.Levels[0].ID
			}
			p := credit.Period{Days: days("2026-03-01", "2026-03-31"), Base: exact("1234.56 EUR"), YearBase: exact("9999 EUR"), Measured: []credit.Measured{v, v}}
			c, err := s.Credit(p)
			if err != nil {
				continue
			}
			if c.Amount.Sign() < 0 {
				t.Fatalf("%s: a credit of %v", text, c.Amount)
			}
			for range c.Steps() {
			}
		}
	})
}
