package relay

import (
	"context"
	"errors"
	"sync/atomic"
)

// Budget limits how many records one answer may hold. It is debited while the answer grows, so that no
// document and no dense database can exceed it.
type Budget struct{ records, left atomic.Int64 }

// ErrBudget means that an answer exceeded its budget.
var ErrBudget = errors.New("the response has too many records")

type budgetKey struct{}

// WithBudget returns a context with a budget of that many records, and the budget.
func WithBudget(ctx context.Context, records int) (context.Context, *Budget) {
	b := &Budget{}
	b.Refill(records)
	return context.WithValue(ctx, budgetKey{}, b), b
}

// Spent reports whether the answer needed more records than the budget had.
func (b *Budget) Spent() bool { return b.left.Load() < 0 }

// Refill resets the budget to that many records, for the next of several answers.
func (b *Budget) Refill(records int) {
	b.records.Store(int64(records))
	b.left.Store(int64(records))
}

// Used returns how many records the answer holds, or would have held.
func (b *Budget) Used() int { return int(b.records.Load() - b.left.Load()) }

// Charge debits records from the request's budget, or returns ErrBudget. A context without a budget
// has no limit.
func Charge(ctx context.Context, records int) error {
	if b, ok := ctx.Value(budgetKey{}).(*Budget); ok && b.left.Add(-int64(records)) < 0 {
		return ErrBudget
	}
	return nil
}

// Charged debits the records of a page from the budget.
func Charged[T any](ctx context.Context, c *Connection[T], err error) (*Connection[T], error) {
	if err != nil {
		return nil, err
	}
	return c, Charge(ctx, len(c.Edges))
}

// chargedList debits the records of a list from the budget.
func chargedList[T any](ctx context.Context, list []T, err error) ([]T, error) {
	if err != nil {
		return nil, err
	}
	return list, Charge(ctx, len(list))
}
