package contract_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/term"
)

// slowReminders asks every day anew what is known by its end, and remembers
// what has been said: K12 word for word.
func slowReminders(r *contract.Register, id string, plan []contract.ReminderRule, begin, from, until calendar.Date) (due []string) {
	said := map[string]bool{}
	office, _ := calendar.Compile(calendar.Definition{Zone: "UTC", Hours: []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}}}, nil)
	counter, _ := term.Compile(term.Rules{}, office)
	for d := begin; d.Compare(until) < 0; d = d.Next() {
		end := time.Date(d.Next().Year(), d.Next().Month(), d.Next().Day(), 0, 0, 0, 0, time.UTC).Add(-1)
		c, _ := r.AsOf(end).Contract(id)
		acked := map[string]bool{}
		for _, f := range c.Entry().Facts {
			if f.Kind == contract.Acknowledge && f.On.Compare(d) <= 0 {
				first := map[contract.Side]bool{}
				for dl := range known(c, f.On, f.Of) {
					if dl.Latest.Compare(f.On) >= 0 && !first[dl.By] {
						first[dl.By] = true
						acked[fmt.Sprint(dl.Kind, dl.By, dl.Latest)] = true
					}
				}
			}
		}
		type late struct {
			nominal calendar.Date
			place   int
		}
		lates := map[string]late{}
		var today []string
		for _, rule := range plan {
			for dl := range known(c, d, rule.Of) {
				by := rule.By
				if by == "" {
					by = contract.SideUs
				}
				if dl.By != "" && dl.By != by && dl.By != contract.SideEither && by != contract.SideEither {
					continue
				}
				aim := dl.Safe
				if rule.Aim == "latest" {
					aim = dl.Latest
				}
				nominal := counter.Sub(aim, rule.Before)
				if nominal.Compare(d) > 0 || dl.Latest.Compare(d) < 0 || rule.Unless != "" && acked[fmt.Sprint(dl.Kind, dl.By, dl.Latest)] {
					continue
				}
				for _, role := range rule.To {
					identity := fmt.Sprintf("%s/%s/%s/%v/%v/%s", id, dl.Kind, dl.By, aim, rule.Before, role)
					if said[identity] {
						continue
					}
					said[identity] = true
					if nominal == d {
						today = append(today, identity)
						continue
					}
					group := fmt.Sprint(dl.Kind, dl.By, aim, role)
					switch l, ok := lates[group]; {
					case !ok:
						lates[group] = late{nominal, len(today)}
						today = append(today, identity)
					case nominal.Compare(l.nominal) > 0:
						today[l.place], lates[group] = identity, late{nominal, l.place}
					}
				}
			}
		}
		if d.Compare(from) >= 0 {
			for _, identity := range today {
				due = append(due, d.String()+" "+identity)
			}
		}
	}
	return due
}

// known yields the deadlines of a kind as they stand on a day, for a year.
func known(c *contract.Contract, d calendar.Date, of contract.DeadlineKind) func(func(contract.Deadline) bool) {
	return func(yield func(contract.Deadline) bool) {
		for dl := range c.Deadlines(d) {
			if dl.Latest.Sub(d) > 400 {
				return
			}
			if (of == "" || dl.Kind == of) && !yield(dl) {
				return
			}
		}
	}
}

// TestDecisionK12RecordedOnEachDay: facts of one day, recorded on each day around
// those on which something is due.
func TestDecisionK12RecordedOnEachDay(t *testing.T) {
	owner, both := []contract.Role{contract.RoleOwner}, []contract.Role{contract.RoleResponsible, contract.RoleOwner}
	lines := []contract.ReminderRule{
		{Of: contract.DeadlineNotice, Before: length("P20D"), To: both},
		{Of: contract.DeadlineNotice, Before: length("P10D"), To: both, Unless: "acknowledged"},
		{Of: contract.DeadlineNotice, Before: length("P0D"), To: owner, Aim: "latest"},
		{Of: contract.DeadlineEnd, Before: length("P5D"), To: owner},
	}
	amend := func(notice string) contract.Fact {
		return fact("1", contract.Amend, "2026-09-15", func(f *contract.Fact) {
			f.Amend = &contract.Amendment{Notice: []contract.Notice{{By: contract.SideUs, Period: length(notice)}}}
		})
	}
	void := fact("2", contract.Correct, "2026-09-15", func(f *contract.Fact) { f.On, f.Corrects = calendar.Date{}, "1" })
	again := amend("P100D")
	again.ID = "2"
	from, until := day("2026-08-25"), day("2026-10-20")
	for _, facts := range [][]contract.Fact{
		{amend("P80D")},
		{amend("P100D")},
		{amend("P4M")},
		{fact("1", contract.GiveNotice, "2026-09-15", bySide(contract.SideUs))},
		{fact("1", contract.Acknowledge, "2026-09-15")},
		{fact("1", contract.End, "2026-09-15", func(f *contract.Fact) { f.Last = day("2026-10-01") })},
		{amend("P100D"), void},
		{amend("P80D"), again},
		{fact("1", contract.Approve, "2025-12-31")},
		{fact("1", contract.Approve, "2026-09-15")},
	} {
		for recorded := day("2026-09-08"); recorded.Compare(day("2026-10-06")) < 0; recorded = recorded.Next() {
			e := yearly(slices.Clone(facts)...)
			e.Facts[len(facts)-1].Recorded = noon(recorded)
			if e.Facts[0].Kind != contract.Approve {
				e.Facts = append([]contract.Fact{fact("0", contract.Approve, "2025-12-31")}, e.Facts...)
			}
			e.ID, e.Kind = "x", contract.Supplier
			r := compile(t, contract.Definition{Zone: "UTC", Reminders: lines, Contracts: []contract.Entry{e}})
			want := slowReminders(r, "x", lines, from, from, until)
			var got, byDay []string
			for m := range r.Reminders(from, until) {
				got = append(got, m.Day.String()+" "+m.ID())
			}
			for d := from; d.Compare(until) < 0; d = d.Next() {
				for m := range r.Reminders(d, d.Next()) {
					byDay = append(byDay, m.Day.String()+" "+m.ID())
				}
			}
			require.ElementsMatch(t, want, got, "%v recorded on %v", facts[len(facts)-1].Kind, recorded)
			require.Equal(t, got, byDay, "%v recorded on %v", facts[len(facts)-1].Kind, recorded)
		}
	}
}

// TestDecisionK12LateOnce: of lines that are late only what is new is said.
func TestDecisionK12LateOnce(t *testing.T) {
	week := calendar.Definition{Name: "w", Zone: "UTC", Hours: []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}}}
	of := func(lines []contract.ReminderRule, facts ...contract.Fact) (got []string) {
		e := tacit("2026-01-01", "P1Y", "P1Y", "P89D") // latest Saturday 3 October, safe the day before
		e.ID, e.Kind, e.Facts = "x", contract.Supplier, facts
		r := compile(t, contract.Definition{Zone: "UTC", Calendar: "w", Calendars: []calendar.Definition{week}, Reminders: lines, Contracts: []contract.Entry{e}})
		for m := range r.Reminders(day("2026-08-01"), day("2026-12-01")) {
			got = append(got, fmt.Sprint(m.Day, " ", m.Role, " ", m.Lead))
		}
		sameByDay(t, r, "2026-08-01", "2026-12-01")
		return got
	}
	recorded := func(f contract.Fact, on string) contract.Fact {
		f.Recorded = noon(day(on))
		return f
	}
	owner := func(before string) contract.ReminderRule { return plan(contract.DeadlineNotice, before, "") }
	approve := fact("0", contract.Approve, "2025-12-31")
	dayLater := fact("1", contract.Amend, "2026-10-04", func(f *contract.Fact) {
		f.Amend = &contract.Amendment{Notice: []contract.Notice{{By: contract.SideUs, Period: length("P88D")}}}
	})
	require.Equal(t, []string{"2026-10-03 owner P0D"}, of([]contract.ReminderRule{owner("P0D")}, recorded(approve, "2026-10-03"), dayLater), "the safe day is the same")
	require.Equal(t, []string{"2026-09-30 owner P1W3D"}, of([]contract.ReminderRule{owner("P1W3D"), owner("P10D")}, recorded(approve, "2026-09-30")), "of two leads to one day the first")
	both := owner("P20D")
	both.To = append(both.To, contract.RoleResponsible)
	responsible := owner("P20D")
	responsible.To = []contract.Role{contract.RoleResponsible}
	told := fact("1", contract.Amend, "2026-09-20", func(f *contract.Fact) { f.Amend = &contract.Amendment{Reminders: []contract.ReminderRule{both}} })
	require.Equal(t, []string{"2026-09-12 responsible P20D", "2026-09-20 owner P20D"}, of([]contract.ReminderRule{responsible}, approve, told), "who is told from now on")
}

// TestLawReminders: no reminder is lost, and none comes twice, whatever moves
// deadlines and however late facts are recorded; and stretches of days can be
// asked for one after the other.
func TestLawReminders(t *testing.T) {
	roles := [][]contract.Role{{contract.RoleResponsible}, {contract.RoleOwner}, {contract.RoleResponsible, contract.RoleOwner}}
	counted := 0
	law(t, 5, func(d draw) string {
		def := d.definition()
		def.Zone = "UTC"
		used := map[string]bool{}
		for range 1 + d.Intn(5) {
			rule := contract.ReminderRule{
				Of: pick(d, contract.DeadlineNotice, contract.DeadlineNotice, contract.DeadlineOption, contract.DeadlineEnd), Before: length(pick(d, "P90D", "P1M", "P14D", "5bd", "P0D")),
				To: pick(d, roles...), Unless: pick(d, "", "acknowledged"), Aim: pick(d, "", "safe", "latest"),
			}
			if rule.Of == contract.DeadlineNotice {
				rule.By = pick(d, "", contract.SideParty)
			}
			key := fmt.Sprint(rule.Of, rule.Before)
			if !used[key] {
				used[key] = true
				def.Reminders = append(def.Reminders, rule)
			}
		}
		e := d.entry("x")
		seen := map[calendar.Date]bool{}
		for i := range e.Facts { // the model of acknowledging knows days only
			for seen[e.Facts[i].On] {
				e.Facts[i].On = e.Facts[i].On.Next()
			}
			seen[e.Facts[i].On] = true
			if f := &e.Facts[i]; f.Kind == contract.Suspend && !f.Last.IsZero() && f.Last.Compare(f.On) < 0 {
				f.Last = f.On
			}
		}
		def.Contracts = append(def.Contracts, e)
		r := compile(t, def)
		from := day("2025-12-15").AddDays(d.Intn(200))
		until := from.AddDays(1 + d.Intn(250))
		want := slowReminders(r, "x", def.Reminders, day("2025-10-01"), from, until)
		var got, pieces []string
		for x := range d.reminders(r, from, until) {
			got = append(got, x.Day.String()+" "+x.ID())
		}
		// The pieces begin and end on days on which something is recorded, takes
		// effect or is due, and on those after them.
		cuts := []calendar.Date{from, until, from.AddDays(d.Intn(60))}
		for i := range e.Facts {
			cuts = append(cuts, e.Facts[i].On, calendarDay(e.Facts[i].Recorded.UTC()))
		}
		for _, due := range want {
			cuts = append(cuts, day(due[:10]))
		}
		for _, cut := range cuts[2:] {
			cuts = append(cuts, cut.Next())
		}
		slices.SortFunc(cuts, calendar.Date.Compare)
		cuts = slices.DeleteFunc(slices.Compact(cuts), func(cut calendar.Date) bool {
			return cut.Compare(from) < 0 || cut.Compare(until) > 0 || cut != from && cut != until && d.Intn(4) == 0
		})
		for i := range cuts[1:] {
			for x := range d.reminders(r, cuts[i], cuts[i+1]) {
				pieces = append(pieces, x.Day.String()+" "+x.ID())
			}
		}
		for _, list := range [][]string{want, got, pieces} {
			slices.Sort(list)
		}
		if !slices.Equal(got, pieces) {
			return fmt.Sprintf("%v to %v: %d at once, %d in pieces\n%s", from, until, len(got), len(pieces), factLines(&e))
		}
		if !slices.Equal(want, got) {
			return fmt.Sprintf("%v to %v:\nwant\n  %s\ngot\n  %s\n%s", from, until, strings.Join(want, "\n  "), strings.Join(got, "\n  "), factLines(&e))
		}
		counted += len(got)
		return ""
	}, looksTwice, losesLate)
	require.NotZero(t, counted)
	t.Logf("%d reminders", counted)
}

func length(s string) term.Length { return term.MustParseLength(s) }
