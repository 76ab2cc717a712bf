package graph

import (
	"context"
	"fmt"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/model"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
)

func (r *actionResolver) Contract(ctx context.Context, obj *ent.Action) (*ent.Contract, error) {
	panic(fmt.Errorf("not implemented: Contract - contract"))
}

func (r *actionResolver) InForce(ctx context.Context, obj *ent.Action, asOf lexicon.PartialDate) (lexicon.Truth, error) {
	panic(fmt.Errorf("not implemented: InForce - inForce"))
}

func (r *actionResolver) PartOf(ctx context.Context, obj *ent.Action) ([]*ent.Action, error) {
	panic(fmt.Errorf("not implemented: PartOf - partOf"))
}

func (r *actionResolver) Parts(ctx context.Context, obj *ent.Action) ([]*ent.Action, error) {
	panic(fmt.Errorf("not implemented: Parts - parts"))
}

func (r *actionResolver) Themes(ctx context.Context, obj *ent.Action) ([]*ent.Theme, error) {
	panic(fmt.Errorf("not implemented: Themes - themes"))
}

func (r *actionResolver) Audiences(ctx context.Context, obj *ent.Action) ([]*ent.Audience, error) {
	panic(fmt.Errorf("not implemented: Audiences - audiences"))
}

func (r *actionResolver) Territories(ctx context.Context, obj *ent.Action) ([]*ent.Territory, error) {
	panic(fmt.Errorf("not implemented: Territories - territories"))
}

func (r *actionResolver) Programmes(ctx context.Context, obj *ent.Action) ([]*ent.Programme, error) {
	panic(fmt.Errorf("not implemented: Programmes - programmes"))
}

func (r *actionResolver) Criteria(ctx context.Context, obj *ent.Action) ([]*ent.Criterion, error) {
	panic(fmt.Errorf("not implemented: Criteria - criteria"))
}

func (r *actionResolver) Alignments(ctx context.Context, obj *ent.Action, first *int, after *string, last *int, before *string, filter *model.AlignmentFilter, orderBy *model.RecordOrder) (*relay.Connection[ent.Alignment], error) {
	panic(fmt.Errorf("not implemented: Alignments - alignments"))
}

func (r *actionResolver) Contributions(ctx context.Context, obj *ent.Action, first *int, after *string, last *int, before *string, filter *model.ContributionFilter, orderBy *model.RecordOrder) (*relay.Connection[ent.Contribution], error) {
	panic(fmt.Errorf("not implemented: Contributions - contributions"))
}

func (r *actionResolver) Relations(ctx context.Context, obj *ent.Action, first *int, after *string, last *int, before *string, filter *model.RelationFilter) (*relay.Connection[ent.Relation], error) {
	panic(fmt.Errorf("not implemented: Relations - relations"))
}

func (r *actionResolver) InverseRelations(ctx context.Context, obj *ent.Action, first *int, after *string, last *int, before *string, filter *model.RelationFilter) (*relay.Connection[ent.Relation], error) {
	panic(fmt.Errorf("not implemented: InverseRelations - inverseRelations"))
}

func (r *actionResolver) Citations(ctx context.Context, obj *ent.Action, first *int, after *string, last *int, before *string, filter *model.CitationFilter) (*relay.Connection[ent.Citation], error) {
	panic(fmt.Errorf("not implemented: Citations - citations"))
}

func (r *queryResolver) Action(ctx context.Context, contract string, code string) (*ent.Action, error) {
	panic(fmt.Errorf("not implemented: Action - action"))
}

func (r *queryResolver) Actions(ctx context.Context, first *int, after *string, last *int, before *string, filter *model.ActionFilter, orderBy *model.ThingOrder) (*relay.Connection[ent.Action], error) {
	panic(fmt.Errorf("not implemented: Actions - actions"))
}

func (r *Resolver) Action() exec.ActionResolver { return &actionResolver{r} }

type actionResolver struct{ *Resolver }
