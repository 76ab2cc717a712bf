package execute

import (
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/vektah/gqlparser/v2/ast"
)

// Shape is the numbers of the fields of an object type in the generated code, from 1. Number 0 is __typename.
type Shape map[string]int

// Field is a field of a selection, with the fields of the same key merged into it.
type Field struct {
	Number int
	Object string // the type that it is selected on

	key  string     // `"alias":`, ready to be appended
	ast  *ast.Field // of all that are merged, one that has the selections of all
	slot int        // its place among what an execution keeps for each field
	sets []atomic.Pointer[Set]
}

// Set is the fields that are selected on an object type, each key once.
type Set struct{ fields []*Field }

// Plan is an operation, made ready for one choice of its conditional fields. The sets of fields below the root are
// made when an object of their type is first met, for most are never: a plan is safe for concurrent use.
type Plan struct {
	schema *ast.Schema
	shapes map[string]Shape
	given  map[string]any // the variables of conditions

	root  *Set
	slots atomic.Int64 // how many fields the plan has so far
	size  atomic.Int64 // of the last answer
}

// most bounds the fields of a plan that is kept: fragments on interfaces within each other have sets without number.
const most = 5_000

// newPlan makes the plan of an operation under the values of the variables that its conditions name.
func newPlan(schema *ast.Schema, shapes map[string]Shape, op *ast.OperationDefinition, given map[string]any) *Plan {
	p := &Plan{schema: schema, shapes: shapes, given: given}
	root := map[ast.Operation]*ast.Definition{
		ast.Query: schema.Query, ast.Mutation: schema.Mutation, ast.Subscription: schema.Subscription,
	}[op.Operation]
	p.root = p.set(root, op.SelectionSet)
	return p
}

// large tells whether the plan has grown beyond what is kept.
func (p *Plan) large() bool { return p.slots.Load() > most }

// set collects the fields that a selection has on an object type (GraphQL §6.3.2). Each fragment is walked once, so that
// it costs no more than the document is long, however often fragments repeat.
func (p *Plan) set(of *ast.Definition, selections ast.SelectionSet) *Set {
	c := collecting{plan: p, of: of, at: map[string]int{}, walked: map[string]bool{}}
	c.walk(selections)
	shape := p.shapes[of.Name]
	for _, f := range c.fields {
		f.Number, f.Object = shape[f.ast.Name], of.Name
		f.slot = int(p.slots.Add(1)) - 1
		if len(f.ast.SelectionSet) > 0 {
			f.sets = make([]atomic.Pointer[Set], len(p.schema.GetPossibleTypes(p.schema.Types[f.ast.Definition.Type.Name()])))
		}
	}
	return &Set{c.fields}
}

type collecting struct {
	plan   *Plan
	of     *ast.Definition
	fields []*Field
	at     map[string]int // alias → place in fields
	walked map[string]bool
}

func (c *collecting) walk(selections ast.SelectionSet) {
	for _, s := range selections {
		switch s := s.(type) {
		case *ast.Field:
			if c.plan.wanted(s.Directives) {
				c.add(s)
			}
		case *ast.InlineFragment:
			if c.plan.wanted(s.Directives) && c.fits(s.TypeCondition) {
				c.walk(s.SelectionSet)
			}
		case *ast.FragmentSpread:
			if !c.plan.wanted(s.Directives) || c.walked[s.Name] {
				continue
			}
			c.walked[s.Name] = true
			if c.fits(s.Definition.TypeCondition) {
				c.walk(s.Definition.SelectionSet)
			}
		}
	}
}

func (c *collecting) add(s *ast.Field) {
	at, known := c.at[s.Alias]
	if !known {
		merged := *s
		merged.SelectionSet = append(ast.SelectionSet(nil), s.SelectionSet...)
		c.at[s.Alias] = len(c.fields)
		c.fields = append(c.fields, &Field{ast: &merged, key: strconv.Quote(s.Alias) + ":"})
		return
	}
	merged := c.fields[at].ast
	merged.SelectionSet = append(merged.SelectionSet, s.SelectionSet...)
}

// fits tells whether a fragment on a type is about the object type.
func (c *collecting) fits(condition string) bool {
	if condition == "" || condition == c.of.Name {
		return true
	}
	for _, d := range c.plan.schema.GetImplements(c.of) {
		if d.Name == condition {
			return true
		}
	}
	return false
}

// wanted tells whether the conditions @skip and @include leave a selection in.
func (p *Plan) wanted(directives ast.DirectiveList) bool {
	for _, d := range directives {
		if d.Name != "skip" && d.Name != "include" {
			continue
		}
		value, err := d.Arguments.ForName("if").Value.Value(p.given)
		if is, _ := value.(bool); err != nil || is == (d.Name == "skip") {
			return false
		}
	}
	return true
}

// conditions are the names of the variables of the conditions of an operation, each once, in the order in which they
// are met. Each fragment is walked once.
func conditions(op *ast.OperationDefinition) (names []string) {
	known, walked := map[string]bool{}, map[string]bool{}
	note := func(directives ast.DirectiveList) {
		for _, d := range directives {
			if d.Name != "skip" && d.Name != "include" {
				continue
			}
			if v := d.Arguments.ForName("if").Value; v.Kind == ast.Variable && !known[v.Raw] {
				known[v.Raw] = true
				names = append(names, v.Raw)
			}
		}
	}
	var walk func(ast.SelectionSet)
	walk = func(selections ast.SelectionSet) {
		for _, s := range selections {
			switch s := s.(type) {
			case *ast.Field:
				note(s.Directives)
				walk(s.SelectionSet)
			case *ast.InlineFragment:
				note(s.Directives)
				walk(s.SelectionSet)
			case *ast.FragmentSpread:
				note(s.Directives)
				if !walked[s.Name] {
					walked[s.Name] = true
					walk(s.Definition.SelectionSet)
				}
			}
		}
	}
	walk(op.SelectionSet)
	return names
}

// choice is the values of the variables of conditions, as a key.
func choice(names []string, variables map[string]any) string {
	if len(names) == 0 {
		return ""
	}
	var key strings.Builder
	for _, name := range names {
		if is, _ := variables[name].(bool); is {
			key.WriteByte('1')
		} else {
			key.WriteByte('0')
		}
	}
	return key.String()
}
