package calendar_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/slakit/slakit/calendar"
)

// texts are forms that a parser takes, and near misses.
var texts = []string{
	"2026-06-01", "0001-01-01", "9999-12-31", "2026-02-30", "06-01", "P1Y6M2W3D", "P0D", "PT1H", "P1.5D", "P99999999999D",
	"by close", "keep-clock by 16:00 if before 10:00", "by 24:00", "if before 00:00", "mon-fri", "", " ",
}

// fuzzText checks that whatever a parser takes it takes again as it prints it.
func fuzzText[T interface {
	comparable
	String() string
}](f *testing.F, parse func(string) (T, error)) {
	for _, s := range texts {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := parse(s)
		if err != nil {
			var zero T
			if v != zero {
				t.Errorf("%q: %v beside %v", s, v, err)
			}
			return
		}
		again, err := parse(v.String())
		if err != nil || again != v {
			t.Errorf("%q is %q, which is %v, %v", s, v, again, err)
		}
	})
}

func FuzzParseDate(f *testing.F)    { fuzzText(f, calendar.ParseDate) }
func FuzzParsePeriod(f *testing.F)  { fuzzText(f, calendar.ParsePeriod) }
func FuzzParseDayRule(f *testing.F) { fuzzText(f, calendar.ParseDayRule) }

// FuzzCompile checks that no definition panics or hangs, and that an accepted
// one keeps the laws of Add and Between.
func FuzzCompile(f *testing.F) {
	f.Add(`{"zone": "Europe/Stockholm", "hours": [{"days": "mon-fri", "open": "08:00", "close": "17:00"}]}`, int64(1780300800e9), int64(40*time.Hour))
	f.Add(`{"zone": "America/Havana", "hours": [{"days": "daily", "open": "22:00", "close": "06:00"}], "seasons": [{"from": "12-20", "until": "01-10"}]}`, int64(1741500000e9), int64(-time.Hour))
	f.Add(`{"zone": "UTC", "exceptions": [{"date": "02-29", "hours": [{"open": "00:00", "close": "24:00"}]}, {"date": "2026-01-01", "until": "2027-01-01", "days": "sat"}]}`, int64(0), int64(1))
	f.Add(`{"zone": "UTC", "holidays": [{"date": "12-24"}, {"date": "2026-12-25"}, {"set": "x", "observed": "observed"}]}`, int64(-1e18), int64(1e18))
	f.Add(`{"zone": "Local", "hours": [{"days": "xyz", "open": "24:00", "close": ""}]}`, int64(7258118399e9), int64(1))
	opts := &calendar.Options{HolidaySets: calendar.HolidaySets{"x": {On: newYear}}}
	f.Fuzz(func(t *testing.T, text string, unix, amount int64) {
		var def calendar.Definition
		if json.Unmarshal([]byte(text), &def) != nil {
			return
		}
		c, err := calendar.Compile(def, opts)
		if err != nil {
			return
		}
		at, d := time.Unix(0, unix), time.Duration(amount)
		u := c.Add(at, d)
		if !u.IsZero() && c.Between(at, u) != d {
			t.Errorf("Between(%s, %s) is %s, want %s", at, u, c.Between(at, u), d)
		}
		if w, ok := c.Next(at); ok && (!w.End.IsZero() && !w.End.After(at) || c.IsOpen(at) != w.Contains(at)) {
			t.Errorf("Next(%s) is %s, open is %t", at, w, c.IsOpen(at))
		}
		if w, ok := c.Previous(at); ok && !w.Start.IsZero() && !w.Start.Before(at) {
			t.Errorf("Previous(%s) is %s", at, w)
		}
		c.AddBusinessDays(at, int(amount%1000), nil)
	})
}
