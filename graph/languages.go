package graph

import (
	"context"
	"net/http"
	"strings"

	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/lru"
	"maillage/internal/record"
	"maillage/internal/view"
)

// reader is in which languages somebody is answered: labels and sentences in one
// of ours, what people wrote in whichever of theirs there is.
type reader struct {
	spoken lexicon.Language
	wanted []lexicon.LanguageTag
}

type readerKey struct{}

// withLanguage says in which languages people are answered: by an
// Accept-Language header, French when it does not say.
func withLanguage(ctx context.Context, accepted string) context.Context {
	r, known := readers.Get(accepted)
	if !known {
		wanted := lexicon.Accepted(accepted)
		r = reader{lexicon.Spoken(wanted), wanted}
		readers.Keep(accepted, r, int64(len(accepted))+readerBytes)
	}
	return context.WithValue(ctx, readerKey{}, r)
}

// readers are those of the headers seen last: to match languages takes a tenth of the time of a small answer.
var readers = lru.New[string, reader](256 << 10)

const readerBytes = 200 // that a reader takes, about

// Language is the one in which people are answered.
func Language(ctx context.Context) lexicon.Language {
	if r, ok := ctx.Value(readerKey{}).(reader); ok {
		return r.spoken
	}
	return lexicon.French
}

// wanted are the languages in which people read, the best first.
func wanted(ctx context.Context) []lexicon.LanguageTag {
	r, _ := ctx.Value(readerKey{}).(reader)
	return r.wanted
}

// in is the language that an argument asks for, or else the request's.
func in(ctx context.Context, asked *lexicon.Language) lexicon.Language {
	if asked != nil {
		return *asked
	}
	return Language(ctx)
}

// spoken is the context of a request with the languages that its headers like,
// and the answer's headers say which was chosen.
func spoken(ctx context.Context, w http.ResponseWriter, r *http.Request) context.Context {
	ctx = withLanguage(ctx, strings.Join(r.Header.Values("Accept-Language"), ","))
	w.Header().Set("Content-Language", string(Language(ctx).Tag()))
	w.Header().Add("Vary", "Accept-Language")
	return ctx
}

// textIn is a text of a record in the language that suits the reader best.
func textIn(
	ctx context.Context, row ent.Row, field lexicon.TextField, languages []lexicon.LanguageTag,
) *view.LocalizedText {
	if languages == nil {
		languages = wanted(ctx)
	}
	of := record.OfUID(row.Column("uid").(string)).Field(field.Name())
	if of == nil {
		return nil
	}
	original, written := of.Plain(row.Column(of.Columns()[0])).(string)
	if !written {
		return nil
	}
	texts := []*view.LocalizedText{
		{Field: field, Value: original, Language: row.Column(record.Language).(lexicon.LanguageTag), Original: true},
	}
	there := []lexicon.LanguageTag{texts[0].Language}
	translations, _ := row.Column(record.Translations).([]lexicon.Translation)
	for _, t := range translations {
		if t.Field == field {
			texts = append(texts, &view.LocalizedText{Field: field, Value: t.Text, Language: t.Language})
			there = append(there, t.Language)
		}
	}
	return texts[lexicon.Choose(there, languages)]
}
