package contract

import (
	"maps"
	"reflect"
	"slices"
)

// cloneEntry returns a copy that shares nothing with e, so that a register does
// not change with its definition.
func cloneEntry(e *Entry) Entry {
	c := *e
	c.Rules.SafeOver = slices.Clone(e.Rules.SafeOver)
	c.Notice = slices.Clone(e.Notice)
	c.Cost = cloneAll(e.Cost)
	c.Rows = cloneRows(e.Rows)
	c.Credits = cloneAll(e.Credits)
	c.Reminders = cloneReminders(e.Reminders)
	c.Signatures = slices.Clone(e.Signatures)
	c.Documents = slices.Clone(e.Documents)
	c.Fields = maps.Clone(e.Fields)
	c.Facts = slices.Clone(e.Facts)
	for i := range c.Facts {
		c.Facts[i] = cloneFact(&c.Facts[i])
	}
	return c
}

func cloneFact(f *Fact) Fact {
	c := *f
	if f.Amend != nil {
		a := *f.Amend
		a.Party, a.Responsible, a.Renewal = clone(a.Party), clone(a.Responsible), clone(a.Renewal)
		a.Notice = slices.Clone(a.Notice)
		a.Cost = cloneAll(a.Cost)
		a.Rows = cloneRows(a.Rows)
		a.Credits = cloneAll(a.Credits)
		a.Reminders = cloneReminders(a.Reminders)
		c.Amend = &a
	}
	if f.Fact != nil {
		inner := cloneFact(f.Fact)
		c.Fact = &inner
	}
	return c
}

func cloneRows(rows []Row) []Row {
	c := slices.Clone(rows)
	for i := range c {
		c[i] = cloneRow(&c[i])
	}
	return c
}

func cloneRow(r *Row) Row {
	c := *r
	if r.Covers != nil {
		c.Covers = make(map[string][]string, len(r.Covers))
		for fact, values := range r.Covers {
			c.Covers[fact] = slices.Clone(values)
		}
	}
	c.Cost = cloneAll(r.Cost)
	c.UnderpinnedBy = slices.Clone(r.UnderpinnedBy)
	return c
}

func cloneReminders(rules []ReminderRule) []ReminderRule {
	c := slices.Clone(rules)
	for i := range c {
		c[i].To = slices.Clone(c[i].To)
	}
	return c
}

// cloneAll is clone for a list, which is often empty.
func cloneAll[T any](list []T) []T {
	if len(list) == 0 {
		return list[:0:0]
	}
	return clone(list)
}

// clone returns a copy of plain data of other packages, whatever it holds.
func clone[T any](v T) T {
	copied := reflect.New(reflect.TypeFor[T]()).Elem()
	copyInto(copied, reflect.ValueOf(&v).Elem())
	return copied.Interface().(T)
}

func copyInto(to, from reflect.Value) {
	switch from.Kind() {
	case reflect.Pointer:
		if !from.IsNil() {
			to.Set(reflect.New(from.Type().Elem()))
			copyInto(to.Elem(), from.Elem())
		}
	case reflect.Slice:
		if !from.IsNil() {
			to.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
			for i := range from.Len() {
				copyInto(to.Index(i), from.Index(i))
			}
		}
	case reflect.Map:
		if !from.IsNil() {
			to.Set(reflect.MakeMapWithSize(from.Type(), from.Len()))
			for key, value := range from.Seq2() {
				element := reflect.New(value.Type()).Elem()
				copyInto(element, value)
				to.SetMapIndex(key, element)
			}
		}
	case reflect.Struct:
		to.Set(from) // with what is not exported
		for i := range from.NumField() {
			if to.Field(i).CanSet() {
				copyInto(to.Field(i), from.Field(i))
			}
		}
	default:
		to.Set(from)
	}
}
