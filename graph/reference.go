package graph

import (
	"context"
	"fmt"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/model"
	"maillage/internal/relay"
)

func (r *audienceResolver) PartOf(ctx context.Context, obj *ent.Audience) ([]*ent.Audience, error) {
	panic(fmt.Errorf("not implemented: PartOf - partOf"))
}

func (r *audienceResolver) Parts(ctx context.Context, obj *ent.Audience) ([]*ent.Audience, error) {
	panic(fmt.Errorf("not implemented: Parts - parts"))
}

func (r *audienceResolver) Relations(ctx context.Context, obj *ent.Audience, first *int, after *string, last *int, before *string, filter *model.RelationFilter) (*relay.Connection[ent.Relation], error) {
	panic(fmt.Errorf("not implemented: Relations - relations"))
}

func (r *audienceResolver) InverseRelations(ctx context.Context, obj *ent.Audience, first *int, after *string, last *int, before *string, filter *model.RelationFilter) (*relay.Connection[ent.Relation], error) {
	panic(fmt.Errorf("not implemented: InverseRelations - inverseRelations"))
}

func (r *audienceResolver) Citations(ctx context.Context, obj *ent.Audience, first *int, after *string, last *int, before *string, filter *model.CitationFilter) (*relay.Connection[ent.Citation], error) {
	panic(fmt.Errorf("not implemented: Citations - citations"))
}

func (r *conceptResolver) Relations(ctx context.Context, obj *ent.Concept, first *int, after *string, last *int, before *string, filter *model.RelationFilter) (*relay.Connection[ent.Relation], error) {
	panic(fmt.Errorf("not implemented: Relations - relations"))
}

func (r *conceptResolver) InverseRelations(ctx context.Context, obj *ent.Concept, first *int, after *string, last *int, before *string, filter *model.RelationFilter) (*relay.Connection[ent.Relation], error) {
	panic(fmt.Errorf("not implemented: InverseRelations - inverseRelations"))
}

func (r *conceptResolver) Citations(ctx context.Context, obj *ent.Concept, first *int, after *string, last *int, before *string, filter *model.CitationFilter) (*relay.Connection[ent.Citation], error) {
	panic(fmt.Errorf("not implemented: Citations - citations"))
}

func (r *criterionResolver) Relations(ctx context.Context, obj *ent.Criterion, first *int, after *string, last *int, before *string, filter *model.RelationFilter) (*relay.Connection[ent.Relation], error) {
	panic(fmt.Errorf("not implemented: Relations - relations"))
}

func (r *criterionResolver) InverseRelations(ctx context.Context, obj *ent.Criterion, first *int, after *string, last *int, before *string, filter *model.RelationFilter) (*relay.Connection[ent.Relation], error) {
	panic(fmt.Errorf("not implemented: InverseRelations - inverseRelations"))
}

func (r *criterionResolver) Citations(ctx context.Context, obj *ent.Criterion, first *int, after *string, last *int, before *string, filter *model.CitationFilter) (*relay.Connection[ent.Citation], error) {
	panic(fmt.Errorf("not implemented: Citations - citations"))
}

func (r *programmeResolver) InverseRelations(ctx context.Context, obj *ent.Programme, first *int, after *string, last *int, before *string, filter *model.RelationFilter) (*relay.Connection[ent.Relation], error) {
	panic(fmt.Errorf("not implemented: InverseRelations - inverseRelations"))
}

func (r *programmeResolver) Citations(ctx context.Context, obj *ent.Programme, first *int, after *string, last *int, before *string, filter *model.CitationFilter) (*relay.Connection[ent.Citation], error) {
	panic(fmt.Errorf("not implemented: Citations - citations"))
}

func (r *queryResolver) Programme(ctx context.Context, code string) (*ent.Programme, error) {
	panic(fmt.Errorf("not implemented: Programme - programme"))
}

func (r *queryResolver) Programmes(ctx context.Context, first *int, after *string, last *int, before *string, filter *model.ThingFilter, orderBy *model.ThingOrder) (*relay.Connection[ent.Programme], error) {
	panic(fmt.Errorf("not implemented: Programmes - programmes"))
}

func (r *queryResolver) Audience(ctx context.Context, code string) (*ent.Audience, error) {
	panic(fmt.Errorf("not implemented: Audience - audience"))
}

func (r *queryResolver) Audiences(ctx context.Context, first *int, after *string, last *int, before *string, filter *model.AudienceFilter, orderBy *model.ThingOrder) (*relay.Connection[ent.Audience], error) {
	panic(fmt.Errorf("not implemented: Audiences - audiences"))
}

func (r *queryResolver) Territory(ctx context.Context, code string) (*ent.Territory, error) {
	panic(fmt.Errorf("not implemented: Territory - territory"))
}

func (r *queryResolver) Territories(ctx context.Context, first *int, after *string, last *int, before *string, filter *model.TerritoryFilter, orderBy *model.ThingOrder) (*relay.Connection[ent.Territory], error) {
	panic(fmt.Errorf("not implemented: Territories - territories"))
}

func (r *queryResolver) Criterion(ctx context.Context, code string) (*ent.Criterion, error) {
	panic(fmt.Errorf("not implemented: Criterion - criterion"))
}

func (r *queryResolver) Criteria(ctx context.Context, first *int, after *string, last *int, before *string, filter *model.ThingFilter, orderBy *model.ThingOrder) (*relay.Connection[ent.Criterion], error) {
	panic(fmt.Errorf("not implemented: Criteria - criteria"))
}

func (r *queryResolver) Concept(ctx context.Context, code string) (*ent.Concept, error) {
	panic(fmt.Errorf("not implemented: Concept - concept"))
}

func (r *queryResolver) Concepts(ctx context.Context, first *int, after *string, last *int, before *string, filter *model.ConceptFilter, orderBy *model.ThingOrder) (*relay.Connection[ent.Concept], error) {
	panic(fmt.Errorf("not implemented: Concepts - concepts"))
}

func (r *territoryResolver) Identifiers(ctx context.Context, obj *ent.Territory, first *int, after *string, last *int, before *string, filter *model.IdentifierFilter) (*relay.Connection[ent.Identifier], error) {
	panic(fmt.Errorf("not implemented: Identifiers - identifiers"))
}

func (r *territoryResolver) PartOf(ctx context.Context, obj *ent.Territory) ([]*ent.Territory, error) {
	panic(fmt.Errorf("not implemented: PartOf - partOf"))
}

func (r *territoryResolver) Parts(ctx context.Context, obj *ent.Territory) ([]*ent.Territory, error) {
	panic(fmt.Errorf("not implemented: Parts - parts"))
}

func (r *territoryResolver) Relations(ctx context.Context, obj *ent.Territory, first *int, after *string, last *int, before *string, filter *model.RelationFilter) (*relay.Connection[ent.Relation], error) {
	panic(fmt.Errorf("not implemented: Relations - relations"))
}

func (r *territoryResolver) InverseRelations(ctx context.Context, obj *ent.Territory, first *int, after *string, last *int, before *string, filter *model.RelationFilter) (*relay.Connection[ent.Relation], error) {
	panic(fmt.Errorf("not implemented: InverseRelations - inverseRelations"))
}

func (r *territoryResolver) Citations(ctx context.Context, obj *ent.Territory, first *int, after *string, last *int, before *string, filter *model.CitationFilter) (*relay.Connection[ent.Citation], error) {
	panic(fmt.Errorf("not implemented: Citations - citations"))
}

func (r *Resolver) Audience() exec.AudienceResolver { return &audienceResolver{r} }

func (r *Resolver) Concept() exec.ConceptResolver { return &conceptResolver{r} }

func (r *Resolver) Criterion() exec.CriterionResolver { return &criterionResolver{r} }

func (r *Resolver) Programme() exec.ProgrammeResolver { return &programmeResolver{r} }

func (r *Resolver) Territory() exec.TerritoryResolver { return &territoryResolver{r} }

type (
	audienceResolver  struct{ *Resolver }
	conceptResolver   struct{ *Resolver }
	criterionResolver struct{ *Resolver }
	programmeResolver struct{ *Resolver }
	territoryResolver struct{ *Resolver }
)
