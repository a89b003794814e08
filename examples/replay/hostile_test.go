package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const incidentHead = "number,incident_state,made_sla,opened_at,sys_updated_at,impact,urgency,priority,resolved_at,closed_at\n"

// row returns a row of the incident log with some of its fields replaced.
func row(fields ...string) string {
	values := []string{"INC1", "New", "true", "1/3/2016 14:00", "1/3/2016 14:05", "2 - Medium", "2 - Medium", "3 - Moderate", "1/3/2016 15:00", "2/3/2016 15:00"}
	for _, field := range fields {
		name, value, _ := strings.Cut(field, "=")
		for i, column := range incidentColumns {
			if column == name {
				values[i] = value
			}
		}
	}
	return strings.Join(values, ",") + "\n"
}

var closing = row("incident_state=Closed", "sys_updated_at=2/3/2016 15:00")

func TestHostileIncidents(t *testing.T) {
	for name, c := range map[string]struct {
		text      string
		problems  []string // line, kind, part of the text
		incidents int
		events    int
		agree     int // with the matrix
		of        int // in madeSLA, of priority 3
		explained int
	}{
		"nothing wrong":      {row() + closing, nil, 1, 2, 2, 1, 1},
		"only a header":      {"", nil, 0, 0, 0, 0, 0},
		"torn line":          {row() + "INC1,Clo\nsed,true\n" + closing, []string{"3 torn line 2 fields", "4 torn line 2 fields"}, 1, 2, 2, 1, 1},
		"open mark":          {row() + "\"INC1,Closed\n" + closing, []string{"3 torn line a quotation mark"}, 1, 2, 2, 1, 1},
		"too many fields":    {row() + strings.Replace(closing, ",", ",,", 1), []string{"3 torn line 11 fields"}, 1, 1, 1, 0, 0},
		"no number":          {row("number=") + closing, []string{"2 torn line the row has no number"}, 1, 1, 1, 1, 1},
		"unknown state":      {row() + row("incident_state=-100") + closing, []string{`3 unknown state INC1: incident_state is "-100"`}, 1, 3, 3, 1, 1},
		"only unknown state": {row("incident_state=-100"), []string{`2 unknown state INC1: incident_state is "-100"`}, 1, 1, 1, 0, 0},
		"unknown impact":     {row("impact=?") + closing, []string{`2 unknown value INC1: impact is "?", which the matrix does not have`}, 1, 2, 1, 1, 1},
		"another priority":   {row("priority=1 - Critical") + closing, nil, 1, 2, 1, 0, 0},
		"unknown priority":   {row("priority=P3"), []string{`2 unknown value INC1: priority is "P3"`}, 1, 1, 0, 0, 0},
		"unknown verdict":    {row("made_sla=maybe") + closing, []string{`2 unknown value INC1: made_sla is "maybe"`}, 1, 2, 2, 1, 1},
		"never opened":       {row("opened_at=?") + strings.Replace(closing, "1/3/2016 14:00", "?", 1), []string{"2 missing time INC1: opened_at is not known"}, 1, 2, 2, 1, 0},
		"no time of update":  {row("sys_updated_at=?") + closing, []string{`2 missing time INC1: sys_updated_at is "?"`}, 1, 2, 2, 1, 1},
		"no row with a time": {row("sys_updated_at=?"), []string{`2 missing time INC1: sys_updated_at is "?"`}, 1, 1, 1, 0, 0},
		"no time of closure": {row("closed_at=?") + closing, []string{"2 missing time INC1: closed_at is not known"}, 1, 2, 2, 1, 1},
		"no resolution":      {row("resolved_at=?") + closing, []string{"2 missing time INC1: resolved_at is not known"}, 1, 2, 2, 1, 1},
		"no such day": {row("closed_at=31/2/2016 10:00") + closing, []string{
			`2 bad time INC1: closed_at is "31/2/2016 10:00", want d/m/yyyy HH:MM`, "2 missing time INC1: closed_at is not known",
		}, 1, 2, 2, 1, 1},
		"no such hour": {row("sys_updated_at=1/3/2016 25:00") + closing, []string{
			`2 bad time INC1: sys_updated_at is "1/3/2016 25:00"`, `2 missing time INC1: sys_updated_at is "1/3/2016 25:00"`,
		}, 1, 2, 2, 1, 1},
		"no such time of resolution": {row("resolved_at=1/3/2016 15:61") + closing, []string{
			`2 bad time INC1: resolved_at is "1/3/2016 15:61"`, "2 missing time INC1: resolved_at is not known",
		}, 1, 2, 2, 1, 1},
		"out of order":         {closing + row(), []string{"3 out of order INC1: updated at 1 Mar 2016 14:05, before the row above it"}, 1, 2, 2, 1, 1},
		"before it was opened": {row("sys_updated_at=1/3/2016 13:00") + closing, []string{"2 out of order INC1: updated at 1 Mar 2016 13:00, before it was opened"}, 1, 2, 2, 1, 1},
		"rows of two mixed":    {row() + row("number=INC2") + closing + strings.Replace(closing, "INC1", "INC2", 1), nil, 2, 4, 4, 2, 2},
		"too far off": {row("opened_at=1/3/9999 14:00") + closing, []string{
			`2 bad time INC1: opened_at is "1/3/9999 14:00"`, "2 missing time INC1: opened_at is not known",
		}, 1, 2, 2, 1, 0},
		"binary": {row() + "\x00\xff\x1b[2J,\n" + closing, []string{"3 torn line 2 fields"}, 1, 2, 2, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			path := file(t, "log.csv", incidentHead+c.text)
			stdout, stderr, code := replay(t, "servicenow", "--json", "--data", path)
			require.Zero(t, code, stderr)
			var o incidentResult
			require.NoError(t, json.Unmarshal([]byte(stdout), &o))
			require.Equal(t, len(c.problems), o.Problems.Count, "%v", o.Problems.List)
			for i, want := range c.problems {
				got := o.Problems.List[i]
				require.Equal(t, path, got.File)
				require.Contains(t, fmt.Sprint(got.Line, " ", got.Kind, " ", got.Text), want)
			}
			require.Equal(t, c.incidents, o.Incidents)
			require.Equal(t, c.events, o.Events)
			require.Equal(t, c.agree, o.Matrix.Agree)
			require.Equal(t, c.events, o.Matrix.Agree+o.Matrix.Disagree)
			require.Equal(t, c.of, o.MadeSLA["3"].Of)
			require.Equal(t, c.explained, o.MadeSLA["3"].Agree)

			_, _, code = replay(t, "servicenow", "--data", path)
			require.Zero(t, code)
			stdout, stderr, code = replay(t, "servicenow", "--json", "--strict", "--data", path)
			if c.problems == nil {
				require.Zero(t, code, stderr)
				return
			}
			require.Equal(t, 1, code)
			require.Empty(t, stdout)
			line, rest, _ := strings.Cut(c.problems[0], " ")
			require.Contains(t, stderr, path+":"+line+": ")
			require.NotEmpty(t, rest)
		})
	}
}

const requestHead = "case_enquiry_id,open_dt,type,on_time,case_status,open_local,target_local,closed_local\n"

func TestHostileRequests(t *testing.T) {
	const good = "1,x,Sign Repair,ONTIME,Closed,2015-03-02 10:00:00,2015-03-16 10:00:00,2015-03-03 10:00:00\n"
	for name, c := range map[string]struct {
		text     string
		problems []string
		rows     int
		targets  int
		unknown  int
		within60 int
		flags    flags
		own      flags
	}{
		"nothing wrong":  {good, nil, 1, 1, 0, 1, flags{Agree: 1}, flags{Agree: 1}},
		"only a header":  {"", nil, 0, 0, 0, 0, flags{}, flags{}},
		"torn line":      {good + "2,x,Sign\n", []string{"3 torn line 3 fields"}, 1, 1, 0, 1, flags{Agree: 1}, flags{Agree: 1}},
		"no type":        {good + strings.Replace(good, "Sign Repair", "", 1), []string{"3 torn line the row has no number or no type"}, 1, 1, 0, 1, flags{Agree: 1}, flags{Agree: 1}},
		"unknown type":   {strings.Replace(good, "Sign Repair", "Sign", 1), nil, 1, 1, 1, 0, flags{Agree: 1}, flags{Agree: 1}},
		"part of a type": {strings.Replace(good, "Sign Repair", "Sign Repair/Other", 1), nil, 1, 1, 1, 0, flags{Agree: 1}, flags{Agree: 1}},
		"odd type":       {strings.Replace(good, "Sign Repair", "!Sign Repair", 1), nil, 1, 1, 1, 0, flags{Agree: 1}, flags{Agree: 1}},
		"no flag":        {strings.Replace(good, "ONTIME", "", 1), nil, 1, 1, 0, 1, flags{Blank: 1}, flags{Blank: 1}},
		"wrong flag":     {strings.Replace(good, "ONTIME", "OVERDUE", 1), nil, 1, 1, 0, 1, flags{Disagree: 1}, flags{Disagree: 1}},
		"unknown flag":   {strings.Replace(good, "ONTIME", "LATE", 1), []string{`2 unknown value 1: on_time is "LATE"`}, 1, 1, 0, 1, flags{Blank: 1}, flags{Blank: 1}},
		"no target":      {strings.Replace(good, "2015-03-16 10:00:00", "", 1), nil, 1, 0, 0, 0, flags{Agree: 1}, flags{}},
		"another target": {strings.Replace(good, "2015-03-16 10:00:00", "2015-03-02 12:00:00", 1), nil, 1, 1, 0, 0, flags{Disagree: 1}, flags{Agree: 1}},
		"met at the due": {strings.Replace(good, "2015-03-03 10:00:00", "2015-03-16 10:00:00", 1), nil, 1, 1, 0, 1, flags{Agree: 1}, flags{Agree: 1}},
		"late by a second": {
			strings.Replace(strings.Replace(good, "2015-03-03 10:00:00", "2015-03-16 10:00:01", 1), "ONTIME", "OVERDUE", 1),
			nil, 1, 1, 0, 1,
			flags{Agree: 1},
			flags{Agree: 1},
		},
		"open, due ahead": {"1,x,Sign Repair,ONTIME,Open,2015-12-31 10:00:00,2016-01-15 10:00:00,\n", nil, 1, 1, 0, 1, flags{Agree: 1}, flags{Agree: 1}},
		"open, due past":  {"1,x,Sign Repair,OVERDUE,Open,2015-03-02 10:00:00,2015-03-16 10:00:00,\n", nil, 1, 1, 0, 1, flags{Agree: 1}, flags{Agree: 1}},
		"never opened":    {strings.Replace(good, "2015-03-02 10:00:00", "?", 1), []string{`2 missing time 1: open_local is "?"`}, 1, 0, 0, 0, flags{}, flags{}},
		"closed, no time": {strings.Replace(good, "2015-03-03 10:00:00", "", 1), []string{`2 missing time 1: it is closed`}, 1, 1, 0, 1, flags{Disagree: 1}, flags{Disagree: 1}},
		"bad time":        {strings.Replace(good, "2015-03-16 10:00:00", "2015-03-16", 1), []string{`2 bad time 1: target_local is "2015-03-16"`}, 1, 0, 0, 0, flags{Agree: 1}, flags{}},
		"bad closing":     {strings.Replace(good, "2015-03-03 10:00:00", "2015-03-03", 1), []string{`2 bad time 1: closed_local is "2015-03-03"`, "2 missing time 1: it is closed"}, 1, 1, 0, 1, flags{Disagree: 1}, flags{Disagree: 1}},
		"closed first":    {strings.Replace(good, "2015-03-03", "2015-03-01", 1), []string{"2 out of order 1: closed 2015-03-01 10:00:00, before it was opened"}, 1, 1, 0, 1, flags{Agree: 1}, flags{Agree: 1}},
		"too far off":     {strings.Replace(good, "2015-03-02", "9015-03-02", 1), []string{"2 bad time 1: open_local", "2 missing time 1: open_local"}, 1, 0, 0, 0, flags{}, flags{}},
	} {
		t.Run(name, func(t *testing.T) {
			path := file(t, "log.csv", requestHead+c.text)
			stdout, stderr, code := replay(t, "boston", "--dataset", "2015", "--json", "--data", path)
			require.Zero(t, code, stderr)
			var o cityResult
			require.NoError(t, json.Unmarshal([]byte(stdout), &o))
			require.Equal(t, len(c.problems), o.Problems.Count, "%v", o.Problems.List)
			for i, want := range c.problems {
				got := o.Problems.List[i]
				require.Contains(t, fmt.Sprint(got.Line, " ", got.Kind, " ", got.Text), want)
			}
			require.Equal(t, []int{c.rows, c.targets, c.unknown, c.within60}, []int{o.Rows, o.Targets, o.UnknownTypes, o.Within60})
			require.Equal(t, c.flags, o.Flags)
			require.Equal(t, c.own, o.FlagsOwn)
			_, _, code = replay(t, "boston", "--dataset", "2015", "--strict", "--data", path)
			require.Equal(t, min(1, len(c.problems)), code)
		})
	}
}

// TestHostileTerminal: what a log holds does not steer the terminal.
func TestHostileTerminal(t *testing.T) {
	stdout, _, code := replay(t, "servicenow", "--data", file(t, "log.csv", incidentHead+row("number=\x1b[2J")+row("number=\x1b[2J", "incident_state=\x1b]0;x\a")))
	require.Zero(t, code)
	require.NotContains(t, stdout, "\x1b")
	require.NotContains(t, stdout, "\a")
}

func TestHostileTables(t *testing.T) {
	const types = "dataset,type,valid_from,valid_to,algorithm,target_minutes\n"
	for text, want := range map[string]string{
		types: "no row for dataset 2015",
		types + "2015,,2015-01-01 00:00:00,2016-01-01 00:00:00,elapsed,60\n":                   ":2: the type is missing",
		types + "2015,A,2015-01-01 00:00:00,2015-01-01 00:00:00,elapsed,60\n":                  ":2: valid from",
		types + "2015,A,2015-01-01 00:00:00,2016-01-01 00:00:00,guess,60\n":                    `:2: algorithm "guess"`,
		types + "2015,A,2015-01-01 00:00:00,2016-01-01 00:00:00,elapsed,-1\n":                  ":2: target_minutes",
		types + "2015,A,2015-01-01 00:00:00,2016-01-01 00:00:00,elapsed,1.5\n":                 ":2: target_minutes",
		types + "2015,A,2015-01-01 00:00:00,2016-01-01 00:00:00,business-days-keep-clock,60\n": ":2: target_minutes 60",
		types + "2015,A\n": ":2: torn line",
	} {
		_, stderr, code := replay(t, "boston", "--dataset", "2015", "--types", file(t, "types.csv", text))
		require.Equal(t, 1, code, text)
		require.Contains(t, stderr, want)
	}
	const days = "date,holiday,tickets_as_working_day,tickets_as_day_off,verdict\n"
	for text, want := range map[string]string{
		"2015-02-30,X,1,2,day off\n": ":2: ",
		"2015-02-03,X,1,x,day off\n": ":2: ",
		"2015-02-03,X,1,2,perhaps\n": `:2: verdict "perhaps"`,
	} {
		_, stderr, code := replay(t, "boston", "--dataset", "2015", "--holidays", file(t, "days.csv", days+text))
		require.Equal(t, 1, code, text)
		require.Contains(t, stderr, want)
	}
}
