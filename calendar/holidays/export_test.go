package holidays

// Lists gives the tests the library's lists by code.
var Lists = lists
