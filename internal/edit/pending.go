package edit

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
)

// pending is a pending record: the plain values that a step sets, and for references the records that they point to.
type pending struct {
	step   Step
	of     *record.Type
	values map[string]any  // of fields that the step sets; nil clears
	ends   map[string]*row // of references that the step sets; nil clears
	was    *row            // before; nil for a new record
	bad    map[string]bool // fields that are invalid by themselves: rules about them are not checked
	// refused reports that the viewer may not write it so.
	refused bool
}

// wrong reports whether one of some fields is invalid by itself.
func (n *pending) wrong(fields ...string) bool {
	return slices.ContainsFunc(fields, func(f string) bool { return n.bad[f] })
}

// sets reports whether the step sets a field.
func (n *pending) sets(field string) bool {
	_, value := n.values[field]
	_, end := n.ends[field]
	return value || end
}

// text returns a field's value after the write, as text.
func (n *pending) text(field string) string {
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

// end returns what a reference points to after the write: its type and database id.
func (n *pending) end(field string) (prefix string, id int) {
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

// stepInputs are the inputs of a step that are not fields of its record.
var stepInputs = []string{"id", "version", "citations", "identifier"}

// read parses the fields of a step and resolves the records that it names. It reports invalid ones, and the rules check
// the rest.
func (w *work) read(ctx context.Context, t *record.Type, s Step, was *row) (*pending, error) {
	n := &pending{step: s, of: t, values: map[string]any{}, ends: map[string]*row{}, was: was, bad: map[string]bool{}}
	for name := range s.Set {
		isList := slices.ContainsFunc(t.Related(), func(r record.Related) bool { return r.Field == name })
		if t.Field(name) == nil && !isList && !slices.Contains(stepInputs, name) {
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

// readField parses what a step gives for a field; nil clears it.
func (w *work) readField(ctx context.Context, n *pending, f *record.Field, given any) error {
	if end, is := given.(*row); is {
		n.ends[f.Name] = end
		return nil
	}
	value, problem := f.Parse(given)
	switch {
	case problem != nil:
		n.bad[f.Name] = true
		w.report(n.step, f.Name, problem.Code, message.FieldTakes(f.Name, problem.Takes))
	case value == nil && f.Required:
		n.bad[f.Name] = true
		w.report(n.step, f.Name, lexicon.UserRequired, message.FieldRequired(f.Name))
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

// bareCodesLast returns the fields of a type in the order in which they are parsed. The contract comes first.
// References given as a bare code come last, since it is looked up in the contract of the others.
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

// dropUnchanged removes the values that the record has already.
func (n *pending) dropUnchanged() {
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
