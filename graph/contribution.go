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

func (r *contributionResolver) Partner(ctx context.Context, obj *ent.Contribution) (*ent.Partner, error) {
	panic(fmt.Errorf("not implemented: Partner - partner"))
}

func (r *contributionResolver) Action(ctx context.Context, obj *ent.Contribution) (*ent.Action, error) {
	panic(fmt.Errorf("not implemented: Action - action"))
}

func (r *contributionResolver) Axis(ctx context.Context, obj *ent.Contribution) (*ent.Axis, error) {
	panic(fmt.Errorf("not implemented: Axis - axis"))
}

func (r *contributionResolver) Holds(ctx context.Context, obj *ent.Contribution, asOf lexicon.PartialDate) (lexicon.Truth, error) {
	panic(fmt.Errorf("not implemented: Holds - holds"))
}

func (r *contributionResolver) Citations(ctx context.Context, obj *ent.Contribution, first *int, after *string, last *int, before *string, filter *model.CitationFilter) (*relay.Connection[ent.Citation], error) {
	panic(fmt.Errorf("not implemented: Citations - citations"))
}

func (r *queryResolver) Contributions(ctx context.Context, first *int, after *string, last *int, before *string, filter *model.ContributionFilter, orderBy *model.RecordOrder) (*relay.Connection[ent.Contribution], error) {
	panic(fmt.Errorf("not implemented: Contributions - contributions"))
}

func (r *Resolver) Contribution() exec.ContributionResolver { return &contributionResolver{r} }

type contributionResolver struct{ *Resolver }
