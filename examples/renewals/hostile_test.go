package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// csvRow returns a row of a file with these columns.
func csvRow(columns []string, fields map[string]string) string {
	var values []string
	for _, c := range columns {
		values = append(values, `"`+strings.ReplaceAll(fields[c], `"`, `""`)+`"`)
	}
	return strings.Join(values, ",") + "\n"
}

// deal returns a row of CUAD with some fields replaced.
func cuadRow(fields ...string) string {
	all := map[string]string{
		"row": "7", "filename": "A Inc_1999.pdf", "document_name": "AGREEMENT", "agreement_iso": "2019-01-01", "effective_iso": "2019-02-01", "expiration_iso": "2021-02-01",
		"expiration_kind": "date", "expiration_clause": "['The term is two (2) years from the Effective Date.']", "renewal_clause": "[]", "notice_clause": "[]",
	}
	return csvRow(cuadColumns, replaced(all, fields))
}

func ukRow(fields ...string) string {
	all := map[string]string{
		"ocid": "ocds-b5fd17-1", "release_id": "r", "tag": "award", "release_date": "2025-01-01T09:00:00Z", "buyer": "B", "title": "T", "scope": "award",
		"period_start": "2025-04-01T00:00:00+01:00", "period_end": "2027-03-31T23:59:59+01:00",
	}
	return csvRow(ukColumns, replaced(all, fields))
}

func measuredRow(fields ...string) string {
	all := map[string]string{"contract": "print", "schedule": "availability", "first": "2026-03-01", "last": "2026-03-31", "good": "98", "total": "100"}
	return csvRow(measuredColumns, replaced(all, fields))
}

func replaced(all map[string]string, fields []string) map[string]string {
	for _, f := range fields {
		name, value, _ := strings.Cut(f, "=")
		all[name] = value
	}
	return all
}

// result is what all commands on files report.
type result struct {
	Rows     int       `json:"rows"`
	Problems []problem `json:"problems"`
	View     *view     `json:"view"`
	Notes    []any     `json:"notes"`
}

func TestHostileRows(t *testing.T) {
	cuad, uk, measured := strings.Join(cuadColumns, ",")+"\n", strings.Join(ukColumns, ",")+"\n", strings.Join(measuredColumns, ",")+"\n"
	other := cuadRow("row=8")
	for name, c := range map[string]struct {
		command  string
		text     string
		problems []string // line, kind, part of the text
		kept     int      // contracts, or credit notes
	}{
		"nothing wrong":        {"cuad", cuad + cuadRow(), nil, 1},
		"only a header":        {"cuad", cuad, nil, 0},
		"lines of a text":      {"cuad", cuad + cuadRow("document_name=A\nB\r\nC") + other, nil, 2},
		"ends of lines":        {"cuad", "\ufeff" + strings.ReplaceAll(cuad+cuadRow()+other, "\n", "\r\n"), nil, 2},
		"torn line":            {"cuad", cuad + cuadRow() + "9,x\n" + other, []string{"3 torn line 2 fields"}, 2},
		"open mark":            {"cuad", cuad + cuadRow() + "\"9,x\n" + other, []string{"3 torn line"}, 2},
		"open mark at the end": {"cuad", cuad + cuadRow() + "\"9,x\n", []string{"3 torn line a quotation mark is never closed"}, 1},
		"odd mark":             {"cuad", cuad + "a\"b\"\n" + cuadRow(), []string{"2 torn line"}, 1},
		"a very long record":   {"cuad", cuad + cuadRow("document_name="+strings.Repeat("x", 70_000)) + other, []string{"2 torn line the record is longer than 65536 bytes"}, 1},
		"a row twice":          {"cuad", cuad + cuadRow() + cuadRow(), []string{"3 twice row 7 stands on line 2"}, 1},
		"no row":               {"cuad", cuad + cuadRow("row=") + other, []string{"2 bad value row is empty"}, 1},
		"no such day":          {"cuad", cuad + cuadRow("effective_iso=2019-02-30") + other, []string{`2 bad date effective_iso is "2019-02-30"`}, 1},
		"two problems":         {"cuad", cuad + cuadRow("effective_iso=x", "notice_n=many") + other, []string{"2 bad date effective_iso", "2 bad value notice_n"}, 1},
		"no unit":              {"cuad", cuad + cuadRow("renewal_n=1", "renewal_unit=eon") + other, []string{"2 bad value renewal_n and renewal_unit"}, 1},
		"no dates":             {"cuad", cuad + cuadRow("effective_iso=", "agreement_iso=", "expiration_iso="), nil, 0},
		"before it begins":     {"cuad", cuad + cuadRow("expiration_clause=['until May 1, 1999']"), nil, 0},
		"no list":              {"cuad", cuad + cuadRow("expiration_clause=The term is two years"), nil, 1},
		"a list never closed":  {"cuad", cuad + cuadRow("expiration_clause=['The term is two years]"), nil, 1},
		"not UTF-8":            {"cuad", cuad + cuadRow("document_name=\xff\xfe", "filename=\xff"), nil, 1},
		"steering":             {"cuad", cuad + cuadRow("document_name=\x1b[2J\x00\a", "expiration_clause=\x1b]0;x\a the term is nothing", "row=\x1b[31m"), nil, 0},
		"a slash in a row":     {"cuad", cuad + cuadRow("row=1/2") + cuadRow("row=1#2"), nil, 2},
		"beyond all days":      {"cuad", cuad + cuadRow("expiration_clause=['a term of 9999 years']"), nil, 0},
		"the longest term":     {"cuad", cuad + cuadRow("expiration_clause=['a term of 7000 years']", "renewal_clause=['automatically renewed for 9999 years unless 9999 weeks prior notice']"), nil, 1},

		"one notice":          {"uk", uk + ukRow(), nil, 1},
		"the same period":     {"uk", uk + ukRow() + ukRow("scope=tender") + ukRow("tag=awardUpdate"), nil, 1},
		"another period":      {"uk", uk + ukRow() + ukRow("period_end=2026-03-31T23:59:59+01:00"), nil, 2},
		"no instant":          {"uk", uk + ukRow("period_end=2027-03-31") + ukRow(), []string{`2 bad date period_end is "2027-03-31"`}, 1},
		"too far off":         {"uk", uk + ukRow("period_end=9027-03-31T00:00:00Z") + ukRow(), []string{"2 bad date period_end"}, 1},
		"backwards":           {"uk", uk + ukRow("period_end=2024-03-31T00:00:00Z"), []string{"2 bad date the period ends on 2024-03-31, before it begins"}, 0},
		"unknown scope":       {"uk", uk + ukRow("scope=grant"), []string{`2 bad value scope is "grant"`}, 0},
		"no process":          {"uk", uk + ukRow("ocid="), []string{"2 bad value ocid is empty"}, 0},
		"a slash in a number": {"uk", uk + ukRow("ocid=a/b#c") + ukRow("ocid=a-b"), nil, 2},
		"too many options":    {"uk", uk + ukRow("extension_text=option to extend 99 x 9999 years"), nil, 1},

		"a value":            {"credit", measured + measuredRow(), nil, 1},
		"nothing measured":   {"credit", measured + measuredRow("good=", "total="), nil, 1},
		"no such contract":   {"credit", measured + measuredRow("contract=prnt") + measuredRow(), []string{`2 no contract the register has no contract "prnt"`}, 1},
		"no such schedule":   {"credit", measured + measuredRow("schedule=avail") + measuredRow(), []string{`2 bad value "avail" of "print"`}, 1},
		"more than all":      {"credit", measured + measuredRow("good=101"), []string{"2 bad value good is 101 of a total of 100"}, 0},
		"no number":          {"credit", measured + measuredRow("good=98.5"), []string{`2 bad value good is "98.5", want a whole number`}, 0},
		"no duration":        {"credit", measured + measuredRow("time=107"), []string{`2 bad value time is "107", want a duration`}, 0},
		"no day":             {"credit", measured + measuredRow("last=2026-02-30"), []string{`2 bad date last is "2026-02-30"`}, 0},
		"the days backwards": {"credit", measured + measuredRow("first=2026-04-01"), []string{`2 bad value "availability" of "print"`}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			path := file(t, "data.csv", c.text)
			flag := "--data"
			if c.command == "credit" {
				flag = "--measured"
			}
			o := object[result](t, c.command, flag, path, "--day", "2026-03-05")
			require.Len(t, o.Problems, len(c.problems), "%v", o.Problems)
			for i, want := range c.problems {
				got := o.Problems[i]
				require.Equal(t, path, got.File)
				require.Contains(t, fmt.Sprint(got.Line, " ", got.Kind, " ", got.Text), want)
			}
			kept := len(o.Notes)
			if o.View != nil {
				kept = len(o.View.Contracts)
			}
			require.Equal(t, c.kept, kept)

			stdout := printed(t, c.command, flag, path, "--day", "2026-03-05")
			for _, p := range o.Problems {
				require.Contains(t, stdout, "data.csv:"+itoa(p.Line))
			}
			for _, mark := range []string{"\x1b", "\a", "\x00"} {
				require.NotContains(t, stdout, mark)
			}
			stdout, stderr, code := renewals(c.command, flag, path, "--strict")
			if c.problems == nil {
				require.Zero(t, code, stderr)
				return
			}
			require.Equal(t, 1, code)
			require.Empty(t, stdout)
			line, _, _ := strings.Cut(c.problems[0], " ")
			require.Contains(t, stderr, path+":"+line+": ")
		})
	}
}

func TestAnotherFileIsRefused(t *testing.T) {
	_, stderr, code := renewals("uk", "--data", file(t, "data.csv", strings.Join(ukColumns, ",")+"\n"+strings.Repeat("x\n", 20_000)))
	require.Equal(t, 1, code)
	require.Contains(t, stderr, "more than 10000 lines are no records; is it another file?")
	_, stderr, code = renewals("cuad", "--data", file(t, "data.csv", ""))
	require.Equal(t, 1, code)
	require.Contains(t, stderr, "data.csv:1: no header")
	_, stderr, code = renewals("cuad", "--data", file(t, "data.csv", "\x1f\x8bnot gzip"))
	require.Equal(t, 1, code)
	require.Contains(t, stderr, "not a gzip file after all")
}

// TestRegistersWithProblemsNameThemAll: every problem, with its path.
func TestRegistersWithProblemsNameThemAll(t *testing.T) {
	_, stderr, code := renewals("--register", file(t, "r.json", `{"zone": "Europe/Stockholm", "contracts": [{"id": "a", "kind": "suplier", "start": "2026-01-01"}, {"id": "a", "kind": "supplier", "term": "P1Y", "last": "2027-01-01"}]}`))
	require.Equal(t, 1, code)
	for _, want := range []string{"r.json: ", "contracts[0].kind", "contracts[1].id", "contracts[1].last"} {
		require.Contains(t, stderr, want)
	}
	_, stderr, code = renewals("--register", file(t, "r.json", `{"zone": "Europe/Stockholm", "contract": []}`))
	require.Equal(t, 1, code)
	require.Contains(t, stderr, `contract`)
	_, stderr, code = renewals("--register", file(t, "r.json", `{"zone":`))
	require.Equal(t, 1, code)
	require.Contains(t, stderr, "r.json: ")
}

// TestHostileNames: what a register holds adds no line to a mail or a calendar.
func TestHostileNames(t *testing.T) {
	register := file(t, "r.json", `{"zone": "Europe/Stockholm", "owner": "anna", "contracts": [{
		"id": "a\r\nBcc: x", "kind": "supplier", "name": "N\r\nBcc: everybody", "party": {"name": "P\nBEGIN:VEVENT"}, "responsible": "r\nCc: y",
		"start": "2026-01-01", "term": "P1Y", "renewal": {"kind": "tacit"}, "notice": [{"by": "us", "period": "P3M"}],
		"reminders": [{"of": "notice", "before": "P30D", "to": ["owner", "responsible"]}],
		"facts": [{"id": "1", "kind": "approve", "on": "2025-12-01", "recorded": "2025-12-01T12:00:00Z"}]}]}`)
	dir := t.TempDir()
	stdout := printed(t, "--register", register, "--day", "2026-06-01", "--ics", dir+"/x.ics", "--mail", dir)
	require.NotContains(t, stdout, "\nBcc")
	for name, data := range files(t, dir) {
		for _, line := range []string{"\nBcc", "\nCc: y", "\rBcc"} {
			require.NotContains(t, data, line, name)
		}
		if strings.HasSuffix(name, ".ics") {
			require.Equal(t, 2, strings.Count(data, "BEGIN:VEVENT\r\n"))
		}
	}
}
