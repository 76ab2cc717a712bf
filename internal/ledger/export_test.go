package ledger

import (
	"context"

	"maillage/internal/access"
	"maillage/internal/backfill"
	gen "maillage/internal/gen/ent"
)

// Baseline returns the job that writes the first lines.
func (l *Ledger) Baseline() *backfill.Job { return l.baseline }

// MaxBatches is maxBatches.
const MaxBatches = maxBatches

// Shared reads all batches of a broadcast, and returns what finds the lines of a query in them.
func (l *Ledger) Shared(ctx context.Context) (func(q Query, visibility access.Visibility) []*gen.Change, error) {
	b := &broadcast{ledger: l}
	var batches []*batch
	for at := (Position{}); ; {
		next, err := b.read(access.AsSystem(ctx), at)
		if err != nil {
			return nil, err
		}
		if len(next.lines) == 0 {
			break
		}
		batches = append(batches, next)
		at = PositionOf(next.lines[len(next.lines)-1])
	}
	return func(q Query, visibility access.Visibility) (found []*gen.Change) {
		if q.After == nil {
			q.After = &Position{}
		}
		for _, next := range batches {
			found = append(found, next.visible(q, visibility)...)
		}
		return found
	}, nil
}
