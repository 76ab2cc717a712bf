package graph

import (
	"context"
	"errors"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"maillage/internal/relay"
)

// Limits bound what one request may ask for. Every one is checked before
// anything is executed.
type Limits struct {
	Body       int64 // bytes of a request's body
	Tokens     int   // of the document: validation is quadratic in them
	Depth      int   // fields within fields
	RootFields int   // fields of Query, after fragments
	Aliases    int   // aliased fields, after fragments
	Directives int   // on fields and fragments
	InputDepth int   // objects and lists within a variable or an argument
	Cost       int   // records that the answer is expected to hold
	Records    int   // records that the answer may really hold
}

// DefaultLimits are generous for a page and tight for an attacker.
func DefaultLimits() Limits {
	return Limits{Body: 100 << 10, Tokens: 2_000, Depth: 15, RootFields: 20, Aliases: 50, Directives: 50, InputDepth: 16, Cost: 20_000, Records: 50_000}
}

// What a list is taken to hold when the document does not say: a page that is
// not full, a list that is short by nature. Where the data proves the guess
// wrong, the budget of records ends the request.
const (
	pageGuess = 5
	listGuess = 3
)

// limiter refuses operations beyond the limits.
type limiter struct{ limits Limits }

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = (*limiter)(nil)

// ExtensionName names the extension.
func (l *limiter) ExtensionName() string { return "Limits" }

// Validate has nothing to check.
func (l *limiter) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext measures the operation, for its bill, and refuses it
// beyond a limit.
func (l *limiter) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	cost, err := measured(op.Operation, op.Variables, l.limits)
	billOf(ctx).requested = cost
	if err == nil {
		return nil
	}
	var ours *Error
	errors.As(err, &ours)
	refusal := gqlerror.Errorf("%s", Language(ctx).Say(ours.Sentence, ours.Args...))
	refusal.Extensions = map[string]any{"code": string(ours.Code)}
	return refusal
}

// measured is what an operation costs, 1 at least, and why it is beyond a limit.
func measured(op *ast.OperationDefinition, variables map[string]any, limits Limits) (cost int, err error) {
	m := meter{limits: limits, variables: variables, fragments: map[string]measure{}}
	whole, err := m.selections(op.SelectionSet, 1)
	if op.Directives.ForName(asKnownAt) != nil {
		whole.cost += replayCost
	}
	if err == nil {
		err = m.refuse(whole)
	}
	if err == nil {
		err = inputDepth(variables, limits.InputDepth)
	}
	return max(1, whole.cost), err
}

// replayCost is what it counts to rebuild an earlier moment.
const replayCost = 1_000

// measure is what a selection amounts to.
type measure struct {
	depth      int // levels of fields
	width      int // fields at its own level, after fragments
	aliases    int
	directives int
	cost       int // records that its answer may hold
	schemas    int // looks at the schema itself
}

// meter measures an operation; a fragment is measured once however often it is
// spread, so that measuring is linear where the answer is exponential.
type meter struct {
	limits    Limits
	variables map[string]any
	fragments map[string]measure
}

// huge keeps sums of costs from overflowing.
const huge = 1 << 40

func (m *meter) selections(set ast.SelectionSet, level int) (measure, error) {
	var sum measure
	if level > m.limits.Depth+1 {
		return sum, limit("fields are nested deeper than %d levels", m.limits.Depth)
	}
	for _, selection := range set {
		part, err := m.selection(selection, level)
		if err != nil {
			return sum, err
		}
		sum.depth = max(sum.depth, part.depth)
		sum.aliases = min(huge, sum.aliases+part.aliases)
		sum.directives = min(huge, sum.directives+part.directives)
		sum.width = min(huge, sum.width+part.width)
		sum.schemas = min(huge, sum.schemas+part.schemas)
		sum.cost = min(huge, sum.cost+part.cost)
	}
	return sum, nil
}

func (m *meter) selection(selection ast.Selection, level int) (measure, error) {
	switch s := selection.(type) {
	case *ast.Field:
		return m.field(s, level)
	case *ast.InlineFragment:
		part, err := m.selections(s.SelectionSet, level)
		part.directives += len(s.Directives)
		return part, err
	case *ast.FragmentSpread:
		key := s.Name + "@" + strconv.Itoa(level) // the depth limit depends on where it is spread
		part, known := m.fragments[key]
		if !known {
			var err error
			if part, err = m.selections(s.Definition.SelectionSet, level); err != nil {
				return part, err
			}
			m.fragments[key] = part
		}
		part.directives += len(s.Directives)
		return part, nil
	}
	return measure{}, nil
}

func (m *meter) field(f *ast.Field, level int) (measure, error) {
	part, err := m.selections(f.SelectionSet, level+1)
	if err != nil {
		return part, err
	}
	part.depth++
	part.width = 1
	part.directives += len(f.Directives)
	if f.Alias != f.Name {
		part.aliases++
	}
	values := 0
	for _, argument := range f.Arguments {
		values += m.values(argument.Value)
		if depth := literalDepth(argument.Value); depth > m.limits.InputDepth {
			return part, limit("an argument is nested deeper than %d levels", m.limits.InputDepth)
		}
	}
	if f.Name == "__schema" || f.Name == "__type" {
		part.schemas++
		if part.aliases > introspectionAliases {
			return part, limit("a look at the schema has more than %d aliases", introspectionAliases)
		}
	}
	part.cost = min(huge, m.size(f)*(own(f)+part.cost)+values+m.conditions(f))
	return part, nil
}

// values is how many values an argument holds that is an object or a list, a
// filter above all: each counts as one record, for each time that the database
// is asked by it.
func (m *meter) values(v *ast.Value) int {
	switch {
	case v == nil:
		return 0
	case v.Kind == ast.Variable:
		return leaves(m.variables[v.Raw])
	}
	sum := 0
	for _, child := range v.Children {
		if inner := child.Value; inner.Kind == ast.ObjectValue || inner.Kind == ast.ListValue || inner.Kind == ast.Variable {
			sum += max(1, m.values(inner))
		} else {
			sum++
		}
	}
	return sum
}

// leaves is how many values are within a variable's.
func leaves(value any) int {
	sum := 0
	switch v := value.(type) {
	case map[string]any:
		for _, inner := range v {
			sum += max(1, leaves(inner))
		}
	case []any:
		for _, inner := range v {
			sum += max(1, leaves(inner))
		}
	}
	return sum
}

// A document may look at the schema twice and rename little there: every look
// answers hundreds of types, which the cost of records does not measure.
const (
	introspections       = 2
	introspectionAliases = 5
)

// derivations are fields that are computed, and what they cost beside the
// records that they answer: as much as fetching so many would.
var derivations = map[string]int{"matrix": 50, "gaps": 50, "contributors": 5, "peers": 5, "path": 20, "bridges": 500, "search": 5, "__schema": 500, "__type": 20}

// own is what one answer of a field costs without its children: values and the
// envelopes of pages are free.
func own(f *ast.Field) int {
	if len(f.SelectionSet) == 0 || f.Name == "edges" || f.Name == "pageInfo" {
		return 0
	}
	return 1 + derivations[f.Name]
}

// size is how many times a field's children may be answered: the page that is
// asked for, or a guess for a list without one.
func (m *meter) size(f *ast.Field) int {
	if f.Definition == nil {
		return 1
	}
	switch {
	case f.Definition.Arguments.ForName("first") != nil:
		return m.page(f)
	case f.Definition.Type.Elem != nil && !isPage(f):
		return listGuess
	default:
		return 1
	}
}

// isPage tells whether a list is a page of the connection around it, which has
// been counted there.
func isPage(f *ast.Field) bool {
	return f.ObjectDefinition != nil && f.ObjectDefinition.Fields.ForName("pageInfo") != nil
}

func (m *meter) page(f *ast.Field) int {
	size := pageGuess
	for _, name := range []string{"first", "last"} {
		argument := f.Arguments.ForName(name)
		if argument == nil {
			continue
		}
		value, err := argument.Value.Value(m.variables)
		if err != nil {
			continue // the executor will say what is wrong with it
		}
		switch n := value.(type) {
		case int64:
			size = int(n)
		case int:
			size = n
		case float64:
			size = int(n)
		case interface{ Int64() (int64, error) }:
			if whole, err := n.Int64(); err == nil {
				size = int(whole)
			}
		}
	}
	return max(1, min(size, relay.MaxPage)) // beyond the bound the list itself refuses
}

func (m *meter) refuse(whole measure) error {
	switch {
	case whole.width > m.limits.RootFields:
		return limit("the operation has %d root fields, more than %d", whole.width, m.limits.RootFields)
	case whole.schemas > introspections:
		return limit("the operation looks at the schema %d times, more than %d", whole.schemas, introspections)
	case whole.depth > m.limits.Depth:
		return limit("fields are nested deeper than %d levels", m.limits.Depth)
	case whole.aliases > m.limits.Aliases:
		return limit("the operation has %d aliases, more than %d", whole.aliases, m.limits.Aliases)
	case whole.directives > m.limits.Directives:
		return limit("the operation has %d directives, more than %d", whole.directives, m.limits.Directives)
	case whole.cost > m.limits.Cost:
		return &Error{Code: CostExceeded, Sentence: "the operation costs up to %d, more than %d: ask for shorter pages (`first`) or fewer levels",
			Args: []any{whole.cost, m.limits.Cost}}
	}
	return nil
}

func limit(format string, args ...any) error {
	return &Error{Code: LimitExceeded, Sentence: format, Args: args}
}

func literalDepth(v *ast.Value) int {
	deepest := 0
	if v == nil {
		return deepest
	}
	for _, child := range v.Children {
		deepest = max(deepest, 1+literalDepth(child.Value))
	}
	return deepest
}

func inputDepth(variables map[string]any, deepest int) error {
	for name, value := range variables {
		if valueDepth(value) > deepest {
			return limit("the variable %q is nested deeper than %d levels", name, deepest)
		}
	}
	return nil
}

func valueDepth(value any) int {
	deepest := 0
	switch v := value.(type) {
	case map[string]any:
		for _, child := range v {
			deepest = max(deepest, 1+valueDepth(child))
		}
	case []any:
		for _, child := range v {
			deepest = max(deepest, 1+valueDepth(child))
		}
	}
	return deepest
}
