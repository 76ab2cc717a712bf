package gqlserver

import (
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// documentRules returns the validator's rules and those of the specification that it lacks. Without them the executor
// would get operations that it cannot run.
func documentRules() *rules.Rules {
	all := rules.NewDefaultRules()
	all.ReplaceRule(mergingRule, fieldsMerge)
	all.AddRule("LiteralsOfTheirKind", literalsOfTheirKind)
	all.AddRule("OneStream", oneStream)
	all.AddRule(oneOfRule, oneOf)
	all.AddRule("NoFragmentVariables", noFragmentVariables)
	return all
}

// literalsOfTheirKind refuses `{}` for a built-in scalar or an enum, and integers beyond 32 bits (§3.5.1, §5.6.1).
// Our own scalars report their errors themselves.
func literalsOfTheirKind(observers *core.Events, add core.AddErrFunc) {
	observers.OnValue(func(_ *core.Walker, v *ast.Value) {
		if v.Definition == nil || v.ExpectedType == nil {
			return
		}
		switch {
		case v.Kind == ast.ObjectValue && len(v.Children) == 0 && (v.Definition.Kind == ast.Enum ||
			v.Definition.Kind == ast.Scalar && v.Definition.BuiltIn):
			add(core.Message("Expected value of type %q, found {}.", v.ExpectedType.String()), core.At(v.Position))
		case v.Kind == ast.FloatValue && v.Definition.Name == "Decimal" && digits(v.Raw) > exactDigits:
			add(core.Message("Write %s as a text, in quotes: a number literal would be rounded.", v.Raw), core.At(v.Position))
		case v.Kind == ast.IntValue && v.Definition.Name == "Int":
			if _, err := strconv.ParseInt(v.Raw, 10, 32); err != nil {
				add(
					core.Message("Int cannot represent non 32-bit signed integer value: %s", v.Raw),
					core.At(v.Position),
				)
			}
		}
	})
}

// exactDigits is the number of decimal digits that a binary number of 64 bits always keeps.
const exactDigits = 15

// digits counts the digits of a number as it is written.
func digits(number string) (n int) {
	for _, c := range number {
		if '0' <= c && c <= '9' {
			n++
		}
	}
	return n
}

// oneStream refuses a subscription that requests one field twice, or whose root field has @skip or @include. Such a
// subscription would have two streams or none (§5.2.4.1).
func oneStream(observers *core.Events, add core.AddErrFunc) {
	observers.OnOperation(func(_ *core.Walker, op *ast.OperationDefinition) {
		if op.Operation != ast.Subscription {
			return
		}
		top := topLevel{keys: map[string]string{}, fragments: map[string]bool{}}
		top.collect(op.SelectionSet)
		for _, d := range top.conditional {
			add(core.Message("A subscription must not use @%s on its top level field.", d.Name), core.At(d.Position))
		}
		names := map[string]bool{}
		for _, name := range top.keys {
			names[name] = true
		}
		if len(top.keys) > 1 && len(names) == 1 { // the validator's own rule reports several names
			add(core.Message("A subscription must select only one top level field."), core.At(op.Position))
		}
	})
}

// topLevel is what a subscription selects at its root, through fragments.
type topLevel struct {
	keys        map[string]string // field names by response name
	conditional []*ast.Directive
	fragments   map[string]bool // visited
}

// collect adds the fields of a selection set.
func (t *topLevel) collect(set ast.SelectionSet) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			t.keys[s.Alias] = s.Name
			t.mayBeLeftOut(s.Directives)
		case *ast.InlineFragment:
			t.mayBeLeftOut(s.Directives)
			t.collect(s.SelectionSet)
		case *ast.FragmentSpread:
			t.mayBeLeftOut(s.Directives)
			if s.Definition != nil && !t.fragments[s.Name] {
				t.fragments[s.Name] = true
				t.collect(s.Definition.SelectionSet)
			}
		}
	}
}

// mayBeLeftOut collects the directives that may leave a selection out.
func (t *topLevel) mayBeLeftOut(directives ast.DirectiveList) {
	for _, d := range directives {
		if d.Name == "skip" || d.Name == "include" {
			t.conditional = append(t.conditional, d)
		}
	}
}

// noFragmentVariables refuses variables of a fragment. The parser reads them, although no edition of the
// specification has them.
func noFragmentVariables(observers *core.Events, add core.AddErrFunc) {
	observers.OnFragment(func(_ *core.Walker, f *ast.FragmentDefinition) {
		if len(f.VariableDefinition) > 0 {
			add(core.Message("Fragment %q must not define variables.", f.Name), core.At(f.Position))
		}
	})
}

// nullVariables returns the variables that are null where the schema needs a value. The validator accepts one with a
// default, which stands for an absent variable and not for null (§6.4.1).
func nullVariables(op *ast.OperationDefinition, given map[string]any) (found []string) {
	suspect := map[string]bool{}
	for _, v := range op.VariableDefinitions {
		value, is := given[v.Variable]
		if !v.Type.NonNull && value == nil && (is || v.DefaultValue == nil || v.DefaultValue.Kind == ast.NullValue) {
			suspect[v.Variable] = true
		}
	}
	if len(suspect) == 0 {
		return nil
	}
	seen := map[string]bool{}
	var value func(*ast.Value)
	value = func(v *ast.Value) {
		if v.Kind == ast.Variable && v.ExpectedType != nil && v.ExpectedType.NonNull && suspect[v.Raw] &&
			!isDefaulted(v, given) {
			found, suspect[v.Raw] = append(found, v.Raw), false
		}
		for _, child := range v.Children {
			value(child.Value)
		}
	}
	directives := func(list ast.DirectiveList) {
		for _, d := range list {
			for _, a := range d.Arguments {
				value(a.Value)
			}
		}
	}
	var selections func(ast.SelectionSet)
	selections = func(set ast.SelectionSet) {
		for _, selection := range set {
			switch s := selection.(type) {
			case *ast.Field:
				directives(s.Directives)
				for _, a := range s.Arguments {
					value(a.Value)
				}
				selections(s.SelectionSet)
			case *ast.InlineFragment:
				directives(s.Directives)
				selections(s.SelectionSet)
			case *ast.FragmentSpread:
				directives(s.Directives)
				if !seen[s.Name] {
					seen[s.Name] = true
					directives(s.Definition.Directives)
					selections(s.Definition.SelectionSet)
				}
			}
		}
	}
	directives(op.Directives)
	selections(op.SelectionSet)
	return found
}

// isDefaulted reports whether a variable is absent where the schema has a default.
func isDefaulted(v *ast.Value, given map[string]any) bool {
	_, is := given[v.Raw]
	return !is && v.ExpectedTypeHasDefault
}
