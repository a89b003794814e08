package sla

import "strings"

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
	for i := range agreements {
		a := &agreements[i]
		if a.kind != kind {
			continue
		}
		var rarest *term
		least := 0
		for j := range a.match {
			t, n := &a.match[j], 0
			for _, v := range t.values {
				n += count[wanted{t.fact, v}]
			}
			if !t.not && (rarest == nil || n < least) {
				rarest, least = t, n
			}
		}
		if rarest == nil {
			x.always = append(x.always, int32(i))
			continue
		}
		x.file(rarest, int32(i))
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
				if list := f.byValue[up]; len(list) > 0 {
					s.lists = append(s.lists, list)
				}
				slash := strings.LastIndexByte(up, '/')
				if slash < 0 {
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
		least := int32(-1)
		for _, list := range s.lists {
			if len(list) > 0 && (least < 0 || list[0] < least) {
				least = list[0]
			}
		}
		if least < 0 {
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
