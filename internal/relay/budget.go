package relay

import (
	"context"
	"errors"
	"sync/atomic"
)

// Budget is how many records one answer may still hold. It is spent as the
// answer grows, so that nothing that a document hides, and no database however
// dense, makes an answer larger than that.
type Budget struct{ records, left atomic.Int64 }

// ErrBudget says that an answer grew beyond its budget.
var ErrBudget = errors.New("the answer holds too many records")

type budgetKey struct{}

// WithBudget gives a request its budget.
func WithBudget(ctx context.Context, records int) (context.Context, *Budget) {
	b := &Budget{}
	b.Refill(records)
	return context.WithValue(ctx, budgetKey{}, b), b
}

// Spent tells whether the answer wanted more than there was.
func (b *Budget) Spent() bool { return b.left.Load() < 0 }

// Refill gives the budget so many records again, for the next answer of many.
func (b *Budget) Refill(records int) {
	b.records.Store(int64(records))
	b.left.Store(int64(records))
}

// Used is how many records the answer holds, or wanted to.
func (b *Budget) Used() int { return int(b.records.Load() - b.left.Load()) }

// Charge takes records from the request's budget, or returns ErrBudget. A
// context without a budget has no bound.
func Charge(ctx context.Context, records int) error {
	if b, ok := ctx.Value(budgetKey{}).(*Budget); ok && b.left.Add(-int64(records)) < 0 {
		return ErrBudget
	}
	return nil
}

// Charged takes the records of a page from the budget.
func Charged[T any](ctx context.Context, c *Connection[T], err error) (*Connection[T], error) {
	if err != nil {
		return nil, err
	}
	return c, Charge(ctx, len(c.Edges))
}

// chargedList takes the records of a list from the budget.
func chargedList[T any](ctx context.Context, list []T, err error) ([]T, error) {
	if err != nil {
		return nil, err
	}
	return list, Charge(ctx, len(list))
}
