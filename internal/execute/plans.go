package execute

import (
	"github.com/vektah/gqlparser/v2/ast"

	"maillage/internal/lru"
)

// cachedPlans is the number of plans in the cache. With maxPlanFields it bounds the cache to some 80 MB.
const cachedPlans = 200

// PlanCache compiles plans and caches the most recently used ones. Its key is the parsed operation, which the
// executor caches by its text.
type PlanCache struct {
	schema     *ast.Schema
	numbers    map[string]FieldNumbers
	conditions *lru.Cache[*ast.OperationDefinition, []string] // names of condition variables
	plans      *lru.Cache[planKey, *Plan]
}

// planKey identifies a plan by its operation and the values of condition variables.
type planKey struct {
	op         *ast.OperationDefinition
	conditions string
}

// NewPlanCache returns an empty cache for a schema, with the field numbers of its object types.
func NewPlanCache(schema *ast.Schema, numbers map[string]FieldNumbers) *PlanCache {
	return &PlanCache{
		schema: schema, numbers: numbers, conditions: lru.New[*ast.OperationDefinition, []string](cachedPlans),
		plans: lru.New[planKey, *Plan](cachedPlans),
	}
}

// Get returns the plan of an operation for the given variables.
func (c *PlanCache) Get(op *ast.OperationDefinition, variables map[string]any) *Plan {
	names, known := c.conditions.Get(op)
	if !known {
		names = conditionVariables(op)
		c.conditions.Add(op, names)
	}
	key := planKey{op, conditionKey(names, variables)}
	if plan, cached := c.plans.Get(key); cached && !plan.tooLarge() {
		return plan
	}
	conditions := make(map[string]any, len(names))
	for _, name := range names {
		conditions[name] = variables[name]
	}
	plan := newPlan(c.schema, c.numbers, op, conditions)
	c.plans.Add(key, plan)
	return plan
}
