package graph

import (
	"context"
	"fmt"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/model"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
	"maillage/internal/view"
)

func (r *queryResolver) Relations(ctx context.Context, first *int, after *string, last *int, before *string, filter *model.RelationFilter, orderBy *model.RecordOrder) (*relay.Connection[ent.Relation], error) {
	panic(fmt.Errorf("not implemented: Relations - relations"))
}

func (r *relationResolver) Contract(ctx context.Context, obj *ent.Relation) (*ent.Contract, error) {
	panic(fmt.Errorf("not implemented: Contract - contract"))
}

func (r *relationResolver) Subject(ctx context.Context, obj *ent.Relation) (view.Thing, error) {
	panic(fmt.Errorf("not implemented: Subject - subject"))
}

func (r *relationResolver) Object(ctx context.Context, obj *ent.Relation) (view.Thing, error) {
	panic(fmt.Errorf("not implemented: Object - object"))
}

func (r *relationResolver) Holds(ctx context.Context, obj *ent.Relation, asOf lexicon.PartialDate) (lexicon.Truth, error) {
	panic(fmt.Errorf("not implemented: Holds - holds"))
}

func (r *relationResolver) Citations(ctx context.Context, obj *ent.Relation, first *int, after *string, last *int, before *string, filter *model.CitationFilter) (*relay.Connection[ent.Citation], error) {
	panic(fmt.Errorf("not implemented: Citations - citations"))
}

func (r *Resolver) Relation() exec.RelationResolver { return &relationResolver{r} }

type relationResolver struct{ *Resolver }
