package gqlserver

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"

	"maillage/internal/batch"
	"maillage/internal/feed"
	"maillage/internal/gen/ent"
	"maillage/internal/gqlserver/stream"
	"maillage/internal/ledger"
	"maillage/internal/relay"
)

// subscription is one open subscription: it follows the ledger and renders its lines.
type subscription struct {
	streams
	op       *graphql.OperationContext
	cost     *costRecord
	budget   *relay.Budget
	follower *ledger.Follower        // set by the resolver; nil when it refuses the arguments
	key      *renderingKey           // under which results are shared, or nil
	shared   renderedLines           // shared results that are not yet returned
	own      func() (rendered, bool) // returns the next result that is not shared
}

// rendered is the result of one line.
type rendered struct {
	text    json.RawMessage
	records int // that it holds
	failed  bool
}

// renderedLines are the results of several lines. They are shared, so they must not be changed.
type renderedLines struct {
	texts   []json.RawMessage
	records []int // that each holds
}

// subscribe begins a subscription. It resolves the arguments once; next then renders the lines that follow.
func (s streams) subscribe(
	ctx context.Context, b *costRecord, op *graphql.OperationContext, budget *relay.Budget,
) stream.Results {
	sub := &subscription{streams: s, op: op, cost: b, budget: budget}
	responses, inner := s.h.exec.DispatchOperation(feed.WithFollower(ctx, &sub.follower), op)
	sub.own = func() (rendered, bool) { return sub.result(inner, responses) } // the error of the arguments, or nothing
	if sub.follower != nil {
		context.AfterFunc(ctx, sub.follower.Close)
		sub.key = sharedKey(ctx, b, op)
	}
	return func(context.Context) ([]json.RawMessage, bool) { return sub.next(ctx) }
}

// maxBatchBytes bounds the results that are returned at once, unless a single one is longer.
const maxBatchBytes = 64 << 10

// next waits for results: those of a shared rendering, or the next one that is not shared. It continues after a
// restart of the database.
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
		if results = s.readyResults(ctx); len(results) > 0 {
			return results, true
		}
		lines, err := s.follower.Next(ctx)
		if ctx.Err() != nil || err != nil && !s.h.config.IsTransient(err) {
			return nil, false
		}
		if err == nil {
			s.render(ctx, lines)
		}
	}
}

// readyResults returns the next results of a shared rendering, up to maxBatchBytes.
func (s *subscription) readyResults(ctx context.Context) []json.RawMessage {
	size, records, n := 0, 0, 0
	for ; n < len(s.shared.texts) && (n == 0 || size+len(s.shared.texts[n]) <= maxBatchBytes); n++ {
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

// render renders lines, shared with other clients where possible.
func (s *subscription) render(ctx context.Context, lines ledger.Lines) {
	if lines.Shared && s.key != nil {
		key := *s.key
		key.first, key.last = lines.Lines[0].UID, lines.Lines[len(lines.Lines)-1].UID
		var ok bool
		s.shared, ok = s.h.renderings.get(
			ctx, key, func() (renderedLines, bool) { return s.renderAll(ctx, lines.Lines) },
		)
		if ok {
			return
		}
		s.shared = renderedLines{}
	}
	s.own = s.renderOwn(ctx, lines.Lines)
}

// renderAll renders lines for all clients that share them, which may outlive this subscription. A result with an
// error carries the id of one request, so it is not shared.
func (s *subscription) renderAll(ctx context.Context, lines []*ent.Change) (all renderedLines, ok bool) {
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

// renderOwn returns a function that renders lines one by one. What the lines refer to is loaded for all of them at
// once.
func (s *subscription) renderOwn(ctx context.Context, lines []*ent.Change) func() (rendered, bool) {
	own := make([]*ent.Change, len(lines)) // siblings cache what was loaded for this viewer
	for i, line := range lines {
		copied := *line
		own[i] = &copied
	}
	ctx = feed.WithLines(ctx, batch.Group[ent.Change](own))
	responses, inner := s.h.exec.DispatchOperation(ctx, s.op)
	return func() (rendered, bool) { return s.result(inner, responses) }
}

// result returns the next result of an operation, with the budget of one response.
func (s *subscription) result(ctx context.Context, responses graphql.ResponseHandler) (rendered, bool) {
	s.budget.Refill(s.h.config.Limits.Records)
	answer := responses(ctx)
	_ = s.h.config.Network.CatchUp(ctx) // so that the client can read the write at once; else readers wait
	if answer == nil {
		return rendered{}, false
	}
	sortErrors(answer.Errors)
	result := &response{Data: answer.Data, Errors: answer.Errors, executed: true}
	s.cost.actual = s.budget.Used()
	s.h.addCost(ctx, s.cost, result)
	text, more := encoded(result)
	text = bytes.TrimSuffix(text, []byte("\n"))
	return rendered{text, s.cost.actual, len(result.Errors) > 0}, more
}
