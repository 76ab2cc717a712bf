package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/lexicon"
	"maillage/internal/locale"
	"maillage/internal/lookup"
	"maillage/internal/network"
	"maillage/internal/relay"
)

func (r *bridgesResolver) Latent(ctx context.Context, obj *model.Bridges) ([]*ent.Alignment, error) {
	return relay.Many(
		ctx, r.Reader, obj, relay.Alignments, func(b *model.Bridges) []int { return lookup.DatabaseIDs(b.Latent) },
	)
}

func (r *bridgingPartnerResolver) Partner(ctx context.Context, obj *model.BridgingPartner) (*ent.Partner, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Partners, func(record *model.BridgingPartner) *int { return &record.PartnerID },
	)
}

func (r *bridgingPartnerResolver) Axes(ctx context.Context, obj *model.BridgingPartner) ([]*ent.Axis, error) {
	return relay.Many(ctx, r.Reader, obj, relay.Axes, func(b *model.BridgingPartner) []int { return b.AxisIDs })
}

func (r *chainResolver) Links(ctx context.Context, obj *model.Chain) ([]model.Claim, error) {
	return lookup.RecordsOf[model.Claim](ctx, r.Reader, obj, func(c *model.Chain) []network.Ref { return c.Links })
}

func (r *derivedContributionResolver) ID(ctx context.Context, obj *model.DerivedContribution) (string, error) {
	return r.derived().ContributionID(ctx, obj)
}

func (r *derivedContributionResolver) Partner(
	ctx context.Context, obj *model.DerivedContribution,
) (*ent.Partner, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Partners, func(d *model.DerivedContribution) *int { return &d.Cell.Partner },
	)
}

func (r *derivedContributionResolver) Axis(ctx context.Context, obj *model.DerivedContribution) (*ent.Axis, error) {
	return relay.One(ctx, r.Reader, obj, relay.Axes, func(d *model.DerivedContribution) *int { return &d.Cell.Axis })
}

func (r *gapResolver) Key(ctx context.Context, obj *model.Gap) (string, error) {
	return r.derived().GapKey(ctx, obj)
}

func (r *gapResolver) Message(ctx context.Context, obj *model.Gap, language *lexicon.Language) (string, error) {
	return r.derived().GapMessage(ctx, obj, locale.Chosen(ctx, language))
}

func (r *gapResolver) Subject(ctx context.Context, obj *model.Gap) (model.HubRecord, error) {
	return lookup.RecordOf[model.HubRecord](
		ctx, r.Reader, obj, func(g *model.Gap) lookup.Ref { return lookup.RefOf(g.Subject) },
	)
}

func (r *gapResolver) Records(ctx context.Context, obj *model.Gap) ([]model.HubRecord, error) {
	return lookup.RecordsOf[model.HubRecord](ctx, r.Reader, obj, func(g *model.Gap) []network.Ref { return g.Records })
}

func (r *matrixResolver) CellsWithoutTerritory(ctx context.Context, obj *model.Matrix) (int, error) {
	u, err := r.derived().Uncovered(ctx, obj)
	return u.Without, err
}

func (r *matrixResolver) CellsAround(ctx context.Context, obj *model.Matrix) (int, error) {
	u, err := r.derived().Uncovered(ctx, obj)
	return u.Around, err
}

func (r *matrixColumnResolver) Axis(ctx context.Context, obj *model.MatrixColumn) (*ent.Axis, error) {
	return relay.One(ctx, r.Reader, obj, relay.Axes, func(record *model.MatrixColumn) *int { return &record.AxisID })
}

func (r *matrixGroupResolver) Theme(ctx context.Context, obj *model.MatrixGroup) (*ent.Theme, error) {
	return relay.One(ctx, r.Reader, obj, relay.Themes, func(record *model.MatrixGroup) *int { return &record.ThemeID })
}

func (r *matrixRowResolver) Partner(ctx context.Context, obj *model.MatrixRow) (*ent.Partner, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Partners, func(record *model.MatrixRow) *int { return &record.PartnerID },
	)
}

func (r *networkPartResolver) Records(ctx context.Context, obj *model.NetworkPart, first int) ([]model.Thing, error) {
	if wrong := (relay.Args{First: &first}).Wrong(); len(wrong) > 0 {
		return nil, wrong[0]
	}
	return lookup.RecordsOf[model.Thing](ctx, r.Reader, obj, func(p *model.NetworkPart) []network.Ref {
		return p.Things[:min(first, len(p.Things))]
	})
}

func (r *pathStepResolver) From(ctx context.Context, obj *model.PathStep) (model.HubRecord, error) {
	return lookup.RecordOf[model.HubRecord](
		ctx, r.Reader, obj, func(s *model.PathStep) lookup.Ref { return lookup.RefOf(s.From) },
	)
}

func (r *pathStepResolver) To(ctx context.Context, obj *model.PathStep) (model.HubRecord, error) {
	return lookup.RecordOf[model.HubRecord](
		ctx, r.Reader, obj, func(s *model.PathStep) lookup.Ref { return lookup.RefOf(s.To) },
	)
}

func (r *pathStepResolver) Claim(ctx context.Context, obj *model.PathStep) (model.Claim, error) {
	return lookup.RecordOf[model.Claim](
		ctx, r.Reader, obj, func(s *model.PathStep) lookup.Ref { return lookup.RefOf(s.Claim) },
	)
}

func (r *peerResolver) ID(ctx context.Context, obj *model.Peer) (string, error) {
	return r.derived().PeerID(ctx, obj)
}

func (r *peerResolver) Partner(ctx context.Context, obj *model.Peer) (*ent.Partner, error) {
	return relay.One(ctx, r.Reader, obj, relay.Partners, func(record *model.Peer) *int { return &record.PartnerID })
}

func (r *peerResolver) SharedActions(ctx context.Context, obj *model.Peer) ([]*ent.Action, error) {
	return relay.Many(ctx, r.Reader, obj, relay.Actions, func(p *model.Peer) []int { return p.ActionIDs })
}

func (r *Resolver) Bridges() exec.BridgesResolver { return &bridgesResolver{r} }

func (r *Resolver) BridgingPartner() exec.BridgingPartnerResolver { return &bridgingPartnerResolver{r} }

func (r *Resolver) Chain() exec.ChainResolver { return &chainResolver{r} }

func (r *Resolver) DerivedContribution() exec.DerivedContributionResolver {
	return &derivedContributionResolver{r}
}

func (r *Resolver) Gap() exec.GapResolver { return &gapResolver{r} }

func (r *Resolver) Matrix() exec.MatrixResolver { return &matrixResolver{r} }

func (r *Resolver) MatrixColumn() exec.MatrixColumnResolver { return &matrixColumnResolver{r} }

func (r *Resolver) MatrixGroup() exec.MatrixGroupResolver { return &matrixGroupResolver{r} }

func (r *Resolver) MatrixRow() exec.MatrixRowResolver { return &matrixRowResolver{r} }

func (r *Resolver) NetworkPart() exec.NetworkPartResolver { return &networkPartResolver{r} }

func (r *Resolver) PathStep() exec.PathStepResolver { return &pathStepResolver{r} }

func (r *Resolver) Peer() exec.PeerResolver { return &peerResolver{r} }

type (
	bridgesResolver             struct{ *Resolver }
	bridgingPartnerResolver     struct{ *Resolver }
	chainResolver               struct{ *Resolver }
	derivedContributionResolver struct{ *Resolver }
	gapResolver                 struct{ *Resolver }
	matrixResolver              struct{ *Resolver }
	matrixColumnResolver        struct{ *Resolver }
	matrixGroupResolver         struct{ *Resolver }
	matrixRowResolver           struct{ *Resolver }
	networkPartResolver         struct{ *Resolver }
	pathStepResolver            struct{ *Resolver }
	peerResolver                struct{ *Resolver }
)

func (r *gapResolver) WhoCould(ctx context.Context, obj *model.Gap, first int) ([]*model.Candidate, error) {
	return r.derived().WhoCould(ctx, obj, first)
}

func (r *candidateResolver) Partner(ctx context.Context, obj *model.Candidate) (*ent.Partner, error) {
	return relay.One(ctx, r.Reader, obj, relay.Partners, func(c *model.Candidate) *int { return &c.PartnerID })
}

func (r *candidateResolver) Axes(ctx context.Context, obj *model.Candidate) ([]*ent.Axis, error) {
	return relay.Many(ctx, r.Reader, obj, relay.Axes, func(c *model.Candidate) []int { return c.AxisIDs })
}

func (r *Resolver) Candidate() exec.CandidateResolver { return &candidateResolver{r} }

type candidateResolver struct{ *Resolver }

func (r *derivedContributionResolver) ActionsByRole(
	ctx context.Context, obj *model.DerivedContribution,
) ([]*network.RoleActions, error) {
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	all := n.ActionsByRole(*obj.Cell)
	actions := make([]*network.RoleActions, len(all))
	for i := range all {
		actions[i] = &all[i]
	}
	return actions, relay.Charge(ctx, len(actions))
}

func (r *derivedContributionResolver) Amounts(ctx context.Context, obj *model.DerivedContribution) (int, error) {
	n, err := r.Network.Current(ctx)
	if err != nil {
		return 0, err
	}
	amounts, _ := n.Amount(*obj.Cell)
	return amounts, nil
}

func (r *derivedContributionResolver) Amount(ctx context.Context, obj *model.DerivedContribution) (*int64, error) {
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	amounts, sum := n.Amount(*obj.Cell)
	if amounts == 0 {
		return nil, nil
	}
	return &sum, nil
}

func (r *roleActionsResolver) Actions(ctx context.Context, obj *network.RoleActions) ([]*ent.Action, error) {
	return relay.Many(ctx, r.Reader, obj, relay.Actions, func(a *network.RoleActions) []int { return a.Actions })
}

func (r *Resolver) RoleActions() exec.RoleActionsResolver { return &roleActionsResolver{r} }

type roleActionsResolver struct{ *Resolver }
