package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/lexicon"
)

func (r *queryResolver) Vocabulary(_ context.Context, name string) (*lexicon.Vocabulary, error) {
	for _, v := range lexicon.Vocabularies() {
		if v.Name == name {
			return &v, nil
		}
	}
	return nil, nil //nolint:nilnil // what is not there is null
}

func (r *queryResolver) Vocabularies(context.Context) ([]*lexicon.Vocabulary, error) {
	all := lexicon.Vocabularies()
	found := make([]*lexicon.Vocabulary, len(all))
	for i := range all {
		found[i] = &all[i]
	}
	return found, nil
}

func (r *vocabularyResolver) Meaning(
	ctx context.Context, obj *lexicon.Vocabulary, language *lexicon.Language,
) (string, error) {
	return in(ctx, language).Say(obj.Meaning), nil
}

func (r *wordResolver) Label(ctx context.Context, obj *lexicon.Term, language *lexicon.Language) (string, error) {
	return obj.Label(in(ctx, language)), nil
}

func (r *wordResolver) Meaning(ctx context.Context, obj *lexicon.Term, language *lexicon.Language) (string, error) {
	return in(ctx, language).Say(obj.Meaning), nil
}

func (r *userErrorResolver) Message(
	ctx context.Context, obj *model.UserError, language *lexicon.Language,
) (string, error) {
	return obj.Say(in(ctx, language)), nil
}

func (r *suggestionResolver) Message(
	ctx context.Context, obj *model.Suggestion, language *lexicon.Language,
) (string, error) {
	return obj.Say(in(ctx, language)), nil
}

func (r *contractResolver) Text(
	ctx context.Context, obj *ent.Contract, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
}

func (r *planResolver) Text(
	ctx context.Context, obj *ent.Plan, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
}

func (r *themeResolver) Text(
	ctx context.Context, obj *ent.Theme, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
}

func (r *axisResolver) Text(
	ctx context.Context, obj *ent.Axis, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
}

func (r *actionResolver) Text(
	ctx context.Context, obj *ent.Action, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
}

func (r *partnerResolver) Text(
	ctx context.Context, obj *ent.Partner, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
}

func (r *workingGroupResolver) Text(
	ctx context.Context, obj *ent.WorkingGroup, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
}

func (r *programmeResolver) Text(
	ctx context.Context, obj *ent.Programme, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
}

func (r *audienceResolver) Text(
	ctx context.Context, obj *ent.Audience, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
}

func (r *territoryResolver) Text(
	ctx context.Context, obj *ent.Territory, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
}

func (r *criterionResolver) Text(
	ctx context.Context, obj *ent.Criterion, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
}

func (r *conceptResolver) Text(
	ctx context.Context, obj *ent.Concept, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
}

func (r *sourceResolver) Text(
	ctx context.Context, obj *ent.Source, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
}

func (r *identifierResolver) Text(
	ctx context.Context, obj *ent.Identifier, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
}

func (r *contributionResolver) Text(
	ctx context.Context, obj *ent.Contribution, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
}

func (r *alignmentResolver) Text(
	ctx context.Context, obj *ent.Alignment, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
}

func (r *membershipResolver) Text(
	ctx context.Context, obj *ent.Membership, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
}

func (r *relationResolver) Text(
	ctx context.Context, obj *ent.Relation, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
}

func (r *citationResolver) Text(
	ctx context.Context, obj *ent.Citation, field lexicon.TextField, languages []lexicon.LanguageTag,
) (*model.LocalizedText, error) {
	return textIn(ctx, obj, field, languages), nil
}

func (r *Resolver) Suggestion() exec.SuggestionResolver { return &suggestionResolver{r} }
func (r *Resolver) UserError() exec.UserErrorResolver   { return &userErrorResolver{r} }

func (r *Resolver) Vocabulary() exec.VocabularyResolver { return &vocabularyResolver{r} }

func (r *Resolver) Word() exec.WordResolver { return &wordResolver{r} }

type (
	suggestionResolver struct{ *Resolver }
	userErrorResolver  struct{ *Resolver }
	vocabularyResolver struct{ *Resolver }
	wordResolver       struct{ *Resolver }
)
