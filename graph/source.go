package graph

import (
	"context"
	"fmt"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/model"
	"maillage/internal/relay"
	"maillage/internal/view"
)

func (r *citationResolver) Record(ctx context.Context, obj *ent.Citation) (view.Record, error) {
	panic(fmt.Errorf("not implemented: Record - record"))
}

func (r *citationResolver) Source(ctx context.Context, obj *ent.Citation) (*ent.Source, error) {
	panic(fmt.Errorf("not implemented: Source - source"))
}

func (r *queryResolver) Source(ctx context.Context, code string) (*ent.Source, error) {
	panic(fmt.Errorf("not implemented: Source - source"))
}

func (r *queryResolver) Sources(ctx context.Context, first *int, after *string, last *int, before *string, filter *model.ThingFilter, orderBy *model.ThingOrder) (*relay.Connection[ent.Source], error) {
	panic(fmt.Errorf("not implemented: Sources - sources"))
}

func (r *queryResolver) Citations(ctx context.Context, first *int, after *string, last *int, before *string, filter *model.CitationFilter, orderBy *model.RecordOrder) (*relay.Connection[ent.Citation], error) {
	panic(fmt.Errorf("not implemented: Citations - citations"))
}

func (r *sourceResolver) CitedFor(ctx context.Context, obj *ent.Source, first *int, after *string, last *int, before *string, filter *model.CitationFilter) (*relay.Connection[ent.Citation], error) {
	panic(fmt.Errorf("not implemented: CitedFor - citedFor"))
}

func (r *sourceResolver) Relations(ctx context.Context, obj *ent.Source, first *int, after *string, last *int, before *string, filter *model.RelationFilter) (*relay.Connection[ent.Relation], error) {
	panic(fmt.Errorf("not implemented: Relations - relations"))
}

func (r *sourceResolver) InverseRelations(ctx context.Context, obj *ent.Source, first *int, after *string, last *int, before *string, filter *model.RelationFilter) (*relay.Connection[ent.Relation], error) {
	panic(fmt.Errorf("not implemented: InverseRelations - inverseRelations"))
}

func (r *sourceResolver) Citations(ctx context.Context, obj *ent.Source, first *int, after *string, last *int, before *string, filter *model.CitationFilter) (*relay.Connection[ent.Citation], error) {
	panic(fmt.Errorf("not implemented: Citations - citations"))
}

func (r *Resolver) Citation() exec.CitationResolver { return &citationResolver{r} }

func (r *Resolver) Source() exec.SourceResolver { return &sourceResolver{r} }

type (
	citationResolver struct{ *Resolver }
	sourceResolver   struct{ *Resolver }
)
