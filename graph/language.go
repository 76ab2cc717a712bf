package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/gen/exec"
	"maillage/internal/lexicon"
	"maillage/internal/locale"
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
	return obj.Meaning.In(locale.Chosen(ctx, language)), nil
}

func (r *wordResolver) Label(ctx context.Context, obj *lexicon.Term, language *lexicon.Language) (string, error) {
	return obj.Label(locale.Chosen(ctx, language)), nil
}

func (r *wordResolver) Meaning(ctx context.Context, obj *lexicon.Term, language *lexicon.Language) (string, error) {
	return obj.Meaning.In(locale.Chosen(ctx, language)), nil
}

func (r *userErrorResolver) Message(
	ctx context.Context, obj *model.UserError, language *lexicon.Language,
) (string, error) {
	return obj.Say(locale.Chosen(ctx, language)), nil
}

func (r *suggestionResolver) Message(
	ctx context.Context, obj *model.Suggestion, language *lexicon.Language,
) (string, error) {
	return obj.Say(locale.Chosen(ctx, language)), nil
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
