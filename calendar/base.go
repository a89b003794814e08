package calendar

import (
	"maps"
	"slices"
	"strings"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/internal/problem"
)

// CompileAll compiles definitions that may be based on one another, in any
// order, and returns their calendars in the order given. Names must differ. The
// error holds every problem in document order, with paths such as
// "[2].hours[1].open"; calendars whose definitions have problems, or whose base
// has, are nil, and the others are usable.
//
// A calendar with a base is the base with something put over it. On any date
// the first of these decides:
//
//  1. its own exceptions, then those of the base;
//  2. the holidays of both;
//  3. its own seasons;
//  4. its own hours, if any are written, else the seasons and hours of the base.
//
// So own holidays and exceptions are added, and own hours replace the weekly
// pattern of the base, seasons included. A base may have a base itself; 32 may
// lie upon one another, and a cycle is an error.
func CompileAll(defs []Definition, opts *Options) ([]*Calendar, error) {
	const (
		ahead = iota // not looked at
		begun        // waits for its base
		done         // compiled, or found wrong
	)
	names := map[string]int{}
	for i, def := range slices.Backward(defs) {
		names[def.Name] = i // the first of a name
	}
	all := make([]*Calendar, len(defs))
	errs := make([]error, len(defs))
	state := make([]int, len(defs))
	for i := range defs {
		// Go down to what is compiled or has no base, then back up.
		var chain []int
		j := i
		for state[j] == ahead {
			state[j] = begun
			chain = append(chain, j)
			if base, ok := names[defs[j].Base]; ok && defs[j].Base != "" {
				j = base
			}
		}
		for n, j := range slices.Backward(chain) {
			k := newChecker(opts)
			def := defs[j]
			var base *Calendar
			if def.Base != "" {
				of, ok := names[def.Base]
				switch {
				case !ok:
					k.noBase = func() {
						k.Add("base", slakit.ErrUnknown, "no calendar %q%s", clip(def.Base), problem.DidYouMean(def.Base, slices.Collect(maps.Keys(names))))
					}
				case state[of] == begun:
					k.noBase = func() {
						var cycle []string
						for _, m := range chain[slices.Index(chain, of) : n+1] {
							cycle = append(cycle, clip(defs[m].Name))
						}
						k.Add("base", slakit.ErrInvalid, "a cycle: %s based on %s", strings.Join(cycle, " based on "), cycle[0])
					}
				case all[of] == nil:
					k.noBase = func() {} // it has problems enough
				default:
					base = all[of]
				}
			}
			all[j], errs[j] = k.compile(def, base)
			if k.noBase != nil {
				all[j] = nil
			}
			state[j] = done
		}
	}
	var list problem.List
	for i, def := range defs {
		path := problem.Index("", i)
		list.Merge(path, errs[i])
		if names[def.Name] != i {
			list.Add(path+".name", slakit.ErrDuplicate, "another calendar is called %q", clip(def.Name))
		}
	}
	return all, list.Err()
}
