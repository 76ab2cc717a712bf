// Package locale knows the languages of a request, and gives a record’s texts in them.
package locale

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

// WithAccepted sets the languages of a request by an Accept-Language header; French without one.
func WithAccepted(ctx context.Context, accepted string) context.Context {
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

// OfRequest returns the language of labels, sentences and errors.
func OfRequest(ctx context.Context) lexicon.Language {
	if r, ok := ctx.Value(readerKey{}).(languageChoice); ok {
		return r.spoken
	}
	return lexicon.French
}

// Preferred returns the languages that the client prefers, best first.
func Preferred(ctx context.Context) []lexicon.LanguageTag {
	r, _ := ctx.Value(readerKey{}).(languageChoice)
	return r.wanted
}

// Chosen returns the language of an argument, or else the request's.
func Chosen(ctx context.Context, argument *lexicon.Language) lexicon.Language {
	if argument != nil {
		return *argument
	}
	return OfRequest(ctx)
}

// TextIn returns a text of a record in the language that suits the client best.
func TextIn(
	ctx context.Context, row ent.Row, field lexicon.TextField, languages []lexicon.LanguageTag,
) *model.LocalizedText {
	if languages == nil {
		languages = Preferred(ctx)
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
