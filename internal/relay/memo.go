package relay

import (
	"context"
	"sync"

	"github.com/99designs/gqlgen/graphql"

	"maillage/internal/gen/ent"
	"maillage/internal/record"
	"maillage/internal/snapshot"
)

type contractsKey struct{}

// ContractsAtHand returns the contracts of the record whose list is read, in which a filter looks up
// codes alone. It is nil for a list of no record, and for lists of records that belong to no contract.
func ContractsAtHand(ctx context.Context) []int {
	contracts, _ := ctx.Value(contractsKey{}).([]int)
	return contracts
}

// contractOf returns the contract of a record; 0 where its type may belong to none.
func contractOf(row ent.Row) int {
	uid, _ := row.Column("uid").(string)
	t := record.OfUID(uid)
	if t == nil || !t.AlwaysInContract() {
		return 0
	}
	if t.Scope == "id" {
		return row.RowID()
	}
	contract, _ := row.Column(t.Scope).(int)
	return contract
}

// memo caches the conditions of an operation, because a thousand records may each have a list with the
// same filter.
type memo struct {
	mu    sync.Mutex
	known map[memoKey]*Where
}

type memoKey struct {
	view     *snapshot.View
	field    any
	contract int
}

type memoContext struct{}

// WithMemo returns a context that caches the conditions of an operation.
func WithMemo(ctx context.Context) context.Context {
	return context.WithValue(ctx, memoContext{}, &memo{known: map[memoKey]*Where{}})
}

// condition returns the condition of a list that belongs to parent, or to no record.
func condition(ctx context.Context, v *snapshot.View, filter Holding, parent ent.Row) (*Where, error) {
	if filter == nil {
		return nil, nil //nolint:nilnil // no condition
	}
	key := memoKey{view: v}
	if parent != nil {
		if key.contract = contractOf(parent); key.contract != 0 {
			ctx = context.WithValue(ctx, contractsKey{}, []int{key.contract})
		}
	}
	m, _ := ctx.Value(memoContext{}).(*memo)
	field := graphql.GetFieldContext(ctx)
	if m == nil || field == nil {
		return filter(ctx, v)
	}
	key.field = field.Field.Field
	m.mu.Lock()
	where, known := m.known[key]
	m.mu.Unlock()
	if known {
		return where, nil
	}
	where, err := filter(ctx, v)
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.known[key] = where
	return where, nil
}
