package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/sla"
)

// A dataset is one of the city's copies: its rules are those rows of the table
// of types that carry its name.
type dataset struct {
	name string
	// exported is the clock face in the city at which the copy was made: what
	// is open then and past its target is overdue. In all copies but one
	// nothing open is still ahead, and any later instant will do.
	exported string
}

var datasets = []dataset{
	{"2011h2", "2150-01-01 00:00:00"},
	{"2015", "2016-01-13 00:00:00"},
	{"2013-2019-animal", "2150-01-01 00:00:00"},
	{"2015-2024-sample", "2150-01-01 00:00:00"},
}

// The city's three ways of computing a target.
const (
	elapsedDays  = "elapsed"
	businessTime = "business-time"
	businessDays = "business-days-keep-clock"
)

// algorithms are in the order in which tables list them.
var algorithms = []string{elapsedDays, businessTime, businessDays}

// windowMinutes is the length of one business day, 08:30 to 17:00.
const windowMinutes = 510

// A cityRule is one row of the table of types: what one type of request was
// promised when it was opened between two clock faces.
type cityRule struct {
	kind      string // the type
	from      int64
	until     int64
	algorithm string
	minutes   int
}

// readCityRules reads the rows of one dataset. The table is a definition: what
// is wrong in it is fatal.
func readCityRules(from choice, dataset string) ([]cityRule, error) {
	var rules []cityRule
	err := eachRow(from, []string{"dataset", "type", "valid_from", "valid_to", "algorithm", "target_minutes"}, func(t *lines, row [][]byte) error {
		if string(row[0]) != dataset {
			return nil
		}
		rule := cityRule{kind: string(row[1]), algorithm: string(row[4])}
		var ok1, ok2 bool
		var err error
		rule.from, ok1 = cityClock(row[2])
		rule.until, ok2 = cityClock(row[3])
		rule.minutes, err = strconv.Atoi(string(row[5]))
		switch {
		case rule.kind == "":
			return fmt.Errorf("%s:%d: the type is missing", t.name, t.line)
		case !ok1 || !ok2 || rule.from >= rule.until:
			return fmt.Errorf("%s:%d: valid from %q to %q, want two times yyyy-mm-dd HH:MM:SS in order", t.name, t.line, row[2], row[3])
		case !slices.Contains(algorithms, rule.algorithm):
			return fmt.Errorf("%s:%d: algorithm %q, want one of %q", t.name, t.line, row[4], algorithms)
		case err != nil || rule.minutes < 0:
			return fmt.Errorf("%s:%d: target_minutes %q, want a whole number", t.name, t.line, row[5])
		case rule.algorithm == businessDays && (rule.minutes == 0 || rule.minutes%windowMinutes != 0):
			return fmt.Errorf("%s:%d: target_minutes %d, want whole business days of %d", t.name, t.line, rule.minutes, windowMinutes)
		}
		rules = append(rules, rule)
		return nil
	})
	if err == nil && len(rules) == 0 {
		err = fmt.Errorf("%v: no row for dataset %s", from, dataset)
	}
	return rules, err
}

// eachRow calls use with the named columns of every row of a small file.
func eachRow(from choice, columns []string, use func(t *lines, row [][]byte) error) error {
	return from.stream(nil, func(in io.Reader) error {
		t, err := newLines(from.String(), in)
		if err != nil {
			return err
		}
		at, err := t.columns(columns...)
		if err != nil {
			return err
		}
		row := make([][]byte, len(columns))
		for {
			fields, err := t.next()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			for i, column := range at {
				row[i] = fields[column]
			}
			if err := use(t, row); err != nil {
				return err
			}
		}
	})
}

// card returns the service level that holds the rule's target. Rules with the
// same target share it.
func (r cityRule) card(calendar string) sla.ServiceLevel {
	target := sla.Target{Metric: sla.Resolution}
	id := r.algorithm + " "
	switch {
	case r.minutes == 0:
		// An allowance cannot be zero; a second is as good where the city's
		// own targets are a few seconds off.
		id, target.Within = id+"at once", "1s"
		if r.algorithm == elapsedDays {
			target.Within += " elapsed"
		}
	case r.algorithm == elapsedDays && r.minutes%(24*60) == 0:
		n := r.minutes / (24 * 60)
		id, target.Within = id+plural(strconv.Itoa(n), "day"), fmt.Sprintf("P%dD", n)
	case r.algorithm == elapsedDays:
		id, target.Within = id+span(r.minutes), span(r.minutes)+" elapsed"
	case r.algorithm == businessTime:
		id, target.Within, target.EndAt = id+span(r.minutes), span(r.minutes), "next-open"
		if r.minutes%windowMinutes == 0 {
			id = businessTime + " " + plural(strconv.Itoa(r.minutes/windowMinutes), "day")
		}
	default:
		n := r.minutes / windowMinutes
		id, target.Within, target.StartAt = id+plural(strconv.Itoa(n), "day"), fmt.Sprintf("%dbd", n), "keep-clock"
	}
	return sla.ServiceLevel{ID: id, Calendar: calendar, Targets: []sla.Target{target}}
}

// span writes minutes as hours and minutes.
func span(minutes int) string {
	switch {
	case minutes%60 == 0:
		return fmt.Sprintf("%dh", minutes/60)
	case minutes < 60:
		return fmt.Sprintf("%dm", minutes)
	}
	return fmt.Sprintf("%dh%dm", minutes/60, minutes%60)
}

// promises adds what the rules promise to the base definition: a service level
// for each target, and before the base's own agreements one agreement for each
// row of the table. It returns the algorithm of each agreement.
func promises(base sla.Definition, rules []cityRule, z *zone) (sla.Definition, map[string]string) {
	def := base
	def.ServiceLevels = slices.Clone(base.ServiceLevels)
	algorithm := map[string]string{}
	cards := map[string]bool{}
	var agreements []sla.Agreement
	for _, rule := range rules {
		card := rule.card(base.Calendars[0].Name)
		if !cards[card.ID] {
			cards[card.ID] = true
			def.ServiceLevels = append(def.ServiceLevels, card)
		}
		agreement := sla.Agreement{
			ID:           fmt.Sprintf("%s from %s", rule.kind, faceTime(rule.from)),
			Kind:         sla.SLA,
			ServiceLevel: card.ID,
			From:         time.Unix(z.instant(rule.from), 0).In(z.loc).Format(time.RFC3339),
			Until:        time.Unix(z.instant(rule.until), 0).In(z.loc).Format(time.RFC3339),
			Match:        sla.Facts{"type": {typeFact(rule.kind)}},
		}
		algorithm[agreement.ID] = rule.algorithm
		agreements = append(agreements, agreement)
	}
	def.Agreements = slices.Concat(agreements, base.Agreements)
	return def, algorithm
}

// typeFact returns a type as a fact. In matching facts a slash leads to a part
// of what stands before it; in the city's types it is only a slash.
func typeFact(kind string) string { return strings.ReplaceAll(kind, "/", "|") }

// faceTime shows a clock face.
func faceTime(face int64) string { return time.Unix(face, 0).UTC().Format("2006-01-02 15:04") }

// readBase reads the definition that the rules are added to, and corrects its
// holidays date by date.
func readBase(definition, honoured choice) (sla.Definition, error) {
	data, err := definition.read()
	if err != nil {
		return sla.Definition{}, err
	}
	def, err := sla.Parse(data)
	if err != nil {
		return sla.Definition{}, fmt.Errorf("%v:\n%w", definition, err)
	}
	if len(def.Calendars) != 1 {
		return sla.Definition{}, fmt.Errorf("%v: %d calendars, want one: the city's", definition, len(def.Calendars))
	}
	holidays := &def.Calendars[0].Holidays
	err = eachRow(honoured, []string{"date", "holiday", "tickets_as_working_day", "tickets_as_day_off", "verdict"}, func(t *lines, row [][]byte) error {
		date, err := calendar.ParseDate(string(row[0]))
		if err != nil {
			return fmt.Errorf("%s:%d: %w", t.name, t.line, err)
		}
		working, err1 := strconv.Atoi(string(row[2]))
		off, err2 := strconv.Atoi(string(row[3]))
		if err1 != nil || err2 != nil {
			return fmt.Errorf("%s:%d: %q and %q tickets, want whole numbers", t.name, t.line, row[2], row[3])
		}
		switch string(row[4]) {
		case "working day":
			working, off = 1, 0
		case "day off":
			working, off = 0, 1
		case "too little evidence":
		default:
			return fmt.Errorf("%s:%d: verdict %q, want working day, day off or too little evidence", t.name, t.line, row[4])
		}
		listed := slices.IndexFunc(*holidays, func(h calendar.Holiday) bool { return h.Date == date.String() })
		switch {
		case off > working && listed < 0:
			*holidays = append(*holidays, calendar.Holiday{Date: date.String(), Name: string(bytes.Clone(row[1]))})
		case working > off && listed >= 0:
			*holidays = slices.Delete(*holidays, listed, listed+1)
		}
		return nil
	})
	return def, err
}

// compile names the file that a definition came from in its errors.
func compile(name string, def sla.Definition) (*sla.Engine, error) {
	engine, err := sla.Compile(def, nil)
	if err != nil {
		return nil, fmt.Errorf("%s:\n%w", name, err)
	}
	return engine, nil
}
