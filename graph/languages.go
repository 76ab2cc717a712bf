package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/lru"
	"maillage/internal/record"
)

// languageChoice is the languages that a client gets: one of ours for labels and sentences, and its preferences for
// texts of records.
type languageChoice struct {
	spoken lexicon.Language
	wanted []lexicon.LanguageTag
}

type readerKey struct{}

// WithLanguage sets the languages of a request by an Accept-Language header; French without one.
func WithLanguage(ctx context.Context, accepted string) context.Context {
	r, known := languageChoices.Get(accepted)
	if !known {
		wanted := lexicon.Accepted(accepted)
		r = languageChoice{lexicon.Spoken(wanted), wanted}
		languageChoices.Keep(accepted, r, int64(len(accepted))+readerBytes)
	}
	return context.WithValue(ctx, readerKey{}, r)
}

// languageChoices caches the choices of recent headers, since matching languages takes a tenth of the time of a small
// response.
var languageChoices = lru.New[string, languageChoice](256 << 10)

const readerBytes = 200 // approximate size of an entry

// Language returns the language of labels, sentences and errors.
func Language(ctx context.Context) lexicon.Language {
	if r, ok := ctx.Value(readerKey{}).(languageChoice); ok {
		return r.spoken
	}
	return lexicon.French
}

// PreferredLanguages returns the languages that the client prefers, best first.
func PreferredLanguages(ctx context.Context) []lexicon.LanguageTag {
	r, _ := ctx.Value(readerKey{}).(languageChoice)
	return r.wanted
}

// in returns the language of an argument, or else the request's.
func in(ctx context.Context, argument *lexicon.Language) lexicon.Language {
	if argument != nil {
		return *argument
	}
	return Language(ctx)
}

// textIn returns a text of a record in the language that suits the client best.
func textIn(
	ctx context.Context, row ent.Row, field lexicon.TextField, languages []lexicon.LanguageTag,
) *model.LocalizedText {
	if languages == nil {
		languages = PreferredLanguages(ctx)
	}
	of := record.OfUID(row.Column("uid").(string)).Field(field.Name())
	if of == nil {
		return nil
	}
	original, written := of.Plain(row.Column(of.Columns()[0])).(string)
	if !written {
		return nil
	}
	texts := []*model.LocalizedText{
		{Field: field, Value: original, Language: row.Column(record.Language).(lexicon.LanguageTag), Original: true},
	}
	there := []lexicon.LanguageTag{texts[0].Language}
	translations, _ := row.Column(record.Translations).([]lexicon.Translation)
	for _, t := range translations {
		if t.Field == field {
			texts = append(texts, &model.LocalizedText{Field: field, Value: t.Text, Language: t.Language})
			there = append(there, t.Language)
		}
	}
	return texts[lexicon.Choose(there, languages)]
}
