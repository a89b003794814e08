package cost

import (
	"errors"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/money"
	"github.com/slakit/slakit/internal/problem"
)

const (
	maxName    = 256 // bytes
	maxCentres = 256
)

// A Line is a compiled cost line. It is immutable and safe for concurrent use.
type Line struct {
	id, kind string
	currency money.Currency
	amount   decimal.Decimal // of one unit
	quantity decimal.Decimal
	several  bool // the quantity is not 1
	once     bool
	on       calendar.Date
	periods  Periods
	count    DayCount
	rounding money.Rounding
	charged  bool // while suspended
	centres  []string
	weights  []decimal.Decimal
	index    *index
}

// Compile checks the definition and returns its line, which shares nothing with
// it. The error holds every problem as a slakit.FieldError with a path such as
// "index.percent": something missing ([slakit.ErrRequired]), an unknown
// currency or name ([slakit.ErrUnknown]), a malformed number, date or period or
// a field that the line does not read ([slakit.ErrInvalid]), a number with too
// many digits or a list too long ([slakit.ErrLimit]).
func Compile(def Definition) (*Line, error) {
	var problems problem.List
	l := &Line{id: def.ID, kind: def.Kind, once: def.Every == "once", charged: def.WhileSuspended == "charged"}
	name(&problems, "id", def.ID)
	if def.ID == "" {
		problems.Add("id", slakit.ErrRequired, "want a name for the line")
	}
	l.amount = number(&problems, "amount", def.Amount)
	currency, err := money.ParseCurrency(def.Currency)
	switch {
	case def.Currency == "":
		problems.Add("currency", slakit.ErrRequired, "want an ISO 4217 code such as EUR")
	default:
		problems.Refuse("currency", err)
	}
	l.currency = currency
	l.quantity = decimal.NewFromInt(1)
	if def.Quantity != "" {
		l.quantity = number(&problems, "quantity", def.Quantity)
		if l.quantity.IsNegative() {
			problems.Add("quantity", slakit.ErrInvalid, "found %s, want 0 or more; a discount is a line with a negative amount", def.Quantity)
		}
		l.several = !l.quantity.Equal(decimal.NewFromInt(1))
	}
	l.timing(&problems, def)
	l.rounding, err = money.ParseRounding(def.Rounding)
	problems.Refuse("rounding", err)
	oneOf(&problems, "whileSuspended", def.WhileSuspended, "", "free", "charged")
	name(&problems, "kind", def.Kind)
	l.split(&problems, def)
	if def.Index != nil {
		if l.once {
			problems.Add("index", slakit.ErrInvalid, "a line that is charged once has no steps, want no index")
		} else {
			l.index = compileIndex(&problems, *def.Index)
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return l, nil
}

func number(problems *problem.List, path, s string) decimal.Decimal {
	if s == "" {
		problems.Add(path, slakit.ErrRequired, "want a decimal such as 12500.00")
		return decimal.Decimal{}
	}
	d, err := money.ParseDecimal(s)
	problems.Refuse(path, err)
	return d
}

func name(problems *problem.List, path, s string) {
	switch {
	case len(s) > maxName:
		problems.Add(path, slakit.ErrLimit, "found a name of %d bytes, want at most %d", len(s), maxName)
	case !utf8.ValidString(s):
		problems.Add(path, slakit.ErrInvalid, "found %q, want UTF-8", s)
	}
}

// timing reads when the line is charged.
func (l *Line) timing(problems *problem.List, def Definition) {
	var err error
	switch {
	case def.Every == "":
		problems.Add("every", slakit.ErrRequired, `want a period such as P1M, or "once"`)
	case l.once:
		for _, f := range [...]struct{ path, given string }{{"from", def.From}, {"dayCount", def.DayCount}} {
			if f.given != "" {
				problems.Add(f.path, slakit.ErrInvalid, "a line that is charged once does not read it")
			}
		}
	default:
		l.periods, err = NewPeriods(def.Every, def.From)
		at := "every"
		if errors.Is(err, slakit.ErrUnknown) {
			at = "from"
		}
		problems.Refuse(at, err)
	}
	if def.On != "" {
		l.on, err = calendar.ParseDate(def.On)
		problems.Refuse("on", err)
		if !l.once {
			problems.Add("on", slakit.ErrInvalid, `only a line that is charged every "once" reads it`)
		}
	}
	l.count, err = ParseDayCount(def.DayCount)
	problems.Refuse("dayCount", err)
	if _, _, ok := l.periods.perYear(); l.count.yearly() && !ok {
		problems.Add("dayCount", slakit.ErrInvalid, "%v counts years, want a billing period of months or years", l.count)
	}
}

// split reads the cost centres.
func (l *Line) split(problems *problem.List, def Definition) {
	name(problems, "centre", def.Centre)
	switch {
	case def.Centres == nil:
		if def.Centre != "" {
			l.centres, l.weights = []string{def.Centre}, []decimal.Decimal{decimal.NewFromInt(1)}
		}
		return
	case def.Centre != "":
		problems.Add("centres", slakit.ErrInvalid, "found both centre and centres, want one of them")
	case len(def.Centres) > maxCentres:
		problems.Add("centres", slakit.ErrLimit, "found %d cost centres, want at most %d", len(def.Centres), maxCentres)
		return
	}
	seen := map[string]int{}
	var total decimal.Decimal
	for i, c := range def.Centres {
		at := problem.Index("centres", i)
		name(problems, problem.Join(at, "centre"), c.Centre)
		if c.Centre == "" {
			problems.Add(problem.Join(at, "centre"), slakit.ErrRequired, "want the name of a cost centre")
		} else if first, twice := seen[c.Centre]; twice {
			problems.Add(problem.Join(at, "centre"), slakit.ErrDuplicate, "%q is %s already", c.Centre, problem.Index("centres", first))
		}
		seen[c.Centre] = i
		w := number(problems, problem.Join(at, "weight"), c.Weight)
		if w.IsNegative() {
			problems.Add(problem.Join(at, "weight"), slakit.ErrInvalid, "found %s, want 0 or more", c.Weight)
		}
		total = total.Add(w)
		l.centres, l.weights = append(l.centres, c.Centre), append(l.weights, w)
	}
	if !total.IsPositive() {
		problems.Add("centres", slakit.ErrInvalid, "found no weight above 0")
	}
}

// ID returns the line's id.
func (l *Line) ID() string { return l.id }

// Currency returns the currency of the line.
func (l *Line) Currency() money.Currency { return l.currency }
