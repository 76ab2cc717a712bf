package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/derived"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/grant"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/input"
	"maillage/internal/lexicon"
	"maillage/internal/locale"
	"maillage/internal/lookup"
	"maillage/internal/relay"
	"maillage/internal/write"
)

func (r *actionResolver) Grants(
	ctx context.Context, obj *ent.Action, first *int, after *string, last *int, before *string,
	filter map[string]any, orderBy []*input.GrantOrder,
) (*relay.Connection[ent.Grant], error) {
	return relay.Children(
		ctx, r.Reader, obj, grantsForAction, page(first, after, last, before),
		grantOrder(orderBy), r.where("grant", filter),
	)
}

func (r *axisResolver) Grants(
	ctx context.Context, obj *ent.Axis, first *int, after *string, last *int, before *string,
	filter map[string]any, orderBy []*input.GrantOrder,
) (*relay.Connection[ent.Grant], error) {
	return relay.Children(
		ctx, r.Reader, obj, grantsForAxis, page(first, after, last, before),
		grantOrder(orderBy), r.where("grant", filter),
	)
}

func (r *contractResolver) Grants(
	ctx context.Context, obj *ent.Contract, first *int, after *string, last *int, before *string,
	filter map[string]any, orderBy []*input.GrantOrder,
) (*relay.Connection[ent.Grant], error) {
	return relay.Children(
		ctx, r.Reader, obj, grantsOfContract, page(first, after, last, before),
		grantOrder(orderBy), r.where("grant", filter),
	)
}

func (r *grantResolver) Contract(ctx context.Context, obj *ent.Grant) (*ent.Contract, error) {
	return relay.One(ctx, r.Reader, obj, relay.Contracts, func(record *ent.Grant) *int { return record.ContractID })
}

func (r *grantResolver) Funder(ctx context.Context, obj *ent.Grant) (*ent.Partner, error) {
	return relay.One(ctx, r.Reader, obj, relay.Partners, func(record *ent.Grant) *int { return &record.FunderID })
}

func (r *grantResolver) Beneficiary(ctx context.Context, obj *ent.Grant) (*ent.Partner, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Partners, func(record *ent.Grant) *int { return record.BeneficiaryID },
	)
}

func (r *grantResolver) Action(ctx context.Context, obj *ent.Grant) (*ent.Action, error) {
	return relay.One(ctx, r.Reader, obj, relay.Actions, func(record *ent.Grant) *int { return record.ActionID })
}

func (r *grantResolver) Axis(ctx context.Context, obj *ent.Grant) (*ent.Axis, error) {
	return relay.One(ctx, r.Reader, obj, relay.Axes, func(record *ent.Grant) *int { return record.AxisID })
}

func (r *grantResolver) Code(_ context.Context, obj *ent.Grant) (string, error) {
	return derived.CodeOf(obj.Code, obj.UID), nil
}

func (r *grantResolver) Citations(
	ctx context.Context, obj *ent.Grant, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["grant"], page(first, after, last, before),
		byCreation, r.where("citation", filter),
	)
}

func (r *grantResolver) Text(
	ctx context.Context, obj *ent.Grant, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return locale.TextIn(ctx, obj, field, languages), nil
}

func (r *mutationResolver) CreateGrant(ctx context.Context, input model.Input) (*model.Payload[ent.Grant], error) {
	return write.Apply(ctx, r.write(), relay.Grants, edit.Create, "grant", input)
}

func (r *mutationResolver) UpdateGrant(ctx context.Context, input model.Input) (*model.Payload[ent.Grant], error) {
	return write.Apply(ctx, r.write(), relay.Grants, edit.Update, "grant", input)
}

func (r *mutationResolver) UpsertGrant(ctx context.Context, input model.Input) (*model.Payload[ent.Grant], error) {
	return write.Apply(ctx, r.write(), relay.Grants, edit.Upsert, "grant", input)
}

func (r *mutationResolver) DeleteGrant(ctx context.Context, input model.Input) (*model.Payload[ent.Grant], error) {
	return write.Apply(ctx, r.write(), relay.Grants, edit.Delete, "grant", input)
}

func (r *partnerResolver) GrantsGiven(
	ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string,
	filter map[string]any, orderBy []*input.GrantOrder,
) (*relay.Connection[ent.Grant], error) {
	return relay.Children(
		ctx, r.Reader, obj, grantsGiven, page(first, after, last, before),
		grantOrder(orderBy), r.where("grant", filter),
	)
}

func (r *partnerResolver) GrantsReceived(
	ctx context.Context, obj *ent.Partner, first *int, after *string, last *int, before *string,
	filter map[string]any, orderBy []*input.GrantOrder,
) (*relay.Connection[ent.Grant], error) {
	return relay.Children(
		ctx, r.Reader, obj, grantsReceived, page(first, after, last, before),
		grantOrder(orderBy), r.where("grant", filter),
	)
}

func (r *queryResolver) Grant(ctx context.Context, by input.RecordBy) (*ent.Grant, error) {
	return lookup.RecordBy[ent.Grant](ctx, r.Reader, "grant", by)
}

func (r *queryResolver) Grants(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.GrantOrder,
) (*relay.Connection[ent.Grant], error) {
	return list(ctx, r, relay.Grants, page(first, after, last, before), grantOrder(orderBy), filter)
}

func (r *Resolver) Grant() exec.GrantResolver { return &grantResolver{r} }

type grantResolver struct{ *Resolver }

// The links of grants to what they are of.
var (
	grantsOfContract = relay.Link[ent.Grant]{Table: relay.Grants, Column: grant.FieldContractID}
	grantsForAction  = relay.Link[ent.Grant]{Table: relay.Grants, Column: grant.FieldActionID}
	grantsForAxis    = relay.Link[ent.Grant]{Table: relay.Grants, Column: grant.FieldAxisID}
	grantsGiven      = relay.Link[ent.Grant]{Table: relay.Grants, Column: grant.FieldFunderID}
	grantsReceived   = relay.Link[ent.Grant]{Table: relay.Grants, Column: grant.FieldBeneficiaryID}
)

func (r *grantSumsRowResolver) Contract(ctx context.Context, obj *model.GrantSumsRow) (*ent.Contract, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Contracts, func(row *model.GrantSumsRow) *int { return &row.Key.Contract },
	)
}

func (r *grantSumsRowResolver) Funder(ctx context.Context, obj *model.GrantSumsRow) (*ent.Partner, error) {
	return relay.One(ctx, r.Reader, obj, relay.Partners, func(row *model.GrantSumsRow) *int { return &row.Key.Funder })
}

func (r *grantSumsRowResolver) Beneficiary(ctx context.Context, obj *model.GrantSumsRow) (*ent.Partner, error) {
	return relay.One(
		ctx, r.Reader, obj, relay.Partners, func(row *model.GrantSumsRow) *int { return &row.Key.Beneficiary },
	)
}

func (r *grantSumsRowResolver) Action(ctx context.Context, obj *model.GrantSumsRow) (*ent.Action, error) {
	return relay.One(ctx, r.Reader, obj, relay.Actions, func(row *model.GrantSumsRow) *int { return &row.Key.Action })
}

func (r *grantSumsRowResolver) Axis(ctx context.Context, obj *model.GrantSumsRow) (*ent.Axis, error) {
	return relay.One(ctx, r.Reader, obj, relay.Axes, func(row *model.GrantSumsRow) *int { return &row.Key.Axis })
}

func (r *grantSumsRowResolver) Theme(ctx context.Context, obj *model.GrantSumsRow) (*ent.Theme, error) {
	return relay.One(ctx, r.Reader, obj, relay.Themes, func(row *model.GrantSumsRow) *int { return &row.Key.Theme })
}

func (r *queryResolver) GrantSums(
	ctx context.Context, groupBy []lexicon.GrantDimension, first int, filter map[string]any,
) (*model.GrantSums, error) {
	return r.derived().GrantSums(ctx, groupBy, first, filter)
}

func (r *Resolver) GrantSumsRow() exec.GrantSumsRowResolver { return &grantSumsRowResolver{r} }

type grantSumsRowResolver struct{ *Resolver }
