// Package picture draws contracts: a timeline of a register and the map of the
// lifecycle, as SVG.
//
// The pictures are text: the same question gives the same bytes. They carry
// their descriptions for people who do not see them, and their own colours for
// light and dark surroundings. Labels never overlap: widths are reckoned with
// those of a wide typeface, and what does not fit is cut.
package picture
