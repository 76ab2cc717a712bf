package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/input"
	"maillage/internal/lexicon"
	"maillage/internal/locale"
	"maillage/internal/lookup"
	"maillage/internal/relay"
	"maillage/internal/write"
)

func (r *audienceResolver) PartOf(ctx context.Context, obj *ent.Audience) ([]*ent.Audience, error) {
	return relay.Related(ctx, r.Reader, obj, audiencePartOf, relay.Audiences)
}

func (r *audienceResolver) Parts(ctx context.Context, obj *ent.Audience) ([]*ent.Audience, error) {
	return relay.Related(ctx, r.Reader, obj, audienceParts, relay.Audiences)
}

func (r *audienceResolver) Relations(
	ctx context.Context, obj *ent.Audience, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsOf["audience"], page(first, after, last, before),
		byCreation, r.where("relation", filter),
	)
}

func (r *audienceResolver) InverseRelations(
	ctx context.Context, obj *ent.Audience, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsTo["audience"], page(first, after, last, before),
		byCreation, r.where("relation", filter),
	)
}

func (r *audienceResolver) Citations(
	ctx context.Context, obj *ent.Audience, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["audience"], page(first, after, last, before),
		byCreation, r.where("citation", filter),
	)
}

func (r *audienceResolver) Text(
	ctx context.Context, obj *ent.Audience, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return locale.TextIn(ctx, obj, field, languages), nil
}

func (r *conceptResolver) Relations(
	ctx context.Context, obj *ent.Concept, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsOf["concept"], page(first, after, last, before),
		byCreation, r.where("relation", filter),
	)
}

func (r *conceptResolver) InverseRelations(
	ctx context.Context, obj *ent.Concept, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsTo["concept"], page(first, after, last, before),
		byCreation, r.where("relation", filter),
	)
}

func (r *conceptResolver) Citations(
	ctx context.Context, obj *ent.Concept, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["concept"], page(first, after, last, before),
		byCreation, r.where("citation", filter),
	)
}

func (r *conceptResolver) Text(
	ctx context.Context, obj *ent.Concept, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return locale.TextIn(ctx, obj, field, languages), nil
}

func (r *criterionResolver) Relations(
	ctx context.Context, obj *ent.Criterion, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsOf["criterion"], page(first, after, last, before),
		byCreation, r.where("relation", filter),
	)
}

func (r *criterionResolver) InverseRelations(
	ctx context.Context, obj *ent.Criterion, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsTo["criterion"], page(first, after, last, before),
		byCreation, r.where("relation", filter),
	)
}

func (r *criterionResolver) Citations(
	ctx context.Context, obj *ent.Criterion, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["criterion"], page(first, after, last, before),
		byCreation, r.where("citation", filter),
	)
}

func (r *criterionResolver) Text(
	ctx context.Context, obj *ent.Criterion, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return locale.TextIn(ctx, obj, field, languages), nil
}

func (r *programmeResolver) InverseRelations(
	ctx context.Context, obj *ent.Programme, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsTo["programme"], page(first, after, last, before),
		byCreation, r.where("relation", filter),
	)
}

func (r *programmeResolver) Citations(
	ctx context.Context, obj *ent.Programme, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["programme"], page(first, after, last, before),
		byCreation, r.where("citation", filter),
	)
}

func (r *programmeResolver) Text(
	ctx context.Context, obj *ent.Programme, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return locale.TextIn(ctx, obj, field, languages), nil
}

func (r *mutationResolver) CreateTerritory(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Territory], error) {
	return write.Apply(ctx, r.write(), relay.Territories, edit.Create, "territory", input)
}

func (r *mutationResolver) UpdateTerritory(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Territory], error) {
	return write.Apply(ctx, r.write(), relay.Territories, edit.Update, "territory", input)
}

func (r *mutationResolver) UpsertTerritory(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Territory], error) {
	return write.Apply(ctx, r.write(), relay.Territories, edit.Upsert, "territory", input)
}

func (r *mutationResolver) DeleteTerritory(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Territory], error) {
	return write.Apply(ctx, r.write(), relay.Territories, edit.Delete, "territory", input)
}

func (r *mutationResolver) CreateAudience(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Audience], error) {
	return write.Apply(ctx, r.write(), relay.Audiences, edit.Create, "audience", input)
}

func (r *mutationResolver) UpdateAudience(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Audience], error) {
	return write.Apply(ctx, r.write(), relay.Audiences, edit.Update, "audience", input)
}

func (r *mutationResolver) UpsertAudience(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Audience], error) {
	return write.Apply(ctx, r.write(), relay.Audiences, edit.Upsert, "audience", input)
}

func (r *mutationResolver) DeleteAudience(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Audience], error) {
	return write.Apply(ctx, r.write(), relay.Audiences, edit.Delete, "audience", input)
}

func (r *mutationResolver) CreateProgramme(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Programme], error) {
	return write.Apply(ctx, r.write(), relay.Programmes, edit.Create, "programme", input)
}

func (r *mutationResolver) UpdateProgramme(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Programme], error) {
	return write.Apply(ctx, r.write(), relay.Programmes, edit.Update, "programme", input)
}

func (r *mutationResolver) UpsertProgramme(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Programme], error) {
	return write.Apply(ctx, r.write(), relay.Programmes, edit.Upsert, "programme", input)
}

func (r *mutationResolver) DeleteProgramme(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Programme], error) {
	return write.Apply(ctx, r.write(), relay.Programmes, edit.Delete, "programme", input)
}

func (r *mutationResolver) CreateCriterion(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Criterion], error) {
	return write.Apply(ctx, r.write(), relay.Criterions, edit.Create, "criterion", input)
}

func (r *mutationResolver) UpdateCriterion(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Criterion], error) {
	return write.Apply(ctx, r.write(), relay.Criterions, edit.Update, "criterion", input)
}

func (r *mutationResolver) UpsertCriterion(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Criterion], error) {
	return write.Apply(ctx, r.write(), relay.Criterions, edit.Upsert, "criterion", input)
}

func (r *mutationResolver) DeleteCriterion(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Criterion], error) {
	return write.Apply(ctx, r.write(), relay.Criterions, edit.Delete, "criterion", input)
}

func (r *mutationResolver) CreateConcept(ctx context.Context, input model.Input) (*model.Payload[ent.Concept], error) {
	return write.Apply(ctx, r.write(), relay.Concepts, edit.Create, "concept", input)
}

func (r *mutationResolver) UpdateConcept(ctx context.Context, input model.Input) (*model.Payload[ent.Concept], error) {
	return write.Apply(ctx, r.write(), relay.Concepts, edit.Update, "concept", input)
}

func (r *mutationResolver) UpsertConcept(ctx context.Context, input model.Input) (*model.Payload[ent.Concept], error) {
	return write.Apply(ctx, r.write(), relay.Concepts, edit.Upsert, "concept", input)
}

func (r *mutationResolver) DeleteConcept(ctx context.Context, input model.Input) (*model.Payload[ent.Concept], error) {
	return write.Apply(ctx, r.write(), relay.Concepts, edit.Delete, "concept", input)
}

func (r *queryResolver) Programme(ctx context.Context, by input.RecordBy) (*ent.Programme, error) {
	return lookup.RecordBy[ent.Programme](ctx, r.Reader, "programme", by)
}

func (r *queryResolver) Programmes(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ThingOrder,
) (*relay.Connection[ent.Programme], error) {
	return list(ctx, r, relay.Programmes, page(first, after, last, before), thingOrder(orderBy), filter)
}

func (r *queryResolver) Audience(ctx context.Context, by input.RecordBy) (*ent.Audience, error) {
	return lookup.RecordBy[ent.Audience](ctx, r.Reader, "audience", by)
}

func (r *queryResolver) Audiences(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ThingOrder,
) (*relay.Connection[ent.Audience], error) {
	return list(ctx, r, relay.Audiences, page(first, after, last, before), thingOrder(orderBy), filter)
}

func (r *queryResolver) Territory(ctx context.Context, by input.RecordBy) (*ent.Territory, error) {
	return lookup.RecordBy[ent.Territory](ctx, r.Reader, "territory", by)
}

func (r *queryResolver) Territories(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ThingOrder,
) (*relay.Connection[ent.Territory], error) {
	return list(ctx, r, relay.Territories, page(first, after, last, before), thingOrder(orderBy), filter)
}

func (r *queryResolver) Criterion(ctx context.Context, by input.RecordBy) (*ent.Criterion, error) {
	return lookup.RecordBy[ent.Criterion](ctx, r.Reader, "criterion", by)
}

func (r *queryResolver) Criteria(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ThingOrder,
) (*relay.Connection[ent.Criterion], error) {
	return list(ctx, r, relay.Criterions, page(first, after, last, before), thingOrder(orderBy), filter)
}

func (r *queryResolver) Concept(ctx context.Context, by input.RecordBy) (*ent.Concept, error) {
	return lookup.RecordBy[ent.Concept](ctx, r.Reader, "concept", by)
}

func (r *queryResolver) Concepts(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ThingOrder,
) (*relay.Connection[ent.Concept], error) {
	return list(ctx, r, relay.Concepts, page(first, after, last, before), thingOrder(orderBy), filter)
}

func (r *territoryResolver) Identifiers(
	ctx context.Context, obj *ent.Territory, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Identifier], error) {
	return relay.Children(
		ctx, r.Reader, obj, identifiersOfTerritory, page(first, after, last, before),
		byCreation, r.where("identifier", filter),
	)
}

func (r *territoryResolver) PartOf(ctx context.Context, obj *ent.Territory) ([]*ent.Territory, error) {
	return relay.Related(ctx, r.Reader, obj, territoryPartOf, relay.Territories)
}

func (r *territoryResolver) Parts(ctx context.Context, obj *ent.Territory) ([]*ent.Territory, error) {
	return relay.Related(ctx, r.Reader, obj, territoryParts, relay.Territories)
}

func (r *territoryResolver) Relations(
	ctx context.Context, obj *ent.Territory, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsOf["territory"], page(first, after, last, before),
		byCreation, r.where("relation", filter),
	)
}

func (r *territoryResolver) InverseRelations(
	ctx context.Context, obj *ent.Territory, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsTo["territory"], page(first, after, last, before),
		byCreation, r.where("relation", filter),
	)
}

func (r *territoryResolver) Citations(
	ctx context.Context, obj *ent.Territory, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["territory"], page(first, after, last, before),
		byCreation, r.where("citation", filter),
	)
}

func (r *territoryResolver) Text(
	ctx context.Context, obj *ent.Territory, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return locale.TextIn(ctx, obj, field, languages), nil
}

func (r *Resolver) Audience() exec.AudienceResolver { return &audienceResolver{r} }

func (r *Resolver) Concept() exec.ConceptResolver { return &conceptResolver{r} }

func (r *Resolver) Criterion() exec.CriterionResolver { return &criterionResolver{r} }

func (r *Resolver) Programme() exec.ProgrammeResolver { return &programmeResolver{r} }

func (r *Resolver) Territory() exec.TerritoryResolver { return &territoryResolver{r} }

type (
	audienceResolver  struct{ *Resolver }
	conceptResolver   struct{ *Resolver }
	criterionResolver struct{ *Resolver }
	programmeResolver struct{ *Resolver }
	territoryResolver struct{ *Resolver }
)
