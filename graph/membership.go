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

func (r *membershipResolver) Partner(ctx context.Context, obj *ent.Membership) (*ent.Partner, error) {
	panic(fmt.Errorf("not implemented: Partner - partner"))
}

func (r *membershipResolver) Group(ctx context.Context, obj *ent.Membership) (*ent.WorkingGroup, error) {
	panic(fmt.Errorf("not implemented: Group - group"))
}

func (r *membershipResolver) Collective(ctx context.Context, obj *ent.Membership) (*ent.Partner, error) {
	panic(fmt.Errorf("not implemented: Collective - collective"))
}

func (r *membershipResolver) Holds(ctx context.Context, obj *ent.Membership, asOf lexicon.PartialDate) (lexicon.Truth, error) {
	panic(fmt.Errorf("not implemented: Holds - holds"))
}

func (r *membershipResolver) Citations(ctx context.Context, obj *ent.Membership, first *int, after *string, last *int, before *string, filter *model.CitationFilter) (*relay.Connection[ent.Citation], error) {
	panic(fmt.Errorf("not implemented: Citations - citations"))
}

func (r *queryResolver) Memberships(ctx context.Context, first *int, after *string, last *int, before *string, filter *model.MembershipFilter, orderBy *model.RecordOrder) (*relay.Connection[ent.Membership], error) {
	panic(fmt.Errorf("not implemented: Memberships - memberships"))
}

func (r *Resolver) Membership() exec.MembershipResolver { return &membershipResolver{r} }

type membershipResolver struct{ *Resolver }
