package contract_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/credit"
)

// TestCompileTellsEveryProblem: all at once, with paths.
func TestCompileTellsEveryProblem(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "wrong.json"))
	require.NoError(t, err)
	_, err = contract.Parse(data)
	require.ErrorContains(t, err, `contracts[0].facts[9].amend.notice[0].period: invalid: `, "a length is read by Parse")
	def, err := contract.Parse([]byte(strings.ReplaceAll(string(data), `"P-1M"`, `"P1M"`)))
	require.NoError(t, err)
	_, err = contract.Compile(def, nil)
	var lines strings.Builder
	for _, e := range slakit.FieldErrors(err) {
		fmt.Fprintln(&lines, e)
		known := false
		for _, kind := range []error{slakit.ErrRequired, slakit.ErrInvalid, slakit.ErrDuplicate, slakit.ErrUnknown, slakit.ErrLimit} {
			known = known || errors.Is(e, kind)
		}
		require.True(t, known, "%v", e)
	}
	golden(t, "wrong.txt", lines.String())
}

// TestLimits: each limit at the limit and one above.
func TestLimits(t *testing.T) {
	base := func() contract.Definition {
		return contract.Definition{Zone: "UTC", Contracts: []contract.Entry{{ID: "x", Kind: contract.Supplier}}}
	}
	long := func(n int) string { return strings.Repeat("x", n) }
	for name, tt := range map[string]struct {
		limit int
		make  func(def *contract.Definition, n int)
	}{
		"id":   {120, func(def *contract.Definition, n int) { def.Contracts[0].ID = long(n) }},
		"name": {256, func(def *contract.Definition, n int) { def.Owner = long(n) }},
		"text": {4096, func(def *contract.Definition, n int) { def.Contracts[0].Note = long(n) }},
		"fact text": {4096, func(def *contract.Definition, n int) {
			f := fact("1", contract.Approve, "2026-01-01")
			f.Reason = long(n)
			def.Contracts[0].Facts = []contract.Fact{f}
		}},
		"people": {1 << 16, func(def *contract.Definition, n int) {
			def.People = repeat(n, func(i int) contract.Person { return contract.Person{ID: fmt.Sprint(i)} })
		}},
		"rows": {1024, func(def *contract.Definition, n int) {
			def.Contracts[0].Rows = repeat(n, func(i int) contract.Row { return contract.Row{ID: fmt.Sprint(i)} })
		}},
		"facts": {1000, func(def *contract.Definition, n int) {
			def.Contracts[0].Facts = repeat(n, func(i int) contract.Fact { return fact(fmt.Sprint(i), contract.Submit, "2026-01-01") })
		}},
		"reminders": {64, func(def *contract.Definition, n int) {
			def.Reminders = repeat(n, func(i int) contract.ReminderRule { return plan(contract.DeadlineEnd, fmt.Sprintf("P%dD", i), "") })
		}},
		"fields": {256, func(def *contract.Definition, n int) {
			def.Schemas = map[contract.Kind]contract.Schema{"supplier": {Fields: repeat(n, func(i int) contract.Field { return contract.Field{Name: fmt.Sprint(i)} })}}
		}},
		"choices": {1024, func(def *contract.Definition, n int) {
			def.Schemas = map[contract.Kind]contract.Schema{"supplier": {Fields: []contract.Field{{Name: "f", Type: "choice", Choices: repeat(n, func(i int) string { return fmt.Sprint(i) })}}}}
		}},
		"cost lines": {1024, func(def *contract.Definition, n int) {
			def.Contracts[0].Cost = repeat(n, func(i int) cost.Definition {
				return cost.Definition{ID: fmt.Sprint(i), Amount: "1.00", Currency: "EUR", Every: "P1M"}
			})
		}},
		"credits": {256, func(def *contract.Definition, n int) {
			def.Contracts[0].Credits = repeat(n, func(i int) credit.Definition {
				return credit.Definition{ID: fmt.Sprint(i), Rule: credit.Rule{Measure: "availability", Tiers: []credit.Tier{{Below: "99%", Credit: "5%"}}}}
			})
		}},
		"covers": {256, func(def *contract.Definition, n int) {
			m := map[string][]string{}
			for i := range n {
				m[fmt.Sprint(i)] = []string{"x"}
			}
			def.Contracts[0].Rows = []contract.Row{{ID: "r", Covers: m}}
		}},
		"values": {1024, func(def *contract.Definition, n int) {
			def.Contracts[0].Rows = []contract.Row{{ID: "r", Covers: map[string][]string{"object": repeat(n, func(i int) string { return fmt.Sprint(i) })}}}
		}},
		"documents": {1024, func(def *contract.Definition, n int) {
			def.Contracts[0].Documents = repeat(n, func(int) contract.Document { return contract.Document{Name: "d"} })
		}},
		"signatures": {1024, func(def *contract.Definition, n int) {
			def.Contracts[0].Signatures = repeat(n, func(int) contract.Signature { return contract.Signature{For: contract.SideUs, By: "x"} })
		}},
		"in a line": {63, func(def *contract.Definition, n int) {
			def.Contracts = repeat(n+2, func(i int) contract.Entry {
				e := contract.Entry{ID: fmt.Sprint(i), Kind: contract.Supplier}
				if i > 0 {
					e.Follows = fmt.Sprint(i - 1)
				}
				return e
			})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			def := base()
			tt.make(&def, tt.limit)
			_, err := contract.Compile(def, nil)
			require.NoError(t, err)
			def = base()
			tt.make(&def, tt.limit+1)
			_, err = contract.Compile(def, nil)
			require.ErrorIs(t, err, slakit.ErrLimit)
		})
	}
}

func repeat[T any](n int, one func(i int) T) []T {
	list := make([]T, n)
	for i := range list {
		list[i] = one(i)
	}
	return list
}

// TestProblemsAreBounded: a register in which everything is wrong says so and
// stops.
func TestProblemsAreBounded(t *testing.T) {
	exact := contract.Definition{Zone: "UTC", Contracts: repeat(10000, func(i int) contract.Entry { return contract.Entry{ID: fmt.Sprint(i)} })}
	_, err := contract.Compile(exact, nil)
	limited, n := errors.Is(err, slakit.ErrLimit), len(slakit.FieldErrors(err)) // so many are slow to print
	require.False(t, limited)
	require.Equal(t, 10000, n, "of each the kind is missing")
	def := contract.Definition{Zone: "UTC", Contracts: make([]contract.Entry, 20000)}
	began := time.Now()
	_, err = contract.Compile(def, nil)
	require.ErrorIs(t, err, slakit.ErrLimit)
	require.Less(t, len(slakit.FieldErrors(err)), 10010)
	require.Less(t, time.Since(began), 20*time.Second)
}

// TestWithTellsProblems: the same checks for entries that are given later.
func TestWithTellsProblems(t *testing.T) {
	r := office(t)
	_, err := r.With(contract.Entry{ID: "print", Kind: contract.Supplier, Follows: "print-older"}, contract.Entry{ID: "new", Kind: "customer"}, contract.Entry{ID: "new", Kind: "customer"})
	var got []string
	for _, e := range slakit.FieldErrors(err) {
		got = append(got, e.Error())
	}
	require.Equal(t, []string{
		`entries[0].follows: unknown: contract "print-older"`,
		`entries[0].fields.archiveNumber: required: a text: the field must be filled in`,
		`entries[1].fields.invoiceReference: required: a text: the field must be filled in`,
		`entries[2].id: duplicate: entries[1] is called "new" too`,
		`entries[2].fields.invoiceReference: required: a text: the field must be filled in`,
	}, got)
	same, err := r.With()
	require.NoError(t, err)
	require.Equal(t, asText(t, r.Agreements()), asText(t, same.Agreements()))
}

// TestRecordTellsProblems: a malformed fact is no refused one.
func TestRecordTellsProblems(t *testing.T) {
	c := officeContract(t, "print")
	for want, f := range map[string]contract.Fact{
		"facts[2].id: required: a name":                                     {Kind: contract.Suspend, On: today, Recorded: noon(today)},
		"facts[2].recorded: required: the instant at which it was recorded": {ID: "3", Kind: contract.Suspend, On: today},
		"facts[2].id: duplicate: another fact has the id \"2\"":             {ID: "2", Kind: contract.Suspend, On: today, Recorded: noon(today)},
		"facts[2].corrects: unknown: fact \"7\"":                            {ID: "3", Kind: contract.Correct, Corrects: "7", Recorded: noon(today)},
	} {
		_, err := c.Record(f)
		require.ErrorContains(t, err, want)
		var refused *contract.RefusedError
		require.NotErrorAs(t, err, &refused)
	}
	_, err := c.Record(contract.Fact{ID: "3", Kind: contract.Resume, On: today, Recorded: noon(today)})
	require.EqualError(t, err, "contract print: fact 3: resume is refused in state active")
	e, err := c.Record(contract.Fact{ID: "3", Kind: contract.GiveNotice, Side: contract.SideUs, On: today, Recorded: noon(today)})
	require.NoError(t, err)
	r, err := office(t).With(e)
	require.NoError(t, err)
	k, _ := r.Contract("print")
	require.Equal(t, "2029-01-31", k.On(today).Ending.Last.String())
	_, err = k.Record(contract.Fact{ID: "4", Kind: contract.GiveNotice, Side: contract.SideUs, On: today, Recorded: noon(today)})
	require.EqualError(t, err, "contract print: fact 4: notice is refused in state active by guard none-given")
}
