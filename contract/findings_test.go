package contract_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract"
)

// findings lists kinds with what they are about.
func findings(t *testing.T, def contract.Definition, on string) (list []string) {
	t.Helper()
	if def.Zone == "" {
		def.Zone = "UTC"
	}
	for f := range compile(t, def).Findings(day(on)) {
		words := []string{string(f.Kind), f.Contract}
		for _, w := range []string{f.Row, f.Other, string(f.By), f.Fact} {
			if w != "" {
				words = append(words, w)
			}
		}
		require.NotEmpty(t, f.Text)
		list = append(list, strings.Join(words, " "))
	}
	return list
}

func approvedEntry(id string, e contract.Entry) contract.Entry {
	e.ID = id
	if e.Kind == "" {
		e.Kind = contract.Supplier
	}
	if e.Responsible == "" {
		e.Responsible = "erik"
	}
	e.Facts = append([]contract.Fact{fact("0", contract.Approve, "2025-01-01")}, e.Facts...)
	return e
}

func TestFindings(t *testing.T) {
	fixed := contract.Entry{Start: day("2026-01-01"), Last: day("2026-12-31"), Renewal: contract.Renewal{Kind: contract.RenewalNone}}
	express := contract.Entry{Start: day("2026-01-01"), Term: length("P1Y"), Renewal: contract.Renewal{Kind: contract.RenewalExpress, Opens: length("P6M"), Closes: length("P3M")}}
	short := express
	short.Renewal.Opens = length("P3M1W3D")
	quarters := func(notice string, most int) contract.Entry {
		e := tacit("2026-01-01", "P1Y", "P3M", notice)
		e.Renewal.Max = most
		return e
	}
	with := func(e contract.Entry, change func(*contract.Entry)) contract.Entry { change(&e); return e }
	underpinned := func(last string) contract.Definition {
		return contract.Definition{Owner: "a", Contracts: []contract.Entry{
			approvedEntry("s", with(fixed, func(e *contract.Entry) {
				e.Last = day(last)
				e.Rows = []contract.Row{{ID: "r", ServiceLevel: "gold"}}
			})),
			approvedEntry("c", with(fixed, func(e *contract.Entry) {
				e.Kind, e.Rows = contract.Customer, []contract.Row{{ID: "r", ServiceLevel: "gold", UnderpinnedBy: []string{"s/r"}}}
			})),
		}}
	}
	for _, tt := range []struct {
		name string
		def  contract.Definition
		on   string
		want []string
	}{
		{"expiring", contract.Definition{Owner: "a", Contracts: []contract.Entry{approvedEntry("x", fixed)}}, "2026-10-02", []string{"expiring x"}},
		{"not yet", contract.Definition{Owner: "a", Contracts: []contract.Entry{approvedEntry("x", fixed)}}, "2026-10-01", nil},
		{"soon", contract.Definition{Owner: "a", Soon: length("P1M"), Contracts: []contract.Entry{approvedEntry("x", fixed)}}, "2026-11-30", []string{"expiring x"}},
		{"the last day", contract.Definition{Owner: "a", Contracts: []contract.Entry{approvedEntry("x", fixed)}}, "2026-12-31", []string{"expiring x"}},
		{"past", contract.Definition{Owner: "a", Contracts: []contract.Entry{approvedEntry("x", fixed)}}, "2027-01-01", nil},
		{"window open", contract.Definition{Owner: "a", Contracts: []contract.Entry{approvedEntry("x", yearly())}}, "2026-07-02", []string{"window-open x us"}},
		{"window open to the 15th day before", contract.Definition{Owner: "a", Contracts: []contract.Entry{approvedEntry("x", yearly())}}, "2026-09-15", []string{"window-open x us"}},
		{"window closing from the 14th", contract.Definition{Owner: "a", Contracts: []contract.Entry{approvedEntry("x", yearly())}}, "2026-09-16", []string{"window-closing x us"}},
		{"window closing", contract.Definition{Owner: "a", Contracts: []contract.Entry{approvedEntry("x", yearly())}}, "2026-09-30", []string{"window-closing x us"}},
		{"window missed", contract.Definition{Owner: "a", Contracts: []contract.Entry{approvedEntry("x", yearly())}}, "2026-10-01", []string{"window-missed x us", "in-renewal x"}},
		{"option", contract.Definition{Owner: "a", Contracts: []contract.Entry{approvedEntry("x", express)}}, "2026-07-01", []string{"option-open x"}},
		{"option closing", contract.Definition{Owner: "a", Contracts: []contract.Entry{approvedEntry("x", express)}}, "2026-09-20", []string{"option-open x", "window-closing x"}},
		{"option before it opens", contract.Definition{Owner: "a", Contracts: []contract.Entry{approvedEntry("x", short)}}, "2026-09-20", nil},
		{"option that closes soon after it opens", contract.Definition{Owner: "a", Contracts: []contract.Entry{approvedEntry("x", short)}}, "2026-09-21", []string{"option-open x", "window-closing x"}},
		{"the option's last day", contract.Definition{Owner: "a", Contracts: []contract.Entry{approvedEntry("x", express)}}, "2026-09-30", []string{"option-open x", "window-closing x"}},
		{"unstoppable", contract.Definition{Owner: "a", Contracts: []contract.Entry{approvedEntry("x", quarters("P90D", 0))}}, "2026-03-01", []string{"unstoppable x us"}},
		{"stoppable on its first day", contract.Definition{Owner: "a", Contracts: []contract.Entry{approvedEntry("x", quarters("P89D", 0))}}, "2026-03-01", nil},
		{"unstoppable, the only renewal", contract.Definition{Owner: "a", Contracts: []contract.Entry{approvedEntry("x", quarters("P90D", 1))}}, "2026-03-01", []string{"unstoppable x us"}},
		{"no renewal left", contract.Definition{Owner: "a", Soon: length("P1D"), Contracts: []contract.Entry{approvedEntry("x", quarters("P90D", 1))}}, "2027-03-01", nil},
		{"option lapsed", contract.Definition{Owner: "a", Contracts: []contract.Entry{approvedEntry("x", express)}}, "2026-10-05", []string{"expiring x", "window-missed x"}},
		{"talks", contract.Definition{Owner: "a", Contracts: []contract.Entry{approvedEntry("x", with(fixed, func(e *contract.Entry) {
			e.Facts = []contract.Fact{fact("1", contract.Renegotiate, "2026-02-01", func(f *contract.Fact) { f.Renegotiation = contract.RenegotiationOpen })}
		}))}}, "2026-03-01", []string{"in-renewal x"}},
		{"no owner", contract.Definition{Contracts: []contract.Entry{approvedEntry("x", fixed)}}, "2026-03-01", []string{"no-owner "}},
		{"left", contract.Definition{Owner: "a", People: []contract.Person{{ID: "erik", Last: day("2026-02-28")}}, Contracts: []contract.Entry{approvedEntry("x", fixed)}}, "2026-03-01", []string{"responsible-left x"}},
		{"still there", contract.Definition{Owner: "a", People: []contract.Person{{ID: "erik", Last: day("2026-02-28")}}, Contracts: []contract.Entry{approvedEntry("x", fixed)}}, "2026-02-28", nil},
		{"no level", contract.Definition{Owner: "a", Contracts: []contract.Entry{
			approvedEntry("x", with(fixed, func(e *contract.Entry) { e.Rows = []contract.Row{{ID: "r"}} })), approvedEntry("y", with(fixed, func(e *contract.Entry) { e.Kind = contract.Customer })),
		}}, "2026-03-01", []string{"no-service-level x r", "no-service-level y"}},
		{"missing", contract.Definition{Owner: "a", Contracts: []contract.Entry{{ID: "x", Kind: contract.Supplier, Responsible: "erik"}}}, "2026-03-01", []string{"missing x"}},
		{"supplier ends", contract.Definition{Owner: "a", Contracts: []contract.Entry{
			approvedEntry("c", with(fixed, func(e *contract.Entry) {
				e.Kind, e.Rows = contract.Customer, []contract.Row{{ID: "r", ServiceLevel: "gold", UnderpinnedBy: []string{"s/r"}}}
			})),
			approvedEntry("s", with(fixed, func(e *contract.Entry) {
				e.Last = day("2026-08-31")
				e.Rows = []contract.Row{{ID: "r", ServiceLevel: "gold"}}
			})),
		}}, "2026-03-01", []string{"supplier-ends c r s"}},
		{"supplier ends today", underpinned("2026-03-01"), "2026-03-01", []string{"expiring s", "supplier-ends c r s"}},
		{"supplier ends with the row", underpinned("2026-12-31"), "2026-03-01", nil},
		{"past but used", contract.Definition{Owner: "a", Contracts: []contract.Entry{
			approvedEntry("c", with(fixed, func(e *contract.Entry) {
				e.Kind, e.Rows = contract.Customer, []contract.Row{{ID: "r", ServiceLevel: "gold", UnderpinnedBy: []string{"s/r"}}}
			})),
			approvedEntry("d", with(fixed, func(e *contract.Entry) { e.ChildOf = "s" })),
			approvedEntry("s", with(fixed, func(e *contract.Entry) {
				e.Last = day("2026-02-28")
				e.Rows = []contract.Row{{ID: "r", ServiceLevel: "gold"}}
			})),
		}}, "2026-03-01", []string{"past-but-used s r c", "past-but-used s d"}},
		{"refused", contract.Definition{Owner: "a", Contracts: []contract.Entry{approvedEntry("x", with(fixed, func(e *contract.Entry) { e.Facts = []contract.Fact{fact("1", contract.Resume, "2026-02-01")} }))}}, "2026-02-01", []string{"refused-fact x 1"}},
		{"not yet refused", contract.Definition{Owner: "a", Contracts: []contract.Entry{approvedEntry("x", with(fixed, func(e *contract.Entry) { e.Facts = []contract.Fact{fact("1", contract.Resume, "2026-02-01")} }))}}, "2026-01-31", nil},
	} {
		require.Equal(t, tt.want, findings(t, tt.def, tt.on), tt.name)
	}
	used := contract.Definition{Zone: "UTC", Owner: "a", Contracts: []contract.Entry{
		approvedEntry("s", with(fixed, func(e *contract.Entry) {
			e.Last, e.Rows = day("2026-02-28"), []contract.Row{{ID: "r", ServiceLevel: "gold"}}
		})),
		approvedEntry("d", with(fixed, func(e *contract.Entry) { e.ChildOf = "s" })),
		approvedEntry("e", with(fixed, func(e *contract.Entry) {
			e.Rows = []contract.Row{{ID: "r", ServiceLevel: "gold", UnderpinnedBy: []string{"s/r"}}}
		})),
	}}
	var texts []string
	for f := range compile(t, used).Findings(day("2026-03-01")) {
		texts = append(texts, f.Text)
	}
	require.Equal(t, []string{"it is expired, but d rests on it", "it is expired, but e/r rests on it"}, texts)
	// Without anybody responsible.
	e := approvedEntry("x", fixed)
	e.Responsible = ""
	require.Equal(t, []string{"no-owner x"}, findings(t, contract.Definition{Owner: "a", Contracts: []contract.Entry{e}}, "2026-03-01"))
	require.Empty(t, slices.Collect(office(t).Findings(calendar.Date{})))
}

func TestFieldSchemas(t *testing.T) {
	no := false
	schema := contract.Schema{Fields: []contract.Field{
		{Name: "archive", Required: true, Labels: map[string]string{"sv": "Arkivnummer"}},
		{Name: "way", Type: "choice", Choices: []string{"direct", "tender"}, Default: "direct", Required: true},
		{Name: "value", Type: "number", From: "0", Until: "1000"},
		{Name: "reviewed", Type: "date", From: "2020-01-01", Until: "2030-01-01"},
		{Name: "secret", Type: "boolean"},
		{Name: "old", Type: "number", Active: &no, Required: true},
	}}
	_, err := contract.Compile(contract.Definition{Zone: "UTC", Schemas: map[contract.Kind]contract.Schema{contract.Supplier: {Fields: []contract.Field{{Name: "f", Type: "date", From: "2026-01-01", Until: "2026-01-01"}}}}}, nil)
	require.EqualError(t, err, `schemas.supplier.fields[0].until: invalid: "2026-01-01" is not after from, "2026-01-01"`)
	try := func(fields map[string]string) string {
		def := contract.Definition{Zone: "UTC", Schemas: map[contract.Kind]contract.Schema{contract.Supplier: schema}, Contracts: []contract.Entry{{ID: "x", Kind: contract.Supplier, Fields: fields}}}
		r, err := contract.Compile(def, nil)
		if err != nil {
			return strings.ReplaceAll(err.Error(), "contracts[0].fields.", "")
		}
		c, _ := r.Contract("x")
		way, ok := c.Field("way")
		none, has := c.Field("value")
		return fmt.Sprintf("%s %v %s %v", way, ok, none, has)
	}
	require.Equal(t, "direct true  false", try(map[string]string{"archive": "A", "old": "not a number"}))
	require.Equal(t, "tender true 999.99 true", try(map[string]string{"archive": "A", "way": "tender", "value": "999.99", "reviewed": "2020-01-01", "secret": "true"}))
	require.Equal(t, "archive: required: a text: the field must be filled in\nway: invalid: \"wire\", want one of [\"direct\" \"tender\"]\nvalue: invalid: \"1000\", want less than \"1000\"\nreviewed: invalid: \"2019-12-31\", want at least \"2020-01-01\"\nsecret: invalid: \"yes\", want \"true\" or \"false\"\nvalu: unknown: field (did you mean \"value\"?), want one of [\"archive\" \"way\" \"value\" \"reviewed\" \"secret\" \"old\"]",
		try(map[string]string{"way": "wire", "value": "1000", "reviewed": "2019-12-31", "secret": "yes", "valu": "x"}))
}
