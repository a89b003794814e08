// Package picture shows a year of a calendar at a glance, as SVG and as plain
// text, so that people can check a definition by looking.
//
// A month is a row, a day of the month a column. The same question gives the
// same bytes. The SVG carries a description for people who do not see it, a
// title for each day, and colours for light and dark surroundings; no meaning
// is in colour alone.
package picture
