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

// Shared returns the lines that a query finds in the batches of a broadcast.
func (l *Ledger) Shared(ctx context.Context, q Query) (found []*gen.Change, err error) {
	b := &broadcast{ledger: l}
	if q.After == nil {
		q.After = &Position{}
	}
	for at := (Position{}); ; {
		next, err := b.read(access.AsSystem(ctx), at)
		if err != nil || len(next.lines) == 0 {
			return found, err
		}
		found = append(found, next.visible(q, access.From(ctx).Visibility)...)
		at = PositionOf(next.lines[len(next.lines)-1])
	}
}
