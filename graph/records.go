package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/batch"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/record"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
)

// ref refers to a record of any type.
type ref struct {
	prefix string // of its public identifier
	id     int
}

// kindOf returns the kind of a record type in the network, by its prefix; 0 for a type that is not in the network.
func kindOf(prefix string) network.Kind { return snapshot.KindOf(prefix) }

// refOf converts a reference of the network; the zero reference gives the zero ref.
func refOf(r network.Ref) ref {
	if r.IsZero() {
		return ref{}
	}
	return ref{r.Kind.String(), r.ID}
}

// nodeAt returns the record of a ref if the viewer sees it, and nil otherwise.
func nodeAt(v *snapshot.View, at ref) model.Node {
	if at.prefix == "" {
		return nil
	}
	node, _ := v.Record(at.prefix, at.id).(model.Node)
	return node
}

// recordOf returns the record that another refers to.
func recordOf[V model.Node, P any](ctx context.Context, r *relay.Reader, obj *P, of func(*P) ref) (V, error) {
	var none V
	v, err := r.Records.View(ctx)
	if err != nil {
		return none, err
	}
	if record, is := nodeAt(v, of(obj)).(V); is {
		return record, nil
	}
	return none, nil
}

// recordsOf returns the records that another refers to, in its order.
func recordsOf[V model.Node, P any](ctx context.Context, r *relay.Reader, obj *P, of func(*P) []network.Ref) ([]V,
	error) {
	v, err := r.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	var list []V
	for _, link := range of(obj) {
		if record, is := nodeAt(v, refOf(link)).(V); is {
			list = append(list, record)
		}
	}
	return list, relay.Charge(ctx, len(list))
}

// load returns records of any types.
func load(ctx context.Context, r *relay.Reader, refs []ref) (map[ref]model.Node, error) {
	v, err := r.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	nodes := make(map[ref]model.Node, len(refs))
	for _, at := range refs {
		if node := nodeAt(v, at); node != nil {
			nodes[at] = node
		}
	}
	return nodes, nil
}

// located is a record with its ref.
type located struct {
	node model.Node
	at   ref
}

// locate finds records by their public identifiers.
func locate(ctx context.Context, r *relay.Reader, uids []string) (map[string]located, error) {
	v, err := r.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	all := make(map[string]located, len(uids))
	for _, uid := range uids {
		if prefix, id := v.ByUID(uid); id != 0 {
			at := ref{prefix, int(id)}
			all[uid] = located{nodeAt(v, at), at}
		}
	}
	return all, nil
}

// nodes returns records by their public identifiers, in order; nil for an unknown one.
func (r *Resolver) nodes(ctx context.Context, uids []string) ([]model.Node, error) {
	all, err := locate(ctx, r.Reader, uids)
	if err != nil {
		return nil, err
	}
	beside, err := r.besideRecords(ctx, uids)
	if err != nil {
		return nil, err
	}
	derived, err := r.derivedNodes(ctx, uids)
	nodes := make([]model.Node, len(uids))
	for i, uid := range uids {
		if nodes[i] = all[uid].node; nodes[i] == nil {
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
	if lines := called["change"]; len(lines) > 0 && access.From(ctx).HasScope(lexicon.ScopeFeed) {
		list, err := r.Ledger.Find(ctx, columnIn("uid", lines))
		if err != nil {
			return nil, err
		}
		for _, line := range batch.Group[ent.Change](list) {
			found[line.UID] = line
		}
	}
	if drafts := called["draft"]; len(drafts) > 0 && signedIn(ctx) {
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

// ids returns the database ids of references.
func ids(refs []network.Ref) []int {
	list := make([]int, len(refs))
	for i, r := range refs {
		list[i] = r.ID
	}
	return list
}

// cited returns the record that a citation is about.
func cited(c *ent.Citation) ref {
	prefix, id := record.Of("citation").Field("record").Target(c)
	return ref{prefix, id}
}
