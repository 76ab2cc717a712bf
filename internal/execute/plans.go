package execute

import (
	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// plansKept is how many plans are kept, those used last.
const plansKept = 500

// Plans keeps the plans of operations whose parsed documents are kept, and so are the same each time.
type Plans struct {
	schema *ast.Schema
	shapes map[string]Shape
	names  *lru.Cache[*ast.OperationDefinition, []string] // the variables of conditions
	plans  *lru.Cache[planKey, *Plan]
}

type planKey struct {
	op     *ast.OperationDefinition
	choice string
}

// NewPlans returns an empty keeper of plans.
func NewPlans(schema *ast.Schema, shapes map[string]Shape) *Plans {
	names, err := lru.New[*ast.OperationDefinition, []string](plansKept)
	if err != nil {
		panic(err) // the size is not positive
	}
	plans, err := lru.New[planKey, *Plan](plansKept)
	if err != nil {
		panic(err)
	}
	return &Plans{schema: schema, shapes: shapes, names: names, plans: plans}
}

// Of is the plan of an operation under its variables.
func (p *Plans) Of(op *ast.OperationDefinition, variables map[string]any) *Plan {
	names, known := p.names.Get(op)
	if !known {
		names = conditions(op)
		p.names.Add(op, names)
	}
	key := planKey{op, choice(names, variables)}
	if plan, kept := p.plans.Get(key); kept && !plan.large() {
		return plan
	}
	given := make(map[string]any, len(names))
	for _, name := range names {
		given[name] = variables[name]
	}
	plan := newPlan(p.schema, p.shapes, op, given)
	p.plans.Add(key, plan)
	return plan
}
