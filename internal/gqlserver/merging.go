package gqlserver

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// mergingRule is the name of the validator's rule that fieldsMerge replaces.
var mergingRule = rules.OverlappingFieldsCanBeMergedRule.Name

// mergeSteps bounds the fields that fieldsMerge visits for one document, at some 100 ns each. The documents of a
// front end need a few hundred.
const mergeSteps = 50_000

// fieldsMerge refuses fields that have the same response name and cannot be merged (GraphQL §5.3.2). The validator's
// own rule compares all pairs. This one compares the fields of a name with the first of them, level by level, and
// never visits the same selection sets twice.
func fieldsMerge(observers *core.Events, add core.AddErrFunc) {
	m := merging{
		add: add, left: mergeSteps, ids: map[*ast.Selection]int{},
		shapes: map[setKey]bool{}, values: map[setKey]bool{},
	}
	observers.OnOperation(func(w *core.Walker, op *ast.OperationDefinition) {
		m.types = w.Schema.Types
		whole := []ast.SelectionSet{op.SelectionSet}
		m.sameShapes(whole)
		m.sameValues(whole)
	})
}

// merging checks the operations of one document.
type merging struct {
	add            core.AddErrFunc
	types          map[string]*ast.Definition
	left           int // steps
	shapes, values map[setKey]bool
	ids            map[*ast.Selection]int // of selection sets, by their first selection
}

// setKey identifies a group of selection sets.
type setKey string

// sameShapes refuses fields of one name whose values differ in shape, such as a list and a single value, or a text
// and a number. It covers types that exclude each other too, so that a client can parse the response without knowing
// them.
func (m *merging) sameShapes(sets []ast.SelectionSet) {
	if !m.enter(m.shapes, sets) {
		return
	}
	for _, same := range m.collect(sets) {
		first := same[0]
		for _, f := range same[1:] {
			if !m.sameShape(first.Definition.Type, f.Definition.Type) {
				m.conflict(first, f, "they answer %s and %s", first.Definition.Type, f.Definition.Type)
				break
			}
		}
		m.sameShapes(children(same))
	}
}

// sameValues refuses different fields of one name, or different arguments, that can apply to the same object.
func (m *merging) sameValues(sets []ast.SelectionSet) {
	if !m.enter(m.values, sets) {
		return
	}
	for _, same := range m.collect(sets) {
		for _, together := range onOneObject(same) {
			first := together[0]
			for _, f := range together[1:] {
				if first.Name != f.Name {
					m.conflict(first, f, "`%s` and `%s` are different fields", first.Name, f.Name)
					break
				}
				if !sameArguments(first.Arguments, f.Arguments) {
					m.conflict(first, f, "their arguments differ")
					break
				}
			}
			m.sameValues(children(together))
		}
	}
}

// conflict adds the error of two fields that cannot be merged.
func (m *merging) conflict(first, second *ast.Field, why string, args ...any) {
	sentence := "Fields named %q cannot be merged: " + why + ". Give one of them an alias."
	m.add(core.Message(sentence, append([]any{first.Alias}, args...)...),
		core.At(first.Position), core.At(second.Position))
}

// enter reports whether a group of selection sets is still to be checked.
func (m *merging) enter(seen map[setKey]bool, sets []ast.SelectionSet) bool {
	if len(sets) == 0 || m.left <= 0 {
		return false
	}
	ids := make([]int, 0, len(sets))
	for _, set := range sets {
		if _, known := m.ids[&set[0]]; !known {
			m.ids[&set[0]] = len(m.ids)
		}
		ids = append(ids, m.ids[&set[0]])
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	key := make([]byte, 0, 3*len(ids))
	for _, id := range ids {
		key = append(key, byte(id>>16), byte(id>>8), byte(id))
	}
	if seen[setKey(key)] {
		return false
	}
	seen[setKey(key)] = true
	return true
}

// collect groups the fields of selection sets, and of their fragments, by response name. It skips fields that the
// schema does not have, which other rules report.
func (m *merging) collect(sets []ast.SelectionSet) [][]*ast.Field {
	var order []string
	named := map[string][]*ast.Field{}
	spread := map[string]bool{}
	var add func(ast.SelectionSet)
	add = func(set ast.SelectionSet) {
		for _, selection := range set {
			if m.step(); m.left <= 0 {
				return
			}
			switch s := selection.(type) {
			case *ast.Field:
				if s.Definition == nil || s.ObjectDefinition == nil {
					continue
				}
				if named[s.Alias] == nil {
					order = append(order, s.Alias)
				}
				named[s.Alias] = append(named[s.Alias], s)
			case *ast.InlineFragment:
				add(s.SelectionSet)
			case *ast.FragmentSpread:
				if s.Definition != nil && !spread[s.Name] {
					spread[s.Name] = true
					add(s.Definition.SelectionSet)
				}
			}
		}
	}
	for _, set := range sets {
		add(set)
	}
	groups := make([][]*ast.Field, len(order))
	for i, name := range order {
		groups[i] = named[name]
	}
	return groups
}

// step counts one visited field, and refuses the document at the last step.
func (m *merging) step() {
	if m.left--; m.left == 0 {
		m.add(core.Message("The document has too many fragments and fields that overlap. Ask for less at once."))
	}
}

// children returns the selection sets of fields.
func children(fields []*ast.Field) []ast.SelectionSet {
	var sets []ast.SelectionSet
	for _, f := range fields {
		if len(f.SelectionSet) > 0 {
			sets = append(sets, f.SelectionSet)
		}
	}
	return sets
}

// onOneObject groups fields that can apply to the same object: those of each object type, with those of interfaces
// and unions.
func onOneObject(fields []*ast.Field) [][]*ast.Field {
	var order []*ast.Definition
	of := map[*ast.Definition][]*ast.Field{}
	var anywhere []*ast.Field
	for _, f := range fields {
		parent := f.ObjectDefinition
		if parent.Kind != ast.Object {
			anywhere = append(anywhere, f)
			continue
		}
		if of[parent] == nil {
			order = append(order, parent)
		}
		of[parent] = append(of[parent], f)
	}
	if len(order) == 0 {
		return [][]*ast.Field{anywhere}
	}
	groups := make([][]*ast.Field, len(order))
	for i, parent := range order {
		groups[i] = slices.Concat(of[parent], anywhere)
	}
	return groups
}

// sameShape reports whether values of two types have the same shape.
func (m *merging) sameShape(a, b *ast.Type) bool {
	for ; a.Elem != nil && b.Elem != nil; a, b = a.Elem, b.Elem {
		if a.NonNull != b.NonNull {
			return false
		}
	}
	if a.NonNull != b.NonNull || (a.Elem == nil) != (b.Elem == nil) {
		return false
	}
	return a.NamedType == b.NamedType || m.isComposite(a.NamedType) && m.isComposite(b.NamedType)
}

func (m *merging) isComposite(name string) bool {
	d := m.types[name]
	return d != nil && d.IsCompositeType()
}

// sameArguments reports whether two fields have the same arguments, in any order.
func sameArguments(a, b ast.ArgumentList) bool {
	if len(a) != len(b) {
		return false
	}
	for _, one := range a {
		other := b.ForName(one.Name)
		if other == nil || !sameValue(one.Value, other.Value) {
			return false
		}
	}
	return true
}

// sameValue reports whether two literals are equal. The fields of an input object may be in any order.
func sameValue(a, b *ast.Value) bool {
	if a.Kind != b.Kind || a.Raw != b.Raw || len(a.Children) != len(b.Children) {
		return false
	}
	for i, child := range a.Children {
		other := b.Children[i].Value
		if a.Kind == ast.ObjectValue {
			other = b.Children.ForName(child.Name)
		}
		if other == nil || !sameValue(child.Value, other) {
			return false
		}
	}
	return true
}
