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

func (r *partnerResolver) Successor(ctx context.Context, obj *ent.Partner) (*ent.Partner, error) {
	panic(fmt.Errorf("not implemented: Successor - successor"))
}

func (r *partnerResolver) Identifiers(ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string, filter *model.IdentifierFilter) (*relay.Connection[ent.Identifier], error) {
	panic(fmt.Errorf("not implemented: Identifiers - identifiers"))
}

func (r *partnerResolver) Contributions(ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string, filter *model.ContributionFilter, orderBy *model.RecordOrder) (*relay.Connection[ent.Contribution], error) {
	panic(fmt.Errorf("not implemented: Contributions - contributions"))
}

func (r *partnerResolver) Memberships(ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string, filter *model.MembershipFilter, orderBy *model.RecordOrder) (*relay.Connection[ent.Membership], error) {
	panic(fmt.Errorf("not implemented: Memberships - memberships"))
}

func (r *partnerResolver) Members(ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string, filter *model.MembershipFilter, orderBy *model.RecordOrder) (*relay.Connection[ent.Membership], error) {
	panic(fmt.Errorf("not implemented: Members - members"))
}

func (r *partnerResolver) Axes(ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string, contracts []string, themes []string, roles []lexicon.Role, statuses []lexicon.Status, basis []lexicon.Basis, asOf *lexicon.PartialDate) (*relay.Connection[view.DerivedContribution], error) {
	panic(fmt.Errorf("not implemented: Axes - axes"))
}

func (r *partnerResolver) Peers(ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string, asOf *lexicon.PartialDate) (*relay.Connection[view.Peer], error) {
	panic(fmt.Errorf("not implemented: Peers - peers"))
}

func (r *partnerResolver) Relations(ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string, filter *model.RelationFilter) (*relay.Connection[ent.Relation], error) {
	panic(fmt.Errorf("not implemented: Relations - relations"))
}

func (r *partnerResolver) InverseRelations(ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string, filter *model.RelationFilter) (*relay.Connection[ent.Relation], error) {
	panic(fmt.Errorf("not implemented: InverseRelations - inverseRelations"))
}

func (r *partnerResolver) Citations(ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string, filter *model.CitationFilter) (*relay.Connection[ent.Citation], error) {
	panic(fmt.Errorf("not implemented: Citations - citations"))
}

func (r *queryResolver) Partner(ctx context.Context, code string) (*ent.Partner, error) {
	panic(fmt.Errorf("not implemented: Partner - partner"))
}

func (r *queryResolver) Partners(ctx context.Context, first *int, after *string, last *int, before *string, filter *model.PartnerFilter, orderBy *model.ThingOrder) (*relay.Connection[ent.Partner], error) {
	panic(fmt.Errorf("not implemented: Partners - partners"))
}

func (r *Resolver) Partner() exec.PartnerResolver { return &partnerResolver{r} }

type partnerResolver struct{ *Resolver }
