package gqlserver

import (
	"cmp"

	"github.com/vektah/gqlparser/v2/ast"

	"maillage/graph"
	"maillage/internal/message"
)

// survey sums up what a selection requests. One walk over an operation fills it, and every decision about the
// operation reads it.
type survey struct {
	depth      int    // levels of fields
	width      int    // fields at its own level, after fragments
	aliases    int    // aliased fields
	directives int    // on fields and fragments
	schemas    int    // introspection fields
	cost       int    // of the whole response, in units of quota
	records    bool   // a field returns a record, from which the whole graph can be reached
	writes     bool   // it has a mutation of anything but webhooks
	volatile   bool   // a value depends on more than the ledger: the response is not cached
	post       string // the first field for POST alone, or ""
	present    string // the first field of presentOnly, or ""
}

// huge bounds sums of costs, so that they do not overflow.
const huge = 1 << 40

// add adds the survey of a sibling selection.
func (s *survey) add(part survey) {
	s.depth = max(s.depth, part.depth)
	s.width = min(huge, s.width+part.width)
	s.aliases = min(huge, s.aliases+part.aliases)
	s.directives = min(huge, s.directives+part.directives)
	s.schemas = min(huge, s.schemas+part.schemas)
	s.cost = min(huge, s.cost+part.cost)
	s.records = s.records || part.records
	s.writes = s.writes || part.writes
	s.volatile = s.volatile || part.volatile
	s.present = cmp.Or(s.present, part.present)
	s.post = cmp.Or(s.post, part.post)
}

// surveyed returns the survey of an operation, with a cost of at least 1, and an error when it exceeds a limit.
func surveyed(op *ast.OperationDefinition, variables map[string]any, limits Limits) (survey, error) {
	w := surveyor{limits: limits, variables: variables, fragments: map[string]survey{}}
	whole, err := w.selections(op.SelectionSet)
	if op.Directives.ForName(asKnownAt) != nil {
		whole.cost += schemaWeights.moment.fixed
	}
	whole.cost = max(1, whole.cost)
	if err == nil {
		err = limits.refuse(whole)
	}
	if err == nil {
		err = inputDepth(variables, limits.InputDepth)
	}
	return whole, err
}

// surveyor walks an operation. It walks each fragment once, however often it is spread, so the walk is linear where
// the response is exponential.
type surveyor struct {
	limits    Limits
	variables map[string]any
	fragments map[string]survey
}

func (w *surveyor) selections(set ast.SelectionSet) (survey, error) {
	var sum survey
	for _, selection := range set {
		part, err := w.selection(selection)
		if err != nil {
			return sum, err
		}
		sum.add(part)
	}
	return sum, nil
}

func (w *surveyor) selection(selection ast.Selection) (part survey, err error) {
	switch s := selection.(type) {
	case *ast.Field:
		return w.field(s)
	case *ast.InlineFragment:
		part, err = w.selections(s.SelectionSet)
		part.directives += len(s.Directives)
	case *ast.FragmentSpread:
		part, err = w.fragment(s.Definition)
		part.directives += len(s.Directives)
	}
	return part, err
}

func (w *surveyor) fragment(f *ast.FragmentDefinition) (survey, error) {
	if part, known := w.fragments[f.Name]; known {
		return part, nil
	}
	part, err := w.selections(f.SelectionSet)
	if err == nil {
		w.fragments[f.Name] = part
	}
	return part, err
}

func (w *surveyor) field(f *ast.Field) (survey, error) {
	part, err := w.selections(f.SelectionSet)
	if err != nil {
		return part, err
	}
	part.depth++
	part.width = 1
	part.directives += len(f.Directives)
	if f.Alias != f.Name {
		part.aliases++
	}
	for _, argument := range f.Arguments {
		if depth := literalDepth(argument.Value); depth > w.limits.InputDepth {
			return part, limit(message.ArgumentTooDeep(w.limits.InputDepth))
		}
	}
	if f.Name == "__schema" || f.Name == "__type" {
		part.schemas++
		if part.aliases > introspectionAliases {
			return part, limit(message.TooManySchemaAliases(introspectionAliases))
		}
	}
	part.cost = w.price(f, part.cost)
	part.records = part.records || f.Definition != nil && isRecord(f.Definition.Type.Name())
	part.volatile = part.volatile || !w.recorded(f)
	part.writes = part.writes || f.ObjectDefinition != nil && f.ObjectDefinition.Name == "Mutation" &&
		!graph.IsWebhookMutation(f.Name)
	if f.ObjectDefinition != nil && f.ObjectDefinition.Name == "Query" {
		if presentOnly[f.Name] {
			part.present = f.Name
		}
		if postOnly("Query", f.Name) {
			part.post = f.Name
		}
	}
	return part, nil
}
