package sla

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// An index finds the agreements of a kind that can match a ticket without
// looking at all the others. Each agreement is filed under the values of one
// fact that it asks for, the rarest; those that ask for none are always tried.
type index struct {
	agreements []agreement
	always     []int32 // in written order, as all lists here
	facts      []filed
}

// filed are the agreements filed under one fact, by the values they ask for.
type filed struct {
	fact    int
	byValue map[string][]int32
}

// newIndex files the agreements of a kind.
func newIndex(agreements []agreement, kind int) index {
	x := index{agreements: agreements}
	type wanted struct {
		fact  int
		value string
	}
	count := map[wanted]int{}
	for i := range agreements {
		for _, t := range agreements[i].match {
			for _, v := range t.values {
				count[wanted{t.fact, v}]++
			}
		}
	}
	promises := func(t *term) (n int) {
		for _, v := range t.values {
			n += count[wanted{t.fact, v}]
		}
		return n
	}
	var asked []*term
	for i := range agreements {
		a := &agreements[i]
		if a.kind != kind {
			continue
		}
		asked = asked[:0]
		for j := range a.match {
			if t := &a.match[j]; !t.not {
				asked = append(asked, t)
			}
		}
		if len(asked) == 0 {
			x.always = append(x.always, int32(i))
			continue
		}
		x.file(slices.MinFunc(asked, func(a, b *term) int { return cmp.Compare(promises(a), promises(b)) }), int32(i))
	}
	return x
}

func (x *index) empty() bool { return len(x.always) == 0 && len(x.facts) == 0 }

func (x *index) file(t *term, agreement int32) {
	at := 0
	for at < len(x.facts) && x.facts[at].fact != t.fact {
		at++
	}
	if at == len(x.facts) {
		x.facts = append(x.facts, filed{fact: t.fact, byValue: map[string][]int32{}})
	}
	for _, v := range t.values {
		list := x.facts[at].byValue[v]
		if n := len(list); n == 0 || list[n-1] != agreement {
			x.facts[at].byValue[v] = append(list, agreement)
		}
	}
}

// A search walks the agreements that can match a ticket, in written order. Its
// lists are memory that is used again.
type search struct{ lists [][]int32 }

func (s *search) begin(x *index, facts [][]string) {
	s.lists = append(s.lists[:0], x.always)
	for i := range x.facts {
		f := &x.facts[i]
		for _, value := range facts[f.fact] {
			for up := value; ; {
				s.lists = append(s.lists, f.byValue[up])
				slash := strings.LastIndexByte(up, '/')
				if slash == -1 {
					break
				}
				up = up[:slash]
			}
		}
	}
}

// next returns the next agreement that is in force and matches, or nil.
func (s *search) next(x *index, facts [][]string, opened moment) *agreement {
	for {
		const none = math.MaxInt32
		least := int32(none)
		for _, list := range s.lists {
			if len(list) > 0 {
				least = min(least, list[0])
			}
		}
		if least == none {
			return nil
		}
		for i, list := range s.lists {
			if len(list) > 0 && list[0] == least {
				s.lists[i] = list[1:]
			}
		}
		if a := &x.agreements[least]; a.inForce(opened) && a.match.holds(facts) {
			return a
		}
	}
}
