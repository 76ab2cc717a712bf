package relay

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/record"
	"maillage/internal/rows"
	"maillage/internal/snapshot"
)

// FieldKey returns a key for the current field and its arguments: the field's node in the document. An
// alias would not do. One record may appear twice in an answer, as a node of an edge and as a node,
// with fields of the same alias.
func FieldKey(ctx context.Context) any { return graphql.GetFieldContext(ctx).Field.Field }

// ByID returns the records with the database ids, as far as the viewer sees them.
func ByID[T any](ctx context.Context, r *Reader, t *Table[T], ids []int) (map[int]*T, error) {
	v, err := r.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	found := make(map[int]*T, len(ids))
	for _, id := range ids {
		if _, known := found[id]; known {
			continue
		}
		if one, is := any(v.Record(t.prefix, id)).(*T); is {
			found[id] = one
		}
	}
	return found, nil
}

// ByUID returns the record with a public identifier; nil if there is none that the viewer sees.
func ByUID[T any](ctx context.Context, r *Reader, t *Table[T], uid string) (*T, error) {
	v, err := r.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	prefix, id := v.ByUID(uid)
	if id == 0 || prefix != t.prefix {
		return nil, nil //nolint:nilnil // what is not there is null
	}
	one, _ := any(v.Record(prefix, int(id))).(*T)
	return one, nil
}

// One returns the record to which a record refers; nil if the reference is.
func One[P, T any](ctx context.Context, r *Reader, parent *P, t *Table[T], id func(*P) *int) (*T, error) {
	at := id(parent)
	if at == nil {
		return nil, nil //nolint:nilnil // what is not there is null
	}
	v, err := r.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	one, _ := any(v.Record(t.prefix, *at)).(*T)
	return one, nil
}

// Many returns the records whose ids a record holds, in its order.
func Many[P, T any](ctx context.Context, r *Reader, parent *P, t *Table[T], of func(*P) []int) ([]*T, error) {
	v, err := r.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	var many []*T
	for _, id := range of(parent) {
		if one, is := any(v.Record(t.prefix, id)).(*T); is {
			many = append(many, one)
		}
	}
	return chargedList(ctx, many, nil)
}

// Ends is how relations lead from one type to another: by which verbs, and through which columns.
type Ends struct {
	Kinds    []lexicon.RelationKind
	From, To string // columns of relations
}

// Ways returns how the relations of a list lead from the records that have it, and back to them.
func Ways(prefix, field string) (there, back Ends) {
	r := record.RelatedBy(prefix, field)
	return Ends{r.Kinds, r.Subject(), r.Object()}, Ends{r.Kinds, r.Object(), r.Subject()}
}

// Related returns the records at the other end of a record's relations, without duplicates and in the
// order of the relations. Abandoned relations are ignored.
func Related[T any](ctx context.Context, r *Reader, parent ent.Row, ends Ends, t *Table[T]) ([]*T, error) {
	v, err := r.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	var related []*T
	for _, id := range OtherEnds(v, int32(parent.RowID()), ends) { //nolint:gosec // it is an id
		if one, is := any(v.Record(t.prefix, int(id))).(*T); is {
			related = append(related, one)
		}
	}
	return chargedList(ctx, related, nil)
}

// OtherEnds returns the ids at the other end of a record's relations that the viewer sees, without
// duplicates.
func OtherEnds(v *snapshot.View, parent int32, ends Ends) (ids []int32) {
	relations := v.Children("relation", ends.From, parent)
	if len(relations) == 0 {
		return nil
	}
	store := v.Rows("relation")
	sees, kind, status, to := v.VisibilityOf("relation"), store.Number("kind"), store.Number("status"),
		v.Parent("relation", ends.To)
	abandoned := int64(rows.Code(lexicon.StatusAbandoned))
	for _, id := range relations {
		of, _ := kind(id)
		now, _ := status(id)
		is := slices.ContainsFunc(ends.Kinds, func(k lexicon.RelationKind) bool { return int64(rows.Code(k)) == of })
		if end := to(id); is && now != abandoned && end != 0 && sees(id) && !slices.Contains(ids, end) {
			ids = append(ids, end)
		}
	}
	return ids
}
