package graph

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"

	"maillage/graph/stream"
	"maillage/internal/batch"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/model"
	"maillage/internal/ledger"
	"maillage/internal/relay"
)

// subscription is one that is open: it follows the ledger and renders what it is
// told of.
type subscription struct {
	streams
	op       *graphql.OperationContext
	bill     *bill
	budget   *relay.Budget
	follower *ledger.Follower        // set by the resolver; nil when it refuses the arguments
	key      *renderingKey           // of renderings that others may share; nil when nobody may
	shared   renderedLines           // not yet given
	own      func() (rendered, bool) // the next result of lines that are rendered for this subscription alone
}

// rendered is the result of one line.
type rendered struct {
	text    json.RawMessage
	records int // that it holds
	failed  bool
}

// renderedLines are the results of several lines, which those who share them do
// not change.
type renderedLines struct {
	texts   []json.RawMessage
	records []int // that each holds
}

type (
	subscriptionKey struct{}
	linesKey        struct{}
)

// subscribe begins a subscription. The resolver reads its arguments once; the
// lines that follow are rendered as its results.
func (s streams) subscribe(
	ctx context.Context, b *bill, op *graphql.OperationContext, budget *relay.Budget,
) stream.Results {
	sub := &subscription{streams: s, op: op, bill: b, budget: budget}
	responses, inner := s.h.exec.DispatchOperation(context.WithValue(ctx, subscriptionKey{}, sub), op)
	sub.own = func() (rendered, bool) { return sub.result(inner, responses) } // why it was refused, or nothing
	if sub.follower != nil {
		context.AfterFunc(ctx, sub.follower.Close)
		sub.key = sharedKey(ctx, b, op)
	}
	return func(context.Context) ([]json.RawMessage, bool) { return sub.next(ctx) }
}

// follow is the resolver of a subscription. It is asked twice: for the arguments
// when the subscription begins, and for edges when lines are rendered.
func (r *Resolver) follow(
	ctx context.Context, f *model.ChangeFilter, after *string,
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
	sub := ctx.Value(subscriptionKey{}).(*subscription)
	q, err := r.query(ctx, f)
	if err != nil {
		return nil, err
	}
	if q.After, err = r.position("after", after); err != nil {
		return nil, err
	}
	sub.follower, err = r.Ledger.Follow(ctx, q)
	return edges, expired(err)
}

// handed is how many bytes of results are handed to a client at once, unless one
// is longer.
const handed = 64 << 10

// next waits for results: those that are at hand of a shared rendering, or the
// next one of the subscription's own. It goes on over a restart of the database.
func (s *subscription) next(ctx context.Context) (results []json.RawMessage, more bool) {
	for {
		if s.own != nil {
			if one, more := s.own(); more {
				s.h.gate.Spend(client(ctx), max(1, one.records))
				return []json.RawMessage{one.text}, true
			}
			s.own = nil
		}
		if s.follower == nil {
			return nil, false
		}
		if results = s.atHand(ctx); len(results) > 0 {
			return results, true
		}
		lines, err := s.follower.Next(ctx)
		if ctx.Err() != nil || err != nil && !s.h.config.Passes(err) {
			return nil, false
		}
		if err == nil {
			s.render(ctx, lines)
		}
	}
}

// atHand are the next results of a shared rendering, as many as are handed at once.
func (s *subscription) atHand(ctx context.Context) []json.RawMessage {
	size, records, n := 0, 0, 0
	for ; n < len(s.shared.texts) && (n == 0 || size+len(s.shared.texts[n]) <= handed); n++ {
		size += len(s.shared.texts[n])
		records += max(1, s.shared.records[n])
	}
	results := s.shared.texts[:n:n]
	s.shared = renderedLines{s.shared.texts[n:], s.shared.records[n:]}
	if n > 0 {
		s.h.gate.Spend(client(ctx), records)
	}
	return results
}

// render renders lines, with others where they get the same.
func (s *subscription) render(ctx context.Context, lines ledger.Lines) {
	if lines.Shared && s.key != nil {
		key := *s.key
		key.first, key.last = lines.Lines[0].UID, lines.Lines[len(lines.Lines)-1].UID
		var good bool
		s.shared, good = s.h.renderings.get(
			ctx, key, func() (renderedLines, bool) { return s.renderAll(ctx, lines.Lines) },
		)
		if good {
			return
		}
		s.shared = renderedLines{}
	}
	s.own = s.renderOwn(ctx, lines.Lines)
}

// renderAll renders lines for whoever shares them, who may outlast this
// subscription. A result with an error names one request, and is not shared.
func (s *subscription) renderAll(ctx context.Context, lines []*ent.Change) (all renderedLines, good bool) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.h.config.Deadline)
	defer cancel()
	next := s.renderOwn(ctx, lines)
	for {
		one, more := next()
		switch {
		case !more:
			return all, len(all.texts) == len(lines)
		case one.failed:
			return renderedLines{}, false
		}
		all.texts, all.records = append(all.texts, one.text), append(all.records, one.records)
	}
}

// renderOwn renders lines one after another, each when it is asked for. What they
// lead to is loaded for all of them at once.
func (s *subscription) renderOwn(ctx context.Context, lines []*ent.Change) func() (rendered, bool) {
	own := make([]*ent.Change, len(lines)) // siblings keep what was loaded, for this viewer
	for i, line := range lines {
		copied := *line
		own[i] = &copied
	}
	ctx = context.WithValue(ctx, linesKey{}, batch.Together[ent.Change](own))
	responses, inner := s.h.exec.DispatchOperation(ctx, s.op)
	return func() (rendered, bool) { return s.result(inner, responses) }
}

// result is the next result of an operation. Each has the budget of one answer.
func (s *subscription) result(ctx context.Context, responses graphql.ResponseHandler) (rendered, bool) {
	s.budget.Refill(s.h.config.Limits.Records)
	answer := responses(ctx)
	_ = s.h.config.Network.CatchUp(ctx) // so that who is told of a write finds it; else readers wait
	if answer == nil {
		return rendered{}, false
	}
	inOrder(answer.Errors)
	result := &response{Data: answer.Data, Errors: answer.Errors, executed: true}
	s.bill.actual = s.budget.Used()
	s.h.tell(ctx, s.bill, result)
	text, more := encoded(result)
	text = bytes.TrimSuffix(text, []byte("\n"))
	return rendered{text, s.bill.actual, len(result.Errors) > 0}, more
}
