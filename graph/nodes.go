package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/batch"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/lookup"
)

// nodes returns what public identifiers name, in order: records, lines of the ledger, drafts, and what is derived; nil
// for an unknown one.
func (r *Resolver) nodes(ctx context.Context, uids []string) ([]model.Node, error) {
	nodes, err := lookup.Nodes(ctx, r.Reader, uids)
	if err != nil {
		return nil, err
	}
	beside, err := r.besideRecords(ctx, uids)
	if err != nil {
		return nil, err
	}
	derived, err := r.derived().Nodes(ctx, uids)
	for i, uid := range uids {
		if nodes[i] == nil {
			nodes[i] = beside[uid]
		}
		if nodes[i] == nil {
			nodes[i] = derived[uid]
		}
	}
	return nodes, err
}

// besideRecords returns the lines of the ledger and the drafts among some identifiers, as far as the viewer sees
// them. There are none at an earlier moment.
func (r *Resolver) besideRecords(ctx context.Context, uids []string) (map[string]model.Node, error) {
	called := map[string][]string{}
	for _, uid := range uids {
		prefix, _ := lexicon.UIDPrefix(uid)
		called[prefix] = append(called[prefix], uid)
	}
	found := map[string]model.Node{}
	if r.AsKnownAt != nil {
		return found, nil
	}
	lines, err := r.feed().LinesNamed(ctx, called["change"])
	if err != nil {
		return nil, err
	}
	for uid, line := range lines {
		found[uid] = line
	}
	if drafts := called["draft"]; len(drafts) > 0 && access.SignedIn(ctx) {
		list, err := r.Editor.DraftsCalled(ctx, drafts)
		if err != nil {
			return nil, err
		}
		for _, draft := range batch.Group[ent.Draft](list) {
			found[draft.UID] = draft
		}
	}
	return found, nil
}
