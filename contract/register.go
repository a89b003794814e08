package contract

import (
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/internal/problem"
)

// A Register is a compiled [Definition]. It is immutable, shares nothing with
// the definition it was compiled from, and is safe for concurrent use.
type Register struct {
	set       *settings
	contracts shelf
	byID      map[string]int // in contracts
	added     map[string]int // by With
	facts     map[string]int // numbers of the facts that rows ask about

	levels []level // the rows, filed; the largest first
}

// A level files the rows of some contracts. Those of contracts that have been
// replaced since are still in it and do not count: a later level has the new
// ones. Levels grow by a factor, so that giving a register one entry after the
// other files each row a few times only.
type level struct {
	*coverage
	places []int // of the contracts
}

const levelFactor = 4

const maxAdded = 4096 // by With before all ids are put together

// index files the rows of the contracts at some places, in order, together with
// those of levels that are not much larger.
func (r *Register) index(places []int) {
	if len(places) == 0 {
		return
	}
	levels := slices.Clone(r.levels)
	for n := len(levels); n > 0 && len(levels[n-1].places) <= levelFactor*len(places); n-- {
		places = append(slices.Clone(places), levels[n-1].places...)
		levels = levels[:n-1]
	}
	slices.Sort(places)
	places = slices.Compact(places)
	rows := 0
	for _, i := range places {
		rows += len(r.contracts.at(i).first.rows)
	}
	stretches := make([]stretch, 0, rows)
	for _, i := range places {
		stretches = r.contracts.at(i).stretches(stretches, i)
	}
	levels = append(levels, level{newCoverage(stretches, len(r.facts)), places})
	r.levels = levels
}

// ordered yields the stretches that count, in the order of cover.
func (r *Register) ordered() iter.Seq[*stretch] {
	return func(yield func(*stretch) bool) {
		heads := make([]int, len(r.levels))
		for {
			var first *stretch
			var of int
			for i, l := range r.levels {
				for heads[i] < len(l.stretches) && r.contracts.at(l.stretches[heads[i]].order) != l.stretches[heads[i]].c {
					heads[i]++
				}
				if heads[i] == len(l.stretches) {
					continue
				}
				if s := &l.stretches[heads[i]]; first == nil || s.compare(first) == -1 {
					first, of = s, i
				}
			}
			if first == nil {
				return
			}
			heads[of]++
			if !yield(first) {
				return
			}
		}
	}
}

// Day returns the day of an instant in the zone of the register (K24).
func (r *Register) Day(at time.Time) calendar.Date { return r.set.zone.DateOf(at) }

// Contract returns a contract by its id.
func (r *Register) Contract(id string) (*Contract, bool) {
	i, ok := r.place(id)
	if !ok {
		return nil, false
	}
	return r.contracts.at(i), true
}

func (r *Register) place(id string) (int, bool) {
	if i, ok := r.added[id]; ok {
		return i, true
	}
	i, ok := r.byID[id]
	return i, ok
}

// Contracts yields the contracts of a kind in written order, those that With
// added last.
func (r *Register) Contracts(k Kind) iter.Seq[*Contract] {
	return func(yield func(*Contract) bool) {
		for _, c := range r.contracts.all() {
			if c.entry.Kind == k && !yield(c) {
				return
			}
		}
	}
}

// With returns a register in which entries replace those of their ids or are
// added, and everything else is shared with r. The error holds every problem of
// the entries, with paths such as "entries[0].start".
func (r *Register) With(entries ...Entry) (*Register, error) {
	c := newCompiler()
	c.set, c.facts = r.set, maps.Clone(r.facts)
	given := make(map[string]int, len(entries))
	for i := range entries {
		if _, twice := given[entries[i].ID]; !twice {
			given[entries[i].ID] = i
		}
	}
	c.find = func(id string) *Entry {
		if i, ok := given[id]; ok {
			return &entries[i]
		}
		if k, ok := r.Contract(id); ok {
			return &k.entry
		}
		return nil
	}
	next := *r
	next.facts = c.facts
	next.contracts, next.added = r.contracts.copy(), maps.Clone(r.added)
	changed := make([]int, 0, len(entries))
	for i := range entries {
		path := problem.Index("entries", i)
		if j := given[entries[i].ID]; j != i {
			c.problems.Add(path+".id", slakit.ErrDuplicate, "entries[%d] is called %.80q too", j, entries[i].ID)
		}
		k := c.contract(path, &entries[i])
		place, ok := next.place(entries[i].ID)
		if !ok {
			if place = next.contracts.n; next.added == nil {
				next.added = map[string]int{}
			}
			next.added[entries[i].ID] = place
		}
		next.contracts.put(place, k)
		changed = append(changed, place)
	}
	c.limit("", next.contracts.n, maxContracts, "contracts")
	if err := c.problems.Err(); err != nil {
		return nil, err
	}
	if len(next.added) > maxAdded {
		next.byID, next.added = maps.Clone(next.byID), nil
		for i, c := range next.contracts.all() {
			next.byID[c.entry.ID] = i
		}
	}
	next.index(changed)
	return &next, nil
}

// AsOf returns the register as it was known at an instant: with the facts that
// had been recorded by then (K14). Entries are as they are written now; what
// was believed is a matter of facts.
func (r *Register) AsOf(recorded time.Time) *Register {
	next := *r
	next.contracts = r.contracts.copy()
	var changed []int
	for i, c := range r.contracts.all() {
		if earlier := c.asOf(recorded); earlier != c {
			next.contracts.put(i, earlier)
			changed = append(changed, i)
		}
	}
	next.index(changed)
	return &next
}

// asOf returns the contract as it was known at an instant.
func (c *Contract) asOf(recorded time.Time) *Contract {
	later := func(f fact) bool { return f.Recorded.After(recorded) }
	if !slices.ContainsFunc(c.all, later) {
		return c
	}
	k := *c
	k.all = slices.DeleteFunc(slices.Clone(c.all), later)
	k.entry.Facts = slices.DeleteFunc(slices.Clone(c.entry.Facts), func(f Fact) bool { return f.Recorded.After(recorded) })
	k.foldAll()
	return &k
}

// ID returns the id of the contract.
func (c *Contract) ID() string { return c.entry.ID }

// Kind returns the kind of the contract.
func (c *Contract) Kind() Kind { return c.entry.Kind }

// Entry returns the contract as it is written, sharing nothing.
func (c *Contract) Entry() Entry { return cloneEntry(&c.entry) }

// Sections returns the parts that amendments replace as they read on a day
// (K23).
func (c *Contract) Sections(d calendar.Date) Sections { return at(c.spans, d).s.ver.plain() }
