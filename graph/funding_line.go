package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/derived"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/fundingline"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/input"
	"maillage/internal/lexicon"
	"maillage/internal/locale"
	"maillage/internal/lookup"
	"maillage/internal/relay"
	"maillage/internal/write"
)

func (r *actionResolver) FundingLines(
	ctx context.Context, obj *ent.Action, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.FundingLineOrder,
) (*relay.Connection[ent.FundingLine], error) {
	return relay.Children(
		ctx, r.Reader, obj, fundingForAction, page(first, after, last, before),
		fundingLineOrder(orderBy), r.where("funding", filter),
	)
}

func (r *axisResolver) FundingLines(
	ctx context.Context, obj *ent.Axis, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.FundingLineOrder,
) (*relay.Connection[ent.FundingLine], error) {
	return relay.Children(
		ctx, r.Reader, obj, fundingForAxis, page(first, after, last, before),
		fundingLineOrder(orderBy), r.where("funding", filter),
	)
}

func (r *contractResolver) FundingLines(
	ctx context.Context, obj *ent.Contract, first *int, after *string, last *int, before *string,
	filter map[string]any, orderBy []*input.FundingLineOrder,
) (*relay.Connection[ent.FundingLine], error) {
	return relay.Children(
		ctx, r.Reader, obj, fundingOfContract, page(first, after, last, before),
		fundingLineOrder(orderBy), r.where("funding", filter),
	)
}

func (r *partnerResolver) FundingLines(
	ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.FundingLineOrder,
) (*relay.Connection[ent.FundingLine], error) {
	return relay.Children(
		ctx, r.Reader, obj, fundingByPartner, page(first, after, last, before),
		fundingLineOrder(orderBy), r.where("funding", filter),
	)
}

func (r *fundingLineResolver) Contract(ctx context.Context, obj *ent.FundingLine) (*ent.Contract, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Contracts, func(record *ent.FundingLine) *int { return &record.ContractID },
	)
}

func (r *fundingLineResolver) Funder(ctx context.Context, obj *ent.FundingLine) (*ent.Partner, error) {
	return relay.One(ctx, r.Reader, obj, relay.Partners, func(record *ent.FundingLine) *int { return &record.FunderID })
}

func (r *fundingLineResolver) Action(ctx context.Context, obj *ent.FundingLine) (*ent.Action, error) {
	return relay.One(ctx, r.Reader, obj, relay.Actions, func(record *ent.FundingLine) *int { return record.ActionID })
}

func (r *fundingLineResolver) Axis(ctx context.Context, obj *ent.FundingLine) (*ent.Axis, error) {
	return relay.One(ctx, r.Reader, obj, relay.Axes, func(record *ent.FundingLine) *int { return record.AxisID })
}

func (r *fundingLineResolver) Code(_ context.Context, obj *ent.FundingLine) (string, error) {
	return derived.CodeOf(obj.Code, obj.UID), nil
}

func (r *fundingLineResolver) Citations(
	ctx context.Context, obj *ent.FundingLine, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["funding"], page(first, after, last, before),
		byCreation, r.where("citation", filter),
	)
}

func (r *fundingLineResolver) Text(
	ctx context.Context, obj *ent.FundingLine, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return locale.TextIn(ctx, obj, field, languages), nil
}

func (r *mutationResolver) CreateFundingLine(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.FundingLine], error) {
	return write.Apply(ctx, r.write(), relay.FundingLines, edit.Create, "funding", input)
}

func (r *mutationResolver) UpdateFundingLine(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.FundingLine], error) {
	return write.Apply(ctx, r.write(), relay.FundingLines, edit.Update, "funding", input)
}

func (r *mutationResolver) UpsertFundingLine(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.FundingLine], error) {
	return write.Apply(ctx, r.write(), relay.FundingLines, edit.Upsert, "funding", input)
}

func (r *mutationResolver) DeleteFundingLine(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.FundingLine], error) {
	return write.Apply(ctx, r.write(), relay.FundingLines, edit.Delete, "funding", input)
}

func (r *queryResolver) FundingLine(ctx context.Context, by input.RecordBy) (*ent.FundingLine, error) {
	return lookup.RecordBy[ent.FundingLine](ctx, r.Reader, "funding", by)
}

func (r *queryResolver) FundingLines(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.FundingLineOrder,
) (*relay.Connection[ent.FundingLine], error) {
	return list(ctx, r, relay.FundingLines, page(first, after, last, before), fundingLineOrder(orderBy), filter)
}

func (r *fundingSumsRowResolver) Contract(ctx context.Context, obj *model.FundingSumsRow) (*ent.Contract, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Contracts, func(row *model.FundingSumsRow) *int { return &row.Key.Contract },
	)
}

func (r *fundingSumsRowResolver) Funder(ctx context.Context, obj *model.FundingSumsRow) (*ent.Partner, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Partners, func(row *model.FundingSumsRow) *int { return &row.Key.Funder },
	)
}

func (r *fundingSumsRowResolver) Action(ctx context.Context, obj *model.FundingSumsRow) (*ent.Action, error) {
	return relay.One(ctx, r.Reader, obj, relay.Actions, func(row *model.FundingSumsRow) *int { return &row.Key.Action })
}

func (r *fundingSumsRowResolver) Axis(ctx context.Context, obj *model.FundingSumsRow) (*ent.Axis, error) {
	return relay.One(ctx, r.Reader, obj, relay.Axes, func(row *model.FundingSumsRow) *int { return &row.Key.Axis })
}

func (r *fundingSumsRowResolver) Theme(ctx context.Context, obj *model.FundingSumsRow) (*ent.Theme, error) {
	return relay.One(ctx, r.Reader, obj, relay.Themes, func(row *model.FundingSumsRow) *int { return &row.Key.Theme })
}

func (r *queryResolver) FundingSums(
	ctx context.Context, groupBy []lexicon.FundingDimension, first int, filter map[string]any,
) (*model.FundingSums, error) {
	return r.derived().FundingSums(ctx, groupBy, first, filter)
}

func (r *Resolver) FundingLine() exec.FundingLineResolver { return &fundingLineResolver{r} }

func (r *Resolver) FundingSumsRow() exec.FundingSumsRowResolver { return &fundingSumsRowResolver{r} }

type fundingLineResolver struct{ *Resolver }

type fundingSumsRowResolver struct{ *Resolver }

// The links of funding lines to what they are of.
var (
	fundingOfContract = relay.Link[ent.FundingLine]{Table: relay.FundingLines, Column: fundingline.FieldContractID}
	fundingForAction  = relay.Link[ent.FundingLine]{Table: relay.FundingLines, Column: fundingline.FieldActionID}
	fundingForAxis    = relay.Link[ent.FundingLine]{Table: relay.FundingLines, Column: fundingline.FieldAxisID}
	fundingByPartner  = relay.Link[ent.FundingLine]{Table: relay.FundingLines, Column: fundingline.FieldFunderID}
)
