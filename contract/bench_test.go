package contract_test

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/term"
	"github.com/slakit/slakit/sla"
)

// benchDefinition is a register of so many contracts: 70 % tacit, 15 % express,
// 10 % evergreen, 5 % fixed; three rows each; one in five with facts beyond the
// approval; a few services, branches and object types that most rows ask for
// and many that few do. No two are the same.
func benchDefinition(n int) contract.Definition {
	r := rand.New(rand.NewSource(6))
	skewed := rand.NewZipf(r, 1.2, 4, 4000)
	length := term.MustParseLength
	def := contract.Definition{
		Zone: "Europe/Stockholm", Owner: "anna", Calendar: "office",
		Calendars: []calendar.Definition{{
			Name: "office", Zone: "Europe/Stockholm",
			Hours:    []calendar.Hours{{Days: "mon-fri", Open: "08:00", Close: "17:00"}},
			Holidays: []calendar.Holiday{{Date: "01-01"}, {Date: "01-06"}, {Date: "05-01"}, {Date: "06-06"}, {Date: "12-24"}, {Date: "12-25"}, {Date: "12-26"}, {Date: "12-31"}},
		}},
		Reminders: []contract.ReminderRule{
			{Of: contract.DeadlineNotice, Before: length("P90D"), To: []contract.Role{contract.RoleResponsible}},
			{Of: contract.DeadlineNotice, Before: length("P14D"), To: []contract.Role{contract.RoleResponsible, contract.RoleOwner}},
			{Of: contract.DeadlineNotice, Before: length("5bd"), To: []contract.Role{contract.RoleOwner}, Unless: "acknowledged"},
			{Of: contract.DeadlineOption, Before: length("P60D"), To: []contract.Role{contract.RoleResponsible}},
			{Of: contract.DeadlineEnd, Before: length("P30D"), To: []contract.Role{contract.RoleResponsible}},
		},
		Contracts: make([]contract.Entry, n),
	}
	zone := time.FixedZone("", 3600)
	for i := range def.Contracts {
		e := &def.Contracts[i]
		start := day("2015-01-01").AddDays(r.Intn(4200))
		*e = contract.Entry{
			ID: fmt.Sprintf("c%06d", i), Number: fmt.Sprintf("K-%d", i), Name: fmt.Sprintf("Contract %d", i),
			Kind: contract.Supplier, Responsible: fmt.Sprintf("person%d", r.Intn(300)),
			Party: contract.Party{Name: fmt.Sprintf("Party %d", skewed.Uint64())}, Start: start, Term: term.Length{Period: calendar.Period{Months: 12 + r.Intn(48)}},
		}
		if r.Intn(3) == 0 {
			e.Kind = contract.Customer
		}
		period := term.Length{Period: calendar.Period{Months: 1 + r.Intn(9)}}
		switch p := r.Intn(100); {
		case p < 70:
			e.Renewal = contract.Renewal{Kind: contract.RenewalTacit, Term: term.Length{Period: calendar.Period{Months: 6 + 6*r.Intn(4)}}}
			e.Notice = []contract.Notice{{By: contract.SideUs, Period: period}, {By: contract.SideParty, Period: term.Length{Period: calendar.Period{Months: 9}}}}
		case p < 85:
			e.Renewal = contract.Renewal{Kind: contract.RenewalExpress, Max: 3, Opens: length("P6M"), Closes: length("P2M")}
		case p < 95:
			e.Term = term.Length{}
			e.Renewal = contract.Renewal{Kind: contract.RenewalEvergreen}
			e.Notice = []contract.Notice{{By: contract.SideEither, Period: period, Exit: term.MonthEnd}}
		default:
			e.Renewal = contract.Renewal{Kind: contract.RenewalNone}
		}
		for j := range 3 {
			row := contract.Row{ID: fmt.Sprintf("r%d", j), ServiceLevel: []string{"gold", "silver", "bronze"}[r.Intn(3)], Service: fmt.Sprintf("service%d", skewed.Uint64()%50)}
			switch r.Intn(10) {
			case 0:
				row.Covers = map[string][]string{"object": {fmt.Sprintf("pc%d-%d", i, j)}}
			case 1, 2:
				row.Covers = map[string][]string{"person": {fmt.Sprintf("user%d", skewed.Uint64())}}
			case 3, 4, 5:
				row.Covers = map[string][]string{"department": {fmt.Sprintf("dep%d", skewed.Uint64()%400)}, "objectType": {"computer", "phone"}}
			default:
				row.Covers = map[string][]string{"branch": {fmt.Sprintf("branch%d", skewed.Uint64())}}
			}
			e.Rows = append(e.Rows, row)
		}
		fact := func(kind contract.FactKind, on calendar.Date) *contract.Fact {
			e.Facts = append(e.Facts, contract.Fact{
				ID: fmt.Sprint(len(e.Facts) + 1), Kind: kind, On: on,
				Recorded: time.Date(on.Year(), on.Month(), on.Day(), 9+r.Intn(8), r.Intn(60), r.Intn(60), 0, zone),
			})
			return &e.Facts[len(e.Facts)-1]
		}
		if r.Intn(50) == 0 {
			continue // a draft
		}
		fact(contract.Approve, start.AddDays(-r.Intn(60)))
		if r.Intn(5) == 0 {
			switch r.Intn(4) {
			case 0:
				fact(contract.GiveNotice, start.AddDays(100+r.Intn(1500))).Side = contract.SideUs
			case 1:
				f := fact(contract.Suspend, start.AddDays(20+r.Intn(300)))
				f.Last, f.MoveEnd = f.On.AddDays(r.Intn(60)), r.Intn(2) == 0
			case 2:
				fact(contract.Amend, start.AddDays(20+r.Intn(900))).Amend = &contract.Amendment{Party: &contract.Party{Name: fmt.Sprintf("Party %d", skewed.Uint64())}}
			default:
				fact(contract.Acknowledge, start.AddDays(20+r.Intn(300)))
			}
		}
	}
	return def
}

const benchContracts = 100_000

// benchRegister is compiled once.
func benchRegister(b *testing.B) *contract.Register {
	b.Helper()
	if benchCompiled == nil {
		r, err := contract.Compile(benchDefinition(benchContracts), nil)
		require.NoError(b, err)
		benchCompiled = r
	}
	b.ResetTimer()
	return benchCompiled
}

var benchCompiled *contract.Register

func BenchmarkCompile100k(b *testing.B) {
	def := benchDefinition(benchContracts)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := contract.Compile(def, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReminders30Days(b *testing.B) {
	r := benchRegister(b)
	found := 0
	for i := 0; b.Loop(); i++ {
		from := day("2026-01-01").AddDays(7 * (i % 100))
		for range r.Reminders(from, from.AddDays(30)) {
			found++
		}
	}
	b.ReportMetric(float64(found)/float64(b.N), "reminders/op")
}

func BenchmarkWith(b *testing.B) {
	r := benchRegister(b)
	c, _ := r.Contract("c050000")
	e := c.Entry()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		e.Name = fmt.Sprint("Renamed ", i)
		if _, err := r.With(e); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkWithMany changes one entry after the other, as a desk does.
func BenchmarkWithMany(b *testing.B) {
	r := benchRegister(b)
	for i := 0; b.Loop(); i++ {
		c, _ := r.Contract(fmt.Sprintf("c%06d", (i*7919)%benchContracts))
		next, err := r.With(c.Entry())
		if err != nil {
			b.Fatal(err)
		}
		r = next
	}
}

// BenchmarkCover asks for tickets that about 50 rows match.
func BenchmarkCover(b *testing.B) {
	r := benchRegister(b)
	at := time.Date(2026, 3, 5, 10, 0, 0, 0, time.UTC)
	rng := rand.New(rand.NewSource(7))
	skewed := rand.NewZipf(rng, 1.2, 4, 4000)
	type asked struct {
		f sla.Facts
		n int
	}
	var all []asked
	for range 400 {
		f := sla.Facts{
			"service": {fmt.Sprintf("service%d", skewed.Uint64()%50)}, "person": {fmt.Sprintf("user%d", skewed.Uint64())}, "department": {fmt.Sprintf("dep%d", skewed.Uint64()%400)},
			"branch": {fmt.Sprintf("branch%d", skewed.Uint64())}, "objectType": {"computer"}, "object": {fmt.Sprintf("pc%d-%d", rng.Intn(benchContracts), rng.Intn(3))},
		}
		n := 0
		if len(all) < 60 || len(all)%8 == 0 {
			for range r.Candidates(f, at) {
				n++
			}
		}
		all = append(all, asked{f, n})
	}
	known := slices.DeleteFunc(slices.Clone(all), func(a asked) bool { return a.n == 0 })
	slices.SortFunc(known, func(a, b asked) int { return a.n - b.n })
	b.ResetTimer()
	covered := 0
	for i := 0; b.Loop(); i++ {
		if _, ok := r.Cover(all[i%len(all)].f, at); ok {
			covered++
		}
	}
	b.ReportMetric(float64(known[len(known)/2].n), "median-candidates")
	b.ReportMetric(float64(covered)/float64(b.N), "covered/op")
}

func BenchmarkFindings(b *testing.B) {
	r := benchRegister(b)
	for b.Loop() {
		for range r.Findings(day("2026-03-05")) {
		}
	}
}
