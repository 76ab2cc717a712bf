package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/input"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
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
		ctx, r.Reader, obj, relationsOf["audience"], relay.Args{First: first, After: after, Last: last, Before: before},
		byCreation, r.where("relation", filter),
	)
}

func (r *audienceResolver) InverseRelations(
	ctx context.Context, obj *ent.Audience, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsTo["audience"], relay.Args{First: first, After: after, Last: last, Before: before},
		byCreation, r.where("relation", filter),
	)
}

func (r *audienceResolver) Citations(
	ctx context.Context, obj *ent.Audience, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["audience"], relay.Args{First: first, After: after, Last: last, Before: before},
		byCreation, r.where("citation", filter),
	)
}

func (r *audienceResolver) Text(
	ctx context.Context, obj *ent.Audience, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
}

func (r *conceptResolver) Relations(
	ctx context.Context, obj *ent.Concept, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsOf["concept"], relay.Args{First: first, After: after, Last: last, Before: before},
		byCreation, r.where("relation", filter),
	)
}

func (r *conceptResolver) InverseRelations(
	ctx context.Context, obj *ent.Concept, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsTo["concept"], relay.Args{First: first, After: after, Last: last, Before: before},
		byCreation, r.where("relation", filter),
	)
}

func (r *conceptResolver) Citations(
	ctx context.Context, obj *ent.Concept, first *int, after *string, last *int, before *string, filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["concept"], relay.Args{First: first, After: after, Last: last, Before: before},
		byCreation, r.where("citation", filter),
	)
}

func (r *conceptResolver) Text(
	ctx context.Context, obj *ent.Concept, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
}

func (r *criterionResolver) Relations(
	ctx context.Context, obj *ent.Criterion, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsOf["criterion"], relay.Args{First: first, After: after, Last: last, Before: before},
		byCreation, r.where("relation", filter),
	)
}

func (r *criterionResolver) InverseRelations(
	ctx context.Context, obj *ent.Criterion, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsTo["criterion"], relay.Args{First: first, After: after, Last: last, Before: before},
		byCreation, r.where("relation", filter),
	)
}

func (r *criterionResolver) Citations(
	ctx context.Context, obj *ent.Criterion, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["criterion"], relay.Args{First: first, After: after, Last: last, Before: before},
		byCreation, r.where("citation", filter),
	)
}

func (r *criterionResolver) Text(
	ctx context.Context, obj *ent.Criterion, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
}

func (r *programmeResolver) InverseRelations(
	ctx context.Context, obj *ent.Programme, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsTo["programme"], relay.Args{First: first, After: after, Last: last, Before: before},
		byCreation, r.where("relation", filter),
	)
}

func (r *programmeResolver) Citations(
	ctx context.Context, obj *ent.Programme, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["programme"], relay.Args{First: first, After: after, Last: last, Before: before},
		byCreation, r.where("citation", filter),
	)
}

func (r *programmeResolver) Text(
	ctx context.Context, obj *ent.Programme, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
}

func (r *mutationResolver) CreateTerritory(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Territory], error) {
	return mutateOne(ctx, r, relay.Territories, edit.Create, "territory", input)
}

func (r *mutationResolver) UpdateTerritory(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Territory], error) {
	return mutateOne(ctx, r, relay.Territories, edit.Update, "territory", input)
}

func (r *mutationResolver) UpsertTerritory(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Territory], error) {
	return mutateOne(ctx, r, relay.Territories, edit.Upsert, "territory", input)
}

func (r *mutationResolver) DeleteTerritory(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Territory], error) {
	return mutateOne(ctx, r, relay.Territories, edit.Delete, "territory", input)
}

func (r *mutationResolver) CreateAudience(ctx context.Context, input model.Input) (*model.Payload[ent.Audience], error) {
	return mutateOne(ctx, r, relay.Audiences, edit.Create, "audience", input)
}

func (r *mutationResolver) UpdateAudience(ctx context.Context, input model.Input) (*model.Payload[ent.Audience], error) {
	return mutateOne(ctx, r, relay.Audiences, edit.Update, "audience", input)
}

func (r *mutationResolver) UpsertAudience(ctx context.Context, input model.Input) (*model.Payload[ent.Audience], error) {
	return mutateOne(ctx, r, relay.Audiences, edit.Upsert, "audience", input)
}

func (r *mutationResolver) DeleteAudience(ctx context.Context, input model.Input) (*model.Payload[ent.Audience], error) {
	return mutateOne(ctx, r, relay.Audiences, edit.Delete, "audience", input)
}

func (r *mutationResolver) CreateProgramme(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Programme], error) {
	return mutateOne(ctx, r, relay.Programmes, edit.Create, "programme", input)
}

func (r *mutationResolver) UpdateProgramme(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Programme], error) {
	return mutateOne(ctx, r, relay.Programmes, edit.Update, "programme", input)
}

func (r *mutationResolver) UpsertProgramme(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Programme], error) {
	return mutateOne(ctx, r, relay.Programmes, edit.Upsert, "programme", input)
}

func (r *mutationResolver) DeleteProgramme(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Programme], error) {
	return mutateOne(ctx, r, relay.Programmes, edit.Delete, "programme", input)
}

func (r *mutationResolver) CreateCriterion(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Criterion], error) {
	return mutateOne(ctx, r, relay.Criterions, edit.Create, "criterion", input)
}

func (r *mutationResolver) UpdateCriterion(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Criterion], error) {
	return mutateOne(ctx, r, relay.Criterions, edit.Update, "criterion", input)
}

func (r *mutationResolver) UpsertCriterion(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Criterion], error) {
	return mutateOne(ctx, r, relay.Criterions, edit.Upsert, "criterion", input)
}

func (r *mutationResolver) DeleteCriterion(
	ctx context.Context, input model.Input,
) (*model.Payload[ent.Criterion], error) {
	return mutateOne(ctx, r, relay.Criterions, edit.Delete, "criterion", input)
}

func (r *mutationResolver) CreateConcept(ctx context.Context, input model.Input) (*model.Payload[ent.Concept], error) {
	return mutateOne(ctx, r, relay.Concepts, edit.Create, "concept", input)
}

func (r *mutationResolver) UpdateConcept(ctx context.Context, input model.Input) (*model.Payload[ent.Concept], error) {
	return mutateOne(ctx, r, relay.Concepts, edit.Update, "concept", input)
}

func (r *mutationResolver) UpsertConcept(ctx context.Context, input model.Input) (*model.Payload[ent.Concept], error) {
	return mutateOne(ctx, r, relay.Concepts, edit.Upsert, "concept", input)
}

func (r *mutationResolver) DeleteConcept(ctx context.Context, input model.Input) (*model.Payload[ent.Concept], error) {
	return mutateOne(ctx, r, relay.Concepts, edit.Delete, "concept", input)
}

func (r *queryResolver) Programme(ctx context.Context, by input.RecordBy) (*ent.Programme, error) {
	return recordBy[ent.Programme](ctx, r, "programme", by)
}

func (r *queryResolver) Programmes(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ThingOrder,
) (*relay.Connection[ent.Programme], error) {
	return list(
		ctx, r, relay.Programmes, relay.Args{First: first, After: after, Last: last, Before: before},
		thingOrder(orderBy), r.where("programme", filter),
	)
}

func (r *queryResolver) Audience(ctx context.Context, by input.RecordBy) (*ent.Audience, error) {
	return recordBy[ent.Audience](ctx, r, "audience", by)
}

func (r *queryResolver) Audiences(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ThingOrder,
) (*relay.Connection[ent.Audience], error) {
	return list(
		ctx, r, relay.Audiences, relay.Args{First: first, After: after, Last: last, Before: before},
		thingOrder(orderBy), r.where("audience", filter),
	)
}

func (r *queryResolver) Territory(ctx context.Context, by input.RecordBy) (*ent.Territory, error) {
	return recordBy[ent.Territory](ctx, r, "territory", by)
}

func (r *queryResolver) Territories(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ThingOrder,
) (*relay.Connection[ent.Territory], error) {
	return list(
		ctx, r, relay.Territories, relay.Args{First: first, After: after, Last: last, Before: before},
		thingOrder(orderBy), r.where("territory", filter),
	)
}

func (r *queryResolver) Criterion(ctx context.Context, by input.RecordBy) (*ent.Criterion, error) {
	return recordBy[ent.Criterion](ctx, r, "criterion", by)
}

func (r *queryResolver) Criteria(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ThingOrder,
) (*relay.Connection[ent.Criterion], error) {
	return list(
		ctx, r, relay.Criterions, relay.Args{First: first, After: after, Last: last, Before: before}, thingOrder(orderBy),
		r.where("criterion", filter),
	)
}

func (r *queryResolver) Concept(ctx context.Context, by input.RecordBy) (*ent.Concept, error) {
	return recordBy[ent.Concept](ctx, r, "concept", by)
}

func (r *queryResolver) Concepts(
	ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any,
	orderBy []*input.ThingOrder,
) (*relay.Connection[ent.Concept], error) {
	return list(
		ctx, r, relay.Concepts, relay.Args{First: first, After: after, Last: last, Before: before}, thingOrder(orderBy),
		r.where("concept", filter),
	)
}

func (r *territoryResolver) Identifiers(
	ctx context.Context, obj *ent.Territory, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Identifier], error) {
	return relay.Children(
		ctx, r.Reader, obj, identifiersOfTerritory, relay.Args{First: first, After: after, Last: last, Before: before},
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
		ctx, r.Reader, obj, relationsOf["territory"], relay.Args{First: first, After: after, Last: last, Before: before},
		byCreation, r.where("relation", filter),
	)
}

func (r *territoryResolver) InverseRelations(
	ctx context.Context, obj *ent.Territory, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Relation], error) {
	return relay.Children(
		ctx, r.Reader, obj, relationsTo["territory"], relay.Args{First: first, After: after, Last: last, Before: before},
		byCreation, r.where("relation", filter),
	)
}

func (r *territoryResolver) Citations(
	ctx context.Context, obj *ent.Territory, first *int, after *string, last *int, before *string,
	filter map[string]any,
) (*relay.Connection[ent.Citation], error) {
	return relay.Children(
		ctx, r.Reader, obj, citationsOf["territory"], relay.Args{First: first, After: after, Last: last, Before: before},
		byCreation, r.where("citation", filter),
	)
}

func (r *territoryResolver) Text(
	ctx context.Context, obj *ent.Territory, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
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
