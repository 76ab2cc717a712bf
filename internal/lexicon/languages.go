package lexicon

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// LanguageTag names the language of a text, by BCP 47: `fr`, `en`, `br`, `fr-CA`.
type LanguageTag string

// Assumed is the language of a text for which none is given.
const Assumed LanguageTag = "fr"

// LongestTag is the maximum length of a stored tag, in characters.
const LongestTag = 35

var languageTags = Text{
	English: "a language tag such as fr, en or fr-CA (BCP 47)",
	French:  "une étiquette de langue comme fr, en ou fr-CA (BCP 47)",
}

// ParseLanguageTag parses a tag and returns its canonical form: `FR-fr` becomes `fr-FR`. The error is
// an *InvalidError.
func ParseLanguageTag(text string) (LanguageTag, error) {
	tag, err := language.Parse(text)
	if err != nil || tag == language.Und || len(tag.String()) > LongestTag {
		return "", &InvalidError{Value: text, Want: languageTags}
	}
	return LanguageTag(tag.String()), nil
}

// MarshalGQL writes the tag as a text.
func (t LanguageTag) MarshalGQL(out io.Writer) { marshal(out, t) }

// UnmarshalGQL reads a tag.
func (t *LanguageTag) UnmarshalGQL(value any) error {
	text, ok := value.(string)
	if !ok {
		return &InvalidError{Value: Written(value), Want: languageTags}
	}
	parsed, err := ParseLanguageTag(text)
	*t = parsed
	return err
}

// Translation is a text of a record in another language than the record's own.
type Translation struct {
	Field    TextField   `json:"field"`
	Language LanguageTag `json:"language"`
	Text     string      `json:"text"`
}

// TextField is a field of a record that holds what people wrote.
type TextField string

// Name returns the name of the record's field.
func (w TextField) Name() string { return strings.ToLower(string(w)) }

// TextFieldOf returns the word for a record's field. It returns false when the field holds no text
// that can be translated.
func TextFieldOf(name string) (TextField, bool) {
	word := strings.ToUpper(name)
	return TextField(word), textFields.Index(word) >= 0
}

var textFields = Vocabulary{"TextField", Text{
	"A text field of a record, written in the record’s language, which can be translated.",
	"Un champ de texte d’un enregistrement, écrit dans la langue de l’enregistrement, qui peut être traduit.",
}, []Term{
	{"NAME", "name", "nom", Text{"What the record is called.", "Comment l’enregistrement s’appelle."}},
	{"DESCRIPTION", "description", "description", Text{
		"What the record is, in a few sentences.",
		"Ce qu’est l’enregistrement, en quelques phrases.",
	}},
	{"PURPOSE", "purpose", "objet", Text{"What a grant is for.", "Ce pour quoi une subvention est donnée."}},
	{"UNIT", "unit", "unité", Text{"What an indicator counts in.", "Ce en quoi un indicateur compte."}},
	{"METHOD", "method", "méthode", Text{"How an indicator is computed.", "Comment un indicateur est calculé."}},
	{"WORDING", "wording", "formulation", Text{
		"The source’s own word for a claim.",
		"Le mot même de la source pour une affirmation.",
	}},
	{"INFERENCE", "inference", "inférence", Text{
		"How an inferred claim was inferred.",
		"Comment une affirmation déduite l’a été.",
	}},
	{"LITERAL", "object in words", "objet en toutes lettres", Text{
		"What a relation leads to, in the source’s words.",
		"Ce à quoi mène une relation, dans les mots de la source.",
	}},
	{"QUOTE", "quote", "extrait", Text{"A few words of a source.", "Quelques mots d’une source."}},
	{"REASON", "reason", "motif", Text{"Why a value is preferred.", "Pourquoi une valeur est préférée."}},
	{"NOTE", "note", "remarque", Text{
		"A remark of those who entered the record.",
		"Une remarque de ceux qui ont saisi l’enregistrement.",
	}},
}}

// Choose returns the index of the language in there that suits a reader best. The reader's languages
// are wanted, best first. It returns 0 when none suits.
func Choose(there []LanguageTag, wanted []LanguageTag) int {
	tags := make([]language.Tag, len(there))
	for i, t := range there {
		tags[i] = language.Make(string(t))
	}
	wishes := make([]language.Tag, len(wanted))
	for i, t := range wanted {
		wishes[i] = language.Make(string(t))
	}
	_, at, confidence := language.NewMatcher(tags).Match(wishes...)
	if confidence == language.No {
		return 0
	}
	return at
}

// Accepted returns the languages of an Accept-Language header (RFC 9110, 12.5.4), best first. It
// leaves out what is not a language, and what has quality 0. The list ends at `*`, which accepts any
// language, and then has English in its place if the header refuses French.
func Accepted(header string) []LanguageTag {
	type wish struct {
		tag     language.Tag
		quality float32
	}
	var wishes []wish
	frenchRefused := false
	for part := range strings.SplitSeq(header, ",") {
		tags, qualities, err := language.ParseAcceptLanguage(part)
		for i, t := range tags {
			wishes = append(wishes, wish{t, qualities[i]})
		}
		if name, _, weighed := strings.Cut(part, ";"); err == nil && len(tags) == 0 && weighed {
			frenchRefused = frenchRefused || strings.EqualFold(strings.TrimSpace(name), string(Assumed))
		}
	}
	slices.SortStableFunc(wishes, func(a, b wish) int { return cmp.Compare(b.quality, a.quality) })
	var accepted []LanguageTag
	for _, w := range wishes {
		switch {
		case w.tag != anyLanguage:
			accepted = append(accepted, LanguageTag(w.tag.String()))
		case frenchRefused:
			return append(accepted, "en")
		default:
			return accepted
		}
	}
	return accepted
}

// anyLanguage is how the package language reads `*`.
var anyLanguage = language.Make("mul")

// Tag returns the language's BCP 47 tag.
func (w Language) Tag() LanguageTag { return LanguageTag(strings.ToLower(string(w))) }

// Spoken returns the one of the hub's languages that a reader prefers, and French when they accept
// neither.
func Spoken(wanted []LanguageTag) Language {
	if Choose([]LanguageTag{"fr", "en"}, wanted) == 1 {
		return English
	}
	return French
}
