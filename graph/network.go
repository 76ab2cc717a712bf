package graph

import (
	"context"
	"fmt"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/lexicon"
	"maillage/internal/view"
)

func (r *bridgesResolver) Latent(ctx context.Context, obj *view.Bridges) ([]*ent.Alignment, error) {
	panic(fmt.Errorf("not implemented: Latent - latent"))
}

func (r *bridgingPartnerResolver) Partner(ctx context.Context, obj *view.BridgingPartner) (*ent.Partner, error) {
	panic(fmt.Errorf("not implemented: Partner - partner"))
}

func (r *bridgingPartnerResolver) Axes(ctx context.Context, obj *view.BridgingPartner) ([]*ent.Axis, error) {
	panic(fmt.Errorf("not implemented: Axes - axes"))
}

func (r *chainResolver) Links(ctx context.Context, obj *view.Chain) ([]view.Claim, error) {
	panic(fmt.Errorf("not implemented: Links - links"))
}

func (r *derivedContributionResolver) Partner(ctx context.Context, obj *view.DerivedContribution) (*ent.Partner, error) {
	panic(fmt.Errorf("not implemented: Partner - partner"))
}

func (r *derivedContributionResolver) Axis(ctx context.Context, obj *view.DerivedContribution) (*ent.Axis, error) {
	panic(fmt.Errorf("not implemented: Axis - axis"))
}

func (r *gapResolver) Message(ctx context.Context, obj *view.Gap, language lexicon.Language) (string, error) {
	panic(fmt.Errorf("not implemented: Message - message"))
}

func (r *gapResolver) Subject(ctx context.Context, obj *view.Gap) (view.Record, error) {
	panic(fmt.Errorf("not implemented: Subject - subject"))
}

func (r *gapResolver) Records(ctx context.Context, obj *view.Gap) ([]view.Record, error) {
	panic(fmt.Errorf("not implemented: Records - records"))
}

func (r *matrixCellResolver) Partner(ctx context.Context, obj *view.MatrixCell) (*ent.Partner, error) {
	panic(fmt.Errorf("not implemented: Partner - partner"))
}

func (r *matrixCellResolver) Axis(ctx context.Context, obj *view.MatrixCell) (*ent.Axis, error) {
	panic(fmt.Errorf("not implemented: Axis - axis"))
}

func (r *matrixColumnResolver) Axis(ctx context.Context, obj *view.MatrixColumn) (*ent.Axis, error) {
	panic(fmt.Errorf("not implemented: Axis - axis"))
}

func (r *matrixGroupResolver) Theme(ctx context.Context, obj *view.MatrixGroup) (*ent.Theme, error) {
	panic(fmt.Errorf("not implemented: Theme - theme"))
}

func (r *matrixRowResolver) Partner(ctx context.Context, obj *view.MatrixRow) (*ent.Partner, error) {
	panic(fmt.Errorf("not implemented: Partner - partner"))
}

func (r *pathStepResolver) From(ctx context.Context, obj *view.PathStep) (view.Record, error) {
	panic(fmt.Errorf("not implemented: From - from"))
}

func (r *pathStepResolver) To(ctx context.Context, obj *view.PathStep) (view.Record, error) {
	panic(fmt.Errorf("not implemented: To - to"))
}

func (r *pathStepResolver) Claim(ctx context.Context, obj *view.PathStep) (view.Claim, error) {
	panic(fmt.Errorf("not implemented: Claim - claim"))
}

func (r *peerResolver) Partner(ctx context.Context, obj *view.Peer) (*ent.Partner, error) {
	panic(fmt.Errorf("not implemented: Partner - partner"))
}

func (r *peerResolver) Actions(ctx context.Context, obj *view.Peer) ([]*ent.Action, error) {
	panic(fmt.Errorf("not implemented: Actions - actions"))
}

func (r *Resolver) Bridges() exec.BridgesResolver { return &bridgesResolver{r} }

func (r *Resolver) BridgingPartner() exec.BridgingPartnerResolver { return &bridgingPartnerResolver{r} }

func (r *Resolver) Chain() exec.ChainResolver { return &chainResolver{r} }

func (r *Resolver) DerivedContribution() exec.DerivedContributionResolver {
	return &derivedContributionResolver{r}
}

func (r *Resolver) Gap() exec.GapResolver { return &gapResolver{r} }

func (r *Resolver) MatrixCell() exec.MatrixCellResolver { return &matrixCellResolver{r} }

func (r *Resolver) MatrixColumn() exec.MatrixColumnResolver { return &matrixColumnResolver{r} }

func (r *Resolver) MatrixGroup() exec.MatrixGroupResolver { return &matrixGroupResolver{r} }

func (r *Resolver) MatrixRow() exec.MatrixRowResolver { return &matrixRowResolver{r} }

func (r *Resolver) PathStep() exec.PathStepResolver { return &pathStepResolver{r} }

func (r *Resolver) Peer() exec.PeerResolver { return &peerResolver{r} }

type (
	bridgesResolver             struct{ *Resolver }
	bridgingPartnerResolver     struct{ *Resolver }
	chainResolver               struct{ *Resolver }
	derivedContributionResolver struct{ *Resolver }
	gapResolver                 struct{ *Resolver }
	matrixCellResolver          struct{ *Resolver }
	matrixColumnResolver        struct{ *Resolver }
	matrixGroupResolver         struct{ *Resolver }
	matrixRowResolver           struct{ *Resolver }
	pathStepResolver            struct{ *Resolver }
	peerResolver                struct{ *Resolver }
)
