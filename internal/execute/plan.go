package execute

import (
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/vektah/gqlparser/v2/ast"
)

// FieldNumbers maps the fields of an object type to their numbers in the generated code, from 1. Number 0 is
// __typename.
type FieldNumbers map[string]int

// Field is a selected field. All selections with its response key are merged into it.
type Field struct {
	Number int    // in the generated code
	Object string // name of the object type that it is selected on

	key  string     // `"alias":`, ready to be appended
	ast  *ast.Field // carries the merged selections
	slot int        // index into Execution.states
	sets []atomic.Pointer[SelectionSet]
}

// SelectionSet lists the fields that are selected on an object type, each response key once.
type SelectionSet struct{ fields []*Field }

// Len returns the number of fields.
func (s *SelectionSet) Len() int { return len(s.fields) }

// Plan is an operation, compiled for one set of values of its @skip and @include variables. Selection sets below the
// root are compiled when an object of their type is first met. A plan is safe for concurrent use.
type Plan struct {
	schema     *ast.Schema
	numbers    map[string]FieldNumbers // by object type
	conditions map[string]any          // values of the variables in @skip and @include

	root  *SelectionSet
	slots atomic.Int64 // fields compiled so far
	size  atomic.Int64 // bytes of the last response, to allocate the next one
}

// maxPlanFields bounds the fields of a cached plan. Interface fragments nested in each other can compile many more.
const maxPlanFields = 1_000

// newPlan returns a plan for the values of condition variables.
func newPlan(
	schema *ast.Schema, numbers map[string]FieldNumbers, op *ast.OperationDefinition, conditions map[string]any,
) *Plan {
	p := &Plan{schema: schema, numbers: numbers, conditions: conditions}
	root := map[ast.Operation]*ast.Definition{
		ast.Query: schema.Query, ast.Mutation: schema.Mutation, ast.Subscription: schema.Subscription,
	}[op.Operation]
	p.root = p.compile(root, op.SelectionSet)
	return p
}

// tooLarge reports whether the plan has outgrown the cache.
func (p *Plan) tooLarge() bool { return p.slots.Load() > maxPlanFields }

// compile collects the fields that apply to an object type (GraphQL §6.3.2, CollectFields). It visits each fragment
// once, so its cost is bounded by the length of the document.
func (p *Plan) compile(object *ast.Definition, selections ast.SelectionSet) *SelectionSet {
	c := collector{plan: p, object: object, byAlias: map[string]int{}, visited: map[string]bool{}}
	c.collect(selections)
	numbers := p.numbers[object.Name]
	for _, f := range c.fields {
		f.Number, f.Object = numbers[f.ast.Name], object.Name
		f.slot = int(p.slots.Add(1)) - 1
		if len(f.ast.SelectionSet) > 0 {
			possible := p.schema.GetPossibleTypes(p.schema.Types[f.ast.Definition.Type.Name()])
			f.sets = make([]atomic.Pointer[SelectionSet], len(possible))
		}
	}
	return &SelectionSet{c.fields}
}

// collector collects the fields of one selection set.
type collector struct {
	plan    *Plan
	object  *ast.Definition
	fields  []*Field
	byAlias map[string]int  // index into fields
	visited map[string]bool // fragments
}

// collect adds the fields of selections.
func (c *collector) collect(selections ast.SelectionSet) {
	for _, s := range selections {
		switch s := s.(type) {
		case *ast.Field:
			if c.plan.includes(s.Directives) {
				c.merge(s)
			}
		case *ast.InlineFragment:
			if c.plan.includes(s.Directives) && c.matches(s.TypeCondition) {
				c.collect(s.SelectionSet)
			}
		case *ast.FragmentSpread:
			if !c.plan.includes(s.Directives) || c.visited[s.Name] {
				continue
			}
			c.visited[s.Name] = true
			if c.matches(s.Definition.TypeCondition) {
				c.collect(s.Definition.SelectionSet)
			}
		}
	}
}

// merge adds a field, or its selections to the field that has its alias.
func (c *collector) merge(s *ast.Field) {
	i, known := c.byAlias[s.Alias]
	if !known {
		merged := *s
		merged.SelectionSet = append(ast.SelectionSet(nil), s.SelectionSet...)
		c.byAlias[s.Alias] = len(c.fields)
		c.fields = append(c.fields, &Field{ast: &merged, key: strconv.Quote(s.Alias) + ":"})
		return
	}
	merged := c.fields[i].ast
	merged.SelectionSet = append(merged.SelectionSet, s.SelectionSet...)
}

// matches reports whether a fragment with a type condition applies to the object type.
func (c *collector) matches(typeCondition string) bool {
	if typeCondition == "" || typeCondition == c.object.Name {
		return true
	}
	for _, d := range c.plan.schema.GetImplements(c.object) {
		if d.Name == typeCondition {
			return true
		}
	}
	return false
}

// includes evaluates @skip and @include.
func (p *Plan) includes(directives ast.DirectiveList) bool {
	for _, d := range directives {
		if d.Name != "skip" && d.Name != "include" {
			continue
		}
		value, err := d.Arguments.ForName("if").Value.Value(p.conditions)
		if is, _ := value.(bool); err != nil || is == (d.Name == "skip") {
			return false
		}
	}
	return true
}

// conditionVariables lists the variables in the @skip and @include of an operation, each once. It visits each fragment
// once.
func conditionVariables(op *ast.OperationDefinition) (names []string) {
	known, visited := map[string]bool{}, map[string]bool{}
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
	var visit func(ast.SelectionSet)
	visit = func(selections ast.SelectionSet) {
		for _, s := range selections {
			switch s := s.(type) {
			case *ast.Field:
				note(s.Directives)
				visit(s.SelectionSet)
			case *ast.InlineFragment:
				note(s.Directives)
				visit(s.SelectionSet)
			case *ast.FragmentSpread:
				note(s.Directives)
				if !visited[s.Name] {
					visited[s.Name] = true
					visit(s.Definition.SelectionSet)
				}
			}
		}
	}
	visit(op.SelectionSet)
	return names
}

// conditionKey encodes the values of condition variables, one character each.
func conditionKey(names []string, variables map[string]any) string {
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
