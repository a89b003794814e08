package contract

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/money"
	"github.com/slakit/slakit/internal/problem"
)

// A Schema says which own fields the contracts of a kind have.
type Schema struct {
	Fields []Field `json:"fields,omitzero"`
	Note   string  `json:"note,omitzero"`
}

// A Field is an own field of the contracts of a kind.
type Field struct {
	Name string `json:"name"`
	// Label is what people see; Labels are its translations, by language.
	Label  string            `json:"label,omitzero"`
	Labels map[string]string `json:"labels,omitzero"`
	// Type is "text" (the default), "number", "date", "choice" or "boolean".
	Type string `json:"type,omitzero"`
	// Required fields must be written. One with a Default never misses.
	Required bool `json:"required,omitzero"`
	// Active is whether the field is in use, true by default. A value of a field
	// that is no longer in use is kept and not checked.
	Active *bool `json:"active,omitzero"`
	// Choices are the values of a choice.
	Choices []string `json:"choices,omitzero"`
	// Default is the value where none is written.
	Default string `json:"default,omitzero"`
	// From and Until bound a number or date: From is the least value, Until the
	// first that is too great.
	From  string `json:"from,omitzero"`
	Until string `json:"until,omitzero"`
	Note  string `json:"note,omitzero"`
}

// The types of field.
const (
	fieldText    = "text"
	fieldNumber  = "number"
	fieldDate    = "date"
	fieldChoice  = "choice"
	fieldBoolean = "boolean"
)

var fieldTypes = []string{fieldText, fieldNumber, fieldDate, fieldChoice, fieldBoolean}

// A field is a compiled [Field].
type field struct {
	Field
	off         bool
	from, until fieldValue
}

// A fieldValue is a number or date to be compared; nothing for other types.
type fieldValue struct {
	set    bool
	number decimal.Decimal
	date   calendar.Date
}

func (v fieldValue) compare(o fieldValue) int {
	if v.date.IsZero() {
		return v.number.Cmp(o.number)
	}
	return v.date.Compare(o.date)
}

// schema is a compiled [Schema], nil where a kind has none.
type schema struct {
	fields []field
	byName map[string]*field
	names  []string
}

// schema compiles a schema, with problems below path.
func (c *compiler) schema(path string, def Schema) *schema {
	if c.limit(c.at(path, ".fields"), len(def.Fields), maxFields, "fields") {
		return nil
	}
	s := &schema{fields: make([]field, len(def.Fields)), byName: map[string]*field{}}
	c.text(c.at(path, ".note"), def.Note)
	for i := range def.Fields {
		f, at := &s.fields[i], c.index(c.at(path, ".fields"), i)
		f.Field = clone(def.Fields[i])
		f.off = f.Active != nil && !*f.Active
		if c.name(c.at(at, ".name"), f.Name) && s.byName[f.Name] != nil {
			c.problems.Add(c.at(at, ".name"), slakit.ErrDuplicate, "another field is called %q", f.Name)
		}
		s.byName[f.Name] = f
		s.names = append(s.names, f.Name)
		c.text(c.at(at, ".label"), f.Label)
		for _, lang := range sortedKeys(f.Labels) {
			c.text(c.key(c.at(at, ".labels"), lang), f.Labels[lang])
		}
		f.Type = fieldTypes[c.choice(c.at(at, ".type"), f.Type, fieldTypes)]
		if c.limit(c.at(at, ".choices"), len(f.Choices), maxChoices, "choices") {
			continue
		}
		switch isChoice := f.Type == fieldChoice; {
		case isChoice && len(f.Choices) == 0:
			c.problems.Add(c.at(at, ".choices"), slakit.ErrRequired, "the values of the choice")
		case !isChoice && f.Choices != nil:
			c.problems.Add(c.at(at, ".choices"), slakit.ErrInvalid, "only a choice has them, and this is a %s", f.Type)
		}
		for j, choice := range f.Choices {
			if choicePath := c.index(c.at(at, ".choices"), j); c.name(choicePath, choice) && slices.Contains(f.Choices[:j], choice) {
				c.problems.Add(choicePath, slakit.ErrDuplicate, "%q is listed before", choice)
			}
		}
		ranged := f.Type == fieldNumber || f.Type == fieldDate
		for _, bound := range []struct {
			key, text string
			into      *fieldValue
		}{{"from", f.From, &f.from}, {"until", f.Until, &f.until}} {
			switch {
			case bound.text == "":
			case !ranged:
				c.problems.Add(c.at(at, "."+bound.key), slakit.ErrInvalid, "only numbers and dates have a range, and this is a %s", f.Type)
			default:
				*bound.into, _ = c.fieldValue(c.at(at, "."+bound.key), f, bound.text)
			}
		}
		if f.from.set && f.until.set && f.until.compare(f.from) <= 0 {
			c.problems.Add(c.at(at, ".until"), slakit.ErrInvalid, "%q is not after from, %q", f.Until, f.From)
		}
		if f.Default != "" {
			c.fieldText(c.at(at, ".default"), f, f.Default)
		}
	}
	return s
}

// fieldValue reads a number or date.
func (c *compiler) fieldValue(path string, f *field, text string) (v fieldValue, ok bool) {
	var err error
	if f.Type == fieldNumber {
		v.number, err = money.ParseDecimal(text)
	} else {
		v.date, err = calendar.ParseDate(text)
	}
	if err != nil {
		c.problems.Add(path, slakit.ErrInvalid, "%.80q, want a %s", text, f.Type)
	}
	v.set = err == nil
	return v, v.set
}

// fieldText checks the value of a field.
func (c *compiler) fieldText(path string, f *field, text string) {
	switch f.Type {
	case fieldText:
		c.text(path, text)
	case fieldChoice:
		if !slices.Contains(f.Choices, text) {
			c.problems.Add(path, slakit.ErrInvalid, "%.80q%s, want one of %q", text, problem.DidYouMean(text, f.Choices), f.Choices)
		}
	case fieldBoolean:
		if text != "true" && text != "false" {
			c.problems.Add(path, slakit.ErrInvalid, `%.80q, want "true" or "false"`, text)
		}
	default:
		v, ok := c.fieldValue(path, f, text)
		switch {
		case !ok:
		case f.from.set && v.compare(f.from) < 0:
			c.problems.Add(path, slakit.ErrInvalid, "%q, want at least %q", text, f.From)
		case f.until.set && v.compare(f.until) >= 0:
			c.problems.Add(path, slakit.ErrInvalid, "%q, want less than %q", text, f.Until)
		}
	}
}

// fields checks the own fields of a contract.
func (c *compiler) fields(path string, e *Entry) {
	if c.limit(path, len(e.Fields), maxFields, "fields") {
		return
	}
	s := c.set.schemas[e.Kind]
	if s == nil {
		for _, name := range sortedKeys(e.Fields) {
			c.name(c.key(path, name), name)
			c.text(c.key(path, name), e.Fields[name])
		}
		return
	}
	for i := range s.fields {
		f := &s.fields[i]
		switch value := e.Fields[f.Name]; {
		case f.off:
		case value != "":
			c.fieldText(c.key(path, f.Name), f, value)
		case f.Required && f.Default == "":
			c.problems.Add(c.key(path, f.Name), slakit.ErrRequired, "a %s: the field must be filled in", f.Type)
		}
	}
	for _, name := range sortedKeys(e.Fields) {
		if s.byName[name] == nil {
			c.problems.Add(c.key(path, name), slakit.ErrUnknown, "field%s, want one of %q", problem.DidYouMean(name, s.names), s.names)
		}
	}
}

// Field returns the value of an own field: as written, else its default. It is
// false if there is neither.
func (c *Contract) Field(name string) (string, bool) {
	if value := c.entry.Fields[name]; value != "" {
		return value, true
	}
	if s := c.set.schemas[c.entry.Kind]; s != nil {
		if f := s.byName[name]; f != nil && !f.off && f.Default != "" {
			return f.Default, true
		}
	}
	return "", false
}

// date returns an own date field, the zero Date if it has no date.
func (c *Contract) date(name string) calendar.Date {
	text, _ := c.Field(name)
	d, _ := calendar.ParseDate(text)
	return d
}
