package main

import (
	"strconv"

	"github.com/slakit/slakit/examples/internal/program"
)

// A cuadResult is what came of reading CUAD.
type cuadResult struct {
	File string `json:"file"`
	Rows int    `json:"rows"`
	// Dated are the rows with an effective and an expiration date. Those whose
	// clause states a length are Lengths, of which Agree are as labelled;
	// Computed are as labelled by the length alone, whatever last day the clause
	// writes beside it. Rows that only write a last day are Written.
	Dated       int            `json:"dated"`
	Lengths     tally          `json:"lengths"`
	Computed    tally          `json:"computed"`
	Written     tally          `json:"written"`
	Conventions map[string]int `json:"conventions"`
	Renewals    tally          `json:"renewals"`
	Notices     tally          `json:"notices"`
	Deals       []*deal        `json:"deals"`
	Problems    []problem      `json:"problems"`
}

// A tally is how many of how many.
type tally struct {
	Agree int `json:"agree"`
	Of    int `json:"of"`
}

func (t *tally) add(agree bool) {
	t.Of++
	if agree {
		t.Agree++
	}
}

func (r *cuadResult) add(d *deal) {
	r.Rows++
	r.Deals = append(r.Deals, d)
	if !d.renewalLabel.IsZero() {
		r.Renewals.add(sameLength(d.renewalLabel, d.Renewal.Length))
	}
	if !d.noticeLabel.IsZero() {
		r.Notices.add(sameLength(d.noticeLabel, d.Notice.Length))
	}
	if d.Verdict == unlabeled {
		return
	}
	r.Dated++
	if d.Verdict == unread {
		return
	}
	if d.Length.IsZero() {
		r.Written.add(d.Verdict == agrees)
	} else {
		r.Lengths.add(d.Verdict == agrees)
		r.Computed.add(d.byLength)
	}
	if d.Verdict == agrees {
		r.Conventions[d.Convention]++
	}
}

func itoa(n int) string { return strconv.Itoa(n) }

func quoted(s string) string { return strconv.Quote(program.Brief(s, 80)) }
