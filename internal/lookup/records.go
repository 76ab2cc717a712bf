// Package lookup finds the records that the arguments of the API name, as the viewer of a request sees them.
package lookup

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/gen/ent"
	"maillage/internal/network"
	"maillage/internal/record"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
)

// Ref refers to a record of any type.
type Ref struct {
	Prefix string // of its public identifier
	ID     int
}

// kindOf returns the kind of a record type in the network, by its prefix; 0 for a type that is not in the network.
func kindOf(prefix string) network.Kind { return snapshot.KindOf(prefix) }

// RefOf converts a reference of the network; the zero reference gives the zero Ref.
func RefOf(r network.Ref) Ref {
	if r.IsZero() {
		return Ref{}
	}
	return Ref{r.Kind.String(), r.ID}
}

// NodeAt returns the record of a Ref if the viewer sees it, and nil otherwise.
func NodeAt(v *snapshot.View, at Ref) model.Node {
	if at.Prefix == "" {
		return nil
	}
	node, _ := v.Record(at.Prefix, at.ID).(model.Node)
	return node
}

// RecordOf returns the record that another refers to.
func RecordOf[V model.Node, P any](ctx context.Context, r *relay.Reader, obj *P, of func(*P) Ref) (V, error) {
	var none V
	v, err := r.Records.View(ctx)
	if err != nil {
		return none, err
	}
	if record, is := NodeAt(v, of(obj)).(V); is {
		return record, nil
	}
	return none, nil
}

// RecordsOf returns the records that another refers to, in its order.
func RecordsOf[V model.Node, P any](ctx context.Context, r *relay.Reader, obj *P, of func(*P) []network.Ref) ([]V,
	error) {
	v, err := r.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	var list []V
	for _, link := range of(obj) {
		if record, is := NodeAt(v, RefOf(link)).(V); is {
			list = append(list, record)
		}
	}
	return list, relay.Charge(ctx, len(list))
}

// LoadRecords returns records of any types.
func LoadRecords(ctx context.Context, r *relay.Reader, refs []Ref) (map[Ref]model.Node, error) {
	v, err := r.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	nodes := make(map[Ref]model.Node, len(refs))
	for _, at := range refs {
		if node := NodeAt(v, at); node != nil {
			nodes[at] = node
		}
	}
	return nodes, nil
}

// Located is a record with its Ref.
type Located struct {
	Node model.Node
	At   Ref
}

// Locate finds records by their public identifiers.
func Locate(ctx context.Context, r *relay.Reader, uids []string) (map[string]Located, error) {
	v, err := r.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	all := make(map[string]Located, len(uids))
	for _, uid := range uids {
		if prefix, id := v.ByUID(uid); id != 0 {
			at := Ref{prefix, int(id)}
			all[uid] = Located{NodeAt(v, at), at}
		}
	}
	return all, nil
}

// Nodes returns records by their public identifiers, in order; nil for an unknown one.
func Nodes(ctx context.Context, r *relay.Reader, uids []string) ([]model.Node, error) {
	all, err := Locate(ctx, r, uids)
	nodes := make([]model.Node, len(uids))
	for i, uid := range uids {
		nodes[i] = all[uid].Node
	}
	return nodes, err
}

// DatabaseIDs returns the database ids of references.
func DatabaseIDs(refs []network.Ref) []int {
	list := make([]int, len(refs))
	for i, r := range refs {
		list[i] = r.ID
	}
	return list
}

// CitedRecord returns the record that a citation is about.
func CitedRecord(c *ent.Citation) Ref {
	prefix, id := record.Of("citation").Field("record").Target(c)
	return Ref{prefix, id}
}
