// Command renewals reads registers of contracts and says, for a day, what
// expires and what is renewed, by when notice must be given and why, what is
// committed, and which reminders are due.
//
// Without arguments it does so for a small register that it holds itself, and
// shows what it reads out of two real ones: the clauses of commercial contracts,
// beside what lawyers read in them, and the notices of public bodies.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
	_ "time/tzdata" // zones, also where the system has none

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/calendar/holidays"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/picture"
	"github.com/slakit/slakit/contract/term"
	"github.com/slakit/slakit/examples/internal/program"
)

func main() { program.Main(run) }

// options are those of every command.
type options struct {
	JSON   bool          `help:"Print one JSON object instead of tables."`
	Day    calendar.Date `help:"The day to look at: today, if not given; for the registers that come with the program a day of theirs." placeholder:"2026-03-05"`
	Within term.Length   `help:"How far to look ahead." default:"P6M" placeholder:"P6M"`
	Ics    string        `help:"Write the reminders into this file, as a calendar." placeholder:"FILE"`
	Mail   string        `help:"Write the reminders into this directory, as mails in English and Swedish." placeholder:"DIR"`
	Svg    string        `help:"Draw timelines of the contracts, and the lifecycle, into this directory." placeholder:"DIR"`
	Strict bool          `help:"Treat the first problem in a file as fatal."`
}

type commandLine struct {
	options
	Show   showCommand   `cmd:"" default:"withargs" help:"Look at a register (the default)."`
	Cuad   dataCommand   `cmd:"" help:"Read the clauses of CUAD and look at the contracts."`
	Uk     dataCommand   `cmd:"" help:"Read the notices of UK public bodies and look at the contracts."`
	Credit creditCommand `cmd:"" help:"Turn measured values into credit notes."`
}

type showCommand struct {
	Register string `help:"The register, JSON." placeholder:"FILE"`
}

type dataCommand struct {
	Data string `help:"The CSV file, plain or compressed by gzip." placeholder:"FILE"`
}

type creditCommand struct {
	Register string `help:"The register, JSON." placeholder:"FILE"`
	Measured string `help:"The measured values, CSV." placeholder:"FILE"`
}

// The days on which the registers that come with the program are looked at.
const (
	exampleDay = "2026-03-05"
	cuadDay    = "2019-06-03"
	ukDay      = "2025-02-03"
)

// run is the program: it returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var line commandLine
	const about = "Says of registers of contracts what expires, what is renewed, and by when to act."
	return program.Run("renewals", about, &line, args, stdout, stderr, func(command string) (err error) {
		out := &output{options: line.options, stdout: stdout}
		switch command {
		case "cuad":
			err = line.Cuad.cuad(ctx, out)
		case "uk":
			err = line.Uk.uk(ctx, out)
		case "credit":
			err = line.Credit.run(ctx, out)
		default:
			err = line.Show.run(ctx, out)
		}
		if err == nil {
			err = out.deliver()
		}
		return err
	})
}

// furthest is how far ahead can be looked.
const furthest = 50 * 366

// Check reports what kong does not see.
func (o *options) Check() error {
	if o.Within.Empty() || o.Within.BusinessDays > 0 {
		return fmt.Errorf("--within is %v, want years, months, weeks or days, as in P90D", o.Within)
	}
	day, _ := calendar.ParseDate(exampleDay)
	if until := day.AddPeriod(o.Within.Period); until.IsZero() || until.Sub(day) > furthest {
		return fmt.Errorf("--within is %v, want 50 years at most", o.Within)
	}
	return nil
}

// on returns the day to look at: the one that was given, else one of the
// program's own, else today.
func (o options) on(given, ownDay string, r *contract.Register) calendar.Date {
	switch {
	case !o.Day.IsZero():
		return o.Day
	case given == "":
		d, _ := calendar.ParseDate(ownDay)
		return d
	}
	return r.Day(time.Now())
}

// An output is what is to be delivered in the end.
type output struct {
	options
	stdout   io.Writer
	object   any
	chapters []chapter
	problems []problem
	view     *view
	register *contract.Register
}

// compile compiles a register with all holidays.
func compile(name string, def contract.Definition) (*contract.Register, error) {
	r, err := contract.Compile(def, &contract.Options{HolidaySets: holidays.All()})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return r, nil
}

// readRegister reads a register from JSON.
func readRegister(ctx context.Context, from choice) (*contract.Register, error) {
	data, err := from.read(ctx)
	if err != nil {
		return nil, err
	}
	def, err := contract.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("%v: %w", from, err)
	}
	return compile(from.String(), def)
}

// look adds the view of a register.
func (o *output) look(ctx context.Context, name string, r *contract.Register, day calendar.Date) error {
	until := day.AddPeriod(o.Within.Period)
	if until.IsZero() {
		return fmt.Errorf("%v from %v leads beyond all days", o.Within, day)
	}
	v, err := look(ctx, name, r, day, until)
	if err != nil {
		return err
	}
	o.view, o.register = v, r
	o.chapters = append(o.chapters, v.chapter())
	return nil
}

// everything is what a run without arguments gives.
type everything struct {
	*view
	Cuad *cuadResult `json:"cuad,omitempty"`
	Uk   *ukResult   `json:"uk,omitempty"`
}

func (c showCommand) run(ctx context.Context, to *output) error {
	from := choice{c.Register, "register.json"}
	r, err := readRegister(ctx, from)
	if err != nil {
		return err
	}
	if err := to.look(ctx, from.String(), r, to.on(c.Register, exampleDay, r)); err != nil {
		return err
	}
	all := everything{view: to.view}
	to.object = all
	if c.Register != "" {
		return nil
	}
	if all.Cuad, err = readCUAD(ctx, choice{"", "cuad-terms.csv.gz"}); err != nil {
		return err
	}
	if all.Uk, err = readUK(ctx, choice{"", "uk-contracts.csv.gz"}); err != nil {
		return err
	}
	to.object = all
	to.chapters = append(to.chapters, all.Cuad.chapter(true), all.Uk.chapter())
	return nil
}

func (c dataCommand) cuad(ctx context.Context, to *output) error {
	result, err := readCUAD(ctx, choice{c.Data, "cuad-terms.csv.gz"})
	if err != nil {
		return err
	}
	return c.show(ctx, to, result.File, cuadDay, result.register(), result.chapter(false), result.Problems, func(v *view) any {
		return struct {
			*cuadResult
			View *view `json:"view"`
		}{result, v}
	})
}

func (c dataCommand) uk(ctx context.Context, to *output) error {
	result, err := readUK(ctx, choice{c.Data, "uk-contracts.csv.gz"})
	if err != nil {
		return err
	}
	return c.show(ctx, to, result.File, ukDay, result.register(), result.chapter(), result.Problems, func(v *view) any {
		return struct {
			*ukResult
			View *view `json:"view"`
		}{result, v}
	})
}

func (c dataCommand) show(ctx context.Context, to *output, name, ownDay string, def contract.Definition, read chapter, problems []problem, object func(*view) any) error {
	to.problems = problems
	to.chapters = append(to.chapters, read)
	r, err := compile(name, def)
	if err != nil {
		return err
	}
	if err := to.look(ctx, name, r, to.on(c.Data, ownDay, r)); err != nil {
		return err
	}
	to.object = object(to.view)
	return nil
}

func (c creditCommand) run(ctx context.Context, to *output) error {
	from, measured := choice{c.Register, "register.json"}, choice{c.Measured, "measured.csv"}
	r, err := readRegister(ctx, from)
	if err != nil {
		return err
	}
	data, err := measured.read(ctx)
	if err != nil {
		return err
	}
	sets, problems, err := readMeasured(measured.String(), data)
	if err != nil {
		return err
	}
	result, err := assess(ctx, r, measured.String(), sets, problems)
	if err != nil {
		return err
	}
	result.Register = from.String()
	to.object, to.problems = result, result.Problems
	to.chapters = append(to.chapters, result.chapter())
	// Reminders and pictures are of the day as for any register.
	if to.Ics+to.Mail+to.Svg != "" {
		shown := to.chapters
		if err := to.look(ctx, from.String(), r, to.on(c.Register, exampleDay, r)); err != nil {
			return err
		}
		to.chapters = shown
	}
	return nil
}

// deliver writes the files that were asked for, and prints the tables or the
// object.
func (o *output) deliver() error {
	if o.Strict && len(o.problems) > 0 {
		return o.problems[0]
	}
	if o.Ics != "" {
		if err := writeFile(o.Ics, o.view.writeICS); err != nil {
			return err
		}
	}
	if o.Mail != "" {
		if err := o.view.writeMails(o.Mail); err != nil {
			return err
		}
	}
	if o.Svg != "" {
		if err := o.draw(); err != nil {
			return err
		}
	}
	if o.JSON {
		return program.WriteJSON(o.stdout, o.object)
	}
	for _, c := range o.chapters {
		if err := c.Print(o.stdout); err != nil {
			return err
		}
	}
	return nil
}

// draw writes the pictures.
func (o *output) draw() error {
	if err := os.MkdirAll(o.Svg, 0o755); err != nil {
		return fmt.Errorf("cannot draw: %w", err)
	}
	pictures := map[string][]byte{"lifecycle.svg": picture.ProcessMap(nil)}
	for _, kind := range []contract.Kind{contract.Customer, contract.Supplier} {
		pictures["timeline-"+string(kind)+".svg"] = picture.Timeline(o.register, kind, o.view.Day, nil)
	}
	for name, data := range pictures {
		if err := os.WriteFile(filepath.Join(o.Svg, name), data, 0o644); err != nil {
			return fmt.Errorf("cannot draw: %w", err)
		}
	}
	return nil
}

func writeFile(path string, write func(io.Writer) error) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	err = write(file)
	if closing := file.Close(); err == nil {
		err = closing
	}
	return err
}
