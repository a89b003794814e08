package lint

import (
	"iter"
	"time"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/sla"
)

// Options adapt [Check]. Nil options are those of the zero Options.
type Options struct {
	// HolidaySets are those with which the definition is compiled.
	HolidaySets calendar.HolidaySets
	// At is the instant for which the definition is checked: agreements that
	// ended before it are found, and holiday sets must know its year and the
	// next. The zero Time leaves out what depends on it.
	At time.Time
}

// Check yields what should be looked at, section by section in the order of
// the document; the facts consulted come last. The error is that of
// [sla.Compile], and then there are no findings.
func Check(def sla.Definition, opts *Options) (iter.Seq[Finding], error) {
	if opts == nil {
		opts = &Options{}
	}
	c, err := newChecker(def, *opts)
	if err != nil {
		return nil, err
	}
	return func(yield func(Finding) bool) {
		for _, section := range []func(func(Finding)){
			c.calendarFindings, c.matrixFindings, c.levelFindings, c.agreementFindings, c.consulted,
		} {
			var found []Finding
			said := map[[3]string]bool{} // targets share the states of their level
			section(func(f Finding) {
				if key := [3]string{f.Path, string(f.Kind), f.Text}; !said[key] {
					said[key] = true
					found = append(found, f)
				}
			})
			for _, f := range found {
				if !yield(f) {
					return
				}
			}
		}
	}, nil
}
