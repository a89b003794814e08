// Command replay runs the engine over two real logs, the incidents of a
// ServiceNow instance and the requests to the City of Boston, and compares its
// priorities, deadlines and verdicts with those that the logs carry.
//
// Without arguments it replays the slices that it holds itself.
package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"
	_ "time/tzdata" // the city's zone, also where the system has no zones

	"github.com/slakit/slakit/examples/internal/program"
)

func main() { program.Main(run) }

// options are those of every command.
type options struct {
	JSON   bool   `help:"Print one JSON object instead of tables."`
	Report string `help:"Write an HTML page with plots into this directory." placeholder:"DIR" type:"path"`
	Strict bool   `help:"Treat the first problem in a log as fatal."`
}

type commandLine struct {
	options
	All        allCommand      `cmd:"" default:"1" help:"Replay the slices that come with the program (the default)."`
	Servicenow incidentCommand `cmd:"" help:"Replay an incident event log of ServiceNow."`
	Boston     cityCommand     `cmd:"" help:"Replay a slice of Boston's requests."`
}

type allCommand struct{}

type incidentCommand struct {
	Data       string `help:"The log, plain or compressed by gzip." placeholder:"FILE" type:"path"`
	Definition string `help:"The definition to evaluate it by." placeholder:"FILE" type:"path"`
}

type cityCommand struct {
	Data     string `help:"The slice, plain or compressed by gzip." placeholder:"FILE" type:"path"`
	Dataset  string `help:"The copy it belongs to: ${enum}." required:"" enum:"2011h2,2015,2013-2019-animal,2015-2024-sample" placeholder:"NAME"`
	Types    string `help:"The table of types and targets." placeholder:"FILE" type:"path"`
	Holidays string `help:"The table of holidays that were honoured." placeholder:"FILE" type:"path"`
}

// run is the program: it returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var line commandLine
	const about = "Replays real logs through the slakit engine and compares its answers with theirs."
	return program.Run("replay", about, &line, args, stdout, stderr, func(command string) (err error) {
		show := newProgress(stderr)
		report := &report{options: line.options}
		switch command {
		case "servicenow":
			err = line.Servicenow.run(ctx, report, show)
		case "boston":
			err = line.Boston.run(ctx, report, show)
		default:
			err = replayAll(ctx, report, show)
		}
		show.wait()
		if err == nil {
			err = report.deliver(stdout)
		}
		if err == nil {
			for _, warning := range report.warnings {
				fmt.Fprintln(stderr, "replay:", warning)
			}
		}
		return err
	})
}

func (c incidentCommand) run(ctx context.Context, to *report, show *progress) error {
	result, err := replayIncidents(ctx, choice{c.Data, "incident_event_log-mod3.csv.gz"}, choice{c.Definition, "servicenow.json"}, show, to.Strict)
	if err != nil {
		return err
	}
	to.object = result
	to.chapters = append(to.chapters, result.chapter())
	return nil
}

func (c cityCommand) run(ctx context.Context, to *report, show *progress) error {
	i := slices.IndexFunc(datasets, func(d dataset) bool { return d.name == c.Dataset })
	files := cityFiles{
		data:       choice{c.Data, "boston-" + c.Dataset + "-mod3.csv.gz"},
		definition: choice{"", "boston.json"},
		types:      choice{c.Types, "types-inferred.csv"},
		holidays:   choice{c.Holidays, "holidays-honoured.csv"},
	}
	result, err := replayCity(ctx, datasets[i], files, show, to.Strict)
	if err != nil {
		return err
	}
	to.warn(result)
	to.object = result
	to.cities = append(to.cities, result)
	return nil
}

// An everything is what a replay of both logs shows.
type everything struct {
	ServiceNow *incidentResult        `json:"servicenow"`
	Boston     map[string]*cityResult `json:"boston"` // by dataset
	Seconds    float64                `json:"seconds"`
}

func replayAll(ctx context.Context, to *report, show *progress) error {
	begun := time.Now()
	if err := (incidentCommand{}).run(ctx, to, show); err != nil {
		return err
	}
	all := everything{ServiceNow: to.object.(*incidentResult), Boston: map[string]*cityResult{}}
	for _, set := range datasets {
		if err := (cityCommand{Dataset: set.name}).run(ctx, to, show); err != nil {
			return err
		}
		all.Boston[set.name] = to.object.(*cityResult)
	}
	all.Seconds = time.Since(begun).Seconds()
	to.object = &all
	return nil
}

// A report gathers what is to be delivered in the end.
type report struct {
	options
	object   any
	chapters []chapter
	cities   []*cityResult
	warnings []string
}

// warn notes that nothing in a slice was covered by the rules.
func (r *report) warn(c *cityResult) {
	if c.Targets > 0 && c.UnknownTypes == c.Targets {
		r.warnings = append(r.warnings, fmt.Sprintf("%s: no request falls under a rule of dataset %s; is it a slice of another one?", c.name, c.dataset))
	}
}

// deliver prints the tables or the object, and writes the page.
func (r *report) deliver(out io.Writer) error {
	chapters := r.chapters
	if r.cities != nil {
		chapters = append(chapters, chapterOf(r.cities))
	}
	if r.Report != "" {
		if err := writePage(r.Report, chapters); err != nil {
			return err
		}
	}
	if r.JSON {
		return program.WriteJSON(out, r.object)
	}
	for _, c := range chapters {
		if err := c.Print(out); err != nil {
			return err
		}
	}
	if all, ok := r.object.(*everything); ok {
		_, err := fmt.Fprintf(out, "Everything took %.2f s.\n", all.Seconds)
		return err
	}
	return nil
}
