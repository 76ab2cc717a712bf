package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/derived"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/input"
	"maillage/internal/lexicon"
	"maillage/internal/locale"
)

func (r *contractResolver) MatrixChanges(
	ctx context.Context, obj *ent.Contract, from input.MomentInput, to *input.MomentInput, staleAfterMonths int,
) (*model.MatrixChanges, error) {
	return r.derived().MatrixChanges(ctx, obj, from, to, staleAfterMonths)
}

func (r *cellChangeResolver) Partner(ctx context.Context, obj *model.CellChange) (*ent.Partner, error) {
	return derived.NowOf[*ent.Partner](ctx, r.Reader, obj, func(c *model.CellChange) string { return c.PartnerID })
}

func (r *cellChangeResolver) Axis(ctx context.Context, obj *model.CellChange) (*ent.Axis, error) {
	return derived.NowOf[*ent.Axis](ctx, r.Reader, obj, func(c *model.CellChange) string { return c.AxisID })
}

func (r *cellChangeResolver) Readings(ctx context.Context, obj *model.CellChange) ([]model.HubRecord, error) {
	return derived.AllNow[model.HubRecord](
		ctx, r.Reader, obj, func(c *model.CellChange) []string { return c.ReadingIDs },
	)
}

func (r *cellChangeResolver) Changes(ctx context.Context, obj *model.CellChange) ([]*ent.Change, error) {
	return r.feed().ChangesBehind(ctx, obj)
}

func (r *gapChangeResolver) Message(
	ctx context.Context, obj *model.GapChange, language *lexicon.Language,
) (string, error) {
	return obj.Say(locale.Chosen(ctx, language)), nil
}

func (r *gapChangeResolver) Subject(ctx context.Context, obj *model.GapChange) (model.HubRecord, error) {
	return derived.NowOf[model.HubRecord](ctx, r.Reader, obj, func(g *model.GapChange) string { return g.SubjectID })
}

func (r *Resolver) CellChange() exec.CellChangeResolver { return &cellChangeResolver{r} }

func (r *Resolver) GapChange() exec.GapChangeResolver { return &gapChangeResolver{r} }

type (
	cellChangeResolver struct{ *Resolver }
	gapChangeResolver  struct{ *Resolver }
)
