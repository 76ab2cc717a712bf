package graph

import (
	"context"
	"fmt"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/model"
	"maillage/internal/relay"
)

func (r *identifierResolver) Partner(ctx context.Context, obj *ent.Identifier) (*ent.Partner, error) {
	panic(fmt.Errorf("not implemented: Partner - partner"))
}

func (r *identifierResolver) Territory(ctx context.Context, obj *ent.Identifier) (*ent.Territory, error) {
	panic(fmt.Errorf("not implemented: Territory - territory"))
}

func (r *identifierResolver) Citations(ctx context.Context, obj *ent.Identifier, first *int, after *string, last *int, before *string, filter *model.CitationFilter) (*relay.Connection[ent.Citation], error) {
	panic(fmt.Errorf("not implemented: Citations - citations"))
}

func (r *queryResolver) Identifiers(ctx context.Context, first *int, after *string, last *int, before *string, filter *model.IdentifierFilter, orderBy *model.RecordOrder) (*relay.Connection[ent.Identifier], error) {
	panic(fmt.Errorf("not implemented: Identifiers - identifiers"))
}

func (r *Resolver) Identifier() exec.IdentifierResolver { return &identifierResolver{r} }

type identifierResolver struct{ *Resolver }
