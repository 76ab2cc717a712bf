package graph

import (
	"context"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/batch"
	"maillage/internal/derived"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/lexicon"
	"maillage/internal/lookup"
	"maillage/internal/message"
	"maillage/internal/relay"
)

// Schema is the schema that the executor runs.
var Schema = served()

// served removes from the schema what the libraries announce but the API does not serve. These are `@defer`, which
// the executor would answer with null; a directive location that is in no edition of the specification; and
// interfaces among the possible types.
func served() *ast.Schema {
	s := exec.Schema // shared by all executors
	delete(s.Directives, "defer")
	for _, d := range s.Directives {
		d.Locations = slices.DeleteFunc(
			d.Locations, func(l ast.DirectiveLocation) bool { return l == "DIRECTIVE_DEFINITION" },
		)
	}
	for name, types := range s.PossibleTypes {
		s.PossibleTypes[name] = slices.DeleteFunc(types, func(d *ast.Definition) bool { return d.Kind != ast.Object })
	}
	return s
}

func (r *queryResolver) Node(ctx context.Context, id string) (model.Node, error) {
	found, err := r.nodes(ctx, []string{id})
	if err != nil {
		return nil, err
	}
	return found[0], nil
}

func (r *queryResolver) Nodes(ctx context.Context, ids []string) ([]model.Node, error) {
	if len(ids) > relay.MaxPage {
		return nil, &model.Error{
			Code: model.BadUserInput, Argument: []any{"ids"}, Sentence: message.TooManyIDs(relay.MaxPage, len(ids)),
		}
	}
	return r.nodes(ctx, ids)
}

func (r *queryResolver) Matrix(
	ctx context.Context, filter map[string]any, asOf *lexicon.PartialDate,
) (*model.Matrix, error) {
	return r.derived().Matrix(ctx, derived.ArgsOf(filter, asOf))
}

func (r *queryResolver) Path(
	ctx context.Context, from model.Input, to model.Input, asOf *lexicon.PartialDate,
) (*model.Path, error) {
	return r.derived().Path(ctx, from, to, asOf)
}

func (r *Resolver) Query() exec.QueryResolver { return &queryResolver{r} }

type queryResolver struct{ *Resolver }

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
