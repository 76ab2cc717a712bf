package gqlserver

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/99designs/gqlgen/graphql"

	"maillage/internal/batch"
	"maillage/internal/feed"
	"maillage/internal/gen/ent"
	"maillage/internal/relay"
)

// ChangeEdgeDocument is the subscription whose result is the content of a webhook. It selects no records, for which an
// owner would need the scope READ, and no names of persons.
const ChangeEdgeDocument = `subscription Webhook {
  changed {
    cursor
    node {
      id at actor { accountId } reason operation recordType recordId version contractId writeId
      reverts { id }
      fields {
        field
        before { text date number amount flag texts recordId translations { field language text } }
        after { text date number amount flag texts recordId translations { field language text } }
      }
    }
  }
}`

// ChangeEdge returns the edge of a line of the ledger as the subscription `changed` sends it to the viewer.
func (h *Handler) ChangeEdge(ctx context.Context, line *ent.Change) ([]byte, error) {
	ctx = withCostRecord(ctx, &costRecord{})
	ctx, _ = relay.WithBudget(graphql.StartOperationTrace(ctx), h.config.Limits.Records)
	op, errs := h.exec.CreateOperationContext(ctx, &graphql.RawParams{Query: ChangeEdgeDocument})
	if errs != nil {
		return nil, errs
	}
	own := *line // siblings cache what was loaded for this viewer
	ctx = feed.WithLines(ctx, batch.Group[ent.Change]([]*ent.Change{&own}))
	responses, ctx := h.exec.DispatchOperation(ctx, op)
	answer := responses(ctx)
	switch {
	case answer == nil:
		return nil, fmt.Errorf("the line %s has no edge", line.UID)
	case len(answer.Errors) > 0:
		return nil, answer.Errors
	}
	var data struct{ Changed json.RawMessage }
	err := json.Unmarshal(answer.Data, &data)
	return data.Changed, err
}
