package holidays_test

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/calendar/holidays"
)

const published = "../../testdata/holidays/"

// A difference is a date that only our set or only the list has.
type difference struct {
	list, set, side, holiday string
	date                     calendar.Date
}

// A group is a row of differences.csv.
type group struct {
	list, set, side, holiday string
	first, last              string
	rows                     int
	right, reason, source    string
}

func (g group) holds(d difference) bool {
	at := d.date.String()
	return g.list == d.list && g.set == d.set && g.side == d.side && g.holiday == d.holiday && g.first <= at && at <= g.last
}

// Our sets against two published lists, for every country and region that both
// have: the differences are those of differences.csv, no more and no fewer,
// each group with its reason.
func TestPublishedLists(t *testing.T) {
	groups := groups(t)
	seen := make([][]string, len(groups))
	var unexplained []string
	total := 0
	for _, d := range differences(t) {
		total++
		holding := -1
		for i, g := range groups {
			if g.holds(d) {
				require.Equal(t, -1, holding, "%v is in two groups", d)
				holding = i
			}
		}
		if holding < 0 {
			unexplained = append(unexplained, fmt.Sprintf("%s %s only in %s: %s %s", d.list, d.set, d.side, d.date, d.holiday))
			continue
		}
		seen[holding] = append(seen[holding], d.date.String())
	}
	require.Empty(t, unexplained)

	sets := holidays.All()
	rights := map[string]int{}
	for i, g := range groups {
		at := fmt.Sprintf("%s %s only in %s: %s from %s", g.list, g.set, g.side, g.holiday, g.first)
		slices.Sort(seen[i])
		require.Len(t, seen[i], g.rows, at)
		require.Equal(t, g.first, seen[i][0], at)
		require.Equal(t, g.last, seen[i][len(seen[i])-1], at)
		rights[g.right] += g.rows
		switch g.right {
		case "ours", "list", "definition":
			require.NotEmpty(t, g.reason, at)
			require.NotEmpty(t, g.source, at)
		case "unknown":
		default:
			require.Fail(t, "right is ours, list, definition or unknown", at)
		}
		if g.right != "list" {
			continue
		}
		// Where the list is right, our set does not claim to be.
		for _, s := range seen[i] {
			d, err := calendar.ParseDate(s)
			require.NoError(t, err)
			set := sets[g.set]
			covered := (set.From == 0 || d.Year() >= set.From) && (set.Until == 0 || d.Year() < set.Until)
			require.True(t, !covered || d.Weekday() == time.Sunday, "%s: %s is wrong in a year that the set covers", at, d)
		}
	}
	require.LessOrEqual(t, 100*rights["unknown"], 5*total, "at most 5 %% of the differing rows are unknown")
	t.Logf("%d differing rows in %d groups: %v", total, len(groups), rights)
}

// differences compares every list with our set of the same country or region.
func differences(t *testing.T) []difference {
	var all []difference
	sets := holidays.All()
	compare := func(list, code string, theirs map[calendar.Date][]string, from, until int) {
		ours := map[calendar.Date][]string{}
		for y := from; y < until; y++ {
			for d := range sets[code].On(y) {
				name := d.Name
				if d.Date != d.Actual {
					name += " (observed)"
				}
				if !slices.Contains(ours[d.Date], name) {
					ours[d.Date] = append(ours[d.Date], name)
				}
			}
		}
		add := func(side string, a, b map[calendar.Date][]string) {
			for _, d := range slices.SortedFunc(maps.Keys(a), calendar.Date.Compare) {
				if b[d] == nil {
					all = append(all, difference{list, code, side, strings.Join(a[d], " & "), d})
				}
			}
		}
		add("ours", ours, theirs)
		add("list", theirs, ours)
	}

	// Computed in early 2021, for the years 2011 to 2030.
	lists := map[string]map[calendar.Date][]string{}
	rows := rowsOf(t, "python-holidays.csv.gz")
	require.Len(t, rows, 7190)
	for _, row := range rows {
		code := strings.ToLower(row["country"])
		if row["region"] != "" {
			code += "-" + row["region"]
		}
		if code == "gb-ENG" {
			code = "gb"
		}
		enter(t, lists, code, row["date"], row["name"])
	}
	var without []string
	for _, code := range slices.Sorted(maps.Keys(lists)) {
		if _, ok := sets[code]; ok {
			compare("python-holidays", code, lists[code], 2011, 2031)
		} else {
			without = append(without, code)
		}
	}
	require.Equal(t, []string{"gb-NIR", "gb-SCT", "in", "us-MA"}, without, "regions of which we have no set")

	// Official, for the years 2012 to 2027.
	lists = map[string]map[calendar.Date][]string{}
	rows = rowsOf(t, "uk-official.csv")
	require.Len(t, rows, 447)
	for _, row := range rows {
		if row["status"] == "current" {
			enter(t, lists, row["division"], row["date"], row["title"])
		}
	}
	require.Len(t, lists, 3)
	compare("uk-official", "gb", lists["england-and-wales"], 2012, 2028)
	return all
}

func enter(t *testing.T, lists map[string]map[calendar.Date][]string, code, date, name string) {
	d, err := calendar.ParseDate(date)
	require.NoError(t, err)
	if lists[code] == nil {
		lists[code] = map[calendar.Date][]string{}
	}
	lists[code][d] = append(lists[code][d], name)
}

func groups(t *testing.T) []group {
	var list []group
	for _, row := range rowsOf(t, "differences.csv") {
		n, err := strconv.Atoi(row["rows"])
		require.NoError(t, err)
		list = append(list, group{
			row["list"], row["set"], row["only_in"], row["holiday"], row["first"], row["last"], n,
			row["right"], row["reason"], row["source"],
		})
	}
	return list
}

// rowsOf reads a file with a heading.
func rowsOf(t *testing.T, name string) []map[string]string {
	file, err := os.Open(published + name)
	require.NoError(t, err)
	defer file.Close()
	var r io.Reader = file
	if strings.HasSuffix(name, ".gz") {
		r, err = gzip.NewReader(file)
		require.NoError(t, err)
	}
	rows, err := csv.NewReader(r).ReadAll()
	require.NoError(t, err)
	var list []map[string]string
	for _, row := range rows[1:] {
		fields := map[string]string{}
		for i, heading := range rows[0] {
			fields[heading] = row[i]
		}
		list = append(list, fields)
	}
	return list
}
