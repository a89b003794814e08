package holidays_test

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/calendar/holidays"
)

// On a host in UTC, where every midnight exists, the library's own Calc gives
// the same days as this package, for every set, without an exception.
func TestAgainstTheLibrary(t *testing.T) {
	host(t, time.UTC)
	date := func(t time.Time) calendar.Date {
		d, err := calendar.NewDate(t.Date())
		if err != nil {
			panic(err)
		}
		return d
	}
	lists := holidays.Lists()
	require.Len(t, lists, len(holidays.All()))
	for code, set := range holidays.All() {
		want := map[int][]calendar.SetDay{}
		add := func(d calendar.SetDay) {
			if y := d.Date.Year(); !slices.Contains(want[y], d) {
				want[y] = append(want[y], d)
			}
		}
		for _, rule := range lists[code] {
			for y := 1999; y <= 2041; y++ {
				actual, observed := rule.Calc(y)
				if actual.Year() == 1 {
					continue // the zero time: no day this year
				}
				add(calendar.SetDay{Date: date(actual), Actual: date(actual), Name: rule.Name})
				add(calendar.SetDay{Date: date(observed), Actual: date(actual), Name: rule.Name})
			}
		}
		for y := 2000; y <= 2040; y++ {
			slices.SortStableFunc(want[y], func(a, b calendar.SetDay) int {
				return cmp.Or(a.Date.Compare(b.Date), a.Actual.Compare(b.Actual))
			})
			require.Equal(t, want[y], slices.Collect(set.On(y)), "%s %d", code, y)
		}
	}
}

// Where the set of Great Britain departs from the days that were official in
// England and Wales. Weekends aside: the feed lists substitutes only.
var britishDepartures = []string{
	"2012-05-28 not official",  // moved to 4 June for the Diamond Jubilee
	"2012-06-04 official only", // so the library lacks this day
	"2012-06-05 official only", // and the jubilee itself
	"2022-09-19 official only", // the state funeral of Elizabeth II
}

func TestAgainstOfficialBritishDays(t *testing.T) {
	file, err := os.Open("testdata/england-and-wales.csv")
	require.NoError(t, err)
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	require.NoError(t, err)
	official := map[string]bool{}
	for _, row := range rows[1:] {
		official[row[0]] = true
	}
	require.Len(t, official, 132)

	set := holidays.All()["gb"]
	mine := map[string]bool{}
	var departures []string
	for y := 2012; y <= 2027; y++ {
		for d := range set.On(y) {
			at := d.Date.String()
			if day := d.Date.Weekday(); day == time.Saturday || day == time.Sunday || mine[at] {
				continue
			}
			mine[at] = true
			if !official[at] {
				departures = append(departures, at+" not official")
			}
		}
	}
	for at := range official {
		if !mine[at] {
			departures = append(departures, at+" official only")
		}
	}
	slices.Sort(departures)
	require.Equal(t, departures[len(departures)-1][:4], fmt.Sprint(set.From-1), "the set is covered from the year after the last")
	require.Equal(t, britishDepartures, departures)
}

// The number of days of each set in each year, and a sum over 1990 to 2060: what
// a new version of the library changes shows here.
func TestGoldenCounts(t *testing.T) {
	const path = "testdata/counts.golden"
	var b strings.Builder
	fmt.Fprintln(&b, "# days off a year, 2016 to 2030, observed days included; then the digest of the days from 1990 to 2060")
	sets := holidays.All()
	for _, code := range codes(sets) {
		fmt.Fprintf(&b, "%-6s", code)
		for y := 2016; y <= 2030; y++ {
			fmt.Fprintf(&b, " %2d", len(list(sets[code], y)))
		}
		sum := digest(calendar.HolidaySets{code: sets[code]})
		fmt.Fprintf(&b, "  %x\n", sum[:6])
	}
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), b.String(), "run with -update and look at what changed")
}

// The library documents no such thing, so that it is checked: no rule of All
// asks for more than the years beside its own.
func TestRulesStayNearTheirYear(t *testing.T) {
	host(t, time.UTC)
	for code, rules := range holidays.Lists() {
		for _, rule := range rules {
			for y := 1920; y <= 2200; y++ {
				actual, observed := rule.Calc(y)
				if actual.Year() == 1 {
					continue
				}
				require.Equal(t, y, actual.Year(), "%s: %s", code, rule.Name)
				require.InDelta(t, y, observed.Year(), 1, "%s: %s", code, rule.Name)
			}
		}
	}
}
