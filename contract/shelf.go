package contract

import (
	"iter"
	"slices"
)

// A shelf is a list of contracts in pages, so that a register with one entry
// more shares all pages but one. Its zero value is empty.
type shelf struct {
	pages [][]*Contract
	n     int
	own   []bool // pages that are not shared, and may be changed
}

const pageSize = 512

func (s *shelf) at(i int) *Contract { return s.pages[i/pageSize][i%pageSize] }

// all yields the contracts with their places.
func (s *shelf) all() iter.Seq2[int, *Contract] {
	return func(yield func(int, *Contract) bool) {
		for p, page := range s.pages {
			for i, c := range page {
				if !yield(p*pageSize+i, c) {
					return
				}
			}
		}
	}
}

// copy returns a shelf with the same contracts that can be changed.
func (s *shelf) copy() shelf {
	return shelf{slices.Clone(s.pages), s.n, make([]bool, len(s.pages))}
}

// put puts a contract in its place, which may be the first free one.
func (s *shelf) put(i int, c *Contract) {
	p := i / pageSize
	if p == len(s.pages) {
		s.pages, s.own = append(s.pages, make([]*Contract, 0, pageSize)), append(s.own, true)
	}
	if !s.own[p] {
		page := make([]*Contract, len(s.pages[p]), pageSize)
		copy(page, s.pages[p])
		s.pages[p], s.own[p] = page, true
	}
	if i == s.n {
		s.pages[p], s.n = append(s.pages[p], c), s.n+1
		return
	}
	s.pages[p][i%pageSize] = c
}
