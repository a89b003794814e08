package contract

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/slakit/slakit/calendar"
)

// A coverage finds the stretches that can match a ticket without looking at
// all the others. Each is filed under the values of one fact that its row asks
// for, the rarest; those that ask for none are always tried. What a look at one
// needs lies together: a register has hundreds of thousands of rows, and each
// place in memory that a question touches costs more than all it computes.
type coverage struct {
	stretches []stretch           // in the order of cover
	keys      []key               // of the stretches
	ids       []map[string]uint32 // numbers of the values that rows ask for, by fact; from 1
	kinds     [3]filed
}

// A key is what decides whether a stretch covers: its days, and what its row
// asks for as numbers of facts and values, ordered by fact. Rows that do not
// fit are many-valued: they are asked themselves.
type key struct {
	first, last calendar.Date
	n           int8 // of asks, or manyValued
	asks        [4]ask
}

const manyValued = -1

// An ask is the number of a fact and that of a value.
type ask uint64

func newAsk(fact int, value uint32) ask { return ask(fact)<<32 | ask(value) }

func (a ask) fact() int     { return int(a >> 32) }
func (a ask) value() uint32 { return uint32(a) }

// filed are the places of the stretches of one kind.
type filed struct {
	always []int32
	lists  [][][]int32 // by fact and value
}

// newCoverage orders and files stretches that ask about so many facts.
func newCoverage(stretches []stretch, facts int) *coverage {
	slices.SortFunc(stretches, func(a, b stretch) int { return a.compare(&b) })
	x := &coverage{stretches: stretches, keys: make([]key, len(stretches)), ids: make([]map[string]uint32, facts)}
	counts := make([][]int32, facts) // by value
	for i := range x.ids {
		x.ids[i], counts[i] = map[string]uint32{}, []int32{0}
	}
	for i := range stretches {
		x.keys[i] = x.key(&stretches[i], counts)
	}
	for k := range x.kinds {
		x.kinds[k].lists = make([][][]int32, facts)
		for fact := range facts {
			x.kinds[k].lists[fact] = make([][]int32, len(counts[fact]))
		}
	}
	for i := range stretches {
		s := &stretches[i]
		rarest := wanted{not: true}
		if len(s.row.match) != 0 {
			rarest = slices.MinFunc(s.row.match, func(a, b wanted) int { return cmp.Compare(x.often(a, counts), x.often(b, counts)) })
		}
		f := &x.kinds[s.kind]
		if rarest.not {
			f.always = append(f.always, int32(i))
			continue
		}
		for _, v := range rarest.values {
			list := &f.lists[rarest.fact][x.ids[rarest.fact][v]]
			if n := len(*list); n == 0 || (*list)[n-1] != int32(i) {
				*list = append(*list, int32(i))
			}
		}
	}
	return x
}

// often returns how often rows ask for the values of a fact.
func (x *coverage) often(w wanted, counts [][]int32) (n int32) {
	if w.not {
		return math.MaxInt32
	}
	for _, v := range w.values {
		n += counts[w.fact][x.ids[w.fact][v]]
	}
	return n
}

// key returns the key of a stretch, and numbers and counts its values.
func (x *coverage) key(s *stretch, counts [][]int32) key {
	k := key{first: s.first, last: s.last}
	for i := range s.row.match {
		w := &s.row.match[i]
		if w.not {
			k.n = manyValued
			continue
		}
		ids := x.ids[w.fact]
		for _, v := range w.values {
			id, ok := ids[v]
			if !ok {
				id = uint32(len(counts[w.fact]))
				ids[v] = id
				counts[w.fact] = append(counts[w.fact], 0)
			}
			counts[w.fact][id]++
			if k.n == manyValued || int(k.n) == len(k.asks) {
				k.n = manyValued
				continue
			}
			k.asks[k.n] = newAsk(w.fact, id)
			k.n++
		}
	}
	return k
}

// A question is a ticket as a coverage sees it: its facts, and the numbers of
// their values, with those above them, that rows ask for.
type question struct {
	facts [][]string
	asks  []ask
	d     calendar.Date
}

// number adds the numbers of the values to a question.
func (x *coverage) number(q question) question {
	for fact, ids := range x.ids {
		for _, value := range q.facts[fact] {
			for up := value; ; {
				if id, ok := ids[up]; ok && !slices.Contains(q.asks, newAsk(fact, id)) {
					q.asks = append(q.asks, newAsk(fact, id))
				}
				slash := strings.LastIndexByte(up, '/')
				if slash == -1 {
					break
				}
				up = up[:slash]
			}
		}
	}
	return q
}

// holds reports whether a key with asks matches: of each fact one value.
func (q *question) holds(k *key) bool {
	for i := 0; i < int(k.n); {
		fact, found := k.asks[i].fact(), false
		for ; i < int(k.n) && k.asks[i].fact() == fact; i++ {
			found = found || slices.Contains(q.asks, k.asks[i])
		}
		if !found {
			return false
		}
	}
	return true
}

// first returns the first stretch of a kind that matches and is in force. Those
// of contracts that have been replaced meanwhile do not count.
func (x *coverage) first(kind int, q *question, contracts *shelf) *stretch {
	f := &x.kinds[kind]
	var space [24][]int32
	lists := space[:0]
	if len(f.always) > 0 {
		lists = append(lists, f.always)
	}
	for _, a := range q.asks {
		if list := f.lists[a.fact()][a.value()]; len(list) > 0 {
			lists = append(lists, list)
		}
	}
	for len(lists) > 0 {
		place := lists[0][0]
		for _, list := range lists[1:] {
			place = min(place, list[0])
		}
		for i := len(lists) - 1; i >= 0; i-- {
			if lists[i][0] == place {
				if lists[i] = lists[i][1:]; len(lists[i]) == 0 {
					lists = slices.Delete(lists, i, i+1)
				}
			}
		}
		k := &x.keys[place]
		if q.d.Compare(k.first) < 0 || q.d.Compare(k.last) > 0 || k.n != manyValued && !q.holds(k) {
			continue
		}
		s := &x.stretches[place]
		if (k.n != manyValued || s.row.holds(q.facts)) && contracts.at(s.order) == s.c {
			return s
		}
	}
	return nil
}
