package picture

import (
	"fmt"
	"strings"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/internal/svg"
)

// Text returns a year as lines of text: a row for each month with a mark for
// each day, its business days, its service time, and the names of what is
// special; then what the marks mean. It is empty unless the year is one of 1921
// to 2198.
func Text(c *calendar.Calendar, number int) string {
	y, ok := newYear(c, number)
	if !ok {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %d\n%s\n\n", svg.Line(y.name), number, svg.Line(y.about))
	b.WriteString("     1...5....10...15...20...25...30.  days     time\n")
	for _, m := range y.months {
		var marks strings.Builder
		for _, x := range m.days {
			marks.WriteString(kinds[x.kind].mark)
		}
		row := fmt.Sprintf("%s  %-32s  %4d %10s  %s", m.name, marks.String(), m.business, service(m.open), svg.Line(m.events()))
		b.WriteString(strings.TrimRight(row, " ") + "\n")
	}
	business, time := y.total()
	fmt.Fprintf(&b, "%-37d  %4d %10s\n\n", number, business, service(time))
	for _, k := range []kind{open, part, exceptional, holiday, shut, closed} {
		fmt.Fprintf(&b, "%s %s\n", kinds[k].mark, kinds[k].name)
	}
	if !y.covered {
		b.WriteString("\n" + uncovered + "\n")
	}
	return b.String()
}
