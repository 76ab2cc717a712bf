package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
)

func (r *contributionResolver) From(ctx context.Context, obj *ent.Contribution) (model.Thing, error) {
	return recordOf[model.Thing](ctx, r.Reader, obj, contributionFrom)
}

func (r *contributionResolver) To(ctx context.Context, obj *ent.Contribution) (model.Thing, error) {
	return recordOf[model.Thing](ctx, r.Reader, obj, contributionTo)
}

func (r *contributionResolver) Sentence(
	ctx context.Context, obj *ent.Contribution, language *lexicon.Language, asOf *lexicon.PartialDate,
) (*string, error) {
	return sentenceOf(ctx, r.Resolver, obj, contributionSentence, language, asOf)
}

func (r *alignmentResolver) From(ctx context.Context, obj *ent.Alignment) (model.Thing, error) {
	return recordOf[model.Thing](ctx, r.Reader, obj, alignmentFrom)
}

func (r *alignmentResolver) To(ctx context.Context, obj *ent.Alignment) (model.Thing, error) {
	return recordOf[model.Thing](ctx, r.Reader, obj, alignmentTo)
}

func (r *alignmentResolver) Sentence(
	ctx context.Context, obj *ent.Alignment, language *lexicon.Language, asOf *lexicon.PartialDate,
) (*string, error) {
	return sentenceOf(ctx, r.Resolver, obj, alignmentSentence, language, asOf)
}

func (r *membershipResolver) From(ctx context.Context, obj *ent.Membership) (model.Thing, error) {
	return recordOf[model.Thing](ctx, r.Reader, obj, membershipFrom)
}

func (r *membershipResolver) To(ctx context.Context, obj *ent.Membership) (model.Thing, error) {
	return recordOf[model.Thing](ctx, r.Reader, obj, membershipTo)
}

func (r *membershipResolver) Sentence(
	ctx context.Context, obj *ent.Membership, language *lexicon.Language, asOf *lexicon.PartialDate,
) (*string, error) {
	return sentenceOf(ctx, r.Resolver, obj, membershipSentence, language, asOf)
}

func (r *relationResolver) From(ctx context.Context, obj *ent.Relation) (model.Thing, error) {
	return recordOf[model.Thing](ctx, r.Reader, obj, relationFrom)
}

func (r *relationResolver) To(ctx context.Context, obj *ent.Relation) (model.Thing, error) {
	return recordOf[model.Thing](ctx, r.Reader, obj, relationTo)
}

func (r *relationResolver) Sentence(
	ctx context.Context, obj *ent.Relation, language *lexicon.Language, asOf *lexicon.PartialDate,
) (*string, error) {
	return sentenceOf(ctx, r.Resolver, obj, relationSentence, language, asOf)
}
