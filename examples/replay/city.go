package main

import (
	"context"
	"io"
	"time"

	"github.com/slakit/slakit/sla"
)

// A cityResult is what replaying a slice of the city's log shows. Its JSON form
// is stable.
type cityResult struct {
	Rows         int       `json:"rows"`
	Targets      int       `json:"targets"`      // rows to which the city gave a target
	UnknownTypes int       `json:"unknownTypes"` // targets of types that no rule covers
	Within60     int       `json:"within60"`     // targets computed to within 60 s
	Within300    int       `json:"within300"`
	Flags        flags     `json:"flags"`    // all rows, judged by the city's target
	FlagsOwn     flags     `json:"flagsOwn"` // rows with a target, judged by the computed one
	Problems     *problems `json:"problems"`
	Seconds      float64   `json:"seconds"`

	name     string
	dataset  string
	note     string // of the definition
	rules    []ruleResult
	outcomes []outcome // of the rows with a computed target; group is the rule
}

// Flags compares verdicts with the city's; blank are rows that have none.
type flags struct {
	Agree    int `json:"agree"`
	Disagree int `json:"disagree"`
	Blank    int `json:"blank"`
}

func (f *flags) count(city verdict, breached bool) {
	switch {
	case city == blank:
		f.Blank++
	case (city == overdue) == breached:
		f.Agree++
	default:
		f.Disagree++
	}
}

func (f *flags) add(o flags) {
	f.Agree += o.Agree
	f.Disagree += o.Disagree
	f.Blank += o.Blank
}

// A ruleResult is the comparison for one way of computing targets.
type ruleResult struct {
	name                         string
	targets, within60, within300 int
	judged                       flags
}

func (r *ruleResult) add(o ruleResult) {
	r.targets += o.targets
	r.within60 += o.within60
	r.within300 += o.within300
	r.judged.add(o.judged)
}

// ruleNames are the groups of requests: by algorithm, and those that no rule
// covers.
var ruleNames = []string{"elapsed days", "business time", "business days, same clock", "no rule for the type"}

// replayCity reads a slice of the city's log and evaluates its requests as they
// stood when the copy was made.
func replayCity(ctx context.Context, set dataset, files cityFiles, show *progress, strict bool) (*cityResult, error) {
	begun := time.Now()
	loc, err := time.LoadLocation("America/New_York")
	if err != nil {
		return nil, err
	}
	z := newZone(loc)
	base, err := readBase(files.definition, files.holidays)
	if err != nil {
		return nil, err
	}
	rules, err := readCityRules(files.types, set.name)
	if err != nil {
		return nil, err
	}
	e := cityEngines{}
	def, algorithm := promises(base, rules, z)
	e.algorithm = algorithm
	if e.computed, err = compile(files.types.String(), def); err != nil {
		return nil, err
	}
	if e.city, err = compile(files.definition.String(), base); err != nil {
		return nil, err
	}
	face, _ := cityClock([]byte(set.exported))
	e.exported = instant(z.instant(face))

	found := &problems{List: []problem{}, strict: strict}
	var log *requestLog
	err = files.data.stream(show, func(in io.Reader) (err error) {
		log, err = readRequests(ctx, files.data.String(), in, z, found)
		return err
	})
	if err != nil {
		return nil, err
	}
	result := &cityResult{
		Rows: len(log.requests), Problems: found,
		name: log.name, dataset: set.name, note: base.Note,
	}
	if err := result.evaluate(ctx, &e, log); err != nil {
		return nil, err
	}
	result.Seconds = time.Since(begun).Seconds()
	return result, nil
}

// evaluate judges every request, in parts that run side by side.
func (r *cityResult) evaluate(ctx context.Context, e *cityEngines, log *requestLog) error {
	types := make([]sla.Facts, len(log.kinds))
	for i, kind := range log.kinds {
		types[i] = sla.Facts{"type": {typeFact(kind)}}
	}
	judges := make([]*cityJudge, workers())
	err := spread(ctx, len(log.requests), func(ctx context.Context, part, from, to int) error {
		j := newCityJudge(e, log.name, types)
		judges[part] = j
		for i := from; i < to; i++ {
			if i%256 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			j.judge(&log.requests[i])
		}
		return nil
	})
	if err != nil {
		return err
	}
	r.rules = newRuleResults()
	for _, j := range judges {
		for _, one := range j.bad {
			if err := r.Problems.add(one); err != nil {
				return err
			}
		}
		r.Flags.add(j.flags)
		for i := range r.rules {
			r.rules[i].add(j.rules[i])
		}
		r.outcomes = append(r.outcomes, j.outcomes...)
	}
	for i := range r.rules {
		r.Targets += r.rules[i].targets
		r.Within60 += r.rules[i].within60
		r.Within300 += r.rules[i].within300
		r.FlagsOwn.add(r.rules[i].judged)
	}
	r.UnknownTypes = r.rules[len(algorithms)].targets
	return nil
}

func newRuleResults() []ruleResult {
	rules := make([]ruleResult, len(ruleNames))
	for i, name := range ruleNames {
		rules[i].name = name
	}
	return rules
}

// cityFiles are the files that a replay reads.
type cityFiles struct{ data, definition, types, holidays choice }

// cityEngines hold what the city promised, and nothing: under the second only
// a due time set by hand counts.
type cityEngines struct {
	computed, city *sla.Engine
	algorithm      map[string]string // by agreement
	exported       time.Time
}
