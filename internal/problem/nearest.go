package problem

import (
	"slices"
	"strings"
)

// DidYouMean returns ` (did you mean "x"?)` for the candidate nearest to name,
// or "" if none is near. Ties go to the first in alphabetical order.
func DidYouMean[S ~string](name string, candidates []S) string {
	const longest = 64 // bounds the work on hostile input
	if len(name) > longest {
		return ""
	}
	best, least := "", max(1, len(name)/3)+1
	sorted := slices.Sorted(slices.Values(candidates))
	for _, c := range sorted {
		if d := distance(strings.ToLower(name), strings.ToLower(string(c))); d < least {
			best, least = string(c), d
		}
	}
	if best == "" {
		return ""
	}
	return ` (did you mean "` + best + `"?)`
}

// distance is the number of single-byte edits between a and b, swaps of
// neighbours counting as one.
func distance(a, b string) int {
	prev, row := make([]int, len(b)+1), make([]int, len(b)+1)
	var before []int
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, prev, row = prev, row, make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
