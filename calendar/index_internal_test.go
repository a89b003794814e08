package calendar

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// rowsOf builds calendars of all kinds from the middle of the range to both of
// its ends.
func rowsOf(t *testing.T) map[string]*index {
	t.Helper()
	all := map[string]Definition{
		"office": {Zone: "Europe/Stockholm", Hours: []Hours{{Days: "mon-fri", Open: "09:00", Close: "17:00"}}, Holidays: []Holiday{{Rule: "easter+1"}, {Date: "12-25"}}},
		"lunch":  {Zone: "America/New_York", Hours: []Hours{{Days: "mon-fri", Open: "08:00", Close: "12:00"}, {Days: "mon-fri", Open: "13:00", Close: "17:00"}}},
		"night":  {Zone: "Asia/Tokyo", Hours: []Hours{{Days: "daily", Open: "22:00", Close: "06:00"}}},
		"whole":  {Zone: "UTC", Hours: []Hours{{Days: "daily", Open: "00:00", Close: "24:00"}}},
		"sunday": {Zone: "UTC", Hours: []Hours{{Days: "sat-sun", Open: "00:00", Close: "24:00"}}},
		"never":  {Zone: "UTC"},
		"table":  {Zone: "UTC", Hours: []Hours{{Days: "daily", Open: "08:00", Close: formatClock(8*3600 + 1<<openShift)}}},
	}
	full := Definition{Zone: "Europe/Stockholm"}
	for m := range maxWindows {
		full.Hours = append(full.Hours, Hours{Days: "daily", Open: formatClock(int32(1800 * m)), Close: formatClock(int32(1800*m + 1200))})
	}
	all["full"] = full
	built := map[string]*index{}
	for name, def := range all {
		c, err := Compile(def, nil)
		require.NoError(t, err)
		for _, c := range []*Calendar{c, Union(c, c), Complement(c)} {
			at := time.Unix(1_700_000_000, 0)
			c.IsOpen(at)
			c.IsOpen(at.AddDate(-90, 0, 0))
			c.IsOpen(at.AddDate(150, 0, 0))
			built[name+" "+string(c.op)] = c.index.Load()
		}
	}
	return built
}

// A row holds what it says it does: stretches in order and apart, and for every
// day and every amount of open time the stretch with which a search begins, so
// that none has to look at earlier ones. No row is there twice.
func TestRows(t *testing.T) {
	for name, ix := range rowsOf(t) {
		seen := map[string]bool{}
		for _, r := range ix.rows {
			require.False(t, seen[r.key()], "%s: a row twice", name)
			seen[r.key()] = true
			sum, before, last := uint32(0), uint32(0), len(r.stretches)-1
			for i, s := range r.stretches {
				require.Less(t, s.open, s.close, name)
				require.Equal(t, sum, s.sum, name)
				if i > 0 && i < last {
					require.Less(t, before, s.open, "%s: stretches touch", name)
				}
				before, sum = s.close, sum+s.close-s.open
			}
			require.Equal(t, uint32(weekSeconds), r.stretches[last].open, name)
			for day, i := range r.byTime {
				begin := uint32(day * daySeconds)
				require.Greater(t, r.stretches[i].close, begin, name)
				require.True(t, i == 0 || r.stretches[i-1].close <= begin, "%s: a search of day %d begins early", name, day)
			}
			for n, i := range r.byOpen {
				x := uint32(n) << openShift
				require.LessOrEqual(t, r.stretches[i].sum, x, name)
				require.True(t, int(i) == last || x < r.stretches[i+1].sum, "%s: a search after %d open seconds begins early", name, x)
			}
		}
	}
}

// Where a calendar is regular, a search begins in the week that it looks for or in
// the next one to it, in three years as well as in one week.
func TestGuesses(t *testing.T) {
	for name, ix := range rowsOf(t) {
		for k := 0; k < len(ix.weeks)-1; k += 97 {
			for j := max(0, k-150); j < min(k+150, len(ix.weeks)-1); j += 7 {
				if ix.weeks[j].sum() == ix.weeks[j+1].sum() {
					continue // nothing is open
				}
				if got := ix.guess(ix.weeks[j].sum(), ix.first+int64(k)*weekSeconds); got < j-1 || got > j+1 {
					t.Fatalf("%s: from week %d, the guess for week %d is %d", name, k, j, got)
				}
			}
		}
	}
}

// Where a calendar is not regular, the guess is far from it, and the open second
// is found all the same.
func TestBadGuesses(t *testing.T) {
	c, err := Compile(Definition{
		Zone: "UTC", Hours: []Hours{{Days: "mon", Open: "08:00", Close: "08:10"}},
		Seasons: []Season{
			{From: "2019-01-01", Until: "2020-06-01", Hours: []Hours{{Days: "daily", Open: "00:00", Close: "24:00"}}},
			{From: "2022-01-01", Until: "2023-01-01", Hours: []Hours{{Days: "mon-fri", Open: "09:00", Close: "17:00"}}},
			{From: "2024-01-01", Until: "2025-01-01"},
		},
	}, nil)
	require.NoError(t, err)
	c.IsOpen(time.Date(2023, 6, 1, 0, 0, 0, 0, time.UTC))
	c.IsOpen(time.Date(2017, 6, 1, 0, 0, 0, 0, time.UTC))
	ix := c.index.Load()
	require.Negative(t, ix.weeks[0].sum())
	for k := range len(ix.weeks) - 1 {
		near := ix.first + int64(k)*weekSeconds
		for _, w := range ix.weeks[:len(ix.weeks)-1] {
			for v := w.sum(); v <= w.sum()+500; v += 250 {
				if v >= ix.weeks[len(ix.weeks)-1].sum() {
					continue
				}
				s := ix.opens(v, near)
				if n, open := ix.count(s); n != v || !open {
					t.Fatalf("from week %d, after %d open seconds it is %d, where %d have passed and it is open: %t", k, v, s, n, open)
				}
			}
		}
	}
}

// A search finds the week from wherever it begins: a neighbour in a few steps,
// any other by halving.
func TestSearchSteps(t *testing.T) {
	ix := &index{weeks: make([]week, 257)}
	for want := range 256 {
		for guess := range 256 {
			steps, most := 0, 8+9
			switch {
			case guess == want:
				most = 2
			case want-3 <= guess && guess <= want+3:
				most = 8
			}
			got := ix.search(guess, func(k int) bool {
				steps++
				return k > want
			})
			if got != want || steps > most {
				t.Fatalf("from %d to %d in %d steps, want %d in at most %d", guess, got, steps, want, most)
			}
		}
	}
}
