package contract

import (
	"fmt"
	"iter"
	"strings"

	"github.com/slakit/slakit/calendar"
)

// A Finding is something about a contract that somebody should look at.
type Finding struct {
	Kind FindingKind `json:"kind"`
	// Contract is empty for what concerns the register as a whole.
	Contract string `json:"contract,omitzero"`
	Row      string `json:"row,omitzero"`
	// Other is another contract that it is about.
	Other string `json:"other,omitzero"`
	By    Side   `json:"by,omitzero"`
	Fact  string `json:"fact,omitzero"`
	// First and Last are the days that it is about, zero where there is none.
	First calendar.Date `json:"first,omitzero"`
	Last  calendar.Date `json:"last,omitzero"`
	// Text says it in words.
	Text string `json:"text"`
}

// A FindingKind says what was found.
type FindingKind string

// The kinds of finding. What is soon is within the definition's Soon.
const (
	FindingExpiring        FindingKind = "expiring"         // it ends soon
	FindingWindowOpen      FindingKind = "window-open"      // the safe day to give notice is soon
	FindingWindowClosing   FindingKind = "window-closing"   // the safe day for notice or an option is within 14 days or past, the latest is not
	FindingWindowMissed    FindingKind = "window-missed"    // the latest day has passed: another term is owed, or the option has lapsed
	FindingOptionOpen      FindingKind = "option-open"      // the option can be taken
	FindingInRenewal       FindingKind = "in-renewal"       // another term is certain, or is talked about
	FindingNoOwner         FindingKind = "no-owner"         // nobody is responsible
	FindingResponsibleLeft FindingKind = "responsible-left" // who is responsible has left
	FindingNoServiceLevel  FindingKind = "no-service-level" // a row promises no level, or a contract with a customer has no rows
	FindingMissing         FindingKind = "missing"          // a field that decides the state
	FindingUnstoppable     FindingKind = "unstoppable"      // a renewal whose notice day lies before it begins
	FindingSupplierEnds    FindingKind = "supplier-ends"    // what underpins a row ends before the row does
	FindingPastUsed        FindingKind = "past-but-used"    // it is past, but others rest on it
	FindingRefused         FindingKind = "refused-fact"     // the lifecycle refuses it
	FindingGap             FindingKind = "gap"              // nothing in force between two contracts
	FindingOverlap         FindingKind = "overlap"          // two contracts in force for the same
)

const closingDays = 14

// Findings yields what is worth looking at on a day: of each contract in
// written order, then gaps and overlaps (K13).
func (r *Register) Findings(d calendar.Date) iter.Seq[Finding] {
	return func(yield func(Finding) bool) {
		if d.IsZero() {
			return
		}
		if r.set.owner == "" && !yield(Finding{Kind: FindingNoOwner, Text: "nobody answers for the register"}) {
			return
		}
		used := r.used(d)
		for i, c := range r.contracts.all() {
			f := finder{r: r, c: c, d: d, sp: at(c.spans, d)}
			f.people()
			f.dates()
			f.content()
			for _, by := range used[i] {
				f.add(Finding{Kind: FindingPastUsed, Other: by.contract, Row: by.row, Last: f.sp.s.end, Text: fmt.Sprintf("it is %s, but %s rests on it", f.sp.state, by)})
			}
			for _, one := range f.found {
				if !yield(one) {
					return
				}
			}
		}
		for f := range r.successions(d) {
			if !yield(f) {
				return
			}
		}
	}
}

// A finder looks at one contract on one day.
type finder struct {
	r     *Register
	c     *Contract
	d     calendar.Date
	sp    *span
	found []Finding
}

func (f *finder) add(one Finding) {
	one.Contract = f.c.entry.ID
	f.found = append(f.found, one)
}

// ahead reports whether the contract is preliminary or current.
func (f *finder) ahead() bool { return f.sp.state.tab(false) != Past }

// soon reports whether a day is not past and not further off than Soon.
func (f *finder) soon(day calendar.Date) bool {
	return day.Compare(f.d) >= 0 && f.c.set.counter.Sub(day, f.c.set.soon).Compare(f.d) <= 0
}

func (f *finder) people() {
	who := f.sp.s.ver.responsible
	left, known := f.c.set.people[who]
	switch {
	case !f.ahead():
	case who == "":
		f.add(Finding{Kind: FindingNoOwner, Text: "nobody is responsible"})
	case known && !left.IsZero() && left.Compare(f.d) < 0:
		f.add(Finding{Kind: FindingResponsibleLeft, Last: left, Text: fmt.Sprintf("%s, who is responsible, left after %v", who, left)})
	}
	for _, refused := range f.c.refused {
		if refused.fact.On.Compare(f.d) <= 0 {
			f.add(Finding{
				Kind: FindingRefused, Fact: refused.fact.ID, By: refused.fact.Side, First: refused.fact.On,
				Text: fmt.Sprintf("%s on %v is refused in state %s: %s", refused.fact.Kind, refused.fact.On, refused.state, refused.guard),
			})
		}
	}
}

func (f *finder) dates() {
	s, c := f.sp.s, f.c
	if !f.ahead() {
		return
	}
	if missing := c.missing(s); len(missing) > 0 {
		f.add(Finding{Kind: FindingMissing, Text: strings.Join(missing, ", ") + ": missing"})
	}
	f.unstoppable()
	if s.phase != Approved || f.sp.state == Unknown {
		return
	}
	t := c.running(s, f.d)
	status := c.renewalStatus(s, t, f.d)
	if f.soon(s.end) && !s.end.IsZero() {
		f.add(Finding{Kind: FindingExpiring, Last: s.end, Text: fmt.Sprintf("the last day in force is %v", s.end)})
	}
	for src := range c.sources(s, f.d, "") {
		var dl Deadline
		if src.next(&dl) && dl.Term == t.N {
			f.window(dl, status)
		}
	}
	switch {
	case status == RenewalCommitted:
		f.add(Finding{Kind: FindingInRenewal, First: t.Last.Next(), Text: fmt.Sprintf("the renewal from %v is certain", t.Last.Next())})
	case s.talks == RenegotiationOpen:
		f.add(Finding{Kind: FindingInRenewal, Text: "a renegotiation is open"})
	}
	if status == RenewalLapsed {
		f.add(Finding{Kind: FindingWindowMissed, Last: t.Last, Text: "the option has not been taken"})
	}
}

// window looks at a notice day or an option of the running term.
func (f *finder) window(dl Deadline, status RenewalStatus) {
	what := "notice by " + string(dl.By)
	if dl.Kind == DeadlineOption {
		what = "the option"
		if dl.Opens.Compare(f.d) <= 0 && f.d.Compare(dl.Latest) <= 0 {
			f.add(Finding{Kind: FindingOptionOpen, First: dl.Opens, Last: dl.Latest, Text: fmt.Sprintf("the option can be taken to %v", dl.Latest)})
		}
	}
	found := Finding{By: dl.By, First: dl.Safe, Last: dl.Latest}
	switch {
	case dl.Kind == DeadlineEnd, dl.Kind == DeadlineOption && f.d.Compare(dl.Opens) < 0:
		return
	case dl.Latest.Compare(f.d) < 0:
		if dl.Kind == DeadlineOption || status == RenewalEnds {
			return
		}
		found.Kind, found.Text = FindingWindowMissed, fmt.Sprintf("%s was due by %v to end on %v", what, dl.Latest, dl.Last)
	case dl.Safe.AddDays(-closingDays).Compare(f.d) <= 0:
		found.Kind, found.Text = FindingWindowClosing, fmt.Sprintf("%s is due by %v, at the latest by %v", what, dl.Safe, dl.Latest)
	case dl.Kind == DeadlineNotice && f.soon(dl.Safe):
		found.Kind, found.Text = FindingWindowOpen, fmt.Sprintf("%s is due by %v, at the latest by %v", what, dl.Safe, dl.Latest)
	default:
		return
	}
	f.add(found)
}

// unstoppable reports a renewal whose latest notice day lies before it begins
// (K11).
func (f *finder) unstoppable() {
	s, c := f.sp.s, f.c
	if s.ver.renewal.Kind != RenewalTacit || c.entry.Start.IsZero() || len(s.endings) > 0 {
		return
	}
	limit, limited, _ := c.limit(s)
	t, ok := s.chain.Term(c.running(s, f.d).N + 1)
	if !ok || t.Last.IsZero() || limited && t.N > limit {
		return
	}
	for i := range s.ver.notices {
		n := &s.ver.notices[i]
		last, ok := c.lastExit(s, n, t.Last)
		if !ok {
			continue
		}
		if latest, ok := c.counter.Latest(last, n.Period); ok && latest.Compare(t.First) < 0 {
			f.add(Finding{
				Kind: FindingUnstoppable, By: n.By, First: t.First, Last: t.Last,
				Text: fmt.Sprintf("the renewal from %v to %v cannot be stopped inside itself: notice of %v by %s would be due by %v", t.First, t.Last, n.Period, n.By, latest),
			})
		}
	}
}

// content looks at the rows.
func (f *finder) content() {
	if !f.ahead() {
		return
	}
	rows := f.sp.s.ver.rows
	if len(rows) == 0 && f.c.entry.Kind == Customer {
		f.add(Finding{Kind: FindingNoServiceLevel, Text: "no rows: nothing is promised"})
	}
	for i := range rows {
		r := &rows[i]
		if r.ServiceLevel == "" {
			f.add(Finding{Kind: FindingNoServiceLevel, Row: r.ID, Text: "the row has no service level"})
		}
		for _, name := range r.UnderpinnedBy {
			f.underpinned(r, name)
		}
	}
}

// underpinned reports a supplier contract that ends before what rests on it.
func (f *finder) underpinned(r *row, name string) {
	id, _, _ := strings.Cut(name, "/")
	supplier, ok := f.r.Contract(id)
	s := f.sp.s
	if !ok || s.phase != Approved || f.c.entry.Start.IsZero() {
		return
	}
	last := s.end
	if last.IsZero() {
		last = f.c.running(s, f.d).Last
	}
	under := at(supplier.spans, f.d)
	if end := under.s.end; !end.IsZero() && end.Compare(f.d) >= 0 && (last.IsZero() || end.Compare(last) < 0) {
		f.add(Finding{
			Kind: FindingSupplierEnds, Row: r.ID, Other: id, First: end.Next(), Last: last,
			Text: fmt.Sprintf("%s, which underpins it, ends on %v", name, end),
		})
	}
}

// A user is a row, or a contract, that rests on another contract.
type user struct{ contract, row string }

func (u user) String() string {
	if u.row == "" {
		return u.contract
	}
	return u.contract + "/" + u.row
}

// used returns, by the places of contracts that are past on a day, what rests
// on them and is not past.
func (r *Register) used(d calendar.Date) map[int][]user {
	used := map[int][]user{}
	rest := func(id string, by user) {
		if i, ok := r.place(id); ok && at(r.contracts.at(i).spans, d).state.tab(false) == Past {
			used[i] = append(used[i], by)
		}
	}
	for _, c := range r.contracts.all() {
		sp := at(c.spans, d)
		if sp.state.tab(false) == Past || sp.s.phase != Approved {
			continue
		}
		if c.entry.ChildOf != "" {
			rest(c.entry.ChildOf, user{contract: c.entry.ID})
		}
		for i := range sp.s.ver.rows {
			row := &sp.s.ver.rows[i]
			for _, name := range row.UnderpinnedBy {
				id, _, _ := strings.Cut(name, "/")
				rest(id, user{c.entry.ID, row.ID})
			}
		}
	}
	return used
}
