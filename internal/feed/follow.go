package feed

import (
	"context"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/input"
	"maillage/internal/ledger"
	"maillage/internal/relay"
)

type (
	followerKey struct{}
	linesKey    struct{}
)

// WithFollower returns a context in which the resolver of a subscription stores its follower. The follower stays nil
// when the resolver refuses the arguments.
func WithFollower(ctx context.Context, into **ledger.Follower) context.Context {
	return context.WithValue(ctx, followerKey{}, into)
}

// WithLines returns a context in which the resolver of a subscription returns the edges of some lines.
func WithLines(ctx context.Context, lines []*ent.Change) context.Context {
	return context.WithValue(ctx, linesKey{}, lines)
}

// Follow is the resolver of a subscription. It runs twice: at the beginning for the arguments, and for the edges when
// lines are rendered.
func (r Feed) Follow(
	ctx context.Context, f *input.ChangeFilter, after *string,
) (<-chan *relay.Edge[ent.Change], error) {
	lines, rendering := ctx.Value(linesKey{}).([]*ent.Change)
	edges := make(chan *relay.Edge[ent.Change], len(lines))
	defer close(edges)
	if rendering {
		for _, line := range lines {
			edges <- relay.NewEdge(r.cursorOf(line), line)
		}
		return edges, nil
	}
	q, err := r.query(ctx, f)
	if err != nil {
		return nil, err
	}
	if q.After, err = r.position("after", after); err != nil {
		return nil, err
	}
	follower, err := r.Ledger.Follow(ctx, q)
	*ctx.Value(followerKey{}).(**ledger.Follower) = follower
	return edges, cursorError(err)
}
