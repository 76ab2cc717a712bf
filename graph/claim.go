package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/derived"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/lookup"
)

func (r *contributionResolver) From(ctx context.Context, obj *ent.Contribution) (model.Thing, error) {
	return lookup.RecordOf[model.Thing](ctx, r.Reader, obj, derived.ContributionFrom)
}

func (r *contributionResolver) To(ctx context.Context, obj *ent.Contribution) (model.Thing, error) {
	return lookup.RecordOf[model.Thing](ctx, r.Reader, obj, derived.ContributionTo)
}

func (r *contributionResolver) Sentence(
	ctx context.Context, obj *ent.Contribution, language *lexicon.Language, asOf *lexicon.PartialDate,
) (*string, error) {
	return derived.SentenceOf(ctx, r.derived(), obj, derived.ContributionSentence, language, asOf)
}

func (r *alignmentResolver) From(ctx context.Context, obj *ent.Alignment) (model.Thing, error) {
	return lookup.RecordOf[model.Thing](ctx, r.Reader, obj, derived.AlignmentFrom)
}

func (r *alignmentResolver) To(ctx context.Context, obj *ent.Alignment) (model.Thing, error) {
	return lookup.RecordOf[model.Thing](ctx, r.Reader, obj, derived.AlignmentTo)
}

func (r *alignmentResolver) Sentence(
	ctx context.Context, obj *ent.Alignment, language *lexicon.Language, asOf *lexicon.PartialDate,
) (*string, error) {
	return derived.SentenceOf(ctx, r.derived(), obj, derived.AlignmentSentence, language, asOf)
}

func (r *membershipResolver) From(ctx context.Context, obj *ent.Membership) (model.Thing, error) {
	return lookup.RecordOf[model.Thing](ctx, r.Reader, obj, derived.MembershipFrom)
}

func (r *membershipResolver) To(ctx context.Context, obj *ent.Membership) (model.Thing, error) {
	return lookup.RecordOf[model.Thing](ctx, r.Reader, obj, derived.MembershipTo)
}

func (r *membershipResolver) Sentence(
	ctx context.Context, obj *ent.Membership, language *lexicon.Language, asOf *lexicon.PartialDate,
) (*string, error) {
	return derived.SentenceOf(ctx, r.derived(), obj, derived.MembershipSentence, language, asOf)
}

func (r *relationResolver) From(ctx context.Context, obj *ent.Relation) (model.Thing, error) {
	return lookup.RecordOf[model.Thing](ctx, r.Reader, obj, derived.RelationFrom)
}

func (r *relationResolver) To(ctx context.Context, obj *ent.Relation) (model.Thing, error) {
	return lookup.RecordOf[model.Thing](ctx, r.Reader, obj, derived.RelationTo)
}

func (r *relationResolver) Sentence(
	ctx context.Context, obj *ent.Relation, language *lexicon.Language, asOf *lexicon.PartialDate,
) (*string, error) {
	return derived.SentenceOf(ctx, r.derived(), obj, derived.RelationSentence, language, asOf)
}
