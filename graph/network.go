package graph

import (
	"context"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/relay"
	"maillage/internal/view"
)

func (r *bridgesResolver) Latent(ctx context.Context, obj *view.Bridges) ([]*ent.Alignment, error) {
	return relay.Many(ctx, r.Reader, obj, relay.Alignments, func(b *view.Bridges) []int { return ids(b.Latent) })
}

func (r *bridgingPartnerResolver) Partner(ctx context.Context, obj *view.BridgingPartner) (*ent.Partner, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Partners, func(record *view.BridgingPartner) *int { return &record.PartnerID },
	)
}

func (r *bridgingPartnerResolver) Axes(ctx context.Context, obj *view.BridgingPartner) ([]*ent.Axis, error) {
	return relay.Many(ctx, r.Reader, obj, relay.Axes, func(b *view.BridgingPartner) []int { return b.AxisIDs })
}

func (r *chainResolver) Links(ctx context.Context, obj *view.Chain) ([]view.Claim, error) {
	return recordsOf[view.Claim](ctx, r.Reader, obj, func(c *view.Chain) []network.Ref { return c.Links })
}

func (r *derivedContributionResolver) ID(ctx context.Context, obj *view.DerivedContribution) (string, error) {
	return r.contributionID(ctx, obj)
}

func (r *derivedContributionResolver) Partner(
	ctx context.Context, obj *view.DerivedContribution,
) (*ent.Partner, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Partners, func(d *view.DerivedContribution) *int { return &d.Cell.Partner },
	)
}

func (r *derivedContributionResolver) Axis(ctx context.Context, obj *view.DerivedContribution) (*ent.Axis, error) {
	return relay.One(ctx, r.Reader, obj, relay.Axes, func(d *view.DerivedContribution) *int { return &d.Cell.Axis })
}

func (r *gapResolver) Key(ctx context.Context, obj *view.Gap) (string, error) {
	return r.gapKey(ctx, obj)
}

func (r *gapResolver) Message(ctx context.Context, obj *view.Gap, language *lexicon.Language) (string, error) {
	return r.gapMessage(ctx, obj, in(ctx, language))
}

func (r *gapResolver) Subject(ctx context.Context, obj *view.Gap) (view.HubRecord, error) {
	return recordOf[view.HubRecord](ctx, r.Reader, obj, func(g *view.Gap) ref { return refOf(g.Subject) })
}

func (r *gapResolver) Records(ctx context.Context, obj *view.Gap) ([]view.HubRecord, error) {
	return recordsOf[view.HubRecord](ctx, r.Reader, obj, func(g *view.Gap) []network.Ref { return g.Records })
}

func (r *matrixResolver) CellsWithoutTerritory(ctx context.Context, obj *view.Matrix) (int, error) {
	u, err := r.uncovered(ctx, obj)
	return u.Without, err
}

func (r *matrixResolver) CellsAround(ctx context.Context, obj *view.Matrix) (int, error) {
	u, err := r.uncovered(ctx, obj)
	return u.Around, err
}

func (r *matrixColumnResolver) Axis(ctx context.Context, obj *view.MatrixColumn) (*ent.Axis, error) {
	return relay.One(ctx, r.Reader, obj, relay.Axes, func(record *view.MatrixColumn) *int { return &record.AxisID })
}

func (r *matrixGroupResolver) Theme(ctx context.Context, obj *view.MatrixGroup) (*ent.Theme, error) {
	return relay.One(ctx, r.Reader, obj, relay.Themes, func(record *view.MatrixGroup) *int { return &record.ThemeID })
}

func (r *matrixRowResolver) Partner(ctx context.Context, obj *view.MatrixRow) (*ent.Partner, error) {
	return relay.One(ctx, r.Reader, obj, relay.Partners, func(record *view.MatrixRow) *int { return &record.PartnerID })
}

func (r *networkPartResolver) Records(ctx context.Context, obj *view.NetworkPart, first int) ([]view.Thing, error) {
	if wrong := (relay.Args{First: &first}).Wrong(); len(wrong) > 0 {
		return nil, wrong[0]
	}
	return recordsOf[view.Thing](ctx, r.Reader, obj, func(p *view.NetworkPart) []network.Ref {
		return p.Things[:min(first, len(p.Things))]
	})
}

func (r *pathStepResolver) From(ctx context.Context, obj *view.PathStep) (view.HubRecord, error) {
	return recordOf[view.HubRecord](ctx, r.Reader, obj, func(s *view.PathStep) ref { return refOf(s.From) })
}

func (r *pathStepResolver) To(ctx context.Context, obj *view.PathStep) (view.HubRecord, error) {
	return recordOf[view.HubRecord](ctx, r.Reader, obj, func(s *view.PathStep) ref { return refOf(s.To) })
}

func (r *pathStepResolver) Claim(ctx context.Context, obj *view.PathStep) (view.Claim, error) {
	return recordOf[view.Claim](ctx, r.Reader, obj, func(s *view.PathStep) ref { return refOf(s.Claim) })
}

func (r *peerResolver) ID(ctx context.Context, obj *view.Peer) (string, error) {
	return r.peerID(ctx, obj)
}

func (r *peerResolver) Partner(ctx context.Context, obj *view.Peer) (*ent.Partner, error) {
	return relay.One(ctx, r.Reader, obj, relay.Partners, func(record *view.Peer) *int { return &record.PartnerID })
}

func (r *peerResolver) SharedActions(ctx context.Context, obj *view.Peer) ([]*ent.Action, error) {
	return relay.Many(ctx, r.Reader, obj, relay.Actions, func(p *view.Peer) []int { return p.ActionIDs })
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
