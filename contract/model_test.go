package contract_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/slakit/slakit/contract"
)

// The model lives a contract day by day: every morning time passes, then the
// facts of the day apply one after the other. It knows nothing of ranges,
// chains and searches, does its own date arithmetic, and shares no code with
// the package. Days are numbers from 1970-01-01 on, lengths are months.

// modelContract is what was agreed.
type modelContract struct {
	start   int // 0: missing
	months  int // first term; 0: missing, or none for evergreen
	kind    string
	renewal int
	max     int
	then    string
	opens   int
	closes  int
	minimum int
	us      modelNotice
	party   modelNotice
	fault   fault // of the register that it is compared with
}

type modelNotice struct {
	months int // 0: no right
	exit   string
}

// modelFact is something that happens on a day.
type modelFact struct {
	kind  string
	day   int
	side  string
	last  int
	moves bool
	talks string
	// an amendment
	amendKind    string
	amendRenewal int
	amendUs      modelNotice
}

// modelEnd is a decision to end; last 0 is frozen.
type modelEnd struct {
	set  bool
	last int
}

// A model is a contract on one day. It is copied to try several futures.
type model struct {
	c     modelContract
	day   int
	state string

	phase string // draft, in-review, life, cancelled
	over  string // the past state, once it has ended
	endOn int

	// the running term, and how the next ones are counted
	n, first, last  int // last 0: no end
	anchor, counted int // months counted from the anchor to last
	taken           int // terms that options and amendments have made certain
	open            bool

	ends [4]modelEnd // us, party, end, replace

	suspended                bool
	suspFirst, suspLast      int
	suspMoves                bool
	suspWas, suspN, suspPlan int
	talks                    string
}

var modelSides = map[string]int{"us": 0, "party": 1, "end": 2, "replace": 3}

// epoch is day 0. It serves to ask the contract, not the model.
var epoch = day("1970-01-01")

func modelDate(day int) time.Time { return time.Unix(int64(day)*86400, 0).UTC() }

func modelDay(s string) int {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return int(t.Unix() / 86400)
}

// modelAdd adds months and clips to the end of the month.
func modelAdd(day, months int) int {
	t := modelDate(day)
	first := time.Date(t.Year(), t.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	length := first.AddDate(0, 1, -1).Day()
	return int(first.Unix()/86400) + min(t.Day(), length) - 1
}

// modelLast is the last day of a term of months: the day before the
// corresponding day, or the last of the month.
func modelLast(day, months int) int {
	to := modelAdd(day, months)
	if modelDate(to).Day() < modelDate(day).Day() {
		return to
	}
	return to - 1
}

func newModel(c modelContract, day int) *model {
	m := &model{c: c, day: day, phase: "draft"}
	m.begin()
	m.look()
	return m
}

// begin sets the first term.
func (m *model) begin() {
	m.first, m.anchor, m.counted = m.c.start, m.c.start, m.c.months
	m.open = m.c.kind == "evergreen"
	if m.c.months > 0 && m.c.start > 0 {
		m.last = modelLast(m.c.start, m.c.months)
	}
}

// renewalMonths is the length of a renewal, 0 if it is not known.
func (m *model) renewalMonths() int {
	if m.c.renewal > 0 {
		return m.c.renewal
	}
	return m.c.months
}

// after says what comes after the running term: "term", "open", "end" or "?".
func (m *model) after(n int) string {
	switch m.c.kind {
	case "none":
		if n < m.taken {
			return m.another()
		}
		return "end"
	case "express":
		if n < m.taken {
			return m.another()
		}
		return "end"
	case "tacit":
		if m.c.max > 0 && n >= max(m.c.max, m.taken) {
			if m.c.then == "evergreen" {
				return "open"
			}
			return "end"
		}
		return m.another()
	case "evergreen":
		if n < m.taken {
			return m.another()
		}
		return "open"
	}
	return "?"
}

func (m *model) another() string {
	if m.renewalMonths() == 0 {
		return "?"
	}
	return "term"
}

// earliest returns the decided end that comes first.
func (m *model) earliest() (last, who int) {
	who = -1
	for i, e := range m.ends {
		if e.set && e.last != 0 && (who < 0 || e.last < last || e.last == last && i == 3) {
			last, who = e.last, i
		}
	}
	return last, who
}

func (m *model) anyEnd() bool {
	return slices.ContainsFunc(m.ends[:], func(e modelEnd) bool { return e.set })
}

// frozen: a suspension without end moves the end of the term.
func (m *model) frozen() bool { return m.suspended && m.suspMoves && m.suspLast == 0 }

// tick lets the night pass.
func (m *model) tick() {
	m.day++
	if m.phase != "life" || m.over != "" {
		m.look()
		return
	}
	if m.suspended && m.suspLast != 0 && m.day > m.suspLast {
		m.suspended = false
	}
	m.roll()
	m.look()
}

// roll ends or renews what has come to its last day.
func (m *model) roll() {
	for {
		last, who := m.earliest()
		past := who >= 0 && last < m.day
		if m.c.start == 0 || m.last == 0 || m.day <= m.last || past && last < m.last {
			if past {
				m.finish(last, who)
			}
			return
		}
		if past && last == m.last {
			m.finish(last, who)
			return
		}
		switch m.after(m.n) {
		case "term":
			m.next()
		case "open":
			m.n, m.first, m.last, m.open = m.n+1, m.last+1, 0, true
		case "end":
			m.over, m.endOn = "expired", m.last
			return
		default:
			if past {
				m.finish(last, who)
			}
			return
		}
	}
}

func (m *model) finish(last, who int) {
	m.over, m.endOn = "terminated", last
	if who == 3 {
		m.over = "replaced"
	}
}

// next goes to the next term.
func (m *model) next() {
	m.n++
	m.counted += m.renewalMonths()
	m.first, m.last = m.last+1, modelLast(m.anchor, m.counted)
}

// look works out the state of the day.
func (m *model) look() {
	unknownEnd := m.c.kind != "evergreen" && m.last == 0 && !m.frozen() && !m.open
	switch {
	case m.phase != "life":
		m.state = m.phase
	case m.over != "":
		m.state = m.over
	case m.c.start == 0:
		m.state = "unknown"
	case m.day < m.c.start:
		m.state = "approved"
	case unknownEnd, m.last != 0 && m.day > m.last && m.after(m.n) == "?":
		m.state = "unknown"
	case m.suspended && m.day >= m.suspFirst:
		m.state = "suspended"
	default:
		m.state = "active"
	}
}

func (m *model) tab() string {
	switch m.state {
	case "draft", "in-review", "approved":
		return "preliminary"
	case "active", "suspended":
		return "current"
	case "unknown":
		if m.c.start > 0 && m.day >= m.c.start {
			return "current"
		}
		return "preliminary"
	}
	return "past"
}

// naturalEnd walks the terms to come; 0 if there is none.
func (m *model) naturalEnd() int {
	f := *m
	for range 1000 {
		if f.last == 0 {
			return 0
		}
		switch f.after(f.n) {
		case "term":
			f.next()
		case "end":
			return f.last
		default:
			return 0
		}
	}
	return 0
}

// exit returns the last day in force after notice on a day, 0 if there is none.
func (m *model) exit(n modelNotice, given int) int {
	f := *m
	floor := f.c.start
	if f.c.minimum > 0 {
		floor = max(floor, modelLast(f.c.start, f.c.minimum))
	}
	natural := m.naturalEnd()
	reached := modelAdd(given, n.months)
	for d := max(given, 0); d < given+200000; d++ {
		if natural != 0 && d > natural {
			return natural
		}
		ok := d >= floor && d >= reached
		switch n.exit {
		case "month-end":
			ok = ok && modelDate(d+1).Day() == 1
		case "any-day":
		default: // the end of a term
			for f.last != 0 && d > f.last {
				switch f.after(f.n) {
				case "term":
					f.next()
					continue
				case "open":
					f.n, f.first, f.last, f.open = f.n+1, f.last+1, 0, true
					continue
				}
				return 0
			}
			if f.last == 0 {
				if !f.open {
					return 0
				}
			} else {
				ok = ok && d == f.last
			}
		}
		if ok {
			if natural != 0 && natural < d {
				return natural
			}
			return d
		}
	}
	return 0
}

// apply applies a fact of today and reports whether it is taken.
func (m *model) apply(f modelFact) bool {
	before := *m
	if !m.try(f) {
		*m = before
		return false
	}
	if m.phase == "life" && m.over == "" {
		m.roll()
	}
	m.look()
	return true
}

func (m *model) in(states ...string) bool { return slices.Contains(states, m.state) }

func (m *model) try(f modelFact) bool {
	begun := m.c.start > 0 && m.day >= m.c.start
	life := m.in("approved", "active", "suspended")
	lifeOrUnknown := life || m.in("unknown")
	switch f.kind {
	case "submit":
		m.phase = "in-review"
		return before(m, "draft")
	case "return":
		m.phase = "draft"
		return before(m, "in-review")
	case "reject":
		m.phase = "cancelled"
		return before(m, "in-review")
	case "approve":
		m.phase = "life"
		return before(m, "draft", "in-review")
	case "withdraw":
		if m.phase == "life" && begun {
			return false
		}
		m.phase = "cancelled"
		return before(m, "draft", "in-review", "approved", "unknown")
	case "suspend":
		if !m.in("active") {
			return false
		}
		m.suspended, m.suspFirst, m.suspLast, m.suspMoves = true, m.day, f.last, f.moves && m.last != 0
		m.suspWas, m.suspN = m.last, m.n
		if m.suspMoves {
			m.moveEnd(f.last)
		}
		return true
	case "resume":
		if !m.in("suspended") {
			return false
		}
		m.resume()
		return true
	case "notice":
		n := m.c.us
		if f.side == "party" {
			n = m.c.party
		}
		e := &m.ends[modelSides[f.side]]
		if !life || n.months == 0 || e.set {
			return false
		}
		last := m.exit(n, m.day)
		*e = modelEnd{true, last}
		return last != 0
	case "withdraw-notice":
		e := &m.ends[modelSides[f.side]]
		was := e.set
		*e = modelEnd{}
		return life && was
	case "end", "replace":
		last := f.last
		if last == 0 {
			if last = m.day; f.kind == "replace" {
				last--
			}
		}
		if !lifeOrUnknown || f.kind == "end" && last < m.day || m.presentEnd() != 0 && last > m.presentEnd() {
			return false
		}
		m.ends[modelSides[f.kind]] = modelEnd{true, last}
		return true
	case "option":
		if !life || m.c.kind != "express" || m.anyEnd() || m.c.max > 0 && m.taken >= m.c.max || m.another() == "?" || m.last == 0 || m.c.start == 0 {
			return false
		}
		t := *m
		for t.n < t.taken {
			t.next()
		}
		opens, closes := t.first, t.last
		if m.c.opens > 0 {
			for opens = t.last; modelAdd(opens-1, m.c.opens) >= t.last; {
				opens--
			}
		}
		if m.c.closes > 0 {
			for closes = t.last; modelAdd(closes, m.c.closes) > t.last; {
				closes--
			}
		}
		m.taken++
		return m.day >= opens && m.day <= closes
	case "amend":
		if !lifeOrUnknown {
			return false
		}
		if f.amendKind != "" {
			if m.c.start > 0 && m.last == 0 && m.open && f.amendKind != "evergreen" {
				return false
			}
			m.c.kind, m.c.renewal, m.c.max, m.c.then, m.c.opens, m.c.closes = f.amendKind, f.amendRenewal, 0, "", 0, 0
			if m.c.start > 0 {
				m.taken = m.n
				m.open = m.last == 0 && !m.frozen() && (f.amendKind == "evergreen" || m.open)
			} else {
				m.open = f.amendKind == "evergreen"
			}
		}
		if f.amendUs.months > 0 {
			m.c.us = f.amendUs
		}
		return true
	case "extend":
		switch {
		case !lifeOrUnknown || m.c.start == 0 || f.last < m.day:
			return false
		case m.last == 0:
			if m.state != "unknown" {
				return false
			}
		case f.last <= m.last:
			return false
		}
		if end := m.presentEnd(); end != 0 && f.last <= end {
			return false
		}
		m.setLast(f.last)
		return true
	case "reinstate":
		if !m.in("expired", "terminated", "replaced") || m.c.start == 0 || f.last != 0 && f.last < max(m.day, m.c.start) {
			return false
		}
		m.ends = [4]modelEnd{}
		m.over = ""
		if f.last != 0 {
			if m.endOn >= m.first { // else the last term had no day yet
				m.n++
			}
			m.first, m.taken = max(m.day, m.c.start), m.n
			m.setLast(f.last)
			m.suspended = false
			return true
		}
		if m.suspended && (m.suspLast == 0 || m.suspLast >= m.day) {
			m.resume()
		}
		m.suspended = false
		if end := m.naturalEnd(); end != 0 && end < m.day {
			return false
		}
		return true
	case "renegotiate":
		if !lifeOrUnknown || (f.talks == "open") == (m.talks == "open") {
			return false
		}
		m.talks = f.talks
		return true
	}
	panic("no such fact: " + f.kind)
}

// before reports whether the state, not yet looked at anew, is one of some.
func before(m *model, states ...string) bool { return slices.Contains(states, m.state) }

// presentEnd is the last day in force as decided, or by itself; 0 if open.
func (m *model) presentEnd() int {
	end, _ := m.earliest()
	if natural := m.naturalEnd(); m.c.start > 0 && natural != 0 && (end == 0 || natural < end) {
		end = natural
	}
	return end
}

// setLast gives the running term another last day, from which the next terms
// are counted, and moves what was to end before it.
func (m *model) setLast(last int) {
	for i := range m.ends {
		if m.ends[i].set && m.ends[i].last < last {
			m.ends[i].last = last
		}
	}
	m.last, m.anchor, m.counted, m.open = last, last+1, 0, false
}

// resume ends the suspension with the day before.
func (m *model) resume() {
	if m.suspMoves {
		if m.suspLast != 0 {
			m.suspWas = m.last - m.suspPlan
		}
		m.moveEnd(m.day - 1)
	}
	m.suspended = false
}

// moveEnd moves the end of the suspended term by the days to a last one; 0 is
// open.
func (m *model) moveEnd(last int) {
	to := 0
	m.suspPlan = 0
	if last != 0 {
		m.suspPlan = last - m.suspFirst + 1
		to = m.suspWas + m.suspPlan
	}
	for i := range m.ends {
		if m.ends[i].set && m.ends[i].last == m.last {
			m.ends[i].last = to
		}
	}
	m.last, m.anchor, m.counted = to, to+1, 0
}

// disagreement compares a contract on a day with the model.
func disagreement(m *model, c *contract.Contract) string {
	d := epoch.AddDays(m.day)
	s := c.On(d)
	if string(s.State) != m.state || string(s.Tab) != m.tab() {
		return fmt.Sprintf("%v: the contract is %s (%s), the model %s (%s)", d, s.State, s.Tab, m.state, m.tab())
	}
	if m.phase == "life" && m.c.start > 0 && m.state != "unknown" {
		want := m.last
		if end, _ := m.earliest(); m.over == "" && end != 0 && (want == 0 || end < want) {
			want = end
		}
		if m.over != "" {
			want = m.endOn
		}
		got := 0
		if !s.Last.IsZero() {
			got = s.Last.Sub(epoch)
		}
		if got != want {
			return fmt.Sprintf("%v: the contract's last day is %v, the model's %v", d, s.Last, modelDate(want).Format(time.DateOnly))
		}
	}
	if string(s.Renegotiation) != m.talks {
		return fmt.Sprintf("%v: talks are %q, in the model %q", d, s.Renegotiation, m.talks)
	}
	return ""
}
