package holidays

// Lists gives the tests the library's lists by code.
var Lists = lists

// Coverage gives the tests the table.
var Coverage = func() map[string][2]int {
	table := map[string][2]int{}
	for code, y := range coverage {
		table[code] = [2]int{y.from, y.until}
	}
	return table
}()
