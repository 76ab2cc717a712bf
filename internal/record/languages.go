package record

import (
	"cmp"
	"slices"
	"strings"

	"maillage/internal/lexicon"
	"maillage/internal/message"
)

// The fields of every record for the language of its texts and their translations.
const (
	Language     = "language"
	Translations = "translations"
)

// maxTranslations is the maximum number of translations of a record: all its texts in about ten
// languages.
const maxTranslations = 50

// withLanguages adds the fields for the language of texts and for their translations to every type.
func withLanguages(types []*Type) []*Type {
	for _, t := range types {
		for _, f := range t.Fields {
			_, known := lexicon.TextFieldOf(f.Name)
			f.Prose = known && f.kind == text
		}
		t.Fields = append(t.Fields,
			&Field{Name: Language, Max: lexicon.LongestTag, kind: tag, column: Language,
				Default: string(lexicon.Assumed), toColumn: func(v any) any { return lexicon.LanguageTag(v.(string)) }},
			&Field{Name: Translations, kind: translated, owner: t, column: Translations, toColumn: same})
	}
	return types
}

// tag parses a language tag and returns its canonical form.
func (f *Field) tag(s string) (any, *Problem) {
	parsed, err := lexicon.ParseLanguageTag(s)
	if err != nil {
		return nil, invalid(message.ALanguageTag)
	}
	return string(parsed), nil
}

// translations parses a list of translations and sorts it by field, then by language.
func (f *Field) translations(value any) (any, *Problem) {
	given, ok := asList(value)
	if !ok {
		return nil, invalid(message.AListOfTranslations)
	}
	if len(given) > maxTranslations {
		return nil, &Problem{lexicon.UserTooLong, message.AtMostTranslations(maxTranslations)}
	}
	var list []lexicon.Translation
	for _, one := range given {
		read, problem := f.translation(one)
		if problem != nil {
			return nil, problem
		}
		list = append(list, read)
	}
	slices.SortFunc(list, func(a, b lexicon.Translation) int {
		return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Language, b.Language))
	})
	for i := 1; i < len(list); i++ {
		if a, b := list[i-1], list[i]; a.Field == b.Field && a.Language == b.Language {
			return nil, invalid(message.OneTranslation(string(b.Field), string(b.Language)))
		}
	}
	if list == nil {
		return nil, nil
	}
	return list, nil
}

// asList returns a list as a client sends it or as it is stored.
func asList(value any) ([]any, bool) {
	switch v := value.(type) {
	case []any:
		return v, true
	case []lexicon.Translation:
		list := make([]any, len(v))
		for i, t := range v {
			list[i] = map[string]any{"field": string(t.Field), "language": string(t.Language), "text": t.Text}
		}
		return list, true
	}
	return nil, false
}

// translation parses one translation, of a field that the type has.
func (f *Field) translation(value any) (lexicon.Translation, *Problem) {
	given, _ := value.(map[string]any)
	word, _ := given["field"].(string)
	code, _ := given["language"].(string)
	said, _ := given["text"].(string)
	field := lexicon.TextField(word)
	of := f.owner.Field(field.Name())
	if of == nil || !of.Prose || !slices.Contains(field.Values(), word) {
		return lexicon.Translation{}, invalid(message.TranslationsOf(prose(f.owner)))
	}
	language, problem := f.tag(code)
	if problem != nil {
		return lexicon.Translation{}, problem
	}
	text, problem := of.checkText(said)
	switch {
	case problem != nil:
		return lexicon.Translation{}, problem
	case text == nil:
		return lexicon.Translation{}, invalid(message.NoEmptyTranslation)
	}
	return lexicon.Translation{Field: field, Language: lexicon.LanguageTag(language.(string)), Text: text.(string)}, nil
}

// prose lists the texts of a type that can be translated.
func prose(t *Type) string {
	var names []string
	for _, f := range t.Fields {
		if word, _ := lexicon.TextFieldOf(f.Name); f.Prose {
			names = append(names, string(word))
		}
	}
	return strings.Join(names, ", ")
}
