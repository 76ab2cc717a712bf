package edit

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// wanted is a record as a step wants it: plain values of fields, and for
// references the records that they lead to.
type wanted struct {
	step   Step
	of     *record.Type
	values map[string]any  // of fields that the step sets; nil clears
	ends   map[string]*row // of references that the step sets; nil clears
	was    *row            // before; nil for a new record
	bad    map[string]bool // fields that are wrong by themselves: rules about them would only confuse
	// refused tells that the viewer may not write it so.
	refused bool
}

// wrong tells whether one of some fields is wrong by itself.
func (n *wanted) wrong(fields ...string) bool {
	return slices.ContainsFunc(fields, func(f string) bool { return n.bad[f] })
}

// sets tells whether the step says something of a field.
func (n *wanted) sets(field string) bool {
	_, value := n.values[field]
	_, end := n.ends[field]
	return value || end
}

// text is a field's value as text, as it will be.
func (n *wanted) text(field string) string {
	if value, set := n.values[field]; set {
		s, _ := value.(string)
		if d, ok := n.of.Field(field).Default.(string); ok && s == "" {
			return d
		}
		return s
	}
	if n.was != nil {
		return n.was.text(field)
	}
	d, _ := n.of.Field(field).Default.(string)
	return d
}

// end is where a reference will lead: its type and database id.
func (n *wanted) end(field string) (prefix string, id int) {
	if end, set := n.ends[field]; set {
		if end == nil {
			return "", 0
		}
		return end.of.Prefix, end.id
	}
	if n.was != nil {
		return n.was.end(field)
	}
	return "", 0
}

// others are the inputs of a step that are no fields of its record.
var others = []string{"id", "version", "citations", "identifier"}

// read reads the fields of a step and finds the records that it names. What is
// wrong is reported, and the rest goes on to the rules.
func (w *work) read(ctx context.Context, t *record.Type, s Step, was *row) (*wanted, error) {
	n := &wanted{step: s, of: t, values: map[string]any{}, ends: map[string]*row{}, was: was, bad: map[string]bool{}}
	for name := range s.Set {
		if t.Had(name) {
			w.report(s, name, lexicon.UserInvalid, "« %s » n’est plus un champ.", "`%s` is no longer a field.", name)
			continue
		}
		isList := slices.ContainsFunc(t.Related(), func(r record.Related) bool { return r.Field == name })
		if t.Field(name) == nil && !isList && !slices.Contains(others, name) {
			return nil, fmt.Errorf("%s has no field %s", t.Name, name)
		}
	}
	for _, f := range bareCodesLast(t, s.Set) {
		given, set := s.Set[f.Name]
		if !set && (!f.Required || was != nil) {
			continue
		}
		if err := w.readField(ctx, n, f, given); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// readField reads what a step gives for a field; nil is nothing.
func (w *work) readField(ctx context.Context, n *wanted, f *record.Field, given any) error {
	if end, is := given.(*row); is {
		n.ends[f.Name] = end
		return nil
	}
	value, problem := f.Parse(given)
	switch {
	case problem != nil:
		n.bad[f.Name] = true
		w.report(
			n.step, f.Name, problem.Code, "« %s » attend %s.", "`%s` takes %s.", f.Name,
			language{problem.French, problem.English},
		)
	case value == nil && f.Required:
		n.bad[f.Name] = true
		w.report(n.step, f.Name, lexicon.UserRequired, "« %s » est obligatoire.", "`%s` is required.", f.Name)
	case !f.IsReference():
		n.values[f.Name] = value
	case value == nil:
		n.ends[f.Name] = nil
	default:
		end, err := w.find(ctx, n.step, f.Name, f.Ends(), value.(string), n)
		if err != nil {
			return err
		}
		if n.bad[f.Name] = end == nil; end != nil {
			n.ends[f.Name] = end
		}
	}
	return nil
}

// bareCodesLast are the fields of a type in the order in which they are read: the contract first, and last the
// references that a code alone names, which is looked for in the contract of the others.
func bareCodesLast(t *record.Type, set map[string]any) []*record.Field {
	place := func(f *record.Field) int {
		name, _ := set[f.Name].(string)
		switch {
		case f.Name == "contract":
			return 0
		case slices.ContainsFunc(f.Ends(), func(e record.End) bool { return record.Of(e.Prefix).IsBareCode(name) }):
			return 2
		}
		return 1
	}
	fields := slices.Clone(t.Fields)
	slices.SortStableFunc(fields, func(a, b *record.Field) int { return place(a) - place(b) })
	return fields
}

// drop forgets what the step sets to what it is already.
func (n *wanted) drop() {
	for name, value := range n.values {
		f := n.of.Field(name)
		is := f.Plain(n.was.Column(f.Columns()[0]))
		if value == nil {
			value = f.Default
		}
		if reflect.DeepEqual(is, value) {
			delete(n.values, name)
		}
	}
	for name, end := range n.ends {
		prefix, id := n.was.end(name)
		if end == nil && id == 0 || end != nil && end.of.Prefix == prefix && end.id == id {
			delete(n.ends, name)
		}
	}
}
