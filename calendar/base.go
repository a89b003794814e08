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
	names := map[string]int{}
	for i, def := range slices.Backward(defs) {
		names[def.Name] = i // the first of a name
	}
	all, errs := make([]*Calendar, len(defs)), make([]error, len(defs))
	begun, done := make([]bool, len(defs)), make([]bool, len(defs))
	var chain []int // each waits for the next, its base
	var compile func(i int)
	compile = func(i int) {
		if done[i] {
			return
		}
		begun[i], chain = true, append(chain, i)
		k, name := newChecker(opts), defs[i].Base
		base, ok := names[name]
		var on *Calendar
		switch {
		case name == "":
		case !ok:
			k.base.Add("base", slakit.ErrUnknown, "no calendar %q%s", clip(name), problem.DidYouMean(name, slices.Collect(maps.Keys(names))))
		case begun[base] && !done[base]:
			var cycle []string
			for _, j := range chain[slices.Index(chain, base):] {
				cycle = append(cycle, clip(defs[j].Name))
			}
			k.base.Add("base", slakit.ErrInvalid, "a cycle: %s based on %s", strings.Join(cycle, " based on "), cycle[0])
		default:
			compile(base)
			on = all[base]
		}
		all[i], errs[i] = k.compile(defs[i], on)
		chain, done[i] = chain[:len(chain)-1], true
	}
	var list problem.List
	for i, def := range defs {
		compile(i)
		path := problem.Index("", i)
		list.Merge(path, errs[i])
		if names[def.Name] != i {
			list.Add(path+".name", slakit.ErrDuplicate, "another calendar is called %q", clip(def.Name))
		}
	}
	return all, list.Err()
}
